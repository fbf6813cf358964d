"""Every form in which TÜİK hands out tables is read from its content alone, and says what was found."""

from __future__ import annotations

import csv

import pytest

from tests.tuik.files import DISTRICT, MAHALLES, RESIDENTS, csv_file, flat, html_file, pivot, xls_file, xlsx_file
from yeep_analysis.cli.main import main
from yeep_analysis.intake.tuik.agreement import check_sums, grouped
from yeep_analysis.intake.tuik.figures_read import Format
from yeep_analysis.intake.tuik.reading import read_file
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError


def found(path, year=None):
    """What a file holds, as (place code, year, sex, age, other) -> value; totals are checked and left out."""
    reading = read_file(path, year)
    groups, problems = grouped([reading])
    assert problems + check_sums(groups, [reading]) == []
    return reading, {
        (o.place.code, o.year, o.series.sex.value, o.series.age, "; ".join(o.series.other)): o.value
        for o in reading.observations
    }


def whole(code, year, value):
    return {(code, year, "total", "total", ""): value}


# --- A. MEDAS, places in rows ------------------------------------------------

YEARS = ["2023|Adana(Aladağ)-1757|4279.0|", f"|{DISTRICT}|62148.0|", "2022|Adana(Aladağ)-1757|4300.0|"]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8-sig", "UTF-8 (BOM)"),
        ("utf-8", "UTF-8"),
        ("iso8859-9", "ISO-8859-9"),
        ("utf-16", "UTF-16"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_flat_report_in_every_encoding(tmp_path, encoding, named, newline):
    reading, values = found(csv_file(tmp_path / "x.csv", flat(*YEARS), encoding, newline))
    assert (reading.encoding, reading.formats, reading.measures) == (named, {Format.MEDAS_FLAT}, [RESIDENTS])
    assert values == whole("1757", 2023, 4279) | whole("2013", 2023, 62148) | whole("1757", 2022, 4300)
    language.use("en")
    assert reading.observations[1].where == "x.csv, line 6"


def test_windows_1254_is_told_by_its_quotation_marks(tmp_path):
    reading, _values = found(csv_file(tmp_path / "x.csv", flat(*YEARS, measure="“Nüfus” – yıl"), "cp1254"))
    assert reading.encoding == "windows-1254"


def test_header_cells_are_read_one_by_one_in_whatever_order(tmp_path):
    header = "Erkek ve 0-4|Erkek ve 5+|Kadın ve 0-4|Kadın ve 5+"
    _reading, values = found(csv_file(tmp_path / "x.csv", flat(f"2023|{DISTRICT}|1.0|2.0||4.0|", header=header)))
    assert values == {
        ("2013", 2023, "male", "0-4", ""): 1,
        ("2013", 2023, "male", "5+", ""): 2,
        ("2013", 2023, "female", "5+", ""): 4,
    }


def test_a_blank_cell_is_missing_and_not_zero(tmp_path):
    reading, values = found(csv_file(tmp_path / "x.csv", flat(f"2023|{DISTRICT}||", "|Adana(Aladağ)-1757|0.0|")))
    assert (values, reading.blank) == (whole("1757", 2023, 0), 1)


def test_further_breakdowns_stay_apart(tmp_path):
    header = "Erkek ve 15-19 ve Evli|Erkek ve 15-19 ve Köy|65 yaş ve üzeri|18 yaş ve üzeri:Hayır"
    _reading, values = found(csv_file(tmp_path / "x.csv", flat("2023|Adana-1|1|2|3|4|", header=header)))
    assert values == {
        ("1", 2023, "male", "15-19", "Evli"): 1,
        ("1", 2023, "male", "15-19", "Köy"): 2,
        ("1", 2023, "total", "65+", ""): 3,
        ("1", 2023, "total", "0-17", ""): 4,
    }


def test_large_figures_as_java_writes_them(tmp_path):
    _reading, values = found(csv_file(tmp_path / "x.csv", flat("2023|İstanbul-34|1.5655924E7|")))
    assert values == whole("34", 2023, 15_655_924)


def test_mahalles_and_villages_of_both_labels(tmp_path):
    rows = [
        "2012|Bursa(İznik/İznik Bel./Beyler Mah.)-11415|173.0|",
        "|Bursa(İznik/Merkez Bucağı/Aydınlar Köy.)-7543|1.0|",
        "2017|Bursa(İznik/Aydınlar Köy.)-7543|2.0|",
        "|Bursa(İznik/İznik Bel./Hamidiye (Merkez) Mah.)-11416|3.0|",
    ]
    reading, _values = found(csv_file(tmp_path / "x.csv", flat(*rows, measure=MAHALLES)))
    shown = [(o.place.kind.value, o.place.name, o.place.district, o.place.code) for o in reading.observations]
    assert shown == [
        ("mahalle", "Beyler", "İznik", "11415"),
        ("village", "Aydınlar", "İznik", "7543"),
        ("village", "Aydınlar", "İznik", "7543"),
        ("mahalle", "Hamidiye (Merkez)", "İznik", "11416"),
    ]


def test_a_report_without_its_head_needs_the_year(tmp_path):
    path = csv_file(tmp_path / "nufus-2023.csv", f"Adana(Aladağ)-1757|16954.0|\n{DISTRICT}|62148.0|\n")
    with pytest.raises(DataError) as refused:
        read_file(path)
    assert "--year" in refused.value.problems[0].action
    reading, values = found(path, 2023)
    assert reading.formats == {Format.MEDAS_BARE}
    assert values == whole("1757", 2023, 16954) | whole("2013", 2023, 62148)


@pytest.mark.parametrize("head", ["", "||Erkek|Kadın|\n", "||Erkek|Kadın|\n|||\n"])
def test_a_head_may_be_missing_in_part(tmp_path, head):
    path = csv_file(tmp_path / "x.csv", f"{head}2023|{DISTRICT}|1.0|{'2.0|' if head else ''}\n")
    _reading, values = found(path)
    expected = {("2013", 2023, "male", "total", ""): 1, ("2013", 2023, "female", "total", ""): 2}
    assert values == (expected if head else whole("2013", 2023, 1))


# --- B. MEDAS, places in columns ---------------------------------------------

BLOCKS = [
    "Ölüm Sayısı|Ölenin cinsiyeti:Erkek|2009|49.0|494.0|",
    "||2010|72.0||",
    "|Ölenin cinsiyeti:Kadın|2009|30.0|400.0|",
    "Doğum Sayısı|Ölçüm bazında|2009|5.0|6.0|",
]


def test_b_pivot_with_several_measures(tmp_path):
    reading, values = found(csv_file(tmp_path / "x.csv", pivot("Adana-1|İzmir-35", *BLOCKS)))
    assert (reading.formats, reading.measures) == ({Format.MEDAS_PIVOT}, ["Ölüm Sayısı", "Doğum Sayısı"])
    assert reading.blank == 1
    assert values == {
        ("1", 2009, "male", "total", ""): 49,
        ("35", 2009, "male", "total", ""): 494,
        ("1", 2010, "male", "total", ""): 72,
        ("1", 2009, "female", "total", ""): 30,
        ("35", 2009, "female", "total", ""): 400,
    } | whole("1", 2009, 5) | whole("35", 2009, 6)


def test_b_the_same_as_binary_xls_with_several_blocks_and_years_as_text(tmp_path):
    head = [["", "", "", "Sütunlar", ""], ["Satırlar", "", "", "Adana-1", "İzmir-35"], []]
    first = [["Kaba Ölüm Hızı (Binde)", "Ölçüm bazında", "2009", 4.5, 5.0], ["", "", "2010", 4.6, 5.1]]
    second = [["Hekim Sayısı", "Ölçüm bazında", "2009", "2.5", "15"]]
    reading, values = found(xls_file(tmp_path / "x.xls", [*head, *first, [], ["Not: yok"], [], *head, *second]))
    assert reading.measures == ["Kaba Ölüm Hızı (Binde)", "Hekim Sayısı"]
    assert values[("35", 2010, "total", "total", "")] == 5.1
    assert reading.observations[-2].value == 2.5
    language.use("en")
    assert reading.observations[0].where == "x.xls, sheet “Sayfa1”, cell D4"


def test_b_months_below_the_places(tmp_path):
    text = pivot("Adana-1||İzmir-35|", "Satış|Ölçüm bazında|2023|1.0|2.0|3.0|4.0|")
    text = text.replace("|||||||\n|||||||\n", "|||01-Ocak|02-Şubat|01-Ocak|02-Şubat|\n|||||||\n")
    _reading, values = found(csv_file(tmp_path / "x.csv", text))
    assert values[("35", 2023, "total", "total", "01-Ocak")] == 3 and len(values) == 4


def test_years_across_the_columns(tmp_path):
    text = "|Sütunlar||\nSatırlar|2015|2016|\n|||\nAdana-1|1.0|2.0|\nTürkiye-TR|5.0|6.0|\n"
    _reading, values = found(csv_file(tmp_path / "x.csv", text))
    assert values == {
        ("1", 2015, "total", "total", ""): 1,
        ("1", 2016, "total", "total", ""): 2,
        ("TR", 2015, "total", "total", ""): 5,
        ("TR", 2016, "total", "total", ""): 6,
    }


def test_places_across_the_columns_without_a_head(tmp_path):
    text = "|||Adana-1|İzmir-35|\nÖlüm Sayısı|Ölçüm bazında|2009|1.0|2.0|\n||2010|3.0|4.0|\n"
    reading, values = found(csv_file(tmp_path / "x.csv", text))
    assert reading.formats == {Format.MEDAS_PIVOT} and len(values) == 4


# --- C, D, E. portals --------------------------------------------------------


def test_c_comma_decimals_in_text_cells(tmp_path):
    rows = [["Kaba ölüm hızı (‰)"], ["İl", "2022", "2023"], ["Adana", "13,9", "14,1"], ["İzmir", "1,5", "-"]]
    reading, values = found(xls_file(tmp_path / "report2.xls", rows))
    assert values[("1", 2022, "total", "total", "")] == 13.9 and values[("1", 2023, "total", "total", "")] == 14.1
    assert reading.marks == 1


def test_c_dot_thousands_in_text_cells(tmp_path):
    rows = [["İl nüfusları"], ["İl", "2022", "2023"], ["Adana", "9.044", "14.123"], ["İzmir", "4.462.056", "999"]]
    _reading, values = found(xls_file(tmp_path / "report2.xls", [*rows, ["(1) Bir not"]]))
    assert values[("1", 2022, "total", "total", "")] == 9044
    assert values[("35", 2023, "total", "total", "")] == 999


PAGE = """<table><tr><td><table><tr><td>İl ve cinsiyete göre nüfus, 2023</td></tr></table></td></tr><tr><td>
<table border=1><tr><th rowspan=2>İl<th colspan=3>Nüfus</tr><tr><th>Toplam<th>Erkek<th>Kadın</tr>
<tr><td>Adana</td><td>2.270</td><td>1.000<td>1.270</tr><tr><td>İzmir</td><td>4.000<td>1.999<td>2.001</tr>
<tr><td>Toplam<td>{total}<td>2.999<td>3.271</tr><tr><td colspan=4>(1) Yabancılar içindedir; 2.345 kişi</td></tr></table>
</td></tr><tr><td>Kaynak: TÜİK</td></tr></table>"""


def test_d_html_saved_as_xls(tmp_path):
    reading, values = found(html_file(tmp_path / "x.xls", PAGE.format(total="6.270")))
    assert (reading.encoding, reading.year_from != "") == ("windows-1254", True)
    assert values[("35", 2023, "female", "total", "")] == 2001
    assert reading.total_rows == 3 and len(values) == 6


SEXES = [["Cinsiyete Göre Nüfus"], [], ["Yıl", "İl", "Toplam", "Erkek", "Kadın"]]
UPPER = [[2023, "İZMİR", 10, 4, 6], [2023, "AFYONKARAHİSAR", 11, 5, 6], [2022, "IĞDIR", 3, 1, 2]]


@pytest.mark.parametrize("writer", [xlsx_file, xls_file])
def test_e_workbook_with_capital_names(tmp_path, writer):
    reading, values = found(writer(tmp_path / "x.xlsx", [*SEXES, *UPPER, ["Kaynak: TÜİK, ADNKS 2007-2023"]]))
    assert reading.measures == ["Cinsiyete Göre Nüfus"]
    assert values[("35", 2023, "female", "total", "")] == 6 and values[("76", 2022, "male", "total", "")] == 1
    assert values[("3", 2023, "total", "total", "")] == 11


def test_e_as_csv_with_semicolons(tmp_path):
    text = "\n".join(";".join(map(str, row)) for row in [*SEXES, *UPPER])
    assert len(found(csv_file(tmp_path / "x.csv", text))[1]) == 9


def test_a_hidden_sheet_is_told_and_not_read(tmp_path):
    reading, _values = found(xlsx_file(tmp_path / "x.xlsx", [*SEXES, *UPPER], [["Açıklama"]], hidden="Taslak"))
    assert reading.not_read == ["Taslak", "Sayfa2"]


def test_single_ages_with_labels_written_once_in_two_languages(tmp_path):
    head = ["Yıl-Year", "İl-Province", "Cinsiyet-Sex", "Toplam-Total", "0", "1", "2", "3", "4+"]
    rows = [
        ["2007", "Adana", "Toplam-Total", 10, 2, 2, 2, 2, 2],
        ["", "", "Erkek-Male", 5, 1, 1, 1, 1, 1],
        ["", "", "Kadın-Female", 5, 1, 1, 1, 1, 1],
        ["2008", "Adana", "Toplam-Total", 5, 1, 1, 1, 1, 1],
    ]
    title = ["İl, tek yaş ve cinsiyete göre nüfus, 2007-2008"]
    _reading, values = found(xls_file(tmp_path / "x.xls", [title, [], head, *rows]))
    assert values[("1", 2007, "female", "4+", "")] == 1 and values[("1", 2008, "total", "3", "")] == 1
    assert len(values) == 24


def test_years_above_sexes(tmp_path):
    rows = [
        ["Nüfus"],
        ["İl", 2022, None, 2023, None],
        [None, "Erkek", "Kadın", "Erkek", "Kadın"],
        ["Adana", 3, 1, 2, 5],
    ]
    _reading, values = found(xlsx_file(tmp_path / "x.xlsx", rows))
    assert values[("1", 2023, "male", "total", "")] == 2 and len(values) == 4


def test_a_share_beside_counts_is_a_breakdown_of_its_own(tmp_path):
    rows = [["Cinsiyete göre nüfus"], ["Yıl", "İl", "Erkek", "Kadın", "Erkek (%)"], ["2023", "Adana", "4", "6", "40,0"]]
    reading, values = found(xls_file(tmp_path / "x.xls", rows))
    assert values[("1", 2023, "total", "total", "Erkek (%)")] == 40 and len(reading.observations) == 3


# --- tables side by side, and parts below one another ------------------------


def test_two_tables_side_by_side_are_two(tmp_path):
    rows = [["Nüfus, 2023"], ["İl", "Erkek", "", "İl", "Kadın"], ["Adana", 100, "", "İzmir", 200]]
    _reading, values = found(xlsx_file(tmp_path / "x.xlsx", rows))
    assert values == {("1", 2023, "male", "total", ""): 100, ("35", 2023, "female", "total", ""): 200}


@pytest.mark.parametrize("writer", [xlsx_file, xls_file])
def test_years_over_two_tables_side_by_side(tmp_path, writer):
    rows = [
        ["Nüfus"],
        ["2022 yılı", "", "", "2023 yılı", ""],
        ["İl", "Erkek", "Kadın", "İl", "Erkek", "Kadın"],
        ["Adana", 1, 2, "İzmir", 3, 4],
    ]
    rows[1] = ["2022 yılı", "", "", "2023 yılı", "", ""]
    _reading, values = found(writer(tmp_path / "x", rows))
    assert values == {
        ("1", 2022, "male", "total", ""): 1,
        ("1", 2022, "female", "total", ""): 2,
        ("35", 2023, "male", "total", ""): 3,
        ("35", 2023, "female", "total", ""): 4,
    }


def test_titles_over_two_tables_side_by_side(tmp_path):
    rows = [
        ["Nüfus, 2023", "", "", "Konut sayısı, 2023"],
        ["İl", "Erkek", "", "İl", "Toplam"],
        ["Adana", 1, "", "Adana", 7],
    ]
    reading, values = found(xlsx_file(tmp_path / "x.xlsx", rows))
    assert reading.measures == ["Nüfus, 2023", "Konut sayısı, 2023"] and values[("1", 2023, "total", "total", "")] == 7


def test_years_and_sexes_that_head_the_rows_below_them(tmp_path):
    head = [["Nüfus"], ["İl", "Toplam"]]
    rows = [["2022"], ["Erkek"], ["Adana", 1], ["Kadın"], ["Adana", 2], ["2023"], ["Erkek"], ["İzmir", 3]]
    _reading, values = found(xlsx_file(tmp_path / "x.xlsx", [*head, *rows]))
    assert values == {
        ("1", 2022, "male", "total", ""): 1,
        ("1", 2022, "female", "total", ""): 2,
        ("35", 2023, "male", "total", ""): 3,
    }


def test_words_that_head_the_rows_below_them_are_a_breakdown(tmp_path):
    head = [["Nüfus, 2023"], ["İl", "Erkek", "Kadın"], ["Kişi"], ["Adana", 5, 6]]
    rows = [["Şehir"], ["Adana", 1, 2], ["Köy"], ["Adana", 4, 4], ["Toplam"], ["İzmir", 3, 4], ["Bir not daha"]]
    _reading, values = found(xlsx_file(tmp_path / "x.xlsx", [*head, *rows]))
    assert {(key[0], key[4]): value for key, value in values.items() if key[2] == "male"} == {
        ("1", ""): 5,
        ("1", "Şehir"): 1,
        ("1", "Köy"): 4,
        ("35", ""): 3,
    }


def test_years_over_two_tables_below_one_another(tmp_path):
    head = ["İl", "Erkek", "Kadın"]
    rows = [["Nüfus"], ["2022"], head, ["Adana", 1, 2], [], ["2023"], head, ["İzmir", 3, 4]]
    reading, values = found(xlsx_file(tmp_path / "x.xlsx", rows))
    assert (values["1", 2022, "male", "total", ""], values["35", 2023, "female", "total", ""]) == (1, 4)
    assert len(values) == 4 and reading.measures == ["Nüfus"]


def test_sexes_over_two_tables_below_one_another(tmp_path):
    rows = [
        ["Nüfus, 2023"],
        ["Erkek"],
        ["İl", "0-4", "5+"],
        ["Adana", 1, 2],
        ["Kadın"],
        ["İl", "0-4", "5+"],
        ["Adana", 3, 4],
    ]
    reading, values = found(xlsx_file(tmp_path / "x.xlsx", rows))
    assert values == {
        ("1", 2023, "male", "0-4", ""): 1,
        ("1", 2023, "male", "5+", ""): 2,
        ("1", 2023, "female", "0-4", ""): 3,
        ("1", 2023, "female", "5+", ""): 4,
    }
    assert reading.measures == ["Nüfus, 2023"]


def test_a_table_below_another_has_its_own_title(tmp_path):
    head = ["İl", "Erkek", "Kadın"]
    rows = [["Nüfus, 2022"], head, ["Adana", 1, 2], ["Genç nüfus, 2023"], head, ["Adana", 3, 4]]
    reading, _values = found(xlsx_file(tmp_path / "x.xlsx", rows))
    assert reading.measures == ["Nüfus, 2022", "Genç nüfus, 2023"]


def test_a_label_to_the_right_of_its_figures(tmp_path):
    rows = [["Nüfus"], ["İl", "Toplam", "Yıl"], ["Adana", 5, 2022], ["Adana", 6, 2023]]
    _reading, values = found(xlsx_file(tmp_path / "x.xlsx", rows))
    assert values == whole("1", 2022, 5) | whole("1", 2023, 6)


def test_names_are_repeated_in_english_on_the_right(tmp_path):
    rows = [["Nüfus, 2023"], ["İl", "Erkek", "Kadın", "Province"], ["Adana", 5, 6, "Adana"], ["Toplam", 5, 6, "Total"]]
    assert len(found(xlsx_file(tmp_path / "x.xlsx", rows))[1]) == 2


# --- headings, notes and rounding ---------------------------------------------


def test_ages_under_a_heading_without_a_total(tmp_path):
    rows = [["Nüfus, 2023"], ["İl", "Cinsiyet", "Yaş-Age", "", "", "", "Yaş-Age"], ["", "", 0, 1, 2, 3, "4+"]]
    _reading, values = found(xls_file(tmp_path / "x.xls", [*rows, ["Adana", "Erkek", 5, 6, 7, 8, 9]]))
    assert values == {("1", 2023, "male", age, ""): n for age, n in zip(["0", "1", "2", "3", "4+"], range(5, 10))}


ROUNDED = [["Konut sayısı, 2023"], ["İl", "Toplam", "Erkek", "Kadın"], ["Adana", 19455, 9454, 10000]]


def test_a_sum_may_be_off_by_what_the_note_says_was_rounded(tmp_path):
    note = ["Not: Yuvarlamadan dolayı toplamlar tutmayabilir."]
    assert len(found(xls_file(tmp_path / "x.xls", [*ROUNDED, note]))[1]) == 3
    reading = read_file(xls_file(tmp_path / "y.xls", ROUNDED))
    (problem,) = check_sums(grouped([reading])[0], [reading])
    assert "19.455" in problem.what and "19.454" in problem.what
    residents = [["Cinsiyete göre nüfus, 2023"], *ROUNDED[1:], note]  # persons are never rounded
    reading = read_file(xls_file(tmp_path / "z.xls", residents))
    assert len(check_sums(grouped([reading])[0], [reading])) == 1


def test_decimals_add_up_as_far_as_they_are_printed_and_are_told_as_they_are(tmp_path):
    rows = [["Tarım alanı, 2023"], ["İl", "Toplam"], ["Adana", 100.1], ["İzmir", 200.2], ["Toplam", 300.4]]
    reading = read_file(xls_file(tmp_path / "x.xls", rows))  # 300.3 and half a digit for each of three
    assert check_sums(grouped([reading])[0], [reading]) == []
    reading = read_file(xls_file(tmp_path / "y.xls", [*rows[:-1], ["Toplam", 300.6]]))
    language.use("en")
    (problem,) = check_sums(grouped([reading])[0], [reading])
    assert "the total is 300.6" in problem.what and "add up to 300.3" in problem.what


def test_the_day_of_the_download_is_no_part_of_the_measure(tmp_path):
    for day in ("23.04.2025", "2025-04-23", "23.04.2025 13:35"):
        rows = [["", "", day], ["Bebek ölüm hızı", day], ["İl", "2022"], ["Adana", 9]]
        assert read_file(xls_file(tmp_path / "x.xls", rows)).measures == ["Bebek ölüm hızı"]


def test_measures_below_years_and_above_a_breakdown(tmp_path):
    text = "|Sütunlar||||\nSatırlar|2022||2023||\n|Doğum|Ölüm|Doğum|Ölüm|\n|Erkek|Erkek|Erkek|Erkek|\n|||||\nAdana-1|1|2|3|4|\n"
    reading, _values = found(csv_file(tmp_path / "x.csv", text))
    assert reading.measures == ["Doğum", "Ölüm"] and len(reading.observations) == 4
    assert {o.series.other for o in reading.observations} == {()}


def test_a_heading_above_labels_alone_says_nothing_of_the_figures(tmp_path):
    rows = [["Nüfus"], ["Yerler", 2022, 2023], ["İl adı", "Toplam", "Toplam"], ["Adana", 5, 6]]
    assert found(xlsx_file(tmp_path / "x.xlsx", rows))[1] == whole("1", 2022, 5) | whole("1", 2023, 6)


@pytest.mark.parametrize(
    ("note", "year"),
    [
        ("Not: Yaşlar 24 Haziran 2018 tarihine göre hesaplanmıştır.", 2018),
        ("Not: İdari bölünüş 1 Ocak 2025 tarihi itibarıyladır.", None),
        ("Yayım tarihi: 6 Şubat 2024", None),
        ("Kaynak: ADNKS, 2023", None),
    ],
)
def test_the_day_to_which_figures_belong(tmp_path, note, year):
    path = xlsx_file(tmp_path / "x.xlsx", [["Nüfus"], ["İl", "Erkek", "Kadın"], ["Adana", 5, 6], [note]])
    if year is None:
        with pytest.raises(DataError, match="--year"):
            read_file(path)
    else:
        assert {entry.year for entry in read_file(path).observations} == {year}
    dated = xlsx_file(tmp_path / "y.xlsx", [["Nüfus, 2022"], ["İl", "Erkek", "Kadın"], ["Adana", 5, 6], [note]])
    assert {entry.year for entry in read_file(dated).observations} == {2022}  # the title comes first


# --- pages of the election board ------------------------------------------------


def voters(*districts, title="Seçmenlerin ilçe düzeyinde dağılımı"):
    tables = "".join(
        f"<table><tr><td>{name}<td>Erkek<td>Kadın</tr><tr><td>18+<td>{men}<td>{women}</tr></table>"
        for name, men, women in districts
    )
    note = "<table><tr><td>Not. Yaş, 24 Haziran 2018 tarihine göre hesaplanmıştır.</table>"
    return f"<p>{title}</p>\n<table><tr><td>İzmir</tr><tr><td>{tables}</tr></table>{note}"


def test_districts_below_the_name_of_their_province(tmp_path):
    reading, _values = found(
        html_file(tmp_path / "x.xls", voters(("Konak", "1.100", "1.200"), ("Narlıdere", "900", "950")))
    )
    assert {(o.place.province, o.place.district, o.place.code) for o in reading.observations} == {
        ("İzmir", "Konak", ""),
        ("İzmir", "Narlıdere", ""),
    }
    assert reading.measures == ["Seçmenlerin ilçe düzeyinde dağılımı"]
    assert [o.value for o in reading.observations] == [1100, 1200, 900, 950]


# --- the command -------------------------------------------------------------


def test_the_command_says_what_it_found_and_writes_tidy_csv(tmp_path, capsys):
    one = csv_file(tmp_path / "a.csv", flat(*YEARS))
    two = csv_file(tmp_path / "b.csv", pivot("Adana-1|İzmir-35", *BLOCKS))
    out = tmp_path / "tidy.csv"
    assert main(["tuik", str(one), str(two), "--out", str(out), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    for words in ("UTF-8 (BOM)", "2022–2023", "2 districts", RESIDENTS, "Women, Men", "66,427"):
        assert words in shown
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert rows[1] | {"measure": ""} == {
        "measure": "",
        "year": "2023",
        "place_code": "2013",
        "place_kind": "district",
        "place": "Narlıdere",
        "province": "İzmir",
        "district": "Narlıdere",
        "sex": "total",
        "age_group": "total",
        "breakdown": "",
        "value": "62148",
        "file": "a.csv",
        "position": "6:3",
    }


def test_a_rate_is_never_added_up(tmp_path, capsys):
    path = csv_file(tmp_path / "b.csv", pivot("Adana-1", "Kaba Ölüm Hızı (Binde)|Ölçüm bazında|2009|5.0|"))
    assert main(["tuik", str(path), "--lang", "en"]) == 0
    assert "Sums" not in capsys.readouterr().out


def test_a_whole_country_of_mahalles(tmp_path):
    rows = [f"{2023 if n == 0 else ''}|İzmir(X/X Bel./Yeni {n} Mah.)-{40_000 + n}|{n}.0|" for n in range(32_000)]
    reading = read_file(csv_file(tmp_path / "x.csv", flat(*rows, measure=MAHALLES)))
    assert len(reading.observations) == 32_000
    assert sum(o.value for o in reading.observations) == 32_000 * 31_999 // 2

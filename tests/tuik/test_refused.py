"""What is refused: each with file, line or cell, both numbers, and what to do; nothing is guessed."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from tests.tuik.files import DISTRICT, MAHALLES, RESIDENTS, csv_file, flat, html_file, pivot, xls_file, xlsx_file
from tests.tuik.test_formats import PAGE, SEXES
from yeep_analysis.cli.main import main
from yeep_analysis.intake.sandbox import Limits
from yeep_analysis.intake.tuik import delimited, files, pages


@pytest.fixture
def refused(capsys):
    """Calls the command on files and gives back what it says about them, in English, with exit code 3."""

    def call(*paths, options=(), code=3):
        assert main(["tuik", *map(str, paths), *options, "--lang", "en"]) == code
        return capsys.readouterr().err

    return call


# --- no known kind -----------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"bir mektup\n\nsevgiler\n", "no known kind"),
        (b"a;b;c\n1;2;3\n", "no known kind"),
        (b"\x00\x01\x02\x03", "no text in UTF-8"),
        (b"PK\x03\x04 broken", "cannot be opened"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "cannot be opened"),
        ("ıspanak".encode("cp857"), "no text in UTF-8"),
        (b"<html><body><table><tr><td>5</td></tr></table></body></html>", "no known kind"),
        (b"<html><p>Oturum zaman a\xfe\xfdm\xfdna u\xf0rad\xfd</p></html>", "no known kind"),
    ],
)
def test_what_is_no_table_of_tuik(tmp_path, refused, content, said):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    words = refused(path)
    assert "x.csv" in words and said in words and "To do:" in words


def test_a_file_that_is_not_there_and_a_folder(tmp_path, refused):
    words = refused(tmp_path / "yok.csv", tmp_path)
    assert "There is no such file" in words and "it is a folder" in words  # both, in one run


def test_a_zip_that_is_no_workbook(tmp_path, refused):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as package:
        package.writestr("readme.txt", "merhaba")
    assert "cannot be opened" in refused(tmp_path / "x.xlsx")


# --- hostile -----------------------------------------------------------------


def test_a_value_in_the_farthest_cell(tmp_path, refused):
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "x.xlsx")
    assert "larger than any table" in refused(tmp_path / "x.xlsx")


def test_a_workbook_that_unpacks_without_end(tmp_path, refused):
    path = xlsx_file(tmp_path / "x.xlsx", SEXES)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet9.xml", b" " * 5_000_000)
    assert "larger than any table" in refused(path)


@pytest.mark.parametrize("limits", [Limits(0.0, 2**30), Limits(60.0, 1)], ids=["time", "memory"])
@pytest.mark.parametrize("kind", ["xls", "csv", "html"])
def test_a_file_whose_parser_never_ends_or_fills_the_memory(in_a_child, tmp_path, refused, monkeypatch, limits, kind):
    rows = [*SEXES, [2023, "İZMİR", 3, 1, 2]]
    path = {
        "xls": lambda: xls_file(tmp_path / "x.xls", rows),
        "csv": lambda: csv_file(tmp_path / "x.csv", flat(f"2023|{DISTRICT}|5.0|")),
        "html": lambda: html_file(tmp_path / "x.xls", PAGE.format(total="6.270")),
    }[kind]()
    monkeypatch.setattr(files, "FILES", replace(files.FILES, limits=limits))
    assert "within the limits of time and memory" in refused(path)


def test_a_file_is_opened_in_a_child_and_told_in_the_language_of_the_reader(in_a_child, tmp_path, refused, capsys):
    assert main(["tuik", str(csv_file(tmp_path / "x.csv", flat(f"2023|{DISTRICT}|5.0|")))]) == 0
    assert "cannot be opened" in refused(_damaged(tmp_path / "x.xlsx"))
    capsys.readouterr()
    assert main(["tuik", str(tmp_path / "x.xlsx")]) == 3
    assert "cannot" not in capsys.readouterr().err


def _damaged(path):
    path.write_bytes(b"PK\x03\x04" + b"\0" * 100)
    return path


def test_a_file_beyond_all_size(tmp_path, refused, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 100)
    assert "larger than any table" in refused(csv_file(tmp_path / "x.csv", flat(f"2023|{DISTRICT}|5.0|")))


def test_external_entities_are_not_followed(tmp_path, refused):
    secret = tmp_path / "secret.txt"
    secret.write_text("Adana")
    path = xlsx_file(tmp_path / "x.xlsx", SEXES)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = entity + sheet.replace(b"<v>0</v>", b"<v>&e;</v>")
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert "secret" not in refused(path) and "Adana" not in refused(path)


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr>" + "<td colspan=99999>x" * 2000,
        "<table><tr><td>" * 200,
        "<table>" + "<tr><td rowspan=99999999>5" * 50,
        f"<table><tr><td colspan={'9' * 5000}>" + "total " * 50_000,
    ],
)
def test_a_page_of_spans_and_depths(tmp_path, refused, page, monkeypatch):
    monkeypatch.setattr(pages, "MOST_CELLS", 20_000)
    assert "no known kind" in refused(html_file(tmp_path / "x.xls", page))


@pytest.mark.parametrize(
    "broken",
    ["<a ", '<a "', "<a x='", "<a\n\n", "</a ", "<!--", "<!", "<", "<td ", "&#", "<a x = ", "<a/", "<script>", "<tr>"],
)
def test_a_broken_page_is_read_in_no_time(tmp_path, refused, broken):
    start = time.monotonic()
    refused(html_file(tmp_path / "x.xls", "<table>" + broken * (200_000 // len(broken))))
    assert time.monotonic() - start < 5  # it was 150 s for a third of it


def test_attributes_with_all_kinds_of_quotation_marks(tmp_path):
    page = PAGE.format(total="6.270").replace("<td>1.000", """<td a="x>y" b='>' c=5" d = e f>1.000""")
    page = page.replace("<table border=1>", "<!-- <table> --><!DOCTYPE x><table border=1 <b>").replace(
        "Erkek", "Er&#107;ek"
    )
    assert main(["tuik", str(html_file(tmp_path / "x.xls", page))]) == 0


def test_more_cells_than_any_table(tmp_path, refused, monkeypatch):
    monkeypatch.setattr(delimited, "MOST_CELLS", 50)
    assert "larger than any table" in refused(csv_file(tmp_path / "x.csv", "Adana-1|5|\n" * 60))
    assert "larger than any table" in refused(csv_file(tmp_path / "y.csv", "|" * 60))


_MAIN = "http://schemas.openxmlformats.org"


def workbook(path, sheet, texts=""):
    """A workbook with these rows, as XML."""
    xlsx_file(path, SEXES)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(r"<sheetData>.*</sheetData>", lambda _m: f"<sheetData>{sheet}</sheetData>", parts[name])
    if texts:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}/spreadsheetml/2006/main">{texts}</sst>'
        relation = f'<Relationship Id="rId99" Type="{_MAIN}/officeDocument/2006/relationships/sharedStrings" '
        relations, kinds = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
        parts[relations] = parts[relations].replace(
            "</Relationships>", f'{relation}Target="sharedStrings.xml"/></Relationships>'
        )
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        parts[kinds] = parts[kinds].replace(
            "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


@pytest.mark.parametrize("reference", [' r="A{n}"', ""])
def test_a_million_rows_are_told_before_they_are_read(tmp_path, refused, reference):
    cells = "".join(f"<row><c{reference.format(n=n)}><v>{n * 7919 % 999983}</v></c></row>" for n in range(1, 300_000))
    start = time.monotonic()
    assert "larger than any table" in refused(workbook(tmp_path / "x.xlsx", cells))
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("reference", [' r="A{n}"', ""])
def test_a_text_that_every_cell_repeats_fills_no_memory(tmp_path, refused, reference):
    cells = "".join(f'<row><c{reference.format(n=n)} t="s"><v>0</v></c></row>' for n in range(1, 5_000))
    path = workbook(tmp_path / "x.xlsx", cells, f"<si><t>{'x' * 100_000}</t></si>")
    assert path.stat().st_size < 100_000
    assert "larger than any table" in refused(path)


# --- mojibake ----------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.encode().decode("cp1254", "replace"),
        lambda text: text.encode("iso8859-9").decode("latin-1"),
        lambda text: text.encode("ascii", "replace").decode(),
    ],
)
def test_mojibake_is_refused_with_its_line(tmp_path, refused, spoil):
    path = csv_file(tmp_path / "x.csv", spoil(flat("2023|Ağrı(Doğubayazıt)-1283|5.0|")))
    words = refused(path)
    assert "x.csv, line 5" in words and "garbled" in words and "Download it again" in words


def test_mojibake_in_a_workbook_is_refused_with_its_sheet(tmp_path, refused):
    words = refused(xls_file(tmp_path / "x.xls", [*SEXES, [2023, "Ýzmir", 3, 1, 2]]))
    assert "sheet “Sayfa1”, row 4" in words and "“Ýzmir”" in words


def test_a_mark_of_utf_8_over_other_bytes(tmp_path, refused):
    (tmp_path / "x.csv").write_bytes(b"\xef\xbb\xbf||S\xfctunlar|\n")
    assert "x.csv, line 1" in refused(tmp_path / "x.csv")


# --- codes and labels --------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("İzmir-82", "No province has the code 82"),
        ("İzmir-34", "belongs to İstanbul"),
        ("İzmir(Narlıdere)-13", "four digits, not 13"),
        ("İzmir(Narlıdere)", "does not say of which place"),
        ("Toplam", "does not say of which place"),
    ],
)
def test_an_unknown_code_is_refused_with_its_line(tmp_path, refused, label, said):
    words = refused(csv_file(tmp_path / "x.csv", flat("2023|Adana-1|5.0|", f"|{label}|6.0|")))
    assert "x.csv, line 6" in words and said in words


def test_an_unknown_code_in_the_header_is_refused_with_its_line(tmp_path, refused):
    words = refused(csv_file(tmp_path / "x.csv", pivot("Adana-1|İzmir-34", "Ölüm Sayısı|Ölçüm bazında|2023|1|2|")))
    assert "x.csv, line 2" in words and "belongs to İstanbul" in words


def test_a_header_that_contradicts_itself(tmp_path, refused):
    rows = [["Nüfus"], ["İl", 2022], [None, "2023"], ["Adana", 5]]
    assert "contradict each other (year)" in refused(xlsx_file(tmp_path / "x.xlsx", rows))


def test_a_name_that_no_province_has(tmp_path, refused):
    words = refused(xlsx_file(tmp_path / "x.xlsx", [*SEXES, [2023, "ATLANTİS", 3, 1, 2]]))
    assert "row 4" in words and "“ATLANTİS”" in words


def test_rows_before_the_first_year(tmp_path, refused):
    words = refused(csv_file(tmp_path / "x.csv", flat("|Adana-1|5.0|", "2023|İzmir-35|5.0|")))
    assert "does not say to which year" in words


def test_a_year_without_a_place_is_not_the_place_above(tmp_path, refused):
    words = refused(csv_file(tmp_path / "x.csv", flat("2022|Adana-1|5.0|", "2023||6.0|")))
    assert "x.csv, line 6" in words and "does not say of which place" in words


def test_figures_under_no_header(tmp_path, refused):
    words = refused(csv_file(tmp_path / "x.csv", flat("2023|Adana-1|5.0|6.0|")))
    assert "x.csv, line 5" in words and "no header says which is which" in words
    words = refused(csv_file(tmp_path / "y.csv", "Adana-1|5.0|6.0|\n"), options=["--year", "2023"])
    assert "no header says which is which" in words


@pytest.mark.parametrize("heading", ["", "Şehir", "Adı"])
@pytest.mark.parametrize("name", ["İzmir", "Konak", "Kadın"])
def test_names_between_figures_begin_a_table_that_no_heading_announces(tmp_path, refused, heading, name):
    rows = [["Nüfus, 2023"], ["İl", "Erkek", heading, "Kadın"], ["Adana", 100, name, 200]]
    assert "no header says which is which" in refused(xlsx_file(tmp_path / "x.xlsx", rows))


def test_labels_on_both_sides_that_name_different_places(tmp_path, refused):
    rows = [["Nüfus, 2023"], ["İl", "Erkek", "Kadın", "Province"], ["Adana", 100, 200, "İzmir"]]
    assert "contradict each other (place)" in refused(xlsx_file(tmp_path / "x.xlsx", rows))


def test_a_year_over_a_part_and_another_in_its_rows(tmp_path, refused):
    rows = [["Nüfus"], ["İl", "Yıl", "Toplam"], ["2022"], ["Adana", 2023, 5]]
    assert "contradict each other (year)" in refused(xlsx_file(tmp_path / "x.xlsx", rows))


def test_a_table_of_no_place_is_told_once(tmp_path, refused):
    rows = [["Nüfus, 2023"], ["Yaş grubu", "Erkek", "Kadın"], *([f"{n}-{n + 4}", 5, 6] for n in range(0, 50, 5))]
    words = refused(xlsx_file(tmp_path / "x.xlsx", rows))
    assert "1 problem" in words and "cell B3" in words and "does not say of which place" in words


# --- numbers -----------------------------------------------------------------


@pytest.mark.parametrize("figure", ["5 kişi", "%45", "nan", "１２", "12.5", "-4", "1e400", "5,5"])
def test_what_is_no_number_of_persons(tmp_path, refused, figure):
    words = refused(csv_file(tmp_path / "x.csv", flat("2023|Adana-1|9.0|", f"|İzmir-35|{figure}|")))
    assert "x.csv, line 6" in words
    assert "is not a number" in words or "in two ways" in words


def test_a_date_in_the_place_of_a_number(tmp_path, refused):
    import datetime

    words = refused(xlsx_file(tmp_path / "x.xlsx", [*SEXES, [2023, "İZMİR", datetime.date(2023, 1, 2), 1, 2]]))
    assert "cell C4" in words and "is not a number" in words


def test_two_styles_of_numbers_in_one_file(tmp_path, refused):
    rows = [["Nüfus"], ["İl", "2022", "2023"], ["Adana", "13,9", "14.15"]]
    words = refused(xls_file(tmp_path / "x.xls", rows))
    assert "cell B3" in words and "“13,9”" in words and "“14.15”" in words


def test_a_number_with_two_meanings_and_nothing_that_decides(tmp_path, refused):
    rows = [["Yoğunluk oranı"], ["İl", "2022"], ["Adana", "9.044"]]
    words = refused(xls_file(tmp_path / "x.xls", rows))
    assert "cell B3" in words and "as 9044 and as 9.044" in words


@pytest.mark.parametrize("figure", [float("nan"), float("inf"), float("-inf"), 1e300])
@pytest.mark.parametrize("column", range(5))
def test_what_is_no_number_in_any_cell_of_a_workbook(tmp_path, refused, figure, column):
    row = [2023, "İZMİR", 3, 1, 2]
    row[column] = figure
    words = refused(xls_file(tmp_path / "x.xls", [*SEXES, [2023, "ADANA", 3, 1, 2], row]))
    assert f"cell {'ABCDE'[column]}5" in words if column > 1 else "row 5" in words


@pytest.mark.parametrize("figure", ["1e999", "-1e999", "NaN", "INF", "1e300"])
def test_a_number_beyond_all_size_as_xml(tmp_path, refused, figure):
    head = (
        "<c t='inlineStr'><is><t>Nüfus, 2023</t></is></c>",
        "".join(f"<c t='inlineStr'><is><t>{word}</t></is></c>" for word in ("İl", "Erkek")),
    )
    rows = [*head, f"<c t='inlineStr'><is><t>Adana</t></is></c><c><v>{figure}</v></c>"]
    words = refused(workbook(tmp_path / "x.xlsx", "".join(f"<row>{row}</row>" for row in rows)))
    assert "x.xlsx" in words and "To do:" in words


# --- years -------------------------------------------------------------------


def test_mixed_years_in_a_file_that_names_none(tmp_path, refused):
    text = f"{DISTRICT}|62148.0|\nAdana(Aladağ)-1757|1.0|\n{DISTRICT}|62923.0|\n"
    words = refused(csv_file(tmp_path / "x.csv", text), options=["--year", "2023"])
    assert "x.csv, line 3" in words and "62,148 and 62,923" in words and "mixed" in words


def test_two_files_that_disagree_for_one_year(tmp_path, refused):
    one = csv_file(tmp_path / "a.csv", flat(f"2023|{DISTRICT}|62148.0|"))
    two = csv_file(tmp_path / "b.csv", flat(f"2023|{DISTRICT}|62149.0|"))
    words = refused(one, two)
    assert "b.csv, line 5" in words and "62,149 here, 62,148 at “a.csv, line 5”" in words


def test_the_same_year_twice_and_identical_is_kept_once(tmp_path, capsys):
    one = csv_file(tmp_path / "a.csv", flat(f"2023|{DISTRICT}|62148.0|"))
    two = csv_file(tmp_path / "b.csv", flat(f"2023|{DISTRICT}|62148.0|", "2022|Adana(Aladağ)-1757|1.0|"))
    out = tmp_path / "tidy.csv"
    assert main(["tuik", str(one), str(two), "--lang", "en", "--out", str(out)]) == 0
    assert "1 stood twice, identical" in capsys.readouterr().out
    assert len(out.read_text(encoding="utf-8").splitlines()) == 3


def test_a_year_that_no_file_needs(tmp_path, refused):
    words = refused(csv_file(tmp_path / "a.csv", flat(f"2023|{DISTRICT}|5.0|")), options=["--year", "2022"])
    assert "the year 2022, but the files themselves say 2023" in words and "--year" in words


# --- totals and parts --------------------------------------------------------


def test_a_total_file_and_its_breakdown_must_agree(tmp_path, refused):
    header = "Erkek ve 0-4|Erkek ve 5+|Kadın ve 0-4|Kadın ve 5+"
    parts = csv_file(tmp_path / "parts.csv", flat(f"2023|{DISTRICT}|1.0|2.0|3.0|4.0|", header=header))
    right = csv_file(tmp_path / "right.csv", flat(f"2023|{DISTRICT}|10.0|"))
    wrong = csv_file(tmp_path / "wrong.csv", flat(f"2023|{DISTRICT}|11.0|"))
    bare = csv_file(tmp_path / "bare.csv", f"{DISTRICT}|12.0|\n")
    assert main(["tuik", str(parts), str(right)]) == 0
    assert "the total is 11, but women and men add up to 10" in refused(parts, wrong)
    assert "the total is 12, but women and men add up to 10" in refused(parts, bare, options=["--year", "2023"])


def test_ages_and_sexes_that_do_not_add_up(tmp_path, refused):
    header = "Toplam|0-4|5+"
    words = refused(csv_file(tmp_path / "x.csv", flat(f"2023|{DISTRICT}|10.0|4.0|5.0|", header=header)))
    assert "x.csv, line 5" in words and "the total is 10, but the age groups (Total) add up to 9" in words
    words = refused(xlsx_file(tmp_path / "x.xlsx", [*SEXES, [2023, "İZMİR", 10, 4, 5]]))
    assert "cell C4" in words and "the total is 10, but women and men add up to 9" in words


def test_a_total_row_that_is_not_the_sum(tmp_path, refused):
    words = refused(html_file(tmp_path / "x.xls", PAGE.format(total="6.271")))
    assert "table 1, row 5" in words and "6,271" in words and "6,270" in words


def test_districts_that_do_not_add_up_to_their_province(tmp_path, refused):
    rows = ["2023|Bayburt-69|10.0|", "|Bayburt(Merkez)-1176|5.0|", "|Bayburt(Aydıntepe)-1767|3.0|"]
    assert main(["tuik", str(csv_file(tmp_path / "some.csv", flat(*rows)))]) == 0  # a selection
    words = refused(csv_file(tmp_path / "all.csv", flat(*rows, "|Bayburt(Demirözü)-1788|1.0|")))
    assert "the total is 10, but its parts (3 places) add up to 9" in words
    words = refused(csv_file(tmp_path / "more.csv", flat(*rows[:2], "|Bayburt(Aydıntepe)-1767|6.0|")))
    assert "(2 places) add up to 11" in words


def test_all_problems_of_all_files_come_in_one_run(tmp_path, refused):
    one = csv_file(tmp_path / "a.csv", flat("2023|Adana-1|x y|", "|İzmir-34|5.0|"))
    two = csv_file(tmp_path / "b.csv", pivot("Adana-1", f"{RESIDENTS}|Ölçüm bazında|2023|1.5|"))
    words = refused(one, two)
    assert "3 problems" in words and "a.csv, line 5" in words and "a.csv, line 6" in words and "b.csv, line 5" in words


def test_a_file_that_is_wrong_throughout_is_not_listed_row_by_row(tmp_path, refused):
    rows = ["2023|Adana-1|5.0|", *(f"|{n} Mah.|5.0|" for n in range(500))]
    words = refused(csv_file(tmp_path / "x.csv", flat(*rows, measure=MAHALLES)))
    assert "480 more problems" in words and words.count("x.csv, line") == 20


# --- wrong calls -------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [["--year", "23"], ["--year", "3000"], ["--dry-run"], ["--yes"], ["--out", "no/such/folder.csv"], ["--lang", "de"]],
)
def test_a_wrong_call(tmp_path, options):
    path = csv_file(tmp_path / "x.csv", flat(f"2023|{DISTRICT}|5.0|"))
    assert main(["tuik", str(path), *options]) == 2


def test_out_never_overwrites_what_is_read(tmp_path):
    path = csv_file(tmp_path / "x.csv", flat(f"2023|{DISTRICT}|5.0|"))
    before = path.read_bytes()
    assert main(["tuik", str(path), "--out", str(path)]) == 2
    assert main(["tuik", str(path), str(path)]) == 2
    assert path.read_bytes() == before


def test_nothing_is_written_when_a_file_is_refused(tmp_path):
    out = tmp_path / "tidy.csv"
    path = csv_file(tmp_path / "x.csv", flat("2023|İzmir-34|5.0|"))
    assert main(["tuik", str(path), "--out", str(out)]) == 3
    assert not out.exists() and io.BytesIO(path.read_bytes())

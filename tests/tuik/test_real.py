"""Files as people get them: each is read figure by figure as by a second reading, in a made-up twin of the same shape.

Where real files lie beside the checkout (``../shared/real``), they are read in the same way; they are never copied.
"""

from __future__ import annotations

import html
import re

import pytest
from python_calamine import CalamineWorkbook

from tests.tuik.conftest import ROOT
from tests.tuik.files import html_file, xls_file, xlsx_file
from yeep_analysis.intake.tuik import provinces
from yeep_analysis.intake.tuik.agreement import check_sums, grouped
from yeep_analysis.intake.tuik.reading import read_file
from yeep_analysis.words.turkish import upper

REAL = ROOT.parent / "shared" / "real"
CODES = {name: code for code, name in provinces.NAMES.items()} | {"Türkiye": "TR", "İçel": "33", "Ş.Urfa": "63"}
SEX = {"Toplam": "total", "Erkek": "male", "Kadın": "female"}


def cells(path):
    """The rows of the first sheet, from its row 1 and column A on."""
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return [[cell.strip() if isinstance(cell, str) else cell for cell in row] for row in sheet.to_python()]


def figures(reading):
    """``(year, place code, sex, age, other) -> value`` of everything that was kept."""
    return {
        (o.year, o.place.code, o.series.sex.value, o.series.age, " ".join(o.series.other)): o.value
        for o in reading.observations
    }


def whole(year, code, value):
    return {(year, code, "total", "total", ""): value}


# --- rates per head: years below one another, provinces side by side ----------


def per_head(title, rows):
    empty = ["", "", "", ""]
    return [["", "", "23.04.2025"], ["", f"{title}\xa0"], empty, ["", "", "Türkiye", "Adana", "", "İzmir"], *rows]


def beds(path):
    return xls_file(
        path,
        per_head(
            "Yüzbin kişi başına toplam hastane yatak sayısı",
            [["2009", "", "260", "259", "", "126"], ["2010", "", "272", "287", "", "135"]],
        ),
    )


def product(path):
    return xls_file(
        path,
        per_head(
            "Kişi başına GSYH ($)",
            [["2009", "", "9.044", "6.476", "", "13.813"], ["2010", "", "10.629", "7.710", "", "14.797"]],
        ),
    )


def second_per_head(path):
    rows = cells(path)
    top = next(number for number, row in enumerate(rows) if "Türkiye" in row)
    return {
        key: value
        for row in rows[top + 1 :]
        for place, figure in zip(rows[top], row, strict=True)
        if place
        for key, value in whole(int(next(filter(None, row))), CODES[place], int(figure.replace(".", ""))).items()
    }


# --- single ages under a heading “Yaş-Age” -------------------------------------


def ages(path):
    heads = ["Yıllar\nYears", "İl\nProvinces", "Cinsiyet\nSex", "Toplam\nTotal"]
    last = [str(age) for age in range(24)] + ["24+"]
    rows = [heads + ["Yaş-Age "] + [""] * 9 + ["Yaş-Age "], ["", "", "", "", *map(float, range(24)), "24+"]]
    for number, place in enumerate(["Toplam-Total", "Adana", "İzmir"]):
        for sex, times in (("Toplam-Total", 3), ("Erkek-Male", 1), ("Kadın-Female", 2)):
            size = {0: 30, 1: 10, 2: 20}[number]
            counts = [float(times * (size + age * (size // 10))) for age in range(len(last))]
            label = [2020.0 if number == 0 and times == 3 else "", place if times == 3 else "", sex]
            rows.append([*label, sum(counts), *counts])
    title = [["İl, tek yaş ve cinsiyete göre nüfus, 2020"], ["Population by province, single age and sex, 2020"]]
    note = [["Kaynak: Adrese Dayalı Nüfus Kayıt Sistemi"], ["Source: Address Based Population Registration System"]]
    return xls_file(path, [*title, *rows, *note])


def second_ages(path):
    found, year, place = {}, 0, ""
    rows = cells(path)
    groups = {index: _age(cell) for index, cell in enumerate(rows[3]) if cell != ""}
    for row in rows[4:]:
        if not isinstance(row[3], float) and not isinstance(row[3], int):
            continue
        year, place = int(row[0] or year), row[1] or place
        if place == "Toplam-Total":
            continue  # checked against the provinces, not kept
        for index, group in {3: "total", **groups}.items():
            found[year, CODES[place], SEX[row[2].split("-")[0]], group, ""] = int(row[index])
    return found


def _age(cell):
    return cell if isinstance(cell, str) else str(int(cell))


# --- groups of columns, a source line in two cells ------------------------------

FACILITIES = {
    1: "",
    2: "Tuvalet - Toilet Konutun içinde Inside the housing unit",
    3: "Tuvalet - Toilet Konutun dışında Outside the housing unit",
    4: "Tuvalet - Toilet Yok Doesn't exist",
    5: "Tuvalet - Toilet Bilinmeyen Unknown",
    7: "Banyo - Bath Konutun içinde Inside the housing unit",
    8: "Banyo - Bath Konutun dışında Outside the housing unit",
    9: "Banyo - Bath Yok Doesn't exist",
    10: "Banyo - Bath Bilinmeyen Unknown",
    11: "Mutfak - Kitchen Konutun içinde Inside the housing unit",
    12: "Mutfak - Kitchen Konutun dışında Outside the housing unit",
    13: "Mutfak - Kitchen Yok Doesn't exist",
    14: "Mutfak - Kitchen Bilinmeyen Unknown",
    16: "Borulu su - Piped water Konutun içinde Inside the housing unit",
    17: "Borulu su - Piped water Konutun dışında Outside the housing unit",
    18: "Borulu su - Piped water Yok Doesn't exist",
    19: "Borulu su - Piped water Bilinmeyen Unknown",
}


def dwellings(path):
    group = "           Konutun kullanım kolaylıkları - Facilities of housing unit"
    english = ["Inside the housing unit", "Outside the housing unit", "Doesn't exist", "Unknown"]
    turkish = ["içinde", "dışında", "Yok", "Bilinmeyen"]
    of_unit = ["Konutun", "Konutun ", "", ""]
    four = [["Tuvalet - Toilet"], ["Banyo - Bath"], ["Mutfak - Kitchen"], ["Borulu su - Piped water"]]
    gaps = [[""], [], [""], []]  # an empty column after the first and the third group

    def line(left, parts):
        return [*left, *(cell for part, gap in zip(parts, gaps, strict=True) for cell in [*part, *gap])]

    rows = [
        ["Konutun kullanım kolaylıklarına göre hanehalkı sayısı, 2000"],
        ["Number of households by province and facilities of housing unit, 2000"],
        [],
        ["", "", group, *[""] * 7, group],
        line(["", ""], [[*name, "", "", ""] for name in four]),
        line(["", ""], [of_unit] * 4),
        line(["", "Toplam"], [turkish] * 4),
        line(["İl-Province", "Total"], [english] * 4),
        [],
        line(["Toplam-Total", 30.0], [[12.0, 9.0, 5.0, 4.0], [15.0, 7.0, 5.0, 3.0]] * 2),
        [],
        line(["Adana", 10.0], [[4.0, 3.0, 2.0, 1.0], [7.0, 1.0, 1.0, 1.0]] * 2),
        line(["İzmir", 20.0], [[8.0, 6.0, 3.0, 3.0], [8.0, 6.0, 4.0, 2.0]] * 2),
        [],
        ["Kaynak: 2000 Genel Nüfus Sayımı", *[""] * 7, "Source: 2000 Census of Population"],
    ]
    return xls_file(path, rows)


def second_dwellings(path):
    return {
        (2000, CODES[row[0]], "total", "total", name): int(row[column])
        for row in cells(path)[10:]
        if row[0] in CODES
        for column, name in FACILITIES.items()
        if row[column] != ""
    }


# --- measures below the years ----------------------------------------------------

MEASURES = [
    "Bölgelerin Net Göç Hızı Bilgileri",
    "Bölgelerin Verdiği Göç Bilgileri",
    "İbbs-Düzey1, İl Ve İlçe Nüfusları",
]


def migration(path):
    rows = [
        ["", "Sütunlar"],
        ["Satırlar", "2008", "", "", "2009"],
        ["", *MEASURES, *MEASURES],
        ["", *["Ölçüm bazında"] * 6],
        [],
        [],
        ["Adana-1", -6.31, 58316.0, 2026319.0, -0.21, 54109.0, 2062226.0],
        ["İzmir-35", -14.96, 20971.0, 585067.0, -10.49, 18295.0, 588475.0],
    ]
    return xls_file(path, rows)


def second_migration(path):
    rows, found, year = cells(path), {}, 0
    for column in range(1, len(rows[2])):
        year = int(rows[1][column] or year) if column < len(rows[1]) else year
        measure = re.sub(r"\s+", " ", rows[2][column])
        for row in rows[6:]:
            found[year, row[0].rpartition("-")[2], measure] = row[column]
    return found


# --- provinces of 1927, a census that does not add up ------------------------------


def provinces_by_sex(path):
    rows = [
        ["Cinsiyete Göre Nüfus"],
        ["Yıl", "İl", "Toplam", "Erkek", "Kadın"],
        [2025.0, "ADANA", 11.0, 5.0, 6.0],
        [2025.0, "İZMİR", 13.0, 6.0, 7.0],
        [1960.0, "AMASYA", 9.0, 4.0, 4.0],
        [1927.0, "BAYAZIT", 3.0, 1.0, 2.0],
        [1927.0, "CEBELİBEREKET", 5.0, 3.0, 2.0],
        [1927.0, "ŞANLIURFA  (URFA)", 7.0, 4.0, 3.0],
        [1927.0, "ŞEBİNKARAHİSAR", 8.0, 4.0, 4.0],
        ["Kaynak: Genel Nüfus Sayımı sonuçları, 1927-2000 ve Adrese Dayalı Nüfus Kayıt Sistemi sonuçları, 2007-2025"],
    ]
    return xlsx_file(path, rows)


def second_provinces_by_sex(path):
    by_capitals = {upper(name): code for name, code in CODES.items()}
    return {
        (int(row[0]), by_capitals.get(row[1].partition("(")[0].strip(), row[1]), SEX[sex]): int(value)
        for row in cells(path)[2:]
        if row[2] != ""
        for sex, value in zip(("Toplam", "Erkek", "Kadın"), row[2:5], strict=True)
    }


# --- voters of a district, as a page ------------------------------------------------


def voters(path):
    def line(*cells):
        return (
            "<TR>" + "".join(f'<TD ALIGN="right"><SPAN STYLE="FONT-SIZE: 8pt">{c}</SPAN></TD>' for c in cells) + "</TR>"
        )

    rows = [("18-24", "&nbsp;", "1.100", "1.000", "2.100"), ("25+", "&nbsp;", "2.000", "2.500", "4.500")]
    body = "".join(line(*row) for row in [*rows, ("Toplam", "&nbsp;", " 3.100", " 3.500", " 6.600")])
    head = '<TR><TD COLSPAN="2"><SPAN>Narlıdere</SPAN></TD><TD>Erkek</TD><TD>Kadın</TD><TD>Toplam</TD></TR>'
    title = "<TABLE ><TR><TD>Seçmenlerin ilçe düzeyinde yaş grubuna göre dağılımı</TD></TR></TABLE>"
    note = "Not. Seçmenlerin yaşı, 24 Haziran 2018 tarihine göre gün, ay ve yıl dikkate alınarak hesaplanmıştır."
    return html_file(
        path,
        '<p align="center"><strong>TÜRKİYE İSTATİSTİK KURUMU</strong></p>\n'
        "<p><small>MİLLETVEKİLİ SEÇİMİ YURT İÇİ SEÇMEN PROFİLİ VERİ TABANI</small></p>\n<hr size=5 noshade>"
        f'{title}\n<TABLE border="0"><TR><TD>İzmir</TD><TD>&nbsp;</TD></TR>\n<TR><TD COLSPAN="2"><TABLE><TR><TD>'
        f"<TABLE>{head}{body}</TABLE></TD></TR></TABLE></TD></TR></TABLE>\n<TABLE ><TR><TD>{note}</TD></TR></TABLE>",
    )


def second_voters(path):
    text = path.read_bytes().decode("cp1254")
    lines = [
        [html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"(?is)<td[^>]*>(.*?)</td>", row)]
        for row in re.findall(r"(?is)<tr>(.*?)</tr>", text)
    ]
    return {
        (2018, "", sex, "total" if row[0] == "Toplam" else row[0], ""): int(value.replace(".", ""))
        for row in lines
        if len(row) == 5 and row[2][:1].isdigit()
        for sex, value in zip(("male", "female", "total"), row[2:], strict=True)
    }


# --- both are read -------------------------------------------------------------------


FILES = {
    "bed_count_100k.xls": (beds, second_per_head, "Yüzbin kişi başına toplam hastane yatak sayısı"),
    "gpd_per_capita_province.xls": (product, second_per_head, "Kişi başına GSYH ($)"),
    "il-tek-yas-cinsiyet-2007-2020.xls": (ages, second_ages, "İl, tek yaş ve cinsiyete göre nüfus"),
    "konut-2000.xls": (dwellings, second_dwellings, "Konutun kullanım kolaylıklarına göre hanehalkı sayısı, 2000"),
    "pivot-goc-nufus.xls": (migration, second_migration, "Bölgelerin Net Göç Hızı Bilgileri"),
    "tuik-il-nufus.xlsx": (provinces_by_sex, second_provinces_by_sex, "Cinsiyete Göre Nüfus"),
    "ysk-narlidere-2018.xls": (voters, second_voters, "MİLLETVEKİLİ SEÇİMİ YURT İÇİ SEÇMEN PROFİLİ VERİ TABANI"),
}


@pytest.fixture(params=["twin", "real"])
def path(request, tmp_path, name):
    if request.param == "twin":
        return FILES[name][0](tmp_path / name)
    if not (REAL / name).exists():
        pytest.skip("the real file is not beside the checkout")
    return REAL / name


@pytest.mark.parametrize("name", FILES)
def test_every_figure_is_as_a_second_reading_has_it(path, name):
    _twin, second, measure = FILES[name]
    reading = read_file(path)
    groups, differing = grouped([reading])
    assert differing + check_sums(groups, [reading]) == []
    assert any(title.startswith(measure) for title in reading.measures)
    expected = second(path)
    if second is second_migration:
        found = {(o.year, o.place.code, o.series.measure): o.value for o in reading.observations}
    elif second is second_provinces_by_sex:
        found = {(o.year, _code(o, expected), o.series.sex.value): o.value for o in reading.observations}
    else:
        found = figures(reading)
    assert found == expected and len(found) == len(reading.observations)


def _code(entry, expected):
    """The code; of a province that is named otherwise today, the name that the cell has."""
    sex = entry.series.sex.value
    if (entry.year, entry.place.code, sex) in expected:
        return entry.place.code
    return entry.grid.rows[entry.row][1]


def test_the_twins_hold_what_was_typed(tmp_path):
    assert whole(2010, "35", 135).items() <= figures(read_file(beds(tmp_path / "a.xls"))).items()
    assert whole(2009, "TR", 9044).items() <= figures(read_file(product(tmp_path / "b.xls"))).items()
    reading = read_file(voters(tmp_path / "c.xls"))
    assert figures(reading)[2018, "", "female", "25+", ""] == 2500
    assert {(o.place.province, o.place.name, o.place.kind.value) for o in reading.observations} == {
        ("İzmir", "Narlıdere", "district")
    }


def test_a_census_that_does_not_add_up_is_remarked_and_not_refused(tmp_path):
    reading = read_file(provinces_by_sex(tmp_path / "x.xlsx"))
    groups, differing = grouped([reading])
    assert differing + check_sums(groups, [reading]) == []
    assert ["C5" in remark.where and "1960" in remark.what for remark in reading.remarks] == [True]

"""The report's workbook: every number in it is the number of the page and of the download; no text is a formula."""

import csv
import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from report_making import ONE_RESULT, executed, figure, table
from report_reading import Page, seen, words

from yeep_analysis.publishing import document
from yeep_analysis.publishing.workbook import sheet_name, workbook
from yeep_analysis.show import present
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.show.workbooks import NUMBERS, number_format, typed
from yeep_analysis.words import language
from yeep_analysis.words.errors import PublishingError

# How the house writes a number of each kind: said again here, apart from figures/present.py
WRITTEN = {
    "year": lambda n: str(int(n)),
    "count": language.number,
    "share": language.percent,
    "percent": language.percent_value,
    "decimal": partial(language.number, digits=1),
    "signed": partial(language.signed, digits=1),
    "signed2": partial(language.signed, digits=2),
    "signed3": partial(language.signed, digits=3),
    "probability": language.probability,
    "ratio": partial(language.number, digits=2),
}
COVER = {
    "municipality": "Örnek Belediyesi",
    "title": "İzleme raporu 2022",
    "subtitle": "Plan (2021–2023)",
    "unit": "Eşitlik Birimi",
    "as_of": "31 Aralık 2022 tarihli sayılar",
    "is_fictional": False,
}
FORMULAS = ["=1+1", "+905321234567", "-5", "@SUM(A1)", "\t=1", "'=1", '=HYPERLINK("http://x")', "#AD?", "1e5", "%51"]


class Book:
    """A workbook read back."""

    def __init__(self, content):
        self.book = load_workbook(io.BytesIO(content))
        self.contents, *self.sheets = self.book.worksheets

    def of(self, number):
        """The sheet of a table."""
        return next(sheet for sheet in self.sheets if re.match(rf"{number}\b", sheet.title))

    def head(self, sheet):
        """The head of the table on a sheet, as texts."""
        first, _last = self._ends(sheet)
        return [cell.value for cell in sheet[first]]

    def rows(self, sheet, columns):
        """The cells of the rows of a table; section headings are rows in bold, with no cell of the table."""
        first, last = self._ends(sheet)
        return [row[:columns] for row in sheet.iter_rows(first + 1, last) if not row[0].font.bold]

    def sections(self, sheet):
        """The headings inside a table."""
        return [row[0].value for row in sheet.iter_rows(*self._rows(sheet)) if row[0].font.bold]

    def texts(self, sheet):
        """All texts of a sheet."""
        return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]

    def _rows(self, sheet):
        first, last = self._ends(sheet)
        return first + 1, last

    def _ends(self, sheet):
        return tuple(int(row) for row in re.findall(r"\d+", sheet.auto_filter.ref))


def made(*shown, **cover):
    """The workbook of a chapter that shows this."""
    return Book(workbook(read(*shown, **cover)))


def read(*shown, **cover):
    """The document of a chapter that shows this."""
    return document.read(document.combine([executed(*shown)], {**COVER, **cover}))


def of_kind(kind, *values):
    """A table with one column of a kind."""
    frame = pd.DataFrame({"n": list(values)})
    return present.table(PublicationTable("numbers", "Sayılar", (Column("n", "Sayı", kind),), frame)).data


def as_a_spreadsheet_shows(value, form):
    """A number under a format of this package, which leaves no sign to the spreadsheet."""
    positive, *others = form.split(";")
    assert value >= 0 or others, f"{form} leaves the minus to the spreadsheet"
    section = others[0] if value < 0 else positive
    if re.fullmatch('"[^"]*"', section):
        return section.strip('"')  # words in the place of the number
    place = re.search(r"(#,##)?0(\.(0+))?", section)
    multiplied = 100 if "%" in re.sub('"[^"]*"', "", section) else 1
    number = abs(Fraction(repr(value))) * multiplied
    written = language.number(number, len(place[3] or "")) if place[1] else str(int(number))
    return (section[: place.start()] + written + section[place.end() :]).replace('"', "")


# --- the workbook of a whole report ------------------------------------------


@dataclass(frozen=True)
class Published:
    """A whole report, read once: its folder, page, workbook, and tables with the kinds of their columns."""

    language: str
    folder: Path
    page: Page
    book: Book
    tables: list


@pytest.fixture(scope="module", params=[("turkish", "tr"), ("english", "en")], ids=["turkish", "english"])
def published(request):
    """A report in each language."""
    name, lang = request.param
    run = request.getfixturevalue(name)
    page, book = run.page, Book((run.folder / "annex.xlsx").read_bytes())
    return Published(lang, run.folder, page, book, shown_tables(run.folder, page))


@pytest.fixture
def report(published):
    """The same; this process speaks its language."""
    language.use(published.language)
    return published


def shown_tables(folder, page):
    """The tables of the annex as blocks, in the order of the page."""
    chapters = [nbformat.read(path, 4) for path in sorted((folder / "chapters").glob("*.ipynb"))]
    blocks = {block["name"]: block for block in document.read(document.combine(chapters, COVER)).of_kind("table")}
    names = [div["id"].removeprefix("table-") for div in page.soup.select(".annex div.table")]
    assert set(names) <= set(blocks)
    return [{**blocks[name], "number": number} for number, name in enumerate(names, start=1)]


def download(folder, name, columns):
    """The rows of a download, without the column of its sections."""
    text = (folder / "tables" / f"{name}.csv").read_text(encoding="utf-8-sig")
    return [row[len(row) - columns :] for row in list(csv.reader(io.StringIO(text, newline="")))[1:]]


def checked(cell, kind, text, exact):
    """Whether a cell is a number; in any case it says what the page says, and holds what the download holds."""
    if cell.data_type != "n":
        assert (cell.data_type, words(cell.value)) == ("s", text), cell.coordinate
        return False
    assert WRITTEN[kind](cell.value) == text, cell.coordinate
    assert as_a_spreadsheet_shows(cell.value, cell.number_format) == text, cell.coordinate
    assert cell.value == float(exact), cell.coordinate
    return True


def test_every_number_is_the_same_in_workbook_page_and_download(report):
    book, page, numbers = report.book, report.page, {}
    for shown in report.tables:
        sheet, kinds = book.of(shown["number"]), [column["kind"] for column in shown["columns"]]
        head = [column["title"] for column in shown["columns"]]
        assert book.head(sheet)[: len(head)] == head
        tables = (
            book.rows(sheet, len(head)),
            page.table(shown["name"]),
            download(report.folder, shown["name"], len(head)),
        )
        cells = [zip(row, kinds, texts, exact, strict=True) for row, texts, exact in zip(*tables, strict=True)]
        numbers[shown["name"]] = sum(checked(*cell) for row in cells for cell in row)
        assert book.sections(sheet) == [section["title"] for section in shown["sections"]]
    assert len(numbers) >= 16
    assert numbers["mahalle_population"] == 11 * 7
    assert numbers["population"] == len(page.table("population")) * 6
    assert numbers["commissions"] == numbers["plan_actions"] == 0


def test_the_whole_value_stands_behind_what_is_shown(turkish):
    book = Book((turkish.folder / "annex.xlsx").read_bytes())
    sheet = next(sheet for sheet in book.sheets if "31 Aralık" in sheet["A1"].value)
    year, women, _men, _total, share, _ratio = book.rows(sheet, 6)[0]
    assert (year.value, year.number_format) == (2022, "0")
    assert (women.value, women.number_format) == (32270, "#,##0")
    assert (share.value, share.number_format) == (0.512849037713, "%#,##0.00")


def test_the_contents_lead_to_every_sheet_and_every_sheet_back(report):
    book = report.book
    captions = [re.sub(r"^\w+ \d+\. ", "", caption) for caption in report.page.captions() if _is_table(caption)]
    linked = [cell for row in book.contents.iter_rows() for cell in row if cell.hyperlink]
    assert list(dict.fromkeys(map(target, linked))) == [sheet.title for sheet in book.sheets]
    assert [words(cell.value) for cell in linked if cell.column == 2][:-1] == captions
    for sheet in book.sheets:
        back = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
        assert [target(cell) for cell in back] == [book.contents.title]


def target(cell):
    """The sheet to which a cell leads."""
    return cell.hyperlink.location.removesuffix("!A1").strip("'")


def _is_table(caption):
    return caption.startswith(("Tablo ", "Table "))


def test_note_and_source_stand_below_the_table(report):
    for shown in report.tables:
        below = [text for text in (shown["note"], shown["source"]) if text]
        texts = report.book.texts(report.book.of(shown["number"]))
        assert texts[len(texts) - len(below) :] == below


OF_NUMBERS = ("year", "month", "against_year", "level", "years_after", "numerator", "denominator", "value", "target")


def test_all_results_stand_on_the_last_sheet_with_numbers_as_numbers(report):
    book = report.book
    text = (report.folder / "tables" / "results.csv").read_text(encoding="utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    sheet = book.sheets[-1]
    assert [re.search(r"\((\w+)\)$", title)[1] for title in book.head(sheet)] == head
    assert not any(title.startswith(" ") for title in book.head(sheet))
    cells = book.rows(sheet, len(head))
    assert len(cells) == len(rows) > 100
    for row, texts in zip(cells, rows, strict=True):
        for cell, name, exact in zip(row, head, texts, strict=True):
            is_number = name in OF_NUMBERS and exact
            assert cell.value == (float(exact) if is_number else exact or None), cell.coordinate


def test_a_sheet_is_ready_to_be_read_filtered_and_printed(report):
    for sheet in report.book.sheets:
        head = int(re.search(r"\d+", sheet.auto_filter.ref)[0])
        assert int(re.search(r"\d+", sheet.freeze_panes)[0]) == head + 1
        assert sheet.print_title_rows == f"${head}:${head}"
        assert (int(sheet.page_setup.paperSize), sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            9,
            None,
            0,
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert len(sheet.title) <= 31 and not set(sheet.title) & set("[]:*?/\\")
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_a_reader_finds_no_warning_where_nothing_is_invented(turkish):
    book = Book((turkish.folder / "report.xlsx").read_bytes())
    assert "kurgusal" not in " ".join(text for sheet in [book.contents, *book.sheets] for text in book.texts(sheet))


# --- numbers -----------------------------------------------------------------


def test_every_kind_of_number_that_a_table_may_have_is_known_here():
    assert set(NUMBERS) == set(present._FORMS) - set(present.TEXT_KINDS) == set(WRITTEN)


@pytest.mark.parametrize("lang", ["tr", "en"])
@pytest.mark.parametrize("kind", sorted(set(NUMBERS) - {"year"}))
@pytest.mark.parametrize(
    "value", [0, 1, -1, 1 / 3, -2 / 3, 0.04, -0.04, 0.004, -0.00004, 1 / 8, 0.005, 12345.678, -1e6]
)
def test_a_cell_shows_what_readers_see(lang, kind, value):
    language.use(lang)
    shown = of_kind(kind, float(value))[present.TABLE]
    exact = typed(shown["csv"].split("\n")[1])
    text = shown["rows"][0][0]
    assert as_a_spreadsheet_shows(exact, number_format(kind, exact, text)) == text


@pytest.mark.parametrize(
    ("kind", "value", "tr", "en"),
    [
        ("year", 2022, "0", "0"),
        ("count", 62923, "#,##0", "#,##0"),
        ("share", 0.5, "%#,##0.00", "#,##0.00%"),
        ("percent", 51.28, '"%"#,##0.00', '#,##0.00"%"'),
        ("decimal", 95.0, "#,##0.0", "#,##0.0"),
        ("signed", 17.5, '"+"#,##0.0', '"+"#,##0.0'),
        ("signed2", -2.5, '#,##0.00;"−"#,##0.00', '#,##0.00;"−"#,##0.00'),
        ("signed", -0.01, "#,##0.0;#,##0.0", "#,##0.0;#,##0.0"),
        ("signed3", 0.1254, '"+"#,##0.000', '"+"#,##0.000'),
        ("probability", 0.115, "#,##0.000", "#,##0.000"),
        ("probability", 2e-12, '"<0,001"', '"<0.001"'),
    ],
)
def test_formats_are_those_of_any_excel_with_the_percent_sign_where_the_language_wants_it(kind, value, tr, en):
    for lang, form in (("tr", tr), ("en", en)):
        language.use(lang)
        assert number_format(kind, value, WRITTEN[kind](value)) == form


def test_what_is_missing_is_the_same_dash_and_no_zero():
    book = made(of_kind("share", 0.5, float("nan")))
    assert [row[0].value for row in book.rows(book.of(1), 1)] == [0.5, "–"]


def test_a_number_that_is_a_name_stays_a_text():
    book = made(of_kind("text", "41309", "007", "1.1.1", "2023–2025"))
    assert [row[0].value for row in book.rows(book.of(1), 1)] == ["41309", "007", "1.1.1", "2023–2025"]


@settings(max_examples=200, deadline=None)
@given(
    st.from_regex(r"[ ]?[-+]?[0-9]{0,19}(\.[0-9]{0,19})?([eE][-+]?[0-9]{1,3})?(/[0-9]{1,3})?", fullmatch=True)
    | st.integers().map(str)
    | st.floats().map(repr)
    | st.text(st.sampled_from("0123456789.-+eE/_ \n٣²nif"), max_size=18)
)
def test_a_cell_of_a_download_is_the_number_that_a_fraction_makes_of_it(text):
    try:
        exact = Fraction(text)
    except (ValueError, ZeroDivisionError):
        exact = None
    expected = exact if exact is None else exact.numerator if exact.denominator == 1 else float(exact)
    assert (typed(text), type(typed(text))) == (expected, type(expected))


# --- texts -------------------------------------------------------------------


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_never_a_formula(text):
    shown = table(cell=text, caption=text, note=text, source=text)
    rows = {"rows": f'indicator,value\n"{present._downloaded(text).replace(chr(34), chr(34) * 2)}",1\n'}
    book = made(shown, {present.RESULTS: rows}, municipality=text, title=text, unit=text)
    for sheet in [book.contents, *book.sheets]:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}
    assert book.rows(book.of(1), 1)[0][0].value == text
    assert all(cell.quotePrefix for cell in book.rows(book.of(1), 1)[0])
    assert book.rows(book.sheets[-1], 1)[0][0].value in (text, text.lstrip("'"))


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("<r><t>x</t></r>", "<r><t>x</t></r> "),
        ("<r>& no XML</r>", "<r>& no XML</r> "),
        ("a\x00b\x0b\x1fc", "abc"),
        ("  blanks ", "  blanks "),
        ("two\nlines", "two\nlines"),
        ("{=1+1}", "{=1+1}"),
        ("http://x.example", "http://x.example"),
        ("'x' & <y>", "'x' & <y>"),
        ("x" * 32767, "x" * 32767),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_text_stands_in_its_cell_letter_by_letter(text, stands):
    with warnings.catch_warnings(action="error"):
        book = made(table(cell=text, caption="Sayılar"))
    cell = book.rows(book.of(1), 1)[0][0]
    assert (cell.value, cell.data_type, cell.hyperlink) == (stands, "s", None)


def test_what_looks_like_an_escaped_letter_is_written_as_excel_reads_it():
    content = workbook(read(table(cell="_x0041_")))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<t>_x005F_x0041_</t>" in parts.read("xl/sharedStrings.xml")


def test_the_footer_holds_the_longest_title_of_ampersands():
    with warnings.catch_warnings(action="error"):
        book = made(table(), title="&" * 300)
    assert book.of(1).oddFooter.left.text == f"{COVER['municipality']} · {'&&' * 101}"
    assert book.of(1).oddFooter.right.text == "&P / &N"


def test_rows_are_high_enough_and_grow_with_what_is_written_into_them():
    with zipfile.ZipFile(io.BytesIO(workbook(read(table(), ONE_RESULT)))) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) == 3
    assert all(b' ht="15.5"' in sheet and b"customHeight" not in sheet for sheet in sheets)


@pytest.mark.parametrize(
    "caption",
    ["a" * 60, "Oran: kadın/erkek [%] *?\\", "'tırnak'", "", "x" * 22 + " y", "😀" * 40, "=1+1", "Sayılar"],
)
def test_a_sheet_has_a_name_that_excel_takes(caption):
    name = sheet_name({"number": 12, "caption": caption})
    assert name.startswith("12") and len(name.encode("utf-16-le")) // 2 <= 31
    assert not set(name) & set("[]:*?/\\'")


def test_tables_with_the_same_caption_have_sheets_of_their_own():
    book = made(table("first", caption="Aynı"), table("second", caption="aynı"))
    assert [sheet.title for sheet in book.sheets] == ["1 Aynı", "2 aynı"]


def test_sections_are_headings_and_a_column_by_which_rows_can_be_filtered():
    frame = pd.DataFrame({"part": ["A", "A", "B"], "n": [1, 2, 3]})
    content = PublicationTable("parts", "Bölümlü", (Column("n", "Sayı", "count"),), frame, section="part")
    book = made(present.table(content).data)
    sheet = book.of(1)
    assert book.sections(sheet) == ["A", "B"]
    assert [row[0].value for row in book.rows(sheet, 1)] == [1, 2, 3]
    assert [row[1].value for row in book.rows(sheet, 2)] == ["A", "A", "B"]
    assert sheet.print_area and "B" not in sheet.print_area.split("!")[1]


def test_an_invented_municipality_is_called_so_on_every_sheet():
    book = made(table(), ONE_RESULT, is_fictional=True)
    assert len(book.book.worksheets) == 3
    for sheet in book.book.worksheets:
        assert sheet["A1"].value == "Örnek: bu belediye kurgusaldır; bütün sayılar uydurmadır."


def test_a_report_without_tables_has_contents_alone():
    book = made("## Metin", figure())
    assert [sheet.title for sheet in book.book.worksheets] == ["İçindekiler"]


def test_a_table_that_does_not_fit_its_download_is_refused():
    with pytest.raises(PublishingError, match="counts"):
        made(table(rows=[["1"], ["2"]]))


# --- bytes -------------------------------------------------------------------


def test_the_same_document_gives_the_same_bytes_and_no_time_of_day():
    shown = read(table(), of_kind("share", 0.5), ONE_RESULT)
    first = workbook(shown)
    assert first == workbook(shown)
    book = load_workbook(io.BytesIO(first))
    assert (book.properties.created.year, book.properties.modified.year) == (2020, 2020)
    assert (book.properties.creator, book.properties.language) == ("Eşitlik Birimi", "tr")
    assert book.properties.title == "Örnek Belediyesi · İzleme raporu 2022"


def test_the_rebuilt_report_has_the_same_workbook(turkish, rebuilt):
    for name in ("report.xlsx", "annex.xlsx"):
        assert (turkish.folder / name).read_bytes() == (rebuilt.folder / name).read_bytes()


def test_the_workbook_of_the_report_names_its_sheets_after_its_tables_and_points_to_the_other(turkish):
    book = Book((turkish.folder / "report.xlsx").read_bytes())
    told = [seen(caption) for caption in turkish.page.all("caption") if not caption.find_parent("details")]
    assert len(book.sheets) >= 1
    for sheet in book.sheets:
        assert any(caption.startswith(re.sub(r"….*$", "", sheet.title)) for caption in told), sheet.title
    assert any("annex.xlsx" in text for text in book.texts(book.contents))

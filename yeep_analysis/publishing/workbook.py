"""A volume as a workbook: its contents, a sheet for each table, the results. Numbers are numbers, texts are texts.

A number stands in its cell as it is in the download, unrounded; its format shows what readers see in the report.
"""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Collection, Iterator
from itertools import count
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from yeep_analysis.publishing.document import Block, Document, all_seen, with_inner
from yeep_analysis.publishing.labels import labels
from yeep_analysis.show.workbooks import NUMBERS, YEAR, lines_of, number_format, put, settled, typed
from yeep_analysis.words.errors import PublishingError
from yeep_analysis.words.language import N_, _, active

# What the columns of the result table are called, with their names in the download.
RESULT_HEADS = {
    "indicator": N_("Indicator"),
    "year": N_("Year"),
    "month": N_("Month"),
    "place": N_("Place"),
    "sex": N_("Sex"),
    "ages": N_("Ages"),
    "kind": N_("Kind"),
    "part": N_("Category"),
    "against": N_("Compared with (reference)"),
    "against_year": N_("Year of the reference"),
    "level": N_("Level of the limits, %"),
    "scenario": N_("Scenario"),
    "years_after": N_("Years after the record"),
    "numerator": N_("Numerator"),
    "denominator": N_("Denominator"),
    "value": N_("Value"),
    "unit": N_("Unit"),
    "target": N_("Target"),
    "status": N_("Status"),
    "source": N_("Source"),
    "origin": N_("Origin of the calculation"),
}
RESULT_NUMBERS = (
    "year",
    "month",
    "against_year",
    "level",
    "years_after",
    "numerator",
    "denominator",
    "value",
    "target",
)
LONGEST_NAME = 31  # of a sheet, in letters
_LINE_HEIGHT = 13.5  # points of one line of text of size 10
_LETTERS = 1.1  # of size 10 in one unit of a column's width
_ACROSS, _NARROWEST, _WIDEST_FROZEN = 90, 9, 40  # widths

_FONT, _BOLD = Font(name="Calibri", size=10), Font(name="Calibri", size=10, bold=True)
_TITLE, _HEADING = Font(name="Calibri", size=14, bold=True), Font(name="Calibri", size=12, bold=True)
_LINK = Font(name="Calibri", size=10, color="0563C1", underline="single")
_WARNING = Font(name="Calibri", size=10, bold=True, color="9C0006")
_HEAD, _SECTION = PatternFill("solid", fgColor="D9D2E9"), PatternFill("solid", fgColor="EFEBF6")
_BOX = Border(**dict.fromkeys(("left", "right", "top", "bottom"), Side(style="thin", color="BFBFBF")))
_LINE = Alignment(wrap_text=True, vertical="top")
_WORDS = Alignment(horizontal="left", indent=1, wrap_text=True, vertical="top")
_FIGURES = Alignment(horizontal="right", vertical="top", wrap_text=True)
_ONE_LINE = Alignment(horizontal="left", indent=1, vertical="top")


def workbook(document: Document, other: str = "") -> bytes:
    """The workbook of a volume.

    other   file name of the workbook of the other volume, which the contents name

    Raises   `PublishingError` where a table and its download do not have the same rows
    """
    cover = all_seen(document.cover)
    sheets = sheet_names(document)
    book = Workbook()
    _write_contents(book.active, document, cover, sheets, other)
    for block in document.of_kind("table"):
        _write_table(book.create_sheet(sheets[block["name"]]), block, cover)
    if document.results:
        _write_results(book.create_sheet(_("Results")), document.results, cover)
    book.properties.title = f"{cover['municipality']} · {cover['title']}"
    book.properties.creator, book.properties.language = cover["unit"], active()
    return settled(book)


def workbook_of(block: Block, cover: dict[str, Any]) -> bytes:
    """A workbook that holds one table of the document alone."""
    book = Workbook()
    book.active.title = sheet_name({**block, "number": ""})
    _write_table(book.active, block, all_seen(cover), is_alone=True)
    book.properties.title = block["caption"]
    book.properties.creator, book.properties.language = str(cover["unit"]), active()
    return settled(book)


def sheet_names(document: Document) -> dict[str, str]:
    """What the sheet of each table is called, by the name of the table."""
    taken = {name.casefold() for name in (labels()["contents"], _("Results"))}
    names: dict[str, str] = {}
    for block in document.of_kind("table"):
        names[block["name"]] = sheet_name(block, taken)
        taken.add(names[block["name"]].casefold())
    return names


def sheet_name(block: Block, taken: Collection[str] = ()) -> str:
    """``3 Mahallelerin nüfusu``: none that is taken, as long and in such letters as Excel allows."""
    caption = re.sub(r"[\[\]:*?/\\']|[^\u0020-\ud7ff]", " ", block["caption"])
    whole = " ".join(f"{block['number'] or ''} {caption}".split()) or block["name"]
    name = textwrap.shorten(whole, LONGEST_NAME, placeholder="…")
    for more in count(2):
        if name.casefold() not in taken:
            break
        name = f"{textwrap.shorten(whole, LONGEST_NAME - 1 - len(str(more)), placeholder='…')} {more}"
    return name


class _Page:
    """One sheet, written from top to bottom."""

    def __init__(self, sheet: Worksheet, cover: dict[str, Any], widths: list[float], not_printed: int = 0):
        self.sheet, self.cover, self.widths, self.row = sheet, cover, widths, 1
        self.printed = widths[: len(widths) - not_printed]
        self._looks: dict[tuple, Any] = {}
        for place, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "landscape" if sum(self.printed) > _ACROSS else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.left.text = f"{cover['municipality']} · {cover['title']}"[:200].replace("&", "&&")
        sheet.oddFooter.right.text = "&P / &N"
        if cover.get("internal"):
            sheet.oddHeader.center.text = labels()["internal"]

    def top(self, heading: str, *, is_alone: bool = False) -> None:
        """What stands above every table: the warning where figures are invented, a heading, the way to the contents."""
        if self.cover.get("internal"):
            self.across(labels()["internal"], _WARNING)
        if self.cover["is_fictional"]:
            self.across(labels()["fictional"], _WARNING)
        self.across(heading, _HEADING)
        if self.sheet.title != labels()["contents"] and not is_alone:
            self.linked(self.across(_("Back to the contents"), _LINK), labels()["contents"])

    def across(self, text: str, font: Font = _FONT) -> Cell:
        """A line over as many columns as it needs for long words to be read."""
        last, width = len(self.printed), sum(self.printed)
        while width < _ACROSS and self.printed == self.widths:
            last, width = last + 1, width + _NARROWEST
        self.sheet.merge_cells(start_row=self.row, start_column=1, end_row=self.row, end_column=last)
        cell = put(self.sheet, self.row, 1, text)
        cell.font, cell.alignment = font, _LINE
        scale = font.size / 10
        self.sheet.row_dimensions[self.row].height = _LINE_HEIGHT * scale * lines_of(text, width / scale) + 2
        self.row += 1
        return cell

    def head(self, titles: list[str], figures: list[bool]) -> None:
        """The heads of the columns; they stay when the sheet is scrolled, and repeat on every printed page."""
        for place, (title, is_figure) in enumerate(zip(titles, figures, strict=True), start=1):
            self.text(place, title, _BOLD, _FIGURES if is_figure else _WORDS, _HEAD)
        self.sheet.print_title_rows = f"{self.row}:{self.row}"
        self.next(titles)
        self.sheet.freeze_panes = self.sheet.cell(self.row, 2 if self.widths[0] <= _WIDEST_FROZEN else 1)

    def text(self, place: int, text: str, font: Font = _FONT, alignment: Alignment = _WORDS, fill: Any = None) -> Cell:
        """A cell of words."""
        return self._dressed(put(self.sheet, self.row, place, text), font, alignment, fill)

    def number(self, place: int, value: float | int, form: str) -> None:
        """A cell with a number."""
        self._dressed(self.sheet.cell(self.row, place, value), _FONT, _FIGURES, None, form)

    def _dressed(self, cell: Cell, font: Font, alignment: Alignment, fill: Any, form: str = "General") -> Cell:
        look = (cell.data_type, id(font), id(alignment), id(fill), form)
        if look not in self._looks:  # openpyxl takes its time over a style; it is made once and then shared
            cell.font, cell.alignment, cell.border, cell.number_format = font, alignment, _BOX, form
            cell.fill = fill or PatternFill()
            self._looks[look] = cell._style
        cell._style = self._looks[look]
        return cell

    def next(self, texts: list[str]) -> None:
        """End a row of these texts; it is as high as the longest of them needs."""
        lines = max(lines_of(text, width * _LETTERS) for text, width in zip(texts, self.widths, strict=False))
        self.sheet.row_dimensions[self.row].height = _LINE_HEIGHT * lines + 2
        self.row += 1

    def filtered(self, head: int) -> None:
        """Let the rows below this one be filtered and sorted."""
        self.sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(self.widths))}{self.row - 1}"

    def linked(self, cell: Cell, sheet: str) -> None:
        """Let a cell lead to another sheet."""
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(sheet)}!A1")


def _write_contents(
    sheet: Worksheet, document: Document, cover: dict[str, Any], sheets: dict[str, str], other: str
) -> None:
    words, sheet.title = labels(), labels()["contents"]
    page = _Page(sheet, cover, [12, 70, 40])
    page.top(cover["municipality"])
    page.across(cover["title"], _TITLE)
    for text in (cover["subtitle"], f"{cover['unit']} · {cover['as_of']}", ""):
        page.across(text)
    page.head([words["table"], _("Title"), _("Chapter")], [False] * 3)
    for chapter, block in _by_chapter(document):
        if block["number"]:
            page.linked(page.text(1, str(block["number"]), _LINK), sheets[block["name"]])
        page.linked(page.text(2, block["caption"], _LINK), sheets[block["name"]])
        page.text(3, chapter)
        page.next(["", block["caption"], chapter])
    if document.results:
        page.linked(page.text(2, _("All results of the report, with numerator and denominator"), _LINK), _("Results"))
        page.row += 1
    page.row += 1
    if other:
        page.across(_("Further tables, and all results, are in {file}.").format(file=other))
    page.across(_("Numbers are unrounded: a cell shows what the report prints, and holds the whole value."))


def _by_chapter(document: Document) -> Iterator[tuple[str, Block]]:
    chapter = ""
    for block in with_inner(document.blocks):
        if block["kind"] == "heading" and block["level"] == 1:
            chapter = f"{block['number']} {''.join(run['text'] for run in block['runs'])}".strip()
        elif block["kind"] == "table":
            yield chapter, block


def _write_table(sheet: Worksheet, block: Block, cover: dict[str, Any], *, is_alone: bool = False) -> None:
    block = _without_graphics(block)
    columns = block["columns"]
    more = 1 if block["sections"] else 0  # a last column that says the section of each row, for filters
    titles = [column["title"] for column in columns] + [_("Section")] * more
    page = _Page(sheet, cover, [max(_NARROWEST, w * 1.25) for w in block["weights"]] + [30] * more, more)
    number = f"{labels()['table']} {block['number']}. " if block["number"] and not is_alone else ""
    page.top(number + block["caption"], is_alone=is_alone)
    head = page.row
    page.head(titles, [column["align"] == "end" for column in columns] + [False] * more)
    starts, section = {start["row"]: start["title"] for start in block["sections"]}, ""
    for index, (shown, exact) in enumerate(zip(block["rows"], _download(block), strict=True)):
        if index in starts:
            _write_section(page, section := starts[index])
        _write_row(page, columns, shown, exact)
        if more:
            page.text(len(titles), section, alignment=_ONE_LINE)
        page.next(shown)
    page.filtered(head)
    page.row += 1
    notes = ["".join(run["text"] for run in note) for note in block["notes"]]
    for text in filter(None, (block["note"], *notes, block["source"])):
        page.across(text)
    if more:  # on paper the headings suffice
        sheet.print_area = f"A1:{get_column_letter(len(columns))}{page.row}"


def _without_graphics(block: Block) -> Block:
    """The table with the columns that its download has."""
    kept = [place for place, column in enumerate(block["columns"]) if column.get("kind") != "graphic"]
    of_kept = {name: [block[name][place] for place in kept] for name in ("columns", "weights")}
    return {**block, **of_kept, "rows": [[row[place] for place in kept] for row in block["rows"]]}


def _download(block: Block) -> list[list[str]]:
    """The cells of the table's download, without the column of its sections."""
    head, *rows = csv.reader(io.StringIO(block["csv"], newline=""))
    if len(rows) != len(block["rows"]) or any(len(row) != len(head) for row in rows):
        raise PublishingError(
            _("Table “{name}” and its download do not have the same rows. No new report was written.").format(
                name=block["name"]
            )
        )
    return [row[len(head) - len(block["columns"]) :] for row in rows]


def _write_section(page: _Page, title: str) -> None:
    """A heading inside a table; its words stand in the last column as well, so that a filter for them finds it."""
    for place in range(1, len(page.widths) + 1):
        page.text(place, title if place in (1, len(page.widths)) else "", _BOLD, _ONE_LINE, _SECTION)
    page.next([""])


def _write_row(page: _Page, columns: list[dict[str, str]], shown: list[str], exact: list[str]) -> None:
    for place, (column, text, cell) in enumerate(zip(columns, shown, exact, strict=True), start=1):
        kind = column.get("kind", "text")
        value = typed(cell) if kind in NUMBERS else None
        if value is None:
            page.text(place, text, alignment=_FIGURES if column["align"] == "end" else _WORDS)
        else:
            page.number(place, value, number_format(kind, value, text))


def _write_results(sheet: Worksheet, parts: list[str], cover: dict[str, Any]) -> None:
    tables = [list(csv.reader(io.StringIO(part, newline=""))) for part in parts]
    heads = tables[0][0]
    rows = [row for table in tables for row in table[1:]]
    longest = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    page = _Page(sheet, cover, [min(max(14, letters + 3), _WIDEST_FROZEN) for letters in longest])
    page.top(_("All results of the report, with numerator and denominator"))
    head = page.row
    page.head(
        [f"{_(RESULT_HEADS[name])} ({name})" if name in RESULT_HEADS else name for name in heads],
        [name in RESULT_NUMBERS for name in heads],
    )
    for row in rows:
        for place, (name, text) in enumerate(zip(heads, row, strict=True), start=1):
            value = typed(text) if name in RESULT_NUMBERS else None
            if value is not None:
                is_year = name in ("year", "against_year")
                page.number(place, value, YEAR if is_year else "#,##0" if value == int(value) else "General")
            elif text:  # a dimension that says nothing has no cell
                page.text(place, re.sub(r"^'(?=[=+\-@\t\r])", "", text))
        page.next([""])
    page.filtered(head)

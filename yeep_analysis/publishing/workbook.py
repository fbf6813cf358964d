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

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from yeep_analysis.publishing.document import Block, Document, all_seen, with_inner
from yeep_analysis.publishing.labels import labels
from yeep_analysis.show.workbooks import NUMBERS, YEAR, letters, lines_of, number_format, repacked, typed
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
_PIXELS_ACROSS, _PIXELS_DOWN = 7, 4 / 3  # in one unit of a width, in one point
_A4 = 9  # as Excel numbers papers
_LONGEST_FOOTER = 120  # letters, each of which may be an “&” that is written twice: Excel takes 255 in all

# What a look is made of; a cell has those that its writer names, one over the other.
_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {"font_name": "Calibri", "font_size": 10, "valign": "top"},
    "bold": {"bold": True},
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "font_size": 12},
    "link": {"font_color": "#0563C1", "underline": 1},
    "warning": {"bold": True, "font_color": "#9C0006"},
    "head": {"bg_color": "#D9D2E9"},
    "section": {"bg_color": "#EFEBF6"},
    "box": {"border": 1, "border_color": "#BFBFBF"},
    "wrapped": {"text_wrap": True},
    "words": {"align": "left", "indent": 1},
    "figures": {"align": "right"},
}


def workbook(document: Document, other: str = "") -> bytes:
    """The workbook of a volume.

    other   file name of the workbook of the other volume, which the contents name

    Raises   `PublishingError` where a table and its download do not have the same rows
    """
    cover = all_seen(document.cover)
    sheets = sheet_names(document)
    with _Book(f"{cover['municipality']} · {cover['title']}", cover) as book:
        _write_contents(book, document, sheets, other)
        for block in document.of_kind("table"):
            _write_table(book, sheets[block["name"]], block)
        if document.results:
            _write_results(book, document.results)
    return repacked(book.made, active())


def workbook_of(block: Block, cover: dict[str, Any]) -> bytes:
    """A workbook that holds one table of the document alone."""
    with _Book(block["caption"], all_seen(cover)) as book:
        _write_table(book, sheet_name({**block, "number": ""}), block, is_alone=True)
    return repacked(book.made, active())


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


class _Book(Workbook):
    """A workbook in memory; each of its looks is made once."""

    def __init__(self, title: str, cover: dict[str, Any]):
        self.made, self.cover, self.looks = io.BytesIO(), cover, {}
        super().__init__(self.made, {"in_memory": True})
        self.set_properties({"title": title, "author": str(cover["unit"])})

    def look(self, *names: str, form: str = "") -> Format:
        """The look of a text, or of a number under a format."""
        if (look := self.looks.get((names, form))) is None:
            kind = {"num_format": form} if form else {"quote_prefix": True}
            merged = {key: value for name in ("plain", *names) for key, value in _LOOKS[name].items()}
            look = self.looks[names, form] = self.add_format(merged | kind)
        return look


class _Page:
    """One sheet, written from top to bottom."""

    def __init__(self, book: _Book, name: str, widths: list[float], not_printed: int = 0):
        self.book, self.cover, self.widths, self.row = book, book.cover, widths, 0
        self.sheet = sheet = book.add_worksheet(name)
        self.printed = widths[: len(widths) - not_printed]
        for place, width in enumerate(widths):
            sheet.set_column_pixels(place, place, width * _PIXELS_ACROSS)
        sheet.set_paper(_A4)
        if sum(self.printed) > _ACROSS:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        running = f"{self.cover['municipality']} · {self.cover['title']}"[:_LONGEST_FOOTER].replace("&", "&&")
        sheet.set_footer(f"&L{running}&R&P / &N")
        if self.cover.get("internal"):
            sheet.set_header(f"&C{labels()['internal']}")

    def top(self, heading: str, *, leads_back: bool = True) -> None:
        """What stands above every table: the warning where figures are invented, a heading, the way to the contents."""
        if self.cover.get("internal"):
            self.across(labels()["internal"], "warning")
        if self.cover["is_fictional"]:
            self.across(labels()["fictional"], "warning")
        self.across(heading, "heading")
        if leads_back:
            self.across(_("Back to the contents"), "link", to=labels()["contents"])

    def across(self, text: str, font: str = "plain", to: str = "") -> None:
        """A line over as many columns as it needs for long words to be read."""
        last, width = len(self.printed) - 1, sum(self.printed)
        while width < _ACROSS and self.printed == self.widths:
            last, width = last + 1, width + _NARROWEST
        look = self.book.look("wrapped", font)
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, "", look)
        self._put(0, text, look, to)
        scale = _LOOKS[font].get("font_size", 10) / 10
        self._end(lines_of(text, width / scale), scale)

    def head(self, titles: list[str], figures: list[bool]) -> None:
        """The heads of the columns; they stay when the sheet is scrolled, and repeat on every printed page."""
        for place, (title, is_figure) in enumerate(zip(titles, figures, strict=True)):
            self.text(place, title, "figures" if is_figure else "words", "wrapped", "bold", "head")
        self.sheet.repeat_rows(self.row)
        self.next(titles)
        self.sheet.freeze_panes(self.row, 1 if self.widths[0] <= _WIDEST_FROZEN else 0)

    def text(self, place: int, text: str, *looks: str, to: str = "") -> None:
        """A cell of words; it may lead to another sheet."""
        self._put(place, text, self.book.look("box", *(looks or ("words", "wrapped"))), to)

    def number(self, place: int, value: float | int, form: str) -> None:
        """A cell with a number."""
        self.sheet.write_number(self.row, place, value, self.book.look("box", "figures", "wrapped", form=form))

    def _put(self, place: int, text: str, look: Format, to: str) -> None:
        text = letters(text)
        if text.endswith("</r>"):
            text += " "  # else XlsxWriter might take it for XML of its own
        if to:
            self.sheet.write_url(self.row, place, f"internal:'{to}'!A1", look, text)
        elif text:
            self.sheet.write_string(self.row, place, text, look)
        else:
            self.sheet.write_blank(self.row, place, None, look)

    def next(self, texts: list[str]) -> None:
        """End a row of these texts; it is as high as the longest of them needs."""
        self._end(max(lines_of(text, width * _LETTERS) for text, width in zip(texts, self.widths, strict=False)))

    def _end(self, lines: int, scale: float = 1) -> None:
        self.sheet.set_row_pixels(self.row, (_LINE_HEIGHT * scale * lines + 2) * _PIXELS_DOWN)
        self.row += 1

    def filtered(self, head: int) -> None:
        """Let the rows below this one be filtered and sorted."""
        self.sheet.autofilter(head, 0, self.row - 1, len(self.widths) - 1)


def _write_contents(book: _Book, document: Document, sheets: dict[str, str], other: str) -> None:
    words, cover = labels(), book.cover
    page = _Page(book, words["contents"], [12, 70, 40])
    page.top(cover["municipality"], leads_back=False)
    page.across(cover["title"], "title")
    for text in (cover["subtitle"], f"{cover['unit']} · {cover['as_of']}", ""):
        page.across(text)
    page.head([words["table"], _("Title"), _("Chapter")], [False] * 3)
    link = ("words", "wrapped", "link")
    for chapter, block in _by_chapter(document):
        if block["number"]:
            page.text(0, str(block["number"]), *link, to=sheets[block["name"]])
        page.text(1, block["caption"], *link, to=sheets[block["name"]])
        page.text(2, chapter)
        page.next(["", block["caption"], chapter])
    if document.results:
        page.text(1, _("All results of the report, with numerator and denominator"), *link, to=_("Results"))
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


def _write_table(book: _Book, name: str, block: Block, *, is_alone: bool = False) -> None:
    block = _without_graphics(block)
    columns = block["columns"]
    more = 1 if block["sections"] else 0  # a last column that says the section of each row, for filters
    titles = [column["title"] for column in columns] + [_("Section")] * more
    page = _Page(book, name, [max(_NARROWEST, w * 1.25) for w in block["weights"]] + [30] * more, more)
    number = f"{labels()['table']} {block['number']}. " if block["number"] and not is_alone else ""
    page.top(number + block["caption"], leads_back=not is_alone)
    head = page.row
    page.head(titles, [column["align"] == "end" for column in columns] + [False] * more)
    starts, section = {start["row"]: start["title"] for start in block["sections"]}, ""
    for index, (shown, exact) in enumerate(zip(block["rows"], _download(block), strict=True)):
        if index in starts:
            _write_section(page, section := starts[index])
        _write_row(page, columns, shown, exact)
        if more:
            page.text(len(titles) - 1, section, "words")
        page.next(shown)
    page.filtered(head)
    page.row += 1
    notes = ["".join(run["text"] for run in note) for note in block["notes"]]
    for text in filter(None, (block["note"], *notes, block["source"])):
        page.across(text)
    if more:  # on paper the headings suffice
        page.sheet.print_area(0, 0, page.row, len(columns) - 1)


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
    last = len(page.widths) - 1
    for place in range(last + 1):
        page.text(place, title if place in (0, last) else "", "words", "bold", "section")
    page.next([""])


def _write_row(page: _Page, columns: list[dict[str, str]], shown: list[str], exact: list[str]) -> None:
    for place, (column, text, cell) in enumerate(zip(columns, shown, exact, strict=True)):
        kind = column.get("kind", "text")
        value = typed(cell) if kind in NUMBERS else None
        if value is None:
            page.text(place, text, "figures" if column["align"] == "end" else "words", "wrapped")
        else:
            page.number(place, value, number_format(kind, value, text))


def _write_results(book: _Book, parts: list[str]) -> None:
    tables = [list(csv.reader(io.StringIO(part, newline=""))) for part in parts]
    heads = tables[0][0]
    rows = [row for table in tables for row in table[1:]]
    longest = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    page = _Page(book, _("Results"), [min(max(14, letters + 3), _WIDEST_FROZEN) for letters in longest])
    page.top(_("All results of the report, with numerator and denominator"))
    head = page.row
    page.head(
        [f"{_(RESULT_HEADS[name])} ({name})" if name in RESULT_HEADS else name for name in heads],
        [name in RESULT_NUMBERS for name in heads],
    )
    for row in rows:
        for place, (name, text) in enumerate(zip(heads, row, strict=True)):
            if not text:  # a dimension that says nothing has no cell
                continue
            value = typed(text) if name in RESULT_NUMBERS else None
            if value is not None:
                is_year = name in ("year", "against_year")
                page.number(place, value, YEAR if is_year else "#,##0" if value == int(value) else "General")
            else:
                page.text(place, re.sub(r"^'(?=[=+\-@\t\r])", "", text))
        page.next([""])
    page.filtered(head)

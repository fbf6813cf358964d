"""The tables of a web page that was saved as .xls: tables within tables, missing end tags, spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from yeep_analysis.intake.tuik.grids import TooMuchError

MOST_CELLS = 5_000_000
_WIDEST = 2_000
_DEEPEST = 50
_SILENT = {"script", "style", "head"}
_BREAKS = {"br", "p", "div", "h1", "h2", "h3", "li"}


@dataclass
class PageTable:
    """A table that holds no other table, and the text that stands between it and the one before."""

    rows: list[list[str]] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    holds_tables: bool = False
    hanging: dict[int, tuple[int, str]] = field(default_factory=dict)  # column -> rows still covered, text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[PageTable] = []
        self.open: list[PageTable] = []
        self.cells: list[list[str] | None] = []  # the open cell of each open table
        self.spans: list[tuple[int, int]] = []
        self.outside: list[str] = []
        self.silent = 0
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self._open_table()
        elif tag == "tr" and self.open:
            self._close_cell()
            self.open[-1].rows.append([])
        elif tag in ("td", "th") and self.open:
            self._close_cell()
            self.cells[-1] = []
            asked = dict(attrs)
            self.spans[-1] = _span(asked.get("colspan")), _span(asked.get("rowspan"))
        elif tag in _BREAKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th", "tr") and self.open:
            self._close_cell()
        elif tag == "table" and self.open:
            self._close_table()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if not self.open:
            self.outside.append(data)
        elif self.cells[-1] is not None:
            self.cells[-1].append(data)

    def _open_table(self) -> None:
        if len(self.open) >= _DEEPEST:
            raise TooMuchError
        self.open.append(PageTable())
        self.cells.append(None)
        self.spans.append((1, 1))

    def _close_table(self) -> None:
        self._close_cell()
        table = self.open.pop()
        self.cells.pop()
        self.spans.pop()
        rows = [row for row in table.rows if any(row)]
        if sum(len(row) for row in rows) <= 1 and self.open:  # a table for the looks of one text
            self.handle_data(" ".join(cell for row in rows for cell in row))
            return
        if self.open:
            self.open[-1].holds_tables = True
        if not table.holds_tables:
            self._finish(table)
        else:
            self.outside += [" ".join(filter(None, row)) + "\n" for row in rows]

    def _finish(self, table: PageTable) -> None:
        lines = "".join(self.outside).split("\n")
        self.outside.clear()
        for around in self.open:  # what stands before the table in the tables around it
            lines += [" ".join(filter(None, row)) for row in around.rows]
            around.rows.clear()
        for cell in self.cells:
            if cell is not None:
                lines.append(" ".join(cell))
                cell.clear()
        table.before = [" ".join(line.split()) for line in lines if line.strip()]
        self.done.append(table)

    def _close_cell(self) -> None:
        cell, table = self.cells[-1], self.open[-1]
        if cell is None:
            return
        if not table.rows:
            table.rows.append([])
        row, (width, height) = table.rows[-1], self.spans[-1]
        _fill_hanging(table, row)
        content = " ".join("".join(cell).split())
        for offset in range(width):
            if height > 1:
                table.hanging[len(row)] = (height - 1, content if offset == 0 else "")
            row.append(content if offset == 0 else "")
        self.cells[-1] = None
        self.count += width
        if self.count > MOST_CELLS or len(row) > _WIDEST:
            raise TooMuchError


def _fill_hanging(table: PageTable, row: list[str]) -> None:
    while len(row) in table.hanging:
        left, content = table.hanging.pop(len(row))
        if left > 1:
            table.hanging[len(row)] = (left - 1, content)
        row.append(content)


def _span(asked: str | None) -> int:
    if not asked or not asked.isascii() or not asked.isdigit():
        return 1
    return max(1, min(int(asked[:6]), _WIDEST))


def tables_of(content: str) -> list[PageTable]:
    """The innermost tables of a page, in their order.

    Raises   `TooMuchError` where the page is larger or deeper than any table of TÜİK
    """
    reader = _Reader()
    reader.feed(content)
    reader.close()
    while reader.open:
        reader._close_table()
    return reader.done

"""The tables of a web page that was saved as .xls: tables within tables, missing end tags, spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from yeep_analysis.intake.tuik.grids import TooMuchError

MOST_CELLS = 5_000_000
_WIDEST = 2_000
_DEEPEST = 50
_SILENT = {"script", "style", "head"}
_RAW = {"script", "style"}  # nothing in them is a tag
# What follows a "<": read once from left to right, however broken it is; no part of it is ever tried twice.
_TAG = re.compile(r"</?([A-Za-z][^\s/>]*+)")
_ATTRIBUTE = re.compile(r"""[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|(?!["'])[^\s>]++))?+""")
_TAG_END = re.compile(r"[\s/]*+>")
_BREAKS = {"br", "p", "div", "h1", "h2", "h3", "li"}


@dataclass
class PageTable:
    """A table that holds no other table, and the text that stands between it and the one before."""

    rows: list[list[str]] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)  # below the last table of a page
    holds_tables: bool = False
    hanging: dict[int, tuple[int, str]] = field(default_factory=dict)  # column -> rows still covered, text


class _Reader:
    def __init__(self) -> None:
        self.done: list[PageTable] = []
        self.open: list[PageTable] = []
        self.cells: list[list[str] | None] = []  # the open cell of each open table
        self.spans: list[tuple[int, int]] = []
        self.outside: list[str] = []
        self.silent = 0
        self.count = 0

    def read(self, content: str) -> None:
        """Read a whole page, and close what it leaves open."""
        for name, attributes, text in _pieces(content):
            if not name:
                self.handle_data(unescape(text))
            elif name.startswith("/"):
                self.handle_endtag(name[1:])
            else:
                self.handle_starttag(name, attributes)
        while self.open:
            self._close_table()
        if self.done:
            self.done[-1].after = _lines("".join(self.outside))

    def handle_starttag(self, tag: str, asked: dict[str, str]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self._open_table()
        elif tag == "tr" and self.open:
            self._close_cell()
            self.open[-1].rows.append([])
            self._count(1)
        elif tag in ("td", "th") and self.open:
            self._close_cell()
            self.cells[-1] = []
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
        if sum(map(bool, (cell for row in rows for cell in row))) <= 1:  # a table for the looks of one text
            self.handle_data("\n" + " ".join(cell for row in rows for cell in row) + "\n")
            return
        if self.open:
            self.open[-1].holds_tables = True
        if not table.holds_tables:
            self._finish(table)
        else:
            self.outside += [" ".join(filter(None, row)) + "\n" for row in rows]

    def _finish(self, table: PageTable) -> None:
        lines = _lines("".join(self.outside))
        self.outside.clear()
        for around in self.open:  # what stands before the table in the tables around it
            lines += [" ".join(filter(None, row)) for row in around.rows]
            around.rows.clear()
        for cell in self.cells:
            if cell is not None:
                lines += _lines(" ".join(cell))
                cell.clear()
        table.before = [line for line in lines if line]
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
        self._count(width)
        if len(row) > _WIDEST:
            raise TooMuchError

    def _count(self, cells: int) -> None:
        self.count += cells
        if self.count > MOST_CELLS:
            raise TooMuchError


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _pieces(content: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Start tags with their attributes, end tags (with a slash), and the texts between them, which have no name."""
    position = 0
    while position < len(content):
        start = content.find("<", position)
        start = len(content) if start < 0 else start
        if start > position:
            yield "", {}, content[position:start]
        tag = _TAG.match(content, start)
        if tag is None:
            position = _after_no_tag(content, start)
            if position == start + 1:
                yield "", {}, "<"
            continue
        attributes, position = _attributes(content, tag.end())
        name = tag[1].lower()
        yield ("/" if content.startswith("</", start) else "") + name, attributes, ""
        if name in _RAW and content[start + 1] != "/":
            end = re.compile(rf"</{name}", re.IGNORECASE).search(content, position)
            position = end.start() if end else len(content)


def _after_no_tag(content: str, start: int) -> int:
    """Where a comment or a declaration ends; one further where the sign is no more than a sign."""
    comment = content.startswith("<!--", start)
    if not comment and content[start + 1 : start + 2] not in ("!", "?", "/"):
        return start + 1
    end = content.find("-->" if comment else ">", start + (2 if comment else 1))  # “<!-->” is a whole comment
    return len(content) if end < 0 else end + (3 if comment else 1)


def _attributes(content: str, position: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while (end := _TAG_END.match(content, position)) is None:
        match = _ATTRIBUTE.match(content, position)
        if match is None:  # the page ends within a tag
            return found, len(content)
        found.setdefault(match[1].lower(), unescape((match[2] or "").strip("\"'")))
        position = match.end()
    return found, end.end()


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
    reader.read(content)
    return reader.done

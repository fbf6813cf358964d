"""A grid: the cells of one table or sheet, wherever it came from, and how a cell of it is named in a message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from yeep_analysis.intake.tuik.encoding import garbled
from yeep_analysis.intake.tuik.words import fold
from yeep_analysis.words.errors import at_cell, at_line, at_sheet_row
from yeep_analysis.words.language import _

_ROUNDED = re.compile(r"yuvarla(ma|n|tıl)|\bround(ing|ed)\b")
Cell = object  # str | int | float | bool | date, as the container holds it; "" where there is nothing
Row = Sequence[Cell]


class TooMuchError(Exception):
    """A file that is larger or deeper than any table of TÜİK when it is unpacked."""


class Container(Enum):
    """The kind of file a grid came out of."""

    CSV = "CSV"
    XLS = "xls"
    XLSX = "xlsx"
    HTML = "HTML (.xls)"


@dataclass
class Grid:
    """Rows of cells; ``first`` is the number of the first row as its program counts it."""

    file: str
    container: Container
    rows: list[Row]
    sheet: str = ""  # name of the sheet, number of the table in a web page
    first: int = 1
    before: list[str] = field(default_factory=list)  # text that stands above the table, outside of it
    after: list[str] = field(default_factory=list)  # and below it

    @cached_property
    def is_rounded(self) -> bool:
        """Whether a note says that totals may differ from their parts because the figures are rounded."""
        texts = (value for row in self.rows for value in row if isinstance(value, str))
        return any(_ROUNDED.search(fold(content)) for content in (*self.before, *self.after, *texts))

    def at(self, row: int, column: int | None = None) -> str:
        """Where a row or a cell is, for a message; counted from 0."""
        number = row + self.first
        if self.container is Container.CSV:
            return at_line(self.file, number)
        if self.container is Container.HTML:
            return _("{file}, table {table}, row {row}").format(file=self.file, table=self.sheet, row=number)
        if column is None:
            return at_sheet_row(self.file, self.sheet, number)
        cell = f"{letters(column)}{number}"
        return at_cell(self.file, self.sheet, cell)

    def position(self, row: int, column: int) -> str:
        """Where a cell is inside its file, for the tidy table: ``12:3``, ``Sheet1!C12``, ``table 2 12:3``."""
        number = row + self.first
        if self.container is Container.CSV:
            return f"{number}:{column + 1}"
        if self.container is Container.HTML:
            return f"table {self.sheet} {number}:{column + 1}"
        return f"{self.sheet}!{letters(column)}{number}"

    def garbled_rows(self) -> Iterator[tuple[int, str]]:
        """Rows in which Turkish letters were lost, each with the text."""
        for number, row in enumerate(self.rows):
            for cell in row:
                if isinstance(cell, str) and garbled(cell):
                    yield number, cell
                    break


def letters(column: int) -> str:
    """The name of a column in a sheet: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(row: Row, column: int) -> Cell:
    """A cell; "" beyond the end of the row."""
    return row[column] if column < len(row) else ""


def text(value: Cell) -> str:
    """A cell as text; a whole number without the fraction that some programs give it."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def is_blank(row: Row) -> bool:
    """Whether a row holds nothing."""
    return not any(value != "" for value in row)

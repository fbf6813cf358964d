"""Finds in a sheet what the form laid there: the mark, the keys of rows and columns, and the cells between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from yeep_analysis.intake.forms.layout import COLUMNS_ROW, HEAD, HEAD_ROW, Identity, SheetKind, is_mark
from yeep_analysis.municipality.grammar import CellKind, SentCell
from yeep_analysis.words.terms import Field


@dataclass(frozen=True)
class SentSheet:
    """A sheet as it was sent: cells by (row, column), rows that were hidden, merged ranges."""

    name: str
    is_hidden: bool
    cells: Mapping[tuple[int, int], SentCell]
    hidden_rows: frozenset[int]
    merged: tuple[tuple[int, int, str], ...]
    notes: tuple[tuple[int, int, str], ...]

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> SentSheet:
        """A sheet from what the child process found."""
        cells = {
            (row, column): SentCell(CellKind(kind), text, is_percent)
            for row, column, kind, text, is_percent in found["cells"]
        }
        merged = tuple((first, last, name) for first, last, name in found["merged"])
        notes = tuple((row, column, text) for row, column, text in found["notes"])
        return cls(found["name"], found["hidden"], cells, frozenset(found["hidden_rows"]), merged, notes)

    @property
    def mark(self) -> tuple[str, tuple[int, int]] | None:
        """The text that makes it a sheet of a form, and where it stands."""
        return next(((cell.text, place) for place, cell in self.cells.items() if is_mark(cell.text)), None)


@dataclass(frozen=True)
class FoundSheet:
    """A sheet of a form that was found again."""

    sheet: SentSheet
    identity: Identity
    kind: SheetKind
    rows: Mapping[int, str]  # number of a row -> its key
    columns: Mapping[int, Field]  # number of a column -> its field
    heads: Mapping[int, str]  # number of an explaining column -> its key
    twice: tuple[str, ...] = field(default=())  # keys of rows or columns that stand more than once

    def cell(self, row: int, column: int) -> SentCell | None:
        """A cell; None where it is blank."""
        return self.sheet.cells.get((row, column))

    @property
    def below_head(self) -> Iterator[tuple[tuple[int, int], SentCell]]:
        """The cells of the columns of values, below the row of their keys and but for that of their names."""
        start = next((row for row, key in self.rows.items() if key == COLUMNS_ROW), 0)
        for (row, column), cell in self.sheet.cells.items():
            if row > start and column in self.columns and self.rows.get(row) != HEAD_ROW:
                yield (row, column), cell


def find(sheet: SentSheet) -> FoundSheet | None:
    """The sheet of a form in a sheet that was sent; None where it carries no mark or one that cannot be read."""
    mark = sheet.mark
    read = Identity.read(mark[0]) if mark else None
    if read is None:
        return None
    key_column = mark[1][1]
    rows = {
        row: cell.text
        for (row, column), cell in sorted(sheet.cells.items())
        if column == key_column and row > mark[1][0]
    }
    keys_row = next((row for row, key in rows.items() if key == COLUMNS_ROW), None)
    names = {
        column: cell.text
        for (row, column), cell in sorted(sheet.cells.items())
        if row == keys_row and column != key_column
    }
    columns = {column: Field(name) for column, name in names.items() if name in set(Field)}
    heads = {column: name.removeprefix(HEAD) for column, name in names.items() if name.startswith(HEAD)}
    return FoundSheet(sheet, *read, rows, columns, heads, _twice([*rows.values(), *names.values()]))


def place_name(row: int, column: int) -> str:
    """``(12, 7)`` as ``G12``."""
    return f"{get_column_letter(column)}{row}"


def _twice(keys: list[str]) -> tuple[str, ...]:
    return tuple(sorted({key for key in keys if keys.count(key) > 1}))

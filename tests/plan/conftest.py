"""A copy of the data whose plan a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plan.tables import DATA, Rows, rows_of, write_rows
from yeep_analysis.words import language


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A copy of ``data/`` with its plan."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


class Planter:
    """Plants mistakes into the tables of a plan. Rows are counted as Excel counts them: the header is row 1."""

    def __init__(self, folder: Path):
        self.folder = folder

    def cell(self, name: str, row: int, column: str, text: str) -> None:
        """Write ``text`` into one cell."""
        rows = self._rows(name)
        assert rows[row - 2][column] != text
        rows[row - 2][column] = text
        self._write(name, rows)

    def twice(self, name: str, row: int) -> None:
        """Write one row a second time, right below itself."""
        rows = self._rows(name)
        self._write(name, [*rows[: row - 1], *rows[row - 2 :]])

    def delete(self, name: str, row: int) -> None:
        """Take one row out."""
        rows = self._rows(name)
        del rows[row - 2]
        self._write(name, rows)

    def without(self, name: str, column: str, value: str) -> None:
        """Take all rows with this value out."""
        rows = self._rows(name)
        kept = [row for row in rows if row[column] != value]
        assert len(kept) < len(rows)
        self._write(name, kept)

    def append(self, table: str, **cells: str) -> None:
        """Write a new last row; cells that are not given are empty."""
        rows = self._rows(table)
        self._write(table, [*rows, {column: cells.get(column, "") for column in rows[0]}])

    def upside_down(self, name: str) -> None:
        """Write the rows in the opposite order."""
        self._write(name, self._rows(name)[::-1])

    def remove(self, name: str) -> None:
        """Take a table away."""
        self.path(name).unlink()

    def keep_only_the_header(self, name: str) -> None:
        """Take all rows out of a table."""
        self._write(name, [])

    def path(self, name: str) -> Path:
        """The file of a table."""
        return self.folder / "plan" / f"{name}.csv"

    def _rows(self, name: str) -> Rows:
        return rows_of(self.path(name))

    def _write(self, name: str, rows: Rows) -> None:
        there = self.path(name).read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        write_rows(self.path(name), there, rows)


@pytest.fixture
def plant(data_folder: Path) -> Planter:
    """A copy of the data, with the means to plant mistakes into its plan; messages in English."""
    language.use("en")
    return Planter(data_folder)

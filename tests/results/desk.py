"""Returned forms on a desk: clean ones, of which a test spoils a cell, a sheet or a whole file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from forms.filling import cells, clean_values, key_rows, open_cells
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from results.making import YEAR
from yeep_analysis.words.terms import Field

LEFT_BLANK = (Field.CORRECTION, Field.CONFIRMED, Field.LAST_MONTH)  # what a whole year without surprises needs not


def fill_in(sent: Path, to: Path) -> None:
    """A form in which a unit filled in everything, and nothing contradicts."""
    workbook = load_workbook(sent)
    found = open_cells(workbook)
    for at, value in clean_values(workbook).items():
        if at[1] not in LEFT_BLANK:
            found[at].value = value
    workbook.save(to)


class Desk:
    """The forms of one delivery; what a test touches lies in ``folder`` after ``send``."""

    def __init__(self, clean: Path, folder: Path):
        self.clean, self.folder = clean, folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self._open: dict[str, Workbook] = {}
        self._cells: dict[str, dict[tuple[str, Field], Cell]] = {}

    def form(self, unit: str, copy: str = "") -> Workbook:
        """The form of a unit, open; ``copy`` names another file that holds the same form."""
        name = self.name(unit, copy)
        if name not in self._open:
            self._open[name] = load_workbook(self.clean / f"{YEAR}-{unit}.xlsx")
        return self._open[name]

    @staticmethod
    def name(unit: str, copy: str = "") -> str:
        """The name of the file of a unit."""
        return f"{copy or f'{YEAR}-{unit}'}.xlsx"

    def cell(self, unit: str, row: str, which: Field, copy: str = "") -> Cell:
        """A cell by the keys of its row and column."""
        name, form = self.name(unit, copy), self.form(unit, copy)
        if name not in self._cells:
            self._cells[name] = cells(form)
        return self._cells[name][row, which]

    def put(self, unit: str, row: str, which: Field, value: Any, copy: str = "") -> str:
        """Write a value into a cell, None to clear it; where that is."""
        cell = self.cell(unit, row, which, copy)
        cell.value = value
        return self.place(unit, row, which, copy)

    def place(self, unit: str, row: str, which: Field, copy: str = "") -> str:
        """A cell in the words of a report."""
        return self.at(unit, self.cell(unit, row, which, copy), copy)

    def at(self, unit: str, cell: Cell, copy: str = "") -> str:
        """A cell in the words of a report."""
        return f"{self.name(unit, copy)}, sheet “{cell.parent.title}”, cell {cell.coordinate}"

    def sheet(self, unit: str, kind: str, copy: str = "") -> Worksheet:
        """A sheet by its kind: ``how_to``, ``actions``, ``measures``, ``breakdowns``."""
        return next(sheet for sheet in self.form(unit, copy) if str(sheet["A1"].value).endswith(f"|{kind}"))

    def row(self, unit: str, row: str, copy: str = "") -> int:
        """The number of a row by its key."""
        return next(rows[row] for sheet in self.form(unit, copy) if row in (rows := key_rows(sheet)))

    def mark(self, unit: str, copy: str, place: int, text: str) -> str:
        """Write another text into the identity of every sheet; the name of the file."""
        for sheet in self.form(unit, copy):
            parts = sheet["A1"].value.split("|")
            parts[place] = text
            sheet["A1"].value = "|".join(parts)
        return self.name(unit, copy)

    def file(self, name: str, content: bytes) -> str:
        """Put a file of other content on the desk; its name."""
        (self.folder / name).write_bytes(content)
        return name

    def send(self) -> Path:
        """Save everything that was touched; the folder."""
        for name, workbook in self._open.items():
            workbook.save(self.folder / name)
        self._open.clear()
        return self.folder

    def send_all(self) -> Path:
        """Save everything that was touched, with the clean forms of all other units; the folder."""
        for path in self.clean.iterdir():
            if path.name not in self._open:
                (self.folder / path.name).write_bytes(path.read_bytes())
        return self.send()

"""Which stored cells a delivery takes back, besides those that it says anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yeep_analysis.intake.corrections import NEED_A_REASON
from yeep_analysis.municipality.result_tables import ResultRow, RowKey
from yeep_analysis.reporting.questions import ANSWERS
from yeep_analysis.reporting.reported import Reported
from yeep_analysis.reporting.reporters import Reporters
from yeep_analysis.words.terms import Answer, Field

Cell = tuple[str, RowKey, Field]  # unit, row, field
_OF_THE_VALUE = (Field.LAST_MONTH, Field.CONFIRMED)  # said of one value; another value needs it said again


@dataclass(frozen=True)
class Replaced:
    """Finds what a delivery takes back, each with the delivered cell that does so."""

    cells: Mapping[Cell, Reported]
    stored: Mapping[Cell, ResultRow]
    reporters: Reporters

    def found(self) -> dict[Cell, Reported]:
        """The stored cells that go."""
        answered = self._rows_with(ANSWERS)
        changed = {row: one for row, one in answered.items() if self._is_changed(row)}
        without = self._rows_with((Field.MISSING,))
        anew = {one.key.whole: one for one in self.cells.values() if one.field in NEED_A_REASON}
        undone = {row: one for row, one in self._rows_with((Field.DONE,)).items() if one.value == Answer.NO}
        taken = {}
        for unit, key, which in self.stored:
            row = (unit, key.whole)
            if not self._reports(unit, key) and key.whole in anew and anew[key.whole].unit_id != unit:
                taken[unit, key, which] = anew[key.whole]  # the unit that reports this has changed
            elif (unit, key, which) in self.cells:
                continue
            elif which in (*ANSWERS, *_OF_THE_VALUE) and row in without and row not in answered:
                taken[unit, key, which] = without[row]  # a reason takes the value back, with its parts
            elif which == Field.MISSING and row in answered:
                taken[unit, key, which] = answered[row]  # a value takes the reason back
            elif which in _OF_THE_VALUE and row in changed:
                taken[unit, key, which] = changed[row]
            elif which == Field.DONE_ON and row in undone:
                taken[unit, key, which] = undone[row]
        return taken

    def _rows_with(self, fields: tuple[Field, ...]) -> dict[tuple[str, RowKey], Reported]:
        return {(unit, key.whole): one for (unit, key, which), one in self.cells.items() if which in fields}

    def _is_changed(self, row: tuple[str, RowKey]) -> bool:
        """Whether the delivery changes a value of the whole row."""
        own = [cell for cell in self.cells if (cell[0], cell[1]) == row and cell[2] in ANSWERS and cell in self.stored]
        return any(self.stored[cell].value != self.cells[cell].value for cell in own)

    def _reports(self, unit: str, key: RowKey) -> bool:
        return unit in self.reporters.of(key.subject, key.subject_id)

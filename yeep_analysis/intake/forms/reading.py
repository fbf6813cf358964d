"""One sheet that is being read, with what it brought so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from yeep_analysis.intake.forms.expected import Expected
from yeep_analysis.intake.forms.layout import Form
from yeep_analysis.intake.forms.sheets import FoundSheet, place_name
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.reported import Place, Reported, described_row
from yeep_analysis.words.errors import Problem

Cell = tuple[str, int, int]  # sheet, row, column


@dataclass
class Delivered:
    """What one file brought: values, problems, remarks; the rows of which a cell was refused."""

    file: str
    unit_ids: set[str] = field(default_factory=set)
    reported: list[Reported] = field(default_factory=list)
    refused: set[tuple[str, RowKey]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """One sheet that is being read."""

    delivered: Delivered
    sheet: FoundSheet
    form: Form
    wanted: Expected
    sha256: str
    personal: set[Cell]

    @property
    def unit_id(self) -> str:
        """The unit whose form it is."""
        return self.sheet.identity.unit_id

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands."""
        return Place(self.delivered.file, self.sha256, self.sheet.sheet.name, place_name(row, column))

    def where(self, place: Place, key: RowKey) -> str:
        """The same in words, with unit and measure."""
        return described_row(place, self.unit_id, key, self.wanted.plan)

    def tell(self, where: str, what: str, expected: str, action: str) -> None:
        """Add a problem."""
        self.delivered.problems.append(Problem(where, what, expected, action))

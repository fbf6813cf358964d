"""Where a reported value stood, in words: file, sheet, cell, unit and measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.questions import categories
from yeep_analysis.words.errors import at_cell, at_row
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Breakdown, Field, Subject

_LONGEST = 70  # characters of an action's text in a message


@dataclass(frozen=True)
class CellPlace:
    """A cell of a delivered file; a CSV has no sheet, its cell is the number of a row."""

    file: str
    sha256: str
    sheet: str
    cell: str

    @property
    def shown(self) -> str:
        """The place in words."""
        if self.sheet:
            return at_cell(self.file, self.sheet, self.cell)
        return at_row(self.file, self.cell)


@dataclass(frozen=True)
class Reported:
    """One value as it was delivered, in the grammar of the results: checked on its own, not yet beside others."""

    unit_id: str
    key: RowKey
    field: Field
    value: str
    place: CellPlace
    of_sheet: bool = False  # asked once on a sheet, and counted for each of its rows


def described(one: Reported, plan: Plan) -> str:
    """Where a value stood, with its unit and its measure or action."""
    return described_row(one.place, one.unit_id, one.key, plan)


def described_row(place: CellPlace, unit_id: str, key: RowKey, plan: Plan) -> str:
    """A place with the unit and the measure or action of its row."""
    unit = plan.units[unit_id].name if unit_id in plan.units else unit_id
    return _("{place} ({unit}; {subject})").format(place=place.shown, unit=unit, subject=subject_name(key, plan))


def row_name(key: RowKey, plan: Plan, mahalles: Mapping[str, str]) -> str:
    """The measure or action of a row, and the part of it."""
    name = subject_name(key, plan)
    if not key.is_part:
        return name
    return _("{name}, {part}").format(name=name, part=categories(Breakdown(key.breakdown), mahalles)[key.category])


def subject_name(key: RowKey, plan: Plan) -> str:
    """The measure or action of a row, in the words of readers; its key where it is unknown."""
    if key.subject == Subject.MEASURE:
        return plan.measures[key.subject_id].name if key.subject_id in plan.measures else key.subject_id
    if key.subject == Subject.UNDERTAKING and key.subject_id in plan.undertakings:
        return shorten(plan.undertakings[key.subject_id].text, _LONGEST, placeholder=" …")
    known = plan.goals if key.subject == Subject.GOAL else plan.actions
    if key.subject_id not in known:
        return key.subject_id
    one = known[key.subject_id]
    text = shorten(one.reading or one.text, _LONGEST, placeholder=" …")
    if not one.code:
        return text
    if key.subject == Subject.GOAL:
        return _("goal {code}: {text}").format(code=one.code, text=text)
    return _("action {code}: {text}").format(code=one.code, text=text)

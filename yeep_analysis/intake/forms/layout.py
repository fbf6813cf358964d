"""The shape of a form: its sheets, the rows of each, and which fields stand open where.

The writer draws it and the reader expects it; neither knows a row that does not stand here. Identity lies in the sheet
itself: the sheet's in its key column, a row's key in the same column, a column's key in the row marked ``@``. So a form
may be sorted, and rows and columns may be inserted, without a value losing its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from yeep_analysis.municipality.catalogue import Action, Goal, Plan, PlanMeasure, Theme, Undertaking
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.questions import (
    ASKED_ONCE,
    AskedRow,
    categories,
    row_of_action,
    row_of_goal,
    row_of_money,
    row_of_undertaking,
    rows_of_measure,
)
from yeep_analysis.reporting.reporters import Reporters, SubjectId
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Breakdown, Field, Subject, Term

_MARK, FIRST_VERSION, VERSION = "yeep-form", "1", "2"
COLUMNS_ROW = "@"  # key of the row that holds the keys of the columns
HEAD_ROW = "@@"  # key of the row that holds the names of the columns
ONCE = "once/"  # before the key of a row above the others whose cell counts for all of them
HEAD = "head:"  # before the key of a column that only explains
NO_ROWS = ("", COLUMNS_ROW, HEAD_ROW)  # keys of rows that hold no values


class SheetKind(Term):
    """The sheets of a form."""

    HOW_TO = "how_to", N_("How to fill in")
    ACTIONS = "actions", N_("The actions")
    MEASURES = "measures", N_("The indicators")
    BREAKDOWNS = "breakdowns", N_("The breakdowns")
    UNDERTAKINGS = "undertakings", N_("Institutional duties")
    GOALS = "goals", N_("The goals")
    MONEY = "money", N_("The money")
    CORRECTIONS = "corrections", N_("To be corrected")


MAIN = (SheetKind.ACTIONS, SheetKind.MEASURES, SheetKind.UNDERTAKINGS)
_WITH_TEXTS = (*MAIN, SheetKind.GOALS)
TO_BE_READ_BY_PEOPLE = (SheetKind.HOW_TO, SheetKind.CORRECTIONS)  # sheets that hold no values


@dataclass(frozen=True)
class Identity:
    """Whose form it is: municipality, plan, year, unit."""

    district_code: str
    plan_start: int
    plan_end: int
    year: int
    unit_id: str
    version: str = VERSION

    def mark(self, sheet: SheetKind) -> str:
        """The text that a sheet carries: ``yeep-form|2|2013|2023-2025|2024|saglik_isleri|measures``."""
        years = f"{self.plan_start}-{self.plan_end}"
        parts = (_MARK, self.version, self.district_code, years, str(self.year), self.unit_id, sheet.value)
        return "|".join(parts)

    @classmethod
    def read(cls, mark: str) -> tuple[Identity, SheetKind] | None:
        """Identity and kind of a sheet from its mark; None where the text is none."""
        parts = mark.split("|")
        if len(parts) != 7 or parts[0] != _MARK or parts[1] not in (FIRST_VERSION, VERSION):
            return None
        try:
            start, end = (int(year) for year in parts[3].split("-"))
            return cls(parts[2], start, end, int(parts[4]), parts[5], parts[1]), SheetKind(parts[6])
        except ValueError:
            return None


def once_key(which: Field, kind: SheetKind) -> str:
    """``once/may_publish/actions``: the key of a row that is asked once on a sheet."""
    return f"{ONCE}{which.value}/{kind.value}"


def asked_once(key: str) -> Field | None:
    """The field of such a row; None where the key is that of another row."""
    name = key.removeprefix(ONCE).partition("/")[0]
    return Field(name) if key.startswith(ONCE) and name in ASKED_ONCE else None


def is_mark(text: str) -> bool:
    """Whether a text looks like the mark of a sheet, of whatever version."""
    return text.startswith(f"{_MARK}|")


@dataclass(frozen=True)
class FormRow:
    """One row of a sheet with what it stands for."""

    asked: AskedRow
    theme: Theme | None = None
    action: Action | None = None
    measure: PlanMeasure | None = None
    undertaking: Undertaking | None = None
    goal: Goal | None = None
    part: str = ""  # name of the part for readers


@dataclass(frozen=True)
class FormSheet:
    """One sheet of values: its rows, and the fields that any of them asks for, which are its columns.

    once   what is asked once, above the rows, and counts for all of them
    """

    kind: SheetKind
    rows: tuple[FormRow, ...]
    once: tuple[Field, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields in the order of their columns."""
        wanted = {which for row in self.rows for which in row.asked.fields}
        return tuple(which for which in Field if which in wanted)

    @property
    def open_cells(self) -> int:
        """How many cells stand open."""
        return len(self.once) + sum(len(row.asked.fields) for row in self.rows)


@dataclass(frozen=True)
class Form:
    """The form of one unit for one year."""

    identity: Identity
    sheets: tuple[FormSheet, ...]

    @cached_property
    def asked(self) -> dict[str, AskedRow]:
        """All its rows by their key as text; a row that stands on two sheets with the fields of both."""
        found: dict[str, AskedRow] = {}
        for asked in (row.asked for sheet in self.sheets for row in sheet.rows):
            other = found.setdefault(str(asked.key), asked)
            if other is not asked:
                found[str(asked.key)] = replace(other, fields=other.fields + asked.fields)
        return found


def form_of(identity: Identity, plan: Plan, reporters: Reporters, mahalles: Mapping[str, str]) -> Form:
    """The form of a unit; sheets that would be empty are left out."""
    asked = reporters.of_unit(identity.unit_id)
    whole = list(_measures(plan, asked, mahalles))
    rows = {
        SheetKind.ACTIONS: _actions(plan, asked),
        SheetKind.MEASURES: (row for row in whole if not row.asked.key.is_part),
        SheetKind.BREAKDOWNS: (row for row in whole if row.asked.key.is_part),
        SheetKind.UNDERTAKINGS: _undertakings(plan, asked),
        SheetKind.GOALS: _goals(plan, reporters, identity),
        SheetKind.MONEY: _money(plan, reporters, identity.unit_id),
    }
    sheets = [FormSheet(kind, tuple(found), _once(kind)) for kind, found in rows.items()]
    if identity.version == FIRST_VERSION:
        sheets = [_as_first(sheet) for sheet in sheets if sheet.kind not in (SheetKind.GOALS, SheetKind.MONEY)]
    return Form(identity, tuple(sheet for sheet in sheets if sheet.rows))


def _once(kind: SheetKind) -> tuple[Field, ...]:
    return ((Field.LAST_MONTH,) if kind == SheetKind.MEASURES else ()) + (
        (Field.MAY_PUBLISH,) if kind in _WITH_TEXTS else ()
    )


def _as_first(sheet: FormSheet) -> FormSheet:
    """The sheet as forms of the first version had it."""
    rows = (
        replace(row, asked=replace(row.asked, fields=row.asked.first, first=row.asked.fields)) for row in sheet.rows
    )
    return FormSheet(sheet.kind, tuple(rows))


def _goals(plan: Plan, reporters: Reporters, identity: Identity) -> Iterator[FormRow]:
    """The goals of whose actions the unit reports any; units of one goal, and years, take turns with the questions."""
    for goal in plan.goals.values():
        reporting = [unit for action in goal.actions for unit in reporters.of(Subject.ACTION, action.id)]
        units = [unit for unit in reporters.units if unit in reporting]
        if identity.unit_id in units:
            turn = units.index(identity.unit_id) + identity.year - identity.plan_start
            yield FormRow(row_of_goal(goal, turn), goal.theme, goal=goal)


def _money(plan: Plan, reporters: Reporters, unit_id: str) -> Iterator[FormRow]:
    for action in plan.actions.values():
        if reporters.of_money(action) == unit_id:
            yield FormRow(row_of_money(action), action.theme, action)


def _actions(plan: Plan, asked: frozenset[SubjectId]) -> Iterator[FormRow]:
    for action in plan.actions.values():
        if (Subject.ACTION, action.id) in asked:
            yield FormRow(row_of_action(action), action.theme, action)


def _undertakings(plan: Plan, asked: frozenset[SubjectId]) -> Iterator[FormRow]:
    for undertaking in plan.undertakings.values():
        if (Subject.UNDERTAKING, undertaking.id) in asked:
            yield FormRow(row_of_undertaking(undertaking), undertaking=undertaking)


def _measures(plan: Plan, asked: frozenset[SubjectId], mahalles: Mapping[str, str]) -> Iterator[FormRow]:
    """Each measure once, at the first action that it serves."""
    seen: set[str] = set()
    for action in plan.actions.values():
        for measure in action.measures:
            if (Subject.MEASURE, measure.id) in asked and measure.id not in seen:
                seen.add(measure.id)
                for row in rows_of_measure(measure, mahalles):
                    yield FormRow(row, action.theme, action, measure, part=_part_name(row.key, mahalles))


def _part_name(key: RowKey, mahalles: Mapping[str, str]) -> str:
    """The name of a part for readers; empty for a whole."""
    return categories(Breakdown(key.breakdown), mahalles)[key.category] if key.is_part else ""

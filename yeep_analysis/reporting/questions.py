"""What is asked of a measure and of an action: rows, the fields that stand open in each, and how a field is read.

One declaration for the forms, for what is accepted back, for the checks and for the status.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from yeep_analysis.municipality import cells
from yeep_analysis.municipality.catalogue import Action, Goal, PlanMeasure, Undertaking
from yeep_analysis.municipality.cells import SentCell
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import (
    ActionStatus,
    AgeGroup,
    Answer,
    Breakdown,
    BreakdownBasis,
    Disability,
    Field,
    MeasureKind,
    MeasureUnit,
    Missing,
    MoneySource,
    NoMoney,
    Subject,
    Term,
)

UNKNOWN = "unknown"  # category for those whose mahalle, age … is not known, so that the parts can add up
_UNKNOWN_LABEL = N_("Elsewhere or not known")
MONTHS = tuple(f"{month:02d}" for month in range(1, 13))
_MONTH_NAMES = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
COUNTS = (Field.FEMALE, Field.MALE, Field.VALUE, Field.NUMERATOR, Field.DENOMINATOR)
ANSWERS = (*COUNTS, Field.DONE, Field.DONE_ON)  # a value, as against a reason why there is none
TEXTS = (
    Field.IMPACT,
    Field.EFFECTIVENESS,
    Field.OWNERSHIP,
    Field.RELEVANCE,
    Field.OBSTACLE,
    Field.REVISION,
    Field.EXPLANATION,
    Field.EVIDENCE,
    Field.DEVIATION,
)
TEXTS_OF_FIRST = (  # beside actions and measures in forms of the first version; those of today do not show them
    Field.IMPACT,
    Field.EFFECTIVENESS,
    Field.OWNERSHIP,
    Field.RELEVANCE,
    Field.OBSTACLE,
    Field.REVISION,
    Field.EVIDENCE,
)
AMOUNTS = (Field.PLANNED, Field.SPENT)
MONEY = (*AMOUNTS, Field.MONEY_SOURCE, Field.NO_MONEY)
GOAL_QUESTIONS = (  # three of them a year for each goal and unit, in turn
    (Field.IMPACT, Field.EFFECTIVENESS, Field.OBSTACLE),
    (Field.OWNERSHIP, Field.RELEVANCE, Field.REVISION),
)
ON_REQUEST = (  # columns of a form that was sent back, of a row answered before, or of a CSV
    Field.CONFIRMED,
    Field.PUBLISH_EVIDENCE,
    Field.CORRECTION,
    Field.PUBLISH_REASON,
)
ASKED_ONCE = (Field.LAST_MONTH, Field.MAY_PUBLISH, Field.PUBLISH_REASON)  # of a sheet, for all its rows
OF_A_CORRECTION = (Field.CORRECTION, Field.PUBLISH_REASON)  # never stored as results: they go into the log

ABOUT_A_VALUE = (Field.MISSING, Field.EXPLANATION, Field.DEVIATION)
ABOUT_AN_ACTION = (Field.STATUS, Field.EXPLANATION)
ABOUT_AN_UNDERTAKING = (Field.FEMALE, Field.MALE, Field.VALUE, Field.STATUS, Field.EXPLANATION)
# What forms of the first version asked in each row.
FIRST_OF_A_VALUE = (
    Field.MISSING,
    Field.LAST_MONTH,
    Field.CONFIRMED,
    Field.EXPLANATION,
    Field.EVIDENCE,
    Field.MAY_PUBLISH,
    Field.CORRECTION,
)
FIRST_OF_AN_ACTION = (
    Field.STATUS,
    Field.IMPACT,
    Field.EFFECTIVENESS,
    Field.OWNERSHIP,
    Field.RELEVANCE,
    Field.OBSTACLE,
    Field.REVISION,
    Field.EXPLANATION,
    Field.EVIDENCE,
    Field.MAY_PUBLISH,
    Field.CORRECTION,
)
FIRST_OF_AN_UNDERTAKING = (
    Field.FEMALE,
    Field.MALE,
    Field.VALUE,
    Field.STATUS,
    Field.EXPLANATION,
    Field.EVIDENCE,
    Field.MAY_PUBLISH,
    Field.CORRECTION,
)


@dataclass(frozen=True)
class AskedRow:
    """A row of a form: its identity, and the fields that stand open in it.

    first      fields that stood open in it in forms of the first version
    accepted   all fields that are taken, wherever they stand
    """

    key: RowKey
    fields: tuple[Field, ...]
    first: tuple[Field, ...] = ()

    @property
    def accepted(self) -> frozenset[Field]:
        """The fields that are taken from a form or a CSV."""
        return frozenset((*self.fields, *self.first, *(() if self.key.is_part else (*ON_REQUEST, *ASKED_ONCE))))


def rows_of_measure(measure: PlanMeasure, mahalles: Mapping[str, str]) -> Iterator[AskedRow]:
    """The row of a measure, then those of its breakdowns in their fixed order."""
    counts = value_fields(measure)
    yield AskedRow(RowKey(Subject.MEASURE, measure.id), counts + ABOUT_A_VALUE, counts + FIRST_OF_A_VALUE)
    for breakdown in measure.breakdowns:
        for category in categories(breakdown, mahalles):
            yield AskedRow(RowKey(Subject.MEASURE, measure.id, breakdown.value, category), counts, counts)


def row_of_action(action: Action) -> AskedRow:
    """The row of an action: its status, and a sentence."""
    return AskedRow(RowKey(Subject.ACTION, action.id), ABOUT_AN_ACTION, FIRST_OF_AN_ACTION)


def row_of_money(action: Action) -> AskedRow:
    """The row of an action on the sheet of money."""
    return AskedRow(RowKey(Subject.ACTION, action.id), MONEY)


def row_of_goal(goal: Goal, turn: int) -> AskedRow:
    """The row of a goal: three of the plan's questions, the others in the next turn."""
    return AskedRow(RowKey(Subject.GOAL, goal.id), GOAL_QUESTIONS[turn % len(GOAL_QUESTIONS)])


def row_of_undertaking(undertaking: Undertaking) -> AskedRow:
    """The row of an undertaking: its status, and a count where it has one (trainings, meetings, staff by sex)."""
    key = RowKey(Subject.UNDERTAKING, undertaking.id)
    return AskedRow(key, ABOUT_AN_UNDERTAKING, FIRST_OF_AN_UNDERTAKING)


def value_fields(measure: PlanMeasure) -> tuple[Field, ...]:
    """The cells in which the value of a measure stands."""
    if is_milestone(measure):
        return (Field.DONE, Field.DONE_ON)
    if measure.kind == MeasureKind.RATIO_OF_COUNTS:
        return (Field.NUMERATOR, Field.DENOMINATOR)
    if is_women_only(measure):
        return (Field.FEMALE,)
    if Breakdown.SEX in measure.breakdowns:
        return (Field.FEMALE, Field.MALE, Field.VALUE)
    return (Field.VALUE,)


def is_milestone(measure: PlanMeasure) -> bool:
    """Whether it is done or not done, with a date."""
    return measure.kind in (MeasureKind.MILESTONE, MeasureKind.REPORT)


def is_women_only(measure: PlanMeasure) -> bool:
    """Whether its words count women only."""
    return measure.breakdowns.get(Breakdown.SEX) == BreakdownBasis.FEMALE_ONLY


def is_percent(measure: PlanMeasure) -> bool:
    """Whether its value is typed as a percentage."""
    return measure.unit == MeasureUnit.PERCENT and measure.kind != MeasureKind.RATIO_OF_COUNTS


def categories(breakdown: Breakdown, mahalles: Mapping[str, str]) -> dict[str, str]:
    """The categories of a breakdown with their names for readers; empty for sex, which has columns of its own."""
    if breakdown == Breakdown.MONTH:
        return {month: _(name) for month, name in zip(MONTHS, _MONTH_NAMES, strict=True)}
    known = {
        Breakdown.MAHALLE: dict(mahalles),
        Breakdown.AGE: {group.value: group.label for group in AgeGroup},
        Breakdown.DISABILITY: {answer.value: answer.label for answer in Disability},
    }.get(breakdown, {})
    return known | {UNKNOWN: _(_UNKNOWN_LABEL)} if known else {}


class Kind(StrEnum):
    """What a cell may hold."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    TEXT = "text"


class UnitReason(Term):
    """The reasons a unit may give for having no value; protecting small counts is not the unit's to decide."""

    NOT_REPORTED = Missing.NOT_REPORTED.value, Missing.NOT_REPORTED.name_for_readers
    NOT_COLLECTED = Missing.NOT_COLLECTED.value, Missing.NOT_COLLECTED.name_for_readers
    NOT_APPLICABLE = Missing.NOT_APPLICABLE.value, Missing.NOT_APPLICABLE.name_for_readers


_KINDS = {
    **dict.fromkeys(COUNTS, Kind.COUNT),
    **dict.fromkeys(AMOUNTS, Kind.MONEY),
    Field.DONE_ON: Kind.DATE,
    Field.LAST_MONTH: Kind.MONTH,
    **dict.fromkeys((Field.DONE, Field.MISSING, Field.CONFIRMED, Field.STATUS), Kind.CHOICE),
    **dict.fromkeys((Field.MAY_PUBLISH, Field.PUBLISH_EVIDENCE, Field.PUBLISH_REASON), Kind.CHOICE),
    **dict.fromkeys((Field.MONEY_SOURCE, Field.NO_MONEY), Kind.CHOICE),
}
_WORDS: dict[Field, type[Term]] = {
    Field.DONE: Answer,
    Field.MISSING: UnitReason,
    Field.CONFIRMED: Answer,
    Field.STATUS: ActionStatus,
    Field.MAY_PUBLISH: Answer,
    Field.PUBLISH_EVIDENCE: Answer,
    Field.PUBLISH_REASON: Answer,
    Field.MONEY_SOURCE: MoneySource,
    Field.NO_MONEY: NoMoney,
}


def kind_of(which: Field, measure: PlanMeasure | None) -> Kind:
    """What the cells of a field hold, in the row of a measure or of an action."""
    if which == Field.VALUE and measure is not None and is_percent(measure):
        return Kind.PERCENT
    return _KINDS.get(which, Kind.TEXT)


def words_of(which: Field) -> type[Term]:
    """The closed list of a field of choice."""
    return _WORDS[which]


def in_words(which: Field, value: str) -> str:
    """A stored value as readers see it: words of a closed list by their name."""
    return words_of(which)(value).label if value and kind_of(which, None) == Kind.CHOICE else value


def rule_of(which: Field, measure: PlanMeasure | None) -> Callable[[SentCell], str]:
    """The rule of the grammar that reads a field."""
    kind = kind_of(which, measure)
    if kind == Kind.CHOICE:
        return cells.choice(words_of(which))
    return {
        Kind.COUNT: cells.count,
        Kind.PERCENT: cells.percentage,
        Kind.MONEY: cells.money,
        Kind.DATE: cells.day,
        Kind.MONTH: cells.month,
        Kind.TEXT: cells.text,
    }[kind]

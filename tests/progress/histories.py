"""Short ways to write the histories, rules and targets of the tests."""

from __future__ import annotations

from fractions import Fraction

from yeep_analysis.progress import Assessment, Observation, Rule, Target, assess
from yeep_analysis.words.terms import Direction, MeasureKind, Missing

FLOW_UP = Rule(MeasureKind.YEARLY_FLOW, Direction.INCREASE)
FLOW_DOWN = Rule(MeasureKind.YEARLY_FLOW, Direction.DECREASE)
FLOW_OPEN = Rule(MeasureKind.YEARLY_FLOW, Direction.NONE)
STOCK_UP = Rule(MeasureKind.STOCK, Direction.INCREASE)
STOCK_DOWN = Rule(MeasureKind.STOCK, Direction.DECREASE)
RATE = Rule(MeasureKind.COMPLETION_RATE, Direction.REACH)
RATIO_UP = Rule(MeasureKind.RATIO_OF_COUNTS, Direction.INCREASE)
MILESTONE = Rule(MeasureKind.MILESTONE, Direction.REACH)
REPORT = Rule(MeasureKind.REPORT, Direction.REACH)


def seen(year: int, what: object) -> Observation:
    """A number, a reason, or the two counts of a ratio."""
    if isinstance(what, Missing):
        return Observation(year, missing=what)
    if isinstance(what, tuple):
        return Observation(year, numerator=what[0], denominator=what[1])
    return Observation(year, Fraction(what))


def history(values: dict[int, object], *, partial: tuple[int, ...] = ()) -> list[Observation]:
    """``{2022: 3, 2023: Missing.NOT_COLLECTED, 2024: (1, 4)}``; the years of ``partial`` were not over."""
    made = [seen(year, what) for year, what in values.items()]
    return [
        Observation(one.year, one.value, one.numerator, one.denominator, one.missing, one.year in partial)
        for one in made
    ]


def said(
    values: dict[int, object],
    rule: Rule,
    year: int = 2025,
    target: Target | None = None,
    *,
    partial: tuple[int, ...] = (),
) -> Assessment:
    """The assessment of a history written as above."""
    return assess(history(values, partial=partial), rule, year, target)


def status(*args, **kwargs) -> tuple[str, str | None]:
    """Status and reason, as plain words."""
    one = said(*args, **kwargs)
    return one.status.value, one.reason and one.reason.value


def path(*args, **kwargs) -> tuple[str, str | None]:
    """The same of the way to the target."""
    one = said(*args, **kwargs)
    return one.path_status.value, one.path_reason and one.path_reason.value

"""The same year under several methods: would another one have said something else?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from yeep_analysis.progress.assessment import judge, side
from yeep_analysis.progress.history import History, Rule, known
from yeep_analysis.progress.observations import Observation
from yeep_analysis.words.terms import MeasureKind, Method, Status

COMPARED = (Status.TOWARD, Status.NO_CHANGE, Status.AWAY)
RISE, FALL = Fraction(101, 100), Fraction(99, 100)  # 1 % a year
SMALLEST_BASE = 20  # below it a growth rate says little: from 4 to 12 is 44 % a year over three years
SMALLEST_TREND = 3  # values


def sensitivity(history: Iterable[Observation], rule: Rule, year: int) -> dict[Method, Status | None]:
    """What each method says of a year: toward, no change, away; None where it may not be used.

    Formula  this report's method: see ``judge``; direction only: the sign of value - baseline; linear trend: the sign
             of the least-squares slope through all values; growth rate: (value / baseline)^(1 / years) - 1, a rise from
             1 %, a fall from -1 %, compared without taking the root
    Raises   `MeasureError` where a year stands twice, or where a value cannot be one of its kind
    Source   Eurostat, Sustainable development in the European Union (growth rate, method for indicators without a
             target); its use on small counts is refused
    """
    seen = known(history, rule, year)
    guided, _reason = judge(seen)
    if guided not in COMPARED or seen.ends_within_a_year:
        return dict.fromkeys(Method)
    return {
        Method.GUIDED: guided,
        Method.DIRECTION_ONLY: side(seen.now.value - seen.baseline.value, rule),
        Method.LINEAR: _linear(seen),
        Method.GROWTH_RATE: _growth_rate(seen),
    }


def changes(answers: Mapping[Method, Status | None]) -> bool:
    """Whether the methods that answer do not all say the same."""
    return len({answer for answer in answers.values() if answer is not None}) > 1


def _linear(history: History) -> Status | None:
    points = [(one.year, one.value) for one in history.bases]
    if len(points) < SMALLEST_TREND:
        return None
    middle = Fraction(sum(year for year, _value in points), len(points))
    # The slope is this sum divided by one that is above 0; its sign is enough.
    return side(sum((year - middle) * value for year, value in points), history.rule)


def _growth_rate(history: History) -> Status | None:
    baseline, now = history.baseline, history.now
    is_share = history.rule.kind in (MeasureKind.COMPLETION_RATE, MeasureKind.RATIO_OF_COUNTS)
    if is_share or baseline.value < SMALLEST_BASE or len(history.bases) < SMALLEST_TREND:
        return None
    years, grown = now.year - baseline.year, now.value / baseline.value
    if FALL**years < grown < RISE**years:
        return Status.NO_CHANGE
    return side(grown - 1, history.rule)

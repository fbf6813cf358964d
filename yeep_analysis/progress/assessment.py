"""The assessment of one measure in one year: what changed, what that says, and where it lies on the way to a target.

And the same year under several methods: would another one have said something else?
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt

from yeep_analysis.progress.observations import History, Observation, Rule, Target, known
from yeep_analysis.statistics.exact import counts_differ, shares_differ
from yeep_analysis.words.terms import MeasureKind, Method, Missing, PathStatus, Reason, Status

COMPARED = (Status.TOWARD, Status.NO_CHANGE, Status.AWAY)
RISE, FALL = Fraction(101, 100), Fraction(99, 100)  # 1 % a year
SMALLEST_BASE = 20  # below it a growth rate says little: from 4 to 12 is 44 % a year over three years
SMALLEST_TREND = 3  # values


@dataclass(frozen=True)
class TargetPath:
    """Where a value lies on the way to its target.

    path_base_year, path_base   from where the way is counted
    progress                    the part of the way that is behind: below 0 and above 1 are told as they are
    expected                    the part that would be behind on a straight path, 0 to 1
    """

    path_status: PathStatus
    path_reason: Reason | None = None
    path_base_year: int | None = None
    path_base: Fraction | None = None
    progress: Fraction | None = None
    expected: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class Assessment(TargetPath):
    """What is said of one measure in one year; the fields of the way to the target come from ``TargetPath``.

    baseline, previous   the first value, and the newest one before this year, each with its year
    change               value - baseline; ``previous_change``: value - previous; ``relative_change``: change / baseline
    target               the level to be reached, where one was set by this year
    """

    year: int
    baseline_year: int | None
    baseline: Fraction | None
    previous_year: int | None
    previous: Fraction | None
    value: Fraction | None
    numerator: int | None
    denominator: int | None
    change: Fraction | None
    previous_change: Fraction | None
    relative_change: Fraction | None
    is_partial: bool
    missing: Missing | None
    status: Status
    reason: Reason | None
    target: Fraction | None

    @property
    def capped_progress(self) -> Fraction | None:
        """Progress within 0 and 1: only for averages, where one measure must not outweigh the others."""
        return None if self.progress is None else min(max(self.progress, Fraction(0)), Fraction(1))

    @property
    def is_reached(self) -> bool:
        """Whether what was wanted is there: the target; without one that can be judged, a change toward it, or done."""
        if self.path_status == PathStatus.NO_TARGET or self.path_reason == Reason.TARGET_ON_WRONG_SIDE:
            return self.status in (Status.TOWARD, Status.DONE)
        return self.path_status == PathStatus.MET

    @property
    def is_answered(self) -> bool:
        """Whether the year was reported on: by a value, by 0 of 0, or by a reason why there is none."""
        return self.missing != Missing.NOT_REPORTED


Assessments = Mapping[str, Assessment]  # by the id of the measure, all of one year


def assess(history: Iterable[Observation], rule: Rule, year: int, target: Target | None = None) -> Assessment:
    """What is said of a measure in a year, from what was known of it then. All arithmetic is exact.

    Parameters
    ----------
    history : one observation a year, in any order
    rule : how the values are read
    year : the one that is assessed
    target : a level to be reached; one that was set later does not count

    Returns
    -------
    Assessment: value, baseline, change, status, progress to the target

    Raises
    ------
    MeasureError
        where a year stands twice, or where a value cannot be one of its kind

    Notes
    -----
    See ``judge``, ``is_clear`` and ``target_path``.

    Examples
    --------
    >>> from yeep_analysis.words.terms import Direction, MeasureKind
    >>> history = [Observation(2023, value=10), Observation(2024, value=40)]
    >>> assess(history, Rule(MeasureKind.YEARLY_FLOW, Direction.INCREASE), 2024).status.value
    'toward'
    """
    seen = known(history, rule, year)
    now = seen.now
    status, reason = judge(seen)
    return Assessment(
        year=year,
        value=now.value,
        numerator=now.numerator,
        denominator=now.denominator,
        is_partial=now.is_partial,
        missing=now.missing,
        status=status,
        reason=reason,
        target=target.value if target and target.set_in <= year else None,
        **_since(seen),
        **vars(target_path(seen, target)),
    )


def judge(history: History) -> tuple[Status, Reason | None]:
    """The status of the assessed year, and why where that needs saying: the first rule that fits."""
    now, baseline = history.now, history.baseline
    if history.rule.is_milestone:
        return _milestone(history)
    if now.value is None:
        return Status.NO_DATA, now.reason
    if history.rule.sign == 0:
        return Status.NO_DIRECTION, None
    if history.ends_within_a_year:
        return _within_a_year(history)
    if baseline.year == now.year:
        return Status.BASE_YEAR, None
    change = now.value - baseline.value
    if change == 0:
        return Status.NO_CHANGE, None
    if not is_clear(history.rule.kind, baseline, now):
        return Status.NO_CHANGE, Reason.SMALL_CHANGE
    return side(change, history.rule), None


def side(change: Fraction, rule: Rule) -> Status:
    """Whether a change goes where the plan wants it."""
    wanted = change * rule.sign
    if wanted == 0:
        return Status.NO_CHANGE
    return Status.TOWARD if wanted > 0 else Status.AWAY


def _milestone(history: History) -> tuple[Status, Reason | None]:
    """Done stays done: a year without a report takes it from the newest report before."""
    now, previous = history.now, history.previous
    if now.value is not None:
        return (Status.DONE if now.value else Status.NOT_DONE), None
    if now.reason == Reason.NOT_REPORTED and previous and previous.value:
        return Status.DONE, Reason.DONE_EARLIER
    return Status.NO_DATA, now.reason


def _within_a_year(history: History) -> tuple[Status, Reason | None]:
    """A count of a year that is not over says something once it is a clear rise: it can only grow."""
    now, baseline = history.now, history.baseline
    if baseline and now.value > baseline.value and is_clear(history.rule.kind, baseline, now):
        return side(now.value - baseline.value, history.rule), None
    return Status.NOT_COMPUTABLE, Reason.PARTIAL_YEAR


def _since(history: History) -> dict[str, Fraction | int | None]:
    """What the value is compared with, and the changes."""
    baseline, previous = history.baseline, history.previous
    change = _change(history, baseline)
    return {
        "baseline_year": baseline and baseline.year,
        "baseline": baseline and baseline.value,
        "previous_year": previous and previous.year,
        "previous": previous and previous.value,
        "change": change,
        "previous_change": _change(history, previous),
        "relative_change": change / baseline.value if change is not None and baseline.value else None,
    }


def _change(history: History, base: Observation | None) -> Fraction | None:
    """The change since a base; None where there is nothing to compare, or where the comparison would mislead."""
    is_compared = not (history.rule.is_milestone or history.ends_within_a_year)
    if not is_compared or history.now.value is None or base is None or base.year == history.year:
        return None
    return history.now.value - base.value


# --- when a change is clear --------------------------------------------------


def is_clear(kind: MeasureKind, before: Observation, after: Observation) -> bool:
    """Whether the change between two values of a measure is more than chance.

    Formula  counts within a year: exact conditional test of two Poisson counts; ratios: Fisher's exact test of their
             counts; both two-sided, p ≤ 1/20; states and completion rates are complete counts: every change is clear
    Source   Przyborowski and Wilenski (1940), Biometrika 31: 313-323; Fisher (1935), Journal of the Royal Statistical
             Society 98: 39-82
    """
    if kind == MeasureKind.YEARLY_FLOW:
        return counts_differ(int(before.value), int(after.value))
    if kind == MeasureKind.RATIO_OF_COUNTS:
        return shares_differ((before.numerator, before.denominator), (after.numerator, after.denominator))
    return before.value != after.value


def smallest_clear_rise(before: int) -> int:
    """The smallest count that is a clear rise from ``before``: 6 from 0, 8 from 1, 23 from 10.

    The larger the count, the clearer the rise, so the border is found by halving, near that of the normal distribution.

    Parameters
    ----------
    before : the earlier count

    Returns
    -------
    int, the later count

    Examples
    --------
    >>> [smallest_clear_rise(before) for before in (0, 1, 10)]
    [6, 8, 23]
    """
    low = high = before + isqrt(768 * before // 100) + 5
    while low > before and counts_differ(before, low):
        low -= 4
    while not counts_differ(before, high):
        high += 4
    rises = range(max(low, before), high + 1)
    return rises[bisect_left(rises, True, key=lambda after: counts_differ(before, after))]


# --- the way to the target ---------------------------------------------------


def target_path(history: History, target: Target | None) -> TargetPath:
    """Where the assessed value lies on the way to its target.

    Formula  progress = (value - base) / (target - base); expected = (years since the base) / (years to the target), at
             most 1; met from progress 1, on the path from progress = expected; where the way cannot be told, only
             whether the target is reached
    """
    if target is None or history.rule.is_milestone:
        return TargetPath(PathStatus.NO_TARGET)
    if history.year < target.set_in:
        return TargetPath(PathStatus.NO_TARGET, Reason.NOT_YET_SET)
    if target.sign(history.rule) == 0:
        return TargetPath(PathStatus.NOT_COMPUTABLE, Reason.NO_DIRECTION)
    if history.rule.sign == 0:
        return _without_way(history, target, Reason.NO_DIRECTION)
    base = _base(history, target)
    if base is None and target.base_year is None and history.now.value is None:
        return TargetPath(PathStatus.NO_DATA)
    if base is None:
        return _without_way(history, target, Reason.NO_BASE)
    return replace(_from_base(history, target, base), path_base_year=base.year, path_base=base.value)


def _base(history: History, target: Target) -> Observation | None:
    """The named base; without one the newest value when the target was set, else the first one after."""
    if target.base_year is not None:
        return next((one for one in history.bases if one.year == target.base_year), None)
    until = [one for one in history.bases if one.year <= target.set_in]
    return until[-1] if until else history.baseline


def _from_base(history: History, target: Target, base: Observation) -> TargetPath:
    way = (target.value - base.value) * history.rule.sign
    if target.year > base.year and way < 0:
        return TargetPath(PathStatus.NOT_COMPUTABLE, Reason.TARGET_ON_WRONG_SIDE)
    if history.now.value is None:
        return TargetPath(PathStatus.NO_DATA)
    if target.year <= base.year:
        return _without_way(history, target, Reason.TARGET_YEAR_NOT_AFTER_BASE)
    expected = min(Fraction(1), Fraction(history.year - base.year, target.year - base.year))
    here = _kept(history, target) if way == 0 else _on_the_way(history, target, base, expected)
    return replace(here, expected=expected)


def _kept(history: History, target: Target) -> TargetPath:
    """A target that was met at its base: it is kept, or it is not."""
    meets = _meets(history, target)
    if meets is None:
        return TargetPath(PathStatus.NOT_COMPUTABLE, Reason.PARTIAL_YEAR)
    return TargetPath(PathStatus.MET if meets else PathStatus.BEHIND, Reason.MET_AT_BASE)


def _without_way(history: History, target: Target, reason: Reason) -> TargetPath:
    """Reached or not, where the way there cannot be judged; before the target's year only what is reached."""
    meets = _meets(history, target)
    if meets:
        return TargetPath(PathStatus.MET, reason)
    if history.now.value is None or history.year < target.year:
        return TargetPath(PathStatus.NOT_COMPUTABLE, reason)
    if meets is None:
        return TargetPath(PathStatus.NOT_COMPUTABLE, Reason.PARTIAL_YEAR)
    return TargetPath(PathStatus.NOT_MET, reason)


def _meets(history: History, target: Target) -> bool | None:
    """Whether the value is at or beyond its target; None where that cannot be told, or not yet."""
    if history.now.value is None:
        return None
    sign = target.sign(history.rule)
    meets = (history.now.value - target.value) * sign >= 0
    # Until the year ends a count only grows: what is reached stays reached, what is exceeded stays exceeded.
    return None if history.ends_within_a_year and meets == (sign < 0) else meets


def _on_the_way(history: History, target: Target, base: Observation, expected: Fraction) -> TargetPath:
    progress = (history.now.value - base.value) / (target.value - base.value)
    if history.ends_within_a_year and not (progress >= 1 and history.rule.sign > 0):
        return TargetPath(PathStatus.NOT_COMPUTABLE, Reason.PARTIAL_YEAR)
    return TargetPath(_place(progress, expected), progress=progress)


def _place(progress: Fraction, expected: Fraction) -> PathStatus:
    if progress >= 1:
        return PathStatus.MET
    if progress >= expected:
        return PathStatus.ON_PATH
    if progress > 0:
        return PathStatus.BEHIND
    return PathStatus.NO_CHANGE if progress == 0 else PathStatus.AWAY


# --- other methods -----------------------------------------------------------


def sensitivity(history: Iterable[Observation], rule: Rule, year: int) -> dict[Method, Status | None]:
    """What each method says of a year: toward, no change, away; None where it may not be used.

    Parameters
    ----------
    history : one observation a year, in any order
    rule : how the values are read
    year : the one that is assessed

    Returns
    -------
    dict, a status for each method

    Raises
    ------
    MeasureError
        where a year stands twice, or where a value cannot be one of its kind

    Notes
    -----
    This report's method: see ``judge``; direction only: the sign of value - baseline; linear trend: the sign of the
    least-squares slope through all values; growth rate: (value / baseline)^(1 / years) - 1, a rise from 1 %, a fall
    from -1 %, compared without taking the root.

    References
    ----------
    Eurostat, Sustainable development in the European Union (growth rate, method for indicators without a target); its
    use on small counts is refused

    Examples
    --------
    >>> from yeep_analysis.words.terms import Direction, MeasureKind
    >>> history = [Observation(2023, value=10), Observation(2024, value=40)]
    >>> found = sensitivity(history, Rule(MeasureKind.YEARLY_FLOW, Direction.INCREASE), 2024)
    >>> found[Method.GUIDED].value
    'toward'
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
    """Whether the methods that answer do not all say the same.

    Parameters
    ----------
    answers : what `sensitivity` returned

    Returns
    -------
    bool

    Examples
    --------
    >>> changes({"one": "toward", "another": None}), changes({"one": "toward", "another": "away"})
    (False, True)
    """
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

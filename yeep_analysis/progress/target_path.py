"""The straight path from a base to a target, and where a year's value lies beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from yeep_analysis.progress.history import History
from yeep_analysis.progress.observations import Observation, Target
from yeep_analysis.words.terms import PathStatus, Reason


@dataclass(frozen=True)
class Path:
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


def target_path(history: History, target: Target | None) -> Path:
    """Where the assessed value lies on the way to its target.

    Formula  progress = (value - base) / (target - base); expected = (years since the base) / (years to the target), at
             most 1; met from progress 1, on the path from progress = expected
    """
    if target is None or history.rule.is_milestone:
        return Path(PathStatus.NO_TARGET)
    if history.year < target.set_in:
        return Path(PathStatus.NO_TARGET, Reason.NOT_YET_SET)
    if history.rule.sign == 0:
        return Path(PathStatus.NOT_COMPUTABLE, Reason.NO_DIRECTION)
    base = _base(history, target)
    if base is None and target.base_year is None and history.now.value is None:
        return Path(PathStatus.NO_DATA)
    if base is None:
        return Path(PathStatus.NOT_COMPUTABLE, Reason.NO_BASE)
    return replace(_from_base(history, target, base), path_base_year=base.year, path_base=base.value)


def _base(history: History, target: Target) -> Observation | None:
    """The named base; without one the newest value when the target was set, else the first one after."""
    if target.base_year is not None:
        return next((one for one in history.bases if one.year == target.base_year), None)
    until = [one for one in history.bases if one.year <= target.set_in]
    return until[-1] if until else history.baseline


def _from_base(history: History, target: Target, base: Observation) -> Path:
    way = (target.value - base.value) * history.rule.sign
    if target.year <= base.year:
        return Path(PathStatus.NOT_COMPUTABLE, Reason.TARGET_YEAR_NOT_AFTER_BASE)
    if way < 0:
        return Path(PathStatus.NOT_COMPUTABLE, Reason.TARGET_ON_WRONG_SIDE)
    if history.now.value is None:
        return Path(PathStatus.NO_DATA)
    expected = min(Fraction(1), Fraction(history.year - base.year, target.year - base.year))
    here = _kept(history, target) if way == 0 else _on_the_way(history, target, base, expected)
    return replace(here, expected=expected)


def _kept(history: History, target: Target) -> Path:
    """A target that was met at its base: it is kept, or it is not."""
    sign = history.rule.sign
    meets = (history.now.value - target.value) * sign >= 0
    # Until the year ends a count only grows: what is reached stays reached, what is exceeded stays exceeded.
    is_open = history.ends_within_a_year and meets == (sign < 0)
    if is_open:
        return Path(PathStatus.NOT_COMPUTABLE, Reason.PARTIAL_YEAR)
    return Path(PathStatus.MET if meets else PathStatus.BEHIND, Reason.MET_AT_BASE)


def _on_the_way(history: History, target: Target, base: Observation, expected: Fraction) -> Path:
    progress = (history.now.value - base.value) / (target.value - base.value)
    if history.ends_within_a_year and not (progress >= 1 and history.rule.sign > 0):
        return Path(PathStatus.NOT_COMPUTABLE, Reason.PARTIAL_YEAR)
    return Path(_place(progress, expected), progress=progress)


def _place(progress: Fraction, expected: Fraction) -> PathStatus:
    if progress >= 1:
        return PathStatus.MET
    if progress >= expected:
        return PathStatus.ON_PATH
    if progress > 0:
        return PathStatus.BEHIND
    return PathStatus.NO_CHANGE if progress == 0 else PathStatus.AWAY

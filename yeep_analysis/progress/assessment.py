"""The assessment of one measure in one year: what changed, what that says, and where it lies on the way to a target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from yeep_analysis.progress.clear_change import is_clear
from yeep_analysis.progress.history import History, Rule, known
from yeep_analysis.progress.observations import Observation, Target
from yeep_analysis.progress.target_path import Path, target_path
from yeep_analysis.words.terms import Missing, Reason, Status


@dataclass(frozen=True, kw_only=True)
class Assessment(Path):
    """What is said of one measure in one year; the fields of the way to the target come from ``Path``.

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
    def is_answered(self) -> bool:
        """Whether the year was reported on: by a value, by 0 of 0, or by a reason why there is none."""
        return self.missing != Missing.NOT_REPORTED


def assess(history: Iterable[Observation], rule: Rule, year: int, target: Target | None = None) -> Assessment:
    """What is said of a measure in a year, from what was known of it then.

    Formula  see ``judge``, ``is_clear`` and ``target_path``; all arithmetic is exact
    Raises   `MeasureError` where a year stands twice, or where a value cannot be one of its kind
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

"""When a change is clear: larger than chance alone would make it."""

from __future__ import annotations

from bisect import bisect_left

from yeep_analysis.progress.observations import Observation
from yeep_analysis.statistics.two_counts import counts_differ
from yeep_analysis.statistics.two_shares import shares_differ
from yeep_analysis.words.terms import MeasureKind


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

    The larger the count, the clearer the rise, so the border is found by halving.
    """
    width = 8
    while not counts_differ(before, before + width):
        width *= 2
    rises = range(before, before + width + 1)
    return rises[bisect_left(rises, True, key=lambda after: counts_differ(before, after))]

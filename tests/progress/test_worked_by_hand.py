"""Every kind of year, with its status worked out by hand."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

from progress.histories import (
    FLOW_DOWN,
    FLOW_OPEN,
    FLOW_UP,
    MILESTONE,
    RATE,
    RATIO_UP,
    REPORT,
    STOCK_DOWN,
    STOCK_UP,
    history,
    said,
    status,
)
from yeep_analysis.progress import Rule, assess
from yeep_analysis.words.terms import Direction, MeasureKind, Missing

N_R, N_C, N_A, SUP = Missing.NOT_REPORTED, Missing.NOT_COLLECTED, Missing.NOT_APPLICABLE, Missing.SUPPRESSED

WORKED = {
    # 0 to 6: 2 · (1/2)^6 = 1/32 is at most 1/20; 0 to 5: 1/16 is not
    "from zero, clear": ({2022: 0, 2025: 6}, FLOW_UP, ("toward", None)),
    "from zero, small": ({2022: 0, 2025: 5}, FLOW_UP, ("no_change", "small_change")),
    # 1 to 8: 2 · (1 + 9) / 2^9 = 20/512 = 0.039; 1 to 7: 2 · (1 + 8) / 2^8 = 18/256 = 0.070
    "from one, clear": ({2022: 1, 2025: 8}, FLOW_UP, ("toward", None)),
    "from one, small": ({2022: 1, 2025: 7}, FLOW_UP, ("no_change", "small_change")),
    "a fall is as clear as its rise": ({2022: 8, 2025: 1}, FLOW_UP, ("away", None)),
    "a falling indicator that falls": ({2022: 8, 2025: 1}, FLOW_DOWN, ("toward", None)),
    "a falling indicator that rises": ({2022: 1, 2025: 8}, FLOW_DOWN, ("away", None)),
    "a falling indicator, small fall": ({2022: 8, 2025: 2}, FLOW_DOWN, ("no_change", "small_change")),
    "the same count": ({2022: 7, 2025: 7}, FLOW_UP, ("no_change", None)),
    "zero and zero": ({2022: 0, 2025: 0}, FLOW_UP, ("no_change", None)),
    "one year only": ({2025: 7}, FLOW_UP, ("base_year", None)),
    "one year only, zero": ({2025: 0}, STOCK_DOWN, ("base_year", None)),
    # a state is a complete count: one centre more is one more
    "one centre more": ({2022: 3, 2025: 4}, STOCK_UP, ("toward", None)),
    "one centre less": ({2022: 3, 2025: 2}, STOCK_UP, ("away", None)),
    "one less of what shall be less": ({2022: 3, 2025: 2}, STOCK_DOWN, ("toward", None)),
    "a building at 40 %, then at 40.5 %": ({2022: 40, 2025: Fraction(81, 2)}, RATE, ("toward", None)),
    "a building at 40 %, then at 35 %": ({2022: 40, 2025: 35}, RATE, ("away", None)),
    # 0 of 5 and 5 of 5: the two corners, 2 / C(10, 5) = 2/252
    "a ratio, clear": ({2022: (0, 5), 2025: (5, 5)}, RATIO_UP, ("toward", None)),
    # 0 of 3 and 3 of 3: 2 / C(6, 3) = 1/10
    "a ratio, small": ({2022: (0, 3), 2025: (3, 3)}, RATIO_UP, ("no_change", "small_change")),
    "a ratio, the same from other counts": ({2022: (1, 2), 2025: (50, 100)}, RATIO_UP, ("no_change", None)),
    # 0 of 19 and 1 of 1: C(19, 0) · C(1, 1) of C(20, 1), 1/20 exactly
    "a ratio at the border": ({2022: (0, 19), 2025: (1, 1)}, RATIO_UP, ("toward", None)),
    "a ratio just within": ({2022: (0, 18), 2025: (1, 1)}, RATIO_UP, ("no_change", "small_change")),
    "0 of 0": ({2022: (1, 2), 2025: (0, 0)}, RATIO_UP, ("no_data", "no_cases")),
    "0 of 0 is no base": ({2022: (0, 0), 2025: (1, 2)}, RATIO_UP, ("base_year", None)),
    "0 of 4 is a value": ({2022: (2, 4), 2025: (0, 4)}, RATIO_UP, ("no_change", "small_change")),
    # the first value with a value counts, not the newest: 5 to 15 is clear, 14 to 15 would not be
    "a gap between years": ({2020: 5, 2023: 14, 2025: 15}, FLOW_UP, ("toward", None)),
    "a reason stands before the first value": ({2020: N_C, 2021: 5, 2025: 15}, FLOW_UP, ("toward", None)),
    "no direction": ({2022: 3, 2025: 300}, FLOW_OPEN, ("no_direction", None)),
    "no direction, one year": ({2025: 300}, FLOW_OPEN, ("no_direction", None)),
    "no direction, no value": ({2022: 3}, FLOW_OPEN, ("no_data", "not_reported")),
    "nothing on record": ({}, FLOW_UP, ("no_data", "not_reported")),
    "nothing on record of the year": ({2022: 3}, FLOW_UP, ("no_data", "not_reported")),
    "not reported": ({2022: 3, 2025: N_R}, FLOW_UP, ("no_data", "not_reported")),
    "not collected": ({2022: 3, 2025: N_C}, FLOW_UP, ("no_data", "not_collected")),
    "not applicable": ({2022: 3, 2025: N_A}, FLOW_UP, ("no_data", "not_applicable")),
    "suppressed": ({2022: 3, 2025: SUP}, FLOW_UP, ("no_data", "suppressed")),
    "a true zero": ({2022: 9, 2025: 0}, FLOW_UP, ("away", None)),
    "later years are not known yet": ({2022: 0, 2025: 0, 2026: 60}, FLOW_UP, ("no_change", None)),
}

MILESTONES = {
    "done": ({2025: 1}, ("done", None)),
    "not done": ({2025: 0}, ("not_done", None)),
    "done after not done": ({2022: 0, 2025: 1}, ("done", None)),
    "done earlier, nothing on record": ({2023: 1}, ("done", "done_earlier")),
    "done earlier, not reported": ({2023: 1, 2025: N_R}, ("done", "done_earlier")),
    "done earlier, with a gap": ({2022: 0, 2023: 1, 2024: N_C}, ("done", "done_earlier")),
    "not done earlier": ({2023: 0}, ("no_data", "not_reported")),
    "the newest word counts": ({2022: 1, 2023: 0}, ("no_data", "not_reported")),
    "done earlier, taken back": ({2023: 1, 2025: 0}, ("not_done", None)),
    "done earlier, another reason": ({2023: 1, 2025: SUP}, ("no_data", "suppressed")),
    "nothing": ({}, ("no_data", "not_reported")),
    "done later": ({2026: 1}, ("no_data", "not_reported")),
}


@pytest.mark.parametrize("what", WORKED)
def test_the_status_is_the_one_worked_by_hand(what):
    values, rule, expected = WORKED[what]
    assert status(values, rule) == expected


@pytest.mark.parametrize("rule", [MILESTONE, REPORT])
@pytest.mark.parametrize("what", MILESTONES)
def test_a_milestone_is_done_or_not(what, rule):
    values, expected = MILESTONES[what]
    assert status(values, rule) == expected
    one = said(values, rule)
    assert (one.change, one.previous_change, one.relative_change) == (None, None, None)


PARTIAL = {
    # the year is not over: 15 after 5 is clear already, and it can only grow
    "a clear rise": ({2022: 5, 2025: 15}, FLOW_UP, (2025,), ("toward", None)),
    "a clear rise where less is wanted": ({2022: 5, 2025: 15}, FLOW_DOWN, (2025,), ("away", None)),
    "not yet clear": ({2022: 5, 2025: 14}, FLOW_UP, (2025,), ("not_computable", "partial_year")),
    "a fall says nothing yet": ({2022: 15, 2025: 0}, FLOW_UP, (2025,), ("not_computable", "partial_year")),
    "a fall where less is wanted says nothing": (
        {2022: 15, 2025: 0},
        FLOW_DOWN,
        (2025,),
        ("not_computable", "partial_year"),
    ),
    "the same count": ({2022: 7, 2025: 7}, FLOW_UP, (2025,), ("not_computable", "partial_year")),
    "nothing before": ({2025: 7}, FLOW_UP, (2025,), ("not_computable", "partial_year")),
    "nothing before but another such year": (
        {2024: 1, 2025: 70},
        FLOW_UP,
        (2024, 2025),
        ("not_computable", "partial_year"),
    ),
    "no direction": ({2022: 5, 2025: 15}, FLOW_OPEN, (2025,), ("no_direction", None)),
    "no value": ({2022: 5, 2025: N_R}, FLOW_UP, (2025,), ("no_data", "not_reported")),
    "a state is a state on any day": ({2022: 5, 2025: 6}, STOCK_UP, (2025,), ("toward", None)),
    "a state on any day may be the base": ({2022: 5, 2025: 6}, STOCK_UP, (2022,), ("toward", None)),
    "a state on any day, one year": ({2025: 6}, STOCK_UP, (2025,), ("base_year", None)),
    "a ratio counts as a state": ({2022: (0, 5), 2025: (5, 5)}, RATIO_UP, (2022, 2025), ("toward", None)),
    "a milestone done": ({2025: 1}, MILESTONE, (2025,), ("done", None)),
    # 2022 is no base: the first one is 2023, and from 12 to 15 is nothing
    "a year not over is no base": ({2022: 5, 2023: 12, 2025: 15}, FLOW_UP, (2022,), ("no_change", "small_change")),
}


@pytest.mark.parametrize("what", PARTIAL)
def test_a_year_that_is_not_over_says_only_what_it_can(what):
    values, rule, partial, expected = PARTIAL[what]
    assert status(values, rule, partial=partial) == expected


def test_a_flow_of_a_year_that_is_not_over_is_never_subtracted():
    one = said({2022: 5, 2024: 6, 2025: 15}, FLOW_UP, partial=(2025,))
    assert (one.value, one.is_partial) == (15, True)
    assert (one.baseline, one.previous) == (5, 6)
    assert (one.change, one.previous_change, one.relative_change) == (None, None, None)


def test_the_changes_are_told_with_their_years():
    one = said({2020: 8, 2021: N_C, 2023: 14, 2025: 20}, FLOW_UP)
    assert (one.baseline_year, one.baseline, one.previous_year, one.previous, one.value) == (2020, 8, 2023, 14, 20)
    # 20 - 8, 20 - 14, 12/8
    assert (one.change, one.previous_change, one.relative_change) == (12, 6, Fraction(3, 2))


def test_from_zero_there_is_no_relative_change():
    one = said({2022: 0, 2025: 6}, FLOW_UP)
    assert (one.change, one.relative_change) == (6, None)


def test_a_base_year_has_no_change():
    one = said({2025: 6}, FLOW_UP)
    assert (one.baseline_year, one.baseline, one.value) == (2025, 6, 6)
    assert (one.previous_year, one.previous, one.change, one.previous_change) == (None, None, None, None)


def test_what_is_missing_has_no_number_but_what_was_before_is_told():
    one = said({2022: 5, 2024: 6, 2025: SUP}, FLOW_UP)
    assert (one.baseline, one.previous, one.value, one.change, one.missing) == (5, 6, None, None, SUP)


def test_no_direction_tells_its_changes_all_the_same():
    one = said({2022: 5, 2025: 6}, FLOW_OPEN)
    assert (one.change, one.relative_change) == (1, Fraction(1, 5))


def test_a_corrected_baseline_counts_as_if_it_had_always_been_so():
    # 5 to 15 is clear; with 9 in the place of 5 it is not (9 to 22 would be)
    before, after = said({2022: 5, 2025: 15}, FLOW_UP), said({2022: 9, 2025: 15}, FLOW_UP)
    assert (before.status, before.change) == ("toward", 10)
    assert (after.status, after.reason, after.change, after.relative_change) == (
        "no_change",
        "small_change",
        6,
        Fraction(2, 3),
    )


def test_a_ratio_is_computed_from_its_counts_and_keeps_them():
    one = said({2022: (1, 3), 2025: (2, 3)}, RATIO_UP)
    assert (one.baseline, one.value, one.change) == (Fraction(100, 3), Fraction(200, 3), Fraction(100, 3))
    assert (one.numerator, one.denominator) == (2, 3)


def test_the_order_of_the_rows_does_not_matter():
    rows = history({2020: 8, 2023: 14, 2025: 20})
    assert assess(rows[::-1], FLOW_UP, 2025) == assess(rows, FLOW_UP, 2025)


def test_an_assessment_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        said({2025: 1}, FLOW_UP).value = Fraction(2)


def test_every_kind_and_direction_has_an_answer():
    for kind in MeasureKind:
        for direction in Direction:
            what = (1, 1) if kind == MeasureKind.RATIO_OF_COUNTS else 1
            assert said({2022: what, 2025: what}, Rule(kind, direction)).status != "no_data"

"""The way to a target, worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from progress.histories import FLOW_DOWN, FLOW_OPEN, FLOW_UP, MILESTONE, RATE, REPORT, STOCK_DOWN, STOCK_UP, path, said
from yeep_analysis.progress import Target
from yeep_analysis.words.terms import Missing

SUP = Missing.SUPPRESSED
# From 10 in 2022 to 30 in 2026: after 3 of 4 years 3/4 of the way are expected, which is 25.
UP = Target(2026, 30, set_in=2022)
DOWN = Target(2026, 2, set_in=2022)  # from 10: by 2025 down to 4
KEEP = Target(2026, 10, set_in=2022)  # met at its base of 10

WORKED = {
    "exactly on the path": ({2022: 10, 2025: 25}, STOCK_UP, UP, ("on_path", None)),
    "ahead of it": ({2022: 10, 2025: 29}, STOCK_UP, UP, ("on_path", None)),
    "reached": ({2022: 10, 2025: 30}, STOCK_UP, UP, ("met", None)),
    "overshot": ({2022: 10, 2025: 50}, STOCK_UP, UP, ("met", None)),
    "behind": ({2022: 10, 2025: 24}, STOCK_UP, UP, ("behind", None)),
    "not moved": ({2022: 10, 2025: 10}, STOCK_UP, UP, ("no_change", None)),
    "away": ({2022: 10, 2025: 9}, STOCK_UP, UP, ("away", None)),
    "no value, set before the first one": ({2022: 10}, STOCK_UP, Target(2026, 30, 2020), ("no_data", None)),
    "falling, on the path": ({2022: 10, 2025: 4}, STOCK_DOWN, DOWN, ("on_path", None)),
    "falling, behind": ({2022: 10, 2025: 5}, STOCK_DOWN, DOWN, ("behind", None)),
    "falling, reached": ({2022: 10, 2025: 2}, STOCK_DOWN, DOWN, ("met", None)),
    "falling, overshot": ({2022: 10, 2025: 0}, STOCK_DOWN, DOWN, ("met", None)),
    "falling, away": ({2022: 10, 2025: 11}, STOCK_DOWN, DOWN, ("away", None)),
    "from zero": ({2022: 0, 2025: 9}, FLOW_UP, Target(2026, 12, 2022), ("on_path", None)),
    # a count is held against its target as it is; only the status asks whether its change is chance
    "a small change is a way all the same": ({2022: 0, 2025: 1}, FLOW_UP, Target(2026, 12, 2022), ("behind", None)),
    "a building": ({2022: 40, 2025: 100}, RATE, Target(2025, 100, 2022), ("met", None)),
    "the target year is over": ({2022: 10, 2025: 29}, STOCK_UP, Target(2023, 30, 2022), ("behind", None)),
    "already met, and kept": ({2022: 10, 2025: 10}, STOCK_UP, KEEP, ("met", "met_at_base")),
    "already met, and more": ({2022: 10, 2025: 12}, STOCK_UP, KEEP, ("met", "met_at_base")),
    "already met, and lost": ({2022: 10, 2025: 9}, STOCK_UP, KEEP, ("behind", "met_at_base")),
    "falling, already met, and lost": ({2022: 10, 2025: 11}, STOCK_DOWN, KEEP, ("behind", "met_at_base")),
    "falling, already met, and less": ({2022: 10, 2025: 8}, STOCK_DOWN, KEEP, ("met", "met_at_base")),
    # without a direction only a bound says which side is right, and there is no way to it
    "at most, kept": (
        {2022: 10, 2025: 12},
        FLOW_OPEN,
        Target(2025, 12, 2022, bound="at_most"),
        ("met", "no_direction"),
    ),
    "at most, passed": (
        {2022: 10, 2025: 13},
        FLOW_OPEN,
        Target(2025, 12, 2022, bound="at_most"),
        ("not_met", "no_direction"),
    ),
    "at least, not yet due": (
        {2022: 10, 2025: 11},
        FLOW_OPEN,
        Target(2026, 12, 2022, bound="at_least"),
        ("not_computable", "no_direction"),
    ),
    "no direction and no bound": ({2022: 10, 2025: 11}, FLOW_OPEN, UP, ("not_computable", "no_direction")),
    "a bound beside the direction": (
        {2022: 10, 2025: 4},
        STOCK_DOWN,
        Target(2026, 2, set_in=2022, bound="at_most"),
        ("on_path", None),
    ),
    "on the wrong side": ({2022: 31, 2025: 32}, STOCK_UP, UP, ("not_computable", "target_on_wrong_side")),
    "falling, on the wrong side": ({2022: 1, 2025: 1}, STOCK_DOWN, DOWN, ("not_computable", "target_on_wrong_side")),
    "on the wrong side, no value": ({2022: 31}, STOCK_UP, UP, ("not_computable", "target_on_wrong_side")),
    "a target year that is the base year": (
        {2022: 10, 2025: 12},
        STOCK_UP,
        Target(2022, 30, 2022),
        ("not_met", "target_year_not_after_base"),
    ),
    "a target year before the base year": (
        {2022: 10, 2025: 12},
        STOCK_UP,
        Target(2021, 5, 2022),
        ("met", "target_year_not_after_base"),
    ),
    "a target year that is the base year, and no value": (
        {2022: 10},
        STOCK_UP,
        Target(2022, 30, 2022),
        ("no_data", None),
    ),
    "reached in the first year that has a value": (
        {2025: 77},
        FLOW_UP,
        Target(2025, 60, 2022),
        ("met", "target_year_not_after_base"),
    ),
    "not reached in the first year that has a value": (
        {2025: 59},
        FLOW_UP,
        Target(2025, 60, 2022),
        ("not_met", "target_year_not_after_base"),
    ),
    "falling, reached in the first year that has a value": (
        {2025: 60},
        STOCK_DOWN,
        Target(2025, 60, 2022),
        ("met", "target_year_not_after_base"),
    ),
    "reached from a start that is not known": ({2025: 30}, STOCK_UP, Target(2026, 30, 2022, 2022), ("met", "no_base")),
    "not reached from a start that is not known": (
        {2025: 29},
        STOCK_UP,
        Target(2025, 30, 2022, base_year=2022),
        ("not_met", "no_base"),
    ),
    "set later": ({2022: 10, 2025: 25}, STOCK_UP, Target(2026, 30, set_in=2026), ("no_target", "not_yet_set")),
    "set this year": ({2022: 10, 2025: 25}, STOCK_UP, Target(2026, 30, set_in=2025), ("on_path", None)),
    "no target": ({2022: 10, 2025: 25}, STOCK_UP, None, ("no_target", None)),
    "no direction": ({2022: 10, 2025: 25}, FLOW_OPEN, UP, ("not_computable", "no_direction")),
    "no direction, no value": ({2022: 10}, FLOW_OPEN, UP, ("not_computable", "no_direction")),
    "a milestone": ({2022: 0, 2025: 1}, MILESTONE, Target(2026, 1, 2022), ("no_target", None)),
    "a report": ({2022: 0, 2025: 1}, REPORT, Target(2026, 1, 2022), ("no_target", None)),
    "no value": ({2022: 10, 2025: SUP}, STOCK_UP, UP, ("no_data", None)),
    "no value at all": ({}, STOCK_UP, UP, ("no_data", None)),
    "a base year without a value": (
        {2021: 5, 2022: SUP, 2025: 25},
        STOCK_UP,
        Target(2026, 30, 2022, base_year=2022),
        ("not_computable", "no_base"),
    ),
    "a base year without a value, and none now": (
        {2021: 5},
        STOCK_UP,
        Target(2026, 30, 2022, base_year=2022),
        ("not_computable", "no_base"),
    ),
    "a base year to come": (
        {2022: 10, 2025: 25, 2026: 26},
        STOCK_UP,
        Target(2030, 30, 2022, base_year=2026),
        ("not_computable", "no_base"),
    ),
}


@pytest.mark.parametrize("what", WORKED)
def test_the_place_on_the_path_is_the_one_worked_by_hand(what):
    values, rule, target, expected = WORKED[what]
    assert path(values, rule, target=target) == expected


PARTIAL = {
    "reached before the year is over": ({2022: 10, 2025: 30}, FLOW_UP, UP, ("met", None)),
    "not yet reached": ({2022: 10, 2025: 29}, FLOW_UP, UP, ("not_computable", "partial_year")),
    "falling: still below, but it can grow": ({2022: 10, 2025: 0}, FLOW_DOWN, DOWN, ("not_computable", "partial_year")),
    "falling: away already": ({2022: 10, 2025: 11}, FLOW_DOWN, DOWN, ("not_computable", "partial_year")),
    "met at base, reached again": ({2022: 10, 2025: 10}, FLOW_UP, KEEP, ("met", "met_at_base")),
    "met at base, not yet again": ({2022: 10, 2025: 9}, FLOW_UP, KEEP, ("not_computable", "partial_year")),
    "falling, met at base, still below": ({2022: 10, 2025: 9}, FLOW_DOWN, KEEP, ("not_computable", "partial_year")),
    "falling, met at base, lost for good": ({2022: 10, 2025: 11}, FLOW_DOWN, KEEP, ("behind", "met_at_base")),
    "first value, not yet reached": (
        {2022: 10, 2025: 59},
        FLOW_UP,
        Target(2022, 60, 2022),
        ("not_computable", "partial_year"),
    ),
    "first value, exceeded for good": (
        {2022: 10, 2025: 61},
        FLOW_DOWN,
        Target(2022, 60, 2022),
        ("not_met", "target_year_not_after_base"),
    ),
    "no base but itself, reached": ({2025: 30}, FLOW_UP, UP, ("met", "no_base")),
    "no base but itself, in the year of the target": (
        {2025: 9},
        FLOW_UP,
        Target(2025, 30, 2022),
        ("not_computable", "partial_year"),
    ),
    "no base but itself": ({2025: 9}, FLOW_UP, UP, ("not_computable", "no_base")),
    "a state": ({2022: 10, 2025: 24}, STOCK_UP, UP, ("behind", None)),
}


@pytest.mark.parametrize("what", PARTIAL)
def test_a_year_that_is_not_over_is_placed_only_where_nothing_can_change_it(what):
    values, rule, target, expected = PARTIAL[what]
    assert path(values, rule, target=target, partial=(2025,)) == expected


def test_a_base_year_that_was_not_over_is_no_base_of_a_count():
    target = Target(2026, 30, 2022, base_year=2022)
    assert path({2022: 10, 2025: 25}, FLOW_UP, target=target, partial=(2022,)) == ("not_computable", "no_base")
    assert path({2022: 10, 2025: 25}, STOCK_UP, target=target, partial=(2022,)) == ("on_path", None)


def test_progress_is_told_as_it_is_and_capped_only_for_averages():
    # (50 - 10) / 20 = 2; (5 - 10) / 20 = -1/4; (24 - 10) / 20 = 7/10
    more, less, within = (said({2022: 10, 2025: value}, STOCK_UP, target=UP) for value in (50, 5, 24))
    assert (more.progress, less.progress, within.progress) == (2, Fraction(-1, 4), Fraction(7, 10))
    assert (more.capped_progress, less.capped_progress, within.capped_progress) == (1, 0, Fraction(7, 10))
    assert within.expected == Fraction(3, 4)


def test_the_base_year_itself_lies_on_the_path():
    one = said({2022: 10}, STOCK_UP, 2022, UP)
    assert (one.path_status, one.progress, one.expected, one.path_base_year) == ("on_path", 0, 0, 2022)


def test_after_the_target_year_the_whole_way_is_expected():
    one = said({2022: 10, 2025: 29}, STOCK_UP, target=Target(2023, 30, 2022))
    assert (one.expected, one.progress) == (1, Fraction(19, 20))


def test_a_target_that_was_met_at_its_base_has_no_progress():
    one = said({2022: 10, 2025: 12}, STOCK_UP, target=KEEP)
    assert (one.progress, one.capped_progress, one.expected) == (None, None, Fraction(3, 4))


def test_a_target_set_later_counts_from_the_newest_value_of_then():
    values = {2020: 4, 2022: 10, 2023: 20, 2025: 28}
    one = said(values, STOCK_UP, target=Target(2027, 30, set_in=2024))
    # from 20 in 2023: (28 - 20) / 10, expected 2 of 4 years
    assert (one.path_base_year, one.path_base, one.progress, one.expected) == (2023, 20, Fraction(4, 5), Fraction(1, 2))
    assert said(values, STOCK_UP, 2023, Target(2027, 30, set_in=2024)).path_reason == "not_yet_set"
    assert (one.baseline_year, one.change) == (2020, 24)


def test_a_target_without_a_value_of_then_counts_from_the_first_one_after():
    one = said({2023: 20, 2024: 22, 2025: 25}, STOCK_UP, target=Target(2027, 30, set_in=2021))
    assert (one.path_base_year, one.progress, one.expected) == (2023, Fraction(1, 2), Fraction(1, 2))


def test_a_target_set_this_year_counts_from_the_value_of_this_year():
    one = said({2022: 10, 2025: 25}, STOCK_UP, target=Target(2026, 30, set_in=2025))
    assert (one.path_base_year, one.path_base, one.progress, one.expected, one.target) == (2025, 25, 0, 0, 30)


def test_a_named_base_year_counts_even_where_newer_values_were_known():
    one = said({2020: 10, 2023: 20, 2025: 15}, STOCK_UP, target=Target(2030, 20, set_in=2024, base_year=2020))
    assert (one.path_base_year, one.progress, one.expected) == (2020, Fraction(1, 2), Fraction(1, 2))


def test_a_corrected_base_moves_the_path():
    target = Target(2026, 30, 2022, base_year=2022)
    before, after = (said({2022: base, 2025: 24}, STOCK_UP, target=target) for base in (10, 6))
    # 14/20 and 18/24, of 3/4 expected
    assert (before.progress, before.path_status) == (Fraction(7, 10), "behind")
    assert (after.progress, after.path_status) == (Fraction(3, 4), "on_path")


def test_where_there_is_no_path_there_is_no_number():
    one = said({2022: 31, 2025: 32}, STOCK_UP, target=UP)
    assert (one.path_base, one.progress, one.expected) == (31, None, None)
    assert said({2022: 10, 2025: 25}, FLOW_UP, target=UP, partial=(2025,)).progress is None


def test_a_target_that_was_not_set_yet_is_not_told():
    assert said({2022: 10, 2025: 12}, STOCK_UP, target=Target(2030, 30, set_in=2026)).target is None
    assert said({2022: 10, 2025: 12}, STOCK_UP, target=UP).target == 30

"""The same year under four methods, worked by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.histories import FLOW_DOWN, FLOW_OPEN, FLOW_UP, MILESTONE, RATE, RATIO_UP, STOCK_DOWN, STOCK_UP, history
from yeep_analysis.progress import changes, sensitivity
from yeep_analysis.words.terms import Method, Missing

UP, SAME, AWAY, NOT = "toward", "no_change", "away", None


def answers(values, rule, partial=(), year=2025) -> tuple:
    """Guided, direction only, linear, growth rate."""
    found = sensitivity(history(values, partial=partial), rule, year)
    assert list(found) == list(Method)
    return tuple(answer and answer.value for answer in found.values())


WORKED = {
    # 5 to 6 is chance; the direction is up; two values are no trend; 5 is below 20
    "a small rise": ({2022: 5, 2025: 6}, FLOW_UP, (SAME, UP, NOT, NOT)),
    # slope: -1 · 30 + 0 · 50 + 1 · 29 < 0, though 29 of 30 is chance; (29/30) ≤ 0.99² = 0.9801: a fall
    "a hill": ({2023: 30, 2024: 50, 2025: 29}, FLOW_UP, (SAME, AWAY, AWAY, AWAY)),
    # the slope -1 · 100 + 1 · 102 > 0; 1.02 < 1.01² = 1.0201: no change
    "just below 1 % a year": ({2023: 100, 2024: 100, 2025: 102}, STOCK_UP, (UP, UP, UP, SAME)),
    # 10201/10000 is 1.01² exactly
    "exactly 1 % a year": ({2023: 10000, 2024: 10000, 2025: 10201}, STOCK_UP, (UP, UP, UP, UP)),
    "exactly -1 % a year": ({2023: 10000, 2024: 10000, 2025: 9801}, STOCK_UP, (AWAY, AWAY, AWAY, AWAY)),
    "just above -1 % a year": ({2023: 10000, 2024: 10000, 2025: 9802}, STOCK_UP, (AWAY, AWAY, AWAY, SAME)),
    "less is wanted": ({2023: 100, 2024: 90, 2025: 50}, STOCK_DOWN, (UP, UP, UP, UP)),
    "down to zero is a fall": ({2023: 20, 2024: 9, 2025: 0}, FLOW_UP, (AWAY, AWAY, AWAY, AWAY)),
    "down to zero, wanted": ({2023: 20, 2024: 9, 2025: 0}, FLOW_DOWN, (UP, UP, UP, UP)),
    "a base below 20": ({2023: 19, 2024: 9, 2025: 0}, FLOW_UP, (AWAY, AWAY, AWAY, NOT)),
    # from zero there is no rate
    "from zero": ({2023: 0, 2024: 3, 2025: 9}, FLOW_UP, (UP, UP, UP, NOT)),
    "one year after the base": ({2023: 100, 2025: 200}, STOCK_UP, (UP, UP, NOT, NOT)),
    "no change at all": ({2023: 100, 2024: 100, 2025: 100}, STOCK_UP, (SAME, SAME, SAME, SAME)),
    # up and down again: -1 · 100 + 1 · 100 = 0
    "there and back": ({2023: 100, 2024: 150, 2025: 100}, STOCK_UP, (SAME, SAME, SAME, SAME)),
    "a rate has no growth rate": ({2023: 40, 2024: 50, 2025: 90}, RATE, (UP, UP, UP, NOT)),
    "a ratio has none either": ({2023: (40, 100), 2024: (50, 100), 2025: (90, 100)}, RATIO_UP, (UP, UP, UP, NOT)),
    "what is missing is left out": (
        {2022: 30, 2023: Missing.SUPPRESSED, 2024: 50, 2025: 90},
        FLOW_UP,
        (UP, UP, UP, UP),
    ),
    "later years are not known yet": ({2023: 5, 2025: 6, 2026: 100}, FLOW_UP, (SAME, UP, NOT, NOT)),
}
NOTHING = {
    "no value": ({2023: 5, 2024: 6}, FLOW_UP, ()),
    "base year": ({2025: 6}, FLOW_UP, ()),
    "no direction": ({2023: 5, 2025: 60}, FLOW_OPEN, ()),
    "milestone": ({2023: 0, 2025: 1}, MILESTONE, ()),
    "0 of 0": ({2023: (1, 2), 2025: (0, 0)}, RATIO_UP, ()),
    "a year not over": ({2023: 5, 2025: 7}, FLOW_UP, (2025,)),
    "a year not over, clear all the same": ({2023: 5, 2025: 60}, FLOW_UP, (2025,)),
}


@pytest.mark.parametrize("what", WORKED)
def test_each_method_says_what_was_worked_by_hand(what):
    values, rule, expected = WORKED[what]
    assert answers(values, rule) == expected


@pytest.mark.parametrize("what", NOTHING)
def test_where_nothing_is_compared_no_method_answers(what):
    values, rule, partial = NOTHING[what]
    assert answers(values, rule, partial) == (None, None, None, None)


def test_a_count_of_a_year_not_over_is_no_point_of_a_trend():
    values = {2022: 100, 2023: 5, 2024: 110, 2025: 120}
    assert answers(values, STOCK_UP, (2023,))[2] == "toward"
    assert answers({2022: 100, 2023: 5, 2025: 120}, FLOW_UP, (2023,)) == ("no_change", "toward", None, None)


def test_a_result_is_sensitive_where_the_methods_that_answer_differ():
    def differ(values, rule) -> bool:
        return changes(sensitivity(history(values), rule, 2025))

    assert differ({2022: 5, 2025: 6}, FLOW_UP)
    assert not differ({2022: 5, 2025: 60}, FLOW_UP)
    assert not differ({2025: 60}, FLOW_UP)


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.integers(0, 10**6), min_size=3, max_size=8))
def test_the_trend_has_the_sign_of_scipys_slope(values):
    years = range(2026 - len(values), 2026)
    exact = sum((Fraction(year) - Fraction(sum(years), len(years))) * value for year, value in zip(years, values))
    said = answers(dict(zip(years, values)), STOCK_UP)[2]
    assert said == ("toward" if exact > 0 else "away" if exact < 0 else "no_change")
    slope = scipy.stats.linregress(list(years), values).slope
    assert exact == 0 or np.sign(slope) == (1 if exact > 0 else -1)

"""What cannot be is refused, in words and with its year."""

from __future__ import annotations

from fractions import Fraction

import pytest

from progress.histories import FLOW_UP, MILESTONE, RATE, RATIO_UP, REPORT, STOCK_UP, history, said
from yeep_analysis.progress import Observation, Target, assess, sensitivity
from yeep_analysis.words import language
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.terms import Missing

IMPOSSIBLE = {
    "neither value nor reason": {},
    "value and reason": {"value": 1, "missing": Missing.SUPPRESSED},
    "counts and reason": {"numerator": 1, "denominator": 2, "missing": Missing.SUPPRESSED},
    "one count": {"numerator": 1},
    "the other count": {"value": 50, "denominator": 2},
    "a value that is not that of its counts": {"value": Fraction(333, 10), "numerator": 1, "denominator": 3},
    "a value of 0 of 0": {"value": 100, "numerator": 0, "denominator": 0},
    "1 of 0": {"numerator": 1, "denominator": 0},
    "a negative value": {"value": -1},
    "a negative count": {"numerator": -1, "denominator": 3},
    "two negative counts": {"numerator": -1, "denominator": -3},
}
UNFIT = {
    "half an event": ({2023: Fraction(5, 2)}, FLOW_UP),
    "half a done": ({2023: Fraction(1, 2)}, MILESTONE),
    "done twice": ({2023: 2}, REPORT),
    "101 %": ({2023: 101}, RATE),
    "a ratio without its counts": ({2023: 50}, RATIO_UP),
    "4 of 3": ({2023: (4, 3)}, RATIO_UP),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_an_impossible_observation_is_refused(what):
    with pytest.raises(MeasureError, match="2023"):
        Observation(2023, **IMPOSSIBLE[what])


@pytest.mark.parametrize("what", UNFIT)
def test_a_value_that_its_kind_cannot_have_is_refused(what):
    values, rule = UNFIT[what]
    with pytest.raises(MeasureError, match="2023"):
        said(values, rule)
    with pytest.raises(MeasureError, match="2023"):
        sensitivity(history(values), rule, 2025)
    assert said(values, rule, 2022).status == "no_data"


def test_two_observations_of_one_year_are_refused():
    twice = [*history({2023: 5, 2025: 6}), *history({2023: Missing.NOT_REPORTED})]
    with pytest.raises(MeasureError, match="2023"):
        assess(twice, FLOW_UP, 2025)
    assert assess(twice, FLOW_UP, 2022).status == "no_data"


def test_a_refusal_is_a_sentence_in_english_too():
    language.use("en")
    with pytest.raises(MeasureError, match=r"^2023: a completion rate is at most 100, not 101\.$") as refused:
        said({2023: 101}, RATE)
    assert refused.value.exit_code == 4


@pytest.mark.parametrize("number", [0.5, 3.0, "3"])
def test_a_number_that_is_not_exact_is_a_mistake_of_the_code(number):
    with pytest.raises(TypeError):
        Observation(2023, number)
    with pytest.raises(TypeError):
        Target(2023, number, 2022)
    with pytest.raises(TypeError):
        Observation(2023, numerator=number, denominator=3)


def test_the_borders_are_let_through():
    assert said({2025: 100}, RATE).value == 100
    assert said({2025: Fraction(5, 2)}, STOCK_UP).value == Fraction(5, 2)
    assert said({2025: (3, 3)}, RATIO_UP).value == 100
    assert Observation(2025, Fraction(100, 3), 1, 3).value == Fraction(100, 3)

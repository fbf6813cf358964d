"""Scenarios: year by year, by hand, and where it is never."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, isnan, log

import pandas as pd
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from representation.records import of_the_district, only, posts
from yeep_analysis.representation import scenarios
from yeep_analysis.representation.scenarios import Hiring
from yeep_analysis.results import of
from yeep_analysis.words.errors import MeasureError

some = settings(max_examples=40, deadline=None, derandomize=True)
people = st.integers(0, 200)
parts = st.integers(0, 20).map(lambda part: Fraction(part, 20))
HALF = Fraction(1, 2)


def staff(women: int, men: int) -> pd.DataFrame:
    return posts(staff={2022: (women, men)})


def years_of(women: int, men: int, hiring: Hiring) -> float:
    return only(scenarios.staff(staff(women, men), hirings=[hiring], years=0), scenarios.YEARS)


def is_reached(women: int, men: int, hiring: Hiring) -> float:
    return only(scenarios.staff(staff(women, men), hirings=[hiring], years=0), scenarios.STAFF_REACHED)


def path_of(women: int, men: int, hiring: Hiring, years: int) -> pd.DataFrame:
    return of(scenarios.staff(staff(women, men), hirings=[hiring], years=years), scenarios.PATH)


def year_by_year(share: Fraction, hiring: Hiring, most: int = 400) -> int | None:
    """The first year with half, by letting people leave and come year after year."""
    for year in range(most):
        if share >= HALF:
            return year
        share = share - share * hiring.turnover + hiring.women_hired * hiring.turnover
    return None


@some
@given(people, people, parts, parts)
def test_the_years_are_those_of_going_on_year_by_year(women, men, turnover, hired):
    if women + men == 0:
        return
    hiring = Hiring(turnover, hired)
    found = years_of(women, men, hiring)
    reached = is_reached(women, men, hiring)
    expected = year_by_year(Fraction(women, women + men), hiring)
    assert isnan(found) if expected is None else found == expected
    assert reached == (expected is not None)


@some
@given(people.filter(bool), people, parts, parts, st.integers(0, 12))
def test_the_share_is_that_of_the_recursion(women, men, turnover, hired, years):
    hiring = Hiring(turnover, hired)
    path = path_of(women, men, hiring, years)
    share = Fraction(women, women + men)
    for found in path.sort_values("years_after")["value"]:
        assert found == pytest.approx(float(share), rel=1e-12, abs=1e-15)
        share += turnover * (hired - share)
    assert path["years_after"].tolist() == list(range(years + 1)) and set(path["year"]) == {2022}


def test_the_curve_is_the_solution_of_the_equation_that_scipy_integrates():
    # ds/dt = rate · (h - s) with rate = -ln(1 - τ) passes through s(t) at whole years
    turnover, hired, start = 0.05, 0.6, 48 / 172
    solved = scipy.integrate.solve_ivp(
        lambda _t, s: -log(1 - turnover) * (hired - s), (0, 30), [start], t_eval=range(31), rtol=1e-10, atol=1e-12
    )
    path = path_of(48, 124, Hiring(Fraction(1, 20), Fraction(3, 5)), 30)
    assert path["value"].tolist() == pytest.approx(solved.y[0].tolist(), rel=1e-6)
    crossing = scipy.optimize.brentq(lambda t: hired - (hired - start) * (1 - turnover) ** t - 0.5, 0, 100)
    found = years_of(48, 124, Hiring(Fraction(1, 20), Fraction(3, 5)))
    assert found == ceil(crossing) == 23


@pytest.mark.parametrize(
    ("turnover", "hired", "years"),
    [
        (Fraction(1, 20), HALF, None),  # the half is only approached
        (Fraction(1, 20), Fraction(2, 5), None),
        (Fraction(0), Fraction(1), None),  # nobody leaves
        (Fraction(1), HALF, 1),  # everybody leaves
        (Fraction(1), Fraction(2, 5), None),
        (Fraction(1, 2), Fraction(1), 1),  # 1 - 124/172 / 2 = 0.64
    ],
)
def test_never_is_an_answer(turnover, hired, years):
    hiring = Hiring(turnover, hired)
    found = years_of(48, 124, hiring)
    assert isnan(found) if years is None else found == years
    assert is_reached(48, 124, hiring) == (years is not None)


def test_who_has_half_already_needs_no_year_even_if_nobody_is_hired():
    assert years_of(5, 5, Hiring(Fraction(0), Fraction(0))) == 0


def test_exactly_half_counts_as_half():
    # s(1) = 1 - (1 - 0) · (1 - 1/2) = 1/2, exactly
    assert years_of(0, 7, Hiring(HALF, Fraction(1))) == 1


def test_a_staff_that_hardly_changes_needs_as_long_as_the_arithmetic_says():
    hiring = Hiring(Fraction(1, 1000), Fraction(501, 1000))
    years = years_of(1, 3, hiring)
    assert hiring.after(Fraction(1, 4), int(years)) >= HALF > hiring.after(Fraction(1, 4), int(years) - 1)
    assert years == ceil(log((0.501 - 0.5) / (0.501 - 0.25)) / log(0.999))


def test_without_staff_or_seats_there_is_no_answer():
    assert isnan(years_of(0, 0, Hiring(HALF, HALF)))
    assert isnan(is_reached(0, 0, Hiring(HALF, HALF)))
    assert scenarios.seats(staff(0, 0), steps=[1])["value"].isna().tolist() == [True, True]


@pytest.mark.parametrize("parts", [(Fraction(3, 2), HALF), (HALF, Fraction(-1, 2)), (0.05, HALF), (HALF, "1/2")])
def test_a_scenario_that_is_no_fraction_from_0_to_1_is_refused_in_words(parts):
    with pytest.raises(MeasureError, match=r"Fraction\(1, 20\)"):
        Hiring(*parts)


@some
@given(people, people, st.integers(-3, 10))
def test_the_elections_are_those_of_counting_seat_by_seat(women, men, step):
    if women + men == 0:
        return
    k, elections = women, 0
    while 2 * k < women + men and step > 0:
        k, elections = k + step, elections + 1
    has_half = 2 * k >= women + men
    found = scenarios.seats(staff(women, men), steps=[step])
    needed = only(found, scenarios.ELECTIONS)
    assert needed == elections if has_half else isnan(needed)
    assert only(found, scenarios.SEATS_REACHED) == has_half


def test_the_council_of_the_district_reaches_13_of_25_after_four_elections_with_one_woman_more_each():
    found = of(scenarios.seats(of_the_district("council_member"), steps=[0, 1, 2]), scenarios.ELECTIONS)
    assert found["scenario"].tolist() == ["women_+0", "women_+1", "women_+2"] and set(found["year"]) == {2019}
    assert isnan(found["value"][0]) and found["value"].tolist()[1:] == [4, 2]


@pytest.mark.parametrize("b", range(3, 60))
def test_where_half_is_reached_exactly_no_rounding_of_a_logarithm_shifts_the_year(b):
    # with h = 1, s(t) = 1/2 exactly where s0 = 1 - 1 / (2 · (1 - τ)^t)
    hiring = Hiring(Fraction(1, b), Fraction(1))
    t = 1
    while (1 - hiring.turnover) ** t > HALF:
        start = 1 - HALF / (1 - hiring.turnover) ** t
        assert hiring.after(start, t) == HALF
        assert hiring.years_to(HALF, start) == t
        assert hiring.years_to(HALF, start - Fraction(1, 10**30)) == t + 1
        t += 1


def test_a_share_of_hires_just_below_half_is_never_enough_and_one_just_above_is():
    assert Hiring(Fraction(1, 10), Fraction(4999, 10000)).years_to(HALF, Fraction(1, 4)) is None
    assert Hiring(Fraction(1, 10), Fraction(5001, 10000)).years_to(HALF, Fraction(1, 4)) == 75

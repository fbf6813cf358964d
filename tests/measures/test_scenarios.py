"""Scenarios, the threshold for either sex, and the glass ceiling: year by year, by hand, and where it is never."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, isnan, log

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from measures.districts_of_tests import groups, only, read, values
from yeep_analysis.representation import scenarios, thresholds
from yeep_analysis.representation.scenarios import Hiring
from yeep_analysis.words.errors import MeasureError

some = settings(max_examples=40, deadline=None, derandomize=True)
people = st.integers(0, 200)
parts = st.integers(0, 20).map(lambda part: Fraction(part, 20))
HALF = Fraction(1, 2)


def staff(women: int, men: int) -> pd.DataFrame:
    return groups({"staff": (women, men)})


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
    found = only(scenarios.staff_years(staff(women, men), hirings=[hiring]))
    reached = only(scenarios.staff_reached(staff(women, men), hirings=[hiring]))
    expected = year_by_year(Fraction(women, women + men), hiring)
    assert isnan(found) if expected is None else found == expected
    assert reached == (expected is not None)


@some
@given(people.filter(bool), people, parts, parts, st.integers(0, 12))
def test_the_share_is_that_of_the_recursion(women, men, turnover, hired, years):
    hiring = Hiring(turnover, hired)
    path = scenarios.staff_share(staff(women, men), hirings=[hiring], years=years)
    share = Fraction(women, women + men)
    for found in path.sort_values("year")["value"]:
        assert found == pytest.approx(float(share), rel=1e-12, abs=1e-15)
        share += turnover * (hired - share)
    assert path["year"].tolist() == list(range(2022, 2023 + years))


def test_the_curve_is_the_solution_of_the_equation_that_scipy_integrates():
    # ds/dt = rate · (h - s) with rate = -ln(1 - τ) passes through s(t) at whole years
    turnover, hired, start = 0.05, 0.6, 48 / 172
    solved = solve_ivp(
        lambda _t, s: -log(1 - turnover) * (hired - s), (0, 30), [start], t_eval=range(31), rtol=1e-10, atol=1e-12
    )
    path = scenarios.staff_share(staff(48, 124), hirings=[Hiring(Fraction(1, 20), Fraction(3, 5))], years=30)
    assert path["value"].tolist() == pytest.approx(solved.y[0].tolist(), rel=1e-6)
    crossing = brentq(lambda t: hired - (hired - start) * (1 - turnover) ** t - 0.5, 0, 100)
    found = only(scenarios.staff_years(staff(48, 124), hirings=[Hiring(Fraction(1, 20), Fraction(3, 5))]))
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
    hiring = [Hiring(turnover, hired)]
    found = only(scenarios.staff_years(staff(48, 124), hirings=hiring))
    assert isnan(found) if years is None else found == years
    assert only(scenarios.staff_reached(staff(48, 124), hirings=hiring)) == (years is not None)


def test_who_has_half_already_needs_no_year_even_if_nobody_is_hired():
    assert only(scenarios.staff_years(staff(5, 5), hirings=[Hiring(Fraction(0), Fraction(0))])) == 0


def test_exactly_half_counts_as_half():
    # s(1) = 1 - (1 - 0) · (1 - 1/2) = 1/2, exactly
    assert only(scenarios.staff_years(staff(0, 7), hirings=[Hiring(HALF, Fraction(1))])) == 1


def test_a_staff_that_hardly_changes_needs_as_long_as_the_arithmetic_says():
    hiring = Hiring(Fraction(1, 1000), Fraction(501, 1000))
    years = only(scenarios.staff_years(staff(1, 3), hirings=[hiring]))
    assert hiring.after(Fraction(1, 4), int(years)) >= HALF > hiring.after(Fraction(1, 4), int(years) - 1)
    assert years == ceil(log((0.501 - 0.5) / (0.501 - 0.25)) / log(0.999))


def test_without_staff_or_seats_there_is_no_answer():
    assert isnan(only(scenarios.staff_years(staff(0, 0), hirings=[Hiring(HALF, HALF)])))
    assert isnan(only(scenarios.staff_reached(staff(0, 0), hirings=[Hiring(HALF, HALF)])))
    assert isnan(only(scenarios.seats_elections(staff(0, 0), steps=[1])))
    assert isnan(only(scenarios.seats_reached(staff(0, 0), steps=[1])))


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
    is_reached = 2 * k >= women + men
    found = only(scenarios.seats_elections(staff(women, men), steps=[step]))
    assert found == elections if is_reached else isnan(found)
    assert only(scenarios.seats_reached(staff(women, men), steps=[step])) == is_reached


def test_the_council_of_the_district_reaches_13_of_25_after_four_elections_with_one_woman_more_each():
    frame = read("representation", "office")
    found = values(scenarios.seats_elections(frame[frame["group"] == "council_member"], steps=[0, 1, 2]))
    assert isnan(found[2019, "council_member/+0"])
    assert (found[2019, "council_member/+1"], found[2019, "council_member/+2"]) == (4, 2)


@some
@given(people, people)
def test_the_threshold_for_either_sex_is_met_with_just_so_many_posts(women, men):
    n = women + men
    short = only(thresholds.short_of_40_percent_either_sex(groups({"office": (women, men)})))
    attainable = [k for k in range(n + 1) if 5 * k >= 2 * n and 5 * (n - k) >= 2 * n]
    if not attainable:
        assert isnan(short)
        assert n in (1, 3)
    else:
        assert short == min(abs(k - women) for k in attainable)


@pytest.mark.parametrize(
    ("women", "men", "short"), [(9, 16, 1), (16, 9, 1), (10, 15, 0), (0, 2, 1), (0, 0, 0), (6, 12, 2)]
)
def test_the_threshold_is_the_same_for_both_sexes(women, men, short):
    assert only(thresholds.short_of_40_percent_either_sex(groups({"office": (women, men)}))) == short


def test_the_glass_ceiling_of_the_district_is_that_of_the_exact_shares():
    frame = read("representation", "office")
    found = thresholds.glass_ceiling_index(frame)
    assert only(found, "staff/department_head") == pytest.approx(float(Fraction(48, 172) / Fraction(6, 18)), rel=1e-15)


@some
@given(people, people, people, people)
def test_the_glass_ceiling_is_a_ratio_of_fractions(women, men, top_women, top_men):
    frame = groups({"staff": (women, men), "department_head": (top_women, top_men)})
    found = only(thresholds.glass_ceiling_index(frame))
    if top_women == 0 or women + men == 0:
        assert isnan(found)
    else:
        exact = Fraction(women, women + men) / Fraction(top_women, top_women + top_men)
        assert found == pytest.approx(float(exact), rel=1e-12)


def test_shares_of_different_years_make_no_glass_ceiling():
    frame = pd.concat([groups({"staff": (5, 5)}, year=2021), groups({"department_head": (1, 5)}, year=2022)])
    assert thresholds.glass_ceiling_index(frame).empty


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

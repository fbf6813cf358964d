"""Trends: against SciPy and pymannkendall, all orders tried one by one, a published example, and too few years."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations, pairwise, permutations
from math import factorial, isnan

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from population.typed import counts, in_years, only, read
from yeep_analysis.population.trend import trends
from yeep_analysis.results import of
from yeep_analysis.statistics import kendall

some = settings(max_examples=30, deadline=None, derandomize=True)
people = st.integers(0, 10**6)


def of_pymannkendall(name: str, observed):
    """What one of its functions says; it imports half of SciPy."""
    import pymannkendall

    return getattr(pymannkendall, name)(observed)


def women(*observed: int):
    """Counts in which the women are the series of interest."""
    return counts(*[(n, 1) for n in observed])


def told(part: str, *observed: int) -> float:
    return only(trends(women(*observed)), f"population_trend_{part}", sex="female")


def s_of(order) -> int:
    return sum((later > earlier) - (later < earlier) for earlier, later in combinations(order, 2))


@some
@given(st.lists(st.integers(0, 3), min_size=1, max_size=6))
def test_p_is_the_share_of_orders_as_steady_when_all_are_tried(observed):
    tried = [abs(s_of(order)) for order in permutations(observed)]
    expected = Fraction(sum(one >= abs(s_of(observed)) for one in tried), len(tried))
    ties = kendall.ties_of(np.array([observed], dtype=float))[0]
    assert sorted(ties) == sorted(Counter(observed).values())
    assert kendall.p_value(s_of(observed), ties) == expected
    assert kendall.smallest_p(ties) == Fraction(sum(one == max(tried) for one in tried), len(tried))
    assert len({order for order in permutations(observed)}) == sum(kendall.orders(ties))


@pytest.mark.parametrize("n", range(1, 20))
def test_without_ties_all_orders_are_counted_and_the_two_steadiest_ones_are_rarest(n):
    count = kendall.orders((1,) * n)
    assert sum(count) == factorial(n)
    assert count == count[::-1]
    assert len(count) == n * (n - 1) // 2 + 1
    assert kendall.smallest_p((1,) * n) == min(Fraction(2, factorial(n)), 1)


@some
@given(st.lists(people, min_size=5, max_size=19, unique=True))
def test_without_ties_s_and_p_are_those_of_scipy_and_pymannkendall(observed):
    tau = scipy.stats.kendalltau(range(len(observed)), observed, method="exact")
    assert told("p", *observed) == pytest.approx(tau.pvalue, rel=1e-6)
    pairs = len(observed) * (len(observed) - 1) / 2
    assert told("s", *observed) / pairs == pytest.approx(tau.statistic, rel=1e-9, abs=1e-12)
    assert told("s", *observed) == of_pymannkendall("original_test", observed).s


@some
@given(st.lists(st.integers(0, 30), min_size=5, max_size=19))
def test_s_and_slope_with_ties_are_those_of_pymannkendall_and_scipy(observed):
    assert told("s", *observed) == of_pymannkendall("original_test", observed).s
    slope = told("slope", *observed)
    assert slope == pytest.approx(of_pymannkendall("sens_slope", observed).slope, rel=1e-9, abs=1e-12)
    assert slope == pytest.approx(scipy.stats.theilslopes(observed, range(len(observed))).slope, rel=1e-9, abs=1e-12)


def test_with_many_ties_the_exact_p_is_close_to_the_normal_one_and_above_what_breaking_ties_would_give():
    observed = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7]
    assert told("p", *observed) == pytest.approx(of_pymannkendall("original_test", observed).p, abs=1e-4)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_four_years_or_fewer_are_not_tested(n):
    for steady in (range(1, n + 1), range(n, 0, -1)):
        assert isnan(told("p", *steady))
        assert isnan(told("slope_lower", *steady))
        assert isnan(told("slope_upper", *steady))
        assert told("smallest_p", *steady) == float(min(Fraction(2, factorial(n)), 1))


def test_three_yearly_points_cannot_give_a_p_below_one_third():
    assert told("smallest_p", 1, 2, 3) == 1 / 3
    assert scipy.stats.kendalltau([1, 2, 3], [1, 2, 3], method="exact").pvalue == pytest.approx(1 / 3)


def test_five_years_are_the_fewest_that_can_tell():
    assert told("p", 1, 2, 3, 4, 5) == pytest.approx(2 / 120, rel=1e-15)


def test_a_series_that_never_changes_has_no_trend_and_no_test():
    assert told("s", 7, 7, 7, 7, 7, 7) == 0
    assert isnan(told("p", 7, 7, 7, 7, 7, 7))
    assert told("smallest_p", 7, 7, 7, 7, 7, 7) == 1
    assert told("slope", 7, 7, 7, 7, 7, 7) == 0


def test_one_year_has_neither_pairs_nor_slope():
    found = trends(counts((3, 4)))
    for name in ("trend_s", "trend_slope", "share_trend_s", "share_trend_slope_pp"):
        assert of(found, f"population_{name}")["value"].isna().all()
        assert len(of(found, f"population_{name}"))


def test_the_example_of_hollander_wolfe_and_chicken():
    # Nonparametric Statistical Methods, example 9.1 (cloud seeding, the R package NSM3 carries it): 1.26, 1.27, 1.12,
    # 1.16, 1.03 in the years 1 to 5; here in hundredths. Slopes: 1, -15, 4, -13, -7, -5.5, -4.5, -10/3, -8, -5.75.
    observed = (126, 127, 112, 116, 103)
    assert told("s", *observed) == -6
    assert told("slope", *observed) == pytest.approx(-5.625)
    # P(|S| ≥ 6) = 2 · 0.117 in the tables of Kendall's K for n = 5
    assert told("p", *observed) == pytest.approx(2 * 0.117, abs=1e-3)
    assert told("slope_lower", *observed) == -15
    assert told("slope_upper", *observed) == 4


@pytest.mark.parametrize(
    ("n", "s", "p"),
    # one-sided probabilities in tables of S (Kendall 1975, table 1; Gilbert 1987, table A18)
    [(4, 6, 0.042), (5, 8, 0.042), (6, 11, 0.028), (7, 13, 0.035), (8, 16, 0.031), (9, 18, 0.038), (10, 21, 0.036)],
)
def test_the_tables_of_s(n, s, p):
    assert float(kendall.p_value(s, (1,) * n)) / 2 == pytest.approx(p, abs=5e-4)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 10**5), min_size=5, max_size=12, unique=True))
def test_the_interval_of_the_slope_holds_the_slopes_that_the_exact_test_of_scipy_does_not_refuse(observed):
    lower, upper = told("slope_lower", *observed), told("slope_upper", *observed)
    years = np.arange(len(observed))
    slopes = sorted({(b - a) / (j - i) for (i, a), (j, b) in combinations(enumerate(observed), 2)})
    for below, above in pairwise(slopes):
        between = (below + above) / 2
        rest = np.array(observed) - between * years
        if above - below < 1e-6 or len(set(rest.tolist())) < len(observed):
            continue
        refused = scipy.stats.kendalltau(years, rest, method="exact").pvalue <= 0.05
        assert refused == (not lower < between < upper)


def test_for_many_years_the_interval_is_close_to_the_normal_one_of_scipy():
    random = np.random.default_rng(6)
    observed = (1000 + 5 * np.arange(19) + random.integers(-30, 30, 19)).tolist()
    slope, _intercept, low, high = scipy.stats.theilslopes(observed, range(19), 0.95)
    assert told("slope", *observed) == pytest.approx(slope)
    assert told("slope_lower", *observed) == pytest.approx(low, abs=0.35)
    assert told("slope_upper", *observed) == pytest.approx(high, abs=0.35)


def test_a_missing_year_is_no_year_of_the_series():
    frame = in_years({2007: (10, 1), 2008: (20, 1), 2011: (80, 1)})
    assert only(trends(frame), "population_trend_s", sex="female") == 3
    # slopes 10, 70 / 4 and 60 / 3
    assert only(trends(frame), "population_trend_slope", sex="female") == pytest.approx(17.5)
    assert trends(frame)["year"].unique().tolist() == [2011]


@some
@given(st.lists(st.tuples(people, st.integers(1, 10**6)), min_size=5, max_size=12))
def test_the_trend_of_the_share_is_that_of_the_exact_shares(pairs):
    shares = [Fraction(100 * f, f + m) for f, m in pairs]
    frame = counts(*pairs)
    assert only(trends(frame), "population_share_trend_s") == s_of(shares)
    slopes = [(b - a) / (j - i) for (i, a), (j, b) in combinations(enumerate(shares), 2)]
    middle = float(np.median([float(one) for one in slopes]))
    assert only(trends(frame), "population_share_trend_slope_pp") == pytest.approx(middle, rel=1e-6, abs=1e-9)
    ties = tuple(sorted(Counter(shares).values(), reverse=True))
    p = kendall.p_value(s_of(shares), ties)
    assert (
        isnan(only(trends(frame), "population_share_trend_p"))
        if kendall.smallest_p(ties) > Fraction(1, 20)
        else p == pytest.approx(only(trends(frame), "population_share_trend_p"))
    )


def test_equal_shares_of_unequal_populations_are_equal():
    assert only(trends(counts((1, 2), (10, 20), (100, 200), (333, 666))), "population_share_trend_s") == 0


def test_in_the_district_women_rise_and_men_fall():
    frame = read("population")
    assert (
        only(trends(frame), "population_trend_s", sex="female")
        == of_pymannkendall("original_test", frame[frame["sex"] == "female"].sort_values("year")["n"]).s
    )
    assert only(trends(frame), "population_trend_p", sex="male") == pytest.approx(
        scipy.stats.kendalltau(range(19), frame[frame["sex"] == "male"].sort_values("year")["n"], method="exact").pvalue
    )

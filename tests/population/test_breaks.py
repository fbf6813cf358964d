"""Breaks: against every division tried one by one, the textbook series of the Nile, and series without an answer."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise
from math import isnan, log, pi

import numpy as np
import pytest
from golden.second_route_depth_breaks import break_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from population.typed import counts, in_years, only, read, values
from yeep_analysis.population.level_shifts import breaks
from yeep_analysis.population.sentences import passages_of
from yeep_analysis.results import MEASURED, of
from yeep_analysis.statistics.segments import SHORTEST, divide


def least_squares(observed, design):
    """The fit of statsmodels, which takes seconds to import."""
    from statsmodels.api import OLS

    return OLS(np.array(observed, dtype=float), design).fit()


def straight(observed):
    """The same of a straight line over the places in the series."""
    return least_squares(observed, np.column_stack([np.ones(len(observed)), np.arange(len(observed), dtype=float)]))


some = settings(max_examples=30, deadline=None, derandomize=True)


def every_division(observed: list[float], shortest: int = SHORTEST) -> dict[tuple[int, ...], float]:
    """Every division into stretches that are long enough, by where they begin, and the squares that it leaves."""
    n = len(observed)
    found = {}
    for number in range(n // shortest):
        for starts in combinations(range(1, n), number):
            ends = [0, *starts, n]
            if all(b - a >= shortest for a, b in pairwise(ends)):
                parts = [np.array(observed[a:b], dtype=float) for a, b in pairwise(ends)]
                found[starts] = sum(float(((part - part.mean()) ** 2).sum()) for part in parts)
    return found


def bic(squares: float, n: int, parameters: int) -> float:
    return n * (log(2 * pi * squares / n) + 1) + parameters * log(n)


@some
@given(st.lists(st.integers(0, 10**5), min_size=6, max_size=14).filter(lambda observed: len(set(observed)) > 4))
def test_the_division_is_the_best_of_all(observed):
    tried = every_division(observed)
    least = [min(s for starts, s in tried.items() if len(starts) == k) for k in range(len(observed) // SHORTEST)]
    whole = least[0]
    if min(least) <= 1e-9 * whole:
        return
    found = divide(np.array([observed], dtype=float), np.arange(len(observed)))
    expected = [bic(squares, len(observed), 2 * (k + 1)) for k, squares in enumerate(least)]
    assert found.bic[:, 0].tolist() == pytest.approx(expected, rel=1e-9)
    (starts,) = found.starts
    assert len(starts) == found.breaks[0] == int(np.argmin(found.bic[:, 0]))
    assert tried[starts] == pytest.approx(least[len(starts)], rel=1e-9)


def test_the_nile_breaks_where_the_textbooks_say():
    # strucchange, help page of breakdates: one break, the 28th observation is the last before it, 1898; segments of
    # 15 years or more; degrees of freedom as on the help page of logLik.breakpoints: levels, breaks, variance
    from statsmodels.datasets import nile

    flow = nile.load_pandas().data["volume"].to_numpy(dtype=float)
    found = divide(flow[None, :], np.arange(1871, 1971), shortest=15)
    assert found.starts == [(28,)]
    dummies = np.column_stack([np.ones(100), np.arange(100) >= 28])
    for k, design in enumerate((dummies[:, :1], dummies)):
        fit = least_squares(flow, design)
        assert found.bic[k, 0] == pytest.approx(-2 * fit.llf + log(100) * 2 * (k + 1), rel=1e-9)


@some
@given(st.lists(st.integers(0, 10**5), min_size=6, max_size=19).filter(lambda observed: len(set(observed)) > 4))
def test_the_straight_line_is_that_of_statsmodels(observed):
    fit = straight(observed)
    if fit.ssr > 1e-9 * fit.centered_tss:
        expected = -2 * fit.llf + 3 * log(len(observed))
        assert divide(np.array([observed], dtype=float), np.arange(len(observed))).bic_line[0] == pytest.approx(
            expected, rel=1e-6
        )


def test_a_step_is_found_in_its_year_with_its_height():
    frame = counts(*[(100, 50)] * 5, *[(180, 50)] * 6)
    assert only(breaks(frame), "population_breaks", sex="female") == 1
    assert only(breaks(frame), "population_breaks", sex="male") == 0
    steps = of(breaks(frame), "population_break_step")
    assert values(steps, "population_break_step") == {(2012, "female"): 80, (2012, ""): 80}
    assert steps.set_index("sex")[["numerator", "denominator"]].T.to_dict("list") == {
        "female": [180, 100],
        "": [230, 150],
    }


def test_a_single_extreme_year_is_no_level():
    frame = counts(*[(100 + at % 2, 50) for at in range(6)], (900, 50), *[(100 + at % 2, 50) for at in range(6)])
    assert only(breaks(frame), "population_breaks", sex="female") == 0


def test_a_series_that_never_changes_has_no_break():
    frame = counts(*[(100, 100)] * 12)
    assert of(breaks(frame), "population_breaks")["value"].tolist() == [0, 0, 0]
    assert of(breaks(frame), "population_break_step").empty
    assert only(breaks(frame), "population_share_breaks") == 0
    assert of(breaks(frame), "population_breaks_line_is_better")["value"].isna().all()


def test_a_steady_rise_is_better_told_as_a_line():
    frame = counts(*[(1000 + 50 * at + at % 3, 1000) for at in range(19)])
    assert only(breaks(frame), "population_breaks", sex="female") > 0
    assert only(breaks(frame), "population_breaks_line_is_better", sex="female") == 1
    step = counts(*[(1000 + 500 * (at > 9) + at % 3, 1000) for at in range(19)])
    assert only(breaks(step), "population_breaks_line_is_better", sex="female") == 0


@pytest.mark.parametrize("years", range(1, 6))
def test_five_years_or_fewer_have_no_answer(years):
    frame = counts(*[(at * at + 1, 5) for at in range(years)])
    found = breaks(frame)
    assert found["value"].isna().all()
    assert set(found["indicator"]) == {
        *("population_breaks", "population_breaks_margin", "population_breaks_line_is_better"),
        *("population_share_breaks", "population_share_breaks_margin", "population_share_breaks_line_is_better"),
    }, "no step"


def test_a_step_of_the_share_is_told_in_percentage_points():
    frame = counts(*[(40, 60)] * 4, *[(55, 45)] * 4)
    assert only(breaks(frame), "population_share_breaks") == 1
    assert only(breaks(frame), "population_share_break_step_pp") == pytest.approx(15)


def test_years_that_are_missing_are_bridged():
    frame = in_years({2007: (10, 1), 2009: (10, 1), 2010: (10, 1), 2015: (90, 1), 2016: (90, 1), 2020: (90, 1)})
    assert values(breaks(frame), "population_break_step", sex="female") == {(2015, "female"): 80}


@some
@given(st.lists(st.integers(0, 10**5), min_size=6, max_size=14), st.integers(2, 9), st.integers(0, 10**4))
def test_other_units_and_another_zero_do_not_move_a_break(observed, factor, more):
    plain = divide(np.array([observed], dtype=float), np.arange(len(observed)))
    other = divide(np.array([observed], dtype=float) * factor + more, np.arange(len(observed)))
    best = np.sort(plain.bic[:, 0])
    if np.isfinite(best[0]) and best[1] - best[0] > 1e-6:
        assert plain.breaks[0] == other.breaks[0]


def margin_by_trial(observed: list[float]) -> float:
    """The smallest BIC of the line and of any other number of breaks, minus that of the best division."""
    n = len(observed)
    least: dict[int, float] = {}
    for starts, squares in every_division(observed).items():
        least[len(starts)] = min(least.get(len(starts), float("inf")), bic(squares, n, 2 * (len(starts) + 1)))
    told = min(least, key=lambda number: least[number])
    fit = straight(observed)
    others = [least[number] for number in least if number != told]
    return min(*others, bic(fit.ssr, n, 3)) - least[told]


def test_two_levels_of_three_years_are_clear_by_hand():
    # around the mean of 151: -51 -50 -49 49 50 51; in levels 4 is left over, in one level 15004, around the line
    # 15004 - 454 ** 2 / 17.5, with 3 parameters against 4
    frame = counts(*[(women, 50) for women in (100, 101, 102, 200, 201, 202)])
    expected = 6 * log((15004 - 454**2 / 17.5) / 4) + (3 - 4) * log(6)
    assert expected > 38
    margins = values(breaks(frame), "population_breaks_margin")
    assert (margins[2012, "female"], margins[2012, ""]) == pytest.approx((expected, expected))
    women = of(breaks(frame), "population_breaks_margin", sex="female")
    assert women["denominator"].tolist() == [pytest.approx(bic(4, 6, 4))]
    assert women["numerator"].tolist() == [pytest.approx(bic(15004 - 454**2 / 17.5, 6, 3))]


@some
@given(st.lists(st.integers(1, 10**5), min_size=6, max_size=14).filter(lambda observed: len(set(observed)) > 5))
def test_the_margin_is_that_of_all_tried(observed):
    squares = every_division(observed)
    fit = straight(observed)
    if min(*squares.values(), fit.ssr) <= 1e-6 * squares[()]:
        return
    frame = counts(*[(n, 10**5) for n in observed])
    margin = only(breaks(frame), "population_breaks_margin", sex="female")
    assert margin == pytest.approx(margin_by_trial(observed), rel=1e-6, abs=1e-6)
    if abs(margin) > 1e-6:
        assert only(breaks(frame), "population_breaks_line_is_better", sex="female") == (margin < 0)
    share = [100 * n / (n + 10**5) for n in observed]
    assert only(breaks(frame), "population_share_breaks_margin") == pytest.approx(
        margin_by_trial(share), rel=1e-6, abs=1e-6
    )


def test_a_steady_rise_has_a_margin_below_zero():
    frame = counts(*[(1000 + 50 * at + at % 3, 1000) for at in range(19)])
    women = of(breaks(frame), sex="female")
    assert only(women, "population_breaks_margin") < -100
    margin, line = (of(women, f"population_breaks_{name}") for name in ("margin", "line_is_better"))
    assert margin["numerator"].tolist() == line["numerator"].tolist()


def test_what_leaves_nothing_over_has_no_margin():
    never_changes, straight = [(100, 100)] * 12, [(1000 + 37 * at, 1000 + 37 * at) for at in range(12)]
    two_levels = [(40, 60)] * 4 + [(55, 45)] * 4
    for pairs in (never_changes, straight, two_levels):
        assert isnan(only(breaks(counts(*pairs)), "population_breaks_margin", sex="female"))
        assert isnan(only(breaks(counts(*pairs)), "population_share_breaks_margin"))


def test_the_men_of_the_district_fall_to_another_level_in_2012():
    frame = read("population")
    men = of(breaks(frame), "population_break_step", sex="male")
    assert men["year"].tolist() == [2012]
    early = frame[(frame["sex"] == "male") & (frame["year"] < 2012)]["n"]
    assert men["denominator"].tolist() == [pytest.approx(early.mean(), rel=1e-12)]
    observed = frame[frame["sex"] == "male"].sort_values("year")["n"].tolist()
    tried = every_division(observed)
    best = min(tried, key=lambda starts: bic(tried[starts], 19, 2 * (len(starts) + 1)))
    assert best == (2012 - 2007,)
    assert not isnan(only(breaks(frame), "population_breaks_line_is_better", sex="male"))


# --- series with a gap of years, on both routes --------------------------------------------------------------------

NAMES = [f"population_{name}" for name in ("breaks", "breaks_line_is_better", "breaks_margin", "break_step")]
SHARE_NAMES = [name.replace("population_", "population_share_") for name in NAMES[:3]] + [
    "population_share_break_step_pp"
]


def of_both_routes(pairs: dict[int, tuple[int, int]]) -> tuple[dict, dict]:
    """(indicator, year) -> numerator, denominator, value of the women and of their share: here, by the second route."""
    found = breaks(in_years(pairs))
    mine = {
        (row["indicator"], row["year"]): tuple(row[part] for part in MEASURED)
        for row in [*of(found, sex="female").to_dict("records"), *found[found["sex"].isna()].to_dict("records")]
    }
    years = sorted(pairs)
    women = [Fraction(pairs[year][0]) for year in years]
    shares = [Fraction(100 * pairs[year][0], sum(pairs[year])) for year in years]
    rows = [*break_rows(NAMES, "women", years, women), *break_rows(SHARE_NAMES, "all", years, shares)]
    theirs = {(row["indicator"], row["year"]): tuple(float(row[part]) for part in MEASURED) for row in rows}
    return mine, theirs


def test_a_steady_rise_over_a_gap_of_years_is_no_break():
    years = [*range(2000, 2005), *range(2014, 2019)]
    pairs = {year: (10000 + 10 * (year - 2000) + year % 2, 9000) for year in years}
    mine, theirs = of_both_routes(pairs)
    assert mine == {key: pytest.approx(numbers, rel=1e-9) for key, numbers in theirs.items()}
    assert mine["population_breaks_line_is_better", 2018][2] == 1
    assert mine["population_breaks_margin", 2018][2] < -20
    assert not any(one.are_told for one in passages_of(breaks(in_years(pairs))) if one.sex != "male")


@some
@given(
    st.lists(st.integers(1, 10**5), min_size=6, max_size=12).filter(lambda observed: len(set(observed)) > 5),
    st.lists(st.integers(1, 9), min_size=12, max_size=12),
)
def test_with_any_gaps_the_two_routes_agree(observed, steps):
    pairs = {2000 + sum(steps[:at]): (n, 10**5) for at, n in enumerate(observed)}
    mine, theirs = of_both_routes(pairs)
    assert mine == {key: pytest.approx(numbers, rel=1e-6, abs=1e-6) for key, numbers in theirs.items()}

"""Dissimilarity: every allocation tried one by one, SciPy, fractions, a published example, and districts of one sex."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb, isnan

import numpy as np
import pandas as pd
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from mahalles.typed import mahalles, numbered, of_the_repository, only, values
from yeep_analysis.mahalles import segregation
from yeep_analysis.statistics.exact import mean_deviation

some = settings(max_examples=30, deadline=None, derandomize=True)
few = st.integers(0, 3)
people = st.integers(1, 10**4)


D, BY_CHANCE, CORRECTED = (f"mahalle_dissimilarity{part}" for part in ("", "_by_chance", "_corrected"))


def d_of(pairs) -> Fraction:
    women, men = sum(f for f, _m in pairs), sum(m for _f, m in pairs)
    return sum((abs(Fraction(f, women) - Fraction(m, men)) for f, m in pairs), Fraction(0)) / 2


@some
@given(st.lists(st.tuples(few, few), min_size=1, max_size=4))
def test_the_expectation_is_the_mean_over_every_way_of_placing_the_women(pairs):
    women, total = sum(f for f, _m in pairs), sum(map(sum, pairs))
    if women in (0, total) or comb(total, women) > 1000:
        return
    home = [at for at, pair in enumerate(pairs) for _person in range(sum(pair))]
    tried = []
    for chosen in combinations(range(total), women):
        placed = [sum(home[person] == at for person in chosen) for at in range(len(pairs))]
        tried.append(d_of([(f, sum(pair) - f) for f, pair in zip(placed, pairs)]))
    expected = sum(tried, Fraction(0)) / len(tried)
    assert only(segregation.dissimilarity(numbered(pairs)), BY_CHANCE) == pytest.approx(float(expected), rel=1e-9)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), min_size=1, max_size=8))
def test_index_and_correction_are_those_of_the_exact_fractions_and_of_scipy(pairs):
    frame = numbered(pairs)
    women, men = sum(f for f, _m in pairs), sum(m for _f, m in pairs)
    found = segregation.dissimilarity(frame)
    d = only(found, D)
    assert d == pytest.approx(float(d_of(pairs)), rel=1e-12, abs=1e-15)
    expected = 0.0
    for n in map(sum, pairs):
        x = np.arange(max(0, n - men), min(n, women) + 1)
        expected += (scipy.stats.hypergeom.pmf(x, women + men, women, n) * np.abs(x / women - (n - x) / men)).sum() / 2
    by_chance = only(found, BY_CHANCE)
    assert by_chance == pytest.approx(expected, rel=1e-6, abs=1e-9)
    corrected = (d - by_chance) / (1 - by_chance)
    assert only(found, CORRECTED) == pytest.approx(corrected, rel=1e-9, abs=1e-12)


@some
@given(st.integers(0, 60), st.integers(0, 60), st.data())
def test_the_mean_deviation_is_that_of_the_exact_distribution(women, men, data):
    n = data.draw(st.integers(0, women + men))
    if women + men == 0:
        return
    mean = Fraction(n * women, women + men)
    ways = {x: comb(women, x) * comb(men, n - x) for x in range(max(0, n - men), min(n, women) + 1)}
    exact = sum((abs(x - mean) * way for x, way in ways.items()), Fraction(0)) / comb(women + men, n)
    assert mean_deviation(n, women, women + men) == pytest.approx(float(exact), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    "pairs",
    # examples of the help page of dissimilarity() in the R package segregation: two groups over four units
    [[(100, 0), (60, 40), (40, 60), (0, 100)], [(80, 20), (80, 20), (20, 80), (20, 80)]],
)
def test_the_examples_of_the_package_segregation(pairs):
    # ½ · (100 + 20 + 20 + 100) / 200 = ½ · 4 · 60 / 200 = 0.6
    assert only(segregation.dissimilarity(numbered(pairs)), D) == pytest.approx(0.6, rel=1e-15)


def test_who_lives_apart_altogether_has_an_index_of_1_and_who_lives_alike_one_of_0():
    assert only(segregation.dissimilarity(numbered([(10, 0), (0, 30)])), D) == 1
    assert only(segregation.dissimilarity(numbered([(10, 0), (0, 30)])), CORRECTED) == pytest.approx(1)
    alike = numbered([(10, 30), (20, 60)])
    assert only(segregation.dissimilarity(alike), D) == 0
    assert only(segregation.dissimilarity(alike), CORRECTED) < 0


def test_mahalles_of_one_person_are_divided_by_chance_alone_and_nothing_can_be_said_beyond_it():
    single = numbered([(1, 0), (0, 1), (1, 0)])
    assert only(segregation.dissimilarity(single), BY_CHANCE) == 1
    assert isnan(only(segregation.dissimilarity(single), CORRECTED))


def test_one_mahalle_is_even():
    alone = numbered([(10, 30)])
    assert [only(segregation.dissimilarity(alone), index) for index in (D, CORRECTED)] == [0, 0]


@pytest.mark.parametrize("pairs", [[(0, 5), (0, 7)], [(5, 0), (7, 0)], [(0, 0), (0, 0)]])
def test_without_one_sex_there_is_no_dissimilarity(pairs):
    found = segregation.dissimilarity(numbered(pairs))
    assert all(isnan(only(found, index)) for index in (D, BY_CHANCE, CORRECTED))


@some
@given(st.lists(st.tuples(people, people), min_size=1, max_size=12))
def test_the_location_quotients_are_fractions_whose_weighted_mean_is_1(pairs):
    found = values(segregation.location_quotient(numbered(pairs)), "mahalle_location_quotient")
    women, total = sum(f for f, _m in pairs), sum(map(sum, pairs))
    exact = [Fraction(f, f + m) / Fraction(women, total) for f, m in pairs]
    assert list(found.values()) == pytest.approx([float(one) for one in exact], rel=1e-12)
    weighted = sum(one * sum(pair) for one, pair in zip(found.values(), pairs)) / total
    assert weighted == pytest.approx(1, rel=1e-9)


def test_without_people_or_without_women_there_is_no_location_quotient():
    assert segregation.location_quotient(numbered([(0, 0), (5, 5)]))["value"].isna().tolist() == [True, False]
    assert segregation.location_quotient(numbered([(0, 4), (0, 5)]))["value"].isna().all()


def test_years_with_other_mahalles_are_not_compared():
    frame = pd.concat(
        [
            mahalles({"1": (5, 5), "2": (5, 5), "3": (1, 1)}, year=2020),
            mahalles({"1": (5, 5), "2": (5, 5)}, year=2021),
            mahalles({"2": (5, 5), "1": (5, 5)}, year=2022),
        ]
    )
    assert segregation.comparable_years(frame) == [2021, 2022]
    assert segregation.comparable_years(frame.iloc[:0]) == []
    assert segregation.dissimilarity(frame)["year"].tolist() == [2020, 2021, 2022] * 3


def test_a_third_of_the_dissimilarity_of_the_district_is_what_chance_would_make():
    frame = of_the_repository()
    wide = frame.pivot(index="place", columns="sex", values="n")
    pairs = list(zip(wide["female"].tolist(), wide["male"].tolist()))
    assert only(segregation.dissimilarity(frame), D) == pytest.approx(float(d_of(pairs)), rel=1e-12)
    assert only(segregation.dissimilarity(frame), BY_CHANCE) == pytest.approx(0.00977, abs=5e-6)
    random = np.random.default_rng(1)
    residents = wide.sum(axis=1).to_numpy()
    women, men = (wide[sex].sum() for sex in ("female", "male"))
    drawn = random.multivariate_hypergeometric(residents, women, size=4000)
    simulated = np.abs(drawn / women - (residents - drawn) / men).sum(axis=1) / 2
    assert only(segregation.dissimilarity(frame), BY_CHANCE) == pytest.approx(simulated.mean(), rel=0.01)

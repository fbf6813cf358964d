"""Posts short of each threshold, and the glass ceiling: by trying every division, by fractions, and at the borders."""

from __future__ import annotations

from fractions import Fraction
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from representation.records import of_the_district, only, posts
from yeep_analysis.representation import thresholds

some = settings(max_examples=40, deadline=None, derandomize=True)
people = st.integers(0, 200)


def either(women: int, men: int) -> float:
    return only(thresholds.short_of(posts(staff={2022: (women, men)})), thresholds.OF_40_PERCENT_EITHER_SEX)


@some
@given(people, people)
def test_the_threshold_for_either_sex_is_met_with_just_so_many_posts(women, men):
    n = women + men
    short = either(women, men)
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
    assert either(women, men) == short


@pytest.mark.parametrize(("women", "men"), [(0, 1), (1, 0), (0, 3), (1, 2), (2, 1), (3, 0)])
def test_where_no_division_gives_both_sexes_40_percent_nothing_is_short(women, men):
    assert isnan(either(women, men))


@pytest.mark.parametrize(("women", "men", "short"), [(0, 2, 1), (1, 1, 0), (0, 4, 2), (6, 0, 3), (0, 5, 2), (0, 0, 0)])
def test_where_half_and_half_is_the_only_division_it_counts(women, men, short):
    assert either(women, men) == short


def test_the_glass_ceiling_of_the_district_is_that_of_the_exact_shares():
    found = thresholds.glass_ceiling_index(of_the_district())
    assert only(found, part="department_head", against="staff") == pytest.approx(
        float(Fraction(48, 172) / Fraction(6, 18)), rel=1e-15
    )


@some
@given(people, people, people, people)
def test_the_glass_ceiling_is_a_ratio_of_fractions(women, men, top_women, top_men):
    frame = posts(staff={2022: (women, men)}, department_head={2022: (top_women, top_men)})
    found = only(thresholds.glass_ceiling_index(frame))
    if top_women == 0 or women + men == 0:
        assert isnan(found)
    else:
        exact = Fraction(women, women + men) / Fraction(top_women, top_women + top_men)
        assert found == pytest.approx(float(exact), rel=1e-12)


def test_shares_of_different_years_make_no_glass_ceiling():
    frame = posts(staff={2021: (5, 5)}, department_head={2022: (1, 5)})
    assert thresholds.glass_ceiling_index(frame).empty

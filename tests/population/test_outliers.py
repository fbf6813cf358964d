"""Outlier years: against SciPy and statsmodels, a published table, exact fractions, and where no answer exists."""

from __future__ import annotations

from fractions import Fraction
from math import isnan, log
from statistics import mean, median, stdev

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from population.typed import counts, in_years, only, read, values
from yeep_analysis.population.outlier_years import outliers
from yeep_analysis.results import of

some = settings(max_examples=30, deadline=None, derandomize=True)
people = st.integers(0, 10**6)
SERIES = st.lists(st.tuples(people, people), min_size=2, max_size=19)


def women(frame, indicator: str) -> list[float]:
    return of(outliers(frame), indicator, sex="female").sort_values("year")["value"].tolist()


def test_the_published_table_of_eight_observations():
    # codingace.net/ds/modified_z_score.html: 10, 12, 12, 13, 12, 11, 14, 300; median 12, MAD 1
    observed = [10, 12, 12, 13, 12, 11, 14, 300]
    frame = counts(*[(n, 0) for n in observed])
    published = [-1.3490, 0, 0, 0.6745, 0, -0.6745, 1.3490, 194.2560]
    assert women(frame, "population_outlier_z") == pytest.approx(published, abs=5e-5)
    assert women(frame, "population_outlier_year") == [0, 0, 0, 0, 0, 0, 0, 1]


def test_three_sigma_does_not_see_what_the_median_sees():
    # of eight values none can lie further than 7 / √8 = 2.47 deviations from the mean
    frame = counts(*[(n, 0) for n in [10, 12, 12, 13, 12, 11, 14, 300]])
    assert women(frame, "population_three_sigma_year") == [0] * 8


@some
@given(SERIES)
def test_the_modified_z_is_that_of_scipy_and_statsmodels(pairs):
    observed = np.array([f for f, _m in pairs], dtype=float)
    from statsmodels import robust

    mad = scipy.stats.median_abs_deviation(observed)
    assert mad == robust.mad(observed, c=1)
    found = women(counts(*pairs), "population_outlier_z")
    if mad == 0:
        assert all(isnan(one) for one in found)
        assert all(isnan(one) for one in women(counts(*pairs), "population_outlier_year"))
    else:
        assert found == pytest.approx((0.6745 * (observed - np.median(observed)) / mad).tolist(), rel=1e-12)


@some
@given(SERIES)
def test_a_year_is_flagged_exactly_where_the_fraction_is_above_3_and_a_half(pairs):
    observed = [Fraction(f) for f, _m in pairs]
    centre = median(observed)
    mad = median(abs(one - centre) for one in observed)
    found = women(counts(*pairs), "population_outlier_year")
    for one, flag in zip(observed, found, strict=True):
        assert isnan(flag) if mad == 0 else flag == (Fraction(6745, 10000) * abs(one - centre) > Fraction(7, 2) * mad)


@some
@given(SERIES)
def test_three_sigma_is_that_of_the_standard_library(pairs):
    totals = [sum(pair) for pair in pairs]
    found = of(outliers(counts(*pairs)), "population_three_sigma_year", sex="").sort_values("year")
    deviation = stdev(totals)
    assert found["denominator"].tolist() == pytest.approx([deviation] * len(totals), rel=1e-9)
    assert found["numerator"].tolist() == pytest.approx([one - mean(totals) for one in totals], rel=1e-9, abs=1e-6)
    if deviation == 0:
        assert found["value"].isna().all()
    elif len(totals) <= 10:
        assert found["value"].sum() == 0


def test_of_one_year_nothing_can_be_told():
    frame = counts((5, 6))
    found = outliers(frame)
    assert found["value"].isna().all()
    assert set(found["indicator"]) == {
        *("population_outlier_z", "population_outlier_year", "population_three_sigma_year"),
    }, "no change of the sex ratio"


def test_a_rise_of_the_sex_ratio_and_the_fall_that_undoes_it_are_of_the_same_size():
    change = of(outliers(counts((100, 100), (100, 200), (100, 100))), "population_sex_ratio_change")
    assert change["value"].tolist() == pytest.approx([log(2), -log(2)], rel=1e-15)


def test_where_a_year_is_missing_the_change_is_one_of_a_year():
    change = of(outliers(in_years({2007: (100, 100), 2009: (100, 400)})), "population_sex_ratio_change")
    assert only(change) == pytest.approx(log(2), rel=1e-15)
    assert change["year"].tolist() == [2009]


def test_from_a_year_without_women_or_men_no_change_can_be_told():
    found = outliers(counts((0, 5), (5, 5), (5, 0), (5, 5)))
    change = of(found, "population_sex_ratio_change")
    assert change["value"].isna().all()
    assert len(change) == 3
    assert of(found, "population_sex_ratio_outlier_year")["value"].isna().all()


@some
@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=3, max_size=19))
def test_the_distance_of_a_change_is_that_of_scipy(pairs):
    logs = np.array([log(m / f) for f, m in pairs])
    changes = np.diff(logs)
    mad = scipy.stats.median_abs_deviation(changes)
    found = of(outliers(counts(*pairs)), "population_sex_ratio_outlier_z")
    if mad > 1e-9:
        expected = 0.6745 * (changes - np.median(changes)) / mad
        assert found["value"].tolist() == pytest.approx(expected.tolist(), rel=1e-6, abs=1e-6)


def test_in_the_district_the_changes_of_2008_to_2012_stand_out_and_three_sigma_sees_none_of_them():
    frame = read("population")
    for last in (2022, frame["year"].max()):
        upto = frame[frame["year"] <= last]
        flags = of(outliers(upto), "population_sex_ratio_outlier_year")
        assert sorted(of(flags, value=1)["year"]) == [2008, 2009, 2010, 2011, 2012]
        assert of(outliers(upto), "population_sex_ratio_three_sigma_year")["value"].sum() == 0


def test_in_the_district_2010_stands_out_and_on_the_levels_three_sigma_sees_only_the_men():
    frame = read("population")
    frame = frame[frame["year"] <= 2022]
    found = outliers(frame)
    flagged = [key for key, flag in values(found, "population_outlier_year").items() if flag]
    assert (2010, "male") in flagged
    assert (2010, "") in flagged
    assert [key for key, flag in values(found, "population_three_sigma_year").items() if flag] == [(2010, "male")]

"""The funnel of the mahalles: against SciPy and statsmodels, worked by hand, and where chance has no say."""

from __future__ import annotations

from math import isnan, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.genmod import families
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.proportion import proportion_confint

from measures.districts_of_tests import groups, only, read, values
from yeep_analysis.mahalles import funnel
from yeep_analysis.statistics.exact import Z_95, Z_998, chi_square_above

some = settings(max_examples=20, deadline=None, derandomize=True)
people = st.integers(0, 10**5)
some_people = st.integers(1, 10**5)
mahalles = st.lists(st.tuples(some_people, some_people), min_size=2, max_size=15)


def frame_of(pairs) -> pd.DataFrame:
    return groups({f"{41300 + at}": pair for at, pair in enumerate(pairs)})


def test_the_limits_are_the_quantiles_of_the_normal_distribution():
    assert pytest.approx(stats.norm.ppf([0.975, 0.999]).tolist(), rel=1e-6) == [Z_95, Z_998]


@some
@given(mahalles)
def test_chi_square_and_its_p_are_those_of_scipy(pairs):
    found = funnel.chi_square_p(frame_of(pairs))
    expected = stats.chi2_contingency(np.array(pairs), correction=False)
    assert found["numerator"].tolist() == pytest.approx([expected.statistic], rel=1e-6, abs=1e-9)
    assert found["denominator"].tolist() == [expected.dof]
    assert only(found) == pytest.approx(expected.pvalue, rel=1e-6, abs=1e-300)


@pytest.mark.parametrize("degrees", [1, 2, 3, 9, 10, 31])
@pytest.mark.parametrize("x", [0, 1e-6, 0.5, 3.84, 25.0, 76.4, 400.0])
def test_the_tail_of_chi_square_is_that_of_scipy(x, degrees):
    assert chi_square_above(x, degrees) == pytest.approx(stats.chi2.sf(x, degrees), rel=1e-9)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(mahalles)
def test_the_over_dispersion_is_the_pearson_scale_of_a_binomial_model_of_statsmodels(pairs):
    if len({f / m for f, m in pairs}) == 1:
        return  # statsmodels warns of a perfect fit
    fit = GLM(np.array(pairs, dtype=float), np.ones((len(pairs), 1)), family=families.Binomial()).fit()
    expected = fit.pearson_chi2 / fit.df_resid
    assert only(funnel.overdispersion(frame_of(pairs))) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@some
@given(mahalles)
def test_the_limits_are_the_normal_limits_of_statsmodels_around_the_district(pairs):
    found = values(funnel.limit(frame_of(pairs)))
    women, all_people = sum(f for f, _m in pairs), sum(map(sum, pairs))
    for at, pair in enumerate(pairs):
        n = sum(pair)
        for level, name in ((0.05, "95"), (0.002, "998")):
            # proportion_confint centres on count / n: so the count is the share of the district in n
            low, high = proportion_confint(women / all_people * n, n, alpha=level, method="normal")
            code = f"{41300 + at}"
            assert found[2022, f"{code}/lower_{name}"] == pytest.approx(low, rel=1e-6, abs=1e-7)
            assert found[2022, f"{code}/upper_{name}"] == pytest.approx(high, rel=1e-6, abs=1e-7)


@some
@given(mahalles)
def test_who_is_outside_is_who_lies_beyond_the_limits(pairs):
    frame = frame_of(pairs)
    for limit, outside in ((funnel.limit, funnel.outside), (funnel.adjusted_limit, funnel.adjusted_outside)):
        limits, flags = values(limit(frame)), values(outside(frame))
        for at, (f, m) in enumerate(pairs):
            for name in ("95", "998"):
                low, high = (limits[2022, f"{41300 + at}/{side}_{name}"] for side in ("lower", "upper"))
                share = f / (f + m)
                if low > 0 and high < 1 and min(abs(share - low), abs(share - high)) > 1e-9:
                    assert flags[2022, f"{41300 + at}/{name}"] == (not low <= share <= high)


@some
@given(mahalles)
def test_the_adjustment_only_ever_widens(pairs):
    frame = frame_of(pairs)
    assert (funnel.adjusted_z(frame)["value"].abs() <= funnel.z(frame)["value"].abs() + 1e-12).all()
    assert (funnel.adjusted_outside(frame)["value"] <= funnel.outside(frame)["value"]).all()


def test_worked_by_hand():
    # p0 = 100 / 200; error of 100: √(0.25 / 100) = 0.05; (0.6 - 0.5) / 0.05 = 2
    frame = groups({"1": (60, 40), "2": (40, 60)})
    assert funnel.z(frame)["value"].tolist() == pytest.approx([2, -2])
    assert only(funnel.overdispersion(frame)) == pytest.approx(8)
    assert funnel.adjusted_z(frame)["value"].tolist() == pytest.approx([2 / sqrt(8), -2 / sqrt(8)])
    assert values(funnel.outside(frame)) == {
        (2022, "1/95"): 1,
        (2022, "2/95"): 1,
        (2022, "1/998"): 0,
        (2022, "2/998"): 0,
    }
    assert funnel.adjusted_outside(frame)["value"].sum() == 0


def test_mahalles_more_alike_than_by_chance_do_not_narrow_the_limits():
    frame = groups({"1": (50, 50), "2": (50, 50), "3": (51, 49)})
    assert only(funnel.overdispersion(frame)) < 1
    assert funnel.adjusted_limit(frame)["value"].tolist() == funnel.limit(frame)["value"].tolist()


def test_the_centre_is_the_share_of_all_and_not_the_mean_of_shares():
    limits = funnel.limit(groups({"1": (1, 3), "2": (600, 300)}))
    assert (limits["numerator"] / limits["denominator"]).tolist() == pytest.approx([601 / 904] * 8)


def test_one_mahalle_has_no_dispersion_and_a_mahalle_without_people_no_limits():
    alone = groups({"1": (60, 40)})
    assert isnan(only(funnel.overdispersion(alone)))
    assert isnan(only(funnel.chi_square_p(alone)))
    assert only(funnel.z(alone)) == 0
    empty = groups({"1": (60, 40), "2": (0, 0), "3": (50, 50)})
    assert values(funnel.z(empty))[2022, "2"] != 0
    assert isnan(values(funnel.limit(empty))[2022, "2/upper_95"])
    assert isnan(values(funnel.outside(empty))[2022, "2/95"])
    assert funnel.overdispersion(empty)["denominator"].tolist() == [1]


def test_where_only_women_live_chance_has_no_say():
    assert funnel.z(groups({"1": (6, 0), "2": (4, 0)}))["value"].isna().all()


def test_several_years_stand_side_by_side():
    frame = pd.concat([groups({"1": (60, 40), "2": (40, 60)}, year=2021), groups({"1": (50, 50), "2": (10, 10)})])
    assert values(funnel.overdispersion(frame)) == {(2021, "all"): pytest.approx(8), (2022, "all"): 0}
    assert values(funnel.z(frame))[2022, "1"] == 0


def test_the_curves_meet_the_limits_at_the_sizes_of_the_mahalles():
    frame = groups({"1": (60, 40), "2": (400, 600)})
    for adjusted, limit in ((False, funnel.limit), (True, funnel.adjusted_limit)):
        drawn = funnel.curves(frame, np.array([100, 1000]), adjusted=adjusted).set_index("size")
        for code, size in (("1", 100), ("2", 1000)):
            for name in funnel.LIMITS:
                assert drawn.loc[size, name] == pytest.approx(values(limit(frame))[2022, f"{code}/{name}"])


def test_mahalles_of_the_district_differ_by_more_than_chance_and_none_stands_out_of_their_differences():
    frame = read("mahalle_population", "mahalle_code")
    assert frame["year"].unique().tolist() == [2022]
    wide = frame.pivot(index="group", columns="sex", values="n")
    expected = stats.chi2_contingency(wide.to_numpy(), correction=False)
    assert only(funnel.overdispersion(frame)) == pytest.approx(expected.statistic / 10, rel=1e-9)
    assert only(funnel.chi_square_p(frame)) == pytest.approx(expected.pvalue, rel=1e-6)
    outside = values(funnel.outside(frame))
    assert {group.split("/")[0] for (_year, group), flag in outside.items() if flag and group.endswith("/998")} == {
        "41314",
        "41315",
        "41319",
    }
    assert sum(outside.values()) == 9
    assert funnel.adjusted_outside(frame)["value"].sum() == 0

"""The funnel of the mahalles: against SciPy and statsmodels, worked by hand, and where chance has no say."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import isnan, sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from mahalles.typed import DATA, mahalles, numbered, of_the_repository, only, values
from yeep_analysis.mahalles import funnel_limits as funnel
from yeep_analysis.mahalles import sentences
from yeep_analysis.results import of
from yeep_analysis.statistics.exact import Z_95, Z_998, chi_square_above, fisher

ORNEK = Path(__file__).parents[2] / "examples" / "ornek"
some = settings(max_examples=20, deadline=None, derandomize=True)
people = st.integers(0, 10**5)
some_people = st.integers(1, 10**5)
some_mahalles = st.lists(st.tuples(some_people, some_people), min_size=2, max_size=15)


FAMILIES = ((funnel.funnel, "mahalle_funnel"), (funnel.adjusted_funnel, "mahalle_funnel_adjusted"))


def years_of(folder: Path) -> list[pd.DataFrame]:
    """The mahalles of each year of a folder."""
    frame = pd.read_csv(folder / "mahalle_population.csv", dtype={"mahalle_code": str})
    frame = frame[frame["sex"] != "total"].rename(columns={"mahalle_code": "place"})
    return [counts for _year, counts in frame.groupby("year")]


def p_of_the_lottery(wide: pd.DataFrame, code: str) -> Fraction:
    """Two-sided p of one mahalle, if everybody of the district were dealt out to the mahalles."""
    (f, m), rest = wide.loc[code, ["female", "male"]].tolist(), wide.drop(index=code).sum()
    return fisher((f, f + m), (int(rest["female"]), int(rest.sum())))


def lower_tail(wide: pd.DataFrame, code: str) -> float:
    """Probability of so few women, by SciPy."""
    f, m = wide.loc[code, ["female", "male"]]
    return scipy.stats.hypergeom.cdf(f, wide.to_numpy().sum(), wide["female"].sum(), f + m)


def p_of(frame: pd.DataFrame) -> float:
    return only(funnel.dispersion(frame), "mahalle_chi_square_p")


def factor_of(frame: pd.DataFrame) -> float:
    return only(funnel.dispersion(frame), "mahalle_overdispersion")


def test_the_limits_are_the_quantiles_of_the_normal_distribution():
    assert pytest.approx(scipy.stats.norm.ppf([0.975, 0.999]).tolist(), rel=1e-6) == [Z_95, Z_998]


@some
@given(some_mahalles)
def test_chi_square_and_its_p_are_those_of_scipy(pairs):
    found = of(funnel.dispersion(numbered(pairs)), "mahalle_chi_square_p")
    expected = scipy.stats.chi2_contingency(np.array(pairs), correction=False)
    assert found["numerator"].tolist() == pytest.approx([expected.statistic], rel=1e-6, abs=1e-9)
    assert found["denominator"].tolist() == [expected.dof]
    assert found["value"].item() == pytest.approx(expected.pvalue, rel=1e-6, abs=1e-300)


@pytest.mark.parametrize("degrees", [1, 2, 3, 9, 10, 31])
@pytest.mark.parametrize("x", [0, 1e-6, 0.5, 3.84, 25.0, 76.4, 400.0])
def test_the_tail_of_chi_square_is_that_of_scipy(x, degrees):
    assert chi_square_above(x, degrees) == pytest.approx(scipy.stats.chi2.sf(x, degrees), rel=1e-9)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(some_mahalles)
def test_the_over_dispersion_is_the_pearson_scale_of_a_binomial_model_of_statsmodels(pairs):
    if len({f / m for f, m in pairs}) == 1:
        return  # statsmodels warns of a perfect fit
    from statsmodels.genmod import families  # here: seconds of imports for one test
    from statsmodels.genmod.generalized_linear_model import GLM

    fit = GLM(np.array(pairs, dtype=float), np.ones((len(pairs), 1)), family=families.Binomial()).fit()
    expected = fit.pearson_chi2 / fit.df_resid
    assert factor_of(numbered(pairs)) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@some
@given(some_mahalles)
def test_the_limits_are_the_normal_limits_of_what_scipy_says_of_a_draw_without_return(pairs):
    found = funnel.funnel(numbered(pairs))
    women, people = sum(f for f, _m in pairs), sum(map(sum, pairs))
    for beyond, level in ((0.025, 95), (0.001, 99.8)):
        lower, upper = (values(found, f"mahalle_funnel_{side}", level=level) for side in ("lower", "upper"))
        for at, pair in enumerate(pairs):
            n, code = sum(pair), f"{41300 + at}"
            lot = scipy.stats.hypergeom(people, women, n)
            low, high = scipy.stats.norm(lot.mean() / n, lot.std() / n).ppf([beyond, 1 - beyond])
            assert lower[code] == pytest.approx(max(low, 0), rel=1e-6, abs=1e-7)
            assert upper[code] == pytest.approx(min(high, 1), rel=1e-6, abs=1e-7)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(500, 5000), st.integers(500, 5000)), min_size=2, max_size=8))
def test_outside_is_who_lies_there_by_the_exact_lottery(pairs):
    """The lottery of the text: the people of the district are dealt out; its exact p decides as the limits do."""
    women, people = sum(f for f, _m in pairs), sum(map(sum, pairs))
    outside = values(funnel.funnel(numbered(pairs)), "mahalle_funnel_outside", level=95)
    for flag, (f, m) in zip(outside.values(), pairs):
        p = fisher((f, f + m), (women - f, people - f - m))
        if not 0.04 < p < 0.06:
            assert flag == (p <= 0.05)


@pytest.mark.parametrize("folder", [DATA, ORNEK], ids=["data", "ornek"])
def test_in_the_data_and_in_the_example_limits_and_exact_lottery_agree(folder):
    for frame in years_of(folder):
        wide = frame.pivot(index="place", columns="sex", values="n")
        found = funnel.funnel(frame)
        for level, most in ((95, 0.05), (99.8, 0.002)):
            flags = values(found, "mahalle_funnel_outside", level=level)
            assert flags == {code: p_of_the_lottery(wide, code) <= most for code in wide.index}


def test_soylence_is_outside_by_the_lottery_that_is_told():
    """With return it would be inside (z -1.95), and the text would tell of another lottery than the computed one."""
    *_before, frame = years_of(ORNEK)
    names = pd.read_csv(ORNEK / "mahalles.csv", dtype={"mahalle_code": str}).set_index("mahalle_code")["name"]
    (code,) = names.index[names == "Söylence"]
    found = funnel.funnel(frame)
    assert values(found, "mahalle_funnel_z")[code] == pytest.approx(-2.03, abs=0.005)
    assert values(found, "mahalle_funnel_outside", level=95)[code] == 1
    wide = frame.pivot(index="place", columns="sex", values="n")
    assert 2 * lower_tail(wide, code) == pytest.approx(0.0448, abs=5e-5)
    said = sentences.chance(found, funnel.dispersion(frame), funnel.adjusted_funnel(frame), names)
    assert "içinde kalan mahalle: Söylence." in said


@some
@given(some_mahalles)
def test_who_is_outside_is_who_lies_beyond_the_limits(pairs):
    for family, name in FAMILIES:
        found = family(numbered(pairs))
        for level in (95, 99.8):
            parts = ("lower", "upper", "outside")
            lower, upper, outside = (values(found, f"{name}_{part}", level=level) for part in parts)
            for code, (f, m) in zip(lower, pairs, strict=True):
                low, high, share = lower[code], upper[code], f / (f + m)
                if low > 0 and high < 1 and min(abs(share - low), abs(share - high)) > 1e-9:
                    assert outside[code] == (not low <= share <= high)


@some
@given(some_mahalles)
def test_the_adjustment_only_ever_widens(pairs):
    plain, adjusted = funnel.funnel(numbered(pairs)), funnel.adjusted_funnel(numbered(pairs))
    z, adjusted_z = (of(plain, "mahalle_funnel_z")["value"], of(adjusted, "mahalle_funnel_adjusted_z")["value"])
    assert (adjusted_z.abs() <= z.abs() + 1e-12).all()
    flags = (of(adjusted, "mahalle_funnel_adjusted_outside"), of(plain, "mahalle_funnel_outside"))
    assert (flags[0]["value"] <= flags[1]["value"]).all()


def test_worked_by_hand():
    # p0 = 100 / 200; error of 100 of 200: √(0.25 / 100 · 100 / 199) = √(1 / 796); (0.6 - 0.5) · √796 = 2.82
    z = 0.1 * sqrt(796)
    frame = mahalles({"1": (60, 40), "2": (40, 60)})
    found, adjusted = funnel.funnel(frame), funnel.adjusted_funnel(frame)
    assert values(found, "mahalle_funnel_z") == pytest.approx({"1": z, "2": -z})
    assert factor_of(frame) == pytest.approx(8)
    assert values(adjusted, "mahalle_funnel_adjusted_z") == pytest.approx({"1": z / sqrt(8), "2": -z / sqrt(8)})
    assert values(found, "mahalle_funnel_outside", level=95) == {"1": 1, "2": 1}
    assert values(found, "mahalle_funnel_outside", level=99.8) == {"1": 0, "2": 0}
    assert of(adjusted, "mahalle_funnel_adjusted_outside")["value"].tolist() == [0] * 4


def test_mahalles_more_alike_than_by_chance_do_not_narrow_the_limits():
    frame = mahalles({"1": (50, 50), "2": (50, 50), "3": (51, 49)})
    assert factor_of(frame) < 1
    plain, adjusted = funnel.funnel(frame), funnel.adjusted_funnel(frame)
    for side in ("lower", "upper"):
        limits = of(plain, f"mahalle_funnel_{side}"), of(adjusted, f"mahalle_funnel_adjusted_{side}")
        assert limits[0]["value"].tolist() == limits[1]["value"].tolist()


def test_the_centre_is_the_share_of_all_and_not_the_mean_of_shares():
    found = funnel.funnel(mahalles({"1": (1, 3), "2": (600, 300)}))
    limits = found[found["indicator"].isin(["mahalle_funnel_lower", "mahalle_funnel_upper"])]
    assert (limits["numerator"] / limits["denominator"]).tolist() == pytest.approx([601 / 904] * 8)


def test_one_mahalle_has_no_dispersion_and_a_mahalle_without_people_no_limits():
    alone = mahalles({"1": (60, 40)})
    assert isnan(factor_of(alone))
    assert isnan(p_of(alone))
    assert isnan(only(funnel.funnel(alone), "mahalle_funnel_z")), "all of the district is there, by any lot"
    assert of(funnel.funnel(alone), "mahalle_funnel_lower")["value"].tolist() == [0.6, 0.6]
    assert funnel.adjusted_funnel(alone)["value"].isna().all()
    empty = mahalles({"1": (60, 40), "2": (0, 0), "3": (50, 50)})
    found = funnel.funnel(empty)
    assert found[found["place"] == "2"]["value"].isna().all() and found[found["place"] != "2"]["value"].notna().all()
    assert funnel.dispersion(empty)["denominator"].tolist() == [1, 1]


def test_where_only_women_live_chance_has_no_say():
    found = funnel.funnel(mahalles({"1": (6, 0), "2": (4, 0)}))
    assert of(found, "mahalle_funnel_z")["value"].isna().all()
    assert of(found, "mahalle_funnel_outside")["value"].isna().all()


def test_several_years_stand_side_by_side():
    frame = pd.concat([mahalles({"1": (60, 40), "2": (40, 60)}, year=2021), mahalles({"1": (50, 50), "2": (10, 10)})])
    factors = of(funnel.dispersion(frame), "mahalle_overdispersion").set_index("year")["value"]
    assert factors.to_dict() == {2021: pytest.approx(8), 2022: 0}
    assert values(of(funnel.funnel(frame), year=2022), "mahalle_funnel_z")["1"] == 0


def test_the_curves_meet_the_limits_at_the_sizes_of_the_mahalles():
    frame = mahalles({"1": (60, 40), "2": (400, 600)})
    for (family, name), is_adjusted in zip(FAMILIES, (False, True)):
        drawn = funnel.curves(frame, np.array([100, 1000]), adjusted=is_adjusted).set_index("size")
        for side, (level, digits) in itertools.product(("lower", "upper"), ((95, "95"), (99.8, "998"))):
            limits = values(family(frame), f"{name}_{side}", level=level)
            assert drawn[f"{side}_{digits}"].tolist() == pytest.approx([limits["1"], limits["2"]])


def test_mahalles_of_the_district_differ_by_more_than_chance_and_none_stands_out_of_their_differences():
    frame = of_the_repository()
    assert frame["year"].unique().tolist() == [2022]
    wide = frame.pivot(index="place", columns="sex", values="n")
    expected = scipy.stats.chi2_contingency(wide.to_numpy(), correction=False)
    assert factor_of(frame) == pytest.approx(expected.statistic / 10, rel=1e-9)
    assert p_of(frame) == pytest.approx(expected.pvalue, rel=1e-6)
    found = funnel.funnel(frame)
    far = values(found, "mahalle_funnel_outside", level=99.8)
    assert {code for code, flag in far.items() if flag} == {"41314", "41315", "41319"}
    assert of(found, "mahalle_funnel_outside")["value"].sum() == 9
    assert of(funnel.adjusted_funnel(frame), "mahalle_funnel_adjusted_outside")["value"].sum() == 0

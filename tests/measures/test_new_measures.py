"""What holds for every measure beyond the baseline: refusals, order, untouched input, no rows, cards, many districts."""

from __future__ import annotations

import importlib.util
import inspect
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from measures.districts_of_tests import counts, groups, in_years, values
from yeep_analysis.mahalles import funnel, segregation
from yeep_analysis.population import breaks, outliers, trend
from yeep_analysis.population import measures as demography
from yeep_analysis.representation import chance, scenarios, thresholds
from yeep_analysis.results import CARD_FIELDS, MEASURED, measure, registered
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.terms import Unit

POPULATION = (demography, outliers, breaks, trend)
MODULES = (outliers, breaks, trend, funnel, segregation, thresholds, chance, scenarios)
EXTRA = {
    "plausibility_reference": {"reference": groups({"all": (30, 20)}), "name": "population_2022"},
    "plausibility_pool": {"pool": groups({"staff": (300, 200)}), "name": "staff_2022"},
    "glass_ceiling_index": {"base": "41300", "top": "41301"},
    "seats_elections": {"steps": [0, 1, 2]},
    "seats_reached": {"steps": [0, 1, 2]},
    "staff_years": {"hirings": [scenarios.Hiring(Fraction(1, 20), Fraction(3, 5))]},
    "staff_reached": {"hirings": [scenarios.Hiring(Fraction(1, 20), Fraction(3, 5))]},
    "staff_share": {"hirings": [scenarios.Hiring(Fraction(1, 20), Fraction(3, 5))], "years": 3},
    "period_growth": {"base": 2007},
}
MEASURES = {
    f"{module.__name__.rsplit('.', 1)[-1]}.{name}": function
    for module in MODULES
    for name, function in vars(module).items()
    if hasattr(function, "__wrapped__")
}


def call(function, frame: pd.DataFrame) -> pd.DataFrame:
    return function(frame, **EXTRA.get(function.__name__, {}))


def ordinary() -> pd.DataFrame:
    """Two groups in nine years, one of which is nobody's for a while."""
    one = counts(*[(31 + 3 * at, 40 + (at % 4)) for at in range(9)], group="41300")
    other = counts(*[(at % 3, 2 * (at % 5)) for at in range(9)], group="41301")
    return pd.concat([one, other], ignore_index=True)


def sorted_rows(result: pd.DataFrame) -> pd.DataFrame:
    return result.sort_values(["group", "year"], ignore_index=True)


def test_all_are_tried_here():
    names = {module.__name__ for module in MODULES}
    assert len(MEASURES) == len([one for one in registered() if one.place[0] in names]) == 51


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_refuses_what_is_missing_or_stands_twice(name):
    frame = ordinary()
    with_gap = frame.astype({"n": float})
    with_gap.loc[4, "n"] = np.nan
    for spoilt in (frame.drop(index=4), with_gap, pd.concat([frame, frame.iloc[[4]]])):
        with pytest.raises(MeasureError, match="2009"):
            call(MEASURES[name], spoilt)


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_leaves_its_input_and_does_not_mind_its_order(name):
    frame = ordinary()
    before = frame.copy(deep=True)
    straight = sorted_rows(call(MEASURES[name], frame))
    pd.testing.assert_frame_equal(frame, before)
    for mixed in (frame.iloc[::-1], frame.sample(frac=1, random_state=4)):
        pd.testing.assert_frame_equal(sorted_rows(call(MEASURES[name], mixed)), straight)


@pytest.mark.parametrize("name", MEASURES)
def test_every_result_has_the_one_shape_and_no_infinity(name):
    result = call(MEASURES[name], ordinary())
    assert list(result.columns) == MEASURED
    assert result["value"].dtype == float
    assert not np.isinf(result[["numerator", "denominator", "value"]].to_numpy(dtype=float)).any()
    assert not result.duplicated(["year", "group"]).any()
    assert len(result)


@pytest.mark.parametrize("name", MEASURES)
def test_without_rows_no_measure_has_a_result(name):
    nothing = ordinary().iloc[:0]
    result = call(MEASURES[name], nothing)
    assert (len(result), list(result.columns)) == (0, MEASURED)


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_a_complete_card_and_an_english_title(name):
    function = inspect.unwrap(MEASURES[name])
    place = (function.__module__, function.__code__.co_firstlineno)
    (one,) = [one for one in registered() if one.place == place]
    assert tuple(one.card) == CARD_FIELDS
    assert all(one.card.values())
    lines = inspect.getdoc(function).splitlines()
    assert lines[0].endswith(".")
    assert lines[1] == ""
    assert one.title.isascii()
    assert one.unit in list(Unit)


@pytest.fixture(scope="module")
def districts():
    """``benchmarks/districts.py``, which is a script and no part of the package."""
    path = Path(__file__).parents[2] / "benchmarks" / "districts.py"
    spec = importlib.util.spec_from_file_location("districts", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_many_districts_at_once_are_each_as_it_is_alone(districts):
    everyone, young = districts.invented(districts=3, years=9)
    rest = demography.without_age_group(everyone, young)
    assert sorted(rest["group"].unique()) == [f"{1000 + at}/without_20_24" for at in range(3)]
    for frame in (everyone, rest):
        for name, function in districts.measures():
            together = function(frame)
            alone = pd.concat([function(part) for _group, part in frame.groupby("group")])
            assert len(together), name
            pd.testing.assert_frame_equal(sorted_rows(together), sorted_rows(alone), check_dtype=False, rtol=1e-9)


def test_districts_with_other_years_are_computed_beside_each_other():
    long = counts(*[(100 + at * at, 90) for at in range(12)], group="1")
    short = in_years({2010: (5, 5), 2012: (7, 5), 2013: (9, 5), 2014: (9, 5), 2016: (3, 9), 2018: (4, 8)}, group="2")
    for module in POPULATION:
        for function in vars(module).values():
            if hasattr(function, "__wrapped__") and function.__name__ != "institutional_effect":
                together = call(function, pd.concat([long, short]))
                alone = pd.concat([call(function, long), call(function, short)])
                pd.testing.assert_frame_equal(sorted_rows(together), sorted_rows(alone), check_dtype=False)


def test_the_contributions_of_each_district_are_parts_of_its_own_population():
    frame = pd.concat([counts((60, 40), (66, 44), group="1"), counts((5, 5), (5, 4), group="2")])
    assert values(demography.contribution(frame)) == {
        (2008, "women_1"): 6,
        (2008, "men_1"): 4,
        (2008, "women_2"): 0,
        (2008, "men_2"): -10,
    }


def test_the_flag_of_each_district_comes_from_its_own_young_people():
    young = pd.concat(
        [counts((10, 40), group="1/20-24"), counts((10, 11), group="2/20-24"), counts((9, 9), group="2/0-4")]
    )
    assert values(demography.institutional_effect(young)) == {(2007, "1/20-24"): 1, (2007, "2/20-24"): 0}


def test_the_same_frame_of_the_one_district_still_has_its_names():
    rest = demography.without_age_group(counts((60, 40)), counts((6, 10), group="20-24"))
    assert rest["group"].unique().tolist() == ["without_20_24"]
    assert rest["n"].tolist() == [54, 30]
    assert set(demography.population_count(rest)["group"]) == {
        "women_without_20_24",
        "men_without_20_24",
        "total_without_20_24",
    }


def test_two_measures_cannot_have_one_indicator():
    def another(frame):
        return frame

    another.__doc__ = breaks.breaks.__doc__
    with pytest.raises(ValueError, match="is taken by breaks"):
        measure("population_breaks", "", Unit.BREAKS)(another)
    assert next(one for one in registered() if one.indicator == "population_breaks").function is breaks.breaks

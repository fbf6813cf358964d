"""What holds for every measure that takes counts: refusals, order, untouched input, no rows, many districts."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from population.typed import counts, in_years, values

from measures.every import INDICATORS, MEASURES, call, ordinary
from yeep_analysis.population import measures as demography
from yeep_analysis.results import MEASURED, dimensions, of
from yeep_analysis.words import language
from yeep_analysis.words.errors import MeasureError

OF_POPULATION = {name: one for name, one in MEASURES.items() if name.startswith("population.")}
each_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
each_indicator = pytest.mark.parametrize("indicator", INDICATORS)
SPOILT = {
    "a missing sex": lambda frame: frame.drop(index=4),
    "an unknown sex": lambda frame: frame.assign(sex=frame["sex"].where(frame.index != 4, "other")),
    "a missing count": lambda frame: frame.assign(n=frame["n"].where(frame.index != 4)),
    "a count twice": lambda frame: pd.concat([frame, frame.iloc[[4]]]),
    "two values of one key": lambda frame: pd.concat([frame, frame.iloc[[4]].assign(n=1)]),
}


def sorted_rows(result: pd.DataFrame) -> pd.DataFrame:
    return result.sort_values(["indicator", *dimensions(result)], ignore_index=True)


def test_all_are_tried_here():
    assert len(MEASURES) >= 27 and len(INDICATORS) >= 71, (
        "a family that lost an indicator, or a module that is not found"
    )


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
@each_measure
def test_every_measure_refuses(measure, spoil):
    with pytest.raises(MeasureError, match="2009") as refused:
        call(measure, spoil(ordinary(measure)))
    assert refused.value.exit_code == 4


@each_measure
def test_every_measure_refuses_counts_that_lack_a_column_of_its_card(measure):
    named = re.search("columns ``([a-z_, ]+)``", measure.card["Parameters"])[1]
    frame = ordinary(measure)
    language.use("en")
    for column in named.split(", "):
        with pytest.raises(MeasureError, match=rf"lack the columns .*\b{column}\b"):
            call(measure, frame.drop(columns=column).drop_duplicates())


@each_measure
def test_every_measure_leaves_its_input_and_does_not_mind_its_order(measure):
    frame = ordinary(measure)
    before = frame.copy(deep=True)
    straight = sorted_rows(call(measure, frame))
    pd.testing.assert_frame_equal(frame, before)
    for mixed in (frame.iloc[::-1], frame.sort_values(["sex", "n"]), frame.sample(frac=1, random_state=4)):
        pd.testing.assert_frame_equal(sorted_rows(call(measure, mixed)), straight)


@each_indicator
def test_every_result_says_what_it_is_and_has_the_one_shape_and_no_infinity(indicator):
    measure = INDICATORS[indicator]
    (told,) = [one for one in measure.indicators if one.name == indicator]
    result = of(call(measure, ordinary(measure)), indicator)
    assert set(result.columns) == {"indicator", *dimensions(result), *MEASURED, "unit", "origin", "source"}
    assert set(result["unit"]) == {told.unit.value}
    assert set(result["origin"]) == {""}
    assert result["value"].dtype == float
    assert not np.isinf(result[list(MEASURED)].to_numpy(dtype=float)).any()
    assert not result.duplicated(["indicator", *dimensions(result)]).any()
    assert len(result)
    # A count stands for itself, and a slope is no quotient; everything else travels with what it was made of.
    told_alone = ("population_trend_slope", "population_share_trend_slope_pp")
    assert result["numerator"].isna().all() == (indicator in told_alone)
    told_alone += ("population_count", "population_trend_smallest_p")
    assert result["denominator"].isna().all() == (indicator in told_alone)


@each_measure
def test_without_rows_no_measure_has_a_result(measure):
    result = call(measure, ordinary(measure).iloc[:0])
    assert len(result) == 0
    assert {"indicator", *MEASURED, "unit", "origin", "source"} <= set(result.columns)


@each_measure
def test_every_row_names_the_sources_of_its_counts(measure):
    frame = ordinary(measure).assign(source="population; population_by_age")
    sources = set(call(measure, frame)["source"])
    assert sources == {"population; population_by_age"}


# --- many districts at once ----------------------------------------------------------


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
    assert sorted(rest["place"].unique()) == ["1000", "1001", "1002"]
    assert set(rest["ages"]) == {"except_20-24"}
    for frame in (everyone, rest):
        for name, function in districts.measures():
            together = function(frame)
            alone = pd.concat([function(part) for _place, part in frame.groupby("place")])
            assert len(together), name
            pd.testing.assert_frame_equal(sorted_rows(together), sorted_rows(alone), check_dtype=False, rtol=1e-9)


def test_the_benchmark_of_many_districts_times_every_measure_of_the_population(districts):
    timed = {name.removeprefix("demography.") for name, _function in districts.measures()}
    assert {name.rsplit(".", 1)[-1] for name in timed} == {
        name.rsplit(".", 1)[-1] for name in OF_POPULATION if not name.endswith("institutional_effect")
    }


@pytest.mark.parametrize("measure", OF_POPULATION.values(), ids=OF_POPULATION)
def test_districts_with_other_years_are_computed_beside_each_other(measure):
    ages = {"ages": "20-24"} if measure.function.__name__ == "institutional_effect" else {}
    long = counts(*[(100 + at * at, 90) for at in range(12)], place="1", **ages)
    short = {2010: (5, 5), 2012: (7, 5), 2013: (9, 5), 2014: (9, 5), 2016: (3, 9), 2018: (4, 8)}
    short = in_years(short, place="2", **ages)
    together = call(measure, pd.concat([long, short]))
    alone = pd.concat([call(measure, long), call(measure, short)])
    pd.testing.assert_frame_equal(sorted_rows(together), sorted_rows(alone), check_dtype=False)


def test_the_contributions_of_each_district_are_parts_of_its_own_population():
    frame = pd.concat([counts((60, 40), (66, 44), place="1"), counts((5, 5), (5, 4), place="2")])
    found = demography.contribution(frame)
    assert values(found, "population_contribution_pp", place="1") == {(2008, "female"): 6, (2008, "male"): 4}
    assert values(found, "population_contribution_pp", place="2") == {(2008, "female"): 0, (2008, "male"): -10}


def test_the_flag_of_each_district_comes_from_its_own_young_people():
    young = pd.concat(
        [
            counts((10, 40), place="1", ages="20-24"),
            counts((10, 11), place="2", ages="20-24"),
            counts((9, 9), place="2", ages="0-4"),
        ]
    )
    flags = demography.institutional_effect(young)
    assert list(zip(flags["place"], flags["value"], strict=True)) == [("1", 1), ("2", 0)]


def test_the_rest_of_the_one_district_is_told_by_its_ages():
    rest = demography.without_age_group(counts((60, 40)), counts((6, 10), ages="20-24"))
    assert rest["ages"].unique().tolist() == ["except_20-24"]
    assert rest["n"].tolist() == [54, 30]
    counted = demography.population_count(rest)
    assert list(zip(counted["sex"], counted["ages"], counted["value"], strict=True)) == [
        ("female", "except_20-24", 54),
        ("male", "except_20-24", 30),
        ("", "except_20-24", 84),
    ]


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("which", [0, 1])
def test_what_is_spoilt_is_left_out_of_no_rest(which, spoil):
    both = [counts(*[(60, 40)] * 5), counts(*[(6, 10)] * 5, ages="20-24")]
    both[which] = spoil(both[which])
    with pytest.raises(MeasureError, match="2009"):
        demography.without_age_group(*both)

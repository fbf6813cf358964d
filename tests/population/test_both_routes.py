"""Series that are not complete: every number of the population is that of the second route, over gaps and changed sizes."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from decimal import localcontext
from pathlib import Path

import pandas as pd
import pytest
from golden import second_route as base
from golden.second_route_depth_breaks import breaks as breaks_again
from golden.second_route_depth_population import population as population_again
from golden.second_route_depth_population import share_trends as share_trends_again
from golden.second_route_depth_population import shares_of_women

from population.typed import in_years
from yeep_analysis.population import level_shifts as breaks
from yeep_analysis.population import measures, trend
from yeep_analysis.population import outlier_years as outliers
from yeep_analysis.results import MEASURED, collect

ROOT = Path(__file__).parents[2]
YEARS = {
    "one year is missing": [*range(2007, 2012), *range(2013, 2020)],
    "nine years are missing": [*range(2007, 2012), *range(2021, 2026)],
    "every other year is missing": [*range(2007, 2027, 2)],
    "gaps at both ends": [2007, 2011, 2012, 2013, 2014, 2015, 2016, 2025],
    "five years": [2007, 2009, 2010, 2014, 2015],
}


def people(years: list[int], size: int) -> dict[int, tuple[int, int]]:
    """Women and men that rise, fall and jump, no two years alike."""
    return {
        year: (size * (900 + 7 * at + at * at % 11), size * (1000 - 4 * at + 5 * (at * at % 7) + (90 if at > 4 else 0)))
        for at, year in enumerate(years)
    }


def typed(pairs: dict[int, tuple[int, int]]) -> dict[str, dict[str, int]]:
    return {str(year): {"female": women, "male": men} for year, (women, men) in pairs.items()}


def here(all_ages: dict[int, tuple[int, int]], young: dict[int, tuple[int, int]]) -> pd.DataFrame:
    whole, ages = in_years(all_ages), in_years(young, ages="20-24")
    both = pd.concat([whole, measures.without_age_group(whole, ages)])
    first = min(all_ages)
    return collect(
        [
            *(measures.population_count(both), measures.share_of_women(both), measures.annual_growth(both)),
            *(measures.sex_ratio(pd.concat([whole, ages])), measures.institutional_effect(ages)),
            *(measures.contribution(whole), measures.period_growth(both, base=first)),
            *(outliers.outliers(both), trend.trends(both), breaks.breaks(both)),
        ]
    )


def again(all_ages: dict[int, tuple[int, int]], young: dict[int, tuple[int, int]]) -> list[dict]:
    tables = {"population": typed(all_ages), "population_20_24": typed(young)}
    series = base.population_series(tables)
    rows = [*base.men_per_100_women(tables), *base.share_of_women(series), *base.counts(series)]
    rows += [*base.growth_per_1000(series), *base.contributions(series), *base.period_growth(series)]
    rows += [*base.institutional_effect(tables), *population_again(tables)]
    return rows + (breaks_again(tables) if len(all_ages) > 5 else [])


def again_of_few(all_ages: dict[int, tuple[int, int]], young: dict[int, tuple[int, int]]) -> list[dict]:
    """What can be told of so few years that nothing can be tested."""
    tables = {"population": typed(all_ages), "population_20_24": typed(young)}
    series = base.population_series(tables)
    rows = [*base.men_per_100_women(tables), *base.share_of_women(series), *base.counts(series)]
    rows += [*base.growth_per_1000(series), *base.contributions(series), *base.period_growth(series)]
    rows += base.institutional_effect(tables)
    return rows + (share_trends_again(shares_of_women(tables)) if len(all_ages) > 1 else [])


@pytest.fixture(scope="module")
def packed():
    """How the second route, older than the columns, calls a row."""
    spec = importlib.util.spec_from_file_location("same_numbers", ROOT / "tools" / "same_numbers.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.packed


@pytest.mark.parametrize("size", [1, 200])
@pytest.mark.parametrize("years", YEARS.values(), ids=YEARS)
def test_every_number_is_that_of_the_second_route(years, size, packed):
    all_ages = people(years, size)
    young = {year: (size * (40 + at % 3), size * (50 + 30 * (at % 4))) for at, year in enumerate(years)}
    mine = {
        key: cells
        for key, cells in rows_here(all_ages, young, packed).items()
        if len(years) > 5 or "break" not in key[0]
    }
    with localcontext() as context:
        context.prec = 60
        rows = again(all_ages, young)
    assert len(rows) > 200
    assert different(mine, rows) == {}


@pytest.mark.parametrize("years", [[2007], [2007, 2018], [2007, 2008]], ids=str)
def test_of_one_year_or_two_only_what_needs_no_more_is_told(years, packed):
    all_ages = people(years, 1)
    mine = rows_here(all_ages, dict.fromkeys(years, (40, 70)), packed)
    with localcontext() as context:
        context.prec = 60
        rows = again_of_few(all_ages, dict.fromkeys(years, (40, 70)))
    told = {row["indicator"] for row in rows}
    assert different({key: cells for key, cells in mine.items() if key[0] in told}, rows) == {}
    found = {name: {cells[2] for key, cells in mine.items() if key[0] == name} for name, _year, _group in mine}
    for name in found.keys() - told:
        certain = {
            "population_trend_smallest_p": {1.0},
            "population_trend_s": {1.0, -1.0},
            "population_trend_slope": found[name],
            "population_sex_ratio_change": found[name],
            "population_outlier_z": found[name],
            "population_outlier_year": {0.0},
            "population_three_sigma_year": {0.0},
        }.get(name, set())
        assert all(math.isnan(one) or (one in certain and len(years) > 1) or one == 1.0 for one in found[name]), name


def rows_here(all_ages: dict, young: dict, packed: Callable) -> dict[tuple, list[float]]:
    rows = here(all_ages, young).to_dict("records")
    return {(row["indicator"], row["year"], packed(row)): [row[part] for part in MEASURED] for row in rows}


def different(mine: dict[tuple, list[float]], rows: list[dict]) -> dict:
    """What one route has and the other has not, or has otherwise."""
    theirs = {(row["indicator"], row["year"], row["group"]): [row[part] for part in MEASURED] for row in rows}
    assert len(theirs) == len(rows)
    numbers = {key: [math.nan if one == "" else float(one) for one in cells] for key, cells in theirs.items()}
    return {
        key: (mine.get(key), numbers.get(key))
        for key in mine.keys() | numbers.keys()
        if mine.get(key) != pytest.approx(numbers.get(key), rel=1e-9, abs=1e-12, nan_ok=True)
    }

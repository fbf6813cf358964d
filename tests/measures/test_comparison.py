"""The district beside other places: every number of chapter 45 equals an independent second computation.

The second route reads the tables of the fictional municipality with the standard library only, and calculates with
exact fractions; of the package it uses nothing.
"""

from __future__ import annotations

import csv
import math
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from statistics import median

import pandas as pd
import pytest

from yeep_analysis.comparison import measures as comparison
from yeep_analysis.results import COLUMNS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "ornek"
YEAR = 2025
AGES = "20-24"
LIMIT = 150  # men per 100 women aged 20-24; flagged above it
TOLERANCE = 1e-12


# --- the second route: the standard library only ------------------------------------------------------------------


def lines(table: str) -> list[dict[str, str]]:
    with (FOLDER / table).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def places() -> dict[str, dict[tuple[int, str], dict[str, int]]]:
    """Place -> (year, age group) -> sex -> persons, of the district and of the others."""
    own = lines("municipality.csv")[0]["district_code"]
    typed = [(own, "all", line) for line in lines("population.csv") if line["sex"] != "total"]
    typed += [(own, line["age_group"], line) for line in lines("population_by_age.csv")]
    typed += [(line["place_code"], line["age_group"], line) for line in lines("reference_population.csv")]
    found: dict = {}
    for place, ages, line in typed:
        cell = found.setdefault(place, {}).setdefault((int(line["year"]), ages), {})
        assert line["sex"] not in cell, f"typed twice: {line}"
        cell[line["sex"]] = int(line["n"])
    return found


def slope_of(shares: dict[int, Fraction]) -> Fraction:
    """The median slope between all pairs of years, in percentage points a year."""
    return median(100 * (shares[late] - shares[early]) / (late - early) for early, late in combinations(shares, 2))


def rows_of(place: str, cells: dict) -> list[tuple]:
    """``indicator, group, numerator, denominator, value`` of one place."""
    now, before, young = cells[YEAR, "all"], cells[YEAR - 1, "all"], cells[YEAR, AGES]
    women, men = now["female"], now["male"]
    rows = [
        ("population_share_of_women", place, women, women + men, Fraction(women, women + men)),
        ("population_men_per_100_women", place, men, women, Fraction(100 * men, women)),
    ]
    for series, sexes in (("women", ["female"]), ("men", ["male"]), ("total", ["female", "male"])):
        after, earlier = sum(now[sex] for sex in sexes), sum(before[sex] for sex in sexes)
        growth = 1000 * math.log1p((after - earlier) / earlier)
        rows.append(("population_growth_per_1000", f"{series}_{place}", after, earlier, growth))
    flag = int(100 * young["male"] > LIMIT * young["female"])
    rows.append(("population_institutional_effect", f"{place}/{AGES}", young["male"], young["female"], flag))
    years = sorted(year for year, ages in cells if ages == "all")
    whole, rest = {}, {}
    for year in years:
        everyone, aside = cells[year, "all"], cells[year, AGES]
        left = {sex: everyone[sex] - aside[sex] for sex in everyone}
        whole[year] = Fraction(everyone["female"], sum(everyone.values()))
        rest[year] = Fraction(left["female"], sum(left.values()))
    for group, shares in ((place, whole), (f"{place}/without_20_24", rest)):
        rows.append(("population_share_trend_slope_pp", group, "", "", slope_of(shares)))
    return rows


@cache
def second_route() -> dict[tuple[str, int, str], tuple]:
    """(indicator, year, group) -> numerator, denominator, value."""
    rows = [row for place, cells in places().items() for row in rows_of(place, cells)]
    keyed = {(indicator, YEAR, group): tuple(numbers) for indicator, group, *numbers in rows}
    assert len(keyed) == len(rows)
    return keyed


def same(mine: float, other) -> bool:
    """Equal to twelve digits; an empty cell of the second route is an empty cell here."""
    if other == "":
        return math.isnan(mine)
    return math.isclose(mine, float(other), rel_tol=TOLERANCE, abs_tol=1e-15)


@pytest.fixture(scope="module")
def published(chapter) -> dict[tuple[str, int, str], dict]:
    """The rows of the result table of the chapter, with the keys of the second route."""
    outputs = chapter("45_comparison", YEAR, "en", data=FOLDER)
    (table,) = [output.data["frame"] for output in outputs if "frame" in output.data]
    assert list(table.columns) == COLUMNS
    keyed = {(row["indicator"], row["year"], row["group"]): row for row in table.to_dict("records")}
    assert len(keyed) == len(table), "published twice"
    return keyed


def test_what_is_published_is_what_the_second_route_computes_and_the_other_way_round(published):
    assert sorted(published.keys() - second_route().keys()) == []
    assert sorted(second_route().keys() - published.keys()) == []


@pytest.mark.parametrize("indicator", sorted({indicator for indicator, _year, _group in second_route()}))
def test_every_number_equals_that_of_the_second_route(published, indicator):
    different = {}
    for key, numbers in second_route().items():
        if key[0] != indicator or key not in published:
            continue
        mine = [published[key][column] for column in ("numerator", "denominator", "value")]
        if not all(same(one, other) for one, other in zip(mine, numbers, strict=True)):
            different[key] = (mine, numbers)
    assert different == {}


def test_the_second_route_covers_every_place_and_finds_flagged_ones_and_others():
    assert len(places()) == 1 + len(lines("reference_places.csv"))
    flags = {numbers[-1] for key, numbers in second_route().items() if key[0] == "population_institutional_effect"}
    assert flags == {0, 1}


def test_every_published_row_says_its_unit_and_its_source(published):
    assert {key for key, row in published.items() if not row["unit"] or not row["source"]} == set()


# --- what the module does before any measure ----------------------------------------------------------------------


def counts(*rows: tuple[int, str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["year", "group", "sex", "n"])


OWN = counts((2020, "all", "female", 5), (2020, "all", "male", 6), (2021, "all", "female", 7), (2021, "all", "male", 8))
OTHERS = counts((2021, "02", "female", 1), (2021, "02", "male", 2), (2022, "02", "female", 3), (2022, "02", "male", 4))


def test_the_district_bears_its_code_and_stands_above_the_others():
    table = comparison.side_by_side(OWN, OTHERS, code="01")
    assert list(table.columns) == ["year", "group", "sex", "n"]
    assert list(table["group"]) == ["01"] * 4 + ["02"] * 4
    assert list(table["n"]) == [5, 6, 7, 8, 1, 2, 3, 4]
    assert list(table.index) == list(range(8))


def test_an_age_group_of_the_district_is_named_as_those_of_the_others():
    ages = counts((2021, "20-24", "female", 1), (2021, "all", "male", 9))
    table = comparison.side_by_side(ages, counts((2021, "02/20-24", "female", 3)), code="01")
    assert list(table["group"]) == ["01/20-24", "01", "02/20-24"]


def test_without_other_places_the_district_stands_alone_and_no_year_is_in_common():
    table = comparison.side_by_side(OWN, OTHERS.iloc[:0], code="01")
    assert list(table["group"]) == ["01"] * 4
    assert comparison.in_common_years(table, code="01").empty


def test_only_years_that_all_places_of_the_newest_year_have_are_kept():
    both = [(sex, n) for sex, n in (("female", 5), ("male", 6))]
    own = counts(*[(year, "all", *one) for year in (2020, 2021, 2022) for one in both])
    late = counts(*[(year, "02", *one) for year in (2021, 2022) for one in both])
    former = counts(*[(2020, "03", *one) for one in both])  # a place without a figure in the newest year
    table = comparison.in_common_years(comparison.side_by_side(own, pd.concat([late, former]), code="01"), code="01")
    assert sorted(set(zip(table["group"], table["year"], strict=True))) == [
        *(("01", year) for year in (2021, 2022)),
        *(("02", year) for year in (2021, 2022)),
    ]
    assert list(table.index) == list(range(len(table)))


def test_a_part_of_the_people_counts_only_where_it_is_known_in_every_year():
    whole = counts(*[(year, "01", "female", 5) for year in (2021, 2022)])
    part = counts((2021, "01/x", "female", 1), (2022, "01/x", "female", 1), (2022, "02/x", "female", 1))
    assert set(comparison.over_the_same_years(part, whole)["group"]) == {"01/x"}


def test_what_comes_in_stays_as_it_was():
    before_own, before_others = OWN.copy(), OTHERS.copy()
    comparison.in_common_years(comparison.side_by_side(OWN, OTHERS, code="01"), code="01")
    pd.testing.assert_frame_equal(OWN, before_own)
    pd.testing.assert_frame_equal(OTHERS, before_others)


def test_growth_is_that_against_the_year_before_and_of_no_other():
    gap = counts(*[(year, "02", sex, 5) for year in (2019, 2021) for sex in ("female", "male")])
    own = counts(*[(year, "01", sex, 5) for year in (2019, 2020, 2021) for sex in ("female", "male")])
    found = comparison.of_two_years(pd.concat([own, gap]), 2021)
    assert sorted(set(zip(found["group"], found["year"], strict=True))) == [("01", 2020), ("01", 2021), ("02", 2021)]
    assert set(comparison.of_the_year(pd.concat([own, gap]), 2021)["group"]) == {"01", "02"}
    assert comparison.of_the_year(own, 2021).empty, "alone there is nothing to compare"

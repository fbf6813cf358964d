"""The district beside other places: every number of chapter 45 equals an independent second computation.

The second route reads the tables of the fictional municipality with the standard library only, and calculates with
exact fractions; of the package it uses nothing.
"""

from __future__ import annotations

import csv
import importlib.util
import math
import shutil
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from statistics import median

import pytest

from yeep_analysis.results import COLUMNS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "ornek"
YEAR = 2025
AGES = "20-24"
LIMIT = 150  # men per 100 women aged 20-24; flagged above it
TOLERANCE = 1e-12


# --- the second route: the standard library only ------------------------------------------------------------------


def lines(table: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    with (folder / table).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def places(folder: Path = FOLDER) -> dict[str, dict[tuple[int, str], dict[str, int]]]:
    """Place -> (year, age group) -> sex -> persons, of the district and of the others."""
    own = lines("municipality.csv", folder)[0]["district_code"]
    typed = [(own, "all", line) for line in lines("population.csv", folder) if line["sex"] != "total"]
    typed += [(own, line["age_group"], line) for line in lines("population_by_age.csv", folder)]
    typed += [(line["place_code"], line["age_group"], line) for line in lines("reference_population.csv", folder)]
    found: dict = {}
    for place, ages, line in typed:
        cell = found.setdefault(place, {}).setdefault((int(line["year"]), ages), {})
        assert line["sex"] not in cell, f"typed twice: {line}"
        cell[line["sex"]] = int(line["n"])
    return found


def slope_of(shares: dict[int, Fraction]) -> Fraction:
    """The median slope between all pairs of years, in percentage points a year."""
    return median(100 * (shares[late] - shares[early]) / (late - early) for early, late in combinations(shares, 2))


def rows_of(place: str, cells: dict, common: set[int]) -> list[tuple]:
    """``indicator, group, numerator, denominator, value`` of one place; trends over the years of all places."""
    now, before, young = (cells.get(key) for key in ((YEAR, "all"), (YEAR - 1, "all"), (YEAR, AGES)))
    women, men = now["female"], now["male"]
    rows = [
        ("population_share_of_women", place, women, women + men, Fraction(women, women + men)),
        ("population_men_per_100_women", place, men, women, Fraction(100 * men, women)),
    ]
    for series, sexes in (("women", ["female"]), ("men", ["male"]), ("total", ["female", "male"])):
        if before:
            after, earlier = sum(now[sex] for sex in sexes), sum(before[sex] for sex in sexes)
            growth = 1000 * math.log1p((after - earlier) / earlier)
            rows.append(("population_growth_per_1000", f"{series}_{place}", after, earlier, growth))
    if young:
        flag = int(100 * young["male"] > LIMIT * young["female"])
        rows.append(("population_institutional_effect", f"{place}/{AGES}", young["male"], young["female"], flag))
    whole, rest = {}, {}
    for year in sorted(common):
        everyone, aside = cells[year, "all"], cells.get((year, AGES))
        whole[year] = Fraction(everyone["female"], sum(everyone.values()))
        if aside:
            left = {sex: everyone[sex] - aside[sex] for sex in everyone}
            rest[year] = Fraction(left["female"], sum(left.values()))
    for group, shares in ((place, whole), (f"{place}/without_20_24", rest)):
        if len(shares) == len(common):  # of ages that are not known in a year nothing is told over the years
            slope = slope_of(shares) if len(shares) > 1 else ""
            rows.append(("population_share_trend_slope_pp", group, "", "", slope))
    return rows


@cache
def second_route(folder: Path = FOLDER) -> dict[tuple[str, int, str], tuple]:
    """(indicator, year, group) -> numerator, denominator, value."""
    known = {place: cells for place, cells in places(folder).items() if (YEAR, "all") in cells}
    common = set.intersection(*({year for year, ages in cells if ages == "all"} for cells in known.values()))
    rows = [row for place, cells in known.items() for row in rows_of(place, cells, common)]
    keyed = {(indicator, YEAR, group): tuple(numbers) for indicator, group, *numbers in rows}
    assert len(keyed) == len(rows)
    return keyed


def same(mine: float, other) -> bool:
    """Equal to twelve digits; an empty cell of the second route is an empty cell here."""
    if other == "":
        return math.isnan(mine)
    return math.isclose(mine, float(other), rel_tol=TOLERANCE, abs_tol=1e-15)


@pytest.fixture(scope="module")
def same_numbers():
    """``tools/same_numbers.py``, which says how the second route, older than the columns, calls a row."""
    spec = importlib.util.spec_from_file_location("same_numbers", ROOT / "tools" / "same_numbers.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def published(chapter, same_numbers) -> dict[tuple[str, int, str], dict]:
    """The rows of the result table of the chapter, with the keys of the second route."""
    outputs = chapter("45_comparison", YEAR, "en", data=FOLDER)
    (table,) = [output.data["frame"] for output in outputs if "frame" in output.data]
    assert list(table.columns) == COLUMNS
    keyed = {(row["indicator"], row["year"], same_numbers.packed(row)): row for row in table.to_dict("records")}
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


def test_every_published_row_says_its_unit_and_the_tables_from_which_it_comes(published):
    assert {key for key, row in published.items() if not row["unit"]} == set()
    own = lines("municipality.csv")[0]["district_code"]
    tables = {"": "population", AGES: "population_by_age", f"except_{AGES}": "population; population_by_age"}
    for row in published.values():
        assert row["source"] == (tables[row["ages"]] if row["place"] == own else "reference_population")


# --- series that are not complete ------------------------------------------------

# Of which place, year and age group rows are taken out of the table of the other places
GAPS = {
    "a gap of years in one place": lambda place, year, ages: place == "99002" and 2012 <= year <= 2019,
    "every place has another gap": lambda place, year, ages: year == 2008 + int(place) % 10,
    "the year before is missing": lambda place, year, ages: place in ("99002", "990") and year == YEAR - 1,
    "one place ends early": lambda place, year, ages: place == "99003" and year > 2019,
    "one place has one year": lambda place, year, ages: place == "99004" and year < YEAR,
    "ages are missing in a year": lambda place, year, ages: place == "99002" and ages == AGES and year == 2015,
    "ages are missing in the year": lambda place, year, ages: place == "99002" and ages == AGES and year == YEAR,
}


@pytest.mark.parametrize("gap", GAPS)
def test_every_number_over_a_gap_is_that_of_the_second_route(gap, chapter, same_numbers, tmp_path):
    folder = Path(shutil.copytree(FOLDER, tmp_path / "data", ignore=shutil.ignore_patterns("plan", "results")))
    head, *rows = (folder / "reference_population.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if not GAPS[gap](row.split(",")[1], int(row.split(",")[0]), row.split(",")[2])]
    assert len(kept) < len(rows)
    (folder / "reference_population.csv").write_text(head + "".join(kept), encoding="utf-8")
    outputs = chapter("45_comparison", YEAR, "en", data=folder)
    (table,) = [output.data["frame"] for output in outputs if "frame" in output.data]
    mine = {(row["indicator"], row["year"], same_numbers.packed(row)): row for row in table.to_dict("records")}
    theirs = second_route(folder)
    assert sorted(mine.keys() ^ theirs.keys()) == []
    columns = ("numerator", "denominator", "value")
    different = {
        key: numbers
        for key, numbers in theirs.items()
        if not all(same(mine[key][column], other) for column, other in zip(columns, numbers, strict=True))
    }
    assert different == {}

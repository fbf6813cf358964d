"""Every published number equals an independent second computation, and nothing is published that it does not cover.

Both routes start apart: the second one from figures that were typed a second time, and without this package. When they
disagree, go back to the words of the plan, not to either of them.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import pytest
from golden.old_keys import old_key
from golden.second_route import golden
from golden.second_route_depth import golden_depth

import yeep_analysis as ya
from measures.test_golden_example import second_route as of_the_example
from yeep_analysis.results import COLUMNS

# Chapter -> the edition in which it publishes all that the second route computes.
EDITIONS = {"20_population": 2025, "30_mahalles": 2022, "40_representation": 2022}
TOLERANCE = 1e-12
# Where the package's floats lose digits that the exact second route keeps: a logarithm of factorials, a difference of
# two numbers that are nearly equal.
LOOSER = {"mahalle_dissimilarity_by_chance": 1e-9, "mahalle_dissimilarity_corrected": 1e-9}
NEAR_ZERO = 1e-15
BY_YEAR = ("scenario_staff_share",)  # rows of chapter 40 whose year is more than the date of a record
# Two records of one post: the real data have one of each.
# Measures of protected counts, whose numbers have their second route in tests/sensitive.
SENSITIVE = {"applications", "applications_per_1000_women", "households_going_without"}
ON_THE_EXAMPLE = {f"representation_change_{part}" for part in ("pp", "lower_pp", "upper_pp", "p")}
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
DATA = NOTEBOOKS.parent / "data"


@cache
def second_route() -> dict[tuple[str, str, str], dict]:
    """The rows of the second route by indicator, year (none for posts) and group."""
    everything = [*golden(), *golden_depth()]
    rows = {(row["indicator"], str(row["year"]), row["group"]): row for row in everything}
    assert len(rows) == len(everything)
    return rows


def key_of(chapter: str, row) -> tuple[str, str, str]:
    has_date_only = chapter == "40_representation" and row["indicator"] not in BY_YEAR
    indicator, year, group = old_key(row)
    return (indicator, "" if has_date_only else year, group)


@pytest.fixture(scope="module")
def published(chapter) -> dict[tuple[str, str, str], dict]:
    """The rows of the result tables of all chapters, with the same keys."""
    found = {}
    for name, year in EDITIONS.items():
        for table in [output.data["frame"] for output in chapter(name, year) if "frame" in output.data]:
            assert list(table.columns) == COLUMNS
            for row in table.to_dict("records"):
                key = key_of(name, row)
                assert key not in found, f"published twice: {key}"
                found[key] = row
    return found


def test_what_is_published_is_what_the_second_route_computes_and_the_other_way_round(published):
    assert sorted(published.keys() - second_route().keys()) == []
    assert sorted(second_route().keys() - published.keys()) == []


@pytest.mark.parametrize("column", ["numerator", "denominator", "value"])
def test_every_number_equals_that_of_the_second_route(published, column):
    different = {
        key: (published[key][column], row[column])
        for key, row in second_route().items()
        if key in published and not same(published[key][column], row[column], LOOSER.get(key[0], TOLERANCE))
    }
    assert different == {}


def test_every_measure_has_numbers_on_both_routes_or_its_second_route_on_the_example(published):
    told = {row["indicator"] for row in published.values() if not is_empty(row["value"])}
    again = {key[0] for key, row in second_route().items() if not is_empty(row["value"])}
    offered = {name for name in ya.measures()["indicator"] if not name.startswith("progress_")} - SENSITIVE
    assert offered - told == ON_THE_EXAMPLE
    assert {key[0] for key, row in published.items() if row["indicator"] in told} == again
    assert {key[0] for key in of_the_example()} >= ON_THE_EXAMPLE


def is_empty(cell) -> bool:
    return cell in ("", None) or math.isnan(cell)


def same(mine, other, tolerance: float = TOLERANCE) -> bool:
    """Equal to twelve digits; an empty cell, as a measure without data has, is one on both routes."""
    if is_empty(mine) or is_empty(other):
        return is_empty(mine) and is_empty(other)
    # Probabilities can be far below the floor for differences: they are compared by their digits alone.
    near_zero = NEAR_ZERO if float(other) < 0 else 0
    return math.isclose(mine, float(other), rel_tol=tolerance, abs_tol=near_zero)


def test_no_other_chapter_publishes_results():
    calls = {path.stem for path in NOTEBOOKS.glob("*.ipynb") if "present.results(" in path.read_text(encoding="utf-8")}
    # The results of an evaluation have their own second route: tests/progress, tests/evaluation.
    # Those of the comparison, too: tests/comparison/test_second_route.py.
    # And those of sensitive counts: tests/sensitive/test_protected.py.
    of_counts = {"27_bulletin", "66_applications_by_mahalle", "67_deprivation"}
    assert calls == EDITIONS.keys() | of_counts | {"45_comparison", "75_reporting"}


def test_every_published_row_says_its_unit_and_its_source(published):
    assert {key for key, row in published.items() if not row["unit"] or not row["source"]} == set()


@pytest.mark.parametrize("other", ["", None, math.nan])
def test_an_empty_cell_is_the_same_as_an_empty_one_only(other):
    assert same(None, other) and same(math.nan, other)
    assert not same(0.0, other) and not same(other, 0.0)


def test_a_changed_digit_would_be_seen(published):
    key = ("population_share_of_women", "2022", "all")
    assert same(published[key]["value"], second_route()[key]["value"])
    assert not same(published[key]["value"] * (1 + 1e-11), second_route()[key]["value"])

"""Every published number equals an independent second computation, and nothing is published that it does not cover.

Both routes start apart: the second one from figures that were typed a second time, and without this package. When they
disagree, go back to the words of the plan, not to either of them.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import pytest
from golden.second_route import golden

from yeep_analysis.measures.results import COLUMNS

# Chapter -> the edition in which it publishes all that the second route computes.
EDITIONS = {"20_population": 2025, "30_mahalles": 2022, "40_representation": 2022}
TOLERANCE = 1e-12
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@cache
def second_route() -> dict[tuple[str, str, str], dict]:
    """The rows of the second route by indicator, year (none for posts) and group."""
    rows = {(row["indicator"], str(row["year"]), row["group"]): row for row in golden()}
    assert len(rows) == len(golden())
    return rows


@pytest.fixture(scope="module")
def published(chapter) -> dict[tuple[str, str, str], dict]:
    """The rows of the result tables of all chapters, with the same keys."""
    found = {}
    for name, year in EDITIONS.items():
        for table in [output.data["frame"] for output in chapter(name, year) if "frame" in output.data]:
            assert list(table.columns) == COLUMNS
            for row in table.to_dict("records"):
                key = (row["indicator"], "" if name == "40_representation" else str(row["year"]), row["group"])
                assert key not in found, f"published twice: {key}"
                found[key] = row
    return found


def test_what_is_published_is_what_the_second_route_computes_and_the_other_way_round(published):
    assert sorted(published.keys() - second_route().keys()) == []
    assert sorted(second_route().keys() - published.keys()) == []


@pytest.mark.parametrize("indicator", sorted({row["indicator"] for row in golden()}))
@pytest.mark.parametrize("column", ["numerator", "denominator", "value"])
def test_every_number_equals_that_of_the_second_route(published, indicator, column):
    expected = {key: row[column] for key, row in second_route().items() if key[0] == indicator}
    different = {
        key: (published[key][column], number)
        for key, number in expected.items()
        if key in published and not same(published[key][column], number)
    }
    assert different == {}


def same(mine, other) -> bool:
    """Equal to twelve digits; an empty cell of the second route is an empty cell here."""
    if other == "":
        return mine is None or math.isnan(mine)
    return math.isclose(mine, float(other), rel_tol=TOLERANCE, abs_tol=0)


def test_no_other_chapter_publishes_results():
    calls = {path.stem for path in NOTEBOOKS.glob("*.ipynb") if "present.results(" in path.read_text(encoding="utf-8")}
    # The results of an evaluation have their own second route: tests/progress, tests/evaluation.
    assert calls == EDITIONS.keys() | {"75_reporting"}


def test_every_published_row_says_its_unit_and_its_source(published):
    assert {key for key, row in published.items() if not row["unit"] or not row["source"]} == set()


def test_a_changed_digit_would_be_seen(published):
    key = ("population_share_of_women", "2022", "all")
    assert same(published[key]["value"], second_route()[key]["value"])
    assert not same(published[key]["value"] * (1 + 1e-11), second_route()[key]["value"])

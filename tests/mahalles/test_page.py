"""The mahalles on a page: which service is shown, how their table ends, what is said of the differences."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from yeep_analysis.edition import Edition
from yeep_analysis.mahalles import funnel_limits, measures, page_sentences, page_tables
from yeep_analysis.mahalles.local_service import local_service
from yeep_analysis.municipality.load import facts_of
from yeep_analysis.progress.evaluation import evaluation_of
from yeep_analysis.show.media_types import STACK, TABLE
from yeep_analysis.show.small import CountsOnMap, ShareBeside
from yeep_analysis.words import language

ROOT = Path(__file__).parents[2]
EXAMPLE = Edition(2025, "en", ROOT / "examples" / "ornek")


@pytest.fixture(autouse=True)
def in_english() -> None:
    language.use("en")


@pytest.fixture(scope="module")
def facts():
    return facts_of(EXAMPLE)


@pytest.fixture(scope="module")
def evaluation():
    return evaluation_of(EXAMPLE)


def test_the_service_is_the_first_that_was_counted_in_every_mahalle_and_is_not_sensitive(facts, evaluation):
    found = local_service(evaluation, facts.mahalle_names)
    assert (found.measure.id, found.first_year, found.year) == ("guvensiz_nokta", 2023, 2025)
    assert (sum(found.first.values()), sum(found.counts.values())) == (46, 12)


def test_where_a_mahalle_was_not_counted_there_is_no_service(facts, evaluation):
    assert local_service(evaluation, {**facts.mahalle_names, "99999": "Another"}) is None


def test_the_table_ends_with_the_district(facts, evaluation):
    shown = page_tables.people(
        measures.composition(facts.mahalles), facts, 0.5076, local_service(evaluation, facts.mahalle_names)
    )
    (table,) = [part[TABLE] for part in shown.data[STACK]["parts"] if TABLE in part]
    assert [row[0] for row in table["rows"]][::7] == ["Hayalköprü", "Örnekdere"]
    assert table["rows"][-1][2] == "41,250" and table["rows"][-1][-1] == "46 → 12"
    totals = [int(row[2].replace(",", "")) for row in table["rows"]]
    assert sum(totals[:-1]) == totals[-1] and totals[:-1] == sorted(totals[:-1], reverse=True)


def test_without_mahalles_there_is_no_table(facts):
    assert page_tables.people(measures.composition(facts.mahalles).iloc[:0], facts, 0.5, None).data == {
        "text/markdown": ""
    }


def test_the_highest_and_the_lowest_share_are_named_and_chance_is_what_the_test_says(facts):
    composition, dispersion = measures.composition(facts.mahalles), funnel_limits.dispersion(facts.mahalles)
    said = page_sentences.differences(composition, dispersion, facts.mahalle_names)
    assert "Masal, at 51.8%" in said and "Söylence, at 49.0%" in said and "cannot be explained by chance alone" in said
    likely = dispersion.assign(value=0.3)
    assert "can be explained by chance." in page_sentences.differences(composition, likely, facts.mahalle_names)


@pytest.mark.parametrize(("led", "words"), [(0, "no neighbourhood"), (2, "2 of 3"), (3, "every neighbourhood")])
def test_the_heading_counts_where_women_are_the_majority(led, words):
    shares = pd.DataFrame({"numerator": [6] * led + [4] * (3 - led), "denominator": 10, "value": 0.5})
    assert words in page_sentences.heading(shares)


def test_of_mahalles_in_which_nobody_lives_women_are_the_majority_in_none():
    empty = pd.DataFrame({"numerator": [0.0], "denominator": 0.0, "value": float("nan")})
    assert "no neighbourhood" in page_sentences.heading(empty)


def test_the_dot_lies_to_the_right_where_the_share_is_higher():
    right, left, middle = (ShareBeside(share, 0.5, 0.02).svg for share in (0.52, 0.48, 0.5))
    assert 'cx="37"' in right and 'cx="3"' in left and 'cx="20"' in middle


def test_the_map_keeps_north_above_and_shows_each_count():
    square = [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]]
    north = [[(x, y + 1) for x, y in square[0]]]
    drawn = CountsOnMap(["South", "North"], [square, north], [2, 0], width=40)
    assert drawn.text == "South 2, North 0" and drawn.svg.count("<circle") == 2
    heights = {name: float(drawn.svg.split(f">{name}<")[0].rsplit(' y="', 1)[1].split('"')[0]) for name in drawn.names}
    assert heights["North"] < heights["South"]
    assert CountsOnMap(["A"], [square], [9]).svg.count("<circle") == 0

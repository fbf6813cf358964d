"""Other places on a page: who stands in the table and where, and what is said where figures lack."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from yeep_analysis.comparison import page_tables, tables
from yeep_analysis.population import measures as population
from yeep_analysis.results import COLUMNS
from yeep_analysis.show.media_types import STACK, TABLE
from yeep_analysis.words import language

PLACES = pd.DataFrame(
    [("02", "Zile", "district"), ("03", "Çay", "district"), ("9", "İl", "province"), ("TR", "Türkiye", "country")],
    columns=["place_code", "name", "level"],
)
KNOWN = tables.places(PLACES, SimpleNamespace(district_code="01", district="Gölyaka"))
ALL = {"01": (51, 49), "02": (48, 52), "03": (52, 48), "9": (50, 50), "TR": (499, 501)}


@pytest.fixture(autouse=True)
def in_english(turkish_again):
    language.use("en")


def people(pairs: dict[str, tuple[int, int]], *years: int) -> pd.DataFrame:
    """The same (women, men) of each place in each of the years."""
    rows = [
        (year, place, sex, n)
        for place, pair in pairs.items()
        for year in years
        for sex, n in zip(("female", "male"), pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["year", "place", "sex", "n"])


def rows_of(pairs: dict[str, tuple[int, int]], *years: int) -> list[list]:
    """The rows of the table; none where it is not there."""
    share = population.share_of_women(people(pairs, 2025))
    growth = population.annual_growth(people(pairs, *(years or (2024, 2025))))
    shown = page_tables.beside(KNOWN, share, growth, year=2025)
    return [
        row for part in shown.data.get(STACK, {"parts": []})["parts"] if TABLE in part for row in part[TABLE]["rows"]
    ]


def lead(pairs: dict[str, tuple[int, int]]) -> str:
    return page_tables.lead(population.share_of_women(people(pairs, 2025)), KNOWN)


def test_districts_stand_in_one_alphabetical_order_and_the_wider_places_after_them():
    rows = rows_of(ALL)
    assert [row[0] for row in rows] == ["Çay", "Gölyaka", "Zile", "İl", "Türkiye"]
    assert [row[1] for row in rows] == ["100", "100", "100", "100", "1,000"]
    assert [row[3] for row in rows] == ["52.0%", "51.0%", "48.0%", "50.0%", "49.9%"]


def test_the_growth_stands_where_the_year_before_is_known():
    assert {row[4] for row in rows_of(ALL)} == {"0.0"}
    assert {row[4] for row in rows_of(ALL, 2025)} == {"–"}


def test_the_lead_gives_the_range_of_the_districts_and_the_wider_places_as_a_whole():
    assert lead(ALL) == (
        "Here 51.0% of the inhabitants are women. In the 2 other districts it is between 48.0% and 52.0%. "
        "On a wider scale: İl 50.0% and Türkiye 49.9%."
    )
    assert "In the other district of the table it is 48.0%." in lead({"01": (51, 49), "02": (48, 52)})


@pytest.mark.parametrize("others", [{}, {"02": (0, 0)}])
def test_with_no_other_place_of_the_year_there_is_a_sentence_and_no_table(others):
    pairs = {"01": (51, 49), **others}
    assert lead(pairs) == "No other place is in the data for this year."
    assert rows_of(pairs) == []


def test_a_place_in_which_nobody_lives_has_no_dot_and_no_share():
    pairs = ALL | {"03": (0, 0)}
    (empty,) = [row for row in rows_of(pairs) if row[0] == "Çay"]
    assert empty[1] == "0" and [cell.strip() for cell in empty[2:4]] == ["", ""]
    assert "nan" not in str(rows_of(pairs))
    assert "In the other district of the table it is 48.0%." in lead(pairs)


def test_where_nobody_lives_in_the_district_nothing_stands_beside_it():
    pairs = ALL | {"01": (0, 0)}
    assert rows_of(pairs) == []
    assert lead(pairs).startswith("In the 2 other districts it is between 48.0% and 52.0%.")


def test_places_with_many_men_of_an_age_are_named_and_the_annex_always():
    flags = pd.DataFrame([{"place": "02", "value": 1.0}, {"place": "03", "value": 0.0}]).reindex(columns=COLUMNS)
    told = page_tables.read_with_care(flags, KNOWN)
    assert told.startswith("In Zile there are more than") and "45_comparison" in told
    none = page_tables.read_with_care(flags.assign(value=0.0), KNOWN)
    assert none.startswith("All years and calculations:") and "Zile" not in none

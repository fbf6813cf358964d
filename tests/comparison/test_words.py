"""Sentences, the table and the words of the figure on the places beside the district: a reference, never a ranking."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import SimpleNamespace

import pandas as pd
import pytest

from yeep_analysis.comparison import figures, measures, sentences, tables
from yeep_analysis.population import measures as population
from yeep_analysis.population import trend
from yeep_analysis.results import COLUMNS, of
from yeep_analysis.show import present
from yeep_analysis.words import language

TOO_EMPTY = re.compile(r"\bnan\b|\bNone\b|: ?[.;]|; ?[.;]|\(\)|  |\b(by|between|and) [–.]")
YOUNG = {"ages": "20-24"}


@pytest.fixture(autouse=True)
def in_english(turkish_again):
    language.use("en")


def said(text: str) -> str:
    """A sentence without holes in it."""
    assert not TOO_EMPTY.search(text), text
    return text


def shows(table: present.PublicationTable) -> list[list[str]]:
    """The rows of a table as readers see them."""
    return present.table(table).data[present.TABLE]["rows"]


def nothing() -> pd.DataFrame:
    """A result without rows."""
    return pd.DataFrame(columns=COLUMNS)


def counts(pairs: dict[str, tuple[int, int]], *years: int, **dimensions: str) -> pd.DataFrame:
    """The same (women, men) of each place in each of the years."""
    rows = [
        (year, place, sex, n)
        for place, pair in pairs.items()
        for year in years
        for sex, n in zip(("female", "male"), pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["year", "place", "sex", "n"]).assign(**dimensions)


def share_of(pairs: dict[str, tuple[int, int]]) -> pd.DataFrame:
    return population.share_of_women(counts(pairs, 2025))


PLACES = pd.DataFrame(
    [("02", "Zile", "district"), ("03", "Çay", "district"), ("9", "İl", "province"), ("TR", "Türkiye", "country")],
    columns=["place_code", "name", "level"],
)
KNOWN = tables.places(PLACES, SimpleNamespace(district_code="01", district="Gölyaka"))


def place_words(pairs: dict[str, tuple[int, int]]) -> str:
    return said(sentences.level(share_of(pairs), KNOWN, year=2025))


def test_places_are_in_turkish_order_within_their_level_and_the_district_comes_first():
    assert list(KNOWN["name"]) == ["Gölyaka", "Çay", "Zile", "İl", "Türkiye"]
    dots = tables.dots(share_of({code: (50, 50) for code in ("TR", "9", "02", "01", "03")}), KNOWN)
    assert list(dots["name"]) == ["Çay", "Gölyaka", "Zile", "İl", "Türkiye"], "the district among the others"
    assert tables.dots(nothing(), KNOWN).empty


def test_the_district_alone_has_nothing_beside_it():
    assert "no other place" in place_words({"01": (51, 49)})
    assert "no other place" in said(sentences.level(nothing(), KNOWN, year=2025))


def test_districts_give_a_range_and_province_and_country_stand_as_a_whole():
    text = place_words({"01": (51, 49), "02": (48, 52), "03": (52, 48), "9": (50, 50), "TR": (499, 501)})
    assert "Gölyaka was 51.00%" in text and "2 other districts" in text and "between 48.00% and 52.00%" in text
    assert "On a wider scale: İl 50.00% and Türkiye 49.90%" in text
    wider = place_words({"01": (51, 49), "9": (50, 50)})
    assert "other districts" not in wider and "İl 50.00%" in wider


def test_a_place_in_which_nobody_lives_is_left_out():
    text = place_words({"01": (51, 49), "02": (0, 0), "03": (52, 48), "TR": (0, 0)})
    assert "Türkiye" not in text and "52.00%" in text
    share = share_of({"01": (51, 49), "02": (0, 0), "03": (52, 48)})
    assert "51.0%" in said(figures.share_of_women(share, KNOWN, year=2025).words.alt)
    own_only = figures.share_of_women(of(share, place="01"), KNOWN, year=2025).words
    assert own_only.alt == own_only.caption


def over_time_words(years: int, ages_in: int | None = None, ages_of: Iterable[str] = ("01",)) -> str:
    wide = {"01": (510, 490), "02": (500, 500), "03": (480, 520)}
    frame = counts(wide, *range(2020, 2020 + years))
    frame["n"] += (frame["year"] - 2020) * (frame["sex"] == "female")
    known = range(2020, 2020 + (years if ages_in is None else ages_in))
    ages = counts(dict.fromkeys(ages_of, (5, 5)), *known, **YOUNG)
    common = measures.in_common_years(frame, ages, code="01")
    return said(sentences.over_time(of(trend.trends(common), "population_share_trend_slope_pp"), KNOWN, common))


def test_over_time_the_places_stand_side_by_side_with_and_without_the_ages():
    text = over_time_words(4)
    assert "2020–2023" in text and "here rose by about 0.05" in text and "between +0.05 and +0.05" in text
    assert "The share of women here without ages 20–24 rose by" in text
    assert "known without these ages" not in text, "they are known of no other place"
    beside = over_time_words(4, ages_of=("01", "03"))
    assert "In the other place known without these ages it changed by +0.05." in beside
    assert "without ages" not in over_time_words(4, ages_in=1), "one year makes no slope"
    assert "without ages" not in over_time_words(4, ages_in=0)


def test_places_with_the_institutional_effect_are_named_and_nothing_is_said_where_none_has_it():
    ages = counts({"01": (5, 9), "03": (5, 5)}, 2025, **YOUNG)
    text = said(sentences.flagged(population.institutional_effect(ages), KNOWN))
    assert "Institutional population" in text and "20–24: Gölyaka." in text
    assert sentences.flagged(population.institutional_effect(ages[ages["place"] != "01"]), KNOWN) == ""
    assert sentences.flagged(nothing(), KNOWN) == ""


def test_one_year_in_common_tells_of_no_change():
    assert "only one year in common" in over_time_words(1)


def test_the_table_of_places_holds_the_values_and_a_dash_where_something_is_not_known():
    share = share_of({"01": (51, 49), "02": (48, 52), "03": (0, 0)})
    young = counts({"01": (5, 5), "02": (5, 9)}, 2025, **YOUNG)
    flags = population.institutional_effect(pd.concat([young, counts({"03": (5, 9)}, 2025, ages="65+")]))
    table = tables.reference(KNOWN, share, nothing(), nothing(), nothing(), flags)
    assert list(table.frame["name"]) == ["Gölyaka", "Çay", "Zile"]
    assert list(table.frame["population"]) == [100, 0, 100]
    rows = {row[0]: row for row in shows(table)}
    assert rows["Gölyaka"][1:4] == ["This district", "100", "51.00%"] and rows["Gölyaka"][-1] == "no"
    assert rows["Çay"][3:] == ["–"] * 6 and rows["Zile"][-1] == "yes"
    assert tables.reference(KNOWN, *[nothing()] * 5).frame.empty


def test_the_table_of_places_has_the_growth_of_all_and_each_slope_in_its_column():
    pairs = {"01": (60, 40), "02": (50, 50)}
    people = counts(pairs, 2024, 2025)
    people.loc[(people["year"] == 2025) & (people["sex"] == "female"), "n"] += 10
    common = measures.in_common_years(people, counts({"01": (5, 5)}, 2024, 2025, **YOUNG), code="01")
    slope = of(trend.trends(common), "population_share_trend_slope_pp")
    table = tables.reference(
        KNOWN,
        share_of(pairs),
        nothing(),
        population.annual_growth(people),
        slope,
        population.institutional_effect(counts({"01": (5, 5)}, 2025, **YOUNG)),
    )
    rows = {row[0]: row for row in shows(table)}
    assert rows["Gölyaka"][5:8] == ["+95.3", "+3.64", "+3.89"], "1000 ln 1.1; 70/110 - 60/100; 65/100 - 55/90"
    assert rows["Zile"][6:8] == ["+4.55", "–"]

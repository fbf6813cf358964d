"""Where years are missing in the data, what is compared over all of them says so and is not told as that of a year."""

from __future__ import annotations

from math import log

import pandas as pd
import pytest

from population.typed import counts, in_years
from yeep_analysis.population import figures, measures, sentences, tables
from yeep_analysis.population import outlier_years as outliers
from yeep_analysis.results import of
from yeep_analysis.show import present
from yeep_analysis.words import language

# Eight years without data: both sexes grow by a hundred in all of them, and by ten in the year after.
GAP = in_years({2005: (1000, 1000), 2006: (1010, 1010), 2014: (1110, 1110), 2015: (1120, 1120)})
WHOLE = counts((1000, 1000), (1010, 1010), (1110, 1110), (1120, 1120), year=2005)


@pytest.fixture(autouse=True)
def in_english(turkish_again):
    language.use("en")


def young(people: pd.DataFrame) -> pd.DataFrame:
    return in_years({year: (50, 50) for year in sorted(set(people["year"]))}, ages="20-24")


def change(people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    flags = measures.institutional_effect(young(people))
    return measures.annual_growth(people), measures.contribution(people), flags


def told(people: pd.DataFrame, year: int) -> str:
    return sentences.last_change(*change(people), year=year)


@pytest.mark.parametrize("measure", [measures.annual_growth, measures.contribution])
def test_the_result_names_the_year_against_which_it_is_where_that_is_not_the_year_before(measure):
    women = of(measure(GAP), sex="female")
    assert women["year"].tolist() == [2006, 2014, 2015]
    assert women["against_year"].fillna(0).tolist() == [0, 2006, 0]
    assert measure(WHOLE)["against_year"].isna().all()


def test_the_growth_is_a_rate_a_year_and_the_contribution_that_of_all_years():
    growth, parts, _flags = change(GAP)
    assert of(growth, year=2014, sex="")["value"].tolist() == pytest.approx([1000 * log(1110 / 1010) / 8], rel=1e-12)
    assert of(parts, year=2014)["value"].tolist() == [100 * 100 / 2020] * 2


def test_the_sentence_names_both_years_and_no_annual_rate_of_the_last_one():
    text = told(GAP, 2014)
    assert "No year between 2006 and 2014 is in the data." in text
    assert "A year, from 2006 to 2014, the number of women rose by 11.8 per 1,000" in text
    assert "women account for 4.95 and men for 4.95 percentage points" in text
    assert "in 2014" not in text
    for people, year in ((GAP, 2015), (WHOLE, 2007)):
        assert told(people, year).startswith(f"In {year}, the number of women rose by ")


def test_the_caveat_asks_for_the_ages_of_the_year_that_is_compared():
    growth, parts, flags = change(GAP)
    assert "cannot be told" not in sentences.last_change(growth, parts, flags, year=2014)
    assert "cannot be told" in sentences.last_change(growth, parts, flags[flags["year"] != 2006], year=2014)


def test_the_table_has_a_column_for_the_year_against_which_and_its_note_says_so():
    table = tables.change(*change(GAP))
    rows = [row[:2] for row in present.table(table).data[present.TABLE]["rows"]]
    assert rows == [["2015", "2014"], ["2014", "2006"], ["2006", "2005"]]
    assert [column.title for column in table.columns][:2] == ["Year", "Compared with"]
    assert "cover all years since" in table.note and "Growth is from the year before" not in table.note


def test_the_figure_names_the_years_of_a_bar_of_several():
    words = figures.contributions(measures.contribution(GAP)).words
    assert words.caption.endswith("2006–2015 (change of several years in one bar: 2006–2014)")
    assert words.caption in words.alt


def test_where_no_year_is_missing_nothing_of_it_is_said():
    table = tables.change(*change(WHOLE))
    assert "since" not in [column.key for column in table.columns]
    assert table.note.startswith("Growth is from the year before.")
    assert "several" not in figures.contributions(measures.contribution(WHOLE)).words.caption


def test_a_balance_that_changed_over_a_gap_is_said_to_have_done_so():
    quiet = {year: (1000, 1000 + (year * 7) % 5) for year in (*range(2000, 2010), *range(2014, 2020))}
    people = in_years(quiet | {year: (1000, 2000 + year % 3) for year in range(2014, 2020)})
    flags = measures.institutional_effect(young(people))
    text = sentences.outlier_years(outliers.outliers(people), flags, first=2000, year=2019)
    assert "more than usual in 2014. Where years are missing, the yearly change is meant: 2009–2014." in text
    whole = people[people["year"] < 2010]
    text = sentences.outlier_years(outliers.outliers(whole), flags, first=2000, year=2009)
    assert "missing" not in text

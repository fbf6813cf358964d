"""What stands beside the district: which places, in which years, with and without the ages 20-24."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.comparison import measures as comparison


def counts(*rows: tuple, columns: str = "year place sex n") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


def of_place(place: str, *years: int, ages: str = "") -> pd.DataFrame:
    """Five women and six men in each of the years, of single ages where they are named."""
    rows = [(year, place, ages, sex, n) for year in years for sex, n in (("female", 5), ("male", 6))]
    frame = counts(*rows, columns="year place ages sex n")
    return frame if ages else frame.drop(columns="ages")


OWN = of_place("", 2020, 2021).drop(columns="place")
OTHERS = counts((2021, "02", "female", 1), (2021, "02", "male", 2), (2022, "02", "female", 3), (2022, "02", "male", 4))
NO_AGES = of_place("", ages="20-24")


def years_of(table: pd.DataFrame) -> list[tuple[str, int]]:
    return sorted(set(zip(table["place"], table["year"], strict=True)))


def test_the_district_bears_its_code_and_stands_above_the_others():
    table = comparison.side_by_side(OWN, OTHERS, code="01")
    assert list(table.columns) == ["year", "place", "sex", "n"]
    assert list(table["place"]) == ["01"] * 4 + ["02"] * 4
    assert list(table["n"]) == [5, 6, 5, 6, 1, 2, 3, 4]
    assert list(table.index) == list(range(8))


def test_an_age_group_of_the_district_stands_beside_those_of_the_others():
    young = of_place("", 2021, ages="20-24").drop(columns="place")
    table = comparison.side_by_side(young, of_place("02", 2021, ages="20-24"), code="01")
    assert list(zip(table["place"], table["ages"], strict=True)) == [("01", "20-24")] * 2 + [("02", "20-24")] * 2


def test_without_other_places_the_district_stands_alone_and_no_year_is_in_common():
    table = comparison.side_by_side(OWN, OTHERS.iloc[:0], code="01")
    assert list(table["place"]) == ["01"] * 4
    assert comparison.in_common_years(table, NO_AGES, code="01").empty


def test_only_years_that_all_places_of_the_newest_year_have_are_kept():
    former = of_place("03", 2020)  # a place without a figure in the newest year
    everywhere = pd.concat([of_place("01", 2020, 2021, 2022), of_place("02", 2021, 2022), former])
    table = comparison.in_common_years(everywhere, NO_AGES, code="01")
    assert years_of(table) == [("01", 2021), ("01", 2022), ("02", 2021), ("02", 2022)]
    assert list(table.index) == list(range(len(table)))


def test_without_the_ages_a_place_counts_only_where_they_are_known_in_every_year():
    everywhere = pd.concat([of_place("01", 2020, 2021, 2022), of_place("02", 2021, 2022)])
    young = pd.concat([of_place("01", 2020, 2021, 2022, ages="20-24"), of_place("02", 2022, ages="20-24")])
    table = comparison.in_common_years(everywhere, young.assign(n=1), code="01")
    rest = table[table["ages"] == "except_20-24"]
    assert years_of(rest) == [("01", 2021), ("01", 2022)]
    assert list(rest["n"]) == [4, 5, 4, 5]
    assert len(years_of(table[table["ages"] != "except_20-24"])) == 4


def test_what_comes_in_stays_as_it_was():
    before_own, before_others = OWN.copy(), OTHERS.copy()
    comparison.in_common_years(comparison.side_by_side(OWN, OTHERS, code="01"), NO_AGES, code="01")
    pd.testing.assert_frame_equal(OWN, before_own)
    pd.testing.assert_frame_equal(OTHERS, before_others)


def test_growth_is_that_against_the_year_before_and_of_no_other():
    both = pd.concat([of_place("01", 2019, 2020, 2021), of_place("02", 2019, 2021)])
    assert years_of(comparison.of_two_years(both, 2021)) == [("01", 2020), ("01", 2021), ("02", 2021)]
    assert set(comparison.of_the_year(both, 2021)["place"]) == {"01", "02"}
    assert comparison.of_the_year(of_place("01", 2021), 2021).empty, "alone there is nothing to compare"

"""A few values worked out with pencil and paper: the way to the number stands beside it."""

from __future__ import annotations

import pandas as pd
import pytest
from population.typed import in_years

from yeep_analysis.mahalles import measures as mahalle
from yeep_analysis.population import measures as demography
from yeep_analysis.representation import measures as representation
from yeep_analysis.representation import thresholds
from yeep_analysis.results import value


def posts(office: str, year: int, women: int, men: int) -> pd.DataFrame:
    """One record of an office."""
    return in_years({year: (women, men)}, part=office)


COUNCIL = posts("council_member", 2019, 9, 16)
HEADS = posts("department_head", 2022, 6, 12)
MUHTARS = posts("muhtar", 2019, 2, 9)
DISTRICT = in_years({2007: (27456, 33999), 2021: (32185, 31253), 2022: (32270, 30653)})
BULGE = in_years({2010: (30356, 42476), 2022: (32270, 30653)})
YOUNG = in_years({2010: (2290, 12918), 2022: (1597, 2325)}, ages="20-24")
YENIKALE = pd.concat([in_years({2022: (29340, 28131)}, place="41300"), in_years({2022: (2930, 2522)}, place="41319")])

WORKED = {
    # 9 of 25: 36 of 100
    "council, share": (representation.balance, "representation_share_of_women", COUNCIL, 0.36),
    # 16 men - 9 women = 7 of 25 = 28 of 100
    "council, gap": (representation.balance, "representation_gap_pp", COUNCIL, 28.0),
    # half of 25 is 12.5: at least half is 13, and 13 - 9 = 4
    "council, short of at least half": (thresholds.short_of, "representation_short_of_half_strict", COUNCIL, 4),
    # the nearest that 25 seats allow is 12, and 12 - 9 = 3
    "council, short of the nearest half": (thresholds.short_of, "representation_short_of_half_nearest", COUNCIL, 3),
    # 40 % of 25 is 10 exactly, and 10 - 9 = 1
    "council, short of 40 percent": (thresholds.short_of, "representation_short_of_40_percent", COUNCIL, 1),
    # a third of 25 is 8.33: at least a third is 9, and 9 are there
    "council, short of a third": (thresholds.short_of, "representation_short_of_one_third", COUNCIL, 0),
    # 6 of 18 is a third exactly
    "department heads, short of a third": (thresholds.short_of, "representation_short_of_one_third", HEADS, 0),
    # 40 % of 18 is 7.2: at least 8, and 8 - 6 = 2
    "department heads, short of 40 percent": (thresholds.short_of, "representation_short_of_40_percent", HEADS, 2),
    # a third of 11 is 3.67: at least 4, and 4 - 2 = 2
    "muhtars, short of a third": (thresholds.short_of, "representation_short_of_one_third", MUHTARS, 2),
    # 2930 of 2930 + 2522 = 5452
    "Yenikale, share of women": (mahalle.composition, "mahalle_share_of_women", YENIKALE, 0.537417),
    # (2930 - 2522) of 5452 = 408 of 5452
    "Yenikale, gap": (mahalle.composition, "mahalle_gap_pp", YENIKALE, 7.483492),
    # 5452 of 62,923
    "Yenikale, share of the district": (mahalle.composition, "mahalle_share_of_district", YENIKALE, 0.086646),
}


@pytest.mark.parametrize("what", WORKED)
def test_the_measure_gives_the_value_worked_by_hand(what):
    measure, indicator, counts, expected = WORKED[what]
    assert value(measure(counts), indicator) == pytest.approx(expected, abs=5e-7)


def test_the_council_has_seven_tenths_of_the_share_of_women_that_the_district_has():
    # 0.36 / (32,270 / 62,923) = 0.36 · 62,923 / 32,270 = 22,652.28 / 32,270 = 0.701961
    ratio = representation.representation_ratio(COUNCIL, in_years({2022: (32270, 30653)}))
    assert value(ratio, part="council_member", against="population", against_year=2022) == pytest.approx(
        0.701961, abs=5e-7
    )


def test_for_100_women_94_99_men_lived_in_the_district_in_2022():
    # 100 · 30,653 / 32,270 = 3,065,300 / 32,270 = 94.989
    assert value(demography.sex_ratio(DISTRICT), year=2022) == pytest.approx(94.98915, abs=5e-6)


def test_the_share_of_women_in_2022_is_51_28_percent():
    # 32,270 / (32,270 + 30,653) = 32,270 / 62,923 = 0.512849
    assert value(demography.share_of_women(DISTRICT), year=2022) == pytest.approx(0.512849, abs=5e-7)


def test_the_population_shrank_by_8_15_per_thousand_in_2022():
    # x = -515 / 63,438 = -0.00811816; ln(1 + x) = x - x²/2 + x³/3 = -0.00811816 - 0.00003295 - 0.00000018 = -0.00815129
    assert value(demography.annual_growth(DISTRICT), year=2022, sex="") == pytest.approx(-8.15129, abs=1e-5)


def test_growth_over_two_years_is_a_rate_of_one_year():
    # 1000 · ln(121 / 100) / 2 = 1000 · ln(1.1) = 95.3102
    growth = demography.annual_growth(in_years({2020: (50, 50), 2022: (60, 61)}))
    assert value(growth, year=2022, sex="") == pytest.approx(95.3102, abs=5e-5)


@pytest.mark.parametrize(("sex", "expected"), [("female", 0.133989), ("male", -0.945805)])
def test_women_added_to_the_population_of_2022_and_men_took_away_from_it(sex, expected):
    # 100 · (32,270 - 32,185) / 63,438 = 8,500 / 63,438; 100 · (30,653 - 31,253) / 63,438 = -60,000 / 63,438
    parts = demography.contribution(DISTRICT)
    assert value(parts, year=2022, sex=sex) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(("sex", "expected"), [("female", 17.5335), ("male", -9.8415), ("", 2.3887)])
def test_since_2007_women_are_17_53_percent_more_and_men_9_84_percent_fewer(sex, expected):
    # 4,814 / 27,456; -3,346 / 33,999; 1,468 / 61,455
    change = demography.period_growth(DISTRICT, base=2007)
    assert value(change, year=2022, sex=sex) == pytest.approx(expected, abs=5e-5)


def test_the_population_that_fell_by_13_6_percent_rose_by_2_4_percent_without_ages_20_to_24():
    # 62,923 / 72,832 - 1 = -9,909 / 72,832 = -13.605 %
    whole = demography.period_growth(BULGE, base=2010)
    assert value(whole, year=2022, sex="") == pytest.approx(-13.605, abs=5e-4)
    # (62,923 - 3,922) / (72,832 - 15,208) - 1 = 59,001 / 57,624 - 1 = 1,377 / 57,624 = 2.390 %
    rest = demography.period_growth(demography.without_age_group(BULGE, YOUNG), base=2010)
    assert value(rest, year=2022, sex="", ages="except_20-24") == pytest.approx(2.390, abs=5e-4)


def test_in_2010_there_were_564_young_men_for_100_young_women():
    # 100 · 12,918 / 2,290 = 564.105
    assert value(demography.sex_ratio(YOUNG), year=2010) == pytest.approx(564.105, abs=5e-4)


def test_who_counts_as_a_manager_decides_the_share():
    every = pd.concat(
        [HEADS, posts("deputy_mayor", 2022, 0, 2), posts("womens_centre_head", 2022, 1, 0)], ignore_index=True
    )
    shares = [
        value(representation.balance(representation.managers(every, definition)), "representation_share_of_women")
        for definition in representation.MANAGERS
    ]
    # 6 of 18, 6 of 20, 7 of 21
    assert shares == [pytest.approx(1 / 3), 0.3, pytest.approx(1 / 3)]


def test_offices_of_different_years_are_not_added_up_to_managers():
    every = pd.concat([HEADS, posts("deputy_mayor", 2019, 0, 2)], ignore_index=True)
    assert representation.managers(every, representation.Managers.WITH_DEPUTY_MAYORS).empty

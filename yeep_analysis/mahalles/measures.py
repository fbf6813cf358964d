"""Measures of the mahalles. Counts come as ``year, group, sex, n`` [persons], group = TÜİK's mahalle code."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.population import measures as demography
from yeep_analysis.results import KEY, measure, women_and_men
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit


@measure("mahalle_men_per_100_women", N_("Sex ratio of the mahalles"), Unit.MEN_PER_100_WOMEN)
def sex_ratio(counts: pd.DataFrame) -> pd.DataFrame:
    """Men per 100 women in each mahalle.

    Formula  100 · Mi / Fi
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   men per 100 women [0 or more; 100 = as many men as women]; empty where no woman lives
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   United Nations, Principles and Recommendations for Population Censuses; TÜİK
    """
    return demography.sex_ratio(counts)


@measure("mahalle_share_of_women", N_("Share of women in the mahalles"), Unit.FRACTION)
def share_of_women(counts: pd.DataFrame) -> pd.DataFrame:
    """Share of women in each mahalle.

    Formula  Fi / Ti
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   fraction of the residents who are women [0-1]; empty where nobody lives
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   TÜİK, Address-Based Population Registration System (ADNKS)
    """
    return demography.share_of_women(counts)


@measure("mahalle_gap_pp", N_("Gap between women and men in the mahalles"), Unit.PERCENTAGE_POINTS)
def gap(counts: pd.DataFrame) -> pd.DataFrame:
    """Gap between the shares of women and men in each mahalle.

    Formula  100 · (Fi - Mi) / Ti
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   percentage points [-100 to 100]; above 0 where more women than men live; empty where nobody lives
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   arithmetic
    """
    wide = women_and_men(counts)
    total = wide["women"] + wide["men"]
    difference = wide["women"] - wide["men"]
    value = 100 * difference / total.where(total > 0)
    return wide[KEY].assign(numerator=difference, denominator=total, value=value)


@measure("mahalle_share_of_district", N_("Share of the mahalles in the district"), Unit.FRACTION)
def share_of_district(counts: pd.DataFrame) -> pd.DataFrame:
    """Share of each mahalle in the population of all mahalles of the same year.

    Formula  Ti / ΣT
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   fraction of the residents of the district [0-1]; the mahalles of a year add up to 1
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   arithmetic
    """
    wide = women_and_men(counts)
    total = wide["women"] + wide["men"]
    whole = total.groupby(wide["year"]).transform("sum")
    return wide[KEY].assign(numerator=total, denominator=whole, value=total / whole.where(whole > 0))

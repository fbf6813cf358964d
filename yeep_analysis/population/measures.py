"""Measures of the population. Counts come as ``year, group, sex, n`` [persons], one row per group and sex."""

from __future__ import annotations

import numpy as np
import pandas as pd

from yeep_analysis.results import KEY, by_sex_and_total, measure, women_and_men
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit

INSTITUTIONAL_AGES = "20-24"
INSTITUTIONAL_THRESHOLD = 150  # men per 100 women


@measure("population_count", N_("Population"), Unit.PERSONS)
def population_count(counts: pd.DataFrame) -> pd.DataFrame:
    """Residents on 31 December, by sex and in total.

    Formula  T = M + F
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   ``women``, ``men``, ``total`` [persons, 0 or more] per year; the denominator is empty
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   TÜİK, Address-Based Population Registration System (ADNKS)
    """
    series = by_sex_and_total(counts)
    return series.assign(numerator=series["n"], denominator=np.nan, value=series["n"].astype(float))


@measure("population_men_per_100_women", N_("Sex ratio: men per 100 women"), Unit.MEN_PER_100_WOMEN)
def sex_ratio(counts: pd.DataFrame) -> pd.DataFrame:
    """Men per 100 women.

    Formula  100 · M / F
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   men per 100 women [0 or more; 100 = as many men as women]; empty where there are no women
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   United Nations, Principles and Recommendations for Population Censuses; TÜİK
    """
    wide = women_and_men(counts)
    return _quotient(wide[KEY], wide["men"], wide["women"], factor=100)


@measure("population_share_of_women", N_("Share of women in the population"), Unit.FRACTION)
def share_of_women(counts: pd.DataFrame) -> pd.DataFrame:
    """Share of women in the population.

    Formula  F / T, with T = M + F
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   fraction of the residents who are women [0-1]; empty where nobody lives
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   TÜİK, Address-Based Population Registration System (ADNKS)
    """
    wide = women_and_men(counts)
    return _quotient(wide[KEY], wide["women"], wide["women"] + wide["men"])


@measure("population_growth_per_1000", N_("Annual growth rate"), Unit.PER_1000)
def annual_growth(counts: pd.DataFrame) -> pd.DataFrame:
    """Annual growth rate between two counts, per thousand a year.

    Formula  1000 · ln(P1 / P0) / t, with t in years between two 31 Decembers
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   per thousand a year, for women, men and total; the first year has none; empty where P0 or P1 is 0
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   TÜİK, annual growth rate of population
    """
    pairs = _with_previous(by_sex_and_total(counts))
    positive = pairs[(pairs["n"] > 0) & (pairs["n_before"] > 0)]
    rate = 1000 * np.log(positive["n"] / positive["n_before"]) / (positive["year"] - positive["year_before"])
    return pairs.assign(numerator=pairs["n"], denominator=pairs["n_before"], value=rate)


@measure("population_period_growth_percent", N_("Change since the first year"), Unit.PERCENT)
def period_growth(counts: pd.DataFrame, *, base: int) -> pd.DataFrame:
    """Relative change of a population since a base year.

    Formula  100 · (P1 - P0) / P0
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]; ``base``, the year of P0
    Output   percent of the base [-100 or more], for women, men and total, each year after the base; empty where P0 is 0
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   arithmetic
    """
    series = by_sex_and_total(counts)
    start = series[series["year"] == base].set_index("group")["n"]
    later = series[(series["year"] > base) & series["group"].isin(start.index)]
    before = later["group"].map(start)
    return _quotient(later[KEY], later["n"] - before, before, factor=100)


@measure("population_contribution_pp", N_("Contribution of each sex to the change"), Unit.PERCENTAGE_POINTS)
def contribution(counts: pd.DataFrame) -> pd.DataFrame:
    """Contribution of each sex to the relative change of the whole population; the two add up exactly to it.

    Formula  100 · (F1 - F0) / T0 and 100 · (M1 - M0) / T0
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   percentage points of the base T0, for women and men; the first year has none; empty where T0 is 0
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   arithmetic; never a share of the change, because the signs of the sexes can differ
    """
    pairs = _with_previous(by_sex_and_total(counts))
    place = pairs["group"].str.removeprefix("women").str.removeprefix("men").str.removeprefix("total")
    is_total = pairs["group"].str.startswith("total")
    base = pairs[is_total].assign(place=place)[["year", "place", "n_before"]]
    sexes = pairs[~is_total].assign(place=place).merge(base, on=["year", "place"], suffixes=("", "_of_all"))
    return _quotient(sexes[KEY], sexes["n"] - sexes["n_before"], sexes["n_before_of_all"], factor=100)


@measure("population_institutional_effect", N_("Institutional population effect"), Unit.FLAG)
def institutional_effect(counts_by_age: pd.DataFrame) -> pd.DataFrame:
    """Whether people counted in institutions (barracks, dormitories, prisons) visibly shift the sexes of a year.

    Formula  1 where 100 · M / F at ages 20-24 is above 150, otherwise 0
    Input    one row per year, age group and sex: ``year, group, sex, n`` [persons]; uses group ``20-24``
    Output   0 or 1 per year; empty where there are no women of these ages; a flag: no cause is named
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   measured on TÜİK ADNKS by age; threshold set by this project (docs/METHODS.md)
    """
    ratio = sex_ratio(_institutional_ages(counts_by_age))
    flag = (ratio["value"] > INSTITUTIONAL_THRESHOLD).astype(float)
    return ratio.assign(value=flag.where(ratio["value"].notna()))


def without_age_group(counts: pd.DataFrame, counts_by_age: pd.DataFrame) -> pd.DataFrame:
    """The same counts without the ages 20-24, for the years in which both are known; group ``without_20_24``.

    Of several districts, ``2013`` finds its ages in the group ``2013/20-24`` and becomes ``2013/without_20_24``.

    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    """
    ages = _institutional_ages(counts_by_age)
    place = ages["group"].str.removesuffix(INSTITUTIONAL_AGES).str.removesuffix("/")
    whole = counts.assign(place=counts["group"].where(counts["group"] != "all", "")).merge(
        ages.assign(place=place),
        on=["year", "place", "sex"],
        suffixes=("", "_part"),
        validate="one_to_one",
    )
    group = whole["place"].where(whole["place"] == "", whole["place"] + "/") + "without_20_24"
    rest = whole.assign(group=group, n=whole["n"] - whole["n_part"])
    return rest[["year", "group", "sex", "n"]]


def _institutional_ages(counts_by_age: pd.DataFrame) -> pd.DataFrame:
    """The rows of the ages 20-24: of the one district, or of many (``2013/20-24``)."""
    group = counts_by_age["group"]
    return counts_by_age[(group == INSTITUTIONAL_AGES) | group.str.endswith("/" + INSTITUTIONAL_AGES)]


def _with_previous(series: pd.DataFrame) -> pd.DataFrame:
    """Each count beside the newest earlier one of its group; years without data in between are bridged."""
    ordered = series.sort_values(["group", "year"])
    before = ordered.groupby("group")[["year", "n"]].shift()
    pairs = ordered.assign(year_before=before["year"], n_before=before["n"])
    return pairs.dropna(subset=["year_before"])


def _quotient(key: pd.DataFrame, numerator: pd.Series, denominator: pd.Series, *, factor: int = 1) -> pd.DataFrame:
    value = factor * numerator / denominator.where(denominator != 0)
    return key.assign(numerator=numerator, denominator=denominator, value=value)

"""Measures of the population: levels, shares, growth, and the ages at which people live in institutions.

Counts come as one row per group and sex, with the column ``n`` [persons]; a group is what has the same year, place and
ages, where the frame has these columns.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from yeep_analysis.results import (
    BOTH,
    Indicator,
    by_sex_and_total,
    complete,
    dimensions,
    joined_sources,
    measure,
    quotient,
    women_and_men,
)
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit

INSTITUTIONAL_AGES = "20-24"
OTHER_AGES = f"except_{INSTITUTIONAL_AGES}"
INSTITUTIONAL_THRESHOLD = 150  # men per 100 women


@measure(Indicator("population_count", N_("Population"), Unit.PERSONS))
def population_count(counts: pd.DataFrame) -> pd.DataFrame:
    """Residents on 31 December: women, men and both together.

    Parameters
    ----------
    counts : one row per group and sex, columns ``sex, n`` [persons] and the dimensions of the group

    Returns
    -------
    persons [0 or more], for women, men and both; the denominator is empty

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    T = M + F

    References
    ----------
    TÜİK, Address-Based Population Registration System (ADNKS)

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2022, 2022], "sex": ["female", "male"], "n": [32270, 30653]})
    >>> population_count(counts)["value"].tolist()
    [32270.0, 30653.0, 62923.0]
    """
    series = by_sex_and_total(counts)
    found = series[dimensions(series)]
    return found.assign(numerator=series["n"], denominator=np.nan, value=series["n"].astype(float))


@measure(Indicator("population_men_per_100_women", N_("Sex ratio: men per 100 women"), Unit.MEN_PER_100_WOMEN))
def sex_ratio(counts: pd.DataFrame) -> pd.DataFrame:
    """Men per 100 women.

    Parameters
    ----------
    counts : one row per group and sex, columns ``sex, n`` [persons] and the dimensions of the group

    Returns
    -------
    men per 100 women [0 or more; 100 = as many men as women]; empty where there are no women

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    100 · M / F

    References
    ----------
    United Nations, Principles and Recommendations for Population Censuses; TÜİK

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2022, 2022], "sex": ["female", "male"], "n": [200, 190]})
    >>> sex_ratio(counts)["value"].tolist()
    [95.0]
    """
    wide = women_and_men(counts)
    return quotient(wide, wide["men"], wide["women"], factor=100)


@measure(Indicator("population_share_of_women", N_("Share of women in the population"), Unit.FRACTION))
def share_of_women(counts: pd.DataFrame) -> pd.DataFrame:
    """Share of women in the population.

    Parameters
    ----------
    counts : one row per group and sex, columns ``sex, n`` [persons] and the dimensions of the group

    Returns
    -------
    fraction of the residents who are women [0-1]; empty where nobody lives

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    F / T, with T = M + F

    References
    ----------
    TÜİK, Address-Based Population Registration System (ADNKS)

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2022, 2022], "sex": ["female", "male"], "n": [9, 16]})
    >>> share_of_women(counts)["value"].tolist()
    [0.36]
    """
    wide = women_and_men(counts)
    return quotient(wide, wide["women"], wide["women"] + wide["men"])


@measure(Indicator("population_growth_per_1000", N_("Annual growth rate"), Unit.PER_1000))
def annual_growth(counts: pd.DataFrame) -> pd.DataFrame:
    """Annual growth rate between two counts, per thousand a year.

    Parameters
    ----------
    counts : one row per group, year and sex, columns ``year, sex, n`` [persons] and the dimensions of the group

    Returns
    -------
    per thousand a year, for women, men and both; the first year has none; empty where P0 or P1 is 0; ``against_year``
        is the year of P0 where it is not the year before

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    1000 · ln(P1 / P0) / t, with t in years between two 31 Decembers

    References
    ----------
    TÜİK, annual growth rate of population

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2020, 2020, 2022, 2022], "sex": ["female", "male"] * 2, "n": [90, 10, 90, 20]})
    >>> annual_growth(counts)["value"].round(1).tolist()
    [47.7, 0.0, 346.6]
    """
    pairs = _with_previous(by_sex_and_total(counts, "year"))
    positive = pairs[(pairs["n"] > 0) & (pairs["n_before"] > 0)]
    rate = 1000 * np.log(positive["n"] / positive["n_before"]) / (positive["year"] - positive["year_before"])
    return pairs[dimensions(pairs)].assign(numerator=pairs["n"], denominator=pairs["n_before"], value=rate)


@measure(Indicator("population_period_growth_percent", N_("Change since the first year"), Unit.PERCENT))
def period_growth(counts: pd.DataFrame, *, base: int) -> pd.DataFrame:
    """Relative change of a population since a base year.

    Parameters
    ----------
    counts : one row per group, year and sex, columns ``year, sex, n`` [persons] and the dimensions of the group
    base : the year of P0

    Returns
    -------
    percent of the base [-100 or more], for women, men and both, each year after the base; empty where P0 is 0

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    100 · (P1 - P0) / P0

    References
    ----------
    arithmetic

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2020, 2020, 2022, 2022], "sex": ["female", "male"] * 2, "n": [50, 50, 60, 50]})
    >>> period_growth(counts, base=2020)["value"].tolist()
    [20.0, 0.0, 10.0]
    """
    series = by_sex_and_total(counts, "year")
    by = [name for name in dimensions(series) if name != "year"]
    start = series[series["year"] == base].drop(columns="year")
    later = series[series["year"] > base].merge(start, on=by, suffixes=("", "_at_base"), validate="many_to_one")
    return quotient(later, later["n"] - later["n_at_base"], later["n_at_base"], factor=100)


@measure(Indicator("population_contribution_pp", N_("Contribution of each sex to the change"), Unit.PERCENTAGE_POINTS))
def contribution(counts: pd.DataFrame) -> pd.DataFrame:
    """Contribution of each sex to the relative change of the whole population; the two add up exactly to it.

    Parameters
    ----------
    counts : one row per group, year and sex, columns ``year, sex, n`` [persons] and the dimensions of the group

    Returns
    -------
    percentage points of the base T0, for women and men, over all years since it; the first year has none; empty where
        T0 is 0; ``against_year`` is the year of T0 where it is not the year before

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    100 · (F1 - F0) / T0 and 100 · (M1 - M0) / T0

    References
    ----------
    arithmetic; never a share of the change, because the signs of the sexes can differ

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2020, 2020, 2022, 2022], "sex": ["female", "male"] * 2, "n": [50, 50, 60, 49]})
    >>> contribution(counts)["value"].tolist()
    [10.0, -1.0]
    """
    pairs = _with_previous(by_sex_and_total(counts, "year"))
    by = [name for name in dimensions(pairs) if name not in ("sex", "against_year")]
    base = pairs[pairs["sex"] == BOTH][[*by, "n_before"]]
    sexes = pairs[pairs["sex"] != BOTH].merge(base, on=by, suffixes=("", "_of_all"), validate="many_to_one")
    return quotient(sexes, sexes["n"] - sexes["n_before"], sexes["n_before_of_all"], factor=100)


@measure(Indicator("population_institutional_effect", N_("Institutional population effect"), Unit.FLAG))
def institutional_effect(counts_by_age: pd.DataFrame) -> pd.DataFrame:
    """Whether people counted in institutions (barracks, dormitories, prisons) visibly shift the sexes of a year.

    Parameters
    ----------
    counts_by_age : one row per group, ages and sex, columns ``ages, sex, n`` [persons] and the dimensions of the
        group; those of the ages ``20-24`` are used

    Returns
    -------
    0 or 1 per year; empty where there are no women of these ages; a flag: no cause is named

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    1 where 100 · M / F at ages 20-24 is above 150, otherwise 0

    References
    ----------
    measured on TÜİK ADNKS by age; threshold set by this project (docs/METHODS.md)

    Examples
    --------
    >>> counts = pd.DataFrame({"ages": ["20-24"] * 2, "sex": ["female", "male"], "n": [100, 151]})
    >>> institutional_effect(counts)["value"].tolist()
    [1.0]
    """
    ratio = sex_ratio(_institutional(counts_by_age))
    flag = (ratio["value"] > INSTITUTIONAL_THRESHOLD).astype(float)
    return ratio.assign(value=flag.where(ratio["value"].notna()))


def without_age_group(counts: pd.DataFrame, counts_by_age: pd.DataFrame) -> pd.DataFrame:
    """The same counts without the ages 20-24 (``ages`` is ``except_20-24``), where both are known.

    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    """
    ages = _institutional(counts_by_age).drop(columns="ages")
    for each in (counts, ages):
        women_and_men(each)  # which refuses what is missing or stands twice
    by = dimensions(counts)
    both = counts.merge(ages, on=by, suffixes=("", "_of_ages"), validate="one_to_one")
    rest = both[by].assign(ages=OTHER_AGES, n=both["n"] - both["n_of_ages"])
    if "source" in counts and "source" in ages:
        rest["source"] = [joined_sources(pair) for pair in zip(both["source"], both["source_of_ages"], strict=True)]
    return rest


def _institutional(counts_by_age: pd.DataFrame) -> pd.DataFrame:
    """The rows of the ages 20-24."""
    known = complete(counts_by_age, "ages")
    return known[known["ages"] == INSTITUTIONAL_AGES]


def _with_previous(series: pd.DataFrame) -> pd.DataFrame:
    """Each count beside the newest earlier one of its group; years without data in between are bridged, and told."""
    by = [name for name in dimensions(series) if name != "year"]
    ordered = series.sort_values([*by, "year"])
    before = ordered.groupby(by)[["year", "n"]].shift()
    pairs = ordered.assign(year_before=before["year"], n_before=before["n"]).dropna(subset=["year_before"])
    is_bridged = pairs["year"] - pairs["year_before"] > 1
    return pairs.assign(against_year=pairs["year_before"].where(is_bridged))

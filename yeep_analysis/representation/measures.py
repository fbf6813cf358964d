"""Measures of representation. Counts come as ``year, group, sex, n`` [persons], group = office or body.

Thresholds are whole numbers and exact fractions, never floats: 6 of 18 is exactly one third.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil

import pandas as pd

from yeep_analysis.results import KEY, measure, only_row, women_and_men
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Managers, Office, Unit

HALF = Fraction(1, 2)
FORTY_PERCENT = Fraction(2, 5)
ONE_THIRD = Fraction(1, 3)

MANAGERS: dict[Managers, tuple[Office, ...]] = {
    Managers.DEPARTMENT_HEADS: (Office.DEPARTMENT_HEAD,),
    Managers.WITH_DEPUTY_MAYORS: (Office.DEPARTMENT_HEAD, Office.DEPUTY_MAYOR),
    Managers.WITH_CENTRE_HEAD: (Office.DEPARTMENT_HEAD, Office.DEPUTY_MAYOR, Office.WOMENS_CENTRE_HEAD),
}
PUBLISHED_MANAGERS = (Managers.DEPARTMENT_HEADS, Managers.WITH_DEPUTY_MAYORS)
SMALLEST_FOR_PERCENT = 5  # of fewer posts only the fraction is printed
ELECTED = (Office.COUNCIL_MEMBER, Office.MUHTAR)


def managers(counts: pd.DataFrame, definition: Managers) -> pd.DataFrame:
    """Counts of the managers under one definition: the offices of the definition added up, group = definition.

    Empty where one of its offices is not recorded in the newest year of the others: offices of different dates are
    not added.
    """
    offices = [office.value for office in MANAGERS[definition]]
    rows = counts[counts["group"].isin(offices)]
    complete = rows.groupby("year")["group"].nunique()
    rows = rows[rows["year"].map(complete) == len(offices)]
    summed = rows.groupby(["year", "sex"], as_index=False)["n"].sum()
    return summed.assign(group=definition.value)[["year", "group", "sex", "n"]]


def with_managers(counts: pd.DataFrame) -> pd.DataFrame:
    """The same counts, with the published definitions of managers as further groups."""
    return pd.concat([counts, *(managers(counts, definition) for definition in PUBLISHED_MANAGERS)], ignore_index=True)


def only(counts: pd.DataFrame, office: str) -> pd.DataFrame:
    """The counts of one office."""
    return counts[counts["group"] == office].reset_index(drop=True)


def elected(counts: pd.DataFrame) -> pd.DataFrame:
    """The same counts, only of bodies that voters elect."""
    return counts[counts["group"].isin(ELECTED)].reset_index(drop=True)


def ratios(counts: pd.DataFrame, population: pd.DataFrame, electorate: pd.DataFrame) -> pd.DataFrame:
    """Representation ratios against the reference populations, see `against_references`."""
    return against_references(representation_ratio, counts, population, electorate)


def against_references(
    measure: Callable[..., pd.DataFrame], counts: pd.DataFrame, population: pd.DataFrame, electorate: pd.DataFrame
) -> pd.DataFrame:
    """A measure of all groups against the population, and of elected ones against the electorate too.

    population, electorate   one year, one group, both sexes; a reference without rows gives no results
    """
    pairs = [(counts, population, "population"), (elected(counts), electorate, "electorate")]
    found = [
        measure(groups, reference, name=f"{name}_{reference['year'].iloc[0]}")
        for groups, reference, name in pairs
        if len(reference)
    ]
    return pd.concat(found, ignore_index=True)


@measure("representation_share_of_women", N_("Share of women among post holders"), Unit.FRACTION)
def share_of_women(counts: pd.DataFrame) -> pd.DataFrame:
    """Share of women among the holders of a post or the members of a body.

    Formula  k / n, k women among n holders
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   fraction [0-1]; empty where there are no posts
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   UN SDG indicators 5.5.1(b) (elected seats in local government) and 5.5.2 (managers)
    """
    women, posts, key = _posts(counts)
    return key.assign(numerator=women, denominator=posts, value=women / posts.where(posts > 0))


@measure("representation_gap_pp", N_("Gap between men and women among post holders"), Unit.PERCENTAGE_POINTS)
def gap(counts: pd.DataFrame) -> pd.DataFrame:
    """Gap between the shares of men and women among post holders.

    Formula  100 · (n - 2k) / n, k women among n holders
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   percentage points [-100 to 100]; above 0 where men outnumber women; empty where there are no posts
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   arithmetic
    """
    women, posts, key = _posts(counts)
    difference = posts - 2 * women
    return key.assign(numerator=difference, denominator=posts, value=100 * difference / posts.where(posts > 0))


@measure("representation_short_of_half_strict", N_("Posts short of half (at least half)"), Unit.POSTS)
def short_of_half_strict(counts: pd.DataFrame) -> pd.DataFrame:
    """Posts that would have to pass to women for women to hold at least half.

    Formula  max(0, ⌈n / 2⌉ - k), k women among n holders
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   posts [0 to n]
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   CEDAW General Recommendation No. 40 (2024): parity is 50:50
    """
    return _short_of(counts, HALF)


@measure("representation_short_of_half_nearest", N_("Posts short of half (nearest attainable)"), Unit.POSTS)
def short_of_half_nearest(counts: pd.DataFrame) -> pd.DataFrame:
    """Posts that would have to pass to women for the nearest attainable balance in a body of odd size.

    Formula  max(0, ⌊n / 2⌋ - k), k women among n holders
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   posts [0 to n]; equal to the strict form where n is even
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   CEDAW General Recommendation No. 40 (2024): parity is 50:50
    """
    women, posts, key = _posts(counts)
    return key.assign(numerator=women, denominator=posts, value=(posts // 2 - women).clip(lower=0).astype(float))


@measure("representation_short_of_40_percent", N_("Posts short of 40%"), Unit.POSTS)
def short_of_40_percent(counts: pd.DataFrame) -> pd.DataFrame:
    """Posts that would have to pass to women for women to hold at least 40%.

    Formula  max(0, ⌈2n / 5⌉ - k), k women among n holders
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   posts [0 to n]
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Council of Europe, Recommendation Rec(2003)3: neither sex below 40%
    """
    return _short_of(counts, FORTY_PERCENT)


@measure("representation_short_of_one_third", N_("Posts short of one third"), Unit.POSTS)
def short_of_one_third(counts: pd.DataFrame) -> pd.DataFrame:
    """Posts that would have to pass to women for women to hold at least one third.

    Formula  max(0, ⌈n / 3⌉ - k), k women among n holders; exact: 6 of 18 is one third
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   posts [0 to n]
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   UN Economic and Social Council, Resolution 1990/15: at least 30 %, here rounded up to one third
    """
    return _short_of(counts, ONE_THIRD)


@measure("representation_ratio", N_("Representation ratio"), Unit.RATIO)
def representation_ratio(counts: pd.DataFrame, reference: pd.DataFrame, *, name: str) -> pd.DataFrame:
    """Share of women among post holders relative to their share in a declared reference population.

    Formula  (k / n) / p0, with p0 = F / (M + F) of the reference
    Input    counts: one row per year, office and sex; reference: one year, one group, both sexes; ``name``: which
             population and date the reference is, kept behind the group (``staff/population_2022``)
    Output   ratio [0 or more; 1 = as in the reference]; empty where there are no posts or p0 is 0; numerator and
             denominator are those of the share
    Raises   `MeasureError` where a sex or a count is missing, or the reference is not one group of one year
    Source   UN SDG indicator 16.7.1(b)
    """
    whole = only_row(reference)
    p0 = float(whole["women"] / (whole["women"] + whole["men"]))
    women, posts, key = _posts(counts)
    share = women / posts.where(posts > 0)
    value = share / p0 if p0 > 0 else share * float("nan")
    return key.assign(group=key["group"] + "/" + name, numerator=women, denominator=posts, value=value)


def _posts(counts: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.DataFrame]:
    wide = women_and_men(counts)
    return wide["women"], wide["women"] + wide["men"], wide[KEY]


def _short_of(counts: pd.DataFrame, threshold: Fraction) -> pd.DataFrame:
    women, posts, key = _posts(counts)
    needed = posts.map(lambda n: ceil(threshold * int(n)))
    return key.assign(numerator=women, denominator=posts, value=(needed - women).clip(lower=0).astype(float))

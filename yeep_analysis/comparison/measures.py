"""Puts the district beside other places, so that the measures of the population are computed for all of them at once.

A reference, never a ranking. Counts come as ``year, group, sex, n`` [persons].
"""

from __future__ import annotations

import pandas as pd


def side_by_side(own: pd.DataFrame, others: pd.DataFrame, *, code: str) -> pd.DataFrame:
    """The counts of the district, its group ``all`` named by its code, and those of the other places below them.

    An age group of the district (``20-24``) is named as those of the others are (``2013/20-24``).
    """
    group = own["group"].where(own["group"] == "all", code + "/" + own["group"]).where(own["group"] != "all", code)
    return pd.concat([own.assign(group=group), others], ignore_index=True)


def of_the_year(counts: pd.DataFrame, year: int) -> pd.DataFrame:
    """The counts of one year; empty where one place stands alone: nothing can be compared."""
    found = counts[counts["year"] == year].reset_index(drop=True)
    return found if found["group"].nunique() > 1 else found.iloc[:0]


def of_two_years(counts: pd.DataFrame, year: int) -> pd.DataFrame:
    """The counts of a year and the year before it, of the places that are known in that year."""
    now = of_the_year(counts, year)
    chosen = counts["group"].isin(now["group"]) & counts["year"].isin([year - 1, year])
    return counts[chosen].reset_index(drop=True)


def in_common_years(counts: pd.DataFrame, *, code: str) -> pd.DataFrame:
    """The same counts in the years that all places have in common, of the places known in the newest year.

    Empty where the district stands alone in that year: over it nothing can be compared.
    """
    now = set(counts[counts["year"] == counts["year"].max()]["group"])
    if code not in now or len(now) < 2:
        return counts.iloc[:0]
    known = counts[counts["group"].isin(now)]
    places = known.groupby("year")["group"].nunique()
    return known[known["year"].isin(places[places == len(now)].index)].reset_index(drop=True)


def over_the_same_years(part: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of a part of the people, of the places where it is known in every year of ``counts``."""
    years = counts["year"].nunique()
    complete = part.groupby("group")["year"].transform("nunique") == years
    return part[complete].reset_index(drop=True)

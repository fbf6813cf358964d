"""Puts the district beside other places, so that the measures of the population are computed for all of them at once.

A reference, never a ranking. Counts come as ``year, place, sex, n`` [persons], those of single ages with ``ages``.
"""

from __future__ import annotations

import pandas as pd

from yeep_analysis.population.measures import without_age_group


def side_by_side(own: pd.DataFrame, others: pd.DataFrame, *, code: str) -> pd.DataFrame:
    """The counts of the district, its place named by its code, and those of the other places below them.

    Parameters
    ----------
    own, others : counts [persons]; those of the others with ``place``
    code : of the district

    Returns
    -------
    DataFrame, the columns of ``others``

    Examples
    --------
    >>> own, others = pd.DataFrame({"n": [9]}), pd.DataFrame({"place": ["2"], "n": [16]})
    >>> side_by_side(own, others, code="1")["place"].tolist()
    ['1', '2']
    """
    return pd.concat([own.assign(place=code), others], ignore_index=True)[list(others.columns)]


def of_the_year(counts: pd.DataFrame, year: int) -> pd.DataFrame:
    """The counts of one year; empty where one place stands alone: nothing can be compared.

    Parameters
    ----------
    counts : columns ``year, place``
    year : the one that is kept

    Returns
    -------
    DataFrame, the columns of ``counts``

    Examples
    --------
    >>> of_the_year(pd.DataFrame({"year": [2021, 2022, 2022], "place": ["1", "1", "2"]}), 2022)["place"].tolist()
    ['1', '2']
    """
    found = counts[counts["year"] == year].reset_index(drop=True)
    return found if found["place"].nunique() > 1 else found.iloc[:0]


def of_two_years(counts: pd.DataFrame, year: int) -> pd.DataFrame:
    """The counts of a year and the year before it, of the places that are known in that year.

    Parameters
    ----------
    counts : columns ``year, place``
    year : the later one

    Returns
    -------
    DataFrame, the columns of ``counts``

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2021, 2021, 2022, 2022], "place": ["1", "3", "1", "2"]})
    >>> of_two_years(counts, 2022)["place"].tolist()
    ['1', '1', '2']
    """
    now = of_the_year(counts, year)
    chosen = counts["place"].isin(now["place"]) & counts["year"].isin([year - 1, year])
    return counts[chosen].reset_index(drop=True)


def in_common_years(counts: pd.DataFrame, counts_by_age: pd.DataFrame, *, code: str) -> pd.DataFrame:
    """The counts in the years that all places of the newest year have in common, with and without the ages 20-24.

    Without these ages only the places of which they are known in each of the years. Empty where the district stands
    alone in the newest year: over it nothing can be compared.

    Parameters
    ----------
    counts : one row per year, place and sex, columns ``year, place, sex, n`` [persons]
    counts_by_age : the same with ``ages``
    code : of the district

    Returns
    -------
    DataFrame, the columns of ``counts`` and ``ages``

    Examples
    --------
    >>> counts = pd.DataFrame({"year": 2022, "place": list("1122"), "sex": ["female", "male"] * 2, "n": [9, 8, 7, 6]})
    >>> in_common_years(counts, counts.assign(ages="20-24", n=1), code="1")["n"].tolist()
    [9, 8, 7, 6, 8, 7, 6, 5]
    """
    now = set(counts[counts["year"] == counts["year"].max()]["place"])
    if code not in now or len(now) < 2:
        return counts.iloc[:0]
    known = counts[counts["place"].isin(now)]
    places = known.groupby("year")["place"].nunique()
    years = places[places == len(now)].index
    common = known[known["year"].isin(years)]
    rest = without_age_group(common, counts_by_age)
    is_complete = rest.groupby("place")["year"].transform("nunique") == len(years)
    return pd.concat([common, rest[is_complete]], ignore_index=True)

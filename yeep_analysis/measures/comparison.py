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


def in_common_years(counts: pd.DataFrame, *, code: str) -> pd.DataFrame:
    """The same counts without the years in which the district stands alone: over them nothing can be compared."""
    others = set(counts[counts["group"] != code]["year"])
    return counts[counts["year"].isin(others)].reset_index(drop=True)

"""What each mahalle is made of. Counts come as one row per year, ``place`` (TÜİK's code) and sex, ``n`` [persons]."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.results import Indicator, measure, quotient, women_and_men
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit


@measure(
    Indicator("mahalle_share_of_women", N_("Share of women in the neighbourhoods"), Unit.FRACTION),
    Indicator("mahalle_men_per_100_women", N_("Sex ratio of the neighbourhoods"), Unit.MEN_PER_100_WOMEN),
    Indicator("mahalle_gap_pp", N_("Gap between women and men in the neighbourhoods"), Unit.PERCENTAGE_POINTS),
    Indicator("mahalle_share_of_district", N_("Share of the neighbourhoods in the district"), Unit.FRACTION),
)
def composition(counts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Women and men of each mahalle: share of women, sex ratio, gap, and the part of the district that lives there.

    Parameters
    ----------
    counts : one row per year, mahalle and sex, columns ``year, place, sex, n`` [persons]

    Returns
    -------
    share of women: fraction [0-1]; sex ratio: men per 100 women [0 or more]; gap: percentage points [-100 to 100],
    above 0 where more women than men live; share of the district: fraction [0-1], the mahalles of a year add up to 1;
    each empty where its denominator is 0

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    Fi / Ti; 100 · Mi / Fi; 100 · (Fi - Mi) / Ti; Ti / ΣT, with Ti = Fi + Mi and ΣT of the same year

    References
    ----------
    United Nations, Principles and Recommendations for Population Censuses; TÜİK

    Examples
    --------
    >>> counts = pd.DataFrame({"year": 2022, "place": ["1"] * 2 + ["2"] * 2, "sex": ["female", "male"] * 2})
    >>> found = composition(counts.assign(n=[60, 40, 150, 150]))
    >>> found[found["place"] == "1"]["value"].round(2).tolist()
    [0.6, 66.67, 20.0, 0.25]
    """
    wide = women_and_men(counts, "year", "place")
    women, men = wide["women"], wide["men"]
    total = women + men
    return {
        "mahalle_share_of_women": quotient(wide, women, total),
        "mahalle_men_per_100_women": quotient(wide, men, women, factor=100),
        "mahalle_gap_pp": quotient(wide, women - men, total, factor=100),
        "mahalle_share_of_district": quotient(wide, total, of_the_year(wide, total)),
    }


def of_the_year(wide: pd.DataFrame, counts: pd.Series) -> pd.Series:
    """For each mahalle the sum over all mahalles of its year."""
    return counts.groupby(wide["year"]).transform("sum")

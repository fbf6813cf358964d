"""Posts short of each threshold, and the glass ceiling index.

Thresholds are whole numbers and exact fractions, never floats: 6 of 18 is exactly one third.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pandas as pd

from yeep_analysis.representation.measures import HALF
from yeep_analysis.results import Indicator, dimensions, measure, quotient, women_and_men
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Office, Unit

FORTY_PERCENT = Fraction(2, 5)
ONE_THIRD = Fraction(1, 3)
OF_HALF, OF_NEAREST_HALF = "representation_short_of_half_strict", "representation_short_of_half_nearest"
OF_40_PERCENT, OF_ONE_THIRD = "representation_short_of_40_percent", "representation_short_of_one_third"
OF_40_PERCENT_EITHER_SEX = "representation_short_of_40_percent_either_sex"


@measure(
    Indicator(OF_HALF, N_("Posts short of half (at least half)"), Unit.POSTS),
    Indicator(OF_NEAREST_HALF, N_("Posts short of half (nearest attainable)"), Unit.POSTS),
    Indicator(OF_40_PERCENT, N_("Posts short of 40%"), Unit.POSTS),
    Indicator(OF_40_PERCENT_EITHER_SEX, N_("Posts short of 40% for either sex"), Unit.POSTS),
    Indicator(OF_ONE_THIRD, N_("Posts short of one third"), Unit.POSTS),
)
def short_of(counts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Posts short of half, of 40% and of one third.

    Parameters
    ----------
    counts : one row per record and sex, columns ``sex, n`` [persons] and the dimensions of the record

    Returns
    -------
    posts [0 to n] that would have to pass to women for at least half, for the nearest attainable half of a body of odd
    size, for 40%, to the sex that has fewer for 40% of either, and for one third; numerator the women, for either sex
    the posts of the sex that has fewer; for either sex empty where no division of so few posts gives both 40% (1 or 3
    posts)

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    max(0, ⌈n / 2⌉ - k), max(0, ⌊n / 2⌋ - k), max(0, ⌈2n / 5⌉ - k), max(0, ⌈2n / 5⌉ - min(k, n - k)) and
    max(0, ⌈n / 3⌉ - k), k women among n holders; exact: 6 of 18 is one third

    References
    ----------
    CEDAW General Recommendation No. 40 (2024): parity is 50:50; Council of Europe, Recommendation Rec(2003)3: neither
    sex below 40%; UN Economic and Social Council, Resolution 1990/15: at least 30 %, here rounded up to one third

    Examples
    --------
    >>> council = pd.DataFrame({"part": ["council_member"] * 2, "sex": ["female", "male"], "n": [9, 16]})
    >>> short_of(council)["value"].tolist()
    [4.0, 3.0, 1.0, 1.0, 0.0]
    """
    wide = women_and_men(counts)
    women, fewer, posts = wide["women"], wide[["women", "men"]].min(axis=1), wide["women"] + wide["men"]
    forty = _needed(posts, FORTY_PERCENT)

    def short(needed: pd.Series, held: pd.Series = women) -> pd.DataFrame:
        value = (needed - held).clip(lower=0).astype(float)
        return wide[dimensions(wide)].assign(numerator=held, denominator=posts, value=value)

    either = short(forty, fewer)
    return {
        OF_HALF: short(_needed(posts, HALF)),
        OF_NEAREST_HALF: short(posts // 2),
        OF_40_PERCENT: short(forty),
        OF_40_PERCENT_EITHER_SEX: either.assign(value=either["value"].where(2 * forty <= posts)),
        OF_ONE_THIRD: short(_needed(posts, ONE_THIRD)),
    }


def _needed(posts: pd.Series, threshold: Fraction) -> pd.Series:
    return posts.map(lambda n: ceil(threshold * int(n))).astype("int64")


@measure(Indicator("representation_glass_ceiling_index", N_("Glass ceiling index"), Unit.RATIO))
def glass_ceiling_index(
    counts: pd.DataFrame, *, base: str = Office.STAFF, top: str = Office.DEPARTMENT_HEAD
) -> pd.DataFrame:
    """Share of women among the staff relative to their share among those who head it.

    Parameters
    ----------
    counts : one row per year, office and sex, columns ``year, part, sex, n`` [persons]
    base, top : two offices

    Returns
    -------
    ratio [0 or more; 1 = as at the base, above 1 = rarer at the top] of the top against the base, each year in which
    both are known; numerator and denominator are the two shares; empty where no woman is at the top

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    (women / all) of the base / (women / all) of the top

    References
    ----------
    European Commission, She Figures: glass ceiling index

    Examples
    --------
    >>> posts = pd.DataFrame({"part": ["staff"] * 2 + ["department_head"] * 2, "n": [40, 60, 2, 8]})
    >>> glass_ceiling_index(posts.assign(year=2022, sex=["female", "male"] * 2))["value"].tolist()
    [2.0]
    """
    wide = women_and_men(counts, "year", "part")
    shares = quotient(wide, wide["women"], wide["women"] + wide["men"])
    by = [name for name in dimensions(shares) if name != "part"]
    below = shares[shares["part"] == base][[*by, "value"]]
    both = shares[shares["part"] == top].merge(below, on=by, suffixes=("", "_of_base"), validate="one_to_one")
    return quotient(both, both["value_of_base"], both["value"]).assign(against=base)

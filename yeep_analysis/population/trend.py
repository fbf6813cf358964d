"""Whether a series rises or falls steadily, and how steeply: exact, and silent where so few years cannot tell.

p says how often the same values in an order drawn by lot would be as steady. A count of all residents has no sampling
error; p does not speak of one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from yeep_analysis.results import Indicator, measure
from yeep_analysis.statistics import kendall, series
from yeep_analysis.statistics.series import YearlySeries
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit


@measure(
    Indicator("population_trend_s", N_("Steadiness of the trend of the population"), Unit.PAIRS),
    Indicator("population_trend_p", N_("Probability of so steady a trend by chance"), Unit.PROBABILITY),
    Indicator("population_trend_smallest_p", N_("Smallest probability that so many years allow"), Unit.PROBABILITY),
    Indicator("population_trend_slope", N_("Slope of the population"), Unit.PERSONS_A_YEAR),
    Indicator("population_trend_slope_lower", N_("Slope of the population, lower limit"), Unit.PERSONS_A_YEAR),
    Indicator("population_trend_slope_upper", N_("Slope of the population, upper limit"), Unit.PERSONS_A_YEAR),
    Indicator("population_share_trend_s", N_("Steadiness of the trend of the share of women"), Unit.PAIRS),
    Indicator(
        "population_share_trend_p", N_("Probability of so steady a trend of the share by chance"), Unit.PROBABILITY
    ),
    Indicator("population_share_trend_slope_pp", N_("Slope of the share of women"), Unit.PERCENTAGE_POINTS_A_YEAR),
)
def trends(counts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Whether a series has a long-term trend, and the median slope: of women, men, both and the share of women.

    Parameters
    ----------
    counts : one row per group, year and sex, columns ``year, sex, n`` [persons] and the dimensions of the group

    Returns
    -------
    under the last year: Kendall's S [pairs of years; denominator all pairs]; p [0-1; numerator S, denominator pairs],
        empty where not even the steadiest order gets down to 0.05 (four years or fewer); the smallest p that so many
        years allow [numerator years]; the slope [persons a year, of the share percentage points a year] with its limits
        of 95 % or more [numerator rank, denominator slopes], empty for four years or fewer; S and slope empty for one
        year; years in which nobody lives have no share

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    S = Σ sign(xj - xi) over all pairs of years i before j; p = orders of the same values with |S| as large or larger /
    all orders, exact, equal values counted as equal; smallest p = 2 / number of distinct orders, 1 where all values are
    equal; slope = median of (xj - xi) / (j - i) over all pairs (Theil-Sen); limits: the slopes of rank r from below and
    from above, r from the exact distribution of S; of the share x = 100 · F / T

    References
    ----------
    Mann (1945), Econometrica 13: 245-259; Kendall, Rank Correlation Methods (1975); Sen (1968), Journal of the American
    Statistical Association 63: 1379-1389; Hollander and Wolfe, Nonparametric Statistical Methods (1999), 9.3

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2020, 2021, 2022] * 2, "sex": ["female"] * 3 + ["male"] * 3})
    >>> found = trends(counts.assign(n=[10, 12, 16, 5, 5, 5]))
    >>> found[(found["indicator"] == "population_trend_slope") & (found["sex"] == "female")]["value"].tolist()
    [3.0]
    """
    levels, shares = series.levels(counts), series.shares_of_women(counts)
    return {
        "population_trend_s": _s(levels),
        "population_trend_p": _p(levels),
        "population_trend_smallest_p": _smallest_p(levels),
        "population_trend_slope": _slope(levels),
        "population_trend_slope_lower": _limit(levels, upper=False),
        "population_trend_slope_upper": _limit(levels, upper=True),
        "population_share_trend_s": _s(shares),
        "population_share_trend_p": _p(shares),
        "population_share_trend_slope_pp": _slope(shares),
    }


def _s(table: YearlySeries) -> pd.DataFrame:
    s, pairs = _pairs(table)
    return table.at_the_end(s, pairs, np.where(pairs > 0, s, np.nan))


def _p(table: YearlySeries) -> pd.DataFrame:
    s, pairs = _pairs(table)
    p = [_tested(int(one), ties) for one, ties in zip(s, kendall.ties_of(table.values), strict=True)]
    return table.at_the_end(s, pairs, np.array(p, dtype=float))


def _tested(s: int, ties: tuple[int, ...]) -> float:
    return float(kendall.p_value(s, ties)) if kendall.smallest_p(ties) <= kendall.LEVEL else float("nan")


def _smallest_p(table: YearlySeries) -> pd.DataFrame:
    smallest = np.array([float(kendall.smallest_p(ties)) for ties in kendall.ties_of(table.values)])
    return table.at_the_end(table.known, np.nan, smallest)


def _slope(table: YearlySeries) -> pd.DataFrame:
    return table.at_the_end(np.nan, np.nan, series.median(_slopes(table)))


def _limit(table: YearlySeries, *, upper: bool) -> pd.DataFrame:
    slopes = np.sort(_slopes(table), axis=1)
    number = table.known * (table.known - 1) // 2
    rank = np.array([kendall.rank_of_limit(int(n)) for n in table.known], dtype=int)
    place = np.where(upper, number - rank, rank - 1)
    has_limit = rank > 0
    limit = np.full(len(rank), np.nan)
    limit[has_limit] = slopes[has_limit, place[has_limit]]
    return table.at_the_end(rank, number, limit)


def _pairs(table: YearlySeries) -> tuple[np.ndarray, np.ndarray]:
    """Kendall's S of each series, and its number of pairs of years."""
    return np.nansum(np.sign(_slopes(table)), axis=1), table.known * (table.known - 1) // 2


def _slopes(table: YearlySeries) -> np.ndarray:
    earlier, later = np.triu_indices(len(table.years), 1)
    return (table.values[:, later] - table.values[:, earlier]) / (table.years[later] - table.years[earlier])

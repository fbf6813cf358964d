"""Whether a series rises or falls steadily, and how steeply: exact, and silent where so few years cannot tell.

p says how often the same values in an order drawn by lot would be as steady. A count of all residents has no sampling
error; p does not speak of one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from yeep_analysis.results import measure
from yeep_analysis.statistics import kendall, series
from yeep_analysis.statistics.series import Series
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit


@measure("population_trend_s", N_("Steadiness of the trend of the population"), Unit.PAIRS)
def trend_s(counts: pd.DataFrame) -> pd.DataFrame:
    """Kendall's S of the population: pairs of years with a rise minus pairs with a fall.

    Formula  S = Σ sign(xj - xi) over all pairs of years i before j; denominator n · (n - 1) / 2 pairs
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   pairs of years, for women, men and total, under the last year; empty for one year
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Mann (1945), Econometrica 13: 245-259; Kendall, Rank Correlation Methods (1975)
    """
    return _s(series.levels(counts))


@measure("population_trend_p", N_("Probability of so steady a trend by lot"), Unit.PROBABILITY)
def trend_p(counts: pd.DataFrame) -> pd.DataFrame:
    """Probability that the values of a series, in an order drawn by lot, rise or fall as steadily.

    Formula  orders of the same values with |S| as large or larger / all orders, exact, equal values counted as equal
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   probability [0-1], for women, men and total, under the last year; numerator S, denominator pairs of years;
             empty where not even the steadiest order gets down to 0.05 (four years or fewer)
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Mann (1945), Econometrica 13: 245-259; Kendall, Rank Correlation Methods (1975)
    """
    return _p(series.levels(counts))


@measure("population_trend_smallest_p", N_("Smallest probability that so many years allow"), Unit.PROBABILITY)
def trend_smallest_p(counts: pd.DataFrame) -> pd.DataFrame:
    """The smallest probability that the steadiest possible order of a series would have: 1/3 for three years.

    Formula  2 / n! without equal values; otherwise 2 / number of distinct orders; 1 where all values are equal
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   probability [0-1], for women, men and total, under the last year; numerator years; where it is above 0.05
             no trend is tested
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Kendall, Rank Correlation Methods (1975)
    """
    table = series.levels(counts)
    smallest = np.array([float(kendall.smallest_p(ties)) for ties in kendall.ties_of(table.values)])
    return table.at_the_end(table.known, np.nan, smallest)


@measure("population_trend_slope", N_("Slope of the population"), Unit.PERSONS_A_YEAR)
def trend_slope(counts: pd.DataFrame) -> pd.DataFrame:
    """Theil-Sen slope of the population: the median of the slopes between all pairs of years.

    Formula  median of (xj - xi) / (j - i) over all pairs of years i before j
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   persons a year, for women, men and total, under the last year; empty for one year
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Sen (1968), Journal of the American Statistical Association 63: 1379-1389
    """
    return _slope(series.levels(counts))


@measure("population_trend_slope_lower", N_("Slope of the population, lower limit"), Unit.PERSONS_A_YEAR)
def trend_slope_lower(counts: pd.DataFrame) -> pd.DataFrame:
    """Lower limit of the Theil-Sen slope of the population.

    Formula  the slope of rank r from below; r from the exact distribution of S, so that the level is at least 95 %
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   persons a year, for women, men and total, under the last year; numerator rank, denominator slopes; empty
             for four years or fewer: no interval of 95 % exists
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Hollander and Wolfe, Nonparametric Statistical Methods (1999), 9.3; Sen (1968)
    """
    return _limit(series.levels(counts), upper=False)


@measure("population_trend_slope_upper", N_("Slope of the population, upper limit"), Unit.PERSONS_A_YEAR)
def trend_slope_upper(counts: pd.DataFrame) -> pd.DataFrame:
    """Upper limit of the Theil-Sen slope of the population.

    Formula  the slope of rank r from above; r from the exact distribution of S, so that the level is at least 95 %
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   persons a year, for women, men and total, under the last year; numerator rank, denominator slopes; empty
             for four years or fewer: no interval of 95 % exists
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Hollander and Wolfe, Nonparametric Statistical Methods (1999), 9.3; Sen (1968)
    """
    return _limit(series.levels(counts), upper=True)


@measure("population_share_trend_s", N_("Steadiness of the trend of the share of women"), Unit.PAIRS)
def share_trend_s(counts: pd.DataFrame) -> pd.DataFrame:
    """Kendall's S of the share of women: pairs of years with a rise minus pairs with a fall.

    Formula  S = Σ sign(xj - xi) over all pairs of years i before j; denominator n · (n - 1) / 2 pairs
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   pairs of years, under the last year; empty for one year; years in which nobody lives are left out
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Mann (1945), Econometrica 13: 245-259; Kendall, Rank Correlation Methods (1975)
    """
    return _s(series.shares_of_women(counts))


@measure("population_share_trend_p", N_("Probability of so steady a trend of the share by lot"), Unit.PROBABILITY)
def share_trend_p(counts: pd.DataFrame) -> pd.DataFrame:
    """Probability that the shares of women, in an order drawn by lot, rise or fall as steadily.

    Formula  orders of the same values with |S| as large or larger / all orders, exact, equal values counted as equal
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   probability [0-1], under the last year; numerator S, denominator pairs of years; empty where not even the
             steadiest order gets down to 0.05 (four years or fewer)
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Mann (1945), Econometrica 13: 245-259; Kendall, Rank Correlation Methods (1975)
    """
    return _p(series.shares_of_women(counts))


@measure("population_share_trend_slope_pp", N_("Slope of the share of women"), Unit.PERCENTAGE_POINTS_A_YEAR)
def share_trend_slope(counts: pd.DataFrame) -> pd.DataFrame:
    """Theil-Sen slope of the share of women: the median of the slopes between all pairs of years.

    Formula  median of 100 · (xj - xi) / (j - i) over all pairs of years i before j, x = F / T
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   percentage points a year, under the last year; empty for one year
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Sen (1968), Journal of the American Statistical Association 63: 1379-1389
    """
    return _slope(series.shares_of_women(counts))


def _s(table: Series) -> pd.DataFrame:
    s, pairs = _pairs(table)
    return table.at_the_end(s, pairs, np.where(pairs > 0, s, np.nan))


def _p(table: Series) -> pd.DataFrame:
    s, pairs = _pairs(table)
    p = [_tested(int(one), ties) for one, ties in zip(s, kendall.ties_of(table.values), strict=True)]
    return table.at_the_end(s, pairs, np.array(p, dtype=float))


def _tested(s: int, ties: tuple[int, ...]) -> float:
    return float(kendall.p_value(s, ties)) if kendall.smallest_p(ties) <= kendall.LEVEL else float("nan")


def _slope(table: Series) -> pd.DataFrame:
    return table.at_the_end(np.nan, np.nan, series.median(_slopes(table)))


def _limit(table: Series, *, upper: bool) -> pd.DataFrame:
    slopes = np.sort(_slopes(table), axis=1)
    number = table.known * (table.known - 1) // 2
    rank = np.array([kendall.rank_of_limit(int(n)) for n in table.known], dtype=int)
    place = np.where(upper, number - rank, rank - 1)
    has_limit = rank > 0
    limit = np.full(len(rank), np.nan)
    limit[has_limit] = slopes[has_limit, place[has_limit]]
    return table.at_the_end(rank, number, limit)


def _pairs(table: Series) -> tuple[np.ndarray, np.ndarray]:
    """Kendall's S of each series, and its number of pairs of years."""
    return np.nansum(np.sign(_slopes(table)), axis=1), table.known * (table.known - 1) // 2


def _slopes(table: Series) -> np.ndarray:
    earlier, later = np.triu_indices(len(table.years), 1)
    return (table.values[:, later] - table.values[:, earlier]) / (table.years[later] - table.years[earlier])

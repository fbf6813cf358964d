"""Years that stand out of a series, found with the median, which they cannot pull towards themselves.

The rule of three standard deviations stands beside it for comparison: extreme years widen the very deviation by which
they are measured (masking). In a series of ten years or fewer no value whatever can lie more than three of them away.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from yeep_analysis.results import measure, women_and_men
from yeep_analysis.statistics import series
from yeep_analysis.statistics.series import Series
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit

NORMAL_QUARTILE = 0.6745
THRESHOLD = 3.5
SIGMAS = 3


@measure("population_outlier_z", N_("Distance of a year from the median of its series"), Unit.Z_SCORE)
def outlier_z(counts: pd.DataFrame) -> pd.DataFrame:
    """Modified z score of each year of the population.

    Formula  0.6745 · (x - median) / MAD, with MAD = median of |x - median|
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   z score per year for women, men and total; numerator x - median, denominator MAD; empty where MAD is 0
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993); NIST/SEMATECH e-Handbook, 1.3.5.17
    """
    return _modified_z(series.levels(counts))


@measure("population_outlier_year", N_("Outlier year of the population"), Unit.FLAG)
def outlier_year(counts: pd.DataFrame) -> pd.DataFrame:
    """Whether a year of the population stands out of its series.

    Formula  1 where |0.6745 · (x - median) / MAD| is above 3.5, otherwise 0
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   0 or 1 per year for women, men and total; empty where MAD is 0: no year is flagged then
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993); NIST/SEMATECH e-Handbook, 1.3.5.17
    """
    return _flagged(_modified_z(series.levels(counts)), THRESHOLD)


@measure("population_three_sigma_year", N_("Outlier year by three standard deviations"), Unit.FLAG)
def three_sigma_year(counts: pd.DataFrame) -> pd.DataFrame:
    """Whether a year lies more than three standard deviations from the mean.

    Formula  1 where |x - mean| / s is above 3, otherwise 0; s with n - 1
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   0 or 1 per year for women, men and total; empty where s is 0; numerator x - mean, denominator s
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   for comparison only; of n values none can be further away than (n - 1) / √n: Shiffler (1988)
    """
    return _flagged(_z(series.levels(counts)), SIGMAS)


@measure("population_sex_ratio_change", N_("Yearly change of the sex ratio"), Unit.LOG_RATIO_A_YEAR)
def sex_ratio_change(counts: pd.DataFrame) -> pd.DataFrame:
    """Yearly change of the logarithm of men per woman: the same size for a rise and the fall that undoes it.

    Formula  (ln(M1 / F1) - ln(M0 / F0)) / t, with t in years between two 31 Decembers
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   natural logarithm of a ratio, a year; the first year has none; empty where a count is 0
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   arithmetic
    """
    pairs = _changes(counts)
    return pairs.assign(numerator=pairs["change"], denominator=pairs["years"], value=pairs["change"] / pairs["years"])


@measure("population_sex_ratio_outlier_z", N_("Distance of a yearly change of the sex ratio"), Unit.Z_SCORE)
def sex_ratio_outlier_z(counts: pd.DataFrame) -> pd.DataFrame:
    """Modified z score of each yearly change of the sex ratio.

    Formula  0.6745 · (x - median) / MAD, with x the yearly change of ln(M / F)
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   z score per year after the first; numerator x - median, denominator MAD; empty where MAD is 0
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993); NIST/SEMATECH e-Handbook, 1.3.5.17
    """
    return _modified_z(_change_series(counts))


@measure("population_sex_ratio_outlier_year", N_("Outlier year of the sex ratio"), Unit.FLAG)
def sex_ratio_outlier_year(counts: pd.DataFrame) -> pd.DataFrame:
    """Whether the sex ratio changed in a year as in hardly any other.

    Formula  1 where |0.6745 · (x - median) / MAD| is above 3.5, with x the yearly change of ln(M / F), otherwise 0
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   0 or 1 per year after the first; empty where MAD is 0: no year is flagged then
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993); NIST/SEMATECH e-Handbook, 1.3.5.17
    """
    return _flagged(_modified_z(_change_series(counts)), THRESHOLD)


@measure(
    "population_sex_ratio_three_sigma_year", N_("Outlier year of the sex ratio by three standard deviations"), Unit.FLAG
)
def sex_ratio_three_sigma_year(counts: pd.DataFrame) -> pd.DataFrame:
    """Whether a yearly change of the sex ratio lies more than three standard deviations from the mean.

    Formula  1 where |x - mean| / s is above 3, with x the yearly change of ln(M / F), otherwise 0; s with n - 1
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   0 or 1 per year after the first; empty where s is 0; numerator x - mean, denominator s
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   for comparison only; of n values none can be further away than (n - 1) / √n: Shiffler (1988)
    """
    return _flagged(_z(_change_series(counts)), SIGMAS)


def _z(table: Series) -> pd.DataFrame:
    """Distance of each year from the mean of its series, in standard deviations."""
    known = table.known[:, None]
    from_mean = table.values - np.nansum(table.values, axis=1, keepdims=True) / np.maximum(known, 1)
    variance = np.nansum(from_mean**2, axis=1, keepdims=True) / np.where(known > 1, known - 1, np.nan)
    deviation = np.sqrt(variance)
    return table.by_year(from_mean, deviation, from_mean / np.where(deviation > 0, deviation, np.nan))


def _modified_z(table: Series) -> pd.DataFrame:
    from_median = table.values - series.median(table.values)[:, None]
    mad = series.median(np.abs(from_median))[:, None]
    return table.by_year(from_median, mad, NORMAL_QUARTILE * from_median / np.where(mad > 0, mad, np.nan))


def _flagged(distances: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """1 or 0 instead of a distance; empty where the distance is."""
    flag = (distances["value"].abs() > threshold).astype(float)
    return distances.assign(value=flag.where(distances["value"].notna()))


def _changes(counts: pd.DataFrame) -> pd.DataFrame:
    """Each year of a group after its first: ``change`` of ln(M / F) since the year before, and ``years`` in between."""
    wide = women_and_men(counts).sort_values(["group", "year"], ignore_index=True)
    men, women = (wide[sex].where(wide[sex] > 0).astype(float) for sex in ("men", "women"))
    log = np.log(men / women)
    groups = wide["group"]
    pairs = wide.assign(change=log - log.groupby(groups).shift(), years=wide["year"].groupby(groups).diff())
    return pairs.dropna(subset=["years"])


def _change_series(counts: pd.DataFrame) -> Series:
    pairs = _changes(counts)
    return series.of(pairs.assign(value=pairs["change"] / pairs["years"]), "value")

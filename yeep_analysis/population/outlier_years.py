"""Years that stand out of a series, found with the median, which they cannot pull towards themselves.

The rule of three standard deviations stands beside it for comparison: extreme years widen the very deviation by which
they are measured (masking). In a series of ten years or fewer no value whatever can lie more than three of them away.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from yeep_analysis.results import Indicator, dimensions, measure, women_and_men
from yeep_analysis.statistics import series
from yeep_analysis.statistics.series import YearlySeries
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit

NORMAL_QUARTILE = 0.6745
THRESHOLD = 3.5
SIGMAS = 3


@measure(
    Indicator("population_outlier_z", N_("Distance of a year from the median of its series"), Unit.Z_SCORE),
    Indicator("population_outlier_year", N_("Unusual year of the population"), Unit.FLAG),
    Indicator("population_three_sigma_year", N_("Unusual year by three standard deviations"), Unit.FLAG),
    Indicator("population_sex_ratio_change", N_("Yearly change of the sex ratio"), Unit.LOG_RATIO_A_YEAR),
    Indicator("population_sex_ratio_outlier_z", N_("Distance of a yearly change of the sex ratio"), Unit.Z_SCORE),
    Indicator("population_sex_ratio_outlier_year", N_("Unusual year of the sex ratio"), Unit.FLAG),
    Indicator(
        "population_sex_ratio_three_sigma_year",
        N_("Unusual year of the sex ratio by three standard deviations"),
        Unit.FLAG,
    ),
)
def outliers(counts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Unusual years of a series: of women, men and both, and of the yearly change of the sex ratio.

    Parameters
    ----------
    counts : one row per group, year and sex, columns ``year, sex, n`` [persons] and the dimensions of the group

    Returns
    -------
    per year the modified z score (numerator x - median, denominator MAD), a flag of 0 or 1 where it is beyond 3.5, and
        beside it the flag of three standard deviations (numerator x - mean, denominator s); of the sex ratio also its
        change, from the second year on; empty where the denominator is 0, and where a count from which the sex ratio
        would be made is 0

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    z = 0.6745 · (x - median) / MAD, with MAD = median of |x - median|; flag: 1 where |z| is above 3.5, otherwise 0;
    three standard deviations: 1 where |x - mean| / s is above 3, s with n - 1; x of the sex ratio is its change
    (ln(M1 / F1) - ln(M0 / F0)) / t, with t in years between two 31 Decembers: the same size for a rise and the fall
    that undoes it

    References
    ----------
    Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993); NIST/SEMATECH e-Handbook, 1.3.5.17; three standard
    deviations for comparison only, because of n values none can be further away than (n - 1) / √n: Shiffler (1988)

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2020, 2021, 2022, 2023] * 2, "sex": ["female"] * 4 + ["male"] * 4})
    >>> found = outliers(counts.assign(n=[10, 11, 12, 90, 5, 5, 5, 5]))
    >>> z = found[(found["indicator"] == "population_outlier_z") & (found["sex"] == "female")]
    >>> z["value"].round(4).tolist()
    [-1.0118, -0.3372, 0.3372, 52.9482]
    """
    levels, changes = series.levels(counts), _changes(counts)
    ratios = series.of(changes, "value")
    z, ratio_z = _modified_z(levels), _modified_z(ratios)
    return {
        "population_outlier_z": z,
        "population_outlier_year": _flagged(z, THRESHOLD),
        "population_three_sigma_year": _flagged(_z(levels), SIGMAS),
        "population_sex_ratio_change": changes,
        "population_sex_ratio_outlier_z": ratio_z,
        "population_sex_ratio_outlier_year": _flagged(ratio_z, THRESHOLD),
        "population_sex_ratio_three_sigma_year": _flagged(_z(ratios), SIGMAS),
    }


def _z(table: YearlySeries) -> pd.DataFrame:
    """Distance of each year from the mean of its series, in standard deviations."""
    known = table.known[:, None]
    from_mean = table.values - np.nansum(table.values, axis=1, keepdims=True) / np.maximum(known, 1)
    variance = np.nansum(from_mean**2, axis=1, keepdims=True) / np.where(known > 1, known - 1, np.nan)
    deviation = np.sqrt(variance)
    return table.by_year(from_mean, deviation, from_mean / np.where(deviation > 0, deviation, np.nan))


def _modified_z(table: YearlySeries) -> pd.DataFrame:
    from_median = table.values - series.median(table.values)[:, None]
    mad = series.median(np.abs(from_median))[:, None]
    return table.by_year(from_median, mad, NORMAL_QUARTILE * from_median / np.where(mad > 0, mad, np.nan))


def _flagged(distances: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """1 or 0 instead of a distance; empty where the distance is."""
    flag = (distances["value"].abs() > threshold).astype(float)
    return distances.assign(value=flag.where(distances["value"].notna()))


def _changes(counts: pd.DataFrame) -> pd.DataFrame:
    """Each year of a group after its first: the change of ln(M / F) since the year before it, the years, a year's."""
    wide = women_and_men(counts, "year").sort_values("year", kind="stable")
    men, women = (wide[sex].where(wide[sex] > 0).astype(float) for sex in ("men", "women"))
    by = [name for name in dimensions(wide) if name != "year"]
    groups = wide.assign(log=np.log(men / women)).groupby(by or np.zeros(len(wide)))[["year", "log"]]
    steps = groups.diff()
    pairs = wide[dimensions(wide)].assign(numerator=steps["log"], denominator=steps["year"])
    return pairs.assign(value=steps["log"] / steps["year"])[steps["year"].notna()]

"""Years in which a series passes to another level.

Steps also cut a steady rise into pieces. So a second measure says whether a straight line describes the series better
than the steps; where it does, there is a trend and no break to be told of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from yeep_analysis.results import measure
from yeep_analysis.statistics import series
from yeep_analysis.statistics.segments import SHORTEST, Division, divide
from yeep_analysis.statistics.series import Series
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit

CLEAR_MARGIN = 2  # points of BIC; a smaller lead is not worth more than a bare mention (Kass and Raftery)
_PARTS = ("numerator", "denominator", "value")


@measure("population_breaks", N_("Breaks in the population"), Unit.BREAKS)
def breaks(counts: pd.DataFrame) -> pd.DataFrame:
    """Number of years in which the population passes to another level.

    Formula  breaks of the division into levels with the smallest BIC, of all into stretches of 3 years or more;
             BIC = n · (ln(2π · RSS / n) + 1) + 2 · (breaks + 1) · ln n
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   breaks [0 or more], for women, men and total, under the last year; numerator breaks, denominator years;
             empty for fewer than six years
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Bai and Perron (2003), Journal of Applied Econometrics 18: 1-22; Truong, Oudre and Vayatis (2020)
    """
    return _numbers(series.levels(counts))


@measure("population_break_step", N_("Step of the population at a break"), Unit.PERSONS)
def break_step(counts: pd.DataFrame) -> pd.DataFrame:
    """Difference of the mean levels after and before each break of the population.

    Formula  mean of the stretch that begins with the year - mean of the stretch before it
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   persons, for women, men and total; one row per break, under the first year of the new level; numerator
             the mean after, denominator the mean before
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Bai and Perron (2003), Journal of Applied Econometrics 18: 1-22; Truong, Oudre and Vayatis (2020)
    """
    return _steps(series.levels(counts))


@measure("population_breaks_line_is_better", N_("A straight line instead of breaks in the population"), Unit.FLAG)
def line_is_better(counts: pd.DataFrame) -> pd.DataFrame:
    """Whether a straight line describes the population better than levels with breaks.

    Formula  1 where the BIC of a straight line (three parameters: intercept, slope, variance) is below that of the best
             division into levels, otherwise 0
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   0 or 1, for women, men and total, under the last year; numerator BIC of the line, denominator BIC of the
             levels; empty for fewer than six years and where both leave nothing over
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Schwarz (1978), Annals of Statistics 6: 461-464
    """
    return _line(series.levels(counts))


@measure("population_breaks_margin", N_("How clear the breaks in the population are"), Unit.BIC)
def margin(counts: pd.DataFrame) -> pd.DataFrame:
    """How much better the told number of breaks describes the population than the next best description does.

    Formula  smallest BIC of any other number of breaks and of a straight line - BIC of the told division
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   points of BIC, for women, men and total, under the last year; below 0 where the line is better, below 2 not
             clear; numerator the other BIC, denominator that of the told division; empty for fewer than six years and
             where a description leaves nothing over
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Kass and Raftery (1995), Journal of the American Statistical Association 90: 773-795
    """
    return _margins(series.levels(counts))


@measure("population_share_breaks", N_("Breaks in the share of women"), Unit.BREAKS)
def share_breaks(counts: pd.DataFrame) -> pd.DataFrame:
    """Number of years in which the share of women passes to another level.

    Formula  breaks of the division into levels with the smallest BIC, of all into stretches of 3 years or more;
             BIC = n · (ln(2π · RSS / n) + 1) + 2 · (breaks + 1) · ln n, of x = 100 · F / T
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   breaks [0 or more], under the last year; numerator breaks, denominator years; empty for fewer than six
             years
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Bai and Perron (2003), Journal of Applied Econometrics 18: 1-22; Truong, Oudre and Vayatis (2020)
    """
    return _numbers(series.shares_of_women(counts))


@measure("population_share_break_step_pp", N_("Step of the share of women at a break"), Unit.PERCENTAGE_POINTS)
def share_break_step(counts: pd.DataFrame) -> pd.DataFrame:
    """Difference of the mean shares of women after and before each break.

    Formula  100 · (mean of the stretch that begins with the year - mean of the stretch before it)
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   percentage points; one row per break, under the first year of the new level; numerator the mean after,
             denominator the mean before [percent]
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Bai and Perron (2003), Journal of Applied Econometrics 18: 1-22; Truong, Oudre and Vayatis (2020)
    """
    return _steps(series.shares_of_women(counts))


@measure("population_share_breaks_line_is_better", N_("A straight line instead of breaks in the share"), Unit.FLAG)
def share_line_is_better(counts: pd.DataFrame) -> pd.DataFrame:
    """Whether a straight line describes the share of women better than levels with breaks.

    Formula  1 where the BIC of a straight line (three parameters: intercept, slope, variance) is below that of the best
             division into levels, otherwise 0; of x = 100 · F / T
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   0 or 1, under the last year; numerator BIC of the line, denominator BIC of the levels; empty for fewer than
             six years and where both leave nothing over
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Schwarz (1978), Annals of Statistics 6: 461-464
    """
    return _line(series.shares_of_women(counts))


@measure("population_share_breaks_margin", N_("How clear the breaks in the share are"), Unit.BIC)
def share_margin(counts: pd.DataFrame) -> pd.DataFrame:
    """How much better the told number of breaks describes the share of women than the next best description does.

    Formula  smallest BIC of any other number of breaks and of a straight line - BIC of the told division, of
             x = 100 · F / T
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]
    Output   points of BIC, under the last year; below 0 where the line is better, below 2 not clear; numerator the
             other BIC, denominator that of the told division; empty for fewer than six years and where a description
             leaves nothing over
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Kass and Raftery (1995), Journal of the American Statistical Association 90: 773-795
    """
    return _margins(series.shares_of_women(counts))


def _by_length(table: Series) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, Division]]:
    """The series that can have a break, those with the same years at once: places, years, values, division."""
    has_value = ~np.isnan(table.values)
    patterns, which = np.unique(has_value, axis=0, return_inverse=True) if has_value.size else ([], np.array([]))
    for number, years in enumerate(patterns):
        if years.sum() >= 2 * SHORTEST:
            places = np.flatnonzero(which == number)
            values = table.values[np.ix_(places, years)]
            yield places, table.years[years], values, divide(values)


def _per_series(table: Series, told: Callable[[Division], tuple[np.ndarray, np.ndarray, np.ndarray]]) -> pd.DataFrame:
    """One result row per series: numerator, denominator and value from its division; empty where it has none."""
    cells = np.full((3, len(table.groups)), np.nan)
    for places, _years, _values, division in _by_length(table):
        cells[:, places] = told(division)
    return table.at_the_end(*cells)


def _numbers(table: Series) -> pd.DataFrame:
    found = _per_series(table, lambda division: (division.breaks, division.breaks, division.breaks))
    return found.assign(denominator=table.known)


def _line(table: Series) -> pd.DataFrame:
    def told(division: Division) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        steps = division.bic.min(axis=0)
        undecided = np.isinf(division.bic_line) & np.isinf(steps)
        return division.bic_line, steps, np.where(undecided, np.nan, division.bic_line < steps)

    found = _per_series(table, told)
    return found.assign(**{part: found[part].where(np.isfinite(found[part])) for part in ("numerator", "denominator")})


def _margins(table: Series) -> pd.DataFrame:
    def told(division: Division) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        best = division.bic.min(axis=0)
        is_told = np.arange(len(division.bic))[:, None] == division.breaks
        other = np.minimum(np.where(is_told, np.inf, division.bic).min(axis=0), division.bic_line)
        with np.errstate(invalid="ignore"):  # nothing left over on both sides: no margin
            return other, best, other - best

    found = _per_series(table, told)
    return found.assign(**{part: found[part].where(np.isfinite(found["value"])) for part in _PARTS})


def _steps(table: Series) -> pd.DataFrame:
    rows = [
        (years[start], table.groups[place], after, before)
        for places, years, values, division in _by_length(table)
        for place, row, starts in zip(places, values, division.starts, strict=True)
        if starts
        for start, (before, after) in zip(starts, pairwise(_levels(row, starts)), strict=True)
    ]
    found = pd.DataFrame(rows, columns=["year", "group", "numerator", "denominator"])
    return found.sort_values(["group", "year"]).assign(value=found["numerator"] - found["denominator"])


def _levels(row: np.ndarray, starts: tuple[int, ...]) -> np.ndarray:
    """The mean of each stretch."""
    begins = np.array([0, *starts])
    return np.add.reduceat(row, begins) / np.diff([*begins, len(row)])

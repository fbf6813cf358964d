"""Years in which a series passes to another level.

Steps also cut a steady rise into pieces. So a second measure says whether a straight line describes the series better
than the steps; where it does, there is a trend and no break to be told of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from yeep_analysis.results import MEASURED, Indicator, measure
from yeep_analysis.statistics import series
from yeep_analysis.statistics.segments import SHORTEST, Division, divide
from yeep_analysis.statistics.series import YearlySeries
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit

CLEAR_MARGIN = 2  # points of BIC; a smaller lead is not worth more than a bare mention (Kass and Raftery)
_OF_LEVELS = (
    *("population_breaks", "population_break_step"),
    *("population_breaks_margin", "population_breaks_line_is_better"),
)
_OF_SHARES = (
    *("population_share_breaks", "population_share_break_step_pp"),
    *("population_share_breaks_margin", "population_share_breaks_line_is_better"),
)


@measure(
    Indicator("population_breaks", N_("Lasting changes in the level of the population"), Unit.BREAKS),
    Indicator("population_break_step", N_("Step of the population at a change in level"), Unit.PERSONS),
    Indicator("population_breaks_margin", N_("How clear the changes in the level of the population are"), Unit.BIC),
    Indicator(
        "population_breaks_line_is_better",
        N_("A straight line instead of changes in the level of the population"),
        Unit.FLAG,
    ),
    Indicator("population_share_breaks", N_("Lasting changes in the level of the share of women"), Unit.BREAKS),
    Indicator(
        "population_share_break_step_pp", N_("Step of the share of women at a change in level"), Unit.PERCENTAGE_POINTS
    ),
    Indicator("population_share_breaks_margin", N_("How clear the changes in the level of the share are"), Unit.BIC),
    Indicator(
        "population_share_breaks_line_is_better",
        N_("A straight line instead of changes in the level of the share"),
        Unit.FLAG,
    ),
)
def breaks(counts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Years in which the level of a series changes lastingly: of women, men, both and the share of women.

    Parameters
    ----------
    counts : one row per group, year and sex, columns ``year, sex, n`` [persons] and the dimensions of the group

    Returns
    -------
    under the last year: the number of breaks [numerator breaks, denominator years]; the margin in points of BIC, below
        0 where the line is better, below 2 not clear [numerator the other BIC, denominator that of the told division];
        1 where a straight line is better, otherwise 0 [numerator BIC of the line, denominator BIC of the levels]; all
        empty for fewer than six years, margin and line also where a description leaves nothing over; under the first
        year of each new level its step [persons, of the share percentage points; numerator the mean after, denominator
        the mean before]

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    breaks of the division into levels with the smallest BIC, of all into stretches of 3 years or more; BIC = n ·
    (ln(2π · RSS / n) + 1) + 2 · (breaks + 1) · ln n; step = mean of the stretch that begins with the year - mean of
    the stretch before it; a straight line over the years has three parameters (intercept, slope, variance); margin =
    smallest BIC of any other number of breaks and of the line - BIC of the division that is told; of the share x =
    100 · F / T

    References
    ----------
    Bai and Perron (2003), Journal of Applied Econometrics 18: 1-22; Truong, Oudre and Vayatis (2020); Schwarz (1978),
    Annals of Statistics 6: 461-464; Kass and Raftery (1995), Journal of the American Statistical Association 90:
    773-795

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [*range(2015, 2021)] * 2, "sex": ["female"] * 6 + ["male"] * 6})
    >>> found = breaks(counts.assign(n=[10, 11, 10, 50, 51, 50] + [5] * 6))
    >>> step = found[(found["indicator"] == "population_break_step") & (found["sex"] == "female")]
    >>> step["year"].tolist(), step["value"].tolist()
    ([2018], [40.0])
    """
    return _found(series.levels(counts), _OF_LEVELS) | _found(series.shares_of_women(counts), _OF_SHARES)


@dataclass(frozen=True)
class _Divided:
    """Series that have a value in the same years: which of the table they are, the years, the values, the divisions."""

    rows: np.ndarray
    years: np.ndarray
    values: np.ndarray
    division: Division


def _found(table: YearlySeries, names: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Number of breaks, steps, margin and whether a line is better, of each series."""
    divided = _divided(table)
    return {name: part(table, divided) for name, part in zip(names, (_numbers, _steps, _margins, _line), strict=True)}


def _divided(table: YearlySeries) -> list[_Divided]:
    """The series that can have a break, those with the same years at once."""
    has_value = ~np.isnan(table.values)
    if not has_value.size:
        return []
    patterns, which = np.unique(has_value, axis=0, return_inverse=True)
    found = []
    for number, years in enumerate(patterns):
        if years.sum() >= 2 * SHORTEST:
            rows = np.flatnonzero(which == number)
            values = table.values[np.ix_(rows, years)]
            found.append(_Divided(rows, table.years[years], values, divide(values, table.years[years])))
    return found


def _per_series(
    table: YearlySeries,
    divided: list[_Divided],
    told: Callable[[Division], tuple[np.ndarray, np.ndarray, np.ndarray]],
) -> pd.DataFrame:
    """One result row per series: numerator, denominator and value from its division; empty where it has none."""
    cells = np.full((3, len(table.keys)), np.nan)
    for one in divided:
        cells[:, one.rows] = told(one.division)
    return table.at_the_end(*cells)


def _numbers(table: YearlySeries, divided: list[_Divided]) -> pd.DataFrame:
    found = _per_series(table, divided, lambda division: (division.breaks, division.breaks, division.breaks))
    return found.assign(denominator=table.known)


def _line(table: YearlySeries, divided: list[_Divided]) -> pd.DataFrame:
    def told(division: Division) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        steps = division.bic.min(axis=0)
        undecided = np.isinf(division.bic_line) & np.isinf(steps)
        return division.bic_line, steps, np.where(undecided, np.nan, division.bic_line < steps)

    found = _per_series(table, divided, told)
    return found.assign(**{part: found[part].where(np.isfinite(found[part])) for part in ("numerator", "denominator")})


def _margins(table: YearlySeries, divided: list[_Divided]) -> pd.DataFrame:
    def told(division: Division) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        best = division.bic.min(axis=0)
        is_told = np.arange(len(division.bic))[:, None] == division.breaks
        other = np.minimum(np.where(is_told, np.inf, division.bic).min(axis=0), division.bic_line)
        with np.errstate(invalid="ignore"):  # nothing left over on both sides: no margin
            return other, best, other - best

    found = _per_series(table, divided, told)
    return found.assign(**{part: found[part].where(np.isfinite(found["value"])) for part in MEASURED})


def _steps(table: YearlySeries, divided: list[_Divided]) -> pd.DataFrame:
    """One result row per break, under the first year of the new level."""
    rows = [
        (row, one.years[start], after, before, after - before)
        for one in divided
        for row, values, starts in zip(one.rows, one.values, one.division.starts, strict=True)
        if starts
        for start, (before, after) in zip(starts, pairwise(_levels(values, starts)), strict=True)
    ]
    found = pd.DataFrame(rows, columns=["row", "year", *MEASURED]).sort_values(["row", "year"], ignore_index=True)
    keys = table.keys.iloc[found["row"].astype(int)].reset_index(drop=True)
    return keys.assign(year=found["year"].astype("int64"), **{part: found[part].astype(float) for part in MEASURED})


def _levels(row: np.ndarray, starts: tuple[int, ...]) -> np.ndarray:
    """The mean of each stretch."""
    begins = np.array([0, *starts])
    return np.add.reduceat(row, begins) / np.diff([*begins, len(row)])

"""Yearly series side by side: one row per series, one column per year, so that thousands are computed at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from yeep_analysis.results import by_sex_and_total, dimensions, women_and_men


@dataclass(frozen=True)
class YearlySeries:
    """Values by series (rows) and year (columns, ascending); NaN where a series has no value in a year.

    ``keys`` holds the dimensions of each series, one row a series.
    """

    keys: pd.DataFrame
    years: np.ndarray
    values: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """How many years each series has."""
        return np.count_nonzero(~np.isnan(self.values), axis=1)

    def by_year(self, numerator: np.ndarray, denominator: np.ndarray, value: np.ndarray) -> pd.DataFrame:
        """One result row per series and year in which the series has a value."""
        row, column = np.nonzero(~np.isnan(self.values))
        parts = {"numerator": numerator, "denominator": denominator, "value": value}
        shape = self.values.shape
        cells = {name: np.broadcast_to(part, shape)[row, column] for name, part in parts.items()}
        return self.keys.iloc[row].reset_index(drop=True).assign(year=self.years[column], **cells)

    def at_the_end(
        self, numerator: np.ndarray | float, denominator: np.ndarray | float, value: np.ndarray | float
    ) -> pd.DataFrame:
        """One result row per series, under its last year."""
        is_known = ~np.isnan(self.values)
        last = (np.arange(len(self.years)) * is_known).max(axis=1, initial=0)
        parts = {"numerator": numerator, "denominator": denominator, "value": value}
        cells = {name: np.broadcast_to(np.asarray(part, dtype=float), len(self.keys)) for name, part in parts.items()}
        year = self.years[last] if len(self.years) else np.array([], dtype="int64")
        return self.keys.assign(year=year, **cells)


def levels(counts: pd.DataFrame) -> YearlySeries:
    """The series of women, of men and of both together [persons]."""
    return of(by_sex_and_total(counts, "year"), "n")


def shares_of_women(counts: pd.DataFrame) -> YearlySeries:
    """The share of women of each group, in percent; years in which nobody lives are gaps."""
    wide = women_and_men(counts, "year")
    total = wide["women"] + wide["men"]
    return of(wide.assign(share=100 * wide["women"] / total), "share")


def of(long: pd.DataFrame, column: str) -> YearlySeries:
    """The series of a table with a year, a column of values, and what else tells its series apart."""
    by = [name for name in dimensions(long) if name != "year"] or ["_one"]
    table = long.assign(_one=0).pivot(index=by, columns="year", values=column)
    keys = table.index.to_frame(index=False)[[name for name in by if name != "_one"]]
    return YearlySeries(keys, table.columns.to_numpy(), table.to_numpy(dtype=float))


def median(values: np.ndarray) -> np.ndarray:
    """The median of each row, gaps left out; NaN where a row has no value."""
    ordered = np.sort(np.column_stack([values, np.full(len(values), np.nan)]), axis=1)
    known = np.count_nonzero(~np.isnan(values), axis=1)
    below, above = np.maximum(known - 1, 0) // 2, known // 2
    rows = np.arange(len(values))
    return (ordered[rows, below] + ordered[rows, above]) / 2

"""Yearly series side by side: one row per series, one column per year, so that thousands are computed at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from yeep_analysis.results import KEY, by_sex_and_total, women_and_men


@dataclass(frozen=True)
class Series:
    """Values by series (rows) and year (columns, ascending); NaN where a series has no value in a year."""

    groups: np.ndarray
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
        return pd.DataFrame({"year": self.years[column], "group": self.groups[row], **cells})

    def at_the_end(self, numerator: np.ndarray, denominator: np.ndarray, value: np.ndarray) -> pd.DataFrame:
        """One result row per series, under its last year."""
        is_known = ~np.isnan(self.values)
        last = (np.arange(len(self.years)) * is_known).max(axis=1, initial=0)
        frame = pd.DataFrame({"numerator": numerator, "denominator": denominator, "value": value}, dtype=float)
        year = self.years[last] if len(self.years) else np.array([], dtype="int64")
        return frame.assign(year=year, group=self.groups)


def levels(counts: pd.DataFrame) -> Series:
    """The series ``women``, ``men`` and ``total`` of each group [persons]."""
    return of(by_sex_and_total(counts), "n")


def shares_of_women(counts: pd.DataFrame) -> Series:
    """The share of women of each group, in percent; years in which nobody lives are gaps."""
    wide = women_and_men(counts)
    total = wide["women"] + wide["men"]
    return of(wide.assign(share=100 * wide["women"] / total.where(total > 0)), "share")


def of(long: pd.DataFrame, column: str) -> Series:
    """The series of a table ``year, group`` and a column of values."""
    table = long[[*KEY, column]].pivot(index="group", columns="year", values=column)
    return Series(table.index.to_numpy(), table.columns.to_numpy(), table.to_numpy(dtype=float))


def median(values: np.ndarray) -> np.ndarray:
    """The median of each row, gaps left out; NaN where a row has no value."""
    ordered = np.sort(np.column_stack([values, np.full(len(values), np.nan)]), axis=1)
    known = np.count_nonzero(~np.isnan(values), axis=1)
    below, above = np.maximum(known - 1, 0) // 2, known // 2
    rows = np.arange(len(values))
    return (ordered[rows, below] + ordered[rows, above]) / 2

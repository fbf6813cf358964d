"""Counts for the tests of the population, typed in a test or those of the repository, and single values of results."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from yeep_analysis.results import of

DATA = Path(__file__).parents[2] / "data"


def counts(*women_and_men: tuple[int, int], year: int = 2007, **dimensions: str) -> pd.DataFrame:
    """Counts of one group in years that follow one another, as (women, men)."""
    return in_years({year + at: pair for at, pair in enumerate(women_and_men)}, **dimensions)


def in_years(pairs: dict[int, tuple[int, int]], **dimensions: str) -> pd.DataFrame:
    """Counts of one group in the given years, as (women, men); its other dimensions by their names."""
    rows = [(year, sex, n) for year, pair in pairs.items() for sex, n in zip(("female", "male"), pair, strict=True)]
    return pd.DataFrame(rows, columns=["year", "sex", "n"]).assign(**dimensions)


def read(table: str) -> pd.DataFrame:
    """A table of the repository as counts."""
    frame = pd.read_csv(DATA / f"{table}.csv")
    return frame[frame["sex"] != "total"][["year", "sex", "n"]].reset_index(drop=True)


def values(result: pd.DataFrame, indicator: str, **where: str) -> dict[tuple[int, str], float]:
    """The values of an indicator by year and sex."""
    rows = of(result, indicator, **where)
    keys = list(zip(rows["year"].tolist(), rows["sex"].tolist(), strict=True))
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, rows["value"].tolist(), strict=True))


def only(result: pd.DataFrame, indicator: str | None = None, **where: str) -> float:
    """The value of the one row of an indicator with the given dimensions."""
    (value,) = of(result, indicator, **where)["value"].tolist()
    return value

"""Counts for the tests of measures: typed in a test, or those of the repository."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

DATA = Path(__file__).parents[2] / "data"


def counts(*women_and_men: tuple[int, int], year: int = 2007, group: str = "all") -> pd.DataFrame:
    """Counts of one group in years that follow one another, as (women, men)."""
    return in_years({year + at: pair for at, pair in enumerate(women_and_men)}, group=group)


def in_years(pairs: dict[int, tuple[int, int]], *, group: str = "all") -> pd.DataFrame:
    """Counts of one group in the given years, as (women, men)."""
    rows = [(year, group, sex, n) for year, pair in pairs.items() for sex, n in zip(("female", "male"), pair)]
    return pd.DataFrame(rows, columns=["year", "group", "sex", "n"])


def groups(pairs: dict[str, tuple[int, int]], *, year: int = 2022) -> pd.DataFrame:
    """Counts of several groups in one year, as (women, men)."""
    return pd.concat([in_years({year: pair}, group=group) for group, pair in pairs.items()], ignore_index=True)


def read(table: str, group: str | None = None) -> pd.DataFrame:
    """A table of the repository as counts; ``group`` is the column that holds the group."""
    frame = pd.read_csv(DATA / f"{table}.csv", dtype={"mahalle_code": str})
    frame = frame[frame["sex"] != "total"].assign(group=frame[group] if group else "all")
    return frame[["year", "group", "sex", "n"]].reset_index(drop=True)


def values(result: pd.DataFrame) -> dict[tuple[int, str], float]:
    """The values of a result by year and group."""
    keys = list(zip(result["year"].tolist(), result["group"].tolist()))
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, result["value"].tolist()))


def only(result: pd.DataFrame, group: str | None = None) -> float:
    """The value of the one row of a result, or of the one row of a group."""
    rows = result if group is None else result[result["group"] == group]
    (value,) = rows["value"].tolist()
    return value

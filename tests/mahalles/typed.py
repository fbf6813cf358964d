"""Counts of mahalles for the tests: typed in a test, or those of the repository."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from yeep_analysis.results import of

DATA = Path(__file__).parents[2] / "data"


def mahalles(pairs: dict[str, tuple[int, int]], *, year: int = 2022) -> pd.DataFrame:
    """Counts of mahalles in one year, as (women, men) by their code."""
    rows = [(year, code, sex, n) for code, pair in pairs.items() for sex, n in zip(("female", "male"), pair)]
    return pd.DataFrame(rows, columns=["year", "place", "sex", "n"])


def numbered(pairs: list[tuple[int, int]]) -> pd.DataFrame:
    """The same under codes that are counted from 41300."""
    return mahalles({f"{41300 + at}": pair for at, pair in enumerate(pairs)})


def of_the_repository() -> pd.DataFrame:
    """The mahalles of the repository."""
    frame = pd.read_csv(DATA / "mahalle_population.csv", dtype={"mahalle_code": str})
    return frame[frame["sex"] != "total"].rename(columns={"mahalle_code": "place"})[["year", "place", "sex", "n"]]


def values(result: pd.DataFrame, indicator: str, **where: object) -> dict[str, float]:
    """The values of an indicator by the code of the mahalle."""
    rows = of(result, indicator, **where)
    assert rows["place"].is_unique
    return dict(zip(rows["place"], rows["value"].tolist()))


def only(result: pd.DataFrame, indicator: str) -> float:
    """The value of the one row of an indicator."""
    (value,) = of(result, indicator)["value"].tolist()
    return value

"""Counts for the tests of representation: typed in a test, or those of the repository."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from yeep_analysis.results import of

DATA = Path(__file__).parents[2] / "data"
COLUMNS = ["year", "kind", "part", "sex", "n"]
Pair = tuple[int, int]  # women, men


def posts(**offices: dict[int, Pair]) -> pd.DataFrame:
    """Records of offices by year."""
    return pd.concat([_records("office", office, pairs) for office, pairs in offices.items()], ignore_index=True)


def parts(kind: str, pairs: dict[str, Pair], *, year: int = 2025) -> pd.DataFrame:
    """Parts of the staff or bodies of one kind, in one year."""
    return pd.concat([_records(kind, part, {year: pair}) for part, pair in pairs.items()], ignore_index=True)


def people(pair: Pair, *, year: int = 2022) -> pd.DataFrame:
    """A reference population."""
    return _records("", "", {year: pair})[["year", "sex", "n"]]


def of_the_district(office: str | None = None) -> pd.DataFrame:
    """The records of the repository, of one office or of all."""
    frame = pd.read_csv(DATA / "representation.csv")
    frame = frame[frame["sex"] != "total"].rename(columns={"office": "part"}).assign(kind="office")[COLUMNS]
    return frame.reset_index(drop=True) if office is None else of(frame, part=office)


def only(result: pd.DataFrame, indicator: str | None = None, **where: object) -> float:
    """The value of the one row of an indicator with the given dimensions."""
    (value,) = of(result, indicator, **where)["value"].tolist()
    return value


def values(result: pd.DataFrame, indicator: str | None = None) -> dict[tuple[int, str], float]:
    """The values of an indicator by year and part."""
    rows = of(result, indicator)
    keys = list(zip(rows["year"].tolist(), rows["part"].tolist()))
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, rows["value"].tolist()))


def _records(kind: str, part: str, pairs: dict[int, Pair]) -> pd.DataFrame:
    rows = [(year, kind, part, sex, n) for year, pair in pairs.items() for sex, n in zip(("female", "male"), pair)]
    return pd.DataFrame(rows, columns=COLUMNS)

"""The tables of the catalogue as plain text, read without the package."""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"

Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    """The rows of one CSV file."""
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def write_rows(path: Path, columns: list[str], rows: Rows) -> None:
    """Write one CSV file."""
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def table(name: str) -> Rows:
    """The rows of one table of the plan."""
    return rows_of(DATA / "plan" / f"{name}.csv")


def grouped(rows: Rows, *keys: str) -> dict[tuple[str, ...], Rows]:
    """The rows that share the values of some columns, in their order."""
    groups: dict[tuple[str, ...], Rows] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return groups

"""Applications because of violence a second time: counted from the lines that were typed into the forms, not from tables.

Imports nothing of the package.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
Lines = dict[tuple[str, str, str, str], int]  # month, source, row of the form, kind -> count


def lines() -> Lines:
    """The last count that was typed into each cell of each form."""
    found: dict[tuple[str, str, str, str], tuple[str, int]] = {}
    with (EXAMPLES / "months.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["row"] != "reason":
                at = line["month"], line["source"], line["row"], line["kind"]
                found[at] = max(found.get(at, ("", 0)), (line["delivery"], int(line["value"])))
    return {at: count for at, (_delivery, count) in found.items()}


def counts(period: str) -> dict[tuple[str, str, str], int]:
    """``(source, place, kind or stage)`` of a month or a year; empty for all."""
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for (month, source, row, kind), n in lines().items():
        if not month.startswith(period) or row == "total":
            continue
        table, _slash, name = row.partition("/")
        if table == "mahalle":
            for key in ((source, name, ""), (source, "", kind), (source, "", "")):
                found[key] += n
        else:
            found[source, "", name] += n
    return found


def per_1000_women(period: str) -> dict[tuple[str, str], Fraction]:
    """``(source, place)`` with the women of the newest year."""
    women: dict[str, tuple[str, int]] = {}
    with (EXAMPLES / "ornek" / "mahalle_population.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["sex"] == "female":
                women[row["mahalle_code"]] = max(women.get(row["mahalle_code"], ("", 0)), (row["year"], int(row["n"])))
    return {
        (source, place): Fraction(1000 * n, women[place][1])
        for (source, place, part), n in counts(period).items()
        if place in women and not part
    }


def going_without() -> dict[tuple[str, str], Fraction]:
    """``(place, kind)``: share of those asked; empty place for all."""
    n: dict[tuple[str, str], int] = defaultdict(int)
    asked: dict[tuple[str, str], int] = defaultdict(int)
    with (EXAMPLES / "ornek" / "deprivation.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for place in ("", row["mahalle_code"]):
                n[place, row["kind"]] += int(row["n"])
                asked[place, row["kind"]] += int(row["asked"])
    return {key: Fraction(n[key], asked[key]) for key in n}

"""Proves, row by row, that two result tables publish the same numbers: one of version 1, one of today.

python tools/same_numbers.py OLD.csv NEW.csv

Version 1 told its rows apart by one text, ``group``; ``packed`` makes it of today's columns. Whoever has an old
``results.csv`` reads it with this, and the second routes, which were written for it, are compared by it.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

Row = Mapping[str, str]
Key = tuple[str, str, str]  # indicator, year, group
NUMBERS = ("numerator", "denominator", "value", "unit", "target", "status")

SERIES = {"female": "women", "male": "men", "": "total"}
# Indicators that have one series for women, one for men and one for both.
OF_SERIES = (
    *("population_count", "population_growth", "population_period_growth", "population_contribution"),
    *("population_outlier", "population_three_sigma", "population_trend", "population_break"),
)
LIMITS = {"mahalle_funnel_lower": "lower", "mahalle_funnel_upper": "upper"} | {
    "mahalle_funnel_adjusted_lower": "lower",
    "mahalle_funnel_adjusted_upper": "upper",
}


def indicator(row: Row) -> str:
    """The indicator as it was called then."""
    if row["indicator"] in LIMITS:
        return row["indicator"].rpartition("_")[0] + "_limit"
    return row["indicator"]


def packed(row: Row) -> str:
    """The dimensions of a row as one text."""
    name = row["indicator"]
    if name.startswith("population_"):
        return _of_population(row, name.startswith(OF_SERIES))
    if name.startswith("mahalle_") and (row["place"] or row["level"]):
        return _of_mahalle(row)
    if name.startswith("representation_"):
        return _of_posts(row)
    if name.startswith("scenario_"):
        return f"{row['part']}/{row['scenario'].removeprefix('women_')}"  # of seats it was the step alone: +1
    if name == "progress_status_share":
        return f"{row['part'] or 'all'}/{row['status']}"
    return row["part"] or row["sex"] or "all"  # version 1 told no count of a unit by sex


def year(row: Row) -> str:
    """The year of a row; the paths of a staff had years of the calendar, whether its record had a date or not."""
    return str(int(row["year"]) + int(row["years_after"])) if row.get("years_after") else row["year"]


def _of_population(row: Row, is_series: bool) -> str:
    ages = row["ages"].replace("except_20-24", "without_20_24")
    if is_series:
        return "_".join(part for part in (SERIES[row["sex"]], row["place"], ages) if part)
    return "/".join(part for part in (row["place"], ages) if part) or "all"


def _of_mahalle(row: Row) -> str:
    level = {"": "", "95": "95", "99.8": "998"}[row["level"]]
    limit = LIMITS.get(row["indicator"], "")
    return "/".join(part for part in (row["place"], "_".join(part for part in (limit, level) if part)) if part)


def _of_posts(row: Row) -> str:
    against = "_".join(part for part in (row["against"], row["against_year"]) if part)
    if row["indicator"] == "representation_glass_ceiling_index":
        return f"{against}/{row['part']}"
    kind = row["kind"] if row["kind"] not in ("office", "managers") else ""
    return "/".join(part for part in (kind, row["part"], against) if part)


def rows(path: Path) -> list[Row]:
    """The rows of a result table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def numbers(path: Path) -> dict[Key, tuple[str, ...]]:
    """What a result table publishes, by the indicator, year and group of version 1."""
    found = {}
    for row in rows(path):
        is_old = "group" in row
        name, group = (row["indicator"], row["group"]) if is_old else (indicator(row), packed(row))
        status = "" if name == "progress_status_share" else row["status"]  # a dimension of those shares by now
        key = (name, year(row), group)
        if key in found:
            raise ValueError(f"{path}: {key} stands twice")
        found[key] = tuple(status if part == "status" else row[part] for part in NUMBERS)
    return found


def differences(old: Path, new: Path) -> dict[Key, str]:
    """Every row that only one of the two has, and every number that is another one, by the key of version 1."""
    before, after = numbers(old), numbers(new)
    told = {key: "no longer there" for key in before.keys() - after.keys()}
    told |= {key: "new" for key in after.keys() - before.keys()}
    told |= {
        key: f"{before[key]} became {after[key]}" for key in before.keys() & after.keys() if before[key] != after[key]
    }
    return dict(sorted(told.items()))


def main(old: str, new: str) -> int:
    """Print the differences; 1 where there is one."""
    told = differences(Path(old), Path(new))
    for key, difference in told.items():
        print(*key, difference, sep="  ")
    rows_before = len(numbers(Path(old)))
    print(f"{rows_before - sum(one != 'new' for one in told.values())} of {rows_before} rows have the same numbers")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

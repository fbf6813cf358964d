"""What only the fictional municipality has (staff by parts, bodies, two records, two years of mahalles) has a second route.

It reads the tables with the standard library, calculates with fractions, and takes two distributions from SciPy.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import scipy
from golden.old_keys import old_key

FOLDER = Path(__file__).parents[2] / "examples" / "ornek"
YEAR = 2025
Z = 1.959964
Pair = tuple[int, int]  # women, all
MANAGERS = {
    "managers_department_heads": ["department_head"],
    "managers_with_deputy_mayors": ["department_head", "deputy_mayor"],
}


def counted(table: str, *names: str) -> dict[tuple[str, ...], dict[int, Pair]]:
    """Names of a row -> year -> women and all."""
    cells: dict = defaultdict(lambda: defaultdict(dict))
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            if row["sex"] != "total" and int(row["year"]) <= YEAR:
                cells[tuple(row[name] for name in names)][int(row["year"])][row["sex"]] = int(row["n"])
    return {
        key: {year: (sexes["female"], sexes["female"] + sexes["male"]) for year, sexes in years.items()}
        for key, years in cells.items()
    }


def newest(table: str, kind: str, part: str) -> dict[tuple[int, str], Pair]:
    """The parts of the newest year of each kind."""
    found = counted(table, kind, part)
    last = {
        key[0]: max(year for other, years in found.items() if other[0] == key[0] for year in years) for key in found
    }
    return {
        (last[first], f"{first}/{second}"): years[last[first]]
        for (first, second), years in found.items()
        if last[first] in years
    }


def records() -> dict[str, dict[int, Pair]]:
    posts = {key[0]: years for key, years in counted("representation", "office").items() if "centre" not in key[0]}
    sums = {
        name: {
            year: (sum(posts[o][year][0] for o in offices), sum(posts[o][year][1] for o in offices))
            for year in posts[offices[0]]
            if all(year in posts[office] for office in offices)
        }
        for name, offices in MANAGERS.items()
    }
    return posts | sums


def wilson(k: int, n: int) -> Pair:
    p, square = k / n, Z * Z
    middle, half = p + square / (2 * n), Z * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
    return (middle - half) / (1 + square / n), (middle + half) / (1 + square / n)


@cache
def changes() -> dict[tuple[str, int, str], float]:
    found = {}
    for group, years in records().items():
        for before, after in zip(sorted(years), sorted(years)[1:], strict=False):
            (k0, n0), (k1, n1) = years[before], years[after]
            p0, p1, (l0, u0), (l1, u1) = k0 / n0, k1 / n1, wilson(k0, n0), wilson(k1, n1)
            of = {
                "representation_change_pp": 100 * (p1 - p0),
                "representation_change_lower_pp": 100 * (p1 - p0 - math.hypot(p1 - l1, u0 - p0)),
                "representation_change_upper_pp": 100 * (p1 - p0 + math.hypot(u1 - p1, p0 - l0)),
                "representation_change_p": scipy.stats.fisher_exact([[k0, n0 - k0], [k1, n1 - k1]])[1],
            }
            found |= {(name, after, group): value for name, value in of.items()}
    return found


def deviation(n: int, women: int, people: int) -> float:
    """Mean distance of the women among n drawn by lot from their mean; what lies 12 deviations off adds nothing."""
    mean, reach = n * women / people, 6 * math.sqrt(n) + 1
    x = np.arange(max(0, math.floor(mean - reach)), min(n, math.ceil(mean + reach)) + 1)
    return float(abs(x - mean) @ scipy.stats.hypergeom(people, women, n).pmf(x))


@cache
def uneven() -> dict[tuple[str, int, str], float]:
    found = {}
    mahalles = counted("mahalle_population", "mahalle_code")
    for year in sorted({year for years in mahalles.values() for year in years}):
        pairs = {key[0]: years[year] for key, years in mahalles.items() if year in years}
        women, people = sum(k for k, _n in pairs.values()), sum(n for _k, n in pairs.values())
        men = people - women
        d = float(sum(abs(Fraction(k, women) - Fraction(n - k, men)) for k, n in pairs.values()) / 2)
        expected = sum(deviation(n, women, people) for _k, n in pairs.values())
        by_lot = people * expected / (2 * women * men)
        found |= {
            ("mahalle_dissimilarity", year, "all"): d,
            ("mahalle_dissimilarity_by_chance", year, "all"): by_lot,
            ("mahalle_dissimilarity_corrected", year, "all"): (d - by_lot) / (1 - by_lot),
        }
        found |= {("mahalle_share_of_women", year, code): k / n for code, (k, n) in pairs.items()}
    return found


@cache
def second_route() -> dict[tuple[str, int, str], float]:
    parts = newest("staff", "dimension", "category") | (bodies := newest("bodies", "kind", "body"))
    shares = {("representation_share_of_women", year, group): k / n for (year, group), (k, n) in parts.items()}
    short = {
        ("representation_short_of_40_percent_either_sex", year, group): max(0, -(-2 * n // 5) - min(k, n - k))
        for (year, group), (k, n) in bodies.items()
    }
    shares |= {
        ("representation_share_of_women", year, group): k / n
        for group, years in records().items()
        for year, (k, n) in years.items()
    }
    return shares | short | changes() | uneven()


@pytest.fixture(scope="module")
def published(chapter) -> dict[tuple[str, int, str], float]:
    outputs = [one for name in ("30_mahalles", "40_representation") for one in chapter(name, YEAR, "en", data=FOLDER)]
    frames = [output.data["frame"] for output in outputs if "frame" in output.data]
    rows = [row for frame in frames for row in frame.to_dict("records")]
    return {(old_key(row)[0], row["year"], old_key(row)[2]): row["value"] for row in rows}


def test_every_number_equals_that_of_the_second_route(published):
    different = {
        key: (published.get(key), value)
        for key, value in second_route().items()
        if key not in published or not math.isclose(published[key], value, rel_tol=1e-8, abs_tol=1e-10)
    }
    assert different == {}


def test_nothing_of_these_kinds_is_published_that_it_does_not_cover(published):
    whole = {indicator for indicator, _year, _group in changes() | uneven()}
    rows = {key for key in published if key[0] in whole or key[2].partition("/")[0] in _first_words()}
    rows |= {key for key in published if key[0] == "representation_share_of_women"}  # of every record
    assert rows - second_route().keys() == set()
    assert len(rows) > 80


def _first_words() -> set[str]:
    return {key[0] for table, names in (("staff", "dimension"), ("bodies", "kind")) for key in counted(table, names)}

"""Mahalles and posts in years with gaps, of changed size, alone, and with nobody: every number on two routes.

The second route takes fractions, and of the package nothing.
"""

from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd
import pytest
from golden import second_route_depth_mahalles
from golden.old_keys import old_key
from golden.second_route_depth_representation import fisher
from representation.records import posts

from yeep_analysis.mahalles import measures, segregation
from yeep_analysis.representation import chance
from yeep_analysis.representation import measures as representation
from yeep_analysis.results import MEASURED, collect

Pair = tuple[int, int]  # women, men
Z = 1.959964


def keyed(frame: pd.DataFrame) -> dict[tuple, list[float]]:
    rows = {old_key(row): [row[part] for part in MEASURED] for row in frame.to_dict("records")}
    assert len(rows) == len(frame)
    return rows


def same(mine: dict[tuple, list[float]], theirs: dict[tuple, list]) -> None:
    assert mine.keys() == theirs.keys()
    numbers = {key: [math.nan if one in ("", None) else float(one) for one in cells] for key, cells in theirs.items()}
    assert {
        key: (mine[key], cells)
        for key, cells in numbers.items()
        if mine[key] != pytest.approx(cells, rel=1e-9, abs=1e-12, nan_ok=True)
    } == {}


# --- mahalles ----------------------------------------------------------------

MAHALLES: dict[str, dict[int, dict[str, Pair]]] = {
    "one year": {2022: {"1": (40, 60), "2": (90, 70), "3": (11, 13)}},
    "a gap of years": {
        year: {"1": (40 + at, 60), "2": (90, 70 + 3 * at), "3": (11, 13)} for at, year in enumerate((2010, 2011, 2022))
    },
    "other mahalles in each year": {
        2010: {"1": (40, 60), "2": (90, 70)},
        2015: {"1": (30, 31), "2": (80, 70), "3": (11, 13)},
        2022: {"2": (95, 75), "4": (300, 280)},
    },
    "one mahalle alone": {2015: {"1": (40, 60)}, 2022: {"1": (41, 55), "2": (7, 2)}},
    "nobody lives in one": {2015: {"1": (40, 60), "2": (0, 0)}, 2022: {"1": (41, 55), "2": (7, 2), "3": (0, 0)}},
    "no men in one, no women in another": {2022: {"1": (40, 0), "2": (0, 30), "3": (5, 5)}},
}


def of_the_mahalles(years: dict[int, dict[str, Pair]]) -> dict[tuple, list]:
    found: dict[tuple, list] = {}
    for year, pairs in years.items():
        everyone = sum(map(sum, pairs.values()))
        for code, (women, men) in pairs.items():
            total = women + men
            for name, top, bottom, factor in (
                ("mahalle_men_per_100_women", men, women, 100),
                ("mahalle_share_of_women", women, total, 1),
                ("mahalle_gap_pp", women - men, total, 100),
                ("mahalle_share_of_district", total, everyone, 1),
            ):
                found[name, str(year), code] = [top, bottom, Fraction(factor * top, bottom) if bottom else ""]
    return found


@pytest.mark.parametrize("years", MAHALLES.values(), ids=MAHALLES)
def test_mahalles(years, monkeypatch):
    typed = [(y, code, sex, n) for y, all_ in years.items() for code, two in all_.items() for sex, n in zip(SEXES, two)]
    counts = pd.DataFrame(typed, columns=["year", "place", "sex", "n"])
    mine = collect([measures.composition(counts), segregation.dissimilarity(counts)])
    theirs = of_the_mahalles(years)
    for year, pairs in years.items():
        monkeypatch.setattr(second_route_depth_mahalles, "MAHALLE_YEAR", year)
        tables = {"mahalle": {code: dict(zip(SEXES, pair)) for code, pair in pairs.items()}}
        for row in second_route_depth_mahalles.dissimilarity(tables):
            theirs[row["indicator"], str(year), row["group"]] = [row[part] for part in MEASURED]
    same(keyed(mine), theirs)


SEXES = ("female", "male")


# --- posts -------------------------------------------------------------------

POSTS: dict[str, dict[str, dict[int, Pair]]] = {
    "one record": {"council_member": {2019: (9, 16)}},
    "a gap of twenty years": {"council_member": {1999: (2, 23), 2019: (9, 16), 2024: (12, 13)}},
    "a changed size": {"council_member": {2019: (9, 16), 2024: (20, 17)}, "muhtar": {2019: (1, 10), 2024: (1, 6)}},
    "nobody for a while": {"muhtar": {2014: (3, 8), 2019: (0, 0), 2024: (4, 7)}},
    "nobody ever": {"deputy_mayor": {2019: (0, 0), 2024: (0, 0)}},
    "records of different years": {"council_member": {2019: (9, 16), 2024: (9, 16)}, "muhtar": {2014: (0, 11)}},
    "no woman, then all": {"deputy_mayor": {2019: (0, 3), 2024: (3, 0)}},
}


def wilson(k: int, n: int) -> tuple[float, float]:
    p, square = k / n, Z * Z
    middle, half = p + square / (2 * n), Z * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
    return (middle - half) / (1 + square / n), (middle + half) / (1 + square / n)


def of_the_posts(offices: dict[str, dict[int, Pair]]) -> dict[tuple, list]:
    found: dict[tuple, list] = {}
    for office, records in offices.items():
        before: tuple[int, int] | None = None
        for year in sorted(records):
            k, n = records[year][0], sum(records[year])
            share = Fraction(k, n) if n else None
            gap = Fraction(100 * (n - 2 * k), n) if n else None
            found["representation_share_of_women", str(year), office] = [k, n, share]
            found["representation_gap_pp", str(year), office] = [n - 2 * k, n, gap]
            if before is not None:
                earlier = Fraction(*before) if before[1] else None
                for name, value in change(before, (k, n)).items():
                    found[f"representation_change_{name}", str(year), office] = [share, earlier, value]
            before = k, n
    return found


def change(before: Pair, after: Pair) -> dict[str, object]:
    """From one record (women, posts) to the next; nothing where one of them has no posts."""
    if not (before[1] and after[1]):
        return dict.fromkeys(("pp", "lower_pp", "upper_pp", "p"))
    p0, p1 = before[0] / before[1], after[0] / after[1]
    (l0, u0), (l1, u1) = wilson(*before), wilson(*after)
    return {
        "pp": 100 * (Fraction(*after) - Fraction(*before)),
        "lower_pp": 100 * (p1 - p0 - math.hypot(p1 - l1, u0 - p0)),
        "upper_pp": 100 * (p1 - p0 + math.hypot(u1 - p1, p0 - l0)),
        "p": fisher(*before, *after),
    }


@pytest.mark.parametrize("offices", POSTS.values(), ids=POSTS)
def test_posts(offices):
    counts = posts(**offices)
    same(keyed(collect([representation.balance(counts), chance.changes(counts)])), of_the_posts(offices))

"""Small counts protected and audited: time and hidden cells beside the textbook heuristic.

    python benchmarks/disclosure.py

Invented tables of mahalle × month (two dimensions, all margins), mahalle × month × kind, and the three tables of two of
these dimensions. The heuristic hides one more cell, the least that is not hidden, wherever a row or a column has one
hidden cell alone; the audit says how many of its hidden counts are less uncertain than the threshold.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from yeep_analysis.disclosure.attack import Attack
from yeep_analysis.disclosure.cells import Counts, table
from yeep_analysis.disclosure.pattern import THRESHOLD, choose, small
from yeep_analysis.disclosure.protection import protect

SEED, LIMIT = 20250101, 30.0  # seconds for 100 mahalles and 12 months, on two quiet cores
MARGINS = [(0, 1), (0, 2), (1, 2)]


def invented(mean: float, *shape: int, margins: list[tuple[int, ...]] | None = None) -> Counts:
    """Counts of mahalles of very different size, few or many persons each."""
    random = np.random.default_rng(SEED)
    size = mean * random.lognormal(0.0, 0.8, (shape[0], *[1] * (len(shape) - 1)))
    for dimension in range(1, len(shape)):
        ones = [1] * len(shape)
        ones[dimension] = shape[dimension]
        size = size * random.lognormal(0.0, 0.4, ones)
    counts = random.poisson(size)
    return table({tuple(map(str, place)): int(counts[place]) for place in np.ndindex(*shape)}, margins)


def one_more_per_row_and_column(counts: Counts) -> np.ndarray:
    """The textbook: in every sum in which one cell alone is hidden, the least of the others is hidden as well."""
    hidden, before = small(counts), None
    while before is None or (hidden != before).any():
        before = hidden.copy()
        for one in counts.sums:
            together = np.array([one.total, *one.parts])
            if hidden[together].sum() == 1:
                others = together[~hidden[together]]
                hidden[others[np.argmin(counts.values[others])]] = True
    return hidden


def main() -> int:
    """Print the times; 1 where 100 mahalles and 12 months take longer than is aimed at."""
    taken = {}
    for name, counts in {
        "60 x 5": invented(8, 60, 5),
        "8 x 4 x 3": invented(6, 8, 4, 3),
        "11 x 12 x 4, tables of two dimensions": invented(3, 11, 12, 4, margins=MARGINS),
        "100 x 12, few persons": invented(1, 100, 12),
        "100 x 12": invented(6, 100, 12),
    }.items():
        start = time.perf_counter()
        shown = protect(counts, salt="benchmark")
        taken[name] = time.perf_counter() - start
        start = time.perf_counter()
        fewest = choose(counts).number
        alone = time.perf_counter() - start
        by_hand = one_more_per_row_and_column(counts)
        failed = len(Attack(counts, by_hand).narrow(THRESHOLD))
        print(f"{name}: {len(counts.cells) - len(counts.unseen)} cells, {int(small(counts).sum())} small")
        print(f"  protected and audited: {taken[name]:.1f} s, {shown.number} hidden, gap {shown.gap:.1%}")
        print(f"  without lots: {alone:.1f} s, {fewest} hidden")
        print(f"  textbook: {int(by_hand.sum())} hidden, {failed} of them can be found out")
    return int(taken["100 x 12"] > LIMIT)


if __name__ == "__main__":
    sys.exit(main())

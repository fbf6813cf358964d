"""What may be shown of tables of counts: the one place at which small counts are protected.

It needs all tables that will be shown together, and those that were published before (as cells that are known already).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from yeep_analysis.disclosure.cells import Cell, Counts
from yeep_analysis.disclosure.pattern import THRESHOLD, choose


@dataclass(frozen=True)
class Shown:
    """Tables of which every reader may know what is here.

    counts   count of each cell by its name [persons]; None where it is hidden
    number   how many cells are hidden
    fewest   so many have to be hidden at least, as far as it was proven
    """

    counts: Mapping[Cell, int | None]
    number: int
    fewest: int

    def __getitem__(self, cell: Cell) -> int | None:
        return self.counts[cell]


def protect(counts: Counts, *, threshold: int = THRESHOLD, salt: str = "") -> Shown:
    """What may be shown of tables of counts.

    counts      all tables that will be shown together, linked, with those that were published before
    threshold   the least count that may be shown, and how uncertain a hidden one must stay
    salt        secret of the municipality: decides between patterns that are about as good, so that the choice tells less

    Raises   `DisclosureError` where nothing can be shown safely: it says what to merge
    """
    pattern = choose(counts, threshold, _weights(counts, salt))
    pairs = zip(counts.cells, counts.values, pattern.hidden, strict=True)
    return Shown({cell: None if is_hidden else int(n) for cell, n, is_hidden in pairs}, pattern.number, pattern.fewest)


def _weights(counts: Counts, salt: str) -> np.ndarray:
    """Cost of hiding each cell, between 1 and 2, from the salt and the name of the cell alone."""
    import hashlib

    told = (hashlib.sha256("\x1f".join((salt, *cell)).encode()).digest() for cell in counts.cells)
    return np.array([1.0 + int.from_bytes(one[:4], "big") / 2**32 for one in told])

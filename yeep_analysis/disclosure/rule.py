"""What chance has to do with what is hidden, so that who knows the rule learns nothing from the choice itself.

The fewest cells that protect the small counts tell of them: each hidden cell is there because it is needed, and where
nothing of a cycle of hidden cells is small, the cycle would not be hidden. In about half of all small tables that is
enough to find out a count. Therefore some cells are hidden by lot, as if they were small, and whatever is hidden may be
hidden for that reason alone. The lots are drawn from the secret salt and the names of the cells, never from a count.

Let P be what is hidden, and y any counts that a reader cannot tell from the true ones: they agree wherever something is
shown. No small count of y is outside of P. There is a salt that draws all of P; with it, small counts and lots of y
together are P, which is safe, as that depends on P and on what is shown only; so P is hidden of y as well. Whoever
knows the rule and not the salt can thus exclude none of the counts between the ends that `attack.intervals` finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from yeep_analysis.disclosure.cells import Counts

CHANCE = 1 / 16  # of a cell to be hidden by lot
SELDOM = 1 / 16  # of tables to be protected though nothing is small, and to be so without regard to dear totals
DEAR = 100.0  # how much dearer it is to hide what should be shown than another cell


@dataclass(frozen=True)
class Lots:
    """What the salt decides about tables, whatever their counts are."""

    counts: Counts
    salt: str

    def costs(self, dear: np.ndarray) -> np.ndarray:
        """Cost of hiding each cell, between 1 and 2; what is dear costs a hundred times as much."""
        return np.array([1.0 + self._lot("cost", *cell) for cell in self.counts.cells]) * np.where(dear, DEAR, 1.0)

    def drawn(self) -> np.ndarray:
        """Whether each cell is hidden by lot; drawn anew for tables of other cells, so that no two editions agree."""
        tables = sha256(self._tables.encode()).hexdigest()
        return np.array([self._lot("cell", tables, *cell) < CHANCE for cell in self.counts.cells])

    def seldom(self, what: str) -> bool:
        """Whether something is done with these tables that is done with few."""
        return self._lot(what, self._tables) < SELDOM

    @property
    def _tables(self) -> str:
        return "\x1e".join("\x1f".join(cell) for cell in self.counts.cells)

    def _lot(self, *names: str) -> float:
        """A number from 0 up to 1, of which nothing can be said without the salt."""
        told = sha256("\x1d".join((self.salt, *names)).encode()).digest()
        return int.from_bytes(told[:4], "big") / 2**32

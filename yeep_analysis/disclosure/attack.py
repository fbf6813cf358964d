"""What a reader can find out: the least and the greatest count that a hidden cell can have, given all that is shown.

The reader knows the sums and every shown count, and that counts are whole and not negative. The least and the greatest
value of a cell under that knowledge are found by HiGHS. In a table of two dimensions the best point of the linear
programme is whole. Where tables are linked or have three dimensions it need not be: then the interval of the linear
programme can be wider than the true one and lets through what leaks, and the programme is solved in whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from yeep_analysis.disclosure.cells import MOST, Cell, Counts
from yeep_analysis.words.errors import DisclosureError
from yeep_analysis.words.language import _

_WHOLE = 1e-6
_SWEEPS, _FEW = 60, 8  # how often worlds are looked for of many cells at once, and of how many at least


@dataclass(frozen=True)
class Interval:
    """The least and the greatest count that a hidden cell can have."""

    least: int
    greatest: int

    @property
    def width(self) -> int:
        """How uncertain the count is [persons]."""
        return self.greatest - self.least


class Attack:
    """A reader of some cells: their programme, built once, asked for one cell after the other.

    counts   the tables with all counts, of which the reader sees those that are not hidden
    hidden   whether each cell is hidden; what no table shows is so in any case
    """

    def __init__(self, counts: Counts, hidden: np.ndarray):
        self.counts, self._may_be_known = counts, counts.may_be_known
        unknown = hidden.copy()
        unknown[list(counts.unseen)] = True
        self._free = np.flatnonzero(unknown)
        self._column = {int(place): column for column, place in enumerate(self._free)}
        self._rows = [one for one in counts.sums if unknown[[one.total, *one.parts]].any()]
        self._row = np.repeat(np.arange(len(self._rows)), [1 + len(one.parts) for one in self._rows])
        self._place = np.array([place for one in self._rows for place in (one.total, *one.parts)], int)
        self._sign = np.array([sign for one in self._rows for sign in (-1, *[1] * len(one.parts))], int)
        self._linear: Any = self._programme(whole=False)
        self._in_whole_numbers: Any = None
        self._low = self._high = np.asarray(counts.values)  # of all worlds that were seen

    def interval(self, place: int) -> Interval:
        """The interval of one hidden cell."""
        return Interval(self.extreme(place, least=True), self.extreme(place, least=False))

    def narrow(self, width: int) -> list[int]:
        """The hidden cells of which a reader knows more than that they lie within so many persons.

        What no table ever showed may be known, but not where it can be smaller than the width without being 0.
        """
        self._sweep(width)
        return [place for place in map(int, self._free) if self._is_narrow(place, width)]

    def _is_narrow(self, place: int, width: int) -> bool:
        if self._high[place] - self._low[place] >= width:
            return False  # two worlds that the reader cannot tell apart prove it
        may_be_known, greatest = place in self._may_be_known, self.extreme(place, least=False)
        if greatest - self._low[place] >= width or (may_be_known and greatest == 0):
            return False
        least = self.extreme(place, least=True)
        return greatest - least < width and not (may_be_known and least >= width)

    def _sweep(self, width: int) -> None:
        """Worlds in which many cells at once have little or much: they spare most of the single questions."""
        random = np.random.default_rng(1)
        for _number in range(_SWEEPS):
            is_open = (self._high - self._low)[self._free] < width
            if is_open.sum() < _FEW:
                return
            world = self._best(self._linear, random.choice([-1.0, 1.0], len(is_open)) * is_open)
            if world is not None and _is_whole(world):
                self._see(world)

    def extreme(self, place: int, *, least: bool) -> int:
        """The least or the greatest count that a hidden cell can have.

        Raises   `DisclosureError` where the solver did not find it
        """
        world = self._asked(self._linear, place, least)
        if not _is_whole(world):
            self._in_whole_numbers = self._in_whole_numbers or self._programme(whole=True)
            world = self._asked(self._in_whole_numbers, place, least)
        return int(self._see(world)[place])

    def weights(self, place: int, *, least: bool) -> np.ndarray:
        """Weights d of all cells with ``x_place = Σ d x`` for whatever fulfils the sums: the dual of an attack."""
        self._asked(self._linear, place, least)
        duals = np.array(self._linear.getSolution().row_dual) * (-1.0 if least else 1.0)
        weights = np.zeros(len(self.counts.cells))
        weights[place] = 1.0
        np.subtract.at(weights, self._place, self._sign * duals[self._row])
        return weights

    def _see(self, world: np.ndarray) -> np.ndarray:
        """Counts of all cells that the reader must think possible, from those of the hidden ones."""
        values = np.array(self.counts.values)
        values[self._free] = np.round(world)
        if (values < 0).any() or np.bincount(self._row, self._sign * values[self._place]).any():
            raise self._no_end(int(self._free[0]))
        self._low, self._high = np.minimum(self._low, values), np.maximum(self._high, values)
        return values

    def _programme(self, *, whole: bool) -> Any:
        programme, values = solver(), self.counts.values
        add_columns(programme, len(self._free), whole=whole, upper=MOST)
        for one in self._rows:
            terms = {one.total: -1} | dict.fromkeys(one.parts, 1)
            mine = {self._column[place]: sign for place, sign in terms.items() if place in self._column}
            known = -sum(sign * int(values[place]) for place, sign in terms.items() if place not in self._column)
            add_row(programme, mine, known, known)
        return programme

    def _asked(self, programme: Any, place: int, least: bool) -> np.ndarray:
        direction = np.zeros(len(self._free))
        direction[self._column[place]] = -1.0 if least else 1.0
        world = self._best(programme, direction)
        if world is None:
            raise self._no_end(place)
        return world

    def _no_end(self, place: int) -> DisclosureError:
        return DisclosureError(
            _("The audit of “{cell}” did not come to an end. Nothing of the table may be published.").format(
                cell=named(self.counts.cells[place])
            )
        )

    def _best(self, programme: Any, direction: np.ndarray) -> np.ndarray | None:
        """The counts of the hidden cells that lie farthest in a direction; None where the solver did not find them."""
        import highspy

        programme.changeObjectiveSense(highspy.ObjSense.kMaximize)
        programme.changeColsCost(len(direction), np.arange(len(direction), dtype=np.int32), direction)
        programme.run()
        if programme.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(programme.getSolution().col_value)


def _is_whole(world: np.ndarray) -> bool:
    return bool(np.abs(world - np.round(world)).max(initial=0.0) < _WHOLE)


def named(cell: Cell) -> str:
    """The name of a cell for the reader of a message."""
    return " · ".join(part or _("all") for part in cell)


def intervals(counts: Counts, hidden: np.ndarray) -> dict[int, Interval]:
    """The interval of every hidden cell, by its place.

    >>> from yeep_analysis.disclosure.cells import table
    >>> both = table({("a", "x"): 3, ("a", "y"): 4, ("b", "x"): 1, ("b", "y"): 2})
    >>> hidden = np.array(["" not in cell for cell in both.cells])
    >>> intervals(both, hidden)[both.place["a", "x"]]
    Interval(least=1, greatest=4)
    """
    attack = Attack(counts, hidden)
    return {int(place): attack.interval(int(place)) for place in np.flatnonzero(hidden)}


def solver() -> Any:
    """A solver that gives the same answer every time, and says nothing."""
    import highspy

    one = highspy._Highs()  # its child `Highs` adds a language for models, and prints who made it
    for name, value in {"output_flag": False, "parallel": "off", "random_seed": 1, "mip_rel_gap": 0.0}.items():
        one.setOptionValue(name, value)
    return one


def add_columns(programme: Any, number: int, *, whole: bool, upper: float = np.inf) -> None:
    """So many unknowns between 0 and ``upper``."""
    import highspy

    programme.addVars(number, np.zeros(number), np.full(number, upper))
    if whole:
        places = np.arange(number, dtype=np.int32)
        programme.changeColsIntegrality(number, places, np.full(number, highspy.HighsVarType.kInteger))


def add_row(programme: Any, terms: Mapping[int, float], least: float, greatest: float) -> None:
    """That a weighted sum of unknowns lies between two numbers."""
    places = np.array(list(terms), dtype=np.int32)
    programme.addRow(float(least), float(greatest), len(places), places, np.array(list(terms.values()), float))

"""What a reader can find out: the least and the greatest count that a hidden cell can have, given all that is shown.

The reader knows the sums and every shown count, and that counts are whole and not negative. The least and the greatest
value of a cell under that knowledge are found by HiGHS. In a table of two dimensions the best point of the linear
programme is whole. Where tables are linked or have three dimensions it need not be: then the interval of the linear
programme can be wider than the true one and lets through what leaks, and the programme is solved in whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from yeep_analysis.disclosure.cells import MOST, Counts
from yeep_analysis.words.errors import YeepError
from yeep_analysis.words.language import _

_WHOLE = 1e-6


class DisclosureError(YeepError):
    """What is shown cannot be proven safe."""


@dataclass(frozen=True)
class Interval:
    """The least and the greatest count that a hidden cell can have."""

    least: int
    greatest: int

    @property
    def width(self) -> int:
        """How uncertain the count is [persons]."""
        return self.greatest - self.least


@dataclass
class Attack:
    """A reader of some cells: their programme, built once, asked for one cell after the other.

    counts   the tables with all counts, of which the reader sees those that are not hidden
    hidden   whether each cell is hidden
    """

    counts: Counts
    hidden: np.ndarray
    worlds: list[np.ndarray] = field(default_factory=list)  # counts of all cells that the reader must think possible

    def __post_init__(self):
        self._free = np.flatnonzero(self.hidden)
        self._column = {int(place): column for column, place in enumerate(self._free)}
        self.most = 2 * int(self.counts.values[~self.hidden].max(initial=0)) + 100
        self._linear, self._in_whole_numbers = self._programme(whole=False), None

    def interval(self, place: int) -> Interval:
        """The interval of one hidden cell."""
        return Interval(self.extreme(place, least=True), self.extreme(place, least=False))

    def narrow(self, width: int) -> list[int]:
        """The hidden cells of which a reader knows more than that they lie within so many persons."""
        self.worlds = [np.asarray(self.counts.values)]
        found = []
        for place in map(int, self._free):
            seen = [world[place] for world in self.worlds]
            if max(seen) - min(seen) >= width:
                continue  # two worlds that the reader cannot tell apart prove it
            greatest = self.extreme(place, least=False)
            if greatest - min(seen) < width and greatest - self.extreme(place, least=True) < width:
                found.append(place)
        return found

    def extreme(self, place: int, *, least: bool) -> int:
        """The least or the greatest count that a hidden cell can have.

        Raises   `DisclosureError` where the solver did not find it
        """
        world = self._best(self._linear, place, least)
        if np.abs(world - np.round(world)).max() > _WHOLE:
            self._in_whole_numbers = self._in_whole_numbers or self._programme(whole=True)
            world = self._best(self._in_whole_numbers, place, least)
        values = np.array(self.counts.values)
        values[self._free] = np.round(world)
        self.worlds.append(values)
        return int(values[place])

    def weights(self, place: int, *, least: bool) -> np.ndarray:
        """Weights d of all cells with ``x_place = Σ d x`` for whatever fulfils the sums: the dual of an attack."""
        self._best(self._linear, place, least)
        weights = np.zeros(len(self.counts.cells))
        weights[place] = 1.0
        for dual, one in zip(self._duals, self._rows, strict=True):
            weights[one.total] += dual
            weights[list(one.parts)] -= dual
        return weights

    def _programme(self, *, whole: bool) -> Any:
        programme = solver()
        add_columns(programme, len(self._free), whole=whole, upper=MOST)
        self._rows = [one for one in self.counts.sums if self.hidden[[one.total, *one.parts]].any()]
        for one in self._rows:
            terms = {one.total: -1} | dict.fromkeys(one.parts, 1)
            mine = {self._column[place]: sign for place, sign in terms.items() if place in self._column}
            known = -sum(sign * int(self.counts.values[p]) for p, sign in terms.items() if p not in self._column)
            add_row(programme, mine, known, known)
        return programme

    def _best(self, programme: Any, place: int, least: bool) -> np.ndarray:
        import highspy

        column = self._column[place]
        programme.changeObjectiveSense(highspy.ObjSense.kMinimize if least else highspy.ObjSense.kMaximize)
        programme.changeColCost(column, 1.0)
        programme.run()
        if programme.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise DisclosureError(
                _("The audit of “{cell}” did not come to an end. Nothing of the table may be published.").format(
                    cell=" · ".join(self.counts.cells[place])
                )
            )
        solution = programme.getSolution()
        found, self._duals = np.array(solution.col_value), solution.row_dual
        programme.changeColCost(column, 0.0)
        return found


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

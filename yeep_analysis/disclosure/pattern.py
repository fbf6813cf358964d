"""Which counts are hidden beside the small ones, so that no hidden count can be found out: as few as possible.

Every hidden count must be uncertain by at least the threshold for a reader who knows the sums, whichever other tables of
the same cells are shown. The fewest cells for which that holds are found by cutting planes (Fischetti and Salazar, 2000):
a master programme chooses cells, a reader attacks them, and each success of the reader becomes a condition for the
next choice. For all counts x that fulfil the sums, the dual of the attack on cell k gives weights d with

    x_k - a_k = Σ d_c (x_c - a_c),

where a are the true counts. What is shown does not move, so the reach of the reader is at most Σ |d_c| · (room of c) over
the hidden cells; it must be as wide as the threshold. Where the linear programme says that a cell is safe and the one in
whole numbers does not, at least one cell more has to be hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from yeep_analysis.disclosure.attack import Attack, DisclosureError, add_columns, add_row, solver
from yeep_analysis.disclosure.cells import Counts
from yeep_analysis.words.language import _

THRESHOLD = 5  # the least count that may be shown, and how uncertain a hidden one must be
_ROUNDS = 2000
_NODES = 200_000  # of the master programme: it stops by nodes, never by the clock
_NOTHING = 1e-9
_WEIGHT = 100_000  # of a cell; the rest of the weight decides between patterns of as many cells


@dataclass(frozen=True)
class Pattern:
    """What is hidden.

    hidden    whether each cell is hidden
    is_small  whether it is one of the small counts for whose sake all is done
    fewest    so many cells have to be hidden at least, as far as it was proven
    """

    hidden: np.ndarray
    is_small: np.ndarray
    fewest: int

    @property
    def number(self) -> int:
        """How many cells are hidden."""
        return int(self.hidden.sum())

    @property
    def is_optimal(self) -> bool:
        """Whether it is proven that fewer would not do."""
        return self.number <= self.fewest


def small(counts: Counts, threshold: int = THRESHOLD) -> np.ndarray:
    """Whether each count is small: one person at least, and fewer than the threshold."""
    return (counts.values > 0) & (counts.values < threshold)


def choose(counts: Counts, threshold: int = THRESHOLD, weights: np.ndarray | None = None) -> Pattern:
    """The fewest cells to hide.

    counts      the tables that will be shown together
    threshold   the least count that may be shown

    Raises   `DisclosureError` where no pattern protects the small counts: a small one has to be shown for another
             reason, or even with everything hidden it can be found out
    """
    is_small, may_hide = small(counts, threshold), np.ones(len(counts.cells), bool)
    may_hide[list(counts.shown)] = False
    if (open_ := is_small & ~may_hide).any() or (not is_small.any()):
        if open_.any():
            raise _impossible(counts, np.flatnonzero(open_))
        return Pattern(is_small.copy(), is_small, 0)
    if left := [place for place in Attack(counts, may_hide).narrow(threshold) if is_small[place]]:
        raise _impossible(counts, np.array(left))
    master = _Master(counts, is_small, may_hide, weights)
    for _round in range(_ROUNDS):
        hidden, fewest = master.choose()
        attack = Attack(counts, hidden)
        narrow = attack.narrow(threshold)
        if not narrow:
            return Pattern(hidden, is_small, fewest)
        for place in narrow:
            for terms in _conditions(attack, place, threshold):
                master.demand(terms, place)
        if not master.excludes(hidden):
            for place in narrow:
                master.demand(dict.fromkeys(map(int, np.flatnonzero(~hidden & may_hide)), 1.0), place)
    raise DisclosureError(_("No safe pattern was found in reasonable time. Merge rows or columns of the table."))


class _Master:
    """Chooses the fewest cells that fulfil the conditions so far."""

    def __init__(self, counts: Counts, is_small: np.ndarray, may_hide: np.ndarray, weights):
        self._programme = solver()
        self._programme.setOptionValue("mip_max_nodes", _NODES)
        number = len(counts.cells)
        add_columns(self._programme, number, whole=True, upper=1.0)
        for place in range(number):
            self._programme.changeColCost(place, float(weights[place]))
            if is_small[place] or not may_hide[place]:
                self._programme.changeColBounds(place, float(is_small[place]), float(is_small[place]))
        self._demands: list[tuple[dict[int, float], int]] = []
        for one in counts.sums:  # nothing that stands alone in a sum is hidden
            together = (one.total, *one.parts)
            for place in together:
                self.demand(dict.fromkeys((other for other in together if other != place), 1.0), place)

    def demand(self, terms: Mapping[int, float], place: int) -> None:
        """If a cell is hidden, the weights of the others that are must come to 1."""
        mine = {other: weight for other, weight in terms.items() if weight > 0}
        self._demands.append((mine, place))
        add_row(self._programme, {**mine, place: mine.get(place, 0.0) - 1.0}, 0.0, np.inf)

    def excludes(self, hidden: np.ndarray) -> bool:
        """Whether a choice breaks a condition."""
        return any(
            hidden[place] and sum(weight for other, weight in terms.items() if hidden[other]) < 1 - 1e-6
            for terms, place in self._demands
        )

    def choose(self) -> tuple[np.ndarray, int]:
        """The choice, and how many cells are needed at least."""
        import highspy

        self._programme.run()
        status, found = self._programme.getModelStatus(), self._programme.getInfo()
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit):
            raise DisclosureError(_("No pattern protects the small counts. Merge rows or columns of the table."))
        hidden = np.array(self._programme.getSolution().col_value) > 0.5
        return hidden, int(np.ceil(found.mip_dual_bound / (_WEIGHT + _TIES) - 1e-6))


_TIES = 9  # greatest weight that decides between patterns of as many cells


def _tie(counts: Counts, place: int) -> int:
    """A margin is hidden last, then what stands first: known to every reader, and independent of any count."""
    return _TIES if "" in counts.cells[place] else place % _TIES


def _conditions(attack: Attack, place: int, threshold: int) -> Iterator[dict[int, float]]:
    """What must be hidden beside a cell, as weights of which the hidden ones must come to 1."""
    up, down = (attack.weights(place, least=least) for least in (False, True))
    values = attack.counts.values
    # A count can fall to 0; how far it can rise is bounded by nothing that is shown in every choice.
    falls = values * (np.maximum(-up, 0) + np.maximum(down, 0)) / threshold
    weights = np.where((up > _NOTHING) | (down < -_NOTHING), 1.0, np.minimum(falls, 1.0))
    yield {int(other): float(weights[other]) for other in np.flatnonzero(weights > _NOTHING)}


def _impossible(counts: Counts, places: np.ndarray) -> DisclosureError:
    names = ", ".join(" · ".join(part or _("all") for part in counts.cells[place]) for place in places)
    return DisclosureError(
        _("These small counts can be found out whatever else is hidden: {names}. Merge rows or columns.").format(
            names=names
        )
    )

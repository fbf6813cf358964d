"""Which counts are hidden beside the small ones, so that no hidden count can be found out: as few as possible.

Every hidden count must be uncertain by the threshold for a reader who knows the sums, whichever other tables of the
same cells are shown. The fewest cells for which that holds are found by cutting planes (Fischetti and Salazar, Models
and algorithms for optimizing cell suppression in tabular data with linear constraints, JASA 95, 2000): a master
programme chooses cells, a reader attacks them, and each success of the reader is a condition for the next choice. For
all counts x that fulfil the sums, the dual of the attack on cell k gives weights d with

    x_k - a_k = Σ d_c (x_c - a_c),

where a are the true counts. What is shown does not move, so the reach of the reader is at most Σ |d_c| · (room of c)
over the hidden cells; it must come to the threshold. Where the linear programme says that a cell is safe and the one in
whole numbers does not, at least one cell more has to be hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np

from yeep_analysis.disclosure.attack import Attack, add_columns, add_row, named, solver
from yeep_analysis.disclosure.cells import Counts
from yeep_analysis.words.errors import DisclosureError
from yeep_analysis.words.language import _

THRESHOLD = 5  # the least count that may be shown, and how uncertain a hidden one must be
_ROUNDS = 4  # with a gap, before the choices become exact
_WORK = 10_000  # steps of the solver after which the search ends with a gap; it never looks at the clock
_NODES = 5_000  # of one master programme
_PROVEN = 400  # cells, margins among them, up to which the cheapest pattern is proven; 60 × 5 have 366
_GAP, _NEAR = 0.01, 0.05  # how much dearer than the cheapest a choice may be, beyond and at first; part of its cost
_NOTHING, _SAME = 1e-9, 1e-6


@dataclass(frozen=True)
class Pattern:
    """What is hidden.

    hidden    whether each cell is hidden
    is_small  whether it is one of the small counts for whose sake all is done
    cost      sum of the costs of the hidden cells
    bound     no safe pattern costs less than this, as far as it was proven
    fewest    no safe pattern has fewer cells than this, as far as it was proven
    """

    hidden: np.ndarray
    is_small: np.ndarray
    cost: float = 0.0
    bound: float = 0.0
    fewest: int = 0

    @property
    def number(self) -> int:
        """How many cells are hidden."""
        return int(self.hidden.sum())

    @property
    def gap(self) -> float:
        """By how much of its cost the pattern may miss the cheapest one; 0 where it is proven to be the cheapest."""
        return max(0.0, 1.0 - self.bound / self.cost) if self.cost - self.bound > _SAME * self.cost else 0.0


def small(counts: Counts, threshold: int = THRESHOLD) -> np.ndarray:
    """Whether each count is small: one person at least, and fewer than the threshold."""
    return (counts.values > 0) & (counts.values < threshold)


def choose(
    counts: Counts,
    threshold: int = THRESHOLD,
    *,
    also: np.ndarray | None = None,
    costs: np.ndarray | None = None,
) -> Pattern:
    """The cheapest cells to hide: the fewest, where every cell costs the same.

    counts      the tables that will be shown together; what was published before is not hidden any more
    threshold   the least count that may be shown, and how uncertain every hidden one must be [persons]
    also        cells to hide as if they were small; not those that can be found out whatever else is hidden
    costs       cost of hiding each cell, above 0

    Raises   `UnsafeError` where small counts can be found out even with everything hidden
    """
    may_hide, unseen, is_small = _states(counts, threshold)
    asked = is_small | unseen if also is None else is_small | unseen | (also & may_hide)
    if not asked.any():
        return Pattern(asked, is_small)
    may_hide = hideable(counts, threshold)
    costs = np.where(unseen, 0.0, 1.0 if costs is None else costs)
    search = _Search(counts, threshold, asked & may_hide, may_hide, costs)
    hidden, bound = search.cheapest()
    cost, fewest = float(costs[hidden].sum()), search.master.fewest(~unseen)
    return Pattern(hidden & ~unseen, is_small & ~unseen, cost, min(bound, cost), fewest)


def hideable(counts: Counts, threshold: int = THRESHOLD) -> np.ndarray:
    """Whether each cell may be hidden: what is found out whatever else is hidden is in no safe pattern.

    With all these hidden the small counts are safe, so that there is a pattern; none is looked for.

    Raises   `UnsafeError` where small counts can be found out even with everything hidden
    """
    may_hide, unseen, is_small = _states(counts, threshold)
    needed = is_small | unseen
    while hopeless := Attack(counts, may_hide).narrow(threshold):  # shown, which may tell of others
        if needed[hopeless].any():
            raise UnsafeError(counts, [place for place in hopeless if needed[place]])
        may_hide[hopeless] = False
    return may_hide


def _states(counts: Counts, threshold: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whether each cell was not shown before, is in no table, and is small and was not shown before."""
    may_hide, unseen = np.ones((2, len(counts.cells)), bool)
    may_hide[list(counts.shown)] = False
    unseen[:] = False
    unseen[list(counts.unseen)] = True
    return may_hide, unseen, small(counts, threshold) & may_hide


class _Search:
    """Looks for the cheapest safe pattern between what must be hidden and what may be."""

    def __init__(self, counts: Counts, width: int, must_hide: np.ndarray, may_hide: np.ndarray, costs: np.ndarray):
        self.counts, self.width, self.costs = counts, width, costs
        self.must_hide, self.may_hide = must_hide, may_hide
        self.master = _Master(counts, must_hide, may_hide, costs)

    def cheapest(self) -> tuple[np.ndarray, float]:
        """The pattern, and what none costs less than: both are the same unless the search was long."""
        best, least, bound = self.may_hide, float(self.costs[self.may_hide].sum()), 0.0
        gap = 0.0 if len(self.costs) <= _PROVEN else _GAP
        for allowed in chain(repeat(_NEAR, _ROUNDS), repeat(gap)):
            chosen, proven = self.master.choose(allowed)
            bound, safe = max(bound, proven), self.completed(chosen)
            cost = float(self.costs[safe].sum())
            if cost < least:
                best, least = safe, cost
            is_cheapest = allowed == gap and (safe == chosen).all()
            if is_cheapest or bound >= least - _SAME or self.master.work > _WORK:
                break
        return best, bound

    def completed(self, chosen: np.ndarray) -> np.ndarray:
        """A choice with what it lacks to be safe, found in the same way."""
        safe = chosen
        while not self.learned(safe):
            self.master.keep(chosen)
            safe, _bound = self.master.choose(_NEAR)
        self.master.keep(self.must_hide)
        return safe

    def learned(self, chosen: np.ndarray) -> bool:
        """Whether a choice is safe; where it is not, the master learns why."""
        attack = Attack(self.counts, chosen)
        for place in (narrow := attack.narrow(self.width)):
            weights = _condition(attack, place, self.width)
            if sum(weight for other, weight in weights.items() if chosen[other]) >= 1 - _SAME:  # only in fractions
                weights = dict.fromkeys(map(int, np.flatnonzero(~chosen & self.may_hide)), 1.0)
            self.master.demand(weights, place)
        return not narrow


class _Master:
    """Chooses the cheapest cells that fulfil the conditions so far."""

    def __init__(self, counts: Counts, asked: np.ndarray, may_hide: np.ndarray, costs: np.ndarray):
        self._programme = solver()
        self._number = number = len(counts.cells)
        self._programme.setOptionValue("mip_max_nodes", _NODES)
        self.work = 0
        add_columns(self._programme, number, whole=True, upper=1.0)
        self._costs(costs)
        self._most = may_hide.astype(float)
        self.keep(asked)
        for one in counts.sums:  # nothing that stands alone in a sum is hidden
            together = (one.total, *one.parts)
            for place in (place for place in together if place not in counts.may_be_known):
                self.demand(dict.fromkeys((other for other in together if other != place), 1.0), place)

    def keep(self, hidden: np.ndarray) -> None:
        """These cells at least are hidden from now on."""
        places = np.arange(self._number, dtype=np.int32)
        self._programme.changeColsBounds(self._number, places, hidden.astype(float), self._most)

    def _costs(self, costs: np.ndarray) -> None:
        self._programme.changeColsCost(self._number, np.arange(self._number, dtype=np.int32), costs.astype(float))

    def demand(self, terms: Mapping[int, float], place: int) -> None:
        """If a cell is hidden, the weights of the others that are must come to 1."""
        mine = {other: weight for other, weight in terms.items() if weight > 0}
        add_row(self._programme, {**mine, place: mine.get(place, 0.0) - 1.0}, 0.0, np.inf)

    def choose(self, gap: float) -> tuple[np.ndarray, float]:
        """The choice, and what it costs at least; it may be dearer by a part of its cost."""
        import highspy

        self._programme.setOptionValue("mip_rel_gap", gap)
        self._programme.run()
        status, found = self._programme.getModelStatus(), self._programme.getInfo()
        self.work += max(0, found.simplex_iteration_count)
        is_whole = found.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit) or not is_whole:
            raise DisclosureError(
                _("The search for what must be hidden did not come to an end. Nothing of the table may be published.")
            )
        return np.array(self._programme.getSolution().col_value) > 0.5, float(found.mip_dual_bound)

    def fewest(self, counted: np.ndarray) -> int:
        """How many cells are needed at least to fulfil the conditions so far."""
        self._costs(counted)
        return int(np.ceil(self.choose(0.0 if self._number <= _PROVEN else _GAP)[1] - _SAME))


def _condition(attack: Attack, place: int, width: int) -> dict[int, float]:
    """What must be hidden beside a cell, as weights of which the hidden ones must come to 1."""
    up, down = (attack.weights(place, least=least) for least in (False, True))
    values = attack.counts.values
    # A count can fall to 0; how far it can rise is bounded by nothing that is shown in every choice.
    falls = values * (np.maximum(-up, 0) + np.maximum(down, 0)) / width
    weights = np.where((up > _NOTHING) | (down < -_NOTHING), 1.0, np.minimum(falls, 1.0))
    return {int(other): float(weights[other]) for other in np.flatnonzero(weights > _NOTHING)}


class UnsafeError(DisclosureError):
    """Small counts that can be found out whatever else is hidden.

    cells   their names
    """

    def __init__(self, counts: Counts, places: Iterable[int]):
        self.cells = tuple(counts.cells[place] for place in places)
        names = ", ".join(map(named, self.cells))
        super().__init__(
            _("These small counts can be found out whatever else is hidden: {names}. Merge rows or columns.").format(
                names=names
            )
        )

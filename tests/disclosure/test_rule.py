"""Editions as they come, one after the other, and a reader who knows the rule by which cells are hidden.

The reader has all tables that were published, knows the threshold and every step of `protect`, and lacks the salt only.
What such a reader must think possible is found without the package: all counts are tried, or another solver is asked.
Of each hidden count the worlds at both ends are then published in the place of the true ones: if a salt shows the same
tables of them, nobody can exclude them.
"""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from disclosure.enumeration import points
from disclosure.test_intervals import sums_of, world_by_another_solver
from yeep_analysis.disclosure import cells
from yeep_analysis.disclosure.attack import DisclosureError
from yeep_analysis.disclosure.pattern import UnsafeError, choose
from yeep_analysis.disclosure.protection import protect
from yeep_analysis.disclosure.rule import Lots

_MANY = 3000  # counts; where there are more, another solver is asked
YEARLY = ([(0, 1), (1, 2)], [(0, 1), (1, 2), (0, 2)], [(0, 1)], None)


class Edition:
    """What was published at a time: the tables, alone and with all before them, and what was shown of them."""

    def __init__(self, table, earlier, told, threshold, salt):
        self.table, self.threshold = table, threshold
        self.counts = cells.after(table, earlier, told) if earlier else table
        self.shown = protect(self.counts, threshold=threshold, salt=salt).counts
        self.printed = {cell: n for cell, n in self.shown.items() if n is not None and cell in table.place}

    def of(self, world):
        """The same edition of other counts, with a salt that draws what was hidden."""
        counts = cells.Counts(
            self.counts.cells,
            np.array([world[cell] for cell in self.counts.cells]),
            self.counts.sums,
            self.counts.shown,
            self.counts.unseen,
        )
        return protect(counts, threshold=self.threshold, salt="another").counts


def generated(seed):
    """Months (or years) one after the other, then the tables of all of them together."""
    random = np.random.default_rng(seed)
    times, places, kinds = random.integers(1, 4), random.integers(2, 4), random.integers(1, 4)
    size = random.gamma(1.5, 1.0, (1, places, 1)) * random.gamma(2, 0.5, (1, 1, kinds)) * random.choice([1, 3, 8])
    inner = random.poisson(np.broadcast_to(size, (times, places, kinds)) + 0.2)
    named = {(f"t{t}", f"m{m}", f"k{k}"): int(inner[t, m, k]) for t, m, k in np.ndindex(*inner.shape)}
    for t in range(times):
        of_one = {cell[1:]: n for cell, n in named.items() if cell[0] == f"t{t}"}
        yield cells.table(of_one, prefix=(f"t{t}",))
    if times > 1:
        yield cells.table(named, YEARLY[seed % len(YEARLY)])


def publish(tables, threshold, salt):
    """The editions, each with all that were before it; it ends where one cannot be protected."""
    editions, earlier, told = [], None, {}
    for table in tables:
        try:
            edition = Edition(table, earlier, told, threshold, salt)
        except DisclosureError:
            break
        told |= edition.printed
        earlier = cells.linked(earlier, table) if earlier else table
        editions.append(edition)
    return editions, earlier, told


def what_is_possible(everything, told):
    """Of each cell that nothing shows: two worlds in which it is smallest and greatest."""
    hidden = np.array([cell not in told for cell in everything.cells])
    tried = list(islice(points(everything.values, sums_of(everything), hidden, most=400), _MANY))
    if len(tried) < _MANY and max(map(max, tried)) < 400:
        worlds = np.array(tried)
        return {int(p): [worlds[worlds[:, p].argmin()], worlds[worlds[:, p].argmax()]] for p in np.flatnonzero(hidden)}
    return {
        int(place): [world_by_another_solver(everything, hidden, place, sign) for sign in (1, -1)]
        for place in np.flatnonzero(hidden)
    }


def assert_nothing_is_found_out(editions, everything, told, threshold, monkeypatch):
    """Every hidden count may be two that are the threshold apart, and no edition tells them from each other."""
    printed = {cell for edition in editions for cell in edition.shown}
    worlds = {}
    for place, (below, above) in what_is_possible(everything, told).items():
        least, greatest = below[place], above[place]
        if everything.cells[place] in printed:
            assert greatest - least >= threshold, everything.cells[place]
        assert greatest - least >= threshold or greatest == 0 or least >= threshold, everything.cells[place]
        for world in (below, above):
            worlds[tuple(int(n) for n in world)] = None
    monkeypatch.setattr(Lots, "seldom", lambda *_lots: True)
    for edition in editions:
        hidden = np.array([edition.shown.get(cell) is None for cell in edition.counts.cells])
        monkeypatch.setattr(Lots, "drawn", lambda *_lots, hidden=hidden: hidden.copy())
        alike = {tuple(world[everything.place[cell]] for cell in edition.counts.cells) for world in worlds}
        for world in alike:
            assert edition.of(dict(zip(edition.counts.cells, world, strict=True))) == edition.shown


def check(seed, monkeypatch):
    """How many editions were published."""
    threshold = 3 + 2 * (seed % 2)
    with monkeypatch.context() as patched:
        editions, everything, told = publish(generated(seed), threshold, f"salt {seed}")
        if editions:
            assert_nothing_is_found_out(editions, everything, told, threshold, patched)
    return len(editions)


@pytest.mark.parametrize("seed", [2, 3, 5])
def test_who_knows_the_rule_finds_out_nothing(seed, monkeypatch):
    assert check(seed, monkeypatch) > 0


def test_of_a_thousand_editions_who_knows_the_rule_finds_out_nothing(monkeypatch):
    assert sum(check(seed, monkeypatch) for seed in range(420)) >= 1000


def test_without_lots_the_choice_tells_of_the_counts():
    """Why there are lots: each interval is wide, but of most counts in it the same cells would not be the cheapest."""
    rows = [[2, 3, 7], [9, 3, 32], [34, 23, 1]]
    table = cells.table({(str(i), str(j)): n for i, row in enumerate(rows) for j, n in enumerate(row)})
    table = replace(table, shown=frozenset(place for place, cell in enumerate(table.cells) if "" in cell))
    hidden = choose(table).hidden
    best_for_it = np.where(hidden, 1.0, 1.999)  # of all costs between 1 and 2
    worlds = np.array(list(points(table.values, sums_of(table), hidden)))
    alike = [world for world in worlds if _is_chosen(replace(table, values=world), hidden, best_for_it)]
    assert (worlds.max(0) - worlds.min(0))[hidden].min() >= 5
    assert (np.max(alike, 0) - np.min(alike, 0))[hidden].min() <= 2  # by which of the cheapest patterns was chosen


def _is_chosen(counts, hidden, costs):
    try:
        return (choose(counts, costs=costs).hidden == hidden).all()
    except UnsafeError:
        return False


def test_lots_are_drawn_from_the_salt_and_the_names_alone():
    table = cells.table({(str(i), str(j)): 10 for i in range(40) for j in range(10)})
    other = cells.table({(str(i), str(j)): 7 * i + j for i in range(40) for j in range(10)})
    dear = np.zeros(len(table.cells), bool)
    dear[3] = True
    lots = Lots(table, "a")
    assert (lots.drawn() == Lots(other, "a").drawn()).all()
    assert 10 < lots.drawn().sum() < 50
    assert (lots.drawn() != Lots(table, "b").drawn()).any()
    longer = cells.table({(str(i), str(j)): 10 for i in range(41) for j in range(10)})
    again = [Lots(longer, "a").drawn()[longer.place[cell]] for cell in table.cells]
    assert (lots.drawn() != again).any()
    costs = lots.costs(dear)
    assert 100 <= costs[3] < 200
    assert 1 <= np.delete(costs, 3).min() < 1.1
    assert 1.9 < np.delete(costs, 3).max() < 2
    assert len(set(costs)) == len(costs)
    assert (costs == Lots(other, "a").costs(dear)).all()
    apart, together = (cells.Counts((name, ("z",)), np.array([1, 1]), ()) for name in (("a", "b"), ("ab",)))
    assert Lots(apart, "a").costs(np.zeros(2, bool))[0] != Lots(together, "a").costs(np.zeros(2, bool))[0]
    few = cells.table({("a", "x"): 3})
    assert 5 < sum(Lots(few, str(salt)).seldom("x") for salt in range(300)) < 40


@pytest.mark.parametrize(("lot", "is_drawn"), [(0.0, True), (0.0624, True), (0.0625, False), (0.9, False)])
def test_one_cell_of_sixteen_is_drawn(monkeypatch, lot, is_drawn):
    monkeypatch.setattr(Lots, "_lot", lambda *_names: lot)
    lots = Lots(cells.table({("a",): 3}), "")
    assert lots.drawn().tolist() == [is_drawn] * 2
    assert lots.seldom("x") == is_drawn
    assert lots.costs(np.array([False, True])).tolist() == [1 + lot, (1 + lot) * 100]


def test_a_salt_draws_the_same_in_every_version():
    """Else two editions of one table hide other cells, and readers of both find out counts."""
    lots = Lots(cells.table({("a", "x"): 3, ("b", "y"): 4}), "salt")
    assert lots._lot("x") == pytest.approx(0.5812553039286286, abs=1e-15)
    assert lots.costs(np.zeros(9, bool))[:2] == pytest.approx([1.46959712, 1.73591569], abs=1e-8)
    drawn = {str(salt): np.flatnonzero(Lots(lots.counts, str(salt)).drawn()).tolist() for salt in range(6)}
    assert drawn == {"0": [5], "1": [], "2": [], "3": [2, 4], "4": [], "5": [5, 7]}
    assert [salt for salt in range(60) if Lots(lots.counts, str(salt)).seldom("x")] == [18, 20, 28, 48]

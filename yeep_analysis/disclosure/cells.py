"""Tables of counts that are published together: their cells, and the sums that every reader knows.

A margin is a cell like any other. What ties the cells together are sums: a total and its parts. Several tables are
linked where they share cells, as ``mahalle × month × kind`` is linked with each table of two of its dimensions. Cells
that no table shows are there all the same: a reader of three tables of two dimensions each knows that there is one of
three dimensions behind them, and may find out what stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

import numpy as np

ALL = ""  # stands for “all of them” in a dimension
JOINED = "+"  # between values of a dimension that are counted as one
MOST = 1_000_000  # persons: what every reader is taken to know of a count of which nothing else is known
Cell = tuple[str, ...]  # one value for each dimension


@dataclass(frozen=True)
class Sum:
    """A cell that is the sum of others, by their places."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Counts:
    """Cells with their counts, and the sums between them.

    cells    name of each cell, one value for each dimension; ``""`` for all
    values   count of each cell [persons], whole and not negative
    sums     what adds up to what
    shown    places of cells that are shown whatever happens, because they were published before
    unseen   places of cells that no table shows this time
    hidden_before   places of those among them that a table showed as hidden before: they stay as uncertain as others
    """

    cells: tuple[Cell, ...]
    values: np.ndarray
    sums: tuple[Sum, ...]
    shown: frozenset[int] = field(default_factory=frozenset)
    unseen: frozenset[int] = field(default_factory=frozenset)
    hidden_before: frozenset[int] = field(default_factory=frozenset)

    def __post_init__(self):
        if len(self.cells) != len(self.values) or (self.values < 0).any() or (self.values > MOST).any():
            raise ValueError(f"a count for each cell, none of them negative or above {MOST}")
        for one in self.sums:
            if self.values[one.total] != self.values[list(one.parts)].sum():
                raise ValueError(f"{self.cells[one.total]} is not the sum of its parts")

    @cached_property
    def place(self) -> dict[Cell, int]:
        """Place of each cell."""
        return {cell: place for place, cell in enumerate(self.cells)}

    @cached_property
    def grand_totals(self) -> tuple[int, ...]:
        """Places of the totals that are part of no other: one for each table, or for all tables that are linked."""
        parts = {part for one in self.sums for part in one.parts}
        return tuple(sorted({one.total for one in self.sums} - parts - self.unseen))

    @property
    def may_be_known(self) -> frozenset[int]:
        """Places of cells of which no reader was ever told that something is hidden."""
        return self.unseen - self.hidden_before


def table(counts: Mapping[Cell, int], margins: Iterable[Sequence[int]] | None = None, *, prefix: Cell = ()) -> Counts:
    """A table with its margins, from the counts of its inner cells.

    counts    count of each inner cell; a cell of the product of all values that is not named counts 0
    margins   the tables that are published, each by the places of its dimensions: ``[(0, 1), (0, 2)]`` of three
              dimensions; all of them where nothing is said. The margins of a published table are published with it
    prefix    what stands before the name of every cell, such as ``("monthly", "police")``

    >>> both = table({("a", "x"): 3, ("a", "y"): 4, ("b", "x"): 0, ("b", "y"): 2})
    >>> len(both.cells), len(both.sums), int(both.values[both.place["", "y"]])
    (9, 6, 6)
    """
    values = [tuple(dict.fromkeys(names)) for names in zip(*counts, strict=True)]
    every = range(len(values))
    tables = [frozenset(one) for one in margins] if margins is not None else [frozenset(every)]
    cells = list(
        product(*((*names, ALL) if d in frozenset().union(*tables) else (ALL,) for d, names in enumerate(values)))
    )
    places = {cell: place for place, cell in enumerate(cells)}
    totals = dict.fromkeys(cells, 0)
    for cell, count in counts.items():
        for seen in product(*((name, ALL) for name in cell)):
            if seen in totals:
                totals[seen] += count
    sums = []
    for cell, place in places.items():
        for d in every:
            parts = [places.get((*cell[:d], name, *cell[d + 1 :])) for name in values[d]]
            if cell[d] == ALL and None not in parts:
                sums.append(Sum(place, tuple(part for part in parts if part is not None)))
    named = [{d for d in every if cell[d] != ALL} for cell in cells]
    unseen = frozenset(place for place, mine in enumerate(named) if not any(mine <= one for one in tables))
    return Counts(
        tuple((*prefix, *cell) for cell in cells), np.array(list(totals.values())), tuple(sums), unseen=unseen
    )


def linked(*tables: Counts) -> Counts:
    """Several tables as one: a cell of the same name is the same number.

    Raises   `ValueError` where two tables give one cell two counts
    """
    places: dict[Cell, int] = {}
    values: list[int] = []
    sums: dict[tuple[int, tuple[int, ...]], None] = {}
    shown: set[int] = set()
    seen: set[int] = set()
    for one in tables:
        mine = []
        for cell, value in zip(one.cells, one.values, strict=True):
            if cell not in places:
                places[cell] = len(places)
                values.append(int(value))
            elif values[places[cell]] != value:
                raise ValueError(f"{cell} has two counts")
            mine.append(places[cell])
        shown |= {mine[place] for place in one.shown}
        seen |= {place for place_of_one, place in enumerate(mine) if place_of_one not in one.unseen}
        for each in one.sums:
            sums[mine[each.total], tuple(mine[part] for part in each.parts)] = None
    unseen = frozenset(range(len(places))) - seen
    return Counts(tuple(places), np.array(values), tuple(Sum(*key) for key in sums), frozenset(shown), unseen)


def after(new: Counts, earlier: Counts, known: Iterable[Cell] = ()) -> Counts:
    """Tables that will be shown together, with those that were published before them.

    new       the tables of the edition
    earlier   the tables of all editions before it, with the names under which their cells are known
    known     names of cells of which some edition showed the count, beside those that are marked as shown

    Hidden cells of the earlier tables that are in none of the new ones stay hidden.
    """
    both = linked(new, earlier)
    shown = both.shown | {both.place[cell] for cell in known}
    seen = {both.place[cell] for place, cell in enumerate(new.cells) if place not in new.unseen}
    unseen = frozenset(range(len(both.cells))) - seen - shown
    before = {both.place[cell] for place, cell in enumerate(earlier.cells) if place not in earlier.unseen}
    return replace(both, shown=shown, unseen=unseen, hidden_before=unseen & before)

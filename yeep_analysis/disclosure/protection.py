"""What may be shown of tables of counts: the one place at which small counts are protected.

It needs all tables that will be shown together, and those that were published before (as cells that are known already).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, islice
from math import ceil

import numpy as np

from yeep_analysis.disclosure.attack import DisclosureError
from yeep_analysis.disclosure.cells import Cell, Counts
from yeep_analysis.disclosure.pattern import THRESHOLD, UnsafeError, choose, small
from yeep_analysis.disclosure.rule import Lots
from yeep_analysis.words.language import _, listing, number, percent

_MORE = 2  # persons above the threshold from which on a total is always shown
_OFFERS = 300  # merges that are tried before none is offered


@dataclass(frozen=True)
class Shown:
    """Tables of which every reader may know what is here.

    counts   count of each cell by its name [persons]; None where it is hidden
    number   how many cells are hidden
    fewest   so many have to be hidden at least, as far as it was proven
    gap      by how much of its cost the pattern may miss the cheapest one; 0 where it is proven to be the cheapest
    """

    counts: Mapping[Cell, int | None]
    number: int
    fewest: int
    gap: float = 0.0

    def __getitem__(self, cell: Cell) -> int | None:
        return self.counts[cell]

    def __str__(self) -> str:
        said = {"number": number(self.number), "all": number(len(self.counts))}
        if not self.gap:
            return _("{number} of {all} counts are hidden; by the rule, fewer would not do.").format(**said)
        return _("{number} of {all} counts are hidden; that is at most {gap} above the fewest that would do.").format(
            **said, gap=percent(ceil(self.gap * 100) / 100, 0)
        )


def protect(counts: Counts, *, threshold: int = THRESHOLD, salt: str = "", must_show: Iterable[Cell] = ()) -> Shown:
    """What may be shown of tables of counts.

    counts      all tables that will be shown together, linked, with those that were published before
    threshold   the least count that may be shown, and how uncertain a hidden one must stay
    salt        secret of the municipality: who knows it and the rule can find out more than what is shown
    must_show   cells that are hidden only where they are small, or by a rare lot. The total of everything is so
                without being named, where that is possible

    Raises   `DisclosureError` where nothing can be shown safely: `merge_offer` says what would help
    """
    lots, is_small = Lots(counts, salt), small(counts, threshold)
    asked = np.zeros(len(counts.cells), bool)
    asked[[counts.place[cell] for cell in must_show]] = True
    dear = asked.copy()
    dear[list(counts.grand_totals)] = True
    costs, drawn = lots.costs(dear), lots.drawn()
    if not is_small.any() and not lots.seldom("nothing is small"):
        drawn[:] = False
    for kept in (dear & False,) if lots.seldom("regardless of what is dear") else (dear, asked):
        # A total that is just large enough to be shown would tell by being shown that another one is small.
        is_enough = kept & ((counts.values == 0) | (counts.values >= threshold + _MORE))
        known = replace(counts, shown=counts.shown | set(map(int, np.flatnonzero(is_enough))))
        try:
            pattern = choose(known, threshold, also=drawn | (kept & ~is_enough), costs=costs)
            break
        except UnsafeError as error:
            unsafe = error
    else:
        raise unsafe
    seen = {
        cell: None if pattern.hidden[place] else int(counts.values[place])
        for place, cell in enumerate(counts.cells)
        if place not in counts.unseen
    }
    return Shown(seen, pattern.number, pattern.fewest, pattern.gap)


@dataclass(frozen=True)
class Merge:
    """Values of a dimension that are counted as one, so that the table can be shown.

    values   the values, in the order of the table
    groups   what `Counts.merged` takes
    name     what the new value is called
    """

    values: tuple[str, ...]
    groups: Mapping[str, str]
    name: str

    def __str__(self) -> str:
        return _("If {name} are counted together, the table can be shown.").format(name=self.name)


def merge_offer(
    counts: Counts,
    dimension: int,
    names: Mapping[str, str],
    *,
    in_a_row: bool = False,
    threshold: int = THRESHOLD,
    salt: str = "",
    must_show: Iterable[Cell] = (),
) -> Merge | None:
    """The smallest merge of values of a dimension with which tables can be shown: fewest values, then fewest persons.

    counts      tables of which `protect` said that they cannot be shown; without those that were published before
    dimension   place of the dimension in the names of the cells: of the mahalle, of the month
    names       name of each value, for the reader
    in_a_row    whether only values that follow each other in ``names`` belong together, as months do
    threshold, salt, must_show   as for `protect`

    Returns   None where none of the first 300 merges helps
    """
    asked = tuple(must_show)
    totals = {one.total for one in counts.sums}
    persons = dict.fromkeys(names, 0)
    for place, cell in enumerate(counts.cells):
        if place not in totals and cell[dimension] in persons:
            persons[cell[dimension]] += int(counts.values[place])
    for values in islice(_by_size(persons, in_a_row), _OFFERS):
        name = listing([names[value] for value in values])
        one = Merge(values, dict.fromkeys(values, "+".join(values)), name)
        merged = counts.merged(dimension, one.groups)
        try:
            protect(merged, threshold=threshold, salt=salt, must_show=[c for c in asked if c in merged.place])
        except DisclosureError:
            continue
        return one
    return None


def _by_size(persons: Mapping[str, int], in_a_row: bool) -> Iterator[tuple[str, ...]]:
    """Sets of two values and more: the smallest first, those of the fewest persons first among as large ones."""
    every = tuple(persons)
    for size in range(2, len(every) + 1):
        runs = (every[first : first + size] for first in range(len(every) - size + 1))
        sets = runs if in_a_row else combinations(every, size)
        yield from sorted(sets, key=lambda values: sum(persons[value] for value in values))

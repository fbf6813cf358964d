"""What may be shown of tables of counts: the one place at which small counts are protected.

It needs all tables that will be shown together, and those that were published before (as cells that are known already).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from yeep_analysis.disclosure.attack import DisclosureError
from yeep_analysis.disclosure.cells import Cell, Counts
from yeep_analysis.disclosure.pattern import THRESHOLD, choose, small
from yeep_analysis.words.language import _, listing

_LAST = 100.0  # how much dearer it is to hide the total of everything than another cell
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


def protect(counts: Counts, *, threshold: int = THRESHOLD, salt: str = "", must_show: Iterable[Cell] = ()) -> Shown:
    """What may be shown of tables of counts.

    counts      all tables that will be shown together, linked, with those that were published before
    threshold   the least count that may be shown, and how uncertain a hidden one must stay
    salt        secret of the municipality: decides between patterns that are about as good
    must_show   cells that are not hidden for the sake of others. The total of everything is hidden only where it is
                small itself, or where all patterns that show it can be seen through

    Raises   `DisclosureError` where nothing can be shown safely: `merge_offer` says what would help
    """
    is_small = small(counts, threshold)
    asked = {counts.place[cell] for cell in must_show}
    shown = counts.shown | {place for place in asked if not is_small[place]}
    known = Counts(counts.cells, counts.values, counts.sums, shown)
    pattern = choose(known, threshold, width=threshold + 2, costs=_costs(counts, salt))
    pairs = zip(counts.cells, counts.values, pattern.hidden, strict=True)
    seen = {cell: None if is_hidden else int(count) for cell, count, is_hidden in pairs}
    return Shown(seen, pattern.number, pattern.fewest, pattern.gap)


def _costs(counts: Counts, salt: str) -> np.ndarray:
    """Cost of hiding each cell, between 1 and 2, from the salt and the name of the cell alone."""
    import hashlib

    told = (hashlib.sha256("\x1f".join((salt, *cell)).encode()).digest() for cell in counts.cells)
    costs = np.array([1.0 + int.from_bytes(one[:4], "big") / 2**32 for one in told])
    costs[list(counts.grand_totals)] *= _LAST
    return costs


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
    for number in range(2, len(every) + 1):
        runs = (every[first : first + number] for first in range(len(every) - number + 1))
        sets = runs if in_a_row else combinations(every, number)
        yield from sorted(sets, key=lambda values: sum(persons[value] for value in values))

"""What may be shown of tables of counts: the one place at which small counts are protected.

It needs all tables that will be shown together, and those that were published before (as cells that are known already).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import ceil

import numpy as np

from yeep_analysis.disclosure.cells import Cell, Counts
from yeep_analysis.disclosure.pattern import THRESHOLD, UnsafeError, choose, hideable, small
from yeep_analysis.disclosure.rule import Lots
from yeep_analysis.words.errors import DisclosureError
from yeep_analysis.words.language import _, listing, number, percent

_MORE = 2  # persons above the threshold from which on a total is always shown


@dataclass(frozen=True)
class Shown:
    """Tables of which every reader may know what is here; how they were found is for the unit alone.

    Where all that is hidden had been drawn by lot, nothing would have to be looked for: ``fewest`` would be ``number``
    and ``gap`` 0. Who is told that they are not knows that it was not so, and can exclude counts.

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
        said = {"number": number(self.number), "all": number(len(self.counts)), "fewest": number(self.fewest)}
        if not self.gap:
            message = _("{number} of {all} counts are hidden; {fewest} at least have to be. No choice is cheaper.")
            return message.format(**said)
        return _(
            "{number} of {all} counts are hidden; {fewest} at least have to be. The choice may be up to {gap} dearer "
            "than the cheapest."
        ).format(**said, gap=percent(ceil(self.gap * 100) / 100, 0))


def protect(counts: Counts, *, threshold: int = THRESHOLD, salt: str = "", must_show: Iterable[Cell] = ()) -> Shown:
    """What may be shown of tables of counts.

    counts      all tables that will be shown together, linked, with those that were published before
    threshold   the least count that may be shown, and how uncertain a hidden one must stay
    salt        secret of the municipality: who knows it and the rule can find out more than what is shown
    must_show   cells that are hidden only where they are small, or by a rare lot. The total of everything is so
                without being named, where that is possible

    Raises   `DisclosureError` where nothing can be shown safely: `merge_offer` says what would help
    """
    lots, is_small, asked = Lots(counts, salt), small(counts, threshold), _places(counts, must_show)
    dear = asked.copy()
    dear[list(counts.grand_totals)] = True
    costs, drawn, is_enough = lots.costs(dear), lots.drawn(), _is_enough(counts, threshold)
    if not is_small.any() and not lots.seldom("nothing is small"):
        drawn[:] = False
    for kept in (dear & False,) if lots.seldom("regardless of what is dear") else (dear, asked):
        known = _kept(counts, kept & is_enough)
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


def can_be_shown(counts: Counts, *, threshold: int = THRESHOLD, must_show: Iterable[Cell] = ()) -> bool:
    """Whether `protect` finds a pattern; it looks for none, and takes a small part of the time."""
    asked = _places(counts, must_show)
    try:
        hideable(_kept(counts, asked & _is_enough(counts, threshold)), threshold)
    except DisclosureError:
        return False
    return True


def _places(counts: Counts, cells: Iterable[Cell]) -> np.ndarray:
    found = np.zeros(len(counts.cells), bool)
    found[[counts.place[cell] for cell in cells]] = True
    return found


def _is_enough(counts: Counts, threshold: int) -> np.ndarray:
    """Whether a total can be shown: one just large enough would tell by being shown that another one is small."""
    return (counts.values == 0) | (counts.values >= threshold + _MORE)


def _kept(counts: Counts, shown: np.ndarray) -> Counts:
    return replace(counts, shown=counts.shown | set(map(int, np.flatnonzero(shown))))


@dataclass(frozen=True)
class Merge:
    """Values of a dimension that are counted as one, so that the table can be shown.

    values       the values, in the order of the table
    name         what the new value is called
    is_smallest  whether all smaller ones were tried
    """

    values: tuple[str, ...]
    name: str
    is_smallest: bool

    def __str__(self) -> str:
        told = _("If {name} are counted together, the table can be shown.").format(name=self.name)
        return told if self.is_smallest else told + " " + _("A smaller merge may do as well; not all were tried.")


def merge_offer(
    persons: Mapping[str, int],
    names: Mapping[str, str],
    works: Callable[[tuple[str, ...]], bool],
    *,
    tries: int,
    first: Container[str] = (),
) -> Merge | None:
    """The smallest merge of values of a dimension with which tables can be shown: fewest values, then fewest persons.

    persons   of each value, in the order of the table
    names     name of each value, for the reader
    works     whether the tables can be shown if some values are counted together
    tries     how many merges are tried; where that is not enough, one is offered that may not be the smallest
    first     values with which that one is begun

    Returns   None where none that was tried helps
    """
    for tried, values in enumerate(_by_size(persons)):
        if tried == tries:
            values = _large_enough(persons, works, first)
            return Merge(values, listing([names[value] for value in values]), False) if values else None
        if works(values):
            return Merge(values, listing([names[value] for value in values]), True)
    return None


def _by_size(persons: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    """Sets of two values and more: the smallest first, those of the fewest persons first among as large ones."""
    for size in range(2, len(persons) + 1):
        yield from sorted(combinations(persons, size), key=lambda values: sum(persons[value] for value in values))


def _large_enough(
    persons: Mapping[str, int], works: Callable[[tuple[str, ...]], bool], first: Container[str]
) -> tuple[str, ...]:
    """A merge that is doubled until it helps; then what can be spared is left out, the most persons first."""
    order = sorted(persons, key=lambda value: (value not in first, persons[value]))
    size = 2
    while not works(values := tuple(value for value in persons if value in order[:size])):
        if size >= len(order):
            return ()
        size *= 2
    for value in sorted(values, key=lambda value: -persons[value]):
        fewer = tuple(one for one in values if one != value)
        values = fewer if len(fewer) > 1 and works(fewer) else values
    return values

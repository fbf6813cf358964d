"""Kendall's S, exactly: how many orders of the same values would be as steady. Whole numbers, no approximation.

Of all distinct orders of n values, of which some may be equal, the number with j inversions is the coefficient of q^j
in the Gaussian multinomial coefficient [n]! / ([t1]! · [t2]! · …), with [n]! the product of (1 - q^i) over i = 1 to n,
where t1, t2, … say how often each value occurs (MacMahon, 1916). Equal values are counted as they are: no tie is broken
by lot and no variance is corrected.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np

LEVEL = Fraction(1, 20)


@cache
def orders(ties: tuple[int, ...]) -> list[int]:
    """How many distinct orders have 0, 1, 2 … inversions; ``ties`` says how often each value occurs."""
    n = sum(ties)
    most = (n * n - sum(size * size for size in ties)) // 2
    count = [1] + [0] * most
    for factor in range(1, n + 1):
        for power in range(most, factor - 1, -1):
            count[power] -= count[power - factor]
    for divisor in (divisor for size in ties for divisor in range(1, size + 1)):
        for power in range(divisor, most + 1):
            count[power] += count[power - divisor]
    return count


@cache
def p_value(s: int, ties: tuple[int, ...]) -> Fraction:
    """The share of orders whose S is at least as far from 0 as ``s``, on either side."""
    count = orders(ties)
    most = len(count) - 1
    return Fraction(sum(number for j, number in enumerate(count) if abs(most - 2 * j) >= abs(s)), sum(count))


def smallest_p(ties: tuple[int, ...]) -> Fraction:
    """The p of the steadiest order that these values allow: 2 / n! without ties, 1/3 of three years."""
    return p_value(len(orders(ties)) - 1, ties)


@cache
def rank_of_limit(n: int) -> int:
    """The rank, from either end of the sorted slopes of n years, at which the interval of 95 % or more ends; 0: none.

    Of n years without a trend, the number of falling pairs has the distribution of the inversions.
    """
    count = orders((1,) * n)
    everything, below, rank = sum(count), 0, 0
    while 2 * (below + count[rank]) <= LEVEL * everything:
        below += count[rank]
        rank += 1
    return rank


def ties_of(values: np.ndarray) -> list[tuple[int, ...]]:
    """How often each value of each row occurs, largest first; gaps are left out."""
    known = np.count_nonzero(~np.isnan(values), axis=1)
    ordered = np.sort(values, axis=1)
    tied = (ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
    return [
        _sizes(row[:size]) if has_ties else (1,) * int(size)
        for row, size, has_ties in zip(ordered, known, tied, strict=True)
    ]


def _sizes(row: np.ndarray) -> tuple[int, ...]:
    return tuple(sorted(np.unique(row, return_counts=True)[1].tolist(), reverse=True))

"""Whether two shares differ by more than chance: Fisher's exact test (1935), quick for counts of any size.

Of n1 and n2 cases, k together have the trait. Given these sums, x of the n1 have it with a probability in proportion
to w(x) = C(n1, x) · C(n2, k - x); p is the sum of w over all x that are not more probable than the observed one,
divided by the sum of all. The shares differ where p ≤ 1/20.

The weights are computed from the most probable x outwards, as parts of its weight, in whole numbers of units of 2^-160,
always downwards, until nothing is left: about 15 standard deviations to each side. What was rounded off is bounded, so
both sums lie within known bounds. A weight that cannot be told from the observed one by its bounds is compared in whole
numbers. Where the bounds do not decide (as where p is 1/20 exactly), the plain sum does: the answer is always that of
the plain sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, perm

_ONE = 1 << 160  # the weight of the most probable x, in units
_SMALL = 1 << 96  # weights below: the bounds are enough


@dataclass(frozen=True)
class _Sums:
    """n1 and n2 cases, k of them with the trait."""

    n1: int
    n2: int
    k: int

    @property
    def mode(self) -> int:
        """The most probable x."""
        return (self.k + 1) * (self.n1 + 1) // (self.n1 + self.n2 + 2)

    @property
    def possible(self) -> range:
        """Every x that the sums allow."""
        return range(max(0, self.k - self.n2), min(self.k, self.n1) + 1)

    def step(self, x: int) -> tuple[int, int]:
        """w(x + 1) / w(x), as numerator and denominator."""
        return (self.n1 - x) * (self.k - x), (x + 1) * (self.n2 - self.k + x + 1)

    @property
    def mirrored(self) -> _Sums:
        """The same counts with the trait turned round: n1 - x takes the place of x."""
        return _Sums(self.n1, self.n2, self.n1 + self.n2 - self.k)


def shares_differ(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two shares, each as (numerator, denominator), differ by more than chance: p ≤ 1/20, two-sided."""
    (x, n1), (other, n2) = first, second
    sums = _Sums(n1, n2, x + other)
    if x < sums.mode:
        sums, x = sums.mirrored, n1 - x
    decided = by_bounds(sums, x)
    return by_sum(sums, x) if decided is None else decided


def by_sum(sums: _Sums, x: int) -> bool:
    """The plain sums, in whole numbers."""
    weight = comb(sums.n1, sums.possible[0]) * comb(sums.n2, sums.k - sums.possible[0])
    weights = {}
    for at in sums.possible:
        weights[at] = weight
        up, down = sums.step(at)
        weight = weight * up // down
    return 20 * sum(one for one in weights.values() if one <= weights[x]) <= sum(weights.values())


def by_bounds(sums: _Sums, x: int) -> bool | None:
    """The same from bounds of both sums, for an x at or above the most probable one; None where they overlap."""
    above, below = _outwards(sums, sums.mode), _outwards(sums.mirrored, sums.n1 - sums.mode)
    if x == sums.mode:
        return False
    off = max(len(above), len(below)) + 1  # one weight is too small by at most so many units
    place = x - sums.mode - 1
    observed = above[place] if place < len(above) else 0
    rarer = sum(above[place:])
    surely = rarer + sum(weight for weight in below if weight + off <= observed)
    perhaps = rarer + sum(weight for weight in below if weight <= observed + off)
    if observed > _SMALL:
        ties = [(at, weight) for at, weight in enumerate(below) if observed - off < weight <= observed + off]
        surely += sum(weight for at, weight in ties if _is_as_rare(sums, sums.mode - 1 - at, x))
        perhaps -= sum(weight for at, weight in ties if not _is_as_rare(sums, sums.mode - 1 - at, x))
    everything = _ONE + sum(above) + sum(below)
    slack = off * len(sums.possible)
    if 20 * (perhaps + slack) <= everything:
        return True
    return False if 20 * surely > everything + slack else None


def _outwards(sums: _Sums, x: int) -> list[int]:
    """The weights of x + 1, x + 2, … beside that of the most probable x, until less than a unit is left."""
    weights, weight = [], _ONE
    while weight:
        up, down = sums.step(x)
        weight = weight * up // down
        weights.append(weight)
        x += 1
    return weights[:-1]


def _is_as_rare(sums: _Sums, low: int, high: int) -> bool:
    """Whether w(low) ≤ w(high), exactly; of all factorials only the factors in which they differ are left."""
    apart = high - low
    mine = perm(high, apart) * perm(sums.n2 - sums.k + high, apart)
    return mine <= perm(sums.n1 - low, apart) * perm(sums.k - low, apart)

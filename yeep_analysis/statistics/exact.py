"""Exact arithmetic of chance: probabilities of a lottery, two tests, and two limits of a difference.

A lottery is known by how many times more probable x + 1 is than x. As long as few numbers are possible, the weights are
whole numbers and every probability is the fraction that it is. Beyond that the weights are summed from the number in
question to both sides, as parts of its weight, in whole numbers of units of 2^-128, always downwards, until nothing is
left: some 13 standard deviations. What is rounded off is below `_error`, a part of 10^20 even among a thousand million
numbers; where that could decide between two answers, the plain sum in whole numbers does.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from math import comb, erfc, exp, lgamma, perm, pi, sqrt

Z_95 = 1.959964  # of a standard normal variable, 2.5 % lie above
Z_998 = 3.090232  # of a standard normal variable, 0.1 % lie above
LEVEL = Fraction(1, 20)
_FEW = 400  # possible numbers, up to which everything is a whole number
_ONE = 1 << 128  # the weight of the number in question, in units
_NEAR = 1e-3  # of logarithms of weights: where the rounding of floats could matter, of counts up to 10^10
_LONG, _CUT = 384, 192  # bits: of a weight that has grown so long, so many say nothing more
# 2 · ln 40 = 7.3777…: by Hoeffding's inequality p ≤ 2 · exp(-(a - b)² / (2n)), which is at most 1/20 from here on.
_FAR = Fraction(7378, 1000)


class _Lottery:
    """The number x of women among ``n`` who are drawn: what is true with and without return."""

    @property
    def mode(self) -> int:
        """The most probable number; of two, the larger one."""
        possible = self.possible
        return possible[0] + bisect_left(possible[:-1], True, key=lambda x: self.step(x)[0] < self.step(x)[1])

    @property
    def weights(self) -> list[int]:
        """How often each possible number comes, in whole numbers."""
        weights = [self.first]
        for x in self.possible[:-1]:  # each from the one before
            up, down = self.step(x)
            weights.append(weights[-1] * up // down)
        return weights

    @property
    def are_few(self) -> bool:
        """Whether so few numbers are possible that whole numbers are quick."""
        return len(self.possible) <= _FEW


@dataclass(frozen=True)
class _WithReturn(_Lottery):
    """So many women to so many men, whoever was drawn before (binomial)."""

    n: int
    women: int
    men: int

    @property
    def possible(self) -> range:
        return range(self.n + 1)

    @property
    def first(self) -> int:
        """The weight of the smallest possible number."""
        return self.men**self.n

    @property
    def mirrored(self) -> _WithReturn:
        """The number of men instead: n - x takes the place of x."""
        return _WithReturn(self.n, self.men, self.women)

    def step(self, x: int) -> tuple[int, int]:
        """w(x + 1) / w(x), as numerator and denominator."""
        return (self.n - x) * self.women, (x + 1) * self.men


@dataclass(frozen=True)
class _WithoutReturn(_Lottery):
    """From so many women and the others, of whom ``rest`` are not drawn (hypergeometric)."""

    n: int
    rest: int
    women: int

    @property
    def possible(self) -> range:
        return range(max(0, self.women - self.rest), min(self.women, self.n) + 1)

    @property
    def first(self) -> int:
        """The weight of the smallest possible number."""
        least = self.possible[0]
        return comb(self.n, least) * comb(self.rest, self.women - least)

    @property
    def mirrored(self) -> _WithoutReturn:
        """The number of men instead: n - x takes the place of x."""
        return _WithoutReturn(self.n, self.rest, self.n + self.rest - self.women)

    def step(self, x: int) -> tuple[int, int]:
        """w(x + 1) / w(x), as numerator and denominator."""
        return (self.n - x) * (self.women - x), (x + 1) * (self.rest - self.women + x + 1)

    def twin(self, x: int) -> int:
        """The largest number below the mode that is no more probable than ``x``; one less than possible if none is."""
        below, log = range(self.possible[0], self.mode), self._log(x)
        at = bisect_left(below, True, key=lambda low: self._log(low) > log)
        while at and not self._is_as_rare(below[at - 1], x):
            at -= 1
        while at < len(below) and self._is_as_rare(below[at], x):
            at += 1
        return self.possible[0] + at - 1

    def ratio(self, low: int, high: int) -> tuple[int, int]:
        """w(low) / w(high); of all factorials only the factors in which they differ are left."""
        apart = high - low
        mine = perm(high, apart) * perm(self.rest - self.women + high, apart)
        return mine, perm(self.n - low, apart) * perm(self.women - low, apart)

    def _log(self, x: int) -> float:
        return _log_comb(self.n, x) + _log_comb(self.rest, self.women - x)

    def _is_as_rare(self, low: int, high: int) -> bool:
        """Whether w(low) ≤ w(high), exactly."""
        apart = self._log(low) - self._log(high)
        if abs(apart) > _NEAR:
            return apart < 0
        mine, its = self.ratio(low, high)
        return mine <= its


def binomial_at_most(k: int, n: int, share: Fraction) -> Fraction:
    """P(X ≤ k), X the number of women among n drawn from a population without end with this share of women."""
    women, people = share.numerator, share.denominator
    if women in (0, people):
        return Fraction(women == 0 or k >= n)
    return _at_most(k, _WithReturn(n, women, people - women))


def hypergeometric_at_most(k: int, n: int, women: int, people: int) -> Fraction:
    """P(X ≤ k), X the number of women among n drawn by lot from so many people."""
    return _at_most(k, _WithoutReturn(n, people - n, women))


def fisher(first: tuple[int, int], second: tuple[int, int]) -> Fraction:
    """Two-sided p of Fisher's exact test of two shares, each as (women, all): tables no more probable than this one."""
    return _p(*_table(first, second))


def shares_differ(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two shares, each as (women, all), differ by more than chance: p ≤ 1/20 in Fisher's exact test (1935)."""
    return _is_clear(*_table(first, second))


def counts_differ(a: int, b: int) -> bool:
    """Whether two counts of equal time differ by more than chance: p ≤ 1/20, two-sided.

    The test is the conditional one of Przyborowski and Wilenski (1940): of a + b events each falls into either year
    like a fair coin, so p = min(1, 2 · P(X ≥ max(a, b))).
    """
    if a == b:
        return False
    return (a - b) ** 2 >= _FAR * (a + b) or _is_clear(_WithReturn(a + b, 1, 1), max(a, b))


def _table(first: tuple[int, int], second: tuple[int, int]) -> tuple[_WithoutReturn, int]:
    """The lottery of a table of two shares, and the number found, turned so that it is not below the mode."""
    (x, n1), (other, n2) = first, second
    lottery = _WithoutReturn(n1, n2, x + other)
    return (lottery, x) if x >= lottery.mode else (lottery.mirrored, n1 - x)


def _at_most(k: int, lottery: _Lottery) -> Fraction:
    """P(X ≤ k)."""
    possible = lottery.possible
    if k < possible[0] or k >= possible[-1]:
        return Fraction(k >= possible[-1])
    if lottery.are_few:
        weights = lottery.weights
        return Fraction(sum(weights[: k + 1 - possible[0]]), sum(weights))
    above, below = _above(lottery, k), _above(lottery.mirrored, lottery.n - k)
    return Fraction(_ONE + below, _ONE + below + above)


def _p(lottery: _Lottery, x: int) -> Fraction:
    """P of all numbers that are no more probable than ``x``, which is not below the mode."""
    if lottery.are_few:
        return _plain_p(lottery, x)
    tail = _ONE + _above(lottery, x)
    everything = tail + _above(lottery.mirrored, lottery.n - x)
    return Fraction(tail + _beyond_the_mode(lottery, x, tail), everything)


def _beyond_the_mode(lottery: _Lottery, x: int, tail: int) -> int:
    """Sum of the weights below the mode that are no larger than that of ``x``, in its units."""
    if lottery == lottery.mirrored:
        return tail if 2 * x > lottery.n else tail - _ONE
    low = lottery.twin(x)
    if low < lottery.possible[0]:
        return 0
    mine, its = lottery.ratio(low, x)
    return (_ONE + _above(lottery.mirrored, lottery.n - low)) * mine // its


def _plain_p(lottery: _Lottery, x: int) -> Fraction:
    """The same in whole numbers."""
    weights = lottery.weights
    found = weights[x - lottery.possible[0]]
    return Fraction(sum(one for one in weights if one <= found), sum(weights))


def _is_clear(lottery: _Lottery, x: int) -> bool:
    """Whether that p is at most 1/20."""
    if lottery.are_few:
        return _plain_p(lottery, x) <= LEVEL
    numbers = len(lottery.possible)
    tail = _ONE + _above(lottery, x)
    enough = 20 * numbers * tail  # none of the numbers beyond the mode that count weighs more than x
    everything = tail + _above(lottery.mirrored, lottery.n - x, enough=enough)
    if everything > enough:
        return True
    p = Fraction(tail + _beyond_the_mode(lottery, x, tail), everything)
    if abs(p / LEVEL - 1) <= 4 * _error(numbers):
        p = _plain_p(lottery, x)
    return p <= LEVEL


def _error(numbers: int) -> Fraction:
    """By what part of itself a sum may be too small.

    Step t rounds down once more: a weight above that of x lacks at most t parts of 2^128 of itself, one below it at
    most t units, and so does each that is left out; t is at most the number of possible numbers.
    """
    return Fraction(2 * numbers**2, _ONE)


def _above(lottery: _Lottery, x: int, *, enough: int = 0) -> int:
    """Sum of the weights above ``x``, in units; with ``enough``, no more is added to a sum that is larger than that."""
    weight, total, cut = _ONE, 0, 0
    while weight:
        up, down = lottery.step(x)
        weight = weight * up // down
        total += weight
        x += 1
        if weight >> _LONG:
            weight, total, cut = weight >> _CUT, total >> _CUT, cut + _CUT
        if enough and total << cut > enough:
            break
    return total << cut


def wilson(k: int, n: int) -> tuple[float, float]:
    """Wilson's limits of a share, 95 %."""
    share, square = k / n, Z_95**2
    half = Z_95 * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return (share + square / (2 * n) - half) / (1 + square / n), (share + square / (2 * n) + half) / (1 + square / n)


def newcombe(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    """Newcombe's limits (method 10) of the second share minus the first, each as (women, all), 95 %."""
    (k1, n1), (k2, n2) = first, second
    (low1, high1), (low2, high2) = wilson(k1, n1), wilson(k2, n2)
    p1, p2 = k1 / n1, k2 / n2
    below = sqrt((p2 - low2) ** 2 + (high1 - p1) ** 2)
    above = sqrt((high2 - p2) ** 2 + (p1 - low1) ** 2)
    return p2 - p1 - below, p2 - p1 + above


def chi_square_above(x: float, degrees: int) -> float:
    """P(X ≥ x) of a chi-square variable: a finite sum, as the degrees of freedom are a whole number."""
    half = x / 2
    if half == 0:
        return 1.0
    total, term = (0.0, exp(-half)) if degrees % 2 == 0 else (erfc(sqrt(half)), 2 * exp(-half) * sqrt(half / pi))
    step = 1.0 if degrees % 2 == 0 else 1.5
    for _i in range(degrees // 2):
        total += term
        term *= half / step
        step += 1
    return total


def mean_deviation(n: int, women: int, people: int) -> float:
    """E|X - n · women / people|, X the number of women among n drawn by lot from so many people.

    (x - μ) · P(X = x) = g(x) - g(x + 1) with g(x) = x · (people - women - n + x) · P(X = x) / people, so the sum above
    the mean is g(⌊μ⌋ + 1), and as much lies below it.
    """
    least = n * women // people + 1
    men = people - women
    if least > min(n, women):
        return 0.0
    log = _log_comb(women, least) + _log_comb(men, n - least) - _log_comb(people, n)
    return 2 * least * (men - n + least) / people * exp(log)


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)

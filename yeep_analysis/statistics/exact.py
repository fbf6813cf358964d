"""Small exact arithmetic of chance: probabilities as fractions of whole numbers, and two limits of a difference."""

from __future__ import annotations

from fractions import Fraction
from math import comb, erfc, exp, lgamma, pi, sqrt

Z_95 = 1.959964  # of a standard normal variable, 2.5 % lie above
Z_998 = 3.090232  # of a standard normal variable, 0.1 % lie above


def binomial_at_most(k: int, n: int, share: Fraction) -> Fraction:
    """P(X ≤ k), X the number of women among n drawn from a population without end with this share of women."""
    women, people = share.numerator, share.denominator
    men = people - women
    if men == 0:
        return Fraction(k >= n)
    term = total = men**n
    for i in range(k):  # each term from the one before: thousands of posts stay a matter of a second
        term = term * women * (n - i) // (men * (i + 1))
        total += term
    return Fraction(total, people**n)


def hypergeometric_at_most(k: int, n: int, women: int, people: int) -> Fraction:
    """P(X ≤ k), X the number of women among n drawn by lot from so many people."""
    men = people - women
    return Fraction(sum(comb(women, i) * comb(men, n - i) for i in range(k + 1)), comb(people, n))


def fisher(first: tuple[int, int], second: tuple[int, int]) -> Fraction:
    """Two-sided p of Fisher's exact test of two shares, each as (women, all): tables no more probable than this one."""
    (k1, n1), (k2, n2) = first, second
    women = k1 + k2
    least, most = max(0, women - n2), min(n1, women)
    weights = [comb(n1, least) * comb(n2, women - least)]
    for i in range(least, most):  # each from the one before, as above
        weights.append(weights[-1] * (n1 - i) * (women - i) // ((i + 1) * (n2 - women + i + 1)))
    found = weights[k1 - least]
    return Fraction(sum(one for one in weights if one <= found), sum(weights))


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

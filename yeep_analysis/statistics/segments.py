"""The best division of a series into stretches of one level each, for thousands of series of one length at once.

All divisions are compared: the best one of the first j years into k + 1 stretches is the best one of some first i years
into k stretches, and a last stretch (Bellman, 1961). The result is that of trying every division.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SHORTEST = 3  # years: a shorter stretch is an outlier, not a level
_NOTHING = 1e-12  # a sum of squares below this part of the whole is nothing but binary rounding


@dataclass(frozen=True)
class Division:
    """For each series: how many breaks, where the stretches begin, and the BIC of the steps and of a straight line."""

    breaks: np.ndarray
    starts: list[tuple[int, ...]]
    bic: np.ndarray
    bic_line: np.ndarray


def divide(values: np.ndarray, shortest: int = SHORTEST) -> Division:
    """The division with the smallest BIC of each row; rows without gaps, of at least ``2 * shortest`` years.

    BIC = n · (ln(2π · RSS / n) + 1) + p · ln n, with p = 2 · (breaks + 1): levels, breaks and the variance; p = 3 for a
    straight line. Where no square is left over, the fewest breaks that leave none.
    """
    squares = _squares(values)
    whole = squares[:, 0, -1]
    best, choices = _least(squares, shortest)
    number = np.arange(len(best))
    years = values.shape[1]
    bic = _bic(np.array(best), whole, years, 2 * (number[:, None] + 1))
    breaks = bic.argmin(axis=0)
    starts = [_starts(choices, int(k), row, years) for row, k in enumerate(breaks)]
    return Division(breaks, starts, bic, _bic(_left_of_a_line(values), whole, years, 3))


def _squares(values: np.ndarray) -> np.ndarray:
    """Sum of squares around the mean of the years i to j, for each row and each i ≤ j."""
    centred = values - values.mean(axis=1, keepdims=True)
    years = values.shape[1]
    sums, squares = (np.pad(np.cumsum(part, axis=1), ((0, 0), (1, 0))) for part in (centred, centred**2))
    first, last = np.arange(years)[:, None], np.arange(1, years + 1)[None, :]
    length = np.maximum(last - first, 1)
    total, total_squared = sums[:, last] - sums[:, first], squares[:, last] - squares[:, first]
    return np.maximum(total_squared - total**2 / length, 0)


def _least(squares: np.ndarray, shortest: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """For each number of breaks: the least sum of squares, and where the last stretch of the first j years begins."""
    rows, years, _years = squares.shape
    least = np.full((rows, years + 1), np.inf)
    least[:, shortest:] = squares[:, 0, shortest - 1 :]
    best, choices = [least[:, years]], []
    for breaks in range(1, years // shortest):
        longer, choice = np.full_like(least, np.inf), np.zeros(least.shape, dtype=int)
        for end in range((breaks + 1) * shortest, years + 1):
            begins = np.arange(breaks * shortest, end - shortest + 1)
            tried = least[:, begins] + squares[:, begins, end - 1]
            place = tried.argmin(axis=1)
            longer[:, end] = tried[np.arange(rows), place]
            choice[:, end] = begins[place]
        least = longer
        best.append(least[:, years])
        choices.append(choice)
    return best, choices


def _starts(choices: list[np.ndarray], breaks: int, row: int, years: int) -> tuple[int, ...]:
    """Where the stretches after the first begin, from the last one backwards."""
    starts, end = [], years
    for choice in reversed(choices[:breaks]):
        end = int(choice[row, end])
        starts.append(end)
    return tuple(reversed(starts))


def _bic(left: np.ndarray, whole: np.ndarray, years: int, parameters: np.ndarray | int) -> np.ndarray:
    left = np.where(left > _NOTHING * whole, left, 0)
    with np.errstate(divide="ignore"):
        return years * (np.log(2 * np.pi * left / years) + 1) + parameters * np.log(years)


def _left_of_a_line(values: np.ndarray) -> np.ndarray:
    """Sum of squares that a straight line leaves."""
    time = np.arange(values.shape[1]) - (values.shape[1] - 1) / 2
    centred = values - values.mean(axis=1, keepdims=True)
    return (centred**2).sum(axis=1) - (centred @ time) ** 2 / (time @ time)

"""Slopegraphs, and the labels beside the ends of lines that they share with the scenarios."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes

from yeep_analysis.show import style
from yeep_analysis.words import language

RISE = {"color": style.WOMEN, "linestyle": "-", "marker": "o", "markerfacecolor": style.WOMEN}
FALL = {"color": "#8a6cc0", "linestyle": (0, (4, 2)), "marker": "v", "markerfacecolor": "white"}
SAME = {"color": style.MUTED, "linestyle": (0, (1, 1.5)), "marker": "s", "markerfacecolor": style.MUTED}
_LABEL_SIZE = 10.5  # points
_LINE, _BETWEEN = 13.6, 3.0  # points: height of a line of a label, room between two labels
_CHARACTERS = 25  # in a line of a label: two columns of labels leave half of the width to the lines
_AWAY = 22  # points from the end of a line to its label: room for a thin leader
_HARD = "\N{NO-BREAK SPACE}"
_NARROWEST = 0.06  # share: a smaller range of values is not stretched over the whole height


@dataclass(frozen=True)
class LineEnd:
    """The end of a line [data], and the words (in one line or several) to its left (-1) or right (1)."""

    x: float
    y: float
    text: str
    side: int = 1

    @property
    def height(self) -> float:
        """Height of the label with the room around it [points]."""
        return (self.text.count("\n") + 1) * _LINE + _BETWEEN


def slopegraph(table: pd.DataFrame, *, start: str, end: str, ax: Axes | None = None) -> Axes:
    """A line per row from then to now, named at both ends; rise, fall and no change differ in line and mark.

    A row without one of its values is a mark without a line. Order and distances are those of the values: the axis
    has no zero.

    table    ``name, before, after`` [shares 0-1]; where ``fraction_before, fraction_after`` are given, these texts
             ("9/25") stand instead of the percentages
    start    heading of the left column ("2019")
    end      heading of the right column ("2024")
    """
    left, right = (_ends(table, column, x) for column, x in (("before", 0), ("after", 1)))
    high = max((sum(one.height for one in ends) for ends in (left, right)), default=0) / 72
    ax = style.axes(ax, size=(7.2, max(2.4, 1.15 * high + 0.7)))
    for row in table.itertuples(index=False):
        ax.plot([0, 1], [row.before, row.after], clip_on=False, markersize=6.5, zorder=3, **_look(row))
    for x, heading in ((0, start), (1, end)):
        ax.axvline(x, color=style.RULE, linewidth=0.9, zorder=1, clip_on=False)
        ax.annotate(
            fill(heading, _CHARACTERS),
            (x, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontweight="bold",
            fontsize=12,
        )
    ax.set(xlim=(0, 1), ylim=_limits(table))
    ax.axis("off")
    label_ends(ax, left, right)
    return ax


def label_ends(ax: Axes, *columns: Sequence[LineEnd]) -> None:
    """Labels beside the ends of lines, those of a column apart from each other, with a thin leader where moved.

    The limits of the axes must be final.
    """
    ax.figure.draw_without_rendering()  # the layout decides how high the axes are
    points = 72 / ax.figure.dpi
    frame = ax.get_window_extent()
    for ends in columns:
        wanted = [float(ax.transData.transform((end.x, end.y))[1]) * points for end in ends]
        placed = apart(wanted, [end.height for end in ends], (frame.y0 * points, frame.y1 * points))
        for end, here, there in zip(ends, wanted, placed, strict=True):
            _write(ax, end, there - here)


def _write(ax: Axes, end: LineEnd, moved: float) -> None:
    ax.annotate(
        end.text,
        (end.x, end.y),
        xytext=(end.side * _AWAY, moved),
        textcoords="offset points",
        ha="left" if end.side > 0 else "right",
        va="center",
        fontsize=_LABEL_SIZE,
        linespacing=1.05,
        annotation_clip=False,
        arrowprops={
            "arrowstyle": "-",
            "color": style.MUTED,
            "linewidth": 0.6 if abs(moved) > 2 else 0,
            "relpos": (0 if end.side > 0 else 1, 0.5),
            "shrinkA": 2,
            "shrinkB": 6,
        },
    )


def apart(wanted: Sequence[float], heights: Sequence[float], limits: tuple[float, float]) -> list[float]:
    """Places nearest to the wanted ones at which labels of these heights do not overlap.

    Order is kept, at equal places the first is on top; only neighbours that would overlap are moved. Labels that do not
    fit between the limits stand out at both sides.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], -i))
    offset, below = [], 0.0
    for i in order:
        offset.append(below + heights[i] / 2)
        below += heights[i]
    blocks: list[tuple[float, int]] = []  # mean of the places, as if labels had no height; how many labels
    for i, shift in zip(order, offset, strict=True):
        mean, n = wanted[i] - shift, 1
        while blocks and blocks[-1][0] >= mean:
            before, m = blocks.pop()
            mean, n = (before * m + mean * n) / (m + n), m + n
        blocks.append((mean, n))
    low, high = limits[0], limits[1] - below
    low, high = (low, high) if low <= high else ((low + high) / 2,) * 2
    places = [min(max(mean, low), high) for mean, n in blocks for _label in range(n)]
    result = [0.0] * len(wanted)
    for i, place, shift in zip(order, places, offset, strict=True):
        result[i] = place + shift
    return result


def _ends(table: pd.DataFrame, column: str, x: float) -> list[LineEnd]:
    ends = []
    for _index, row in table[table[column].notna()].iterrows():
        told = row.get(f"fraction_{column}")
        value = told if isinstance(told, str) and told else language.percent(row[column], 1)
        # A value is not broken over two lines.
        text = fill(f"{row['name']} {value.replace(' ', _HARD)}", _CHARACTERS).replace(_HARD, " ")
        ends.append(LineEnd(x, float(row[column]), text, side=1 if x else -1))
    return ends


def _look(row) -> dict:
    if row.before != row.before or row.after != row.after or math.isclose(row.before, row.after, abs_tol=1e-9):
        return SAME
    return RISE if row.after > row.before else FALL


def _limits(table: pd.DataFrame) -> tuple[float, float]:
    values = table[["before", "after"]].stack().dropna()
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    missing = max(_NARROWEST - (high - low), 0) / 2
    room = 0.08 * max(high - low, _NARROWEST)
    return low - missing - room, high + missing + room

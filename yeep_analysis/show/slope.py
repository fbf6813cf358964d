"""Slopegraphs."""

from __future__ import annotations

import math
from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes

from yeep_analysis.show import style
from yeep_analysis.show.placing import LineEnd, place_labels
from yeep_analysis.words import language

RISE = {"color": style.WOMEN, "linestyle": "-", "marker": "o", "markerfacecolor": style.WOMEN}
FALL = {"color": "#8a6cc0", "linestyle": (0, (4, 2)), "marker": "v", "markerfacecolor": "white"}
SAME = {"color": style.MUTED, "linestyle": (0, (1, 1.5)), "marker": "s", "markerfacecolor": style.MUTED}
_CHARACTERS = 25  # in a line of a label: two columns of labels leave half of the width to the lines
_HARD = "\N{NO-BREAK SPACE}"
_NARROWEST = 0.06  # share: a smaller range of values is not stretched over the whole height


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
    place_labels(ax, [*left, *right])
    return ax


def _ends(table: pd.DataFrame, column: str, x: float) -> list[LineEnd]:
    ends = []
    for _index, row in table[table[column].notna()].iterrows():
        told = row.get(f"fraction_{column}")
        value = told if isinstance(told, str) and told else language.percent(row[column], 1)
        # A value is not broken over two lines.
        text = fill(f"{row['name']} {value.replace(' ', _HARD)}", _CHARACTERS).replace(_HARD, " ")
        ends.append(LineEnd(text, x, float(row[column]), side=1 if x else -1))
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

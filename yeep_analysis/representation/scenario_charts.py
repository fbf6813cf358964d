"""Charts of the scenarios: where a share or a number of seats would go, if what is assumed came true."""

from __future__ import annotations

import math
from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from yeep_analysis.show import style
from yeep_analysis.show.slope import LineEnd, label_ends
from yeep_analysis.words import language
from yeep_analysis.words.language import _

# Told apart in grey print too: no two neighbours share a dash, a mark or a darkness.
LOOKS = (
    {"color": "#3a1f6b", "linestyle": "-", "marker": "o"},
    {"color": "#8a6cc0", "linestyle": (0, (5, 2)), "marker": "s"},
    {"color": style.WOMEN, "linestyle": (0, (1, 1.2)), "marker": "^"},
    {"color": "#a58fd0", "linestyle": (0, (6, 1.5, 1, 1.5)), "marker": "D"},
    {"color": "#4b2f80", "linestyle": (0, (9, 3)), "marker": "v"},
    {"color": "#7a5cb0", "linestyle": (0, (3, 1, 1, 1, 1, 1)), "marker": "P"},
)
_CHARACTERS = 24  # in a line of a label


def staff_paths(table: pd.DataFrame, *, goal: float = 0.5, ax: Axes | None = None) -> Axes:
    """A line per scenario over the years, named at its end; a large mark where it reaches the goal.

    The axis holds the paths and the goal, it does not start at zero.

    table    ``year, name, value, reached, label``; value the share of women [0-1], name the scenario, reached the year
             in which the goal is reached (empty: never), label the words at the end of its line
    goal     share of women at which a line is drawn [0-1]
    """
    paths = [path.sort_values("year") for _name, path in table.groupby("name", sort=False)]
    goal_label = _("half") if math.isclose(goal, 0.5) else language.percent(goal, 0)
    ends = [*_ends(paths, "year", "value"), LineEnd(table["year"].max(), goal, goal_label)]
    ax = style.axes(ax, size=_size(ends))
    ax.axhline(goal, color=style.INK, linewidth=1, linestyle=(0, (5, 3)), zorder=1)
    for path, look in _with_looks(paths):
        every = max(len(path) // 6, 1)
        ax.plot(path["year"], path["value"], markevery=every, markersize=5, clip_on=False, zorder=3, **look)
        met = path[path["year"] == path["reached"]]
        ax.plot(
            met["year"],
            met["value"],
            color=look["color"],
            marker=look["marker"],
            linestyle="none",
            markersize=11,
            markerfacecolor="white",
            markeredgewidth=2.2,
            clip_on=False,
            zorder=4,
        )
    style.year_axis(ax, table["year"])
    values = [*table["value"].dropna(), goal]
    room = 0.08 * max(max(values) - min(values), 0.02)
    ax.set(xlim=(table["year"].min() - 0.4, table["year"].max()), ylim=(min(values) - room, max(values) + room))
    ax.set_ylabel(_("Share of women"))
    style.whole_percents(ax.yaxis)
    label_ends(ax, ends)
    return ax


def seat_paths(table: pd.DataFrame, *, half: int, seats: int, ax: Axes | None = None) -> Axes:
    """A line per scenario over the elections to come, named at its end, against half of the seats.

    table    ``step, election, women, label``; step how many women more each election brings, election 0 (today), 1, 2
             ..., women their seats (above all seats: all seats), label the words at the end of the line
    half     seats at which a line is drawn: the smallest number that is at least half
    seats    seats of the body, where the axis ends
    """
    table = table.assign(women=table["women"].clip(upper=seats))
    paths = [path.sort_values("election") for _step, path in table.groupby("step", sort=False)]
    half_label = f"{_('half')}: {language.number(half)}"
    # Where all seats are reached, the steepest path has the topmost label.
    ends = [*_ends(paths[::-1], "election", "women"), LineEnd(table["election"].max(), half, half_label)]
    ax = style.axes(ax, size=_size(ends))
    ax.axhline(half, color=style.INK, linewidth=1, linestyle=(0, (5, 3)), zorder=1)
    for path, look in _with_looks(paths):
        ax.plot(path["election"], path["women"], markersize=7, clip_on=False, zorder=3, **look)
    first, last = table["election"].min(), table["election"].max()
    ax.set(xlim=(first - 0.03 * max(last - first, 1), max(last, first + 1)), ylim=(-0.02 * seats, 1.02 * seats))
    ax.set(xlabel=_("further elections"), ylabel=_("women"))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(nbins=8, integer=True, steps=[1, 2, 5, 10]))
        style.count_axis(axis)
    ax.grid(axis="x", visible=False)
    label_ends(ax, ends)
    return ax


def _ends(paths: list[pd.DataFrame], x: str, y: str) -> list[LineEnd]:
    last = [path.dropna(subset=[y]).iloc[-1] for path in paths if path[y].notna().any()]
    return [LineEnd(row[x], float(row[y]), fill(str(row["label"]), _CHARACTERS)) for row in last]


def _size(ends: list[LineEnd]) -> tuple[float, float]:
    return 7.2, max(3.9, sum(end.height for end in ends) / 72 + 1.0)


def _with_looks(paths: list[pd.DataFrame]):
    """Each path with its line and mark; after six, the next mark comes with the same lines."""
    for i, path in enumerate(paths):
        turn, k = divmod(i, len(LOOKS))
        yield path, {**LOOKS[k], "marker": LOOKS[(k + turn) % len(LOOKS)]["marker"]}

"""Charts of representation: a body as seats, all posts beside the thresholds, and the paths of the scenarios."""

from __future__ import annotations

import math
from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from yeep_analysis.representation.measures import SMALLEST_FOR_PERCENT
from yeep_analysis.show import style
from yeep_analysis.show.placing import LineEnd, place_labels
from yeep_analysis.words import language
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Sex


def council_seats(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A body as seats in arcs: one mark per member, women as circles on the left, men as squares on the right.

    table    one row, ``numerator`` women and ``denominator`` members [persons]
    """
    ax = style.axes(ax, size=(7.2, 3.5))
    women, members = int(table["numerator"].iloc[0]), int(table["denominator"].iloc[0])
    seats = _seats(members)
    size = _mark_size(seats)
    for chosen, colour, marker, shrink in (
        (seats[:women], style.WOMEN, "o", 1.0),
        (seats[women:], style.MEN, "s", 0.82),
    ):
        ax.scatter(
            [x for x, _y in chosen],
            [y for _x, y in chosen],
            s=size * shrink,
            color=colour,
            marker=marker,
            edgecolors=style.INK,
            linewidths=0.7,
        )
    ax.annotate(f"{women}/{members}", (0, 0.17), ha="center", va="center", fontsize=27, fontweight="bold")
    ax.annotate(_seat_caption(women, members), (0, -0.02), ha="center", va="center", fontsize=12)
    for x, sex, n, colour in ((-0.75, Sex.FEMALE, women, style.WOMEN), (0.75, Sex.MALE, members - women, style.MEN)):
        ax.annotate(
            f"{sex.label}: {n}", (x, -0.2), ha="center", va="center", color=colour, fontweight="bold", fontsize=12
        )
    ax.set(xlim=(-1.2, 1.2), ylim=(-0.3, 1.13), aspect="equal")
    ax.axis("off")
    return ax


def representation_dumbbell(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Dumbbells: the share of women in each post, its distance to half, and the 40% line.

    table    ``name, numerator, denominator, value``; value the share of women [0-1], first row on top
    """
    ax = style.axes(ax, size=(7.2, 0.5 * len(table) + 1.3))
    rows = list(range(len(table))[::-1])
    ax.hlines(rows, table["value"], 0.5, color=style.RULE, linewidth=5, zorder=2)
    ax.plot(
        [0.5] * len(rows),
        rows,
        linestyle="none",
        marker="o",
        markersize=8,
        markerfacecolor="white",
        markeredgecolor=style.INK,
        zorder=3,
    )
    ax.plot(table["value"], rows, linestyle="none", marker="o", markersize=10, color=style.WOMEN, zorder=4)
    for row, (_index, post) in zip(rows, table.iterrows(), strict=True):
        ax.annotate(
            _share_label(post),
            (post["value"], row),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=10,
            bbox=style.LABEL_BOX,
            zorder=5,
        )
    for x, text, dash in ((0.4, language.percent(0.4, 0), (0, (2, 2))), (0.5, _("half"), (0, (5, 3)))):
        ax.axvline(x, color=style.INK, linewidth=1, linestyle=dash, zorder=1)
        ax.annotate(text, (x, 1.01), xycoords=("data", "axes fraction"), ha="center", va="bottom", fontsize=10.5)
    ax.set_yticks(rows, table["name"])
    ax.set(xlim=(-0.045, max(0.62, float(table["value"].max()) + 0.06)), ylim=(-0.6, len(rows) - 0.25))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(_("Share of women"))
    style.percent_axis(ax.xaxis)
    return ax


def _share_label(post: pd.Series) -> str:
    # Below five posts a percentage says more than the count can bear: the fraction stands alone.
    fraction = f"{int(post['numerator'])}/{int(post['denominator'])}"
    return (
        fraction if post["denominator"] < SMALLEST_FOR_PERCENT else f"{fraction} · {language.percent(post['value'], 1)}"
    )


def _seat_caption(women: int, members: int) -> str:
    if members < SMALLEST_FOR_PERCENT:
        return _("women")
    return _("women, {share}").format(share=language.percent(women / members, 1))


_STEP = {1: 0.0, 2: 0.24, 3: 0.2, 4: 0.15, 5: 0.12}  # between two arcs; the numbers stand inside the innermost
_POINTS_PER_UNIT = 165  # of this chart's axes, in its usual size


def _mark_size(seats: list[tuple[float, float]]) -> float:
    """Area of a mark [points²] that fills most of the room to the nearest other seat."""
    nearest = min((math.dist(a, b) for i, a in enumerate(seats) for b in seats[:i]), default=0.3)
    return (min(0.78 * nearest, 0.14) * _POINTS_PER_UNIT) ** 2


def _arcs(members: int) -> int:
    return 1 if members < 10 else 2 if members < 30 else 3 if members < 60 else 4 if members < 100 else 5


def _seats(members: int) -> list[tuple[float, float]]:
    """Places of the seats on concentric arcs, from left to right, so that each sex sits together."""
    radii = [1 - _STEP[_arcs(members)] * arc for arc in range(_arcs(members))]
    shares = [members * radius / sum(radii) for radius in radii]
    counts = [math.floor(share) for share in shares]
    by_rest = sorted(range(len(radii)), key=lambda arc: counts[arc] - shares[arc])
    for arc in by_rest[: members - sum(counts)]:
        counts[arc] += 1
    places = []
    for radius, n in zip(radii, counts, strict=True):
        for seat in range(n):
            angle = math.pi * (1 - (seat / (n - 1) if n > 1 else 0.5))
            places.append((round(-angle, 9), radius * math.cos(angle), radius * math.sin(angle)))
    return [(x, y) for _angle, x, y in sorted(places)]


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


def staff_paths(table: pd.DataFrame, *, goal: float = 0.5, is_dated: bool = True, ax: Axes | None = None) -> Axes:
    """A line per scenario over the years, named at its end; a large mark where it reaches the goal.

    The axis holds the paths and the goal, it does not start at zero.

    table    ``year, name, value, reached, label``; value the share of women [0-1], name the scenario, reached the year
             in which the goal is reached (empty: never), label the words at the end of its line
    goal     share of women at which a line is drawn [0-1]
    is_dated whether the years are those of the calendar; otherwise they are counted from a record without a date
    """
    paths = [path.sort_values("year") for _name, path in table.groupby("name", sort=False)]
    goal_label = _("half") if math.isclose(goal, 0.5) else language.percent(goal, 0)
    ends = [*_line_ends(paths, "year", "value"), LineEnd(goal_label, table["year"].max(), goal)]
    ax = style.axes(ax, size=_size_of(ends))
    ax.axhline(goal, color=style.INK, linewidth=1, linestyle=(0, (5, 3)), zorder=1)
    for path, look in _with_looks(paths):
        every = max(len(path) // 6, 1)
        ax.plot(path["year"], path["value"], markevery=every, markersize=5, clip_on=False, zorder=3, **look)
        met = path[path["year"] == path["reached"]]
        (mark,) = ax.plot(
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
        mark.set_in_layout(not met.empty)  # for the layout nothing at all is something in the corner of the figure
    style.year_axis(ax, table["year"])
    values = [*table["value"].dropna(), goal]
    room = 0.08 * max(max(values) - min(values), 0.02)
    ax.set(xlim=(table["year"].min() - 0.4, table["year"].max()), ylim=(min(values) - room, max(values) + room))
    ax.set_ylabel(_("Share of women"))
    if not is_dated:
        ax.set_xlabel(_("years after the record, which has no date"))
    style.whole_percents(ax.yaxis)
    place_labels(ax, ends)
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
    half_label = _("half") + f": {language.number(half)}"
    # Where all seats are reached, the steepest path has the topmost label.
    ends = [*_line_ends(paths[::-1], "election", "women"), LineEnd(half_label, table["election"].max(), half)]
    ax = style.axes(ax, size=_size_of(ends))
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
    place_labels(ax, ends)
    return ax


def _line_ends(paths: list[pd.DataFrame], x: str, y: str) -> list[LineEnd]:
    last = [path.dropna(subset=[y]).iloc[-1] for path in paths if path[y].notna().any()]
    return [LineEnd(fill(str(row["label"]), _CHARACTERS), row[x], float(row[y])) for row in last]


def _size_of(ends: list[LineEnd]) -> tuple[float, float]:
    return 7.2, max(3.9, sum(end.height for end in ends) / 72 + 1.0)


def _with_looks(paths: list[pd.DataFrame]):
    """Each path with its line and mark; after six, the next mark comes with the same lines."""
    for i, path in enumerate(paths):
        turn, k = divmod(i, len(LOOKS))
        yield path, {**LOOKS[k], "marker": LOOKS[(k + turn) % len(LOOKS)]["marker"]}

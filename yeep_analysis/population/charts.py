"""Charts of the population over the years."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from yeep_analysis.show import style
from yeep_analysis.words import language
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Sex

_MARKERS = {"women": "o", "men": "s"}
_COLOURS = {"women": style.WOMEN, "men": style.MEN}


_NOTE_SIZE = 10  # points


def population_by_sex(
    table: pd.DataFrame,
    *,
    limits: tuple[float, float] | None = None,
    notes: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Two lines, women and men, over the years.

    table    ``year, series, value``; series ``women`` or ``men`` [persons]
    limits   the value axis, where two charts are to be compared
    notes    ``year, series, text``: words beside at most three points; without its point in the table one is left out
    """
    ax = style.axes(ax)
    sns.lineplot(
        table,
        x="year",
        y="value",
        hue="series",
        style="series",
        palette=_COLOURS,
        markers=_MARKERS,
        dashes=False,
        hue_order=["women", "men"],
        style_order=["women", "men"],
        errorbar=None,
        legend=False,
        ax=ax,
    )
    ax.set(xlabel="", ylabel="", ylim=limits)
    style.count_axis(ax.yaxis)
    style.year_axis(ax, table["year"])
    _label_line_ends(ax, table)
    told = pd.DataFrame() if notes is None else notes.merge(table.dropna(subset=["value"]), on=["year", "series"])
    if not told.empty:
        _write_notes(ax, table.dropna(subset=["value"]), told)
    return ax


def sex_ratio_by_year(table: pd.DataFrame, *, threshold: float, ax: Axes | None = None) -> Axes:
    """Bars of men per 100 women by year; years above the threshold are hatched, and labelled with their value.

    table      ``year, value`` [men per 100 women]
    threshold  line above which a year is flagged
    """
    ax = style.axes(ax)
    bars = ax.bar(table["year"], table["value"], color="#d9d4e1", edgecolor=style.INK, linewidth=0.6, width=0.72)
    for bar, value in zip(bars, table["value"], strict=True):
        if value != value:  # no women of these ages: no ratio, and nothing to draw
            continue
        if value > threshold:
            bar.set(hatch=style.HATCH, facecolor="#fdd0a2")
        ax.annotate(
            language.number(value),
            (bar.get_x() + bar.get_width() / 2, value),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=9.5,
            bbox=style.LABEL_BOX,
        )
    ax.axhline(threshold, color=style.INK, linewidth=1.1, linestyle=(0, (5, 3)))
    ax.annotate(
        language.number(threshold),
        (1, threshold),
        xycoords=("axes fraction", "data"),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontweight="semibold",
        annotation_clip=False,
    )
    ax.set(xlabel="", ylabel=_("men per 100 women"))
    ax.margins(y=0.12)
    style.count_axis(ax.yaxis)
    style.year_axis(ax, table["year"])
    return ax


def contributions(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Stacked bars to both sides of zero: what women and men added to the change of each year.

    table    ``year, series, value``; series ``women`` or ``men`` [percentage points of the earlier population]
    """
    ax = style.axes(ax)
    wide = table.pivot(index="year", columns="series", values="value")
    # A bar starts where the other one ends when both point to the same side.
    same_side = wide["women"] * wide["men"] > 0
    ax.bar(
        wide.index,
        wide["women"],
        color=style.WOMEN,
        hatch=style.HATCH,
        edgecolor="white",
        linewidth=0,
        width=0.72,
        label=Sex.FEMALE.label,
    )
    ax.bar(
        wide.index,
        wide["men"],
        bottom=wide["women"].where(same_side, 0),
        color=style.MEN,
        width=0.72,
        label=Sex.MALE.label,
    )
    ax.plot(
        wide.index,
        wide.sum(axis=1),
        linestyle="none",
        marker="D",
        color="white",
        markeredgecolor=style.INK,
        markersize=6,
        label=_("Total"),
    )
    ax.axhline(0, color=style.INK, linewidth=0.9)
    ax.set(xlabel="", ylabel=_("percentage points"))
    ax.yaxis.set_major_formatter(lambda value, _position: language.signed(value, 0))
    ax.legend(ncols=3, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0), handlelength=1.4)
    style.year_axis(ax, wide.index)
    return ax


def _label_line_ends(ax: Axes, table: pd.DataFrame) -> None:
    last = table[table["year"] == table["year"].max()].set_index("series")["value"]
    low, high = ax.get_ylim()
    names = {"women": Sex.FEMALE.label, "men": Sex.MALE.label}
    series = [name for name in names if name in last.index]
    heights = style.spread([float(last[name]) for name in series], gap=0.075 * (high - low))
    for name, height in zip(series, heights, strict=True):
        ax.annotate(
            f"{names[name]} {language.number(last[name])}",
            xy=(1.01, height),
            xycoords=("axes fraction", "data"),
            va="center",
            color=_COLOURS[name],
            fontweight="bold",
            annotation_clip=False,
        )


def _write_notes(ax: Axes, table: pd.DataFrame, notes: pd.DataFrame) -> None:
    ax.figure.draw_without_rendering()  # the layout decides where the lines run
    lines = [
        Path(ax.transData.transform(line.sort_values("year")[["year", "value"]].to_numpy(float)))
        for _series, line in table.groupby("series", sort=True)
    ]
    targets = [tuple(point) for point in ax.transData.transform(notes[["year", "value"]].to_numpy(float)).tolist()]
    # Around its point a note that is still to come finds room.
    boxes = [Bbox([[x - 8, y - 40], [x + 8, y + 40]]) for x, y in targets]
    points = 72 / ax.figure.dpi
    for place, note in enumerate(notes.itertuples(index=False)):
        probe = ax.text(0, 0, note.text, fontsize=_NOTE_SIZE)
        size = probe.get_window_extent().size
        probe.remove()
        (x, y), others = targets[place], boxes[:place] + boxes[place + 1 :]
        box = _free_place(ax.get_window_extent().padded(-4), size, (x, y), lines, others)
        near = _nearest(box, (x, y))
        ax.annotate(
            note.text,
            (note.year, note.value),
            xytext=((box.x0 - x) * points, (box.y0 - y) * points),
            textcoords="offset points",
            fontsize=_NOTE_SIZE,
            bbox=style.LABEL_BOX,
            arrowprops={
                "arrowstyle": "-",
                "color": style.MUTED,
                "linewidth": 0.8,
                "relpos": ((near[0] - box.x0) / box.width, (near[1] - box.y0) / box.height),
                "shrinkA": 1,
                "shrinkB": 5,
            },
            zorder=5,
        ).set_in_layout(False)
        boxes[place] = box
        lines.append(_leader(box, (x, y)))


def _free_place(
    frame: Bbox, size: tuple[float, float], point: tuple[float, float], lines: list[Path], boxes: list[Bbox]
) -> Bbox:
    """The place nearest to the point [pixels] where neither the words nor their leader meet a line or other words.

    Where there is none, the one with the fewest meetings.
    """
    best, fewest = None, math.inf
    for box in sorted(_places(frame, size), key=lambda place: math.dist(_nearest(place, point), point)):
        if math.dist(_nearest(box, point), point) < 14:  # the leader could not be seen
            continue
        leader, room = _leader(box, point), box.padded(6)
        met = sum(line.intersects_bbox(room, filled=False) + line.intersects_path(leader, False) for line in lines)
        met += sum(other.overlaps(room) + leader.intersects_bbox(other, filled=False) for other in boxes)
        if met < fewest:
            best, fewest = box, met
        if not met:
            break
    return best or next(_places(frame, size))


def _places(frame: Bbox, size: tuple[float, float], steps: int = 24) -> Iterator[Bbox]:
    """Boxes of that size all over the frame, from the upper right."""
    for column in range(steps, -1, -1):
        for row in range(steps, -1, -1):
            x = frame.x0 + (frame.width - size[0]) * column / steps
            y = frame.y0 + (frame.height - size[1]) * row / steps
            yield Bbox.from_bounds(x, y, *size)


def _nearest(box: Bbox, point: tuple[float, float]) -> tuple[float, float]:
    """The point of the box that is nearest to the given one."""
    return min(max(point[0], box.x0), box.x1), min(max(point[1], box.y0), box.y1)


def _leader(box: Bbox, point: tuple[float, float]) -> Path:
    """The way from the point to the box as a narrow ribbon, without the part that lies on the mark itself."""
    end = _nearest(box, point)
    length = math.dist(end, point)
    along = ((end[0] - point[0]) / length, (end[1] - point[1]) / length)
    start = (point[0] + 10 * along[0], point[1] + 10 * along[1])
    aside = (-2.5 * along[1], 2.5 * along[0])
    corners = [(x + s * aside[0], y + s * aside[1]) for s in (-1, 1) for x, y in (start, end)[::s]]
    return Path([*corners, corners[0]])

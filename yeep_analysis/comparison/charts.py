"""A reference beside the own district: where other districts, the province and the country stand. No ranking."""

from __future__ import annotations

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes

from yeep_analysis.show import style
from yeep_analysis.words import language
from yeep_analysis.words.language import _

_PLACES = ("own", "district")
_LINES = {"province": (0, (5, 3)), "country": (0, (1.2, 1.6))}
_CHARACTERS = 28  # in a line of a name
_ROW = 0.2  # inches
_LABEL = 58  # points: a percentage in bold beside the own mark, with the room to it


def reference_dots(table: pd.DataFrame, *, own: str, ax: Axes | None = None) -> Axes:
    """A row per district in the order of the table; only the own one is named with its value.

    Province and country are lines. A district without a value keeps its row, with a dash at its start.

    table    ``name, value, kind``; value the share of women [0-1], kind ``own``, ``district``, ``province`` or
             ``country``; the order is alphabetical, so that nobody is ranked
    own      name of the own district, for a table in which no row is of the kind ``own``
    """
    places = table[table["kind"].isin(_PLACES)].reset_index(drop=True)
    mine = places["kind"].eq("own")
    mine = mine if mine.any() else places["name"].eq(own)  # elsewhere there may be a district of the same name
    names = [fill(name, _CHARACTERS) for name in places["name"]]
    rows = _rows(names)
    ax = style.axes(ax, size=(7.2, _ROW * (rows[0] + 1 if rows else 1) + 1.1))
    others = places["value"].where(~mine)
    ax.plot(others, rows, linestyle="none", marker="o", markersize=5, color="#8d8893", zorder=3)
    ax.plot(
        places["value"].where(mine),
        rows,
        linestyle="none",
        marker="o",
        markersize=11,
        color=style.WOMEN,
        markeredgecolor="white",
        zorder=4,
    )
    for row, empty in zip(rows, places["value"].isna() & ~mine, strict=True):
        if empty:
            ax.annotate(language.NO_VALUE, (0.008, row), xycoords=("axes fraction", "data"), va="center")
    ax.set_yticks(rows, names)
    for label, chosen in zip(ax.get_yticklabels(), mine, strict=True):
        label.set(color=style.WOMEN if chosen else style.INK, fontweight="bold" if chosen else "normal")
    ax.set(xlim=_limits(table["value"]), ylim=(-0.7, (rows[0] if rows else 0) + 0.7), xlabel=_("Share of women"))
    ax.grid(axis="x", visible=False)
    style.whole_percents(ax.xaxis)
    references = _references(ax, table[table["kind"].isin(_LINES)])
    for row, value in ((row, value) for row, value, chosen in zip(rows, places["value"], mine, strict=True) if chosen):
        _own_value(ax, row, value, references)
    return ax


def _rows(names: list[str]) -> list[float]:
    """Heights of the rows, from above to 0; a name of several lines takes the room of several rows."""
    heights = [(name.count("\n") + 1) for name in names]
    rows = [sum(heights[i + 1 :]) + heights[i] / 2 for i in range(len(names))]
    return [row - rows[-1] for row in rows]


def _limits(values: pd.Series) -> tuple[float, float]:
    known = values.dropna()
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    room = 0.15 * max(high - low, 0.02)
    return low - room, high + room


def _references(ax: Axes, table: pd.DataFrame) -> list[float]:
    """Lines with their names above: the left one named to the left, the right one to the right, whatever the distance.

    Returns where they stand.
    """
    table = table.dropna(subset=["value"]).sort_values("value", kind="stable")
    for place, row in enumerate(table.itertuples(index=False)):
        ax.axvline(row.value, color=style.INK, linewidth=1.3, linestyle=_LINES[row.kind], zorder=2)
        side = -1 if len(table) > 1 and place < len(table) / 2 else 1
        ax.annotate(
            f"{row.name} {language.percent(row.value, 1)}",
            (row.value, 1),
            xycoords=("data", "axes fraction"),
            xytext=(3 * side, 4),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="bottom",
            fontsize=10.5,
        )
    return [float(value) for value in table["value"]]


def _own_value(ax: Axes, row: float, value: float, references: list[float]) -> None:
    """The own value beside its mark, on the side on which fewer lines pass; in its row alone, where it is unknown."""
    if value != value:
        ax.annotate(
            language.NO_VALUE,
            (0.008, row),
            xycoords=("axes fraction", "data"),
            va="center",
            color=style.WOMEN,
            fontweight="bold",
        )
        return
    low, high = ax.get_xlim()
    reach = _LABEL / 72 * (high - low) / (0.6 * ax.figure.get_figwidth())  # names take the rest of the width
    right, left = (sum(0 < side * (x - value) < reach for x in references) for side in (1, -1))
    side = -1 if left < right or (value + reach > high and left == right) else 1
    ax.annotate(
        language.percent(value, 1),
        (value, row),
        xytext=(9 * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        color=style.WOMEN,
        fontweight="bold",
        bbox=style.LABEL_BOX,
        zorder=5,
    )

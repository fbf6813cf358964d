"""Charts of the population over the years."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.path import Path

from yeep_analysis.results import FEMALE, MALE
from yeep_analysis.show import style
from yeep_analysis.show.placing import AFAR, Label, LineEnd, place_labels
from yeep_analysis.words import language
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Sex

_MARKERS = {FEMALE: "o", MALE: "s"}
_COLOURS = {FEMALE: style.WOMEN, MALE: style.MEN}
_NOTE_SIZE = 10  # points


def population_by_sex(
    table: pd.DataFrame,
    *,
    limits: tuple[float, float] | None = None,
    notes: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Two lines, women and men, over the years.

    table    ``year, sex, value``; sex ``female`` or ``male`` [persons]
    limits   the value axis, where two charts are to be compared
    notes    ``year, sex, text``: words beside at most three points; without its point in the table one is left out
    """
    ax = style.axes(ax)
    sns.lineplot(
        table,
        x="year",
        y="value",
        hue="sex",
        style="sex",
        palette=_COLOURS,
        markers=_MARKERS,
        dashes=False,
        hue_order=[FEMALE, MALE],
        style_order=[FEMALE, MALE],
        errorbar=None,
        legend=False,
        ax=ax,
    )
    ax.set(xlabel="", ylabel="", ylim=limits)
    style.count_axis(ax.yaxis)
    style.year_axis(ax, table["year"])
    told = pd.DataFrame() if notes is None else notes.merge(table.dropna(subset=["value"]), on=["year", "sex"])
    lines = [line.sort_values("year") for _sex, line in table.dropna(subset=["value"]).groupby("sex")]
    look = {"ha": "left", "fontsize": _NOTE_SIZE, "linespacing": "normal"}
    at_points = [Label(n.text, n.year, n.value, 5, AFAR, look, gap=5) for n in told.itertuples(index=False)]
    drawn = [Path(line[["year", "value"]].to_numpy(dtype=float)) for line in lines]
    place_labels(ax, [*_line_ends(ax, table), *at_points], lines=drawn)
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

    table    ``year, sex, value``; sex ``female`` or ``male`` [percentage points of the earlier population]
    """
    ax = style.axes(ax)
    wide = table.pivot(index="year", columns="sex", values="value")
    # A bar starts where the other one ends when both point to the same side.
    same_side = wide[FEMALE] * wide[MALE] > 0
    ax.bar(
        wide.index,
        wide[FEMALE],
        color=style.WOMEN,
        hatch=style.HATCH,
        edgecolor="white",
        linewidth=0,
        width=0.72,
        label=Sex.FEMALE.label,
    )
    ax.bar(
        wide.index,
        wide[MALE],
        bottom=wide[FEMALE].where(same_side, 0),
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


def _line_ends(ax: Axes, table: pd.DataFrame) -> list[LineEnd]:
    last = table[table["year"] == table["year"].max()].set_index("sex")["value"].dropna()
    edge = ax.get_xlim()[1]
    return [
        LineEnd(
            f"{Sex(sex).label} {language.number(last[sex])}",
            edge,
            float(last[sex]),
            away=4,
            look={"color": _COLOURS[sex], "fontweight": "bold", "fontsize": 11},
        )
        for sex in (MALE, FEMALE)  # at equal counts men are on top
        if sex in last.index
    ]

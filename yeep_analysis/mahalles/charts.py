"""Charts of the mahalles."""

from __future__ import annotations

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from yeep_analysis.show import style
from yeep_analysis.words import language
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Sex

_CHARACTERS = 28  # in a line of a name


def mahalle_population(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Bars to both sides, men to the left and women to the right, in the order of the table (first on top).

    Serves for any counts of women and men, not of mahalles alone.

    table    ``name, women, men`` [persons]
    """
    names = [fill(name, _CHARACTERS) for name in table["name"]]
    lines = max((name.count("\n") + 1 for name in names), default=1)
    ax = style.axes(ax, size=(7.2, max(0.36, 0.19 * lines) * len(table) + 1.1))
    rows = range(len(table))[::-1]
    ax.barh(rows, -table["men"], color=style.MEN, height=0.72)
    ax.barh(rows, table["women"], color=style.WOMEN, hatch=style.HATCH, edgecolor="white", linewidth=0, height=0.72)
    for row, women, men in zip(rows, table["women"], table["men"], strict=True):
        _beside(ax, women, row, language.number(women), side=1)
        _beside(ax, -men, row, language.number(men), side=-1)
    ax.axvline(0, color=style.INK, linewidth=0.9)
    ax.set_yticks(rows, names)
    widest = max(table["women"].max(), table["men"].max()) or 1
    ax.margins(x=max(0.14, 0.022 * len(language.number(widest))), y=0.02)  # room for the count beside the longest bar
    low, high = ax.get_xlim()
    ax.set_xlim(min(low, -0.75 * widest), max(high, 0.75 * widest))  # and for both headings, where one side is short
    ax.xaxis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 2.5, 5, 10], min_n_ticks=1, integer=True))
    ax.grid(axis="y", visible=False)
    style.count_axis(ax.xaxis)
    for x, sex, colour in ((-widest / 2, Sex.MALE, style.MEN), (widest / 2, Sex.FEMALE, style.WOMEN)):
        ax.annotate(
            sex.label,
            (x, 1.01),
            xycoords=("data", "axes fraction"),
            ha="center",
            va="bottom",
            color=colour,
            fontweight="bold",
            fontsize=12,
        )
    return ax


def mahalle_share(table: pd.DataFrame, *, district: float, ax: Axes | None = None) -> Axes:
    """Dots on lines: the share of women in each mahalle, against half and against the district.

    table     ``name, value``; value the share of women [0-1], in the order of the table (first on top)
    district  share of women in all mahalles together [0-1]
    """
    import seaborn as sns  # where it draws: see population.charts

    table = table[table["value"].notna()]  # where nobody lives there is no share
    ax = style.axes(ax, size=(7.2, 0.36 * len(table) + 1.1))
    rows = list(range(len(table))[::-1])
    women_more = (table["value"] > 0.5).rename("women_more")
    ax.hlines(rows, 0.5, table["value"], color=style.RULE, linewidth=3)
    if rows:
        sns.scatterplot(
            x=table["value"],
            y=rows,
            hue=women_more,
            style=women_more,
            palette={True: style.WOMEN, False: style.MEN},
            markers={True: "o", False: "s"},
            s=80,
            legend=False,
            zorder=3,
            ax=ax,
        )
    ax.set(xlabel="", ylabel="")
    for row, value in zip(rows, table["value"], strict=True):
        _beside(ax, value, row, language.percent(value, 1), side=1 if value >= 0.5 else -1, away=8)
    ax.axvline(0.5, color=style.INK, linewidth=0.9)
    ax.axvline(district, color=style.WOMEN, linewidth=1.3, linestyle=(0, (5, 3)))
    ax.set_yticks(rows, table["name"])
    ax.margins(x=0.16, y=0.06)
    ax.grid(axis="y", visible=False)
    style.percent_axis(ax.xaxis)
    handles = [
        Line2D([], [], color=style.INK, linewidth=0.9, label=_("Half: {share}").format(share=language.percent(0.5, 0))),
        Line2D(
            [],
            [],
            color=style.WOMEN,
            linewidth=1.3,
            linestyle=(0, (5, 3)),
            label=_("District: {share}").format(share=language.percent(district, 2)),
        ),
    ]
    ax.legend(handles=handles, ncols=2, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    return ax


def _beside(ax: Axes, x: float, y: float, text: str, *, side: int, away: float = 4) -> None:
    ax.annotate(
        text,
        (x, y),
        xytext=(side * away, 0),
        textcoords="offset points",
        va="center",
        ha="left" if side > 0 else "right",
        fontsize=10,
        bbox=style.LABEL_BOX,
    )

"""The share of women of each unit against its size, with the limits between which chance alone leaves it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from yeep_analysis.show import style
from yeep_analysis.show.placing import Label, frame, measured, place_labels, to_points
from yeep_analysis.words import language
from yeep_analysis.words.language import _

_DASHED = (0, (5, 3))
_LINE_LABEL = 9.5  # size of the letters at the right end of the lines
_LOGARITHMIC = 20  # times the smallest unit that the largest may be on an even axis
_BAND = "#efedf1"
# By the outermost limit beyond which a unit lies: shape, size, and the fill of units with more and with fewer women.
_MARKS = {
    0: ("o", 6.0, "white", "white"),
    95: ("s", 6.5, "#b2abd2", "#d0d0d0"),
    998: ("D", 7.5, style.WOMEN, "#4a4a4a"),
}


def funnel(
    table: pd.DataFrame,
    *,
    curves: pd.DataFrame,
    centre: float,
    adjusted: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Funnel plot: marks within and outside the limits of chance, each with its name; small units vary more.

    table     ``name, size, value, outside``; size in residents, value the share of women [0-1], outside the outermost
              limit of chance beyond which the unit lies (0, 95 or 998); units where nobody lives have no mark
    curves    ``size, lower_998, lower_95, upper_95, upper_998``: the limits of chance [0-1] by size [residents]
    centre    share of women of all units together [0-1]
    adjusted  the same limits, widened by how much the units differ altogether; None where they are not shown
    """
    table = table[table["value"].notna() & (table["size"] > 0)]
    if adjusted is not None and (adjusted.equals(curves) or adjusted.isna().any(axis=None)):
        adjusted = None  # nothing was widened, or nobody can say by how much
    ax = style.axes(ax, size=(7.2, 4.4 + 0.07 * max(0, len(table) - 14)))
    _limits(ax, table, curves, adjusted, centre)
    _draw_lines(ax, curves, adjusted, centre)
    for outside, (marker, size, more, fewer) in _MARKS.items():
        for side, fill in ((table["value"] >= centre, more), (table["value"] < centre, fewer)):
            chosen = table[side & (table["outside"] == outside)]
            ax.plot(
                chosen["size"],
                chosen["value"],
                linestyle="none",
                marker=marker,
                markersize=size,
                markerfacecolor=fill,
                markeredgecolor=style.INK,
                markeredgewidth=0.9,
                zorder=4,
            )
    _axes_in_words(ax)
    _legend(ax)
    drawn, region = _label_lines(ax, curves, adjusted, centre)
    radii = table["outside"].map({outside: 0.62 * size + 1 for outside, (_m, size, *_fills) in _MARKS.items()})
    labels = zip(table["name"], table["size"], table["value"], radii, strict=True)
    place_labels(ax, [Label(str(name), x, y, r) for name, x, y, r in labels], curves=drawn, region=region)
    return ax


def _limits(ax: Axes, table: pd.DataFrame, curves: pd.DataFrame, adjusted: pd.DataFrame | None, centre: float) -> None:
    """Room for all marks, and for all limits at the sizes of the units; not for the mouth of the funnel beyond."""
    smallest, largest = float(table["size"].min()), float(table["size"].max())
    if largest > _LOGARITHMIC * smallest:
        beyond = (largest / smallest) ** 0.06
        ax.set_xscale("log")
        left, right = smallest / beyond, largest * beyond
        ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.xaxis.set_minor_locator(NullLocator())
    else:
        beyond = 0.08 * (largest - smallest or largest)
        left, right = max(0.0, smallest - beyond), largest + beyond
    known = float(curves["size"].max())  # no axis without limits, where they do not go as far
    ax.set_xlim(left, min(right, known) if known > largest else right)
    shown = [limits for limits in (curves, adjusted) if limits is not None]
    ends = [smallest, largest]
    heights = [np.interp(ends, f["size"], f[name]) for f in shown for name in ("lower_998", "upper_998")]
    values = np.concatenate([*heights, table["value"], [centre]])
    room = 0.05 * (values.max() - values.min()) or 0.01
    ax.set_ylim(max(values.min() - room, -0.02), min(values.max() + room, 1.02))


def _axes_in_words(ax: Axes) -> None:
    ax.set_xlabel(_("Residents") if ax.get_xscale() == "linear" else _("Residents (logarithmic scale)"))
    ax.set_ylabel(_("Share of women"))
    style.count_axis(ax.xaxis)
    ax.yaxis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10]))
    between = ax.yaxis.get_major_locator().tick_values(*ax.get_ylim())
    digits = 0 if between[1] - between[0] > 0.0099 else 1
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _position: language.percent(value, digits)))


def _draw_lines(ax: Axes, curves: pd.DataFrame, adjusted: pd.DataFrame | None, centre: float) -> None:
    if adjusted is not None:
        ax.fill_between(adjusted["size"], adjusted["lower_998"], adjusted["upper_998"], color=_BAND, linewidth=0)
        for name in ("lower_998", "upper_998"):
            ax.plot(adjusted["size"], adjusted[name], color=style.MUTED, linewidth=1.2, linestyle=(0, (1, 2)))
    for name, dash in (("lower_998", "-"), ("lower_95", _DASHED), ("upper_95", _DASHED), ("upper_998", "-")):
        ax.plot(curves["size"], curves[name], color=style.MUTED, linewidth=1.2, linestyle=dash)
    ax.axhline(centre, color=style.INK, linewidth=1.4, zorder=1.9)


def _legend(ax: Axes) -> None:
    words = {0: _("within chance"), 95: _("outside {share}"), 998: _("outside {share}")}
    handles = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=marker,
            markersize=size,
            markerfacecolor={0: "white", 95: style.RULE, 998: style.INK}[outside],
            markeredgecolor=style.INK,
            label=words[outside].format(share=_level(outside)),
        )
        for outside, (marker, size, *_fills) in _MARKS.items()
    ]
    ax.legend(handles=handles, ncols=3, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0), handletextpad=0.3)


def _level(outside: int) -> str:
    """The share of units that chance leaves within a limit, as readers see it."""
    return language.percent(0.998, 1) if outside == 998 else language.percent(0.95, 0)


def _label_lines(
    ax: Axes, curves: pd.DataFrame, adjusted: pd.DataFrame | None, centre: float
) -> tuple[list[Path], np.ndarray]:
    """Names of the lines right of the axes, each joined to its end; gives back the lines and the axes in points."""
    lines = [(curves, name, _level(998 if name.endswith("998") else 95)) for name in curves.columns.drop("size")]
    if adjusted is not None:
        words = _("{share}, adjusted").format(share=_level(998))
        lines += [(adjusted, name, words) for name in ("lower_998", "upper_998")]
    right = ax.get_xlim()[1]
    ends = [float(np.interp(right, limits["size"], limits[name])) for limits, name, _text in lines]
    texts = [text for _limits, _name, text in lines]
    ends.append(centre)
    texts.append(_("District: {share}").format(share=language.percent(centre, 2)))
    low, high = ax.get_ylim()
    _x0, bottom, _x1, top = frame(ax)
    gap = 1.12 * measured(ax, texts, _LINE_LABEL)[:, 1].max() * (high - low) / (top - bottom)
    for end, height, text in zip(ends, style.spread(ends, gap), texts, strict=True):
        ax.annotate(
            text,
            (1, end),
            xytext=(1.045, height),
            xycoords=("axes fraction", "data"),
            textcoords=("axes fraction", "data"),
            va="center",
            fontsize=_LINE_LABEL,
            fontweight="semibold" if end is centre else "normal",
            annotation_clip=False,
        )
        across = ax.get_yaxis_transform()
        ax.plot([1, 1.04], [end, height], transform=across, color=style.MUTED, linewidth=0.6, clip_on=False)
    region = frame(ax)
    paths = [Path(to_points(ax, limits[["size", name]].to_numpy())) for limits, name, _text in lines]
    return [*paths, Path(to_points(ax, [(ax.get_xlim()[0], centre), (right, centre)]))], region

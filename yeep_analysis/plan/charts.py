"""Charts of the plan: what was promised, who answers for it, how its indicators stand the audit."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from yeep_analysis.show import style
from yeep_analysis.words.terms import Role, Verdict

_GAP = 0.55  # between two goals, in widths of an action
_VERDICTS = {
    Verdict.YES: (style.WOMEN, ""),
    Verdict.PARTLY: ("#b2abd2", "\\\\\\\\"),
    Verdict.NO: ("white", ""),
    Verdict.NOT_APPLICABLE: ("#ececec", "xxxx"),
}


def plan_overview(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The whole plan at a glance: a row per theme, a block per goal, a square per action.

    table    ``theme, goal, actions, summary``; one row per goal in the order of the plan, ``actions`` a count,
             ``summary`` the words at the end of the row of a theme
    """
    themes = list(dict.fromkeys(table["theme"]))
    ax = style.axes(ax, size=(7.2, 0.74 * len(themes) + 0.2))
    widest = 0.0
    for row, theme in enumerate(reversed(themes)):
        x = 0.0
        goals = table[table["theme"] == theme]
        for actions in goals["actions"]:
            for _action in range(int(actions)):
                ax.add_patch(Rectangle((x, row - 0.32), 0.82, 0.46, facecolor=style.WOMEN, edgecolor="none"))
                x += 1
            x += _GAP
        ax.annotate(theme, (0, row + 0.2), va="bottom", fontweight="semibold", fontsize=11)
        ax.annotate(goals["summary"].iloc[0], (x + 0.2, row - 0.09), va="center", fontsize=10)
        widest = max(widest, x)
    ax.set(xlim=(-0.1, max(widest * 1.42, 24)), ylim=(-0.45, len(themes) - 0.35))
    ax.axis("off")
    return ax


def unit_roles(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Bars: in how many actions a unit is named, as responsible and as partner, first row on top.

    table    ``name, responsible, partner, actions`` [actions]; a unit may be named in both roles at one action
    """
    ax = style.axes(ax, size=(7.2, 0.32 * len(table) + 0.9))
    rows = range(len(table))[::-1]
    ax.barh(rows, table["responsible"], color=style.WOMEN, height=0.7, label=Role.RESPONSIBLE.label)
    ax.barh(
        rows,
        table["actions"] - table["responsible"],  # at an action with both roles the unit is counted once
        left=table["responsible"],
        color="#b2abd2",
        hatch="\\\\\\\\",
        edgecolor="white",
        linewidth=0,
        height=0.7,
        label=Role.PARTNER.label,
    )
    for row, total in zip(rows, table["actions"], strict=True):
        ax.annotate(str(int(total)), (total, row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=10)
    ax.set_yticks(rows, table["name"])
    ax.margins(x=0.08, y=0.02)
    ax.grid(axis="y", visible=False)
    ax.legend(ncols=2, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    style.count_axis(ax.xaxis)
    return ax


def audit_answers(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Stacked bars: how many measures answer each criterion how.

    table    ``name`` and one column per verdict (``yes, partly, no, not_applicable``) [measures], first row on top
    """
    ax = style.axes(ax, size=(7.2, 0.46 * len(table) + 1.0))
    rows = range(len(table))[::-1]
    left = pd.Series(0, index=table.index)
    for verdict, (colour, hatch) in _VERDICTS.items():
        values = table[verdict.value]
        ax.barh(
            rows,
            values,
            left=left,
            color=colour,
            hatch=hatch,
            edgecolor=style.INK,
            linewidth=0.6,
            height=0.66,
            label=verdict.label,
        )
        for row, start, value in zip(rows, left, values, strict=True):
            if value >= 4:  # a narrower part has no room for its number; the table has it
                ax.annotate(
                    str(int(value)),
                    (start + value / 2, row),
                    ha="center",
                    va="center",
                    fontsize=10,
                    bbox={**style.LABEL_BOX, "pad": 1.5},
                )
        left = left + values
    ax.set_yticks(rows, table["name"])
    ax.set_xlim(0, float(left.max()))
    ax.margins(y=0.02)
    ax.grid(visible=False)
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    ax.legend(ncols=4, frameon=False, loc="lower center", bbox_to_anchor=(0.45, 1.0), handlelength=1.5)
    return ax

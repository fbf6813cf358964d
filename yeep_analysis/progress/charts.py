"""Charts of the plan's progress."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from yeep_analysis.show import style
from yeep_analysis.words.terms import Status

_UNSHADED = (Status.NO_DATA.value, Status.NOT_COMPUTABLE.value)  # what is not known gets no colour


def status_heat(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A grid of numbers: a row per theme, a column per status, the number of measures in each cell.

    The number says everything; the shade (part of the row) only leads the eye. What is not known stays white.

    table    ``name, asked`` and one column per status [measures]; the last row is the whole plan
    """
    statuses = [column for column in table.columns if column not in ("name", "asked")]
    ax = style.axes(ax, size=(7.2, 0.44 * len(table) + 1.25))
    for row, (_index, entry) in enumerate(table.iterrows()):
        y = len(table) - 1 - row - (0.15 if row == len(table) - 1 else 0)  # the whole plan stands a little apart
        for x, status in enumerate(statuses):
            count = int(entry[status])
            share = count / entry["asked"] if entry["asked"] else 0
            shade = 0 if status in _UNSHADED else share
            ax.add_patch(
                Rectangle((x - 0.5, y - 0.5), 1, 0.94, facecolor=_shade(shade), edgecolor=style.INK, linewidth=0.5)
            )
            if count:
                ax.annotate(
                    str(count),
                    (x, y - 0.03),
                    ha="center",
                    va="center",
                    fontsize=11,
                    color=style.INK,
                    fontweight="semibold" if row == len(table) - 1 else "normal",
                )
    heights = [len(table) - 1 - row - (0.15 if row == len(table) - 1 else 0) - 0.03 for row in range(len(table))]
    ax.set_yticks(heights, [f"{name} ({asked})" for name, asked in zip(table["name"], table["asked"], strict=True)])
    # Slanted: words of a status are longer than its column is wide, in either language.
    ax.set_xticks(
        range(len(statuses)),
        [Status(status).label for status in statuses],
        rotation=35,
        ha="left",
        rotation_mode="anchor",
    )
    ax.xaxis.tick_top()
    ax.set(xlim=(-0.5, max(len(statuses) - 0.5, 4.5)), ylim=(-0.75, len(table) - 0.5))
    ax.tick_params(length=0)
    ax.grid(visible=False)
    for side in ax.spines.values():
        side.set_visible(False)
    return ax


def _shade(share: float) -> tuple[float, float, float]:
    """White to a purple on which dark figures still stand out (contrast 4.5 : 1)."""
    darkest = (0.68, 0.61, 0.80)
    return tuple(1 - share * (1 - part) for part in darkest)

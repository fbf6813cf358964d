"""Maps of counts of which small ones are hidden: fixed limits, so that no class tells of one."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from yeep_analysis.mahalles.map_chart import Fill, Shapes, area_map
from yeep_analysis.sensitive.tables import hidden
from yeep_analysis.show import style

_SHADES = ("#f4f2f8", "#e0daee", "#c3b7de", "#a391cc", "#8a75bd")
_EDGE = "#2d004b"


def class_map(
    table: pd.DataFrame,
    *,
    names: Sequence[str],
    title: str,
    unknown: str,
    shapes: Shapes | None = None,
    width: float = 7.2,
    ax: Axes | None = None,
) -> Axes:
    """Map of the mahalles by classes.

    table   ``place, name, longitude, latitude, total, level, words``; ``level`` the number of the class, or ``hidden``
            or ``unknown``
    names   of the classes, from the lowest to the highest
    title   what the classes are of
    unknown what is said of places of no known class
    shapes  outlines by ``place``
    width   of a figure of its own [inches]
    """
    shades = (_SHADES[round(level * (len(_SHADES) - 1) / max(len(names) - 1, 1))] for level in range(len(names)))
    fills = {
        str(level): Fill(shade, _EDGE, "", name) for level, (shade, name) in enumerate(zip(shades, names, strict=True))
    }
    special = {
        "hidden": Fill("white", "#8d8893", "xxx", hidden()),
        "unknown": Fill("white", style.MUTED, "", unknown),
    }
    filled = table.assign(fill=table["level"].astype(str))
    return area_map(filled, fills={**fills, **special}, title=title, shapes=shapes, width=width, ax=ax)

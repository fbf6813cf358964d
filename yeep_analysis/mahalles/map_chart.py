"""The mahalles where they lie, as circles or outlines, drawn in points (1/72 inch) like the letters on them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Patch, PathPatch
from matplotlib.path import Path

from yeep_analysis.show import style
from yeep_analysis.show.placing import GAP, Label, place_labels
from yeep_analysis.words import language
from yeep_analysis.words.language import N_, _

Shapes = Mapping[str, Sequence[Sequence[Sequence[tuple[float, float]]]]]  # code -> polygons -> rings, the outer first
Outlines = dict[str, list[list[np.ndarray]]]  # the same on a plane
_COVERED = 0.25  # of the map, by all circles together
_POINT = 0.01  # of the share of women: where the pale fills end
_LEGEND = {"loc": "lower right", "frameon": False, "fontsize": 9.5, "title_fontsize": 9.5, "alignment": "left"}
_LEGEND |= {"borderpad": 0, "borderaxespad": 0.2, "columnspacing": 1.2}


@dataclass(frozen=True)
class Fill:
    """How an area is filled, and what that means in the legend."""

    colour: str
    edge: str
    hatch: str
    words: str


Fills = Mapping[str, Fill]
# By the distance to the district.
_FILLS = {
    "far_above": Fill("#b2abd2", "#2d004b", "", N_("more than 1 point higher")),
    "above": Fill("#e6e2f1", "#2d004b", "", N_("up to 1 point higher")),
    "equal": Fill("#f4f3f5", style.INK, "", N_("as in the district")),
    "below": Fill("#ebebeb", "#4a4a4a", "//", N_("up to 1 point lower")),
    "far_below": Fill("#c4c4c4", "#4a4a4a", "////", N_("more than 1 point lower")),
    "none": Fill("white", style.MUTED, "", N_("no residents")),
}


def mahalle_map(table: pd.DataFrame, *, shapes: Shapes | None = None, district: float, ax: Axes | None = None) -> Axes:
    """Map of the mahalles, each with its name and share of women; its fill says how far it is from the district.

    Without outlines a mahalle is a circle at its centre, its residents the area, moved where circles would overlap.

    table     ``place, name, longitude, latitude, total, value``; centre in degrees, total in residents, value the share
              of women [0-1], empty where nobody lives
    shapes    outlines by ``place``: polygons, each a list of rings, the outer one first, of (longitude, latitude);
              where one is missing, all mahalles are circles
    district  share of women of all mahalles together [0-1]
    """
    words = [f"{row['name']}\n{language.percent(row['value'], 1)}" for _index, row in table.iterrows()]
    filled = table.assign(fill=[_fill(value, district) for value in table["value"]], words=words)
    title = _("Share of women, compared with the district ({share})").format(share=language.percent(district, 2))
    return area_map(filled, shapes=shapes, fills=_FILLS, title=title, ax=ax)


def area_map(
    table: pd.DataFrame,
    *,
    fills: Fills,
    title: str,
    shapes: Shapes | None = None,
    width: float = 7.2,
    ax: Axes | None = None,
) -> Axes:
    """Map of the mahalles, each with its words and its fill.

    table    ``place, name, longitude, latitude, total, fill, words``; centre in degrees, total in residents
    fills    what each fill looks like and means
    title    of the legend
    shapes   as of `mahalle_map`
    width    of a figure of its own [inches]
    """
    places, outlines = _projected(table, shapes or {})
    height = _height(_extent(outlines or places), len(table), width)
    ax = style.axes(ax, size=(width, height), whole=True)
    ax.axis("off")
    across, high = ax.get_window_extent().size * 72 / ax.figure.dpi
    ax.set(xlim=(0, across), ylim=(0, high), aspect="equal")
    region = np.array([0.0, _legend(ax, table, fills, title), across, high])
    draw = _draw_outlines if outlines else _draw_circles
    draw(ax, table, outlines or places, region, fills)
    return ax


def _fill(value: float, district: float) -> str:
    if value != value:
        return "none"
    if math.isclose(value, district, abs_tol=1e-9):
        return "equal"
    return ("far_" if abs(value - district) > _POINT else "") + ("above" if value > district else "below")


def _style(fill: Fill) -> dict:
    return {"facecolor": fill.colour, "edgecolor": fill.edge, "hatch": fill.hatch, "linewidth": 0.9}


def _projected(table: pd.DataFrame, shapes: Shapes) -> tuple[np.ndarray, Outlines]:
    """Centres and outlines on a plane (equirectangular): a degree of longitude is shorter than one of latitude."""
    middle = (table["latitude"].min() + table["latitude"].max()) / 2
    shrink = np.array([math.cos(math.radians(middle)), 1.0])
    whole = all(shapes.get(code) for code in table["place"])  # a map with a hole would mislead
    codes = table["place"] if whole else []
    outlines = {code: [[np.array(ring) * shrink for ring in polygon] for polygon in shapes[code]] for code in codes}
    return table[["longitude", "latitude"]].to_numpy(dtype=float) * shrink, outlines


def _height(extent: np.ndarray, mahalles: int, across: float) -> float:
    """Of the figure [inches]: by the shape of the district, and higher where many names need room."""
    width, height = np.ptp(extent, axis=0)
    room = 72 * across - 18
    by_shape = min(max(room * height / width, 250), (1.08 if across > 5 else 0.95) * room) if width else 250
    return (max(by_shape, 9 * mahalles) + 80) / 72


def _extent(drawn: np.ndarray | Outlines) -> np.ndarray:
    """Lower left and upper right corner of the centres or of the outlines."""
    shapes = drawn.values() if isinstance(drawn, dict) else [[[drawn]]]
    points = np.vstack([ring for polygons in shapes for polygon in polygons for ring in polygon])
    return np.array([points.min(axis=0), points.max(axis=0)])


def _onto(region: np.ndarray, extent: np.ndarray, margin: float):
    """What turns places into points of the region: one scale for both directions, in the middle."""
    rooms = zip(np.maximum(region[2:] - region[:2] - 2 * margin, 1), np.ptp(extent, axis=0), strict=True)
    scale = min((room / span for room, span in rooms if span > 0), default=0.0)
    return lambda place: (region[:2] + region[2:]) / 2 + (place - extent.mean(axis=0)) * scale


def _legend(ax: Axes, table: pd.DataFrame, fills: Fills, title: str) -> float:
    """What the fills mean, and where north is; gives the height that they take [points]."""
    handles = [Patch(**_style(fill), label=_(fill.words)) for name, fill in fills.items() if name in set(table["fill"])]
    for columns in (2, 1):
        legend = ax.legend(handles=handles, title=title, ncols=columns, **_LEGEND)
        box = legend.get_window_extent().transformed(ax.transData.inverted())
        if box.x0 > 190:
            break
    arrow = {"arrowstyle": "-|>", "color": style.INK, "shrinkA": 1, "shrinkB": 0}
    ax.annotate(_("North")[0], (9, 46), xytext=(9, 6), ha="center", va="bottom", fontsize=9.5, arrowprops=arrow)
    return max(box.height, 72.0) + 6


def _draw_circles(ax: Axes, table: pd.DataFrame, places: np.ndarray, region: np.ndarray, fills: Fills) -> None:
    totals = table["total"].to_numpy(dtype=float)
    radii, centres = _circles(totals, places, region)
    labels = []
    for (_index, row), (x, y), radius in zip(table.iterrows(), centres, radii, strict=True):
        ax.add_patch(Circle((x, y), radius, label=row["name"], **_style(fills[row["fill"]])))
        if not radius:  # nobody lives there: a cross, for a circle would be too small to see
            ax.plot([x], [y], marker="x", markersize=5, color=style.INK)
        room = Path.circle((x, y), radius) if radius else None
        labels.append(Label(row["words"], x, y, max(radius, 4.0), room=room, ground=fills[row["fill"]].colour))
    if totals.max() > 0:
        _reference(ax, totals.max(), radii.max() / math.sqrt(totals.max()), region[1])
    place_labels(ax, labels, region=region)


def _circles(totals: np.ndarray, places: np.ndarray, region: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Radii and centres [points]: as large as the map bears, and smaller where they find no room beside each other."""
    sides = region[2:] - region[:2]
    shares = totals / max(totals.sum(), 1)
    scale = min(math.sqrt(_COVERED * sides.prod() / math.pi), 0.18 * sides.min() / math.sqrt(shares.max() or 1))
    while True:
        radii = scale * np.sqrt(shares)
        rooms = np.maximum(radii, min(4.0, scale / 10))  # a mahalle without residents needs some, too
        homes = _onto(region, _extent(places), rooms.max() + 1)(places)
        centres = _apart(homes, rooms, region, min(GAP, scale / 10))
        if centres is not None:
            return radii, centres
        scale *= 0.95 if len(homes) <= 40 else 0.85  # many are tried in larger steps


def _apart(homes: np.ndarray, radii: np.ndarray, region: np.ndarray, gap: float) -> np.ndarray | None:
    """Centres near their homes at which no circle touches another or leaves the region; None where none were found."""
    turns = 2.4 * np.arange(len(homes))  # two at the same place part in a direction of their own
    now = homes + 0.01 * np.column_stack([np.cos(turns), np.sin(turns)])
    wanted = radii[:, None] + radii + gap
    np.fill_diagonal(wanted, 0)
    yields = radii**2 / (radii[:, None] ** 2 + radii**2)  # the smaller one moves more
    for step in range(1500):
        way = now[:, None] - now[None]
        distance = np.maximum(np.hypot(way[..., 0], way[..., 1]), 1e-9)
        short = np.maximum(wanted - distance, 0)
        if step > 200 and short.max() < gap / 2:
            return now
        now = now + 0.5 * (way / distance[..., None] * (short * yields)[..., None]).sum(axis=1)
        now += max(0.0, 0.04 * (1 - step / 200)) * (homes - now)
        now = np.clip(now, region[:2] + radii[:, None] + 1, region[2:] - radii[:, None] - 1)
    return None


def _reference(ax: Axes, most: float, per_root: float, strip: float) -> None:
    """Two circles of round numbers of residents, one in the other, at the scale of the map."""
    steps = [digit * 10**power for power in range(8) for digit in (1, 2, 5)]
    fits = [n for n in steps if n <= most and 2 * per_root * math.sqrt(n) <= strip - 10]
    for n in fits[-1:] + [n for n in fits if 5 * n <= fits[-1]][-1:]:
        outer, radius = per_root * math.sqrt(fits[-1]), per_root * math.sqrt(n)
        top = (24 + outer, 3 + 2 * radius)
        ax.add_patch(Circle((top[0], 3 + radius), radius, facecolor="none", edgecolor=style.INK, label="_reference"))
        ax.plot([top[0], 30 + 2 * outer], [top[1]] * 2, color=style.MUTED, linewidth=0.7)
        words = _("{n} residents").format(n=language.number(n))
        ax.annotate(words, (33 + 2 * outer, top[1]), va="center", fontsize=9.5)


def _draw_outlines(ax: Axes, table: pd.DataFrame, outlines: Outlines, region: np.ndarray, fills: Fills) -> None:
    onto = _onto(region, _extent(outlines), 36)
    labels, areas = [], []
    for _index, row in table.iterrows():
        polygons = [[onto(ring) for ring in polygon] for polygon in outlines[row["place"]]]
        rings = [_turned(ring, outer=ring is polygon[0]) for polygon in polygons for ring in polygon]
        path = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
        ax.add_patch(PathPatch(path, label=row["name"], **_style(fills[row["fill"]])))
        areas.append(path)
        at = _inner_point(max(polygons, key=lambda polygon: abs(_area(polygon[0]))))
        (dot,) = ax.plot(*at, marker="o", markersize=3, color=style.INK, zorder=4.5)
        labels.append(Label(row["words"], *at, 2.5, room=path, ground=fills[row["fill"]].colour, mark=dot))
    place_labels(ax, labels, areas=areas, region=region)


def _area(ring: np.ndarray) -> float:
    """Of a closed ring; below zero where it runs clockwise."""
    return float((ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1]).sum()) / 2


def _turned(ring: np.ndarray, *, outer: bool) -> np.ndarray:
    """Outer rings one way round and holes the other, so that a hole stays empty."""
    return ring if (_area(ring) > 0) == outer else ring[::-1]


def _inner_point(polygon: list[np.ndarray]) -> np.ndarray:
    """The point inside that is farthest from the edges; height counts double, because letters need width."""
    outer = polygon[0]
    xs, ys = (np.linspace(low, high, 31)[1:-1] for low, high in zip(outer.min(axis=0), outer.max(axis=0), strict=True))
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    in_hole = np.any([Path(hole).contains_points(points) for hole in polygon[1:]], axis=0)
    within = Path(outer).contains_points(points) & ~in_hole
    rings = [ring[:: 1 + len(ring) // 300] for ring in polygon]
    edges = np.vstack([np.linspace(a, b, 5)[:-1] for ring in rings for a, b in pairwise(ring)])
    away = np.hypot(*((points[:, None] - edges[None]) * [1, 2]).transpose(2, 0, 1)).min(axis=1)
    return points[np.where(within, away, -1).argmax()]

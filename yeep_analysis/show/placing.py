"""Names beside their points, so that nothing covers anything.

Worked out in points (1/72 inch) of the finished layout, from the real extent of the letters, and without chance: the
same input gives the same drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Affine2D, Bbox, ScaledTranslation

from yeep_analysis.show import style

GAP = 2.5  # between a text and whatever is beside it
CENTRED = {"ha": "center", "va": "center", "linespacing": 1.05}
_STILL_EASY = 8.0  # no smaller letters only because a leader line runs over something
SIZES = (10.0, 9.0, 8.0, 7.0, 6.0, 5.0)  # of the letters; the first at which every text finds a place is taken
_MANY = 40  # labels
_TRIED_ON_CURVES = 12
_FAR = (8, 15, 24, 36, 50, 66, 84, 104, 130)  # lengths of a leader line
_OUTWARD = np.array([-1.0, -1.0, 1.0, 1.0])
_ROUND = np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [1, -1], [-1, 1], [-1, -1]], dtype=float)
_TEXT_HIT, _LEADER_HIT, _ON_AREA, _ON_CURVE, _WITH_LEADER, _LEADERS_CROSS = 1e6, 1e4, 150.0, 5.0, 12.0, 25.0


@dataclass(frozen=True)
class Label:
    """A text and the mark that it names: place of the mark in data, ``radius`` of the mark in points."""

    text: str
    x: float
    y: float
    radius: float = 4.0


@dataclass
class _Surroundings:
    """What a text must keep off, in points: boxes ``x0, y0, x1, y1``, circles ``x, y, radius``."""

    region: np.ndarray
    circles: np.ndarray
    boxes: np.ndarray
    curves: Sequence[Path]
    areas: Sequence[Path]
    placed: dict[int, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)  # box, and leader or NaN


def place_labels(
    ax: Axes,
    labels: Sequence[Label],
    *,
    marks: Iterable[Sequence[float]] = (),
    avoid: Iterable[Sequence[float]] = (),
    curves: Iterable[Path] = (),
    areas: Sequence[Path] = (),
    region: Sequence[float] | None = None,
) -> list[Annotation]:
    """Write every text beside its mark, so that it covers no mark and no other text, and stays within the axes.

    A text that finds no room next to its mark stands farther off, with a thin line to it; where there is no room at all
    the letters of all texts become smaller. The limits of the axes are fixed here: nothing moves them afterwards.

    marks    other marks ``x, y, radius`` that no text may touch [points from the lower left corner of the figure]
    avoid    boxes ``x0, y0, x1, y1`` that no text may touch [points]
    curves   lines that a text should rather not cover [points]
    areas    outlines on which a text should rather not stand [points]
    region   box within which the texts stay instead of the axes [points]
    """
    ax.set(xlim=ax.get_xlim(), ylim=ax.get_ylim())
    whole = np.array(region if region is not None else frame(ax)) - GAP * _OUTWARD
    centres = to_points(ax, [(label.x, label.y) for label in labels])
    own = np.column_stack([centres, [label.radius for label in labels]])
    circles = np.vstack([own, np.array([*marks], dtype=float).reshape(-1, 3)])
    boxes = np.array([*avoid], dtype=float).reshape(-1, 4)
    around = _Surroundings(whole, circles, boxes, tuple(curves), areas)
    best = None
    # Where there are many, large letters never fit, and trying them would take longest.
    for size in SIZES if len(labels) <= _MANY else SIZES[-2:]:
        extents = measured(ax, [label.text for label in labels], size)
        around.placed = {}
        _place_all(around, own, extents)
        costs = [_costs(around, i, box[None], line[None])[0] for i, (box, line) in around.placed.items()]
        worst = max(costs, default=0)
        grade = int(worst >= _LEADER_HIT) + int(worst >= _TEXT_HIT)
        if best is None or grade < best[0] or grade == best[0] == 2:
            best = (grade, size, dict(around.placed))
        if grade == 0 or (grade == 1 and size <= _STILL_EASY):
            break
    _grade, size, placed = best
    return [_write(ax, label, centres[i], size, *placed[i]) for i, label in enumerate(labels)]


def frame(ax: Axes) -> np.ndarray:
    """The box of the axes [points], after the layout of the figure has come to rest."""
    ax.figure.draw_without_rendering()
    return np.array(ax.get_window_extent().extents) * 72 / ax.figure.dpi


def to_points(ax: Axes, places: Sequence[tuple[float, float]] | np.ndarray) -> np.ndarray:
    """Places in data as points from the lower left corner of the figure."""
    return ax.transData.transform(np.array(places, dtype=float).reshape(-1, 2)) * 72 / ax.figure.dpi


def measured(ax: Axes, texts: Sequence[str], size: float) -> np.ndarray:
    """Width and height of each text [points]."""
    probe = Text(0, 0, "", fontsize=size, **CENTRED)
    probe.set_figure(ax.figure)
    extents = []
    for text in texts:
        probe.set_text(text)
        extents.append(probe.get_window_extent().size)
    return np.array(extents, dtype=float).reshape(-1, 2) * 72 / ax.figure.dpi


def _place_all(around: _Surroundings, marks: np.ndarray, extents: np.ndarray) -> None:
    """From the most crowded point to the loneliest; then those far off once more, knowing all the others."""
    away = np.hypot(*(marks[:, None, :2] - marks[None, :, :2]).transpose(2, 0, 1))
    crowd = np.round((1 / (away + 10)).sum(axis=1), 9)
    order = sorted(range(len(marks)), key=lambda i: (-crowd[i], i))
    paid = np.full(len(marks), np.inf)
    for step, i in enumerate([*order, *order]):
        if paid[i] < _ON_CURVE:
            continue  # it stands well already
        around.placed.pop(i, None)
        boxes, leaders, base = _candidates(marks[i], extents[i])
        costs = base + _costs(around, i, boxes, leaders)
        if costs.min() >= _LEADER_HIT and step >= len(order):
            boxes, leaders, base = _anywhere(around.region, marks[i], extents[i])
            costs = base + _costs(around, i, boxes, leaders)
        best = _cheapest(around.curves, boxes, costs)
        around.placed[i], paid[i] = (boxes[best], leaders[best]), costs[best]


def _cheapest(curves: Sequence[Path], boxes: np.ndarray, costs: np.ndarray) -> int:
    """The candidate that costs least; only those that a curve could decide between are held against the curves."""
    order = np.argsort(costs, kind="stable")[:_TRIED_ON_CURVES]
    covers = {}
    for i in order[costs[order] <= costs.min() + _ON_CURVE]:
        box = Bbox.from_extents(*boxes[i])
        covers[int(i)] = any(curve.intersects_bbox(box, filled=False) for curve in curves)
    return min(covers, key=lambda i: costs[i] + _ON_CURVE * covers[i])


def _candidates(mark: np.ndarray, extent: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Boxes around a mark, the leader line of each (NaN right beside the mark), and how little each is liked."""
    aslant = np.abs(_ROUND).sum(axis=1) == 2
    near = mark[:2] + _ROUND * ((mark[2] + GAP) * np.where(aslant, 0.72, 1)[:, None] + extent / 2)
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    rays = np.column_stack([np.cos(angles), np.sin(angles)])
    far = [mark[:2] + rays * (mark[2] + GAP + away) + np.clip(1.3 * rays, -1, 1) * extent / 2 for away in _FAR]
    base = [np.arange(len(near)) * 0.4, *(np.full(len(rays), _WITH_LEADER + away) for away in _FAR)]
    boxes, leaders = _boxes(mark, np.vstack([near, *far]), extent)
    leaders[: len(near)] = np.nan
    return boxes, leaders, np.concatenate(base)


def _anywhere(region: np.ndarray, mark: np.ndarray, extent: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same for boxes all over the region."""
    low, high = region[:2] + extent / 2, region[2:] - extent / 2
    xs, ys = (np.linspace(a, max(a, b), 1 + int(max(b - a, 0) // 12)) for a, b in zip(low, high, strict=True))
    boxes, leaders = _boxes(mark, np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2), extent)
    return boxes, leaders, _WITH_LEADER + np.hypot(leaders[:, 2] - leaders[:, 0], leaders[:, 3] - leaders[:, 1])


def _boxes(mark: np.ndarray, centres: np.ndarray, extent: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Boxes, and their leader lines: from the edge of the mark to the nearest point, not quite up to the letters."""
    boxes = np.hstack([centres - extent / 2, centres + extent / 2])
    ends = np.clip(mark[:2], boxes[:, :2] - 1, boxes[:, 2:] + 1)
    way = ends - mark[:2]
    length = np.maximum(np.hypot(*way.T), 1e-9)[:, None]
    return boxes, np.hstack([mark[:2] + way / length * np.minimum(mark[2], length), ends])


def _costs(around: _Surroundings, mine: int, boxes: np.ndarray, leaders: np.ndarray) -> np.ndarray:
    """What each candidate costs: text on text or mark must not be, a leader over them hardly, the rest rather not."""
    others = [placed for i, placed in around.placed.items() if i != mine]
    texts = np.array([box for box, _line in others]).reshape(-1, 4)
    lines = np.array([line for _box, line in others if not np.isnan(line[0])]).reshape(-1, 4)
    fixed = np.vstack([around.boxes, texts])
    out = (boxes[:, :2] < around.region[:2] - 1e-6).any(axis=1) | (boxes[:, 2:] > around.region[2:] + 1e-6).any(axis=1)
    hits = _overlaps(boxes + GAP * _OUTWARD, fixed) + _covers(boxes + _OUTWARD, around.circles) + out
    costs = _TEXT_HIT * hits
    free = hits == 0 if (hits == 0).any() else hits >= 0  # whatever hits a text is no choice anyhow
    boxes, leaders, strangers = boxes[free], leaders[free], np.delete(around.circles, mine, axis=0)
    crossed = _cut(leaders, fixed).sum(axis=1) + _cut(lines, boxes).sum(axis=0) + _passes(leaders, strangers)
    spots = [(boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, :2], boxes[:, 2:], boxes[:, [0, 3]], boxes[:, [2, 1]]]
    on_areas = sum((np.any([a.contains_points(s) for s in spots], axis=0) for a in around.areas), np.zeros(1))
    costs[free] += _LEADER_HIT * crossed + _ON_AREA * on_areas + _LEADERS_CROSS * _cross(leaders, lines)
    return costs


def _overlaps(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    a, b = boxes[:, None], others[None]
    return ((a[..., :2] < b[..., 2:]) & (b[..., :2] < a[..., 2:])).all(axis=-1).sum(axis=1)


def _covers(boxes: np.ndarray, circles: np.ndarray) -> np.ndarray:
    nearest = np.clip(circles[None, :, :2], boxes[:, None, :2], boxes[:, None, 2:])
    return (np.hypot(*(nearest - circles[None, :, :2]).transpose(2, 0, 1)) < circles[None, :, 2]).sum(axis=1)


def _passes(lines: np.ndarray, circles: np.ndarray) -> np.ndarray:
    start, way = lines[:, None, :2], (lines[:, 2:] - lines[:, :2])[:, None]
    square = np.maximum((way**2).sum(axis=-1), 1e-9)
    along = np.clip(((circles[None, :, :2] - start) * way).sum(axis=-1) / square, 0, 1)
    nearest = start + along[..., None] * way - circles[None, :, :2]
    return (np.hypot(*nearest.transpose(2, 0, 1)) < circles[:, 2]).sum(axis=1)


def _cross(lines: np.ndarray, others: np.ndarray) -> np.ndarray:
    """How many of the other lines each line crosses: the ends of either lie on two sides of the other."""

    def side(a, b, c):
        return (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) > (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])

    a, b, c, d = lines[:, None, :2], lines[:, None, 2:], others[None, :, :2], others[None, :, 2:]
    return ((side(a, b, c) != side(a, b, d)) & (side(c, d, a) != side(c, d, b))).sum(axis=1)


def _cut(lines: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Which line runs through which box: the parts of it within the width and within the height of the box meet."""
    start, way = lines[:, None, :2], (lines[:, 2:] - lines[:, :2])[:, None]
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)
    one, other = (boxes[None, :, :2] - start) / way, (boxes[None, :, 2:] - start) / way
    enters, leaves = np.minimum(one, other).max(axis=-1), np.maximum(one, other).min(axis=-1)
    return np.maximum(enters, 0) < np.minimum(leaves, 1)


def _write(ax: Axes, label: Label, centre: np.ndarray, size: float, box: np.ndarray, leader: np.ndarray) -> Annotation:
    if not np.isnan(leader[0]):
        # In points from the mark, as the text is: both stay with the mark at any resolution.
        points = Affine2D().scale(1 / 72) + ax.figure.dpi_scale_trans
        at_mark = points + ScaledTranslation(label.x, label.y, ax.transData)
        ends = np.array(leader).reshape(2, 2) - centre
        line = Line2D(*ends.T, transform=at_mark, color=style.MUTED, linewidth=0.7, label="_leader", zorder=4)
        line.set_in_layout(False)
        ax.add_artist(line)
    offset = (box[:2] + box[2:]) / 2 - centre
    where = {"xytext": offset, "textcoords": "offset points", "bbox": style.LABEL_BOX, "zorder": 5}
    written = ax.annotate(label.text, (label.x, label.y), fontsize=size, **CENTRED, **where)
    written.set_in_layout(False)
    return written

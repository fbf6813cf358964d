"""Texts beside what they name, so that nothing covers anything: the one way in which charts place labels.

A text has candidates, places where it may stand; each is judged by what it would cover, and the texts choose in turn,
the most crowded first. It is worked out when the figure is drawn, in points (1/72 inch) of the finished layout, from
the real extent of the letters, and without chance: the same input gives the same drawing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Affine2D, Bbox, Transform

from yeep_analysis.show import style

GAP = 2.5  # between a text and whatever is beside it
AROUND, AFAR, BESIDE = (0, None), (8, None), (0, 2)  # of the candidates, from which to which
_STILL_EASY = 8.0  # no smaller letters only because a leader line runs over something
_SIZES = (10.0, 9.0, 8.0, 7.0, 6.0, 5.0)  # of the letters; the first at which every text finds a place is taken
_MANY = 40  # labels
_MANY_INSIDE = 25  # labels, from which smaller letters are better than long lines
_TRIED_ON_CURVES = 12
_FAR = (8, 15, 24, 36, 50, 66, 84, 104, 130)  # lengths of a leader line
_OUTWARD = np.array([-1.0, -1.0, 1.0, 1.0])
_NONE = np.full(4, np.nan)  # in place of a leader line
_ROUND = np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [1, -1], [-1, 1], [-1, -1]], dtype=float)
_TEXT_HIT, _LEADER_HIT, _ON_AREA, _ON_CURVE, _WITH_LEADER, _LEADERS_CROSS = 1e6, 1e4, 150.0, 5.0, 12.0, 25.0
_LINE, _BETWEEN = 11.1, 6.0  # height of a line of a label in a column, room between two labels

_Range = tuple[int, int | None]
_Placed = dict[int, tuple[np.ndarray, np.ndarray]]  # by label: its box, and its leader or NaN


@dataclass(frozen=True)
class Label:
    """A text, the mark that it names, and where it may stand.

    x, y    place of the mark [data]; ``radius`` is its own, ``gap`` what the text keeps off others [points]
    where   ``AROUND``: right beside the mark or, where there is no room, farther off with a thin line to it; ``AFAR``:
            always with a line; ``BESIDE``: right or left of the mark
    look    properties of the text; texts without a size of their own become smaller together, until all find room
    room    outline in whose middle the text stands where it fits [data], on the colour ``ground``; ``mark`` is then
            not needed, and hidden
    """

    text: str
    x: float
    y: float
    radius: float = 4.0
    where: _Range = AROUND
    look: Mapping[str, object] = field(default_factory=dict)
    room: Path | None = None
    ground: str = "white"
    mark: Artist | None = None
    gap: float = GAP


@dataclass(frozen=True)
class LineEnd(Label):
    """The words (in one line or several) ``away`` points left (-1) or right (1) of the end of a line [data].

    Those of one x and one side are a column: they are moved apart, and joined to their ends by thin lines where they
    are moved, or where nothing marks the end of the line (``radius`` 0).
    """

    radius: float = 6.0
    side: int = 1
    away: float = 22.0  # room for a thin leader

    @property
    def height(self) -> float:
        """What the label takes of a column, before it is drawn [points]."""
        return (self.text.count("\n") + 1) * _LINE + _BETWEEN


def place_labels(
    ax: Axes,
    labels: Sequence[Label],
    *,
    lines: Sequence[Path] = (),
    curves: Sequence[Path] = (),
    areas: Sequence[Path] = (),
    region: Sequence[float] | None = None,
) -> list[Annotation]:
    """Write every text so that it covers no mark and no other text, and stays within the axes.

    The limits of the axes are fixed here: nothing moves them afterwards.

    lines    what neither a text nor a line to it should meet [data]
    curves   what a text should rather not cover [data]
    areas    outlines on which a text should rather not stand [data]
    region   box ``x0, y0, x1, y1`` within which the texts stay instead of the axes [data]; columns stand outside
    """
    ax.set(xlim=ax.get_xlim(), ylim=ax.get_ylim())
    texts = [_written(ax, label) for label in labels]
    if labels:
        ax.add_artist(_Leaders(ax, labels, texts, _Obstacles(lines, curves, areas, region)))
    return texts


def _written(ax: Axes, label: Label) -> Annotation:
    look: dict = {"ha": "center", "va": "center", "linespacing": 1.05, "zorder": 5, "annotation_clip": False}
    offset = (0.0, 0.0)
    if isinstance(label, LineEnd):
        look |= {"ha": "left" if label.side > 0 else "right", "fontsize": 10.5}
        offset = (label.side * label.away, 0.0)
    else:
        look["bbox"] = style.LABEL_BOX
    text = ax.annotate(label.text, (label.x, label.y), offset, textcoords="offset points", **look | label.look)
    text.set_in_layout(isinstance(label, LineEnd))  # the layout leaves room for columns
    return text


@dataclass(frozen=True)
class _Obstacles:
    """What a text must or should keep off; in data as given, in points where the texts are placed."""

    lines: Sequence[Path]
    curves: Sequence[Path]
    areas: Sequence[Path]
    region: Sequence[float] | None

    def moved(self, transform: Transform, frame: Sequence[float]) -> _Obstacles:
        """The same after the transform; the region stays a little within the given one, or within the frame."""
        paths = [[path.transformed(transform) for path in some] for some in (self.lines, self.curves, self.areas)]
        region = transform.transform(np.reshape(self.region, (2, 2))).ravel() if self.region is not None else frame
        return _Obstacles(*paths, region - GAP * _OUTWARD)


class _Leaders(Line2D):
    """The thin lines from marks to texts; drawn when the layout has come to rest, it places the texts first."""

    def __init__(self, ax: Axes, labels: Sequence[Label], texts: Sequence[Annotation], obstacles: _Obstacles) -> None:
        super().__init__([], [], color=style.MUTED, linewidth=0.7, label="_leader", zorder=4, clip_on=False)
        self.labels, self.texts, self.obstacles = labels, texts, obstacles
        self.set_transform(Affine2D().scale(1 / 72) + ax.figure.dpi_scale_trans)
        self.set_in_layout(False)

    def draw(self, renderer: RendererBase) -> None:
        to_points = self.axes.transData + self.get_transform().inverted()
        at = to_points.transform(np.array([(label.x, label.y) for label in self.labels], dtype=float))
        marks = np.column_stack([at, [(label.radius, label.gap) for label in self.labels]])
        frame = np.array(self.axes.bbox.extents) * 72 / self.figure.dpi
        placed = self._inside(renderer, to_points, at) | self._columns(renderer, at, frame)
        # A text within a round mark is no obstacle of its own.
        in_the_way = {i: one for i, one in placed.items() if math.dist(one[0][:2], at[i]) > self.labels[i].radius}
        around = _Surroundings(self.obstacles.moved(to_points, frame), marks, in_the_way)
        self._choose(renderer, around, [i for i in range(len(self.labels)) if i not in placed])
        placed |= around.placed
        for i, text in enumerate(self.texts):
            box, _line = placed[i]
            x = {"left": box[0], "center": (box[0] + box[2]) / 2, "right": box[2]}[text.get_ha()]
            text.xyann = (x - at[i, 0], (box[1] + box[3]) / 2 - at[i, 1])
        lines = [line for _i, (_box, line) in sorted(placed.items()) if not np.isnan(line[0])]
        self.set_data(*np.vstack([np.empty((0, 2)), *([*line.reshape(2, 2), _NONE[:2]] for line in lines)]).T)
        super().draw(renderer)

    def _measured(self, renderer: RendererBase, which: Sequence[int], size: float | None = None) -> np.ndarray:
        """Width and height of these texts [points], those without a size of their own in letters of the given one."""
        extents = []
        for i in which:
            if size and "fontsize" not in self.labels[i].look:
                self.texts[i].set_fontsize(size)
            extents.append(Text.get_window_extent(self.texts[i], renderer).size)
        return np.array(extents, dtype=float).reshape(-1, 2) * 72 / self.figure.dpi

    def _inside(self, renderer: RendererBase, to_points: Transform, at: np.ndarray) -> _Placed:
        """Texts that have room in the middle of what they name, in the largest letters that fit."""
        placed = {}
        rooms = {i: label.room for i, label in enumerate(self.labels) if label.room is not None}
        for i, room in rooms.items():
            rings = [Path(ring) for ring in room.transformed(to_points).to_polygons()]
            for size in _SIZES[: 3 if len(self.labels) <= _MANY_INSIDE else 4]:
                half = self._measured(renderer, [i], size)[0] / 2
                box = np.hstack([at[i] - half, at[i] + half])
                around = Bbox.from_extents(*(box + _OUTWARD))
                if not any(ring.intersects_bbox(around, filled=False) for ring in rings):
                    placed[i] = (box, _NONE)
                    break
            self.texts[i].get_bbox_patch().set_facecolor(self.labels[i].ground if i in placed else "white")
            if self.labels[i].mark:
                self.labels[i].mark.set_visible(i not in placed)
        return placed

    def _columns(self, renderer: RendererBase, at: np.ndarray, frame: np.ndarray) -> _Placed:
        """Texts beside the ends of lines, moved apart along the axis."""
        columns: dict[tuple[float, int], list[int]] = {}
        for i, label in enumerate(self.labels):
            if isinstance(label, LineEnd):
                columns.setdefault((label.x, label.side), []).append(i)
        placed = {}
        for (_x, side), column in columns.items():
            extents = self._measured(renderer, column)
            heights = apart(at[column, 1], extents[:, 1] + _BETWEEN, (frame[1], frame[3]))
            for i, (width, height), y in zip(column, extents, heights, strict=True):
                x, wanted = at[i]
                near, far = sorted([x + side * self.labels[i].away, x + side * (self.labels[i].away + width)])
                start, end = self.labels[i].radius, self.labels[i].away - 2
                line = np.array([x + side * start, wanted, x + side * end, y])
                is_joined = end > start and (abs(y - wanted) > 2 or not start)
                placed[i] = (np.array([near, y - height / 2, far, y + height / 2]), line if is_joined else _NONE)
        return placed

    def _choose(self, renderer: RendererBase, around: _Surroundings, which: Sequence[int]) -> None:
        """A place for each of these texts: in the largest letters in which no text and no leader is in the way."""
        best, before = None, around.placed
        same = all("fontsize" in self.labels[i].look for i in which)
        # Where there are many, large letters never fit, and trying them would take longest.
        for size in _SIZES[:1] if same else _SIZES if len(which) <= _MANY else _SIZES[-2:]:
            around.placed = dict(before)
            extents = dict(zip(which, self._measured(renderer, which, size), strict=True))
            _place_all(around, extents, [label.where for label in self.labels])
            costs = [_costs(around, i, *(one[None] for one in around.placed[i]))[0] for i in which]
            worst = max(costs, default=0)
            grade = int(worst >= _LEADER_HIT) + int(worst >= _TEXT_HIT)
            if best is None or grade < best[0] or grade == best[0] == 2:
                best = (grade, size, around.placed)
            if grade == 0 or (grade == 1 and size <= _STILL_EASY):
                break
        _grade, size, around.placed = best
        self._measured(renderer, which, size)  # in these letters they are drawn


@dataclass
class _Surroundings:
    """What is on the axes, in points: obstacles, marks ``x, y, radius, gap``, and the labels that stand so far."""

    obstacles: _Obstacles
    marks: np.ndarray
    placed: _Placed


def apart(wanted: Sequence[float], heights: Sequence[float], limits: tuple[float, float]) -> list[float]:
    """Places nearest to the wanted ones at which labels of these heights do not overlap.

    Order is kept, at equal places the first is on top; only neighbours that would overlap are moved. Labels that do not
    fit between the limits stand out at both sides.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], -i))
    offset, below = [], 0.0
    for i in order:
        offset.append(below + heights[i] / 2)
        below += heights[i]
    blocks: list[tuple[float, int]] = []  # mean of the places, as if labels had no height; how many labels
    for i, shift in zip(order, offset, strict=True):
        mean, n = wanted[i] - shift, 1
        while blocks and blocks[-1][0] >= mean:
            before, m = blocks.pop()
            mean, n = (before * m + mean * n) / (m + n), m + n
        blocks.append((mean, n))
    low, high = limits[0], limits[1] - below
    low, high = (low, high) if low <= high else ((low + high) / 2,) * 2
    places = [min(max(mean, low), high) for mean, n in blocks for _label in range(n)]
    result = [0.0] * len(wanted)
    for i, place, shift in zip(order, places, offset, strict=True):
        result[i] = place + shift
    return result


def _place_all(around: _Surroundings, extents: Mapping[int, np.ndarray], where: Sequence[_Range]) -> None:
    """From the most crowded point to the loneliest; then those far off once more, knowing all the others."""
    at = around.marks[:, :2][list(extents)]
    crowd = np.round((1 / (np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) + 10)).sum(axis=1), 9)
    order = [i for _crowd, i in sorted(zip(-crowd, extents, strict=True))]
    paid = dict.fromkeys(order, np.inf)
    for step, i in enumerate([*order, *order]):
        if paid[i] < _ON_CURVE:
            continue  # it stands well already
        around.placed.pop(i, None)
        boxes, leaders, base = _candidates(around.marks[i], extents[i], where[i])
        costs = base + _costs(around, i, boxes, leaders)
        if costs.min() >= _LEADER_HIT and step >= len(order) and where[i] != BESIDE:
            boxes, leaders, base = _anywhere(around.obstacles.region, around.marks[i], extents[i])
            costs = base + _costs(around, i, boxes, leaders)
        best = _cheapest(around.obstacles.curves, boxes, costs)
        around.placed[i], paid[i] = (boxes[best], leaders[best]), costs[best]


def _cheapest(curves: Sequence[Path], boxes: np.ndarray, costs: np.ndarray) -> int:
    """The candidate that costs least; only those that a curve could decide between are held against the curves."""
    order = np.argsort(costs, kind="stable")[:_TRIED_ON_CURVES]
    covers = {}
    for i in order[costs[order] <= costs.min() + _ON_CURVE]:
        box = Bbox.from_extents(*boxes[i])
        covers[int(i)] = any(curve.intersects_bbox(box, filled=False) for curve in curves)
    return min(covers, key=lambda i: costs[i] + _ON_CURVE * covers[i])


def _candidates(mark: np.ndarray, extent: np.ndarray, where: _Range) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Boxes around a mark, the leader line of each (NaN right beside the mark), and how little each is liked."""
    aslant = np.abs(_ROUND).sum(axis=1) == 2
    near = mark[:2] + _ROUND * ((mark[2] + GAP) * np.where(aslant, 0.72, 1)[:, None] + extent / 2)
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    rays = np.column_stack([np.cos(angles), np.sin(angles)])
    far = [mark[:2] + rays * (mark[2] + GAP + away) + np.clip(1.3 * rays, -1, 1) * extent / 2 for away in _FAR]
    base = [np.arange(len(near)) * 0.4, *(np.full(len(rays), _WITH_LEADER + away) for away in _FAR)]
    boxes, leaders = _boxes(mark, np.vstack([near, *far]), extent)
    leaders[: len(near)] = np.nan
    some = slice(*where)
    return boxes[some], leaders[some], np.concatenate(base)[some]


def _anywhere(region: np.ndarray, mark: np.ndarray, extent: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same for boxes all over the region."""
    low, high = region[:2] + extent / 2, region[2:] - extent / 2
    xs, ys = (np.linspace(a, max(a, b), 1 + int(max(b - a, 0) // 12)) for a, b in zip(low, high, strict=True))
    boxes, leaders = _boxes(mark, np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2), extent)
    length = np.hypot(leaders[:, 2] - leaders[:, 0], leaders[:, 3] - leaders[:, 1])
    return boxes, leaders, _WITH_LEADER + length + _LEADER_HIT * (length < _FAR[0])  # a shorter one could not be seen


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
    (low, high), wide = np.split(around.obstacles.region, 2), boxes + around.marks[mine, 3] * _OUTWARD
    out = (boxes[:, :2] < low - 1e-6).any(axis=1) | (boxes[:, 2:] > high + 1e-6).any(axis=1)
    hits = _overlaps(wide, texts) + _covers(boxes + _OUTWARD, around.marks) + out
    costs = _TEXT_HIT * hits
    free = hits == 0 if (hits == 0).any() else hits >= 0  # whatever hits a text is no choice anyhow
    boxes, wide, leaders, strangers = boxes[free], wide[free], leaders[free], np.delete(around.marks, mine, axis=0)
    crossed = _cut(leaders, texts).sum(axis=1) + _cut(lines, boxes).sum(axis=0) + _passes(leaders, strangers)
    for path in around.obstacles.lines:
        parts = np.hstack([path.vertices[:-1], path.vertices[1:]])
        crossed = crossed + _cut(parts, wide).any(axis=0) + (_cross(leaders, parts) > 0)
    spots = [(boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, :2], boxes[:, 2:], boxes[:, [0, 3]], boxes[:, [2, 1]]]
    on = [np.any([a.contains_points(s) for s in spots], axis=0) for a in around.obstacles.areas]
    costs[free] += _LEADER_HIT * crossed + _ON_AREA * sum(on, np.zeros(1)) + _LEADERS_CROSS * _cross(leaders, lines)
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

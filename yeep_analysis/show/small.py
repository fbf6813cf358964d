"""Small graphics: they stand in a cell, a line or on the cover, and say the same in words.

Each draws itself as SVG from its own numbers, in millimetres; page and PDF show the same drawing. Women are round,
men are square; statuses are ink, and a sign never stands for anything but its word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin
from typing import Any

from yeep_analysis.show.style import INK, MEN, MUTED, WOMEN
from yeep_analysis.words.language import _, number, percent, year_range

PALE, LINE = "#cbc5d6", "#8d8794"
MEN_TEXT = "#a84400"  # the orange of letters: dark enough to be read
_LETTER = 0.3528  # mm in a point
_FONT = "font-family=\"'Source Sans Pro','Source Sans 3','Segoe UI',sans-serif\""


@dataclass(frozen=True)
class Graphic:
    """What every small graphic has: its size in mm, its words, its drawing."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in mm."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """The same in words: the alternative text, and the cell where there are no pictures."""
        raise NotImplementedError

    def _parts(self) -> Iterable[str]:
        raise NotImplementedError

    @property
    def svg(self) -> str:
        """The drawing."""
        width, height = map(_mm, self.size)
        head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
        return f'{head} viewBox="0 0 {width} {height}">{"".join(self._parts())}</svg>'


@dataclass(frozen=True)
class Mark:
    """A sign of the closed lists with its word; ``note`` is the number of a note under the table."""

    sign: str
    word: str
    note: str = ""

    @property
    def text(self) -> str:
        """The word; the sign says nothing more."""
        return self.word

    @property
    def svg(self) -> str:
        """The sign alone."""
        head = '<svg xmlns="http://www.w3.org/2000/svg" width="3mm" height="3mm" viewBox="0 0 3 3">'
        return f"{head}{sign_at(self.sign, 1.5, 1.5)}</svg>"


@dataclass(frozen=True)
class Spark(Graphic):
    """The years of one indicator from zero, each at its place: older ones small, the newest large, its target beside.

    values   None where nothing is known: a ring on the base line, over which the line is dotted
    texts    the values as readers see them, or why there is none
    """

    years: Sequence[int]
    values: Sequence[float | None]
    texts: Sequence[str]
    target: float | None = None
    at_most: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """34 × 8 mm."""
        return 34, 8

    @property
    def text(self) -> str:
        """``2023: 410, 2024: 450``."""
        unknown = _("not known")
        return ", ".join(f"{year}: {text or unknown}" for year, text in zip(self.years, self.texts, strict=True))

    @property
    def places(self) -> list[float]:
        """Where each year stands, in mm from the left."""
        return [15.5] if len(self.years) == 1 else [4 + 23 * i / (len(self.years) - 1) for i in range(len(self.years))]

    def _parts(self) -> Iterable[str]:
        known = [(x, v) for x, v in zip(self.places, self.values, strict=True) if v is not None]
        most = max([abs(v) for _x, v in known] + [abs(self.target or 0)]) or 1
        base, top = 7.2, 3.1

        def up(value: float) -> float:
            return base - (base - top) * max(value, 0) / most

        yield _line(2, base, 29, base, PALE, 0.15)
        for (x, v), (next_x, next_v) in pairwise(known):
            gap = any(x < place < next_x for place in self.places)
            yield _line(x, up(v), next_x, up(next_v), LINE, 0.3, "0.2 0.8" if gap else "")
        for x, value in zip(self.places, self.values, strict=True):
            if value is None:
                yield _circle(x, base, 0.65, "#ffffff", INK, 0.25)
        for place, value, text in zip(self.places, self.values, self.texts, strict=True):
            if value is not None and place != self.places[-1]:
                yield _circle(place, up(value), 0.5, LINE)
                yield _words(place, up(value) - 1, text, 7, MUTED, "middle")
        if self.values and self.values[-1] is not None:
            yield _circle(self.places[-1], up(self.values[-1]), 0.95, INK)
        if self.target is not None:
            yield _line(29.6, up(self.target), 33, up(self.target), INK, 0.6)


@dataclass(frozen=True)
class PathBar(Graphic):
    """The way from the start to the target, which always lies to the right of the start, and where it stands now."""

    start: float
    now: float
    target: float
    at_most: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """26 × 4 mm."""
        return 26, 4

    @property
    def text(self) -> str:
        """``Başlangıç 46, şimdi 12, hedef en çok 10``."""
        target = _("at most {target}") if self.at_most else "{target}"
        return _("start {start}, now {now}, target {target}").format(
            start=_short(self.start), now=_short(self.now), target=target.format(target=_short(self.target))
        )

    def _parts(self) -> Iterable[str]:
        turned = -1 if self.target < self.start or (self.target == self.start and self.at_most) else 1
        values = [turned * value for value in (self.start, self.now, self.target)]
        low, high = min(values), max(values)
        start, now, target = (1.3 + 23.4 * ((value - low) / (high - low) if high > low else 1) for value in values)
        yield _line(1, 2, 25, 2, PALE, 0.15)
        yield _line(start, 2, now, 2, LINE, 0.6)
        yield _line(target, 0.5, target, 3.5, INK, 0.4)
        yield _circle(start, 2, 0.6, LINE)
        yield _circle(now, 2, 1, INK)


@dataclass(frozen=True)
class Dots(Graphic):
    """Every person of a small body: women round, men square; rows of at most ``across``."""

    women: int
    men: int
    across: int = 15

    @property
    def size(self) -> tuple[float, float]:
        """4 mm for each person, 4 mm for each row."""
        people = max(1, self.women + self.men)
        return 4.0 * min(people, self.across), 4.0 * -(-people // self.across)

    @property
    def text(self) -> str:
        """``6 kadın, 9 erkek``."""
        return _of_both(self.women, self.men)

    def _parts(self) -> Iterable[str]:
        for i in range(self.women + self.men):
            yield _person(i < self.women, 2 + 4 * (i % self.across), 2 + 4 * (i // self.across), 1.5)


@dataclass(frozen=True)
class Bars(Graphic):
    """Women and men in one bar, as long against ``most`` as there are people; the numbers in it where they fit."""

    women: int
    men: int
    most: int
    width: float = 60

    @property
    def size(self) -> tuple[float, float]:
        """As wide as asked for, 4.4 mm high."""
        return self.width, 4.4

    @property
    def text(self) -> str:
        """``310 kadın, 205 erkek``."""
        return _of_both(self.women, self.men)

    def _parts(self) -> Iterable[str]:
        one = self.width / max(self.most, self.women + self.men, 1)
        women, men = one * self.women, one * self.men
        if women:
            yield _box(0, 0.2, max(women - 0.2, 0.1), 4, WOMEN)
        if men:
            yield _box(women, 0.2, men, 4, MEN)
        for number_of, x, wide, anchor, ink in (
            (self.women, 1, women, "start", "#ffffff"),
            (self.men, women + men - 1, men, "end", INK),
        ):
            if number_of and wide > 3 + 1.7 * len(number(number_of)):
                yield _words(x, 3.1, number(number_of), 8, ink, anchor)


@dataclass(frozen=True)
class Blocks(Graphic):
    """A block for each action, by its status: completed full, going on pale, all others open with their sign."""

    statuses: Sequence[Mark]
    width: float = 168

    @property
    def size(self) -> tuple[float, float]:
        """As wide as asked for, 8 mm high; lower where there are many."""
        return self.width, 8 if len(self.statuses) <= 40 else 6

    @property
    def text(self) -> str:
        """``Tamamlandı 3, Sürüyor 10``."""
        return _counted(self.statuses)

    def _parts(self) -> Iterable[str]:
        wide, (_width, high) = self.width / max(len(self.statuses), 1), self.size
        gap = min(0.8, wide / 5)
        for i, status in enumerate(self.statuses):
            x = i * wide + 0.15
            fill = {"☑": INK, "◧": PALE}.get(status.sign, "#ffffff")
            edge = {"☑": INK, "◧": PALE}.get(status.sign, LINE)
            yield _box(x, 0.15, wide - gap - 0.3, high - 0.3, fill, edge)
            if status.sign in _INSIDE and wide >= 3.4:
                yield _INSIDE[status.sign].replace("@", f"{_mm(x + (wide - gap - 0.3) / 2)} {_mm(high / 2)}")


@dataclass(frozen=True)
class Signs(Graphic):
    """One sign beside the other; rows of at most ``across``."""

    marks: Sequence[Mark]
    across: int = 15

    @property
    def size(self) -> tuple[float, float]:
        """4 mm for each sign, 4 mm for each row."""
        return 4.0 * min(max(1, len(self.marks)), self.across), 4.0 * max(1, -(-len(self.marks) // self.across))

    @property
    def text(self) -> str:
        """``Hedefe ulaşıldı 4, Hedefe ulaşılamadı 4``."""
        return _counted(self.marks)

    def _parts(self) -> Iterable[str]:
        for i, mark in enumerate(self.marks):
            yield sign_at(mark.sign, 2 + 4 * (i % self.across), 2 + 4 * (i // self.across))


@dataclass(frozen=True)
class HalfCircle(Graphic):
    """The seats of a council: women from the left, men from the right; in the middle how many of how many."""

    women: int
    men: int

    @property
    def size(self) -> tuple[float, float]:
        """60 × 32 mm."""
        return 60, 32

    @property
    def text(self) -> str:
        """``6 kadın, 9 erkek``."""
        return _of_both(self.women, self.men)

    def _parts(self) -> Iterable[str]:
        seats = self.women + self.men
        rows = max(1, min(4, round((seats / 7) ** 0.5) + (seats > 9)))
        radii = [27.5 - i * 27.5 * 0.6 / max(rows, 2) for i in range(rows)]
        of_rows = [int(seats * radius / sum(radii)) for radius in radii]
        of_rows[0] += seats - sum(of_rows)
        side = min([3.4, *(pi * radius / max(n, 1) * 0.4 for radius, n in zip(radii, of_rows, strict=True))])
        places = [(pi * (i + 0.5) / n, radius) for radius, n in zip(radii, of_rows, strict=True) for i in range(n) if n]
        for i, (angle, radius) in enumerate(sorted(places)):
            yield _person(i < self.women, 30 - radius * cos(angle), 31 - radius * sin(angle), min(side, 2.6))
        of_all = f'<tspan {_FONT} font-size="{_mm(9 * _LETTER)}" fill="{MUTED}"> / {seats}</tspan>'
        yield _words(30, 30.6, str(self.women), 20, INK, "middle", "600").replace("</text>", f"{of_all}</text>")


@dataclass(frozen=True)
class ShareMove(Graphic):
    """A share of women on a scale from none to all: a ring where it stood before, a dot where it stands."""

    now: float
    before: float | None = None

    @property
    def size(self) -> tuple[float, float]:
        """64 × 4.6 mm."""
        return 64, 4.6

    @property
    def text(self) -> str:
        """``%27’den %40’a``; without an earlier record the share alone."""
        now = percent(self.now, 0)
        if self.before is None:
            return now
        return _("from {before} to {now}").format(before=percent(self.before, 0), now=now)

    def _parts(self) -> Iterable[str]:
        before, now = (None if share is None else 2 + 60 * share for share in (self.before, self.now))
        for mark in (2, 17, 47, 62):
            yield _line(mark, 0, mark, 4.6, PALE, 0.15)
        yield _line(32, 0, 32, 4.6, INK, 0.35)
        if before is not None:
            yield _line(before, 2.3, now, 2.3, "#b9a9d4", 0.9)
            yield _circle(before, 2.3, 1.05, "#ffffff", WOMEN, 0.4)
        yield _circle(now, 2.3, 1.35, WOMEN)


@dataclass(frozen=True)
class PlannedAndSpent(Graphic):
    """What was planned as a pale bar, what was spent as a dark one within it; ``most`` fills the width."""

    planned: int
    spent: int
    most: int

    @property
    def size(self) -> tuple[float, float]:
        """70 × 4.6 mm."""
        return 70, 4.6

    @property
    def text(self) -> str:
        """``planlanan 180.000, harcanan 142.500``."""
        return _("planned {planned}, spent {spent}").format(planned=number(self.planned), spent=number(self.spent))

    def _parts(self) -> Iterable[str]:
        one = 69 / max(self.most, 1)
        yield _box(0.5, 0.5, max(one * self.planned, 0.2), 3.6, PALE)
        yield _box(0.5, 1.5, max(one * self.spent, 0.2), 1.6, INK)


@dataclass(frozen=True)
class ShareBeside(Graphic):
    """A share beside that of the whole, which is a line in the middle; ``reach`` is the farthest of its column."""

    share: float
    whole: float
    reach: float

    @property
    def size(self) -> tuple[float, float]:
        """40 × 4.6 mm."""
        return 40, 4.6

    @property
    def text(self) -> str:
        """``%51,75, bütün: %50,76``."""
        return _("{share}, the whole: {whole}").format(share=percent(self.share), whole=percent(self.whole))

    def _parts(self) -> Iterable[str]:
        x = 20 + 17 * (self.share - self.whole) / (self.reach or 1)
        yield _line(3, 2.3, 37, 2.3, PALE, 0.15)
        yield _line(20, 0, 20, 4.6, INK, 0.3)
        yield _circle(x, 2.3, 1.15, WOMEN)


@dataclass(frozen=True)
class YearLines(Graphic):
    """Women and men over the years, their newest numbers at the ends of the lines; years that lack are dotted over."""

    years: Sequence[int]
    women: Sequence[int]
    men: Sequence[int]

    @property
    def size(self) -> tuple[float, float]:
        """168 × 50 mm."""
        return 168, 50

    @property
    def text(self) -> str:
        """``2007: 16.610 kadın, 16.690 erkek; 2025: 20.940 kadın, 20.310 erkek``."""
        ends = dict.fromkeys((0, len(self.years) - 1))
        return "; ".join(f"{self.years[i]}: {_of_both(self.women[i], self.men[i])}" for i in ends)

    @property
    def ticks(self) -> list[int]:
        """Three or four round numbers from below the lowest number to above the highest, as far as they are needed."""
        low, high = min(*self.women, *self.men), max(*self.women, *self.men)
        steps = (step * 10**power for power in range(9) for step in (1, 2, 5))
        step = next(step for step in steps if high // step - low // step <= 2)
        return list(range(low // step * step, high + 1, step))

    def _parts(self) -> Iterable[str]:
        left, right, top, base = 14, 132, 4, 44
        first, last = self.years[0], self.years[-1]
        floor, high = self.ticks[0], max(*self.women, *self.men)

        def at(year: int, n: float) -> tuple[float, float]:
            x = left + (right - left) * (year - first) / max(last - first, 1)
            return x, base - (base - top) * (n - floor) / max(high - floor, 1)

        for tick in self.ticks:
            _x, y = at(first, tick)
            yield _line(left, y, right, y, PALE, 0.15)
            yield _words(left - 1.5, y + 0.9, number(tick), 7.5, MUTED, "end")
        marked = [year for year in range(first, last + 1) if year % 5 == 0 and min(year - first, last - year) > 1]
        for year in dict.fromkeys((first, *marked, last)):
            yield _words(at(year, floor)[0], base + 4.5, str(year), 7.5, MUTED, "middle")
        ends = {}
        for counts, ink in ((self.men, MEN), (self.women, WOMEN)):
            points = [at(year, n) for year, n in zip(self.years, counts, strict=True)]
            for (x, y), (to_x, to_y), (year, next_year) in zip(points, points[1:], pairwise(self.years), strict=False):
                yield _line(x, y, to_x, to_y, ink, 0.55, "0.2 1.2" if next_year > year + 1 else "")
            yield _person(ink == WOMEN, *points[-1], 1.1)
            ends[ink] = points[-1][1]
        apart = 4.6 - abs(ends[WOMEN] - ends[MEN])
        shift = max(0, apart) / 2 * (1 if ends[WOMEN] <= ends[MEN] else -1)
        for ink, text, word, moved in (
            (WOMEN, WOMEN, _("{number} women"), -shift),
            (MEN, MEN_TEXT, _("{number} men"), shift),
        ):
            n = (self.women if ink == WOMEN else self.men)[-1]
            yield _words(right + 3, ends[ink] + moved + 1.2, word.format(number=number(n)), 10, text, "start", "600")


@dataclass(frozen=True)
class CountsOnMap(Graphic):
    """Outlines with a name and a dot for each that was counted there; a number where the dots are too many.

    outlines   polygons of each place, their outer rings only, on a plane with the north above
    counts     None where nothing is known
    """

    names: Sequence[str]
    outlines: Sequence[Sequence[Sequence[tuple[float, float]]]]
    counts: Sequence[int | None]
    width: float = 79

    @property
    def size(self) -> tuple[float, float]:
        """As wide as asked for, as high as the outlines need, at most 72 mm."""
        low_x, low_y, high_x, high_y = self._extent
        return self.width, min(72.0, 2 + (self.width - 2) * (high_y - low_y) / max(high_x - low_x, 1e-9))

    @property
    def text(self) -> str:
        """``Denemeçay 3, Düşpınar 1``."""
        told = [_("not known") if n is None else number(n) for n in self.counts]
        return ", ".join(f"{name} {n}" for name, n in zip(self.names, told, strict=True))

    @property
    def _extent(self) -> tuple[float, float, float, float]:
        points = [point for polygons in self.outlines for ring in polygons for point in ring]
        xs, ys = zip(*points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def _parts(self) -> Iterable[str]:
        low_x, low_y, high_x, high_y = self._extent
        width, height = self.size
        scale = min((width - 2) / max(high_x - low_x, 1e-9), (height - 2) / max(high_y - low_y, 1e-9))

        def at(point: tuple[float, float]) -> tuple[float, float]:
            return 1 + (point[0] - low_x) * scale, 1 + (high_y - point[1]) * scale

        for name, polygons, count in zip(self.names, self.outlines, self.counts, strict=True):
            rings = [[at(point) for point in ring] for ring in polygons]
            path = "".join(f"M{' '.join(f'{_mm(x)} {_mm(y)}' for x, y in ring)}Z" for ring in rings)
            yield f'<path d="{path}" fill="#f4f2f8" stroke="{LINE}" stroke-width="0.25" stroke-linejoin="round"/>'
            largest = max(rings, key=_area)
            x, y = _middle(largest)
            yield _words(x, y - 0.6, name, 7, INK, "middle")
            if count is None or count > 6:
                yield _words(x, y + 3.4, "?" if count is None else number(count), 8, INK, "middle", "600")
            for i in range(count if count and count <= 6 else 0):
                yield _circle(x + 2.6 * (i - (count - 1) / 2), y + 2.6, 0.9, INK)


@dataclass(frozen=True)
class PopulationLines(Graphic):
    """Women and men over the years as two light lines on the dark half of the cover, from its lower left upwards."""

    years: Sequence[int]
    women: Sequence[int]
    men: Sequence[int]

    @property
    def size(self) -> tuple[float, float]:
        """210 × 150 mm: the dark half of the cover."""
        return 210, 150

    @property
    def text(self) -> str:
        """``Nüfus, 2007–2025: 20.940 kadın, 20.310 erkek``."""
        both = _of_both(self.women[-1], self.men[-1])
        return _("Population, {years}: {both}").format(years=year_range(self.years[0], self.years[-1]), both=both)

    def _parts(self) -> Iterable[str]:
        low, high = min(*self.women, *self.men), max(*self.women, *self.men)

        def points(values: Sequence[int]) -> list[tuple[float, float]]:
            span, first = max(self.years[-1] - self.years[0], 1), self.years[0]
            places = [210 * (year - first) / span for year in self.years]
            return [(x, 141 - 44 * (v - low) / max(high - low, 1)) for x, v in zip(places, values, strict=True)]

        is_higher = self.women[-1] >= self.men[-1]
        for values, ink, word, above in (
            (self.men, "#f0a060", _("{number} men"), not is_higher),
            (self.women, "#d6c9ee", _("{number} women"), is_higher),
        ):
            line = points(values)
            path = " ".join(f"{_mm(x)} {_mm(y)}" for x, y in line)
            yield f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="0.9"/>'
            y = next(y for x, y in line if x >= 165)
            yield _words(188, y - 7 if above else y + 9, word.format(number=number(values[-1])), 8, ink, "end")
        told = _("Population, {years}").format(years=year_range(self.years[0], self.years[-1]))
        yield _words(21, 146, told, 8, "#d6c9ee", "start")


def sign_at(sign: str, x: float, y: float) -> str:
    """A sign of the closed lists, drawn around a place, about 2.6 mm high."""
    return f'<g transform="translate({_mm(x)} {_mm(y)})">{_SIGNS[sign]}</g>'


def _mm(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".") or "0"


def _short(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)


def _of_both(women: int, men: int) -> str:
    return _("women {women}, men {men}").format(women=number(women), men=number(men))


def _counted(marks: Sequence[Mark]) -> str:
    return ", ".join(f"{word} {number(n)}" for word, n in Counter(mark.word for mark in marks).items())


def _circle(x: float, y: float, r: float, fill: str, edge: str = "none", width: float = 0) -> str:
    line = f' stroke="{edge}" stroke-width="{width}"' if width else ""
    return f'<circle cx="{_mm(x)}" cy="{_mm(y)}" r="{_mm(r)}" fill="{fill}"{line}/>'


def _box(x: float, y: float, wide: float, high: float, fill: str, edge: str = "") -> str:
    line = f' stroke="{edge}" stroke-width="0.25"' if edge else ""
    return f'<rect x="{_mm(x)}" y="{_mm(y)}" width="{_mm(wide)}" height="{_mm(high)}" fill="{fill}"{line}/>'


def _line(x: float, y: float, to_x: float, to_y: float, ink: str, width: float, dashes: str = "") -> str:
    look = f' stroke-dasharray="{dashes}" stroke-linecap="round"' if dashes else ""
    ends = f'x1="{_mm(x)}" y1="{_mm(y)}" x2="{_mm(to_x)}" y2="{_mm(to_y)}"'
    return f'<line {ends} stroke="{ink}" stroke-width="{width}"{look}/>'


def _words(x: float, y: float, text: str, points: float, ink: str, anchor: str, weight: str = "400") -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    look = f'font-size="{_mm(points * _LETTER)}" font-weight="{weight}" fill="{ink}" text-anchor="{anchor}"'
    return f'<text x="{_mm(x)}" y="{_mm(y)}" {_FONT} {look}>{safe}</text>'


def _person(is_woman: bool, x: float, y: float, half: float) -> str:
    if is_woman:
        return _circle(x, y, half, WOMEN)
    return _box(x - half * 0.9, y - half * 0.9, half * 1.8, half * 1.8, MEN)


def _area(ring: Sequence[tuple[float, float]]) -> float:
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise([*ring, ring[0]]))) / 2


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The centre of gravity of a ring; of one without an area the mean of its points."""
    twice = [
        (x * next_y - next_x * y, x + next_x, y + next_y) for (x, y), (next_x, next_y) in pairwise([*ring, ring[0]])
    ]
    whole = sum(part for part, _x, _y in twice)
    if not whole:
        return sum(x for x, _y in ring) / len(ring), sum(y for _x, y in ring) / len(ring)
    return sum(part * x for part, x, _y in twice) / (3 * whole), sum(part * y for part, _x, y in twice) / (3 * whole)


def _outline(path: str, fill: str = "none") -> str:
    return f'<path d="{path}" fill="{fill}" stroke="{INK}" stroke-width="0.3" stroke-linejoin="round"/>'


def _full(path: str) -> str:
    return f'<path d="{path}" fill="{INK}"/>'


def _stroke(path: str, width: float = 0.45) -> str:
    look = f'stroke="{INK}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{path}" fill="none" {look}/>'


_RING = _circle(0, 0, 1.15, "#ffffff", INK, 0.3)
_SQUARE = _outline("M-1.1-1.1H1.1V1.1H-1.1Z", "#ffffff")
_SIGNS: dict[str, Any] = {
    "●": _circle(0, 0, 1.25, WOMEN),
    "■": _box(-1.15, -1.15, 2.3, 2.3, MEN),
    "○": _RING,
    "▲": _full("M0-1.2 1.35 1.1H-1.35Z"),
    "▬": _full("M-1.3-.5H1.3V.5H-1.3Z"),
    "▼": _full("M0 1.2 1.35-1.1H-1.35Z"),
    "✓": _stroke("M-1.1.1-.3.95 1.1-.95"),
    "✗": _stroke("M-.95-.95.95.95M.95-.95-.95.95"),
    "◆": _full("M0-1.35 1.2 0 0 1.35-1.2 0Z"),
    "◇": _outline("M0-1.3 1.15 0 0 1.3-1.15 0Z", "#ffffff"),
    "?": _stroke("M-.65-.6A.67.67 0 1 1 .35 0Q0 .15 0 .55", 0.4) + _circle(0, 1.15, 0.27, INK),
    "–": _stroke("M-.9 0H.9"),
    "◉": _RING + _circle(0, 0, 0.65, INK),
    "◑": _RING + _full("M0-1.15A1.15 1.15 0 0 1 0 1.15Z"),
    "◔": _RING + _full("M0 0V-1.15A1.15 1.15 0 0 1 1.15 0Z"),
    "⊘": _RING + _stroke("M-.8-.8.8.8", 0.35),
    "◁": _outline("M-1.2 0 1-1.2V1.2Z", "#ffffff"),
    "⌀": _circle(0, 0, 0.8, "#ffffff", INK, 0.3) + _stroke("M-1.15 1.15 1.15-1.15", 0.3),
    "☐": _SQUARE,
    "◧": _SQUARE + _full("M-1.1-1.1H0V1.1H-1.1Z"),
    "☑": _SQUARE + _stroke("M-.7 0-.15.6.75-.6", 0.4),
    "‖": _stroke("M-.5-1V1M.5-1V1"),
    "⊠": _SQUARE + _stroke("M-.65-.65.65.65M.65-.65-.65.65", 0.35),
}
# What stands in an open block: the sign without its frame.
_INSIDE = {
    "⊠": f'<g transform="translate(@)">{_stroke("M-.8-.8.8.8M.8-.8-.8.8", 0.35)}</g>',
    "‖": f'<g transform="translate(@)">{_stroke("M-.4-.9V.9M.4-.9V.9", 0.35)}</g>',
    "○": f'<g transform="translate(@)">{_circle(0, 0, 0.9, "#ffffff", LINE, 0.25)}</g>',
}
SIGNS = tuple(_SIGNS)

"""How wide the columns of a printed table are: as their contents ask, so that no word is broken while there is room.

Widths are those of the letters of the fonts that the PDF embeds, read from the font files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import font_source_sans_pro
from fontTools.ttLib import TTFont

Block = dict[str, Any]
WHOLE, HALF = 168.0, 79.0  # mm: the text block, and one of its two columns
SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)  # points, tried in this order
PADDING = 2.6  # mm, both sides of a cell
LINE = 0.3528 * 1.32  # mm a line takes for each point of its size
KEPT_WHOLE, DRAWN_WHOLE = 76.0, 140.0  # mm: a table that is lower, or of small graphics, is never broken over two pages
BEGUN = 54.0  # mm: a longer one begins on a new page rather than with less on this one
HEAD, NEWEST, LARGE, LARGEST = 8.0, 12.0, 12.0, 24.0  # points
_MM = 0.3528  # of a point
_LONG = (45, 90, 360)  # mm: a column of long texts asks for no more of what is left than one that lacks so much
_MANY = 7  # lines of a cell; where there are more, columns share what is left as they ask
_UNEVEN = 1.15  # lines are not filled to their ends
_SHORT = 16  # letters
_WORTH = 0.88  # of its height: what smaller letters must save
_SLACK = 1.02  # letters that no font here has, and rounding
_WORD_ENDS = re.compile(r"(?<=[-–/])(?<!\d{4}–)(?=\w)|\s+")  # “2023–2025” stands on one line


@cache
def _letters(weight: str) -> tuple[dict[int, str], Any, int]:
    font = TTFont(Path(font_source_sans_pro.__file__).parent / f"files/SourceSansPro-{weight}.ttf", lazy=True)
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


@cache
def _letter(sign: str, weight: str) -> float:
    names, metrics, em = _letters(weight)
    name = names.get(ord(sign))
    return metrics[name][0] / em if name else 0.62


@cache
def _letters_long(text: str, weight: str) -> float:
    return sum(_letter(sign, weight) for sign in text)


def text_width(text: str, points: float, weight: str = "Regular") -> float:
    """How wide a text on one line is, in mm."""
    return _letters_long(text, weight) * points * _MM * _SLACK


def fitted(table: Block, room: float = WHOLE) -> Block:
    """The table with the widths of its columns (mm), the size of its letters (pt), and what may break.

    breaks   whether some word is longer than its column at the smallest size
    tall     the rows that are taller than half a page: they alone may run over two pages
    begin    how much room a long table asks for on the page on which it begins, in mm
    last     the row from which on the rows of a long table stay together
    height   about how tall it is, in mm
    """
    sizes = SIZES if table["look"] == "small" else (LARGE,)
    fitting = _fitting(table, sizes, room)
    size, needs = next(fitting, (sizes[-1], []))
    breaks = not needs
    widths, heights = _lowest(table, size, needs or _needs(table, size), room)
    if size == sizes[0] and not breaks and (less := next(fitting, None)):  # a little smaller, where that saves lines
        smaller = _lowest(table, *less, room)
        if sum(smaller[1]) < _WORTH * sum(heights):
            size, (widths, heights) = less[0], smaller
    height = sum(heights) + 8 * (1 + len(table["sections"]))
    is_whole = height < (DRAWN_WHOLE if _is_drawn(table) else KEPT_WHOLE)
    return {
        **table,
        "widths": [round(width, 2) for width in widths],
        "size": size,
        "breaks": breaks,
        "tall": [row for row, height in enumerate(heights) if height > 120],
        "begin": 0 if is_whole else min(height, max(BEGUN, 22 + sum(heights[:3])), 2 * BEGUN),
        "last": _last(table, heights) if not is_whole else len(heights),
        "is_whole": is_whole,
        "height": height,
    }


def _fitting(table: Block, sizes: tuple[float, ...], room: float) -> Iterator[tuple[float, list[tuple[float, float]]]]:
    """The sizes at which no word is broken, from the largest, each with what its columns need."""
    for size in sizes:
        needs = _needs(table, size)
        if sum(least for least, _whole in needs) <= room:
            yield size, needs


def _last(table: Block, heights: list[float]) -> int:
    """From which row on a table that breaks stays together, so that none is left alone: three rows of one section.

    The first row of a section is none of them: typst keeps it, and not them, with the heading of the section.
    """
    first = max([len(heights) - 3, *(section["row"] + 1 for section in table["sections"])])
    while sum(heights[first:]) > KEPT_WHOLE:
        first += 1
    return first


def _lowest(
    table: Block, size: float, needs: list[tuple[float, float]], room: float
) -> tuple[list[float], list[float]]:
    """The widths at which the rows are lowest, and how tall they are."""
    is_text = [column["align"] == "start" for column in table["columns"]]
    tried = [_shared(needs, room, is_text, long) for long in _LONG]
    widest = [_widest(table, place, size) for place in range(len(is_text))]
    tried += [_shared(raised, room, is_text) for raised in _evened(needs, widest, room)]
    each = {tuple(widths): widths for widths in tried}.values()  # most tables have few
    laid = [(widths, [_height(table, row, widths, size) for row in range(len(table["rows"]))]) for widths in each]
    return min(laid, key=lambda one: sum(one[1]))


def _needs(table: Block, size: float) -> list[tuple[float, float]]:
    return [_need(table, place, size) for place in range(len(table["columns"]))]


def _look(table: Block, place: int, size: float) -> tuple[float, str]:
    """Size and weight of the letters of a column."""
    look = table["columns"][place].get("look", "")
    if look == "newest":
        return (LARGEST if table["look"] == "large" else NEWEST), "Semibold"
    return size, "Semibold" if place == 0 or look in ("women", "men") else "Regular"


def _more(table: Block, row: int, place: int) -> dict[str, Any]:
    return table["cells"][row][place] if table["cells"] else {}


def _is_drawn(table: Block) -> bool:
    """Whether graphics stand in the rows: they are as tall as two lines."""
    return any("svg" in more for row in table["cells"] for more in row)


def _need(table: Block, place: int, size: float) -> tuple[float, float]:
    """The least width at which no word of a column is broken, and the width at which none of its cells is."""
    column = table["columns"][place]
    points, weight = _look(table, place, size)
    least = whole = 0.0
    for row, cells in enumerate(table["rows"]):
        more = _more(table, row, place)
        if "svg" in more:
            least = whole = max(least, more["width"])
            continue
        beside = _beside(more, points)
        wide = text_width(cells[place], points, weight) + beside
        whole = max(whole, wide)
        if column["align"] == "end":  # a number stands on one line
            least = max(least, wide if len(cells[place]) <= 24 else 0)
        if "sign" in more and len(cells[place]) <= _SHORT and not _is_drawn(table):  # so does a short status
            least = max(least, wide)
        least = max(least, *(text_width(word, points, weight) + beside for word in _words(cells[place])))
    if not column.get("heads"):  # where there is no room, a heading takes as many lines as it has words
        points = min(HEAD, size)
        least = max(least, *(text_width(word, points, "Semibold") for word in _words(column["title"])))
        whole = max(whole, text_width(column["title"], points, "Semibold") * 0.6)  # about two lines
    return least + PADDING, max(whole, least) + PADDING


def _widest(table: Block, place: int, size: float) -> float:
    """The longest cell of a column on one line."""
    points, weight = _look(table, place, size)
    return max(
        (
            text_width(cells[place], points, weight) + _beside(_more(table, row, place), points)
            for row, cells in enumerate(table["rows"])
        ),
        default=0.0,
    )


def _beside(more: dict[str, Any], points: float) -> float:
    """What the sign of a cell and the number of its note take."""
    return (1.35 * points * _MM if "sign" in more else 0) + (1.5 if "mark" in more else 0)


def _evened(needs: list[tuple[float, float]], widest: list[float], room: float) -> Iterator[list[tuple[float, float]]]:
    """The needs, with least widths at which no cell takes more than so many lines: the fewest that fit, and more."""
    for lines in range(1, _MANY):
        raised = [
            (max(least, min(whole, wide * _UNEVEN / lines + PADDING if lines > 1 else whole)), whole)
            for (least, whole), wide in zip(needs, widest, strict=True)
        ]
        if sum(least for least, _whole in raised) <= room:
            yield raised


@cache
def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD_ENDS.split(text) if word) or ("",)


def _shared(needs: list[tuple[float, float]], room: float, is_text: list[bool], long: float = _LONG[0]) -> list[float]:
    """What each column gets: its least, and of what is left more the more it asks for, but never more than that."""
    least, whole = [need[0] for need in needs], [need[1] for need in needs]
    if sum(least) > room:
        return [width * room / sum(least) for width in least]
    widths, open_columns = least[:], set(range(len(needs)))
    left = room - sum(widths)
    while left > 0.01 and open_columns:
        asks = {place: min(whole[place] - widths[place], long) for place in open_columns}
        asks = {place: ask for place, ask in asks.items() if ask > 0.01}
        if not asks:
            break
        for place, ask in asks.items():
            widths[place] += min(left * ask / sum(asks.values()), whole[place] - widths[place])
        open_columns = {place for place in asks if whole[place] - widths[place] > 0.01}
        left = room - sum(widths)
    if left > 0.01:  # every cell stands on one line: columns of words share the rest, the longer the more
        flexible = {place: whole[place] for place, one in enumerate(is_text) if one}
        if not flexible:  # numbers only: those behind the first column, mostly years, share it alike
            flexible = dict.fromkeys(range(min(1, len(widths) - 1), len(widths)), 1.0)
        for place, asked in flexible.items():
            widths[place] += left * asked / sum(flexible.values())
    return widths


def _height(table: Block, row: int, widths: list[float], size: float) -> float:
    lines = []
    for place, text in enumerate(table["rows"][row]):
        more = _more(table, row, place)
        if "svg" in more:
            lines.append(more["height"])
            continue
        points, weight = _look(table, place, size)
        room = max(widths[place] - PADDING, 1) + 0.1
        lines.append(_lines(text, room, points, weight, _beside(more, points)) * points * LINE)
    return max(lines) + 2.4


def _lines(text: str, room: float, points: float, weight: str, beside: float) -> int:
    """How many lines a text takes, word by word; a word that is too long is broken."""
    if text_width(text, points, weight) + beside <= room:
        return 1
    lines, used, space = 1, beside, text_width(" ", points, weight)
    for word in _words(text):
        wide = text_width(word, points, weight)
        if used + wide > room and used > beside:
            lines, used = lines + 1, 0.0
        lines += int(wide / room) if wide > room else 0
        used += wide + space
    return lines

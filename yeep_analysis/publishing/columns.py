"""How wide the columns of a printed table are: as their contents ask, so that no word is broken while there is room.

Widths are those of the letters of the fonts that the PDF embeds, read from the font files.
"""

from __future__ import annotations

import math
import re
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
HEAD, NEWEST, LARGE, LARGEST = 8.0, 12.0, 12.0, 24.0  # points
_MM = 0.3528  # of a point
_LONG = 45  # mm: a column of long texts asks for no more of what is left than one that lacks so much
_SLACK = 1.02  # letters that no font here has, and rounding
_WORD_ENDS = re.compile(r"(?<=[-–/])(?=\w)|\s+")


@cache
def _letters(weight: str) -> tuple[dict[int, str], Any, int]:
    font = TTFont(Path(font_source_sans_pro.__file__).parent / f"files/SourceSansPro-{weight}.ttf", lazy=True)
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


@cache
def _letter(sign: str, weight: str) -> float:
    names, metrics, em = _letters(weight)
    name = names.get(ord(sign))
    return metrics[name][0] / em if name else 0.62


def text_width(text: str, points: float, weight: str = "Regular") -> float:
    """How wide a text on one line is, in mm."""
    return sum(_letter(sign, weight) for sign in text) * points * _MM * _SLACK


def fitted(table: Block, room: float = WHOLE) -> Block:
    """The table with the widths of its columns (mm), the size of its letters (pt), and what may break.

    breaks   whether some word is longer than its column at the smallest size
    tall     the rows that are taller than half a page: they alone may run over two pages
    height   about how tall it is, in mm
    """
    for size in SIZES if table["look"] == "small" else (LARGE,):
        needs = [_need(table, place, size) for place in range(len(table["columns"]))]
        if fits := sum(least for least, _whole in needs) <= room:
            break
    widths = _shared(needs, room, [column["align"] == "start" for column in table["columns"]])
    heights = [_height(table, row, widths, size) for row in range(len(table["rows"]))]
    return {
        **table,
        "widths": [round(width, 2) for width in widths],
        "size": size,
        "breaks": not fits,
        "tall": [row for row, height in enumerate(heights) if height > 120],
        "height": sum(heights) + 8 * (1 + len(table["sections"])),
    }


def _look(table: Block, place: int, size: float) -> tuple[float, str]:
    """Size and weight of the letters of a column."""
    look = table["columns"][place].get("look", "")
    if look == "newest":
        return (LARGEST if table["look"] == "large" else NEWEST), "Semibold"
    return size, "Semibold" if place == 0 or look in ("women", "men") else "Regular"


def _more(table: Block, row: int, place: int) -> dict[str, Any]:
    return table["cells"][row][place] if table["cells"] else {}


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
        beside = (1.35 * points * _MM if "sign" in more else 0) + (1.5 if "mark" in more else 0)
        wide = text_width(cells[place], points, weight) + beside
        whole = max(whole, wide)
        if column["align"] == "end":  # a number stands on one line
            least = max(least, wide if len(cells[place]) <= 24 else 0)
        least = max(least, *(text_width(word, points, weight) + beside for word in _words(cells[place])))
    if not column.get("heads"):  # where there is no room, a heading takes as many lines as it has words
        points = min(HEAD, size)
        least = max(least, *(text_width(word, points, "Semibold") for word in _words(column["title"])))
        whole = max(whole, text_width(column["title"], points, "Semibold") * 0.6)  # about two lines
    return least + PADDING, max(whole, least) + PADDING


def _words(text: str) -> list[str]:
    return [word for word in _WORD_ENDS.split(text) if word] or [""]


def _shared(needs: list[tuple[float, float]], room: float, is_text: list[bool]) -> list[float]:
    """What each column gets: its least, and of what is left more the more it asks for, but never more than that."""
    least, whole = [need[0] for need in needs], [need[1] for need in needs]
    if sum(least) > room:
        return [width * room / sum(least) for width in least]
    widths, open_columns = least[:], set(range(len(needs)))
    left = room - sum(widths)
    while left > 0.01 and open_columns:
        asks = {place: min(whole[place] - widths[place], _LONG) for place in open_columns}
        asks = {place: ask for place, ask in asks.items() if ask > 0.01}
        if not asks:
            break
        for place, ask in asks.items():
            widths[place] += min(left * ask / sum(asks.values()), whole[place] - widths[place])
        open_columns = {place for place in asks if whole[place] - widths[place] > 0.01}
        left = room - sum(widths)
    if left > 0.01:  # every cell stands on one line: the first column of words takes the rest, or all share it
        flexible = [place for place, one in enumerate(is_text) if one] or list(range(len(needs)))
        widths[flexible[0]] += left * (0.6 if len(flexible) > 1 else 1)
        for place in flexible[1:]:
            widths[place] += left * 0.4 / (len(flexible) - 1)
    return widths


def _height(table: Block, row: int, widths: list[float], size: float) -> float:
    lines = []
    for place, text in enumerate(table["rows"][row]):
        more = _more(table, row, place)
        if "svg" in more:
            lines.append(more["height"])
            continue
        points, weight = _look(table, place, size)
        wide, room = text_width(text, points, weight), max(widths[place] - PADDING, 1)
        # Where a text does not fit on one line, its lines are not filled to their ends.
        lines.append((1 if wide <= room + 0.1 else math.ceil(wide * 1.08 / room)) * points * LINE)
    return max(lines) + 2.4

"""Reports of MEDAS: labels on the left, a header on top, the corner marked “Satırlar” and “Sütunlar”.

What stands in the rows and what in the columns is the choice of whoever made the report. So every header cell and
every label is understood by itself: a year, a place, a sex, an age group, a measure, or another breakdown.
"""

from __future__ import annotations

from collections.abc import Iterator

from yeep_analysis.intake.tuik.facets import NOTHING, ContradictionError, Facets, is_described, recognised
from yeep_analysis.intake.tuik.figures_read import Format
from yeep_analysis.intake.tuik.grids import Grid, Row, cell, is_blank, text
from yeep_analysis.intake.tuik.laid_out import HeadingError, LabelReader, LaidOutTable, UnnamedColumnsError, check_named
from yeep_analysis.intake.tuik.place_labels import UnknownCodeError, coded_place
from yeep_analysis.intake.tuik.words import COLUMNS, NO_BREAKDOWN, ROWS, fold, is_note


def medas_tables(grid: Grid) -> list[LaidOutTable]:
    """The reports in a grid, with their heads or without; none where the grid is something else.

    Raises   `UnnamedColumnsError` where a header is missing that would be needed
    """
    corners = [number for number, row in enumerate(grid.rows) if _is_corner(row)]
    if corners:
        ends = [*(_above(grid, number) for number in corners[1:]), len(grid.rows)]
        return [table for start, end in zip(corners, ends, strict=True) for table in _with_head(grid, start, end)]
    return list(_without_head(grid))


def _is_corner(row: Row) -> bool:
    first = next((value for value in row if value != ""), "")
    return isinstance(first, str) and fold(first) in ROWS


def _above(grid: Grid, corner: int) -> int:
    """The row of “Sütunlar” that belongs to a corner."""
    return corner - 1 if corner and any(_is_columns(value) for value in grid.rows[corner - 1]) else corner


def _is_columns(value: object) -> bool:
    return isinstance(value, str) and fold(value) in COLUMNS


def _with_head(grid: Grid, corner: int, end: int) -> Iterator[LaidOutTable]:
    row = grid.rows[corner]
    start = next(index for index, value in enumerate(row) if value != "")
    above = grid.rows[corner - 1] if corner else []
    left = next((index for index, value in enumerate(above) if _is_columns(value)), 0)
    left = left or next((index for index, value in enumerate(row) if index > start and value != ""), start + 1)
    body = corner + 1
    while body < end and all(cell(grid.rows[body], index) == "" for index in range(start, left)):
        body += 1
    header = [grid.rows[number] for number in range(corner, body) if not is_blank(grid.rows[number][left:])]
    aside = [text(value) for value in row[start + 1 : left] if value != ""]  # the measure, written into the corner
    yield from _laid_out(grid, header, aside, (start, left, body, end))


def _laid_out(
    grid: Grid, header: list[Row], aside: list[str], edges: tuple[int, int, int, int]
) -> Iterator[LaidOutTable]:
    start, left, body, end = edges
    deep = 0 if aside else _level_of_measure(grid, header, edges)
    columns = _columns(header, left, has_measure=bool(aside), level_of_measure=deep)
    if not columns:
        return
    check_named(grid, columns, (left, None), range(body, end))
    measured = bool(aside) or any(facets.measure for facets in columns.values())
    labels = {index: _label(is_first=index == start and not measured) for index in range(start, left)}
    flat = all(facets.place is None for facets in columns.values())
    kind = Format.MEDAS_FLAT if flat else Format.MEDAS_PIVOT
    yield LaidOutTable(grid, kind, aside[0] if aside else "", columns, labels, body, end)


def _level_of_measure(grid: Grid, header: list[Row], edges: tuple[int, int, int, int]) -> int:
    """The line of a header that names measures, below years or places; 0 where the labels on the left may name them."""
    start, left, body, end = edges
    labels = (text(cell(row, index)) for row in grid.rows[body:end] for index in range(start, left))
    if not all(_is_known(label) or ":" in label or is_note(label) for label in labels if label):
        return 0
    for level, row in enumerate(header):
        named = [content for value in row[left:] if (content := text(value))]
        if named and not any(_is_known(content) for content in named):
            return level
    return 0


def _is_known(content: str) -> bool:
    """Whether a text is a year, a place, a sex, an age, or the mark of no breakdown."""
    try:
        found = recognised(content)
    except UnknownCodeError:  # a place, too; what is wrong with it is told when it is read
        return True
    return bool(is_described(found) or found.sex or found.age or fold(content) in NO_BREAKDOWN)


def _columns(header: list[Row], left: int, has_measure: bool, level_of_measure: int = 0) -> dict[int, Facets]:
    columns: dict[int, Facets] = {}
    above = [""] * len(header)
    for index in range(left, max((len(row) for row in header), default=0)):
        written = [text(cell(row, index)) for row in header]
        if not written[-1]:
            continue  # the delimiter at the end of the line, or the rest of a merged cell
        above = [new or old for new, old in zip(written, above, strict=True)]
        try:
            columns[index] = _described(above, has_measure, level_of_measure)
        except (UnknownCodeError, ContradictionError) as error:
            raise HeadingError(index, [content for content in written if content], error) from error
    return columns


def _described(texts: list[str], has_measure: bool, level_of_measure: int) -> Facets:
    facets = NOTHING
    for level, content in enumerate(texts):
        if level == level_of_measure and content and not has_measure and not _is_known(content):
            facets = facets.with_(Facets(measure=" ".join(content.split())))
        else:
            facets = facets.with_(recognised(content))
    return facets


def _label(is_first: bool) -> LabelReader:
    def read(content: str) -> Facets | None:
        found = recognised(content)
        if fold(content) in NO_BREAKDOWN:
            return NOTHING
        if _is_known(content) or ":" in content:
            return found
        if is_note(content):
            return None
        return Facets(measure=content) if is_first else found

    return read


# --- without a head ----------------------------------------------------------


def _without_head(grid: Grid) -> Iterator[LaidOutTable]:
    first = next((number for number, row in enumerate(grid.rows) if _place_at(row) is not None), None)
    if first is None:
        return
    place = _place_at(grid.rows[first])
    header = [row for row in grid.rows[:first] if not is_blank(row)]
    if _holds_places_side_by_side(grid.rows[first], place):
        if place == 0:
            return
        body = first + 1
        while body < len(grid.rows) and is_blank(grid.rows[body][:place]):
            body += 1
        yield from _laid_out(grid, grid.rows[first:body], [], (0, place, body, len(grid.rows)))
        return
    columns = _bare_columns(grid, header, place, first)
    if place > 1:  # anything but a year before the place
        columns = {}
    labels = {index: _label(is_first=False) for index in range(place + 1)}
    if columns:
        yield LaidOutTable(grid, Format.MEDAS_BARE, "", columns, labels, first, len(grid.rows))


def _place_at(row: Row) -> int | None:
    for index, value in enumerate(row[:8]):
        if isinstance(value, str) and "-" in value:
            try:
                if coded_place(value):
                    return index
            except UnknownCodeError:
                return index
    return None


def _holds_places_side_by_side(row: Row, place: int) -> bool:
    return any(isinstance(value, str) and "-" in value and _place_at([value]) is not None for value in row[place + 1 :])


def _bare_columns(grid: Grid, header: list[Row], place: int, first: int) -> dict[int, Facets]:
    named = [row for row in header if len(row) > place + 1 and not is_blank(row[place + 1 :])]
    named = [row for row in named if not any(_is_columns(value) for value in row)]
    if columns := _columns(named, place + 1, has_measure=False):
        return columns
    width = max((index for row in grid.rows[first:] for index, value in enumerate(row) if value != ""), default=place)
    if width > place + 1:
        raise UnnamedColumnsError(first)
    return {place + 1: NOTHING} if width == place + 1 else {}

"""Tables of TÜİK's portals: a title, a header of one or more rows, figures, a total row, notes and the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yeep_analysis.intake.tuik import ages
from yeep_analysis.intake.tuik.facets import NOTHING, ContradictionError, Facets, year_of
from yeep_analysis.intake.tuik.grids import Cell, Grid, Row, cell, is_blank, text
from yeep_analysis.intake.tuik.headings import Role, of_figures, role_of
from yeep_analysis.intake.tuik.labels import UnknownCodeError, named_place
from yeep_analysis.intake.tuik.observations import Format
from yeep_analysis.intake.tuik.portal_labels import readers
from yeep_analysis.intake.tuik.tables import HeadingError, Table, check_named, is_mark, is_text
from yeep_analysis.intake.tuik.words import fold, is_note, is_total, sex_of

_FIGURE = re.compile(r"[+-]?[0-9][0-9.,]*")
_SEARCHED = 60  # rows in which the header is looked for
_HIGHEST_HEADER = 6
_PUBLISHER = re.compile(r"t\.?c\.?|tüik|turkstat|(türkiye|turkish) (istatistik|statistical).*|.*https?://.*")
_MONTH = re.compile(r"ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|[0-9]\.[0-9]")
_ENOUGH = 3  # header cells of one kind that make a header beyond doubt


@dataclass
class _Head:
    """Where the header of a table is, and which columns hold labels."""

    first: int
    body: int
    roles: dict[int, Role]


def portal_tables(grid: Grid) -> list[Table]:
    """The tables in a grid, one below the other; none where there is no header that is known."""
    head = next((found for number in range(min(len(grid.rows), _SEARCHED)) if (found := _head(grid, number))), None)
    tables: list[Table] = []
    lines = _title_lines(grid, head.first) if head else []
    while head is not None:
        following = next(_heads_below(grid, head.body), None)
        table = _table(grid, head, lines, following.first if following else len(grid.rows))
        tables += [table] if table else []
        head = following
    return tables


def _table(grid: Grid, head: _Head, lines: list[str], end: int) -> Table | None:
    columns = _columns(grid, head, end)
    if not columns:
        return None
    table = Table(grid, Format.PORTAL, " – ".join(lines[:3]), columns, readers(head.roles), head.body, end)
    has_year = Role.YEAR in head.roles.values() or any(facets.year for facets in columns.values())
    table.year = None if has_year else year_in(lines)
    return table


def _heads_below(grid: Grid, start: int) -> Iterator[_Head]:
    """Further headers: below the first one, only a row that begins with the word for its labels can be one."""
    for number in range(start, len(grid.rows)):
        label = next((value for value in grid.rows[number] if value != ""), "")
        if isinstance(label, str) and role_of(label) is not None and (head := _head(grid, number)):
            yield head


def year_in(lines: list[str]) -> int | None:
    """The one year that a title names; `None` where it names none or several, or a day or month of publication."""
    found = {int(year) for line in lines if not _MONTH.search(fold(line)) for year in re.findall(r"\b(20\d\d)\b", line)}
    return found.pop() if len(found) == 1 else None


def _head(grid: Grid, number: int) -> _Head | None:
    row = grid.rows[number]
    if not _looks_like_header(row):
        return None
    body = number + 1
    while body < len(grid.rows) and body - number < _HIGHEST_HEADER and not _is_body(grid.rows[body]):
        body += 1
    if body == len(grid.rows) or not _is_body(grid.rows[body]):
        return None
    return _Head(number, body, _roles(grid, number, body))


def _looks_like_header(row: Row) -> bool:
    texts = [text(value) for value in row if value != ""]
    if len(texts) < 2:
        return False
    roles = [role_of(content) for content in texts]
    kinds = (
        sum(role is not None for role in roles),
        sum(sex_of(content) is not None or is_total(content) for content in texts),
        sum(year_of(content) is not None for content in texts),
        sum(ages.age_group(content) is not None for content in texts),
        sum(named_place(content) is not None for content in texts),
    )
    return bool(kinds[0]) or kinds[1] >= 2 or max(kinds[2:]) >= _ENOUGH or (kinds[2] == len(texts))


def _is_body(row: Row) -> bool:
    """Whether a row holds figures, and not years or ages that head the columns below."""
    later = [value for value in row[1:] if value != ""]
    figures = [value for value in later if _is_figure(value)]
    if not figures or (row[0] != "" and role_of(text(row[0])) is not None):
        return False
    heads = all(year_of(text(value)) for value in later) or _counts_up(later)
    return not (heads and cell(row, 0) == "")


def _is_figure(value: Cell) -> bool:
    return isinstance(value, (int, float)) or (isinstance(value, str) and bool(_FIGURE.fullmatch(value)))


def _counts_up(values: list[Cell]) -> bool:
    """Whether the cells are single years of age: 0, 1, 2, …, with an open group at the end."""
    texts = [text(value) for value in values if not is_total(text(value))]
    return len(texts) > _ENOUGH and texts[:3] in (["0", "1", "2"], ["1", "2", "3"])


def _roles(grid: Grid, first: int, body: int) -> dict[int, Role]:
    roles: dict[int, Role] = {}
    for index in range(max(len(row) for row in grid.rows[first : body + 1])):
        headings = [text(cell(row, index)) for row in grid.rows[first:body]]
        role = next((found for heading in headings if heading and (found := role_of(heading))), None)
        if role is None and not any(sex_of(h) or year_of(h) or is_total(h) for h in headings):
            role = Role.OPEN if _holds_texts(grid, body, index) else None
        if role is None and any(headings):
            break  # labels stand on the left
        if role is not None:
            roles[index] = role
    return roles


def _holds_texts(grid: Grid, body: int, index: int) -> bool:
    values = [value for row in grid.rows[body : body + 40] if (value := cell(row, index)) != "" and not is_mark(value)]
    return bool(values) and not any(_is_figure(value) and year_of(text(value)) is None for value in values)


def _columns(grid: Grid, head: _Head, end: int) -> dict[int, Facets]:
    header = [row for row in grid.rows[head.first : head.body] if not is_blank(row)]
    left = max(head.roles, default=-1) + 1
    single = any(_counts_up([value for value in row[left:] if value != ""]) for row in header)
    columns: dict[int, Facets] = {}
    above = [""] * len(header)
    for index in range(left, max((len(row) for row in grid.rows[head.first : head.body + 1]), default=0)):
        written = [text(cell(row, index)) for row in header]
        for level, content in enumerate(written):
            if content:  # a new text ends what the levels below it carried on
                above[level:] = [content, *([""] * (len(header) - level - 1))]
        if any(written) and any(not is_text(cell(row, index)) for row in grid.rows[head.body : end]):
            try:
                columns[index] = _merged(above, single)
            except (UnknownCodeError, ContradictionError) as error:
                raise HeadingError(index, [content for content in written if content], error) from error
    check_named(grid, columns, left, range(head.body, end))
    return columns


def _merged(texts: list[str], single_ages: bool) -> Facets:
    facets = NOTHING
    for content in dict.fromkeys(filter(None, texts)):
        facets = facets.with_(of_figures(content, single_ages))
    return facets


def _title_lines(grid: Grid, first: int) -> list[str]:
    rows = [" ".join(text(value) for value in row if value != "") for row in grid.rows[:first]]
    lines = [line for line in (*grid.before, *rows) if line and not is_note(line)]
    return [" ".join(line.split()) for line in lines if not _PUBLISHER.fullmatch(fold(line))]

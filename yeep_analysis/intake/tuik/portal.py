"""Tables of TÜİK's portals: a title, a header of one or more rows, figures, a total row, notes and the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from yeep_analysis.intake.tuik import ages
from yeep_analysis.intake.tuik.facets import NOTHING, ContradictionError, Facets, year_of
from yeep_analysis.intake.tuik.figures_read import Format
from yeep_analysis.intake.tuik.grids import Cell, Grid, Row, cell, is_blank, text
from yeep_analysis.intake.tuik.header_words import ColumnRole, named, of_figures, role_of
from yeep_analysis.intake.tuik.laid_out import (
    HeadingError,
    LaidOutTable,
    UnnamedColumnsError,
    check_named,
    is_mark,
    is_text,
    section_of,
)
from yeep_analysis.intake.tuik.place_labels import Place, PlaceKind, UnknownCodeError, named_place
from yeep_analysis.intake.tuik.portal_labels import readers
from yeep_analysis.intake.tuik.words import LINE, fold, is_note, is_total, plain, sex_of

_FIGURE = re.compile(r"[+-]?[0-9][0-9.,]*")
_SEARCHED = 60  # rows in which the header is looked for
_HIGHEST_HEADER = 6
_PUBLISHER = re.compile(r"t\.?c\.?|tüik|turkstat|(türkiye|turkish) (istatistik|statistical).*|.*https?://.*")
_MONTH = re.compile(r"ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|[0-9]\.[0-9]")
_DAY = re.compile(
    r"\(?([0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})( [0-9:.]+)?\)?"
)  # of a download
_DAY_COUNTED = re.compile(
    r"\b[0-9]{1,2} (?:ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık) (20\d\d) "
    r"tarihine göre"
)
_ASIDE = re.compile(r"\((?![0-9]{1,2}\)).+\)")  # “(15-24 yaş)” below a title is part of it; “(1) …” is a note
_SHORTEST_NAME = 3  # letters
_ENOUGH = 3  # header cells of one kind that make a header beyond doubt


@dataclass
class _Head:
    """Where the header of a table is."""

    first: int
    body: int


@dataclass
class _Block:
    """The columns of one of the tables that stand side by side under a header, and which of them hold labels."""

    roles: dict[int, ColumnRole]
    start: int
    end: int  # exclusive
    figures: set[int] = field(default_factory=set)  # columns with a heading and without a role
    is_alone: bool = True


def portal_tables(grid: Grid) -> list[LaidOutTable]:
    """The tables in a grid, below one another or side by side; none where there is no header that is known."""
    head = next((found for number in range(min(len(grid.rows), _SEARCHED)) if (found := _head(grid, number))), None)
    tables: list[LaidOutTable] = []
    above, title = range(head.first if head else 0), None
    while head is not None:
        following = next(_heads_below(grid, head.body), None)
        between = _between(grid, following, head.body) if following else range(len(grid.rows), len(grid.rows))
        head = _with_groups(grid, head, between.start)
        above = range(above.start, min(above.stop, head.first))
        title = above if title is None else title
        blocks = _blocks(grid, head)
        for block in blocks:
            lines = _lines_above(grid, title, above, block if len(blocks) > 1 else None)
            table = _table(grid, head, block, lines, between.start)
            tables += [table] if table else []
        head, above = following, between
    return tables


def _between(grid: Grid, head: _Head, start: int) -> range:
    """The rows above a further header that belong to no table above it."""
    first = head.first
    while first > start and not any(_is_figure(value) or is_mark(value) for value in grid.rows[first - 1][1:]):
        first -= 1
    return range(first, head.first)


def _lines_above(grid: Grid, title: range, above: range, block: _Block | None) -> list[str]:
    """The title of a table: its own lines; a year or a sex alone goes on with the title of the first table."""
    own = _title_lines(grid, above, block)
    if above == title or any(section_of(line) is None for line in own):
        return own
    first = [line for line in _title_lines(grid, title, None) if section_of(line) is None or not own]
    return [*first, *own]


def _table(grid: Grid, head: _Head, block: _Block, lines: list[str], end: int) -> LaidOutTable | None:
    columns = _columns(grid, head, block, end)
    if not columns:
        return None
    place = _place_above(grid, head, block, lines) if _has_no_place(grid, block, columns, head.body) else None
    if place:
        lines = [line for line in lines if named_place(line) is None]
    labels = readers(block.roles, has_place=place is not None)
    sexes = [sex for line in lines if (sex := sex_of(line))]
    dated, lines = lines, [line for line in lines if not section_of(line)]
    table = LaidOutTable(grid, Format.PORTAL, LINE.join(lines), columns, labels, head.body, end, place=place)
    table.open = frozenset(index for index, role in block.roles.items() if role is ColumnRole.OPEN)
    has_year = ColumnRole.YEAR in block.roles.values() or any(facets.year for facets in columns.values())
    table.year = None if has_year else year_in(dated, _notes(grid))
    table.section = Facets(sex=sexes[-1]) if sexes else NOTHING
    return table


def _with_groups(grid: Grid, head: _Head, end: int) -> _Head:
    """The header with the rows above it that tell apart columns of the same heading; as it was where none do."""
    wider = head
    while _has_twins(grid, wider, end):
        above = wider.first - 1
        filled = [value for value in grid.rows[above] if value != ""] if above >= 0 else []
        if len(filled) < 2 or any(_is_figure(value) and year_of(text(value)) is None for value in filled):
            return head
        wider = _Head(above, head.body)
    return wider


def _has_twins(grid: Grid, head: _Head, end: int) -> bool:
    columns = [facets for block in _blocks(grid, head) for facets in _columns(grid, head, block, end).values()]
    return len(_blocks(grid, head)) == 1 and len(set(columns)) < len(columns)


def _has_no_place(grid: Grid, block: _Block, columns: dict[int, Facets], body: int) -> bool:
    """Whether neither header nor labels name any place: then it can only stand above the table."""
    if any(facets.place for facets in columns.values()) or {ColumnRole.PLACE, ColumnRole.DISTRICT} & set(
        block.roles.values()
    ):
        return False
    labels = (text(cell(row, index)) for row in grid.rows[body:] for index in block.roles)
    return not any(_names_place(label) for label in labels if label and not is_note(label))


def _names_place(label: str) -> bool:
    try:
        return named(label) is not None
    except UnknownCodeError:  # told when the row is read
        return True


def _place_above(grid: Grid, head: _Head, block: _Block, lines: list[str]) -> Place | None:
    """The place that stands above a table: a province, or the district in its corner below the province."""
    province = next((place for line in reversed(lines) if (place := named_place(line))), None)
    if province is None:
        return None
    corner = [text(cell(row, block.start)) for row in grid.rows[head.first : head.body]]
    corner = [content for content in corner if content and role_of(content) is None]
    if not corner:
        return province
    by_district = any(re.search(r"\bilçe", fold(line)) for line in lines)
    if len(corner) > 1 or province.kind is not PlaceKind.PROVINCE or not by_district:
        return None
    return Place(PlaceKind.DISTRICT, "", corner[0], province.name, corner[0])


def _heads_below(grid: Grid, start: int) -> Iterator[_Head]:
    """Further headers: below the first one, only a row that begins with the word for its labels can be one."""
    for number in range(start, len(grid.rows)):
        label = next((value for value in grid.rows[number] if value != ""), "")
        if isinstance(label, str) and role_of(label) is not None and (head := _head(grid, number)):
            yield head


def year_in(lines: list[str], notes: Iterable[str] = ()) -> int | None:
    """The one year that a title names; `None` where it names none or several, or a day or month of publication.

    A note may name the day to which the figures belong (“24 Haziran 2018 tarihine göre”).
    """
    found = {int(year) for line in lines if not _MONTH.search(fold(line)) for year in re.findall(r"\b(20\d\d)\b", line)}
    found |= {int(year) for line in lines for year in _DAY_COUNTED.findall(fold(line))}
    found = found or {int(year) for note in notes for year in _DAY_COUNTED.findall(fold(note))}
    return found.pop() if len(found) == 1 else None


def _notes(grid: Grid) -> list[str]:
    """The notes of a table, wherever they stand."""
    inside = (content for row in grid.rows for value in row if is_note(content := text(value)))
    return [*inside, *filter(is_note, (*grid.before, *grid.after))]


def _head(grid: Grid, number: int) -> _Head | None:
    row = grid.rows[number]
    if not _looks_like_header(row):
        return None
    below = range(number + 1, min(number + 1 + _HIGHEST_HEADER, len(grid.rows)))
    figures = next((row for row in below if _is_body(grid.rows[row])), None)
    if figures is None:
        return None
    return _Head(number, next((row for row in below[: figures - number] if _is_section(grid.rows[row])), figures))


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


def _is_section(row: Row) -> bool:
    """Whether a row is no part of the header, but heads the rows below it: a year or a sex where labels stand."""
    filled = [text(value) for value in row if value != ""]
    return len(filled) == 1 and cell(row, 0) != "" and section_of(filled[0]) is not None


def _is_figure(value: Cell) -> bool:
    return isinstance(value, (int, float)) or (isinstance(value, str) and bool(_FIGURE.fullmatch(value)))


def _counts_up(values: list[Cell]) -> bool:
    """Whether the cells are single years of age: 0, 1, 2, …, with an open group at the end."""
    texts = [text(value) for value in values if not is_total(text(value))]
    return len(texts) > _ENOUGH and texts[:3] in (["0", "1", "2"], ["1", "2", "3"])


def _blocks(grid: Grid, head: _Head) -> list[_Block]:
    """A heading of labels to the right of figures begins another table, if figures follow; or else it belongs here."""
    width = max(len(row) for row in grid.rows[head.first : head.body + 1])
    blocks = [_Block({}, 0, width)]
    for index in range(width):
        headings = [content for row in grid.rows[head.first : head.body] if (content := text(cell(row, index)))]
        role, block = _role(headings), blocks[-1]
        if role is not None and block.figures:
            block.end = index
            blocks.append(_Block({index: role}, index, width))
        elif role is not None:
            block.roles[index] = role
        elif block.figures or any(map(_names_figures, headings)):
            block.figures |= {index} if headings else set()
        elif _holds_texts(grid, head.body, index):
            block.roles[index] = ColumnRole.OPEN
        elif headings:
            block.figures.add(index)
    for number in range(len(blocks) - 1, 0, -1):
        if not blocks[number].figures:
            blocks[number - 1].roles |= blocks[number].roles
            blocks[number - 1].end = blocks.pop(number).end
    for block in blocks:
        block.is_alone = len(blocks) == 1
    return blocks


def _role(headings: list[str]) -> ColumnRole | None:
    """What the labels of a column name: “Yaş” above single ages is a heading of figures."""
    roles = [role_of(heading) for heading in headings]
    last = max((level for level, role in enumerate(roles) if role is not None), default=None)
    if last is None or any(map(_names_figures, headings[last + 1 :])):
        return None
    return next(role for role in roles if role is not None)


def _names_figures(heading: str) -> bool:
    found = sex_of(heading) or year_of(heading) or ages.age_group(heading) or ages.single(heading)
    return bool(found) or is_total(heading)


def _holds_texts(grid: Grid, body: int, index: int) -> bool:
    values = [value for row in grid.rows[body : body + 40] if (value := cell(row, index)) != "" and not is_mark(value)]
    return bool(values) and not any(_is_figure(value) and year_of(text(value)) is None for value in values)


def _columns(grid: Grid, head: _Head, block: _Block, end: int) -> dict[int, Facets]:
    header = [row for row in grid.rows[head.first : head.body] if not is_blank(row)]
    left = max((index for index in block.roles if index < min(block.figures, default=block.end)), default=-1) + 1
    left = max(left, block.start)
    single = any(_counts_up([value for value in row[left:] if value != ""]) for row in header)
    columns: dict[int, Facets] = {}
    above = [""] * len(header)
    repeated = [False] * len(header)  # whether a text stands in every column for itself, and is no group of columns
    for index in range(block.start, block.end):
        written = [text(cell(row, index)) for row in header]
        for level, content in enumerate(written):
            if content and (index not in block.roles or _is_above_figures(content, block)):
                repeated[level] = (
                    content == above[level] and index > left and text(cell(header[level], index - 1)) != ""
                )
                above[level:] = [content, *([""] * (len(header) - level - 1))]  # what was carried below it has ended
        if index in block.roles or index < left:
            continue
        if any(written) and any(not is_text(cell(row, index)) for row in grid.rows[head.body : end]):
            carried = [new or ("" if again else old) for new, old, again in zip(written, above, repeated, strict=True)]
            try:
                columns[index] = _merged(carried, single)
            except (UnknownCodeError, ContradictionError) as error:
                raise HeadingError(index, [content for content in written if content], error) from error
    check_named(grid, {*columns, *block.roles}, (left, block.end), range(head.body, end))
    _check_texts_between(grid, block, columns, range(head.body, end))
    return columns


def _is_above_figures(content: str, block: _Block) -> bool:
    """Whether a text above labels goes for the figures beside them: a year does, or any text of one of many tables."""
    return role_of(content) is None and (not block.is_alone or _names_figures(content))


def _check_texts_between(grid: Grid, block: _Block, columns: dict[int, Facets], rows: range) -> None:
    """Names between two columns of figures begin another table, even where no heading says so.

    Raises   `UnnamedColumnsError`
    """
    inside = [index for index in range(min(columns, default=0), max(columns, default=0)) if index not in columns]
    for number in rows:
        row = grid.rows[number]
        for index in inside:
            content = text(cell(row, index))
            if index in block.roles or len(plain(content)) < _SHORTEST_NAME or is_note(content):
                continue
            own = {plain(text(value)) for value in row[: min(columns)]}
            if plain(content) not in own and any(_is_figure(cell(row, other)) for other in columns if other > index):
                raise UnnamedColumnsError(number)


def _merged(texts: list[str], single_ages: bool) -> Facets:
    facets = NOTHING
    for content in dict.fromkeys(filter(None, texts)):
        facets = facets.with_(of_figures(content, single_ages))
    return facets


def _title_lines(grid: Grid, above: range, block: _Block | None) -> list[str]:
    """What stands above a table; of tables side by side, each has the cells above it, or a line that has no others."""
    rows = [[text(value) for value in grid.rows[number]] for number in above]
    if block:
        rows = [row[block.start : block.end] if sum(map(bool, row)) > 1 else row for row in rows]
    joined = [" ".join(dict.fromkeys(content for content in row if not _DAY.fullmatch(content))) for row in rows]
    lines = [" ".join(line.split()) for line in (*(grid.before if above.start == 0 else ()), *joined)]
    lines = [line for line in lines if line and not _DAY.fullmatch(line) and not _PUBLISHER.fullmatch(fold(line))]
    return [line for line in lines if not is_note(line) or _ASIDE.fullmatch(line)]

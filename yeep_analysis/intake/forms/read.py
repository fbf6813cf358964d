"""Reads a returned form: every value with its place, and every problem at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from yeep_analysis.intake.forms.columns import plan_words
from yeep_analysis.intake.forms.expected import Expected
from yeep_analysis.intake.forms.layout import (
    COLUMNS_ROW,
    HEAD,
    HEAD_ROW,
    NO_ROWS,
    ONCE,
    TO_BE_READ_BY_PEOPLE,
    VERSION,
    Form,
    FormRow,
    Identity,
    SheetKind,
    asked_once,
    is_mark,
)
from yeep_analysis.intake.forms.refusals import refusal
from yeep_analysis.intake.personal import personal_data
from yeep_analysis.municipality.cells import CellKind, CellRefusedError, SentCell, is_blank
from yeep_analysis.municipality.csv_text import readable
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.questions import ASKED_ONCE, COUNTS, ON_REQUEST, TEXTS, AskedRow, rule_of
from yeep_analysis.reporting.reported import CellPlace, Reported, described_row, row_name
from yeep_analysis.words import language
from yeep_analysis.words.errors import Problem, Spot, at_sheet, at_sheet_row
from yeep_analysis.words.language import _, year_range
from yeep_analysis.words.terms import Field, Subject

# Of which fields of its rows speaks what is asked once on a sheet.
_SPEAKS_OF = dict(zip(ASKED_ONCE, (COUNTS, TEXTS, (Field.CORRECTION,)), strict=True))

SheetCell = tuple[str, int, int]  # sheet, row, column


def read_form(file: str, found: Mapping[str, Any], wanted: Expected) -> Delivered:
    """The values of a workbook that a child process has read."""
    delivered = Delivered(file)
    if code := found.get("refused"):
        delivered.problems.append(refusal(file, code, found["detail"]))
        return delivered
    sheets = [_named_safely(delivered, SentSheet.of(sheet), n) for n, sheet in enumerate(found["sheets"], start=1)]
    personal = set(_personal(delivered, sheets))
    known = [sheet for sheet in map(find, sheets) if sheet is not None]
    problems = identity_problems(file, sheets, known, wanted)
    delivered.problems += problems
    delivered.unit_ids |= {sheet.identity.unit_id for sheet in known} & set(wanted.reporters.units)
    if problems:
        return delivered
    unit_id = known[0].identity.unit_id
    delivered.is_form = True
    delivered.asks_for_deviations = known[0].identity.version == VERSION
    form = wanted.form(unit_id, known[0].identity.version)
    _compare_sheets(delivered, known, form)
    _look_aside(delivered, sheets, known)
    for sheet in known:
        if sheet.kind not in TO_BE_READ_BY_PEOPLE:
            _read_sheet(Reading(delivered, sheet, form, wanted, found["sha256"], personal))
    return delivered


def _named_safely(delivered: Delivered, sheet: SentSheet, number: int) -> SentSheet:
    """The sheet; one whose name holds personal data is told, and named by its number from here on."""
    kinds = personal_data(sheet.name)
    if not kinds:
        return sheet
    safe = replace(sheet, name=_("no. {n}").format(n=number))
    delivered.holds_personal_data = True
    delivered.problems.append(
        Problem(
            at_sheet(delivered.file, safe.name),
            _("The name of the sheet holds {kind}.").format(kind=_(kinds[0])),
            "",
            _("Have it deleted from the form by the unit; do not pass the file on."),
        )
    )
    return safe


def _personal(delivered: Delivered, sheets: list[SentSheet]) -> Iterator[SheetCell]:
    """The cells that hold personal data, each told without its content."""
    for problem, place in personal_cells(delivered.file, sheets):
        delivered.holds_personal_data = True
        delivered.problems.append(problem)
        yield place


def personal_cells(file: str, sheets: Iterable[SentSheet]) -> Iterator[tuple[Problem, SheetCell]]:
    """A problem for each cell or note that holds personal data, without its content, and where it stands."""
    for sheet in sheets:
        texts = [(place, cell.text) for place, cell in sheet.cells.items()]
        texts += [((row, column), text) for row, column, text in sheet.notes]
        for (row, column), text in texts:
            for kind in personal_data(text):
                problem = Problem(
                    CellPlace(file, "", sheet.name, place_name(row, column)).shown,
                    _("The cell holds {kind}.").format(kind=_(kind)),
                    "",
                    _("Have it deleted from the form by the unit; do not pass the file on."),
                )
                yield problem, (sheet.name, row, column)


def _compare_sheets(delivered: Delivered, known: list[FoundSheet], form: Form) -> None:
    """Each sheet of the form is there once, under its name."""
    for shape in form.sheets:
        names = [sheet.sheet.name for sheet in known if sheet.kind == shape.kind]
        labels = {_label(shape.kind, spoken) for spoken in language.LANGUAGES}
        if not names:
            what = _("The sheet “{sheet}” is missing.").format(sheet=shape.kind.label)
        elif len(names) > 1:
            what = _("The sheet “{sheet}” stands twice: {names}.").format(
                sheet=shape.kind.label, names=", ".join(names)
            )
        elif names[0] not in labels and form.identity.version == VERSION:  # names of the first version have changed
            what = _("The sheet “{sheet}” was renamed to “{name}”.").format(sheet=shape.kind.label, name=names[0])
        else:
            continue
        delivered.is_intact = False
        expected = ""
        delivered.problems.append(
            Problem(delivered.file, what, expected, _("Give the sheet its name back, or fill in a fresh form."))
        )


def _label(kind: SheetKind, spoken: str) -> str:
    return language.catalogue("library", spoken).gettext(kind.name_for_readers)


def _look_aside(delivered: Delivered, sheets: list[SentSheet], known: list[FoundSheet]) -> None:
    """Sheets that are not of the form: hidden ones are refused, others are named as not read."""
    ours = {id(sheet.sheet) for sheet in known}
    for sheet in sheets:
        if sheet.is_hidden and sheet.cells:
            delivered.problems.append(
                Problem(
                    delivered.file,
                    _("The sheet “{sheet}” is hidden and holds data.").format(sheet=sheet.name),
                    "",
                    _("Show the sheet, or delete it if it is not of the form."),
                )
            )
        elif id(sheet) not in ours and sheet.cells:
            delivered.remarks.append(
                _("{file}: the sheet “{sheet}” is not of the form and was not read.").format(
                    file=delivered.file, sheet=sheet.name
                )
            )


def _read_sheet(reading: Reading) -> None:
    row_places(reading.sheet, reading.delivered.places)
    compare_keys(reading)
    before = len(reading.delivered.reported)
    refuse_merged_and_hidden(reading)
    keys = reading.sheet.rows
    for (row, column), cell in sorted(reading.sheet.below_head):
        if is_blank(cell):
            continue
        asked = reading.form.asked.get(keys.get(row, ""))
        if (reading.sheet.sheet.name, row, column) in reading.personal:
            if asked is not None:  # told once; what follows from its absence is not
                reading.delivered.refused.add((reading.unit_id, asked.key.whole))
            continue
        if asked is None:
            if keys.get(row, "") in NO_ROWS:
                reading.tell(
                    reading.place(row, column).shown,
                    _("There is a value in a row that is not of the form."),
                    "",
                    _("Move the value into the row of its indicator, or delete it."),
                    Spot(written=cell.text, sheet=reading.sheet.sheet.name, cell=place_name(row, column)),
                )
            continue
        _read_cell(reading, asked, (row, column), cell)
    _read_once(reading, reading.delivered.reported[before:])


def _read_once(reading: Reading, reported: list[Reported]) -> None:
    """What was asked once above the rows, as the answer of each row of which it speaks and that has none of its own."""
    given = {(one.key, one.field): one for one in reported}
    for number, key in reading.sheet.rows.items():
        which = asked_once(key)
        if which is None or (found := _answer_of(reading, number)) is None:
            continue
        column, cell = found
        place = reading.place(number, column)
        if (reading.sheet.sheet.name, number, column) in reading.personal:
            continue
        try:
            value = rule_of(which, None)(cell)
        except CellRefusedError as refused:
            at = Spot(written=cell.text, sheet=reading.sheet.sheet.name, cell=place_name(number, column))
            reading.tell(place.shown, *refused.sentences, at)
            continue
        speaks_of = _SPEAKS_OF[which]
        for row in dict.fromkeys(one.key for one in reported if one.field in speaks_of and not one.key.is_part):
            if (row, which) not in given:
                reading.delivered.reported.append(Reported(reading.unit_id, row, which, value, place, of_sheet=True))


def _answer_of(reading: Reading, number: int) -> tuple[int, SentCell] | None:
    """The answer in a row that is asked once: what stands between its key and its question."""
    start = reading.sheet.sheet.mark[1][1]
    cells = sorted((column, cell) for (row, column), cell in reading.sheet.sheet.cells.items() if row == number)
    before = [(column, cell) for column, cell in cells if column > start and not is_blank(cell)][:-1]
    if len(before) > 1:
        reading.tell(
            reading.place(number, before[1][0]).shown,
            _("There is a value in a row that is not of the form."),
            "",
            _("Delete what stands there, or move it to where it belongs."),
        )
    return before[0] if before else None


def row_places(sheet: FoundSheet, places: Places) -> None:
    """Add where the rows and columns of a sheet are: what must be mended is shown there."""
    columns = {which.value: column for column, which in sheet.columns.items()}
    for number, key in sheet.rows.items():
        if key.startswith(ONCE):
            if which := asked_once(key):
                answer = {which.value: _answer_column(sheet, number)}
                places.setdefault(key, []).append(RowPlace(sheet.sheet.name, number, answer))
        elif key not in NO_ROWS:
            places.setdefault(key, []).append(RowPlace(sheet.sheet.name, number, columns))


def _answer_column(sheet: FoundSheet, number: int) -> int:
    """The column before the question of a row that is asked once."""
    start = sheet.sheet.mark[1][1]
    return max(max(column for row, column in sheet.sheet.cells if row == number) - 1, start + 1)


def _read_cell(reading: Reading, asked: AskedRow, at: tuple[int, int], cell: SentCell) -> None:
    place, which = reading.place(*at), reading.sheet.columns[at[1]]
    spot = Spot(str(asked.key), (which,), written=cell.text)
    if which not in asked.accepted:
        reading.tell(
            reading.where(place, asked.key),
            _("“{column}” is not asked in this row.").format(column=which.label),
            "",
            _("Delete what stands there, or move it to where it belongs."),
            spot,
        )
        return
    measure = reading.wanted.plan.measures.get(asked.key.subject_id) if asked.key.subject == Subject.MEASURE else None
    try:
        value = rule_of(which, measure)(cell)
    except CellRefusedError as refused:
        reading.tell(reading.where(place, asked.key), *refused.sentences, spot)
        reading.delivered.refused.add((reading.unit_id, asked.key.whole))
    else:
        reading.delivered.reported.append(Reported(reading.unit_id, asked.key, which, value, place))


@dataclass(frozen=True)
class RowPlace:
    """Where a row of a form was found: sheet, number, and its columns by the keys of their fields."""

    sheet: str
    number: int
    columns: Mapping[str, int]


Places = dict[str, list[RowPlace]]  # by the key of a row, which may stand on two sheets


def place_of(places: Places, row: str, which: str) -> RowPlace:
    """The row in which a field stands, or that in which it is asked once; where it stands in none, the first."""
    once = [place for key in places if key.startswith(f"{ONCE}{which}/") for place in places[key]]
    rows = [*places[row], *(place for place in once if place.sheet == places[row][0].sheet)]
    return next((place for place in rows if which in place.columns), rows[0])


@dataclass
class Delivered:
    """What one file brought: values, problems, remarks; the rows of which a cell was refused.

    is_intact   whether all sheets, rows and columns are there, so that it can be corrected and sent again
    suggested   unit whose form it may be by its name, where the file itself does not say
    """

    file: str
    path: Path = Path()
    is_intact: bool = True
    holds_personal_data: bool = False
    suggested: str = ""
    places: Places = field(default_factory=dict)
    unit_ids: set[str] = field(default_factory=set)
    is_form: bool = False  # a whole form, as against a part of the answers in a CSV
    asks_for_deviations: bool = False  # a form of today, as against one of the first version
    reported: list[Reported] = field(default_factory=list)
    refused: set[tuple[str, RowKey]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """One sheet that is being read."""

    delivered: Delivered
    sheet: FoundSheet
    form: Form
    wanted: Expected
    sha256: str
    personal: set[SheetCell]

    @property
    def unit_id(self) -> str:
        """The unit whose form it is."""
        return self.sheet.identity.unit_id

    def place(self, row: int, column: int) -> CellPlace:
        """Where a cell stands."""
        return CellPlace(self.delivered.file, self.sha256, self.sheet.sheet.name, place_name(row, column))

    def where(self, place: CellPlace, key: RowKey) -> str:
        """The same in words, with unit and measure."""
        return described_row(place, self.unit_id, key, self.wanted.plan)

    def tell(self, where: str, what: str, expected: str, action: str, spot: Spot | None = None) -> None:
        """Add a problem."""
        self.delivered.problems.append(Problem(where, what, expected, action, spot=spot))


def identity_problems(file: str, sheets: list[SentSheet], known: list[FoundSheet], wanted: Expected) -> list[Problem]:
    """Why a workbook is not a form of this year; empty where it is one."""
    if not known:
        is_other = any(sheet.mark for sheet in sheets)
        return [
            Problem(
                file,
                _("It is a form of another version of this program.")
                if is_other
                else _("It is not a form of this program."),
                "",
                _("Send the unit a fresh form, and have the values copied into it."),
            )
        ]
    identities = {sheet.identity for sheet in known}
    if len(identities) > 1:
        return [
            Problem(
                file,
                _("Its sheets come from different forms: {marks}.").format(
                    marks=", ".join(sorted(f"{one.unit_id} {one.year}" for one in identities))
                ),
                "",
                _("Ask the unit for its own form, with its own sheets."),
            )
        ]
    return list(_beside(file, identities.pop(), wanted))


def not_of_these_data() -> dict[str, str]:
    """What to do with the form of another municipality or plan."""
    action = _("Take the file out of the folder, or name the right data with --data.")
    return {"action": action, "on_desk": _("Put it on the desk of the data to which it belongs.")}


def of_another_year(year: int | str) -> dict[str, str]:
    """What to do with the form of another year."""
    action = _("Collect it with its own year: yeep collect {year}").format(year=year)
    return {"action": action, "on_desk": _("Choose the year {year} above, and put it there.").format(year=year)}


def _beside(file: str, found, wanted: Expected):
    expected = wanted.identity
    if found.district_code != expected.district_code:
        yield Problem(
            file,
            _("It is the form of another municipality (district code {code}).").format(code=found.district_code),
            _("The district code here is {code}.").format(code=expected.district_code),
            **not_of_these_data(),
        )
    elif (found.plan_start, found.plan_end) != (expected.plan_start, expected.plan_end):
        yield Problem(
            file,
            _("It is a form of another plan ({years}).").format(years=year_range(found.plan_start, found.plan_end)),
            _("These data are of the plan of {years}.").format(
                years=year_range(expected.plan_start, expected.plan_end)
            ),
            **not_of_these_data(),
        )
    if found.year != expected.year:
        yield Problem(
            file,
            _("It is the form of {year}.").format(year=found.year),
            "",
            **of_another_year(found.year),
        )
    if found.unit_id not in wanted.plan.units:
        yield Problem(
            file,
            _("The unit “{unit}” is not known.").format(unit=found.unit_id),
            _("Write a key of plan/units.csv."),
            _("Send the unit a fresh form, or add the missing row to plan/units.csv."),
        )
    elif found.unit_id not in wanted.reporters.units:
        yield Problem(
            file,
            _("Nothing is asked of the unit “{unit}”.").format(unit=wanted.plan.units[found.unit_id].name),
            _("The unit must stand in plan/reporters.csv."),
            _("Correct plan/reporters.csv, or take the file out of the folder."),
        )


def compare_keys(reading: Reading) -> None:
    """Every row and column that was sent out is there once; none is there that nobody knows."""
    sheet, shape = reading.sheet, next((s for s in reading.form.sheets if s.kind == reading.sheet.kind), None)
    where = at_sheet(reading.delivered.file, sheet.sheet.name)
    expected_rows = {str(row.asked.key): row for row in shape.rows} if shape else {}
    expected_columns = set(shape.fields) - set(ON_REQUEST) if shape else set()
    for key in sheet.twice:
        reading.tell(
            where,
            _("The row or column “{key}” stands twice.").format(key=key),
            "",
            _("Delete the copy."),
        )
    for number, key in sheet.rows.items():
        if key in NO_ROWS or key.startswith(ONCE):
            continue
        if key not in expected_rows:
            _unknown_row(reading, number, key)
        elif not _words_fit(sheet, number, expected_rows[key]):
            _torn_off(reading, number)
    for key in expected_rows.keys() - set(sheet.rows.values()):
        _missing(reading, where, row_name(expected_rows[key].asked.key, reading.wanted.plan, reading.wanted.mahalles))
    for which in expected_columns - set(sheet.columns.values()):
        _missing(reading, where, which.label)


def _words_fit(sheet: FoundSheet, number: int, row: FormRow) -> bool:
    """Whether the plan's words beside a key are those of its row: whoever sorts without the keys tears them apart."""
    wanted = {head.value: texts for head, texts in plan_words(row).items()}
    for column, head in sheet.heads.items():
        cell = sheet.cell(number, column)
        if head in wanted and cell is not None and not any(_same_words(cell.text, one) for one in wanted[head]):
            return False
    return True


def _same_words(one: str, other: str) -> bool:
    return readable(" ".join(one.split())) == readable(" ".join(other.split()))


def _torn_off(reading: Reading, number: int) -> None:
    reading.delivered.is_intact = False
    reading.tell(
        at_sheet_row(reading.delivered.file, reading.sheet.sheet.name, number),
        _("The rows are mixed up: the sheet was sorted without its hidden first column."),
        "",
        _("Undo the sort (Ctrl+Z), or have the values copied into a fresh form."),
    )


def _missing(reading: Reading, where: str, name: str) -> None:
    reading.delivered.is_intact = False
    reading.tell(
        where,
        _("The row or column “{name}” is missing.").format(name=name),
        "",
        _("Fill in a fresh form, or put the row or column back."),
    )


def _unknown_row(reading: Reading, number: int, key: str) -> None:
    parts = key.split("/")
    plan = reading.wanted.plan
    everything = {**plan.measures, **plan.actions, **plan.undertakings, **plan.goals}
    is_known = len(parts) > 1 and parts[1] in everything
    column = reading.sheet.sheet.mark[1][1]
    reading.tell(
        reading.place(number, column).shown,
        _("“{key}” is not asked of this unit.").format(key=key)
        if is_known
        else _("The indicator or action “{key}” is not known.").format(key=key),
        _("The rows are those that plan/reporters.csv gives to this unit."),
        _("Send the unit a fresh form, or correct plan/reporters.csv."),
    )


def refuse_merged_and_hidden(reading: Reading) -> None:
    """Cells that were joined where values stand, and rows that were hidden with values in them."""
    sheet = reading.sheet
    numbers = {number for number, key in sheet.rows.items() if key not in NO_ROWS and not key.startswith(ONCE)}
    filled = {row for (row, _column), cell in sheet.below_head if not is_blank(cell)}
    reading.delivered.problems += merged_and_hidden(reading.delivered.file, sheet.sheet, numbers, filled)


def merged_and_hidden(file: str, sheet: SentSheet, rows: Set[int], filled: Set[int]) -> Iterator[Problem]:
    """The same of any sheet: the rows in which values belong, and those in which there are some."""
    for first, last, name in sheet.merged:
        if rows & set(range(first, last + 1)):
            yield Problem(
                _("{file}, sheet “{sheet}”, cells {cells}").format(file=file, sheet=sheet.name, cells=name),
                _("Cells are merged where values stand."),
                "",
                _("Separate the cells again (Merge & Center, Unmerge Cells)."),
            )
    for row in sorted(filled & sheet.hidden_rows):
        yield Problem(
            at_sheet_row(file, sheet.name, row),
            _("The row is hidden and holds values."),
            "",
            _("Show the row (or clear the filter), and look whether its values hold."),
        )


@dataclass(frozen=True)
class SentSheet:
    """A sheet as it was sent: cells by (row, column), rows that were hidden, merged ranges."""

    name: str
    is_hidden: bool
    cells: Mapping[tuple[int, int], SentCell]
    hidden_rows: frozenset[int]
    merged: tuple[tuple[int, int, str], ...]
    notes: tuple[tuple[int, int, str], ...]

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> SentSheet:
        """A sheet from what the child process found."""
        cells = {
            (row, column): SentCell(CellKind(kind), text, is_percent)
            for row, column, kind, text, is_percent in found["cells"]
        }
        merged = tuple((first, last, name) for first, last, name in found["merged"])
        notes = tuple((row, column, text) for row, column, text in found["notes"])
        return cls(found["name"], found["hidden"], cells, frozenset(found["hidden_rows"]), merged, notes)

    @property
    def mark(self) -> tuple[str, tuple[int, int]] | None:
        """The text that makes it a sheet of a form, and where it stands."""
        return next(((cell.text, place) for place, cell in self.cells.items() if is_mark(cell.text)), None)


@dataclass(frozen=True)
class FoundSheet:
    """A sheet of a form that was found again."""

    sheet: SentSheet
    identity: Identity
    kind: SheetKind
    rows: Mapping[int, str]  # number of a row -> its key
    columns: Mapping[int, Field]  # number of a column -> its field
    heads: Mapping[int, str]  # number of an explaining column -> its key
    twice: tuple[str, ...] = field(default=())  # keys of rows or columns that stand more than once

    def cell(self, row: int, column: int) -> SentCell | None:
        """A cell; None where it is blank."""
        return self.sheet.cells.get((row, column))

    @property
    def below_head(self) -> Iterator[tuple[tuple[int, int], SentCell]]:
        """The cells of the columns of values, below the row of their keys and but for that of their names."""
        start = next((row for row, key in self.rows.items() if key == COLUMNS_ROW), 0)
        for (row, column), cell in self.sheet.cells.items():
            if row > start and column in self.columns and self.rows.get(row) != HEAD_ROW:
                yield (row, column), cell


def find(sheet: SentSheet) -> FoundSheet | None:
    """The sheet of a form in a sheet that was sent; None where it carries no mark or one that cannot be read."""
    mark = sheet.mark
    read = Identity.read(mark[0]) if mark else None
    if read is None:
        return None
    key_column = mark[1][1]
    rows = {
        row: cell.text
        for (row, column), cell in sorted(sheet.cells.items())
        if column == key_column and row > mark[1][0]
    }
    keys_row = next((row for row, key in rows.items() if key == COLUMNS_ROW), None)
    names = {
        column: cell.text
        for (row, column), cell in sorted(sheet.cells.items())
        if row == keys_row and column != key_column
    }
    columns = {column: Field(name) for column, name in names.items() if name in set(Field)}
    heads = {column: name.removeprefix(HEAD) for column, name in names.items() if name.startswith(HEAD)}
    return FoundSheet(sheet, *read, rows, columns, heads, _twice([*rows.values(), *names.values()]))


def place_name(row: int, column: int) -> str:
    """``(12, 7)`` as ``G12``."""
    return f"{get_column_letter(column)}{row}"


def _twice(keys: list[str]) -> tuple[str, ...]:
    return tuple(sorted({key for key in keys if keys.count(key) > 1}))

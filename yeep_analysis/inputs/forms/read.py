"""Reads a returned form: every value with its place, and every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from yeep_analysis import language
from yeep_analysis.errors import Problem
from yeep_analysis.inputs.forms.columns import plan_words
from yeep_analysis.inputs.forms.expected import Expected
from yeep_analysis.inputs.forms.fields import rule_of
from yeep_analysis.inputs.forms.grammar import CellRefusedError, SentCell, is_blank
from yeep_analysis.inputs.forms.identity import identity_problems
from yeep_analysis.inputs.forms.layout import NO_ROWS, Form, FormRow, SheetKind
from yeep_analysis.inputs.forms.refusals import refusal
from yeep_analysis.inputs.forms.sheets import FoundSheet, SentSheet, find, place_name
from yeep_analysis.inputs.personal import personal_data
from yeep_analysis.inputs.read import readable
from yeep_analysis.inputs.results.asked import AskedRow, RowKey
from yeep_analysis.inputs.results.places import Place, Reported, described_row, row_name
from yeep_analysis.language import _
from yeep_analysis.result_terms import Subject

Cell = tuple[str, int, int]  # sheet, row, column


@dataclass
class Delivered:
    """What one file brought: values, problems, remarks; the rows of which a cell was refused."""

    file: str
    unit_ids: set[str] = field(default_factory=set)
    reported: list[Reported] = field(default_factory=list)
    refused: set[tuple[str, RowKey]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


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
    if problems:
        return delivered
    unit_id = known[0].identity.unit_id
    delivered.unit_ids.add(unit_id)
    form = wanted.form(unit_id)
    _compare_sheets(delivered, known, form)
    _look_aside(delivered, sheets, known)
    for sheet in known:
        if sheet.kind != SheetKind.HOW_TO:
            _read_sheet(_Reading(delivered, sheet, form, wanted, found["sha256"], personal))
    return delivered


def _named_safely(delivered: Delivered, sheet: SentSheet, number: int) -> SentSheet:
    """The sheet; one whose name holds personal data is told, and named by its number from here on."""
    kinds = personal_data(sheet.name)
    if not kinds:
        return sheet
    safe = replace(sheet, name=_("no. {n}").format(n=number))
    delivered.problems.append(
        Problem(
            _("{file}, sheet “{sheet}”").format(file=delivered.file, sheet=safe.name),
            _("The name of the sheet holds {kind}.").format(kind=_(kinds[0])),
            _("Expected no personal data anywhere in the file."),
            _("Have it deleted from the form by the unit; do not pass the file on."),
        )
    )
    return safe


def _personal(delivered: Delivered, sheets: list[SentSheet]) -> Iterator[Cell]:
    """The cells that hold personal data, each told without its content."""
    for sheet in sheets:
        texts = [(place, cell.text) for place, cell in sheet.cells.items()]
        texts += [((row, column), text) for row, column, text in sheet.notes]
        for (row, column), text in texts:
            for kind in personal_data(text):
                delivered.problems.append(
                    Problem(
                        Place(delivered.file, "", sheet.name, place_name(row, column)).shown,
                        _("The cell holds {kind}.").format(kind=_(kind)),
                        _("Expected no personal data anywhere in the file."),
                        _("Have it deleted from the form by the unit; do not pass the file on."),
                    )
                )
                yield sheet.name, row, column


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
        elif names[0] not in labels:
            what = _("The sheet “{sheet}” was renamed to “{name}”.").format(sheet=shape.kind.label, name=names[0])
        else:
            continue
        expected = _("Expected the sheets as they were sent out.")
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
                    _("Expected no hidden sheet."),
                    _("Show the sheet, or delete it if it is not of the form."),
                )
            )
        elif id(sheet) not in ours and sheet.cells:
            delivered.remarks.append(
                _("{file}: the sheet “{sheet}” is not of the form and was not read.").format(
                    file=delivered.file, sheet=sheet.name
                )
            )


@dataclass(frozen=True)
class _Reading:
    """One sheet that is being read."""

    delivered: Delivered
    sheet: FoundSheet
    form: Form
    wanted: Expected
    sha256: str
    personal: set[Cell]

    @property
    def unit_id(self) -> str:
        return self.sheet.identity.unit_id

    def place(self, row: int, column: int) -> Place:
        return Place(self.delivered.file, self.sha256, self.sheet.sheet.name, place_name(row, column))

    def where(self, place: Place, key: RowKey) -> str:
        return described_row(place, self.unit_id, key, self.wanted.plan)

    def tell(self, where: str, what: str, expected: str, action: str) -> None:
        self.delivered.problems.append(Problem(where, what, expected, action))


def _read_sheet(reading: _Reading) -> None:
    _compare_keys(reading)
    _merged_and_hidden(reading)
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
                    _("Expected values in the rows that were sent out."),
                    _("Move the value into the row of its measure, or delete it."),
                )
            continue
        _read_cell(reading, asked, (row, column), cell)


def _read_cell(reading: _Reading, asked: AskedRow, at: tuple[int, int], cell: SentCell) -> None:
    place, which = reading.place(*at), reading.sheet.columns[at[1]]
    if which not in asked.fields:
        reading.tell(
            reading.where(place, asked.key),
            _("“{column}” is not asked in this row.").format(column=which.label),
            _("Expected a blank cell."),
            _("Delete what stands there, or move it to where it belongs."),
        )
        return
    measure = reading.wanted.plan.measures.get(asked.key.subject_id) if asked.key.subject == Subject.MEASURE else None
    try:
        value = rule_of(which, measure)(cell)
    except CellRefusedError as refused:
        reading.tell(reading.where(place, asked.key), *refused.sentences)
        reading.delivered.refused.add((reading.unit_id, asked.key.whole))
    else:
        reading.delivered.reported.append(Reported(reading.unit_id, asked.key, which, value, place))


def _compare_keys(reading: _Reading) -> None:
    """Every row and column that was sent out is there once; none is there that nobody knows."""
    sheet, shape = reading.sheet, next((s for s in reading.form.sheets if s.kind == reading.sheet.kind), None)
    where = _("{file}, sheet “{sheet}”").format(file=reading.delivered.file, sheet=sheet.sheet.name)
    expected_rows = {str(row.asked.key): row for row in shape.rows} if shape else {}
    expected_columns = set(shape.fields) if shape else set()
    for key in sheet.twice:
        reading.tell(
            where,
            _("The row or column “{key}” stands twice.").format(key=key),
            _("Expected each row and column once."),
            _("Delete the copy."),
        )
    for number, key in sheet.rows.items():
        if key in NO_ROWS:
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
    wanted = {head.value: text for head, text in plan_words(row).items()}
    for column, head in sheet.heads.items():
        cell = sheet.cell(number, column)
        if head in wanted and cell is not None and not _same_words(cell.text, wanted[head]):
            return False
    return True


def _same_words(one: str, other: str) -> bool:
    return readable(" ".join(one.split())) == readable(" ".join(other.split()))


def _torn_off(reading: _Reading, number: int) -> None:
    reading.tell(
        _("{file}, sheet “{sheet}”, row {row}").format(
            file=reading.delivered.file, sheet=reading.sheet.sheet.name, row=number
        ),
        _("The words of the row belong to another row: the sheet was sorted without its hidden first column."),
        _("Expected the rows as they were sent out, or sorted as a whole."),
        _("Undo the sorting, or have the values copied into a fresh form."),
    )


def _missing(reading: _Reading, where: str, name: str) -> None:
    reading.tell(
        where,
        _("The row or column “{name}” is missing.").format(name=name),
        _("Expected all rows and columns as they were sent out."),
        _("Fill in a fresh form, or put the row or column back."),
    )


def _unknown_row(reading: _Reading, number: int, key: str) -> None:
    parts = key.split("/")
    plan = reading.wanted.plan
    is_known = len(parts) > 1 and parts[1] in {**plan.measures, **plan.actions, **plan.undertakings}
    column = reading.sheet.sheet.mark[1][1]
    reading.tell(
        reading.place(number, column).shown,
        _("“{key}” is not asked of this unit.").format(key=key)
        if is_known
        else _("The measure or action “{key}” is unknown.").format(key=key),
        _("Expected the rows that plan/reporters.csv gives to this unit."),
        _("Send the unit a fresh form, or correct plan/reporters.csv."),
    )


def _merged_and_hidden(reading: _Reading) -> None:
    sheet = reading.sheet
    numbers = {number for number, key in sheet.rows.items() if key not in NO_ROWS}
    for first, last, name in sheet.sheet.merged:
        if numbers & set(range(first, last + 1)):
            reading.tell(
                _("{file}, sheet “{sheet}”, cells {cells}").format(
                    file=reading.delivered.file, sheet=sheet.sheet.name, cells=name
                ),
                _("Cells are merged where values stand."),
                _("Expected one cell for each value."),
                _("Separate the cells again (Merge & Center, Unmerge Cells)."),
            )
    filled = {row for (row, _column), cell in sheet.below_head if not is_blank(cell)}
    for row in sorted(filled & sheet.sheet.hidden_rows):
        reading.tell(
            _("{file}, sheet “{sheet}”, row {row}").format(
                file=reading.delivered.file, sheet=sheet.sheet.name, row=row
            ),
            _("The row is hidden and holds values."),
            _("Expected no hidden row."),
            _("Show the row (or clear the filter), and look whether its values hold."),
        )

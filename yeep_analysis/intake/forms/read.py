"""Reads a returned form: every value with its place, and every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from yeep_analysis.intake.forms.expected import Expected
from yeep_analysis.intake.forms.identity import identity_problems
from yeep_analysis.intake.forms.layout import NO_ROWS, Form, SheetKind
from yeep_analysis.intake.forms.reading import Cell, Delivered, Reading
from yeep_analysis.intake.forms.refusals import refusal
from yeep_analysis.intake.forms.sheet_checks import compare_keys, refuse_merged_and_hidden
from yeep_analysis.intake.forms.sheets import FoundSheet, SentSheet, find, place_name
from yeep_analysis.intake.personal import personal_data
from yeep_analysis.municipality.grammar import CellRefusedError, SentCell, is_blank
from yeep_analysis.reporting.fields import rule_of
from yeep_analysis.reporting.questions import AskedRow
from yeep_analysis.reporting.reported import Place, Reported
from yeep_analysis.words import language
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Subject


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
            _read_sheet(Reading(delivered, sheet, form, wanted, found["sha256"], personal))
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


def _read_sheet(reading: Reading) -> None:
    compare_keys(reading)
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
                    _("Expected values in the rows that were sent out."),
                    _("Move the value into the row of its measure, or delete it."),
                )
            continue
        _read_cell(reading, asked, (row, column), cell)


def _read_cell(reading: Reading, asked: AskedRow, at: tuple[int, int], cell: SentCell) -> None:
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

"""Checks of results as they lie on the disk: somebody may have edited a table by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yeep_analysis.municipality.catalogue import Measure, Plan
from yeep_analysis.municipality.checks import Numbered
from yeep_analysis.municipality.grammar import CellKind, CellRefusedError, SentCell
from yeep_analysis.municipality.result_tables import Answered
from yeep_analysis.reporting.fields import rule_of
from yeep_analysis.reporting.questions import row_of_action, row_of_undertaking, value_fields
from yeep_analysis.reporting.replies import replies_by_unit
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Field, Subject

_TABLES = {Subject.MEASURE: "measures", Subject.ACTION: "actions", Subject.UNDERTAKING: "methodology"}


def unknown_subjects(file: str, rows: Iterable[Numbered], plan: Plan) -> Iterator[Problem]:
    """Rows on what the plan does not know."""
    known = {Subject.MEASURE: plan.measures, Subject.ACTION: plan.actions, Subject.UNDERTAKING: plan.undertakings}
    for number, row in rows:
        if row.subject_id not in known[row.subject]:
            yield unknown(file, number, "subject_id", row.subject_id, _TABLES[row.subject])
        if row.unit_id not in plan.units:
            yield unknown(file, number, "unit_id", row.unit_id, "units")


def values_that_no_form_gives(file: str, rows: Iterable[Numbered], plan: Plan) -> Iterator[Problem]:
    """Values that the grammar of the forms refuses, or would write otherwise; a part above its whole."""
    places = {}
    for number, row in rows:
        places[row.unit_id, row.key, row.field] = (number, row)
        measure = plan.measures.get(row.subject_id) if row.subject == Subject.MEASURE else None
        if row.field not in _fields(row, measure, plan):
            continue
        try:
            is_sound = rule_of(row.field, measure)(SentCell(CellKind.TEXT, row.value)) == row.value
        except CellRefusedError as refused:
            yield Problem(_place(file, number, "value"), *refused.sentences)
            continue
        if not is_sound:
            yield Problem(
                _place(file, number, "value"),
                _("“{value}” is not how this value is kept.").format(value=row.value[:60]),
                _("Expected digits, a decimal point, year-month-day, or the key of a word."),
                _("Take the change back, and have the value corrected by a form."),
            )
    yield from _parts_above_their_whole(file, places)


def _fields(row: Answered, measure: Measure | None, plan: Plan) -> tuple[Field, ...]:
    """The fields whose value has a rule in this row; what is unknown is told elsewhere."""
    if row.subject == Subject.MEASURE:
        texts = (Field.MISSING, Field.LAST_MONTH, Field.CONFIRMED, Field.MAY_PUBLISH)
        return (*value_fields(measure), *texts) if measure else ()
    known = plan.actions if row.subject == Subject.ACTION else plan.undertakings
    asked = row_of_action if row.subject == Subject.ACTION else row_of_undertaking
    return asked(known[row.subject_id]).fields if row.subject_id in known else ()


def _parts_above_their_whole(file: str, places: dict) -> Iterator[Problem]:
    for (unit, key), reply in replies_by_unit(row for _number, row in places.values()).items():
        counts = [reply.fields.get(which, "") for which in (Field.NUMERATOR, Field.DENOMINATOR)]
        if all(count.isdigit() for count in counts) and int(counts[0]) > int(counts[1]):
            number, _row = places[unit, key, Field.NUMERATOR]
            yield Problem(
                _place(file, number, "value"),
                _("The part ({part}) is larger than the whole ({whole}).").format(part=counts[0], whole=counts[1]),
                _("Expected a part of the whole."),
                _("Take the change back, and have the value corrected by a form."),
            )


def _place(file: str, number: int, column: str) -> str:
    return _("{file}, row {row}, column {column}").format(file=file, row=number, column=column)


def unknown(file: str, number: int, column: str, value: str, target: str) -> Problem:
    """The problem of a key that stands in no row of the table to which it points."""
    return Problem(
        _place(file, number, column),
        _("“{value}” is unknown.").format(value=value),
        _("Expected a key of {target}.csv.").format(target=target),
        _("Correct the cell, or add the missing row to {target}.csv.").format(target=target),
    )

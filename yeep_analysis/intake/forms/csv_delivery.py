"""Reads a delivery in CSV: one value a row, in the columns of the results; read by the same grammar as a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yeep_analysis.intake.forms.expected import Expected
from yeep_analysis.intake.forms.layout import is_mark
from yeep_analysis.intake.forms.read import Delivered, of_another_year
from yeep_analysis.intake.forms.refusals import refusal
from yeep_analysis.intake.personal import personal_data
from yeep_analysis.municipality.cells import CellKind, CellRefusedError, SentCell, is_blank
from yeep_analysis.municipality.csv_text import REASONS, csv_problem, named_cells
from yeep_analysis.municipality.result_tables import DELIVERED, RowKey, results_table
from yeep_analysis.reporting.questions import AskedRow, rule_of
from yeep_analysis.reporting.reported import CellPlace, Reported, described_row
from yeep_analysis.words.errors import Problem, Spot
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Field, Subject

COLUMNS = ["year", *DELIVERED]


def read_csv_delivery(name: str, found: Mapping[str, Any], wanted: Expected) -> Delivered:
    """The values of a CSV that a child process has read; columns of the provenance may stand beside those asked."""
    delivered = Delivered(name)
    if reason := found.get("refused"):
        is_csv = reason in REASONS
        delivered.problems.append(
            csv_problem(name, reason, found["detail"]) if is_csv else refusal(name, reason, found["detail"])
        )
        return delivered
    header = found["records"][0]
    if len(set(COLUMNS) - set(header)) > len(COLUMNS) // 2:  # no delivery at all: that is one thing, not eleven
        delivered.problems.append(_no_delivery(name, found["records"]))
        return delivered
    provenance = [column for column in results_table(wanted.year).columns if column not in COLUMNS]
    raw = named_cells(name, found["records"], COLUMNS + [column for column in provenance if column in header])
    delivered.problems += raw.problems
    for number, cells in raw.rows:
        _read_row(delivered, CellPlace(name, found["sha256"], "", str(number)), cells, wanted)
    return delivered


def _no_delivery(name: str, records: list[list[str]]) -> Problem:
    is_form = any(is_mark(cell) for record in records for cell in record)
    return Problem(
        name,
        _("It is one sheet of a form, saved as CSV: the other sheets are missing.")
        if is_form
        else _("The columns of a delivery are missing."),
        _("A delivery is the form as an Excel workbook, or a CSV with the columns {columns}.").format(
            columns=", ".join(COLUMNS)
        ),
        _("Ask the unit to fill in the form that was sent out and to save it as .xlsx."),
    )


def _read_row(delivered: Delivered, place: CellPlace, cells: dict[str, str], wanted: Expected) -> None:
    delivered.unit_ids |= {cells["unit_id"]} & set(wanted.reporters.units)
    of = frozenset({cells["unit_id"]} & set(wanted.reporters.units))
    found = [kind for column in COLUMNS for kind in personal_data(cells[column])]
    if found:
        delivered.holds_personal_data = True
        delivered.problems.append(
            Problem(
                place.shown,
                _("The cell holds {kind}.").format(kind=_(found[0])),
                "",
                _("Have it deleted from the form by the unit; do not pass the file on."),
                of,
            )
        )
        return
    if is_blank(cell := SentCell(CellKind.TEXT, cells["value"])):
        return
    unit_id, asked = cells["unit_id"], _asked(cells, wanted)
    problem = _misplaced(place, cells, asked, wanted)
    if problem:
        delivered.problems.append(replace(problem, units=of))
        return
    which = Field(cells["field"])
    measure = wanted.plan.measures.get(asked.key.subject_id) if asked.key.subject == Subject.MEASURE else None
    try:
        value = rule_of(which, measure)(cell)
    except CellRefusedError as refused:
        where = described_row(place, unit_id, asked.key, wanted.plan)
        spot = Spot(str(asked.key), (which,), written=cells["value"])
        delivered.problems.append(Problem(where, *refused.sentences, of, spot))
        delivered.refused.add((unit_id, asked.key.whole))
    else:
        delivered.reported.append(Reported(unit_id, asked.key, which, value, place))


def _asked(cells: dict[str, str], wanted: Expected) -> AskedRow | None:
    if cells["unit_id"] not in wanted.reporters.units or cells["subject"] not in set(Subject):
        return None
    key = RowKey(Subject(cells["subject"]), cells["subject_id"], cells["breakdown"], cells["category"])
    return wanted.form(cells["unit_id"]).asked.get(str(key))


def _misplaced(place: CellPlace, cells: dict[str, str], asked: AskedRow | None, wanted: Expected) -> Problem | None:
    """Why a row has no place among what is asked."""
    if cells.get("year", str(wanted.year)) != str(wanted.year):
        return Problem(
            place.shown,
            _("The row is of the year “{year}”.").format(year=cells["year"]),
            "",
            **of_another_year(cells["year"]),
        )
    if cells["unit_id"] not in wanted.plan.units:
        return Problem(
            place.shown,
            _("The unit “{unit}” is not known.").format(unit=cells["unit_id"]),
            _("Write a key of plan/units.csv."),
            _("Correct the cell."),
        )
    if asked is None:
        known = {**wanted.plan.measures, **wanted.plan.actions, **wanted.plan.undertakings, **wanted.plan.goals}
        key = "/".join(part for name in DELIVERED[1:5] if (part := cells[name]))
        return Problem(
            place.shown,
            _("“{key}” is not asked of this unit.").format(key=key)
            if cells["subject_id"] in known
            else _("The indicator or action “{key}” is not known.").format(key=key),
            _("The rows are those that plan/reporters.csv gives to this unit."),
            _("Correct the row, or plan/reporters.csv."),
        )
    if cells["field"] not in {which.value for which in asked.accepted}:
        return Problem(
            place.shown,
            _("“{column}” is not asked in this row.").format(column=cells["field"]),
            _("Choose one of: {words}.").format(words=", ".join(which for which in Field if which in asked.accepted)),
            _("Correct the cell."),
        )
    return None

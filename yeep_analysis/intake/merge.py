"""Merges what was delivered into what is there: pure, whole, and without losing a value.

A blank cell says nothing: what was reported before stays. A changed value needs a reason, and the old one goes into the
log. Two units that report one measure differently stop the merge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from yeep_analysis.intake.agreement import units_differ
from yeep_analysis.intake.corrections import Log, reasons
from yeep_analysis.intake.replaced import Cell, Replaced
from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.result_tables import CorrectionRow, ResultRow
from yeep_analysis.reporting.reported import Reported, described
from yeep_analysis.reporting.reporters import Reporters
from yeep_analysis.reporting.results_folder import YearResults
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Field, Subject


@dataclass
class Merge:
    """What a delivery does: rows that are new, changed, unchanged, taken back; the table after it; what is wrong."""

    rows: list[ResultRow] = field(default_factory=list)
    new: list[ResultRow] = field(default_factory=list)
    changed: list[CorrectionRow] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        """Whether the table stays as it is."""
        return not self.new and not self.changed


@dataclass(frozen=True)
class Delivery:
    """What came in, with the circumstances under which it is merged."""

    reported: Sequence[Reported]
    received_on: date
    reason: str = ""  # for corrections whose row gives none


def merge(before: YearResults, delivery: Delivery, plan: Plan, reporters: Reporters) -> Merge:
    """The results of a year after a delivery."""
    outcome = Merge()
    incoming = _each_once(delivery.reported, plan, outcome)
    log = Log(before, plan, delivery.received_on, reasons(delivery.reported, delivery.reason))
    stored: dict[Cell, ResultRow] = {(row.unit_id, row.key, row.field): row for row in before.rows}
    cells = {cell: one for cell, one in incoming.items() if cell[2] != Field.CORRECTION}
    replaced = Replaced(cells, stored, reporters).found()
    after = {cell: row for cell, row in stored.items() if cell not in replaced}
    for cell, one in cells.items():
        old = stored.get(cell)
        if old is not None and old.value == one.value:
            outcome.unchanged += 1
            after[cell] = old
            continue
        after[cell] = row = _row(one, delivery.received_on)
        if old is None:
            outcome.new.append(row)
        else:
            log.add(old, one)
    for cell, one in replaced.items():
        if cell not in cells:
            log.add(stored[cell], one)
    outcome.rows = _in_plan_order(after.values(), plan)
    outcome.changed = log.entries
    outcome.problems += [*log.problems, *units_differ(outcome.rows, cells.values(), plan)]
    return outcome


def _each_once(reported: Iterable[Reported], plan: Plan, outcome: Merge) -> dict[Cell, Reported]:
    """Every cell once; two deliveries of one unit that differ are told."""
    found: dict[Cell, Reported] = {}
    for one in reported:
        first = found.setdefault((one.unit_id, one.key, one.field), one)
        if first.value != one.value:
            outcome.problems.append(
                Problem(
                    described(one, plan),
                    _(
                        "The same unit delivered this cell twice, differently: “{first}” in {place}, here “{second}”."
                    ).format(first=first.value, place=first.place.shown, second=one.value),
                    _("Expected one value."),
                    _("Ask the unit which form counts, and name only that one."),
                )
            )
    return found


def _row(one: Reported, received_on: date) -> ResultRow:
    return ResultRow.model_construct(
        unit_id=one.unit_id,
        subject=one.key.subject,
        subject_id=one.key.subject_id,
        breakdown=one.key.breakdown,
        category=one.key.category,
        field=one.field,
        value=one.value,
        file=one.place.file,
        sha256=one.place.sha256,
        sheet=one.place.sheet,
        cell=one.place.cell,
        received_on=received_on,
    )


def _in_plan_order(rows: Iterable[ResultRow], plan: Plan) -> list[ResultRow]:
    """By the plan, then part, unit and field: the same results give the same file, whatever came first."""
    subjects = {key: place for place, key in enumerate([*plan.measures, *plan.actions, *plan.undertakings])}
    kinds = {kind: place for place, kind in enumerate(Subject)}
    units = {key: place for place, key in enumerate(plan.units)}
    fields = {which: place for place, which in enumerate(Field)}
    return sorted(
        rows,
        key=lambda row: (
            kinds[row.subject],
            subjects.get(row.subject_id, len(subjects)),
            units.get(row.unit_id, len(units)),
            row.breakdown,
            row.category,
            fields[row.field],
        ),
    )

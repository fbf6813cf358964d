"""Who has reported what of a year: per unit, with what is missing by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.replies import Reply, replies_by_unit
from yeep_analysis.reporting.reporters import Reporters
from yeep_analysis.reporting.results_folder import YearResults
from yeep_analysis.words.terms import Missing, Subject


@dataclass(frozen=True)
class UnitStatus:
    """What one unit was asked, and how far it has answered."""

    unit_id: str
    measures: int  # asked
    with_value: int
    with_reason: int  # a reason other than “not reported”
    actions: int  # asked: statuses of actions, and of undertakings of the methodology
    with_status: int
    open: tuple[RowKey, ...]  # neither value nor reason nor status
    last_received: date | None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.open

    @property
    def has_begun(self) -> bool:
        """Whether anything came from it."""
        return self.last_received is not None


def status_of(plan: Plan, reporters: Reporters, results: YearResults) -> list[UnitStatus]:
    """The status of every reporting unit, in the order of the table of reporters."""
    found = replies_by_unit(results.rows)
    days: dict[str, date] = {}
    for row in results.rows:
        days[row.unit_id] = max(days.get(row.unit_id, row.received_on), row.received_on)
    order = {key: place for place, key in enumerate([*plan.measures, *plan.actions, *plan.undertakings])}
    kinds = list(Subject)
    return [
        _status(
            unit,
            sorted(reporters.of_unit(unit), key=lambda one: (kinds.index(one[0]), order[one[1]])),
            found,
            days,
        )
        for unit in reporters.units
    ]


def _status(unit: str, asked: list, found: Mapping[tuple[str, RowKey], Reply], days: Mapping[str, date]) -> UnitStatus:
    keys = [RowKey(subject, subject_id) for subject, subject_id in asked]
    reply = {key: found.get((unit, key), Reply(key, unit)) for key in keys}
    measures = [reply[key] for key in keys if key.subject == Subject.MEASURE]
    actions = [reply[key] for key in keys if key.subject != Subject.MEASURE]
    return UnitStatus(
        unit,
        measures=len(measures),
        with_value=sum(one.has_answer for one in measures),
        with_reason=sum(not one.has_answer and _is_reasoned(one) for one in measures),
        actions=len(actions),
        with_status=sum(one.status is not None for one in actions),
        open=tuple(key for key in keys if not _is_answered(reply[key])),
        last_received=days.get(unit),
    )


def _is_answered(reply: Reply) -> bool:
    if reply.key.subject != Subject.MEASURE:
        return reply.status is not None
    return reply.has_answer or _is_reasoned(reply)


def _is_reasoned(reply: Reply) -> bool:
    return reply.missing is not None and reply.missing != Missing.NOT_REPORTED

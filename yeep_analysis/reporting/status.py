"""Who has reported what of a year: per unit, with what is missing by name; as a line, and as a reminder."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.replies import Reply, replies_by_unit
from yeep_analysis.reporting.reporters import Reporters
from yeep_analysis.reporting.results_folder import YearResults
from yeep_analysis.words import counted, language
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Missing, Subject

ANSWERED = (Subject.MEASURE, Subject.ACTION, Subject.UNDERTAKING)  # what is counted as open or answered


@dataclass(frozen=True)
class UnitStatus:
    """What one unit was asked, and how far it has answered."""

    unit_id: str
    measures: int  # asked
    with_value: int
    with_reason: int  # a reason other than “not reported”
    actions: int  # asked
    with_status: int
    undertakings: int  # of the methodology; asked
    undertakings_with_status: int
    asked: tuple[RowKey, ...]
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
    kinds = list(ANSWERED)
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
    statuses = {
        subject: [reply[key].status is not None for key in keys if key.subject == subject]
        for subject in (Subject.ACTION, Subject.UNDERTAKING)
    }
    return UnitStatus(
        unit,
        measures=len(measures),
        with_value=sum(one.has_answer for one in measures),
        with_reason=sum(not one.has_answer and _is_reasoned(one) for one in measures),
        actions=len(statuses[Subject.ACTION]),
        with_status=sum(statuses[Subject.ACTION]),
        undertakings=len(statuses[Subject.UNDERTAKING]),
        undertakings_with_status=sum(statuses[Subject.UNDERTAKING]),
        asked=tuple(keys),
        open=tuple(key for key in keys if not _is_answered(reply[key])),
        last_received=days.get(unit),
    )


def _is_answered(reply: Reply) -> bool:
    if reply.key.subject != Subject.MEASURE:
        return reply.status is not None
    return reply.has_answer or _is_reasoned(reply)


def _is_reasoned(reply: Reply) -> bool:
    return reply.missing is not None and reply.missing != Missing.NOT_REPORTED


def status_lines(found: list[UnitStatus], plan: Plan) -> Iterator[str]:
    """One line for each unit, the sum of all as the report has it, and how it is counted."""
    width = max(len(plan.units[one.unit_id].name) for one in found)
    for one in found:
        yield f"{plan.units[one.unit_id].name.ljust(width)}  {_line(one)}"
    asked = {key for one in found for key in one.asked}
    answered = {key for one in found for key in one.asked if key not in one.open}
    yield _("All units: {counts}.").format(counts=_counts(answered, asked))
    yield how_it_is_counted()


def how_it_is_counted() -> str:
    """One way of counting for reporters, status and report, told where it is shown."""
    return _(
        "An indicator that several units report is counted for each of them, and once in the total. A "
        "reason other than “not reported” counts as reported; an action or an institutional duty counts by "
        "its status."
    )


def all_asked(reporters: Reporters) -> str:
    """What is asked of all units together, each measure once."""
    asked = {RowKey(*one) for unit in reporters.units for one in reporters.of_unit(unit)}
    numbers = [sum(key.subject == subject for key in asked) for subject in ANSWERED]
    return _("All units: {asked}").format(asked=counted.asked(*numbers))


def _counts(answered: Collection[RowKey], asked: Collection[RowKey]) -> str:
    numbers = {}
    for subject in ANSWERED:
        for name, keys in (("of", asked), ("with", answered)):
            numbers[f"{name}_{subject.value}s"] = sum(key.subject == subject for key in keys)
    return _(
        "{with_measures} of {of_measures} indicators, {with_actions} of {of_actions} actions, "
        "{with_undertakings} of {of_undertakings} institutional duties"
    ).format(**numbers)


def _line(one: UnitStatus) -> str:
    if not one.has_begun:
        asked = counted.asked(one.measures, one.actions, one.undertakings)
        return _("nothing received (asked: {asked})").format(asked=asked)
    text = _("{counts}; last received {day}").format(
        counts=_counts([key for key in one.asked if key not in one.open], one.asked),
        day=language.date(one.last_received),
    )
    return text if one.is_complete else _("{text}; {n} still missing").format(text=text, n=len(one.open))

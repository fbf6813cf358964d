"""Merges what was delivered into what is there: pure, whole, and without losing a value.

A blank cell says nothing: what was reported before stays. A changed value needs a reason, and the old one goes into the
log. Two units that report one measure differently stop the merge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.result_tables import ANSWER_KEY, CorrectionRow, ResultRow, RowKey
from yeep_analysis.reporting.questions import AMOUNTS, ANSWERS, MONEY, OF_A_CORRECTION, TEXTS, in_words
from yeep_analysis.reporting.replies import Reply, replies_by_unit
from yeep_analysis.reporting.reported import Reported, described
from yeep_analysis.reporting.reporters import Reporters
from yeep_analysis.reporting.results_folder import YearResults
from yeep_analysis.words.errors import Problem, Spot
from yeep_analysis.words.language import _, number
from yeep_analysis.words.terms import Answer, Field, Subject

CellKey = tuple[str, RowKey, Field]  # unit, row, field
_OF_THE_VALUE = (Field.LAST_MONTH, Field.CONFIRMED)  # said of one value; another value needs it said again
_REASON_MARK, _TEXTS_MARK = Field.PUBLISH_REASON, Field.MAY_PUBLISH
NEED_A_REASON = (*ANSWERS, Field.MISSING, Field.STATUS, *AMOUNTS)


class GivenReason(NamedTuple):
    """Why a value changes, and whether that may be published; None: as the texts of the row."""

    text: str
    may_publish: bool | None = False


NO_REASON = GivenReason("")
Reasons = Mapping[tuple[str, RowKey], GivenReason]


@dataclass
class Merge:
    """What a delivery does: rows that are new, changed, unchanged, taken back; the table after it; what is wrong."""

    rows: list[ResultRow] = field(default_factory=list)
    new: list[ResultRow] = field(default_factory=list)
    changed: list[CorrectionRow] = field(default_factory=list)
    same: list[ResultRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """How many values were there already."""
        return len(self.same)

    @property
    def changes_nothing(self) -> bool:
        """Whether the table stays as it is."""
        return not self.new and not self.changed


@dataclass(frozen=True)
class Delivery:
    """What came in, with the circumstances under which it is merged."""

    reported: Sequence[Reported]
    received_on: date
    reason: GivenReason = NO_REASON  # for corrections whose row gives none
    reasons: Reasons = field(default_factory=dict)  # given beside the forms, by unit and row


def merge(before: YearResults, delivery: Delivery, plan: Plan, reporters: Reporters) -> Merge:
    """The results of a year after a delivery."""
    outcome = Merge()
    incoming = _each_once(delivery.reported, plan, outcome)
    log = Log(before, plan, delivery.received_on, reasons(delivery))
    stored: dict[CellKey, ResultRow] = {(row.unit_id, row.key, row.field): row for row in before.rows}
    cells = {cell: one for cell, one in incoming.items() if cell[2] not in OF_A_CORRECTION}
    replaced = Replaced(cells, stored, reporters).found()
    after = {cell: row for cell, row in stored.items() if cell not in replaced}
    for cell, one in cells.items():
        old = stored.get(cell)
        if old is not None and old.value == one.value:
            outcome.same.append(old)
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


def _each_once(reported: Iterable[Reported], plan: Plan, outcome: Merge) -> dict[CellKey, Reported]:
    """Every cell once; two deliveries of one unit that differ are told."""
    found: dict[CellKey, Reported] = {}
    for one in reported:
        first = found.setdefault((one.unit_id, one.key, one.field), one)
        if first.value != one.value:
            outcome.problems.append(
                Problem(
                    described(one, plan),
                    _(
                        "The same unit delivered this cell twice, differently: “{first}” in {place}, here “{second}”."
                    ).format(first=first.value, place=first.place.shown, second=one.value),
                    "",
                    _("Ask the unit which form counts, and name only that one."),
                    frozenset({one.unit_id}),
                    Spot(str(one.key), (one.field,), written=in_words(one.field, one.value)),
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
    subjects = {
        key: place for place, key in enumerate([*plan.measures, *plan.actions, *plan.undertakings, *plan.goals])
    }
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


@dataclass(frozen=True)
class Replaced:
    """Finds what a delivery takes back, each with the delivered cell that does so."""

    cells: Mapping[CellKey, Reported]
    stored: Mapping[CellKey, ResultRow]
    reporters: Reporters

    def found(self) -> dict[CellKey, Reported]:
        """The stored cells that go."""
        answered = self._rows_with(ANSWERS)
        changed = {row: one for row, one in answered.items() if self._is_changed(row)}
        without = self._rows_with((Field.MISSING,))
        anew = {
            one.key.whole: one for one in self.cells.values() if one.field in NEED_A_REASON and one.field not in MONEY
        }
        undone = {row: one for row, one in self._rows_with((Field.DONE,)).items() if one.value == Answer.NO}
        taken = {}
        for unit, key, which in self.stored:
            row = (unit, key.whole)
            if (
                which not in MONEY
                and not self._reports(unit, key)
                and key.whole in anew
                and anew[key.whole].unit_id != unit
            ):
                taken[unit, key, which] = anew[key.whole]  # the unit that reports this has changed
            elif (unit, key, which) in self.cells:
                continue
            elif which in (*ANSWERS, *_OF_THE_VALUE) and row in without and row not in answered:
                taken[unit, key, which] = without[row]  # a reason takes the value back, with its parts
            elif which == Field.MISSING and row in answered:
                taken[unit, key, which] = answered[row]  # a value takes the reason back
            elif which in _OF_THE_VALUE and row in changed:
                taken[unit, key, which] = changed[row]
            elif which == Field.DONE_ON and row in undone:
                taken[unit, key, which] = undone[row]
        return taken

    def _rows_with(self, fields: tuple[Field, ...]) -> dict[tuple[str, RowKey], Reported]:
        return {(unit, key.whole): one for (unit, key, which), one in self.cells.items() if which in fields}

    def _is_changed(self, row: tuple[str, RowKey]) -> bool:
        """Whether the delivery changes a value of the whole row."""
        own = [cell for cell in self.cells if (cell[0], cell[1]) == row and cell[2] in ANSWERS and cell in self.stored]
        return any(self.stored[cell].value != self.cells[cell].value for cell in own)

    def _reports(self, unit: str, key: RowKey) -> bool:
        return unit in self.reporters.of(key.subject, key.subject_id)


def reasons(delivery: Delivery) -> Reasons:
    """The reasons that the forms give, by unit and row; where a row gives none, what was given beside the forms."""
    given = dict(delivery.reasons)
    marks = {(one.unit_id, one.key): one.value == Answer.YES for one in delivery.reported if one.field == _REASON_MARK}
    with_texts = {(one.unit_id, one.key) for one in delivery.reported if one.field == _TEXTS_MARK and not one.of_sheet}
    for one in delivery.reported:
        at = (one.unit_id, one.key)
        if one.field == Field.CORRECTION:
            given[at] = GivenReason(one.value, marks.get(at, None if at in with_texts else False))
        elif delivery.reason.text.strip():
            given.setdefault((one.unit_id, one.key.whole), delivery.reason)
    return given


@dataclass
class Log:
    """Collects the corrections of one merge."""

    before: YearResults
    plan: Plan
    day: date
    reasons: Reasons
    entries: list[CorrectionRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, old: ResultRow, one: Reported) -> None:
        """Log that ``one`` takes the place of ``old``."""
        reason = self._reason(old, one)
        if not reason.text:
            self.problems.append(_without_reason(old, one, self.plan))
        is_same_cell = (old.unit_id, old.key, old.field) == (one.unit_id, one.key, one.field)
        self.entries.append(
            CorrectionRow.model_construct(
                **{name: getattr(old, name) for name in ANSWER_KEY},
                year=self.before.year,
                merge=self.before.next_merge,
                old_value=old.value,
                new_value=one.value if is_same_cell else "",
                reason=reason.text,
                corrected_on=self.day,
                old_file=old.file,
                old_sha256=old.sha256,
                old_received_on=old.received_on,
                new_file=one.place.file,
                new_sha256=one.place.sha256,
                replaced_results=self.before.sha256,
                may_publish=reason.may_publish,
            )
        )

    def _reason(self, old: ResultRow, one: Reported) -> GivenReason:
        given = self.reasons.get((one.unit_id, one.key)) or self.reasons.get((one.unit_id, one.key.whole))
        return given or GivenReason(_by_itself(old, one, self.before.year), None)


def _by_itself(old: ResultRow, one: Reported, year: int) -> str:
    """Where the change explains itself: an unfinished year, another reporting unit, a value that came late, a text."""
    if old.received_on.year <= year:
        return _("The year was not over when the value before came.")
    if old.unit_id != one.unit_id:
        return _("The data provider changed.")
    if old.field == Field.MISSING and one.field in ANSWERS:
        return _("The value was reported later.")
    if old.field in TEXTS:
        return _("The text was written anew.")
    return "" if old.field in NEED_A_REASON else _("A note beside the value changed.")


def _without_reason(old: ResultRow, one: Reported, plan: Plan) -> Problem:
    return Problem(
        described(one, plan),
        _("The value changes from “{old}” to “{new}”, and no reason is given.").format(
            old=in_words(old.field, old.value), new=in_words(one.field, one.value)
        ),
        "",
        _("Fill in the column “{column}” of the row.").format(column=Field.CORRECTION.label),
        frozenset({one.unit_id}),
        Spot(str(one.key), (one.field,), OF_A_CORRECTION, in_words(one.field, one.value)),
    )


def units_differ(rows: Iterable[ResultRow], delivered: Iterable[Reported], plan: Plan) -> Iterator[Problem]:
    """A problem for each delivered row that says something else than another unit says of the same."""
    by_row: dict[RowKey, dict[str, Reply]] = defaultdict(dict)
    for (unit, key), reply in replies_by_unit(rows).items():
        by_row[key][unit] = reply
    told: set[tuple[str, RowKey]] = set()
    for one in delivered:
        own = by_row[one.key].get(one.unit_id)
        if own is None or one.field not in NEED_A_REASON or (one.unit_id, one.key) in told:
            continue
        for unit, other in by_row[one.key].items():
            if unit != one.unit_id and _disagree(own, other):
                told.add((one.unit_id, one.key))
                yield _differ(one, own, other, plan)


def _disagree(one: Reply, other: Reply) -> bool:
    if one.status and other.status:
        return one.status != other.status
    if one.has_answer and other.has_answer:
        is_known = one.value is not None and other.value is not None  # half a ratio is told by itself
        return (is_known and one.value != other.value) or _differ_in_a_field(one.fields, other.fields)
    if one.missing and other.missing:
        return one.missing != other.missing
    return bool((one.has_answer and other.missing) or (one.missing and other.has_answer))


def _differ_in_a_field(one: Mapping, other: Mapping) -> bool:
    return any(one[which] != other[which] for which in ANSWERS if which in one and which in other)


def _differ(one: Reported, own: Reply, other: Reply, plan: Plan) -> Problem:
    return Problem(
        described(one, plan),
        _("{unit} reports “{value}”, {other} reports “{other_value}”.").format(
            unit=plan.units[own.unit_id].name,
            value=_said(own),
            other=plan.units[other.unit_id].name,
            other_value=_said(other),
        ),
        "",
        _("Settle with both units which value is right, and have the other form corrected."),
        frozenset({own.unit_id, other.unit_id}),
        Spot(str(one.key), tuple(which for which in NEED_A_REASON if which in own.fields), written=_said(own)),
    )


def _said(reply: Reply) -> str:
    if reply.status or reply.missing:
        return (reply.status or reply.missing).label
    if reply.value is None:
        return "0/0"
    sexes = [number(value) for value in reply.sexes if value is not None]
    return f"{number(reply.value, 1 if reply.value.denominator > 1 else 0)}" + (
        f" ({' + '.join(sexes)})" if sexes else ""
    )

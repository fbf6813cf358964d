"""One yearly evaluation: the plan, its follow-up and its results up to a year, as measures and figures take them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from yeep_analysis.disclosure.cells import Cell, Counts, linked
from yeep_analysis.disclosure.ledger import known, salt
from yeep_analysis.edition import Edition
from yeep_analysis.municipality.catalogue import Plan, PlanMeasure
from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.municipality.load_plan import load_plan_file
from yeep_analysis.municipality.plan_tables import BaselineRow, CrosswalkRow, TargetRow
from yeep_analysis.municipality.result_tables import CorrectionRow, RowKey
from yeep_analysis.municipality.validate import has_plan, validate
from yeep_analysis.progress.assessment import Assessments, assess, sensitivity
from yeep_analysis.progress.disclosure import Protection, any_small, counts_of, protected, quotes_a_number, shown_of
from yeep_analysis.progress.observations import MILESTONES, Observation, Rule, Target
from yeep_analysis.reporting.follow_up import FollowUp, load_follow_up
from yeep_analysis.reporting.questions import AMOUNTS, GOAL_QUESTIONS, MONEY, TEXTS, is_women_only
from yeep_analysis.reporting.replies import Reply, replies, replies_by_unit
from yeep_analysis.reporting.reporters import Reporters
from yeep_analysis.reporting.results_folder import YearResults, as_of
from yeep_analysis.reporting.status import UnitStatus, status_of
from yeep_analysis.words import headings
from yeep_analysis.words.terms import (
    Breakdown,
    Field,
    MeasureKind,
    Method,
    Missing,
    MoneySource,
    NoMoney,
    Status,
    Subject,
)


@dataclass(frozen=True)
class Said:
    """A sentence of a unit; whoever prints it looks at ``may_be_published`` first."""

    unit_id: str
    text: str
    may_be_published: bool


@dataclass(frozen=True)
class Money:
    """What an action cost in a year, in liras; None where nothing was said. ``reason``: why there is no amount."""

    unit_id: str
    planned: int | None
    spent: int | None
    source: MoneySource | None
    reason: NoMoney | None


@dataclass(frozen=True)
class Evaluation:
    """What is known of the plan's follow-up at the end of a year.

    years    the years of the plan up to that of the edition; empty before the plan began
    """

    year: int
    years: tuple[int, ...]
    municipality: Municipality
    plan: Plan
    follow_up: FollowUp
    mahalles: Mapping[str, str]  # name by code
    protection: Protection | None = None  # of small counts; None where the edition is for the unit alone

    @property
    def last(self) -> int:
        """The year that is assessed: that of the edition, or the last one of the plan."""
        return self.years[-1] if self.years else self.year

    @property
    def previous(self) -> int:
        """The year before the one that is assessed."""
        return self.last - 1

    @property
    def smallest_shown(self) -> int:
        """The smallest count of persons that is shown in parts of a measure; 0 where all are."""
        return self.protection.smallest_shown if self.protection else 0

    def is_protected(self, measure_id: str) -> bool:
        """Whether small counts of a measure are hidden."""
        return self.protection is not None and self.plan.measures[measure_id].is_sensitive

    @property
    def reporters(self) -> Reporters:
        """Who reports what."""
        return self.follow_up.reporters

    @property
    def crosswalk(self) -> tuple[CrosswalkRow, ...]:
        """What becomes of actions and measures in the plan that follows."""
        return self.follow_up.crosswalk

    @cached_property
    def replies(self) -> Mapping[int, Mapping[RowKey, Reply]]:
        """What was reported of each row, by year, without what is hidden."""
        return {
            year: {key: kept for key, reply in found.items() if (kept := self._without_hidden(year, reply)) is not None}
            for year, found in self._as_reported.items()
        }

    @cached_property
    def _as_reported(self) -> Mapping[int, Mapping[RowKey, Reply]]:
        results = self.follow_up.results
        return {year: replies(results[year].rows) for year in self.years if year in results}

    @cached_property
    def sensitive_counts(self) -> Mapping[tuple[int, str], Counts]:
        """The counts of each value of a sensitive measure, by year and measure."""
        return {
            (year, key.subject_id): counts
            for year, found in self._as_reported.items()
            for key, reply in found.items()
            if key.subject == Subject.MEASURE and not key.is_part and self.plan.measures[key.subject_id].is_sensitive
            if (counts := counts_of(key.subject_id, year, reply)).cells
        }

    @cached_property
    def shown_cells(self) -> Mapping[tuple[int, str], frozenset[Cell]]:
        """Which of these counts may be shown."""
        return {
            place: shown_of(counts, self.protection) if self.protection else frozenset(counts.cells)
            for place, counts in self.sensitive_counts.items()
        }

    def _hides(self, year: int, measure_id: str) -> bool:
        """Whether any count of a value is hidden."""
        place = (year, measure_id)
        return place in self.shown_cells and len(self.shown_cells[place]) < len(self.sensitive_counts[place].cells)

    def _without_hidden(self, year: int, reply: Reply) -> Reply | None:
        key = reply.key
        if key.subject == Subject.ACTION and not key.is_part:
            if any(self._hides(year, one.id) for one in self.plan.actions[key.subject_id].measures):
                return reply.without(which for which in TEXTS if quotes_a_number(reply.text(which)))
        elif key.subject == Subject.MEASURE and self.is_protected(key.subject_id):
            if key.is_part:
                return None
            if self._hides(year, key.subject_id):
                return protected(reply, self.shown_cells[year, key.subject_id])
            return reply.without(which for which in TEXTS if quotes_a_number(reply.text(which)))
        return reply

    @property
    def corrections(self) -> tuple[CorrectionRow, ...]:
        """Values of these years that were corrected, in the order of the log."""
        return tuple(row for year in self.years if year in self.follow_up.results for row in self._log(year))

    @cached_property
    def histories(self) -> Mapping[str, tuple[Observation, ...]]:
        """The observations of every measure, one for each year of the plan so far."""
        return {key: tuple(self._observations(measure)) for key, measure in self.plan.measures.items()}

    @cached_property
    def carried(self) -> Mapping[str, Observation]:
        """The last value that a measure had in the plan before, where it goes on and the same is counted."""
        shown = (row for row in self.follow_up.baselines if not self.hides(row))
        return carried(shown, self.plan, self.municipality.plan_start)

    def hides(self, row: BaselineRow) -> bool:
        """Whether a value of the plan before is a small count; the plan may have been typed in by hand."""
        counts = [row.numerator, row.denominator, math.ceil(row.value)]
        return self.is_protected(row.measure_id) and any_small(counts, self.smallest_shown)

    def seen(self, measure_id: str) -> tuple[Observation, ...]:
        """What is known of a measure: its history, behind the value of the plan before where it goes on."""
        before = self.carried.get(measure_id)
        return (*([before] if before else ()), *self.histories[measure_id])

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """The target of each measure that has one."""
        return newest_targets(self.follow_up.targets, self.year)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rule by which the values of each measure are read."""
        return rules_of(self.plan)

    @cached_property
    def assessed(self) -> Assessments:
        """What is said of every measure, in the order of the plan, in the year that is assessed."""
        return self._assessed_in(self.last)

    @cached_property
    def by_year(self) -> Mapping[int, Assessments]:
        """The same in each year of the plan so far, as it was known in that year."""
        return {year: self._assessed_in(year) for year in self.years}

    @cached_property
    def by_method(self) -> Mapping[str, Mapping[Method, Status | None]]:
        """The status of every measure under each method, in the year that is assessed."""
        return {key: sensitivity(self.seen(key), rule, self.last) for key, rule in self.rules.items()}

    @property
    def has_results(self) -> bool:
        """Whether anything at all was reported of the assessed year."""
        return bool(self.replies.get(self.last))

    @property
    def units(self) -> list[UnitStatus]:
        """What each unit was asked of the assessed year, and how far it answered; in the table's order."""
        results = self.follow_up.results.get(self.last, YearResults(self.last, (), (), ""))
        return status_of(self.plan, self.reporters, results)

    def reply(self, year: int, subject: Subject, subject_id: str) -> Reply:
        """What was reported of a measure, an action or an undertaking; an empty reply where nothing was."""
        key = RowKey(subject, subject_id)
        return self.replies.get(year, {}).get(key, Reply(key))

    def parts(self, year: int, measure_id: str, breakdown: Breakdown) -> dict[str, Reply]:
        """What was reported of the parts of a measure, by category."""
        return {
            key.category: reply
            for key, reply in self.replies.get(year, {}).items()
            if key.subject == Subject.MEASURE and key.subject_id == measure_id and key.breakdown == breakdown
        }

    def deviations(self, year: int) -> dict[str, tuple[Said, ...]]:
        """The reasons for a deviation that were given in a year, by measure."""
        found: dict[str, tuple[Said, ...]] = {}
        for reply in self._every_reply(year, Subject.MEASURE):
            key = reply.key.subject_id
            text = reply.text(Field.DEVIATION)
            if self.is_protected(key) and (self._hides(year, key) or quotes_a_number(text)):
                continue
            if text:
                found[key] = (*found.get(key, ()), Said(reply.unit_id, text, reply.may_be_published))
        return found

    def goal_answers(self, year: int) -> dict[str, dict[Field, tuple[Said, ...]]]:
        """What units answered to the plan's questions in a year, by goal and question."""
        found: dict[str, dict[Field, tuple[Said, ...]]] = {}
        for reply in self._every_reply(year, Subject.GOAL):
            answers = found.setdefault(reply.key.subject_id, {})
            for which in (which for turn in GOAL_QUESTIONS for which in turn):
                if text := reply.text(which):
                    said = Said(reply.unit_id, text, reply.may_be_published)
                    answers[which] = (*answers.get(which, ()), said)
        return found

    def money(self, year: int) -> dict[str, Money]:
        """What was said of the money of each action in a year; an action of which nothing was said is not in it."""
        found: dict[str, Money] = {}
        for reply in self._every_reply(year, Subject.ACTION):
            if any(which in reply.fields for which in MONEY):
                planned, spent = (reply.number(which) for which in AMOUNTS)
                found[reply.key.subject_id] = Money(
                    reply.unit_id,
                    None if planned is None else int(planned),
                    None if spent is None else int(spent),
                    reply.money_source,
                    reply.no_money,
                )
        return found

    def releases_reason(self, row: CorrectionRow) -> bool:
        """Whether the reason of a correction may be printed: by its own mark, else with the texts of its unit's row."""
        if row.may_publish is not None:
            return row.may_publish
        replies_of_year = self._every_reply(row.year, row.subject)
        return any(one.may_be_published for one in replies_of_year if (one.unit_id, one.key) == (row.unit_id, row.key))

    def _every_reply(self, year: int, subject: Subject) -> Iterator[Reply]:
        """The replies of all units on the wholes of one kind."""
        known = self.follow_up.results
        rows = known[year].rows if year in self.years and year in known else ()
        for (_unit, key), reply in replies_by_unit(rows).items():
            if key.subject == subject and not key.is_part:
                yield reply

    def persons_with_sex(self, year: int) -> tuple[list[str], list[str]]:
        """Measures that count persons and have a value, and those of them whose value came with sex."""
        persons = [
            key
            for key, measure in self.plan.measures.items()
            if measure.counts_persons and self._reported(year, key).has_answer
        ]
        return persons, [key for key in persons if self._has_sex(year, key)]

    def _reported(self, year: int, measure_id: str) -> Reply:
        """The same with what is hidden: to count what was reported, and for nothing else."""
        key = RowKey(Subject.MEASURE, measure_id)
        return self._as_reported.get(year, {}).get(key, Reply(key))

    def _has_sex(self, year: int, measure_id: str) -> bool:
        reply = self._reported(year, measure_id)
        if is_women_only(self.plan.measures[measure_id]):
            return True
        return Field.FEMALE in reply.fields and Field.MALE in reply.fields

    def women_and_men(self, year: int, measure_id: str) -> tuple[int, int] | None:
        """The value of a measure by sex; None where it came without, or may not be shown."""
        reply = self.reply(year, Subject.MEASURE, measure_id)
        if Field.FEMALE not in reply.fields or Field.MALE not in reply.fields:
            return None
        return int(reply.fields[Field.FEMALE]), int(reply.fields[Field.MALE])

    def _assessed_in(self, year: int) -> Assessments:
        return {key: assess(self.seen(key), rule, year, self.targets.get(key)) for key, rule in self.rules.items()}

    def _observations(self, measure: PlanMeasure) -> Iterator[Observation]:
        for year in self.years:
            reply = self.reply(year, Subject.MEASURE, measure.id)
            is_hidden = self._hides(year, measure.id) and not reply.has_answer
            yield Observation(year, missing=Missing.SUPPRESSED) if is_hidden else observation(year, reply)

    def _log(self, year: int) -> tuple[CorrectionRow, ...]:
        return tuple(row for row in self.follow_up.results[year].corrections if not row.is_provisional)


def newest_targets(rows: Iterable[TargetRow], now: int) -> dict[str, Target]:
    """The target of each measure that has one in a year: the newest that was set.

    Of several set in one year (a value for each year of the plan) the next one due, or the last where all are past.
    """
    known = [row for row in rows if row.set_in <= now]
    known.sort(key=lambda row: (row.set_in, row.target_year >= now, -abs(row.target_year - now)))
    return {
        row.measure_id: Target(row.target_year, Fraction(str(row.value)), row.set_in, row.base_year, row.bound)
        for row in known
    }


def carried(rows: Iterable[BaselineRow], plan: Plan, first_year: int) -> dict[str, Observation]:
    """Values of the plan before as observations from which changes may be told.

    Left out: what is counted otherwise now, a value of a year that this plan has as well, tasks (done once, they are
    to be done again), ratios without their counts.
    """
    found = {}
    for row in rows:
        measure = plan.measures[row.measure_id]
        value = Fraction(str(row.value))
        is_ratio = measure.kind == MeasureKind.RATIO_OF_COUNTS
        if row.is_changed or row.year >= first_year or measure.kind in MILESTONES:
            continue
        if is_ratio and row.denominator:
            found[measure.id] = Observation(row.year, numerator=row.numerator, denominator=row.denominator)
        elif not is_ratio and _can_be(value, measure.kind):
            found[measure.id] = Observation(row.year, value=value)
    return found


def _can_be(value: Fraction, kind: MeasureKind) -> bool:
    """Whether a measure of this kind can have the value: what is counted may have become another kind of number."""
    if kind == MeasureKind.YEARLY_FLOW:
        return value.denominator == 1
    return kind != MeasureKind.COMPLETION_RATE or value <= 100


def rules_of(plan: Plan) -> dict[str, Rule]:
    """The rule by which the values of each measure are read."""
    return {key: Rule(measure.kind, measure.direction) for key, measure in plan.measures.items()}


def observation(year: int, reply: Reply) -> Observation:
    """A reply as the measures take it."""
    if not reply.has_answer:
        return Observation(year, missing=reply.missing or Missing.NOT_REPORTED)
    if Field.DENOMINATOR in reply.fields:
        counts = [int(reply.fields[which]) for which in (Field.NUMERATOR, Field.DENOMINATOR)]
        return Observation(year, numerator=counts[0], denominator=counts[1], is_partial=reply.is_partial)
    return Observation(year, value=reply.value, is_partial=reply.is_partial)


def load_evaluation(edition: Edition) -> Evaluation:
    """Load the follow-up of the plan up to the year of an edition, and speak its language from here on.

    Raises   `UsageError` where the folder or the population of the year is missing; `DataError` with all problems
    """
    headings.speak(edition.language)
    return evaluation_of(edition)


def disclosed(edition: Edition) -> tuple[Counts, frozenset[Cell]] | None:
    """The sensitive counts of an edition, and which of them are shown; an interim report and a bulletin show none."""
    if edition.as_of or edition.month or not has_plan(edition.data):
        return None
    evaluation = evaluation_of(edition)
    found = evaluation.sensitive_counts
    shown = frozenset[Cell]().union(*evaluation.shown_cells.values())
    return (linked(*found.values()), shown) if found else None


def evaluation_of(edition: Edition) -> Evaluation:
    """The same in whatever language is in use."""
    tables, data = validate(edition), edition.data
    plan = load_plan_file(data).plan
    follow_up = load_follow_up(data, plan)
    if edition.as_of:
        then = {year: as_of(results, edition.as_of) for year, results in follow_up.results.items()}
        follow_up = replace(follow_up, results={year: results for year, results in then.items() if results.rows})
    municipality = tables["municipality"].rows[0][1]
    mahalles = {row.mahalle_code: row.name for _number, row in tables["mahalles"].rows}
    last = min(edition.year, municipality.plan_end)
    years = tuple(range(municipality.plan_start, last + 1))
    protection = None if edition.is_internal else Protection(municipality.smallest_shown, known(data), salt(data))
    return Evaluation(edition.year, years, municipality, plan, follow_up, mahalles, protection)

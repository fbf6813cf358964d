"""The follow-up of the plan in a data folder: reporters, targets, crosswalk, results of all years; validated.

Needs no pandas, so that a command can refuse bad data before anything slow is imported or a kernel is started.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from yeep_analysis.municipality.catalogue import Plan, PlanMeasure
from yeep_analysis.municipality.cells import CellKind, CellRefusedError, SentCell
from yeep_analysis.municipality.checks import Numbered, check_keys, unknown_key
from yeep_analysis.municipality.plan_tables import (
    FOLLOW_UP_TABLES,
    PLAN_TABLES,
    BaselineRow,
    CrosswalkRow,
    FrameworkRow,
    LinkRow,
    TargetRow,
)
from yeep_analysis.municipality.result_tables import CORRECTIONS, Answered, results_table, years_with_results
from yeep_analysis.municipality.table_files import in_order, read_rows
from yeep_analysis.municipality.validate import PLAN_FOLDER
from yeep_analysis.reporting import results_folder as store
from yeep_analysis.reporting.questions import MONEY, TEXTS, row_of_action, row_of_undertaking, rule_of, value_fields
from yeep_analysis.reporting.replies import replies_by_unit
from yeep_analysis.reporting.reporters import Reporters, load_reporters
from yeep_analysis.reporting.results_folder import YearResults
from yeep_analysis.words.errors import DataError, Problem, at_column, at_row, gathered
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Direction, Fate, Field, Subject, TargetBound

_TABLES = {
    Subject.MEASURE: "measures",
    Subject.ACTION: "actions",
    Subject.UNDERTAKING: "methodology",
    Subject.GOAL: "goals",
}


@dataclass(frozen=True)
class FollowUp:
    """How the plan is carried out: who reports what, targets, results by year, what becomes of it in the next plan."""

    reporters: Reporters = field(default_factory=lambda: Reporters(()))
    targets: tuple[TargetRow, ...] = ()
    crosswalk: tuple[CrosswalkRow, ...] = ()
    results: Mapping[int, YearResults] = field(default_factory=dict)
    frameworks: tuple[FrameworkRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    baselines: tuple[BaselineRow, ...] = ()


def load_follow_up(data: Path, plan: Plan) -> FollowUp:
    """The follow-up of the plan in a data folder; empty where nothing of it is there.

    Raises   `DataError` with all problems of all its tables
    """
    problems: list[Problem] = []
    reporters = gathered(lambda: load_reporters(data, plan), problems) or Reporters(())
    targets = _checked(data, "targets", plan, problems)
    crosswalk = _checked(data, "crosswalk", plan, problems)
    frameworks = _frameworks(data, plan, problems)
    links = _checked(data, "links", plan, problems)
    baselines = _checked(data, "baselines", plan, problems)
    problems += _unknown_articles(frameworks, links)
    results = _results(data, plan, problems)
    if problems:
        raise DataError(sorted(problems, key=in_order))
    further = (tuple(frameworks), tuple(links), tuple(baselines))
    return FollowUp(reporters, tuple(targets), tuple(crosswalk), results, *further)


def load_baselines(data: Path, plan: Plan) -> tuple[BaselineRow, ...]:
    """The values of the plan before alone.

    Raises   `DataError` with all problems of their table
    """
    problems: list[Problem] = []
    baselines = _checked(data, "baselines", plan, problems)
    if problems:
        raise DataError(sorted(problems, key=in_order))
    return tuple(baselines)


def load_targets(data: Path, plan: Plan) -> tuple[TargetRow, ...]:
    """The targets of a data folder alone.

    Raises   `DataError` with all problems of their table
    """
    problems: list[Problem] = []
    targets = _checked(data, "targets", plan, problems)
    if problems:
        raise DataError(sorted(problems, key=in_order))
    return tuple(targets)


def load_frameworks(data: Path, plan: Plan) -> tuple[tuple[FrameworkRow, ...], tuple[LinkRow, ...]]:
    """The articles of other documents in a data folder, and the actions that answer them; no results are read.

    Raises   `DataError` with all problems of the two tables
    """
    problems: list[Problem] = []
    frameworks, links = _frameworks(data, plan, problems), _checked(data, "links", plan, problems)
    problems += _unknown_articles(frameworks, links)
    if problems:
        raise DataError(sorted(problems, key=in_order))
    return tuple(frameworks), tuple(links)


def _results(data: Path, plan: Plan, problems: list[Problem]) -> dict[int, YearResults]:
    """The results of all years; the problems of their tables and of the log join the others."""
    log, found = store.read_log(data)
    problems += found + [store.in_folder(one) for one in unknown_subjects(CORRECTIONS.file, log, plan)]
    results = {}
    for year in years_with_results(data):
        rows, digest, found = store.read_rows_of(data, year)
        file = results_table(year).file
        found_by_hand = [*unknown_subjects(file, rows, plan), *values_that_no_form_gives(file, rows, plan)]
        problems += found + [store.in_folder(one) for one in found_by_hand]
        results[year] = store.year_results(year, rows, log, digest)
    return results


def _checked(data: Path, name: str, plan: Plan, problems: list[Problem]) -> list[Any]:
    table = FOLLOW_UP_TABLES[name]
    content, found = read_rows(table, data / PLAN_FOLDER / table.file)
    found += check_keys(table, content.rows)
    found += [problem for number, row in content.rows for problem in _CHECKS[name](number, row, plan)]
    found += _decided_twice(content.rows) if name == "crosswalk" else []
    problems += [replace(problem, where=f"{PLAN_FOLDER}/{problem.where}") for problem in found]
    return [row for _number, row in content.rows]


def _frameworks(data: Path, plan: Plan, problems: list[Problem]) -> list[FrameworkRow]:
    """The articles of frameworks; a principle of the plan bears its name in principles.csv."""
    table = PLAN_TABLES["principles"]
    content, _found = read_rows(table, data / PLAN_FOLDER / table.file)  # what is wrong there, the plan told
    names = {row.principle_id: row.name for _number, row in content.rows}
    rows: list[FrameworkRow] = []
    for number, row in enumerate(_checked(data, "frameworks", plan, problems), start=2):
        name = row.title or names.get(row.article, "")
        if not name:
            problems.append(
                Problem(
                    at_column(f"{PLAN_FOLDER}/frameworks.csv", number, "title"),
                    _("“{value}” has no title, and is no principle of the plan.").format(value=row.article),
                    _("Only a key of principles.csv needs no title."),
                    _("Write the title, or correct the key."),
                )
            )
        rows.append(row.model_copy(update={"title": name}))
    return rows


def _target(number: int, row: TargetRow, plan: Plan) -> Iterator[Problem]:
    if row.measure_id not in plan.measures:
        yield unknown_key("targets.csv", number, "measure_id", row.measure_id, "measures")
    if row.target_year < row.set_in:
        yield Problem(
            at_column("targets.csv", number, "target_year"),
            _("The target is for {target}, but was set in {set_in}.").format(target=row.target_year, set_in=row.set_in),
            "",
            _("Correct one of the two years."),
        )
    yield from _bound_against_direction(number, row, plan)


def _bound_against_direction(number: int, row: TargetRow, plan: Plan) -> Iterator[Problem]:
    measure = plan.measures.get(row.measure_id)
    if row.bound is None or measure is None or measure.direction == Direction.NONE:
        return
    if (row.bound == TargetBound.AT_MOST) != (measure.direction == Direction.DECREASE):
        yield Problem(
            at_column("targets.csv", number, "bound"),
            _("The bound is “{bound}”, but for this indicator the plan wants: {direction}.").format(
                bound=row.bound.value, direction=measure.direction.label
            ),
            _("The bound must fit the direction, or the cell stay empty."),
            _("Clear the cell, or correct the direction in measures.csv."),
        )


def _crosswalk(number: int, row: CrosswalkRow, plan: Plan) -> Iterator[Problem]:
    known: Mapping[str, object] = plan.measures if row.subject == Subject.MEASURE else plan.actions
    if row.fate == Fate.NEW and row.subject_id:
        yield Problem(
            at_column("crosswalk.csv", number, "subject_id"),
            _("What is new in the next plan has no key in this one, but “{value}” stands there.").format(
                value=row.subject_id
            ),
            "",
            _("Clear the cell, or correct the fate."),
        )
    elif row.fate != Fate.NEW and row.subject_id not in known:
        target = "measures" if row.subject == Subject.MEASURE else "actions"
        yield unknown_key("crosswalk.csv", number, "subject_id", row.subject_id, target)


def _decided_twice(rows: Iterable[Numbered]) -> Iterator[Problem]:
    """One decision for each action and measure; what is new may stand as often as there is something new."""
    first: dict[tuple[Subject, str], int] = {}
    for number, row in rows:
        if row.fate == Fate.NEW:
            continue
        earlier = first.setdefault((row.subject, row.subject_id), number)
        if earlier != number:
            yield Problem(
                at_row("crosswalk.csv", number),
                _("{key} stands twice, first in row {first}.").format(key=row.subject_id, first=earlier),
                "",
                _("Delete or correct one of the two rows."),
            )


def _baseline(number: int, row: BaselineRow, plan: Plan) -> Iterator[Problem]:
    if row.measure_id not in plan.measures:
        yield unknown_key("baselines.csv", number, "measure_id", row.measure_id, "measures")
    part, whole = row.numerator, row.denominator
    if (part is None) != (whole is None) or (whole is not None and part > whole):
        yield Problem(
            at_column("baselines.csv", number, "numerator" if part is None else "denominator"),
            _("A part and its whole do not fit: {part} of {whole}.").format(
                part="–" if part is None else part, whole="–" if whole is None else whole
            ),
            _("Of a ratio both counts are written, and the part is no larger than the whole."),
            _("Correct the two cells, or clear both."),
        )


def _link(number: int, row: LinkRow, plan: Plan) -> Iterator[Problem]:
    known: Mapping[str, object] = plan.measures if row.subject == Subject.MEASURE else plan.actions
    if row.subject_id not in known:
        target = "measures" if row.subject == Subject.MEASURE else "actions"
        yield unknown_key("links.csv", number, "subject_id", row.subject_id, target)


def _unknown_articles(frameworks: Iterable[FrameworkRow], links: Iterable[LinkRow]) -> Iterator[Problem]:
    """Links to articles that no framework has."""
    known = {(row.framework, row.article) for row in frameworks}
    for number, row in enumerate(links, start=2):
        if (row.framework, row.article) not in known:
            yield unknown_key(f"{PLAN_FOLDER}/links.csv", number, "article", row.article, "frameworks")


def unknown_subjects(file: str, rows: Iterable[Numbered], plan: Plan) -> Iterator[Problem]:
    """Rows on what the plan does not know."""
    known: dict[Subject, Mapping[str, object]] = {
        Subject.MEASURE: plan.measures,
        Subject.ACTION: plan.actions,
        Subject.UNDERTAKING: plan.undertakings,
        Subject.GOAL: plan.goals,
    }
    for number, row in rows:
        if row.subject_id not in known[row.subject]:
            yield unknown_key(file, number, "subject_id", row.subject_id, _TABLES[row.subject])
        if row.unit_id not in plan.units:
            yield unknown_key(file, number, "unit_id", row.unit_id, "units")


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
            yield Problem(at_column(file, number, "value"), *refused.sentences)
            continue
        if not is_sound:
            yield Problem(
                at_column(file, number, "value"),
                _("“{value}” is not how this value is kept.").format(value=row.value[:60]),
                _("Values are kept as digits, a decimal point, year-month-day, or the key of a word."),
                _("Take the change back, and have the value corrected by a form."),
            )
    yield from _parts_above_their_whole(file, places)


def _fields(row: Answered, measure: PlanMeasure | None, plan: Plan) -> tuple[Field, ...]:
    """The fields whose value has a rule in this row; what is unknown is told elsewhere."""
    marks = (Field.MAY_PUBLISH, Field.PUBLISH_EVIDENCE)
    if row.subject == Subject.MEASURE:
        texts = (Field.MISSING, Field.LAST_MONTH, Field.CONFIRMED, *marks, Field.DEVIATION)
        return (*value_fields(measure), *texts) if measure else ()
    if row.subject == Subject.GOAL:
        return (*TEXTS, *marks) if row.subject_id in plan.goals else ()
    if row.subject == Subject.UNDERTAKING:
        known = plan.undertakings
        return tuple(row_of_undertaking(known[row.subject_id]).accepted) if row.subject_id in known else ()
    if row.subject_id not in plan.actions:
        return ()
    return (*row_of_action(plan.actions[row.subject_id]).accepted, *MONEY)


def _parts_above_their_whole(file: str, places: dict) -> Iterator[Problem]:
    for (unit, key), reply in replies_by_unit(row for _number, row in places.values()).items():
        counts = [reply.fields.get(which, "") for which in (Field.NUMERATOR, Field.DENOMINATOR)]
        if all(count.isdigit() for count in counts) and int(counts[0]) > int(counts[1]):
            number, _row = places[unit, key, Field.NUMERATOR]
            yield Problem(
                at_column(file, number, "value"),
                _("The numerator ({part}) is larger than the denominator ({whole}).").format(
                    part=counts[0], whole=counts[1]
                ),
                "",
                _("Take the change back, and have the value corrected by a form."),
            )


_CHECKS = {
    "targets": _target,
    "crosswalk": _crosswalk,
    "baselines": _baseline,
    "frameworks": lambda _number, _row, _plan: (),
    "links": _link,
}

"""The follow-up of the plan in a data folder: reporters, targets, crosswalk, results of all years; validated.

Needs no pandas, so that a command can refuse bad data before anything slow is imported or a kernel is started.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.checks import Numbered, check_keys
from yeep_analysis.municipality.plan_tables import FOLLOW_UP_TABLES, CrosswalkRow, TargetRow
from yeep_analysis.municipality.result_tables import CORRECTIONS, results_table, years_with_results
from yeep_analysis.municipality.table_files import in_order, read_rows
from yeep_analysis.municipality.validate import PLAN_FOLDER
from yeep_analysis.reporting import results_folder as store
from yeep_analysis.reporting.hand_edits import unknown, unknown_subjects, values_that_no_form_gives
from yeep_analysis.reporting.reporters import Reporters, load_reporters
from yeep_analysis.reporting.results_folder import YearResults
from yeep_analysis.words.errors import DataError, Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Fate, Subject


@dataclass(frozen=True)
class FollowUp:
    """How the plan is carried out: who reports what, targets, results by year, what becomes of it in the next plan."""

    reporters: Reporters = field(default_factory=lambda: Reporters(()))
    targets: tuple[TargetRow, ...] = ()
    crosswalk: tuple[CrosswalkRow, ...] = ()
    results: Mapping[int, YearResults] = field(default_factory=dict)


def load_follow_up(data: Path, plan: Plan) -> FollowUp:
    """The follow-up of the plan in a data folder; empty where nothing of it is there.

    Raises   `DataError` with all problems of all its tables
    """
    problems: list[Problem] = []
    reporters = _tried(lambda: load_reporters(data, plan), problems) or Reporters(())
    targets = _checked(data, "targets", plan, problems)
    crosswalk = _checked(data, "crosswalk", plan, problems)
    results = _results(data, plan, problems)
    if problems:
        raise DataError(sorted(problems, key=in_order))
    return FollowUp(reporters, tuple(targets), tuple(crosswalk), results)


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
        results[year] = store.made(year, rows, log, digest)
    return results


def _tried(load: Any, problems: list[Problem]) -> Any:
    """What is loaded, or None where it is refused; its problems join the others."""
    try:
        return load()
    except DataError as error:
        problems += error.problems
        return None


def _checked(data: Path, name: str, plan: Plan, problems: list[Problem]) -> list[Any]:
    table = FOLLOW_UP_TABLES[name]
    content, found = read_rows(table, data / PLAN_FOLDER / table.file)
    found += check_keys(table, content.rows)
    found += [problem for number, row in content.rows for problem in _CHECKS[name](number, row, plan)]
    found += _decided_twice(content.rows) if name == "crosswalk" else []
    problems += [replace(problem, where=f"{PLAN_FOLDER}/{problem.where}") for problem in found]
    return [row for _number, row in content.rows]


def _target(number: int, row: TargetRow, plan: Plan) -> Iterator[Problem]:
    if row.measure_id not in plan.measures:
        yield unknown("targets.csv", number, "measure_id", row.measure_id, "measures")
    if row.target_year < row.set_in:
        yield Problem(
            _("{file}, row {row}, column {column}").format(file="targets.csv", row=number, column="target_year"),
            _("The target is for {target}, but was set in {set_in}.").format(target=row.target_year, set_in=row.set_in),
            _("Expected a target year that is not before the year in which it was set."),
            _("Correct one of the two years."),
        )


def _crosswalk(number: int, row: CrosswalkRow, plan: Plan) -> Iterator[Problem]:
    known: Mapping[str, object] = plan.measures if row.subject == Subject.MEASURE else plan.actions
    if row.fate == Fate.NEW and row.subject_id:
        yield Problem(
            _("{file}, row {row}, column {column}").format(file="crosswalk.csv", row=number, column="subject_id"),
            _("What is new in the next plan has no key in this one, but “{value}” stands there.").format(
                value=row.subject_id
            ),
            _("Expected an empty cell beside “new”."),
            _("Clear the cell, or correct the fate."),
        )
    elif row.fate != Fate.NEW and row.subject_id not in known:
        target = "measures" if row.subject == Subject.MEASURE else "actions"
        yield unknown("crosswalk.csv", number, "subject_id", row.subject_id, target)


def _decided_twice(rows: Iterable[Numbered]) -> Iterator[Problem]:
    """One decision for each action and measure; what is new may stand as often as there is something new."""
    first: dict[tuple[Subject, str], int] = {}
    for number, row in rows:
        if row.fate == Fate.NEW:
            continue
        earlier = first.setdefault((row.subject, row.subject_id), number)
        if earlier != number:
            yield Problem(
                _("{file}, row {row}").format(file="crosswalk.csv", row=number),
                _("{key} stands twice, first in row {first}.").format(key=row.subject_id, first=earlier),
                _("Expected each key once."),
                _("Delete or correct one of the two rows."),
            )


_CHECKS = {"targets": _target, "crosswalk": _crosswalk}

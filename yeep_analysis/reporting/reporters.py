"""Who reports what: the table that the equality unit edits, and a first proposal made from the plan's catalogue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from yeep_analysis.municipality.catalogue import Action, Judgement, Plan, PlanMeasure, PlanUnit
from yeep_analysis.municipality.checks import check_keys, unknown_key
from yeep_analysis.municipality.plan_tables import FOLLOW_UP_TABLES, ReporterRow
from yeep_analysis.municipality.table_files import in_order, read_rows, write_table
from yeep_analysis.municipality.validate import PLAN_FOLDER
from yeep_analysis.words.errors import DataError, Problem, at_column, at_row
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import ReporterBasis, Subject, UnitKind

TABLE = FOLLOW_UP_TABLES["reporters"]
SubjectId = tuple[Subject, str]  # a measure or an action


@dataclass(frozen=True)
class Reporters:
    """Which units report which measures and actions."""

    rows: tuple[ReporterRow, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The units that report anything, in the order of the table."""
        return tuple(dict.fromkeys(row.unit_id for row in self.rows))

    @property
    def has_proposals(self) -> bool:
        """Whether a row still is a proposal that nobody confirmed."""
        return any(row.basis == ReporterBasis.PROPOSAL for row in self.rows)

    def of_unit(self, unit_id: str) -> frozenset[SubjectId]:
        """What a unit reports."""
        return frozenset((row.subject, row.subject_id) for row in self.rows if row.unit_id == unit_id)

    def of(self, subject: Subject, subject_id: str) -> tuple[str, ...]:
        """The units that report a measure or an action."""
        return self._by_subject.get((subject, subject_id), ())

    def of_money(self, action: Action) -> str | None:
        """The unit that is asked for the money of an action: responsible for it, and if possible reporting it."""
        responsible = [unit.id for unit in action.responsible if unit.id in self.units]
        reporting = [unit for unit in self.of(Subject.ACTION, action.id) if unit in responsible]
        return next(iter(reporting or responsible), None)

    @cached_property
    def _by_subject(self) -> Mapping[SubjectId, tuple[str, ...]]:
        found: dict[SubjectId, tuple[str, ...]] = defaultdict(tuple)
        for row in self.rows:
            found[row.subject, row.subject_id] += (row.unit_id,)
        return found


def load_reporters(folder: Path, plan: Plan) -> Reporters:
    """The table of a data folder, checked against the plan; empty where there is none.

    Raises   `DataError` with all its problems
    """
    content, problems = read_rows(TABLE, folder / PLAN_FOLDER / TABLE.file)
    problems = [replace(problem, where=f"{PLAN_FOLDER}/{problem.where}") for problem in problems]
    problems += [replace(one, where=f"{PLAN_FOLDER}/{one.where}") for one in check_keys(TABLE, content.rows)]
    problems += _standing_twice(content.rows)
    problems += [problem for number, row in content.rows for problem in _problems_of_row(number, row, plan)]
    if problems:
        raise DataError(sorted(problems, key=in_order))
    return Reporters(tuple(row for _number, row in content.rows))


def unassigned(plan: Plan, reporters: Reporters) -> list[SubjectId]:
    """Measures and actions that no unit reports."""
    asked = [(subject, key) for subject, keys in _everything(plan).items() for key in keys]
    known = {(row.subject, row.subject_id) for row in reporters.rows}
    return [entry for entry in asked if entry not in known]


def _everything(plan: Plan) -> dict[Subject, Mapping[str, object]]:
    """All that is reported in a year, by kind."""
    return {
        Subject.MEASURE: plan.measures,
        Subject.ACTION: plan.actions,
        Subject.UNDERTAKING: plan.undertakings,
    }


def propose(plan: Plan, judgements: Mapping[str, Judgement], existing: Reporters) -> Reporters:
    """The table with a proposal for whatever no unit reports yet; rows that are there stay as they are.

    A measure goes to the unit that most plausibly holds its figure (see the audit), where that is a body that can fill
    in a form; otherwise to the first responsible unit that can. An action goes to the unit that reports most of its
    measures.
    """
    missing = set(unassigned(plan, existing))
    rows = list(existing.rows)
    for measure in plan.measures.values():
        if (Subject.MEASURE, measure.id) in missing:
            rows.append(_proposal_for_measure(measure, judgements.get(measure.id)))
    table = Reporters(tuple(rows))
    rows += [
        _proposal_for_action(action, table)
        for action in plan.actions.values()
        if (Subject.ACTION, action.id) in missing
    ]
    for undertaking in plan.undertakings.values():
        if (Subject.UNDERTAKING, undertaking.id) in missing:
            note = _("The plan's methodology names this unit.")
            rows.append(_row(Subject.UNDERTAKING, undertaking.id, undertaking.unit_id, note))
    order = {(kind, key): place for kind, keys in _everything(plan).items() for place, key in enumerate(keys)}
    kinds = list(Subject)
    rows.sort(key=lambda row: (kinds.index(row.subject), order[row.subject, row.subject_id]))
    return Reporters(tuple(rows))


def save_reporters(folder: Path, reporters: Reporters) -> Path:
    """Write the table into the plan's folder."""
    path = folder / PLAN_FOLDER / TABLE.file
    write_table(path, TABLE, reporters.rows)
    return path


def can_fill_in(unit: PlanUnit) -> bool:
    """Whether it is one body that can be sent a form, not a collective such as “institutions concerned”."""
    return unit.kind != UnitKind.COLLECTIVE


def _proposal_for_measure(measure: PlanMeasure, judged: Judgement | None) -> ReporterRow:
    holder = measure.plan.units.get(judged.holder_unit_id) if judged else None
    if holder and can_fill_in(holder):
        note = (
            _("Most likely to hold the figure (quality of the plan's indicators); a responsible unit in the plan.")
            if judged.holder_is_named
            else _(
                "Most likely to hold the figure (quality of the plan's indicators); not a responsible unit in the plan."
            )
        )
        return _row(Subject.MEASURE, measure.id, holder.id, note)
    unit = _first_responsible(measure.actions)
    return _row(
        Subject.MEASURE,
        measure.id,
        unit.id,
        _("First responsible unit of the action; who holds the figure is not known."),
    )


def _proposal_for_action(action: Action, table: Reporters) -> ReporterRow:
    reporting = Counter(unit for measure in action.measures for unit in table.of(Subject.MEASURE, measure.id))
    if not reporting:
        return _row(
            Subject.ACTION, action.id, _first_responsible([action]).id, _("First responsible unit of the action.")
        )
    most = max(reporting.values())
    candidates = [unit for unit, times in reporting.items() if times == most]
    responsible = [unit.id for unit in action.responsible if unit.id in candidates]
    return _row(Subject.ACTION, action.id, (responsible or candidates)[0], _("Reports the indicators of this action."))


def _first_responsible(actions: Iterable[Action]) -> PlanUnit:
    actions = list(actions)
    units = [unit for action in actions for unit in (*action.responsible, *action.partners)]
    units += actions[0].plan.units.values()  # if the plan names collectives only, any unit is better than none
    return next((unit for unit in units if can_fill_in(unit)), units[0])


def _row(subject: Subject, subject_id: str, unit_id: str, note: str) -> ReporterRow:
    return ReporterRow(subject=subject, subject_id=subject_id, unit_id=unit_id, basis=ReporterBasis.PROPOSAL, note=note)


def _problems_of_row(number: int, row: ReporterRow, plan: Plan) -> Iterable[Problem]:
    if row.subject == Subject.GOAL:
        yield Problem(
            at_column(_FILE, number, "subject"),
            _("Goals have no reporter of their own: they are asked of whoever reports their actions."),
            "",
            _("Delete the row."),
        )
    elif row.subject_id not in _everything(plan)[row.subject]:
        yield unknown_key(_FILE, number, "subject_id", row.subject_id, _TABLES[row.subject])
    if row.unit_id not in plan.units:
        yield unknown_key(_FILE, number, "unit_id", row.unit_id, "units")
    elif not can_fill_in(plan.units[row.unit_id]):
        yield Problem(
            at_column(_FILE, number, "unit_id"),
            _("“{unit}” is not one body to which a form could be sent.").format(unit=plan.units[row.unit_id].name),
            "",
            _("Name the unit that will fill in the form."),
        )


_TABLES = {Subject.MEASURE: "measures", Subject.ACTION: "actions", Subject.UNDERTAKING: "methodology"}
_FILE = f"{PLAN_FOLDER}/{TABLE.file}"


def _standing_twice(rows: list) -> list[Problem]:
    actions: dict[str, int] = {}
    problems = []
    for number, row in rows:
        if row.subject != Subject.MEASURE and actions.setdefault(row.subject_id, number) != number:
            problems.append(
                Problem(
                    at_row(_FILE, number),
                    _("The status of “{action}” is reported by two units.").format(action=row.subject_id),
                    _("Each status is reported by one unit; an indicator may have several."),
                    _("Delete one of the two rows."),
                )
            )
    return problems

"""Reads the plan's catalogue and makes it into objects."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yeep_analysis.municipality.catalogue import (
    Action,
    Goal,
    Judgement,
    Objective,
    Plan,
    PlanIndicator,
    PlanMeasure,
    PlanUnit,
    Theme,
    Undertaking,
)
from yeep_analysis.municipality.checks import TableRows
from yeep_analysis.municipality.validate import has_plan, validate_plan
from yeep_analysis.words.terms import Direction, MeasureKind, MethodPart

_TEXTS = ("principles", "monitoring_aspects", "methodology")


@dataclass(frozen=True)
class PlanFile:
    """A catalogue as it lies in a data folder: the plan, the judgements of the audit, and the texts outside its tables.

    Of a data folder without a catalogue all of it is empty, so that a chapter can say so.
    """

    plan: Plan
    judgements: dict[str, Judgement]
    texts: dict[str, list[Any]]


def load_plan(data: Path | str) -> Plan:
    """The plan in a data folder.

    Raises   `UsageError` where there is none; `DataError` with all problems of all its tables
    """
    return _made(validate_plan(Path(data)))


def load_plan_file(data: Path | str) -> PlanFile:
    """The plan, the judgements and the texts of a data folder, or all of it empty where there is no catalogue.

    Raises   `DataError` with all problems of all its tables
    """
    if not has_plan(Path(data)):
        return PlanFile(Plan(), {}, {name: [] for name in _TEXTS})
    contents = validate_plan(Path(data))
    judgements = {row.measure_id: Judgement(**dict(row)) for row in _rows(contents, "audit_judgements")}
    return PlanFile(_made(contents), judgements, {name: _rows(contents, name) for name in _TEXTS})


def _made(contents: dict[str, TableRows]) -> Plan:
    plan = Plan()
    for row in _rows(contents, "themes"):
        plan.themes[row.theme] = Theme(row.theme, plan, row.position, row.heading, row.name, name_en=row.name_en)
    order = {key: place for place, key in enumerate(plan.themes)}
    for row in _ordered(contents, "goals", order, "theme"):
        plan.goals[row.goal_id] = Goal(
            row.goal_id,
            plan,
            row.theme,
            row.position,
            row.goal_code,
            row.goal_text,
            row.reading,
            row.strategic_goal,
            name_en=row.name_en,
        )
    order = {key: place for place, key in enumerate(plan.goals)}
    for row in _ordered(contents, "objectives", order, "goal_id"):
        plan.objectives[row.objective_id] = Objective(
            row.objective_id,
            plan,
            row.goal_id,
            row.position,
            row.objective_code,
            row.objective_text,
            row.reading,
            name_en=row.name_en,
        )
    _add_what_goals_do_without(plan, contents)
    _add_units(plan, contents)
    _add_actions(plan, contents)
    _add_measures(plan, contents)
    _add_undertakings(plan, contents)
    return plan


def _add_what_goals_do_without(plan: Plan, contents: dict[str, TableRows]) -> None:
    """An action may stand under its goal alone: there the plan has no objective, and what stands for it no words."""
    for key in dict.fromkeys(row.objective_id for row in _rows(contents, "actions")):
        if key not in plan.objectives:
            plan.objectives[key] = Objective(key, plan, key, 1, "", "", "")


def _add_units(plan: Plan, contents: dict[str, TableRows]) -> None:
    names = _grouped(contents, "unit_names", "unit_id")
    for row in _rows(contents, "units"):
        printed = tuple(name.printed for name in names[row.unit_id])
        plan.units[row.unit_id] = PlanUnit(row.unit_id, plan, row.name, row.kind, printed, name_en=row.name_en)


def _add_actions(plan: Plan, contents: dict[str, TableRows]) -> None:
    units, indicators = (
        _grouped(contents, "action_units", "action_id"),
        _grouped(contents, "action_indicators", "action_id"),
    )
    order = {key: place for place, key in enumerate(plan.themes)}
    for row in _ordered(contents, "actions", order, "theme"):
        plan.actions[row.action_id] = Action(
            row.action_id,
            plan,
            theme_id=row.theme,
            objective_id=row.objective_id,
            position=row.position,
            code=row.action_code,
            text=row.action_text,
            reading=row.reading,
            period=None if row.period_start is None else (row.period_start, row.period_end),
            note=row.note,
            unit_ids=tuple((unit.role, unit.unit_id) for unit in units[row.action_id]),
            indicator_ids=tuple(indicator.indicator_id for indicator in indicators[row.action_id]),
            **_names(row),
        )


def _add_measures(plan: Plan, contents: dict[str, TableRows]) -> None:
    breakdowns = _grouped(contents, "measure_breakdowns", "measure_id")
    for row in _rows(contents, "indicators"):
        plan.indicators[row.indicator_id] = PlanIndicator(
            row.indicator_id, plan, row.indicator_text, row.reading, name_en=row.name_en
        )
    order = {key: place for place, key in enumerate(plan.indicators)}
    for row in _ordered(contents, "measures", order, "indicator_id"):
        own = {name: value for name, value in row if name not in ("measure_id", "measure_text", "note")}
        own["counts_beneficiaries"] = _counts_beneficiaries(row)
        plan.measures[row.measure_id] = PlanMeasure(
            row.measure_id,
            plan,
            text=row.measure_text,
            breakdowns={b.breakdown: b.basis for b in breakdowns[row.measure_id]},
            **own,
        )


def _counts_beneficiaries(row: Any) -> bool:
    """The mark of the data; without one persons within a year of whom the plan wants more."""
    if row.counts_beneficiaries is not None:
        return row.counts_beneficiaries
    return row.counts_persons and row.kind == MeasureKind.YEARLY_FLOW and row.direction == Direction.INCREASE


def _names(row: Any) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("short_name", "name_en", "short_name_en")}


def _add_undertakings(plan: Plan, contents: dict[str, TableRows]) -> None:
    """What a unit of the plan is bound to by the methodology; its tools of data collection are none of its duties."""
    for row in _rows(contents, "methodology"):
        if row.part != MethodPart.TOOL and row.body in plan.units:
            plan.undertakings[row.row_id] = Undertaking(row.row_id, plan, row.body, row.part, row.position, row.text)


def _rows(contents: dict[str, TableRows], table: str) -> list[Any]:
    rows = [row for _number, row in contents[table].rows]
    return sorted(rows, key=lambda row: row.position) if table == "themes" else rows


def _ordered(contents: dict[str, TableRows], table: str, order: dict[str, int], parent: str) -> list[Any]:
    """Rows in the order of the plan, whatever the order of the file: somebody may have sorted it in Excel."""
    return sorted(_rows(contents, table), key=lambda row: (order[getattr(row, parent)], row.position))


def _grouped(contents: dict[str, TableRows], table: str, key: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in _rows(contents, table):
        groups[getattr(row, key)].append(row)
    for group in groups.values():
        if hasattr(group[0], "position"):
            group.sort(key=lambda row: (getattr(row, "role", ""), row.position))
    return groups

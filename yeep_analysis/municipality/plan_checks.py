"""Checks of the catalogue that no single link can make: nothing orphaned, nothing that must follow left out."""

from __future__ import annotations

from yeep_analysis.municipality.checks import Tables
from yeep_analysis.municipality.plan_tables import PLAN_TABLES
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Breakdown

# table, its key, the table that must use it: the rest may be there, and need not
_USED = (
    ("themes", "theme", "goals"),
    ("indicators", "indicator_id", "action_indicators"),
    ("indicators", "indicator_id", "measures"),
    ("actions", "action_id", "action_units"),
)


# a table that may be absent, and those that lean on it
_LEANING = {
    "indicators": ("action_indicators", "measures"),
    "action_indicators": ("indicators",),
    "measures": ("indicators", "measure_breakdowns", "audit_judgements"),
}


def needed_tables(tables: Tables) -> set[str]:
    """The tables that may be absent of a plan, but not of this one: rows of others lean on them."""
    needed = {name for name, others in _LEANING.items() if any(tables[other].rows for other in others)}
    goals = _keys(tables, "goals", "goal_id")
    if goals and any(row.objective_id not in goals for _number, row in tables["actions"].rows):
        needed.add("objectives")
    return needed


def check_catalogue(tables: Tables) -> list[Problem]:
    """No orphan, no unknown printed name, no count of persons without sex, no unknown holder, no period backwards."""
    return [
        *_orphans(tables),
        *_goals_and_actions(tables),
        *_names(tables),
        *_persons_without_sex(tables),
        *_holders(tables),
        *_themes_of_actions(tables),
        *_periods(tables),
        *_short_names(tables),
        *_beneficiaries(tables),
    ]


def _problem(table: str, row: int, what: str, expected: str, action: str, column: str = "") -> Problem:
    file = PLAN_TABLES[table].file
    where = _("{file}, row {row}, column {column}") if column else _("{file}, row {row}")
    return Problem(where.format(file=file, row=row, column=column), what, expected, action)


def _keys(tables: Tables, table: str, key: str) -> set[str]:
    """The keys of a table, those of refused rows included."""
    content = tables[table]
    return {getattr(row, key) for _number, row in content.rows} | {row.get(key) for row in content.refused}


def _in_no_row(table: str, number: int, value: str, user: str) -> Problem:
    return _problem(
        table,
        number,
        _("“{value}” stands in no row of {user}.csv.").format(value=value, user=user),
        "",
        _("Add the missing row to {user}.csv, or delete this one.").format(user=user),
    )


def _orphans(tables: Tables) -> list[Problem]:
    problems = []
    for table, key, user in _USED:
        used = _keys(tables, user, key)
        if not used:  # the table is missing or empty, which is told once
            continue
        problems += [
            _in_no_row(table, number, getattr(row, key), user)
            for number, row in tables[table].rows
            if getattr(row, key) not in used
        ]
    return problems


def _goals_and_actions(tables: Tables) -> list[Problem]:
    """Actions that stand under no objective, nor under a goal that has none; goals under which nothing stands."""
    goals, objectives = _keys(tables, "goals", "goal_id"), _keys(tables, "objectives", "objective_id")
    if not goals or not (tables["objectives"].rows or _keys(tables, "actions", "objective_id") <= goals):
        return []  # a table is missing, which is told once
    problems = [
        _problem(
            "actions",
            number,
            _("“{value}” is not known.").format(value=row.objective_id),
            _("Write a key of {target}.csv.").format(target="objectives"),
            _("Correct the cell, or add the missing row to {target}.csv.").format(target="objectives"),
            "objective_id",
        )
        for number, row in tables["actions"].rows
        if row.objective_id not in objectives | goals
    ]
    used = _keys(tables, "objectives", "goal_id") | _keys(tables, "actions", "objective_id")
    return problems + [
        _in_no_row("goals", number, row.goal_id, "objectives")
        for number, row in tables["goals"].rows
        if row.goal_id not in used
    ]


def _names(tables: Tables) -> list[Problem]:
    known = {(row.unit_id, row.printed) for _number, row in tables["unit_names"].rows}
    units = _keys(tables, "units", "unit_id")
    misplaced = {name for unit, name in known if unit not in units}  # told at their own cell
    named = {unit for unit, _name in known} - {row.get("unit_id") for row in tables["unit_names"].refused}
    return [
        _problem(
            "action_units",
            number,
            _("“{printed}” is not a name of {unit} in the plan.").format(printed=row.printed, unit=row.unit_id),
            _("Write a name from unit_names.csv."),
            _("Correct the cell, or add the name to unit_names.csv."),
            "printed",
        )
        for number, row in tables["action_units"].rows
        if row.unit_id in named and (row.unit_id, row.printed) not in known and row.printed not in misplaced
    ]


def _persons_without_sex(tables: Tables) -> list[Problem]:
    by_sex = {row.measure_id for _n, row in tables["measure_breakdowns"].rows if row.breakdown == Breakdown.SEX}
    by_sex |= {row.get("measure_id") for row in tables["measure_breakdowns"].refused}
    if not tables["measure_breakdowns"].rows:
        return []
    return [
        _problem(
            "measures",
            number,
            _("“{value}” counts persons, but no breakdown by sex is expected.").format(value=row.measure_id),
            _("measure_breakdowns.csv needs a row with breakdown = sex."),
            _("Add the row."),
        )
        for number, row in tables["measures"].rows
        if row.counts_persons and row.measure_id not in by_sex
    ]


def _holders(tables: Tables) -> list[Problem]:
    units = _keys(tables, "units", "unit_id")
    if not units:
        return []
    return [
        _problem(
            "audit_judgements",
            number,
            _("“{value}” is not known.").format(value=row.holder_unit_id),
            _("Write a key of {target}.csv.").format(target="units"),
            _("Correct the cell, or add the missing row to {target}.csv.").format(target="units"),
            "holder_unit_id",
        )
        for number, row in tables["audit_judgements"].rows
        if row.holder_unit_id and row.holder_unit_id not in units
    ]


def _themes_of_actions(tables: Tables) -> list[Problem]:
    goal_of = {row.goal_id: row.goal_id for _number, row in tables["goals"].rows}
    goal_of |= {row.objective_id: row.goal_id for _number, row in tables["objectives"].rows}
    theme_of = {row.goal_id: row.theme for _number, row in tables["goals"].rows}
    themes = _keys(tables, "themes", "theme")
    problems = []
    for number, row in tables["actions"].rows:
        expected = theme_of.get(goal_of.get(row.objective_id, ""))
        if expected != row.theme and {expected, row.theme} <= themes:
            problems.append(
                _problem(
                    "actions",
                    number,
                    _("The action stands in theme {theme}, its objective in theme {other}.").format(
                        theme=row.theme, other=expected
                    ),
                    "",
                    _("Correct the theme or the objective."),
                )
            )
    return problems


def _periods(tables: Tables) -> list[Problem]:
    return [
        _problem(
            "actions",
            number,
            _("The period {start}–{end} runs backwards or is half empty.").format(
                start=row.period_start or "…", end=row.period_end or "…"
            ),
            "",
            _("Correct the two cells."),
        )
        for number, row in tables["actions"].rows
        if (row.period_start is None) != (row.period_end is None)
        or (row.period_start is not None and row.period_start > row.period_end)
    ]


def _short_names(tables: Tables) -> list[Problem]:
    """A page names indicators by their short names alone, so each stands once; rows of one key are told as such."""
    problems = []
    of_measure = {row.measure_id: (number, row) for number, row in reversed(tables["measures"].rows)}
    for column in ("short_name", "short_name_en"):
        first: dict[str, int] = {}
        for number, row in sorted(of_measure.values(), key=lambda one: one[0]):
            earlier = first.setdefault(getattr(row, column), number)
            if getattr(row, column) and earlier != number:
                problems.append(
                    _problem(
                        "measures",
                        number,
                        _("“{value}” stands twice, first in row {first}.").format(
                            value=getattr(row, column), first=earlier
                        ),
                        "",
                        _("Give one of the two another name, or clear the cell."),
                        column,
                    )
                )
    return problems


def _beneficiaries(tables: Tables) -> list[Problem]:
    return [
        _problem(
            "measures",
            number,
            _("It is marked as counting persons who benefit, but counts no persons."),
            _("The mark is only for rows where counts_persons is true."),
            _("Correct one of the two cells."),
            "counts_beneficiaries",
        )
        for number, row in tables["measures"].rows
        if row.counts_beneficiaries and not row.counts_persons
    ]

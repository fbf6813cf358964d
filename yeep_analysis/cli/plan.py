"""``yeep plan``: the plan's actions, one action in full, and the audit of its indicators, as text, CSV or JSON."""

from __future__ import annotations

import argparse
import csv
import io
import json
import shutil
import textwrap
from collections.abc import Mapping
from typing import Any

from yeep_analysis.municipality.catalogue import Action, Plan, PlanMeasure
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _, ngettext, year_range
from yeep_analysis.words.terms import Role

AUDIT = "audit"
_COLUMNS = ["action_id", "theme", "action_code", "action_text", "period", "responsible", "indicators"]
FORMATS = ("table", "csv", "json")


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the others."""
    parser = commands.add_parser("plan", parents=[common], help=_("show the plan, one action, or the audit"))
    parser.add_argument(
        "what", nargs="?", metavar="ACTION", help=_("key of an action to show in full, or “audit”; nothing lists all")
    )
    parser.add_argument("--theme", help=_("only actions of this theme"))
    parser.add_argument("--unit", help=_("only actions that name this unit"))
    parser.add_argument("--format", choices=FORMATS, default="table", help=_("form of the output (default: table)"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from yeep_analysis.municipality.load_plan import load_plan, load_plan_file

    plan = load_plan(options.data)
    _known("--theme", options.theme, plan.themes)
    _known("--unit", options.unit, plan.units)
    if options.what == AUDIT:
        rows = _audit_rows(plan, load_plan_file(options.data).judgements, options)
    elif options.what:
        _known("ACTION", options.what, plan.actions)
        return _show_one(plan.actions[options.what], options.format)
    else:
        rows = [_row(action) for action in plan.select(theme=options.theme, unit=options.unit)]
    _print(rows, options.format)
    return 0


def _known(option: str, value: str | None, keys: Mapping[str, Any]) -> None:
    if value is not None and value not in keys:
        raise UsageError(
            _("{option}: “{value}” is not known. Choose one of: {known}.").format(
                option=option, value=value, known=", ".join(keys)
            )
        )


def _row(action: Action) -> dict[str, str]:
    return {
        "action_id": action.id,
        "theme": action.theme_id,
        "action_code": action.code,
        "action_text": action.text,
        "period": year_range(*action.period) if action.period else "",
        "responsible": "; ".join(unit.name for unit in action.responsible),
        "indicators": "; ".join(indicator.text for indicator in action.indicators),
    }


def _audit_rows(plan: Plan, judgements: Mapping[str, Any], options: argparse.Namespace) -> list[dict[str, str]]:
    from yeep_analysis.plan.audit import verdicts

    wanted = {
        measure.id for action in plan.select(theme=options.theme, unit=options.unit) for measure in action.measures
    }
    for_people = options.format == "table"

    def answers(measure: PlanMeasure) -> dict[str, str]:
        found = verdicts(measure, judgements[measure.id])
        if for_people:
            return {criterion: f"{criterion.label}: {verdict.label}" for criterion, verdict in found}
        return {criterion.value: verdict.value for criterion, verdict in found}

    return [
        {
            "measure_id": measure.id,
            "measure_text": measure.text,
            **answers(measure),
            "suggested_wording": judgements[measure.id].suggested_wording,
        }
        for measure in plan.measures.values()
        if measure.id in wanted
    ]


def _show_one(action: Action, form: str) -> int:
    fields = {
        _("Action"): f"{action.code} {action.text}",
        _("Reading"): action.reading,
        _("Theme"): action.theme.name,
        _("Goal"): f"{action.goal.code} {action.goal.text}",
        _("Objective"): f"{action.objective.code} {action.objective.text}",
        _("Period"): year_range(*action.period) if action.period else _("not in the plan"),
        Role.RESPONSIBLE.label: "; ".join(unit.name for unit in action.responsible),
        Role.PARTNER.label: "; ".join(unit.name for unit in action.partners),
        _("Plan indicators"): "; ".join(indicator.text for indicator in action.indicators),
        _("Indicators"): "; ".join(f"{m.name} ({m.unit.label}; {m.kind.label})" for m in action.measures),
    }
    shown = {name: text for name, text in fields.items() if text}
    if form != "table":
        _print([{**_row(action), "goal": action.goal.text, "objective": action.objective.text}], form)
        return 0
    width = max(len(name) for name in shown)
    for name, text in shown.items():
        print(_wrapped(f"{name}:".ljust(width + 2), text))
    return 0


def _print(rows: list[dict[str, str]], form: str) -> None:
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif form == "csv":
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, list(rows[0]) if rows else _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        print(buffer.getvalue(), end="")
    else:
        for row in rows:
            values = list(row.values())
            print(values[0])
            print(_wrapped("    ", " · ".join(value for value in values[1:] if value)))
        print(ngettext("{n} row", "{n} rows", len(rows)).format(n=len(rows)))


def _wrapped(head: str, text: str) -> str:
    width = max(shutil.get_terminal_size((100, 24)).columns, 40)
    return textwrap.fill(text, width, initial_indent=head, subsequent_indent=" " * len(head))

"""``yeep plan``: the plan's actions, one action, the audit, as text, CSV or JSON; the whole plan as a workbook."""

from __future__ import annotations

import argparse
import csv
import io
import json
import shutil
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yeep_analysis.cli.arguments import for_data
from yeep_analysis.municipality.catalogue import Action, Plan, PlanMeasure
from yeep_analysis.words import turkish
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _, ngettext, year_range
from yeep_analysis.words.terms import Role

if TYPE_CHECKING:
    from yeep_analysis.intake.plan.proposal import PlanProposal

AUDIT = "audit"
EXPORT, IMPORT, UNDO = "export", "import", "undo"
# what is typed -> what is done
_DEEDS = {
    **dict.fromkeys((EXPORT, "ver", "dışa-aktar", "disa-aktar"), EXPORT),
    **dict.fromkeys((IMPORT, "al", "içe-aktar", "ice-aktar"), IMPORT),
    **dict.fromkeys((UNDO, "geri-al"), UNDO),
    **dict.fromkeys((AUDIT, "denetim"), AUDIT),
}
_COLUMNS = ["action_id", "theme", "action_code", "action_text", "period", "responsible", "indicators"]
FORMATS = ("table", "csv", "json")


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the others."""
    parser = commands.add_parser("plan", parents=[common], help=_("show the plan, one action, or the audit"))
    parser.add_argument(
        "what",
        nargs="?",
        metavar="ACTION",
        help=_("key of an action to show in full, “audit”, “export”, “import” or “undo”; nothing lists all"),
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=_("plan workbook to write or to read"))
    parser.add_argument("--dry-run", action="store_true", help=_("with import: show the difference, write nothing"))
    parser.add_argument("--yes", action="store_true", help=_("with import: write without asking"))
    parser.add_argument("--theme", help=_("only actions of this theme"))
    parser.add_argument("--unit", help=_("only actions that name this unit"))
    about = _("only actions that answer this article of a framework, for example charter:22")
    parser.add_argument("--article", metavar=_("FRAMEWORK:ARTICLE"), help=about)
    parser.add_argument("--format", choices=FORMATS, default="table", help=_("form of the output (default: table)"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from yeep_analysis.municipality.load_plan import load_plan, load_plan_file

    if options.what and options.file and f"{options.what}-{options.file}".lower() == "geri-al":
        options.what, options.file = "geri-al", None
    deed = _DEEDS.get(turkish.lower(options.what or ""), options.what)
    if deed in _OF_WORKBOOKS:
        return _OF_WORKBOOKS[deed](options)
    if options.file or options.dry_run or options.yes:
        raise UsageError(_("A file, --dry-run and --yes go with “yeep plan export” and “yeep plan import”."))
    plan = load_plan(options.data)
    _known("--theme", options.theme, plan.themes)
    _known("--unit", options.unit, plan.units)
    if deed == AUDIT:
        rows = _audit_rows(plan, load_plan_file(options.data).judgements, options)
    elif options.what:
        _known("ACTION", options.what, plan.actions)
        return _show_one(plan.actions[options.what], options.format)
    else:
        chosen = plan.select(theme=options.theme, unit=options.unit)
        if options.article:
            chosen = _answering(options, plan, chosen)
        rows = [_row(action) for action in chosen]
    _print(rows, options.format)
    return 0


def _known(option: str, value: str | None, keys: Mapping[str, Any]) -> None:
    if value is not None and value not in keys:
        raise UsageError(
            _("{option}: “{value}” is not known. Choose one of: {known}.").format(
                option=option, value=value, known=", ".join(keys)
            )
        )


def _answering(options: argparse.Namespace, plan: Plan, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Those of the actions that answer an article, by both readings or by word of the municipality."""
    from yeep_analysis.plan.frameworks import answered
    from yeep_analysis.reporting.follow_up import load_follow_up

    follow_up = load_follow_up(options.data, plan)
    found = {
        f"{one.article.framework}:{one.article.article}": one
        for one in answered(plan, follow_up.frameworks, follow_up.links)
    }
    _known("--article", options.article, found)
    answers = {action.id for action in found[options.article].actions}
    return tuple(action for action in actions if action.id in answers)


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
        if measure.id in wanted and measure.id in judgements
    ]


def _show_one(action: Action, form: str) -> int:
    fields = {
        _("Action"): f"{action.code} {action.text}".strip(),
        _("Reading"): action.reading,
        _("Theme"): action.theme.name,
        _("Goal"): f"{action.goal.code} {action.goal.text}".strip(),
        _("Objective"): f"{action.objective.code} {action.objective.text}".strip(),
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


# --- the plan as a workbook --------------------------------------------------


def _export(options: argparse.Namespace) -> int:
    from yeep_analysis.intake.plan.written import plan_workbook
    from yeep_analysis.transaction import write_file

    path = options.file or Path("plan.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise UsageError(_("The plan is written as .xlsx; “{path}” ends otherwise.").format(path=path))
    if path.exists():
        raise UsageError(_("“{path}” is there already; it was not overwritten. Give another name.").format(path=path))
    write_file(path, plan_workbook(options.data))
    print(_("The plan as a workbook: {path}").format(path=path))
    folder = for_data(options.data)
    print(_("Changed rows come back with: yeep plan import {path}").format(path=f"{path}{folder}"))
    return 0


def _import(options: argparse.Namespace) -> int:
    from yeep_analysis.intake.plan.proposal import read_plan

    if options.file is None:
        raise UsageError(_("Name the plan workbook: yeep plan import FILE"))
    proposal = read_plan(options.data, options.file)
    _print_changes(proposal)
    if not proposal.is_any:
        print(_("The plan in “{folder}” is as the workbook has it. Nothing is written.").format(folder=options.data))
    elif options.dry_run:
        print(_("Nothing was written (--dry-run)."))
    elif _agreed(options):
        proposal.take()
        print(_("The plan in “{folder}” is as the workbook has it now.").format(folder=options.data))
        print(_("Take it back: yeep plan undo") + for_data(options.data))
    return 0


def _print_changes(proposal: PlanProposal) -> None:
    if proposal.warning:
        print(_wrapped("", proposal.warning))
    for change in proposal.changes:
        print(_wrapped("", f"{change.sheet} · {change.kind.label}: {change.what}"))
        if change.head:
            print(_wrapped("    ", f"{change.head}: {change.now or '–'} → {change.new or '–'}"))
        if change.consequence:
            print(_wrapped("    ", change.consequence))
    n = len(proposal.changes)
    print(ngettext("{n} change", "{n} changes", n).format(n=n))
    for remark in proposal.remarks:
        print(_wrapped("", remark))


def _agreed(options: argparse.Namespace) -> bool:
    if options.yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError(_("Nothing was written. Say --yes to write these changes, or --dry-run only to see them."))
    if input(_("Write these changes? [y/N] ")).strip().casefold() in ("y", "yes", "e", "evet"):
        return True
    print(_("Nothing was written."))
    return False


def _undo(options: argparse.Namespace) -> int:
    from yeep_analysis.intake.plan.proposal import undo

    print(_("Taken back: {file}. The plan is as it was before.").format(file=undo(options.data)))
    return 0


_OF_WORKBOOKS = {EXPORT: _export, IMPORT: _import, UNDO: _undo}

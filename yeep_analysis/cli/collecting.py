"""``yeep reporters``, ``forms``, ``collect`` and ``status``: a year's results, out and in."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from yeep_analysis.cli.arguments import for_data
from yeep_analysis.words import counted, language
from yeep_analysis.words.errors import DataError, UsageError
from yeep_analysis.words.language import _, ngettext
from yeep_analysis.words.terms import Subject

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
OF_A_YEAR = ("unit", "valid", "reason_for", "publish_reasons", "send_back", "deadline")  # options that no month knows


def add_parsers(commands: Any, common: argparse.ArgumentParser, year: Any) -> None:
    """Add the commands to the others."""
    about = _("show or propose which unit reports what")
    reporters = commands.add_parser("reporters", aliases=["bildirenler"], parents=[common], help=about)
    reporters.add_argument(
        "--propose", action="store_true", help=_("add a proposal for whatever has no data provider yet")
    )
    reporters.set_defaults(run=_reporters)
    about = _("write the form of each unit")
    forms = commands.add_parser("forms", aliases=["formlar"], parents=[common], help=about)
    or_month = partial(_year_or_month, year)
    of_month = _("year of the results, for example 2024, or a month: 2024-05")
    forms.add_argument("year", type=or_month, help=of_month)
    forms.add_argument("--unit", action="append", metavar="UNIT", help=_("only the form of this unit"))
    forms.add_argument("--force", action="store_true", help=_("write over forms that are there already"))
    forms.add_argument(
        "--out", type=Path, default=Path("forms"), metavar="DIR", help=_("output folder (default: forms)")
    )
    forms.set_defaults(run=_forms)
    _add_collect(commands, common, year)
    about = _("write a row for whatever must be decided for the next plan")
    crosswalk = commands.add_parser("crosswalk", aliases=["geçiş"], parents=[common], help=about)
    crosswalk.set_defaults(run=_crosswalk)
    about = _("show who has reported what of a year")
    status = commands.add_parser("status", aliases=["durum"], parents=[common], help=about)
    status.add_argument("year", type=year, help=_("year of the results, for example 2024"))
    status.add_argument("--unit", metavar="UNIT", help=_("the reminder for this unit, ready to be sent"))
    status.add_argument(
        "--reminders", type=Path, metavar="DIR", help=_("write a reminder for each unit into this folder")
    )
    status.add_argument("--deadline", type=_day, metavar="DATE", help=_("last day, for the mail texts"))
    status.add_argument("--corrections", action="store_true", help=_("show the log of corrections"))
    status.set_defaults(run=_status)


def _add_collect(commands: Any, common: argparse.ArgumentParser, year: Any) -> None:
    collect = commands.add_parser(
        "collect", aliases=["topla"], parents=[common], help=_("check returned forms and take them in")
    )
    of_month = _("year of the results, for example 2024, or a month: 2024-05")
    collect.add_argument("year", type=partial(_year_or_month, year), help=of_month)
    collect.add_argument("files", nargs="*", type=Path, metavar="FILE", help=_("returned forms, or folders of them"))
    collect.add_argument("--unit", action="append", metavar="UNIT", help=_("only the answers of this unit"))
    collect.add_argument(
        "--valid", action="append", default=[], metavar="FILE", help=_("the valid one of several forms of a unit")
    )
    collect.add_argument("--dry-run", action="store_true", help=_("check and show, change nothing"))
    collect.add_argument("--reason", default="", metavar="TEXT", help=_("reason for corrections whose row gives none"))
    collect.add_argument(
        "--reason-for",
        nargs=2,
        action="append",
        default=[],
        metavar=("UNIT/ROW", "TEXT"),
        help=_("reason for the corrections of one row: UNIT/measure/KEY"),
    )
    collect.add_argument(
        "--publish-reasons", action="store_true", help=_("the reasons of this command may stand in the report")
    )
    collect.add_argument(
        "--send-back",
        type=Path,
        metavar="DIR",
        help=_("write the forms to be corrected, with the cells marked, and the mail texts into this folder"),
    )
    collect.add_argument("--deadline", type=_day, metavar="DATE", help=_("last day, for the mail texts"))
    collect.add_argument("--received", type=_day, metavar="DATE", help=_("day of receipt (default: today)"))
    collect.add_argument("--undo", action="store_true", help=_("take the last merge of the year back"))
    collect.set_defaults(run=_collect)


def _crosswalk(options: argparse.Namespace) -> int:
    from yeep_analysis.municipality.load_plan import load_plan
    from yeep_analysis.reporting.crosswalk import completed, save_crosswalk
    from yeep_analysis.reporting.follow_up import load_follow_up

    plan = load_plan(options.data)
    before = load_follow_up(options.data, plan).crosswalk
    rows = completed(plan, before)
    if len(rows) > len(before):
        path = save_crosswalk(options.data, rows)
        message = ngettext(
            "{n} row to decide was added to {path}.",
            "{n} rows to decide were added to {path}.",
            len(rows) - len(before),
        )
        print(message.format(n=len(rows) - len(before), path=path))
    for fate, number in Counter(row.fate for row in rows).items():
        print(f"  {fate.label}: {number}")
    return 0


def _year_or_month(year: Any, text: str) -> int | str:
    return text if MONTH.fullmatch(text) else year(text)


def _day(text: str) -> date:
    from yeep_analysis.municipality.cells import CellKind, CellRefusedError, SentCell, day

    try:
        return date.fromisoformat(day(SentCell(CellKind.TEXT, text)))
    except CellRefusedError as refused:
        raise UsageError(" ".join(refused.sentences[:2])) from refused


def _reporters(options: argparse.Namespace) -> int:
    from yeep_analysis.municipality.load_plan import load_plan, load_plan_file
    from yeep_analysis.reporting.reporters import load_reporters, propose, save_reporters, unassigned
    from yeep_analysis.reporting.status import all_asked, how_it_is_counted

    plan = load_plan(options.data)
    table = load_reporters(options.data, plan)
    left = unassigned(plan, table)
    if options.propose and left:
        table = propose(plan, load_plan_file(options.data).judgements, table)
        path = save_reporters(options.data, table)
        message = ngettext("{n} proposal was added to {path}.", "{n} proposals were added to {path}.", len(left))
        print(message.format(n=len(left), path=path))
        left = []
    for unit in table.units:
        asked = table.of_unit(unit)
        count = Counter(subject for subject, _key in asked)
        told = counted.asked(count[Subject.MEASURE], count[Subject.ACTION], count[Subject.UNDERTAKING])
        print(f"{plan.units[unit].name}: {told}")
    if table.units:
        print(all_asked(table))
        print(how_it_is_counted())
    if left:
        message = _("Without a data provider: {n}. Have them proposed: {command}")
        print(message.format(n=len(left), command=f"yeep reporters --propose{for_data(options.data)}"))
    if table.has_proposals:
        print(_("Rows with “proposal” were made from the plan's catalogue. Look them through, and confirm them there."))
    return 0


def _forms(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from yeep_analysis.intake.forms.expected import expected
    from yeep_analysis.intake.forms.write import FormCover, write_form
    from yeep_analysis.reporting.replies import answered_by_unit, replies
    from yeep_analysis.reporting.results_folder import load_results
    from yeep_analysis.transaction import write_file

    if isinstance(options.year, str):
        return _month_form(options)
    wanted = expected(options.data, options.year)
    for unit in options.unit or []:
        _known(unit, wanted.reporters.units)
    earlier = replies(load_results(options.data, options.year - 1).rows)
    answered = answered_by_unit(load_results(options.data, options.year).rows)
    units, kept = options.unit or wanted.reporters.units, []
    for unit in tqdm(units, unit="", leave=False, disable=not sys.stderr.isatty()):
        cover = FormCover.of(wanted.municipality, wanted.plan.units[unit].name)
        path = options.out / f"{options.year}-{unit}.xlsx"
        content = write_form(wanted.form(unit), cover, earlier, answered.get(unit, ()))
        if path.exists() and path.read_bytes() != content and not options.force:
            kept.append(path)  # somebody may have filled it in
            continue
        write_file(path, content)
    for path in kept:
        print(
            _("{path} is there already and differs; it was left as it is. Write it anew with --force.").format(
                path=path
            )
        )
    message = ngettext(
        "{n} form was written into {folder}.", "{n} forms were written into {folder}.", len(units) - len(kept)
    )
    print(message.format(n=len(units) - len(kept), folder=options.out))
    if wanted.reporters.has_proposals:
        print(_("Who reports what is in part a proposal of this program: see plan/reporters.csv."))
    return 0


def _form_of_month(options: argparse.Namespace) -> Any:
    from yeep_analysis.edition import Edition
    from yeep_analysis.intake.monthly.sheet import MonthForm
    from yeep_analysis.municipality.validate import validate_tables

    if given := [f"--{name.replace('_', '-')}" for name in OF_A_YEAR if getattr(options, name, None)]:
        message = _("Only for the results of a year, not for a month ({month}): {options}. Leave it out.")
        raise UsageError(message.format(month=options.year, options=", ".join(given)))
    year, month = map(int, options.year.split("-"))
    Edition(year, options.lang, options.data, month=month)  # refuses a month that has not ended
    tables = validate_tables(options.data)
    names = {row.mahalle_code: row.name for _number, row in tables["mahalles"].rows}
    return MonthForm(tables["municipality"].rows[0][1], options.year, names)


def _month_form(options: argparse.Namespace) -> int:
    from yeep_analysis.intake.monthly.months import months_there
    from yeep_analysis.intake.monthly.sheet import write_month_form
    from yeep_analysis.transaction import write_file

    form = _form_of_month(options)
    path = options.out / f"{form.month}.xlsx"
    content = write_month_form(form, is_revision=form.month in months_there(options.data))
    if path.exists() and path.read_bytes() != content and not options.force:
        message = _("{path} is there already and differs; it was left as it is. Write it anew with --force.")
        print(message.format(path=path))
        return 0
    write_file(path, content)
    print(_("The form of {month} was written: {path}").format(month=form.title, path=path))
    return 0


def _collect_month(options: argparse.Namespace) -> int:
    from yeep_analysis.intake.forms.collect import files_in
    from yeep_analysis.intake.monthly import months

    form = _form_of_month(options)
    with months.only_month(options.data):
        if options.undo:
            gone = months.undo_month(options.data, form.month, for_data(options.data))
            shown = "; ".join(f"{month}, {source.label}" for month, source in gone)
            print(_("The last form of a month was taken back: {what}.").format(what=shown))
            return 0
        if not options.files:
            raise UsageError(_("No form was named. Name files or a folder: yeep collect 2024-05 FILE"))
        received = options.received or date.today()
        found = months.brought(files_in(options.files), form, options.data, received, reason=options.reason.strip())
        for line in months.told(found):
            print(line)
        if options.dry_run:
            print(_("Nothing was written (--dry-run)."))
        elif found.changes_nothing:
            print(_("Nothing is new; the counts stay as they are."))
        else:
            months.take_month(options.data, found)
            message = _("The counts of {month} were written. Take them back: {command}")
            command = f"yeep collect {form.month} --undo{for_data(options.data)}"
            print(message.format(month=form.title, command=command))
    return 0


def _known(unit: str, units: tuple[str, ...], option: str = "--unit") -> None:
    if unit not in units:
        raise UsageError(
            _("{option}: “{value}” is not known. Choose one of: {known}.").format(
                option=option, value=unit, known=", ".join(units)
            )
        )


def _collect(options: argparse.Namespace) -> int:
    from yeep_analysis.intake.forms.expected import expected
    from yeep_analysis.reporting import results_folder as store

    if options.dry_run and options.undo:
        raise UsageError(_("--undo and --dry-run do not go together. Name one of them."))
    _check_day(options)
    if isinstance(options.year, str):
        return _collect_month(options)
    if not options.undo and not options.files:
        raise UsageError(_("No form was named. Name files or a folder: yeep collect 2024 FOLDER"))
    wanted = expected(options.data, options.year)
    if options.dry_run:
        return _collect_alone(options, wanted)
    with store.only_collection(options.data):
        if not options.undo:
            return _collect_alone(options, wanted)
        undone = store.undo(options.data, options.year)
    print(
        _(
            "A collection was taken back: {units}; {files}; {values} of {days}. What it had made is kept in {table}."
        ).format(
            units=", ".join(wanted.plan.units[unit].name for unit in undone.each("unit_id")),
            files=", ".join(undone.each("file")),
            values=counted.values(len(undone.rows)),
            days=", ".join(map(language.date, undone.each("received_on"))),
            table=undone.table,
        )
    )
    print(
        ngettext(
            "{n} earlier collection of {year} can be taken back with the same command.",
            "{n} earlier collections of {year} can be taken back with the same command.",
            undone.left,
        ).format(n=undone.left, year=options.year)
    )
    return 0


def _check_day(options: argparse.Namespace) -> None:
    """A form comes in its year or later, and not in the future."""
    year = int(str(options.year)[:4])
    if options.received and not date(year, 1, 1) <= options.received <= date.today():
        message = _("“{day}” cannot be the day of receipt. Write a day from {year} on that is not in the future.")
        raise UsageError(message.format(day=language.date(options.received), year=year))


def _collect_alone(options: argparse.Namespace, wanted: Any) -> int:
    from tqdm import tqdm

    from yeep_analysis.intake.forms.collect import check, files_in, left_aside, read_files
    from yeep_analysis.intake.merge import GivenReason
    from yeep_analysis.reporting.results_folder import load_results, save_results

    for unit in options.unit or []:
        _known(unit, wanted.reporters.units)
    reasons = _reasons(options, wanted)
    before = load_results(options.data, options.year)
    paths = files_in(options.files)
    about = wanted.circumstances(options.data, options.received or date.today())
    with tqdm(total=len(paths), unit="", leave=False, disable=not sys.stderr.isatty()) as bar:
        delivered = read_files(paths, wanted, bar.update)
    found = check(
        delivered,
        wanted,
        before,
        about,
        reason=GivenReason(options.reason.strip(), options.publish_reasons),
        reasons=reasons,
        only=options.unit or (),
        choose=partial(_valid_one, options.valid),
    )
    for remark in [*left_aside(options.files), *found.remarks]:
        print(remark)
    if options.send_back:
        _send_back(options, found, wanted)
    if found.problems and not found.units:
        raise DataError(found.problems)
    _print_merge(found, wanted)
    if options.dry_run:
        print(_("Nothing was written (--dry-run)."))
    elif found.merge.changes_nothing:
        print(_("Nothing is new; the results stay as they are."))
    else:
        save_results(options.data, before, found.merge.rows, found.merge.changed)
        message = _("The results of {year} were written. Take it back: {command}")
        command = f"yeep collect {options.year} --undo{for_data(options.data)}"
        print(message.format(year=options.year, command=command))
    if found.problems:
        raise DataError(found.problems, _of_the_others(found, wanted))
    return 0


def _reasons(options: argparse.Namespace, wanted: Any) -> dict[Any, Any]:
    """The reasons that the command gives for single rows."""
    from yeep_analysis.intake.merge import GivenReason
    from yeep_analysis.municipality.result_tables import RowKey

    reasons = {}
    for name, text in options.reason_for:
        unit, _slash, row = name.partition("/")
        _known(unit, wanted.reporters.units, "--reason-for")
        _known(row, tuple(wanted.form(unit).asked), "--reason-for")
        reasons[unit, RowKey.read(row)] = GivenReason(text.strip(), options.publish_reasons)
    return reasons


def _send_back(options: argparse.Namespace, found: Any, wanted: Any) -> None:
    """Write what goes back to each unit that is held; name those to which nothing can."""
    from yeep_analysis.intake.forms.send_back import package, why_no_package
    from yeep_analysis.reporting.letters import Sender
    from yeep_analysis.reporting.replies import replies
    from yeep_analysis.reporting.results_folder import load_results
    from yeep_analysis.transaction import write_file

    earlier = replies(load_results(options.data, options.year - 1).rows)
    sender = Sender(wanted.municipality, options.year, options.deadline)
    written = 0
    for unit in found.held:
        one = found.by_unit.get(unit)
        if one is None or (reason := why_no_package(one)):
            reason = reason if one else _("Nothing of the file could be read. Send the unit a fresh form.")
            print(_("{unit}: no form to be corrected. {reason}").format(unit=_name(unit, wanted), reason=reason))
            continue
        made = package(one, wanted, earlier, sender)
        write_file(options.send_back / made.file, made.content)
        letter = f"\ufeff{made.letter.text}\n".encode()
        write_file((options.send_back / made.file).with_suffix(".txt"), letter)
        written += 1
    message = ngettext(
        "{n} form to be corrected was written into {folder}, with its mail text.",
        "{n} forms to be corrected were written into {folder}, with their mail texts.",
        written,
    )
    print(message.format(n=written, folder=options.send_back))


def _name(unit: str, wanted: Any) -> str:
    return wanted.plan.units[unit].name


def _valid_one(named: Sequence[str], unit: str, files: Sequence[str]) -> str | None:
    """The valid one of several forms of a unit: as the command says, or whoever sits before the terminal."""
    chosen = [file for file in files if any(Path(name).name == Path(file).name for name in named)]
    if len(chosen) == 1 or not sys.stdin.isatty():
        return chosen[0] if len(chosen) == 1 else None
    print(_("{unit} sent several forms, and they differ:").format(unit=unit))
    for number, file in enumerate(files, start=1):
        print(f"  {number}  {file}")
    answer = input(_("Which one is valid? Its number, or nothing to leave the unit out: ")).strip()
    return files[int(answer) - 1] if answer.isdigit() and 0 < int(answer) <= len(files) else None


def _of_the_others(found: Any, wanted: Any) -> str:
    """What stands above the problems where the clean units went in."""
    names = ", ".join(wanted.plan.units[unit].name for unit in found.held)
    count = len(found.problems)
    if not names:
        message = ngettext("{n} problem in files of no known unit:", "{n} problems in files of no known unit:", count)
        return message.format(n=count)
    return ngettext(
        "{n} problem. Of these units nothing was taken: {units}",
        "{n} problems. Of these units nothing was taken: {units}",
        count,
    ).format(n=count, units=names)


def _print_merge(found: Any, wanted: Any) -> None:
    summary = ngettext(
        "{files}, {units}: {new} new, {changed} changed, {unchanged} unchanged value.",
        "{files}, {units}: {new} new, {changed} changed, {unchanged} unchanged values.",
        found.merge.unchanged,
    )
    print(
        summary.format(
            files=counted.files(found.files),
            units=counted.units(len(found.units)),
            new=len(found.merge.new),
            changed=len(found.merge.changed),
            unchanged=found.merge.unchanged,
        )
    )
    new = Counter(row.unit_id for row in found.merge.new)
    for unit, number in new.items():
        line = ngettext("{unit}: {n} new value", "{unit}: {n} new values", number)
        print("  " + line.format(unit=wanted.plan.units[unit].name, n=number))
    for change in found.merge.changed:
        print("  " + _changed(change, wanted))


def _changed(change: Any, wanted: Any) -> str:
    from yeep_analysis.reporting.questions import in_words
    from yeep_analysis.reporting.reported import row_name

    return _("changed: {unit}, {subject}, {field}: {old} → {new} ({reason})").format(
        unit=wanted.plan.units[change.unit_id].name,
        subject=row_name(change.key, wanted.plan, wanted.mahalles),
        field=change.field.label,
        old=in_words(change.field, change.old_value),
        new=in_words(change.field, change.new_value) or _("taken back"),
        reason=change.reason,
    )


def _status(options: argparse.Namespace) -> int:
    from yeep_analysis.intake.forms.expected import expected
    from yeep_analysis.reporting.letters import Sender, reminder
    from yeep_analysis.reporting.results_folder import load_results
    from yeep_analysis.reporting.status import status_lines, status_of
    from yeep_analysis.transaction import write_file

    wanted = expected(options.data, options.year)
    results = load_results(options.data, options.year)
    if options.corrections:
        for change in results.corrections:
            print(f"{change.corrected_on.isoformat()}  {_changed(change, wanted)}")
        if not results.corrections:
            print(_("No value of {year} was corrected.").format(year=options.year))
        return 0
    found = status_of(wanted.plan, wanted.reporters, results)
    sender = Sender(wanted.municipality, options.year, options.deadline)
    if options.unit:
        _known(options.unit, wanted.reporters.units)
        found = [one for one in found if one.unit_id == options.unit]
        print(reminder(found[0], wanted.plan, sender).text)
        return 0
    for line in status_lines(found, wanted.plan):
        print(line)
    if options.reminders:
        waiting = [one for one in found if not one.is_complete]
        for one in waiting:
            text = reminder(one, wanted.plan, sender).text
            write_file(options.reminders / f"{options.year}-{one.unit_id}.txt", ("\ufeff" + text + "\n").encode())
        message = ngettext(
            "{n} reminder was written into {folder}.", "{n} reminders were written into {folder}.", len(waiting)
        )
        print(message.format(n=len(waiting), folder=options.reminders))
    return 0

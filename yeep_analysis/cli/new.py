"""``yeep new``: starts the data folder of another municipality."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yeep_analysis.words import counted
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the others."""
    about = _("start the data folder of another municipality")
    parser = commands.add_parser("new", aliases=["yeni"], parents=[common], help=about)
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help=_("folder that is made; if it is there, it must be empty")
    )
    for option, (metavar, about) in _questions().items():
        parser.add_argument(option, metavar=metavar, default="", help=about)
    about = _("name of the municipality (default: that of the district)")
    parser.add_argument("--municipality", metavar=_("NAME"), default="", help=about)
    about = _("files of TÜİK: district, mahalles and population come from them")
    parser.add_argument("--tuik", type=Path, nargs="+", default=[], metavar=_("FILE"), help=about)
    parser.add_argument("--plan", type=Path, metavar=_("FILE"), help=_("plan workbook that is taken in at once"))
    about = _("begin the plan that follows that of this data folder")
    parser.add_argument("--next", type=Path, dest="old", metavar="DIR", help=about)
    parser.add_argument(
        "--example",
        action="store_true",
        help=_("a copy of the fictional example, with three years of results"),
    )
    parser.add_argument("--fictional", action="store_true", help=_("an invented municipality; every page says so"))
    parser.set_defaults(run=_run)


def _questions() -> dict[str, tuple[str, str]]:
    """The six things that must be known: option, its placeholder, and the question on a terminal."""
    return {
        "--district-code": (_("CODE"), _("TÜİK's code of the district, digits only")),
        "--district": (_("NAME"), _("name of the district")),
        "--province": (_("NAME"), _("name of the province")),
        "--plan-name": (_("NAME"), _("name of the plan")),
        "--plan-years": (_("YEARS"), _("years of the plan, for example 2026-2028")),
        "--equality-unit": (_("NAME"), _("name of the unit that answers for the report")),
    }


def _run(options: argparse.Namespace) -> int:
    from yeep_analysis.municipality.new_folder import copy_example, guide_of, municipality, refuse_used, years

    refuse_used(options.folder)
    if options.example:
        copy_example(options.folder)
        print(_("The fictional example lies in {folder}").format(folder=options.folder))
        print(_("Its report: yeep report 2025 --data {folder}").format(folder=options.folder))
        return 0
    if options.old is not None:
        return _next(options)
    from yeep_analysis.intake.beginning import begin, look_into, told

    beginning = look_into(options.tuik, options.plan, district_code=options.district_code)
    for line in told(beginning):
        print(line)
    given = _answers(options, beginning.answers)
    first, last = years(given["--plan-years"])
    row = municipality(
        {
            "district_code": given["--district-code"],
            "district": given["--district"],
            "province": given["--province"],
            "municipality": options.municipality.strip() or f"{given['--district']} Belediyesi",
            "plan": given["--plan-name"],
            "plan_start": first,
            "plan_end": last,
            "equality_unit": given["--equality-unit"],
            "is_fictional": str(options.fictional).lower(),
        }
    )
    for line in begin(options.folder, row, beginning):
        print(line)
    guide = guide_of(options.folder)
    print(_("The data folder was made: {folder}").format(folder=options.folder))
    print(_("How to fill it in: {guide}").format(guide=guide))
    print(_("What is still to be filled in: yeep check --data {folder}").format(folder=options.folder))
    return 0


def _next(options: argparse.Namespace) -> int:
    """Begin the plan that follows: name and years are asked, everything else comes from the folder of the old one."""
    from yeep_analysis.intake.next_plan import begin_next
    from yeep_analysis.municipality.new_folder import municipality, years
    from yeep_analysis.municipality.validate import validate_tables
    from yeep_analysis.progress.previous_tables import last_values

    tables = validate_tables(options.old)
    before = tables["municipality"].rows[0][1]
    known = {"district_code": before.district_code, "district": before.district, "province": before.province}
    options.equality_unit = options.equality_unit or before.equality_unit
    given = _answers(options, known)
    first, last = years(given["--plan-years"])
    cells = {name: "" if value is None else str(value) for name, value in before}
    cells |= {"plan": given["--plan-name"], "plan_start": first, "plan_end": last}
    cells |= {"equality_unit": given["--equality-unit"], "is_fictional": str(before.is_fictional).lower()}
    made = begin_next(options.folder, options.old, municipality(cells), before, last_values(options.old))
    print(_("The data folder was made: {folder}").format(folder=options.folder))
    message = _("Carried over: {actions}, {indicators}; last values: {values}.")
    print(
        message.format(
            actions=counted.actions(made.actions), indicators=counted.indicators(made.measures), values=made.values
        )
    )
    for text in made.to_add:
        print(_("To be added: {text}").format(text=text))
    print(_("The plan as a workbook: {path}").format(path=f"yeep plan export --data {options.folder}"))
    return 0


def _answers(options: argparse.Namespace, known: Mapping[str, str]) -> dict[str, str]:
    """What options and files say; what they leave out is asked on a terminal, and elsewhere refused at once."""
    asked = _questions()
    given = {option: getattr(options, option[2:].replace("-", "_")).strip() for option in asked}
    for option, column in (
        ("--district-code", "district_code"),
        ("--district", "district"),
        ("--province", "province"),
    ):
        given[option] = given[option] or known.get(column, "")
    if "plan_start" in known:
        given["--plan-years"] = given["--plan-years"] or f"{known['plan_start']}-{known['plan_end']}"
    missing = [option for option, answer in given.items() if not answer]
    if missing and not sys.stdin.isatty():
        raise _missing(missing)
    for option in missing:
        given[option] = _ask(asked[option][1], missing)
    return given


def _ask(question: str, missing: list[str]) -> str:
    while True:
        try:
            answer = input(f"{question}: ").strip()
        except EOFError as error:
            raise _missing(missing) from error
        if answer:
            return answer


def _missing(options: list[str]) -> UsageError:
    return UsageError(
        _("The municipality is not described: {options} missing. Nothing was made; add them to the command.").format(
            options=", ".join(options)
        )
    )

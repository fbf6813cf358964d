"""Whose form a workbook is: of this municipality, this plan, this year, and of a unit that is known."""

from __future__ import annotations

from yeep_analysis.intake.forms.expected import Expected
from yeep_analysis.intake.forms.sheets import FoundSheet, SentSheet
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _, year_range


def identity_problems(file: str, sheets: list[SentSheet], known: list[FoundSheet], wanted: Expected) -> list[Problem]:
    """Why a workbook is not a form of this year; empty where it is one."""
    if not known:
        is_other = any(sheet.mark for sheet in sheets)
        return [
            Problem(
                file,
                _("It is a form of another version of this program.")
                if is_other
                else _("It is not a form of this program."),
                _("Expected a form written by “yeep forms”."),
                _("Send the unit a fresh form, and have the values copied into it."),
            )
        ]
    identities = {sheet.identity for sheet in known}
    if len(identities) > 1:
        return [
            Problem(
                file,
                _("Its sheets come from different forms: {marks}.").format(
                    marks=", ".join(sorted(f"{one.unit_id} {one.year}" for one in identities))
                ),
                _("Expected the sheets of one form."),
                _("Ask the unit for its own form, with its own sheets."),
            )
        ]
    return list(_beside(file, identities.pop(), wanted))


def _beside(file: str, found, wanted: Expected):
    expected = wanted.identity
    if found.district_code != expected.district_code:
        yield Problem(
            file,
            _("It is the form of another municipality (district code {code}).").format(code=found.district_code),
            _("Expected the district code {code}.").format(code=expected.district_code),
            _("Take the file out of the folder, or name the right data with --data."),
        )
    elif (found.plan_start, found.plan_end) != (expected.plan_start, expected.plan_end):
        yield Problem(
            file,
            _("It is a form of another plan ({years}).").format(years=year_range(found.plan_start, found.plan_end)),
            _("Expected the plan of {years}.").format(years=year_range(expected.plan_start, expected.plan_end)),
            _("Take the file out of the folder, or name the right data with --data."),
        )
    if found.year != expected.year:
        yield Problem(
            file,
            _("It is the form of {year}.").format(year=found.year),
            _("Expected a form of {year}.").format(year=expected.year),
            _("Collect it with its own year: yeep collect {year}").format(year=found.year),
        )
    if found.unit_id not in wanted.plan.units:
        yield Problem(
            file,
            _("The unit “{unit}” is unknown.").format(unit=found.unit_id),
            _("Expected a key of plan/units.csv."),
            _("Send the unit a fresh form, or add the missing row to plan/units.csv."),
        )
    elif found.unit_id not in wanted.reporters.units:
        yield Problem(
            file,
            _("Nothing is asked of the unit “{unit}”.").format(unit=wanted.plan.units[found.unit_id].name),
            _("Expected a unit that stands in plan/reporters.csv."),
            _("Correct plan/reporters.csv, or take the file out of the folder."),
        )

"""*Formlar*: a form for each unit, the mail that goes with it, and reminders."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

from flask import Blueprint, abort, request

from yeep_analysis.desk import memory, shelf
from yeep_analysis.desk.page_arrivals import sender
from yeep_analysis.desk.web import action, as_download, back, desk, here
from yeep_analysis.desk.web import page as shown
from yeep_analysis.intake.forms.write import FormCover, write_form
from yeep_analysis.reporting.letters import Letter, first_letter, reminder
from yeep_analysis.reporting.replies import replies
from yeep_analysis.reporting.results_folder import load_results
from yeep_analysis.reporting.status import UnitStatus
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _

pages = Blueprint("forms", __name__)
_WHEN = (2020, 1, 1, 0, 0, 0)


@pages.get("/<int:year>/formlar")
def page(year: int) -> Any:
    """The units, their forms and their mails."""
    now = here(year)
    return shown(
        "forms.html",
        year,
        letters={one.unit_id: _first(now, one) for one in now.units},
        reminders={one.unit_id: reminder(one, now.wanted.plan, sender(now)) for one in now.waiting_units},
    )


@action(pages, "/<int:year>/formlar/deadline", changes=False)
def deadline(year: int) -> Any:
    """Keep the last day, and who helps."""
    now = here(year)
    _keep_deadline(now)
    memory.save(now.data, now.remembered)
    desk().say(_("Saved. The mail texts tell it."))
    return back(year, "forms")


def _keep_deadline(now: Any) -> None:
    day = request.form.get("deadline", "")
    try:
        last = datetime.date.fromisoformat(day) if day else None
    except ValueError as error:
        raise UsageError(
            _("“{day}” is no day. Write it as year-month-day, for example 2026-02-20.").format(day=day[:20])
        ) from error
    if last and not now.year <= last.year <= max(now.year, now.today.year) + 1:
        raise UsageError(
            _("The last day of the forms of {year} cannot lie in {other}. Write the year with four digits.").format(
                year=now.year, other=last.year
            )
        )
    now.of_year.deadline = last
    now.remembered.person = " ".join(request.form.get("person", "").split())[:120]


@action(pages, "/<int:year>/formlar/all", changes=False)
def make_all(year: int) -> Any:
    """All forms with their mails in one file."""
    now, content = _ready(year), io.BytesIO()
    _keep_deadline(now)
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in now.units:
            name = _file(now, one.unit_id)
            archive.writestr(zipfile.ZipInfo(name, _WHEN), _form(now, one.unit_id), zipfile.ZIP_DEFLATED)
            text = zipfile.ZipInfo(f"{name.rpartition('.')[0]}.txt", _WHEN)
            archive.writestr(text, ("\ufeff" + _first(now, one).text + "\n").encode())
    _note(now, len(now.units))
    return as_download(content.getvalue(), f"{year}-" + _("forms") + ".zip", shelf.TYPES[".zip"])


@action(pages, "/<int:year>/formlar/one", changes=False)
def make_one(year: int) -> Any:
    """The form of one unit."""
    now, unit = _ready(year), request.form.get("unit", "")
    if unit not in {one.unit_id for one in now.units}:
        abort(404)
    content = _form(now, unit)
    _note(now, 1)
    return as_download(content, _file(now, unit), shelf.TYPES[".xlsx"])


def _ready(year: int) -> Any:
    now = here(year)
    if now.wanted is None:
        raise UsageError(now.not_ready or _("The data are not in order; see the page Report."))
    return now


def _note(now: Any, n: int) -> None:
    now.of_year.forms_made = now.of_year.forms_made or now.today
    now.remembered.note("forms_made", "", n)
    memory.save(now.data, now.remembered)


def _form(now: Any, unit: str) -> bytes:
    earlier = replies(load_results(now.data, now.year - 1).rows)
    return write_form(now.wanted.form(unit), FormCover.of(now.municipality, now.unit(unit)), earlier)


def _file(now: Any, unit: str) -> str:
    return f"{now.year}-{unit}.xlsx"


def _first(now: Any, one: UnitStatus) -> Letter:
    return first_letter(one, sender(now), now.unit(one.unit_id), _file(now, one.unit_id))

"""*Plan*: who reports what, targets, units, as one workbook: saved, changed, dropped; the difference comes first."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Blueprint, request

from yeep_analysis.desk import arrivals, memory, shelf
from yeep_analysis.desk.situation import gains
from yeep_analysis.desk.web import action, as_download, back, desk, here, sent_files
from yeep_analysis.desk.web import page as shown
from yeep_analysis.edition import DESK_FOLDER
from yeep_analysis.intake.plan.proposal import PlanProposal, last_step, read_plan, undo
from yeep_analysis.intake.plan.written import plan_workbook
from yeep_analysis.municipality.load_plan import load_plan, load_plan_file
from yeep_analysis.municipality.validate import PLAN_FOLDER
from yeep_analysis.reporting.reported import subject_name
from yeep_analysis.reporting.reporters import load_reporters, propose, save_reporters, unassigned
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError, Problem, UsageError
from yeep_analysis.words.language import _, ngettext

pages = Blueprint("plan", __name__)
MOST_ROWS = 100  # of a difference that are shown
_FOLDER = "plan"
_read: dict[tuple[str, ...], PlanProposal] = {}  # of the workbook that lies on the desk


@pages.get("/<int:year>/plan")
def page(year: int) -> Any:
    """What each unit reports, and what the workbook on the desk would change."""
    now = here(year)
    book = _lying(now.data)
    proposal, problems = _proposal(now.data, book) if book else (None, ())
    asked = {
        one.unit_id: [(key.subject.label, subject_name(key, now.wanted.plan)) for key in one.asked] for one in now.units
    }
    return shown(
        "plan.html",
        year,
        asked=asked,
        book=book.name if book else "",
        proposal=proposal,
        problems=problems,
        seen=_mark(proposal) if proposal else "",
        most=MOST_ROWS,
        undoable=last_step(now.data),
        gains=[one for one in gains(now) if one.is_of_plan],
    )


@pages.get("/<int:year>/plan/workbook.xlsx")
def workbook(year: int) -> Any:
    """The plan as a workbook."""
    now = here(year)
    name = f"plan-{now.municipality.plan_start}-{now.municipality.plan_end}.xlsx"
    return as_download(plan_workbook(now.data), name, shelf.TYPES[".xlsx"])


@action(pages, "/<int:year>/plan/drop", changes=False)
def drop(year: int) -> Any:
    """Put a plan workbook on the desk; nothing of the plan changes yet."""
    now, sent = here(year), sent_files()
    if len(sent) > 1:
        raise UsageError(_("Drop one plan workbook, not several."))
    _clear(now.data)
    folder = now.data / DESK_FOLDER / _FOLDER
    folder.mkdir()
    book = folder / arrivals.fit_name(sent[0].filename)
    sent[0].save(book)
    try:
        _proposal(now.data, book)
    except Exception:  # a file that nothing foresaw must not lie here for every later look at the page
        _clear(now.data)
        raise
    return back(year, "plan")


@action(pages, "/<int:year>/plan/take")
def take(year: int) -> Any:
    """Take the changes of the workbook."""
    now = here(year)
    book = _lying(now.data)
    if book is None:
        raise UsageError(_("No workbook lies on the desk any more. Look at the page anew."))
    proposal = read_plan(now.data, book)
    if request.form.get("seen") != _mark(proposal):
        raise UsageError(_("The plan changed meanwhile, perhaps in another window. Look at the page anew."))
    proposal.take()
    n = len(proposal.changes)
    _clear(now.data)
    now.remembered.note("plan_taken", "", n)
    memory.save(now.data, now.remembered)
    desk().say(ngettext("{n} change was taken into the plan.", "{n} changes were taken into the plan.", n).format(n=n))
    return back(year, "plan")


@action(pages, "/<int:year>/plan/propose")
def propose_reporters(year: int) -> Any:
    """Propose who reports whatever nobody reports yet: a unit that the plan names for it."""
    now = here(year)
    plan = load_plan(now.data)
    table = load_reporters(now.data, plan)
    n = len(unassigned(plan, table))
    save_reporters(now.data, propose(plan, load_plan_file(now.data).judgements, table))
    now.remembered.note("plan_taken", "", n)
    memory.save(now.data, now.remembered)
    words = ngettext(
        "{n} row was proposed: look it through below.", "{n} rows were proposed: look them through below.", n
    )
    desk().say(words.format(n=n))
    return back(year, "plan")


@action(pages, "/<int:year>/plan/leave", changes=False)
def leave(year: int) -> Any:
    """Take the workbook from the desk; nothing of the plan changes."""
    _clear(here(year).data)
    desk().say(_("The workbook was put away. The plan is as it was."))
    return back(year, "plan")


@action(pages, "/<int:year>/plan/undo")
def take_back(year: int) -> Any:
    """Take the last workbook back."""
    file = undo(here(year).data)
    desk().say(_("Taken back: {file}. The plan is as it was before.").format(file=file))
    return back(year, "plan")


def _lying(data: Path) -> Path | None:
    folder = data / DESK_FOLDER / _FOLDER
    return next(iter(sorted(folder.iterdir())), None) if folder.is_dir() else None


def _clear(data: Path) -> None:
    shutil.rmtree(data / DESK_FOLDER / _FOLDER, ignore_errors=True)
    _read.clear()


def _proposal(data: Path, book: Path) -> tuple[PlanProposal | None, tuple[Problem, ...]]:
    tables = sorted((data / PLAN_FOLDER).glob("*.csv"))
    key = (language.active(), *(sha256(path.read_bytes()).hexdigest() for path in (book, *tables)))
    try:
        if key not in _read:
            _read.clear()
            _read[key] = read_plan(data, book)
    except DataError as error:
        return None, error.problems
    except UsageError as error:
        return None, (Problem(book.name, str(error), "", ""),)
    return _read[key], ()


def _mark(proposal: PlanProposal) -> str:
    return sha256(repr((proposal.changes, sorted(proposal.contents.items()))).encode()).hexdigest()[:16]

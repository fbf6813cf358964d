"""*Veriler*: TÜİK's files, the difference first; council, muhtars, heads and staff in forms on the page."""

from __future__ import annotations

import datetime
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Blueprint, request

from yeep_analysis.desk import arrivals, memory
from yeep_analysis.desk.situation import gains
from yeep_analysis.desk.web import action, back, desk, here, sent_files
from yeep_analysis.desk.web import page as shown
from yeep_analysis.edition import DESK_FOLDER
from yeep_analysis.intake.by_hand import Holders, record_holders
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.table_files import read_rows
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError, Problem, UsageError
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import CountedSex, Office

pages = Blueprint("figures", __name__)
ASKED = (Office.COUNCIL_MEMBER, Office.MUHTAR, Office.STAFF, Office.DEPARTMENT_HEAD, Office.DEPUTY_MAYOR, Office.MAYOR)
MOST_ROWS = 60  # of a difference that are shown
_FOLDER = "tuik"
_readings: dict[tuple[Any, ...], Any] = {}  # of the files that lie on the desk


@pages.get("/<int:year>/veriler")
def page(year: int) -> Any:
    """The figures of the municipality, and what files of TÜİK would change."""
    now = here(year)
    paths = _lying(now.data)
    proposal, problems = _proposal(now.data, paths, _asked_year()) if paths else (None, ())
    return shown(
        "figures.html",
        year,
        paths=paths,
        proposal=proposal,
        left=_left_out(proposal) if proposal else [],
        problems=problems,
        asked_year=_asked_year(),
        rows=_shown_rows(now.data, proposal) if proposal else [],
        most=MOST_ROWS,
        held=[(office, _newest(now.data, office, year)) for office in ASKED],
        reference=datetime.date(year, 12, 31),
        open_office=request.args.get("office", ""),
        gains=[one for one in gains(now) if not one.is_of_plan],
    )


@action(pages, "/<int:year>/veriler/drop", changes=False)
def drop(year: int) -> Any:
    """Put TÜİK's files on the desk; nothing of the data changes yet."""
    folder = here(year).data / DESK_FOLDER / _FOLDER
    folder.mkdir(exist_ok=True)
    for one in sent_files():
        one.save(folder / arrivals.fit_name(one.filename))
    return back(year, "figures")


@action(pages, "/<int:year>/veriler/take")
def take(year: int) -> Any:
    """Take the figures into the tables."""
    from yeep_analysis.intake.tuik.update import only_update

    now = here(year)
    paths = _lying(now.data)
    if not paths:
        raise UsageError(_("No file lies on the desk any more. Look at the page anew."))
    with only_update(now.data):
        found = _proposed(now.data, paths, _asked_year())
        if found.far and not request.form.get("far"):
            raise UsageError(_("Some figures are far from what is known. Say that they are right, or leave them."))
        if request.form.get("seen") != _mark(found):
            raise UsageError(_("The tables changed meanwhile, perhaps in another window. Look at the page anew."))
        found.take(now.data)
    n = sum(len(change.changes) for change in found.changes)
    _clear(now.data)
    now.remembered.note("figures_taken", "", n)
    memory.save(now.data, now.remembered)
    desk().say(language.ngettext("{n} figure was taken.", "{n} figures were taken.", n).format(n=n))
    return back(year, "figures")


@action(pages, "/<int:year>/veriler/leave", changes=False)
def leave(year: int) -> Any:
    """Take the files from the desk; nothing of the data changes."""
    _clear(here(year).data)
    desk().say(_("The files were put away. The tables are as they were."))
    return back(year, "figures")


@action(pages, "/<int:year>/veriler/holders")
def holders(year: int) -> Any:
    """Write how many women and men hold a post."""
    now, name = here(year), request.form.get("office", "")
    office = next((one for one in ASKED if one.value == name), None)
    if office is None:
        raise UsageError(_("There is no such post."))
    women, men = (_count(request.form.get(which, "")) for which in ("women", "men"))
    source = " ".join(request.form.get("source", "").split())[:300]
    if not source:
        raise UsageError(
            _("Say where the figures come from, for example: letter of the human resources department, 20.01.2026.")
        )
    record_holders(
        now.data, Holders(office, _day(request.form.get("on", ""), now.today), women, men, source), now.municipality
    )
    now.remembered.note("holders_saved", office.value)
    memory.save(now.data, now.remembered)
    desk().say(_("{office}: saved.").format(office=office.label))
    return back(year, "figures", "own")


def _count(text: str) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 8):
        raise UsageError(_("“{text}” is not a count. Write digits only, for example 1250.").format(text=plain[:20]))
    return int(plain)


def _day(text: str, today: datetime.date) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day > today:
        raise UsageError(
            _("“{day}” is no day in the past. Name the day to which the figures belong.").format(day=text[:20])
        )
    return day


def _newest(data: Path, office: Office, year: int) -> tuple[int, int, int] | None:
    """Year, women and men of the newest record of a post up to a year."""
    rows = [row for _n, row in read_rows(TABLES["representation"], data / TABLES["representation"].file)[0].rows]
    years = [row.year for row in rows if row.office == office and row.year <= year]
    if not years:
        return None
    of = {
        str(getattr(row.sex, "value", row.sex)): row.n
        for row in rows
        if row.office == office and row.year == max(years)
    }
    return max(years), of.get(CountedSex.FEMALE.value, 0), of.get(CountedSex.MALE.value, 0)


# --- TÜİK's files ------------------------------------------------------------


def _left_out(proposal: Any) -> list[str]:
    from yeep_analysis.intake.tuik.printed import left_out

    return left_out(proposal.intake)


def _asked_year() -> int | None:
    text = request.values.get("of", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def _lying(data: Path) -> list[Path]:
    folder = data / DESK_FOLDER / _FOLDER
    return sorted(one for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []


def _clear(data: Path) -> None:
    shutil.rmtree(data / DESK_FOLDER / _FOLDER, ignore_errors=True)
    _readings.clear()


def _proposal(data: Path, paths: list[Path], year: int | None) -> tuple[Any, tuple[Problem, ...]]:
    try:
        return _proposed(data, paths, year), ()
    except DataError as error:
        return None, error.problems


def _proposed(data: Path, paths: list[Path], year: int | None) -> Any:
    from yeep_analysis.intake.tuik.proposal import proposed, read_all

    key = (language.active(), year, *((path.name, sha256(path.read_bytes()).hexdigest()) for path in paths))
    if key not in _readings:
        _readings.clear()
        _readings[key] = read_all(paths, year)
    return proposed(data, *_readings[key])


def _mark(proposal: Any) -> str:
    told = repr([(change.name, change.changes) for change in proposal.changes])
    return sha256(told.encode()).hexdigest()[:16]


def _shown_rows(data: Path, proposal: Any) -> list[dict[str, Any]]:
    """The changes in words, one row each."""
    names = {
        row.mahalle_code: row.name for _n, row in read_rows(TABLES["mahalles"], data / TABLES["mahalles"].file)[0].rows
    }
    sexes = {sex.value: sex.label for sex in CountedSex}
    found = []
    for change in proposal.changes:
        if change.name == "sources":
            continue
        for one in change.changes:
            of = " · ".join(sexes.get(part) or names.get(part) or part for part in one.key)
            found.append({"table": _(TABLES[change.name].row.__doc__), "of": of, "old": one.old, "new": one.new})
    return found


pages.add_app_template_global(_mark, "mark_of")

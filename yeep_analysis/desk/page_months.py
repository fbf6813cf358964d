"""*Aylar*: the form of each month, what came of it, and its bulletin."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, request

from yeep_analysis.desk import arrivals, building, memory, shelf
from yeep_analysis.desk.web import action, as_download, back, desk, given_merge, here, sent_files
from yeep_analysis.desk.web import page as shown
from yeep_analysis.intake.monthly import months
from yeep_analysis.intake.monthly.answers import month_in
from yeep_analysis.intake.monthly.sheet import MonthForm, write_month_form
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.table_files import read_rows
from yeep_analysis.words import language
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import ApplicationSource

pages = Blueprint("months", __name__)


@dataclass(frozen=True)
class MonthOnDesk:
    """A month that has ended, and the totals of the sources that came."""

    month: str
    totals: dict[ApplicationSource, int]

    @property
    def title(self) -> str:
        """``Mayıs 2024``."""
        year, number = map(int, self.month.split("-"))
        return language.month(year, number)


@pages.get("/<int:year>/aylar")
def page(year: int) -> Any:
    """The months of the year."""
    now = here(year)
    ended = [] if now.problems else _ended(now)
    return shown(
        "months.html",
        year,
        months=ended,
        came=sum(bool(one.totals) for one in ended),
        sources=tuple(ApplicationSource),
        can_be_undone=months.can_be_undone(now.data),
    )


def _ended(now: Any) -> list[MonthOnDesk]:
    there = months.months_there(now.data)
    names = [f"{now.year}-{number:02}" for number in range(1, 13)]
    return [MonthOnDesk(one, there.get(one, {})) for one in names if one < f"{now.today:%Y-%m}"]


@action(pages, "/<int:year>/aylar/form", changes=False)
def form(year: int) -> Any:
    """The form of a month, to be saved."""
    now, month = here(year), _month(year)
    content = write_month_form(_form(now, month), is_revision=month in months.months_there(now.data))
    return as_download(content, f"{month}.xlsx", shelf.TYPES[".xlsx"])


@action(pages, "/<int:year>/aylar/take")
def take(year: int) -> Any:
    """Take the filled forms of a month in: all of them, or none."""
    now, sent = here(year), sent_files()
    with tempfile.TemporaryDirectory() as place:
        paths: list[Path] = []
        for one in sent:
            name = arrivals.unlike(arrivals.fit_name(one.filename), {path.name for path in paths})
            paths.append(Path(place) / name)
            one.save(paths[-1])
        wanted, reason = _form(now, _only_month(now, paths)), " ".join(request.form.get("reason", "").split())
        with months.only_month(now.data):
            found = months.brought(paths, wanted, now.data, now.today, reason=reason)
            if not found.changes_nothing:
                months.take_month(now.data, found)
    desk().say(f"{wanted.title}: {'; '.join(months.told(found))}")
    return back(year, "months")


def _only_month(now: Any, paths: Sequence[Path]) -> str:
    """The month of which files are; empty where they are of none, as the reading of them says why."""
    found = sorted({month for path in paths if (month := month_in(path))})
    if set(found) - {one.month for one in _ended(now)}:
        raise UsageError(_("This is not the form of a month of {year} that has ended.").format(year=now.year))
    if len(found) > 1:
        names = language.listing([MonthOnDesk(one, {}).title for one in found])
        raise UsageError(
            _("These are forms of {months}. Put those of one month here at a time; none was taken.").format(
                months=names
            )
        )
    return found[0] if found else ""


@action(pages, "/<int:year>/aylar/undo")
def undo(year: int) -> Any:
    """Take the last form back."""
    now = here(year)
    with months.only_month(now.data):
        gone = months.undo_month(now.data)
    shown_months = "; ".join(f"{MonthOnDesk(month, {}).title}, {source.label}" for month, source in gone)
    desk().say(_("The last form of a month was taken back: {what}.").format(what=shown_months))
    return back(year, "months")


@action(pages, "/<int:year>/aylar/bulletin")
def bulletin(year: int) -> Any:
    """Begin to make the bulletin of a month."""
    now, month = here(year), _month(year)
    building.start(now.data, desk().reports, month, language.active(), merge=given_merge(now))
    now.remembered.note("report_begun", month)
    memory.save(now.data, now.remembered)
    return back(year, "report")


def _month(year: int) -> str:
    month = request.form.get("month", "")
    if month not in {one.month for one in _ended(here(year))}:
        abort(404)
    return month


def _form(now: Any, month: str) -> MonthForm:
    mahalles = read_rows(TABLES["mahalles"], now.data / TABLES["mahalles"].file)[0].rows
    return MonthForm(now.municipality, month, {row.mahalle_code: row.name for _number, row in mahalles})

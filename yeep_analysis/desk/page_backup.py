"""*Yedek*: a copy of the data folder as one file, and back. And the short guide."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, redirect, url_for

from yeep_analysis.desk import backup, memory, shelf
from yeep_analysis.desk.home import reports_of
from yeep_analysis.desk.situation import municipality_of
from yeep_analysis.desk.web import action, as_download, desk, here, sent_files
from yeep_analysis.desk.web import page as shown
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _

pages = Blueprint("backup", __name__)


@pages.get("/<int:year>/yedek")
def page(year: int) -> Any:
    """Backup and restoration."""
    now = here(year)
    return shown("backup.html", year, can_be_undone=backup.can_be_undone(now.data), reports=reports_of(now.data))


@action(pages, "/<int:year>/yedek/save", changes=False)
def save(year: int) -> Any:
    """The backup, to be saved."""
    now = here(year)
    now.remembered.backup = now.today
    memory.save(now.data, now.remembered)
    name = f"yeep-{now.municipality.district_code}-{now.today.isoformat()}.zip"
    return as_download(backup.packed(now.data), name, shelf.TYPES[".zip"])


@action(pages, "/<int:year>/yedek/restore")
def restore(year: int) -> Any:
    """Put a backup in the place of what is there."""
    now = here(year)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "backup.zip"
        sent_files()[0].save(path)
        files = backup.unpacked(path)
        trial = Path(place) / "trial"
        trial.mkdir()
        (trial / "municipality.csv").write_bytes(files["municipality.csv"])
        other = municipality_of(trial)
    if other.district_code != now.municipality.district_code:
        raise UsageError(
            _(
                "The backup is of {other}, and on the desk lies {here}. Nothing was changed. Open it on the first page "
                "as a folder of its own."
            ).format(other=other.municipality, here=now.municipality.municipality)
        )
    backup.restore(now.data, files)
    desk().say(_("The backup was restored. What was there before is kept; it can be put back below."))
    return _anew()


@action(pages, "/<int:year>/yedek/undo")
def undo(year: int) -> Any:
    """Take a restoration back."""
    backup.undo(here(year).data)
    desk().say(_("What was there before the restoration is back."))
    return _anew()


def _anew() -> Any:
    """The page of a year that is in the plan, whatever plan is there now."""
    return redirect(url_for("first.page"), code=303)


@pages.get("/<int:year>/yardim")
def guide(year: int) -> Any:
    """The short guide."""
    return shown("guide.html", year)

"""*Gelenler*: forms that came back. What is clean is taken, unit by unit; the rest is sent back to be corrected."""

from __future__ import annotations

import io
import shutil
import zipfile
from typing import Any

from flask import Blueprint, abort, request

from yeep_analysis.desk import arrivals, memory, shelf
from yeep_analysis.desk.web import action, as_download, back, desk, here, sent_files
from yeep_analysis.desk.web import page as shown
from yeep_analysis.intake.forms.collect import UnitDelivery
from yeep_analysis.intake.forms.send_back import Package, package, points_of, why_no_package
from yeep_analysis.reporting import results_folder as store
from yeep_analysis.reporting.letters import Sender
from yeep_analysis.reporting.questions import in_words
from yeep_analysis.reporting.replies import replies
from yeep_analysis.reporting.reported import row_name
from yeep_analysis.words import counted, language
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _, ngettext

pages = Blueprint("arrivals", __name__)
_WHEN = (2020, 1, 1, 0, 0, 0)


@pages.get("/<int:year>/gelenler")
def page(year: int) -> Any:
    """What came, by unit."""
    now = here(year)
    waits = arrivals.on_desk(now)
    return shown(
        "arrivals.html",
        year,
        waits=waits,
        standing=arrivals.standing(now, waits),
        letters={each.unit_id: _package(now, each) for each in waits.held if not why_no_package(each)},
        points={each.unit_id: points_of(each, now.wanted) for each in waits.held},
        why_not=why_no_package,
        changes=lambda each: [_change(now, row) for row in each.changed],
        values=lambda each: [_value(now, row) for row in each.new],
        undoable=_undoable(now),
        days=memory.DAYS_KEPT,
    )


@action(pages, "/<int:year>/gelenler/drop", changes=False)
def drop(year: int) -> Any:
    """Put files on the desk."""
    now, sent = here(year), sent_files()
    new = arrivals.put_down(now.data, now.remembered, year, sent, now.today)
    if new:
        now.remembered.note("files_came", "", new)
        desk().say(ngettext("{n} file came.", "{n} files came.", new).format(n=new))
    if new < len(sent):
        n = len(sent) - new
        desk().say(ngettext("{n} file lies here already.", "{n} files lie here already.", n).format(n=n))
    memory.save(now.data, now.remembered)
    return back(year, "arrivals")


@action(pages, "/<int:year>/gelenler/take")
def take(year: int) -> Any:
    """Take clean forms: of one unit, or of all that are clean."""
    now, unit = here(year), request.form.get("unit", "")
    waits = arrivals.on_desk(now)
    clean = [each.unit_id for each in waits.clean if unit in ("", each.unit_id)]
    if not clean:
        raise UsageError(_("Nothing of it can be taken now: look at the page anew."))
    found = arrivals.take(now, clean)
    names = language.listing([now.unit(one) for one in found.units])
    n = len(found.merge.new) + len(found.merge.changed)
    if found.units:
        now.remembered.note("taken", names, n)
        desk().say(
            ngettext("{units}: {n} value was taken.", "{units}: {n} values were taken.", n).format(units=names, n=n)
        )
    memory.save(now.data, now.remembered)
    return back(year, "arrivals")


@action(pages, "/<int:year>/gelenler/remove", changes=False)
def remove(year: int) -> Any:
    """Take a file from the list, and delete it."""
    now, key = here(year), request.form.get("key", "")
    file = next((one for one in now.waiting_files if one.key == key), None)
    if file is None:
        abort(404)
    now.remembered.arrived.remove(file)
    memory.save(now.data, now.remembered)
    shutil.rmtree(memory.place_of(now.data, file).parent, ignore_errors=True)
    desk().say(_("{file} was deleted from the desk.").format(file=file.name))
    return back(year, "arrivals")


@action(pages, "/<int:year>/gelenler/valid", changes=False)
def valid(year: int) -> Any:
    """Say which of several forms of a unit is valid."""
    now, unit, key = here(year), request.form.get("unit", ""), request.form.get("key", "")
    if key not in {one.key for one in now.waiting_files} or unit not in {one.unit_id for one in now.units}:
        abort(404)
    now.of_year.valid[unit] = key
    memory.save(now.data, now.remembered)
    return back(year, "arrivals", unit)


@action(pages, "/<int:year>/gelenler/reasons", changes=False)
def reasons(year: int) -> Any:
    """Keep reasons for changed values, given beside the form."""
    now, unit = here(year), request.form.get("unit", "")
    delivery = next((each for each in arrivals.on_desk(now).held if each.unit_id == unit), None)
    if delivery is None:
        abort(404)
    given, released = {}, set(now.of_year.released.get(unit, ()))
    for row in map(str, dict.fromkeys(each.key for each in delivery.changed)):
        if why := " ".join(request.form.get(f"reason-{row}", "").split())[:500]:
            given[row] = why
            released = released | {row} if request.form.get(f"publish-{row}") else released - {row}
    now.of_year.reasons[unit] = now.of_year.reasons.get(unit, {}) | given
    now.of_year.released[unit] = sorted(released)
    memory.save(now.data, now.remembered)
    return back(year, "arrivals", unit)


@action(pages, "/<int:year>/gelenler/package", changes=False)
def make_package(year: int) -> Any:
    """The form that goes back to a unit, to be saved; from now on its correction is awaited."""
    now, unit = here(year), request.form.get("unit", "")
    delivery = next((each for each in arrivals.on_desk(now).held if each.unit_id == unit), None)
    if delivery is None:
        abort(404)
    made = _package(now, delivery)
    _is_sent(now, unit)
    memory.save(now.data, now.remembered)
    return as_download(made.content, made.file, shelf.TYPES[".xlsx"])


@action(pages, "/<int:year>/gelenler/packages", changes=False)
def make_packages(year: int) -> Any:
    """All packages with their mail texts in one file."""
    now, content = here(year), io.BytesIO()
    held = [each for each in arrivals.on_desk(now).held if not why_no_package(each)]
    if not held:
        raise UsageError(_("There is no package to send back."))
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in held:
            made = _package(now, each)
            archive.writestr(zipfile.ZipInfo(made.file, _WHEN), made.content, zipfile.ZIP_DEFLATED)
            text = zipfile.ZipInfo(f"{made.file.rpartition('.')[0]}.txt", _WHEN)
            archive.writestr(text, ("\ufeff" + made.letter.text + "\n").encode())
            _is_sent(now, each.unit_id)
    memory.save(now.data, now.remembered)
    return as_download(content.getvalue(), f"{year}-" + _("corrections") + ".zip", shelf.TYPES[".zip"])


@action(pages, "/<int:year>/gelenler/undo")
def undo(year: int) -> Any:
    """Take the last merge back; its forms wait again."""
    now = here(year)
    if now.results is None or request.form.get("seen") != now.results.sha256:
        raise UsageError(_("The results changed meanwhile, perhaps in another window. Look at the page anew."))
    with store.only_collection(now.data):
        undone = store.undo(now.data, year)
    came = set(undone.each("sha256"))
    for file in now.remembered.arrived:
        file.merged = file.merged and file.sha256 not in came
    names = language.listing([now.unit(one) for one in undone.each("unit_id")])
    now.remembered.note("undone", names, len(undone.rows))
    memory.save(now.data, now.remembered)
    desk().say(_("Taken back: {units}, {values}.").format(units=names, values=counted.values(len(undone.rows))))
    return back(year, "arrivals")


def _is_sent(now: Any, unit: str) -> None:
    now.of_year.sent_back[unit] = memory.SentBack(on=now.today, after=now.remembered.arrived[-1].key)


def _package(now: Any, delivery: UnitDelivery) -> Package:
    earlier = replies(store.load_results(now.data, now.year - 1).rows)
    return package(delivery, now.wanted, earlier, sender(now))


def sender(now: Any) -> Sender:
    """Who writes to the units."""
    return Sender(now.municipality, now.year, now.of_year.deadline, now.remembered.person)


def _undoable(now: Any) -> tuple[str, int] | None:
    """What the last merge brought: the units and how many values."""
    rows = store.last_merge(now.data, now.year) if now.results else ()
    units = dict.fromkeys(row.unit_id for row in rows)
    return (language.listing([now.unit(one) for one in units]), len(rows)) if rows else None


def _value(now: Any, row: Any) -> tuple[str, str, str]:
    """A value that is new, in words: of what, of which column, what."""
    name = row_name(row.key, now.wanted.plan, now.wanted.mahalles)
    return name, row.field.label, in_words(row.field, row.value)


def _change(now: Any, row: Any) -> dict[str, str]:
    name = row_name(row.key, now.wanted.plan, now.wanted.mahalles)
    return {
        "key": str(row.key),
        "name": name,
        "field": row.field.label,
        "old": in_words(row.field, row.old_value),
        "new": in_words(row.field, row.new_value),
        "reason": row.reason,
    }

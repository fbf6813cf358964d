"""The first page: which data folder lies on the desk. New, the example, one that is known, or a backup."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from yeep_analysis.desk import arrivals, backup
from yeep_analysis.desk.situation import default_year, municipality_of
from yeep_analysis.desk.web import action, desk, sent_files
from yeep_analysis.intake.beginning import begin, look_into
from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.municipality.new_folder import OPTIONS, copy_example, municipality, years
from yeep_analysis.words.errors import UsageError, YeepError
from yeep_analysis.words.language import _

pages = Blueprint("first", __name__)


@pages.get("/")
def page() -> Any:
    """The year at which one is at work; the choice of a folder where none lies on the desk."""
    if desk().data is not None and "choose" not in request.args:
        place = municipality_of(desk().data)
        return redirect(url_for("status.page", year=default_year(place, desk().today())))
    return render_template("first.html", known=_known(), documents=desk().home.documents, asked=_questions())


def _known() -> list[tuple[str, str, Path]]:
    """The folders that can be opened: whose they are, of which plan, and where they lie."""
    found = []
    for folder in desk().home.known:
        try:
            place = municipality_of(folder)
        except YeepError:  # it can be opened, and says what is wrong
            found.append((folder.parent.name, "", folder))
        else:
            found.append((place.municipality, place.plan, folder))
    return found


def _questions() -> dict[str, tuple[str, str]]:
    """What must be known of a municipality: name of the field, the question, and what helps to answer it."""
    of_file = _("comes from TÜİK's file where you give one")
    return {
        "plan": (_("Name of the plan"), ""),
        "equality_unit": (_("Name of your unit"), _("the unit that answers for the report")),
        "years": (
            _("Years of the plan"),
            _("for example 2026-2028; they come from the plan workbook where you give one"),
        ),
        "district": (_("District"), of_file),
        "province": (_("Province"), of_file),
        "district_code": (_("TÜİK's code of the district"), of_file),
        "municipality": (_("Name of the municipality"), _("where it is not that of the district")),
    }


@action(pages, "/folder/new", changes=False)
def new() -> Any:
    """Make the data folder of a municipality, with what TÜİK's files and a plan workbook hold."""
    try:
        return _begun()
    except UsageError as error:  # told by the options of the command: here they are the fields of the page
        raise UsageError(_by_fields(str(error))) from error


def _by_fields(text: str) -> str:
    labels = {name: question for name, (question, _hint) in _questions().items()}
    labels |= dict.fromkeys(("plan_start", "plan_end"), labels["years"])
    for name, option in OPTIONS.items():
        text = text.replace(option, f"“{labels[name]}”")
    return text


def _begun() -> Any:
    given = {name: " ".join(request.form.get(name, "").split()) for name in _questions()}
    with tempfile.TemporaryDirectory() as place:
        beginning = look_into(
            _saved("tuik", Path(place)),
            next(iter(_saved("book", Path(place))), None),
            district_code=given["district_code"],
        )
        known = dict(beginning.answers)
        first, last = years(given.pop("years") or "-".join(known.get(f"plan_{end}", "") for end in ("start", "end")))
        answers = known | {name: answer for name, answer in given.items() if answer}
        answers |= {
            "plan_start": first,
            "plan_end": last,
            "is_fictional": "true" if "fictional" in request.form else "false",
        }
        answers.setdefault("municipality", f"{answers.get('district', '')} Belediyesi")
        row = municipality({name: answers.get(name, "") for name in Municipality.model_fields})
        folder = desk().home.new_folder(row.municipality)
        begin(folder, row, beginning)
    return _opened(folder, _("The data folder was made: {folder}").format(folder=folder))


def _saved(name: str, place: Path) -> list[Path]:
    """The files of a field that may be left empty."""
    paths = []
    for one in request.files.getlist(name):
        if one.filename:
            paths.append(place / arrivals.fit_name(one.filename))
            one.save(paths[-1])
    return paths


@action(pages, "/folder/example", changes=False)
def example() -> Any:
    """Make a copy of the fictional example."""
    folder = desk().home.new_folder(_("Example"))
    copy_example(folder)
    return _opened(folder, _("This is a copy of the example. Try everything; nothing in it is real."))


@action(pages, "/folder/open", changes=False)
def open_known() -> Any:
    """Open a folder that is known, by its place in the list."""
    number, known = request.form.get("number", ""), desk().home.known
    if not (number.isascii() and number.isdigit() and int(number) < len(known)):
        abort(404)
    return _opened(known[int(number)], "")


@action(pages, "/folder/restore", changes=False)
def restore() -> Any:
    """Make a data folder of a backup."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "backup.zip"
        sent_files()[0].save(path)
        files = backup.unpacked(path)
    folder = desk().home.new_folder(_("Restored"))
    backup.restore_as_new(folder, files)
    return _opened(folder, _("The backup lies in {folder}").format(folder=folder))


def _opened(folder: Path, said: str) -> Any:
    desk().open(folder)
    if said:
        desk().say(said)
    return redirect(url_for("first.page"), code=303)

"""What all pages share: the situation that they show, how they are rendered, and how an action ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from yeep_analysis.desk.desk import Desk
from yeep_analysis.desk.situation import Situation, look
from yeep_analysis.words import language
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _

PAGES = ("status", "plan", "forms", "arrivals", "figures", "texts", "report")


def desk() -> Desk:
    """The desk of which this request is."""
    return current_app.extensions["desk"]


def here(year: int) -> Situation:
    """How the year of this request stands; looked at once."""
    if desk().data is None:
        abort(redirect(url_for("first.page")))
    if "here" not in g:
        g.here = look(desk().data, year, desk().today())
        if year not in g.here.years:
            abort(404)
    return g.here


def page(template: str, year: int, **values: Any) -> str:
    """A page of a year."""
    return render_template(template, here=here(year), **values)


def back(year: int, name: str, anchor: str = "", **values: Any) -> Response:
    """After an action: the page is asked for anew, so that a reload repeats nothing."""
    return redirect(url_for(f"{name}.page", year=year, _anchor=anchor or None, **values), code=303)


def action(
    blueprint: Blueprint, rule: str, *, changes: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register what a button does: one at a time, and where it changes the data not while a report is made."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def run(**values: Any) -> Any:
            with desk().lock:
                if changes and "year" in values and here(values["year"]).is_building:
                    raise UsageError(
                        _(
                            "A report is being made. Nothing is changed until it is ready, so that all of it comes "
                            "from the same data. Wait, or stop it on the page Report."
                        )
                    )
                return function(**values)

        blueprint.add_url_rule(rule, view_func=run, methods=["POST"])
        return run

    return register


def sent_files(name: str = "files") -> list[FileStorage]:
    """The files that a form carries.

    Raises   `UsageError` where none was chosen
    """
    found = [one for one in request.files.getlist(name) if one.filename]
    if not found:
        raise UsageError(_("No file was chosen. Choose one, or drop it on the page."))
    return found


def given_merge(now: Situation) -> str:
    """The mahalles that are to be shown as one; remembered for the next time.

    Raises   `UsageError` where they are not those of the municipality
    """
    merge = " ".join(request.form.get("merge", "").split())[:1000]
    if merge:
        from yeep_analysis.edition import Edition
        from yeep_analysis.sensitive.protected import merged_places

        merged_places(Edition(now.year, language.active(), now.data, merge=merge))
    now.of_year.merge = merge
    return merge


def as_download(content: bytes | Path, name: str, kind: str) -> Response:
    """A file to be saved."""
    body = content.read_bytes() if isinstance(content, Path) else content
    response = Response(body, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response

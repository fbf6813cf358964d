"""*Rapor*: check, make, watch, stop, and open the report; older reports; a failed chapter explained."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, abort, request, send_file, stream_with_context

from yeep_analysis.desk import building, memory, shelf
from yeep_analysis.desk.web import action, as_download, back, desk, given_merge, here
from yeep_analysis.desk.web import page as shown
from yeep_analysis.edition import INTERNAL, PUBLIC
from yeep_analysis.words import language
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _

pages = Blueprint("report", __name__)
_LOOK = 0.5  # seconds between two looks at a build
_LONGEST_WATCH = 60  # of them; then the page asks anew
# A report brings its own style and pictures inside; it runs no program and belongs to no origin.
REPORT_POLICY = "sandbox allow-downloads; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"
_WHEN = (2020, 1, 1, 0, 0, 0)


@pages.get("/<int:year>/rapor")
def page(year: int) -> Any:
    """The report of the year: how it stands, and what there is."""
    now = here(year)
    checked, problems = now.checked
    return shown(
        "report.html",
        year,
        checked=checked,
        problems=problems,
        reports=shelf.all_reports(desk().reports, now.data),
        publications=_publications(now),
        languages=language.LANGUAGES,
        closing=f"{now.municipality.plan_start}-{now.municipality.plan_end}" if _has_closing(now) else "",
    )


def _publications(now: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """What the ledger says of each edition: its newest entry, and whether that is the newest of all."""
    from yeep_analysis.disclosure.ledger import known

    entries = known(now.data)
    return {(told.edition, told.language): {"told": told, "is_last": told is entries[-1]} for told in entries}


@action(pages, "/<int:year>/rapor/publish")
def publish(year: int) -> Any:
    """Enter a report into the ledger as published, or take the newest entry back."""
    from yeep_analysis import publication
    from yeep_analysis.edition import Edition

    now = here(year)
    edition = Edition.named(request.form.get("edition", ""), request.form.get("language", ""), now.data)
    if request.form.get("undo"):
        publication.undo(edition)
        now.remembered.note("unpublished", edition.name)
    else:
        publication.publish(edition, desk().reports, desk().today())
        now.remembered.note("published", edition.name)
    memory.save(now.data, now.remembered)
    return back(year, "report")


def _has_closing(now: Any) -> bool:
    place = now.municipality
    return now.year == place.plan_end > place.plan_start and now.has_plan


@action(pages, "/<int:year>/rapor/make")
def make(year: int) -> Any:
    """Begin to make the report."""
    now, spoken = here(year), request.form.get("language", language.active())
    edition = f"{now.municipality.plan_start}-{now.municipality.plan_end}" if request.form.get("closing") else str(year)
    if spoken not in language.LANGUAGES or (request.form.get("closing") and not _has_closing(now)):
        abort(404)
    if not now.can_be_reported:
        raise UsageError(_("{year} has not ended: the report is about 31 December of its year.").format(year=year))
    audience = INTERNAL if request.form.get("audience") == INTERNAL else PUBLIC
    building.start(now.data, desk().reports, edition, spoken, merge=given_merge(now), audience=audience)
    now.remembered.note("report_begun", edition)
    memory.save(now.data, now.remembered)
    return back(year, "report")


@action(pages, "/<int:year>/rapor/stop", changes=False)
def stop(year: int) -> Any:
    """Stop a report that is being made."""
    building.stop(here(year).data)
    return back(year, "report")


@pages.get("/<int:year>/rapor/steps")
def steps(year: int) -> Response:
    """How far the report is, as events; the page draws itself anew where there is no script."""
    data = here(year).data

    def events() -> Iterator[str]:
        for _look in range(_LONGEST_WATCH):
            build = building.last(data)
            if build is None or not build.is_running or desk().is_closing:
                yield "event: end\ndata: {}\n\n"
                return
            told = {"ready": build.ready_chapters, "of": len(build.chapters), "seconds": build.seconds}
            told["states"] = [one.state for one in build.chapters]
            yield f"data: {json.dumps(told)}\n\n"
            time.sleep(_LOOK)

    return Response(stream_with_context(events()), mimetype="text/event-stream")


@pages.get("/<int:year>/rapor/<edition>/<spoken>/<path:name>")
def volume(year: int, edition: str, spoken: str, name: str) -> Response:
    """A volume of a report, opened in the browser or saved; only files that the shelf lists are given out."""
    report = _on_shelf(year, edition, spoken)
    found = next((one for one in report.volumes if one.name == name), None)
    if found is None:
        abort(404)
    suffix = found.path.suffix
    is_shown = suffix in (".html", ".pdf")
    response = send_file(
        found.path, mimetype=shelf.TYPES[suffix], as_attachment=not is_shown, download_name=found.path.name
    )
    if suffix == ".html":
        response.headers["Content-Security-Policy"] = REPORT_POLICY
    elif suffix == ".pdf":  # the browser's own reader shows it; a sandbox would keep that out
        response.headers["Content-Security-Policy"] = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
    return response


@pages.get("/<int:year>/rapor/<edition>/<spoken>/all.zip")
def everything(year: int, edition: str, spoken: str) -> Response:
    """All volumes of a report in one file."""
    report, content = _on_shelf(year, edition, spoken), io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in report.volumes:
            archive.writestr(zipfile.ZipInfo(one.name, _WHEN), one.path.read_bytes(), zipfile.ZIP_DEFLATED)
    return as_download(content.getvalue(), f"{edition}-{spoken}.zip", shelf.TYPES[".zip"])


def _on_shelf(year: int, edition: str, spoken: str) -> shelf.Report:
    now = here(year)
    found = [one for one in shelf.all_reports(desk().reports, now.data) if (one.key, one.language) == (edition, spoken)]
    if not found:
        abort(404)
    return found[0]

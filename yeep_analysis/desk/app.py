"""The pages of the desk, and what stands before all of them.

Every request must name this desk's own address (against DNS rebinding) and, but for the way in, bring the cookie of
this start. Every change must come from a page of this desk (``Origin``) and carry the token of its form.
"""

from __future__ import annotations

import datetime
import re
from importlib.util import find_spec
from pathlib import Path

from flask import Flask, Response, abort, g, make_response, redirect, render_template, request, send_file, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from yeep_analysis import __version__
from yeep_analysis.desk import (
    page_arrivals,
    page_backup,
    page_figures,
    page_first,
    page_forms,
    page_months,
    page_plan,
    page_report,
    page_status,
    page_texts,
    shown,
)
from yeep_analysis.desk.desk import Desk
from yeep_analysis.desk.door import is_same
from yeep_analysis.desk.web import PAGES
from yeep_analysis.transaction import reason_of
from yeep_analysis.words import language
from yeep_analysis.words.errors import UsageError, YeepError
from yeep_analysis.words.language import _, ngettext

LARGEST_UPLOAD = 128 * 2**20
MOST_FIELDS = 3000
_LONGEST_FIELD = 2 * 2**20
_OPEN_TO_ALL = ("enter", "static", "font")  # nothing of a municipality is in them
_FONTS = {"regular": "Regular", "semibold": "Semibold", "bold": "Bold"}
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def create_app(desk: Desk) -> Flask:
    """The pages of a desk."""
    app = Flask(__name__)
    app.extensions["desk"] = desk
    app.config |= {
        "MAX_CONTENT_LENGTH": LARGEST_UPLOAD,
        "MAX_FORM_PARTS": MOST_FIELDS,
        "MAX_FORM_MEMORY_SIZE": _LONGEST_FIELD,
    }
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"_": _, "ngettext": ngettext, "desk": desk, "version": __version__, "pages": PAGES}
    app.jinja_env.globals |= {"largest_upload": LARGEST_UPLOAD, "too_large": _too_large}
    app.jinja_env.globals |= {"marks": shown.marks, "page_of": shown.page_of, "told": shown.told}
    app.jinja_env.globals |= {"desk_language": language.active, "long_day": language.long_date}
    app.jinja_env.filters |= {"day": language.date, "number": language.number, "clock": _clock, "size": _size}
    app.jinja_env.filters |= {"unit_name": lambda key, here: here.unit(key)}
    app.before_request(lambda: _guard(desk))
    app.after_request(_with_headers)
    app.register_error_handler(YeepError, lambda error: _refused(desk, error))
    app.register_error_handler(OSError, lambda error: _refused(desk, _of_the_system(error)))
    app.register_error_handler(HTTPException, _not_served)
    for module in (
        page_first,
        page_status,
        page_plan,
        page_forms,
        page_months,
        page_arrivals,
        page_figures,
        page_texts,
        page_report,
        page_backup,
    ):
        app.register_blueprint(module.pages)
    _add_doors(app, desk)
    return app


def _guard(desk: Desk) -> Response | None:
    door = desk.door
    if request.host != door.address:
        abort(403)
    if request.endpoint in _OPEN_TO_ALL:
        return None
    if not is_same(request.cookies.get(door.cookie_name, ""), door.cookie):
        return make_response(render_template("closed_door.html"), 403)
    if request.method in ("GET", "HEAD"):
        return None
    if request.headers.get("Origin") != door.origin or not is_same(request.form.get("token", ""), door.token):
        abort(403)
    return None


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    if request.endpoint not in ("static", "font"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _refused(desk: Desk, error: YeepError) -> Response:
    """What an action refused is told on the page from which it came; a page that cannot be shown says why."""
    parts = request.path.strip("/").split("/")
    if request.method == "POST":
        desk.refuse(error)
        place = "/" + "/".join(parts[:2]) if parts[0].isdigit() else url_for("first.page")
        return redirect(place, code=303)
    return make_response(render_template("refused.html", error=error), 422)


def _of_the_system(error: OSError) -> UsageError:
    """A file that the system would not read or write (a full disk, a file that is open in Excel), in a sentence."""
    said = _("The system refused to read or write a file: {reason}.").format(reason=reason_of(error))
    if isinstance(error.filename, str):
        said = _("“{file}” could not be read or written: {reason}.").format(
            file=Path(error.filename).name, reason=reason_of(error)
        )
    return UsageError(said)


def _too_large() -> str:
    return _("At most {n} MB can be taken at once. Nothing was changed.").format(n=LARGEST_UPLOAD // 2**20)


def _not_served(error: HTTPException) -> Response | HTTPException:
    if error.response is not None:
        return error.response  # a redirection
    said = {
        403: (_("This was not accepted"), _("The request did not come from a page of this desk. Open the page anew.")),
        404: (_("There is no such page"), _("It may have been there for another year or folder.")),
        405: (_("There is no such page"), _("Go back, and use the buttons of the page.")),
        413: (
            _("The file is too large"),
            _too_large(),
        ),
    }
    code = error.code or 500
    unexpected = (_("Something went wrong"), _("This is a mistake of the program, not yours. Nothing was changed."))
    heading, words = said.get(code, unexpected)
    return make_response(render_template("message.html", heading=heading, words=words), code)


def _add_doors(app: Flask, desk: Desk) -> None:
    """The way in and the way out."""

    @app.post("/enter")
    def enter() -> Response:
        # The form comes from a file of the user: its origin is none, or that of no page.
        if request.headers.get("Origin", "null") not in ("null", "file://"):
            abort(403)
        if request.content_length is None or request.content_length > 1000:
            abort(403)
        if not desk.door.admits(request.form.get("ticket", "")):
            return make_response(render_template("closed_door.html"), 403)
        desk.home.forget_entrance()
        response = make_response(render_template("welcome.html"))
        response.set_cookie(desk.door.cookie_name, desk.door.cookie, httponly=True, samesite="Strict", path="/")
        return response

    @app.get("/alive")
    def alive() -> Response:
        return Response("", status=204)

    @app.get("/font/<name>.ttf")
    def font(name: str) -> Response:
        if name not in _FONTS:
            abort(404)
        return send_file(_font_file(_FONTS[name]), mimetype="font/ttf", max_age=86400)

    @app.post("/language")
    def speak() -> Response:
        chosen = request.form.get("language", "")
        if chosen in language.LANGUAGES:
            desk.speak(chosen)
        return redirect(_own(request.form.get("back", "")), code=303)

    @app.post("/close")
    def close() -> str:
        desk.is_closing = True
        g.closing = True
        return render_template("closed.html")

    @app.after_request
    def end(response: Response) -> Response:
        if g.pop("closing", False):
            response.call_on_close(desk.close)
        return response


def _own(address: str) -> str:
    """An address of this desk: a path and nothing else; browsers pass over tabs and line breaks in one."""
    is_path = re.fullmatch(r"/(?![/\\])[^\x00-\x20\\]*", address)
    return address if is_path else url_for("first.page")


def _clock(moment: datetime.datetime) -> str:
    """A moment as people say it: the day, and the time."""
    return f"{language.date(moment.date())} {moment:%H.%M}"


def _size(content: int) -> str:
    """The size of a file."""
    if content < 2**20 / 10:
        return f"{language.number(max(1, round(content / 1024)))} KB"
    return f"{language.number(content / 2**20, 1)} MB"


def _font_file(style: str) -> Path:
    return Path(find_spec("font_source_sans_pro").submodule_search_locations[0], f"files/SourceSansPro-{style}.ttf")

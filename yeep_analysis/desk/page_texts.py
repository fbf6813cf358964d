"""*Metinler*: foreword, assessment, recommendations, written on the page; a preview by the report's own converter."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import Blueprint, abort, request

from yeep_analysis.desk import memory
from yeep_analysis.desk.situation import draft_of, state_of_text
from yeep_analysis.desk.web import action, back, desk, here
from yeep_analysis.desk.web import page as shown
from yeep_analysis.municipality.texts import TEXTS, read_text, save_text
from yeep_analysis.transaction import write_file
from yeep_analysis.words import signs
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _

pages = Blueprint("texts", __name__)
LONGEST = 200_000  # letters of a text


def titles() -> dict[str, str]:
    """What the texts are called."""
    return {"foreword": _("Foreword"), "assessment": _("Assessment"), "recommendations": _("Recommendations")}


@pages.get("/<int:year>/metinler")
def page(year: int) -> Any:
    """One text, and how the others stand."""
    now, name, edition = here(year), request.args.get("text", TEXTS[0]), _edition(year)
    if name not in TEXTS:
        abort(404)
    saved, draft = read_text(now.data, edition, name), draft_of(now.data, edition, name)
    text = draft.read_text(encoding="utf-8") if draft.is_file() else saved
    return shown(
        "texts.html",
        year,
        name=name,
        names=TEXTS,
        titles=titles(),
        states={one: state_of_text(now.data, edition, one) for one in TEXTS},
        edition=edition,
        editions=_editions(now),
        text=text,
        seen=_mark(saved),
        saved=saved,
        is_draft=draft.is_file(),
        blocks=_as_printed(text),
        lacking=[(sign, signs.code(sign), _paragraph(text, sign)) for sign in signs.missing(text)],
    )


@action(pages, "/<int:year>/metinler/save")
def save(year: int) -> Any:
    """Save a text; or keep it as a draft, which the report does not print."""
    now, name, edition = here(year), request.form.get("text", ""), _edition(year)
    if name not in TEXTS:
        abort(404)
    text = request.form.get("words", "").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST:
        raise UsageError(_("The text is longer than {n} letters. Nothing was saved.").format(n=LONGEST))
    is_stale = request.form.get("seen", "") != _mark(read_text(now.data, edition, name))
    if is_stale or request.form.get("draft"):
        write_file(draft_of(now.data, edition, name), text.encode("utf-8", "replace"))
    if is_stale:
        raise UsageError(
            _(
                "The text was changed in another window meanwhile. What you wrote is kept as a draft below; compare "
                "the two, then save."
            )
        )
    if not request.form.get("draft"):
        save_text(now.data, edition, name, text)
        draft_of(now.data, edition, name).unlink(missing_ok=True)
        now.remembered.note("text_saved", name)
        memory.save(now.data, now.remembered)
        desk().say(_("{text}: saved.").format(text=titles()[name]))
    return back(year, "texts", text=name, edition=edition)


@action(pages, "/<int:year>/metinler/discard")
def discard(year: int) -> Any:
    """Throw a draft away; what was saved stays."""
    now, name, edition = here(year), request.form.get("text", ""), _edition(year)
    if name not in TEXTS:
        abort(404)
    draft_of(now.data, edition, name).unlink(missing_ok=True)
    desk().say(_("The draft was discarded; what was saved is still there."))
    return back(year, "texts", text=name, edition=edition)


def _edition(year: int) -> str:
    asked = request.values.get("edition", str(year))
    return asked if asked in _editions(here(year)) else abort(404)


def _editions(now: Any) -> list[str]:
    place = now.municipality
    has_closing = now.year == place.plan_end > place.plan_start
    return [str(now.year), *([f"{place.plan_start}-{place.plan_end}"] if has_closing else [])]


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _as_printed(text: str) -> list[dict[str, Any]]:
    """The text as blocks, by the converter of the report; a sign that no font has is □."""
    if not text.strip():
        return []
    from yeep_analysis.publishing.document import fitted, markdown_blocks

    return fitted(markdown_blocks(signs.shown(text)))


def _paragraph(text: str, sign: str) -> int:
    """In which paragraph a sign stands first."""
    before = text[: text.index(sign)] if sign in text else ""
    return len([one for one in before.split("\n\n") if one.strip()]) or 1

"""Small things that templates ask: the marks beside the pages, what was done in words."""

from __future__ import annotations

from flask import Request

from yeep_analysis.desk.memory import Happening
from yeep_analysis.desk.situation import Situation
from yeep_analysis.words.language import _, ngettext
from yeep_analysis.words.terms import Office

DONE = "done"


def marks(here: Situation) -> dict[str, int | str]:
    """Beside each page ``done``, how much waits there, or nothing."""
    drafts = sum(state == "draft" for state in here.texts.values())
    is_written = all(state == "written" for state in here.texts.values())
    is_current = here.report is not None and not here.report.is_older_than_data
    return {
        "status": "",
        "plan": DONE if here.wanted else "",
        "forms": DONE if here.units and here.are_forms_out else "",
        "arrivals": len(here.waiting_files) or (DONE if here.units and not here.waiting_units else ""),
        "figures": DONE if here.has_population else "",
        "texts": drafts or (DONE if is_written else ""),
        "report": len(here.problems) or (DONE if is_current else ""),
    }


def page_of(request: Request) -> str:
    """The page on which one stays when another year is chosen."""
    endpoint = request.endpoint or ""
    return endpoint if endpoint.endswith(".page") and endpoint != "first.page" else "status.page"


def told(one: Happening) -> str:
    """What was done, in words."""
    n, about = one.n, one.about
    words = {
        "files_came": ngettext("{n} file came", "{n} files came", n),
        "taken": ngettext("{about}: {n} value taken", "{about}: {n} values taken", n),
        "undone": ngettext("{about}: {n} value taken back", "{about}: {n} values taken back", n),
        "forms_made": ngettext("{n} form made", "{n} forms made", n),
        "figures_taken": ngettext("{n} figure of TÜİK taken", "{n} figures of TÜİK taken", n),
        "holders_saved": _("{about} recorded"),
        "text_saved": _("{about} saved"),
        "report_begun": _("Report of {about} begun"),
        "published": _("Report of {about} published"),
        "unpublished": _("Report of {about}: the note that it was published was taken back"),
        "plan_taken": ngettext("{n} change of the plan taken", "{n} changes of the plan taken", n),
    }
    if one.kind == "holders_saved":
        about = Office(about).label
    elif one.kind == "text_saved":
        about = {"foreword": _("Foreword"), "assessment": _("Assessment")}.get(about, _("Recommendations"))
    return words.get(one.kind, one.kind).format(n=n, about=about)

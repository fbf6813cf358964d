"""An interim report: how far the actions are and what has come, at a day of an unfinished year. It judges nothing."""

from __future__ import annotations

from datetime import date

import pandas as pd

from yeep_analysis.progress import overview
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.overview import NAMED
from yeep_analysis.progress.year_sentences import action_mark, mark_of
from yeep_analysis.progress.year_tables import COVER
from yeep_analysis.show.present import Column, CoverFact, Foreign, PublicationTable
from yeep_analysis.show.small import Blocks, Signs
from yeep_analysis.words import language
from yeep_analysis.words.language import _, listing, ngettext, number
from yeep_analysis.words.terms import Missing, Subject


def lead(evaluation: Evaluation, day: date) -> str:
    """How much had come by the day, and that the year is not judged."""
    one = overview.actions_answered(evaluation)
    if not one.answered:
        came = _("By {day} nothing had been reported.")
    elif one.answered == one.asked:
        came = _("By {day} the status of all {asked} actions had been reported.")
    else:
        came = _("By {day} the status of {n} of the {asked} actions had been reported.")
    told = came.format(day=language.date(day), n=one.answered, asked=one.asked)
    return " ".join([told, _("The year was not over on that day: this report does not judge progress.")])


def cover(evaluation: Evaluation) -> list[CoverFact]:
    """What the cover tells: of how many actions the status had come, and from how many units anything."""
    actions, units = overview.actions_answered(evaluation), overview.units_answered(evaluation)
    found = overview.action_statuses(evaluation)
    blocks = Blocks([action_mark(status) for status, those in found.items() for _action in those], COVER)
    told = ", ".join(f"{action_mark(status).word} {number(len(those))}" for status, those in found.items() if status)
    facts = []
    if actions.asked:
        title = _("actions were reported on.")
        facts.append(CoverFact(number(actions.answered), number(actions.asked), title, told, blocks))
    if awaited := [evaluation.plan.units[one.unit_id].shown for one in evaluation.units if not one.has_begun]:
        still = _("Awaited: {units}.").format(units=listing(awaited)) if len(awaited) <= NAMED else ""
        marks = Signs([mark_of(Missing.NOT_REPORTED)] * len(awaited))
        facts.append(CoverFact(number(units.answered), number(units.asked), _("units have reported."), still, marks))
    return facts


def actions(evaluation: Evaluation) -> PublicationTable:
    """Every action with who is responsible and its status, by theme."""
    rows = [
        {
            "theme": str(action.theme.name_in(language.active())),
            "code": action.code,
            "action": _told(action.name_in(language.active())),
            "unit": listing([unit.shown for unit in action.responsible]),
            "status": action_mark(evaluation.reply(evaluation.last, Subject.ACTION, action.id).status),
        }
        for action in evaluation.plan.actions.values()
    ]
    columns = (
        Column("code", _("Code")),
        Column("action", _("Action")),
        Column("unit", _("Responsible")),
        Column("status", _("Status")),
    )
    frame = pd.DataFrame(rows, columns=["theme", *(column.key for column in columns)])
    return PublicationTable("interim_actions", _("Actions and their status"), columns, frame, section="theme")


def _told(name: object) -> str | Foreign:
    return name.text if name.language == language.active() else Foreign(name.text, name.language)


def replaced(evaluation: Evaluation) -> str:
    """How many values a newer one had replaced by the day; until the year is over that is no correction."""
    results = evaluation.follow_up.results.get(evaluation.last)
    n = sum(row.is_provisional for row in results.corrections) if results else 0
    if not n:
        return _("What a unit reported may be replaced by newer values until the year is over.")
    return ngettext(
        "A newer value replaced {n} value; until the year is over that needs no reason.",
        "Newer values replaced {n} values; until the year is over that needs no reason.",
        n,
    ).format(n=n)

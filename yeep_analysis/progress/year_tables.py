"""The year on one page, as readers see it: the plan as blocks, targets and persons with small graphics."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from yeep_analysis.municipality.catalogue import PlanMeasure
from yeep_analysis.progress import overview, year_sentences
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.overview import NAMED, Service
from yeep_analysis.progress.theme_tables import BLANK, counted_targets, way
from yeep_analysis.progress.year_sentences import action_mark, verdict_mark
from yeep_analysis.reporting.replies import WHOLE_YEAR
from yeep_analysis.show import present
from yeep_analysis.show.present import Column, Keyed, Output, PublicationTable, plain
from yeep_analysis.show.small import Bars, Blocks
from yeep_analysis.words.language import _, ngettext, number
from yeep_analysis.words.terms import ActionStatus, PathStatus


def year_strip(evaluation: Evaluation) -> Output:
    """The plan as blocks, one for each action, and by name what was completed, cancelled or never reported."""
    found = overview.action_statuses(evaluation)
    marks = [action_mark(status) for status, actions in found.items() for _action in actions]
    told = [
        f"**{plain(_heading_of(status))}:** " + "; ".join(plain(one.reading or one.text) for one in actions) + "."
        for status, actions in found.items()
        if status != ActionStatus.ONGOING and len(actions) <= NAMED
    ]
    counted = [f"{number(len(actions))} {action_mark(status).word}" for status, actions in found.items()]
    return present.stack(
        present.heading(_("Actions"), " · ".join(counted)), present.graphic(Blocks(marks)), present.prose(*told)
    )


def year_targets(evaluation: Evaluation) -> Output:
    """Targets that were met, and those that were not, side by side; by name where there are at most six of a kind."""
    found = overview.verdicts(evaluation)
    good = [PathStatus.MET, PathStatus.ON_PATH]
    bad = [PathStatus.NOT_MET, PathStatus.BEHIND, PathStatus.AWAY]
    sides = [[said for said in side if said in found][:1] for side in (good, bad)]
    outputs = [_year_side(evaluation, side[0], found[side[0]]) for side in sides if side]
    if not outputs:
        return present.prose()
    return outputs[0] if len(outputs) == 1 else present.side_by_side(*outputs)


def _year_side(evaluation: Evaluation, said: PathStatus, measures: Sequence[PlanMeasure]) -> Output:
    head = present.heading(verdict_mark(said).word, counted_targets(len(measures)))
    shown = way(evaluation, measures[:NAMED], f"year_targets_{said.value}", said)
    if len(measures) <= NAMED:
        return present.stack(head, present.table(shown))
    rest = ngettext("{n} more stands under “Targets”.", "{n} more stand under “Targets”.", len(measures) - NAMED)
    return present.stack(head, present.table(shown), present.prose(rest.format(n=len(measures) - NAMED)))


def persons(evaluation: Evaluation) -> Output:
    """Persons reached, service by service; of more than six services those with the most."""
    found = sorted(overview.services(evaluation), key=lambda one: -one.total)
    if not found:
        return present.prose()
    shown = found[:NAMED]
    most = max(one.total for one in shown)
    rows = [
        {
            "service": one.measure.name if one.last_month == WHOLE_YEAR else f"{one.measure.name}²",
            "people": Bars(one.women, one.men, most, 34) if one.women is not None else BLANK,
            "total": Keyed(number(one.total), one.measure.id, evaluation.last),
        }
        for one in shown
    ]
    columns = (
        Column("service", _("Service")),
        Column("people", _("women and men"), "graphic"),
        Column("total", _("persons"), "value", look="newest"),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    notes = [_("Not to be added: one person may have come to several services.")]
    if any(one.last_month != WHOLE_YEAR for one in shown):
        notes.append(_("² The value covers a part of the year only."))
    return present.stack(
        present.heading(_("Persons reached"), _("● women ■ men")),
        present.table(PublicationTable("year_persons", _("Persons reached"), columns, frame)),
        present.prose(" ".join(notes)),
    )


def year_answers(evaluation: Evaluation) -> Output:
    """The strip at the foot of the page: how much was reported."""
    items = [
        (_("Indicators reported"), overview.indicators_answered(evaluation)),
        (_("Actions reported"), overview.actions_answered(evaluation)),
        (_("Units that reported"), overview.units_answered(evaluation)),
    ]
    return present.strip([f"{words} {number(one.answered)} / {number(one.asked)}" for words, one in items])


def _heading_of(status: ActionStatus | None) -> str:
    return {
        ActionStatus.COMPLETED: _("Completed"),
        ActionStatus.NOT_STARTED: _("Not started"),
        ActionStatus.POSTPONED: _("Postponed"),
        ActionStatus.CANCELLED: _("Cancelled"),
        ActionStatus.NO_DATA: _("No data"),
        None: _("Not reported"),
    }[status]

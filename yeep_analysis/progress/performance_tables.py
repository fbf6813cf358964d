"""The table for the municipality's activity report: target, actual value, deviation with its reason, unit, goal."""

from __future__ import annotations

from typing import Any

import pandas as pd

from yeep_analysis.municipality.catalogue import Name, PlanMeasure
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.year_sentences import foreign, level_text, target_cell, target_text
from yeep_analysis.reporting.questions import is_milestone
from yeep_analysis.reporting.replies import WHOLE_YEAR
from yeep_analysis.show.present import Column, Foreign, Keyed, PublicationTable
from yeep_analysis.words import language
from yeep_analysis.words.language import _, listing, signed
from yeep_analysis.words.terms import Status, Subject

BLANK = "\N{NO-BREAK SPACE}"


def performance(evaluation: Evaluation) -> PublicationTable:
    """Every indicator that has a value or a target for the year; a value of a part of the year has no deviation."""
    rows = [
        _row(evaluation, measure)
        for key, measure in evaluation.plan.measures.items()
        if key in evaluation.targets or evaluation.assessed[key].is_answered
    ]
    columns = (
        Column("indicator", _("Indicator")),
        Column("goal", _("Strategic goal"), language=foreign()),
        Column("target", _("Target"), "stated"),
        Column("actual", _("Actual"), "stated"),
        Column("deviation", _("Deviation"), "stated"),
        Column("reason", _("Reason for the deviation"), language=foreign()),
        Column("unit", _("Responsible unit")),
    )
    if not any(row["goal"].strip() for row in rows):
        columns = tuple(column for column in columns if column.key != "goal")
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    note = _(
        "Deviation: actual minus target, in the unit of the indicator; of percentages in points. Reasons are the words "
        "of the units. A value that covers a part of the year is compared with no target of the whole year."
    )
    caption = _("Performance of {year}: targets, actual values, deviations").format(year=evaluation.last)
    return PublicationTable("performance", caption, columns, frame, note, has_files=True)


def _row(evaluation: Evaluation, measure: PlanMeasure) -> dict[str, Any]:
    given = evaluation.deviations(evaluation.last).get(measure.id, ())
    reason = "\n".join(said.text for said in given if said.may_be_published)
    return {
        "indicator": _told(measure.name_in(language.active())),
        "goal": "; ".join(measure.strategic_goals) or BLANK,
        "target": _target(evaluation, measure),
        "actual": _actual(evaluation, measure),
        "deviation": _deviation(evaluation, measure),
        "reason": reason or BLANK,
        "unit": _units(measure),
    }


def _target(evaluation: Evaluation, measure: PlanMeasure) -> Keyed | str:
    target = evaluation.targets.get(measure.id)
    if target is None:
        return _("no target")
    text = target_text(evaluation, measure)
    dated = _("{value} ({year})").format(value=text, year=target.year)
    return target_cell(evaluation, measure, text if target.year == evaluation.last else dated)


def _actual(evaluation: Evaluation, measure: PlanMeasure) -> Keyed | str:
    one = evaluation.assessed[measure.id]
    reply = evaluation.reply(evaluation.last, Subject.MEASURE, measure.id)
    if one.value is None:
        return one.reason.label if one.reason else language.NO_VALUE
    if is_milestone(measure):
        if reply.done_on:
            return language.date(reply.done_on)
        return (Status.DONE if one.value else Status.NOT_DONE).label
    text = level_text(evaluation, measure, one.year)
    part = _("{value} (up to month {month})").format(value=text, month=reply.last_month)
    text = text if reply.last_month == WHOLE_YEAR else part
    return Keyed(text, measure.id, one.year, text=text)


def _deviation(evaluation: Evaluation, measure: PlanMeasure) -> str:
    one, target = evaluation.assessed[measure.id], evaluation.targets.get(measure.id)
    if target is None or one.value is None or is_milestone(measure) or target.year != evaluation.last:
        return BLANK
    if evaluation.histories[measure.id][-1].is_partial and evaluation.rules[measure.id].is_flow:
        return BLANK
    distance = one.value - target.value
    return signed(distance, 0 if distance.denominator == 1 else 1)


def _told(name: Name) -> str | Foreign:
    """A name of the plan in a cell, with its language where that is not the reader's."""
    return name.text if name.language == language.active() else Foreign(name.text, name.language)


def _units(measure: PlanMeasure) -> str | Foreign:
    """The units that answer for its actions; in Turkish where one of them has no English name."""
    units = {unit.id: unit for one in measure.actions for unit in one.responsible}.values()
    names = [unit.name_in(language.active()) for unit in units]
    if len({name.language for name in names}) > 1:
        names = [unit.name_in("tr") for unit in units]
    return _told(Name(listing([name.text for name in names]), names[0].language)) if names else BLANK

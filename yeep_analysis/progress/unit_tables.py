"""A sheet for each unit: what the plan promised in its name, what it reported, what is open, what it corrected.

Units stand beside each other in no order but that of the table of reporters; none is compared with another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from yeep_analysis.municipality.catalogue import Action, Plan, PlanMeasure
from yeep_analysis.municipality.result_tables import CorrectionRow, RowKey
from yeep_analysis.progress import overview, tables, theme_tables
from yeep_analysis.progress.evaluation import Evaluation, Said
from yeep_analysis.progress.sentences import stored_text
from yeep_analysis.progress.theme_tables import BLANK, quoted
from yeep_analysis.progress.year_sentences import PLAN, action_mark, foreign, mark_of, name_cell, target_cell
from yeep_analysis.reporting.questions import ANSWERS
from yeep_analysis.reporting.reported import subject_name
from yeep_analysis.reporting.status import UnitStatus
from yeep_analysis.show import present
from yeep_analysis.show.present import Column, Output, PublicationTable, plain
from yeep_analysis.words import language
from yeep_analysis.words.language import _, ngettext, signed
from yeep_analysis.words.terms import Field, Missing, PathStatus, Role, Subject

SAID = (
    Field.EXPLANATION,
    Field.EFFECTIVENESS,
    Field.IMPACT,
    Field.OWNERSHIP,
    Field.RELEVANCE,
    Field.OBSTACLE,
)


def sheets(evaluation: Evaluation) -> Output:
    """One sheet after the other."""
    return present.stack(*(output for one in evaluation.units for output in _sheet(evaluation, one)))


def _sheet(evaluation: Evaluation, one: UnitStatus) -> Iterator[Output]:
    unit = evaluation.plan.units[one.unit_id]
    own = _own_actions(evaluation, one.unit_id)
    partner = [action for action in unit.actions(Role.PARTNER) if action not in own]
    corrected = _corrections(evaluation, one.unit_id)
    yield present.sheet(one.unit_id, unit.name_in(language.active()).text)
    yield present.lead(_lead(one))
    yield present.strip(_counts(own, partner, one, corrected))
    if own:
        yield present.heading(_("What the plan says and what was done"))
        yield present.table(_actions(evaluation, one.unit_id, own))
    if measures := _measures(evaluation, one):
        note = _("○ not reported") if theme_tables.has_values(evaluation, measures) else ""
        yield present.heading(_("Indicators"), note)
        yield present.table(theme_tables.indicators(evaluation, measures, f"unit_{one.unit_id}_indicators"))
        yield present.prose(*theme_tables.footnotes(evaluation, measures))
    yield present.heading(_("What is open"))
    yield _open(evaluation, one, measures)
    yield from _beside(evaluation, one.unit_id, partner, corrected)
    yield present.heading(_("Confirmation by the unit"))
    yield present.prose(*_signature(evaluation, one))


def _lead(one: UnitStatus) -> str:
    """What came from the unit, in a sentence or two."""
    if not one.has_begun:
        return _("Nothing has been received from this unit for the year.")
    if one.is_complete:
        return _("The unit reported all that was asked of it.")
    still = ngettext("{n} answer is still missing.", "{n} answers are still missing.", len(one.open))
    part = _("The unit reported a part of what was asked.")
    return f"{part} {still.format(n=len(one.open))}"


def _counts(own: list, partner: list, one: UnitStatus, corrected: list) -> list[str]:
    answered = one.with_value + one.with_reason
    told = [
        (own, ngettext("responsible for {n} action", "responsible for {n} actions", len(own))),
        (partner, ngettext("partner in {n} action", "partner in {n} actions", len(partner))),
        (corrected, ngettext("{n} correction", "{n} corrections", len(corrected))),
    ]
    parts = [words.format(n=len(found)) for found, words in told if found]
    if one.measures:
        parts.append(_("indicators reported: {n} of {asked}").format(n=answered, asked=one.measures))
    return parts


def _own_actions(evaluation: Evaluation, unit_id: str) -> list[Action]:
    """The actions that name the unit as responsible, and those whose status it reports."""
    named = set(evaluation.plan.units[unit_id].actions(Role.RESPONSIBLE))
    asked = {key for subject, key in evaluation.reporters.of_unit(unit_id) if subject == Subject.ACTION}
    return [action for action in evaluation.plan.actions.values() if action in named or action.id in asked]


def _measures(evaluation: Evaluation, one: UnitStatus) -> list[PlanMeasure]:
    return [evaluation.plan.measures[key.subject_id] for key in one.asked if key.subject == Subject.MEASURE]


def _actions(evaluation: Evaluation, unit_id: str, own: Iterable[Action]) -> PublicationTable:
    rows = []
    for action in own:
        reply = evaluation.reply(evaluation.last, Subject.ACTION, action.id)
        rows.append(
            {
                "theme": action.theme.name_in(language.active()).text,
                "code": action.code,
                "action": name_cell(action.name_in(language.active())),
                "status": action_mark(reply.status),
                "words": " ".join(_words(reply)) or BLANK,
            }
        )
    columns = (
        Column("code", _("Code")),
        Column("action", _("Action")),
        Column("status", _("Status")),
        *(
            [Column("words", _("In the unit's words"), language=foreign())]
            if any(row["words"] != BLANK for row in rows)
            else ()
        ),
    )
    frame = pd.DataFrame(rows, columns=["theme", *(column.key for column in columns)])
    caption = _("What the plan says and what was done")
    return PublicationTable(f"unit_{unit_id}_actions", caption, columns, frame, section="theme")


def _words(reply) -> Iterator[str]:
    for which in SAID:
        if text := reply.released(which):
            yield quoted(text)
    if text := reply.released(Field.REVISION):
        yield _("Proposal: {text}").format(text=quoted(text))
    if text := reply.released(Field.EVIDENCE):
        yield _("Evidence: {text}").format(text=quoted(text))


def _open(evaluation: Evaluation, one: UnitStatus, measures: Iterable[PlanMeasure]) -> Output:
    """What was not reported, and targets that were missed, with their deviation."""
    if not one.has_begun:
        return present.prose(_("Nothing that was asked for has been received yet."))
    rows = [
        {
            "what": _asked(key, evaluation.plan),
            "target": BLANK,
            "off": BLANK,
            "why": mark_of(Missing.NOT_REPORTED),
        }
        for key in one.open
    ]
    rows += [_deviation(evaluation, measure) for measure in measures if _is_missed(evaluation, measure)]
    if not rows:
        return present.prose(_("Nothing is left open."))
    columns = (
        Column("what", _("Indicator or action")),
        Column("target", _("target"), "stated"),
        Column("off", _("deviation"), "stated"),
        Column("why", _("Reason")),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return present.table(PublicationTable(f"unit_{one.unit_id}_open", _("What is open"), columns, frame))


def _asked(key: RowKey, plan: Plan) -> str:
    """What is asked in a row, as the report names it; messages and forms keep the plan's own words."""
    known = {Subject.MEASURE: plan.measures, Subject.ACTION: plan.actions}.get(key.subject, {})
    one = known.get(key.subject_id)
    if one is None or one.name_in(language.active()).language == PLAN:
        return subject_name(key, plan)
    return (
        one.shown
        if key.subject == Subject.MEASURE
        else _("action {code}: {text}").format(code=one.code, text=one.shown)
    )


def _is_missed(evaluation: Evaluation, measure: PlanMeasure) -> bool:
    one = evaluation.assessed[measure.id]
    return overview.verdict(one, evaluation.targets.get(measure.id)) == PathStatus.NOT_MET


def _deviation(evaluation: Evaluation, measure: PlanMeasure) -> dict:
    one, target = evaluation.assessed[measure.id], evaluation.targets[measure.id]
    off = one.value - target.value
    return {
        "what": name_cell(measure.name_in(language.active())),
        "target": target_cell(evaluation, measure),
        "off": signed(off, 0 if off.denominator == 1 else 1),
        "why": _reason(evaluation, measure),
    }


def _reason(evaluation: Evaluation, measure: PlanMeasure) -> str:
    """What was given as the reason for a deviation; the explanation where none was asked for, as in older forms."""
    reply = evaluation.reply(evaluation.last, Subject.MEASURE, measure.id)
    explained = (Said(reply.unit_id, text, reply.may_be_published),) if (text := reply.text(Field.EXPLANATION)) else ()
    given = evaluation.deviations(evaluation.last).get(measure.id, explained)
    released = [quoted(said.text) for said in given if said.may_be_published]
    return " ".join(released) or (BLANK if given else _("no reason was given"))


def _corrections(evaluation: Evaluation, unit_id: str) -> list[CorrectionRow]:
    return [
        row
        for row in evaluation.corrections
        if row.unit_id == unit_id
        and row.subject == Subject.MEASURE
        and not row.breakdown
        and row.field in ANSWERS
        and not evaluation.is_protected(row.subject_id)
    ]


def _beside(
    evaluation: Evaluation, unit_id: str, partner: list[Action], corrected: list[CorrectionRow]
) -> Iterator[Output]:
    parts = []
    if partner:
        rows = [
            {
                "action": name_cell(one.name_in(language.active())),
                "status": action_mark(evaluation.reply(evaluation.last, Subject.ACTION, one.id).status),
            }
            for one in partner
        ]
        columns = (Column("action", _("Action")), Column("status", _("Status")))
        frame = pd.DataFrame(rows, columns=["action", "status"])
        shown = PublicationTable(f"unit_{unit_id}_partner", _("Partner in these actions"), columns, frame)
        parts.append(present.stack(present.heading(_("Partner in these actions")), present.table(shown)))
    if corrected:
        parts.append(_corrected(evaluation, unit_id, corrected))
    has_reasons = any(tables.released_reason(evaluation, row) for row in corrected)  # which need the whole width
    if len(parts) == 2 and not has_reasons:
        yield present.side_by_side(*parts)
    else:
        yield from parts


def _corrected(evaluation: Evaluation, unit_id: str, corrected: list[CorrectionRow]) -> Output:
    rows = [
        {
            "what": f"{_named(evaluation, row)}, {row.field.label}, {row.year}",
            "old": stored_text(row.field, row.old_value),
            "new": stored_text(row.field, row.new_value) or _("taken back"),
            "day": language.date(row.corrected_on),
            "reason": _quoted_reason(evaluation, row),
        }
        for row in corrected
    ]
    columns = (
        Column("what", _("Value")),
        Column("old", _("before"), "stated"),
        Column("new", _("now"), "stated"),
        Column("day", _("day"), "stated"),
        *([Column("reason", _("Reason"), language=foreign())] if any(row["reason"] != BLANK for row in rows) else ()),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    shown = PublicationTable(f"unit_{unit_id}_corrections", _("Corrections"), columns, frame)
    return present.stack(present.heading(_("Corrections")), present.table(shown))


def _quoted_reason(evaluation: Evaluation, row: CorrectionRow) -> str:
    reason = tables.released_reason(evaluation, row)
    return quoted(reason) if reason else BLANK


def _named(evaluation: Evaluation, row: CorrectionRow) -> str:
    return evaluation.plan.measures[row.subject_id].name_in(language.active()).text


def _signature(evaluation: Evaluation, one: UnitStatus) -> list[str]:
    named = evaluation.municipality.equality_unit
    office = plain(next((unit.shown for unit in evaluation.plan.units.values() if unit.name == named), named))
    made = (
        _("This sheet was made from the form received on {day}.").format(day=language.date(one.last_received))
        if one.last_received
        else ""
    )
    wrong = _("If something is wrong or missing, please tell the {office}.").format(office=office)
    return [" ".join(part for part in (made, wrong) if part), _("For the unit, date: ______________________")]

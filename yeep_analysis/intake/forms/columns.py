"""The columns of a form that only explain: what is asked, in the plan's words, and what was reported before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from yeep_analysis.intake.forms.layout import FormRow, SheetKind
from yeep_analysis.municipality.catalogue import PlanMeasure
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.questions import AMOUNTS, COUNTS, GOAL_QUESTIONS, TEXTS, is_milestone
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.words.language import N_, _, date, listing, number, percent_value, year_range
from yeep_analysis.words.terms import Breakdown, Field, MeasureUnit, Term


class Head(Term):
    """The explaining columns."""

    CODE = "code", N_("Action")
    ACTION = "action", N_("What the plan promises")
    PERIOD = "period", N_("Period")
    INDICATORS = "indicators", N_("Plan indicators of the action")
    INDICATOR = "indicator", N_("Plan indicator (wording of the plan)")
    COUNTED = "counted", N_("What is counted")
    UNIT = "unit", N_("Unit")
    PART = "part", N_("Category")
    METHOD = "method", N_("Part of the methodology")
    TEXT = "text", N_("Wording of the plan")
    GOAL = "goal", N_("Goal of the plan")
    BEFORE = "before", N_("Last year")


HEADS: dict[SheetKind, tuple[Head, ...]] = {
    SheetKind.ACTIONS: (Head.CODE, Head.ACTION, Head.PERIOD, Head.INDICATORS, Head.BEFORE),
    SheetKind.MEASURES: (Head.CODE, Head.INDICATOR, Head.COUNTED, Head.UNIT, Head.BEFORE),
    SheetKind.UNDERTAKINGS: (Head.METHOD, Head.TEXT, Head.BEFORE),
    SheetKind.GOALS: (Head.CODE, Head.GOAL),
    SheetKind.MONEY: (Head.CODE, Head.ACTION),
    SheetKind.BREAKDOWNS: (Head.CODE, Head.COUNTED, Head.UNIT, Head.PART, Head.BEFORE),
}

_NARROW, _MIDDLE, _WIDE = 9.0, 15.0, 28.0
WIDTHS: dict[Term, float] = {
    **dict.fromkeys(Field, _MIDDLE),
    **dict.fromkeys(COUNTS, _NARROW),
    **dict.fromkeys((Field.DONE, Field.DONE_ON), 11.0),
    **dict.fromkeys(TEXTS, 26.0),
    **dict.fromkeys((which for turn in GOAL_QUESTIONS for which in turn), 36.0),
    **dict.fromkeys(AMOUNTS, 18.0),
    **dict.fromkeys((Field.MONEY_SOURCE, Field.NO_MONEY), 26.0),
    Head.CODE: 8.0,
    Head.ACTION: 38.0,
    Head.PERIOD: 11.0,
    Head.INDICATORS: 26.0,
    Head.INDICATOR: _WIDE,
    Head.COUNTED: _WIDE,
    Head.UNIT: 11.0,
    Head.PART: 20.0,
    Head.METHOD: 16.0,
    Head.TEXT: 44.0,
    Head.GOAL: 44.0,
    Head.BEFORE: 15.0,
}


def title_of(column: Head | Field, kind: SheetKind) -> str:
    """The heading of a column: a duty has a status of its own, and the code of a goal is no action's."""
    other = {
        (Field.STATUS, SheetKind.UNDERTAKINGS): N_("Status of the duty"),
        (Head.CODE, SheetKind.GOALS): N_("Goal"),
    }
    return _(other[column, kind]) if (column, kind) in other else column.label


def heads_of(heads: Iterable[Head], row: FormRow, earlier: Mapping[RowKey, Reply]) -> dict[Head, str]:
    """The texts of the explaining columns of a row."""
    return {head: _text(head, row, earlier) for head in heads}


def plan_words(row: FormRow) -> dict[Head, tuple[str, ...]]:
    """The explaining texts that are the plan's own, in every language the same: by them a row is known again.

    Forms show the corrected reading where the print is damaged; those of the first version showed the print.
    """
    if row.undertaking:
        return {Head.TEXT: (row.undertaking.text,)}
    if row.goal:
        return {Head.CODE: (row.goal.code,), Head.GOAL: (row.goal.text, row.goal.reading)}
    code = {Head.CODE: (row.action.code,)}
    if row.measure is None:
        return code | {Head.ACTION: (row.action.text, row.action.reading)}
    if row.asked.key.is_part:
        return code | {Head.COUNTED: (row.measure.name,)}
    return code | {Head.INDICATOR: (row.measure.text, words_of_measure(row.measure))}


def words_of_measure(measure: PlanMeasure) -> str:
    """The words of the plan that name a measure, as they are read where the print is damaged."""
    indicator = measure.indicator
    if not indicator.reading or len(indicator.measures) > 1:
        return measure.text
    return indicator.reading.removesuffix(f"({measure.unit_printed})").rstrip()


def _text(head: Head, row: FormRow, earlier: Mapping[RowKey, Reply]) -> str:
    measure, action = row.measure, row.action
    if head == Head.METHOD:
        return row.undertaking.part.label
    if head == Head.TEXT:
        return row.undertaking.text
    if head == Head.CODE:
        return row.goal.code if row.goal else action.code
    if head == Head.GOAL:
        return row.goal.reading or row.goal.text
    if head == Head.ACTION:
        return action.reading or action.text
    if head == Head.PERIOD:
        return year_range(*action.period) if action.period else ""
    if head == Head.INDICATORS:
        return "\n".join(indicator.reading or indicator.text for indicator in action.indicators)
    if head == Head.INDICATOR:
        return words_of_measure(measure)
    if head == Head.COUNTED:
        return _counted(row)
    if head == Head.UNIT:
        return measure.unit.label
    if head == Head.PART:
        return _("{breakdown}: {part}").format(breakdown=Breakdown(row.asked.key.breakdown).label, part=row.part)
    return _before(row, earlier.get(row.asked.key))


def _counted(row: FormRow) -> str:
    """What is counted, how it behaves, where else it serves, and by what it is asked for."""
    measure = row.measure
    if row.asked.key.is_part:
        return measure.name
    lines = [f"{measure.name} ({measure.kind.label})"]
    others = [action for action in measure.actions if action is not row.action]
    if others:
        codes = listing([f"{action.theme.name} {action.code or action.text}" for action in others])
        lines.append(_("Serves also: {actions}.").format(actions=codes))
    parts = [breakdown.label for breakdown in measure.breakdowns if breakdown != Breakdown.SEX]
    if parts:
        sheet = SheetKind.BREAKDOWNS.label
        lines.append(_("Asked on the sheet “{sheet}” by: {parts}.").format(sheet=sheet, parts=listing(parts)))
    return "\n".join(lines)


def _before(row: FormRow, reply: Reply | None) -> str:
    """What was reported of the row in the year before."""
    if reply is None or not (reply.status or reply.missing or reply.has_answer):
        return _("not reported")
    if reply.status:
        return reply.status.label
    if reply.missing:
        return reply.missing.label
    if row.measure and is_milestone(row.measure):
        return date(reply.done_on) if reply.done_on else _("not done")
    parts = [f"{which.label}: {number(reply.number(which))}" for which in COUNTS if which in reply.fields]
    if row.measure and row.measure.unit == MeasureUnit.PERCENT and reply.value is not None:
        parts = [percent_value(reply.value, 1)]
    return "\n".join(parts) or _("not reported")

"""What the pages of the report show of indicators, targets and actions: tables with small graphics.

The value of a year stands bold with its sexes; direction and target are two columns, because an indicator can stand
still and have reached its target. What a unit wrote stands in quotation marks, and only where it was released.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from yeep_analysis.municipality.catalogue import Action, Goal, PlanMeasure
from yeep_analysis.progress import overview, year_sentences
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.sentences import status_word
from yeep_analysis.progress.year_sentences import (
    PLAN,
    action_mark,
    foreign,
    is_at_most,
    level_text,
    mark_of,
    move_told,
    name_cell,
    named_in,
    status_mark,
    target_cell,
    target_mark,
    target_text,
)
from yeep_analysis.reporting.questions import is_milestone
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.show import present
from yeep_analysis.show.present import Column, Foreign, Keyed, Output, PublicationTable, plain
from yeep_analysis.show.small import Mark, PathBar, Spark
from yeep_analysis.words import language
from yeep_analysis.words.language import _, capitalised, listing, ngettext, number
from yeep_analysis.words.terms import NO_SIGN, Field, PathStatus, Reason, Status, Subject

BLANK = "\N{NO-BREAK SPACE}"  # a cell in which nothing stands, not even a dash
# Which of its texts stands for an action where there is room for one: the first that was released.
NOTES = (
    Field.EXPLANATION,
    Field.EFFECTIVENESS,
    Field.IMPACT,
    Field.OWNERSHIP,
    Field.RELEVANCE,
    Field.OBSTACLE,
)


# --- a theme -----------------------------------------------------------------


def theme(evaluation: Evaluation, theme_id: str) -> Output:
    """A theme: its strip of signs, the words of its notes, then goal by goal its indicators and its actions."""
    found = evaluation.plan.themes[theme_id]
    if not evaluation.has_results:
        return present.stack(present.table(promised(evaluation, found.actions, f"theme_{theme_id}_actions")))
    parts = [strip(evaluation, found.measures), present.prose(*footnotes(evaluation, found.measures))]
    for goal in found.goals:
        parts += _goal(evaluation, goal)
    return present.stack(*parts)


def lead(evaluation: Evaluation, theme_id: str) -> str:
    """The largest move of a theme, either way; without one how much was reported."""
    found = evaluation.plan.themes[theme_id]
    ids = {measure.id for measure in found.measures}
    if not evaluation.has_results:
        return ngettext(
            "The theme has {n} action; nothing was reported on it for {year}.",
            "The theme has {n} actions; nothing was reported on them for {year}.",
            len(found.actions),
        ).format(n=len(found.actions), year=evaluation.last)
    told = [
        move_told(evaluation, one)
        for status in (Status.TOWARD, Status.AWAY)
        for one in [one for one in overview.moves(evaluation, status) if one.measure.id in ids][:1]
    ]
    return " ".join(told) or _("No indicator of this theme shows a clear change.")


def strip(evaluation: Evaluation, measures: Iterable[PlanMeasure]) -> Output:
    """How many indicators bear which sign, in the order of the signs' list."""
    counted = Counter(status_word(evaluation.assessed[measure.id]) for measure in measures)
    words = [*(word for word in Status if word in counted), *(word for word in counted if word not in [*Status])]
    marks = [Mark(word.sign or NO_SIGN, f"{number(counted[word])} {capitalised(word.label)}") for word in words]
    return present.strip(marks)


def _goal_title(code: str, text: str) -> str:
    return _("Goal {code} · {text}").format(code=code, text=text) if code else text


def _goal(evaluation: Evaluation, goal: Goal) -> list[Output]:
    measures = tuple({one.id: one for action in goal.actions for one in action.measures}.values())
    parts = [present.heading(_goal_title(plain(goal.code), named_in(goal)))]
    if measures:
        parts.append(present.table(indicators(evaluation, measures, f"theme_{goal.id}_indicators")))
    if goal.actions:
        parts.append(present.table(actions(evaluation, goal.actions, f"theme_{goal.id}_actions")))
    return parts


def indicators(evaluation: Evaluation, measures: Sequence[PlanMeasure], name: str) -> PublicationTable:
    """Indicators with their years as a line, the newest value, its sexes, its target, and what it says."""
    rows = [_indicator(evaluation, measure) for measure in measures]
    years = tuple(str(year) for year in evaluation.years)
    is_drawn = has_values(evaluation, measures)
    columns = (
        Column("indicator", _("Indicator")),
        Column("years", "", "graphic", heads=years),
        Column("value", str(evaluation.last), "stated", look="newest"),
        Column("women", _("women"), "stated", look="women"),
        Column("men", _("men"), "stated", look="men"),
        Column("target", _("target"), "stated", look="quiet"),
        Column("way", _("target status")),
        Column("status", _("change") if is_drawn else _("Status")),
    )
    empty = {sex for sex in ("women", "men") if all(row[sex] == BLANK for row in rows)}
    if not any(measure.id in evaluation.targets for measure in measures):
        empty |= {"target", "way"}
    if not is_drawn:
        empty |= {"years", "value"}
    columns = tuple(column for column in columns if column.key not in empty)
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable(name, _("Indicators"), columns, frame)


def has_values(evaluation: Evaluation, measures: Iterable[PlanMeasure]) -> bool:
    """Whether some indicator has a value in some year; otherwise there is nothing to draw."""
    return any(one.value is not None for measure in measures for one in evaluation.histories[measure.id])


def _indicator(evaluation: Evaluation, measure: PlanMeasure) -> dict:
    one = evaluation.assessed[measure.id]
    women, men = overview.sexes(evaluation, measure)
    target = evaluation.targets.get(measure.id)
    return {
        "indicator": name_cell(measure.name_in(language.active())),
        "years": BLANK if is_milestone(measure) else spark(evaluation, measure),
        "value": value_cell(evaluation, measure),
        "women": BLANK if women is None else Keyed(women, measure.id, one.year, sex="female", text=number(women)),
        "men": BLANK if men is None else Keyed(men, measure.id, one.year, sex="male", text=number(men)),
        "target": _("none") if target is None else target_cell(evaluation, measure),
        "way": BLANK if target is None else _way_mark(evaluation, measure),
        "status": status_mark(evaluation, measure),
    }


def _way_mark(evaluation: Evaluation, measure: PlanMeasure) -> Mark:
    """What is said of the target, with its year where it is another."""
    target, mark = (
        evaluation.targets[measure.id],
        target_mark(evaluation.assessed[measure.id], evaluation.targets[measure.id]),
    )
    return mark if target.year == evaluation.last else replace(mark, word=f"{mark.word}, {target.year}")


def spark(evaluation: Evaluation, measure: PlanMeasure) -> Spark:
    """The years of an indicator."""
    seen = evaluation.histories[measure.id]
    target = evaluation.targets.get(measure.id)
    return Spark(
        years=evaluation.years,
        values=[None if one.value is None else float(one.value) for one in seen],
        texts=[one.reason.label if one.value is None else level_text(evaluation, measure, one.year) for one in seen],
        target=None if target is None else float(target.value),
        at_most=is_at_most(evaluation, measure),
    )


def value_cell(evaluation: Evaluation, measure: PlanMeasure) -> Keyed | str:
    """The newest value with its key; of a task its day, of an earlier year as well; a dash where there is none."""
    one = evaluation.assessed[measure.id]
    if one.value is None:
        days = [evaluation.reply(year, Subject.MEASURE, measure.id).done_on for year in reversed(evaluation.years)]
        day = next(filter(None, days), None) if one.reason == Reason.DONE_EARLIER else None
        return language.date(day) if day else language.NO_VALUE
    text = level_text(evaluation, measure, one.year)
    if is_milestone(measure):
        day = evaluation.reply(evaluation.last, Subject.MEASURE, measure.id).done_on
        text = language.date(day) if day else BLANK
    return Keyed(float(one.value), measure.id, one.year, text=text)


def footnotes(evaluation: Evaluation, measures: Iterable[PlanMeasure]) -> list[str]:
    """What the small figures beside the marks mean, once for the chapter."""
    reasons = {evaluation.assessed[measure.id].reason for measure in measures}
    told = []
    if Reason.SMALL_CHANGE in reasons:
        told.append(_("¹ Small numbers: the change may be chance."))
    if any(evaluation.assessed[measure.id].is_partial for measure in measures):
        told.append(_("² The value covers a part of the year only."))
    if Reason.DONE_EARLIER in reasons:
        told.append(_("³ Done in an earlier year; nothing was reported for this one."))
    return [" ".join(told)] if told else []


# --- actions -----------------------------------------------------------------


def actions(evaluation: Evaluation, found: Sequence[Action], name: str) -> PublicationTable:
    """Actions with who is responsible, their status, and what the unit wrote of them."""
    rows = [
        {
            "code": action.code,
            "action": name_cell(action.name_in(language.active())),
            "unit": _responsible(action),
            "status": action_mark(evaluation.reply(evaluation.last, Subject.ACTION, action.id).status),
            "note": note(evaluation, action) or BLANK,
        }
        for action in found
    ]
    columns = (
        Column("code", _("Code")),
        Column("action", _("Action")),
        Column("unit", _("Responsible")),
        Column("status", _("Status")),
        *(
            [Column("note", _("The unit's words"), language=foreign())]
            if any(row["note"] != BLANK for row in rows)
            else ()
        ),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable(name, _("Actions and their status"), columns, frame)


def promised(evaluation: Evaluation, found: Sequence[Action], name: str) -> PublicationTable:
    """Actions of which nothing was reported: what was promised, by whom, and that nothing came."""
    rows = [
        {
            "goal": _goal_title(action.goal.code, action.goal.name_in(language.active()).text),
            "code": action.code,
            "action": name_cell(action.name_in(language.active())),
            "unit": _responsible(action),
            "status": action_mark(None),
        }
        for action in found
    ]
    columns = (
        Column("code", _("Code")),
        Column("action", _("Action")),
        Column("unit", _("Responsible")),
        Column("status", _("Status")),
    )
    frame = pd.DataFrame(rows, columns=["goal", *(column.key for column in columns)])
    return PublicationTable(name, _("What was promised in this theme"), columns, frame, section="goal")


def note(evaluation: Evaluation, action: Action) -> str:
    """What stands for an action in one cell: its first released text, its proposal, or words on its indicators."""
    reply = evaluation.reply(evaluation.last, Subject.ACTION, action.id)
    for which in NOTES:
        if text := reply.released(which):
            return quoted(text)
    if text := reply.released(Field.REVISION):
        return _("Proposal: {text}").format(text=quoted(text))
    if text := reply.released(Field.EVIDENCE):
        return _("Evidence: {text}").format(text=quoted(text))
    beside = [evaluation.reply(evaluation.last, Subject.MEASURE, one.id) for one in action.measures]
    return " ".join(quoted(one.text(Field.EXPLANATION)) for one in beside if _is_told(one))


def quoted(text: str) -> str:
    """Somebody else's words, in quotation marks."""
    return f"“{text}”"


def _is_told(reply: Reply) -> bool:
    return bool(reply.released(Field.EXPLANATION))


def _responsible(action: Action) -> str | Foreign:
    names = [unit.name_in(language.active()) for unit in action.responsible]
    told = listing([name.text for name in names])
    return told if all(name.language == language.active() for name in names) else Foreign(told, PLAN)


def _dated_target(evaluation: Evaluation, measure: PlanMeasure) -> Keyed:
    target, text = evaluation.targets[measure.id], target_text(evaluation, measure)
    dated = _("{value} ({year})").format(value=text, year=target.year)
    return target_cell(evaluation, measure, text if target.year == evaluation.last else dated)


# --- targets -----------------------------------------------------------------


def targets(evaluation: Evaluation) -> Output:
    """All targets by their verdict: where the way began, where it stands, where it should lead; nothing without any."""
    found = overview.verdicts(evaluation)
    if not found:
        return present.prose()
    parts = [
        output
        for said, measures in found.items()
        for output in (
            present.heading(mark_of(said).word, counted_targets(len(measures))),
            present.table(way(evaluation, measures, f"targets_{said.value}", said)),
        )
    ]
    return present.stack(present.lead(year_sentences.targets(evaluation)), *parts)


def way(
    evaluation: Evaluation, measures: Sequence[PlanMeasure], name: str, said: PathStatus, *, short: bool = False
) -> PublicationTable:
    """Targets with their way; where none can be told, with the reason."""
    judged = said != PathStatus.NOT_COMPUTABLE
    rows = [
        {
            "indicator": name_cell(
                measure.short_in(language.active()) if short else measure.name_in(language.active())
            ),
            "way": path(evaluation, measure) or BLANK,
            "value": value_cell(evaluation, measure),
            "target": _dated_target(evaluation, measure),
            "why": _why(evaluation, measure) if not judged else "",
        }
        for measure in measures
    ]
    columns = (
        Column("indicator", _("Indicator")),
        Column("way", _("start · now · target"), "graphic"),
        Column("value", str(evaluation.last), "stated", look="newest"),
        Column("target", _("target"), "stated"),
        Column("why", _("Reason")),
    )
    kept = columns[:-1] if judged else (columns[0], *columns[2:])
    frame = pd.DataFrame(rows, columns=[column.key for column in kept])
    return PublicationTable(name, mark_of(said).word, kept, frame)


def path(evaluation: Evaluation, measure: PlanMeasure) -> PathBar | None:
    """The way of an indicator to its target; None where its start or its value is not known."""
    one, target = evaluation.assessed[measure.id], evaluation.targets[measure.id]
    start = one.path_base if one.path_base is not None else one.baseline
    if start is None or one.value is None:
        return None
    return PathBar(float(start), float(one.value), float(target.value), is_at_most(evaluation, measure))


def _why(evaluation: Evaluation, measure: PlanMeasure) -> str:
    one = evaluation.assessed[measure.id]
    reason = one.path_reason or one.reason
    return reason.label if reason else language.NO_VALUE


def counted_targets(n: int) -> str:
    """``4 hedef``."""
    return ngettext("{n} target", "{n} targets", n).format(n=number(n))

"""The body of a theme's chapter: goal by goal the promise, the measures year by year, and what the units reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yeep_analysis.municipality.catalogue import Action
from yeep_analysis.progress import Assessment
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.sentences import units_of
from yeep_analysis.progress.tables import measures_of
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.show import present
from yeep_analysis.show.present import Output, plain
from yeep_analysis.words.language import _, year_range
from yeep_analysis.words.terms import Field, Role, Subject


def goals(evaluation: Evaluation, theme_id: str, assessed: Mapping[str, Assessment]) -> Output:
    """Everything on the goals of a theme."""
    return present.stack(*_goals(evaluation, theme_id, assessed))


def _goals(evaluation: Evaluation, theme_id: str, assessed: Mapping[str, Assessment]) -> Iterator[Output]:
    for goal in evaluation.plan.themes[theme_id].goals:
        heading = _("Goal {code}: {text}").format(code=plain(goal.code), text=plain(goal.reading or goal.text))
        yield present.prose(f"## {heading}")
        yield present.table(measures_of(goal, evaluation, assessed))
        for action in goal.actions:
            yield present.prose(_heading(action), _report(evaluation, action))


def _heading(action: Action) -> str:
    heading = _("Action {code}: {text}").format(code=plain(action.code), text=plain(action.reading or action.text))
    return f"### {heading}"


def _report(evaluation: Evaluation, action: Action) -> str:
    """What the plan and the units say of an action, as a list; texts only where they were released."""
    reply = evaluation.reply(evaluation.last, Subject.ACTION, action.id)
    lines = {
        _("Objective"): plain(action.objective.text),
        _("Period"): year_range(*action.period) if action.period else "",
        Role.RESPONSIBLE.label: units_of(evaluation.plan, tuple(unit.id for unit in action.responsible)),
        _("Reporting"): units_of(evaluation.plan, _reporting(evaluation, action)),
        _("Status of {year}").format(year=evaluation.last): reply.status.label if reply.status else _("not reported"),
        _("Explanation"): _text(reply, Field.EXPLANATION),
        _("Evidence"): _text(reply, Field.EVIDENCE),
        **_explained(evaluation, action),
    }
    return "\n".join(f"- **{plain(name)}:** {text}" for name, text in lines.items() if text)


def _explained(evaluation: Evaluation, action: Action) -> dict[str, str]:
    """Explanations that units gave beside a measure."""
    found = {}
    for measure in action.measures:
        reply = evaluation.reply(evaluation.last, Subject.MEASURE, measure.id)
        if text := _text(reply, Field.EXPLANATION):
            found[measure.name] = text
    return found


def _reporting(evaluation: Evaluation, action: Action) -> tuple[str, ...]:
    units = [unit for one in action.measures for unit in evaluation.reporters.of(Subject.MEASURE, one.id)]
    return tuple(dict.fromkeys([*units, *evaluation.reporters.of(Subject.ACTION, action.id)]))


def _text(reply: Reply, which: Field) -> str:
    return plain(reply.text(which)) if reply.may_be_published else ""

"""Tables of what units wrote: the plan's four questions, obstacles and proposals, undertakings of the methodology."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from yeep_analysis.municipality.catalogue import Action
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _, number
from yeep_analysis.words.terms import Fate, Field, Subject

QUESTIONS = (Field.IMPACT, Field.EFFECTIVENESS, Field.OWNERSHIP, Field.RELEVANCE)
PROPOSALS = (Field.OBSTACLE, Field.REVISION)


def questions(evaluation: Evaluation) -> PublicationTable:
    """Impact, effectiveness, ownership and relevance, as the units wrote them."""
    return _texts(
        evaluation,
        "assessment_questions",
        _("Impact, effectiveness, ownership and relevance, as the units wrote"),
        {
            Field.IMPACT: _("Impact"),
            Field.EFFECTIVENESS: _("Effectiveness"),
            Field.OWNERSHIP: _("Ownership"),
            Field.RELEVANCE: _("Relevance"),
        },
    )


def proposals(evaluation: Evaluation) -> PublicationTable:
    """Obstacles and proposals for revision, as the units wrote them."""
    return _texts(
        evaluation,
        "assessment_proposals",
        _("Obstacles and proposals for revision, as the units wrote"),
        {Field.OBSTACLE: _("Obstacles"), Field.REVISION: _("Proposal for revision")},
    )


def capacity(evaluation: Evaluation) -> PublicationTable:
    """The undertakings of the methodology: what each unit was bound to, and what it reported of it."""
    rows = []
    for undertaking in evaluation.plan.undertakings.values():
        reply = evaluation.reply(evaluation.last, Subject.UNDERTAKING, undertaking.id)
        rows.append(
            {
                "unit": evaluation.plan.units[undertaking.unit_id].name,
                "part": undertaking.part.label,
                "text": undertaking.text,
                "status": reply.status.label if reply.status else _("not reported"),
                "count": _count(reply),
                "explanation": _published(reply, Field.EXPLANATION),
            }
        )
    columns = (
        Column("text", _("What the methodology asks")),
        Column("part", _("Part")),
        Column("status", _("Status")),
        Column("count", _("Count")),
        Column("explanation", _("Explanation")),
    )
    frame = pd.DataFrame(rows, columns=["unit", *(column.key for column in columns)])
    return PublicationTable(
        "capacity", _("Undertakings of the methodology, as the units reported them"), columns, frame, section="unit"
    )


def crosswalk(evaluation: Evaluation) -> PublicationTable:
    """What becomes of actions and measures in the plan that follows, as the equality unit decided."""
    rows = [
        {
            "text": _words(evaluation, row.subject, row.subject_id),
            "kind": row.subject.label,
            "fate": row.fate.label,
            "next": row.next_text or None,
            "reason": row.reason or None,
        }
        for fate in Fate
        for row in evaluation.crosswalk
        if row.fate == fate
    ]
    columns = (
        Column("text", _("In this plan")),
        Column("kind", _("Kind")),
        Column("fate", _("Decision")),
        Column("next", _("In the next plan")),
        Column("reason", _("Reason")),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("crosswalk", _("From this plan to the next"), columns, frame)


def _texts(evaluation: Evaluation, name: str, caption: str, heads: dict[Field, str]) -> PublicationTable:
    rows = []
    for action, reply in _action_replies(evaluation):
        texts = {which.value: _published(reply, which) for which in heads}
        if any(texts.values()):
            rows.append({"theme": action.theme.name, "action": f"{action.code}. {action.text}", **texts})
    columns = (Column("action", _("Action")), *(Column(which.value, head) for which, head in heads.items()))
    frame = pd.DataFrame(rows, columns=["theme", *(column.key for column in columns)])
    note = _("Only texts that the units released for publication.")
    return PublicationTable(name, caption, columns, frame, note, section="theme")


def _action_replies(evaluation: Evaluation) -> Iterator[tuple[Action, Reply]]:
    for action in evaluation.plan.actions.values():
        yield action, evaluation.reply(evaluation.last, Subject.ACTION, action.id)


def _published(reply: Reply, which: Field) -> str | None:
    return (reply.text(which) or None) if reply.may_be_published else None


def _count(reply: Reply) -> str | None:
    if reply.value is None:
        return None
    women, men = reply.number(Field.FEMALE), reply.number(Field.MALE)
    if women is None or men is None:
        return number(reply.value)
    return _("{value} ({women} women, {men} men)").format(
        value=number(reply.value), women=number(women), men=number(men)
    )


def _words(evaluation: Evaluation, subject: Subject, subject_id: str) -> str | None:
    if not subject_id:
        return None
    if subject == Subject.MEASURE:
        return evaluation.plan.measures[subject_id].name
    action = evaluation.plan.actions[subject_id]
    return f"{action.code}. {action.text}"

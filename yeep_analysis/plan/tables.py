"""Tables of the plan, and the tidy frames that its charts draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from yeep_analysis.municipality.catalogue import Action, Goal, Judgement, Plan, PlanMeasure
from yeep_analysis.municipality.plan_tables import FrameworkRow, LinkRow
from yeep_analysis.plan.audit import QUESTIONS, Criterion
from yeep_analysis.plan.frameworks import AnsweredArticle
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _, active, year_range
from yeep_analysis.words.terms import MeasureKind, ReporterBasis, Role, Verdict


def themes(plan: Plan) -> PublicationTable:
    """How many goals, objectives, actions, indicators and measures each theme has, and all together."""
    rows = [
        {
            "theme": theme.shown,
            "goals": len(theme.goals),
            "objectives": len(theme.objectives),
            "actions": len(theme.actions),
            "indicators": len({indicator.id for action in theme.actions for indicator in action.indicators}),
            "measures": len(theme.measures),
        }
        for theme in plan.themes.values()
    ]
    if rows:
        rows.append(
            {
                "theme": _("Whole plan"),
                "goals": len(plan.goals),
                "objectives": sum(len(theme.objectives) for theme in plan.themes.values()),
                "actions": len(plan.actions),
                "indicators": len(plan.indicators),
                "measures": len(plan.measures),
            }
        )
    columns = (
        Column("theme", _("Theme")),
        Column("goals", _("Goals"), "count"),
        Column("objectives", _("Objectives"), "count"),
        Column("actions", _("Actions"), "count"),
        Column("indicators", _("Plan indicators"), "count"),
        Column("measures", _("Indicators"), "count"),
    )
    notes = []
    if sum(row["indicators"] for row in rows[:-1]) > len(plan.indicators):
        notes.append(
            _(
                "A plan indicator that serves several actions is counted once in each theme and once in the whole "
                "plan, so the themes add up to more."
            )
        )
    if len(plan.measures) > len(plan.indicators):
        notes.append(_("Plan indicators that ask for two numbers are split into two indicators."))
    note = " ".join(notes)
    return PublicationTable(
        "plan_themes", _("The plan in numbers"), columns, pd.DataFrame(rows, columns=[c.key for c in columns]), note
    )


def actions(plan: Plan) -> PublicationTable:
    """Every action with its objective, indicators and responsible units, under its theme and goal."""
    rows = [
        {
            "section": f"{action.theme.shown}: {_coded(action.goal)}",
            "code": action.code,
            "action": action.printed,
            "indicators": "; ".join(indicator.printed for indicator in action.indicators),
            "responsible": ", ".join(unit.shown for unit in action.responsible),
            "period": year_range(*action.period) if action.period else "",
        }
        for action in plan.actions.values()
    ]
    columns = (
        Column("code", _("Code")),
        Column("action", _("Action")),
        Column("indicators", _("Plan indicators")),
        Column("responsible", _("Responsible")),
        Column("period", _("Period")),
    )
    note = _("Wording and codes as in the plan, misprints included. A dash: the plan gives nothing.")
    codes = [action.code for action in plan.actions.values() if action.code]
    if len(set(codes)) < len(codes):
        note = " ".join((note, _("Codes repeat.")))
    frame = pd.DataFrame(rows, columns=["section", *(column.key for column in columns)])
    return PublicationTable("plan_actions", _("What was promised"), columns, frame, note, section="section")


def _coded(goal: Goal) -> str:
    return f"{goal.code}. {goal.printed}" if goal.code else goal.printed


def units(plan: Plan) -> PublicationTable:
    """Every unit: what it is, and at how many actions it is responsible or partner; the most frequent first."""
    rows = [
        {
            "name": unit.shown,
            "kind": unit.kind.label,
            "responsible": len(unit.actions(Role.RESPONSIBLE)),
            "partner": len(unit.actions(Role.PARTNER)),
            "actions": len(plan.select(unit=unit.id)),
        }
        for unit in plan.units.values()
    ]
    frame = pd.DataFrame(rows, columns=["name", "kind", "responsible", "partner", "actions"])
    order = frame["actions"].sort_values(ascending=False, kind="stable").index
    columns = (
        Column("name", _("Unit")),
        Column("kind", _("Kind")),
        Column("responsible", _("Responsible (actions)"), "count"),
        Column("partner", _("Partner (actions)"), "count"),
    )
    ordered = frame.loc[order].reset_index(drop=True)
    return PublicationTable("plan_units", _("Responsible units and partners"), columns, ordered)


def kinds(plan: Plan) -> PublicationTable:
    """What is measured how: measures by kind, with those that count persons and those that are sensitive."""
    rows = []
    for kind in MeasureKind:
        of_kind = [measure for measure in plan.measures.values() if measure.kind == kind]
        rows.append(
            {
                "kind": kind.label,
                "measures": len(of_kind),
                "persons": sum(measure.counts_persons for measure in of_kind),
                "sensitive": sum(measure.is_sensitive for measure in of_kind),
                "actions": len({action.id for measure in of_kind for action in measure.actions}),
            }
        )
    columns = (
        Column("kind", _("Kind of indicator")),
        Column("measures", _("Indicators"), "count"),
        Column("persons", _("of these, counting persons"), "count"),
        Column("sensitive", _("of these, sensitive"), "count"),
        Column("actions", _("at actions"), "count"),
    )
    frame = pd.DataFrame(rows)
    used = frame[frame["measures"] > 0].reset_index(drop=True)
    return PublicationTable("plan_measures", _("Indicators by kind"), columns, used)


def methodology(rows: list[Any]) -> PublicationTable:
    """The methodology table of the plan: units of analysis, tools, applications of each body."""
    frame = pd.DataFrame(
        [
            {"section": f"{row.body_name}: {row.part.label}", "part": str(row.position), "text": row.text}
            for row in rows
        ],
        columns=["section", "part", "text"],
    )
    columns = (Column("part", _("No.")), Column("text", _("Wording of the plan")))
    return PublicationTable("plan_methodology", _("Methodology of the plan"), columns, frame, section="section")


def answers(counts: pd.DataFrame) -> PublicationTable:
    """How many measures answer each criterion how, with what is asked and the source of the criterion."""
    asked = counts if counts["measures"].sum() else counts.iloc[:0]
    frame = asked.assign(
        name=[Criterion(key).label for key in asked["criterion"]],
        asks=[_(QUESTIONS[Criterion(key)].asks) for key in asked["criterion"]],
        source=[_(QUESTIONS[Criterion(key)].source) for key in asked["criterion"]],
    )
    columns = (
        Column("name", _("Criterion")),
        Column("asks", _("Question")),
        *(Column(verdict.value, verdict.label, "count") for verdict in Verdict),
        Column("source", _("Source of the criterion")),
    )
    return PublicationTable("audit_criteria", _("Indicators by criterion"), columns, frame)


def audited(plan: Plan, all_answers: pd.DataFrame) -> PublicationTable:
    """Every measure under every criterion, under its theme."""
    wide = all_answers.pivot(index="measure_id", columns="criterion", values="verdict")
    rows = [
        {
            "section": _theme_of(measure),
            "name": measure.shown,
            **{criterion.value: Verdict(wide.loc[measure.id, criterion.value]).label for criterion in Criterion},
        }
        for measure in _by_theme(plan)
        if measure.id in wide.index
    ]
    columns = (Column("name", _("Indicator")), *(Column(c.value, c.label) for c in Criterion))
    frame = pd.DataFrame(rows, columns=["section", *(column.key for column in columns)])
    return PublicationTable("audit_measures", _("Every indicator by criterion"), columns, frame, section="section")


def wordings(plan: Plan, judgements: Mapping[str, Judgement]) -> PublicationTable:
    """A suggested wording for every measure, with what was found lacking."""
    rows = [
        {
            "section": _theme_of(measure),
            "name": f"{measure.shown} (“{measure.text}”)",
            "suggested": judgements[measure.id].suggested_wording,
            "found": _found(measure, judgements[measure.id]),
        }
        for measure in _by_theme(plan)
        if measure.id in judgements
    ]
    columns = (
        Column("name", _("Indicator, and the wording of the plan")),
        Column("suggested", _("Suggested wording")),
        Column("found", _("What was found")),
    )
    note = _("Suggestions only. Some change what is counted; the municipality must agree to them first.")
    if active() != "tr":
        note = " ".join((note, _("Suggestions and findings are in Turkish, as the plan is.")))
    frame = pd.DataFrame(rows, columns=["section", *(column.key for column in columns)])
    return PublicationTable("audit_wordings", _("Suggested wordings"), columns, frame, note, section="section")


def frameworks(answers: list[AnsweredArticle], links: Sequence[LinkRow]) -> PublicationTable:
    """Every article of every framework with the actions that answer it, and those of which two readings differ."""
    rows = [
        {
            "section": framework_name(one.article),
            "article": one.article.article if is_numbered(one.article) else "",
            "title": article_title(one.article),
            "actions": _listed(one.actions),
            "open": _listed(one.open),
        }
        for one in answers
    ]
    columns = (
        Column("article", _("Article")),
        Column("title", _("Title")),
        Column("actions", _("Actions that answer it")),
        Column("open", _("Open: one of two readings")),
    )
    note = _(
        "A dash stands where no action answers, or an article has no number. Turkish titles are renderings, not "
        "official wordings, except those of the plan's own principles. Sources: {sources}."
    ).format(sources="; ".join(dict.fromkeys(one.article.source for one in answers)))
    if any(link.basis == ReporterBasis.PROPOSAL for link in links):
        proposed = _(
            "A proposal of this software, not a statement of the plan or of the municipality. It was read twice, from "
            "each action to the articles, and from each article to the actions by a second reader, who did not know "
            "what the first had found. Where only one of them sees a link, it is open. That both agree does not prove "
            "a link right; nobody outside the software's making has checked them."
        )
        note = f"{proposed} {note}"
    frame = pd.DataFrame(rows, columns=["section", *(column.key for column in columns)])
    return PublicationTable("plan_frameworks", _("What answers each article"), columns, frame, note, section="section")


def framework_name(article: FrameworkRow) -> str:
    """The name of a framework in the reader's language."""
    return article.framework_name_en if active() == "en" and article.framework_name_en else article.framework_name


def article_title(article: FrameworkRow) -> str:
    """The title of an article in the reader's language."""
    return article.title_en if active() == "en" and article.title_en else article.title


def is_numbered(article: FrameworkRow) -> bool:
    """Whether the framework numbers the article; a key in words is for machines, readers see the title."""
    return any(letter.isdigit() for letter in article.article)


def left_out(articles: Iterable[FrameworkRow]) -> str:
    """What of a framework is left out, and why, in the reader's language; empty where nothing is said."""
    told = (row.left_out_en if active() == "en" and row.left_out_en else row.left_out for row in articles)
    return next(filter(None, told), "")


def _listed(actions: Iterable[Action]) -> str:
    """Actions by their codes, each theme named once: “Education 1.1.1, 1.2.1; Health 2.1.1”."""
    themes: dict[str, list[str]] = {}
    for action in actions:
        themes.setdefault(action.theme.shown, []).append(action.code or f"“{action.wording}”")
    return "; ".join(f"{theme} {', '.join(codes)}" for theme, codes in themes.items())


def first_action(measure: PlanMeasure) -> Action:
    """The action under which a measure is shown where it can be shown only once: the first of the plan."""
    return min(measure.actions, key=lambda action: (action.theme.position, action.position))


def _by_theme(plan: Plan) -> list[PlanMeasure]:
    def place(measure: PlanMeasure) -> tuple[int, int]:
        action = first_action(measure)
        return action.theme.position, action.position

    return sorted(plan.measures.values(), key=place)


def _theme_of(measure: PlanMeasure) -> str:
    return first_action(measure).theme.shown


def _found(measure: PlanMeasure, judged: Judgement) -> str:
    notes = (judged.specific_note, judged.measurable_note, judged.related_note, measure.measures_action_note)
    return " ".join(note for note in dict.fromkeys(notes) if note)

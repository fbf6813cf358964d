"""Figures of the plan and of the audit of its indicators, with their words."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.plan import charts, tables
from yeep_analysis.plan.audit import Criterion
from yeep_analysis.show.present import FigureWords, PublicationFigure
from yeep_analysis.words import counted
from yeep_analysis.words.language import _

UNITS_SHOWN = 15  # the table lists all


def overview(plan: Plan) -> PublicationFigure:
    """The whole plan at a glance."""
    frame = overview_frame(plan)
    return PublicationFigure("plan_overview", charts.plan_overview, frame, words_of_overview(frame))


def units(plan: Plan) -> PublicationFigure:
    """The units that are named most often."""
    frame = tables.units(plan).frame
    return PublicationFigure("plan_units", charts.unit_roles, frame.head(UNITS_SHOWN), words_of_units(frame))


def answers(counts: pd.DataFrame) -> PublicationFigure:
    """How many measures answer each criterion how."""
    frame = tables.answers(counts).frame
    return PublicationFigure("audit_answers", charts.audit_answers, frame, words_of_answers(counts))


def overview_frame(plan: Plan) -> pd.DataFrame:
    """``theme, goal, actions, summary``: one row per goal in the order of the plan, for the chart."""
    rows = [
        {
            "theme": theme.shown,
            "goal": goal.wording,
            "actions": len(goal.actions),
            "summary": ", ".join(
                (
                    counted.goals(len(theme.goals)),
                    counted.objectives(len(theme.objectives)),
                    counted.actions(len(theme.actions)),
                )
            ),
        }
        for theme in plan.themes.values()
        for goal in theme.goals
    ]
    return pd.DataFrame(rows, columns=["theme", "goal", "actions", "summary"])


def words_of_overview(table: pd.DataFrame) -> FigureWords:
    """Words of the overview."""
    caption = _("The plan at a glance: a row per theme, a block per goal, a square per action")
    rows = table.drop_duplicates("theme")
    parts = "; ".join(f"{row['theme']}: {row['summary']}" for _index, row in rows.iterrows())
    return FigureWords(
        caption,
        _("Block chart: {caption}. {parts}. Values: table “The plan in numbers”.").format(caption=caption, parts=parts),
    )


def words_of_units(table: pd.DataFrame) -> FigureWords:
    """Words of the bars of units."""
    caption = _("The {shown} units that appear in the most actions, as responsible unit and as partner").format(
        shown=min(UNITS_SHOWN, len(table))
    )
    parts = "; ".join(
        _("{name}: responsible at {responsible}, partner at {partner}").format(
            name=row["name"], responsible=int(row["responsible"]), partner=int(row["partner"])
        )
        for _index, row in table.head(5).iterrows()
    )
    return FigureWords(
        caption,
        _("Bar chart: {caption}. The first five: {parts}. Values: table “Responsible units and partners”.").format(
            caption=caption, parts=parts
        ),
    )


def words_of_answers(counts: pd.DataFrame) -> FigureWords:
    """Words of the stacked bars of the audit."""
    caption = _("How many indicators meet each criterion")
    parts = "; ".join(
        _("{name}: yes {yes}, partly {partly}, no {no}, not applicable {not_applicable}").format(
            name=Criterion(row["criterion"]).label,
            **{key: int(row[key]) for key in ("yes", "partly", "no", "not_applicable")},
        )
        for _index, row in counts.iterrows()
    )
    return FigureWords(
        caption,
        _("Stacked bar chart: {caption}. {parts}. Values: table “Indicators by criterion”.").format(
            caption=caption, parts=parts
        ),
    )

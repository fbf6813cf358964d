"""Sentences on the plan and on the audit of its indicators."""

from __future__ import annotations

from typing import Any

import pandas as pd

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.plan.audit import Criterion
from yeep_analysis.show.present import plain
from yeep_analysis.words.language import _, listing
from yeep_analysis.words.terms import Role, UnitKind


def promised(plan: Plan) -> str:
    """The size of the plan in one sentence, and what is printed without an action or a period."""
    if not plan.themes:
        return _("The data hold no catalogue of the plan.")
    without_action = sum(not objective.actions for objective in plan.objectives.values())
    without_period = sum(action.period is None for action in plan.actions.values())
    sentences = [
        _(
            "The plan has {themes} themes, {goals} goals, {objectives} objectives and {actions} actions, measured by "
            "{indicators} indicators."
        ).format(
            themes=len(plan.themes),
            goals=len(plan.goals),
            objectives=sum(len(theme.objectives) for theme in plan.themes.values()),
            actions=len(plan.actions),
            indicators=len(plan.indicators),
        )
    ]
    if without_action:
        sentences.append(_("Objectives printed without an action: {n}.").format(n=without_action))
    if without_period:
        sentences.append(_("Actions printed without a period: {n}.").format(n=without_period))
    return " ".join(sentences)


def responsibility(plan: Plan) -> str:
    """Who answers for how much, as the plan has it; no judgement of a unit."""
    if not plan.actions:
        return ""
    total = len(plan.actions)
    counted = {unit.name: len(unit.actions(Role.RESPONSIBLE)) for unit in plan.units.values()}
    named = {name: n for name, n in sorted(counted.items(), key=lambda item: -item[1]) if n}
    parts = [f"{plain(name)} {n}/{total}" for name, n in named.items()]
    directorates = [unit for unit in plan.units.values() if unit.kind == UnitKind.MUNICIPAL_DIRECTORATE]
    partners = sum(bool(unit.actions(Role.PARTNER)) for unit in directorates)
    return _(
        "Units named as responsible, with the number of actions: {parts}. Municipal directorates named as partners: "
        "{partners} of {directorates}. Many figures are therefore likely to lie with partners rather than with the "
        "units named as responsible."
    ).format(parts=listing(parts), partners=partners, directorates=len(directorates))


def measured(plan: Plan) -> str:
    """How the plan measures."""
    if not plan.measures:
        return ""
    measures = plan.measures.values()
    shared = sum(len(indicator.actions) > 1 for indicator in plan.indicators.values())
    return _(
        "The {indicators} indicators ask for {measures} numbers (measures). {persons} of them count persons; "
        "{sensitive} touch sensitive matters, whose small counts must be protected. {shared} indicators serve more "
        "than one action. The plan gives a baseline for {baseline} and a target for {target} measures."
    ).format(
        indicators=len(plan.indicators),
        measures=len(measures),
        persons=sum(measure.counts_persons for measure in measures),
        sensitive=sum(measure.is_sensitive for measure in measures),
        shared=shared,
        baseline=sum(measure.has_baseline for measure in measures),
        target=sum(measure.has_target for measure in measures),
    )


def aspects(rows: list[Any]) -> str:
    """What the plan's own principle binds an evaluation to look at."""
    items = "\n".join(f"- **{plain(row.name)}:** “{plain(row.quote)}”" for row in rows)
    return _("The plan binds its evaluation to these aspects:") + "\n\n" + items if rows else ""


def principles(rows: list[Any]) -> str:
    """The principles of the plan, verbatim."""
    items = "\n".join(f"- **{plain(row.name)}:** {plain(row.text)}" for row in rows)
    return _("The principles of the plan, in its own words:") + "\n\n" + items if rows else ""


def audit_findings(counts: pd.DataFrame) -> str:
    """What is missing, counted; no ranking, no score."""
    if not counts["measures"].sum():
        return _("The data hold no catalogue of the plan.")
    rows = counts.set_index("criterion")
    parts = [
        f"{Criterion(key).label}: {int(rows.loc[key, 'no'])}/{int(row['measures'] - row['not_applicable'])}"
        for key, row in rows.iterrows()
    ]
    return _(
        "Measures that do not answer a criterion (of those to which it applies): {parts}. The plan gives no number to "
        "start from and none to reach where these two are counted as missing; “to be increased” is a direction, not "
        "a target. Three criteria were judged by reading; the others follow from the catalogue."
    ).format(parts="; ".join(parts))

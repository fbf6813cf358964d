"""Sentences on the plan and on the audit of its indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.plan_tables import FrameworkRow, LinkRow
from yeep_analysis.plan.audit import Criterion
from yeep_analysis.plan.frameworks import AnsweredArticle, agreement
from yeep_analysis.plan.tables import article_title, framework_name, is_numbered, left_out
from yeep_analysis.show.present import plain
from yeep_analysis.words import counted
from yeep_analysis.words.language import _, listing, ngettext, percent
from yeep_analysis.words.terms import Role, UnitKind


def promised(plan: Plan) -> str:
    """The size of the plan in one sentence, and what is printed without an action or a period."""
    if not plan.themes:
        return _("The data hold no catalogue of the plan.")
    without_action = sum(not objective.actions for objective in plan.objectives.values())
    without_period = sum(action.period is None for action in plan.actions.values())
    sentences = [
        _("The plan has {themes}, {goals}, {objectives} and {actions}.").format(
            themes=counted.themes(len(plan.themes)),
            goals=counted.goals(len(plan.goals)),
            objectives=counted.objectives(sum(len(theme.objectives) for theme in plan.themes.values())),
            actions=counted.actions(len(plan.actions)),
        ),
        _("It names {indicators}.").format(indicators=counted.plan_indicators(len(plan.indicators))),
    ]
    if without_action:
        sentences.append(
            ngettext(
                "For {n} objective the plan gives no action.",
                "For {n} objectives the plan gives no action.",
                without_action,
            ).format(n=without_action)
        )
    if without_period:
        sentences.append(
            ngettext(
                "For {n} action the plan gives no period.", "For {n} actions the plan gives no period.", without_period
            ).format(n=without_period)
        )
    return " ".join(sentences)


def responsibility(plan: Plan) -> str:
    """Who answers for how much, as the plan has it; no judgement of a unit."""
    if not plan.actions:
        return ""
    total = len(plan.actions)
    actions_of = {unit.shown: len(unit.actions(Role.RESPONSIBLE)) for unit in plan.units.values()}
    named = {name: n for name, n in sorted(actions_of.items(), key=lambda item: -item[1]) if n}
    parts = [f"{plain(name)} {n}/{total}" for name, n in named.items()]
    departments = [unit for unit in plan.units.values() if unit.kind == UnitKind.MUNICIPAL_DIRECTORATE]
    partners = sum(bool(unit.actions(Role.PARTNER)) for unit in departments)
    sentence = _("Responsible units, with the number of their actions: {parts}.").format(parts=listing(parts))
    if not departments:
        return sentence
    as_partners = _of(
        len(departments),
        partners,
        ngettext(
            "Of the {all} municipal departments, {n} is named as a partner.",
            "Of the {all} municipal departments, {n} are named as partners.",
            partners,
        ),
        _("None of the {all} municipal departments is named as a partner."),
    )
    return f"{sentence} {as_partners}"


def measured(plan: Plan) -> str:
    """How the plan measures."""
    if not plan.measures:
        return ""
    measures, n = plan.measures.values(), len(plan.measures)
    people = sum(measure.counts_persons for measure in measures)
    sensitive = sum(measure.is_sensitive for measure in measures)
    baselines, targets = (sum(one.has_baseline for one in measures), sum(one.has_target for one in measures))
    told = [
        _("Following the {plan_indicators} takes {indicators}, one for each number that is asked for.").format(
            plan_indicators=counted.plan_indicators(len(plan.indicators)), indicators=counted.indicators(n)
        ),
        _of(
            n,
            people,
            ngettext(
                "Of the {all} indicators, {n} counts people.", "Of the {all} indicators, {n} count people.", people
            ),
            _("None of the {all} indicators counts people."),
        ),
        _of(
            n,
            sensitive,
            ngettext(
                "Of the {all} indicators, {n} concerns a sensitive matter; its small counts are protected.",
                "Of the {all} indicators, {n} concern sensitive matters; their small counts are protected.",
                sensitive,
            ),
            _("None of the {all} indicators concerns a sensitive matter."),
        ),
        _shared(plan),
        *_baselines_and_targets(n, baselines, targets),
    ]
    return " ".join(told)


def _baselines_and_targets(n: int, baselines: int, targets: int) -> list[str]:
    if not (baselines or targets):
        return [_("The plan gives neither a baseline nor a target for any of the {all} indicators.").format(all=n)]
    return [
        _of(
            n,
            baselines,
            _("The plan gives a baseline for {n} of the {all} indicators."),
            _("The plan gives a baseline for none of the {all} indicators."),
        ),
        _of(
            n,
            targets,
            _("The plan gives a target for {n} of the {all} indicators."),
            _("The plan gives a target for none of the {all} indicators."),
        ),
    ]


def _shared(plan: Plan) -> str:
    shared = sum(len(indicator.actions) > 1 for indicator in plan.indicators.values())
    some = ngettext(
        "Of the {all} plan indicators, {n} serves more than one action.",
        "Of the {all} plan indicators, {n} serve more than one action.",
        shared,
    )
    return _of(len(plan.indicators), shared, some, _("None of the {all} plan indicators serves more than one action."))


def _of(whole: int, part: int, some: str, none: str) -> str:
    """A part of a whole; none and all have words of their own."""
    return none.format(all=whole) if not part else some.format(all=whole, n=_("all") if part == whole else part)


def aspects(rows: list[Any]) -> str:
    """What the plan's own principle binds an evaluation to look at."""
    items = "\n".join(f"- **{plain(row.name)}:** “{plain(row.quote)}”" for row in rows)
    return _("The plan asks for an evaluation of:") + "\n\n" + items if rows else ""


def principles(rows: list[Any]) -> str:
    """The principles of the plan, verbatim."""
    items = "\n".join(f"- **{plain(row.name)}:** {plain(row.text)}" for row in rows)
    return _("The principles of the plan, in its own wording:") + "\n\n" + items if rows else ""


def audit_findings(counts: pd.DataFrame) -> str:
    """What is missing, counted; no ranking, no score."""
    if not counts["measures"].sum():
        return _("The data hold no catalogue of the plan.")
    rows = counts.set_index("criterion")
    parts = [
        f"{Criterion(key).label} {int(rows.loc[key, 'no'])}/{int(row['measures'] - row['not_applicable'])}"
        for key, row in rows.iterrows()
    ]
    return " ".join(
        [
            _("Indicators that do not meet a criterion, of those to which it applies: {parts}.").format(
                parts="; ".join(parts)
            ),
            _("“To be increased” is a direction, not a target."),
            _("Three criteria were judged by reading; the others follow from the catalogue."),
        ]
    )


def _articles(found: Iterable[FrameworkRow]) -> str:
    """Articles by their numbers; one without a number by its title."""
    return plain(", ".join(one.article if is_numbered(one) else f"“{article_title(one)}”" for one in found))


def frameworks(answers: list[AnsweredArticle], links: Sequence[LinkRow]) -> str:
    """Of each framework: how many articles are answered, which nothing answers, how far two readings agree."""
    names = {one.article.framework: framework_name(one.article) for one in answers}
    said = []
    for key, name in names.items():
        of_it = [one for one in answers if one.article.framework == key]
        missing = _articles(one.article for one in of_it if not one.actions and not one.open)
        doubtful = _articles(one.article for one in of_it if not one.actions and one.open)
        parts = [
            _of(
                len(of_it),
                sum(bool(one.actions) for one in of_it),
                _("Actions answer {n} of the {all} articles."),
                _("No action answers any of the {all} articles."),
            )
        ]
        if missing:
            parts.append(_("No action answers: {articles}.").format(articles=missing))
        if doubtful:
            parts.append(_("Only one of the two readings sees an action for: {articles}.").format(articles=doubtful))
        if (found := agreement(links, key)).either:
            parts.append(
                _("Both readings made {both} of {either} links ({share}); {open} are open.").format(
                    both=found.both,
                    either=found.either,
                    share=percent(found.share, 0),
                    open=found.either - found.both,
                )
            )
        if note := left_out(one.article for one in of_it):
            parts.append(plain(note))
        said.append(f"- **{plain(name)}:** " + " ".join(parts))
    return "\n".join(said)

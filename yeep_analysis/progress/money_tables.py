"""Money of the actions: what was planned and spent, and of how many that is not known; sums of amounts both given."""

from __future__ import annotations

from typing import Any

import pandas as pd

from yeep_analysis.municipality.catalogue import Action
from yeep_analysis.progress.evaluation import Evaluation, Money
from yeep_analysis.show import present
from yeep_analysis.show.present import Column, Foreign, Output, PublicationTable
from yeep_analysis.show.small import PlannedAndSpent
from yeep_analysis.words import language
from yeep_analysis.words.language import _, listing, ngettext, number
from yeep_analysis.words.terms import NoMoney

SHOWN = 10  # actions in the figure, those with the largest amounts
BLANK = "\N{NO-BREAK SPACE}"


def money(evaluation: Evaluation) -> Output:
    """A paragraph and the actions with the largest amounts; nothing where no unit said anything of money."""
    found = evaluation.money(evaluation.last)
    if not found:
        return present.prose()
    known = _with_both(evaluation, found)
    parts = [present.lead(told(evaluation))]
    if known:
        title, note = _("Planned and spent"), _("TL; light bar: planned, dark bar: spent")
        parts += [present.heading(title, note), present.table(_largest(known))]
    place = present.see_annex("money")
    parts.append(present.prose(_("Every action, and where the money came from: {place}.").format(place=place)))
    return present.stack(*parts)


def told(evaluation: Evaluation) -> str:
    """How much was planned and spent where both are known, and of how many actions it is not known, and why."""
    found, actions = evaluation.money(evaluation.last), len(evaluation.plan.actions)
    known = _with_both(evaluation, found)
    reasons = {reason: sum(one.reason == reason for one in found.values()) for reason in NoMoney}
    sentences = [_("No unit gave both amounts for an action.")]
    if known:
        sentences = [
            ngettext(
                "For {n} of the {actions} actions both amounts are known: TL {planned} was planned and TL "
                "{spent} was spent.",
                "For {n} of the {actions} actions both amounts are known: TL {planned} was planned and TL "
                "{spent} was spent.",
                len(known),
            ).format(
                n=len(known),
                actions=actions,
                planned=number(sum(one.planned for _action, one in known)),
                spent=number(sum(one.spent for _action, one in known)),
            )
        ]
    unknown = actions - len(known) - sum(reasons.values())
    rest = [
        (reasons[NoMoney.NONE], _("{n} had no expense")),
        (reasons[NoMoney.NOT_SEPARABLE], _("the expense of {n} cannot be separated from others")),
        (unknown, _("of {n} it is not known")),
    ]
    parts = [words.format(n=n) for n, words in rest if n]
    if parts:
        sentences.append(_("Of the others: {parts}.").format(parts=listing(parts)))
    return " ".join(sentences)


def _with_both(evaluation: Evaluation, found: dict[str, Money]) -> list[tuple[Action, Money]]:
    return [
        (evaluation.plan.actions[key], one)
        for key, one in found.items()
        if one.planned is not None and one.spent is not None
    ]


def _largest(known: list[tuple[Action, Money]]) -> PublicationTable:
    shown = sorted(known, key=lambda pair: -max(pair[1].planned, pair[1].spent))[:SHOWN]
    most = max(max(one.planned, one.spent) for _action, one in shown)
    rows = [
        {
            "action": _told(action.short_in(language.active())),
            "bar": PlannedAndSpent(one.planned, one.spent, most),
            "planned": one.planned,
            "spent": one.spent,
        }
        for action, one in shown
    ]
    columns = (
        Column("action", _("Action")),
        Column("bar", _("spent beside planned"), "graphic"),
        Column("planned", _("planned"), "count", look="quiet"),
        Column("spent", _("spent"), "count", look="newest"),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("money_largest", _("Actions with the largest amounts"), columns, frame)


def every_action(evaluation: Evaluation) -> PublicationTable:
    """All actions: planned, spent, source, or why there is no amount; where nothing was said, that."""
    found = evaluation.money(evaluation.last)
    rows = [_row(action, found.get(key)) for key, action in evaluation.plan.actions.items()] if found else []
    columns = (
        Column("code", _("Code")),
        Column("action", _("Action")),
        Column("planned", _("Planned, TL"), "count"),
        Column("spent", _("Spent, TL"), "count"),
        Column("source", _("Source of the money")),
    )
    frame = pd.DataFrame(rows, columns=["theme", *(column.key for column in columns)])
    caption = _("Money for the actions, {year}").format(year=evaluation.last)
    note = _("As the units gave it; a dash: no amount was given. Amounts of a part of the year stand as they are.")
    return PublicationTable("money", caption, columns, frame, note, section="theme")


def _row(action: Action, one: Money | None) -> dict[str, Any]:
    source = _("not reported")
    if one is not None and (term := one.reason or one.source):
        source = term.label
    elif one is not None:
        source = BLANK
    amounts = (None, None) if one is None else (one.planned, one.spent)
    return {
        "theme": action.theme.name_in(language.active()).text,
        "code": action.code,
        "action": _told(action.name_in(language.active())),
        **{name: float("nan") if n is None else n for name, n in zip(("planned", "spent"), amounts, strict=True)},
        "source": source,
    }


def _told(name: object) -> str | Foreign:
    return name.text if name.language == language.active() else Foreign(name.text, name.language)

"""The plan beside frameworks: what answers each article, which articles nothing answers, and how two readings agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yeep_analysis.municipality.catalogue import Action, Plan
from yeep_analysis.municipality.plan_tables import FrameworkRow, LinkRow
from yeep_analysis.words.terms import ReporterBasis, Subject


@dataclass(frozen=True)
class AnsweredArticle:
    """One article, and the actions that answer it: by both readings or by word of the municipality, or by one alone."""

    article: FrameworkRow
    actions: tuple[Action, ...]
    open: tuple[Action, ...]


@dataclass(frozen=True)
class Agreement:
    """How far two readings of one framework agree: links that both made, and links that either made."""

    both: int
    either: int

    @property
    def share(self) -> float:
        """Of the links that either reading made, those that both made; NaN where there is none."""
        return self.both / self.either if self.either else float("nan")


def is_settled(link: LinkRow) -> bool:
    """Whether a link stands: both readings made it, or the municipality said so."""
    return link.basis == ReporterBasis.CONFIRMED or (link.first_reading and link.second_reading)


def answered(plan: Plan, frameworks: Iterable[FrameworkRow], links: Sequence[LinkRow]) -> list[AnsweredArticle]:
    """Every article with the actions that answer it; a measure answers through its actions."""
    found: dict[tuple[str, str, bool], dict[str, Action]] = {}
    for link in links:
        group = found.setdefault((link.framework, link.article, is_settled(link)), {})
        group |= {action.id: action for action in _actions(plan, link)}
    rows = []
    for article in frameworks:
        settled, unsure = (found.get((article.framework, article.article, known), {}) for known in (True, False))
        rows.append(
            AnsweredArticle(
                article,
                tuple(action for key, action in plan.actions.items() if key in settled),
                tuple(action for key, action in plan.actions.items() if key in unsure and key not in settled),
            )
        )
    return rows


def _actions(plan: Plan, link: LinkRow) -> tuple[Action, ...]:
    if link.subject == Subject.MEASURE:
        return plan.measures[link.subject_id].actions
    return (plan.actions[link.subject_id],)


def agreement(links: Iterable[LinkRow], framework: str = "") -> Agreement:
    """How far the two readings agree, of one framework or of all; what the municipality said itself is no reading."""
    read = [link for link in links if link.basis == ReporterBasis.PROPOSAL and framework in ("", link.framework)]
    return Agreement(
        sum(link.first_reading and link.second_reading for link in read),
        sum(link.first_reading or link.second_reading for link in read),
    )

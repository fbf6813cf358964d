"""The audit of the plan's indicators: which of eight questions each measure answers. Counts what is missing; no score.

The questions are those with which Turkey's Court of Accounts (Sayıştay) examines municipal plans, the form of the
national planning guide, and what this plan itself asks for; each names its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from yeep_analysis.municipality.catalogue import Judgement, Plan, PlanMeasure
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Breakdown, BreakdownBasis, Term, Verdict


class Criterion(Term):
    """The questions of the audit."""

    SPECIFIC = "specific", N_("Well defined")
    MEASURABLE = "measurable", N_("Measurable")
    RELATED = "related", N_("Related to its objective")
    BASELINE = "baseline", N_("Baseline")
    TARGET = "target", N_("Target")
    UNIT = "unit", N_("Unit given")
    HOLDER = "holder", N_("Data provider responsible")
    SEX = "sex", N_("Sex in its wording")


@dataclass(frozen=True)
class Question:
    """What a criterion asks, and where it comes from."""

    asks: str
    source: str


QUESTIONS: dict[Criterion, Question] = {
    Criterion.SPECIFIC: Question(
        N_("Do the words alone say what is counted, and of whom?"),
        N_("Sayıştay, audit criterion “iyi tanımlanma” (for example audit report on Gaziemir Municipality, 2018)"),
    ),
    Criterion.MEASURABLE: Question(
        N_("Is there one counting rule that records can answer?"),
        N_("Sayıştay, Performance Audit Guide, audit criterion “ölçülebilirlik”"),
    ),
    Criterion.RELATED: Question(
        N_("Does it tell something about the objective it belongs to?"),
        N_("Sayıştay, audit criterion “ilgililik” (for example audit report on Gaziemir Municipality, 2018)"),
    ),
    Criterion.BASELINE: Question(
        N_("Does the plan give the present level?"),
        N_("Communiqué on Strategic Plans of Public Bodies (Official Gazette no. 28008 of 2011), part 4"),
    ),
    Criterion.TARGET: Question(
        N_("Does the plan give the level to be reached?"),
        N_("Communiqué on Strategic Plans of Public Bodies (Official Gazette no. 28008 of 2011), part 4"),
    ),
    Criterion.UNIT: Question(
        N_("Does the plan give the unit?"),
        N_("Presidency, Strategic Planning Guide for Municipalities (2019), target card"),
    ),
    Criterion.HOLDER: Question(
        N_("Is the unit most likely to hold the figure named as responsible? (Which unit that is, is our proposal.)"),
        N_("Presidency, Strategic Planning Guide for Municipalities (2019), target card"),
    ),
    Criterion.SEX: Question(
        N_("Where people are counted: does the wording ask for sex, or count women only?"),
        N_("The plan's own methodology (data by sex)"),
    ),
}


def audit(plan: Plan, judgements: Mapping[str, Judgement]) -> pd.DataFrame:
    """Every measure under every criterion.

    Formula  three criteria as judged; baseline, target, unit, holder and sex from the catalogue: yes, partly or no;
             ``not_applicable`` for sex where no persons are counted
    Input    the plan, and the judgements of those of its measures that were judged
    Output   one row per measure and criterion: ``measure_id, criterion, verdict``
    Source   see ``QUESTIONS``
    """
    rows = [
        {"measure_id": measure.id, "criterion": criterion.value, "verdict": verdict.value}
        for measure in plan.measures.values()
        if measure.id in judgements
        for criterion, verdict in verdicts(measure, judgements[measure.id])
    ]
    return pd.DataFrame(rows, columns=["measure_id", "criterion", "verdict"])


def verdicts(measure: PlanMeasure, judged: Judgement) -> Iterable[tuple[Criterion, Verdict]]:
    """The answers for one measure, in the order of the criteria."""
    yield Criterion.SPECIFIC, judged.is_specific
    yield Criterion.MEASURABLE, judged.is_measurable
    yield Criterion.RELATED, judged.is_related
    yield Criterion.BASELINE, _yes(measure.has_baseline)
    yield Criterion.TARGET, _yes(measure.has_target)
    yield Criterion.UNIT, _yes(bool(measure.unit_printed))
    yield Criterion.HOLDER, _yes(judged.holder_is_named)
    yield Criterion.SEX, _sex(measure)


def counts(answers: pd.DataFrame) -> pd.DataFrame:
    """How many measures answer a criterion how: ``criterion, yes, partly, no, not_applicable, measures`` [measures]."""
    table = answers.groupby(["criterion", "verdict"], sort=False).size().unstack(fill_value=0)
    order = [criterion.value for criterion in Criterion]
    columns = [verdict.value for verdict in Verdict]
    full = table.reindex(index=order, columns=columns, fill_value=0).rename_axis(columns=None)
    return full.assign(measures=full.sum(axis=1)).reset_index()


def _yes(holds: bool) -> Verdict:
    return Verdict.YES if holds else Verdict.NO


def _sex(measure: PlanMeasure) -> Verdict:
    if not measure.counts_persons:
        return Verdict.NOT_APPLICABLE
    return _yes(measure.breakdowns.get(Breakdown.SEX) in (BreakdownBasis.INDICATOR, BreakdownBasis.FEMALE_ONLY))

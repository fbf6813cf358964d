"""The assessments of a whole plan: every measure once, in one year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yeep_analysis.municipality.catalogue import Measure, Plan
from yeep_analysis.progress.assessment import Assessment, assess
from yeep_analysis.progress.history import Rule
from yeep_analysis.progress.observations import Observation, Target
from yeep_analysis.progress.sensitivity import sensitivity
from yeep_analysis.words.terms import Method, Status

Histories = Mapping[str, Sequence[Observation]]


def assess_plan(plan: Plan, histories: Histories, targets: Mapping[str, Target], year: int) -> dict[str, Assessment]:
    """What is said of every measure in a year, in the order of the plan.

    Formula  see ``assess``
    Raises   `MeasureError` as ``assess`` does; `KeyError` where a measure has no history
    """
    return {
        key: assess(histories[key], rule_of(measure), year, targets.get(key)) for key, measure in plan.measures.items()
    }


def assess_years(
    plan: Plan, histories: Histories, targets: Mapping[str, Target], years: Sequence[int]
) -> dict[int, dict[str, Assessment]]:
    """The assessments of several years, each as it was known in that year."""
    return {year: assess_plan(plan, histories, targets, year) for year in years}


def sensitivities(plan: Plan, histories: Histories, year: int) -> dict[str, dict[Method, Status | None]]:
    """The status of every measure under each method."""
    return {key: sensitivity(histories[key], rule_of(measure), year) for key, measure in plan.measures.items()}


def rule_of(measure: Measure) -> Rule:
    """The rule by which the values of a measure are read."""
    return Rule(measure.kind, measure.direction)

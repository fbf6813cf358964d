"""One service as it was counted in every mahalle, for the page that shows the mahalles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yeep_analysis.municipality.catalogue import PlanMeasure
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.words.terms import Breakdown


@dataclass(frozen=True)
class Service:
    """What was counted in every mahalle: its newest counts, and those of the first year that has all of them."""

    measure: PlanMeasure
    year: int
    counts: Mapping[str, int]
    first_year: int
    first: Mapping[str, int]


def local_service(evaluation: Evaluation, places: Mapping[str, str]) -> Service | None:
    """The first indicator of the plan that was counted in every mahalle in the assessed year and is not sensitive."""
    for key, measure in evaluation.plan.measures.items():
        if Breakdown.MAHALLE not in measure.breakdowns or measure.is_sensitive:
            continue
        by_year = {year: _counts(evaluation, year, key, places) for year in evaluation.years}
        complete = {year: counts for year, counts in by_year.items() if counts}
        if evaluation.last in complete:
            first = min(complete)
            return Service(measure, evaluation.last, complete[evaluation.last], first, complete[first])
    return None


def _counts(evaluation: Evaluation, year: int, key: str, places: Mapping[str, str]) -> dict[str, int]:
    """The counts of all mahalles; empty where one is missing."""
    replies = evaluation.parts(year, key, Breakdown.MAHALLE)
    values = {place: replies[place].value for place in places if place in replies}
    return (
        {p: int(v) for p, v in values.items()} if values.keys() == set(places) and None not in values.values() else {}
    )

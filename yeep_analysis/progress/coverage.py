"""Measures over many assessments: how many say what, and how much of the plan was reported at all.

Assessments come as a mapping from the id of a measure, so each measure counts once, however many actions share it. All
are of one year. What was not reported is told beside the results; it never enters a mean and never becomes a zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

import pandas as pd

from yeep_analysis.progress.assessment import Assessment
from yeep_analysis.results import measure
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import Missing, Status, Unit

Assessments = Mapping[str, Assessment]
_ROW = ["year", "group", "numerator", "denominator", "value"]


def of_measures(assessments: Assessments, measure_ids: Iterable[str]) -> dict[str, Assessment]:
    """The assessments of some measures (of a theme, of a unit), each once.

    Raises   `MeasureError` where a measure was not assessed: what is not known is told, not left out
    """
    wanted = list(dict.fromkeys(measure_ids))
    for measure_id in wanted:
        if measure_id not in assessments:
            raise MeasureError(
                _("The measure “{measure}” was not assessed. Expected an assessment of each.").format(
                    measure=measure_id
                )
            )
    return {measure_id: assessments[measure_id] for measure_id in wanted}


@measure("progress_status_share", N_("Measures by status"), Unit.FRACTION)
def status_shares(assessments: Assessments, *, year: int, group: str = "all") -> pd.DataFrame:
    """Measures with a status, of all measures asked.

    Formula  k / n, k measures with the status among n measures asked
    Input    the assessments of a year by measure
    Output   fraction [0-1] for each status, 0 where no measure has it; group = ``group/status``; empty where none is
             asked
    Raises   `MeasureError` where an assessment is of another year
    Source   arithmetic
    """
    asked = _of_year(assessments, year)
    found = [one.status for one in asked]
    rows = [_row((year, f"{group}/{status.value}"), found.count(status), len(asked)) for status in Status]
    return pd.concat(rows, ignore_index=True)


@measure("progress_response_rate", N_("Response rate"), Unit.FRACTION)
def response_rate(assessments: Assessments, *, year: int, group: str = "all") -> pd.DataFrame:
    """Measures on which a unit answered, of all measures asked.

    Formula  k / n, k measures with a value, with 0 of 0, or with the reason why there is none, among n measures asked
    Input    the assessments of a year by measure
    Output   fraction [0-1]; a milestone done in an earlier year and not reported since is not answered; empty where
             none is asked
    Raises   `MeasureError` where an assessment is of another year
    Source   arithmetic
    """
    asked = _of_year(assessments, year)
    return _row((year, group), sum(one.is_answered for one in asked), len(asked))


@measure("progress_value_rate", N_("Measures with a value"), Unit.FRACTION)
def value_rate(assessments: Assessments, *, year: int, group: str = "all") -> pd.DataFrame:
    """Measures with a value, of those to which the question applies.

    Formula  k / (n - u), k measures with a value among n measures asked, of which u are not applicable
    Input    the assessments of a year by measure
    Output   fraction [0-1]; empty where nothing is left to ask
    Raises   `MeasureError` where an assessment is of another year
    Source   arithmetic
    """
    asked = [one for one in _of_year(assessments, year) if one.missing != Missing.NOT_APPLICABLE]
    return _row((year, group), sum(one.value is not None for one in asked), len(asked))


@measure("progress_sex_coverage", N_("Counts of persons with sex"), Unit.FRACTION)
def sex_coverage(
    assessments: Assessments, persons: Collection[str], with_sex: Collection[str], *, year: int, group: str = "all"
) -> pd.DataFrame:
    """Counts of persons whose value came with sex, of those with a value.

    Formula  k / n, k measures whose value came with sex among n measures that count persons and have a value
    Input    the assessments of a year by measure; the ids of the measures that count persons, and of those whose value
             of the year came with sex
    Output   fraction [0-1]; empty where no count of persons has a value
    Raises   `MeasureError` where an assessment is of another year
    Source   the plan's own methodology (data by sex)
    """
    _of_year(assessments, year)
    counted = [key for key, one in assessments.items() if key in persons and one.value is not None]
    return _row((year, group), sum(key in with_sex for key in counted), len(counted))


@measure("progress_mean_capped", N_("Mean progress to the targets"), Unit.FRACTION)
def mean_capped_progress(assessments: Assessments, *, year: int, group: str = "all") -> pd.DataFrame:
    """The mean way that is behind, over the measures with a target of which it can be told.

    Formula  the mean of min(1, max(0, progress)) over the k measures with a progress among n measures asked
    Input    the assessments of a year by measure
    Output   fraction [0-1], with k as numerator and n as denominator; empty where no measure has a progress
    Raises   `MeasureError` where an assessment is of another year
    Source   arithmetic; capped, so that one measure far beyond its target does not hide others
    """
    asked = _of_year(assessments, year)
    parts = [one.capped_progress for one in asked if one.capped_progress is not None]
    mean = float(sum(parts) / len(parts)) if parts else float("nan")
    return _row((year, group), len(parts), len(asked)).assign(value=mean)


def _of_year(assessments: Assessments, year: int) -> list[Assessment]:
    for measure_id, one in assessments.items():
        if one.year != year:
            raise MeasureError(
                _("The measure “{measure}” was assessed for {found}. Expected {year}.").format(
                    measure=measure_id, found=one.year, year=year
                )
            )
    return list(assessments.values())


def _row(key: tuple[int, str], numerator: int, denominator: int) -> pd.DataFrame:
    value = float(Fraction(numerator, denominator)) if denominator else float("nan")
    return pd.DataFrame([(*key, numerator, denominator, value)], columns=_ROW)

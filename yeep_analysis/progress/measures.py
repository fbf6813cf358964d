"""Measures over many assessments: how many say what, how much of the plan was reported at all, and the result rows.

Assessments come as a mapping from the id of a measure, so each measure counts once, however many actions share it. All
are of one year. What was not reported is told beside the results; it never enters a mean and never becomes a zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import pandas as pd

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.progress import overview
from yeep_analysis.progress.assessment import Assessment, Assessments
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.results import ALL, FEMALE, MALE, MEASURED, Indicator, collect, measure, of
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import MeasureUnit, Missing, Status, Subject, Unit

Ids = Collection[str]  # of measures
SOURCE = "results"  # of every row: what the units reported


@measure(Indicator("progress_status_share", N_("Indicators by status"), Unit.FRACTION))
def status_shares(assessments: Assessments, *, year: int, kind: str = ALL, part: str = ALL) -> pd.DataFrame:
    """Measures with a status, of all measures asked.

    Parameters
    ----------
    assessments : those of a year, by indicator
    year : the year of all of them
    kind, part : whose indicators they are: ``theme`` and its key; empty for the whole plan

    Returns
    -------
    fraction [0-1] for each status, 0 where no indicator has it; empty where none is asked

    Raises
    ------
    `MeasureError` where an assessment is of another year

    Notes
    -----
    k / n, k indicators with the status among n indicators asked

    References
    ----------
    arithmetic

    Examples
    --------
    >>> from yeep_analysis.progress import Observation, Rule, assess
    >>> rule, told = Rule("stock", "increase"), {"centres": [Observation(2023, 2), Observation(2024, 3)], "map": []}
    >>> shares = status_shares({key: assess(seen, rule, 2024) for key, seen in told.items()}, year=2024)
    >>> shares[shares["numerator"] > 0][["status", "value"]].to_numpy().tolist()
    [['toward', 0.5], ['no_data', 0.5]]
    """
    asked = _of_year(assessments, year)
    found = [one.status for one in asked]
    return pd.concat(
        [_row(year, kind, part, found.count(status), len(asked)).assign(status=status.value) for status in Status],
        ignore_index=True,
    )


@measure(
    Indicator("progress_response_rate", N_("Response rate"), Unit.FRACTION),
    Indicator("progress_value_rate", N_("Indicators with a value"), Unit.FRACTION),
    Indicator("progress_sex_coverage", N_("Counts of people broken down by sex"), Unit.FRACTION),
)
def coverage(
    assessments: Assessments, persons: Ids = (), with_sex: Ids = (), *, year: int, kind: str = ALL, part: str = ALL
) -> Mapping[str, pd.DataFrame]:
    """How much of what was asked was reported, has a value, and is broken down by sex.

    Parameters
    ----------
    assessments : those of a year, by indicator
    persons, with_sex : the ids of the indicators that count persons, and of those whose value of the year is broken
        down by sex
    year : the year of all of them
    kind, part : whose indicators they are: ``theme`` or ``unit`` and its key; empty for the whole plan

    Returns
    -------
    three fractions [0-1]; empty where nothing is left to ask; a milestone done in an earlier year and not reported
    since does not count as reported

    Raises
    ------
    `MeasureError` where an assessment is of another year

    Notes
    -----
    response rate: k / n, k indicators with a value, with 0 of 0, or with the reason why there is none, among n
    indicators asked; indicators with a value: k / (n - u), k with a value, u not applicable; counts of people broken
    down by sex: k / n, k whose value is broken down among n that count people and have a value

    References
    ----------
    arithmetic; the plan's own methodology (data by sex)

    Examples
    --------
    >>> from yeep_analysis.progress import Observation, Rule, assess
    >>> rule, told = Rule("stock", "increase"), {"members": [Observation(2024, 3)], "centres": []}
    >>> assessed = {key: assess(seen, rule, 2024) for key, seen in told.items()}
    >>> coverage(assessed, persons=["members"], with_sex=["members"], year=2024)["value"].tolist()
    [0.5, 0.5, 1.0]
    """
    asked = _of_year(assessments, year)
    applicable = [one for one in asked if one.missing != Missing.NOT_APPLICABLE]
    counted = [key for key, one in assessments.items() if key in persons and one.value is not None]
    pairs = {
        "progress_response_rate": (sum(one.is_answered for one in asked), len(asked)),
        "progress_value_rate": (sum(one.value is not None for one in applicable), len(applicable)),
        "progress_sex_coverage": (sum(key in with_sex for key in counted), len(counted)),
    }
    return {name: _row(year, kind, part, *pair) for name, pair in pairs.items()}


@measure(Indicator("progress_mean_capped", N_("Mean progress towards targets"), Unit.FRACTION))
def mean_capped_progress(assessments: Assessments, *, year: int, kind: str = ALL, part: str = ALL) -> pd.DataFrame:
    """The mean way that is behind, over the measures with a target of which it can be told.

    Parameters
    ----------
    assessments : those of a year, by indicator
    year : the year of all of them
    kind, part : whose indicators they are: ``theme`` and its key; empty for the whole plan

    Returns
    -------
    fraction [0-1], with k as numerator and n as denominator; empty where no indicator has a progress

    Raises
    ------
    `MeasureError` where an assessment is of another year

    Notes
    -----
    the mean of min(1, max(0, progress)) over the k indicators with a progress among n indicators asked

    References
    ----------
    arithmetic; capped, so that one indicator far beyond its target does not hide others

    Examples
    --------
    >>> from yeep_analysis.progress import Observation, Rule, Target, assess
    >>> rule, target = Rule("stock", "increase"), Target(2025, 8, set_in=2023)
    >>> told = [[Observation(2023, 0), Observation(2024, n)] for n in (4, 12)]
    >>> mean_capped_progress({n: assess(told[n], rule, 2024, target) for n in (0, 1)}, year=2024)["value"].tolist()
    [0.75]
    """
    asked = _of_year(assessments, year)
    parts = [one.capped_progress for one in asked if one.capped_progress is not None]
    mean = float(sum(parts) / len(parts)) if parts else float("nan")
    return _row(year, kind, part, len(parts), len(asked)).assign(value=mean)


# --- of themes, units and years ----------------------------------------------


def statuses_by_theme(evaluation: Evaluation) -> pd.DataFrame:
    """The shares of the statuses in each theme and in the whole plan; each measure once in each."""
    parts = [
        status_shares(of_measures(evaluation.assessed, ids), year=evaluation.last, kind=kind, part=part)
        for kind, part, ids in _themes(evaluation.plan)
    ]
    return pd.concat(parts, ignore_index=True)


def response_by_theme(evaluation: Evaluation) -> pd.DataFrame:
    """The response rate of each theme and of the whole plan."""
    return _response(evaluation, _themes(evaluation.plan))


def response_by_unit(evaluation: Evaluation) -> pd.DataFrame:
    """The response rate of each unit that reports measures, in the order of the table of reporters."""
    return _response(evaluation, _units(evaluation))


def coverage_by_year(evaluation: Evaluation) -> pd.DataFrame:
    """How much was answered, has a value and came with sex in each year of the plan."""
    return _one_below_the_other(
        coverage(assessed, *evaluation.persons_with_sex(year), year=year)
        for year, assessed in evaluation.by_year.items()
    )


def published(evaluation: Evaluation, rates: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The result table of an evaluation: every measure with its status, and the rates, each once."""
    units = {key: measure.unit for key, measure in evaluation.plan.measures.items()}
    own = [result_rows(evaluation.assessed, units), earlier(evaluation), by_sex(evaluation)]
    whole = collect([*own, *rates]).assign(source=SOURCE)
    return whole.drop_duplicates(["indicator", "year", "sex", "kind", "part", "status"], ignore_index=True)


def earlier(evaluation: Evaluation) -> pd.DataFrame:
    """The values of earlier years, of the plan before as well: from them changes are counted."""
    rows = [
        {
            "indicator": key,
            "year": one.year,
            "numerator": _float(one.value if one.denominator is None else one.numerator),
            "denominator": _float(one.denominator),
            "value": float(one.value),
        }
        for key in evaluation.histories
        for one in evaluation.seen(key)
        if one.value is not None and one.year != evaluation.last
    ]
    frame = pd.DataFrame(rows, columns=["indicator", "year", *MEASURED])
    return frame.assign(unit=[evaluation.plan.measures[key].unit.value for key in frame["indicator"]])


def by_sex(evaluation: Evaluation) -> pd.DataFrame:
    """Women and men of every count of persons that came with sex and may be shown, as result rows of their own."""
    rows = [
        {"indicator": key, "year": evaluation.last, "sex": sex, "numerator": float(n), "value": float(n)}
        for key, measure in evaluation.plan.measures.items()
        for sex, n in zip((FEMALE, MALE), overview.sexes(evaluation, measure), strict=True)
        if n is not None
    ]
    frame = pd.DataFrame(rows, columns=["indicator", "year", "sex", "numerator", "value"])
    return frame.assign(unit=[evaluation.plan.measures[key].unit.value for key in frame["indicator"]])


def result_rows(assessments: Assessments, units: Mapping[str, MeasureUnit]) -> pd.DataFrame:
    """One row per measure: ``indicator, year, numerator, denominator, value, unit, target, status``.

    indicator                the id of the measure
    numerator, denominator   the two counts of a ratio; of a count the count itself, without a denominator
    target                   empty where none was set by that year

    Raises   `KeyError` where a measure has no unit (the catalogue's checks forbid it)
    """
    rows = [_result_row(measure_id, one, units[measure_id]) for measure_id, one in assessments.items()]
    frame = pd.DataFrame(rows, columns=["indicator", "year", *MEASURED, "unit", "target", "status"])
    return frame.astype(dict.fromkeys((*MEASURED, "target"), float))


def of_measures(assessments: Assessments, measure_ids: Iterable[str]) -> Assessments:
    """The assessments of some measures (of a theme, of a unit), each once.

    Raises   `MeasureError` where a measure was not assessed: what is not known is told, not left out
    """
    wanted = list(dict.fromkeys(measure_ids))
    for measure_id in wanted:
        if measure_id not in assessments:
            raise MeasureError(
                _("The indicator “{measure}” was not assessed. Each needs an assessment.").format(measure=measure_id)
            )
    return {measure_id: assessments[measure_id] for measure_id in wanted}


def _themes(plan: Plan) -> Iterator[tuple[str, str, list[str]]]:
    """Kind, key and measures of each theme, and of the whole plan last."""
    for theme in plan.themes.values():
        yield "theme", theme.id, [measure.id for measure in theme.measures]
    yield ALL, ALL, list(plan.measures)


def _units(evaluation: Evaluation) -> Iterator[tuple[str, str, list[str]]]:
    """Kind, key and measures of each unit that reports any."""
    for unit in evaluation.reporters.units:
        asked = evaluation.reporters.of_unit(unit)
        if ids := [key for key in evaluation.plan.measures if (Subject.MEASURE, key) in asked]:
            yield "unit", unit, ids


def _response(evaluation: Evaluation, groups: Iterable[tuple[str, str, list[str]]]) -> pd.DataFrame:
    rates = _one_below_the_other(
        coverage(of_measures(evaluation.assessed, ids), year=evaluation.last, kind=kind, part=part)
        for kind, part, ids in groups
    )
    return of(rates, "progress_response_rate")


def _one_below_the_other(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Where there are none, the columns remain."""
    return pd.concat([coverage({}, year=0).iloc[:0], *parts], ignore_index=True)


def _of_year(assessments: Assessments, year: int) -> list[Assessment]:
    for measure_id, one in assessments.items():
        if one.year != year:
            raise MeasureError(
                _("The indicator “{measure}” was assessed for {found}, not for {year}.").format(
                    measure=measure_id, found=one.year, year=year
                )
            )
    return list(assessments.values())


def _row(year: int, kind: str, part: str, numerator: int, denominator: int) -> pd.DataFrame:
    value = float(Fraction(numerator, denominator)) if denominator else float("nan")
    return pd.DataFrame(
        [(year, kind, part, numerator, denominator, value)], columns=["year", "kind", "part", *MEASURED]
    )


def _result_row(measure_id: str, one: Assessment, unit: MeasureUnit) -> dict:
    counted = one.value if one.denominator is None else one.numerator
    return {
        "indicator": measure_id,
        "year": one.year,
        "numerator": _float(counted),
        "denominator": _float(one.denominator),
        "value": _float(one.value),
        "unit": unit.value,
        "target": _float(one.target),
        "status": one.status.value,
    }


def _float(number: Fraction | int | None) -> float:
    return float("nan") if number is None else float(number)

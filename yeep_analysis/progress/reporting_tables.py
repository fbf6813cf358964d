"""Tables on the reporting itself: who answered, what came with sex, what is missing, what was corrected."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.result_tables import CorrectionRow
from yeep_analysis.progress import Assessment
from yeep_analysis.progress.coverage import of_measures, response_rate, sex_coverage
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.tables import ALL
from yeep_analysis.progress.values import stored
from yeep_analysis.reporting.questions import ANSWERS
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _, date
from yeep_analysis.words.terms import Missing, Reason, Subject

Assessments = Mapping[str, Assessment]


def unit_rates(evaluation: Evaluation, assessed: Assessments) -> pd.DataFrame:
    """The response rate of each reporting unit; group = unit."""
    parts = [
        response_rate(of_measures(assessed, ids), year=evaluation.last, group=unit)
        for unit, ids in _measures_of_units(evaluation).items()
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_RATE)


def sex_rates(evaluation: Evaluation, assessed_by_year: Mapping[int, Assessments]) -> pd.DataFrame:
    """For each year the share of the person counts that came with sex."""
    parts = []
    for year, assessed in assessed_by_year.items():
        persons, with_sex = evaluation.persons_with_sex(year)
        parts.append(sex_coverage(assessed, persons, with_sex, year=year))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_RATE)


def rates_by_year(assessed_by_year: Mapping[int, Assessments]) -> pd.DataFrame:
    """The response rate of the whole plan, year by year."""
    parts = [response_rate(assessed, year=year) for year, assessed in assessed_by_year.items()]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_RATE)


def units(plan: Plan, rates: pd.DataFrame) -> PublicationTable:
    """Who answered how much, in the order of the table of reporters; no ranking."""
    names = [plan.units[key].name for key in rates["group"]]
    return _rates("reporting_units", _("Response by reporting unit"), _("Unit"), names, rates)


def themes(plan: Plan, rates: pd.DataFrame) -> PublicationTable:
    """How much was answered in each theme."""
    names = [_("Whole plan") if key == ALL else plan.themes[key].name for key in rates["group"]]
    return _rates("reporting_themes", _("Response by theme"), _("Theme"), names, rates)


def years(rates: pd.DataFrame) -> PublicationTable:
    """How much was answered in each year of the plan."""
    names = [str(year) for year in rates["year"]]
    return _rates("reporting_years", _("Response by year"), _("Year"), names, rates)


def by_sex(rates: pd.DataFrame) -> PublicationTable:
    """How many of the person counts came with sex, year by year."""
    frame = rates.assign(name=[str(year) for year in rates["year"]])
    columns = (
        Column("name", _("Year")),
        Column("denominator", _("Counts of persons with a value"), "count"),
        Column("numerator", _("of these with sex"), "count"),
        Column("value", _("Share"), "share"),
    )
    note = _("Counts of women only are with sex. “Not broken down by sex” is a finding, not an error of the report.")
    return PublicationTable("reporting_sex", _("Counts of persons by sex"), columns, _present(frame), note)


def missing(evaluation: Evaluation, assessed: Assessments) -> PublicationTable:
    """Every measure without a value, with the reason and the unit that reports it."""
    rows = [
        {
            "measure": evaluation.plan.measures[key].name,
            "unit": ", ".join(
                evaluation.plan.units[unit].name for unit in evaluation.reporters.of(Subject.MEASURE, key)
            )
            or None,
            "reason": (one.missing or Reason.NO_CASES).label,
        }
        for key, one in assessed.items()
        if one.value is None and one.missing != Missing.SUPPRESSED
    ]
    columns = (
        Column("measure", _("Measure")),
        Column("unit", _("Reporting unit")),
        Column("reason", _("Why there is no value")),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("reporting_missing", _("Measures without a value"), columns, frame)


def corrections(evaluation: Evaluation) -> PublicationTable:
    """The corrections of published numbers: counts only; what a unit wrote stays inside unless it is a number."""
    sensitive = {key for key, measure in evaluation.plan.measures.items() if measure.is_sensitive}
    rows = [
        {
            "day": date(row.corrected_on),
            "year": row.year,
            "measure": evaluation.plan.measures[row.subject_id].name,
            "field": row.field.label,
            "old": None if row.subject_id in sensitive else stored(row.field, row.old_value),
            "new": None if row.subject_id in sensitive else stored(row.field, row.new_value) or _("taken back"),
            "reason": row.reason if _is_released(evaluation, row) else None,
        }
        for row in evaluation.corrections
        if row.subject == Subject.MEASURE and not row.breakdown and row.field in ANSWERS
    ]
    columns = (
        Column("day", _("Day")),
        Column("year", _("Year"), "year"),
        Column("measure", _("Measure")),
        Column("field", _("What")),
        Column("old", _("Before")),
        Column("new", _("Now")),
        Column("reason", _("Reason")),
    )
    note = _(
        "Corrections of texts and of parts are kept in the log of corrections. Values of sensitive measures are not "
        "shown, and reasons only where the unit released its texts."
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("corrections", _("Corrected values"), columns, frame, note)


def _is_released(evaluation: Evaluation, row: CorrectionRow) -> bool:
    """Whether a unit's reason may be printed: it released its texts, and they are not beside a small count."""
    if evaluation.plan.measures[row.subject_id].is_sensitive:
        return False
    return evaluation.reply(row.year, Subject.MEASURE, row.subject_id).may_be_published


_RATE = ["indicator", "year", "group", "numerator", "denominator", "value", "unit"]


def _measures_of_units(evaluation: Evaluation) -> dict[str, list[str]]:
    asked = {unit: evaluation.reporters.of_unit(unit) for unit in evaluation.reporters.units}
    order = list(evaluation.plan.measures)
    return {
        unit: ids
        for unit, entries in asked.items()
        if (ids := [key for key in order if (Subject.MEASURE, key) in entries])
    }


def _rates(name: str, caption: str, head: str, names: list[str], rates: pd.DataFrame) -> PublicationTable:
    columns = (
        Column("name", head),
        Column("denominator", _("Measures asked"), "count"),
        Column("numerator", _("Answered"), "count"),
        Column("value", _("Response rate"), "share"),
    )
    note = _("Answered: with a value, or with a reason other than “not reported”.")
    return PublicationTable(name, caption, columns, _present(rates.assign(name=names)), note)


def _present(frame: pd.DataFrame) -> pd.DataFrame:
    """Without what nobody answered: where nothing came, nothing is said, not a zero."""
    empty = frame["numerator"] == 0
    return frame.assign(
        denominator=frame["denominator"].astype(object).where(frame["denominator"] > 0, None),
        numerator=frame["numerator"].astype(object).where(~empty, None),
        value=frame["value"].astype(object).where(~empty, None),
    )

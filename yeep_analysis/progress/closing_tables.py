"""Tables of the closing evaluation: all years side by side, what was reached, what was never reported."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from yeep_analysis.progress import values
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.sentences import never_reported
from yeep_analysis.progress.tables import Assessments, reported
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Status, Subject


def years(evaluation: Evaluation, by_year: Mapping[int, Assessments]) -> PublicationTable:
    """Every measure with its status in every year."""
    rows = [
        {
            "theme": measure.actions[0].theme.name,
            "measure": measure.name,
            **{str(year): values.status(assessed[key]) for year, assessed in by_year.items()},
        }
        for key, measure in evaluation.plan.measures.items()
    ]
    columns = (Column("measure", _("Measure")), *(Column(str(year), str(year)) for year in by_year))
    order = {theme.name: place for place, theme in enumerate(evaluation.plan.themes.values())}
    frame = pd.DataFrame(rows, columns=["theme", *(column.key for column in columns)])
    frame = frame.sort_values("theme", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    note = _("A measure that serves several themes stands under the first of them.")
    return PublicationTable("closing_years", _("Status of every measure, year by year"), columns, frame, note, "theme")


def reached(evaluation: Evaluation, assessed: Assessments) -> PublicationTable:
    """Measures that ended with a change toward the objective or were done, with first and last value."""
    rows = [
        {
            "measure": measure.name,
            "first": reported(evaluation, measure, one.baseline_year) if one.baseline_year else None,
            "last": reported(evaluation, measure, one.year),
            "status": values.status(one),
        }
        for key, one in assessed.items()
        if one.status in (Status.TOWARD, Status.DONE)
        for measure in [evaluation.plan.measures[key]]
    ]
    columns = (
        Column("measure", _("Measure")),
        Column("first", _("First year with a value")),
        Column("last", _("Newest year")),
        Column("status", _("Status")),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("closing_reached", _("What was reached"), columns, frame)


def never(evaluation: Evaluation, by_year: Mapping[int, Assessments]) -> PublicationTable:
    """Measures of which no year has an answer, with the unit that was to report them."""
    rows = [
        {
            "measure": evaluation.plan.measures[key].name,
            "unit": ", ".join(
                evaluation.plan.units[unit].name for unit in evaluation.reporters.of(Subject.MEASURE, key)
            )
            or None,
        }
        for key in never_reported(by_year)
    ]
    columns = (Column("measure", _("Measure")), Column("unit", _("Reporting unit")))
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("closing_never", _("What was never reported"), columns, frame)

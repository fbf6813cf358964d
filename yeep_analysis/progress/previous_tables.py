"""The plan before this one: the last value of what goes on, beside that of this plan."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd

from yeep_analysis.edition import Edition
from yeep_analysis.municipality.plan_tables import BaselineRow
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.progress.disclosure import any_small
from yeep_analysis.progress.evaluation import Evaluation, load_evaluation
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import NO_VALUE, _, active, number
from yeep_analysis.words.terms import Missing


def last_values(data: Path) -> dict[str, tuple[int, str]]:
    """The last value of each measure of a plan with its year; what is hidden (small counts) is left out."""
    tables = validate_tables(data)
    plan = tables["municipality"].rows[0][1]
    years = [row.year for _number, row in tables["population"].rows if row.year <= plan.plan_end]
    if not years or max(years) < plan.plan_start:
        return {}
    evaluation = load_evaluation(Edition(max(years), active(), data))
    found = {}
    for key, history in evaluation.histories.items():
        known = [one for one in history if one.value is not None and not one.is_partial]
        if known:
            value = known[-1].value
            found[key] = (known[-1].year, str(value.numerator) if value.denominator == 1 else repr(float(value)))
    return found


def before_and_now(evaluation: Evaluation) -> PublicationTable:
    """The last value of the plan before, and that of the assessed year, of each measure that goes on."""
    rows = []
    for row in evaluation.follow_up.baselines:
        measure = evaluation.plan.measures[row.measure_id]
        now = next((one for one in evaluation.histories[measure.id] if one.year == evaluation.last), None)
        value = None if now is None else now.value
        rows.append(
            {
                "name": measure.name,
                "unit": measure.unit.label,
                "before": Missing.SUPPRESSED.label if _is_hidden(evaluation, row) else _shown(row.value),
                "year": row.year,
                "now": NO_VALUE if value is None else _shown(float(value)),
            }
        )
    columns = (
        Column("name", _("Indicator")),
        Column("unit", _("Unit of measurement")),
        Column("before", _("Last value in the previous plan")),
        Column("year", _("Year"), "year"),
        Column("now", str(evaluation.last)),
    )
    note = _("The values belong to two plans: what is counted may have changed, and no change is judged here.")
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("plan_before_and_now", _("The previous plan and this one"), columns, frame, note)


def _is_hidden(evaluation: Evaluation, row: BaselineRow) -> bool:
    """Whether a value of the plan before is a small count; the plan may have been typed in by hand."""
    return evaluation.is_protected(row.measure_id) and any_small([math.ceil(row.value)], evaluation.smallest_shown)


def _shown(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)

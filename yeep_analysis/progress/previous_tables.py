"""The plan before this one: the last value of what goes on, beside that of this plan."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from yeep_analysis.edition import Edition
from yeep_analysis.municipality.catalogue import PlanMeasure
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.progress.evaluation import Evaluation, load_evaluation
from yeep_analysis.progress.observations import Observation
from yeep_analysis.progress.sentences import change_text
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import NO_VALUE, _, active, number
from yeep_analysis.words.terms import Missing


def last_values(data: Path) -> dict[str, Observation]:
    """The last value of each measure of a plan; what is hidden (small counts) is left out."""
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
            found[key] = known[-1]
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
                "name": measure.shown,
                "unit": measure.unit.label,
                "before": Missing.SUPPRESSED.label if evaluation.hides(row) else _shown(row.value),
                "year": row.year,
                "now": NO_VALUE if value is None else _shown(float(value)),
                "change": _change(evaluation, measure),
            }
        )
    columns = (
        Column("name", _("Indicator")),
        Column("unit", _("Unit of measurement")),
        Column("before", _("Last value in the previous plan")),
        Column("year", _("Year"), "year"),
        Column("now", str(evaluation.last)),
        Column("change", _("Change")),
    )
    note = _(
        "The values belong to two plans. Where the same is counted, changes are told from the value of the previous "
        "plan on; where something else is counted now, none is."
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("plan_before_and_now", _("The previous plan and this one"), columns, frame, note)


def _change(evaluation: Evaluation, measure: PlanMeasure) -> str:
    """The change since the value of the plan before; a word where something else is counted now."""
    one, before = evaluation.assessed[measure.id], evaluation.carried.get(measure.id)
    if before is None:
        return _("not compared")
    return change_text(measure, one) if one.change is not None and one.baseline_year == before.year else NO_VALUE


def _shown(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)

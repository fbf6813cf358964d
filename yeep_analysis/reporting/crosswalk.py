"""From this plan to the next: a row for every action and measure, to be decided by the equality unit.

The plan that follows has a data folder of its own (``yeep new``), so that two versions of a plan never mix; the
crosswalk is what leads from one to the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.plan_tables import FOLLOW_UP_TABLES, CrosswalkRow
from yeep_analysis.municipality.table_files import write_table
from yeep_analysis.municipality.validate import PLAN_FOLDER
from yeep_analysis.words.terms import Fate, Subject


def completed(plan: Plan, rows: Iterable[CrosswalkRow]) -> tuple[CrosswalkRow, ...]:
    """The rows that are there, and an undecided one for whatever has none."""
    rows = tuple(rows)
    known = {(row.subject, row.subject_id) for row in rows}
    asked = [(Subject.ACTION, key) for key in plan.actions] + [(Subject.MEASURE, key) for key in plan.measures]
    return rows + tuple(_undecided(*entry) for entry in asked if entry not in known)


def save_crosswalk(data: Path, rows: Iterable[CrosswalkRow]) -> Path:
    """Write the table into the plan's folder."""
    table = FOLLOW_UP_TABLES["crosswalk"]
    path = data / PLAN_FOLDER / table.file
    write_table(path, table, rows)
    return path


def _undecided(subject: Subject, subject_id: str) -> CrosswalkRow:
    return CrosswalkRow(
        subject=subject, subject_id=subject_id, fate=Fate.UNDECIDED, next_id="", next_text="", reason=""
    )

"""What the tables of the plan's conduct must look like: who reports what, which targets were set, what comes next.

They lie beside the catalogue under ``data/plan/``, are edited by the equality unit, and may be absent.
"""

from __future__ import annotations

from pydantic import Field

from yeep_analysis.inputs.cells import DecimalNumber, Key, OptionalYear, Year
from yeep_analysis.inputs.schemas import Row, Table
from yeep_analysis.result_terms import Fate, ReporterBasis, Subject


class ReporterRow(Row):
    """Which unit reports a measure or the status of an action. Edited by the equality unit."""

    subject: Subject = Field(description="Whether a measure or an action is meant")
    subject_id: Key = Field(description="Measure or action; key of measures.csv or actions.csv")
    unit_id: Key = Field(description="Unit that reports; key of units.csv")
    basis: ReporterBasis = Field(description="A proposal of the software, or confirmed by the municipality")
    note: str = Field(description="Why this unit, or what was agreed with it")


class TargetRow(Row):
    """Values to reach, where a unit set one; the plan itself may give none."""

    measure_id: Key = Field(description="Measure; key of measures.csv")
    target_year: Year = Field(description="Year by whose end the value is to be reached")
    value: DecimalNumber = Field(ge=0, description="Value to reach, in the unit of the measure")
    set_in: Year = Field(description="Year in which the target was set; earlier years are not held against it")
    base_year: OptionalYear = Field(
        description="Year in which the path starts; empty: that of the newest value by then"
    )
    note: str = Field(description="Who set it, and in which document")


class CrosswalkRow(Row):
    """What becomes of an action or a measure in the plan that follows; filled in by the equality unit."""

    subject: Subject = Field(description="Whether a measure or an action is meant")
    subject_id: str = Field(description="Measure or action of this plan; empty for what is new in the next one")
    fate: Fate = Field(description="kept, changed, dropped, new, or not decided yet")
    next_id: str = Field(description="Key in the plan that follows, once it has one")
    next_text: str = Field(description="Words of the plan that follows; empty where they stay as they are")
    reason: str = Field(description="Why")


CONDUCT_TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("reporters", ReporterRow, ("subject", "subject_id", "unit_id"), required=False),
        Table("targets", TargetRow, ("measure_id", "target_year"), required=False),
        Table("crosswalk", CrosswalkRow, (), required=False),  # what is new has no key: see conduct
    )
}

"""What the tables of the yearly results must look like: results of a year, log of corrections."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field as Column

from yeep_analysis.municipality.cells import Day, Hash, Key, OptionalYesNo, Position, Text, Year
from yeep_analysis.municipality.fact_tables import Row, Table
from yeep_analysis.words.terms import Field, Subject

FOLDER = "results"  # inside the data folder
_BREAKDOWN = "Breakdown of which this is a part; empty for the whole"
_CATEGORY = "Part of the breakdown: mahalle code, month, age group …; empty for the whole"


@dataclass(frozen=True, order=True)
class RowKey:
    """Identity of a row: of what it speaks, and of which part of it."""

    subject: Subject
    subject_id: str
    breakdown: str = ""
    category: str = ""

    def __str__(self) -> str:
        """The key as it stands in a form: ``measure/siddet_goren_kadin/mahalle/41309``."""
        return "/".join(part for part in (self.subject.value, self.subject_id, self.breakdown, self.category) if part)

    @classmethod
    def read(cls, text: str) -> RowKey:
        """A key from the text in a form."""
        subject, *others = text.split("/")
        return cls(Subject(subject), *others)

    @property
    def whole(self) -> RowKey:
        """The row of the whole, of which this one may be a part."""
        return RowKey(self.subject, self.subject_id)

    @property
    def is_part(self) -> bool:
        """Whether it is one part of a breakdown."""
        return bool(self.breakdown)


class Answered(Row):
    """What every row about a reported value says."""

    unit_id: Key = Column(description="Unit that reported; key of plan/units.csv")
    subject: Subject = Column(description="Whether an indicator or an action is meant")
    subject_id: Key = Column(description="Measure or action; key of plan/measures.csv or plan/actions.csv")
    breakdown: str = Column(description=_BREAKDOWN)
    category: str = Column(description=_CATEGORY)
    field: Field = Column(description="What was reported")

    @property
    def key(self) -> RowKey:
        """The row of a form in which it stood."""
        return RowKey(self.subject, self.subject_id, self.breakdown, self.category)


class ResultRow(Answered):
    """Reported values, one per row, with where they came from."""

    value: Text = Column(description="Value: digits, a decimal point, year-month-day, a word of a closed list, or text")
    file: Text = Column(description="Name of the file in which it was delivered")
    sha256: Hash = Column(description="SHA-256 of that file")
    sheet: str = Column(description="Sheet; empty for a CSV")
    cell: Text = Column(description="Cell, or row of a CSV")
    received_on: Day = Column(description="Day on which it was merged")


class CorrectionRow(Answered):
    """Values that were replaced: what they were, what took their place, why, and by which file."""

    year: Year = Column(description="Year of the results")
    merge: Position = Column(description="Which merge of that year with corrections it was, counted from 1")
    old_value: Text = Column(description="Value that was replaced")
    new_value: str = Column(description="Value in its place; empty where it was taken back")
    reason: Text = Column(description="Reason given")
    corrected_on: Day = Column(description="Day of the correction")
    old_file: Text = Column(description="File that had brought the old value")
    old_sha256: Hash = Column(description="SHA-256 of that file")
    old_received_on: Day = Column(description="Day on which the old value had been merged")
    new_file: Text = Column(description="File that brought the new value")
    new_sha256: Hash = Column(description="SHA-256 of that file")
    replaced_results: Hash = Column(description="SHA-256 of the year's table before this correction")
    may_publish: OptionalYesNo = Column(
        default=None, description="Whether the reason may be published; empty: as the texts of the row"
    )

    @property
    def is_provisional(self) -> bool:
        """Whether the value that was replaced had come before its year was over: it was an interim one, no mistake."""
        return self.old_received_on.year <= self.year


ANSWER_KEY = ("unit_id", "subject", "subject_id", "breakdown", "category", "field")
DELIVERED = ["unit_id", "subject", "subject_id", "breakdown", "category", "field", "value"]  # columns of a CSV delivery
CORRECTIONS = Table("corrections", CorrectionRow, ("year", "merge", *ANSWER_KEY), required=False)


def results_table(year: int) -> Table:
    """The declaration of one year's table."""
    return Table(str(year), ResultRow, ANSWER_KEY, required=False)


def years_with_results(data: Path) -> list[int]:
    """The years of which a table of results lies in a data folder."""
    return sorted(int(path.stem) for path in (data / FOLDER).glob("[0-9][0-9][0-9][0-9].csv"))

"""What the tables of counts must look like of which small ones are hidden: applications by month, and a survey.

They never become frames that a chapter can load: who shows them asks the room ``sensitive``, which protects them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field as Column

from yeep_analysis.municipality.cells import (
    ALL,
    UNKNOWN,
    Code,
    Count,
    Day,
    Hash,
    Month,
    PlaceOrAll,
    Position,
    Text,
    Year,
)
from yeep_analysis.municipality.checks import Numbered, TableRows, check_keys, unknown_key
from yeep_analysis.municipality.fact_tables import Row, Table
from yeep_analysis.municipality.table_files import read_rows
from yeep_analysis.words.errors import DataError, Problem, at_row
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import ApplicationSource, Deprivation, Stage, Term, Violence

MONTHLY_FOLDER = "monthly"  # inside the data folder


class ViolenceOrAll(Term):
    """A kind of violence, or all of them."""

    ALL = ALL, ""
    PHYSICAL, PSYCHOLOGICAL, ECONOMIC, SEXUAL, STALKING, OTHER = ((one.value, one.name_for_readers) for one in Violence)


class StageOrAll(Term):
    """A stage, or all of them."""

    ALL = ALL, ""
    RECEIVED, REFERRED, ORDER, SHELTER, PROSECUTION, CONCLUDED = ((one.value, one.name_for_readers) for one in Stage)


class Counted(Row):
    """What is counted of the applications of a month."""

    month: Month = Column(description="Month, as year-month")
    source: ApplicationSource = Column(description="To whom the applications were made")
    mahalle_code: PlaceOrAll = Column(
        description="Code of the mahalle; unknown where the record does not say; all in rows by stage and in the total"
    )
    kind: ViolenceOrAll = Column(description="Kind of violence, each application once; all in the total")
    stage: StageOrAll = Column(description="Last stage in the month; all in rows by mahalle and in the total")

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the row from all others."""
        return tuple(str(getattr(self, name)) for name in KEY)

    @property
    def is_total(self) -> bool:
        """Whether it is the total of its month and source, which says that its counts are all there."""
        return self.mahalle_code == self.kind == self.stage == ALL


class MonthlyCount(Counted):
    """Applications because of violence: by mahalle and kind, and by stage and kind. What has no row counts none."""

    n: Count = Column(description="Applications")
    file: Text = Column(description="Name of the form in which it was delivered")
    sha256: Hash = Column(description="SHA-256 of that file")
    sheet: Text = Column(description="Sheet of the form")
    cell: Text = Column(description="Cell")
    received_on: Day = Column(description="Day on which it was taken in")


class MonthlyCorrection(Counted):
    """Counts of a month that were replaced: what they were, what took their place, why, and by which file."""

    merge: Position = Column(description="Which taking in of monthly forms it was, counted from 1")
    old_n: Count = Column(description="Applications before")
    new_n: Count = Column(description="Applications in their place")
    reason: Text = Column(description="Reason given")
    corrected_on: Day = Column(description="Day of the correction")
    new_file: Text = Column(description="File that brought the new count")
    new_sha256: Hash = Column(description="SHA-256 of that file")


class SurveyCount(Row):
    """A survey of deprivation: households that were asked in a mahalle, and how many of them go without something."""

    year: Year = Column(description="Year of the survey")
    mahalle_code: Code = Column(description="TÜİK's code of the mahalle; key of mahalles.csv")
    kind: Deprivation = Column(description="What they go without; a household may go without several")
    n: Count = Column(description="Households that go without it")
    asked: Count = Column(description="Households asked in the mahalle, the same for each kind")
    source_id: Text = Column(description="Source of the row; key of sources.csv")


KEY = ("month", "source", "mahalle_code", "kind", "stage")
MONTHLY = Table("counts", MonthlyCount, KEY, required=False)
CORRECTIONS = Table("corrections", MonthlyCorrection, (*KEY, "merge"), required=False)
SURVEY = Table(
    "deprivation",
    SurveyCount,
    ("year", "mahalle_code", "kind"),
    (("source_id", "sources"), ("mahalle_code", "mahalles")),
    required=False,
)


@dataclass(frozen=True)
class SensitiveCounts:
    """The rows of these tables as they lie in a data folder, small counts and all."""

    monthly: tuple[MonthlyCount, ...] = ()
    corrections: tuple[MonthlyCorrection, ...] = ()
    survey: tuple[SurveyCount, ...] = ()


def read_counts(data: Path) -> SensitiveCounts:
    """The counts of a data folder.

    Raises   `DataError` with all that is wrong within the tables
    """
    tables, problems = _read(data)
    if problems:
        raise DataError(problems)
    return SensitiveCounts(*(tuple(row for _number, row in tables[name].rows) for name in tables))


def check_counts(data: Path, facts: Mapping[str, TableRows]) -> list[Problem]:
    """All that is wrong with the counts of a data folder, beside its tables of facts."""
    tables, problems = _read(data)
    known = {row.mahalle_code for _number, row in facts["mahalles"].rows}
    places = [(MONTHLY, MONTHLY_FOLDER, known | {ALL, UNKNOWN}), (SURVEY, "", known)] if known else []
    for table, folder, codes in places:
        for number, row in tables[table.name].rows:
            if row.mahalle_code not in codes:
                file = f"{folder}/{table.file}" if folder else table.file
                problems.append(unknown_key(file, number, "mahalle_code", row.mahalle_code, "mahalles"))
    sources = {row.source_id for _number, row in facts["sources"].rows}
    for number, row in tables[SURVEY.name].rows if sources else ():
        if row.source_id not in sources:
            problems.append(unknown_key(SURVEY.file, number, "source_id", row.source_id, "sources"))
    return problems


def _read(data: Path) -> tuple[dict[str, TableRows], list[Problem]]:
    tables, problems = {}, []
    for table, folder in ((MONTHLY, MONTHLY_FOLDER), (CORRECTIONS, MONTHLY_FOLDER), (SURVEY, "")):
        content, found = read_rows(table, data / folder / table.file)
        found += check_keys(table, content.rows)
        if not found:
            found = list(_CHECKS.get(table.name, lambda _rows: ())(content.rows))
        tables[table.name] = content
        problems += [replace(one, where=f"{folder}/{one.where}") if folder else one for one in found]
    return tables, problems


def _check_monthly(rows: list[Numbered]) -> Iterator[Problem]:
    """Each month of a source has its total, which both of its tables come to; their kinds agree."""
    by_month: dict[tuple[str, str], list[Numbered]] = defaultdict(list)
    for number, row in rows:
        by_month[row.month, row.source].append((number, row))
    for (month, source), found in by_month.items():
        where, name = at_row(MONTHLY.file, found[0][0]), f"{month}, {ApplicationSource(source).label}"
        wrong = disagreement([row for _number, row in found])
        if wrong is not None:
            yield Problem(
                where,
                _("{month}: {what}").format(month=name, what=wrong),
                "",
                _("Take the month in again from its form, or restore the file from a copy."),
            )


def disagreement(rows: list[MonthlyCount]) -> str | None:
    """Where the rows of one month and source do not come to their total, in a sentence; None where all agree."""
    totals = [row.n for row in rows if row.is_total]
    if len(totals) != 1:
        return _("the total is missing.")
    kinds: dict[str, Counter] = {"mahalle": Counter(), "stage": Counter()}
    for row in rows:
        if not row.is_total:
            kinds["mahalle" if row.stage == ALL else "stage"][row.kind] += row.n
    by_mahalle, by_stage = (sum(one.values()) for one in kinds.values())
    if by_mahalle != totals[0] or (kinds["stage"] and by_stage != totals[0]):
        both = _("the total is {total}, the neighbourhoods come to {mahalles}, the stages to {stages}.")
        message = both if kinds["stage"] else _("the total is {total}, the neighbourhoods come to {mahalles}.")
        return message.format(total=totals[0], mahalles=by_mahalle, stages=by_stage)
    for kind in Violence if kinds["stage"] else ():
        if kinds["mahalle"][kind] != kinds["stage"][kind]:
            return _("“{kind}” counts {mahalles} by neighbourhood and {stages} by stage.").format(
                kind=kind.label, mahalles=kinds["mahalle"][kind], stages=kinds["stage"][kind]
            )
    return None


def _check_survey(rows: list[Numbered]) -> Iterator[Problem]:
    """No more go without something than were asked; the asked of a mahalle are the same for each kind; none lacks."""
    asked: dict[tuple[int, str], int] = {}
    yield from _untold(rows)
    for number, row in rows:
        if row.n > row.asked or asked.setdefault((row.year, row.mahalle_code), row.asked) != row.asked:
            yield Problem(
                at_row(SURVEY.file, number),
                _("{n} of {asked} households cannot be.").format(n=row.n, asked=row.asked)
                if row.n > row.asked
                else _("The households asked differ from those of another kind in the same neighbourhood."),
                "",
                _("Correct one of the two columns."),
            )


def _untold(rows: list[Numbered]) -> Iterator[Problem]:
    """What a mahalle does not say though others of its survey do: nobody could tell it from none."""
    told: dict[tuple[int, str], dict[Deprivation, int]] = defaultdict(dict)
    kinds: dict[int, set[Deprivation]] = defaultdict(set)
    for number, row in rows:
        told[row.year, row.mahalle_code][row.kind] = number
        kinds[row.year].add(row.kind)
    for (year, code), mine in told.items():
        for kind in (one for one in Deprivation if one in kinds[year] - mine.keys()):
            yield Problem(
                at_row(SURVEY.file, min(mine.values())),
                _("“{kind}” has no row for the neighbourhood {code} in {year}, and one for others.").format(
                    kind=kind.label, code=code, year=year
                ),
                "",
                _("Add the row, with 0 where no household goes without it; or leave this kind out of the year."),
            )


_CHECKS = {MONTHLY.name: _check_monthly, SURVEY.name: _check_survey}

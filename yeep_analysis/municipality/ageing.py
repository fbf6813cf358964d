"""Facts that are older than they need be: what was counted or elected since, and how to bring it in.

What is known of the calendar: TÜİK publishes the population of 31 December in February; local elections are held every
five years. Nothing is asked of any address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from yeep_analysis.municipality.checks import TableRows
from yeep_analysis.municipality.elections import before_elections, last_elections
from yeep_analysis.words import language
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import BodyKind, Office

PUBLISHED = (2, 15)  # month and day by which the population of the year before has been published, each year so far
_YEARLY = {  # table of TÜİK's -> what it holds
    "population": N_("Population of the district"),
    "population_by_age": N_("Population of age groups"),
    "mahalle_population": N_("Population of the mahalles"),
    "reference_population": N_("Population of the other places"),
}


@dataclass(frozen=True)
class AgedFact:
    """One fact that is older than it need be: in which table, of when it is, since when there is a newer one."""

    table: str
    what: str
    year: int  # of the newest record
    newest: int  # the year that could be there
    since: date
    action: str

    @property
    def told(self) -> str:
        """The same as a sentence."""
        return f"{self.table}.csv: {self.age} {self.action}"

    @property
    def age(self) -> str:
        """How old it is, in a sentence without the name of a table."""
        return _("{what}: the newest record is of {year}; since {day} there is one of {newest}.").format(
            what=self.what, year=self.year, day=language.date(self.since), newest=self.newest
        )


def newest_population(today: date) -> int:
    """The last year whose population has been published."""
    return today.year - (1 if (today.month, today.day) >= PUBLISHED else 2)


def aged_facts(tables: Mapping[str, TableRows], today: date) -> list[AgedFact]:
    """Everything in the tables of a data folder that is older than it need be.

    Parameters
    ----------
    tables : validated tables of the folder
    today : day on which it is asked

    Returns
    -------
    list of `AgedFact`, in the order of the tables; what a folder does not have at all is not among it
    """
    return [*aged_counts(tables, today), *_elected(tables, today)]


def aged_counts(tables: Mapping[str, TableRows], today: date) -> list[AgedFact]:
    """The same without what is elected, of which ``elections.remarks`` tells in the words of the report."""
    return [*_population(tables, today), *_staff(tables, today)]


def _years(tables: Mapping[str, TableRows], table: str) -> list[int]:
    return [row.year for _number, row in tables[table].rows]


def _population(tables: Mapping[str, TableRows], today: date) -> Iterator[AgedFact]:
    newest = newest_population(today)
    for table, what in _YEARLY.items():
        years = _years(tables, table)
        if years and max(years) < newest:
            action = _("Download it from TÜİK and bring it in: yeep tuik {file} --into {folder}").format(
                file=_("FILE"), folder=_("FOLDER")
            )
            yield AgedFact(table, _(what), max(years), newest, date(max(years) + 2, *PUBLISHED), action)


def _elected(tables: Mapping[str, TableRows], today: date) -> Iterator[AgedFact]:
    elections = last_elections(today)
    days = {row.source_id: row.reference_on for _number, row in tables["sources"].rows}
    for table, column, words in (("representation", "office", Office), ("bodies", "kind", BodyKind)):
        records = [
            (str(getattr(row, column)), row.year, days.get(row.source_id)) for _number, row in tables[table].rows
        ]
        for post in before_elections(records, today.year) if elections else ():
            year = max(of for one, of, _day in records if one == post)
            action = _("Ask for women and men among those elected, and add the rows with their source.")
            yield AgedFact(table, words(post).label, year, elections.year, elections, action)


def _staff(tables: Mapping[str, TableRows], today: date) -> Iterator[AgedFact]:
    """Of whom there are counts each year, those that the municipality itself counts on 31 December."""
    newest = today.year - 1
    counted = {"staff": _years(tables, "staff")}
    counted["representation"] = [
        row.year for _number, row in tables["representation"].rows if row.office not in (*_ELECTED, Office.MAYOR)
    ]
    for table, years in counted.items():
        if years and max(years) < newest:
            what = Office.STAFF.label if table == "staff" else _("Staff and heads of departments")
            action = _("Ask the human resources unit for women and men on 31 December of the last year.")
            yield AgedFact(table, what, max(years), newest, date(max(years) + 2, 1, 1), action)


_ELECTED = (Office.COUNCIL_MEMBER, Office.MUHTAR)

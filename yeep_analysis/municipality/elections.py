"""When local elections were held in Türkiye, and which records of elected posts are older than the last ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from yeep_analysis.municipality.checks import TableRows
from yeep_analysis.words import language
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import BodyKind, Office

# Held on these days (YSK). Later ones are due by the rule; what is held on another day belongs into this list.
LOCAL_ELECTIONS = (date(2009, 3, 29), date(2014, 3, 30), date(2019, 3, 31), date(2024, 3, 31))
YEARS_BETWEEN = 5  # every five years, on the last Sunday of March: Law No. 2972, Article 8
ELECTED = (Office.COUNCIL_MEMBER, Office.MUHTAR, Office.MAYOR)
OF_THE_COUNCIL = (BodyKind.EXECUTIVE_COMMITTEE, BodyKind.COUNCIL_COMMISSION)  # filled anew by a new council

Record = tuple[str, int, date | None]  # office or kind of body, year, day where the source gives one


def last_elections(day: date) -> date | None:
    """The last local elections up to a day; None where they are earlier than the first that is known here."""
    due = range(LOCAL_ELECTIONS[-1].year + YEARS_BETWEEN, day.year + 1, YEARS_BETWEEN)
    held = [*LOCAL_ELECTIONS, *(last_sunday_of_march(year) for year in due)]
    return max((one for one in held if one <= day), default=None)


def last_sunday_of_march(year: int) -> date:
    """The day on which local elections are held by law."""
    end = date(year, 3, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)


def before_elections(records: Iterable[Record], year: int) -> list[str]:
    """The elected posts, and the bodies of the council, whose newest record is older than the last local elections.

    What counts is the newest record up to a year, and the elections up to its end.
    """
    elections = last_elections(date(year, 12, 31))
    newest = {str(post): (recorded, day) for post, recorded, day in sorted(records, key=_year) if recorded <= year}
    return [
        str(post)
        for post in (*ELECTED, *OF_THE_COUNCIL)
        if post in newest and elections is not None and _is_before(elections, *newest[post])
    ]


def remarks(tables: Mapping[str, TableRows]) -> list[str]:
    """What a person should know of the newest report that the data allow; the tables were checked before."""
    days = {row.source_id: row.reference_on for _number, row in tables["sources"].rows}
    year = max((row.year for _number, row in tables["population"].rows), default=0)
    elections = last_elections(date(year, 12, 31)) if year else None
    said = []
    for table, column, words in (("representation", "office", Office), ("bodies", "kind", BodyKind)):
        rows = [row for _number, row in tables[table].rows]
        older = before_elections([(getattr(row, column), row.year, days.get(row.source_id)) for row in rows], year or 1)
        if older and elections:
            said.append(
                _(
                    "{table}.csv: the newest record is from before the local elections of {day} for: {posts}. Reports "
                    "from {year} on show who held these posts before, and say so. Add the rows of the new record."
                ).format(
                    table=table,
                    day=language.date(elections),
                    posts=language.listing([words(one).label for one in older]),
                    year=elections.year,
                )
            )
    return said


def _year(record: Record) -> int:
    return record[1]


def _is_before(elections: date, year: int, day: date | None) -> bool:
    return day < elections if day else year < elections.year

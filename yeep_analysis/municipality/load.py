"""The validated tables of the data folder as frames, cut to one edition."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from yeep_analysis.edition import Edition
from yeep_analysis.municipality import outlines as shapes
from yeep_analysis.municipality.cells import ALL_AGES
from yeep_analysis.municipality.checks import Numbered
from yeep_analysis.municipality.elections import before_elections
from yeep_analysis.municipality.fact_tables import PLAN_SOURCE, TABLES, Municipality, Source, Table
from yeep_analysis.municipality.validate import validate
from yeep_analysis.words import headings
from yeep_analysis.words.terms import Basis

OFFICE = "office"  # the kind of a part that is a post
# Tables of records that replace one another: by what one is known; the whole table is one where nothing is named.
_RECORDS = {"representation": ["office"], "staff": ["dimension"], "bodies": ["kind"], "electorate": []}


@dataclass(frozen=True)
class Facts:
    """The validated data of one edition.

    Counts have the columns ``year, sex, n``, the dimensions that the property names, and ``source``, the table from
    which they come; sexes only, no totals.
    """

    year: int
    municipality: Municipality
    sources: dict[str, Source]
    frames: dict[str, pd.DataFrame]
    shapes: shapes.Shapes = field(default_factory=dict)  # outlines of the mahalles, where the user has them

    @property
    def first_year(self) -> int:
        """The first year with a population: the base of every comparison over time."""
        return int(self.frames["population"]["year"].min())

    @property
    def population(self) -> pd.DataFrame:
        """Counts of the district, up to the year of the edition."""
        return self._counts("population")

    @property
    def population_by_age(self) -> pd.DataFrame:
        """Counts of single age groups by ``ages``, up to the year of the edition."""
        return self._counts("population_by_age", ages="age_group")

    @property
    def mahalles(self) -> pd.DataFrame:
        """Counts of the mahalles by ``place``, of the newest year up to that of the edition."""
        return _newest(self.mahalles_by_year)

    @property
    def mahalles_by_year(self) -> pd.DataFrame:
        """Counts of the mahalles by ``place``, of every year up to that of the edition."""
        return self._counts("mahalle_population", place="mahalle_code")

    @property
    def has_shapes(self) -> bool:
        """Whether the user has outlines of all mahalles of this edition."""
        codes = set(self.mahalles["place"])
        return bool(codes) and codes <= self.shapes.keys()

    @property
    def mahalle_year(self) -> int:
        """The newest year with a population of the mahalles; 0 where there is none up to that of the edition."""
        years = self.frames["mahalle_population"]["year"]
        return int(years.max()) if len(years) else 0

    @property
    def population_of_the_year(self) -> pd.DataFrame:
        """Counts of the district in the year of the edition."""
        return self.population[self.population["year"] == self.year]

    @property
    def mahalle_names(self) -> dict[str, str]:
        """Name of each mahalle by its code."""
        table = self.frames["mahalles"]
        return dict(zip(table["mahalle_code"], table["name"], strict=True))

    @property
    def representation(self) -> pd.DataFrame:
        """Counts of the post holders by ``kind`` and ``part``, each of its newest year up to that of the edition."""
        return self._counts("representation", newest=True, part="office").assign(kind=OFFICE)

    @property
    def representation_by_year(self) -> pd.DataFrame:
        """The same of every record up to the year of the edition."""
        return self._counts("representation", part="office").assign(kind=OFFICE)

    @property
    def staff(self) -> pd.DataFrame:
        """Counts of the staff by ``kind`` (grade, department …) and ``part``, each kind of its newest year."""
        return self._counts("staff", newest=True, kind="dimension", part="category")

    @property
    def bodies(self) -> pd.DataFrame:
        """Counts of the members of bodies by ``kind`` and ``part``, its name, each kind of its newest year."""
        return self._counts("bodies", newest=True, kind="kind", part="body")

    @property
    def bodies_by_year(self) -> pd.DataFrame:
        """The same of every record up to the year of the edition."""
        return self._counts("bodies", kind="kind", part="body")

    @property
    def office_dates(self) -> dict[str, date | None]:
        """Day of the record of each office, as its source gives it; None where the source gives none."""
        table = self._newest_rows("representation")
        table = table[table["basis"] != Basis.READING]  # a post that no published table counts
        return {
            str(office): self.sources[source].reference_on
            for office, source in zip(table["office"], table["source_id"], strict=True)
        }

    @property
    def before_elections(self) -> list[str]:
        """The elected offices and bodies of the council whose newest record is older than the last local elections."""
        records = [
            (row[_RECORDS[name][0]], row["year"], self.sources[row["source_id"]].reference_on)
            for name in ("representation", "bodies")
            for row in self.frames[name].to_dict("records")
        ]
        return before_elections(records, self.year)

    @property
    def undated(self) -> set[tuple[str, int]]:
        """Records whose source gives no day: office, breakdown, kind of body or ``electorate``, and its year.

        The year is only that under which the record is entered.
        """
        return {
            (str(row[by[0]]) if by else name, row["year"])
            for name, by in _RECORDS.items()
            for row in self.frames[name].to_dict("records")
            if self.sources[row["source_id"]].reference_on is None
        }

    def _newest_rows(self, name: str) -> pd.DataFrame:
        """The rows of a table that stand for the newest record of each post, breakdown or body."""
        table, by = self.frames[name], _RECORDS[name]
        newest = table.groupby(by)["year"].transform("max") if by else table["year"].max()
        return table[table["year"] == newest]

    @property
    def electorate(self) -> pd.DataFrame:
        """Counts of the registered voters, of the newest year up to that of the edition."""
        return self._counts("electorate", newest=True)

    @property
    def reference(self) -> pd.DataFrame:
        """Counts of the places of comparison by ``place``, up to the year of the edition."""
        counts = self._counts("reference_population", place="place_code", ages="age_group")
        return counts[counts["ages"] == ALL_AGES].drop(columns="ages").reset_index(drop=True)

    @property
    def has_reference(self) -> bool:
        """Whether other places are in the data in the year of the edition."""
        return self.year in set(self.reference["year"])

    @property
    def reference_by_age(self) -> pd.DataFrame:
        """Counts of single age groups of the places of comparison by ``place`` and ``ages``."""
        counts = self._counts("reference_population", place="place_code", ages="age_group")
        return counts[counts["ages"] != ALL_AGES].reset_index(drop=True)

    def _counts(self, table: str, *, newest: bool = False, **dimensions: str) -> pd.DataFrame:
        """The counts of a table by sex, without totals; each dimension is a column of it."""
        frame = self._newest_rows(table) if newest else self.frames[table]
        frame = frame[frame["sex"] != "total"]
        named = {name: frame[column] for name, column in dimensions.items()}
        counts = frame[["year", "sex", "n"]].assign(source=table, **named)
        kinds = {"year": "int64", "n": "int64"} | dict.fromkeys(("sex", "source", *dimensions), str)  # if empty, too
        return counts[["year", *dimensions, "sex", "n", "source"]].astype(kinds).reset_index(drop=True)

    def sources_of(self, table: str, *, every_record: bool = False, **where: Any) -> list[Source]:
        """The sources of the rows of ``table`` in this edition, optionally only of rows with the given values.

        Of posts, breakdowns, bodies and voters only those of the newest record, unless every record is shown.
        The source of a yearly series that goes on after the edition is cited as of the year of the edition.
        """
        frame = self._newest_rows(table) if table in _RECORDS and not every_record else self.frames[table]
        for column, value in where.items():
            frame = frame[frame[column].isin(value if isinstance(value, list) else [value])]
        end = date(self.year, 12, 31)
        cited = [self.sources[source] for source in dict.fromkeys(frame["source_id"])]
        if "year" not in frame.columns:
            return cited
        return [
            source.model_copy(update={"reference_on": source.reference_on and min(source.reference_on, end)})
            for source in cited
        ]

    @property
    def plan_sources(self) -> list[Source]:
        """The source of the plan's catalogue; empty where the data hold none."""
        return [source for key, source in self.sources.items() if key == PLAN_SOURCE]


def load(edition: Edition) -> Facts:
    """Load what an edition stands on, and speak its language from here on.

    Raises   `UsageError` where the folder or the population of the year is missing; `DataError` with all problems
             of all tables
    """
    headings.speak(edition.language)
    return facts_of(edition)


def facts_of(edition: Edition) -> Facts:
    """The same in whatever language is in use."""
    contents = validate(edition)
    whole = [(name, _frame(TABLES[name], content.rows)) for name, content in contents.items()]
    frames = {name: frame[frame["year"] <= edition.year] if "year" in frame else frame.copy() for name, frame in whole}
    sources = {source.source_id: source for _number, source in contents["sources"].rows}
    municipality = contents["municipality"].rows[0][1]
    outlines = shapes.read(edition.data, set(frames["mahalles"]["mahalle_code"]))
    return Facts(edition.year, municipality, sources, frames, outlines)


_FRAMES: dict[str, tuple[list[Numbered], pd.DataFrame]] = {}  # by table, with the rows of which each was made


def _frame(table: Table, numbered: list[Numbered]) -> pd.DataFrame:
    """The rows, which are read once, made into a frame once; a chapter gets a part or a copy of it."""
    of, frame = _FRAMES.get(table.name, ([], pd.DataFrame()))
    if not of or [*map(id, of)] != [*map(id, numbered)]:
        frame = pd.DataFrame([row.model_dump(mode="python") for _number, row in numbered], columns=table.columns)
        _FRAMES[table.name] = numbered, frame
    return frame


def _newest(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["year"] == frame["year"].max()]

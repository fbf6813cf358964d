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
from yeep_analysis.municipality.fact_tables import TABLES, Municipality, Source, Table
from yeep_analysis.municipality.validate import has_plan, validate
from yeep_analysis.words import language
from yeep_analysis.words.terms import Basis

PLAN_SOURCE = "plan_tables"  # key of the source from which the catalogue of the plan was typed
COUNTS = ["year", "group", "sex", "n"]  # the one shape in which counts reach the measures
# Tables of records that replace one another: by what one is known; the whole table is one where nothing is named.
_RECORDS = {"representation": ["office"], "staff": ["dimension"], "bodies": ["kind"], "electorate": []}


@dataclass(frozen=True)
class Facts:
    """The validated data of one edition. Counts have the columns ``year, group, sex, n``, sexes only, no totals."""

    year: int
    municipality: Municipality
    sources: dict[str, Source]
    frames: dict[str, pd.DataFrame]
    shapes: shapes.Shapes = field(default_factory=dict)  # outlines of the mahalles, where the user has them
    is_evaluated: bool = False  # a year of the plan, whose catalogue is there: it has chapters on the results

    @property
    def first_year(self) -> int:
        """The first year with a population: the base of every comparison over time."""
        return int(self.frames["population"]["year"].min())

    @property
    def population(self) -> pd.DataFrame:
        """Counts of the district, group ``all``, up to the year of the edition."""
        return _counts(self.frames["population"].assign(group="all"))

    @property
    def population_by_age(self) -> pd.DataFrame:
        """Counts of single age groups, group = age group, up to the year of the edition."""
        return _counts(self.frames["population_by_age"].rename(columns={"age_group": "group"}))

    @property
    def mahalles(self) -> pd.DataFrame:
        """Counts of the mahalles, group = mahalle code, of the newest year up to that of the edition."""
        return _newest(self.mahalles_by_year)

    @property
    def mahalles_by_year(self) -> pd.DataFrame:
        """Counts of the mahalles, group = mahalle code, of every year up to that of the edition."""
        return _counts(self.frames["mahalle_population"].rename(columns={"mahalle_code": "group"}))

    @property
    def has_shapes(self) -> bool:
        """Whether the user has outlines of all mahalles of this edition."""
        codes = set(self.mahalles["group"])
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
        """Counts of the post holders, group = office, each of its newest year up to that of the edition."""
        return _counts(self._newest_rows("representation").rename(columns={"office": "group"}))

    @property
    def representation_by_year(self) -> pd.DataFrame:
        """Counts of the post holders, group = office, of every record up to the year of the edition."""
        return _counts(self.frames["representation"].rename(columns={"office": "group"}))

    @property
    def staff(self) -> pd.DataFrame:
        """Counts of the staff, group = dimension/category, each dimension of its newest year."""
        return _counts(_joined(self._newest_rows("staff"), "dimension", "category"))

    @property
    def bodies(self) -> pd.DataFrame:
        """Counts of the members of bodies, group = kind/name of the body, each kind of its newest year."""
        return _counts(_joined(self._newest_rows("bodies"), "kind", "body"))

    @property
    def office_dates(self) -> dict[str, date | None]:
        """Day of the record of each office, as its source gives it; None where the source gives none."""
        table = self._newest_rows("representation")
        table = table[table["basis"] != Basis.READING]  # a post that no published table counts
        return {
            str(office): self.sources[source].reference_on
            for office, source in zip(table["office"], table["source_id"], strict=True)
        }

    def _newest_rows(self, name: str) -> pd.DataFrame:
        """The rows of a table that stand for the newest record of each post, breakdown or body."""
        table, by = self.frames[name], _RECORDS[name]
        newest = table.groupby(by)["year"].transform("max") if by else table["year"].max()
        return table[table["year"] == newest]

    @property
    def electorate(self) -> pd.DataFrame:
        """Counts of the registered voters, group ``electorate``, of the newest year up to that of the edition."""
        return _counts(self._newest_rows("electorate").assign(group="electorate"))

    @property
    def reference(self) -> pd.DataFrame:
        """Counts of the places of comparison, group = place code, up to the year of the edition."""
        return _counts(self._reference[self._reference["age_group"] == ALL_AGES])

    @property
    def reference_by_age(self) -> pd.DataFrame:
        """Counts of single age groups of the places of comparison, group = place code/age group."""
        table = self._reference[self._reference["age_group"] != ALL_AGES]
        return _counts(_joined(table, "group", "age_group"))

    @property
    def _reference(self) -> pd.DataFrame:
        return self.frames["reference_population"].rename(columns={"place_code": "group"})

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
    language.use(edition.language)
    contents = validate(edition)
    frames = {name: _frame(TABLES[name], content.rows) for name, content in contents.items()}
    upto = {name: frame[frame["year"] <= edition.year] if "year" in frame else frame for name, frame in frames.items()}
    sources = {row["source_id"]: Source.model_construct(**row) for row in frames["sources"].to_dict("records")}
    municipality = Municipality.model_construct(**frames["municipality"].to_dict("records")[0])
    outlines = shapes.read(edition.data, set(frames["mahalles"]["mahalle_code"]))
    is_evaluated = edition.year >= municipality.plan_start and has_plan(edition.data)
    return Facts(edition.year, municipality, sources, upto, outlines, is_evaluated)


def _frame(table: Table, numbered: list[Numbered]) -> pd.DataFrame:
    return pd.DataFrame([row.model_dump(mode="python") for _number, row in numbered], columns=table.columns)


def _counts(frame: pd.DataFrame) -> pd.DataFrame:
    sexes = frame[frame["sex"] != "total"]
    kinds = {"year": "int64", "group": str, "sex": str, "n": "int64"}  # of an empty table, too
    return sexes[COUNTS].astype(kinds).reset_index(drop=True)


def _joined(frame: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    return frame.assign(group=frame[first].astype(str) + "/" + frame[second].astype(str))


def _newest(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["year"] == frame["year"].max()]

"""The validated tables of the data folder as frames, cut to one edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from yeep_analysis import language
from yeep_analysis.edition import Edition
from yeep_analysis.inputs.checks import Numbered
from yeep_analysis.inputs.schemas import TABLES, Municipality, Source, Table
from yeep_analysis.inputs.validate import validate
from yeep_analysis.terms import Basis

PLAN_SOURCE = "plan_tables"  # key of the source from which the catalogue of the plan was typed
COUNTS = ["year", "group", "sex", "n"]  # the one shape in which counts reach the measures


@dataclass(frozen=True)
class Facts:
    """The validated data of one edition. Counts have the columns ``year, group, sex, n``, sexes only, no totals."""

    year: int
    municipality: Municipality
    sources: dict[str, Source]
    frames: dict[str, pd.DataFrame]

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
        return _counts(_newest(self.frames["mahalle_population"].rename(columns={"mahalle_code": "group"})))

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
        return _counts(self._newest_representation)

    @property
    def office_dates(self) -> dict[str, date | None]:
        """Day of the record of each office, as its source gives it; None where the source gives none."""
        table = self._newest_representation
        table = table[table["basis"] != Basis.READING]  # a post that no published table counts
        return {
            str(office): self.sources[source].reference_on
            for office, source in zip(table["group"], table["source_id"], strict=True)
        }

    @property
    def _newest_representation(self) -> pd.DataFrame:
        table = self.frames["representation"].rename(columns={"office": "group"})
        return table[table.groupby("group")["year"].transform("max") == table["year"]]

    @property
    def electorate(self) -> pd.DataFrame:
        """Counts of the registered voters, group ``electorate``, of the newest year up to that of the edition."""
        return _counts(_newest(self.frames["electorate"].assign(group="electorate")))

    def sources_of(self, table: str, **where: Any) -> list[Source]:
        """The sources of the rows of ``table`` in this edition, optionally only of rows with the given values.

        The source of a yearly series that goes on after the edition is cited as of the year of the edition.
        """
        frame = self.frames[table]
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
    return Facts(edition.year, municipality, sources, upto)


def _frame(table: Table, numbered: list[Numbered]) -> pd.DataFrame:
    return pd.DataFrame([row.model_dump(mode="python") for _number, row in numbered], columns=table.columns)


def _counts(frame: pd.DataFrame) -> pd.DataFrame:
    sexes = frame[frame["sex"] != "total"]
    return sexes[COUNTS].astype({"group": str, "sex": str}).reset_index(drop=True)


def _newest(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["year"] == frame["year"].max()]

"""What each table under ``data/`` must look like: one declaration that validates on load and documents.

A table is a row model (pydantic) with its key and its links. The descriptor ``data/datapackage.json`` is written from
these declarations by ``inputs.descriptor``; nothing about a column is said in two places.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from yeep_analysis.municipality.cells import (
    SMALLEST_SHOWN,
    AgeGroup,
    AgeGroupOrAll,
    Code,
    Count,
    Day,
    DecimalNumber,
    Key,
    OneSex,
    OptionalCount,
    OptionalDate,
    OptionalDecimal,
    OptionalYesNo,
    PlaceCode,
    Position,
    SexOrTotal,
    SmallestShown,
    Text,
    Year,
    YesNo,
)
from yeep_analysis.words.terms import Basis, BodyKind, Office, PlaceLevel, StaffDimension, StatedGroup

PLAN_SOURCE = "plan_tables"  # key of the source from which the catalogue of the plan was typed


class Row(BaseModel):
    """Base of all row models: unknown columns are refused, rows cannot be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Row):
    """A row whose source is on record."""

    source_id: Key = Field(description="Source of the row; key of sources.csv")


class Municipality(Row):
    """The municipality whose plan is evaluated."""

    district_code: Code = Field(description="TÜİK's code of the district; a string and the key")
    district: Text = Field(description="Name of the district")
    province: Text = Field(description="Name of the province")
    municipality: Text = Field(description="Name of the municipality")
    plan: Text = Field(description="Name of the plan")
    plan_start: Year = Field(description="First year of the plan")
    plan_end: Year = Field(description="Last year of the plan")
    equality_unit: Text = Field(description="Name of the unit that answers for the report")
    is_fictional: YesNo = Field(description="true for an invented municipality; every page then says so")
    contact: str = Field(default="", description="Where readers may ask: an office and its address, never a person")
    next_deadline: OptionalDate = Field(default=None, description="Day by which the next forms are expected back")
    smallest_shown: SmallestShown = Field(
        default=SMALLEST_SHOWN, description="Smallest count of sensitive matters that is published [persons]"
    )


class Source(Row):
    """Where figures come from: producer, date or the lack of one, the plan's own words and named source."""

    source_id: Key = Field(description="Key of the source")
    title: Text = Field(description="Title of the source")
    producer: Text = Field(description="Who produced the figures")
    reference_on: OptionalDate = Field(description="Day to which the newest figure belongs; empty where none is given")
    published_on: OptionalDate = Field(description="Day of publication; empty where unknown")
    named_source: str = Field(description="Source that the plan itself names, as printed; empty where it names none")
    locator: Text = Field(description="Where in the source the figures stand")
    licence: Text = Field(description="Terms of use")
    quote: str = Field(description="The words quoted from the plan; empty for sources outside the plan")
    note: str = Field(description="What a reader must know to use the figures")


class Population(Sourced):
    """Population of the district on 31 December, by sex."""

    year: Year = Field(description="Year; the reference day is 31 December")
    sex: SexOrTotal = Field(description="female, male, or total as printed by the source (checked, never added)")
    n: Count = Field(description="Residents [persons]")


class PopulationByAge(Sourced):
    """Population of single age groups of the district on 31 December, by sex."""

    year: Year = Field(description="Year; the reference day is 31 December")
    age_group: AgeGroup = Field(
        description="Age group: first and last completed year, or the first of an open group (90+)"
    )
    sex: OneSex = Field(description="female or male")
    n: Count = Field(description="Residents [persons]")


class Mahalle(Sourced):
    """The mahalles of the district."""

    mahalle_code: Code = Field(description="TÜİK's code of the mahalle; a string and the key, names never join tables")
    name: Text = Field(description="Name of the mahalle")
    longitude: OptionalDecimal = Field(
        ge=-180, le=180, description="Approximate centre [degrees east]; without it there is no map"
    )
    latitude: OptionalDecimal = Field(
        ge=-90, le=90, description="Approximate centre [degrees north]; without it there is no map"
    )


class MahallePopulation(Sourced):
    """Population of the mahalles on 31 December, by sex."""

    year: Year = Field(description="Year; the reference day is 31 December")
    mahalle_code: Code = Field(description="TÜİK's code of the mahalle; key of mahalles.csv")
    sex: SexOrTotal = Field(description="female, male, or total as printed by the source (checked, never added)")
    n: Count = Field(description="Residents [persons]")


class Representation(Sourced):
    """Holders of posts and seats, by sex."""

    year: Year = Field(description="Year for which the figure stands (of the election, or of the report that gives it)")
    office: Office = Field(description="Post or body")
    sex: SexOrTotal = Field(description="female, male, or total as printed by the source (checked, never added)")
    n: Count = Field(description="Holders [persons]")
    basis: Basis = Field(description="As printed, computed from printed figures, or one of two possible readings")


class Staff(Sourced):
    """Municipal staff by employment type, by grade and by department, by sex."""

    year: Year = Field(description="Year; the reference day is 31 December, unless the source says another")
    dimension: StaffDimension = Field(description="By what the staff is broken down")
    category: Text = Field(
        description="Part of the breakdown; for employment_type one of civil_servant, contract, permanent_worker, "
        "temporary_worker, company_worker; otherwise the name of the grade or department"
    )
    sex: SexOrTotal = Field(description="female, male, or total as printed by the source (checked, never added)")
    n: Count = Field(description="Staff [persons]")
    basis: Basis = Field(description="As printed, computed from printed figures, or one of two possible readings")


class Body(Sourced):
    """Members of the bodies that decide or advise beside the council, by sex."""

    year: Year = Field(description="Year for which the figure stands")
    kind: BodyKind = Field(description="Kind of body")
    body: Text = Field(description="Name of the body")
    sex: SexOrTotal = Field(description="female, male, or total as printed by the source (checked, never added)")
    n: Count = Field(description="Members [persons]")
    basis: Basis = Field(description="As printed, computed from printed figures, or one of two possible readings")


class ReferencePlace(Sourced):
    """Other districts, the province and the country, to be seen beside the district; never ranked."""

    place_code: PlaceCode = Field(description="TÜİK's code of the district or province, or TR; a string and the key")
    name: Text = Field(description="Name of the place")
    level: PlaceLevel = Field(description="district, province or country")


class ReferencePopulation(Sourced):
    """Population of the places of comparison on 31 December, by sex."""

    year: Year = Field(description="Year; the reference day is 31 December")
    place_code: PlaceCode = Field(description="Code of the place; key of reference_places.csv")
    age_group: AgeGroupOrAll = Field(
        description="all, or an age group: first and last completed year, or the first of an open group (90+)"
    )
    sex: OneSex = Field(description="female or male")
    n: Count = Field(description="Residents [persons]")


class Electorate(Sourced):
    """Registered voters of the district, by sex."""

    year: Year = Field(description="Year of the election")
    sex: OneSex = Field(description="female or male")
    n: Count = Field(description="Registered voters [persons]")


class StatedPercentage(Sourced):
    """A percentage in the plan; recomputed in the report."""

    statement_id: Key = Field(description="Key of the statement")
    stated_percent: DecimalNumber = Field(ge=0, le=100, description="As in the plan [percent]")
    sex: OneSex = Field(description="Sex of which the percentage speaks")
    year: Year = Field(description="Year of the counts from which it is recomputed")
    group: StatedGroup = Field(description="population, an office, or a definition of managers")


class Commission(Sourced):
    """The commissions that prepared the plan."""

    commission_id: Key = Field(description="Key of the commission")
    name: Text = Field(description="Name of the commission, as printed")


class Event(Sourced):
    """Decisions and steps that brought the plan about."""

    event_id: Key = Field(description="Key of the event")
    happened_on: OptionalDate = Field(description="Day; empty where the plan gives none or gives it without a year")
    date_as_printed: str = Field(description="The date as the plan prints it; empty where there is none")
    event: Text = Field(description="What happened")


class Published(Row):
    """Sensitive counts as they were published or hidden, edition by edition; only `yeep publish` writes it. Secret."""

    entry: Position = Field(description="Number of the publication, from 1 on")
    edition: Text = Field(description="Name of the edition: 2024, 2023-2025, 2024-06-30, 2024-05")
    language: Text = Field(description="Language of the edition")
    published_on: Day = Field(description="Day on which it was recorded as published")
    cell: str = Field(description="Name of the count, its parts joined by |; empty in the row of the edition itself")
    count: OptionalCount = Field(description="The count as it was then [persons]; empty in the row of the edition")
    is_shown: OptionalYesNo = Field(description="Whether it stood in the report; empty where no table had it")
    manifest: str = Field(description="In the row of the edition: SHA-256 of its manifest.json; else empty")


@dataclass(frozen=True)
class Table:
    """One file under ``data/``: its name, row model, key, links to other tables, and whether it may be absent."""

    name: str
    row: type[Row]
    key: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()
    required: bool = True

    @property
    def file(self) -> str:
        """File name of the table."""
        return f"{self.name}.csv"

    @property
    def columns(self) -> list[str]:
        """Column names in the order of the file: own columns first, the source last."""
        own = [name for name in self.row.model_fields if name != "source_id" or "source_id" in self.key]
        return own + [name for name in self.row.model_fields if name not in own]

    @property
    def optional(self) -> set[str]:
        """Columns that a file may lack; a row then has their default."""
        return {name for name, field in self.row.model_fields.items() if not field.is_required()}


_SOURCE = ("source_id", "sources")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("municipality", Municipality, ("district_code",)),
        Table("sources", Source, ("source_id",)),
        Table("population", Population, ("year", "sex"), (_SOURCE,)),
        Table("population_by_age", PopulationByAge, ("year", "age_group", "sex"), (_SOURCE,), required=False),
        Table("mahalles", Mahalle, ("mahalle_code",), (_SOURCE,)),
        Table(
            "mahalle_population",
            MahallePopulation,
            ("year", "mahalle_code", "sex"),
            (_SOURCE, ("mahalle_code", "mahalles")),
            required=False,
        ),
        Table("representation", Representation, ("year", "office", "sex"), (_SOURCE,), required=False),
        Table("staff", Staff, ("year", "dimension", "category", "sex"), (_SOURCE,), required=False),
        Table("bodies", Body, ("year", "kind", "body", "sex"), (_SOURCE,), required=False),
        Table("reference_places", ReferencePlace, ("place_code",), (_SOURCE,), required=False),
        Table(
            "reference_population",
            ReferencePopulation,
            ("year", "place_code", "age_group", "sex"),
            (_SOURCE, ("place_code", "reference_places")),
            required=False,
        ),
        Table("electorate", Electorate, ("year", "sex"), (_SOURCE,), required=False),
        Table("stated_percentages", StatedPercentage, ("statement_id",), (_SOURCE,), required=False),
        Table("commissions", Commission, ("commission_id",), (_SOURCE,), required=False),
        Table("events", Event, ("event_id",), (_SOURCE,), required=False),
    )
}

LEDGER = Table("published", Published, ("entry", "cell"), required=False)

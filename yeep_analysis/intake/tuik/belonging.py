"""Which of the figures that were read belong into the tables of one municipality, and which only check them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from yeep_analysis.intake.tuik.ages import ALL_AGES
from yeep_analysis.intake.tuik.agreement import FIRST_YEAR, Group, Key, derived, shown
from yeep_analysis.intake.tuik.figures_read import POPULATION, ReadFigure
from yeep_analysis.intake.tuik.place_labels import Place, PlaceKind
from yeep_analysis.intake.tuik.words import plain
from yeep_analysis.municipality.cells import AGE_GROUP_PATTERN
from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import CountedSex, PlaceLevel

POPULATION_TABLE, AGE_TABLE, MAHALLE_TABLE = "population", "population_by_age", "mahalle_population"
MAHALLES_TABLE = "mahalles"
PLACES_TABLE, REFERENCE_TABLE = "reference_places", "reference_population"
AGES_COMPARED = "20-24"  # the ages in which soldiers and students live where they serve and study
_SINGLE_YEARS = tuple(map(str, range(20, 25)))
RowKey = tuple[str, ...]  # as the table's key columns have it: year, (group,) sex
SEXES = (CountedSex.FEMALE, CountedSex.MALE)


@dataclass
class Figure:
    """A figure for a table, and the observation it came from (one of them, where ages or places were added up)."""

    n: int
    source: ReadFigure
    added_from: frozenset[str] = frozenset()  # the files of all parts, where places were added up

    @property
    def files(self) -> frozenset[str]:
        """The files from which it came."""
        return self.added_from or frozenset([self.source.grid.file])


@dataclass(frozen=True)
class SeenPlace:
    """A place of comparison as the files name it in the newest of their years."""

    name: str
    level: PlaceLevel | None
    year: int
    files: frozenset[str]


@dataclass
class Intake:
    """Figures for the tables, totals to be checked against them, and what cannot be taken."""

    tables: dict[str, dict[RowKey, Figure]] = field(
        default_factory=lambda: {POPULATION_TABLE: {}, AGE_TABLE: {}, MAHALLE_TABLE: {}, REFERENCE_TABLE: {}}
    )
    totals: dict[str, dict[RowKey, Figure]] = field(
        default_factory=lambda: {POPULATION_TABLE: {}, MAHALLE_TABLE: {}, REFERENCE_TABLE: {}}
    )
    places: dict[str, SeenPlace] = field(default_factory=dict)  # places of comparison, by code
    unstorable_ages: set[str] = field(default_factory=set)
    overlapping_ages: set[str] = field(default_factory=set)
    ages_of_unknown: set[str] = field(default_factory=set)  # places of which only the ages compared are known
    mahalles: dict[str, SeenPlace] = field(default_factory=dict)  # of a folder that knew none, by code
    other_measures: set[str] = field(default_factory=set)  # that count others than the residents
    breakdowns: set[str] = field(default_factory=set)  # of residents, by something that no table holds
    censuses: set[int] = field(default_factory=set)  # years before the population register
    uncoded: set[str] = field(default_factory=set)  # places of comparison that the files name without a code
    agreeing: int = 0  # totals that were compared with women plus men and are equal
    lone_totals: set[str] = field(default_factory=set)  # years of which there is a total, and no women and men
    problems: list[Problem] = field(default_factory=list)
    found_anything: bool = False


def take_in(groups: Mapping[Key, Group], municipality: Municipality, mahalles: Mapping[str, str]) -> Intake:
    """Choose by code what is of the district and of its mahalles (code -> name).

    Where no mahalle is known yet, all that the files put into the district are its mahalles.
    """
    intake = Intake()
    for (family, other, year, _place), group in groups.items():
        first = next(iter(group.values()))
        place, is_ours, problem = first.place, *_concerns(first, municipality, mahalles)
        if not takes(intake, first, family, other, year, is_ours or problem is not None):
            continue
        if problem is not None:
            intake.problems.append(problem)
        elif family == POPULATION:
            _add(intake, place, str(year), group)
            if place.kind is not PlaceKind.DISTRICT and not mahalles:
                _add_mahalle(intake, place, year, first.grid.file)
        else:
            _add_totals(intake, place, str(year), group)
    return intake


def takes(intake: Intake, first: ReadFigure, family: str, other: tuple[str, ...], year: int, concerns: bool) -> bool:
    """Whether figures of a place may fill or check a table; if they may not, why is kept to be told."""
    if not concerns:
        return False
    intake.found_anything = True
    if family not in ("", POPULATION):
        intake.other_measures.add(first.series.measure)
    elif other:
        intake.breakdowns.add("; ".join(other))
    elif year < FIRST_YEAR:
        intake.censuses.add(year)
    else:
        return True
    return False


def _concerns(
    first: ReadFigure, municipality: Municipality, mahalles: Mapping[str, str]
) -> tuple[bool, Problem | None]:
    """Whether figures are of the district or of its mahalles, and what is wrong where code and name disagree."""
    place = first.place
    here = plain(place.province) == plain(municipality.province)
    if place.kind is PlaceKind.DISTRICT:
        named = here and plain(place.name) == plain(municipality.district)
        # A name without a code is enough for a district: no two of a province have one name.
        known = place.code == municipality.district_code or (named and not place.code)
        right = here
    elif place.kind in (PlaceKind.MAHALLE, PlaceKind.VILLAGE):
        right = named = here and plain(place.district) == plain(municipality.district)
        known = place.code in mahalles if mahalles else right and bool(place.code)
    else:
        return False, None
    if known and not right:
        return False, _other_place(first, municipality)
    return known and right, _unknown_code(first) if named and not known else None


def _add_mahalle(intake: Intake, place: Place, year: int, file: str) -> None:
    seen = intake.mahalles.get(place.code)
    if seen is None or seen.year < year:
        intake.mahalles[place.code] = SeenPlace(place.name, None, year, frozenset([file]))


def _add(intake: Intake, place: Place, year: str, group: Group) -> None:
    table = POPULATION_TABLE if place.kind is PlaceKind.DISTRICT else MAHALLE_TABLE
    key = (year,) if table == POPULATION_TABLE else (year, place.code)
    whole = derived(group)
    for sex in SEXES:
        if sex in whole:
            intake.tables[table][(*key, sex.value)] = Figure(*whole[sex])
    if CountedSex.TOTAL in whole:
        intake.totals[table][key] = Figure(*whole[CountedSex.TOTAL])
    if table == POPULATION_TABLE:
        _add_ages(intake, year, group)


def _add_ages(intake: Intake, year: str, group: Group) -> None:
    young = {sex: figure for sex in SEXES if (figure := of_age(group, sex, AGES_COMPARED))}
    for sex, figure in young.items():
        intake.tables[AGE_TABLE][year, AGES_COMPARED, sex.value] = figure
    for (sex, age), entry in group.items():
        if age == ALL_AGES or sex not in SEXES:
            continue
        if re.fullmatch(AGE_GROUP_PATTERN, age):
            intake.tables[AGE_TABLE][year, age, sex.value] = Figure(entry.value, entry)
        elif not (sex in young and age in _SINGLE_YEARS):
            intake.unstorable_ages.add(age)


def of_age(group: Group, sex: CountedSex, age: str) -> Figure | None:
    """The figure of ages 20-24: as printed, or the sum of the five single years."""
    if printed := group.get((sex, age)):
        return Figure(printed.value, printed)
    years = [group.get((sex, single)) for single in _SINGLE_YEARS]
    return Figure(sum(entry.value for entry in years), years[0]) if None not in years else None


def _add_totals(intake: Intake, place: Place, year: str, group: Group) -> None:
    """A file that does not say what it counts fills no table; its figure must be the population that is known."""
    entry = group.get((CountedSex.TOTAL, ALL_AGES))
    if entry:
        table = POPULATION_TABLE if place.kind is PlaceKind.DISTRICT else MAHALLE_TABLE
        key = (year,) if table == POPULATION_TABLE else (year, place.code)
        intake.totals[table][key] = Figure(entry.value, entry)


def check_totals(intake: Intake, table: str, parts: Mapping[RowKey, int]) -> list[Problem]:
    """A total of the files is women plus men of the table as it will be; it is never stored beside them."""
    problems = []
    for key, total in intake.totals[table].items():
        figures = [parts.get((*key, sex.value)) for sex in SEXES]
        if None in figures:
            if table != REFERENCE_TABLE:  # of the country, most files hold totals that nobody asked for
                intake.lone_totals.add(key[0])
        elif sum(figures) != total.n:
            problems.append(_total_differs(table, total, figures))
        else:
            intake.agreeing += 1
    return problems


def _total_differs(table: str, total: Figure, figures: list[int]) -> Problem:
    place, year = total.source.place.label, total.source.year
    women, men = figures
    return Problem(
        total.source.where,
        _("{place}, {year}: the file says {total}, but {table}.csv has {women} women + {men} men = {sum}.").format(
            place=place,
            year=year,
            total=shown(total.n),
            table=table,
            women=shown(women),
            men=shown(men),
            sum=shown(women + men),
        ),
        "",
        _("If TÜİK has revised the year, give the file with both sexes, too. If the file counts others, leave it out."),
    )


def _unknown_code(entry: ReadFigure) -> Problem:
    return Problem(
        entry.where,
        _("The code of “{place}” is not known.").format(place=entry.place.label),
        _("The code must be that of municipality.csv for the district, or one of mahalles.csv."),
        _("If the mahalle is new, add it to mahalles.csv with its code and name. If not, correct the code there."),
    )


def _other_place(entry: ReadFigure, municipality: Municipality) -> Problem:
    return Problem(
        entry.where,
        _("“{place}” has a code of these data, but the label names another place.").format(place=entry.place.label),
        _("The place must lie in {district} ({province}).").format(
            district=municipality.district, province=municipality.province
        ),
        _("Check the code in municipality.csv or mahalles.csv, and the file."),
    )

"""Which of the figures are of the places beside which the district is seen: the other districts of its province, the
province and the country. Those two are taken as printed, or added up where all their parts are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from yeep_analysis.intake.tuik.ages import ALL_AGES
from yeep_analysis.intake.tuik.agreement import FIRST_YEAR, Group, Key, derived, wrong_sum
from yeep_analysis.intake.tuik.belonging import (
    AGES_COMPARED,
    REFERENCE_TABLE,
    SEXES,
    Figure,
    Intake,
    SeenPlace,
    of_age,
    takes,
)
from yeep_analysis.intake.tuik.figures_read import POPULATION
from yeep_analysis.intake.tuik.place_labels import Place, PlaceKind
from yeep_analysis.intake.tuik.provinces import DISTRICTS, NAMES, code_of
from yeep_analysis.intake.tuik.tidy import harmless
from yeep_analysis.intake.tuik.words import plain
from yeep_analysis.municipality import cells
from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import CountedSex, PlaceLevel

Counts = dict[CountedSex, Figure]
COUNTRY_CODE, _COUNTRY_NAME = "TR", "Türkiye"
_AGES = {ALL_AGES: cells.ALL_AGES, AGES_COMPARED: AGES_COMPARED}  # as the files have them -> as the table does


@dataclass
class _Year:
    """What the files hold of one year: districts by province, provinces, and the country."""

    districts: dict[str, list[Group]] = field(default_factory=lambda: defaultdict(list))
    provinces: dict[str, Group] = field(default_factory=dict)
    country: Group = field(default_factory=dict)

    def add(self, group: Group) -> None:
        place = next(iter(group.values())).place
        if place.kind is PlaceKind.DISTRICT:
            self.districts[_province(place.province)].append(group)
        elif place.kind is PlaceKind.PROVINCE:
            self.provinces[place.code] = group
        elif place.kind is PlaceKind.COUNTRY:
            self.country = group


def take_in_references(groups: Mapping[Key, Group], municipality: Municipality, intake: Intake) -> None:
    """Choose what is of the places of comparison; what does not add up goes to ``intake.problems``."""
    years: dict[int, _Year] = defaultdict(_Year)
    for (family, other, year, _place), group in groups.items():
        first = next(iter(group.values()))
        if not takes(intake, first, family, other, year, _is_beside(first.place, municipality)):
            if family == POPULATION and not other and year >= FIRST_YEAR:
                years[year].add(group)  # elsewhere in the country: a part of its sum
        elif family == POPULATION:
            years[year].add(group)
        elif entry := group.get((CountedSex.TOTAL, ALL_AGES)):
            _compare(intake, str(year), Figure(entry.value, entry))
    for year in sorted(years):  # so that the name of the newest year is the one that stays
        for age in _AGES:
            for place, counts in _places_of(years[year], age, municipality, intake):
                _take(intake, year, place, age, counts)
    intake.found_anything |= bool(intake.tables[REFERENCE_TABLE])


def _province(name: str) -> str:
    """The code of a province, or the name of one that is on no list: that of an invented municipality."""
    return code_of(name) or plain(name)


def _places_of(
    year: _Year, age: str, municipality: Municipality, intake: Intake
) -> Iterator[tuple[tuple[str, str, PlaceLevel], Counts]]:
    own = _province(municipality.province)
    for group in year.districts.get(own, []):
        place = next(iter(group.values())).place
        if not place.code and plain(place.name) != plain(municipality.district):
            intake.uncoded.add(place.name)
        elif place.code and place.code != municipality.district_code:
            yield (place.code, harmless(place.name), PlaceLevel.DISTRICT), _counts(group, age)
    provinces = {code: _of_province(year, code, age, intake.problems) for code in NAMES}
    if own in NAMES:
        yield (own, NAMES[own], PlaceLevel.PROVINCE), provinces[own]
    country = _settled(_counts(year.country, age), _sum(provinces.values(), len(NAMES)), intake.problems)
    yield (COUNTRY_CODE, _COUNTRY_NAME, PlaceLevel.COUNTRY), country


def _of_province(year: _Year, code: str, age: str, problems: list[Problem]) -> Counts:
    parts = year.districts.get(code, [])
    added = _sum([_counts(group, age) for group in parts], DISTRICTS[code]) if len(parts) >= DISTRICTS[code] else {}
    return _settled(_counts(year.provinces.get(code, {}), age), added, problems)


def _counts(group: Group, age: str) -> Counts:
    if age == ALL_AGES:
        return {sex: Figure(*found) for sex, found in derived(group).items()}
    found = {sex: of_age(group, sex, age) for sex in CountedSex}
    return {sex: figure for sex, figure in found.items() if figure}


def _is_whole(counts: Counts) -> bool:
    return all(sex in counts for sex in SEXES)


def _sum(parts: Iterable[Counts], due: int) -> Counts:
    """All parts together, by sex; nothing where a part is missing, or one of its sexes."""
    parts = list(parts)
    if len(parts) < due or not all(_is_whole(part) for part in parts):
        return {}
    return {
        sex: Figure(
            sum(part[sex].n for part in parts),
            parts[0][sex].source,
            frozenset().union(*(part[sex].files for part in parts)),
        )
        for sex in SEXES
    }


def _settled(printed: Counts, added: Counts, problems: list[Problem]) -> Counts:
    """The printed figures where both sexes are printed, otherwise the sums; the two must agree.

    `checks` has compared what is printed in the same way in both; here are the sums that had to be made first.
    """
    if printed and added:
        sums = {sex: added[sex].n for sex in SEXES} | {CountedSex.TOTAL: sum(added[sex].n for sex in SEXES)}
        for sex, total in printed.items():
            if total.n != sums[sex]:
                problems.append(wrong_sum(total.source, total.n, sums[sex], _("its parts")))
    return printed if _is_whole(printed) else added or printed


def _take(intake: Intake, year: int, place: tuple[str, str, PlaceLevel], age: str, counts: Counts) -> None:
    code, name, level = place
    if _is_whole(counts):
        for sex in SEXES:
            intake.tables[REFERENCE_TABLE][str(year), code, _AGES[age], sex.value] = counts[sex]
        intake.places[code] = SeenPlace(name, level, year, counts[SEXES[0]].files)
    elif CountedSex.TOTAL in counts and age == ALL_AGES:
        intake.totals[REFERENCE_TABLE][str(year), code, cells.ALL_AGES] = counts[CountedSex.TOTAL]


def _is_beside(place: Place, municipality: Municipality) -> bool:
    """Whether a place is one of those beside which the district is seen."""
    own = _province(municipality.province)
    return {
        PlaceKind.DISTRICT: _province(place.province) == own and place.code != municipality.district_code,
        PlaceKind.PROVINCE: place.code == own,
        PlaceKind.COUNTRY: True,
    }.get(place.kind, False)


def _compare(intake: Intake, year: str, total: Figure) -> None:
    """A total of a file that does not say what it counts is only compared with what is stored of the place."""
    intake.totals[REFERENCE_TABLE][year, total.source.place.code, cells.ALL_AGES] = total

"""What must hold within and between files: one figure once, and parts that add up to their total."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from yeep_analysis.intake.tuik.ages import ALL_AGES, make_up_everybody
from yeep_analysis.intake.tuik.figures_read import POPULATION, FileReading, ReadFigure
from yeep_analysis.intake.tuik.numbers import Number
from yeep_analysis.intake.tuik.place_labels import Place, PlaceKind
from yeep_analysis.intake.tuik.provinces import DISTRICTS, NAMES, code_of
from yeep_analysis.intake.tuik.words import plain
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _, number
from yeep_analysis.words.terms import CountedSex

Group = dict[tuple[CountedSex, str], ReadFigure]  # the figures of one measure, year and place, by sex and age
Wrong = tuple[ReadFigure, Problem]  # a total, and what its parts say
FIRST_YEAR = 2007  # of the address-based population register (ADNKS); before there were censuses
_MOST_DECIMALS = 6
Key = tuple[str, tuple[str, ...], int, tuple[str, str]]  # family of the measure, other breakdowns, year, place


def grouped(readings: Iterable[FileReading]) -> tuple[dict[Key, Group], list[Problem]]:
    """All figures by what they count, where and when, each kept once; and those that stand twice and differ.

    Files that do not say what they count come last: they are compared with the population where another file has it.
    """
    groups: dict[Key, Group] = defaultdict(dict)
    problems: list[Problem] = []
    coded = _coded_districts(readings)
    for is_named in (True, False):
        for reading in readings:
            kept = []
            for entry in reading.observations:
                if bool(entry.series.measure) is not is_named or entry.place.kind is PlaceKind.LISTED:
                    kept.append(entry)
                    continue
                if entry.place.kind is PlaceKind.DISTRICT and not entry.place.code:
                    entry.place = coded.get(_by_name(entry.place), entry.place)
                first = _placed(entry, groups)
                if first is entry:
                    kept.append(entry)
                elif first.value == entry.value:
                    reading.repeated += 1
                else:
                    problems.append(_differs(first, entry, reading))
            reading.observations = kept
    return groups, problems


def _coded_districts(readings: Iterable[FileReading]) -> dict[tuple[str, str], Place]:
    """The districts with a code by their names: where one file has the code and another the name, it is one place."""
    places = {entry.place for reading in readings for entry in reading.observations}
    districts = [place for place in places if place.kind is PlaceKind.DISTRICT and place.code]
    return {_by_name(place): place for place in sorted(districts, key=lambda place: place.code)}


def _by_name(place: Place) -> tuple[str, str]:
    return plain(place.province), plain(place.name)


def _placed(entry: ReadFigure, groups: dict[Key, Group]) -> ReadFigure:
    """The first figure of what this one counts: itself, or another one that was there before."""
    series, what = entry.series, (entry.series.sex, entry.series.age)
    rest = (series.other, entry.year, entry.place.key)
    family = series.family if series.measure else ""
    known = groups.get((POPULATION, *rest), {}) if not series.measure else {}
    if what in known or (known and what == (CountedSex.TOTAL, ALL_AGES)):
        family = POPULATION
    return groups[family, *rest].setdefault(what, entry)


def check_sums(groups: dict[Key, Group], readings: Iterable[FileReading]) -> list[Problem]:
    """Totals equal the sum of their parts, by sex, by age and by place; totals are never added to parts.

    Of the censuses before `FIRST_YEAR` no table takes anything: what does not add up there is remarked in its reading.
    """
    found = [wrong for group in groups.values() if _adds_up(group) for wrong in _within(group)]
    found += _places(groups)
    for reading in readings:
        found += _listed_totals(reading)
    problems = []
    for total, problem in found:
        if total.year < FIRST_YEAR and total.series.family == POPULATION:
            next(r for r in readings if r.path.name == total.grid.file).remarks.append(problem)
        else:
            problems.append(problem)
    return problems


def _adds_up(group: Group) -> bool:
    first = next(iter(group.values()))
    return not first.series.is_rate and all(isinstance(entry.value, int) for entry in group.values())


def derived(group: Group) -> dict[CountedSex, tuple[int, ReadFigure]]:
    """The figure of each sex for all ages: as printed, or the sum of ages that make up everybody; with an example."""
    found: dict[CountedSex, tuple[int, ReadFigure]] = {}
    for sex in CountedSex:
        if printed := group.get((sex, ALL_AGES)):
            found[sex] = printed.value, printed
        elif parts := _ages(group, sex):
            found[sex] = sum(part.value for part in parts), parts[0]
    return found


def _ages(group: Group, sex: CountedSex) -> list[ReadFigure]:
    parts = {age: entry for (of, age), entry in group.items() if of is sex and age != ALL_AGES}
    return list(parts.values()) if parts and make_up_everybody(parts) else []


def _within(group: Group) -> Iterator[Wrong]:
    if len(group) == 1:
        return
    for sex in CountedSex:
        total, parts = group.get((sex, ALL_AGES)), _ages(group, sex)
        if total and parts and not _makes_up(total, [part.value for part in parts]):
            found = sum(part.value for part in parts)
            yield _wrong(total, found, _("the age groups ({label})").format(label=sex.label))
    whole = derived(group)
    if len(whole) == len(CountedSex):
        (women, _female), (men, _male), (both, total) = whole.values()
        if not _makes_up(total, [women, men], both):
            yield total, wrong_sum(total, both, women + men, _("women and men"))
    for age in {age for _sex, age in group if age != ALL_AGES}:
        sexes = [group.get((sex, age)) for sex in CountedSex]
        if all(sexes) and not _makes_up(sexes[2], [sexes[0].value, sexes[1].value]):
            yield _wrong(sexes[2], sexes[0].value + sexes[1].value, _("women and men"))


def _makes_up(total: ReadFigure, parts: list[Number], value: Number | None = None) -> bool:
    """Whether parts add up to a total: exactly, or as near as the rounding allows of which the table's note speaks."""
    off = abs(math.fsum(parts) - (total.value if value is None else value))
    return off == 0 or off <= _slack(total, parts)


def _slack(total: ReadFigure, parts: list[Number]) -> float:
    """How far rounding can move a sum: half a unit of the last digit for each part and for the total."""
    decimals = max(_decimals(value) for value in (*parts, total.value))
    if decimals == 0 and (total.series.family == POPULATION or not total.grid.is_rounded):
        return 0
    return ((len(parts) + 1) // 2 + 1e-6) / 10**decimals


def _decimals(value: Number) -> int:
    return 0 if isinstance(value, int) else len(repr(value).partition(".")[2])


def _wrong(total: ReadFigure, found: Number, parts: str) -> Wrong:
    return total, wrong_sum(total, total.value, found, parts)


# --- places ------------------------------------------------------------------


def _places(groups: dict[Key, Group]) -> Iterator[Wrong]:
    children: dict[tuple, list[Group]] = defaultdict(list)
    for (family, other, year, (kind, _code)), group in groups.items():
        place = next(iter(group.values())).place
        if kind == PlaceKind.PROVINCE:
            children[family, other, year, (PlaceKind.COUNTRY.value, "TR")].append(group)
        elif kind == PlaceKind.DISTRICT and (code := code_of(place.province)):
            children[family, other, year, (PlaceKind.PROVINCE.value, code)].append(group)
    for key, parts in children.items():
        whole = groups.get(key)
        if not whole or not _adds_up(whole):
            continue
        kind, code = key[3]
        complete = len(parts) >= (len(NAMES) if kind == PlaceKind.COUNTRY else DISTRICTS[code])
        yield from _against_whole(whole, parts, complete)


def _against_whole(whole: Group, parts: list[Group], complete: bool) -> Iterator[Wrong]:
    """Parts may be a selection and then be less than the whole; all parts together are the whole."""
    for which, total in whole.items():
        figures = [part[which].value for part in parts if which in part]
        if not figures:
            continue
        found = sum(figures)
        is_whole = complete and len(figures) == len(parts)
        if (is_whole or found > total.value) and not _makes_up(total, figures):
            yield _wrong(total, found, _("its parts ({n} places)").format(n=len(figures)))


def _listed_totals(reading: FileReading) -> Iterator[Wrong]:
    """The “Toplam” row of a table is the sum of the other rows of that table; checked, it is not kept."""
    totals = [entry for entry in reading.observations if entry.place.kind is PlaceKind.LISTED]
    if not totals:
        return
    sums: dict[tuple, list[Number]] = defaultdict(list)
    for entry in reading.observations:
        if entry.place.kind not in (PlaceKind.LISTED, PlaceKind.COUNTRY, PlaceKind.REGION):
            sums[_listed_key(entry)].append(entry.value)
    for total in totals:
        parts = sums[_listed_key(total)]
        if parts and not total.series.is_rate and not _makes_up(total, parts):
            yield _wrong(total, math.fsum(parts), _("the other rows"))
    reading.observations = [entry for entry in reading.observations if entry.place.kind is not PlaceKind.LISTED]
    reading.total_rows = len(totals)


def _listed_key(entry: ReadFigure) -> tuple:
    return id(entry.grid), entry.series, entry.year


# --- sentences ---------------------------------------------------------------


def _differs(first: ReadFigure, second: ReadFigure, reading: FileReading) -> Problem:
    bare = bool(reading.year_from) and first.grid is second.grid
    label, year = second.place.label, second.year
    if bare:
        what = _("{place} stands twice with different figures ({first} and {second}), and the rows have no year.")
        action = _("Two years seem to be mixed. Download each year with its head, or give one file for each.")
    else:
        what = _("{place}, {year}: {second} here, {first} at “{where}”.")
        action = _("Find out which of the two is right, and leave the other out.")
    figures = {"first": shown(first.value), "second": shown(second.value)}
    words = what.format(place=label, year=year, where=first.where, **figures)
    return Problem(second.where, words, "", action)


def shown(value: Number) -> str:
    """A figure in the reader's language, with the decimals that it has."""
    value = round(value, _MOST_DECIMALS)  # beyond them is what adding up left behind
    return number(value) if value == int(value) else number(value, _decimals(value))


def wrong_sum(total: ReadFigure, value: Number, found: Number, parts: str) -> Problem:
    """A total that its parts do not make up; ``total`` is where it stands, or where one of its summands does."""
    return Problem(
        total.where,
        _("{place}, {year}: the total is {total}, but {parts} add up to {found}.").format(
            place=total.place.label, year=total.year, total=shown(value), parts=parts, found=shown(found)
        ),
        "",
        _("Download the file again; if it stays so, ask TÜİK. Nothing of it is taken."),
    )

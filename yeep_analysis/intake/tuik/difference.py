"""What an update would change in the tables: new, changed and removed rows, and how many stay as they are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from yeep_analysis.intake.tuik.ages import cross, width
from yeep_analysis.intake.tuik.belonging import (
    AGE_TABLE,
    AGES_COMPARED,
    MAHALLE_TABLE,
    MAHALLES_TABLE,
    PLACES_TABLE,
    POPULATION_TABLE,
    REFERENCE_TABLE,
    SEXES,
    Figure,
    Intake,
    RowKey,
    check_totals,
)
from yeep_analysis.intake.tuik.figures_read import FileReading
from yeep_analysis.intake.tuik.provinces import PEOPLE, PEOPLE_YEAR
from yeep_analysis.intake.tuik.reference import COUNTRY_CODE
from yeep_analysis.intake.tuik.tidy import harmless
from yeep_analysis.municipality import cells
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.words.terms import CountedSex

Rows = list[dict[str, str]]
LICENCE, PRODUCER = "Kaynak gösterilerek kullanılabilir", "Türkiye İstatistik Kurumu (TÜİK)"
_ADNKS = "Adrese Dayalı Nüfus Kayıt Sistemi (ADNKS)"
_REFERENCE = ("tuik_adnks_reference", f"{_ADNKS}, ildeki öteki ilçelerin, ilin ve Türkiye’nin nüfusu, cinsiyete göre")
# table -> key and title of its source in sources.csv; data are in Turkish, whatever the reader's language
_SOURCES = {
    POPULATION_TABLE: ("tuik_adnks_sex", f"{_ADNKS}, ilçe nüfusu, cinsiyete göre"),
    AGE_TABLE: ("tuik_adnks_age_groups", f"{_ADNKS}, ilçe nüfusu, yaş grubu ve cinsiyete göre"),
    MAHALLE_TABLE: ("tuik_adnks_mahalle", f"{_ADNKS}, mahalle nüfusu, cinsiyete göre"),
    MAHALLES_TABLE: ("tuik_adnks_mahalle", f"{_ADNKS}, mahalle nüfusu, cinsiyete göre"),
    PLACES_TABLE: _REFERENCE,
    REFERENCE_TABLE: _REFERENCE,
}
# How far a figure may be from the known one [logarithm of the quotient]. Barracks and dormitories fill and empty: the
# men of a district swing more than the women, and those of one age more than either.
_ALLOWED = {CountedSex.FEMALE.value: 0.10, CountedSex.MALE.value: 0.20}
_ALLOWED_OF_AGE = 0.70
_A_YEAR = 0.04  # and more for every year between them
_SMALL = 50  # persons; nobody of so few may be left, or come
_NOTE = "Değerler her yılın 31 Aralık tarihine aittir."
_NOTES = dict.fromkeys(
    (PLACES_TABLE, REFERENCE_TABLE),
    f"{_NOTE} Dosyalarda il ya da Türkiye satırı yoksa değer, bütün ilçelerin ya da illerin toplamıdır.",
)


@dataclass(frozen=True)
class Change:
    """One row that comes, goes or gets another figure (a place: another name); `None` where there is none."""

    key: RowKey
    old: int | str | None
    new: int | str | None
    files: frozenset[str] = frozenset()
    old_source: str = ""


@dataclass
class TableChange:
    """The changes of one table, and its rows as they will be."""

    name: str
    rows: Rows
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    sources: dict[str, bool] = field(default_factory=dict)  # rows of sources.csv that are cited -> whether they are new
    newest: str = ""  # year of what came from the files, where the rows themselves have no year

    @property
    def is_any(self) -> bool:
        """Whether the table will be another one."""
        return bool(self.changes or self.sources)


def differences(intake: Intake, tables: Mapping[str, Rows], readings: list[FileReading]) -> list[TableChange]:
    """The changes of every table, that of the sources last.

    The intake is settled on the way: ``problems`` takes what does not agree, ``overlapping_ages`` and
    ``ages_of_unknown`` what cannot be stored beside the rest, and figures that are left out leave its tables.
    """
    found = []
    for name in (POPULATION_TABLE, AGE_TABLE, MAHALLE_TABLE):
        figures = _without_overlaps(intake, tables[name]) if name == AGE_TABLE else intake.tables[name]
        change = _of_table(name, figures, tables[name])
        if name != AGE_TABLE:
            _settle_totals(change, intake)
        found.append(change)
    if intake.mahalles:
        found.append(_of_mahalles(intake, tables[MAHALLES_TABLE]))
    found += _references(intake, tables)
    found.append(_sources(found, tables["sources"], readings))
    return found


def _columns(name: str) -> tuple[str, ...]:
    return TABLES[name].key


def _key(name: str, row: Mapping[str, str]) -> RowKey:
    return tuple(row[column] for column in _columns(name))


def _of_table(name: str, figures: Mapping[RowKey, Figure], rows: Rows) -> TableChange:
    change = TableChange(name, [dict(row) for row in rows])
    at = {_key(name, row): row for row in change.rows}
    source = _source_of(name, figures)
    for key, figure in sorted(figures.items()):
        files, row = figure.files, at.get(key)
        if row is None:
            change.rows.append(dict(zip(_columns(name), key, strict=True)) | {"n": str(figure.n), "source_id": source})
            change.changes.append(Change(key, None, figure.n, files))
        elif row["n"] != str(figure.n):
            change.changes.append(Change(key, int(row["n"]), figure.n, files, row["source_id"]))
            row |= {"n": str(figure.n), "source_id": source}
        else:
            change.unchanged += 1
    return change


def _source_of(name: str, figures: Mapping[RowKey, Figure]) -> str:
    if name == AGE_TABLE and {key[1] for key in figures} == {"20-24"}:
        return "tuik_adnks_age"
    return _SOURCES[name][0]


def _settle_totals(change: TableChange, intake: Intake) -> None:
    """A total that the table prints goes with its parts: it follows the files, or leaves where they have none."""
    parts = {_key(change.name, row): int(row["n"]) for row in change.rows}
    intake.problems += check_totals(intake, change.name, parts)
    touched = {entry.key[:-1] for entry in change.changes if entry.old is not None}
    for key in sorted(touched):
        whole = (*key, CountedSex.TOTAL.value)
        figures = [parts.get((*key, sex.value)) for sex in SEXES]
        if whole not in parts or None in figures or sum(figures) == parts[whole]:
            continue
        row = next(row for row in change.rows if _key(change.name, row) == whole)
        printed = intake.totals[change.name].get(key)
        files, total = (printed.files, printed.n) if printed else (frozenset(), None)
        change.changes.append(Change(whole, parts[whole], total, files, row["source_id"]))
        if printed:
            row |= {"n": str(printed.n), "source_id": _SOURCES[change.name][0]}
        else:
            change.rows.remove(row)


def _without_overlaps(intake: Intake, rows: Rows) -> dict[RowKey, Figure]:
    """The age groups that lie apart or one inside the other: what the table has stays, the narrower ones come first.

    With ``18-24`` beside a stored ``20-29`` nobody could say how many people the two are together.
    """
    there: dict[str, set[str]] = {}
    for row in rows:
        there.setdefault(row["year"], set()).add(row["age_group"])
    kept = {}
    figures = intake.tables[AGE_TABLE]
    for key in sorted(figures, key=lambda key: (key[0], width(key[1]), key)):
        year, age, _sex = key
        groups = there.setdefault(year, set())
        if age in groups or not any(cross(age, other) for other in groups):
            groups.add(age)
            kept[key] = figures[key]
        else:
            intake.overlapping_ages.add(age)
    return kept


def _of_mahalles(intake: Intake, rows: Rows) -> TableChange:
    """The mahalles of a folder that had none; their centres are not in TÜİK's files, and stay empty."""
    change = TableChange(MAHALLES_TABLE, [dict(row) for row in rows])
    source = _SOURCES[MAHALLES_TABLE][0]
    for code, seen in sorted(intake.mahalles.items()):
        row = dict.fromkeys(TABLES[MAHALLES_TABLE].columns, "")
        change.rows.append(row | {"mahalle_code": code, "name": harmless(seen.name), "source_id": source})
        change.changes.append(Change((code,), None, harmless(seen.name), seen.files))
        change.newest = max(change.newest, str(seen.year))
    return change


# --- far from what is known --------------------------------------------------


@dataclass(frozen=True)
class Far:
    """A figure that is to be written, and another of the same place, in a year nearby, from which it is far."""

    table: str
    change: Change
    known: int
    year: int


def far_from_known(changes: list[TableChange], tables: Mapping[str, Rows]) -> list[Far]:
    """New figures that are far from what the tables, or the list of provinces, have of the same place.

    Mahalles are left out: they add up to their district.
    """
    found = []
    for change in changes:
        if change.name not in (POPULATION_TABLE, AGE_TABLE, REFERENCE_TABLE):
            continue
        known: dict[RowKey, dict[int, int]] = {}
        for row in tables[change.name]:
            year, *rest = _key(change.name, row)
            known.setdefault(tuple(rest), {})[int(year)] = int(row["n"])
        for entry in change.changes:
            year, *rest = entry.key
            there = known.get(tuple(rest)) or _people(rest)
            if isinstance(entry.new, int) and there and rest[-1] in _ALLOWED:
                is_age = len(rest) > 1 and rest[-2] != cells.ALL_AGES
                allowed = _ALLOWED_OF_AGE if is_age else _ALLOWED[rest[-1]]
                near = min(there, key=lambda other: abs(other - int(year)))
                if _is_far(entry.new, there[near], abs(near - int(year)), allowed):
                    found.append(Far(change.name, entry, there[near], near))
    return found


def _people(key: list[str]) -> dict[int, int]:
    """About how many women or men a province or the country has, where no table has a figure of it."""
    if len(key) != 3 or key[1] != cells.ALL_AGES:  # place, ages, sex
        return {}
    people = sum(PEOPLE.values()) if key[0] == COUNTRY_CODE else PEOPLE.get(key[0])
    return {PEOPLE_YEAR: people // 2} if people else {}


def _is_far(new: int, known: int, years: int, allowed: float) -> bool:
    """Whether a figure is farther than a place grows or shrinks; small numbers move more by chance."""
    if not (new and known):
        return max(new, known) > _SMALL
    return abs(math.log(new / known)) > allowed + _A_YEAR * years + 3 / math.sqrt(known)


# --- places of comparison ----------------------------------------------------


def _references(intake: Intake, tables: Mapping[str, Rows]) -> list[TableChange]:
    """The places beside the district and their figures; nothing where the files hold none of them."""
    rows = tables[REFERENCE_TABLE]
    _leave_out_lone_ages(intake, rows)
    change = _of_table(REFERENCE_TABLE, intake.tables[REFERENCE_TABLE], rows)
    if intake.totals[REFERENCE_TABLE]:
        parts = {_key(REFERENCE_TABLE, row): int(row["n"]) for row in change.rows}
        intake.problems += check_totals(intake, REFERENCE_TABLE, parts)
    return [_of_places(intake, tables), change] if intake.places else []


def _leave_out_lone_ages(intake: Intake, rows: Rows) -> None:
    """Ages of a place are not taken if its whole population of the year is neither in the files nor stored."""
    figures = intake.tables[REFERENCE_TABLE]
    known = {(key[0], key[1]) for key in figures if key[2] == cells.ALL_AGES}
    known |= {(row["year"], row["place_code"]) for row in rows if row["age_group"] == cells.ALL_AGES}
    lone = [key for key in figures if key[2] == AGES_COMPARED and key[:2] not in known]
    intake.ages_of_unknown |= {code for _year, code, *_rest in lone}
    for key in lone:
        del figures[key]
    left = {code for _year, code, *_rest in figures}
    intake.places = {code: place for code, place in intake.places.items() if code in left}


def _of_places(intake: Intake, tables: Mapping[str, Rows]) -> TableChange:
    """The places of the figures; a new name is taken unless the table has a figure of a newer year."""
    change = TableChange(PLACES_TABLE, [dict(row) for row in tables[PLACES_TABLE]])
    at = {row["place_code"]: row for row in change.rows}
    newest: dict[str, str] = {}
    for stored in tables[REFERENCE_TABLE]:
        newest[stored["place_code"]] = max(stored["year"], newest.get(stored["place_code"], ""))
    source = _REFERENCE[0]
    for code, seen in sorted(intake.places.items()):
        row = at.get(code)
        if row is None:
            change.rows.append({"place_code": code, "name": seen.name, "level": seen.level.value, "source_id": source})
            change.changes.append(Change((code,), None, seen.name, seen.files))
        elif row["name"] != seen.name and str(seen.year) >= newest.get(code, ""):
            change.changes.append(Change((code,), row["name"], seen.name, seen.files, row["source_id"]))
            row |= {"name": seen.name, "source_id": source}
        else:
            change.unchanged += 1
            continue
        change.newest = max(change.newest, str(seen.year))
    return change


# --- sources -----------------------------------------------------------------


def _sources(changes: list[TableChange], rows: Rows, readings: list[FileReading]) -> TableChange:
    result = TableChange("sources", [dict(row) for row in rows], unchanged=len(rows))
    digests = {reading.path.name: reading.digest for reading in readings}
    for change in changes:
        files = sorted(frozenset().union(*(entry.files for entry in change.changes)))
        touched = {entry.key for entry in change.changes if entry.new is not None}
        cited = {row["source_id"] for row in change.rows if _key(change.name, row) in touched}
        for source in sorted(cited):
            years = (row["year"] for row in change.rows if row["source_id"] == source and "year" in row)
            year = max(years, default=change.newest)
            locators = [f"{file} (SHA-256 {digests[file][:12]})" for file in files]
            _cite(result, (source, change.name), year, locators)
    return result


def _cite(result: TableChange, source: tuple[str, str], year: str, locators: list[str]) -> None:
    key, table = source
    row = next((row for row in result.rows if row["source_id"] == key), None)
    if row is None:
        row = dict.fromkeys(TABLES["sources"].columns, "")
        row |= {"source_id": key, "title": _SOURCES[table][1], "producer": PRODUCER, "licence": LICENCE}
        row |= {"locator": "MEDAS", "note": _NOTES.get(table, _NOTE)}
        result.rows.append(row)
        result.sources[key] = True
    elif key not in result.sources:
        result.unchanged -= 1
        result.sources[key] = False
    row["reference_on"] = max(row["reference_on"], f"{year}-12-31")
    row["locator"] = "; ".join([row["locator"], *(text for text in locators if text not in row["locator"])])

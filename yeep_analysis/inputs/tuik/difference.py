"""What an update would change in the tables: new, changed and removed rows, and how many stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yeep_analysis.inputs.schemas import TABLES
from yeep_analysis.inputs.tuik.intake import (
    AGE_TABLE,
    MAHALLE_TABLE,
    POPULATION_TABLE,
    SEXES,
    Figure,
    Intake,
    RowKey,
    check_totals,
)
from yeep_analysis.inputs.tuik.observations import FileReading
from yeep_analysis.terms import CountedSex

Rows = list[dict[str, str]]
LICENCE, PRODUCER = "Kaynak gösterilerek kullanılabilir", "Türkiye İstatistik Kurumu (TÜİK)"
_ADNKS = "Adrese Dayalı Nüfus Kayıt Sistemi (ADNKS)"
# table -> key and title of its source in sources.csv; data are in Turkish, whatever the reader's language
_SOURCES = {
    POPULATION_TABLE: ("tuik_adnks_sex", f"{_ADNKS}, ilçe nüfusu, cinsiyete göre"),
    AGE_TABLE: ("tuik_adnks_age_groups", f"{_ADNKS}, ilçe nüfusu, yaş grubu ve cinsiyete göre"),
    MAHALLE_TABLE: ("tuik_adnks_mahalle", f"{_ADNKS}, mahalle nüfusu, cinsiyete göre"),
}
_NOTE = "Değerler her yılın 31 Aralık tarihine aittir."


@dataclass(frozen=True)
class Change:
    """One row that comes, goes or gets another figure; `None` where there is none before or after."""

    key: RowKey
    old: int | None
    new: int | None
    file: str = ""
    old_source: str = ""


@dataclass
class TableChange:
    """The changes of one table, and its rows as they will be."""

    name: str
    rows: Rows
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    sources: dict[str, bool] = field(default_factory=dict)  # rows of sources.csv that are cited -> whether they are new

    @property
    def is_any(self) -> bool:
        """Whether the table will be another one."""
        return bool(self.changes or self.sources)


def differences(intake: Intake, tables: Mapping[str, Rows], readings: list[FileReading]) -> list[TableChange]:
    """The changes of every table, that of the sources last; ``intake.problems`` takes what does not agree."""
    found = []
    for name in (POPULATION_TABLE, AGE_TABLE, MAHALLE_TABLE):
        change = _of_table(name, intake.tables[name], tables[name])
        if name != AGE_TABLE:
            _settle_totals(change, intake)
        found.append(change)
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
        file, row = figure.source.grid.file, at.get(key)
        if row is None:
            change.rows.append(dict(zip(_columns(name), key, strict=True)) | {"n": str(figure.n), "source_id": source})
            change.changes.append(Change(key, None, figure.n, file))
        elif row["n"] != str(figure.n):
            change.changes.append(Change(key, int(row["n"]), figure.n, file, row["source_id"]))
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
        file, total = (printed.source.grid.file, printed.n) if printed else ("", None)
        change.changes.append(Change(whole, parts[whole], total, file, row["source_id"]))
        if printed:
            row |= {"n": str(printed.n), "source_id": _SOURCES[change.name][0]}
        else:
            change.rows.remove(row)


# --- sources -----------------------------------------------------------------


def _sources(changes: list[TableChange], rows: Rows, readings: list[FileReading]) -> TableChange:
    result = TableChange("sources", [dict(row) for row in rows], unchanged=len(rows))
    digests = {reading.path.name: reading.digest for reading in readings}
    for change in changes:
        files = sorted({entry.file for entry in change.changes if entry.file})
        touched = {entry.key for entry in change.changes if entry.new is not None}
        cited = {row["source_id"] for row in change.rows if _key(change.name, row) in touched}
        for source in sorted(cited):
            year = max(row["year"] for row in change.rows if row["source_id"] == source)
            locators = [f"{file} (SHA-256 {digests[file][:12]})" for file in files]
            _cite(result, (source, change.name), year, locators)
    return result


def _cite(result: TableChange, source: tuple[str, str], year: str, locators: list[str]) -> None:
    key, table = source
    row = next((row for row in result.rows if row["source_id"] == key), None)
    if row is None:
        row = dict.fromkeys(TABLES["sources"].columns, "")
        row |= {"source_id": key, "title": _SOURCES[table][1], "producer": PRODUCER, "licence": LICENCE, "note": _NOTE}
        row["locator"] = "MEDAS"
        result.rows.append(row)
        result.sources[key] = True
    elif key not in result.sources:
        result.unchanged -= 1
        result.sources[key] = False
    row["reference_on"] = max(row["reference_on"], f"{year}-12-31")
    row["locator"] = "; ".join(dict.fromkeys([row["locator"], *locators]))

"""Figures that people of the unit write themselves: who holds posts and seats, by sex, with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yeep_analysis import transaction
from yeep_analysis.intake.tuik.update import JOURNAL, only_update, read_table_file, recover, try_out, written
from yeep_analysis.municipality.fact_tables import TABLES, Municipality
from yeep_analysis.words.terms import Basis, CountedSex, Office

_TABLE, _SOURCES = "representation", "sources"
_LICENCE = "Belediyenin kendi kaydı"  # data are in Turkish, whatever the reader's language


@dataclass(frozen=True)
class Holders:
    """How many women and men hold a post or sit in a body, on a day, and who says so."""

    office: Office
    on: date
    women: int
    men: int
    source: str

    @property
    def source_id(self) -> str:
        """The key of its source."""
        return f"own_{self.office.value}_{self.on.year}"


def record_holders(data: Path, held: Holders, place: Municipality) -> None:
    """Write the holders of a post in a year; those of the year that were there before are replaced.

    Raises   `DataError` where the tables would not be valid; the folder is as it was then
    """
    with only_update(data):
        recover(data)
        files = {name: read_table_file(data / TABLES[name].file, TABLES[name].columns) for name in (_TABLE, _SOURCES)}
        year = str(held.on.year)
        rows = [row for row in files[_TABLE].rows if (row["year"], row["office"]) != (year, held.office.value)]
        for sex, n in ((CountedSex.FEMALE, held.women), (CountedSex.MALE, held.men)):
            row = {"year": year, "office": held.office.value, "sex": sex.value, "n": str(n)}
            rows.append(row | {"basis": Basis.PRINTED.value, "source_id": held.source_id})
        sources = [row for row in files[_SOURCES].rows if row["source_id"] != held.source_id]
        sources.append(_source(held, place))
        contents = {
            TABLES[_TABLE].file: written(files[_TABLE], _TABLE, rows),
            TABLES[_SOURCES].file: written(files[_SOURCES], _SOURCES, sources),
        }
        try_out(data, contents)
        transaction.write_files(data, contents, JOURNAL)


def _source(held: Holders, place: Municipality) -> dict[str, str]:
    row = dict.fromkeys(TABLES[_SOURCES].columns, "")
    return row | {
        "source_id": held.source_id,
        "title": held.source,
        "producer": place.municipality,
        "reference_on": held.on.isoformat(),
        "locator": held.source,
        "licence": _LICENCE,
    }

"""What was read as one tidy CSV: one figure per row, with the cell from which it came."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from yeep_analysis.intake.tuik.figures_read import FileReading, Series
from yeep_analysis.intake.tuik.place_labels import Place
from yeep_analysis.transaction import write_file

COLUMNS = (
    "measure",
    "year",
    "place_code",
    "place_kind",
    "place",
    "province",
    "district",
    "sex",
    "age_group",
    "breakdown",
    "value",
    "file",
    "position",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_tidy(path: Path, readings: Iterable[FileReading]) -> int:
    """Write all figures; the file appears whole or not at all. Returns the number of rows."""
    text, written = io.StringIO(), 0
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for reading in readings:
        writer.writerows(rows_of(reading))
        written += len(reading.observations)
    write_file(path, text.getvalue().encode(errors="replace"))
    return written


def rows_of(reading: FileReading) -> Iterator[list[str]]:
    """The figures of a file as rows of text."""
    file = harmless(reading.path.name)
    for entry in reading.observations:
        measure, sex, age, other = _of_series(entry.series)
        place = _of_place(entry.place)
        position = harmless(entry.grid.position(entry.row, entry.column))
        yield [measure, str(entry.year), *place, sex, age, other, str(entry.value), file, position]


@lru_cache(maxsize=4096)
def _of_series(series: Series) -> tuple[str, str, str, str]:
    return harmless(series.measure), series.sex.value, series.age, harmless("; ".join(series.other))


@lru_cache(maxsize=4096)
def _of_place(place: Place) -> tuple[str, ...]:
    return place.code, place.kind.value, harmless(place.name), harmless(place.province), harmless(place.district)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text

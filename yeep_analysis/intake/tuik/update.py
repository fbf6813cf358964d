"""Changes the tables of a data folder: all of them or none, and an interruption can be undone (see ``transaction``).

The new tables are first tried in a copy of the folder.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from yeep_analysis import transaction
from yeep_analysis.edition import DESK_FOLDER
from yeep_analysis.intake.tuik.belonging import (
    AGE_TABLE,
    MAHALLE_TABLE,
    MAHALLES_TABLE,
    PLACES_TABLE,
    POPULATION_TABLE,
    REFERENCE_TABLE,
)
from yeep_analysis.intake.tuik.difference import Rows, TableChange
from yeep_analysis.municipality.cells import sex_word
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.validate import TUIK_JOURNAL as JOURNAL
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.transaction import reason_of
from yeep_analysis.words.errors import YeepError
from yeep_analysis.words.language import _

_LOCK = ".tuik-updating"
CHANGEABLE = (POPULATION_TABLE, AGE_TABLE, MAHALLES_TABLE, MAHALLE_TABLE, PLACES_TABLE, REFERENCE_TABLE, "sources")
FILLED_FIRST = frozenset(
    {POPULATION_TABLE, MAHALLES_TABLE, "sources"}
)  # need no rows before an update, nor each after it
_SEXES = ("female", "male", "total")


@dataclass(frozen=True)
class TableFile:
    """A table as it lies on disk: its bytes, and how it is written."""

    content: bytes
    columns: tuple[str, ...]
    delimiter: str
    newline: str
    has_mark: bool
    rows: tuple[dict[str, str], ...]


def read_table_file(path: Path, columns: list[str]) -> TableFile:
    """The rows of a table that was found valid, as text, and the manner in which its file is written."""
    content = path.read_bytes() if path.exists() else b""
    text = content.decode("utf-8-sig")
    first = text.split("\n", 1)[0]
    delimiter = ";" if ";" in first else ","
    records = [r for r in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(c.strip() for c in r)]
    header = tuple(records[0]) if records else tuple(columns)
    rows = tuple(
        {column: sex_word(cell) if column == "sex" else cell for column, cell in zip(header, record, strict=True)}
        for record in records[1:]
    )
    return TableFile(
        content, header, delimiter, "\r\n" if first.endswith("\r") else "\n", content.startswith(b"\xef\xbb\xbf"), rows
    )


def read_tables(folder: Path) -> dict[str, TableFile]:
    """The tables that an update may change."""
    return {name: read_table_file(folder / TABLES[name].file, TABLES[name].columns) for name in CHANGEABLE}


def written(file: TableFile, name: str, rows: Rows) -> bytes:
    """A table in the manner of its file; in the order of its key where the file was in that order."""
    former = [_order(name, row) for row in file.rows]
    if name != "sources" and former == sorted(former):
        rows = sorted(rows, key=lambda row: _order(name, row))
    text = io.StringIO()
    writer = csv.DictWriter(text, file.columns, delimiter=file.delimiter, lineterminator=file.newline)
    writer.writeheader()
    writer.writerows(rows)
    return (b"\xef\xbb\xbf" if file.has_mark else b"") + text.getvalue().encode("utf-8", "replace")  # names of files


def _order(name: str, row: Mapping[str, str]) -> tuple:
    return tuple(
        _SEXES.index(row[column]) if column == "sex" and row[column] in _SEXES else _natural(row[column])
        for column in TABLES[name].key
    )


def _natural(text: str) -> tuple:
    first = text.partition("-")[0]
    return (int(first), text) if first.isdigit() else (0, text)


def update(folder: Path, files: Mapping[str, TableFile], changes: list[TableChange]) -> None:
    """Put the changed tables into the folder.

    Raises   `DataError` where the tables would not be valid; `YeepError` where they cannot be written. In both cases
             the folder is as it was.
    """
    contents = {
        TABLES[change.name].file: written(files[change.name], change.name, change.rows)
        for change in changes
        if change.is_any
    }
    try_out(folder, contents)
    _make_sure_nothing_moved(folder, files)
    transaction.write_files(folder, contents, JOURNAL)


def try_out(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Refuse files that would spoil a folder: they are validated in a copy.

    Raises   `DataError` where they would, `YeepError` where no copy can be made
    """
    try:
        with tempfile.TemporaryDirectory() as place:
            trial = Path(
                shutil.copytree(
                    folder, Path(place) / "data", ignore=shutil.ignore_patterns(JOURNAL, _LOCK, DESK_FOLDER)
                )
            )
            for file, content in contents.items():
                (trial / file).write_bytes(content)
            validate_tables(trial, FILLED_FIRST)
    except OSError as error:  # copytree tells all its errors as one, which is an OSError too
        raise YeepError(
            _(
                "The tables could not be tried in a copy ({reason}). They are as they were. Make room in {folder}."
            ).format(reason=reason_of(error), folder=tempfile.gettempdir())
        ) from error


def _make_sure_nothing_moved(folder: Path, files: Mapping[str, TableFile]) -> None:
    for name, file in files.items():
        path = folder / TABLES[name].file
        if (path.read_bytes() if path.exists() else b"") != file.content:
            raise YeepError(
                _(
                    "{file} was changed by another program meanwhile. Nothing was written; run the command again."
                ).format(file=path.name)
            )


def recover(folder: Path) -> bool:
    """Undo an update that was cut off. Returns whether there was one.

    Raises   `YeepError` where a table was edited since
    """
    return transaction.recover(folder, JOURNAL)


@contextmanager
def only_update(folder: Path) -> Iterator[None]:
    """Keeps a second update of the same folder out."""
    busy = _(
        "Another command changes the tables (process {process}). Wait until it has ended; if none is at work delete "
        "the file “{lock}”."
    )
    with transaction.only_one(folder / _LOCK, busy):
        yield

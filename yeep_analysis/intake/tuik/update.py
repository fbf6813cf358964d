"""Changes the tables of a data folder: all of them or none, and an interruption can be undone.

The new tables are first tried in a copy of the folder. Then they and the former ones are written into a folder of
their own inside the data folder, and put into their places one by one. While that folder is there, an update is
under way or was cut off; the next one puts the former tables back before it does anything else.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yeep_analysis.intake.tuik.difference import Rows, TableChange
from yeep_analysis.intake.tuik.intake import (
    AGE_TABLE,
    MAHALLE_TABLE,
    MAHALLES_TABLE,
    PLACES_TABLE,
    POPULATION_TABLE,
    REFERENCE_TABLE,
)
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.words.errors import YeepError
from yeep_analysis.words.language import _

JOURNAL = ".tuik-update"
_OLD, _NEW, _READY = "old", "new", "ready.json"
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
    rows = tuple(dict(zip(header, record, strict=True)) for record in records[1:])
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
    _try_out(folder, contents)
    _make_sure_nothing_moved(folder, files)
    _put_in_place(folder, contents)


def _try_out(folder: Path, contents: Mapping[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as place:
        trial = Path(shutil.copytree(folder, Path(place) / "data", ignore=shutil.ignore_patterns(JOURNAL)))
        for file, content in contents.items():
            (trial / file).write_bytes(content)
        validate_tables(trial, FILLED_FIRST)


def _make_sure_nothing_moved(folder: Path, files: Mapping[str, TableFile]) -> None:
    for name, file in files.items():
        path = folder / TABLES[name].file
        if (path.read_bytes() if path.exists() else b"") != file.content:
            raise YeepError(
                _(
                    "{file} was changed by another program meanwhile. Nothing was written; run the command again."
                ).format(file=path.name)
            )


def _put_in_place(folder: Path, contents: Mapping[str, bytes]) -> None:
    journal = folder / JOURNAL
    try:
        for kind in (_OLD, _NEW):
            (journal / kind).mkdir(parents=True)
        for file, content in contents.items():
            _write(journal / _NEW / file, content)
            if (folder / file).exists():
                _write(journal / _OLD / file, (folder / file).read_bytes())
        _write(journal / "list", json.dumps({f: _digest(c) for f, c in contents.items()}).encode())
        (journal / "list").replace(journal / _READY)  # from here on tables are touched
        for file in contents:
            (journal / _NEW / file).replace(folder / file)
    except OSError as error:
        recover(folder)
        raise YeepError(
            _("The tables could not be written ({reason}). They are as they were. Are they open elsewhere?").format(
                reason=error.strerror or error
            )
        ) from error
    except BaseException:  # Ctrl-C between two tables
        recover(folder)
        raise
    shutil.rmtree(journal)


def recover(folder: Path) -> bool:
    """Undo an update that was cut off. Returns whether there was one.

    Raises   `YeepError` where a table was edited since: then nobody but its editor can say which one is right
    """
    journal = folder / JOURNAL
    if not journal.is_dir():
        return False
    ready = journal / _READY
    wrote = json.loads(ready.read_bytes()) if ready.exists() else {}  # before that file, no table is touched
    if all(_digest_of(folder / file) == digest for file, digest in wrote.items()):
        shutil.rmtree(journal)  # nothing was begun, or everything was done
        return False
    edited = [file for file, digest in wrote.items() if _is_neither(folder / file, journal / _OLD / file, digest)]
    if edited:
        raise YeepError(
            _(
                "An update was cut off, and {files} was edited since. The former tables are in “{folder}”. Put the "
                "right ones in place, delete that folder, and run the command again."
            ).format(files=", ".join(edited), folder=journal / _OLD)
        )
    for file in wrote:
        _put_back(journal, folder / file)
    shutil.rmtree(journal)
    return True


def _put_back(journal: Path, path: Path) -> None:
    former = journal / _OLD / path.name
    if former.exists():
        _write(journal / "back", former.read_bytes())
        (journal / "back").replace(path)
    else:
        path.unlink(missing_ok=True)


def _is_neither(path: Path, former: Path, digest: str) -> bool:
    return _digest_of(path) not in (_digest_of(former), digest)


def _digest_of(path: Path) -> str:
    return _digest(path.read_bytes()) if path.exists() else ""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())

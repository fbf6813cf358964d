"""Writes a table so that a reader finds the old file or the new one, never a part of either."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from yeep_analysis.municipality.fact_tables import Row, Table
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _


def write_table(path: Path, table: Table, rows: Iterable[Row]) -> None:
    """Write validated rows as CSV with the columns of their declaration."""
    replace_file(path, table_text(table, rows).encode("utf-8"))


def table_text(table: Table, rows: Iterable[Row]) -> str:
    """The text of a table: comma, UTF-8, one line break a row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_text(getattr(row, column)) for column in table.columns] for row in rows)
    return buffer.getvalue()


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of a file in one step, on the disk before it is in place."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)  # mkstemp makes files that only their maker may read
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            _(
                "“{path}” cannot be written. Expected a folder in which files may be made, and a file that is not open "
                "in another program. Nothing was changed; close the file and run the command again."
            ).format(path=path)
        ) from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)

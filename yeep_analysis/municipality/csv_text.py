"""Reads one CSV file as text: encoding, delimiter, header and row lengths. Cells stay text."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _

# UTF-8 read as windows-1252/1254 and saved again: "Ä±" for ı, "ÅŸ" for ş, "Ã¼" for ü, or the replacement character.
_MOJIBAKE = re.compile("â€|Ã[\u0080-\u00bf‡–œ¶¼§‚]|Ä[\u0080-\u00bf±Ÿž°]|Å[\u0080-\u00bfŸž]|\ufffd")


@dataclass
class RawTable:
    """The text of one file: ``rows`` are (row number as in Excel, cells by column name)."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)  # numbers of the rows whose cells cannot be told apart
    problems: list[Problem] = field(default_factory=list)


def readable(text: str) -> str:
    """A text that will be written into a table and must be read again: no garbled letters, no control characters."""
    seen = text.encode("utf-8", "replace").decode("utf-8")
    return "".join("?" if not letter.isprintable() else letter for letter in _MOJIBAKE.sub("?", seen))


def is_garbled(text: str) -> bool:
    """Whether letters were lost when a text was read in a wrong encoding."""
    return bool(_MOJIBAKE.search(text))


def header_of(path: Path) -> list[str]:
    """The column names of a file; empty where it cannot be read."""
    text, _problem = _decoded(path, may_be_windows=True)
    first = text.split("\n", 1)[0].strip("\r")
    try:
        return next(csv.reader([first], delimiter=_delimiter(text)), [])
    except csv.Error:
        return []


def read_table(path: Path, columns: list[str], *, may_be_windows: bool = False) -> RawTable:
    """Read ``path``, which must have exactly ``columns``; what is wrong is returned, not raised.

    With ``may_be_windows`` a file that is not UTF-8 is read as windows-1254, the encoding of Turkish Windows.
    """
    text, problem = _decoded(path, may_be_windows)
    if problem:
        return RawTable(problems=[problem])
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        row = io.StringIO(text, newline="").read().count("\n")
        reason = _("a quotation mark is not closed before the end of the file (row {row})").format(row=row)
        return RawTable(
            problems=[_unreadable(path, reason if "end of data" in str(error) else _("its quotation marks are wrong"))]
        )
    if not records:
        return RawTable(problems=[_unreadable(path, _("the file is empty"))])
    return _named_cells(path, records, columns)


def _delimiter(text: str) -> str:
    """Excel in Turkish writes semicolons where the rest of the world writes commas: both are read."""
    return ";" if ";" in text.split("\n", 1)[0] else ","


def _decoded(path: Path, may_be_windows: bool = False) -> tuple[str, Problem | None]:
    try:
        content = path.read_bytes()
    except OSError as error:
        return "", _unreadable(path, _reason(path, error))
    if b"\0" in content:
        return "", _unreadable(path, _("it is not a text file"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if may_be_windows:
            return content.decode("cp1254", errors="replace"), None  # what has no letter there is told as garbled
        row = content[: error.start].count(b"\n") + 1
        return "", Problem(
            _("{file}, row {row}").format(file=path.name, row=row),
            _("The file is not in UTF-8."),
            _("Expected UTF-8 text."),
            _("Save it in Excel as “CSV UTF-8 (Comma delimited)”."),
        )
    return text, None


def _reason(path: Path, error: OSError) -> str:
    if path.is_dir():
        return _("it is a folder")
    if isinstance(error, PermissionError):
        return _("access was denied; it may be open in another program")
    return _("the system did not give it out")


def _unreadable(path: Path, reason: str) -> Problem:
    return Problem(
        path.name,
        _("The file cannot be read: {reason}.").format(reason=reason),
        _("Expected a CSV table."),
        _("Restore the file from a copy, or save it again as “CSV UTF-8”."),
    )


def _named_cells(path: Path, records: list[list[str]], columns: list[str]) -> RawTable:
    header = records[0]
    table = RawTable(problems=_header_problems(path, header, columns))
    if table.problems:
        return table
    for number, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != len(header):
            table.problems.append(_wrong_length(path, number, len(record), len(header)))
            table.broken.append(number)
            continue
        table.problems.extend(_garbled(path, number, header, record))
        table.rows.append((number, dict(zip(header, record, strict=True))))
    return table


def _header_problems(path: Path, header: list[str], columns: list[str]) -> list[Problem]:
    where = _("{file}, row {row}").format(file=path.name, row=1)
    expected = _("Expected columns: {columns}.").format(columns=", ".join(columns))
    problems = []
    for name in columns:
        if header.count(name) != 1:
            what = _("Column “{column}” is missing.") if name not in header else _("Column “{column}” stands twice.")
            problems.append(Problem(where, what.format(column=name), expected, _("Correct the first row of the file.")))
    for name in header:
        if name not in columns:
            what = _("Column “{column}” is unknown.").format(column=name)
            problems.append(Problem(where, what, expected, _("Correct the first row of the file.")))
    return problems


def _wrong_length(path: Path, number: int, found: int, expected: int) -> Problem:
    return Problem(
        _("{file}, row {row}").format(file=path.name, row=number),
        _("The row has {found} cells.").format(found=found),
        _("Expected {expected} cells.").format(expected=expected),
        _("Check for a missing or extra delimiter; put text that contains one in quotation marks."),
    )


def _garbled(path: Path, number: int, header: list[str], record: list[str]) -> list[Problem]:
    return [
        Problem(
            _("{file}, row {row}, column {column}").format(file=path.name, row=number, column=column),
            _("The Turkish letters are garbled: “{text}”.").format(text=cell[:60]),
            _("Expected UTF-8 text."),
            _("Open the original file and save it as “CSV UTF-8”."),
        )
        for column, cell in zip(header, record, strict=True)
        if _MOJIBAKE.search(cell)
    ]

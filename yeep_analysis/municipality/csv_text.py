"""Reads one CSV file as text: encoding, delimiter, header and row lengths. Cells stay text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from yeep_analysis.words.errors import Problem, at_column, at_row
from yeep_analysis.words.language import N_, _, ngettext

# UTF-8 read as windows-1252/1254 and saved again: "Ä±" for ı, "ÅŸ" for ş, "Ã¼" for ü, or the replacement character.
_MOJIBAKE = re.compile("â€|Ã[\u0080-\u00bf‡–œ¶¼§‚]|Ä[\u0080-\u00bf±Ÿž°]|Å[\u0080-\u00bfŸž]|\ufffd")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


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


def guarded(text: str) -> str:
    """A text of a table as it is kept: one that a spreadsheet would take for a formula has an apostrophe before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that ``guarded`` kept."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def is_garbled(text: str) -> bool:
    """Whether letters were lost when a text was read in a wrong encoding."""
    return bool(_MOJIBAKE.search(text))


class CsvRefusedError(Exception):
    """A text that is no table; ``reason`` is one of ``REASONS``, ``row`` where that shows."""

    def __init__(self, reason: str, row: int = 0):
        self.reason, self.row = reason, row
        super().__init__(f"{reason}, row {row}")


REASONS = {
    "no_text": N_("it is not a text file"),
    "open_quote": N_("a quotation mark is not closed before the end of the file (row {row})"),
    "wrong_quotes": N_("its quotation marks are wrong"),
    "long_cell": N_("a cell has more than 131,072 characters (row {row})"),
    "empty": N_("the file is empty"),
}


def read_table(file: str, content: bytes, columns: list[str], optional: Set[str] = frozenset()) -> RawTable:
    """Read a file, which must have ``columns``, or all but ``optional`` ones; what is wrong is returned."""
    try:
        return named_cells(file, records_in(content), columns, optional)
    except CsvRefusedError as refused:
        return RawTable(problems=[csv_problem(file, refused.reason, refused.row)])


def csv_problem(file: str, reason: str, row: int) -> Problem:
    """The problem of a text that is no table."""
    if reason != "no_utf8":
        return unreadable(file, _(REASONS[reason]).format(row=row))
    return Problem(
        at_row(file, row),
        _("The file is not in UTF-8."),
        "",
        _("Save it in Excel as “CSV UTF-8 (Comma delimited)”."),
    )


def cells_of(path: Path) -> Iterator[tuple[int, str, str]]:
    """Row, column and text of each cell of a table that was found readable."""
    header, *records = records_in(path.read_bytes())
    for row, record in enumerate(records, start=2):
        for column, cell in zip(header, record, strict=False):
            yield row, column, cell


def records_in(content: bytes, *, may_be_windows: bool = False) -> list[list[str]]:
    """The cells of each row, the column names first; Excel in Turkish writes semicolons instead of commas.

    With ``may_be_windows`` what is not UTF-8 is read as windows-1254, the encoding of Turkish Windows.

    Raises   `CsvRefusedError`
    """
    text = _decoded(content, may_be_windows)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        records = list(reader)
    except csv.Error as error:
        if "field larger" in str(error):
            raise CsvRefusedError("long_cell", reader.line_num) from error
        is_open = "end of data" in str(error)
        raise CsvRefusedError("open_quote" if is_open else "wrong_quotes", text.count("\n")) from error
    if not records:
        raise CsvRefusedError("empty")
    return records


def _delimiter(text: str) -> str:
    return ";" if ";" in text.split("\n", 1)[0] else ","


def _decoded(content: bytes, may_be_windows: bool) -> str:
    if b"\0" in content:
        raise CsvRefusedError("no_text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if may_be_windows:
            return content.decode("cp1254", errors="replace")  # what has no letter there is told as garbled
        raise CsvRefusedError("no_utf8", content[: error.start].count(b"\n") + 1) from error


def reason(path: Path, error: OSError) -> str:
    """Why a file cannot be read, in words."""
    if path.is_dir():
        return _("it is a folder")
    if isinstance(error, PermissionError):
        return _("access was denied; it may be open in another program")
    return _("the system did not give it out")


def unreadable(file: str, reason: str) -> Problem:
    """The problem of a file that cannot be read as a table."""
    return Problem(
        file,
        _("The file cannot be read: {reason}.").format(reason=reason),
        _("The file must be a CSV table."),
        _("Restore the file from a copy, or save it again as “CSV UTF-8”."),
    )


def named_cells(file: str, records: list[list[str]], columns: list[str], optional: Set[str] = frozenset()) -> RawTable:
    """The rows below the column names, which must be ``columns``, ``optional`` ones or not; what is wrong is told."""
    header = records[0]
    if problem := _header_problem(file, header, columns, optional):
        return RawTable(problems=[problem])
    table = RawTable()
    for number, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != len(header):
            table.problems.append(_wrong_length(file, number, len(record), len(header)))
            table.broken.append(number)
            continue
        table.problems.extend(_garbled(file, number, header, record))
        table.rows.append((number, dict(zip(header, map(unguarded, record), strict=True))))
    return table


def _header_problem(file: str, header: list[str], columns: list[str], optional: Set[str]) -> Problem | None:
    """One problem for whatever is wrong with the column names: the first row is corrected as a whole."""
    action = _("Correct the first row of the file.")
    if "".join(header[:1]).strip().lower() == "sep=":  # a note for Excel on what stands between the cells
        what = [_("“sep=” stands where the column names belong.")]
        action = _("Delete the first row of the file.")
    else:
        what = list(_wrong_names(header, columns, optional))
    expected = _("The columns are: {columns}.").format(columns=", ".join(c for c in columns if c not in optional))
    if optional:
        expected += " " + _("There may be: {columns}.").format(columns=", ".join(c for c in columns if c in optional))
    return Problem(at_row(file, 1), " ".join(what), expected, action) if what else None


def _wrong_names(header: list[str], columns: list[str], optional: Set[str]) -> Iterator[str]:
    if missing := [name for name in columns if name not in header and name not in optional]:
        message = ngettext("Column {columns} is missing.", "Columns {columns} are missing.", len(missing))
        yield message.format(columns=_quoted(missing))
    if twice := [name for name in columns if header.count(name) > 1]:
        message = ngettext("Column {columns} stands twice.", "Columns {columns} stand twice.", len(twice))
        yield message.format(columns=_quoted(twice))
    if unknown := list(dict.fromkeys(name for name in header if name not in columns)):
        message = ngettext("Column {columns} is unknown.", "Columns {columns} are unknown.", len(unknown))
        yield message.format(columns=_quoted(unknown))


def _quoted(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _wrong_length(file: str, number: int, found: int, expected: int) -> Problem:
    return Problem(
        at_row(file, number),
        ngettext("The row has {found} cell.", "The row has {found} cells.", found).format(found=found),
        ngettext("Each row has {expected} cell.", "Each row has {expected} cells.", expected).format(expected=expected),
        _("Check for a missing or extra delimiter; put text that contains one in quotation marks."),
    )


def _garbled(file: str, number: int, header: list[str], record: list[str]) -> list[Problem]:
    return [
        Problem(
            at_column(file, number, column),
            _("The Turkish letters are garbled: “{text}”.").format(text=cell[:60]),
            "",
            _("Open the original file and save it as “CSV UTF-8”."),
        )
        for column, cell in zip(header, record, strict=True)
        if _MOJIBAKE.search(cell)
    ]

"""Tells the kind of a file from its content, never from its name, and takes its grids out of it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from yeep_analysis.intake.sandbox import Limits, Sandbox, serve
from yeep_analysis.intake.tuik import delimited, encoding, pages
from yeep_analysis.intake.tuik import workbook_cells as workbooks
from yeep_analysis.intake.tuik.grids import Container, Grid, TooMuchError, is_blank
from yeep_analysis.intake.tuik.place_labels import named_place
from yeep_analysis.words.errors import DataError, Problem, at_line
from yeep_analysis.words.language import _

FILES = Sandbox("yeep_analysis.intake.tuik.files", Limits(seconds=60.0, memory=workbooks.MEMORY))
LARGEST = 60_000_000  # bytes; MEDAS gives out at most 50,000 cells at a time, which are a few millions
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_OTHERS = ((b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"\x1f\x8b", "gzip"), (b"Rar!", "RAR"), (b"\x89PNG", "PNG"))
_MOST_GARBLED = 5  # rows that are named; the rest has the same cause


@dataclass
class OpenedFile:
    """What a file holds, before anything in it is understood."""

    path: Path
    container: Container
    encoding: str
    grids: list[Grid] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)  # sheets that are not shown, and are not read


def open_file(path: Path) -> OpenedFile:
    """The grids of a file, opened in a process of its own.

    Raises   `DataError` where it cannot be read, is of no known kind, or its Turkish letters are garbled
    """
    [found] = FILES.read([path])
    if found.get("refused"):
        raise DataError([_refused(path, _("The file could not be read within the limits of time and memory."))])
    if found["problems"]:
        raise DataError([Problem(*one) for one in found["problems"]])
    container = Container(found["container"])
    grids = [Grid(**grid | {"container": container}) for grid in found["grids"]]
    return OpenedFile(path, container, found["encoding"], grids, found["hidden"])


def answer(path: Path) -> dict[str, Any]:
    """What a file holds, as plain data: the answer of the child process."""
    try:
        opened = opened_here(path)
    except DataError as error:
        return {"problems": [(one.where, one.what, one.expected, one.action) for one in error.problems]}
    grids = [
        {one.name: getattr(grid, one.name) for one in fields(grid)} | {"container": grid.container.value}
        for grid in opened.grids
    ]
    found = {"container": opened.container.value, "encoding": opened.encoding, "hidden": opened.hidden}
    return {"problems": [], "grids": grids, **found}


def opened_here(path: Path) -> OpenedFile:
    """The grids of a file, opened in this process.

    Raises   `DataError`, see ``open_file``
    """
    content = _bytes(path)
    if content.startswith((_OLE, _ZIP)):
        opened = _workbook(path, content, Container.XLS if content.startswith(_OLE) else Container.XLSX)
    else:
        opened = _text(path, content)
    problems = [problem for grid in opened.grids for problem in _garbled(grid)]
    if problems:
        raise DataError(problems)
    return opened


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise DataError([_refused(path, _("The file is larger than any table of TÜİK."))])
        content = path.read_bytes()
    except FileNotFoundError:
        raise DataError([_refused(path, _("There is no such file."))]) from None
    except OSError as error:
        reason = _("it is a folder") if path.is_dir() else _("the system did not give it out")
        raise DataError([_refused(path, _("The file cannot be read: {reason}.").format(reason=reason))]) from error
    if not content.strip():
        raise DataError([_refused(path, _("The file is empty."))])
    kind = next((name for mark, name in _OTHERS if content.startswith(mark)), None)
    if kind:
        raise DataError([_refused(path, _("The file is of no known kind ({kind}).").format(kind=kind))])
    return content


def _workbook(path: Path, content: bytes, container: Container) -> OpenedFile:
    try:
        found = workbooks.sheets_of(content)
    except (TooMuchError, MemoryError):
        what = _("Unpacked, the workbook is larger than any table of TÜİK.")
        raise DataError([_refused(path, what)]) from None
    except BaseException as error:  # a parser may raise anything at all, its own panics included
        what = _("The workbook cannot be opened: it is damaged, protected, or another kind of file.")
        raise DataError([_refused(path, what)]) from error
    visible, hidden = found["visible"], found["hidden"]
    grids = [Grid(path.name, container, rows, name) for name, rows in visible]
    return OpenedFile(path, container, _("stored in the workbook"), grids, hidden)


def _text(path: Path, content: bytes) -> OpenedFile:
    try:
        text, name = encoding.decode(content)
    except encoding.UndecodableError as error:
        raise DataError([_undecodable(path, error.line)]) from error
    try:
        if re.search(r"<table\b", text[:200_000], re.IGNORECASE):
            return OpenedFile(path, Container.HTML, name, _page(path, text))
        return OpenedFile(path, Container.CSV, name, [Grid(path.name, Container.CSV, delimited.rows_of(text))])
    except delimited.TooManyCellsError:
        raise DataError([_refused(path, _("The file is larger than any table of TÜİK."))]) from None
    except (TooMuchError, csv.Error):
        raise DataError([_refused(path, _("The file is of no known kind."))]) from None


def _page(path: Path, text: str) -> list[Grid]:
    found = pages.tables_of(text)
    for table, former in zip(found[1:], found, strict=False):
        if former.rows and table.rows and table.rows[0][1:] == former.rows[0][1:]:
            _continue(table, former)
    for table, following in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        if table.rows and following.rows and table.rows[0][1:] == following.rows[0][1:]:
            table.after = following.after  # the notes at the end are of all tables of one kind
    return [
        Grid(path.name, Container.HTML, table.rows, str(number), before=table.before, after=table.after)
        for number, table in enumerate(found, start=1)
        if not all(is_blank(row) for row in table.rows)
    ]


def _continue(table: pages.PageTable, former: pages.PageTable) -> None:
    """A table with the same header as the one before it stands under the same title, and if it names none, province."""
    titles, places = _titles_and_places(table)
    if not titles:
        former_titles, former_places = _titles_and_places(former)
        table.before = [*former_titles, *(places or former_places)]


def _titles_and_places(table: pages.PageTable) -> tuple[list[str], list[str]]:
    places = [line for line in table.before if named_place(line)]
    return [line for line in table.before if line not in places], places


def _garbled(grid: Grid) -> list[Problem]:
    found = []
    for number, text in grid.garbled_rows():
        found.append(
            Problem(
                grid.at(number),
                _("The Turkish letters are garbled: “{text}”.").format(text=text[:60]),
                "",
                _("Download it again, and do not open and save it in between."),
            )
        )
        if len(found) == _MOST_GARBLED:
            break
    return found


def _undecodable(path: Path, line: int) -> Problem:
    return Problem(
        at_line(path.name, line),
        _("The bytes are no text in UTF-8, windows-1254 or ISO-8859-9."),
        "",
        _("Download it again, and do not open and save it in between."),
    )


def _refused(path: Path, what: str) -> Problem:
    return Problem(path.name, what, expected_kinds(), _("Give the file that TÜİK's page saves (.csv, .xls or .xlsx)."))


def expected_kinds() -> str:
    """The kinds of files that are read, as messages name them."""
    return _("What can be read: a MEDAS report or a table of TÜİK's portals, as CSV, .xls, .xlsx or HTML.")


if __name__ == "__main__":
    serve(answer, address_space=workbooks.MEMORY)

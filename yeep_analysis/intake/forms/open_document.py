"""What the second reader does not tell of an OpenDocument sheet (.ods), from its XML.

Whether a cell shows an error or has the format of a percentage, rows that were hidden, notes. Values are not read here.
Runs in the child process, after ``opening`` has looked for what no spreadsheet program writes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, iterparse

from yeep_analysis.intake.forms.old_excel import SheetMarks

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_TOLD = {f"{_TABLE}table", f"{_TABLE}table-row", *_CELLS}


class FarCellError(Exception):
    """A cell that lies far outside of any form."""


def sheet_marks(content: bytes, last_row: int, last_column: int) -> list[SheetMarks]:
    """The marks of each sheet, in the order of the workbook.

    Raises   `FarCellError` where a cell that holds something lies beyond the last row or column
    """
    sheets: list[SheetMarks] = []
    row = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as xml:
        for event, element in iterparse(xml, ("start", "end")):
            if element.tag == f"{_TABLE}table":
                if event == "start":
                    sheets.append(SheetMarks())
                    row = 0
            elif element.tag == f"{_TABLE}table-row" and event == "end":
                times = _times(element, "rows")
                for column, cell in _filled(element):
                    if row + times > last_row or column > last_column:
                        raise FarCellError
                    _mark(sheets[-1], range(row + 1, row + times + 1), column, cell)
                if element.get(f"{_TABLE}visibility", "visible") != "visible":
                    sheets[-1].hidden_rows |= set(range(row + 1, min(row + times, last_row) + 1))
                row += times
                element.clear()
    return sheets


def _filled(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row that hold something, each with its column."""
    column = 0
    for cell in row:
        if cell.tag in _CELLS:
            times = _times(cell, "columns")
            if len(cell) or cell.get(f"{_OFFICE}value-type"):
                for place in range(column + 1, column + min(times, 2**14) + 1):
                    yield place, cell
            column += times


def _mark(marks: SheetMarks, rows: range, column: int, cell: Element) -> None:
    places = {(row, column) for row in rows}
    if cell.get(f"{_OFFICE}value-type") == "percentage":
        marks.percent |= places
    text = "".join(cell.find(f"{_TEXT}p").itertext()) if cell.find(f"{_TEXT}p") is not None else ""
    if cell.get(f"{_CALC}value-type") == "error" or (
        cell.get(f"{_TABLE}formula") and text.startswith(("#", "Err:", "Hata:"))
    ):
        marks.errors |= places
    note = cell.find(f"{_OFFICE}annotation")
    if note is not None:  # beside its text it holds who wrote it, and when
        lines = ["".join(part.itertext()) for part in note if part.tag.startswith(_TEXT)]
        marks.notes.append((rows[0], column, "\n".join(lines)))


def _times(element: Element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(text) if text.isascii() and text.isdigit() else 1

"""Sheets of .xls and .xlsx files, after a look at how large they become when they are unpacked."""

from __future__ import annotations

import io
import re
import zipfile

from yeep_analysis.inputs.tuik.grids import Row

MOST_UNPACKED = 400_000_000  # bytes
MOST_PARTS = 2_000
MOST_CELLS = 12_000_000  # between the first cell and the last one, empty ones included
_REFERENCE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_CHUNK = 1 << 20


class TooMuchError(Exception):
    """A workbook that is larger than any table of TÜİK when it is unpacked."""


class UnreadableError(Exception):
    """A workbook that cannot be opened: damaged, encrypted, or another thing than it says."""


def sheets_of(content: bytes) -> tuple[list[tuple[str, list[Row]]], list[str]]:
    """The visible sheets with their rows from row 1 on, and the names of the hidden ones.

    Raises   `TooMuchError` or `UnreadableError`
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if content.startswith(b"PK"):
        _look_into_zip(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible, hidden = [], []
        for sheet in book.sheets_metadata:
            if sheet.visible is not SheetVisibleEnum.Visible:
                hidden.append(sheet.name)
                continue
            visible.append((sheet.name, _rows(book.get_sheet_by_name(sheet.name))))
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableError(str(error)) from error
    return visible, hidden


def _rows(sheet: object) -> list[Row]:
    if sheet.height * sheet.width > MOST_CELLS:
        raise TooMuchError
    top, left = sheet.start or (0, 0)
    rows = [[""] * left + [_trimmed(cell) for cell in row] for row in sheet.iter_rows()]
    # The empty rows above the first cell come along, or they do not: rows keep the numbers of the sheet.
    return rows if len(rows) > sheet.height else [[] for _row in range(top)] + rows


def _trimmed(cell: object) -> object:
    return cell.strip() if isinstance(cell, str) else cell


def _look_into_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise TooMuchError
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise UnreadableError("no workbook inside")
            for part in parts:
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part.filename):
                    _look_for_far_cells(package, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableError(str(error)) from error


def _look_for_far_cells(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    # One value in XFD1048576 makes a reader fill 17 billion cells: seen before the reader is called.
    bottom = right = unpacked = 0
    rest = b""
    with package.open(part) as sheet:
        while chunk := sheet.read(_CHUNK):
            unpacked += len(chunk)
            for column, row in _REFERENCE.findall(rest + chunk):
                bottom, right = max(bottom, int(row)), max(right, _number(column))
            rest = chunk[-32:]
            if bottom * right > MOST_CELLS or unpacked > MOST_UNPACKED:
                raise TooMuchError


def _number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number

"""Takes the cells out of a workbook. Called in the child process only, see ``files``.

Before the parser is called, a look into the package: how large it becomes, and how far its cells reach.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from yeep_analysis.intake.tuik.grids import TooMuchError

MEMORY = 3 * 2**29  # bytes
MOST_UNPACKED = 400_000_000  # bytes
MOST_PARTS = 2_000
MOST_CELLS = 12_000_000  # between the first cell and the last one, empty ones included
_LARGEST_RATIO = 200  # unpacked : packed, of a part larger than a megabyte
_REFERENCE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_CHUNK = 1 << 20


def sheets_of(content: bytes) -> dict[str, list]:
    """The visible sheets with their rows from row 1 on, and the names of the hidden ones.

    Raises   `TooMuchError`; whatever the parser raises
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    if content.startswith(b"PK"):
        _look_into_zip(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: dict[str, list] = {"visible": [], "hidden": []}
    for sheet in book.sheets_metadata:
        if sheet.visible is SheetVisibleEnum.Visible:
            found["visible"].append((sheet.name, _rows(book.get_sheet_by_name(sheet.name))))
        else:
            found["hidden"].append(sheet.name)
    return found


def _rows(sheet: Any) -> list[list]:
    if sheet.height * sheet.width > MOST_CELLS:
        raise TooMuchError
    top, left = sheet.start or (0, 0)
    rows = [[""] * left + [_cell(cell) for cell in row] for row in sheet.iter_rows()]
    # The empty rows above the first cell come along, or they do not: rows keep the numbers of the sheet.
    return rows if len(rows) > sheet.height else [[] for _row in range(top)] + rows


def _cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell
    return f"({cell})"  # a date or a truth value: told as it is, and no number


def _look_into_zip(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if (
            len(parts) > MOST_PARTS
            or sum(part.file_size for part in parts) > MOST_UNPACKED
            or any(map(_is_bomb, parts))
        ):
            raise TooMuchError
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise ValueError("no workbook")
        for part in parts:
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part.filename):
                _look_for_far_cells(package, part)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _CHUNK and part.file_size > _LARGEST_RATIO * max(part.compress_size, 1)


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

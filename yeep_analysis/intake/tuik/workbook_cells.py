"""Takes the cells out of a workbook. Called in the child process only, see ``files``.

Before the parser is called, a look into the package: how large it becomes, and how far its cells reach.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from yeep_analysis.intake.sandbox import is_bomb
from yeep_analysis.intake.tuik.grids import TooMuchError

MEMORY = 3 * 2**29  # bytes
MOST_UNPACKED = 400_000_000  # bytes
MOST_PARTS = 2_000
MOST_CELLS = 12_000_000  # of all sheets, between the first cell and the last one, empty ones included
MOST_ROWS = 250_000  # of a sheet; MEDAS gives out 50,000 cells at most
MOST_TEXT = 100_000_000  # characters of all cells: a text is stored once, and a small file can repeat it for ever
_REFERENCE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ROW = re.compile(rb"<(?:\w{1,20}:)?row[\s/>]")
_SHARED = re.compile(
    rb"""<(?:\w{1,20}:)?c\b[^<>]{0,200}\st=["']s["'][^<>]{0,200}>\s*<(?:\w{1,20}:)?v>\s*([0-9]{1,9})\s*<"""
)
_CHUNK = 1 << 20
_TAG = 4096


def sheets_of(content: bytes) -> dict[str, list]:
    """The visible sheets with their rows from row 1 on, and the names of the hidden ones.

    Raises   `TooMuchError`; whatever the parser raises
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    if content.startswith(b"PK"):
        _look_into_zip(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: dict[str, list] = {"visible": [], "hidden": []}
    cells = 0
    for sheet in book.sheets_metadata:
        if sheet.visible is SheetVisibleEnum.Visible:
            read = book.get_sheet_by_name(sheet.name)
            cells += read.height * read.width
            if cells > MOST_CELLS or read.height > MOST_ROWS:
                raise TooMuchError
            found["visible"].append((sheet.name, _rows(read)))
        else:
            found["hidden"].append(sheet.name)
    return found


def _rows(sheet: Any) -> list[list]:
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
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(is_bomb, parts)):
            raise TooMuchError
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise ValueError("no workbook")
        texts = [_lengths(package, part) for part in parts if "strings" in part.filename.lower()]
        lengths = max(texts, key=sum, default=[])
        text = 0
        for part in parts:
            if re.fullmatch(r"xl/.+\.xml", part.filename, re.IGNORECASE):  # the names of the sheets are free
                text += _look_into_sheet(package, part, lengths)
                if text > MOST_TEXT:
                    raise TooMuchError


def _lengths(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[int]:
    """About how many characters each of the shared texts has."""
    with package.open(part) as strings:
        content = strings.read(MOST_UNPACKED + 1)
    return [len(text) for text in re.split(rb"<(?:\w{1,20}:)?si[\s/>]", content)[1:]]


def _look_into_sheet(package: zipfile.ZipFile, part: zipfile.ZipInfo, lengths: list[int]) -> int:
    """How many characters the cells of a sheet hold of the shared texts.

    Raises   `TooMuchError` where it has too many rows, or one value in XFD1048576, for which a reader would fill 17
             billion cells: seen before the reader is called
    """
    bottom = right = rows = unpacked = text = 0
    rest = b""
    with package.open(part) as sheet:
        while chunk := sheet.read(_CHUNK):
            unpacked += len(chunk)
            content = rest + chunk
            cut = max(content.rfind(b"<", max(0, len(content) - _TAG)), len(content) - _TAG, 0)  # no tag is cut in two
            content, rest = content[:cut], content[cut:]
            bottom, right, rows, text = _count(content, lengths, bottom, right, rows, text)
            if unpacked > MOST_UNPACKED:
                raise TooMuchError
    return _count(rest, lengths, bottom, right, rows, text)[3]


def _count(
    content: bytes, lengths: list[int], bottom: int, right: int, rows: int, text: int
) -> tuple[int, int, int, int]:
    for column, row in _REFERENCE.findall(content):
        bottom, right = max(bottom, int(row)), max(right, _number(column))
    rows += len(_ROW.findall(content))
    numbers = map(int, _SHARED.findall(content))
    text += sum(lengths[number] for number in numbers if number < len(lengths))
    if bottom * right > MOST_CELLS or max(bottom, rows) > MOST_ROWS or text > MOST_TEXT:
        raise TooMuchError
    return bottom, right, rows, text


def _number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number

"""The process that opens what units sent, workbooks and CSV: path in, plain data out. Run by ``sandbox``.

Nothing that a file does in here (fill the memory, never end, crash) reaches the command that asked.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from yeep_analysis.intake.forms import old_excel, open_document
from yeep_analysis.intake.forms.old_excel import SheetMarks
from yeep_analysis.intake.sandbox import is_bomb, serve
from yeep_analysis.municipality.cells import CellKind
from yeep_analysis.municipality.csv_text import CsvRefusedError, records_in

ADDRESS_SPACE = 2**30  # bytes, libraries included
LARGEST_FILE = 10 * 2**20  # bytes; a filled form has about 30 kB
LARGEST_UNPACKED = 60 * 2**20
MOST_PARTS = 500
LAST_ROW, LAST_COLUMN = 20_000, 200  # a cell beyond makes the usual readers build everything before it
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_MACROS = ("Basic/", "Scripts/")  # folders of an OpenDocument
_STRICT = b"http://purl.oclc.org/ooxml"
_CELL = re.compile(rb"""<(?:\w+:)?(?:c|row|mergeCell)\b[^>]*?\br(?:ef)?\s*=\s*["']([^"']{1,40})["']""")
# what LibreOffice leaves at the very end of a sheet from which a row was deleted: it holds nothing, no reader builds it
_EMPTY_END = re.compile(
    rb"""(?:<row\b(?![^<>]*hidden=["'](?:1|true))[^<>]*(?:/>|>\s*</row>)\s*){1,2}(?=</sheetData>)"""
)
_LONGEST_END = 1024
_WORKSHEET = re.compile(rb"<(?:\w+:)?worksheet\b")
_REFERENCE = re.compile(rb"([A-Z]{0,4})([0-9]{1,10})")
_CHUNK = 2**20
MOST_CELLS = 40_000
ParsedCell = tuple[int, int, str, str, bool]  # row, column, kind, text, is percent
_IsOther = Callable[[zipfile.ZipFile, list[str]], str | None]


def answer(path: Path) -> dict[str, Any]:
    """What a file holds, or the code of why it was not read."""
    return opened(path, _records if path.suffix.lower() == ".csv" else _workbook)


def _records(content: bytes) -> dict[str, Any]:
    return {"records": records_in(content, may_be_windows=True)}


def _workbook(content: bytes) -> dict[str, Any]:
    return {"refused": code} if (code := what_is_wrong(content)) else parse(content)


def opened(path: Path, read: Callable[[bytes], dict[str, Any]]) -> dict[str, Any]:
    """What ``read`` finds in a file, or the code of why it was not read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return {"refused": "too_large", "sha256": "", "detail": ""}
        content = path.read_bytes()
    except OSError:
        return {"refused": "no_access", "sha256": "", "detail": ""}
    found: dict[str, Any] = {"sha256": sha256(content).hexdigest(), "detail": ""}
    try:
        return found | read(content)
    except MemoryError:
        return found | {"refused": "limits"}
    except CsvRefusedError as refused:
        return found | {"refused": refused.reason, "detail": refused.row}
    except Exception as error:  # a parser may raise anything at all on what was sent
        return found | {"refused": "damaged", "detail": type(error).__name__}


def what_is_wrong(content: bytes) -> str | None:
    """The code of the first reason not to open a file; None where a parser may have it."""
    if content.startswith(_OLE):
        return _of_old_excel(content)
    return what_is_wrong_with_parts(content, _is_no_workbook) if content.startswith(b"PK") else "not_a_workbook"


def what_is_wrong_with_parts(content: bytes, is_other: _IsOther) -> str | None:
    """The code of the first reason not to open an archive of XML; ``is_other`` says whether it holds something else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _of_archive(archive, is_other)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, ValueError):
        return "damaged"
    except RuntimeError:  # zipfile's way to say that a part is encrypted
        return "encrypted"
    except Exception as error:  # zlib.error and whatever else a broken archive can cause
        if type(error).__name__ == "error":
            return "damaged"
        raise


def is_encrypted(content: bytes) -> bool:
    """Whether it is a document of Office with a password."""
    return content.startswith(_OLE) and _ENCRYPTED in content


def _of_old_excel(content: bytes) -> str | None:
    if is_encrypted(content):
        return "encrypted"
    try:
        return old_excel.what_is_wrong(content)
    except (old_excel.DamagedError, struct.error, IndexError, StopIteration, MemoryError):
        return "damaged"


def _is_no_workbook(archive: zipfile.ZipFile, names: list[str]) -> str | None:
    if "xl/workbook.bin" in names:
        return "binary_workbook"
    return None if "xl/workbook.xml" in names or _is_open_document(archive, names) else "not_a_workbook"


def _of_archive(archive: zipfile.ZipFile, is_other: _IsOther) -> str | None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if code := is_other(archive, names):
        return code
    if any(part.flag_bits & 1 for part in parts):
        return "encrypted"
    if len(parts) > MOST_PARTS or len(set(names)) != len(names) or any(_escapes(name) for name in names):
        return "odd_archive"
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or any(is_bomb(part) for part in parts):
        return "bomb"
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(_MACROS) for name in names):
        return "macros"
    return next(
        (code for part in parts if part.filename.endswith((".xml", ".rels")) for code in _of_xml(archive, part)), None
    )


def _is_open_document(archive: zipfile.ZipFile, names: list[str]) -> bool:
    if not {"mimetype", "content.xml"} <= set(names) or archive.getinfo("mimetype").file_size > len(_OPEN_DOCUMENT):
        return False
    return archive.read("mimetype") == _OPEN_DOCUMENT


def _escapes(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")


def _of_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[str]:
    text = b"".join(_read(archive, part))
    head = text[:4096]
    if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or b"\0" in head:
        yield "damaged"  # UTF-16 would hide from the searches below; no program writes parts so
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        yield "entities"
    if _STRICT in head:
        yield "strict"
    if _WORKSHEET.search(head) and any(_is_far(found) for found in _CELL.findall(_without_empty_end(text))):
        yield "far_cells"


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces, no more than it says it has."""
    left = part.file_size
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                raise zipfile.BadZipFile("a part is larger than it says")
            yield piece


def _without_empty_end(text: bytes) -> bytes:
    end = text.rfind(b"</sheetData>")
    found = _EMPTY_END.search(text, max(end - _LONGEST_END, 0))
    return text[: found.start()] + text[found.end() :] if found else text


def _is_far(reference: bytes) -> bool:
    for corner in reference.split(b":"):
        found = _REFERENCE.fullmatch(corner.replace(b"$", b""))
        if found is None:
            return True
        letters, row = found.groups()
        if int(row) > LAST_ROW or _column(letters) > LAST_COLUMN:
            return True
    return False


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def parse(content: bytes) -> dict[str, Any]:
    """The sheets of a workbook (cells, hidden rows, merged ranges, notes), or the code of a refusal."""
    if content.startswith(_OLE):
        return _of_one_parser(content, old_excel.sheet_marks(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" in archive.namelist():
            return _of_two_parsers(content)
    try:
        return _of_one_parser(content, open_document.sheet_marks(content, LAST_ROW, LAST_COLUMN))
    except open_document.FarCellError:
        return {"refused": "far_cells"}


def _of_one_parser(content: bytes, marks: list[SheetMarks]) -> dict[str, Any]:
    """The other formats have one parser; what it does not tell comes from the marks of the cells."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if len(book.sheet_names) != len(marks):
        return {"refused": "parsers_differ"}
    sheets = []
    left = MOST_CELLS
    for shown, mark in zip(book.sheets_metadata, marks, strict=True):
        sheet = book.get_sheet_by_name(shown.name)
        if sheet.height > LAST_ROW or sheet.width > LAST_COLUMN:
            return {"refused": "far_cells"}
        cells = list(_marked_cells(sheet.to_python(skip_empty_area=False), mark))
        left -= len(cells)
        if left < 0:
            return {"refused": "too_many_cells", "detail": shown.name}
        sheets.append(
            {
                "name": shown.name,
                "hidden": shown.visible is not SheetVisibleEnum.Visible,
                "cells": cells,
                "hidden_rows": sorted(mark.hidden_rows),
                "merged": [_merged(*corners) for corners in sheet.merged_cell_ranges or []],
                "notes": mark.notes,
            }
        )
    return {"sheets": sheets}


def _merged(first: tuple[int, int], last: tuple[int, int]) -> list[Any]:
    name = ":".join(f"{get_column_letter(column + 1)}{row + 1}" for row, column in (first, last))
    return [first[0] + 1, last[0] + 1, name]


def _marked_cells(grid: list[list[Any]], marks: SheetMarks) -> Iterator[ParsedCell]:
    errors = set(marks.errors)
    for row, values in enumerate(grid, start=1):
        for column, value in enumerate(values, start=1):
            if (row, column) in errors:
                continue
            if value != "":
                yield row, column, *_typed(value), (row, column) in marks.percent
    for row, column in sorted(errors):
        yield row, column, CellKind.ERROR.value, "", False


def _of_two_parsers(content: bytes) -> dict[str, Any]:
    first = load_workbook(io.BytesIO(content))
    second = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if first.sheetnames != second.sheet_names or len(first.worksheets) != len(first.sheetnames):
        return {"refused": "parsers_differ", "detail": ""}
    results = _results(first, content)
    sheets = []
    left = MOST_CELLS
    for index, sheet in enumerate(first.worksheets):
        cells = list(_cells(sheet, results))
        left -= len(cells)
        if left < 0:
            return {"refused": "too_many_cells", "detail": sheet.title}
        if where := _disagreement(cells, second.get_sheet_by_index(index).to_python(skip_empty_area=False)):
            return {"refused": "parsers_differ", "detail": f"{sheet.title}!{where}"}
        sheets.append(_sheet(sheet, cells))
    return {"sheets": sheets}


def _sheet(sheet: Worksheet, cells: list[ParsedCell]) -> dict[str, Any]:
    return {
        "name": sheet.title,
        "hidden": sheet.sheet_state != "visible",
        "cells": cells,
        "hidden_rows": sorted(row for row, shape in sheet.row_dimensions.items() if shape.hidden),
        "merged": [[merged.min_row, merged.max_row, str(merged)] for merged in sheet.merged_cells.ranges],
        "notes": [
            [cell.row, cell.column, cell.comment.text] for row in sheet.iter_rows() for cell in row if cell.comment
        ],
        "formulas": [[cell.row, cell.column] for row in sheet.iter_rows() for cell in row if cell.data_type == "f"],
    }


def _results(workbook: Workbook, content: bytes) -> Workbook | None:
    """The workbook with the stored results of its formulas; read only where there is a formula."""
    has_formula = any(cell.data_type == "f" for sheet in workbook for row in sheet.iter_rows() for cell in row)
    return load_workbook(io.BytesIO(content), data_only=True) if has_formula else None


def _cells(sheet: Worksheet, results: Workbook | None) -> Iterator[ParsedCell]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                stored = results[sheet.title].cell(cell.row, cell.column)
                kind, text = (CellKind.NO_RESULT, "") if stored.value is None else _kind_and_text(stored)
            elif cell.value is None or cell.value == "":
                continue
            else:
                kind, text = _kind_and_text(cell)
            yield cell.row, cell.column, kind.value, text, _is_percent(cell)


def _kind_and_text(cell: Cell) -> tuple[CellKind, str]:
    if cell.data_type == "e":
        return CellKind.ERROR, str(cell.value)
    return _typed(unescape(cell.value) if isinstance(cell.value, str) else cell.value)


def _is_percent(cell: Cell) -> bool:
    return "%" in (cell.number_format or "")


def _typed(value: Any) -> tuple[CellKind, str]:
    """The kind of a value and its text, the same for both parsers: whole numbers without point, ISO dates."""
    if isinstance(value, bool):
        return CellKind.BOOLEAN, str(value).lower()
    if isinstance(value, (int, float)):
        return CellKind.NUMBER, str(int(value)) if float(value).is_integer() else repr(float(value))
    if isinstance(value, datetime):
        return CellKind.DATE, value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, (date, time)):
        return CellKind.DATE, value.isoformat()
    if isinstance(value, timedelta):
        return CellKind.DATE, str(value)
    return CellKind.TEXT, str(value)


def _disagreement(cells: list[ParsedCell], grid: list[list[Any]]) -> str:
    """The first cell that the second parser reads otherwise; empty where both agree."""
    read = {(row, column): (kind, text) for row, column, kind, text, _percent in cells}
    for number, values in enumerate(grid, start=1):
        for column, value in enumerate(values, start=1):
            kind, text = read.pop((number, column), (None, ""))
            if not _is_same(kind, text, value):
                return f"{get_column_letter(column)}{number}"
    left = [place for place, (kind, _text) in read.items() if kind not in (CellKind.ERROR, CellKind.NO_RESULT)]
    return f"{get_column_letter(left[0][1])}{left[0][0]}" if left else ""


def _is_same(kind: str | None, text: str, value: Any) -> bool:
    if kind in (CellKind.ERROR, CellKind.NO_RESULT):  # the second parser shows neither
        return value in ("", 0, 0.0)
    if value == "":
        return kind is None or text == ""
    if kind is None:
        return False
    other_kind, other = _typed(value)
    if kind == CellKind.TEXT and other_kind == CellKind.TEXT:
        return _lines(text) == _lines(other)
    return kind == other_kind.value and text == other


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # openpyxl tells what it leaves out; nothing of that is read
    serve(answer, address_space=ADDRESS_SPACE)

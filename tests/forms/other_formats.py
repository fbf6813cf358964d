"""Saves a form as the programs of units do: as .xls (the least of BIFF8) and as .ods. Values, percentages, hidden rows."""

from __future__ import annotations

import struct
import zipfile
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tuik.files import _compound, _record, _string

GENERAL, DATE, PERCENT = 0, 1, 2  # places of the styles


def as_xls(workbook: Workbook, to: Path) -> Path:
    """The workbook in the old format of Excel."""
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600)) + _record(0x42, b"\xb0\x04")
    for shown in (0, 14, 9):  # as they are, dates, percentages
        start += _record(0xE0, struct.pack("<HH", 0, shown) + b"\0" * 16)
    bodies = [_xls_sheet(sheet) for sheet in workbook.worksheets]
    heads = [_string(sheet.title, "<B") for sheet in workbook.worksheets]
    offset = len(start) + sum(len(head) + 10 for head in heads) + 4
    bound = b""
    for sheet, head, body in zip(workbook.worksheets, heads, bodies, strict=True):
        bound += _record(0x85, struct.pack("<IBB", offset, sheet.sheet_state != "visible", 0) + head)
        offset += len(body)
    to.write_bytes(_compound(start + bound + _record(0x0A, b"") + b"".join(bodies)))
    return to


def _xls_sheet(sheet: Worksheet) -> bytes:
    out = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))
    for number, shape in sheet.row_dimensions.items():
        if shape.hidden:
            out += _record(0x208, struct.pack("<HHHHHHHH", number - 1, 0, 256, 255, 0, 0, 0x20, 0))
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                out += _xls_cell(cell)
    notes = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    for number, cell in enumerate(notes, start=1):
        out += _xls_text_box(cell.comment.text, number)
    for number, cell in enumerate(notes, start=1):
        at = struct.pack("<HHHH", cell.row - 1, cell.column - 1, 0, number)
        out += _record(0x1C, at + _string(cell.comment.author, "<H"))
    return out + _record(0x0A, b"")


def _xls_text_box(text: str, number: int) -> bytes:
    """The object that holds the text of a note, in pieces as Excel writes a long one."""
    out = _record(0x5D, struct.pack("<HHHHH", 0x15, 0x12, 0x19, number, 0) + b"\0" * 16)
    out += _record(0x1B6, struct.pack("<10xHHI", len(text), 16, 0))
    for piece in (text[place : place + 40] for place in range(0, len(text), 40)):
        is_wide = any(ord(letter) > 0xFF for letter in piece)
        out += _record(0x3C, bytes([is_wide]) + piece.encode("utf-16-le" if is_wide else "latin-1"))
    return out + _record(0x3C, b"\0" * 16)


def _xls_cell(cell: Cell) -> bytes:
    value, at = cell.value, (cell.row - 1, cell.column - 1)
    if isinstance(value, str) and value.startswith("#"):
        return _record(0x205, struct.pack("<HHHBB", *at, GENERAL, 7, 1))
    if isinstance(value, str):
        return _record(0x204, struct.pack("<HHH", *at, GENERAL) + _string(value, "<H"))
    if isinstance(value, date | datetime):
        days = (value.date() if isinstance(value, datetime) else value).toordinal() - date(1899, 12, 30).toordinal()
        return _record(0x203, struct.pack("<HHHd", *at, DATE, days))
    style = PERCENT if "%" in cell.number_format else GENERAL
    return _record(0x203, struct.pack("<HHHd", *at, style, value))


def as_ods(workbook: Workbook, to: Path) -> Path:
    """The workbook as an OpenDocument sheet."""
    names = "office:1.0 table:1.0 text:1.0"
    spaces = " ".join(
        f'xmlns:{name.split(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for name in names.split()
    )
    sheets = "".join(map(_ods_sheet, workbook.worksheets))
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        made.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
        entry = 'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"'
        space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        made.writestr(
            "META-INF/manifest.xml", f"<manifest:manifest {space}><manifest:file-entry {entry}/></manifest:manifest>"
        )
    return to


def _ods_sheet(sheet: Worksheet) -> str:
    rows = []
    for row in sheet.iter_rows():
        hidden = ' table:visibility="collapse"' if sheet.row_dimensions[row[0].row].hidden else ""
        rows.append(f"<table:table-row{hidden}>{''.join(map(_ods_cell, row))}</table:table-row>")
    return f"<table:table table:name={quoteattr(sheet.title)}>{''.join(rows)}</table:table>"


def _ods_cell(cell: Cell) -> str:
    value = cell.value
    note = f"<office:annotation>{_ods_lines(cell.comment.text)}</office:annotation>" if cell.comment else ""
    if value is None:
        return f"<table:table-cell>{note}</table:table-cell>" if note else "<table:table-cell/>"
    if isinstance(value, str) and value.startswith("#"):
        kind = 'office:value-type="string" office:string-value="" table:formula="of:=1/0"'
    elif isinstance(value, str):
        kind = 'office:value-type="string"'
    elif isinstance(value, date | datetime):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()[:10]}"'
    elif "%" in cell.number_format:
        kind = f'office:value-type="percentage" office:value="{value}"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}>{note}{_ods_lines(str(value))}</table:table-cell>"


def _ods_lines(text: str) -> str:
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))

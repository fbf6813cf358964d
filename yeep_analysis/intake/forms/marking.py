"""The process that marks what must be corrected in a unit's own form: path and marks in, workbook out.

Everything else in the file stays as the unit left it. Marks of an earlier round are taken off first.
"""

from __future__ import annotations

import base64
import io
import math
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from yeep_analysis.intake.forms.layout import COLUMNS_ROW, HEAD_ROW, SheetKind
from yeep_analysis.intake.forms.opening import ADDRESS_SPACE, LARGEST_FILE, what_is_wrong
from yeep_analysis.intake.forms.write import BOX, OPEN
from yeep_analysis.intake.sandbox import serve
from yeep_analysis.show.workbooks import lines_of, put, settled

_RED, _AMBER = "C00000", "FFD34D"
_THICK, _DASHED = Side(style="thick", color=_RED), Side(style="mediumDashed", color=_RED)
_REFUSED = Border(left=_THICK, right=_THICK, top=_THICK, bottom=_THICK)
_TO_FILL = Border(left=_DASHED, right=_DASHED, top=_DASHED, bottom=_DASHED)
_AUTHOR = "yeep"
_OWN_NOTE = "\n———\n"  # below our words the note that the unit had written itself
_NOTE_WIDTH, _NOTE_LETTERS, _NOTE_LINE = 340, 46, 18  # pixels, letters, pixels
_LIST_WIDTHS = (7.0, 22.0, 44.0, 24.0, 62.0)
_LINE = 13.5
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LINK = Font(name="Calibri", size=10, color="0563C1", underline="single")
_FONT, _BOLD, _TITLE = Font(name="Calibri", size=10), Font(name="Calibri", size=10, bold=True), Font(size=14, bold=True)
_HEAD = PatternFill("solid", fgColor="D9D2E9")


def answer(path: Path, task: Mapping[str, Any]) -> dict[str, Any]:
    """The marked form, or that the file is no longer one."""
    content = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
    if what_is_wrong(content):
        return {"refused": "damaged"}
    return {"content": base64.b64encode(marked(content, task)).decode()}


def marked(content: bytes, task: Mapping[str, Any]) -> bytes:
    """A form with the marks of ``task`` and the sheet that lists them."""
    workbook = load_workbook(io.BytesIO(content))
    _take_off(workbook)
    for title, row, column, value, is_day in task.get("values", ()):
        cell = workbook[title].cell(row, column)
        if cell.value is not None:
            continue
        cell.value = date.fromisoformat(value) if is_day else value
        if isinstance(value, str) and not is_day:
            cell.data_type, cell.quotePrefix = "s", True  # no text is a formula
    places = _mark_cells(workbook, task["marks"])
    _write_list(workbook, task, places)
    return settled(workbook)


def _take_off(workbook: Workbook) -> None:
    """Take the marks and the list of an earlier round off."""
    for sheet in list(workbook.worksheets):
        if str(sheet["A1"].value or "").endswith(f"|{SheetKind.CORRECTIONS.value}"):
            workbook.remove(sheet)
            continue
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            colour = cell.border.left.color if cell.border.left else None
            if colour is None or not str(colour.rgb).endswith(_RED):
                continue
            cell.fill, cell.border = OPEN, BOX
            own = cell.comment.text.partition(_OWN_NOTE)[2] if cell.comment else ""
            cell.comment = _comment(own) if own else None


def _mark_cells(workbook: Workbook, marks: list[dict[str, Any]]) -> dict[int, str]:
    """Mark the cells; the first cell of each point, by its number."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    refused: set[tuple[str, str]] = set()
    first: dict[int, str] = {}
    for mark in marks:
        sheet = workbook[mark["sheet"]]
        column = mark["column"] or _column_of(sheet, mark)
        cell = sheet.cell(mark["row"], column)
        if not mark["column"]:
            _open(sheet, cell, mark)
        at = (sheet.title, cell.coordinate)
        first.setdefault(mark["point"], cell.coordinate)
        texts[at].append(mark["text"])
        if mark["is_refused"]:
            refused.add(at)
    for (title, place), lines in texts.items():
        cell = workbook[title][place]
        is_refused = (title, place) in refused
        cell.border = _REFUSED if is_refused else _TO_FILL
        if is_refused:
            cell.fill = PatternFill("solid", fgColor=_AMBER)
        own = f"{_OWN_NOTE}{cell.comment.text}" if cell.comment else ""
        cell.comment = _comment("\n\n".join(dict.fromkeys(lines)) + own)
    return first


def _comment(text: str) -> Comment:
    lines = sum(lines_of(line, _NOTE_LETTERS) for line in text.split("\n"))
    return Comment(text, _AUTHOR, width=_NOTE_WIDTH, height=_NOTE_LINE * (lines + 1))


def _column_of(sheet: Worksheet, mark: Mapping[str, Any]) -> int:
    """The column of a field that the form did not have; behind the others where it is not there yet."""
    rows = {row: str(cell.value) for row, cell in _keys(sheet)}
    keys = next(row for row, key in rows.items() if key == COLUMNS_ROW)
    known = {str(cell.value): cell.column for cell in sheet[keys] if cell.value is not None}
    if mark["field"] in known:
        return known[mark["field"]]
    last, column = max(known.values()), sheet.max_column + 1
    sheet.cell(keys, column, mark["field"])
    for row, key in rows.items():
        if key == HEAD_ROW:
            head, model = put(sheet, row, column, mark["label"]), sheet.cell(row, last)
            head.font, head.fill, head.border, head.alignment = (
                copy(one) for one in (model.font, model.fill, model.border, model.alignment)
            )
    sheet.column_dimensions[get_column_letter(column)].width = mark["width"]
    return column


def _keys(sheet: Worksheet) -> Iterator[tuple[int, Cell]]:
    """The cells of the column of keys, which is that of the mark ``@``."""
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == COLUMNS_ROW)
    for row in range(1, sheet.max_row + 1):
        yield row, sheet.cell(row, column)


def _open(sheet: Worksheet, cell: Cell, mark: Mapping[str, Any]) -> None:
    """Make a cell of a new column one into which the unit writes."""
    cell.fill, cell.border, cell.font, cell.alignment = OPEN, BOX, _FONT, _WRAPPED
    cell.protection = Protection(locked=False)
    if mark["words"]:
        rule = DataValidation("list", formula1=f'"{",".join(mark["words"])}"', allow_blank=True)
        rule.add(cell)
        sheet.add_data_validation(rule)
    else:
        cell.number_format = "@"


def _write_list(workbook: Workbook, task: Mapping[str, Any], places: Mapping[int, str]) -> None:
    sheet = workbook.create_sheet(task["sheet"], 0)
    workbook.active = 0
    for other in workbook.worksheets:  # sheets that were left chosen together would be written into together
        other.sheet_view.tabSelected = other is sheet
    put(sheet, 1, 1, task["mark"])
    sheet.column_dimensions["A"].hidden = True
    for column, width in enumerate(_LIST_WIDTHS, start=2):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, text in enumerate(task["above"], start=1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=1 + len(_LIST_WIDTHS))
        cell = put(sheet, row, 2, text)
        cell.font, cell.alignment = (_TITLE if row == 1 else _FONT), _WRAPPED
        sheet.row_dimensions[row].height = 22 if row == 1 else _LINE * lines_of(text, sum(_LIST_WIDTHS)) + 4
    head = len(task["above"]) + 2
    for column, text in enumerate(task["head"], start=2):
        cell = put(sheet, head, column, text)
        cell.font, cell.fill, cell.border, cell.alignment = _BOLD, _HEAD, BOX, _WRAPPED
    for row, point in enumerate(task["points"], start=head + 1):
        _write_point(sheet, row, point, places)
    put(sheet, head + len(task["points"]) + 2, 2, task["below"]).font = _FONT
    sheet.freeze_panes = sheet.cell(head + 1, 2)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"


def _write_point(sheet: Worksheet, row: int, point: Mapping[str, Any], places: Mapping[int, str]) -> None:
    place = places.get(point["number"], point["cell"])
    shown = ", ".join(part for part in (point["sheet"], place) if part)
    texts = (str(point["number"]), shown, point["question"], point["written"], point["action"])
    for column, text in enumerate(texts, start=2):
        cell = put(sheet, row, column, text)
        cell.font, cell.border, cell.alignment = _FONT, BOX, _WRAPPED
    if point["sheet"] and place:
        quoted = point["sheet"].replace("'", "''")
        link = sheet.cell(row, 3)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!{place}", display=shown)
        link.font = _LINK
    if point["written"]:
        sheet.cell(row, 5).fill = PatternFill("solid", fgColor=_AMBER)
    lines = max(lines_of(text, width - 1) for text, width in zip(texts, _LIST_WIDTHS, strict=True))
    sheet.row_dimensions[row].height = _LINE * math.ceil(lines) + 4


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # openpyxl tells what it leaves out
    serve(answer, address_space=ADDRESS_SPACE)

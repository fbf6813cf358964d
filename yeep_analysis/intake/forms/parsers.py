"""Reads a workbook with two parsers that must agree. Runs in the child process; returns plain data for the parent."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from yeep_analysis.municipality.grammar import CellKind

MOST_CELLS = 40_000
ParsedCell = tuple[int, int, str, str, bool]  # row, column, kind, text, is percent


def parse(content: bytes) -> dict[str, Any]:
    """The sheets of a workbook (cells, hidden rows, merged ranges, notes), or the code of a refusal."""
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

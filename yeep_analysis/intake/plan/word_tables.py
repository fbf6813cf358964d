"""The process that reads the tables of a Word document (.docx): path in, plain data out. Run by ``sandbox``.

A table is handed on as a sheet of a workbook would be. Text that is hidden, fields and drawings are left out; what was
changed under “track changes” is refused, for nobody can say which of the two versions holds.
"""

from __future__ import annotations

import io
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from openpyxl.utils import get_column_letter

from yeep_analysis.intake.forms.opening import (
    ADDRESS_SPACE,
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    is_encrypted,
    opened,
    what_is_wrong_with_parts,
)
from yeep_analysis.intake.sandbox import serve
from yeep_analysis.municipality.cells import CellKind

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT = "word/document.xml"
_TRACKED = {f"{_WORD}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")}
_WRAPPERS = {f"{_WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "hyperlink")}
_LETTERS = {f"{_WORD}tab": " ", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}


def answer(path: Path) -> dict[str, Any]:
    """The tables of a document, or the code of why it was not read."""
    return opened(path, _tables)


def _tables(content: bytes) -> dict[str, Any]:
    if not content.startswith(b"PK"):
        return {"refused": "encrypted" if is_encrypted(content) else "not_a_document"}
    if code := what_is_wrong_with_parts(content, _is_no_document):
        return {"refused": code}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = ElementTree.fromstring(archive.read(_DOCUMENT)).find(f"{_WORD}body")
    sheets: list[dict[str, Any]] = []
    left = MOST_CELLS
    for table in _inside(body, "tbl") if body is not None else ():
        if any(element.tag in _TRACKED for element in table.iter()):
            return {"refused": "tracked_changes", "detail": str(len(sheets) + 1)}
        sheet = _sheet(table)
        if sheet is None:
            return {"refused": "far_cells"}
        left -= len(sheet["cells"])
        if left < 0:
            return {"refused": "too_many_cells"}
        sheets.append(sheet | {"name": str(len(sheets) + 1)})
    return {"sheets": sheets}


def _is_no_document(_archive: zipfile.ZipFile, names: list[str]) -> str | None:
    return None if _DOCUMENT in names else "not_a_document"


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The children of a name, those in content controls and links included."""
    for child in element:
        if child.tag == f"{_WORD}{name}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, name)


def _sheet(table: Element) -> dict[str, Any] | None:
    """A table as a sheet; None where it is larger than any plan."""
    rows = [list(_row(row)) for row in _inside(table, "tr")]
    starts = max(([start for start, _cell in row] for row in rows), key=len, default=[])
    if len(rows) > LAST_ROW or len(starts) > LAST_COLUMN or any(row and row[-1][0] > LAST_ROW for row in rows):
        return None
    cells, merged, uneven = [], [], []
    going_on: dict[int, int] = {}  # column -> row in which a merged cell began
    for number, row in enumerate(rows, start=1):
        taken: set[int] = set()
        for place, (start, cell) in enumerate(row, start=1):
            # borders that were dragged are a hair apart: the grid tells of a row only where it has fewer cells
            column = place if len(row) == len(starts) else max(bisect_right(starts, start), 1)
            if column in taken:
                uneven.append([number, column])
            taken.add(column)
            if _goes_on(cell):
                merged.append([going_on.get(column, number), number, column])
                continue
            going_on[column] = number
            if text := "\n".join(_text(part) for part in cell.iter(f"{_WORD}p")).strip():
                cells.append((number, column, CellKind.TEXT.value, text, False))
    return {
        "hidden": False,
        "cells": cells,
        "hidden_rows": [
            number
            for number, row in enumerate(_inside(table, "tr"), start=1)
            if _is_on(row.find(f"{_WORD}trPr"), "hidden")
        ],
        "merged": list(_ranges(merged)),
        "notes": [],
        "uneven": uneven,
    }


def _row(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row, each with the column of the grid at which it begins."""
    cells = list(_inside(row, "tc"))
    widths = [_count(cell.find(f"{_WORD}tcPr"), "gridSpan", 1) for cell in cells]
    first = _count(row.find(f"{_WORD}trPr"), "gridBefore", 0)
    yield from zip(accumulate(widths, initial=first), cells, strict=False)


def _goes_on(cell: Element) -> bool:
    """Whether a cell is merged with that above it."""
    properties = cell.find(f"{_WORD}tcPr")
    merge = properties.find(f"{_WORD}vMerge") if properties is not None else None
    return merge is not None and merge.get(f"{_WORD}val", "continue") == "continue"


def _ranges(merged: list[list[int]]) -> Iterator[list[Any]]:
    """Merged cells as a workbook has them: first and last row, and the range."""
    last: dict[tuple[int, int], int] = {}
    for first, row, column in merged:
        last[first, column] = row
    for (first, column), row in last.items():
        letter = get_column_letter(column)
        yield [first, row, f"{letter}{first}:{letter}{row}"]


def _count(properties: Element | None, name: str, default: int) -> int:
    found = properties.find(f"{_WORD}{name}") if properties is not None else None
    text = found.get(f"{_WORD}val", "") if found is not None else ""
    return min(int(text), 2 * LAST_ROW) if text.isascii() and text.isdigit() else default


def _is_on(properties: Element | None, name: str) -> bool:
    found = properties.find(f"{_WORD}{name}") if properties is not None else None
    return found is not None and found.get(f"{_WORD}val", "1") not in ("0", "false", "off")


def _text(paragraph: Element) -> str:
    """The words of a paragraph as they are seen."""
    return "".join(
        _LETTERS.get(part.tag, part.text or "" if part.tag == f"{_WORD}t" else "")
        for run in _inside(paragraph, "r")
        if not _is_on(run.find(f"{_WORD}rPr"), "vanish")
        for part in run
    )


if __name__ == "__main__":
    serve(answer, address_space=ADDRESS_SPACE)

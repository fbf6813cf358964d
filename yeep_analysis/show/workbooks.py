"""What workbooks share: text that is never a formula, numbers as readers know them, bytes without a time of day."""

from __future__ import annotations

import io
import math
import re
import zipfile
from fractions import Fraction
from typing import TYPE_CHECKING

from yeep_analysis.words.language import MINUS, active

if TYPE_CHECKING:  # a report is built without it
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

YEAR = "0"
# kind of a column -> digits after the decimal point; a column of another kind is text
NUMBERS = {
    **{"year": 0, "count": 0, "share": 2, "percent": 2, "decimal": 1, "ratio": 2, "probability": 3},
    **{"signed": 1, "signed2": 2, "signed3": 3},
}

_PLAIN = re.compile(r"-?(?=.{1,15}$)[0-9]+(\.[0-9]+)?")  # so few digits that the nearest float tells all of them
_NO_LETTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML has no place for them
_EPOCH = (2020, 1, 1, 0, 0, 0)  # time stamp inside the archive: the same content gives the same bytes


def letters(text: str) -> str:
    """A text without the control characters that no workbook may hold."""
    return _NO_LETTERS.sub("", text)


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Text that no spreadsheet takes for a formula, whatever its first letter."""
    cell = sheet.cell(row, column, letters(text))
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column ``width`` letters wide; rather one too many than one too few."""
    return max(1, math.ceil(len(text) * 1.05 / width))


def typed(text: str) -> float | int | None:
    """A cell of a CSV file as the number that it is; None where it is none."""
    if _PLAIN.fullmatch(text):  # as nearly all are; a fraction takes ten times as long
        number = float(text)
        return int(number) if number.is_integer() else number
    try:
        exact = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    return exact.numerator if exact.denominator == 1 else float(exact)


def number_format(kind: str, value: float, shown: str) -> str:
    """The format under which a spreadsheet shows ``value`` as readers see it in ``shown``.

    Its comma and point are those of every format: Excel in Turkish puts a point and a comma in their places.
    """
    if kind == "year":
        return YEAR
    if shown.startswith("<"):
        return f'"{shown}"'  # a probability that would round to nothing
    form = "#,##0" + ("." + "0" * NUMBERS[kind] if NUMBERS[kind] else "")
    if kind in ("share", "percent"):
        sign = "%" if kind == "share" else '"%"'  # bare, it multiplies by 100; in quotation marks it is only a sign
        form = sign + form if active() == "tr" else form + sign
    if shown.startswith("+"):
        return f'"+"{form}'
    if shown.startswith(MINUS):
        return f'{form};"{MINUS}"{form}'
    return f"{form};{form}" if value < 0 else form  # a change that rounds to nothing has no sign


def settled(workbook: Workbook) -> bytes:
    """A workbook of openpyxl as it is sent."""
    made = io.BytesIO()
    workbook.save(made)
    return repacked(made)


def repacked(made: io.BytesIO, language: str = "") -> bytes:
    """A workbook without the time of its making, with rows that grow, and told in which language it is.

    No library leaves a row of a given height free to grow, and XlsxWriter knows no language.
    """
    told = rf"<dc:language>{language}</dc:language>\g<0>".encode() if language else rb"\g<0>"
    packed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", content)
                content = re.sub(rb"<dcterms:created", told, content)
            if part.filename.startswith("xl/worksheets/"):
                content = content.replace(b' customHeight="1"', b"")  # a row may grow with what is written into it
            target.writestr(zipfile.ZipInfo(part.filename, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()

"""What workbooks share: text that is never a formula, numbers as readers know them, bytes without a time of day."""

from __future__ import annotations

import io
import math
import re
import zipfile
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from yeep_analysis.words.language import MINUS, active

YEAR = "0"
# kind of a column -> digits after the decimal point; a column of another kind is text
NUMBERS = {
    **{"year": 0, "count": 0, "share": 2, "percent": 2, "decimal": 1, "ratio": 2, "probability": 3},
    **{"signed": 1, "signed2": 2, "signed3": 3},
}

_EPOCH = (2020, 1, 1, 0, 0, 0)  # time stamp inside the archive: the same content gives the same bytes


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Text that no spreadsheet takes for a formula, whatever its first letter."""
    cell = sheet.cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column ``width`` letters wide; rather one too many than one too few."""
    return max(1, math.ceil(len(text) * 1.05 / width))


def typed(text: str) -> float | int | None:
    """A cell of a CSV file as the number that it is; None where it is none."""
    try:
        number = Fraction(text)
    except ValueError:
        return None
    return number.numerator if number.denominator == 1 else float(number)


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
    """The workbook without the time of its making, and with rows that grow, which openpyxl would not let them."""
    made, settled = io.BytesIO(), io.BytesIO()
    ExcelWriter(workbook, zipfile.ZipFile(made, "w")).save()  # not packed: that comes once, below
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", content)
            if part.filename.startswith("xl/worksheets/"):
                content = content.replace(b' customHeight="1"', b"")  # a row may grow with what is written into it
            target.writestr(zipfile.ZipInfo(part.filename, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return settled.getvalue()

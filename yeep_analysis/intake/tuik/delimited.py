"""A text with delimiters as a grid. MEDAS writes ``|`` without quotation marks; Excel saves with ``;`` or tabs."""

from __future__ import annotations

import csv
import io

from yeep_analysis.intake.tuik.grids import Row

_DELIMITERS = "|;\t,"
_SAMPLE = 20  # lines that are looked at
_SAMPLE_SIZE = 200_000  # characters
MOST_CELLS = 5_000_000


class TooManyCellsError(Exception):
    """A text with more cells than any table of TÜİK."""


def rows_of(content: str) -> list[Row]:
    """The cells of every line, without the spaces around them."""
    delimiter = _delimiter(content[:_SAMPLE_SIZE].split("\n"))
    if content.count(delimiter) + content.count("\n") > MOST_CELLS:
        raise TooManyCellsError
    if delimiter == "|":
        return [[cell.strip() for cell in line.split("|")] for line in _without_last(content.split("\n"))]
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    for record in reader:
        rows += [[]] * (reader.line_num - 1 - len(rows))  # a quoted line break: rows keep the numbers of their lines
        rows.append([cell.strip() for cell in record])
    return rows


def _without_last(lines: list[str]) -> list[str]:
    return lines[:-1] if lines and not lines[-1].strip() else lines


def _delimiter(lines: list[str]) -> str:
    sample = [line for line in lines if line.strip()][:_SAMPLE]
    return max(_DELIMITERS, key=lambda sign: (sum(sign in line for line in sample), -_DELIMITERS.index(sign)))

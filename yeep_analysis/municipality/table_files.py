"""Reads one table file against its declaration (valid rows, and a problem for every other cell), and writes it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from yeep_analysis.municipality.cell_messages import cell_problem
from yeep_analysis.municipality.checks import Refused, TableRows
from yeep_analysis.municipality.csv_text import guarded, read_table, reason, unreadable
from yeep_analysis.municipality.fact_tables import Row, Table
from yeep_analysis.municipality.plan_tables import PLAN_TABLES
from yeep_analysis.transaction import write_file
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _, active

_OTHER_FORMS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".txt", ".csv")  # also population.csv.csv and POPULATION.CSV


def read_rows(table: Table, path: Path) -> tuple[TableRows, list[Problem]]:
    """The rows of a table that are valid one by one, those that are not, and every problem of a cell."""
    if not path.exists():
        return TableRows(), [_missing_file(table, path)] if table.required else []
    try:
        content, problems = _rows_in(table, path.name, path.read_bytes(), active())
    except OSError as error:
        return TableRows(), [unreadable(path.name, reason(path, error))]
    return TableRows(content.rows[:], content.refused[:]), problems[:]


@lru_cache(maxsize=100)
def _rows_in(table: Table, file: str, text: bytes, _language: str) -> tuple[TableRows, list[Problem]]:
    """The same of what stands in its file: each chapter asks for the same tables, whose rows cannot be changed."""
    raw = read_table(file, text, table.columns, table.optional)
    problems = raw.problems
    content = TableRows(refused=[Refused(number) for number in raw.broken])
    for number, cells in raw.rows:
        try:
            content.rows.append((number, table.row.model_validate(cells)))
        except ValidationError as error:
            errors = error.errors(include_url=False)
            content.refused.append(Refused(number, cells, frozenset(str(e["loc"][-1]) for e in errors)))
            problems += [cell_problem(table.file, number, e) for e in errors]
    if table.required and not content.rows and not problems:
        problems.append(_empty_table(table))
    return content, problems


def in_order(problem: Problem) -> list[tuple[int, int, str]]:
    """By file, then by row as a number: row 3 stands before row 12."""
    parts = re.split(r"([0-9]+)", problem.where)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def saved_otherwise(path: Path) -> list[str]:
    """The files beside a table that is not there which look like that table, saved in another form."""
    if not path.parent.is_dir():
        return []
    stem = f"{path.stem}.".lower()
    return sorted(
        one.name
        for one in path.parent.iterdir()
        if one.name != path.name and one.name.lower().startswith(stem) and one.suffix.lower() in _OTHER_FORMS
    )


def _missing_file(table: Table, path: Path) -> Problem:
    if others := saved_otherwise(path):
        what = _("The file is missing; beside it lies {files}.").format(files=", ".join(others))
        action = save_as(table.file)
    else:
        what = _("The file is missing.")
        is_of_plan = table.name in PLAN_TABLES
        action = (
            _("Put the file into the folder “plan” of the data.")
            if is_of_plan
            else _("Put the file into the data folder.")
        )
    expected = _("The columns are: {columns}.").format(
        columns=", ".join(name for name in table.columns if name not in table.optional)
    )
    return Problem(table.file, what, expected, action)


def save_as(file: str) -> str:
    """What to do with a table that is saved in another form."""
    return _("Save it as “CSV UTF-8 (Comma delimited)” under the name {file}.").format(file=file)


def _empty_table(table: Table) -> Problem:
    return Problem(
        table.file,
        _("The table has no rows."),
        _("At least one row is needed below the column names."),
        _("Fill in the rows; if there were any, restore the file from a copy."),
    )


def write_table(path: Path, table: Table, rows: Iterable[Row]) -> None:
    """Write validated rows as CSV with the columns of their declaration."""
    write_file(path, table_text(table, rows).encode("utf-8"))


def table_text(table: Table, rows: Iterable[Row]) -> str:
    """The text of a table: comma, UTF-8, one line break a row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_text(getattr(row, column)) for column in table.columns] for row in rows)
    return buffer.getvalue()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    return guarded(value) if isinstance(value, str) else str(value)

"""Writes forms and fills them in as a unit would: with a spreadsheet program, cell by cell."""

from __future__ import annotations

import contextlib
import io
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from yeep_analysis.cli.main import main
from yeep_analysis.intake.forms import opening
from yeep_analysis.reporting.questions import COUNTS, TEXTS
from yeep_analysis.words import language
from yeep_analysis.words.terms import ActionStatus, Answer, Field, MoneySource

ROOT = Path(__file__).parents[2]
At = tuple[str, Field]  # key of a row (``measure/<id>/<breakdown>/<part>``, ``action/<id>``), key of a column

WOMEN, MEN, PART, WHOLE = 30, 10, 12, 40  # what ``clean_values`` says of every measure


def data_folder(tmp: Path) -> Path:
    """A copy of ``data/`` in which the program has proposed who reports what; without results of any year."""
    data = Path(shutil.copytree(ROOT / "data", tmp / "data", ignore=shutil.ignore_patterns("results")))
    (data / "plan" / "reporters.csv").unlink(missing_ok=True)
    assert run("reporters", "--propose", "--data", data)[0] == 0
    return data


def written(data: Path, year: int, out: Path, *more: Any) -> dict[str, Path]:
    """The forms of a year, written into ``out``: unit -> file."""
    code, _shown, told = run("forms", year, "--data", data, "--out", out, *more)
    assert code == 0, told
    return {path.stem.removeprefix(f"{year}-"): path for path in sorted(out.glob(f"{year}-*.xlsx"))}


def run(*arguments: Any) -> tuple[int, str, str]:
    """A command of ``yeep`` in this process: its exit code, what it printed, what it complained."""
    shown, told = io.StringIO(), io.StringIO()
    before = language.active()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(told):
        code = main([str(argument) for argument in arguments])
    language.use(before)
    return code, shown.getvalue(), told.getvalue()


def read_here(
    _sandbox: object, paths: Sequence[Path], *, tasks: object = None, advance: Callable[[], None] = lambda: None
) -> list[dict]:
    """What ``Sandbox.read`` does, without its child processes: each costs as much as all the rest of a test."""
    found = []
    for path in paths:
        found.append(opening.answer(path))
        advance()
    return found


def key_rows(sheet: Worksheet) -> dict[str, int]:
    """The keys of a sheet's rows, with their numbers; wherever rows and columns were moved to."""
    column, top = _corner(sheet)
    return {
        str(cell.value): cell.row
        for cell in (sheet.cell(row, column) for row in range(top + 1, sheet.max_row + 1))
        if cell.value is not None
    }


def key_columns(sheet: Worksheet) -> dict[Field, int]:
    """The keys of a sheet's columns, with their numbers."""
    row = key_rows(sheet).get("@")
    named = {} if row is None else {cell.value: cell.column for cell in sheet[row]}
    return {Field(name): column for name, column in named.items() if name in set(Field)}


def cells(workbook: Workbook) -> dict[At, Cell]:
    """Every cell between the keys of rows and columns, open or locked: (row key, field) -> cell."""
    found = {}
    for sheet in workbook.worksheets:
        columns = key_columns(sheet)
        for key, row in key_rows(sheet).items():
            if key.startswith("once/"):
                answer = next(cell for cell in sheet[row] if not cell.protection.locked)
                found[key, Field(key.split("/")[1])] = answer
            elif key not in ("@", "@@"):
                found |= {(key, which): sheet.cell(row, column) for which, column in columns.items()}
    return found


def open_cells(workbook: Workbook) -> dict[At, Cell]:
    """The cells that a unit can write into."""
    return {at: cell for at, cell in cells(workbook).items() if not cell.protection.locked}


def fill(path: Path, values: Mapping[At, Any], to: Path | None = None) -> Path:
    """Write values into a form and save it, at its place or at another; None clears a cell."""
    workbook = load_workbook(path)
    found = cells(workbook)
    for at, value in values.items():
        found[at].value = value
    workbook.save(to or path)
    return to or path


def fill_clean(path: Path, to: Path | None = None) -> dict[At, Any]:
    """Fill in every open cell so that nothing contradicts; what was written."""
    workbook = load_workbook(path)
    found, values = open_cells(workbook), clean_values(workbook)
    for at, value in values.items():
        found[at].value = value
    workbook.save(to or path)
    return values


def clean_values(workbook: Workbook) -> dict[At, Any]:
    """A value for every open cell but the reason for having none; texts and counts that contradict nothing."""
    rows: dict[str, list[Field]] = defaultdict(list)
    for key, which in open_cells(workbook):
        rows[key].append(which)
    siblings: dict[str, list[str]] = defaultdict(list)
    for key in rows:
        siblings[key.rpartition("/")[0]].append(key)
    year = next(int(sheet["A1"].value.split("|")[4]) for sheet in workbook.worksheets)
    values: dict[At, Any] = {}
    for key, fields in rows.items():
        parts = siblings[key.rpartition("/")[0]] if key.count("/") == 3 else [key]
        counts = _shares(parts.index(key), len(parts), fields)
        values |= {
            (key, which): counts[which] if which in counts else _said(key, which, year)
            for which in fields
            if which not in (Field.MISSING, Field.NO_MONEY)
        }
    return values


OF_SHEET = {"actions": "action", "measures": "measure", "undertakings": "undertaking", "goals": "goal"}


def spread(values: Mapping[At, Any]) -> dict[At, Any]:
    """What was written, with what was asked once on a sheet beside each row of which it speaks."""
    found = {at: value for at, value in values.items() if not at[0].startswith("once/")}
    for (key, which), value in values.items():
        if key.startswith("once/"):
            subject = OF_SHEET[key.split("/")[2]]
            rows = {row for row, one in found if row.startswith(f"{subject}/") and row.count("/") == 1}
            speaks_of = COUNTS if which == Field.LAST_MONTH else TEXTS
            found |= {(row, which): value for row in rows if any((row, one) in values for one in speaks_of)}
    return found


def told(complaint: str) -> list[tuple[str, str]]:
    """The problems of a refused command: (place, what is wrong, what was expected and what to do)."""
    _head, *lines = complaint.splitlines()
    problems: list[tuple[str, str]] = []
    for line in lines:
        if line.startswith("    ") and problems:
            problems[-1] = (problems[-1][0], f"{problems[-1][1]} {line.strip()}".strip())
        else:
            problems.append((line, ""))
    return problems


def rezip(source: Path, to: Path, change: Mapping[str, Callable[[bytes], bytes]], **added: bytes) -> Path:
    """The same archive with some parts written anew, and parts added (``xl__media__a.png`` for ``xl/media/a.png``)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change[part](content) if part in change else content)
        for name, content in added.items():
            new.writestr(name.replace("__", "/"), content)
    return to


def _shares(place: int, parts: int, fields: list[Field]) -> dict[Field, int]:
    """The counts of one of so many parts; those of all parts add up to the whole."""

    def share(n: int) -> int:
        each, left = divmod(n, parts)
        return each + (place < left)

    counts = {
        Field.FEMALE: share(WOMEN),
        Field.MALE: share(MEN),
        Field.NUMERATOR: share(PART),
        Field.DENOMINATOR: share(WHOLE),
    }
    return counts | {Field.VALUE: share(WOMEN) + share(MEN) if Field.FEMALE in fields else share(WHOLE)}


def _said(key: str, which: Field, year: int) -> Any:
    return {
        Field.DONE: Answer.YES.label,
        Field.DONE_ON: date(year, 6, 30),
        Field.LAST_MONTH: 12,
        Field.CONFIRMED: Answer.YES.label,
        Field.STATUS: ActionStatus.ONGOING.label,
        Field.MAY_PUBLISH: Answer.NO.label,
        Field.PLANNED: 1_250_000,
        Field.SPENT: 900_000,
        Field.MONEY_SOURCE: MoneySource.MUNICIPALITY.label,
    }.get(which, f"{which.value}: {key} için “açıklama”; ÇĞİÖŞÜ çğıöşü")


def _corner(sheet: Worksheet) -> tuple[int, int]:
    """Column and row of the mark of a sheet."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("yeep-form|"):
                return cell.column, cell.row
    return 1, sheet.max_row

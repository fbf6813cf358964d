"""Forms of months, filled in as somebody would: with a spreadsheet program, cell by cell."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from yeep_analysis.cli.main import main

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "ornek"
Counts = Mapping[tuple[str, str], int]  # row, kind -> count


def folder(tmp: Path, *without: str) -> Path:
    """The fictional municipality without the months that it has, and without what is not needed."""
    ignored = shutil.ignore_patterns("results", "editions", "plan", *without)
    return Path(shutil.copytree(EXAMPLE, tmp / "data", ignore=ignored))


def blank(data: Path, month: str) -> Path:
    """The form of a month."""
    assert main(["forms", month, "--data", str(data), "--out", str(data.parent / "forms"), "--force"]) == 0
    return data.parent / "forms" / f"{month}.xlsx"


def sheet_of(workbook, source: str) -> Worksheet:
    return next(one for one in workbook.worksheets if str(one["A1"].value).endswith(f"|{source}"))


def rows(sheet: Worksheet) -> dict[str, int]:
    return {str(sheet.cell(row, 1).value): row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value}


def columns(sheet: Worksheet) -> dict[str, int]:
    keys = rows(sheet)["@"]
    return {str(sheet.cell(keys, column).value): column for column in range(3, sheet.max_column + 1)}


def fill(
    form: Path,
    to: Path,
    counts: Mapping[str, Counts],
    *,
    totals: Mapping[str, int | None] | None = None,
    reason: str = "",
    change: Callable[[Worksheet], None] = lambda sheet: None,
) -> Path:
    """Counts by source into a form; the total is that of the mahalles unless another is named."""
    workbook = load_workbook(form)
    for source, cells in counts.items():
        sheet = sheet_of(workbook, source)
        at, kinds = rows(sheet), columns(sheet)
        for (row, kind), n in cells.items():
            sheet.cell(at[row], kinds[kind]).value = n
        total = sum(n for (row, _kind), n in cells.items() if row.startswith("mahalle/"))
        sheet.cell(at["total"], 3).value = (totals or {}).get(source, total)
        if reason:
            sheet.cell(at["reason"], 3).value = reason
    change(sheet_of(workbook, "police"))
    workbook.save(to)
    return to


def some(big: int = 12) -> Counts:
    """A month in which something is small and something is not."""
    return {
        ("mahalle/99101", "physical"): big,
        ("mahalle/99103", "physical"): 3,
        ("mahalle/99103", "psychological"): 9,
        ("mahalle/unknown", "psychological"): 2,
        ("stage/received", "physical"): big - 4,
        ("stage/order", "physical"): 7,
        ("stage/order", "psychological"): 11,
    }


def take(data: Path, month: str, *files: Path, more: tuple[str, ...] = ()) -> int:
    """``yeep collect`` of a month."""
    return main(["collect", month, *map(str, files), "--data", str(data), *more])

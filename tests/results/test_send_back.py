"""What goes back to a unit: its own form with the cells marked, the list, the mail; and what becomes of it on return."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from results.desk import Desk
from results.making import FEN, IK, KRES, YEAR
from yeep_analysis.intake.forms import opening
from yeep_analysis.intake.forms.collect import Collection, collect, files_in
from yeep_analysis.intake.forms.expected import expected
from yeep_analysis.intake.forms.send_back import MARKING, Package, package
from yeep_analysis.reporting.letters import Sender
from yeep_analysis.reporting.results_folder import load_results
from yeep_analysis.words.terms import Field

DAY = date(2025, 2, 1)
LIST = "To be corrected"
MEETINGS = "measure/mahalle_toplantisi"


@pytest.fixture(autouse=True)
def in_process(read_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child that marks is tested once by itself; here its work is done in this process."""
    from yeep_analysis.intake.sandbox import Sandbox

    def read(sandbox: Sandbox, paths: list[Path], tasks: Any = None, advance: Any = lambda: None) -> list[dict]:
        if sandbox is MARKING:
            from yeep_analysis.intake.forms.marking import answer

            return [answer(path, task) for path, task in zip(paths, tasks, strict=True)]
        return [opening.answer(path) for path in paths]

    monkeypatch.setattr(Sandbox, "read", read)


def found(folder: Path, data: Path, **options: Any) -> Collection:
    wanted = expected(data, YEAR)
    return collect(files_in([folder]), wanted, load_results(data, YEAR), wanted.circumstances(data, DAY), **options)


def packed(unit: str, folder: Path, data: Path) -> Package:
    wanted = expected(data, YEAR)
    sender = Sender(wanted.municipality, YEAR, date(2025, 2, 20), "Ayşe Örnek")
    return package(found(folder, data).by_unit[unit], wanted, {}, sender)


def opened(one: Package) -> Workbook:
    return load_workbook(io.BytesIO(one.content))


def red(cell: Any) -> bool:
    return cell.border.left.color is not None and str(cell.border.left.color.rgb).endswith("C00000")


# --- per unit


def test_each_unit_has_its_files_problems_and_numbers(desk: Desk, data: Path) -> None:
    desk.put(IK, KRES, Field.VALUE, "5 adet")
    desk.form(FEN)
    one = found(desk.send(), data)
    assert set(one.by_unit) == {IK, FEN} and one.units == (FEN,) and one.held == (IK,)
    assert one.by_unit[FEN].is_clean and len(one.by_unit[FEN].new) == len(one.merge.new)
    faulty = one.by_unit[IK]
    assert not faulty.is_clean and [each.file for each in faulty.files] == [f"{YEAR}-{IK}.xlsx"]
    assert faulty.new and not faulty.changed  # what can be read is counted, whether it goes in or not
    (problem,) = faulty.problems
    assert (problem.spot.row, problem.spot.refused, problem.spot.written) == (KRES, (Field.VALUE,), "5 adet")

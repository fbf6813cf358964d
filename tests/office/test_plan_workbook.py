"""A row of the plan workbook is deleted in LibreOffice, under the protection of its sheet, and the workbook taken."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from test_round_trip import HERE, LONGEST, office, running  # noqa: F401

from yeep_analysis import shipped
from yeep_analysis.intake.plan.proposal import read_plan
from yeep_analysis.intake.plan.written import plan_workbook
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.words import language

pytestmark = pytest.mark.office
GONE = "katilim_g1_h1_e2"


def test_a_row_can_be_deleted_under_protection(office, tmp_path):  # noqa: F811
    language.use("tr")
    soffice, python = office
    data = Path(shutil.copytree(shipped.example(), tmp_path / "veri"))
    shutil.rmtree(data / "results")
    book, to, task = (tmp_path / name for name in ("plan.xlsx", "silinmis.xlsx", "task.json"))
    book.write_bytes(plan_workbook(data))
    sheet = load_workbook(book).worksheets[0]
    (row,) = [cell.row for line in sheet.iter_rows() for cell in line if cell.value == GONE]
    task.write_text(json.dumps({"book": str(book), "to": str(to), "row": row}), encoding="utf-8")
    with running(soffice, tmp_path / "profile") as pipe:
        command = [python, str(HERE / "delete_row.py"), pipe, str(task)]
        driven = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=LONGEST)
        assert driven.returncode == 0, driven.stderr
    before = set(load_plan(data).actions)
    read_plan(data, to).take()
    assert before - set(load_plan(data).actions) == {GONE}

"""Reports of plans that came as a workbook: the same numbers as from tables, and three typed actions in a report."""

import shutil
from pathlib import Path

from tests.plan.test_workbook import HEADS, SMALL, workbook
from yeep_analysis import shipped
from yeep_analysis.cli.main import main
from yeep_analysis.intake.plan.proposal import read_plan
from yeep_analysis.intake.plan.written import plan_workbook

DATA = Path(__file__).parents[2] / "data"


def results(data, year, out):
    assert main(["report", year, "--data", str(data), "--out", str(out)]) == 0
    return (out / year / "tr" / "tables" / "results.csv").read_bytes()


def test_a_plan_that_went_out_and_in_gives_the_same_numbers(tmp_path):
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(DATA))
    shutil.rmtree(data / "plan")
    read_plan(data, path).take()
    for table in (DATA / "plan").iterdir():
        assert (data / "plan" / table.name).read_bytes() == table.read_bytes(), table.name
    assert results(data, "2023", tmp_path / "a") == results(DATA, "2023", tmp_path / "b")


def test_three_typed_actions_stand_in_a_report(tmp_path):
    data = Path(shutil.copytree(shipped.example(), tmp_path / "veri"))
    shutil.rmtree(data / "plan")
    shutil.rmtree(data / "results")
    path = data / "municipality.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2023,2025,", ",2025,2028,"), encoding="utf-8")
    read_plan(data, workbook(tmp_path / "plan.xlsx", SMALL, HEADS)).take()
    results(data, "2025", tmp_path / "out")
    page = (tmp_path / "out" / "2025" / "tr" / "report.html").read_text(encoding="utf-8")
    for row in SMALL:
        words = row[3].partition(" ")[2]
        assert words in page, words
    for absent in ("Göstergelerin denetimi", "Kurumsal kapasite", "Planın yöntem tablosu"):
        assert absent not in page, absent

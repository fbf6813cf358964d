"""Reports of plans that came as a workbook: the same numbers as from tables, and three typed actions in a report."""

import re
import shlex
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


def test_the_recipe_of_the_guide_leads_to_a_report_of_a_plan_without_numbers(tmp_path, monkeypatch):
    """Its table as a workbook, its commands and the rows that it says to paste."""
    guide = (DATA.parent / "docs" / "KOMUTLAR.md").read_text(encoding="utf-8")
    recipe = guide.partition("## 10. ")[2].partition("<a id")[0]
    heads, _line, *rows = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in recipe.splitlines() if line.startswith("|")
    )
    without_numbers = [[re.sub(r"^\d[\d.]* (?=\D)", "", cell) for cell in row] for row in rows]
    workbook(tmp_path / "plan.xlsx", without_numbers, heads)
    _of_files, begin, *pasted, end = re.findall(r"```\n(.*?)```", recipe, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(begin)[1:]) == 0
    for table, text in zip(("sources", "population", "mahalles"), pasted, strict=True):
        with (tmp_path / "data-yeni" / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(text)
    for command in end.splitlines():
        assert main(shlex.split(command)[1:]) == 0, command
    page = (tmp_path / "reports-yeni" / "2025" / "tr" / "report.html").read_text(encoding="utf-8")
    for row in without_numbers:
        assert row[2] in page, row[2]
    untrue = ("Plandaki yüzdeler yeniden", "Kodlar yinelenir", "toplamı daha büyüktür", "iki göstergeye ayrıldı")
    for wrong in ("Amaç  ", "amaç :", "Amaç :", "Eylem :", ">. ", *untrue):
        assert wrong not in page, wrong

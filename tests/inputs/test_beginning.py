"""A new municipality from what there is: TÜİK's files and a plan workbook; nothing is typed that a file says."""

import csv
import io
from pathlib import Path

import pytest

from examples import make_plan
from tests.tuik.files import MAHALLES, csv_file, flat
from yeep_analysis.cli.main import main
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.words.terms import Direction, MeasureKind, MeasureUnit, UnitKind

PLAN = Path(make_plan.__file__).parent / "pinarova-plan.xlsx"
DISTRICT = "İzmir(Pınarova)-2999"
REST = ("--plan-name", "Pınarova YEEP", "--equality-unit", "Eşitlik Birimi", "--fictional", "--lang", "en")


@pytest.fixture
def tuik(tmp_path):
    """The district and its two mahalles by sex, as MEDAS gives them out."""
    sexes = csv_file(
        tmp_path / "ilce.csv",
        flat(f"2024|{DISTRICT}|980.0|1010.0|", f"2025|{DISTRICT}|990.0|1020.0|", header="Erkek|Kadın"),
    )
    places = [
        f"2025|İzmir(Pınarova/Pınarova Bel./{name} Mah.)-{code}|{men}.0|{women}.0|"
        for name, code, men, women in (("Çınarlı", 9001, 400, 420), ("Dere", 9002, 590, 600))
    ]
    mahalles = csv_file(tmp_path / "mahalle.csv", flat(*places, measure=MAHALLES, header="Erkek|Kadın"))
    return [str(sexes), str(mahalles)]


def rows(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_second_example_is_made_anew_byte_for_byte():
    assert make_plan.workbook() == PLAN.read_bytes()


def test_files_say_what_nobody_types(tmp_path, tuik, capsys):
    folder = tmp_path / "pinarova"
    assert main(["new", str(folder), "--tuik", *tuik, "--plan", str(PLAN), *REST]) == 0, capsys.readouterr().err
    (municipality,) = rows(folder, "municipality")
    assert (municipality["district_code"], municipality["district"], municipality["province"]) == (
        *("2999", "Pınarova"),
        "İzmir",
    )
    assert (municipality["municipality"], municipality["plan_start"], municipality["plan_end"]) == (
        *("Pınarova Belediyesi", "2026"),
        "2029",
    )
    assert [(row["mahalle_code"], row["longitude"]) for row in rows(folder, "mahalles")] == [("9001", ""), ("9002", "")]
    assert sum(int(row["n"]) for row in rows(folder, "population") if row["year"] == "2025") == 2010
    assert main(["check", "--data", str(folder), "--lang", "en"]) == 0, capsys.readouterr().err
    assert not list(folder.glob(".*"))


def test_the_second_plan_is_read_as_it_looks(tmp_path, tuik):
    folder = tmp_path / "pinarova"
    assert main(["new", str(folder), "--tuik", *tuik, "--plan", str(PLAN), *REST]) == 0
    plan = load_plan(folder)
    assert [(len(theme.goals), len(theme.objectives), len(theme.actions)) for theme in plan.themes.values()] == [
        *((1, 2, 3), (1, 0, 2)),
        (1, 1, 2),
    ]
    lamps = plan.actions["kent_guvenlik_g1_e1"]
    assert (lamps.code, lamps.text, lamps.period) == ("1.1", "Parkların aydınlatılması", (2026, 2028))
    assert lamps.objective.text == "" and lamps.goal.id == "kent_guvenlik_g1"
    assert [unit.name for unit in plan.actions["kent_guvenlik_g1_e2"].responsible] == [
        "Park ve Bahçeler Müdürlüğü",
        "Fen İşleri Müdürlüğü",
    ]
    meetings, women = plan.actions["karar_alma_g1_h1_e1"].measures
    assert (meetings.unit, meetings.kind, meetings.direction) == (
        *(MeasureUnit.MEETING, MeasureKind.YEARLY_FLOW),
        Direction.NONE,
    )
    assert women.counts_persons and not women.is_sensitive
    (heads,) = plan.actions["karar_alma_g1_h2_e1"].measures
    assert (heads.unit, heads.kind) == (MeasureUnit.PERCENT, MeasureKind.RATIO_OF_COUNTS)
    (violence,) = plan.actions["siddetle_mucadele_g1_h1_e1"].measures
    assert violence.is_sensitive
    kinds = {unit.name: unit.kind for unit in plan.units.values()}
    assert kinds["Pınarova Barosu"] == UnitKind.CIVIL_SOCIETY and kinds["Muhtarlıklar"] == UnitKind.MUHTARS
    assert kinds["İlçe Emniyet Müdürlüğü"] == UnitKind.STATE_BODY


class Terminal(io.StringIO):
    """A person at a keyboard."""

    def isatty(self) -> bool:
        return True


def test_without_files_there_are_six_questions(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", Terminal("2999\nPınarova\nİzmir\nPınarova YEEP\n2026-2029\nEşitlik Birimi\n"))
    assert main(["new", str(tmp_path / "a"), "--lang", "en"]) == 0
    assert capsys.readouterr().out.count(": ") >= 6
    assert rows(tmp_path / "a", "municipality")[0]["municipality"] == "Pınarova Belediyesi"


def test_a_file_that_does_not_fit_makes_nothing(tmp_path, tuik, capsys):
    bad = tmp_path / "plan.xlsx"
    bad.write_bytes(b"no workbook")
    assert main(["new", str(tmp_path / "a"), "--tuik", *tuik, "--plan", str(bad), *REST]) == 3
    assert "plan.xlsx" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()


def test_of_several_districts_one_must_be_named(tmp_path, capsys):
    lines = [f"2025|İzmir({name})-{code}|990.0|1020.0|" for name, code in (("Pınarova", 2999), ("Örnekdere", 2998))]
    file = csv_file(tmp_path / "x.csv", flat(*lines, header="Erkek|Kadın"))
    call = ["new", str(tmp_path / "a"), "--tuik", str(file), "--plan", str(PLAN), *REST]
    assert main(call) == 2
    assert "Pınarova (2999)" in capsys.readouterr().err
    assert main([*call, "--district-code", "2998"]) == 0
    assert rows(tmp_path / "a", "municipality")[0]["district"] == "Örnekdere"

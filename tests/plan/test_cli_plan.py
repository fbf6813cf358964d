"""``yeep plan``: what it prints, in each form, and what it says to a call that it cannot answer."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from functools import cache

import pytest
from golden.second_route_plan import CRITERIA, answers

from plan.tables import DATA, ROOT, table
from yeep_analysis.cli.main import main
from yeep_analysis.municipality import load_plan as inputs
from yeep_analysis.municipality.load_plan import PlanFile

COMMAND = [sys.executable, "-c", "import sys; from yeep_analysis.cli.main import main; sys.exit(main())"]
# Each way to call the command that prints rows
CALLS = {
    "all": [],
    "a theme": ["--theme", "saglik"],
    "a unit": ["--unit", "baro"],
    "a theme and a unit": ["--theme", "siddet", "--unit", "baro"],
    "one action": ["kentsel_g1_h1_e1"],
    "the audit": ["audit"],
    "the audit of a theme": ["audit", "--theme", "karar_alma"],
    "the audit of a unit": ["audit", "--unit", "iskur"],
}


@cache
def file() -> PlanFile:
    return inputs.load_plan_file(DATA)


@pytest.fixture
def yeep(capsys, monkeypatch) -> Callable[..., str]:
    """``yeep("audit")``: what ``yeep plan audit`` prints; it must succeed and complain of nothing.

    The tables are read once for all these tests; those below that start the command itself read them anew.
    """
    known = file()
    monkeypatch.setattr(inputs, "load_plan", lambda _data: known.plan)
    monkeypatch.setattr(inputs, "load_plan_file", lambda _data: known)

    def run(*arguments: str) -> str:
        assert main(["plan", *arguments, "--data", str(DATA)]) == 0
        shown = capsys.readouterr()
        assert shown.err == ""
        return shown.out

    return run


def named(unit: str) -> set[str]:
    return {row["action_id"] for row in table("action_units") if row["unit_id"] == unit}


def actions(*, theme: str | None = None, unit: str | None = None) -> list[str]:
    """The actions of a theme, of a unit, or of both, from the tables."""
    return [
        row["action_id"]
        for row in table("actions")
        if theme in (None, row["theme"]) and (unit is None or row["action_id"] in named(unit))
    ]


def keys(rows: list[dict[str, str]]) -> list[str]:
    return [row["action_id"] for row in rows]


# --- lists -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [{}, {"theme": "saglik"}, {"unit": "baro"}, {"unit": "esitlik_birimi"}, {"theme": "siddet", "unit": "baro"}],
    ids=str,
)
def test_the_actions_that_were_asked_for_are_listed_in_the_order_of_the_plan(yeep, asked):
    options = [word for name, value in asked.items() for word in (f"--{name}", value)]
    expected = actions(**asked)
    assert expected
    assert keys(json.loads(yeep(*options, "--format", "json"))) == expected
    lines = yeep(*options).splitlines()
    assert [line for line in lines[:-1] if not line.startswith(" ")] == expected
    assert lines[-1] == f"{len(expected)} satır"


def test_a_row_says_what_the_table_of_actions_says(yeep):
    rows = json.loads(yeep("--format", "json"))
    for shown, row in zip(rows, table("actions"), strict=True):
        period = f"{row['period_start']}–{row['period_end']}" if row["period_start"] else ""
        assert (shown["theme"], shown["action_code"], shown["action_text"], shown["period"]) == (
            row["theme"],
            row["action_code"],
            row["action_text"],
            period,
        )


def test_a_row_names_the_responsible_units_and_the_indicators(yeep):
    (row,) = json.loads(yeep("egitim_g1_h1_e1", "--format", "json"))
    assert row["responsible"] == (
        "İnsan Kaynakları ve Eğitim Müdürlüğü; Strateji ve Planlama Müdürlüğü; Kadın Danışma Merkezi; Eşitlik Birimi"
    )
    assert row["indicators"] == (
        "Personele toplumsal cinsiyet eşitliğine yönelik verilen hizmet içi eğitim sayısı (Adet)"
    )


# --- one action --------------------------------------------------------------------


def test_one_action_is_shown_in_full(yeep, monkeypatch):
    monkeypatch.setenv("COLUMNS", "10000")
    shown = yeep("siddet_g4_h2_e1")
    fields = dict(line.split(":", 1) for line in shown.splitlines())
    assert {name: text.strip() for name, text in fields.items()} == {
        "Eylem": "1.2.3 Şiddet mağdurlarının mahallelere dağılımını gösterir tablonun hazırlanması",
        "Tema": "Kadına Yönelik Şiddetle Mücadele",
        "Amaç": "4 Kadına, Çocuğa Yönelik Şiddet ile ilgili ilçemiz verilerinin derlenmesi",
        "Hedef": "1.2 11 Mahalleyi kapsayan MOR haritanın çıkarılması",
        "Dönem": "planda yazılı değil",
        "Sorumlu birim": "Kadın Danışma Merkezi; Eşitlik Birimi",
        "İş birliği": "Basın Yayın ve Halkla İlişkiler Müdürlüğü; İlçe Emniyet Müdürlüğü",
        "Plan göstergeleri": "Şiddet gören kadın sayısı ve sorunu çözülen kadın sayısı",
        "Göstergeler": "Şiddet gören kadın (kişi; yıl içindeki sayı); "
        "Şiddet gören ve sorunu çözülen kadın (kişi; yıl içindeki sayı)",
    }


@pytest.mark.parametrize("action", ["istihdam_g1_h1_e2", "egitim_g1_h1_e2"])
def test_a_damaged_action_is_shown_with_its_reading(yeep, monkeypatch, action):
    monkeypatch.setenv("COLUMNS", "10000")
    (reading,) = [row["reading"] for row in table("actions") if row["action_id"] == action]
    assert reading and f"{reading}\n" in yeep(action)


@pytest.mark.parametrize("width", ["20", "60", "100"])
def test_no_line_is_wider_than_the_terminal(yeep, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    assert max(len(line) for line in (yeep() + yeep("siddet_g4_h2_e1")).splitlines()) <= max(int(width), 40)


def test_every_action_can_be_shown(yeep, monkeypatch):
    monkeypatch.setenv("COLUMNS", "10000")
    for row in table("actions"):
        assert f"{row['action_code']} {row['action_text']}\n" in yeep(row["action_id"])


def test_one_action_has_its_goal_and_objective_as_data(yeep):
    (row,) = json.loads(yeep("kentsel_g5_h2_e1", "--format", "json"))
    (goal,) = [r["goal_text"] for r in table("goals") if r["goal_id"] == "kentsel_g5"]
    (objective,) = [r["objective_text"] for r in table("objectives") if r["objective_id"] == "kentsel_g5_h2"]
    assert (row["goal"], row["objective"]) == (goal, objective)


# --- the audit ---------------------------------------------------------------------


def test_the_audit_answers_as_the_second_route_does(yeep):
    rows = json.loads(yeep("audit", "--format", "json"))
    assert len(rows) == 78
    for criterion in CRITERIA:
        assert {row["measure_id"]: row[criterion] for row in rows} == answers()[criterion]


def test_the_audit_has_the_suggested_wordings(yeep):
    rows = json.loads(yeep("audit", "--format", "json"))
    assert {row["measure_id"]: row["suggested_wording"] for row in rows} == {
        row["measure_id"]: row["suggested_wording"] for row in table("audit_judgements")
    }


@pytest.mark.parametrize("asked", [{"theme": "karar_alma"}, {"unit": "iskur"}], ids=str)
def test_the_audit_of_a_theme_or_unit_has_the_measures_of_its_actions(yeep, asked):
    wanted = set(actions(**asked))
    indicators = {row["indicator_id"] for row in table("action_indicators") if row["action_id"] in wanted}
    expected = [row["measure_id"] for row in table("measures") if row["indicator_id"] in indicators]
    ((option, value),) = asked.items()
    rows = json.loads(yeep("audit", f"--{option}", value, "--format", "json"))
    assert [row["measure_id"] for row in rows] == expected != []


@pytest.mark.parametrize(("lang", "said"), [("tr", "Ölçülebilir: evet"), ("en", "Measurable: yes")])
def test_the_audit_for_people_speaks_their_language(yeep, lang, said):
    shown = " ".join(yeep("audit", "--theme", "karar_alma", "--lang", lang).split())
    assert said in shown


# --- forms -------------------------------------------------------------------------


@pytest.mark.parametrize("call", CALLS)
def test_csv_and_json_say_the_same(yeep, call):
    as_json = json.loads(yeep(*CALLS[call], "--format", "json"))
    as_csv = list(csv.DictReader(io.StringIO(yeep(*CALLS[call], "--format", "csv"))))
    assert as_csv == as_json != []


@pytest.mark.parametrize("call", CALLS)
def test_data_are_the_same_in_both_languages(yeep, call):
    tr, en = [yeep(*CALLS[call], "--format", "json", "--lang", lang) for lang in ("tr", "en")]
    assert tr == en


def test_turkish_letters_are_written_as_they_are(yeep):
    assert "İnsan Kaynakları" in yeep("--format", "json") and "İnsan Kaynakları" in yeep("--format", "csv")


def test_no_action_gives_no_rows_in_any_form(yeep):
    nothing = ["--theme", "karar_alma", "--unit", "iskur"]
    assert actions(theme="karar_alma", unit="iskur") == []
    assert json.loads(yeep(*nothing, "--format", "json")) == []
    assert list(csv.DictReader(io.StringIO(yeep(*nothing, "--format", "csv")))) == []
    assert yeep(*nothing) == "0 satır\n"


def test_csv_without_rows_still_has_its_header(yeep):
    header = yeep("--format", "csv").splitlines()[0]
    assert yeep("--theme", "karar_alma", "--unit", "iskur", "--format", "csv").splitlines() == [header]


# --- calls that cannot be answered ---------------------------------------------------


@pytest.mark.parametrize("lang", ["tr", "en"])
@pytest.mark.parametrize(
    ("arguments", "unknown", "known"),
    [
        (["egitim_g9_h9_e9"], "egitim_g9_h9_e9", [row["action_id"] for row in table("actions")]),
        (["--theme", "ulasim"], "ulasim", [row["theme"] for row in table("themes")]),
        (["--unit", "itfaiye"], "itfaiye", [row["unit_id"] for row in table("units")]),
        (["audit", "--theme", "ulasim"], "ulasim", [row["theme"] for row in table("themes")]),
        (["--theme", "egitim", "--unit", "itfaiye"], "itfaiye", [row["unit_id"] for row in table("units")]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) and len(value) < 5 else "",
)
def test_a_key_that_is_unknown_is_a_wrong_call_that_names_the_known_ones(capsys, arguments, unknown, known, lang):
    assert main(["plan", *arguments, "--data", str(DATA), "--lang", lang]) == 2
    shown = capsys.readouterr()
    assert f"“{unknown}”" in shown.err and "Traceback" not in shown.err
    assert [key for key in known if key not in shown.err] == []
    assert shown.out == ""


def test_an_unknown_form_is_a_wrong_call(capsys):
    assert main(["plan", "--format", "xlsx", "--data", str(DATA), "--lang", "en"]) == 2
    shown = capsys.readouterr()
    assert all(form in shown.err for form in ("table", "csv", "json")) and "Traceback" not in shown.err


def test_a_folder_without_a_plan_is_a_wrong_call(capsys, tmp_path):
    assert main(["plan", "--data", str(tmp_path), "--lang", "en"]) == 2
    shown = capsys.readouterr()
    assert str(tmp_path) in shown.err and "--data" in shown.err and shown.out == ""


# --- pipes -------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """The environment of an ordinary shell, in which Python keeps output back until there is enough of it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def test_the_command_prints_what_its_tests_above_see(yeep):
    call = [*COMMAND, "plan", "--theme", "siddet", "--format", "csv"]
    done = subprocess.run(call, cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", check=True)
    assert (done.stdout, done.stderr) == (yeep("--theme", "siddet", "--format", "csv"), "")


def test_the_head_of_a_long_list_is_all_that_is_printed():
    pipe = f"{shlex.join([*COMMAND, 'plan'])} | head -1"
    done = subprocess.run(pipe, shell=True, cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("egitim_g1_h1_e1\n", "")


def test_a_reader_who_left_before_a_short_answer_gets_no_traceback():
    reading, writing = os.pipe()
    os.close(reading)
    call = [*COMMAND, "plan", "egitim_g1_h1_e1"]
    done = subprocess.run(call, cwd=ROOT, env=environment(), stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (done.stderr, done.returncode) == ("", 0)


def test_commands_that_are_told_name_the_folder(tmp_path, capsys):
    """Whoever copies the line must not change another folder."""
    book = tmp_path / "plan.xlsx"
    assert main(["plan", "export", str(book), "--data", str(DATA), "--lang", "en"]) == 0
    assert f"yeep plan import {book} --data {DATA}\n" in capsys.readouterr().out


def test_an_export_has_the_suffix_of_a_workbook(tmp_path, capsys):
    assert main(["plan", "export", str(tmp_path / "plan.docx"), "--data", str(DATA), "--lang", "en"]) == 2
    assert "is written as .xlsx" in capsys.readouterr().err

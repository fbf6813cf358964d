"""What the catalogue of the plan may not contain: every planted mistake is found, named by its place, and said in words.

A message names the file with its folder ("plan/actions.csv").
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from plan.tables import table
from yeep_analysis.cli.main import main
from yeep_analysis.municipality.load_plan import load_plan, load_plan_file
from yeep_analysis.municipality.plan_tables import PLAN_TABLES
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError, Problem
from yeep_analysis.words.terms import Role


def row(name: str, **where: str) -> int:
    """The row, as Excel counts it, of the first entry with these cells."""
    return next(n for n, r in enumerate(table(name), start=2) if all(r[key] == value for key, value in where.items()))


def after_the_last(name: str) -> int:
    """The row of an entry that was appended."""
    return len(table(name)) + 2


def problems(folder: Path) -> tuple[Problem, ...]:
    """Every problem of a plan that loading refuses; each names the folder, which is left out of the places below."""
    with pytest.raises(DataError) as refused:
        load_plan(folder)
    assert all(problem.where.startswith("plan/") for problem in refused.value.problems)
    return tuple(replace(problem, where=problem.where.removeprefix("plan/")) for problem in refused.value.problems)


def places(folder: Path) -> list[str]:
    return sorted(problem.where for problem in problems(folder))


def told(problem: Problem) -> str:
    """What is wrong and what to do, which must both be there."""
    sentences = (problem.fault, problem.action)
    assert all(re.fullmatch(r"\S.*[.)]", text, re.DOTALL) and "{" not in text for text in sentences), problem
    return " ".join(sentences)


def test_a_sound_plan_has_no_problem(data_folder):
    assert load_plan(data_folder).actions
    assert {path.stem for path in (data_folder / "plan").glob("*.csv")} >= set(PLAN_TABLES)


# --- links ---------------------------------------------------------------------

# Every column that names the key of another table -> a row whose link can break without leaving anything else alone:
# its goal has other objectives, its indicator other actions, and so on.
LINKED = {
    ("goals", "theme"): row("goals", goal_id="egitim_g1"),
    ("objectives", "goal_id"): row("objectives", objective_id="egitim_g1_h2"),
    ("actions", "theme"): row("actions", action_id="egitim_g1_h1_e2"),
    ("actions", "objective_id"): row("actions", action_id="egitim_g1_h1_e2"),  # of objectives.csv, or of goals.csv
    ("unit_names", "unit_id"): row("unit_names", printed="Eşitliği Birimi"),
    ("action_units", "action_id"): row("action_units", action_id="egitim_g1_h2_e1", role="partner"),
    ("action_units", "unit_id"): row("action_units", action_id="egitim_g1_h2_e1", role="partner"),
    ("action_indicators", "action_id"): row("action_indicators", position="2"),
    ("action_indicators", "indicator_id"): row("action_indicators", indicator_id="kadin_guclendirici_egitim"),
    ("measures", "indicator_id"): row("measures", indicator_id="kihep", position="2"),
    ("measure_breakdowns", "measure_id"): row("measure_breakdowns", breakdown="age"),
    ("audit_judgements", "measure_id"): 2,
}
TARGETS = {(name, column): target for name, known in PLAN_TABLES.items() for column, target in known.links}
TARGETS["actions", "objective_id"] = "objectives"


def test_every_link_between_the_tables_is_tried_here():
    assert set(LINKED) == set(TARGETS)


@pytest.mark.parametrize(("name", "column"), LINKED)
def test_a_link_to_nothing_is_refused_at_its_cell(plant, name, column):
    plant.cell(name, LINKED[name, column], column, "nowhere")
    place = f"{name}.csv, row {LINKED[name, column]}, column {column}"
    (said,) = [told(problem) for problem in problems(plant.folder) if problem.where == place]
    assert "“nowhere” is not known" in said and f"{TARGETS[name, column]}.csv" in said


@pytest.mark.parametrize(("name", "column"), LINKED)
def test_a_link_to_nothing_is_told_once(plant, name, column):
    plant.cell(name, LINKED[name, column], column, "nowhere")
    place = f"{name}.csv, row {LINKED[name, column]}, column {column}"
    assert places(plant.folder) == [place]


# --- keys ----------------------------------------------------------------------


@pytest.mark.parametrize("name", PLAN_TABLES)
def test_a_row_that_stands_twice_is_refused_and_told_once(plant, name):
    plant.twice(name, 2)
    (problem,) = problems(plant.folder)
    assert problem.where == f"{name}.csv, row 3"
    assert "stands twice, first in row 2" in told(problem)
    assert all(column in problem.what for column in PLAN_TABLES[name].key)


# --- cells ---------------------------------------------------------------------

# Every column with a closed list of words -> a word that the list must offer instead
CLOSED = {
    ("units", "kind"): "municipal_directorate",
    ("action_units", "role"): "responsible",
    ("measures", "unit"): "training",
    ("measures", "kind"): "yearly_flow",
    ("measures", "direction"): "increase",
    ("measures", "measures_action"): "partly",
    ("measure_breakdowns", "breakdown"): "sex",
    ("measure_breakdowns", "basis"): "female_only",
    ("audit_judgements", "is_specific"): "partly",
    ("audit_judgements", "is_measurable"): "partly",
    ("audit_judgements", "is_related"): "partly",
    ("methodology", "part"): "unit_of_analysis",
}
# Any other cell: what is typed, and the words that must say it
CELLS = {
    ("measures", "counts_persons"): ("evet", ["“evet”", "true or false"]),
    ("audit_judgements", "holder_is_named"): ("", ["true or false"]),
    ("actions", "position"): ("0", ["“0”", "too small"]),
    ("actions", "period_start"): ("23", ["“23”", "four digits"]),
    ("actions", "action_text"): (" ", ["empty"]),
    ("indicators", "indicator_id"): ("Eğitim sayısı", ["“Eğitim sayısı”", "form"]),
    ("audit_judgements", "suggested_wording"): ("", ["empty"]),
}


@pytest.mark.parametrize(("name", "column"), CLOSED)
def test_a_word_that_is_not_in_its_list_is_refused_and_told_once(plant, name, column):
    plant.cell(name, 2, column, "bilinmez")
    (problem,) = problems(plant.folder)
    assert problem.where == f"{name}.csv, row 2, column {column}"
    assert "“bilinmez” is not known" in told(problem) and CLOSED[name, column] in told(problem)


@pytest.mark.parametrize(("name", "column"), CELLS)
def test_a_cell_that_is_not_of_its_kind_is_refused_at_its_place(plant, name, column):
    text, words = CELLS[name, column]
    plant.cell(name, 2, column, text)
    (said,) = [told(p) for p in problems(plant.folder) if p.where == f"{name}.csv, row 2, column {column}"]
    assert [word for word in words if word not in said] == []


def test_a_year_before_all_plans_is_refused_as_in_the_tables_of_figures(plant):
    plant.cell("actions", 2, "period_start", "1023")
    (problem,) = problems(plant.folder)
    assert problem.where == "actions.csv, row 2, column period_start" and "too small" in told(problem)


def test_a_name_that_is_blank_is_told_once(plant):
    plant.cell("unit_names", LINKED["unit_names", "unit_id"], "printed", " ")
    assert places(plant.folder) == [f"unit_names.csv, row {LINKED['unit_names', 'unit_id']}, column printed"]


# --- what must not be alone ----------------------------------------------------

# What is planted, where it must be found, and the words that must say it
ALONE = {
    "an indicator of no action": (
        lambda p: p.cell(
            "action_indicators",
            row("action_indicators", indicator_id="hizmet_binasi_kitapligi"),
            "indicator_id",
            "kadin_guclendirici_egitim",
        ),
        f"indicators.csv, row {row('indicators', indicator_id='hizmet_binasi_kitapligi')}",
        ["“hizmet_binasi_kitapligi”", "action_indicators.csv"],
    ),
    "an indicator without a measure": (
        lambda p: p.cell(
            "measures",
            row("measures", indicator_id="hizmet_binasi_kitapligi"),
            "indicator_id",
            "kadin_guclendirici_egitim",
        ),
        f"indicators.csv, row {row('indicators', indicator_id='hizmet_binasi_kitapligi')}",
        ["“hizmet_binasi_kitapligi”", "measures.csv"],
    ),
    "a theme without a goal": (
        lambda p: p.append("themes", theme="ulasim", position="7", heading="3.7", name="Ulaşım"),
        f"themes.csv, row {after_the_last('themes')}",
        ["“ulasim”", "goals.csv"],
    ),
    "a goal without an objective": (
        lambda p: p.append("goals", goal_id="egitim_g7", theme="egitim", position="7", goal_text="Yeni amaç"),
        f"goals.csv, row {after_the_last('goals')}",
        ["“egitim_g7”", "objectives.csv"],
    ),
    "an action without a unit": (
        lambda p: p.without("action_units", "action_id", "egitim_g1_h1_e2"),
        "actions.csv, row 3",
        ["“egitim_g1_h1_e2”", "action_units.csv"],
    ),
    "persons without their sex": (
        lambda p: p.delete("measure_breakdowns", row("measure_breakdowns", breakdown="sex")),
        f"measures.csv, row {row('measures', measure_id='okuma_yazma_kursu_ogrencisi')}",
        ["“okuma_yazma_kursu_ogrencisi”", "counts persons", "breakdown = sex", "measure_breakdowns.csv"],
    ),
    "an unknown holder": (
        lambda p: p.cell("audit_judgements", 4, "holder_unit_id", "itfaiye"),
        "audit_judgements.csv, row 4",
        ["“itfaiye” is not known", "units.csv"],
    ),
    "an action in another theme than its objective": (
        lambda p: p.cell("actions", 4, "theme", "saglik"),
        "actions.csv, row 4",
        ["theme saglik", "theme egitim"],
    ),
    "a period backwards": (
        lambda p: p.cell("actions", 5, "period_start", "2026"),
        "actions.csv, row 5",
        ["2026–2025", "backwards"],
    ),
    "a period without a beginning": (
        lambda p: p.cell("actions", 5, "period_start", ""),
        "actions.csv, row 5",
        ["…–2025", "half empty"],
    ),
    "a period without an end": (
        lambda p: p.cell("actions", 5, "period_end", ""),
        "actions.csv, row 5",
        ["2023–…", "half empty"],
    ),
    "a name under which the unit is not printed": (
        lambda p: p.cell("action_units", 3, "printed", "Strateji Müdürlüğü"),
        "action_units.csv, row 3",
        ["“Strateji Müdürlüğü”", "strateji_planlama", "unit_names.csv"],
    ),
    "the name of another unit": (
        lambda p: p.cell("action_units", 3, "printed", "Kadın Danışma Merkezi"),
        "action_units.csv, row 3",
        ["“Kadın Danışma Merkezi”", "strateji_planlama"],
    ),
}


@pytest.mark.parametrize("mistake", ALONE)
def test_a_planted_mistake_is_refused_with_its_place_in_words_and_once(plant, mistake):
    spoil, where, words = ALONE[mistake]
    spoil(plant)
    (problem,) = problems(plant.folder)
    assert problem.where == where or problem.where.startswith(f"{where}, column ")
    assert [word for word in words if word not in told(problem)] == []


@pytest.mark.parametrize(
    ("mistake", "column"),
    [("an unknown holder", "holder_unit_id"), ("a name under which the unit is not printed", "printed")],
)
def test_a_mistake_in_one_cell_names_its_column(plant, mistake, column):
    spoil, where, _words = ALONE[mistake]
    spoil(plant)
    assert places(plant.folder) == [f"{where}, column {column}"]


def test_what_a_plan_may_leave_out_is_no_mistake(plant):
    plant.append("units", unit_id="yeni", name="Yeni Birim", kind="company")  # reports, but is named at no action
    plant.without("action_indicators", "action_id", "egitim_g1_h1_e1")
    plant.delete("audit_judgements", 5)
    plan = load_plan(plant.folder)
    assert plan.units["yeni"].actions(Role.RESPONSIBLE) == ()
    assert plan.actions["egitim_g1_h1_e1"].measures == ()


def test_an_objective_without_an_action_is_no_mistake(plant):
    plant.append("objectives", objective_id="egitim_g1_h4", goal_id="egitim_g1", position="4", objective_text="Yeni")
    assert load_plan(plant.folder).objectives["egitim_g1_h4"].actions == ()


def test_a_period_of_one_year_and_no_period_are_no_mistakes(plant):
    plant.cell("actions", 5, "period_start", "2025")
    plant.cell("actions", 6, "period_start", "")
    plant.cell("actions", 6, "period_end", "")
    assert [a.period for a in load_plan(plant.folder).actions.values()][3:5] == [(2025, 2025), None]


# --- whole files ---------------------------------------------------------------


# tables of which this plan has rows in others
NEEDED = [name for name, known in PLAN_TABLES.items() if known.required]
NEEDED += ["objectives", "indicators", "action_indicators", "measures"]


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_table_is_named_with_the_columns_that_it_must_have(plant, name):
    plant.remove(name)
    (said,) = [told(problem) for problem in problems(plant.folder) if problem.where == f"{name}.csv"]
    needed = [column for column in PLAN_TABLES[name].columns if column not in PLAN_TABLES[name].optional]
    assert "The file is missing" in said and f"{', '.join(needed)}." in said


@pytest.mark.parametrize("name", sorted(set(PLAN_TABLES) - set(NEEDED)))
def test_a_table_that_a_plan_can_do_without_is_not_missed(plant, name):
    plant.remove(name)
    assert load_plan(plant.folder).actions


def test_themes_goals_actions_and_units_suffice(plant):
    for name in set(PLAN_TABLES) - {"themes", "goals", "actions", "units", "action_units"}:
        plant.remove(name)
    goal_of = {row["objective_id"]: row["goal_id"] for row in table("objectives")}
    for number, action in enumerate(table("actions"), start=2):
        plant.cell("actions", number, "objective_id", goal_of[action["objective_id"]])
        plant.cell("actions", number, "line_start", "")
    plan = load_plan(plant.folder)
    assert len(plan.actions) == len(table("actions")) and not plan.measures
    assert [theme.objectives for theme in plan.themes.values()] == [()] * 6
    assert {action.goal.id for action in plan.actions.values()} <= set(plan.goals)


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_table_is_told_once_and_not_by_every_row_that_needs_it(plant, name):
    plant.remove(name)
    assert Counter(place.split(",")[0] for place in places(plant.folder)) == {f"{name}.csv": 1}


def test_whoever_misses_a_table_is_sent_to_the_folder_of_the_plan(plant):
    plant.remove("units")
    (problem,) = problems(plant.folder)
    assert re.search(r"\bplan\b", problem.action)  # "the data folder" is where the other tables lie


@pytest.mark.parametrize("name", NEEDED)
def test_a_table_without_rows_is_refused_and_told_once(plant, name):
    plant.keep_only_the_header(name)
    assert places(plant.folder) == [f"{name}.csv"]


@pytest.mark.parametrize("name", ["goals", "units", "unit_names", "action_units", "measures"])
def test_a_table_whose_key_is_called_otherwise_is_refused_at_its_header_and_nowhere_else(plant, name):
    path, key = plant.path(name), PLAN_TABLES[name].columns[0]
    path.write_text(path.read_text(encoding="utf-8").replace(key, "anahtar", 1), encoding="utf-8")
    said = problems(plant.folder)
    assert {problem.where for problem in said} == {f"{name}.csv, row 1"}
    assert sorted(word for problem in said for word in (key, "anahtar") if f"“{word}”" in problem.what) == sorted(
        ["anahtar", key]
    )


def test_an_empty_folder_in_the_place_of_the_plan_misses_every_table(tmp_path):
    (tmp_path / "plan").mkdir()
    assert places(tmp_path) == sorted(f"{name}.csv" for name, known in PLAN_TABLES.items() if known.required)


# --- all at once ---------------------------------------------------------------


@pytest.fixture
def twelve(plant) -> list[str]:
    """Twelve mistakes in twelve places, none of which follows from another."""
    plant.cell("objectives", 3, "goal_id", "nowhere")
    plant.twice("indicators", 10)
    plant.cell("units", 7, "kind", "bakanlık")
    plant.cell("measures", 9, "unit", "tane")
    plant.cell("measures", 12, "direction", "artış")
    plant.cell("action_units", 8, "role", "sorumlu")
    plant.cell("audit_judgements", 6, "is_related", "belki")
    plant.cell("measure_breakdowns", 5, "breakdown", "meslek")
    plant.without("action_units", "action_id", "egitim_g2_h1_e1")
    plant.append("goals", goal_id="egitim_g7", theme="egitim", position="7", goal_text="Yeni amaç")
    plant.cell("audit_judgements", 30, "holder_unit_id", "itfaiye")
    plant.cell("actions", 40, "period_start", "2026")
    return [
        "objectives.csv, row 3, column goal_id",
        "indicators.csv, row 11",
        "units.csv, row 7, column kind",
        "measures.csv, row 9, column unit",
        "measures.csv, row 12, column direction",
        "action_units.csv, row 8, column role",
        "audit_judgements.csv, row 6, column is_related",
        "measure_breakdowns.csv, row 5, column breakdown",
        f"actions.csv, row {row('actions', action_id='egitim_g2_h1_e1')}",
        f"goals.csv, row {after_the_last('goals')}",
        "audit_judgements.csv, row 30",
        "actions.csv, row 40",
    ]


def without_column(place: str, twelve: list[str]) -> str:
    """A place as the list of twelve has it: a message may name the column of a cell as well."""
    return next((known for known in twelve if place == known or place.startswith(f"{known}, column ")), place)


def test_twelve_mistakes_are_all_found_in_one_run_and_each_once(plant, twelve):
    found = [without_column(place, twelve) for place in places(plant.folder)]
    assert sorted(found) == sorted(twelve)


@pytest.mark.parametrize("load", [load_plan, load_plan_file, validate_tables])
def test_nobody_gets_a_plan_with_mistakes(plant, twelve, load):
    with pytest.raises(DataError) as refused:
        load(plant.folder)
    assert len(refused.value.problems) == len(twelve)


@pytest.mark.parametrize("command", ["check", "plan"])
def test_a_command_tells_all_twelve_and_returns_three(plant, twelve, command, capsys):
    assert main([command, "--data", str(plant.folder), "--lang", "en"]) == 3
    shown = capsys.readouterr()
    assert "12 problems" in shown.err.splitlines()[0]
    assert "Traceback" not in shown.err and shown.out == ""
    said = [without_column(line.removeprefix("plan/"), twelve) for line in shown.err.splitlines()]
    assert {place: said.count(place) for place in twelve} == dict.fromkeys(twelve, 1)


def test_mistakes_in_the_plan_and_in_the_figures_are_told_together(plant, twelve, capsys):
    population = plant.folder / "population.csv"
    population.write_text(population.read_text(encoding="utf-8").replace("2007,female,27456,", "2007,female,27.456,"))
    assert main(["check", "--data", str(plant.folder), "--lang", "en"]) == 3
    shown = capsys.readouterr().err
    assert "13 problems" in shown and "population.csv, row 2, column n" in shown


def test_problems_are_told_in_turkish_too(plant, twelve):
    language.use("tr")
    english = re.compile(r"\b(row|column|Expected|Correct|unknown|Add|stands|key|one of)\b")
    assert [p for p in problems(plant.folder) if english.search(f"{p.where} {p.what} {p.expected} {p.action}")] == []


def test_check_counts_the_rows_of_a_sound_plan(data_folder, capsys):
    assert main(["check", "--data", str(data_folder), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert all(f"plan/{name}.csv: {len(table(name))} rows" in shown for name in PLAN_TABLES)

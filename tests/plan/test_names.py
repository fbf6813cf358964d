"""Names for readers: short ones, English ones with their language, and what stands where the data give none."""

from __future__ import annotations

import json
from pathlib import Path

import frictionless
import pytest

from plan.tables import rows_of, write_rows
from yeep_analysis.cli.main import main
from yeep_analysis.municipality import descriptor
from yeep_analysis.municipality.catalogue import Name
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.municipality.plan_tables import FOLLOW_UP_TABLES, PLAN_TABLES

ALL = {**PLAN_TABLES, **FOLLOW_UP_TABLES, "municipality": TABLES["municipality"]}
ADDED = {(name, column) for name, table in ALL.items() for column in table.optional}


def set_cells(path: Path, key: str, value: str, **cells: str) -> None:
    """Write cells into the row with a key, in new columns where they are not there."""
    rows = rows_of(path)
    columns = [*rows[0], *(column for column in cells if column not in rows[0])]
    (row,) = [row for row in rows if row[key] == value]
    row.update(cells)
    write_rows(path, columns, [{column: one.get(column, "") for column in columns} for one in rows])


def bare(data: Path) -> Path:
    """The folder without any column that it may lack."""
    for name, table in ALL.items():
        path = data / table.file if name in TABLES else data / "plan" / table.file
        if path.exists() and table.optional:
            rows = rows_of(path)
            kept = [column for column in rows[0] if column not in table.optional]
            write_rows(path, kept, [{column: row[column] for column in kept} for row in rows])
    descriptor.write(data)
    return data


def test_the_columns_that_a_folder_may_lack_are_these():
    names = {
        (table, "name_en") for table in ("themes", "goals", "objectives", "actions", "units", "indicators", "measures")
    }
    names |= {("frameworks", column) for column in ("framework_name_en", "title_en", "left_out", "left_out_en")}
    names |= {("baselines", column) for column in ("numerator", "denominator", "is_changed")}
    short = {(table, column) for table in ("actions", "measures") for column in ("short_name", "short_name_en")}
    marks = {("goals", "strategic_goal"), ("measures", "counts_beneficiaries"), ("targets", "bound")}
    assert (
        names
        | short
        | marks
        | {("municipality", "contact"), ("municipality", "next_deadline"), ("municipality", "smallest_shown")}
        == ADDED
    )


def test_a_folder_without_them_passes_and_its_descriptor_does_not_name_them(data_folder, capsys):
    bare(data_folder)
    assert main(["check", "--data", str(data_folder), "--lang", "en"]) == 0
    assert "No problem was found." in capsys.readouterr().out
    package = json.loads((data_folder / "datapackage.json").read_text(encoding="utf-8"))
    described = {
        (one["path"].removeprefix("plan/")[:-4], f["name"])
        for one in package["resources"]
        for f in one["schema"]["fields"]
    }
    assert not described & ADDED
    report = frictionless.validate(str(data_folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])[:3]


def test_without_names_the_turkish_stands_with_its_language_and_its_beginning_is_the_short_name(data_folder):
    plan = load_plan(bare(data_folder))
    for one in [*plan.actions.values(), *plan.measures.values()]:
        assert one.name_in("en") == one.name_in("tr") == Name(one.own_name, "tr")
        short = one.short_in("en")
        assert short == one.short_in("tr") and short.language == "tr" and 0 < len(short.text) <= 26
        assert one.own_name.startswith(short.text.removesuffix("…").rstrip())
        assert (short.text == one.own_name) == (len(one.own_name) <= 26)
    assert all(one.name_in("en").language == "tr" for one in [*plan.themes.values(), *plan.units.values()])


def test_names_are_those_of_the_data_in_the_language_of_the_reader(data_folder):
    path = bare(data_folder) / "plan" / "measures.csv"
    key = rows_of(path)[0]["measure_id"]
    set_cells(path, "measure_id", key, short_name="Kısa ad")
    measure = load_plan(data_folder).measures[key]
    assert (measure.short_in("tr"), measure.short_in("en")) == (Name("Kısa ad", "tr"),) * 2
    set_cells(path, "measure_id", key, name_en="An English name that is a little too long")
    measure = load_plan(data_folder).measures[key]
    assert measure.name_in("en") == Name("An English name that is a little too long", "en")
    assert measure.short_in("en") == Name("An English name that is a…", "en")
    assert measure.name_in("tr") == Name(measure.name, "tr") and str(measure.name_in("tr")) == measure.name
    set_cells(path, "measure_id", key, short_name_en="English name")
    assert load_plan(data_folder).measures[key].short_in("en") == Name("English name", "en")


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("themes", "theme"),
        ("goals", "goal_id"),
        ("objectives", "objective_id"),
        ("units", "unit_id"),
        ("indicators", "indicator_id"),
        ("actions", "action_id"),
    ],
)
def test_every_kind_of_entry_has_its_english_name(data_folder, table, key):
    path = data_folder / "plan" / f"{table}.csv"
    one = rows_of(path)[-1][key]
    set_cells(path, key, one, name_en="In English")
    assert getattr(load_plan(data_folder), table)[one].name_in("en") == Name("In English", "en")


def test_persons_of_a_year_of_whom_the_plan_wants_more_are_those_who_benefit_unless_the_data_say_otherwise(data_folder):
    path = bare(data_folder) / "plan" / "measures.csv"
    rows = {row["measure_id"]: row for row in rows_of(path)}
    wanted = {
        key
        for key, row in rows.items()
        if (row["counts_persons"], row["kind"], row["direction"]) == ("true", "yearly_flow", "increase")
    }
    measures = load_plan(data_folder).measures
    assert {key for key, one in measures.items() if one.counts_beneficiaries} == wanted
    assert wanted and len(wanted) < len(rows)
    one = min(wanted)
    other = next(key for key, row in rows.items() if row["counts_persons"] == "true" and key not in wanted)
    set_cells(path, "measure_id", one, counts_beneficiaries="false")
    set_cells(path, "measure_id", other, counts_beneficiaries="true")
    measures = load_plan(data_folder).measures
    assert {key for key, m in measures.items() if m.counts_beneficiaries} == wanted - {one} | {other}


def test_strategic_goals_of_an_indicator_are_those_of_its_actions_each_once(data_folder):
    path = data_folder / "plan" / "goals.csv"
    plan = load_plan(data_folder)
    measure = next(one for one in plan.measures.values() if len({action.goal.id for action in one.actions}) > 1)
    goals = list(dict.fromkeys(action.goal.id for action in measure.actions))
    for goal in goals:
        set_cells(path, "goal_id", goal, strategic_goal="A2. Toplumsal hizmetler")
    assert load_plan(data_folder).measures[measure.id].strategic_goals == ("A2. Toplumsal hizmetler",)
    set_cells(path, "goal_id", goals[0], strategic_goal="A1. Yönetişim")
    assert set(load_plan(data_folder).measures[measure.id].strategic_goals) == {
        "A1. Yönetişim",
        "A2. Toplumsal hizmetler",
    }


REFUSED = {
    "a long short name": ("measures", {"short_name": "x" * 27}, ["column short_name", "may have 26 letters"]),
    "a mark": ("measures", {"counts_beneficiaries": "ja"}, ["column counts_beneficiaries", "true or false"]),
    "a long English one": ("actions", {"short_name_en": "x" * 27}, ["column short_name_en", "may have 26 letters"]),
    "an unknown column": (
        "measures",
        {"short": "x"},
        ["Column “short” is unknown", "There may be: short_name, name_en, short_name_en"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_in_them_is_told_at_its_place(data_folder, capsys, name):
    table, cells, words = REFUSED[name]
    path = data_folder / "plan" / f"{table}.csv"
    key, value = next(iter(rows_of(path)[0].items()))
    set_cells(path, key, value, **cells)
    assert main(["check", "--data", str(data_folder), "--lang", "en"]) == 3
    said = capsys.readouterr().err
    assert f"plan/{table}.csv" in said and all(word in said for word in words), said


def test_a_short_name_of_two_indicators_is_told(data_folder, capsys):
    path = bare(data_folder) / "plan" / "measures.csv"
    first, second = (row["measure_id"] for row in rows_of(path)[:2])
    for key in (first, second):
        set_cells(path, "measure_id", key, short_name="Ad", short_name_en="Name")
    assert main(["check", "--data", str(data_folder), "--lang", "en"]) == 3
    said = capsys.readouterr().err
    assert "row 3, column short_name\n" in said and "row 3, column short_name_en\n" in said
    assert "“Ad” stands twice, first in row 2" in said


def test_only_persons_benefit(data_folder, capsys):
    path = data_folder / "plan" / "measures.csv"
    key = next(row["measure_id"] for row in rows_of(path) if row["counts_persons"] == "false")
    set_cells(path, "measure_id", key, counts_beneficiaries="true")
    assert main(["check", "--data", str(data_folder), "--lang", "en"]) == 3
    assert "counts no persons" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("direction", "bound"), [("increase", "at_most"), ("decrease", "at_least"), ("reach", "at_most")]
)
def test_a_bound_against_the_direction_is_told_and_the_other_is_taken(data_folder, capsys, direction, bound):
    measures = data_folder / "plan" / "measures.csv"
    key = next(row["measure_id"] for row in rows_of(measures) if row["kind"] == "yearly_flow")
    set_cells(measures, "measure_id", key, direction=direction)
    targets = data_folder / "plan" / "targets.csv"
    columns = FOLLOW_UP_TABLES["targets"].columns
    row = {"measure_id": key, "target_year": "2025", "value": "3", "set_in": "2023", "bound": bound}
    write_rows(targets, columns, [{column: row.get(column, "") for column in columns}])
    descriptor.write(data_folder)
    assert main(["check", "--data", str(data_folder), "--lang", "en"]) == 3
    assert "plan/targets.csv, row 2, column bound" in capsys.readouterr().err
    other = {"at_most": "at_least", "at_least": "at_most"}[bound]
    set_cells(targets, "measure_id", key, bound=other)
    assert main(["check", "--data", str(data_folder), "--lang", "en"]) == 0
    set_cells(measures, "measure_id", key, direction="none")
    set_cells(targets, "measure_id", key, bound=bound)
    assert main(["check", "--data", str(data_folder), "--lang", "en"]) == 0

"""The plan as objects: complete, walked both ways, held together by keys and by nothing else."""

from __future__ import annotations

import pickle
import statistics
import time
from collections import Counter
from dataclasses import FrozenInstanceError, fields
from functools import cache

import pytest

from plan.tables import DATA, grouped, table, write_rows
from yeep_analysis.cli.main import main
from yeep_analysis.municipality.catalogue import Judgement, Plan
from yeep_analysis.municipality.load_plan import load_plan, load_plan_file
from yeep_analysis.municipality.plan_tables import PLAN_TABLES
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.terms import Breakdown, BreakdownBasis, Direction, MeasureKind, Role

# Counted by hand in the printed tables; measures are what the indicators ask for.
COUNTS = {
    "themes": 6,
    "goals": 25,
    "objectives": 52,
    "actions": 77,
    "units": 46,
    "indicators": 68,
    "measures": 78,
}


@cache
def plan() -> Plan:
    return load_plan(DATA)


def nodes(kind: str) -> list:
    return list(getattr(plan(), kind).values())


def ids(found) -> list[str]:
    return [node.id for node in found]


# --- complete --------------------------------------------------------------------


@pytest.mark.parametrize("kind", COUNTS)
def test_the_plan_has_as_many_of_each_as_were_counted(kind):
    assert len(getattr(plan(), kind)) == COUNTS[kind] == len(table(kind))


def test_the_themes_have_as_many_goals_objectives_and_actions_as_were_counted():
    assert {t.id: (len(t.goals), len(t.objectives), len(t.actions)) for t in nodes("themes")} == {
        "egitim": (6, 13, 18),
        "saglik": (5, 7, 9),
        "istihdam": (4, 11, 14),
        "siddet": (4, 9, 11),
        "karar_alma": (1, 4, 4),
        "kentsel": (5, 8, 21),
    }


def test_one_objective_stands_without_an_action():
    assert ids(objective for objective in nodes("objectives") if not objective.actions) == ["kentsel_g1_h2"]


def test_one_action_stands_without_a_period_and_all_others_have_that_of_the_plan():
    assert Counter(action.period for action in nodes("actions")) == {(2023, 2025): 76, None: 1}
    assert ids(action for action in nodes("actions") if action.period is None) == ["siddet_g4_h2_e1"]


def test_every_action_has_somebody_responsible_and_an_indicator_with_a_measure():
    assert [a.id for a in nodes("actions") if not (a.responsible and a.indicators and a.measures)] == []


@pytest.mark.parametrize("kind", COUNTS)
def test_the_key_of_a_node_is_its_id_and_every_node_knows_its_plan(kind):
    assert list(getattr(plan(), kind)) == ids(nodes(kind))
    assert all(node.plan is plan() for node in nodes(kind))


@pytest.mark.parametrize("name", PLAN_TABLES)
def test_no_key_stands_twice_in_its_table(name):
    keys = Counter(tuple(row[column] for column in PLAN_TABLES[name].key) for row in table(name))
    assert keys and {key for key, n in keys.items() if n > 1} == set()


# --- walked both ways ------------------------------------------------------------

CHILDREN = [
    ("themes", "goals", "theme"),
    ("themes", "actions", "theme"),
    ("goals", "objectives", "goal"),
    ("goals", "actions", "goal"),
    ("objectives", "actions", "objective"),
    ("indicators", "measures", "indicator"),
]


@pytest.mark.parametrize(("parents", "children", "parent"), CHILDREN)
def test_a_child_knows_its_parent_and_the_parent_each_of_its_children_once(parents, children, parent):
    for child in nodes(children):
        assert getattr(getattr(child, parent), children).count(child) == 1
    for node in nodes(parents):
        assert all(getattr(child, parent) is node for child in getattr(node, children))
    assert sum(len(getattr(node, children)) for node in nodes(parents)) == len(nodes(children))


def test_the_theme_of_an_action_is_the_theme_of_its_goal_and_its_objectives_stand_there_too():
    for action in nodes("actions"):
        assert action.theme is action.goal.theme
        assert action.objective in action.theme.objectives


@pytest.mark.parametrize(
    ("one", "other"), [("actions", "indicators"), ("actions", "measures"), ("indicators", "actions")]
)
def test_what_serves_an_action_names_the_action_and_is_named_by_it(one, other):
    there = {(a.id, b.id) for a in nodes(one) for b in getattr(a, other)}
    back = {(a.id, b.id) for b in nodes(other) for a in getattr(b, one)}
    assert there == back
    assert {key for key, _other in there} == set(ids(nodes(one)))
    assert {key for _one, key in there} == set(ids(nodes(other)))


@pytest.mark.parametrize("role", Role)
def test_a_unit_names_its_actions_in_each_role_and_they_name_it(role):
    there = {(action.id, unit.id) for action in nodes("actions") for unit in action.units(role)}
    back = {(action.id, unit.id) for unit in nodes("units") for action in unit.actions(role)}
    assert there == back == {(r["action_id"], r["unit_id"]) for r in table("action_units") if r["role"] == role.value}


def test_responsible_units_and_partners_are_the_two_roles():
    for action in nodes("actions"):
        assert action.responsible == action.units(Role.RESPONSIBLE)
        assert action.partners == action.units(Role.PARTNER)


def test_a_unit_that_is_printed_twice_at_an_action_is_given_once():
    twice = grouped(table("action_units"), "action_id", "role", "unit_id")
    repeated = [key for key, rows in twice.items() if len(rows) > 1]
    assert repeated
    for action, role, unit in repeated:
        assert ids(plan().actions[action].units(Role(role))).count(unit) == 1


def test_a_measure_that_serves_several_actions_of_a_theme_is_given_once_by_the_theme():
    shared = [m for m in nodes("measures") if len({a.theme_id for a in m.actions}) < len(m.actions)]
    assert shared
    assert all(len(set(ids(theme.measures))) == len(theme.measures) for theme in nodes("themes"))


def test_six_indicators_serve_more_than_one_action():
    assert sorted(len(i.actions) for i in nodes("indicators") if len(i.actions) > 1) == [2, 2, 2, 3, 3, 6]


def test_the_breakdowns_of_a_measure_are_those_of_its_table():
    found = {(m.id, by.value, basis.value) for m in nodes("measures") for by, basis in m.breakdowns.items()}
    assert found == {(r["measure_id"], r["breakdown"], r["basis"]) for r in table("measure_breakdowns")}


def test_the_cells_of_a_measure_reach_the_object_with_their_type():
    for row in table("measures"):
        measure = plan().measures[row["measure_id"]]
        assert (measure.kind, measure.direction) == (MeasureKind(row["kind"]), Direction(row["direction"]))
        assert (measure.counts_persons, measure.is_sensitive) == (
            row["counts_persons"] == "true",
            row["is_sensitive"] == "true",
        )
        assert (measure.text, measure.name, measure.unit_printed) == (
            row["measure_text"],
            row["name"],
            row["unit_printed"],
        )


def test_the_two_counts_of_women_subjected_to_violence_have_no_direction_and_are_protected():
    for key in ("siddet_goren_kadin", "sorunu_cozulen_kadin"):
        measure = plan().measures[key]
        assert (measure.direction, measure.is_sensitive) == (Direction.NONE, True)
        assert measure.breakdowns[Breakdown.SEX] == BreakdownBasis.FEMALE_ONLY


# --- the order of the plan -------------------------------------------------------


def test_the_children_of_a_node_stand_in_the_order_of_their_positions():
    for node in nodes("themes"):
        assert [goal.position for goal in node.goals] == list(range(1, len(node.goals) + 1))
        assert [action.position for action in node.actions] == list(range(1, len(node.actions) + 1))
    for goal in nodes("goals"):
        assert [objective.position for objective in goal.objectives] == list(range(1, len(goal.objectives) + 1))
    for indicator in nodes("indicators"):
        assert [measure.position for measure in indicator.measures] == list(range(1, len(indicator.measures) + 1))


@pytest.mark.parametrize("name", ["themes", "goals", "objectives", "actions", "action_units", "measures"])
def test_a_table_that_was_sorted_in_excel_leaves_the_plan_in_its_order(plant, name):
    plant.upside_down(name)
    assert outline(load_plan(plant.folder)) == outline(plan())


def outline(found: Plan) -> list:
    """What stands under what in which order: themes, goals, objectives, actions, units and measures."""
    return [
        (theme.id, goal.id, objective.id, action.id, action.unit_ids, ids(action.measures))
        for theme in found.themes.values()
        for goal in theme.goals
        for objective in goal.objectives
        for action in objective.actions
    ]


# --- keys, not codes -------------------------------------------------------------


def test_codes_repeat_within_a_theme_and_keys_do_not():
    repeated = Counter((action.theme_id, action.code) for action in nodes("actions"))
    assert repeated["siddet", "1.1.1"] == 3
    assert len({action.id for action in nodes("actions")}) == 77


def test_a_code_does_not_say_under_which_objective_an_action_stands():
    strangers = [a for a in nodes("actions") if not a.code.startswith(a.objective.code + ".")]
    assert strangers
    assert all(a in a.objective.actions for a in strangers)


@pytest.mark.parametrize("code", ["", "9.9.9"])
def test_other_codes_leave_everything_where_it_stands(data_folder, code):
    for name in ("goals", "objectives", "actions"):
        rows = [{k: code if k.endswith("_code") else v for k, v in row.items()} for row in table(name)]
        write_rows(data_folder / "plan" / f"{name}.csv", list(rows[0]), rows)
    changed = load_plan(data_folder)
    assert {action.code for action in changed.actions.values()} == {code}
    assert outline(changed) == outline(plan())


# --- frozen ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", COUNTS)
def test_no_entry_of_the_plan_can_be_changed(kind):
    node = nodes(kind)[0]
    for known in fields(node):
        with pytest.raises(FrozenInstanceError):
            setattr(node, known.name, getattr(node, known.name))
    with pytest.raises(FrozenInstanceError):
        node.unheard_of = 1


def test_neither_the_plan_nor_a_judgement_can_be_changed():
    (judgement, *_others) = load_plan_file(DATA).judgements.values()
    for frozen, name in ((plan(), "themes"), (judgement, "is_specific")):
        with pytest.raises(FrozenInstanceError):
            setattr(frozen, name, None)


def test_a_plan_that_was_sent_to_another_process_is_still_walked_both_ways():
    assert all(theme.goals for theme in nodes("themes"))
    assert outline(pickle.loads(pickle.dumps(plan()))) == outline(plan())


# --- selecting -------------------------------------------------------------------


def test_without_a_condition_all_actions_are_selected():
    assert plan().select() == tuple(nodes("actions"))


@pytest.mark.parametrize("theme", [row["theme"] for row in table("themes")])
def test_the_actions_of_a_theme_are_selected(theme):
    assert ids(plan().select(theme=theme)) == [row["action_id"] for row in table("actions") if row["theme"] == theme]


@pytest.mark.parametrize("unit", ["insan_kaynaklari", "baro", "esitlik_birimi", "kadin_danisma_merkezi"])
def test_the_actions_that_name_a_unit_in_any_role_are_selected(unit):
    named = {row["action_id"] for row in table("action_units") if row["unit_id"] == unit}
    assert ids(plan().select(unit=unit)) == [row["action_id"] for row in table("actions") if row["action_id"] in named]


def test_theme_and_unit_select_what_both_select():
    for theme in plan().themes:
        for unit in plan().units:
            both = set(plan().select(theme=theme)) & set(plan().select(unit=unit))
            assert set(plan().select(theme=theme, unit=unit)) == both


def test_an_unknown_theme_or_unit_selects_nothing():
    assert plan().select(theme="ulasim") == plan().select(unit="itfaiye") == ()


# --- loading ---------------------------------------------------------------------


def test_loading_the_plan_takes_less_than_fifty_milliseconds():
    # Time of this process: what else the machine is doing does not count.
    taken = []
    for _time in range(5):
        start = time.process_time()
        load_plan(DATA)
        taken.append(time.process_time() - start)
    assert statistics.median(taken) < 0.050


def test_a_folder_without_a_plan_gives_an_empty_plan_file(tmp_path):
    file = load_plan_file(tmp_path)
    assert all(getattr(file.plan, kind) == {} for kind in COUNTS)
    assert file.judgements == {}
    assert file.texts == {"principles": [], "monitoring_aspects": [], "methodology": []}
    assert file.plan.select() == ()


def test_who_needs_a_plan_is_told_that_there_is_none(tmp_path, capsys):
    with pytest.raises(UsageError, match="“data”") as refused:  # of a chapter it is the parameter
        load_plan(tmp_path)
    assert str(tmp_path) in str(refused.value)
    assert main(["plan", "--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "--data" in said and str(tmp_path) in said


def test_a_plan_file_has_a_judgement_for_each_measure_and_the_texts_outside_the_tables():
    file = load_plan_file(str(DATA))
    assert set(file.judgements) == set(plan().measures)
    assert all(isinstance(judgement, Judgement) for judgement in file.judgements.values())
    assert {name: len(rows) for name, rows in file.texts.items()} == {
        name: len(table(name)) for name in ("principles", "monitoring_aspects", "methodology")
    }

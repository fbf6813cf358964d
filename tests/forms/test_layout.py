"""What is asked of whom: everything of the plan once, in the cells that its words allow."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from forms.filling import ROOT
from yeep_analysis.intake.forms.expected import Expected
from yeep_analysis.intake.forms.layout import FIRST_VERSION, MAIN, Form, Identity, SheetKind, form_of
from yeep_analysis.reporting.questions import GOAL_QUESTIONS
from yeep_analysis.reporting.reporters import Reporters
from yeep_analysis.words.terms import Field, Subject

IDENTITY = Identity("2013", 2023, 2025, 2024, "saglik_isleri")
COUNTS = {"female", "male", "value", "numerator", "denominator"}


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts_in_the_plan() -> dict[str, dict[str, str]]:
    """Measure -> breakdown -> basis, as the plan's table says."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in table("plan/measure_breakdowns"):
        found[row["measure_id"]][row["breakdown"]] = row["basis"]
    return found


@pytest.fixture(scope="module")
def forms(wanted: Expected) -> dict[str, Form]:
    return {unit: wanted.form(unit) for unit in wanted.reporters.units}


@pytest.fixture(scope="module")
def asked(forms: dict[str, Form]) -> dict[str, dict[tuple[str, str], set[str]]]:
    """Measure -> (breakdown, part) -> fields, over all forms."""
    found: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(dict)
    for form in forms.values():
        for row in form.asked.values():
            if row.key.subject == Subject.MEASURE:
                found[row.key.subject_id][row.key.breakdown, row.key.category] = {str(one) for one in row.fields}
    return found


@pytest.mark.parametrize(
    ("subject", "ids"),
    [
        ("measure", [row["measure_id"] for row in table("plan/measures")]),
        ("action", [row["action_id"] for row in table("plan/actions")]),
        ("undertaking", [row["row_id"] for row in table("plan/methodology") if row["part"] != "tool"]),
    ],
    ids=["measures", "actions", "undertakings"],
)
def test_everything_of_the_plan_is_asked_once_over_all_forms(forms, subject, ids):
    sheets = [sheet for form in forms.values() for sheet in form.sheets if sheet.kind != SheetKind.MONEY]
    rows = [row.asked.key for sheet in sheets for row in sheet.rows]
    asked = Counter(key.subject_id for key in rows if key.subject == subject and not key.is_part)
    assert asked == Counter(dict.fromkeys(ids, 1))


def test_every_unit_is_asked_what_the_table_of_reporters_gives_to_it(house, forms):
    with (house.data / "plan" / "reporters.csv").open(encoding="utf-8", newline="") as file:
        given = {(row["unit_id"], row["subject"], row["subject_id"]) for row in csv.DictReader(file)}
    asked = {
        (unit, str(row.asked.key.subject), row.asked.key.subject_id)
        for unit, form in forms.items()
        for sheet in form.sheets
        if sheet.kind not in (SheetKind.MONEY, SheetKind.GOALS)
        for row in sheet.rows
    }
    assert asked == given


def test_the_three_main_sheets_of_all_forms_have_at_most_700_open_cells(forms):
    """Nobody fills in 1,895: what 13 forms of the first version had."""
    cells = Counter()
    for form in forms.values():
        for sheet in form.sheets:
            cells[sheet.kind] += sheet.open_cells
    assert sum(cells[kind] for kind in MAIN) <= 700, cells
    assert cells[SheetKind.MEASURES] and cells[SheetKind.GOALS] and cells[SheetKind.MONEY]


def test_each_goal_is_asked_of_who_reports_its_actions_and_all_six_questions_come_in_turn(forms, wanted):
    asked = defaultdict(list)
    for unit, form in forms.items():
        for row in (row for sheet in form.sheets if sheet.kind == SheetKind.GOALS for row in sheet.rows):
            assert len(row.asked.fields) == 3
            asked[row.goal.id].append((unit, row.asked.fields))
    six = {which for turn in GOAL_QUESTIONS for which in turn}
    assert set(asked) == set(wanted.plan.goals) and len(six) == 6
    several = [found for found in asked.values() if len(found) > 1]
    assert several and all({which for _unit, fields in found for which in fields} == six for found in several)
    for goal, found in asked.items():
        reporting = {u for a in wanted.plan.goals[goal].actions for u in wanted.reporters.of(Subject.ACTION, a.id)}
        assert {unit for unit, _fields in found} == reporting
    next_year = form_of(replace(IDENTITY, year=2025), wanted.plan, wanted.reporters, wanted.mahalles)
    this_year = form_of(IDENTITY, wanted.plan, wanted.reporters, wanted.mahalles)
    for one, other in zip(goals_of(this_year), goals_of(next_year), strict=True):
        assert {*one.asked.fields, *other.asked.fields} == six


def goals_of(form: Form) -> list:
    return [row for sheet in form.sheets if sheet.kind == SheetKind.GOALS for row in sheet.rows]


def test_the_money_of_an_action_is_asked_of_one_unit_and_that_is_responsible(forms, wanted):
    asked = [
        (row.action.id, unit)
        for unit, form in forms.items()
        for sheet in form.sheets
        if sheet.kind == SheetKind.MONEY
        for row in sheet.rows
    ]
    assert len({action for action, _unit in asked}) == len(asked) == len(wanted.plan.actions)
    for action, unit in asked:
        responsible = {one.id for one in wanted.plan.actions[action].responsible}
        assert unit in responsible
        reporting = set(wanted.reporters.of(Subject.ACTION, action))
        assert unit in reporting or not reporting & responsible


def test_no_cell_stands_twice_in_a_form(forms):
    for form in forms.values():
        keys = [(row.asked.key, which) for sheet in form.sheets for row in sheet.rows for which in row.asked.fields]
        assert len(set(keys)) == len(keys)


def test_the_parts_are_those_of_the_plan_and_of_the_district(asked):
    mahalles = {row["mahalle_code"] for row in table("mahalles")}
    parts = {
        "sex": set(),
        "mahalle": mahalles | {"unknown"},
        "age": {"0-5", "6-14", "15-24", "25-64", "65+", "unknown"},
        "disability": {"disabled", "not_disabled", "unknown"},
        "month": {f"{month:02d}" for month in range(1, 13)},
    }
    assert len(mahalles) > 5
    breakdowns = parts_in_the_plan()
    for measure, rows in asked.items():
        wanted = {(kind, part) for kind in breakdowns.get(measure, ()) for part in parts[kind]}
        assert set(rows) == wanted | {("", "")}, measure


def test_some_measure_is_asked_by_each_breakdown(asked):
    assert {kind for rows in asked.values() for kind, _part in rows} == {"", "mahalle", "age", "disability", "month"}


def test_measures_that_count_women_ask_for_women_only(asked):
    women = [key for key, kinds in parts_in_the_plan().items() if kinds.get("sex") == "female_only"]
    assert women
    for measure in women:
        assert {frozenset(fields & COUNTS) for fields in asked[measure].values()} == {frozenset({"female"})}


def test_a_value_is_asked_in_the_cells_that_its_kind_allows(asked):
    breakdowns = parts_in_the_plan()
    for row in table("plan/measures"):
        sex = breakdowns[row["measure_id"]].get("sex")
        if row["kind"] in ("milestone", "report"):
            cells = {"done", "done_on"}
        elif row["kind"] == "ratio_of_counts":
            cells = {"numerator", "denominator"}
        elif sex == "female_only":
            cells = {"female"}
        else:
            cells = {"female", "male", "value"} if sex else {"value"}
        for part, fields in asked[row["measure_id"]].items():
            assert fields & (COUNTS | {"done", "done_on"}) == cells, (row["measure_id"], part)


def test_a_part_asks_for_counts_and_for_nothing_else(asked):
    assert not [(m, p) for m, rows in asked.items() for p, fields in rows.items() if p[0] and fields - COUNTS]


def test_the_whole_of_a_measure_asks_for_a_reason_a_sentence_and_the_deviation(asked):
    values = COUNTS | {"done", "done_on"}
    assert {frozenset(rows["", ""] - values) for rows in asked.values()} == {
        frozenset({"missing", "explanation", "deviation"})
    }


def test_the_plans_own_questions_are_asked_of_each_goal(forms):
    questions = {row["aspect_id"] for row in table("plan/monitoring_aspects")}
    assert {"impact", "effectiveness", "ownership", "relevance"} <= questions
    rows = [row for form in forms.values() for row in goals_of(form)]
    assert questions <= {which.value for row in rows for which in row.asked.fields}


def test_a_form_of_the_first_version_asks_what_it_asked(wanted):
    form = wanted.form(IDENTITY.unit_id, FIRST_VERSION)
    assert {sheet.kind for sheet in form.sheets} <= {*MAIN, SheetKind.BREAKDOWNS} and not any(
        sheet.once for sheet in form.sheets
    )
    actions = [row for row in form.asked.values() if row.key.subject == Subject.ACTION]
    assert {len(row.fields) for row in actions} == {11}


def test_columns_come_in_one_order_and_only_where_a_row_asks_for_them(forms):
    order = list(Field)
    for form in forms.values():
        for sheet in form.sheets:
            assert set(sheet.fields) == {which for row in sheet.rows for which in row.asked.fields}
            assert list(sheet.fields) == sorted(sheet.fields, key=order.index)


def test_sheets_that_would_be_empty_are_left_out(forms):
    assert [sheet.kind for sheet in forms["iskur"].sheets] == [SheetKind.MEASURES]
    assert all(sheet.rows for form in forms.values() for sheet in form.sheets)


def test_rows_of_a_theme_and_of_an_action_stand_together_in_the_plans_order(forms, wanted):
    themes, actions = list(wanted.plan.themes), list(wanted.plan.actions)
    for form in forms.values():
        for sheet in form.sheets:
            if sheet.kind not in (SheetKind.UNDERTAKINGS, SheetKind.GOALS):
                order = [(themes.index(row.theme.id), actions.index(row.action.id)) for row in sheet.rows]
                assert order == sorted(order)


def test_a_measure_of_several_actions_is_asked_at_the_first_of_them(forms, wanted):
    several = [measure for measure in wanted.plan.measures.values() if len(measure.actions) > 1]
    assert several
    places = {
        row.measure.id: row.action for form in forms.values() for s in form.sheets for row in s.rows if row.measure
    }
    assert all(places[measure.id] is measure.actions[0] for measure in several)


def test_a_measure_that_two_units_report_is_asked_of_both(wanted):
    row = next(row for row in wanted.reporters.rows if row.unit_id == "iskur")
    both = Reporters((*wanted.reporters.rows, row.model_copy(update={"unit_id": "kent_konseyi"})))
    identity = Identity("2013", 2023, 2025, 2024, "kent_konseyi")
    form = form_of(identity, wanted.plan, both, wanted.mahalles)
    assert set(form.asked) == {*wanted.form("kent_konseyi").asked, *wanted.form("iskur").asked}


@pytest.mark.parametrize("kind", SheetKind)
def test_a_sheet_tells_by_its_mark_whose_it_is(kind):
    assert Identity.read(IDENTITY.mark(kind)) == (IDENTITY, kind)


@pytest.mark.parametrize(
    "mark",
    [
        "",
        "yeep-form",
        "yeep-form|3|2013|2023-2025|2024|saglik_isleri|measures",
        "other-form|1|2013|2023-2025|2024|saglik_isleri|measures",
        "yeep-form|1|2013|2023|2024|saglik_isleri|measures",
        "yeep-form|1|2013|2023-2025-2027|2024|saglik_isleri|measures",
        "yeep-form|1|2013|2023-2025|yirmi|saglik_isleri|measures",
        "yeep-form|1|2013|2023-2025|2024|saglik_isleri|diagrams",
        "yeep-form|1|2013|2023-2025|2024|saglik_isleri|measures|more",
    ],
)
def test_a_text_that_is_no_mark_is_not_read_as_one(mark):
    assert Identity.read(mark) is None

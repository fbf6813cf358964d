"""The six tables of the plan were typed twice, apart from each other; the catalogue is the second typing, cell by cell.

``tests/golden/transcription_a.csv`` and ``transcription_b.csv`` keep the columns in which they were typed: one row per
action, units and indicators of a cell parted by `` | ``.
"""

from __future__ import annotations

from functools import cache

import pytest

from plan.tables import DATA, ROOT, Rows, rows_of, table
from yeep_analysis.municipality.catalogue import Action, Plan
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.words.terms import Role

CELLS = [
    "theme",
    "row",
    "goal_code",
    "goal_text",
    "objective_code",
    "objective_text",
    "action_code",
    "action_text",
    "period",
    "responsible",
    "partner",
    "indicators",
]
LINES = ["line_start", "line_end"]
NUMBERS = range(77)

# Cells in which the typings differ: (theme, row, column). The plan prints a stray "K" between two cells (line 1397); the
# first typing took it for the beginning of a name.
STRAY_LETTER = ("egitim", "8", "partner")
# Lines in which they differ. The first typing counts the lines of a row that two actions share for both; the second
# began two other rows on the blank line before them. The catalogue keeps the lines of the first.
OTHER_LINES = {("egitim", "11", "line_start"), ("kentsel", "17", "line_start"), ("kentsel", "18", "line_start")}


def typing(letter: str) -> Rows:
    return rows_of(ROOT / "tests" / "golden" / f"transcription_{letter}.csv")


FIRST, SECOND = typing("a"), typing("b")


@cache
def plan() -> Plan:
    return load_plan(DATA)


def action(number: int) -> Action:
    return list(plan().actions.values())[number]


def differing(columns: list[str]) -> set[tuple[str, str, str]]:
    return {
        (one["theme"], one["row"], column)
        for one, other in zip(FIRST, SECOND, strict=True)
        for column in columns
        if one[column] != other[column]
    }


def printed(name: str, key: str, **where: str) -> list[str]:
    """What a table prints at an action, in the order of the cell."""
    rows = [row for row in table(name) if row["action_id"] == key and all(row[c] == v for c, v in where.items())]
    return [row["printed"] for row in sorted(rows, key=lambda row: int(row["position"]))]


@cache
def unit_of(name: str) -> str:
    """The one unit that is printed under a name."""
    (key,) = [row["unit_id"] for row in table("unit_names") if row["printed"] == name]
    return key


# --- the two typings -------------------------------------------------------------


def test_the_typings_have_the_same_actions_in_the_same_order():
    assert len(FIRST) == len(SECOND) == len(NUMBERS)
    assert [(row["theme"], row["row"]) for row in FIRST] == [(row["theme"], row["row"]) for row in SECOND]


def test_the_typings_agree_in_every_text_but_for_one_stray_letter():
    assert differing(CELLS) == {STRAY_LETTER}


def test_the_stray_letter_is_all_by_which_that_cell_differs():
    (one,), (other,) = [
        [row["partner"] for row in rows if (row["theme"], row["row"]) == STRAY_LETTER[:2]] for rows in (FIRST, SECOND)
    ]
    assert one == "K " + other


def test_the_typings_differ_in_the_first_lines_of_three_rows():
    assert differing(LINES) == OTHER_LINES


# --- the catalogue ---------------------------------------------------------------


def test_the_catalogue_has_the_actions_of_the_typing_in_its_order():
    found = [(action.theme_id, str(action.position)) for action in plan().actions.values()]
    assert found == [(row["theme"], row["row"]) for row in SECOND]


@pytest.mark.parametrize("number", NUMBERS)
def test_an_action_says_what_was_typed(number):
    found, typed = action(number), SECOND[number]
    assert (found.code, found.text) == (typed["action_code"], typed["action_text"])
    assert (found.objective.code, found.objective.text) == (typed["objective_code"], typed["objective_text"])
    assert (found.goal.code, found.goal.text) == (typed["goal_code"], typed["goal_text"])
    assert "-".join(str(year) for year in found.period or ()) == typed["period"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("role", Role)
def test_an_action_names_the_units_that_were_typed_in_their_order(role, number):
    found, typed = action(number), SECOND[number][role.value].split(" | ")
    assert printed("action_units", found.id, role=role.value) == typed
    assert [key for known, key in found.unit_ids if known == role] == [unit_of(name) for name in typed]


@pytest.mark.parametrize("number", NUMBERS)
def test_an_action_has_the_indicators_that_were_typed_in_their_order(number):
    found, typed = action(number), SECOND[number]["indicators"].split(" | ")
    assert printed("action_indicators", found.id) == typed
    assert [without_blanks(indicator.text) for indicator in found.indicators] == [without_blanks(t) for t in typed]


def without_blanks(text: str) -> str:
    """The same indicator stands once with and once without a blank before its unit."""
    return text.replace(" ", "")


def test_the_codes_printed_at_an_action_are_kept_with_it_as_typed():
    columns = ["goal_code", "objective_code", "action_code"]
    assert [[row[c] for c in columns] for row in table("actions")] == [[row[c] for c in columns] for row in SECOND]


def test_the_lines_of_an_action_are_those_of_the_first_typing():
    assert [[row[c] for c in LINES] for row in table("actions")] == [[row[c] for c in LINES] for row in FIRST]


def test_nothing_stands_in_the_catalogue_that_was_not_typed():
    assert {goal.text for goal in plan().goals.values()} == {row["goal_text"] for row in SECOND}
    untyped = {o.id for o in plan().objectives.values()} - {a.objective_id for a in plan().actions.values()}
    assert untyped == {"kentsel_g1_h2"}  # printed without an action, so it stands in no row of the typings
    assert plan().objectives["kentsel_g1_h2"].text in next(row["note"] for row in SECOND if row["theme"] == "kentsel")
    assert {row["printed"] for row in table("unit_names")} == {
        name for row in SECOND for role in Role for name in row[role.value].split(" | ")
    }

"""Who reports what: the proposal is whole and says so, and mistakes in the table are named by their row."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from results.making import ROOT, plan, yeep
from yeep_analysis.intake.forms.expected import expected
from yeep_analysis.municipality.load_plan import load_plan, load_plan_file
from yeep_analysis.municipality.plan_tables import ReporterRow
from yeep_analysis.reporting.reporters import Reporters, load_reporters, propose, save_reporters, unassigned
from yeep_analysis.words.errors import DataError, UsageError
from yeep_analysis.words.terms import ReporterBasis, Role, Subject, UnitKind

COLLECTIVE = "kamu_kurumlari"


@pytest.fixture(scope="module")
def judgements(house: SimpleNamespace) -> dict:
    return load_plan_file(house.data).judgements


@pytest.fixture(scope="module")
def proposal(judgements: dict) -> Reporters:
    return propose(plan(), judgements, Reporters(()))


def confirmed(subject: Subject, subject_id: str, unit_id: str, note: str = "agreed by telephone") -> ReporterRow:
    return ReporterRow(
        subject=subject, subject_id=subject_id, unit_id=unit_id, basis=ReporterBasis.CONFIRMED, note=note
    )


def rows_of(data: Path) -> list[list[str]]:
    with (data / "plan" / "reporters.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.reader(text))


def write(data: Path, rows: list[list[str]]) -> None:
    with (data / "plan" / "reporters.csv").open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows(rows)


def test_everything_that_is_asked_has_a_reporter(proposal: Reporters) -> None:
    asked = {(Subject.MEASURE, key) for key in plan().measures} | {(Subject.ACTION, key) for key in plan().actions}
    asked |= {(Subject.UNDERTAKING, key) for key in plan().undertakings}
    assert {(row.subject, row.subject_id) for row in proposal.rows} == asked
    assert not unassigned(plan(), proposal)
    assert len(proposal.rows) == len(asked)  # one unit each


def test_no_proposal_goes_to_a_collective(proposal: Reporters) -> None:
    kinds = {plan().units[unit].kind for unit in proposal.units}
    assert UnitKind.COLLECTIVE not in kinds


def test_every_row_says_that_it_is_a_proposal_and_why(proposal: Reporters) -> None:
    assert {row.basis for row in proposal.rows} == {ReporterBasis.PROPOSAL}
    assert all(row.note for row in proposal.rows)
    assert proposal.has_proposals


def test_a_measure_goes_to_its_holder(proposal: Reporters, judgements: dict) -> None:
    for key, judged in judgements.items():
        if plan().units[judged.holder_unit_id].kind != UnitKind.COLLECTIVE:
            assert proposal.of(Subject.MEASURE, key) == (judged.holder_unit_id,)


def test_without_a_holder_a_measure_goes_to_a_responsible_unit(judgements: dict) -> None:
    without = propose(plan(), {}, Reporters(()))
    for row in without.rows:
        if row.subject == Subject.MEASURE:
            actions = plan().measures[row.subject_id].actions
            named = {unit.id for action in actions for unit in (*action.responsible, *action.partners)}
            assert row.unit_id in named


def test_an_action_goes_to_a_unit_that_reports_one_of_its_measures(proposal: Reporters) -> None:
    for action in plan().actions.values():
        units = {unit for measure in action.measures for unit in proposal.of(Subject.MEASURE, measure.id)}
        assert set(proposal.of(Subject.ACTION, action.id)) <= units


def test_nothing_is_proposed_to_a_collective_that_alone_is_named(judgements: dict) -> None:
    """An action for which the plan names “public bodies” only: no row is better than one that is refused afterwards."""
    here = load_plan(ROOT / "data")
    action = here.actions["istihdam_g4_h1_e2"]
    here.actions[action.id] = replace(action, unit_ids=((Role.RESPONSIBLE, COLLECTIVE),))
    table = propose(here, {}, Reporters(()))
    assert COLLECTIVE not in table.units


def test_rows_that_are_there_stay(judgements: dict, proposal: Reporters) -> None:
    own = (
        confirmed(Subject.MEASURE, "kres", "park_bahceler"),
        confirmed(Subject.MEASURE, "kres", "zabita", "counts its own"),
        confirmed(Subject.ACTION, "istihdam_g4_h1_e2", "zabita"),
    )
    table = propose(plan(), judgements, Reporters(own))
    assert set(own) <= set(table.rows)
    assert table.of(Subject.MEASURE, "kres") == ("park_bahceler", "zabita")
    assert table.of(Subject.ACTION, "istihdam_g4_h1_e2") == ("zabita",)
    assert len(table.rows) == len(proposal.rows) + 1
    assert propose(plan(), judgements, table) == table


def test_a_table_reads_back_as_it_was_written(proposal: Reporters, data: Path) -> None:
    save_reporters(data, proposal)
    assert load_reporters(data, plan()) == proposal


def test_the_command_adds_what_is_missing_and_nothing_else(data: Path) -> None:
    rows = rows_of(data)
    rows[1][2:] = ["zabita", "confirmed", "said so"]
    left_out = rows.pop(5)
    write(data, rows)
    code, shown, _told = yeep("reporters", "--data", data)
    assert code == 0 and "Without a data provider: 1" in shown
    assert rows_of(data) == rows  # only shown
    code, shown, _told = yeep("reporters", "--propose", "--data", data)
    assert code == 0 and "1 proposal was added" in shown and "Look them through" in shown
    after = rows_of(data)
    assert {tuple(row) for row in rows} < {tuple(row) for row in after}
    assert [row[:4] for row in after if row not in rows] == [left_out[:4]]
    again = (data / "plan" / "reporters.csv").read_bytes()
    yeep("reporters", "--propose", "--data", data)
    assert (data / "plan" / "reporters.csv").read_bytes() == again


def test_confirmed_rows_end_the_remark_on_proposals(data: Path) -> None:
    rows = rows_of(data)
    write(data, [rows[0], *([*row[:3], "confirmed", row[4]] for row in rows[1:])])
    assert "Look them through" not in yeep("reporters", "--data", data)[1]


def put(row: int, column: int, text: str) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        rows[row - 1][column] = text

    return change


def twice(rows: list[list[str]]) -> None:
    rows.insert(3, list(rows[2]))


def an_action_of_two(rows: list[list[str]]) -> None:
    own = next(row for row in rows if row[1] == "istihdam_g4_h1_e2")
    rows.remove(own)
    rows += [own, ["action", "istihdam_g4_h1_e2", "zabita", "confirmed", ""]]


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (put(3, 0, "indicator"), "reporters.csv, row 3, column subject", ["“indicator”", "measure, action"]),
        (put(3, 1, "no_measure"), "plan/reporters.csv, row 3, column subject_id", ["“no_measure”", "measures.csv"]),
        (put(3, 1, "Ölçüt 1"), "reporters.csv, row 3, column subject_id", ["“Ölçüt 1”"]),
        (put(3, 2, "no_unit"), "reporters.csv, row 3, column unit_id", ["“no_unit”", "units.csv"]),
        (
            put(3, 2, COLLECTIVE),
            "plan/reporters.csv, row 3, column unit_id",
            ["not one body", "to which a form could be sent"],
        ),
        (put(3, 3, "sure"), "reporters.csv, row 3, column basis", ["“sure”", "proposal, confirmed"]),
        (twice, "reporters.csv, row 4", ["twice", "row 3"]),
        (an_action_of_two, "plan/reporters.csv, row {last}", ["two units", "istihdam_g4_h1_e2"]),
    ],
)
def test_a_problem_of_the_table_is_named_by_its_row(data: Path, change: Callable, place: str, words: list[str]) -> None:
    rows = rows_of(data)
    change(rows)
    write(data, rows)
    with pytest.raises(DataError) as refused:
        expected(data, 2024)
    assert any(
        one.where.endswith(place.format(last=len(rows))) and all(word in f"{one.what} {one.expected}" for word in words)
        for one in refused.value.problems
    ), refused.value
    assert yeep("status", 2024, "--data", data)[0] == 3


def test_all_problems_of_the_table_are_named_in_one_run(data: Path) -> None:
    rows = rows_of(data)
    for change in (put(3, 1, "no_measure"), put(5, 2, COLLECTIVE), put(8, 1, "no_such"), an_action_of_two):
        change(rows)
    write(data, rows)
    with pytest.raises(DataError) as refused:
        expected(data, 2024)
    numbers = ("row 3,", "row 5,", "row 8,", f"row {len(rows)}")
    assert [next(n for n in numbers if n in one.where) for one in refused.value.problems] == list(numbers)


def test_what_nobody_reports_stops_the_year(data: Path) -> None:
    rows = rows_of(data)
    write(data, [row for row in rows if row[1] != "kres"])
    with pytest.raises(UsageError, match=r"kres.*--propose"):
        expected(data, 2024)

"""Who has reported what: the numbers of each unit, and the reminder that can be sent to it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from forms.filling import run

from results.desk import Desk
from results.making import (
    ACTION,
    EB,
    FIRST_DAY,
    IK,
    KDM,
    KRES,
    MAP,
    NEEDS,
    SECOND_DAY,
    STAFF,
    YEAR,
    kept,
    plan,
    reporting,
    results,
    yeep,
)
from yeep_analysis.intake.forms.expected import Expected
from yeep_analysis.municipality.result_tables import ResultRow, results_table
from yeep_analysis.municipality.table_files import write_table
from yeep_analysis.reporting.letters import Sender, reminder
from yeep_analysis.reporting.reported import subject_name
from yeep_analysis.reporting.reporters import Reporters
from yeep_analysis.reporting.status import UnitStatus, status_lines, status_of
from yeep_analysis.words.terms import Field, Subject

VALUE = Field.VALUE
NURSERY = ACTION.split("/")[1]
KIHEP = "measure/kihep_egitimi"  # two units report it
WHO = reporting(kres=IK, kadro_bazli_istihdam=IK, kadin_yoksunlugu_haritasi=EB, ihtiyac_analizi=EB, **{NURSERY: IK})


def status(*rows: ResultRow, who: Reporters = WHO) -> dict[str, UnitStatus]:
    return {one.unit_id: one for one in status_of(plan(), who, results(*rows))}


def missing(one: UnitStatus) -> list[str]:
    return [str(key) for key in one.open]


# --- numbers


def test_nothing_has_come() -> None:
    found = status()
    assert list(found) == [IK, EB]  # in the order of the table
    one = found[IK]
    assert (one.measures, one.with_value, one.with_reason, one.actions, one.with_status) == (2, 0, 0, 1, 0)
    assert not one.has_begun and not one.is_complete and one.last_received is None
    assert set(missing(one)) == {KRES, STAFF, ACTION}


def test_measures_stand_before_actions_in_the_order_of_the_plan() -> None:
    order = [*(f"measure/{key}" for key in plan().measures), ACTION]
    assert missing(status()[IK]) == sorted([KRES, STAFF, ACTION], key=order.index)


def test_values_reasons_and_statuses_are_counted() -> None:
    found = status(
        kept(IK, KRES, VALUE, "0"),
        kept(IK, STAFF, Field.MISSING, "not_collected"),
        kept(IK, ACTION, Field.STATUS, "no_data", day=SECOND_DAY),
        kept(EB, MAP, Field.DONE, "no"),
    )
    one = found[IK]
    assert (one.with_value, one.with_reason, one.with_status) == (1, 1, 1)
    assert one.is_complete and one.has_begun and one.last_received == SECOND_DAY
    other = found[EB]
    assert (other.with_value, other.with_reason) == (1, 0)
    assert missing(other) == [NEEDS] and other.last_received == FIRST_DAY


@pytest.mark.parametrize(
    ("row", "which", "value", "is_answer"),
    [
        (KRES, VALUE, "0", True),
        (KRES, Field.MISSING, "not_reported", False),  # that is what “missing” means
        (KRES, Field.MISSING, "not_collected", True),
        (KRES, Field.MISSING, "not_applicable", True),
        (KRES, Field.EXPLANATION, "a text", False),
        (KRES, Field.LAST_MONTH, "6", False),
        (STAFF, Field.FEMALE, "0", True),
        (ACTION, Field.STATUS, "not_started", True),
        (ACTION, Field.IMPACT, "a text", False),
    ],
)
def test_what_counts_as_an_answer(row: str, which: Field, value: str, is_answer: bool) -> None:
    one = status(kept(IK, row, which, value))[IK]
    assert (row not in missing(one)) == is_answer
    assert one.has_begun


def test_a_part_alone_is_no_answer() -> None:
    assert NEEDS in missing(status(kept(EB, f"{NEEDS}/mahalle/41309", VALUE, "1"))[EB])


def test_what_another_unit_reported_is_not_counted() -> None:
    one = status(kept(KDM, KRES, VALUE, "1"))[IK]
    assert one.with_value == 0 and not one.has_begun


def test_of_two_units_that_report_one_measure_each_is_asked() -> None:
    found = status(kept(IK, KRES, VALUE, "1"), who=reporting(kres=[IK, KDM]))
    assert found[IK].is_complete and missing(found[KDM]) == [KRES]


def test_the_numbers_agree_with_each_other(wanted: Expected) -> None:
    rows = [kept(unit, f"measure/{key}", Field.MISSING, "not_collected") for unit in wanted.reporters.units for subject, key in list(sorted(wanted.reporters.of_unit(unit)))[::2] if subject == Subject.MEASURE]  # fmt: skip
    rows += [kept(EB, f"undertaking/{key}", VALUE, "3") for subject, key in wanted.reporters.of_unit(EB) if subject == Subject.UNDERTAKING]  # fmt: skip
    for one in status_of(wanted.plan, wanted.reporters, results(*rows)):
        assert len(one.open) == one.measures - one.with_value - one.with_reason + one.actions - one.with_status + one.undertakings - one.undertakings_with_status, one  # fmt: skip


# --- words


def lines(*rows: ResultRow) -> list[str]:
    return list(status_lines(list(status(*rows).values()), plan()))


def test_a_line_for_each_unit_and_one_for_all() -> None:
    told = lines(kept(IK, KRES, VALUE, "1"), kept(IK, STAFF, Field.MISSING, "not_collected"))
    assert len(told) == 4
    assert told[0].startswith(plan().units[IK].name)
    counts = "2 of 2 indicators, 0 of 1 actions, 0 of 0 institutional duties"
    assert told[0].endswith(f"{counts}; last received 20 January 2025; 1 still missing")
    assert told[1].endswith("nothing received (asked: 2 indicators, 0 actions, 0 institutional duties)")
    assert told[2] == "All units: 2 of 4 indicators, 0 of 1 actions, 0 of 0 institutional duties."
    assert told[3].startswith(
        "An indicator that several units report is counted for each of them, and once in the total."
    )


def test_reporters_status_and_report_count_one_way(data: Path, wanted: Expected) -> None:
    """A measure of two units is two questions and one measure; undertakings are not actions."""
    rows = [kept(unit, KIHEP, VALUE, "40") for unit in wanted.reporters.of(Subject.MEASURE, "kihep_egitimi")]
    write_table(data / "results" / f"{YEAR}.csv", results_table(YEAR), rows)
    _code, shown, _errors = yeep("status", YEAR, "--data", data)
    _code, asked, _errors = yeep("reporters", "--data", data)
    measures, actions, undertakings = (len(one) for one in (plan().measures, plan().actions, plan().undertakings))
    assert f"All units: {measures} indicators, {actions} actions, {undertakings} institutional duties\n" in asked
    counted = f"1 of {measures} indicators, 0 of {actions} actions, 0 of {undertakings} institutional duties"
    assert f"All units: {counted}." in shown
    for unit in wanted.reporters.units:
        line = next(line for line in asked.splitlines() if line.startswith(f"{plan().units[unit].name}: "))
        count = [*map(int, re.findall("[0-9]+", line.rpartition(":")[2]))]
        one = next(one for one in status_of(wanted.plan, wanted.reporters, results()) if one.unit_id == unit)
        assert count == [one.measures, one.actions, one.undertakings]


def test_a_complete_unit_misses_nothing() -> None:
    told = lines(kept(EB, MAP, Field.DONE, "no"), kept(EB, NEEDS, VALUE, "1"))
    counts = "2 of 2 indicators, 0 of 0 actions, 0 of 0 institutional duties"
    assert told[1].endswith(f"{counts}; last received 20 January 2025")


def text(unit: str, wanted: Expected, *rows: ResultRow) -> str:
    return reminder(status(*rows)[unit], plan(), Sender(wanted.municipality, YEAR)).text


def test_a_reminder_names_what_is_missing_in_the_words_of_the_plan(wanted: Expected) -> None:
    told = text(IK, wanted, kept(IK, KRES, VALUE, "1"))
    name = plan().measures["kadro_bazli_istihdam"].name
    assert told.startswith("Subject: ") and str(YEAR) in told.splitlines()[0] and plan().units[IK].name in told
    assert "some answers are still missing" in told and f"- {name}\n" in told
    assert f"- action {plan().actions[NURSERY].code}: " in told
    assert plan().measures["kres"].name not in told and "kadro_bazli" not in told
    assert told.endswith(wanted.municipality.equality_unit)


def test_a_unit_that_sent_nothing_is_told_so(wanted: Expected) -> None:
    told = text(EB, wanted)
    assert "has not reached us yet" in told and "Statuses of actions" not in told
    assert told.count("\n- ") == 2


def test_a_complete_unit_gets_thanks(wanted: Expected) -> None:
    told = text(EB, wanted, kept(EB, MAP, Field.DONE, "no"), kept(EB, NEEDS, VALUE, "1"))
    assert "Thank you" in told and "miss" not in told and "\n- " not in told


# --- the command


@pytest.fixture(scope="module")
def some_came(house: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data after the form of one unit came in whole, of another without one measure, of a third with a reason."""
    home = tmp_path_factory.mktemp("status")
    data, desk = Path(shutil.copytree(house.data, home / "data")), Desk(house.clean, home / "returned")
    for which in (VALUE, Field.EXPLANATION, Field.DEVIATION):
        desk.put("fen_isleri", "measure/pazaryeri", which, None)
    desk.put("engelli_merkezi", "measure/engelli_egitimi", VALUE, None)
    desk.put("engelli_merkezi", "measure/engelli_egitimi", Field.MISSING, "not collected")
    desk.form("iskur")
    code, _shown, errors = yeep("collect", YEAR, desk.send(), "--data", data, "--received", "10.02.2025")
    assert code == 0, errors
    return data


def test_the_command_shows_units_and_writes_reminders(some_came: Path, tmp_path: Path, wanted: Expected) -> None:
    folder = tmp_path / "reminders"
    code, shown, _errors = yeep("status", YEAR, "--data", some_came, "--reminders", folder)
    assert code == 0
    told = {line.split("  ")[0]: line for line in shown.splitlines()}
    units = wanted.plan.units
    assert (
        "3 of 4 indicators, 4 of 4 actions, 0 of 0 institutional duties; last received 10 February 2025; 1 still missing"
        in told[units["fen_isleri"].name]
    )
    assert told[units["engelli_merkezi"].name].endswith(
        "2 of 2 indicators, 2 of 2 actions, 0 of 0 institutional duties; last received 10 February 2025"
    )
    assert "nothing received" in told[units[KDM].name]
    assert f"All units: 6 of {len(plan().measures)} indicators, 6 of {len(plan().actions)} actions" in shown
    waiting = {unit for unit in wanted.reporters.units if unit not in ("engelli_merkezi", "iskur")}
    assert {path.name for path in folder.iterdir()} == {f"{YEAR}-{unit}.txt" for unit in waiting}
    written = (folder / f"{YEAR}-fen_isleri.txt").read_bytes()
    assert written.startswith("\ufeff".encode())  # Notepad of Windows
    assert [line for line in written.decode().splitlines() if line.startswith("- ")] == [
        f"- {wanted.plan.measures['pazaryeri'].name}"
    ]
    assert f"{len(waiting)} reminders were written" in shown


def test_the_reminder_of_one_unit_is_printed(some_came: Path) -> None:
    code, shown, _errors = yeep("status", YEAR, "--data", some_came, "--unit", "iskur")
    assert code == 0 and "Thank you" in shown
    code, shown, _errors = yeep("status", YEAR, "--data", some_came, "--unit", KDM)
    assert code == 0 and shown.count("\n- ") >= 30


def test_every_missing_thing_stands_in_its_reminder(data: Path, wanted: Expected) -> None:
    for one in status_of(wanted.plan, wanted.reporters, results()):
        told = reminder(one, wanted.plan, Sender(wanted.municipality, YEAR)).text
        assert told.count("\n- ") == one.measures + one.actions + one.undertakings
        assert all(f"- {subject_name(key, wanted.plan)}" in told for key in one.open)


def test_reminders_are_turkish_unless_told_otherwise(some_came: Path) -> None:
    assert run("status", YEAR, "--data", some_came, "--unit", "iskur")[1].startswith("Konu: ")

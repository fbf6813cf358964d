"""June, December, correction: what came before its year was over gives way without a reason, and stays in the log."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from results.making import ACTION, KDM, KRES, YEAR, kept, plan, reporting, said
from yeep_analysis.intake.merge import Delivery, GivenReason, Merge, merge
from yeep_analysis.municipality.result_tables import ResultRow
from yeep_analysis.reporting.reported import Reported
from yeep_analysis.reporting.results_folder import YearResults, as_of
from yeep_analysis.words.terms import Field

JUNE, DECEMBER, JANUARY, MARCH = date(YEAR, 6, 20), date(YEAR, 12, 12), date(YEAR + 1, 1, 20), date(YEAR + 1, 3, 2)
HASHES = itertools.count(1)


def nothing() -> YearResults:
    return YearResults(YEAR, (), (), "0" * 64)


def delivered(before: YearResults, day: date, *reported: Reported, reason: str = "") -> Merge:
    return merge(before, Delivery(reported, day, GivenReason(reason)), plan(), reporting())


def after(before: YearResults, done: Merge) -> YearResults:
    """The results as they are read back after a merge."""
    assert not done.problems, done.problems
    return YearResults(YEAR, tuple(done.rows), (*before.corrections, *done.changed), f"{next(HASHES):064}")


def answers(day: date, value: str, status: str) -> tuple[date, Reported, Reported]:
    return day, said(KDM, KRES, Field.VALUE, value), said(KDM, ACTION, Field.STATUS, status)


def in_short(rows: tuple[ResultRow, ...]) -> dict[str, str]:
    return {str(row.key): row.value for row in rows}


@pytest.fixture
def year() -> YearResults:
    """1 in June, 2 in December, 3 in January, corrected to 4 in March."""
    found = nothing()
    for day, value, status in ((JUNE, "1", "not_started"), (DECEMBER, "2", "ongoing"), (JANUARY, "3", "completed")):
        found = after(found, delivered(found, *answers(day, value, status)))
    return after(found, delivered(found, *answers(MARCH, "4", "ongoing"), reason="Sayım yinelendi."))


def test_until_the_year_is_over_a_newer_value_needs_no_reason_and_both_stand_in_the_log():
    june = after(nothing(), delivered(nothing(), *answers(JUNE, "1", "not_started")))
    done = delivered(june, *answers(DECEMBER, "2", "ongoing"))
    assert not done.problems and {(e.old_value, e.new_value) for e in done.changed} == {
        ("1", "2"),
        ("not_started", "ongoing"),
    }
    assert all(entry.reason.strip() and entry.is_provisional for entry in done.changed)
    assert all(entry.old_received_on == JUNE and entry.corrected_on == DECEMBER for entry in done.changed)


def test_the_final_value_takes_the_place_of_an_interim_one_and_its_own_correction_needs_a_reason():
    december = after(nothing(), delivered(nothing(), *answers(DECEMBER, "2", "ongoing")))
    final = delivered(december, *answers(JANUARY, "3", "completed"))
    assert not final.problems
    january = after(december, final)
    assert len(delivered(january, *answers(MARCH, "4", "ongoing")).problems) == 2
    corrected = delivered(january, *answers(MARCH, "4", "ongoing"), reason="Sayım yinelendi.")
    assert not corrected.problems and not any(entry.is_provisional for entry in corrected.changed)


@pytest.mark.parametrize("day", [date(YEAR, 12, 31), date(YEAR + 1, 1, 1)])
def test_the_border_is_the_last_day_of_the_year(day):
    before = YearResults(YEAR, (kept(KDM, KRES, Field.VALUE, "1", day=day),), (), "0" * 64)
    problems = delivered(before, JANUARY, said(KDM, KRES, Field.VALUE, "2")).problems
    assert bool(problems) == (day.year > YEAR)


DAYS = {
    date(YEAR, 6, 19): {},
    JUNE: {KRES: "1", ACTION: "not_started"},
    date(YEAR, 6, 30): {KRES: "1", ACTION: "not_started"},
    date(YEAR, 12, 11): {KRES: "1", ACTION: "not_started"},
    DECEMBER: {KRES: "2", ACTION: "ongoing"},
    date(YEAR, 12, 31): {KRES: "2", ACTION: "ongoing"},
    JANUARY: {KRES: "3", ACTION: "completed"},
    date(YEAR + 1, 3, 1): {KRES: "3", ACTION: "completed"},
    MARCH: {KRES: "4", ACTION: "ongoing"},
}


@pytest.mark.parametrize("day", DAYS)
def test_what_had_come_by_a_day_is_there_as_it_was(year, day):
    assert in_short(as_of(year, day).rows) == DAYS[day]
    assert all(entry.corrected_on <= day for entry in as_of(year, day).corrections)


def test_a_value_that_was_taken_back_later_is_there_on_the_days_before():
    june = after(nothing(), delivered(nothing(), JUNE, said(KDM, KRES, Field.VALUE, "1")))
    none = after(june, delivered(june, DECEMBER, said(KDM, KRES, Field.MISSING, "not_collected")))
    assert in_short(none.rows) == {KRES: "not_collected"}
    assert [row.field for row in as_of(none, date(YEAR, 6, 30)).rows] == [Field.VALUE]
    assert [row.field for row in as_of(none, DECEMBER).rows] == [Field.MISSING]


def test_two_changes_on_one_day_leave_what_stood_at_its_end():
    found = after(nothing(), delivered(nothing(), JUNE, said(KDM, KRES, Field.VALUE, "1")))
    found = after(found, delivered(found, JUNE, said(KDM, KRES, Field.VALUE, "2")))
    assert in_short(as_of(found, JUNE).rows) == {KRES: "2"}

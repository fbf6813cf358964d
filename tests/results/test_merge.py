"""What a delivery does to the results, without any file: new, changed, unchanged, taken back, refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.making import (
    ACTION,
    BEFORE,
    FIRST_DAY,
    IK,
    KDM,
    KRES,
    MAP,
    NEEDS,
    SECOND_DAY,
    SHA,
    STAFF,
    YEAR,
    kept,
    merged,
    plan,
    reporting,
    results,
    said,
    values,
)
from yeep_analysis.intake.merge import Merge
from yeep_analysis.municipality.result_tables import CorrectionRow, ResultRow
from yeep_analysis.reporting.questions import in_words
from yeep_analysis.reporting.reported import Reported
from yeep_analysis.reporting.results_folder import YearResults
from yeep_analysis.words.terms import Field

VALUE, FEMALE, MALE, MISSING = Field.VALUE, Field.FEMALE, Field.MALE, Field.MISSING
A, B = IK, KDM


def only(problems: Sequence) -> str:
    """The one problem that there is, as a text."""
    assert len(problems) == 1, problems
    return f"{problems[0].where} {problems[0].what} {problems[0].expected} {problems[0].action}"


# --- new, changed, unchanged


def test_what_is_new_comes_with_its_provenance() -> None:
    done = merged(results(), said(A, KRES, VALUE, "3", file="a.xlsx", cell="K9"))
    (row,) = done.rows
    assert done.new == [row] and not done.changed and not done.problems and done.unchanged == 0
    assert (row.unit_id, row.key, row.field, row.value) == (A, row.key, VALUE, "3")
    assert (row.file, row.sha256, row.sheet, row.cell) == ("a.xlsx", SHA, "The measures", "K9")
    assert row.received_on == SECOND_DAY


def test_the_same_value_changes_nothing_not_even_its_provenance() -> None:
    old = kept(A, KRES, VALUE, "3")
    done = merged(results(old), said(A, KRES, VALUE, "3", file="later.xlsx"))
    assert done.changes_nothing and done.unchanged == 1 and done.rows == [old]


def test_a_blank_cell_keeps_what_was_said_before() -> None:
    old = [kept(A, STAFF, FEMALE, "3"), kept(A, STAFF, MALE, "4"), kept(A, STAFF, Field.EVIDENCE, "list")]
    done = merged(results(*old), said(A, KRES, VALUE, "1"))
    assert all(row in done.rows for row in old)
    assert not done.changed


def test_an_empty_delivery_changes_nothing() -> None:
    old = kept(A, KRES, VALUE, "3")
    done = merged(results(old))
    assert done.changes_nothing and done.rows == [old] and not done.unchanged


# --- corrections


def test_a_correction_with_a_reason_keeps_the_old_value_in_the_log() -> None:
    before = results(kept(A, KRES, VALUE, "3", file="old.xlsx"))
    done = merged(
        before, said(A, KRES, VALUE, "5", file="new.xlsx"), said(A, KRES, Field.CORRECTION, "one was counted twice")
    )
    assert not done.problems and not done.new
    (entry,) = done.changed
    assert (entry.unit_id, entry.key, entry.field, entry.year) == (A, before.rows[0].key, VALUE, YEAR)
    assert (entry.old_value, entry.new_value, entry.reason) == ("3", "5", "one was counted twice")
    assert (entry.old_file, entry.old_sha256, entry.old_received_on) == ("old.xlsx", "b" * 64, FIRST_DAY)
    assert (entry.new_file, entry.new_sha256, entry.corrected_on) == ("new.xlsx", SHA, SECOND_DAY)
    assert entry.replaced_results == BEFORE
    assert values(done.rows) == {(A, KRES, VALUE): "5"}


def test_the_reason_itself_is_not_a_result() -> None:
    done = merged(results(), said(A, KRES, VALUE, "5"), said(A, KRES, Field.CORRECTION, "why"))
    assert values(done.rows) == {(A, KRES, VALUE): "5"}


@pytest.mark.parametrize(
    ("row", "which", "old", "new"),
    [
        (KRES, VALUE, "3", "5"),
        (STAFF, FEMALE, "3", "5"),
        (MAP, Field.DONE, "yes", "no"),
        (MAP, Field.DONE_ON, "2024-05-01", "2024-05-02"),
        (KRES, MISSING, "not_reported", "not_collected"),
        (ACTION, Field.STATUS, "ongoing", "completed"),
        (f"{NEEDS}/mahalle/41309", VALUE, "3", "5"),
    ],
)
def test_a_changed_answer_without_a_reason_is_refused(row: str, which: Field, old: str, new: str) -> None:
    done = merged(results(kept(A, row, which, old)), said(A, row, which, new))
    told = only(done.problems)
    assert "form.xlsx, sheet “The measures”, cell K7" in told and plan().units[A].name in told
    assert all(f"“{in_words(which, value)}”" in told for value in (old, new)) and "Reason for correction" in told


def test_a_reason_for_all_stands_in_where_a_row_gives_none() -> None:
    old = [kept(A, KRES, VALUE, "3"), kept(A, STAFF, FEMALE, "3"), kept(A, f"{NEEDS}/mahalle/41309", VALUE, "1")]
    done = merged(
        results(*old),
        said(A, KRES, VALUE, "5"),
        said(A, STAFF, FEMALE, "4"),
        said(A, STAFF, Field.CORRECTION, "its own"),
        said(A, f"{NEEDS}/mahalle/41309", VALUE, "2"),
        reason="for all",
    )
    assert not done.problems
    assert {entry.subject_id: entry.reason for entry in done.changed} == {
        "kres": "for all",
        "kadro_bazli_istihdam": "its own",
        "ihtiyac_analizi": "for all",
    }


def test_the_reason_of_a_measure_holds_for_its_parts() -> None:
    part = f"{NEEDS}/mahalle/41309"
    done = merged(
        results(kept(A, part, VALUE, "1")), said(A, part, VALUE, "2"), said(A, NEEDS, Field.CORRECTION, "why")
    )
    assert not done.problems and done.changed[0].reason == "why"


def test_the_reason_of_one_unit_is_not_that_of_another() -> None:
    before = results(kept(A, KRES, VALUE, "3"), kept(B, STAFF, FEMALE, "3"))
    done = merged(
        before,
        said(A, KRES, VALUE, "5"),
        said(A, KRES, Field.CORRECTION, "why"),
        said(B, STAFF, FEMALE, "4"),
    )
    assert "changes from “3” to “4”" in only(done.problems)


@pytest.mark.parametrize("reason", [" ", "\t", "\n"])
def test_a_blank_reason_is_none(reason: str) -> None:
    """A log with a blank reason could not be read again."""
    done = merged(results(kept(A, KRES, VALUE, "3")), said(A, KRES, VALUE, "5"), reason=reason)
    assert "no reason is given" in only(done.problems)


@pytest.mark.parametrize("which", [Field.EXPLANATION, Field.EVIDENCE, Field.MAY_PUBLISH])
def test_texts_may_be_written_anew_without_a_reason_and_are_kept_in_the_log(which: Field) -> None:
    done = merged(results(kept(A, KRES, which, "yes")), said(A, KRES, which, "no"))
    assert not done.problems and [(entry.old_value, bool(entry.reason)) for entry in done.changed] == [("yes", True)]


@pytest.mark.parametrize(
    ("marks", "is_released"),
    [
        ((), False),
        ((said(A, KRES, Field.PUBLISH_REASON, "yes"),), True),
        ((said(A, KRES, Field.PUBLISH_REASON, "no"), said(A, KRES, Field.MAY_PUBLISH, "yes")), False),
        ((said(A, KRES, Field.MAY_PUBLISH, "yes"),), None),  # as forms of the first version ask it: for all texts
        ((replace(said(A, KRES, Field.MAY_PUBLISH, "yes"), of_sheet=True),), False),
        ((said(A, STAFF, Field.PUBLISH_REASON, "yes"),), False),
    ],
)
def test_a_reason_is_released_by_its_own_mark_and_the_mark_stands_in_the_log(
    marks: tuple, is_released: bool | None
) -> None:
    given = (said(A, KRES, VALUE, "5"), said(A, KRES, Field.CORRECTION, "miscounted"), *marks)
    done = merged(results(kept(A, KRES, VALUE, "3")), *given)
    (entry,) = done.changed
    assert (entry.reason, entry.may_publish) == ("miscounted", is_released)
    assert not {Field.CORRECTION, Field.PUBLISH_REASON} & {row.field for row in done.rows}


def test_a_reason_of_the_program_goes_with_the_texts_of_the_row() -> None:
    (entry,) = merged(results(kept(A, KRES, MISSING, "not_reported")), said(A, KRES, VALUE, "3")).changed
    assert entry.may_publish is None


# --- values that come late, values that are taken back


def test_a_late_value_takes_the_place_of_the_reason_why_there_was_none() -> None:
    done = merged(results(kept(A, KRES, MISSING, "not_reported")), said(A, KRES, VALUE, "3"))
    assert not done.problems and values(done.rows) == {(A, KRES, VALUE): "3"}
    (entry,) = done.changed
    assert (entry.field, entry.old_value, entry.new_value) == (MISSING, "not_reported", "")
    assert entry.reason == "The value was reported later."


def test_a_reason_takes_a_value_back_with_its_parts() -> None:
    old = [
        kept(A, STAFF, FEMALE, "3"),
        kept(A, STAFF, MALE, "4"),
        kept(A, f"{STAFF}/age/0-5", FEMALE, "1"),
        kept(A, KRES, VALUE, "7"),
        kept(A, STAFF, Field.EVIDENCE, "list"),
    ]
    done = merged(results(*old), said(A, STAFF, MISSING, "not_collected"), reason="estimates")
    assert not done.problems
    assert values(done.rows) == {
        (A, STAFF, MISSING): "not_collected",
        (A, KRES, VALUE): "7",
        (A, STAFF, Field.EVIDENCE): "list",
    }
    assert sorted((entry.old_value, entry.new_value, entry.reason) for entry in done.changed) == [
        ("1", "", "estimates"),
        ("3", "", "estimates"),
        ("4", "", "estimates"),
    ]


def test_a_value_is_not_taken_back_without_a_reason_for_the_correction() -> None:
    done = merged(results(kept(A, KRES, VALUE, "3")), said(A, KRES, MISSING, "not_collected"))
    assert "no reason is given" in only(done.problems)


def test_taking_a_value_back_touches_no_other_unit() -> None:
    who = reporting(kres=[A, B])
    before = results(kept(A, KRES, VALUE, "3"), kept(B, KRES, VALUE, "3"))
    done = merged(before, said(A, KRES, MISSING, "not_collected"), who=who, reason="estimates")
    assert values(done.rows).get((B, KRES, VALUE)) == "3"


def test_a_value_that_is_taken_back_takes_the_last_month_with_it() -> None:
    """A month without a value is refused, and a unit cannot clear what stands in the results: it would be stuck."""
    before = results(kept(A, KRES, VALUE, "3"), kept(A, KRES, Field.LAST_MONTH, "6"))
    done = merged(before, said(A, KRES, MISSING, "not_collected"), reason="estimates")
    assert (A, KRES, Field.LAST_MONTH) not in values(done.rows)


def test_the_value_of_the_whole_year_is_not_marked_as_one_of_half_a_year() -> None:
    """January to June first, the year afterwards: the form says to name a month only if it is not the whole year."""
    before = results(kept(A, KRES, VALUE, "3"), kept(A, KRES, Field.LAST_MONTH, "6"))
    done = merged(before, said(A, KRES, VALUE, "8"), reason="the whole year")
    assert (A, KRES, Field.LAST_MONTH) not in values(done.rows)


def test_the_confirmation_of_one_value_is_not_that_of_the_next() -> None:
    before = results(kept(A, KRES, VALUE, "300"), kept(A, KRES, Field.CONFIRMED, "yes"))
    done = merged(before, said(A, KRES, VALUE, "90000"), reason="typed wrong")
    assert (A, KRES, Field.CONFIRMED) not in values(done.rows)


def test_what_is_not_done_after_all_loses_its_date() -> None:
    """A date beside “no” is refused, and a blank cell does not clear it: the unit would be stuck."""
    before = results(kept(A, MAP, Field.DONE, "yes"), kept(A, MAP, Field.DONE_ON, "2024-05-01"))
    done = merged(before, said(A, MAP, Field.DONE, "no"), reason="the draft was meant")
    assert values(done.rows) == {(A, MAP, Field.DONE): "no"}


# --- two units, two deliveries


def differences(done: Merge) -> list[tuple[str, str]]:
    """The problems of units that differ: file, sentence."""
    return [(one.where.split(",")[0], one.what) for one in done.problems if "reports “" in one.what]


@pytest.mark.parametrize("turned", [False, True])
def test_two_units_that_differ_stop_the_merge_and_are_both_named(turned: bool) -> None:
    reported = [said(A, KRES, VALUE, "3", file="a.xlsx"), said(B, KRES, VALUE, "4", file="b.xlsx")]
    done = merged(results(), *(reversed(reported) if turned else reported))
    found = differences(done)
    assert {file for file, _what in found} == {"a.xlsx", "b.xlsx"}
    for _file, what in found:
        assert plan().units[A].name in what and plan().units[B].name in what and "“3”" in what and "“4”" in what


def test_a_unit_that_differs_from_what_another_reported_earlier_stops_the_merge() -> None:
    done = merged(results(kept(A, KRES, VALUE, "3")), said(B, KRES, VALUE, "4"), who=reporting(kres=[A, B]))
    assert [file for file, _what in differences(done)] == ["form.xlsx"]


def test_two_units_that_agree_are_both_kept() -> None:
    done = merged(results(), said(A, KRES, VALUE, "3"), said(B, KRES, VALUE, "3"))
    assert not done.problems and len(done.rows) == 2


def test_two_units_that_correct_together_do_not_stop_the_merge() -> None:
    before = results(kept(A, KRES, VALUE, "3"), kept(B, KRES, VALUE, "3"))
    done = merged(before, said(A, KRES, VALUE, "4"), said(B, KRES, VALUE, "4"), reason="settled")
    assert not done.problems and set(values(done.rows).values()) == {"4"}


def test_texts_of_two_units_may_differ() -> None:
    done = merged(results(), said(A, KRES, Field.EVIDENCE, "a list"), said(B, KRES, Field.EVIDENCE, "a file"))
    assert not done.problems


@pytest.mark.parametrize("first", ["value", "reason", "together"])
def test_a_value_of_one_unit_and_a_reason_of_the_other_differ_whoever_came_first(first: str) -> None:
    who = reporting(kres=[A, B])
    value, reason = (A, KRES, VALUE, "3"), (B, KRES, MISSING, "not_collected")
    if first == "value":
        done = merged(results(kept(*value)), said(*reason), who=who)
    elif first == "reason":
        done = merged(results(kept(*reason)), said(*value), who=who)
    else:
        done = merged(results(), said(*value), said(*reason), who=who)
    assert differences(done)


def test_women_and_men_of_one_unit_and_the_total_of_the_other_differ() -> None:
    """One measure, two answers: 15 and 20 persons, in different columns."""
    done = merged(
        results(),
        said(A, STAFF, FEMALE, "10", file="a.xlsx"),
        said(A, STAFF, MALE, "5", file="a.xlsx"),
        said(B, STAFF, VALUE, "20", file="b.xlsx"),
    )
    assert differences(done)


def test_two_deliveries_of_one_unit_that_differ_are_told_with_both_files() -> None:
    done = merged(results(), said(A, KRES, VALUE, "3", file="a.xlsx"), said(A, KRES, VALUE, "4", file="b.xlsx"))
    told = only(done.problems)
    assert told.startswith("b.xlsx") and "a.xlsx, sheet" in told and "“3”" in told and "“4”" in told


def test_two_equal_deliveries_of_one_unit_are_one() -> None:
    done = merged(results(), said(A, KRES, VALUE, "3", file="a.xlsx"), said(A, KRES, VALUE, "3", file="b.xlsx"))
    assert not done.problems and len(done.rows) == len(done.new) == 1


def test_two_deliveries_of_one_unit_that_fill_in_different_cells_add_up() -> None:
    done = merged(results(), said(A, KRES, VALUE, "3", file="a.xlsx"), said(A, STAFF, VALUE, "4", file="b.xlsx"))
    assert not done.problems and len(done.rows) == 2


# --- another unit reports from now on


def test_a_unit_that_took_over_replaces_what_the_former_one_reported() -> None:
    before = results(kept(A, KRES, VALUE, "3"), kept(A, KRES, Field.EVIDENCE, "list"), kept(A, STAFF, VALUE, "9"))
    done = merged(before, said(B, KRES, VALUE, "4"), who=reporting(kres=B, kadro_bazli_istihdam=A))
    assert not done.problems
    assert values(done.rows) == {(B, KRES, VALUE): "4", (A, STAFF, VALUE): "9"}
    assert {(entry.unit_id, entry.old_value, entry.reason) for entry in done.changed} == {
        (A, "3", "The data provider changed."),
        (A, "list", "The data provider changed."),
    }


def test_until_the_new_unit_reports_the_former_value_stays() -> None:
    before = results(kept(A, KRES, VALUE, "3"))
    done = merged(before, said(B, STAFF, VALUE, "4"), who=reporting(kres=B, kadro_bazli_istihdam=B))
    assert values(done.rows)[A, KRES, VALUE] == "3"


@pytest.mark.parametrize("which", ["whole", "reason"])
def test_the_parts_of_the_former_unit_go_with_its_whole(which: str) -> None:
    """Else the parts of one unit stay beside the whole of another, and add up to nothing."""
    before = results(kept(A, NEEDS, VALUE, "3"), kept(A, f"{NEEDS}/mahalle/41309", VALUE, "2"))
    new = said(B, NEEDS, VALUE, "1") if which == "whole" else said(B, NEEDS, MISSING, "not_collected")
    done = merged(before, new, who=reporting(ihtiyac_analizi=B))
    assert {unit for unit, _row, _field in values(done.rows)} == {B}


def test_a_note_of_the_new_unit_alone_replaces_nothing() -> None:
    done = merged(results(kept(A, KRES, VALUE, "3")), said(B, KRES, Field.EVIDENCE, "list"), who=reporting(kres=B))
    assert values(done.rows)[A, KRES, VALUE] == "3"


# --- what holds for any deliveries

UNITS = (A, B)
ROWS = (KRES, NEEDS, f"{NEEDS}/mahalle/41309", f"{NEEDS}/mahalle/unknown", "measure/hobi_kursu")
WHICH = (VALUE, Field.EXPLANATION, Field.EVIDENCE, Field.LAST_MONTH)
WHO = reporting(kres=A, ihtiyac_analizi=B, hobi_kursu=[A, B])


def may_report(unit: str, row: str) -> bool:
    return unit in WHO.of(said(unit, row, VALUE, "0").key.subject, row.split("/")[1])


CELLS = st.sampled_from(
    [(unit, row, which) for unit in UNITS for row in ROWS for which in WHICH if may_report(unit, row)]
)


@st.composite
def deliveries(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> list[Reported]:
    """Cells of which each is told once; two units tell the same of one measure."""
    found = draw(st.lists(CELLS, unique=True, max_size=12))
    told: dict[tuple[str, Field], str] = {}
    return [
        said(
            unit, row, which, told.setdefault((row, which), draw(numbers)), file=f"{draw(st.sampled_from('abc'))}.xlsx"
        )
        for unit, row, which in found
    ]


def after(before: YearResults, done: Merge) -> YearResults:
    return YearResults(YEAR, tuple(done.rows), (*before.corrections, *done.changed), "1" * 64)


@settings(max_examples=60, deadline=None)
@given(deliveries(st.sampled_from("123")), deliveries(st.sampled_from("45")))
def test_merging_twice_is_merging_once(first: list[Reported], second: list[Reported]) -> None:
    start = merged(results(), *first, who=WHO)
    once = merged(after(results(), start), *second, who=WHO, reason="why")
    twice = merged(after(after(results(), start), once), *second, who=WHO, reason="why")
    assert twice.changes_nothing and twice.rows == once.rows and twice.unchanged == len(second)


@settings(max_examples=60, deadline=None)
@given(deliveries(st.sampled_from("123")), st.randoms(use_true_random=False))
def test_merging_parts_in_any_order_is_merging_all(reported: list[Reported], chance) -> None:
    whole = merged(results(), *reported, who=WHO)
    parts: list[list[Reported]] = [[] for _part in range(3)]
    for one in reported:
        chance.choice(parts).append(one)
    chance.shuffle(parts)
    state = results()
    for part in parts:
        done = merged(state, *part, who=WHO)
        assert not done.problems
        state = after(state, done)
    assert list(state.rows) == whole.rows and not state.corrections


@settings(max_examples=60, deadline=None)
@given(deliveries(st.sampled_from("123")), st.randoms(use_true_random=False))
def test_the_order_of_files_and_cells_is_irrelevant(reported: list[Reported], chance) -> None:
    turned = list(reported)
    chance.shuffle(turned)
    assert merged(results(), *reported, who=WHO).rows == merged(results(), *turned, who=WHO).rows


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_files_is_irrelevant_for_what_is_refused(chance) -> None:
    reported = [
        said(A, "measure/hobi_kursu", VALUE, "1", file="a.xlsx"),
        said(A, "measure/hobi_kursu", VALUE, "2", file="b.xlsx"),
        said(B, "measure/hobi_kursu", VALUE, "3", file="c.xlsx"),
    ]
    chance.shuffle(reported)
    told = " ".join(one.what + one.where for one in merged(results(), *reported, who=WHO).problems)
    assert all(re.search(rf"\b{file}\.xlsx", told) for file in "abc"), told


@settings(max_examples=80, deadline=None)
@given(st.lists(deliveries(st.sampled_from("123456")), min_size=2, max_size=4), st.booleans())
def test_no_value_is_lost_unless_it_is_in_the_log(several: list[list[Reported]], takes_back: bool) -> None:
    state = results()
    seen: set[tuple[str, str, Field, str]] = set()
    for place, reported in enumerate(several):
        if takes_back and place == 1:
            reported = [
                said(A, KRES, MISSING, "not_collected"),
                *(one for one in reported if one.key.subject_id != "kres"),
            ]
        done = merged(state, *reported, who=WHO, reason="why")
        if done.problems:  # two units differ: nothing is written
            continue
        state = after(state, done)
        seen |= {(one.unit_id, str(one.key), one.field, one.value) for one in reported}
        assert seen == present(state.rows) | logged(state.corrections)
        assert len(present(state.rows)) == len(state.rows)


def present(rows: Sequence[ResultRow]) -> set[tuple[str, str, Field, str]]:
    return {(*cell, value) for cell, value in values(rows).items()}


def logged(entries: Sequence[CorrectionRow]) -> set[tuple[str, str, Field, str]]:
    return {(entry.unit_id, str(entry.key), entry.field, entry.old_value) for entry in entries}

"""The progress of measures on two roads: whatever the package says of a history, a second program says as well.

The second program was written apart from the package, from the same rules. When they disagree, go back to the rules
(docs/METHODS.md), not to either of them.
"""

from __future__ import annotations

import ast
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import Enum
from fractions import Fraction
from functools import cache
from math import isnan
from pathlib import Path

import pytest
from golden import second_route_progress as second

from yeep_analysis.progress import (
    Assessment,
    Observation,
    Rule,
    Target,
    assess,
    assessment,
    changes,
    measures,
    observations,
    sensitivity,
)
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.terms import Direction, MeasureKind, Method, Missing, PathStatus, Reason, Status

SEED, HISTORIES, SETS = 2022, 10_000, 200
# So often, at least, each status with its reason, each answer and each kind of measure must come up.
OFTEN = 50


# --- from the words of the second route to those of the package ----------------


FIELDS = [*(field.name for field in fields(Assessment)), "capped_progress"]


@dataclass(frozen=True)
class Case:
    """One call, and what the second route says of it."""

    call: dict
    expected: dict


def arguments(call: dict) -> tuple[list[Observation], Rule, int, Target | None]:
    observations = [
        Observation(**{**seen, "missing": None if seen["missing"] is None else Missing(seen["missing"])})
        for seen in call["history"]
    ]
    target = None if call["target"] is None else Target(**call["target"])
    return observations, Rule(MeasureKind(call["kind"]), Direction(call["direction"])), call["year"], target


def plain(one: object) -> object:
    return one.value if isinstance(one, Enum) else one


def said(call: dict) -> dict:
    """All that the package says: every field of the assessment, the answer of every method, and whether they differ."""
    observations, rule, year, target = arguments(call)
    one = assess(observations, rule, year, target)
    answers = sensitivity(observations, rule, year)
    found = {name: plain(getattr(one, name)) for name in FIELDS}
    return found | {plain(method): plain(answer) for method, answer in answers.items()} | {"changes": changes(answers)}


def expected_of(call: dict) -> dict:
    """The same from the second route."""
    return second.assess(**call) | second.sensitivity(**call)


def exactly(words: dict) -> dict:
    """With the types: 1 is not 1.0, and a Fraction is not an int."""
    return {name: (type(one), one) for name, one in words.items()}


def differences(found: dict, expected: dict) -> dict:
    one, other = exactly(found), exactly(expected)
    return {name: (found.get(name), expected.get(name)) for name in one | other if one.get(name) != other.get(name)}


def disagreements() -> Iterator[tuple[dict, dict]]:
    """Every history of which the two roads do not say the same, and where they differ."""
    for case in cases():
        found = said(case.call)
        if exactly(found) != exactly(case.expected):
            yield case.call, differences(found, case.expected)


@cache
def cases() -> list[Case]:
    """The generated histories: always the same ones."""
    rng = random.Random(SEED)
    calls = [second.random_history(rng) for _ in range(HISTORIES)]
    return [Case(call, expected_of(call)) for call in calls]


# --- the two roads -------------------------------------------------------------


def test_the_second_route_uses_nothing_but_the_standard_library():
    tree = ast.parse(Path(second.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {node.module for node in imports if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_both_speak_of_the_same_fields_and_use_the_same_words():
    assert set(cases()[0].expected) == {*FIELDS, *map(plain, Method), "changes"}
    assert sorted(second.KINDS) == sorted(map(plain, MeasureKind))
    assert {plain(direction): sign for direction, sign in observations.SIGNS.items()} == second.SIGNS
    assert sorted(second.MISSING) == sorted(map(plain, Missing))
    assert sorted(second.STATUSES) == sorted(map(plain, Status))
    assert sorted(second.PATH_STATUSES) == sorted(map(plain, PathStatus))
    assert list(map(plain, Method)) == second.METHODS


def test_both_say_the_same_of_ten_thousand_histories():
    assert len(cases()) >= 10_000
    assert next(disagreements(), None) is None


@pytest.mark.parametrize("worked", second.HAND_WORKED, ids=[worked["name"] for worked in second.HAND_WORKED])
def test_the_package_says_what_was_worked_by_hand(worked):
    found, by_hand = said(worked["call"]), worked["expected"] | worked["methods"]
    assert {name: found[name] for name in by_hand} == by_hand
    assert differences(found, expected_of(worked["call"])) == {}


# --- the histories are worth comparing -----------------------------------------


def test_every_status_every_reason_and_every_answer_comes_up():
    told = Counter((case.expected["status"], case.expected["reason"]) for case in cases())
    path = Counter((case.expected["path_status"], case.expected["path_reason"]) for case in cases())
    answers = Counter((name, case.expected[name]) for case in cases() for name in [*second.METHODS, "changes"])
    assert {status for status, _reason in told} == set(map(plain, Status))
    assert {status for status, _reason in path} == set(map(plain, PathStatus))
    assert {reason for _status, reason in [*told, *path]} == {None, *map(plain, Reason)}
    said_of_change = [None, "toward", "no_change", "away"]
    assert set(answers) == {(plain(method), answer) for method in Method for answer in said_of_change} | {
        ("changes", False),
        ("changes", True),
    }
    rare = {key: times for key, times in [*told.items(), *path.items(), *answers.items()] if times < OFTEN}
    assert rare == {}


def test_every_kind_of_measure_and_every_direction_comes_up():
    kinds = Counter((case.call["kind"], case.call["direction"]) for case in cases())
    assert set(kinds) == {(plain(kind), plain(direction)) for kind in MeasureKind for direction in Direction}
    by_kind = Counter(case.call["kind"] for case in cases())
    by_direction = Counter(case.call["direction"] for case in cases())
    assert min(*by_kind.values(), *by_direction.values()) > OFTEN
    # no kind and no direction crowds out the others
    assert max(*by_kind.values(), *by_direction.values()) < HISTORIES / 2


def test_the_path_has_no_reason_where_there_is_no_data():
    reasons = {case.expected["path_reason"] for case in cases() if case.expected["path_status"] == "no_data"}
    assert reasons == {None}


def test_0_of_0_has_a_reason_and_is_not_missing():
    none_asked = [case.expected for case in cases() if case.expected["denominator"] == 0]
    assert len(none_asked) > OFTEN
    assert {(one["status"], one["reason"], one["missing"]) for one in none_asked} == {("no_data", "no_cases", None)}


# --- the comparison can fail ---------------------------------------------------

_counts_differ, _milestone, _place = assessment.counts_differ, assessment._milestone, assessment._place
_tiny = Fraction(1, 10**9)
# One rule each that is a little, or altogether, different: where it stands, its name, and what takes its place.
MUTANTS = {
    "every change is clear": (assessment, "is_clear", lambda kind, before, after: before.value != after.value),
    "the smallest clear rise is not clear": (
        assessment,
        "counts_differ",
        lambda a, b: _counts_differ(a, b - 1 if b > a else b),
    ),
    "no two shares differ": (assessment, "shares_differ", lambda one, other: False),
    "more is always wanted": (observations, "SIGNS", {**observations.SIGNS, Direction.DECREASE: 1}),
    "a part of a year is a whole one": (Rule, "is_flow", False),
    "the newest value before is the first": (observations.History, "previous", observations.History.baseline),
    "done does not stay done": (
        assessment,
        "_milestone",
        lambda seen: (Status.NO_DATA, seen.now.reason) if seen.now.value is None else _milestone(seen),
    ),
    "the path starts at the first value": (assessment, "_base", lambda seen, target: seen.baseline),
    "exactly on the path is behind": (
        assessment,
        "_place",
        lambda progress, expected: _place(progress, expected + _tiny),
    ),
    "what met its target at the base is always kept": (
        assessment,
        "_kept",
        lambda seen, target: assessment.TargetPath(PathStatus.MET, Reason.MET_AT_BASE),
    ),
    "without a way nothing is told": (
        assessment,
        "_without_way",
        lambda seen, target, reason: assessment.TargetPath(PathStatus.NOT_COMPUTABLE, reason),
    ),
    "progress is not capped": (Assessment, "capped_progress", property(lambda self: self.progress)),
    "two values are a trend": (assessment, "SMALLEST_TREND", 2),
    "a growth rate from 19": (assessment, "SMALLEST_BASE", 19),
    "1 % a year is no rise": (assessment, "RISE", assessment.RISE + _tiny),
    "-1 % a year is no fall": (assessment, "FALL", assessment.FALL - _tiny),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_changed_rule_is_noticed(monkeypatch, mutant):
    monkeypatch.setattr(*MUTANTS[mutant])
    assert next(disagreements(), None) is not None


def test_a_float_in_the_place_of_an_exact_number_is_noticed():
    assert differences({"value": 1.0}, {"value": Fraction(1)})
    assert differences({"value": 1}, {"value": Fraction(1)})
    assert differences({}, {"value": None})
    assert not differences({"value": Fraction(2, 2)}, {"value": Fraction(1)})


# --- many measures together ----------------------------------------------------


def random_sets() -> Iterator[tuple[int, list[dict], list[str]]]:
    """A year, some entries as the second route wants them, and the ids under which actions name them."""
    rng = random.Random(SEED)
    by_year = {}
    for case in cases():
        by_year.setdefault(case.call["year"], []).append(case)
    years = [year for year, of_year in by_year.items() if len(of_year) >= OFTEN]
    for _number in range(SETS):
        year = rng.choice(years)
        chosen = rng.sample(by_year[year], rng.choice([0, 1, 2, 3, 10, 40]))
        entries = [
            {
                "measure": f"m{place}",
                "case": case,
                "assessment": case.expected,
                "counts_persons": rng.random() < 0.5,
                "came_with_sex": rng.random() < 0.5,
            }
            for place, case in enumerate(chosen)
        ]
        shared = rng.choices(entries, k=rng.randint(0, 20)) if entries else []
        yield year, [*entries, *shared], [entry["measure"] for entry in [*shared, *entries]]


def aggregated(year: int, entries: list[dict], named: list[str]) -> dict:
    """What the package says of a set, with the names of the second route; the values stand beside the counts."""
    assessed = {entry["measure"]: assess(*arguments(entry["case"].call)) for entry in entries}
    asked = measures.of_measures(assessed, named)
    persons = {entry["measure"] for entry in entries if entry["counts_persons"]}
    with_sex = {entry["measure"] for entry in entries if entry["came_with_sex"]}
    covered = measures.coverage(asked, persons, with_sex, year=year).to_dict("records")
    statuses = measures.status_shares(asked, year=year).to_dict("records")
    rows = {row["indicator"].removeprefix("progress_"): row for row in covered}
    rows |= {row["status"]: row for row in statuses}
    (rows["with_progress"],) = measures.mean_capped_progress(asked, year=year).to_dict("records")
    assert len(rows) == 4 + len(Status)
    return {name: (row["numerator"], row["denominator"], row["value"]) for name, row in rows.items()}


def expected_counts(entries: list[dict]) -> dict:
    counted = second.aggregates(entries)
    pairs = {name: counted[name] for name in ("response_rate", "value_rate", "sex_coverage")}
    pairs |= counted["status_counts"]
    values = {name: (*pair, quotient(*pair)) for name, pair in pairs.items()}
    return values | {"with_progress": (*counted["with_progress"], quotient(*counted["mean_capped_progress"]))}


def quotient(numerator: int | Fraction, denominator: int) -> float:
    return float(Fraction(numerator) / denominator) if denominator else float("nan")


def same(one: tuple, other: tuple) -> bool:
    return one[:2] == other[:2] and (one[2] == other[2] or (isnan(one[2]) and isnan(other[2])))


def test_both_count_the_same_over_two_hundred_sets_of_measures():
    empty = Counter()
    for year, entries, named in random_sets():
        found, expected = aggregated(year, entries, named), expected_counts(entries)
        assert found.keys() == expected.keys()
        assert {name: (found[name], expected[name]) for name in found if not same(found[name], expected[name])} == {}
        empty.update(name for name in found if isnan(found[name][2]))
    # each figure is undefined in some sets, and never in all
    assert set(empty) == set(found)
    assert max(empty.values()) < SETS


def test_a_changed_rule_of_counting_is_noticed(monkeypatch):
    monkeypatch.setattr(Assessment, "is_answered", property(lambda self: self.value is not None))
    year, entries, named = next(one for one in random_sets() if len(one[1]) > 30)
    found, expected = aggregated(year, entries, named), expected_counts(entries)
    assert [name for name in found if not same(found[name], expected[name])] == ["response_rate"]


# --- what neither takes --------------------------------------------------------

VALUE = second.observed
REFUSED = {
    "two observations of a year": ("stock", [VALUE(2020, 1), VALUE(2020, 1)]),
    "below zero": ("stock", [VALUE(2020, -1)]),
    "a completion rate above 100": ("completion_rate", [VALUE(2020, 101)]),
    "half a course": ("yearly_flow", [VALUE(2020, Fraction(1, 2))]),
    "a milestone that is neither": ("milestone", [VALUE(2020, 2)]),
    "a report that is half made": ("report", [VALUE(2020, Fraction(1, 2))]),
    "a value and a reason": ("stock", [VALUE(2020, 1, "suppressed")]),
    "neither a value nor a reason": ("stock", [VALUE(2020)]),
    "a ratio without its counts": ("ratio_of_counts", [VALUE(2020, 50)]),
    "half a ratio": ("ratio_of_counts", [VALUE(2020, None, cases=(1, None))]),
    "a part above its whole": ("ratio_of_counts", [VALUE(2020, None, cases=(3, 2))]),
    "a ratio that is not that of its counts": ("ratio_of_counts", [VALUE(2020, 51, cases=(1, 2))]),
    "0 of 0 with a reason": ("ratio_of_counts", [VALUE(2020, None, "suppressed", cases=(0, 0))]),
    "0 of 0 with a value": ("ratio_of_counts", [VALUE(2020, 5, cases=(0, 0))]),
}


@pytest.mark.parametrize("refused", REFUSED)
def test_neither_takes_what_cannot_be(refused):
    kind, observed = REFUSED[refused]
    call = {"history": observed, "kind": kind, "direction": "increase", "year": 2021, "target": None}
    with pytest.raises(MeasureError):
        said(call)
    for function in (second.assess, second.sensitivity):
        with pytest.raises(ValueError):
            function(**call)


def test_neither_looks_at_years_after_the_assessed_one():
    later = [VALUE(2020, 5), VALUE(2021, 6), VALUE(2022, 1), VALUE(2022, 1), VALUE(2023, Fraction(1, 2))]
    call = {"history": later, "kind": "yearly_flow", "direction": "increase", "year": 2021, "target": None}
    until = {**call, "history": later[:2]}
    assert said(call) == said(until) == expected_of(call) == expected_of(until)

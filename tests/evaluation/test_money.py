"""Money of the actions: sums only of amounts that were both given; what is not known is counted, with its reason."""

from __future__ import annotations

import csv

import pytest

from evaluation.making import EXAMPLE
from yeep_analysis.edition import Edition
from yeep_analysis.progress import money_tables
from yeep_analysis.progress.evaluation import Money, evaluation_of
from yeep_analysis.show.small import PlannedAndSpent
from yeep_analysis.words import language
from yeep_analysis.words.terms import MoneySource, NoMoney


@pytest.fixture(autouse=True)
def in_english() -> None:
    language.use("en")


@pytest.fixture
def evaluation():
    return evaluation_of(Edition(2025, "en", EXAMPLE))


def test_sums_and_counts_are_those_of_the_table_of_results(evaluation):
    with (EXAMPLE / "results" / "2025.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["subject"] == "action"]
    given = {(row["subject_id"], row["field"]): row["value"] for row in rows}
    keys = {key for key, _field in given}
    both = [key for key in keys if (key, "planned") in given and (key, "spent") in given]
    planned, spent = (sum(int(given[key, name]) for key in both) for name in ("planned", "spent"))
    said = money_tables.told(evaluation)
    assert (
        f"For {len(both)} of the 14 actions" in said
        and f"TL {planned:,} was planned" in said
        and f"TL {spent:,} was spent" in said
    )
    assert f"{sum(given.get((key, 'no_money')) == 'none' for key in keys)} had no expense" in said


CASES = {
    "one amount alone is not summed": (
        {0: Money("u", 5, None, None, None)},
        ["No unit gave both", "of 14 it is not known"],
    ),
    "a reason is counted apart": (
        {0: Money("u", 5, 4, MoneySource.GRANT, None), 1: Money("u", None, None, None, NoMoney.NOT_SEPARABLE)},
        [
            "For 1 of the 14",
            "TL 5 was planned and TL 4 was spent",
            "the expense of 1 cannot be separated",
            "of 12 it is not known",
        ],
    ),
    "nothing spent is an amount": ({0: Money("u", 5, 0, None, None)}, ["TL 5 was planned and TL 0 was spent"]),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_known_is_counted(evaluation, monkeypatch, name):
    money, words = CASES[name]
    keys = list(evaluation.plan.actions)
    monkeypatch.setattr(type(evaluation), "money", lambda _self, _year: {keys[i]: one for i, one in money.items()})
    said = money_tables.told(evaluation)
    assert all(word in said for word in words), said


def test_where_nothing_was_said_there_is_no_page_and_no_table(evaluation, monkeypatch):
    monkeypatch.setattr(type(evaluation), "money", lambda _self, _year: {})
    assert money_tables.money(evaluation).data == {"text/markdown": ""}
    assert money_tables.every_action(evaluation).frame.empty


def test_the_table_has_every_action_and_the_dark_bar_is_as_long_as_what_was_spent(evaluation):
    frame = money_tables.every_action(evaluation).frame
    assert len(frame) == 14 and frame["planned"].notna().sum() >= 1
    half = PlannedAndSpent(100, 50, 100)
    assert half.text == "planned 100, spent 50" and 'width="69"' in half.svg and 'width="34.5"' in half.svg

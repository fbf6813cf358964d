"""Who decides: the newest record of each post beside the one before, and what heading and title say of them."""

from __future__ import annotations

import pandas as pd
import pytest

from yeep_analysis.representation import page_sentences, page_tables
from yeep_analysis.representation.measures import SHARE, balance
from yeep_analysis.results import of
from yeep_analysis.show.media_types import STACK, TABLE
from yeep_analysis.words import language

COMMISSION = "council_commission"


@pytest.fixture(autouse=True)
def in_english() -> None:
    language.use("en")


def shares(*records: tuple[str, str, int, int, int]) -> pd.DataFrame:
    """Balances of (kind, part, year, women, men)."""
    rows = [
        {"year": year, "kind": kind, "part": part, "sex": sex, "n": n, "source": "representation"}
        for kind, part, year, women, men in records
        for sex, n in (("female", women), ("male", men))
    ]
    return balance(pd.DataFrame(rows))


def office(part: str, year: int, women: int, men: int) -> tuple[str, str, int, int, int]:
    return "office", part, year, women, men


def table_of(output) -> dict:
    (found,) = [part[TABLE] for part in output.data[STACK]["parts"] if TABLE in part]
    return found


def test_the_newest_record_stands_beside_the_one_before_it():
    found = page_sentences.now_and_before(
        shares(office("muhtar", 2014, 0, 7), office("muhtar", 2024, 2, 5), office("muhtar", 2019, 1, 6))
    )
    (row,) = found.to_dict("records")
    assert (row["year"], row["women"], row["year_before"], row["women_before"]) == (2024, 2, 2019, 1)


def test_a_body_that_is_not_in_the_newest_year_of_its_kind_is_there_no_more():
    found = page_sentences.now_and_before(
        shares((COMMISSION, "Old", 2019, 1, 4), (COMMISSION, "New", 2024, 4, 1), (COMMISSION, "Kept", 2019, 0, 5))
    )
    assert list(found["part"]) == ["New"]


FINDINGS = {
    "no record": ([], ""),
    "one record, few women": ([office("council_member", 2024, 6, 9)], "Men hold most of the posts"),
    "one record, many women": ([office("council_member", 2024, 9, 6)], "Women hold most of the posts"),
    "half": ([office("council_member", 2024, 7, 7)], "Half of the posts are held by women"),
    "more than before": (
        [office("council_member", 2019, 4, 11), office("council_member", 2024, 6, 9)],
        "The number of women rose; men still hold most of the posts",
    ),
    "fewer than before": (
        [office("council_member", 2019, 7, 8), office("council_member", 2024, 6, 9)],
        "The number of women fell; men hold most of the posts",
    ),
    "as many as before": (
        [office("council_member", 2019, 6, 9), office("council_member", 2024, 6, 9)],
        "Men still hold most of the posts",
    ),
    # more women in the staff and in bodies: neither decides
    "staff and bodies do not count": (
        [office("council_member", 2024, 1, 9), office("staff", 2024, 90, 10), (COMMISSION, "A", 2024, 5, 0)],
        "Men hold most of the posts",
    ),
    # a post of which nothing earlier is known is no rise
    "a new post is no rise": (
        [office("muhtar", 2019, 1, 6), office("muhtar", 2024, 1, 6), office("mayor", 2024, 1, 0)],
        "Men still hold most of the posts",
    ),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_the_title_is_what_the_records_say(name):
    records, words = FINDINGS[name]
    found = shares(*records) if records else shares(office("mayor", 2024, 1, 0)).iloc[:0]
    assert page_sentences.finding(found) == words


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (None, 6, "6 of 15 members are women"),
        (4, 6, "rose from 4 to 6"),
        (6, 4, "fell from 6 to 4"),
        (6, 6, "stayed at 6"),
    ],
)
def test_the_heading_of_the_council_says_what_became_of_its_women(before, now, words):
    records = [office("council_member", 2024, now, 15 - now)]
    if before is not None:
        records.append(office("council_member", 2019, before, 15 - before))
    row = page_sentences.now_and_before(shares(*records)).iloc[0]
    assert words in page_sentences.council_heading(row)


@pytest.mark.parametrize(("led", "words"), [(0, "none of the 3"), (1, "only [B0](lang:tr)"), (2, "In 2 of the 3")])
def test_bodies_with_a_majority_of_women_are_counted_and_one_is_named(led, words):
    records = [(COMMISSION, f"B{i}", 2024, 4 if i < led else 1, 1 if i < led else 4) for i in range(3)]
    assert words in page_sentences.bodies_told(shares(*records))


def test_the_table_has_fractions_of_both_records_and_the_older_one_only_where_there_is_one():
    two = shares(
        office("council_member", 2019, 4, 11), office("council_member", 2024, 6, 9), office("mayor", 2024, 1, 0)
    )
    shown = table_of(page_tables.posts(two, set()))
    assert [row[2:] for row in shown["rows"]] == [["no record", "1 / 1"], ["4 / 15 →", "6 / 15"]]
    alone = table_of(page_tables.posts(shares(office("mayor", 2024, 1, 0)), set()))
    assert [column["title"] for column in alone["columns"]] == ["Post", "share of women", "now"]


NO_SEATS = office("council_member", 2024, 0, 0)


def test_without_records_nothing_is_on_the_page_but_the_way_to_the_annex():
    none = shares(office("mayor", 2024, 1, 0)).iloc[:0]
    shown = (page_tables.council(none, set()), page_tables.posts(none, set()), page_tables.departments(none, set()))
    assert [one.data for one in shown] == [{"text/markdown": ""}] * 3
    assert page_sentences.bodies_told(none) == ""


def test_one_record_stands_alone_without_a_record_before_it():
    one = shares(office("council_member", 2019, 4, 11))
    parts = page_tables.council(one, set()).data[STACK]["parts"]
    assert "4 of 15 members" in str(parts[0]) and len(parts) == 2
    assert "record before" not in str(page_tables.posts(one, set()).data)


def test_a_record_of_no_seats_is_neither_drawn_nor_compared_with():
    empty = shares(NO_SEATS)
    assert page_tables.council(empty, set()).data == page_tables.posts(empty, set()).data == {"text/markdown": ""}
    assert page_sentences.finding(empty) == ""
    since = shares(NO_SEATS, office("council_member", 2029, 6, 9))
    assert "6 of 15 members" in page_sentences.council_heading(page_sentences.now_and_before(since).iloc[0])
    assert page_sentences.finding(since) == "Men hold most of the posts"
    assert [row[-1] for row in table_of(page_tables.posts(since, set()))["rows"]] == ["6 / 15"]


def test_departments_stand_from_the_largest_in_two_columns_and_their_heading_counts():
    staff = shares(*[("department", f"D{i}", 2025, 3 if i < 2 else 0, i + 1) for i in range(8)])
    rows = of(staff, SHARE).assign(name=lambda t: t["part"])
    assert (
        page_sentences.departments_heading(rows) == "Staff: women are the majority in [D0](lang:tr) and [D1](lang:tr)"
    )
    shown = page_tables.departments(staff, set())
    assert "D7" in str(shown.data) and str(shown.data).index("'D7'") < str(shown.data).index("'D2'")

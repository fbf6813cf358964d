"""Records that are older than the last local elections: in the report, and as a remark of check."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from representation.records import DATA
from yeep_analysis.cli.main import main
from yeep_analysis.edition import Edition
from yeep_analysis.municipality.elections import (
    LOCAL_ELECTIONS,
    before_elections,
    last_elections,
    last_sunday_of_march,
)
from yeep_analysis.municipality.load import load
from yeep_analysis.representation import sentences

MARCH_2024 = date(2024, 3, 31)


def test_the_elections_that_were_held_follow_the_rule():
    assert [last_sunday_of_march(day.year) for day in LOCAL_ELECTIONS] == list(LOCAL_ELECTIONS)
    assert {after.year - before.year for before, after in pairwise(LOCAL_ELECTIONS)} == {5}


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2009, 3, 28), None),
        (date(2019, 3, 30), date(2014, 3, 30)),
        (MARCH_2024, MARCH_2024),
        (date(2029, 3, 24), MARCH_2024),
        (date(2029, 12, 31), date(2029, 3, 25)),
        (date(2036, 1, 1), date(2034, 3, 26)),
    ],
)
def test_the_last_elections_up_to_a_day(day, last):
    assert last_elections(day) == last


@pytest.mark.parametrize(
    ("records", "year", "older"),
    [
        ([("council_member", 2019, date(2019, 3, 31))], 2023, []),
        ([("council_member", 2019, date(2019, 3, 31))], 2024, ["council_member"]),
        ([("council_member", 2024, MARCH_2024)], 2024, []),
        ([("council_member", 2024, date(2024, 1, 31))], 2024, ["council_member"]),
        ([("muhtar", 2022, None), ("mayor", 2024, None)], 2025, ["muhtar"]),
        ([("muhtar", 2024, MARCH_2024), ("muhtar", 2019, None)], 2025, []),
        ([("muhtar", 2024, MARCH_2024), ("muhtar", 2019, None)], 2023, []),
        ([("muhtar", 2029, None), ("muhtar", 2024, MARCH_2024)], 2028, []),
        ([("muhtar", 2024, MARCH_2024)], 2029, ["muhtar"]),
        ([("staff", 2019, None), ("department_head", 2019, date(2019, 1, 1))], 2025, []),
        ([("mayor", 2004, None)], 2008, []),
        ([("council_commission", 2022, None), ("company_board", 2022, None)], 2025, ["council_commission"]),
        ([], 2025, []),
    ],
)
def test_which_posts_were_filled_by_an_election_since(records, year, older):
    assert before_elections(records, year) == older


def test_the_report_of_a_year_after_elections_says_that_the_council_is_that_before_them():
    for year, is_older in ((2022, False), (2023, False), (2024, True), (2025, True)):
        facts = load(Edition(year, "en", DATA))
        text = sentences.age_of_records(facts.office_dates, facts.before_elections, year=year)
        told = "from before the local elections of 31 March 2024: council members, 31 March 2019; neighbour" in text
        assert told == is_older
        assert (f"figures from before {year}:" in text) == (year < 2024), "nobody is named twice"


@pytest.mark.parametrize(("folder", "remarks"), [(DATA, 1), (DATA.parent / "examples" / "ornek", 0)])
def test_check_remarks_on_a_council_from_before_the_elections(folder, remarks, capsys):
    assert main(["check", "--lang", "en", "--data", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    found = [line for line in lines if "before the local elections of 31 March 2024" in line]
    assert len(found) == remarks
    assert all("Council members and Neighbourhood heads" in line and "Reports from 2024 on" in line for line in found)

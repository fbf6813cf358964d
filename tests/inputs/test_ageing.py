"""What a folder still lacks, and which of its facts are older than they need be."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from yeep_analysis import shipped
from yeep_analysis.municipality.ageing import aged_facts, newest_population
from yeep_analysis.municipality.load_plan import load_plan_file
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.reporting.follow_up import load_follow_up
from yeep_analysis.reporting.lacking import lacking
from yeep_analysis.words import language

NARLIDERE = Path(__file__).parents[2] / "data"


@pytest.fixture(autouse=True)
def in_english():
    with language.speaking("en"):
        yield


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2026, 2, 14), 2024), (date(2026, 2, 15), 2025), (date(2026, 12, 31), 2025), (date(2027, 1, 1), 2025)],
)
def test_population_of_a_year_is_there_from_the_middle_of_february(today, year):
    assert newest_population(today) == year


def test_facts_of_an_old_folder_are_told_with_how_to_bring_in_newer_ones():
    found = aged_facts(validate_tables(NARLIDERE), date(2026, 3, 1))
    told = {(fact.table, fact.what): (fact.year, fact.newest, fact.since) for fact in found}
    assert told["mahalle_population", "Population of the mahalles"] == (2022, 2025, date(2024, 2, 15))
    assert told["representation", "Council members"] == (2019, 2024, date(2024, 3, 31))
    assert told["representation", "Staff and heads of departments"][:2] == (2022, 2025)
    assert not [fact for fact in found if fact.table == "population"]  # 2025 is the newest that there is
    assert all(fact.action and fact.action in fact.told for fact in found)


def test_nothing_is_old_where_everything_is_of_the_last_year():
    assert aged_facts(validate_tables(shipped.example()), date(2026, 3, 1)) == []


def test_what_is_new_ages_on_the_day_of_the_next_publication():
    tables = validate_tables(shipped.example())
    before, after = (aged_facts(tables, day) for day in (date(2027, 2, 14), date(2027, 2, 15)))
    assert "population" not in {fact.table for fact in before}
    assert "population" in {fact.table for fact in after}


def _lacking(data):
    file = load_plan_file(data)
    return [one.told("") for one in lacking(validate_tables(data), file, load_follow_up(data, file.plan))]


def test_what_is_lacking_is_told_with_what_it_would_bring(tmp_path):
    data = Path(shutil.copytree(shipped.example(), tmp_path / "veri"))
    whole = _lacking(data)
    for name in ("audit_judgements", "methodology", "targets", "reporters"):
        (data / "plan" / f"{name}.csv").unlink()
    shutil.rmtree(data / "results")
    (data / "staff.csv").unlink()
    new = [line for line in _lacking(data) if line not in whole]
    assert len(new) == 5
    for words in ("audit of the indicators", "methodology", "targets", "nobody is asked for them", "staff.csv"):
        assert sum(words in line for line in new) == 1, words


def test_the_commands_sentence_names_the_file_and_the_age_alone_does_not():
    old = aged_facts(validate_tables(NARLIDERE), date(2026, 3, 1))[0]
    assert old.told == f"{old.table}.csv: {old.age} {old.action}" and ".csv" not in old.age

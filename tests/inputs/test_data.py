"""The data of the package: loadable, equal to an independent second typing, described, and sourced."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from yeep_analysis.edition import Edition
from yeep_analysis.municipality.descriptor import descriptor, write
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.load import load

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
SECOND_TYPING = ROOT / "tests" / "golden" / "second_typing.csv"

# Name in the second typing -> file, and what its key is called there.
TYPED_TWICE = {
    "population": ("population", lambda row: row["year"]),
    "population_20_24": ("population_by_age", lambda row: row["year"]),
    "mahalle": ("mahalle_population", lambda row: row["mahalle_code"]),
    "representation": ("representation", lambda row: row["office"]),
    "electorate": ("electorate", lambda row: {"2018": "2018-06"}[row["year"]]),
}
MAHALLES = {
    "41309": "2. İnönü",
    "41310": "Altıevler",
    "41311": "Atatürk",
    "41312": "Çamtepe",
    "41313": "Çatalkaya",
    "41314": "Huzur",
    "41315": "Ilıca",
    "41316": "Limanreis",
    "41317": "Narlı",
    "41318": "Sahilevleri",
    "41319": "Yenikale",
}


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def second_typing(table: str) -> dict[tuple[str, str], str]:
    with SECOND_TYPING.open(encoding="utf-8", newline="") as text:
        return {(row["key"], row["sex"]): row["n"] for row in csv.DictReader(text) if row["table"] == table}


def quotes() -> dict[str, str]:
    """The words quoted from the plan, with numbers as the data write them: 30.653 as 30653, 27,91 as 27.91."""
    return {
        row["source_id"]: re.sub(r"(?<=\d)[.,](?=\d{2}\b)", ".", re.sub(r"(?<=\d)\.(?=\d{3})", "", row["quote"]))
        for row in rows("sources")
    }


@pytest.mark.parametrize("year", [2007, 2008, 2015, 2019, 2022, 2025])
def test_the_data_load_for_every_edition_and_know_nothing_after_its_year(year):
    facts = load(Edition(year, "tr", DATA))
    columns = {
        "population": [],
        "population_by_age": ["ages"],
        "mahalles": ["place"],
        "representation": ["kind", "part"],
    }
    columns |= {"electorate": []}
    frames = {name: getattr(facts, name) for name in columns}
    assert sorted(facts.population["year"].unique()) == list(range(2007, year + 1))
    assert all(frame["year"].max() <= year for frame in frames.values() if len(frame))
    assert all(set(frame["sex"]) <= {"female", "male"} for frame in frames.values())
    assert {name: set(frame.columns) for name, frame in frames.items()} == {
        name: {"year", *dimensions, "sex", "n", "source"} for name, dimensions in columns.items()
    }


def test_mahalles_and_posts_come_into_an_edition_with_the_year_of_their_record():
    offices = {2018: set(), 2021: {"council_member", "muhtar"}}
    for year, expected in offices.items():
        facts = load(Edition(year, "tr", DATA))
        assert set(facts.representation["part"]) == expected
        assert (len(facts.mahalles), facts.mahalle_year) == (0, 0)
    assert load(Edition(2025, "tr", DATA)).mahalle_year == 2022


def test_a_source_that_goes_on_is_cited_as_of_the_year_of_the_edition():
    cited = load(Edition(2015, "tr", DATA)).sources_of("population_by_age")
    assert [source.reference_on.isoformat() for source in cited] == ["2015-12-31"]


@pytest.mark.parametrize("table", TYPED_TWICE)
def test_every_figure_equals_its_second_typing_and_none_is_missing_on_either_side(table):
    file, key = TYPED_TWICE[table]
    kept = [row for row in rows(file) if row.get("office") != "womens_centre_head"]
    assert {(key(row), row["sex"]): row["n"] for row in kept} == second_typing(table)


def test_only_the_head_of_the_womens_centre_was_not_typed_twice():
    once = {row["office"] for row in rows("representation")} - {
        office for office, _sex in second_typing("representation")
    }
    assert once == {"womens_centre_head"}
    assert {row["basis"] for row in rows("representation") if row["office"] in once} == {"reading"}


def test_no_figure_stands_in_a_table_that_was_not_typed_twice():
    counted = {name for name, table in TABLES.items() if "n" in table.columns and (DATA / table.file).exists()}
    assert counted == {file for file, _key in TYPED_TWICE.values()}


def test_the_age_groups_and_mahalles_are_those_that_were_typed():
    assert {row["age_group"] for row in rows("population_by_age")} == {"20-24"}
    assert {row["year"] for row in rows("mahalle_population")} == {"2022"}
    assert {row["mahalle_code"]: row["name"] for row in rows("mahalles")} == MAHALLES


@pytest.mark.parametrize("sex", ["female", "male", "total"])
def test_the_mahalles_add_up_to_the_district_of_31_december_2022(sex):
    district = [int(row["n"]) for row in rows("population") if (row["year"], row["sex"]) == ("2022", sex)]
    assert [sum(int(row["n"]) for row in rows("mahalle_population") if row["sex"] == sex)] == district


def test_the_descriptor_on_disk_is_the_one_that_the_declarations_make(data_folder):
    on_disk = (DATA / "datapackage.json").read_text(encoding="utf-8")
    assert json.loads(on_disk) == descriptor(DATA)
    assert write(data_folder).read_text(encoding="utf-8") == on_disk


def test_the_descriptor_describes_every_file_and_frictionless_finds_nothing_wrong():
    described = {resource["path"] for resource in descriptor(DATA)["resources"]}
    assert described == {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv")}
    import frictionless

    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.flatten(["type", "rowNumber", "fieldName", "message"]) == []
    assert report.stats["tasks"] == len(described)


def test_frictionless_refuses_what_the_descriptor_forbids(spoil):
    spoil.cell("population.csv", 3, "source_id", "nowhere")
    import frictionless

    report = frictionless.validate(str(write(spoil.folder)))
    assert [error[0] for error in report.flatten(["type"])] == ["foreign-key"]


def test_every_source_that_is_named_is_on_record_and_every_record_is_used():
    there = [name for name, table in TABLES.items() if (DATA / table.file).exists() and name != "sources"]
    named = {row["source_id"] for name in there for row in rows(name) if "source_id" in row}
    assert named == {row["source_id"] for row in rows("sources")} - {"plan_tables"}  # used by data/plan as a whole


def test_the_words_of_the_plan_stand_in_every_source_from_the_plan_and_in_no_other():
    quoted = {row["source_id"] for row in rows("sources") if row["quote"].strip()}
    assert quoted == {row["source_id"] for row in rows("sources") if row["source_id"].startswith("plan_")}


PRINTED = [row for row in rows("representation") if row["basis"] == "printed"]


@pytest.mark.parametrize("row", PRINTED, ids=lambda row: f"{row['office']}-{row['sex']}")
def test_a_figure_called_printed_stands_in_the_quoted_words(row):
    assert re.search(rf"(?<!\d){row['n']}(?!\d)", quotes()[row["source_id"]])


@pytest.mark.parametrize("row", rows("stated_percentages"), ids=lambda row: row["statement_id"])
def test_a_percentage_stated_by_the_plan_stands_in_the_quoted_words(row):
    assert f"%{row['stated_percent']}" in quotes()[row["source_id"]]


def test_the_plan_names_as_many_commissions_as_it_counts():
    quote = quotes()["plan_commissions"]
    assert [row["name"] for row in rows("commissions") if row["name"] not in quote] == []
    assert quote.startswith(f"{len(rows('commissions'))} adet Komisyon")


def test_no_file_has_a_letter_that_a_wrong_encoding_left_behind():
    letters = Counter("".join(path.read_text(encoding="utf-8") for path in DATA.glob("*.csv")))
    assert {letter for letter in letters if letter.isalpha() and not letter.isascii()} <= set("çğıöşüâîûÇĞİÖŞÜÂÎÛ")

"""Staff, bodies and places of comparison: what their tables may not hold, and what an edition sees of them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from yeep_analysis.edition import Edition
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.load import Facts, load
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.results import dimensions
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError, Problem

STAFF, BODIES, POSTS, AGES = "staff.csv", "bodies.csv", "representation.csv", "population_by_age.csv"
PLACES, FIGURES = "reference_places.csv", "reference_population.csv"
# Beside the facts of ``data/``, where the staff of 2022 are 48 women and 124 men. The first row below the header is 2.
# Columns in the order of the file; the sources stand in sources.csv for other facts, which no check minds.
PARTS = {
    "staff": """\
2019,employment_type,civil_servant,female,10,printed,plan_council
2019,employment_type,civil_servant,male,20,printed,plan_council
2019,employment_type,contract,female,1,printed,plan_council
2019,employment_type,contract,male,2,printed,plan_council
2019,department,Park,female,6,printed,plan_muhtars
2019,department,Park,male,12,printed,plan_muhtars
2019,department,Zabıta/Trafik,female,5,derived,plan_muhtars
2019,department,Zabıta/Trafik,male,10,derived,plan_muhtars
2022,employment_type,civil_servant,female,20,printed,plan_staff
2022,employment_type,civil_servant,male,60,printed,plan_staff
2022,employment_type,civil_servant,total,80,printed,plan_staff
2022,employment_type,company_worker,female,28,printed,plan_staff
2022,employment_type,company_worker,male,64,printed,plan_staff
2022,grade,Müdür,female,6,printed,plan_managers
2022,grade,Müdür,male,12,printed,plan_managers
2022,grade,Memur,female,42,derived,plan_managers
2022,grade,Memur,male,112,derived,plan_managers
2025,grade,Müdür,female,7,printed,plan_workshop
2025,grade,Müdür,male,13,printed,plan_workshop
""",
    "bodies": """\
2019,executive_committee,Encümen,female,1,printed,plan_council
2019,executive_committee,Encümen,male,4,printed,plan_council
2019,council_commission,Plan,female,0,printed,plan_council
2019,council_commission,Plan,male,5,printed,plan_council
2022,executive_committee,Encümen,female,2,printed,plan_managers
2022,executive_committee,Encümen,male,3,printed,plan_managers
2022,executive_committee,Encümen,total,5,printed,plan_managers
2024,council_commission,Plan,female,3,printed,plan_workshop
2024,council_commission,Plan,male,2,printed,plan_workshop
""",
    "reference_places": """\
1105,Komşu,district,tuik_adnks_sex
35,İl,province,tuik_adnks_sex
TR,Türkiye,country,tuik_adnks_sex
""",
    "reference_population": """\
2021,1105,all,female,100,tuik_adnks_sex
2021,1105,all,male,110,tuik_adnks_sex
2022,1105,all,female,120,tuik_adnks_sex
2022,1105,all,male,130,tuik_adnks_sex
2022,1105,20-24,female,10,tuik_adnks_age
2022,1105,20-24,male,20,tuik_adnks_age
2022,1105,90+,female,5,tuik_adnks_age
2022,1105,90+,male,3,tuik_adnks_age
2022,TR,all,female,1000,tuik_adnks_sex
2022,TR,all,male,990,tuik_adnks_sex
2024,TR,all,female,1010,tuik_adnks_sex
2024,TR,all,male,1000,tuik_adnks_sex
""",
}
# Further records of the posts: rows 17 to 22 of representation.csv
LATER_POSTS = """\
2019,mayor,female,0,derived,plan_council
2019,mayor,male,1,printed,plan_council
2024,council_member,female,11,printed,plan_workshop
2024,council_member,male,14,printed,plan_workshop
2024,mayor,female,1,printed,plan_workshop
2024,mayor,male,0,derived,plan_workshop
"""
OPEN_AGES = "2022,90+,female,301,tuik_adnks_age\n2022,90+,male,152,tuik_adnks_age\n"


@pytest.fixture
def parts(spoil):
    """A data folder with every optional table, and the means to plant mistakes into it."""
    for name, rows in PARTS.items():
        spoil.bytes(f"{name}.csv", f"{','.join(TABLES[name].columns)}\n{rows}".encode())
    spoil.text(POSTS, lambda text: text + LATER_POSTS)
    spoil.text(AGES, lambda text: text + OPEN_AGES)
    return spoil


def facts(folder: Path, year: int = 2022) -> Facts:
    return load(Edition(year, language.active(), folder))


def problems(folder: Path) -> tuple[Problem, ...]:
    """Every problem of a folder that loading refuses with exit code 3."""
    with pytest.raises(DataError) as refused:
        facts(folder)
    assert refused.value.exit_code == 3
    return refused.value.problems


def told(problem: Problem) -> str:
    """What is wrong and what to do, which must both be there."""
    sentences = (problem.fault, problem.action)
    assert all(re.fullmatch(r"\S.*[.)]", text, re.DOTALL) and "{" not in text for text in sentences), problem
    return " ".join(sentences)


def counted(frame) -> list[tuple]:
    """The counts of a frame, in order: year, the other dimensions, sex, persons."""
    by = [name for name in dimensions(frame) if name != "sex"]
    assert set(frame.columns) == {*by, "sex", "n", "source"}
    assert set(frame["source"]) <= {*PARTS, "representation", "population_by_age"} and frame["source"].nunique() <= 1
    return sorted(frame[[*by, "sex", "n"]].itertuples(index=False, name=None))


def both(year: int, *dimensions_and_counts) -> list[tuple]:
    *others, women, men = dimensions_and_counts
    return [(year, *others, "female", women), (year, *others, "male", men)]


def named(sources) -> list[str]:
    return [source.source_id for source in sources]


def rows_of(name: str) -> int:
    return PARTS[name].count("\n")


# --- what is refused ---------------------------------------------------------

# A mistake: what is planted, every place at which it must be told, and the words that must say it at the first
PLANTED: dict[str, tuple[Callable, list[str], list[str]]] = {
    # cells
    "unknown dimension": (
        lambda s: s.cell(STAFF, 15, "dimension", "rank"),
        [f"{STAFF}, row 15, column dimension"],
        ["“rank”", "employment_type, grade, department"],
    ),
    "nameless grade": (lambda s: s.cell(STAFF, 15, "category", " "), [f"{STAFF}, row 15, column category"], ["empty"]),
    "grouped count of staff": (
        lambda s: s.cell(STAFF, 18, "n", "1.112"),
        [f"{STAFF}, row 18, column n"],
        ["“1.112”", "two ways"],
    ),
    "unknown basis": (
        lambda s: s.cell(STAFF, 18, "basis", "estimated"),
        [f"{STAFF}, row 18, column basis"],
        ["“estimated”", "printed, derived, reading"],
    ),
    "unknown kind of body": (
        lambda s: s.cell(BODIES, 2, "kind", "encümen"),
        [f"{BODIES}, row 2, column kind"],
        ["“encümen”", "executive_committee, council_commission, company_board"],
    ),
    "empty count of members": (lambda s: s.cell(BODIES, 4, "n", ""), [f"{BODIES}, row 4, column n"], ["not zero"]),
    "unknown level": (
        lambda s: s.cell(PLACES, 3, "level", "region"),
        [f"{PLACES}, row 3, column level"],
        ["“region”", "district, province, country"],
    ),
    "a name where a code belongs": (
        lambda s: s.cell(FIGURES, 2, "place_code", "Komşu"),
        [f"{FIGURES}, row 2, column place_code"],
        ["“Komşu”", "TR for the country"],
    ),
    "a total among the places": (
        lambda s: s.cell(FIGURES, 2, "sex", "total"),
        [f"{FIGURES}, row 2, column sex"],
        ["“total”", "female, male"],
    ),
    "an age group in words": (
        lambda s: s.cell(FIGURES, 6, "age_group", "20 to 24"),
        [f"{FIGURES}, row 6, column age_group"],
        ["“20 to 24”", "all", "20-24, 90+"],
    ),
    "an open group with another sign": (
        lambda s: s.cell(AGES, 40, "age_group", "90-"),
        [f"{AGES}, row 40, column age_group"],
        ["“90-”", "an open group (90+)"],
    ),
    "all ages in the table of the ages": (
        lambda s: s.cell(AGES, 40, "age_group", "all"),
        [f"{AGES}, row 40, column age_group"],
        ["“all”", "20-24"],
    ),
    "a source of nobody": (
        lambda s: s.cell(BODIES, 10, "source_id", "nobody"),
        [f"{BODIES}, row 10, column source_id"],
        ["“nobody”", "sources.csv"],
    ),
    "a place that nobody named": (
        lambda s: s.row(PLACES, 4),
        [f"{FIGURES}, row {row}, column place_code" for row in (10, 11, 12, 13)],
        ["“TR”", "reference_places.csv", "add the missing row"],
    ),
    # rows
    "the same grade twice": (
        lambda s: s.twice(STAFF, 16),
        [f"{STAFF}, row 17"],
        ["grade", "Müdür", "stands twice, first in row 16"],
    ),
    "the same body twice": (lambda s: s.twice(BODIES, 3), [f"{BODIES}, row 4"], ["Encümen", "first in row 3"]),
    "the same place twice": (lambda s: s.twice(PLACES, 3), [f"{PLACES}, row 4"], ["35", "first in row 3"]),
    "the same figure of a place twice": (lambda s: s.twice(FIGURES, 6), [f"{FIGURES}, row 7"], ["20-24", "row 6"]),
    "no men of a grade": (lambda s: s.row(STAFF, 16), [f"{STAFF}, row 15"], ["Müdür", "male is missing", "not zero"]),
    "no women of a body": (lambda s: s.row(BODIES, 2), [f"{BODIES}, row 2"], ["Encümen", "female is missing"]),
    "no men of a place": (lambda s: s.row(FIGURES, 11), [f"{FIGURES}, row 10"], ["TR", "male is missing"]),
    "no men among all of a place": (lambda s: s.row(FIGURES, 5), [f"{FIGURES}, row 4"], ["all", "male is missing"]),
    "no men of an age group": (lambda s: s.row(FIGURES, 7), [f"{FIGURES}, row 6"], ["20-24", "male is missing"]),
    "no mayor but one": (lambda s: s.row(POSTS, 17), [f"{POSTS}, row 17"], ["mayor", "female is missing"]),
    "wrong total of a part": (lambda s: s.cell(STAFF, 12, "n", "81"), [f"{STAFF}, row 10"], ["80", "81"]),
    "wrong total of a body": (lambda s: s.cell(BODIES, 8, "n", "6"), [f"{BODIES}, row 6"], ["5", "total is 6"]),
    # the employment types are a closed list
    "an employment type in words": (
        lambda s: [s.cell(STAFF, row, "category", "memur") for row in (2, 3)],
        [f"{STAFF}, row 2, column category", f"{STAFF}, row 3, column category"],
        ["“memur”", "civil_servant, contract, permanent_worker, temporary_worker, company_worker"],
    ),
    # the parts are the whole
    "a part of the staff is missing": (
        lambda s: s.row(STAFF, 17) or s.row(STAFF, 17),
        [f"{STAFF}, year 2022, grade, female", f"{STAFF}, year 2022, grade, male"],
        ["add up to 6", "the staff is 48", "(representation.csv)", "make up the whole staff"],
    ),
    "a man too many in a part": (
        lambda s: s.cell(STAFF, 18, "n", "113"),
        [f"{STAFF}, year 2022, grade, male"],
        ["add up to 125", "the staff is 124", "against their source"],
    ),
    "another whole in the posts": (
        lambda s: s.cell(POSTS, 8, "n", "47") or s.cell(POSTS, 10, "n", "171"),
        [f"{STAFF}, year 2022, employment_type, female", f"{STAFF}, year 2022, grade, female"],
        ["add up to 48", "the staff is 47"],
    ),
    "two breakdowns that differ where no whole is known": (
        lambda s: s.cell(STAFF, 5, "n", "3"),
        [f"{STAFF}, year 2019, employment_type, male"],
        ["add up to 23", "the staff is 22", "(staff.csv, department)"],
    ),
    # places
    "the district among the places": (
        lambda s: s.cell(PLACES, 2, "place_code", "2013") or s.text(FIGURES, lambda text: text.replace("1105", "2013")),
        [f"{PLACES}, row 2, column place_code"],
        ["“2013”", "the district itself", "population.csv", "Delete the place"],
    ),
    "an age of a place above its people": (
        lambda s: s.cell(FIGURES, 7, "n", "128"),
        [f"{FIGURES}, year 2022, 1105, male"],
        ["add up to 131", "the population is 130"],
    ),
    "ages of a place without its people": (
        lambda s: s.row(FIGURES, 4) or s.row(FIGURES, 4),
        [f"{FIGURES}, year 2022, 1105, female", f"{FIGURES}, year 2022, 1105, male"],
        ["add up to 15", "the population is missing"],
    ),
    "figures of places without the places": (
        lambda s: s.remove(PLACES),
        [f"{FIGURES}, row 2, column place_code"],
        ["“1105”", "reference_places.csv"],
    ),
    "figures of places and an empty table of places": (
        lambda s: [s.row(PLACES, 2) for _place in range(3)],
        [f"{FIGURES}, row 2, column place_code"],
        ["“1105”", "reference_places.csv"],
    ),
    "an open group above the people of the district": (
        lambda s: s.cell(AGES, 40, "n", "32000"),
        [f"{AGES}, year 2022, female"],
        ["the population is 32270"],
    ),
}


# Mistakes that do not move the rows of one another and lie in groups apart
TOGETHER = [
    "an employment type in words",
    "a man too many in a part",
    "two breakdowns that differ where no whole is known",
    "unknown kind of body",
    "a source of nobody",
    "an age of a place above its people",
    "an open group above the people of the district",
    "wrong total of a body",
]


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_mistake_is_told_where_it_is_in_words_and_nowhere_else(parts, mistake):
    language.use("en")
    plant, places, words = PLANTED[mistake]
    plant(parts)
    found = problems(parts.folder)
    assert [problem.where for problem in found] == places
    said = [told(problem) for problem in found]
    assert [word for word in words if word not in said[0]] == []


def test_all_mistakes_of_all_tables_are_told_in_one_run_and_none_twice(parts):
    language.use("en")
    for mistake in TOGETHER:
        PLANTED[mistake][0](parts)
    expected = [place for mistake in TOGETHER for place in PLANTED[mistake][1]]
    assert sorted(problem.where for problem in problems(parts.folder)) == sorted(expected)


def test_a_refused_row_of_the_staff_is_not_told_as_a_wrong_sum_as_well_and_hides_no_other_year(parts):
    parts.cell(STAFF, 10, "n", "yirmi")
    assert [p.where for p in problems(parts.folder)] == [f"{STAFF}, satır 10, sütun n"]
    parts.cell(STAFF, 5, "n", "3")
    assert sorted(p.where for p in problems(parts.folder)) == [
        f"{STAFF}, satır 10, sütun n",
        f"{STAFF}, yıl 2019, employment_type, male",
    ]


def test_a_refused_row_without_a_year_may_belong_to_any(parts):
    parts.cell(STAFF, 10, "year", "dün")
    parts.cell(STAFF, 5, "n", "3")
    assert [p.where for p in problems(parts.folder)] == [f"{STAFF}, satır 10, sütun year"]


def test_a_refused_row_of_the_posts_is_not_told_as_a_wrong_sum_of_the_parts_as_well(parts):
    parts.cell(POSTS, 8, "n", "kırk sekiz")
    assert [p.where for p in problems(parts.folder)] == [f"{POSTS}, satır 8, sütun n"]


def test_a_refused_figure_of_a_place_is_not_told_as_a_wrong_sum_as_well(parts):
    for row in (4, 5):
        parts.cell(FIGURES, row, "n", "yüz yirmi")
    assert [p.where for p in problems(parts.folder)] == [f"{FIGURES}, satır {row}, sütun n" for row in (4, 5)]


def test_a_refused_place_is_not_told_at_its_figures_as_well(parts):
    for row in (2, 3, 4):
        parts.cell(PLACES, row, "level", "yer")
    assert [p.where for p in problems(parts.folder)] == [f"{PLACES}, satır {row}, sütun level" for row in (2, 3, 4)]


def test_a_row_that_stands_twice_hides_no_mistake_of_another_breakdown(parts):
    parts.cell(STAFF, 14, "n", "65")
    parts.twice(STAFF, 16)
    assert [p.where for p in problems(parts.folder)] == [
        f"{STAFF}, satır 17",
        f"{STAFF}, yıl 2022, employment_type, male",
    ]


def test_the_ages_of_one_sex_do_not_stand_for_the_other(parts):
    parts.cell(FIGURES, 5, "n", "23")  # twenty and three men, no more: the groups may be everybody
    assert counted(facts(parts.folder).reference)[-1] == (2022, "TR", "male", 990)
    parts.cell(FIGURES, 5, "n", "22")
    assert [p.where for p in problems(parts.folder)] == [f"{FIGURES}, yıl 2022, 1105, male"]


def test_the_same_name_may_stand_in_several_breakdowns_and_kinds_of_body(parts):
    for row in (6, 7):
        parts.cell(STAFF, row, "category", "civil_servant")  # of the departments
    for row in (4, 5):
        parts.cell(BODIES, row, "body", "Encümen")  # of the commissions
    seen = facts(parts.folder, 2022)  # the record of 2022 replaces that of the committee alone
    named_so = seen.staff[seen.staff["part"] == "civil_servant"]
    assert set(named_so["kind"]) == {"department", "employment_type"}
    bodies = set(seen.bodies[["kind", "part"]].itertuples(index=False, name=None))
    assert bodies == {("executive_committee", "Encümen"), ("council_commission", "Encümen")}


def test_a_turkish_problem_names_no_english_word(parts):
    for mistake in TOGETHER:
        PLANTED[mistake][0](parts)
    english = re.compile(r"\b(Expected|The|Check|Correct|add up|row|column|staff is)\b")
    assert [p for p in problems(parts.folder) if english.search(f"{p.what} {p.expected} {p.action}")] == []


# --- what passes -------------------------------------------------------------


def test_clean_tables_pass_whole(parts):
    contents = validate_tables(parts.folder)
    assert {name: len(contents[name].rows) for name in PARTS} == {name: rows_of(name) for name in PARTS}
    assert [name for name, content in contents.items() if content.refused] == []


@pytest.mark.parametrize("name", ["staff", "bodies", "reference_population"])
def test_each_of_them_may_be_absent_or_hold_no_row(parts, name):
    parts.text(f"{name}.csv", lambda text: text.split("\n", 1)[0] + "\n")
    assert facts(parts.folder).frames[name].empty
    parts.remove(f"{name}.csv")
    seen = facts(parts.folder)
    assert seen.frames[name].empty and seen.sources_of(name) == []
    others = {other for other in PARTS if not seen.frames[other].empty}
    assert others == set(PARTS) - {name}


def test_without_any_of_them_there_is_nothing_to_be_seen(spoil):
    seen = facts(spoil.folder)
    for frame in (seen.staff, seen.bodies, seen.reference, seen.reference_by_age):
        assert counted(frame) == []
    assert [seen.sources_of(name) for name in PARTS] == [[]] * len(PARTS)


def test_places_may_be_named_before_their_figures_are_known(parts):
    parts.remove(FIGURES)
    assert counted(facts(parts.folder).reference) == []


@pytest.mark.parametrize("name", PARTS)
def test_they_are_read_with_semicolons_a_byte_order_mark_and_columns_in_another_order(parts, name):
    before = facts(parts.folder, 2025).frames[name]
    with (parts.folder / f"{name}.csv").open(encoding="utf-8", newline="") as text:
        records = [record[::-1] for record in csv.reader(text)]
    written = "\r\n".join(";".join(record) for record in records)
    parts.bytes(f"{name}.csv", b"\xef\xbb\xbf" + written.encode())
    assert facts(parts.folder, 2025).frames[name].equals(before)


# --- what an edition sees ----------------------------------------------------


def test_of_the_staff_each_breakdown_is_seen_as_of_its_newest_year(parts):
    departments = both(2019, "department", "Park", 6, 12) + both(2019, "department", "Zabıta/Trafik", 5, 10)
    types = both(2022, "employment_type", "civil_servant", 20, 60) + both(
        2022, "employment_type", "company_worker", 28, 64
    )
    grades = both(2022, "grade", "Memur", 42, 112) + both(2022, "grade", "Müdür", 6, 12)
    assert counted(facts(parts.folder).staff) == sorted(departments + types + grades)
    assert counted(facts(parts.folder, 2025).staff) == sorted(departments + types + both(2025, "grade", "Müdür", 7, 13))


def test_an_edition_knows_no_staff_after_its_year(parts):
    old = both(2019, "employment_type", "civil_servant", 10, 20) + both(2019, "employment_type", "contract", 1, 2)
    departments = both(2019, "department", "Park", 6, 12) + both(2019, "department", "Zabıta/Trafik", 5, 10)
    assert counted(facts(parts.folder, 2021).staff) == sorted(old + departments)
    assert counted(facts(parts.folder, 2018).staff) == []


def test_of_the_bodies_each_is_seen_as_of_its_newest_year(parts):
    encumen, plan = ("executive_committee", "Encümen"), ("council_commission", "Plan")
    expected = {
        2018: [],
        2021: both(2019, *encumen, 1, 4) + both(2019, *plan, 0, 5),
        2022: both(2022, *encumen, 2, 3) + both(2019, *plan, 0, 5),
        2024: both(2022, *encumen, 2, 3) + both(2024, *plan, 3, 2),
    }
    assert {year: counted(facts(parts.folder, year).bodies) for year in expected} == {
        year: sorted(rows) for year, rows in expected.items()
    }


def test_the_bodies_of_a_kind_are_those_of_its_newest_year(parts):
    for row in (9, 10):
        parts.cell(BODIES, row, "body", "Bütçe")
    assert {row[:3] for row in counted(facts(parts.folder, 2024).bodies)} == {
        (2022, "executive_committee", "Encümen"),
        (2024, "council_commission", "Bütçe"),
    }, "a new council replaces all commissions of the one before"


def test_of_the_posts_the_newest_record_of_each_stands_and_every_one_can_be_seen(parts):
    council_then, council_now = (
        both(year, "office", "council_member", *n) for year, n in ((2019, (9, 16)), (2024, (11, 14)))
    )
    mayor_then, mayor_now = (both(year, "office", "mayor", *n) for year, n in ((2019, (0, 1)), (2024, (1, 0))))
    elected = ["council_member", "mayor"]

    def seen(year, which):
        frame = getattr(facts(parts.folder, year), which)
        return counted(frame[frame["part"].isin(elected)])

    assert seen(2022, "representation") == seen(2022, "representation_by_year") == council_then + mayor_then
    assert seen(2025, "representation") == council_now + mayor_now
    assert seen(2025, "representation_by_year") == council_then + mayor_then + council_now + mayor_now
    assert counted(facts(parts.folder, 2018).representation_by_year) == []


def test_posts_without_a_newer_record_keep_theirs(parts):
    seen = {row[:3] for row in counted(facts(parts.folder, 2025).representation)}
    assert {(2019, "office", "muhtar"), (2022, "office", "staff"), (2022, "office", "department_head")} <= seen


def test_places_are_seen_with_every_year_up_to_that_of_the_edition(parts):
    neighbour = both(2021, "1105", 100, 110) + both(2022, "1105", 120, 130)
    country = both(2022, "TR", 1000, 990)
    assert counted(facts(parts.folder, 2020).reference) == []
    assert counted(facts(parts.folder, 2022).reference) == sorted(neighbour + country)
    assert counted(facts(parts.folder, 2023).reference) == sorted(neighbour + country)
    assert counted(facts(parts.folder, 2025).reference) == sorted(neighbour + country + both(2024, "TR", 1010, 1000))


def test_the_ages_of_places_are_seen_apart_from_all_their_people(parts):
    ages = both(2022, "1105", "20-24", 10, 20) + both(2022, "1105", "90+", 5, 3)
    assert counted(facts(parts.folder).reference_by_age) == sorted(ages)
    assert counted(facts(parts.folder, 2021).reference_by_age) == []


def test_an_open_age_group_of_the_district_is_counted_like_any_other(parts):
    ages = facts(parts.folder).population_by_age
    assert counted(ages[ages["ages"] == "90+"]) == both(2022, "90+", 301, 152)
    assert set(facts(parts.folder, 2021).population_by_age["ages"]) == {"20-24"}


def test_mahalles_are_those_of_the_newest_year_or_of_every_year(parts):
    def a_year_before(text: str) -> str:
        return text + "".join(f"2021{line[4:]}\n" for line in text.splitlines()[1:])

    parts.text("mahalle_population.csv", a_year_before)
    for row, n in (("female", "32270"), ("male", "30653"), ("total", "62923")):
        parts.text("population.csv", lambda text, row=row, n=n: re.sub(rf"2021,{row},\d+", f"2021,{row},{n}", text))
    then, now = facts(parts.folder, 2021), facts(parts.folder, 2025)
    assert set(then.mahalles["year"]) == set(then.mahalles_by_year["year"]) == {2021}
    assert (set(now.mahalles["year"]), set(now.mahalles_by_year["year"])) == ({2022}, {2021, 2022})
    assert (len(now.mahalles), len(now.mahalles_by_year)) == (22, 44)
    assert facts(parts.folder, 2020).mahalles_by_year.empty


# --- what is cited -----------------------------------------------------------


def test_only_the_source_of_the_newest_record_is_cited_unless_every_record_is_shown(parts):
    seen = facts(parts.folder, 2025)
    # not plan_council: its employment types of 2019 were replaced; plan_muhtars: its departments were not
    assert named(seen.sources_of("staff")) == ["plan_muhtars", "plan_staff", "plan_workshop"]
    assert named(seen.sources_of("staff", every_record=True)) == [
        *("plan_council", "plan_muhtars", "plan_staff", "plan_managers", "plan_workshop")
    ]
    assert named(seen.sources_of("bodies")) == ["plan_managers", "plan_workshop"]
    assert named(seen.sources_of("bodies", every_record=True)) == ["plan_council", "plan_managers", "plan_workshop"]


def test_no_source_is_cited_before_the_year_of_its_record(parts):
    then = facts(parts.folder, 2021)
    assert named(then.sources_of("staff")) == ["plan_council", "plan_muhtars"]
    assert named(then.sources_of("bodies", every_record=True)) == ["plan_council"]


def test_the_sources_of_one_breakdown_or_office_are_its_own(parts):
    seen = facts(parts.folder, 2025)
    assert named(seen.sources_of("staff", dimension="grade")) == ["plan_workshop"]
    assert named(seen.sources_of("staff", every_record=True, dimension="grade")) == ["plan_managers", "plan_workshop"]
    assert named(seen.sources_of("staff", dimension=["grade", "department"])) == ["plan_muhtars", "plan_workshop"]
    assert named(seen.sources_of("representation", office="mayor")) == ["plan_workshop"]
    assert named(seen.sources_of("representation", every_record=True, office="mayor")) == [
        *("plan_council", "plan_workshop")
    ]
    assert named(facts(parts.folder).sources_of("representation", office="mayor")) == ["plan_council"]


def test_the_day_of_an_office_is_that_of_its_newest_record(parts):
    council = {row["source_id"]: row["reference_on"] for row in sources(parts.folder)}
    dates = {year: facts(parts.folder, year).office_dates["mayor"] for year in (2022, 2025)}
    assert {year: day.isoformat() if day else "" for year, day in dates.items()} == {
        2022: council["plan_council"],
        2025: council["plan_workshop"],
    }
    assert council["plan_council"] != council["plan_workshop"]


def test_a_yearly_series_of_the_places_is_cited_as_of_the_year_of_the_edition(parts):
    cited = facts(parts.folder).sources_of("reference_population")
    assert [(s.source_id, s.reference_on.isoformat()) for s in cited] == [
        ("tuik_adnks_sex", "2022-12-31"),
        ("tuik_adnks_age", "2022-12-31"),
    ]
    assert named(facts(parts.folder).sources_of("reference_places")) == ["tuik_adnks_sex"]


def sources(folder: Path) -> list[dict[str, str]]:
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.mark.parametrize(("women", "men"), [(4, 7), (0, 0), (1, 1)])
def test_there_is_one_mayor(spoil, women, men):
    rows = "".join(f"2019,mayor,{sex},{n},printed,plan_council\n" for sex, n in (("female", women), ("male", men)))
    spoil.text(POSTS, lambda text: text + rows)
    (problem,) = problems(spoil.folder)
    assert problem.where.startswith("representation.csv") and "2019" in problem.where
    told(problem)

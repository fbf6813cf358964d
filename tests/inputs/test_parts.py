"""Staff, bodies and places of comparison: what is refused, in which words, and what an edition takes from them."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from yeep_analysis import language
from yeep_analysis.edition import Edition
from yeep_analysis.errors import DataError, Problem
from yeep_analysis.inputs.load import COUNTS, Facts, load
from yeep_analysis.inputs.validate import validate_tables

EXAMPLE = Path(__file__).parents[2] / "examples" / "ornek"
STAFF, BODIES, POSTS = "staff.csv", "bodies.csv", "representation.csv"
PLACES, FIGURES = "reference_places.csv", "reference_population.csv"
LEFT_OUT = shutil.ignore_patterns("plan", "results", "editions", "*.geojson")
NEW = ("staff", "bodies", "reference_places", "reference_population")

Cells = dict[str, str]  # some cells of one row, by column


class Tables:
    """The facts of the fictional municipality, to be changed; rows are found by what stands in them."""

    def __init__(self, folder: Path):
        self.folder = folder

    def write(self, file: str, cells: Cells, **changes: str) -> int:
        """Change the one row with these cells; the answer is its number, as Excel counts it."""
        records = self._records(file)
        number = self._find(records, cells)
        for column, text in changes.items():
            records[number - 1][records[0].index(column)] = text
        self._save(file, records)
        return number

    def delete(self, file: str, cells: Cells) -> None:
        """Take out the one row with these cells."""
        records = self._records(file)
        del records[self._find(records, cells) - 1]
        self._save(file, records)

    def add(self, file: str, *rows: str) -> int:
        """Write rows below the last one; the answer is the number of the first of them."""
        records = self._records(file)
        self._save(file, records + [row.split(",") for row in rows])
        return len(records) + 1

    def keep(self, file: str, *years: str) -> None:
        """Take out the rows of all other years."""
        header, *records = self._records(file)
        self._save(file, [header, *(one for one in records if one[header.index("year")] in years)])

    @staticmethod
    def _find(records: list[list[str]], cells: Cells) -> int:
        found = [
            number
            for number, record in enumerate(records, 1)
            if all(record[records[0].index(column)] == text for column, text in cells.items())
        ]
        assert len(found) == 1, (cells, found)
        return found[0]

    def _records(self, file: str) -> list[list[str]]:
        with (self.folder / file).open(encoding="utf-8", newline="") as text:
            return list(csv.reader(text))

    def _save(self, file: str, records: list[list[str]]) -> None:
        with (self.folder / file).open("w", encoding="utf-8", newline="") as text:
            csv.writer(text, lineterminator="\n").writerows(records)


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    made = Tables(Path(shutil.copytree(EXAMPLE, tmp_path / "ornek", ignore=LEFT_OUT)))
    made.keep(FIGURES, "2007", "2025")  # the less there is to read, the faster
    return made


@pytest.fixture(scope="module")
def facts() -> dict[int, Facts]:
    return {year: load(Edition(year, "tr", EXAMPLE)) for year in (2018, 2022, 2025)}


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(DataError) as refused:
        validate_tables(folder)
    return list(refused.value.problems)


def told(problem: Problem) -> str:
    sentences = (problem.what, problem.expected, problem.action)
    assert all(re.fullmatch(r"\S.*[.)]", text, re.DOTALL) and "{" not in text for text in sentences), problem
    return " ".join(sentences)


def staff(category: str, sex: str = "female", *, year: str = "2025") -> Cells:
    return {"year": year, "category": category, "sex": sex}


def place(code: str, age: str = "all", sex: str = "female", *, year: str = "2025") -> Cells:
    return {"year": year, "place_code": code, "age_group": age, "sex": sex}


# --- what is refused -------------------------------------------------------------------------------------------------

# what is planted, which says its row or sex -> where it must be found, and the words that must say it in both languages
PLANTED = {
    "an employment type that is not on the list": (
        lambda t: [t.write(STAFF, staff("contract", sex), category="Sözleşmeli") for sex in ("female", "male")],
        "staff.csv, row {}, column category",
        ["“Sözleşmeli”", "civil_servant, contract, permanent_worker, temporary_worker, company_worker", "Correct"],
        ["“Sözleşmeli”", "civil_servant, contract", "düzeltin"],
    ),
    "a breakdown that is not on the list": (
        lambda t: t.write(STAFF, staff("contract"), dimension="kadro"),
        "staff.csv, row {}, column dimension",
        ["“kadro”", "employment_type, grade, department"],
        ["“kadro”", "employment_type, grade, department"],
    ),
    "a part without a name": (
        lambda t: t.write(STAFF, staff("Müdür"), category=" "),
        "staff.csv, row {}, column category",
        ["empty", "Fill in"],
        ["boş"],
    ),
    "parts that are less than the staff": (
        lambda t: t.write(STAFF, staff("company_worker"), n="35") and "female",
        "staff.csv, year 2025, employment_type, {}",
        ["73", "74", "representation.csv", "add a part that is missing"],
        ["73", "74", "representation.csv", "personel"],
    ),
    "parts that are more than the staff": (
        lambda t: t.write(STAFF, staff("İşçi", "male", year="2022"), n="94") and "male",
        "staff.csv, year 2022, grade, {}",
        ["140", "139", "whole staff of the year"],
        ["140", "139", "bütün personel"],
    ),
    "a kind of body that is not on the list": (
        lambda t: t.write(BODIES, {"year": "2024", "kind": "executive_committee", "sex": "male"}, kind="meclis"),
        "bodies.csv, row {}, column kind",
        ["“meclis”", "executive_committee, council_commission, company_board, citizens_assembly"],
        ["“meclis”", "executive_committee"],
    ),
    "a body without a sex": (
        lambda t: t.delete(BODIES, {"year": "2025", "kind": "citizens_assembly_board", "sex": "male"}) or "20",
        "bodies.csv, row {}",
        ["Örnekdere Kent Konseyi Yürütme Kurulu", "male is missing", "missing is not zero"],
        ["Örnekdere Kent Konseyi Yürütme Kurulu", "male"],
    ),
    "a total of a body that is wrong": (
        lambda t: (
            t.add(BODIES, "2024,executive_committee,Belediye Encümeni,total,6,printed,ornek_bodies_2024") and "10"
        ),
        "bodies.csv, row {}",
        ["Belediye Encümeni", "female 2 + male 3 = 5", "6"],
        ["Belediye Encümeni", "5", "6"],
    ),
    "a mayor without a sex": (
        lambda t: t.delete(POSTS, {"year": "2024", "office": "mayor", "sex": "male"}) or "14",
        "representation.csv, row {}",
        ["office = mayor", "male is missing"],
        ["office = mayor", "male"],
    ),
    "a place with a code that is none": (
        lambda t: t.add(PLACES, "TR31,Hiçyer,district,ornek_reference"),
        "reference_places.csv, row {}, column place_code",
        ["“TR31”", "TR for the country"],
        ["“TR31”", "TR"],
    ),
    "a place of another level": (
        lambda t: t.write(PLACES, {"name": "Taslakova"}, level="bölge"),
        "reference_places.csv, row {}, column level",
        ["“bölge”", "district, province, country"],
        ["“bölge”", "district, province, country"],
    ),
    "the district among the others": (
        lambda t: t.add(PLACES, "99001,Örnekdere,district,ornek_reference"),
        "reference_places.csv, row {}, column place_code",
        ["“99001”", "the district itself", "population.csv", "Delete"],
        ["“99001”", "ilçenin kendisi", "silin"],
    ),
    "a place that is not named": (
        lambda t: [t.add(FIGURES, f"2025,99009,all,{sex},5,ornek_reference") for sex in ("female", "male")],
        "reference_population.csv, row {}, column place_code",
        ["“99009”", "reference_places.csv"],
        ["“99009”", "reference_places.csv"],
    ),
    "an age group in words": (
        lambda t: t.write(FIGURES, place("99003", "20-24"), age_group="genç"),
        "reference_population.csv, row {}, column age_group",
        ["“genç”", "all", "90+"],
        ["“genç”", "90+"],
    ),
    "more people of an age than people": (
        lambda t: t.write(FIGURES, place("99003", "20-24"), n="9569") and "female",
        "reference_population.csv, year 2025, 99003, {}",
        ["9569", "9568", "no more than the population"],
        ["9569", "9568"],
    ),
    "a place typed twice": (
        lambda t: t.add(FIGURES, "2025,99003,all,male,9293,ornek_reference"),
        "reference_population.csv, row {}",
        ["99003", "stands twice"],
        ["99003"],
    ),
    "a part of the staff typed twice": (
        lambda t: t.add(STAFF, "2025,grade,Müdür,male,8,printed,ornek_staff_parts_2025"),
        "staff.csv, row {}",
        ["category = Müdür", "stands twice"],
        ["category = Müdür"],
    ),
    "a part of the staff without a sex": (
        lambda t: t.delete(STAFF, staff("Müdür", "male")) or "56",
        "staff.csv, row {}",
        ["category = Müdür", "male is missing"],
        ["category = Müdür", "male"],
    ),
    "a source that is not on record": (
        lambda t: t.write(STAFF, staff("Müdür", "male"), source_id="nowhere"),
        "staff.csv, row {}, column source_id",
        ["“nowhere”", "sources.csv"],
        ["“nowhere”", "sources.csv"],
    ),
}
TURKISH = {"row": "satır", "column": "sütun", "year": "yıl"}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_mistake_is_one_problem_with_its_place_in_both_languages(tables, mistake):
    plant, where, english, turkish = PLANTED[mistake]
    planted = plant(tables)
    places = [where.format(one) for one in (planted if isinstance(planted, list) else [planted])]
    for lang, words in (("en", english), ("tr", turkish)):
        language.use(lang)
        found = problems(tables.folder)
        assert [problem.where for problem in found] == (places if lang == "en" else [*map(_turkish, places)])
        assert [word for problem in found for word in words if word not in told(problem)] == []


def _turkish(where: str) -> str:
    return re.sub(r"\b(row|column|year)\b(?= )", lambda found: TURKISH[found[0]], where)


def test_no_turkish_problem_is_left_in_english(tables):
    for mistake in (
        "an employment type that is not on the list",
        "parts that are more than the staff",
        "the district among the others",
        "more people of an age than people",
    ):
        PLANTED[mistake][0](tables)
    spoken = {}
    for lang in ("en", "tr"):
        language.use(lang)
        spoken[lang] = problems(tables.folder)
    assert len(spoken["en"]) == len(spoken["tr"]) == 5
    sentences = {lang: {s for p in found for s in (p.what, p.expected, p.action)} for lang, found in spoken.items()}
    assert sentences["en"].isdisjoint(sentences["tr"])


def test_all_problems_of_all_new_tables_come_at_once(tables):
    language.use("en")
    tables.write(STAFF, staff("contract"), category="Sözleşmeli")
    tables.write(STAFF, staff("contract", "male"), category="Sözleşmeli")
    tables.write(STAFF, staff("Müdür"), n="6")
    tables.write(STAFF, staff("Fen İşleri Müdürlüğü", "male", year="2022"), n="33")
    tables.delete(BODIES, {"year": "2019", "kind": "council_commission", "sex": "male"})
    tables.add(PLACES, "99001,Örnekdere,district,ornek_reference")
    tables.write(FIGURES, place("990", "20-24", "male", year="2007"), n="104140")
    tables.write(FIGURES, place("99005", "20-24", year="2007"), n="7455")
    assert [p.where for p in problems(tables.folder)] == [
        "bodies.csv, row 4",
        "reference_places.csv, row 7, column place_code",
        "reference_population.csv, year 2007, 990, male",
        "reference_population.csv, year 2007, 99005, female",
        "staff.csv, row 48, column category",
        "staff.csv, row 49, column category",
        "staff.csv, year 2022, department, male",
        "staff.csv, year 2025, grade, female",
    ]


def test_a_refused_cell_is_not_told_as_a_wrong_sum_as_well(tables):
    language.use("en")
    row = tables.write(STAFF, staff("Müdür"), n="beş")
    other = tables.write(FIGURES, place("99003"), n="9.568")
    assert [p.where for p in problems(tables.folder)] == [
        f"reference_population.csv, row {other}, column n",
        f"staff.csv, row {row}, column n",
    ]


def test_breakdowns_are_held_against_one_another_where_no_staff_is_given(tables):
    language.use("en")
    (tables.folder / POSTS).unlink()
    (tables.folder / "stated_percentages.csv").unlink()
    validate_tables(tables.folder)
    tables.write(STAFF, staff("Müdür"), n="6")
    (problem,) = problems(tables.folder)
    assert problem.where == "staff.csv, year 2025, grade, female"
    assert "75" in problem.what and "74 (staff.csv, department)" in problem.what


def test_one_breakdown_of_a_year_without_the_staff_needs_nothing_beside_it(tables):
    tables.add(STAFF, *(f"2023,grade,Şef,{sex},4,printed,ornek_staff_parts_2022" for sex in ("female", "male")))
    validate_tables(tables.folder)


def test_grades_and_departments_are_free_words(tables):
    tables.write(STAFF, staff("Müdür"), category="Birim sorumlusu")
    tables.write(STAFF, staff("Müdür", "male"), category="Birim sorumlusu")
    validate_tables(tables.folder)


def test_an_age_group_of_a_place_whose_people_are_not_known_is_refused(tables):
    for lang, word in (("en", "missing"), ("tr", "eksik")):
        language.use(lang)
        if lang == "en":
            for sex in ("female", "male"):
                tables.delete(FIGURES, place("99003", sex=sex))
        found = problems(tables.folder)
        assert [word in problem.what for problem in found] == [True, True]


def test_an_open_age_group_counts_with_the_others(tables):
    language.use("en")
    tables.add(FIGURES, *(f"2025,99003,90+,{sex},60,ornek_reference" for sex in ("female", "male")))
    tables.add("population_by_age.csv", *(f"2025,90+,{sex},60,ornek_population_age" for sex in ("female", "male")))
    validate_tables(tables.folder)
    tables.write(FIGURES, place("99003", "90+"), n="9117")
    (problem,) = problems(tables.folder)
    assert "9569" in problem.what  # 452 aged 20-24 and 9117 from 90 on


def test_the_whole_country_is_a_place(tables):
    tables.add(PLACES, "TR,Kurmaca Ülke,country,ornek_reference")
    tables.add(FIGURES, *(f"2025,TR,all,{sex},1000000,ornek_reference" for sex in ("female", "male")))
    validate_tables(tables.folder)


@pytest.mark.parametrize("how", ["absent", "empty"])
def test_figures_of_places_need_the_table_that_names_them(tables, how):
    language.use("en")
    header = (tables.folder / PLACES).read_text(encoding="utf-8").split("\n")[0]
    (tables.folder / PLACES).unlink()
    if how == "empty":
        (tables.folder / PLACES).write_text(header + "\n", encoding="utf-8")
    (problem,) = problems(tables.folder)
    assert problem.where == "reference_population.csv, row 2, column place_code"
    assert "“99002”" in told(problem) and "reference_places.csv" in told(problem)


# --- what an edition takes from them ---------------------------------------------------------------------------------


def counted(frame, *columns: str) -> dict:
    """Women and men by ``columns``."""
    assert list(frame.columns) == COUNTS
    assert set(frame["sex"]) <= {"female", "male"}
    rows = frame.pivot_table(index=list(columns), columns="sex", values="n", aggfunc="sum")
    return {key: (int(row["female"]), int(row["male"])) for key, row in rows.iterrows()}


def test_clean_tables_pass(tables):
    contents = validate_tables(tables.folder)
    assert [name for name in NEW if not contents[name].rows or contents[name].refused] == []


@pytest.mark.parametrize("name", NEW)
def test_each_table_may_be_absent_and_leaves_empty_counts(tables, name):
    for file in (FIGURES, PLACES) if name.startswith("reference") else (f"{name}.csv",):
        (tables.folder / file).unlink()
    facts = load(Edition(2025, "tr", tables.folder))
    frames = {"staff": [facts.staff], "bodies": [facts.bodies]}.get(name, [facts.reference, facts.reference_by_age])
    assert [(list(frame.columns), len(frame)) for frame in frames] == [(COUNTS, 0)] * len(frames)
    assert facts.sources_of(name) == facts.sources_of(name, every_record=True) == []


def test_nothing_is_known_after_the_year_of_the_edition(facts):
    for year, one in facts.items():
        names = ("representation_by_year", "staff", "bodies", "reference", "reference_by_age", "mahalles_by_year")
        frames = [getattr(one, name) for name in names]
        assert all(frame["year"].max() <= year for frame in frames if len(frame))
    assert facts[2018].staff.empty and facts[2018].bodies.empty and facts[2018].representation_by_year.empty


def test_of_each_post_the_newest_record_counts_and_every_record_is_kept(facts):
    assert counted(facts[2022].representation, "year", "group") == {
        (2019, "council_member"): (4, 11),
        (2019, "muhtar"): (1, 6),
        (2019, "mayor"): (0, 1),
        (2022, "staff"): (61, 139),
        (2022, "department_head"): (3, 9),
        (2022, "deputy_mayor"): (0, 2),
        (2022, "womens_centre_head"): (1, 0),
    }
    newest = counted(facts[2025].representation, "year", "group")
    assert newest == {
        (2024, "council_member"): (6, 9),
        (2024, "muhtar"): (2, 5),
        (2024, "mayor"): (1, 0),
        (2025, "staff"): (74, 141),
        (2025, "department_head"): (5, 8),
        (2025, "deputy_mayor"): (1, 1),
        (2022, "womens_centre_head"): (1, 0),  # no newer record
    }
    every = counted(facts[2025].representation_by_year, "year", "group")
    assert every == counted(facts[2022].representation, "year", "group") | newest


def test_staff_comes_by_breakdown_and_adds_up_to_the_staff_of_its_year(facts):
    for year in (2022, 2025):
        rows = facts[year].staff
        assert set(rows["year"]) == {year}
        whole = counted(facts[year].representation, "group")["staff"]
        parts = counted(rows.assign(group=rows["group"].str.partition("/")[0])[COUNTS], "group")
        assert parts == dict.fromkeys(("employment_type", "grade", "department"), whole)
    assert counted(facts[2025].staff, "group")["employment_type/civil_servant"] == (22, 29)


def test_a_breakdown_without_a_newer_record_keeps_its_old_one(tables):
    for category in ("civil_servant", "contract", "permanent_worker", "temporary_worker", "company_worker"):
        for sex in ("female", "male"):
            tables.delete(STAFF, staff(category, sex))
    facts = load(Edition(2025, "tr", tables.folder))
    years = facts.staff.assign(dimension=facts.staff["group"].str.partition("/")[0]).groupby("dimension")["year"]
    assert years.agg(set).to_dict() == {"department": {2025}, "employment_type": {2022}, "grade": {2025}}
    assert len(facts.sources_of("staff")) == 2


def test_a_department_of_an_older_record_does_not_stay_beside_the_newer_one(tables):
    name = "İklim Değişikliği ve Sıfır Atık Müdürlüğü"
    for sex in ("female", "male"):
        tables.write(STAFF, staff("Özel Kalem Müdürlüğü", sex), category="Başka Müdürlük")
    groups = set(load(Edition(2025, "tr", tables.folder)).staff["group"])
    assert f"department/{name}" in groups and "department/Başka Müdürlük" in groups
    assert "department/Özel Kalem Müdürlüğü" not in groups  # there in 2022


def test_of_each_body_the_newest_record_counts(facts):
    assert counted(facts[2022].bodies, "year", "group") == {
        (2019, "executive_committee/Belediye Encümeni"): (1, 4),
        (2019, "council_commission/Plan ve Bütçe Komisyonu"): (0, 5),
        (2022, "company_board/Örnekdere Kurmaca Hizmetler A.Ş. Yönetim Kurulu"): (0, 5),
        (2022, "citizens_assembly/Örnekdere Kent Konseyi Genel Kurulu"): (34, 58),
    }
    assert counted(facts[2025].bodies, "year", "group") == {
        (2024, "executive_committee/Belediye Encümeni"): (2, 3),
        (2024, "council_commission/Plan ve Bütçe Komisyonu"): (1, 4),
        (2024, "council_commission/Kadın Erkek Eşitliği Komisyonu"): (4, 1),
        (2025, "company_board/Örnekdere Kurmaca Hizmetler A.Ş. Yönetim Kurulu"): (1, 4),
        (2025, "citizens_assembly/Örnekdere Kent Konseyi Genel Kurulu"): (47, 49),
        (2025, "citizens_assembly_board/Örnekdere Kent Konseyi Yürütme Kurulu"): (4, 5),
    }


def test_places_of_comparison_come_for_all_years_and_ages_apart(facts):
    everyone, ages = (
        counted(frame, "year", "group") for frame in (facts[2025].reference, facts[2025].reference_by_age)
    )
    places = {"99002", "99003", "99004", "99005", "990"}
    assert set(everyone) == {(year, code) for year in range(2007, 2026) for code in places}
    assert set(ages) == {(year, f"{code}/20-24") for year in range(2007, 2026) for code in places}
    assert {year for year, _code in counted(facts[2018].reference, "year", "group")} == set(range(2007, 2019))
    assert everyone[2025, "99003"] == (9568, 9293)
    assert ages[2025, "99003/20-24"] == (452, 474)


def test_the_province_of_the_example_is_the_sum_of_its_districts(facts):
    one = facts[2025]
    pairs = [
        (one.reference, one.population, "{}", "all"),
        (one.reference_by_age, one.population_by_age, "{}/20-24", "20-24"),
    ]
    for others, own, name, group in pairs:
        known = counted(others, "year", "group")
        for (year, age), (women, men) in counted(own, "year", "group").items():
            assert age == group
            rest = [known[year, name.format(code)] for code in ("99002", "99003", "99004", "99005")]
            assert known[year, name.format("990")] == (women + sum(f for f, _ in rest), men + sum(m for _, m in rest))


def test_mahalles_come_for_every_year_and_for_the_newest(facts):
    assert set(facts[2025].mahalles_by_year["year"]) == {2022, 2025}
    assert set(facts[2025].mahalles["year"]) == {2025}
    assert set(facts[2022].mahalles_by_year["year"]) == {2022}
    assert facts[2018].mahalles_by_year.empty
    district = counted(facts[2025].population, "year")
    assert counted(facts[2025].mahalles_by_year, "year") == {year: district[year] for year in (2022, 2025)}


def cited(facts: Facts, table: str, **options) -> set[str]:
    return {source.source_id for source in facts.sources_of(table, **options)}


@pytest.mark.parametrize(
    ("table", "where", "newest", "every"),
    [
        ("representation", {"office": "council_member"}, {"ornek_council_2024"}, {"ornek_council_2019"}),
        ("representation", {"office": ["mayor", "staff"]}, {"ornek_council_2024", "ornek_staff_2025"}, None),
        ("representation", {"office": "womens_centre_head"}, {"ornek_staff_2022"}, set()),
        ("staff", {}, {"ornek_staff_parts_2025"}, {"ornek_staff_parts_2022"}),
        ("staff", {"dimension": "grade"}, {"ornek_staff_parts_2025"}, {"ornek_staff_parts_2022"}),
        ("bodies", {}, {"ornek_bodies_2024", "ornek_bodies_2025"}, {"ornek_bodies_2019", "ornek_bodies_2022"}),
        ("electorate", {}, {"ornek_electorate_2024"}, {"ornek_electorate_2019"}),
        ("reference_population", {}, {"ornek_reference"}, set()),
    ],
)
def test_only_the_newest_record_is_cited_unless_every_record_is_shown(facts, table, where, newest, every):
    assert cited(facts[2025], table, **where) == newest
    if every is not None:
        assert cited(facts[2025], table, every_record=True, **where) == newest | every


def test_a_record_after_the_edition_is_never_cited(facts):
    assert cited(facts[2022], "representation", every_record=True) == {"ornek_council_2019", "ornek_staff_2022"}
    assert cited(facts[2022], "staff", every_record=True) == {"ornek_staff_parts_2022"}
    assert cited(facts[2022], "bodies", every_record=True) == {"ornek_bodies_2019", "ornek_bodies_2022"}
    assert facts[2022].sources_of("reference_population")[0].reference_on.isoformat() == "2022-12-31"


def test_the_places_of_comparison_are_cited_without_a_year(facts):
    assert cited(facts[2018], "reference_places") == {"ornek_reference"}

"""What the data folder may not contain: every planted mistake is found, named by its place, and said in words."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yeep_analysis.cli.main import main
from yeep_analysis.edition import Edition
from yeep_analysis.municipality.cells import LARGEST_COUNT
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.load import load
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError, FolderError, Problem, UsageError

POPULATION, AGES, MAHALLES = "population.csv", "population_by_age.csv", "mahalles.csv"
COUNTS, POSTS, EVENTS = "mahalle_population.csv", "representation.csv", "events.csv"
# Rows, as Excel counts them: population 27 = men of 2015; representation 6 = men among muhtars;
# mahalle_population 3 = men of mahalle 41309.
EXAMPLE = Path(__file__).parents[2] / "examples" / "ornek"
LETTERS = "çğıöşüÇĞİÖŞÜâîû"
QUOTES = "’“”…–"


def problems(folder: Path) -> tuple[Problem, ...]:
    """Every problem of a folder that loading refuses with exit code 3."""
    with pytest.raises(DataError) as refused:
        load(Edition(2022, language.active(), folder))
    assert refused.value.exit_code == 3
    return refused.value.problems


def misread(text: str, encoding: str) -> str:
    """UTF-8 text as a program shows it that takes it for ``encoding``; bytes unknown there stay as they are."""
    return "".join(bytes([b]).decode(encoding, "ignore") or chr(b) for b in text.encode())


def renamed(old: str, new: str) -> Callable[[str], str]:
    """The same file with another header."""
    return lambda text: text.replace(old, new, 1)


# What stands in a cell where a count belongs -> the words that must say what is wrong with it
NO_COUNTS = {
    "": ["empty", "not zero"],
    "-5": ["“-5”", "negative"],
    "-1,5": ["“-1,5”", "negative"],
    "32.5": ["“32.5”", "fraction"],
    "32,5": ["“32,5”", "fraction"],
    "62.923": ["“62.923”", "two ways", "without a separator"],
    "62,923": ["“62,923”", "two ways"],
    "1.234.567": ["“1.234.567”", "two ways"],
    "yok": ["“yok”", "not a whole number"],
    "5 kişi": ["“5 kişi”", "not a whole number"],
    "nan": ["“nan”", "not a whole number"],
    "1e3": ["“1e3”", "not a whole number"],
    "032400": ["“032400”", "not a whole number"],
    " 5": ["“ 5”", "not a whole number"],
    "３２４００": ["“３２４００”", "not a whole number"],
    "=A1": ["“=A1”", "not a whole number"],
    "9" * 20: ["9" * 20],
    "9" * 5000: ["999"],
}

# Any other mistake: what is planted, where it must be found, and the words that must say it
PLANTED = {
    # other cells
    "unknown sex": (
        lambda s: s.cell(POPULATION, 27, "sex", "bay"),
        f"{POPULATION}, row 27, column sex",
        ["“bay”", "female, male"],
    ),
    "unknown office": (
        lambda s: s.cell(POSTS, 7, "office", "mukhtar"),
        f"{POSTS}, row 7, column office",
        ["“mukhtar”", "council_member, muhtar"],
    ),
    "unknown source": (
        lambda s: s.cell(POPULATION, 27, "source_id", "nowhere"),
        f"{POPULATION}, row 27, column source_id",
        ["“nowhere”", "sources.csv"],
    ),
    "unknown mahalle": (
        lambda s: s.cell(COUNTS, 3, "mahalle_code", "99999"),
        f"{COUNTS}, row 3, column mahalle_code",
        ["“99999”", "mahalles.csv"],
    ),
    "a day in another form": (
        lambda s: s.cell(EVENTS, 2, "happened_on", "17.05.2021"),
        f"{EVENTS}, row 2, column happened_on",
        ["“17.05.2021”", "2022-12-31"],
    ),
    "a day that never was": (
        lambda s: s.cell(EVENTS, 2, "happened_on", "2021-02-30"),
        f"{EVENTS}, row 2, column happened_on",
        ["“2021-02-30”", "not a date"],
    ),
    "a year of two digits": (
        lambda s: s.cell(AGES, 2, "year", "07"),
        f"{AGES}, row 2, column year",
        ["“07”", "four digits"],
    ),
    "decimal comma": (
        lambda s: s.cell(MAHALLES, 2, "longitude", "27,006"),
        f"{MAHALLES}, row 2, column longitude",
        ["“27,006”", "point"],
    ),
    "off the earth": (
        lambda s: s.cell(MAHALLES, 2, "latitude", "383.591"),
        f"{MAHALLES}, row 2, column latitude",
        ["383.591", "too large"],
    ),
    "neither true nor false": (
        lambda s: s.cell("municipality.csv", 2, "is_fictional", "hayır"),
        "municipality.csv, row 2, column is_fictional",
        ["“hayır”", "true or false"],
    ),
    "nameless mahalle": (lambda s: s.cell(MAHALLES, 2, "name", "  "), f"{MAHALLES}, row 2, column name", ["empty"]),
    "a code that is no code": (
        lambda s: s.cell("municipality.csv", 2, "district_code", "TR31"),
        "municipality.csv, row 2, column district_code",
        ["“TR31”"],
    ),
    # between rows
    "missing sex": (lambda s: s.row(POSTS, 6), f"{POSTS}, row 5", ["muhtar", "male is missing", "not zero"]),
    "both sexes missing": (lambda s: s.row(POSTS, 8) or s.row(POSTS, 8), f"{POSTS}, row 8", ["staff", "female, male"]),
    "the same row twice": (
        lambda s: s.twice(POPULATION, 27),
        f"{POPULATION}, row 28",
        ["2015", "stands twice", "first in row 27"],
    ),
    "wrong sum": (lambda s: s.cell(POPULATION, 27, "n", "32401"), f"{POPULATION}, row 26", ["32401", "64713", "64712"]),
    "wrong sum of posts": (lambda s: s.cell(POSTS, 3, "n", "17"), f"{POSTS}, row 2", ["council_member", "26", "25"]),
    # between tables
    "mahalles are not the district": (
        lambda s: s.cell(COUNTS, 3, "n", "4384") or s.cell(COUNTS, 4, "n", "8751"),
        f"{COUNTS}, year 2022, male",
        ["30652", "30653"],
    ),
    "more people of an age than people": (
        lambda s: s.cell(AGES, 18, "n", "91917"),
        f"{AGES}, year 2015, female",
        ["91917", "32312"],
    ),
    "two municipalities": (
        lambda s: s.row(
            "municipality.csv", 2, *[[code, "A", "B", "C", "D", "2023", "2025", "E", "false"] for code in "12"]
        ),
        "municipality.csv",
        ["2 rows", "exactly one"],
    ),
    # the form of a file
    "missing column": (
        lambda s: s.text(POPULATION, renamed("year,sex,n,", "year,sex,count,")),
        f"{POPULATION}, row 1",
        ["“n”", "missing", "year, sex, n, source_id"],
    ),
    "unknown column": (
        lambda s: s.text(POPULATION, renamed("year,sex,n,", "year,sex,count,")),
        f"{POPULATION}, row 1",
        ["“count”", "unknown"],
    ),
    "the same column twice": (
        lambda s: s.text(POPULATION, renamed("year,sex,n,", "year,sex,sex,")),
        f"{POPULATION}, row 1",
        ["“sex”", "twice"],
    ),
    "too few cells": (lambda s: s.shorten(POPULATION, 27), f"{POPULATION}, row 27", ["3 cells", "has 4 cells"]),
    "too many cells": (
        lambda s: s.text(POPULATION, renamed("2015,male,32400,", "2015,male,32,400,")),
        f"{POPULATION}, row 27",
        ["5 cells", "has 4 cells"],
    ),
    "unclosed quote": (
        lambda s: s.text("commissions.csv", renamed("Sağlık,", '"Sağlık,')),
        "commissions.csv",
        ["cannot be read", "CSV"],
    ),
    "all columns renamed": (
        lambda s: s.text(POPULATION, renamed("year,sex,n,source_id", "yıl,cinsiyet,sayı,kaynak")),
        f"{POPULATION}, row 1",
        ["“year”, “sex”, “n”, “source_id” are missing", "“yıl”, “cinsiyet”, “sayı”, “kaynak” are unknown"],
    ),
    "a line for Excel": (
        lambda s: s.text(POPULATION, lambda text: "sep=;\n" + text.replace(",", ";")),
        f"{POPULATION}, row 1",
        ["“sep=”", "year, sex, n, source_id", "Delete the first row"],
    ),
    "the same line with commas": (
        lambda s: s.text(POPULATION, lambda text: "Sep=,\n" + text),
        f"{POPULATION}, row 1",
        ["“sep=”", "Delete the first row"],
    ),
    "tabs between the cells": (
        lambda s: s.text(POPULATION, lambda text: text.replace(",", "\t")),
        f"{POPULATION}, row 1",
        ["“year”, “sex”, “n”, “source_id” are missing"],
    ),
    "a blank first row": (
        lambda s: s.text(POPULATION, lambda text: "\n" + text),
        f"{POPULATION}, row 1",
        ["“year”, “sex”, “n”, “source_id” are missing"],
    ),
    "no text": (lambda s: s.bytes(MAHALLES, b"PK\x03\x04\x00\x00\xff"), MAHALLES, ["not a text file"]),
    "nothing in it": (lambda s: s.bytes(EVENTS, b""), EVENTS, ["empty"]),
    "a folder in its place": (lambda s: s.folder_instead(EVENTS), EVENTS, ["cannot be read"]),
    "windows-1254": (
        lambda s: s.bytes(MAHALLES, (s.folder / MAHALLES).read_text(encoding="utf-8").encode("cp1254")),
        f"{MAHALLES}, row 2",
        ["UTF-8"],
    ),
    # whole files
    "no sources": (lambda s: s.remove("sources.csv"), "sources.csv", ["missing", "source_id, title"]),
    "no municipality": (lambda s: s.remove("municipality.csv"), "municipality.csv", ["missing"]),
    "no mahalles": (lambda s: s.remove(MAHALLES), MAHALLES, ["missing"]),
    "no population": (lambda s: s.remove(POPULATION), POPULATION, ["missing"]),
}


def told(problem: Problem) -> str:
    """What is wrong and what to do, which must both be there."""
    sentences = (problem.fault, problem.action)
    assert all(re.fullmatch(r"\S.*[.)]", text, re.DOTALL) and "{" not in text for text in sentences), problem
    return " ".join(sentences)


@pytest.mark.parametrize("text", NO_COUNTS, ids=lambda text: text[:20] or "blank")
def test_a_cell_that_is_no_count_is_refused_with_its_place_and_in_words(spoil, text):
    language.use("en")
    spoil.cell(POSTS, 12, "n", text)
    (problem,) = problems(spoil.folder)
    assert problem.where == f"{POSTS}, row 12, column n"
    assert [word for word in NO_COUNTS[text] if word not in told(problem)] == []


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_planted_mistake_is_refused_with_its_place_and_in_words(spoil, mistake):
    language.use("en")
    plant, where, words = PLANTED[mistake]
    plant(spoil)
    said = [(problem.where, told(problem)) for problem in problems(spoil.folder)]
    assert any(place == where and all(word in text for word in words) for place, text in said), said


ONE_PROBLEM = [
    "unknown sex",
    "unknown office",
    "unknown source",
    "a year of two digits",
    "missing sex",
    "the same row twice",
    "wrong sum",
    "mahalles are not the district",
    "too few cells",
    "missing column",
    "the same column twice",
    "all columns renamed",
    "a line for Excel",
    "the same line with commas",
    "tabs between the cells",
    "a blank first row",
    "unclosed quote",
    "windows-1254",
    "no sources",
]


@pytest.mark.parametrize("mistake", ONE_PROBLEM)
def test_one_mistake_is_one_problem(spoil, mistake):
    language.use("en")
    plant, where, _words = PLANTED[mistake]
    plant(spoil)
    assert [problem.where for problem in problems(spoil.folder)] == [where]


def test_a_mahalle_typed_twice_is_not_told_as_a_wrong_sum_as_well(spoil):
    spoil.twice(COUNTS, 3)
    assert [p.where for p in problems(spoil.folder)] == [f"{COUNTS}, satır 4"]


@pytest.mark.parametrize("table", ["municipality", "sources", "mahalles"])
def test_a_required_table_without_rows_is_refused(spoil, table):
    spoil.text(f"{table}.csv", lambda text: text.split("\n", 1)[0] + "\n")
    assert f"{table}.csv" in {p.where for p in problems(spoil.folder)}


@pytest.mark.parametrize("encoding", ["cp1252", "cp1254", "latin-1"])
@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_that_a_wrong_encoding_garbled_is_refused(spoil, letter, encoding):
    spoil.cell(MAHALLES, 7, "name", "Huzur" + misread(letter, encoding))
    assert [p.where for p in problems(spoil.folder)] == [f"{MAHALLES}, satır 7, sütun name"]


@pytest.mark.parametrize("mark", QUOTES)
def test_a_quotation_mark_that_a_wrong_encoding_garbled_is_refused(spoil, mark):
    spoil.cell(MAHALLES, 7, "name", "Huzur" + misread(mark, "cp1254"))
    assert [p.where for p in problems(spoil.folder)] == [f"{MAHALLES}, satır 7, sütun name"]


def test_a_lost_letter_is_refused(spoil):
    spoil.cell(MAHALLES, 7, "name", "Huzur\ufffd")
    assert [p.where for p in problems(spoil.folder)] == [f"{MAHALLES}, satır 7, sütun name"]


def test_true_turkish_letters_are_not_taken_for_garbled_ones(spoil):
    spoil.cell(MAHALLES, 7, "name", LETTERS + QUOTES + "Ä Å Ã ÄÅÃ")
    load(Edition(2022, "tr", spoil.folder))


def test_all_mistakes_of_all_files_are_found_in_one_run_and_none_twice(spoil):
    spoil.cell(POPULATION, 5, "n", "62.923")
    spoil.cell(POPULATION, 9, "n", "")
    spoil.cell(POPULATION, 27, "n", "32401")
    spoil.cell(POPULATION, 51, "source_id", "nowhere")
    spoil.cell(AGES, 4, "n", "-1")
    spoil.twice(AGES, 10)
    spoil.cell(COUNTS, 3, "n", "çok")
    spoil.cell(COUNTS, 9, "source_id", "nobody")
    spoil.cell(POSTS, 10, "n", "171")
    spoil.row(POSTS, 3)
    spoil.cell(MAHALLES, 4, "name", "AtatÃ¼rk")
    spoil.text("electorate.csv", renamed("year,sex", "year,cinsiyet"))
    spoil.bytes(EVENTS, b"\x00")
    spoil.cell("sources.csv", 2, "reference_on", "bilinmiyor")
    found = [p.where for p in problems(spoil.folder)]
    assert sorted(found) == sorted(
        [
            f"{POPULATION}, satır 5, sütun n",
            f"{POPULATION}, satır 9, sütun n",
            f"{POPULATION}, satır 26",
            f"{POPULATION}, satır 51, sütun source_id",
            f"{AGES}, satır 4, sütun n",
            f"{AGES}, satır 11",
            f"{COUNTS}, satır 3, sütun n",
            f"{COUNTS}, satır 9, sütun source_id",
            f"{POSTS}, satır 2",
            f"{POSTS}, satır 7",
            f"{MAHALLES}, satır 4, sütun name",
            "electorate.csv, satır 1",
            EVENTS,
            "sources.csv, satır 2, sütun reference_on",
        ]
    )


def test_the_problems_of_a_file_come_in_the_order_of_its_rows(spoil):
    for row in (12, 3, 51):
        spoil.cell(POPULATION, row, "n", "x")
    assert [p.where for p in problems(spoil.folder)] == [f"{POPULATION}, satır {row}, sütun n" for row in (3, 12, 51)]


@pytest.mark.parametrize(
    ("mistake", "english"),
    [
        ("unknown office", " or "),
        ("a folder in its place", "Is a directory"),
        ("unclosed quote", "unexpected end of data"),
    ],
)
def test_a_turkish_problem_has_no_english_words(spoil, mistake, english):
    PLANTED[mistake][0](spoil)
    assert not [p for p in problems(spoil.folder) if english in f"{p.what} {p.expected} {p.action}"]


def test_an_error_carries_all_its_problems_as_text(spoil):
    PLANTED["wrong sum"][0](spoil)
    with pytest.raises(DataError, match=r"population\.csv, satır 26: .*64713.*64712"):
        validate_tables(spoil.folder)


@pytest.mark.parametrize("folder", ["nowhere", "data/population.csv"])
def test_a_folder_that_is_not_there_is_a_wrong_call(data_folder, folder):
    missing = data_folder.parent / folder
    with pytest.raises(FolderError, match="“data”") as refused:
        load(Edition(2022, "tr", missing))
    assert str(missing) in str(refused.value) and "--data" not in str(refused.value)
    assert "--data" in refused.value.told_in_a_command and str(missing) in refused.value.told_in_a_command
    assert refused.value.exit_code == 2


def test_a_year_without_data_is_a_wrong_call_that_names_the_years_with_data(spoil):
    spoil.without(POPULATION, "year", "2025")
    with pytest.raises(UsageError, match="2007–2024"):
        load(Edition(2025, "tr", spoil.folder))


def test_a_year_missing_in_between_is_not_named_among_the_years_with_data(spoil):
    spoil.without(POPULATION, "year", "2015")
    spoil.without(AGES, "year", "2015")
    with pytest.raises(UsageError, match="2015") as refused:
        load(Edition(2015, "tr", spoil.folder))
    assert "2007–2025" not in str(refused.value)


def test_a_clean_folder_has_no_problem(data_folder):
    assert {name for name, content in validate_tables(data_folder).items() if content.rows and not content.refused} == {
        path.stem for path in data_folder.glob("*.csv")
    }


@pytest.mark.parametrize("file", ["population_by_age", "mahalle_population", "representation", "electorate", "events"])
def test_an_optional_table_may_be_absent(spoil, file):
    spoil.remove(f"{file}.csv")
    assert load(Edition(2022, "tr", spoil.folder)).frames[file].empty


WRITTEN = {
    "with a byte order mark": lambda text: "\ufeff" + text,
    "with Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "with blank last lines": lambda text: text + "\n\n",
    "with empty last rows": lambda text: text + ",,,\n,,,\n",
    "without a last line end": lambda text: text.rstrip("\n"),
    "with semicolons, as Excel in Turkish writes": lambda text: text.replace(",", ";"),
    "with semicolons and empty last rows": lambda text: text.replace(",", ";") + ";;;\n",
    "with every cell in quotation marks": lambda text: re.sub(r"[^,\n]+", r'"\g<0>"', text),
    "with its columns in another order": lambda text: "\n".join(
        ",".join(line.split(",")[::-1]) for line in text.split("\n")
    ),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_the_same_figures_are_read_from_a_file_written_so(spoil, how):
    expected = load(Edition(2022, "tr", spoil.folder)).population
    spoil.text(POPULATION, WRITTEN[how])
    assert load(Edition(2022, "tr", spoil.folder)).population.equals(expected)


SAVED_AS = ["population.xlsx", "Population.XLS", "population.ods", "population.csv.csv", "population.csv.txt"]


@pytest.mark.parametrize("name", SAVED_AS)
def test_a_required_table_that_was_saved_in_another_form_is_noticed(spoil, name):
    language.use("en")
    (spoil.folder / POPULATION).rename(spoil.folder / name)
    (said,) = [told(problem) for problem in problems(spoil.folder) if problem.where == POPULATION]
    assert (
        f"missing; beside it lies {name}." in said
        and f"CSV UTF-8 (Comma delimited)” under the name {POPULATION}" in said
    )


def test_a_folder_with_nothing_but_workbooks_is_no_empty_folder(tmp_path):
    for name in ("municipality", "population", "sources"):
        (tmp_path / f"{name}.xlsx").write_bytes(b"PK")
    with pytest.raises(DataError) as refused:
        validate_tables(tmp_path)
    assert {p.where for p in refused.value.problems if ".xlsx" in p.what} == {
        "municipality.csv",
        "population.csv",
        "sources.csv",
    }


def test_an_optional_table_that_was_saved_in_another_form_is_remarked_on(spoil, capsys):
    (spoil.folder / POSTS).rename(spoil.folder / "representation.xlsx")
    (spoil.folder / "events.xlsx").write_bytes(b"PK")  # beside the table itself: somebody's own
    assert main(["check", "--data", str(spoil.folder), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert f"{POSTS}: not there; beside it lies representation.xlsx. Save it as “CSV UTF-8" in shown
    assert "events.xlsx" not in shown


WORDS = {
    "kadın": "erkek",
    "Kadın": "Erkek",
    "KADIN": "ERKEK",
    "kadin": " erkek ",
    "women": "men",
    "Female": "MALE",
}


@pytest.mark.parametrize("women", WORDS)
@pytest.mark.parametrize("file", [POPULATION, AGES, COUNTS, POSTS, "electorate.csv"])
def test_a_column_of_sexes_is_read_in_the_words_of_people(spoil, file, women, capsys):
    table = Path(file).stem
    expected = validate_tables(spoil.folder)[table].rows
    words = {"female": women, "male": WORDS[women], "total": "Toplam"}
    spoil.text(file, lambda text: re.sub(",(female|male|total),", lambda found: f",{words[found[1]]},", text))
    assert validate_tables(spoil.folder)[table].rows == expected
    assert main(["check", "--data", str(spoil.folder), "--lang", "en"]) == 0
    assert f"{file}, column sex: " in (shown := capsys.readouterr().out)
    assert f"“{women}” (female)" in shown and f"“{WORDS[women]}” (male)" in shown


def test_every_table_with_a_column_of_sexes_reads_the_words_of_people(tmp_path):
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "ornek"))
    expected = validate_tables(folder)
    words = {"female": "Kadın", "male": "Erkek", "total": "Toplam"}
    tables = [folder / table.file for table in TABLES.values() if "sex" in table.columns]
    for path in (path for path in tables if path.exists()):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(",(female|male|total),", lambda found: f",{words[found[1]]},", text), encoding="utf-8")
    assert "Kadın" in (folder / "staff.csv").read_text(encoding="utf-8")
    assert validate_tables(folder) == expected


@pytest.mark.parametrize("word", ["k", "e", "bayan", "kız", "f", "m", "kadın/erkek", "kadınlar", ""])
def test_another_word_for_a_sex_is_not_guessed(spoil, word):
    spoil.cell(POPULATION, 27, "sex", word)
    assert [p.where for p in problems(spoil.folder)] == [f"{POPULATION}, satır 27, sütun sex"]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cell=st.one_of(st.text(st.characters(codec="utf-8")), st.integers().map(str), st.decimals().map(str)))
def test_any_text_in_a_count_cell_is_a_whole_number_or_refused(spoil, cell):
    for file in (AGES, COUNTS, POSTS, EVENTS):
        (spoil.folder / file).unlink(missing_ok=True)  # the less there is to read, the more can be tried
    with (spoil.folder / "electorate.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [["year", "sex", "n", "source_id"]] + [["2018", sex, cell, "plan_staff"] for sex in ("female", "male")]
        csv.writer(file).writerows(rows)
    is_count = cell.isascii() and cell.isdigit() and str(int(cell)) == cell and int(cell) <= LARGEST_COUNT
    try:
        read = [row.n for _number, row in validate_tables(spoil.folder)["electorate"].rows]
    except DataError as refused:
        assert not is_count
        assert {p.where.split(",")[0] for p in refused.problems} == {"electorate.csv"}
    else:
        assert is_count
        assert read == [int(cell)] * 2


def test_an_optional_table_that_is_gone_is_told_by_the_check(spoil, capsys):
    (spoil.folder / POSTS).unlink()
    assert main(["check", "--data", str(spoil.folder)]) == 0
    shown = capsys.readouterr().out
    assert f"{POSTS}: dosya yok" in shown and f"{POSTS}: 0 satır" not in shown
    assert "population.csv: 54 satır" in shown

"""Which chapters an edition has: parts, themes and texts; spans of years; parameters that the command sets itself."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from evaluation.making import (
    DATA,
    EXAMPLE,
    NOTEBOOKS,
    chapters_of,
    edition_of,
    run_here,
    shown,
    table_of,
    yeep,
)
from yeep_analysis.publishing import document
from yeep_analysis.publishing.chapters import Scope, fit_parameters, parameters_for, read_chapters, select
from yeep_analysis.words.errors import UsageError

REQUIRED = 'year = 2022\nlanguage = "tr"\ndata = "../data"\n'


def names(chapters):
    return [chapter.name for chapter in chapters]


@pytest.fixture
def folder(tmp_path):
    """A folder of chapters: one for every edition, one of a part, one for each theme, one for a text."""
    more = {
        "10_always": "limit = 3",
        "20_part": 'part = "evaluation"',
        "30_theme": 'part = "evaluation"\ntheme = "x"\nlimit = 4',
        "40_text": 'text = "foreword"\nedition = "2022"',
        "50_closing": 'part = "closing"\nlast = true'.replace("true", "True"),
        "60_both": 'part = "closing"\ntext = "foreword"',
    }
    for name, parameters in more.items():
        title = "# Tema: {theme}\n\nSöz: {theme}" if "theme" in name else f"# {name}"
        cells = [
            new_markdown_cell(title, id=f"{name}-0"),
            new_code_cell(REQUIRED + parameters, metadata={"tags": ["parameters"]}, id=f"{name}-1"),
        ]
        nbformat.write(new_notebook(cells=cells), tmp_path / f"{name}.ipynb")
    return tmp_path


THEMES = {"a": "Birinci", "b": "İkinci"}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), ["10_always"]),
        (Scope(frozenset({"evaluation"}), {}), ["10_always", "20_part"]),
        (Scope(frozenset({"evaluation"}), THEMES), ["10_always", "20_part", "30_theme_a", "30_theme_b"]),
        (Scope(themes=THEMES), ["10_always"]),
        (Scope(texts=frozenset({"foreword"})), ["10_always", "40_text"]),
        (Scope(texts=frozenset({"assessment"})), ["10_always"]),
        (Scope(frozenset({"closing"})), ["10_always", "50_closing"]),
        (
            Scope(frozenset({"closing"}), texts=frozenset({"foreword"})),
            ["10_always", "40_text", "50_closing", "60_both"],
        ),
    ],
)
def test_part_theme_and_text_decide(folder, scope, expected):
    assert names(select(read_chapters(folder), scope)) == expected


def test_a_chapter_of_a_theme_has_its_words_key_and_parameters(folder):
    chapters = select(read_chapters(folder), Scope(frozenset({"evaluation"}), THEMES))
    first, second = (chapter for chapter in chapters if chapter.theme)
    assert (first.title, second.title) == ("Tema: Birinci", "Tema: İkinci")
    assert parameters_for(second, {"year": 2024, "limit": 9, "data": "d", "edition": "2024"}) == {
        "year": 2024,
        "limit": 9,
        "data": "d",
        "theme": "b",
    }
    found = document.read(document.combine([run_here(one, {"year": 2024}) for one in (first, second)], {}))
    assert [block["runs"][0]["text"] for block in found.blocks] == [
        "Tema: Birinci",
        "Söz: Birinci",
        "Tema: İkinci",
        "Söz: İkinci",
    ]


@pytest.mark.parametrize(
    "name", ["*Eğitim* ve **iş**", "<b>Eğitim</b>", "Eğitim [bağ](https://x.example)", "`x` & _y_", "# 1"]
)
def test_the_name_of_a_theme_is_no_markup(folder, name):
    (chapter,) = (c for c in select(read_chapters(folder), Scope(frozenset({"evaluation"}), {"a": name})) if c.theme)
    found = document.read(document.combine([run_here(chapter, {"year": 2024})], {}))
    for block, before in zip(found.blocks, ("Tema: ", "Söz: "), strict=True):
        assert "".join(run["text"] for run in block["runs"]) == before + name
        assert {key for run in block["runs"] for key in run} == {"text"}


@pytest.mark.parametrize("name", ["part", "theme", "edition", "text", "year", "language", "data"])
def test_what_the_command_sets_is_not_taken_from_a_parameter(name, tmp_path, no_kernel):
    said = yeep(
        "report", "2025", "--data", EXAMPLE, "--notebooks", NOTEBOOKS, "--out", tmp_path / "out", "-p", f"{name}=x"
    )
    assert said.code == 2
    assert f"“{name}” komutun kendisiyle verilir" in said.err
    assert not (tmp_path / "out").exists()


def test_unknown_parameters_are_refused_all_at_once_with_those_that_exist(folder):
    chapters = select(read_chapters(folder), Scope(frozenset({"closing"})))
    with pytest.raises(UsageError) as refused:
        fit_parameters(chapters, {"no_such": "1", "theme": "a", "limit": "çok"})
    said = str(refused.value)
    assert "“no_such” parametresi tanınmıyor" in said
    assert "Bölümlerin parametreleri: last, limit." in said
    assert "“theme” komutun kendisiyle verilir" in said
    assert "“limit”" in said


def test_a_parameter_of_a_chapter_that_the_edition_does_not_have_is_unknown(folder):
    with pytest.raises(UsageError):
        fit_parameters(select(read_chapters(folder), Scope()), {"last": "true"})


# --- editions -----------------------------------------------------------------

OF_THE_EVALUATION = (
    "06_evaluation",
    "70_theme",
    "75_reporting",
    "77_capacity",
    "78_assessments",
    "79_methods_compared",
    "84_closing",
)


def own(data, edition):
    return {chapter.path.stem for chapter in chapters_of(edition_of(edition, data))} & set(OF_THE_EVALUATION)


@pytest.mark.parametrize("data", [DATA, EXAMPLE], ids=["repository", "example"])
def test_years_of_the_plan_have_an_evaluation_and_only_its_end_a_closing(data):
    assert own(data, "2022") == set()
    for year in ("2023", "2024", "2025"):
        assert own(data, year) == set(OF_THE_EVALUATION) - {"84_closing"}
    assert own(data, "2023-2025") == set(OF_THE_EVALUATION)


def test_an_edition_before_the_plan_is_as_it_was():
    before = {"10_summary", "20_population", "30_mahalles", "40_representation", "50_plan", "60_audit", "90_methods"}
    assert before <= set(names(chapters_of(edition_of("2022", DATA))))
    assert not {name[:2] for name in names(chapters_of(edition_of("2022", DATA)))} & {"05", "06", "70", "75", "84"}


def test_an_edition_before_the_plan_does_not_ask_for_results(ornek):
    ornek.cell("results/2024.csv", 3, "sha256", "abc")
    assert "10_summary" in names(chapters_of(edition_of("2022", ornek.path)))


@pytest.mark.parametrize("span", ["2023-2024", "2024-2025", "2022-2025", "2022-2024"])
def test_a_span_that_is_not_the_plans_is_refused_with_the_right_one(span, tmp_path, no_kernel):
    said = yeep("report", span, "--data", EXAMPLE, "--notebooks", NOTEBOOKS, "--out", tmp_path / "out")
    assert said.code == 2
    assert "Şöyle yazın: yeep report 2023-2025" in said.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("span", ["2025-2023", "2025-2025", "2023-25", "2023-", "-2025", "2023-2024-2025", "2023/2025"])
def test_what_is_no_span_is_refused(span, tmp_path, no_kernel):
    said = yeep("report", span, "--data", EXAMPLE, "--notebooks", NOTEBOOKS, "--out", tmp_path / "out")
    assert said.code == 2
    assert "Traceback" not in said.err
    assert not (tmp_path / "out").exists()


def test_a_span_names_its_folder_and_its_texts():
    edition = edition_of("2023-2025", EXAMPLE)
    assert edition.is_closing
    assert edition.folder.as_posix() == "2023-2025/tr"
    assert edition.years_shown == "2023–2025"
    assert not edition_of("2025", EXAMPLE).is_closing


def test_the_dash_of_a_reader_is_taken_as_well(tmp_path, no_kernel):
    said = yeep("report", "2023–2024", "--data", EXAMPLE, "--notebooks", NOTEBOOKS, "--out", tmp_path / "out")
    assert "Şöyle yazın: yeep report 2023-2025" in said.err


# --- whole plans --------------------------------------------------------------


def closing(data):
    return shown(edition_of("2023-2025", data), lambda chapter: chapter.path.stem == "84_closing")


def test_what_was_never_reported_is_named_with_its_unit(ornek):
    for year in (2023, 2024, 2025):
        ornek.without(f"results/{year}.csv", lambda row: row["subject_id"] == "kres_insaati")
    found = closing(ornek.path)
    assert table_of(found, "closing_never")["rows"] == [["Kreş binasının tamamlanma oranı", "Fen İşleri Müdürlüğü"]]
    rows = {row[0]: row[1:] for row in table_of(found, "closing_years")["rows"]}
    assert rows["Kreş binasının tamamlanma oranı"] == ["bilgi gelmedi"] * 3


def test_a_plan_without_results_closes_with_what_was_never_reported():
    found = closing(DATA)
    assert len(table_of(found, "closing_never")["rows"]) == 78
    rows = table_of(found, "closing_years")["rows"]
    assert len(rows) == 78
    assert {tuple(row[1:]) for row in rows} == {("bilgi gelmedi",) * 3}
    assert {block["name"] for block in found.of_kind("table")} == {"closing_never", "closing_years"}


def test_a_measure_of_several_themes_stands_once_at_the_end(ornek):
    names_of = [row[0] for row in table_of(closing(ornek.path), "closing_years")["rows"]]
    assert len(names_of) == len(set(names_of)) == 22


def test_chapters_keep_valid_notebooks(tmp_path):
    chapters = [c for c in chapters_of(edition_of("2025", EXAMPLE)) if c.path.stem in ("70_theme", "77_capacity")]
    values = {"year": 2025, "language": "tr", "data": str(EXAMPLE), "edition": "2025"}
    executed = [run_here(chapter, values) for chapter in chapters]
    for notebook in executed:
        nbformat.validate(json.loads(nbformat.writes(notebook)))
    ids = [cell["id"] for notebook in executed for cell in notebook.cells]
    assert len(ids) == len(set(ids))

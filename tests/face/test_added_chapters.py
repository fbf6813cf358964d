"""Chapters of somebody's own: behind the report's, marked, with their measures in the methods and in the results."""

import csv
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from yeep_analysis.cli.main import main

ROOT = Path(__file__).parents[2]
OWN, EXAMPLE, NOTEBOOKS = ROOT / "examples" / "own_chapter", ROOT / "examples" / "ornek", ROOT / "notebooks"
PARAMETERS = 'year = 2022\nlanguage = "tr"\ndata = "../data"'
MODULE = """import yeep_analysis as ya


@ya.measure(ya.Indicator("{indicator}", "Share of one's own", ya.Unit.FRACTION))
def own_share(counts):
    wide = ya.women_and_men(counts)
    return ya.quotient(wide, wide["women"], wide["women"] + wide["men"])
"""
USING = "ya.present.results(ya.collect([own_share(facts.population_of_the_year)]))"
BLOCK = re.compile(r"^   ```(\w*)\n(.*?)^   ```$", flags=re.DOTALL | re.MULTILINE)
LOADING = "import yeep_analysis as ya\nfacts = ya.chapter(year, language, data)"


def chapter(folder: Path, name: str, *code: str, title: str = "# Başlık") -> Path:
    """A notebook of somebody's own in a folder."""
    cells = [new_markdown_cell(title), new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
    folder.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=[*cells, *map(new_code_cell, code)]), folder / name)
    return folder


@pytest.fixture(scope="module")
def short(tmp_path_factory) -> Path:
    """Two chapters of the report, one of them the methods: the others take time and are not asked about here."""
    folder = tmp_path_factory.mktemp("notebooks")
    for name in ("45_comparison", "90_methods"):
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", folder)
    return folder


def report(short: Path, added: Path, out: Path, *more: str) -> int:
    options = ["--data", str(EXAMPLE), "--notebooks", str(short), "--out", str(out)]
    return main(["report", "2025", *options, "--add-notebooks", str(added), *more])


def rows(folder: Path) -> list[dict]:
    return list(csv.DictReader((folder / "tables" / "results.csv").read_text(encoding="utf-8-sig").splitlines()))


@pytest.fixture(scope="module")
def made(short, tmp_path_factory) -> Path:
    """The report with the chapter of the example, which lies where the docs say: anywhere."""
    folder = tmp_path_factory.mktemp("own")
    added = shutil.copytree(OWN, folder / "chapters of my own")
    assert report(short, added, folder / "out") == 0
    return folder / "out" / "2025" / "tr"


def test_its_indicator_stands_in_the_results_with_its_origin_and_the_others_without(made):
    own = [row for row in rows(made) if row["indicator"] == "dependency_ratio"]
    assert {row["origin"] for row in own} == {"dependency_ratio.ipynb"}
    (last,) = [row for row in own if row["year"] == "2025" and not row["sex"]]
    assert float(last["value"]) == pytest.approx(100 * 13141 / 28109)
    assert last["unit"] == "dependents per 100 persons aged 15-64"
    others = [row for row in rows(made) if row["indicator"] != "dependency_ratio"]
    assert others and {row["origin"] for row in others} == {""}


def test_it_stands_before_the_methods_and_says_whose_it_is(made):
    page = (made / "report.html").read_text(encoding="utf-8")
    title, mark = page.rindex("Dependency by age"), page.rindex("Bu bölüm bu projenin değildir")
    assert page.rindex("Başka ilçelerle karşılaştırma") < title < mark < page.rindex("Yöntem ve kaynaklar")
    assert "“dependency_ratio.ipynb” dosyasından" in page[mark : mark + 200]
    assert page.count("Bu bölüm bu projenin değildir") == 1


def test_its_measure_has_a_card_in_the_methods_with_a_mark_and_a_worked_number(made):
    page = (made / "report.html").read_text(encoding="utf-8")
    card = page[page.rindex("Yöntem ve kaynaklar") :]
    card = card[card.index("Dependency ratio") :]
    assert "Kullanıcının kendi hesaplaması; bu projenin değil: dependency_ratio.ipynb." in card
    assert "100 · (P(0-14) + P(65+)) / P(15-64)" in card and "pay 13.141; payda 28.109; sonuç 46,750" in card


def test_its_figure_and_its_table_are_files_like_all_others(made):
    assert (made / "figures" / "dependency_ratio.svg").stat().st_size
    assert (made / "tables" / "dependency_ratio.csv").read_text(encoding="utf-8-sig").startswith("year,numerator")


def test_the_manifest_knows_it_and_no_path_of_the_machine_is_published(made):
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert [file["path"] for file in manifest["inputs"]["added_chapters"]] == ["dependency_ratio.ipynb"]
    texts = [(made / "manifest.json"), *(made / "chapters").glob("*.ipynb"), made / "report.html"]
    assert [path.name for path in texts if str(made.parents[3]) in path.read_text(encoding="utf-8")] == []


def test_the_invented_counts_add_up_to_the_population_of_the_example():
    def totals(path):
        found = {}
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            found[row["year"], row["sex"]] = found.get((row["year"], row["sex"]), 0) + int(row["n"])
        return found

    population = totals(EXAMPLE / "population.csv")
    own = totals(OWN / "ages.csv")
    assert own == {key: population[key] for key in own}


def test_a_measure_in_a_module_beside_the_notebook_is_found_and_ours_on_other_counts_is_marked(short, tmp_path):
    added = chapter(
        tmp_path / "own",
        "b.ipynb",
        LOADING + "\nfrom my_measures import own_share",
        "ya.present.results(ya.collect([own_share(facts.population_of_the_year), "
        "ya.population.share_of_women(facts.population_of_the_year.assign(n=5))]))",
        title="# Bir\n\n# İki",
    )
    (added / "my_measures.py").write_text(MODULE.format(indicator="own_share"), encoding="utf-8")
    assert report(short, added, tmp_path / "out") == 0
    made = tmp_path / "out" / "2025" / "tr"
    origins = {(row["indicator"], row["value"]): row["origin"] for row in rows(made)}
    assert origins["own_share", "0.507636363636"] == "my_measures"
    assert origins["population_share_of_women", "0.5"] == "b.ipynb"
    page = (made / "report.html").read_text(encoding="utf-8")
    assert page.count("Bu bölüm bu projenin değildir") == 2, "no second title hides whose the chapter is"


@pytest.mark.parametrize("language", ["tr", "en"])
def test_it_speaks_the_language_of_the_report_even_if_it_does_not_ask(short, tmp_path, language):
    loading = (
        "import yeep_analysis as ya\nfacts = ya.load(year, data=data)\nfrom yeep_analysis.words.language import active"
    )
    added = chapter(tmp_path / "own", "b.ipynb", loading, 'ya.present.prose("speaks " + active())')
    assert report(short, added, tmp_path / "out", "--lang", language) == 0
    page = (tmp_path / "out" / "2025" / language / "report.html").read_text(encoding="utf-8")
    assert f"speaks {language}" in page


def test_the_docs_alone_lead_to_an_indicator_of_ones_own(short, tmp_path):
    """Every block of the section, typed as it stands there, into one notebook and the file of counts."""
    text = (ROOT / "docs" / "EXTENDING.md").read_text(encoding="utf-8")
    text = text[text.index("## An indicator of your own") : text.index("**More than one file.**")]
    blocks = [(kind, "\n".join(line[3:] for line in body.splitlines())) for kind, body in BLOCK.findall(text)]
    counts, title, *_rest, command = [body for kind, body in blocks if not kind]
    parameters, *code = [body for kind, body in blocks if kind == "python"]
    folder = tmp_path / "my-chapters"
    folder.mkdir()
    (folder / "ages.csv").write_text(counts.strip() + "\n", encoding="utf-8")
    tagged = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    cells = [new_markdown_cell(title.strip()), tagged, *map(new_code_cell, code)]
    nbformat.write(new_notebook(cells=cells), folder / "dependency.ipynb")
    assert command.strip() == "yeep report 2025 --data ornek --lang en --add-notebooks my-chapters"
    assert report(short, folder, tmp_path / "out", "--lang", "en") == 0
    made = tmp_path / "out" / "2025" / "en"
    (row,) = [row for row in rows(made) if row["indicator"] == "dependency_ratio" and not row["sex"]]
    assert row["origin"] == "dependency.ipynb" and row["value"].startswith("46.75")
    assert "100 · (P(0-14) + P(65+)) / P(15-64)" in (made / "report.html").read_text(encoding="utf-8")


# --- refused -----------------------------------------------------------------


def refused(short, added, tmp_path, capsys) -> str:
    assert report(short, added, tmp_path / "out", "--lang", "en") != 0
    assert not (tmp_path / "out" / "2025" / "en").exists()
    return capsys.readouterr().err


def test_a_folder_without_chapters(short, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    said = refused(short, tmp_path / "empty", tmp_path, capsys)
    assert f"no chapters (*.ipynb) in “{tmp_path / 'empty'}”" in said and "--add-notebooks" in said


def test_a_chapter_that_is_called_like_one_of_the_report(short, tmp_path, capsys):
    said = refused(short, chapter(tmp_path / "own", "90_methods.ipynb"), tmp_path, capsys)
    assert "90_methods.ipynb" in said and "Rename" in said


def test_a_chapter_that_fails(short, tmp_path, capsys):
    said = refused(short, chapter(tmp_path / "own", "b.ipynb", LOADING, "facts.no_such_counts"), tmp_path, capsys)
    assert "b.ipynb" in said and "no_such_counts" in said
    assert "no chapter of this project" in said and str(tmp_path / "own" / "b.ipynb") in said
    assert (tmp_path / "out" / "2025" / "en-failed" / "b.ipynb").exists()


def test_a_name_that_stands_twice(short, tmp_path, capsys):
    table = (
        "from yeep_analysis.show.present import Column, PublicationTable\n"
        'columns = (Column("year", "Year", "year"),)\n'
        'ya.present.table(PublicationTable("twice", "T", columns, facts.population))'
    )
    added = chapter(tmp_path / "own", "b.ipynb", LOADING, table)
    chapter(added, "c.ipynb", LOADING, table)
    said = refused(short, added, tmp_path, capsys)
    assert "“twice” stands twice (b.ipynb, c.ipynb)" in said


def test_an_indicator_that_is_ours(short, tmp_path, capsys):
    measure = MODULE.format(indicator="population_share_of_women")
    said = refused(short, chapter(tmp_path / "own", "b.ipynb", LOADING, measure, USING), tmp_path, capsys)
    assert "“population_share_of_women” of “own_share” (b.ipynb) is taken" in said
    assert "yeep_analysis.population.measures" in said and "another name" in said


def test_an_indicator_that_two_files_of_somebody_else_give(short, tmp_path, capsys):
    measure = MODULE.format(indicator="own_share")
    added = chapter(tmp_path / "own", "b.ipynb", LOADING, measure, USING)
    chapter(added, "c.ipynb", LOADING, measure, USING)
    said = refused(short, added, tmp_path, capsys)
    assert "Two calculations give the result “own_share”: b.ipynb:4:own_share and c.ipynb:4:own_share." in said

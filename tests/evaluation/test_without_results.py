"""A year of which nothing was reported: the repository's own plan in 2023. The document is whole and says nothing."""

import re

import pytest
from publishing.report_reading import Page, Pdf, seen, squeezed

from evaluation.making import DATA, NOTEBOOKS, RunHere, read, yeep
from yeep_analysis.publishing import build as building

PLAN = DATA / "plan"
NOT_REPORTED = "bilgi gelmedi"
CHAPTERS = (
    "Değerlendirme özeti",
    "Eylemlerin bütçesi",
    "Veri durumu",
    "Faaliyet raporu tablosu",
    "Kurumsal görevler",
    "Birimlerin kendi değerlendirmesi",
    "Hedefler ve yöntemler",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """``yeep report 2023``; its chapters run in this process."""
    out = tmp_path_factory.mktemp("nothing")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "Run", RunHere)
        said = yeep("report", "2023", "--data", DATA, "--notebooks", NOTEBOOKS, "--out", out)
    assert said.code == 0, said.err
    return out / "2023" / "tr"


@pytest.fixture(scope="module")
def page(folder):
    return Page(folder / "report.html")


@pytest.fixture(scope="module")
def measures():
    return {row["measure_id"]: row["name"] for row in read(PLAN / "measures.csv")}


@pytest.fixture(scope="module")
def evaluated(page):
    """The elements of the evaluation's chapters: summary, themes, reporting, capacity, assessments, methods."""
    found, inside = [], False
    for tag in page.soup.select("main > *, main > .annex > *"):
        if tag.name == "h2":
            title = title_of(tag)
            inside = title.startswith("Tema: ") or title in CHAPTERS
        if inside:
            found.append(tag)
    return found


@pytest.fixture(scope="module")
def cells(evaluated):
    """Every cell of the tables of these chapters, without those of the heads."""
    return [seen(cell) for tag in evaluated for cell in tag.select("tbody td, tbody th")]


def title_of(head):
    """The title of a chapter; those of the annex are numbered."""
    return re.sub(r"^\d+ ", "", seen(head))


def goal_tables():
    return [f"progress_{row['goal_id']}" for row in read(PLAN / "goals.csv")]


def test_the_chapters_of_the_evaluation_are_there(evaluated):
    titles = [title_of(tag) for tag in evaluated if tag.name == "h2"]
    themes = [f"Tema: {row['name']}" for row in read(PLAN / "themes.csv")]
    assert titles == [CHAPTERS[0], *themes, *CHAPTERS[1:]]


def test_every_measure_stands_as_not_reported(page, measures):
    rows = [row for table in goal_tables() for row in page.table(table)]
    assert {row[0] for row in rows} == set(measures.values())
    assert len(measures) == 78
    assert {tuple(row[1:]) for row in rows} == {(NOT_REPORTED, "–", NOT_REPORTED)}
    missing = page.table("reporting_missing")
    assert sorted(row[0] for row in missing) == sorted(measures.values())
    assert {row[2] for row in missing} == {NOT_REPORTED}


def test_the_results_hold_no_value_of_a_measure(folder, measures):
    rows = [row for row in read(folder / "tables/results.csv") if row["indicator"] in measures]
    assert len(rows) == 78
    assert {(row["numerator"], row["denominator"], row["value"], row["target"]) for row in rows} == {("",) * 4}
    assert {row["status"] for row in rows} == {"no_data"}


def test_the_prose_says_so_and_nothing_else(evaluated):
    text = " ".join(seen(tag) for tag in evaluated if tag.name == "p")
    assert "2023 yılında 78 göstergenin hiçbiri için bilgi gelmedi." in text
    assert "77 eylemin hiçbiri için 2023 yılında bilgi gelmedi." in text
    assert "2023 planın ilk yılıdır" in text
    assert text.count("2023 yılı için hiç bilgi gelmedi; bu yüzden oran verilmiyor") == 2
    assert len(re.findall(r"2023 yılında \d+ göstergenin hiçbiri için bilgi gelmedi\.", text)) == 7
    assert not re.search(r"ilerleme var|gerileme var|değişim yok|arttı|azaldı", text)


def test_no_percentage_and_no_arrow_stands_in_these_chapters(evaluated):
    plan = {" ".join(row[column].split()) for file, column in _WORDS for row in read(PLAN / f"{file}.csv")}
    text = "\n".join(seen(tag) for tag in evaluated)
    for words in sorted(plan, key=len, reverse=True):  # the plan's own words may hold what they like
        text = text.replace(words, "") if words else text
    assert re.findall(r".{0,20}[%‰→←↑↓▲▼△▽⬆⬇↗↘✓✗●].{0,20}", text) == []


_WORDS = [("actions", "action_text"), ("actions", "reading"), ("measures", "name"), ("objectives", "objective_text")]


def test_no_zero_stands_in_a_cell_of_these_chapters(cells):
    assert len(cells) > 500
    assert [cell for cell in cells if re.fullmatch(r"[+−%]*0([.,]0+)?%?", cell)] == []


def test_no_colour_marks_a_cell(evaluated):
    for tag in evaluated:
        for part in [tag, *tag.find_all(True)]:
            assert "style" not in part.attrs
            assert set(part.get("class", [])) <= {
                "table",
                "look-small",
                "nothing",
                "scroll",
                "words",
                "section",
                "start",
                "end",
                "note",
                "source",
                "download",
                "number",
            }


def test_no_heat_is_drawn_and_that_is_said(page, folder, evaluated):
    assert page.soup.find(id="figure-status_heat") is None
    assert not (folder / "figures/status_heat.svg").exists()
    assert [tag for tag in evaluated if tag.name == "figure" or tag.find("img")] == []
    assert any("şekli için bu raporda veri yok." in seen(tag) for tag in evaluated)


def test_every_theme_goal_and_action_of_the_plan_is_there(evaluated):
    headings = [seen(tag) for tag in evaluated if tag.name in ("h3", "h4")]
    for row in read(PLAN / "goals.csv"):
        words = " ".join((row["reading"] or row["goal_text"]).split())
        assert any(heading.endswith(f"Amaç {row['goal_code']}: {words}") for heading in headings), row["goal_id"]
    actions = read(PLAN / "actions.csv")
    assert len(actions) == 77
    found = [heading for heading in headings if heading.startswith("Eylem ")]
    wanted = [
        f"Eylem {row['action_code']}: {' '.join((row['reading'] or row['action_text']).split())}" for row in actions
    ]
    assert sorted(found) == sorted(wanted)


def test_every_action_says_that_its_status_was_not_reported(evaluated):
    items = [seen(tag) for tag in evaluated for tag in tag.find_all("li")]
    assert items.count(f"2023 yılı durumu: {NOT_REPORTED}") == 77
    assert [item for item in items if item.startswith(("Açıklama:", "Dayanak:"))] == []


def test_every_undertaking_is_there_and_not_reported(page):
    rows = page.table("capacity")
    assert len(rows) >= 20
    assert {tuple(row[2:]) for row in rows} == {(NOT_REPORTED, "–", "–")}


def test_nothing_is_compared(page):
    for table in ("targets", "sensitivity", "corrections", "assessment_questions", "assessment_proposals"):
        assert page.soup.find(id=f"table-{table}") is None
    for table in ("reporting_themes", "reporting_units", "reporting_years"):
        assert {tuple(row[2:]) for row in page.table(table)} == {("–", "–")}, table


def test_there_is_no_closing_chapter_and_no_text_by_people(page, folder):
    titles = [title_of(tag) for tag in page.all("h2")]
    assert not {"Dönem sonu değerlendirmesi", "Önsöz", "Değerlendirme", "Öneriler"} & set(titles)
    kept = {path.stem for path in (folder / "chapters").iterdir()}
    assert not kept & {"84_closing", "05_foreword", "80_assessment", "86_recommendations", "70_theme"}


def test_the_real_municipality_is_not_called_fictional(page):
    assert page.soup.select(".fictional") == []


def test_the_pdf_says_the_same(folder):
    _report, annex = Pdf.of(folder).readers
    assert len(annex.pages) > 40
    beginning = squeezed(" ".join(page.extract_text() for page in annex.pages[:6]))  # reading all takes a while
    assert squeezed("78 göstergenin hiçbiri için bilgi gelmedi") in beginning

"""The cards of the measures, and chapters of which little is known: what is said has no holes."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from yeep_analysis.results import pick, registered
from yeep_analysis.show import present
from yeep_analysis.words import language

ROOT = Path(__file__).parents[2]
CHAPTERS = ("20_population", "30_mahalles", "40_representation")
TOO_EMPTY = re.compile(r"\bnan\b|\bNone\b|: ?[.;]|; ?[.;]|\(\)|  |\b(by|between|and) [–.]")


@pytest.fixture(autouse=True)
def in_english(turkish_again):
    language.use("en")


def said(text: str) -> str:
    """A sentence without holes in it."""
    assert not TOO_EMPTY.search(text), text
    return text


# --- a card for each measure, with worked numbers ------------------------------------------------------------------


@pytest.fixture(scope="module")
def cards(chapter) -> dict[str, str]:
    """The text of each card of the chapters of 2022, by the function of its measure."""
    results = [
        one.data[present.RESULTS] for name in CHAPTERS for one in chapter(name, 2022, "en") if "frame" in one.data
    ]
    return {card["measure"]: card["text"] for one in results for card in one["cards"]}


def lines_of(cards: dict[str, str], indicator: str) -> list[str]:
    return [line for text in cards.values() for line in text.splitlines() if f"(`{indicator}`" in line]


def test_every_measure_of_a_chapter_has_one_card_that_names_all_its_indicators(cards):
    elsewhere = ("yeep_analysis.progress", "yeep_analysis.sensitive")  # of chapters that not every edition has
    used = {place for place in cards if not place.startswith(elsewhere)}
    measures = {":".join(map(str, one.place)): one for one in registered()}
    ours = {place for place, one in measures.items() if one.is_ours and not place.startswith(elsewhere)}
    assert used == ours
    for place in used:
        assert [
            lines_of(cards, one.name) for one in measures[place].indicators if len(lines_of(cards, one.name)) != 1
        ] == []


def test_every_indicator_has_a_number_or_says_that_there_is_none(cards):
    lines = [line for text in cards.values() for line in text.splitlines() if re.match(r"- \*\*[^*:]+\*\* \(`", line)]
    assert len(lines) > 60
    for line in lines:
        assert re.search(r"result −?[\d.,]+", said(line)) or line.endswith("This report has no figure for it.")


def test_a_measure_without_a_figure_says_so(cards):
    (line,) = lines_of(cards, "representation_change_pp")
    assert line.endswith("This report has no figure for it.")


def test_small_probabilities_are_powers_of_ten_and_counts_are_whole(cards):
    assert re.search(r"result \d\.\d\d · 10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+$", lines_of(cards, "mahalle_chi_square_p")[0])
    (line,) = lines_of(cards, "population_share_of_women")
    assert "0.51285" in line and "32,270" in line


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_code_stands_apart_from_the_words_beside_it(chapter, lang):
    texts = [c["text"] for name in CHAPTERS for one in chapter(name, 2022, lang) for c in _cards_of(one)]
    assert sum(text.count("`") for text in texts) > 200
    for text in texts:
        words = text.split("`")[::2]
        assert [one for one in words[:-1] if re.search(r"\w$", one)] == []
        assert [one for one in words[1:] if re.search(r"^(\w|\\\[)", one)] == []


def _cards_of(output: present.Output) -> list[dict[str, str]]:
    return output.data[present.RESULTS]["cards"] if "frame" in output.data else []


def test_a_record_without_a_date_has_no_year_in_a_card(cards):
    for indicator in ("scenario_staff_years", "scenario_staff_share", "representation_glass_ceiling_index"):
        (line,) = lines_of(cards, indicator)
        assert ", undated: " in line and "2022" not in line
    assert "Council members, 2019: " in lines_of(cards, "representation_share_of_women")[0]


def test_a_mahalle_stands_in_a_card_with_its_name(cards):
    (line,) = lines_of(cards, "mahalle_location_quotient")
    assert "2. İnönü, 2022: ".replace(". ", "\\. ") in line


def test_a_worked_number_is_a_row_of_the_results(cards, chapter):
    (output,) = [one for one in chapter("20_population", 2022, "en") if "frame" in one.data]
    row = pick(output.data["frame"], "population_growth_per_1000", sex="", ages="", year=2022)
    (line,) = lines_of(cards, "population_growth_per_1000")
    assert language.number(row["numerator"]) in line and "2022" in line


# --- the chapters where little is known ---------------------------------------------------------------------------


@cache
def cells(chapter_name: str) -> list[str]:
    """``##`` for each heading of a section, ``output`` for each cell that shows something, in order."""
    found = []
    for cell in nbformat.read(ROOT / "notebooks" / f"{chapter_name}.ipynb", as_version=4).cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            found.append("##")
        elif cell.cell_type == "code" and isinstance(ast.parse(cell.source).body[-1], ast.Expr):
            found.append("output")
    return found


def read(output: present.Output) -> list[str]:
    """All that a reader reads of an output: prose, words of a figure, cells of a table."""
    data = output.data
    if present.FIGURE in data:
        return [data[present.FIGURE]["caption"], data[present.FIGURE]["alt"]]
    if present.TABLE in data:
        table = data[present.TABLE]
        return [table["caption"], table["note"], *(cell for row in table["rows"] for cell in row)]
    return [data.get("text/markdown", "")]


@pytest.mark.parametrize("year", [2007, 2008, 2010, 2012])
@pytest.mark.parametrize("name", CHAPTERS)
def test_an_edition_of_which_little_is_known_has_no_holes(chapter, name, year):
    outputs = chapter(name, year, "en")
    for text in (text for output in outputs if "frame" not in output.data for text in read(output)):
        said(text.replace("\n\n", "\n"))
    shown = iter(outputs)
    order = [kind if kind == "##" else next(shown) for kind in cells(name)]
    assert next(shown, None) is None
    headings = [at for at, one in enumerate(order) if one == "##"]
    silent = [
        number
        for number, (start, end) in enumerate(pairwise([*headings, len(order)]), start=1)
        if not any(text for one in order[start + 1 : end] if "frame" not in one.data for text in read(one))
    ]
    assert silent == [], f"sections that say nothing: {silent}"

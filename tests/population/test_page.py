"""Who lives here: title, heading and sentences of the first page on the population, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from yeep_analysis.population import page_sentences, sentences
from yeep_analysis.population.measures import population_count, share_of_women
from yeep_analysis.show.small import YearLines
from yeep_analysis.words import language


@pytest.fixture(autouse=True)
def in_english() -> None:
    language.use("en")


def counts(**by_year: tuple[int, int]) -> pd.DataFrame:
    """Counts of women and men: ``counts(y2007=(5, 6))``."""
    rows = [
        {"year": int(year[1:]), "sex": sex, "n": n, "source": "population"}
        for year, both in by_year.items()
        for sex, n in zip(("female", "male"), both, strict=True)
    ]
    return population_count(pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("women", "men", "words"), [(6, 4, "more than half"), (4, 6, "fewer than half"), (5, 5, "half of them")]
)
def test_the_title_says_how_many_and_whether_most_are_women(women, men, words):
    said = page_sentences.finding(counts(y2025=(women, men)), year=2025)
    assert said.startswith("10 people") and words in said


@pytest.mark.parametrize(
    ("women", "men", "words"),
    [
        (0, 0, "nobody lived in the district."),
        (0, 7, "had [7](key:population_count;2025;;;;) inhabitants; none was a woman."),
        (7, 0, "had [7](key:population_count;2025;;;;) inhabitants; all were women."),
        (
            1,
            3,
            "[1](key:population_count;2025;;female;;) were women ([25.0%](key:population_share_of_women;2025;;;;)).",
        ),
    ],
)
def test_nobody_none_and_all_have_sentences_of_their_own(women, men, words):
    rows = [("female", women), ("male", men)]
    known = pd.DataFrame([{"year": 2025, "sex": sex, "n": n, "source": "population"} for sex, n in rows])
    told = sentences.inhabitants(population_count(known), share_of_women(known), year=2025)
    assert told.startswith("On 31 December 2025 ") and told.endswith(words)


def test_where_nobody_lives_the_title_of_the_chapter_stays():
    assert page_sentences.finding(counts(y2024=(5, 6), y2025=(0, 0)), year=2025) == ""
    assert page_sentences.majority_since(counts(y2024=(5, 6), y2025=(0, 0)), year=2025) == ""
    assert "fell by 100.0%" in page_sentences.change_heading(counts(y2024=(5, 6), y2025=(0, 0)), year=2025)
    assert page_sentences.change_heading(counts(y2024=(0, 0), y2025=(5, 6)), year=2025) == "Population of 2025"


def test_one_year_has_no_lines():
    assert page_sentences.lines(counts(y2025=(6, 4)), year=2025).data == {"text/markdown": ""}


SINCE = {
    "always": ({"y2007": (6, 4), "y2008": (6, 4)}, "Women have been the majority since 2007."),
    "once interrupted": ({"y2007": (6, 4), "y2008": (4, 6), "y2009": (6, 4), "y2010": (6, 4)}, "since 2009."),
    "just now": ({"y2007": (4, 6), "y2008": (6, 4)}, "In 2008 women became the majority."),
    "men": ({"y2007": (6, 4), "y2008": (4, 6), "y2009": (4, 6)}, "Men have been the majority since 2008."),
    "equal": ({"y2007": (6, 4), "y2008": (5, 5)}, ""),
    "one year": ({"y2008": (6, 4)}, ""),
}


@pytest.mark.parametrize("name", SINCE)
def test_since_when_there_is_a_majority(name):
    years, words = SINCE[name]
    said = page_sentences.majority_since(counts(**years), year=max(int(year[1:]) for year in years))
    assert said.endswith(words) and bool(said) == bool(words)


@pytest.mark.parametrize(
    ("last", "words"), [((60, 60), "grew by 20.0%"), ((40, 40), "fell by 20.0%"), ((40, 60), "stayed the same")]
)
def test_the_heading_is_the_change_since_the_first_year(last, words):
    assert words in page_sentences.change_heading(counts(y2007=(50, 50), y2025=last), year=2025)
    assert "18 years" in page_sentences.change_heading(counts(y2007=(50, 50), y2025=last), year=2025)


def test_the_axis_has_round_numbers_from_below_the_lowest_value():
    lines = YearLines([2007, 2025], [16610, 20940], [16690, 20310])
    assert lines.ticks == [16000, 18000, 20000]
    assert lines.text == "2007: women 16,610, men 16,690; 2025: women 20,940, men 20,310"
    assert YearLines([2007, 2008], [7, 7], [7, 7]).ticks[0] <= 7


def test_years_that_lack_are_dotted_over():
    whole, gap = (YearLines(years, [5] * 3, [6] * 3).svg for years in ([2007, 2008, 2009], [2007, 2008, 2012]))
    assert "stroke-dasharray" not in whole and gap.count("stroke-dasharray") == 2


def test_the_caveat_stands_only_where_a_year_carries_the_effect():
    flags = pd.DataFrame({"year": [2010, 2012], "value": [1.0, 0.0]})
    assert "barracks" in page_sentences.caveat(flags, year=2012)
    assert page_sentences.caveat(flags, year=2009) == ""

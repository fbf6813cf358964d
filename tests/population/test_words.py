"""Sentences, tables and words of figures on the population say what was found, and nothing where nothing was.

Results are made by the measures themselves from small counts, or typed where a case is rare. What is looked at is the
meaning: numbers and key words, not whole sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd
import pytest

from population.typed import counts, in_years
from yeep_analysis.population import figures, measures, sentences, tables, trend
from yeep_analysis.population import level_shifts as breaks
from yeep_analysis.population import outlier_years as outliers
from yeep_analysis.results import COLUMNS, collect
from yeep_analysis.show import present
from yeep_analysis.words import language

WIGGLE = [3, -2, 5, -4, 1, 0, -3, 4, 2, -1]
YOUNG, REST = {"ages": "20-24"}, {"ages": "except_20-24"}
SEE_CAVEAT = "(See the note on the institutional population.)"
TOO_EMPTY = re.compile(r"\bnan\b|\bNone\b|: ?[.;]|; ?[.;]|\(\)|  |\b(by|between|and) [–.]")


@pytest.fixture(autouse=True)
def in_english(turkish_again):
    language.use("en")


def said(text: str) -> str:
    """A sentence without holes in it."""
    assert not TOO_EMPTY.search(text), text
    return text


def shows(table: present.PublicationTable) -> list[list[str]]:
    """The rows of a table as readers see them; none where there are none."""
    return present.table(table).data.get(present.TABLE, {"rows": []})["rows"]


def result(indicator: str, *rows: tuple[str, float], year: int = 2022, **dimensions: str) -> pd.DataFrame:
    """A result that is typed: sexes and values."""
    frame = pd.DataFrame(rows, columns=["sex", "value"]).assign(indicator=indicator, year=year, **dimensions)
    return collect([frame])


def wiggling(*women: int) -> pd.DataFrame:
    """Years in which men go up and down a little, and women are those given."""
    return counts(*[(n, 1000 + WIGGLE[at % 10]) for at, n in enumerate(women)])


QUIET = wiggling(*[1000 + one for one in (1, -3, 0, 4, -1, 2, -4, 3, -2, 5)])
RISING = wiggling(*range(1000, 1100, 10))


def young(frame: pd.DataFrame, women: int, men: int) -> pd.DataFrame:
    """Persons aged 20-24 in the years of other counts."""
    return in_years({year: (women, men) for year in sorted(set(frame["year"]))}, **YOUNG)


def ends(frame: pd.DataFrame) -> dict[str, int]:
    """The first and the newest year of counts, as the sentences take them."""
    return {"first": int(frame["year"].min()), "year": int(frame["year"].max())}


def outlier_words(frame: pd.DataFrame, ages: pd.DataFrame | None = None) -> str:
    flags = measures.institutional_effect(young(frame, 50, 50) if ages is None else ages)
    return said(sentences.outlier_years(outliers.outliers(frame), flags, **ends(frame)))


def trend_words(frame: pd.DataFrame, ages: pd.DataFrame | None = None, *, stepped: Iterable[str] = ()) -> str:
    flags = measures.institutional_effect(young(frame, 50, 50) if ages is None else ages)
    passages = clear(*[(sex, 1) for sex in stepped])
    return said(sentences.trends(trend.trends(frame), passages, flags, **ends(frame)))


def clear(*numbers: tuple[str, float]) -> pd.DataFrame:
    """Clear breaks of these sexes, as many as given."""
    margins = result("population_breaks_margin", *[(sex, 9) for sex, _number in numbers])
    return collect([result("population_breaks", *numbers), margins])


def with_rest(frame: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame, measures.without_age_group(frame, ages)], ignore_index=True)


def test_where_no_year_stands_out_none_is_named():
    text = outlier_words(QUIET)
    assert (
        "No year is unusual for women, for men or for both together." in text and "In no year did the balance" in text
    )
    assert "beginning or the end" not in text and not re.search(r"\d{4}", text)


def test_a_year_inside_its_series_stands_out_by_its_number():
    text = outlier_words(wiggling(*[1000 + one for one in WIGGLE[:4]], 1500, *[1000 + one for one in WIGGLE[4:]]))
    middle = text.partition(".")[0]
    assert (
        "women 2011" in middle and "whole population 2011" in middle and "men 2011" not in middle.replace("women", "")
    )
    assert "beginning or the end" not in text
    assert "2011–2012" in text, "into it and out of it the balance changed"


def test_years_at_an_end_are_a_moved_level_and_no_event():
    text = outlier_words(wiggling(500, 505, *[1000 + one for one in WIGGLE]))
    assert text.startswith("No year inside a series")
    assert "women 2007–2008" in text and "not single events" in text


def test_where_more_than_half_of_the_years_are_equal_no_year_stands_out():
    text = outlier_words(counts(*[(100, 100)] * 6, (900, 100)))
    assert (
        "No year is unusual for women, for men or for both together." in text and "In no year did the balance" in text
    )


def test_of_two_years_none_can_stand_out():
    assert "Fewer than three years" in outlier_words(QUIET[QUIET["year"] < 2009])
    assert sentences.three_sigma(outliers.outliers(QUIET[QUIET["year"] < 2009])) == ""


def test_without_the_ages_is_said_only_where_it_is_known():
    both = with_rest(QUIET, young(QUIET, 50, 60))
    assert "Without ages 20–24 no year is unusual." in outlier_words(both)
    assert "20–24" not in outlier_words(QUIET)


def test_without_the_ages_the_years_inside_their_series_are_named_too():
    spike = wiggling(*[1000 + one for one in WIGGLE[:4]], 1500, *[1000 + one for one in WIGGLE[4:]])
    rest = outlier_words(with_rest(spike, young(spike, 50, 60))).partition("without ages 20–24: in the series ")[2]
    levels, _semicolon, balance = rest.partition("; in the balance")
    assert "women 2011" in levels and "women without" not in levels, "named as the others, behind the words on the ages"
    assert "2011–2012" in balance


def test_years_that_stand_out_bring_the_caveat_where_the_effect_is_there_or_unknown():
    assert "institutional" not in outlier_words(QUIET)
    flagged = outlier_words(QUIET, young(QUIET, 50, 90))
    assert flagged.endswith(SEE_CAVEAT), "the caveat itself stands once, where the chapter tells its first change"
    assert "cannot be told" in outlier_words(QUIET, young(QUIET[QUIET["year"] < 2012], 50, 50))


def test_the_rule_of_three_standard_deviations_names_its_years_or_none():
    spike = wiggling(*[1000 + one for one in WIGGLE], 2000, *[1000 + one for one in WIGGLE])
    for frame, found in ((QUIET, "finds no unusual year"), (spike, "women 2017")):
        assert found in said(sentences.three_sigma(outliers.outliers(frame)))


@pytest.mark.parametrize(("years", "words"), [(1, ["no earlier year"]), (2, ["With 2 years", "1.000"])])
def test_of_so_few_years_no_trend_is_told(years, words):
    text = trend_words(RISING[RISING["year"] < 2007 + years])
    assert all(word in text for word in words)


def test_of_four_years_no_trend_can_be_told_and_of_five_it_can():
    text = trend_words(RISING[RISING["year"] <= 2010])
    assert "With 4 years" in text and "0.083" in text and "From 2007" not in text
    assert "number of women rose by about 10 a year" in trend_words(RISING[RISING["year"] <= 2011])


@pytest.mark.parametrize(("step", "moved"), [(10, "rose"), (-10, "fell")])
def test_a_clear_rise_or_fall_is_told_with_its_slope_and_limits(step, moved):
    text = trend_words(wiggling(*[5000 + step * at for at in range(10)]))
    assert f"From 2007 to 2016 the number of women {moved} by about 10 a year (limits 10 to 10)." in text
    assert "No clear trend: men." in text
    assert "Changing in steps" not in text, "no passage is told of any series"
    assert "20–24" not in text, "no year is flagged and both ends are known: no caveat"


def test_where_no_direction_prevails_no_slope_in_persons_is_told():
    text = trend_words(QUIET, stepped=["female"])
    assert "No clear trend: women, men and whole population." in text
    assert "number of women" not in text and "Changing in steps" not in text


def test_a_trend_of_a_series_with_passages_says_that_levels_describe_it_better():
    jump = wiggling(*[(1000 if at < 5 else 1400) + one for at, one in enumerate(WIGGLE)])
    stepped = {one.sex for one in sentences.passages_of(breaks.breaks(jump)) if one.are_told}
    assert stepped >= {"female", ""} and "male" not in stepped, "a level that stays is no passage"
    flags = measures.institutional_effect(young(jump, 50, 50))
    text = said(sentences.trends(trend.trends(jump), breaks.breaks(jump), flags, **ends(jump)))
    told = re.search(r"Changing in steps rather than steadily: ([^(]*) \(see", text)
    assert told and "women" in told[1] and " men" not in told[1]
    line = wiggling(*[1000 + 40 * at + one for at, one in enumerate(WIGGLE)])
    assert not any(one.are_told for one in sentences.passages_of(breaks.breaks(line))), "a slope is no passage"


def test_passages_of_a_series_without_a_prevailing_direction_are_told_in_their_own_section_only():
    assert "Changing in steps" not in trend_words(RISING, stepped=["male"])
    assert "Changing in steps rather than steadily: women (see" in trend_words(RISING, stepped=["female", "male"])


def test_the_series_without_the_ages_has_sentences_of_its_own():
    text = trend_words(with_rest(RISING, young(RISING, 50, 60)))
    assert "The number of women without ages 20–24 rose by about 10 a year" in text
    assert text.count("From 2007 to 2016") == 1, "the period is said once"
    assert re.search(r"No clear trend: .*men without ages 20–24", text)
    assert re.search(r"women without ages 20–24 rose by about 0\.\d\d percentage points a year", text)


def test_ages_known_in_one_year_only_make_no_slope():
    text = trend_words(with_rest(RISING, young(RISING[RISING["year"] == 2010], 50, 60)))
    assert "without ages" not in text.lower().replace("the population of ages", "")


def test_flagged_years_bring_the_caveat_and_an_unknown_end_another():
    flagged = trend_words(RISING, young(RISING, 50, 90))
    assert flagged.endswith(SEE_CAVEAT)
    assert "cannot be told" in trend_words(RISING, young(RISING[RISING["year"] < 2012], 50, 50))


FLAGS = result("population_institutional_effect", ("", 0), year=2007, **YOUNG)


def break_words(passages: pd.DataFrame, flags: pd.DataFrame = FLAGS) -> str:
    return said(sentences.breaks(passages, flags, first=2007, year=2007))


def test_a_passage_carries_the_caveat_on_institutions():
    made = collect([clear(("female", 1)), result("population_break_step", ("female", 300), year=2012)])
    assert break_words(made, FLAGS.assign(value=1)).endswith(SEE_CAVEAT)
    assert "institutional" not in break_words(made)


def test_a_passage_is_told_a_slope_an_open_question_and_no_passage_each_by_its_words():
    found = [
        result("population_breaks", ("male", 0), ("", 1), ("female", 2)),
        result("population_breaks", ("female", 2), **REST),
        result("population_share_breaks", ("", 1)),
        result("population_break_step", ("female", 300.4), year=2012),
        result("population_break_step", ("female", -50), year=2016),
        result("population_share_break_step_pp", ("", 4.56), year=2012),
        result("population_breaks_margin", ("male", 9), ("", 1.9), ("female", 5)),
        result("population_breaks_margin", ("female", -1), **REST),
        result("population_share_breaks_margin", ("", 2)),
    ]
    text = break_words(collect(found))
    assert "women 2012 (+300 persons), 2016 (−50 persons); share of women 2012 (+4.6 percentage points)" in text
    assert "The year before or after may fit nearly as well" in text
    assert re.search(r"No lasting change in level: men\.", text)
    assert re.search(r"steps: women without ages 20–24\.", text)
    assert re.search(r"Undecided.*: whole population\.", text)


def test_with_fewer_than_six_years_no_passage_is_looked_for():
    few = QUIET[QUIET["year"] < 2012]
    text = break_words(breaks.breaks(few))
    assert "Fewer than six years" in text


def test_a_jump_and_a_straight_line_are_told_apart():
    jump = wiggling(*[(1000 if at < 5 else 1400) + one for at, one in enumerate(WIGGLE)])
    made = breaks.breaks(jump)
    assert "women 2012 (+4" in break_words(made)
    names = ("Women", "Whole population", "Share of women")
    assert [row[:2] for row in shows(tables.breaks(made))] == [[name, "2012"] for name in names]
    line = wiggling(*[1000 + 40 * at + one for at, one in enumerate(WIGGLE)])
    text = break_words(breaks.breaks(line))
    assert re.search(r"steps: women, whole population and share of women", text) and "2012" not in text


def test_the_table_of_years_names_the_series_in_their_order():
    spike = wiggling(*[1000 + one for one in WIGGLE], 1500, *[1000 + one for one in WIGGLE])
    table = tables.outliers(outliers.outliers(spike))
    assert list(table.frame["year"]) == sorted(table.frame["year"], reverse=True)
    assert table.frame.set_index("year")["stands_out"][2017] == "women, whole population, balance"
    assert shows(table)


def test_the_table_of_trends_has_the_slopes_and_nothing_of_four_years():
    table = tables.trends(trend.trends(with_rest(RISING, young(RISING, 50, 60))))
    assert list(table.frame["slope"][:1]) == [10] and list(table.frame["steady"])[:2] == ["yes", "no"]
    assert len(table.frame) == 8
    assert tables.trends(trend.trends(RISING[RISING["year"] < 2011])).frame.empty


def then_and_now(people: pd.DataFrame, **span: int) -> present.PublicationFigure:
    return figures.share_then_and_now(measures.share_of_women(people), **(span or ends(people)))


def test_the_slope_of_the_share_stands_between_the_same_two_years():
    everyone = with_rest(RISING, young(RISING, 50, 60))
    share = measures.share_of_women(everyone)
    both = then_and_now(everyone)
    assert list(both.frame["name"]) == ["All ages", "Without ages 20–24"]
    assert list(both.frame["before"]) == list(share[share["year"] == 2007].sort_values("ages")["value"])
    assert both.options == {"start": "2007", "end": "2016"}
    later = then_and_now(with_rest(RISING, young(RISING[RISING["year"] > 2007], 50, 60)))
    assert list(later.frame["name"]) == ["All ages"], "its first year is not that of the headings"
    assert then_and_now(RISING[RISING["year"] == 2007]).frame.empty
    assert "All ages: 49.93% → 52.18%" in said(both.words.alt), "1000 of 2003, 1090 of 2089"


def test_the_words_of_the_slope_name_the_ages_only_where_a_line_without_them_is_drawn():
    both = then_and_now(with_rest(RISING, young(RISING, 50, 60))).words
    assert "20–24" in both.caption and "2007–2016" in both.caption
    assert "All ages: " in said(both.alt) and "Without ages 20–24: " in both.alt
    assert "“Population without ages 20–24”" in both.alt
    one = then_and_now(RISING).words
    assert "2007–2016" in one.caption and "20–24" not in one.caption + said(one.alt)
    assert "All ages: " in one.alt and "“Population by year and sex”" in one.alt
    none = then_and_now(RISING[RISING["year"] == 2007]).words
    assert said(none.alt) == none.caption and "20–24" not in none.caption


def test_the_note_stands_at_a_year_inside_its_series_and_never_at_an_end():
    inside = wiggling(500, 505, *[1000 + one for one in WIGGLE[:5]], 1200, *[1000 + one for one in WIGGLE])
    ages = young(inside, 1234, 5678)
    flags, found = measures.institutional_effect(ages), outliers.outliers(inside)
    (note,) = figures.notes(found, flags, ages).to_dict("records")
    assert (note["year"], note["sex"]) == (2014, "female")
    assert "2014" in note["text"] and "1,234" in note["text"] and "5,678" in note["text"]
    quiet = measures.institutional_effect(young(inside, 50, 50))
    assert figures.notes(found, quiet, ages).empty, "no year is flagged"
    others = flags["year"] != 2014
    assert figures.notes(found, flags[others], ages[ages["year"] != 2014]).empty, "not known in that year"


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_the_caption_of_a_figure_without_data_has_no_hole_in_it(lang):
    language.use(lang)
    empty = pd.DataFrame(columns=COLUMNS)
    made = [
        figures.by_sex(empty, empty, empty, young(RISING, 1, 1)),
        figures.without_ages(empty),
        figures.institutional(empty),
        figures.contributions(empty),
    ]
    captions = [one.words.caption for one in made]
    assert [caption for caption in captions if re.search(r",\s*([;:(.]|$)|\s\s|None|nan", caption)] == []
    assert all(captions)

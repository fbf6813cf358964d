"""The sentences and tables of the deeper measures say what was found, and nothing where nothing was.

Results are made by the measures themselves from small counts, or typed where a case is rare. What is looked at is the
meaning: numbers and key words, not whole sentences.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from measures.districts_of_tests import counts, groups, in_years

from yeep_analysis.comparison import sentences as comparison
from yeep_analysis.comparison import tables as place_tables
from yeep_analysis.edition import Edition
from yeep_analysis.methods import worked
from yeep_analysis.municipality.load import load
from yeep_analysis.population import breaks, change_tables, outliers, trend
from yeep_analysis.population import change_figure_words as change_figures
from yeep_analysis.population import change_sentences as change
from yeep_analysis.population import measures as demography
from yeep_analysis.results import MEASURED, registered
from yeep_analysis.show import present
from yeep_analysis.words import language

ROOT = Path(__file__).parents[2]
WIGGLE = [3, -2, 5, -4, 1, 0, -3, 4, 2, -1]
TOO_EMPTY = re.compile(r"\bnan\b|\bNone\b|: ?[.;]|; ?[.;]|\(\)|  |\b(by|between|and) [–.]")


@pytest.fixture(autouse=True)
def in_english(turkish_again):
    language.use("en")


def said(text: str) -> str:
    """A sentence without holes in it."""
    assert not TOO_EMPTY.search(text), text
    return text


def result(*rows: tuple[str, float], year: int = 2022) -> pd.DataFrame:
    """A result that is typed: groups and values."""
    return pd.DataFrame([(year, group, value) for group, value in rows], columns=["year", "group", "value"])


def nothing() -> pd.DataFrame:
    """A result without rows."""
    return pd.DataFrame(columns=MEASURED)


def shows(table: present.PublicationTable) -> list[list[str]]:
    """The rows of a table as readers see them; none where there are none."""
    return present.table(table).data.get(present.TABLE, {"rows": []})["rows"]


# --- what changed in the population -------------------------------------------------------------------------------


def wiggling(*women: int) -> pd.DataFrame:
    """Years in which men go up and down a little, and women are those given."""
    return counts(*[(n, 1000 + WIGGLE[at % 10]) for at, n in enumerate(women)])


QUIET = wiggling(*[1000 + one for one in (1, -3, 0, 4, -1, 2, -4, 3, -2, 5)])
RISING = wiggling(*range(1000, 1100, 10))


def young(frame: pd.DataFrame, women: int, men: int) -> pd.DataFrame:
    """Persons aged 20-24 in the years of other counts."""
    return in_years({year: (women, men) for year in sorted(set(frame["year"]))}, group="20-24")


def ends(frame: pd.DataFrame) -> dict[str, int]:
    """The first and the newest year of counts, as the sentences take them."""
    return {"first": int(frame["year"].min()), "year": int(frame["year"].max())}


def outlier_words(frame: pd.DataFrame, ages: pd.DataFrame | None = None) -> str:
    flags = demography.institutional_effect(young(frame, 50, 50) if ages is None else ages)
    return said(
        change.outlier_years(outliers.outlier_year(frame), outliers.sex_ratio_outlier_year(frame), flags, **ends(frame))
    )


def trend_results(frame: pd.DataFrame) -> tuple[dict, dict]:
    found = {
        **{"s": trend.trend_s(frame), "p": trend.trend_p(frame), "smallest": trend.trend_smallest_p(frame)},
        **{"slope": trend.trend_slope(frame), "lower": trend.trend_slope_lower(frame)},
        "upper": trend.trend_slope_upper(frame),
    }
    share = {"s": trend.share_trend_s, "p": trend.share_trend_p, "slope": trend.share_trend_slope}
    return found, {name: measure(frame) for name, measure in share.items()}


def trend_words(frame: pd.DataFrame, ages: pd.DataFrame | None = None, *, stepped: Iterable[str] = ()) -> str:
    flags = demography.institutional_effect(young(frame, 50, 50) if ages is None else ages)
    return said(change.trends(*trend_results(frame), flags, stepped=set(stepped), **ends(frame)))


def with_rest(frame: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame, demography.without_age_group(frame, ages)], ignore_index=True)


def test_where_no_year_stands_out_none_is_named():
    text = outlier_words(QUIET)
    assert ": none." in text and "in no year" in text
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
    assert text.partition(".")[0].endswith("none")
    assert "women 2007–2008" in text and "not to be read as single events" in text


def test_where_more_than_half_of_the_years_are_equal_no_year_stands_out():
    text = outlier_words(counts(*[(100, 100)] * 6, (900, 100)))
    assert ": none." in text and "in no year" in text


def test_of_two_years_none_can_stand_out():
    assert "fewer than three years" in outlier_words(QUIET[QUIET["year"] < 2009])
    assert change.three_sigma(outliers.three_sigma_year(QUIET[QUIET["year"] < 2009]), nothing()) == ""


def test_without_the_ages_is_said_only_where_it_is_known():
    both = with_rest(QUIET, young(QUIET, 50, 60))
    assert re.search(r"Without ages 20–24: .* series: none; .* balance: in no year\.", outlier_words(both))
    assert "20–24" not in outlier_words(QUIET)


def test_without_the_ages_the_years_inside_their_series_are_named_too():
    spike = wiggling(*[1000 + one for one in WIGGLE[:4]], 1500, *[1000 + one for one in WIGGLE[4:]])
    rest = outlier_words(with_rest(spike, young(spike, 50, 60))).partition("Without ages 20–24: ")[2]
    levels, _semicolon, balance = rest.partition("; unusual")
    assert "women 2011" in levels and "women without" not in levels, "named as the others, behind the words on the ages"
    assert "2011–2012" in balance


def test_years_that_stand_out_bring_the_caveat_where_the_effect_is_there_or_unknown():
    assert "institutional" not in outlier_words(QUIET)
    flagged = outlier_words(QUIET, young(QUIET, 50, 90))
    assert "institutional population effect" in flagged and "show it: 10 of 10" in flagged
    assert "cannot be told" in outlier_words(QUIET, young(QUIET[QUIET["year"] < 2012], 50, 50))


def test_the_rule_of_three_standard_deviations_names_its_years_or_none():
    spike = wiggling(*[1000 + one for one in WIGGLE], 2000, *[1000 + one for one in WIGGLE])
    for frame, found in ((QUIET, "no year"), (spike, "women 2017")):
        text = said(change.three_sigma(outliers.three_sigma_year(frame), outliers.sex_ratio_three_sigma_year(frame)))
        assert found in text


@pytest.mark.parametrize(("years", "words"), [(1, ["no earlier year"]), (2, ["From 2 years", "1.000"])])
def test_of_so_few_years_no_trend_is_told(years, words):
    text = trend_words(RISING[RISING["year"] < 2007 + years])
    assert all(word in text for word in words)


def test_of_four_years_no_trend_can_be_told_and_of_five_it_can():
    text = trend_words(RISING[RISING["year"] <= 2010])
    assert "From 4 years" in text and "0.083" in text and "prevail" not in text
    assert "women, +10 persons a year" in trend_words(RISING[RISING["year"] <= 2011])


@pytest.mark.parametrize(("step", "slope"), [(10, "+10"), (-10, "−10")])
def test_a_prevailing_rise_or_fall_is_told_with_its_slope_and_limits(step, slope):
    text = trend_words(wiggling(*[5000 + step * at for at in range(10)]))
    assert "Over 2007–2016 as a whole rises or falls prevail in: women" in text
    assert f"women, {slope} persons a year at the median (limits: {slope} and {slope})" in text
    assert "No direction prevails over 2007–2016 in: men." in text
    assert "levels describe better" not in text, "no passage is told of any series"
    assert "20–24" not in text, "no year is flagged and both ends are known: no caveat"


def test_where_no_direction_prevails_no_slope_in_persons_is_told():
    text = trend_words(QUIET, stepped=["women"])
    assert "No direction prevails over 2007–2016 in: women, men and whole population." in text
    assert "persons a year" not in text and "levels describe better" not in text


def test_a_trend_of_a_series_with_passages_says_that_levels_describe_it_better():
    jump = wiggling(*[(1000 if at < 5 else 1400) + one for at, one in enumerate(WIGGLE)])
    stepped = change.with_passages(breaks.breaks(jump), breaks.margin(jump))
    assert stepped >= {"women", "total"} and "men" not in stepped, "a level that stays is no passage"
    text = trend_words(jump, stepped=stepped)
    told = re.search(r"Of these, levels describe better than a slope: ([^(]*) \(see", text)
    assert told and "women" in told[1] and " men" not in told[1]
    line = wiggling(*[1000 + 40 * at + one for at, one in enumerate(WIGGLE)])
    assert change.with_passages(breaks.breaks(line), breaks.margin(line)) == set(), "a slope is no passage"


def test_the_series_without_the_ages_has_sentences_of_its_own():
    text = trend_words(with_rest(RISING, young(RISING, 50, 60)))
    assert "Without ages 20–24 they prevail in: women, +10 persons a year" in text
    assert "Without ages 20–24 no direction prevails in: men." in text
    assert re.search(r"percentage points a year; without ages 20–24 by \+0\.", text)


def test_ages_known_in_one_year_only_make_no_slope():
    text = trend_words(with_rest(RISING, young(RISING[RISING["year"] == 2010], 50, 60)))
    assert "without ages" not in text.lower().replace("the population of ages", "")


def test_flagged_years_bring_the_caveat_and_an_unknown_end_another():
    flagged = trend_words(RISING, young(RISING, 50, 90))
    assert "institutional population effect" in flagged and "show it: 10 of 10" in flagged
    assert "cannot be told" in trend_words(RISING, young(RISING[RISING["year"] < 2012], 50, 50))


def break_words(**parts) -> str:
    flags = parts.get("flags", result(("20-24", 0), year=2007))
    return said(change.breaks(parts["number_of"], parts["steps"], parts["margin"], flags, first=2007, year=2007))


def test_a_passage_carries_the_caveat_on_institutions():
    made = {
        "number_of": result(("women", 1)),
        "steps": result(("women", 300), year=2012),
        "margin": result(("women", 9)),
    }
    assert "institutional population effect" in break_words(**made, flags=result(("20-24", 1), year=2007))
    assert "institutional" not in break_words(**made)


def test_a_passage_is_told_a_slope_an_open_question_and_no_passage_each_by_its_words():
    text = break_words(
        number_of=result(("all", 1), ("men", 0), ("total", 1), ("women", 2), ("women_without_20_24", 2)),
        steps=pd.concat(
            [result(("women", 300.4), year=2012), result(("women", -50), year=2016), result(("all", 4.56), year=2012)]
        ),
        margin=result(("all", 2), ("men", 9), ("total", 1.9), ("women", 5), ("women_without_20_24", -1)),
    )
    assert "women: 2012 (+300 persons), 2016 (−50 persons); share of women: 2012 (+4.6 percentage points)" in text
    assert "The year is the one that fits best; the year before or after" in text
    assert re.search(r"No passage: men\.", text)
    assert re.search(r"slope .*: women without ages 20–24\. There no passage is told", text)
    assert re.search(r"Undecided.*: whole population\.", text)


def test_with_fewer_than_six_years_no_passage_is_looked_for():
    few = QUIET[QUIET["year"] < 2012]
    text = break_words(number_of=breaks.breaks(few), steps=breaks.break_step(few), margin=breaks.margin(few))
    assert "fewer than six years" in text


def test_a_jump_and_a_straight_line_are_told_apart():
    jump = wiggling(*[(1000 if at < 5 else 1400) + one for at, one in enumerate(WIGGLE)])
    made = {"number_of": breaks.breaks(jump), "steps": breaks.break_step(jump), "margin": breaks.margin(jump)}
    assert "women: 2012 (+4" in break_words(**made)
    table = change_tables.breaks(made["steps"], breaks.share_break_step(jump), made["margin"])
    assert [row[:2] for row in shows(table)] == [["Women", "2012"], ["Whole population", "2012"]]
    line = wiggling(*[1000 + 40 * at + one for at, one in enumerate(WIGGLE)])
    text = break_words(number_of=breaks.breaks(line), steps=breaks.break_step(line), margin=breaks.margin(line))
    assert re.search(r"slope .*: women and whole population", text) and "2012" not in text


def test_the_table_of_years_names_the_series_in_their_order():
    spike = wiggling(*[1000 + one for one in WIGGLE], 1500, *[1000 + one for one in WIGGLE])
    flags = pd.concat([outliers.outlier_year(spike), outliers.sex_ratio_outlier_year(spike)])
    table = change_tables.outliers(
        outliers.outlier_z(spike), outliers.sex_ratio_change(spike), outliers.sex_ratio_outlier_z(spike), flags
    )
    assert list(table.frame["year"]) == sorted(table.frame["year"], reverse=True)
    assert table.frame.set_index("year")["stands_out"][2017] == "women, whole population, balance"
    assert shows(table)


def test_the_table_of_trends_has_the_slopes_and_nothing_of_four_years():
    table = change_tables.trends(*trend_results(with_rest(RISING, young(RISING, 50, 60))))
    assert list(table.frame["slope"][:1]) == [10] and list(table.frame["steady"])[:2] == ["yes", "no"]
    assert len(table.frame) == 8
    assert change_tables.trends(*trend_results(RISING[RISING["year"] < 2011])).frame.empty


def test_the_slope_of_the_share_stands_between_the_same_two_years():
    share = demography.share_of_women(RISING)
    rest = demography.share_of_women(demography.without_age_group(RISING, young(RISING, 50, 60)))
    both = change_tables.share_then_and_now(share, rest)
    assert list(both["name"]) == ["All ages", "Without ages 20–24"]
    assert list(both["before"]) == [share["value"].iloc[0], rest["value"].iloc[0]]
    later = change_tables.share_then_and_now(share, rest[rest["year"] > 2007])
    assert list(later["name"]) == ["All ages"], "its first year is not that of the headings"
    assert change_tables.share_then_and_now(share[share["year"] == 2007], rest[:0]).empty
    assert change_tables.ends([2007, 2016]) == {"start": "2007", "end": "2016"}
    assert "44.00% → 50.00%" in said(
        change_figures.slope_words(pd.DataFrame([("x", 0.44, 0.5)], columns=both.columns), first=2007, year=2016).alt
    )


def test_the_words_of_the_slope_name_the_ages_only_where_a_line_without_them_is_drawn():
    share = demography.share_of_women(RISING)
    rest = demography.share_of_women(demography.without_age_group(RISING, young(RISING, 50, 60)))
    both = change_figures.slope_words(change_tables.share_then_and_now(share, rest), **ends(RISING))
    assert "20–24" in both.caption and "2007–2016" in both.caption
    assert "All ages: " in said(both.alt) and "Without ages 20–24: " in both.alt
    assert "“Population without ages 20–24”" in both.alt
    one = change_figures.slope_words(change_tables.share_then_and_now(share, rest[:0]), **ends(RISING))
    assert "2007–2016" in one.caption and "20–24" not in one.caption + said(one.alt)
    assert "All ages: " in one.alt and "“Population by year and sex”" in one.alt
    none = change_figures.slope_words(change_tables.share_then_and_now(share[:1], rest[:0]), first=2007, year=2007)
    assert said(none.alt) == none.caption and "20–24" not in none.caption


def test_the_note_stands_at_a_year_inside_its_series_and_never_at_an_end():
    inside = wiggling(500, 505, *[1000 + one for one in WIGGLE[:5]], 1200, *[1000 + one for one in WIGGLE])
    ages = young(inside, 1234, 5678)
    flags, found = demography.institutional_effect(ages), (outliers.outlier_year(inside), outliers.outlier_z(inside))
    (note,) = change_figures.notes(*found, flags, ages).to_dict("records")
    assert (note["year"], note["series"]) == (2014, "women")
    assert "2014" in note["text"] and "1,234" in note["text"] and "5,678" in note["text"]
    assert change_figures.notes(*found, demography.institutional_effect(young(inside, 50, 50)), ages).empty, (
        "no year is flagged"
    )
    assert change_figures.notes(*found, flags[flags["year"] != 2014], ages[ages["year"] != 2014]).empty, (
        "not known in that year"
    )


# --- other places -------------------------------------------------------------------------------------------------

PLACES = pd.DataFrame(
    [("02", "Zile", "district"), ("03", "Çay", "district"), ("9", "İl", "province"), ("TR", "Türkiye", "country")],
    columns=["place_code", "name", "level"],
)
KNOWN = place_tables.places(PLACES, code="01", name="Gölyaka")


def share_of(pairs: dict[str, tuple[int, int]], year: int = 2025) -> pd.DataFrame:
    return demography.share_of_women(groups(pairs, year=year)) if pairs else nothing()


def place_words(pairs: dict[str, tuple[int, int]]) -> str:
    return said(comparison.level(place_tables.dots(share_of(pairs), KNOWN), year=2025))


def test_places_are_in_turkish_order_within_their_level_and_the_district_comes_first():
    assert list(KNOWN["name"]) == ["Gölyaka", "Çay", "Zile", "İl", "Türkiye"]
    dots = place_tables.dots(share_of({code: (50, 50) for code in ("TR", "9", "02", "01", "03")}), KNOWN)
    assert list(dots["name"]) == ["Çay", "Gölyaka", "Zile", "İl", "Türkiye"], "the district among the others"
    assert place_tables.dots(nothing(), KNOWN).empty


def test_the_district_alone_has_nothing_beside_it():
    assert "no other place" in place_words({"01": (51, 49)})
    assert "no other place" in said(comparison.level(place_tables.dots(nothing(), KNOWN), year=2025))


def test_districts_give_a_range_and_province_and_country_stand_as_a_whole():
    text = place_words({"01": (51, 49), "02": (48, 52), "03": (52, 48), "9": (50, 50), "TR": (499, 501)})
    assert "Gölyaka: 51.00%" in text and "2 other districts" in text and "between 48.00% and 52.00%" in text
    assert "As a whole: İl 50.00% and Türkiye 49.90%" in text
    wider = place_words({"01": (51, 49), "9": (50, 50)})
    assert "other districts" not in wider and "İl 50.00%" in wider


def test_a_place_in_which_nobody_lives_is_left_out():
    text = place_words({"01": (51, 49), "02": (0, 0), "03": (52, 48), "TR": (0, 0)})
    assert "Türkiye" not in text and "52.00%" in text
    dots = place_tables.dots(share_of({"01": (51, 49), "02": (0, 0), "03": (52, 48)}), KNOWN)
    assert "51.0%" in said(comparison.dots_words(dots, 2025).alt)
    own_only = comparison.dots_words(dots[dots["kind"] == place_tables.OWN], 2025)
    assert own_only.alt == own_only.caption


def over_time_words(years: int, ages_in: int | None = None, ages_of: Iterable[str] = ("01",)) -> str:
    wide = {"01": (510, 490), "02": (500, 500), "03": (480, 520)}
    frame = pd.concat(
        [
            in_years({2020 + at: (women + at, men) for at in range(years)}, group=code)
            for code, (women, men) in wide.items()
        ]
    )
    known = range(years if ages_in is None else ages_in)
    ages = pd.concat([in_years({2020 + at: (5, 5) for at in known}, group=f"{code}/20-24") for code in ages_of])
    rest = demography.without_age_group(frame, ages)
    return said(comparison.over_time(trend.share_trend_slope(frame), trend.share_trend_slope(rest), KNOWN, frame))


def test_over_time_the_places_stand_side_by_side_with_and_without_the_ages():
    text = over_time_words(4)
    assert "2020–2023" in text and "here by +0.05" in text and "between +0.05 and +0.05" in text
    assert "Without ages 20–24 it moved here by" in text
    assert "known without these ages" not in text, "they are known of no other place"
    beside = over_time_words(4, ages_of=("01", "03"))
    assert "In the other places that are known without these ages: between +0.05 and +0.05." in beside
    assert "Without ages" not in over_time_words(4, ages_in=1), "one year makes no slope"
    assert "Without ages" not in over_time_words(4, ages_in=0)


def test_places_with_the_institutional_effect_are_named_and_nothing_is_said_where_none_has_it():
    ages = pd.concat(
        [in_years({2025: pair}, group=f"{code}/20-24") for code, pair in {"01": (5, 9), "03": (5, 5)}.items()]
    )
    text = said(comparison.flagged(demography.institutional_effect(ages), KNOWN))
    assert "institutional population effect" in text and "20–24): Gölyaka." in text
    assert comparison.flagged(demography.institutional_effect(ages[ages["group"] != "01/20-24"]), KNOWN) == ""
    assert comparison.flagged(nothing(), KNOWN) == ""


def test_one_year_in_common_tells_of_no_change():
    assert "only one year in common" in over_time_words(1)


def test_the_table_of_places_holds_the_values_and_a_dash_where_something_is_not_known():
    share = share_of({"01": (51, 49), "02": (48, 52), "03": (0, 0)})
    results = {name: nothing() for name in ("ratio", "growth", "slope", "slope_rest")}
    flags = place_tables.by_place(result(("01/20-24", 0.0), ("02/20-24", 1.0), ("02/65+", 0.0)), suffix="/20-24")
    assert list(flags["group"]) == ["01", "02"]
    table = place_tables.reference({"share": share, **results, "flags": flags}, KNOWN)
    assert list(table.frame["name"]) == ["Gölyaka", "Çay", "Zile"]
    assert list(table.frame["population"]) == [100, 0, 100]
    rows = {row[0]: row for row in shows(table)}
    assert rows["Gölyaka"][1:4] == ["This district", "100", "51.00%"] and rows["Gölyaka"][-1] == "no"
    assert rows["Çay"][3:] == ["–"] * 6 and rows["Zile"][-1] == "yes"
    empty = place_tables.reference({name: nothing() for name in ("share", *results, "flags")}, KNOWN)
    assert empty.frame.empty


# --- a worked number for each measure -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def worked_2022() -> dict[str, str]:
    language.use("en")
    return worked.examples(registered(), load(Edition(2022, "en", ROOT / "data")))


def test_every_measure_has_a_number_or_says_that_there_is_none(worked_2022):
    assert len(worked_2022) == len(registered())
    none = ("This edition has no figure for it.", "Its numbers stand in the chapter on reporting.")
    for text in worked_2022.values():
        assert re.search(r"result −?[\d.,]+", said(text)) or text in none


def test_a_measure_without_a_figure_says_so(worked_2022):
    assert worked_2022["representation_change_pp"] == "This edition has no figure for it."


def test_small_probabilities_are_powers_of_ten_and_counts_are_whole(worked_2022):
    assert re.search(r"result \d\.\d\d · 10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+$", worked_2022["mahalle_chi_square_p"])
    assert (
        "0.51285" in worked_2022["population_share_of_women"] and "32,270" in worked_2022["population_share_of_women"]
    )


# --- the chapters where little is known ---------------------------------------------------------------------------

CHAPTERS = ("20_population", "30_mahalles", "40_representation")


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

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
from measures.districts_of_tests import counts, groups, in_years, only

from yeep_analysis.comparison import sentences as comparison
from yeep_analysis.comparison import tables as place_tables
from yeep_analysis.edition import Edition
from yeep_analysis.mahalles import difference_sentences as differences
from yeep_analysis.mahalles import difference_tables, funnel, segregation
from yeep_analysis.mahalles import measures as mahalle
from yeep_analysis.methods import worked
from yeep_analysis.municipality.load import load
from yeep_analysis.population import breaks, change_tables, outliers, trend
from yeep_analysis.population import change_figure_words as change_figures
from yeep_analysis.population import change_sentences as change
from yeep_analysis.population import measures as demography
from yeep_analysis.representation import (
    chance,
    chance_tables,
    election_tables,
    scenario_tables,
    staff_tables,
    thresholds,
)
from yeep_analysis.representation import chance_sentences as plausibility
from yeep_analysis.representation import election_sentences as elections
from yeep_analysis.representation import measures as representation
from yeep_analysis.representation import scenario_sentences as scenarios
from yeep_analysis.representation import scenarios as scenario_measures
from yeep_analysis.representation import staff_sentences as staff
from yeep_analysis.results import MEASURED, registered
from yeep_analysis.show import present
from yeep_analysis.words import language
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.terms import StaffDimension

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


# --- how the mahalles differ --------------------------------------------------------------------------------------

NAMES = {"1": "Zafer", "2": "Çınar", "3": "Cami", "4": "İnci", "5": "Iğdır", "6": "Şehit"}
UNLIKE = {code: (5500, 4500) if int(code) % 2 else (4500, 5500) for code in NAMES}
ALIKE = dict.fromkeys(NAMES, (5000, 5000))


def chance_words(pairs: dict[str, tuple[int, int]], names: dict[str, str] = NAMES) -> str:
    frame = groups(pairs)
    parts = (funnel.outside, funnel.chi_square_p, funnel.overdispersion, funnel.adjusted_outside)
    return said(differences.chance(*(measure(frame) for measure in parts), names))


def test_alike_mahalles_differ_by_chance_alone_and_nobody_is_outside():
    text = chance_words(ALIKE)
    assert "Of 6 mahalles" in text and text.count(": none") == 2
    assert "chance alone" in text and "stand" not in text, "nobody is measured by differences that chance makes"
    assert "Both are true" not in text
    assert "about 0.0 times as far" in text and "about one of twenty outside the limits of 95%" in text


def test_mahalles_that_all_differ_are_outside_but_no_single_one_is_the_exception():
    text = chance_words(UNLIKE)
    assert "too: Cami, Çınar, Iğdır, İnci, Şehit and Zafer." in text, "in Turkish order"
    assert "<0.001" in text and "Both are true" in text and "chance alone" not in text


def test_the_distance_by_lot_is_the_root_of_the_over_dispersion():
    factor = only(funnel.overdispersion(groups(UNLIKE)))
    text = chance_words(UNLIKE)
    assert (
        f"about {factor**0.5:.1f} times as far" in text and f"(the squares of the distances: {factor:.1f} times" in text
    )


def test_where_nobody_is_outside_both_is_not_said_though_all_together_differ_by_more_than_chance():
    names = {str(code): f"M{code}" for code in range(20)}
    pairs = {code: (5090, 4910) if int(code) % 2 else (4910, 5090) for code in names}
    text = chance_words(pairs, names)
    assert only(funnel.chi_square_p(groups(pairs))) < 0.001 and "chance alone" not in text
    assert text.count(": none") == 2 and "none of them stands out" in text
    assert "Both are true" not in text


def test_where_somebody_is_outside_by_chance_alone_both_is_not_said():
    pairs = {code: (5045, 4955) if int(code) % 2 else (4955, 5045) for code in NAMES}
    text = chance_words({**pairs, "3": (5115, 4885)})
    assert "99.8%: Cami; " in text and "chance alone" in text
    assert "Both are true" not in text and "stand" not in text


def test_that_the_mahalles_are_not_known_by_age_is_said_in_a_flagged_year_only():
    flags = demography.institutional_effect(in_years({2022: (50, 90), 2025: (50, 50)}, group="20-24"))
    assert "which 2022 shows" in said(differences.not_by_age(flags, 2022))
    assert differences.not_by_age(flags, 2025) == differences.not_by_age(flags, 2024) == ""
    assert differences.not_by_age(nothing(), 2022) == ""


def test_a_single_exception_still_stands_out_and_no_cause_is_named():
    names = {str(code): f"M{code}" for code in range(20)}
    text = chance_words({code: (5300, 4700) if code == "7" else (5000, 5000) for code in names}, names)
    assert "there still stand out: M7. The figures name no cause" in text
    assert "Both are true" not in text and "none of them" not in text


def test_a_slight_difference_is_outside_the_narrow_limits_only():
    text = chance_words({**ALIKE, "3": (5150, 4850)})
    assert re.search(r"inside those of 99\.8%: Cami; outside those of 99\.8%, too: none", text)


def test_of_one_mahalle_and_of_none_it_is_said():
    assert "one mahalle" in chance_words({"1": (50, 60)})
    empty = [nothing()] * 4
    assert "no population of the mahalles" in said(differences.chance(*empty, NAMES))
    assert "no population of the mahalles" in said(differences.evenness(*empty[:3]))
    assert differences.years([], []) == "", "it is said above"


def test_evenness_names_index_chance_and_what_is_left():
    frame = groups(UNLIKE)
    parts = (segregation.dissimilarity, segregation.dissimilarity_by_chance, segregation.dissimilarity_corrected)
    text = said(differences.evenness(*(measure(frame) for measure in parts)))
    left = only(segregation.dissimilarity_corrected(frame))
    assert "about 3,000 of 30,000 women would have to move: 10.00%" in text
    assert text.count("%") == 4 and f"beyond chance: {left:.2%} (0 = as by lot, 100% = " in text


@pytest.mark.parametrize(
    ("known", "comparable", "words"),
    [
        ([2022], [2022], ["one year only"]),
        ([2022, 2025], [2025], ["other mahalles"]),
        ([2025, 2022], [2022, 2025], ["same mahalles: 2022 and 2025."]),
        ([2020, 2022, 2025], [2022, 2025], ["2022 and 2025", "Left out", "2020."]),
    ],
)
def test_which_years_stand_side_by_side(known, comparable, words):
    text = said(differences.years(known, comparable))
    assert all(word in text for word in words)
    assert ("Left out" in text) == (len(comparable) > 1 and len(known) > len(comparable))


def mahalle_tables(pairs: dict[str, tuple[int, int]]):
    frame = groups(pairs) if pairs else groups(ALIKE).iloc[:0]
    share = mahalle.share_of_women(frame)
    points = difference_tables.funnel_points(share, funnel.outside(frame), NAMES)
    rows = (segregation.location_quotient, funnel.limit, funnel.z, funnel.adjusted_z)
    return share, points, difference_tables.funnel(points, *(measure(frame) for measure in rows))


def test_the_table_of_the_funnel_is_in_turkish_order_and_holds_the_numbers():
    _share, points, table = mahalle_tables({**ALIKE, "3": (5150, 4850), "6": (6000, 4000)})
    assert list(table.frame["name"]) == ["Cami", "Çınar", "Iğdır", "İnci", "Şehit", "Zafer"]
    places = table.frame.set_index("name")["place"]
    assert (places["Cami"], places["Şehit"]) == ("inside", "outside 99.8%")
    assert table.frame.set_index("name")["value"]["Cami"] == 0.515
    assert (difference_tables.sizes(points)[[0, -1]] / 10_000).round(2).tolist() == [0.8, 1.08]
    assert "Şehit" in said(differences.funnel_words(points, 2022).alt)


def test_one_mahalle_alone_has_no_funnel():
    for pairs in ({"3": (50, 60)}, {"3": (50, 60), "4": (0, 0)}):
        _share, points, table = mahalle_tables(pairs)
        assert points.empty and table.frame.empty and differences.funnel_words(points, 2022).alt == ""


def test_two_years_side_by_side_are_in_turkish_order():
    frame = pd.concat([groups(ALIKE, year=2022), groups(UNLIKE, year=2025)], ignore_index=True)
    share = mahalle.share_of_women(frame)
    then = difference_tables.then_and_now(share, [2022, 2025], NAMES)
    table = difference_tables.by_year(share, [2022, 2025], NAMES)
    assert list(then["name"]) == list(table.frame["name"]) == ["Cami", "Çınar", "Iğdır", "İnci", "Şehit", "Zafer"]
    assert list(then["before"]) == [0.5] * 6 and set(table.frame["share_2025"]) == {0.45, 0.55}
    assert "3 of 6 mahalles" in said(differences.slope_words(then, [2022, 2025]).alt)
    uneven = [segregation.dissimilarity(frame), segregation.dissimilarity_by_chance(frame)]
    evenness = difference_tables.evenness(*uneven, segregation.dissimilarity_corrected(frame), [2022, 2025])
    assert list(evenness.frame["year"]) == [2025, 2022] and evenness.frame["index"].tolist()[1] == 0


def test_without_mahalles_the_tables_are_empty_and_nothing_raises():
    share, points, table = mahalle_tables({})
    centres = pd.DataFrame(columns=["mahalle_code", "longitude", "latitude"])
    on_map = difference_tables.map_points(centres, share, NAMES)
    then = difference_tables.then_and_now(share, [], NAMES)
    assert points.empty and table.frame.empty and on_map.empty and then.empty
    assert difference_tables.sizes(points).size == 0
    assert difference_tables.by_year(share, [], NAMES).frame.empty
    assert difference_tables.evenness(nothing(), nothing(), nothing(), []).frame.empty
    for words in (
        differences.funnel_words(points, 2022),
        differences.map_words(on_map, 2022, has_outlines=False),
        differences.slope_words(then, []),
    ):
        assert said(words.caption) and words.alt == ""


def test_the_words_of_the_map_name_the_extremes_and_leave_out_where_nobody_lives():
    share = mahalle.share_of_women(groups({"2": (60, 40), "3": (40, 60), "4": (0, 0)}))
    centres = pd.DataFrame([(code, 31.0, 41.0) for code in NAMES], columns=["mahalle_code", "longitude", "latitude"])
    on_map = difference_tables.map_points(centres, share, NAMES)
    alt = said(differences.map_words(on_map, 2022, has_outlines=True).alt)
    assert "Çınar (60.0%)" in alt and "Cami (40.0%)" in alt and "schematic" not in alt
    assert differences.map_words(on_map[on_map["name"] == "İnci"], 2022, has_outlines=True).alt == ""


@pytest.mark.parametrize("unknown", [["2"], ["2", "3", "4"]])
def test_where_the_centre_of_a_mahalle_is_unknown_there_is_no_map(unknown):
    share = mahalle.share_of_women(groups({"2": (60, 40), "3": (40, 60), "4": (0, 0)}))
    rows = [(code, *((None, None) if code in unknown else (31.0, 41.0))) for code in NAMES]
    centres = pd.DataFrame(rows, columns=["mahalle_code", "longitude", "latitude"])
    on_map = difference_tables.map_points(centres, share, NAMES)
    assert on_map.empty and differences.map_words(on_map, 2022, has_outlines=False).alt == ""


# --- posts, record by record --------------------------------------------------------------------------------------


def posts(**offices: dict[int, tuple[int, int]]) -> pd.DataFrame:
    """Records of offices as (women, men)."""
    return pd.concat([in_years(pairs, group=office) for office, pairs in offices.items()], ignore_index=True)


def change_results(records: pd.DataFrame) -> tuple[pd.DataFrame, dict]:
    parts = {"pp": chance.change, "lower": chance.change_lower, "upper": chance.change_upper, "p": chance.change_p}
    return representation.share_of_women(records), {name: measure(records) for name, measure in parts.items()}


def newest(records: pd.DataFrame) -> pd.DataFrame:
    return records[records["year"] == records.groupby("group")["year"].transform("max")].reset_index(drop=True)


def election_words(records: pd.DataFrame) -> str:
    rise = chance.smallest_clear_rise(representation.elected(newest(records)))
    return said(elections.changes(*change_results(records), rise))


def test_of_one_record_it_is_said_what_a_clear_change_would_take():
    text = election_words(posts(council_member={2019: (9, 16)}))
    assert "Only one record" in text and "17 of 25 would have to be women" in text and "newest record: 9" in text
    assert "every rise is a rise" in text and "one of twenty" in text
    assert "percentage points" not in text


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ((4, 11), (6, 9), ["4/15 in 2019, 6/15 in 2024", "+13.3", "a probability of 0.700.", "between −"]),
        ((2, 38), (20, 20), ["2/40 in 2019, 20/40 in 2024", "+45.0", "a probability of <0.001.", "between +"]),
    ],
)
def test_two_records_are_told_with_the_probability_of_their_difference(before, now, words):
    text = election_words(posts(council_member={2019: before, 2024: now}))
    assert all(word in text for word in words) and "Only one record" not in text
    assert text.count("as large or larger would come about") == 1
    assert "hardly" not in text and "often" not in text, "the number speaks, no verdict"


def test_three_records_make_two_changes_and_another_office_still_has_one():
    text = election_words(posts(council_member={2014: (1, 14), 2019: (4, 11), 2024: (6, 9)}, muhtar={2019: (2, 9)}))
    assert "1/15 in 2014, 4/15 in 2019" in text and "4/15 in 2019, 6/15 in 2024" in text
    assert "Only one record is at hand for: Muhtars." in text


def test_without_a_record_and_without_a_number_that_would_differ_it_is_said():
    assert "no record of an elected body" in said(
        elections.changes(nothing(), change_results(posts(staff={}))[1], nothing())
    )
    assert "in 3 posts no rise from 1 women is larger than a lottery makes" in election_words(
        posts(muhtar={2019: (1, 2)})
    )


def test_a_body_without_posts_is_left_out():
    assert "no record of an elected body" in election_words(posts(council_member={2024: (0, 0)}))
    text = election_words(posts(council_member={2024: (9, 16)}, muhtar={2024: (0, 0)}))
    assert "Only one record is at hand for: Council members." in text and "Muhtars" not in text


def test_below_five_posts_a_change_is_told_in_counts_only():
    records = posts(muhtar={2019: (0, 3), 2024: (1, 3)}, council_member={2019: (4, 11), 2024: (6, 9)})
    text = election_words(records)
    assert "Muhtars: women 0/3 in 2019, 1/4 in 2024." in text
    assert text.count("percentage points") == 1 and text.count("would lie between") == 1
    frame = election_tables.records(*change_results(records)).frame
    small = frame[frame["group"] == "muhtar"]
    assert small[["share", "pp", "lower", "upper"]].isna().all(axis=None) and small["p"].notna().any()
    large = frame[frame["group"] == "council_member"].iloc[-1]
    assert round(large["pp"], 1) == 13.3 and large["share"] == 0.4 and large["lower"] < 0 < large["upper"]


def test_a_body_that_grew_beyond_four_posts_has_a_share_but_no_change_in_points():
    frame = election_tables.records(*change_results(posts(muhtar={2019: (0, 3), 2024: (2, 3)}))).frame
    assert frame["share"].notna().tolist() == [False, True] and frame["pp"].isna().all()


def test_the_table_of_records_leaves_out_what_has_one_record_and_an_empty_one_stays_empty():
    shares, found = change_results(posts(council_member={2019: (9, 16)}))
    assert election_tables.records(shares, found).frame.empty
    assert election_tables.then_and_now(shares).empty
    assert election_tables.records(nothing(), {name: nothing() for name in found}).frame.empty
    assert elections.slope_words(election_tables.then_and_now(shares)).alt == ""
    few = change_results(posts(mayor={2019: (0, 1), 2024: (1, 0)}))[0]
    assert election_tables.then_and_now(few).empty, "of so few posts no share is drawn"
    shrunk = change_results(posts(muhtar={2014: (1, 6), 2019: (2, 1), 2024: (2, 5)}))[0]
    assert election_tables.then_and_now(shrunk).empty, "the record before the newest is too small, and none is skipped"
    assert election_tables.offices(shrunk) == ["muhtar"] and election_tables.offices(shares) == []
    two = election_tables.then_and_now(change_results(posts(muhtar={2019: (1, 6), 2024: (2, 5)}))[0])
    assert "1/7 (14.29%) · 2019 → 2/7 (28.57%) · 2024" in said(elections.slope_words(two).alt)


# --- chance and the glass ceiling ---------------------------------------------------------------------------------


def lot_words(records: pd.DataFrame) -> str:
    parts = representation.share_of_women(records), chance.plausibility_half(records), chance.heads_from_staff(records)
    return said(plausibility.by_lot(*parts))


def ceiling_words(staff_pair: tuple[int, int], heads: tuple[int, int]) -> str:
    records = posts(staff={2025: staff_pair}, department_head={2025: heads})
    return said(
        plausibility.glass_ceiling(thresholds.glass_ceiling_index(records), representation.share_of_women(records))
    )


def test_bodies_below_half_are_told_with_their_probability():
    text = lot_words(posts(council_member={2024: (9, 16)}, muhtar={2024: (6, 5)}, mayor={2024: (0, 1)}))
    assert "9/25 (36.00%): 0.115" in text and "no error of sampling" in text
    assert "A large one does not show" in text, "that chance suffices is no proof of fairness"
    assert "Muhtars" not in text and "Mayor" not in text and "department heads" not in text


def test_department_heads_are_drawn_from_the_staff_of_the_same_year():
    assert "drawn by lot from the staff" in lot_words(posts(staff={2025: (48, 124)}, department_head={2025: (6, 12)}))
    assert "from the staff" not in lot_words(posts(staff={2024: (48, 124)}, department_head={2025: (6, 12)}))
    assert "from the staff" not in lot_words(posts(staff={2025: (4, 6)}, department_head={2025: (6, 12)})), (
        "more heads than staff: they were not drawn from it"
    )


def test_where_women_hold_half_everywhere_or_nobody_is_on_record_it_is_said():
    assert "at least half" in lot_words(posts(council_member={2024: (13, 12)}, muhtar={2024: (6, 6)}))
    assert "no record" in said(plausibility.by_lot(nothing(), nothing(), nothing()))


def test_of_small_bodies_alone_nothing_is_claimed():
    text = lot_words(posts(mayor={2024: (0, 1)}, deputy_mayor={2024: (0, 2)}))
    assert "at least half" not in text and "no body of five posts or more" in text


@pytest.mark.parametrize(
    ("staff_pair", "heads", "words"),
    [
        ((60, 40), (2, 8), ["3.00", "Above 1", "rarer"]),
        ((20, 80), (4, 6), ["0.50", "Below 1", "more frequent"]),
        ((30, 70), (3, 7), ["1.00", "). 1 means", "as frequent"]),
        ((30, 70), (0, 7), ["undefined", "no woman heads", "30/100"]),
        ((30, 70), (1, 3), ["not printed", "fewer than five"]),
    ],
)
def test_the_glass_ceiling_is_read_by_its_number(staff_pair, heads, words):
    text = ceiling_words(staff_pair, heads)
    assert all(word in text for word in words)
    readings = ("Above 1 means: ", "Below 1 means: ", "). 1 means: ", "undefined", "not printed")
    assert [word in text for word in readings].count(True) == 1


@pytest.mark.parametrize(("staff_pair", "heads"), [((30, 70), (0, 0)), ((0, 0), (3, 7)), ((0, 0), (0, 0))])
def test_without_anybody_among_the_staff_or_the_heads_there_is_no_glass_ceiling(staff_pair, heads):
    assert ceiling_words(staff_pair, heads) == ""


def test_without_staff_or_heads_of_one_year_there_is_no_glass_ceiling():
    records = posts(staff={2024: (30, 70)}, department_head={2025: (3, 7)})
    index = thresholds.glass_ceiling_index(records)
    assert plausibility.glass_ceiling(index, representation.share_of_women(records)) == ""


def test_the_table_of_lotteries_names_every_lottery_and_the_heads_once():
    held = posts(council_member={2024: (9, 16)}, staff={2025: (48, 124)}, department_head={2025: (6, 12)})
    records = representation.with_managers(held)
    population, voters = in_years({2025: (510, 490)}), in_years({2024: (400, 390)})
    references = chance.plausibilities(records, population, voters)
    parts = chance.plausibility_half(records), references, chance.heads_from_staff(held)
    frame = chance_tables.by_lot(*parts, population, voters).frame
    assert len(frame) == 3 + 3 + 1 + 1
    assert list(frame[frame["name"] == "Council members"]["posts"]) == [25] * 3
    assert {"Municipal staff of 2025", "Registered voters of 2024"} <= set(frame["lottery"])
    assert frame["p"].between(0, 1).all()
    assert chance_tables.by_lot(nothing(), nothing(), nothing(), population, voters).frame.empty


# --- scenarios ----------------------------------------------------------------------------------------------------


def seat_results(pair: tuple[int, int]):
    held = posts(council_member={2024: pair})
    parts = (scenario_measures.seats_elections, scenario_measures.seats_reached)
    return representation.share_of_women(held), *(part(held, steps=scenario_measures.STEPS) for part in parts)


def staff_results(pair: tuple[int, int], women: str = "50,60,75", turnover: int = 5):
    held = posts(staff={2025: pair})
    share = representation.share_of_women(held)
    assumed = scenario_measures.hirings(held, turnover_percent=turnover, women_hired_percent=women)
    years, reached = (
        measure(held, hirings=assumed) for measure in (scenario_measures.staff_years, scenario_measures.staff_reached)
    )
    return held, share, assumed, years, reached


def test_half_of_the_seats_is_never_reached_without_more_women_and_else_after_some_elections():
    text = said(scenarios.seats(*seat_results((9, 16))))
    assert "9/25" in text and "Assumption of this report" in text
    for part in ("+0 per election: never", "+1 per election: after 4 elections", "+3 per election: after 2 elections"):
        assert part in text
    assert "after 1 election." in said(scenarios.seats(*seat_results((10, 15))))


def test_the_chapter_says_above_the_scenarios_that_they_are_no_forecast():
    (above,) = [
        cell.source
        for cell in nbformat.read(ROOT / "notebooks" / "40_representation.ipynb", as_version=4).cells
        if cell.source.startswith("## Eşitliğe giden yollar")
    ]
    assert "öngörü değildir" in above


def test_half_of_the_seats_may_be_reached_already_and_an_empty_council_is_unknown():
    assert said(scenarios.seats(*seat_results((13, 12)))).count("already") == 4
    share, needed, reached = seat_results((0, 0))
    assert "no record of the council" in said(scenarios.seats(share, needed, reached))
    paths = scenario_tables.seat_paths(share, needed)
    assert paths.empty and "0/0" not in said(scenarios.seat_words(paths, share).alt)
    assert "no record of the council" in said(scenarios.seats(nothing(), nothing(), nothing()))


def test_the_tables_of_the_seats_hold_their_numbers():
    share, needed, reached = seat_results((9, 16))
    frame = scenario_tables.seats(needed, reached).frame
    assert list(frame["short"]) == [4] * 4 and list(frame["reached"]) == ["never", "yes", "yes", "yes"]
    assert frame["elections"].tolist()[1:] == [4, 2, 2]
    paths = scenario_tables.seat_paths(share, needed)
    assert paths["women"].max() <= 25 and set(paths[paths["step"] == 0]["women"]) == {9}
    assert scenario_tables.seat_limits(share) == {"half": 13, "seats": 25}
    assert "+0: never" in said(scenarios.seat_words(paths, share).alt)


def test_the_staff_has_a_path_for_each_assumption_and_for_hiring_as_today():
    held, share, assumed, years, reached = staff_results((48, 124))
    text = said(scenarios.staff(share, years, assumed))
    assert "Assumptions of this report, not from records" in text
    assert "5% leave" in text and "27.9% of those hired are women: never" in text and "50% of those hired" in text
    assert re.search(r"60% of those hired are women: after \d+ years", text)
    frame = scenario_tables.staff(years, reached, assumed).frame
    assert list(frame["reached"]) == ["never", "never", "yes", "yes"] and frame["women_hired"].tolist()[1:] == [
        0.5,
        0.6,
        0.75,
    ]
    shares = scenario_measures.staff_share(held, hirings=assumed, years=3)
    paths = scenario_tables.staff_paths(shares, years, assumed)
    assert paths["name"].nunique() == 4 and len(paths) == 16
    assert "never" in said(scenarios.staff_words(paths).alt)


def test_a_staff_that_is_half_already_is_so_and_an_assumption_is_not_told_twice():
    _held, share, assumed, years, _reached = staff_results((50, 50))
    assert len(assumed) == 3
    text = said(scenarios.staff(share, years, assumed))
    assert text.count("already") == 3 and "approached" not in text


@pytest.mark.parametrize(
    ("pair", "women", "turnover", "approached"),
    [
        ((48, 124), "50", 5, True),
        ((48, 124), "30,50,60", 99, True),
        ((48, 124), "40,60", 5, False),
        ((48, 124), "50", 0, False),
        ((48, 124), "50", 100, False),
        ((60, 40), "50", 5, False),
    ],
)
def test_half_is_only_approached_where_hiring_one_half_never_reaches_it(pair, women, turnover, approached):
    _held, share, assumed, years, _reached = staff_results(pair, women=women, turnover=turnover)
    text = said(scenarios.staff(share, years, assumed))
    assert ("half is only ever approached" in text) == approached


@pytest.mark.parametrize("given", ["abc", "120", "-5", "50,,60", "", "50;60", "12.5"])
def test_an_assumption_that_is_no_percentage_is_refused_in_plain_words(given):
    with pytest.raises(MeasureError, match=r"women_hired_percent: .* is no percentage.*whole numbers from 0 to 100"):
        staff_results((48, 124), women=given)


@pytest.mark.parametrize("turnover", [-5, 101])
def test_a_turnover_that_is_no_percentage_is_refused_too(turnover):
    with pytest.raises(MeasureError, match=f"turnover_percent: “{turnover}” is no percentage") as raised:
        staff_results((48, 124), turnover=turnover)
    assert "women_hired_percent:" not in str(raised.value)


@pytest.mark.parametrize("pair", [(48, 124), (0, 0)])
def test_all_wrong_assumptions_are_refused_at_once_and_without_staff_too(pair):
    with pytest.raises(MeasureError) as raised:
        staff_results(pair, women="abc,50,120", turnover=101)
    lines = str(raised.value).splitlines()
    assert [line.partition(" is no")[0] for line in lines] == [
        "turnover_percent: “101”",
        "women_hired_percent: “abc”",
        "women_hired_percent: “120”",
    ]


def test_a_staff_of_nobody_or_none_on_record_has_no_scenario():
    held, share, assumed, years, reached = staff_results((0, 0))
    assert assumed == [] and scenarios.staff(share, years, assumed) == ""
    assert scenario_tables.staff(years, reached, assumed).frame.empty
    paths = scenario_tables.staff_paths(scenario_measures.staff_share(held, hirings=[], years=3), years, assumed)
    assert paths.empty and said(scenarios.staff_words(paths).alt)
    assert scenario_measures.hirings(held.iloc[:0], turnover_percent=5, women_hired_percent="50") == []
    assert scenarios.staff(nothing(), nothing(), []) == ""
    assert scenario_tables.seats(nothing(), nothing()).frame.empty
    assert scenario_tables.seat_paths(nothing(), nothing()).empty
    assert scenario_tables.seat_limits(nothing()) == {"half": 0, "seats": 0}


# --- the staff in parts, and the bodies ---------------------------------------------------------------------------


def share_of(pairs: dict[str, tuple[int, int]], year: int = 2025) -> pd.DataFrame:
    return representation.share_of_women(groups(pairs, year=year)) if pairs else nothing()


def test_what_was_not_given_of_the_staff_is_said_and_nothing_where_all_was():
    none = said(staff.given(nothing()))
    assert all(
        word in none for word in ("employment type", "grade", "department", "When they are given, they stand here")
    )
    assert ".csv" not in none
    one = staff.given(share_of({"grade/Şef": (3, 4)}))
    assert "employment type and department" in one and "grade" not in one
    every = share_of({"grade/Şef": (3, 4), "department/Fen": (3, 4), "employment_type/contract": (3, 4)})
    assert staff.given(every) == ""


def test_a_few_parts_are_named_one_by_one_and_small_ones_without_a_percentage():
    share = share_of({"employment_type/temporary_worker": (1, 3), "employment_type/civil_servant": (22, 29)})
    text = said(staff.dimension(share, StaffDimension.EMPLOYMENT_TYPE))
    assert "(2025)" in text and text.index("Civil servants: 22/51 (43.14%)") < text.index("Temporary workers: 1/4")
    assert "25" not in text.replace("2025", "")
    frame = staff_tables.by_dimension(share, StaffDimension.EMPLOYMENT_TYPE).frame
    assert list(frame["women"]) == [22, 1] and list(frame["men"]) == [29, 3]
    assert frame["share_of_women"].notna().tolist() == [True, False]
    assert staff.dimension(share, StaffDimension.GRADE) == ""


def test_of_many_parts_it_is_counted_how_many_have_women():
    share = share_of({f"department/{at}": (at, 4) for at in range(9)})
    text = said(staff.dimension(share, StaffDimension.DEPARTMENT))
    assert "half: 5 of 9" in text and "without a woman: 1" in text


def test_parts_stand_by_size_and_those_of_one_size_in_turkish_order():
    share = share_of(
        {f"grade/{name}": (2, 8) for name in ("Zabıta", "Şef", "Çavuş", "Işıkçı", "İşçi")} | {"grade/X": (9, 9)}
    )
    table = staff_tables.by_dimension(share, StaffDimension.GRADE)
    assert list(table.frame["name"]) == ["X", "Çavuş", "Işıkçı", "İşçi", "Şef", "Zabıta"]
    assert "Çavuş: women 2, men 8" in said(staff.figure_dimension(table.frame, StaffDimension.GRADE).alt)


def test_bodies_are_counted_by_whether_both_sexes_have_40_percent():
    pairs = {
        "council_commission/Zabıta": (2, 3),
        "council_commission/Çevre": (4, 1),
        "council_commission/Plan": (0, 5),
        "executive_committee/Executive committee": (1, 2),
        "company_board/A.Ş.": (0, 0),
    }
    share, short = share_of(pairs), thresholds.short_of_40_percent_either_sex(groups(pairs, year=2025))
    text = said(staff.bodies(share))
    assert "40%: 1 of 4" in text and "without a woman: 1" in text
    frame = staff_tables.bodies(share, short).frame
    assert list(frame["name"])[:4] == [
        "Executive committee",
        "Council commission: Çevre",
        "Council commission: Plan",
        "Council commission: Zabıta",
    ]
    assert frame["share_of_women"].notna().tolist() == [False, True, True, True, False]
    assert frame["short_either"].tolist()[1:4] == [1, 2, 0]


def test_without_bodies_or_staff_it_is_said_and_the_tables_stay_empty():
    none = said(staff.bodies(nothing()))
    assert "When it is given, it stands here." in none and ".csv" not in none
    assert staff_tables.bodies(nothing(), nothing()).frame.empty
    for which in StaffDimension:
        table = staff_tables.by_dimension(nothing(), which)
        assert table.frame.empty and staff.figure_dimension(table.frame, which).alt == ""


# --- other places -------------------------------------------------------------------------------------------------

PLACES = pd.DataFrame(
    [("02", "Zile", "district"), ("03", "Çay", "district"), ("9", "İl", "province"), ("TR", "Türkiye", "country")],
    columns=["place_code", "name", "level"],
)
KNOWN = place_tables.places(PLACES, code="01", name="Gölyaka")


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

"""Sentences, tables and figures on how the mahalles differ, where little is known and at the borders of chance."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from mahalles.typed import mahalles, only
from yeep_analysis.mahalles import figures, measures, segregation, sentences, tables
from yeep_analysis.mahalles import funnel_limits as funnel
from yeep_analysis.population.measures import institutional_effect
from yeep_analysis.results import COLUMNS
from yeep_analysis.show.style import house_style
from yeep_analysis.words import language

TOO_EMPTY = re.compile(r"\bnan\b|\bNone\b(?! of )|: ?[.;]|; ?[.;]|\(\)|  |\b(by|between|and) [–.]")


@pytest.fixture(autouse=True)
def in_english(turkish_again):
    language.use("en")


def said(text: str) -> str:
    """A sentence without holes in it."""
    assert not TOO_EMPTY.search(text), text
    return text


def nothing() -> pd.DataFrame:
    """A result without rows."""
    return pd.DataFrame(columns=COLUMNS)


NAMES = {"1": "Zafer", "2": "Çınar", "3": "Cami", "4": "İnci", "5": "Iğdır", "6": "Şehit"}
UNLIKE = {code: (5500, 4500) if int(code) % 2 else (4500, 5500) for code in NAMES}
ALIKE = dict.fromkeys(NAMES, (5000, 5000))


def chance_words(pairs: dict[str, tuple[int, int]], names: dict[str, str] = NAMES) -> str:
    frame = mahalles(pairs)
    found = [family(frame) for family in (funnel.funnel, funnel.dispersion, funnel.adjusted_funnel)]
    return said(sentences.chance(*found, names))


def test_alike_mahalles_differ_by_chance_alone_and_nobody_is_outside():
    text = chance_words(ALIKE)
    assert "None of the 6 neighbourhoods lies outside" in text
    assert "chance alone" in text and "stands out" not in text, "nobody is measured by differences that chance makes"
    assert "Both are true" not in text
    assert "about 0.0 times as far" in text and "About 1 in 20 would lie outside the limits of 95%" in text


def test_mahalles_that_all_differ_are_outside_but_no_single_one_is_the_exception():
    text = chance_words(UNLIKE)
    assert "99.8%, too: Cami, Çınar, Iğdır, İnci, Şehit and Zafer." in text, "in Turkish order"
    assert "p < 0.001" in text and "Both are true" in text and "chance alone" not in text


def test_the_distance_by_lot_is_the_root_of_the_over_dispersion():
    factor = only(funnel.dispersion(mahalles(UNLIKE)), "mahalle_overdispersion")
    text = chance_words(UNLIKE)
    assert f"about {factor**0.5:.1f} times as far" in text and f"squared distances are {factor:.1f} times" in text


def test_where_nobody_is_outside_both_is_not_said_though_all_together_differ_by_more_than_chance():
    names = {str(code): f"M{code}" for code in range(20)}
    pairs = {code: (5090, 4910) if int(code) % 2 else (4910, 5090) for code in names}
    text = chance_words(pairs, names)
    assert only(funnel.dispersion(mahalles(pairs)), "mahalle_chi_square_p") < 0.001 and "chance alone" not in text
    assert "None of the 20 neighbourhoods lies outside" in text and "none of them stands out" in text
    assert "Both are true" not in text


def test_where_somebody_is_outside_by_chance_alone_both_is_not_said():
    pairs = {code: (5045, 4955) if int(code) % 2 else (4955, 5045) for code in NAMES}
    text = chance_words({**pairs, "3": (5115, 4885)})
    assert "inside those of 99.8%: Cami." in text and "chance alone" in text
    assert "Both are true" not in text and "stands out" not in text


def test_that_the_mahalles_are_not_known_by_age_is_said_in_a_flagged_year_only():
    rows = [(2022, "20-24", "female", 50), (2022, "20-24", "male", 90)]
    rows += [(2025, "20-24", "female", 50), (2025, "20-24", "male", 50)]
    flags = institutional_effect(pd.DataFrame(rows, columns=["year", "ages", "sex", "n"]))
    assert "which shows in 2022" in said(sentences.not_by_age(flags, 2022))
    assert sentences.not_by_age(flags, 2025) == sentences.not_by_age(flags, 2024) == ""
    assert sentences.not_by_age(nothing(), 2022) == ""


def test_a_single_exception_still_stands_out_and_no_cause_is_named():
    names = {str(code): f"M{code}" for code in range(20)}
    text = chance_words({code: (5300, 4700) if code == "7" else (5000, 5000) for code in names}, names)
    assert "one stands out: M7." in text
    assert "Both are true" not in text and "none of them" not in text


def test_a_slight_difference_is_outside_the_narrow_limits_only():
    text = chance_words({**ALIKE, "3": (5150, 4850)})
    assert re.search(r"inside those of 99\.8%: Cami\. Together", text)


def test_of_one_mahalle_and_of_none_it_is_said():
    assert "one neighbourhood" in chance_words({"1": (50, 60)})
    assert "population of the neighbourhoods is not known" in said(
        sentences.chance(nothing(), nothing(), nothing(), NAMES)
    )
    assert "population of the neighbourhoods is not known" in said(sentences.evenness(nothing()))
    assert sentences.years([], []) == "", "it is said above"


def test_evenness_names_index_chance_and_what_is_left():
    found = segregation.dissimilarity(mahalles(UNLIKE))
    text = said(sentences.evenness(found))
    left = only(found, "mahalle_dissimilarity_corrected")
    assert "About 3,000 of 30,000 women (10.00%) would have to move" in text
    assert text.count("%") == 4 and f"Beyond chance {left:.2%} is left; 0 is an even spread, 100% " in text


@pytest.mark.parametrize(
    ("known", "comparable", "words"),
    [
        ([2022], [2022], ["one year only"]),
        ([2022, 2025], [2025], ["other neighbourhoods"]),
        ([2025, 2022], [2022, 2025], ["same neighbourhoods: 2022 and 2025."]),
        ([2020, 2022, 2025], [2022, 2025], ["2022 and 2025", "Left out", "2020."]),
    ],
)
def test_which_years_stand_side_by_side(known, comparable, words):
    text = said(sentences.years(known, comparable))
    assert all(word in text for word in words)
    assert ("Left out" in text) == (len(comparable) > 1 and len(known) > len(comparable))


def shown(pairs: dict[str, tuple[int, int]]):
    """Table and figure of the funnel."""
    frame = mahalles(pairs) if pairs else mahalles(ALIKE).iloc[:0]
    found, composition = funnel.funnel(frame), measures.composition(frame)
    rest = segregation.location_quotient(frame), found, funnel.adjusted_funnel(frame)
    table = tables.funnel(composition, *rest, NAMES)
    return table, figures.funnel(composition, found, frame, NAMES, 0.5)


CENTRE = {"longitude": 31.0, "latitude": 41.0}


def on_map(pairs: dict[str, tuple[int, int]], *, has_shapes: bool = False, unknown: tuple[str, ...] = ()):
    """The figure of the map."""
    frame = mahalles(pairs) if pairs else mahalles(ALIKE).iloc[:0]
    centres = pd.DataFrame({"mahalle_code": list(NAMES), "name": list(NAMES.values())})
    is_known = ~centres["mahalle_code"].isin(unknown)
    centres = centres.assign(**{name: pd.Series(at, centres.index).where(is_known) for name, at in CENTRE.items()})
    facts = SimpleNamespace(frames={"mahalles": centres}, shapes={}, has_shapes=has_shapes)
    return figures.on_map(measures.composition(frame), facts, 0.5)


def test_the_table_of_the_funnel_is_in_turkish_order_and_holds_the_numbers():
    table, figure = shown({**ALIKE, "3": (5150, 4850), "6": (6000, 4000)})
    assert list(table.frame["name"]) == ["Cami", "Çınar", "Iğdır", "İnci", "Şehit", "Zafer"]
    limits = table.frame.set_index("name")["limits"]
    assert (limits["Cami"], limits["Şehit"]) == ("inside", "outside 99.8%")
    narrow = shown({**ALIKE, "3": (5150, 4850)})[0].frame.set_index("name")["limits"]
    assert (narrow["Cami"], narrow["Şehit"]) == ("outside 95%", "inside")
    assert table.frame.set_index("name")["value"]["Cami"] == 0.515
    for curves in (figure.options["curves"], figure.options["adjusted"]):
        assert (curves["size"].iloc[[0, -1]] / 10_000).round(2).tolist() == [0.8, 1.08]
    assert "Şehit" in said(figure.words.alt)


def test_every_mahalle_has_a_mark_of_its_level_in_the_funnel():
    _table, figure = shown({**ALIKE, "3": (5160, 4840), "6": (5500, 4500)})
    with house_style():
        ax = figure.chart(figure.frame, **figure.options)
    drawn = {mark: sum(len(line.get_xdata()) for line in ax.lines if line.get_marker() == mark) for mark in "osD"}
    levels = figure.frame["outside"].value_counts()
    assert drawn == {"o": levels.get(0, 0), "s": levels.get(95, 0), "D": levels.get(99.8, 0)}
    assert drawn["D"] and drawn["s"] and sum(drawn.values()) == 6


def test_one_mahalle_alone_has_no_funnel():
    for pairs in ({"3": (50, 60)}, {"3": (50, 60), "4": (0, 0)}):
        table, figure = shown(pairs)
        assert figure.frame.empty and table.frame.empty and figure.words.alt == ""


def test_two_years_side_by_side_are_in_turkish_order():
    frame = pd.concat([mahalles(ALIKE, year=2022), mahalles(UNLIKE, year=2025)], ignore_index=True)
    share, years = measures.composition(frame), [2022, 2025]
    share = share[share["indicator"] == "mahalle_share_of_women"]
    then, table = figures.then_and_now(share, years, NAMES), tables.by_year(share, years, NAMES)
    order = ["Cami", "Çınar", "Iğdır", "İnci", "Şehit", "Zafer"]
    assert list(then.frame["name"]) == list(table.frame["name"]) == order
    assert list(then.frame["before"]) == [0.5] * 6 and set(table.frame["share_2025"]) == {0.45, 0.55}
    assert then.options == {"start": "2022", "end": "2025"}
    assert "3 of 6 neighbourhoods" in said(then.words.alt)
    evenness = tables.evenness(segregation.dissimilarity(frame), years)
    assert list(evenness.frame["year"]) == [2025, 2022] and evenness.frame["index"].tolist()[1] == 0


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_without_mahalles_the_tables_are_empty_and_nothing_raises(lang):
    language.use(lang)
    table, figure = shown({})
    share = measures.composition(mahalles(ALIKE).iloc[:0])
    then, place = figures.then_and_now(share, [], NAMES), on_map({})
    assert figure.frame.empty and table.frame.empty and place.frame.empty and then.frame.empty
    assert figure.options["curves"].empty
    assert tables.by_year(share, [], NAMES).frame.empty
    assert tables.evenness(segregation.dissimilarity(mahalles(ALIKE).iloc[:0]), []).frame.empty
    population = tables.population(mahalles(ALIKE).iloc[:0], share, NAMES)
    for one in (figure, place, then, figures.population(population), figures.share(share, NAMES, float("nan"))):
        assert said(one.words.caption) and one.words.alt == ""
        assert not re.search(r",\s*([;:(.]|$)", one.words.caption)


@pytest.mark.parametrize("unknown", [("2",), ("2", "3", "4")])
def test_where_the_centre_of_a_mahalle_is_unknown_there_is_no_map(unknown):
    figure = on_map({"2": (60, 40), "3": (40, 60), "4": (0, 0)}, unknown=unknown)
    assert figure.frame.empty and figure.words.alt == ""


def test_the_words_of_the_map_name_the_extremes_and_leave_out_where_nobody_lives():
    alt = said(on_map({"2": (60, 40), "3": (40, 60), "4": (0, 0)}, has_shapes=True).words.alt)
    assert "Çınar (60.0%)" in alt and "Cami (40.0%)" in alt and "schematic" not in alt
    assert "schematic" in on_map({"2": (60, 40), "3": (40, 60)}).words.caption
    assert on_map({"4": (0, 0)}, has_shapes=True).words.alt == ""


def test_a_tie_counts_neither_for_women_nor_for_men():
    language.use("tr")
    composition = measures.composition(mahalles({"1": (5, 5), "2": (6, 4)}))
    text = sentences.balance(composition, {"1": "Eşit", "2": "Çok"}, 0.55)
    assert "2 mahallenin 1’inde kadınlar" in text
    assert "Erkeklerin çoğunlukta" not in text

"""The sentences and tables of the deeper measures say what was found, and nothing where nothing was.

Results are made by the measures themselves from small counts, or typed where a case is rare. What is looked at is the
meaning: numbers and key words, not whole sentences.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from measures.districts_of_tests import groups, in_years, only

from yeep_analysis.edition import Edition
from yeep_analysis.mahalles import difference_sentences as differences
from yeep_analysis.mahalles import difference_tables, funnel, segregation
from yeep_analysis.mahalles import measures as mahalle
from yeep_analysis.methods import worked
from yeep_analysis.municipality.load import load
from yeep_analysis.population import measures as demography
from yeep_analysis.results import MEASURED, registered
from yeep_analysis.show import present
from yeep_analysis.words import language

ROOT = Path(__file__).parents[2]
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

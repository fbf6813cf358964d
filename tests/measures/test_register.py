"""The register of measures and their cards: who may register what, and what a card must say, in both languages."""

from __future__ import annotations

import doctest
import inspect
import re
import sys

import pandas as pd
import pytest
from population.typed import counts

from measures.every import OURS
from yeep_analysis import results
from yeep_analysis.population import level_shifts as breaks
from yeep_analysis.results import COLUMNS, SECTIONS, Indicator, collect, measure, read_card, registered_as
from yeep_analysis.show.cards import cards
from yeep_analysis.words import language
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import catalogue
from yeep_analysis.words.terms import Unit

WHOLE = inspect.getdoc(breaks.breaks)
each_of_ours = pytest.mark.parametrize("one", OURS, ids=lambda one: f"{one.place[0]}.{one.function.__name__}")


@pytest.fixture(autouse=True)
def with_a_register_of_its_own(monkeypatch):
    monkeypatch.setattr(results, "_REGISTRY", dict(results._REGISTRY))


def written(module: str, name: str = "breaks", doc: str | None = WHOLE):
    """A function of this name as if it stood in that module; it gives the share of women."""
    namespace = {"__name__": module, "quotient": results.quotient, "women_and_men": results.women_and_men}
    lines = "wide = women_and_men(counts)", "return quotient(wide, wide['women'], wide['women'] + wide['men'])"
    exec(f"def {name}(counts):\n    {lines[0]}\n    {lines[1]}", namespace)
    namespace[name].__doc__ = doc
    return namespace[name]


# --- who may register what -------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("yeep_analysis.mahalles.breaks", "breaks"),  # a function of the same name in another module
        ("yeep_analysis.population.level_shifts", "others"),
        ("my_measures", "breaks"),
        ("__main__", "breaks"),
    ],
)
def test_an_indicator_that_is_taken_is_refused(module, name):
    language.use("en")
    with pytest.raises(MeasureError, match=f"“population_breaks” of “{name}” .* is taken: “breaks” in yeep_analysis"):
        measure(Indicator("population_breaks", "", Unit.BREAKS))(written(module, name))
    assert registered_as("population_breaks").function is breaks.breaks


def test_a_family_of_which_one_indicator_is_taken_registers_none():
    taken = Indicator("mine_new", "", Unit.BREAKS), Indicator("population_breaks", "", Unit.BREAKS)
    with pytest.raises(MeasureError, match="population_breaks"):
        measure(*taken)(written("my_measures"))
    assert registered_as("mine_new") is None


def test_a_module_that_is_loaded_again_registers_its_measures_again():
    decorated = [measure(Indicator("mine", "Mine", Unit.FRACTION))(written("my_measures", "mine")) for _time in "12"]
    assert registered_as("mine").function is decorated[1]


def test_every_indicator_of_ours_is_registered_once_and_by_a_public_name_of_its_module():
    names = [indicator.name for one in OURS for indicator in one.indicators]
    assert len(names) == len(set(names))
    for one in OURS:
        assert getattr(sys.modules[one.place[0]], one.function.__name__) is one.function


# --- a measure of somebody's own ---------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "origin"),
    [
        ("my_measures", "my_measures"),
        ("__main__", "mine.ipynb"),  # a notebook is known by its file
        ("yeep_analysis_of_mine.shares", "yeep_analysis_of_mine.shares"),
    ],
)
@pytest.mark.parametrize("doc", [None, "Share of women."])
def test_a_measure_of_somebodys_own_needs_no_sections_and_is_marked_wherever_it_appears(
    module, origin, doc, monkeypatch
):
    monkeypatch.setattr(sys.modules["__main__"], "__session__", "/somewhere/mine.ipynb", raising=False)
    language.use("en")
    mine = measure(Indicator("mine", "Share of women", Unit.FRACTION))(written(module, "mine", doc))
    table = collect([mine(counts((9, 16), year=2022))])
    assert list(table.columns) == COLUMNS
    assert table[["indicator", "value", "origin"]].to_numpy().tolist() == [["mine", 0.36, origin]]
    (card,) = cards(table, {})
    assert f"- A calculation of somebody’s own, not of this project: {origin}" in card.text.replace("\\_", "_")
    assert "0.36" in card.text


def test_the_rows_of_our_own_have_no_origin():
    table = collect([breaks.breaks(counts(*[(5 + at, 9) for at in range(8)]))])
    assert set(table["origin"]) == {""}
    assert not [card for card in cards(table, {}) if "kendi hesaplaması" in card.text or "somebody’s own" in card.text]


# --- cards ---------------------------------------------------------------------------------


@pytest.mark.parametrize("section", SECTIONS)
def test_a_card_of_ours_that_lacks_a_section_is_refused(section):
    assert tuple(read_card(WHOLE)) == ("Summary", *SECTIONS)
    without = re.sub(rf"^{section}\n-+\n.*?(?=^\w+\n-+\n)", "", WHOLE, flags=re.MULTILINE | re.DOTALL)
    empty = re.sub(rf"(^{section}\n-+\n).*?(?=^\w+\n-+\n)", r"\1\n", WHOLE, flags=re.MULTILINE | re.DOTALL)
    for text in (without, empty):
        assert text != WHOLE
        with pytest.raises(ValueError, match=rf"lacks \['{section}'\]"):
            read_card(text)
        assert section not in read_card(without, "my_measures")


@pytest.mark.parametrize("card", ["", "Title.\n\nFormula  k / n"])
def test_a_text_without_sections_is_no_card(card):
    with pytest.raises(ValueError, match="Parameters"):
        read_card(card)


@each_of_ours
def test_every_measure_has_a_complete_card_and_an_english_title(one):
    assert tuple(one.card) == ("Summary", *SECTIONS)
    assert all(one.card.values())
    lines = inspect.getdoc(one.function).splitlines()
    assert lines[0].endswith(".")
    assert lines[1] == ""
    for indicator in one.indicators:
        assert indicator.title.isascii()
        assert indicator.unit in list(Unit)


@each_of_ours
def test_every_title_and_every_text_of_a_card_is_told_in_turkish(one):
    turkish = catalogue("library", "tr")
    texts = [text for name, text in one.card.items() if name != "Summary" or len(one.indicators) > 1]
    texts += [indicator.title for indicator in one.indicators]
    texts = [text for text in texts if text != one.card["References"]]  # titles of books and papers stay as they are
    assert [text for text in texts if turkish.gettext(text) in ("", text) and re.search("[a-z]{4}", text)] == []


@each_of_ours
def test_every_example_of_a_card_runs(one):
    function = inspect.unwrap(one.function)
    (found,) = doctest.DocTestFinder(recurse=False).find(function, globs=dict(vars(sys.modules[one.place[0]])))
    assert found.examples
    assert any(example.want for example in found.examples)
    told: list[str] = []
    failed, _tried = doctest.DocTestRunner().run(found, out=told.append)
    assert failed == 0, "".join(told)


def test_a_wrong_example_would_be_seen():
    function = written("my_measures", doc=">>> 1 + 1\n3\n")
    (found,) = doctest.DocTestFinder(recurse=False).find(function, globs={})
    assert doctest.DocTestRunner().run(found, out=lambda _text: None).failed == 1


def test_no_frame_is_changed_by_its_card():
    table = collect([breaks.breaks(counts(*[(5 + at, 9) for at in range(8)]))])
    before = table.copy(deep=True)
    cards(table, {})
    pd.testing.assert_frame_equal(table, before)

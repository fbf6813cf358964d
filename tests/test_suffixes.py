"""Suffixes of numbers: the rules of vowels against the table that a grammar prints, number by number."""

from __future__ import annotations

import pytest

from yeep_analysis.words import language, suffixes

# Possessive, ablative, dative of the last spoken part, as the table lists them; the program derives them by rule.
TABLE = {
    "0": "ı dan a", "1": "i den e", "2": "si den ye", "3": "ü ten e", "4": "ü ten e",
    "5": "i ten e", "6": "sı dan ya", "7": "si den ye", "8": "i den e", "9": "u dan a",
    "10": "u dan a", "20": "si den ye", "30": "u dan a", "40": "ı tan a", "50": "si den ye",
    "60": "ı tan a", "70": "i ten e", "80": "i den e", "90": "ı dan a", "100": "ü den e",
    "1000": "i den e", "1000000": "u dan a",
}  # fmt: skip
GENITIVE = dict(zip("0123456789", ["ın", "in", "nin", "ün", "ün", "in", "nın", "nin", "in", "un"], strict=True))
WITHIN = dict(
    zip("0123456789", ["ında", "inde", "sinde", "ünde", "ünde", "inde", "sında", "sinde", "inde", "unda"], strict=True)
)


def spoken(n: int) -> list[int]:
    """A whole number as its words: 2025 is 2, 1000, 20, 5."""
    if n >= 1000:
        return [*spoken(n // 1000), 1000, *(spoken(n % 1000) if n % 1000 else [])]
    if n >= 100:
        return [n // 100, 100, *(spoken(n % 100) if n % 100 else [])]
    return [part for part in (n // 10 * 10, n % 10) if part] or [0]


def by_table(n: int) -> list[str]:
    return TABLE[str(spoken(n)[-1])].split()


def shown(case: str, number: str | int) -> str:
    return suffixes.with_suffix(number, case).rpartition("’")[2]


def test_every_number_up_to_9999_has_the_suffixes_of_the_table():
    found = {n: [shown(case, n) for case in ("i", "den", "e")] for n in range(10_000)}
    assert found == {n: by_table(n) for n in range(10_000)}


def test_the_locative_is_the_ablative_without_its_n():
    assert all(shown("de", n) + "n" == shown("den", n) for n in range(10_000))


@pytest.mark.parametrize("digit", list("0123456789"))
def test_the_genitive_and_what_lies_within(digit):
    assert (shown("in", digit), shown("inde", digit)) == (GENITIVE[digit], WITHIN[digit])


@pytest.mark.parametrize(
    ("written", "case", "whole"),
    [
        ("%69,8", "e", "%69,8’e"),
        ("%18,2", "i", "%18,2’si"),
        ("%40", "i", "%40’ı"),
        ("20.940", "e", "20.940’a"),
        ("41.000", "den", "41.000’den"),
        ("10.000", "i", "10.000’i"),
        ("100.000", "i", "100.000’i"),
        ("1.000.000", "i", "1.000.000’u"),
        ("1.000.100", "i", "1.000.100’ü"),
        ("0,05", "den", "0,05’ten"),
        ("1,50", "ye", None),
        ("1,50", "e", "1,50’ye"),
        ("3,0", "i", "3,0’ı"),
        ("‰14,6", "den", "‰14,6’dan"),
        ("−%9,8", "e", "−%9,8’e"),
        ("2007–2010", "in", "2007–2010’un"),
        ("2023-2025", "de", "2023-2025’te"),
    ],
)
def test_what_stands_behind_the_comma_is_spoken_last(written, case, whole):
    if whole is None:
        with pytest.raises(KeyError):
            suffixes.with_suffix(written, case)
    else:
        assert suffixes.with_suffix(written, case) == whole


def test_a_case_behind_the_possessive_has_an_n_between():
    found = [(shown("ine", n), shown("inden", n), shown("inin", n)) for n in (1, 6, 13, 40, 100)]
    assert found == [
        ("ine", "inden", "inin"),
        ("sına", "sından", "sının"),
        ("üne", "ünden", "ünün"),
        ("ına", "ından", "ının"),
        ("üne", "ünden", "ünün"),
    ]


@pytest.mark.parametrize(
    ("text", "i", "inde", "e"),
    [
        ("üç", "üçü", "üçünde", "üçe"),
        ("dört", "dördü", "dördünde", "dörde"),
        ("altı", "altısı", "altısında", "altıya"),
        ("tümü", "tümü", "tümünde", "tümüne"),
        ("hiçbiri", "hiçbiri", "hiçbirinde", "hiçbirine"),
    ],
)
def test_a_number_in_words_has_no_apostrophe_and_a_pronoun_is_possessed_already(text, i, inde, e):
    assert [suffixes.with_suffix(text, case) for case in ("i", "inde", "e")] == [i, inde, e]


@pytest.mark.parametrize(
    ("text", "ine", "inden", "inin"),
    [("dört", "dördüne", "dördünden", "dördünün"), ("tümü", "tümüne", "tümünden", "tümünün")],
)
def test_words_and_pronouns_take_a_case_behind_the_possessive(text, ine, inden, inin):
    assert [suffixes.with_suffix(text, case) for case in ("ine", "inden", "inin")] == [ine, inden, inin]


def test_counts_up_to_ten_have_words():
    with language.speaking("tr"):
        assert [language.in_words(n) for n in (0, 4, 10, 11)] == ["hiçbiri", "dört", "on", "11"]
    with language.speaking("en"):
        assert [language.in_words(n) for n in (0, 4, 10, 1100)] == ["not one", "four", "ten", "1,100"]


def test_a_translation_names_the_suffix_and_the_number_gets_it(monkeypatch):
    class Catalogue:
        def gettext(self, message):
            return {"{n} of {all} x {share:.1f} {n}": "{all} göstergenin {n:i}, {n:inde}, {share:.1f}"}[message]

    monkeypatch.setattr(language, "catalogue", lambda domain, spoken: Catalogue())
    told = language._("{n} of {all} x {share:.1f} {n}")
    assert told.format(n=9, all="1.022", share=0.25) == "1.022 göstergenin 9’u, 9’unda, 0.2"


def test_a_message_without_a_suffix_is_the_plain_text():
    assert type(suffixes.sentence("{n} satır")) is str


def test_a_number_that_carries_its_key_has_the_suffix_of_the_number():
    assert suffixes.with_suffix("[515](key:toplanti_katilimcisi;2026;;;;)", "den").endswith(";;;;)’ten")

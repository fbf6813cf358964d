"""The reader's language: numbers, dates and letters as a Turkish and an English reader write them."""

from __future__ import annotations

import ast
import datetime
import importlib.util
import re
import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from babel.messages.pofile import read_po

from yeep_analysis.words import language, turkish

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "yeep_analysis" / "words" / "locale"
MAHALLES = ["2. İnönü", "Altıevler", "Atatürk", "Çamtepe", "Çatalkaya", "Huzur", "Ilıca", "Limanreis", "Narlı"]


def tool():
    """``tools/catalogues.py``, which is a script and no part of the package."""
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "tools" / "catalogues.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def said(lang: str, function, *args) -> str:
    """What a function says in one language."""
    language.use(lang)
    return function(*args)


@pytest.mark.parametrize(
    ("value", "digits", "tr", "en"),
    [
        (62923, 0, "62.923", "62,923"),
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1000, 0, "1.000", "1,000"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (94.98915, 2, "94,99", "94.99"),
        (95, 1, "95,0", "95.0"),
        (1234.5, 1, "1.234,5", "1,234.5"),
        (-515, 0, "−515", "−515"),
        (-0.81, 1, "−0,8", "−0.8"),
        (np.float64(62923), 0, "62.923", "62,923"),
        (np.int64(62923), 0, "62.923", "62,923"),
    ],
)
def test_a_number_is_written_as_its_readers_write_it(value, digits, tr, en):
    assert said("tr", language.number, value, digits) == tr
    assert said("en", language.number, value, digits) == en


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-0.5, 0, "−1"),
        (-2.5, 0, "−3"),
        (1 / 8, 2, "0.13"),
        (Fraction(12345, 1000), 2, "12.35"),
        (12.345, 2, "12.35"),
        (1.005, 2, "1.01"),
        (2.675, 2, "2.68"),
        (0.045, 2, "0.05"),
        (Fraction(1, 2), 0, "1"),
        (100 * 201 / 400, 1, "50.3"),
        (Fraction(12344999, 10**6), 2, "12.34"),
        (0.49999, 0, "0"),
    ],
)
def test_exact_halves_are_rounded_away_from_zero_and_nothing_else_is(value, digits, written):
    assert said("en", language.number, value, digits) == written


@pytest.mark.parametrize("value", [-0.4, -0.0, 0, 0.4])
def test_what_rounds_to_zero_has_no_sign(value):
    assert language.number(value) == language.signed(value) == "0"


@pytest.mark.parametrize(("value", "written"), [(17.53, "+17,5"), (-9.84, "−9,8"), (0.05, "+0,1"), (-0.04, "0,0")])
def test_a_change_always_shows_its_sign(value, written):
    assert language.signed(value, 1) == written


@pytest.mark.parametrize(
    ("fraction", "digits", "tr", "en"),
    [
        (32270 / 62923, 2, "%51,28", "51.28%"),
        (Fraction(6, 18), 2, "%33,33", "33.33%"),
        (0.5, 0, "%50", "50%"),
        (0, 2, "%0,00", "0.00%"),
        (1, 0, "%100", "100%"),
        (-0.098415, 1, "−%9,8", "−9.8%"),
        (Fraction(1, 8), 0, "%13", "13%"),
        (np.float64(0.36), 2, "%36,00", "36.00%"),
    ],
)
def test_a_percentage_has_its_sign_where_the_language_wants_it(fraction, digits, tr, en):
    assert said("tr", language.percent, fraction, digits) == tr
    assert said("en", language.percent, fraction, digits) == en
    assert said("tr", language.percent_value, float(fraction) * 100, digits) == tr


@pytest.mark.parametrize(
    ("day", "tr", "en"),
    [
        (datetime.date(2022, 12, 31), "31.12.2022", "31 December 2022"),
        (datetime.date(2019, 3, 1), "01.03.2019", "1 March 2019"),
    ],
)
def test_a_date_is_written_as_its_readers_write_it(day, tr, en):
    assert said("tr", language.date, day) == tr
    assert said("en", language.date, day) == en


@pytest.mark.parametrize(
    ("items", "tr", "en"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a ve b", "a and b"), (["a", "b", "c"], "a, b ve c", "a, b and c")],
)
def test_a_list_ends_with_and(items, tr, en):
    assert said("tr", language.listing, items) == tr
    assert said("en", language.listing, items) == en


@pytest.mark.parametrize(("n", "words"), [(1, "1 year"), (2, "2 years"), (0, "0 years")])
def test_one_is_not_many_in_english(n, words):
    assert said("en", language.ngettext, "{n} year", "{n} years", n).format(n=n) == words


def test_a_span_of_years_has_an_en_dash_and_one_year_stands_alone():
    assert language.year_range(2023, 2025) == "2023–2025"
    assert language.year_range(2022, 2022) == "2022"


def test_an_unknown_language_is_refused_and_the_one_in_use_stays():
    language.use("en")
    with pytest.raises(ValueError, match="de"):
        language.use("de")
    assert language.active() == "en"


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("inönü", "İNÖNÜ"),
        ("ılıca", "ILICA"),
        ("çatalkaya", "ÇATALKAYA"),
        ("abcçdefgğhıijklmnoöprsştuüvyz", "ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ"),
    ],
)
def test_letters_change_their_case_by_turkish_rules(small, large):
    assert turkish.upper(small) == large
    assert turkish.lower(large) == small


def test_a_dotted_capital_typed_as_two_characters_is_one_letter():
    assert turkish.lower("I\u0307NO\u0308NU\u0308") == "inönü"


def test_names_stand_in_turkish_alphabetical_order():
    assert sorted(reversed(MAHALLES), key=turkish.sort_key) == MAHALLES


@pytest.mark.parametrize(
    "ordered",
    ["c ç d", "g ğ h", "h ı i j", "o ö p", "s ş t", "u ü v", "z", "Cumhuriyet Çarşı Dere", "Işık İnönü"],
)
def test_turkish_letters_stand_behind_their_neighbours(ordered):
    words = ordered.split()
    assert sorted(reversed(words), key=turkish.sort_key) == words


@pytest.mark.parametrize("digit", ["0", "2", "9"])
def test_a_name_that_begins_with_a_digit_stands_before_all_letters(digit):
    assert turkish.sort_key(f"{digit}. İnönü") < turkish.sort_key("Altıevler")


def test_a_letter_with_a_circumflex_stands_with_its_plain_form():
    assert sorted(["kaz", "kâğıt", "kadın"], key=turkish.sort_key) == ["kadın", "kâğıt", "kaz"]


@pytest.mark.parametrize("name", ["library.tr.po", "chapters.en.po"])
def test_every_message_is_translated(name):
    assert tool().untranslated(tool().updated(name)) == []


def test_no_message_stands_within_an_f_string():
    """Before Python 3.12 an f-string is one token: what is said in it never comes into the catalogue."""
    said = [
        f"{path.name}:{call.lineno}"
        for path in sorted((ROOT / "yeep_analysis").rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "ngettext")
        if isinstance(call.args[0], ast.Constant)
    ]
    assert said == []


@pytest.mark.parametrize("name", ["library.tr.po", "chapters.en.po"])
def test_the_catalogue_on_disk_is_the_one_of_today(name):
    assert (LOCALE / name).read_bytes().decode() == tool().written(name).decode()


@pytest.mark.parametrize(("forms", "plural"), [(1, "0"), (2, "(n != 1)"), (2, "(n > 1)")])
@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_every_version_of_babel_speaks_turkish_where_there_is_a_plural(monkeypatch, forms, plural, number):
    """Versions up to 2.18 know one form, later ones two: the catalogue says itself how many it has."""
    monkeypatch.setattr("babel.messages.catalog.get_plural", lambda locale: (forms, plural))
    language.catalogue.cache_clear()
    try:
        assert said("tr", language.ngettext, "{n} row", "{n} rows", number) == "{n} satır"
    finally:
        language.catalogue.cache_clear()


def messages(name: str) -> list:
    with (LOCALE / name).open("rb") as file:
        return [message for message in read_po(file, locale=name.split(".")[1]) if message.id]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """The forms that there are: in Turkish a second one only where a sentence needs it."""
    return tuple(filter(None, text)) if isinstance(text, tuple) else (text,)


PLACEHOLDER = re.compile(r"\{\w*(?::(?!(?:i|ine|inde|inden|inin|in|den|e|de)\})[^}]*)?|%\([^)]*\)[a-z]|%[sd](?!\w)")


@pytest.mark.parametrize("name", ["library.tr.po", "chapters.en.po"])
def test_every_translation_has_the_placeholders_of_its_message(name):
    different = {
        message.id: form
        for message in messages(name)
        for form in forms(message.string)
        if set(PLACEHOLDER.findall(form)) not in [set(PLACEHOLDER.findall(one)) for one in forms(message.id)]
    }
    assert different == {}


def test_what_is_said_of_all_or_none_has_a_turkish_form_for_one():
    """“1 eylemin tümü tamamlandı”, “1 hedefin hiçbirine ulaşılamadı”: of one it is said otherwise."""
    counted = [message for message in messages("library.tr.po") if isinstance(message.id, tuple)]
    assert len(counted) > 150
    assert [one.id[0] for one in counted if re.search(r"\} \w+ (tüm|hiçbir)", forms(one.string)[0])] == []
    assert (
        said("tr", language.ngettext, "The only target was met.", "All {n} targets were met.", 1)
        == "Tek hedefe ulaşıldı."
    )
    assert (
        said("tr", language.ngettext, "The only target was met.", "All {n} targets were met.", 2)
        == "{n} hedefin tümüne ulaşıldı."
    )


@pytest.mark.parametrize("name", ["library.tr.po", "chapters.en.po"])
def test_every_translation_begins_and_ends_like_its_message(name):
    """The same space around it and, for Markdown, the same first mark: sentences are glued together."""

    def edges(text: str) -> tuple[str, str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :], re.match(r"[#*-]*", text).group()

    different = {
        message.id: form
        for message in messages(name)
        for form in forms(message.string)
        if edges(form) != edges(forms(message.id)[0])
    }
    assert different == {}


def test_every_message_of_the_code_is_in_the_catalogue():
    catalogue = {forms(message.id)[0] for message in messages("library.tr.po")}
    missing = {
        f"{path.name}:{call.lineno}: {call.args[0].value}"
        for path in (ROOT / "yeep_analysis").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "N_", "ngettext")
        if isinstance(call.args[0], ast.Constant) and call.args[0].value not in catalogue
    }
    assert missing == set()


def test_no_message_stands_inside_an_f_string():
    """``f"{_('…')}"``: Python 3.11 hands it over as one text, in which the tool of the catalogues sees no call."""
    inside = [
        f"{path.name}:{call.lineno}"
        for path in (ROOT / "yeep_analysis").rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "N_", "ngettext")
        if isinstance(call.args[0], ast.Constant)
    ]
    assert inside == []


def test_no_message_is_built_before_it_is_translated():
    """``_(f"…")`` can stand in no catalogue."""
    built = [
        f"{path.name}:{call.lineno}"
        for path in (ROOT / "yeep_analysis").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "N_", "ngettext")
        if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert built == []


def test_another_language_is_spoken_inside_a_with_and_nowhere_else():
    language.use("tr")
    heard = []
    with language.speaking("en"):
        heard.append(language.active())
        thread = threading.Thread(target=lambda: heard.append(language.active()))
        thread.start()
        thread.join()
        with language.speaking("tr"):
            heard.append(language.active())
    assert [*heard, language.active()] == ["en", "tr", "tr", "tr"]
    with pytest.raises(ValueError, match="de"), language.speaking("de"):
        pass


@pytest.mark.parametrize(
    ("p", "tr", "en"),
    [
        (Fraction(7, 10), "p = 0,700", "p = 0.700"),
        (Fraction(1, 2000), "p = 0,001", "p = 0.001"),
        (Fraction(1, 9999), "p < 0,001", "p < 0.001"),
    ],
)
def test_a_p_is_equal_to_its_value_or_below_the_smallest_that_is_told(p, tr, en):
    assert said("tr", language.p_equals, p) == tr
    assert said("en", language.p_equals, p) == en

"""The reader's language: catalogue, numbers and dates.

The strings of the library are written in English and translated by the catalogues in ``locale/``; Turkish is what
readers get unless they ask for English. The chapters are written in Turkish and have their own English catalogue
(see docs/decisions/0003-two-catalogues.md). Catalogues are read from their ``.po`` text: no compiled file can go stale.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from math import floor
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from yeep_analysis.words import suffixes, turkish

LANGUAGES = ("tr", "en")
MINUS = "\N{MINUS SIGN}"
NO_VALUE = "–"  # where a number cannot be computed or is not known
_FOLDER = Path(__file__).parent / "locale"
_used = "tr"  # by this process, where no context says otherwise
_spoken: ContextVar[str | None] = ContextVar("language", default=None)


def use(language: str) -> None:
    """Make ``language`` the one in which this process speaks to its reader."""
    global _used
    _used = _known(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language inside a ``with``; other threads and tasks go on in theirs.

    Parameters
    ----------
    language : ``"tr"`` or ``"en"``

    Examples
    --------
    >>> with speaking("en"):
    ...     percent(0.5128)
    '51.28%'
    """
    token = _spoken.set(_known(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def active() -> str:
    """The language in use, ``"tr"`` or ``"en"``."""
    return _spoken.get() or _used


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {LANGUAGES}, not {language!r}")
    return language


_PART = re.compile(r'^(msgid|msgid_plural|msgstr)(?:\[\d\])? (".*"(?:\n".*")*)$', re.MULTILINE)
_ESCAPED = {"n": "\n", "t": "\t"}


class Catalogue:
    """The messages of a ``.po`` text. With a number a word has one form, or one for 1 and one for the rest."""

    def __init__(self, text: str = ""):
        self.forms: dict[str, list[str]] = {}
        for entry in text.split("\n\n"):
            if "fuzzy" in entry and re.search("^#,.*fuzzy", entry, re.MULTILINE):
                continue  # a proposal that nobody has looked at
            parts = [(keyword, _unquoted(quoted)) for keyword, quoted in _PART.findall(entry)]
            forms = [words for keyword, words in parts if keyword == "msgstr"]
            if parts and parts[0][1] and all(forms):
                self.forms[parts[0][1]] = forms

    def gettext(self, message: str) -> str:
        """The message in the language of the catalogue; as it is where that has none."""
        return self.forms.get(message, [message])[0]

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The same for the form that goes with a number."""
        forms = self.forms.get(one, [one, many])
        return forms[min(n != 1, len(forms) - 1)]


def _unquoted(quoted: str) -> str:
    text = quoted[1:-1].replace('"\n"', "")
    return re.sub(r"\\(.)", lambda sign: _ESCAPED.get(sign[1], sign[1]), text) if "\\" in text else text


@cache
def catalogue(domain: str, language: str) -> Catalogue:
    """The catalogue of ``domain`` in ``language``; the one in whose language the domain is written is empty."""
    path = _FOLDER / f"{domain}.{language}.po"
    return Catalogue(path.read_text(encoding="utf-8") if path.exists() else "")


def _(message: str) -> str:
    """``message`` in the language in use."""
    return suffixes.sentence(catalogue("library", active()).gettext(message))


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a message that goes with the number ``n``, in the language in use."""
    return suffixes.sentence(catalogue("library", active()).ngettext(one, many, n))


def N_(message: str) -> str:  # noqa: N802 - the name by which message extractors know it
    """Marks a message that is translated later, where it is shown."""
    return message


def _locale() -> Locale:
    return Locale.parse("tr_TR" if active() == "tr" else "en_GB")


def _half_up(value: float | int | Fraction, digits: int) -> Decimal:
    # A quotient of two counts that passed through a float is restored, so that an exact half rounds up.
    exact = Fraction(value if isinstance(value, (int, float, Fraction)) else value.item()).limit_denominator(10**8)
    scaled = exact * 10**digits
    sign = -1 if scaled < 0 else 1
    return Decimal(floor(abs(scaled) + Fraction(1, 2)) * sign).scaleb(-digits)


def number(value: float | int | Fraction, digits: int = 0) -> str:
    """``62923`` as ``62.923`` (tr) or ``62,923`` (en); rounded half up; a true minus sign; a dash for no value.

    Parameters
    ----------
    value : a number; NaN for no value
    digits : behind the comma

    Returns
    -------
    str, in the form of the language in use

    Examples
    --------
    >>> with speaking("en"):
    ...     number(62923), number(0.125, 2)
    ('62,923', '0.13')
    """
    if value != value:  # NaN
        return NO_VALUE
    return _number(value, digits, active())


@lru_cache(maxsize=10_000)
def _number(value: float | int | Fraction, digits: int, _language: str) -> str:
    rounded = _half_up(value, digits)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(abs(rounded), format=pattern, locale=_locale())
    return f"{MINUS}{text}" if rounded < 0 else text


_IN_WORDS = (
    N_("not one"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"),
    N_("six"), N_("seven"), N_("eight"), N_("nine"), N_("ten"),
)  # fmt: skip


def in_words(n: int) -> str:
    """A count up to ten as a word, a larger one in digits; none of them is ``hiçbiri``."""
    return _(_IN_WORDS[n]) if n < len(_IN_WORDS) else number(n)


def signed(value: float | int | Fraction, digits: int = 0) -> str:
    """A change, with its sign always shown; zero has none."""
    text = number(value, digits)
    return f"+{text}" if text != NO_VALUE and _half_up(value, digits) > 0 else text


def percent(fraction: float | Fraction, digits: int = 2) -> str:
    """A fraction 0-1 as ``%51,28`` (tr) or ``51.28%`` (en).

    Parameters
    ----------
    fraction : between 0 and 1; NaN for no value
    digits : behind the comma

    Returns
    -------
    str, in the form of the language in use

    Examples
    --------
    >>> with speaking("en"):
    ...     percent(0.5128)
    '51.28%'
    """
    return percent_value(Fraction(fraction) * 100 if fraction == fraction else fraction, digits)


def percent_value(value: float | Fraction, digits: int = 2) -> str:
    """A value that is already in percent, written with its sign in the place the language wants."""
    text = number(value, digits)
    if text == NO_VALUE:
        return text
    if active() == "tr":
        return f"{MINUS}%{text[1:]}" if text.startswith(MINUS) else f"%{text}"
    return f"{text}%"


def signed_percent(value: float | Fraction, digits: int = 1) -> str:
    """A change in percent with its sign always shown: ``+%17,5``; one that rounds to nothing has none."""
    text = percent_value(value, digits)
    return f"+{text}" if signed(value, digits).startswith("+") else text


def probability(value: float | Fraction) -> str:
    """A probability with three decimals; one that would round to nothing is told as smaller than that."""
    return f"<{number(Fraction(1, 1000), 3)}" if 0 <= value < Fraction(1, 2000) else number(value, 3)


def p_equals(value: float | Fraction) -> str:
    """A probability in brackets behind a sentence: ``p = 0,044``, and ``p < 0,001`` for a smaller one."""
    told = probability(value)
    return f"p < {told[1:]}" if told.startswith("<") else f"p = {told}"


def capitalised(text: str) -> str:
    """The text with a capital letter in front, by the rules of the language in use."""
    first = turkish.upper(text[:1]) if active() == "tr" else text[:1].upper()
    return first + text[1:]


def uncapitalised(text: str) -> str:
    """The text with a small letter in front, for use inside a sentence."""
    first = turkish.lower(text[:1]) if active() == "tr" else text[:1].lower()
    return first + text[1:]


def date(day: datetime.date) -> str:
    """``31.12.2022`` (tr) or ``31 December 2022`` (en)."""
    if active() == "tr":
        return day.strftime("%d.%m.%Y")
    return format_date(day, format="d MMMM y", locale=_locale())


def long_date(day: datetime.date) -> str:
    """``20 Şubat 2026 Cuma`` (tr) or ``Friday, 20 February 2026`` (en)."""
    return format_date(day, format="d MMMM y EEEE" if active() == "tr" else "EEEE, d MMMM y", locale=_locale())


def month(year: int, number: int) -> str:
    """``Mayıs 2024`` (tr) or ``May 2024`` (en)."""
    return format_date(datetime.date(year, number, 1), format="LLLL y", locale=_locale())


def year_range(first: int, last: int) -> str:
    """A span of years with an en dash; one year stands alone."""
    return str(first) if first == last else f"{first}–{last}"


def year_ranges(years: Iterable[int]) -> str:
    """Years as ranges, gaps left open: ``2007–2010, 2012``."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(year_range(span[0], span[-1]) for span in spans)


def listing(items: list[str]) -> str:
    """``a, b ve c``."""
    if len(items) < 2:
        return "".join(items)
    return _("{head} and {last}").format(head=", ".join(items[:-1]), last=items[-1])


def plain(text: str) -> str:
    """Text from data, safe inside Markdown: nothing of it is markup."""
    text = " ".join(text.split())  # a line break could begin another block
    marked = re.sub(r"([\\`*_{}\[\]<>#|~&!$])", r"\\\1", text)
    return re.sub(r"(?<=\d)\.(?= )", r"\.", marked)  # “2. İnönü” is a name, not the start of a list

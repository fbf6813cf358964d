"""Turkish suffixes of numbers: they follow the last word of the number as it is spoken, ``%69,8’e`` (sekiz’e).

A translation names the suffix behind a colon, ``{n:i}``; whatever number comes gets its form of it:

============= ========================= ============================
``{n:i}``     possessive                13’ü, 6’sı, 40’ı
``{n:ine}``   possessive and dative     13’üne, 6’sına, 40’ına
``{n:inde}``  possessive and locative   13’ünde, 6’sında, 40’ında
``{n:inden}`` possessive and ablative   13’ünden, 6’sından, 40’ından
``{n:inin}``  possessive and genitive   13’ünün, 6’sının, 40’ının
``{n:in}``    genitive                  13’ün, 6’nın, 40’ın
``{n:den}``   ablative                  13’ten, 6’dan, 40’tan
``{n:e}``     dative                    13’e, 6’ya, 40’a
``{n:de}``    locative                  13’te, 6’da, 40’ta
============= ========================= ============================
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter
from typing import Any

_ONES = ("sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
_TENS = ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")
_THOUSANDS = ("", "bin", "milyon", "milyar", "trilyon")
_VOWELS = "aıoueiöü"
_NARROW = dict(zip(_VOWELS, "ııuuiiüü", strict=True))  # the vowel that follows each
_WIDE = dict(zip(_VOWELS, "aaaaeeee", strict=True))
_VOICELESS = "fstkçşhp"
CASES = ("i", "ine", "inde", "inden", "inin", "in", "den", "e", "de")
_KEY = re.compile(r"\]\(key:[^)]*\)$")  # behind a number that carries its key (`present.keyed`)
_SHAPED = re.compile(r"\{\w*:(?:" + "|".join(CASES) + r")\}")


def with_suffix(number: str | int, case: str) -> str:
    """A number as it is written in Turkish, with a suffix.

    Parameters
    ----------
    number : digits as ``language`` writes them, with whatever signs stand around; a number in words; or a pronoun that
             is possessed already, ``tümü``
    case : one of ``CASES``

    Returns
    -------
    str

    Examples
    --------
    >>> with_suffix("%69,8", "e"), with_suffix(2025, "de"), with_suffix("41.000", "i")
    ('%69,8’e', '2025’te', '41.000’i')
    """
    text = str(number)
    if any(sign.isdigit() for sign in text):
        return f"{text}’{_suffix(last_word(_KEY.sub('', text)), case)}"
    if text.split()[-1] in (*_ONES, *_TENS[1:]):
        soft = text.removesuffix("t") + "d" if text.endswith("dört") and case not in ("den", "de") else text
        return soft + _suffix(text, case)
    return _possessed(text, case)


def last_word(number: str) -> str:
    """The word that is spoken last: ``on`` of 10, ``sekiz`` of 69,8, ``bin`` of 41.000."""
    found = re.findall(r"\d[\d.]*(?:,\d+)?", number)
    if not found:
        raise ValueError(f"no number in {number!r}")
    digits = found[-1].rpartition(",")[2].replace(".", "")
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == len(digits):
        return _ONES[0]
    if zeros >= 3:
        return _THOUSANDS[zeros // 3]
    if zeros == 2:
        return "yüz"
    digit = int(digits[-1 - zeros])
    return _TENS[digit] if zeros else _ONES[digit]


def _suffix(word: str, case: str) -> str:
    vowel = next(letter for letter in reversed(word) if letter in _VOWELS)
    open_ended = word[-1] in _VOWELS
    narrow, wide = _NARROW[vowel], _WIDE[vowel]
    own = ("s" if open_ended else "") + narrow
    at = ("t" if word[-1] in _VOICELESS else "d") + wide
    return {
        "i": own,
        "ine": f"{own}n{_WIDE[narrow]}",
        "inde": f"{own}nd{_WIDE[narrow]}",
        "inden": f"{own}nd{_WIDE[narrow]}n",
        "inin": f"{own}n{narrow}n",
        "in": ("n" if open_ended else "") + narrow + "n",
        "den": at + "n",
        "e": ("y" if open_ended else "") + wide,
        "de": at,
    }[case]


def _possessed(pronoun: str, case: str) -> str:
    """``tümü``, ``tümünde``: behind a possessive every other suffix begins with an n."""
    vowel = next((letter for letter in reversed(pronoun) if letter in _VOWELS), None)
    if vowel is None:
        raise ValueError(f"no number in {pronoun!r}")
    wide = _WIDE[vowel]
    ends = {"i": "", "inde": f"nd{wide}", "in": f"n{_NARROW[vowel]}n", "den": f"nd{wide}n", "e": f"n{wide}"}
    again = {"de": ends["inde"], "ine": ends["e"], "inden": ends["den"], "inin": ends["in"]}
    return pronoun + (ends | again)[case]


class _Shaping(Formatter):
    def format_field(self, value: Any, spec: str) -> str:
        return with_suffix(value, spec) if spec in CASES else super().format_field(value, spec)


class Sentence(str):
    """A translation that gives its numbers suffixes when it is filled in."""

    def format(self, *args: object, **values: object) -> str:
        """The sentence with its numbers."""
        return _Shaping().format(str(self), *args, **values)


@cache
def sentence(text: str) -> str:
    """The text, ready to give its numbers their suffixes where it names one."""
    return Sentence(text) if text and _SHAPED.search(text) else text  # argparse translates None as well

"""Turkish letters where Python's own rules are wrong: casing and alphabetical order."""

from __future__ import annotations

import unicodedata

ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(ALPHABET)}
_CIRCUMFLEX = str.maketrans("âîû", "aiu")


def lower(text: str) -> str:
    """Lower case by Turkish rules: I becomes ı, İ becomes i."""
    return unicodedata.normalize("NFC", text).replace("I", "ı").replace("İ", "i").lower()


def upper(text: str) -> str:
    """Upper case by Turkish rules: ı becomes I, i becomes İ."""
    return unicodedata.normalize("NFC", text).replace("i", "İ").replace("ı", "I").upper()


def sort_key(text: str) -> list[tuple[int, int, str]]:
    """Key for alphabetical order: ç after c, ğ after g, ı before i, ö after o, ş after s, ü after u.

    Spaces, signs and digits come before letters; letters that Turkish borrowed with a circumflex stand with their
    plain form.
    """
    return [
        (1, _RANK[letter], "") if letter in _RANK else (0, 0, letter) for letter in lower(text).translate(_CIRCUMFLEX)
    ]

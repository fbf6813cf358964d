"""Finds personal data in texts that somebody sent: national identity numbers, telephones, e-mails, bank accounts.

Only the kind of what was found is told, never the number itself. A number may be written in groups, with one sign
between all of them: dates with the numbers of decisions, and counts in a row, are none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yeep_analysis.words.language import N_

LONGEST = 20_000  # letters of a text that are looked through; a cell holds no more that could be typed
_FEWEST_DIGITS = 10  # of a telephone number; an IBAN and an identity number have more
_SIGN = r"[ .\-]"
_ALONE, _END = r"(?<![0-9A-Za-z])", r"(?![0-9])"
# Eleven digits in one piece, or in the groups in which identity numbers are written, one sign between all groups.
_IDENTITY = re.compile(
    rf"(?<![0-9])(?=([1-9][0-9]{{10}}){_END})"
    rf"|(?<![0-9])(?=([1-9][0-9]{{2}}({_SIGN})[0-9]{{3}}\3[0-9]{{3}}\3[0-9]{{2}}){_END})"
    rf"|(?<![0-9])(?=([1-9][0-9]({_SIGN})[0-9]{{3}}\5[0-9]{{3}}\5[0-9]{{3}}){_END})"
)
_EMAIL = re.compile(r"[^\s@<>(),;:]{1,64}@[^\s@<>(),;:]{1,255}\.[^\W\d_]{2,}")
_IBAN = re.compile(
    r"(?<![A-Z0-9])(?=([A-Z]{2} ?[0-9]{2}[ -]?[A-Z0-9](?:[ -]?[A-Z0-9]){10,29}))", re.IGNORECASE | re.ASCII
)
_GAP = r"[ ./()\-]{0,3}"
# Turkish numbers: ten digits behind a trunk 0 or the country code; a mobile number (5…), or an area code in brackets.
_BODY = rf"[0-9]{{3}}{_GAP}(?:[0-9]{{2}}{_GAP}[0-9]{{2}}|[0-9]{{4}})"
_OTHER_BODY = rf"(?:[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{3}}|[0-9]{{4}}{_GAP}[0-9]{{3}})"
_PHONE = re.compile(
    rf"(?<![0-9A-Za-z])(?:(?:(?:\+|00)?{_GAP}90|0){_GAP}[2-5][0-9]{{2}}|5[0-9]{{2}}|\([2-4][0-9]{{2}}\)){_GAP}"
    rf"(?:{_BODY}|{_OTHER_BODY}){_END}"
)

# Letters of an IBAN by country (ISO 13616 registry): Turkey, and those with which accounts here have most to do.
_IBAN_LENGTHS = {
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "NL"), 18),
    **dict.fromkeys(("AT", "BA", "KZ", "LU"), 20),
    **dict.fromkeys(("CH",), 21),
    **dict.fromkeys(("BG", "DE", "GB", "GE", "IE", "RS"), 22),
    **dict.fromkeys(("AE", "IL"), 23),
    **dict.fromkeys(("CZ", "ES", "RO", "SE"), 24),
    **dict.fromkeys(("TR",), 26),
    **dict.fromkeys(("FR", "GR", "IT"), 27),
    **dict.fromkeys(("AL", "AZ", "CY", "HU", "PL"), 28),
    **dict.fromkeys(("UA",), 29),
}

IDENTITY = N_("a national identity number (T.C. kimlik no)")
PHONE = N_("a telephone number")
EMAIL = N_("an e-mail address")
IBAN = N_("a bank account (IBAN)")


def personal_data(text: str) -> list[str]:
    """The kinds of personal data that a text holds; empty where there are none."""
    return list(_kinds(text[:LONGEST]))


def without_personal_data(name: str) -> str:
    """The name of a file as it may be kept: where it holds personal data, without addresses and digits."""
    if not personal_data(name):
        return name
    return re.sub(r"[0-9]", "•", _EMAIL.sub("•", name))


@lru_cache(maxsize=20_000)  # the words of a form come back in every form
def _kinds(text: str) -> tuple[str, ...]:
    if "@" not in text and sum(letter.isdigit() for letter in text) < _FEWEST_DIGITS:
        return ()
    text = _plain_signs(text)
    found = []
    if any(is_identity_number(re.sub(r"[^0-9]", "", "".join(match))) for match in _identity_like(text)):
        found.append(IDENTITY)
    if any(_begins_with_iban(match) for match in _IBAN.findall(text)):
        found.append(IBAN)
    elif _PHONE.search(text):
        found.append(PHONE)
    if "@" in text and _EMAIL.search(text):
        found.append(EMAIL)
    return tuple(found)


def is_identity_number(digits: str) -> bool:
    """Whether eleven digits carry the two check digits of a national identity number.

    The tenth is (7·(d1+d3+d5+d7+d9) − (d2+d4+d6+d8)) mod 10, the eleventh the sum of the first ten mod 10.
    """
    numbers = [int(digit) for digit in digits]
    tenth = (7 * sum(numbers[0:9:2]) - sum(numbers[1:8:2])) % 10
    return numbers[9] == tenth and numbers[10] == sum(numbers[:10]) % 10


def is_iban(text: str) -> bool:
    """Whether a text is an IBAN: moved and written as digits it leaves 1 when divided by 97 (ISO 7064)."""
    moved = text[4:] + text[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1


def _plain_signs(text: str) -> str:
    """The text with one kind of space and one kind of dash."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"\s", " ", text))


def _identity_like(text: str) -> list[str]:
    return [next(group for group in match.groups() if group) for match in _IDENTITY.finditer(text)]


def _begins_with_iban(text: str) -> bool:
    """Whether what stands there begins with an IBAN of a country that has them; words may follow it."""
    plain = re.sub(r"[ -]", "", text).upper()
    length = _IBAN_LENGTHS.get(plain[:2], 0)
    return 0 < length <= len(plain) and is_iban(plain[:length])

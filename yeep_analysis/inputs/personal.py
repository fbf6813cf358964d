"""Finds personal data in texts that somebody sent: national identity numbers, telephones, e-mails, bank accounts.

Only the kind of what was found is told, never the number itself.
"""

from __future__ import annotations

import re

from yeep_analysis.language import N_

_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{10}(?![0-9])")
_EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[a-zA-Z]{2,}")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}(?![A-Z0-9])", re.IGNORECASE)
# Turkish numbers: a trunk 0 or +90 and ten digits, or a mobile number (5…) of ten digits; signs between the groups.
_GAP = r"[\s./()-]{0,3}"
_PHONE = re.compile(
    rf"(?<![0-9])(?:(?:(?:\+|00){_GAP}90|0){_GAP}[2-5][0-9]{{2}}|5[0-9]{{2}}){_GAP}[0-9]{{3}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}(?![0-9])"
)

IDENTITY = N_("a national identity number (T.C. kimlik no)")
PHONE = N_("a telephone number")
EMAIL = N_("an e-mail address")
IBAN = N_("a bank account (IBAN)")


def personal_data(text: str) -> list[str]:
    """The kinds of personal data that a text holds; empty where there are none."""
    found = []
    if any(is_identity_number(match) for match in _IDENTITY.findall(re.sub(r"(?<=[0-9])[ .-](?=[0-9])", "", text))):
        found.append(IDENTITY)
    if any(is_iban(match) for match in _IBAN.findall(text)):
        found.append(IBAN)
    elif _PHONE.search(text):
        found.append(PHONE)
    if _EMAIL.search(text):
        found.append(EMAIL)
    return found


def is_identity_number(digits: str) -> bool:
    """Whether eleven digits carry the two check digits of a national identity number.

    The tenth is (7·(d1+d3+d5+d7+d9) − (d2+d4+d6+d8)) mod 10, the eleventh the sum of the first ten mod 10.
    """
    numbers = [int(digit) for digit in digits]
    tenth = (7 * sum(numbers[0:9:2]) - sum(numbers[1:8:2])) % 10
    return numbers[9] == tenth and numbers[10] == sum(numbers[:10]) % 10


def is_iban(text: str) -> bool:
    """Whether a text is an IBAN: moved and written as digits it leaves 1 when divided by 97 (ISO 7064)."""
    plain = re.sub(r"\s", "", text).upper()
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1

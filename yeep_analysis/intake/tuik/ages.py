"""Age groups as TÜİK writes them (``0-4``, ``90+``, ``65 yaş ve üzeri``), and when they make up everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable

from yeep_analysis.intake.tuik.words import fold, variants
from yeep_analysis.municipality.cells import bounds

ALL_AGES = "total"
UNKNOWN = "unknown"
_CLOSED = re.compile(r"([0-9]{1,3})\s*[-–]\s*([0-9]{1,3})(?: ya[sş](?: grubu)?)?")
_OPEN = re.compile(r"([0-9]{1,3})\s*(?:\+|(?:ya[sş] )?ve (?:üzeri|üstü|daha yukarı|\+)|ya[sş] (?:üstü|üzeri))")
_SINGLE = re.compile(r"([0-9]{1,3})(?: ya[sş](?:ında)?)?")
_OF_18 = {"evet": "18+", "hayır": "0-17", "yes": "18+", "no": "0-17"}
_CODED = re.compile(r"[0-9]+\s*\.\s*\((.+)\)")
OLDEST = 150


def age_group(text: str) -> str | None:
    """``0-4``, ``90+`` or ``unknown``; `None` for a text that is no age group. A bare number is none: see `single`."""
    for form in variants(text):
        form = form.removeprefix("yaş ").strip()
        if (match := _CLOSED.fullmatch(form)) and int(match[1]) <= int(match[2]) <= OLDEST:
            return f"{int(match[1])}-{int(match[2])}"
        if (match := _OPEN.fullmatch(form)) and int(match[1]) <= OLDEST:
            return f"{int(match[1])}+"
    return None


def single(text: str) -> str | None:
    """A single year of age, where the table says that its numbers are ages."""
    match = _SINGLE.fullmatch(fold(text))
    return str(int(match[1])) if match and int(match[1]) <= OLDEST else None


def named_age(name: str, value: str) -> str | None:
    """The age group of ``Yaş grubu:0-4`` or ``18 yaş ve üzeri:Evet``; `None` where the name is not about age."""
    if not re.search(r"\bya[sş]", fold(name)):
        return None
    coded = _CODED.fullmatch(value.strip())  # Yaş grubu:210. (15-19)
    text = coded[1] if coded else value
    if re.match(r"18\b", fold(name)) and fold(text) in _OF_18:
        return _OF_18[fold(text)]
    if fold(text) in ("bilinmeyen", "unknown"):
        return UNKNOWN
    return age_group(text) or single(text)


def make_up_everybody(groups: Iterable[str]) -> bool:
    """Whether the groups follow one another from birth to the open end: no gap, no overlap."""
    due: int | None = 0
    for first, last in sorted((bounds(g) for g in groups if g not in (ALL_AGES, UNKNOWN)), key=lambda pair: pair[0]):
        if first != due:
            return False
        due = None if last is None else last + 1
    return due is None


def cross(one: str, other: str) -> bool:
    """Whether two groups share some ages, and each has others of its own; one inside the other does not cross it."""
    (first, last), (start, end) = (tuple(OLDEST if year is None else year for year in bounds(g)) for g in (one, other))
    apart = last < start or end < first
    nested = (start <= first and last <= end) or (first <= start and end <= last)
    return not (apart or nested)


def width(group: str) -> int:
    """How many years of age a group spans."""
    first, last = bounds(group)
    return (OLDEST if last is None else last) - first

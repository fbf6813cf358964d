"""What a header cell or a row label says: measure, year, place, sex, age group, and any other breakdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yeep_analysis.intake.tuik import ages
from yeep_analysis.intake.tuik.place_labels import Place, coded_place
from yeep_analysis.intake.tuik.words import NO_BREAKDOWN, fold, sex_of
from yeep_analysis.words.terms import CountedSex

_YEAR = re.compile(r"((?:19|20|21)[0-9]{2})(?:\.0)?(?:\s*yıl[ıi])?\s*(?:\((?:[0-9]|\*{1,3}|[^\W\d_]{1,10})\)|\*{1,3})?")
# “ve” joins breakdowns, but not inside “65 yaş ve üzeri”.
_AND = re.compile(r"\s+ve\s+(?!üzeri|üstü|daha|yukarı|\+)", re.IGNORECASE)
EARLIEST, LATEST = 1927, 2150


@dataclass(frozen=True, slots=True)
class Facets:
    """The parts of a description; `None` and the empty tuple where it says nothing about them."""

    measure: str | None = None
    year: int | None = None
    place: Place | None = None
    sex: CountedSex | None = None
    age: str | None = None
    other: tuple[str, ...] = ()

    def with_(self, more: Facets) -> Facets:
        """Both descriptions together.

        Raises   `ContradictionError` where they differ
        """
        if more is NOTHING or self is NOTHING:
            return self if more is NOTHING else more
        return Facets(
            one("measure", self.measure, more.measure),
            one("year", self.year, more.year),
            one("place", self.place, more.place),
            one("sex", self.sex, more.sex),
            one("age", self.age, more.age),
            self.other + more.other,
        )

    @property
    def says_something(self) -> bool:
        """Whether any part is known."""
        return self != NOTHING


NOTHING = Facets()


def one(part: str, mine: Any, theirs: Any) -> Any:
    """The one of two values that is known.

    Raises   `ContradictionError` where both are, and differ
    """
    if mine is None or theirs is None or mine == theirs:
        return theirs if mine is None else mine
    raise ContradictionError(part)


class ContradictionError(ValueError):
    """Header and row label of one cell say different things about the same part."""


def year_of(text: str) -> int | None:
    """The year that a text is (``2023``, ``2023.0``, ``2023(r)``); `None` where it is something else."""
    match = _YEAR.fullmatch(fold(text)) if text[:1].isdigit() and len(text) < 24 else None
    return int(match[1]) if match and EARLIEST <= int(match[1]) <= LATEST else None


@lru_cache(maxsize=65536)
def recognised(text: str) -> Facets:
    """Year, place with a code, sex, age; what the text does not say in a known way is left open.

    Raises   `labels.UnknownCodeError`
    """
    if (year := year_of(text)) is not None:
        return Facets(year=year)
    if (place := coded_place(text)) is not None:
        return Facets(place=place)
    return breakdown(text)


@lru_cache(maxsize=8192)
def breakdown(text: str) -> Facets:
    """``Erkek ve 0-4``, ``Cinsiyet:Kadın``, ``Yaş grubu:0-4 ve Evli``: known parts apart, the others together."""
    if not text or fold(text) in NO_BREAKDOWN:
        return NOTHING
    try:
        return _taken_apart(" ".join(text.split()))
    except ContradictionError:  # “Erkek ve Kadın” is one group, not two parts of a description
        return Facets(other=(" ".join(text.split()),))


def _taken_apart(text: str) -> Facets:
    found, unknown = NOTHING, []
    for part in _AND.split(text):
        facets = _part(part)
        if facets.says_something:
            found = found.with_(facets)
        elif ":" not in part or fold(part.rpartition(":")[2]) not in NO_BREAKDOWN:
            unknown.append(part)
    return found.with_(Facets(other=(" ve ".join(unknown),))) if unknown else found


def _part(part: str) -> Facets:
    name, colon, value = part.rpartition(":")
    name, value = name.strip(), value.strip()
    if sex := sex_of(value):
        return Facets(sex=sex)
    age = ages.named_age(name, value) if colon else ages.age_group(value)
    return Facets(age=age) if age else NOTHING


def is_described(facets: Facets) -> bool:
    """Whether a text was understood whole: nothing of it is left as another breakdown."""
    return facets.says_something and not facets.other

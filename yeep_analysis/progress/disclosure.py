"""Which counts of sensitive measures are hidden: decided once, where results are loaded, before anything sees them.

A value is a small table: women, men and their total; of a ratio the part, the rest and the whole. What of it may stand
in a report is decided together with what was published of the same value before. Zero is shown: it tells of nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from yeep_analysis.disclosure.cells import ALL, Cell, Counts, Sum
from yeep_analysis.disclosure.ledger import Told, with_earlier
from yeep_analysis.disclosure.protection import protect
from yeep_analysis.reporting.questions import COUNTS, TEXTS
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.words import turkish
from yeep_analysis.words.errors import DisclosureError
from yeep_analysis.words.terms import Field

MEASURE = "measure"  # with which the names of these cells begin
_SEXES = (Field.FEMALE, Field.MALE)
_PART, _REST = "part", "rest"  # of a ratio


@dataclass(frozen=True)
class Protection:
    """How the small counts of a folder are protected.

    smallest_shown   the threshold of the municipality [persons]
    earlier          what was published before
    salt             the secret by which patterns are chosen
    """

    smallest_shown: int
    earlier: Sequence[Told] = ()
    salt: str = ""


def any_small(counts: Iterable[int | None], smallest_shown: int) -> bool:
    """Whether one of several counts of persons that stand beside each other may not be shown."""
    return any(count is not None and 0 < count < smallest_shown for count in counts)


def counts_of(measure_id: str, year: int, reply: Reply) -> Counts:
    """The counts that a reader would know of a value; none of a milestone, or where nothing was reported."""
    found, total = _parts(reply)
    names = tuple((MEASURE, measure_id, str(year), part) for part in found)
    values = np.array(list(found.values()), dtype=int)
    parts = tuple(range(1, len(found)))
    return Counts(names, values, (Sum(0, parts),) if total else ())


def _parts(reply: Reply) -> tuple[dict[str, int], bool]:
    """The counts of a value, the whole first, and whether the others add up to it."""
    if Field.DONE in reply.fields or reply.value is None:
        return {}, False
    if Field.DENOMINATOR in reply.fields:
        part, whole = (int(reply.fields[which]) for which in (Field.NUMERATOR, Field.DENOMINATOR))
        return {ALL: whole, _PART: part, _REST: whole - part}, True
    found = {ALL: int(reply.value)}
    if all(sex in reply.fields for sex in _SEXES):
        found |= {sex.value: int(reply.fields[sex]) for sex in _SEXES}
    return found, len(found) > 1 and sum(found.values()) == 2 * found[ALL]


def shown_of(counts: Counts, protection: Protection) -> frozenset[Cell]:
    """The counts of one value that may stand in a report; of a ratio all or none."""
    before = [told for told in (_alike(told, counts) for told in protection.earlier) if told.counts]
    is_small = any_small(counts.values, protection.smallest_shown)
    is_ratio = any(cell[-1] == _PART for cell in counts.cells)
    if not before and not is_small:
        return frozenset(counts.cells)
    if is_small and is_ratio:
        return frozenset()
    shown = _beside_earlier(counts, before, protection)
    is_whole = len(shown) == len(counts.cells)
    return shown if is_whole or (counts.cells[0] in shown and not is_ratio) else frozenset()


def _alike(told: Told, counts: Counts) -> Told:
    """What a publication told of the same value."""
    same = {cell[:-1] for cell in counts.cells}
    return told.only(lambda cell: cell[:-1] in same)


def _beside_earlier(counts: Counts, before: Sequence[Told], protection: Protection) -> frozenset[Cell]:
    """What may be shown of women, men and total beside what was published of them before; the total where it can."""
    linked = with_earlier(counts, before)
    if not linked.sums:  # nothing gives a count away but the count itself
        return frozenset(counts.cells) if not any_small(counts.values, protection.smallest_shown) else frozenset()
    for kept in (counts.cells[:1], ()):
        with suppress(DisclosureError):
            found = protect(linked, threshold=protection.smallest_shown, salt=protection.salt, must_show=kept)
            return frozenset(cell for cell in counts.cells if found[cell] is not None)
    return frozenset()


def protected(reply: Reply, shown: frozenset[Cell]) -> Reply:
    """A reply without the counts that are hidden, and without the unit's words where there are such."""
    parts = {cell[-1] for cell in shown}
    kept = {which: text for which, text in reply.fields.items() if which not in (*COUNTS, *TEXTS)}
    return replace(reply, fields=kept | ({Field.VALUE: str(reply.value)} if ALL in parts else {}))


def quotes_a_number(text: str) -> bool:
    """Whether a text names a number, in digits or in words; a year is none."""
    return bool(_NUMBER.search(_YEAR.sub("", turkish.lower(text))))


_YEAR = re.compile(r"\b(19|20)\d\d\b")
_NUMBER = re.compile(
    r"\d|\b(bir|biri|birisi|tek|iki\w*|üç\w*|dör[dt]\w*|beş\w*|altı\w*|yedi\w*|sekiz\w*|dokuz\w*|on|"
    r"on(bir|iki|üç|dör[dt]|beş|altı|yedi|sekiz|dokuz)\w*|yirmi\w*|otuz\w*|kırk\w*|elli\w*|altmış\w*|yetmiş\w*|seksen\w*|"
    r"doksan\w*|yüz(de)?|bin|düzine\w*|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(thir|four|fif|six|seven|eigh|nine)teen|"
    r"(twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|dozens?)\b"
)

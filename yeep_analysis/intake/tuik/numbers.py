"""Numbers as TÜİK writes them: which sign parts decimals is decided once for a file, never for a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

Number = int | float
_PLAIN = re.compile(r"[+-]?[0-9]+")
# Java writes large numbers of MEDAS as 1.5655924E7.
_POINT = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?([Ee][+]?[0-9]{1,2})?")
_TURKISH = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]+)?")
_ONE_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_LARGEST = 10**15  # no figure of TÜİK comes near
_LONGEST = 40  # characters; no figure of TÜİK comes near


class Style(Enum):
    """How a file writes its numbers."""

    POINT = "point"  # 62148.0, 17.6, 1.5655924E7, 62,148
    TURKISH = "turkish"  # 13,9 and 9.044 (nine thousand and forty-four)


class NotANumberError(ValueError):
    """A text that is no number in the style of its file."""


@dataclass
class Evidence:
    """What the number texts of a file say about its style: one example of each kind, with its place."""

    point: tuple[str, object] | None = None
    turkish: tuple[str, object] | None = None
    one_group: tuple[str, object] | None = None  # 9.044: either nine thousand or nine
    ungrouped: tuple[str, object] | None = None  # 12345: a file that groups thousands would not write it
    seen: int = field(default=0)

    def add(self, text: str, place: object) -> None:
        """Take in one number text of the file."""
        self.seen += 1
        if _PLAIN.fullmatch(text):
            if len(text) > 3:
                self.ungrouped = self.ungrouped or (text, place)
        elif _ONE_GROUP.fullmatch(text):
            self.one_group = self.one_group or (text, place)
        elif _POINT.fullmatch(text):
            self.point = self.point or (text, place)
        elif _TURKISH.fullmatch(text):
            self.turkish = self.turkish or (text, place)

    @property
    def contradicts_itself(self) -> bool:
        """Whether the file uses both styles."""
        return bool(self.point and self.turkish)

    def style(self, usual: Style | None) -> Style | None:
        """The style of the file; ``usual`` where its numbers fit both; `None` where nobody can tell."""
        if self.point or self.turkish:
            return Style.POINT if self.point else Style.TURKISH
        if not self.one_group:
            return usual or Style.POINT  # whole numbers only: both styles read them alike
        if self.ungrouped and usual is Style.TURKISH:
            return None
        return usual


def evidence(cells: Iterable[tuple[object, object]]) -> Evidence:
    """The evidence of many cells, each with its place; cells that hold numbers instead of texts say nothing."""
    found = Evidence()
    for cell, place in cells:
        if isinstance(cell, str):
            found.add(cell, place)
    return found


def read(text: str, style: Style) -> Number:
    """The number of a text; whole numbers as `int`, ``62148.0`` included.

    Raises   `NotANumberError` for everything else: signs, units, other digits, a number in the other style
    """
    pattern = _POINT if style is Style.POINT else _TURKISH
    if len(text) > _LONGEST or not pattern.fullmatch(text):
        raise NotANumberError(text)
    bare = text.replace(",", "") if style is Style.POINT else text.replace(".", "").replace(",", ".")
    return whole(float(bare) if not bare.lstrip("+-").isdigit() else int(bare))


def whole(value: Number) -> Number:
    """A float without a fraction as `int`.

    Raises   `NotANumberError` for infinity and what is no number, as a spreadsheet can hold them, and beyond all size
    """
    if not abs(value) < _LARGEST:  # NaN is not less than anything
        raise NotANumberError(str(value))
    return int(value) if value == int(value) else value

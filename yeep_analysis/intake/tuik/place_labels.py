"""Place labels: ``İl(İlçe/X Bel./Y Mah.)-kod`` packs province, district, municipality, mahalle or village, and a code.

The code is what comes after the last hyphen; it is the key, and no year even where it looks like one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from yeep_analysis.intake.tuik import provinces
from yeep_analysis.intake.tuik.words import COUNTRY, plain, variants
from yeep_analysis.words import turkish
from yeep_analysis.words.language import _


class PlaceKind(StrEnum):
    """What a place is, as the tidy table calls it."""

    COUNTRY = "country"
    REGION = "region"
    PROVINCE = "province"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"  # bucak, until 2013
    MUNICIPALITY = "municipality"
    MAHALLE = "mahalle"
    VILLAGE = "village"
    LISTED = "listed"  # the “Toplam” of a table: checked, never kept


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a file names it; ``code`` is empty where the file gives none and no list does."""

    kind: PlaceKind
    code: str
    name: str
    province: str = ""
    district: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes a place the same place: its code; a name only where there is no code."""
        return (self.kind.value, self.code or plain(f"{self.province}/{self.district}/{self.name}"))

    @property
    def label(self) -> str:
        """The place as a message names it."""
        inner = self.name if self.kind is PlaceKind.DISTRICT else f"{self.district}/{self.name}"
        path = f"{self.province}({inner})" if self.district else self.name
        return f"{path}-{self.code}" if self.code else path


LISTED = Place(PlaceKind.LISTED, "", "Toplam")  # in whatever words and language a table calls it


class UnknownCodeError(ValueError):
    """A label whose code cannot be right; the message says why, in the reader's language."""


_LABEL = re.compile(r"(?P<name>[^()|]+?)\s*(?:\((?P<path>.+)\))?\s*-\s*(?P<code>[0-9]{1,8}|TR[0-9A-C]{0,3})")
_LAST_WORDS = {
    PlaceKind.MAHALLE: ("mah.", "mah", "mahallesi", "mahalle"),
    PlaceKind.VILLAGE: ("köy.", "köy", "köyü"),
    PlaceKind.MUNICIPALITY: ("bel.", "bel", "belediyesi"),
    PlaceKind.SUBDISTRICT: ("bucağı", "bucak", "bucağı."),
}
_KINDS = {word: kind for kind, words in _LAST_WORDS.items() for word in words}
_LONGEST = 300


@lru_cache(maxsize=65536)
def coded_place(text: str) -> Place | None:
    """The place of a label with a code; `None` where the text is no such label.

    Raises   `UnknownCodeError` where the code contradicts the label
    """
    match = _LABEL.fullmatch(" ".join(text.split())) if "-" in text and len(text) <= _LONGEST else None
    if match is None:
        return None
    name, path, code = match["name"].strip(), match["path"], match["code"].lstrip("0")
    if code.startswith("TR"):
        kind = PlaceKind.COUNTRY if code == "TR" else PlaceKind.REGION
        return None if path else Place(kind, code, name)
    return _within(name, path, code) if path else _province(name, code)


def _province(name: str, code: str) -> Place | None:
    own = provinces.code_of(name)
    if own is None:
        return None  # “Grup-3” and “0-4” are no places
    if code not in provinces.NAMES:
        raise UnknownCodeError(_("No province has the code {code}.").format(code=code or "0"))
    if own != code:
        expected = provinces.NAMES[code]
        raise UnknownCodeError(_("The code {code} belongs to {expected}.").format(code=code, expected=expected))
    return Place(PlaceKind.PROVINCE, code, name, name)


def _within(province: str, path: str, code: str) -> Place:
    parts = [part.strip() for part in path.split("/")]
    if len(parts) == 1:
        if len(code) != 4:
            raise UnknownCodeError(_("The code of a district has four digits, not {code}.").format(code=code or "0"))
        return Place(PlaceKind.DISTRICT, code, parts[0], province, parts[0])
    if len(parts) == 3 and _kind_of(parts[1])[0]:
        kind, name = _kind_of(parts[2])
    else:  # no municipality or bucak; or a slash inside the name of a mahalle
        holder = next((i for i, part in enumerate(parts[1:-1], 1) if _kind_of(part)[0]), 0)
        kind, name = _kind_of("/".join(parts[holder + 1 :]))
    return Place(kind or PlaceKind.MAHALLE, code, name, province, parts[0])


def _kind_of(part: str) -> tuple[PlaceKind | None, str]:
    name, _space, last = part.strip().rpartition(" ")
    kind = _KINDS.get(turkish.lower(last)) if name else None
    return (kind, name.strip()) if kind else (None, part)


def named_place(text: str) -> Place | None:
    """The country or the province that a text without a code names, in whatever letters."""
    for form in variants(text):
        if form in COUNTRY:
            return Place(PlaceKind.COUNTRY, "TR", "Türkiye")
        if code := provinces.code_of(form):
            return Place(PlaceKind.PROVINCE, code, provinces.NAMES[code], provinces.NAMES[code])
        if name := provinces.ABOLISHED.get(plain(form)):
            return Place(PlaceKind.PROVINCE, "", name, name)
    return None

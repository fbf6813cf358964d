"""Which signs the fonts of a report have: what none of them has is printed as □, the same in every document."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

STAND_IN = "□"
# Control characters, those that turn the direction of writing (they can make a text read as another one), and those
# that only choose the look of the sign before them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]"
)
# The fonts of documents and charts. Source Sans stands in some places and Source Serif in others; behind both stands
# DejaVu Sans Mono, which comes with typst as well. A sign is there where every style of a font has it.
_STYLES = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")
_SOURCE = [("font_source_serif_pro", f"files/SourceSerifPro-{style}.ttf") for style in _STYLES]
_SOURCE += [("font_source_sans_pro", f"files/SourceSansPro-{style}.ttf") for style in _STYLES]
_UPRIGHT = [("matplotlib", f"mpl-data/fonts/ttf/DejaVuSansMono{style}.ttf") for style in ("", "-Bold")]
_SLANTED = [("matplotlib", f"mpl-data/fonts/ttf/DejaVuSansMono-{style}.ttf") for style in ("Oblique", "BoldOblique")]
# Known to be there, so that most texts need no font to be opened: letters, the signs of formulas and tables; those of
# legends stand upright only.
_LETTERS = "\t\n -~\u00a0ÂÇÎÖÛÜâçîöûüĞğİıŞş–—‘’“”…·•±×−²³¹⁰⁴⁵⁶⁷⁸⁹⁻½¼¾‰≈≠≤≥√∞→←ΔΣμπτφχ⌈⌉⌊⌋"
_COMMON, _WITH_LEGENDS = re.compile(f"[{_LETTERS}]*"), re.compile(f"[{_LETTERS}●■○□◧▲▼◆◇✓✗]*")


def seen(text: str) -> str:
    """Text without characters that nobody sees."""
    return _UNSEEN.sub("", text)


def shown(text: str) -> str:
    """Text as the fonts can show it, without characters that nobody sees."""
    text = seen(text)
    return text if _is_plain(text) else "".join(_shown(sign, is_there) for sign, is_there in _signs(text))


def slanted(text: str) -> list[tuple[str, bool]]:
    """Text in pieces, and whether each can be slanted."""
    if _COMMON.fullmatch(text):
        return [(text, True)]
    return [("".join(piece), not is_upright) for is_upright, piece in groupby(text, lambda sign: sign in _symbols())]


def missing(text: str) -> list[str]:
    """The signs of a text for which ``□`` stands, each once."""
    text = seen(text)
    return [] if _is_plain(text) else list(dict.fromkeys(sign for sign, is_there in _signs(text) if not is_there))


def code(sign: str) -> str:
    """``U+1F389``."""
    return f"U+{ord(sign):04X}"


def _shown(sign: str, is_there: bool) -> str:
    if not is_there:
        return STAND_IN
    return " " if sign.isspace() and sign not in "\t\n" and not _is_plain(sign) else sign


def _signs(text: str) -> list[tuple[str, bool]]:
    """Each sign, and whether it is there: a mark only where one font has it with the letter on which it stands."""
    found: list[tuple[str, bool]] = []
    for whole in re.findall(f"[^{_marks()}][{_marks()}]*|[{_marks()}]+", text, re.DOTALL):
        if whole.isspace() or _is_in_one_font(whole) or _is_in_one_font(unicodedata.normalize("NFC", whole)):
            found += [(sign, True) for sign in whole]
        else:
            found += [(whole[0], _is_plain(whole[0])), *((mark, False) for mark in whole[1:])]
    return found


def _is_plain(text: str) -> bool:
    return bool(_WITH_LEGENDS.fullmatch(text)) or _plain().issuperset(text)


def _is_in_one_font(text: str) -> bool:
    return any(font.issuperset(text) for font in _fonts())


@cache
def _plain() -> frozenset[str]:
    """The signs that are there whatever stands beside them."""
    return frozenset.union(*_fonts()).difference(_marks()) | _symbols()


@cache
def _symbols() -> frozenset[str]:
    """✓, →, ★ and their like: some of them only upright."""
    return frozenset(sign for sign in _common_to(_UPRIGHT) if sign > "\u2000" and unicodedata.category(sign)[0] == "S")


@cache
def _fonts() -> tuple[frozenset[str], ...]:
    return _common_to(_SOURCE), _common_to(_UPRIGHT + _SLANTED)


def _common_to(files: list[tuple[str, str]]) -> frozenset[str]:
    return frozenset.intersection(*(_signs_of(*file) for file in files))


@cache
def _signs_of(package: str, file: str) -> frozenset[str]:
    with TTFont(Path(find_spec(package).submodule_search_locations[0], file), lazy=True) as opened:
        signs = map(chr, opened.getBestCmap())
    return frozenset(sign for sign in signs if unicodedata.category(sign) not in ("Co", "Cn", "Cc"))


@cache
def _marks() -> str:
    """All marks that are set on a letter, as they stand in a class of a regular expression."""
    return "".join(chr(n) for n in range(0x300, 0x1F000) if unicodedata.category(chr(n)).startswith("M"))

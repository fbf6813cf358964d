"""Tells the encoding of a text from its bytes, and Turkish letters that were garbled on the way."""

from __future__ import annotations

import codecs
import re

from yeep_analysis.municipality.csv_text import is_garbled

# What is garbled only in a file of TÜİK; other texts may hold an Icelandic name, or a question mark in an address.
# Icelandic letters appear where ISO-8859-9 was read as ISO-8859-1 ("Ýzmir", "Þanlýurfa"), a question mark between
# letters where one was lost; the pairs at the start are left by converters that are not exact. Turkish uses none.
_GARBLED_HERE = re.compile("ÃŒ|Äğ|ÅŞ|[ÝýÞþÐð]|[^\\W\\d]\\?[^\\W\\d]")
_C1 = re.compile(rb"[\x80-\x9f]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig", "UTF-8 (BOM)"), (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"))
_NAMES = {"cp1254": "windows-1254", "iso8859-9": "ISO-8859-9"}


class UndecodableError(Exception):
    """The bytes are no text in any encoding that TÜİK uses; ``line`` is where that shows."""

    def __init__(self, line: int):
        self.line = line
        super().__init__(f"line {line}")


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding: UTF-8 if its bytes are UTF-8, else windows-1254/ISO-8859-9."""
    for mark, codec, name in _BOMS:
        if content.startswith(mark):
            return _strictly(content, codec), name
    if b"\0" in content:
        raise UndecodableError(content[: content.index(b"\0")].count(b"\n") + 1)
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _single_byte(content)


def _single_byte(content: bytes) -> tuple[str, str]:
    # The two differ only at 0x80-0x9F: control characters in ISO-8859-9, quotation marks and dashes in windows-1254.
    declared = re.search(rb"charset\s*=\s*[\"']?\s*(iso-8859-9|windows-1254)", content[:4096], re.IGNORECASE)
    says_windows = declared is not None and declared[1].lower() == b"windows-1254"
    codec = "cp1254" if says_windows or _C1.search(content) else "iso8859-9"
    return _strictly(content, codec), _NAMES[codec]


def _strictly(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise UndecodableError(content[: error.start].count(b"\n") + 1) from error


def garbled(text: str) -> bool:
    """Whether Turkish letters of a text were lost or turned into others."""
    return (not text.isascii() or "?" in text) and (is_garbled(text) or bool(_GARBLED_HERE.search(text)))

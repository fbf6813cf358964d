"""Looks at a workbook before any parser opens it: what kind of file it is, how large it becomes, how far it reaches.

Runs in the child process; returns the code of what is wrong (see ``refusals``), or nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

LARGEST_FILE = 10 * 2**20  # bytes; a filled form has about 30 kB
LARGEST_UNPACKED = 60 * 2**20
LARGEST_RATIO = 200  # unpacked : packed, of a part larger than a megabyte
MOST_PARTS = 500
LAST_ROW, LAST_COLUMN = 20_000, 200  # a cell beyond makes the usual readers build everything before it

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml"
_CELL = re.compile(rb"""<(?:\w+:)?(?:c|row|mergeCell|dimension)\b[^>]*?\br(?:ef)?\s*=\s*["']([^"']{1,40})["']""")
_WORKSHEET = re.compile(rb"<(?:\w+:)?worksheet\b")
_REFERENCE = re.compile(rb"([A-Z]{0,4})([0-9]{1,10})")
_CHUNK = 2**20


def what_is_wrong(content: bytes) -> str | None:
    """The code of the first reason not to open a file; None where a parser may have it."""
    if len(content) > LARGEST_FILE:
        return "too_large"
    if content.startswith(_OLE):
        return "encrypted" if _ENCRYPTED in content else "old_excel"
    if not content.startswith(b"PK"):
        return "not_a_workbook"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _of_archive(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, ValueError):
        return "damaged"
    except RuntimeError:  # zipfile's way to say that a part is encrypted
        return "encrypted"
    except Exception as error:  # zlib.error and whatever else a broken archive can cause
        if type(error).__name__ == "error":
            return "damaged"
        raise


def _of_archive(archive: zipfile.ZipFile) -> str | None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if "xl/workbook.bin" in names:
        return "binary_workbook"
    if "xl/workbook.xml" not in names:
        return "open_document" if "mimetype" in names else "not_a_workbook"
    if any(part.flag_bits & 1 for part in parts):
        return "encrypted"
    if len(parts) > MOST_PARTS or len(set(names)) != len(names) or any(_escapes(name) for name in names):
        return "odd_archive"
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or any(_is_bomb(part) for part in parts):
        return "bomb"
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "macros"
    return next(
        (code for part in parts if part.filename.endswith((".xml", ".rels")) for code in _of_xml(archive, part)), None
    )


def _escapes(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 2**20 and part.file_size > LARGEST_RATIO * max(part.compress_size, 1)


def _of_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[str]:
    text = b"".join(_read(archive, part))
    head = text[:4096]
    if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or b"\0" in head:
        yield "damaged"  # UTF-16 would hide from the searches below; no program writes parts so
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        yield "entities"
    if _STRICT in head:
        yield "strict"
    if _WORKSHEET.search(head) and any(_is_far(found) for found in _CELL.findall(text)):
        yield "far_cells"


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces, no more than it says it has."""
    left = part.file_size
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                raise zipfile.BadZipFile("a part is larger than it says")
            yield piece


def _is_far(reference: bytes) -> bool:
    for corner in reference.split(b":"):
        found = _REFERENCE.fullmatch(corner.replace(b"$", b""))
        if found is None:
            return True
        letters, row = found.groups()
        if int(row) > LAST_ROW or _column(letters) > LAST_COLUMN:
            return True
    return False


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

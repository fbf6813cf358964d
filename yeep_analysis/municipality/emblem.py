"""The emblem of the municipality, which stands on the cover: ``emblem.svg`` or ``emblem.png`` in the data folder.

It is set into pages and documents as it is, so it may hold shapes only: nothing that runs, loads or refers to anything.
"""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from yeep_analysis.municipality.csv_text import reason
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _

FILES = {"emblem.svg": "image/svg+xml", "emblem.png": "image/png"}
LARGEST_FILE = 200_000  # bytes
LARGEST_SIDE = 2000  # pixels
FARTHEST_RATIO = 4  # of the longer side to the shorter one
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {
    *("svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("linearGradient", "radialGradient", "stop", "clipPath", "mask"),
}
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_VIEW = re.compile(rf"\s*{_NUMBER}[\s,]+{_NUMBER}[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"


class _RefusedError(Exception):
    """Why a file is no emblem."""


@dataclass(frozen=True)
class Emblem:
    """The picture as it lies in the folder, and the media type of its file."""

    media_type: str
    content: bytes

    @property
    def address(self) -> str:
        """An address that holds the picture."""
        return f"data:{self.media_type};base64,{b64encode(self.content).decode()}"


def read(folder: Path) -> Emblem | None:
    """The emblem of a data folder; None where it has none. The file was checked before."""
    for path in _there(folder):
        return Emblem(FILES[path.name], path.read_bytes())
    return None


def check(folder: Path) -> list[Problem]:
    """What keeps the emblem from being printed; nothing where there is none."""
    there = _there(folder)
    if len(there) > 1:
        return [
            Problem(
                there[1].name,
                _("There are two emblems: {files}.").format(files=", ".join(path.name for path in there)),
                "",
                _("Take one of the two files out."),
            )
        ]
    return [_problem(path.name, why) for path in there if (why := _fault(path))]


def _there(folder: Path) -> list[Path]:
    return [folder / name for name in FILES if (folder / name).exists()]


def _problem(file: str, why: str) -> Problem:
    expected = _("The picture may have at most {size} kB: an SVG of shapes alone, or a PNG of at most {side} pixels.")
    return Problem(
        file,
        why,
        expected.format(size=LARGEST_FILE // 1000, side=LARGEST_SIDE),
        _("Save the emblem as a PNG, or as a plain SVG with its text as paths; or take the file out."),
    )


def _fault(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        return _("It cannot be read: {reason}.").format(reason=reason(path, error))
    if len(content) > LARGEST_FILE:
        return _("The file has {size} kB.").format(size=-(-len(content) // 1000))
    try:
        width, height = (_size_of_svg if path.suffix == ".svg" else _size_of_png)(content)
    except _RefusedError as refused:
        return str(refused)
    if not (0 < width <= FARTHEST_RATIO * height and 0 < height <= FARTHEST_RATIO * width):
        return _("One side is more than {n} times as long as the other.").format(n=FARTHEST_RATIO)
    return ""


# --- SVG ---------------------------------------------------------------------


def _size_of_svg(content: bytes) -> tuple[float, float]:
    if re.search(rb"<!(?!--)", content):  # a document type may define entities without end
        raise _RefusedError(_("The SVG has a document type or other declarations."))
    if re.search(rb"<\?(?!xml\s)", content):
        raise _RefusedError(_("The SVG holds a processing instruction."))
    if b"\0" in content:  # another encoding, in which nothing of the above would be found
        raise _RefusedError(_("The file is no SVG that can be read."))
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:  # also an encoding that is unknown
        raise _RefusedError(_("The file is no SVG that can be read.")) from error
    if root.tag != f"{_SVG}svg":
        raise _RefusedError(_("The file is no SVG that can be read."))
    for what in _foreign(root):
        raise _RefusedError(_("The SVG holds more than shapes: {what}.").format(what=what[:60]))
    view = _VIEW.fullmatch(root.get("viewBox", ""))
    if view is None:
        raise _RefusedError(_("The SVG does not say its size: viewBox is missing."))
    return float(view[1]), float(view[2])


def _foreign(root: ElementTree.Element) -> Iterator[str]:
    """Whatever in an SVG may run, load, refer to something outside, or need a font."""
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name not in _ELEMENTS:
            yield f"<{name.rpartition('}')[2]}>"
        for attribute, value in element.attrib.items():
            local = attribute.rpartition("}")[2].lower()
            if local.startswith("on") or local in ("href", "src", "base"):
                yield local
            elif re.search(r"url\((?!\s*['\"]?#)|@import|javascript:|\\", value, re.IGNORECASE):
                yield f"{local}={value}"


# --- PNG ---------------------------------------------------------------------


def _size_of_png(content: bytes) -> tuple[int, int]:
    broken = _RefusedError(_("The file is no PNG that can be read."))
    if not content.startswith(_PNG):
        raise broken
    kinds = [kind for kind, _data in _chunks(content)]
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds:
        raise broken
    (_kind, head), *_others = _chunks(content)
    if len(head) != 13:
        raise broken
    width, height = struct.unpack(">II", head[:8])
    if max(width, height) > LARGEST_SIDE:
        raise _RefusedError(_("The picture has {width} × {height} pixels.").format(width=width, height=height))
    return width, height


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG up to its end; what is cut off or was changed is left out, and then the end is missing."""
    place = len(_PNG)
    while place + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        check_sum = content[place + 8 + length : place + 12 + length]
        if len(check_sum) < 4 or struct.pack(">I", zlib.crc32(kind + data)) != check_sum:
            return
        yield kind, data
        place += 12 + length

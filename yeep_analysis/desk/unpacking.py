"""The child process that unpacks a backup: names and sizes are looked at before anything of it is unpacked."""

from __future__ import annotations

import stat
import zipfile
from base64 import b64encode
from pathlib import Path, PurePosixPath
from typing import Any

from yeep_analysis.intake.sandbox import is_bomb, serve

MOST_FILES = 3000
LARGEST = 128 * 2**20  # bytes of all files together
_ENCRYPTED = 0x1


def answer(path: Path) -> dict[str, Any]:
    """The files of a zip, or why they are refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            if refusal := _refused(parts):
                return refusal
            return {"files": {part.filename: b64encode(_content(archive, part)).decode() for part in parts}}
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError):
        return {"refused": "no_zip", "detail": ""}


def _content(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part, never more of it than its entry says."""
    with archive.open(part) as opened:
        content = opened.read(part.file_size + 1)
    if len(content) != part.file_size:
        raise ValueError
    return content


def _refused(parts: list[zipfile.ZipInfo]) -> dict[str, Any] | None:
    if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > LARGEST:
        return {"refused": "limits", "detail": ""}
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        if code := _wrong(part):
            return {"refused": code, "detail": name}
        if name.casefold() in seen:
            return {"refused": "twice", "detail": name}
        seen.add(name.casefold())
    return None


def _wrong(part: zipfile.ZipInfo) -> str:
    name = part.filename
    if part.flag_bits & _ENCRYPTED:
        return "encrypted"
    mode = part.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "link"
    if name != part.orig_filename or "\\" in name or ":" in name or "\0" in name:
        return "path"
    if PurePosixPath(name).is_absolute() or any(one in ("", ".", "..") for one in name.split("/")):
        return "path"
    return "bomb" if is_bomb(part) else ""


if __name__ == "__main__":
    serve(answer, address_space=2**30)

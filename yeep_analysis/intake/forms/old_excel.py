"""What the second reader does not tell of a workbook in the old format of Excel (.xls, BIFF8), from its records.

Whether a cell shows an error or has the format of a percentage, rows that were hidden, notes, macros, a password.
Values are not read here. Runs in the child process.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_FREE, _CUTOFF = 0xFFFFFFFA, 4096  # sectors from here on are marks; shorter streams lie in the small sectors
_BOUNDSHEET, _FORMAT, _XF, _PASSWORD, _EOF = 0x85, 0x41E, 0xE0, 0x2F, 0x0A
_ROW, _NOTE, _ERROR = 0x208, 0x1C, 0x205
_OBJECT, _TEXT, _CONTINUE = 0x5D, 0x1B6, 0x3C
_ONE_CELL = (0x203, 0x27E, 0x06, 0xFD, 0x204, _ERROR)  # number, packed number, formula, texts, truth or error
_MANY_NUMBERS = 0xBD
_PERCENT = {9, 10}  # formats that every workbook has
_HIDDEN = 0x20


class DamagedError(Exception):
    """A file that is not what it says."""


@dataclass
class SheetMarks:
    """The marks of one sheet; rows and columns are counted from 1."""

    percent: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    notes: list[tuple[int, int, str]] = field(default_factory=list)
    has_unread_notes: bool = False


def what_is_wrong(content: bytes) -> str | None:
    """The code of why the workbook is not read; None where it may be.

    Raises   `DamagedError`, `struct.error`, `IndexError` where it is broken
    """
    names = {name for name, _first, _size in _directory(content)}
    if not names & {"Workbook", "Book"}:
        return "not_a_workbook"
    if "_VBA_PROJECT_CUR" in names or "_VBA_PROJECT" in names:
        return "macros"
    if any(kind == _PASSWORD for kind, _place, _data in _records(_workbook(content))):
        return "encrypted"
    return "notes" if any(marks.has_unread_notes for marks in sheet_marks(content)) else None


def sheet_marks(content: bytes) -> list[SheetMarks]:
    """The marks of each sheet, in the order of the workbook."""
    stream = _workbook(content)
    formats, cells_of, starts = set(_PERCENT), [], []
    for kind, _place, data in _records(stream):
        if kind == _FORMAT and b"%" in data[2:]:
            formats.add(struct.unpack_from("<H", data)[0])
        elif kind == _XF:
            cells_of.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", data)[0])
        elif kind == _EOF:
            break
    percent = {number for number, shown in enumerate(cells_of) if shown in formats}
    return [_marks(stream, start, percent) for start in starts]


def _marks(stream: bytes, start: int, percent: set[int]) -> SheetMarks:
    marks, notes = SheetMarks(), _Notes()
    depth = 0  # a chart on the sheet has an end of its own
    for kind, _place, data in _records(stream, start):
        depth += (kind == 0x809) - (kind == _EOF)
        if depth == 0:
            break
        if kind in _ONE_CELL:
            row, column, style = struct.unpack_from("<HHH", data)
            if style in percent:
                marks.percent.add((row + 1, column + 1))
            if _is_error(kind, data):
                marks.errors.add((row + 1, column + 1))
        elif kind == _MANY_NUMBERS:
            row, column = struct.unpack_from("<HH", data)
            styles = [struct.unpack_from("<H", data, place)[0] for place in range(4, len(data) - 2, 6)]
            marks.percent |= {(row + 1, column + 1 + n) for n, style in enumerate(styles) if style in percent}
        elif kind == _ROW and struct.unpack_from("<H", data, 12)[0] & _HIDDEN:
            marks.hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
        else:
            notes.take(kind, data)
    marks.notes = [(*at, notes.texts[number]) for at, number in notes.at.items() if number in notes.texts]
    marks.has_unread_notes = len(marks.notes) < len(notes.at)
    return marks


class _Notes:
    """Notes of a sheet: each names the drawn object that holds its text, and the text may go on in further records."""

    def __init__(self) -> None:
        self.at: dict[tuple[int, int], int] = {}
        self.texts: dict[int, str] = {}
        self._number, self._left = 0, 0

    def take(self, kind: int, data: bytes) -> None:
        """Look at one record."""
        if kind == _OBJECT:
            (self._number,) = struct.unpack_from("<H", data, 6)
        elif kind == _TEXT:
            (self._left,) = struct.unpack_from("<H", data, 10)
            self.texts[self._number] = ""
        elif kind == _CONTINUE and self._left:
            is_wide = data[0] & 1
            self.texts[self._number] += data[1:].decode("utf-16-le" if is_wide else "latin-1", "replace")
            self._left = max(0, self._left - (len(data) - 1) // (1 + is_wide))
        elif kind == _NOTE:
            row, column, _flags, number = struct.unpack_from("<HHHH", data)
            self.at[row + 1, column + 1] = number


def _is_error(kind: int, data: bytes) -> bool:
    if kind == _ERROR:
        return data[7] == 1
    return kind == 0x06 and data[12:14] == b"\xff\xff" and data[6] == 2  # the result of a formula


def _records(stream: bytes, place: int = 0) -> Iterator[tuple[int, int, bytes]]:
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, place, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _workbook(content: bytes) -> bytes:
    found = {name: (first, size) for name, first, size in _directory(content)}
    first, size = found.get("Workbook") or found.get("Book") or (_FREE, 0)
    if size >= _CUTOFF:
        return _chain(content, first)[:size]
    root = next((place, length) for name, place, length in _directory(content) if name == "Root Entry")
    small, table = _chain(content, root[0]), _small_table(content)
    pieces, seen = [], set()
    while first < _FREE and first not in seen:
        seen.add(first)
        pieces.append(small[64 * first : 64 * first + 64])
        first = table[first]
    return b"".join(pieces)[:size]


def _directory(content: bytes) -> list[tuple[str, int, int]]:
    """Name, first sector and size of each stream of a compound file."""
    entries = _chain(content, struct.unpack_from("<I", content, 0x30)[0])
    found = []
    for place in range(0, len(entries) - 127, 128):
        letters = struct.unpack_from("<H", entries, place + 64)[0]
        name = entries[place : place + max(0, min(letters, 64) - 2)].decode("utf-16-le", "replace")
        found.append((name, *struct.unpack_from("<II", entries, place + 116)))
    return found


def _chain(content: bytes, first: int) -> bytes:
    table, size = _table(content), _sector(content)
    pieces, seen = [], set()
    while first < _FREE:
        if first in seen:
            raise DamagedError
        seen.add(first)
        pieces.append(content[size * (first + 1) : size * (first + 2)])
        first = table[first]
    return b"".join(pieces)


def _table(content: bytes) -> list[int]:
    """Which sector follows which."""
    size = _sector(content)
    sectors = [one for one in struct.unpack_from("<109I", content, 0x4C) if one < _FREE]
    following, left = struct.unpack_from("<II", content, 0x44)
    while following < _FREE and left:
        more = struct.unpack_from(f"<{size // 4}I", content, size * (following + 1))
        sectors += [one for one in more[:-1] if one < _FREE]
        following, left = more[-1], left - 1
    return [one for sector in sectors for one in struct.unpack_from(f"<{size // 4}I", content, size * (sector + 1))]


def _small_table(content: bytes) -> list[int]:
    stream = _chain(content, struct.unpack_from("<I", content, 0x3C)[0])
    return list(struct.unpack(f"<{len(stream) // 4}I", stream))


def _sector(content: bytes) -> int:
    power = struct.unpack_from("<H", content, 0x1E)[0]
    if power not in (9, 12):
        raise DamagedError
    return 1 << power

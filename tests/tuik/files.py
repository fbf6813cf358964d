"""Small files of the forms in which TÜİK hands out tables, made here: nothing of TÜİK's is copied."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import openpyxl

DISTRICT = "İzmir(Narlıdere)-2013"
RESIDENTS = "İBBS-Düzey1, İBBS-Düzey2, İl ve İlçe Nüfusları"
MAHALLES = "Belediye, Köy Ve Mahalle Nüfusları"


def flat(*rows: str, measure: str = RESIDENTS, header: str = "Ölçüm bazında") -> str:
    """A MEDAS report with places in rows, as it is downloaded; rows as ``2023|Adana-1|5.0|``."""
    width = header.count("|") + 1
    head = [
        "||Sütunlar" + "|" * width,
        f"Satırlar||{measure}" + "|" * width,
        f"||{header}|",
        "|" * (width + 2),
    ]
    return "\n".join([*head, *rows]) + "\n"


def pivot(places: str, *rows: str) -> str:
    """A MEDAS report with places in columns; rows as ``measure|breakdown|2023|5.0|``."""
    width = places.count("|") + 1
    return (
        "\n".join(["|||Sütunlar" + "|" * width, f"Satırlar|||{places}|", "|" * (width + 3), "|" * (width + 3), *rows])
        + "\n"
    )


def csv_file(path: Path, text: str, encoding: str = "utf-8-sig", newline: str = "\n") -> Path:
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    return path


def xlsx_file(path: Path, *sheets: list[list], hidden: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Sayfa{number}")
        for row in rows:
            sheet.append(row)
    if hidden:
        book.create_sheet(hidden).append(["gizli", 1])
        book[hidden].sheet_state = "hidden"
    book.save(path)
    return path


def html_file(path: Path, body: str, encoding: str = "cp1254") -> Path:
    head = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1254"></head>'
    path.write_bytes(f"{head}<body>{body}</body></html>".encode(encoding))
    return path


# --- binary .xls: the least of BIFF8 in the least of a compound file ----------


def xls_file(path: Path, *sheets: list[list]) -> Path:
    path.write_bytes(_compound(_workbook(sheets)))
    return path


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _string(text: str, size: str) -> bytes:
    return struct.pack(size, len(text)) + b"\x01" + text.encode("utf-16-le")


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x0204, place + _string(value, "<H"))
    return _record(0x0203, place + struct.pack("<d", value))


def _sheet(rows: list[list]) -> bytes:
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))
    size = struct.pack("<IIHHH", 0, len(rows), 0, max((len(row) for row in rows), default=0), 0)
    cells = [
        _cell(number, column, value)
        for number, row in enumerate(rows)
        for column, value in enumerate(row)
        if value not in ("", None)
    ]
    return start + _record(0x0200, size) + b"".join(cells) + _record(0x000A, b"")


def _workbook(sheets: tuple[list[list], ...]) -> bytes:
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
    start += _record(0x0042, struct.pack("<H", 1200))
    bodies = [_sheet(rows) for rows in sheets]
    names = [f"Sayfa{number}" for number in range(1, len(sheets) + 1)]
    length = len(start) + sum(len(_record(0x0085, b"\0" * 6 + _string(name, "<B"))) for name in names) + 4
    bound, offset = b"", length
    for name, body in zip(names, bodies):
        bound += _record(0x0085, struct.pack("<IH", offset, 0) + _string(name, "<B"))
        offset += len(body)
    return start + bound + _record(0x000A, b"") + b"".join(bodies)


def _compound(stream: bytes) -> bytes:
    stream += b"\0" * (-len(stream) % 512 or (4096 - len(stream) if len(stream) < 4096 else 0))
    stream += b"\0" * max(0, 4096 - len(stream))
    sectors = len(stream) // 512
    tables = next(n for n in range(1, 100) if n * 128 >= sectors + 1 + n)
    chain = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFD] * tables]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, tables, sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    located = [sectors + 1 + number for number in range(tables)]
    header += struct.pack("<109I", *located, *[0xFFFFFFFF] * (109 - tables))
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry("Workbook", 2, 0, len(stream), 0xFFFFFFFF)
    entries += _entry("", 0, 0, 0, 0xFFFFFFFF) * 2
    out = io.BytesIO()
    for part in (header, stream, entries, struct.pack(f"<{len(chain)}I", *chain)):
        out.write(part)
    return out.getvalue()


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    text = (name + "\0").encode("utf-16-le") if name else b""
    none = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, none, none, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )

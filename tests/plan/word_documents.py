"""Writes the least of a Word document: tables as lists of rows, spoilt on request as documents are."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def paragraph(text: str) -> str:
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\v"))
    return f"<w:p><w:r>{runs}</w:r></w:p>"


def cell(text: object, properties: str = "") -> str:
    paragraphs = "".join(map(paragraph, ("" if text is None else str(text)).split("\n")))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def row(cells: list, properties: str = "") -> str:
    made = (one if isinstance(one, str) and one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def table(rows: list) -> str:
    made = (one if isinstance(one, str) else row(one) for one in rows)
    return f"<w:tbl><w:tblPr/>{''.join(made)}</w:tbl>{paragraph('')}"


def document(path: Path, *tables: str, head: str = "", parts: dict[str, bytes | str] | None = None) -> Path:
    body = f"<w:document {_SPACE}><w:body>{paragraph('Eylem planı')}{''.join(tables)}</w:body></w:document>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?>{head}{body}')
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return path

"""One table as a Word document, to be pasted into a report of the municipality: plain WordprocessingML, same bytes.

The parts that Word needs are few and do not change; a library for them would bring an XML parser of its own, dates and
random numbers, which would have to be taken out again.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from yeep_analysis.publishing.columns import PADDING, fitted
from yeep_analysis.publishing.document import Block, all_seen
from yeep_analysis.publishing.foreign import ForeignWords
from yeep_analysis.publishing.labels import labels
from yeep_analysis.words.language import active

_EPOCH = (2020, 1, 1, 0, 0, 0)  # time stamp inside the archive, as in the workbooks
_DAY = "2020-01-01T00:00:00Z"
_LOCALES = {"tr": "tr-TR", "en": "en-GB"}
_WIDTH = 14000  # of a landscape page between its margins, in twentieths of a point
_PER_MM = 56.7  # of them
_BESIDE = 3.9  # mm that Word keeps free in a cell, both sides
_MARGINS = {"top": 1134, "right": 1419, "bottom": 1134, "left": 1419, "header": 567, "footer": 567, "gutter": 0}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_R = f'xmlns:r="{_OFFICE}"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def document_of(block: Block, cover: dict[str, Any]) -> bytes:
    """The table with its caption and note, on a landscape page; its head repeats on every page."""
    cover, content = all_seen(cover), io.BytesIO()
    header = {"header": "header1.xml"} if cover.get("internal") else {}
    parts = {
        "[Content_Types].xml": _content_types(header),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}, core="docProps/core.xml"),
        "docProps/core.xml": _properties(block, cover),
        "word/_rels/document.xml.rels": _relations({"styles": "styles.xml"} | header),
        "word/document.xml": _body(block, cover),
        "word/styles.xml": _styles(),
    }
    if header:
        parts["word/header1.xml"] = f"<w:hdr {_W}>{_paragraph(labels()['internal'], 'Head')}</w:hdr>"
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), (_HEAD + text).encode("utf-8"), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _body(block: Block, cover: dict[str, Any]) -> str:
    names = ForeignWords(cover.get("foreign", ()), cover.get("foreign_language", ""))
    said = {"internal": cover.get("internal"), "fictional": cover["is_fictional"]}
    warning = "".join(_paragraph(labels()[name], "Note") for name, is_so in said.items() if is_so)
    header = f'<w:headerReference w:type="default" {_R} r:id="r2"/>' if cover.get("internal") else ""
    title = _paragraph(f"{cover['municipality']} · {cover['title']}", "Note", names)
    title += _paragraph(block["caption"], "Heading1")
    notes = "".join(_paragraph(text, "Note") for text in (block["note"], block["source"]) if text)
    page = f'<w:sectPr>{header}<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    sides = "".join(f' w:{side}="{n}"' for side, n in _MARGINS.items())
    page += f"<w:pgMar{sides}/>"
    return (
        f"<w:document {_W}><w:body>{warning}{title}{_table(block, names)}{notes}{page}</w:sectPr></w:body></w:document>"
    )


def _table(block: Block, names: ForeignWords) -> str:
    widths = _widths(block)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8D8794"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    look = f'<w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    look += f"<w:tblCaption w:val={quoteattr(block['caption'])}/>"
    ends = [column["align"] == "end" for column in block["columns"]]
    head = _row([column["title"] for column in block["columns"]], widths, ends, names, is_head=True)
    rows = "".join(_row(row, widths, ends, names) for row in block["rows"])
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"


def _widths(block: Block) -> list[int]:
    """As those of the printed table; Word keeps more room beside the text of a cell."""
    more = _BESIDE - PADDING
    room = _WIDTH / _PER_MM - more * len(block["columns"])
    return [round((width + more) * _PER_MM) for width in fitted(block, room)["widths"]]


def _row(texts: list[str], widths: list[int], ends: list[bool], names: ForeignWords, *, is_head: bool = False) -> str:
    whole = "<w:cantSplit/>" + ("<w:tblHeader/>" if is_head else "")
    fill = '<w:shd w:val="clear" w:color="auto" w:fill="EFEBF6"/>' if is_head else ""
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'
        f"{_paragraph(text.strip(), 'Head' if is_head else 'Cell', names, at_end=at_end)}</w:tc>"
        for text, width, at_end in zip(texts, widths, ends, strict=True)
    )
    return f"<w:tr><w:trPr>{whole}</w:trPr>{''.join(cells)}</w:tr>"


def _paragraph(text: str, style: str, names: ForeignWords | None = None, *, at_end: bool = False) -> str:
    place = '<w:jc w:val="right"/>' if at_end else ""
    runs = "".join(_run(part, names.language if foreign else "") for part, foreign in _pieces(text, names))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{place}</w:pPr>{runs}</w:p>'


def _pieces(text: str, names: ForeignWords | None) -> Iterable[tuple[str, bool]]:
    return names.split(text) if names and text else [(text, False)]


def _run(text: str, spoken: str) -> str:
    look = f'<w:rPr><w:lang w:val="{_LOCALES[spoken]}"/></w:rPr>' if spoken else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{look}{lines}</w:r>"


def _styles() -> str:
    spoken = _LOCALES[active()]
    fonts = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Calibri"/>'
    defaults = f'<w:rPrDefault><w:rPr>{fonts}<w:sz w:val="20"/><w:lang w:val="{spoken}"/></w:rPr></w:rPrDefault>'
    look = {
        "Normal": ("", ""),
        "Heading1": ('<w:keepNext/><w:spacing w:before="120" w:after="160"/><w:outlineLvl w:val="0"/>', _bold(28)),
        "Cell": ('<w:spacing w:before="40" w:after="40"/>', '<w:sz w:val="18"/>'),
        "Head": ('<w:keepNext/><w:spacing w:before="40" w:after="40"/>', _bold(16)),
        "Note": ('<w:spacing w:before="60" w:after="60"/>', '<w:sz w:val="17"/>'),
    }
    names = {"Normal": "Normal", "Heading1": "heading 1", "Cell": "Yeep Cell", "Head": "Yeep Head", "Note": "Yeep Note"}
    default, based = ' w:default="1"', '<w:basedOn w:val="Normal"/>'
    styles = "".join(
        f'<w:style w:type="paragraph"{default if key == "Normal" else ""} w:styleId="{key}">'
        f'<w:name w:val="{names[key]}"/>{"" if key == "Normal" else based}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
        for key, (paragraph, letters) in look.items()
    )
    return f"<w:styles {_W}><w:docDefaults>{defaults}</w:docDefaults>{styles}</w:styles>"


def _bold(size: int) -> str:
    return f'<w:b/><w:sz w:val="{size}"/>'


def _properties(block: Block, cover: dict[str, Any]) -> str:
    spaces = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    spaces += ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    days = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{_DAY}</dcterms:{name}>' for name in ("created", "modified")
    )
    told = f"<dc:title>{escape(block['caption'])}</dc:title><dc:creator>{escape(str(cover['unit']))}</dc:creator>"
    return (
        f"<cp:coreProperties {spaces}>{told}<dc:language>{_LOCALES[active()]}</dc:language>{days}</cp:coreProperties>"
    )


def _relations(parts: dict[str, str], *, core: str = "") -> str:
    found = [(f"{_OFFICE}/{kind}", target) for kind, target in parts.items()]
    if core:
        found.append((f"{_PACKAGE}/relationships/metadata/core-properties", core))
    lines = "".join(
        f'<Relationship Id="r{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(found, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _content_types(header: dict[str, str]) -> str:
    of_parts = {
        "/word/document.xml": f"{_TYPES}.document.main+xml",
        "/word/styles.xml": f"{_TYPES}.styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    of_parts |= {f"/word/{name}": f"{_TYPES}.header+xml" for name in header.values()}
    parts = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in of_parts.items())
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    parts = f'<Default Extension="xml" ContentType="application/xml"/>{parts}'
    return f'<Types xmlns="{_PACKAGE}/content-types">{relations}{parts}</Types>'

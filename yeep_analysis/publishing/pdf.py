"""A tagged PDF (UA-1 and A-2a) through typst; no TeX, no browser, no system font, no network."""

from __future__ import annotations

import datetime
import json
from base64 import b64decode
from importlib.resources import files
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import typst

from yeep_analysis.publishing import columns, document
from yeep_analysis.publishing.foreign import foreign_words
from yeep_analysis.publishing.labels import labels
from yeep_analysis.publishing.workplace import workplace
from yeep_analysis.words.errors import PublishingError
from yeep_analysis.words.language import _, active

STANDARDS = ("ua-1", "a-2a")  # accessible, and fit for an archive; typst refuses what does not meet both
SHORT_LIST = 700  # letters
STANDARD = "PDF/UA-1, PDF/A-2a"


def render(report: document.Document, volume: str = "report", title: str = "") -> bytes:
    """The PDF of a volume.

    title   of a volume that is not the report itself

    Raises   `PublishingError` where typst refuses the document or only warns of something
    """
    return typeset(content(report, volume, title), report.cover["date"])


def content(report: document.Document, volume: str = "report", title: str = "") -> str:
    """What typst is given of a volume: text reaches it as JSON data, never as markup."""
    cover = {name: value for name, value in report.cover.items() if name != "foreign"}
    names = foreign_words(report)
    told = {
        "foreign": {"pattern": names.pattern([cover, *report.blocks]), "language": names.language} if names else {},
        "cover": {**cover, "emblem": _picture(report.cover.get("emblem", ""))},
        "blocks": _laid_out(report.blocks, columns.WHOLE),
        "labels": labels(),
        "language": active(),
        "volume": volume,
        "title": title or report.cover["title"],
        "head": report.cover["title"],
    }
    return json.dumps(told, ensure_ascii=False)


def typeset(content: str, date: str) -> bytes:
    """The PDF of such a content, as of a date; other threads can be at work meanwhile.

    Raises   as of `render`
    """
    template = files("yeep_analysis.publishing").joinpath("templates", "report.typ").read_bytes()
    try:
        # The empty root keeps typst away from every file of this machine.
        with workplace("yeep-typst-") as nothing:
            pdf, warnings = typst.compile_with_warnings(
                template,
                root=str(nothing),
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs={"content": content},
                pdf_standards=list(STANDARDS),
                timestamp=_timestamp(date),
                package_path=str(nothing),
                package_cache_path=str(nothing),
            )
    except typst.TypstError as error:
        raise PublishingError(_refused(error.message, error.hints)) from error
    if warnings:
        raise PublishingError(_refused("; ".join(warning.message for warning in warnings), []))
    return pdf


def _picture(address: str) -> dict[str, object]:
    """A picture that an address holds, as typst takes it."""
    head, _comma, content = address.partition(",")
    decoded = b64decode(content)
    if "svg" in head:
        return {"format": "svg", "content": decoded.decode()}
    return {"format": "png", "content": list(decoded)} if decoded else {}


def _laid_out(blocks: list[document.Block], room: float) -> list[document.Block]:
    """The blocks as the PDF needs them: tables with the widths of their columns."""
    return [_OF_KIND.get(block["kind"], lambda block, _room: block)(block, room) for block in blocks]


def _table(block: document.Block, room: float) -> document.Block:
    return columns.fitted({name: value for name, value in block.items() if name not in ("csv", "weights")}, room)


def _list(block: document.Block, _room: float) -> document.Block:
    """A list; a short one is kept whole."""
    return {**block, "is_short": sum(len(run["text"]) for item in block["items"] for run in item) < SHORT_LIST}


def _columns(block: document.Block, _room: float) -> document.Block:
    return {**block, "columns": [_laid_out(column, columns.HALF) for column in block["columns"]]}


_OF_KIND = {"table": _table, "columns": _columns, "list": _list}


def _fonts() -> list[str]:
    return [str(Path(package.__file__).parent) for package in (font_source_sans_pro, font_source_serif_pro)]


def _timestamp(day: str) -> datetime.datetime:
    # The day of the figures, not of the run: the same inputs give the same bytes.
    return datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(12), tzinfo=datetime.UTC)


def _refused(reason: str, hints: list[str]) -> str:
    said = "; ".join([reason, *hints])
    return _(
        "The PDF does not meet its standard ({standard}): {reason}. No new report was written; correct the "
        "chapter that is named, or report this message."
    ).format(standard=STANDARD, reason=said)

"""nbconvert exporter: a tagged PDF (PDF/UA-1) through typst; no TeX, no browser, no system font, no network."""

from __future__ import annotations

import datetime
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import font_source_sans_pro
import font_source_serif_pro
import nbformat
import typst
from nbconvert.exporters import Exporter
from traitlets import default

from yeep_analysis import __version__
from yeep_analysis.publishing import document
from yeep_analysis.publishing.labels import labels
from yeep_analysis.publishing.workplace import workplace
from yeep_analysis.words.errors import PublishingError
from yeep_analysis.words.language import _, active

STANDARD = "ua-1"  # accessible PDF; typst refuses what does not meet it


class ReportPDFExporter(Exporter):
    """Makes the PDF of a report from a combined notebook (entry point ``yeep-pdf``)."""

    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF as bytes, and the resources with its file ending."""
        return render(document.read(nb)), self._init_resources(resources)


def render(report: document.Document) -> bytes:
    """The PDF of a document. Text reaches typst as JSON data, never as markup.

    Raises   `PublishingError` where typst refuses the document or only warns of something
    """
    content = {
        "cover": report.cover,
        "blocks": report.blocks,
        "labels": labels(),
        "language": active(),
        "version": __version__,
    }
    template = files("yeep_analysis.publishing").joinpath("templates", "report.typ").read_bytes()
    try:
        # The empty root keeps typst away from every file of this machine.
        with workplace("yeep-typst-") as nothing:
            pdf, warnings = typst.compile_with_warnings(
                template,
                root=str(nothing),
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
                pdf_standards=[STANDARD],
                timestamp=_timestamp(report.cover["date"]),
                package_path=str(nothing),
                package_cache_path=str(nothing),
            )
    except typst.TypstError as error:
        raise PublishingError(_refused(error.message, error.hints)) from error
    if warnings:
        raise PublishingError(_refused("; ".join(warning.message for warning in warnings), []))
    return pdf


def _fonts() -> list[str]:
    return [str(Path(package.__file__).parent) for package in (font_source_sans_pro, font_source_serif_pro)]


def _timestamp(day: str) -> datetime.datetime:
    # The day of the figures, not of the run: the same inputs give the same bytes.
    return datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(12), tzinfo=datetime.UTC)


def _refused(reason: str, hints: list[str]) -> str:
    said = "; ".join([reason, *hints])
    return _(
        "The PDF does not meet its standard ({standard}): {reason}. No document was published; correct the "
        "chapter that is named, or report this message."
    ).format(standard="PDF/UA-1", reason=said)

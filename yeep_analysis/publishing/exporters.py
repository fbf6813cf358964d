"""The page and the PDF as exporters of nbconvert; a report is made without it."""

from __future__ import annotations

from typing import Any

import nbformat
from nbconvert.exporters import Exporter
from traitlets import default

from yeep_analysis.publishing import document, html, pdf


class ReportHTMLExporter(Exporter):
    """Makes the HTML of a report from a combined notebook (entry point ``yeep-html``)."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page as text, and the resources with its file ending."""
        return html.render(document.read(nb)), self._init_resources(resources)


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
        return pdf.render(document.read(nb)), self._init_resources(resources)

"""The words of a document's frame, in the language in use."""

from __future__ import annotations

from yeep_analysis.words.language import _


def labels() -> dict[str, str]:
    """Frame words by the name under which the templates know them."""
    return {
        "annex": _("Annex"),
        "annex_of": _("Annex: methods, tables, sources"),
        "emblem": _("Emblem of the municipality"),
        "contents": _("Contents"),
        "figure": _("Figure"),
        "table": _("Table"),
        "skip": _("Skip to the content"),
        "download": _("Download as CSV"),
        "download_of": _("Download as CSV: {caption}"),
        "closing": _("End-of-plan Evaluation {year}"),
        "interim": _("Interim Report {year}"),
        "interim_of": _("What had been received by {day}"),
        "bulletin": _("Violence Bulletin {year}"),
        "report_year": _("Monitoring Report {year}"),
        "made_with": _("Made with yeep_analysis {version}."),
        "figures_of": _("{title}; the date of each figure stands beside it"),
        "fictional": _("Example: this municipality is fictional; all figures are invented."),
        "internal": _("For internal use only, not for publication: small counts are not hidden."),
        "scroll": _("Table, can be scrolled sideways"),
        "key_figures": _("Key figures"),
    }

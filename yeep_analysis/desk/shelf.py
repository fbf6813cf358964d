"""The reports that lie beside a data folder: their files, when they were made, and whether the data changed since."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path

from yeep_analysis.publishing.manifest import data_inputs
from yeep_analysis.words.language import LANGUAGES, _

_EDITION = re.compile(r"\d{4}(-\d{4})?")
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
}


@dataclass(frozen=True)
class Volume:
    """One file of a report that a person opens."""

    path: Path
    title: str
    kind: str  # PDF, Excel …
    size: int


@dataclass(frozen=True)
class Report:
    """A finished report."""

    folder: Path
    edition: str
    language: str
    made: datetime.datetime
    volumes: tuple[Volume, ...]
    is_older_than_data: bool


def report(reports: Path, data: Path, edition: str, language: str) -> Report | None:
    """The report of an edition; None where there is none."""
    folder = reports / edition / language
    try:
        content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        made = datetime.datetime.fromtimestamp((folder / "manifest.json").stat().st_mtime)
        inputs = content["inputs"]["data"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Report(folder, edition, language, made, tuple(_volumes(folder)), inputs != data_inputs(data))


def all_reports(reports: Path, data: Path) -> list[Report]:
    """All finished reports, the newest edition first."""
    editions = [one.name for one in reports.iterdir() if _EDITION.fullmatch(one.name)] if reports.is_dir() else []
    found = [report(reports, data, edition, spoken) for edition in editions for spoken in LANGUAGES]
    return sorted(
        (one for one in found if one), key=lambda one: (one.edition[-4:], one.edition, one.language), reverse=True
    )


def _volumes(folder: Path) -> list[Volume]:
    """The files that a person opens; PDF first, then the page, then what is for other programs."""
    order = list(_kinds())
    files = [one for one in folder.iterdir() if one.is_file() and one.suffix in order]
    files.sort(key=lambda one: (one.stem != "report", order.index(one.suffix), one.name))
    return [Volume(one, _title(one), _kinds()[one.suffix], one.stat().st_size) for one in files]


def _kinds() -> dict[str, str]:
    return {".pdf": "PDF", ".html": _("web page"), ".docx": "Word", ".xlsx": "Excel"}


def _title(path: Path) -> str:
    titles = {
        "report.pdf": _("Report"),
        "report.html": _("Report as a web page"),
        "report.xlsx": _("Tables of the report"),
    }
    return titles.get(path.name, path.stem)

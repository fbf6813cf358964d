"""The reports that lie beside a data folder: their files, when they were made, and whether the data changed since."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path

from yeep_analysis.publishing.manifest import data_inputs
from yeep_analysis.words import language
from yeep_analysis.words.language import LANGUAGES, _

_EDITION = re.compile(r"(\d{4}-)?(\d{4})(-(0[1-9]|1[0-2]))?")
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
    name: str  # below the folder of the report
    title: str  # the key of the unit, where it is the sheet of one
    kind: str  # PDF, Excel …

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.path.stat().st_size


@dataclass(frozen=True)
class Report:
    """A finished report."""

    folder: Path
    edition: str
    language: str
    made: datetime.datetime
    volumes: tuple[Volume, ...]
    is_older_than_data: bool

    @property
    def title(self) -> str:
        """The edition as people say it: ``2023–2025``, ``Mayıs 2024``."""
        year, _dash, month = self.edition.partition("-")
        return language.month(int(year), int(month)) if len(month) == 2 else self.edition.replace("-", "–")


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
        (one for one in found if one),
        key=lambda one: (_last_year(one.edition), one.edition, one.language),
        reverse=True,
    )


def _last_year(edition: str) -> str:
    return _EDITION.fullmatch(edition)[2]


def _volumes(folder: Path) -> list[Volume]:
    """The files that a person opens: the report first, then what goes with it, then the sheets of the units."""
    order, names = list(_kinds()), list(_titles())
    files = [one for one in folder.iterdir() if one.is_file() and one.suffix in order]
    files.sort(key=lambda one: (names.index(one.stem) if one.stem in names else len(names), order.index(one.suffix)))
    sheets = sorted(one for one in (folder / "units").glob("*.pdf") if one.is_file())
    return [
        Volume(one, one.relative_to(folder).as_posix(), _titles().get(one.stem, one.stem), _kinds()[one.suffix])
        for one in (*files, *sheets)
    ]


def _kinds() -> dict[str, str]:
    return {".pdf": "PDF", ".html": _("web page"), ".docx": "Word", ".xlsx": "Excel"}


def _titles() -> dict[str, str]:
    return {
        "report": _("Report"),
        "bulletin": _("Bulletin"),
        "brief": _("Short report"),
        "annex": _("Annex of the report"),
        "performance": _("Performance table"),
    }

"""The reports that lie beside a data folder: their files, when they were made, and whether the data changed since."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path

from yeep_analysis.edition import INTERNAL
from yeep_analysis.publishing import manifest
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
    is_internal: bool = False  # for the unit alone

    @property
    def key(self) -> str:
        """By which a page asks for it: the edition, and whether it is for the unit alone."""
        return f"{INTERNAL}-{self.edition}" if self.is_internal else self.edition

    @property
    def digest(self) -> str:
        """The hash of its manifest, by which the ledger knows it."""
        return manifest.sha256_of(self.folder / "manifest.json")

    @property
    def title(self) -> str:
        """The edition as people say it: ``2023–2025``, ``Mayıs 2024``."""
        year, _dash, month = self.edition.partition("-")
        return language.month(int(year), int(month)) if len(month) == 2 else self.edition.replace("-", "–")


def report(reports: Path, data: Path, edition: str, language: str, *, is_internal: bool = False) -> Report | None:
    """The report of an edition for everybody, or for the unit alone; None where there is none."""
    below = Path(INTERNAL if is_internal else "", edition, language)
    folder = reports / below
    try:
        content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        made = datetime.datetime.fromtimestamp((folder / "manifest.json").stat().st_mtime)
        record = {"inputs": content["inputs"]["data"]} if is_internal else manifest.recorded(reports, below)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    then, now = record["inputs"] if record else [], manifest.data_inputs(data)
    is_older = manifest.without_ledger(then) != manifest.without_ledger(now)
    return Report(folder, edition, language, made, tuple(_volumes(folder)), is_older, is_internal)


def all_reports(reports: Path, data: Path) -> list[Report]:
    """All finished reports, the newest edition first; those for the unit alone behind the others."""
    found = [
        report(reports, data, one.name, spoken, is_internal=place != reports)
        for place in (reports, reports / INTERNAL)
        if place.is_dir()
        for one in place.iterdir()
        if _EDITION.fullmatch(one.name)
        for spoken in LANGUAGES
    ]
    return sorted(
        (one for one in found if one),
        key=lambda one: (not one.is_internal, _last_year(one.edition), one.edition, one.language),
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

"""What the desk keeps for its user outside every data folder: the folders that it knows, and the language."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from yeep_analysis.transaction import write_file
from yeep_analysis.words.language import LANGUAGES

_NAME = "yeep"
_DOCUMENTS = "YEEP"  # the folder among the user's documents in which the desk makes data folders
_DATA = "data"
ENTRANCE = "yeep-masa.html"  # the page that lets a browser in
_NO_NAME = re.compile(r"[^\w .-]")
TAKEN_BY_WINDOWS = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
MOST_KNOWN = 12


@dataclass(frozen=True)
class Home:
    """Where the desk keeps what belongs to its user.

    settings    the folder of its settings, and of the file that lets the browser in
    documents   where new data folders are made
    """

    settings: Path
    documents: Path

    @classmethod
    def of_user(cls) -> Home:
        """The folders of whoever runs the desk, as the system has them."""
        return cls(
            platformdirs.user_config_path(_NAME, appauthor=False), platformdirs.user_documents_path() / _DOCUMENTS
        )

    @property
    def language(self) -> str:
        """The language that was chosen last."""
        chosen = self._read().get("language")
        return chosen if chosen in LANGUAGES else "tr"

    @property
    def known(self) -> list[Path]:
        """Data folders that were opened, the last one first; those that are gone are left out."""
        given = self._read().get("folders")
        paths = [Path(one) for one in given if isinstance(one, str)] if isinstance(given, list) else []
        made = sorted(self.documents.glob(f"*/{_DATA}")) if self.documents.is_dir() else []
        return [one for one in dict.fromkeys([*paths, *made]) if is_data_folder(one)]

    def remember(self, folder: Path) -> None:
        """Make a data folder the one with which the desk opens the next time."""
        folder = folder.resolve()
        others = [str(one) for one in self.known if one != folder]
        self._write(self._read() | {"folders": [str(folder), *others][:MOST_KNOWN]})

    def speak(self, language: str) -> None:
        """Remember the language."""
        self._write(self._read() | {"language": language})

    def new_folder(self, name: str) -> Path:
        """Where a data folder is made: under the documents, named after the municipality; never one that is there."""
        plain = " ".join(_NO_NAME.sub(" ", name).split()).strip(" .")[:60]
        plain = "YEEP" if not plain or TAKEN_BY_WINDOWS.fullmatch(plain) else plain
        place, number = self.documents / plain, 2
        while place.exists():
            place, number = self.documents / f"{plain} {number}", number + 1
        return place / _DATA

    def private(self, name: str, content: bytes) -> Path:
        """Write a file that only the user can read."""
        self.settings.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.settings / name
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        return path

    def forget_entrance(self) -> None:
        """Delete the page that let a browser in: its ticket is used."""
        (self.settings / ENTRANCE).unlink(missing_ok=True)

    @property
    def _file(self) -> Path:
        return self.settings / "desk.json"

    def _read(self) -> dict[str, Any]:
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # none yet, or spoilt: what it holds can be chosen again
            return {}
        return content if isinstance(content, dict) else {}

    def _write(self, content: dict[str, Any]) -> None:
        write_file(self._file, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def is_data_folder(folder: Path) -> bool:
    """Whether a folder holds the data of a municipality."""
    try:
        return (folder / "municipality.csv").is_file()
    except OSError:
        return False


def reports_of(data: Path) -> Path:
    """Where the reports of a data folder lie: beside it, as the command has it for a folder called ``data``."""
    return data.parent / "reports" if data.name == _DATA else data.with_name(f"{data.name}-reports")

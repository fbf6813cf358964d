"""Texts that people write for an edition: foreword, assessment, recommendations; Markdown under ``data/editions/``."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yeep_analysis.municipality.csv_text import reason
from yeep_analysis.transaction import write_file
from yeep_analysis.words.errors import DataError, Problem
from yeep_analysis.words.language import _

FOLDER = "editions"
TEXTS = ("foreword", "assessment", "recommendations")
PLAIN = "tr"  # language of the data, and of a file without one in its name
# Words of the house that stay Turkish in English, and columns that are not spoken, or hold English.
_SAID_IN_ENGLISH = (
    "Kent Konseyi",
    "Sayıştay",
    "TÜİK",
    "Yerel Eşitlik Eylem Planı",
    "encümen",
    "iyi tanımlanma",
    "ölçülebilirlik",
    "ilgililik",
)
_TURKISH_WORD = r"\w*[çğıöşüÇĞİÖŞÜ]\w*"  # one with a letter that English has not
_WITH_WORDS = (".", "plan", "results")
_NOT_SPOKEN = (
    "note",
    "source",
    "licence",
    "locator",
    "file",
    "heading",
    "old_file",
    "new_file",
)


def texts_of(data: Path | str, edition: str) -> frozenset[str]:
    """Which texts an edition (``2024``, ``2023-2025``) has; a file with nothing in it is none."""
    return frozenset(name for name in TEXTS if read_text(data, edition, name))


def check_texts(data: Path) -> list[Problem]:
    """What is wrong with the texts of all editions."""
    problems: list[Problem] = []
    for edition in listed(data / FOLDER, problems):
        for path in listed(edition, problems) if edition.is_dir() else []:
            try:
                if path.stem.removesuffix(".en") in TEXTS and path.suffix == ".md":
                    read_text(data, edition.name, path.stem)
            except DataError as error:
                problems += error.problems
    return problems


def listed(folder: Path, problems: list[Problem]) -> list[Path]:
    """What lies in a folder, none where it is not there; where it cannot be looked into, that is a problem."""
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        where = FOLDER if folder.name == FOLDER else f"{FOLDER}/{folder.name}"
        denied = _("access was denied; it may be open in another program")
        problems.append(_unreadable(where, denied if isinstance(error, PermissionError) else reason(folder, error)))
        return []


def read_text(data: Path | str, edition: str, name: str) -> str:
    """The words of a text; empty where nobody wrote it.

    Raises   `DataError` where the file cannot be read, or is not UTF-8
    """
    path = _path(data, edition, name)
    where = f"{FOLDER}/{edition}/{path.name}"
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise DataError(
            [
                Problem(
                    where,
                    _("The file is not in UTF-8."),
                    "",
                    _("Save it in the editor with the encoding UTF-8."),
                )
            ]
        ) from error
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not path.is_symlink():
            return ""
        raise DataError([_unreadable(where, reason(path, error))]) from error


@dataclass(frozen=True)
class WrittenText:
    """A text that people wrote, and its language: where that is not the reader's, the page must say so."""

    words: str
    language: str


def text_in(data: Path | str, edition: str, name: str, spoken: str) -> WrittenText:
    """A text for a reader of a language: its own file (``foreword.en.md``), else the Turkish one.

    Raises   `DataError` where a file cannot be read, or is not UTF-8
    """
    own = read_text(data, edition, f"{name}.{spoken}") if spoken != PLAIN else ""
    return WrittenText(own, spoken) if own else WrittenText(read_text(data, edition, name), PLAIN)


def save_text(data: Path, edition: str, name: str, text: str) -> None:
    """Write a text, in one step; without words there is no file."""
    if text.strip():
        write_file(_path(data, edition, name), (text.strip() + "\n").encode("utf-8", "replace"))
    else:
        _path(data, edition, name).unlink(missing_ok=True)


def _unreadable(where: str, why: str) -> Problem:
    return Problem(
        where,
        _("It cannot be read: {reason}.").format(reason=why),
        _("There is a folder for each report, with text files in it."),
        _("Restore it from a copy, or give yourself the right to read it."),
    )


def _path(data: Path | str, edition: str, name: str) -> Path:
    return Path(data) / FOLDER / edition / f"{name}.md"


def words_in(data: Path) -> tuple[str, ...]:
    """The words of a data folder (names, wordings, what units wrote), and those that stayed Turkish in its English."""
    found: set[str] = {*_SAID_IN_ENGLISH}
    for path in (path for folder in _WITH_WORDS for path in sorted((data / folder).glob("*.csv"))):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found |= set(re.findall(r"\(([^()]+)\)$", row.get("producer") or ""))  # its short name
                english = " ".join(text or "" for column, text in row.items() if (column or "").endswith("_en"))
                found |= set(re.findall(rf"{_TURKISH_WORD}(?: {_TURKISH_WORD})*", english))
                found |= {
                    text for column, text in row.items() if column not in _NOT_SPOKEN and _is_spoken(column, text)
                }
    return tuple(sorted(found))


def _is_spoken(column: str | None, text: Any) -> bool:
    """Whether a cell holds words: more than one, or one that English has not."""
    if not isinstance(text, str) or not isinstance(column, str) or column.endswith("_en"):
        return False
    is_name = column in ("name", "municipality", "district", "province") and text[:1].isupper() and len(text) > 3
    return bool(re.search(r"[^\W\d_]{2}", text)) and (" " in text.strip() or not text.isascii() or is_name)

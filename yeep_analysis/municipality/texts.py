"""Texts that people write for an edition: foreword, assessment, recommendations; Markdown under ``data/editions/``."""

from __future__ import annotations

from pathlib import Path

from yeep_analysis.words.errors import DataError, Problem
from yeep_analysis.words.language import _

FOLDER = "editions"
TEXTS = ("foreword", "assessment", "recommendations")


def texts_of(data: Path | str, edition: str) -> frozenset[str]:
    """Which texts an edition (``2024``, ``2023-2025``) has; a file with nothing in it is none."""
    return frozenset(name for name in TEXTS if read_text(data, edition, name))


def check_texts(data: Path) -> list[Problem]:
    """What is wrong with the texts of all editions."""
    problems: list[Problem] = []
    for path in sorted((data / FOLDER).glob("*/*.md")):
        try:
            read_text(data, path.parent.name, path.stem)
        except DataError as error:
            problems += error.problems
    return problems


def read_text(data: Path | str, edition: str, name: str) -> str:
    """The words of a text; empty where nobody wrote it.

    Raises   `DataError` where the file is not UTF-8
    """
    path = _path(data, edition, name)
    if not path.exists():
        return ""
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise DataError(
            [
                Problem(
                    f"{FOLDER}/{edition}/{path.name}",
                    _("The file is not in UTF-8."),
                    _("Expected UTF-8 text."),
                    _("Save it in the editor with the encoding UTF-8."),
                )
            ]
        ) from error


def _path(data: Path | str, edition: str, name: str) -> Path:
    return Path(data) / FOLDER / edition / f"{name}.md"

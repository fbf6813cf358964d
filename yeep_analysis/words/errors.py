"""Every error that a user is meant to read.

An error of this module is the user's business (a wrong file, a wrong year); any other exception is a bug of ours.
Messages are made in the reader's language where the error is raised, so this module stays below the catalogues.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where it is, what is wrong, what was expected and what to do."""

    where: str
    what: str
    expected: str
    action: str


class YeepError(Exception):
    """Base of all errors that are printed to the user without a traceback."""

    exit_code = 1


class UsageError(YeepError):
    """The command was called with something it cannot take (unknown parameter, impossible year)."""

    exit_code = 2


class DataError(YeepError):
    """The data are refused; carries every problem that was found, not only the first."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{p.where}: {p.what} {p.expected} {p.action}" for p in self.problems))


class MeasureError(YeepError):
    """A measure was given counts from which its number cannot be computed."""

    exit_code = 4


class ChapterError(YeepError):
    """A chapter stopped; its executed notebook was kept at ``kept``."""

    exit_code = 5

    def __init__(self, message: str, kept: Path):
        self.kept = kept
        super().__init__(message)


class PublishingError(YeepError):
    """A document could not be made, or did not meet its standard."""

    exit_code = 6

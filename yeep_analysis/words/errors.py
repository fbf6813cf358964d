"""Every error that a user is meant to read.

An error of this module is the user's business (a wrong file, a wrong year); any other exception is a bug of ours.
Messages are made in the reader's language where the error is raised; where something stands is said by ``at_…``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yeep_analysis.words.language import _


@dataclass(frozen=True)
class Spot:
    """The cells of a form that a problem is about, by the keys of their row and columns.

    refused   columns whose cells hold what cannot stay
    fill      columns whose cells are to be filled in
    sheet, cell   the place of what is refused, where it stands in no row of the form
    """

    row: str = ""
    refused: tuple[str, ...] = ()
    fill: tuple[str, ...] = ()
    written: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where it is, what is wrong, what was expected and what to do.

    expected   empty where it would only repeat what is wrong
    on_desk    what to do where there is no command line, if that is something else
    """

    where: str
    what: str
    expected: str
    action: str
    units: frozenset[str] = field(default=frozenset(), compare=False)  # whose answers it keeps out, where that is known
    spot: Spot | None = field(default=None, compare=False)  # where the unit mends it, if that is a cell
    on_desk: str = field(default="", compare=False)

    @property
    def fault(self) -> str:
        """What is wrong and what was expected."""
        return f"{self.what} {self.expected}".rstrip()


def at_row(file: str, row: object) -> str:
    """A row of a table, as Excel counts it."""
    return _("{file}, row {row}").format(file=file, row=row)


def at_column(file: str, row: object, column: object) -> str:
    """A cell of a table."""
    return _("{file}, row {row}, column {column}").format(file=file, row=row, column=column)


def at_line(file: str, line: int) -> str:
    """A line of a text."""
    return _("{file}, line {line}").format(file=file, line=line)


def at_sheet(file: str, sheet: str) -> str:
    """A sheet of a workbook."""
    return _("{file}, sheet “{sheet}”").format(file=file, sheet=sheet)


def at_sheet_row(file: str, sheet: str, row: int) -> str:
    """A row of a sheet."""
    return _("{file}, sheet “{sheet}”, row {row}").format(file=file, sheet=sheet, row=row)


def at_cell(file: str, sheet: str, cell: str) -> str:
    """A cell of a workbook."""
    return _("{file}, sheet “{sheet}”, cell {cell}").format(file=file, sheet=sheet, cell=cell)


class YeepError(Exception):
    """Base of all errors that are printed to the user without a traceback."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in a notebook instead of a traceback."""
        return [str(self)]


class UsageError(YeepError):
    """The command was called with something it cannot take (unknown parameter, impossible year)."""

    exit_code = 2


class FolderError(UsageError):
    """What should be there is not in the folder that was named; what to do depends on where one names it.

    in_a_call, in_a_command   what to do in a chapter or a call of the library, and on the command line
    """

    def __init__(self, found: str, *, in_a_call: str, in_a_command: str):
        self.told_in_a_command = f"{found} {in_a_command}"
        super().__init__(f"{found} {in_a_call}")


class DataError(YeepError):
    """The data are refused; carries every problem that was found, not only the first."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem], head: str = ""):
        self.problems = tuple(problems)
        self.head = head  # what stands above them; that nothing was changed where it is empty
        super().__init__("\n".join(f"{p.where}: {p.fault} {p.action}" for p in self.problems))


class MeasureError(YeepError):
    """A measure was given counts from which its number cannot be computed."""

    exit_code = 4


class DisclosureError(YeepError):
    """What is shown cannot be proven safe."""


class ChapterError(YeepError):
    """A chapter stopped; its executed notebook was kept at ``kept``."""

    exit_code = 5

    def __init__(self, message: str, kept: Path):
        self.kept = kept
        super().__init__(message)


class PublishingError(YeepError):
    """A document could not be made, or did not meet its standard."""

    exit_code = 6


def gathered(load: Callable[[], Any], problems: list[Problem]) -> Any:
    """What is loaded, or None where it is refused; its problems join the others, so that all are told at once."""
    try:
        return load()
    except DataError as error:
        problems += error.problems
        return None

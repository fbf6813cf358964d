"""Where results lie: ``results/<year>.csv``, the log of corrections, and the table as it was before the last merge.

The log is written before the table, and each entry names the hash of the table that it replaced. An entry whose merge
never took place (killed in between) names the table that is still there: such entries do not count, and the next merge
drops them. So whoever reads sees the state before the merge or the state after it, never a mixture.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from yeep_analysis.municipality.checks import Numbered, check_keys
from yeep_analysis.municipality.result_tables import CORRECTIONS, FOLDER, CorrectionRow, ResultRow, results_table
from yeep_analysis.municipality.table_files import in_order, read_rows
from yeep_analysis.municipality.writing import replace_file, table_text
from yeep_analysis.words.errors import DataError, Problem, UsageError
from yeep_analysis.words.language import _

_LOCK = ".collecting"


@dataclass(frozen=True)
class YearResults:
    """The results of one year as they lie on the disk, and the corrections that led to them."""

    year: int
    rows: tuple[ResultRow, ...]
    corrections: tuple[CorrectionRow, ...]
    sha256: str

    @property
    def next_merge(self) -> int:
        """The number of the next merge that corrects anything."""
        return 1 + max((one.merge for one in self.corrections), default=0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was reported."""
        return not self.rows


def load_results(data: Path, year: int) -> YearResults:
    """The results of a year; empty where there are none.

    Raises   `DataError` with all problems of both tables
    """
    rows, digest, problems = read_rows_of(data, year)
    log, found = read_log(data)
    if problems or found:
        raise DataError(sorted([*problems, *found], key=in_order))
    return made(year, rows, log, digest)


def made(year: int, rows: list[Numbered], log: list[Numbered], digest: str) -> YearResults:
    """The results of a year from the rows of its table and of the log."""
    corrections = _that_took_place([row for _n, row in log if row.year == year], digest)
    return YearResults(year, tuple(row for _n, row in rows), corrections, digest)


def read_rows_of(data: Path, year: int) -> tuple[list[Numbered], str, list[Problem]]:
    """The numbered rows of a year's table, its hash, and its problems."""
    path = _table(data, year)
    digest = _digest(path)
    content, problems = read_rows(results_table(year), path)
    if digest != _digest(path):  # a merge ended while this was read
        return read_rows_of(data, year)
    problems += check_keys(results_table(year), content.rows)
    return content.rows, digest, [in_folder(problem) for problem in problems]


def read_log(data: Path) -> tuple[list[Numbered], list[Problem]]:
    """The numbered rows of the log of corrections, and its problems."""
    log, problems = read_rows(CORRECTIONS, _log(data))
    problems += check_keys(CORRECTIONS, log.rows)
    return log.rows, [in_folder(problem) for problem in problems]


def in_folder(problem: Problem) -> Problem:
    """The folder stands before the file: that is where the reader must look."""
    return replace(problem, where=f"{FOLDER}/{problem.where}")


def _that_took_place(entries: list[CorrectionRow], digest: str) -> tuple[CorrectionRow, ...]:
    """The entries, without those of the last merge if the table that it replaced is still there, or there again."""
    last = max((one.merge for one in entries), default=0)
    is_open = any(one.merge == last and one.replaced_results == digest for one in entries)
    return tuple(one for one in entries if one.merge < last or not is_open)


def save_results(data: Path, before: YearResults, rows: Sequence[ResultRow], new: Sequence[CorrectionRow]) -> None:
    """Put merged rows in the place of ``before``, and its corrections into the log."""
    path, year = _table(data, before.year), before.year
    former = path.read_bytes() if path.exists() else b""
    replace_file(_former(path), former)
    others = [row for _n, row in read_rows(CORRECTIONS, _log(data))[0].rows if row.year != year]
    log = table_text(CORRECTIONS, [*others, *before.corrections, *new]).encode()
    if _log(data).exists() or new:  # entries of a merge that was taken back go, even where nothing new is logged
        replace_file(_log(data), log)
    replace_file(path, table_text(results_table(year), rows).encode())


def undo(data: Path, year: int) -> None:
    """Take the last merge of a year back: the table and the one before it change places, so that twice is not at all.

    Raises   `UsageError` where there is nothing to take back
    """
    path = _table(data, year)
    former = _former(path)
    then, now = (one.read_bytes() if one.exists() else b"" for one in (former, path))
    if then == now:
        message = _("There is no merge of {year} that could be taken back. Nothing was changed.")
        raise UsageError(message.format(year=year))
    if then:
        replace_file(path, then)
    else:  # before that merge there was no table
        path.unlink(missing_ok=True)
    replace_file(former, now)


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Keeps a second collection out while one is at work; a lock left by a killed one is taken over."""
    lock = data / FOLDER / _LOCK
    try:
        lock.parent.mkdir(exist_ok=True)
    except OSError as error:
        message = _("“{folder}” cannot be used for the results. Expected a folder in which files may be made.")
        raise UsageError(message.format(folder=lock.parent)) from error
    for left_behind in lock.parent.glob(".*.csv*-*"):  # half-written files of a command that was killed
        left_behind.unlink(missing_ok=True)
    for _attempt in range(2):
        try:
            handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            break
        except FileExistsError:
            if _is_running(lock):
                raise UsageError(
                    _("Another collection is at work in “{folder}”. Wait until it has ended.").format(
                        folder=lock.parent
                    )
                ) from None
            lock.unlink(missing_ok=True)
    with os.fdopen(handle, "w") as file:
        file.write(str(os.getpid()))
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _is_running(lock: Path) -> bool:
    import psutil

    try:
        process = int(lock.read_text())
    except (OSError, ValueError):
        return False
    return process != os.getpid() and psutil.pid_exists(process)


def _table(data: Path, year: int) -> Path:
    return data / FOLDER / results_table(year).file


def _former(path: Path) -> Path:
    return path.with_name(f"{path.name}.former")


def _log(data: Path) -> Path:
    return data / FOLDER / CORRECTIONS.file


def _digest(path: Path) -> str:
    return sha256(path.read_bytes() if path.exists() else b"").hexdigest()

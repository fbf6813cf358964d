"""Where results lie: ``results/<year>.csv``, the log of corrections, and the tables before each merge.

They are written together or not at all. The log is put in place before the table, and each entry names the hash of the
table that it replaced. An entry whose merge never took place (killed in between) names the table that is still there:
such entries do not count, and the next merge drops them. So whoever reads sees the state before the merge or the state
after it, never a mixture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from yeep_analysis.municipality.checks import Numbered, check_keys
from yeep_analysis.municipality.result_tables import (
    ANSWER_KEY,
    CORRECTIONS,
    FOLDER,
    Answered,
    CorrectionRow,
    ResultRow,
    results_table,
)
from yeep_analysis.municipality.table_files import in_order, read_rows, table_text
from yeep_analysis.transaction import only_one, reason_of, recover, write_files
from yeep_analysis.words.errors import DataError, Problem, UsageError
from yeep_analysis.words.language import _

_LOCK, JOURNAL = ".collecting", ".saving"


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


def load_results(data: Path, year: int) -> YearResults:
    """The results of a year; empty where there are none.

    Raises   `DataError` with all problems of both tables
    """
    rows, digest, problems = read_rows_of(data, year)
    log, found = read_log(data)
    if problems or found:
        raise DataError(sorted([*problems, *found], key=in_order))
    return year_results(year, rows, log, digest)


def year_results(year: int, rows: list[Numbered], log: list[Numbered], digest: str) -> YearResults:
    """The results of a year from the rows of its table and of the log."""
    corrections = _that_took_place([row for _n, row in log if row.year == year], digest)
    return YearResults(year, tuple(row for _n, row in rows), corrections, digest)


def as_of(results: YearResults, day: date) -> YearResults:
    """The results as they stood at the end of a day: what came later goes, and what it replaced is there again."""
    kept = {_place_of(row): row for row in results.rows if row.received_on <= day}
    for entry in results.corrections:
        if entry.old_received_on <= day < entry.corrected_on:
            kept[_place_of(entry)] = ResultRow.model_construct(
                **{name: getattr(entry, name) for name in ANSWER_KEY},
                value=entry.old_value,
                file=entry.old_file,
                sha256=entry.old_sha256,
                sheet="",
                cell="",
                received_on=entry.old_received_on,
            )
    log = tuple(entry for entry in results.corrections if entry.corrected_on <= day)
    return replace(results, rows=tuple(kept.values()), corrections=log)


def _place_of(row: Answered) -> tuple[str, ...]:
    return tuple(getattr(row, name) for name in ANSWER_KEY)


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
    recover(path.parent, JOURNAL)
    numbers = [int(number) for former in _formers(path) if (number := former.suffix.removeprefix(".former-")).isdigit()]
    contents = {f"{path.name}.former-{max(numbers, default=0) + 1:03}": _content(path)}
    others = [row for _n, row in read_rows(CORRECTIONS, _log(data))[0].rows if row.year != year]
    if _log(data).exists() or new:  # entries of a merge that was taken back go, even where nothing new is logged
        contents[CORRECTIONS.file] = table_text(CORRECTIONS, [*others, *before.corrections, *new]).encode()
    contents[path.name] = table_text(results_table(year), rows).encode()
    write_files(path.parent, contents, JOURNAL)


@dataclass(frozen=True)
class Undone:
    """A merge that was taken back: the rows it had brought, where its table lies now, how many can still go."""

    rows: tuple[ResultRow, ...]
    table: Path
    left: int

    def each(self, column: str) -> list[str]:
        """The different words of a column, in the order of the table."""
        return list(dict.fromkeys(getattr(row, column) for row in self.rows))


def merges_of(data: Path, year: int) -> list[Undone]:
    """The merges of a year that can be taken back, the newest first, as ``undo`` would tell each of them."""
    path = _table(data, year)
    tables = [path, *reversed(_formers(path))]
    steps = [(after, before) for after, before in pairwise(tables) if _content(after) != _content(before)]
    undone = path.with_name(f"{path.name}.undone")
    return [
        Undone(tuple(_brought(year, after, before)), undone, len(steps) - place)
        for place, (after, before) in enumerate(steps, start=1)
    ]


def undo(data: Path, year: int) -> Undone:
    """Take the last merge of a year back, and the one before it the next time.

    Raises   `UsageError` where there is nothing to take back
    """
    path = _table(data, year)
    recover(path.parent, JOURNAL)
    now = _content(path)
    formers = [former for former in _formers(path) if _content(former) != now]
    if not formers:
        message = _("There is no merge of {year} that could be taken back. Nothing was changed.")
        raise UsageError(message.format(year=year))
    then, undone = _content(formers[-1]), path.with_name(f"{path.name}.undone")
    contents = {undone.name: now, path.name: then or None}  # before the first merge there was no table
    if _log(data).exists():
        contents[CORRECTIONS.file] = _log_without_open(data, year, sha256(then).hexdigest())
    contents |= {former.name: None for former in _formers(path) if former == formers[-1] or _content(former) == now}
    brought = _brought(year, path, formers[-1])
    write_files(path.parent, contents, JOURNAL)
    return Undone(tuple(brought), undone, len(formers) - 1)


def last_merge(data: Path, year: int) -> tuple[ResultRow, ...]:
    """The rows that the last merge of a year brought, which ``undo`` would take back; none where there is none."""
    path = _table(data, year)
    now = _content(path)
    formers = [former for former in _formers(path) if _content(former) != now]
    return tuple(_brought(year, path, formers[-1])) if formers else ()


def _brought(year: int, after: Path, before: Path) -> list[ResultRow]:
    """The rows that stand in a table and not in the one before it; where it only lost some, those."""
    rows, former = (
        {(row.unit_id, row.key, row.field, row.value, row.sha256): row for _n, row in read_rows(table, path)[0].rows}
        for table, path in ((results_table(year), after), (results_table(year), before))
    )
    return [rows[one] for one in rows if one not in former] or [former[one] for one in former if one not in rows]


def _log_without_open(data: Path, year: int, digest: str) -> bytes:
    """The log without the entries of the merge that replaced the table with this hash."""
    rows = [row for _n, row in read_log(data)[0]]
    kept = {id(row) for row in _that_took_place([row for row in rows if row.year == year], digest)}
    return table_text(CORRECTIONS, [row for row in rows if row.year != year or id(row) in kept]).encode()


@contextmanager
def only_collection(data: Path, into: str = FOLDER) -> Iterator[None]:
    """Keeps a second collection out while one is at work; what a killed one left half done is put back."""
    folder = data / into
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        message = _("“{folder}” cannot be used for the results ({reason}). Files must be able to be made in it.")
        raise UsageError(message.format(folder=folder, reason=reason_of(error))) from error
    busy = _(
        "Another collection is at work (process {process}). Wait until it has ended; if none is at work delete the "
        "file “{lock}”."
    )
    with only_one(folder / _LOCK, busy):
        recover(folder, JOURNAL)
        yield


def _table(data: Path, year: int) -> Path:
    return data / FOLDER / results_table(year).file


def _formers(path: Path) -> list[Path]:
    """The tables as they were before each merge, oldest first; an earlier version kept one, without a number."""
    return sorted(path.parent.glob(f"{path.name}.former*"), key=lambda former: (len(former.name), former.name))


def _log(data: Path) -> Path:
    return data / FOLDER / CORRECTIONS.file


def _digest(path: Path) -> str:
    return sha256(_content(path)).hexdigest()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # not there; or a folder in its place, which whoever reads its rows tells
        return b""

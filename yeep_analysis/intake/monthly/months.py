"""Months that came: what a form brings beside what is there, taken in whole or not at all, and taken back.

A count that changes needs a reason; what it was stands in the log. Both tables as they were before each taking in are
kept beside them for the way back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yeep_analysis.disclosure.ledger import make_salt
from yeep_analysis.intake.monthly.answers import MonthAnswers, read_month_forms
from yeep_analysis.intake.monthly.sheet import MonthForm
from yeep_analysis.municipality.count_tables import (
    CORRECTIONS,
    KEY,
    MONTHLY,
    MONTHLY_FOLDER,
    MonthlyCorrection,
    MonthlyCount,
    read_counts,
)
from yeep_analysis.municipality.table_files import read_rows, table_text
from yeep_analysis.reporting.results_folder import JOURNAL, only_collection
from yeep_analysis.transaction import write_files
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError, Problem, UsageError
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import ApplicationSource


@dataclass(frozen=True)
class MonthTaken:
    """What forms of a month bring: of which sources counts are new, what changes, and what stays."""

    month: str
    new: tuple[ApplicationSource, ...]
    changed: tuple[MonthlyCorrection, ...]
    same: tuple[ApplicationSource, ...]
    rows: tuple[MonthlyCount, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether all that came is there already."""
        return not self.new and not self.changed


def months_there(data: Path) -> dict[str, dict[ApplicationSource, int]]:
    """The totals of each month that came, by source; the newest month first."""
    found: dict[str, dict[ApplicationSource, int]] = {}
    for row in read_counts(data).monthly:
        if row.is_total:
            found.setdefault(row.month, {})[row.source] = row.n
    return dict(sorted(found.items(), reverse=True))


def brought(paths: Sequence[Path], form: MonthForm, data: Path, received_on: date, *, reason: str = "") -> MonthTaken:
    """What files bring beside what is there.

    reason   of changes for which a form gives none

    Raises   `DataError` with all problems of all files
    """
    read = read_month_forms(paths, form, received_on)
    problems = [problem for one in read for problem in one.problems]
    problems += _twice(read)
    there = read_counts(data)
    merge = 1 + len(_formers(data))
    new: list[ApplicationSource] = []
    same: list[ApplicationSource] = []
    changed: list[MonthlyCorrection] = []
    rows: list[MonthlyCount] = []
    for one in read:
        for source, counts in one.counts.items():
            before = {row.key: row for row in there.monthly if (row.month, row.source) == (form.month, source)}
            why = one.reasons[source] or reason
            changes = list(_changes(counts, before, one, why, merge))
            if changes and not why:
                problems.append(_without_reason(one.file, source, changes))
            if not before or not changes:
                (same if before else new).append(source)
            changed += changes
            rows += counts if changes or not before else before.values()
    if problems:
        raise DataError(problems)
    return MonthTaken(form.month, tuple(new), tuple(changed), tuple(same), tuple(rows))


def _twice(read: Sequence[MonthAnswers]) -> Iterator[Problem]:
    files: dict[ApplicationSource, list[str]] = {}
    for one in read:
        for source in one.counts:
            files.setdefault(source, []).append(one.file)
    for source, names in files.items():
        if len(names) > 1:
            what = _("Several files count the applications of “{source}”.").format(source=source.label)
            yield Problem(", ".join(names), what, "", _("Take in the one that holds."))


def _changes(
    counts: Sequence[MonthlyCount], before: dict, one: MonthAnswers, reason: str, merge: int
) -> Iterator[MonthlyCorrection]:
    """The counts that differ from what was there; what has no row counted none."""
    now = {row.key: row for row in counts}
    for key in sorted(before.keys() | now.keys()) if before else ():
        old, new = (found[key].n if key in found else 0 for found in (before, now))
        if old != new:
            known = (now.get(key) or before[key]).model_dump(include=set(KEY))
            yield MonthlyCorrection.model_construct(
                **known,
                merge=merge,
                old_n=old,
                new_n=new,
                reason=reason,
                corrected_on=counts[0].received_on,
                new_file=one.file,
                new_sha256=one.sha256,
            )


def _without_reason(file: str, source: ApplicationSource, changes: Sequence[MonthlyCorrection]) -> Problem:
    return Problem(
        file,
        _("{n} counts of “{source}” that were sent before change, and no reason is given.").format(
            n=len(changes), source=source.label
        ),
        "",
        _("Write the reason on the sheet, or with --reason."),
        on_desk=_("Write the reason on the sheet, or in the field above the button."),
    )


def take_month(data: Path, found: MonthTaken) -> None:
    """Put what was brought in its place, together with the log."""
    there, folder = read_counts(data), data / MONTHLY_FOLDER
    sources = {row.source for row in found.rows}
    kept = [row for row in there.monthly if row.month != found.month or row.source not in sources]
    rows = sorted([*kept, *found.rows], key=lambda row: row.key)
    number = 1 + len(_formers(data))
    contents = {_former(number): _content(folder / MONTHLY.file)}
    if found.changed or there.corrections:
        contents[CORRECTIONS.file] = table_text(CORRECTIONS, [*there.corrections, *found.changed]).encode()
    contents[MONTHLY.file] = table_text(MONTHLY, rows).encode()
    make_salt(data)
    write_files(folder, contents, JOURNAL)


def undo_month(data: Path, month: str = "", behind: str = "") -> tuple[tuple[str, ApplicationSource], ...]:
    """Take the last taking in back: the months and sources that it had brought or changed.

    month   of which it must be, where one is named
    behind  what a command needs behind it, to mean this data folder

    Raises   `UsageError` where there is nothing to take back, or it is of another month
    """
    formers, folder = _formers(data), data / MONTHLY_FOLDER
    if not formers:
        raise UsageError(_("There is no form of a month that could be taken back. Nothing was changed."))
    there = read_counts(data)
    now, then = (
        {(row.key, row.n) for row in rows}
        for rows in (there.monthly, (row for _number, row in read_rows(MONTHLY, formers[-1])[0].rows))
    )
    gone = {(key[0], ApplicationSource(key[1])) for key, _n in now ^ then}
    if month and gone and month not in {one for one, _source in gone}:
        newest = max(one for one, _source in gone)
        message = _("The last form that was taken in is of {month}. To take it back: {command}")
        raise UsageError(message.format(month=newest, command=f"yeep collect {newest} --undo{behind}"))
    content = _content(formers[-1])
    kept = [entry for entry in there.corrections if entry.merge != len(formers)]
    contents: dict[str, bytes | None] = {MONTHLY.file: content or None}
    if there.corrections:
        contents[CORRECTIONS.file] = table_text(CORRECTIONS, kept).encode() if kept else None
    contents[formers[-1].name] = None
    write_files(folder, contents, JOURNAL)
    return tuple(sorted(gone))


def can_be_undone(data: Path) -> bool:
    """Whether there is a taking in to be taken back."""
    return bool(_formers(data))


@contextmanager
def only_month(data: Path) -> Iterator[None]:
    """The same for months as for a year; where none was taken in there is no folder of theirs afterwards."""
    try:
        with only_collection(data, MONTHLY_FOLDER):
            yield
    finally:
        with suppress(OSError):  # it holds something, or another command is at work in it
            (data / MONTHLY_FOLDER).rmdir()


def _formers(data: Path) -> list[Path]:
    return sorted((data / MONTHLY_FOLDER).glob(f"{MONTHLY.file}.former-*"))


def _former(number: int) -> str:
    return f"{MONTHLY.file}.former-{number:03}"


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def told(found: MonthTaken) -> Iterator[str]:
    """What was found, line by line."""
    for source in found.new:
        total = next(row.n for row in found.rows if row.source == source and row.is_total)
        yield _("{source}: {n} applications, new").format(source=source.label, n=language.number(total))
    for source in dict.fromkeys(change.source for change in found.changed):
        changes = sum(change.source == source for change in found.changed)
        yield _("{source}: {n} counts change").format(source=source.label, n=changes)
    for source in found.same:
        yield _("{source}: as it is there already").format(source=source.label)

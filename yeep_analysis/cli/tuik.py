"""``yeep tuik``: reads files of TÜİK, says what it found, writes it as tidy CSV, and updates the tables of the data."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _, ngettext, number

if TYPE_CHECKING:
    from yeep_analysis.intake.tuik.agreement import Group, Key
    from yeep_analysis.intake.tuik.difference import Far
    from yeep_analysis.intake.tuik.figures_read import FileReading

_SHOW_FROM = 0.4  # seconds; a bar that only flashes up disturbs


def add_parser(commands: Any, spoken: argparse.ArgumentParser) -> None:
    """Add the command to the others. It has no ``--data``: of their options it shares only the language."""
    parser = commands.add_parser("tuik", parents=[spoken], help=_("read files of TÜİK and update the tables"))
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("file as TÜİK gave it out"))
    parser.add_argument("--year", type=_year, metavar="YEAR", help=_("year of a file that holds none"))
    parser.add_argument("--out", type=Path, metavar="CSV", help=_("write what was read as tidy CSV"))
    parser.add_argument("--into", type=Path, metavar="DIR", help=_("update the tables of this data folder"))
    parser.add_argument("--dry-run", action="store_true", help=_("with --into: show the difference, write nothing"))
    parser.add_argument("--yes", action="store_true", help=_("with --into: write without asking"))
    parser.add_argument(
        "--far", action="store_true", help=_("with --yes: also figures that are far from what is known of a place")
    )
    parser.set_defaults(run=_run)


def _year(text: str) -> int:
    from yeep_analysis.intake.tuik.facets import EARLIEST, LATEST

    if not (text.isascii() and text.isdigit() and EARLIEST <= int(text) <= LATEST):
        raise UsageError(_("“{year}” is not a year. Write four digits, for example 2022.").format(year=text))
    return int(text)


def _run(options: argparse.Namespace) -> int:
    from yeep_analysis.intake.tuik.printed import describe

    _check_call(options)
    readings, groups = _read(options)
    for reading in readings:
        print(describe(reading))
    if options.out:
        _write_tidy(options.out, readings)
    if options.into:
        return _into(options, readings, groups)
    return 0


def _check_call(options: argparse.Namespace) -> None:
    if not options.into and (options.dry_run or options.yes):
        raise UsageError(_("--dry-run and --yes go with --into."))
    if options.far and not options.yes:
        raise UsageError(_("--far goes with --yes."))
    if options.out and any(options.out.resolve() == file.resolve() for file in options.files):
        raise UsageError(_("--out would overwrite a file that is read: {file}.").format(file=options.out))
    if options.out and not options.out.parent.is_dir():
        raise UsageError(_("The folder of --out does not exist: {folder}.").format(folder=options.out.parent))
    if len({file.resolve() for file in options.files}) < len(options.files):
        raise UsageError(_("A file is named twice."))


def _read(options: argparse.Namespace) -> tuple[list[FileReading], dict[Key, Group]]:
    from yeep_analysis.intake.tuik.proposal import read_all

    with _Bar() as bar:
        return read_all(options.files, options.year, begin=bar.begin, advance=bar.advance)


class _Bar:
    """The progress bar: rows read, with the name of the file; only on a terminal, and only when it takes time."""

    def __enter__(self) -> _Bar:
        from tqdm import tqdm

        self._bar = tqdm(
            unit=_(" rows"), disable=not sys.stderr.isatty(), leave=False, delay=_SHOW_FROM, dynamic_ncols=True
        )
        self.advance: Callable[[int], None] = self._bar.update
        return self

    def __exit__(self, *_exception: object) -> None:
        self._bar.close()

    def begin(self, name: str) -> None:
        """Name the file that is being read."""
        self._bar.set_description_str(name, refresh=False)


def _write_tidy(path: Path, readings: list[FileReading]) -> None:
    from yeep_analysis.intake.tuik.tidy import write_tidy

    rows = write_tidy(path, readings)
    print(ngettext("{file}: {n} row written", "{file}: {n} rows written", rows).format(file=path, n=number(rows)))


# --- into the tables ---------------------------------------------------------


def _into(options: argparse.Namespace, readings: list[FileReading], groups: dict[Key, Group]) -> int:
    from yeep_analysis.intake.tuik.update import only_update

    if options.dry_run or not options.into.is_dir():
        return _into_locked(options, readings, groups)
    with only_update(options.into):
        return _into_locked(options, readings, groups)


def _into_locked(options: argparse.Namespace, readings: list[FileReading], groups: dict[Key, Group]) -> int:
    from yeep_analysis.intake.tuik.printed import describe_difference, describe_far
    from yeep_analysis.intake.tuik.proposal import proposed
    from yeep_analysis.intake.tuik.update import recover

    if not options.dry_run and recover(options.into):
        print(_("The last update was cut off. Its tables were put back as they were."))
    found = proposed(options.into, readings, groups)
    print(describe_difference(found.changes, found.intake))
    if found.far:
        print(describe_far(found.far))
    if found.changes_nothing:
        print(found.why_nothing)
    elif options.dry_run:
        print(_("Nothing was written (--dry-run)."))
    elif _agreed(options, found.far):
        empty = found.take(options.into)
        print(_("The tables in “{folder}” are up to date.").format(folder=options.into))
        if empty:
            words = _("Still without rows: {files}. Give the reports of the district and of its mahalles by sex, too.")
            print(words.format(files=", ".join(empty)))
    return 0


def _agreed(options: argparse.Namespace, far: list[Far]) -> bool:
    """Whether to write; ``--yes`` alone is no answer where figures are far from what is known."""
    if options.yes and (options.far or not far):
        return True
    if not sys.stdin.isatty():
        if options.yes:
            raise UsageError(_("Nothing was written. If the figures are right all the same, say --yes --far."))
        raise UsageError(_("Nothing was written. Say --yes to write these changes, or --dry-run only to see them."))
    question = _("Write them all the same? [y/N] ") if far else _("Write these changes? [y/N] ")
    if input(question).strip().casefold() in ("y", "yes", "e", "evet"):
        return True
    print(_("Nothing was written."))
    return False

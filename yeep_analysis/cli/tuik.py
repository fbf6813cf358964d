"""``yeep tuik``: reads files of TÜİK, says what it found, writes it as tidy CSV, and updates the tables of the data."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yeep_analysis.words.errors import DataError, Problem, UsageError
from yeep_analysis.words.language import _, ngettext, number

if TYPE_CHECKING:
    from yeep_analysis.intake.tuik.agreement import Group, Key
    from yeep_analysis.intake.tuik.belonging import Intake
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
    from yeep_analysis.intake.tuik.agreement import check_sums, grouped
    from yeep_analysis.intake.tuik.reading import read_file

    readings: list[FileReading] = []
    problems: list[Problem] = []
    with _Bar() as bar:
        for path in options.files:
            bar.begin(path.name)
            try:
                readings.append(read_file(path, options.year, bar.advance))
            except DataError as error:
                problems += error.problems
    problems += _superfluous_year(options.year, readings) if not problems else []
    groups, differing = grouped(readings)
    problems += differing or check_sums(groups, readings)
    if problems:
        raise DataError(problems)
    return readings, groups


def _superfluous_year(year: int | None, readings: list[FileReading]) -> list[Problem]:
    """A year that was given although every file says another one is a mistake that must not pass unseen."""
    if year is None or any(reading.year_from == _("given with --year") for reading in readings):
        return []
    years = sorted({entry.year for reading in readings for entry in reading.observations})
    if year in years:
        return []
    from yeep_analysis.words.language import year_ranges

    return [
        Problem(
            readings[0].path.name,
            _("--year says {year}, but the files themselves say {years}.").format(year=year, years=year_ranges(years)),
            _("--year is only for a file that holds no year."),
            _("Leave --year out, or give the file that you meant."),
        )
    ]


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
    from yeep_analysis.intake.tuik.difference import differences, far_from_known
    from yeep_analysis.intake.tuik.printed import describe_difference, describe_far, left_out
    from yeep_analysis.intake.tuik.update import FILLED_FIRST, read_tables, recover, update

    if not options.dry_run and recover(options.into):
        print(_("The last update was cut off. Its tables were put back as they were."))
    intake = _intake(options.into, readings, groups)
    files = read_tables(options.into)
    rows = {name: list(file.rows) for name, file in files.items()}
    changes = differences(intake, rows, readings)
    if intake.problems:
        raise DataError(intake.problems)
    far = far_from_known(changes, rows)
    print(describe_difference(changes, intake))
    if far:
        print(describe_far(far))
    if not any(change.is_any for change in changes):
        print(_nothing_new(taken=any(intake.tables.values()) or bool(intake.agreeing), complete=not left_out(intake)))
    elif options.dry_run:
        print(_("Nothing was written (--dry-run)."))
    elif _agreed(options, far):
        update(options.into, files, changes)
        print(_("The tables in “{folder}” are up to date.").format(folder=options.into))
        after = rows | {change.name: change.rows for change in changes}
        if empty := [f"{name}.csv" for name in sorted(FILLED_FIRST) if not after[name]]:
            words = _("Still without rows: {files}. Give the reports of the district and of its mahalles by sex, too.")
            print(words.format(files=", ".join(empty)))
    return 0


def _nothing_new(*, taken: bool, complete: bool) -> str:
    if not taken:
        return _("None of these figures belongs into a table. Nothing is written.")
    if complete:
        return _("The tables already hold these figures. Nothing is written.")
    return _("What can be taken of the files is in the tables already. Nothing is written.")


def _intake(folder: Path, readings: list[FileReading], groups: dict[Key, Group]) -> Intake:
    from yeep_analysis.intake.tuik.belonging import take_in
    from yeep_analysis.intake.tuik.reference import take_in_references
    from yeep_analysis.intake.tuik.update import FILLED_FIRST
    from yeep_analysis.municipality.validate import validate_tables

    valid = validate_tables(folder, FILLED_FIRST)
    municipality = valid["municipality"].rows[0][1]
    intake = take_in(groups, municipality, {row.mahalle_code: row.name for _number, row in valid["mahalles"].rows})
    take_in_references(groups, municipality, intake)
    if not intake.found_anything and not intake.problems:
        intake.problems.append(_nothing_for(municipality, readings))
    return intake


def _nothing_for(municipality: Any, readings: list[FileReading]) -> Problem:
    return Problem(
        ", ".join(reading.path.name for reading in readings),
        _("There is no figure for the district with the code {code} ({district}), nor for its mahalles.").format(
            code=municipality.district_code, district=municipality.district
        ),
        _("Labels need codes: İl(İlçe)-kod."),
        _("Choose the level of districts or mahalles when you make the report in MEDAS."),
    )


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

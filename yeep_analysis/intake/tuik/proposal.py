"""What files of TÜİK would change in the tables of a data folder: read, compared, and taken when somebody says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yeep_analysis.intake.tuik.agreement import Group, Key, check_sums, grouped
from yeep_analysis.intake.tuik.belonging import Intake, take_in
from yeep_analysis.intake.tuik.difference import Far, Rows, TableChange, differences, far_from_known
from yeep_analysis.intake.tuik.figures_read import FileReading
from yeep_analysis.intake.tuik.printed import left_out
from yeep_analysis.intake.tuik.reading import read_file, silently
from yeep_analysis.intake.tuik.reference import take_in_references
from yeep_analysis.intake.tuik.update import FILLED_FIRST, TableFile, read_tables, update
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.words.errors import DataError, Problem
from yeep_analysis.words.language import _, year_ranges


@dataclass(frozen=True)
class Proposal:
    """What files would change, and what of it is far from what is known."""

    intake: Intake
    files: Mapping[str, TableFile]
    changes: list[TableChange]
    far: list[Far]

    @property
    def changes_nothing(self) -> bool:
        """Whether the tables hold all of it already, or nothing of it belongs into one."""
        return not any(change.is_any for change in self.changes)

    @property
    def why_nothing(self) -> str:
        """Why nothing is written."""
        if not any(self.intake.tables.values()) and not self.intake.agreeing:
            return _("None of these figures belongs into a table. Nothing is written.")
        if not left_out(self.intake):
            return _("The tables already hold these figures. Nothing is written.")
        return _("What can be taken from the files is in the tables already. Nothing was written.")

    def take(self, folder: Path) -> list[str]:
        """Write the changes; returns the tables that are still without rows."""
        update(folder, self.files, self.changes)
        after = {name: list(file.rows) for name, file in self.files.items()}
        after |= {change.name: change.rows for change in self.changes}
        return [f"{name}.csv" for name in sorted(FILLED_FIRST) if not after[name]]


def read_all(
    paths: Sequence[Path],
    year: int | None = None,
    *,
    begin: Callable[[str], None] = lambda _name: None,
    advance: Callable[[int], None] = silently,
) -> tuple[list[FileReading], dict[Key, Group]]:
    """What files hold, and what they say together.

    year    of files that hold none
    begin   is called with the name of each file, ``advance`` with rows that were read

    Raises   `DataError` with all problems of all files
    """
    readings: list[FileReading] = []
    problems: list[Problem] = []
    for path in paths:
        begin(path.name)
        try:
            readings.append(read_file(path, year, advance))
        except DataError as error:
            problems += error.problems
    problems += _superfluous_year(year, readings) if not problems else []
    groups, differing = grouped(readings)
    problems += differing or check_sums(groups, readings)
    if problems:
        raise DataError(problems)
    return readings, groups


def proposed(folder: Path, readings: list[FileReading], groups: dict[Key, Group]) -> Proposal:
    """What files that were read would change in a folder.

    Raises   `DataError` where they do not belong there, or contradict themselves
    """
    intake = _intake(folder, readings, groups)
    files = read_tables(folder)
    rows: dict[str, Rows] = {name: list(file.rows) for name, file in files.items()}
    changes = differences(intake, rows, readings)
    if intake.problems:
        raise DataError(intake.problems)
    return Proposal(intake, files, changes, far_from_known(changes, rows))


def _superfluous_year(year: int | None, readings: list[FileReading]) -> list[Problem]:
    """A year that was given although every file says another one is a mistake that must not pass unseen."""
    if year is None or any(reading.year_from == _("given with --year") for reading in readings):
        return []
    years = sorted({entry.year for reading in readings for entry in reading.observations})
    if year in years:
        return []
    return [
        Problem(
            readings[0].path.name,
            _("You gave the year {year}, but the files themselves say {years}.").format(
                year=year, years=year_ranges(years)
            ),
            _("A year is given only for a file that holds none."),
            _("Leave --year out, or give the file that you meant."),
            on_desk=_("Leave the year out, or put the file there that you meant."),
        )
    ]


def _intake(folder: Path, readings: list[FileReading], groups: dict[Key, Group]) -> Intake:
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

"""One entry point for every file of TÜİK: tells the format from the content, and returns what is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from yeep_analysis.intake.tuik import numbers
from yeep_analysis.intake.tuik.figures_read import FileReading, Format
from yeep_analysis.intake.tuik.files import OpenedFile, expected_kinds, open_file
from yeep_analysis.intake.tuik.grids import Container, Grid, text
from yeep_analysis.intake.tuik.laid_out import (
    HeadingError,
    LaidOutTable,
    UnnamedColumnsError,
    Walk,
    Walker,
    download_again,
    section_of,
)
from yeep_analysis.intake.tuik.medas import medas_tables
from yeep_analysis.intake.tuik.portal import portal_tables
from yeep_analysis.intake.tuik.words import is_money, is_rate
from yeep_analysis.words.errors import DataError, Problem
from yeep_analysis.words.language import _, ngettext

Progress = Callable[[int], None]
_MOST_PROBLEMS = 20  # of one file; a wrong file is wrong everywhere


def silently(_rows: int) -> None:
    """Progress that nobody watches."""


def read_file(path: Path, year: int | None = None, advance: Progress = silently) -> FileReading:
    """All figures of one file. ``year`` counts only where the file itself holds none.

    Raises   `DataError` with every problem of the file
    """
    opened = open_file(path)
    reading = FileReading(path, opened.container.value, opened.encoding, not_read=list(opened.hidden))
    reading.digest = hashlib.sha256(path.read_bytes()).hexdigest()
    tables = _tables(opened, reading)
    _give_year(tables, year, reading)
    style = _style(tables)
    walk = Walk()
    for table in tables:
        Walker(table, style, walk).walk(advance)
    if walk.problems:
        raise DataError(_shortened(walk.problems, path))
    if not walk.observations:
        raise DataError([_no_table(path, _("The file holds no figures."))])
    reading.observations, reading.blank, reading.marks = walk.observations, walk.blank, walk.marks
    return reading


def _tables(opened: OpenedFile, reading: FileReading) -> list[LaidOutTable]:
    found: list[LaidOutTable] = []
    for grid in opened.grids:
        tables = _of_grid(grid)
        if not tables and grid.sheet and any(row for row in grid.rows):
            reading.not_read.append(grid.sheet)
        found += tables
    if not found:
        raise DataError([_no_table(opened.path, _("The file is of no known kind."))])
    reading.formats = {table.format for table in found}
    return found


def _of_grid(grid: Grid) -> list[LaidOutTable]:
    try:
        return medas_tables(grid) or portal_tables(grid)
    except HeadingError as error:
        raise DataError([error.problem(grid)]) from error
    except UnnamedColumnsError as error:
        raise DataError(
            [
                Problem(
                    grid.at(error.row),
                    _("There are several columns of figures, and no header says which is which."),
                    _("The report needs its head: the lines “Sütunlar” and “Satırlar”, and the header."),
                    download_again(),
                )
            ]
        ) from None


def _give_year(tables: list[LaidOutTable], year: int | None, reading: FileReading) -> None:
    without = [table for table in tables if not _holds_year(table)]
    for table in without:
        if table.year is not None:
            reading.year_from = _("from the title of the table")
        elif year is None:
            raise DataError([_no_year(reading.path)])
        else:
            table.year, reading.year_from = year, _("given with --year")


def _holds_year(table: LaidOutTable) -> bool:
    if any(facets.year is not None for facets in table.columns.values()):
        return True
    for _number, row in table.rows():
        filled = [content for value in row if (content := text(value))]
        if len(filled) == 1 and (section := section_of(filled[0])) is not None and section.year is not None:
            return True
        for index, reader in table.labels.items():
            content = text(row[index]) if index < len(row) else ""
            facets = _quietly(reader, content) if content else None
            if facets is not None and facets.year is not None:
                return True
        if any(index < len(row) and row[index] != "" for index in table.columns):
            return False  # the first row of figures: a year is written there, or nowhere
    return False


def _quietly(reader: Callable, content: str) -> object:
    try:
        return reader(content)
    except ValueError:  # told when the row is read
        return None


def _style(tables: list[LaidOutTable]) -> numbers.Style:
    """The style of the numbers, decided once for the file.

    Raises   `DataError` where the file uses two styles, or one that can be read in two ways
    """
    found = numbers.evidence(cell for table in tables for cell in table.values())
    if found.contradicts_itself:
        raise DataError([_two_styles(found)])
    style = found.style(_usual(tables))
    if style is None:
        raise DataError([_ambiguous(found)])
    return style


def _usual(tables: list[LaidOutTable]) -> numbers.Style | None:
    """How such files write numbers: MEDAS with a point for decimals in its CSV; the portals with dots for thousands."""
    if all(t.format is not Format.PORTAL and t.grid.container is Container.CSV for t in tables):
        return numbers.Style.POINT
    titles = {title for table in tables for title in _titles(table)}
    unclear = any(is_rate(title) and not is_money(title) for title in titles)
    return None if unclear else numbers.Style.TURKISH


def _titles(table: LaidOutTable) -> set[str]:
    """The measures of a table: from its title or header, or else from the labels on its left."""
    named = {facets.measure or table.title for facets in table.columns.values()}
    left = min(table.labels, default=0)
    return named if any(named) else {text(row[left]) for _number, row in table.rows() if len(row) > left}


def _two_styles(found: numbers.Evidence) -> Problem:
    (one, place), (other, _other_place) = found.turkish, found.point
    grid, row, column = place
    return Problem(
        grid.at(row, column),
        _("The file writes numbers in two ways: “{one}” and “{other}”.").format(one=one[:40], other=other[:40]),
        _("One way is needed for the whole file: comma decimals and dots for thousands, or a decimal point."),
        download_again(),
    )


def _ambiguous(found: numbers.Evidence) -> Problem:
    content, (grid, row, column) = found.one_group
    joined, point = content.replace(".", "").replace(",", ""), content.replace(",", ".")
    return Problem(
        grid.at(row, column),
        _("“{input}” can be read as {whole} and as {fraction}, and no number of the file tells which.").format(
            input=content, whole=joined, fraction=point
        ),
        _("At least one number must have a single meaning."),
        _("Export the table from MEDAS as CSV, or together with a column that decides it."),
    )


def _no_year(path: Path) -> Problem:
    return Problem(
        path.name,
        _("The file does not say to which year its figures belong."),
        _("The year must stand in the file, or come from you; a file name is not taken for it."),
        _("Give the year: --year 2023. Or download the report with its head."),
        on_desk=_("Write the year below, or download the report with its head."),
    )


def _no_table(path: Path, what: str) -> Problem:
    return Problem(path.name, what, expected_kinds(), download_again())


def _shortened(problems: Iterable[Problem], path: Path) -> list[Problem]:
    listed = list(problems)
    if len(listed) <= _MOST_PROBLEMS:
        return listed
    left = len(listed) - _MOST_PROBLEMS
    more = Problem(
        path.name,
        ngettext("There is {n} more problem in this file.", "There are {n} more problems in this file.", left).format(
            n=left
        ),
        "",
        _("Look at the first ones; the others often have the same cause."),
    )
    return [*listed[:_MOST_PROBLEMS], more]

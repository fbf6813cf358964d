"""Validates the tables under the data folder; refuses them whole, with every problem at once.

Needs no pandas, so that a command can refuse bad data before anything slow is imported or a kernel is started.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from pathlib import Path

from yeep_analysis.edition import Edition
from yeep_analysis.municipality import checks, emblem, part_checks
from yeep_analysis.municipality import outlines as shapes
from yeep_analysis.municipality.count_tables import check_counts
from yeep_analysis.municipality.fact_tables import TABLES, Table
from yeep_analysis.municipality.plan_checks import check_catalogue, needed_tables
from yeep_analysis.municipality.plan_tables import PLAN_TABLES
from yeep_analysis.municipality.result_tables import FOLDER as RESULTS_FOLDER
from yeep_analysis.municipality.table_files import in_order, read_rows, saved_otherwise
from yeep_analysis.transaction import is_unfinished, reason_of
from yeep_analysis.words.errors import DataError, FolderError, Problem, UsageError
from yeep_analysis.words.language import _, year_ranges

PLAN_FOLDER = "plan"  # the catalogue of the plan, inside the data folder
TUIK_JOURNAL = ".tuik-update"  # there while tables are changed, and after that was cut off
PLAN_JOURNAL = ".plan-update"  # the same of the tables of the plan


def validate(edition: Edition) -> dict[str, checks.TableRows]:
    """The validated rows of all tables of an edition's data folder.

    Raises   `UsageError` where the folder or the population of the year is missing; `DataError` with all problems
             of all tables
    """
    contents = validate_tables(edition.data)
    years = sorted({row.year for _number, row in contents["population"].rows})
    if edition.year not in years and not (edition.as_of or edition.month):  # those two tell none of their year
        raise UsageError(_no_population(edition, years))
    return contents


def validate_tables(folder: Path, may_be_empty: Set[str] = frozenset()) -> dict[str, checks.TableRows]:
    """The rows of all tables of a data folder, each with its row number; the catalogue of the plan included.

    may_be_empty   required tables that need no rows yet: of a folder that is being begun
    """
    leading = [folder / "municipality.csv", folder / "population.csv"]
    if not any(path.exists() or saved_otherwise(path) for path in leading):
        found = _("There are no data in “{folder}”. A data folder holds {files}.").format(
            folder=folder, files="municipality.csv, sources.csv, population.csv …"
        )
        raise _no_folder(found)
    tables = {
        name: replace(table, required=table.required and name not in may_be_empty) for name, table in TABLES.items()
    }
    contents, problems = _read_all(folder, tables)
    problems += _cut_off(folder) + _shut_folders(folder)
    problems += _between(TABLES, contents) + _between_facts(contents)
    problems += check_counts(folder, contents)
    problems += shapes.check(folder, *_codes(contents), _centres(contents)) + emblem.check(folder)
    if has_plan(folder):
        problems += _plan(folder)[1]
    if problems:
        raise DataError(sorted(problems, key=in_order))
    return contents


def _no_folder(found: str) -> FolderError:
    return FolderError(
        found,
        in_a_call=_("Change the parameter “data”: the folder is looked for from “{here}”.").format(here=Path.cwd()),
        in_a_command=_("Name the folder of the data with --data."),
    )


def _cut_off(folder: Path) -> list[Problem]:
    """Updates that are under way, or were cut off: of the tables of facts, and of those of the plan."""
    journals = (
        (
            folder,
            "",
            TUIK_JOURNAL,
            _("Run the command again (yeep tuik FILE --into DIR): it puts the former tables back first."),
        ),
        (
            folder / PLAN_FOLDER,
            f"{PLAN_FOLDER}/",
            PLAN_JOURNAL,
            _("Run the command again (yeep plan import FILE): it puts the former tables back first."),
        ),
    )
    return [
        Problem(
            place + journal,
            _("An update of the tables is under way, or was cut off: some tables may be new, some old."),
            "",
            action,
        )
        for where, place, journal, action in journals
        if is_unfinished(where, journal)
    ]


def _shut_folders(folder: Path) -> list[Problem]:
    """Folders whose tables would vanish without a word, as if there were none."""
    problems = []
    for name in (PLAN_FOLDER, RESULTS_FOLDER):
        try:
            next((folder / name).iterdir(), None)
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(
                Problem(
                    name,
                    _("It cannot be read: {reason}.").format(reason=reason_of(error)),
                    _("It must be a folder with tables."),
                    _("Restore it from a copy, or give yourself the right to read it."),
                )
            )
    return problems


def _codes(contents: dict[str, checks.TableRows]) -> tuple[set[str], set[str]]:
    """The codes of all mahalles, and of those that there are in the newest year: only they need an outline."""
    known = {row.mahalle_code for _number, row in contents["mahalles"].rows}
    counted = [row for _number, row in contents["mahalle_population"].rows]
    last = max((row.year for row in counted), default=0)
    return known, {row.mahalle_code for row in counted if row.year == last} & known or known


def _centres(contents: dict[str, checks.TableRows]) -> dict[str, tuple[float, float]]:
    rows = [row for _number, row in contents["mahalles"].rows if None not in (row.longitude, row.latitude)]
    return {row.mahalle_code: (row.longitude, row.latitude) for row in rows}


def has_plan(folder: Path) -> bool:
    """Whether a data folder holds a catalogue of the plan: any of its tables with a row, or none of them at all."""
    tables = [folder / PLAN_FOLDER / table.file for table in PLAN_TABLES.values()]
    there = [path for path in tables if path.exists()]
    return (folder / PLAN_FOLDER).is_dir() and (not there or any(_has_rows(path) for path in there))


def _has_rows(path: Path) -> bool:
    """Whether anything stands below the column names; a folder that was just begun has none in any table."""
    try:
        with path.open("rb") as file:
            file.readline()
            return bool(file.read(1024).strip())
    except OSError:  # whoever reads the table says why it cannot be read
        return True


def validate_plan(folder: Path) -> dict[str, checks.TableRows]:
    """The rows of the tables of the plan's catalogue.

    Raises   `UsageError` where the data folder has no catalogue; `DataError` with all problems of all its tables
    """
    if not has_plan(folder):
        found = _("There is no plan in “{folder}”. Its folder “plan” holds {files}.").format(
            folder=folder, files="themes.csv, goals.csv, actions.csv …"
        )
        raise _no_folder(found)
    contents, problems = _plan(folder)
    if problems:
        raise DataError(sorted(problems, key=in_order))
    return contents


def _plan(folder: Path) -> tuple[dict[str, checks.TableRows], list[Problem]]:
    contents, problems = _read_all(folder / PLAN_FOLDER, PLAN_TABLES)
    told = {problem.where for problem in problems}
    for name in sorted(needed_tables(contents)):
        table = PLAN_TABLES[name]
        if not contents[name].rows and not contents[name].refused and not any(w.startswith(table.file) for w in told):
            problems += read_rows(replace(table, required=True), folder / PLAN_FOLDER / table.file)[1]
    problems += _between(PLAN_TABLES, contents) + check_catalogue(contents)
    # The folder stands before the file: that is where the reader must look.
    return contents, [replace(problem, where=f"{PLAN_FOLDER}/{problem.where}") for problem in problems]


def _read_all(folder: Path, tables: Mapping[str, Table]) -> tuple[dict[str, checks.TableRows], list[Problem]]:
    contents: dict[str, checks.TableRows] = {}
    problems: list[Problem] = []
    for table in tables.values():
        contents[table.name], found = read_rows(table, folder / table.file)
        problems += found
    return contents, problems


def _between(tables: Mapping[str, Table], contents: dict[str, checks.TableRows]) -> list[Problem]:
    problems: list[Problem] = []
    readable = {name for name, content in contents.items() if content.rows}
    for table in tables.values():
        problems += checks.check_keys(table, contents[table.name].rows)
        problems += checks.check_sexes(table, contents[table.name])
        if all(target in readable for _column, target in table.links):
            problems += checks.check_links(table, contents)
    return problems


def _between_facts(contents: dict[str, checks.TableRows]) -> list[Problem]:
    problems: list[Problem] = []
    if contents["population"].rows:
        problems += checks.check_mahalles_against_district(contents)
        problems += checks.check_ages_within_population(contents)
    problems += part_checks.check_parts(contents)
    if len(contents["municipality"].rows) > 1:
        problems.append(_not_one_municipality(len(contents["municipality"].rows)))
    return problems


def _not_one_municipality(found: int) -> Problem:
    return Problem(
        "municipality.csv",
        _("The table has {found} rows.").format(found=found),
        _("The table has exactly one municipality."),
        _("Keep one row; another municipality has a data folder of its own."),
    )


def _no_population(edition: Edition, years: list[int]) -> str:
    known = year_ranges(years) or _("none")
    return _("There is no population of {year} in “{folder}”. Years with data: {known}. Choose one of them.").format(
        year=edition.year, folder=edition.data, known=known
    )

"""Reads and validates the tables under the data folder; refuses them whole, with every problem at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from yeep_analysis.edition import Edition
from yeep_analysis.errors import DataError, Problem, UsageError
from yeep_analysis.inputs import checks
from yeep_analysis.inputs.messages import cell_problem
from yeep_analysis.inputs.read import read_table
from yeep_analysis.inputs.schemas import TABLES, Municipality, Source, Table
from yeep_analysis.language import _

COUNTS = ["year", "group", "sex", "n"]  # the one shape in which counts reach the measures


@dataclass(frozen=True)
class Facts:
    """The validated data of one edition. Counts have the columns ``year, group, sex, n``, sexes only, no totals."""

    year: int
    municipality: Municipality
    sources: dict[str, Source]
    frames: dict[str, pd.DataFrame]

    @property
    def population(self) -> pd.DataFrame:
        """Counts of the district, group ``all``, up to the year of the edition."""
        return _counts(self.frames["population"].assign(group="all"))

    @property
    def population_by_age(self) -> pd.DataFrame:
        """Counts of single age groups, group = age group, up to the year of the edition."""
        return _counts(self.frames["population_by_age"].rename(columns={"age_group": "group"}))

    @property
    def mahalles(self) -> pd.DataFrame:
        """Counts of the mahalles, group = mahalle code, of the newest year up to that of the edition."""
        return _counts(_newest(self.frames["mahalle_population"].rename(columns={"mahalle_code": "group"})))

    @property
    def mahalle_names(self) -> dict[str, str]:
        """Name of each mahalle by its code."""
        table = self.frames["mahalles"]
        return dict(zip(table["mahalle_code"], table["name"], strict=True))

    @property
    def representation(self) -> pd.DataFrame:
        """Counts of the post holders, group = office, each of its newest year up to that of the edition."""
        table = self.frames["representation"].rename(columns={"office": "group"})
        newest = table.groupby("group")["year"].transform("max") == table["year"]
        return _counts(table[newest])

    @property
    def electorate(self) -> pd.DataFrame:
        """Counts of the registered voters, group ``electorate``, of the newest year up to that of the edition."""
        return _counts(_newest(self.frames["electorate"].assign(group="electorate")))

    def sources_of(self, table: str, **where: Any) -> list[Source]:
        """The sources of the rows of ``table`` in this edition, optionally only of rows with the given values."""
        frame = self.frames[table]
        for column, value in where.items():
            frame = frame[frame[column].isin(value if isinstance(value, list) else [value])]
        return [self.sources[source] for source in dict.fromkeys(frame["source_id"])]


def load(edition: Edition) -> Facts:
    """Load what an edition stands on.

    Raises   `UsageError` where the folder or the population of the year is missing; `DataError` with all problems
             of all tables
    """
    frames = load_tables(edition.data)
    population = frames["population"]
    if edition.year not in set(population["year"]):
        raise UsageError(_no_population(edition, sorted(set(population["year"]))))
    upto = {
        name: frame[frame["year"] <= edition.year] if "year" in frame else frame for name, frame in frames.items()
    }
    sources = {row["source_id"]: Source.model_construct(**row) for row in frames["sources"].to_dict("records")}
    municipality = Municipality.model_construct(**frames["municipality"].to_dict("records")[0])
    return Facts(edition.year, municipality, sources, upto)


def load_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """All tables of a data folder, validated, as frames with the columns of their declaration."""
    if not (folder / "municipality.csv").exists() and not (folder / "population.csv").exists():
        raise UsageError(
            _("There are no data in “{folder}”. Expected a folder with {files}. Name it with --data.").format(
                folder=folder, files="municipality.csv, sources.csv, population.csv …"
            )
        )
    contents: dict[str, checks.TableRows] = {}
    problems: list[Problem] = []
    for table in TABLES.values():
        contents[table.name], found = _validated(table, folder / table.file)
        problems += found
    problems += _cross_checks(contents)
    if problems:
        raise DataError(sorted(problems))
    return {name: _frame(TABLES[name], content.rows) for name, content in contents.items()}


def _validated(table: Table, path: Path) -> tuple[checks.TableRows, list[Problem]]:
    if not path.exists():
        return checks.TableRows(), [_missing_file(table)] if table.required else []
    raw = read_table(path, table.columns)
    content, problems = checks.TableRows(), raw.problems
    for number, cells in raw.rows:
        try:
            content.rows.append((number, table.row.model_validate(cells)))
        except ValidationError as error:
            content.refused.append(cells)
            problems += [cell_problem(table.file, number, e) for e in error.errors(include_url=False)]
    return content, problems


def _cross_checks(contents: dict[str, checks.TableRows]) -> list[Problem]:
    problems: list[Problem] = []
    readable = {name for name, content in contents.items() if content.rows}
    for table in TABLES.values():
        problems += checks.check_keys(table, contents[table.name].rows)
        problems += checks.check_sexes(table, contents[table.name])
        if all(target in readable for _column, target in table.links):
            problems += checks.check_links(table, contents)
    if "population" in readable:
        problems += checks.check_mahalles_against_district(contents)
        problems += checks.check_ages_within_population(contents)
    if len(contents["municipality"].rows) > 1:
        problems.append(_not_one_municipality(len(contents["municipality"].rows)))
    return problems


def _frame(table: Table, numbered: list[checks.Numbered]) -> pd.DataFrame:
    return pd.DataFrame([row.model_dump(mode="python") for _number, row in numbered], columns=table.columns)


def _counts(frame: pd.DataFrame) -> pd.DataFrame:
    sexes = frame[frame["sex"] != "total"]
    return sexes[COUNTS].astype({"group": str, "sex": str}).reset_index(drop=True)


def _newest(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["year"] == frame["year"].max()]


def _missing_file(table: Table) -> Problem:
    return Problem(
        table.file,
        _("The file is missing."),
        _("Expected columns: {columns}.").format(columns=", ".join(table.columns)),
        _("Put the file into the data folder."),
    )


def _not_one_municipality(found: int) -> Problem:
    return Problem(
        "municipality.csv",
        _("The table has {found} rows.").format(found=found),
        _("Expected exactly one municipality."),
        _("Keep one row; another municipality has a data folder of its own."),
    )


def _no_population(edition: Edition, years: list[int]) -> str:
    known = f"{years[0]}–{years[-1]}" if years else _("none")
    return _("There is no population of {year} in “{folder}”. Years with data: {known}. Choose one of them.").format(
        year=edition.year, folder=edition.data, known=known
    )

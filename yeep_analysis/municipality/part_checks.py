"""Checks of the tables that break figures down or stand beside them: staff, and places of comparison."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from yeep_analysis.municipality.cells import ALL_AGES
from yeep_analysis.municipality.checks import TableRows, Tables, ages_differ, check_links, wrong_ages
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import CountedSex, EmploymentType, Office, StaffDimension

Sums = dict[tuple[int, str], dict[str, int]]  # (year, dimension) -> sex -> persons


def check_parts(tables: Tables) -> list[Problem]:
    """All of them. The sums of a year are left out where a row of it was refused: they would repeat the mistake."""
    return (
        check_employment_types(tables)
        + check_one_mayor(tables)
        + check_own_district(tables)
        + check_places_are_there(tables)
        + check_staff_sums(tables)
        + check_reference_sums(tables)
    )


def check_employment_types(tables: Tables) -> list[Problem]:
    """A category of the employment type is a word of the closed list; grades and departments are free."""
    return [
        Problem(
            _("staff.csv, row {row}, column category").format(row=number),
            _("“{value}” is not known.").format(value=row.category),
            _("Choose one of: {expected}.").format(expected=", ".join(EmploymentType)),
            _("Correct the cell."),
        )
        for number, row in tables["staff"].rows
        if row.dimension == StaffDimension.EMPLOYMENT_TYPE and row.category not in list(EmploymentType)
    ]


def check_one_mayor(tables: Tables) -> list[Problem]:
    """A municipality has one mayor; the sexes of a year in which a row was refused cannot be added up."""
    counts: dict[int, int] = defaultdict(int)
    hidden = _years_refused(tables["representation"])
    for _number, row in tables["representation"].rows:
        if row.office == Office.MAYOR and row.sex != CountedSex.TOTAL and not _is_hidden(row.year, hidden):
            counts[row.year] += row.n
    return [
        Problem(
            _("representation.csv, year {year}, mayor").format(year=year),
            _("There are {n} mayors.").format(n=n),
            _("There is one mayor: 1 for one sex and 0 for the other."),
            _("Correct the figures; if nobody was in office, leave the rows out."),
        )
        for year, n in sorted(counts.items())
        if n != 1
    ]


def check_staff_sums(tables: Tables) -> list[Problem]:
    """The parts of a breakdown add up to the staff of the year, and all breakdowns of a year to one another."""
    sums: Sums = defaultdict(lambda: defaultdict(int))
    suspect = _unsound(tables["staff"], ("dimension", "category"))
    hidden = _years_refused(tables["staff"], tables["representation"])
    for _number, row in tables["staff"].rows:
        if (row.year, row.dimension) not in suspect and not _is_hidden(row.year, hidden):
            sums[row.year, row.dimension.value][row.sex.value] += row.n
    whole: dict[int, tuple[str, dict[str, int]]] = {}
    for _number, row in tables["representation"].rows:
        if row.office == Office.STAFF:
            whole.setdefault(row.year, ("representation.csv", {}))[1][row.sex.value] = row.n
    problems = []
    for (year, dimension), parts in sorted(sums.items()):
        against, counts = whole.setdefault(year, (f"staff.csv, {dimension}", parts))
        for sex in ("female", "male"):
            if sex in counts and parts[sex] != counts[sex]:
                problems.append(_staff_differs(year, dimension, sex, parts[sex], counts[sex], against))
    return problems


def check_own_district(tables: Tables) -> list[Problem]:
    """The district itself does not stand among the places beside which it is seen."""
    own = {row.district_code for _number, row in tables["municipality"].rows}
    return [
        Problem(
            _("{file}, row {row}, column {column}").format(
                file="reference_places.csv", row=number, column="place_code"
            ),
            _("“{value}” is the district itself.").format(value=row.place_code),
            _("This table is for other places; the figures of the district stand in population.csv."),
            _("Delete the place here and its rows in reference_population.csv."),
        )
        for number, row in tables["reference_places"].rows
        if row.place_code in own
    ]


def check_places_are_there(tables: Tables) -> list[Problem]:
    """Figures of places need the table that names them: a link to a table without rows is followed nowhere else."""
    places, figures = tables["reference_places"], TABLES["reference_population"]
    if places.rows or places.refused:
        return []
    return check_links(replace(figures, links=(("place_code", "reference_places"),)), tables)[:1]  # one stands for all


def check_reference_sums(tables: Tables) -> list[Problem]:
    """The age groups of a place, which may nest, are not more than all its people, which must be known."""
    whole, parts = {}, defaultdict(dict)
    suspect = _unsound(tables["reference_population"], ("place_code", "age_group"))
    hidden = _years_refused(tables["reference_population"])
    for _number, row in tables["reference_population"].rows:
        key = (row.year, row.place_code, row.sex.value)
        if key[:2] in suspect or _is_hidden(row.year, hidden):
            continue
        if row.age_group == ALL_AGES:
            whole[key] = row.n
        else:
            parts[key][row.age_group] = row.n
    problems = []
    for key, groups in sorted(parts.items()):
        where = _("reference_population.csv, year {year}, {place}, {sex}").format(year=key[0], place=key[1], sex=key[2])
        problems += (
            wrong_ages(where, groups, whole[key])
            if key in whole
            else [ages_differ(where, sum(groups.values()), _("missing"))]
        )
    return problems


def _years_refused(*contents: TableRows) -> set[str]:
    """The years of the rows that were refused; an empty text stands for a row that does not say its year."""
    return {row.get("year") for content in contents for row in content.refused}


def _is_hidden(year: int, refused: set[str]) -> bool:
    """Whether a refused row may belong to the year: then its sums tell nothing."""
    return "" in refused or str(year) in refused


def _unsound(content: TableRows, columns: tuple[str, str]) -> set[tuple[int, str]]:
    """Year and first column of all groups in which a row stands twice or a sex is missing: that is told elsewhere."""
    counts = Counter((row.year, *(getattr(row, name) for name in columns), row.sex.value) for _n, row in content.rows)
    parts = {key[:3] for key in counts}
    twice = {key[:3] for key, times in counts.items() if times > 1}
    alone = {part for part in parts if not all((*part, sex) in counts for sex in ("female", "male"))}
    return {part[:2] for part in twice | alone}


def _staff_differs(year: int, dimension: str, sex: str, part: int, whole: int, against: str) -> Problem:
    return Problem(
        _("staff.csv, year {year}, {dimension}, {sex}").format(year=year, dimension=dimension, sex=sex),
        _("The groups add up to {part}, the staff is {whole} ({where}).").format(part=part, whole=whole, where=against),
        _("The parts make up the whole staff of the year."),
        _("Check both tables against their source; add a part that is missing."),
    )

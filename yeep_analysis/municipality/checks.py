"""Checks between rows and between tables: keys, links, both sexes present, sums. All problems, not the first."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yeep_analysis.municipality.cells import bounds
from yeep_analysis.municipality.fact_tables import Row, Table
from yeep_analysis.words.errors import Problem, at_column
from yeep_analysis.words.language import _, ngettext

Numbered = tuple[int, Row]  # row number as Excel counts it, row


@dataclass(frozen=True)
class Refused:
    """A row that was refused: its number, its cells as text, and the columns that were wrong."""

    number: int
    cells: Mapping[str, str] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()

    def get(self, column: str) -> str:
        """The text of a cell; empty where it was wrong or there was none."""
        return "" if column in self.wrong else self.cells.get(column, "")


@dataclass
class TableRows:
    """The rows of one table: those that are valid one by one, and those that were refused.

    Where a row was refused, its group is left out of the sums: they would only repeat the same mistake.
    """

    rows: list[Numbered] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def has_refused(self, columns: tuple[str, ...], key: tuple[Any, ...], numbers: Iterable[int]) -> bool:
        """Whether a refused row belongs to the group with this key, or stands beside it and cannot say."""
        return any(self._belongs(row, columns, key, numbers) for row in self.refused)

    @staticmethod
    def _belongs(row: Refused, columns: tuple[str, ...], key: tuple[Any, ...], numbers: Iterable[int]) -> bool:
        known = [(row.get(column), str(value)) for column, value in zip(columns, key, strict=True)]
        if any(text and text != value for text, value in known):
            return False
        return all(text for text, _value in known) or any(abs(row.number - number) <= 2 for number in numbers)


Tables = Mapping[str, TableRows]


def check_keys(table: Table, rows: list[Numbered]) -> list[Problem]:
    """A key stands once; a table may have none."""
    if not table.key:
        return []
    first: dict[tuple, int] = {}
    problems = []
    for number, row in rows:
        key = _key(row, table.key)
        if key in first:
            problems.append(
                Problem(
                    _("{file}, row {row}").format(file=table.file, row=number),
                    _("{key} stands twice, first in row {first}.").format(key=_named(table.key, key), first=first[key]),
                    "",
                    _("Delete or correct one of the two rows."),
                )
            )
        first.setdefault(key, number)
    return problems


def check_links(table: Table, tables: Tables) -> list[Problem]:
    """What a row refers to exists."""
    problems = []
    for column, target in table.links:
        known = {getattr(row, column) for _number, row in tables[target].rows}
        known |= {row.get(column) for row in tables[target].refused}
        for number, row in tables[table.name].rows:
            if (value := getattr(row, column)) not in known:
                problems.append(unknown_key(table.file, number, column, value, target))
    return problems


def unknown_key(file: str, number: int, column: str, value: str, target: str) -> Problem:
    """The problem of a key that stands in no row of the table to which it points."""
    return Problem(
        at_column(file, number, column),
        _("“{value}” is not known.").format(value=value),
        _("Write a key of {target}.csv.").format(target=target),
        _("Correct the cell, or add the missing row to {target}.csv.").format(target=target),
    )


def check_sexes(table: Table, content: TableRows) -> list[Problem]:
    """Every group has both sexes, and they add up to the total where the source printed one (M + F = T)."""
    if "sex" not in table.key:
        return []
    by = tuple(column for column in table.key if column != "sex")
    problems = []
    for key, group in _grouped(content.rows, by).items():
        if content.has_refused(by, key, [number for number, _row in group]):
            continue
        counts = {row.sex.value: row.n for _number, row in group}
        where = _("{file}, row {row}").format(file=table.file, row=group[0][0])
        missing = [sex for sex in ("female", "male") if sex not in counts]
        if missing:
            problems.append(_missing_sex(where, _named(by, key), missing))
        elif counts.get("total", counts["female"] + counts["male"]) != counts["female"] + counts["male"]:
            problems.append(_wrong_sum(where, _named(by, key), counts))
    return problems


def check_mahalles_against_district(tables: Tables) -> list[Problem]:
    """The mahalles of a year add up to the district, for each sex."""
    district = {(row.year, row.sex.value): row.n for _number, row in tables["population"].rows}
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for _number, row in tables["mahalle_population"].rows:
        sums[row.year, row.sex.value] += row.n
    refused = tables["mahalle_population"].refused + tables["population"].refused
    suspect = {row.get("year") for row in refused} | _years_typed_twice(tables["mahalle_population"])
    if "" in suspect:  # a row that does not say its year may belong to any
        return []
    problems = []
    for (year, sex), total in sorted(sums.items()):
        if sex == "total" or str(year) in suspect or district.get((year, sex)) == total:
            continue
        problems.append(_mahalles_differ(year, sex, total, district.get((year, sex))))
    return problems


def check_ages_within_population(tables: Tables) -> list[Problem]:
    """The age groups of a year and sex, which may nest, are its population: all of it, or no more than it."""
    whole = {(row.year, row.sex.value): row.n for _number, row in tables["population"].rows}
    parts: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for _number, row in tables["population_by_age"].rows:
        parts[row.year, row.sex.value][row.age_group] = row.n
    return [
        problem
        for (year, sex), groups in sorted(parts.items())
        if (year, sex) in whole
        for problem in wrong_ages(
            _("population_by_age.csv, year {year}, {sex}").format(year=year, sex=sex), groups, whole[year, sex]
        )
    ]


def wrong_ages(where: str, groups: Mapping[str, int], whole: int) -> list[Problem]:
    """Age groups that are more than the people of whom they are a part, or that cover them once and are not as many.

    The people are the whole population, or those of a wider group: ``0-4``, ``5-9`` and ``10-14`` make up ``0-14``.
    """
    spans = {group: _span(group) for group in groups}
    problems = []
    for holder, n in [("", whole), *groups.items()]:
        start, end = spans.get(holder, (0, math.inf))
        inside = [g for g, (first, last) in spans.items() if g != holder and start <= first and last <= end]
        most, cover = _most_and_cover([(*spans[group], groups[group]) for group in inside], start, end)
        if most > n or (cover is not None and cover != n):
            part = most if most > n else cover
            problems.append(_ages_within_differ(where, part, n, holder) if holder else ages_differ(where, part, n))
    return problems


def _span(group: str) -> tuple[int, float]:
    """First age, and the first age that is beyond the group."""
    first, last = bounds(group)
    return first, math.inf if last is None else last + 1


def _most_and_cover(spans: list[tuple[int, float, int]], start: int, end: float) -> tuple[int, int | None]:
    """Most people that groups without a common age can be, and the fewest of groups that cover all ages once."""
    most: dict[float, int] = {start: 0}
    cover: dict[float, int] = {start: 0}
    for first, last, n in sorted(spans, key=lambda span: (span[1], span[0])):
        before = max(people for age, people in most.items() if age <= first)
        most[last] = max(before + n, *most.values())
        if first in cover:
            cover[last] = min(cover[first] + n, cover.get(last, cover[first] + n))
    return max(most.values()), cover.get(end)


def ages_differ(where: str, part: int, whole: int | str) -> Problem:
    """Age groups that are not of these people, in words."""
    return Problem(
        where,
        _("The age groups add up to {part}, the population is {whole}.").format(part=part, whole=whole),
        ""
        if whole == _("missing") or part > whole
        else _("These groups cover all ages once; together they are the population."),
        _("Check both against their source."),
    )


def _ages_within_differ(where: str, part: int, whole: int, holder: str) -> Problem:
    return Problem(
        where,
        _("The age groups within {group} add up to {part}, and {group} has {whole}.").format(
            group=holder, part=part, whole=whole
        ),
        _("They cannot exceed the wider group, and must equal it where they cover it once."),
        _("Check both against their source."),
    )


def _years_typed_twice(content: TableRows) -> set[str]:
    keys = Counter((row.year, row.mahalle_code, row.sex) for _number, row in content.rows)
    return {str(year) for (year, _code, _sex), times in keys.items() if times > 1}


def _key(row: Row, columns: Iterable[str]) -> tuple[Any, ...]:
    return tuple([getattr(row, column) for column in columns])


def _named(columns: Iterable[str], key: Iterable[Any]) -> str:
    return ", ".join(f"{column} = {value}" for column, value in zip(columns, key, strict=True))


def _grouped(rows: list[Numbered], by: tuple[str, ...]) -> dict[tuple, list[Numbered]]:
    groups: dict[tuple, list[Numbered]] = defaultdict(list)
    for number, row in rows:
        groups[_key(row, by)].append((number, row))
    return groups


def _missing_sex(where: str, group: str, missing: list[str]) -> Problem:
    return Problem(
        where,
        ngettext(
            "{group}: the row of {sexes} is missing.", "{group}: the rows of {sexes} are missing.", len(missing)
        ).format(group=group, sexes=", ".join(missing)),
        _("Each group needs one row for female and one for male."),
        _("Add the missing row; if the figure is unknown, leave both out: missing is not zero."),
    )


def _wrong_sum(where: str, group: str, counts: Mapping[str, int]) -> Problem:
    return Problem(
        where,
        _("{group}: female {female} + male {male} = {sum}, but total is {total}.").format(
            group=group, sum=counts["female"] + counts["male"], **counts
        ),
        "",
        _("Check the three figures against their source."),
    )


def _mahalles_differ(year: int, sex: str, total: int, district: int | None) -> Problem:
    shown = _("not in population.csv") if district is None else str(district)
    return Problem(
        _("mahalle_population.csv, year {year}, {sex}").format(year=year, sex=sex),
        _("The mahalles add up to {total}, the district is {district}.").format(total=total, district=shown),
        _("For each sex the mahalles add up to the district."),
        _("Check the mahalles of that year and the row of population.csv."),
    )

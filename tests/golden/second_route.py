"""The independent second route to the golden figures.

This file is typed and computed apart from the package: it reads only
``second_typing.csv`` beside it and uses only the standard library. It must
never import the package, and the package must never import it; a test compares
the two. When they disagree, go back to the plan's text, not to either of them.

Rational values are exact ``Fraction`` objects; only logarithms are floats.
Where a measure is undefined (a zero denominator) a ZeroDivisionError is wanted:
none of the figures typed here makes one.

What ``numerator`` and ``denominator`` hold, by indicator:

    population_men_per_100_women, mahalle_men_per_100_women      M, F
    population_share_of_women, mahalle_share_of_women            F, T
    population_count                                             count, ""
    population_growth_per_1000                                   P1, P0
    population_contribution_pp                                   change, T0
    population_period_growth_percent                             P1 - P0, P0
    population_institutional_effect                              M, F (20-24)
    mahalle_gap_pp                                               F - M, T
    mahalle_share_of_district                                    Ti, T
    representation_gap_pp                                        n - 2k, n
    every other representation_* indicator                       k, n
"""

import csv
import math
import sys
from fractions import Fraction
from pathlib import Path

TYPING = Path(__file__).with_name("second_typing.csv")
COLUMNS = ["indicator", "year", "group", "numerator", "denominator", "value"]
BASE_YEAR = 2007
MAHALLE_YEAR = 2022
INSTITUTIONAL_LIMIT = 150  # men per 100 women aged 20-24; flagged above it
OFFICES = ["council_member", "muhtar", "staff", "department_head", "deputy_mayor"]


# --- reading -----------------------------------------------------------------


def read_typing(path=TYPING):
    """Return {table: {key: {sex: n}}}; a cell typed twice is an error."""
    tables = {}
    with open(path, encoding="utf-8", newline="") as handle:
        for line in csv.DictReader(handle):
            cell = tables.setdefault(line["table"], {}).setdefault(line["key"], {})
            if line["sex"] not in ("female", "male", "total"):
                raise ValueError(f"unknown sex: {line}")
            if line["sex"] in cell:
                raise ValueError(f"typed twice: {line}")
            cell[line["sex"]] = int(line["n"])
    check_totals(tables)
    return tables


def check_totals(tables):
    """Every printed total must be women + men; mahalles must add up to 2022."""
    for name, table in tables.items():
        for key, cell in table.items():
            if cell.get("total", both(cell)) != both(cell):
                raise ValueError(f"{name} {key}: women + men is not the total")
    district = tables["population"][str(MAHALLE_YEAR)]
    for sex in ("female", "male", "total"):
        if sum(cell[sex] for cell in tables["mahalle"].values()) != district[sex]:
            raise ValueError(f"mahalles do not add up to the district: {sex}")


def both(cell):
    """Women and men together."""
    return cell["female"] + cell["male"]


def row(indicator, year, group, numerator, denominator, value):
    """One line of the answer."""
    return dict(zip(COLUMNS, [indicator, year, group, numerator, denominator, value]))


# --- population --------------------------------------------------------------


def population_series(tables):
    """Return {group: {year: count}} for the six population series."""
    series = {
        "women": {},
        "men": {},
        "total": {},
        "women_without_20_24": {},
        "men_without_20_24": {},
        "total_without_20_24": {},
    }
    for key, everyone in tables["population"].items():
        young = tables["population_20_24"][key]
        year = int(key)
        series["women"][year] = everyone["female"]
        series["men"][year] = everyone["male"]
        series["total"][year] = both(everyone)
        series["women_without_20_24"][year] = everyone["female"] - young["female"]
        series["men_without_20_24"][year] = everyone["male"] - young["male"]
        series["total_without_20_24"][year] = both(everyone) - both(young)
    return series


def men_per_100_women(tables):
    rows = []
    for group, table in (("all", "population"), ("20-24", "population_20_24")):
        for key, cell in tables[table].items():
            men, women = cell["male"], cell["female"]
            rows.append(row("population_men_per_100_women", int(key), group, men, women, Fraction(100 * men, women)))
    return rows


def share_of_women(series):
    rows = []
    for group, suffix in (("all", ""), ("without_20_24", "_without_20_24")):
        for year, women in series["women" + suffix].items():
            total = series["total" + suffix][year]
            rows.append(row("population_share_of_women", year, group, women, total, Fraction(women, total)))
    return rows


def counts(series):
    return [
        row("population_count", year, group, count, "", Fraction(count))
        for group, by_year in series.items()
        for year, count in by_year.items()
    ]


def with_earlier(by_year):
    """(year, the newest year before it of which something is known) for every year but the first."""
    years = sorted(by_year)
    return list(zip(years[1:], years))


def growth_per_1000(series):
    """1000 ln(P1/P0) as log1p of the relative change, over the years in between."""
    rows = []
    for group, by_year in series.items():
        for year, earlier in with_earlier(by_year):
            after, before = by_year[year], by_year[earlier]
            rate = 1000 * math.log1p((after - before) / before) / (year - earlier)
            rows.append(row("population_growth_per_1000", year, group, after, before, rate))
    return rows


def contributions(series):
    """Change of one sex as percentage points of the whole population of the year before, or the newest one known."""
    rows = []
    for group in ("women", "men"):
        for year, earlier in with_earlier(series[group]):
            change = series[group][year] - series[group][earlier]
            base = series["total"][earlier]
            rows.append(row("population_contribution_pp", year, group, change, base, Fraction(100 * change, base)))
    return rows


def period_growth(series):
    """Percentage change since the base year, for every later year."""
    rows = []
    for group, by_year in series.items():
        base = by_year[BASE_YEAR]
        for year, after in by_year.items():
            if year > BASE_YEAR:
                rows.append(
                    row(
                        "population_period_growth_percent",
                        year,
                        group,
                        after - base,
                        base,
                        Fraction(100 * (after - base), base),
                    )
                )
    return rows


def institutional_effect(tables):
    rows = []
    for key, cell in tables["population_20_24"].items():
        men, women = cell["male"], cell["female"]
        flag = 1 if Fraction(100 * men, women) > INSTITUTIONAL_LIMIT else 0
        rows.append(row("population_institutional_effect", int(key), "20-24", men, women, Fraction(flag)))
    return rows


# --- mahalles ----------------------------------------------------------------


def mahalles(tables):
    district = both(tables["population"][str(MAHALLE_YEAR)])
    rows = []
    for code, cell in tables["mahalle"].items():
        women, men, total = cell["female"], cell["male"], both(cell)
        measures = [
            ("mahalle_men_per_100_women", men, women, Fraction(100 * men, women)),
            ("mahalle_share_of_women", women, total, Fraction(women, total)),
            ("mahalle_gap_pp", women - men, total, Fraction(100 * (women - men), total)),
            ("mahalle_share_of_district", total, district, Fraction(total, district)),
        ]
        rows += [row(name, MAHALLE_YEAR, code, top, bottom, value) for name, top, bottom, value in measures]
    return rows


# --- representation ----------------------------------------------------------


def offices(tables):
    """Return {group: (women, members)}, with the two definitions of managers."""
    table = tables["representation"]
    groups = {office: (table[office]["female"], both(table[office])) for office in OFFICES}
    heads, deputies = groups["department_head"], groups["deputy_mayor"]
    groups["managers_department_heads"] = heads
    groups["managers_with_deputy_mayors"] = (heads[0] + deputies[0], heads[1] + deputies[1])
    return groups


def posts_short(women, needed):
    """How many more women the threshold asks for; never below zero."""
    return Fraction(max(0, needed - women))


def representation(tables):
    rows = []
    for group, (k, n) in offices(tables).items():
        half = Fraction(n, 2)
        measures = [
            ("share_of_women", k, Fraction(k, n)),
            ("gap_pp", n - 2 * k, Fraction(100 * (n - 2 * k), n)),
            ("short_of_half_strict", k, posts_short(k, math.ceil(half))),
            ("short_of_half_nearest", k, posts_short(k, math.floor(half))),
            ("short_of_40_percent", k, posts_short(k, math.ceil(Fraction(2, 5) * n))),
            ("short_of_one_third", k, posts_short(k, math.ceil(Fraction(1, 3) * n))),
        ]
        rows += [row("representation_" + name, "", group, top, n, value) for name, top, value in measures]
    return rows


def representation_ratios(tables):
    """Share of women in the office over their share in a named reference."""
    people = tables["population"]["2022"]
    voters = tables["electorate"]["2018-06"]
    references = {
        "population_2022": Fraction(people["female"], both(people)),
        "electorate_2018": Fraction(voters["female"], both(voters)),
    }
    groups = offices(tables)
    pairs = [(group, "population_2022") for group in groups]
    pairs += [(elected, "electorate_2018") for elected in ("council_member", "muhtar")]
    rows = []
    for group, reference in pairs:
        k, n = groups[group]
        rows.append(
            row("representation_ratio", "", f"{group}/{reference}", k, n, Fraction(k, n) / references[reference])
        )
    return rows


# --- all of it ---------------------------------------------------------------


def golden() -> list[dict]:
    """Every measure, as dicts with the keys of COLUMNS."""
    tables = read_typing()
    series = population_series(tables)
    return (
        men_per_100_women(tables)
        + share_of_women(series)
        + counts(series)
        + growth_per_1000(series)
        + contributions(series)
        + period_growth(series)
        + institutional_effect(tables)
        + mahalles(tables)
        + representation(tables)
        + representation_ratios(tables)
    )


def main():
    """Print CSV: a Fraction as "a/b" (or a whole number), a float in full."""
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(golden())


if __name__ == "__main__":
    main()

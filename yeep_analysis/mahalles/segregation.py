"""How unevenly women and men live over the mahalles, and how unevenly they would by lot.

D depends on how the district is cut into mahalles: years with different mahalles are never compared.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from yeep_analysis.results import KEY, measure, women_and_men
from yeep_analysis.statistics.exact import mean_deviation
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit


@measure("mahalle_location_quotient", N_("Location quotient of women in the mahalles"), Unit.RATIO)
def location_quotient(counts: pd.DataFrame) -> pd.DataFrame:
    """Share of women in each mahalle relative to their share in all mahalles of the same year.

    Formula  (Fi / Ti) / (F / T)
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   ratio [0 or more; 1 = as in the district]; empty where nobody lives or no woman lives in the district
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Isard, Methods of Regional Analysis (1960)
    """
    wide = women_and_men(counts)
    total = wide["women"] + wide["men"]
    women, people = (column.groupby(wide["year"]).transform("sum") for column in (wide["women"], total))
    value = wide["women"] / total.where(total > 0) * people / women.where(women > 0)
    return wide[KEY].assign(numerator=wide["women"], denominator=total, value=value)


@measure("mahalle_dissimilarity", N_("Dissimilarity of where women and men live"), Unit.INDEX)
def dissimilarity(counts: pd.DataFrame) -> pd.DataFrame:
    """Share of the women who would have to move for women and men to live alike over the mahalles.

    Formula  D = ½ · Σ |Fi / F - Mi / M|
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   index [0-1] per year; empty where women or men are missing altogether; numerator women, denominator men
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Duncan and Duncan (1955), American Sociological Review 20: 210-217
    """
    return _per_year(counts, _d)


@measure("mahalle_dissimilarity_by_chance", N_("Dissimilarity that chance would make"), Unit.INDEX)
def dissimilarity_by_chance(counts: pd.DataFrame) -> pd.DataFrame:
    """Mean dissimilarity if the same women and men were distributed over the same mahalles by lot.

    Formula  E[D] = T / (2 · F · M) · Σ E|Xi - Ti · F / T|, Xi the women among Ti drawn from F + M without return:
             E|X - μ| = 2 · k · (M - Ti + k) / T · P(X = k) with k = ⌊μ⌋ + 1
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   index [0-1] per year; empty where women or men are missing altogether; numerator women, denominator men
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Carrington and Troske (1997), Journal of Business & Economic Statistics 15: 402-409
    """
    return _per_year(counts, _expected)


@measure("mahalle_dissimilarity_corrected", N_("Dissimilarity beyond chance"), Unit.INDEX)
def dissimilarity_corrected(counts: pd.DataFrame) -> pd.DataFrame:
    """What is left of the dissimilarity beyond chance, as a part of what could be.

    Formula  (D - E[D]) / (1 - E[D])
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   index [1 or less; 0 = as by chance, below 0 = more even than chance] per year; numerator D, denominator
             E[D]; empty where E[D] is 1 or women or men are missing altogether
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Carrington and Troske (1997), Journal of Business & Economic Statistics 15: 402-409
    """
    found = _per_year(counts, _d).rename(columns={"value": "d"}).assign(expected=_per_year(counts, _expected)["value"])
    value = (found["d"] - found["expected"]) / (1 - found["expected"]).where(found["expected"] < 1)
    return found[KEY].assign(numerator=found["d"], denominator=found["expected"], value=value)


def comparable_years(counts: pd.DataFrame) -> list[int]:
    """The years with the same mahalles as the newest one: of the others, D is not comparable with it."""
    mahalles = counts.groupby("year")["group"].agg(frozenset).sort_index()
    return [int(year) for year, codes in mahalles.items() if codes == mahalles.iloc[-1]]


def _per_year(counts: pd.DataFrame, index: Callable[[pd.DataFrame], float]) -> pd.DataFrame:
    rows = [
        (year, "all", int(mahalles["women"].sum()), int(mahalles["men"].sum()), index(mahalles))
        for year, mahalles in women_and_men(counts).groupby("year")
    ]
    return pd.DataFrame(rows, columns=[*KEY, "numerator", "denominator", "value"])


def _d(mahalles: pd.DataFrame) -> float:
    women, men = int(mahalles["women"].sum()), int(mahalles["men"].sum())
    if not (women and men):
        return float("nan")
    apart = sum(abs(int(f) * men - int(m) * women) for f, m in zip(mahalles["women"], mahalles["men"], strict=True))
    return apart / (2 * women * men)


def _expected(mahalles: pd.DataFrame) -> float:
    women, men = int(mahalles["women"].sum()), int(mahalles["men"].sum())
    if not (women and men):
        return float("nan")
    people = women + men
    residents = mahalles["women"] + mahalles["men"]
    if residents.max() == 1:
        return 1.0  # exactly: everybody lives alone, wherever the lot puts them
    return people / (2 * women * men) * sum(mean_deviation(int(n), women, people) for n in residents)

"""How unevenly women and men live over the mahalles, and how unevenly they would by lot.

D depends on how the district is cut into mahalles: years with different mahalles are never compared.
"""

from __future__ import annotations

import pandas as pd

from yeep_analysis.mahalles.measures import of_the_year
from yeep_analysis.results import Indicator, dimensions, measure, women_and_men
from yeep_analysis.statistics.exact import mean_deviation
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit


@measure(Indicator("mahalle_location_quotient", N_("Location quotient of women in the neighbourhoods"), Unit.RATIO))
def location_quotient(counts: pd.DataFrame) -> pd.DataFrame:
    """Share of women in each mahalle relative to their share in all mahalles of the same year.

    Parameters
    ----------
    counts : one row per year, mahalle and sex, columns ``year, place, sex, n`` [persons]

    Returns
    -------
    ratio [0 or more; 1 = as in the district]; empty where nobody lives or no woman lives in the district

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    (Fi / Ti) / (F / T)

    References
    ----------
    Isard, Methods of Regional Analysis (1960)

    Examples
    --------
    >>> counts = pd.DataFrame({"year": 2022, "place": ["1"] * 2 + ["2"] * 2, "sex": ["female", "male"] * 2})
    >>> location_quotient(counts.assign(n=[60, 40, 40, 60]))["value"].round(2).tolist()
    [1.2, 0.8]
    """
    wide = women_and_men(counts, "year", "place")
    total = wide["women"] + wide["men"]
    women, people = of_the_year(wide, wide["women"]), of_the_year(wide, total)
    value = wide["women"] / total * people / women
    return wide[dimensions(wide)].assign(numerator=wide["women"], denominator=total, value=value)


@measure(
    Indicator("mahalle_dissimilarity", N_("Dissimilarity of where women and men live"), Unit.INDEX),
    Indicator("mahalle_dissimilarity_by_chance", N_("Dissimilarity expected by chance"), Unit.INDEX),
    Indicator("mahalle_dissimilarity_corrected", N_("Dissimilarity beyond chance"), Unit.INDEX),
)
def dissimilarity(counts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Share of the women who would have to move for women and men to live alike over the mahalles of a year.

    Beside it the mean of the same index if these women and men were spread over these mahalles at random, and what is
    left beyond that, as a part of what could be.

    Parameters
    ----------
    counts : one row per year, mahalle and sex, columns ``year, place, sex, n`` [persons]

    Returns
    -------
    index and index by chance [0-1] per year, numerator women, denominator men; index beyond chance [1 or less; 0 = as
    by chance, below 0 = more even than chance], numerator D, denominator E[D], empty where E[D] is 1; all empty where
    women or men are missing altogether

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    D = ½ · Σ |Fi / F - Mi / M|; E[D] = T / (2 · F · M) · Σ E|Xi - Ti · F / T|, Xi the women among Ti drawn from F + M
    without replacement: E|X - μ| = 2 · k · (M - Ti + k) / T · P(X = k) with k = ⌊μ⌋ + 1; (D - E[D]) / (1 - E[D])

    References
    ----------
    Duncan and Duncan (1955), American Sociological Review 20: 210-217; Carrington and Troske (1997), Journal of
    Business & Economic Statistics 15: 402-409

    Examples
    --------
    >>> counts = pd.DataFrame({"year": 2022, "place": ["1"] * 2 + ["2"] * 2, "sex": ["female", "male"] * 2})
    >>> dissimilarity(counts.assign(n=[80, 20, 20, 80]))["value"].round(3).tolist()
    [0.6, 0.056, 0.576]
    """
    years = women_and_men(counts, "year", "place").groupby("year")
    found = pd.DataFrame(
        [(year, int(m["women"].sum()), int(m["men"].sum()), _d(m), _expected(m)) for year, m in years],
        columns=["year", "numerator", "denominator", "d", "expected"],
    )
    d, expected = found.pop("d"), found.pop("expected")
    beyond = (d - expected) / (1 - expected).where(expected < 1)
    return {
        "mahalle_dissimilarity": found.assign(value=d),
        "mahalle_dissimilarity_by_chance": found.assign(value=expected),
        "mahalle_dissimilarity_corrected": found.assign(numerator=d, denominator=expected, value=beyond),
    }


def comparable_years(counts: pd.DataFrame) -> list[int]:
    """The years with the same mahalles as the newest one: of the others, D is not comparable with it.

    Parameters
    ----------
    counts : one row per year, mahalle and sex, columns ``year, place``

    Returns
    -------
    list of years, oldest first

    Examples
    --------
    >>> comparable_years(pd.DataFrame({"year": [2020, 2021, 2021, 2022, 2022], "place": ["1", "1", "2", "1", "2"]}))
    [2021, 2022]
    """
    mahalles = counts.groupby("year")["place"].agg(frozenset).sort_index()
    return [int(year) for year, codes in mahalles.items() if codes == mahalles.iloc[-1]]


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

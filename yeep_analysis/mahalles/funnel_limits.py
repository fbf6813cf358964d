"""Which mahalles differ from the district by more than chance, seen against their size (funnel plot).

The centre is the share of women of all mahalles together, not the mean of their shares. Chance is the lottery that is
told: the people of the district are dealt out to the mahalles. Nobody comes twice, so that a mahalle with much of the
district can lie less far from it than a few out of many. Where mahalles differ by more than chance altogether, the
limits are widened by as much (over-dispersion): what then still stands out, stands out of its neighbours, not only of a
lottery.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from yeep_analysis.mahalles.measures import of_the_year
from yeep_analysis.results import MEASURED, Indicator, dimensions, measure, women_and_men
from yeep_analysis.statistics.exact import Z_95, Z_998, chi_square_above
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit

NARROW, WIDE = 95.0, 99.8  # percent: the levels of the limits
LEVELS = {NARROW: Z_95, WIDE: Z_998}


@measure(
    Indicator("mahalle_funnel_z", N_("Distance of the neighbourhoods from the district"), Unit.Z_SCORE),
    Indicator("mahalle_funnel_lower", N_("Lower limit of chance for the share of women"), Unit.FRACTION),
    Indicator("mahalle_funnel_upper", N_("Upper limit of chance for the share of women"), Unit.FRACTION),
    Indicator("mahalle_funnel_outside", N_("Neighbourhoods outside the limits of chance"), Unit.FLAG),
)
def funnel(counts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """How far the share of women in each mahalle lies from the district, and whether chance alone leaves it there.

    Parameters
    ----------
    counts : one row per year, mahalle and sex, columns ``year, place, sex, n`` [persons]

    Returns
    -------
    z score, numerator women, denominator residents; limits: fraction [0-1] by ``level`` [percent], numerator and
    denominator those of p0; outside: 0 or 1 by ``level``; all empty where nobody lives, z and outside also where only
    one sex or only one mahalle makes up the whole district

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    zi = (Fi / Ti - p0) / si, p0 = F / T of all mahalles of the year; si = √(p0 · (1 - p0) / Ti · (T - Ti) / (T - 1))
    as of Ti drawn from T without replacement; limits p0 ± z · si, z = 1.959964 (95 %) and 3.090232 (99.8 %), not
    below 0, not above 1; outside: 1 where |zi| is above z, otherwise 0

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24: 1185-1202; hypergeometric distribution

    Examples
    --------
    >>> counts = pd.DataFrame({"year": 2022, "place": ["1"] * 2 + ["2"] * 2, "sex": ["female", "male"] * 2})
    >>> found = funnel(counts.assign(n=[60, 40, 40, 60]))
    >>> found[(found["place"] == "1") & (found["level"] != 99.8)]["value"].round(3).tolist()
    [2.821, 0.431, 0.569, 1.0]
    """
    return _funnel(_distances(counts), "mahalle_funnel")


@measure(
    Indicator(
        "mahalle_funnel_adjusted_z", N_("Distance of the neighbourhoods, adjusted for over-dispersion"), Unit.Z_SCORE
    ),
    Indicator("mahalle_funnel_adjusted_lower", N_("Lower limit, adjusted for over-dispersion"), Unit.FRACTION),
    Indicator("mahalle_funnel_adjusted_upper", N_("Upper limit, adjusted for over-dispersion"), Unit.FRACTION),
    Indicator("mahalle_funnel_adjusted_outside", N_("Neighbourhoods outside the adjusted limits"), Unit.FLAG),
)
def adjusted_funnel(counts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The same, measured by how much mahalles differ altogether: who still stands out, stands out of the others.

    Parameters
    ----------
    counts : one row per year, mahalle and sex, columns ``year, place, sex, n`` [persons]

    Returns
    -------
    as the funnel; all empty where φ is, too: for one mahalle

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    zi / √max(1, φ); limits p0 ± z · si · √max(1, φ), z = 1.959964 (95 %) and 3.090232 (99.8 %), not below 0, not above
    1; outside: 1 where |zi| / √max(1, φ) is above z, otherwise 0; φ the over-dispersion

    References
    ----------
    Spiegelhalter (2005), Quality and Safety in Health Care 14: 347-351

    Examples
    --------
    >>> counts = pd.DataFrame({"year": 2022, "place": ["1"] * 2 + ["2"] * 2, "sex": ["female", "male"] * 2})
    >>> found = adjusted_funnel(counts.assign(n=[60, 40, 40, 60]))
    >>> found[(found["place"] == "1") & (found["level"] != 99.8)]["value"].round(3).tolist()
    [0.997, 0.304, 0.696, 0.0]
    """
    return _funnel(_adjusted(counts), "mahalle_funnel_adjusted")


@measure(
    Indicator("mahalle_chi_square_p", N_("Probability of so different neighbourhoods by chance"), Unit.PROBABILITY),
    Indicator("mahalle_overdispersion", N_("Over-dispersion of the neighbourhoods"), Unit.RATIO),
)
def dispersion(counts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """How much more the shares of women of the mahalles vary than by chance, and how probable so much is by chance.

    Parameters
    ----------
    counts : one row per year, mahalle and sex, columns ``year, place, sex, n`` [persons]

    Returns
    -------
    probability [0-1] and ratio [0 or more; 1 = as by chance] per year; numerator χ², denominator m - 1; empty for one
    mahalle

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    P(X ≥ χ²), χ² = Σ (Fi - p0 · Ti)² / (p0 · (1 - p0) · Ti), m - 1 degrees of freedom, m inhabited mahalles;
    φ = χ² / (m - 1)

    References
    ----------
    Pearson (1900), Philosophical Magazine 50: 157-175; φ after Spiegelhalter (2005), Quality and Safety in Health
    Care 14: 347-351, who divides by m; here by m - 1, because p0 comes from the same mahalles

    Examples
    --------
    >>> counts = pd.DataFrame({"year": 2022, "place": ["1"] * 2 + ["2"] * 2, "sex": ["female", "male"] * 2})
    >>> dispersion(counts.assign(n=[60, 40, 40, 60]))["value"].round(4).tolist()
    [0.0047, 8.0]
    """
    found = _dispersion(_distances(counts))
    p = [
        chi_square_above(square, int(degrees)) if degrees > 0 else np.nan
        for square, degrees in zip(found["numerator"], found["denominator"], strict=True)
    ]
    return {"mahalle_chi_square_p": found.assign(value=np.array(p, dtype=float)), "mahalle_overdispersion": found}


def curves(counts: pd.DataFrame, sizes: np.ndarray, *, adjusted: bool = False) -> pd.DataFrame:
    """The limits over mahalles of any size, for the newest year: ``size, lower_998, lower_95, upper_95, upper_998``."""
    names = {"lower_998": -Z_998, "lower_95": -Z_95, "upper_95": Z_95, "upper_998": Z_998}
    found = _adjusted(counts) if adjusted else _distances(counts)
    if found.empty:
        return pd.DataFrame(columns=["size", *names], dtype=float)
    row = found.sort_values("year").iloc[-1]
    sizes = np.asarray(sizes, dtype=float)
    error = np.sqrt(row["dispersion"] * row["p0"] * (1 - row["p0"]) / sizes * _left(sizes, row["all_people"]))
    limits = {name: np.clip(row["p0"] + by * error, 0, 1) for name, by in names.items()}
    return pd.DataFrame({"size": sizes, **limits})


def _distances(counts: pd.DataFrame) -> pd.DataFrame:
    """Each mahalle with its z, ``p0`` and the standard ``error`` behind it, part of χ², and a ``dispersion`` of 1."""
    wide = women_and_men(counts, "year", "place")
    total = wide["women"] + wide["men"]
    women_of_all, all_people = of_the_year(wide, wide["women"]), of_the_year(wide, total)
    p0 = women_of_all / all_people
    variance = p0 * (1 - p0) / total.where(total > 0)
    away = wide["women"] / total - p0
    error = np.sqrt(variance * _left(total, all_people))
    parts = {"numerator": wide["women"], "denominator": total, "value": away / error.where(error > 0)}
    parts |= {"p0": p0, "error": error, "square": away**2 / variance.where(variance > 0)}
    return wide.assign(**parts, women_of_all=women_of_all, all_people=all_people, dispersion=1.0)


def _left(drawn: pd.Series | np.ndarray, people: pd.Series | int) -> pd.Series | np.ndarray:
    """By what the variance is smaller than with return: (T - Ti) / (T - 1)."""
    return np.maximum(people - drawn, 0) / np.maximum(people - 1, 1)


def _dispersion(distances: pd.DataFrame) -> pd.DataFrame:
    """φ of each year, with χ² and its degrees of freedom."""
    by_year = distances.groupby("year")["square"]
    square, degrees = by_year.sum(), by_year.count() - 1
    found = pd.DataFrame({"numerator": square, "denominator": degrees.clip(lower=0)})
    return found.assign(value=found["numerator"] / found["denominator"].where(degrees > 0)).reset_index()


def _adjusted(counts: pd.DataFrame) -> pd.DataFrame:
    """The same distances measured by the over-dispersion of their year."""
    distances = _distances(counts)
    found = _dispersion(distances).set_index("year")["value"].clip(lower=1)
    dispersion = distances["year"].map(found).astype(float)
    root = np.sqrt(dispersion)
    return distances.assign(dispersion=dispersion, value=distances["value"] / root, error=distances["error"] * root)


def _funnel(distances: pd.DataFrame, name: str) -> dict[str, pd.DataFrame]:
    """Distance, both limits and the flag of each mahalle; the last three once for each level."""
    z = distances["value"]
    centre = distances.assign(numerator=distances["women_of_all"], denominator=distances["all_people"])
    lower, upper, outside = [], [], []
    for level, by in LEVELS.items():
        lower.append(centre.assign(level=level, value=(centre["p0"] - by * centre["error"]).clip(0, 1)))
        upper.append(centre.assign(level=level, value=(centre["p0"] + by * centre["error"]).clip(0, 1)))
        outside.append(distances.assign(level=level, value=(z.abs() > by).astype(float).where(z.notna())))
    frames = {"z": [distances], "lower": lower, "upper": upper, "outside": outside}
    return {f"{name}_{part}": _measured(pd.concat(rows, ignore_index=True)) for part, rows in frames.items()}


def _measured(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[[*dimensions(rows), *MEASURED]]

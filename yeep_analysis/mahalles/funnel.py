"""Which mahalles differ from the district by more than chance, seen against their size (funnel plot).

The centre is the share of women of all mahalles together, not the mean of their shares. Where mahalles differ by more
than chance altogether, the limits are widened by as much (over-dispersion): what then still stands out, stands out of
its neighbours, not only of a lottery.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from yeep_analysis.results import KEY, measure, women_and_men
from yeep_analysis.statistics.exact import Z_95, Z_998, chi_square_above
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Unit

LIMITS = {"lower_998": -Z_998, "lower_95": -Z_95, "upper_95": Z_95, "upper_998": Z_998}
BANDS = {"95": Z_95, "998": Z_998}


@measure("mahalle_funnel_z", N_("Distance of the mahalles from the district"), Unit.Z_SCORE)
def z(counts: pd.DataFrame) -> pd.DataFrame:
    """Distance of the share of women in each mahalle from the district, in standard errors.

    Formula  (Fi / Ti - p0) / √(p0 · (1 - p0) / Ti), p0 = ΣF / ΣT of the same year
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   z score; empty where nobody lives, or where only one sex lives in the whole district
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Spiegelhalter (2005), Statistics in Medicine 24: 1185-1202
    """
    return _distances(counts)[[*KEY, "numerator", "denominator", "value"]]


@measure("mahalle_funnel_limit", N_("Limits of chance for the share of women"), Unit.FRACTION)
def limit(counts: pd.DataFrame) -> pd.DataFrame:
    """Limits between which chance alone leaves the share of women of a mahalle of this size.

    Formula  p0 ± z · √(p0 · (1 - p0) / Ti), z = 1.959964 (95 %) and 3.090232 (99.8 %); not below 0, not above 1
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   fraction [0-1]; four rows per mahalle: ``…/lower_998``, ``/lower_95``, ``/upper_95``, ``/upper_998``;
             numerator and denominator are those of p0; empty where nobody lives
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Spiegelhalter (2005), Statistics in Medicine 24: 1185-1202
    """
    return _limits(_distances(counts))


@measure("mahalle_funnel_outside", N_("Mahalles outside the limits of chance"), Unit.FLAG)
def outside(counts: pd.DataFrame) -> pd.DataFrame:
    """Whether the share of women of a mahalle lies outside the limits of chance.

    Formula  1 where |z| is above 1.959964 (95 %) or 3.090232 (99.8 %), otherwise 0
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   0 or 1; two rows per mahalle: ``…/95`` and ``…/998``; empty where z is
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Spiegelhalter (2005), Statistics in Medicine 24: 1185-1202
    """
    return _outside(_distances(counts))


@measure("mahalle_chi_square_p", N_("Probability of so unlike mahalles by chance"), Unit.PROBABILITY)
def chi_square_p(counts: pd.DataFrame) -> pd.DataFrame:
    """Probability that chance alone makes the mahalles as unlike in their shares of women.

    Formula  P(X ≥ χ²), χ² = Σ zi², m - 1 degrees of freedom, m inhabited mahalles
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   probability [0-1] per year; numerator χ², denominator m - 1; empty for one mahalle
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Pearson (1900), Philosophical Magazine 50: 157-175
    """
    found = _dispersion(_distances(counts))
    p = [
        chi_square_above(square, int(degrees)) if degrees > 0 else np.nan
        for square, degrees in zip(found["numerator"], found["denominator"], strict=True)
    ]
    return found.assign(value=np.array(p, dtype=float))


@measure("mahalle_overdispersion", N_("Over-dispersion of the mahalles"), Unit.RATIO)
def overdispersion(counts: pd.DataFrame) -> pd.DataFrame:
    """How many times more the shares of women of the mahalles vary than by chance.

    Formula  φ = χ² / (m - 1), χ² = Σ zi², m inhabited mahalles
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   ratio [0 or more; 1 = as by chance] per year; numerator χ², denominator m - 1; empty for one mahalle
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Spiegelhalter (2005), Quality and Safety in Health Care 14: 347-351
    """
    return _dispersion(_distances(counts))


@measure("mahalle_funnel_adjusted_z", N_("Distance of the mahalles, adjusted for over-dispersion"), Unit.Z_SCORE)
def adjusted_z(counts: pd.DataFrame) -> pd.DataFrame:
    """Distance of the share of women in each mahalle from the district, measured by how mahalles differ altogether.

    Formula  zi / √max(1, φ)
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   z score; empty where z or φ is
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Spiegelhalter (2005), Quality and Safety in Health Care 14: 347-351
    """
    return _adjusted(counts)[[*KEY, "numerator", "denominator", "value"]]


@measure("mahalle_funnel_adjusted_limit", N_("Limits, adjusted for over-dispersion"), Unit.FRACTION)
def adjusted_limit(counts: pd.DataFrame) -> pd.DataFrame:
    """Limits of the share of women of a mahalle of this size, widened by how much mahalles differ altogether.

    Formula  p0 ± z · √(max(1, φ) · p0 · (1 - p0) / Ti), z = 1.959964 and 3.090232; not below 0, not above 1
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   fraction [0-1]; four rows per mahalle as the limits of chance; empty where nobody lives or φ is empty
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Spiegelhalter (2005), Quality and Safety in Health Care 14: 347-351
    """
    return _limits(_adjusted(counts))


@measure("mahalle_funnel_adjusted_outside", N_("Mahalles outside the adjusted limits"), Unit.FLAG)
def adjusted_outside(counts: pd.DataFrame) -> pd.DataFrame:
    """Whether the share of women of a mahalle stands out even of how mahalles differ altogether.

    Formula  1 where |zi| / √max(1, φ) is above 1.959964 (95 %) or 3.090232 (99.8 %), otherwise 0
    Input    one row per year, mahalle and sex: ``year, group, sex, n`` [persons]
    Output   0 or 1; two rows per mahalle: ``…/95`` and ``…/998``; empty where z or φ is
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Spiegelhalter (2005), Quality and Safety in Health Care 14: 347-351
    """
    return _outside(_adjusted(counts))


def curves(counts: pd.DataFrame, sizes: np.ndarray, *, adjusted: bool = False) -> pd.DataFrame:
    """The limits over mahalles of any size, for the newest year: ``size, lower_998, lower_95, upper_95, upper_998``."""
    found = _adjusted(counts) if adjusted else _distances(counts)
    if found.empty:
        return pd.DataFrame(columns=["size", *LIMITS], dtype=float)
    row = found.sort_values("year").iloc[-1]
    error = np.sqrt(row["dispersion"] * row["p0"] * (1 - row["p0"]) / np.asarray(sizes, dtype=float))
    limits = {name: np.clip(row["p0"] + by * error, 0, 1) for name, by in LIMITS.items()}
    return pd.DataFrame({"size": sizes, **limits})


def _distances(counts: pd.DataFrame) -> pd.DataFrame:
    """Each mahalle with its z, the ``p0`` and the standard ``error`` behind it, and a ``dispersion`` of 1."""
    wide = women_and_men(counts)
    total = wide["women"] + wide["men"]
    women_of_all, all_people = (column.groupby(wide["year"]).transform("sum") for column in (wide["women"], total))
    p0 = women_of_all / all_people.where(all_people > 0)
    error = np.sqrt(p0 * (1 - p0) / total.where(total > 0))
    value = (wide["women"] / total.where(total > 0) - p0) / error.where(error > 0)
    parts = {"numerator": wide["women"], "denominator": total, "value": value, "p0": p0, "error": error}
    return wide[KEY].assign(**parts, women_of_all=women_of_all, all_people=all_people, dispersion=1.0)


def _dispersion(distances: pd.DataFrame) -> pd.DataFrame:
    """φ of each year, with χ² and its degrees of freedom."""
    by_year = distances.assign(square=distances["value"] ** 2).groupby("year")["square"]
    square, degrees = by_year.sum(), by_year.count() - 1
    found = pd.DataFrame({"numerator": square, "denominator": degrees.clip(lower=0)})
    value = found["numerator"] / found["denominator"].where(degrees > 0)
    return found.assign(value=value, group="all").reset_index()


def _adjusted(counts: pd.DataFrame) -> pd.DataFrame:
    """The same distances measured by the over-dispersion of their year."""
    distances = _distances(counts)
    found = _dispersion(distances).set_index("year")["value"].clip(lower=1)
    dispersion = distances["year"].map(found).astype(float)
    root = np.sqrt(dispersion)
    return distances.assign(dispersion=dispersion, value=distances["value"] / root, error=distances["error"] * root)


def _limits(distances: pd.DataFrame) -> pd.DataFrame:
    part = distances.assign(numerator=distances["women_of_all"], denominator=distances["all_people"])
    rows = [
        part.assign(group=part["group"] + "/" + name, value=(part["p0"] + by * part["error"]).clip(0, 1))
        for name, by in LIMITS.items()
    ]
    return pd.concat(rows)[[*KEY, "numerator", "denominator", "value"]]


def _outside(distances: pd.DataFrame) -> pd.DataFrame:
    rows = [
        distances.assign(
            group=distances["group"] + "/" + name,
            value=(distances["value"].abs() > limit).astype(float).where(distances["value"].notna()),
        )
        for name, limit in BANDS.items()
    ]
    return pd.concat(rows)[[*KEY, "numerator", "denominator", "value"]]

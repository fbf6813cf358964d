"""How plausible a composition or a change would be as the play of chance. Whole numbers and fractions throughout.

A count of all members has no sampling error: these figures never say that 9 of 25 might be another number. They say
how often a lottery would do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import pandas as pd

from yeep_analysis.representation.measures import HALF, against_references, held_against
from yeep_analysis.results import COLUMNS, Indicator, dimensions, measure, of, only_row, quotient, women_and_men
from yeep_analysis.statistics.exact import binomial_at_most, fisher, hypergeometric_at_most, newcombe, shares_differ
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import Office, Unit

CHANGE, CHANGE_P = "representation_change_pp", "representation_change_p"
CHANGE_LOWER, CHANGE_UPPER = "representation_change_lower_pp", "representation_change_upper_pp"

Share = tuple[int, int]  # women, all


@measure(
    Indicator(
        "representation_plausibility_half",
        N_("Probability of so few women by chance, half being women"),
        Unit.PROBABILITY,
    )
)
def plausibility(counts: pd.DataFrame) -> pd.DataFrame:
    """Probability that a lottery in which half are women gives a body as few women or fewer.

    Parameters
    ----------
    counts : one row per record and sex, columns ``sex, n`` [persons] and the dimensions of the record

    Returns
    -------
    probability [0-1]; empty where there are no posts

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    P(X ≤ k), X binomial with n and 1/2, k women among n holders; exact

    References
    ----------
    binomial distribution; CEDAW General Recommendation No. 40 (2024): parity is 50:50

    Examples
    --------
    >>> heads = pd.DataFrame({"part": ["department_head"] * 2, "sex": ["female", "male"], "n": [1, 3]})
    >>> plausibility(heads)["value"].tolist()
    [0.3125]
    """
    return _of_each(counts, lambda k, n: binomial_at_most(k, n, HALF))


@measure(
    Indicator("representation_plausibility_reference", N_("Probability of so few women by chance"), Unit.PROBABILITY)
)
def plausibility_reference(
    counts: pd.DataFrame, reference: pd.DataFrame, *, against: str = "population"
) -> pd.DataFrame:
    """Probability that a lottery among a declared reference population gives a body as few women or fewer.

    Parameters
    ----------
    counts : one row per record and sex, columns ``sex, n`` [persons] and the dimensions of the record
    reference : one year, one group, both sexes
    against : which population the reference is; it stands in the column ``against``, its year in ``against_year``

    Returns
    -------
    probability [0-1]; empty where there are no posts or nobody is in the reference

    Raises
    ------
    `MeasureError` where a sex or a count is missing, or the reference is not one group of one year

    Notes
    -----
    P(X ≤ k), X binomial with n and p0 = F / (M + F) of the reference, k women among n holders; exact

    References
    ----------
    binomial distribution

    Examples
    --------
    >>> heads = pd.DataFrame({"part": ["department_head"] * 2, "sex": ["female", "male"], "n": [0, 2]})
    >>> residents = pd.DataFrame({"year": [2022, 2022], "sex": ["female", "male"], "n": [50, 50]})
    >>> plausibility_reference(heads, residents)["value"].tolist()
    [0.25]
    """
    women, people = _reference(reference)
    p0 = Fraction(women, people) if people else None
    found = _of_each(counts, lambda k, n: None if p0 is None else binomial_at_most(k, n, p0))
    return held_against(found, reference, against)


@measure(
    Indicator(
        "representation_plausibility_pool",
        N_("Probability of so few women chosen at random from a pool"),
        Unit.PROBABILITY,
    )
)
def plausibility_pool(counts: pd.DataFrame, pool: pd.DataFrame, *, against: str = Office.STAFF) -> pd.DataFrame:
    """Probability that a choice by lot from a pool, as the heads from the staff, gives as few women or fewer.

    Parameters
    ----------
    counts : one row per record and sex, columns ``sex, n`` [persons] and the dimensions of the record
    pool : one year, one group, both sexes
    against : which pool it is; it stands in the column ``against``, its year in ``against_year``

    Returns
    -------
    probability [0-1]; empty where there are no posts

    Raises
    ------
    `MeasureError` where a sex or a count is missing, the pool is not one group of one year, or more are chosen than the
    pool holds

    Notes
    -----
    P(X ≤ k), X hypergeometric: n drawn without replacement from the women and men of the pool; exact

    References
    ----------
    hypergeometric distribution

    Examples
    --------
    >>> heads = pd.DataFrame({"part": ["department_head"] * 2, "sex": ["female", "male"], "n": [0, 1]})
    >>> staff = pd.DataFrame({"year": [2022, 2022], "sex": ["female", "male"], "n": [3, 1]})
    >>> plausibility_pool(heads, staff)["value"].tolist()
    [0.25]
    """
    women, people = _reference(pool)
    found = _of_each(counts, lambda k, n: hypergeometric_at_most(k, n, women, people) if n <= people else None)
    too_many = found[found["denominator"] > people]
    if len(too_many):
        raise MeasureError(
            _(
                "“{group}”, {year}, has {chosen} posts, but the pool only {people} persons. Choose a pool "
                "from which all of them could come."
            ).format(
                group=too_many.iloc[0].get("part", ""),
                year=too_many.iloc[0].get("year", ""),
                chosen=too_many.iloc[0]["denominator"],
                people=people,
            )
        )
    return held_against(found, pool, against)


@measure(
    Indicator(CHANGE, N_("Change of the share of women between two records"), Unit.PERCENTAGE_POINTS),
    Indicator(CHANGE_LOWER, N_("Change between two records, lower limit"), Unit.PERCENTAGE_POINTS),
    Indicator(CHANGE_UPPER, N_("Change between two records, upper limit"), Unit.PERCENTAGE_POINTS),
    Indicator(CHANGE_P, N_("Probability of so unlikely a change by chance"), Unit.PROBABILITY),
)
def changes(counts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Change of the share of women from one record to the next, its limits, and its p if chance alone decided.

    Parameters
    ----------
    counts : one row per year, office and sex, columns ``year, sex, n`` [persons] and the dimensions of the office

    Returns
    -------
    percentage points [-100 to 100] and a probability [0-1], under the later year; numerator the later share,
    denominator the earlier one; an office with one record has none; empty where there are no posts

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    100 · d, d = p1 - p0, p = k / n, k women among n holders; limits 100 · (d - √((p1 - l1)² + (u0 - p0)²)) and 100 ·
    (d + √((u1 - p1)² + (p0 - l0)²)), l and u Wilson's limits of p, z = 1.959964, if both records were random samples
    of something larger; Fisher's exact test, two-sided, of the women of both divided at random over the posts of
    both: all divisions that are no more probable than the one found

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17: 873-890, method 10; Fisher (1935), Journal of the Royal Statistical
    Society 98: 39-82

    Examples
    --------
    >>> councils = pd.DataFrame({"year": [2019, 2019, 2024, 2024], "sex": ["female", "male"] * 2, "n": [3, 1, 1, 3]})
    >>> changes(councils)["value"].round(2).tolist()
    [-50.0, -78.91, 13.55, 0.49]
    """
    return {
        CHANGE: _of_pairs(counts, lambda before, after: 100 * float(Fraction(*after) - Fraction(*before))),
        CHANGE_LOWER: _of_pairs(counts, lambda before, after: 100 * newcombe(before, after)[0]),
        CHANGE_UPPER: _of_pairs(counts, lambda before, after: 100 * newcombe(before, after)[1]),
        CHANGE_P: _of_pairs(counts, lambda before, after: float(fisher(before, after))),
    }


@measure(
    Indicator(
        "representation_smallest_clear_rise", N_("Women from which a rise is unlikely to be chance"), Unit.PERSONS
    )
)
def smallest_clear_rise(counts: pd.DataFrame) -> pd.DataFrame:
    """Number of women at which the next body of the same size would differ from this one by more than chance.

    Parameters
    ----------
    counts : one row per record and sex, columns ``sex, n`` [persons] and the dimensions of the record

    Returns
    -------
    persons [1 to n]; empty where not even a body of women only would differ

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    smallest k1 above k with p ≤ 0.05 in Fisher's exact test of k / n and k1 / n

    References
    ----------
    Fisher (1935), Journal of the Royal Statistical Society 98: 39-82

    Examples
    --------
    >>> council = pd.DataFrame({"part": ["council_member"] * 2, "sex": ["female", "male"], "n": [9, 16]})
    >>> smallest_clear_rise(council)["value"].tolist()
    [17.0]
    """
    return _of_each(
        counts, lambda k, n: next((rise for rise in range(k + 1, n + 1) if shares_differ((k, n), (rise, n))), None)
    )


def plausibilities(counts: pd.DataFrame, population: pd.DataFrame, electorate: pd.DataFrame) -> pd.DataFrame:
    """The probabilities of all parts against the population, and of elected ones against the electorate too."""
    return against_references(plausibility_reference, counts, population, electorate)


def heads_from_staff(counts: pd.DataFrame) -> pd.DataFrame:
    """The probability of so few women among the department heads, drawn from the staff of the same year.

    Without rows where one of the two is not recorded, or both in different years, or where there are more heads than
    staff: then they were not drawn from it.
    """
    heads, staff = (of(counts, part=office) for office in (Office.DEPARTMENT_HEAD, Office.STAFF))
    heads = heads[heads["year"].isin(staff["year"])]
    staff = staff[staff["year"].isin(heads["year"])]
    if heads.empty or heads["n"].sum() > staff["n"].sum():
        return pd.DataFrame(columns=COLUMNS)
    return plausibility_pool(heads, staff)


def _of_each(counts: pd.DataFrame, value: Callable[[int, int], Fraction | float | None]) -> pd.DataFrame:
    """One result row per record, from its women and its posts; empty where there are no posts."""
    wide = women_and_men(counts)
    posts = wide["women"] + wide["men"]
    values = [value(k, n) if n else None for k, n in zip(wide["women"].tolist(), posts.tolist(), strict=True)]
    return wide[dimensions(wide)].assign(numerator=wide["women"], denominator=posts, value=_floats(values))


def _of_pairs(counts: pd.DataFrame, value: Callable[[Share, Share], float]) -> pd.DataFrame:
    """One result row per office and record after its first, from both (women, posts); empty where one has no posts."""
    wide = women_and_men(counts, "year")
    by = [name for name in dimensions(wide) if name != "year"]
    wide = wide.sort_values([*by, "year"], ignore_index=True)
    posts = wide["women"] + wide["men"]
    share = quotient(wide, wide["women"], posts)["value"]
    records = list(zip(wide["women"].tolist(), posts.tolist(), strict=True))
    later = wide.index[(wide[by] == wide[by].shift()).all(axis=1) & (wide.index > 0)]
    pairs = [(records[at - 1], records[at]) for at in later]
    values = [value(before, after) if before[1] and after[1] else None for before, after in pairs]
    earlier = share.shift().loc[later]
    rows = wide.loc[later, dimensions(wide)]
    return rows.assign(numerator=share.loc[later], denominator=earlier, value=_floats(values))


def _floats(values: Iterable[Fraction | float | None]) -> list[float]:
    return [float("nan") if one is None else float(one) for one in values]


def _reference(reference: pd.DataFrame) -> tuple[int, int]:
    """Women and persons of a reference."""
    row = only_row(reference)
    return int(row["women"]), int(row["women"] + row["men"])

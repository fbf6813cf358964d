"""How plausible a composition or a change would be as the play of chance. Whole numbers and fractions throughout.

A count of all members has no sampling error: these figures never say that 9 of 25 might be another number. They say
how often a lottery would do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import pandas as pd

from yeep_analysis.representation.measures import HALF, against_references
from yeep_analysis.results import KEY, MEASURED, measure, only_row, women_and_men
from yeep_analysis.statistics.exact import binomial_at_most, fisher, hypergeometric_at_most, newcombe
from yeep_analysis.statistics.two_shares import shares_differ
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import Office, Unit

Share = tuple[int, int]  # women, all


@measure(
    "representation_plausibility_half", N_("Probability of so few women by lot, half being women"), Unit.PROBABILITY
)
def plausibility_half(counts: pd.DataFrame) -> pd.DataFrame:
    """Probability that a lottery in which half are women gives a body as few women or fewer.

    Formula  P(X ≤ k), X binomial with n and 1/2, k women among n holders; exact
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   probability [0-1]; empty where there are no posts
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   binomial distribution; CEDAW General Recommendation No. 40 (2024): parity is 50:50
    """
    return _of_each(counts, lambda k, n: binomial_at_most(k, n, HALF))


@measure("representation_plausibility_reference", N_("Probability of so few women by lot"), Unit.PROBABILITY)
def plausibility_reference(counts: pd.DataFrame, reference: pd.DataFrame, *, name: str) -> pd.DataFrame:
    """Probability that a lottery among a declared reference population gives a body as few women or fewer.

    Formula  P(X ≤ k), X binomial with n and p0 = F / (M + F) of the reference, k women among n holders; exact
    Input    counts: one row per year, office and sex; reference: one year, one group, both sexes; ``name``: which
             population and date the reference is, kept behind the group (``staff/population_2022``)
    Output   probability [0-1]; empty where there are no posts or nobody is in the reference
    Raises   `MeasureError` where a sex or a count is missing, or the reference is not one group of one year
    Source   binomial distribution
    """
    women, people = _reference(reference)
    if people == 0:
        return _named(_of_each(counts, lambda _k, _n: float("nan")), name)
    return _named(_of_each(counts, lambda k, n: binomial_at_most(k, n, Fraction(women, people))), name)


@measure("representation_plausibility_pool", N_("Probability of so few women chosen from a pool"), Unit.PROBABILITY)
def plausibility_pool(counts: pd.DataFrame, pool: pd.DataFrame, *, name: str) -> pd.DataFrame:
    """Probability that a choice by lot from a pool, as the heads from the staff, gives as few women or fewer.

    Formula  P(X ≤ k), X hypergeometric: n drawn without return from the women and men of the pool; exact
    Input    counts: one row per year, office and sex; pool: one year, one group, both sexes; ``name``: which pool and
             date it is, kept behind the group (``department_head/staff_2022``)
    Output   probability [0-1]; empty where there are no posts
    Raises   `MeasureError` where a sex or a count is missing, the pool is not one group of one year, or more are chosen
             than the pool holds
    Source   hypergeometric distribution
    """
    women, people = _reference(pool)
    held = counts.groupby(KEY)["n"].sum()
    if (held > people).any():
        (year, group), chosen = held.idxmax(), held.max()
        raise MeasureError(
            _(
                "“{group}”, {year}, has {chosen} posts, the pool only {people} persons. Expected a pool from which all "
                "of them could come. Choose a larger pool."
            ).format(group=group, year=year, chosen=chosen, people=people)
        )
    return _named(_of_each(counts, lambda k, n: hypergeometric_at_most(k, n, women, people)), name)


@measure("representation_change_pp", N_("Change of the share of women between two records"), Unit.PERCENTAGE_POINTS)
def change(counts: pd.DataFrame) -> pd.DataFrame:
    """Difference of the shares of women of two records of an office that follow one another, as of two elections.

    Formula  100 · (k1 / n1 - k0 / n0), k women among n holders
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   percentage points [-100 to 100], under the later year; numerator the later share, denominator the earlier
             one; an office with one record has none; empty where there are no posts
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   arithmetic
    """
    return _of_pairs(counts, lambda before, after: 100 * float(Fraction(*after) - Fraction(*before)))


@measure("representation_change_lower_pp", N_("Change between two records, lower limit"), Unit.PERCENTAGE_POINTS)
def change_lower(counts: pd.DataFrame) -> pd.DataFrame:
    """Lower limit of the change, if both records were drawn by lot from something larger.

    Formula  100 · (d - √((p1 - l1)² + (u0 - p0)²)), d = p1 - p0, l and u Wilson's limits of p = k / n, z = 1.959964
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   percentage points [-100 to 100], under the later year; numerator the later share, denominator the earlier
             one; an office with one record has none; empty where there are no posts
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Newcombe (1998), Statistics in Medicine 17: 873-890, method 10
    """
    return _of_pairs(counts, lambda before, after: 100 * newcombe(before, after)[0])


@measure("representation_change_upper_pp", N_("Change between two records, upper limit"), Unit.PERCENTAGE_POINTS)
def change_upper(counts: pd.DataFrame) -> pd.DataFrame:
    """Upper limit of the change, if both records were drawn by lot from something larger.

    Formula  100 · (d + √((u1 - p1)² + (p0 - l0)²)), d = p1 - p0, l and u Wilson's limits of p = k / n, z = 1.959964
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   percentage points [-100 to 100], under the later year; numerator the later share, denominator the earlier
             one; an office with one record has none; empty where there are no posts
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Newcombe (1998), Statistics in Medicine 17: 873-890, method 10
    """
    return _of_pairs(counts, lambda before, after: 100 * newcombe(before, after)[1])


@measure("representation_change_p", N_("Probability of so large a change by lot"), Unit.PROBABILITY)
def change_p(counts: pd.DataFrame) -> pd.DataFrame:
    """Probability that the women of two records, dealt out by lot to the same posts, lie as unequally.

    Formula  Fisher's exact test, two-sided: all divisions that are no more probable than the one found; exact
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   probability [0-1], under the later year; numerator the later share, denominator the earlier one; an office
             with one record has none; empty where there are no posts
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Fisher (1935), Journal of the Royal Statistical Society 98: 39-82
    """
    return _of_pairs(counts, lambda before, after: float(fisher(before, after)))


@measure("representation_smallest_clear_rise", N_("Women from which a rise is clear"), Unit.PERSONS)
def smallest_clear_rise(counts: pd.DataFrame) -> pd.DataFrame:
    """Number of women at which the next body of the same size would differ from this one by more than chance.

    Formula  smallest k1 above k with p ≤ 0.05 in Fisher's exact test of k / n and k1 / n
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   persons [1 to n]; empty where not even a body of women only would differ
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Fisher (1935), Journal of the Royal Statistical Society 98: 39-82
    """
    return _of_each(
        counts, lambda k, n: next((rise for rise in range(k + 1, n + 1) if shares_differ((k, n), (rise, n))), None)
    )


def plausibilities(counts: pd.DataFrame, population: pd.DataFrame, electorate: pd.DataFrame) -> pd.DataFrame:
    """The probabilities of all groups against the population, and of elected ones against the electorate too."""
    return against_references(plausibility_reference, counts, population, electorate)


def heads_from_staff(counts: pd.DataFrame) -> pd.DataFrame:
    """The probability of so few women among the department heads, drawn from the staff of the same year.

    Without rows where one of the two is not recorded, or both in different years, or where there are more heads than
    staff: then they were not drawn from it.
    """
    heads, staff = (counts[counts["group"] == office] for office in (Office.DEPARTMENT_HEAD, Office.STAFF))
    heads = heads[heads["year"].isin(staff["year"])]
    staff = staff[staff["year"].isin(heads["year"])]
    if heads.empty or heads["n"].sum() > staff["n"].sum():
        return pd.DataFrame(columns=MEASURED)
    return plausibility_pool(heads, staff, name=f"{Office.STAFF}_{staff['year'].iloc[0]}")


def _of_each(counts: pd.DataFrame, value: Callable[[int, int], Fraction | float | None]) -> pd.DataFrame:
    """One result row per year and office, from its women and its posts; empty where there are no posts."""
    wide = women_and_men(counts)
    posts = wide["women"] + wide["men"]
    values = (value(k, n) if n else None for k, n in zip(wide["women"].tolist(), posts.tolist(), strict=True))
    return wide[KEY].assign(numerator=wide["women"], denominator=posts, value=_floats(values))


def _of_pairs(counts: pd.DataFrame, value: Callable[[Share, Share], float]) -> pd.DataFrame:
    """One result row per office and record after its first, from both (women, posts); empty where one has no posts."""
    wide = women_and_men(counts).sort_values(["group", "year"], ignore_index=True)
    posts = wide["women"] + wide["men"]
    share = wide["women"] / posts.where(posts > 0)
    records = list(zip(wide["women"].tolist(), posts.tolist(), strict=True))
    later = wide.index[wide["group"].eq(wide["group"].shift())]
    pairs = [(records[at - 1], records[at]) for at in later]
    values = (value(before, after) if before[1] and after[1] else None for before, after in pairs)
    earlier = share.shift().loc[later]
    return wide.loc[later, KEY].assign(numerator=share.loc[later], denominator=earlier, value=_floats(values))


def _floats(values: Iterable[Fraction | float | None]) -> list[float]:
    return [float("nan") if one is None else float(one) for one in values]


def _reference(reference: pd.DataFrame) -> tuple[int, int]:
    """Women and persons of a reference."""
    row = only_row(reference)
    return int(row["women"]), int(row["women"] + row["men"])


def _named(results: pd.DataFrame, name: str) -> pd.DataFrame:
    return results.assign(group=results["group"] + "/" + name)

"""Measures of representation: shares, gaps, and ratios to a reference population.

Counts come as one row per record and sex, with the column ``n`` [persons]; a record is what has the same year, kind and
part. The part is an office, a body, or a part of the staff.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pandas as pd

from yeep_analysis.municipality.load import OFFICE
from yeep_analysis.results import Indicator, joined_sources, measure, of, only_row, quotient, women_and_men
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Managers, Office, Unit

HALF = Fraction(1, 2)
SHARE = "representation_share_of_women"
GAP = "representation_gap_pp"

MANAGERS: dict[Managers, tuple[Office, ...]] = {
    Managers.DEPARTMENT_HEADS: (Office.DEPARTMENT_HEAD,),
    Managers.WITH_DEPUTY_MAYORS: (Office.DEPARTMENT_HEAD, Office.DEPUTY_MAYOR),
    Managers.WITH_CENTRE_HEAD: (Office.DEPARTMENT_HEAD, Office.DEPUTY_MAYOR, Office.WOMENS_CENTRE_HEAD),
}
MANAGERS_KIND = "managers"  # the kind of a part that is a definition of managers
PUBLISHED_MANAGERS = (Managers.DEPARTMENT_HEADS, Managers.WITH_DEPUTY_MAYORS)
SMALLEST_FOR_PERCENT = 5  # of fewer posts only the fraction is printed
ELECTED = (Office.COUNCIL_MEMBER, Office.MUHTAR)
MEASURED_OFFICES = [office.value for office in Office if office != Office.WOMENS_CENTRE_HEAD]


def measured(counts: pd.DataFrame) -> pd.DataFrame:
    """The offices whose holders' sex the source states clearly; the head of the women's centre is left out."""
    return counts[counts["part"].isin(MEASURED_OFFICES)].reset_index(drop=True)


def managers(counts: pd.DataFrame, definition: Managers) -> pd.DataFrame:
    """Counts of the managers under one definition: the offices of the definition added up, part = definition.

    Empty where one of its offices is not recorded in the newest year of the others: offices of different dates are
    not added.

    Parameters
    ----------
    counts : one row per year, part and sex, columns ``year, part, sex, n`` [persons]
    definition : which offices are managers

    Returns
    -------
    DataFrame, ``year, sex, n`` [persons], ``kind, part``

    Examples
    --------
    >>> from yeep_analysis.words.terms import Managers
    >>> offices = [office.value for office in MANAGERS[Managers.WITH_CENTRE_HEAD]]
    >>> counts = pd.DataFrame({"year": 2022, "part": offices, "sex": "female", "n": 2})
    >>> int(managers(counts, Managers.WITH_CENTRE_HEAD)["n"].iloc[0]) == 2 * len(offices)
    True
    """
    offices = [office.value for office in MANAGERS[definition]]
    rows = counts[counts["part"].isin(offices)]
    complete = rows.groupby("year")["part"].nunique()
    rows = rows[rows["year"].map(complete) == len(offices)]
    added = {"n": "sum"} | ({"source": lambda column: joined_sources(column.unique())} if "source" in rows else {})
    summed = rows.groupby(["year", "sex"], as_index=False).agg(added)
    return summed.assign(kind=MANAGERS_KIND, part=definition.value)


def with_managers(counts: pd.DataFrame) -> pd.DataFrame:
    """The same counts, with the published definitions of managers as further parts."""
    return pd.concat([counts, *(managers(counts, definition) for definition in PUBLISHED_MANAGERS)], ignore_index=True)


def elected(counts: pd.DataFrame) -> pd.DataFrame:
    """The same counts, only of bodies that voters elect."""
    return counts[counts["part"].isin(ELECTED)].reset_index(drop=True)


def offices_with_records(balance: pd.DataFrame) -> list[str]:
    """The offices of which there are two records or more."""
    records = of(balance, SHARE, kind=OFFICE).groupby("part")["year"].nunique()
    return list(records[records > 1].index)


def earlier(every: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    """The shares of the records before the newest ones: from them changes are counted."""
    shares, known = (of(one, SHARE) for one in (every, newest))
    told, again = (pd.MultiIndex.from_frame(one[["year", "kind", "part"]]) for one in (shares, known))
    return shares[~told.isin(again)].reset_index(drop=True)


@measure(
    Indicator(SHARE, N_("Share of women among post holders"), Unit.FRACTION),
    Indicator(GAP, N_("Gap between men and women among post holders"), Unit.PERCENTAGE_POINTS),
)
def balance(counts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Share of women in posts and bodies, and the gap between the sexes.

    Parameters
    ----------
    counts : one row per record and sex, columns ``sex, n`` [persons] and the dimensions of the record

    Returns
    -------
    the share as a fraction [0-1]; the gap in percentage points [-100 to 100], above 0 where men outnumber women; both
    empty where there are no posts

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    k / n and 100 · (n - 2k) / n, k women among n holders

    References
    ----------
    UN SDG indicators 5.5.1(b) (elected seats in local government) and 5.5.2 (managers); the gap is arithmetic

    Examples
    --------
    >>> council = pd.DataFrame({"part": ["council_member"] * 2, "sex": ["female", "male"], "n": [9, 16]})
    >>> balance(council)["value"].tolist()
    [0.36, 28.0]
    """
    wide = women_and_men(counts)
    posts = wide["women"] + wide["men"]
    return {
        SHARE: quotient(wide, wide["women"], posts),
        GAP: quotient(wide, posts - 2 * wide["women"], posts, factor=100),
    }


@measure(Indicator("representation_ratio", N_("Representation ratio"), Unit.RATIO))
def representation_ratio(counts: pd.DataFrame, reference: pd.DataFrame, *, against: str = "population") -> pd.DataFrame:
    """Share of women among post holders relative to their share in a declared reference population.

    Parameters
    ----------
    counts : one row per record and sex, columns ``sex, n`` [persons] and the dimensions of the record
    reference : one year, one group, both sexes
    against : which population the reference is; it stands in the column ``against``, its year in ``against_year``

    Returns
    -------
    ratio [0 or more; 1 = as in the reference]; empty where there are no posts or p0 is 0; numerator and denominator are
    those of the share

    Raises
    ------
    `MeasureError` where a sex or a count is missing, or the reference is not one group of one year

    Notes
    -----
    (k / n) / p0, k women among n holders, with p0 = F / (M + F) of the reference

    References
    ----------
    ratio as in UN SDG indicator 16.7.1, which compares posts with the population; its part (b) speaks of the public
    service, and so of the staff only

    Examples
    --------
    >>> heads = pd.DataFrame({"part": ["department_head"] * 2, "sex": ["female", "male"], "n": [6, 18]})
    >>> residents = pd.DataFrame({"year": [2022, 2022], "sex": ["female", "male"], "n": [50, 50]})
    >>> representation_ratio(heads, residents)["value"].tolist()
    [0.5]
    """
    whole = only_row(reference)
    p0 = float(whole["women"] / (whole["women"] + whole["men"]))
    wide = women_and_men(counts)
    share = quotient(wide, wide["women"], wide["women"] + wide["men"])
    return held_against(share.assign(value=share["value"] / (p0 if p0 > 0 else float("nan"))), reference, against)


def held_against(rows: pd.DataFrame, reference: pd.DataFrame, against: str) -> pd.DataFrame:
    """The same rows, with what they are measured against and its year."""
    return rows.assign(against=against, against_year=reference["year"].iloc[0])


def ratios(counts: pd.DataFrame, population: pd.DataFrame, electorate: pd.DataFrame) -> pd.DataFrame:
    """Representation ratios against the reference populations, see `against_references`."""
    return against_references(representation_ratio, counts, population, electorate)


def against_references(
    measure: Callable[..., pd.DataFrame], counts: pd.DataFrame, population: pd.DataFrame, electorate: pd.DataFrame
) -> pd.DataFrame:
    """A measure of all parts against the population, and of elected ones against the electorate too.

    population, electorate   one year, one group, both sexes; a reference without rows gives no results
    """
    pairs = [(counts, population, "population"), (elected(counts), electorate, "electorate")]
    found = [measure(parts, reference, against=name) for parts, reference, name in pairs if len(reference)]
    return pd.concat(found, ignore_index=True)

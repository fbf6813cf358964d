"""Applications because of violence beside the women who live there, and households of a survey that go without.

What comes in is protected: a hidden count is a row without a number, and so is all that would be computed from it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from yeep_analysis.results import Indicator, dimensions, measure, quotient
from yeep_analysis.sensitive.protected import Protected
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import ApplicationSource, Stage, Unit, Violence

COUNTS, MAHALLES, SURVEY = "monthly", "mahalle_population", "deprivation"  # tables, as results name them


def counted(found: Protected) -> pd.DataFrame:
    """What may be shown of the applications: in all, by place, by kind and by stage, in all months and in each."""
    rows = [
        {"year": int(found.period[:4]), "month": month, "kind": source.value, "place": place, "part": part, "n": count}
        for source in found.sources
        for month, place, part, count in _counted_of(found, source)
    ]
    frame = pd.DataFrame(rows, columns=["year", "month", "place", "kind", "part", "n"]).assign(source=COUNTS)
    return frame.astype({"n": float, "month": float})


def _counted_of(found: Protected, source: ApplicationSource) -> Iterator[tuple[float, str, str, int | None]]:
    month = float(found.period[5:]) if found.is_month else float("nan")
    yield month, "", "", found.applications(source)
    for place in (*found.names, "unknown"):
        yield month, place, "", found.applications(source, place=place)
    for kind in Violence:
        yield month, "", kind.value, found.applications(source, kind=kind.value)
    for stage in Stage if found.has_stages(source) else ():
        yield month, "", stage.value, found.applications(source, stage=stage.value)
    for one in () if found.is_month else found.months[source]:
        yield float(one[5:]), "", "", found.applications(source, month=one)


def surveyed(found: Protected) -> pd.DataFrame:
    """What may be shown of the survey: households asked, and those that go without, by place and kind."""
    rows = [
        (found.survey_year, place, kind.value, found.going_without(kind, place), found.asked(place))
        for kind in found.survey_kinds
        for place in ("", *found.surveyed)
    ]
    frame = pd.DataFrame(rows, columns=["year", "place", "part", "n", "asked"]).assign(source=SURVEY)
    return frame.astype({"n": float, "asked": float})


@measure(Indicator("applications", N_("Applications because of violence"), Unit.APPLICATIONS))
def applications(counts: pd.DataFrame) -> pd.DataFrame:
    """Applications because of violence, as they may be shown.

    Parameters
    ----------
    counts : protected counts (`counted`), columns ``year, month, place, kind, part, n`` [applications]; ``kind`` is to
        whom they were made, ``part`` the kind of violence or the stage; ``n`` empty where it is hidden

    Returns
    -------
    applications [0 or more]; empty where the count is hidden

    Raises
    ------
    nothing

    Notes
    -----
    each application counts once, by its main kind of violence and its last stage in the month; one woman may apply
    several times, and to both, so that the two are never added up

    References
    ----------
    Law No. 6284; Council of Europe, Istanbul Convention, Article 11

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2024], "month": [5], "kind": ["police"], "n": [12.0], "source": ["monthly"]})
    >>> applications(counts)["value"].tolist()
    [12.0]
    """
    return counts[dimensions(counts)].assign(numerator=counts["n"], denominator=float("nan"), value=counts["n"])


@measure(Indicator("applications_per_1000_women", N_("Applications per 1000 women"), Unit.PER_1000_WOMEN))
def per_1000_women(counts: pd.DataFrame, women: pd.DataFrame) -> pd.DataFrame:
    """Applications of a place beside the women who live there.

    Parameters
    ----------
    counts : protected counts as of `applications`; only those of a place in all kinds are taken
    women : women living in each place, columns ``place, women`` [persons]

    Returns
    -------
    applications per 1000 women [0 or more]; empty where the count is hidden or nobody lives there

    Raises
    ------
    nothing

    Notes
    -----
    1000 · n / women, the women of the newest 31 December that is known; a month is not made into a year

    References
    ----------
    Law No. 6284; TÜİK, ADNKS

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2024], "month": [5], "place": ["1"], "kind": ["police"], "part": [""]})
    >>> women = pd.DataFrame({"place": ["1"], "women": [4000]})
    >>> per_1000_women(counts.assign(n=12.0), women)["value"].tolist()
    [3.0]
    """
    rows = counts[(counts["place"] != "") & (counts["part"] == "")].merge(women[["place", "women"]], on="place")
    return quotient(rows, rows["n"], rows["women"], factor=1000)


@measure(Indicator("households_going_without", N_("Households that go without"), Unit.FRACTION))
def going_without(counts: pd.DataFrame) -> pd.DataFrame:
    """Share of the households asked that go without something for want of money.

    Parameters
    ----------
    counts : protected counts (`surveyed`), columns ``year, place, part, n, asked`` [households]; empty where hidden

    Returns
    -------
    fraction of the households asked [0-1]; empty where a count is hidden

    Raises
    ------
    nothing

    Notes
    -----
    n / asked; of those who were asked, not of all who live there: it says so wherever it stands

    References
    ----------
    Eurostat, EU statistics on income and living conditions (EU-SILC), material deprivation

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2024], "place": ["1"], "part": ["heating"], "n": [12.0], "asked": [60.0]})
    >>> going_without(counts)["value"].tolist()
    [0.2]
    """
    return quotient(counts, counts["n"], counts["asked"])

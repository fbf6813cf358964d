"""Sentences on the mahalles: their size, who is in the majority, and whether they differ by more than chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

import pandas as pd

from yeep_analysis.mahalles.funnel import NARROW, WIDE
from yeep_analysis.municipality.fact_tables import Source
from yeep_analysis.results import of, pick, women_and_men
from yeep_analysis.show.present import plain
from yeep_analysis.statistics.exact import LEVEL
from yeep_analysis.words.language import _, listing, ngettext, number, percent, probability
from yeep_analysis.words.turkish import sort_key

Names = Mapping[str, str]


def reference(counts: pd.DataFrame, sources: Sequence[Source], *, year: int) -> str:
    """Of which day the figures are; said when there are none, none of the year, or no day in their source."""
    if counts.empty:
        return _("For this edition no population of the mahalles is at hand.")
    data_year = int(counts["year"].max())
    has_no_day = any(source.reference_on is None for source in sources)
    if data_year == year and has_no_day:
        return _(
            "The source of the figures gives no day. They add up to the district of 31 December {data_year} for both "
            "sexes, and stand for that day."
        ).format(data_year=data_year)
    if data_year == year:
        return _(
            "The figures are those of 31 December {year}; the mahalles add up to the district for both sexes."
        ).format(year=year)
    newest = _(
        "The newest population of the mahalles at hand is that of 31 December {data_year}; for {year} there is none. "
        "The mahalles add up to the district of 31 December {data_year} for both sexes."
    ).format(data_year=data_year, year=year)
    return newest + " " + _("The source itself gives no day.") if has_no_day else newest


def size(counts: pd.DataFrame, names: Names) -> str:
    """The largest and the smallest mahalle."""
    if counts.empty:
        return ""
    wide = women_and_men(counts)
    total = (wide["women"] + wide["men"]).set_axis(wide["place"].map(names))
    return _(
        "The district has {n} mahalles. The largest: {largest} ({largest_n} people); the smallest: {smallest} "
        "({smallest_n} people)."
    ).format(
        n=len(total),
        largest=plain(total.idxmax()),
        largest_n=number(total.max()),
        smallest=plain(total.idxmin()),
        smallest_n=number(total.min()),
    )


def balance(composition: pd.DataFrame, names: Names, district: float) -> str:
    """Where women are in the majority and where men are; levels only, no verdict."""
    share = of(composition, "mahalle_share_of_women")
    if share.empty:
        return ""
    named = share.set_index(share["place"].map(names))["value"].dropna()
    fewer = sorted(named[named < 0.5].index, key=sort_key)
    sentence = ngettext(
        "On 31 December {year} women were in the majority in {women} of {n} mahalle.",
        "On 31 December {year} women were in the majority in {women} of {n} mahalles.",
        len(named),
    ).format(year=int(share["year"].max()), women=int((named > 0.5).sum()), n=len(named))
    if fewer:
        sentence += " " + _("Men are in the majority in: {names}.").format(names=listing([plain(n) for n in fewer]))
    return (
        sentence
        + " "
        + _(
            "Highest share of women: {high} ({high_share}); lowest: {low} ({low_share}); district: {district}. These "
            "are levels of one day."
        ).format(
            high=plain(named.idxmax()),
            high_share=percent(named.max()),
            low=plain(named.idxmin()),
            low_share=percent(named.min()),
            district=percent(district),
        )
    )


def chance(funnel: pd.DataFrame, dispersion: pd.DataFrame, adjusted: pd.DataFrame, names: Names) -> str:
    """Which mahalles lie outside the limits of chance, and which still do when measured by how all differ."""
    row, factor = pick(dispersion, "mahalle_chi_square_p"), pick(dispersion, "mahalle_overdispersion")
    outside = of(funnel, "mahalle_funnel_outside")
    still = of(adjusted, "mahalle_funnel_adjusted_outside")
    if row is None or pd.isna(row["value"]):
        return _("With one mahalle there is nothing to compare.") if len(outside) else _none_at_hand()
    together = _(
        "Together the mahalles lie about {root} times as far from the district as by lot (the squares of the "
        "distances: {factor} times; χ² = {square} with {degrees} degrees of freedom; probability by lot: {p})."
    ).format(
        root=number(sqrt(factor["value"]), 1),
        factor=number(factor["value"], 1),
        square=number(row["numerator"], 1),
        degrees=number(row["denominator"]),
        p=probability(row["value"]),
    )
    if row["value"] > LEVEL:  # nothing to measure anybody by: who is outside is one of those whom a lottery puts there
        return " ".join([_outside(outside, names), together, _("Such differences come about by chance alone.")])
    is_anybody_outside = (outside["value"] == 1).any()
    return " ".join([_outside(outside, names), together, _adjusted(still, names, tells_both=is_anybody_outside)])


def not_by_age(flags: pd.DataFrame, year: int) -> str:
    """That the institutional population cannot be set apart here, where the year of the figures is flagged."""
    row = pick(flags, year=year)
    if row is None or row["value"] != 1:
        return ""
    return _(
        "The mahalles are not known by age, so that the institutional population effect, which {year} shows, cannot be "
        "set apart here."
    ).format(year=year)


def evenness(dissimilarity: pd.DataFrame) -> str:
    """How evenly women and men live over the mahalles of the newest year."""
    name = "mahalle_dissimilarity"
    row, lot, left = (pick(dissimilarity, f"{name}{part}") for part in ("", "_by_chance", "_corrected"))
    if row is None:
        return _none_at_hand()
    if pd.isna(row["value"]):
        return ""
    moving = number(row["value"] * row["numerator"])
    return _(
        "For women and men to be spread alike over the mahalles, about {moving} of {women} women would have to move: "
        "{index} (dissimilarity). If everybody were given a mahalle by lot it would be {by_chance} on average; what is "
        "left beyond chance: {corrected} (0 = as by lot, {whole} = women and men apart)."
    ).format(
        moving=moving,
        women=number(row["numerator"]),
        index=percent(row["value"]),
        by_chance=percent(lot["value"]),
        corrected=percent(left["value"]),
        whole=percent(1, 0),
    )


def years(known: Iterable[int], comparable: Iterable[int]) -> str:
    """Which years of the mahalles are at hand, and which may be compared."""
    known, comparable = sorted(known), sorted(comparable)
    if not known:
        return ""  # said above
    if len(known) < 2:
        return _("The mahalles are known for one year only; when another year comes in, both stand here side by side.")
    if len(comparable) < 2:
        return _(
            "The newest year has other mahalles than the years before it; indices over different divisions of a "
            "district are not compared."
        )
    left_out = sorted(set(known) - set(comparable))
    sentence = _("Years with the same mahalles: {years}.").format(years=listing([str(year) for year in comparable]))
    if left_out:
        sentence += " " + _("Left out because the mahalles were others: {years}.").format(
            years=listing([str(year) for year in left_out])
        )
    return sentence


def _none_at_hand() -> str:
    return _("For this edition no population of the mahalles is at hand.")


def _outside(outside: pd.DataFrame, names: Names) -> str:
    wide = _names(outside, WIDE, names)
    narrow = [name for name in _names(outside, NARROW, names) if name not in wide]
    return _(
        "A division of the residents by lot would also give shares that differ, the more so in small mahalles, and "
        "would put about one of twenty outside the limits of {narrow_limit}. Of {n} mahalles, outside the limits of "
        "{narrow_limit}, but inside those of {wide_limit}: {narrow}; outside those of {wide_limit}, too: {wide}."
    ).format(
        n=len(of(outside, level=NARROW)),
        narrow_limit=percent(0.95, 0),
        wide_limit=percent(0.998, 1),
        narrow=listing(narrow) or _("none"),
        wide=listing(wide) or _("none"),
    )


def _adjusted(adjusted: pd.DataFrame, names: Names, *, tells_both: bool) -> str:
    still = _names(adjusted, NARROW, names)
    if still:
        return _(
            "Measured by how much mahalles differ altogether, there still stand out: {names}. The figures name no "
            "cause."
        ).format(names=listing(still))
    alone = _("Measured by how much mahalles differ altogether, none of them stands out of the others.")
    if not tells_both:
        return alone
    both = _("Both are true: the mahalles differ by more than a lottery, and no single one is the exception.")
    return f"{alone} {both}"


def _names(flags: pd.DataFrame, level: float, names: Names) -> list[str]:
    """The mahalles that are flagged for the limits of one level, in alphabetical order."""
    flagged = of(flags, level=level, value=1)["place"]
    return [plain(name) for name in sorted(flagged.map(names), key=sort_key)]

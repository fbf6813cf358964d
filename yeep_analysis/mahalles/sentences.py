"""Sentences on the mahalles: their size, who is in the majority, and whether they differ by more than chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

import pandas as pd

from yeep_analysis.mahalles.funnel_limits import NARROW, WIDE
from yeep_analysis.municipality.fact_tables import Source
from yeep_analysis.results import of, pick, women_and_men
from yeep_analysis.show.present import plain
from yeep_analysis.statistics.exact import LEVEL
from yeep_analysis.words.language import _, listing, ngettext, number, p_equals, percent
from yeep_analysis.words.turkish import sort_key

Names = Mapping[str, str]


def reference(counts: pd.DataFrame, sources: Sequence[Source], *, year: int) -> str:
    """Of which day the figures are; said when there are none, none of the year, or no day in their source."""
    if counts.empty:
        return _("The population of the neighbourhoods is not known for this report.")
    data_year = int(counts["year"].max())
    has_no_day = any(source.reference_on is None for source in sources)
    if data_year == year and has_no_day:
        return _(
            "The source gives no date. The figures add up to the population of the district on 31 December "
            "{data_year} for both sexes, and are taken for that date."
        ).format(data_year=data_year)
    if data_year == year:
        return _(
            "The figures are of 31 December {year}. The neighbourhoods add up to the district for both sexes."
        ).format(year=year)
    newest = _(
        "The latest population of the neighbourhoods is that of 31 December {data_year}; there is none for "
        "{year}. The neighbourhoods add up to the district of that day for both sexes."
    ).format(data_year=data_year, year=year)
    return newest + " " + _("The source gives no date.") if has_no_day else newest


def size(counts: pd.DataFrame, names: Names) -> str:
    """The largest and the smallest mahalle."""
    if counts.empty:
        return ""
    wide = women_and_men(counts)
    total = (wide["women"] + wide["men"]).set_axis(wide["place"].map(names))
    return _(
        "The district has {n} neighbourhoods. The largest is {largest} ({largest_n} people). The smallest "
        "is {smallest} ({smallest_n} people)."
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
    sentences = [_majority(int((named > 0.5).sum()), len(named), int(share["year"].max()))]
    if fewer and len(fewer) < len(named):
        men = ngettext(
            "Men are in the majority in one neighbourhood: {names}.",
            "Men are in the majority in {n} neighbourhoods: {names}.",
            len(fewer),
        )
        sentences.append(men.format(n=len(fewer), names=listing([plain(name) for name in fewer])))
    if len(named) > 1:
        sentences.append(
            _("The share of women is highest in {high} ({share}).").format(
                high=plain(named.idxmax()), share=percent(named.max())
            )
        )
        sentences.append(
            _("It is lowest in {low} ({share}).").format(low=plain(named.idxmin()), share=percent(named.min()))
        )
    sentences.append(_("In the district it is {district}.").format(district=percent(district)))
    return " ".join(sentences)


def _majority(women: int, n: int, year: int) -> str:
    """In how many mahalles women are the majority."""
    if not women:
        return _("On 31 December {year}, women were in the majority in none of the {n} neighbourhoods.").format(
            year=year, n=n
        )
    return _("On 31 December {year}, women were in the majority in {women} of the {n} neighbourhoods.").format(
        year=year, women=_("all") if women == n > 1 else women, n=n
    )


def chance(funnel: pd.DataFrame, dispersion: pd.DataFrame, adjusted: pd.DataFrame, names: Names) -> str:
    """Which mahalles lie outside the limits of chance, and which still do when measured by how all differ."""
    row, factor = pick(dispersion, "mahalle_chi_square_p"), pick(dispersion, "mahalle_overdispersion")
    outside = of(funnel, "mahalle_funnel_outside")
    still = of(adjusted, "mahalle_funnel_adjusted_outside")
    if row is None or pd.isna(row["value"]):
        return _("With one neighbourhood there is nothing to compare.") if len(outside) else _none_at_hand()
    together = _(
        "Together the neighbourhoods lie about {root} times as far from the district as chance would put them."
    ).format(root=number(sqrt(factor["value"]), 1))
    test = _(
        "Their squared distances are {factor} times as large (chi-square test, χ² = {square}, {degrees} degrees of "
        "freedom; {p})."
    )
    together += " " + test.format(
        factor=number(factor["value"], 1),
        square=number(row["numerator"], 1),
        degrees=number(row["denominator"]),
        p=p_equals(row["value"]),
    )
    if row["value"] > LEVEL:  # nothing to measure anybody by: who is outside is one of those whom chance puts there
        return " ".join([_outside(outside, names), together, _("Differences like these arise by chance alone.")])
    is_anybody_outside = (outside["value"] == 1).any()
    return " ".join([_outside(outside, names), together, _adjusted(still, names, tells_both=is_anybody_outside)])


def not_by_age(flags: pd.DataFrame, year: int) -> str:
    """That the institutional population cannot be set apart here, where the year of the figures is flagged."""
    row = pick(flags, year=year)
    if row is None or row["value"] != 1:
        return ""
    return _(
        "The figures of the neighbourhoods are not broken down by age. The effect of the institutional "
        "population, which shows in {year}, cannot be separated here."
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
    words = {
        "moving": moving,
        "women": number(row["numerator"]),
        "index": percent(row["value"]),
        "by_chance": percent(lot["value"]),
        "corrected": percent(left["value"]),
        "whole": percent(1, 0),
    }
    return " ".join(
        [
            _("About {moving} of {women} women ({index}) would have to move for an even spread.").format(**words),
            _("Chance alone gives {by_chance} on average.").format(**words),
            _("Beyond chance {corrected} is left; 0 is an even spread, {whole} full separation.").format(**words),
        ]
    )


def years(known: Iterable[int], comparable: Iterable[int]) -> str:
    """Which years of the mahalles are at hand, and which may be compared."""
    known, comparable = sorted(known), sorted(comparable)
    if not known:
        return ""  # said above
    if len(known) < 2:
        return _("The neighbourhoods are known for one year only. With a second year they can be compared here.")
    if len(comparable) < 2:
        return _(
            "The latest year has other neighbourhoods than the years before. Indices over different divisions of a "
            "district are not compared."
        )
    left_out = sorted(set(known) - set(comparable))
    sentence = _("Years with the same neighbourhoods: {years}.").format(
        years=listing([str(year) for year in comparable])
    )
    if left_out:
        sentence += " " + _("Left out because the neighbourhoods were different: {years}.").format(
            years=listing([str(year) for year in left_out])
        )
    return sentence


def _none_at_hand() -> str:
    return _("The population of the neighbourhoods is not known for this report.")


def _outside(outside: pd.DataFrame, names: Names) -> str:
    wide = _names(outside, WIDE, names)
    narrow = [name for name in _names(outside, NARROW, names) if name not in wide]
    n = len(of(outside, level=NARROW))
    words = {"n": n, "narrow": percent(0.95, 0), "wide": percent(0.998, 1)}
    told = [
        _(
            "Even if residents were spread at random, the shares would differ, most in small neighbourhoods. "
            "About 1 in 20 would lie outside the limits of {narrow}."
        ).format(**words)
    ]
    if not narrow and not wide:
        told.append(_("None of the {n} neighbourhoods lies outside the limits of {narrow}.").format(**words))
    if narrow:
        told.append(
            ngettext(
                "One lies outside the limits of {narrow}, but inside those of {wide}: {names}.",
                "{n} lie outside the limits of {narrow}, but inside those of {wide}: {names}.",
                len(narrow),
            ).format(**words | {"n": len(narrow)}, names=listing(narrow))
        )
    if wide:
        told.append(
            ngettext(
                "One lies outside the limits of {wide}, too: {names}.",
                "{n} lie outside the limits of {wide}, too: {names}.",
                len(wide),
            ).format(**words | {"n": len(wide)}, names=listing(wide))
        )
    return " ".join(told)


def _adjusted(adjusted: pd.DataFrame, names: Names, *, tells_both: bool) -> str:
    still = _names(adjusted, NARROW, names)
    if still:
        return ngettext(
            "Even measured by how much neighbourhoods differ overall, one stands out: {names}.",
            "Even measured by how much neighbourhoods differ overall, {n} stand out: {names}.",
            len(still),
        ).format(n=len(still), names=listing(still))
    alone = _("Measured by how much neighbourhoods differ overall, none of them stands out.")
    if not tells_both:
        return alone
    both = _("Both are true: the neighbourhoods differ by more than chance, and no single one is the exception.")
    return f"{alone} {both}"


def _names(flags: pd.DataFrame, level: float, names: Names) -> list[str]:
    """The mahalles that are flagged for the limits of one level, in alphabetical order."""
    flagged = of(flags, level=level, value=1)["place"]
    return [plain(name) for name in sorted(flagged.map(names), key=sort_key)]

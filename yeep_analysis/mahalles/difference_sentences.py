"""Sentences on how the mahalles differ: by more than chance or not, and how evenly women and men live over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt

import pandas as pd

from yeep_analysis.results import pick
from yeep_analysis.show.present import FigureWords, plain
from yeep_analysis.statistics.kendall import LEVEL
from yeep_analysis.words.language import _, listing, ngettext, number, percent, probability, year_range
from yeep_analysis.words.turkish import sort_key

Names = Mapping[str, str]


def chance(
    outside: pd.DataFrame, chi_square: pd.DataFrame, dispersion: pd.DataFrame, adjusted: pd.DataFrame, names: Names
) -> str:
    """Which mahalles lie outside the limits of chance, and which still do when measured by how all differ."""
    row, factor = pick(chi_square), pick(dispersion)
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
    return " ".join([_outside(outside, names), together, _adjusted(adjusted, names, tells_both=is_anybody_outside)])


def not_by_age(flags: pd.DataFrame, year: int) -> str:
    """That the institutional population cannot be set apart here, where the year of the figures is flagged."""
    row = pick(flags, year=year)
    if row is None or row["value"] != 1:
        return ""
    return _(
        "The mahalles are not known by age, so that the institutional population effect, which {year} shows, cannot be "
        "set apart here."
    ).format(year=year)


def evenness(index: pd.DataFrame, by_chance: pd.DataFrame, corrected: pd.DataFrame) -> str:
    """How evenly women and men live over the mahalles of the newest year."""
    row, lot, left = pick(index), pick(by_chance), pick(corrected)
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


def funnel_words(table: pd.DataFrame, year: int) -> FigureWords:
    """Words of the funnel plot."""
    caption = _(
        "Share of women in the mahalles by their size, with the limits of chance (dashed: {narrow}, solid: {wide}) and "
        "the limits widened by how much mahalles differ altogether (grey), 31 December {year}"
    ).format(narrow=percent(0.95, 0), wide=percent(0.998, 1), year=year)
    if table.empty:
        return FigureWords(_("Share of women in the mahalles by their size"), "")
    beyond = sorted(table[table["outside"] > 0]["name"], key=sort_key)
    alt = _(
        "Funnel plot: {caption}. Outside the limits of {narrow}: {beyond}; the others lie within. Values: table “How "
        "far the mahalles lie from the district”."
    ).format(caption=caption, narrow=percent(0.95, 0), beyond=listing(beyond) or _("none"))
    return FigureWords(caption, alt)


def map_words(table: pd.DataFrame, year: int, *, has_outlines: bool) -> FigureWords:
    """Words of the map."""
    known = table.dropna(subset=["value"])
    if known.empty:
        return FigureWords(_("Share of women in the mahalles on the map"), "")
    caption = (
        _("Share of women in the mahalles on the map, 31 December {year}")
        if has_outlines
        else _(
            "Share of women in the mahalles, schematic map, 31 December {year}; circles at the approximate centres, "
            "area by number of residents, moved apart where they would cover one another"
        )
    ).format(year=year)
    high, low = known.loc[known["value"].idxmax()], known.loc[known["value"].idxmin()]
    alt = _(
        "Map: {caption}. Highest: {high} ({high_share}), lowest: {low} ({low_share}). Values: table “Population of the "
        "mahalles”."
    ).format(
        caption=caption,
        high=high["name"],
        high_share=percent(high["value"], 1),
        low=low["name"],
        low_share=percent(low["value"], 1),
    )
    return FigureWords(caption, alt)


def slope_words(table: pd.DataFrame, comparable: list[int]) -> FigureWords:
    """Words of the slopegraph of two years."""
    if table.empty:
        return FigureWords(_("Share of women in the mahalles then and now"), "")
    caption = _("Share of women in the mahalles, {span}").format(span=year_range(comparable[0], comparable[-1]))
    rose = int((table["after"] > table["before"]).sum())
    alt = ngettext(
        "Slopegraph: {caption}. The share rose in {rose} of {n} mahalle. Values: table “Share of women in the "
        "mahalles by year”.",
        "Slopegraph: {caption}. The share rose in {rose} of {n} mahalles. Values: table “Share of women in the "
        "mahalles by year”.",
        len(table),
    ).format(caption=caption, rose=rose, n=len(table))
    return FigureWords(caption, alt)


def _none_at_hand() -> str:
    return _("For this edition no population of the mahalles is at hand.")


def _outside(outside: pd.DataFrame, names: Names) -> str:
    n = outside["group"].str.endswith("/95").sum()
    wide = _names(outside, "998", names)
    narrow = [name for name in _names(outside, "95", names) if name not in wide]
    return _(
        "A division of the residents by lot would also give shares that differ, the more so in small mahalles, and "
        "would put about one of twenty outside the limits of {narrow_limit}. Of {n} mahalles, outside the limits of "
        "{narrow_limit}, but inside those of {wide_limit}: {narrow}; outside those of {wide_limit}, too: {wide}."
    ).format(
        n=n,
        narrow_limit=percent(0.95, 0),
        wide_limit=percent(0.998, 1),
        narrow=listing(narrow) or _("none"),
        wide=listing(wide) or _("none"),
    )


def _adjusted(adjusted: pd.DataFrame, names: Names, *, tells_both: bool) -> str:
    still = _names(adjusted, "95", names)
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


def _names(flags: pd.DataFrame, band: str, names: Names) -> list[str]:
    """The mahalles that are flagged for one pair of limits, in alphabetical order."""
    rows = flags[flags["group"].str.endswith(f"/{band}") & (flags["value"] == 1)]
    found = [names[group.removesuffix(f"/{band}")] for group in rows["group"]]
    return [plain(name) for name in sorted(found, key=sort_key)]

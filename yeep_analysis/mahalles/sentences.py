"""Sentences on the mahalles."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from yeep_analysis.municipality.fact_tables import Source
from yeep_analysis.results import women_and_men
from yeep_analysis.show.present import FigureWords, plain
from yeep_analysis.words.language import _, listing, ngettext, number, percent
from yeep_analysis.words.turkish import sort_key


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


def size(counts: pd.DataFrame, names: dict[str, str]) -> str:
    """The largest and the smallest mahalle."""
    if counts.empty:
        return ""
    wide = women_and_men(counts)
    total = (wide["women"] + wide["men"]).set_axis(wide["group"].map(names))
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


def balance(share: pd.DataFrame, names: dict[str, str], district: float) -> str:
    """Where women are in the majority and where men are; levels only, no verdict."""
    if share.empty:
        return ""
    named = share.set_index(share["group"].map(names))["value"].dropna()
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


def figure_population(table: pd.DataFrame, year: int | None) -> FigureWords:
    """Words of the diverging bars."""
    if table.empty:
        return FigureWords(_("Population of the mahalles by sex"), "")
    caption = _("Population of the mahalles by sex, 31 December {year}").format(year=year)
    first, last = table.iloc[0], table.iloc[-1]
    return FigureWords(
        caption,
        _(
            "Diverging bar chart: {caption}. {n} mahalles in order of size, from {first} ({first_women} women, "
            "{first_men} men) to {last} ({last_women} women, {last_men} men). Values: table “Population of the "
            "mahalles”."
        ).format(
            caption=caption,
            n=len(table),
            first=first["name"],
            first_women=number(first["women"]),
            first_men=number(first["men"]),
            last=last["name"],
            last_women=number(last["women"]),
            last_men=number(last["men"]),
        ),
    )


def figure_share(table: pd.DataFrame, district: float, year: int | None) -> FigureWords:
    """Words of the dots of the share of women."""
    if table.empty:
        return FigureWords(_("Share of women in the mahalles"), "")
    caption = _("Share of women in the mahalles, 31 December {year}").format(year=year)
    first, last = table.iloc[0], table.iloc[-1]
    return FigureWords(
        caption,
        _(
            "Dot chart: {caption}. From {first} with {first_share} to {last} with {last_share}; district {district}; "
            "above half in {women} of {n} mahalles. Values: table “Population of the mahalles”."
        ).format(
            caption=caption,
            first=first["name"],
            first_share=percent(first["value"], 1),
            last=last["name"],
            last_share=percent(last["value"], 1),
            district=percent(district),
            women=int((table["value"] > 0.5).sum()),
            n=len(table),
        ),
    )

"""Words of the figures on change, and what is written beside the lines."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.population.change_sentences import places_of
from yeep_analysis.population.measures import INSTITUTIONAL_AGES
from yeep_analysis.population.sentences import AGES
from yeep_analysis.show.present import FigureWords
from yeep_analysis.words.language import _, number, percent, year_range


def slope_words(table: pd.DataFrame, *, first: int, year: int) -> FigureWords:
    """Words of the slopegraph of the share of women, then and now; with one line where the ages are not known."""
    span = year_range(first, year)
    with_ages_only = len(table) < 2
    caption = (
        _("Share of women, {span}").format(span=span)
        if with_ages_only
        else _("Share of women with and without ages {ages}, {span}").format(ages=AGES, span=span)
    )
    if table.empty:
        return FigureWords(caption, caption)
    rows = table.itertuples(index=False)
    parts = "; ".join(f"{row.name}: {percent(row.before)} → {percent(row.after)}" for row in rows)
    where = (
        _("table “Population by year and sex”")
        if with_ages_only
        else _("table “Population without ages {ages}”").format(ages=AGES)
    )
    return FigureWords(
        caption,
        _("Slopegraph: {caption}. {parts}. Values: {where}.").format(caption=caption, parts=parts, where=where),
    )


def notes(stands_out: pd.DataFrame, z: pd.DataFrame, flags: pd.DataFrame, counts_by_age: pd.DataFrame) -> pd.DataFrame:
    """What is written beside the lines: ``year, series, text``, one note at the year that stands out most.

    Only a year inside the series, and only where the ages 20-24 of that year are known and flagged.
    """
    columns = ["year", "series", "text"]
    flagged = set(flags[flags["value"] == 1]["year"])
    inside = [(year, group) for year, group in places_of(stands_out, "")[0] if group != "total" and year in flagged]
    if not inside:
        return pd.DataFrame(columns=columns)
    distance = z.set_index(["year", "group"])["value"].abs()
    year, group = max(inside, key=lambda place: distance[place])
    ages = counts_by_age[(counts_by_age["year"] == year) & (counts_by_age["group"] == INSTITUTIONAL_AGES)]
    by_sex = ages.set_index("sex")["n"]
    text = _("{year}, ages {ages}:\n{men} men, {women} women").format(
        year=year, ages=AGES, men=number(by_sex["male"]), women=number(by_sex["female"])
    )
    return pd.DataFrame([(year, group, text)], columns=columns)

"""Sentences on the places beside the district: a reference, never a ranking."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.comparison.tables import OWN, dots
from yeep_analysis.population.measures import INSTITUTIONAL_THRESHOLD, OTHER_AGES
from yeep_analysis.population.sentences import AGES, points_a_year
from yeep_analysis.results import ALL, of, value
from yeep_analysis.show.present import plain
from yeep_analysis.words.language import _, listing, ngettext, percent, signed, year_ranges
from yeep_analysis.words.terms import PlaceLevel


def level(share: pd.DataFrame, known: pd.DataFrame, *, year: int) -> str:
    """The share of women here, and between which values it lies elsewhere."""
    table = dots(share, known)
    own = of(table, kind=OWN)
    if len(table) <= len(own):
        return _("For {year} no other place is in the data.").format(year=year)
    sentence = _("On 31 December {year} the share of women in {name} was {share}.").format(
        year=year, name=plain(own["name"].iloc[0]), share=percent(own["value"].iloc[0])
    )
    districts = of(table, kind=PlaceLevel.DISTRICT).dropna(subset=["value"])
    if len(districts):
        sentence += " " + ngettext(
            "In the other district of the table it was {low}.",
            "In the {n} other districts of the table it was between {low} and {high}.",
            len(districts),
        ).format(n=len(districts), low=percent(districts["value"].min()), high=percent(districts["value"].max()))
    wider = table[table["kind"].isin([PlaceLevel.PROVINCE, PlaceLevel.COUNTRY])].dropna(subset=["value"])
    if len(wider):
        parts = [f"{plain(row.name)} {percent(row.value)}" for row in wider.itertuples(index=False)]
        sentence += " " + _("On a wider scale: {parts}.").format(parts=listing(parts))
    return sentence


def over_time(slope: pd.DataFrame, known: pd.DataFrame, counts: pd.DataFrame) -> str:
    """How the share of women moved here and elsewhere over the years in common, with and without the ages 20-24."""
    years = sorted(set(counts["year"]))
    if len(years) < 2 or slope.empty:
        return _("The places have only one year in common. Nothing can be said about change.")
    own, whole, rest = of(known, kind=OWN)["place"].iloc[0], of(slope, ages=ALL), of(slope, ages=OTHER_AGES)
    others = whole[whole["place"].isin(of(known, kind=PlaceLevel.DISTRICT)["place"])]["value"].dropna()
    if of(whole, place=own).empty or not len(others):
        return ""
    moved = points_a_year(_("the share of women here"), value(whole, place=own))
    sentence = _("Years compared: {years}.").format(years=year_ranges(years)) + " " + moved
    sentence += " " + ngettext(
        "In the other district it changed by {low}.",
        "In the other districts it changed by between {low} and {high}.",
        len(others),
    ).format(low=signed(others.min(), 2), high=signed(others.max(), 2))
    here_rest, others_rest = value(rest, place=own), rest[rest["place"] != own]["value"].dropna()
    if pd.isna(here_rest):
        return sentence
    here_without = _("the share of women here without ages {ages}").format(ages=AGES)
    sentence += " " + points_a_year(here_without, here_rest)
    if len(others_rest):
        sentence += " " + ngettext(
            "In the other place known without these ages it changed by {low}.",
            "In the other places known without these ages it changed by between {low} and {high}.",
            len(others_rest),
        ).format(low=signed(others_rest.min(), 2), high=signed(others_rest.max(), 2))
    return sentence


def flagged(flags: pd.DataFrame, known: pd.DataFrame) -> str:
    """Places whose share must be read together with the institutional population effect."""
    names = [plain(name) for name in known[known["place"].isin(of(flags, value=1)["place"])]["name"]]
    if not names:
        return ""
    return ngettext(
        "**Institutional population.** In this place there are more than {threshold} men per 100 women at ages "
        "{ages}: {names}.",
        "**Institutional population.** In these places there are more than {threshold} men per 100 women at ages "
        "{ages}: {names}.",
        len(names),
    ).format(threshold=INSTITUTIONAL_THRESHOLD, ages=AGES, names=listing(names))

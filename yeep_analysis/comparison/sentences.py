"""Sentences on the places beside the district: a reference, never a ranking."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.comparison.tables import OWN
from yeep_analysis.population.measures import INSTITUTIONAL_THRESHOLD
from yeep_analysis.population.sentences import AGES
from yeep_analysis.results import pick
from yeep_analysis.show.present import FigureWords, plain
from yeep_analysis.words.language import _, listing, ngettext, percent, signed, year_ranges
from yeep_analysis.words.terms import PlaceLevel


def level(dots: pd.DataFrame, *, year: int) -> str:
    """The share of women here, and between which values it lies elsewhere."""
    own = dots[dots["kind"] == OWN]
    if len(dots) <= len(own):
        return _("For {year} no other place is in the data.").format(year=year)
    sentence = _("On 31 December {year} the share of women in {name}: {share}.").format(
        year=year, name=plain(own["name"].iloc[0]), share=percent(own["value"].iloc[0])
    )
    districts = dots[dots["kind"] == PlaceLevel.DISTRICT].dropna(subset=["value"])
    if len(districts):
        sentence += " " + ngettext(
            "In the other district of the table it is {low}.",
            "In the {n} other districts of the table it lies between {low} and {high}.",
            len(districts),
        ).format(n=len(districts), low=percent(districts["value"].min()), high=percent(districts["value"].max()))
    wider = dots[dots["kind"].isin([PlaceLevel.PROVINCE, PlaceLevel.COUNTRY])].dropna(subset=["value"])
    if len(wider):
        parts = [f"{plain(row.name)} {percent(row.value)}" for row in wider.itertuples(index=False)]
        sentence += " " + _("As a whole: {parts}.").format(parts=listing(parts))
    return sentence


def over_time(slope: pd.DataFrame, rest: pd.DataFrame, known: pd.DataFrame, counts: pd.DataFrame) -> str:
    """How the share of women moved here and elsewhere over the years in common."""
    years = sorted(set(counts["year"]))
    if len(years) < 2 or slope.empty:
        return _("The places have only one year in common; nothing can be said about change.")
    own = known[known["kind"] == OWN]["group"].iloc[0]
    others = slope[slope["group"].isin(known[known["kind"] == PlaceLevel.DISTRICT]["group"])]["value"].dropna()
    here, here_rest = pick(slope, group=own), pick(rest, group=f"{own}/without_20_24")
    if here is None or not len(others):
        return ""
    sentence = _(
        "Over {years} the share of women moved here by {here} percentage points a year, in the other districts by "
        "between {low} and {high}."
    ).format(
        years=year_ranges(years),
        here=signed(here["value"], 2),
        low=signed(others.min(), 2),
        high=signed(others.max(), 2),
    )
    others_rest = rest[rest["group"] != f"{own}/without_20_24"]["value"].dropna()
    if here_rest is not None and pd.notna(here_rest["value"]):
        sentence += " " + _("Without ages {ages} it moved here by {rest}.").format(
            ages=AGES, rest=signed(here_rest["value"], 2)
        )
        if len(others_rest):
            sentence += " " + _(
                "In the other places that are known without these ages: between {low} and {high}."
            ).format(low=signed(others_rest.min(), 2), high=signed(others_rest.max(), 2))
    return sentence


def flagged(flags: pd.DataFrame, known: pd.DataFrame) -> str:
    """Places whose share must be read together with the institutional population effect."""
    codes = {group.partition("/")[0] for group in flags[flags["value"] == 1]["group"]}
    names = [plain(row.name) for row in known[["group", "name"]].itertuples(index=False) if row.group in codes]
    if not names:
        return ""
    return _(
        "**To be read together with the institutional population effect** (more than {threshold} men per 100 women at "
        "ages {ages}): {names}."
    ).format(threshold=INSTITUTIONAL_THRESHOLD, ages=AGES, names=listing(names))


def dots_words(dots: pd.DataFrame, year: int) -> FigureWords:
    """Words of the dots."""
    caption = _(
        "Share of women here and in other places, 31 December {year}; in alphabetical order, no ranking"
    ).format(year=year)
    own, districts = dots[dots["kind"] == OWN], dots[dots["kind"] == PlaceLevel.DISTRICT].dropna(subset=["value"])
    if own.empty or districts.empty:
        return FigureWords(caption, caption)
    return FigureWords(
        caption,
        _(
            "Dot chart: {caption}. {name}: {share}; {n} other districts between {low} and {high}. Values: table “The "
            "district beside other places”."
        ).format(
            caption=caption,
            name=own["name"].iloc[0],
            share=percent(own["value"].iloc[0], 1),
            n=len(districts),
            low=percent(districts["value"].min(), 1),
            high=percent(districts["value"].max(), 1),
        ),
    )

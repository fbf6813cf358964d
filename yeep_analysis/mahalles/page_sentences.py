"""The mahalles in plain sentences: where women are the majority, how large the differences are, and one service."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from yeep_analysis.mahalles.local_service import Service
from yeep_analysis.results import of, pick
from yeep_analysis.show.present import plain, see_annex
from yeep_analysis.statistics.exact import LEVEL
from yeep_analysis.words import language
from yeep_analysis.words.language import _, listing, number, percent

NAMED = 3  # mahalles that a sentence names
Names = Mapping[str, str]


def heading(shares: pd.DataFrame) -> str:
    """In how many of the mahalles women are the majority."""
    inhabited = shares.dropna(subset=["value"])
    led, n = int((2 * inhabited["numerator"] > inhabited["denominator"]).sum()), len(inhabited)
    if led == n > 0:
        return _("Women are the majority in every neighbourhood")
    if led == 0:
        return _("Women are the majority in no neighbourhood")
    return _("Women are the majority in {led} of {n} neighbourhoods").format(led=led, n=n)


def differences(composition: pd.DataFrame, dispersion: pd.DataFrame, names: Names) -> str:
    """The highest and the lowest share of women, and whether chance explains the differences; empty for one mahalle."""
    shares = of(composition, "mahalle_share_of_women").dropna(subset=["value"])
    if len(shares) < 2:
        return ""
    high, low = (shares.loc[found] for found in (shares["value"].idxmax(), shares["value"].idxmin()))
    told = _("The share of women is highest in {high}, at {high_share}, and lowest in {low}, at {low_share}.").format(
        high=plain(names[high["place"]]),
        high_share=percent(high["value"], 1),
        low=plain(names[low["place"]]),
        low_share=percent(low["value"], 1),
    )
    row = pick(dispersion, "mahalle_chi_square_p")
    if row is None or pd.isna(row["value"]):
        return told
    by_chance = (
        _("The differences can be explained by chance.")
        if row["value"] > LEVEL
        else _("The differences cannot be explained by chance alone.")
    )
    return f"{told} {by_chance}"


def service(counted: Service, names: Names) -> str:
    """How a service stands in all mahalles together, and where it is highest and none."""
    first, now = sum(counted.first.values()), sum(counted.counts.values())
    name = counted.measure.short_in(language.active()).text
    parts = [_("{service}: {now} in {year}.").format(service=plain(name), now=number(now), year=counted.year)]
    if counted.first_year != counted.year:
        parts = [
            _("{service}: {first} in {first_year}, {now} in {year}.").format(
                service=plain(name),
                first=number(first),
                first_year=counted.first_year,
                now=number(now),
                year=counted.year,
            )
        ]
    none = [plain(names[place]) for place, n in counted.counts.items() if n == 0]
    most = max(counted.counts.values())
    top = [plain(names[place]) for place, n in counted.counts.items() if n == most]
    if most and len(top) <= NAMED:
        told = _("Most were in {places} ({n}).") if len(top) == 1 else _("Most were in {places} ({n} each).")
        parts.append(told.format(places=listing(top), n=number(most)))
    if none and len(none) <= NAMED:
        told = _("There was none in {places}.") if len(none) == 1 else _("There were none in {places}.")
        parts.append(told.format(places=listing(none)))
    return " ".join(parts)


def more_in_the_annex() -> str:
    """Where all years and the reckoning stand."""
    return _("People are counted where they are registered. All years and the method: {place}.").format(
        place=see_annex("30_mahalles")
    )

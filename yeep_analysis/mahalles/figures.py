"""Figures of the mahalles: what each draws, and its words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yeep_analysis.mahalles import charts
from yeep_analysis.mahalles import funnel_limits as limits_of_chance
from yeep_analysis.mahalles.funnel_chart import funnel as funnel_chart
from yeep_analysis.mahalles.map_chart import mahalle_map
from yeep_analysis.mahalles.tables import Names, funnel_points
from yeep_analysis.municipality.load import Facts
from yeep_analysis.results import of
from yeep_analysis.show.present import FigureWords, PublicationFigure, PublicationTable
from yeep_analysis.show.slope import slopegraph
from yeep_analysis.words.language import _, listing, ngettext, number, percent, year_range
from yeep_analysis.words.turkish import sort_key

_CURVE_POINTS = 120


def population(table: PublicationTable) -> PublicationFigure:
    """Diverging bars of women and men, in the order of the table of the population."""
    frame = table.frame
    return PublicationFigure("mahalle_population", charts.mahalle_population, frame, _population_words(frame))


def share(composition: pd.DataFrame, names: Names, district: float) -> PublicationFigure:
    """Dots of the share of women, from the highest to the lowest, against half and against the district."""
    found = of(composition, "mahalle_share_of_women")
    frame = found.assign(name=found["place"].map(names)).sort_values(
        "value", ascending=False, kind="stable", ignore_index=True
    )
    words = _share_words(frame, district)
    return PublicationFigure("mahalle_share_of_women", charts.mahalle_share, frame, words, {"district": district})


def on_map(composition: pd.DataFrame, facts: Facts, district: float) -> PublicationFigure:
    """The share of women where the mahalles lie: in their outlines where all have one, otherwise in circles.

    No figure where a centre is unknown.
    """
    known, found = facts.frames["mahalles"].set_index("mahalle_code"), of(composition, "mahalle_share_of_women")
    where = {name: found["place"].map(known[name]) for name in ("name", "longitude", "latitude")}
    frame = found.assign(**where, total=found["denominator"].astype(int))
    frame = frame if frame[["longitude", "latitude"]].notna().all(axis=None) else frame.iloc[:0]
    words = _map_words(frame, has_outlines=facts.has_shapes)
    return PublicationFigure("mahalle_map", mahalle_map, frame, words, {"shapes": facts.shapes, "district": district})


def funnel(
    composition: pd.DataFrame, found: pd.DataFrame, counts: pd.DataFrame, names: Names, district: float
) -> PublicationFigure:
    """The share of women against the size of the mahalles, with both pairs of limits (``found``: of the funnel)."""
    frame = funnel_points(composition, found, names)
    sizes = np.array([])
    if len(frame):  # a little beyond the smallest and the largest mahalle
        sizes = np.geomspace(max(1, 0.8 * frame["size"].min()), 1.08 * frame["size"].max(), _CURVE_POINTS)
    limits, adjusted = (limits_of_chance.curves(counts, sizes, adjusted=one) for one in (False, True))
    options = {"curves": limits, "adjusted": adjusted, "centre": district}
    year = composition["year"].max()
    return PublicationFigure("mahalle_funnel", funnel_chart, frame, _funnel_words(frame, year), options)


def then_and_now(share: pd.DataFrame, comparable: Sequence[int], names: Names) -> PublicationFigure:
    """Share of women in the first and the last comparable year, in alphabetical order."""
    frame, ends = pd.DataFrame(columns=["name", "before", "after"]), {"start": "", "end": ""}
    if len(comparable) > 1:
        first, last = comparable[0], comparable[-1]
        wide = share.pivot(index="place", columns="year", values="value")
        found = pd.DataFrame({"before": wide[first], "after": wide[last]}).dropna()
        found = found.assign(name=found.index.map(names))[["name", "before", "after"]]
        frame = found.sort_values("name", key=lambda column: column.map(sort_key), kind="stable", ignore_index=True)
        ends = {"start": str(first), "end": str(last)}
    return PublicationFigure("mahalle_share_then_and_now", slopegraph, frame, _slope_words(frame, comparable), ends)


def _population_words(table: pd.DataFrame) -> FigureWords:
    if table.empty:
        return FigureWords(_("Population of the neighbourhoods by sex"), "")
    caption = _("Population of the neighbourhoods by sex, 31 December {year}").format(year=table["year"].max())
    first, last = table.iloc[0], table.iloc[-1]
    return FigureWords(
        caption,
        _(
            "Diverging bar chart: {caption}. {n} neighbourhoods in order of size, from {first} "
            "({first_women} women, {first_men} men) to {last} ({last_women} women, {last_men} men). "
            "Values: table “Population of the neighbourhoods”."
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


def _share_words(table: pd.DataFrame, district: float) -> FigureWords:
    if table.empty:
        return FigureWords(_("Share of women in the neighbourhoods"), "")
    caption = _("Share of women in the neighbourhoods, 31 December {year}").format(year=table["year"].max())
    first, last = table.iloc[0], table.iloc[-1]
    return FigureWords(
        caption,
        _(
            "Dot chart: {caption}. From {first} with {first_share} to {last} with {last_share}; district "
            "{district}; above half in {women} of {n} neighbourhoods. Values: table “Population of the "
            "neighbourhoods”."
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


def _funnel_words(table: pd.DataFrame, year: int) -> FigureWords:
    caption = _(
        "Share of women in the neighbourhoods by their size, with the limits of chance (dashed: {narrow}, "
        "solid: {wide}) and the limits widened by how much neighbourhoods differ altogether (grey), 31 "
        "December {year}"
    ).format(narrow=percent(0.95, 0), wide=percent(0.998, 1), year=year)
    if table.empty:
        return FigureWords(_("Share of women in the neighbourhoods by their size"), "")
    beyond = sorted(table[table["outside"] > 0]["name"], key=sort_key)
    alt = _(
        "Funnel plot: {caption}. Outside the limits of {narrow}: {beyond}. Values: table “How far the "
        "neighbourhoods lie from the district”."
    ).format(caption=caption, narrow=percent(0.95, 0), beyond=listing(beyond) or _("none"))
    return FigureWords(caption, alt)


def _map_words(table: pd.DataFrame, *, has_outlines: bool) -> FigureWords:
    known = table.dropna(subset=["value"])
    if known.empty:
        return FigureWords(_("Share of women in the neighbourhoods on the map"), "")
    caption = (
        _("Share of women in the neighbourhoods on the map, 31 December {year}")
        if has_outlines
        else _(
            "Share of women in the neighbourhoods, schematic map, 31 December {year}; circles at the "
            "approximate centres, area by number of residents, moved apart where they would cover one "
            "another"
        )
    ).format(year=known["year"].max())
    high, low = known.loc[known["value"].idxmax()], known.loc[known["value"].idxmin()]
    alt = _(
        "Map: {caption}. Highest: {high} ({high_share}), lowest: {low} ({low_share}). Values: table "
        "“Population of the neighbourhoods”."
    ).format(
        caption=caption,
        high=high["name"],
        high_share=percent(high["value"], 1),
        low=low["name"],
        low_share=percent(low["value"], 1),
    )
    return FigureWords(caption, alt)


def _slope_words(table: pd.DataFrame, comparable: Sequence[int]) -> FigureWords:
    if table.empty:
        return FigureWords(_("Share of women in the neighbourhoods, first and latest year"), "")
    caption = _("Share of women in the neighbourhoods, {span}").format(span=year_range(comparable[0], comparable[-1]))
    rose = int((table["after"] > table["before"]).sum())
    alt = ngettext(
        "Slopegraph: {caption}. The share rose in {rose} of {n} neighbourhood. Values: table “Share of women in the "
        "neighbourhoods by year”.",
        "Slopegraph: {caption}. The share rose in {rose} of {n} neighbourhoods. Values: table “Share of women in the "
        "neighbourhoods by year”.",
        len(table),
    ).format(caption=caption, rose=rose, n=len(table))
    return FigureWords(caption, alt)

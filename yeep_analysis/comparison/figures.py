"""The figure of the places beside the district, and the words that say its finding."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.comparison import charts, tables
from yeep_analysis.results import of
from yeep_analysis.show.present import FigureWords, PublicationFigure
from yeep_analysis.words.language import _, percent
from yeep_analysis.words.terms import PlaceLevel


def share_of_women(share: pd.DataFrame, known: pd.DataFrame, *, year: int) -> PublicationFigure:
    """The share of women in every district of the table, the district among them, and in the province and country."""
    frame = tables.dots(share, known)
    options = {"own": of(known, kind=tables.OWN)["name"].iloc[0]}
    return PublicationFigure("comparison_share_of_women", charts.reference_dots, frame, _words(frame, year), options)


def _words(dots: pd.DataFrame, year: int) -> FigureWords:
    caption = _(
        "Share of women here and in other places, 31 December {year}; listed alphabetically, not a ranking"
    ).format(year=year)
    own, districts = of(dots, kind=tables.OWN), of(dots, kind=PlaceLevel.DISTRICT).dropna(subset=["value"])
    if own.empty or districts.empty:
        return FigureWords(caption, caption)
    return FigureWords(
        caption,
        _(
            "Dot chart: {caption}. {name}: {share}; {n} other districts between {low} and {high}. Values: "
            "table “Comparison with other districts”."
        ).format(
            caption=caption,
            name=own["name"].iloc[0],
            share=percent(own["value"].iloc[0], 1),
            n=len(districts),
            low=percent(districts["value"].min(), 1),
            high=percent(districts["value"].max(), 1),
        ),
    )

"""Tables of the mahalles, of how they differ, and of several years side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from yeep_analysis.mahalles.funnel_limits import NARROW, WIDE
from yeep_analysis.results import of, women_and_men
from yeep_analysis.show.present import Column, Numbers, PublicationTable
from yeep_analysis.words.language import _, percent
from yeep_analysis.words.turkish import sort_key

Names = Mapping[str, str]


def population(counts: pd.DataFrame, composition: pd.DataFrame, names: Names) -> PublicationTable:
    """Population of the mahalles by sex with their ratios, the largest first."""
    frame = women_and_men(counts).assign(total=lambda t: t["women"] + t["men"], name=lambda t: t["place"].map(names))
    for name in ("share_of_women", "men_per_100_women", "gap_pp", "share_of_district"):
        frame[name] = _of(composition, f"mahalle_{name}", frame)
    columns = (
        Column("name", _("Neighbourhood")),
        Column("place", _("TÜİK code")),
        Column("women", _("Women"), "count"),
        Column("men", _("Men"), "count"),
        Column("total", _("Total"), "count"),
        Column("share_of_women", _("Share of women"), "share", of=Numbers("mahalle_share_of_women")),
        Column("men_per_100_women", _("Men per 100 women"), "decimal", of=Numbers("mahalle_men_per_100_women")),
        Column("gap_pp", _("Gap, percentage points"), "signed2", of=Numbers("mahalle_gap_pp")),
        Column("share_of_district", _("Share of the district"), "share", of=Numbers("mahalle_share_of_district")),
    )
    note = _("Gap: share of women minus share of men, in percentage points; above zero where women outnumber men.")
    ordered = frame.sort_values(["total", "place"], ascending=[False, True], ignore_index=True)
    return PublicationTable("mahalle_population", _("Population of the neighbourhoods"), columns, ordered, note)


def funnel(
    composition: pd.DataFrame, quotient: pd.DataFrame, funnel: pd.DataFrame, adjusted: pd.DataFrame, names: Names
) -> PublicationTable:
    """How far each mahalle lies from the district; in alphabetical order, because it is no ranking."""
    points = funnel_points(composition, funnel, names)
    narrow = of(funnel, level=NARROW)
    frame = points.assign(
        location_quotient=_of(quotient, "mahalle_location_quotient", points),
        lower_95=_of(narrow, "mahalle_funnel_lower", points),
        upper_95=_of(narrow, "mahalle_funnel_upper", points),
        z=_of(funnel, "mahalle_funnel_z", points),
        adjusted_z=_of(adjusted, "mahalle_funnel_adjusted_z", points),
        limits=points["outside"].map(
            {
                0: _("inside"),
                NARROW: _("outside {limit}").format(limit=percent(0.95, 0)),
                WIDE: _("outside {limit}").format(limit=percent(0.998, 1)),
            }
        ),
    ).sort_values("name", key=lambda column: column.map(sort_key), kind="stable", ignore_index=True)
    at_narrow = {"level": NARROW}
    columns = (
        Column("name", _("Neighbourhood")),
        Column("size", _("Residents"), "count"),
        Column("value", _("Share of women"), "share", of=Numbers("mahalle_share_of_women")),
        Column("location_quotient", _("Location quotient"), "ratio", of=Numbers("mahalle_location_quotient")),
        Column("lower_95", _("Limit of chance, lower"), "share", of=Numbers("mahalle_funnel_lower", beyond=at_narrow)),
        Column("upper_95", _("Limit of chance, upper"), "share", of=Numbers("mahalle_funnel_upper", beyond=at_narrow)),
        Column("z", _("Distance z"), "signed2", of=Numbers("mahalle_funnel_z")),
        Column("adjusted_z", _("Adjusted z"), "signed2", of=Numbers("mahalle_funnel_adjusted_z")),
        Column("limits", _("Limits of chance")),
    )
    note = _(
        "Location quotient: share of women in the neighbourhood divided by that of the district. Limits of "
        "chance: {narrow}, for a neighbourhood of this size. Distance z: from the district, in standard "
        "errors; adjusted: divided by the root of the over-dispersion."
    ).format(narrow=percent(0.95, 0))
    return PublicationTable(
        "mahalle_funnel", _("How far the neighbourhoods lie from the district"), columns, frame, note
    )


def by_year(share: pd.DataFrame, comparable: Sequence[int], names: Names) -> PublicationTable:
    """Share of women of each mahalle in every comparable year, in alphabetical order."""
    years = list(comparable) if len(comparable) > 1 else []
    wide = share[share["year"].isin(years)].pivot(index="place", columns="year", values="value")
    frame = wide.rename(columns=lambda year: f"share_{year}").assign(name=wide.index.map(names)).reset_index()
    frame = frame.sort_values("name", key=lambda column: column.map(sort_key), kind="stable", ignore_index=True)
    columns = (
        Column("name", _("Neighbourhood")),
        *(Column(f"share_{year}", str(year), "share", of=Numbers("mahalle_share_of_women", year)) for year in years),
    )
    return PublicationTable("mahalle_share_by_year", _("Share of women in the neighbourhoods by year"), columns, frame)


def evenness(dissimilarity: pd.DataFrame, comparable: Sequence[int]) -> PublicationTable:
    """The index of dissimilarity of every comparable year, newest first; one year alone needs no table."""
    shown = dissimilarity[dissimilarity["year"].isin(comparable if len(comparable) > 1 else [])]
    parts = {"mahalle_dissimilarity": "index"}
    parts |= {f"mahalle_dissimilarity_{part}": part for part in ("by_chance", "corrected")}
    frame = shown.pivot(index="year", columns="indicator", values="value").rename(columns=parts)
    frame = frame.sort_index(ascending=False).reset_index()
    columns = (
        Column("year", _("Year"), "year"),
        Column("index", _("Dissimilarity"), "share", of=Numbers("mahalle_dissimilarity")),
        Column("by_chance", _("Expected by chance"), "share", of=Numbers("mahalle_dissimilarity_by_chance")),
        Column("corrected", _("Beyond chance"), "share", of=Numbers("mahalle_dissimilarity_corrected")),
    )
    caption = _("How unevenly women and men are spread over the neighbourhoods")
    return PublicationTable("mahalle_dissimilarity", caption, columns, frame)


def funnel_points(composition: pd.DataFrame, funnel: pd.DataFrame, names: Names) -> pd.DataFrame:
    """``year, place, name, size, value, outside`` for the funnel plot.

    ``outside`` is 0 or the level of the outermost limit passed. One mahalle alone has nothing beside it, and
    nobody lives in some.
    """
    inhabited = of(composition, "mahalle_share_of_women").dropna(subset=["value"])
    table = inhabited if len(inhabited) > 1 else inhabited.iloc[:0]
    passed = of(funnel, "mahalle_funnel_outside", value=1).groupby("place")["level"].max()
    table = table.assign(
        name=table["place"].map(names),
        size=table["denominator"].astype(int),
        outside=table["place"].map(passed).fillna(0.0).astype(float),
    )
    return table[["year", "place", "name", "size", "value", "outside"]].reset_index(drop=True)


def _of(results: pd.DataFrame, indicator: str, rows: pd.DataFrame) -> pd.Series:
    """The value of an indicator for the mahalle of each row."""
    return rows["place"].map(of(results, indicator).set_index("place")["value"])

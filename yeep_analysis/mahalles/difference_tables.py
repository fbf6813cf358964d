"""Tables of how the mahalles differ, and of several years side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _, percent
from yeep_analysis.words.turkish import sort_key

Names = Mapping[str, str]
_CURVE_POINTS = 120


def funnel_points(share: pd.DataFrame, outside: pd.DataFrame, names: Names) -> pd.DataFrame:
    """``group, name, size, value, outside`` for the funnel plot; outside 0, 95 or 998: the outermost limit passed."""
    inhabited = share.dropna(subset=["value"])
    compared = inhabited if len(inhabited) > 1 else inhabited.iloc[:0]  # one alone has nothing beside it
    table = compared.assign(name=lambda t: t["group"].map(names), size=lambda t: t["denominator"].astype(int))
    flags = outside.set_index("group")["value"]
    passed = [
        998 if flags.get(f"{group}/998") == 1 else 95 if flags.get(f"{group}/95") == 1 else 0
        for group in table["group"]
    ]
    return table.assign(outside=passed)[["group", "name", "size", "value", "outside"]].reset_index(drop=True)


def sizes(points: pd.DataFrame) -> np.ndarray:
    """Residents at which the limits of the funnel are drawn: a little beyond the smallest and the largest mahalle."""
    if points.empty:
        return np.array([])
    return np.geomspace(max(1, 0.8 * points["size"].min()), 1.08 * points["size"].max(), _CURVE_POINTS)


def funnel(
    points: pd.DataFrame, quotient: pd.DataFrame, limits: pd.DataFrame, z: pd.DataFrame, adjusted_z: pd.DataFrame
) -> PublicationTable:
    """How far each mahalle lies from the district; in alphabetical order, because it is no ranking."""
    frame = points.assign(
        location_quotient=_of(quotient, points),
        lower_95=_of(limits, points, "/lower_95"),
        upper_95=_of(limits, points, "/upper_95"),
        z=_of(z, points),
        adjusted_z=_of(adjusted_z, points),
        place=points["outside"].map(
            {
                0: _("inside"),
                95: _("outside {limit}").format(limit=percent(0.95, 0)),
                998: _("outside {limit}").format(limit=percent(0.998, 1)),
            }
        ),
    ).sort_values("name", key=lambda column: column.map(sort_key), ignore_index=True)
    columns = (
        Column("name", _("Mahalle")),
        Column("size", _("Residents"), "count"),
        Column("value", _("Share of women"), "share"),
        Column("location_quotient", _("Location quotient"), "ratio"),
        Column("lower_95", _("Limit of chance, lower"), "share"),
        Column("upper_95", _("Limit of chance, upper"), "share"),
        Column("z", _("Distance z"), "signed2"),
        Column("adjusted_z", _("Adjusted z"), "signed2"),
        Column("place", _("Limits of chance")),
    )
    note = _(
        "Location quotient: share of women in the mahalle divided by that of the district. Limits of chance: {narrow}, "
        "for a mahalle of this size. Distance z: in standard errors from the district; adjusted: divided by the root "
        "of the over-dispersion."
    ).format(narrow=percent(0.95, 0))
    return PublicationTable("mahalle_funnel", _("How far the mahalles lie from the district"), columns, frame, note)


def map_points(mahalles: pd.DataFrame, share: pd.DataFrame, names: Names) -> pd.DataFrame:
    """``group, name, longitude, latitude, total, value`` for the map; no rows where a centre is unknown."""
    centres = mahalles.set_index("mahalle_code")
    table = share.assign(
        name=share["group"].map(names),
        longitude=share["group"].map(centres["longitude"]),
        latitude=share["group"].map(centres["latitude"]),
        total=share["denominator"].astype(int),
    )
    is_known = table[["longitude", "latitude"]].notna().all(axis=None)
    return table.loc[table.index if is_known else [], ["group", "name", "longitude", "latitude", "total", "value"]]


def then_and_now(share: pd.DataFrame, comparable: Sequence[int], names: Names) -> pd.DataFrame:
    """``name, before, after``: share of women in the first and last comparable year, in alphabetical order."""
    columns = ["name", "before", "after"]
    if len(comparable) < 2:
        return pd.DataFrame(columns=columns)
    wide = share.pivot(index="group", columns="year", values="value")
    table = pd.DataFrame({"before": wide[comparable[0]], "after": wide[comparable[-1]]}).dropna()
    table = table.assign(name=[names[group] for group in table.index])[columns]
    return table.sort_values("name", key=lambda column: column.map(sort_key), ignore_index=True)


def by_year(share: pd.DataFrame, comparable: Sequence[int], names: Names) -> PublicationTable:
    """Share of women of each mahalle in every comparable year, in alphabetical order."""
    years = list(comparable) if len(comparable) > 1 else []
    wide = share[share["year"].isin(years)].pivot(index="group", columns="year", values="value")
    frame = wide.rename(columns=lambda year: f"share_{year}").assign(name=[names[group] for group in wide.index])
    frame = frame.sort_values("name", key=lambda column: column.map(sort_key), ignore_index=True)
    columns = (Column("name", _("Mahalle")), *(Column(f"share_{year}", str(year), "share") for year in years))
    return PublicationTable("mahalle_share_by_year", _("Share of women in the mahalles by year"), columns, frame)


def evenness(
    index: pd.DataFrame, by_chance: pd.DataFrame, corrected: pd.DataFrame, comparable: Sequence[int]
) -> PublicationTable:
    """The index of dissimilarity of every comparable year, newest first; one year alone needs no table."""
    comparable = comparable if len(comparable) > 1 else []
    frame = index.set_index("year")[["value"]].rename(columns={"value": "index"})
    frame = frame.assign(by_chance=by_chance.set_index("year")["value"], corrected=corrected.set_index("year")["value"])
    frame = frame[frame.index.isin(comparable)].sort_index(ascending=False).reset_index()
    columns = (
        Column("year", _("Year"), "year"),
        Column("index", _("Dissimilarity"), "share"),
        Column("by_chance", _("By lot"), "share"),
        Column("corrected", _("Beyond chance"), "share"),
    )
    caption = _("How unevenly women and men live over the mahalles")
    return PublicationTable("mahalle_dissimilarity", caption, columns, frame)


def _of(result: pd.DataFrame, points: pd.DataFrame, suffix: str = "") -> pd.Series:
    return (points["group"] + suffix).map(result.set_index("group")["value"])

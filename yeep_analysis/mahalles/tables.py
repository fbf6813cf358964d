"""Tables of the mahalles."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.results import women_and_men
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _


def population(
    counts: pd.DataFrame,
    share: pd.DataFrame,
    ratio: pd.DataFrame,
    gap: pd.DataFrame,
    part: pd.DataFrame,
    names: dict[str, str],
) -> PublicationTable:
    """Population of the mahalles by sex with their ratios, the largest first."""
    frame = women_and_men(counts).assign(total=lambda t: t["women"] + t["men"], name=lambda t: t["group"].map(names))
    for result, name in (
        (share, "share_of_women"),
        (ratio, "men_per_100_women"),
        (gap, "gap_pp"),
        (part, "share_of_district"),
    ):
        frame[name] = frame["group"].map(result.set_index("group")["value"])
    columns = (
        Column("name", _("Mahalle")),
        Column("group", _("TÜİK code")),
        Column("women", _("Women"), "count"),
        Column("men", _("Men"), "count"),
        Column("total", _("Total"), "count"),
        Column("share_of_women", _("Share of women"), "share"),
        Column("men_per_100_women", _("Men per 100 women"), "decimal"),
        Column("gap_pp", _("Gap, pp"), "signed2"),
        Column("share_of_district", _("Share of the district"), "share"),
    )
    note = _("Gap: share of women minus share of men, in percentage points (pp); above zero where women outnumber men.")
    ordered = frame.sort_values(["total", "group"], ascending=[False, True], ignore_index=True)
    return PublicationTable("mahalle_population", _("Population of the mahalles"), columns, ordered, note)


def by_share(share: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """``name, value`` from the highest share of women to the lowest, for a chart."""
    named = share.assign(name=share["group"].map(names))
    return named.sort_values("value", ascending=False, ignore_index=True)[["name", "value"]]

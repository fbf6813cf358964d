"""Tables of the staff by employment type, grade and department, and of the bodies beside the council."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.representation.staff_sentences import body_name, of_dimension, table_caption
from yeep_analysis.representation.tables import post_columns, with_share
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import BodyKind, StaffDimension
from yeep_analysis.words.turkish import sort_key


def by_dimension(share: pd.DataFrame, which: StaffDimension) -> PublicationTable:
    """Women and men in each part of one breakdown of the staff."""
    frame = with_share(of_dimension(share, which))
    columns = (Column("name", which.label), *post_columns()[1:])
    return PublicationTable(f"staff_{which}", table_caption(which), columns, frame)


def bodies(share: pd.DataFrame, short: pd.DataFrame) -> PublicationTable:
    """Women and men in each body, and the posts short of 40 % for either sex; of each kind in alphabetical order."""
    order = {kind.value: place for place, kind in enumerate(BodyKind)}
    parts = [group.partition("/") for group in share["group"]]
    keys = [(order[kind], sort_key(name)) for kind, _slash, name in parts]
    rows = share.iloc[sorted(range(len(share)), key=keys.__getitem__)].reset_index(drop=True)
    frame = with_share(rows.assign(name=[body_name(group) for group in rows["group"]]))
    frame["short_either"] = frame["group"].map(short.set_index("group")["value"])
    columns = (
        Column("name", _("Body")),
        Column("year", _("Year"), "year"),
        *post_columns()[1:],
        Column("short_either", _("Short of 40% for either sex"), "count"),
    )
    return PublicationTable("bodies", _("Women and men in bodies beside the council"), columns, frame)

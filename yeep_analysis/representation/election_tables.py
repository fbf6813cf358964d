"""Tables of the records of every post, one after the other."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.representation.measures import SMALLEST_FOR_PERCENT
from yeep_analysis.representation.sentences import label, share_text
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Managers, Office

Changes = dict[str, pd.DataFrame]


def records(shares: pd.DataFrame, found: Changes) -> PublicationTable:
    """Every record of the posts of which there are two or more, with the change against the one before it."""
    shares = shares[shares["group"] != Managers.DEPARTMENT_HEADS]  # the department heads themselves, named once
    several = shares[shares.groupby("group")["year"].transform("nunique") > 1]
    several = several.sort_values(["group", "year"], ignore_index=True)
    frame = several.assign(
        name=[label(group) for group in several["group"]],
        women=several["numerator"],
        posts=several["denominator"],
        share=several["value"].where(several["denominator"] >= SMALLEST_FOR_PERCENT),
        **{name: _by_record(result, several) for name, result in found.items()},
    )
    before = several.groupby("group")["denominator"].shift().fillna(several["denominator"])
    is_small = several["denominator"].where(several["denominator"] < before, before) < SMALLEST_FOR_PERCENT
    for name in ("pp", "lower", "upper"):
        frame[name] = frame[name].mask(is_small)
    columns = (
        Column("name", _("Post")),
        Column("year", _("Year"), "year"),
        Column("women", _("Women"), "count"),
        Column("posts", _("Total"), "count"),
        Column("share", _("Share of women"), "share"),
        Column("pp", _("Change, pp"), "signed"),
        Column("lower", _("Lower limit"), "signed"),
        Column("upper", _("Upper limit"), "signed"),
        Column("p", _("By lot"), "probability"),
    )
    note = _(
        "Change against the record before, in percentage points (pp). Limits (Newcombe, 95%) hold if both bodies were "
        "draws from something larger. By lot: probability of a difference as large or larger, if the women of both "
        "records were dealt out to the posts of both (Fisher’s exact test)."
    )
    return PublicationTable("records", _("Women in posts, record by record"), columns, frame, note)


def then_and_now(shares: pd.DataFrame) -> pd.DataFrame:
    """``name, before, after, fraction_before, fraction_after`` of offices whose last two records have five posts."""
    rows = []
    offices = shares[shares["group"].isin(list(Office))]
    for group, record in offices.dropna(subset=["value"]).sort_values("year").groupby("group", sort=False):
        last = record.iloc[-2:]
        if len(last) == 2 and (last["denominator"] >= SMALLEST_FOR_PERCENT).all():
            years = [f"{share_text(one)} · {int(one['year'])}" for _index, one in last.iterrows()]
            rows.append((label(group), *last["value"], *years))
    return pd.DataFrame(rows, columns=["name", "before", "after", "fraction_before", "fraction_after"])


def offices(shares: pd.DataFrame) -> list[str]:
    """The offices of which there are two records or more."""
    records = shares[shares["group"].isin(list(Office))].groupby("group")["year"].nunique()
    return list(records[records > 1].index)


def headings() -> dict[str, str]:
    """``start`` and ``end`` of the slopegraph: records of different posts have different years."""
    return {"start": _("Record before"), "end": _("Newest record")}


def _by_record(result: pd.DataFrame, several: pd.DataFrame) -> list[float]:
    values = result.set_index(["group", "year"])["value"]
    return [
        values.get((group, year), float("nan")) for group, year in zip(several["group"], several["year"], strict=True)
    ]

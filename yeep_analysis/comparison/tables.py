"""The table and the dots of the places beside the district: in alphabetical order, never a ranking."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from yeep_analysis.population.sentences import AGES
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import PlaceLevel
from yeep_analysis.words.turkish import sort_key

OWN = "own"
_ORDER = {OWN: 0, PlaceLevel.DISTRICT: 1, PlaceLevel.PROVINCE: 2, PlaceLevel.COUNTRY: 3}


def places(reference: pd.DataFrame, *, code: str, name: str) -> pd.DataFrame:
    """``group, name, kind``: the district first, then the others of each level in alphabetical order.

    reference   the table ``reference_places``
    """
    others = reference.rename(columns={"place_code": "group"}).assign(kind=[str(x) for x in reference["level"]])
    own = pd.DataFrame([(code, name, OWN)], columns=["group", "name", "kind"])
    table = pd.concat([own, others[["group", "name", "kind"]]], ignore_index=True)
    keys = [(_ORDER[kind], sort_key(name)) for kind, name in zip(table["kind"], table["name"], strict=True)]
    return table.iloc[sorted(range(len(table)), key=keys.__getitem__)].reset_index(drop=True)


def dots(share: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """``name, value, kind`` of one year: all districts in one alphabetical order, the district among them."""
    values = share.set_index("group")["value"]
    table = known[known["group"].isin(values.index)].assign(value=lambda t: t["group"].map(values))
    is_district = table["kind"].isin([OWN, PlaceLevel.DISTRICT])
    districts = table[is_district].sort_values("name", key=lambda column: column.map(sort_key))
    return pd.concat([districts, table[~is_district]], ignore_index=True)[["name", "value", "kind"]]


def reference(results: Mapping[str, pd.DataFrame], known: pd.DataFrame) -> PublicationTable:
    """Every place with the measures of the population.

    results   ``share``, ``ratio``, ``growth``, ``slope``, ``slope_rest``, ``flags`` by place, of the newest year
    """
    share = results["share"].set_index("group")
    frame = known[known["group"].isin(share.index)].reset_index(drop=True)
    for name, result in results.items():
        frame[name] = frame["group"].map(result.set_index("group")["value"])
    frame["population"] = frame["group"].map(share["denominator"])
    frame["flagged"] = frame["flags"].map({1.0: _("yes"), 0.0: _("no")}).fillna("")
    frame["level"] = [_level(kind) for kind in frame["kind"]]
    columns = (
        Column("name", _("Place")),
        Column("level", _("Level")),
        Column("population", _("Population"), "count"),
        Column("share", _("Share of women"), "share"),
        Column("ratio", _("Men per 100 women"), "decimal"),
        Column("growth", _("Growth, ‰"), "signed"),
        Column("slope", _("Share of women, pp a year"), "signed2"),
        Column("slope_rest", _("The same without ages {ages}").format(ages=AGES), "signed2"),
        Column("flagged", _("Flagged year")),
    )
    note = _(
        "Within each level in alphabetical order: a reference, no ranking. Growth against the year before. Share of "
        "women, pp a year: median slope over all years that the places have in common. Flagged year: more than 150 men "
        "per 100 women at ages {ages}. A dash: not in the data."
    ).format(ages=AGES)
    return PublicationTable("comparison", _("The district beside other places"), columns, frame, note)


def by_place(result: pd.DataFrame, *, series: str = "", suffix: str = "") -> pd.DataFrame:
    """A result whose groups name a series or an age group beside the place: only those, named by the place alone."""
    start = f"{series}_" if series else ""
    rows = result[result["group"].str.startswith(start) & result["group"].str.endswith(suffix)]
    return rows.assign(group=rows["group"].str.removeprefix(start).str.removesuffix(suffix))


def _level(kind: str) -> str:
    return _("This district") if kind == OWN else PlaceLevel(kind).label

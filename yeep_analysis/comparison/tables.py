"""The table and the dots of the places beside the district: in alphabetical order, never a ranking."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.population.measures import OTHER_AGES
from yeep_analysis.population.sentences import AGES
from yeep_analysis.results import ALL, BOTH, of
from yeep_analysis.show.present import Column, Numbers, PublicationTable
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import PlaceLevel
from yeep_analysis.words.turkish import sort_key

OWN = "own"
_ORDER = {OWN: 0, PlaceLevel.DISTRICT: 1, PlaceLevel.PROVINCE: 2, PlaceLevel.COUNTRY: 3}


def places(reference: pd.DataFrame, municipality: Municipality) -> pd.DataFrame:
    """``place, name, kind``: the district first, then the others of each level in alphabetical order.

    reference   the table ``reference_places``
    """
    others = reference.rename(columns={"place_code": "place"}).assign(kind=[str(x) for x in reference["level"]])
    own = pd.DataFrame([(municipality.district_code, municipality.district, OWN)], columns=["place", "name", "kind"])
    table = pd.concat([own, others[["place", "name", "kind"]]], ignore_index=True)
    keys = [(_ORDER[kind], sort_key(name)) for kind, name in zip(table["kind"], table["name"], strict=True)]
    return table.iloc[sorted(range(len(table)), key=keys.__getitem__)].reset_index(drop=True)


def dots(share: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """``name, value, kind`` of one year: all districts in one alphabetical order, the district among them."""
    values = share.set_index("place")["value"]
    table = known[known["place"].isin(values.index)].assign(value=lambda t: t["place"].map(values))
    is_district = table["kind"].isin([OWN, PlaceLevel.DISTRICT])
    districts = table[is_district].sort_values("name", key=lambda column: column.map(sort_key), kind="stable")
    return pd.concat([districts, table[~is_district]], ignore_index=True)[["name", "value", "kind"]]


def reference(
    known: pd.DataFrame,
    share: pd.DataFrame,
    ratio: pd.DataFrame,
    growth: pd.DataFrame,
    slope: pd.DataFrame,
    flags: pd.DataFrame,
) -> PublicationTable:
    """Every place with the measures of the population, of the newest year."""
    frame = known[known["place"].isin(share["place"])].reset_index(drop=True)
    results = {
        **{"share": share, "ratio": ratio, "growth": of(growth, sex=BOTH), "flags": flags},
        **{"slope": of(slope, ages=ALL), "slope_rest": of(slope, ages=OTHER_AGES)},
    }
    for name, result in results.items():
        frame[name] = frame["place"].map(result.set_index("place")["value"])
    frame["population"] = frame["place"].map(share.set_index("place")["denominator"])
    frame["flagged"] = frame["flags"].map({1.0: _("yes"), 0.0: _("no")}).fillna("")
    year = share["year"].max()
    frame["level"] = [_level(kind) for kind in frame.pop("kind")]  # no kind in the result table: it is of places
    columns = (
        Column("name", _("Place")),
        Column("level", _("Level")),
        Column(
            "population", _("Population"), "count", of=Numbers("population_share_of_women", year, column="denominator")
        ),
        Column("share", _("Share of women"), "share", of=Numbers("population_share_of_women", year, column="value")),
        Column("ratio", _("Men per 100 women"), "decimal", of=Numbers("population_men_per_100_women", year)),
        Column("growth", _("Growth, per 1,000"), "signed"),
        Column("slope", _("Share of women, percentage points a year"), "signed2"),
        Column("slope_rest", _("The same without ages {ages}").format(ages=AGES), "signed2"),
        Column("flagged", _("More than 150 men")),
    )
    note = _(
        "Listed alphabetically within each level; not a ranking. Growth from the year before. Share of "
        "women, percentage points a year: median slope over all years the places have in common. More than "
        "150 men: per 100 women at ages {ages}. A dash: not in the data."
    ).format(ages=AGES)
    return PublicationTable("comparison", _("Comparison with other districts"), columns, frame, note)


def _level(kind: str) -> str:
    return _("This district") if kind == OWN else PlaceLevel(kind).label

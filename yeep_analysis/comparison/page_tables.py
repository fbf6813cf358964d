"""Other places on a page: the district among them in alphabetical order, a reference and never a ranking."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.comparison.tables import OWN
from yeep_analysis.population.measures import INSTITUTIONAL_THRESHOLD
from yeep_analysis.population.sentences import AGES
from yeep_analysis.results import BOTH, of, value
from yeep_analysis.show import present
from yeep_analysis.show.present import Column, Keyed, Output, PublicationTable
from yeep_analysis.show.small import ShareBeside
from yeep_analysis.words.language import _, listing, percent, plain
from yeep_analysis.words.terms import PlaceLevel
from yeep_analysis.words.turkish import sort_key

SHARE = "population_share_of_women"
BLANK = "\N{NO-BREAK SPACE}"
GROUPS = ((OWN, PlaceLevel.DISTRICT), (PlaceLevel.PROVINCE,), (PlaceLevel.COUNTRY,))


def beside(known: pd.DataFrame, share: pd.DataFrame, growth: pd.DataFrame, *, year: int) -> Output:
    """Each place with its people, its share of women beside ours, and how its population changed; nothing alone."""
    own = value(share, place=of(known, kind=OWN)["place"].iloc[0])
    if share["value"].count() < 2 or pd.isna(own):
        return present.prose()
    values, changes = (rows.set_index("place") for rows in (share, of(growth, sex=BOTH)))
    places = [place for place in _in_order(known) if place["place"] in values.index]
    reach = max((abs(one - own) for one in values["value"].dropna()), default=0)
    rows = [_row(place, values.loc[place["place"]], changes, own, reach) for place in places]
    columns = (
        Column("name", _("Place")),
        Column("people", _("persons"), "count"),
        Column("beside", _("share of women"), "graphic", heads=(_head(known, own),), span=(40, 3, 37)),
        Column("share", _("share of women"), "stated"),
        Column("growth", _("growth in the year, ‰"), "signed"),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    caption = _("Share of women and growth beside other places")
    when = _("31 December {year}").format(year=year)
    return present.stack(
        present.heading(_("Listed alphabetically; not a ranking"), when),
        present.table(PublicationTable("other_places", caption, columns, frame)),
    )


def _row(place: dict, row: pd.Series, changes: pd.DataFrame, own: float, reach: float) -> dict:
    is_empty = pd.isna(row["value"])
    return {
        "name": place["name"],
        "people": None if pd.isna(row["denominator"]) else int(row["denominator"]),
        "beside": BLANK if is_empty else ShareBeside(row["value"], own, reach),
        "share": BLANK if is_empty else _share(place, row),
        "growth": changes["value"].get(place["place"]),
    }


def _share(place: dict, row: pd.Series) -> Keyed:
    return Keyed(row["value"], SHARE, row["year"], place["place"], text=percent(row["value"], 1))


def _in_order(known: pd.DataFrame) -> list[dict]:
    """The districts in one alphabetical order, ours among them, then the province and the country."""
    found = []
    for kinds in GROUPS:
        members = known[known["kind"].isin(kinds)].to_dict("records")
        found += sorted(members, key=lambda one: sort_key(one["name"]))
    return found


def _head(known: pd.DataFrame, own: float) -> str:
    return f"{of(known, kind=OWN)['name'].iloc[0]}: {percent(own, 1)}"


def lead(share: pd.DataFrame, known: pd.DataFrame) -> str:
    """The share of women here, and between which values it lies in the other districts and as a whole."""
    values = share.set_index("place")["value"]
    named = (
        known[known["place"].isin(values.index)].assign(value=lambda t: t["place"].map(values)).dropna(subset=["value"])
    )
    own = of(named, kind=OWN)
    if len(own) == len(named):
        return _("No other place is in the data for this year.")
    told = [_("Here {share} of the inhabitants are women.").format(share=percent(one, 1)) for one in own["value"]]
    districts = of(named, kind=PlaceLevel.DISTRICT)["value"]
    if len(districts) == 1:
        told.append(_("In the other district of the table it is {share}.").format(share=percent(districts.iloc[0], 1)))
    elif len(districts):
        low, high = (percent(one, 1) for one in (districts.min(), districts.max()))
        told.append(
            _("In the {n} other districts it is between {low} and {high}.").format(n=len(districts), low=low, high=high)
        )
    wider = named[named["kind"].isin([PlaceLevel.PROVINCE, PlaceLevel.COUNTRY])]
    parts = [f"{plain(row.name)} {percent(row.value, 1)}" for row in wider.itertuples(index=False)]
    if parts:
        told.append(_("On a wider scale: {parts}.").format(parts=listing(parts)))
    return " ".join(told)


def read_with_care(flags: pd.DataFrame, known: pd.DataFrame) -> str:
    """Places in which many live in barracks, halls or prisons; then where everything else stands."""
    names = [plain(name) for name in known[known["place"].isin(of(flags, value=1)["place"])]["name"]]
    more = _("All years and calculations: {place}.").format(place=present.see_annex("45_comparison"))
    if not names:
        return more
    told = _(
        "In {names} there are more than {n} men per 100 women at ages {ages}: bear barracks and student halls in mind."
    ).format(names=listing(names), n=INSTITUTIONAL_THRESHOLD, ages=AGES)
    return f"{told} {more}"

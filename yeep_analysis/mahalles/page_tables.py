"""The mahalles on a page: people, share of women beside that of the district, one service where the data have it."""

from __future__ import annotations

import math

import pandas as pd

from yeep_analysis.mahalles import page_sentences
from yeep_analysis.mahalles.local_service import Service
from yeep_analysis.municipality.load import Facts
from yeep_analysis.results import of
from yeep_analysis.show import present
from yeep_analysis.show.present import Column, Keyed, Output, PublicationTable
from yeep_analysis.show.small import Bars, CountsOnMap, ShareBeside
from yeep_analysis.words import language
from yeep_analysis.words.language import _, number, percent

BLANK = "\N{NO-BREAK SPACE}"
ON_A_MAP = 20  # mahalles; of more the names would not fit into a small map
SHARE, OF_THE_DISTRICT = "mahalle_share_of_women", "population_share_of_women"


def people(composition: pd.DataFrame, facts: Facts, district: float, counted: Service | None) -> Output:
    """The mahalles from the largest to the smallest, the district below them; nothing without their population."""
    shares = of(composition, SHARE).sort_values(["denominator", "place"], ascending=[False, True], ignore_index=True)
    if shares.empty:
        return present.prose()
    names, most = facts.mahalle_names, int(shares["denominator"].max())
    reach = max((abs(share - district) for share in shares["value"].dropna()), default=0)
    rows = [
        {
            "name": names[row.place],
            "people": Bars(int(row.numerator), int(row.denominator - row.numerator), most, 40),
            "total": int(row.denominator),
            "beside": BLANK if pd.isna(row.value) else ShareBeside(row.value, district, reach),
            "share": _share(row),
            "service": _then_and_now(counted, row.place),
        }
        for row in shares.itertuples()
    ]
    rows.append(_whole(shares, facts, district, counted))
    columns = [
        Column("name", _("Neighbourhood")),
        Column("people", _("● women ■ men"), "graphic"),
        Column("total", _("persons"), "count"),
        Column(
            "beside",
            _("share of women"),
            "graphic",
            heads=(_("district: {share}").format(share=percent(district, 1)),),
            span=(40, 3, 37),
        ),
        Column("share", _("share of women"), "stated"),
    ]
    if counted:
        short = counted.measure.short_in(language.active())
        years = dict.fromkeys((counted.first_year, counted.year))
        columns.append(
            Column("service", f"{short} {' → '.join(map(str, years))}", "stated", language=_foreign(short.language))
        )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    table = PublicationTable("who_lives_where", _("Women and men in the neighbourhoods"), tuple(columns), frame)
    when = _("31 December {year}").format(year=facts.mahalle_year)
    return present.stack(present.heading(page_sentences.heading(shares), when), present.table(table))


def _share(row: tuple) -> Keyed | str:
    if pd.isna(row.value):
        return BLANK
    return Keyed(row.value, SHARE, row.year, row.place, text=percent(row.value, 2))


def _whole(shares: pd.DataFrame, facts: Facts, district: float, counted: Service | None) -> dict:
    now, first = (sum(counts.values()) for counts in (counted.counts, counted.first)) if counted else (0, 0)
    return {
        "name": facts.municipality.district,
        "people": BLANK,
        "total": int(shares["denominator"].sum()),
        "beside": BLANK,
        "share": Keyed(district, OF_THE_DISTRICT, facts.mahalle_year, text=percent(district, 2)),
        "service": "" if counted is None else _arrow(first, now, is_one_year=counted.first_year == counted.year),
    }


def _then_and_now(counted: Service | None, place: str) -> str:
    if counted is None:
        return ""
    return _arrow(counted.first[place], counted.counts[place], is_one_year=counted.first_year == counted.year)


def _arrow(first: int, now: int, *, is_one_year: bool) -> str:
    return number(now) if is_one_year else f"{number(first)} → {number(now)}"


def _foreign(spoken: str) -> str:
    return "" if spoken == language.active() else spoken


def words_and_map(composition: pd.DataFrame, dispersion: pd.DataFrame, facts: Facts, counted: Service | None) -> Output:
    """What the table says, beside the map of the service where there are outlines; nothing without mahalles."""
    told = present.prose(
        page_sentences.differences(composition, dispersion, facts.mahalle_names),
        page_sentences.service(counted, facts.mahalle_names) if counted else "",
        page_sentences.more_in_the_annex() if len(composition) else "",
    )
    if counted is None or not facts.has_shapes or len(facts.shapes) > ON_A_MAP:
        return told
    title = counted.measure.short_in(language.active())
    head = present.heading(_("{service}, {year}").format(service=_marked(title), year=counted.year), level=3)
    return present.side_by_side(told, present.stack(head, present.graphic(_map(facts, counted))))


def _marked(name: object) -> str:
    spoken = _foreign(name.language)
    return present.in_language(name.text, spoken) if spoken else name.text


def _map(facts: Facts, counted: Service) -> CountsOnMap:
    places = [place for place in facts.mahalle_names if place in counted.counts]
    outer = {place: [polygon[0] for polygon in facts.shapes[place]] for place in places}
    latitudes = [latitude for rings in outer.values() for ring in rings for _longitude, latitude in ring]
    narrow = math.cos(
        math.radians((min(latitudes) + max(latitudes)) / 2)
    )  # a degree of longitude beside one of latitude
    drawn = [[[(x * narrow, y) for x, y in ring] for ring in outer[place]] for place in places]
    names = [facts.mahalle_names[place] for place in places]
    return CountsOnMap(names, drawn, [counted.counts[place] for place in places])

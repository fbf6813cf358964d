"""The MOR harita and the poverty map: what each draws, and its words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd

from yeep_analysis.municipality.load import Facts
from yeep_analysis.results import of
from yeep_analysis.sensitive.charts import class_map
from yeep_analysis.sensitive.protected import JOINED, Protected, month_name
from yeep_analysis.sensitive.tables import hidden, shown
from yeep_analysis.show.present import FigureWords, PublicationFigure
from yeep_analysis.words.language import _, listing, number, percent
from yeep_analysis.words.terms import ApplicationSource, Deprivation

# Limits of the classes are round and the same in every edition: they come from no count.
PER_1000 = (0, 1, 2, 4, 8)  # in a month
PER_1000_IN_A_YEAR = (0, 5, 10, 20, 40)
_HALF = 3.3  # inches: two maps stand beside each other
SHARES = (0.0, 0.1, 0.2, 0.3, 0.5)


def on_map(found: Protected, facts: Facts, rates: pd.DataFrame, source: ApplicationSource) -> PublicationFigure:
    """Applications of each mahalle per 1000 women; no figure where nothing came or a centre is unknown."""
    limits = PER_1000 if found.is_month else PER_1000_IN_A_YEAR
    values = of(rates, kind=source.value).set_index("place")["value"] if source in found.sources else {}
    counts = {place: found.applications(source, place=place) for place in found.names} if len(values) else {}
    caption = _("{source}: applications, {period}").format(source=source.label, period=_period(found, source))
    names = _classes([number(limit) for limit in limits[1:]])
    frame = _areas(found, facts, counts, values, limits)
    says_nothing = frame["level"].isin(["hidden", "0"])  # a map of nothing else would show nothing
    frame = frame.iloc[:0] if says_nothing.all() else frame
    return _map(
        f"mor_map_{source.value}", caption, frame, names, (_("per 1000 women"), _("no population known")), facts
    )


def survey_map(found: Protected, facts: Facts, shares: pd.DataFrame, kind: Deprivation) -> PublicationFigure:
    """Share of the households asked that go without something."""
    counts = {place: found.going_without(kind, place) for place in found.surveyed}
    values = of(shares, part=kind.value).set_index("place")["value"]
    caption = _("Households that go without “{kind}”, share of those asked, {year}").format(
        kind=kind.label, year=found.survey_year
    )
    names = _classes([percent(limit, 0) for limit in SHARES[1:]])
    frame = _areas(found, facts, counts, values, SHARES)
    titles = _("of the households asked"), _("share hidden")
    return _map(f"poverty_map_{kind.value}", caption, frame, names, titles, facts)


def _classes(limits: Sequence[str]) -> list[str]:
    """The names of the classes between limits, from that of nobody upwards."""
    between = (f"{low}–{high}" for low, high in pairwise(limits))
    last = _("{limit} and more").format(limit=limits[-1])
    return [_("none"), _("below {limit}").format(limit=limits[0]), *between, last]


def _period(found: Protected, source: ApplicationSource) -> str:
    if found.is_month:
        return month_name(found.period)
    months = len(found.months.get(source, ()))
    return found.period if months == 12 else _("{n} months of {year}").format(n=months, year=found.period)


def _areas(
    found: Protected,
    facts: Facts,
    counts: Mapping[str, int | None],
    values: Mapping[str, float],
    limits: Sequence[float],
) -> pd.DataFrame:
    """One row for each place with a known centre: where it is, its class, and what stands on it."""
    known = facts.frames["mahalles"].set_index("mahalle_code")[["longitude", "latitude"]].astype(float)
    people = facts.mahalles.groupby("place")["n"].sum()
    rows = []
    for place, count in counts.items():
        codes = place.split(JOINED)
        centre = known.reindex(codes).mean(skipna=False)
        level = "hidden" if count is None else _level(count, values.get(place), limits)
        rows.append(
            {
                "place": place,
                "name": found.names[place],
                "longitude": centre["longitude"],
                "latitude": centre["latitude"],
                "total": int(people.reindex(codes).fillna(0).sum()),
                "level": level,
                "words": f"{found.names[place]}\n{shown(count)}",
            }
        )
    columns = ["place", "name", "longitude", "latitude", "total", "level", "words"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame if frame[["longitude", "latitude"]].notna().all(axis=None) else frame.iloc[:0]


def _level(count: int, value: float | None, limits: Sequence[float]) -> str:
    if count == 0:
        return "0"
    return "unknown" if value is None or pd.isna(value) else str(bisect_right(limits, value))


def _map(
    name: str,
    caption: str,
    frame: pd.DataFrame,
    names: Sequence[str],
    titles: tuple[str, str],
    facts: Facts,
) -> PublicationFigure:
    shapes = {}
    if facts.has_shapes:
        shapes = {
            place: [polygon for code in place.split(JOINED) for polygon in facts.shapes[code]]
            for place in frame["place"]
            if all(code in facts.shapes for code in place.split(JOINED))
        }
    told = listing([words.replace("\n", " ") for words in frame["words"]])
    alt = _("Map: {caption}. Applications or households: {told}.").format(caption=caption, told=told)
    if (frame["level"] == "hidden").any():
        alt += " " + _("Hatched: {hidden}.").format(hidden=hidden())
    title, unknown = titles
    options = {"names": names, "title": title, "unknown": unknown, "shapes": shapes, "width": _HALF}
    return PublicationFigure(name, class_map, frame, FigureWords(caption, alt), options)

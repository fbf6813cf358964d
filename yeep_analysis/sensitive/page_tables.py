"""What stands together on a page: the map of a source and its tables; the maps of a survey."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.municipality.load import Facts
from yeep_analysis.sensitive import figures, measures, sentences, tables
from yeep_analysis.sensitive.protected import Protected
from yeep_analysis.show import present
from yeep_analysis.show.present import Output, PublicationFigure
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import ApplicationSource


def women(found: Protected, facts: Facts) -> pd.DataFrame:
    """The women who live in each place, of the newest year that is known."""
    counts = facts.mahalles[facts.mahalles["sex"] == "female"]
    of_code = dict(zip(counts["place"], counts["n"], strict=True))
    rows = [
        (place, sum(of_code[code] for code in place.split("+")))
        for place in found.names
        if all(code in of_code for code in place.split("+"))
    ]
    return pd.DataFrame(rows, columns=["place", "women"]).assign(source=measures.MAHALLES)


def of_month(found: Protected, facts: Facts, rates: pd.DataFrame) -> Output:
    """The first page of a bulletin: the maps of both sources beside each other, then kinds and stages."""
    if not found.sources:
        return present.prose()
    return present.stack(
        _maps(found, facts, rates),
        present.side_by_side(present.table(tables.by_kind(found)), present.table_if_any(tables.by_last_stage(found))),
    )


def details(found: Protected, facts: Facts, rates: pd.DataFrame) -> Output:
    """The second page: by kind of violence, how far the applications were, and how to read it."""
    if not found.sources:
        return present.prose()
    return present.stack(
        present.heading(_("In detail")),
        present.table(tables.by_mahalle(found, rates)),
        present.table_if_any(tables.by_stage(found)),
        present.prose() if len(_drawn(found, facts, rates)) == 1 else reading(found, facts),
        present.prose(sentences.extent(found)),
    )


def reading(found: Protected, facts: Facts) -> Output:
    """How to take the numbers, and what is hidden."""
    return present.prose(sentences.caution(found), sentences.how_to_read(found, facts.municipality.smallest_shown))


def _drawn(found: Protected, facts: Facts, rates: pd.DataFrame) -> dict[ApplicationSource, PublicationFigure]:
    """The map of each source of which some mahalle is not hidden."""
    maps = {source: figures.on_map(found, facts, rates, source) for source in found.sources}
    return {source: one for source, one in maps.items() if len(one.frame)}


def _maps(found: Protected, facts: Facts, rates: pd.DataFrame) -> Output:
    """Both maps; beside one alone how to read it."""
    drawn, source = _drawn(found, facts, rates), facts.sources_of("mahalles")
    maps = [present.figure(one, source=source) for one in drawn.values()]
    too_small = [one for one in found.sources if one not in drawn and found.applications(one) != 0]
    without = present.prose(*map(sentences.no_map, too_small))
    if len(maps) == 1:
        return present.side_by_side(*maps, present.stack(without, reading(found, facts)))
    return present.side_by_side(*maps) if maps else without


def of_year(found: Protected, facts: Facts, rates: pd.DataFrame) -> Output:
    """The page of the yearly report: the months, the maps of the year."""
    if not found.sources:
        return present.prose()
    read = present.prose() if len(_drawn(found, facts, rates)) == 1 else reading(found, facts)
    return present.stack(present.table(tables.months_of_the_year(found)), _maps(found, facts, rates), read)


def details_of_year(found: Protected, facts: Facts, rates: pd.DataFrame) -> Output:
    """The tables of a year."""
    if not found.sources:
        return present.prose()
    by_month = [
        one
        for source in found.sources
        for one in (tables.by_month(found, source), tables.kinds_by_month(found, source))
    ]
    return present.stack(
        reading(found, facts),
        present.prose(sentences.extent(found)),
        present.table(tables.by_mahalle(found, rates)),
        *(present.table(one) for one in by_month),
    )


def survey(found: Protected, facts: Facts, shares: pd.DataFrame) -> Output:
    """The table of a survey, and a map for each kind of deprivation, two beside each other."""
    source = [facts.sources[key] for key in found.survey_sources]
    drawn = [figures.survey_map(found, facts, shares, kind) for kind in found.survey_kinds]
    maps = [present.figure(one, source=source) for one in drawn if len(one.frame)]
    maps += [present.prose()] * (len(maps) % 2)
    pairs = [present.side_by_side(*maps[at : at + 2]) for at in range(0, len(maps), 2)]
    hidden = present.prose(sentences.survey_extent(found))
    return present.stack(present.table_if_any(tables.survey(found, shares), source=source), hidden, *pairs)

"""What stands together on a page: the map of a source and its tables; the maps of a survey."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.municipality.load import Facts
from yeep_analysis.sensitive import figures, measures, sentences, tables
from yeep_analysis.sensitive.protected import Protected
from yeep_analysis.show import present
from yeep_analysis.show.present import Output
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


def of_source(found: Protected, facts: Facts, rates: pd.DataFrame, source: ApplicationSource) -> Output:
    """One source in a bulletin: its map, its mahalles, its stages; nothing where nothing came."""
    if source not in found.sources:
        return present.prose()
    return present.stack(
        present.heading(source.label),
        present.prose(sentences.places(found, source)),
        present.figure_if_any(figures.on_map(found, facts, rates, source), source=facts.sources_of("mahalles")),
        present.table(tables.by_mahalle(found, source, rates)),
        present.table_if_any(tables.by_stage(found, source)),
    )


def of_source_in_a_year(found: Protected, source: ApplicationSource, rates: pd.DataFrame) -> Output:
    """The tables of one source in a year."""
    if source not in found.sources:
        return present.prose()
    return present.stack(
        present.heading(source.label),
        present.table(tables.by_month(found, source)),
        present.table(tables.by_mahalle(found, source, rates)),
        present.table(tables.kinds_by_month(found, source)),
    )


def survey(found: Protected, facts: Facts, shares: pd.DataFrame) -> Output:
    """The table of a survey, and a map for each kind of deprivation."""
    source = [facts.sources[key] for key in found.survey_sources]
    maps = [figures.survey_map(found, facts, shares, kind) for kind in found.survey_kinds]
    figure = [present.figure_if_any(one, source=source) for one in maps]
    return present.stack(present.table_if_any(tables.survey(found, shares), source=source), *figure)

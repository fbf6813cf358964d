"""The table of how often a lottery would give so few women."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.representation.measures import SMALLEST_FOR_PERCENT
from yeep_analysis.representation.sentences import label
from yeep_analysis.representation.tables import described_references
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Managers, Office


def by_lot(
    half: pd.DataFrame,
    reference: pd.DataFrame,
    pool: pd.DataFrame,
    population: pd.DataFrame,
    electorate: pd.DataFrame,
) -> PublicationTable:
    """Every body of five posts or more with every lottery: half women, the population, the voters; for department heads
    the staff, too.
    """
    described = described_references(population, electorate)
    half, reference = (table[table["denominator"] >= SMALLEST_FOR_PERCENT] for table in (half, reference))
    half = half[half["group"] != Managers.DEPARTMENT_HEADS]  # the department heads themselves, named once
    reference = reference[~reference["group"].str.startswith(f"{Managers.DEPARTMENT_HEADS}/")]
    rows = [(row, row.group, _("Half of those who draw are women")) for row in half.itertuples()]
    for result in (reference, pool):
        for row in result.itertuples():
            group, _slash, name = row.group.partition("/")
            rows.append((row, group, described.get(name) or _staff_of(name)))
    rows = [entry for entry in rows if entry[1] in set(half["group"])]
    order = {row.group: place for place, row in enumerate(half.itertuples())}
    frame = pd.DataFrame(
        [
            {"name": label(group), "lottery": lottery, "women": row.numerator, "posts": row.denominator, "p": row.value}
            for row, group, lottery in sorted(rows, key=lambda entry: order[entry[1]])
        ],
        columns=["name", "lottery", "women", "posts", "p"],
    )
    columns = (
        Column("name", _("Post")),
        Column("lottery", _("Drawn from")),
        Column("women", _("Women"), "count"),
        Column("posts", _("Total"), "count"),
        Column("p", _("So few or fewer"), "probability"),
    )
    note = _(
        "Exact probabilities: binomial for half, population and voters; hypergeometric (without return) for the staff. "
        "Muhtars are elected in separate contests for one seat each."
    )
    return PublicationTable("plausibility", _("How often a lottery would give so few women"), columns, frame, note)


def _staff_of(name: str) -> str:
    year = name.removeprefix(f"{Office.STAFF}_")
    return _("Municipal staff of {year}").format(year=year)

"""The records of the methods chapter: sources, and the words of the plan from which figures were taken."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from yeep_analysis.municipality.fact_tables import Source
from yeep_analysis.representation.sentences import day
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words import language
from yeep_analysis.words.language import _, plain


def sources(records: Iterable[Source]) -> PublicationTable:
    """Where the figures come from: producer, date or the lack of one, and the source that the plan names."""
    rows = [
        {
            "title": source.title,
            "producer": source.producer,
            "when": day(source.reference_on),
            "named": source.named_source,
            "licence": source.licence,
        }
        for source in records
    ]
    columns = (
        Column("title", _("Source")),
        Column("producer", _("Producer")),
        Column("when", _("Date")),
        Column("named", _("Source named in the plan")),
        Column("licence", _("Terms of use")),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("sources", _("Sources"), columns, frame)


def quotes(records: Iterable[Source]) -> str:
    """The words of the plan from which the figures were taken, and what must be known to use them."""
    parts = []
    for source in records:
        lines = [f"### {plain(source.title)}"]
        if source.quote:
            lines.append(f"“{plain(source.quote)}”")
        lines.append(f"*{plain(source.locator)}.* {plain(source.note)}".strip())
        parts.append("\n\n".join(lines))
    return "\n\n".join(parts)


def languages_note() -> str:
    """In which language the quotes stand, for readers of an English edition."""
    return (
        ""
        if language.active() == "tr"
        else _("Titles, quotations and notes on sources are in Turkish, as in the plan.")
    )

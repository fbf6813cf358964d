"""The records of the methods chapter: sources, and the words of the plan from which figures were taken."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from yeep_analysis.municipality.fact_tables import Source
from yeep_analysis.progress.year_sentences import foreign
from yeep_analysis.representation.sentences import day
from yeep_analysis.show.present import Column, PublicationTable, in_language
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
        Column("title", _("Source"), language=foreign()),
        Column("producer", _("Producer"), language=foreign()),
        Column("when", _("Date")),
        Column("named", _("Source named in the plan"), language=foreign()),
        Column("licence", _("Terms of use"), language=foreign()),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("sources", _("Sources"), columns, frame)


def quotes(records: Iterable[Source]) -> str:
    """The words of the plan from which the figures were taken, and what must be known to use them."""
    parts = []
    for source in records:
        lines = [f"### {_as_printed(source.title)}"]
        if source.quote:
            lines.append(f"“{_as_printed(source.quote)}”")
        lines.append(f"*{_as_printed(source.locator)}.* {_as_printed(source.note)}".strip())
        parts.append("\n\n".join(lines))
    return "\n\n".join(parts)


def _as_printed(text: str) -> str:
    """Words of a record, marked where they are of another language than the edition."""
    return in_language(plain(text), foreign()) if text and foreign() else plain(text)


def languages_note() -> str:
    """In which language the quotes stand, for readers of an English edition."""
    return _("Titles, quotations and notes on sources are in Turkish, as in the plan.") if foreign() else ""

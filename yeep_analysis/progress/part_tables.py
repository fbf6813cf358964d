"""The parts of a measure (by mahalle, age, disability, month) as the units reported them.

Never of sensitive measures; and of persons only where no part is so small that somebody might be known by it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from yeep_analysis.municipality.catalogue import Measure
from yeep_analysis.progress.disclosure import any_small
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.reporting.questions import categories
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Breakdown, Field


def parts(evaluation: Evaluation, theme_id: str) -> PublicationTable:
    """What was reported of the parts of a theme's measures in the assessed year."""
    theme = evaluation.plan.themes[theme_id]
    rows = [row for measure in theme.measures if not measure.is_sensitive for row in _rows(evaluation, measure)]
    columns = (
        Column("part", _("Part")),
        Column("women", _("Women"), "count"),
        Column("men", _("Men"), "count"),
        Column("value", _("Total"), "count"),
    )
    frame = pd.DataFrame(rows, columns=["measure", *(column.key for column in columns)])
    note = _(
        "As reported. Parts of sensitive measures are not published, nor those of persons where a part counts 1 to 4. "
        "A dash: not reported by sex, or not asked."
    )
    caption = _("{theme}: parts of the measures, {year}").format(theme=theme.name, year=evaluation.last)
    return PublicationTable(f"parts_{theme_id}", caption, columns, frame, note, section="measure")


def _rows(evaluation: Evaluation, measure: Measure) -> Iterator[dict]:
    for breakdown in measure.breakdowns:
        found = evaluation.parts(evaluation.last, measure.id, breakdown)
        if measure.counts_persons and any(any_small(_counts(reply).values()) for reply in found.values()):
            continue
        for category, name in categories(breakdown, evaluation.mahalles).items():
            if category in found and found[category].value is not None:
                yield {
                    "measure": _("{measure}, by {breakdown}").format(
                        measure=measure.name, breakdown=Breakdown(breakdown).label
                    ),
                    "part": name,
                    **_counts(found[category]),
                }


def _counts(reply: Reply) -> dict[str, int | None]:
    women, men = (int(reply.fields[sex]) if sex in reply.fields else None for sex in (Field.FEMALE, Field.MALE))
    is_count = reply.value is not None and reply.value.denominator == 1
    return {"women": women, "men": men, "value": int(reply.value) if is_count else None}

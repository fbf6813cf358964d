"""Figures of the plan's progress, with their words."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.progress import charts, tables
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.show.present import FigureWords, PublicationFigure
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Status


def status_heat(evaluation: Evaluation, shares: pd.DataFrame) -> PublicationFigure:
    """The grid of themes and statuses; of nothing that was reported nothing is drawn."""
    table = tables.heat(evaluation.plan, shares)
    shown = table if evaluation.has_results else table.iloc[:0]
    return PublicationFigure("status_heat", charts.status_heat, shown, words_of_heat(table, year=evaluation.last))


def words_of_heat(table: pd.DataFrame, *, year: int) -> FigureWords:
    """Words of the grid of themes and statuses."""
    caption = _("Themes by status of their indicators, {year} (number of indicators)").format(year=year)
    rows = [
        _("{theme}: {parts}").format(
            theme=row["name"],
            parts=", ".join(
                f"{Status(key).label} {int(row[key])}"
                for key in table.columns
                if key not in ("name", "asked") and row[key]
            ),
        )
        for _index, row in table.iterrows()
    ]
    return FigureWords(
        caption,
        _("Grid of numbers: {caption}. {rows}. Values: table “Themes by status of their indicators”.").format(
            caption=caption, rows="; ".join(rows)
        ),
    )

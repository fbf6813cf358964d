"""Sentences of the summary in front."""

from __future__ import annotations

from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.show.present import Output, plain, prose
from yeep_analysis.words.language import _, year_range


def purpose(municipality: Municipality, *, year: int) -> Output:
    """What this document is, and on which plan it stands."""
    return prose(
        _(
            "This report describes where {municipality} stands in {year}: who lives in the district, and who holds the "
            "posts in which decisions are made. It stands on the figures of the plan “{plan}” ({years}) and of the "
            "sources named in the last chapter; the percentages that the plan prints were recomputed."
        ).format(
            municipality=plain(municipality.municipality),
            year=year,
            plan=plain(municipality.plan),
            years=year_range(municipality.plan_start, municipality.plan_end),
        )
    )


def points(*sentences: str) -> Output:
    """The findings as a list, one point each; findings without data are left out."""
    return prose("\n".join(f"- {sentence}" for sentence in sentences if sentence))


def limits(records: str, *, plan_start: int, year: int) -> Output:
    """What the reader must not look for here."""
    return points(
        _("The years of the plan had not begun; this edition contains no results of its actions.")
        if year < plan_start
        else _("What the units reported of the plan's actions stands in the chapters of the themes, and nowhere else."),
        records,
        _("Figures are printed as recorded. No cause is named where the source names none."),
    )

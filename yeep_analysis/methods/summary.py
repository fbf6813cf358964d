"""Sentences of the summary in front."""

from __future__ import annotations

from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.show.present import Output, plain, prose
from yeep_analysis.words.language import _, year_range


def purpose(municipality: Municipality, *, year: int, has_percentages: bool) -> Output:
    """What this document is, and on which plan it stands; whether that prints percentages."""
    place, years = plain(municipality.municipality), year_range(municipality.plan_start, municipality.plan_end)
    return prose(
        " ".join(
            [
                _("This report of {municipality} describes the year {year}.").format(municipality=place, year=year),
                _("It shows who lives in the district and who holds the posts in which decisions are made."),
                _("It rests on the plan “{plan}” ({years}) and on the sources named in the last chapter.").format(
                    plan=plain(municipality.plan), years=years
                ),
                *([_("The percentages in the plan were recomputed.")] if has_percentages else ()),
            ]
        )
    )


def points(*sentences: str) -> Output:
    """The findings as a list, one point each; findings without data are left out."""
    return prose("\n".join(f"- {sentence}" for sentence in sentences if sentence))


def limits(records: str, *, plan_start: int, year: int) -> Output:
    """What the reader must not look for here."""
    return points(
        _("The plan had not begun; this report contains no results of its actions.")
        if year < plan_start
        else _("What the units reported on the actions is in the chapters of the themes."),
        records,
        _("Figures are given as recorded. This report does not interpret causes."),
    )

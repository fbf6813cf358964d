"""The brief: two pages in plain words and large letters, for the council's table and for citizens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from yeep_analysis.municipality.catalogue import PlanMeasure
from yeep_analysis.municipality.texts import WrittenText
from yeep_analysis.progress import overview, year_sentences, year_tables
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.overview import LARGEST
from yeep_analysis.progress.theme_tables import value_cell
from yeep_analysis.progress.year_sentences import action_mark
from yeep_analysis.show import present
from yeep_analysis.show.present import Column, Output, PublicationTable
from yeep_analysis.show.small import Blocks, Signs
from yeep_analysis.words.language import _, active, year_range
from yeep_analysis.words.terms import ActionStatus, PathStatus, Status

ROWS = 5  # of a table
PROPOSALS = 5
_ITEM = re.compile(r"^(?:\d+[.)]|[-*])\s+(.*)")


def opening(evaluation: Evaluation, edition: str) -> Output:
    """What the plan is, and what became of its actions; ``edition`` is a year, or the years of the plan."""
    words = _("{district}: equality in {years}") if "-" in edition else _("{district}: equality in {year}")
    title = present.finding(words.format(district=evaluation.municipality.district, **_years(edition)))
    if not evaluation.has_results:
        return present.stack(title, present.lead(year_sentences.lead(evaluation)))
    found = overview.action_statuses(evaluation)
    marks = [action_mark(status) for status, actions in found.items() for _action in actions]
    told = [year_sentences.period(evaluation), year_sentences.actions(evaluation)]
    return present.stack(title, present.lead(" ".join(told)), present.graphic(Blocks(marks)))


def year(evaluation: Evaluation) -> Output:
    """What went well, and what was left."""
    if not evaluation.has_results:
        return present.prose()
    return present.stack(
        present.heading(_("What went well?")),
        _or_none(well(evaluation), _("No indicator shows a clear improvement.")),
        present.heading(_("What was left?")),
        _or_none(left(evaluation), _("No indicator shows a clear decline.")),
    )


def well(evaluation: Evaluation) -> PublicationTable:
    """What went well, each with its number in large."""
    return _rows("brief_well", _("What went well?"), evaluation, _well(evaluation))


def _well(evaluation: Evaluation) -> list[PlanMeasure]:
    found = [one.measure for one in overview.moves(evaluation, Status.TOWARD)[:LARGEST]]
    found += [one for one in overview.verdicts(evaluation).get(PathStatus.MET, ()) if one not in found]
    return found[:ROWS]


def left(evaluation: Evaluation) -> PublicationTable:
    """What was left: moves away, targets missed, actions cancelled or postponed."""
    found = [one.measure for one in overview.moves(evaluation, Status.AWAY)[:LARGEST]]
    missed = overview.verdicts(evaluation).get(PathStatus.NOT_MET, ())
    found += [one for one in missed if one not in (*found, *_well(evaluation))]
    shown = _rows("brief_left", _("What was left?"), evaluation, found[:ROWS])
    stopped = [
        {"value": Signs([action_mark(status)]), "text": f"{action_mark(status).word}: {one.name_in(active())}."}
        for status, actions in overview.action_statuses(evaluation).items()
        if status in (ActionStatus.CANCELLED, ActionStatus.POSTPONED) and len(actions) <= LARGEST
        for one in actions
    ]
    rows = pd.DataFrame([*shown.frame.to_dict("records"), *stopped], columns=["value", "text"])
    return replace(shown, frame=rows)


def who_decides(sentence: str, posts: PublicationTable) -> Output:
    """The holders of posts, in words and as dots."""
    return present.stack(present.heading(_("Who decides?")), present.table_if_any(posts), present.prose(sentence))


def persons(evaluation: Evaluation) -> Output:
    """Persons reached, service by service."""
    if not evaluation.has_results or not overview.services(evaluation):
        return present.prose()
    return year_tables.persons(evaluation, "brief_persons", "large")


def reading(evaluation: Evaluation) -> Output:
    """What a number does not say by itself."""
    told = [year_sentences.move_told(evaluation, one) for one in overview.watched(evaluation)[:1]]
    if not evaluation.has_results or not told:
        return present.prose()
    neutral = _("For this indicator neither a rise nor a fall is good or bad in itself.")
    return present.stack(present.heading(_("How should it be read?")), present.prose(" ".join([*told, neutral])))


def proposals(text: WrittenText) -> Output:
    """The first recommendations of the municipality's own text; all stand in the report."""
    found = [match[1] for line in text.words.splitlines() if (match := _ITEM.match(line.strip()))][:PROPOSALS]
    if not found:
        return present.prose()
    items = "\n".join(f"{n}. {item}" for n, item in enumerate(found, start=1))
    return present.stack(present.heading(_("What is proposed?")), present.written(replace(text, words=items), active()))


def more(evaluation: Evaluation, edition: str) -> Output:
    """Where all numbers stand, and whom to ask."""
    place = evaluation.municipality
    where = (
        _("All figures and the units' own words are in the end-of-plan evaluation of {years}.")
        if "-" in edition
        else _("All figures and the units' own words are in the report of {year}.")
    )
    return present.strip(
        [
            where.format(**_years(edition)),
            _("Questions: {municipality}, {unit}.").format(municipality=place.municipality, unit=place.equality_unit),
        ]
    )


def _years(edition: str) -> dict[str, str]:
    first, _dash, last = edition.partition("-")
    return {"year": edition, "years": year_range(int(first), int(last or first))}


def _or_none(content: PublicationTable, none: str) -> Output:
    return present.prose(none) if content.frame.empty else present.table(content)


def _rows(name: str, caption: str, evaluation: Evaluation, found: Sequence[PlanMeasure]) -> PublicationTable:
    rows = [
        {
            "value": value_cell(evaluation, measure),
            "text": year_sentences.told(evaluation, measure),
        }
        for measure in found
    ]
    columns = (Column("value", _("Value"), "stated", look="newest"), Column("text", _("What it says")))
    frame = pd.DataFrame(rows, columns=["value", "text"])
    return PublicationTable(name, caption, columns, frame, look="large")

"""Checks a whole data folder: tables, outlines, texts, the plan and its follow-up; everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from yeep_analysis.edition import SALT
from yeep_analysis.municipality import descriptor, elections
from yeep_analysis.municipality import outlines as shapes
from yeep_analysis.municipality.ageing import AgedFact, aged_counts
from yeep_analysis.municipality.count_tables import read_counts
from yeep_analysis.municipality.load_plan import load_plan, load_plan_file
from yeep_analysis.municipality.remarks import remarks
from yeep_analysis.municipality.texts import check_texts
from yeep_analysis.municipality.validate import has_plan, validate_plan, validate_tables
from yeep_analysis.reporting.follow_up import FollowUp, load_follow_up
from yeep_analysis.reporting.lacking import Lack, lacking
from yeep_analysis.words.errors import DataError, gathered
from yeep_analysis.words.language import _


@dataclass(frozen=True)
class CheckedFolder:
    """A data folder in which nothing is wrong: its tables by name, and what is remarked of them.

    remarks   what a person should know; aged: counts of which there are newer ones; lacking: what the report could gain
    """

    facts: Mapping[str, Any]
    plan: Mapping[str, Any]
    outlines: Any
    follow_up: FollowUp = field(default_factory=FollowUp)
    remarks: tuple[str, ...] = ()
    aged: tuple[AgedFact, ...] = ()
    lacking: tuple[Lack, ...] = ()


def check_folder(data: Path, today: date | None = None) -> CheckedFolder:
    """What lies in a data folder, and how old it is on a day; of today where none is given.

    Raises   `DataError` with all problems of all that lies there
    """
    from yeep_analysis.disclosure.ledger import known  # numpy comes with it

    problems = [*check_texts(data), *descriptor.check(data)]
    published = gathered(lambda: known(data), problems)
    outlines, plan, follow_up = None, {}, None
    facts = gathered(lambda: validate_tables(data), problems)  # with all that is wrong with the plan, too
    if facts:
        codes = {row.mahalle_code for _number, row in facts["mahalles"].rows}
        outlines = gathered(lambda: shapes.read(data, codes), problems)
        plan = gathered(lambda: validate_plan(data), problems) if has_plan(data) else {}
        if plan:
            follow_up = gathered(lambda: load_follow_up(data, load_plan(data)), problems)
    if problems:
        raise DataError(problems)
    follow_up = follow_up or FollowUp()
    is_needed = _has_sensitive_counts(data, facts, plan, follow_up)
    remarked = (*elections.remarks(facts), *remarks(data), *_without_secret(data, bool(published), is_needed))
    aged = aged_counts(facts, today or date.today())
    lacks = lacking(facts, load_plan_file(data), follow_up)
    return CheckedFolder(facts, plan, outlines, follow_up, remarked, tuple(aged), tuple(lacks))


def _without_secret(data: Path, is_published: bool, is_needed: bool) -> Iterator[str]:
    """That there is no secret by which patterns of hidden counts are chosen: it is made once, and is in the backup."""
    if (data / SALT).exists():
        return
    if is_published:
        told = _("{file}: not there. Restore it from a backup; without it anybody can see why a count is hidden.")
        yield told.format(file=SALT)
    elif is_needed:
        told = _(
            "{file}: not there yet. “yeep publish” makes it, and then asks for the report to be made again: without it "
            "anybody can see why a count is hidden."
        )
        yield told.format(file=SALT)


def _has_sensitive_counts(data: Path, facts: Mapping[str, Any], plan: Mapping[str, Any], follow_up: FollowUp) -> bool:
    """Whether small counts of somebody are to be hidden; those of an invented municipality are nobody's."""
    if facts["municipality"].rows[0][1].is_fictional:
        return False
    counts = read_counts(data)
    measures = {row.measure_id for _number, row in plan["measures"].rows if row.is_sensitive} if plan else set()
    reported = {row.subject_id for results in follow_up.results.values() for row in results.rows}
    return bool(counts.monthly or counts.survey or measures & reported)

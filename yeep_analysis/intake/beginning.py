"""Begins the data folder of a municipality from what there is: TÜİK's files and a plan workbook, or neither.

District, province and code, mahalles and population come from the files, the years of the plan from the workbook; the
rest are six answers at most. The folder is made whole or not at all.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yeep_analysis.intake.plan.proposal import read_plan
from yeep_analysis.intake.plan.sheets import PLAN
from yeep_analysis.intake.plan.typed import read_workbook
from yeep_analysis.intake.tuik.agreement import Group, Key
from yeep_analysis.intake.tuik.figures_read import FileReading
from yeep_analysis.intake.tuik.place_labels import PlaceKind
from yeep_analysis.intake.tuik.proposal import proposed, read_all
from yeep_analysis.municipality.fact_tables import TABLES, Municipality
from yeep_analysis.municipality.new_folder import fill, made_whole, plan_source
from yeep_analysis.words.errors import DataError, UsageError
from yeep_analysis.words.language import _, year_range

_TOLD = ("actions", "measures", "units")  # of the plan that was read


@dataclass(frozen=True)
class Beginning:
    """What files say of a new municipality: answers by the column of ``municipality.csv``, and what was read."""

    answers: Mapping[str, str]
    readings: tuple[FileReading, ...] = ()
    groups: Mapping[Key, Group] | None = None
    plan: Path | None = None


def look_into(tuik: Sequence[Path], plan: Path | None, *, district_code: str = "") -> Beginning:
    """What TÜİK's files and a plan workbook say of the municipality; each may be absent.

    district_code   which district is meant, where the files hold several

    Raises   `DataError` where a file is wrong; `UsageError` where the files do not say which district is meant
    """
    answers: dict[str, str] = {}
    readings, groups = read_all(tuik) if tuik else ([], {})
    if tuik:
        answers |= _district(readings, district_code)
    if plan is not None:
        if not plan.is_file():
            raise UsageError(_("“{path}” is not there. Name a plan workbook.").format(path=plan))
        answers |= _years(plan)
    return Beginning(answers, tuple(readings), groups, plan)


def _district(readings: Sequence[FileReading], code: str) -> dict[str, str]:
    """The one district of which the files speak: whose mahalles they hold, or which alone they hold."""
    places = [figure.place for reading in readings for figure in reading.observations]
    coded = {(p.code, p.name, p.province) for p in places if p.kind is PlaceKind.DISTRICT and p.code}
    with_mahalles = Counter((p.district, p.province) for p in places if p.kind is PlaceKind.MAHALLE)
    found = {one for one in coded if one[0] == code} if code else coded
    if len(found) > 1 and with_mahalles:
        found = {one for one in found if (one[1], one[2]) in with_mahalles}
    if len(found) == 1:
        ((of, name, province),) = found
        return {"district_code": of, "district": name, "province": province}
    if code:
        return {}
    known = ", ".join(f"{name} ({of})" for of, name, _province in sorted(coded)[:20]) or _("none")
    raise UsageError(
        _(
            "The files do not say which district is meant: {known}. Name it with --district-code, or give the report "
            "of one district and that of its mahalles."
        ).format(known=known)
    )


def _years(plan: Path) -> dict[str, str]:
    """First and last year of all actions of a plan workbook; nothing where it gives none."""
    book = read_workbook(plan)
    if book.problems and not book.columns:
        raise DataError(book.problems)
    years = [row[name] for row in book.rows.get(PLAN, ()) for name in ("start", "end") if len(row[name]) == 4]
    years += [part for row in book.rows.get(PLAN, ()) for part in row["period"].replace("–", "-").split("-")]
    found = sorted(int(year) for year in years if year.strip().isdigit())
    return {"plan_start": str(found[0]), "plan_end": str(found[-1])} if found else {}


def begin(folder: Path, row: Municipality, beginning: Beginning) -> list[str]:
    """Make the folder, with what the files hold; returns what was read of the plan, in sentences.

    Raises   `UsageError` where something lies in the folder, or nothing can be written there; `DataError` where the
             files do not fit; in all cases nothing was made
    """
    said: list[str] = []
    made_whole(folder, lambda work: said.extend(_fill(work, row, beginning)))
    return said


def _fill(work: Path, row: Municipality, beginning: Beginning) -> Iterator[str]:
    fill(work, row)
    if beginning.readings:
        proposed(work, list(beginning.readings), dict(beginning.groups or {})).take(work)
    if beginning.plan is not None:
        _add_source(work, row, beginning.plan)
        proposal = read_plan(work, beginning.plan)
        proposal.take(keep_former=False)
        added = {name: [one.what for one in proposal.changes if one.table == name] for name in _TOLD}
        message = _("Read: {actions} actions, {measures} indicators; units: {units}.")
        counts = {"actions": len(added["actions"]), "measures": len(added["measures"])}
        yield message.format(**counts, units=", ".join(added["units"]))
        yield from proposal.remarks


def _add_source(work: Path, row: Municipality, plan: Path) -> None:
    """Put the plan on record, from which its tables come."""
    table = TABLES["sources"]
    cells = plan_source(row, plan.name)
    with (work / table.file).open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([cells[column] for column in table.columns])


def told(beginning: Beginning) -> Iterator[str]:
    """What the files said, in sentences."""
    answers = beginning.answers
    if "district_code" in answers:
        yield _("From TÜİK's files: {district} ({province}), code {code}").format(
            district=answers["district"], province=answers["province"], code=answers["district_code"]
        )
    if "plan_start" in answers:
        years = year_range(int(answers["plan_start"]), int(answers["plan_end"]))
        yield _("From the plan workbook: actions of {years}").format(years=years)

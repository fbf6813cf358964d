"""Collects returned forms: reads them all, checks everything, and says what a merge would do. Writes nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from yeep_analysis.intake.answer_checks import (
    Circumstances,
    Finding,
    check_action,
    check_deviation,
    check_measure,
    check_money,
    check_undertaking,
)
from yeep_analysis.intake.forms.csv_delivery import read_csv_delivery
from yeep_analysis.intake.forms.expected import Expected
from yeep_analysis.intake.forms.read import Delivered, read_form
from yeep_analysis.intake.merge import NO_REASON, Delivery, GivenReason, Merge, Reasons, merge
from yeep_analysis.intake.personal import personal_data, without_personal_data
from yeep_analysis.intake.sandbox import Limits, Sandbox
from yeep_analysis.municipality.csv_text import readable
from yeep_analysis.municipality.result_tables import CorrectionRow, ResultRow, RowKey
from yeep_analysis.reporting.questions import ANSWERS, TEXTS_OF_FIRST, in_words
from yeep_analysis.reporting.replies import Reply, replies_by_unit
from yeep_analysis.reporting.reported import CellPlace, Reported, described_row
from yeep_analysis.reporting.results_folder import YearResults, load_results, only_collection, save_results
from yeep_analysis.words.errors import Problem, Spot, UsageError
from yeep_analysis.words.language import _, ngettext
from yeep_analysis.words.terms import Answer, Field, Subject

FORMS = Sandbox("yeep_analysis.intake.forms.opening", Limits(seconds=20.0, memory=350 * 2**20))
_OF_EXCEL = ("~$", ".")  # what Excel and the system leave beside an open file
MOST_TOLD = 100  # problems of one file; the rest is counted
_CONSENT = (Field.MAY_PUBLISH, Answer.YES)
_KNOWN = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")


Choose = Callable[[str, Sequence[str]], str | None]  # unit, its files that differ -> the valid one, where that is known


@dataclass(frozen=True)
class UnitDelivery:
    """What came from one unit: its files, what is wrong with them, and what of them is new.

    new, changed, unchanged   what can be read beside what is there, whether it goes in or not
    to_choose                 its forms that differ: which is valid must be asked
    """

    unit_id: str
    files: tuple[Delivered, ...]
    problems: tuple[Problem, ...]
    new: tuple[ResultRow, ...]
    changed: tuple[CorrectionRow, ...]
    unchanged: int
    to_choose: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether all of it may go in."""
        return not self.problems

    @property
    def holds_personal_data(self) -> bool:
        """Whether a file of it must not be passed on."""
        return any(each.holds_personal_data for each in self.files)


@dataclass
class Collection:
    """What a collection found: the merge of what is clean, all problems, remarks, and the units whose answers go in."""

    merge: Merge
    units: tuple[str, ...] = ()
    held: tuple[str, ...] = ()  # units of whose answers nothing goes in
    delivered: tuple[Delivered, ...] = ()  # every file
    by_unit: dict[str, UnitDelivery] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def files(self) -> int:
        """How many files there were."""
        return len(self.delivered)

    @property
    def of_no_unit(self) -> list[Delivered]:
        """The files that do not say whose they are; ``suggested`` is what their names say."""
        return [each for each in self.delivered if not each.unit_ids]


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and the forms in the folders named, in one order; see ``left_aside`` for what else lies there.

    Raises   `UsageError` where a path is not there, or a folder holds no form
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [one for one in _inside(path) if one.suffix.lower() in _KNOWN]
            if not inside:
                names = ", ".join(readable(one.name) for one in _inside(path)) or "-"
                raise UsageError(
                    _("There is no form in “{folder}” (.xlsx, .xls, .ods or .csv); found: {names}.").format(
                        folder=path, names=names
                    )
                )
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise UsageError(_("“{path}” is not there. Name a form or a folder of forms.").format(path=path))
    return list({one.resolve(): one for one in found}.values())


def left_aside(paths: Sequence[Path]) -> list[str]:
    """A remark on each file of the folders named that cannot be a form: whoever sent it believes that it was taken."""
    others = [one for path in paths if path.is_dir() for one in _inside(path) if one.suffix.lower() not in _KNOWN]
    remark = _("{file} was not read: it is no form (.xlsx, .xls, .ods, .csv). If it holds answers ask for the form.")
    return [remark.format(file=without_personal_data(readable(one.name))) for one in others]


def _inside(folder: Path) -> list[Path]:
    """The files of a folder; what Excel and the system leave beside an open file is none."""
    return [one for one in sorted(folder.rglob("*")) if one.is_file() and not one.name.startswith(_OF_EXCEL)]


def collect(
    paths: Sequence[Path],
    wanted: Expected,
    before: YearResults,
    circumstances: Circumstances,
    *,
    reason: GivenReason = NO_REASON,
    reasons: Reasons | None = None,
    only: Sequence[str] = (),
    choose: Choose = lambda _unit, _files: None,
    advance: Callable[[], None] = lambda: None,
) -> Collection:
    """What a delivery brings, and everything that is wrong with it: ``read_files``, then ``check``."""
    delivered = read_files(paths, wanted, advance)
    return check(delivered, wanted, before, circumstances, reason=reason, reasons=reasons, only=only, choose=choose)


def check(
    delivered: Sequence[Delivered],
    wanted: Expected,
    before: YearResults,
    circumstances: Circumstances,
    *,
    reason: GivenReason = NO_REASON,
    reasons: Reasons | None = None,
    only: Sequence[str] = (),
    choose: Choose = lambda _unit, _files: None,
) -> Collection:
    """What files that were read bring beside what is there, and everything that is wrong with them.

    Nothing of a unit goes in while anything of it is wrong, or a check that it shares with another unit.

    reason    of all corrections whose row gives none
    reasons   of corrections, given beside the forms, by unit and row
    only      units whose answers go in; all by default. What two units report is checked with the files of both
    choose    names the valid one of several forms of a unit that differ
    """
    every = tuple(delivered)
    sent, to_choose = _valid_forms([replace(each, problems=[*each.problems]) for each in every], wanted, choose)
    given = Delivery((), circumstances.received_on, reason, reasons or {})
    units = [unit for unit in wanted.reporters.units if any(unit in each.unit_ids for each in sent)]
    problems = [problem for each in sent for problem in each.problems]
    held = {unit for problem in problems for unit in problem.units}
    clean = set(units)  # at first all are looked at, so that everything is told at once
    readable_values: Merge | None = None
    while True:
        answers = [_of_units(each, clean) for each in sent]
        merged, found = _merged(answers, wanted, before, circumstances, given)
        readable_values = readable_values or merged
        problems += found
        held |= {unit for problem in found for unit in problem.units}
        if not clean.isdisjoint(held):
            clean -= held
        elif only and clean - set(only):
            clean &= set(only)  # the rest may go in later; beside what is there this must hold without it
        else:
            break
    told = list(dict.fromkeys(map(_without_personal_data, problems)))
    by_unit = {unit: _of_one(unit, sent, readable_values, told, to_choose) for unit in units}
    if only:
        told = [problem for problem in told if problem.units & set(only)]
        held &= set(only)
    in_order = (tuple(unit for unit in units if unit in some) for some in (clean, held))
    remarks = [remark for each in sent for remark in each.remarks if not personal_data(remark)]
    return Collection(merged, *in_order, every, by_unit, told, remarks)


def _of_one(
    unit: str, sent: Sequence[Delivered], found: Merge, problems: Sequence[Problem], to_choose: Mapping[str, Any]
) -> UnitDelivery:
    return UnitDelivery(
        unit,
        tuple(each for each in sent if unit in each.unit_ids),
        tuple(problem for problem in problems if unit in problem.units),
        tuple(row for row in found.new if row.unit_id == unit),
        tuple(row for row in found.changed if row.unit_id == unit),
        sum(row.unit_id == unit for row in found.same),
        to_choose.get(unit, ()),
    )


def take_in(
    delivered: Sequence[Delivered],
    wanted: Expected,
    data: Path,
    received_on: date,
    **options: Any,
) -> Collection:
    """Merge what is clean of files that were read, or of some units alone (``only``), into the results of the year.

    The other ``options`` are those of ``check``. Raises   `UsageError` while another collection is at work
    """
    with only_collection(data):
        before = load_results(data, wanted.year)
        found = check(delivered, wanted, before, wanted.circumstances(data, received_on), **options)
        if not found.merge.changes_nothing:
            save_results(data, before, found.merge.rows, found.merge.changed)
    return found


def _merged(
    answers: Sequence[Delivered], wanted: Expected, before: YearResults, about: Circumstances, given: Delivery
) -> tuple[Merge, list[Problem]]:
    """What would be there after a merge, and what is wrong with it."""
    reported = [one for each in answers for one in each.reported]
    reported = _without_consent_for_others(reported, before)
    merged = merge(before, replace(given, reported=reported), wanted.plan, wanted.reporters)
    refused = {row for each in answers for row in each.refused}
    touched = {(one.unit_id, one.key) for one in reported}
    of_today = {(one.unit_id, one.key.whole) for each in answers if each.asks_for_deviations for one in each.reported}
    found = _check_rows(merged.rows, touched | refused, refused, about)
    found += _check_deviations(merged.rows, of_today - refused, about)
    return merged, merged.problems + found


def _without_consent_for_others(reported: list[Reported], before: YearResults) -> list[Reported]:
    """A consent that was asked once on a sheet does not release older texts of a row which the sheet does not show."""
    released = {(row.unit_id, row.key) for row in before.rows if (row.field, row.value) == _CONSENT}
    of_rows = [row for row in before.rows if row.subject != Subject.GOAL and row.field in TEXTS_OF_FIRST]
    others = {(row.unit_id, row.key) for row in of_rows} - released
    return [
        one
        for one in reported
        if not (one.of_sheet and (one.field, one.value) == _CONSENT and (one.unit_id, one.key) in others)
    ]


def _of_units(delivered: Delivered, units: Set[str]) -> Delivered:
    """What a file brought of some units."""
    return replace(
        delivered,
        unit_ids=delivered.unit_ids & units,
        reported=[one for one in delivered.reported if one.unit_id in units],
        refused={row for row in delivered.refused if row[0] in units},
    )


def _valid_forms(
    delivered: list[Delivered], wanted: Expected, choose: Choose
) -> tuple[list[Delivered], dict[str, tuple[str, ...]]]:
    """One form of each unit: where several differ the valid one, or of none its answers, and a question.

    Besides the files the units of which must be asked, with the names of their forms.
    """
    sent: dict[str, list[Delivered]] = defaultdict(list)
    to_choose: dict[str, tuple[str, ...]] = {}
    for each in delivered:
        if each.is_form:
            sent[next(iter(each.unit_ids))].append(each)
    for unit, forms in sent.items():
        if len(forms) == 1 or (not any(one.problems for one in forms) and len({_answers(one) for one in forms}) == 1):
            continue
        valid = choose(wanted.plan.units[unit].name, [one.file for one in forms])
        if valid:
            others = [id(one) for one in forms if one.file != valid]
            delivered = [each for each in delivered if id(each) not in others]
            continue
        forms[0].problems.append(_several_forms(unit, forms, wanted))
        to_choose[unit] = tuple(one.file for one in forms)
        for one in forms:
            one.reported = []
    return delivered, to_choose


def _answers(form: Delivered) -> frozenset[tuple[RowKey, Field, str]]:
    return frozenset((one.key, one.field, one.value) for one in form.reported)


def _several_forms(unit: str, forms: Sequence[Delivered], wanted: Expected) -> Problem:
    rows = [dict(((key, which), value) for key, which, value in _answers(one)) for one in forms]
    differing = {cell for one in rows for cell in one if len({other.get(cell) for other in rows}) > 1}
    return Problem(
        ", ".join(one.file for one in forms),
        ngettext(
            "{unit} sent {forms} forms, and {n} cell of them differs.",
            "{unit} sent {forms} forms, and {n} cells of them differ.",
            len(differing),
        ).format(unit=wanted.plan.units[unit].name, forms=len(forms), n=len(differing)),
        "",
        _("Ask the unit, and name the valid one: --valid FILE"),
        frozenset({unit}),
    )


def _without_personal_data(problem: Problem) -> Problem:
    """The problem; where its sentence would repeat personal data (an unknown key, a garbled cell) only their kind."""
    kinds = personal_data(problem.what)
    if not kinds:
        return problem
    return replace(problem, what=_("The cell holds {kind}.").format(kind=_(kinds[0])))


def read_files(paths: Sequence[Path], wanted: Expected, advance: Callable[[], None] = lambda: None) -> list[Delivered]:
    """What each file holds, in child processes; a file that cannot be a form is told as one that was not read."""
    names = _names(paths)
    delivered = []
    for path, answer in zip(paths, FORMS.read(paths, advance=advance), strict=True):
        read = read_csv_delivery if path.suffix.lower() == ".csv" else read_form
        delivered.append(_with_units(read(names[path], answer, wanted), path, wanted))
    return delivered


def _with_units(delivered: Delivered, path: Path, wanted: Expected) -> Delivered:
    """The problems of a file keep out whom they name; else all of whom it speaks, or whose form its name says it is."""
    units = frozenset(delivered.unit_ids or _named_in(path.stem, wanted))
    delivered.path, delivered.suggested = path, next(iter(sorted(units - delivered.unit_ids)), "")
    delivered.problems = [one if one.units else replace(one, units=units) for one in delivered.problems]
    if (more := len(delivered.problems) - MOST_TOLD) > 0:
        concerned = frozenset(unit for one in delivered.problems for unit in one.units)
        what = ngettext("{n} more problem is not shown.", "{n} more problems are not shown.", more).format(n=more)
        shown = "", _("Correct those that are shown, and collect it again.")
        delivered.problems = [*delivered.problems[:MOST_TOLD], Problem(delivered.file, what, *shown, concerned)]
    return delivered


def _named_in(name: str, wanted: Expected) -> set[str]:
    return {unit for unit in wanted.reporters.units if re.search(rf"-{unit}(?![a-z0-9_])", name)}


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """The name of each file, with its folder where another file has the same; personal data in it are not kept."""
    twice = {name for name, times in Counter(path.name for path in paths).items() if times > 1}
    shown = {path: f"{path.parent.name}/{path.name}" if path.name in twice else path.name for path in paths}
    return {path: without_personal_data(readable(name)) for path, name in shown.items()}


def _check_rows(
    rows: Iterable[ResultRow],
    touched: set[tuple[str, RowKey]],
    refused: set[tuple[str, RowKey]],
    about: Circumstances,
) -> list[Problem]:
    """The checks of every row that the delivery touched, beside what was there; a refused cell is told once."""
    rows = list(rows)
    own: dict[str, dict[RowKey, Reply]] = defaultdict(dict)
    for (unit, key), reply in replies_by_unit(rows).items():
        own[unit][key] = reply
    places = {(row.unit_id, row.key, row.field): CellPlace(row.file, row.sha256, row.sheet, row.cell) for row in rows}
    problems = []
    touched |= {(unit, key) for unit, row in touched for key in _actions_of(row, about) if key in own[unit]}
    for unit, key in sorted({(unit, key.whole) for unit, key in touched} - refused):
        for finding in _findings(unit, key, own[unit], about):
            place = _nearest(places, unit, finding)
            where = described_row(place, unit, finding[0], about.plan)
            problems.append(Problem(where, *finding[2:], frozenset({unit}), _spot(finding, own[unit])))
    return problems


def _check_deviations(
    rows: Iterable[ResultRow], touched: set[tuple[str, RowKey]], about: Circumstances
) -> list[Problem]:
    """The reasons for a deviation that forms of today ask for, and that were left blank."""
    rows = list(rows)
    own = replies_by_unit(rows)
    problems = []
    for unit, key in sorted(at for at in touched if at[1].subject == Subject.MEASURE and at in own):
        for finding in check_deviation(own[unit, key], about):
            row = next(one for one in rows if (one.unit_id, one.key) == (unit, key))
            where = described_row(CellPlace(row.file, row.sha256, row.sheet, row.cell), unit, key, about.plan)
            problems.append(Problem(where, *finding[2:], frozenset({unit}), _spot(finding, {key: own[unit, key]})))
    return problems


def _spot(finding: Finding, own: dict[RowKey, Reply]) -> Spot:
    """The cells of a finding: what is written in its field is refused, a blank one is to be filled in."""
    key, which = finding[:2]
    reply = own.get(key, Reply(key))
    values = tuple(one for one in (*ANSWERS, Field.STATUS) if one in reply.fields)
    written = "; ".join(in_words(one, reply.fields[one]) for one in values)
    if which == Field.CONFIRMED:
        return Spot(str(key), values, (Field.CONFIRMED, Field.EXPLANATION), written)
    if which in reply.fields:
        return Spot(str(key), (which,), written=in_words(which, reply.fields[which]))
    return Spot(str(key), fill=(which,), written=written)


def _actions_of(key: RowKey, about: Circumstances) -> list[RowKey]:
    """The actions that a measure serves: what was said of them may no longer hold."""
    if key.subject != Subject.MEASURE:
        return []
    return [RowKey(Subject.ACTION, action.id) for action in about.plan.measures[key.subject_id].actions]


def _findings(unit: str, key: RowKey, own: dict[RowKey, Reply], about: Circumstances) -> Iterable[Finding]:
    whole = own.get(key, Reply(key))
    if key.subject == Subject.UNDERTAKING:
        return check_undertaking(whole)
    if key.subject == Subject.GOAL:
        return ()  # nothing but texts
    if key.subject == Subject.ACTION:
        action = about.plan.actions[key.subject_id]
        rows = {measure.id: RowKey(Subject.MEASURE, measure.id) for measure in action.measures}
        measures = {
            name: own.get(row, Reply(row))
            for name, row in rows.items()
            if unit in about.reporters.of(row.subject, row.subject_id)
        }
        return [*check_action(action, whole, measures, about.earlier), *check_money(whole)]
    parts = {row: reply for row, reply in own.items() if row.is_part and row.whole == key}
    return check_measure(about.plan.measures[key.subject_id], whole, parts, about)


def _nearest(places: dict[tuple[str, RowKey, Field], CellPlace], unit: str, finding: Finding) -> CellPlace:
    """The cell of a finding; where that is blank, another cell of its row."""
    key, which = finding[0], finding[1]
    in_row = [place for (one, row, _field), place in places.items() if one == unit and row == key]
    in_whole = [place for (one, row, _field), place in places.items() if one == unit and row.whole == key.whole]
    return places.get((unit, key, which)) or (in_row or in_whole)[0]

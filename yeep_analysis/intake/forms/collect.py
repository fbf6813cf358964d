"""Collects returned forms: reads them all, checks everything, and says what a merge would do. Writes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from yeep_analysis.intake.answer_checks import Circumstances, check_action, check_measure, check_undertaking
from yeep_analysis.intake.answer_parts import Finding
from yeep_analysis.intake.forms.csv_delivery import read_csv_delivery
from yeep_analysis.intake.forms.expected import Expected
from yeep_analysis.intake.forms.read import read_form
from yeep_analysis.intake.forms.readers import read_workbooks
from yeep_analysis.intake.forms.reading import Delivered
from yeep_analysis.intake.merge import Delivery, Merge, merge
from yeep_analysis.intake.personal import personal_data
from yeep_analysis.municipality.csv_text import readable
from yeep_analysis.municipality.result_tables import ResultRow, RowKey
from yeep_analysis.reporting.replies import Reply, replies_by_unit
from yeep_analysis.reporting.reported import Place, described_row
from yeep_analysis.reporting.results_folder import YearResults
from yeep_analysis.words.errors import Problem, UsageError
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Field, Subject

_OF_EXCEL = ("~$", ".")  # what Excel and the system leave beside an open file
_KNOWN = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")


@dataclass
class Collection:
    """What a collection found: the merge that would follow, all problems, remarks, and the units that were heard."""

    merge: Merge
    units: tuple[str, ...] = ()
    files: int = 0
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in the folders named, in one order; what Excel leaves beside an open file is not one.

    Raises   `UsageError` where a path is not there, or a folder holds no form
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [one for one in sorted(path.rglob("*")) if one.is_file() and one.suffix.lower() in _KNOWN]
            inside = [one for one in inside if not one.name.startswith(_OF_EXCEL)]
            if not inside:
                raise UsageError(_("There is no form in “{folder}”. Expected files .xlsx or .csv.").format(folder=path))
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise UsageError(_("“{path}” is not there. Expected a form or a folder of forms.").format(path=path))
    return list({one.resolve(): one for one in found}.values())


def collect(
    paths: Sequence[Path],
    wanted: Expected,
    before: YearResults,
    circumstances: Circumstances,
    *,
    reason: str = "",
    advance: Callable[[], None] = lambda: None,
) -> Collection:
    """Everything that a delivery brings, and everything that is wrong with it."""
    delivered = _read_all(paths, wanted, advance)
    reported = [one for each in delivered for one in each.reported]
    merged = merge(before, Delivery(reported, circumstances.received_on, reason), wanted.plan, wanted.reporters)
    problems = [problem for each in delivered for problem in each.problems] + merged.problems
    refused = {row for each in delivered for row in each.refused}
    problems += _check_rows(merged.rows, {(one.unit_id, one.key) for one in reported} | refused, refused, circumstances)
    units = [unit for unit in wanted.reporters.units if any(unit in each.unit_ids for each in delivered)]
    remarks = [remark for each in delivered for remark in each.remarks if not personal_data(remark)]
    told = list(dict.fromkeys(_without_personal_data(problem) for problem in problems))
    return Collection(merged, tuple(units), len(delivered), told, remarks)


def _without_personal_data(problem: Problem) -> Problem:
    """The problem; where its sentence would repeat personal data (an unknown key, a garbled cell) only their kind."""
    kinds = personal_data(problem.what)
    if not kinds:
        return problem
    return replace(problem, what=_("The cell holds {kind}.").format(kind=_(kinds[0])))


def _read_all(paths: Sequence[Path], wanted: Expected, advance: Callable[[], None]) -> list[Delivered]:
    names = _names(paths)
    texts = {path: read_csv_delivery(path, names[path], wanted) for path in paths if path.suffix.lower() == ".csv"}
    for _path in texts:
        advance()
    books = [path for path in paths if path not in texts]
    found = dict(zip(books, read_workbooks(books, advance=advance), strict=True)) if books else {}
    return [texts[path] if path in texts else read_form(names[path], found[path], wanted) for path in paths]


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """The name of each file; with its folder where another file has the same."""
    twice = {name for name, times in Counter(path.name for path in paths).items() if times > 1}
    shown = {path: f"{path.parent.name}/{path.name}" if path.name in twice else path.name for path in paths}
    return {path: readable(name) for path, name in shown.items()}


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
    places = {(row.unit_id, row.key, row.field): Place(row.file, row.sha256, row.sheet, row.cell) for row in rows}
    problems = []
    touched |= {(unit, key) for unit, row in touched for key in _actions_of(row, about) if key in own[unit]}
    for unit, key in sorted({(unit, key.whole) for unit, key in touched} - refused):
        for finding in _findings(unit, key, own[unit], about):
            place = _nearest(places, unit, finding)
            problems.append(Problem(described_row(place, unit, finding[0], about.plan), *finding[2:]))
    return problems


def _actions_of(key: RowKey, about: Circumstances) -> list[RowKey]:
    """The actions that a measure serves: what was said of them may no longer hold."""
    if key.subject != Subject.MEASURE:
        return []
    return [RowKey(Subject.ACTION, action.id) for action in about.plan.measures[key.subject_id].actions]


def _findings(unit: str, key: RowKey, own: dict[RowKey, Reply], about: Circumstances) -> Iterable[Finding]:
    whole = own.get(key, Reply(key))
    if key.subject == Subject.UNDERTAKING:
        return check_undertaking(whole)
    if key.subject == Subject.ACTION:
        action = about.plan.actions[key.subject_id]
        rows = {measure.id: RowKey(Subject.MEASURE, measure.id) for measure in action.measures}
        measures = {
            name: own.get(row, Reply(row))
            for name, row in rows.items()
            if unit in about.reporters.of(row.subject, row.subject_id)
        }
        return check_action(action, whole, measures, about.earlier)
    parts = {row: reply for row, reply in own.items() if row.is_part and row.whole == key}
    return check_measure(about.plan.measures[key.subject_id], whole, parts, about)


def _nearest(places: dict[tuple[str, RowKey, Field], Place], unit: str, finding: Finding) -> Place:
    """The cell of a finding; where that is blank, another cell of its row."""
    key, which = finding[0], finding[1]
    in_row = [place for (one, row, _field), place in places.items() if one == unit and row == key]
    in_whole = [place for (one, row, _field), place in places.items() if one == unit and row.whole == key.whole]
    return places.get((unit, key, which)) or (in_row or in_whole)[0]

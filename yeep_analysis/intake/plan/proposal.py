"""What a plan workbook would change in a data folder: shown first, then taken whole or not at all, and undone again.

``read_plan`` → the proposal with its changes → ``take`` → ``undo``. The former tables of the last changes are kept in
``.plan-undo`` beside them.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from yeep_analysis import transaction
from yeep_analysis.intake.plan.made import Made, make_tables
from yeep_analysis.intake.plan.sheets import ALL_TABLES, FIRST_SHEET, FURTHER_SHEETS, own_key
from yeep_analysis.intake.plan.stored import (
    SUBJECTS,
    Names,
    TableRow,
    Tables,
    content_of,
    file_in_plan,
    files_of,
    rows_of,
    said,
    shown_cell,
    state_of,
)
from yeep_analysis.intake.plan.typed import read_workbook
from yeep_analysis.municipality import descriptor
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.municipality.result_tables import FOLDER as RESULTS_FOLDER
from yeep_analysis.municipality.result_tables import years_with_results
from yeep_analysis.municipality.table_files import read_rows
from yeep_analysis.municipality.validate import PLAN_FOLDER, PLAN_JOURNAL
from yeep_analysis.reporting.follow_up import load_follow_up
from yeep_analysis.reporting.results_folder import load_results
from yeep_analysis.words.errors import DataError, Problem, UsageError, YeepError, at_column, at_row, at_sheet, gathered
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import Term

UNDO_FOLDER = ".plan-undo"
_LOCK = ".plan-updating"
_OLDER = N_(
    "This workbook was exported before the plan was changed last. Whatever was changed since is taken back, unless the "
    "workbook has it as well. Look through the difference, or export the plan anew and change that."
)
_MOST_STEPS = 20  # that can be undone


class ChangeKind(Term):
    """What becomes of a row, or of one of its cells."""

    ADDED = "added", N_("added")
    CHANGED = "changed", N_("changed")
    REMOVED = "removed", N_("removed")


@dataclass(frozen=True)
class PlanChange:
    """One change: of what, which cell of it, its text now and the new one, what follows from it."""

    kind: ChangeKind
    table: str
    sheet: str  # where people see it
    what: str
    head: str  # the cell that changes; empty where the whole row comes or goes
    now: str
    new: str
    consequence: str


@dataclass(frozen=True)
class PlanProposal:
    """What a workbook would change in the plan of a data folder. Nothing is changed until it is taken."""

    data: Path
    file: str
    changes: tuple[PlanChange, ...]
    remarks: tuple[str, ...]
    contents: Mapping[str, bytes] = field(repr=False)  # of the tables that change
    former: Mapping[str, bytes | None] = field(repr=False)  # of all tables, as they were read
    warning: str = ""  # what must be read before it is taken

    @property
    def is_any(self) -> bool:
        """Whether taking it would change anything."""
        return bool(self.contents)

    def take(self, *, keep_former: bool = True) -> None:
        """Put the changed tables into the folder, all of them or none.

        keep_former   whether it can be undone; of a folder that is being made there is nothing to go back to

        Raises   `UsageError` where a table was changed meanwhile; `YeepError` where nothing can be written. In both
                 cases the folder is as it was.
        """
        if not self.is_any:
            return
        with _only_one(self.data):
            transaction.recover(self.data / PLAN_FOLDER, PLAN_JOURNAL)
            if any(_content(self.data, name) != content for name, content in self.former.items()):
                raise UsageError(
                    _(
                        "The plan in “{folder}” was changed meanwhile. Nothing was written; read the workbook again."
                    ).format(folder=self.data)
                )
            (self.data / PLAN_FOLDER).mkdir(exist_ok=True)
            step = _keep_former(self) if keep_former else None
            try:
                with _described(self.data):
                    transaction.write_files(self.data / PLAN_FOLDER, self.contents, PLAN_JOURNAL)
            except BaseException:
                if step:
                    step.unlink(missing_ok=True)
                raise


def read_plan(data: Path, workbook: Path) -> PlanProposal:
    """What a plan workbook would change in a data folder.

    Parameters
    ----------
    data : data folder; it needs ``municipality.csv``, and may have a plan or none
    workbook : ``.xlsx``, ``.xls`` or ``.ods``, exported or of one's own; ``.docx`` with the table of the plan

    Returns
    -------
    `PlanProposal`; nothing is changed yet

    Raises
    ------
    `UsageError` where the file or the folder is not there; `DataError` with everything that is wrong, by sheet and cell
    """
    if not workbook.is_file():
        raise UsageError(_("“{path}” is not there. Name a plan workbook.").format(path=workbook))
    if transaction.is_unfinished(data / PLAN_FOLDER, PLAN_JOURNAL):
        with _only_one(data):
            transaction.recover(data / PLAN_FOLDER, PLAN_JOURNAL)
    files = files_of(data)
    old = rows_of(files)
    book = read_workbook(workbook)
    if book.problems and (book.lacks_heads or not book.columns):
        raise _refused(book.problems)
    made = make_tables(book, old, _first_year(data))
    problems = [*book.problems, *made.problems] or list(_reported(data, book.file, old, made))
    if problems:
        raise _refused(problems)
    changed = {name: _settled(name, old[name], made.tables[name]) for name in ALL_TABLES}
    contents = {
        ALL_TABLES[name].file: content_of(name, files[name], rows) for name, rows in changed.items() if rows is not None
    }
    if contents:
        _try_out(data, contents, made)
    changes = tuple(_changes(old, made, {name for name, rows in changed.items() if rows is not None}))
    former = {ALL_TABLES[name].file: _content(data, ALL_TABLES[name].file) for name in ALL_TABLES}
    warning = _OLDER if contents and book.state and book.state != state_of(old) else ""
    return PlanProposal(
        data, workbook.name, changes, (*book.remarks, *_readings(made)), contents, former, warning and _(warning)
    )


def _first_year(data: Path) -> int:
    """First year of the plan, as the folder has it."""
    table = TABLES["municipality"]
    content, problems = read_rows(table, data / table.file)
    if problems:
        raise DataError(problems)
    return content.rows[0][1].plan_start


def _refused(problems: list[Problem]) -> DataError:
    return DataError(list(dict.fromkeys(problems)))


def _content(data: Path, file: str) -> bytes | None:
    path = data / PLAN_FOLDER / file
    return path.read_bytes() if path.exists() else None


def _settled(name: str, old: list[TableRow], new: list[TableRow]) -> list[TableRow] | None:
    """The rows of a table that changes; None where each row is there as it was, in whatever order."""
    key = _key_of(name)
    if len(old) == len(new) and {key(row): row for row in old} == {key(row): row for row in new}:
        return None
    return new


def _key_of(name: str):
    columns = ALL_TABLES[name].key or ALL_TABLES[name].columns
    return lambda row: tuple(row[column] for column in columns)


def _readings(made: Made) -> Iterator[str]:
    names = {row["measure_id"]: row["name"] for row in made.tables["measures"]}
    for key in dict.fromkeys(made.plainly_read):
        yield _(
            "“{name}”: the workbook says nothing of kind and direction. It is followed as a yearly count whose rise or "
            "fall is not judged; say more on the sheet “{sheet}”."
        ).format(name=names[key], sheet=FURTHER_SHEETS["measures"].label)


def _reported(data: Path, file: str, old: Tables, made: Made) -> Iterator[Problem]:
    """Entries of which something was reported, and which the workbook takes out of the plan."""
    gone = {
        (subject, row[own_key(table)]): row
        for subject, table in SUBJECTS.items()
        for row in old[table]
        if row[own_key(table)] not in made.keys(table)
    }
    years: dict[tuple[str, str], set[int]] = {}
    for year in years_with_results(data) if gone else ():
        for row in load_results(data, year).rows:
            if (key := (row.subject.value, row.subject_id)) in gone:
                years.setdefault(key, set()).add(year)
    names = Names.of(old)
    for (subject, key), found in years.items():
        table = SUBJECTS[subject]
        yield Problem(
            at_sheet(file, _sheet_of(table)),
            _("“{name}” is missing, and values of it were reported in {years}.").format(
                name=names.label(table, key)[:80], years=", ".join(map(str, sorted(found)))
            ),
            _("What was reported on stays in the plan."),
            _("Put its row back; what ends with the plan is written on the sheet “{sheet}”.").format(
                sheet=FURTHER_SHEETS["crosswalk"].label
            ),
        )


# --- is it a plan? -----------------------------------------------------------


def _try_out(data: Path, contents: Mapping[str, bytes], made: Made) -> None:
    """Refuse tables that would not be valid; what is wrong is told by the cell of the workbook from which it comes."""
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory() as place:
        trial = Path(place)
        for folder in (PLAN_FOLDER, RESULTS_FOLDER):
            if (data / folder).is_dir():
                shutil.copytree(data / folder, trial / folder, ignore=shutil.ignore_patterns(".*"))
        (trial / PLAN_FOLDER).mkdir(exist_ok=True)
        for file, content in contents.items():
            (trial / PLAN_FOLDER / file).write_bytes(content)
        plan = gathered(lambda: load_plan(trial), problems)
        if plan is not None:
            gathered(lambda: load_follow_up(trial, plan), problems)
    if problems:
        cells = dict(_cells(made))
        raise _refused([replace(problem, where=cells.get(problem.where, problem.where)) for problem in problems])


def _cells(made: Made) -> Iterator[tuple[str, str]]:
    """Every place of a table in the words of a problem, and the cell of the workbook that it comes from."""
    for name, origins in made.origins.items():
        file = file_in_plan(name)
        for number, origin in enumerate(origins, start=2):
            if origin is not None:
                yield at_row(file, number), origin.place()
                for column in ALL_TABLES[name].columns:
                    yield at_column(file, number, column), origin.place(_COLUMNS.get((name, column), column))


# table, its column -> the column of the first sheet from which it comes
_COLUMNS = {
    ("themes", "name"): "theme",
    ("goals", "goal_text"): "goal",
    ("objectives", "objective_text"): "objective",
    ("actions", "action_text"): "action",
    ("actions", "period_start"): "start",
    ("actions", "period_end"): "end",
    ("action_indicators", "printed"): "indicators",
    ("action_indicators", "indicator_id"): "indicators",
    ("indicators", "indicator_text"): "indicators",
    ("action_units", "unit_id"): "responsible",
    ("action_units", "printed"): "responsible",
}


# --- the difference ----------------------------------------------------------


def _changes(old: Tables, made: Made, changed: set[str]) -> Iterator[PlanChange]:
    names = Names.of(made.tables, old)
    for name in (name for name in ALL_TABLES if name in changed):
        key = _key_of(name)
        before, after = ({key(row): row for row in tables[name]} for tables in (old, made.tables))
        for which, row in after.items():
            if which not in before and not _goes_with(name, row, old):
                yield _whole(ChangeKind.ADDED, name, row, names, made)
        for which, row in before.items():
            if which not in after and _goes_with(name, row, made.tables):
                continue
            if which not in after:
                yield _whole(ChangeKind.REMOVED, name, row, names, made)
            elif row != after[which]:
                yield from _cells_changed(name, row, after[which], names)


# a table whose rows come and go with those of another: its column, that table
_TOGETHER = {
    "action_units": ("action_id", "actions"),
    "action_indicators": ("action_id", "actions"),
    "indicators": ("indicator_id", "measures"),
    "measure_breakdowns": ("measure_id", "measures"),
    "audit_judgements": ("measure_id", "measures"),
    "unit_names": ("unit_id", "units"),
}


def _goes_with(name: str, row: TableRow, others: Tables) -> bool:
    """Whether the row comes or goes with one that is told itself; ``others`` are the tables of the other side."""
    if name not in _TOGETHER:
        return False
    column, table = _TOGETHER[name]
    return row[column] not in {one[column] for one in others[table]}


def _whole(kind: ChangeKind, name: str, row: TableRow, names: Names, made: Made) -> PlanChange:
    text = said(name, row, names)
    now, new = ("", text) if kind == ChangeKind.ADDED else (text, "")
    return PlanChange(kind, name, _sheet_of(name), text, "", now, new, _consequence(kind, name, row, made))


def _cells_changed(name: str, now: TableRow, new: TableRow, names: Names) -> Iterator[PlanChange]:
    sheet = FURTHER_SHEETS.get(name, FIRST_SHEET)
    heads = {column.field: _(column.head) for column in (*FIRST_SHEET.columns, *sheet.columns) if column.head}
    for column, text in now.items():
        if text != new[column]:
            yield PlanChange(
                ChangeKind.CHANGED,
                name,
                _sheet_of(name),
                said(name, new, names),
                heads.get(_COLUMNS.get((name, column), column), _("Order") if column == "position" else column),
                shown_cell(name, column, now, names),
                shown_cell(name, column, new, names),
                _(_OF_CELLS[column]) if column in _OF_CELLS else "",
            )


def _sheet_of(name: str) -> str:
    on_first = name in ("themes", "goals", "objectives", "actions", "indicators", "action_units", "action_indicators")
    return FIRST_SHEET.label if on_first else FURTHER_SHEETS[name].label


# a cell -> what follows where it changes
_OF_CELLS = {
    "direction": N_("Every year is judged anew by this direction."),
    "kind": N_("Forms ask for other figures; values that were reported may no longer fit."),
    "unit": N_("Forms and report show the values in this unit, in earlier years too."),
    "is_sensitive": N_("Small counts are hidden, or no longer hidden, in every report from now on."),
    "counts_persons": N_("Forms ask for women and men apart, or no longer."),
    "value": N_("The way to the target is judged anew."),
    "target_year": N_("The way to the target is judged anew."),
}


def _consequence(kind: ChangeKind, name: str, row: TableRow, made: Made) -> str:
    """What follows where a row comes or goes."""
    reported = {one["subject_id"] for one in made.tables["reporters"]}
    if kind == ChangeKind.ADDED and name in ("actions", "measures"):
        key = row["action_id" if name == "actions" else "measure_id"]
        if key not in reported:
            return _("No unit is asked for it yet: fill in the sheet “{sheet}”.").format(
                sheet=FURTHER_SHEETS["reporters"].label
            )
    if name == "reporters":
        added = _("The form of this unit asks for it from now on.")
        return added if kind == ChangeKind.ADDED else _("The form of this unit no longer asks for it.")
    if name == "targets":
        added = _("From now on the report says how far the target is reached.")
        return added if kind == ChangeKind.ADDED else _("The report no longer speaks of this target.")
    if kind == ChangeKind.REMOVED and name in ("actions", "measures"):
        return _("It is in no form and in no report any more.")
    return ""


# --- taken and undone --------------------------------------------------------


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    busy = _("Another command changes the plan (process {process}). Wait until it has ended; the lock is “{lock}”.")
    with transaction.only_one(data / _LOCK, busy):
        yield


@contextmanager
def _described(data: Path) -> Iterator[None]:
    """A description of the tables that was right is so afterwards: a column may come in, or a table."""
    was_right = (data / descriptor.FILE).exists() and not descriptor.check(data)
    yield
    if was_right:
        descriptor.write(data)


def _keep_former(proposal: PlanProposal) -> Path:
    """Keep the tables that are about to change; what is older than the last steps goes."""
    folder = proposal.data / UNDO_FOLDER
    steps = sorted(folder.glob("*.json"))
    number = int(steps[-1].stem) + 1 if steps else 1
    for old in steps[: max(len(steps) + 1 - _MOST_STEPS, 0)]:
        old.unlink()
    tables = {
        file: {
            "former": None if (former := proposal.former[file]) is None else former.decode("utf-8"),
            "new": sha256(content).hexdigest(),
        }
        for file, content in proposal.contents.items()
    }
    path = folder / f"{number:04}.json"
    content = json.dumps({"file": proposal.file, "tables": tables}, ensure_ascii=False, indent=1)
    transaction.write_file(path, content.encode("utf-8"))
    return path


@dataclass(frozen=True)
class _Step:
    """One workbook that was taken, of which table by table is kept how it was, and the hash of what it became."""

    file: str
    former: Mapping[str, bytes | None]
    new: Mapping[str, str]


def _step(path: Path) -> _Step | None:
    """What was kept; None where the file is no such record: it may have come with a backup from anywhere."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        former = {file: one["former"] and one["former"].encode("utf-8") for file, one in told["tables"].items()}
        new = {file: str(one["new"]) for file, one in told["tables"].items()}
        step = _Step(str(told["file"]), former, new)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return step if set(former) <= {table.file for table in ALL_TABLES.values()} else None


def last_step(data: Path) -> str:
    """The workbook whose changes ``undo`` would take back; empty where there is none that can be read."""
    steps = sorted((data / UNDO_FOLDER).glob("*.json"))
    step = _step(steps[-1]) if steps else None
    return step.file if step else ""


def undo(data: Path) -> str:
    """Take back the last workbook that was taken; returns its name.

    Raises   `UsageError` where there is nothing to undo, or a table was changed since
    """
    with _only_one(data):
        transaction.recover(data / PLAN_FOLDER, PLAN_JOURNAL)
        steps = sorted((data / UNDO_FOLDER).glob("*.json"))
        if not steps:
            raise UsageError(
                _("There is nothing to undo: no plan workbook was taken into “{folder}”.").format(folder=data)
            )
        step = _step(steps[-1])
        if step is None:
            raise UsageError(
                _("“{file}” is damaged, so nothing can be undone. Export the plan and correct it.").format(
                    file=f"{UNDO_FOLDER}/{steps[-1].name}"
                )
            )
        changed = [file for file, new in step.new.items() if sha256(_content(data, file) or b"").hexdigest() != new]
        if changed:
            raise YeepError(
                _(
                    "{files} was changed since “{file}” was taken. Nothing was undone; export the plan and correct it."
                ).format(files=", ".join(changed), file=step.file)
            )
        with _described(data):
            transaction.write_files(data / PLAN_FOLDER, step.former, PLAN_JOURNAL)
        steps[-1].unlink()
        return step.file

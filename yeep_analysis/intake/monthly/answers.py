"""Reads the returned form of a month: every count with its cell, and every problem at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yeep_analysis.intake.forms.collect import FORMS
from yeep_analysis.intake.forms.layout import COLUMNS_ROW, HEAD_ROW
from yeep_analysis.intake.forms.read import SentSheet, merged_and_hidden, not_of_these_data, personal_cells, place_name
from yeep_analysis.intake.forms.refusals import refusal
from yeep_analysis.intake.monthly.sheet import MAHALLE, REASON, STAGE, TOTAL, MonthForm, is_mark, read_mark
from yeep_analysis.intake.personal import without_personal_data
from yeep_analysis.municipality import cells
from yeep_analysis.municipality.cells import ALL, CellRefusedError, SentCell, is_blank
from yeep_analysis.municipality.count_tables import MonthlyCount, StageOrAll, ViolenceOrAll, disagreement
from yeep_analysis.municipality.csv_text import readable
from yeep_analysis.words.errors import Problem, at_cell, at_sheet
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import ApplicationSource, Violence


@dataclass
class MonthAnswers:
    """What one file brought: the counts of each source that it answers, the reasons for changes, all problems."""

    file: str
    sha256: str = ""
    counts: dict[ApplicationSource, list[MonthlyCount]] = field(default_factory=dict)
    reasons: dict[ApplicationSource, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_month_forms(paths: Sequence[Path], form: MonthForm, received_on: Any) -> list[MonthAnswers]:
    """What each file holds, opened in child processes."""
    names = [without_personal_data(readable(path.name)) for path in paths]
    return [
        read_month_form(name, found, form, received_on) for name, found in zip(names, FORMS.read(paths), strict=True)
    ]


def month_in(path: Path) -> str:
    """The month of whose form a file is; empty where it is none."""
    (found,) = FORMS.read([path])
    for sheet in map(SentSheet.of, found.get("sheets", ())):
        if (mark := _mark_of(sheet)) and (read := read_mark(mark[0])):
            return read[1]
    return ""


def read_month_form(file: str, found: Mapping[str, Any], form: MonthForm, received_on: Any) -> MonthAnswers:
    """The counts of a workbook that a child process has read."""
    answers = MonthAnswers(file, found["sha256"])
    if code := found.get("refused"):
        answers.problems.append(refusal(file, code, found["detail"]))
        return answers
    if "sheets" not in found:
        answers.problems.append(_not_ours(file, _("It is not the form of a month.")))
        return answers
    sheets = [SentSheet.of(sheet) for sheet in found["sheets"]]
    answers.problems += [problem for problem, _place in personal_cells(file, sheets)]
    marked = [(sheet, *mark) for sheet in sheets if (mark := _mark_of(sheet))]
    answers.problems += _identity(file, marked, form)
    answers.problems += [_hidden_sheet(file, sheet) for sheet in sheets if sheet.is_hidden and sheet.cells]
    if answers.problems:
        return answers
    for sheet, _text, place in marked:
        _read_sheet(answers, _Sheet(file, sheet, place, form), received_on)
    if not answers.counts and not answers.problems:
        nothing = _("Nothing is filled in: there is no total on any of its sheets.")
        answers.problems.append(Problem(file, nothing, "", _("Write the total of each source that counts; 0 if none.")))
    return answers


def _mark_of(sheet: SentSheet) -> tuple[str, tuple[int, int]] | None:
    return next(((cell.text, place) for place, cell in sheet.cells.items() if is_mark(cell.text)), None)


def _not_ours(file: str, what: str) -> Problem:
    action = _("Write the form with “yeep forms 2024-05”, and have it filled in.")
    return Problem(
        file,
        what,
        "",
        action,
        on_desk=_("Save the form of the month with “{button}”, and have it filled in.").format(
            button=_("Save the form")
        ),
    )


def _hidden_sheet(file: str, sheet: SentSheet) -> Problem:
    what = _("The sheet “{sheet}” is hidden and holds data.").format(sheet=sheet.name)
    return Problem(file, what, "", _("Show the sheet, or delete it if it is not of the form."))


def _identity(file: str, marked: list, form: MonthForm) -> Iterator[Problem]:
    """Why the sheets are not those of the form of this month."""
    found = [read_mark(text) for _sheet, text, _place in marked]
    if not found or None in found:
        other = _("It is a form of another version of this program.")
        yield _not_ours(file, other if found else _("It is not the form of a month."))
        return
    for district, month, _source in sorted({one for one in found if one}):
        if district != form.municipality.district_code:
            what = _("It is the form of another municipality (district code {code}).").format(code=district)
            yield Problem(file, what, "", **not_of_these_data())
        elif month != form.month:
            what = _("It is the form of {month}.").format(month=month)
            action = _("Collect it with its own month: yeep collect {month}").format(month=month)
            yield Problem(file, what, "", action, on_desk=_("Put the form of each month here by itself."))
    for source, times in Counter(one[2] for one in found if one).items():
        if times > 1:
            what = _("The sheet “{sheet}” stands twice.").format(sheet=source.label)
            yield Problem(file, what, "", _("Delete the copy."))


@dataclass(frozen=True)
class _Sheet:
    """One sheet that is being read: its rows and columns by the keys that it carries."""

    file: str
    sheet: SentSheet
    place: tuple[int, int]  # of its mark
    form: MonthForm

    @property
    def source(self) -> ApplicationSource:
        return read_mark(self.sheet.cells[self.place].text)[2]

    @property
    def rows(self) -> dict[int, str]:
        top, key_column = self.place
        return {
            row: cell.text
            for (row, column), cell in sorted(self.sheet.cells.items())
            if column == key_column and row > top
        }

    @property
    def columns(self) -> dict[int, str]:
        keys = next((row for row, key in self.rows.items() if key == COLUMNS_ROW), 0)
        return {
            column: cell.text
            for (row, column), cell in sorted(self.sheet.cells.items())
            if row == keys and column != self.place[1]
        }

    def at(self, row: int, column: int) -> str:
        return at_cell(self.file, self.sheet.name, place_name(row, column))

    def shape_problems(self) -> Iterator[Problem]:
        """Every row and column that was sent out is there once, and none that nobody knows."""
        where, form_rows = at_sheet(self.file, self.sheet.name), self.form.rows
        given = [key for key in self.rows.values() if key not in (COLUMNS_ROW, HEAD_ROW, TOTAL, REASON)]
        kinds = {kind.value: kind.label for kind in Violence}
        again = _("Fill in a fresh form, or put the row or column back.")
        for wanted, found in (
            ({**form_rows, TOTAL: _("Total")}, [*given, *self._totals]),
            (kinds, [*self.columns.values()]),
        ):
            for key, times in Counter(found).items():
                if times > 1 or key not in wanted:
                    known = _("The row or column “{key}” stands twice.") if times > 1 else _("“{key}” is not known.")
                    yield Problem(where, known.format(key=key), "", again)
            for key in wanted.keys() - set(found):
                yield Problem(where, _("The row or column “{name}” is missing.").format(name=wanted[key]), "", again)

    @property
    def _totals(self) -> list[str]:
        return [key for key in self.rows.values() if key == TOTAL]

    def filled(self) -> Iterator[tuple[int, int, SentCell]]:
        """The cells of the two tables in which something stands."""
        keys = [row for row, key in self.rows.items() if key == HEAD_ROW]
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if column in self.columns and row > max(keys, default=0) and not is_blank(cell):
                yield row, column, cell

    def once(self, key: str) -> tuple[int, int, SentCell] | None:
        """What stands in the first cell behind the words of a row that is asked once."""
        row = next((number for number, name in self.rows.items() if name == key), 0)
        behind = [
            (row, column, cell)
            for (other, column), cell in sorted(self.sheet.cells.items())
            if other == row and column > self.place[1] + 1 and not is_blank(cell)
        ]
        return behind[0] if behind else None


def _read_sheet(answers: MonthAnswers, sheet: _Sheet, received_on: Any) -> None:
    problems = [*sheet.shape_problems()]
    cells_there = {row for row, _column, _cell in sheet.filled()}
    values = {row for row, key in sheet.rows.items() if key.startswith((MAHALLE, STAGE))}
    problems += merged_and_hidden(sheet.file, sheet.sheet, values, cells_there)
    rows: list[MonthlyCount] = []
    total = sheet.once(TOTAL)
    for row, column, cell in [*([total] if total else []), *sheet.filled()]:
        try:
            key = _key_of(sheet, row, column)
            n = int(cells.count(cell))
        except CellRefusedError as refused:
            problems.append(Problem(sheet.at(row, column), *refused.sentences))
            continue
        if n or key["kind"] == ALL:
            rows.append(_count(answers, sheet, key, n, place_name(row, column), received_on))
    if not problems and (rows or total):
        problems += _sums(sheet, rows, total)
    why = ""
    if reason := sheet.once(REASON):
        try:
            why = cells.text(reason[2])
        except CellRefusedError as refused:
            problems.append(Problem(sheet.at(*reason[:2]), *refused.sentences))
    answers.problems += problems
    if rows and not problems:
        answers.counts[sheet.source], answers.reasons[sheet.source] = rows, why


def _key_of(sheet: _Sheet, row: int, column: int) -> dict[str, str]:
    """Of what a cell counts."""
    key, kind = sheet.rows.get(row, ""), sheet.columns.get(column, ALL)
    if key == TOTAL:
        return {"mahalle_code": ALL, "kind": ALL, "stage": ALL}
    if not key.startswith((MAHALLE, STAGE)):
        raise CellRefusedError(
            _("There is a value in a row that is not of the form."),
            "",
            _("Delete what stands there, or move it to where it belongs."),
        )
    table, _slash, name = key.partition("/")
    is_place = table + _slash == MAHALLE
    return {"mahalle_code": name if is_place else ALL, "kind": kind, "stage": ALL if is_place else name}


def _count(answers: MonthAnswers, sheet: _Sheet, key: Mapping[str, str], n: int, cell: str, on: Any) -> MonthlyCount:
    of = {"month": sheet.form.month, "source": sheet.source, "mahalle_code": key["mahalle_code"]}
    words = {"kind": ViolenceOrAll(key["kind"]), "stage": StageOrAll(key["stage"])}
    where = {"file": answers.file, "sha256": answers.sha256, "sheet": sheet.sheet.name, "cell": cell}
    return MonthlyCount.model_construct(**of, **words, n=n, **where, received_on=on)


def _sums(sheet: _Sheet, rows: list[MonthlyCount], total: Any) -> Iterator[Problem]:
    """What stands in the tables comes to the total, and both tables count the same."""
    if total is None:
        yield Problem(
            at_sheet(sheet.file, sheet.sheet.name),
            _("There are counts, and no total."),
            "",
            _("Write the total above the table."),
        )
    elif wrong := disagreement(rows):
        where = sheet.at(*total[:2])
        yield Problem(where, wrong[:1].upper() + wrong[1:], "", _("Correct the total or the counts below it."))

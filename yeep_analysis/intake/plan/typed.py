"""Reads a plan workbook into rows of text that know their cells; everything that is wrong with it is told at once."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yeep_analysis.intake.forms.read import SentSheet, place_name
from yeep_analysis.intake.forms.refusals import refusal
from yeep_analysis.intake.personal import personal_data
from yeep_analysis.intake.plan.sheets import (
    FIRST_SHEET,
    FURTHER_SHEETS,
    KEY_HEAD,
    MARK,
    PLAN,
    STATE,
    ColumnKind,
    PlanColumn,
    PlanSheet,
    plain,
    words_of_yes_and_no,
)
from yeep_analysis.intake.plan.written import LISTS
from yeep_analysis.intake.sandbox import Limits, Sandbox
from yeep_analysis.municipality import cells
from yeep_analysis.municipality.cells import CellKind, CellRefusedError, SentCell
from yeep_analysis.municipality.remarks import printed_as_boxes
from yeep_analysis.words import language, signs
from yeep_analysis.words.errors import Problem, at_cell
from yeep_analysis.words.language import _

_LIMITS = Limits(seconds=30.0, memory=500 * 2**20)
_WORKBOOKS = Sandbox("yeep_analysis.intake.forms.opening", _LIMITS)
_DOCUMENTS = Sandbox("yeep_analysis.intake.plan.word_tables", _LIMITS)
_DOCUMENT = ".docx"
_LAST_HEAD_ROW = 20  # heads stand in the first rows of a sheet
_LOCK = "~$"
_FEWEST_HEADS = 2  # by which a row is known as that of the heads
_SPAN = re.compile(r"[0-9]{4}\s*[-–/]\s*[0-9]{4}")
_CLOSE = 0.75  # how like a known word a word is that was probably meant


@dataclass
class TypedRow:
    """A row of a sheet: its cells as text by their column, and where each stands."""

    file: str
    sheet: str
    number: int
    cells: dict[str, str] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def place(self, name: str = "") -> str:
        """A cell in words; the first that is shown where none is named, or the sheet has no such column."""
        column = self.columns.get(name) or min(
            (place for known, place in self.columns.items() if not known.startswith(KEY_HEAD)), default=1
        )
        return _place(self.file, self.sheet, self.number, column)


def _place(file: str, sheet: str, row: int, column: int) -> str:
    """A cell in words: of a workbook by its name, of a table in a document by row and column."""
    if _is_document(file):
        return _("{file}, table {n}, row {row}, column {column}").format(file=file, n=sheet, row=row, column=column)
    return at_cell(file, sheet, place_name(row, column))


def _is_document(file: str) -> bool:
    return file.lower().endswith(_DOCUMENT)


@dataclass
class TypedBook:
    """A plan workbook: the rows of its sheets by table, and the columns that each sheet has."""

    file: str
    rows: dict[str, list[TypedRow]] = field(default_factory=dict)
    columns: dict[str, Mapping[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    lacks_heads: bool = False  # what stands below them cannot be told
    state: str = ""  # of the plan from which it was exported; empty where it is somebody's own


def read_workbook(path: Path) -> TypedBook:
    """The rows of a plan workbook (``.xlsx``, ``.xls``, ``.ods``) or of the tables of a document (``.docx``)."""
    if path.name.startswith(_LOCK):
        return TypedBook(path.name, problems=[_lock(path.name)])
    is_document = _is_document(path.name)
    (found,) = (_DOCUMENTS if is_document else _WORKBOOKS).read([path], processes=1)
    book = TypedBook(path.name)
    if code := found.get("refused") or ("not_a_workbook" if "sheets" not in found else ""):  # a CSV has records
        book.problems.append(_of_the_plan(refusal(path.name, code, found["detail"])))
        return book
    formulas = {sheet["name"]: {tuple(place) for place in sheet.get("formulas", ())} for sheet in found["sheets"]}
    sheets = [SentSheet.of(sheet) for sheet in found["sheets"]]
    shapes = _tables_of_the_plan(sheets, book) if is_document else _recognised(sheets, book)
    if is_document and not book.problems:
        book.problems += [problem for sheet in found["sheets"] for problem in _uneven(book.file, sheet)]
    for shape, sheet in shapes:
        _SheetReader(book, shape, sheet, formulas[sheet.name]).read()
    if PLAN not in book.columns and not book.problems:
        book.problems.append(_no_plan(book.file))
    elif PLAN in book.columns and not book.rows[PLAN] and not book.problems:
        book.problems.append(_no_row(book.file, shapes[0][1]))
    return book


def _of_the_plan(problem: Problem) -> Problem:
    """The same words as of a form, but for what is expected and what to do."""
    expected = _("The plan must be a workbook (.xlsx, .xls or .ods) or a document (.docx).")
    return Problem(problem.where, problem.what, expected, _("Copy its rows into a new plan workbook."))


def _lock(file: str) -> Problem:
    """Excel puts such a file beside a workbook that is open."""
    return Problem(
        file,
        _("This is no workbook, but Excel's sign that one is open."),
        _("The plan must be a workbook (.xlsx, .xls or .ods) or a document (.docx)."),
        _("Close the workbook in Excel, and give the workbook itself."),
    )


def _no_row(file: str, sheet: SentSheet) -> Problem:
    return Problem(
        _a1(file, sheet),
        _("No action stands below the heads."),
        _("Each action has a row."),
        _("Type the actions below the heads."),
    )


def _no_plan(file: str) -> Problem:
    return Problem(
        file,
        _("There is no table with the plan.") if _is_document(file) else _("There is no sheet with the plan."),
        _("The first sheet needs the heads {heads}.").format(heads=_needed(FIRST_SHEET)),
        _("Write the heads above the columns, or copy the rows into a new plan workbook."),
    )


def _needed(shape: PlanSheet) -> str:
    return ", ".join(f"“{_(column.head)}”" for column in shape.columns if column.is_needed)


def _recognised(sheets: list[SentSheet], book: TypedBook) -> list[tuple[PlanSheet, SentSheet]]:
    """Which sheet holds what, by its name; the first one of another name is the plan."""
    found: list[tuple[PlanSheet, SentSheet]] = []
    named = {name: shape for shape in (FIRST_SHEET, *FURTHER_SHEETS.values()) for name in shape.names}
    marked = {f"{MARK}{shape.table}": shape for shape in (FIRST_SHEET, *FURTHER_SHEETS.values())}
    lists = {plain(language.catalogue("library", one).gettext(LISTS)) for one in language.LANGUAGES}
    others = []
    for sheet in sheets:
        if not sheet.cells or plain(sheet.name) in lists:
            continue
        if sheet.is_hidden:
            book.problems.append(_hidden_sheet(book.file, sheet))
            continue
        mark, state = _mark(sheet)
        shape = marked.get(mark) or named.get(plain(sheet.name))
        book.state = book.state or state
        if shape is None:
            others.append(sheet)
        elif any(shape is known for known, _sheet in found):
            what = _("The sheet “{sheet}” stands twice.").format(sheet=shape.label)
            action = _("Delete or rename one of the two.")
            book.problems.append(Problem(_a1(book.file, sheet), what, "", action))
        else:
            found.append((shape, sheet))
    if others and not any(shape is FIRST_SHEET for shape, _sheet in found):
        found.insert(0, (FIRST_SHEET, others.pop(0)))
    for sheet in others:
        book.remarks.append(_("{file}: the sheet “{sheet}” was not read.").format(file=book.file, sheet=sheet.name))
    return sorted(found, key=lambda both: both[0] is not FIRST_SHEET)


def _tables_of_the_plan(sheets: list[SentSheet], book: TypedBook) -> list[tuple[PlanSheet, SentSheet]]:
    """The tables of a document that have heads of the plan: it goes on from one to the next."""
    known = {name for column in FIRST_SHEET.columns for name in column.names}
    found = []
    for sheet in sheets:
        rows = Counter(row for (row, _column), cell in sheet.cells.items() if plain(cell.text) in known)
        if max(rows.values(), default=0) >= _FEWEST_HEADS:
            found.append((FIRST_SHEET, sheet))
        elif sheet.cells:
            book.remarks.append(_("{file}: table {n} was not read.").format(file=book.file, n=sheet.name))
    return found


def _uneven(file: str, table: Mapping[str, Any]) -> Iterator[Problem]:
    """Rows with more cells than heads: nobody can say which of them stands under which."""
    for row, column in table["uneven"]:
        yield Problem(
            _place(file, table["name"], row, column),
            _("Two cells of this row stand under one head."),
            _("Every row needs the columns of the heads."),
            _("Put the borders of the row right, or copy the table into a workbook."),
        )


def _mark(sheet: SentSheet) -> tuple[str, str]:
    """The mark of a sheet of an export, whatever its name is now, and the state of the plan behind it."""
    marks = [
        cell.text for (row, _column), cell in sheet.cells.items() if row <= _LAST_HEAD_ROW and cell.text[:2] == MARK
    ]
    return marks[0].partition(STATE)[::2] if marks else ("", "")


def _a1(file: str, sheet: SentSheet) -> str:
    return at_cell(file, sheet.name, "A1")


def _hidden_sheet(file: str, sheet: SentSheet) -> Problem:
    return Problem(
        _a1(file, sheet),
        _("The sheet “{sheet}” is hidden and holds data.").format(sheet=sheet.name),
        "",
        _("Show the sheet, or delete it if it is not of the plan."),
    )


@dataclass
class _SheetReader:
    """One sheet that is being read."""

    book: TypedBook
    shape: PlanSheet
    sheet: SentSheet
    formulas: set[tuple[int, int]]

    def read(self) -> None:
        head = self._head_row()
        columns = self._columns(head) if head else {}
        if not columns:
            return
        self.book.columns[self.shape.table] = columns
        if _is_document(self.book.file):
            self._refuse_without_head(head)
        fields = {column.field: column for column in self.shape.columns}
        rows = self.book.rows.setdefault(self.shape.table, [])
        for number, found in self._rows_below(head, columns):
            row = TypedRow(self.book.file, self.sheet.name, number, {}, columns)
            for name, cell in found.items():
                row.cells[name] = self._text(row, name, fields.get(name), cell)
            if any(text for name, text in row.cells.items() if not self._is_hidden(name)):
                rows.append(row)
                self._refuse_hidden(row)

    def _refuse_without_head(self, head: int) -> None:
        """In a document every cell stands under a head: beside the table there is no room for notes."""
        headed = {place for row, place in self.sheet.cells if row == head}
        for row, place in sorted(self.sheet.cells):
            if row > head and place not in headed:
                self._tell(
                    _place(self.book.file, self.sheet.name, row, place),
                    _("No head stands above this cell."),
                    _("Every row needs the columns of the heads."),
                    _("Put the borders of the row right, or copy the table into a workbook."),
                )

    def _is_hidden(self, name: str) -> bool:
        keys = {column.field for column in self.shape.columns if column.kind == ColumnKind.KEY}
        return name.startswith(KEY_HEAD) or name in keys

    def _head_row(self) -> int:
        """The row in which most heads are known; 0 where there is none, which is told."""
        known = {name for column in self.shape.columns for name in column.names}
        rows: dict[int, int] = {}
        for (row, _column), cell in self.sheet.cells.items():
            if row <= _LAST_HEAD_ROW and plain(cell.text) in known:
                rows[row] = rows.get(row, 0) + 1
        best = min(rows, key=lambda row: (-rows[row], row), default=0)
        if not best or rows[best] < _FEWEST_HEADS:
            first = min(self.sheet.cells)
            self._tell(
                _place(self.book.file, self.sheet.name, *first),
                _("No known heading was found here: “{text}” …").format(text=self.sheet.cells[first].text[:40]),
                _("One row must hold the heads {heads}.").format(heads=_needed(self.shape)),
                _("Write the heads in Turkish or English above the columns."),
            )
            return 0
        return best

    def _columns(self, head: int) -> dict[str, int]:
        """Field -> number of its column; what is missing, stands twice or is unknown is told."""
        by_name = {name: column for column in self.shape.columns for name in column.names}
        by_name |= {
            plain(f"{KEY_HEAD}{column.field}"): PlanColumn(f"{KEY_HEAD}{column.field}", "", ColumnKind.KEY)
            for column in self.shape.columns
            if column.kind == ColumnKind.ENTRY
        }
        columns: dict[str, int] = {}
        unknown: list[tuple[int, str]] = []
        for (row, place), cell in sorted(self.sheet.cells.items()):
            if row != head or not cell.text.strip():
                continue
            if cell.text.startswith(MARK):
                continue
            column = by_name.get(plain(cell.text))
            if column is None:
                unknown.append((place, cell.text.strip()))
            elif column.field in columns:
                self._tell_head(head, place, _("The head “{text}” stands twice.").format(text=cell.text.strip()))
            else:
                columns[column.field] = place
        self._missing(head, columns, unknown)
        return columns

    def _missing(self, head: int, columns: Mapping[str, int], unknown: list[tuple[int, str]]) -> None:
        absent = [column for column in self.shape.columns if column.field not in columns and column.head]
        for place, text in unknown:
            names = {name: column for column in absent for name in column.names}
            if close := difflib.get_close_matches(plain(text), names, n=1, cutoff=_CLOSE):
                meant = _(names[close[0]].head)
                self._tell_head(
                    head, place, _("The head “{text}” is unknown; “{meant}”?").format(text=text, meant=meant)
                )
                absent.remove(names[close[0]])
                self.book.lacks_heads = True
            else:
                message = _("{cell}: the column “{text}” was not read.")
                where = _place(self.book.file, self.sheet.name, head, place)
                self.book.remarks.append(message.format(cell=where, text=text))
        last = max((place for row, place in self.sheet.cells if row == head), default=0)
        for column in absent:
            if column.is_needed:
                self._tell_head(head, last + 1, _("The head “{head}” is missing.").format(head=_(column.head)))
                self.book.lacks_heads = True

    def _tell_head(self, row: int, place: int, what: str) -> None:
        self._tell(
            _place(self.book.file, self.sheet.name, row, place),
            what,
            _("The heads are {heads}, each once.").format(heads=_needed(self.shape)),
            _("Correct the row of the heads."),
        )

    def _rows_below(self, head: int, columns: Mapping[str, int]) -> Iterator[tuple[int, dict[str, SentCell]]]:
        """The cells of each row below the heads; what a merged cell holds stands in each row that it covers."""
        by_row: dict[int, dict[str, SentCell]] = {}
        names = {place: name for name, place in columns.items()}
        for (row, place), cell in self.sheet.cells.items():
            if row > head and place in names and not cells.is_blank(cell):
                by_row.setdefault(row, {})[names[place]] = cell
        for first, last, where in self.sheet.merged:
            corners = [place for place in names if place_name(first, place) == where.partition(":")[0]]
            for place in corners:
                cell = by_row.get(first, {}).get(names[place])
                for row in range(first + 1, last + 1) if cell and first > head else ():
                    by_row.setdefault(row, {}).setdefault(names[place], cell)
        yield from sorted(by_row.items())

    def _text(self, row: TypedRow, name: str, column: PlanColumn | None, cell: SentCell) -> str:
        """What a cell says, as the tables hold it; empty where it is refused, which is told."""
        place = row.place(name)
        if (row.number, row.columns[name]) in self.formulas:
            self._tell(
                place, _("The cell holds a formula."), _("The cell needs text."), _("Type its result into the cell.")
            )
            return ""
        if kinds := personal_data(cell.text):
            self._tell(
                place,
                _("The cell holds {kind}.").format(kind=_(kinds[0])),
                "",
                _("Correct the cell."),
            )
            return ""
        if lacking := signs.missing(cell.text):
            self.book.remarks.append(f"{place}: {printed_as_boxes(lacking)}")
        try:
            return _RULES[column.kind if column else ColumnKind.KEY](cell, column)
        except CellRefusedError as refused:
            self._tell(place, *refused.sentences)
            return ""

    def _refuse_hidden(self, row: TypedRow) -> None:
        if row.number in self.sheet.hidden_rows:
            self._tell(
                row.place(next(name for name, text in row.cells.items() if text and not self._is_hidden(name))),
                _("The row is hidden and holds values."),
                "",
                _("Show the row (or clear the filter), and look whether its values hold."),
            )

    def _tell(self, where: str, what: str, expected: str, action: str) -> None:
        self.book.problems.append(Problem(where, what, expected, action))


def _number(cell: SentCell, column: PlanColumn | None) -> str:
    if cell.kind == CellKind.DATE:  # the day on which something begins or ends; the plan counts in years
        return cell.text[:4]
    if column and column.field in ("start", "end") and _SPAN.fullmatch(cell.text.strip()):
        raise CellRefusedError(
            _("“{text}” are two years.").format(text=cell.text.strip()),
            _("A year stands here alone (2026)."),
            _("Write the first year under “{start}” and the last under “{end}”, or both under “{period}”.").format(
                start=_("Start"), end=_("End"), period=_("Period")
            ),
        )
    return cells.count(cell)


def _term(cell: SentCell, column: PlanColumn | None) -> str:
    return cells.choice(column.terms)(cell)


def _yes_no(cell: SentCell, _column: PlanColumn | None) -> str:
    words = words_of_yes_and_no()
    text = plain(cells.text(cell))
    if text not in words:
        raise CellRefusedError(
            _("“{text}” is not in the list.").format(text=cell.text.strip()[:60]),
            _("Choose one of: {words}.").format(words=", ".join((_("yes"), _("no")))),
            _("Choose a word from the list of the cell."),
        )
    return words[text]


def _lines(cell: SentCell, _column: PlanColumn | None) -> str:
    lines = [line.strip(" \t•-–;") for line in cells.text(cell).split("\n")]
    if several := next((line for line in lines if ";" in line), ""):
        raise CellRefusedError(
            _("Several entries stand on one line: “{text}”.").format(text=several[:80]),
            _("Each entry stands on a line of its own."),
            _("Break the line (Alt+Enter) after “{first}”.").format(first=f"{several.partition(';')[0].strip()[:40]};"),
        )
    return "\n".join(filter(None, lines))


def _words(cell: SentCell, _column: PlanColumn | None) -> str:
    return cells.text(cell)


_RULES = {
    ColumnKind.KEY: _words,
    ColumnKind.TEXT: _words,
    ColumnKind.ENTRY: _words,
    ColumnKind.LINES: _lines,
    ColumnKind.NUMBER: _number,
    ColumnKind.DECIMAL: lambda cell, _column: cells.decimal(cell),
    ColumnKind.TERM: _term,
    ColumnKind.YES_NO: _yes_no,
}

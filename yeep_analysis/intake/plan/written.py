"""Writes the plan of a data folder as a workbook. Same inputs, same bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from yeep_analysis.intake.plan.sheets import (
    FIRST_SHEET,
    FURTHER_SHEETS,
    KEY_HEAD,
    MARK,
    PLAN,
    STATE,
    SUBJECT,
    ColumnKind,
    PlanColumn,
    PlanSheet,
    yes_or_no,
)
from yeep_analysis.intake.plan.stored import Names, TableRow, Tables, files_of, rows_of, state_of, table_of
from yeep_analysis.show.workbooks import put, settled, typed
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import Role

LISTS = N_("Lists")  # hidden sheet with what the drop-downs offer
_FREE_ROWS = 100  # below what is there, with drop-downs
_FONT, _BOLD = Font(name="Calibri", size=10), Font(name="Calibri", size=10, bold=True)
_THIN = Side(style="thin", color="BBBBBB")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="D9D2E9")
_OPEN = Protection(locked=False)
_LAST_COLUMN = 16384  # of any sheet
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_WIDTHS = {ColumnKind.NUMBER: 11, ColumnKind.DECIMAL: 11, ColumnKind.YES_NO: 11, ColumnKind.TERM: 22}
_NARROW, _WIDE = 10, 42
_LISTED = (ColumnKind.TERM, ColumnKind.YES_NO, ColumnKind.ENTRY)


def plan_workbook(data: Path) -> bytes:
    """The workbook of the plan in a data folder; of a folder without a plan, one to be filled in.

    Parameters
    ----------
    data : data folder

    Returns
    -------
    bytes of an ``.xlsx``; words and drop-downs in the language in use

    Raises
    ------
    `DataError` where the tables of the plan are wrong
    """
    return workbook_of(rows_of(files_of(data)))


def workbook_of(tables: Tables) -> bytes:
    """The workbook of the plan that these tables hold."""
    book = Workbook()
    names = Names.of(tables)
    offered = _Offered(names)
    _write(book.active, FIRST_SHEET, list(_printed_rows(tables)), offered)
    book.active["A1"] = f"{MARK}{PLAN}{STATE}{state_of(tables)}"
    for sheet in FURTHER_SHEETS.values():
        rows = [_shown(sheet, row, names) for row in tables[sheet.table]]
        _write(book.create_sheet(), sheet, rows, offered)
    offered.write(book.create_sheet(_(LISTS)))
    return settled(book)


def _printed_rows(tables: Tables) -> Iterator[dict[str, str]]:
    """One row an action, as the plan prints it; what stands above is not repeated."""
    themes = {row["theme"]: row for row in tables["themes"]}
    goals = {row["goal_id"]: row for row in tables["goals"]}
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in _in_order(tables["action_units"]):
        lines[row["action_id"], row["role"]].append(row["printed"])
    for row in _in_order(tables["action_indicators"]):
        lines[row["action_id"], "indicators"].append(row["printed"])
        lines[row["action_id"], "indicator_keys"].append(row["indicator_id"])
    before = {"theme": "", "goal": "", "objective": ""}
    for theme, goal, objective, action in _branches(tables):
        row = {}
        if theme != before["theme"]:
            row |= {"theme_key": theme, "theme": themes[theme]["name"]}
        if goal and goal != before["goal"]:
            row |= {"goal_key": goal, "goal_code": goals[goal]["goal_code"], "goal": goals[goal]["goal_text"]}
        if objective and objective["objective_id"] != before["objective"]:
            row |= {"objective_key": objective["objective_id"], "objective_code": objective["objective_code"]}
            row |= {"objective": objective["objective_text"]}
        if action:
            key = action["action_id"]
            row |= {"action_key": key, "action_code": action["action_code"], "action": action["action_text"]}
            row |= {"start": action["period_start"], "end": action["period_end"]}
            row |= {
                "responsible": "\n".join(lines[key, Role.RESPONSIBLE]),
                "partner": "\n".join(lines[key, Role.PARTNER]),
            }
            row |= {name: "\n".join(lines[key, name]) for name in ("indicators", "indicator_keys")}
        before = {"theme": theme, "goal": goal, "objective": objective["objective_id"] if objective else ""}
        yield row


def _branches(tables: Tables) -> Iterator[tuple[str, str, TableRow | None, TableRow | None]]:
    """Theme, goal, objective and action of each row of the printed table, in the order of the plan."""
    goals, objectives, actions = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in _in_order(tables["goals"]):
        goals[row["theme"]].append(row["goal_id"])
    for row in _in_order(tables["objectives"]):
        objectives[row["goal_id"]].append(row)
    for row in _in_order(tables["actions"]):
        actions[row["objective_id"]].append(row)
    for theme in _in_order(tables["themes"]):
        for goal in goals[theme["theme"]]:
            yield from ((theme["theme"], goal, None, action) for action in actions[goal])
            for objective in objectives[goal]:
                for action in actions[objective["objective_id"]] or [None]:
                    yield theme["theme"], goal, objective, action
            if not objectives[goal] and not actions[goal]:
                yield theme["theme"], goal, None, None


def _in_order(rows: Sequence[TableRow]) -> list[TableRow]:
    """By their position, where the order of the file is another one."""
    return sorted(rows, key=lambda row: int(row["position"]))


def _shown(sheet: PlanSheet, row: TableRow, names: Names) -> dict[str, str]:
    """A row of a table as people read it; the keys of what it names stand in hidden columns."""
    shown = {}
    for column in sheet.columns:
        text = row[column.field]
        if column.kind == ColumnKind.ENTRY:
            shown[f"{KEY_HEAD}{column.field}"] = text
            shown[column.field] = names.label(table_of(column.refers, row), text) if text else ""
        elif column.kind == ColumnKind.TERM and text:
            shown[column.field] = column.terms(text).label
        elif column.kind == ColumnKind.YES_NO:
            shown[column.field] = yes_or_no(text)
        else:
            shown[column.field] = text
    return shown


@dataclass
class _Offered:
    """What the drop-downs offer: one column of the hidden sheet for each list."""

    names: Names

    def __post_init__(self) -> None:
        self.lists: dict[Any, list[str]] = {}

    def reference(self, column: PlanColumn) -> str:
        """The cells that hold the list of a column."""
        key: Any = column.refers or column.terms or column.kind
        if key not in self.lists:
            self.lists[key] = list(dict.fromkeys(self._words(column)))
        place = get_column_letter(list(self.lists).index(key) + 1)
        return f"'{_(LISTS)}'!${place}$2:${place}${max(len(self.lists[key]), 1) + 1}"

    def _words(self, column: PlanColumn) -> Iterator[str]:
        if column.kind == ColumnKind.YES_NO:
            yield from (_("yes"), _("no"))
        elif column.terms:
            yield from (term.label for term in column.terms)
        elif column.refers == SUBJECT:
            for table in ("measures", "actions", "methodology"):
                yield from self.names.labels[table].values()
        else:
            yield from self.names.labels[column.refers].values()

    def write(self, sheet: Worksheet) -> None:
        """Fill the hidden sheet."""
        sheet.sheet_state = "hidden"
        for place, words in enumerate(self.lists.values(), start=1):
            for row, word in enumerate(words, start=2):
                put(sheet, row, place, word)


def _write(sheet: Worksheet, shape: PlanSheet, rows: Sequence[Mapping[str, str]], offered: _Offered) -> None:
    sheet.title = shape.label
    hidden = [f"{MARK}{shape.table}"]
    hidden += [column.field for column in shape.columns if column.kind == ColumnKind.KEY]
    hidden += [f"{KEY_HEAD}{column.field}" for column in shape.columns if column.kind == ColumnKind.ENTRY]
    shown = [column for column in shape.columns if column.kind != ColumnKind.KEY]
    for place, name in enumerate(hidden, start=1):
        sheet.cell(1, place, name if name.startswith(KEY_HEAD) else KEY_HEAD + name)
        sheet.column_dimensions[get_column_letter(place)].hidden = True
        for number, row in enumerate(rows, start=2):
            if text := row.get(name, ""):
                put(sheet, number, place, text).protection = _OPEN
    last = len(rows) + 1 + _FREE_ROWS
    _guard_keys(sheet, len(hidden), last)
    for place, column in enumerate(shown, start=len(hidden) + 1):
        cell = sheet.cell(1, place, _(column.head))
        cell.font, cell.fill, cell.border, cell.alignment = _BOLD, _HEAD, _BOX, _WRAPPED
        sheet.column_dimensions[get_column_letter(place)].width = _width(column)
        for number in range(2, last + 1):
            text = rows[number - 2].get(column.field, "") if number < len(rows) + 2 else ""
            _write_cell(sheet, number, place, column, text)
        if column.kind in _LISTED:
            rule = DataValidation("list", formula1=offered.reference(column), allow_blank=True)
            rule.errorTitle, rule.error, rule.showErrorMessage = (
                _("Not accepted"),
                _("Choose a word from the list."),
                True,
            )
            rule.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{last}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = sheet.cell(2, len(hidden) + 1)
    _protect(sheet, len(hidden) + len(shown))


def _write_cell(sheet: Worksheet, row: int, place: int, column: PlanColumn, text: str) -> None:
    is_number = column.kind in (ColumnKind.NUMBER, ColumnKind.DECIMAL)
    if text and is_number and (number := typed(text)) is not None:
        cell = sheet.cell(row, place, number)
    else:
        cell = put(sheet, row, place, text) if text else sheet.cell(row, place)
        if not is_number:
            cell.number_format = "@"  # “1.10” is a code, no number
    cell.font, cell.border, cell.alignment = _FONT, _BOX, _WRAPPED
    cell.protection = _OPEN


def _guard_keys(sheet: Worksheet, columns: int, last: int) -> None:
    """Nothing can be typed into the hidden keys; a locked cell would keep its whole row from being deleted."""
    rule = DataValidation("custom", formula1="FALSE", allow_blank=False)
    rule.errorTitle, rule.error, rule.showErrorMessage = _("Not accepted"), _("The keys stay as they are."), True
    rule.add(f"A2:{get_column_letter(columns)}{last}")
    sheet.add_data_validation(rule)


def _width(column: PlanColumn) -> int:
    if column.field.endswith("_code") or column.field == "period":
        return _NARROW
    return _WIDTHS.get(column.kind, _WIDE)


def _protect(sheet: Worksheet, columns: int) -> None:
    """Only the heads are shut; without a password, it guards against slips, not against people.

    A row can be deleted where none of its cells is shut, those right of the table included.
    """
    for place in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(place)].protection = _OPEN
    beside = sheet.column_dimensions[get_column_letter(columns + 1)]
    beside.min, beside.max, beside.protection = columns + 1, _LAST_COLUMN, _OPEN
    guard = sheet.protection
    guard.sheet = True
    guard.formatCells = guard.formatColumns = guard.formatRows = guard.insertRows = guard.deleteRows = False
    guard.sort = guard.autoFilter = False
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", sheet.PAPERSIZE_A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"

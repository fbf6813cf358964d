"""The form of a month as a workbook: a sheet for each source, on it the total, mahalle × kind, and stage × kind.

As in the forms of a year identity lies in the sheet itself: its mark in the first cell, the keys of rows in its hidden
column, those of columns in the row marked ``@``. A blank cell counts none once the total stands above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yeep_analysis.intake.forms.layout import COLUMNS_ROW, HEAD_ROW
from yeep_analysis.intake.forms.rules import rule_for
from yeep_analysis.intake.forms.write import BOLD, BOX, FONT, HEAD_FILL, HEADING, OPEN, THEME, WRAPPED, prepare
from yeep_analysis.municipality.cells import UNKNOWN
from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.reporting.questions import Kind
from yeep_analysis.show.workbooks import put, settled
from yeep_analysis.words import language
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import ApplicationSource, Stage, Violence

_MARK, _VERSION = "yeep-month", "1"
TOTAL, REASON = "total", "reason"  # keys of the rows that hold one cell
MAHALLE, STAGE = "mahalle/", "stage/"  # before the key of a row of each table
_NAMES, _FIRST = 2, 3  # columns: names of rows, first cell to be filled in
_WIDTH, _NAME_WIDTH = 13, 46


@dataclass(frozen=True)
class MonthForm:
    """What the form of a month asks: whose it is, and the mahalles by their codes."""

    municipality: Municipality
    month: str
    names: Mapping[str, str]

    def mark(self, source: ApplicationSource) -> str:
        """``yeep-month|1|2013|2024-05|police``."""
        return "|".join((_MARK, _VERSION, self.municipality.district_code, self.month, source.value))

    @property
    def title(self) -> str:
        """``Mayıs 2024``."""
        year, number = map(int, self.month.split("-"))
        return language.month(year, number)

    @property
    def rows(self) -> dict[str, str]:
        """The rows of both tables by their keys."""
        places = {f"{MAHALLE}{code}": name for code, name in self.names.items()}
        stages = {f"{STAGE}{stage.value}": stage.label for stage in Stage}
        return {**places, f"{MAHALLE}{UNKNOWN}": _("Neighbourhood not stated"), **stages}


def read_mark(text: str) -> tuple[str, str, ApplicationSource] | None:
    """District, month and source from the mark of a sheet; None where it is none of this version."""
    parts = text.split("|")
    if len(parts) != 5 or parts[:2] != [_MARK, _VERSION] or parts[4] not in set(ApplicationSource):
        return None
    return parts[2], parts[3], ApplicationSource(parts[4])


def is_mark(text: str) -> bool:
    """Whether a text looks like the mark of a sheet of a month, of whatever version."""
    return text.startswith(f"{_MARK}|")


def write_month_form(form: MonthForm, *, is_revision: bool = False) -> bytes:
    """The workbook of a month; same inputs, same bytes.

    is_revision   whether counts of the month are there already: then a reason for changes is asked
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    for source in ApplicationSource:
        _write(workbook.create_sheet(source.label[:31]), form, source, is_revision)
    workbook.properties.title = f"{form.municipality.municipality} · {form.title}"
    workbook.properties.creator = form.municipality.equality_unit
    return settled(workbook)


def _write(sheet: Worksheet, form: MonthForm, source: ApplicationSource, is_revision: bool) -> None:
    place = form.municipality
    first = f"{place.municipality} · {place.plan}"
    if place.is_fictional:
        first = _("EXAMPLE: {title} (fictional municipality)").format(title=first)
    title = _("{month}: applications because of violence, {source}").format(month=form.title, source=source.label)
    prepare(sheet, form.mark(source), (first, title), place.equality_unit)
    sheet.column_dimensions["B"].width = _NAME_WIDTH
    last = _FIRST + len(Violence) - 1
    for line, text in enumerate(_explained(), start=3):
        cell = put(sheet, line, _NAMES, text)
        cell.font, cell.alignment = FONT, WRAPPED
        sheet.merge_cells(start_row=line, end_row=line, start_column=_NAMES, end_column=last)
        sheet.row_dimensions[line].height = 28
    row = 3 + len(_explained()) + 1
    _ask_once(sheet, row, TOTAL, _("Applications of the month in all (0 if there was none)"))
    if is_revision:
        row += 1
        _ask_once(sheet, row, REASON, _("If a count that was sent before changes: why"))
    head = row + 3
    _write_head(sheet, head)
    _write_rows(sheet, head + 1, form)
    sheet.freeze_panes = f"C{head + 1}"
    sheet.page_setup.orientation = "landscape"


def _explained() -> tuple[str, ...]:
    return (
        _(
            "Fill in the yellow cells: whole numbers, digits only. Count each application once, under its main kind of "
            "violence. Write no names and no numbers of persons."
        ),
        _(
            "Both tables count the same applications: by neighbourhood, and by the last stage reached in the month. "
            "A blank cell counts none. If this source sends nothing leave the sheet blank, its total too."
        ),
    )


def _ask_once(sheet: Worksheet, row: int, key: str, text: str) -> None:
    sheet.cell(row, 1, key)
    put(sheet, row, _NAMES, text).font = BOLD
    _open(sheet, row, _FIRST)
    if key == REASON:
        sheet.cell(row, _FIRST).number_format = "@"
        return
    sheet.add_data_validation(rule_for(Kind.COUNT, None, [sheet.cell(row, _FIRST).coordinate]))


def _open(sheet: Worksheet, row: int, column: int) -> None:
    cell = sheet.cell(row, column)
    cell.font, cell.border, cell.fill = FONT, BOX, OPEN
    cell.protection = Protection(locked=False)


def _write_head(sheet: Worksheet, row: int) -> None:
    sheet.cell(row - 1, 1, COLUMNS_ROW)
    sheet.cell(row, 1, HEAD_ROW)
    for column, kind in enumerate(Violence, start=_FIRST):
        sheet.cell(row - 1, column, kind.value)
        cell = put(sheet, row, column, kind.label)
        cell.font, cell.fill, cell.border, cell.alignment = BOLD, HEAD_FILL, BOX, WRAPPED
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    sheet.row_dimensions[row].height = 32
    sheet.row_dimensions[row - 1].hidden = True


def _write_rows(sheet: Worksheet, row: int, form: MonthForm) -> None:
    headings = {MAHALLE: _("By neighbourhood"), STAGE: _("By the last stage reached in the month")}
    columns, places, begun = range(_FIRST, _FIRST + len(Violence)), [], ""
    for key, name in form.rows.items():
        table = key.partition("/")[0] + "/"
        if table != begun:
            begun = table
            put(sheet, row, _NAMES, headings[table]).font = HEADING
            for column in (_NAMES, *columns):
                sheet.cell(row, column).fill = THEME
            row += 1
        sheet.cell(row, 1, key)
        cell = put(sheet, row, _NAMES, name)
        cell.font, cell.border, cell.alignment = FONT, BOX, WRAPPED
        for column in columns:
            _open(sheet, row, column)
        places.append(f"{get_column_letter(_FIRST)}{row}:{get_column_letter(columns[-1])}{row}")
        row += 1
    sheet.add_data_validation(rule_for(Kind.COUNT, None, places))

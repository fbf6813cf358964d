"""Writes a form as a workbook: what is asked stands open, everything else is locked. Same inputs, same bytes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yeep_analysis.intake.forms.columns import HEADS, WIDTHS, Head, heads_of
from yeep_analysis.intake.forms.how_to import how_to
from yeep_analysis.intake.forms.layout import COLUMNS_ROW, HEAD, HEAD_ROW, Form, FormRow, FormSheet, SheetKind
from yeep_analysis.intake.forms.rules import rules
from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.questions import Kind, kind_of
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.show.workbooks import put, settled
from yeep_analysis.words.language import _

_TITLE_ROWS, _KEYS_ROW, _HEAD_ROW = 2, 3, 4
_FIRST = 5  # first row below the head
_HOW_TO_WIDTH = 78.0  # letters across a portrait page
_PAGE_WIDTH = 170.0  # letters across a landscape page in a size that can be read
_MOST_PAGES = 3
_KEY_COLUMN = 1
_LINE_HEIGHT = 13.5  # points of one line of text of size 10

_FONT, _BOLD = Font(name="Calibri", size=10), Font(name="Calibri", size=10, bold=True)
_TITLE, _HEADING = Font(name="Calibri", size=14, bold=True), Font(name="Calibri", size=11, bold=True)
_THIN = Side(style="thin", color="999999")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
OPEN = PatternFill("solid", fgColor="FFF8DC")
_SHUT = PatternFill("solid", fgColor="E6E6E6")
_HEAD = PatternFill("solid", fgColor="D9D2E9")
_THEME = PatternFill("solid", fgColor="EFEBF6")
_WRAPPED = Alignment(wrap_text=True, vertical="top", indent=1)


@dataclass(frozen=True)
class FormCover:
    """What stands above every sheet: municipality, plan, unit; whether the municipality is invented."""

    municipality: str
    plan: str
    unit: str
    equality_unit: str
    is_fictional: bool

    @classmethod
    def of(cls, municipality: Municipality, unit: str) -> FormCover:
        """The cover of a unit's form."""
        place = municipality
        return cls(place.municipality, place.plan, unit, place.equality_unit, place.is_fictional)

    def titles(self, year: int) -> tuple[str, str]:
        """The two lines above a sheet."""
        first = f"{self.municipality} · {self.plan}"
        if self.is_fictional:
            first = _("EXAMPLE: {title} (fictional municipality)").format(title=first)
        return first, _("Form of {year} · {unit}").format(year=year, unit=self.unit)


def write_form(form: Form, cover: FormCover, earlier: Mapping[RowKey, Reply]) -> bytes:
    """The workbook of a form; ``earlier`` are the replies of the year before, shown beside the open cells."""
    workbook = Workbook()
    _write_how_to(workbook.active, form, cover)
    for sheet in form.sheets:
        _write_sheet(workbook.create_sheet(sheet.kind.label), form, sheet, cover, earlier)
    workbook.properties.title = " · ".join(cover.titles(form.identity.year))
    workbook.properties.creator = cover.equality_unit
    return settled(workbook)


def _write_how_to(sheet: Worksheet, form: Form, cover: FormCover) -> None:
    sheet.title = SheetKind.HOW_TO.label
    _prepare(sheet, form, SheetKind.HOW_TO, cover)
    sheet.column_dimensions["B"].width = _HOW_TO_WIDTH
    for row, (text, is_heading) in enumerate(how_to(form, cover.equality_unit), start=_HEAD_ROW):
        cell = sheet.cell(row, 2, text)
        cell.font, cell.alignment = (_HEADING if is_heading else _FONT), _WRAPPED
        sheet.row_dimensions[row].height = _LINE_HEIGHT * _lines(text, _HOW_TO_WIDTH) + (6 if is_heading else 2)
    sheet.page_setup.orientation = "portrait"


def _write_sheet(
    sheet: Worksheet, form: Form, shape: FormSheet, cover: FormCover, earlier: Mapping[RowKey, Reply]
) -> None:
    _prepare(sheet, form, shape.kind, cover)
    # Of a year before which nothing was reported the form does not say so in every row.
    heads = tuple(head for head in HEADS[shape.kind] if earlier or head != Head.BEFORE)
    columns = [*heads, *shape.fields]
    _write_head(sheet, columns, len(heads))
    rows: dict[int, FormRow] = {}
    for row, (heading, entry) in enumerate(_with_headings(shape), start=_FIRST):
        if entry is None:
            _write_heading(sheet, row, heading, len(columns))
        else:
            _write_row(sheet, row, entry, heads_of(heads, entry, earlier), shape)
            rows[row] = entry
    for rule in rules(rows, shape.fields, len(heads) + 2):
        sheet.add_data_validation(rule)
    sheet.freeze_panes = sheet.cell(_FIRST, 3)
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    # Headings run over the cells beside them; without an area their length would count as width.
    sheet.print_area = f"A1:{get_column_letter(len(columns) + 1)}{max(rows)}"
    pages = min(math.ceil(sum(WIDTHS[column] for column in columns) / _PAGE_WIDTH), _MOST_PAGES)
    if pages > 1:
        sheet.page_setup.fitToWidth = pages
        sheet.print_title_cols = "A:C"


def _write_head(sheet: Worksheet, columns: list, heads: int) -> None:
    sheet.cell(_KEYS_ROW, _KEY_COLUMN, COLUMNS_ROW)
    sheet.cell(_HEAD_ROW, _KEY_COLUMN, HEAD_ROW)
    for place, column in enumerate(columns, start=2):
        sheet.cell(_KEYS_ROW, place, column.value if place >= heads + 2 else HEAD + column.value)
        cell = sheet.cell(_HEAD_ROW, place, column.label)
        cell.font, cell.fill, cell.border, cell.alignment = _BOLD, _HEAD, BOX, _WRAPPED
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[column]
    lines = max(_lines(column.label, WIDTHS[column] - 2) for column in columns)
    sheet.row_dimensions[_HEAD_ROW].height = _LINE_HEIGHT * lines + 4
    sheet.row_dimensions[_KEYS_ROW].hidden = True


def _write_heading(sheet: Worksheet, row: int, heading: str, columns: int) -> None:
    put(sheet, row, 2, heading).font = _HEADING
    for column in range(2, columns + 2):
        sheet.cell(row, column).fill = _THEME


def _write_row(sheet: Worksheet, row: int, entry: FormRow, texts: Mapping, shape: FormSheet) -> None:
    sheet.cell(row, _KEY_COLUMN, str(entry.asked.key))
    for place, text in enumerate(texts.values(), start=2):
        cell = put(sheet, row, place, text)
        cell.font, cell.border, cell.alignment = _FONT, BOX, _WRAPPED
    for place, which in enumerate(shape.fields, start=len(texts) + 2):
        cell = sheet.cell(row, place)
        is_open = which in entry.asked.fields
        cell.font, cell.border, cell.alignment = _FONT, BOX, _WRAPPED
        cell.fill = OPEN if is_open else _SHUT
        cell.protection = Protection(locked=not is_open)
        if is_open and kind_of(which, entry.measure) == Kind.TEXT:
            cell.number_format = "@"  # “15/3” is a decision, not a day of March
    lines = max(_lines(text, WIDTHS[column] - 1) for column, text in texts.items())
    sheet.row_dimensions[row].height = _LINE_HEIGHT * max(lines, 1 if entry.asked.key.is_part else 2) + 4


def _with_headings(shape: FormSheet) -> Iterator[tuple[str, FormRow | None]]:
    """Rows with a heading before each new theme, and on the sheets of measures before each new action."""
    theme = action = None
    for row in shape.rows:
        if row.theme and row.theme is not theme:
            theme = row.theme
            yield _("Theme: {theme}").format(theme=theme.name), None
        if shape.kind != SheetKind.ACTIONS and row.action and row.action is not action:
            action = row.action
            yield _("Action {code}: {text}").format(code=action.code, text=action.text), None
        yield "", row


def _prepare(sheet: Worksheet, form: Form, kind: SheetKind, cover: FormCover) -> None:
    """Mark, titles, protection and print set-up that every sheet has."""
    sheet.cell(1, _KEY_COLUMN, form.identity.mark(kind))
    for row, title in enumerate(cover.titles(form.identity.year), start=1):
        cell = put(sheet, row, 2, title)
        cell.font = _TITLE if row == 1 else _HEADING
    sheet.column_dimensions["A"].hidden = True
    sheet.protection.sheet = True  # without a password: it guards against slips, not against people
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # widths and heights may be changed
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.3
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.55, 0.2, 0.25
    sheet.oddHeader.right.text = " · ".join(cover.titles(form.identity.year)[1:]).replace("&", "&&")
    sheet.oddFooter.left.text = cover.unit.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))

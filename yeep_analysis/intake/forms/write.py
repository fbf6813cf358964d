"""Writes a form as a workbook: what is asked stands open, everything else is locked. Same inputs, same bytes."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from textwrap import wrap

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yeep_analysis.intake.forms.columns import HEADS, WIDTHS, Head, heads_of, title_of
from yeep_analysis.intake.forms.how_to import how_to
from yeep_analysis.intake.forms.layout import (
    COLUMNS_ROW,
    HEAD,
    HEAD_ROW,
    MAIN,
    Form,
    FormRow,
    FormSheet,
    SheetKind,
    asked_once,
    once_key,
)
from yeep_analysis.intake.forms.rules import rule_for, rules
from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.questions import Kind, kind_of
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.show.workbooks import put, settled
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import Field

_ABOVE = 2  # rows of titles
_HOW_TO_WIDTH = 78.0  # letters across a portrait page
_HEADING_LETTERS = 0.85  # letters of a heading in the width of a plain one
_KEY_COLUMN = 1
_ONCE = {  # what is asked once on a sheet, above its rows
    Field.LAST_MONTH: N_("If the figures do not cover the whole year: last month covered (1-11)"),
    Field.MAY_PUBLISH: N_("May the texts of this sheet be published?"),
    Field.PUBLISH_REASON: N_("May the reasons for corrections on this sheet be published?"),
}
_LINE_HEIGHT = 13.5  # points of one line of text of size 10

FONT, BOLD = Font(name="Calibri", size=10), Font(name="Calibri", size=10, bold=True)
TITLE, HEADING = Font(name="Calibri", size=14, bold=True), Font(name="Calibri", size=11, bold=True)
_THIN = Side(style="thin", color="999999")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
OPEN = PatternFill("solid", fgColor="FFF8DC")
_SHUT = PatternFill("solid", fgColor="E6E6E6")
HEAD_FILL = PatternFill("solid", fgColor="D9D2E9")
THEME = PatternFill("solid", fgColor="EFEBF6")
WRAPPED = Alignment(wrap_text=True, vertical="top", indent=1)


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


def write_form(
    form: Form, cover: FormCover, earlier: Mapping[RowKey, Reply], answered: Collection[RowKey] = ()
) -> bytes:
    """The workbook of a form.

    earlier    the replies of the year before, shown beside the open cells
    answered   rows of which the unit reported something of this year: there a reason for a correction is asked
    """
    workbook = Workbook()
    _write_how_to(workbook.active, form, cover)
    for sheet in form.sheets:
        _write_sheet(workbook.create_sheet(sheet.kind.label), form, _with_corrections(sheet, answered), cover, earlier)
    workbook.properties.title = " · ".join(cover.titles(form.identity.year))
    workbook.properties.creator = cover.equality_unit
    return settled(workbook)


def _with_corrections(sheet: FormSheet, answered: Collection[RowKey]) -> FormSheet:
    """The sheet with the reason for a correction open in the rows answered before, and its mark above them."""
    if sheet.kind not in MAIN:
        return sheet

    def row(one: FormRow) -> FormRow:
        fields = (*one.asked.fields, Field.CORRECTION) if one.asked.key in answered else one.asked.fields
        return replace(one, asked=replace(one.asked, fields=fields))

    rows = tuple(map(row, sheet.rows))
    is_asked = any(Field.CORRECTION in one.asked.fields for one in rows)
    return replace(sheet, rows=rows, once=(*sheet.once, Field.PUBLISH_REASON) if is_asked else sheet.once)


def _write_how_to(sheet: Worksheet, form: Form, cover: FormCover) -> None:
    sheet.title = SheetKind.HOW_TO.label
    _prepare(sheet, form, SheetKind.HOW_TO, cover)
    sheet.column_dimensions["B"].width = _HOW_TO_WIDTH
    for row, (text, is_heading) in enumerate(how_to(form, cover.equality_unit), start=_ABOVE + 2):
        cell = sheet.cell(row, 2, text)
        cell.font, cell.alignment = (HEADING if is_heading else FONT), WRAPPED
        sheet.row_dimensions[row].height = _LINE_HEIGHT * _lines(text, _HOW_TO_WIDTH) + (6 if is_heading else 2)
    sheet.page_setup.orientation = "portrait"


def _write_sheet(
    sheet: Worksheet, form: Form, shape: FormSheet, cover: FormCover, earlier: Mapping[RowKey, Reply]
) -> None:
    _prepare(sheet, form, shape.kind, cover)
    # Of a year before which nothing was reported the form does not say so in every row.
    heads = tuple(head for head in HEADS[shape.kind] if earlier or head != Head.BEFORE)
    columns = [*heads, *shape.fields]
    for row, which in enumerate(shape.once, start=_ABOVE + 1):
        _write_once(sheet, row, once_key(which, shape.kind))
    head = _ABOVE + len(shape.once) + 2
    _write_head(sheet, head, columns, len(heads), shape.kind)
    rows: dict[int, FormRow] = {}
    width = sum(WIDTHS[column] for column in columns)
    for row, (heading, entry) in enumerate(_with_headings(shape, int(width * _HEADING_LETTERS)), start=head + 1):
        if entry is None:
            _write_heading(sheet, row, heading, len(columns))
        else:
            _write_row(sheet, row, entry, heads_of(heads, entry, earlier), shape)
            rows[row] = entry
    for rule in rules(rows, shape.fields, len(heads) + 2):
        sheet.add_data_validation(rule)
    sheet.freeze_panes = f"C{head + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{head}:{head}"
    # Headings run over the cells beside them; without an area their length would count as width.
    sheet.print_area = f"A1:{get_column_letter(len(columns) + 1)}{max(rows)}"


def _write_once(sheet: Worksheet, row: int, key: str) -> None:
    """A question above the rows, its open cell before it."""
    which = asked_once(key)
    sheet.cell(row, _KEY_COLUMN, key)
    cell = sheet.cell(row, 2)
    cell.font, cell.border, cell.fill = BOLD, BOX, OPEN
    cell.protection = Protection(locked=False)
    sheet.add_data_validation(rule_for(kind_of(which, None), which, [cell.coordinate]))
    put(sheet, row, 3, _(_ONCE[which])).font = BOLD


def _write_head(sheet: Worksheet, row: int, columns: list, heads: int, kind: SheetKind) -> None:
    sheet.cell(row - 1, _KEY_COLUMN, COLUMNS_ROW)
    sheet.cell(row, _KEY_COLUMN, HEAD_ROW)
    for place, column in enumerate(columns, start=2):
        sheet.cell(row - 1, place, column.value if place >= heads + 2 else HEAD + column.value)
        cell = sheet.cell(row, place, title_of(column, kind))
        cell.font, cell.fill, cell.border, cell.alignment = BOLD, HEAD_FILL, BOX, WRAPPED
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[column]
    lines = max(_lines(title_of(column, kind), WIDTHS[column] - 2) for column in columns)
    sheet.row_dimensions[row].height = _LINE_HEIGHT * lines + 4
    sheet.row_dimensions[row - 1].hidden = True


def _write_heading(sheet: Worksheet, row: int, heading: str, columns: int) -> None:
    put(sheet, row, 2, heading).font = HEADING
    for column in range(2, columns + 2):
        sheet.cell(row, column).fill = THEME


def _write_row(sheet: Worksheet, row: int, entry: FormRow, texts: Mapping, shape: FormSheet) -> None:
    sheet.cell(row, _KEY_COLUMN, str(entry.asked.key))
    for place, text in enumerate(texts.values(), start=2):
        cell = put(sheet, row, place, text)
        cell.font, cell.border, cell.alignment = FONT, BOX, WRAPPED
    for place, which in enumerate(shape.fields, start=len(texts) + 2):
        cell = sheet.cell(row, place)
        is_open = which in entry.asked.fields
        cell.font, cell.border, cell.alignment = FONT, BOX, WRAPPED
        cell.fill = OPEN if is_open else _SHUT
        cell.protection = Protection(locked=not is_open)
        if is_open and kind_of(which, entry.measure) == Kind.TEXT:
            cell.number_format = "@"  # “15/3” is a decision, not a day of March
    lines = max(_lines(text, WIDTHS[column] - 1) for column, text in texts.items())
    sheet.row_dimensions[row].height = _LINE_HEIGHT * max(lines, 1 if entry.asked.key.is_part else 2) + 4


def _with_headings(shape: FormSheet, letters: int) -> Iterator[tuple[str, FormRow | None]]:
    """Rows with a heading before each new theme, and on the sheets of measures before each new action.

    letters   how many go on a line: a longer heading goes on in the next row
    """
    theme = action = None
    for row in shape.rows:
        headings = []
        if row.theme and row.theme is not theme:
            theme = row.theme
            headings.append(_("Theme: {theme}").format(theme=theme.name))
        if shape.kind in (SheetKind.MEASURES, SheetKind.BREAKDOWNS) and row.action and row.action is not action:
            action = row.action
            text = action.reading or action.text
            headings.append(_("Action {code}: {text}").format(code=action.code, text=text) if action.code else text)
        yield from ((line, None) for heading in headings for line in wrap(heading, letters))
        yield "", row


def _prepare(sheet: Worksheet, form: Form, kind: SheetKind, cover: FormCover) -> None:
    prepare(sheet, form.identity.mark(kind), cover.titles(form.identity.year), cover.unit)


def prepare(sheet: Worksheet, mark: str, titles: tuple[str, str], unit: str) -> None:
    """Mark, titles, protection and print set-up that every sheet of a form has, whatever it asks."""
    sheet.cell(1, _KEY_COLUMN, mark)
    for row, title in enumerate(titles, start=1):
        cell = put(sheet, row, 2, title)
        cell.font = TITLE if row == 1 else HEADING
    sheet.column_dimensions["A"].hidden = True
    sheet.protection.sheet = True  # without a password: it guards against slips, not against people
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # widths and heights may be changed
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.3
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.55, 0.2, 0.25
    sheet.oddHeader.right.text = titles[1].replace("&", "&&")
    sheet.oddFooter.left.text = unit.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))

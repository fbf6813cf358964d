"""Whether a returned sheet still has the rows and columns that were sent out, each once and beside its own words."""

from __future__ import annotations

from yeep_analysis.intake.forms.columns import plan_words
from yeep_analysis.intake.forms.layout import NO_ROWS, FormRow
from yeep_analysis.intake.forms.reading import Reading
from yeep_analysis.intake.forms.sheets import FoundSheet
from yeep_analysis.municipality.csv_text import readable
from yeep_analysis.municipality.grammar import is_blank
from yeep_analysis.reporting.reported import row_name
from yeep_analysis.words.language import _


def compare_keys(reading: Reading) -> None:
    """Every row and column that was sent out is there once; none is there that nobody knows."""
    sheet, shape = reading.sheet, next((s for s in reading.form.sheets if s.kind == reading.sheet.kind), None)
    where = _("{file}, sheet “{sheet}”").format(file=reading.delivered.file, sheet=sheet.sheet.name)
    expected_rows = {str(row.asked.key): row for row in shape.rows} if shape else {}
    expected_columns = set(shape.fields) if shape else set()
    for key in sheet.twice:
        reading.tell(
            where,
            _("The row or column “{key}” stands twice.").format(key=key),
            _("Expected each row and column once."),
            _("Delete the copy."),
        )
    for number, key in sheet.rows.items():
        if key in NO_ROWS:
            continue
        if key not in expected_rows:
            _unknown_row(reading, number, key)
        elif not _words_fit(sheet, number, expected_rows[key]):
            _torn_off(reading, number)
    for key in expected_rows.keys() - set(sheet.rows.values()):
        _missing(reading, where, row_name(expected_rows[key].asked.key, reading.wanted.plan, reading.wanted.mahalles))
    for which in expected_columns - set(sheet.columns.values()):
        _missing(reading, where, which.label)


def _words_fit(sheet: FoundSheet, number: int, row: FormRow) -> bool:
    """Whether the plan's words beside a key are those of its row: whoever sorts without the keys tears them apart."""
    wanted = {head.value: text for head, text in plan_words(row).items()}
    for column, head in sheet.heads.items():
        cell = sheet.cell(number, column)
        if head in wanted and cell is not None and not _same_words(cell.text, wanted[head]):
            return False
    return True


def _same_words(one: str, other: str) -> bool:
    return readable(" ".join(one.split())) == readable(" ".join(other.split()))


def _torn_off(reading: Reading, number: int) -> None:
    reading.tell(
        _("{file}, sheet “{sheet}”, row {row}").format(
            file=reading.delivered.file, sheet=reading.sheet.sheet.name, row=number
        ),
        _("The words of the row belong to another row: the sheet was sorted without its hidden first column."),
        _("Expected the rows as they were sent out, or sorted as a whole."),
        _("Undo the sorting, or have the values copied into a fresh form."),
    )


def _missing(reading: Reading, where: str, name: str) -> None:
    reading.tell(
        where,
        _("The row or column “{name}” is missing.").format(name=name),
        _("Expected all rows and columns as they were sent out."),
        _("Fill in a fresh form, or put the row or column back."),
    )


def _unknown_row(reading: Reading, number: int, key: str) -> None:
    parts = key.split("/")
    plan = reading.wanted.plan
    is_known = len(parts) > 1 and parts[1] in {**plan.measures, **plan.actions, **plan.undertakings}
    column = reading.sheet.sheet.mark[1][1]
    reading.tell(
        reading.place(number, column).shown,
        _("“{key}” is not asked of this unit.").format(key=key)
        if is_known
        else _("The measure or action “{key}” is unknown.").format(key=key),
        _("Expected the rows that plan/reporters.csv gives to this unit."),
        _("Send the unit a fresh form, or correct plan/reporters.csv."),
    )


def refuse_merged_and_hidden(reading: Reading) -> None:
    """Cells that were joined where values stand, and rows that were hidden with values in them."""
    sheet = reading.sheet
    numbers = {number for number, key in sheet.rows.items() if key not in NO_ROWS}
    for first, last, name in sheet.sheet.merged:
        if numbers & set(range(first, last + 1)):
            reading.tell(
                _("{file}, sheet “{sheet}”, cells {cells}").format(
                    file=reading.delivered.file, sheet=sheet.sheet.name, cells=name
                ),
                _("Cells are merged where values stand."),
                _("Expected one cell for each value."),
                _("Separate the cells again (Merge & Center, Unmerge Cells)."),
            )
    filled = {row for (row, _column), cell in sheet.below_head if not is_blank(cell)}
    for row in sorted(filled & sheet.sheet.hidden_rows):
        reading.tell(
            _("{file}, sheet “{sheet}”, row {row}").format(
                file=reading.delivered.file, sheet=sheet.sheet.name, row=row
            ),
            _("The row is hidden and holds values."),
            _("Expected no hidden row."),
            _("Show the row (or clear the filter), and look whether its values hold."),
        )

"""What Excel itself refuses in an open cell: whole numbers, percentages, dates, words of a list; each says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from yeep_analysis.intake.forms.layout import FormRow
from yeep_analysis.municipality.cells import LARGEST_AMOUNT, LARGEST_COUNT
from yeep_analysis.reporting.questions import Kind, kind_of, words_of
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Field


def rules(rows: dict[int, FormRow], fields: tuple[Field, ...], first_column: int) -> Iterator[DataValidation]:
    """The rules of a sheet, one for each kind of cell, over all cells of that kind.

    ``rows`` are the rows of the sheet by their number, ``first_column`` is the column of the first field.
    """
    cells: dict[tuple[Kind, Field | None], list[str]] = defaultdict(list)
    for number, row in rows.items():
        for place, which in enumerate(fields, start=first_column):
            if which in row.asked.fields and (kind := kind_of(which, row.measure)) != Kind.TEXT:
                group = which if kind == Kind.CHOICE else None
                cells[kind, group].append(f"{get_column_letter(place)}{number}")
    for (kind, which), places in cells.items():
        yield rule_for(kind, which, places)


def rule_for(kind: Kind, which: Field | None, places: list[str]) -> DataValidation:
    """The rule of cells of one kind; of a choice ``which`` says its list."""
    rule = _rule(kind, which)
    rule.allow_blank, rule.showErrorMessage, rule.showInputMessage = True, True, True
    rule.errorTitle = _("Not accepted")
    rule.sqref = type(rule.sqref)(" ".join(places))
    return rule


def _rule(kind: Kind, which: Field | None) -> DataValidation:
    if kind == Kind.COUNT:
        rule = DataValidation("whole", operator="between", formula1="0", formula2=str(LARGEST_COUNT))
        rule.error = _(
            "Write a whole number, 0 or more, digits only. Where the figure is not known leave the cell blank."
        )
    elif kind == Kind.MONEY:
        rule = DataValidation("whole", operator="between", formula1="0", formula2=str(LARGEST_AMOUNT))
        rule.error = _("Write the amount in whole liras, digits only: 1250000.")
    elif kind == Kind.PERCENT:
        rule = DataValidation("decimal", operator="between", formula1="0", formula2="100")
        rule.error = _("Write a percentage from 0 to 100, without a sign.")
    elif kind == Kind.DATE:
        rule = DataValidation("date", operator="between", formula1="36526", formula2="73050")  # 2000 to 2099
        rule.error = _("Write a date: day.month.year.")
    elif kind == Kind.MONTH:
        rule = DataValidation("whole", operator="between", formula1="1", formula2="11")
        rule.error = _("Write the number of a month (1-11).")
    else:
        words = ",".join(term.label for term in words_of(which))
        rule = DataValidation("list", formula1=f'"{words}"')
        rule.error = _("Choose a word from the list.")
    return rule

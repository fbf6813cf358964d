"""Turns what a validation found in one cell into a sentence for the person who typed it."""

from __future__ import annotations

import re

from pydantic_core import ErrorDetails

from yeep_analysis.municipality.cells import (
    AGE_GROUP_OR_ALL_PATTERN,
    AGE_GROUP_PATTERN,
    CODE_PATTERN,
    HASH_PATTERN,
    KEY_PATTERN,
    MONTH_PATTERN,
    PLACE_CODE_PATTERN,
    PLACE_OR_ALL_PATTERN,
)
from yeep_analysis.words.errors import Problem, at_column
from yeep_analysis.words.language import N_, _

_COUNT_EXPECTED = N_("Write a whole number, digits only (62923).")
_CORRECT = N_("Correct the cell.")

# code of the validation -> what is wrong, what was expected, what to do
_SENTENCES: dict[str, tuple[str, str, str]] = {
    "blank_count": (
        N_("The cell is empty."),
        _COUNT_EXPECTED,
        N_("Type the figure; an unknown figure is not zero, so leave the whole row out."),
    ),
    "negative_count": (N_("“{input}” is negative."), _COUNT_EXPECTED, _CORRECT),
    "fractional_count": (N_("“{input}” is a fraction."), _COUNT_EXPECTED, _CORRECT),
    "grouped_count": (
        N_("“{input}” can be read in two ways: with a thousands separator or with decimals."),
        _COUNT_EXPECTED,
        N_("Type the number without a separator."),
    ),
    "not_a_count": (N_("“{input}” is not a whole number."), _COUNT_EXPECTED, _CORRECT),
    "not_a_year": (N_("“{input}” is not a year."), N_("Write four digits (2022)."), _CORRECT),
    "not_a_decimal": (
        N_("“{input}” is not a number."),
        N_("Write digits with a point as decimal sign (48.72)."),
        _CORRECT,
    ),
    "not_a_date": (
        N_("“{input}” is not a date."),
        N_("Write year-month-day (2022-12-31), or leave the cell empty."),
        _CORRECT,
    ),
    "not_yes_no": (N_("“{input}” is neither true nor false."), N_("Write true or false."), _CORRECT),
    "blank_text": (N_("The cell is empty."), N_("The cell needs a text."), N_("Fill in the cell.")),
    "enum": (N_("“{input}” is not known."), N_("Choose one of: {expected}."), _CORRECT),
    "string_pattern_mismatch": (N_("“{input}” does not have the form of this column."), "{form}", _CORRECT),
    "string_too_long": (
        N_("“{input}” is too long."),
        N_("It may have {max_length} letters."),
        N_("Shorten it; the whole name stands in a column of its own."),
    ),
    "greater_than_equal": (N_("“{input}” is too small."), N_("The smallest value is {ge}."), _CORRECT),
    "less_than_equal": (N_("“{input}” is too large."), N_("The largest value is {le}."), _CORRECT),
}


# pattern of a column -> its form in plain words
_FORMS = {
    CODE_PATTERN: N_("Write digits only (41309)."),
    KEY_PATTERN: N_("Write small letters a-z, digits and underscores, a letter first (plan_council)."),
    AGE_GROUP_PATTERN: N_("Write the first and the last year with a hyphen (20-24), or an open group (90+)."),
    AGE_GROUP_OR_ALL_PATTERN: N_("Write all, or an age group (20-24, 90+)."),
    PLACE_CODE_PATTERN: N_("Write a code of TÜİK (1104), or TR for the country."),
    MONTH_PATTERN: N_("Write year-month (2024-05)."),
    PLACE_OR_ALL_PATTERN: N_("Write the code of a neighbourhood, unknown, or all."),
    HASH_PATTERN: N_("A SHA-256 hash has 64 digits."),
}


def cell_problem(file: str, row: int, details: ErrorDetails) -> Problem:
    """The problem of one cell: file, row as Excel counts it, column, and three sentences."""
    what, expected, action = _SENTENCES[details["type"]]
    context = {"input": details["input"], **details.get("ctx", {})}
    if "pattern" in context:
        form = _FORMS[context["pattern"]]
        context["form"] = _(form)
    if details["type"] == "enum":  # pydantic lists the words in an English sentence
        context["expected"] = ", ".join(re.findall(r"'([^']*)'", context["expected"]))
    return Problem(
        at_column(file, row, details["loc"][-1]),
        _(what).format(**context),
        _(expected).format(**context),
        _(action),
    )

"""Why a whole file was not read, in sentences."""

from __future__ import annotations

from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import N_, _

_FORM = N_("The form must be as it was sent out, saved as an Excel workbook (.xlsx).")
_AGAIN = N_("Ask the unit to fill in the form that was sent out and to save it as .xlsx.")
_SENTENCES: dict[str, tuple[str, str, str]] = {
    "no_access": (
        N_("The file cannot be opened."),
        N_("The file must be readable."),
        N_("Close it in other programs; look whether it is still there."),
    ),
    "too_large": (N_("The file is larger than 10 MB."), _FORM, N_("Take pictures and other sheets out of the file.")),
    "encrypted": (
        N_("The file is protected with a password."),
        _FORM,
        N_("Open it in Excel, remove the password (File, Info, Protect Workbook), and save it again."),
    ),
    "notes": (
        N_("The file holds notes beside its cells that cannot be read."),
        _FORM,
        N_("Open it and save it as “Excel Workbook (.xlsx)”."),
    ),
    "binary_workbook": (
        N_("The file is a binary workbook (.xlsb)."),
        _FORM,
        N_("Open it in Excel and save it as “Excel Workbook (.xlsx)”."),
    ),
    "strict": (
        N_("The file is saved as “Strict Open XML”, which readers take differently."),
        _FORM,
        N_("Open it in Excel and save it as “Excel Workbook (.xlsx)”."),
    ),
    "macros": (N_("The file holds macros."), _FORM, N_("Open it in Excel and save it as .xlsx, without macros.")),
    "not_a_workbook": (N_("The file is not an Excel workbook."), _FORM, _AGAIN),
    "not_a_document": (N_("The file is not a Word document (.docx)."), _FORM, _AGAIN),
    "tracked_changes": (
        N_("Table {detail} holds tracked changes: it cannot be said which of the two versions holds."),
        _FORM,
        _AGAIN,
    ),
    "damaged": (N_("The file is damaged."), _FORM, N_("Ask the unit to send it again.")),
    "odd_archive": (N_("The inside of the file is not that of a workbook."), _FORM, _AGAIN),
    "bomb": (N_("The file would unpack to an absurd size."), _FORM, N_("Do not open it. Ask who sent it, and why.")),
    "entities": (
        N_("The file holds instructions that no spreadsheet program writes."),
        _FORM,
        N_("Do not open it. Ask who sent it, and why."),
    ),
    "far_cells": (
        N_("A cell far outside the form is filled in or formatted."),
        N_("Nothing may stand below row 20 000 or right of column 200."),
        N_("Copy the values into a fresh form."),
    ),
    "too_many_cells": (
        N_("The file has far more cells than a form."),
        _FORM,
        N_("Copy the values into a fresh form."),
    ),
    "parsers_differ": (
        N_("Two readers take the file differently ({detail}); it cannot be said what it holds."),
        _FORM,
        N_("Open it in Excel and save it again; if it stays so, copy the values into a fresh form."),
    ),
    "limits": (
        N_("The file could not be read within the limits of time and memory."),
        _FORM,
        N_("Copy the values into a fresh form."),
    ),
}


def refusal(file: str, code: str, detail: str) -> Problem:
    """The problem of a file that was not read."""
    what, expected, action = _SENTENCES[code]
    return Problem(file, _(what).format(detail=detail), _(expected), _(action))

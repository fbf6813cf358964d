"""Forms that came back as .xls or .ods are read by the same rules; what these formats hide is not taken for a value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment

from forms.filling import fill_clean, open_cells, rezip
from forms.other_formats import as_ods, as_xls
from yeep_analysis.intake.forms import opening
from yeep_analysis.words import language
from yeep_analysis.words.terms import Field

UNIT = "kadin_danisma_merkezi"  # its form has every kind of cell
FORMATS = {".xls": as_xls, ".ods": as_ods}


@pytest.fixture(scope="session")
def full_form(house, tmp_path_factory) -> Path:
    """The form of a unit, filled in."""
    path = tmp_path_factory.mktemp("saved") / "full.xlsx"
    fill_clean(house.forms[UNIT], to=path)
    return path


@pytest.fixture(params=FORMATS)
def saved(request, full_form, tmp_path) -> Callable[..., Path]:
    """``saved(change)``: the filled form in another format, its cell of a count changed before."""

    def save(change: Callable[[Cell], None] = lambda _cell: None) -> Path:
        workbook = load_workbook(full_form)
        change(next(cell for at, cell in open_cells(workbook).items() if at[1] == Field.FEMALE))
        return FORMATS[request.param](workbook, tmp_path / f"form{request.param}")

    return save


def test_every_value_is_that_of_the_workbook(saved, full_form, read):
    wanted, found = read(full_form), read(saved())
    assert not found.problems and not found.remarks
    as_told = {
        (one.unit_id, one.key, one.field): (one.value, one.place.sheet, one.place.cell) for one in found.reported
    }
    assert len(as_told) > 400
    assert as_told == {
        (one.unit_id, one.key, one.field): (one.value, one.place.sheet, one.place.cell) for one in wanted.reported
    }


def _set(**values: object) -> Callable[[Cell], None]:
    def change(cell: Cell) -> None:
        for name, value in values.items():
            setattr(cell, name, value)

    return change


def _hide(cell: Cell) -> None:
    cell.parent.row_dimensions[cell.row].hidden = True


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set(value=0.45, number_format="0%"), "format of a percentage"),
        (_set(value=1, number_format="0%"), "format of a percentage"),
        (_set(value="#DIV/0!"), "error of Excel"),
        (_set(value="5 adet"), "“5 adet” is not a number"),
        (_hide, "hidden and holds values"),
        (_set(comment=Comment("Ayşe’nin\n" + "x " * 30 + "10000000146", "a")), "national identity number"),
    ],
)
def test_what_is_refused_in_a_workbook_is_refused_here(saved, read, change, words):
    language.use("en")
    assert any(words in problem.what for problem in read(saved(change)).problems)


def test_notes_are_read_where_they_stand(saved, read):
    text = "Düzeltme 1/1\n" + "ığüşöç " * 20 + "end"
    assert read(saved(_set(comment=Comment(text, "yeep")))).problems == []
    sheets = opening.answer(saved(_set(comment=Comment(text, "yeep"))))["sheets"]
    ((row, column, told),) = [note for sheet in sheets for note in sheet["notes"]]
    assert told == text and row > 1 and column > 1


def test_a_note_whose_text_is_not_found_is_refused(tmp_path):
    workbook = Workbook()
    workbook.active["B2"].comment = Comment("a", "a")
    path = as_xls(workbook, tmp_path / "note.xls")
    assert "sheets" in opening.answer(path)
    assert path.read_bytes().count(b"\xb6\x01\x12\x00") == 1
    path.write_bytes(path.read_bytes().replace(b"\xb6\x01\x12\x00", b"\xb7\x01\x12\x00"))
    assert opening.answer(path)["refused"] == "notes"


def test_a_far_cell_of_an_open_document_is_seen_before_it_is_unpacked(tmp_path):
    """One cell that is repeated through the sheet has a few bytes, and would fill the memory."""
    path = as_ods(Workbook(), tmp_path / "blank.ods")
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    rows = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row></table:table>'
    far = rezip(path, tmp_path / "far.ods", {"content.xml": lambda xml: xml.replace(b"</table:table>", rows.encode())})
    assert opening.answer(far)["refused"] == "far_cells"


def test_a_form_saved_as_csv_is_one_sentence(tmp_path, read, full_form):
    language.use("en")
    sheet = load_workbook(full_form).worksheets[2]
    lines = [";".join(f'"{str(cell.value or "").replace(chr(34), "")}"' for cell in row) for row in sheet.iter_rows()]
    (tmp_path / "form.csv").write_text("\n".join(lines), encoding="utf-8")
    (problem,) = read(tmp_path / "form.csv").problems
    assert "one sheet of a form, saved as CSV" in problem.what

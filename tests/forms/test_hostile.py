"""Careless and hostile files: each is refused with its own sentence and place, and the results stay as they are."""

from __future__ import annotations

import io
import os
import random
import re
import struct
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from forms.filling import cells, fill, fill_clean, key_columns, key_rows, rezip, run, told
from yeep_analysis.intake import sandbox
from yeep_analysis.intake.forms import opening
from yeep_analysis.intake.forms.collect import FORMS
from yeep_analysis.intake.forms.layout import SheetKind
from yeep_analysis.intake.forms.read import read_form
from yeep_analysis.intake.forms.refusals import _SENTENCES, refusal
from yeep_analysis.intake.sandbox import Limits
from yeep_analysis.municipality.cells import CellKind
from yeep_analysis.words import language
from yeep_analysis.words.terms import Field

UNIT, MEASURE = "kent_konseyi", "measure/kent_konseyi_kadin"
FEMALE, EXPLANATION = (MEASURE, Field.FEMALE), (MEASURE, Field.EXPLANATION)
SHEET = "xl/worksheets/sheet3.xml"  # how to, actions, measures
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Builder = Callable[[Path, Path], None]  # blank form, file to write


def in_the_workbook(change: Callable[[Worksheet], None]) -> Builder:
    """A form changed with a spreadsheet program, on the sheet of the measures."""

    def build(form: Path, to: Path) -> None:
        workbook = load_workbook(form)
        change(next(sheet for sheet in workbook.worksheets if MEASURE in key_rows(sheet)))
        workbook.save(to)

    return build


def in_the_cell(value: object, number_format: str = "") -> Builder:
    """A form with a value in the cell of a count."""

    def change(sheet: Worksheet) -> None:
        cell = sheet.cell(key_rows(sheet)[MEASURE], key_columns(sheet)[Field.FEMALE])
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return in_the_workbook(change)


def in_the_parts(**change: Callable[[bytes], bytes]) -> Builder:
    """A form whose archive somebody changed by hand."""
    return lambda form, to: rezip(form, to, {name.replace("__", "/"): one for name, one in change.items()}) and None


def in_the_sheet(change: Callable[[bytes], bytes]) -> Builder:
    """A form whose sheet of measures somebody changed by hand."""
    return lambda form, to: rezip(form, to, {SHEET: change}) and None


def as_cell(xml: str) -> Builder:
    """A form with other XML in the place of the cell of a count; ``{at}`` is its name."""

    def build(form: Path, to: Path) -> None:
        at = cells(load_workbook(form))[FEMALE].coordinate
        blank = re.compile(rf'<c r="{at}" s="\d+" t="n" ?/>'.encode())
        rezip(form, to, {SHEET: lambda content: blank.sub(xml.format(at=at).encode(), content)})

    return build


def with_parts(**parts: bytes) -> Builder:
    return lambda form, to: rezip(form, to, {}, **parts) and None


def as_bytes(content: bytes) -> Builder:
    return lambda _form, to: to.write_bytes(content) and None


def as_archive(**parts: bytes) -> Builder:
    def build(_form: Path, to: Path) -> None:
        with zipfile.ZipFile(to, "w") as made:
            for name, content in parts.items():
                made.writestr(name.replace("__", "/"), content)

    return build


def row_after_last(xml: str) -> Builder:
    return in_the_sheet(lambda content: content.replace(b"</sheetData>", xml.encode() + b"</sheetData>"))


def twice(form: Path, to: Path) -> None:
    rezip(form, to, {})
    with zipfile.ZipFile(to, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr(SHEET, b"<worksheet/>")


def lying_about_its_size(form: Path, to: Path) -> None:
    """The directory says that a part has ten bytes; it has many more."""
    content = form.read_bytes()
    place = content.rindex(SHEET.encode()) - 46
    assert content[place : place + 4] == b"PK\x01\x02"
    to.write_bytes(content[: place + 24] + struct.pack("<I", 10) + content[place + 28 :])


def with_flipped_bytes(form: Path, to: Path) -> None:
    content = bytearray(form.read_bytes())
    start = content.index(SHEET.encode()) + len(SHEET) + 200
    for place in range(start, start + 40):
        content[place] ^= 0x5A
    to.write_bytes(bytes(content))


def encrypted_part(form: Path, to: Path) -> None:
    """The bit is set that says: encrypted."""
    content = bytearray(form.read_bytes())
    for found in re.finditer(rb"PK\x01\x02", bytes(content)):
        content[found.start() + 8] |= 1
    to.write_bytes(bytes(content))


def doctype(form: Path, to: Path) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "12"><!ENTITY b "&a;&a;&a;">]>'
    rezip(form, to, {SHEET: lambda content: entity + content})


def doctype_in_sixteen_bits(form: Path, to: Path) -> None:
    """UTF-16 without a byte order mark: the searches for “<!DOCTYPE” do not see it, the XML parser reads it."""
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "12">]><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    rezip(form, to, {"docProps/core.xml": lambda _content: text.encode("utf-16-le")})


def strict(form: Path, to: Path) -> None:
    old, new = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    rezip(form, to, {part: lambda c: c.replace(old, new) for part in (SHEET, "xl/workbook.xml")})


def half(form: Path, to: Path) -> None:
    to.write_bytes(form.read_bytes()[: form.stat().st_size // 2])


def other_mark(old: str, new: str) -> Builder:
    """The form of another unit, year, plan or place."""

    def change(form: Path, to: Path) -> None:
        workbook = load_workbook(form)
        for sheet in workbook.worksheets:
            assert old in sheet["A1"].value
            sheet["A1"].value = sheet["A1"].value.replace(old, new)
        workbook.save(to)

    return change


def renamed_sheet(form: Path, to: Path) -> None:
    workbook = load_workbook(form)
    workbook[SheetKind.MEASURES.label].title = "Sayfa1"
    workbook.save(to)


def deleted_sheet(form: Path, to: Path) -> None:
    workbook = load_workbook(form)
    del workbook[SheetKind.MEASURES.label]
    workbook.save(to)


def copied_sheet(form: Path, to: Path) -> None:
    workbook = load_workbook(form)
    workbook.copy_worksheet(workbook[SheetKind.MEASURES.label])
    workbook.save(to)


def sheets_of_two_forms(form: Path, to: Path) -> None:
    workbook = load_workbook(form)
    mark = workbook[SheetKind.MEASURES.label]["A1"]
    mark.value = mark.value.replace(UNIT, "iskur")
    workbook.save(to)


def no_form(_form: Path, to: Path) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.active["A1"] = "Birim listesi"
    workbook.save(to)


def hidden_sheet(form: Path, to: Path) -> None:
    workbook = load_workbook(form)
    extra = workbook.create_sheet("Ek")
    extra["A1"], extra.sheet_state = 12, "veryHidden"
    workbook.save(to)


def hidden_row(sheet: Worksheet) -> None:
    row = key_rows(sheet)[MEASURE]
    sheet.cell(row, key_columns(sheet)[Field.FEMALE]).value = 12
    sheet.row_dimensions[row].hidden = True


def merged(sheet: Worksheet) -> None:
    row, columns = key_rows(sheet)[MEASURE], key_columns(sheet)
    sheet.merge_cells(
        start_row=row, end_row=row, start_column=columns[Field.DEVIATION], end_column=columns[Field.EXPLANATION]
    )


def in_a_heading(sheet: Worksheet) -> None:
    sheet.cell(key_rows(sheet)[MEASURE] - 1, key_columns(sheet)[Field.FEMALE]).value = 12


def below_the_form(sheet: Worksheet) -> None:
    sheet.cell(key_rows(sheet)[MEASURE] + 3, key_columns(sheet)[Field.FEMALE]).value = 12


def unknown_key(sheet: Worksheet) -> None:
    sheet.cell(key_rows(sheet)[MEASURE], 1).value = "measure/hic_bilinmeyen"


def key_of_another_unit(sheet: Worksheet) -> None:
    sheet.cell(key_rows(sheet)[MEASURE], 1).value = "measure/pazaryeri"


def row_deleted(sheet: Worksheet) -> None:
    sheet.delete_rows(key_rows(sheet)[MEASURE])


def column_deleted(sheet: Worksheet) -> None:
    sheet.delete_cols(key_columns(sheet)[Field.MISSING])


def row_copied(sheet: Worksheet) -> None:
    sheet.cell(key_rows(sheet)[MEASURE] + 1, 1).value = MEASURE


def many_cells() -> str:
    names = [get_column_letter(column) for column in range(1, 131)]
    rows = range(100, 420)
    return "".join(f'<row r="{n}">' + "".join(f'<c r="{a}{n}"><v>1</v></c>' for a in names) + "</row>" for n in rows)


def formula(sheet: Worksheet) -> None:
    sheet.cell(key_rows(sheet)[MEASURE], key_columns(sheet)[Field.FEMALE]).value = "=SUM(1,2)"


IN_CELL = "sheet “{sheet}”, cell {cell} ("
# name -> (how it is made, words of the place, words of the sentence)
FILES: dict[str, tuple[Builder, str, str]] = {
    # the archive
    "bomb.xlsx": (with_parts(xl__media__a_bin=b"\0" * 5_000_000), "", "absurd size"),
    "large.xlsx": (as_bytes(b"PK\x03\x04" + b"\0" * (10 * 2**20)), "", "larger than 10 MB"),
    "lying.xlsx": (lying_about_its_size, "", "damaged"),
    "flipped.xlsx": (with_flipped_bytes, "", "damaged"),
    "half.xlsx": (half, "", "damaged"),
    "empty.xlsx": (as_bytes(b""), "", "not an Excel workbook"),
    "text.xlsx": (as_bytes("Birim;Değer\n1;2\n".encode()), "", "not an Excel workbook"),
    "html.xls": (as_bytes(b"<html><table><tr><td>1</td></tr></table></html>"), "", "not an Excel workbook"),
    "other.xlsx": (as_archive(word__document_xml=b"<w/>"), "", "not an Excel workbook"),
    "no-opening.xlsx": (as_bytes(b"PK\x03\x04" + b"\0" * 100), "", "damaged"),
    "old.xls": (as_bytes(OLE + b"\0" * 3000), "", "damaged"),
    "password.xlsx": (
        as_bytes(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600),
        "",
        "password",
    ),
    "encrypted-part.xlsx": (encrypted_part, "", "password"),
    "binary.xlsb": (
        lambda _f, to: _archive(to, {"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\0"}),
        "",
        "(.xlsb)",
    ),
    "office.ods": (
        lambda _f, to: _archive(
            to, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}
        ),
        "",
        "damaged",
    ),
    "macros.xlsm": (lambda f, to: _with(f, to, {"xl/vbaProject.bin": b"\0" * 10}), "", "macros"),
    "strict.xlsx": (strict, "", "Strict Open XML"),
    "twice.xlsx": (twice, "", "inside of the file"),
    "escapes.xlsx": (lambda f, to: _with(f, to, {"../../etc/passwd": b"x"}), "", "inside of the file"),
    "escapes-windows.xlsx": (lambda f, to: _with(f, to, {"..\\..\\a.txt": b"x"}), "", "inside of the file"),
    "absolute.xlsx": (lambda f, to: _with(f, to, {"/etc/passwd": b"x"}), "", "inside of the file"),
    "parts.xlsx": (lambda f, to: _with(f, to, {f"x/{n}.txt": b"x" for n in range(600)}), "", "inside of the file"),
    "doctype.xlsx": (doctype, "", "no spreadsheet program writes"),
    "far.xlsx": (row_after_last('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "", "far outside"),
    "far-column.xlsx": (row_after_last('<row r="90"><c r="XFD90"><v>1</v></c></row>'), "", "far outside"),
    "far-row.xlsx": (row_after_last('<row r="1048576"/><row><c><v>1</v></c></row>'), "", "far outside"),
    "far-merged.xlsx": (
        in_the_sheet(
            lambda c: c.replace(
                b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            )
        ),
        "",
        "far outside",
    ),
    "many-cells.xlsx": (row_after_last(many_cells()), "", "far more cells"),
    # whose form it is
    "no-form.xlsx": (no_form, "", "not a form of this program"),
    "version.xlsx": (other_mark("yeep-form|2|", "yeep-form|9|"), "", "another version"),
    "year.xlsx": (other_mark("|2024|", "|2023|"), "", "form of 2023"),
    "plan.xlsx": (other_mark("|2023-2025|", "|2020-2022|"), "", "another plan (2020–2022)"),
    "place.xlsx": (other_mark("|2013|", "|2014|"), "", "another municipality (district code 2014)"),
    "unit.xlsx": (other_mark(UNIT, "belirsiz_birim"), "", "“belirsiz_birim” is not known"),
    "idle-unit.xlsx": (other_mark(UNIT, "strateji_planlama"), "", "Nothing is asked of the unit"),
    "two-forms.xlsx": (sheets_of_two_forms, "", "different forms: iskur 2024, kent_konseyi 2024"),
    # sheets, rows, columns
    "sheet-renamed.xlsx": (renamed_sheet, "", "was renamed to “Sayfa1”"),
    "sheet-deleted.xlsx": (deleted_sheet, "", "is missing"),
    "sheet-copied.xlsx": (copied_sheet, "", "stands twice"),
    "sheet-hidden.xlsx": (hidden_sheet, "", "“Ek” is hidden and holds data"),
    "row-hidden.xlsx": (in_the_workbook(hidden_row), "row {row}", "hidden and holds values"),
    "merged.xlsx": (in_the_workbook(merged), "cells {merged}", "merged"),
    "heading.xlsx": (in_the_workbook(in_a_heading), "cell {above}", "a row that is not of the form"),
    "below.xlsx": (in_the_workbook(below_the_form), "cell {below}", "a row that is not of the form"),
    "key-unknown.xlsx": (in_the_workbook(unknown_key), "cell {key}", "“measure/hic_bilinmeyen” is not known"),
    "key-other.xlsx": (
        in_the_workbook(key_of_another_unit),
        "cell {key}",
        "“measure/pazaryeri” is not asked of this unit",
    ),
    "row-deleted.xlsx": (in_the_workbook(row_deleted), SheetKind.MEASURES.label, "is missing"),
    "row-copied.xlsx": (in_the_workbook(row_copied), SheetKind.MEASURES.label, "stands twice"),
    "column-deleted.xlsx": (in_the_workbook(column_deleted), SheetKind.MEASURES.label, "is missing"),
    # cells
    "formula.xlsx": (in_the_workbook(formula), IN_CELL, "formula whose result was not saved"),
    "error.xlsx": (as_cell('<c r="{at}" t="e"><v>#DIV/0!</v></c>'), IN_CELL, "error of Excel (#DIV/0!)"),
    "formula-error.xlsx": (
        as_cell('<c r="{at}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
        IN_CELL,
        "error of Excel (#DIV/0!)",
    ),
    "date.xlsx": (in_the_cell(datetime(2024, 5, 12), "dd.mm.yyyy"), IN_CELL, "holds a date (2024-05-12)"),
    "percent.xlsx": (in_the_cell(0.45, "0%"), IN_CELL, "format of a percentage"),
    "boolean.xlsx": (in_the_cell(True), IN_CELL, "not a number"),
    "words.xlsx": (in_the_cell("5 adet"), IN_CELL, "“5 adet” is not a number"),
    "thousands.xlsx": (in_the_cell("1.250"), IN_CELL, "two ways: 1250, or 1,250"),
    "fraction.xlsx": (in_the_cell(12.5), IN_CELL, "fraction"),
    "negative.xlsx": (in_the_cell(-12), IN_CELL, "negative"),
    "huge.xlsx": (in_the_cell(10**15), IN_CELL, "too large"),
    "parsers-number.xlsx": (
        as_cell('<c r="{at}"><v>1_0</v></c>'),
        "",
        "Two readers take the file differently ({sheet}!{cell})",
    ),
}


def _archive(to: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(to, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)


def _with(form: Path, to: Path, parts: dict[str, bytes]) -> None:
    rezip(form, to, {})
    with zipfile.ZipFile(to, "a", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)


@pytest.fixture(scope="module")
def folder(house, tmp_path_factory) -> Path:
    """All these files."""
    language.use("tr")
    home = tmp_path_factory.mktemp("hostile")
    for name, (build, _where, _what) in FILES.items():
        build(house.forms[UNIT], home / name)
    return home


@pytest.fixture(scope="module")
def refused(house, folder) -> SimpleNamespace:
    """One collection of all of them: code, output, what is told of each file, whether the data stayed as they were."""
    before = {p: p.read_bytes() for p in house.data.rglob("*") if p.is_file()}
    code, shown, complaint = run("collect", 2024, folder, "--data", house.data, "--lang", "en")
    after = {p: p.read_bytes() for p in house.data.rglob("*") if p.is_file()}
    return SimpleNamespace(code=code, output=shown + complaint, told=told(complaint), untouched=before == after)


@pytest.fixture(scope="module")
def places(opened) -> dict[str, str]:
    """Where things stand on the sheet of the measures of the blank form."""
    cell, texts = cells(opened[UNIT])[FEMALE], cells(opened[UNIT])[EXPLANATION]
    return {
        "sheet": cell.parent.title,
        "cell": cell.coordinate,
        "above": cell.offset(row=-1).coordinate,
        "below": cell.offset(row=3).coordinate,
        "row": str(cell.row),
        "key": f"A{cell.row}",
        "merged": f"{texts.offset(column=-1).coordinate}:{texts.coordinate}",
    }


def of_file(refused: SimpleNamespace, name: str) -> list[tuple[str, str]]:
    return [(where, what) for where, what in refused.told if where == name or where.startswith(f"{name},")]


def test_all_of_them_are_refused_at_once_and_the_data_stay_as_they_were(refused):
    assert refused.code == 3 and refused.untouched
    assert "Traceback" not in refused.output


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_refused_with_its_own_sentence_and_place(refused, places, name):
    _build, where, what = FILES[name]
    of_it, where, what = of_file(refused, name), where.format(**places), what.format(**places)
    assert any(where in place and what in sentence for place, sentence in of_it), of_it
    assert all("To do:" in sentence for _place, sentence in of_it)


@pytest.mark.parametrize("name", [name for name, (_b, where, _w) in FILES.items() if where == IN_CELL])
def test_a_wrong_cell_is_one_problem_with_its_unit_and_measure(refused, name):
    ((place, _sentence),) = of_file(refused, name)
    assert "Kent Konseyi;" in place


def test_a_cell_that_a_unit_is_not_asked_for_is_refused(house, opened, tmp_path, read):
    shut = next(at for at, cell in cells(opened["uretici_kadin_kooperatifi"]).items() if cell.protection.locked)
    language.use("en")
    (problem,) = read(fill(house.forms["uretici_kadin_kooperatifi"], {shut: 12}, to=tmp_path / "a.xlsx")).problems
    assert "not asked in this row" in problem.what


@pytest.mark.parametrize("code", _SENTENCES)
@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_every_refusal_is_three_sentences_of_its_own(spoken, code):
    language.use(spoken)
    problem = refusal("a.xlsx", code, "Sayfa!G7")
    assert all(
        re.fullmatch(r"\S.*[.)]", one) and "{" not in one for one in (problem.what, problem.expected, problem.action)
    )
    assert [other for other in _SENTENCES if refusal("a.xlsx", other, "Sayfa!G7").what == problem.what] == [code]


def test_a_file_that_is_gone_is_refused_and_not_a_failure(tmp_path):
    assert opening.answer(tmp_path / "nowhere.xlsx")["refused"] == "no_access"
    assert opening.answer(tmp_path)["refused"] == "no_access"


# --- what the searches before the parsers must not overlook ---------------------------------------------------------


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", "far_cells"),
        ('<row r = "1048576"><c r = "XFD1048576"><v>1</v></c></row>', "far_cells"),
        ('<row\nr="1048576"\n/><row><c/></row>', "far_cells"),
        ('<row\nr="1048576"\n/>', None),
        ('<row r="1048575" hidden="false"></row><row r="1048576" hidden="false"></row>', None),
        ('<row r="1048576"><c/></row>', "far_cells"),
        ('<row spans="1:2" r="1048576" hidden="1"/>', "far_cells"),
        ('<row r="&#49;048576"><c/></row>', "far_cells"),
        ('<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="1048576"/>', "far_cells"),
        ('<row r="20001"><c/></row>', "far_cells"),
        ('<row r="20001"/><row r="5"><c/></row>', "far_cells"),
        ('<row r="90"><c r="GS90"/></row>', "far_cells"),
        ('<row r="20000"/>', None),
        ('<row r="90"><c r="GR90"/></row>', None),
    ],
)
def test_a_far_cell_is_seen_however_its_xml_is_written(house, tmp_path, xml, code):
    row_after_last(xml)(house.forms[UNIT], tmp_path / "a.xlsx")
    assert opening.what_is_wrong((tmp_path / "a.xlsx").read_bytes()) == code


def test_a_far_cell_is_seen_wherever_the_sheet_lies_in_the_archive(house, tmp_path):
    with zipfile.ZipFile(house.forms[UNIT]) as form, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as made:
        for name in form.namelist():
            content = form.read(name).replace(b"worksheets/sheet3.xml", b"tables/sheet3.xml")
            far = content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>')
            made.writestr(name.replace("worksheets/sheet3", "tables/sheet3"), far if name == SHEET else content)
    assert opening.what_is_wrong((tmp_path / "a.xlsx").read_bytes()) == "far_cells"


def test_a_document_type_in_sixteen_bits_is_seen(house, tmp_path):
    doctype_in_sixteen_bits(house.forms[UNIT], tmp_path / "a.xlsx")
    assert opening.what_is_wrong((tmp_path / "a.xlsx").read_bytes()) in ("entities", "damaged")


def test_the_sum_of_all_parts_has_a_limit(house, monkeypatch):
    content = house.forms[UNIT].read_bytes()
    assert opening.what_is_wrong(content) is None
    monkeypatch.setattr(opening, "LARGEST_UNPACKED", 20_000)
    assert opening.what_is_wrong(content) == "bomb"


# --- numbers that nobody types ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["1E-7", "0.00001", "1E400", "NaN", "-1E400", "1E300", "12345678901234567890"])
def test_an_odd_number_is_refused_and_is_no_failure(house, tmp_path, read, number):
    as_cell(f'<c r="{{at}}"><v>{number}</v></c>')(house.forms[UNIT], tmp_path / "a.xlsx")
    assert len(read(tmp_path / "a.xlsx").problems) == 1


# --- limits of the child ---------------------------------------------------------------------------------------


@pytest.fixture
def endless(tmp_path) -> Path:
    """A file that nobody ends: a child that opens it waits for ever, and costs nothing."""
    path = tmp_path / "endless.xlsx"
    os.mkfifo(path)
    return path


def test_a_child_that_takes_too_long_is_ended_and_the_next_file_is_read(house, endless):
    seen = []
    start = time.monotonic()
    found = replace(FORMS, limits=Limits(6.0, FORMS.limits.memory)).read(
        [endless, house.forms[UNIT]], advance=lambda: seen.append(1), processes=1
    )
    assert found[0]["refused"] == "limits" and "sheets" in found[1]
    assert 6 <= time.monotonic() - start < 13 and len(seen) == 2


def test_a_child_that_takes_too_much_memory_is_ended_before_its_time(endless):
    small = replace(FORMS, limits=Limits(FORMS.limits.seconds, 20 * 2**20))
    start = time.monotonic()
    assert small.read([endless])[0]["refused"] == "limits"
    assert time.monotonic() - start < FORMS.limits.seconds


def test_a_child_that_cannot_start_refuses_and_does_not_hang(house, monkeypatch):
    monkeypatch.setattr(sandbox.sys, "executable", "/bin/false")
    assert FORMS.read([house.forms[UNIT]])[0]["refused"] == "limits"


def test_where_no_child_can_start_the_command_says_so(house, data, monkeypatch):
    monkeypatch.setattr(sandbox.sys, "executable", "/bin/false")
    code, _shown, complaint = run("collect", 2024, house.forms[UNIT], "--data", data, "--lang", "en")
    assert code == 3 and "limits" in complaint


def test_no_child_is_left_behind(house):
    import psutil

    FORMS.read([house.forms[UNIT]])
    assert not [one for one in psutil.Process().children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]


# --- two parsers ----------------------------------------------------------------------------------------------------


class Disguised:
    """A second parser that reads one cell otherwise."""

    def __init__(self, real, row: int, column: int, value: object):
        self._real, self._at, self._value = real, (row, column), value
        self.sheet_names = real.sheet_names

    def get_sheet_by_index(self, index: int):
        real, (row, column), value = self._real.get_sheet_by_index(index), self._at, self._value

        class Sheet:
            def to_python(self, **options):
                grid = real.to_python(**options)
                if index == 2:
                    grid[row - 1][column - 1] = value
                return grid

        return Sheet()


@pytest.mark.parametrize("value", [13, "12", 12.5, True, "", datetime(2024, 1, 1)], ids=repr)
def test_a_cell_that_two_parsers_read_differently_is_refused_with_its_place(
    house, opened, tmp_path, monkeypatch, value
):
    cell = cells(opened[UNIT])[FEMALE]
    path = fill(house.forms[UNIT], {FEMALE: 12}, to=tmp_path / "a.xlsx")
    assert "sheets" in opening.parse(path.read_bytes())
    real = opening.CalamineWorkbook

    class Second:
        @staticmethod
        def from_filelike(file):
            return Disguised(real.from_filelike(file), cell.row, cell.column, value)

    monkeypatch.setattr(opening, "CalamineWorkbook", Second)
    found = opening.parse(path.read_bytes())
    assert found == {"refused": "parsers_differ", "detail": f"{cell.parent.title}!{cell.coordinate}"}


def test_a_sheet_that_one_parser_does_not_see_is_refused(house, monkeypatch):
    real = opening.CalamineWorkbook

    class Second:
        @staticmethod
        def from_filelike(file):
            second = Disguised(real.from_filelike(file), 1, 1, "")
            second.sheet_names = second.sheet_names[:-1]
            return second

    monkeypatch.setattr(opening, "CalamineWorkbook", Second)
    assert opening.parse(house.forms[UNIT].read_bytes())["refused"] == "parsers_differ"


def test_a_chart_on_a_sheet_of_its_own_is_no_damage(house, tmp_path):
    """F11 in Excel makes one; the file opens well, so “damaged” would send the unit on a search for nothing."""
    workbook = load_workbook(house.forms[UNIT])
    workbook.create_chartsheet("Grafik1").add_chart(BarChart())
    workbook.save(tmp_path / "a.xlsx")
    assert opening.answer(tmp_path / "a.xlsx").get("refused") != "damaged"


# --- whatever is sent ----------------------------------------------------------------------------------------------------


def test_whatever_stands_in_the_cells_reading_ends_in_values_and_problems(house, wanted):
    """Every kind of cell with odd texts in every cell of a form."""
    found = opening.answer(house.forms["kadin_danisma_merkezi"])
    odd = [
        "",
        "0",
        "-1",
        "1e-07",
        "nan",
        "inf",
        "-",
        "yok",
        "=1",
        "AB12 İzmir Konak Merkez",
        "\x00",
        "\ud800",
        "٣",
        "x" * 9000,
    ]
    odd += ["measure/x", "yeep-form|", "@", "12.5", "1.234", "#REF!", "2024-02-30", "true", "evet", "{0}", "%s"]
    chance = random.Random(7)
    for _round in range(6):
        spoiled = {**found, "sheets": []}
        for sheet in found["sheets"]:
            known = [(r, c, kind, text, False) for r, c, kind, text, _p in sheet["cells"]]
            rows, columns = range(1, max(c[0] for c in known) + 3), range(1, max(c[1] for c in known) + 6)
            places = [(r, c) for r in rows for c in columns if (r, c) not in {(k[0], k[1]) for k in known}]
            more = [
                (r, c, chance.choice(list(CellKind)).value, chance.choice(odd), chance.random() < 0.2)
                for r, c in chance.sample(places, min(40, len(places)))
            ]
            spoiled["sheets"].append({**sheet, "cells": known + more})
        read_form("odd.xlsx", spoiled, wanted)


def test_whatever_bytes_are_changed_a_file_is_read_or_refused(house, tmp_path, wanted):
    """Parts changed by chance and packed again, so that the archive itself is in order."""
    chance = random.Random(11)
    with zipfile.ZipFile(house.forms[UNIT]) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    for number in range(40):
        name = chance.choice(
            [SHEET, SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"]
        )
        content = bytearray(parts[name])
        for _change in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.choice(b'<>"/ =0123456789AZaz&')
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as made:
            for part, old in parts.items():
                made.writestr(part, bytes(content) if part == name else old)
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(buffer.getvalue())
        delivered = read_form(path.name, opening.answer(path), wanted)
        assert delivered.problems or delivered.unit_ids


# --- texts that are safe in a workbook and not on the disk -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["SaÄŸlÄ±k â€œeÄŸitimâ€", "a\ufffdb", "a_x0000_b", "satır\nsatır", '"tırnak"', "a\tb", "=1+1", "a_x000D_b"],
    ids=["garbled", "lost letter", "NUL", "lines", "quotes", "tab", "formula", "carriage return"],
)
def test_what_is_taken_in_can_be_read_again(house, data, tmp_path, collected, text):
    path = fill(house.forms[UNIT], {FEMALE: 12, EXPLANATION: text}, to=tmp_path / "a.xlsx")
    code, _shown, complaint = collected(path)
    assert code in (0, 3) and "Traceback" not in complaint
    code, _shown, complaint = run("status", 2024, "--data", data, "--lang", "en")
    assert code == 0, complaint


@pytest.mark.parametrize("name", ["SaÄŸlÄ±k.xlsx", "Sağlık İşleri (son hâli).xlsx", 'a,"b";c.xlsx', "satır\nsonu.xlsx"])
def test_a_form_under_any_name_can_be_read_again(house, data, tmp_path, collected, name):
    path = fill(house.forms[UNIT], {FEMALE: 12}, to=tmp_path / name)
    assert collected(path)[0] in (0, 3)
    code, _shown, complaint = run("status", 2024, "--data", data, "--lang", "en")
    assert code == 0, complaint


# --- careless calls and CSV files ------------------------------------------------------------------------------------------------


def test_what_excel_leaves_beside_an_open_file_is_not_taken_for_a_form(house, data, tmp_path, collected):
    sent = tmp_path / "in"
    sent.mkdir()
    fill_clean(house.forms["iskur"], to=sent / "2024-iskur.xlsx")
    (sent / "~$2024-iskur.xlsx").write_bytes(b"\x05Ayse")
    (sent / "._2024-iskur.xlsx").write_bytes(b"\0\x05\x16\x07")
    code, shown, complaint = collected(sent)
    assert code == 0 and shown.startswith("1 file,"), complaint


@pytest.mark.parametrize("what", ["nowhere", "empty"])
def test_a_path_without_a_form_is_a_wrong_call(tmp_path, collected, what):
    (tmp_path / "empty").mkdir()
    code, _shown, complaint = collected(tmp_path / what)
    assert code == 2 and what in complaint


def test_a_mistyped_data_folder_is_not_made(house, tmp_path):
    code, _shown, _complaint = run("collect", 2024, house.forms["iskur"], "--data", tmp_path / "dta")
    assert code == 2 and not (tmp_path / "dta").exists()


HEAD = "year,unit_id,subject,subject_id,breakdown,category,field,value\n"
ROW = "2024,kent_konseyi,measure,kent_konseyi_kadin,,,female,12\n"
CSV = {
    "empty": ("", "empty"),
    "no head": (ROW, "missing"),
    "binary": ("PK\x03\x04\0\0", "not a text file"),
    "long line": ("a" * 200_000, ""),
    "long cell": (HEAD + ROW.replace("12", "9" * 200_000), ""),
    "unclosed quote": (HEAD + ROW.replace("12", '"12'), "quotation mark"),
    "too few cells": (HEAD + ROW.replace(",,,", ","), "cells"),
    "wrong year": (HEAD + ROW.replace("2024", "2023"), "2023"),
    "unknown unit": (HEAD + ROW.replace("kent_konseyi,", "nobody,", 1), "“nobody” is not known"),
    "other unit": (HEAD + ROW.replace("kent_konseyi,", "iskur,", 1), "not asked of this unit"),
    "unknown measure": (HEAD + ROW.replace("kent_konseyi_kadin", "hic"), "“measure/hic” is not known"),
    "unknown subject": (HEAD + ROW.replace("measure,", "theme,"), "theme/kent_konseyi_kadin"),
    "unknown field": (HEAD + ROW.replace("female", "kadın"), "not asked in this row"),
    "field not asked": (HEAD + ROW.replace("female", "male"), "not asked in this row"),
    "unknown part": (HEAD + ROW.replace(",,,", ",mahalle,99,"), ""),
    "words": (HEAD + ROW.replace("12", "5 adet"), "not a number"),
    "thousands": (HEAD + ROW.replace("12", "1.250"), "two ways"),
    "garbled": (HEAD + ROW.replace("female,12", "explanation,eÄŸitim"), "garbled"),
    "lost letters": (HEAD + ROW.replace("female,12", "explanation,e\ufffditim"), "garbled"),
}


@pytest.mark.parametrize("name", CSV)
def test_a_csv_is_refused_with_its_own_sentence_and_place(read, tmp_path, name):
    language.use("en")
    content, words = CSV[name]
    (tmp_path / "a.csv").write_bytes(content.encode())
    found = read(tmp_path / "a.csv").problems
    assert any(one.where.startswith("a.csv") and words in one.what for one in found), found


def test_two_values_of_one_cell_in_a_csv_are_refused_and_nothing_is_written(data, tmp_path, collected):
    (tmp_path / "a.csv").write_text(HEAD + ROW + ROW.replace("12", "13"), encoding="utf-8")
    code, _shown, complaint = collected(tmp_path / "a.csv")
    assert code == 3 and "twice, differently" in complaint
    assert not list((data / "results").glob("*.csv"))

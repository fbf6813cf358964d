"""What goes back to a unit: its own form with the cells marked, the list, the mail; and what becomes of it on return."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from forms.filling import cells
from forms.other_formats import as_ods, as_xls
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from results.conftest import year_before
from results.desk import Desk
from results.making import FEN, IK, KDM, STAFF, YEAR, key, tree, yeep
from yeep_analysis.intake.forms import marking, opening
from yeep_analysis.intake.forms.collect import Collection, check, collect, files_in, read_files, take_in
from yeep_analysis.intake.forms.expected import expected
from yeep_analysis.intake.forms.layout import SheetKind
from yeep_analysis.intake.forms.send_back import MARKING, Package, package, points_of, why_no_package
from yeep_analysis.intake.merge import GivenReason
from yeep_analysis.intake.personal import personal_data
from yeep_analysis.intake.sandbox import Sandbox
from yeep_analysis.reporting.letters import Sender
from yeep_analysis.reporting.questions import OF_A_CORRECTION
from yeep_analysis.reporting.results_folder import load_results, merges_of, undo
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.terms import Field

DAY = date(2025, 2, 1)
LIST = "To be corrected"


@pytest.fixture(autouse=True)
def in_process(read_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child that marks is tested once by itself; here its work is done in this process."""

    def read(sandbox: Sandbox, paths: list[Path], tasks: Any = None, advance: Any = lambda: None) -> list[dict]:
        if sandbox is MARKING:
            return [marking.answer(path, task) for path, task in zip(paths, tasks, strict=True)]
        return [opening.answer(path) for path in paths]

    monkeypatch.setattr(Sandbox, "read", read)


def found(folder: Path, data: Path, **options: Any) -> Collection:
    wanted = expected(data, YEAR)
    return collect(files_in([folder]), wanted, load_results(data, YEAR), wanted.circumstances(data, DAY), **options)


def packed(unit: str, folder: Path, data: Path) -> Package:
    wanted = expected(data, YEAR)
    sender = Sender(wanted.municipality, YEAR, date(2025, 2, 20), "Ayşe Örnek")
    return package(found(folder, data).by_unit[unit], wanted, {}, sender)


def opened(one: Package) -> Workbook:
    return load_workbook(io.BytesIO(one.content))


def red(cell: Any) -> bool:
    return cell.border.left.color is not None and str(cell.border.left.color.rgb).endswith("C00000")


# --- per unit


def test_each_unit_has_its_files_problems_and_numbers(desk: Desk, data: Path) -> None:
    desk.put(IK, STAFF, Field.MALE, "5 adet")
    desk.form(FEN)
    one = found(desk.send(), data)
    assert set(one.by_unit) == {IK, FEN} and one.units == (FEN,) and one.held == (IK,)
    assert one.by_unit[FEN].is_clean and len(one.by_unit[FEN].new) == len(one.merge.new)
    faulty = one.by_unit[IK]
    assert not faulty.is_clean and [each.file for each in faulty.files] == [f"{YEAR}-{IK}.xlsx"]
    assert faulty.new and not faulty.changed  # what can be read is counted, whether it goes in or not
    (problem,) = faulty.problems
    assert (problem.spot.row, problem.spot.refused, problem.spot.written) == (STAFF, (Field.MALE,), "5 adet")


def test_one_unit_goes_in_while_another_is_faulty_and_the_next_when_it_is_mended(desk: Desk, data: Path) -> None:
    desk.put(IK, STAFF, Field.MALE, "yok")
    desk.form(FEN), desk.form(KDM)
    files = read_files(files_in([desk.send()]), wanted := expected(data, YEAR))
    first = take_in(files, wanted, data, DAY, only=[FEN])
    assert first.units == (FEN,) and not first.problems
    assert {row.unit_id for row in load_results(data, YEAR).rows} == {FEN}
    assert first.by_unit[KDM].is_clean and not first.by_unit[IK].is_clean  # the others are told as well
    every = take_in(files, wanted, data, DAY)
    assert set(every.units) == {FEN, KDM} and every.held == (IK,)
    assert every.by_unit[FEN].unchanged and not every.by_unit[FEN].new
    assert [{row.unit_id for row in one.rows} for one in merges_of(data, YEAR)] == [{KDM}, {FEN}]
    assert [one.left for one in merges_of(data, YEAR)] == [1, 0]
    assert {row.unit_id for row in undo(data, YEAR).rows} == {KDM} and len(merges_of(data, YEAR)) == 1


def test_what_two_units_share_is_checked_with_the_files_of_both(desk: Desk, data: Path) -> None:
    desk.put("halk_egitim", "measure/kihep_egitimi", Field.VALUE, 999)
    desk.form(KDM)
    one = found(desk.send(), data, only=[KDM])  # alone it would pass, and the other could never follow
    assert one.held == (KDM,) and not one.units
    assert {unit for problem in one.problems for unit in problem.units} == {KDM, "halk_egitim"}


def test_reasons_may_be_given_beside_the_forms(desk: Desk, data: Path) -> None:
    desk.form(IK)
    wanted = expected(data, YEAR)
    take_in(read_files(files_in([desk.send()]), wanted), wanted, data, DAY)
    desk.put(IK, STAFF, Field.FEMALE, 31), desk.put(IK, STAFF, Field.VALUE, 41)
    files = read_files(files_in([desk.send()]), wanted)
    held = check(files, wanted, load_results(data, YEAR), wanted.circumstances(data, DAY))
    assert held.held == (IK,) and {one.spot.fill for one in held.problems} == {OF_A_CORRECTION}
    given = take_in(files, wanted, data, DAY, reasons={(IK, key(STAFF)): GivenReason("Sayım yinelendi.")})
    assert given.units == (IK,) and {row.reason for row in load_results(data, YEAR).corrections} == {"Sayım yinelendi."}


@pytest.mark.parametrize("publish", [[], ["--publish-reasons"]])
def test_the_command_takes_a_reason_for_one_row(desk: Desk, data: Path, publish: list[str]) -> None:
    desk.form(IK)
    assert yeep("collect", YEAR, desk.send(), "--data", data)[0] == 0
    desk.put(IK, STAFF, Field.FEMALE, 31), desk.put(IK, STAFF, Field.VALUE, 41)
    folder = desk.send()
    code, _shown, told = yeep("collect", YEAR, folder, "--data", data, "--reason-for", f"{IK}/measure/nothing", "x")
    assert code == 2 and "--reason-for" in told
    named = ("--reason-for", f"{IK}/{STAFF}", "Counted anew")
    code, _shown, told = yeep("collect", YEAR, folder, "--data", data, *publish, *named)
    assert code == 0, told
    log = load_results(data, YEAR).corrections
    assert {(row.reason, row.may_publish) for row in log} == {("Counted anew", bool(publish))}


def test_every_file_appears_and_a_name_is_only_a_suggestion(desk: Desk, data: Path) -> None:
    folder = desk.send()
    (folder / f"{YEAR}-{IK}.docx").write_bytes(b"PK no workbook")
    (folder / f"{YEAR}-{FEN}.xlsx").write_bytes(b"nothing")
    wanted = expected(data, YEAR)
    files = read_files(sorted(folder.iterdir()), wanted)
    one = check(files, wanted, load_results(data, YEAR), wanted.circumstances(data, DAY))
    assert [each.file for each in one.of_no_unit] == [f"{YEAR}-{FEN}.xlsx", f"{YEAR}-{IK}.docx"]
    assert [each.suggested for each in one.of_no_unit] == [FEN, IK] and not one.by_unit
    assert all(each.problems for each in one.of_no_unit)


def test_two_forms_of_a_unit_are_asked_about(desk: Desk, data: Path) -> None:
    desk.form(IK)
    desk.put(IK, STAFF, Field.FEMALE, 31, copy="another"), desk.put(IK, STAFF, Field.VALUE, 41, copy="another")
    one = found(folder := desk.send(), data).by_unit[IK]
    assert set(one.to_choose) == {f"{YEAR}-{IK}.xlsx", "another.xlsx"} and not one.new
    assert "Name the valid one" in why_no_package(one)
    chosen = found(folder, data, choose=lambda _unit, _files: "another.xlsx")
    assert chosen.units == (IK,)


# --- the package


def test_refused_cells_are_amber_in_a_thick_frame_and_cells_to_fill_are_dashed(desk: Desk, data: Path) -> None:
    year_before(data)
    desk.put(FEN, "measure/pazaryeri", Field.VALUE, "5 adet")
    desk.put(FEN, "measure/spor_kompleksi_yapimi", Field.VALUE, 10)  # falls: to be confirmed
    one = packed(FEN, desk.send(), data)
    found_cells = cells(opened(one))
    refused = found_cells["measure/pazaryeri", Field.VALUE]
    assert refused.fill.fgColor.rgb.endswith("FFD34D") and refused.border.left.style == "thick" and red(refused)
    assert "“5 adet” is not a number." in refused.comment.text
    with zipfile.ZipFile(io.BytesIO(one.content)) as archive:
        drawn = [archive.read(part).decode() for part in archive.namelist() if part.endswith(".vml")]
    assert "width:340px" in "".join(drawn)  # openpyxl reads no size back
    confirm = found_cells["measure/spor_kompleksi_yapimi", Field.CONFIRMED]
    assert confirm.border.top.style == "mediumDashed" and red(confirm) and not confirm.protection.locked
    marks = {at for at, cell in found_cells.items() if red(cell)}
    row = "measure/spor_kompleksi_yapimi"
    assert marks == {("measure/pazaryeri", Field.VALUE)} | {
        (row, which) for which in (Field.VALUE, Field.CONFIRMED, Field.EXPLANATION)
    }


def test_the_list_links_to_each_cell_and_is_the_sheet_that_opens(desk: Desk, data: Path) -> None:
    desk.put(IK, STAFF, Field.MALE, "yok")
    one = packed(IK, desk.send(), data)
    book = opened(one)
    sheet = book.worksheets[0]
    assert sheet.title == LIST and book.active is sheet
    assert [other.sheet_view.tabSelected for other in book.worksheets].count(True) == 1
    links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    (point,) = one.points
    assert links == {f"'{point.sheet}'!{point.cell}"} and book[point.sheet][point.cell].value == "yok"
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}
    assert point.question in texts and "yok" in texts and any("Thursday, 20 February 2025" in text for text in texts)


def test_all_else_in_the_file_stays_as_the_unit_left_it(desk: Desk, data: Path) -> None:
    desk.put(IK, STAFF, Field.MALE, "yok")
    folder = desk.send()
    sent, back = load_workbook(folder / f"{YEAR}-{IK}.xlsx"), opened(packed(IK, folder, data))
    for sheet in sent.worksheets:
        other = back[sheet.title]
        assert [[cell.value for cell in row] for row in sheet] == [[cell.value for cell in row] for row in other]
        assert sheet.protection.sheet == other.protection.sheet and sheet.freeze_panes == other.freeze_panes
        assert sheet.column_dimensions["A"].hidden == other.column_dimensions["A"].hidden
        assert sheet.print_title_rows == other.print_title_rows
        rules = [(one.type, str(one.sqref), one.formula1) for one in sheet.data_validations.dataValidation]
        assert rules == [(one.type, str(one.sqref), one.formula1) for one in other.data_validations.dataValidation]
    changed = [at for at, cell in cells(back).items() if cell.fill.fgColor.rgb != cells(sent)[at].fill.fgColor.rgb]
    assert changed == [(STAFF, Field.MALE)]


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods"])
def test_a_corrected_package_comes_back_as_a_clean_form_without_a_word(
    desk: Desk, data: Path, tmp_path: Path, ending: str
) -> None:
    desk.put(IK, STAFF, Field.MALE, "yok")
    one = packed(IK, desk.send(), data)
    book, back = opened(one), tmp_path / "back"
    back.mkdir()
    cells(book)[STAFF, Field.MALE].value = 10
    assert cells(book)[STAFF, Field.MALE].comment  # our own note, which stays in whatever format it is saved
    save = {".xls": as_xls, ".ods": as_ods}.get(ending, Workbook.save)
    save(book, (back / one.file).with_suffix(ending))
    again = found(back, data)
    assert again.units == (IK,) and not again.problems and not again.remarks
    clean = Desk(desk.clean, tmp_path / "clean")
    clean.form(IK)
    plain = found(clean.send(), data)
    assert [(row.key, row.field, row.value) for row in again.merge.rows] == [
        (row.key, row.field, row.value) for row in plain.merge.rows
    ]


def test_marks_of_the_first_round_are_gone_in_the_second(desk: Desk, data: Path, tmp_path: Path) -> None:
    desk.put(IK, STAFF, Field.MALE, "yok")
    one = packed(IK, desk.send(), data)
    book, back = opened(one), tmp_path / "back"
    back.mkdir()
    found_cells = cells(book)
    found_cells[STAFF, Field.MALE].value = 10
    found_cells[STAFF, Field.FEMALE].value = "?"
    book.save(back / one.file)
    second = opened(packed(IK, back, data))
    assert second.sheetnames.count(LIST) == 1 and len(second.sheetnames) == len(book.sheetnames)
    marks = [at for at, cell in cells(second).items() if red(cell) or cell.comment]
    assert marks == [(STAFF, Field.FEMALE)]


def test_a_note_of_the_unit_survives_both_rounds(desk: Desk, data: Path) -> None:
    desk.put(IK, STAFF, Field.MALE, "yok")
    desk.cell(IK, STAFF, Field.MALE).comment = Comment("Buna bakacağım", "unit")
    one = packed(IK, desk.send(), data)
    text = cells(opened(one))[STAFF, Field.MALE].comment.text
    assert "Correction 1 of 1" in text and text.endswith("Buna bakacağım")
    again = load_workbook(io.BytesIO(marking.marked(one.content, {**EMPTY_TASK, "sheet": LIST})))
    assert cells(again)[STAFF, Field.MALE].comment.text == "Buna bakacağım"


EMPTY_TASK = {"mark": "", "above": ["-"], "head": ["-"], "below": "-", "points": [], "marks": []}


def test_a_form_with_personal_data_is_not_passed_on(desk: Desk, data: Path, tmp_path: Path) -> None:
    desk.put(IK, STAFF, Field.EXPLANATION, "10000000146")
    desk.put(IK, STAFF, Field.MALE, "yok")
    folder = desk.send()
    one = found(folder, data).by_unit[IK]
    assert "personal data" in why_no_package(one)
    with pytest.raises(UsageError, match="not passed on"):
        packed(IK, folder, data)
    assert "10000000146" not in " ".join(point.sentence for point in points_of(one, expected(data, YEAR)))
    code, shown, _told = yeep("collect", YEAR, folder, "--data", data, "--send-back", tmp_path / "back")
    assert code == 3 and "not passed on" in shown and not (tmp_path / "back").exists()


def test_a_form_that_lost_a_row_gives_way_to_a_fresh_one_with_what_was_readable(
    desk: Desk, data: Path, tmp_path: Path
) -> None:
    desk.sheet(IK, "measures").delete_rows(desk.row(IK, STAFF))
    folder = desk.send()
    one = packed(IK, folder, data)
    assert one.is_fresh and "new one" in one.letter.body
    (back := tmp_path / "back").mkdir()
    (back / one.file).write_bytes(one.content)
    sent, again = (read_files(files_in([path]), expected(data, YEAR))[0] for path in (folder, back))
    assert sent.problems and not again.problems
    assert {(value.key, value.field, value.value) for value in again.reported} == {
        (value.key, value.field, value.value) for value in sent.reported
    }


def test_a_file_of_another_format_gives_way_to_a_fresh_form_marked_where_it_was_refused(
    desk: Desk, data: Path, tmp_path: Path
) -> None:
    table = tmp_path / "in" / "answers.csv"
    table.parent.mkdir()
    rows = [f"{IK},measure,kadro_bazli_istihdam,,,female,30", f"{IK},measure,kadro_bazli_istihdam,,,male,yok"]
    table.write_text(
        "\n".join(
            ["year,unit_id,subject,subject_id,breakdown,category,field,value"] + [f"{YEAR},{row}" for row in rows]
        )
    )
    one = packed(IK, table.parent, data)
    found_cells = cells(opened(one))
    assert one.is_fresh and found_cells[STAFF, Field.FEMALE].value == 30
    assert found_cells[STAFF, Field.MALE].value == "yok" and red(found_cells[STAFF, Field.MALE])


def test_the_mail_names_points_deadline_and_file(desk: Desk, data: Path) -> None:
    desk.put(IK, STAFF, Field.MALE, "yok")
    letter = packed(IK, desk.send(), data).letter
    assert letter.subject == f"1 point to correct in your form of {YEAR}"
    assert letter.attachment == f"{YEAR}-{IK}-correction.xlsx" and letter.attachment in letter.text
    for words in (
        "Dear colleague,",
        f"1. sheet “{SheetKind.MEASURES.label}”, cell ",
        "Thursday, 20 February 2025",
        "Ayşe Örnek",
    ):
        assert words in letter.body


def test_the_same_form_gives_the_same_package(desk: Desk, data: Path) -> None:
    desk.put(IK, STAFF, Field.MALE, "yok")
    folder = desk.send()
    assert packed(IK, folder, data).content == packed(IK, folder, data).content


def test_the_list_holds_nothing_that_looks_like_personal_data(desk: Desk, data: Path) -> None:
    for row in (STAFF, "measure/kadro_bazli_istihdam"):
        desk.put(IK, row, Field.VALUE, 123456789)
    book = opened(packed(IK, desk.send(), data))
    texts = [str(cell.value or "") for row in book.worksheets[0].iter_rows() for cell in row]
    assert not any(personal_data(text) for text in texts)


def test_the_command_writes_packages_and_mails(desk: Desk, data: Path, tmp_path: Path) -> None:
    desk.put(IK, STAFF, Field.MALE, "yok")
    desk.form(FEN)
    back = tmp_path / "back"
    code, shown, _told = yeep(
        "collect", YEAR, desk.send(), "--data", data, "--send-back", back, "--deadline", "20.02.2025"
    )
    assert code == 3 and "1 form to be corrected" in shown
    assert set(tree(back)) == {f"{YEAR}-{IK}-correction.xlsx", f"{YEAR}-{IK}-correction.txt"}
    assert "20 February 2025" in (back / f"{YEAR}-{IK}-correction.txt").read_text(encoding="utf-8-sig")

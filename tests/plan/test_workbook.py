"""The plan as a workbook: out and in again changes nothing, what changes is shown first, taken whole, and undone."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.forms.other_formats import as_ods, as_xls
from yeep_analysis import shipped, transaction
from yeep_analysis.cli.main import main
from yeep_analysis.intake.plan.proposal import last_step, read_plan, undo
from yeep_analysis.intake.plan.sheets import ALL_TABLES, FIRST_SHEET, FURTHER_SHEETS
from yeep_analysis.intake.plan.written import plan_workbook
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.municipality.validate import PLAN_JOURNAL
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError, UsageError, YeepError
from yeep_analysis.words.terms import MeasureKind

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "data", shipped.example())
HEADS = ["Tema", "Amaç", "Hedef", "Eylem", "Başlangıç", "Bitiş", "Sorumlu birimler", "İş birliği", "Göstergeler"]
SMALL = [
    [
        *("Katılım", "1. Katılımı artırmak", "1.1 Mahalle toplantıları", "1.1.1 Her mahallede toplantı yapılması"),
        *(
            2026,
            2028,
            "Kadın ve Aile Hizmetleri Müdürlüğü",
            "Kent Konseyi\nMuhtarlıklar",
            "Toplantı sayısı\nKatılan kadın sayısı (Kişi)",
        ),
    ],
    [
        None,
        None,
        None,
        "1.1.2 Saatlerin duyurulması",
        2026,
        2026,
        "Basın Yayın Müdürlüğü",
        None,
        "Duyuru sayısı (Adet)",
    ],
    [
        *("Güvenlik", "1. Şiddeti önlemek", "1.1 Danışmanlık", "1.1.1 Danışma merkezi açılması"),
        *(2026, 2029, "Kadın ve Aile Hizmetleri Müdürlüğü", None, "Şiddet nedeniyle başvuran kadın sayısı (Kişi)"),
    ],
]


@pytest.fixture(autouse=True)
def turkish():
    with language.speaking("tr"):
        yield


def a_copy(folder, place, *without):
    copy = Path(shutil.copytree(folder, place / "veri"))
    for name in without:
        shutil.rmtree(copy / name, ignore_errors=True)
    return copy


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted((folder / "plan").glob("*"))}


def workbook(path, rows, heads=HEADS):
    book = Workbook()
    for row in [heads, *rows]:
        book.active.append(row)
    book.save(path)
    return path


def edited(data, path, change):
    """An exported workbook in which ``change`` was made."""
    book = load_workbook(io.BytesIO(plan_workbook(data)))
    change(book)
    book.save(path)
    return path


def cell_of(sheet, text):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


def column(sheet, head):
    return cell_of(sheet, head).column


# --- out and in again --------------------------------------------------------


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_out_and_in_again_changes_no_byte(folder, tmp_path):
    data = a_copy(folder, tmp_path)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(data))
    proposal = read_plan(data, path)
    assert (proposal.changes, dict(proposal.contents), proposal.remarks) == ((), {}, ())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_a_folder_without_a_plan_gets_the_same_tables(folder, spoken, tmp_path):
    data = a_copy(folder, tmp_path, "plan", "results")
    path = tmp_path / "plan.xlsx"
    with language.speaking(spoken):
        path.write_bytes(plan_workbook(folder))
    read_plan(data, path).take()
    assert contents(data) == contents(folder)


def test_the_same_plan_gives_the_same_bytes():
    assert plan_workbook(FOLDERS[1]) == plan_workbook(FOLDERS[1])


def test_every_table_of_the_plan_has_a_place_in_the_workbook():
    on_first = {"action_units", "action_indicators"}
    assert set(FURTHER_SHEETS) | on_first == set(ALL_TABLES)


def test_no_column_of_a_table_is_left_out():
    first = {
        "theme",
        "name",
        "goal_code",
        "goal_text",
        "objective_code",
        "objective_text",
        "action_code",
        "action_text",
    }
    first |= {"goal_id", "objective_id", "action_id", "period_start", "period_end", "indicator_text", "position"}
    for table, sheet in FURTHER_SHEETS.items():
        assert set(ALL_TABLES[table].columns) - {one.field for one in sheet.columns} <= first, table


def test_heads_are_shut_keys_are_hidden_and_guarded_and_every_row_can_be_deleted():
    """A row goes only where none of its cells is locked: not even those right of the table, which no file lists."""
    book = load_workbook(io.BytesIO(plan_workbook(FOLDERS[1])))
    for sheet in book.worksheets[:-1]:
        assert sheet.protection.sheet and not sheet.protection.deleteRows
        heads = {cell.column_letter: str(cell.value) for cell in sheet[1]}
        assert heads["A"].startswith("@@") and all(cell.protection.locked for cell in sheet[1])
        (guard,) = [rule for rule in sheet.data_validations.dataValidation if rule.type == "custom"]
        assert (guard.formula1, guard.showErrorMessage) == ("FALSE", True)
        keys = [letter for letter, head in heads.items() if head.startswith("@")]
        for letter in heads:
            assert sheet.column_dimensions[letter].hidden == (letter in keys)
            assert (f"{letter}2" in guard.sqref) == (letter in keys)
        assert not any(cell.protection.locked for row in sheet.iter_rows(min_row=2) for cell in row if cell.has_style)
        shapes = sheet.column_dimensions.values()
        assert not any(shape.protection.locked for shape in shapes)
        assert {place for shape in shapes for place in range(shape.min, shape.max + 1)} == set(range(1, 16385))


# --- changes -----------------------------------------------------------------


def test_a_corrected_text_keeps_its_key(tmp_path):
    data = a_copy(FOLDERS[1], tmp_path)
    before = load_plan(data).actions["katilim_g1_h1_e1"].text

    def correct(book):
        cell_of(book.worksheets[0], before).value = before + " (düzeltme)"

    proposal = read_plan(data, edited(data, tmp_path / "p.xlsx", correct))
    (change,) = proposal.changes
    assert (change.kind, change.table, change.head) == ("changed", "actions", "Eylem")
    assert (change.now, change.new) == (before, before + " (düzeltme)")
    proposal.take()
    assert load_plan(data).actions["katilim_g1_h1_e1"].text == before + " (düzeltme)"
    assert undo(data) == "p.xlsx"
    assert contents(data) == contents(FOLDERS[1])
    assert last_step(data) == ""
    with pytest.raises(UsageError, match="Geri alınacak"):
        undo(data)


def test_a_unit_that_reports_and_a_target_are_changed_by_their_lists(tmp_path):
    data = a_copy(FOLDERS[1], tmp_path)

    def change(book):
        sheet = book[FURTHER_SHEETS["reporters"].label]
        sheet.cell(2, column(sheet, "Birim")).value = load_plan(data).units["sosyal_isler"].name
        sheet = book[FURTHER_SHEETS["targets"].label]
        sheet.cell(2, column(sheet, "Hedef değer")).value = 30.5

    changes = read_plan(data, edited(data, tmp_path / "p.xlsx", change)).changes
    assert {(one.table, one.kind.value) for one in changes} == {
        ("reporters", "added"),
        ("reporters", "removed"),
        ("targets", "changed"),
    }
    (target,) = [one for one in changes if one.table == "targets"]
    assert (target.now, target.new) == ("28", "30.5")
    assert all(one.consequence for one in changes)


def test_a_table_that_was_edited_since_is_not_undone(tmp_path):
    data = a_copy(FOLDERS[1], tmp_path)

    def change(book):
        sheet = book[FURTHER_SHEETS["targets"].label]
        sheet.cell(2, column(sheet, "Hedef değer")).value = 30

    read_plan(data, edited(data, tmp_path / "p.xlsx", change)).take()
    with (data / "plan" / "targets.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(YeepError, match=r"targets\.csv"):
        undo(data)


def test_a_folder_that_changed_meanwhile_is_not_written(tmp_path):
    data = a_copy(FOLDERS[1], tmp_path)
    path = edited(data, tmp_path / "p.xlsx", lambda book: book[FURTHER_SHEETS["targets"].label].delete_rows(3))
    proposal = read_plan(data, path)
    (data / "plan" / "units.csv").write_bytes((data / "plan" / "units.csv").read_bytes() + b"\n")
    with pytest.raises(UsageError):
        proposal.take()
    assert not (data / ".plan-undo").exists()


# --- the command -------------------------------------------------------------


def test_the_commands(tmp_path, capsys, monkeypatch):
    data = a_copy(FOLDERS[1], tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["plan", "ver", "--data", str(data)]) == 0
    assert main(["plan", "export", "--data", str(data)]) == 2  # plan.xlsx is there
    assert main(["plan", "import", "plan.xlsx", "--data", str(data)]) == 0
    assert "Hiçbir şey yazılmadı" in capsys.readouterr().out
    path = edited(data, tmp_path / "p.xlsx", lambda book: book[FURTHER_SHEETS["targets"].label].delete_rows(3))
    assert main(["plan", "al", str(path), "--data", str(data), "--dry-run"]) == 0
    assert contents(data) == contents(FOLDERS[1])
    assert main(["plan", "al", str(path), "--data", str(data)]) == 2  # nobody to ask
    assert main(["plan", "al", str(path), "--data", str(data), "--yes"]) == 0
    assert contents(data) != contents(FOLDERS[1])
    assert main(["plan", "geri-al", "--data", str(data)]) == 0
    assert contents(data) == contents(FOLDERS[1])


def test_the_first_sheet_has_the_heads_of_the_printed_plan():
    heads = [column for column in FIRST_SHEET.columns if column.head]
    assert {"theme", "goal", "objective", "action", "start", "end", "responsible", "partner", "indicators"} <= {
        column.field for column in heads
    }


@pytest.mark.parametrize("convert", [as_xls, as_ods], ids=["xls", "ods"])
def test_old_excel_and_open_documents_are_read_like_xlsx(convert, tmp_path):
    data = a_copy(FOLDERS[1], tmp_path, "plan", "results")
    path = workbook(tmp_path / "plan.xlsx", SMALL)
    other = convert(load_workbook(path), tmp_path / f"plan.{convert.__name__[3:]}")
    assert read_plan(data, other).changes == read_plan(data, path).changes


def test_a_plan_without_keys_is_known_again(tmp_path):
    """The same sheet, corrected and moved, finds its keys by words and numbers."""
    data = a_copy(FOLDERS[1], tmp_path, "plan", "results")
    read_plan(data, workbook(tmp_path / "plan.xlsx", SMALL)).take()
    before = load_plan(data)
    first, second, third = ([*row] for row in SMALL)
    first[3], second[3] = "1.1.1 Her mahallede yılda iki toplantı yapılması", "1.1.3 Saatlerin duyurulması"
    moved = [*third], [*first[:3], *second[3:]], [None, None, None, *first[3:]]
    proposal = read_plan(data, workbook(tmp_path / "plan2.xlsx", moved))
    assert {change.kind.value for change in proposal.changes} == {"changed"}
    proposal.take()
    after = load_plan(data)
    assert set(after.actions) == set(before.actions) and set(after.measures) == set(before.measures)
    assert after.actions["katilim_g1_h1_e2"].code == "1.1.3"
    assert list(after.themes) == ["guvenlik", "katilim"]


def test_a_workbook_from_before_the_last_change_says_so_and_its_empty_sheets_delete_nothing(tmp_path):
    """Whoever keeps the workbook with which the plan began, mends a word and drops it again."""
    data = a_copy(FOLDERS[1], tmp_path, "plan", "results")

    def begin(book):
        for number, row in enumerate(SMALL, start=2):
            for head, text in zip(HEADS, row, strict=True):
                head = {"İş birliği": "İş birliği yapılacak birimler"}.get(head, head)
                book.worksheets[0].cell(number, column(book.worksheets[0], head)).value = text

    path = edited(data, tmp_path / "plan.xlsx", begin)
    first = read_plan(data, path)
    assert not first.warning
    first.take()
    assert main(["reporters", "--propose", "--data", str(data)]) == 0
    again = load_workbook(path)
    cell_of(again.worksheets[0], SMALL[1][3]).value = "1.1.2 Saatlerin her ay duyurulması"
    again.save(path)
    proposal = read_plan(data, path)
    assert "son değişikliğinden önce" in proposal.warning
    assert {change.table for change in proposal.changes} == {"actions"}
    cleared = edited(
        data, tmp_path / "now.xlsx", lambda book: book[FURTHER_SHEETS["reporters"].label].delete_rows(2, 99)
    )
    meant = read_plan(data, cleared)  # of the plan as it is: an emptied sheet is meant so
    assert not meant.warning and {change.table for change in meant.changes} == {"reporters"}


def test_an_action_that_is_deleted_takes_along_what_is_said_of_it(tmp_path):
    data = a_copy(FOLDERS[1], tmp_path, "results")
    gone = load_plan(data).actions["katilim_g1_h1_e2"]

    def delete(book):
        sheet = book.worksheets[0]
        sheet.delete_rows(cell_of(sheet, gone.text).row)

    path = edited(data, tmp_path / "plan.xlsx", delete)
    proposal = read_plan(data, path)
    assert {change.kind.value for change in proposal.changes} <= {"removed", "changed"}
    removed = {change.table for change in proposal.changes if change.kind == "removed"}
    assert {"actions", "measures", "targets", "reporters"} <= removed
    proposal.take()
    assert gone.id not in load_plan(data).actions
    shutil.copytree(FOLDERS[1] / "results", data / "results")
    undo(data)
    with pytest.raises(DataError) as error:  # of what was reported nothing is left hanging
        read_plan(data, path)
    assert {problem.where for problem in error.value.problems} == {
        "plan.xlsx, sayfa “Plan”",
        "plan.xlsx, sayfa “Göstergeler”",
    }


# a cell of a closed list that was cleared -> what is stored, or None where it has to be chosen
CLEARED = {
    ("frameworks", "Başlığın niteliği", "anaakimlastirma"): ("title_status", "plan"),
    ("frameworks", "Başlığın niteliği", "1"): None,
    ("audit_judgements", "Sorumlu olarak yazılı", "personel_esitlik_egitimi"): None,
    ("measure_breakdowns", "Dayanak", "sex"): ("basis", "persons"),
    ("measure_breakdowns", "Dayanak", "mahalle"): None,
    ("links", "Birinci okuma", "egitim_g1_h1_e1"): ("first_reading", "false"),
    ("links", "Dayanak", "egitim_g1_h1_e1"): ("basis", "confirmed"),
}


@pytest.mark.parametrize("cleared", CLEARED, ids="-".join)
def test_a_cleared_word_of_a_list_is_never_guessed(cleared, tmp_path):
    table, head, of = cleared
    data = a_copy(FOLDERS[0], tmp_path)

    def clear(book):
        sheet = book[FURTHER_SHEETS[table].label]
        column_of = column(sheet, head)
        known = {"sex": "cinsiyet"}.get(of, of)
        row = next(row for row in sheet.iter_rows(min_row=2) if known in [str(cell.value) for cell in row])
        sheet.cell(row[0].row, column_of).value = None

    path = edited(data, tmp_path / "plan.xlsx", clear)
    if (stored := CLEARED[cleared]) is None:
        with pytest.raises(DataError) as error:
            read_plan(data, path)
        (problem,) = error.value.problems
        assert f"“{FURTHER_SHEETS[table].label}”, hücre" in problem.where and "boş" in problem.what
    else:
        found = {(change.table, change.kind.value) for change in read_plan(data, path).changes}
        assert found <= {(table, "changed")}
        read_plan(data, path).take()
        name, value = stored
        text = (data / "plan" / f"{table}.csv").read_text(encoding="utf-8")
        rows = [row for row in csv.DictReader(io.StringIO(text)) if of in row.values()]
        assert rows[0][name] == value


def test_a_blank_kind_is_read_from_the_words_and_said(tmp_path):
    data = a_copy(FOLDERS[1], tmp_path, "plan", "results")
    rows = [[*SMALL[0][:8], "Katılan kadınların oranı (%)"]]

    def begin(book):
        for head, text in zip(HEADS, rows[0], strict=True):
            head = {"İş birliği": "İş birliği yapılacak birimler"}.get(head, head)
            book.worksheets[0].cell(2, column(book.worksheets[0], head)).value = text
        sheet = book[FURTHER_SHEETS["measures"].label]
        sheet.cell(2, column(sheet, "Gösterge")).value = rows[0][8]

    proposal = read_plan(data, edited(data, tmp_path / "plan.xlsx", begin))
    assert any("türü ve yönü" in remark for remark in proposal.remarks)
    proposal.take()
    (measure,) = load_plan(data).measures.values()
    assert measure.kind == MeasureKind.RATIO_OF_COUNTS


def test_signs_that_no_font_has_are_told_by_cell(tmp_path):
    data = a_copy(FOLDERS[1], tmp_path, "plan", "results")
    rows = [[*SMALL[0][:3], "1.1.1 Toplantı 🌷", *SMALL[0][4:]]]
    remarks = read_plan(data, workbook(tmp_path / "plan.xlsx", rows)).remarks
    assert any("hücre D2" in remark and "□" in remark for remark in remarks), remarks


def test_three_actions_need_no_more_than_forty_cells_and_no_key(tmp_path):
    typed = sum(cell is not None for row in SMALL for cell in row)
    assert typed + len(HEADS) <= 40
    data = a_copy(FOLDERS[1], tmp_path, "plan", "results")
    read_plan(data, workbook(tmp_path / "plan.xlsx", SMALL)).take()
    assert len(load_plan(data).actions) == 3


def test_an_import_that_was_cut_off_is_told_and_put_right(tmp_path, monkeypatch, capsys):
    """Killed between two tables: check says so, and the next import begins with what was there before."""
    data = a_copy(FOLDERS[1], tmp_path)

    def change(book):
        for table in ("targets", "crosswalk"):
            book[FURTHER_SHEETS[table].label].delete_rows(3)

    path = edited(data, tmp_path / "p.xlsx", change)
    proposal = read_plan(data, path)
    transaction._prepare(data / "plan", proposal.contents, data / "plan" / PLAN_JOURNAL)
    (data / "plan" / PLAN_JOURNAL / "new" / "targets.csv").replace(data / "plan" / "targets.csv")
    assert main(["check", "--data", str(data)]) == 3
    assert "yeep plan al DOSYA" in capsys.readouterr().err
    assert len(read_plan(data, path).changes) == len(proposal.changes)
    assert contents(data) == contents(FOLDERS[1])

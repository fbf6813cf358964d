"""Plan workbooks with something wrong: each is refused, with sheet and cell, and nothing of the folder changes."""

import io
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from yeep_analysis import shipped
from yeep_analysis.intake.plan.proposal import read_plan
from yeep_analysis.intake.plan.sheets import FURTHER_SHEETS
from yeep_analysis.intake.plan.written import plan_workbook
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError

HEADS = ["Tema", "Amaç", "Hedef", "Eylem", "Başlangıç", "Bitiş", "Sorumlu birimler", "İş birliği", "Göstergeler"]
ROWS = [
    [
        "Katılım",
        "1. Katılım",
        "1.1 Toplantı",
        "1.1.1 Toplantı yapmak",
        2026,
        2028,
        "Kültür Müdürlüğü",
        "Muhtarlar",
        "Toplantı",
    ],
    ["", "", "", "1.1.2 Duyuru yapmak", 2026, 2026, "Basın Müdürlüğü", "", "Duyuru"],
    ["Güvenlik", "1. Güvenlik", "1.1 Danışma", "1.1.1 Merkez açmak", 2026, 2029, "Sağlık Müdürlüğü", "", "Başvuru"],
    ["", "2. Aydınlatma", "2.1 Sokak", "2.1.1 Lamba takmak", 2027, 2028, "Fen Müdürlüğü", "", "Lamba"],
]


def cell(place, value):
    def spoil(sheet):
        sheet[place] = value

    return spoil


def head(place, *names):
    """Other heads from a cell of the first row on."""

    def spoil(sheet):
        for offset, name in enumerate(names):
            sheet.cell(1, sheet[place].column + offset).value = name

    return spoil


def hidden(row):
    def spoil(sheet):
        sheet.row_dimensions[row].hidden = True

    return spoil


# what was spoilt in a workbook that somebody typed -> how, and the cell that must be told
TYPED = {
    **{
        f"no head {name}": (cell(f"{letter}1", None), "J1")
        for name, letter in zip(HEADS, "ABCDEFGHI", strict=True)
        if letter in "ABDG"
    },
    **{
        f"a slip in the head {word}": (cell(f"{letter}1", word), f"{letter}1")
        for letter, word in zip(
            "ABCDEFGI",
            ["Temaa", "Amaçç", "Hedfe", "Eylm", "Başlangc", "Bitşi", "Sorumlu birmler", "Göstegeler"],
            strict=True,
        )
    },
    "heads in German": (
        head("A1", "Thema", "Ziel", "Vorgabe", "Maßnahme", "Beginn", "Ende", "Stelle", "Partner", "Zahl"),
        "A1",
    ),
    "heads in French": (
        head("A1", "Thème", "But", "Objectif", "Mesure", "Début", "Fin", "Service", "Avec", "Indice"),
        "A1",
    ),
    "heads in Spanish": (
        head("A1", "Área", "Meta", "Fin", "Medida", "Inicio", "Final", "Unidad", "Con", "Índice"),
        "A1",
    ),
    "no heads at all": (head("A1", *"123456789"), "A1"),
    "a head twice": (cell("H1", "Eylem"), "H1"),
    "a number twice, of goals": (cell("B5", "1. Aydınlatma"), "B5"),
    "a number twice, of objectives": (lambda s: (cell("B5", "")(s), cell("C5", "1.1 Sokak")(s)), "C5"),
    "a number twice, of actions": (cell("D3", "1.1.1 Duyuru yapmak"), "D3"),
    **{f"a formula in {letter}": (cell(f"{letter}2", "=1+1"), f"{letter}2") for letter in "ABCDEFGHI"},
    **{f"row {row} hidden": (hidden(row), f"{'A' if row in (2, 4) else 'D'}{row}") for row in (2, 3, 4)},
    "no theme in the first row": (cell("A2", None), "A2"),
    "no goal in the first row": (lambda s: (cell("B2", None)(s), cell("C2", None)(s)), "B2"),
    "no goal below a new theme": (lambda s: (cell("B4", None)(s), cell("C4", None)(s)), "B4"),
    "an objective without a goal": (cell("B4", None), "B4"),
    "units of no action": (lambda s: cell("D2", None)(s), "D2"),
    "nobody answers": (cell("G3", None), "G3"),
    "two units on one line": (cell("G2", "Kültür Müdürlüğü; Basın Müdürlüğü"), "G2"),
    "two units with a comma": (cell("G2", "Kültür Müdürlüğü, Eşitlik Birimi"), "G2"),
    "two partners on the second line": (cell("H2", "Muhtarlar\nKent Konseyi;Baro"), "H2"),
    "two indicators on one line": (cell("I2", "Toplantı; Katılan kişi"), "I2"),
    "a year in words": (cell("E2", "bilinmiyor"), "E2"),
    "a year of two digits": (cell("E2", 26), "E2"),
    "a year of another age": (cell("E2", 1023), "E2"),
    "a year far ahead": (cell("F2", 2300), "F2"),
    "a year with decimals": (cell("E2", 2026.5), "E2"),
    "a negative year": (cell("E2", -2026), "E2"),
    "a year and a word": (cell("F2", "2028 sonu"), "F2"),
    "an end without a start": (cell("E2", None), "E2"),
    "a start without an end": (cell("F2", None), "F2"),
    "a period backwards": (cell("F2", 2025), "F2"),
    "a span in the cell of a year": (cell("E2", "2026-2028"), "E2"),
    "an identity number": (cell("D2", "1.1.1 Toplantı (10000000146)"), "D2"),
    "garbled letters": (cell("D2", "1.1.1 ToplantÄ± yapmak"), "D2"),
    "a text without end": (cell("D2", "a " * 3000), "D2"),
    "an error of Excel": (cell("I2", "#REF!"), "I2"),
    "a date for a text": (lambda s: _date(s, "B2"), "B2"),
}


def _date(sheet, place):
    import datetime

    sheet[place] = datetime.date(2026, 1, 1)


def refused(data, path):
    before = {one: one.read_bytes() for one in data.rglob("*") if one.is_file()}
    with pytest.raises(DataError) as error:
        read_plan(data, path)
    assert {one: one.read_bytes() for one in data.rglob("*") if one.is_file()} == before
    for problem in error.value.problems:
        assert problem.what and problem.action and "{" not in problem.what
    return [problem.where for problem in error.value.problems]


@pytest.fixture(autouse=True)
def in_english():
    with language.speaking("en"):
        yield


@pytest.fixture
def empty(tmp_path):
    data = tmp_path / "veri"
    data.mkdir()
    shutil.copy(shipped.example() / "municipality.csv", data)
    return data


@pytest.fixture
def full(tmp_path):
    return Path(shutil.copytree(shipped.example(), tmp_path / "veri"))


def typed(path, spoil):
    book = Workbook()
    book.active.title = "Plan"
    for row in [HEADS, *ROWS]:
        book.active.append([one or None for one in row])
    spoil(book.active)
    book.save(path)
    return path


def test_what_is_spoilt_below_was_sound(empty, tmp_path):
    assert len(read_plan(empty, typed(tmp_path / "plan.xlsx", lambda sheet: None)).changes) > 10


@pytest.mark.parametrize("mistake", TYPED)
def test_a_typed_workbook_is_refused_at_its_cell(empty, tmp_path, mistake):
    spoil, place = TYPED[mistake]
    found = refused(empty, typed(tmp_path / "plan.xlsx", spoil))
    assert f"plan.xlsx, sheet “Plan”, cell {place}" in found


def test_all_mistakes_are_told_at_once(empty, tmp_path):
    def spoil(sheet):
        for place, value in {"A2": None, "E3": "x", "G4": None, "F5": 2026}.items():
            sheet[place] = value

    found = refused(empty, typed(tmp_path / "plan.xlsx", spoil))
    assert {where.rsplit(" ", 1)[1] for where in found} >= {"A2", "E3", "G4", "F5"}


# --- an exported one ---------------------------------------------------------

# what was spoilt in an exported workbook -> table of the sheet, row, head of the column, what is written there
EXPORTED = {
    "a unit that nobody knows": ("plan", 2, "Responsible units", "Uzay Müdürlüğü"),
    "a unit with a slip": ("plan", 2, "Responsible units", "Eşitlik Brimi"),
    "a reporter that nobody knows": ("reporters", 2, "Unit", "Uzay Müdürlüğü"),
    "a collective as reporter": ("reporters", 2, "Unit", "İlgili kurumlar"),
    "a reporter of nothing": ("reporters", 2, "Indicator or action", "Uzay yolculuğu"),
    "no reporter": ("reporters", 2, "Unit", None),
    "a basis of one's own": ("reporters", 2, "Basis", "belki"),
    "a target of nothing": ("targets", 2, "Indicator", "Uzay yolculuğu"),
    "a target in words": ("targets", 2, "Target value", "yok"),
    "a negative target": ("targets", 2, "Target value", -5),
    "a target with two readings": ("targets", 2, "Target value", "1.250"),
    "no target": ("targets", 2, "Target value", None),
    "a target year in words": ("targets", 2, "Target year", "dönem sonu"),
    "a target before it was set": ("targets", 2, "Target year", 2020),
    "a kind of one's own": ("measures", 2, "Kind", "sayım"),
    "a direction of one's own": ("measures", 2, "Direction", "yukarı"),
    "a unit of measurement of one's own": ("measures", 2, "Unit of measurement", "tane"),
    "perhaps for yes or no": ("measures", 2, "Sensitive", "belki"),
    "a number for yes or no": ("measures", 2, "Counts persons", 1),
    "an indicator that is not in the plan": ("measures", 2, "Indicator", "Uzay yolculuğu sayısı"),
    "an indicator left blank": ("measures", 2, "Indicator", None),
    "a breakdown of one's own": ("measure_breakdowns", 2, "Breakdown", "meslek"),
    "a unit without a name": ("units", 2, "Name", None),
    "a kind of unit of one's own": ("units", 2, "Kind", "dükkân"),
    "a fate of one's own": ("crosswalk", 2, "In the next plan", "belki"),
    "a verdict left blank": ("audit_judgements", 2, "Specific", None),
    "a holder that nobody knows": ("audit_judgements", 2, "Unit that holds the figure", "Uzay Müdürlüğü"),
    "a wording left blank": ("audit_judgements", 2, "Suggested wording", None),
    "a part of one's own": ("methodology", 2, "Column of the methodology", "belki"),
    "a formula in a list": ("reporters", 2, "Unit", "=B1"),
    "a line in words": ("actions", 2, "First line", "son"),
    "a key that was typed over": ("plan", 2, "@action_key", "Eylem 1"),
    "a key of another row": ("plan", 3, "@action_key", "katilim_g1_h1_e1"),
}


def place_of(sheet, head):
    by_field = {one.value: one for one in sheet[1]}
    return by_field[head].column_letter


@pytest.mark.parametrize("mistake", EXPORTED)
def test_an_exported_workbook_is_refused_at_its_cell(full, tmp_path, mistake):
    table, row, head_text, value = EXPORTED[mistake]
    book = load_workbook(io.BytesIO(plan_workbook(full)))
    sheet = book.worksheets[0] if table == "plan" else book[FURTHER_SHEETS[table].label]
    letter = place_of(sheet, head_text)
    sheet[f"{letter}{row}"] = value
    path = tmp_path / "plan.xlsx"
    book.save(path)
    if head_text.startswith("@"):  # a key is hidden: what is told is the words beside it
        letter = place_of(sheet, "Action")
    assert f"plan.xlsx, sheet “{sheet.title}”, cell {letter}{row}" in refused(full, path)


def copied(table):
    def spoil(book):
        sheet = book[FURTHER_SHEETS[table].label]
        last = max(row for row in range(1, sheet.max_row + 1) if any(one.value for one in sheet[row]))
        for one in sheet[2]:
            sheet.cell(last + 1, one.column).value = one.value
        return sheet, last + 1

    return spoil


@pytest.mark.parametrize(
    "table",
    [
        "reporters",
        "targets",
        "measure_breakdowns",
        "units",
        "unit_names",
        "crosswalk",
        "audit_judgements",
        "methodology",
    ],
)
def test_a_row_that_was_copied_is_refused_where_it_stands(full, tmp_path, table):
    book = load_workbook(io.BytesIO(plan_workbook(full)))
    sheet, row = copied(table)(book)
    path = tmp_path / "plan.xlsx"
    book.save(path)
    found = refused(full, path)
    assert any(f"sheet “{sheet.title}”, cell" in where and where.endswith(str(row)) for where in found), found


def test_a_sheet_that_was_copied_is_refused(full, tmp_path):
    book = load_workbook(io.BytesIO(plan_workbook(full)))
    book.copy_worksheet(book[FURTHER_SHEETS["targets"].label])
    path = tmp_path / "plan.xlsx"
    book.save(path)
    assert [where.rsplit(" ", 1)[1] for where in refused(full, path)] == ["A1"]


@pytest.mark.parametrize("name", ["plan.csv", "plan.CSV", "plan.txt", "plan.pdf", "plan.doc", "plan.docm", "plan"])
def test_a_file_that_is_no_workbook_is_refused(empty, tmp_path, name):
    path = tmp_path / name
    path.write_text("Tema,Amaç,Eylem,Sorumlu birimler\nKatılım,Katılım,Toplantı,Kültür Müdürlüğü\n", encoding="utf-8")
    assert refused(empty, path) == [name]


def test_without_a_head_nothing_is_said_of_the_rows_below(empty, tmp_path):
    """Not a row of “the cell is empty” at cells that are filled in."""
    path = typed(tmp_path / "plan.xlsx", cell("G1", "Sorumlular"))
    assert refused(empty, path) == ["plan.xlsx, sheet “Plan”, cell G1"]


def test_a_sheet_without_a_row_and_the_lock_of_an_open_workbook_are_told(empty, tmp_path):
    path = typed(tmp_path / "plan.xlsx", lambda sheet: sheet.delete_rows(2, 9))
    assert refused(empty, path) == ["plan.xlsx, sheet “Plan”, cell A1"]
    lock = tmp_path / "~$plan.xlsx"
    lock.write_bytes(b"\x05ofis")
    assert refused(empty, lock) == ["~$plan.xlsx"]


def test_there_are_more_than_sixty():
    assert len(TYPED) + len(EXPORTED) + 8 + 1 >= 60

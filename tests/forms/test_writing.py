"""The forms as files: what a spreadsheet program shows, allows and prints."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from forms.filling import cells, fill, fill_clean, key_columns, key_rows, open_cells, read_here, run, written
from yeep_analysis.intake.forms.columns import Head, words_of_measure
from yeep_analysis.intake.forms.how_to import how_to
from yeep_analysis.intake.forms.layout import SheetKind, once_key
from yeep_analysis.intake.forms.rules import rules
from yeep_analysis.intake.forms.write import FormCover, write_form
from yeep_analysis.municipality.cells import LARGEST_AMOUNT, LARGEST_COUNT, CellKind, SentCell, choice
from yeep_analysis.words import language
from yeep_analysis.words.terms import ActionStatus, Answer, Field, Missing, MoneySource, NoMoney

COUNTS = {"female", "male", "value", "numerator", "denominator"}
LISTS = {
    "done": Answer,
    "missing": [reason for reason in Missing if reason != Missing.SUPPRESSED],
    "confirmed": Answer,
    "status": ActionStatus,
    "may_publish": Answer,
    "money_source": MoneySource,
    "no_money": NoMoney,
}
REPORTING = pytest.mark.parametrize("unit", ["kadin_danisma_merkezi", "kultur_sosyal_isler", "fen_isleri", "iskur"])


def value_sheets(workbook: Workbook) -> list:
    return workbook.worksheets[1:]


def texts(workbook: Workbook) -> list[str]:
    return [str(c.value) for sheet in workbook.worksheets for row in sheet.iter_rows() for c in row if c.value]


# --- one file for each unit -----------------------------------------------------------------------


def test_there_is_one_form_for_each_reporting_unit_and_no_other_file(house, wanted):
    folder = next(iter(house.forms.values())).parent
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"2024-{u}.xlsx" for u in wanted.reporters.units)


def test_the_same_inputs_give_the_same_bytes(house, tmp_path):
    again = written(house.data, 2024, tmp_path / "again", "--unit", "kadin_danisma_merkezi", "--unit", "iskur")
    assert set(again) == {"kadin_danisma_merkezi", "iskur"}
    assert all(path.read_bytes() == house.forms[unit].read_bytes() for unit, path in again.items())


def test_no_time_of_making_stands_in_a_form(house):
    for path in house.forms.values():
        with zipfile.ZipFile(path) as archive:
            assert {part.date_time for part in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}
            assert set(re.findall(rb"(\d{4})-\d\d-\d\dT", archive.read("docProps/core.xml"))) == {b"2020"}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (["2024", "--unit", "nobody"], ["“nobody”", "kent_konseyi"]),
        (["2019"], ["2019", "2023–2025"]),
        (["20x4"], ["20x4"]),
    ],
)
def test_a_form_that_cannot_be_written_is_a_wrong_call(house, tmp_path, call, words):
    code, _shown, complaint = run("forms", *call, "--data", house.data, "--out", tmp_path / "out", "--lang", "en")
    assert code == 2 and all(word in complaint for word in words), complaint
    assert not (tmp_path / "out").exists()


def test_without_a_table_of_reporters_no_form_is_written(data, tmp_path):
    (data / "plan" / "reporters.csv").unlink()
    code, _shown, complaint = run("forms", 2024, "--data", data, "--out", tmp_path / "out")
    assert code == 2 and "yeep reporters --propose" in complaint
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_is_a_file_is_a_wrong_call(house, tmp_path):
    (tmp_path / "out").write_text("a list")
    call = ("forms", 2024, "--data", house.data, "--out", tmp_path / "out", "--unit", "iskur")
    assert run(*call)[0] == 2
    assert (tmp_path / "out").read_text() == "a list"


def test_a_form_that_was_filled_in_is_not_written_over(house, tmp_path):
    path = written(house.data, 2024, tmp_path, "--unit", "iskur")["iskur"]
    fill_clean(path)
    filled = path.read_bytes()
    run("forms", 2024, "--data", house.data, "--out", tmp_path, "--unit", "iskur")
    assert any(one.read_bytes() == filled for one in tmp_path.rglob("*.xlsx")), "a returned form was lost"


# --- what is open -----------------------------------------------------------------------------------


@REPORTING
def test_every_sheet_is_protected_and_without_a_password(opened, unit):
    for sheet in opened[unit].worksheets:
        assert sheet.protection.sheet and not sheet.protection.password and not sheet.protection.hashValue


def test_the_open_cells_are_exactly_those_that_are_asked(opened, wanted):
    for unit, workbook in opened.items():
        asked = {(key, which) for key, row in wanted.form(unit).asked.items() for which in row.fields}
        once = {(once_key(w, sheet.kind), w) for sheet in wanted.form(unit).sheets for w in sheet.once}
        assert set(open_cells(workbook)) == asked | once, unit


@REPORTING
def test_nothing_outside_the_asked_cells_is_open(opened, unit):
    workbook = opened[unit]
    known = {(cell.parent.title, cell.coordinate) for cell in open_cells(workbook).values()}
    unlocked = {
        (sheet.title, cell.coordinate)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert unlocked == known


def test_an_open_cell_looks_otherwise_than_a_shut_one(opened):
    grid = cells(opened["kadin_danisma_merkezi"]).values()
    opens = {cell.fill.fgColor.rgb for cell in grid if not cell.protection.locked}
    assert len(opens) == 1
    assert not opens & {cell.fill.fgColor.rgb for cell in grid if cell.protection.locked}


@REPORTING
def test_open_cells_are_blank(opened, unit):
    assert all(cell.value is None for cell in open_cells(opened[unit]).values())


# --- what a spreadsheet program refuses -----------------------------------------------------------------


def rule_by_cell(sheet) -> dict[str, object]:
    found: dict[str, object] = {}
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            for row in sheet[area.coord] if ":" in area.coord else ((sheet[area.coord],),):
                for cell in row:
                    assert cell.coordinate not in found, f"two rules in {cell.coordinate}"
                    found[cell.coordinate] = rule
    return found


def kind_expected(which: str, is_percent: bool) -> tuple[str, str, str] | None:
    """Type, least and greatest of the rule of a cell; None where texts are written."""
    if which in COUNTS:
        return ("decimal", "0", "100") if is_percent and which == "value" else ("whole", "0", str(LARGEST_COUNT))
    money = ("whole", "0", str(LARGEST_AMOUNT))
    return {"last_month": ("whole", "1", "11"), "planned": money, "spent": money}.get(which)


@REPORTING
def test_rules_cover_every_number_date_and_list_and_no_other_cell(opened, wanted, unit):
    percent = {m.id for m in wanted.plan.measures.values() if m.kind == "completion_rate" and m.unit == "percent"}
    for sheet in value_sheets(opened[unit]):
        found = rule_by_cell(sheet)
        of_sheet = {at: one for at, one in cells(opened[unit]).items() if one.parent is sheet}
        for (key, which), cell in of_sheet.items():
            rule = found.pop(cell.coordinate, None)
            bounds = kind_expected(which, key.split("/")[-1] in percent)
            if cell.protection.locked:
                assert rule is None
            elif bounds:
                assert (rule.type, rule.operator, rule.formula1, rule.formula2) == (
                    bounds[0],
                    "between",
                    *bounds[1:],
                )
            elif which in LISTS:
                assert rule.type == "list"
                assert rule.formula1 == '"' + ",".join(term.label for term in LISTS[which]) + '"'
            elif which == Field.DONE_ON:
                assert (rule.type, rule.operator) == ("date", "between")
            else:
                assert rule is None, f"{which} is a text"
        assert found == {}


def test_some_form_has_each_kind_of_rule(opened):
    kinds = {r.type for w in opened.values() for s in w.worksheets for r in s.data_validations.dataValidation}
    assert kinds == {"whole", "decimal", "date", "list"}


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_rules_are_such_as_excel_takes_and_say_why_they_refuse(wanted, spoken):
    language.use(spoken)
    for unit in ("esitlik_birimi", "fen_isleri"):
        for sheet in wanted.form(unit).sheets:
            for rule in rules(dict(enumerate(sheet.rows, start=5)), sheet.fields, 7):
                assert rule.showErrorMessage and rule.allow_blank and not rule.showDropDown  # hides the list if set
                assert rule.errorStyle in (None, "stop")
                assert 0 < len(rule.errorTitle) <= 32 and 20 < len(rule.error) <= 225
                assert len(rule.formula1) <= 255


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("which", LISTS)
def test_every_word_of_a_list_is_read_back_as_itself(spoken, which):
    language.use(spoken)
    terms = type(next(iter(LISTS[which])))
    for term in LISTS[which]:
        assert not set(term.label) & set(',"'), "a comma would make two words of one"
        assert choice(terms)(SentCell(CellKind.TEXT, term.label)) == term.value
    assert len({term.label for term in LISTS[which]}) == len(list(LISTS[which]))


# --- what is seen ------------------------------------------------------------------------------------------


def test_sheets_have_their_turkish_names(opened):
    assert opened["kadin_danisma_merkezi"].sheetnames == [
        SheetKind.HOW_TO.label,
        SheetKind.ACTIONS.label,
        SheetKind.MEASURES.label,
        SheetKind.BREAKDOWNS.label,
        SheetKind.UNDERTAKINGS.label,
        SheetKind.GOALS.label,
        SheetKind.MONEY.label,
    ]
    assert SheetKind.HOW_TO.label == "Nasıl doldurulur"
    assert opened["iskur"].sheetnames == ["Nasıl doldurulur", SheetKind.MEASURES.label]


def test_no_english_sentence_stands_in_a_turkish_form(opened):
    language.use("en")
    english = {str(kind.label) for kind in SheetKind} | {which.label for which in Field}
    assert not english & {text for workbook in opened.values() for text in texts(workbook)}
    assert not english & {name for workbook in opened.values() for name in workbook.sheetnames}


def test_names_of_sheets_are_such_as_excel_takes():
    for spoken in language.LANGUAGES:
        language.use(spoken)
        assert all(len(kind.label) <= 31 and not set(kind.label) & set("[]:*?/\\'") for kind in SheetKind)
        assert len({kind.label.lower() for kind in SheetKind}) == len(SheetKind)


@REPORTING
def test_keys_are_hidden_and_names_of_columns_are_not(opened, unit):
    for sheet in value_sheets(opened[unit]):
        rows = key_rows(sheet)
        assert sheet.column_dimensions["A"].hidden
        assert {number for number, shape in sheet.row_dimensions.items() if shape.hidden} == {rows["@"]}
        shown = {c.value for c in sheet[rows["@"] + 1]}
        is_duties = sheet.title == SheetKind.UNDERTAKINGS.label
        assert ("Görevin durumu" in shown) == is_duties and not (is_duties and Field.STATUS.label in shown)
        assert {which.label for which in key_columns(sheet)} - {Field.STATUS.label} <= shown


@REPORTING
def test_a_sheet_is_set_up_for_print_and_for_scrolling(opened, unit, wanted):
    for sheet in opened[unit].worksheets:
        assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert int(sheet.page_setup.fitToHeight) == 0
        assert int(sheet.page_setup.fitToWidth) == 1
        assert sheet.oddFooter.left.text == wanted.plan.units[unit].name and "&P" in sheet.oddFooter.right.text
    assert opened[unit].worksheets[0].page_setup.orientation == "portrait"
    for sheet in value_sheets(opened[unit]):
        assert sheet.page_setup.orientation == "landscape"
        head = key_rows(sheet)["@"] + 1
        assert sheet.print_title_rows in (f"$1:${head}", f"${head}:${head}")
        assert sheet.freeze_panes == f"C{head + 1}"


def test_rows_are_no_higher_and_texts_no_longer_than_excel_takes(opened):
    for workbook in opened.values():
        for sheet in workbook.worksheets:
            assert max((shape.height or 0) for shape in sheet.row_dimensions.values()) <= 409
        assert max(map(len, texts(workbook))) <= 32_767


def test_a_form_shows_the_words_of_the_plan(opened, wanted):
    for unit, workbook in opened.items():
        shown = set(texts(workbook))
        for row in (row for sheet in wanted.form(unit).sheets for row in sheet.rows):
            if row.measure:
                assert {words_of_measure(row.measure), row.measure.unit.label} <= shown or row.asked.key.is_part
                assert any(text.startswith(row.measure.name) for text in shown)
            elif row.goal:
                assert {row.goal.reading or row.goal.text, row.goal.code} <= shown
            elif row.action:
                assert {row.action.reading or row.action.text, row.action.code} <= shown
            else:
                assert row.undertaking.text in shown


def test_damaged_words_of_the_plan_stand_in_no_form(opened, wanted):
    damaged = [one for one in (*wanted.plan.actions.values(), *wanted.plan.goals.values()) if one.reading]
    assert damaged
    shown = {text for workbook in opened.values() for text in texts(workbook)}
    for one in damaged:
        assert not [text for text in shown if one.text in text and one.text not in one.reading]
        assert any(one.reading in text for text in shown)
    indicators = [one for one in wanted.plan.indicators.values() if one.reading]
    for one in indicators:
        measure = one.measures[0]
        assert words_of_measure(measure) in shown
        assert measure.text not in shown or measure.text in one.reading


def test_no_heading_is_longer_than_the_page(opened):
    for workbook in opened.values():
        for sheet in value_sheets(workbook):
            area = sheet.print_area.replace("$", "").split("!")[-1].split(":")[1]
            last = coordinate_to_tuple(area)[1]
            width = sum(sheet.column_dimensions[get_column_letter(n)].width for n in range(2, last + 1))
            keys = set(key_rows(sheet).values())
            for row in range(3, sheet.max_row + 1):
                text = sheet.cell(row, 2).value
                assert row in keys or text is None or len(str(text)) <= width * 0.9, text


def test_groups_have_headings_of_theme_and_action_above_them(opened, wanted):
    sheet = opened["kadin_danisma_merkezi"][SheetKind.MEASURES.label]
    rows = {number: key for key, number in key_rows(sheet).items()}
    theme = heading = None
    is_open = False
    for number in range(5, sheet.max_row + 1):
        text = str(sheet.cell(number, 2).value or "")
        if rows.get(number, "").startswith("measure/"):
            measure = wanted.plan.measures[rows[number].split("/")[1]]
            action = measure.actions[0]
            assert action.theme.name in theme and (action.reading or action.text) in heading
            is_open = False
        elif any(one.name in text for one in wanted.plan.themes.values()) and "." not in text:
            theme, is_open = text, False
        elif number not in rows:
            heading, is_open = f"{heading} {text}" if is_open else text, True  # a long one goes on in the next row


def test_parts_are_shown_by_name(opened, wanted):
    shown = " ".join(texts(opened["kadin_danisma_merkezi"]))
    assert all(name in shown for name in wanted.mahalles.values())
    assert "Ocak" in shown and "Aralık" in shown


def test_the_first_sheet_tells_how_and_speaks_of_no_sheet_that_is_not_there(opened, wanted):
    def first(unit):
        return " ".join(str(c.value) for row in opened[unit].worksheets[0].iter_rows() for c in row if c.value)

    assert wanted.municipality.equality_unit in first("iskur")
    assert SheetKind.ACTIONS.label in first("kent_konseyi")
    assert SheetKind.ACTIONS.label not in first("iskur")
    assert SheetKind.BREAKDOWNS.label not in first("iskur")


def test_the_how_to_names_every_sheet_of_the_form(wanted):
    for unit in wanted.reporters.units:
        form = wanted.form(unit)
        told = " ".join(text for text, _heading in how_to(form, "birim"))
        assert all(f"“{sheet.kind.label}”" in told for sheet in form.sheets), unit


def test_a_fictional_municipality_says_so_on_every_sheet(wanted, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(
        write_form(wanted.form("iskur"), FormCover("Örnekköy", "Plan", "B", "E", True), {})
    )
    for sheet in load_workbook(tmp_path / "a.xlsx").worksheets:
        assert "ÖRNEK" in sheet["B1"].value and "Örnekköy" in sheet["B1"].value


# --- last year ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def after_2023(house, tmp_path_factory) -> dict[str, Workbook]:
    """The forms of 2024, where three units have reported of 2023."""
    home = tmp_path_factory.mktemp("after")
    data = shutil.copytree(house.data, home / "data")
    reporting = ("fen_isleri", "kadin_danisma_merkezi", "esitlik_birimi")
    units = [argument for unit in reporting for argument in ("--unit", unit)]
    sent = written(data, 2023, home / "sent", *units)
    for path in sent.values():
        fill_clean(path)
    rate = ("measure/spor_kompleksi_yapimi", Field.VALUE)
    fill(sent["fen_isleri"], {rate: 45.5})
    report = "measure/erkeklik_atolyesi_raporu"
    blank = {(report, which): None for which in (Field.DONE, Field.DONE_ON)}
    found = open_cells(load_workbook(sent["kadin_danisma_merkezi"]))
    action = next(key for key, which in found if "action/" in key and which == Field.STATUS)
    none = {("measure/kihep_egitimi", Field.VALUE): None}
    reason = {("measure/kihep_egitimi", Field.MISSING): Missing.NOT_COLLECTED.label}
    fill(sent["kadin_danisma_merkezi"], {**blank, (action, Field.STATUS): None, **none, **reason})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("yeep_analysis.intake.sandbox.Sandbox.read", read_here)
        code, _shown, complaint = run("collect", 2023, home / "sent", "--data", data, "--received", "2024-02-01")
    assert code == 0, complaint
    forms = written(data, 2024, home / "next", *units, "--unit", "kultur_sosyal_isler")
    return {unit: load_workbook(path) for unit, path in forms.items()} | {"action without status": action}


def before(workbook: Workbook, key: str) -> str:
    """The text in the column of last year."""
    for sheet in value_sheets(workbook):
        if key in key_rows(sheet):
            rows = key_rows(sheet)
            return str(sheet.cell(rows[key], min(key_columns(sheet).values()) - 1).value)
    raise AssertionError(key)


def test_where_nothing_at_all_was_reported_last_year_no_column_shows_it(opened, after_2023):
    head = Head.BEFORE.label
    assert head in texts(after_2023["fen_isleri"])
    assert head not in texts(opened["fen_isleri"])


def test_a_measure_that_was_not_reported_last_year_is_shown_as_such(after_2023):
    assert before(after_2023["kadin_danisma_merkezi"], "measure/kadin_guclendirici_egitim") != ""
    assert before(after_2023["kultur_sosyal_isler"], "measure/semt_merkezi") == Missing.NOT_REPORTED.label


@pytest.mark.parametrize(
    ("unit", "key", "words"),
    [
        ("fen_isleri", "measure/spor_kompleksi_yapimi", ["%45,5"]),
        ("fen_isleri", "measure/pazaryeri", ["40"]),
        ("kadin_danisma_merkezi", "measure/kihep_katilimcisi", ["Kadın: 30", "Erkek: 10"]),
        ("kadin_danisma_merkezi", "measure/sorunu_cozulen_kadin", ["Kadın: 30"]),
        ("kadin_danisma_merkezi", "measure/sorunu_cozulen_kadin/month/01", ["Kadın: 3"]),
        ("kadin_danisma_merkezi", "measure/cocuk_ergen_danismanligi", ["%30"]),
        ("kadin_danisma_merkezi", "measure/kihep_egitimi", [Missing.NOT_COLLECTED]),
        ("esitlik_birimi", "measure/kadin_yoksunlugu_haritasi", ["30.06.2023"]),
    ],
)
def test_last_years_value_is_shown_beside_this_years_cells(after_2023, unit, key, words):
    shown = before(after_2023[unit], key)
    assert all((word.label if isinstance(word, Missing) else word) in shown for word in words), shown


def test_last_years_status_is_shown_beside_an_action(after_2023):
    found = open_cells(after_2023["fen_isleri"])
    actions = [key for key, which in found if key.startswith("action/") and which == Field.STATUS]
    assert {before(after_2023["fen_isleri"], key) for key in actions} == {ActionStatus.ONGOING.label}


def test_an_action_of_which_only_texts_came_last_year_is_shown_as_not_reported(after_2023):
    shown = before(after_2023["kadin_danisma_merkezi"], after_2023["action without status"])
    assert shown == Missing.NOT_REPORTED.label


def test_a_milestone_of_which_only_texts_came_last_year_is_not_shown_as_not_done(after_2023):
    shown = before(after_2023["kadin_danisma_merkezi"], "measure/erkeklik_atolyesi_raporu")
    assert shown == Missing.NOT_REPORTED.label


# --- hostile words in the plan -------------------------------------------------------------------------------


def with_words(data: Path, table: str, column: str, key: str, words: str) -> None:
    """Put other words into one cell of a table of the data."""
    path = data / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if key in row.values())
    row[column] = words
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_words_that_look_like_a_formula_are_written_as_text(data, tmp_path):
    planted = ["=1+1", '=HYPERLINK("http://x.example";"tıkla")', "+905", "-2+3", "@SUM(A1)"]
    with_words(data, "plan/measures", "name", "uretici_kadin", planted[0])
    with_words(data, "plan/measures", "measure_text", "uretici_kadin", planted[1])
    with_words(data, "mahalles", "name", "41309", planted[2])
    with_words(data, "plan/units", "name", "uretici_kadin_kooperatifi", planted[3])
    with_words(data, "municipality", "municipality", "2013", planted[4])
    path = written(data, 2024, tmp_path, "--unit", "uretici_kadin_kooperatifi")["uretici_kadin_kooperatifi"]
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if re.search(rb"<f[ >]", archive.read(name))]
    workbook = load_workbook(path)
    found = [c for sheet in workbook.worksheets for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {cell.data_type for cell in found} == {"s"}
    shown = {str(cell.value) for cell in found}
    assert [words for words in planted if not any(words in text for text in shown)] == []
    assert all(cell.quotePrefix for cell in found if cell.value not in ("@", "@@") and cell.value[0] in "=+-@")


def test_a_control_character_in_the_plan_is_no_crash(data, tmp_path):
    with_words(data, "plan/measures", "name", "uretici_kadin", "Üretici\x0bkadın")
    call = ("forms", 2024, "--data", data, "--out", tmp_path, "--unit", "uretici_kadin_kooperatifi")
    code, _shown, complaint = run(*call)
    assert code in (0, 3) and "Traceback" not in complaint

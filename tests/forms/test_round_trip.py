"""There and back: what a unit writes arrives, wherever in the file it was moved to and in whatever file it comes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from forms.filling import At, cells, fill, key_columns, key_rows, open_cells, run, spread
from yeep_analysis.intake.forms.layout import SheetKind
from yeep_analysis.intake.forms.read import Delivered
from yeep_analysis.reporting.results_folder import load_results
from yeep_analysis.words import language
from yeep_analysis.words.terms import ActionStatus, Answer, Field, Missing, MoneySource

LARGE = "kadin_danisma_merkezi"  # has every sheet and nearly every kind of measure
FEMALE = ("measure/kent_konseyi_kadin", Field.FEMALE)
HEAD = ["year", "unit_id", "subject", "subject_id", "breakdown", "category", "field", "value"]


def stored(value: object) -> str:
    """What was typed, as it stands in the results."""
    words = {term.label: term.value for terms in (Answer, ActionStatus, Missing, MoneySource) for term in terms}
    return value.isoformat() if isinstance(value, date) else words.get(str(value), str(value).strip())


def expected(values: dict[At, object]) -> dict[At, str]:
    return {at: stored(value) for at, value in spread(values).items()}


def arrived(delivered: Delivered) -> dict[At, str]:
    """What a file brought: every cell once."""
    assert delivered.problems == []
    found = {(str(one.key), one.field): one.value for one in delivered.reported}
    assert len(found) == len(delivered.reported)
    return found


def as_csv(unit: str, values: dict[At, object], delimiter: str = ",") -> str:
    """The same values as a CSV delivery."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(HEAD)
    for (key, which), value in spread(values).items():
        subject, subject_id, *part = key.split("/")
        writer.writerow([2024, unit, subject, subject_id, *(part or ["", ""]), which, stored(value)])
    return buffer.getvalue()


# --- as it was sent ---------------------------------------------------------------------------------------


def test_every_value_of_every_form_arrives(full, read):
    for unit, (path, values) in full.items():
        delivered = read(path)
        assert delivered.unit_ids == {unit}
        assert arrived(delivered) == expected(values), unit
        assert {one.unit_id for one in delivered.reported} == {unit}


def test_a_value_is_reported_with_the_cell_in_which_it_stands(full, read):
    path, _values = full[LARGE]
    places = {at: (cell.parent.title, cell.coordinate) for at, cell in cells(load_workbook(path)).items()}
    for one in read(path).reported:
        if one.field in (Field.MAY_PUBLISH, Field.LAST_MONTH):  # asked once above the rows
            assert (one.place.sheet, one.place.cell) in [
                at for (row, which), at in places.items() if row.startswith("once/") and which == one.field
            ]
            continue
        assert (one.place.sheet, one.place.cell) == places[str(one.key), one.field]
        assert one.place.file == path.name and len(one.place.sha256) == 64


def test_a_blank_form_brings_nothing_and_is_no_problem(house, read):
    for path in house.forms.values():
        delivered = read(path)
        assert (delivered.reported, delivered.problems, delivered.remarks) == ([], [], [])


def test_blank_is_not_zero_and_zero_arrives(house, tmp_path, read):
    path = fill(house.forms[LARGE], {("measure/kdm_egitimi", Field.VALUE): 0}, to=tmp_path / "a.xlsx")
    assert arrived(read(path)) == {("measure/kdm_egitimi", Field.VALUE): "0"}


def test_all_forms_together_are_collected_into_the_results(full, data):
    folder = next(iter(full.values()))[0].parent
    code, shown, complaint = run("collect", 2024, folder, "--data", data, "--lang", "en", "--received", "2025-02-01")
    assert code == 0, complaint
    assert shown.startswith(f"{len(full)} files, {len(full)} units")
    with (data / "results" / "2024.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {
        (
            r["unit_id"],
            "/".join(filter(None, (r["subject"], r["subject_id"], r["breakdown"], r["category"]))),
            r["field"],
        ): r["value"]
        for r in rows
    }
    wanted = {(unit, *at): value for unit, (_path, values) in full.items() for at, value in expected(values).items()}
    assert found == {at: value for at, value in wanted.items() if at[2] != Field.CORRECTION}
    assert len(found) == len(rows)
    assert Counter(row["received_on"] for row in rows) == {"2025-02-01": len(rows)}


def test_a_dry_run_writes_nothing(full, data, collected):
    code, shown, _complaint = run(
        "collect", 2024, full["iskur"][0], "--data", data, "--lang", "en", "--received", "2025-02-01", "--dry-run"
    )
    assert code == 0 and "Nothing was written" in shown
    assert not list((data / "results").glob("*.csv"))


def test_one_bad_cell_in_one_of_many_forms_keeps_that_one_out(full, data, tmp_path, collected):
    bad = fill(full["iskur"][0], {("measure/egitim_sonrasi_istihdam", Field.FEMALE): "beş"}, to=tmp_path / "bad.xlsx")
    code, _shown, complaint = collected(full[LARGE][0], bad)
    assert code == 3 and "“beş”" in complaint and "1 problem" in complaint
    assert {row.unit_id for row in load_results(data, 2024).rows} == {LARGE}


# --- moved about -----------------------------------------------------------------------------------------------


def rows_upside_down(sheet: Worksheet) -> None:
    """Sorted the other way round, the hidden keys with them."""
    first = key_rows(sheet)["@"] + 2
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    for number, row in enumerate(reversed(rows), start=first):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value


def columns_swapped(sheet: Worksheet) -> None:
    """The last column of values in the place of the first, with its key and its name."""
    columns = key_columns(sheet)
    first, last = min(columns.values()), max(columns.values())
    for row in range(key_rows(sheet)["@"], sheet.max_row + 1):
        one, other = sheet.cell(row, first), sheet.cell(row, last)
        one.value, other.value = other.value, one.value


def rows_inserted(at: Callable[[Worksheet], int]) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.insert_rows(at(sheet), 2)


def columns_inserted(at: Callable[[Worksheet], int]) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.insert_cols(at(sheet), 2)


MOVED = {
    "rows sorted": rows_upside_down,
    "columns moved": columns_swapped,
    "rows above everything": rows_inserted(lambda sheet: 1),
    "rows below the titles": rows_inserted(lambda sheet: key_rows(sheet)["@"]),
    "rows between the hidden keys and the names of columns": rows_inserted(lambda sheet: key_rows(sheet)["@"] + 1),
    "rows below the names of columns": rows_inserted(lambda sheet: key_rows(sheet)["@"] + 2),
    "rows in the middle": rows_inserted(lambda sheet: (key_rows(sheet)["@"] + sheet.max_row) // 2),
    "columns before everything": columns_inserted(lambda sheet: 1),
    "columns after the keys": columns_inserted(lambda sheet: 2),
    "columns among the values": columns_inserted(lambda sheet: min(key_columns(sheet).values()) + 1),
    "columns after everything": columns_inserted(lambda sheet: sheet.max_column + 1),
}


@pytest.mark.parametrize("how", MOVED)
def test_values_keep_their_places_when_a_sheet_is_changed_so(full, tmp_path, read, how):
    path, values = full["esitlik_birimi"]
    workbook = load_workbook(path)
    for sheet in workbook.worksheets[1:]:
        MOVED[how](sheet)
    workbook.save(tmp_path / "moved.xlsx")
    assert arrived(read(tmp_path / "moved.xlsx")) == expected(values)


def test_what_was_written_into_inserted_rows_is_told_and_not_lost(full, tmp_path, read):
    language.use("en")
    workbook = load_workbook(full[LARGE][0])
    sheet = (
        workbook[SheetKind.MEASURES.label]
        if SheetKind.MEASURES.label in workbook.sheetnames
        else workbook.worksheets[2]
    )
    row = key_rows(sheet)["@"] + 4
    sheet.insert_rows(row)
    sheet.cell(row, key_columns(sheet)[Field.VALUE]).value = 7
    workbook.save(tmp_path / "a.xlsx")
    (problem,) = read(tmp_path / "a.xlsx").problems
    assert "not of the form" in problem.what and f"{row}" in problem.where


def test_values_sorted_without_their_hidden_keys_are_not_taken_for_those_of_other_measures(house, full, tmp_path, read):
    """Whoever selects the visible columns and sorts them leaves the keys behind: the words beside a value then differ."""
    path, values = full["fen_isleri"]
    workbook = load_workbook(path)
    sheet = workbook.worksheets[2]
    first, second = [row for key, row in key_rows(sheet).items() if key.startswith("measure/")][:2]
    sheet.cell(first, key_columns(sheet)[Field.VALUE]).value = 99
    for column in range(2, sheet.max_column + 1):
        one, other = sheet.cell(first, column), sheet.cell(second, column)
        one.value, other.value = other.value, one.value
    workbook.save(tmp_path / "sorted.xlsx")
    delivered = read(tmp_path / "sorted.xlsx")
    key = next(key for key, row in key_rows(sheet).items() if row == first)
    right = {at: value for at, value in expected(values).items()} | {(key, Field.VALUE): "99"}
    found = {(str(one.key), one.field): one.value for one in delivered.reported}
    assert delivered.problems or found == right, "values went to another measure, and nobody was told"


def test_sheets_may_change_their_order(full, tmp_path, read):
    path, values = full[LARGE]
    workbook = load_workbook(path)
    workbook.move_sheet(workbook.worksheets[1], 3)
    workbook.move_sheet(workbook.worksheets[0], 2)
    workbook.save(tmp_path / "moved.xlsx")
    assert arrived(read(tmp_path / "moved.xlsx")) == expected(values)


def test_a_sheet_of_the_unit_itself_is_named_as_not_read(full, tmp_path, read):
    path, values = full["iskur"]
    workbook = load_workbook(path)
    workbook.create_sheet("Notlarım")["B2"] = "1.250 kişi"
    workbook.save(tmp_path / "more.xlsx")
    delivered = read(tmp_path / "more.xlsx")
    assert arrived(delivered) == expected(values)
    assert len(delivered.remarks) == 1 and "Notlarım" in delivered.remarks[0]


# --- written in another way ------------------------------------------------------------------------------------------

FORMATS = [
    "General",
    "0",
    "#,##0",
    "0.00",
    "#,##0.00",
    "@",
    '#,##0 "kişi"',
    '0 "adet"',
    "[$₺-41F]#,##0.00",
    "_-* #,##0_-;-* #,##0_-",
    "0;[Red]-0",
    "0000",
]


@pytest.mark.parametrize("number_format", FORMATS)
def test_a_count_arrives_whatever_its_cell_looks_like(house, tmp_path, read, number_format):
    path = fill(house.forms["kent_konseyi"], {FEMALE: 1250}, to=tmp_path / "a.xlsx")
    workbook = load_workbook(path)
    cells(workbook)[FEMALE].number_format = number_format
    workbook.save(path)
    assert arrived(read(path)) == {FEMALE: "1250"}


@pytest.mark.parametrize("typed", [12, 12.0, "12", " 12 ", "12\n"], ids=repr)
def test_a_count_arrives_as_number_or_as_text(house, tmp_path, read, typed):
    assert arrived(read(fill(house.forms["kent_konseyi"], {FEMALE: typed}, to=tmp_path / "a.xlsx"))) == {FEMALE: "12"}


@pytest.mark.parametrize(
    "typed", [date(2024, 6, 30), datetime(2024, 6, 30), "30.06.2024", "30.6.2024", "2024-06-30"], ids=repr
)
def test_a_date_arrives_as_date_or_as_text(house, tmp_path, read, typed):
    at = ("measure/kadin_yoksunlugu_haritasi", Field.DONE_ON)
    assert arrived(read(fill(house.forms["esitlik_birimi"], {at: typed}, to=tmp_path / "a.xlsx"))) == {at: "2024-06-30"}


@pytest.mark.parametrize("typed", [45.5, "45,5", "45.5", "45,50"], ids=repr)
def test_a_percentage_arrives_with_comma_or_point(house, tmp_path, read, typed):
    at = ("measure/spor_kompleksi_yapimi", Field.VALUE)
    assert arrived(read(fill(house.forms["fen_isleri"], {at: typed}, to=tmp_path / "a.xlsx"))) == {at: "45.5"}


@pytest.mark.parametrize("typed", ["tamamlandı", "Tamamlandı", "TAMAMLANDI", "completed", " completed "])
def test_a_word_of_a_list_arrives_in_either_language(house, tmp_path, read, typed):
    at = next(a for a in open_cells(load_workbook(house.forms["kent_konseyi"])) if a[1] == Field.STATUS)
    assert arrived(read(fill(house.forms["kent_konseyi"], {at: typed}, to=tmp_path / "a.xlsx"))) == {at: "completed"}


@pytest.mark.parametrize("typed", ["=1+1", "+90", "@birim", "'tırnak", 'a;b,c"d"', "satır 1\nsatır 2", "%45", "…"])
def test_a_text_arrives_as_it_was_written(house, tmp_path, read, typed):
    at = (FEMALE[0], Field.EXPLANATION)
    workbook = load_workbook(house.forms["kent_konseyi"])
    cell = cells(workbook)[at]
    cell.value, cell.data_type = typed, "s"
    workbook.save(tmp_path / "a.xlsx")
    assert arrived(read(tmp_path / "a.xlsx")) == {at: typed}


# --- CSV -----------------------------------------------------------------------------------------------------------------

WRITTEN = {
    "utf-8": lambda text: text.encode(),
    "with a byte order mark": lambda text: ("\ufeff" + text).encode(),
    "windows-1254": lambda text: text.encode("cp1254"),
    "with semicolons": lambda text: text.encode(),
    "windows-1254 with semicolons": lambda text: text.encode("cp1254"),
    "with columns in another order": lambda text: _turned(text).encode(),
    "with empty last rows": lambda text: (text + ",,,,,,,\r\n\r\n").encode(),
}


def _turned(text: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(row[::-1] for row in csv.reader(io.StringIO(text, newline="")))
    return buffer.getvalue()


@pytest.mark.parametrize("how", WRITTEN)
def test_the_same_values_arrive_from_a_csv_written_so(full, read, tmp_path, how):
    _path, values = full[LARGE]
    text = as_csv(LARGE, values, ";" if "semicolons" in how else ",")
    path = tmp_path / "a.csv"
    path.write_bytes(WRITTEN[how](text))
    delivered = read(path)
    assert arrived(delivered) == expected(values)
    assert delivered.unit_ids == {LARGE}


def test_a_csv_may_bring_the_values_of_several_units(full, read, tmp_path):
    texts = [as_csv(unit, full[unit][1]).split("\r\n", 1) for unit in ("iskur", "kent_konseyi")]
    path = tmp_path / "a.csv"
    path.write_bytes((texts[0][0] + "\r\n" + texts[0][1] + texts[1][1]).encode())
    delivered = read(path)
    assert delivered.problems == [] and delivered.unit_ids == {"iskur", "kent_konseyi"}
    assert len(delivered.reported) == len(full["iskur"][1]) + len(full["kent_konseyi"][1])


def test_a_csv_and_a_form_with_the_same_values_agree(full, data, tmp_path, collected):
    path, values = full["iskur"]
    (tmp_path / "iskur.CSV").write_bytes(as_csv("iskur", values).encode())
    code, shown, complaint = collected(path, tmp_path / "iskur.CSV")
    assert code == 0 and shown.startswith("2 files, 1 unit:"), complaint


def with_year(results: Path, to: Path) -> Path:
    """A table of results as a delivery: its columns, and the year before them."""
    with results.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    with to.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["year", *head], *([2024, *row] for row in rows)])
    return to


@pytest.mark.parametrize("percent", [45, 45.5, 33.25, 45.125, 1.375, 66.66666666666667])
def test_results_delivered_again_as_they_were_stored_change_nothing(full, data, tmp_path, collected, percent):
    at = ("measure/spor_kompleksi_yapimi", Field.VALUE)
    path = fill(full["fen_isleri"][0], {at: percent}, to=tmp_path / "a.xlsx")
    assert collected(path)[0] == 0
    results = data / "results" / "2024.csv"
    before = results.read_bytes()
    code, shown, complaint = collected(with_year(results, tmp_path / "again.csv"))
    assert code == 0 and "Nothing is new" in shown, complaint
    assert results.read_bytes() == before


def looks_like_an_iban(text: str) -> bool:
    """Whether some beginning of a text leaves 1 when divided by 97, as the number of a bank account does."""
    return any(
        int("".join(str(int(letter, 36)) for letter in text[4:end] + text[:4])) % 97 == 1 for end in range(15, 35)
    )


UNLUCKY = {
    "telephone": "a5321234567b" + "e" * 52,
    "account": next(
        one
        for one in (sha256(str(n).encode()).hexdigest() for n in count())
        if one[:2].isalpha() and one[2:4].isdigit() and looks_like_an_iban(one)
    ),
}


@pytest.mark.parametrize("kind", UNLUCKY)
def test_results_may_be_delivered_again_whatever_their_hash(full, read, data, tmp_path, collected, kind):
    """About one file in a hundred has a hash in which something looks like the data of a person."""
    assert collected(full["iskur"][0])[0] == 0
    again = with_year(data / "results" / "2024.csv", tmp_path / "again.csv")
    text = again.read_text(encoding="utf-8")
    digest = next(csv.DictReader(io.StringIO(text)))["sha256"]
    again.write_text(text.replace(digest, UNLUCKY[kind]), encoding="utf-8")
    assert read(again).problems == []


def test_the_form_of_one_year_cannot_be_collected_into_another(full, data, collected):
    code, _shown, complaint = run("collect", 2025, full["iskur"][0], "--data", data, "--lang", "en")
    assert code == 3 and "form of 2024" in complaint and "yeep collect 2024" in complaint


def test_turkish_is_spoken_where_nothing_else_is_asked_for(house, data, tmp_path, collected):
    path = fill(house.forms["kent_konseyi"], {FEMALE: "beş"}, to=tmp_path / "a.xlsx")
    code, _shown, complaint = collected(path, lang="tr")
    assert code == 3 and "Expected" not in complaint and "“beş”" in complaint
    assert f"{Path(path).name}" in complaint and SheetKind.MEASURES.label in complaint

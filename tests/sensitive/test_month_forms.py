"""The form of a month: out and back, taken in and taken back, and every mistake refused with its sheet and cell."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from sensitive.making import blank, columns, fill, folder, rows, sheet_of, some, take
from yeep_analysis.cli.main import main
from yeep_analysis.edition import SALT
from yeep_analysis.municipality.count_tables import read_counts

MONTH, POLICE = "2025-05", "İlçe Emniyet Müdürlüğü"


@pytest.fixture
def data(tmp_path):
    return folder(tmp_path, "monthly")


@pytest.fixture
def form(data):
    return blank(data, MONTH)


def totals(data):
    return {(row.month, row.source.value): row.n for row in read_counts(data).monthly if row.is_total}


def test_what_is_typed_arrives_with_its_cell_and_the_secret_is_made(data, form, tmp_path):
    sent = fill(form, tmp_path / "geldi.xlsx", {"police": some(), "womens_centre": {}})
    assert take(data, MONTH, sent, more=("--received", "2025-06-04")) == 0
    assert totals(data) == {(MONTH, "police"): 26, (MONTH, "womens_centre"): 0}
    sheet = sheet_of(load_workbook(sent), "police")
    found = {row.key[2:]: row for row in read_counts(data).monthly if row.source == "police"}
    for (row, kind), n in some().items():
        table, _slash, name = row.partition("/")
        one = found[(name, kind, "all") if table == "mahalle" else ("all", kind, name)]
        assert one.n == n == sheet[one.cell].value and one.sheet == POLICE and one.file == "geldi.xlsx"
    assert len((data / SALT).read_text().strip()) == 64


def test_a_source_that_sends_nothing_is_not_zero(data, form, tmp_path):
    assert take(data, MONTH, fill(form, tmp_path / "a.xlsx", {"womens_centre": some()})) == 0
    assert totals(data) == {(MONTH, "womens_centre"): 26}


def test_the_same_again_changes_nothing_and_a_change_needs_a_reason(data, form, tmp_path, capsys):
    sent = fill(form, tmp_path / "a.xlsx", {"police": some()})
    assert take(data, MONTH, sent) == 0
    before = (data / "monthly" / "counts.csv").read_bytes()
    assert take(data, MONTH, sent) == 0 and (data / "monthly" / "counts.csv").read_bytes() == before
    again = blank(data, MONTH)
    other = {**some(), ("mahalle/99101", "physical"): 11, ("mahalle/99104", "physical"): 1}
    assert take(data, MONTH, fill(again, tmp_path / "b.xlsx", {"police": other})) == 3
    assert "nedeni yazılmamış" in capsys.readouterr().err
    assert (data / "monthly" / "counts.csv").read_bytes() == before
    assert take(data, MONTH, fill(again, tmp_path / "b.xlsx", {"police": other}, reason="Adres düzeltildi.")) == 0
    log = {one.key[2]: (one.old_n, one.new_n, one.reason) for one in read_counts(data).corrections}
    assert log == {"99101": (12, 11, "Adres düzeltildi."), "99104": (0, 1, "Adres düzeltildi.")}


def test_a_reason_that_cannot_be_read_is_a_mistake_like_any_other(data, form, tmp_path, capsys):
    take(data, MONTH, fill(form, tmp_path / "a.xlsx", {"police": some()}))
    before = (data / "monthly" / "counts.csv").read_bytes()
    sent = fill(blank(data, MONTH), tmp_path / "b.xlsx", {"police": some(13)}, reason="=1+1")
    assert take(data, MONTH, sent) == 3
    said = capsys.readouterr().err
    assert f"sayfa “{POLICE}”, hücre C" in said and "formül" in said
    assert (data / "monthly" / "counts.csv").read_bytes() == before


@pytest.mark.parametrize("more", [("--undo", "--dry-run"), ("--received", "2024-12-31")])
def test_what_a_collection_of_a_year_refuses_that_of_a_month_does_too(data, form, tmp_path, more):
    sent = fill(form, tmp_path / "a.xlsx", {"police": some()})
    assert take(data, MONTH, sent) == 0
    before = (data / "monthly" / "counts.csv").read_bytes()
    other = fill(blank(data, MONTH), tmp_path / "b.xlsx", {"police": some(13)}, reason="x")
    assert take(data, MONTH, *([] if "--undo" in more else [other]), more=more) == 2
    assert (data / "monthly" / "counts.csv").read_bytes() == before


@pytest.mark.parametrize(
    "more",
    [
        ("--unit", "kadin_ve_aile"),
        ("--valid", "a.xlsx"),
        ("--reason-for", "kadin_ve_aile/measure/x", "neden"),
        ("--publish-reasons",),
        ("--send-back", "geri"),
        ("--deadline", "2026-01-31"),
    ],
)
def test_what_only_a_collection_of_a_year_knows_is_refused(data, form, tmp_path, capsys, more):
    sent = fill(form, tmp_path / "a.xlsx", {"police": some()})
    assert take(data, MONTH, sent, more=more) == 2
    assert f"Hata: Ay ({MONTH}) için değil, yalnızca bir yılın sonuçları için: {more[0]}." in capsys.readouterr().err
    assert not (data / "monthly").exists()
    if more[0] == "--unit":
        assert main(["forms", MONTH, *more, "--data", str(data), "--out", str(tmp_path / "other")]) == 2
        assert "--unit" in capsys.readouterr().err and not (tmp_path / "other").exists()


def test_what_was_taken_in_is_taken_back_step_by_step(data, form, tmp_path):
    take(data, MONTH, fill(form, tmp_path / "a.xlsx", {"police": some()}))
    first = (data / "monthly" / "counts.csv").read_bytes()
    take(data, MONTH, fill(blank(data, MONTH), tmp_path / "b.xlsx", {"police": some(13)}, reason="x"))
    assert read_counts(data).corrections
    assert take(data, MONTH, more=("--undo",)) == 0
    assert (data / "monthly" / "counts.csv").read_bytes() == first and not read_counts(data).corrections
    assert take(data, MONTH, more=("--undo",)) == 0 and read_counts(data).monthly == ()
    assert take(data, MONTH, more=("--undo",)) == 2


def test_of_another_month_nothing_is_taken_back(data, form, tmp_path, capsys):
    undo = f"yeep collect 2025-05 --undo --data {data}\n"
    take(data, MONTH, fill(form, tmp_path / "a.xlsx", {"police": some()}))
    assert f"Geri almak için: {undo}" in capsys.readouterr().out
    before = (data / "monthly" / "counts.csv").read_bytes()
    assert take(data, "2025-04", more=("--undo",)) == 2
    assert f"Onu geri almak için: {undo}" in capsys.readouterr().err
    assert (data / "monthly" / "counts.csv").read_bytes() == before


def test_the_form_has_the_same_bytes_every_time_and_asks_for_a_reason_only_later(data, form, tmp_path):
    first = form.read_bytes()
    assert blank(data, MONTH).read_bytes() == first
    assert "reason" not in rows(sheet_of(load_workbook(form), "police"))
    take(data, MONTH, fill(form, tmp_path / "a.xlsx", {"police": some()}))
    assert "reason" in rows(sheet_of(load_workbook(blank(data, MONTH)), "police"))


@pytest.mark.parametrize("month", ["2026-13", "2999-01", "2024-5"])
def test_a_month_that_is_none_or_has_not_ended_has_no_form(data, month, tmp_path):
    assert main(["forms", month, "--data", str(data), "--out", str(tmp_path)]) == 2


def put(row, kind, value):
    def change(sheet):
        sheet.cell(rows(sheet)[row], columns(sheet)[kind]).value = value

    return change


def other_sums_without_stages(sheet):
    for key, row in rows(sheet).items():
        for column in columns(sheet).values() if key.startswith("stage/") else ():
            sheet.cell(row, column).value = None
    put("mahalle/99101", "physical", 13)(sheet)


def in_a_free_row(sheet):
    sheet.cell(sheet.max_row + 2, 4).value = 5


def hide(sheet):
    sheet.row_dimensions[rows(sheet)["mahalle/99101"]].hidden = True


def merge(sheet):
    row = rows(sheet)["mahalle/99102"]
    sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=4)


def without_a_row(sheet):
    sheet.delete_rows(rows(sheet)["mahalle/99104"])


def other_month(sheet):
    sheet["A1"].value = str(sheet["A1"].value).replace("2025-05", "2025-04")


def other_place(sheet):
    sheet["A1"].value = str(sheet["A1"].value).replace("99001", "2013")


MISTAKES = {
    "a word": (put("mahalle/99102", "sexual", "yok"), f"sayfa “{POLICE}”, hücre F", "yok"),
    "a grouped number": (put("mahalle/99102", "sexual", "1.234"), f"sayfa “{POLICE}”, hücre F", "iki türlü"),
    "a fraction": (put("stage/order", "other", 2.5), f"sayfa “{POLICE}”, hücre H", "kesir"),
    "a negative number": (put("stage/order", "other", -2), f"sayfa “{POLICE}”, hücre H", "eksi"),
    "a percentage": (put("stage/order", "other", "%5"), f"sayfa “{POLICE}”, hücre H", "yüzde"),
    "a formula without a result": (put("mahalle/99101", "physical", "=6+6"), f"sayfa “{POLICE}”, hücre C", "formül"),
    "an identity number": (put("mahalle/99101", "other", "10000000146"), f"sayfa “{POLICE}”, hücre H", "kimlik"),
    "sums that differ": (
        put("mahalle/99101", "physical", 13),
        f"sayfa “{POLICE}”, hücre C",
        "Toplam 26; mahalleler 27, aşa",
    ),
    "sums that differ without stages": (
        other_sums_without_stages,
        f"sayfa “{POLICE}”, hücre C",
        "Toplam 26; mahalleler 27 ediyor.",
    ),
    "kinds that differ": (
        lambda sheet: (put("stage/order", "physical", 8)(sheet), put("stage/order", "psychological", 10)(sheet)),
        f"sayfa “{POLICE}”, hücre C",
        "aşamalarda",
    ),
    "a value in a free row": (in_a_free_row, f"sayfa “{POLICE}”, hücre D", "Forma ait olmayan"),
    "a hidden row": (hide, f"sayfa “{POLICE}”", "gizli"),
    "merged cells": (merge, f"sayfa “{POLICE}”", "birleştirilmiş"),
    "a missing row": (without_a_row, f"sayfa “{POLICE}”", "Kurmacabağ"),
    "another month": (other_month, "a.xlsx", "2025-04"),
    "another municipality": (other_place, "a.xlsx", "2013"),
}


@pytest.mark.parametrize(("change", "where", "what"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_sheet_and_cell_and_nothing_is_taken(
    data, form, tmp_path, capsys, change, where, what
):
    sent = fill(form, tmp_path / "a.xlsx", {"police": some(), "womens_centre": some()}, change=change)
    assert take(data, MONTH, sent) == 3
    said = capsys.readouterr().err
    assert where in said and what in said and "Traceback" not in said
    assert "10000000146" not in said
    assert not (data / "monthly").exists()


def test_all_mistakes_of_a_form_are_told_at_once(data, form, tmp_path, capsys):
    def change(sheet):
        put("mahalle/99102", "sexual", "yok")(sheet)
        put("stage/order", "other", "5 adet")(sheet)

    assert take(data, MONTH, fill(form, tmp_path / "a.xlsx", {"police": some()}, change=change)) == 3
    said = capsys.readouterr().err
    assert "F13" in said.replace("F12", "F13") and "5 adet" in said and "2 sorun" in said


def test_counts_without_a_total_and_a_form_with_nothing_are_refused(data, form, tmp_path, capsys):
    assert take(data, MONTH, fill(form, tmp_path / "a.xlsx", {"police": some()}, totals={"police": None})) == 3
    assert "toplam yok" in capsys.readouterr().err
    assert take(data, MONTH, form) == 3
    assert "doldurulmamış" in capsys.readouterr().err


def test_something_else_is_no_form_of_a_month(data, tmp_path, capsys):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "b.csv").write_text("month,n\n", encoding="utf-8")
    assert take(data, MONTH, tmp_path / "a.xlsx", tmp_path / "b.csv") == 3
    said = capsys.readouterr().err
    assert "a.xlsx" in said and "b.csv" in said

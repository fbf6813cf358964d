"""Forms that come back: taken unit by unit, sent back to be corrected, taken back; nothing passed over."""

from __future__ import annotations

import errno
import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk.conftest import MAKE, YEAR, words
from yeep_analysis.desk import building, memory
from yeep_analysis.reporting.results_folder import load_results

PAGE = f"/{YEAR}/gelenler"
CLEAN, OTHER = "fen_isleri", "sosyal_isler"
FEN, SOSYAL = "Fen İşleri Müdürlüğü", "Sosyal İşler Müdürlüğü"


def spoiled(path, to, value="92 kişi", which="value"):
    """A form in which one count is no number; where it stands."""
    book = load_workbook(path)
    found = dict(MAKE["open_cells"](book))
    whole = {at: cell for at, cell in found.items() if not any(other[0].startswith(f"{at[0]}/") for other in found)}
    at, cell = next((at, cell) for at, cell in whole.items() if at[1] == which and isinstance(cell.value, int))
    cell.value = value
    book.save(to)
    return at, cell.parent.title, cell.coordinate


@pytest.fixture
def faulty(returned, tmp_path):
    path = tmp_path / f"{YEAR}-{OTHER}.xlsx"
    _at, sheet, cell = spoiled(returned[OTHER], path)
    return path, sheet, cell


def test_a_clean_form_is_taken_with_one_button(visitor, returned):
    page = words(visitor.drop(returned[CLEAN]))
    assert "1 dosya bakılmayı bekliyor" in page and "Aktarılmaya hazır" in page
    page = words(visitor.done(f"{PAGE}/take", unit=CLEAN))
    rows = load_results(visitor.desk.data, YEAR).rows
    assert rows and {row.unit_id for row in rows} == {CLEAN}
    assert f"{FEN}: {len(rows)} değer aktarıldı" in page and "bekleyen dosya yok" in page


def test_a_clean_unit_does_not_wait_for_a_faulty_one(visitor, returned, faulty):
    path, sheet, cell = faulty
    page = words(visitor.drop(returned[CLEAN], path))
    assert "2 dosya" in page and "92 kişi" in page and f"{sheet} {cell}" in page
    visitor.done(f"{PAGE}/take")
    assert {row.unit_id for row in load_results(visitor.desk.data, YEAR).rows} == {CLEAN}
    assert visitor.post(f"{PAGE}/take", unit=OTHER).status_code == 303
    assert {row.unit_id for row in load_results(visitor.desk.data, YEAR).rows} == {CLEAN}


def test_a_part_larger_than_its_whole_is_told_beside_the_form(visitor, returned, tmp_path):
    unit, row = "dayanisma_merkezi", "measure/konukevi_talebi"
    book = load_workbook(returned[unit])
    cells = dict(MAKE["open_cells"](book))
    cells[row, "numerator"].value, cells[row, "denominator"].value = 20, 10
    path = tmp_path / f"{YEAR}-{unit}.xlsx"
    book.save(path)
    page = words(visitor.drop(path))
    assert "Pay (20), paydadan (10) büyük" in page and "Düzeltilecek" in page


def test_the_package_is_the_units_own_form_with_the_cell_marked(visitor, returned, faulty):
    path, sheet, cell = faulty
    visitor.drop(path)
    answer = visitor.post(f"{PAGE}/package", unit=OTHER)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.worksheets[0].title != load_workbook(path).worksheets[0].title
    assert book[sheet][cell].value == "92 kişi" and book[sheet][cell].comment is not None
    page = words(visitor.page(PAGE))
    assert "Düzeltme bekleniyor" in page and "Sayın" in page


def test_the_corrected_form_takes_the_place_of_the_one_that_was_sent_back(visitor, returned, faulty):
    visitor.drop(faulty[0])
    visitor.post(f"{PAGE}/package", unit=OTHER)
    page = words(visitor.drop(returned[OTHER]))
    assert "Aktarılmaya hazır" in page and "Hangisi geçerli" not in page
    visitor.done(f"{PAGE}/take")
    assert {row.unit_id for row in load_results(visitor.desk.data, YEAR).rows} == {OTHER}
    assert "bekleyen dosya yok" in words(visitor.page(PAGE))


def test_a_form_of_another_year_is_sent_to_that_year_without_a_command(visitor):
    unit = visitor.page("/2024/formlar").split('name="unit" value="')[1].split('"')[0]
    form = visitor.post("/2024/formlar/one", unit=unit).data
    page = words(visitor.done(f"{PAGE}/drop", ("eski.xlsx", form)))
    assert "2024 yılını seçip" in page and "yeep " not in page and "--" not in page


def test_which_of_two_forms_is_valid_is_asked(visitor, returned, tmp_path):
    other = tmp_path / "again.xlsx"
    spoiled(returned[CLEAN], other, 7)
    page = visitor.drop(returned[CLEAN], other)
    assert "Hangisi geçerli?" in words(page)
    keys = {one.name: one.key for one in memory.load(visitor.desk.data).arrived}
    page = words(visitor.done(f"{PAGE}/valid", unit=CLEAN, key=keys[returned[CLEAN].name]))
    assert "Aktarılmaya hazır" in page
    visitor.done(f"{PAGE}/take")
    assert {row.file for row in load_results(visitor.desk.data, YEAR).rows} == {returned[CLEAN].name}


def test_a_changed_value_needs_a_reason_that_may_be_given_on_the_page(visitor, returned, tmp_path):
    visitor.drop(returned[OTHER])
    visitor.done(f"{PAGE}/take")
    changed = tmp_path / returned[OTHER].name
    at, _sheet, _cell = spoiled(returned[OTHER], changed, 4)
    page = visitor.drop(changed)
    assert f'name="reason-{at[0]}"' in page
    page = words(visitor.done(f"{PAGE}/reasons", unit=OTHER, **{f"reason-{at[0]}": "Yanlış yazılmıştı."}))
    assert "Aktarılmaya hazır" in page
    visitor.done(f"{PAGE}/take")
    (change,) = load_results(visitor.desk.data, YEAR).corrections
    assert change.reason == "Yanlış yazılmıştı." and change.new_value == "4"


@pytest.mark.parametrize("tick", [{}, {"publish": "1"}])
def test_a_reason_given_on_the_page_is_published_only_if_the_unit_agreed(visitor, returned, tmp_path, tick):
    visitor.drop(returned[OTHER])
    visitor.done(f"{PAGE}/take")
    changed = tmp_path / returned[OTHER].name
    (row, _which), _sheet, _cell = spoiled(returned[OTHER], changed, 4)
    assert f'name="publish-{row}"' in visitor.drop(changed)
    ticked = {f"{name}-{row}": value for name, value in tick.items()}
    visitor.done(f"{PAGE}/reasons", unit=OTHER, **{f"reason-{row}": "Yanlış yazılmıştı."}, **ticked)
    visitor.done(f"{PAGE}/take")
    (change,) = load_results(visitor.desk.data, YEAR).corrections
    assert change.may_publish is bool(tick)


def test_a_row_of_which_several_values_change_asks_for_one_reason_and_names_each(visitor, returned, tmp_path):
    unit, row = "dayanisma_merkezi", "measure/konukevi_talebi"
    visitor.drop(returned[unit])
    visitor.done(f"{PAGE}/take", unit=unit)
    book = load_workbook(returned[unit])
    cells = dict(MAKE["open_cells"](book))
    for which in ("numerator", "denominator"):
        cells[row, which].value += 2
    path = tmp_path / f"{YEAR}-{unit}.xlsx"
    book.save(path)
    page = visitor.drop(path)
    assert page.count(f'name="reason-{row}"') == 1
    assert re.search(r"Pay \(istenen bölüm\): \d+ → \d+; Payda \(tümü\): \d+ → \d+", words(page))


def test_what_was_taken_is_taken_back_the_last_first_and_waits_again(visitor, returned):
    for unit in (CLEAN, OTHER):
        visitor.drop(returned[unit])
        visitor.done(f"{PAGE}/take")
    seen = load_results(visitor.desk.data, YEAR).sha256
    assert f"Geri al: {SOSYAL}" in words(visitor.page(PAGE))
    page = words(visitor.done(f"{PAGE}/undo", seen=seen))
    assert "Geri alındı: Sosyal" in page and "1 dosya bakılmayı bekliyor" in page and f"Geri al: {FEN}" in page
    assert {row.unit_id for row in load_results(visitor.desk.data, YEAR).rows} == {CLEAN}


def test_an_undo_of_another_window_takes_nothing_back_that_was_not_seen(visitor, returned):
    visitor.drop(returned[CLEAN])
    visitor.done(f"{PAGE}/take")
    seen = load_results(visitor.desk.data, YEAR).sha256
    visitor.drop(returned[OTHER])
    visitor.done(f"{PAGE}/take")
    page = words(visitor.done(f"{PAGE}/undo", seen=seen))
    assert "başka bir pencerede" in page
    assert {row.unit_id for row in load_results(visitor.desk.data, YEAR).rows} == {CLEAN, OTHER}


def test_a_reload_takes_nothing_twice(visitor, returned):
    visitor.drop(returned[CLEAN])
    visitor.done(f"{PAGE}/take", unit=CLEAN)
    before = load_results(visitor.desk.data, YEAR)
    assert "yeniden bakın" in words(visitor.done(f"{PAGE}/take", unit=CLEAN))
    assert load_results(visitor.desk.data, YEAR) == before


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("cevap.docx", "yazı belgesi"),
        ("formlar.zip", "sıkıştırılmış"),
        ("foto.jpg", "resim"),
        ("x.exe", "form değil"),
    ],
)
def test_whatever_is_dropped_appears_by_its_name_with_a_reason_and_a_way_out(visitor, name, why):
    page = visitor.done(f"{PAGE}/drop", (name, b"PK something"))
    assert name in page and why in page and "Masadan sil" in page
    (file,) = memory.load(visitor.desk.data).arrived
    visitor.done(f"{PAGE}/remove", key=file.key)
    assert not memory.load(visitor.desk.data).arrived
    assert not memory.place_of(visitor.desk.data, file).parent.exists()


def bomb():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (300 * 2**20))
    return content.getvalue()


HOSTILE = {"empty": b"", "no zip": b"PK\x03\x04 no zip", "old": b"\xd0\xcf\x11\xe0" + b"\0" * 600, "bomb": bomb()}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_form_is_named_and_the_desk_goes_on(visitor, returned, content):
    page = words(visitor.done(f"{PAGE}/drop", ("kotu.xlsx", content)))
    assert "kotu.xlsx" in page and "Okunmadı" in page
    assert "Aktarılmaya hazır" in words(visitor.drop(returned[CLEAN]))


def test_a_form_with_an_identity_number_makes_no_package_and_does_not_show_it(visitor, returned, tmp_path):
    path = tmp_path / returned[CLEAN].name
    book = load_workbook(returned[CLEAN])
    cell = next(cell for at, cell in MAKE["open_cells"](book) if at[1] in ("note", "explanation", "evidence"))
    cell.value = "Başvuran 10000000146"
    book.save(path)
    page = visitor.drop(path)
    assert "10000000146" not in page and "Düzeltme formunu indir" not in page
    assert visitor.post(f"{PAGE}/package", unit=CLEAN).status_code in (303, 404)
    for shown in ("durum", "gelenler", "formlar", "rapor"):
        assert "10000000146" not in visitor.page(f"/{YEAR}/{shown}")


def test_the_same_file_dropped_twice_lies_there_once(visitor, returned):
    visitor.drop(returned[CLEAN])
    assert "zaten masada" in visitor.drop(returned[CLEAN])
    assert len(memory.load(visitor.desk.data).arrived) == 1


def test_nothing_is_taken_while_a_report_is_made(visitor, returned, monkeypatch):
    visitor.drop(returned[CLEAN])
    running = building.Build("2025", "tr", memory.datetime.datetime.now(), 1, building.State.RUNNING, (), "", None)
    monkeypatch.setattr(building, "last", lambda _data: running)
    page = words(visitor.done(f"{PAGE}/take"))
    assert "Bir rapor hazırlanıyor" in page
    assert not (visitor.desk.data / "results" / f"{YEAR}.csv").exists()


def test_what_came_long_ago_is_deleted_when_the_desk_is_opened(visitor, returned):
    visitor.drop(returned[CLEAN])
    desk = visitor.desk
    (file,) = memory.load(desk.data).arrived
    folder, data = memory.place_of(desk.data, file).parent, desk.data
    later = memory.datetime.timedelta(days=memory.DAYS_KEPT + 1)
    today = desk.today() + later
    desk.today = lambda: today
    desk.put_away()
    desk.open(data)
    assert not folder.exists() and not memory.load(data).arrived


def test_all_units_come_in_and_the_year_is_complete(visitor, returned):
    visitor.drop(*returned.values())
    visitor.done(f"{PAGE}/take")
    page = words(visitor.page(f"/{YEAR}/durum"))
    assert "6 birim" in page and "2025 raporu hazırlanabilir" in page
    shutil.rmtree(visitor.desk.data / "desk" / "arrived")
    assert "bekleyen dosya yok" in words(visitor.page(PAGE))


def test_a_full_disk_is_a_sentence_and_nothing_is_half_done(visitor, returned, monkeypatch):
    def full(path, _content):
        raise OSError(errno.ENOSPC, "No space left", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    page = words(visitor.done(f"{PAGE}/drop", (returned[CLEAN].name, returned[CLEAN].read_bytes())))
    monkeypatch.undo()
    assert "disk dolu" in page and not memory.load(visitor.desk.data).arrived

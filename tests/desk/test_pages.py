"""The pages: each in both languages, in every state that the desk knows; and what their buttons do."""

from __future__ import annotations

import datetime
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sensitive.making import fill, some
from tuik.files import flat

from desk.conftest import ROOT, TODAY, YEAR, Visitor, words
from yeep_analysis.desk import building, memory, page_plan
from yeep_analysis.desk.desk import Desk, TakenError
from yeep_analysis.desk.door import Door
from yeep_analysis.desk.home import Home
from yeep_analysis.municipality.count_tables import read_counts
from yeep_analysis.words import language
from yeep_analysis.words.errors import UsageError

PAGES = ("durum", "plan", "formlar", "aylar", "gelenler", "veriler", "metinler", "rapor", "yedek", "yardim")


@pytest.mark.parametrize("spoken", ["tr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_there_in_every_year(visitor, spoken, name):
    visitor.post("/language", language=spoken, back="/")
    for year in (2022, 2023, YEAR):
        page = visitor.page(f"/{year}/{name}")
        assert f'<html lang="{spoken}">' in page and page.count("<h1") == 1 and page.count('aria-current="page"') >= 1
        assert "Örnek: bu belediye kurgusaldır" in page or "fictional" in page
        for word in ("Traceback", "--data", ".csv", "Undefined"):
            assert word not in words(page), (name, year, word)


@pytest.mark.parametrize("year", [1999, 2021, 2026])
def test_a_year_that_the_plan_does_not_have_is_no_page(visitor, year):
    assert visitor.get(f"/{year}/durum").status_code == 404


def test_the_year_at_a_glance(visitor):
    page = words(visitor.page(f"/{YEAR}/durum"))
    assert "2025 yılı: 6 birim, 0 tamam" in page and "2025 formları hazırlanmadı" in page and "(siz)" in page
    visitor.done(f"/{YEAR}/formlar/deadline", deadline="2026-02-20")
    assert "20 Şubat 2026" in words(visitor.page(f"/{YEAR}/durum")) and "4 gün kaldı" in words(
        visitor.page(f"/{YEAR}/durum")
    )


def test_a_deadline_that_has_passed_asks_for_reminders(visitor):
    visitor.post(f"/{YEAR}/formlar/all", deadline="2026-02-10", person="Ayşe")
    page = words(visitor.page(f"/{YEAR}/durum"))
    assert "Son gün geçti: 6 birim" in page and "6 gün geçti" in page and "Hatırlatma hazırla" in page
    assert "10 Şubat" in words(visitor.page(f"/{YEAR}/formlar"))


@pytest.mark.parametrize("day", ["0026-02-20", "2024-12-31", "9999-01-01"])
def test_a_last_day_of_another_time_is_a_slip(visitor, day):
    page = words(visitor.done(f"/{YEAR}/formlar/deadline", deadline=day))
    assert "Yapılmadı" in page and "dört haneyle" in page and "belirlenmedi" in words(visitor.page(f"/{YEAR}/durum"))


def test_every_volume_is_named_in_the_readers_language_with_a_size(visitor):
    report = visitor.desk.reports / str(YEAR) / "tr"
    report.mkdir(parents=True)
    (report / "manifest.json").write_text('{"inputs": {"data": []}}', encoding="utf-8")
    (report / "performance.docx").write_bytes(b"x" * 3000)
    page = words(visitor.page(f"/{YEAR}/rapor"))
    assert "Performans tablosu Word 3 KB" in page and "performance" not in page


def test_all_forms_and_their_mails_come_in_one_file(visitor):
    answer = visitor.post(f"/{YEAR}/formlar/all", deadline="2026-02-20", person="Ayşe Yılmaz")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
        text = archive.read("2025-fen_isleri.txt").decode("utf-8-sig")
        assert load_workbook(io.BytesIO(archive.read("2025-fen_isleri.xlsx"))).worksheets
    assert len(names) == 12
    assert "Ayşe Yılmaz" in text and "20 Şubat 2026" in text and "2025-fen_isleri.xlsx" in text
    one = visitor.post(f"/{YEAR}/formlar/one", unit="fen_isleri")
    assert load_workbook(io.BytesIO(one.data)).worksheets
    assert visitor.post(f"/{YEAR}/formlar/one", unit="../x").status_code == 404


def test_a_month_is_handed_out_taken_in_and_taken_back_and_its_bulletin_begun(visitor, desk, tmp_path, monkeypatch):
    page = words(visitor.page(f"/{YEAR}/aylar"))
    assert "2025 yılının 5 ayı geldi" in page and "Nisan 2025 gelmedi gelmedi" in page and "Haziran 2025 58 0" in page
    form = tmp_path / "nisan.xlsx"
    form.write_bytes(visitor.post(f"/{YEAR}/aylar/form", month="2025-04").data)
    sent = fill(form, tmp_path / "dolu.xlsx", {"police": some()}).read_bytes()
    said = words(visitor.done(f"/{YEAR}/aylar/take", ("dolu.xlsx", sent)))
    assert "Nisan 2025: İlçe Emniyet Müdürlüğü: 26 başvuru, yeni" in said and "2025 yılının 6 ayı geldi" in said
    assert {row.file for row in read_counts(desk.data).monthly if row.month == "2025-04"} == {"dolu.xlsx"}
    spoilt = fill(form, tmp_path / "hata.xlsx", {"police": some()}, totals={"police": 99}).read_bytes()
    assert "hücre C6" in words(visitor.done(f"/{YEAR}/aylar/take", ("hata.xlsx", spoilt)))
    none = words(visitor.done(f"/{YEAR}/aylar/take", ("plan.xlsx", visitor.get(f"/{YEAR}/plan/workbook.xlsx").data)))
    assert "bir ayın formu değil" in none and "“Formu indir” düğmesiyle" in none and "yeep " not in none
    changed = fill(form, tmp_path / "yeni.xlsx", {"police": some(13)}).read_bytes()
    unsaid = words(visitor.done(f"/{YEAR}/aylar/take", ("yeni.xlsx", changed)))
    assert "düğmenin üstündeki alana" in unsaid and "--" not in unsaid
    broken = words(visitor.done(f"/{YEAR}/aylar/take", ("x.xlsx", b"PK")))  # and not that it is of another year
    assert "x.xlsx" in broken and "ayının formu değil" not in broken
    other = tmp_path / "eski.xlsx"
    workbook = load_workbook(form)
    for sheet in workbook.worksheets:
        sheet["A1"].value = str(sheet["A1"].value).replace("2025-04", "2024-04")
    workbook.save(other)
    assert "ayının formu değil" in words(visitor.done(f"/{YEAR}/aylar/take", ("eski.xlsx", other.read_bytes())))
    assert "geri alındı" in words(visitor.done(f"/{YEAR}/aylar/undo"))
    assert "2025 yılının 5 ayı geldi" in words(visitor.page(f"/{YEAR}/aylar"))
    begun = []
    monkeypatch.setattr(building, "start", lambda *what, **more: begun.append((*what[2:], more)))
    visitor.post(f"/{YEAR}/aylar/bulletin", month="2025-05", merge="Masal+Söylence")
    assert begun == [("2025-05", "tr", {"merge": "Masal+Söylence"})]
    assert 'value="Masal+Söylence"' in visitor.page(f"/{YEAR}/aylar")  # for the next month
    refused = words(visitor.done(f"/{YEAR}/aylar/bulletin", month="2025-05", merge="Masal+Yok"))
    assert "Hayalköprü" in refused and "--" not in refused and len(begun) == 1
    assert visitor.post(f"/{YEAR}/aylar/bulletin", month="../x").status_code == 404


def test_all_forms_of_a_month_that_are_dropped_are_taken_and_those_of_two_months_are_refused(visitor, desk, tmp_path):
    form, later = tmp_path / "nisan.xlsx", tmp_path / "temmuz.xlsx"
    form.write_bytes(visitor.post(f"/{YEAR}/aylar/form", month="2025-04").data)
    later.write_bytes(visitor.post(f"/{YEAR}/aylar/form", month="2025-07").data)
    police = fill(form, tmp_path / "1.xlsx", {"police": some()}).read_bytes()
    centre = fill(form, tmp_path / "2.xlsx", {"womens_centre": some()}).read_bytes()
    july = fill(later, tmp_path / "3.xlsx", {"police": some()}).read_bytes()
    before = read_counts(desk.data).monthly
    refused = words(visitor.done(f"/{YEAR}/aylar/take", ("a.xlsx", police), ("b.xlsx", july)))
    assert "Nisan 2025 ve Temmuz 2025" in refused and "hiçbiri alınmadı" in refused
    both = words(visitor.done(f"/{YEAR}/aylar/take", ("a.xlsx", police), ("x.xlsx", b"PK")))
    assert "x.xlsx" in both and read_counts(desk.data).monthly == before
    said = words(visitor.done(f"/{YEAR}/aylar/take", ("a.xlsx", police), ("a.xlsx", centre)))
    assert "İlçe Emniyet Müdürlüğü: 26 başvuru, yeni" in said and "Kadın Danışma Merkezi: 26 başvuru, yeni" in said
    taken = {(row.source.value, row.file) for row in read_counts(desk.data).monthly if row.month == "2025-04"}
    assert len(taken) == 2 and {file for _source, file in taken} == {"a.xlsx", "a (2).xlsx"}


def test_data_that_are_refused_are_told_on_every_page_and_stop_nothing_but_forms_and_report(visitor):
    path = visitor.desk.data / "population.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",female,", ",weiblich,", 1), encoding="utf-8")
    assert "sorun var" in words(visitor.page(f"/{YEAR}/durum"))
    page = words(visitor.page(f"/{YEAR}/rapor"))
    assert "weiblich" in page and "raporunu hazırla" not in page
    for name in PAGES:
        visitor.page(f"/{YEAR}/{name}")


def test_the_desks_own_file_spoilt_is_told(visitor):
    (visitor.desk.data / "desk" / "desk.json").write_text("{", encoding="utf-8")
    answer = visitor.get(f"/{YEAR}/durum")
    assert answer.status_code == 422 and "Yedekten geri alın" in answer.text


# --- texts -------------------------------------------------------------------


def write(visitor, text, seen=None, **more):
    page = visitor.page(f"/{YEAR}/metinler?text=foreword")
    seen = seen or page.split('name="seen" value="')[1].split('"')[0]
    return visitor.done(f"/{YEAR}/metinler/save", text="foreword", edition=str(YEAR), seen=seen, words=text, **more)


def test_a_text_is_saved_as_the_report_reads_it(visitor):
    write(visitor, "Bir.\r\n\r\n**İki** 🎉")
    path = visitor.desk.data / "editions" / str(YEAR) / "foreword.md"
    assert path.read_text(encoding="utf-8") == "Bir.\n\n**İki** 🎉\n"
    page = visitor.page(f"/{YEAR}/metinler?text=foreword")
    assert "<strong>İki</strong> □" in page and "1 işaret basılamaz" in words(page) and "2. paragraf" in words(page)


def test_a_draft_is_kept_and_not_in_the_report(visitor):
    path = visitor.desk.data / "editions" / str(YEAR) / "foreword.md"
    before = path.read_bytes()
    page = write(visitor, "Yeni taslak", draft="1")
    assert "Yeni taslak" in page and "taslak: saklanıyor" in page and path.read_bytes() == before
    visitor.done(f"/{YEAR}/metinler/discard", text="foreword", edition=str(YEAR))
    assert "Yeni taslak" not in visitor.page(f"/{YEAR}/metinler")


def test_a_text_that_another_window_changed_is_not_written_over_and_nothing_is_lost(visitor):
    path = visitor.desk.data / "editions" / str(YEAR) / "foreword.md"
    seen = visitor.page(f"/{YEAR}/metinler").split('name="seen" value="')[1].split('"')[0]
    write(visitor, "Öteki pencere")
    write(visitor, "Bu pencere", seen=seen)
    assert path.read_text(encoding="utf-8") == "Öteki pencere\n"
    assert "Bu pencere" in visitor.page(f"/{YEAR}/metinler")


def test_a_text_without_words_is_no_file(visitor):
    write(visitor, "  \n ")
    assert not (visitor.desk.data / "editions" / str(YEAR) / "foreword.md").exists()


def test_markup_in_a_text_is_text(visitor):
    page = write(visitor, "<img src=x onerror=alert(1)> [x](javascript:alert(1))", draft="1")
    assert "<img src=x" not in page.split("<main")[1].split('class="printed"')[1]
    assert "javascript:" not in page.split('class="printed"')[1].split("</section>")[0]


# --- figures -----------------------------------------------------------------


def test_holders_are_written_with_their_source(visitor):
    visitor.done(
        f"/{YEAR}/veriler/holders", office="muhtar", on="2025-12-31", women="3", men="4", source="Kaymakamlık yazısı"
    )
    assert "2025: 3 kadın, 4 erkek" in words(visitor.page(f"/{YEAR}/veriler"))
    assert "own_muhtar_2025,Kaymakamlık yazısı" in (visitor.desk.data / "sources.csv").read_text(encoding="utf-8")
    visitor.done(f"/{YEAR}/veriler/holders", office="muhtar", on="2025-12-31", women="2", men="5", source="Yeni yazı")
    rows = (visitor.desk.data / "representation.csv").read_text(encoding="utf-8")
    assert rows.count("own_muhtar_2025") == 2 and "2025,muhtar,female,2" in rows


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("women", "üç"),
        ("men", "-1"),
        ("men", "1.250"),
        ("on", "2027-01-01"),
        ("on", "x"),
        ("source", " "),
        ("office", "x"),
    ],
)
def test_holders_that_cannot_be_are_refused(visitor, field, value):
    fields = {"office": "muhtar", "on": "2025-12-31", "women": "3", "men": "4", "source": "Yazı"}
    before = (visitor.desk.data / "representation.csv").read_bytes()
    page = words(visitor.done(f"/{YEAR}/veriler/holders", **fields | {field: value}))
    assert "Yapılmadı" in page and (visitor.desk.data / "representation.csv").read_bytes() == before


# --- the plan ----------------------------------------------------------------


def test_the_plan_goes_out_and_comes_back_with_the_difference_first(visitor):
    book = load_workbook(io.BytesIO(visitor.get(f"/{YEAR}/plan/workbook.xlsx").data))
    content = io.BytesIO()
    book.save(content)
    page = words(visitor.done(f"/{YEAR}/plan/drop", ("plan.xlsx", content.getvalue())))
    assert "kitaptakiyle aynı" in page
    visitor.done(f"/{YEAR}/plan/leave")
    assert "kitaptakiyle" not in words(visitor.page(f"/{YEAR}/plan"))


def test_who_reports_what_is_proposed_with_a_button(visitor):
    (visitor.desk.data / "plan" / "reporters.csv").unlink()
    page = words(visitor.page(f"/{YEAR}/plan"))
    assert "Kimin neyi bildireceğini öner" in page and "reporters" not in page
    page = words(visitor.done(f"/{YEAR}/plan/propose"))
    assert "“Bilgi verenler” sayfasında" in page and "henüz hazır değil" not in page
    assert "birim için form" in words(visitor.page(f"/{YEAR}/formlar"))


def test_a_workbook_that_is_none_is_refused_with_its_reason(visitor):
    page = words(visitor.done(f"/{YEAR}/plan/drop", ("plan.xlsx", b"no workbook")))
    assert "kitapta 1 sorun" in page


def test_figures_that_are_not_taken_are_told_with_their_title(visitor):
    path = visitor.desk.data / "municipality.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("99001,", "2999,", 1), encoding="utf-8")
    voters = flat("2025|İzmir(Deneme)-2999|980.0|1010.0|", measure="Seçmen sayısı", header="Erkek|Kadın")
    page = words(visitor.done(f"/{YEAR}/veriler/drop", ("secmen.csv", voters.encode("utf-8-sig"))))
    assert "Alınmadı: “Seçmen sayısı”" in page and "hiçbiri tablolara girmez" in page, page


@pytest.mark.parametrize("name", ["plan.csv", "plan.pdf", "plan", "plan.docx"])
def test_a_plan_in_another_format_is_refused_and_can_be_put_away(visitor, name):
    page = words(visitor.done(f"/{YEAR}/plan/drop", (name, b"Tema,Eylem\nA,B\n")))
    assert "kitapta 1 sorun" in page
    assert "kitapta" not in words(visitor.done(f"/{YEAR}/plan/leave"))


def test_a_plan_on_which_the_program_stumbles_does_not_stay_on_the_desk(visitor, monkeypatch):
    def stumble(*_arguments):
        raise KeyError("sheets")

    with monkeypatch.context() as patch:
        patch.setattr(page_plan, "read_plan", stumble)
        with pytest.raises(KeyError):
            visitor.post(f"/{YEAR}/plan/drop", ("plan.xlsx", b"x"))
    assert "kitapta" not in words(visitor.page(f"/{YEAR}/plan"))


# --- what the report could gain ----------------------------------------------

GAINS = {
    "tr": ("Rapora neler eklenebilir?", "Gösterge denetimi", "2025 yılınınki", "TÜİK’ten indirip", "Plan kitabına", "Masada bunun yeri yok"),
    "en": ("What the report could gain", "The audit of", "one of 2025", "from TÜİK", "plan workbook", "No page of the desk"),
}  # fmt: skip


@pytest.mark.parametrize("spoken", ["tr", "en"])
def test_what_is_old_or_lacking_is_told_with_its_gain_and_the_way_to_bring_it_in(visitor, spoken):
    data, (heading, audit, age, tuik, workbook, no_page) = visitor.desk.data, GAINS[spoken]
    visitor.post("/language", language=spoken, back="/")
    (data / "plan" / "audit_judgements.csv").unlink()
    (data / "staff.csv").unlink()
    path = data / "population_by_age.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(head + "".join(line for line in lines if f"{YEAR}," not in line), encoding="utf-8")
    status, plan, figures = (visitor.page(f"/{YEAR}/{name}") for name in ("durum", "plan", "veriler"))
    for told in (heading, audit, age, tuik, workbook, no_page):
        assert told in words(status), told
    ways = status.split('<p class="way">')[1:]
    assert len(ways) == 3 and status.count(audit) == 1
    assert ways[0].startswith(f'<a href="/{YEAR}/veriler">') and ways[1].startswith(f'<a href="/{YEAR}/plan">')
    assert ways[2].startswith(no_page)
    assert audit in words(plan) and age not in words(plan)
    assert age in words(figures) and tuik in words(figures) and audit not in words(figures)
    for page in (status, plan, figures):
        assert "yeep " not in words(page) and ".csv" not in words(page)


# --- the folder --------------------------------------------------------------


@pytest.fixture
def empty(tmp_path):
    language.use("tr")
    desk = Desk(Home(tmp_path / "settings", tmp_path / "Belgelerim ğüş"), Door("127.0.0.1:8123"), today=lambda: TODAY)
    yield Visitor(desk)
    desk.put_away()


def test_the_first_page_makes_a_copy_of_the_example(empty):
    assert "Örneği aç" in empty.page("/")
    assert empty.get(f"/{YEAR}/durum").headers["Location"] == "/"
    empty.post("/folder/example")
    assert "6 birim" in words(empty.page(f"/{YEAR}/durum"))
    assert (empty.desk.home.documents / "Örnek" / "data" / "municipality.csv").exists()


def test_the_first_page_starts_a_folder_and_every_page_says_what_is_missing(empty):
    fields = {
        "municipality": "Deneme Belediyesi: ../x",
        "province": "İzmir",
        "district": "Deneme",
        "district_code": "99003",
        "plan": "Deneme Planı",
        "years": "2025-2027",
        "equality_unit": "Eşitlik Birimi",
    }
    empty.post("/folder/new", **fields)
    assert empty.desk.data.parent.parent == empty.desk.home.documents
    assert "Nüfus verisi henüz yok" in words(empty.page(f"/{YEAR}/durum"))
    for name in PAGES:
        page = words(empty.page(f"/{YEAR}/{name}"))
        assert "Traceback" not in page
    assert "alt alta" in words(empty.page(f"/{YEAR}/plan"))
    assert "henüz yazılmadı" in (page := words(empty.page(f"/{YEAR}/veriler"))) and "kaydı tutulmuyor" not in page
    assert empty.get(f"/{YEAR}/plan/workbook.xlsx").status_code == 200


@pytest.mark.parametrize("ticked", [True, False])
def test_a_new_folder_of_an_invented_municipality_says_so(empty, ticked):
    new = {"municipality": "Deneme", "province": "İzmir", "district": "Deneme", "district_code": "99003"}
    more = {"fictional": "1"} if ticked else {}
    empty.post("/folder/new", **new, **more, plan="Plan", years="2025-2027", equality_unit="Eşitlik Birimi")
    row = (empty.desk.data / "municipality.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert (",true," in row, ",false," in row) == (ticked, not ticked)


def test_a_new_folder_without_mahalles_says_so_and_leads_to_the_data(empty):
    new = {"municipality": "Deneme", "province": "İzmir", "district": "Deneme", "district_code": "99003"}
    empty.post("/folder/new", **new, plan="Plan", years="2025-2027", equality_unit="Eşitlik Birimi")
    data = empty.desk.data
    for table in ("population", "sources"):
        shutil.copy(ROOT / "examples" / "ornek" / f"{table}.csv", data / f"{table}.csv")
    for path in (ROOT / "examples" / "ornek" / "plan").glob("*.csv"):
        shutil.copy(path, data / "plan" / path.name)
    page = words(empty.page(f"/{YEAR}/durum"))
    assert "Mahalleler henüz yok" in page and "sorun" not in page
    page = words(empty.page(f"/{YEAR}/formlar"))
    assert "Mahallelerin TÜİK dosyasını" in page and "Verilere git" in page


def test_what_is_wrong_with_a_new_folder_is_told_and_nothing_is_made(empty):
    page = words(empty.done("/folder/new", municipality="x", years="abc"))
    assert "Yapılmadı" in page and "“Planın yılları”" in page and "--" not in page
    assert not empty.desk.home.documents.exists()


def test_the_folder_is_remembered_and_a_newer_desk_finds_it(empty):
    empty.post("/folder/example")
    data = empty.desk.data
    assert Home(empty.desk.home.settings, empty.desk.home.documents).known == [data]
    shutil.rmtree(empty.desk.home.settings)
    assert Home(empty.desk.home.settings, empty.desk.home.documents).known == [data]


def test_a_second_desk_is_told_where_the_first_is_open(desk):
    other = Desk(desk.home, Door("127.0.0.1:9000"))
    with pytest.raises(TakenError) as taken:
        other.open(desk.data)
    assert desk.door.origin in str(taken.value) and taken.value.door.key == desk.door.key
    data = desk.data
    desk.put_away()
    other.open(data)
    other.put_away()


def test_the_desk_of_another_user_is_told_without_its_secret(desk, tmp_path):
    other = Desk(Home(tmp_path / "other", tmp_path), Door("127.0.0.1:9000"))
    with pytest.raises(TakenError) as taken:
        other.open(desk.data)
    assert taken.value.door is None


def test_a_lock_that_a_killed_desk_left_is_taken_over(desk):
    data = desk.data
    desk.put_away()
    (data / "desk" / ".open").write_text("999999 1.0", encoding="utf-8")
    desk.open(data)


@pytest.mark.parametrize("folder", ["\\\\server\\share\\data", "//server/share/data"])
def test_a_folder_on_a_network_is_refused_with_a_sentence(desk, folder, monkeypatch):
    monkeypatch.setattr(Path, "resolve", lambda self, strict=False: self)
    with pytest.raises(UsageError):
        desk.open(Path(folder))


# --- the report --------------------------------------------------------------


@pytest.fixture
def job(desk):
    """A build as its files tell it."""
    place = desk.data / "desk" / "build"
    place.mkdir()

    def told(*steps, process=999999, error="", **more):
        about = {"edition": "2025", "language": "tr", "process": process, "start": 1.0}
        about |= {"began": datetime.datetime.now().isoformat(), **more}
        (place / "job.json").write_text(json.dumps(about), encoding="utf-8")
        (place / "steps.txt").write_text("\n".join(json.dumps(step) for step in steps), encoding="utf-8")
        (place / "errors.txt").write_text(error, encoding="utf-8")
        return building.last(desk.data)

    return told


CHAPTERS = {"chapters": [{"name": "a", "title": "Nüfus", "cells": 2}, {"name": "b", "title": "Temsil", "cells": 3}]}


def test_a_build_that_ended_without_a_word_failed(job, visitor):
    assert job(CHAPTERS, {"chapter": "a", "cells": 1}).state == building.State.FAILED
    assert "raporu hazırlanamadı" in words(visitor.page(f"/{YEAR}/rapor"))


def test_a_chapter_that_failed_is_explained(job, visitor):
    job(CHAPTERS, error="Hata: “Nüfus” bölümü durdu (20_population.ipynb): ValueError: <b>x</b>")
    page = visitor.page(f"/{YEAR}/rapor")
    assert "“Nüfus” bölümü durdu" in words(page) and "<b>x</b>" not in page and "sizin değil" in page


@pytest.mark.parametrize("spoken", ["tr", "en"])
@pytest.mark.parametrize("edition", ["2025", "2025-05"])
def test_neighbourhoods_that_are_to_be_shown_as_one_are_offered_in_the_field(
    job, visitor, monkeypatch, spoken, edition
):
    """As the library says it to whoever gives commands, inside a chapter that stopped or before one began."""
    from sensitive.test_protected import refusal_with_an_offer

    visitor.post("/language", language=spoken, back="/")
    offer = refusal_with_an_offer(monkeypatch)
    merge = offer.split("--merge “")[1].split("”")[0]
    kept = "\nx.ipynb"
    job(CHAPTERS, error=f"Hata: “Nüfus” bölümü durdu (20_population.ipynb): {offer}{kept}", edition=edition)
    page = visitor.page(f"/{YEAR}/rapor")
    said = words(page)
    assert "--merge" not in page and f"“{merge}”" in said and said.count("x.ipynb") == 1
    assert offer.split(" ")[0] in said and "sizin değil" not in said and "not of yours" not in said
    for name in ("rapor", "aylar"):
        assert f'name="merge" maxlength="1000" value="{merge}"' in visitor.page(f"/{YEAR}/{name}"), name
        assert merge not in visitor.page(f"/2024/{name}").split("<form", 1)[1], name
    assert (f'href="/{YEAR}/aylar">' in page.split('class="card bad"')[1]) == (edition == "2025-05")
    way = f'href="/{YEAR}/{"aylar" if edition == "2025-05" else "rapor"}">'
    assert way in visitor.page("/2024/rapor").split('class="card bad"')[1]  # where the field is filled
    begun = []
    monkeypatch.setattr(building, "start", lambda *what, **more: begun.append((what[2], more["merge"])))
    visitor.done(f"/{YEAR}/rapor/make", language="tr", merge=merge)
    assert begun == [("2025", merge)] and memory.load(visitor.desk.data).of(YEAR).merge == merge
    job(CHAPTERS, {"ready": "x"})
    assert f'value="{merge}"' in visitor.page(f"/{YEAR}/rapor")
    visitor.done(f"/{YEAR}/rapor/make", language="tr", merge="")
    assert f'value="{merge}"' not in visitor.page(f"/{YEAR}/rapor")


def test_a_build_that_was_stopped_or_is_ready_is_told(job, visitor):
    assert job(CHAPTERS, stopped=True).state == building.State.STOPPED
    assert "durduruldu" in words(visitor.page(f"/{YEAR}/rapor"))
    assert job(CHAPTERS, {"ready": "x"}).state == building.State.READY


def test_a_build_at_work_is_told_on_every_page_and_holds_changes(job, visitor):
    import os

    from yeep_analysis.transaction import start_of

    build = job(
        CHAPTERS,
        {"chapter": "a", "cells": 2},
        {"chapter": "b", "cells": 1},
        process=os.getpid(),
        start=start_of(os.getpid()),
    )
    assert build.is_running and [one.state for one in build.chapters] == ["done", "running"]
    for name in PAGES:
        page = words(visitor.page(f"/{YEAR}/{name}"))
        assert ("1 / 2 bölüm" in page) or name == "rapor"
    assert "Durdur" in visitor.page(f"/{YEAR}/rapor") and 'http-equiv="refresh"' in visitor.page(f"/{YEAR}/rapor")
    event = next(visitor.get(f"/{YEAR}/rapor/steps", buffered=False).response)
    assert json.loads(event.decode().removeprefix("data: "))["states"] == ["done", "running"]
    page = words(visitor.done(f"/{YEAR}/rapor/make", language="tr"))
    assert "Bir rapor hazırlanıyor" in page


def test_what_the_desk_remembers_is_no_input_of_a_report(desk):
    from yeep_analysis.publishing.manifest import data_inputs

    before = data_inputs(desk.data)
    lying = desk.data / "desk" / "arrived" / ("0" * 16) / "x.csv"
    lying.parent.mkdir(parents=True)
    lying.write_bytes(b"x")
    memory.save(desk.data, memory.Memory(person="x"))
    assert data_inputs(desk.data) == before and len(before) > 30


def test_a_report_older_than_the_data_is_told(visitor):
    from yeep_analysis.publishing.manifest import data_inputs

    folder = visitor.desk.reports / str(YEAR) / "tr"
    folder.mkdir(parents=True)
    (folder / "report.pdf").write_bytes(b"%PDF")
    (folder / "manifest.json").write_text(
        json.dumps({"inputs": {"data": data_inputs(visitor.desk.data)}}), encoding="utf-8"
    )
    assert "2025 raporu hazır" in words(visitor.page(f"/{YEAR}/rapor"))
    assert visitor.get(f"/{YEAR}/rapor/2025/tr/report.pdf").data == b"%PDF"
    write(visitor, "Başka")
    assert "2025 raporu verilerden eski" in words(visitor.page(f"/{YEAR}/rapor"))


def test_a_year_that_has_not_ended_has_no_report(visitor):
    visitor.desk.today = lambda: datetime.date(2025, 6, 1)
    assert "2025 henüz bitmedi" in words(visitor.page(f"/{YEAR}/rapor"))
    assert "31 Aralık" in words(visitor.done(f"/{YEAR}/rapor/make", language="tr"))


def test_the_desk_starts_without_loading_anything_slow():
    import subprocess
    import sys

    slow = ("pandas", "matplotlib", "seaborn", "typst", "nbconvert", "papermill", "IPython")
    check = f"import sys, yeep_analysis.desk.serving; print(*[name for name in {slow!r} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.split() == []


def test_the_descriptor_declares_what_the_desk_remembers(desk):
    from yeep_analysis.municipality import descriptor

    memory.save(desk.data, memory.Memory(person="x"))
    descriptor.write(desk.data)
    declared = [
        one["path"] for one in json.loads((desk.data / descriptor.FILE).read_text(encoding="utf-8"))["resources"]
    ]
    assert "desk/desk.json" in declared and not descriptor.check(desk.data) and not list(descriptor.remarks(desk.data))


# --- published, or for the unit alone -----------------------------------------


@pytest.fixture
def finished(visitor):
    """Puts a finished report beside the data."""
    from disclosure.test_publication import made

    from yeep_analysis.edition import Edition

    def make(**more):
        return made(Edition(YEAR, "tr", visitor.desk.data, **more), visitor.desk.reports)

    return make


def test_a_report_is_noted_as_published_and_the_note_taken_back(visitor, finished):
    from yeep_analysis.disclosure.ledger import known

    finished()
    assert "Evet, yayımlandı" in words(visitor.page(f"/{YEAR}/rapor"))
    page = words(visitor.done(f"/{YEAR}/rapor/publish", edition=str(YEAR), language="tr"))
    assert "Anahtar şimdi oluşturuldu" in page and known(visitor.desk.data) == ()  # it was made without
    finished()
    page = words(visitor.done(f"/{YEAR}/rapor/publish", edition=str(YEAR), language="tr"))
    assert "16.02.2026 günü yayımlandı" in page and "Evet, yayımlandı" not in page
    assert [told.edition for told in known(visitor.desk.data)] == [str(YEAR)]
    page = words(visitor.done(f"/{YEAR}/rapor/publish", edition=str(YEAR), language="tr", undo="1"))
    assert "Evet, yayımlandı" in page and known(visitor.desk.data) == ()


def test_what_is_not_finished_is_not_noted(visitor):
    page = words(visitor.done(f"/{YEAR}/rapor/publish", edition=str(YEAR), language="tr"))
    assert "tamamlanmış bir rapor yok" in page and not (visitor.desk.data / "published.csv").exists()


def test_a_report_for_the_unit_is_marked_and_cannot_be_published(visitor, finished):
    finished(is_internal=True)
    page = visitor.page(f"/{YEAR}/rapor")
    assert "Yalnızca birim için: küçük sayılar gizlenmemiştir. Yayımlanamaz." in words(page)
    assert "Evet, yayımlandı" not in words(page)
    assert visitor.get(f"/{YEAR}/rapor/internal-{YEAR}/tr/report.pdf").data.startswith(b"%PDF")
    assert visitor.get(f"/{YEAR}/rapor/{YEAR}/tr/report.pdf").status_code == 404


def test_a_report_for_the_unit_is_begun_where_it_was_asked_for(visitor, monkeypatch):
    begun = []
    monkeypatch.setattr(building, "start", lambda *_given, audience, merge: begun.append(audience))
    for audience in ("public", "internal", "everybody"):
        visitor.done(f"/{YEAR}/rapor/make", language="tr", audience=audience)
    assert begun == ["public", "internal", "public"]

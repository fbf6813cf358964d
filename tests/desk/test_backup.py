"""A backup there and back; what is restored is hostile, and every restoration can be undone."""

from __future__ import annotations

import io
import json
import stat
import zipfile

import pytest
from openpyxl import load_workbook

from desk.conftest import YEAR, words
from yeep_analysis.desk import backup, memory
from yeep_analysis.transaction import write_file

PAGE = f"/{YEAR}/yedek"


def content_of(data):
    return {name: path.read_bytes() for name, path in backup._files(data) if name != "desk/desk.json"}


def zipped(files, *, mode=0, method=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, one in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, one, method)
    return content.getvalue()


@pytest.fixture
def sound(desk):
    return {name: path.read_bytes() for name, path in backup._files(desk.data)}


def told_of(visitor, content):
    """What the page says of a backup that is refused; nothing has changed."""
    before = content_of(visitor.desk.data)
    answer = visitor.post(f"{PAGE}/restore", ("backup.zip", content))
    assert answer.headers["Location"] == PAGE
    page = words(visitor.page(PAGE))
    assert content_of(visitor.desk.data) == before
    assert "Yapılmadı" in page
    return page


def test_what_was_saved_comes_back_and_can_be_undone(visitor):
    data = visitor.desk.data
    before = content_of(data)
    saved = visitor.post(f"{PAGE}/save").data
    write_file(data / "editions" / "2025" / "foreword.md", "Başka.".encode())
    (data / "results" / "2024.csv").unlink()
    write_file(data / "my_own.ipynb", b"{}")
    changed = content_of(data)
    visitor.post(f"{PAGE}/restore", ("yedek.zip", saved))
    assert content_of(data) == before
    visitor.post(f"{PAGE}/undo")
    assert content_of(data) == changed
    assert (data / "my_own.ipynb").exists()


def test_the_same_folder_gives_the_same_bytes(desk):
    assert backup.packed(desk.data) == backup.packed(desk.data)


def test_what_waits_on_the_desk_is_in_the_backup_and_reports_and_locks_are_not(visitor):
    visitor.done(f"/{YEAR}/gelenler/drop", ("form.xlsx", b"something"))
    visitor.done(f"/{YEAR}/formlar/deadline", deadline="2026-02-20")
    with zipfile.ZipFile(io.BytesIO(visitor.post(f"{PAGE}/save").data)) as archive:
        names = archive.namelist()
    assert "desk/desk.json" in names and any(name.endswith("/form.xlsx") for name in names)
    assert "municipality.csv" in names and "results/2024.csv" in names
    assert not [name for name in names if ".open" in name or "build" in name or "report" in name.split("/")[0]]


FOREIGN = [
    "../municipality.csv",
    "..\\x.csv",
    "/etc/cron.d/x",
    "C:/x.csv",
    "a/../../x.csv",
    "editions/../../x.md",
    "plan//goals.csv",
]


@pytest.mark.parametrize("name", FOREIGN)
def test_a_name_that_leads_out_is_refused(visitor, sound, name):
    told_of(visitor, zipped({**sound, name: b"x"}))
    assert not list(visitor.desk.data.parent.parent.rglob("x.csv"))


@pytest.mark.parametrize(
    "name",
    [
        "chapter.ipynb",
        "notebooks/10_summary.ipynb",
        "x.py",
        "editions/2025/x.md",
        "desk/arrived/0123456789abcdef/x.ipynb",
        "start.cmd",
        "plan/x.csv",
        "results/.collecting",
    ],
)
def test_a_file_that_no_backup_holds_is_refused(visitor, sound, name):
    assert "bulunmayan 1 dosya" in told_of(visitor, zipped({**sound, name: b"x"}))


def test_a_link_is_refused(visitor, sound):
    content = zipped(
        {"municipality.csv": sound["municipality.csv"], "population.csv": b"/etc/passwd"}, mode=stat.S_IFLNK | 0o777
    )
    assert "bağlantı" in told_of(visitor, content)


def test_a_bomb_is_refused(visitor, sound):
    assert "alabileceğinden büyük" in told_of(visitor, zipped({**sound, "population.csv": b"0" * (64 * 2**20)}))
    many = {**sound, **{f"editions/{year:04}/foreword.md": b"" for year in range(4000)}}
    assert "alabileceğinden büyük" in told_of(visitor, zipped(many, method=zipfile.ZIP_STORED))


def test_a_size_that_lies_is_refused(visitor, sound):
    content = bytearray(zipped({**sound, "population.csv": b"0" * 100000}))
    place = content.rfind((100000).to_bytes(4, "little"))
    content[place : place + 4] = (10).to_bytes(4, "little")
    told_of(visitor, bytes(content))


def test_a_name_twice_is_refused(visitor, sound):
    content = io.BytesIO(zipped(sound))
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("municipality.csv", b"x")
    assert "iki kez" in told_of(visitor, content.getvalue())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"], ids=["empty", "head", "text"])
def test_what_is_no_zip_is_refused(visitor, content):
    assert "Zip dosyası değil" in told_of(visitor, content)


def test_a_backup_of_another_municipality_is_not_put_in_its_place(visitor, sound):
    other = (
        sound["municipality.csv"]
        .replace(b"99001", b"99002")
        .replace("Örnekdere Bel".encode(), "Başkadere Bel".encode())
    )
    assert "Başkadere" in told_of(visitor, zipped({**sound, "municipality.csv": other}))


def test_a_restoration_that_was_cut_off_is_undone_when_the_desk_is_opened(desk, sound, monkeypatch):
    data, before = desk.data, content_of(desk.data)

    def killed(_data, _files):
        (data / "population.csv").unlink()
        raise SystemExit

    monkeypatch.setattr(backup, "_replace", killed)
    monkeypatch.setattr(backup, "take_up_interrupted", lambda _data: False)
    with pytest.raises(SystemExit):
        backup.restore(data, sound)
    assert content_of(data) != before
    monkeypatch.undo()
    desk.put_away()
    desk.open(data)
    assert content_of(data) == before


def test_a_backup_becomes_a_folder_of_its_own_on_the_first_page(visitor, sound):
    answer = visitor.post("/folder/restore", ("yedek.zip", zipped(sound)))
    page = words(visitor.page(visitor.get(answer.headers["Location"]).headers["Location"]))
    assert "Örnekdere Belediyesi" in page
    assert visitor.desk.data.parent.parent == visitor.desk.home.documents


# --- the plan's undo ---------------------------------------------------------

CELL = "Kent Konseyi Kadın Meclisinin üye sayısının artırılması"


def taken(visitor):
    """Take a plan workbook with one cell changed; the tables of the plan before and after."""
    before = content_of(visitor.desk.data)
    book = load_workbook(io.BytesIO(visitor.get(f"/{YEAR}/plan/workbook.xlsx").data))
    cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == CELL)
    cell.value = f"{CELL} (yeni)"
    content = io.BytesIO()
    book.save(content)
    page = visitor.done(f"/{YEAR}/plan/drop", ("plan.xlsx", content.getvalue()))
    visitor.done(f"/{YEAR}/plan/take", seen=page.split('name="seen" value="')[1].split('"')[0])
    after = content_of(visitor.desk.data)
    assert before["plan/actions.csv"] != after["plan/actions.csv"]
    return before, after


def test_a_workbook_can_be_taken_back_after_a_backup_was_restored(visitor):
    before, after = taken(visitor)
    saved = visitor.post(f"{PAGE}/save").data
    visitor.post(f"/{YEAR}/plan/undo")
    assert content_of(visitor.desk.data) == before
    visitor.post(f"{PAGE}/restore", ("yedek.zip", saved))
    assert content_of(visitor.desk.data) == after
    visitor.post(f"/{YEAR}/plan/undo")
    assert content_of(visitor.desk.data) == before


STEP = {"file": "plan.xlsx", "tables": {"actions.csv": {"former": "x", "new": "0"}}}


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(STEP | {"tables": {"../../x.csv": {"former": "x", "new": "0"}}}),
        json.dumps(STEP | {"tables": {"/etc/x.csv": {"former": "x", "new": "0"}}}),
        json.dumps(STEP | {"tables": {"actions.csv": {"former": 1, "new": "0"}}}),
        json.dumps(STEP | {"tables": []}),
        "[" * 100_000,
        "x",
    ],
    ids=["way out", "absolute", "number", "list", "deep", "none"],
)
def test_a_record_of_the_plans_undo_that_was_made_up_does_nothing(visitor, sound, content):
    visitor.post(f"{PAGE}/restore", ("yedek.zip", zipped({**sound, ".plan-undo/0001.json": content})))
    before = content_of(visitor.desk.data)
    assert ".plan-undo/0001.json" in before
    assert "Geri al:" not in words(visitor.page(f"/{YEAR}/plan"))
    assert "bozuk" in words(visitor.done(f"/{YEAR}/plan/undo"))
    assert content_of(visitor.desk.data) == before
    assert not list(visitor.desk.data.parent.parent.rglob("x.csv"))


@pytest.mark.parametrize("name", ["../../municipality.csv", "/etc/passwd", "..", "a/b.xlsx"])
def test_what_the_desk_remembers_never_names_a_path(visitor, sound, name):
    arrived = [{"key": "0" * 16, "name": name, "year": YEAR, "on": "2026-02-01", "sha256": "0"}]
    told = told_of(visitor, zipped({**sound, "desk/desk.json": json.dumps({"arrived": arrived})}))
    assert "masanın kayıtları okunamıyor" in told


def test_a_spoilt_memory_is_set_aside_and_the_desk_goes_on(visitor):
    desk, data = visitor.desk, visitor.desk.data
    for name in ("desk-spoilt.json", "desk-spoilt1.json"):
        desk.put_away()
        (data / "desk" / "desk.json").write_text('{"person": 3', encoding="utf-8")
        desk.open(data)
        page = visitor.page(f"/{YEAR}/durum")
        assert f"desk/{name}" in page
        assert (data / "desk" / name).read_text(encoding="utf-8") == '{"person": 3'
    assert not memory.load(data).arrived

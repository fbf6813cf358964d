"""A newer program beside an older data folder: it is found, opens on every page, and nothing of it is lost or changed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from desk.conftest import ADDRESS, ROOT, TODAY, YEAR, Visitor, words
from yeep_analysis.desk.desk import Desk
from yeep_analysis.desk.door import Door
from yeep_analysis.desk.home import Home
from yeep_analysis.edition import DESK_FOLDER

PAGES = ("durum", "plan", "formlar", "gelenler", "veriler", "metinler", "rapor", "yedek")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """What the system keeps for the user, whichever program asks."""
    return Home(tmp_path / "settings", tmp_path / "documents")


@pytest.fixture
def started(home: Home):
    """A program as it is started: on the folder that it knows from the last time."""
    made = []

    def start(folder: Path | None = None) -> Visitor:
        desk = Desk(Home(home.settings, home.documents), Door(ADDRESS), today=lambda: TODAY)
        made.append(desk)
        desk.open(folder or desk.home.known[0])
        return Visitor(desk)

    yield start
    for desk in made:
        desk.put_away()


def files(folder: Path) -> dict[str, bytes]:
    """What the user and the units have put there, byte by byte."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and DESK_FOLDER not in path.relative_to(folder).parts
    }


@pytest.mark.parametrize("version", ["ornek", "data"])
def test_a_folder_of_the_first_version_opens_everywhere_and_stays_as_it_is(home, started, tmp_path, version):
    folder = Path(shutil.copytree(ROOT / "tests" / "frozen" / version, tmp_path / "Eşitlik Birimi" / "data"))
    before = files(folder)
    home.remember(folder)
    visitor = started()
    assert visitor.desk.data == folder.resolve()
    for year in (2022, YEAR):
        for page in PAGES:
            visitor.page(f"/{year}/{page}")
    assert files(folder) == before


def test_what_the_older_program_kept_is_there_in_the_newer_one(example, started, tmp_path):
    folder = Path(shutil.copytree(example, tmp_path / "Eşitlik Birimi" / "data"))
    older = started(folder)
    older.post(f"/{YEAR}/formlar/deadline", deadline="2026-02-20")
    (seen,) = re.findall(r'name="seen" value="(\w*)"', older.page(f"/{YEAR}/metinler?text=foreword"))
    written = {"text": "foreword", "edition": str(YEAR), "seen": seen, "words": "Eski programda yazıldı."}
    older.done(f"/{YEAR}/metinler/save", **written)
    before = files(folder)
    older.desk.put_away()

    newer = started()
    assert newer.desk.data == folder.resolve()
    assert "20 Şubat 2026" in words(newer.page(f"/{YEAR}/durum"))
    assert "Eski programda yazıldı." in newer.page(f"/{YEAR}/metinler?text=foreword")
    assert files(folder) == before

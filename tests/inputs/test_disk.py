"""A full disk, a folder that may not be changed: a sentence, and everything is as it was. Rights do not bind root."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tuik.files import DISTRICT, csv_file, flat
from yeep_analysis.cli.main import main

ROOT = Path(__file__).parents[2]
NEW = ["--district-code", "1", "--district", "a", "--province", "b", "--municipality", "c", "--plan-name", "d"]
NEW += ["--plan-years", "2026-2028", "--equality-unit", "e"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    made = Path(
        shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("results", "reference_*"))
    )
    (made / "plan" / "reporters.csv").unlink(missing_ok=True)
    return made


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(
    params=[(errno.ENOSPC, "the disk is full"), (errno.EROFS, "nothing can be written there")], ids=["full", "shut"]
)
def refusing(request, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], str]:
    """``refusing(folder)``: nothing can be written below that folder any more; the words that say why."""
    number, words = request.param
    opened, made, reals = os.open, os.mkdir, Path.open

    def refuse(folder: Path) -> str:
        def is_below(path: object) -> bool:
            return Path(path).absolute().is_relative_to(folder)

        def opening(path, flags, *arguments, **named):
            if flags & (os.O_WRONLY | os.O_RDWR) and is_below(path):
                raise OSError(number, os.strerror(number))
            return opened(path, flags, *arguments, **named)

        def making(path, *arguments, **named):
            if is_below(path):
                raise OSError(number, os.strerror(number))
            return made(path, *arguments, **named)

        def opening_path(path, mode="r", *arguments, **named):
            if set(mode) & set("wxa") and is_below(path):
                raise OSError(number, os.strerror(number))
            return reals(path, mode, *arguments, **named)

        monkeypatch.setattr(os, "open", opening)
        monkeypatch.setattr(os, "mkdir", making)
        monkeypatch.setattr(Path, "open", opening_path)
        return words

    return refuse


def test_reporters(data, refusing, capsys):
    before, words = content(data), refusing(data)
    assert main(["reporters", "--propose", "--data", str(data), "--lang", "en"]) == 2
    assert words in capsys.readouterr().err and content(data) == before


def test_new(tmp_path, refusing, capsys):
    words = refusing(tmp_path)
    assert main(["new", str(tmp_path / "other"), *NEW, "--lang", "en"]) == 2
    assert words in capsys.readouterr().err and not any(tmp_path.iterdir())


def test_new_in_an_empty_folder_that_fills_up(tmp_path, monkeypatch, capsys):
    """What was moved in goes out again."""
    folder, rename, calls = tmp_path / "other", Path.rename, iter(range(100))
    folder.mkdir()

    def full(path, target):
        if next(calls) == 5:
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", full)
    assert main(["new", str(folder), *NEW, "--lang", "en"]) == 2
    assert "the disk is full" in capsys.readouterr().err
    assert not any(folder.iterdir()) and [path.name for path in tmp_path.iterdir()] == ["other"]


def test_tuik(data, refusing, tmp_path, capsys):
    file = csv_file(tmp_path / "x.csv", flat(f"2026|{DISTRICT}|5.0|"))
    before, words = content(data), refusing(data)
    code = main(["tuik", str(file), "--into", str(data), "--yes", "--far", "--lang", "en"])
    assert code in (1, 2) and words in capsys.readouterr().err and content(data) == before


def test_tuik_without_room_for_the_trial(data, tmp_path, monkeypatch, capsys):
    header = "Erkek|Kadın"
    file = csv_file(tmp_path / "x.csv", flat(f"2026|{DISTRICT}|1.0|2.0|", header=header))
    before = content(data)

    def full(*_arguments: object, **_named: object) -> None:
        raise shutil.Error([("a", "b", "[Errno 28] No space left on device")])

    monkeypatch.setattr(shutil, "copytree", full)
    assert main(["tuik", str(file), "--into", str(data), "--yes", "--far", "--lang", "en"]) == 1
    assert "tried in a copy" in capsys.readouterr().err and content(data) == before


def test_tuik_out(refusing, tmp_path, capsys):
    file = csv_file(tmp_path / "x.csv", flat(f"2026|{DISTRICT}|5.0|"))
    (tmp_path / "out").mkdir()
    words = refusing(tmp_path / "out")
    assert main(["tuik", str(file), "--out", str(tmp_path / "out" / "tidy.csv"), "--lang", "en"]) == 2
    assert words in capsys.readouterr().err and not any((tmp_path / "out").iterdir())


def test_collect(data, refusing, tmp_path, capsys):
    assert main(["reporters", "--propose", "--data", str(data)]) == 0
    head = "year,unit_id,subject,subject_id,breakdown,category,field,value\n"
    row = "2024,insan_kaynaklari,measure,kadro_bazli_istihdam,,,"
    (tmp_path / "a.csv").write_text(f"{head}{row}female,3\n{row}male,4\n")
    capsys.readouterr()
    before, words = content(data), refusing(data)
    assert main(["collect", "2024", str(tmp_path / "a.csv"), "--data", str(data), "--lang", "en"]) == 2
    assert words in capsys.readouterr().err and content(data) == before


def test_a_folder_in_the_place_of_the_results_is_told(data, capsys):
    assert main(["reporters", "--propose", "--data", str(data)]) == 0
    (data / "results" / "2024.csv").mkdir(parents=True)
    assert main(["check", "--data", str(data), "--lang", "en"]) == 3
    assert "results/2024.csv" in capsys.readouterr().err

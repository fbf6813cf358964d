"""A full disk, a folder that may not be changed: a sentence, and everything is as it was. Rights do not bind root."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


# --- every write, one after the other ----------------------------------------

WRITERS = {
    "reporters": ["reporters", "--propose"],
    "crosswalk": ["crosswalk"],
    "forms": ["forms", "2025"],
    "status": ["status", "2025", "--reminders", "out"],
}
STEPS = [(os, name) for name in ("mkdir", "open", "fsync", "chmod", "rename", "replace")] + [(io, "open")]


@contextmanager
def full_at(folder: Path, number: int) -> Iterator[list[str]]:
    """The disk is full at one change below a folder, counted from 1; the list names the changes."""
    seen: list[str] = []

    def changes(name: str, where: object, how: object) -> bool:
        if name == "open":
            writes = how & os.O_ACCMODE if isinstance(how, int) else set(how) & set("wxa")
            return bool(writes) and Path(str(where)).absolute().is_relative_to(folder)
        return isinstance(where, int) or Path(str(where)).absolute().is_relative_to(folder)

    def counted(name: str, real: Callable) -> Callable:
        def step(where: object, *arguments: object, **named: object) -> object:
            if changes(name, where, arguments[0] if arguments else "r"):
                seen.append(f"{name} {where}")
                if len(seen) == number:
                    raise OSError(errno.ENOSPC, "No space left on device")
            return real(where, *arguments, **named)

        return step

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in STEPS:
            patch.setattr(owner, name, counted(name, getattr(owner, name)))
        yield seen


@pytest.fixture
def example(tmp_path: Path) -> Callable[[str], Path]:
    """``example("3")``: a copy of the example in a place of its own, with something left to report and to decide."""

    def copy(name: str) -> Path:
        data = Path(shutil.copytree(ROOT / "examples" / "ornek", tmp_path / name / "data"))
        for table in ("reporters", "crosswalk"):
            path = data / "plan" / f"{table}.csv"
            rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(rows[:-1]), encoding="utf-8")
        results = data / "results" / "2025.csv"
        results.write_text(results.read_text(encoding="utf-8").split("\n", 1)[0] + "\n", encoding="utf-8")
        if name in ("forms", "status"):
            assert main(["reporters", "--propose", "--data", str(data)]) == 0
        return data

    return copy


@pytest.mark.parametrize("command", WRITERS)
def test_a_disk_that_is_full_at_any_write_ends_in_a_sentence(command, example, monkeypatch, capsys):
    data = example(command)
    place, before = data.parent, content(data.parent)
    monkeypatch.chdir(place)
    call = [*WRITERS[command], "--data", "data", "--lang", "en"]
    with full_at(place, 0) as seen:
        assert main(call) == 0
    whole, changes = content(place), len(seen)
    assert whole != before and changes >= 4
    for number in range(1, min(changes, 40) + 1):
        shutil.rmtree(place)
        for name, written in before.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(written)
        os.chdir(place)
        capsys.readouterr()
        with full_at(place, number) as seen:
            code = main(call)
        assert len(seen) >= number
        said, after = capsys.readouterr().err, content(place)
        if code:  # otherwise what could not be done was not needed
            assert code in (1, 2) and said.startswith("Error: ") and "the disk is full" in said, seen[-1]
        assert set(before) <= set(after) and all(after[one] in (before.get(one), whole[one]) for one in after), seen[-1]
        assert code or after == whole


# --- what cannot be read -----------------------------------------------------

READERS = {
    "check": ["check"],
    "plan": ["plan"],
    "audit": ["plan", "audit"],
    "reporters": ["reporters"],
    "forms": ["forms", "2025"],
    "status": ["status", "2025"],
    "crosswalk": ["crosswalk"],
}
FACTS = {"check", "forms", "status"}  # what reads the tables outside the plan
PIECES = [
    ("municipality.csv", FACTS),
    ("population_by_age.csv", FACTS),
    ("plan/themes.csv", set(READERS)),
    ("plan/audit_judgements.csv", set(READERS)),
    ("plan/reporters.csv", {"check", "reporters", "forms", "status"}),
    ("plan/crosswalk.csv", {"check", "crosswalk"}),
    ("results/2025.csv", {"check", "status", "crosswalk"}),
    ("results/corrections.csv", {"check", "forms", "status", "crosswalk"}),
    ("results", FACTS),
    ("plan", FACTS),
]
UNREADABLE = [(command, piece) for piece, commands in PIECES for command in READERS if command in commands]
ENGLISH = ("Is a directory", "Not a directory", "Permission denied", "Input/output error", "No such file")


def _in_its_place(path: Path) -> None:
    """A folder where a file belongs, a file where a folder belongs."""
    if path.is_dir():
        shutil.rmtree(path)
        path.write_text("x")
    else:
        path.unlink()
        path.mkdir()


def _shut(path: Path, number: int, patch: pytest.MonkeyPatch) -> None:
    def refusing(real: Callable) -> Callable:
        def step(where: object, *arguments: object, **named: object) -> object:
            if not isinstance(where, int) and Path(str(where)).absolute() == path:
                raise OSError(number, os.strerror(number), str(where))
            return real(where, *arguments, **named)

        return step

    for owner, name in ((os, "listdir"), (os, "scandir"), (os, "open"), (io, "open")):
        patch.setattr(owner, name, refusing(getattr(owner, name)))


@pytest.fixture(scope="module")
def readable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ROOT / "examples" / "ornek", tmp_path_factory.mktemp("readable") / "data"))


@pytest.mark.parametrize("fault", ["another thing", "EACCES", "EIO"])
@pytest.mark.parametrize(("command", "piece"), UNREADABLE)
def test_what_cannot_be_read_is_told_by_its_name(command, piece, fault, readable, tmp_path, monkeypatch, capsys):
    data = readable
    if fault == "another thing":
        data = Path(shutil.copytree(readable, tmp_path / "data"))
        _in_its_place(data / piece)
    else:
        _shut(data / piece, getattr(errno, fault), monkeypatch)
    monkeypatch.chdir(tmp_path)
    code = main([*READERS[command], "--data", str(data)])
    said = capsys.readouterr().err
    assert code == 3 and piece in said, said
    assert [words for words in ENGLISH if words in said] == []


def test_a_text_beside_the_folders_of_the_editions_is_remarked_on(data, capsys):
    (data / "editions").mkdir(exist_ok=True)
    (data / "editions" / "foreword.md").write_text("Merhaba.")
    assert main(["check", "--data", str(data), "--lang", "en"]) == 0
    assert "editions/foreword.md: it is not printed." in capsys.readouterr().out

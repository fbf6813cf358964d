"""Results on the disk: the log beside the table, taken back and brought again, one at a time, whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from results.killed import LEAST, NEW, OLD, UNIT, correction
from results.making import KRES, ROOT, STAFF, YEAR, kept, tree, yeep
from yeep_analysis.municipality.result_tables import CORRECTIONS, ResultRow, results_table, years_with_results
from yeep_analysis.municipality.table_files import write_table
from yeep_analysis.reporting.results_folder import YearResults, load_results, only_collection, save_results, undo
from yeep_analysis.transaction import write_file
from yeep_analysis.words.errors import DataError, UsageError, YeepError
from yeep_analysis.words.terms import Field

CSV_HEAD = "year,unit_id,subject,subject_id,breakdown,category,field,value\n"


def state(data: Path, year: int = YEAR) -> tuple:
    """The results as a reader finds them: rows and corrections."""
    found = load_results(data, year)
    return found.rows, found.corrections


def save(data: Path, rows: list[ResultRow], *changes: tuple[str, str], year: int = YEAR) -> YearResults:
    """Save a merge that changed values from … to …; what is there afterwards."""
    before = load_results(data, year)
    entries = [
        correction(before.sha256, *change, merge=before.next_merge).model_copy(update={"year": year})
        for change in changes
    ]
    save_results(data, before, rows, entries)
    return load_results(data, year)


def women(n: int, file: str = "former.xlsx") -> list[ResultRow]:
    return [kept(UNIT, STAFF, Field.FEMALE, str(n), file)]


def logged(data: Path, year: int = YEAR) -> list[tuple[str, str]]:
    return [(entry.old_value, entry.new_value) for entry in load_results(data, year).corrections]


# --- table and log


def test_without_results_a_year_is_empty(tmp_path: Path) -> None:
    found = load_results(tmp_path, YEAR)
    assert not found.rows and not found.corrections and years_with_results(tmp_path) == []
    assert tree(tmp_path) == {}


def test_what_was_saved_reads_back(tmp_path: Path) -> None:
    found = save(tmp_path, NEW)
    assert list(found.rows) == NEW and years_with_results(tmp_path) == [YEAR]


def test_a_table_without_corrections_has_no_log(tmp_path: Path) -> None:
    save(tmp_path, NEW)
    assert sorted(tree(tmp_path / "results")) == [f"{YEAR}.csv", f"{YEAR}.csv.former-001"]


def test_every_change_stays_in_the_log(tmp_path: Path) -> None:
    save(tmp_path, women(3))
    save(tmp_path, women(4), ("3", "4"))
    found = save(tmp_path, women(6), ("4", "6"))
    assert logged(tmp_path) == [("3", "4"), ("4", "6")] and list(found.rows) == women(6)
    save(tmp_path, [*women(6), kept(UNIT, KRES, Field.VALUE, "1")])  # nothing is corrected: the log stays
    assert logged(tmp_path) == [("3", "4"), ("4", "6")]


def test_years_share_the_log_and_do_not_mix(tmp_path: Path) -> None:
    for year in (YEAR, YEAR + 1):
        save(tmp_path, women(3, f"{year}.xlsx"), year=year)
        save(tmp_path, women(4, f"{year}.xlsx"), ("3", "4"), year=year)
    save(tmp_path, women(9), ("4", "9"))
    assert logged(tmp_path) == [("3", "4"), ("4", "9")] and logged(tmp_path, YEAR + 1) == [("3", "4")]
    undo(tmp_path, YEAR)
    assert logged(tmp_path) == [("3", "4")] and logged(tmp_path, YEAR + 1) == [("3", "4")]


def test_a_value_that_went_there_and_back_stays_in_the_log_twice(tmp_path: Path) -> None:
    """The second correction brings the very table of the beginning: same form, same day."""
    save(tmp_path, women(3))
    save(tmp_path, women(4), ("3", "4"))
    save(tmp_path, women(3), ("4", "3"))
    assert logged(tmp_path) == [("3", "4"), ("4", "3")]
    save(tmp_path, women(5), ("3", "5"))
    assert logged(tmp_path) == [("3", "4"), ("4", "3"), ("3", "5")]


# --- undo


def test_merges_are_taken_back_in_reverse_order(tmp_path: Path) -> None:
    found = [state(tmp_path)]
    for rows, changes in (
        (women(3), []),
        (women(4), [("3", "4")]),
        ([*women(4), kept(UNIT, KRES, Field.VALUE, "1")], []),
    ):
        save(tmp_path, rows, *changes)
        found.append(state(tmp_path))
    save(tmp_path, women(6), ("4", "6"))
    for left, expected in zip((3, 2, 1, 0), reversed(found), strict=True):
        undone = undo(tmp_path, YEAR)
        assert undone.left == left and state(tmp_path) == expected
    assert undone.each("unit_id") == [UNIT] and undone.each("value") == ["3"]
    with pytest.raises(UsageError, match="no merge of 2024"):
        undo(tmp_path, YEAR)
    assert years_with_results(tmp_path) == []


def test_a_folder_of_an_earlier_version_has_one_former_table(tmp_path: Path) -> None:
    save(tmp_path, women(3))
    then = state(tmp_path)
    save(tmp_path, women(4), ("3", "4"))
    results = tmp_path / "results"
    (results / f"{YEAR}.csv.former-002").rename(results / f"{YEAR}.csv.former")
    (results / f"{YEAR}.csv.former-001").unlink()
    save(tmp_path, women(5), ("4", "5"))
    assert undo(tmp_path, YEAR).left == 1 and logged(tmp_path) == [("3", "4")]
    assert undo(tmp_path, YEAR).left == 0 and state(tmp_path) == then


def test_what_was_taken_back_lies_beside(tmp_path: Path) -> None:
    save(tmp_path, women(3))
    save(tmp_path, women(4), ("3", "4"))
    table = (tmp_path / "results" / f"{YEAR}.csv").read_bytes()
    assert undo(tmp_path, YEAR).table.read_bytes() == table


def test_nothing_to_take_back_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no merge of 2024"):
        undo(tmp_path, YEAR)


def test_a_correction_that_was_taken_back_is_dropped_by_another_one(tmp_path: Path) -> None:
    save(tmp_path, women(3))
    save(tmp_path, women(4), ("3", "4"))
    undo(tmp_path, YEAR)
    save(tmp_path, women(7), ("3", "7"))
    assert logged(tmp_path) == [("3", "7")]


def test_a_correction_that_was_taken_back_does_not_come_again(tmp_path: Path) -> None:
    """The next merge brings new values only, no correction: that of the merge taken back never happened."""
    save(tmp_path, women(3))
    save(tmp_path, women(4), ("3", "4"))
    undo(tmp_path, YEAR)
    save(tmp_path, [*women(3), kept(UNIT, KRES, Field.VALUE, "1")])
    assert logged(tmp_path) == []


def test_the_log_of_a_merge_that_was_killed_does_not_come_again(tmp_path: Path) -> None:
    found = save(tmp_path, women(3))
    write_table(tmp_path / "results" / "corrections.csv", CORRECTIONS, [correction(found.sha256)])
    assert state(tmp_path) == (tuple(women(3)), ())
    save(tmp_path, [*women(3), kept(UNIT, KRES, Field.VALUE, "1")])
    assert logged(tmp_path) == []


# --- files that somebody changed


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (",female,3,", ",colour,3,", "column field"),
        (",female,3,", ",female,,", "column value"),
        ("unit_id", "unit", "row 1"),
        ("2025-01-20", "20.01.2025", "column received_on"),
        ("b" * 64, "b" * 63, "column sha256"),
    ],
)
def test_a_spoilt_table_is_refused_by_its_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    save(tmp_path, women(3))
    path = tmp_path / "results" / f"{YEAR}.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=f"{YEAR}.csv, row .*{words}|{YEAR}.csv, {words}"):
        load_results(tmp_path, YEAR)


def test_a_row_that_stands_twice_is_refused(tmp_path: Path) -> None:
    write_table(tmp_path / "results" / f"{YEAR}.csv", results_table(YEAR), [*women(3), *women(4)])
    with pytest.raises(DataError, match=r"row 3.*twice"):
        load_results(tmp_path, YEAR)


def test_a_folder_in_the_place_of_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write_file(tmp_path / "file", b"")
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("call", ["fsync", "replace", "mkdir"])
def test_a_full_disk_at_any_write_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    save(tmp_path, women(3))
    before, then = tree(tmp_path), load_results(tmp_path, YEAR)
    real = getattr(os, call)
    for failing in range(30):
        calls = iter(range(100))

        def full(*arguments: object, calls=calls, failing=failing, **named: object) -> object:
            if next(calls) == failing:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments, **named)

        monkeypatch.setattr(os, call, full)
        try:
            save_results(tmp_path, then, women(4), [correction(then.sha256)])
        except YeepError as error:
            assert "the disk is full" in str(error) and "as they were" in str(error)
        else:
            break
        finally:
            monkeypatch.undo()
        assert tree(tmp_path) == before, failing
    assert failing >= 2 and logged(tmp_path) == [("3", "4")]


# --- one at a time


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    (tmp_path / "results").mkdir()
    return tmp_path / "results" / ".collecting"


def test_a_second_collection_is_kept_out_and_told_of_the_lock(tmp_path: Path, lock: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        lock.write_text(str(other.pid))  # as an earlier version wrote it
        with pytest.raises(UsageError, match=rf"Another collection is at work.*{lock}"), only_collection(tmp_path):
            raise AssertionError
        lock.write_text(f"{other.pid} {psutil.Process(other.pid).create_time()}")
        with pytest.raises(UsageError, match=f"process {other.pid}"), only_collection(tmp_path):
            raise AssertionError
        assert lock.exists()
        other.communicate(b"\n")
    with only_collection(tmp_path):
        assert lock.read_text().split()[0] == str(os.getpid())
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("content", ["", "no number", "{pid}", "{living} 1.0", "{living} x", "9" * 40])
def test_a_stale_lock_is_taken_over(tmp_path: Path, lock: Path, content: str) -> None:
    """Of a process that has ended; or its number came again: the living one began at another time."""
    ended = subprocess.Popen([sys.executable, "-S", "-c", ""])
    ended.wait()
    lock.write_text(content.format(pid=ended.pid, living=os.getppid()))
    with only_collection(tmp_path):
        pass
    assert tree(tmp_path) == {}


def test_the_number_of_a_process_that_began_after_the_lock_does_not_hold_it(tmp_path: Path, lock: Path) -> None:
    """A lock of an earlier version holds the number alone."""
    lock.write_text(str(os.getppid()))
    os.utime(lock, (1, 1))
    with only_collection(tmp_path):
        pass


def test_who_is_kept_out_touches_nothing_of_the_first(tmp_path: Path) -> None:
    with only_collection(tmp_path):
        work = tmp_path / "results" / ".writing-2024.csv-abc"
        work.write_text("half")
        with pytest.raises(UsageError, match="at work"), only_collection(tmp_path):
            raise AssertionError
        assert work.read_text() == "half"


@pytest.mark.parametrize("content", [None, "", "1234567"])
def test_of_many_that_come_at_once_one_is_let_in(tmp_path: Path, lock: Path, content: str | None) -> None:
    """Whatever lies there: no lock, an empty one, that of a process that has ended."""
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom yeep_analysis.reporting.results_folder import only_collection\n"
        "from yeep_analysis.words.errors import UsageError\nsys.stdin.readline()\n"
        "try:\n    with only_collection(Path(sys.argv[1])):\n        print('in', flush=True)\n        time.sleep(1.5)\n"
        "except UsageError:\n    print('out', flush=True)\n"
    )
    if content is not None:
        lock.write_text(content)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    many = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], **pipes) for _one in range(4)]
    time.sleep(1.5)  # until all wait for the word
    for one in many:
        one.stdin.write("go\n")
        one.stdin.flush()
    assert sorted(one.communicate()[0].strip() for one in many) == ["in", "out", "out", "out"]


def test_the_lock_goes_with_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), only_collection(tmp_path):
        raise KeyboardInterrupt
    assert tree(tmp_path) == {}


# --- killed

needs_posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked and killed")


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A folder before a merge with a correction, and what a reader finds before and after it."""
    folder = tmp_path_factory.mktemp("states")
    save(folder / "data", OLD)
    before = state(folder / "data")
    shutil.copytree(folder / "data", folder / "copy")
    save(folder / "copy", NEW, ("3", "4"))
    return SimpleNamespace(data=folder / "data", old=before, new=state(folder / "copy"))


@pytest.fixture(scope="module")
def every_step(states: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A folder for each step at which the merge was killed."""
    home = tmp_path_factory.mktemp("killed")
    for step in range(60):
        shutil.copytree(states.data, home / str(step))
    script = Path(__file__).with_name("killed.py")
    done = subprocess.run([sys.executable, script, home], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return [home / str(step) for step in range(int(done.stdout))]


@needs_posix
def test_killed_at_any_step_the_results_are_the_old_or_the_new(every_step: list[Path], states: SimpleNamespace) -> None:
    assert len(every_step) >= 12  # three files, each made durable and put in place; before and after
    found = [state(folder) for folder in every_step]
    assert all(one in (states.old, states.new) for one in found)
    assert found[0] == states.old and found[-1] == states.new
    assert found == sorted(found, key=lambda one: one == states.new)  # once new, new


@needs_posix
def test_killed_at_any_step_the_next_merge_works(every_step: list[Path], states: SimpleNamespace) -> None:
    for folder in every_step:
        again = folder.parent / f"{folder.name}-again"
        shutil.copytree(folder, again)
        if state(again) == states.old:
            save(again, NEW, ("3", "4"))
        assert state(again) == states.new
        undo(again, YEAR)
        assert state(again) == states.old


@needs_posix
def test_killed_at_any_step_a_merge_without_corrections_works(every_step: list[Path], states: SimpleNamespace) -> None:
    """What the killed merge left in the log must not count as soon as the table is another one."""
    for folder in every_step:
        again = folder.parent / f"{folder.name}-more"
        shutil.copytree(folder, again)
        rows, corrections = state(again)
        save(again, [*rows, kept(UNIT, "measure/hobi_kursu", Field.VALUE, "1")])
        assert state(again)[1] == corrections, folder.name


def collecting(data: Path, delivery: Path) -> list[str]:
    """The arguments of a collection that corrects a value."""
    named = ["--data", str(data), "--received", "2025-02-10", "--reason", "counted again"]
    return ["collect", str(YEAR), str(delivery), *named]


@pytest.fixture
def delivery(data: Path, tmp_path: Path) -> Path:
    """A delivery that corrects one value and brings another; what it corrects lies in ``data``."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    row = f"{YEAR},{UNIT},measure,kadro_bazli_istihdam,,,"
    first.write_text(f"{CSV_HEAD}{row}female,3\n{row}male,9\n")
    second.write_text(f"{CSV_HEAD}{row}female,4\n{row}evidence,list of 3 May\n")
    assert yeep("collect", YEAR, first, "--data", data, "--received", "2025-01-20")[0] == 0
    return second


@needs_posix
def test_killed_at_random_moments_of_a_collection(data: Path, delivery: Path, tmp_path: Path) -> None:
    """Collections are started one after the other, killed, and what lies there is compared: see ``killed.py``."""
    old = state(data)
    home = tmp_path / "moments"
    script = Path(__file__).with_name("killed.py")
    command = [sys.executable, script, "--moments", home, *collecting(data, delivery)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    new = state(home / "0")  # the first one was left to end
    assert old != new and len(new[1]) == 1 and state(data) == new  # and so was the last
    moments = [state(folder) for folder in home.iterdir()]
    assert len(moments) > LEAST
    assert all(one in (old, new) for one in moments)


@needs_posix
def test_a_killed_process_leaves_nothing_in_the_way(data: Path, delivery: Path) -> None:
    """The same with the command itself, in a process group of its own."""
    old = state(data)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [sys.executable, "-m", "yeep_analysis", *collecting(data, delivery)]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, **quiet)
    lock, until = data / "results" / ".collecting", time.monotonic() + 20
    while not lock.exists() and time.monotonic() < until:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert lock.exists() and state(data) == old
    code, _shown, errors = yeep(*collecting(data, delivery))
    assert code == 0, errors
    assert logged(data) == [("3", "4")] and not lock.exists()

"""Times ``yeep collect`` on many returned forms, and measures its memory.

    python benchmarks/collect.py [FILES]

The forms of a copy of ``data/`` are written, filled in, and copied under other names until there are FILES (500) of
them; each copy holds a remark of its own, so that no two have the same bytes. Wall clock of the whole process, and the
time of all its processors, which says more on a busy machine. Memory is the resident set, looked at ten times a second:
of the command alone, and of it with all its children.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
FILES = int(sys.argv[1]) if len(sys.argv) > 1 else 500
YEAR, LOOK, MEGABYTE = 2024, 0.1, 10**6
SECONDS, MEMORY = 20, 500  # what is asked: seconds, megabytes


def forms(home: Path) -> Path:
    """A folder of that many filled forms."""
    from forms.filling import data_folder, written
    from results.desk import fill_in

    data, folder = data_folder(home), home / "returned"
    folder.mkdir()
    filled = []
    for path in written(data, YEAR, home / "sent").values():
        fill_in(path, home / path.name)
        filled.append(home / path.name)
    for number in range(FILES):
        path = Path(shutil.copy(filled[number % len(filled)], folder / f"{number:03}.xlsx"))
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = f"copy {number}".encode()
    return folder


def resident(process: psutil.Process) -> tuple[int, int]:
    """Bytes of a process, and of it with all its children."""
    own, below = 0, 0
    with contextlib.suppress(psutil.Error):
        own = process.memory_info().rss
        for child in process.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                below += child.memory_info().rss
    return own, own + below


def processor_time() -> float:
    """Seconds that all ended children have used."""
    used = psutil.Process().cpu_times()
    return used.children_user + used.children_system


def measured(command: list[str]) -> tuple[float, float, float, float]:
    """Seconds by the clock, of the processors; largest memory of the process and of the whole tree, in megabytes."""
    start, used = time.perf_counter(), processor_time()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        process, own, tree = psutil.Process(running.pid), 0, 0
        while running.poll() is None:
            now = resident(process)
            own, tree = max(own, now[0]), max(tree, now[1])
            time.sleep(LOOK)
        seconds = time.perf_counter() - start
        shown = running.stdout.read()
    if running.returncode:
        raise SystemExit(f"collect ended with {running.returncode}:\n{shown}")
    print(shown.splitlines()[0])
    return seconds, processor_time() - used, own / MEGABYTE, tree / MEGABYTE


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = forms(Path(home))
        command = [sys.executable, "-m", "yeep_analysis", "collect", str(YEAR), str(folder)]
        named = ["--data", str(Path(home) / "data"), "--lang", "en", "--received", "2025-02-10"]
        first = measured([*command, *named])
        second = measured([*command, *named])
    print(f"{'':18} {'seconds':>8} {'CPU s':>8} {'command MB':>11} {'with children MB':>17}")
    for name, found in (
        ("all is new", first),
        ("nothing is new", second),
        ("asked for", (SECONDS, float("nan"), MEMORY, MEMORY)),
    ):
        print(f"{name:18} {found[0]:8.1f} {found[1]:8.1f} {found[2]:11.0f} {found[3]:17.0f}")


if __name__ == "__main__":
    main()

"""Holds the whole build (chapters, HTML, PDF, workbook) against the script by hand: the same tables, and at what cost.

    python benchmarks/compare.py [RUNS]      or `make benchmark`, in an environment of requirements.lock and no more

Whole processes in turn, after one uncounted run of each: wall clock, and CPU (user and system) with all processes that
they started. Peak memory comes from one further run of each, so that looking costs the timed runs nothing: every 20 ms
the resident memory of the process and of all its descendants is added up, pages that they share counted in each. Quote
the ratios: seconds belong to a machine. Ends with 1 where a cell of a table differs or a figure is missing.
"""

from __future__ import annotations

import csv
import ctypes
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import zip_longest
from pathlib import Path

import psutil  # which ipykernel brings

ROOT = Path(__file__).parents[1]
EDITION = "2022"
# Tables of the pages in front, which say again what stands in the annex, and of the plan's own frameworks.
NOT_BY_HAND = ("brief_posts", "plan_frameworks", "posts_at_a_glance", "who_decides", "who_lives_where", "words")
QUIETLY = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def cost(command: list[str]) -> tuple[float, float]:
    """Wall clock and CPU of a command [s]."""
    before = os.times()
    subprocess.run(command, check=True, **QUIETLY)
    while orphans():
        os.wait()  # only then does the system count what they used
    after = os.times()
    cpu = sum(getattr(after, part) - getattr(before, part) for part in ("children_user", "children_system"))
    return after.elapsed - before.elapsed, cpu


def orphans() -> list[psutil.Process]:
    """Processes that what ran here left behind; the second kernel split off from the first, which ends before it."""
    return psutil.Process().children()


def adopt() -> None:
    """Become the parent of processes whose own parent ends first; only Linux has kernels that split."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def peak_memory(command: list[str]) -> tuple[float, int]:
    """Largest sum of resident memory [MB], and of how many processes it was."""
    peak, many = 0, 0
    with subprocess.Popen(command, **QUIETLY) as process:
        while process.poll() is None:
            root = psutil.Process(process.pid)
            sizes = [resident(one) for one in [root, *root.children(recursive=True)]]
            peak, many = max((peak, many), (sum(sizes), len(sizes)))
            time.sleep(0.02)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return peak / 1e6, many


def resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:  # it ended meanwhile
        return 0


def differences(ours: Path, others: Path) -> list[str]:
    """Tables that only one of two folders has, and every cell that differs."""
    there = {path for folder in (ours, others) for path in folder.glob("*.csv") if path.stem not in NOT_BY_HAND}
    names = sorted({path.name for path in there})
    found = []
    for name in names:
        if not ((ours / name).exists() and (others / name).exists()):
            found.append(f"{name}: only in {ours if (ours / name).exists() else others}")
            continue
        pairs = zip_longest(rows(ours / name), rows(others / name), fillvalue=[])
        for number, (mine, other) in enumerate(pairs, start=1):
            cells = zip_longest(mine, other, fillvalue="(no cell)")
            found += [f"{name}, row {number}: {one!r} and {two!r}" for one, two in cells if one != two]
    return found


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def compared(build: Path, script: Path) -> bool:
    found = differences(build / "tables", script / "tables")
    ours, others = ({path.name for path in (folder / "figures").iterdir()} for folder in (build, script))
    found += [f"{name}: drawn by one only" for name in sorted(ours ^ others)]
    print(*found, sep="\n", end="\n" if found else "")
    tables = len(list((script / "tables").iterdir()))
    print(f"{tables} tables, {len(ours & others)} figures: " + ("they differ" if found else "all cells agree"))
    return not found


def main(runs: int) -> int:
    if importlib.util.find_spec("scipy"):  # seaborn imports it wherever it finds it
        sys.exit("SciPy is installed, which requirements.lock does not hold. Use `make benchmark`.")
    adopt()
    with tempfile.TemporaryDirectory() as out:
        script = [sys.executable, "benchmarks/by_hand.py", "data", f"{out}/script"]
        build = [sys.executable, "-m", "yeep_analysis", "report", EDITION, "--data", "data", "--out", f"{out}/build"]
        cost(script), cost(build)
        pairs = [(cost(script), cost(build)) for _run in range(runs)]
        (least, _one), (most, processes) = peak_memory(script), peak_memory(build)
        agree = compared(Path(out, "build", EDITION, "tr"), Path(out, "script"))
    print(f"{runs} pairs: lowest, median, highest")
    for part, name in enumerate(("wall", "CPU")):
        by_hand, whole = ([one[part] for one in column] for column in zip(*pairs, strict=True))
        ratios = [two / one for one, two in zip(by_hand, whole, strict=True)]
        for what, values, unit in (("script", by_hand, " s"), ("build", whole, " s"), ("ratio", ratios, "")):
            print(f"{name:6} {what:6} {min(values):6.2f} {statistics.median(values):6.2f} {max(values):6.2f}{unit}")
    print(f"memory script {least:.0f} MB, build {most:.0f} MB in {processes} processes, ratio {most / least:.2f}")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))

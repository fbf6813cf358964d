"""Times the whole build (chapters, HTML, PDF) beside the plain script, in turn, and prints the ratio of the medians.

    python benchmarks/compare.py [RUNS] [DATA] [EDITION]

Whole processes, wall clock, one warm-up of each that is not counted. Quote the ratio: seconds belong to a machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
DATA = sys.argv[2] if len(sys.argv) > 2 else "data"
EDITION = sys.argv[3] if len(sys.argv) > 3 else "2022"


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as out:
        plain = [sys.executable, "benchmarks/plain.py", DATA, f"{out}/plain", EDITION]
        build = [sys.executable, "-m", "yeep_analysis", "report", EDITION, "--data", DATA, "--out", f"{out}/reports"]
        seconds(plain), seconds(build)
        pairs = [(seconds(plain), seconds(build)) for _run in range(RUNS)]
    for name, times in zip(("plain script", "whole build"), zip(*pairs, strict=True), strict=True):
        print(f"{name:14} {min(times):6.2f} {statistics.median(times):6.2f} {max(times):6.2f} s  (min, median, max)")
    ratios = sorted(whole / script for script, whole in pairs)
    print(f"{'ratio':14} {ratios[0]:6.2f} {statistics.median(ratios):6.2f} {ratios[-1]:6.2f}")


if __name__ == "__main__":
    main()

"""Tries the double click as a newcomer does: the files of the commit in a new folder, nothing installed, the real lock.

python tools/try_start.py PYTHON     the first start installs and makes the report of 2022; the second installs nothing
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main(python: str) -> int:
    """Unpack, start, start again."""
    with tempfile.TemporaryDirectory(prefix="yeep-start-") as name:
        folder = Path(name) / "Eşitlik Birimi (ığ)"
        tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        for file in os.fsdecode(tracked).strip("\0").split("\0"):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, folder / file)
        installed, _said = seconds(python, folder, "-- report 2022")
        again, said = seconds(python, folder, "-- check")
        if "1/4" in said:
            raise SystemExit("the second start installed once more:\n" + said)
        if not (folder / "reports" / "2022" / "tr" / "report.pdf").stat().st_size:
            raise SystemExit("there is no report")
        print(f"start.py: first start and report {installed:.0f} s, second start and check {again:.1f} s")
    return 0


def seconds(python: str, folder: Path, arguments: str) -> tuple[float, str]:
    """How long one start takes, and what it says."""
    without = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    began = time.monotonic()
    command = [python, str(folder / "start.py"), *arguments.split()]
    said = subprocess.run(command, cwd=folder, env=without, stdout=subprocess.PIPE, text=True, check=True).stdout
    return time.monotonic() - began, said


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Opens workbooks in a process of its own, with bounded memory and time.

A damaged or hostile .xls can keep its parser busy for ever, or fill the memory. None of that reaches the command.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

from yeep_analysis.intake.tuik.grids import Row
from yeep_analysis.intake.tuik.workbooks import DONE, MEMORY, TOO_MUCH

SECONDS = 60.0
_PAUSE = 0.02  # seconds between two looks at the process


class TooMuchError(Exception):
    """A workbook that is larger than any table of TÜİK when it is unpacked."""


class UnreadableError(Exception):
    """A workbook that cannot be opened: damaged, encrypted, or another thing than it says."""


def read_sheets(path: Path) -> tuple[list[tuple[str, list[Row]]], list[str]]:
    """The visible sheets with their rows from row 1 on, and the names of the hidden ones.

    Raises   `TooMuchError` or `UnreadableError`
    """
    command = [sys.executable, "-m", "yeep_analysis.intake.tuik.workbooks", str(path.resolve())]
    with tempfile.TemporaryFile() as out:
        with subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as process:
            try:
                code = _watched(process)
            finally:
                process.kill()
        return _answer(code, out)


def _watched(process: subprocess.Popen) -> int | None:
    """The exit code; `None` where the process took more time or memory than it may."""
    import psutil

    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            return process.wait(_PAUSE)
        except subprocess.TimeoutExpired:
            try:
                if psutil.Process(process.pid).memory_info().rss > MEMORY:  # Windows knows no limit of its own
                    return None
            except psutil.NoSuchProcess:
                continue
    return None


def _answer(code: int | None, out: IO[bytes]) -> Any:
    if code == TOO_MUCH:
        raise TooMuchError
    if code != DONE:
        raise UnreadableError
    out.seek(0)
    found = json.load(out)
    return [(name, rows) for name, rows in found["visible"]], found["hidden"]

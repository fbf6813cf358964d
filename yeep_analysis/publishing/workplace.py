"""Folders for the time of a run. They are named after their process: the next run takes away what a killed one left."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yeep_analysis.transaction import start_of
from yeep_analysis.words.errors import YeepError
from yeep_analysis.words.language import _

_DAY = 86400  # seconds
_OWNER = re.compile(r"(?P<machine>[a-z0-9]*)\.(?P<process>\d+)\.(?P<started>\d+)-")


@contextmanager
def workplace(prefix: str, folder: Path | None = None) -> Iterator[Path]:
    """A new folder beside others of its kind, or among the temporary files; gone afterwards, whatever happens.

    Raises   `YeepError` where the folder for temporary files cannot be used
    """
    try:
        beside = folder or Path(tempfile.gettempdir())
        made = tempfile.TemporaryDirectory(prefix=owned(prefix), dir=beside, ignore_cleanup_errors=True)
    except OSError as error:
        if folder:
            raise
        raise YeepError(
            _(
                "The folder for temporary files cannot be used ({reason}). Make room in it, or name another one in the "
                "environment variable TMPDIR (Windows: TEMP)."
            ).format(reason=error.strerror or error)
        ) from error
    for other in beside.glob(f"{prefix}*"):
        if is_left_behind(other, prefix):
            remove(other)
    with made as name:
        yield Path(name)


def owned(prefix: str) -> str:
    """The beginning of a name that tells which process made it."""
    return f"{prefix}{_machine()}.{os.getpid()}.{_started(os.getpid())}-"


def is_left_behind(path: Path, prefix: str) -> bool:
    """Whether nobody works there any more: its process has ended; on another machine, a day has passed."""
    owner = _OWNER.match(path.name.removeprefix(prefix))
    if owner and owner["machine"] == _machine():
        return abs(_started(int(owner["process"])) - int(owner["started"])) > 60  # clocks are set right now and then
    try:
        return time.time() - path.lstat().st_mtime > _DAY
    except FileNotFoundError:  # its owner took it away meanwhile
        return False


def remove(path: Path) -> None:
    """Take away a folder, or whatever has its name."""
    if path.is_symlink() or path.is_file():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path, ignore_errors=True)


def _machine() -> str:
    return re.sub(r"[^a-z0-9]", "", platform.node().lower())


def _started(process: int) -> int:
    """When a process began; 0 where there is none."""
    return int(start_of(process) or 0)

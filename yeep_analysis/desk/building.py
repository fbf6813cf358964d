"""A report that is being made: a child process of its own, whose steps lie in files.

It belongs to the folder and not to a page, nor to the server: a closed browser stops nothing, and a desk that is opened
anew finds it at work.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import psutil

from yeep_analysis.edition import DESK_FOLDER, INTERNAL, PUBLIC
from yeep_analysis.transaction import start_of, write_file
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _

_FOLDER, _JOB, _STEPS, _ERRORS = "build", "job.json", "steps.txt", "errors.txt"
_SAME = 2.0  # seconds by which two looks at the start of one process may differ
_PATIENCE = 15.0  # seconds in which a process that is stopped may tidy up
_LONGEST_ERROR = 4000  # letters of it that are shown
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_OFFERED = re.compile(r"[^.\n]*--merge “([^”]+)”\.")  # the sentence that offers a merge to whoever gives commands
_processes: dict[int, subprocess.Popen[bytes]] = {}  # of this server; whoever ends is seen by it


class State(Enum):
    """How a build stands."""

    RUNNING = "running"
    READY = "ready"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True)
class ChapterStep:
    """A chapter of the build: its title, and how far it is."""

    title: str
    cells: int
    done: int

    @property
    def state(self) -> str:
        """``waiting``, ``running`` or ``done``."""
        return "done" if self.done >= self.cells else "running" if self.done else "waiting"


@dataclass(frozen=True)
class Build:
    """The last build of a folder, running or not."""

    edition: str
    language: str
    began: datetime.datetime
    process: int
    state: State
    chapters: tuple[ChapterStep, ...]
    error: str
    ended: datetime.datetime | None
    is_internal: bool = False

    @property
    def is_running(self) -> bool:
        """Whether it is at work: as long as it is, nothing else may change the data."""
        return self.state == State.RUNNING

    @property
    def ready_chapters(self) -> int:
        """Chapters that are done."""
        return sum(one.state == "done" for one in self.chapters)

    @property
    def seconds(self) -> int:
        """How long it has been at work."""
        return round(((self.ended or datetime.datetime.now()) - self.began).total_seconds())

    @property
    def is_of_month(self) -> bool:
        """Whether it is a bulletin."""
        return bool(MONTH.fullmatch(self.edition))

    @property
    def year(self) -> int:
        """The year of which it is."""
        return int(self.edition[:4] if self.is_of_month else self.edition[-4:])

    @property
    def offered(self) -> str:
        """The mahalles that are to be shown as one, where it failed because small counts cannot be protected."""
        found = _OFFERED.search(self.error) if self.state == State.FAILED else None
        return found[1] if found else ""

    @property
    def said(self) -> str:
        """What it said, without what is to be done in a command."""
        return _OFFERED.sub("", self.error).strip()

    @property
    def failed_chapter(self) -> str:
        """The chapter at which it stopped, where that is known."""
        return next((one.title for one in self.chapters if f"“{one.title}”" in self.error), "")


def start(data: Path, reports: Path, edition: str, language: str, *, merge: str = "", audience: str = PUBLIC) -> None:
    """Begin to make a report, or of a month (2024-05) its bulletin.

    merge      mahalles that are shown as one
    audience   for whom it is: everybody, or the unit alone

    Raises   `UsageError` where one is being made
    """
    if (now := last(data)) and now.is_running:
        raise UsageError(_("A report is being made. Wait until it is ready, or stop it."))
    place = data / DESK_FOLDER / _FOLDER
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    what = "bulletin" if MONTH.fullmatch(edition) else "report"
    command = [sys.executable, "-m", "yeep_analysis", what, edition, "--lang", language, "--steps"]
    command += ["--data", str(data), "--out", str(reports), *([f"--merge={merge}"] if merge else [])]
    command += ["--audience", audience]
    apart: dict[str, Any] = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
        if os.name == "nt"
        else {"start_new_session": True}
    )
    with (place / _STEPS).open("wb") as steps, (place / _ERRORS).open("wb") as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=steps, stderr=errors, cwd=data, **apart)
    _processes[process.pid] = process
    job = {
        "edition": edition,
        "language": language,
        "audience": audience,
        "process": process.pid,
        "start": start_of(process.pid),
    }
    job["began"] = datetime.datetime.now().replace(microsecond=0).isoformat()
    write_file(place / _JOB, json.dumps(job).encode())


def last(data: Path) -> Build | None:
    """How the last build of a folder stands; None where there was none."""
    place = data / DESK_FOLDER / _FOLDER
    try:
        job = json.loads((place / _JOB).read_text(encoding="utf-8"))
        began, process = datetime.datetime.fromisoformat(job["began"]), int(job["process"])
    except (OSError, ValueError, KeyError):
        return None
    steps = list(_steps(place / _STEPS))
    error = _read(place / _ERRORS)[-_LONGEST_ERROR:].strip()
    is_running = _is_running(process, job.get("start"))
    if any("ready" in step for step in steps):
        state = State.READY
    elif is_running:
        state = State.RUNNING
    else:
        state = State.STOPPED if job.get("stopped") else State.FAILED
    ended = None if is_running else datetime.datetime.fromtimestamp((place / _STEPS).stat().st_mtime)
    is_internal = job.get("audience") == INTERNAL
    return Build(job["edition"], job["language"], began, process, state, _chapters(steps), error, ended, is_internal)


def stop(data: Path) -> None:
    """Stop a build that is at work; the last report stays as it is."""
    build = last(data)
    if build is None or not build.is_running:
        return
    path = data / DESK_FOLDER / _FOLDER / _JOB
    write_file(path, json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"stopped": True}).encode())
    if os.name != "nt":
        with contextlib.suppress(ProcessLookupError):
            os.kill(build.process, signal.SIGINT)
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and start_of(build.process) is not None:
            time.sleep(0.1)
    with contextlib.suppress(psutil.NoSuchProcess):
        root = psutil.Process(build.process)
        for process in [*root.children(recursive=True), root]:  # Windows, or a process that does not listen
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
    _reap(build.process)


def _is_running(process: int, start: float | None) -> bool:
    _reap(process)
    began = start_of(process)
    return began is not None and start is not None and abs(began - start) < _SAME


def _reap(process: int) -> None:
    if (own := _processes.get(process)) and own.poll() is not None:
        del _processes[process]


def _steps(path: Path) -> list[dict[str, Any]]:
    found = []
    for line in _read(path).splitlines():
        try:
            step = json.loads(line)
        except ValueError:  # the last line, still being written
            continue
        found += [step] if isinstance(step, dict) else []
    return found


def _chapters(steps: list[dict[str, Any]]) -> tuple[ChapterStep, ...]:
    told = next((step["chapters"] for step in steps if "chapters" in step), [])
    done: dict[str, int] = {}
    for step in steps:
        if "chapter" in step:
            done[step["chapter"]] = done.get(step["chapter"], 0) + step["cells"]
    return tuple(ChapterStep(one["title"], one["cells"], done.get(one["name"], 0)) for one in told)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""

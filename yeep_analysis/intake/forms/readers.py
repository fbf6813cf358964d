"""Reads workbooks in child processes with bounded memory and time; a child that goes too far is ended and replaced."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import psutil

LONGEST = 20.0  # seconds for one file
LARGEST = 350 * 2**20  # bytes that a child may hold in memory
_LOOK = 0.2  # seconds between two looks at a child that is at work


def read_workbooks(
    paths: Sequence[Path], *, advance: Callable[[], None], processes: int | None = None
) -> list[dict[str, Any]]:
    """What each file holds, in the order of ``paths``: see ``child.answer``.

    ``advance`` is called after each file, from this thread.
    """
    processes = max(1, min(processes or os.cpu_count() or 1, 4, len(paths)))
    children: Queue[_Child] = Queue()
    with _children(processes) as started, ThreadPoolExecutor(processes) as pool:
        for child in started:
            children.put(child)

        def one(path: Path) -> dict[str, Any]:
            child = children.get()
            try:
                return child.read(path)
            finally:
                children.put(child)

        answers = []
        for found in pool.map(one, paths):
            answers.append(found)
            advance()
        return answers


@contextmanager
def _children(number: int) -> Iterator[list[_Child]]:
    children = [_Child() for _place in range(number)]
    try:
        yield children
    finally:
        for child in children:
            child.end()


class _Child:
    """One child process, started when it is first needed, and anew after it had to be ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lines: Queue[str] = Queue()

    def read(self, path: Path) -> dict[str, Any]:
        if self._process is None:
            self._start()
        try:
            self._process.stdin.write(json.dumps(str(path)) + "\n")
            self._process.stdin.flush()
        except OSError:
            return self._gone_too_far()
        until = time.monotonic() + LONGEST
        while time.monotonic() < until and self._is_within_memory():
            try:
                line = self._lines.get(timeout=_LOOK)
            except Empty:
                continue
            return json.loads(line) if line else self._gone_too_far()
        return self._gone_too_far()

    def end(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            with contextlib.suppress(OSError):  # what was not yet written to it has nobody to read it
                self._process.stdin.close()
            self._process.stdout.close()
            self._process = None

    def _start(self) -> None:
        command = [sys.executable, "-m", "yeep_analysis.intake.forms.child"]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            stderr=subprocess.DEVNULL,
        )
        self._lines = Queue()
        Thread(target=_pass_on, args=(self._process.stdout, self._lines), daemon=True).start()

    def _is_within_memory(self) -> bool:
        try:
            return psutil.Process(self._process.pid).memory_info().rss <= LARGEST
        except psutil.Error:
            return True  # it has ended; the next line says so

    def _gone_too_far(self) -> dict[str, Any]:
        self.end()
        return {"refused": "limits", "sha256": "", "detail": ""}


def _pass_on(stream: Any, lines: Queue[str]) -> None:
    """Lines of a child into a queue; an empty one when it has ended."""
    with contextlib.suppress(ValueError):  # closed while it was read
        for line in stream:
            lines.put(line)
    lines.put("")

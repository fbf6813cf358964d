"""The one door for what comes from outside: files are opened in child processes with bounded memory and time.

A format is a module that is run as such a process: it answers each path with plain data, and ends with ``serve``. What
a file does in there (fill the memory, never end, crash) reaches the command as a refusal: a child that goes too far is
ended, and replaced for the next file.
"""

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
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any
from zipfile import ZipInfo

import psutil

from yeep_analysis.words import language

LARGEST_RATIO = 200  # unpacked : packed, of a part larger than a megabyte
_LOOK = 0.2  # seconds between two looks at a child that is at work
TOO_FAR: dict[str, Any] = {"refused": "limits", "sha256": "", "detail": ""}


@dataclass(frozen=True)
class Limits:
    """How far a child may go with one file."""

    seconds: float
    memory: int  # bytes that it may hold


@dataclass(frozen=True)
class Sandbox:
    """Opens files of one kind: ``module`` is run as the child process."""

    module: str
    limits: Limits

    def read(
        self,
        paths: Sequence[Path],
        *,
        tasks: Sequence[Any] | None = None,
        advance: Callable[[], None] = lambda: None,
        processes: int | None = None,
    ) -> list[dict[str, Any]]:
        """What each file holds, in the order of ``paths``; ``TOO_FAR`` where its child had to be ended.

        tasks     what is to be done with each file, as plain data, where there is more than one thing to do
        advance   called after each file, from this thread
        """
        processes = max(1, min(processes or os.cpu_count() or 1, 4, len(paths)))
        children: Queue[_Child] = Queue()
        with self._children(processes) as started, ThreadPoolExecutor(processes) as pool:
            for child in started:
                children.put(child)

            def one(path: Path, task: Any) -> dict[str, Any]:
                child = children.get()
                try:
                    return child.read(path, task)
                finally:
                    children.put(child)

            answers = []
            for found in pool.map(one, paths, tasks or [None] * len(paths)):
                answers.append(found)
                advance()
            return answers

    @contextmanager
    def _children(self, number: int) -> Iterator[list[_Child]]:
        children = [_Child(self.module, self.limits) for _place in range(number)]
        try:
            yield children
        finally:
            for child in children:
                child.end()


def serve(answer: Callable[..., dict[str, Any]], *, address_space: int) -> None:
    """Be the child: answer one path a line, with its task, a line of JSON each, until there are no more."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit: there the parent watches
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    for line in sys.stdin:
        path, spoken, task = json.loads(line)
        language.use(spoken)
        try:
            found = json.dumps(answer(Path(path)) if task is None else answer(Path(path), task))
        except MemoryError:
            found = json.dumps(TOO_FAR)
        print(found, flush=True)


@dataclass
class _Child:
    """One child process, started when it is first needed, and anew after it had to be ended."""

    module: str
    limits: Limits
    _process: subprocess.Popen[str] | None = None
    _lines: Queue[str] = field(default_factory=Queue)

    def read(self, path: Path, task: Any = None) -> dict[str, Any]:
        if self._process is None:
            self._start()
        try:
            self._process.stdin.write(json.dumps([str(path), language.active(), task]) + "\n")
            self._process.stdin.flush()
        except OSError:
            return self._gone_too_far()
        until = time.monotonic() + self.limits.seconds
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
        self._process = subprocess.Popen(
            [sys.executable, "-m", self.module],
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
            return psutil.Process(self._process.pid).memory_info().rss <= self.limits.memory
        except psutil.Error:
            return True  # it has ended; the next line says so

    def _gone_too_far(self) -> dict[str, Any]:
        self.end()
        return dict(TOO_FAR)


def is_bomb(part: ZipInfo) -> bool:
    """Whether a packed part would unpack to far more than any honest one: it is not unpacked at all."""
    return part.file_size > 2**20 and part.file_size > LARGEST_RATIO * max(part.compress_size, 1)


def _pass_on(stream: Any, lines: Queue[str]) -> None:
    """Lines of a child into a queue; an empty one when it has ended."""
    with contextlib.suppress(ValueError):  # closed while it was read
        for line in stream:
            lines.put(line)
    lines.put("")

"""The process of the kernels, started before a command does anything else: it imports while the data are read.

Needs nothing but Python itself, so that it is the first thing a command does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

# Neither hash order nor the number of processors must reach the report; and only a process without threads can split.
SURROUNDINGS = {"PYTHONHASHSEED": "0", "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
MODULE = "yeep_analysis.publishing.kernel_process"


def command(*arguments: str) -> list[str]:
    """How the process of the kernels is run; without arguments it waits to be told them."""
    return [sys.executable, "-P", "-m", MODULE, *arguments]


def may_split() -> bool:
    """Whether a process of this system can split, and its parts be told from any other process."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):  # not Linux, or a very old one
        return False
    return True


class Early:
    """A process that imports what every chapter needs, and waits to be told of which kernels it is."""

    def __init__(self) -> None:
        env = {**os.environ, **SURROUNDINGS, "JPY_PARENT_PID": str(os.getpid())}  # where this one ends, so does it
        self.process = subprocess.Popen(command(), stdin=subprocess.PIPE, env=env, start_new_session=True)
        self.is_told = False

    def tell(self, *arguments: str, folder: str, env: dict[str, str]) -> None:
        """Where it runs, in which surroundings, and with which arguments; from here on others answer for its end."""
        self.is_told = True
        assert self.process.stdin
        with suppress(BrokenPipeError):  # it has died: whoever waits for a kernel is told
            self.process.stdin.write(json.dumps([folder, env, arguments]).encode() + b"\n")
            self.process.stdin.close()

    def end(self) -> None:
        """End it."""
        self.process.kill()
        self.process.communicate()


def told() -> list[str]:
    """In that process: its arguments, as soon as they are told; none where nobody wants it any more."""
    if not (line := sys.stdin.buffer.readline()):
        return []
    folder, env, arguments = json.loads(line)
    os.chdir(folder)
    os.environ.update(env)
    return arguments


# What makes a report, so that the process may begin before the command itself is imported.
_MAKE_A_REPORT = ("report", "rapor", "bulletin", "bülten", "bulten")
_begun: list[Early] = []


@contextmanager
def begun(arguments: Sequence[str]) -> Iterator[None]:
    """Such a process for the command that is asked for, if its first word is one that makes a report."""
    if arguments and arguments[0] in _MAKE_A_REPORT and not {"-h", "--help"} & {*arguments} and may_split():
        with suppress(OSError):  # the system starts no process now: the command tries again, and tells
            _begun.append(Early())
    try:
        yield
    finally:
        while _begun:
            _begun.pop().end()  # nobody took it


@contextmanager
def started() -> Iterator[Early | None]:
    """Such a process, for whoever makes a report in this block; None where processes do not split."""
    early = _begun.pop() if _begun else Early() if may_split() else None
    try:
        yield early
    finally:
        if early and not early.is_told:
            early.end()

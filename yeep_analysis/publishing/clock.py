"""Where the time of a build goes: seconds by phase, told when it is done; nothing of it is published."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from yeep_analysis.words.language import _, number


class Clock:
    """Adds up the seconds of named phases."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._spent: dict[str, float] = {}

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Count what happens inside as time of a phase."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._spent[name] = self._spent.get(name, 0.0) + time.perf_counter() - start

    def told(self) -> str:
        """One line: the phases, and the whole time."""
        whole = time.perf_counter() - self._began
        parts = [_("{phase} {seconds} s").format(phase=name, seconds=number(s, 1)) for name, s in self._spent.items()]
        return _("Time: {parts}; in all {seconds} s").format(parts=", ".join(parts), seconds=number(whole, 1))

"""Measures the CPU time of every test, and lists in ``tests/slow.txt`` those that ``make test`` leaves out.

python tools/tiers.py          measure all tests (ten minutes and more), then write the list
"""

from __future__ import annotations

import json
import resource
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIST = ROOT / "tests" / "slow.txt"
MOST = 0.3  # seconds of CPU of all cases of a test together; it chooses a tier, and no test ever waits for it
HEAD = """# Tests that `make test` leaves to `make test-all`, one a line: they cost more than an answer may.
# Written by tools/tiers.py, which measures them. A line may be a file, or a test without its cases.
"""


class Measured:
    """Counts what each test costs, its processes included; what a fixture costs is not its test's."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item):
        """One case of a test."""
        before = _spent()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid.partition("[")[0]] += _spent() - before


def _spent() -> float:
    parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in parts)


def main() -> int:
    """Run everything once in one process, and write the list; files that stand in it stay."""
    measured = Measured()
    code = pytest.main(["-q", "-m", "not browser and not office", *sys.argv[1:]], plugins=[measured])
    known = LIST.read_text(encoding="utf-8").splitlines() if LIST.exists() else []
    whole = [line for line in known if line.endswith(".py")]
    dear = (name for name, seconds in measured.seconds.items() if seconds > MOST)
    slow = sorted(name for name in dear if name.split("::")[0] not in whole)
    LIST.write_text(HEAD + "\n".join([*whole, *slow]) + "\n", encoding="utf-8")
    print(json.dumps(measured.seconds.most_common(20), indent=1))
    return int(code)


if __name__ == "__main__":
    sys.exit(main())

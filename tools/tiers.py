"""Measures the CPU time of every test, and lists in ``tests/slow.txt`` those that ``make test`` leaves out.

python tools/tiers.py          measure all tests with few examples each (ten minutes and more); write the list
python tools/tiers.py ratio    what the tests of `make test` cost beside benchmarks/by_hand.py; 1 above the limit

The quick tier takes the cheapest tests first, until they have used what is left beside the two reports that it makes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIST = ROOT / "tests" / "slow.txt"
LIMIT = 20  # times the CPU of the script by hand that the tests of `make test` may cost
ROOM = 7  # of these, for tests and their fixtures; the rest: two reports, imports, collecting in two workers
REPORTS = {("tests/publishing", "turkish"), ("tests/evaluation/test_example_report.py", "run")}
ALWAYS = "tests/measures/test_golden.py"  # whatever it costs: every published number beside its second route
HEAD = """# Tests that `make test` leaves to `make test-all`, one a line: they cost more than an answer may.
# Written by tools/tiers.py, which measures them. A line may be a file, or a test without its cases.
"""


class Measured:
    """Counts what each test costs, with its processes. The cost of a fixture is shared by the tests that ask for it."""

    def __init__(self) -> None:
        self.own: Counter[str] = Counter()
        self.of_fixture: Counter[object] = Counter()
        self.users: dict[object, set[str]] = defaultdict(set)
        self._running = [0.0]  # what the fixtures inside the present one, or inside the present test, have cost

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item):
        """One case of a test from its first fixture to the last one that is taken down."""
        name = item.nodeid.partition("[")[0]
        for fixtures in item._fixtureinfo.name2fixturedefs.values():
            self.users[fixtures[-1]].add(name)
        before, self._running = _spent(), [0.0]
        try:
            return (yield)
        finally:
            self.own[name] += _spent() - before - self._running[0]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_fixture_setup(self, fixturedef):
        """A fixture, without those that it asks for."""
        before = _spent()
        self._running.append(0.0)
        try:
            return (yield)
        finally:
            whole, inside = _spent() - before, self._running.pop()
            self._running[-1] += whole
            self.of_fixture[fixturedef] += whole - inside

    def costs(self) -> Counter[str]:
        """Of every test, with its part of what it shares; of the two reports nothing is anybody's."""
        costs = Counter(self.own)
        for fixture, seconds in self.of_fixture.items():
            if (fixture.baseid, fixture.argname) not in REPORTS:
                for user in self.users[fixture]:
                    costs[user] += seconds / len(self.users[fixture])
        return costs


def _spent() -> float:
    """CPU of this process and of those that it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def cost(*command: object) -> float:
    """CPU of a whole command."""
    before = os.times()
    subprocess.run([str(part) for part in command], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def by_hand() -> float:
    """What the script by hand costs on this machine at this hour."""
    with tempfile.TemporaryDirectory() as out:
        return min(cost(sys.executable, ROOT / "benchmarks" / "by_hand.py", ROOT / "data", out) for _time in range(3))


def write_list(*arguments: str) -> int:
    """Run everything once in one process, and write the list; files stay in it, and what was not measured."""
    measured, script = Measured(), by_hand()
    code = pytest.main(["-q", "--few", "-m", "not browser and not office", *arguments], plugins=[measured])
    script = (script + by_hand()) / 2
    known = LIST.read_text(encoding="utf-8").splitlines() if LIST.exists() else []
    whole = [line for line in known if line.endswith(".py")]
    costs = {test: seconds for test, seconds in measured.costs().items() if test.split("::")[0] not in whole}
    room, slow = ROOM * script, [line for line in known if "::" in line and line not in costs]
    for test, seconds in sorted(costs.items(), key=lambda cost: cost[1]):
        room -= seconds
        if room < 0 and not test.startswith(ALWAYS):
            slow.append(test)
    LIST.write_text(HEAD + "\n".join([*whole, *sorted(slow)]) + "\n", encoding="utf-8")
    dear = {test: round(seconds / script, 2) for test, seconds in Counter(costs).most_common(30)}
    print(json.dumps(dear, indent=1), f"\n{len(slow)} of {len(costs)} tests are slow; unit: the script, {script:.1f} s")
    return int(code)


def ratio() -> int:
    """The tests of `make test` beside the script by hand."""
    script = by_hand()
    tests = cost(sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup")
    times = tests / ((script + by_hand()) / 2)
    print(f"make test: {times:.1f} times the CPU of benchmarks/by_hand.py ({tests:.0f} s); at most {LIMIT}")
    return int(times > LIMIT)


if __name__ == "__main__":
    sys.exit(ratio() if sys.argv[1:] == ["ratio"] else write_list(*sys.argv[1:]))

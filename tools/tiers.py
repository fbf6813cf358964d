"""Measures the CPU time of tests, and lists in ``tests/slow.txt`` those that ``make test`` leaves out.

python tools/tiers.py          measure all tests, with few examples each (ten minutes and more), and write the list anew
python tools/tiers.py PATH     measure the tests of a file or a folder, as new ones; what the list says of others stays
python tools/tiers.py ratio    what the tests of `make test` cost beside benchmarks/by_hand.py; 1 above the limit
"""

from __future__ import annotations

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
MOST = 1 / 80  # of that script, for all cases of one test; lower it where the limit is passed
REPORTS = {("tests/publishing", "turkish"), ("tests/evaluation/test_example_report.py", "run")}  # made once, for many
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


def cost(*command: object, quietly: bool = True) -> float:
    """CPU of a whole command, whatever it ends with."""
    before = os.times()
    subprocess.run(
        [str(part) for part in command], cwd=ROOT, stdout=subprocess.DEVNULL if quietly else None, check=False
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def by_hand() -> float:
    """What the script by hand costs on this machine at this hour."""
    with tempfile.TemporaryDirectory() as out:
        return min(cost(sys.executable, ROOT / "benchmarks" / "by_hand.py", ROOT / "data", out) for _time in range(3))


def write_list(*paths: str) -> int:
    """Run tests once in one process, and write the list; files stay in it, and tests that were not measured."""
    measured, script = Measured(), by_hand()
    code = pytest.main(["-q", "--few", "-m", "not browser and not office", *paths], plugins=[measured])
    script = (script + by_hand()) / 2
    known = [line for line in LIST.read_text(encoding="utf-8").splitlines() if line[:1] not in "#"]
    whole = [line for line in known if "::" not in line]
    costs = {test: cost / script for test, cost in measured.costs().items() if test.split("::")[0] not in whole}
    slow = {test for test, cost in costs.items() if cost > MOST and not test.startswith(ALWAYS)}
    slow |= {line for line in known if "::" in line and line not in costs and paths}
    LIST.write_text(HEAD + "\n".join([*whole, *sorted(slow)]) + "\n", encoding="utf-8")
    for test, cost in Counter(costs).most_common(30):
        print(f"{cost:6.2f} {test}")
    print(
        f"{len(slow)} tests are slow; of {len(costs)} measured, the others cost {_of_others(costs, slow):.1f} scripts"
    )
    return int(code)


def _of_others(costs: dict[str, float], slow: set[str]) -> float:
    return sum(cost for test, cost in costs.items() if test not in slow)


def ratio() -> int:
    """The tests of `make test` beside the script by hand."""
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""  # as make has it
    script = by_hand()
    tests = cost(sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", quietly=False)
    times = tests / ((script + by_hand()) / 2)
    print(f"make test: {times:.1f} times the CPU of benchmarks/by_hand.py ({tests:.0f} s); at most {LIMIT}")
    return int(times > LIMIT)


if __name__ == "__main__":
    sys.exit(ratio() if sys.argv[1:] == ["ratio"] else write_list(*sys.argv[1:]))

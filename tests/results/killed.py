"""Saves results and is killed at one step; run by ``test_store`` in a process of its own.

    python killed.py FOLDER
    python killed.py --moments FOLDER collect 2024 …

FOLDER holds ``0``, ``1`` … each with a copy of the same data. In the copy ``n`` the merge is saved by a child that ends
at the n-th time it writes to the disk for good (before it, or after it). Prints how many steps there were.

With ``--moments`` collections are started one after the other on the same data and killed at a random moment, every
second one while it writes; FOLDER receives the results after each. The first and the last are left to end.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from results.making import KRES, STAFF, YEAR, kept
from yeep_analysis.cli import main as cli
from yeep_analysis.municipality.result_tables import ANSWER_KEY, CorrectionRow
from yeep_analysis.reporting import results_folder as store
from yeep_analysis.words.terms import Field

UNIT = "insan_kaynaklari"
MOMENTS, LONGEST = 25, 6.0  # kills, seconds: on a busy machine there are fewer of them
LEAST = 8
WRITING = 0.02  # seconds within which three small files are written
STEPS = ("replace", "fsync", "rename", "unlink")
OLD = [kept(UNIT, STAFF, Field.FEMALE, "3"), kept(UNIT, KRES, Field.VALUE, "1")]
NEW = [
    kept(UNIT, STAFF, Field.FEMALE, "4", "new.xlsx"),
    kept(UNIT, STAFF, Field.MALE, "9", "new.xlsx"),
    kept(UNIT, KRES, Field.VALUE, "1"),
]


def correction(
    replaced: str, old: str = "3", new: str = "4", reason: str = "counted twice", merge: int = 1
) -> CorrectionRow:
    """The entry of the log that belongs to the change from OLD to NEW."""
    row = kept(UNIT, STAFF, Field.FEMALE, old)
    return CorrectionRow.model_construct(
        **{name: getattr(row, name) for name in ANSWER_KEY},
        year=YEAR,
        merge=merge,
        old_value=old,
        new_value=new,
        reason=reason,
        corrected_on=row.received_on,
        old_file=row.file,
        old_sha256=row.sha256,
        old_received_on=row.received_on,
        new_file="new.xlsx",
        new_sha256="c" * 64,
        replaced_results=replaced,
    )


def save(data: Path) -> None:
    """The merge that is killed."""
    before = store.load_results(data, YEAR)
    store.save_results(data, before, NEW, [correction(before.sha256)])


def die_at(step: int) -> None:
    """End this process for good when it comes to a step: even ones before the call, odd ones after it."""
    done = 0

    def dying(call):
        def instead(*arguments, **named):
            nonlocal done
            if 2 * done == step:
                os._exit(9)
            answer = call(*arguments, **named)
            if 2 * done + 1 == step:
                os._exit(9)
            done += 1
            return answer

        return instead

    for name in STEPS:
        setattr(os, name, dying(getattr(os, name)))


def at_every_step(home: Path) -> None:
    """One child for each step."""
    for step, data in enumerate(sorted(home.iterdir(), key=lambda one: int(one.name))):
        child = os.fork()
        if child == 0:
            die_at(step)
            save(data)
            os._exit(0)
        _child, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == 0:  # there was no such step any more
            print(step)
            return


def collecting(arguments: list[str]) -> int:
    """A collection in a child."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os._exit(cli.main(arguments))
    return child


def _wait_for_writing(results: Path, child: int) -> None:
    """Until something new lies beside the results; a child that has ended stays to be waited for."""
    there = {*results.iterdir(), results / ".collecting"}
    until = time.monotonic() + 10
    while time.monotonic() < until and set(results.iterdir()) <= there:
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return


def at_random_moments(home: Path, arguments: list[str]) -> None:
    """Many collections of the same delivery, each from the same beginning."""
    data = Path(arguments[arguments.index("--data") + 1])
    results, spare = data / "results", home.with_name("spare")
    shutil.copytree(results, spare)
    began = time.monotonic()
    assert os.waitpid(collecting(arguments), 0)[1] == 0
    lasts = time.monotonic() - began
    shutil.copytree(results, home / "0" / "results")
    chance = random.Random(4)
    for place in range(1, MOMENTS + 1):
        if time.monotonic() - began > LONGEST and place > LEAST:
            break
        shutil.rmtree(results)
        shutil.copytree(spare, results)
        child = collecting(arguments)
        if place % 2:
            time.sleep(lasts * chance.uniform(0.2, 1.2))
        else:
            _wait_for_writing(results, child)
            time.sleep(WRITING * chance.random())
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        shutil.copytree(results, home / str(place) / "results")
    code = os.waitstatus_to_exitcode(os.waitpid(collecting(arguments), 0)[1])
    assert code == 0, "the next collection works, whatever the killed one left"


if __name__ == "__main__":
    if sys.argv[1] == "--moments":
        at_random_moments(Path(sys.argv[2]), sys.argv[3:])
    else:
        at_every_step(Path(sys.argv[1]))

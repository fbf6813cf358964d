"""Tries the package as a stranger has it: the wheel alone, in an empty environment, away from the checkout.

python tools/try_wheel.py PYTHON LOCK     for example: python tools/try_wheel.py python3.11 requirements-lowest.lock

The wheel is built, installed beside what the lock names, and makes the report of the fictional example.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
EDITION = "2025"
PLURAL = "from yeep_analysis.words import language; print(language.ngettext('{n} row', '{n} rows', 2))"


def main(python: str, lock: str) -> int:
    """Build, install, make the example, make its report, look at what came out."""
    with tempfile.TemporaryDirectory(prefix="yeep-wheel-") as name:
        away = Path(name)
        run(python, "-m", "venv", away / "env")
        here = away / "env" / ("Scripts" if os.name == "nt" else "bin")
        pip = (here / "python", "-m", "pip", "--disable-pip-version-check", "--quiet")
        run(*pip, "wheel", "--no-deps", "--wheel-dir", away / "wheel", ROOT)
        run(*pip, "install", "--require-hashes", "-r", ROOT / lock)
        run(*pip, "install", "--no-deps", *(away / "wheel").glob("*.whl"))
        run(here / "yeep", "new", "ornek", "--example", cwd=away)
        run(here / "yeep", "check", "--data", "ornek", cwd=away)
        run(here / "yeep", "report", EDITION, "--data", "ornek", cwd=away)
        report = away / "reports" / EDITION / "tr"
        results = (report / "tables" / "results.csv").read_text(encoding="utf-8-sig")
        rows = len(list(csv.DictReader(results.splitlines())))
        for made in ("report.html", "report.pdf", "report.xlsx"):
            if not (report / made).stat().st_size:
                raise SystemExit(f"{made} is empty")
        print(f"{lock}: report of {EDITION} made by the wheel, {rows} rows of results")
    return 0


def run(*command: object, cwd: Path | None = None) -> None:
    """Run a command without anything of this environment; its failure is ours."""
    without = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    subprocess.run([str(part) for part in command], cwd=cwd, env=without, check=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Times ``yeep plan import`` and ``yeep plan export`` of a made-up plan of many actions.

    python benchmarks/plan.py [ACTIONS]

A plan of ACTIONS (200), each with two units and two indicators, comes as a workbook without keys into a new folder;
then it is exported, and imported again. Wall clock of whole processes, and the time of their processors, which says
more on a busy machine; the best of three.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from openpyxl import Workbook

from yeep_analysis import shipped

ACTIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
RUNS, SECONDS = 3, 3  # the best of so many; what is aimed at
HEADS = ("Tema", "Amaç", "Hedef", "Eylem", "Başlangıç", "Bitiş", "Sorumlu birimler", "İş birliği", "Göstergeler")
UNITS = [
    f"{name} Müdürlüğü" for name in ("Park", "Kültür", "Sağlık", "Zabıta", "Fen İşleri", "Basın", "Mali Hizmetler")
]


def workbook(path: Path) -> Path:
    """A plan as it is typed: five actions under each objective, two objectives under each goal, four goals a theme."""
    book = Workbook()
    book.active.append(HEADS)
    for number in range(ACTIONS):
        objective, goal, theme = number // 5, number // 10, number // 40
        book.active.append(
            [
                f"Tema {theme + 1}" if number % 40 == 0 else None,
                f"{goal + 1}. Kadınların {goal + 1} numaralı hizmete erişimini artırmak" if number % 10 == 0 else None,
                f"{goal + 1}.{objective + 1} Hizmetin {objective + 1} mahallede verilmesi" if number % 5 == 0 else None,
                f"{goal + 1}.{objective + 1}.{number + 1} Hizmetin {number + 1}. adımının atılması ve duyurulması",
                2026,
                2029,
                UNITS[number % len(UNITS)],
                UNITS[(number + 1) % len(UNITS)],
                f"Yapılan {number + 1}. etkinlik sayısı (Adet)\nEtkinlik {number + 1} katılımcısı (Kişi)",
            ]
        )
    book.save(path)
    return path


def timed(*arguments: str) -> tuple[float, float]:
    """Wall clock and processor time of a command."""
    own, start = psutil.Process().cpu_times(), time.perf_counter()
    subprocess.run([sys.executable, "-m", "yeep_analysis", *arguments], check=True, capture_output=True)
    wall, now = time.perf_counter() - start, psutil.Process().cpu_times()
    used = now.children_user + now.children_system - own.children_user - own.children_system
    return wall, used


def main() -> int:
    """Print the times; 1 where an import takes longer than is aimed at."""
    best: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        typed = workbook(home / "typed.xlsx")
        for run in range(RUNS):
            data = Path(shutil.copytree(shipped.example(), home / f"data{run}"))
            shutil.rmtree(data / "plan")
            shutil.rmtree(data / "results")
            out = home / f"out{run}.xlsx"
            steps = {
                "import, a new plan": ("import", str(typed), "--yes"),
                "export": ("export", str(out)),
                "import, nothing changed": ("import", str(out), "--yes"),
            }
            for step, arguments in steps.items():
                found = timed("plan", *arguments, "--data", str(data))
                best[step] = min(best.get(step, found), found)
    for step, (wall, used) in best.items():
        print(f"{ACTIONS} actions, {step}: {wall:.1f} s (processors {used:.1f} s)")
    return int(max(wall for wall, _used in best.values()) > SECONDS)


if __name__ == "__main__":
    sys.exit(main())

"""Times the reading of whole-country files of TÜİK, with the memory it takes at most.

    python benchmarks/tuik.py [RUNS]

Three files are made in a temporary folder: a MEDAS report of 32,000 mahalles, a table of 81 provinces × 19 years ×
3 sexes × 76 ages, and a report of 973 districts × 19 years × 2 sexes. Each is read in a process of its own; wall clock
from start to end of the reading, import included. Then it is compared with the tables under ``data/``, timed apart.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

MAHALLES, YEARS, RUNS = 32_000, range(2007, 2026), 5
DATA = Path(__file__).parents[1] / "data"
READ = """
import json, sys, time
start = time.perf_counter()
from pathlib import Path
from yeep_analysis.intake.tuik.agreement import check_sums, grouped
from yeep_analysis.intake.tuik.reading import read_file
from yeep_analysis.intake.tuik.tidy import write_tidy
reading = read_file(Path(sys.argv[1]))
read = time.perf_counter() - start
groups, problems = grouped([reading])
problems += check_sums(groups, [reading])
assert not problems, problems[:3]
write_tidy(Path(sys.argv[1] + ".tidy"), [reading])
import psutil
memory = psutil.Process().memory_info()
peak = getattr(memory, "peak_wset", 0)
if not peak:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
whole = time.perf_counter() - start
from yeep_analysis.intake.tuik.difference import differences
from yeep_analysis.intake.tuik.belonging import take_in
from yeep_analysis.intake.tuik.reference import take_in_references
from yeep_analysis.intake.tuik.update import read_tables
from yeep_analysis.municipality.validate import validate_tables
folder = Path(sys.argv[2])
start = time.perf_counter()
valid = validate_tables(folder)
place = valid["municipality"].rows[0][1]
intake = take_in(groups, place, {row.mahalle_code: row.name for _number, row in valid["mahalles"].rows})
take_in_references(groups, place, intake)
differences(intake, {name: list(file.rows) for name, file in read_tables(folder).items()}, [reading])
print(json.dumps([read, whole, time.perf_counter() - start, peak, len(reading.observations)]))
"""


def mahalles(path: Path) -> None:
    head = ["||Sütunlar|", "Satırlar||Belediye, Köy Ve Mahalle Nüfusları|", "||Ölçüm bazında|", "|||"]
    rows = [
        f"{2023 if n == 0 else ''}|İzmir(İlçe {n % 30}/İlçe {n % 30} Bel./Yeni {n} Mah.)-{40_000 + n}|{n % 9_000}.0|"
        for n in range(MAHALLES)
    ]
    path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8-sig")


def provinces(path: Path) -> None:
    from yeep_analysis.intake.tuik.provinces import NAMES

    ages = [*map(str, range(75)), "75+"]
    lines = ["İl, tek yaş ve cinsiyete göre nüfus", ";".join(["Yıl", "İl", "Cinsiyet", "Toplam", *ages])]
    for year in YEARS:
        for place, name in enumerate(NAMES.values()):
            women = [1_000 + (place * 31 + age * 17 + year) % 900 for age in range(76)]
            men = [1_000 + (place * 37 + age * 13 + year) % 900 for age in range(76)]
            both = [w + m for w, m in zip(women, men, strict=True)]
            for sex, counts in (("Toplam", both), ("Erkek", men), ("Kadın", women)):
                labels = [str(year) if place == 0 and sex == "Toplam" else "", name if sex == "Toplam" else "", sex]
                lines.append(";".join([*labels, str(sum(counts)), *map(str, counts)]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def districts(path: Path) -> None:
    from yeep_analysis.intake.tuik.provinces import DISTRICTS, NAMES
    from yeep_analysis.municipality.validate import validate_tables

    own = validate_tables(DATA)["municipality"].rows[0][1]
    places = [(name, f"İlçe {n}") for code, name in NAMES.items() for n in range(DISTRICTS[code])]
    labels = [f"{province}({name})-{3_000 + code}" for code, (province, name) in enumerate(places)]
    labels[places.index((own.province, "İlçe 0"))] = f"{own.province}({own.district})-{own.district_code}"
    rows = [
        f"{year if n == 0 else ''}|{label}|{10_000 + 31 * n % 9_000 + year}.0|{10_000 + 37 * n % 9_000 + year}.0|"
        for year in YEARS
        for n, label in enumerate(labels)
    ]
    head = ["||Sütunlar||", "Satırlar||İBBS-Düzey1, İBBS-Düzey2, İl ve İlçe Nüfusları||", "||Erkek|Kadın|", "||||"]
    path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8-sig")


def measured(path: Path) -> list[float]:
    import json

    done = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(DATA)], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as folder:
        for name, make in (("mahalles", mahalles), ("provinces x ages", provinces), ("districts", districts)):
            path = Path(folder, f"{make.__name__}.csv")
            make(path)
            results = [measured(path) for _run in range(runs)]
            read, whole, into, peak, figures = (sorted(column) for column in zip(*results, strict=True))
            print(
                f"{name:17} {int(figures[0]):7,d} figures, {path.stat().st_size / 1e6:.1f} MB: "
                f"read {statistics.median(read):.2f} s, with checks and tidy CSV {statistics.median(whole):.2f} s "
                f"(median of {runs}; slowest {whole[-1]:.2f} s), "
                f"into the tables {statistics.median(into):.2f} s, at most {peak[-1] / 1e6:.0f} MB"
            )


if __name__ == "__main__":
    main()

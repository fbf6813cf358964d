"""The plain script: the same library calls as the chapters, straight in one process, and nothing around them.

No Jupyter, no Papermill, no kernel, no HTML, no PDF, no manifest: it reads the tables, draws the same figures (SVG)
and writes the same tables (CSV), byte for byte. compare.py measures the whole build against it.

    python benchmarks/plain.py data OUT [EDITION]      an edition is a year, or a span of years: 2023-2025
"""

from __future__ import annotations

import ast
import csv
import json
import sys
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
FIGURE, TABLE = "application/vnd.yeep.figure+json", "application/vnd.yeep.table+json"
RESULTS = "application/vnd.yeep.results+json"
STACK = "application/vnd.yeep.stack+json"
BOM = "\ufeff"


def shown(chapter: Path, values: dict):
    """Run the code of a chapter from top to bottom; yields what its cells show."""
    names: dict = {}
    for cell in json.loads(chapter.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        code = ast.parse("".join(cell["source"]))
        last = code.body.pop() if isinstance(code.body[-1], ast.Expr) else None
        exec(compile(code, chapter.name, "exec"), names)
        if "parameters" in cell["metadata"].get("tags", []):
            names |= {name: value for name, value in values.items() if name in names}
        if last is not None:
            yield from parts(eval(compile(ast.Expression(last.value), chapter.name, "eval"), names).data)


def parts(data: dict):
    """What a cell shows, or each part of it where it shows several."""
    yield from data[STACK]["parts"] if STACK in data else [data]


def rows(path: Path) -> list[dict]:
    return list(csv.DictReader(path.open(encoding="utf-8-sig"))) if path.exists() else []


def chapters(data: Path, edition: str):
    """The chapters of an edition in their order, each with the values of its parameters."""
    first, year = int(edition[:4]), int(edition[-4:])
    place = rows(data / "municipality.csv")[0]
    evaluated = int(place["plan_start"]) <= year
    beside = any(row["year"] == str(year) for row in rows(data / "reference_population.csv"))
    kept = {"evaluation": evaluated, "closing": first < year, "comparison": beside}
    for chapter in sorted(NOTEBOOKS.glob("*.ipynb")):
        declared = declared_by(chapter)
        values = {"year": year, "data": str(data), "edition": edition}
        if not kept.get(declared.get("part"), True):
            continue
        if "text" in declared and not (data / "editions" / edition / f"{declared['text']}.md").exists():
            continue
        themes = [row["theme"] for row in rows(data / "plan" / "themes.csv")] if "theme" in declared else [None]
        for theme in themes:
            yield chapter, values | ({"theme": theme} if theme else {})


def declared_by(chapter: Path) -> dict:
    """The parameters that a chapter declares, with their defaults."""
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    source = next("".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", []))
    return {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(source).body}


def main(data: Path, out: Path, edition: str) -> None:
    results: list[str] = []
    for folder in ("figures", "tables"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    for chapter, values in chapters(data, edition):
        for output in shown(chapter, values):
            if figure := output.get(FIGURE):
                (out / "figures" / f"{figure['name']}.svg").write_text(figure["svg"], encoding="utf-8", newline="\n")
            elif table := output.get(TABLE):
                path = out / "tables" / f"{table['name']}.csv"
                path.write_text(BOM + table["csv"], encoding="utf-8", newline="\n")
            elif part := output.get(RESULTS):
                results.append(part["rows"])
    head = results[0].split("\n", 1)[0] + "\n"
    body = "".join(part.split("\n", 1)[1] for part in results)
    (out / "tables" / "results.csv").write_text(BOM + head + body, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "2022")

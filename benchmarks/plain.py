"""The plain script: the same library calls as the chapters, straight in one process, and nothing around them.

No Jupyter, no Papermill, no kernel, no HTML, no PDF, no manifest: it reads the tables, draws the same figures (SVG)
and writes the same tables (CSV), byte for byte (tests/publishing checks that). compare.py measures the whole build
against it.

    python benchmarks/plain.py data OUT
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
FIGURE, TABLE = "application/vnd.yeep.figure+json", "application/vnd.yeep.table+json"
RESULTS = "application/vnd.yeep.results+json"
BOM = "\ufeff"


def shown(chapter: Path, data: Path):
    """Run the code of a chapter from top to bottom; yields what its cells show."""
    names: dict = {}
    for cell in json.loads(chapter.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        code = ast.parse("".join(cell["source"]))
        last = code.body.pop() if isinstance(code.body[-1], ast.Expr) else None
        exec(compile(code, chapter.name, "exec"), names)
        if "parameters" in cell["metadata"].get("tags", []):
            names["data"] = str(data)
        if last is not None:
            yield eval(compile(ast.Expression(last.value), chapter.name, "eval"), names).data


def main(data: Path, out: Path) -> None:
    results: list[str] = []
    for folder in ("figures", "tables"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    for chapter in sorted(NOTEBOOKS.glob("*.ipynb")):
        for output in shown(chapter, data):
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
    main(Path(sys.argv[1]), Path(sys.argv[2]))

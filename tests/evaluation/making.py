"""How these tests make a report: the command in this process, chapters with or without kernels, data with mistakes."""

import ast
import contextlib
import csv
import io
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nbformat.v4 import new_output

from yeep_analysis.cli.main import _scope, main
from yeep_analysis.edition import Edition
from yeep_analysis.municipality.validate import validate
from yeep_analysis.publishing import document
from yeep_analysis.publishing.chapters import parameters_for, read_chapters, select
from yeep_analysis.publishing.execute import _finished
from yeep_analysis.words import language

ROOT = Path(__file__).parents[2]
DATA, EXAMPLE, NOTEBOOKS = ROOT / "data", ROOT / "examples" / "ornek", ROOT / "notebooks"
OF_RESULTS = ("yeep_analysis.progress", "yeep_analysis.reporting")  # packages of chapters that speak of results


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


def yeep(*arguments):
    """The command ``yeep`` with these arguments, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    return Said(code, out.getvalue(), err.getvalue())


def edition_of(name, data, lang="tr"):
    """``"2023-2025"`` or ``"2024"`` as an edition."""
    first, dash, last = name.partition("-")
    return Edition(int(last or first), lang, data, int(first) if dash else None)


def chapters_of(edition):
    """The chapters that the command would run for an edition."""
    language.use(edition.language)
    return select(_chapters(edition.language), _scope(edition, validate(edition)))


@cache
def _chapters(_language):
    return read_chapters(NOTEBOOKS)


def shown(edition, wanted=lambda chapter: True):
    """The document of an edition, or of some of its chapters; no kernel is started."""
    values = {"year": edition.year, "language": edition.language, "data": str(edition.data), "edition": edition.name}
    executed = [run_here(chapter, values) for chapter in chapters_of(edition) if wanted(chapter)]
    return document.read(document.combine(executed, {}))


def of_the_evaluation(chapter):
    """Whether a chapter speaks of results."""
    return any(module.startswith(OF_RESULTS) for module in chapter.modules)


def run_here(chapter, values):
    """A chapter executed in this process: the same cells in the same order, some seconds sooner."""
    notebook, names = deepcopy(chapter.notebook), {}
    with contextlib.chdir(chapter.path.parent):
        for cell in notebook.cells:
            if cell.cell_type == "code":
                output = _evaluated(cell.source, names)
                if hasattr(output, "_repr_mimebundle_"):
                    cell.outputs = [new_output("execute_result", data=output._repr_mimebundle_(), execution_count=1)]
                if "parameters" in cell.metadata.get("tags", []):
                    names |= parameters_for(chapter, values)
    return _finished(notebook, chapter)


def _evaluated(source, names):
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None


class RunHere:
    """In the place of a run on kernels."""

    def __init__(self, chapters, values, **_options):
        self._chapters, self._values = chapters, values

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        pass

    def notebooks(self):
        return [run_here(chapter, self._values(chapter)) for chapter in self._chapters]


# --- documents -----------------------------------------------------------------


def text_of(found):
    """The words of paragraphs, headings and lists of a document, one per line."""
    lines = []
    for block in found.blocks:
        if "runs" in block:
            lines.append(_joined(block["runs"]))
        lines += [_joined(item) for item in block.get("items", [])]
    return "\n".join(lines)


def table_of(found, name):
    """The table of a document with this name."""
    return next(block for block in found.of_kind("table") if block["name"] == name)


def _joined(runs):
    return "".join(run["text"] for run in runs)


# --- tables --------------------------------------------------------------------


def read(path):
    """Rows of a CSV as dictionaries."""
    with Path(path).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


class Folder:
    """A copy of a data folder into which mistakes are planted. The header of a table is row 1."""

    def __init__(self, path):
        self.path = path

    def change(self, file, change):
        """Hand the records of a table, header included, to ``change``, which may alter them."""
        with (self.path / file).open(encoding="utf-8", newline="") as lines:
            records = list(csv.reader(lines))
        change(records)
        with (self.path / file).open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows(records)

    def cell(self, file, row, column, text):
        """Write one cell."""
        self.change(file, lambda records: records[row - 1].__setitem__(records[0].index(column), text))

    def twice(self, file, row):
        """Write a row once more at the end; returns the number of the new one."""
        self.change(file, lambda records: records.append(list(records[row - 1])))
        return len(self.rows(file)) + 1

    def without(self, file, unwanted):
        """Take rows out of a table; they are handed over as dictionaries."""

        def drop(records):
            records[1:] = [record for record in records[1:] if not unwanted(dict(zip(records[0], record)))]

        self.change(file, drop)

    def answer(self, year, subject, subject_id, text, *, field="value", **more):
        """Change the reported value of one row, or add it as a copy of another row of the same subject."""
        wanted = {"subject": subject, "subject_id": subject_id, "field": field, "breakdown": "", "category": "", **more}

        def write(records):
            place = {name: column for column, name in enumerate(records[0])}
            for record in records[1:]:
                if all(record[place[name]] == value for name, value in wanted.items()):
                    record[place["value"]] = text
                    return
            pattern = next(r for r in records[1:] if r[place["subject_id"]] == subject_id)
            record = list(pattern)
            for name, value in {**wanted, "value": text}.items():
                record[place[name]] = value
            records.append(record)

        self.change(f"results/{year}.csv", write)

    def rows(self, file):
        """Rows of a table as dictionaries."""
        return read(self.path / file)

    def place(self, file, **wanted):
        """The number of the first row with these cells."""
        for number, row in enumerate(self.rows(file), start=2):
            if all(row[name] == value for name, value in wanted.items()):
                return number
        raise LookupError(wanted)

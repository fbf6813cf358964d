"""How a test makes a report: the command in this process, and runs of chapters without a kernel."""

import ast
import contextlib
import io
import subprocess
from copy import deepcopy
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from report_reading import ROOT, Page, Pdf

from yeep_analysis.cli.main import main
from yeep_analysis.publishing.chapters import parameters_for, translated
from yeep_analysis.publishing.document import FIGURE, RESULTS, TABLE
from yeep_analysis.show import present

DATA, EXAMPLE, NOTEBOOKS = ROOT / "data", ROOT / "examples" / "ornek", ROOT / "notebooks"
PARAMETERS = 'year = 2022\nlanguage = "tr"\ndata = "../data"\nlimit = 3'
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
ONE_RESULT = {RESULTS: {"rows": "indicator,value\nx,1\n"}}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>'


def figure(name="chart", alt="1 line", caption="Chart", source=""):
    """What a chapter shows as a figure."""
    return {FIGURE: {"name": name, "svg": SVG, "source": source, **asdict(present.FigureWords(caption, alt))}}


def table(name="counts", cell="1", **more):
    """What a chapter shows as a table of one cell; ``more`` is put in the place of what it would hold."""
    frame = pd.DataFrame({"n": [cell]})
    content = present.PublicationTable(name, "Sayılar", (present.Column("n", "Sayı"),), frame)
    return {TABLE: {**present.table(content).data[TABLE], **more}}


@dataclass(frozen=True)
class Run:
    """What a command said, and the folder under which it wrote."""

    code: int
    out: str
    err: str
    folder: Path
    pages: list[str] | None = None

    @cached_property
    def page(self) -> Page:
        """The HTML that it made."""
        return Page(self.folder / "report.html")

    @cached_property
    def pdf(self) -> Pdf:
        """The PDFs of the report and its annex that it made, as one."""
        return Pdf.of(self.folder, self.pages)


def called(*arguments):
    """The command ``yeep`` with these arguments, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(arguments))
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


class RunWithoutKernels:
    """In the place of a run of chapters: ``execute`` says what they show."""

    def __init__(self, execute):
        self._execute = execute

    def __call__(self, chapters, values, **_options):
        self._chapters, self._values = chapters, values
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        pass

    def notebooks(self):
        return [self._execute(chapter, self._values(chapter)) for chapter in self._chapters]


def executed(*shown):
    """An executed notebook: strings are Markdown cells, mappings are outputs."""
    cells = [new_markdown_cell("# Deneme")]
    for item in shown:
        if isinstance(item, str):
            cells.append(new_markdown_cell(item))
        else:
            cells.append(new_code_cell(outputs=[new_output("display_data", data=item)]))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return new_notebook(cells=cells)


def run_here(chapter, values):
    """A chapter executed in this process: the same cells in the same order, some seconds sooner."""
    notebook, names = deepcopy(chapter.notebook), {}
    with contextlib.chdir(chapter.path.parent):
        for cell in notebook.cells:
            if cell.cell_type == "code":
                shown = _evaluated(cell.source, names)
                if hasattr(shown, "_repr_mimebundle_"):
                    cell.outputs = [new_output("execute_result", data=shown._repr_mimebundle_(), execution_count=1)]
                if "parameters" in cell.metadata.get("tags", []):
                    names |= parameters_for(chapter, values)
    return translated(notebook)


def _evaluated(source, names):
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None

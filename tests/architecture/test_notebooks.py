"""The chapters: thin, readable, without outputs, and each of them runs alone."""

import ast
import io
import json
import re
import tokenize
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from yeep_analysis.publishing.chapters import read_chapters
from yeep_analysis.show.media_types import FIGURE, STACK, TABLE

FOLDER = Path(__file__).parents[2] / "notebooks"
CHAPTERS = sorted(FOLDER.glob("*.ipynb"))
PARAMETERS = {"year": int, "language": str, "data": str}

# Definitions, not findings: what an age group, a day, a scale or a rule is called.
NUMBERS_IN_PROSE = ("20–24", "31 Aralık", "100 kadına", "χ²")
NOT_IN_A_CHAPTER = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    *(ast.If, ast.IfExp, ast.Match, ast.Try, ast.With, ast.Raise, ast.Assert, ast.Global, ast.Delete),
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def cells(path, kind):
    return [cell for cell in read(path).cells if cell.cell_type == kind]


def tagged(path, tag):
    return [cell for cell in read(path).cells if tag in cell.metadata.get("tags", [])]


def trees(path, without=()):
    """The syntax trees of the code cells, but those with one of the tags."""
    return [
        ast.parse(cell.source) for cell in cells(path, "code") if not set(without) & set(cell.metadata.get("tags", []))
    ]


def test_there_are_chapters():
    assert "10_summary" in [path.stem for path in CHAPTERS]
    assert all(re.fullmatch(r"\d\d_[a-z_]+", path.stem) for path in CHAPTERS)


@each_chapter
def test_a_chapter_is_a_valid_notebook_in_its_canonical_form(path):
    text = path.read_text(encoding="utf-8")
    nbformat.validate(json.loads(text))
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@each_chapter
def test_a_chapter_holds_no_output_and_no_count(path):
    assert [cell.id for cell in cells(path, "code") if cell.outputs or cell.execution_count is not None] == []


@each_chapter
def test_a_chapter_says_nothing_of_the_machine_on_which_it_was_written(path):
    assert read(path).metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert {key for cell in read(path).cells for key in cell.metadata} <= {"tags"}


@each_chapter
def test_a_chapter_begins_with_its_title(path):
    first = read(path).cells[0]
    assert first.cell_type == "markdown"
    assert re.match(r"# (\w|\{theme\}).*(\n|$)", first.source)
    titles = [line for cell in cells(path, "markdown") for line in cell.source.splitlines() if line.startswith("# ")]
    assert len(titles) == 1


@each_chapter
def test_a_chapter_has_one_cell_of_parameters_each_with_a_comment(path):
    (cell,) = tagged(path, "parameters")
    values = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(cell.source).body}
    assert {name: type(values[name]) for name in PARAMETERS} == PARAMETERS
    assert all(isinstance(value, bool | int | float | str) for value in values.values())
    tokens = list(tokenize.generate_tokens(io.StringIO(cell.source).readline))
    commented = {token.start[0] for token in tokens if token.type == tokenize.COMMENT and len(token.string) > 10}
    assert commented == set(range(1, len(cell.source.splitlines()) + 1))


def test_all_chapters_have_the_same_parameters_in_the_same_words():
    sources = [tagged(path, "parameters")[0].source.splitlines() for path in CHAPTERS]
    assert len({tuple(source[: len(PARAMETERS)]) for source in sources}) == 1
    own = {line.split(" = ")[0]: line for source in sources for line in source[len(PARAMETERS) :]}
    of_the_command = {
        "part",
        "theme",
        "edition",
        "text",
        "volume",
        "place",
        "interim",
        "month",
        "merge",
    }  # see publishing.chapters
    assumptions = {"turnover_percent", "women_hired_percent"}  # of scenarios: set with --parameter
    assert set(own) <= of_the_command | assumptions


@each_chapter
def test_a_chapter_imports_and_loads_in_one_cell_of_setup(path):
    (setup,) = tagged(path, "setup")
    assert any(isinstance(node, ast.ImportFrom) for node in ast.walk(ast.parse(setup.source)))
    others = trees(path, without=["setup"])
    assert [node for tree in others for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)] == []
    assert [cell.metadata.get("tags") for cell in cells(path, "code")][:2] == [["parameters"], ["setup"]]


@each_chapter
def test_a_chapter_only_calls_and_names(path):
    nodes = [node for tree in trees(path) for node in ast.walk(tree)]
    assert [ast.unparse(node) for node in nodes if isinstance(node, NOT_IN_A_CHAPTER)] == []


@each_chapter
def test_a_chapter_calls_only_what_it_imported(path):
    known = set()
    for tree in trees(path):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom | ast.Import):
                known |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        known |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        assert [ast.unparse(call) for call in calls if _root(call.func) not in known] == []


def _root(node):
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id


@each_chapter
def test_everything_that_a_chapter_imports_it_uses(path):
    names = {
        (alias.asname or alias.name)
        for tree in trees(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    used = {node.id for tree in trees(path) for node in ast.walk(tree) if isinstance(node, ast.Name)}
    # The chapter on methods imports modules of measures only so that they register their cards.
    modules = {module.stem for module in (FOLDER.parent / "yeep_analysis").rglob("*.py")}
    registering = modules if path.stem == "90_methods" else set()
    assert names - used - registering == set()


@each_chapter
def test_no_number_is_typed_into_code(path):
    constants = [
        node
        for tree in trees(path, without=["parameters"])
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
    ]
    assert [node.value for node in constants if type(node.value) in (int, float, complex)] == []


@each_chapter
def test_no_number_is_typed_into_prose(path):
    for cell in cells(path, "markdown"):
        prose = cell.source
        for definition in NUMBERS_IN_PROSE:
            prose = prose.replace(definition, "")
        assert re.findall(r".{0,20}[\d½¼¾²³%‰].{0,20}", re.sub(r"\(binde, ‰\)", "", prose)) == []


def test_every_definition_in_the_list_is_used():
    prose = "\n".join(cell.source for path in CHAPTERS for cell in cells(path, "markdown"))
    assert [definition for definition in NUMBERS_IN_PROSE if definition not in prose] == []


def test_ids_of_cells_are_short_stable_and_their_own():
    ids = [(path.stem[:2], cell.id) for path in CHAPTERS for cell in read(path).cells]
    assert len({cell_id for _chapter, cell_id in ids}) == len(ids)
    assert [cell_id for chapter, cell_id in ids if not re.fullmatch(rf"{chapter}-\d\d", cell_id)] == []


# What a cell that forgets leaves of the chapter before it: no name and no module of the project, so that what this
# one forgot to import is missing and what that one registered is gone. Only other people's packages stay loaded.
FORGET = """
import sys
for name in [name for name in sys.modules if name.split(".")[0] == "yeep_analysis"]:
    del sys.modules[name]
get_ipython().run_line_magic("reset", "-sf")
"""
LEFT = """
import sys
names = get_ipython().run_line_magic("who_ls", "")
sorted({*names, *(name for name in sys.modules if name.split(".")[0] == "yeep_analysis")} - {"sys"})
"""


@pytest.fixture(scope="module")
def shown():
    """What the chapters show, run in one real kernel, which forgets everything before every chapter.

    A kernel of its own would cost two seconds each.
    """
    before = sorted(FOLDER.rglob("*"))
    kernel = KernelManager(kernel_name="python3")
    kernel.start_kernel(cwd=str(FOLDER))
    try:
        outputs = {path.stem: _run(path, kernel) for path in CHAPTERS}
    finally:
        kernel.shutdown_kernel(now=True)
    assert [path for path in sorted(FOLDER.rglob("*")) if path not in before] == []
    return outputs


def test_every_chapter_runs_alone_as_in_jupyterlab(shown):
    assert shown.keys() == {path.stem for path in CHAPTERS}


@pytest.mark.parametrize(("kind", "least"), [(FIGURE, 15), (TABLE, 25)])
def test_names_of_figures_and_tables_are_their_own(shown, kind, least):
    interim = {one.path.stem for one in read_chapters(FOLDER) if one.defaults.get("part") == "interim"}
    assert interim  # these stand in a report of their own, never beside the others
    names = _names(kind, [outputs for chapter, outputs in shown.items() if chapter not in interim])
    apart = _names(kind, [shown[chapter] for chapter in interim])
    assert len(names) >= least
    assert all(len(each) == len(set(each)) for each in (names, apart))
    names += apart
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []


def _names(kind, chapters):
    given = [dict(output.get("data", {})) for outputs in chapters for output in outputs]
    given += [part for data in given for part in data.get(STACK, {}).get("parts", [])]
    return [data[kind]["name"] for data in given if kind in data]


def _run(path, kernel):
    notebook = read(path)
    chapter, forgotten, left = notebook.cells, new_code_cell(LEFT), new_code_cell(LEFT)
    notebook.cells = [new_code_cell(FORGET), forgotten, *chapter, left]
    NotebookClient(notebook, km=kernel).execute()  # raises where a cell does
    assert _value(forgotten) == [], path.name
    assert {"year", "yeep_analysis.show.present"} <= set(_value(left)), path.name
    shown = [output for cell in chapter if cell.cell_type == "code" for output in cell.outputs]
    assert shown, path.name
    assert [output.text for output in shown if output.output_type == "stream"] == [], path.name
    return shown


def _value(cell):
    (output,) = cell.outputs
    return ast.literal_eval(output.data["text/plain"])

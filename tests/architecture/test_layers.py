"""How the house is built: which module may import which, how long things may be, and what nobody does."""

import ast
import graphlib
import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from yeep_analysis import shipped

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "yeep_analysis"
NAME = PACKAGE.name

# The rooms of the house, lowest first; a module imports only from the lines below its own, or from its own room.
LAYERS = (
    ("__init__", "shipped", "words"),
    ("edition", "results", "transaction"),
    ("municipality", "statistics"),
    ("disclosure",),
    ("reporting", "show"),
    ("population", "plan", "progress", "publishing"),
    ("mahalles", "representation", "comparison", "intake"),
    ("sensitive",),
    ("methods", "face", "publication"),
    ("desk",),
    ("cli",),
)
TOPICS = ("population", "mahalles", "representation", "comparison", "plan", "progress", "sensitive", "methods")
ANALYSIS = ("municipality", "disclosure", "reporting", "statistics", "results", "show", *TOPICS)
# In a room of a topic every module computes, but those whose last word says that they show something or load it.
SHOWING = ("chart", "charts", "figures", "tables", "sentences", "sources", "summary")
LOADING = ("evaluation", "protected")
FILES = {"open", "read_csv", "read_excel", "read_json", "read_text", "read_bytes", "write_text", "to_csv", "to_excel"}
DRAWING = {"plot", "savefig", "subplots", "figure", "show"}
ROUNDING = {"round", "rint", "around", "quantize"}


def name_of(path):
    """``yeep_analysis.population`` for its ``__init__.py``, ``yeep_analysis.results`` for ``results.py``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def nodes(module):
    """Everything that stands in a module, as its syntax tree has it."""
    return list(ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))))


FOLDERS = {name.removesuffix(".__init__") for name in MODULES}


def room(module):
    """The part of the package to which a module belongs: ``words``, ``population``; all commands are one room."""
    part = module.removesuffix(".__init__").removeprefix(NAME).strip(".").split(".")[0] or "__init__"
    return "cli" if part == "__main__" else part


def imported(module):
    """Modules of the package that a module imports, inside functions too."""
    found = set()
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}, line {node.lineno}: a relative import"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = {name for name in inner if name in FOLDERS}
            found |= modules | ({node.module} if modules != inner else set())
    ours = {name for name in found if name.split(".")[0] == NAME}
    return {f"{NAME}.__init__" if name == NAME else name for name in ours} - {module}


def outside(module):
    """Packages from outside that a module imports."""
    names = {alias.name for node in nodes(module) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes(module) if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names} - {NAME}


def of(*rooms):
    return [module for module in MODULES if room(module) in rooms]


def _shows(module):
    return room(module) in TOPICS and module.rsplit(".", 1)[-1].split("_")[-1] in SHOWING


COMPUTING = [
    m for m in of("statistics", *TOPICS) if not _shows(m) and m.rsplit(".", 1)[-1].split("_")[-1] not in LOADING
]


# --- imports -----------------------------------------------------------------


def test_every_module_belongs_to_a_layer():
    assert {room(module) for module in MODULES} == {name for layer in LAYERS for name in layer}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_its_own_room_and_from_layers_below(module):
    height = {name: level for level, layer in enumerate(LAYERS) for name in layer}
    mine = room(module)
    refused = [other for other in imported(module) if room(other) != mine and height[room(other)] >= height[mine]]
    assert refused == []


def test_publishing_imports_nothing_of_the_analysis():
    """But what both name, and that the process of the kernels reads the tables before the chapters do."""
    shared = (f"{NAME}.show.media_types", f"{NAME}.show.workbooks", f"{NAME}.municipality.validate")
    assert {
        (m, other) for m in of("publishing") for other in imported(m) if room(other) in ANALYSIS and other not in shared
    } == set()


def test_the_analysis_imports_nothing_of_publishing_the_intake_or_the_commands():
    above = ("publishing", "intake", "cli")
    assert {(m, other) for m in of(*ANALYSIS) for other in imported(m) if room(other) in above} == set()


def test_what_computes_imports_nothing_that_shows():
    refused = {(m, other) for m in COMPUTING for other in imported(m) if room(other) == "show" or _shows(other)}
    assert refused == set()


def test_no_two_rooms_import_each_other_in_a_circle():
    between = {room(module): set() for module in MODULES}
    for module in MODULES:
        between[room(module)] |= {room(other) for other in imported(module)} - {room(module)}
    tuple(graphlib.TopologicalSorter(between).static_order())


def test_no_module_imports_itself_in_a_circle():
    tuple(graphlib.TopologicalSorter({module: imported(module) for module in MODULES}).static_order())


def test_publishing_draws_and_computes_nothing():
    assert [m for m in of("publishing") if outside(m) & {"pandas", "numpy", "matplotlib", "seaborn", "scipy"}] == []


def test_parsers_of_what_others_sent_stand_behind_the_one_door():
    """They are named where a child process opens files, and nowhere else; forms are written with openpyxl, not read."""
    behind = {f"{NAME}.intake.{one}" for one in ("forms.opening", "forms.marking", "tuik.workbook_cells")}
    assert {m for m in MODULES if "python_calamine" in outside(m) or "load_workbook" in called(m)} == behind
    served = {m for m in MODULES if "serve" in called(m)}
    assert served == {
        f"{NAME}.intake.{m}" for m in ("forms.opening", "forms.marking", "tuik.files", "plan.word_tables")
    } | {f"{NAME}.desk.unpacking"}


def test_a_report_is_built_without_the_library_that_reads_workbooks():
    """It takes longer to load than a workbook takes to be written; show.workbooks names its types only."""
    assert {room(m) for m in MODULES if "openpyxl" in outside(m)} == {"intake", "show"}
    assert [m for m in of("show") if "openpyxl" in outside(m)] == [f"{NAME}.show.workbooks"]
    assert [m for m in MODULES if "xlsxwriter" in outside(m)] == [f"{NAME}.publishing.workbook"]
    loads = f"""
import sys
from {NAME}.publishing import build, word
build._import_exporters()
print(*({{"openpyxl", "numpy", "pandas"}} & set(sys.modules)))
"""
    said = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.split() == []


def test_the_solver_is_loaded_where_small_counts_are_protected_only():
    assert {m for m in MODULES if "highspy" in outside(m)} == {f"{NAME}.disclosure.{m}" for m in ("attack", "pattern")}
    loads = "import sys, yeep_analysis.disclosure.protection; print('highspy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.split() == ["False"]


def test_no_module_imports_by_a_name_made_at_run_time():
    """But the process of the kernels: it imports what the chapters import."""
    at_run_time = [m for m in MODULES if called(m) & {"__import__", "import_module", "eval", "exec"}]
    assert at_run_time == [f"{NAME}.publishing.kernel_process"]


@pytest.mark.parametrize("module", ["cli.main", "__main__", "municipality.validate", "edition", "publishing.build"])
def test_a_command_starts_without_loading_anything_slow(module):
    slow = ("pandas", "numpy", "matplotlib", "seaborn", "typst", "nbconvert", "papermill", "IPython")
    check = f"import sys, {NAME}.{module}; print(*[name for name in {slow!r} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.split() == []


# --- measures ----------------------------------------------------------------


def called(module):
    """Names of the functions and methods that a module calls."""
    calls = [node.func for node in nodes(module) if isinstance(node, ast.Call)]
    return {node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in calls}


@pytest.mark.parametrize("module", COMPUTING)
def test_a_measure_reads_no_file(module):
    assert called(module) & FILES == set()
    assert outside(module) & {"pathlib", "os", "io", "csv", "json", "shutil", "importlib"} == set()


@pytest.mark.parametrize("module", COMPUTING)
def test_a_measure_draws_nothing(module):
    assert called(module) & DRAWING == set()
    assert outside(module) & {"matplotlib", "seaborn"} == set()


@pytest.mark.parametrize("module", COMPUTING)
def test_a_measure_rounds_nothing(module):
    assert called(module) & ROUNDING == set()


# --- size and habits ---------------------------------------------------------


def test_no_function_is_longer_than_50_lines():
    functions = [
        (module, node.name, node.end_lineno - node.lineno + 1)
        for module in MODULES
        for node in nodes(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert len(functions) > 100
    assert [function for function in functions if function[2] > 50] == []


def test_no_error_is_passed_over():
    handlers = [(m, node) for m in MODULES for node in nodes(m) if isinstance(node, ast.ExceptHandler)]
    silent = [(m, node.lineno) for m, node in handlers if all(_does_nothing(line) for line in node.body)]
    assert silent == []
    assert [(m, node.lineno) for m, node in handlers if node.type is None] == []


def _does_nothing(statement):
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def test_no_module_is_called_utils():
    assert [name for name in MODULES if re.search(r"util|helper|misc|common", name.rsplit(".", 1)[-1])] == []


def test_every_module_that_a_script_names_is_there():
    """Scripts that nobody runs every day, and what they hand to other processes as text."""
    files = [*(ROOT / "benchmarks").glob("*.py"), *(ROOT / "tools").glob("*.py"), ROOT / "Makefile"]
    named = {(path.name, name) for path in files for name in re.findall(rf"\b{NAME}(?:\.[a-z]\w*)+", _read(path))}
    assert len(named) > 10
    known = FOLDERS | {NAME}
    ours = {(file, name) for file, name in named if name not in known and name.rpartition(".")[0] not in known - {NAME}}
    assert ours == set()


def _read(path):
    return path.read_text(encoding="utf-8")


def test_the_place_of_one_municipality_is_the_data_folder():
    files = [path for folder in (PACKAGE, ROOT / "tools", ROOT / "benchmarks") for path in folder.rglob("*")]
    texts = {path: path.read_text(encoding="utf-8") for path in [*files, ROOT / "Makefile"] if _is_text(path)}
    texts |= {path: _code_of(path) for path in (ROOT / "notebooks").glob("*.ipynb")}
    names = {path.name for path in texts}
    assert {"report.typ", "report.html.j2", "library.tr.po", "Makefile", "10_summary.ipynb"} <= names
    assert [path for path, text in texts.items() if re.search(r"narl[ıi]dere", text, re.IGNORECASE)] == []


def _is_text(path):
    return path.is_file() and "__pycache__" not in path.parts


def _code_of(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def test_the_wheel_carries_what_lies_beside_the_package():
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    carried = wheel["wheel"]["force-include"]
    assert {ROOT / there: PACKAGE.parent / inside for there, inside in carried.items()} == {
        shipped.chapters(): PACKAGE / "notebooks",
        shipped.example(): PACKAGE / "example",
    }
    assert [path for path in MODULES_AS_FILES if not (path.parent / "__init__.py").exists()] == []


MODULES_AS_FILES = sorted(PACKAGE.rglob("*.py"))

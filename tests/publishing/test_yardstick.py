"""The script by hand, against which ``make benchmark`` holds the build: it stands alone, and makes the same tables."""

import ast
import importlib.util
import subprocess
import sys

import pytest
from report_making import DATA
from report_reading import ROOT

SCRIPT = ROOT / "benchmarks" / "by_hand.py"
# Seaborn imports SciPy where it finds it; here nobody does.
ALONE = """
import runpy, sys
sys.modules.update(scipy=None, yeep_analysis=None)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory):
    """What the script leaves, run by itself where it finds neither the package nor SciPy."""
    out = tmp_path_factory.mktemp("by_hand")
    subprocess.run([sys.executable, "-c", ALONE, str(SCRIPT), str(DATA), str(out)], check=True, cwd=out)
    return out


@pytest.fixture(scope="module")
def compare():
    spec = importlib.util.spec_from_file_location("compare", ROOT / "benchmarks" / "compare.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_needs_pandas_matplotlib_and_seaborn_only():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    roots = {name.split(".")[0] for name in imported}
    assert roots - sys.stdlib_module_names == {"matplotlib", "numpy", "pandas", "seaborn"}
    assert "importlib" not in roots


def test_every_cell_of_every_table_is_that_of_the_report(by_hand, turkish, compare):
    assert compare.differences(turkish.folder / "tables", by_hand / "tables") == []
    assert len(list((by_hand / "tables").iterdir())) == 33


def test_it_draws_the_figures_of_the_report_in_their_size(by_hand, turkish):
    drawn, published = (
        {path.name: _size(path) for path in sorted(folder.glob("figures/*.svg"))}
        for folder in (by_hand, turkish.folder)
    )
    assert drawn == published
    assert len(drawn) == 16


def _size(picture):
    head = picture.read_text(encoding="utf-8").partition("<svg")[2].partition(">")[0]
    return [round(float(head.partition(f' {side}="')[2].partition("pt")[0])) for side in ("width", "height")]


@pytest.mark.parametrize(
    "ours, others, told",
    [
        ({"t.csv": "a,b\n1,2\n"}, {"t.csv": "a,b\n1,3\n"}, ["t.csv, row 2: '2' and '3'"]),
        ({"t.csv": "a,b\n1,\n"}, {"t.csv": "a,b\n1,,\n"}, ["t.csv, row 2: '(no cell)' and ''"]),
        ({"t.csv": "a\n1\n"}, {"t.csv": "a\n1\n2\n"}, ["t.csv, row 3: '(no cell)' and '2'"]),
        ({"t.csv": "a\n", "u.csv": "a\n"}, {"t.csv": "a\n"}, ["u.csv: only in {ours}"]),
        ({"t.csv": "\ufeffa\n1\n"}, {"t.csv": 'a\r\n"1"\r\n'}, []),
    ],
)
def test_a_cell_or_a_table_that_differs_is_told(tmp_path, compare, ours, others, told):
    for folder, tables in (("ours", ours), ("others", others)):
        (tmp_path / folder).mkdir()
        for name, text in tables.items():
            (tmp_path / folder / name).write_bytes(text.encode())
    found = compare.differences(tmp_path / "ours", tmp_path / "others")
    assert found == [line.format(ours=tmp_path / "ours") for line in told]

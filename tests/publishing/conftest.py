"""A whole report is made once per language and year; all other tests use chapters of a few cells, most without a kernel."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from report_making import (
    DATA,
    EXAMPLE,
    KERNEL,
    NOTEBOOKS,
    ONE_RESULT,
    PARAMETERS,
    Run,
    RunWithoutKernels,
    called,
    executed,
    run_here,
)
from report_reading import ROOT, Pdf, unprinted

from yeep_analysis.publishing import build as building

# --- whole reports, made once ------------------------------------------------


@pytest.fixture(scope="session")
def turkish(tmp_path_factory):
    """``yeep report 2022``."""
    return _made_once(tmp_path_factory, "turkish", Path("2022/tr"), lambda out: _report_here(out, 2022), read=True)


@pytest.fixture(scope="session")
def rebuilt(tmp_path_factory):
    """The same report from another process, folder, time zone, hash order and system language."""
    return _made_once(tmp_path_factory, "rebuilt", Path("2022/tr"), lambda out: _report_elsewhere(out, "2022"))


@pytest.fixture(scope="session")
def invented(tmp_path_factory):
    """``yeep report 2025 --data examples/ornek``: every volume, every kind of file."""
    more = ("--data", str(EXAMPLE))
    return _made_once(tmp_path_factory, "invented", Path("2025/tr"), lambda out: _report_here(out, 2025, *more))


@pytest.fixture(scope="session")
def invented_rebuilt(tmp_path_factory):
    """The same from elsewhere."""
    more = ("2025", "--data", str(EXAMPLE))
    return _made_once(tmp_path_factory, "invented_rebuilt", Path("2025/tr"), lambda out: _report_elsewhere(out, *more))


@pytest.fixture(scope="session")
def english(tmp_path_factory):
    """``yeep report 2025 --lang en``."""
    return _made_once(tmp_path_factory, "english", Path("2025/en"), lambda out: _report_here(out, 2025, "--lang", "en"))


@pytest.fixture(scope="session")
def page(turkish):
    return turkish.page


@pytest.fixture(scope="session")
def pdf(turkish):
    return turkish.pdf


def _report_here(out, year, *more):
    data = () if "--data" in more else ("--data", str(DATA))
    return called("report", str(year), *data, "--notebooks", str(NOTEBOOKS), "--out", str(out), *more)


def _report_elsewhere(out, year, *more):
    surroundings = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONUTF8": "1"}
    call = [sys.executable, "-m", "yeep_analysis", "report", year, "--out", str(out), *more]
    return subprocess.run(
        call, cwd=ROOT, env={**os.environ, **surroundings}, capture_output=True, text=True, encoding="utf-8"
    )


def _made_once(tmp_path_factory, name, edition, make, *, read=False):
    """One report for all workers of pytest-xdist: the first one makes it, the others wait for its note."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    out, note = shared / name, shared / f"{name}.json"
    try:
        (shared / f"{name}.claim").touch(exist_ok=False)
    except FileExistsError:
        _wait_for(note)
    else:
        said = {"code": -1, "out": "", "err": "the build did not come to its end"}
        try:
            run = make(out)
            said = {"code": run.returncode, "out": run.stdout, "err": run.stderr}
            if read and run.returncode == 0:
                said["pages"] = Pdf.of(out / edition).pages
        finally:
            note.with_suffix(".part").write_text(json.dumps(said), encoding="utf-8")
            note.with_suffix(".part").rename(note)
    run = Run(folder=out / edition, **json.loads(note.read_text(encoding="utf-8")))
    assert run.code == 0, run.err
    return run


def _wait_for(note, seconds=180):
    end = time.monotonic() + seconds
    while not note.exists():
        assert time.monotonic() < end, f"no other worker made {note.stem}"
        time.sleep(0.1)


# --- small reports -----------------------------------------------------------


@pytest.fixture
def yeep(tmp_path):
    """``yeep("report", "2022", ...)``: what the command said; data, chapters and output folder unless given."""

    def run(*arguments):
        given = {argument.split("=")[0] for argument in arguments}
        usual = {"--data": DATA, "--notebooks": tmp_path / "notebooks", "--out": tmp_path / "out"}
        more = [part for name, value in usual.items() if name not in given for part in (name, str(value))]
        said = called(*arguments, *(more if "report" in arguments else []))
        return Run(said.returncode, said.stdout, said.stderr, tmp_path / "out" / "2022" / "tr")

    return run


@pytest.fixture
def write_chapter(tmp_path):
    """Write a chapter with a title, parameters, these code cells, and one row of results."""

    def write(name, *code, title="# Deneme", parameters=PARAMETERS, kernel=KERNEL):
        cells = [new_markdown_cell(title), new_code_cell(parameters, metadata={"tags": ["parameters"]})]
        cells += [new_code_cell(source) for source in code]
        cells.append(new_code_cell(f"from IPython.display import display\ndisplay({ONE_RESULT!r}, raw=True)"))
        for number, cell in enumerate(cells):
            cell["id"] = f"{name}-{number:02d}"
        folder = tmp_path / "notebooks"
        folder.mkdir(exist_ok=True)
        notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel} if kernel else {})
        nbformat.write(notebook, folder / f"{name}.ipynb")
        return folder / f"{name}.ipynb"

    return write


@pytest.fixture
def no_kernel(monkeypatch):
    """A test in which nothing may be run."""

    def refuse(*_arguments, **_options):
        pytest.fail("a kernel was started")

    monkeypatch.setattr(building, "Run", refuse)
    monkeypatch.setattr(AsyncKernelManager, "start_kernel", refuse)


@pytest.fixture
def publish(yeep, write_chapter):
    """``publish("## Text", {mime: data}, ...)``: the report of one chapter with this Markdown and these outputs."""

    def make(*shown, results=True, meanwhile=lambda: None, arguments=()):
        write_chapter("10_shown")

        def execute(_chapter, _values):
            meanwhile()
            return executed(*shown, *([ONE_RESULT] if results else []))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(building, "Run", RunWithoutKernels(execute))
            run = yeep("report", "2022", *arguments)
        if (run.folder / "report.pdf").exists() and run.code == 0:
            assert unprinted(run.page, run.pdf) == []
        return run

    return make


@pytest.fixture
def without_kernels(monkeypatch):
    """The chapters run in this process."""
    monkeypatch.setattr(building, "Run", RunWithoutKernels(run_here))

"""What the tests share: a data folder to spoil, the chapters as they run, and a language that never leaks."""

from __future__ import annotations

import ast
import contextlib
import csv
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

import nbformat
import pytest
from hypothesis import is_hypothesis_test, settings

from yeep_analysis.show import present
from yeep_analysis.show.present import Output
from yeep_analysis.words import language

ROOT = Path(__file__).parents[1]


# Folders whose files look at the same fixtures, dear to make: one worker makes them, and none makes them again.
TOGETHER = ("forms", "results")
# Files of other folders that do so: those of a report, and those of the chapters of the baseline.
ALSO_TOGETHER = {
    "reports": ("test_report.py", "test_document.py", "test_workbook.py", "test_years.py"),
    "chapters": ("test_present.py", "test_cards.py"),
}
# The longest first, so that both workers end at about the same time.
FIRST = ("reports", "test_notebooks.py", "test_example_report.py", "test_without_results.py", "forms", "results")


def _group(file: str) -> str:
    """What one worker runs from beginning to end: a file, or the files that share something."""
    folder, name = file.split("/")[-2:]
    return next(
        (group for group, names in ALSO_TOGETHER.items() if name in names), folder if folder in TOGETHER else file
    )


SLOW = {line for line in (ROOT / "tests" / "slow.txt").read_text(encoding="utf-8").splitlines() if line[:1] not in "#"}
FEW = 6  # examples of a property in the quick tier; `make test-all` tries as many as the test asks for


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--few``: what the quick tier does anyway."""
    parser.addoption("--few", action="store_true", help="few examples of each property")


def _is_quick(config: pytest.Config) -> bool:
    """Whether only the quick tier was asked for, and no test by its name."""
    return "not slow" in config.option.markexpr and not any("::" in argument for argument in config.args)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files of slow tests only are not even imported for the quick tier."""
    if _is_quick(config) and collection_path.suffix == ".py":
        return collection_path.relative_to(ROOT).as_posix() in SLOW or None
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: pytest.Collector, name: str) -> list | None:
    """Nor are the cases of a slow test made: half of all cases are of such."""
    return [] if f"{collector.nodeid}::{name}" in SLOW and _is_quick(collector.config) else None


def _is_slow(item: pytest.Item) -> bool:
    """Whether a test belongs to the tier of ``make test-all``: by the list, or by a report that only it needs."""
    test = item.nodeid.partition("[")[0]
    needed = {*item.fixturenames, *item.keywords}
    return bool({test, test.split("::")[0]} & SLOW) or bool({"english", "invented"} & needed)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest groups first; everything else in its order. Slow tests bear their mark; properties try few examples."""
    for item in items:
        if _is_slow(item):
            item.add_marker("slow")
        if (config.option.few or _is_quick(config)) and is_hypothesis_test(item.obj):
            asked = item.obj._hypothesis_internal_use_settings
            item.obj._hypothesis_internal_use_settings = settings(asked, max_examples=min(FEW, asked.max_examples))
    groups = {item: _group(item.nodeid.split("::")[0]).rsplit("/")[-1] for item in items}
    items.sort(key=lambda item: FIRST.index(groups[item]) if groups[item] in FIRST else len(FIRST))


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the garbage collector need not look through it time and again."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Groups for ``--dist loadgroup``: xdist 3.8 writes its own where pytest 9.2 does not look, and then has none."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group(nodeid.split("::")[0])

    config.option.loadscopereorder = False  # which would begin with the groups of the most tests
    return Groups(config, log)


@pytest.fixture(scope="module", autouse=True)
def with_one_worker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No group is torn apart, or what its files share would be made twice without anybody noticing."""
    if getattr(request.config.option, "loadgroup", False):
        group = _group(request.node.nodeid).replace("/", ".")
        claim, worker = tmp_path_factory.getbasetemp().parent / f"{group}.group", os.environ["PYTEST_XDIST_WORKER"]
        with contextlib.suppress(FileExistsError), claim.open("x") as file:
            file.write(worker)
        assert claim.read_text() == worker, f"{group} also runs on another worker"


@pytest.fixture(autouse=True)
def turkish_again() -> Iterator[None]:
    """Every test starts and ends in Turkish, whatever the one before it spoke."""
    language.use("tr")
    yield
    language.use("tr")


def _facts(folder: Path) -> Path:
    """A copy of ``data/`` without the catalogue of the plan, which takes longer to read than all the facts."""
    return Path(shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("plan")))


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A copy of ``data/`` that a test may spoil."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


class Spoiler:
    """Plants mistakes into a data folder. Rows are counted as Excel counts them: the header is row 1."""

    def __init__(self, folder: Path):
        self.folder = folder

    def cell(self, file: str, row: int, column: str, text: str) -> None:
        """Write ``text`` into one cell."""
        records = self._records(file)
        records[row - 1][records[0].index(column)] = text
        self._write(file, records)

    def row(self, file: str, row: int, *replacements: list[str]) -> None:
        """Put other rows, or none, in the place of one row."""
        records = self._records(file)
        records[row - 1 : row] = replacements
        self._write(file, records)

    def twice(self, file: str, row: int) -> None:
        """Write one row a second time, right below itself."""
        record = self._records(file)[row - 1]
        self.row(file, row, record, record)

    def shorten(self, file: str, row: int) -> None:
        """Take the last cell off one row."""
        self.row(file, row, self._records(file)[row - 1][:-1])

    def without(self, file: str, column: str, value: str) -> None:
        """Take all rows with this value out of a file."""
        header, *records = self._records(file)
        self._write(file, [header, *(r for r in records if r[header.index(column)] != value)])

    def text(self, file: str, change: Callable[[str], str]) -> None:
        """Change the text of a whole file."""
        self.bytes(file, change((self.folder / file).read_text(encoding="utf-8")).encode())

    def bytes(self, file: str, content: bytes) -> None:
        """Put other bytes in the place of a file."""
        (self.folder / file).write_bytes(content)

    def remove(self, file: str) -> None:
        """Take a file away."""
        (self.folder / file).unlink()

    def folder_instead(self, file: str) -> None:
        """Put a folder in the place of a file."""
        self.remove(file)
        (self.folder / file).mkdir()

    def _records(self, file: str) -> list[list[str]]:
        with (self.folder / file).open(encoding="utf-8", newline="") as text:
            return list(csv.reader(text))

    def _write(self, file: str, records: list[list[str]]) -> None:
        with (self.folder / file).open("w", encoding="utf-8", newline="") as text:
            csv.writer(text, lineterminator="\n").writerows(records)


@pytest.fixture
def spoil(tmp_path: Path) -> Spoiler:
    """A copy of the facts of ``data/``, with the means to plant mistakes into it."""
    return Spoiler(_facts(tmp_path / "facts"))


def _run(chapter: str, parameters: dict) -> list[Output]:
    """What the code cells of a chapter show, run here instead of in a kernel of its own."""
    names: dict = {}
    shown = []
    for cell in nbformat.read(ROOT / "notebooks" / f"{chapter}.ipynb", as_version=4).cells:
        if cell.cell_type != "code":
            continue
        statements = ast.parse(cell.source).body
        last = statements.pop() if isinstance(statements[-1], ast.Expr) else None
        exec(compile(ast.Module(statements, []), chapter, "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names.update(parameters)
        if last:
            shown.append(eval(compile(ast.Expression(last.value), chapter, "eval"), names))
    return [output for output in shown if isinstance(output, Output)]


@pytest.fixture(scope="session")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Output]]:
    """``chapter(name, year, lang)``: what a chapter shows, with the words of its figures but without the pictures.

    ``data`` names another data folder than the facts of ``data/``. With ``announced=False`` only the chapter's own
    parameter says its language. The output of the results also carries their frame, under ``frame``, as numbers.
    """
    facts = _facts(tmp_path_factory.mktemp("facts"))
    figure, results = present.figure, present.results

    def words_only(content: present.PublicationFigure, *, source=()) -> Output:
        if content.frame.empty:
            return figure(content, source=source)
        spec = {"name": content.name, "source": present.source_line(source), **asdict(content.words)}
        return Output({present.FIGURE: spec})

    def shown(name: str, year: int, lang: str = "tr", data: Path = facts, announced: bool = True) -> list[Output]:
        return made(name, year, lang, data, announced)  # which takes a call with and without "tr" for the same

    @cache
    def made(name: str, year: int, lang: str, data: Path, announced: bool) -> list[Output]:
        language.use(lang if announced else "tr")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(present, "figure", words_only)
            patch.setattr(present, "results", lambda f, *n, **m: Output({**results(f, *n, **m).data, "frame": f}))
            return _run(name, {"year": year, "language": lang, "data": str(data)})

    return shown

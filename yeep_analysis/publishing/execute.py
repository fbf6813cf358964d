"""Runs the chapters with Papermill, two at a time. The first that fails stops the run."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from types import ModuleType

import nbformat

from yeep_analysis.publishing.chapters import Chapter, Value, escaped, filled, parameters_for, translated
from yeep_analysis.publishing.early import Early
from yeep_analysis.publishing.kernels import ENGINE, WarmKernel, WarmKernels, register_engine
from yeep_analysis.words.errors import ChapterError, DisclosureError
from yeep_analysis.words.language import _

CELL_TIMEOUT = 600  # seconds; a chapter cell that runs longer has lost its way
# Where it draws it is imported, once in each kernel: better before they split.
_DRAWN_WITH_SEABORN = {"yeep_analysis.population.figures", "yeep_analysis.mahalles.figures"}
_IMPORTING = Lock()
Progress = Callable[[Chapter, int], None]  # chapter, number of cells that were just finished
KeepFailed = Callable[[Chapter, nbformat.NotebookNode], Path | None]


class Run:
    """A run of chapters on warm kernels. The kernels start when the run is made; `notebooks` waits for them.

    values       the parameters as a chapter is given them
    keep_failed  is given the executed notebook of the chapter that fails, and says where it put it, if it could
    progress     is told of every executed cell
    early        a process that already imports what kernels need
    """

    def __init__(
        self,
        chapters: list[Chapter],
        values: Callable[[Chapter], Mapping[str, Value]],
        *,
        keep_failed: KeepFailed,
        progress: Progress,
        kernels: int,
        early: Early | None = None,
    ):
        self._chapters, self._values = chapters, values
        self._keep_failed, self._progress = keep_failed, progress
        self._executed: dict[str, Future] = {chapter.name: Future() for chapter in chapters}
        self._failed = False
        self._stopped: Future | None = None
        self._waiting: SimpleQueue[Chapter] = SimpleQueue()
        # The longest chapters first, so that no kernel is left with the longest at the end. Those of somebody else
        # last: whatever they change in a kernel, no chapter of the report runs in it any more.
        for chapter in sorted(chapters, key=lambda chapter: (chapter.is_outside, -len(chapter.notebook.cells))):
            self._waiting.put(chapter)
        folder, many, first = chapters[0].path.parent, min(kernels, len(chapters)), values(chapters[0])
        edition = str(first["language"]), str(first["data"])
        self._kernels = WarmKernels(folder, _modules(chapters), many, edition, early)
        self._pool = ThreadPoolExecutor(max_workers=kernels)
        for kernel in self._kernels.each:
            self._pool.submit(self._work, kernel)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *exception) -> None:
        self._failed = True
        if exception[0] is not None and self._stopped is None:
            self._kernels.kill()  # nobody waits for a chapter whose report will not be
        self._pool.shutdown(wait=True)
        self._stopped.result() if self._stopped else self._kernels.stop()

    def notebooks(self) -> list[nbformat.NotebookNode]:
        """The executed notebooks in the order of the chapters, as soon as the last one is done.

        Raises   `ChapterError` where a chapter failed, `DisclosureError` where its counts cannot be protected
        """
        executed = [self._executed[chapter.name].result() for chapter in self._chapters]
        self._stopped = self._pool.submit(self._kernels.stop)  # which takes its time, while others write
        return executed

    def _work(self, kernel: WarmKernel) -> None:
        try:
            while not self._failed:
                self._run(self._waiting.get_nowait(), kernel)
        except Empty:
            return
        except BaseException as error:
            self._give_up(error)
        finally:
            kernel.leave()

    def _give_up(self, error: BaseException) -> None:
        self._failed = True
        for future in self._executed.values():
            with suppress(InvalidStateError):  # done before, or by the other thread just now
                future.set_exception(error)

    def _run(self, chapter: Chapter, kernel: WarmKernel) -> None:
        # Imported here: Papermill takes its time, and the kernel is already starting.
        papermill = _papermill()
        from nbclient.exceptions import CellTimeoutError, DeadKernelError

        register_engine()
        running, values = {"notebook": chapter.notebook}, self._values(chapter)
        try:
            executed = papermill.execute_notebook(
                _literally(chapter.path),
                None,
                parameters=parameters_for(chapter, values),
                engine_name=ENGINE,
                kernel_name="python3",
                progress_bar=False,
                execution_timeout=CELL_TIMEOUT,
                language="python",
                kernel=kernel,
                place=(chapter.path, str(values["language"]), str(values["audience"])),
                started=lambda notebook: running.update(notebook=notebook),
                hooks={"on_cell_executed": lambda **_cell: self._progress(chapter, 1)},
            )
        except papermill.PapermillExecutionError as error:
            if error.ename == DisclosureError.__name__ and not chapter.is_outside:  # of the counts, not of the chapter
                raise DisclosureError(error.evalue) from error
            raise self._failure(chapter, f"{error.ename}: {error.evalue}", running["notebook"]) from error
        except (CellTimeoutError, DeadKernelError) as error:
            raise self._failure(chapter, str(error).strip().splitlines()[0], running["notebook"]) from error
        if error := _error_in(executed):
            # Papermill lets a chapter pass that ends itself with exit().
            raise self._failure(chapter, error, executed)
        self._executed[chapter.name].set_result(_finished(executed, chapter))

    def _failure(self, chapter: Chapter, reason: str, notebook: nbformat.NotebookNode) -> ChapterError:
        # A kernel that was killed because the run is over did not fail: nothing of it is kept.
        kept = None if self._failed else self._keep_failed(chapter, notebook)
        said = _("Chapter “{chapter}” stopped ({file}): {reason}").format(
            chapter=chapter.title, file=chapter.path.name, reason=reason
        )
        if chapter.is_outside:
            said += "\n" + _(
                "It is no chapter of this project ({path}). Mend it there, or make the report without --add-notebooks."
            ).format(path=chapter.path)
        if kept:
            said += "\n" + _("The chapter as far as it ran: {kept}").format(kept=kept)
        return ChapterError(said, kept or Path())


def _papermill() -> ModuleType:
    """Papermill without what it would fetch chapters from the web with, which takes half as long as all the rest."""
    with _IMPORTING:
        stands_in = sys.modules.setdefault("requests", absent := ModuleType("requests")) is absent
        try:
            import papermill
        finally:
            if stands_in:
                del sys.modules["requests"]
    return papermill


def _literally(path: Path) -> str:
    """A path in which Papermill finds nothing to fill in."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _finished(notebook: nbformat.NotebookNode, chapter: Chapter) -> nbformat.NotebookNode:
    """The chapter as it goes into the report: clean, in the language of the edition, with its own words and ids."""
    notebook = translated(cleaned(notebook, chapter.name))
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = filled(cell.source, {place: escaped(word) for place, word in chapter.words.items()})
        if chapter.theme and not cell["id"].startswith(chapter.name):
            cell["id"] = f"{cell['id']}-{chapter.theme}"
    return notebook


def cleaned(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """The executed notebook without what differs between two runs: times, durations, versions of the machine."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        for key in ("papermill", "execution", "exception"):
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":  # warnings name files of this machine
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"{name}-parameters"
    return notebook


def _error_in(notebook: nbformat.NotebookNode) -> str:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return f"{output.ename}: {output.evalue}"
    return ""


def with_shown(
    notebook: nbformat.NotebookNode, values: Mapping[str, Value], shown: Mapping[str, Value]
) -> nbformat.NotebookNode:
    """The notebook with the published form of each parameter in the cell that Papermill put in."""
    from papermill.translators import PythonTranslator

    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            for name, value in values.items():
                if shown[name] != value:  # the line as a whole: what stands in it is escaped
                    line = f"{name} = {PythonTranslator.translate(shown[name])}"
                    cell.source = re.sub(rf"^{name} = .*$", lambda _old, line=line: line, cell.source, flags=re.M)
    return notebook


def _modules(chapters: list[Chapter]) -> set[str]:
    modules = {module for chapter in chapters if not chapter.is_outside for module in chapter.modules}
    return modules | {"seaborn"} if modules & _DRAWN_WITH_SEABORN else modules

"""Runs the chapters with Papermill, on kernels that are started once and emptied between chapters."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

from yeep_analysis.errors import ChapterError
from yeep_analysis.language import _
from yeep_analysis.publishing.chapters import Chapter, Value, parameters_for, translated

CELL_TIMEOUT = 600  # seconds; a chapter cell that runs longer has lost its way
ENGINE = "yeep-warm-kernel"
_KERNEL_OPTIONS = ("--HistoryManager.enabled=False", "--log-level=ERROR")
Progress = Callable[[Chapter, int], None]  # chapter, number of cells that were just finished


class OwnPython(KernelSpecManager):
    """Kernels of the Python that runs this package; a kernel of the same name in the user's settings is not taken."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The same specification for every name."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *_KERNEL_OPTIONS]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


def run_chapters(
    chapters: list[Chapter],
    values: Mapping[str, Value],
    *,
    keep_failed: Callable[[Chapter, nbformat.NotebookNode], Path],
    progress: Progress,
    kernels: int = 2,
) -> list[nbformat.NotebookNode]:
    """Execute every chapter and return the executed notebooks, in the order of the chapters.

    The first chapter that fails stops the run: its executed notebook goes to ``keep_failed``, which says where it is.

    Raises   `ChapterError`
    """
    waiting: SimpleQueue[tuple[int, Chapter]] = SimpleQueue()
    # The longest chapters first, so that no kernel is left with the longest at the end.
    for numbered in sorted(enumerate(chapters), key=lambda pair: -len(pair[1].notebook.cells)):
        waiting.put(numbered)
    executed: dict[int, nbformat.NotebookNode] = {}
    failures: list[ChapterError] = []

    def work() -> None:
        with tempfile.TemporaryDirectory(prefix="yeep-ipython-") as profile:
            manager = _start_kernel(chapters[0].path.parent, profile)
            try:
                while not failures:
                    number, chapter = waiting.get_nowait()
                    _empty(manager)
                    executed[number] = _run(chapter, values, manager, keep_failed, progress)
            except Empty:
                return
            except ChapterError as error:
                failures.append(error)
            finally:
                run_sync(manager.shutdown_kernel)(now=True)

    with ThreadPoolExecutor(max_workers=kernels) as pool:
        jobs = [pool.submit(work) for _kernel in range(min(kernels, len(chapters)))]
    for job in jobs:
        job.result()
    if failures:
        raise failures[0]
    return [executed[number] for number in range(len(chapters))]


def _start_kernel(folder: Path, profile: str) -> AsyncKernelManager:
    manager = AsyncKernelManager(kernel_spec_manager=OwnPython())
    # The user's own IPython start-up files and hash order must not reach the report.
    env = {**os.environ, "IPYTHONDIR": profile, "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
    run_sync(manager.start_kernel)(cwd=str(folder), env=env)
    return manager


def _run(
    chapter: Chapter,
    values: Mapping[str, Value],
    manager: AsyncKernelManager,
    keep_failed: Callable[[Chapter, nbformat.NotebookNode], Path],
    progress: Progress,
) -> nbformat.NotebookNode:
    # Imported here: Papermill takes its time, and the kernel is already starting.
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    _register_engine()
    running = {"notebook": chapter.notebook}
    try:
        executed = papermill.execute_notebook(
            str(chapter.path),
            None,
            parameters=parameters_for(chapter, values),
            engine_name=ENGINE,
            kernel_name="python3",
            progress_bar=False,
            km=manager,
            execution_timeout=CELL_TIMEOUT,
            on_notebook_start=lambda notebook: running.update(notebook=notebook),
            on_cell_executed=lambda **_kwargs: progress(chapter, 1),
        )
    except papermill.PapermillExecutionError as error:
        raise _failure(chapter, f"{error.ename}: {error.evalue}", keep_failed(chapter, running["notebook"])) from error
    except (CellTimeoutError, DeadKernelError) as error:
        reason = str(error).strip().splitlines()[0]
        raise _failure(chapter, reason, keep_failed(chapter, running["notebook"])) from error
    return translated(cleaned(executed, chapter.name))


def _register_engine() -> None:
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, papermill_engines

    class WarmKernelEngine(NBClientEngine):
        """Papermill's own engine, on a kernel that somebody else started and will stop."""

        @classmethod
        def execute_managed_notebook(cls, nb_man, kernel_name, *, execution_timeout, **options):
            wanted = {name: options[name] for name in ("km", "on_notebook_start", "on_cell_executed")}
            return PapermillNotebookClient(nb_man, timeout=execution_timeout, **wanted).execute()

    papermill_engines.register(ENGINE, WarmKernelEngine)


def _empty(manager: AsyncKernelManager) -> None:
    """Forget everything a chapter defined, and count cells from one again: no state passes between chapters."""
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.execute("get_ipython().reset(new_session=True)", silent=True, store_history=False, reply=True)
    finally:
        client.stop_channels()


def cleaned(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """The executed notebook without what differs between two runs: times, durations, versions of the machine."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        for key in ("papermill", "execution", "exception"):
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"{name}-parameters"
    return notebook


def _failure(chapter: Chapter, reason: str, kept: Path) -> ChapterError:
    return ChapterError(
        _("Chapter “{chapter}” stopped ({file}): {reason}\nThe chapter as far as it ran: {kept}").format(
            chapter=chapter.title, file=chapter.path.name, reason=reason, kept=kept
        ),
        kept,
    )

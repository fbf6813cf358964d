"""Kernels that are started once, get ready while this process still imports, and are emptied between chapters."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

from yeep_analysis.publishing.workplace import workplace
from yeep_analysis.words.errors import YeepError
from yeep_analysis.words.language import _

ENGINE = "yeep-warm-kernel"
# How often Python looks for what nobody needs any more: a build is short and makes little of it.
RARELY = (100_000, 50, 100)
START_TIMEOUT = 120  # seconds; a first start on a slow machine compiles and builds font lists


class OwnPython(KernelSpecManager):
    """Kernels of the Python that runs this package; a kernel of the same name in the user's settings is not taken."""

    options: tuple[str, ...] = ()

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The same specification for every name."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *self.options]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


class WarmKernel:
    """One kernel for one thread: started at once, ready when it is first used, stopped at the end.

    folder    working folder of the chapters
    modules   imported while the kernel boots, so that the first chapter does not wait for them
    """

    def __init__(self, folder: Path, modules: Iterable[str]):
        self._stack = ExitStack()
        profile = self._stack.enter_context(workplace("yeep-ipython-"))
        specs = OwnPython()
        specs.options = (
            "--log-level=ERROR",
            "--HistoryManager.enabled=False",
            f"--IPKernelApp.exec_lines={_importing(modules)}",
        )
        # The file with the kernel's address lies in the same folder, so that nothing else is left after a kill.
        address = str(profile / "kernel.json")
        self._manager = AsyncKernelManager(kernel_spec_manager=specs, connection_file=address)
        # The user's own IPython start-up files and hash order must not reach the report.
        env = {**os.environ, "IPYTHONDIR": str(profile), "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
        self._client: Any = None
        try:
            run_sync(self._manager.start_kernel)(cwd=str(folder), env=env)
        except BaseException:
            self._stack.close()
            raise

    def execute(self, nb_man: Any, place: tuple[Path, str, str], **options: Any) -> Any:
        """Run a notebook that Papermill manages, in an empty namespace; cells are counted from one.

        place   the file of the notebook, in whose folder it runs, and language and audience of its report
        """
        from papermill.clientwrap import PapermillNotebookClient

        self._make_ready()
        self._say(_emptying(*place))
        notebook_client = PapermillNotebookClient(nb_man, km=self._manager, **options)
        notebook_client.kc = self._client  # one connection for all chapters: making it ready takes a quarter second
        return notebook_client.execute()

    def _say(self, code: str) -> None:
        """Run code that shows nothing; a kernel that is killed meanwhile is not waited for."""
        from nbclient.exceptions import DeadKernelError

        sent = self._client.execute(code, silent=True, store_history=False)
        for _second in range(START_TIMEOUT):
            try:
                reply = run_sync(self._client.get_shell_msg)(timeout=1)
            except Empty:
                if not run_sync(self._manager.is_alive)():
                    break
                continue
            if reply["parent_header"].get("msg_id") == sent:
                return
        raise DeadKernelError("Kernel died")

    def kill(self) -> None:
        """End the kernel from another thread; whoever waits for it is told that it died."""
        process = getattr(self._manager.provisioner, "process", None)
        if process is not None:
            process.kill()

    def stop(self) -> None:
        """Stop the kernel at once."""
        if self._client is not None:
            self._client.stop_channels()
        run_sync(self._manager.shutdown_kernel)(now=True)
        self._stack.close()

    def _make_ready(self) -> None:
        if self._client is None:
            self._client = self._manager.client()
            self._client.start_channels()
            try:
                run_sync(self._client.wait_for_ready)(timeout=START_TIMEOUT)
            except RuntimeError as error:  # it died, or never answered
                raise YeepError(
                    _(
                        "No chapter could be run: the Python for the notebooks did not start ({reason}). Is there room "
                        "on the disk and in the folder for temporary files? Is the package installed as a whole?"
                    ).format(reason=error)
                ) from error
            self._client.allow_stdin = False


def register_engine() -> None:
    """Make the engine known to Papermill under ``ENGINE``; it runs on the kernel given as ``kernel``."""
    from papermill.engines import NBClientEngine, papermill_engines

    class WarmKernelEngine(NBClientEngine):
        """Papermill's own engine, on a kernel that somebody else started and will stop."""

        @classmethod
        def execute_managed_notebook(
            cls, nb_man, kernel_name, *, kernel: WarmKernel, place, started: Callable, hooks, execution_timeout, **_rest
        ):
            started(nb_man.nb)
            return kernel.execute(nb_man, place, timeout=execution_timeout, **hooks)

    papermill_engines.register(ENGINE, WarmKernelEngine)


def _emptying(notebook: Path, language: str, audience: str) -> str:
    """What a kernel does before a chapter; ``__session__`` is where Jupyter keeps the name of the notebook."""
    lines = (
        "get_ipython().reset(new_session=True)",
        f"get_ipython().user_ns['__session__'] = {notebook.name!r}",
        f"__import__('os').chdir({str(notebook.parent.resolve())!r})",
        f"__import__('yeep_analysis.words.language').words.language.use({language!r})",
        f"__import__('yeep_analysis.edition').edition.make_for({audience!r})",
    )
    return "\n".join(lines)


def _importing(modules: Iterable[str]) -> str:
    """One line that imports what can be imported; what cannot is left for the chapter to say."""
    lines = ["import gc", f"gc.set_threshold(*{RARELY})"]
    lines += [f"try:\n import {module}\nexcept ImportError:\n pass" for module in sorted(set(modules))]
    return "exec({!r})".format("\n".join(lines))

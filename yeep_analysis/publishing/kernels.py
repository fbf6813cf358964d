"""Kernels that are started once, get ready while this process still imports, and are emptied between chapters."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

from yeep_analysis.publishing import kernel_process
from yeep_analysis.publishing.early import SURROUNDINGS, Early, command, may_split
from yeep_analysis.publishing.workplace import workplace
from yeep_analysis.words.errors import YeepError
from yeep_analysis.words.language import _

ENGINE = "yeep-warm-kernel"
_KNOCK = 10  # milliseconds between two attempts to reach a kernel that is not there yet
START_TIMEOUT = 120  # seconds; a first start on a slow machine compiles and builds font lists


class OwnPython(KernelSpecManager):
    """Kernels of the Python that runs this package; a kernel of the same name in the user's settings is not taken."""

    arguments: tuple[str, ...] = ()

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The same specification for every name."""
        return KernelSpec(argv=command(*self.arguments), display_name="Python 3", language="python")


class Split:
    """What a `subprocess.Popen` is of a child, of a process that split off from such a child, ``first``."""

    stdin = stdout = stderr = None

    def __init__(self, first: Any, address: str):
        self._first, self._number = first, Path(address).with_name(kernel_process.NUMBER)
        self._end: int | None = None  # tells when the process has ended, whoever has its number then

    @property
    def pid(self) -> int:
        """Its number; 0 until it is there."""
        told = self._number.read_text(encoding="ascii") if self._number.exists() else ""
        return int(told) if told.endswith("\n") else 0

    def poll(self) -> int | None:
        """None while it runs, or is about to."""
        if self._end is None and (pid := self.pid):
            try:
                self._end = os.pidfd_open(pid)
            except ProcessLookupError:
                return 1
        if self._end is None:
            return self._first.poll()
        return 1 if select.select([self._end], [], [], 0)[0] else None

    def wait(self) -> int:
        """What it ended with only the process knows from which it split off."""
        if self._end is not None:
            os.close(self._end)
            self._end = None
        return 1

    def send_signal(self, number: int) -> None:
        """A signal for it and the processes that it started."""
        if self.poll() is None and (pid := self.pid):
            with suppress(ProcessLookupError):
                os.killpg(pid, number)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class WarmKernels:
    """Kernels that are started at once, ready when they are first used, and stopped together.

    Where a process can split they are one until all is imported, which takes longer than many a chapter.

    folder    working folder of the chapters
    modules   imported while the kernels boot, so that the first chapter does not wait for them
    edition   its language and its data folder, which is read meanwhile
    early     a process that began to import before anybody knew all this
    """

    def __init__(
        self,
        folder: Path,
        modules: Iterable[str],
        many: int,
        edition: tuple[str, str] = ("tr", ""),
        early: Early | None = None,
    ):
        self._stack, self.each = ExitStack(), list[WarmKernel]()
        options = {"cwd": str(folder), "env": {**os.environ, **SURROUNDINGS}}
        ready = (",".join(sorted(set(modules))), *edition)
        try:
            # The files with the kernels' addresses lie in one folder, so that nothing is left after a kill.
            home = self._stack.enter_context(workplace("yeep-ipython-"))
            self.each = [WarmKernel(home / str(number) / "kernel.json") for number in range(many)]
            self._split(early or Early(), ready, options) if may_split() else self._start(ready, options)
        except BaseException:
            self.stop()
            raise

    def _split(self, early: Early, ready: tuple[str, ...], options: dict[str, Any]) -> None:
        managers = [kernel.manager for kernel in self.each]
        first, *others = managers
        try:
            for manager in managers:  # the process must find the files with their addresses
                run_sync(manager.pre_start_kernel)(**options)
        except BaseException:
            early.end()
            raise
        addresses = [manager.connection_file for manager in managers]
        early.tell(*ready, *addresses, folder=options["cwd"], env=options["env"])
        first.provisioner.process = early.process
        for manager in others:
            manager.provisioner.process = Split(early.process, manager.connection_file)

    def _start(self, ready: tuple[str, ...], options: dict[str, Any]) -> None:
        for manager in (kernel.manager for kernel in self.each):
            manager.kernel_spec_manager.arguments = (*ready, manager.connection_file)
            run_sync(manager.start_kernel)(**options)

    def kill(self) -> None:
        """End all of them, from whatever thread; whoever waits for one is told that it died."""
        for kernel in reversed(self.each):  # the first last: the others end with it
            kernel.kill()

    def stop(self) -> None:
        """Stop all of them at once."""
        with self._stack:
            self.kill()
            for kernel in reversed(self.each):
                kernel.stop()


class WarmKernel:
    """One kernel for one thread, known by the file with its address."""

    def __init__(self, address: Path):
        address.parent.mkdir()
        self.manager = AsyncKernelManager(kernel_spec_manager=OwnPython(), connection_file=str(address))
        self._client: Any = None

    def execute(self, nb_man: Any, place: tuple[Path, str, str], **options: Any) -> Any:
        """Run a notebook that Papermill manages, in an empty namespace; cells are counted from one.

        place   the file of the notebook, in whose folder it runs, and language and audience of its report
        """
        from papermill.clientwrap import PapermillNotebookClient

        self._make_ready()
        self._say(_emptying(*place))
        notebook_client = PapermillNotebookClient(nb_man, km=self.manager, record_timing=False, **options)
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
                if not run_sync(self.manager.is_alive)():
                    break
                continue
            if reply["parent_header"].get("msg_id") == sent:
                return
        raise DeadKernelError("Kernel died")

    def kill(self) -> None:
        """End the kernel from another thread; whoever waits for it is told that it died."""
        process = getattr(self.manager.provisioner, "process", None)
        if process is not None:
            process.kill()

    def leave(self) -> None:
        """Nothing more will be asked of it."""
        if self._client is not None:
            self._client.stop_channels()

    def stop(self) -> None:
        """Stop the kernel at once."""
        run_sync(self.manager.shutdown_kernel)(now=True)

    def _make_ready(self) -> None:
        from nbclient.exceptions import DeadKernelError

        if self._client is None:
            self._client = self.manager.client()
            self._client.context.setsockopt(zmq.RECONNECT_IVL, _KNOCK)
            self._client.start_channels()
            self._client.allow_stdin = False
            try:
                self._wait_until_heard()
            except DeadKernelError as error:  # or it never answered
                raise YeepError(
                    _(
                        "No chapter could be run: the Python for the notebooks did not start ({reason}). Is there room "
                        "on the disk and in the folder for temporary files? Is the package installed as a whole?"
                    ).format(reason=error)
                ) from error

    def _wait_until_heard(self) -> None:
        """Until the kernel answers, and what it shows arrives as well, which comes over a connection of its own.

        Jupyter's own way waits for two tenths of a second of silence afterwards.
        """
        from nbclient.exceptions import DeadKernelError

        for _attempt in range(START_TIMEOUT):
            self._say("")
            with suppress(Empty):
                run_sync(self._client.get_iopub_msg)(timeout=0.05)
                return
        raise DeadKernelError("Kernel died")


def register_engine() -> None:
    """Make the engine known to Papermill under ``ENGINE``; it runs on the kernel given as ``kernel``."""
    from papermill import execute
    from papermill.engines import NBClientEngine, papermill_engines

    # Papermill makes the text of a notebook even where there is no file to write it into.
    execute.write_ipynb = lambda _notebook, _nowhere: None

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
        "__import__('gc').freeze()",  # IPython looks through everything that it could free: all a kernel has imported
        "get_ipython().reset(new_session=True)",
        f"get_ipython().user_ns['__session__'] = {notebook.name!r}",
        f"__import__('os').chdir({str(notebook.parent.resolve())!r})",
        f"__import__('yeep_analysis.words.language').words.language.use({language!r})",
        f"__import__('yeep_analysis.edition').edition.make_for({audience!r})",
    )
    return "\n".join(lines)

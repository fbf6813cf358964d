"""The process of the kernels: gets ready what the chapters share, and splits into a kernel for each address.

python -P -m yeep_analysis.publishing.kernel_process [MODULES LANGUAGE DATA ADDRESS [ADDRESS ...]]

Without arguments it imports what every chapter needs, and waits to be told them. An address is the file from which
Jupyter knows a kernel. The first kernel is the process itself; the others are its children, each with a session of
its own and its number in the file ``process`` beside its address.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.publishing import early
from yeep_analysis.words import language
from yeep_analysis.words.errors import YeepError

# How often Python looks for what nobody needs any more: a build is short and makes little of it.
RARELY = (100_000, 50, 100)
NUMBER = "process"
EVERY_CHAPTER = ("pandas", "pandas.io.formats.csvs", "pandas.io.formats.html", "yeep_analysis.show.present")
# What IPython imports when a kernel begins: once, before there are several.
EVERY_KERNEL = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "tornado.platform.asyncio",
)
OPTIONS = (
    "--log-level=ERROR",
    "--HistoryManager.enabled=False",
    "--IPKernelApp.outstream_class=yeep_analysis.publishing.kernel_output.KernelOutput",
)


def main(*arguments: str) -> None:
    """Import and read what can be (what cannot is left for the chapter to say), split, and be a kernel."""
    gc.set_threshold(*RARELY)
    _without_what_nobody_reads()
    from ipykernel.kernelapp import IPKernelApp

    _import((*EVERY_CHAPTER, *EVERY_KERNEL))
    modules, spoken, data, *addresses = arguments or early.told() or sys.exit()
    _import(filter(None, modules.split(",")))
    language.use(spoken)
    with suppress(YeepError):
        validate_tables(Path(data))
    gc.freeze()  # what is there stays: IPython lets Python look through everything between two chapters
    own, *others = addresses
    options = OPTIONS
    for address in others:
        first = os.getpid()
        if not os.fork():
            os.setsid()
            Path(address).with_name(NUMBER).write_text(f"{os.getpid()}\n", encoding="ascii")
            # Where the first kernel ends, so does this one.
            own, options = address, (*OPTIONS, f"--IPKernelApp.parent_handle={first}")
            break
    # The user's own start-up files of IPython must not reach the report.
    os.environ["IPYTHONDIR"] = str(Path(own).parent)
    _find_beside_chapters()
    IPKernelApp.launch_instance(["-f", own, *options])


def _import(modules: Iterable[str]) -> None:
    for module in modules:
        with suppress(ImportError):
            importlib.import_module(module)


def _find_beside_chapters() -> None:
    """A chapter finds the modules beside it, behind Python's own; ``-P`` kept them away from what was imported here."""
    installed = (at for at, path in enumerate(sys.path) if Path(path).name in ("site-packages", "dist-packages"))
    sys.path.insert(next(installed, 0), "")


def _without_what_nobody_reads() -> None:
    """No debugger in a kernel, and no help text for each setting of each of matplotlib's classes: both take long."""
    sys.modules["debugpy"] = None
    with suppress(ImportError):
        vars(importlib.import_module("matplotlib.artist"))["kwdoc"] = lambda _artist: ""


if __name__ == "__main__":
    main(*sys.argv[1:])

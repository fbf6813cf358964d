"""``yeep desk``: the whole year as pages in the browser."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _


def add_parser(commands: Any, spoken: argparse.ArgumentParser) -> None:
    """Add the command to the others. Its folder is the one that was open last, unless another one is named."""
    parser = commands.add_parser(
        "desk", aliases=["masa"], parents=[spoken], help=_("open the desk: the whole year in the browser")
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help=_("data folder (default: the one that was open last)"))
    parser.add_argument("--no-browser", action="store_true", help=_("do not open a browser"))
    parser.add_argument("--port", type=_port, default=0, metavar="N", help=_("port (default: any that is free)"))
    parser.set_defaults(run=_run)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 2**16):
        raise UsageError(_("“{port}” is not a port. Write a number up to 65535.").format(port=text))
    return int(text)


def _run(options: argparse.Namespace) -> int:
    from yeep_analysis.desk.home import Home
    from yeep_analysis.desk.serving import run_desk
    from yeep_analysis.words import language

    home = Home.of_user()
    language.use(home.language if options.lang == "tr" else options.lang)  # what was chosen on a page stays
    return run_desk(home, options.data, port=options.port, open_browser=not options.no_browser)

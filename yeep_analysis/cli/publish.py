"""``yeep publish``: a report was published; its counts are known now, and later editions are protected with them."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from yeep_analysis.cli.arguments import for_data, for_language
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the others."""
    about = _("record that a report was published; nothing is sent anywhere")
    parser = commands.add_parser("publish", aliases=["yayımla", "yayimla"], parents=[common], help=about)
    parser.add_argument(
        "edition",
        metavar="EDITION",
        help=_("2024, 2023-2025, 2024-06-30 (interim) or 2024-05 (bulletin)"),
    )
    parser.add_argument(
        "--out", type=Path, default=Path("reports"), metavar="DIR", help=_("output folder (default: reports)")
    )
    parser.add_argument("--undo", action="store_true", help=_("take the newest entry back: it was not published"))
    parser.set_defaults(run=_publish)


def _publish(options: argparse.Namespace) -> int:
    from yeep_analysis import publication
    from yeep_analysis.edition import Edition

    edition = Edition.named(options.edition, options.lang, options.data)
    if not options.data.is_dir():
        raise UsageError(_("There is no folder “{folder}”.").format(folder=options.data))
    if options.undo:
        told = publication.undo(edition)
        print(_("Taken out of the ledger: {name}.").format(name=publication.shown_name(told)))
        print(_("Only do this where it was not published: what readers have seen, they know."))
        return 0
    undo = f"yeep publish {edition.name} --undo{for_data(options.data)}{for_language(options.lang)}"
    for line in publication.told_of(publication.publish(edition, options.out, date.today()), undo):
        print(line)
    return 0

"""argparse in the reader's language: its own sentences go through the catalogue of this package."""

from __future__ import annotations

import argparse

from yeep_analysis.words.language import N_, _, ngettext

# argparse looks its sentences up in whatever translates for it; they are listed here for the catalogue.
SENTENCES = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("expected one argument"),
)


def speak() -> None:
    """Let argparse ask this package's catalogue instead of the system's."""
    argparse._ = _
    argparse.ngettext = ngettext

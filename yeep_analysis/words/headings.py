"""A chapter that is read in JupyterLab in another language than the one in which its Markdown is written.

A report translates the Markdown of its chapters; JupyterLab shows the cells as they are. There, whatever stands above a
cell is shown once more, translated, above what the cell shows.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from yeep_analysis.words import language


def speak(used: str) -> None:
    """Speak a language from here on, in a notebook with its headings."""
    language.use(used)
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None or not hasattr(shell, "get_parent"):  # no notebook
        return
    shell.events.register("pre_run_cell", _show_above)  # once, however often it is called
    _show(shell.get_parent().get("metadata", {}).get("cellId"))  # the cell that is running already


def _show_above(info: Any) -> None:
    _show(getattr(info, "cell_id", None))


def _show(cell_id: str | None) -> None:
    """Show what stands above a cell; only JupyterLab says which cell it runs."""
    text = "\n\n".join(_translated(_above(cell_id))) if cell_id else ""
    if text:
        sys.modules["IPython"].display.display({"text/markdown": text}, raw=True)


def _above(cell_id: str) -> list[str]:
    """The Markdown cells right above a cell, from the notebook in this folder that holds it."""
    for path in sorted(Path.cwd().glob("*.ipynb")):
        content = path.read_bytes()
        if f'"{cell_id}"'.encode() not in content:
            continue
        above: list[str] = []
        for cell in json.loads(content).get("cells", []):
            if cell.get("id") == cell_id:
                return above
            is_markdown = cell["cell_type"] == "markdown"
            above = [*above, "".join(cell["source"])] if is_markdown else _kept(cell, above)
    return []


def _kept(cell: dict, above: list[str]) -> list[str]:
    """The title stands above the parameters, which come before the language is known: it goes with the next cell."""
    return above if "parameters" in cell.get("metadata", {}).get("tags", []) else []


def _translated(cells: list[str]) -> list[str]:
    messages = language.catalogue("chapters", language.active())
    told = [(source, messages.gettext(source)) for source in cells]
    return [translation for source, translation in told if translation != source]

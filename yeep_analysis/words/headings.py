"""A chapter that is read in JupyterLab in another language than the one in which its Markdown is written.

A report translates the Markdown of its chapters; JupyterLab shows the cells as they are. There, whatever stands above a
cell is shown once more, translated, above what the cell shows.
"""

from __future__ import annotations

import json
import sys
from itertools import takewhile
from pathlib import Path
from typing import Any

from yeep_analysis.words import language


def speak(used: str) -> None:
    """Speak a language from here on, in a notebook with its headings."""
    language.use(used)
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None or not hasattr(shell, "get_parent"):  # no notebook
        return
    shell.events.register("pre_run_cell", _before)  # once, however often it is called
    _show(shell.get_parent().get("metadata", {}).get("cellId"))  # the cell that is running already


def _before(info: Any) -> None:
    _show(
        getattr(info, "cell_id", None), but=("parameters", "setup")
    )  # until the setup has run, another language holds


def _show(cell_id: str | None, but: tuple[str, ...] = ()) -> None:
    """Show what stands above a cell; only JupyterLab says which cell it runs."""
    cells = _up_to(cell_id) if cell_id else []
    if not cells or set(but) & set(_tags(cells[-1])):
        return
    text = "\n\n".join(_translated(_above(cells)))
    if text:
        sys.modules["IPython"].display.display({"text/markdown": text}, raw=True)


def _up_to(cell_id: str) -> list[dict]:
    """The cells down to one, from the notebook in this folder that holds it."""
    for path in sorted(Path.cwd().glob("*.ipynb")):
        content = path.read_bytes()
        if f'"{cell_id}"'.encode() not in content:
            continue
        cells = json.loads(content).get("cells", [])
        ids = [cell.get("id") for cell in cells]
        if cell_id in ids:
            return cells[: ids.index(cell_id) + 1]
    return []


def _above(cells: list[dict]) -> list[str]:
    """The Markdown right above the last cell; the title stands above the parameters, and goes with the setup."""
    before = [cell for cell in cells[:-1] if "parameters" not in _tags(cell)]
    right_above = takewhile(lambda cell: cell["cell_type"] == "markdown", reversed(before))
    return ["".join(cell["source"]) for cell in right_above][::-1]


def _tags(cell: dict) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])


def _translated(cells: list[str]) -> list[str]:
    messages = language.catalogue("chapters", language.active())
    told = [(source, messages.gettext(source)) for source in cells]
    return [translation for source, translation in told if translation != source]

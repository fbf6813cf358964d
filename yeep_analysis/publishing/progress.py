"""The progress bar of a run: cells done of all, and which chapters are being run."""

from __future__ import annotations

import json
import sys
from threading import Lock

from tqdm import tqdm

from yeep_analysis.publishing.chapters import Chapter
from yeep_analysis.words.language import _


class ProgressBar:
    """Shows the chapters that are running on standard error; without a terminal it prints one line per chapter."""

    def __init__(self, chapters: list[Chapter]):
        # One cell more than the file has: Papermill injects the parameters. Code cells only are executed.
        self._left = {c.name: sum(cell.cell_type == "code" for cell in c.notebook.cells) + 1 for c in chapters}
        self._started: list[str] = []
        self._lock = Lock()
        self._quiet = not sys.stderr.isatty()
        self._bar = tqdm(
            total=sum(self._left.values()),
            unit=_(" cells"),
            leave=False,
            disable=self._quiet,
            dynamic_ncols=True,
            bar_format="{percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt}{unit}  {desc}",
        )

    def __enter__(self) -> ProgressBar:
        self._bar.set_description_str(_("Starting"))
        return self

    def __exit__(self, *_exception) -> None:
        self._bar.close()

    def advance(self, chapter: Chapter, cells: int) -> None:
        """Count cells of a chapter as done."""
        with self._lock:
            if chapter.title not in self._started:
                self._started.append(chapter.title)
                if self._quiet:
                    print(_("Chapter: {title}").format(title=chapter.title), file=sys.stderr)
            self._left[chapter.name] -= cells
            if self._left[chapter.name] <= 0:
                self._started.remove(chapter.title)
            self._bar.update(cells)
            self._bar.set_description_str(" · ".join(self._started) or _("Writing the documents"))


class ProgressLines:
    """The same for a program that reads along: on standard output one line of JSON for each step."""

    def __init__(self, chapters: list[Chapter]):
        self._lock = Lock()
        cells = {c.name: sum(cell.cell_type == "code" for cell in c.notebook.cells) + 1 for c in chapters}
        self._say(chapters=[{"name": c.name, "title": c.title, "cells": cells[c.name]} for c in chapters])

    def __enter__(self) -> ProgressLines:
        return self

    def __exit__(self, *_exception) -> None:
        pass

    def advance(self, chapter: Chapter, cells: int) -> None:
        """Tell cells of a chapter that are done."""
        self._say(chapter=chapter.name, cells=cells)

    def _say(self, **step) -> None:
        with self._lock:
            print(json.dumps(step), flush=True)

"""The chapters as files: which there are, which of them an edition has, and whether given parameters fit."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat

from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _, active, catalogue

REQUIRED = ("year", "language", "data")
OF_THE_EDITION = (
    *REQUIRED,
    "part",
    "theme",
    "edition",
    "interim",
    "audience",
    "month",
    "merge",
    "text",
    "volume",
    "place",
)  # set by the command, never by --parameter
VOLUMES = ("report", "annex", "brief", "units")  # in which a chapter may stand, in the order of the page
Value = bool | int | float | str
_CARDS = "cards_of_all_chapters("
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)  # the last two: nested too deeply


@dataclass(frozen=True)
class Scope:
    """What decides which chapters an edition has.

    parts    the parts of the report that it has: ``evaluation`` in years of the plan, ``closing`` at its end,
             ``comparison`` where other places are in the data
    themes   the themes of the plan with their names: a chapter with the parameter ``theme`` is run for each
    texts    the texts that people wrote for it: a chapter with the parameter ``text`` is there if its text is
    only     the part of which all its chapters are, where it is no whole report: ``interim``
    """

    parts: frozenset[str] = frozenset()
    themes: Mapping[str, str] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    only: str = ""


@dataclass(frozen=True)
class Chapter:
    """One chapter: its file, its notebook without outputs, its title, and its parameters with their defaults."""

    path: Path
    notebook: nbformat.NotebookNode
    title: str
    defaults: Mapping[str, Value]
    theme: str = ""  # key of the theme of which it is, where it is run for each
    words: Mapping[str, str] = field(default_factory=dict)  # what stands for ``{theme}`` in its Markdown
    is_outside: bool = False  # somebody's own, not of this project

    @property
    def name(self) -> str:
        """File name without its ending, and the theme; also the name of the executed notebook."""
        return f"{self.path.stem}_{self.theme}" if self.theme else self.path.stem

    @property
    def volume(self) -> str:
        """The volume in which it stands; a chapter that says nothing stands in the annex."""
        return str(self.defaults.get("volume", "annex"))

    @property
    def place(self) -> float:
        """Its place in the volume: as declared, or the number with which its file name begins."""
        begun = re.match(r"\d+", self.path.stem)
        return float(self.defaults.get("place", begun.group() if begun else math.inf))

    @property
    def prints_cards(self) -> bool:
        """Whether it is the chapter in which the cards of all chapters are printed."""
        return any(_CARDS in cell.source for cell in self.notebook.cells if cell.cell_type == "code")

    @property
    def modules(self) -> set[str]:
        """Names of the modules that the chapter imports."""
        return {name for cell in self.notebook.cells if cell.cell_type == "code" for name in _imported(cell.source)}


def read_chapters(folder: Path, *, option: str = "--notebooks") -> list[Chapter]:
    """All chapters of a folder, in the order of their file names.

    Raises   `UsageError` where there are none, or one has no title or lacks a parameter
    """
    chapters = [_read(path) for path in sorted(folder.glob("*.ipynb"))]
    if not chapters:
        raise UsageError(
            _("There are no chapters (*.ipynb) in “{folder}”. Name their folder with {option}.").format(
                folder=folder, option=option
            )
        )
    return chapters


def with_added(chapters: list[Chapter], folder: Path) -> list[Chapter]:
    """The chapters with somebody's own behind them, but before the one that prints the cards of all measures.

    Raises   `UsageError` where there are none, one cannot be read, or has the file name of another
    """
    added = [replace(one, is_outside=True) for one in read_chapters(folder, option="--add-notebooks")]
    if taken := {one.path.name for one in chapters} & {one.path.name for one in added}:
        raise UsageError(
            _("“{folder}” holds chapters that are called like those of the report: {names}. Rename them.").format(
                folder=folder, names=", ".join(sorted(taken))
            )
        )
    place = next((i for i, one in enumerate(chapters) if one.prints_cards), len(chapters))
    return [*chapters[:place], *added, *chapters[place:]]


def select(chapters: list[Chapter], scope: Scope) -> list[Chapter]:
    """The chapters of an edition by volume and place, one that is made for each theme as often as there are themes.

    Raises   `UsageError` where there are none
    """
    selected = []
    for chapter in chapters:
        part, text = chapter.defaults.get("part"), chapter.defaults.get("text")
        if (part and part not in scope.parts) or (text and text not in scope.texts):
            continue
        if scope.only and part != scope.only:
            continue
        if "theme" in chapter.defaults:
            selected += [_of_theme(chapter, theme, name) for theme, name in scope.themes.items()]
        else:
            selected.append(chapter)
    if not selected:
        raise UsageError(
            _("No chapter in “{folder}” belongs to this report. Name another folder with --notebooks.").format(
                folder=chapters[0].path.parent
            )
        )
    last = max((one.place for one in selected if one.prints_cards), default=math.inf)

    def order(one: Chapter) -> tuple[int, float]:
        at_the_end = one.is_outside and "place" not in one.defaults
        return VOLUMES.index(one.volume), last if at_the_end else one.place

    return sorted(selected, key=order)


def _of_theme(chapter: Chapter, theme: str, name: str) -> Chapter:
    words = {"{theme}": name}
    return replace(chapter, theme=theme, title=filled(chapter.title, words), words=words)


def filled(text: str, words: Mapping[str, str]) -> str:
    """A text with its places filled in."""
    for place, word in words.items():
        text = text.replace(place, word)
    return text


def escaped(text: str) -> str:
    """Text from data, safe inside Markdown: nothing of it is markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&!$])", r"\\\1", " ".join(text.split()))


def fit_parameters(chapters: list[Chapter], extra: Mapping[str, str]) -> dict[str, Value]:
    """Given parameters as values of the type of their defaults.

    Raises   `UsageError` with all that do not fit: unknown to every chapter, of another type, or set elsewhere
    """
    known = {
        name: value for chapter in chapters for name, value in chapter.defaults.items() if name not in OF_THE_EDITION
    }
    values, wrong = {}, []
    for name, text in extra.items():
        if name in OF_THE_EDITION:
            wrong.append(_("“{name}” is set by the command itself, not with --parameter.").format(name=name))
        elif name not in known:
            expected = ", ".join(sorted(known)) or _("none")
            wrong.append(
                _("Parameter “{name}” is not known. Parameters of the chapters: {known}.").format(
                    name=name, known=expected
                )
            )
        else:
            values[name], problem = _as(type(known[name]), name, text)
            wrong += [problem] if problem else []
    if wrong:
        raise UsageError("\n".join(wrong))
    return values


def parameters_for(chapter: Chapter, values: Mapping[str, Value]) -> dict[str, Value]:
    """The part of the values that this chapter declares."""
    own = {**values, "theme": chapter.theme} if chapter.theme else values
    return {name: value for name, value in own.items() if name in chapter.defaults}


def translated(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook with its Markdown cells in the language in use; a cell without a translation stays as it is."""
    messages = catalogue("chapters", active())
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = messages.gettext(cell.source)
    return notebook


def _read(path: Path) -> Chapter:
    try:
        notebook = nbformat.convert(nbformat.reader.reads(path.read_text(encoding="utf-8")), 4)
        nbformat.validate(notebook)  # once: nbformat's own way to read does it, too, and goes on with what is wrong
    except (OSError, AttributeError, KeyError, TypeError, nbformat.ValidationError, *_UNREADABLE) as error:
        raise UsageError(
            _("Chapter “{file}” cannot be read ({reason}). It must be a Jupyter notebook.").format(
                file=path.name, reason=type(error).__name__
            )
        ) from error
    return Chapter(path, notebook, _title(path, translated(notebook.copy())), _defaults(path, notebook))


def _title(path: Path, notebook: nbformat.NotebookNode) -> str:
    first = next((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), "")
    heading = first.split("\n", 1)[0]
    if not heading.startswith("# "):
        raise UsageError(_("Chapter “{file}” has no title. Write “# Title” as its first line.").format(file=path.name))
    return heading[2:].strip()


def _defaults(path: Path, notebook: nbformat.NotebookNode) -> dict[str, Value]:
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    try:
        defaults = _assigned(cells[0].source) if len(cells) == 1 else {}
    except _UNREADABLE as error:
        raise UsageError(
            _(
                "The parameters of chapter “{file}” cannot be read ({reason}). Write lines like “year = "
                "2022”: a name and a value."
            ).format(file=path.name, reason=error)
        ) from error
    missing = [name for name in REQUIRED if name not in defaults]
    if missing:
        raise UsageError(
            _("Chapter “{file}” lacks parameters: {missing}. One cell tagged “parameters” must set them.").format(
                file=path.name, missing=", ".join(missing)
            )
        )
    if defaults.get("volume", VOLUMES[0]) not in VOLUMES:
        raise UsageError(
            _("Chapter “{file}”: “{volume}” is not a volume. Choose one of: {known}.").format(
                file=path.name, volume=defaults["volume"], known=", ".join(VOLUMES)
            )
        )
    return defaults


def _assigned(source: str) -> dict[str, Value]:
    """Names and literal values that a parameters cell assigns."""
    found = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            found[ast.unparse(target)] = _literal(statement)
    return found


def _literal(statement: ast.Assign | ast.AnnAssign) -> Value:
    try:
        value = ast.literal_eval(statement.value)
    except ValueError:
        value = None
    if not isinstance(value, Value):
        raise ValueError(ast.unparse(statement))
    return value


def _imported(source: str) -> set[str]:
    names: set[str] = set()
    try:
        code = ast.parse(source)
    except _UNREADABLE:  # a magic of IPython, or a mistake of which the chapter itself will tell
        return names
    for statement in ast.walk(code):
        if isinstance(statement, ast.Import):
            names |= {alias.name for alias in statement.names}
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            # What is imported from a package may be a module too; what is not is passed over by whoever imports it.
            names |= {statement.module, *(f"{statement.module}.{alias.name}" for alias in statement.names)}
    return names


def _as(kind: type, name: str, text: str) -> tuple[Any, str]:
    try:
        if kind is bool:
            return {"true": True, "false": False}[text], ""
        return kind(text), ""
    except (ValueError, KeyError):
        return None, _("Parameter “{name}” cannot be “{text}”. What it takes: {kind}.").format(
            name=name, text=text, kind={bool: "true/false", int: "1, 2, 3 …", float: "0.5"}.get(kind, kind.__name__)
        )

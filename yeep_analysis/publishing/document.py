"""Executed chapters as one document: an ordered list of plain blocks from which HTML and PDF are both made.

Markdown is parsed here, once; no exporter ever sees markup from a chapter, only text with its marks. Raw HTML in a
chapter is text. Figures and tables are numbered here, so that both documents agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import mistune
import nbformat

from yeep_analysis.show.media_types import FIGURE, RESULTS, STACK, TABLE, TILES
from yeep_analysis.words.errors import PublishingError
from yeep_analysis.words.language import _

Block = dict[str, Any]
Run = dict[str, Any]  # text, and any of strong, emphasis, code (true) and link (address)

# Control characters, and those that turn the direction of writing: they can make a text read as another one.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKDOWN = mistune.create_markdown(renderer=None, plugins=["strikethrough"])
WIDEST_COLUMN, NARROWEST_TEXT, LETTERS_ACROSS = 36, 22, 92  # of a printed table, in letters
DEEPEST_HEADING = 5  # of a chapter: the page has its own title above, and HTML knows six levels
_RESERVED = ("results",)  # the name under which the result table is published
_READ = (FIGURE, TABLE, TILES, RESULTS, "text/markdown")
_MARKS = {"strong": "strong", "emphasis": "emphasis", "strikethrough": "strike"}


@dataclass
class Document:
    """The blocks of a report, with its cover; ``tables`` and ``results`` are what is published as files."""

    cover: dict[str, Any]
    blocks: list[Block] = field(default_factory=list)
    results: list[str] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Block]:
        """All blocks of one kind, in order."""
        return [block for block in self.blocks if block["kind"] == kind]


def combine(chapters: list[nbformat.NotebookNode], cover: dict[str, Any]) -> nbformat.NotebookNode:
    """One notebook from executed chapters; the cover travels in its metadata."""
    cells = [cell for chapter in chapters for cell in chapter.cells]
    combined = nbformat.v4.new_notebook(metadata={"yeep": {"cover": cover}})
    combined.cells = cells
    return combined


def read(notebook: nbformat.NotebookNode) -> Document:
    """The document in a combined notebook.

    Raises   `PublishingError` where a figure has no alternative text, or a name stands twice
    """
    document = Document(cover=notebook.metadata["yeep"]["cover"])
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            document.blocks += markdown_blocks(cell.source)
        elif cell.cell_type == "code":
            for output in cell.outputs:
                _add_output(document, output.get("data", {}))
    _number(document)
    return document


def markdown_blocks(source: str) -> list[Block]:
    """Markdown as blocks: headings, paragraphs, lists, quotes; unknown elements become paragraphs."""
    return [block for token in _MARKDOWN(source) for block in _blocks(token)]


def seen(text: str) -> str:
    """Text without characters that nobody sees."""
    return _UNSEEN.sub("", text)


def all_seen(content: Any) -> Any:
    """The same for every text in lists and mappings."""
    if isinstance(content, str):
        return seen(content)
    if isinstance(content, list):
        return [all_seen(part) for part in content]
    return {key: all_seen(part) for key, part in content.items()} if isinstance(content, dict) else content


def _add_output(document: Document, data: dict[str, Any]) -> None:
    if STACK in data:
        for part in data[STACK]["parts"]:
            _add_output(document, part)
        return
    data = {mimetype: all_seen(content) for mimetype, content in data.items() if mimetype in _READ}
    if FIGURE in data:
        if not data[FIGURE]["alt"].strip():
            name = data[FIGURE]["name"]
            raise PublishingError(_("Figure “{name}” has no alternative text. Give it one.").format(name=name))
        document.blocks.append({"kind": "figure", **data[FIGURE]})
    elif TABLE in data:
        document.blocks.append({"kind": "table", **data[TABLE], "weights": _weights(data[TABLE])})
        document.blocks[-1]["whole"] = _fits_on_a_page(data[TABLE])
    elif TILES in data:
        document.blocks.append({"kind": "tiles", **data[TILES]})
    elif RESULTS in data:
        document.results.append(data[RESULTS]["rows"])
    elif "text/markdown" in data:
        document.blocks += markdown_blocks("".join(data["text/markdown"]))


def _number(document: Document) -> None:
    for kind in ("figure", "table"):
        names: set[str] = set(_RESERVED)
        for number, block in enumerate(document.of_kind(kind), start=1):
            block["number"] = number
            if not re.fullmatch("[a-z][a-z0-9_]*", block["name"]):
                raise PublishingError(
                    _("“{name}” cannot name a file. Expected small letters a-z, digits and underscores.").format(
                        name=block["name"]
                    )
                )
            if block["name"] in names:
                raise PublishingError(
                    _("The name “{name}” stands twice. Every figure and every table needs its own.").format(
                        name=block["name"]
                    )
                )
            names.add(block["name"])
    counters = [0, 0]
    for block in document.of_kind("heading"):
        if block["level"] == 1:
            counters = [counters[0] + 1, 0]
            block["number"] = str(counters[0])
        elif block["level"] == 2:
            counters[1] += 1
            block["number"] = f"{counters[0]}.{counters[1]}"
        else:
            block["number"] = ""
    for position, block in enumerate(document.of_kind("heading"), start=1):
        block["id"] = f"s{position}"


def _weights(table: Block) -> list[int]:
    """Relative widths of columns for the printed page, in letters: what a column needs, text columns cut to fit."""
    cells = list(zip(*table["rows"], strict=True)) if table["rows"] else [() for _column in table["columns"]]
    # In a table of many columns the words of the heading are hyphenated rather than every column made as wide.
    widest_word = 7 if len(cells) > 8 else WIDEST_COLUMN
    needs = [
        max(
            4,
            *(len(cell) + 2 for cell in column_cells),
            *(min(len(word), widest_word) + 2 for word in column["title"].split()),
        )
        for column, column_cells in zip(table["columns"], cells, strict=True)
    ]
    is_text = [column["align"] == "start" for column in table["columns"]]
    limit = WIDEST_COLUMN
    while limit > NARROWEST_TEXT and sum(_limited(needs, is_text, limit)) > LETTERS_ACROSS:
        limit -= 2
    return _limited(needs, is_text, limit)


def _limited(needs: list[int], is_text: list[bool], limit: int) -> list[int]:
    return [min(need, limit) if text else need for need, text in zip(needs, is_text, strict=True)]


def _fits_on_a_page(table: Block) -> bool:
    """Whether a table is short enough to be kept whole in print."""
    return len(table["rows"]) <= 20 and sum(len(cell) for row in table["rows"] for cell in row) < 1800


def _blocks(token: dict[str, Any]) -> list[Block]:
    kind = token["type"]
    if kind == "heading":
        level = min(token["attrs"]["level"], DEEPEST_HEADING)
        return [{"kind": "heading", "level": level, "runs": _runs(token)}]
    if kind == "list":
        items = _items(token)
        return [{"kind": "list", "ordered": token["attrs"].get("ordered", False), "items": items}]
    if kind == "block_quote":
        return [{"kind": "quote", "runs": _runs(child)} for child in token["children"] if child["type"] != "blank_line"]
    if kind in ("blank_line", "thematic_break"):
        return []
    return [{"kind": "paragraph", "runs": _runs(token)}]


def _items(token: dict[str, Any]) -> list[list[Run]]:
    """The items of a list; those of a list inside it follow the item in which it stands."""
    items: list[list[Run]] = []
    for item in token["children"]:
        runs: list[Run] = []
        inner: list[list[Run]] = []
        for child in item["children"]:
            if child["type"] in ("list", "block_quote"):
                inner += _items(child) if child["type"] == "list" else [_runs(child)]
            elif child["type"] != "blank_line":
                runs += ([{"text": " "}] if runs else []) + _runs(child)
        items += [runs, *inner]
    return items


def _runs(token: dict[str, Any], **marks: Any) -> list[Run]:
    kind = token["type"]
    if kind in ("text", "codespan", "block_code", "inline_html", "block_html"):
        code = {"code": True} if kind in ("codespan", "block_code") else {}
        return [{"text": seen(token["raw"]), **marks, **code}]
    if kind in ("softbreak", "linebreak"):
        return [{"text": " ", **marks}]
    if kind in _MARKS:
        marks = {**marks, _MARKS[kind]: True}
    if kind == "link":
        marks = {**marks, "link": _address(token["attrs"]["url"])}
    return [run for child in token.get("children", []) for run in _runs(child, **marks)]


def _address(url: str) -> str:
    """Only addresses that open a page or a place in this one; anything else is no link."""
    return url if re.match(r"(https?://|mailto:|#)", url) else ""

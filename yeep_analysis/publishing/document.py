"""Executed chapters as one document: an ordered list of plain blocks from which page and PDFs are all made.

Markdown is parsed here, once; no exporter ever sees markup from a chapter, only text with its marks. Raw HTML in a
chapter is text. Figures and tables are numbered here, so that all volumes agree; a block says of which volume it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import zip_longest
from typing import Any

import mistune
import nbformat

from yeep_analysis.publishing.chapters import Chapter
from yeep_analysis.show.media_types import CARDS, FIGURE, PIECE, RESULTS, STACK, TABLE, TILES, WRITTEN
from yeep_analysis.words import signs
from yeep_analysis.words.errors import PublishingError
from yeep_analysis.words.language import _

Block = dict[str, Any]
# text, and any of strong, emphasis, code (true), link (address), key (of a number), language, annex (a name in it)
Run = dict[str, Any]

# What is told apart in Markdown. The rest is text, of which nothing is taken out or kept from breaking over pages: an
# indented or fenced paragraph, one that looks like HTML, and a line that looks like the address of a link.
_ELEMENTS = ("fence", "atx_heading", "setex_heading", "thematic_break", "block_quote", "list", "blank_line")
_FENCE = r"^ {0,3}(?:`{3,}(?P<after_ticks>[^`\n]*)|~{3,}(?P<after_waves>[^\n]*))$"
WIDEST_COLUMN, NARROWEST_TEXT, LETTERS_ACROSS = 36, 22, 92  # of a printed table, in letters
DEEPEST_HEADING = 5  # of a chapter: the page has its own title above, and HTML knows six levels
_RESERVED = ("results",)  # the name under which the result table is published
_READ = (PIECE, FIGURE, TABLE, TILES, RESULTS, CARDS, WRITTEN, "text/markdown")
_MARKS = {"strong": "strong", "emphasis": "emphasis", "strikethrough": "strike"}


@dataclass
class Document:
    """The blocks of a report, with its cover; ``tables`` and ``results`` are what is published as files."""

    cover: dict[str, Any]
    blocks: list[Block] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    cards: dict[str, dict[str, str]] = field(default_factory=dict)  # of measures, each once, by its place in the code

    def of_kind(self, kind: str) -> list[Block]:
        """All blocks of one kind, in order."""
        return [block for block in with_inner(self.blocks) if block["kind"] == kind]

    def volume(self, *names: str) -> Document:
        """The part of the document that stands in one volume, or in several."""
        return replace(self, blocks=[block for block in self.blocks if block["volume"] in names])

    def sheets(self) -> dict[str, Document]:
        """The sheets of the units by their keys, each a document; what stands before the first is of none."""
        sheets: dict[str, list[Block]] = {}
        for block in self.volume("units").blocks:
            if "sheet" in block:
                sheets[block["sheet"]] = []
            if sheets:
                sheets[list(sheets)[-1]].append(block)
        return {key: replace(self, blocks=blocks) for key, blocks in sheets.items()}


def with_inner(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, and those that stand beside each other in one of them."""
    for block in blocks:
        yield block
        for column in block.get("columns", ()) if block["kind"] == "columns" else ():
            yield from with_inner(column)


def combine(
    executed: list[nbformat.NotebookNode], cover: dict[str, Any], chapters: Iterable[Chapter] = ()
) -> nbformat.NotebookNode:
    """One notebook from executed chapters; the cover travels in its metadata, in those of a cell its chapter."""
    combined = nbformat.v4.new_notebook(metadata={"yeep": {"cover": cover}})
    for notebook, chapter in zip_longest(executed, chapters):
        place = (
            {"file": chapter.path.name, "is_outside": chapter.is_outside, "volume": chapter.volume} if chapter else {}
        )
        for cell in notebook.cells:
            combined.cells.append(nbformat.NotebookNode(cell, metadata={**cell.metadata, "yeep": place}))
    return combined


def read(notebook: nbformat.NotebookNode) -> Document:
    """The document in a combined notebook.

    Raises   `PublishingError` where a figure has no alternative text, or a name or an indicator stands twice
    """
    document = Document(cover=notebook.metadata["yeep"]["cover"])
    for cell in notebook.cells:
        place = cell.metadata.get("yeep", {})
        added, results = [], len(document.results)
        if cell.cell_type == "markdown":
            added = markdown_blocks(cell.source)
        elif cell.cell_type == "code":
            for output in cell.outputs:
                added += _blocks_of(document, output.get("data", {}))
        for block in with_inner(added):
            block |= {"chapter": place.get("file", ""), "volume": place.get("volume", "annex")}
        if place.get("is_outside"):
            added = _marked([{**block, "by_people": True} for block in added], place["file"])
            document.results[results:] = [_with_origin(rows, place["file"]) for rows in document.results[results:]]
        document.blocks += added
    document.blocks = _without_bare_titles(_without_empty_sections(document.blocks))
    _place_cards(document)
    _number(document)
    _tell_once(document.blocks)
    _refer(document)
    _show(document)
    if not document.volume("report").blocks:  # chapters of somebody who knows no volumes are a report
        for block in document.volume("annex").blocks:
            block["volume"] = "report"
    return document


def _without_empty_sections(blocks: list[Block]) -> list[Block]:
    """A section of a chapter that shows nothing is absent, with its heading; what people wrote is never dropped."""
    kept: list[Block] = []
    for block in reversed(blocks):
        is_section = block["kind"] == "heading" and block["level"] > 1 and not block.get("by_people")
        ends = not kept or (kept[-1]["kind"] == "heading" and kept[-1]["level"] <= block.get("level", 0))
        if not (is_section and ends):
            kept.append(block)
    return kept[::-1]


def _without_bare_titles(blocks: list[Block]) -> list[Block]:
    """A chapter of the report that shows nothing is absent; in the annex its title stands."""
    begins = [block["kind"] == "heading" and block["level"] == 1 for block in blocks]
    ends = [*begins[1:], True]
    return [
        block
        for block, begin, end in zip(blocks, begins, ends, strict=True)
        if not (begin and end) or block["volume"] == "annex"
    ]


def markdown_blocks(source: str) -> list[Block]:
    """Markdown as blocks: headings, paragraphs, lists, quotes; unknown elements become paragraphs."""
    return [block for token in _markdown()(source) for block in _blocks(token)]


def fitted(blocks: list[Block]) -> list[Block]:
    """A text by people, with its headings in the order of the page: below the chapter's, and none skips a level."""
    above: list[int] = []  # the levels, as they were written, of the headings under which the next one stands
    for block in blocks:
        if block["kind"] == "heading":
            above = [level for level in above if level < block["level"]] + [block["level"]]
            block |= {"level": min(1 + len(above), DEEPEST_HEADING), "by_people": True}
    return blocks


def all_seen(content: Any) -> Any:
    """Every text in lists and mappings without characters that nobody sees."""
    return _changed(content, signs.seen)


def _changed(content: Any, change: Callable[[str], str], but: Iterable[str] = ()) -> Any:
    """The same content with each text changed but those under some keys."""
    if isinstance(content, str):
        return change(content)
    if isinstance(content, list):
        return [_changed(part, change, but) for part in content]
    if isinstance(content, dict):
        return {key: part if key in but else _changed(part, change, but) for key, part in content.items()}
    return content


def _marked(blocks: list[Block], file: str) -> list[Block]:
    """Under each title of a chapter that is not of this project, a sentence that says so."""
    text = _("This chapter is not of this project: it was added from the file “{file}”.").format(file=file)
    mark = {"kind": "note", "text": text}
    is_title = [block["kind"] == "heading" and block["level"] == 1 for block in blocks]
    return [
        one
        for block, title in zip(blocks, is_title, strict=True)
        for one in ([block, {**block, **mark}] if title else [block])
    ]


def _with_origin(rows: str, file: str) -> str:
    """Result rows of such a chapter, each with its origin: a measure of ours may have been given other counts."""
    head, *records = csv.reader(io.StringIO(rows))
    column = head.index("origin")
    for record in records:
        record[column] = record[column] or file
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *records])
    return text.getvalue()


@cache
def _markdown() -> mistune.Markdown:
    parser = mistune.create_markdown(renderer=None, plugins=["strikethrough"])
    parser.block.register("fence", _FENCE, _fence)
    for rules in (parser.block.rules, parser.block.list_rules, parser.block.block_quote_rules):
        rules[:] = _ELEMENTS
    return parser


def _fence(_parser: mistune.BlockParser, match: re.Match, state: mistune.BlockState) -> int:
    """A line that only sets a paragraph apart; words behind its marks are a line of text."""
    state.append_token({"type": "blank_line"})
    if words := (match["after_ticks"] or match["after_waves"] or "").strip():
        state.add_paragraph(words + "\n")
    return match.end() + 1


def _blocks_of(document: Document, data: dict[str, Any]) -> list[Block]:
    """An output as blocks; results and cards go into the document, and a finding to the title of its chapter."""
    if STACK in data:
        return [block for part in data[STACK]["parts"] for block in _blocks_of(document, part)]
    data = {mimetype: all_seen(content) for mimetype, content in data.items() if mimetype in _READ}
    if PIECE in data:
        return _piece(document, data[PIECE])
    if FIGURE in data:
        if not data[FIGURE]["alt"].strip():
            name = data[FIGURE]["name"]
            raise PublishingError(_("Figure “{name}” has no alternative text. Give it one.").format(name=name))
        return [{"kind": "figure", **data[FIGURE]}]
    if TABLE in data:
        return [_table(data[TABLE])]
    if TILES in data:
        return [{"kind": "tiles", **data[TILES]}]
    if RESULTS in data:
        document.results.append(data[RESULTS]["rows"])
        for card in data[RESULTS].get("cards", []):
            _refuse_taken(document, card)
            document.cards.setdefault(card["measure"], card)
        return []
    if CARDS in data:
        return [{"kind": "cards"}]
    if WRITTEN in data:
        return _spoken(fitted(_as_typed(markdown_blocks(data[WRITTEN]["text"]))), data[WRITTEN].get("language", ""))
    return markdown_blocks("".join(data.get("text/markdown", "")))


def _spoken(blocks: list[Block], language: str) -> list[Block]:
    """The same, every run with the language in which it is written, where that is another than the edition's."""
    for block in blocks if language else []:
        for runs in [block.get("runs", []), *block.get("items", [])]:
            for run in runs:
                run["language"] = language
    return blocks


def _table(spec: dict[str, Any]) -> Block:
    notes = [_inline(note) for note in spec.get("notes", [])]
    more = {"cells": spec.get("cells", []), "notes": notes, "look": spec.get("look", "small")}
    return {"kind": "table", **spec, **more, "weights": _weights(spec)}


def _piece(document: Document, piece: dict[str, Any]) -> list[Block]:
    kind = piece["kind"]
    if kind == "finding":
        titles = [one for one in document.blocks if one["kind"] == "heading" and one["level"] == 1]
        titles[-1]["finding"] = _inline(piece["text"])
        return []
    if kind == "cover":
        document.cover |= {name: piece[name] for name in ("facts", "art") if name in piece}
        return []
    if kind == "lead":
        return [{"kind": "lead", "runs": _inline(piece["text"])}]
    if kind == "heading":
        ruled = {"note": piece["note"], "is_ruled": True}
        return [{"kind": "heading", "level": piece["level"], "runs": _inline(piece["text"]), **ruled}]
    if kind == "strip":
        items = [{"runs": _inline(item["text"]), "sign": item.get("sign", "")} for item in piece["items"]]
        return [{"kind": "strip", "items": items}]
    if kind == "columns":
        return [{"kind": "columns", "columns": [_blocks_of(document, column) for column in piece["columns"]]}]
    if kind == "sheet":
        return [{"kind": "heading", "level": 1, "runs": [{"text": piece["title"]}], "sheet": piece["key"]}]
    return [piece]


def _inline(text: str) -> list[Run]:
    """Markdown of a line as runs."""
    return [run for block in markdown_blocks(text) for run in block.get("runs", [])]


def _refuse_taken(document: Document, card: dict[str, Any]) -> None:
    """One indicator, one measure: chapters run apart, and none knows what another one defines."""
    for known in document.cards.values():
        if known["measure"] != card["measure"] and (both := set(known["indicators"]) & set(card["indicators"])):
            raise PublishingError(
                _(
                    "Two calculations give the result “{indicator}”: {first} and {second}. Give one of "
                    "them another name."
                ).format(indicator=min(both), first=known["measure"], second=card["measure"])
            )


def _place_cards(document: Document) -> None:
    """The cards of all chapters, under their subjects, at the place that a chapter keeps for them."""
    by_subject: dict[str, list[str]] = {}
    for card in document.cards.values():
        by_subject.setdefault(card["subject"], []).append(card["text"])
    text = "\n\n".join("\n\n".join([f"### {subject}", *texts]) for subject, texts in by_subject.items())
    document.blocks = [
        one
        for block in document.blocks
        for one in ([{**block, **card} for card in markdown_blocks(text)] if block["kind"] == "cards" else [block])
    ]


def _show(document: Document) -> None:
    """Put □ for every sign that the fonts do not have, and its code into a note at the end of the chapter."""
    lacking: list[str] = []  # in the chapter so far; what the cover lacks is told in the first one

    def shown(text: str) -> str:
        lacking.extend(sign for sign in signs.missing(text) if sign not in lacking)
        return signs.shown(text)

    document.cover = _changed(document.cover, shown, but=("svg", "emblem"))
    blocks: list[Block] = []
    for block in document.blocks:
        if block["kind"] == "heading" and block["level"] == 1 and blocks:
            blocks += _note_of(lacking, blocks[-1])
            lacking.clear()
        for inner in with_inner([block]):
            shown("".join(inner.get("drawn", "")))
        blocks.append(_changed(block, shown, but=("svg", "sign", "csv", "link")))
    document.blocks = blocks + (_note_of(lacking, blocks[-1]) if blocks else [])


def _note_of(lacking: list[str], last: Block) -> list[Block]:
    """The note behind the last block of a chapter."""
    if not lacking:
        return []
    text = _("□ stands where the fonts of this report lack a sign: {codes}.")
    note = {"kind": "note", "text": text.format(codes=", ".join(signs.code(sign) for sign in lacking))}
    return [{**note, "chapter": last["chapter"], "volume": last["volume"]}]


def _number(document: Document) -> None:
    for kind in ("figure", "table"):
        names: dict[str, str] = dict.fromkeys(_RESERVED, "")
        number = 0
        for block in document.of_kind(kind):
            # Where a table stands under a heading that says what it is, nobody looks for it by a number.
            number += block["volume"] == "annex"
            block["number"] = number if block["volume"] == "annex" else 0
            if not re.fullmatch("[a-z][a-z0-9_]*", block["name"]):
                raise PublishingError(
                    _("“{name}” cannot name a file ({chapter}). Use small letters a-z, digits and underscores.").format(
                        name=block["name"], chapter=block.get("chapter", "")
                    )
                )
            if block["name"] in names:
                chapters = ", ".join(dict.fromkeys(one for one in (names[block["name"]], block["chapter"]) if one))
                message = _("The name “{name}” stands twice ({chapters}). Every figure and every table needs its own.")
                raise PublishingError(message.format(name=block["name"], chapters=chapters))
            names[block["name"]] = block["chapter"]
    counters = [0, 0]
    for block in document.of_kind("heading"):
        if block["volume"] != "annex":
            block["number"] = ""
        elif block["level"] == 1:
            counters = [counters[0] + 1, 0]
            block["number"] = str(counters[0])
        elif block["level"] == 2:
            counters[1] += 1
            block["number"] = f"{counters[0]}.{counters[1]}"
        else:
            block["number"] = ""
    for position, block in enumerate(document.of_kind("heading"), start=1):
        block["id"] = f"s{position}"


def _tell_once(blocks: list[Block]) -> None:
    """A table without a number, right below a heading, is told by that: its caption is not printed once more."""
    before = ""
    for block in blocks:
        if block["kind"] in ("table", "figure"):
            block["is_told"] = before == "heading" and not block["number"]
        for column in block["columns"] if block["kind"] == "columns" else ():
            _tell_once(column)
        before = block["kind"]


def _refer(document: Document) -> None:
    """Put the place in the annex where a text refers to it by its name."""
    places: dict[str, tuple[str, str]] = {}
    is_apart = bool(document.volume("report").blocks)
    for block in document.of_kind("heading"):
        if block["number"] and block["level"] == 1:
            stem = block["chapter"].removesuffix(".ipynb")
            for name in (stem, stem.lstrip("0123456789_")):
                places.setdefault(name, (_("section {number}").format(number=block["number"]), block["id"]))
    for kind, word in (("figure", _("Figure")), ("table", _("Table"))):
        for block in document.of_kind(kind):
            if block["number"]:
                places[block["name"]] = f"{word} {block['number']}", f"{kind}-{block['name']}"
    for run in _referring(document.blocks):
        text, place = places.get(run.pop("annex"), ("", "annex"))
        run["text"] = ", ".join(part for part in (_("Annex") if is_apart else "", text) if part)
        run["link"] = f"#{place}"


def _as_typed(blocks: list[Block]) -> list[Block]:
    """A text by people, of which nothing is a key or a reference: those the library writes."""
    for block in blocks:
        for run in [*block.get("runs", ()), *(run for item in block.get("items", ()) for run in item)]:
            for name in ("key", "language", "annex"):
                run.pop(name, None)
    return blocks


def _referring(content: Any) -> Iterator[Run]:
    """All runs, however deep, that name something in the annex."""
    if isinstance(content, dict):
        if "annex" in content:
            yield content
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            yield from _referring(part)


def _weights(table: Block) -> list[int]:
    """Relative widths of columns for a workbook, in letters: what a column needs, text columns cut to fit."""
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


def _blocks(token: dict[str, Any]) -> list[Block]:
    kind = token["type"]
    if kind == "heading":
        level, runs = min(token["attrs"]["level"], DEEPEST_HEADING), _runs(token)
        has_words = any(run["text"].strip() for run in runs)
        return [{"kind": "heading", "level": level, "runs": runs}] if has_words else []
    if kind == "list":
        attributes = token["attrs"]
        numbers = {"ordered": attributes.get("ordered", False), "start": attributes.get("start", 1)}
        return [{"kind": "list", **numbers, "items": _items(token)}]
    if kind == "block_quote":
        return [{"kind": "quote", "runs": runs} for runs in _quoted(token)]
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
                inner += _items(child) if child["type"] == "list" else _quoted(child)
            elif child["type"] != "blank_line":
                runs += ([{"text": " "}] if runs else []) + _runs(child)
        items += [runs, *inner]
    return items


def _quoted(token: dict[str, Any]) -> list[list[Run]]:
    """The paragraphs of a quote; items of a list in it, and what a quote in it quotes, are paragraphs too."""
    paragraphs: list[list[Run]] = []
    for child in token["children"]:
        if child["type"] in ("list", "block_quote"):
            paragraphs += _items(child) if child["type"] == "list" else _quoted(child)
        elif child["type"] not in ("blank_line", "thematic_break"):
            paragraphs.append(_runs(child))
    return paragraphs


def _runs(token: dict[str, Any], **marks: Any) -> list[Run]:
    kind = token["type"]
    if kind in ("text", "codespan", "inline_html"):
        code = {"code": True} if kind == "codespan" else {}
        text = signs.seen(token["raw"])
        if "emphasis" not in marks:
            return [{"text": text, **marks, **code}]
        upright = {name: mark for name, mark in marks.items() if name != "emphasis"}
        return [{"text": part, **(marks if may_slant else upright), **code} for part, may_slant in signs.slanted(text)]
    if kind in ("softbreak", "linebreak"):
        return [{"text": " ", **marks}]
    if kind in _MARKS:
        marks = {**marks, _MARKS[kind]: True}
    if kind == "link":
        marks = {**marks, **_target(token["attrs"]["url"])}
    runs: list[Run] = []
    for run in (run for child in token.get("children", []) for run in _runs(child, **marks)):
        # Markdown ends a text at each sign that could mean something: “2. İnönü” comes in two.
        if runs and {**run, "text": ""} == {**runs[-1], "text": ""} == {**marks, "text": ""}:
            runs[-1]["text"] += run["text"]
        else:
            runs.append(run)
    return runs


def _target(url: str) -> dict[str, str]:
    """Addresses that open a page or a place in this one, and what the library writes; anything else is no link."""
    own = re.fullmatch(r"(key|lang|annex):([\w;.=@-]+)", url)
    if own:
        return {{"lang": "language"}.get(own[1], own[1]): own[2]}
    return {"link": url if re.match(r"(https?://|mailto:|#)", url) else ""}

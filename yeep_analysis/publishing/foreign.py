"""Words of the data in an edition of another language: found wherever they stand, so that each bears its language.

A screen reader and a hyphenation that take “Düşpınar” for English make it unreadable. Names come into a document in
sentences, captions, headings and cells alike; they are looked for once, here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup, escape

from yeep_analysis.publishing.document import Block, Document

_WORD = re.compile(r"\w+")


class ForeignWords:
    """Texts of one other language; the longest that begins at a word counts."""

    def __init__(self, texts: Iterable[str], language: str):
        self.language = language
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for text in sorted(set(texts), key=lambda text: (-len(text), text)):
            if first := _WORD.search(text):
                self._by_first[first[0]].append(text)

    def split(self, text: str) -> Iterator[tuple[str, bool]]:
        """The pieces of a text, and whether each is of the other language."""
        done = 0
        for word in _WORD.finditer(text):
            if word.start() >= done and (found := self._at(text, word)):
                start, end = found
                if text[done:start]:
                    yield text[done:start], False
                yield text[start:end], True
                done = end
        if text[done:]:
            yield text[done:], False

    def _at(self, text: str, word: re.Match[str]) -> tuple[int, int] | None:
        for known in self._by_first.get(word[0], ()):
            start = word.start() - known.index(word[0])
            end = start + len(known)
            is_whole = not text[end : end + 1].isalnum() or not known[-1].isalnum()
            if start >= 0 and text.startswith(known, start) and is_whole:
                return start, end
        return None

    def html(self, text: Any) -> Markup:
        """A text for the page, its foreign pieces in elements that say so."""
        mark = Markup('<span lang="{}">{}</span>')
        pieces = (
            mark.format(self.language, part) if foreign else escape(part) for part, foreign in self.split(str(text))
        )
        return Markup("").join(pieces)

    def pattern(self, blocks: Iterable[Block]) -> str:
        """A regular expression of those that occur in some blocks, for typst; empty where none does."""
        found = {part for text in _texts(list(blocks)) for part, foreign in self.split(text) if foreign}
        return "|".join(_bounded(one) for one in sorted(found, key=lambda text: (-len(text), text)))


def foreign_words(report: Document) -> ForeignWords | None:
    """Those of a document; None where it is of the language of its data."""
    texts = report.cover.get("foreign")
    return ForeignWords(texts, report.cover["foreign_language"]) if texts else None


def _bounded(text: str) -> str:
    begin, end = (r"\b" if letter.isalnum() else "" for letter in (text[0], text[-1]))
    return f"{begin}{re.escape(text)}{end}"


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, part in content.items():
            if key not in ("svg", "csv", "alt"):
                yield from _texts(part)
    elif isinstance(content, list):
        for part in content:
            yield from _texts(part)

"""How a test reads a report: the words and elements of the page, the text and the tags of the PDF."""

import bisect
import csv
import itertools
import re
from base64 import b64decode
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import pypdf
from bs4 import BeautifulSoup

from yeep_analysis.words import language

ROOT = Path(__file__).parents[2]
INLINE = ("a", "b", "code", "em", "s", "span", "strong")
SPOKEN_ATTRIBUTES = ("alt", "aria-label", "title")


def files(folder):
    """Bytes of every file under a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def words(text):
    """Text on one line."""
    return " ".join(text.split())


def seen(element):
    """The words of an element; those of two blocks are apart, those of one line are not."""
    parts = []
    for node in element.descendants:
        if isinstance(node, str):
            parts.append(node)
        elif node.name not in INLINE:
            parts.append(" ")
    return words("".join(parts))


def squeezed(text):
    """Text without spaces and hyphens: what is the same however the lines were broken."""
    return re.sub(r"[\s\u00ad-]", "", text)


def unprinted(page, pdf):
    """Paragraphs, headings, cells and captions of the page that the PDF does not have."""
    title = " · ".join(seen(page.soup.select_one(f".cover .{part}")) for part in ("municipality", "title"))
    lines = []
    for text in pdf.pages:  # without what stands at the top and at the foot of every page
        kept = itertools.dropwhile(
            lambda line: line.startswith((title, "Örnek: bu", "Example: this")), text.splitlines()
        )
        lines += list(kept)[:-1]
    printed = squeezed("".join(lines))
    parts = page.soup.select(
        "main :is(p, li, th, td, caption, figcaption, h2, h3, h4, h5, dt, dd):not(.download, .told)"
    )
    return [text for text in map(seen, parts) if not _stands_in(squeezed(text), printed)]


def _stands_in(text, printed, pieces=9):
    """Whether a text is printed, in one piece or, where its row is broken over pages, with the table's head between."""
    if text in printed or not pieces:
        return text in printed
    begun = bisect.bisect_left(range(1, len(text)), True, key=lambda end: text[:end] not in printed)
    return begun >= 8 and _stands_in(text[begun:], printed, pieces - 1)


def typed(table):
    """Figures of the plan, typed a second time: {key: {sex: n}}."""
    cells = {}
    with (ROOT / "tests/golden/second_typing.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            if line["table"] == table:
                cells.setdefault(line["key"], {})[line["sex"]] = int(line["n"])
    return cells


def dotted(n):
    """``62923`` as ``62.923``."""
    return f"{n:,}".replace(",", ".")


class Page:
    """The HTML of a report."""

    def __init__(self, path):
        self.source = Path(path).read_text(encoding="utf-8")
        self.soup = BeautifulSoup(self.source, "html.parser")

    @cached_property
    def text(self):
        """All words that are seen."""
        return seen(self.soup.body)

    @cached_property
    def spoken(self):
        """All words that are seen or read out, without those that are marked as code."""
        body = BeautifulSoup(self.source, "html.parser").body
        for code in body.find_all("code"):
            code.decompose()
        read_out = [tag[name] for tag in body.find_all(True) for name in SPOKEN_ATTRIBUTES if tag.has_attr(name)]
        return words(" ".join([seen(body), *read_out]))

    def all(self, *names):
        """All elements with one of these names."""
        return self.soup.find_all(names or True)

    def captions(self):
        """Captions of figures and tables with their numbers, in order; not those that only the heading above them tells."""
        return [seen(tag) for tag in self.soup.select(":is(figcaption, caption):not(.told)")]

    def table(self, name):
        """Rows of a table as lists of cells, without its head."""
        rows = self.soup.find(id=f"table-{name}").select("tbody tr:not(.section)")
        return [[seen(cell) for cell in row.find_all(["th", "td"])] for row in rows]


def data_of(address):
    """What a data address contains."""
    head, _comma, content = address.partition(",")
    assert head.startswith("data:") and head.endswith(";base64"), head
    return b64decode(content)


class Pdf:
    """A PDF, or several volumes as one; reading its pages takes a while, so they may be given."""

    def __init__(self, path, *others, pages=None):
        self.readers = [pypdf.PdfReader(one) for one in (path, *others)]
        self.reader = self.readers[0]
        self.root = self.reader.trailer["/Root"]
        self._pages = pages

    @classmethod
    def of(cls, folder, pages=None):
        """What the page of a report holds: the report and, where there is one, its annex."""
        return cls(*(path for name in ("report", "annex") if (path := folder / f"{name}.pdf").exists()), pages=pages)

    @cached_property
    def pages(self):
        """The text of every page."""
        # The sign at which a long word may be broken takes no room, and is no letter of the word.
        return self._pages or [page.extract_text().replace("\u200b", "") for one in self.readers for page in one.pages]

    @cached_property
    def text(self):
        """The text of all pages; words that were broken at the end of a line are whole again."""
        whole = re.sub(r"(?<=\w)[-\u00ad]\n(?=[a-zçğıöşü])", "", "\n".join(self.pages))
        # pypdf knows only one letter per sign of a font: a hyphen inside a line comes out as a soft one.
        return words(whole.replace("\u00ad", "-"))

    def spoken(self):
        """The pieces of text that a screen reader reads, each with its language: its own, or that of what it is in."""
        for reader in self.readers:
            numbers = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
            elements = {int(number): found.get_object() for number, found in zip(*[iter(numbers)] * 2, strict=True)}
            for page in reader.pages:
                for text, marks in _marked(page):
                    if "/MCID" in marks:
                        node = marks if "/Lang" in marks else elements[page["/StructParents"]][marks["/MCID"]]
                        while "/Lang" not in node:
                            node = node.get("/P", reader.root_object).get_object()
                        yield text, _word(node["/Lang"])

    def tagged(self, kind):
        """All structure elements of a kind (``Table``, ``Figure``)."""
        trees = [one.trailer["/Root"]["/StructTreeRoot"] for one in self.readers]
        return [element for tree in trees for element in self._elements(tree) if element["/S"] == f"/{kind}"]

    def within(self, element, kind):
        """All structure elements of a kind inside another one."""
        return [inner for inner in self._elements(element) if inner["/S"] == f"/{kind}"]

    def _elements(self, node):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from self._elements(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from self._elements(node["/K"])


# --- numbers with keys ----------------------------------------------------------

KEY = ("indicator", "year", "place", "sex", "kind", "part")
BEYOND = ("ages", "against", "level", "scenario", "years_after")  # of a row with one of these its key says so


def keyed(part):
    """The numbers that carry a key, in sentences and in tables."""
    if isinstance(part, list):
        for inner in part:
            yield from keyed(inner)
    elif isinstance(part, dict):
        if "key" in part and "text" in part:
            yield part["key"], part["text"]
        for texts, cells in zip(part["rows"], part["cells"], strict=True) if part.get("cells") else ():
            yield from ((cell["key"], text) for text, cell in zip(texts, cells, strict=True) if "key" in cell)
        for inner in part.values():
            yield from keyed(inner)


def rows_by_key(*texts):
    """The rows of result tables by the six columns with which every key begins."""
    found = {}
    for text in texts:
        for row in csv.DictReader(text.splitlines()):
            found.setdefault(";".join(row[name] for name in KEY), []).append(row)
    return found


def rows_of(results, key):
    """The rows that a key names: what it does not say beyond its six columns is empty there."""
    parts = key.partition("@")[0].split(";")
    beyond = dict(part.split("=") for part in parts[6:])
    wanted = dict.fromkeys(BEYOND, "") | beyond
    found = results.get(";".join(parts[:6]), ())
    return [row for row in found if all(row[name] == value for name, value in wanted.items())]


def bare(text):
    """A number without what stands around it: “at most 10 (2026)”, “262 (2025)”."""
    return re.sub(r" \(.*\)$", "", text).removeprefix("en çok ")


def writings(row, column):
    """All that a number of the result table may read like; ``column``: where it stands, if not in that of values."""
    if column in ("numerator", "denominator"):
        return {language.number(Fraction(row[column]))}
    named = (column or "value", "numerator", "denominator")
    value, women, posts = (Fraction(row[name]) if row[name] else None for name in named)
    said = {language.number(value, digits) for digits in (0, 1, 2)}
    said |= {language.signed(value, digits) for digits in (1, 2, 3)}
    said |= {language.probability(float(value))} if row["unit"] == "probability" else set()
    said |= {language.percent_value(value, digits) for digits in (0, 1, 2)} if row["unit"] == "percent" else set()
    if row["unit"] in ("fraction", "index"):  # the index of dissimilarity is a share
        said |= {language.percent(value, digits) for digits in (0, 1, 2)}
    if row["unit"] == "fraction":
        said |= {f"{language.number(women)} / {language.number(posts)}"}
    return said


def _marked(page):
    """The pieces of text of a page, each with the marks of the innermost content that it is marked as."""
    found, marks = [], []

    def begin_or_end(operator, operands, *_places):
        if operator in (b"BMC", b"BDC"):
            marks.append(operands[1] if operator == b"BDC" else {})
        elif operator == b"EMC":
            marks.pop()

    def read(text, *_places):
        if text.strip():
            found.append((text, marks[-1] if marks else {}))

    page.extract_text(visitor_operand_before=begin_or_end, visitor_text=read)
    return found


def _word(value):
    """A word of a PDF: pypdf takes one of two letters for a sign of UTF-16, or leaves it in bytes."""
    return getattr(value, "original_bytes", value).decode("ascii")

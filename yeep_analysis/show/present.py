"""What a chapter shows: figures, tables, prose and key figures that carry their own words.

Each of them displays itself in JupyterLab, and travels into the executed notebook as data (``application/vnd.yeep…``),
from which the exporters make HTML and PDF. Nothing of the look of a document is decided here.
"""

from __future__ import annotations

import io
import math
import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.category import StrCategoryFormatter
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from yeep_analysis.municipality.fact_tables import Source
from yeep_analysis.municipality.texts import PLAIN, WrittenText
from yeep_analysis.results import COLUMNS
from yeep_analysis.show.cards import Undated, cards
from yeep_analysis.show.media_types import CARDS, FIGURE, PIECE, RESULTS, STACK, TABLE, TILES, WRITTEN
from yeep_analysis.show.small import Graphic, Mark, PopulationLines
from yeep_analysis.show.style import house_style
from yeep_analysis.words import language, signs
from yeep_analysis.words.language import _, plain


@dataclass(frozen=True)
class Numbers:
    """Which rows of the result table the numbers of a column are; what is empty here stands in the rows of the table.

    column   of the result table in which they stand; empty: the value, or “numerator / denominator”
    beyond   more columns that its rows have there: ``{"ages": "20-24"}``
    """

    indicator: str
    year: int | str = ""
    sex: str = ""
    kind: str = ""
    part: str = ""
    column: str = ""
    beyond: Mapping[str, Any] = field(default_factory=dict)

    def key(self, row: Mapping[str, Any]) -> str:
        """The key of the number of a row; where its record has no date to show, ``record`` is the year in the table."""
        kind, part = (getattr(self, name) or row.get(name, "") for name in ("kind", "part"))
        year = self.year or row.get("record", row.get("year", ""))
        return key_of(
            self.indicator, year, row.get("place", ""), self.sex, kind, part, column=self.column, **self.beyond
        )


@dataclass(frozen=True)
class Column:
    """One column of a published table: its name in the download, its heading, and how its values are written.

    kind      how its numbers are written; ``stated`` where each cell says so itself (`Keyed.text`, or a text);
              ``graphic`` of small graphics, which are not in the download
    look      ``newest``: large and bold; ``women``, ``men``: in their colours; ``quiet``: grey
    language  of its texts, where it is not that of the edition
    heads     several headings over one graphic, from its first place to its last
    span      of that graphic, in mm: its width, its first place, its last one; by default those of a spark
    of        which rows of the result table its numbers are
    """

    key: str
    title: str
    kind: str = "text"
    look: str = ""
    language: str = ""
    heads: tuple[str, ...] = ()
    span: tuple[float, ...] = ()
    of: Numbers | None = None


@dataclass(frozen=True)
class Keyed:
    """A number in a cell with its key in the result table; ``text`` where its column does not say how it is written."""

    value: Any
    indicator: str
    year: int | str = ""
    place: str = ""
    sex: str = ""
    kind: str = ""
    part: str = ""
    text: str = ""
    column: str = ""

    @property
    def key(self) -> str:
        """The key, as `key_of` writes it."""
        return key_of(self.indicator, self.year, self.place, self.sex, self.kind, self.part, column=self.column)


@dataclass(frozen=True)
class Foreign:
    """Words in a cell that are of another language than the edition."""

    text: str
    language: str


@dataclass(frozen=True)
class PublicationTable:
    """A table as readers see it: unrounded values in ``frame``, headings and number forms in ``columns``."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    note: str = ""
    section: str = ""  # column of ``frame`` whose value stands as a heading over the rows that share it
    notes: tuple[str, ...] = ()  # told once under the table; marks and texts point to them by their numbers
    look: str = "small"  # ``large`` in the brief
    has_files: bool = False  # it is published as a workbook and a Word document of its own, too


@dataclass(frozen=True)
class FigureWords:
    """The words of a figure: its caption, and the alternative text that says its finding."""

    caption: str
    alt: str


@dataclass(frozen=True)
class PublicationFigure:
    """A figure as readers see it: the chart that draws ``frame`` with ``options``, and its words."""

    name: str
    chart: Callable[..., Axes]
    frame: pd.DataFrame
    words: FigureWords
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tile:
    """One key figure: what it is, its value, and the line below it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, repr=False)
class Output:
    """Something a chapter shows; Jupyter asks it for its forms, best first."""

    data: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        # Short on purpose: Jupyter makes a plain form of everything, and a drawing is long.
        return self.data.get("text/plain", f"<Output {', '.join(self.data)}>")

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        return self.data


_FORMS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "year": lambda value: str(int(value)),
    "count": language.number,
    "share": lambda value: language.percent(value, 2),
    "percent": lambda value: language.percent_value(value, 2),
    "decimal": lambda value: language.number(value, 1),
    "signed": lambda value: language.signed(value, 1),
    "signed2": lambda value: language.signed(value, 2),
    "signed3": lambda value: language.signed(value, 3),
    "probability": language.probability,
    "ratio": lambda value: language.number(value, 2),
    "stated": str,
    "graphic": str,
}
_AS_DIGITS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")  # the documents raise the number of a note themselves
TEXT_KINDS = ("text", "stated", "graphic")  # which say themselves how they are written


def prose(*paragraphs: str) -> Output:
    """Paragraphs of Markdown; empty ones are left out."""
    return Output({"text/markdown": "\n\n".join(paragraph for paragraph in paragraphs if paragraph)})


def written(text: str | WrittenText, spoken: str = PLAIN) -> Output:
    """A text that a person wrote in Markdown; its headings are fitted into the order of the page.

    spoken   language of the edition: a text of another one says so, and bears its language
    """
    if isinstance(text, str):
        text = WrittenText(text, spoken)
    own = Output({WRITTEN: {"text": text.words}, "text/markdown": text.words})
    if text.language == spoken or not text.words:
        return own
    own.data[WRITTEN]["language"] = text.language
    with language.speaking(spoken):
        return stack(prose(_("*In Turkish, as the municipality wrote it; no translation was supplied.*")), own)


def figure(content: PublicationFigure, *, source: Sequence[Source] = ()) -> Output:
    """Draw a figure in the house style; with an empty table there is no figure, and it is said."""
    words = content.words
    if content.frame.empty:
        return prose(_("*Figure “{caption}”: no data for this report.*").format(caption=plain(words.caption)))
    with house_style():
        axes = content.chart(content.frame, **content.options)
        missing = _mark_missing(axes)
        svg = _svg(axes, content.name)
    spec = {"name": content.name, "svg": svg, "source": source_line(source), **asdict(words)}
    spec |= {"drawn": missing} if missing else {}  # as □, of which the document tells
    # The picture stands beside its data for JupyterLab, GitHub and any other viewer, with its alternative text.
    html = f'<figure><img alt="{escape(words.alt)}" src="data:image/svg+xml;base64,{_base64(svg)}">'
    html += f"<figcaption>{escape(words.caption)}</figcaption></figure>"
    return Output({FIGURE: spec, "text/html": html, "text/plain": words.alt})


def figure_if_any(content: PublicationFigure, *, source: Sequence[Source] = ()) -> Output:
    """The same, but nothing at all where the table is empty: where that is said elsewhere."""
    return prose() if content.frame.empty else figure(content, source=source)


def table(content: PublicationTable, *, source: Sequence[Source] = ()) -> Output:
    """Show a publication table; with no rows there is no table, and it is said."""
    if content.frame.empty:
        return prose(_("*Table “{caption}”: no data for this report.*").format(caption=plain(content.caption)))
    keys = [column.key for column in content.columns if column.kind != "graphic"]
    records = content.frame.to_dict("records")
    spec = {
        "name": content.name,
        "caption": content.caption,
        "note": content.note,
        "source": source_line(source),
        "columns": [_head(column) for column in content.columns],
        "rows": [[_cell(row[c.key], c.kind) for c in content.columns] for row in records],
        "sections": _sections(content),
        "csv": csv(content.frame[[content.section, *keys] if content.section else keys]),
    }
    drawn = [[_more(row[c.key], c, row) for c in content.columns] for row in records]
    more = {"cells": drawn if any(map(any, drawn)) else [], "notes": list(content.notes), "look": content.look}
    more["has_files"] = content.has_files
    spec |= {name: value for name, value in more.items() if value and value != "small"}
    return Output({TABLE: spec, "text/html": _html_table(spec), "text/plain": content.caption})


def table_if_any(content: PublicationTable, *, source: Sequence[Source] = ()) -> Output:
    """The same, but nothing at all where there are no rows: where that is said elsewhere."""
    return prose() if content.frame.empty else table(content, source=source)


def tiles(*items: Tile) -> Output:
    """Key figures side by side."""
    text = "\n\n".join(f"**{plain(t.label)}:** {plain(t.value)}. {plain(t.note)}" for t in items)
    return Output({TILES: {"tiles": [asdict(tile) for tile in items]}, "text/markdown": text})


def finding(text: str) -> Output:
    """The title of the chapter as it is shown: what it found. Contents and running head keep the plain one."""
    return _piece("finding", text, text=text)


def lead(text: str) -> Output:
    """The sentence or two with which a page opens."""
    return _piece("lead", text, text=text)


def heading(text: str, note: str = "", level: int = 2) -> Output:
    """A section's heading under a rule; ``note`` (unit, legend, date) stands on the same line at the right."""
    return _piece("heading", f"{'#' * level} {text}\n\n{note}", text=text, note=note, level=level)


def strip(items: Sequence[str | Mark]) -> Output:
    """The pale strip, one on a page: short texts beside each other, each with a sign or without."""
    parts = [{"text": one.word, "sign": one.svg} if isinstance(one, Mark) else {"text": one} for one in items]
    return _piece("strip", " · ".join(part["text"] for part in parts), items=parts)


def graphic(drawing: Graphic, caption: str = "") -> Output:
    """A small graphic on a line of its own; it is no numbered figure and no file."""
    return _piece("graphic", f"{caption} {drawing.text}", **_drawn(drawing), caption=caption)


def side_by_side(left: Output, right: Output) -> Output:
    """Two outputs beside each other, on a phone below each other."""
    forms = [one.data.get("text/markdown") or one.data.get("text/html", "") for one in (left, right)]
    return _piece("columns", "\n\n".join(forms), columns=[left.data, right.data])


def sheet(key: str, title: str) -> Output:
    """The beginning of a unit's sheet: what follows, up to the next one, is published as ``units/<key>.pdf``."""
    return _piece("sheet", f"# {title}", key=key, title=title)


def keyed(
    text: str, indicator: str, *, year: int | str = "", place: str = "", sex: str = "", column: str = "", **beyond: Any
) -> str:
    """A number in a sentence with its key in the result table, as Markdown."""
    return f"[{text}](key:{key_of(indicator, year, place, sex, column=column, **beyond)})"


def key_of(
    indicator: str,
    year: Any = "",
    place: str = "",
    sex: str = "",
    kind: str = "",
    part: str = "",
    *,
    column: str = "",
    **beyond: Any,
) -> str:
    """``indicator;year;place;sex;kind;part``: what tells one row of the result table from all others.

    Where it takes more to tell it, that follows (``;ages=20-24``); at the end, after ``@``, the column in which the
    number stands, where it is not the value.
    """
    parts = [*map(_plain, (indicator, year, place, sex, kind, part))]
    parts += [f"{name}={_plain(value)}" for name, value in beyond.items() if value != ""]
    return ";".join(parts) + (f"@{column}" if column else "")


def in_language(text: str, of: str) -> str:
    """Words of another language than the edition, as Markdown."""
    return f"[{text}](lang:{of})"


def see_annex(name: str) -> str:
    """Where a figure, a table or a chapter of the annex stands (“Ek, Tablo 12”), as Markdown.

    name   of the figure or table, or the file name of the chapter with or without its number
    """
    return f"[{name}](annex:{name})"


@dataclass(frozen=True)
class CoverFact:
    """One of the facts on the cover: ``3 / 14``, what it is, a line below, and a picture of its units."""

    value: str
    of: str
    title: str
    text: str
    picture: Graphic


def cover_facts(
    *facts: CoverFact, years: Sequence[int] = (), women: Sequence[int] = (), men: Sequence[int] = ()
) -> Output:
    """What the cover tells of the year, and the population as two lines; the chapter itself does not show it."""
    told = [{"value": f.value, "of": f.of, "title": f.title, "text": f.text, **_drawn(f.picture)} for f in facts]
    art = {"art": _drawn(PopulationLines(years, women, men))} if len(years) > 1 else {}
    return _piece("cover", "", facts=told, **art)


def stack(*outputs: Output) -> Output:
    """Several outputs one below the other, shown by one cell."""
    forms = [one.data.get("text/markdown") or one.data.get("text/html", "") for one in outputs]
    return Output({STACK: {"parts": [one.data for one in outputs]}, "text/markdown": "\n\n".join(forms)})


def results(frame: pd.DataFrame, places: Mapping[str, str] | None = None, undated: Undated = ()) -> Output:
    """The result table of a chapter: not printed, published under ``tables/results.csv``.

    The cards of its measures go along; the methods chapter prints those of all chapters.

    places, undated   for the worked numbers of the cards: names by the code of a place, and records without a date
    """
    assert list(frame.columns) == COLUMNS, frame.columns
    html = frame.to_html(index=False, na_rep="", max_rows=20)
    spec = {"rows": csv(frame), "cards": [asdict(card) for card in cards(frame, places or {}, undated)]}
    return Output({RESULTS: spec, "text/html": html, "text/plain": "results"})


def cards_of_all_chapters() -> Output:
    """The place at which a report prints the cards of the measures that its chapters used."""
    return Output({CARDS: {}, "text/markdown": _("*In the report the cards of the calculations used stand here.*")})


def source_line(sources: Sequence[Source]) -> str:
    """``Kaynak: TÜİK (31.12.2022)``: who produced the figures, of what day; the sources chapter cites them in full."""
    if not sources:
        return ""
    days: dict[str, list[str]] = {}
    for source in sources:
        when = language.date(source.reference_on) if source.reference_on else _("undated")
        days.setdefault(_called(source.producer), []).append(when)
    cited = "; ".join(f"{producer} ({', '.join(dict.fromkeys(of))})" for producer, of in days.items())
    return _("Source: {sources}.").format(sources=cited)


_DIGITS = ".12g"


def csv(frame: pd.DataFrame) -> str:
    """A frame as CSV text: full precision, decimal point, one line end on every system."""
    safe = frame.apply(lambda column: column.map(_downloaded) if column.dtype.kind not in "biuf" else column)
    return safe.to_csv(index=False, lineterminator="\n", float_format=f"%{_DIGITS}")


def _downloaded(cell: Any) -> Any:
    """A cell bare of its looks; a text that a spreadsheet would run as a formula is marked as text."""
    cell = _bare(cell)
    if isinstance(cell, float) and not math.isnan(cell):
        return format(cell, _DIGITS)  # beside texts or whole numbers as well as in a column of its own
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _called(producer: str) -> str:
    """The short name of a producer, where its long one gives it: ``TÜİK`` of ``Türkiye İstatistik Kurumu (TÜİK)``."""
    short = re.search(r"\((\w{2,8})\)$", producer)
    return short[1] if short else producer


def _svg(ax: Axes, name: str) -> str:
    buffer = io.StringIO()
    # Not ``savefig``, which draws everything twice.
    FigureCanvasSVG(ax.figure).print_svg(buffer, metadata={"Date": None, "Creator": None, "Title": name})
    svg = buffer.getvalue()
    return svg[svg.index("<svg") :]  # the XML prologue has no use inside a page


def _mark_missing(ax: Axes) -> list[str]:
    """Draw □ for each sign that the fonts do not have; returns those signs."""
    texts = ax.figure.findobj(Text)
    if all(signs.shown(text.get_text()) == text.get_text() for text in texts):
        return []
    missing = signs.missing("".join(text.get_text() for text in texts))
    for axis in (ax.xaxis, ax.yaxis):  # the texts at an axis are written anew whenever it is drawn
        if isinstance(form := axis.get_major_formatter(), FuncFormatter | StrCategoryFormatter):
            axis.set_major_formatter(FuncFormatter(lambda value, place, form=form: signs.shown(form(value, place))))
    for text in texts:
        text.set_text(signs.shown(text.get_text()))
    return missing


def _piece(kind: str, markdown: str, **content: Any) -> Output:
    return Output({PIECE: {"kind": kind, **content}, "text/markdown": markdown})


def _plain(part: Any) -> str:
    """A part of a key as it stands in the result table; a year that pandas made a float is a year."""
    is_missing = part is None or part is pd.NA or (isinstance(part, float) and math.isnan(part))
    return "" if is_missing else str(int(part) if isinstance(part, float) and part.is_integer() else part)


def _drawn(drawing: Graphic) -> dict[str, Any]:
    width, height = drawing.size
    return {"svg": drawing.svg, "alt": drawing.text, "width": width, "height": height}


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def _bare(value: Any) -> Any:
    """What a cell is in the download."""
    if isinstance(value, Keyed):
        return value.value
    return value.text if isinstance(value, Graphic | Mark | Foreign) else value


def _more(value: Any, column: Column, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a cell is beside its text: a drawing, a sign, the key of its number, the language of its words."""
    if isinstance(value, Graphic):
        return _drawn(value)
    if isinstance(value, Mark):
        return {"sign": value.svg} | ({"mark": value.note.translate(_AS_DIGITS)} if value.note else {})
    if isinstance(value, Keyed):
        return {"key": value.key}
    if column.of and _cell(value, column.kind) != language.NO_VALUE:
        return {"key": column.of.key(row)}
    return {"language": value.language} if isinstance(value, Foreign) else {}


def _cell(value: Any, kind: str) -> str:
    if isinstance(value, Keyed) and value.text:
        return value.text
    value = _bare(value)
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)) or value == "":
        return language.NO_VALUE
    return value if isinstance(value, str) else _FORMS[kind](value)


def _head(column: Column) -> dict[str, str]:
    """The heading of a column; its kind tells the workbook how to write its numbers."""
    head = {
        "title": column.title,
        "align": "start" if column.kind in ("text", "graphic") else "end",
        "kind": column.kind,
    }
    more = {"look": column.look, "language": column.language, "heads": list(column.heads), "span": list(column.span)}
    return head | {name: value for name, value in more.items() if value}


def _sections(content: PublicationTable) -> list[dict[str, Any]]:
    """Headings inside a table: before which row, and their words."""
    if not content.section:
        return []
    column = content.frame[content.section]
    starts = column.index[column != column.shift()]
    return [{"row": content.frame.index.get_loc(start), "title": str(column[start])} for start in starts]


def _html_table(spec: dict[str, Any]) -> str:
    head = "".join(f'<th scope="col">{escape(column["title"])}</th>' for column in spec["columns"])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in spec["rows"])
    return f"<table><caption>{escape(spec['caption'])}</caption><tr>{head}</tr>{body}</table>"

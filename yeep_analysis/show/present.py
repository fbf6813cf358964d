"""What a chapter shows: figures, tables, prose and key figures that carry their own words.

Each of them displays itself in JupyterLab, and travels into the executed notebook as data (``application/vnd.yeep…``),
from which the exporters make HTML and PDF. Nothing of the look of a document is decided here.
"""

from __future__ import annotations

import io
import math
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
from yeep_analysis.results import COLUMNS
from yeep_analysis.show.cards import Undated, cards
from yeep_analysis.show.media_types import CARDS, FIGURE, RESULTS, STACK, TABLE, TILES, WRITTEN
from yeep_analysis.show.style import house_style
from yeep_analysis.words import language, signs
from yeep_analysis.words.language import _, plain


@dataclass(frozen=True)
class Column:
    """One column of a published table: its name in the download, its heading, and how its values are written."""

    key: str
    title: str
    kind: str = "text"


@dataclass(frozen=True)
class PublicationTable:
    """A table as readers see it: unrounded values in ``frame``, headings and number forms in ``columns``."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    note: str = ""
    section: str = ""  # column of ``frame`` whose value stands as a heading over the rows that share it


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
}
TEXT_KINDS = ("text",)


def prose(*paragraphs: str) -> Output:
    """Paragraphs of Markdown; empty ones are left out."""
    return Output({"text/markdown": "\n\n".join(paragraph for paragraph in paragraphs if paragraph)})


def written(text: str) -> Output:
    """A text that a person wrote in Markdown; its headings are fitted into the order of the page."""
    return Output({WRITTEN: {"text": text}, "text/markdown": text})


def figure(content: PublicationFigure, *, source: Sequence[Source] = ()) -> Output:
    """Draw a figure in the house style; with an empty table there is no figure, and it is said."""
    words = content.words
    if content.frame.empty:
        return prose(_("*Figure “{caption}”: no data for this edition.*").format(caption=plain(words.caption)))
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
        return prose(_("*Table “{caption}”: no data for this edition.*").format(caption=plain(content.caption)))
    keys = [column.key for column in content.columns]
    spec = {
        "name": content.name,
        "caption": content.caption,
        "note": content.note,
        "source": source_line(source),
        "columns": [_head(column) for column in content.columns],
        "rows": [[_cell(row[c.key], c.kind) for c in content.columns] for row in content.frame.to_dict("records")],
        "sections": _sections(content),
        "csv": csv(content.frame[[content.section, *keys] if content.section else keys]),
    }
    return Output({TABLE: spec, "text/html": _html_table(spec), "text/plain": content.caption})


def table_if_any(content: PublicationTable, *, source: Sequence[Source] = ()) -> Output:
    """The same, but nothing at all where there are no rows: where that is said elsewhere."""
    return prose() if content.frame.empty else table(content, source=source)


def tiles(*items: Tile) -> Output:
    """Key figures side by side."""
    text = "\n\n".join(f"**{plain(t.label)}:** {plain(t.value)}. {plain(t.note)}" for t in items)
    return Output({TILES: {"tiles": [asdict(tile) for tile in items]}, "text/markdown": text})


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
    """``Kaynak: …`` with producer, title and date of each source, or that it has none; empty without sources."""
    if not sources:
        return ""
    return _("Source: {sources}.").format(sources="; ".join(_cited(source) for source in sources))


def csv(frame: pd.DataFrame) -> str:
    """A frame as CSV text: full precision, decimal point, one line end on every system."""
    safe = frame.apply(lambda column: column.map(_no_formula) if column.dtype.kind not in "biuf" else column)
    return safe.to_csv(index=False, lineterminator="\n", float_format="%.12g")


def _no_formula(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula, marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _cited(source: Source) -> str:
    when = language.date(source.reference_on) if source.reference_on else _("undated")
    return f"{source.producer}, {source.title} ({when})"


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


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def _cell(value: Any, kind: str) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)) or value == "":
        return language.NO_VALUE
    return _FORMS[kind](value)


def _head(column: Column) -> dict[str, str]:
    """The heading of a column; its kind tells the workbook how to write its numbers."""
    return {"title": column.title, "align": "start" if column.kind in TEXT_KINDS else "end", "kind": column.kind}


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

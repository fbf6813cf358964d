"""What all charts share: colours, the style sheet around a drawing, axes in the reader's number form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from font_source_sans_pro import font_files_ttf
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from yeep_analysis.words import language

# Checked for colour blindness and grey print; shape and hatching say the same once more, never colour alone.
WOMEN, MEN = "#5E3C99", "#E66101"
INK, MUTED, RULE = "#2b2730", "#6b6670", "#b9b4c0"
HATCH = "////"
LABEL_BOX = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}  # keeps a label readable where a line runs behind
_STYLE = Path(__file__).with_name("yeep.mplstyle")
_WEIGHTS = ("SourceSansPro", "SourceSansProBold", "SourceSansProSemibold")


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and save inside this; outside, matplotlib is as it was."""
    _register_fonts()
    with mpl.rc_context():
        mpl.rcdefaults()  # the user's own settings must not reach the report
        mpl.rcParams.update(_style())
        # For each text matplotlib would look through all of its settings for the files of its letters.
        font_manager.fontManager._find_fonts_by_props = _files_of_letters
        try:
            yield
        finally:
            vars(font_manager.fontManager).pop("_find_fonts_by_props", None)


@cache
def _style() -> mpl.RcParams:
    return mpl.rc_params_from_file(_STYLE, use_default_template=False)


@cache
def _files_of_letters(properties: font_manager.FontProperties, **how: Any) -> list[str]:
    """The files in which the house style has the letters of a text: the same at every time."""
    return font_manager.FontManager._find_fonts_by_props(font_manager.fontManager, properties, **how)


@cache
def _register_fonts() -> None:
    # The fonts come with a package of their own, so that every machine draws the same letters.
    for weight in _WEIGHTS:
        font_manager.fontManager.addfont(font_files_ttf[weight])
    # DejaVu Sans Mono, of which single signs are taken, has no semibold: its bold serves.
    fonts = font_manager.fontManager.ttflist
    behind = [font for font in fonts if (font.name, font.style, font.weight) == ("DejaVu Sans Mono", "normal", 700)]
    fonts += [replace(font, weight=600) for font in behind]


def axes(ax: Axes | None, *, size: tuple[float, float] | None = None, whole: bool = False) -> Axes:
    """``ax``, or one on a new figure that belongs to nobody else (pyplot keeps no reference to it).

    whole  the axes fill the figure, whatever is on them
    """
    if ax is not None:
        return ax
    figure = Figure(figsize=size)
    FigureCanvasSVG(figure)
    ax = figure.add_subplot()
    if whole:
        ax.set_position((0.006, 0.006, 0.988, 0.988))
    return ax


def count_axis(axis, *, digits: int = 0) -> None:
    """Ticks as numbers in the reader's form; the sign is dropped, for bars that grow to both sides."""
    axis.set_major_formatter(FuncFormatter(lambda value, _position: language.number(abs(value), digits)))


def percent_axis(axis) -> None:
    """Ticks of a share axis (0-1) as percentages in the reader's form; with a digit where they lie closer than 1 %."""

    def form(value: float, _position: int) -> str:
        ticks = axis.get_majorticklocs()
        is_close = len(ticks) > 1 and abs(ticks[1] - ticks[0]) < 0.01 - 1e-9
        return language.percent(value, 1 if is_close else 0)

    axis.set_major_formatter(FuncFormatter(form))


def year_axis(ax: Axes, years: Iterable[int]) -> None:
    """Whole years without a thousands separator, from the first to the last; gaps stay gaps."""
    ax.set_xlim(min(years) - 0.8, max(years) + 0.8)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=9, integer=True, min_n_ticks=1))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _position: str(int(value))))
    ax.grid(axis="x", visible=False)


def whole_percents(axis) -> None:
    """Ticks of a share axis at whole percentages: a narrow range does not show the same one twice."""
    low, high = axis.get_view_interval()
    step = next((step for step in (0.01, 0.02, 0.05, 0.1) if high - low <= 8 * step), 0.2)
    axis.set_major_locator(MultipleLocator(step))
    percent_axis(axis)

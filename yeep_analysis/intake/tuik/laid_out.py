"""A table as it was laid out by one of the readers: described columns, label columns, and the rows below.

Walking through it gives one observation for every figure. Labels that are written once carry down; a blank cell gives
nothing, because missing is not zero.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

from yeep_analysis.intake.tuik import numbers
from yeep_analysis.intake.tuik.ages import ALL_AGES
from yeep_analysis.intake.tuik.facets import NOTHING, ContradictionError, Facets, one, year_of
from yeep_analysis.intake.tuik.figures_read import Format, ReadFigure, Series
from yeep_analysis.intake.tuik.grids import Cell, Grid, Row, cell, text
from yeep_analysis.intake.tuik.place_labels import LISTED, Place, UnknownCodeError
from yeep_analysis.intake.tuik.words import NO_FIGURE, fold, is_note, is_total, is_unit, sex_of
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import CountedSex

LabelReader = Callable[[str], Facets | None]  # None: the text says nothing that the table knows


@dataclass
class LaidOutTable:
    """One table inside a grid."""

    grid: Grid
    format: Format
    title: str  # the measure, where neither columns nor labels name it
    columns: dict[int, Facets]
    labels: dict[int, LabelReader]  # in their order from left to right
    first: int
    last: int  # exclusive
    year: int | None = None  # where neither columns nor labels have one
    place: Place | None = None  # where it stands above the table
    section: Facets = NOTHING  # of a sex alone, that stands above the table
    open: frozenset[int] = frozenset()  # columns of labels of which each says by itself what it is

    def rows(self) -> Iterator[tuple[int, Row]]:
        """The rows below the header that hold anything, with their numbers."""
        for number in range(self.first, self.last):
            row = self.grid.rows[number]
            if any(value != "" for value in row):
                yield number, row

    def values(self) -> Iterator[tuple[Cell, tuple[Grid, int, int]]]:
        """The cells in which figures belong, those with a sign of TÜİK left out."""
        for number, row in self.rows():
            for column in self.columns:
                value = cell(row, column)
                if value != "" and not is_mark(value):
                    yield value, (self.grid, number, column)


class UnnamedColumnsError(Exception):
    """Figures in a column that no header describes; ``row`` is the first row where that is so."""

    def __init__(self, row: int):
        self.row = row
        super().__init__(str(row))


class HeadingError(Exception):
    """A header cell that cannot be right; ``texts`` are the cells of its column from top to bottom."""

    def __init__(self, column: int, texts: list[str], cause: Exception):
        self.column, self.texts, self.cause = column, texts, cause
        super().__init__(str(cause))

    def problem(self, grid: Grid) -> Problem:
        """The problem, with the place of the header cell."""
        places = (number for number, row in enumerate(grid.rows) if text(cell(row, self.column)) in self.texts)
        return Problem(grid.at(next(places, 0), self.column), *_label_words(self.cause))


def check_named(grid: Grid, columns: Collection[int], edges: tuple[int, int | None], rows: range) -> None:
    """Figures under no header are not passed over.

    Raises   `UnnamedColumnsError`
    """
    left, right = edges
    for number in rows:
        for index, value in enumerate(grid.rows[number][left:right], start=left):
            if value != "" and index not in columns and not is_text(value):
                raise UnnamedColumnsError(number)


def section_of(content: str) -> Facets | None:
    """The year or the sex of a heading inside a table; `None` for any other text."""
    if (year := year_of(content)) is not None:
        return Facets(year=year)
    sex = sex_of(content)
    return Facets(sex=sex) if sex or is_total(content) else None


def _is_footnote(row: Row) -> bool:
    """Whether a row holds notes alone, in one cell or, as a source in two languages, in several."""
    filled = [value for value in row if value != ""]
    return all(isinstance(value, str) and is_note(value) and not is_mark(value) for value in filled)


def is_text(value: Cell) -> bool:
    """Whether a cell holds words, or nothing: a text without any digit."""
    return isinstance(value, str) and not any(letter.isdigit() for letter in value)


@dataclass
class Walk:
    """What came out of walking through tables."""

    observations: list[ReadFigure] = field(default_factory=list)
    series: dict[Series, Series] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    blank: int = 0
    marks: int = 0


def is_mark(value: Cell) -> bool:
    """Whether a cell holds a sign that stands for a figure that TÜİK does not give."""
    return isinstance(value, str) and len(value) < 4 and fold(value) in NO_FIGURE


class Walker:
    """Walks through one table, row by row."""

    def __init__(self, table: LaidOutTable, style: numbers.Style, into: Walk):
        self.table, self.style, self.into = table, style, into
        self.carried: dict[int, Facets] = {}
        self.section = table.section  # what the last row said that heads a part of the table
        self.unplaced: list[tuple[int, int]] = []  # figures of no place or year
        self.placed = False
        self.series: dict[tuple, Series] = {}

    def walk(self, advance: Callable[[int], None]) -> None:
        """Read every row; ``advance`` is told how many are done."""
        done = 0
        for number, row in self.table.rows():
            done += 1
            if done % 1000 == 0:
                advance(1000)
            self._row(number, row)
        advance(done % 1000)
        for number, column in self.unplaced if self.placed else self.unplaced[:1]:  # all of a table have one cause
            self._problem(number, column, *_no_label_words(""))

    def _row(self, number: int, row: Row) -> None:
        figures = [(column, value) for column in self.table.columns if (value := cell(row, column)) != ""]
        if _is_footnote(row):
            return
        try:
            if not figures and self._is_section(row):
                return
            facets = self._labels(row, has_figures=bool(figures))
        except (UnknownCodeError, ContradictionError) as error:
            self._problem(number, None, *_label_words(error))
            return
        except LookupError as error:
            self._problem(number, None, *_no_label_words(str(error)))
            return
        if facets is None:
            self._head_part(row)  # or a remark
            return
        self.into.blank += len(self.table.columns) - len(figures)
        for column, value in figures:
            self._figure(facets, number, column, value)

    def _labels(self, row: Row, has_figures: bool) -> Facets | None:
        contents = {index: text(cell(row, index)) for index in self.table.labels}
        found = {index: self.table.labels[index](content) for index, content in contents.items() if content}
        if not has_figures and self._is_remark(found):
            return None
        together, written = NOTHING, False
        for index in self.table.labels:
            if index in found:
                if found[index] is None:
                    raise LookupError(contents[index])
                self.carried[index] = found[index]
            elif written and has_figures and self.carried.get(index, NOTHING).says_something:
                raise LookupError("")  # a label carries down only while those to its left do
            written = written or index in found
            together = together.with_(self.carried.get(index, NOTHING))
        return together

    def _is_section(self, row: Row) -> bool:
        """Whether a row heads those below it: one cell, with a year or a sex that is not the label of a column."""
        filled = [(index, content) for index, value in enumerate(row) if (content := text(value))]
        if len(filled) != 1:
            return False
        (index, content) = filled[0]
        reader = self.table.labels.get(index)
        label = reader(content) if reader is not None and index not in self.table.open else None
        if label is not None and label.place is not LISTED:
            return False
        found = section_of(content)
        if found is None:
            return False
        year = self.section.year if found.year is None else found.year
        sex = self.section.sex if found.year is not None else found.sex  # “Toplam” ends a part by sex
        self.section = Facets(year=year, sex=sex)
        return True

    def _head_part(self, row: Row) -> None:
        """What heads the rows below it in words that nobody knows (“Köy”) is a breakdown of them, and no remark."""
        filled = [content for value in row if (content := text(value))]
        if self.table.format is Format.PORTAL and len(filled) == 1 and not is_unit(filled[0]):
            self.section = replace(self.section, other=(" ".join(filled[0].split()),))

    def _is_remark(self, found: dict[int, Facets | None]) -> bool:
        """Whether a row without figures is a footnote or a heading: a text beside labels that nobody knows."""
        if not found or None in found.values():
            return True
        return len(found) < len(self.table.labels) and any(facets.measure or facets.other for facets in found.values())

    def _figure(self, facets: Facets, number: int, column: int, value: Cell) -> None:
        if is_mark(value):
            self.into.marks += 1
            return
        try:
            series = self._series(facets, column)
            above = self.table.columns[column]
            year = one("year", one("year", facets.year, above.year), self.section.year or self.table.year)
            place = one("place", one("place", facets.place, above.place), self.table.place)
            figure = self._number(value, series)
        except numbers.NotANumberError as error:
            self._problem(number, column, *_number_words(text(value), str(error)))
        except ContradictionError as error:
            self._problem(number, column, *_label_words(error))
        else:
            if place is None or year is None:
                self.unplaced.append((number, column))
                return
            self.placed = True
            self.into.observations.append(ReadFigure(series, year, place, figure, self.table.grid, number, column))

    def _series(self, facets: Facets, column: int) -> Series:
        key = (facets.measure, facets.sex, facets.age, facets.other, self.section, column)
        if (known := self.series.get(key)) is None:
            above = self.table.columns[column]
            measure = one("measure", facets.measure, above.measure)
            sex, age = one("sex", facets.sex, above.sex), one("age", facets.age, above.age)
            sex = one("sex", sex, self.section.sex)
            kind = Series(
                self.table.title if measure is None else measure,
                sex or CountedSex.TOTAL,
                age or ALL_AGES,
                self.section.other + facets.other + above.other,
            )
            known = self.series[key] = self.into.series.setdefault(kind, kind)
        return known

    def _number(self, value: Cell, series: Series) -> numbers.Number:
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise numbers.NotANumberError("kind")
        figure = numbers.read(value, self.style) if isinstance(value, str) else numbers.whole(value)
        if series.counts_persons and (figure < 0 or isinstance(figure, float)):
            raise numbers.NotANumberError("count")
        return figure

    def _problem(self, number: int, column: int | None, what: str, expected: str, action: str) -> None:
        self.into.problems.append(Problem(self.table.grid.at(number, column), what, expected, action))


def _number_words(content: str, reason: str) -> tuple[str, str, str]:
    shown = content[:40]
    expected = _("The cell needs a number as in the rest of the file, or nothing.")
    if reason == "count":
        expected = _("Persons are whole numbers.")
    return (_("“{input}” is not a number.").format(input=shown), expected, download_again())


def _label_words(error: Exception) -> tuple[str, str, str]:
    if isinstance(error, ContradictionError):
        parts = {
            "measure": _("indicator"),
            "year": _("year"),
            "place": _("place"),
            "sex": _("sex"),
            "age": _("age group"),
        }
        part = parts[str(error)]
        what = _("The header and the label of the row contradict each other ({part}).").format(part=part)
    else:
        what = _("The code of the place is not known. {reason}").format(reason=error)
    return what, _("TÜİK writes labels like İl(İlçe)-kod."), download_again()


def _no_label_words(content: str) -> tuple[str, str, str]:
    if content:
        what = _("“{text}” names no place, year or breakdown that is known here.").format(text=content[:80])
    else:
        what = _("The row has figures, but does not say of which place or year.")
    return what, _("TÜİK writes labels like İl(İlçe)-kod."), download_again()


def download_again() -> str:
    """What to do where a file is not as TÜİK gave it out."""
    return _("Download the file again, and give it unchanged.")

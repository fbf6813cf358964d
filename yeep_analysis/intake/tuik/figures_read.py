"""One tidy shape for everything that was read, and what was found in a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from yeep_analysis.intake.tuik.ages import ALL_AGES
from yeep_analysis.intake.tuik.grids import Grid
from yeep_analysis.intake.tuik.numbers import Number
from yeep_analysis.intake.tuik.place_labels import Place
from yeep_analysis.intake.tuik.words import counts_residents, fold, is_rate
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import CountedSex, Term

POPULATION = "population"


class Format(Term):
    """The forms in which TÜİK hands out tables."""

    MEDAS_FLAT = "medas_flat", N_("MEDAS report, places in rows")
    MEDAS_BARE = "medas_bare", N_("MEDAS report without its head, places in rows")
    MEDAS_PIVOT = "medas_pivot", N_("MEDAS report, places in columns")
    PORTAL = "portal", N_("table of a TÜİK portal")


@dataclass(frozen=True)
class Series:
    """What is counted, of whom; one object for all figures of the same kind."""

    measure: str  # as the file calls it; empty where it does not say
    sex: CountedSex = CountedSex.TOTAL
    age: str = ALL_AGES
    other: tuple[str, ...] = ()

    @cached_property
    def counts_persons(self) -> bool:
        """Whether the values are residents, whole persons."""
        return counts_residents(self.measure) and not self.is_rate

    @cached_property
    def family(self) -> str:
        """Measures that count the same thing under different titles."""
        return POPULATION if self.counts_persons else fold(self.measure)

    @cached_property
    def is_rate(self) -> bool:
        """Whether its values must not be added up."""
        return is_rate(self.measure) or any(is_rate(part) for part in self.other)


@dataclass(slots=True)
class ReadFigure:
    """One figure: what, when, where, how many, and the cell in which it stands."""

    series: Series
    year: int
    place: Place
    value: Number
    grid: Grid
    row: int
    column: int

    @property
    def where(self) -> str:
        """The cell, as a message names it."""
        return self.grid.at(self.row, self.column)


@dataclass
class FileReading:
    """What was found in one file."""

    path: Path
    container: str
    encoding: str
    formats: set[Format] = field(default_factory=set)
    observations: list[ReadFigure] = field(default_factory=list)
    year_from: str = ""  # where the year comes from if the rows do not say it
    blank: int = 0  # cells without a figure: missing or suppressed, never zero
    marks: int = 0  # cells with a sign of TÜİK in the place of a figure
    repeated: int = 0  # figures that stand twice, identical, and were kept once
    total_rows: int = 0  # figures of rows that only repeat the sum of the others
    not_read: list[str] = field(default_factory=list)  # sheets and tables in which no table was found
    digest: str = ""
    remarks: list[Problem] = field(default_factory=list)  # what does not add up and is taken by no table

    @property
    def measures(self) -> list[str]:
        """The measures, in the order of the file."""
        return list(dict.fromkeys(observation.series.measure for observation in self.observations))

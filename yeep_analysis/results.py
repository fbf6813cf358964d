"""The one result table in which every published measure ends, the card of a measure, and the register of measures.

A row is known by its indicator and its dimensions. A dimension is a column of its own and is filled only where it says
something; empty means all, or that it does not apply. Numerator and denominator always travel with the value.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import PurePath

import numpy as np
import pandas as pd

from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Unit

TEXT_DIMENSIONS = ("place", "sex", "ages", "kind", "part", "against", "scenario")
DIMENSIONS = (
    "year",  # to which the value belongs; of a post the year of its record
    "month",  # 1 to 12, of what is counted by month
    "place",  # code of TÜİK; empty for the municipality itself
    "sex",  # female or male; empty for both together
    "ages",  # 20-24, 90+; except_20-24 for all others
    "kind",  # what kind of thing the part is: office, department, theme …
    "part",  # the part of the whole that is measured: council_member, a department, a theme
    "against",  # what it is measured against: population, electorate, staff
    "against_year",  # the year of that, where it is another one
    "level",  # of limits, in percent: 95 or 99.8
    "scenario",  # name of the scenario under which it is computed
    "years_after",  # of a path: how many years after the record of that year
)
MEASURED = ("numerator", "denominator", "value")
COLUMNS = ["indicator", *DIMENSIONS, *MEASURED, "unit", "target", "status", "source", "origin"]
FEMALE, MALE, BOTH = "female", "male", ""
ALL = ""  # in a text dimension
BETWEEN_SOURCES = "; "
SECTIONS = ("Parameters", "Returns", "Raises", "Notes", "References")  # of a docstring: what a card needs


@dataclass(frozen=True)
class Indicator:
    """One published number of a measure: its name in the result table, its title for readers, its unit."""

    name: str
    title: str
    unit: Unit | str  # a unit of somebody's own is a text

    @property
    def unit_label(self) -> str:
        """The unit as readers see it."""
        return self.unit.label if isinstance(self.unit, Unit) else self.unit


@dataclass(frozen=True)
class Measure:
    """A registered measure: its place in the code, what it gives, the card of its docstring, and itself."""

    place: tuple[str, int, str]  # module, or file of somebody's own, line, and name
    indicators: tuple[Indicator, ...]
    card: dict[str, str]
    function: Callable[..., pd.DataFrame] = field(repr=False)

    @property
    def is_ours(self) -> bool:
        """Whether it belongs to this package; a measure of somebody's own is marked wherever it appears."""
        return self.place[0].split(".")[0] == __name__.split(".")[0]

    @property
    def origin(self) -> str:
        """Whose it is: empty for this package, else the module or the file in which it stands."""
        return "" if self.is_ours else self.place[0]


_REGISTRY: dict[str, Measure] = {}


def measure(*indicators: Indicator) -> Callable:
    """Register a function as the measure that gives ``indicators``: one, or a family with one card.

    The function takes counts and returns the dimensions of each row with ``numerator, denominator, value``: one frame,
    or of a family one frame for each name. What is called gets them under one another, with indicator, unit, source.

    Parameters
    ----------
    indicators : what it gives, in the order in which the rows come

    Returns
    -------
    a decorator; the function that it gives returns one DataFrame

    Raises
    ------
    MeasureError
        where an indicator is taken by another measure

    Examples
    --------
    ``examples/own_chapter/dependency_ratio.ipynb``, which is run by a test::

        @ya.measure(ya.Indicator("dependency_ratio", "Dependency ratio", "dependents per 100 persons aged 15-64"))
        def dependency_ratio(counts): ...
    """

    def decorate(function: Callable[..., pd.DataFrame | Mapping[str, pd.DataFrame]]) -> Callable[..., pd.DataFrame]:
        place = (_home(function), function.__code__.co_firstlineno, function.__qualname__)

        @wraps(function)
        def stamped(*args: object, **kwargs: object) -> pd.DataFrame:
            given = function(*args, **kwargs)
            frames = given if isinstance(given, Mapping) else {indicators[0].name: given}
            rows = [_stamped(frames[one.name], one, measured) for one in indicators]
            result = rows[0] if len(rows) == 1 else pd.concat(rows, ignore_index=True)
            result = _with_sources(result, [one for one in (*args, *kwargs.values()) if isinstance(one, pd.DataFrame)])
            # Known even where there is no row; a text, since pandas copies it deeply with every step.
            result.attrs["indicators"] = "\n".join(one.name for one in indicators)
            return result

        measured = Measure(place, indicators, read_card(function.__doc__ or "", function.__module__), stamped)
        for one in indicators:
            _refuse_taken(one.name, function)
        _REGISTRY.update({one.name: measured for one in indicators})
        return stamped

    return decorate


def _home(function: Callable) -> str:
    """The module of a function; of a notebook or a script, whose module has no name of its own, its file."""
    if function.__module__ != "__main__":
        return function.__module__
    main = vars(sys.modules["__main__"])
    return PurePath(main.get("__session__") or main.get("__file__") or "own").name  # Jupyter knows its notebook so


def _refuse_taken(indicator: str, function: Callable) -> None:
    """A module that is loaded again may register its measures again; another function may not take their place.

    Two measures of somebody's own in two files are told apart when a report is made of both.
    """
    known, home = _REGISTRY.get(indicator), _home(function)
    if known is None or (known.place[0], known.place[2]) == (home, function.__qualname__):
        return
    if known.is_ours or known.place[0] == home:
        raise MeasureError(
            _(
                "The result “{indicator}” of “{function}” ({file}) is taken: “{other}” in {place} gives "
                "it. Give yours another name."
            ).format(
                indicator=indicator,
                function=function.__qualname__,
                file=home,
                other=known.place[2],
                place=known.place[0],
            )
        )


def _stamped(frame: pd.DataFrame, indicator: Indicator, measured: Measure) -> pd.DataFrame:
    status = frame.columns.intersection(["status"])  # tells the shares of the statuses apart
    columns = ["indicator", *dimensions(frame), *status, *MEASURED, "unit", "origin"]
    unit = indicator.unit.value if isinstance(indicator.unit, Unit) else indicator.unit
    named = frame.assign(indicator=indicator.name, unit=unit, origin=measured.origin)
    return named[columns].reset_index(drop=True)


def _with_sources(result: pd.DataFrame, given: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Each row with the sources of the rows of the same place, ages and part from which it was computed."""
    found = pd.Series("", index=result.index)
    for frame in given:
        if "source" not in frame or frame.empty:
            continue
        shared = [name for name in ("place", "ages", "kind", "part") if name in frame and name in result]
        frame = frame.fillna(dict.fromkeys(shared, ALL))
        every = joined_sources(frame["source"].unique())
        theirs = pd.Series(every, index=result.index)
        if shared and frame["source"].nunique() > 1:
            by_key = frame.groupby(shared)["source"].agg(lambda column: joined_sources(column.unique()))
            keys = pd.MultiIndex.from_frame(result[shared]) if len(shared) > 1 else pd.Index(result[shared[0]])
            theirs = pd.Series(by_key.reindex(keys).to_numpy(), index=result.index).fillna(every)
        found = found.combine(theirs, lambda first, second: joined_sources([first, second]))
    return result.assign(source=found)


def joined_sources(sources: Iterable[str]) -> str:
    """Several names of sources in one cell, each once: ``population; population_by_age``."""
    names = [name for source in sources for name in source.split(BETWEEN_SOURCES) if name]
    return BETWEEN_SOURCES.join(dict.fromkeys(names))


def registered() -> list[Measure]:
    """All measures of the modules that were imported, by module and in the order in which they stand there."""
    return sorted({one.place: one for one in _REGISTRY.values()}.values(), key=lambda one: one.place)


def registered_as(indicator: str) -> Measure | None:
    """The measure that gives an indicator; None where none does."""
    return _REGISTRY.get(indicator)


def read_card(docstring: str, module: str = __name__) -> dict[str, str]:
    """The card of a measure from its docstring (numpydoc): what it is, and the sections of `SECTIONS`.

    A measure of this package needs all of them; one of somebody's own may have none.

    Raises   `ValueError` where a measure of this package lacks a section
    """
    text = inspect.cleandoc(docstring)
    parts = re.split(r"^(\w[\w ]*)\n-+\n", text, flags=re.MULTILINE)
    found = {"Summary": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}
    lacking = [name for name in SECTIONS if not found.get(name, "").strip()]
    if lacking and module.split(".")[0] == __name__.split(".")[0]:
        raise ValueError(f"a measure's docstring needs the sections {SECTIONS}; it lacks {lacking}")
    kept = ("Summary", *(name for name in SECTIONS if name in found))
    texts = {name: " ".join(found[name].split()) for name in kept}
    if "Parameters" in texts:  # each begins with a line that is not indented
        each = re.split(r"\n(?=\S)", found["Parameters"].strip())
        texts["Parameters"] = "; ".join(" ".join(one.split()) for one in each)
    return texts


def dimensions(frame: pd.DataFrame) -> list[str]:
    """The dimensions that a frame has as columns, in their order."""
    return [name for name in DIMENSIONS if name in frame.columns]


def complete(counts: pd.DataFrame, *needed: str) -> pd.DataFrame:
    """The counts with an empty text wherever a dimension says nothing.

    Raises   `MeasureError` where a needed column is missing
    """
    lacking = [name for name in (*needed, "sex", "n") if name not in counts.columns]
    if lacking:
        raise MeasureError(
            _(
                "The counts lack the columns {columns}. Give one row per group and sex, the count in “n”, "
                "and name the columns so."
            ).format(columns=", ".join(lacking))
        )
    texts = [name for name in dimensions(counts) if name in TEXT_DIMENSIONS and counts[name].isna().any()]
    return counts.fillna(dict.fromkeys(texts, ALL)) if texts else counts


def women_and_men(counts: pd.DataFrame, *needed: str) -> pd.DataFrame:
    """Counts with one row per group and the columns ``women`` and ``men`` [persons].

    A group is what has the same value in every dimension of the frame but ``sex``.

    Parameters
    ----------
    counts : one row per group and sex, columns ``sex`` (``female``, ``male``), ``n`` [persons] and the dimensions
    needed : the dimensions without which a measure can say nothing

    Returns
    -------
    DataFrame, the dimensions but ``sex``, ``women``, ``men`` [persons]

    Raises
    ------
    MeasureError
        where a column is missing, a group lacks a sex, has one twice or another one, or lacks a count: missing is not
        zero

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2022, 2022], "sex": ["female", "male"], "n": [9, 16]})
    >>> women_and_men(counts).iloc[0].to_dict()
    {'year': 2022, 'women': 9, 'men': 16}
    """
    counts = complete(counts, *needed)
    by = [name for name in dimensions(counts) if name != "sex"]
    groups: dict[tuple, dict[str, int]] = {}  # the rows of each group by sex; most tables are too small for pandas
    of_row = zip(*(counts[name].tolist() for name in by), strict=True) if by else [()] * len(counts)
    for row, (group, sex) in enumerate(zip(of_row, counts["sex"].tolist(), strict=True)):
        groups.setdefault(group, {})[sex] = row
    is_whole = all(one.keys() == {FEMALE, MALE} for one in groups.values()) and len(counts) == 2 * len(groups)
    if not is_whole or counts["n"].isna().any():
        raise MeasureError(_refused(_spoilt(counts, by), by))
    women, men = ([groups[group][sex] for group in sorted(groups)] for sex in (FEMALE, MALE))
    n = counts["n"].to_numpy("int64")
    return counts[by].iloc[women].reset_index(drop=True).assign(women=n[women], men=n[men])


def _spoilt(counts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The rows that stand twice, lack their count or are of another sex; where there are none, groups of one sex."""
    wrong = counts.duplicated([*by, "sex"], keep=False) | counts["n"].isna() | ~counts["sex"].isin([FEMALE, MALE])
    if wrong.any() or not by:
        return counts[wrong] if wrong.any() else counts
    return counts[counts.groupby(by)["sex"].transform("size") == 1].sort_values(by)


def by_sex_and_total(counts: pd.DataFrame, *needed: str) -> pd.DataFrame:
    """Three series instead of two sexes: women, men and both together (``sex`` empty).

    Parameters
    ----------
    counts, needed : as of `women_and_men`

    Returns
    -------
    DataFrame, the dimensions and ``n`` [persons]; three rows per group

    Raises
    ------
    MeasureError
        as of `women_and_men`

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2022, 2022], "sex": ["female", "male"], "n": [9, 16]})
    >>> by_sex_and_total(counts)["n"].tolist()
    [9, 16, 25]
    """
    wide = women_and_men(counts, *needed)
    persons = [wide["women"], wide["men"], wide["women"] + wide["men"]]
    rows = wide[dimensions(wide)].iloc[[*range(len(wide))] * 3].reset_index(drop=True)
    sexes = pd.Series([sex for sex in (FEMALE, MALE, BOTH) for _row in wide.index], dtype=str)
    long = rows.assign(sex=sexes, n=np.concatenate(persons))
    return long[[*dimensions(long), "n"]]


def only_row(reference: pd.DataFrame) -> pd.Series:
    """``women`` and ``men`` of a reference population: one year, one group.

    Raises   `MeasureError` where a sex or a count is missing, or the reference is not one group of one year
    """
    whole = women_and_men(reference)
    if len(whole) != 1:
        raise MeasureError(
            _("The reference population has {found} rows. Choose one year and one group.").format(found=len(whole))
        )
    return whole.iloc[0]


def quotient(rows: pd.DataFrame, numerator: pd.Series, denominator: pd.Series, *, factor: int = 1) -> pd.DataFrame:
    """The dimensions of ``rows`` with ``factor · numerator / denominator``: what a share or a ratio returns.

    Parameters
    ----------
    rows : whose dimensions are kept
    numerator, denominator : a number for each row
    factor : 100 for percent, 1000 for per thousand

    Returns
    -------
    DataFrame, the dimensions, ``numerator, denominator, value``; the value is empty where the denominator is 0

    Examples
    --------
    >>> rows = pd.DataFrame({"year": [2022, 2023], "women": [9, 0], "men": [16, 0]})
    >>> quotient(rows, rows["women"], rows["women"] + rows["men"])["value"].tolist()
    [0.36, nan]
    """
    value = factor * numerator / denominator.where(denominator != 0)
    return rows[dimensions(rows)].assign(numerator=numerator, denominator=denominator, value=value)


def collect(results: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The result table of a chapter: the given results under one another, in the columns of all.

    Parameters
    ----------
    results : what measures returned

    Returns
    -------
    DataFrame, the columns ``COLUMNS``: indicator, dimensions, numerator, denominator, value, unit, …, origin

    Examples
    --------
    >>> share = pd.DataFrame({"indicator": ["x"], "year": [2022], "value": [0.36], "unit": ["fraction"]})
    >>> collect([share]).loc[0, ["indicator", "place", "unit"]].tolist()
    ['x', '', 'fraction']
    """
    given = [(one.attrs.get("indicators", "").splitlines(), one["indicator"].unique()) for one in results]
    used = [name for known, found in given for name in (*known, *found)]
    whole = pd.concat(results, ignore_index=True).reindex(columns=COLUMNS)
    whole.attrs["indicators"] = "\n".join(dict.fromkeys(used))
    texts = [*TEXT_DIMENSIONS, "status", "source", "origin"]
    return whole.assign(**{name: whole[name].astype(object).where(whole[name].notna(), "") for name in texts})


def of(results: pd.DataFrame, indicator: str | None = None, **where: object) -> pd.DataFrame:
    """The rows of one indicator, and with the given dimensions: ``of(levels, "population_count", sex="female")``.

    Parameters
    ----------
    results : what measures returned
    indicator : its name; without it all indicators
    where : dimension = value; a dimension that the frame lacks is empty in every row

    Returns
    -------
    DataFrame, the chosen rows

    Examples
    --------
    >>> results = pd.DataFrame({"indicator": ["x", "x"], "sex": ["female", "male"], "value": [9.0, 16.0]})
    >>> of(results, "x", sex="male")["value"].tolist()
    [16.0]
    """
    return results[_chosen(results, indicator, where)].reset_index(drop=True)


def _chosen(results: pd.DataFrame, indicator: str | None, where: Mapping[str, object]) -> np.ndarray:
    """Which rows are of one indicator, and have the given dimensions."""
    chosen = np.ones(len(results), dtype=bool)
    wanted = where if indicator is None else {"indicator": indicator, **where}
    for name, value in wanted.items():
        chosen &= (results[name].to_numpy() == value) if name in results else value == ALL
    return chosen


def pick(results: pd.DataFrame, indicator: str | None = None, **where: object) -> pd.Series | None:
    """The last row of one indicator with the given dimensions; None where there is none.

    Parameters
    ----------
    results, indicator, where : as of `of`

    Returns
    -------
    Series, the row, or None

    Examples
    --------
    >>> results = pd.DataFrame({"indicator": ["x", "x"], "year": [2021, 2022], "value": [8.0, 9.0]})
    >>> int(pick(results, "x")["year"])
    2022
    """
    rows = np.flatnonzero(_chosen(results, indicator, where))
    return results.iloc[rows[-1]] if len(rows) else None


def value(results: pd.DataFrame, indicator: str | None = None, **where: object) -> float:
    """The value of that row; NaN where there is none.

    Parameters
    ----------
    results, indicator, where : as of `of`

    Returns
    -------
    float, in the unit of the indicator

    Examples
    --------
    >>> value(pd.DataFrame({"indicator": ["x", "x"], "year": [2021, 2022], "value": [8.0, 9.0]}), "x", year=2021)
    8.0
    """
    rows = np.flatnonzero(_chosen(results, indicator, where))
    return float(results["value"].iloc[rows[-1]]) if len(rows) else float("nan")


def _refused(rows: pd.DataFrame, by: Sequence[str]) -> str:
    first = rows.iloc[0]
    group = ", ".join(str(first[name]) for name in by if name != "year" and first[name] != ALL)
    return _(
        "Counts of “{group}”, {year}: a sex or a count is missing or stands twice. Missing is not zero: "
        "leave the group out or complete it."
    ).format(group=group, year=first["year"] if "year" in by else "")

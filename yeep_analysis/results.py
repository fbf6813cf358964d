"""The one result table in which every published measure ends, and the card that every measure carries.

Columns: ``indicator, year, group, numerator, denominator, value, unit, target, status, source``. A measure makes the
first seven; numerator and denominator always travel with the value.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps

import pandas as pd

from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Unit

KEY = ["year", "group"]
MEASURED = ["indicator", "year", "group", "numerator", "denominator", "value", "unit"]
COLUMNS = [*MEASURED, "target", "status", "source"]
CARD_FIELDS = ("Formula", "Input", "Output", "Raises", "Source")


@dataclass(frozen=True)
class Measure:
    """A registered measure: its place in the code, indicator, title, unit, the card of its docstring, and itself."""

    place: tuple[str, int]
    indicator: str
    title: str
    unit: Unit
    card: dict[str, str]
    function: Callable[..., pd.DataFrame] = field(repr=False)


_REGISTRY: dict[str, Measure] = {}


def measure(indicator: str, title: str, unit: Unit) -> Callable:
    """Register a function as the measure ``indicator`` and stamp its result with indicator and unit.

    The function takes counts and returns ``year, group, numerator, denominator, value``; its docstring holds the card.
    """

    def decorate(function: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
        place = (function.__module__, function.__code__.co_firstlineno)

        @wraps(function)
        def stamped(*args, **kwargs) -> pd.DataFrame:
            result = function(*args, **kwargs)
            return result.assign(indicator=indicator, unit=unit.value)[MEASURED].reset_index(drop=True)

        card = read_card(function.__doc__ or "")
        _refuse_taken(indicator, function)
        _REGISTRY[indicator] = Measure(place, indicator, title, unit, card, stamped)
        return stamped

    return decorate


def _refuse_taken(indicator: str, function: Callable) -> None:
    """A module that is loaded again may register its measures again; another function may not take their place."""
    known = _REGISTRY.get(indicator)
    if known and known.function.__qualname__ != function.__qualname__:
        raise ValueError(f"the indicator {indicator!r} is taken by {known.function.__qualname__} in {known.place[0]}")


def registered() -> list[Measure]:
    """All measures of the modules that were imported, by module and in the order in which they stand there."""
    return sorted(_REGISTRY.values(), key=lambda measure: measure.place)


def read_card(docstring: str) -> dict[str, str]:
    """The fields of a measure's card, in their fixed order; a field may run over several lines.

    Raises   `ValueError` where a field is missing or out of order
    """
    fields: dict[str, list[str]] = {}
    for line in inspect.cleandoc(docstring).splitlines()[1:]:
        name, _space, rest = line.partition(" ")
        if name in CARD_FIELDS:
            fields[name] = [rest.strip()]
        elif fields and line.strip():
            fields[list(fields)[-1]].append(line.strip())
    if tuple(fields) != CARD_FIELDS:
        raise ValueError(f"a measure's docstring needs the fields {CARD_FIELDS} in this order, not {tuple(fields)}")
    return {name: " ".join(lines) for name, lines in fields.items()}


def women_and_men(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts with one row per year and group and the columns ``women`` and ``men`` [persons].

    Raises   `MeasureError` where a group lacks a sex, has one twice, or lacks a count: missing is not zero
    """
    if counts.duplicated([*KEY, "sex"]).any() or counts["n"].isna().any():
        raise MeasureError(_refused(counts[counts.duplicated([*KEY, "sex"], keep=False) | counts["n"].isna()]))
    wide = counts.pivot(index=KEY, columns="sex", values="n").reindex(columns=["female", "male"])
    if wide.isna().any(axis=None):
        raise MeasureError(_refused(wide[wide.isna().any(axis=1)].reset_index()))
    return (
        wide.astype("int64").rename(columns={"female": "women", "male": "men"}).rename_axis(columns=None).reset_index()
    )


def by_sex_and_total(counts: pd.DataFrame) -> pd.DataFrame:
    """Three series instead of two sexes: groups ``women``, ``men``, ``total``, column ``n`` [persons].

    A group other than ``all`` is kept behind the name: ``women_without_20_24``.
    """
    wide = women_and_men(counts).assign(total=lambda t: t["women"] + t["men"])
    long = wide.melt(id_vars=KEY, value_vars=["women", "men", "total"], var_name="series", value_name="n")
    suffix = long["group"].where(long["group"] != "all", "")
    group = long["series"].where(suffix == "", long["series"] + "_" + suffix)
    return long.assign(group=group)[[*KEY, "n"]]


def only_row(reference: pd.DataFrame) -> pd.Series:
    """``women`` and ``men`` of a reference population: one year, one group.

    Raises   `MeasureError` where a sex or a count is missing, or the reference is not one group of one year
    """
    whole = women_and_men(reference)
    if len(whole) != 1:
        raise MeasureError(
            _("The reference population has {found} rows. Expected one year and one group. Choose one.").format(
                found=len(whole)
            )
        )
    return whole.iloc[0]


def collect(results: Sequence[pd.DataFrame], *, source: str) -> pd.DataFrame:
    """The result table of a chapter: the given results under one another, with their source."""
    return pd.concat(results, ignore_index=True).assign(target=None, status=None, source=source)[COLUMNS]


def of_year(results: pd.DataFrame, year: int) -> pd.DataFrame:
    """The rows of one year."""
    return results[results["year"] == year].reset_index(drop=True)


def pick(results: pd.DataFrame, *, year: int | None = None, group: str | None = None) -> pd.Series | None:
    """The one row of a result with this year and group (where given); None where there is none."""
    rows = results
    rows = rows if year is None else rows[rows["year"] == year]
    rows = rows if group is None else rows[rows["group"] == group]
    return rows.iloc[-1] if len(rows) else None


def value(results: pd.DataFrame, *, year: int | None = None, group: str | None = None) -> float:
    """The value of that row; NaN where there is none."""
    row = pick(results, year=year, group=group)
    return float("nan") if row is None else float(row["value"])


def _refused(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    return _(
        "Counts of “{group}”, {year}: a sex or a count is missing or stands twice. Expected one count for women and "
        "one for men. Missing is not zero: leave the group out or complete it."
    ).format(group=first["group"], year=first["year"])

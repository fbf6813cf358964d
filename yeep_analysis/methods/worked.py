"""A worked number for each measure: one row of this edition, computed by the measure itself and put into words."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import floor, isnan, log10
from typing import Any

import pandas as pd

from yeep_analysis.municipality.load import Facts
from yeep_analysis.population.change_sentences import LEVELS, series_name
from yeep_analysis.population.measures import INSTITUTIONAL_AGES
from yeep_analysis.population.sentences import AGES
from yeep_analysis.representation import measures as representation
from yeep_analysis.representation.scenarios import Hiring
from yeep_analysis.representation.sentences import label
from yeep_analysis.representation.tables import measured
from yeep_analysis.results import Measure
from yeep_analysis.show.present import plain
from yeep_analysis.words.language import _, capitalised, number
from yeep_analysis.words.terms import Office

_PREFERRED = ("all", "total", INSTITUTIONAL_AGES, Office.COUNCIL_MEMBER, Office.STAFF)
_SUBJECTS = ("population", "mahalle", "representation", "scenario_seats", "scenario_staff")
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHOWN_DIGITS = 5  # significant ones; the downloads hold all


def examples(measures: Iterable[Measure], facts: Facts) -> dict[str, str]:
    """A sentence with a worked number for every measure; one that says so where this edition has none."""
    given = inputs(facts)
    return {measure.indicator: _told(measure, given, facts.mahalle_names) for measure in measures}


def inputs(facts: Facts) -> dict[str, Any]:
    """What the measures are given, by the first word of their indicator and by the names of their parameters."""
    posts = representation.with_managers(measured(facts.representation_by_year))
    staff = representation.only(measured(facts.representation), Office.STAFF)
    heads = representation.only(measured(facts.representation), Office.DEPARTMENT_HEAD)
    return {
        "population": facts.population,
        "counts_by_age": facts.population_by_age,
        "mahalle": facts.mahalles,
        "representation": posts,
        "scenario_seats": representation.only(measured(facts.representation), Office.COUNCIL_MEMBER),
        "scenario_staff": staff,
        "base": facts.first_year,
        "reference": facts.population_of_the_year,
        "name": f"population_{facts.year}",
        "steps": [1],
        "hirings": [Hiring(Fraction(1, 20), Fraction(3, 5))],
        "years": 1,
        "pool": staff if _could_come_from(heads, staff) else staff.iloc[:0],
        "heads": heads,
        "name_of_pool": f"{Office.STAFF}_{facts.year if staff.empty else staff['year'].iloc[0]}",
    }


def example(measure: Measure, given: Mapping[str, Any]) -> pd.Series | None:
    """The row that is shown: of a whole rather than of a part, of its newest year; None where there is no figure."""
    parameters = inspect.signature(measure.function).parameters
    first, *others = [name for name, one in parameters.items() if one.default is inspect.Parameter.empty]
    draws = "pool" in parameters
    counts = given["heads" if draws else first if first in given else _subject(measure)]
    options = {name: given["name_of_pool" if draws and name == "name" else name] for name in others}
    if counts.empty or any(isinstance(option, pd.DataFrame) and option.empty for option in options.values()):
        return None
    result = measure.function(counts, **options).dropna(subset=["value"])
    if result.empty:
        return None
    heads = [group.partition("/")[0] for group in result["group"]]
    order = [_PREFERRED.index(head) if head in _PREFERRED else len(_PREFERRED) for head in heads]
    places = zip(order, -result["year"], range(len(result)), strict=True)
    return result.iloc[min(places)[-1]]


def _told(measure: Measure, given: Mapping[str, Any], mahalles: Mapping[str, str]) -> str:
    if not _subject(measure):  # of the results that units reported: nothing that counts of people could show
        return _("Its numbers stand in the chapter on reporting.")
    row = example(measure, given)
    return _("This edition has no figure for it.") if row is None else _sentence(row, mahalles)


def _subject(measure: Measure) -> str:
    return next((name for name in _SUBJECTS if measure.indicator.startswith(name)), "")


def _could_come_from(heads: pd.DataFrame, staff: pd.DataFrame) -> bool:
    return set(staff["year"]) == set(heads["year"]) and heads["n"].sum() <= staff["n"].sum()


def _sentence(row: pd.Series, mahalles: Mapping[str, str]) -> str:
    parts = [
        _("{name} {number}").format(name=name, number=_shown(row[key]))
        for key, name in (("numerator", _("numerator")), ("denominator", _("denominator")), ("value", _("result")))
        if pd.notna(row[key])
    ]
    return _("{group}, {year}: {parts}").format(
        group=_group(row["group"], mahalles), year=int(row["year"]), parts="; ".join(parts)
    )


def _group(group: str, mahalles: Mapping[str, str]) -> str:
    head, _slash, rest = group.partition("/")
    if head in mahalles:
        name = plain(mahalles[head])
    elif head in (*LEVELS, "all"):
        name = _("District") if head == "all" else capitalised(series_name(head))
    elif head == INSTITUTIONAL_AGES:
        name = _("Ages {ages}").format(ages=AGES)
    else:
        name = label(head) if head in list(Office) else head
    return f"{name} (`{rest}`)" if rest else name


def _shown(value: float) -> str:
    """A number with five significant digits, a whole one with all of them."""
    if isnan(value) or value == int(value):
        return number(value)
    exponent = floor(log10(abs(value)))
    if exponent < -_SHOWN_DIGITS:
        mantissa, _e, power = f"{value:.2e}".partition("e")
        return f"{number(Fraction(mantissa), 2)} · 10{str(int(power)).translate(_SUPERSCRIPT)}"
    return number(value, max(0, _SHOWN_DIGITS - 1 - exponent))

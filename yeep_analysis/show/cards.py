"""The cards of the measures that a chapter used, each with worked numbers: rows of the chapter's own results."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor, isnan, log10

import pandas as pd

from yeep_analysis.results import BOTH, FEMALE, MALE, Indicator, Measure, registered_as
from yeep_analysis.words.language import N_, _, number, percent, plain
from yeep_analysis.words.terms import Office, label_of

_FIELDS = {
    "Notes": N_("Formula"),
    "Parameters": N_("Input"),
    "Returns": N_("Result"),
    "Raises": N_("Refused"),
    "References": N_("Source"),
}
# What measures are about, by the beginning of their indicator.
_SUBJECTS = {
    "population": N_("Population"),
    "mahalle": N_("Neighbourhoods"),
    "representation": N_("Representation"),
    "scenario": N_("Paths to parity"),
    "progress": N_("Results of the plan"),
}
Undated = Collection[tuple[str, int]]

_EXCEPT = "except_"
_PREFERRED = ("", Office.COUNCIL_MEMBER, Office.STAFF)  # of which a worked number is shown rather than of others
_ORDERED = ("place", "ages", "sex", "part", "year")  # by which the row of a worked number is chosen
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHOWN_DIGITS = 5  # significant ones; the downloads hold all


@dataclass(frozen=True)
class Card:
    """What the methods chapter prints of a measure: under which subject, and its Markdown."""

    measure: str  # its place in the code
    subject: str
    text: str
    indicators: tuple[str, ...] = ()


def cards(results: pd.DataFrame, places: Mapping[str, str], undated: Undated = ()) -> list[Card]:
    """A card for each registered measure whose indicators a result table holds, or could have held.

    places    names by the code of a place
    undated   parts or their kinds, and the year under which their records are entered, that have no date
    """
    used = dict.fromkeys([*results.attrs.get("indicators", "").splitlines(), *results["indicator"]])
    measures = {known.place: known for name in used if (known := registered_as(name))}
    return [_card(one, results, places, undated) for one in measures.values()]


def _card(measure: Measure, results: pd.DataFrame, places: Mapping[str, str], undated: Undated) -> Card:
    indicators = measure.indicators
    subject = _SUBJECTS.get(indicators[0].name.partition("_")[0], N_("Further calculations"))
    summary = measure.card["Summary"]
    title = _(summary).rstrip(".") if summary and len(indicators) > 1 else _(indicators[0].title)
    lines = [f"#### {plain(title)}", ""]
    if not measure.is_ours:
        whose = _("A calculation of somebody’s own, not of this project: {origin}.").format(
            origin=plain(measure.origin)
        )
        lines.append(f"- {whose}")
    told = {_(field): _(measure.card[name]) for name, field in _FIELDS.items() if measure.card.get(name)}
    lines += [f"- **{field}:** {_code_kept(text)}" for field, text in told.items()]
    for one in indicators:
        worked = _worked(one, results, places, undated)
        head = plain(_(one.title)) if len(indicators) > 1 else _("Example")
        lines.append(f"- **{head}** (`{one.name}`, {plain(one.unit_label)}): {worked}")
    names = tuple(one.name for one in indicators)
    return Card(":".join(map(str, measure.place)), _(subject), "\n".join(lines), names)


def _worked(indicator: Indicator, results: pd.DataFrame, places: Mapping[str, str], undated: Undated) -> str:
    """The numbers of one row: of a whole rather than of a part, of its newest year."""
    rows = results[(results["indicator"].to_numpy() == indicator.name) & results["value"].notna().to_numpy()]
    if rows.empty:
        return _("This report has no figure for it.")
    order = [
        (bool(place), ages.startswith(_EXCEPT), sex != BOTH, _rank(part), -year)
        for place, ages, sex, part, year in zip(*(rows[name] for name in _ORDERED), strict=True)
    ]
    row = rows.iloc[min(range(len(rows)), key=order.__getitem__)]
    parts = [
        _("{name} {number}").format(name=name, number=_shown(row[key]))
        for key, name in (("numerator", _("numerator")), ("denominator", _("denominator")), ("value", _("result")))
        if pd.notna(row[key])
    ]
    has_date = not {(row["part"], row["year"]), (row["kind"], row["year"])} & set(undated)
    year = int(row["year"]) if has_date else _("undated")
    return _("{group}, {year}: {parts}").format(group=plain(_of_whom(row, places)), year=year, parts="; ".join(parts))


def _rank(part: str) -> int:
    return _PREFERRED.index(part) if part in _PREFERRED else len(_PREFERRED)


def _of_whom(row: pd.Series, places: Mapping[str, str]) -> str:
    """The dimensions of a row in words: ``Erkekler, 20–24 yaş``."""
    words = {
        "place": places.get(row["place"], row["place"]),
        "part": label_of(row["part"]),
        "sex": {FEMALE: _("Women"), MALE: _("Men")}.get(row["sex"], ""),
        "ages": _ages(row["ages"]),
        "against": _("against {reference}").format(reference=label_of(row["against"])) if row["against"] else "",
        "level": _limits(row["level"]) if pd.notna(row["level"]) else "",
        "scenario": row["scenario"],
    }
    told = [words[name] for name in ("place", "part", "sex", "ages", "against", "level", "scenario") if words[name]]
    return ", ".join(told) or _("District")


def _limits(level: float) -> str:
    return _("{percent} limits").format(percent=percent(Fraction(str(level)) / 100, int(level % 1 != 0)))


def _ages(ages: str) -> str:
    if ages.startswith(_EXCEPT):
        return _("without the ages {ages}").format(ages=ages.removeprefix(_EXCEPT).replace("-", "–"))
    return _("Ages {ages}").format(ages=ages.replace("-", "–")) if ages else ""


def _code_kept(text: str) -> str:
    """Markdown of a docstring: backticks become code, everything else is plain text."""
    parts = re.split("(`[^`]*`)", text.replace("``", "`"))
    return "".join(part if part.startswith("`") else _plain_between(part) for part in parts)


def _plain_between(part: str) -> str:
    """Plain text that keeps the spaces at its ends: there stands the code."""
    before, after = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    return f"{before}{plain(part)}{after}" if part.strip() else part


def _shown(value: float) -> str:
    """A number with five significant digits, a whole one with all of them."""
    if isnan(value) or value == int(value):
        return number(value)
    exponent = floor(log10(abs(value)))
    if exponent < -_SHOWN_DIGITS:
        mantissa, _e, power = f"{value:.2e}".partition("e")
        return f"{number(Fraction(mantissa), 2)} · 10{str(int(power)).translate(_SUPERSCRIPT)}"
    return number(value, max(0, _SHOWN_DIGITS - 1 - exponent))

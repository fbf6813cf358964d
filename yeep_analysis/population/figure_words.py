"""Words of the figures of the population."""

from __future__ import annotations

import re

import pandas as pd

from yeep_analysis.population.measures import INSTITUTIONAL_THRESHOLD
from yeep_analysis.population.sentences import AGES
from yeep_analysis.show.present import FigureWords
from yeep_analysis.words import language
from yeep_analysis.words.language import _, number, signed


def figure_by_sex(table: pd.DataFrame, *, without_ages: bool = False) -> FigureWords:
    """Words of the line chart of women and men."""
    span = _span(table)
    caption = _without_hole(
        _("Population by sex without ages {ages}, {span} (same scale as the figure before)").format(
            ages=AGES, span=span
        )
        if without_ages
        else _("Population by sex, all ages, {span}").format(span=span)
    )
    alt = _("Line chart: {caption}. {women} {men} Values: {where}.").format(
        caption=caption,
        women=_movement(_("Women"), table[table["series"] == "women"]),
        men=_movement(_("Men"), table[table["series"] == "men"]),
        where=_("table “Population without ages {ages}”").format(ages=AGES)
        if without_ages
        else _("table “Population by year and sex”"),
    )
    return FigureWords(caption, alt)


def figure_institutional(table: pd.DataFrame) -> FigureWords:
    """Words of the bar chart of men per 100 women at ages 20-24."""
    caption = _without_hole(
        _("Men per 100 women at ages {ages}, {span}; above {threshold} a year is flagged").format(
            ages=AGES, span=_span(table), threshold=INSTITUTIONAL_THRESHOLD
        )
    )
    if table["value"].dropna().empty:
        return FigureWords(caption, caption)
    flagged = int((table["value"] > INSTITUTIONAL_THRESHOLD).sum())
    top = table.loc[table["value"].idxmax()]
    alt = _(
        "Bar chart: {caption}. {flagged} of {n} years are above {threshold}; the highest is {top} in {year}. Values: "
        "table “Population without ages {ages}”."
    ).format(
        caption=caption,
        flagged=flagged,
        n=len(table),
        threshold=INSTITUTIONAL_THRESHOLD,
        ages=AGES,
        top=number(top["value"]),
        year=int(top["year"]),
    )
    return FigureWords(caption, alt)


def figure_contributions(table: pd.DataFrame) -> FigureWords:
    """Words of the chart of what each sex added to the change of each year."""
    caption = _without_hole(
        _("Contribution of women and men to the annual change of the population, {span}").format(span=_span(table))
    )
    if table.empty:
        return FigureWords(caption, caption)
    widest = {s: table[table["series"] == s]["value"] for s in ("women", "men")}
    alt = _(
        "Stacked bar chart: {caption}. Women between {women_low} and {women_high}, men between {men_low} and "
        "{men_high} percentage points. Values: table “Annual growth and contributions”."
    ).format(
        caption=caption,
        women_low=signed(widest["women"].min(), 1),
        women_high=signed(widest["women"].max(), 1),
        men_low=signed(widest["men"].min(), 1),
        men_high=signed(widest["men"].max(), 1),
    )
    return FigureWords(caption, alt)


def _without_hole(caption: str) -> str:
    """A caption whose years are empty, without the comma that waits for them."""
    return re.sub(r",\s*(?=[;(]|$)", " ", caption).replace(" ;", ";").strip()


def _span(table: pd.DataFrame) -> str:
    return language.year_range(int(table["year"].min()), int(table["year"].max())) if len(table) else ""


def _movement(name: str, series: pd.DataFrame) -> str:
    if series.empty:
        return ""
    first, last = series.loc[series["year"].idxmin()], series.loc[series["year"].idxmax()]
    top = series.loc[series["value"].idxmax()]
    return _("{name}: {first} in {first_year}, highest {top} in {top_year}, {last} in {last_year}.").format(
        name=name,
        first=number(first["value"]),
        first_year=int(first["year"]),
        top=number(top["value"]),
        top_year=int(top["year"]),
        last=number(last["value"]),
        last_year=int(last["year"]),
    )

"""Figures of the population: which chart draws which rows, and the words that say their finding."""

from __future__ import annotations

import re

import pandas as pd

from yeep_analysis.population import charts
from yeep_analysis.population.measures import INSTITUTIONAL_AGES, INSTITUTIONAL_THRESHOLD, OTHER_AGES
from yeep_analysis.population.sentences import AGES, bridged, places_of
from yeep_analysis.results import ALL, BOTH, FEMALE, MALE, of
from yeep_analysis.show.present import FigureWords, PublicationFigure
from yeep_analysis.show.slope import slopegraph
from yeep_analysis.words import language
from yeep_analysis.words.language import _, number, percent, signed, year_range


def by_sex(
    counts: pd.DataFrame, outliers: pd.DataFrame, flags: pd.DataFrame, counts_by_age: pd.DataFrame
) -> PublicationFigure:
    """Women and men over the years, with a note at the year that stands out most."""
    frame = _lines(counts, ALL)
    caption = _without_hole(_("Population by sex, all ages, {span}").format(span=_span(frame)))
    words = _words_of_lines(frame, caption, _("table “Population by year and sex”"))
    options = {"limits": _common_limits(counts), "notes": notes(outliers, flags, counts_by_age)}
    return PublicationFigure("population_by_sex", charts.population_by_sex, frame, words, options)


def without_ages(counts: pd.DataFrame) -> PublicationFigure:
    """The same without the ages 20-24, on the same scale."""
    frame = _lines(counts, OTHER_AGES)
    caption = _without_hole(
        _("Population by sex without ages {ages}, {span} (same scale as the figure for all ages)").format(
            ages=AGES, span=_span(frame)
        )
    )
    words = _words_of_lines(frame, caption, _("table “Population without ages {ages}”").format(ages=AGES))
    options = {"limits": _common_limits(counts)}
    return PublicationFigure("population_without_20_24", charts.population_by_sex, frame, words, options)


def institutional(ratio: pd.DataFrame) -> PublicationFigure:
    """Men per 100 women at ages 20-24, year by year."""
    frame = of(ratio, ages=INSTITUTIONAL_AGES)
    options = {"threshold": INSTITUTIONAL_THRESHOLD}
    words = _institutional_words(frame)
    return PublicationFigure("men_per_100_women_20_24", charts.sex_ratio_by_year, frame, words, options)


def share_then_and_now(share: pd.DataFrame, *, first: int, year: int) -> PublicationFigure:
    """Share of women in the first and the last year, all ages and without 20-24.

    Without the ages 20-24 only where they are known in both of these years.
    """
    rows = []
    for name, ages in ((_("All ages"), ALL), (_("Without ages {ages}").format(ages=AGES), OTHER_AGES)):
        known = of(share, ages=ages).dropna(subset=["value"]).set_index("year")["value"]
        if first < year and {first, year} <= set(known.index):
            rows.append((name, known[first], known[year]))
    frame = pd.DataFrame(rows, columns=["name", "before", "after"])
    words, options = _slope_words(frame, year_range(first, year)), {"start": str(first), "end": str(year)}
    return PublicationFigure("share_of_women_then_and_now", slopegraph, frame, words, options)


def contributions(parts: pd.DataFrame) -> PublicationFigure:
    """What each sex added to the change of each year."""
    frame = _lines(parts, ALL)
    words = _contribution_words(frame, bridged(parts))
    return PublicationFigure("contributions", charts.contributions, frame, words)


def notes(outliers: pd.DataFrame, flags: pd.DataFrame, counts_by_age: pd.DataFrame) -> pd.DataFrame:
    """What is written beside the lines: ``year, sex, text``, one note at the year that stands out most.

    Only a year inside the series, and only where the ages 20-24 of that year are known and flagged.
    """
    columns = ["year", "sex", "text"]
    flagged = set(flags[flags["value"] == 1]["year"])
    inside, _edge = places_of(of(outliers, "population_outlier_year"), ALL)
    inside = [(year, sex) for year, sex in inside if sex != BOTH and year in flagged]
    if not inside:
        return pd.DataFrame(columns=columns)
    distance = of(outliers, "population_outlier_z", ages=ALL).set_index(["year", "sex"])["value"].abs()
    year, sex = max(inside, key=lambda place: distance[place])
    young = of(counts_by_age, year=year, ages=INSTITUTIONAL_AGES).set_index("sex")["n"]
    text = _("{year}, ages {ages}:\n{men} men, {women} women").format(
        year=year, ages=AGES, men=number(young[MALE]), women=number(young[FEMALE])
    )
    return pd.DataFrame([(year, sex, text)], columns=columns)


def _lines(result: pd.DataFrame, ages: str) -> pd.DataFrame:
    """Women and men of a result as ``year, sex, value``."""
    rows = of(result, ages=ages)
    return rows[rows["sex"] != BOTH][["year", "sex", "value"]].reset_index(drop=True)


def _common_limits(counts: pd.DataFrame) -> tuple[float, float] | None:
    """One value axis for the lines with and without the ages 20-24, with some air at both ends."""
    values = counts[counts["sex"] != BOTH]["value"]
    air = 0.06 * (values.max() - values.min())
    return None if values.empty else (values.min() - air, values.max() + air)


def _words_of_lines(frame: pd.DataFrame, caption: str, where: str) -> FigureWords:
    alt = _("Line chart: {caption}. {women} {men} Values: {where}.").format(
        caption=caption,
        women=_movement(_("Women"), of(frame, sex=FEMALE)),
        men=_movement(_("Men"), of(frame, sex=MALE)),
        where=where,
    )
    return FigureWords(caption, alt)


def _institutional_words(frame: pd.DataFrame) -> FigureWords:
    caption = _without_hole(
        _("Men per 100 women at ages {ages}, {span}; the dashed line marks {threshold}").format(
            ages=AGES, span=_span(frame), threshold=INSTITUTIONAL_THRESHOLD
        )
    )
    if frame["value"].dropna().empty:
        return FigureWords(caption, caption)
    top = frame.loc[frame["value"].idxmax()]
    alt = _(
        "Bar chart: {caption}. {flagged} of {n} years are above {threshold}; the highest is {top} in {year}. Values: "
        "table “Population without ages {ages}”."
    ).format(
        caption=caption,
        flagged=int((frame["value"] > INSTITUTIONAL_THRESHOLD).sum()),
        n=len(frame),
        threshold=INSTITUTIONAL_THRESHOLD,
        ages=AGES,
        top=number(top["value"]),
        year=int(top["year"]),
    )
    return FigureWords(caption, alt)


def _slope_words(frame: pd.DataFrame, span: str) -> FigureWords:
    """Words of the slopegraph; with one line where the ages are not known in both years."""
    with_ages_only = len(frame) < 2
    caption = (
        _("Share of women, {span}").format(span=span)
        if with_ages_only
        else _("Share of women with and without ages {ages}, {span}").format(ages=AGES, span=span)
    )
    if frame.empty:
        return FigureWords(caption, caption)
    rows = frame.itertuples(index=False)
    parts = "; ".join(f"{row.name}: {percent(row.before)} → {percent(row.after)}" for row in rows)
    where = (
        _("table “Population by year and sex”")
        if with_ages_only
        else _("table “Population without ages {ages}”").format(ages=AGES)
    )
    return FigureWords(
        caption,
        _("Slopegraph: {caption}. {parts}. Values: {where}.").format(caption=caption, parts=parts, where=where),
    )


def _contribution_words(frame: pd.DataFrame, before: dict[int, int]) -> FigureWords:
    caption = _without_hole(
        _("Contribution of women and men to the annual change of the population, {span}").format(span=_span(frame))
    )
    if before:
        spans = "; ".join(year_range(first, last) for last, first in before.items())
        caption = _("{caption} (change of several years in one bar: {spans})").format(caption=caption, spans=spans)
    if frame.empty:
        return FigureWords(caption, caption)
    women, men = (of(frame, sex=sex)["value"] for sex in (FEMALE, MALE))
    alt = _(
        "Stacked bar chart: {caption}. Women between {women_low} and {women_high}, men between {men_low} and "
        "{men_high} percentage points. Values: table “Annual growth and contributions”."
    ).format(
        caption=caption,
        women_low=signed(women.min(), 1),
        women_high=signed(women.max(), 1),
        men_low=signed(men.min(), 1),
        men_high=signed(men.max(), 1),
    )
    return FigureWords(caption, alt)


def _without_hole(caption: str) -> str:
    """A caption whose years are empty, without the comma that waits for them."""
    return re.sub(r",\s*(?=[;(]|$)", " ", caption).replace(" ;", ";").strip()


def _span(table: pd.DataFrame) -> str:
    return language.year_range(int(table["year"].min()), int(table["year"].max())) if len(table) else ""


def _movement(name: str, line: pd.DataFrame) -> str:
    if line.empty:
        return ""
    first, last = line.loc[line["year"].idxmin()], line.loc[line["year"].idxmax()]
    top = line.loc[line["value"].idxmax()]
    return _("{name}: {first} in {first_year}, highest {top} in {top_year}, {last} in {last_year}.").format(
        name=name,
        first=number(first["value"]),
        first_year=int(first["year"]),
        top=number(top["value"]),
        top_year=int(top["year"]),
        last=number(last["value"]),
        last_year=int(last["year"]),
    )

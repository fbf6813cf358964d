"""Who lives here, in plain sentences: how many, since when women are more, and how the number changed."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.population.sentences import inhabitants
from yeep_analysis.results import ALL, BOTH, FEMALE, MALE, of, value
from yeep_analysis.show import present
from yeep_analysis.show.present import Output
from yeep_analysis.show.small import YearLines
from yeep_analysis.words.language import _, number, percent


def finding(counts: pd.DataFrame, *, year: int) -> str:
    """How many people live in the district, and whether most of them are women; empty where nobody does."""
    women, everybody = (value(counts, year=year, sex=sex, ages=ALL) for sex in (FEMALE, BOTH))
    if not everybody:
        return ""
    if 2 * women == everybody:
        text = _("{n} people live here, half of them women")
    elif 2 * women > everybody:
        text = _("{n} people live here, more than half of them women")
    else:
        text = _("{n} people live here, fewer than half of them women")
    return text.format(n=number(everybody))


def lead(counts: pd.DataFrame, share: pd.DataFrame, *, year: int) -> str:
    """How many women and men live in the district, and since when the one or the other are more."""
    return " ".join(filter(None, (inhabitants(counts, share, year=year), majority_since(counts, year=year))))


def majority_since(counts: pd.DataFrame, *, year: int) -> str:
    """Since which year women (or men) have been the majority without a break; empty where only one year is known."""
    wide = of(counts, ages=ALL).pivot(index="year", columns="sex", values="value").sort_index()
    more = (wide[FEMALE] - wide[MALE]).loc[:year]
    if len(more) < 2 or more.iloc[-1] == 0:
        return ""
    same = (more > 0) if more.iloc[-1] > 0 else (more < 0)
    since = int(same[::-1].cumprod()[::-1].idxmax())
    if since == year:
        text = (
            _("In {year} women became the majority.") if more.iloc[-1] > 0 else _("In {year} men became the majority.")
        )
    else:
        text = (
            _("Women have been the majority since {year}.")
            if more.iloc[-1] > 0
            else _("Men have been the majority since {year}.")
        )
    return text.format(year=since)


def change_heading(counts: pd.DataFrame, *, year: int) -> str:
    """By how much the population grew or shrank since the first year that is known."""
    everybody = of(counts, sex=BOTH, ages=ALL).set_index("year")["value"].sort_index()
    first = int(everybody.index[0])
    if first == year or not everybody[first]:
        return _("Population of {year}").format(year=year)
    change = everybody[year] / everybody[first] - 1
    if change == 0:
        return _("In {n} years the population stayed the same").format(n=year - first)
    text = (
        _("In {n} years the population grew by {change}")
        if change > 0
        else _("In {n} years the population fell by {change}")
    )
    return text.format(n=year - first, change=percent(abs(change), 1))


def lines(counts: pd.DataFrame, *, year: int) -> Output:
    """The heading and the two lines of the population; with one year there is no line."""
    by_year = {sex: of(counts, sex=sex, ages=ALL).sort_values("year") for sex in (FEMALE, MALE)}
    years = [int(one) for one in by_year[FEMALE]["year"]]
    if len(years) < 2:
        return present.prose()
    drawn = YearLines(years, *([int(n) for n in by_year[sex]["value"]] for sex in (FEMALE, MALE)))
    note = _("persons on 31 December; the axis begins at {n}").format(n=number(drawn.ticks[0]))
    return present.stack(present.heading(change_heading(counts, year=year), note), present.graphic(drawn))


def caveat(flags: pd.DataFrame, *, year: int) -> str:
    """Who is counted here besides, said once, where any year up to this one carries that effect."""
    if not flags[flags["year"] <= year]["value"].eq(1).any():
        return ""
    return _(
        "These numbers include people in barracks, student halls and prisons. This group changes much from year to "
        "year; be careful when you interpret rises and falls ({place})."
    ).format(place=present.see_annex("20_population"))

"""Sentences on the population."""

from __future__ import annotations

from datetime import date

import pandas as pd

from yeep_analysis.population.measures import INSTITUTIONAL_AGES, INSTITUTIONAL_THRESHOLD
from yeep_analysis.results import pick
from yeep_analysis.show.present import Tile
from yeep_analysis.words import language
from yeep_analysis.words.language import _, ngettext, number, percent, signed, signed_percent

AGES = INSTITUTIONAL_AGES.replace("-", "–")


def level(counts: pd.DataFrame, share: pd.DataFrame, ratio: pd.DataFrame, *, year: int) -> str:
    """How many people live in the district, by sex."""
    total, women, men = (pick(counts, year=year, group=group)["value"] for group in ("total", "women", "men"))
    return _(
        "On 31 December {year} the population of the district is {total}: {women} women and {men} men. Share of women: "
        "{share_women}; share of men: {share_men}. Sex ratio: {ratio} men per 100 women."
    ).format(
        year=year,
        total=number(total),
        women=number(women),
        men=number(men),
        share_women=percent(pick(share, year=year)["value"]),
        share_men=percent(1 - pick(share, year=year)["value"]),
        ratio=number(pick(ratio, year=year)["value"], 1),
    )


def trend(
    counts: pd.DataFrame, period: pd.DataFrame, flags: pd.DataFrame, *, year: int, rest: pd.DataFrame | None = None
) -> str:
    """What changed since the first year; always with the caveat on the institutional population.

    rest   the same changes without the ages 20-24: told with the caveat, where both are needed to read the change
    """
    now = period[period["year"] == year].set_index("group")["value"]
    if now.empty:
        return _("There is no earlier year in the data; nothing can be said about change.")
    first = int(counts["year"].min())
    sentence = _(
        "Between 31 December {first} and 31 December {year} the number of women went from {women0} to {women1} "
        "(change: {women}), the number of men from {men0} to {men1} (change: {men}), and the whole population from "
        "{total0} to {total1} (change: {total})."
    ).format(
        first=first,
        year=year,
        **{f"{g}0": number(pick(counts, year=first, group=g)["value"]) for g in ("women", "men", "total")},
        **{f"{g}1": number(pick(counts, year=year, group=g)["value"]) for g in ("women", "men", "total")},
        **{g: signed_percent(now[g]) for g in ("women", "men", "total")},
    )
    warning = caveat(flags, first, year)
    return " ".join(text for text in (sentence, warning, _without_ages(rest, year) if warning else "") if text)


def _without_ages(rest: pd.DataFrame | None, year: int) -> str:
    """The changes without the ages 20-24; nothing where they are not known for both years."""
    names = [f"{name}_without_20_24" for name in ("women", "men", "total")]
    rows = [None if rest is None else pick(rest, year=year, group=name) for name in names]
    if any(row is None or pd.isna(row["value"]) for row in rows):
        return ""
    women, men, total = (signed_percent(row["value"]) for row in rows)
    return _("Without ages {ages}: women {women}, men {men}, whole population {total}.").format(
        ages=AGES, women=women, men=men, total=total
    )


def caveat(flags: pd.DataFrame, first: int, last: int) -> str:
    """The sentence that goes with every statement on a trend, where the effect is there or cannot be told."""
    known = flags.dropna(subset=["value"])
    flagged = int(known["value"].sum())
    if not flagged and {first, last} <= set(known["year"]):
        return ""
    if not flagged:
        return _(
            "Whether an institutional population effect stands behind the change cannot be told: the population of "
            "ages {ages} is not at hand for both years."
        ).format(ages=AGES)
    return _(
        "**This change must be read together with the institutional population effect:** the register counts people in "
        "barracks, dormitories and prisons where they stay, and their number swings from year to year (years in which "
        "the ages {ages} show it: {flagged} of {years})."
    ).format(ages=AGES, flagged=flagged, years=len(known))


def institutional(ratio: pd.DataFrame, flags: pd.DataFrame, *, year: int) -> str:
    """What the flag is and which years carry it."""
    at_ages = ratio[ratio["group"] == INSTITUTIONAL_AGES].dropna(subset=["value"])
    if at_ages.empty:
        return ""
    top, low = at_ages.loc[at_ages["value"].idxmax()], at_ages.loc[at_ages["value"].idxmin()]
    flagged = int(flags["value"].sum())
    sentence = ngettext(
        "At ages {ages} there are more than {threshold} men per 100 women in {flagged} of {n} year.",
        "At ages {ages} there are more than {threshold} men per 100 women in {flagged} of {n} years.",
        len(at_ages),
    ).format(ages=AGES, threshold=INSTITUTIONAL_THRESHOLD, flagged=flagged, n=len(at_ages))
    extremes = _(
        "Highest value: {top} ({top_year}: {top_men} men, {top_women} women); lowest value: {low} ({low_year})."
    ).format(
        top=number(top["value"]),
        top_year=int(top["year"]),
        top_men=number(top["numerator"]),
        top_women=number(top["denominator"]),
        low=number(low["value"]),
        low_year=int(low["year"]),
    )
    return f"{sentence} {extremes} {_year_flag(flags, year)} " + _(
        "The flag says that the ages at which people stay in institutions weigh on the figures; it names no cause."
    )


def pair_of_series(with_all: pd.DataFrame, without: pd.DataFrame, *, base: int, year: int) -> str:
    """The same change with and without the ages 20-24, side by side."""
    whole, rest = pick(with_all, year=year, group="total"), pick(without, year=year, group="total_without_20_24")
    if whole is None or rest is None:
        return ""
    men, men_rest = pick(with_all, year=year, group="men"), pick(without, year=year, group="men_without_20_24")
    women, women_rest = pick(with_all, year=year, group="women"), pick(without, year=year, group="women_without_20_24")
    return _(
        "Change from {first} to {year} with all ages: whole population {total}, women {women}, men {men}. Without ages "
        "{ages}: whole population {total_rest}, women {women_rest}, men {men_rest}. The two series belong together; "
        "neither alone describes the district."
    ).format(
        first=base,
        year=year,
        ages=AGES,
        total=signed_percent(whole["value"]),
        women=signed_percent(women["value"]),
        men=signed_percent(men["value"]),
        total_rest=signed_percent(rest["value"]),
        women_rest=signed_percent(women_rest["value"]),
        men_rest=signed_percent(men_rest["value"]),
    )


def share_of_women_over_time(share: pd.DataFrame, rest: pd.DataFrame, flags: pd.DataFrame, *, year: int) -> str:
    """Women's share then and now, with and without the ages 20-24."""
    first, now = pick(share, year=int(share["year"].min())), pick(share, year=year)
    if first["year"] == now["year"]:
        return ""
    sentence = _("Share of women with all ages: {first} in {first_year}, {now} in {year}.").format(
        first=percent(first["value"]), first_year=int(first["year"]), now=percent(now["value"]), year=year
    )
    if not rest.empty:
        old, new = pick(rest, year=int(rest["year"].min())), pick(rest, year=int(rest["year"].max()))
        sentence += " " + _("Without ages {ages}: {first} in {first_year}, {now} in {year}.").format(
            ages=AGES,
            first=percent(old["value"]),
            first_year=int(old["year"]),
            now=percent(new["value"]),
            year=int(new["year"]),
        )
    return f"{sentence} {caveat(flags, int(first['year']), year)}".strip()


def last_change(growth: pd.DataFrame, parts: pd.DataFrame, flags: pd.DataFrame, *, year: int) -> str:
    """The change against the year before: rates, and what each sex added."""
    rates = growth[growth["year"] == year].set_index("group")["value"]
    added = parts[parts["year"] == year].set_index("group")["value"]
    if rates.empty:
        return _("There is no earlier year in the data; nothing can be said about change.")
    sentence = _(
        "Annual growth rate in {year}: women {women} ‰, men {men} ‰, whole population {total} ‰. Contribution to the "
        "change of the whole population: women {by_women}, men {by_men} percentage points."
    ).format(
        year=year,
        women=signed(rates["women"], 1),
        men=signed(rates["men"], 1),
        total=signed(rates["total"], 1),
        by_women=signed(added["women"], 2),
        by_men=signed(added["men"], 2),
    )
    return f"{sentence} {caveat(flags, year - 1, year)}".strip()


def tiles(counts: pd.DataFrame, share: pd.DataFrame, ratio: pd.DataFrame, *, year: int) -> list[Tile]:
    """Key figures of the summary."""
    when = language.date(_end_of(year))
    return [
        Tile(_("Population"), number(pick(counts, year=year, group="total")["value"]), when),
        Tile(_("Women"), number(pick(counts, year=year, group="women")["value"]), when),
        Tile(_("Men"), number(pick(counts, year=year, group="men")["value"]), when),
        Tile(_("Share of women"), percent(pick(share, year=year)["value"]), when),
        Tile(_("Men per 100 women"), number(pick(ratio, year=year)["value"], 1), when),
    ]


def _end_of(year: int) -> date:
    return date(year, 12, 31)


def _year_flag(flags: pd.DataFrame, year: int) -> str:
    row = pick(flags, year=year)
    if row is None or pd.isna(row["value"]):
        return _("For {year} no population of ages {ages} is at hand.").format(year=year, ages=AGES)
    if row["value"]:
        return _("{year} is a flagged year.").format(year=year)
    if not (flags["value"] == 1).any():
        return _("{year} is not a flagged year.").format(year=year)
    return _(
        "{year} is not a flagged year; compared with flagged years, the effect enters into the difference."
    ).format(year=year)

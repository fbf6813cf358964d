"""Sentences on the population: how many live here, what changed, what only seems to have, and what cannot be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from yeep_analysis.population.level_shifts import CLEAR_MARGIN
from yeep_analysis.population.measures import INSTITUTIONAL_AGES, INSTITUTIONAL_THRESHOLD, OTHER_AGES
from yeep_analysis.results import ALL, BOTH, FEMALE, MALE, of, pick, value
from yeep_analysis.show.present import Tile, keyed
from yeep_analysis.statistics.kendall import LEVEL
from yeep_analysis.words import language
from yeep_analysis.words.language import (
    _,
    listing,
    ngettext,
    number,
    percent,
    percent_value,
    signed,
    year_range,
    year_ranges,
)

AGES = INSTITUTIONAL_AGES.replace("-", "–")
SERIES = (FEMALE, MALE, BOTH)  # in which they are named
COUNT, SHARE = "population_count", "population_share_of_women"
SHORTEST_SERIES = 3  # years; of fewer none can stand out of the others


@dataclass(frozen=True)
class Passages:
    """What is known of the levels of one series: its number of breaks, how clear they are, and each step."""

    name: str
    sex: str | None  # None for the share of women
    ages: str
    number: float
    margin: float
    steps: pd.DataFrame

    @property
    def are_told(self) -> bool:
        """Whether there are any, and the division into levels is clearly better than any other description."""
        return self.number > 0 and self.margin >= CLEAR_MARGIN


def passages_of(found: pd.DataFrame) -> list[Passages]:
    """The series that are long enough to have a break, in the order in which they are named; found by ``breaks``."""
    series = []
    for ages in (ALL, OTHER_AGES):
        for sex in SERIES:
            where = {"sex": sex, "ages": ages}
            parts = (
                value(found, "population_breaks", **where),
                value(found, "population_breaks_margin", **where),
                of(found, "population_break_step", **where),
            )
            series.append(Passages(series_name(sex, ages), sex, ages, *parts))
        parts = (
            value(found, "population_share_breaks", ages=ages),
            value(found, "population_share_breaks_margin", ages=ages),
            of(found, "population_share_break_step_pp", ages=ages),
        )
        series.append(Passages(share_name(ages), None, ages, *parts))
    return [one for one in series if one.number == one.number]


def series_name(sex: str, ages: str = ALL) -> str:
    """The reader's name of a series, as it stands inside a sentence."""
    return _named_ages({FEMALE: _("women"), MALE: _("men"), BOTH: _("whole population")}[sex], ages)


def share_name(ages: str = ALL) -> str:
    """The reader's name of the share of women."""
    return _named_ages(_("share of women"), ages)


def _named_ages(name: str, ages: str) -> str:
    return _("{name} without ages {ages}").format(name=name, ages=AGES) if ages == OTHER_AGES else name


def lines(counts: pd.DataFrame) -> dict[str, list[int]]:
    """Women and men of every year, as the cover draws them."""
    wide = counts.pivot_table(index="year", columns="sex", values="n", aggfunc="sum").sort_index()
    return {"years": list(wide.index), "women": wide[FEMALE].to_list(), "men": wide[MALE].to_list()}


def inhabitants(counts: pd.DataFrame, share: pd.DataFrame, *, year: int) -> str:
    """How many live in the district, and how many of them are women: one plain sentence."""
    women, everybody = (
        keyed(number(value(counts, year=year, sex=sex, ages=ALL)), COUNT, year=year, sex=sex) for sex in (FEMALE, BOTH)
    )
    of_all = keyed(percent(value(share, year=year, ages=ALL), 1), SHARE, year=year)
    n, all_n = (value(counts, year=year, sex=sex, ages=ALL) for sex in (FEMALE, BOTH))
    if not all_n:
        return _("On 31 December {year} nobody lived in the district.").format(year=year)
    if n in (0, all_n):
        words = (
            _("On 31 December {year} the district had {total} inhabitants; all were women.")
            if n
            else _("On 31 December {year} the district had {total} inhabitants; none was a woman.")
        )
        return words.format(year=year, total=everybody)
    return _("On 31 December {year} the district had {total} inhabitants; {women} were women ({share}).").format(
        year=year, total=everybody, women=women, share=of_all
    )


def level(counts: pd.DataFrame, share: pd.DataFrame, ratio: pd.DataFrame, *, year: int) -> str:
    """How many people live in the district, by sex."""
    women, men, total = (number(value(counts, year=year, sex=sex, ages=ALL)) for sex in SERIES)
    share_now = value(share, year=year, ages=ALL)
    people = _("On 31 December {year}, {total} people lived in the district: {women} women and {men} men.")
    shares = _("Women made up {women} of the population, men {men}.")
    per_100 = _("There were {ratio} men per 100 women.")
    return " ".join(
        [
            people.format(year=year, total=total, women=women, men=men),
            shares.format(women=percent(share_now), men=percent(1 - share_now)),
            per_100.format(ratio=number(value(ratio, year=year, ages=ALL), 1)),
        ]
    )


def trend(
    counts: pd.DataFrame, period: pd.DataFrame, flags: pd.DataFrame, *, year: int, rest: pd.DataFrame | None = None
) -> str:
    """What changed since the first year; always with the caveat on the institutional population.

    rest   the same changes without the ages 20-24: told with the caveat, where both are needed to read the change
    """
    if pick(period, year=year, ages=ALL) is None:
        return _("There is no earlier year in the data. Nothing can be said about change.")
    first = int(counts["year"].min())
    now = {sex: number(value(counts, year=year, sex=sex, ages=ALL)) for sex in SERIES}
    sentence = _("From {first} to {year}, {parts}.").format(
        first=first, year=year, parts=listing(_moves(period, year, ALL, now))
    )
    warning = caveat(flags, first, year)
    return " ".join(text for text in (sentence, warning, _without_ages(rest, year) if warning else "") if text)


def _without_ages(rest: pd.DataFrame | None, year: int) -> str:
    """The changes without the ages 20-24; nothing where they are not known for both years."""
    if rest is None or of(rest, year=year, ages=OTHER_AGES)["value"].notna().sum() < len(SERIES):
        return ""
    return _("Without ages {ages}, {parts}.").format(ages=AGES, parts=listing(_moves(rest, year, OTHER_AGES)))


def _moves(period: pd.DataFrame, year: int, ages: str, now: Mapping[str, str] | None = None) -> list[str]:
    """How women, men and the whole population changed, in percent; where told, to which number."""
    return [_move(sex, value(period, year=year, sex=sex, ages=ages), now[sex] if now else "") for sex in SERIES]


def _move(sex: str, change: float, now: str) -> str:
    words = {"subject": subject(sex), "change": percent_value(abs(change), 1), "now": now}
    if signed(change, 1) == number(0, 1):
        return (_("{subject} stayed at {now}") if now else _("{subject} did not change")).format(**words)
    if change > 0:
        return (_("{subject} rose by {change} to {now}") if now else _("{subject} rose by {change}")).format(**words)
    return (_("{subject} fell by {change} to {now}") if now else _("{subject} fell by {change}")).format(**words)


def subject(sex: str, ages: str = ALL) -> str:
    """The number of women, of men or of all, as the subject of a sentence."""
    names = {FEMALE: _("the number of women"), MALE: _("the number of men"), BOTH: _("the whole population")}
    return _named_ages(names[sex], ages)


def caveat(flags: pd.DataFrame, first: int, last: int) -> str:
    """The sentence that goes with every statement on a trend, where the effect is there or cannot be told."""
    known = flags.dropna(subset=["value"])
    flagged = int(known["value"].sum())
    if not flagged and {first, last} <= set(known["year"]):
        return ""
    if not flagged:
        return _(
            "Whether the change comes from people in institutions cannot be told: the population of ages "
            "{ages} is not known for both years."
        ).format(ages=AGES)
    warning = _(
        "**Institutional population.** These figures include people in barracks, dormitories and prisons. Their number "
        "changes a lot from year to year; read rises and falls with care. At ages {ages} the effect shows in {flagged} "
        "of {years} years."
    )
    return warning.format(ages=AGES, flagged=flagged, years=len(known))


def see_caveat(flags: pd.DataFrame, first: int, last: int) -> str:
    """The caveat where the chapter has told it already: a reference to it."""
    if not (flags["value"] == 1).any():
        return caveat(flags, first, last)
    return _("(See the note on the institutional population.)")


def institutional(ratio: pd.DataFrame, flags: pd.DataFrame, *, year: int) -> str:
    """What the flag is and which years carry it."""
    at_ages = of(ratio, ages=INSTITUTIONAL_AGES).dropna(subset=["value"])
    if at_ages.empty:
        return ""
    top, low = at_ages.loc[at_ages["value"].idxmax()], at_ages.loc[at_ages["value"].idxmin()]
    flagged, words = int(flags["value"].sum()), {"ages": AGES, "threshold": INSTITUTIONAL_THRESHOLD}
    if not flagged:
        none = _("In no year were there more than {threshold} men per 100 women at ages {ages}.")
        return none.format(**words)
    sentence = ngettext(
        "In {flagged} of {n} year there were more than {threshold} men per 100 women at ages {ages}.",
        "In {flagged} of {n} years there were more than {threshold} men per 100 women at ages {ages}.",
        len(at_ages),
    ).format(flagged=_("all") if flagged == len(at_ages) else flagged, n=len(at_ages), **words)
    extremes = _(
        "The highest value was {top} in {top_year} ({men} men, {women} women), the lowest {low} in {low_year}."
    ).format(
        top=number(top["value"]),
        top_year=int(top["year"]),
        men=number(top["numerator"]),
        women=number(top["denominator"]),
        low=number(low["value"]),
        low_year=int(low["year"]),
    )
    meaning = _("Above this limit, people who live in institutions strongly affect the figures.")
    return f"{sentence} {_year_flag(flags, year)} {extremes} {meaning}"


def pair_of_series(period: pd.DataFrame, *, base: int, year: int) -> str:
    """The same change with and without the ages 20-24, side by side."""
    if pick(period, year=year, ages=ALL) is None or pick(period, year=year, ages=OTHER_AGES) is None:
        return ""
    return " ".join(
        [
            _("At all ages, from {first} to {year}, {parts}.").format(
                first=base, year=year, parts=listing(_moves(period, year, ALL))
            ),
            _("Without ages {ages}, {parts}.").format(ages=AGES, parts=listing(_moves(period, year, OTHER_AGES))),
            _("Neither series alone describes the district."),
        ]
    )


def share_of_women_over_time(share: pd.DataFrame, flags: pd.DataFrame, *, year: int) -> str:
    """Women's share then and now, with and without the ages 20-24."""
    whole, rest = of(share, ages=ALL), of(share, ages=OTHER_AGES)
    first, now = pick(whole, year=int(whole["year"].min())), pick(whole, year=year)
    if first["year"] == now["year"]:
        return ""
    sentence = _("The share of women was {first} in {first_year} and {now} in {year}.").format(
        first=percent(first["value"]), first_year=int(first["year"]), now=percent(now["value"]), year=year
    )
    if not rest.empty:
        old, new = pick(rest, year=int(rest["year"].min())), pick(rest, year=int(rest["year"].max()))
        words = (
            _("Without ages {ages} it was {first} in {first_year} and {now} in {year}.")
            if old["year"] < new["year"]
            else _("Without ages {ages} it is known of {year} only: {now}.")
        )
        sentence += " " + words.format(
            ages=AGES,
            first=percent(old["value"]),
            first_year=int(old["year"]),
            now=percent(new["value"]),
            year=int(new["year"]),
        )
    return f"{sentence} {see_caveat(flags, int(first['year']), year)}".strip()


def last_change(growth: pd.DataFrame, parts: pd.DataFrame, flags: pd.DataFrame, *, year: int) -> str:
    """The change against the year before, or the newest one that is known: rates, and what each sex added."""
    if pick(growth, year=year, ages=ALL) is None:
        return _("There is no earlier year in the data. Nothing can be said about change.")
    before = bridged(growth).get(year, year - 1)
    rates = listing([_growth(sex, value(growth, year=year, sex=sex, ages=ALL)) for sex in SERIES])
    words = {"before": before, "year": year, "parts": rates}
    sentence = (
        _("In {year}, {parts}.").format(**words)
        if before == year - 1
        else _("No year between {before} and {year} is in the data. A year, from {before} to {year}, {parts}.").format(
            **words
        )
    )
    added = _("Of the change of the whole population, women account for {women} and men for {men} percentage points.")
    added = added.format(
        women=number(value(parts, year=year, sex=FEMALE, ages=ALL), 2),
        men=number(value(parts, year=year, sex=MALE, ages=ALL), 2),
    )
    return f"{sentence} {added} {see_caveat(flags, before, year)}".strip()


def _growth(sex: str, rate: float) -> str:
    words = {"subject": subject(sex), "rate": number(abs(rate), 1)}
    if signed(rate, 1) == number(0, 1):
        return _("{subject} did not change").format(**words)
    form = _("{subject} rose by {rate} per 1,000") if rate > 0 else _("{subject} fell by {rate} per 1,000")
    return form.format(**words)


def bridged(result: pd.DataFrame) -> dict[int, int]:
    """The years that are not compared with the year before, which is not known, but with an earlier one: which one."""
    rows = of(result, ages=ALL).dropna(subset=["against_year"])
    return {int(row.year): int(row.against_year) for row in rows.itertuples(index=False)}


def tiles(counts: pd.DataFrame, share: pd.DataFrame, ratio: pd.DataFrame, *, year: int) -> list[Tile]:
    """Key figures of the summary."""
    when = language.date(_end_of(year))
    return [
        Tile(_("Population"), number(value(counts, year=year, sex=BOTH, ages=ALL)), when),
        Tile(_("Women"), number(value(counts, year=year, sex=FEMALE, ages=ALL)), when),
        Tile(_("Men"), number(value(counts, year=year, sex=MALE, ages=ALL)), when),
        Tile(_("Share of women"), percent(value(share, year=year, ages=ALL)), when),
        Tile(_("Men per 100 women"), number(value(ratio, year=year, ages=ALL), 1), when),
    ]


def _end_of(year: int) -> date:
    return date(year, 12, 31)


def _year_flag(flags: pd.DataFrame, year: int) -> str:
    row = pick(flags, year=year)
    if row is None or pd.isna(row["value"]):
        return _("The population of ages {ages} in {year} is not known.").format(year=year, ages=AGES)
    if row["value"]:
        return _("{year} is one of these years.").format(year=year)
    return _("{year} is not one of these years; comparisons with them include the effect.").format(year=year)


def outlier_years(found: pd.DataFrame, flags: pd.DataFrame, *, first: int, year: int) -> str:
    """Which years stand out of their series, and in which the balance of the sexes changed more than usual."""
    levels, balance = of(found, "population_outlier_year"), of(found, "population_sex_ratio_outlier_year")
    if levels["year"].nunique() < SHORTEST_SERIES:
        return _("Fewer than three years are too few to tell an unusual year.")
    inside, edge = _standing_out(levels, ALL)
    changed = _flagged(of(balance, ages=ALL))
    none = (
        _("No year inside a series is unusual.")
        if edge
        else _("No year is unusual for women, for men or for both together.")
    )
    sentences = [
        _("Unusual years inside a series: {years}.").format(years=inside) if inside else none,
        _("Unusual at the beginning or the end of a series: {years}. These are not single events.").format(years=edge)
        if edge
        else "",
        _("The balance of women and men changed more than usual in {years}.").format(years=changed)
        if changed
        else _("In no year did the balance of women and men change more than usual."),
    ]
    if over_gaps := _balance_over_gaps(found):
        sentences.append(_("Where years are missing, the yearly change is meant: {spans}.").format(spans=over_gaps))
    rest = of(balance, ages=OTHER_AGES)
    if len(rest):
        sentences.append(_without_the_ages(_standing_out(levels, OTHER_AGES), _flagged(rest)))
    return " ".join(text for text in [*sentences, see_caveat(flags, first, year)] if text)


def _without_the_ages(levels: tuple[str, str], balance: str) -> str:
    """The unusual years without the ages 20-24."""
    if not any((*levels, balance)):
        return _("Without ages {ages} no year is unusual.").format(ages=AGES)
    words = _("Unusual years without ages {ages}: in the series {inside}; in the balance {balance}.")
    return words.format(ages=AGES, inside=levels[0] or _("none"), balance=balance or _("none"))


def _balance_over_gaps(found: pd.DataFrame) -> str:
    """The spans over which the balance of a year that stands out was compared, where years before it are missing."""
    changes = of(found, "population_sex_ratio_change", ages=ALL)
    flagged = of(found, "population_sex_ratio_outlier_year", ages=ALL, value=1)["year"]
    rows = changes[(changes["denominator"] > 1) & changes["year"].isin(flagged)]
    spans = zip(rows["year"] - rows["denominator"], rows["year"], strict=True)
    return "; ".join(year_range(int(first), int(last)) for first, last in spans)


def three_sigma(found: pd.DataFrame) -> str:
    """What the usual rule would say, and why the report does not follow it."""
    levels = of(found, "population_three_sigma_year", ages=ALL)
    if levels["year"].nunique() < SHORTEST_SERIES:
        return ""
    by_series = {series_name(sex): _flagged(of(levels, sex=sex)) for sex in SERIES}
    balance = _flagged(of(found, "population_sex_ratio_three_sigma_year", ages=ALL))
    finds = (
        _(
            "For comparison, the rule of three standard deviations finds: in the series {levels}; in the balance "
            "{balance}."
        )
        if balance or any(by_series.values())
        else _("For comparison: the rule of three standard deviations finds no unusual year.")
    )
    why = _("Extreme years inflate the standard deviation and hide one another, so this report starts from the median.")
    levels_found = "; ".join(f"{name} {years}" for name, years in by_series.items() if years)
    none = _("none")
    return f"{finds.format(levels=levels_found or none, balance=balance or none)} {why}"


def places_of(levels: pd.DataFrame, ages: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The flagged years and sexes of the series: those inside it, and those in one run with its first or last year."""
    inside, edge = [], []
    for sex in SERIES:
        rows = of(levels, sex=sex, ages=ages).sort_values("year")
        flagged = rows["value"] == 1
        at_edge = flagged & ((flagged.cumprod() == 1) | (flagged[::-1].cumprod()[::-1] == 1))
        inside += [(int(year), sex) for year in rows[flagged & ~at_edge]["year"]]
        edge += [(int(year), sex) for year in rows[at_edge]["year"]]
    return inside, edge


def _standing_out(levels: pd.DataFrame, ages: str) -> tuple[str, str]:
    """The same as words, series by series."""
    words = []
    for places in places_of(levels, ages):
        by_series = {series_name(sex): [year for year, other in places if other == sex] for sex in SERIES}
        words.append("; ".join(f"{name} {year_ranges(years)}" for name, years in by_series.items() if years))
    return words[0], words[1]


def _flagged(flags: pd.DataFrame) -> str:
    years = flags[flags["value"] == 1]["year"]
    return year_ranges(years.astype(int)) if len(years) else ""


def trends(found: pd.DataFrame, levels: pd.DataFrame, flags: pd.DataFrame, *, first: int, year: int) -> str:
    """In which series rises or falls prevail over all years, by how much a year, with and without the ages 20-24.

    levels   the breaks of the series: where passages to another level are told, a slope says less
    """
    tested = of(found, "population_trend_p").dropna(subset=["value"])
    if tested.empty:
        return _too_few(of(found, "population_trend_smallest_p", ages=ALL))
    sentences = [*_clear_trends(found, first, year)]
    sentences.append(_share_a_year(of(found, "population_share_trend_slope_pp")))
    stepped = [
        one.name
        for one in passages_of(levels)
        if one.are_told and value(tested, sex=one.sex, ages=one.ages) <= LEVEL  # never of the share, which has no sex
    ]
    sentences.append(_named(_("Changing in steps rather than steadily: {names} (see the next section)."), stepped))
    sentences.append(
        _(
            "A trend is clear if a random order of the years would give one as strong at most 1 time in 20. Single "
            "years may move the other way. Neighbouring years are not independent, so the test is lenient. It is not "
            "a forecast."
        )
    )
    return " ".join(text for text in [*sentences, see_caveat(flags, first, year)] if text)


def breaks(found: pd.DataFrame, flags: pd.DataFrame, *, first: int, year: int) -> str:
    """In which years a series clearly passed to another level; nothing where another description is as good."""
    known = passages_of(found)
    if not known:
        return _("Fewer than six years are too few to tell a lasting change in level from chance.")
    stepped = [one for one in known if one.are_told]
    sentences = [
        _("Lasting changes in level: {parts}. The year before or after may fit nearly as well.").format(
            parts="; ".join(f"{one.name} {_steps(one)}" for one in stepped)
        )
        if stepped
        else "",
        _named(
            _("No lasting change in level: {names}."),
            [one.name for one in known if not one.number and one.margin >= CLEAR_MARGIN],
        ),
        _named(
            _("Rising or falling steadily rather than in steps: {names}."),
            [one.name for one in known if one.margin < 0],
        ),
        _named(
            _("Undecided, because another description fits about as well: {names}."),
            [one.name for one in known if not (one.margin >= CLEAR_MARGIN or one.margin < 0)],
        ),
        see_caveat(flags, first, year),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _clear_trends(found: pd.DataFrame, first: int, year: int) -> list[str]:
    """A sentence for each series with a clear trend, and one that names the others."""
    told, other = [], []
    for ages in (ALL, OTHER_AGES):
        for sex in SERIES:
            p = value(found, "population_trend_p", sex=sex, ages=ages)
            if p <= LEVEL:
                told.append(_slope(found, sex, ages, (first, year) if not told else None))
            elif p == p:
                other.append(series_name(sex, ages))
    return [*told, _named(_("No clear trend: {names}."), other)]


def _slope(found: pd.DataFrame, sex: str, ages: str, years: tuple[int, int] | None) -> str:
    """How much a series moved a year; only the first sentence of a paragraph says over which years."""
    slope, lower, upper = (
        value(found, f"population_trend_slope{part}", sex=sex, ages=ages) for part in ("", "_lower", "_upper")
    )
    form = (
        _("{subject} rose by about {slope} a year (limits {lower} to {upper}).")
        if slope >= 0
        else _("{subject} fell by about {slope} a year (limits {lower} to {upper}).")
    )
    limits = (lower, upper) if slope >= 0 else (-upper, -lower)
    told = form.format(
        subject=subject(sex, ages), slope=number(abs(slope)), lower=number(limits[0]), upper=number(limits[1])
    )
    if years is None:
        return language.capitalised(told)
    return _("From {first} to {year} {moved}").format(first=years[0], year=years[1], moved=told)


def _share_a_year(slopes: pd.DataFrame) -> str:
    if slopes.empty:
        return ""
    shares = {ages: value(slopes, ages=ages) for ages in (ALL, OTHER_AGES)}
    return " ".join(
        points_a_year(_named_ages(_("the share of women"), ages), slope)
        for ages, slope in shares.items()
        if not pd.isna(slope)
    )


def points_a_year(subject: str, slope: float) -> str:
    """By how many percentage points a year a share moves."""
    if signed(slope, 2) == number(0, 2):
        form = _("{subject} did not change.")
    elif slope > 0:
        form = _("{subject} rose by about {points} percentage points a year.")
    else:
        form = _("{subject} fell by about {points} percentage points a year.")
    return language.capitalised(form.format(subject=subject, points=number(abs(slope), 2)))


def _steps(passages: Passages) -> str:
    is_share = passages.sex is None
    form = _("{year} ({step} percentage points)") if is_share else _("{year} ({step} persons)")
    return ", ".join(
        form.format(year=int(row.year), step=signed(row.value, 1 if is_share else 0))
        for row in passages.steps.itertuples(index=False)
    )


def _named(sentence: str, names: Sequence[str]) -> str:
    return sentence.format(names=listing(names)) if names else ""


def _too_few(smallest: pd.DataFrame) -> str:
    row = pick(smallest, sex=BOTH)
    if row is None or row["numerator"] < 2:
        return _("There is no earlier year in the data. Nothing can be said about change.")
    years = int(row["numerator"])
    return ngettext(
        "With {n} year no trend can be told: even the strongest would arise by chance with a probability of {p}.",
        "With {n} years no trend can be told: even the strongest would arise by chance with a probability of {p}.",
        years,
    ).format(n=years, p=number(row["value"], 3))

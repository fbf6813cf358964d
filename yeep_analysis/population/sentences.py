"""Sentences on the population: how many live here, what changed, what only seems to have, and what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from yeep_analysis.population.level_shifts import CLEAR_MARGIN
from yeep_analysis.population.measures import INSTITUTIONAL_AGES, INSTITUTIONAL_THRESHOLD, OTHER_AGES
from yeep_analysis.results import ALL, BOTH, FEMALE, MALE, of, pick, value
from yeep_analysis.show.present import Tile
from yeep_analysis.statistics.kendall import LEVEL
from yeep_analysis.words import language
from yeep_analysis.words.language import (
    _,
    listing,
    ngettext,
    number,
    percent,
    signed,
    signed_percent,
    year_range,
    year_ranges,
)

AGES = INSTITUTIONAL_AGES.replace("-", "–")
SERIES = (FEMALE, MALE, BOTH)  # in which they are named
SHORTEST_SERIES = 3  # years; of fewer none can stand out of the others
_NAMED = (("women", FEMALE), ("men", MALE), ("total", BOTH))  # in the words of the sentences


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
    women, everybody = (value(counts, year=year, sex=sex, ages=ALL) for sex in (FEMALE, BOTH))
    return _("On 31 December {year} the district had {total} inhabitants; {women} were women ({share}).").format(
        year=year, total=number(everybody), women=number(women), share=percent(value(share, year=year, ages=ALL), 1)
    )


def level(counts: pd.DataFrame, share: pd.DataFrame, ratio: pd.DataFrame, *, year: int) -> str:
    """How many people live in the district, by sex."""
    women, men, total = (value(counts, year=year, sex=sex, ages=ALL) for sex in SERIES)
    share_now = value(share, year=year, ages=ALL)
    return _(
        "On 31 December {year} the population of the district is {total}: {women} women and {men} men. Share of women: "
        "{share_women}; share of men: {share_men}. Sex ratio: {ratio} men per 100 women."
    ).format(
        year=year,
        total=number(total),
        women=number(women),
        men=number(men),
        share_women=percent(share_now),
        share_men=percent(1 - share_now),
        ratio=number(value(ratio, year=year, ages=ALL), 1),
    )


def trend(
    counts: pd.DataFrame, period: pd.DataFrame, flags: pd.DataFrame, *, year: int, rest: pd.DataFrame | None = None
) -> str:
    """What changed since the first year; always with the caveat on the institutional population.

    rest   the same changes without the ages 20-24: told with the caveat, where both are needed to read the change
    """
    if pick(period, year=year, ages=ALL) is None:
        return _("There is no earlier year in the data; nothing can be said about change.")
    first = int(counts["year"].min())
    sentence = _(
        "Between 31 December {first} and 31 December {year} the number of women went from {women0} to {women1} "
        "(change: {women}), the number of men from {men0} to {men1} (change: {men}), and the whole population from "
        "{total0} to {total1} (change: {total})."
    ).format(
        first=first,
        year=year,
        **{f"{name}0": number(value(counts, year=first, sex=sex, ages=ALL)) for name, sex in _NAMED},
        **{f"{name}1": number(value(counts, year=year, sex=sex, ages=ALL)) for name, sex in _NAMED},
        **_changes(period, year, ALL),
    )
    warning = caveat(flags, first, year)
    return " ".join(text for text in (sentence, warning, _without_ages(rest, year) if warning else "") if text)


def _without_ages(rest: pd.DataFrame | None, year: int) -> str:
    """The changes without the ages 20-24; nothing where they are not known for both years."""
    if rest is None or of(rest, year=year, ages=OTHER_AGES)["value"].notna().sum() < len(SERIES):
        return ""
    return _("Without ages {ages}: women {women}, men {men}, whole population {total}.").format(
        ages=AGES, **_changes(rest, year, OTHER_AGES)
    )


def _changes(period: pd.DataFrame, year: int, ages: str) -> dict[str, str]:
    """The change of women, of men and of the whole population as words."""
    return {name: signed_percent(value(period, year=year, sex=sex, ages=ages)) for name, sex in _NAMED}


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
    at_ages = of(ratio, ages=INSTITUTIONAL_AGES).dropna(subset=["value"])
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


def pair_of_series(period: pd.DataFrame, *, base: int, year: int) -> str:
    """The same change with and without the ages 20-24, side by side."""
    if pick(period, year=year, ages=ALL) is None or pick(period, year=year, ages=OTHER_AGES) is None:
        return ""
    return _(
        "Change from {first} to {year} with all ages: whole population {total}, women {women}, men {men}. Without ages "
        "{ages}: whole population {total_rest}, women {women_rest}, men {men_rest}. The two series belong together; "
        "neither alone describes the district."
    ).format(
        first=base,
        year=year,
        ages=AGES,
        **_changes(period, year, ALL),
        **{f"{name}_rest": text for name, text in _changes(period, year, OTHER_AGES).items()},
    )


def share_of_women_over_time(share: pd.DataFrame, flags: pd.DataFrame, *, year: int) -> str:
    """Women's share then and now, with and without the ages 20-24."""
    whole, rest = of(share, ages=ALL), of(share, ages=OTHER_AGES)
    first, now = pick(whole, year=int(whole["year"].min())), pick(whole, year=year)
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
    """The change against the year before, or the newest one that is known: rates, and what each sex added."""
    if pick(growth, year=year, ages=ALL) is None:
        return _("There is no earlier year in the data; nothing can be said about change.")
    before = bridged(growth).get(year, year - 1)
    sentence = (
        _(
            "Annual growth rate in {year}: women {women} ‰, men {men} ‰, whole population {total} ‰. Contribution to "
            "the change of the whole population: women {by_women}, men {by_men} percentage points."
        )
        if before == year - 1
        else _(
            "Between {before} and {year} no year is in the data. Growth rate from {before} to {year}, a year: "
            "women {women} ‰, men {men} ‰, whole population {total} ‰. Contribution to the change of the whole "
            "population from {before} to {year}: women {by_women}, men {by_men} percentage points."
        )
    )
    sentence = sentence.format(
        before=before,
        year=year,
        **{name: signed(value(growth, year=year, sex=sex, ages=ALL), 1) for name, sex in _NAMED},
        by_women=signed(value(parts, year=year, sex=FEMALE, ages=ALL), 2),
        by_men=signed(value(parts, year=year, sex=MALE, ages=ALL), 2),
    )
    return f"{sentence} {caveat(flags, before, year)}".strip()


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
        return _("For {year} no population of ages {ages} is at hand.").format(year=year, ages=AGES)
    if row["value"]:
        return _("{year} is a flagged year.").format(year=year)
    if not (flags["value"] == 1).any():
        return _("{year} is not a flagged year.").format(year=year)
    return _(
        "{year} is not a flagged year; compared with flagged years, the effect enters into the difference."
    ).format(year=year)


def outlier_years(found: pd.DataFrame, flags: pd.DataFrame, *, first: int, year: int) -> str:
    """Which years stand out of their series, and in which the balance of the sexes changed more than usual."""
    levels, balance = of(found, "population_outlier_year"), of(found, "population_sex_ratio_outlier_year")
    if levels["year"].nunique() < SHORTEST_SERIES:
        return _("With fewer than three years no year can stand out of the others.")
    none, no_year = _("none"), _("in no year")
    inside, edge = _standing_out(levels, ALL)
    sentences = [
        _("Years that stand out from the others, in the middle of a series: {years}.").format(years=inside or none)
    ]
    if edge:
        sentences.append(
            _("At the beginning or the end of a series: {years}. They are not to be read as single events.").format(
                years=edge
            )
        )
    sentences.append(
        _("The balance of women and men changed from one year to the next by more than usual: {years}.").format(
            years=_flagged(of(balance, ages=ALL)) or no_year
        )
    )
    over_gaps = _balance_over_gaps(found)
    if over_gaps:
        sentences.append(_("Over the years that are missing it is the yearly change: {spans}.").format(spans=over_gaps))
    rest = of(balance, ages=OTHER_AGES)
    if len(rest):
        sentences.append(
            _(
                "Without ages {ages}: years that stand out in the middle of a series: {inside}; unusual changes of the "
                "balance: {balance}."
            ).format(ages=AGES, inside=_standing_out(levels, OTHER_AGES)[0] or none, balance=_flagged(rest) or no_year)
        )
    return " ".join(text for text in [*sentences, caveat(flags, first, year)] if text)


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
    return _(
        "For comparison: the rule of three standard deviations finds in the levels {levels}, in the yearly changes of "
        "the balance {balance}. Extreme years widen the very deviation by which that rule measures them, and so hide "
        "one another; the report therefore measures from the median."
    ).format(
        levels="; ".join(f"{name} {years}" for name, years in by_series.items() if years) or _("no year"),
        balance=balance or _("no year"),
    )


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
    span = year_range(first, year)
    sentences = [_prevailing(found, ALL, span)]
    if len(of(tested, ages=OTHER_AGES)):
        sentences.append(_prevailing(found, OTHER_AGES, span))
    sentences.append(_share_a_year(of(found, "population_share_trend_slope_pp")))
    stepped = [
        one.name
        for one in passages_of(levels)
        if one.are_told and value(tested, sex=one.sex, ages=one.ages) <= LEVEL  # never of the share, which has no sex
    ]
    sentences.append(
        _named(_("Of these, levels describe better than a slope: {names} (see the next section)."), stepped)
    )
    sentences.append(
        _(
            "A direction prevails where the same years in an order drawn by lot would have as many more rises than "
            "falls, or the other way round, in at most one of twenty cases. It speaks of all these years together: "
            "single years, and the newest ones, may go the other way. Neighbouring years depend on one another, so "
            "this lottery is an easy test, and nothing is promised for the years to come."
        )
    )
    return " ".join(text for text in [*sentences, caveat(flags, first, year)] if text)


def breaks(found: pd.DataFrame, flags: pd.DataFrame, *, first: int, year: int) -> str:
    """In which years a series clearly passed to another level; nothing where another description is as good."""
    known = passages_of(found)
    if not known:
        return _("With fewer than six years no passage to another level can be told from chance.")
    stepped = [one for one in known if one.are_told]
    sentences = [
        _(
            "Passages to another level: {parts}. The year is the one that fits best; the year before or after it often "
            "fits nearly as well."
        ).format(parts="; ".join(f"{one.name}: {_steps(one)}" for one in stepped))
        if stepped
        else "",
        _named(_("No passage: {names}."), [one.name for one in known if not one.number and one.margin >= CLEAR_MARGIN]),
        _named(
            _("A steady slope describes better than steps: {names}. There no passage is told."),
            [one.name for one in known if one.margin < 0],
        ),
        _named(
            _("Undecided, because another description is about as good: {names}."),
            [one.name for one in known if not (one.margin >= CLEAR_MARGIN or one.margin < 0)],
        ),
        caveat(flags, first, year),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _prevailing(found: pd.DataFrame, ages: str, span: str) -> str:
    clear, other = [], []
    for sex in SERIES:
        p = value(found, "population_trend_p", sex=sex, ages=ages)
        if p <= LEVEL:
            clear.append(_slope(found, sex, ages))
        elif p == p:
            other.append(series_name(sex))
    sentences = []
    if clear:
        text = (
            _("Over {span} as a whole rises or falls prevail in: {parts}.")
            if ages == ALL
            else _("Without ages {ages} they prevail in: {parts}.")
        )
        sentences.append(text.format(span=span, ages=AGES, parts="; ".join(clear)))
    if other:
        text = (
            _("No direction prevails over {span} in: {names}.")
            if ages == ALL
            else _("Without ages {ages} no direction prevails in: {names}.")
        )
        sentences.append(text.format(span=span, ages=AGES, names=listing(other)))
    return " ".join(sentences)


def _slope(found: pd.DataFrame, sex: str, ages: str) -> str:
    slope, lower, upper = (
        value(found, f"population_trend_slope{part}", sex=sex, ages=ages) for part in ("", "_lower", "_upper")
    )
    return _("{name}, {slope} persons a year at the median (limits: {lower} and {upper})").format(
        name=series_name(sex), slope=signed(slope), lower=signed(lower), upper=signed(upper)
    )


def _share_a_year(slopes: pd.DataFrame) -> str:
    if slopes.empty:
        return ""
    whole, rest = value(slopes, ages=ALL), value(slopes, ages=OTHER_AGES)
    if pd.isna(rest):
        return _("The share of women changed by {whole} percentage points a year.").format(whole=signed(whole, 2))
    return _("The share of women changed by {whole} percentage points a year; without ages {ages} by {rest}.").format(
        whole=signed(whole, 2), ages=AGES, rest=signed(rest, 2)
    )


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
        return _("There is no earlier year in the data; nothing can be said about change.")
    years = int(row["numerator"])
    return ngettext(
        "From {n} year no trend can be told: even the steadiest order would come about by lot with a probability of "
        "{p}.",
        "From {n} years no trend can be told: even the steadiest order would come about by lot with a probability of "
        "{p}.",
        years,
    ).format(n=years, p=number(row["value"], 3))

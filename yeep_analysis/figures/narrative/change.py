"""Sentences on what changed in the population, what only seems to have changed, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from yeep_analysis.figures.narrative.population import AGES, caveat
from yeep_analysis.figures.present import FigureWords
from yeep_analysis.language import _, listing, ngettext, number, percent, signed, year_range, year_ranges
from yeep_analysis.measures.breaks import CLEAR_MARGIN
from yeep_analysis.measures.demography import INSTITUTIONAL_AGES
from yeep_analysis.measures.kendall import LEVEL
from yeep_analysis.measures.results import pick

LEVELS = ("women", "men", "total")
WITHOUT = "without_20_24"
ORDER = (*LEVELS, "all", *(f"{name}_{WITHOUT}" for name in LEVELS), WITHOUT)  # in which series are named
SHORTEST_SERIES = 3  # years; of fewer none can stand out of the others
Results = Mapping[str, pd.DataFrame]  # results by a short name of the measure


def series_name(group: str) -> str:
    """The reader's name of a series, as it stands inside a sentence."""
    base = group.removesuffix(WITHOUT).removesuffix("_") or "all"
    name = {"women": _("women"), "men": _("men"), "total": _("whole population"), "all": _("share of women")}[base]
    return _("{name} without ages {ages}").format(name=name, ages=AGES) if group.endswith(WITHOUT) else name


def outlier_years(levels: pd.DataFrame, balance: pd.DataFrame) -> str:
    """Which years stand out of their series, and in which the balance of the sexes changed as in hardly any other."""
    if levels["year"].nunique() < SHORTEST_SERIES:
        return _("With fewer than three years no year can stand out of the others.")
    inside, edge = _standing_out(levels)
    sentences = [
        _("Years that stand out of the middle of their series, measured from its median: {years}.").format(
            years=inside or _("none")
        )
    ]
    if edge:
        sentences.append(
            _(
                "At the beginning or the end of a series: {years}. There the level itself has moved; they are no "
                "single events."
            ).format(years=edge)
        )
    sentences.append(
        _("The balance of women and men changed from one year to the next as in hardly any other: {years}.").format(
            years=_flagged(balance, ["all"]) or _("in no year")
        )
    )
    if (balance["group"] == WITHOUT).any():
        sentences.append(
            _("Without ages {ages}: {years}.").format(ages=AGES, years=_flagged(balance, [WITHOUT]) or _("in no year"))
        )
    return " ".join(sentences)


def three_sigma(levels: pd.DataFrame, balance: pd.DataFrame) -> str:
    """What the usual rule would say, and why the report does not follow it."""
    if levels["year"].nunique() < SHORTEST_SERIES:
        return ""
    return _(
        "For comparison: the rule of three standard deviations finds in the levels {levels}, in the yearly changes of "
        "the balance {balance}. Extreme years widen the very deviation by which that rule measures them, and so hide "
        "one another; the report therefore measures from the median."
    ).format(
        levels=_flagged(levels, LEVELS, named=True) or _("no year"), balance=_flagged(balance, ["all"]) or _("no year")
    )


def trends(found: Results, share: Results, flags: pd.DataFrame, *, first: int, year: int) -> str:
    """Which series rose or fell steadily, by how much a year, with and without the ages 20-24.

    found, share   results ``s``, ``p``, ``slope`` (and of the levels ``smallest``, ``lower``, ``upper``)
    """
    tested = found["p"].dropna(subset=["value"])
    if tested.empty:
        return _too_few(found["smallest"])
    sentences = [_steady(found, "")]
    if (tested["group"].str.endswith(WITHOUT)).any():
        sentences.append(_steady(found, f"_{WITHOUT}"))
    sentences.append(_share_a_year(share))
    sentences.append(
        _(
            "Steady means: the same years in an order drawn by lot would rise or fall as steadily in at most one of "
            "twenty cases. Neighbouring years depend on one another, so this lottery is an easy test: the word "
            "describes these years and promises nothing for those to come."
        )
    )
    return " ".join([*sentences, caveat(flags, first, year)]).strip()


def breaks(
    number_of: pd.DataFrame,
    steps: pd.DataFrame,
    margin: pd.DataFrame,
    flags: pd.DataFrame,
    *,
    first: int,
    year: int,
) -> str:
    """In which years a series clearly passed to another level; nothing where another description is as good."""
    known = number_of.dropna(subset=["value"])
    if known.empty:
        return _("With fewer than six years no passage to another level can be told from chance.")
    clear = told(margin)
    leads = margin.set_index("group")["value"]
    groups = sorted(known["group"], key=ORDER.index)
    stepped = [group for group in groups if group in clear and pick(known, group=group)["value"] > 0]
    even = [group for group in groups if group in clear and group not in stepped]
    sloped = [group for group in groups if leads[group] < 0]
    open_ = [group for group in groups if group not in clear and group not in sloped]
    passages = "; ".join(f"{series_name(group)}: {_steps(steps, group)}" for group in stepped)
    sentences = [
        _("Passages to another level: {parts}.").format(parts=passages) if stepped else "",
        _named(_("No passage: {names}."), even),
        _named(_("A steady slope describes better than steps: {names}. There no passage is told."), sloped),
        _named(_("Undecided, because another description is about as good: {names}."), open_),
        caveat(flags, first, year),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def told(margin: pd.DataFrame) -> set[str]:
    """The series whose division into levels is clearly better than any other description."""
    return set(margin[margin["value"] >= CLEAR_MARGIN]["group"])


def slope_words(table: pd.DataFrame, *, first: int, year: int) -> FigureWords:
    """Words of the slopegraph of the share of women, then and now."""
    caption = _("Share of women with and without ages {ages}, {span}").format(ages=AGES, span=year_range(first, year))
    if table.empty:
        return FigureWords(caption, caption)
    parts = "; ".join(
        f"{row.name}: {percent(row.before)} → {percent(row.after)}" for row in table.itertuples(index=False)
    )
    return FigureWords(
        caption,
        _("Slopegraph: {caption}. {parts}. Values: table “Population without ages {ages}”.").format(
            caption=caption, parts=parts, ages=AGES
        ),
    )


def notes(stands_out: pd.DataFrame, z: pd.DataFrame, flags: pd.DataFrame, counts_by_age: pd.DataFrame) -> pd.DataFrame:
    """What is written beside the lines: ``year, series, text``, one note at the year that stands out most.

    Only a year inside the series, and only where the ages 20-24 of that year are known and flagged.
    """
    columns = ["year", "series", "text"]
    flagged = set(flags[flags["value"] == 1]["year"])
    inside = [(year, group) for year, group in _places(stands_out)[0] if group != "total" and year in flagged]
    if not inside:
        return pd.DataFrame(columns=columns)
    distance = z.set_index(["year", "group"])["value"].abs()
    year, group = max(inside, key=lambda place: distance[place])
    ages = counts_by_age[(counts_by_age["year"] == year) & (counts_by_age["group"] == INSTITUTIONAL_AGES)]
    by_sex = ages.set_index("sex")["n"]
    text = _("{year}, ages {ages}:\n{men} men, {women} women").format(
        year=year, ages=AGES, men=number(by_sex["male"]), women=number(by_sex["female"])
    )
    return pd.DataFrame([(year, group, text)], columns=columns)


def _places(levels: pd.DataFrame) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The flagged years of the series: those inside it, and those in one run with its first or last year."""
    inside, edge = [], []
    for group in LEVELS:
        rows = levels[levels["group"] == group].sort_values("year")
        flagged = rows["value"] == 1
        at_edge = flagged & ((flagged.cumprod() == 1) | (flagged[::-1].cumprod()[::-1] == 1))
        inside += [(int(year), group) for year in rows[flagged & ~at_edge]["year"]]
        edge += [(int(year), group) for year in rows[at_edge]["year"]]
    return inside, edge


def _standing_out(levels: pd.DataFrame) -> tuple[str, str]:
    """The same as words, series by series."""
    told = [{group: [y for y, g in places if g == group] for group in LEVELS} for places in _places(levels)]
    inside, edge = (
        "; ".join(f"{series_name(group)} {year_ranges(years)}" for group, years in one.items() if years) for one in told
    )
    return inside, edge


def _flagged(flags: pd.DataFrame, groups: Iterable[str], *, named: bool = False) -> str:
    parts = []
    for group in groups:
        years = flags[(flags["group"] == group) & (flags["value"] == 1)]["year"]
        if len(years):
            text = year_ranges(years.astype(int))
            parts.append(f"{series_name(group)} {text}" if named else text)
    return "; ".join(parts)


def _steady(found: Results, suffix: str) -> str:
    steady, other = [], []
    for group in (f"{name}{suffix}" for name in LEVELS):
        row = pick(found["p"], group=group)
        if row is None or pd.isna(row["value"]):
            continue
        if row["value"] <= LEVEL:
            steady.append(_slope(found, group))
        else:
            other.append(series_name(group.removesuffix(suffix) if suffix else group))
    with_all = not suffix
    sentences = []
    if steady:
        text = (
            _("Rising or falling steadily: {parts}.")
            if with_all
            else _("Without ages {ages}, rising or falling steadily: {parts}.")
        )
        sentences.append(text.format(ages=AGES, parts="; ".join(steady)))
    if other:
        text = (
            _("Without a steady direction: {names}.")
            if with_all
            else _("Without ages {ages}, without a steady direction: {names}.")
        )
        sentences.append(text.format(ages=AGES, names=listing(other)))
    return " ".join(sentences)


def _slope(found: Results, group: str) -> str:
    value, lower, upper = (pick(found[name], group=group)["value"] for name in ("slope", "lower", "upper"))
    name = series_name(group.removesuffix(f"_{WITHOUT}"))
    return _("{name} by {slope} persons a year (between {lower} and {upper})").format(
        name=name, slope=signed(value), lower=signed(lower), upper=signed(upper)
    )


def _share_a_year(share: Results) -> str:
    whole, rest = pick(share["slope"], group="all"), pick(share["slope"], group=WITHOUT)
    if whole is None:
        return ""
    if rest is None or pd.isna(rest["value"]):
        return _("The share of women changed by {whole} percentage points a year.").format(
            whole=signed(whole["value"], 2)
        )
    return _("The share of women changed by {whole} percentage points a year; without ages {ages} by {rest}.").format(
        whole=signed(whole["value"], 2), ages=AGES, rest=signed(rest["value"], 2)
    )


def _steps(steps: pd.DataFrame, group: str) -> str:
    rows = steps[steps["group"] == group]
    is_share = group in ("all", WITHOUT)
    form = _("{year} ({step} percentage points)") if is_share else _("{year} ({step} persons)")
    return ", ".join(
        form.format(year=int(row.year), step=signed(row.value, 1 if is_share else 0)) for row in rows.itertuples()
    )


def _named(sentence: str, groups: list[str]) -> str:
    return sentence.format(names=listing([series_name(group) for group in groups])) if groups else ""


def _too_few(smallest: pd.DataFrame) -> str:
    row = pick(smallest, group="total")
    if row is None or row["numerator"] < 2:
        return _("There is no earlier year in the data; nothing can be said about change.")
    years = int(row["numerator"])
    return ngettext(
        "From {n} year no trend can be told: even the steadiest order would come about by lot with a "
        "probability of {p}.",
        "From {n} years no trend can be told: even the steadiest order would come about by lot with a probability of "
        "{p}.",
        years,
    ).format(n=years, p=number(row["value"], 3))

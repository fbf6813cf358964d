"""Sentences on what changed in the population, what only seems to have changed, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from yeep_analysis.population.breaks import CLEAR_MARGIN
from yeep_analysis.population.sentences import AGES, caveat
from yeep_analysis.results import pick
from yeep_analysis.statistics.kendall import LEVEL
from yeep_analysis.words.language import _, listing, ngettext, number, signed, year_range, year_ranges

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


def outlier_years(levels: pd.DataFrame, balance: pd.DataFrame, flags: pd.DataFrame, *, first: int, year: int) -> str:
    """Which years stand out of their series, and in which the balance of the sexes changed more than usual."""
    if levels["year"].nunique() < SHORTEST_SERIES:
        return _("With fewer than three years no year can stand out of the others.")
    none = _("none")
    inside, edge = _standing_out(levels, "")
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
            years=_flagged(balance, ["all"]) or _("in no year")
        )
    )
    if (balance["group"] == WITHOUT).any():
        sentences.append(
            _(
                "Without ages {ages}: years that stand out in the middle of a series: {inside}; unusual changes of the "
                "balance: {balance}."
            ).format(
                ages=AGES,
                inside=_standing_out(levels, f"_{WITHOUT}")[0] or none,
                balance=_flagged(balance, [WITHOUT]) or _("in no year"),
            )
        )
    return " ".join(text for text in [*sentences, caveat(flags, first, year)] if text)


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


def trends(found: Results, share: Results, flags: pd.DataFrame, *, stepped: set[str], first: int, year: int) -> str:
    """In which series rises or falls prevail over all years, by how much a year, with and without the ages 20-24.

    found, share   results ``s``, ``p``, ``slope`` (and of the levels ``smallest``, ``lower``, ``upper``)
    stepped        the series of which passages to another level are told: a slope says less of them
    """
    tested = found["p"].dropna(subset=["value"])
    if tested.empty:
        return _too_few(found["smallest"])
    span = year_range(first, year)
    sentences = [_prevailing(found, "", span)]
    if (tested["group"].str.endswith(WITHOUT)).any():
        sentences.append(_prevailing(found, f"_{WITHOUT}", span))
    sentences.append(_share_a_year(share))
    slopes = [group for group in tested[tested["value"] <= LEVEL]["group"] if group in stepped]
    sentences.append(
        _named(_("Of these, levels describe better than a slope: {names} (see the next section)."), slopes)
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
        _(
            "Passages to another level: {parts}. The year is the one that fits best; the year before or after it often "
            "fits nearly as well."
        ).format(parts=passages)
        if stepped
        else "",
        _named(_("No passage: {names}."), even),
        _named(_("A steady slope describes better than steps: {names}. There no passage is told."), sloped),
        _named(_("Undecided, because another description is about as good: {names}."), open_),
        caveat(flags, first, year),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def with_passages(number_of: pd.DataFrame, margin: pd.DataFrame) -> set[str]:
    """The series of which passages to another level are told."""
    return told(margin) & set(number_of[number_of["value"] > 0]["group"])


def told(margin: pd.DataFrame) -> set[str]:
    """The series whose division into levels is clearly better than any other description."""
    return set(margin[margin["value"] >= CLEAR_MARGIN]["group"])


def places_of(levels: pd.DataFrame, suffix: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The flagged years of the series: those inside it, and those in one run with its first or last year."""
    inside, edge = [], []
    for group in (f"{name}{suffix}" for name in LEVELS):
        rows = levels[levels["group"] == group].sort_values("year")
        flagged = rows["value"] == 1
        at_edge = flagged & ((flagged.cumprod() == 1) | (flagged[::-1].cumprod()[::-1] == 1))
        inside += [(int(year), group) for year in rows[flagged & ~at_edge]["year"]]
        edge += [(int(year), group) for year in rows[at_edge]["year"]]
    return inside, edge


def _standing_out(levels: pd.DataFrame, suffix: str) -> tuple[str, str]:
    """The same as words, series by series."""
    words = []
    for places in places_of(levels, suffix):
        by_series = {name: [year for year, group in places if group == f"{name}{suffix}"] for name in LEVELS}
        words.append("; ".join(f"{series_name(n)} {year_ranges(years)}" for n, years in by_series.items() if years))
    return words[0], words[1]


def _flagged(flags: pd.DataFrame, groups: Iterable[str], *, named: bool = False) -> str:
    parts = []
    for group in groups:
        years = flags[(flags["group"] == group) & (flags["value"] == 1)]["year"]
        if len(years):
            text = year_ranges(years.astype(int))
            parts.append(f"{series_name(group)} {text}" if named else text)
    return "; ".join(parts)


def _prevailing(found: Results, suffix: str, span: str) -> str:
    clear, other = [], []
    for group in (f"{name}{suffix}" for name in LEVELS):
        row = pick(found["p"], group=group)
        if row is None or pd.isna(row["value"]):
            continue
        if row["value"] <= LEVEL:
            clear.append(_slope(found, group))
        else:
            other.append(series_name(group.removesuffix(suffix) if suffix else group))
    with_all = not suffix
    sentences = []
    if clear:
        text = (
            _("Over {span} as a whole rises or falls prevail in: {parts}.")
            if with_all
            else _("Without ages {ages} they prevail in: {parts}.")
        )
        sentences.append(text.format(span=span, ages=AGES, parts="; ".join(clear)))
    if other:
        text = (
            _("No direction prevails over {span} in: {names}.")
            if with_all
            else _("Without ages {ages} no direction prevails in: {names}.")
        )
        sentences.append(text.format(span=span, ages=AGES, names=listing(other)))
    return " ".join(sentences)


def _slope(found: Results, group: str) -> str:
    value, lower, upper = (pick(found[name], group=group)["value"] for name in ("slope", "lower", "upper"))
    name = series_name(group.removesuffix(f"_{WITHOUT}"))
    return _("{name}, {slope} persons a year at the median (limits: {lower} and {upper})").format(
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
        "From {n} year no trend can be told: even the steadiest order would come about by lot with a probability of "
        "{p}.",
        "From {n} years no trend can be told: even the steadiest order would come about by lot with a probability of "
        "{p}.",
        years,
    ).format(n=years, p=number(row["value"], 3))

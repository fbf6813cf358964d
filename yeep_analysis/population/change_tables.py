"""Tables of what changed in the population: years that stand out, trends, passages to another level."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from yeep_analysis.population.change_sentences import (
    LEVELS,
    ORDER,
    SHORTEST_SERIES,
    WITHOUT,
    Results,
    series_name,
    told,
)
from yeep_analysis.population.sentences import AGES
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.statistics.kendall import LEVEL
from yeep_analysis.words.language import _, capitalised, number


def outliers(z: pd.DataFrame, balance: pd.DataFrame, balance_z: pd.DataFrame, flags: pd.DataFrame) -> PublicationTable:
    """How far each year lies from the median of its series; the newest year first.

    flags   outlier years of the levels and of the balance, one below the other
    """
    few = z["year"].nunique() < SHORTEST_SERIES
    levels = z[z["group"].isin(LEVELS) & (not few)]
    frame = levels.pivot(index="year", columns="group", values="value").rename_axis(columns=None)
    frame = frame.reindex(columns=list(LEVELS)).add_suffix("_z")
    for result, name in ((balance, "log_ratio_change"), (balance_z, "log_ratio_change_z")):
        frame[name] = result[result["group"] == "all"].set_index("year")["value"]
    marked = flags[(flags["value"] == 1) & flags["group"].isin([*LEVELS, "all"])]
    frame["stands_out"] = marked.groupby("year")["group"].agg(_names)
    frame["stands_out"] = frame["stands_out"].fillna("")
    columns = (
        Column("year", _("Year"), "year"),
        Column("women_z", _("Women"), "signed2"),
        Column("men_z", _("Men"), "signed2"),
        Column("total_z", _("Total"), "signed2"),
        Column("log_ratio_change", _("Change of the balance"), "signed3"),
        Column("log_ratio_change_z", _("Its distance"), "signed2"),
        Column("stands_out", _("Stands out")),
    )
    note = _(
        "Women, men, total: distance from the median in units of the median deviation (modified z score); above 3.5 in "
        "either direction a year stands out. Change of the balance: yearly change of the natural logarithm of men per "
        "woman."
    )
    caption = _("Distance of each year from its series")
    table = frame.sort_index(ascending=False).reset_index()
    return PublicationTable("population_outliers", caption, columns, table, note)


def trends(found: Results, share: Results) -> PublicationTable:
    """Slope and direction of every series, with and without the ages 20-24."""
    order = [*LEVELS, *(f"{name}_{WITHOUT}" for name in LEVELS)]
    rows = [_trend_row(found, group, _("persons a year")) for group in order]
    rows += [_trend_row(share, group, _("percentage points a year")) for group in ("all", WITHOUT)]
    columns = (
        Column("name", _("Series")),
        Column("slope", _("Slope"), "signed2"),
        Column("lower", _("Lower limit"), "signed2"),
        Column("upper", _("Upper limit"), "signed2"),
        Column("unit", _("Unit")),
        Column("s", _("Rises minus falls"), "count"),
        Column("pairs", _("Pairs of years"), "count"),
        Column("p", _("By lot"), "probability"),
        Column("steady", _("Prevails")),
    )
    frame = pd.DataFrame([row for row in rows if row], columns=[column.key for column in columns])
    note = _(
        "Slope: median of the slopes between all pairs of years (Theil-Sen). Limits: the smallest and the largest "
        "slope that, taken out of the series, leaves an order that a lottery might have drawn (at least 95%, exact); "
        "they are no error of counting, and too narrow because years depend on one another. Rises minus falls: "
        "Kendall’s S. By lot: probability that an order drawn by lot would have as clear a direction (exact); it "
        "prevails at {level} or below."
    ).format(level=number(LEVEL, 2))
    return PublicationTable("population_trends", _("Trends of the population"), columns, frame, note)


def breaks(steps: pd.DataFrame, share_steps: pd.DataFrame, margin: pd.DataFrame) -> PublicationTable:
    """Passages to another level that are told: only where no other description is about as good."""
    clear = told(margin)
    both = pd.concat([steps.assign(unit=_("persons")), share_steps.assign(unit=_("percentage points"))])
    passages = both[both["group"].isin(clear)].sort_values(["group", "year"], key=_in_order, ignore_index=True)
    frame = passages.assign(name=[capitalised(series_name(group)) for group in passages["group"]])
    columns = (
        Column("name", _("Series")),
        Column("year", _("From the year"), "year"),
        Column("denominator", _("Mean before"), "decimal"),
        Column("numerator", _("Mean after"), "decimal"),
        Column("value", _("Step"), "signed"),
        Column("unit", _("Unit")),
    )
    caption = _("Passages to another level")
    note = _("Mean of each stretch of at least three years; the share of women in percent.")
    return PublicationTable("population_breaks", caption, columns, frame, note)


def share_then_and_now(share: pd.DataFrame, rest: pd.DataFrame) -> pd.DataFrame:
    """``name, before, after``: share of women in the first and the last year, all ages and without 20-24.

    Without the ages 20-24 only where they are known in both of these years.
    """
    first, last = share["year"].min(), share["year"].max()
    rows = []
    for name, result in ((_("All ages"), share), (_("Without ages {ages}").format(ages=AGES), rest)):
        known = result.dropna(subset=["value"]).set_index("year")["value"]
        if first < last and {first, last} <= set(known.index):
            rows.append((name, known[first], known[last]))
    return pd.DataFrame(rows, columns=["name", "before", "after"])


def ends(years: Sequence[int]) -> dict[str, str]:
    """``start`` and ``end`` of a slopegraph: the first and the last of these years; empty where there are none."""
    known = sorted(years)
    return {"start": str(known[0]), "end": str(known[-1])} if known else {"start": "", "end": ""}


def _trend_row(found: Results, group: str, unit: str) -> dict | None:
    cells = {name: result.set_index("group")["value"].get(group) for name, result in found.items()}
    if cells["p"] is None or pd.isna(cells["p"]):
        return None  # of so few years nothing is told
    pairs = found["s"].set_index("group")["denominator"].get(group)
    steady = _("yes") if cells["p"] <= LEVEL else _("no")
    return {"name": capitalised(series_name(group)), "unit": unit, "pairs": pairs, "steady": steady, **cells}


def _in_order(column: pd.Series) -> pd.Series:
    """Women, men, total, the share; each with all ages first."""
    return column.map(ORDER.index) if column.name == "group" else column


def _names(groups: pd.Series) -> str:
    ordered = sorted(groups, key=ORDER.index)
    return ", ".join(_("balance") if group == "all" else series_name(group) for group in ordered)

"""Tables of the population."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.population.measures import INSTITUTIONAL_AGES, OTHER_AGES
from yeep_analysis.population.sentences import (
    AGES,
    COUNT,
    SERIES,
    SHARE,
    SHORTEST_SERIES,
    bridged,
    passages_of,
    series_name,
    share_name,
)
from yeep_analysis.results import ALL, BOTH, FEMALE, MALE, of, pick, value
from yeep_analysis.show.present import Column, Numbers, PublicationTable
from yeep_analysis.statistics.kendall import LEVEL
from yeep_analysis.words.language import _, capitalised, number

GROWTH, CONTRIBUTION = "population_growth_per_1000", "population_contribution_pp"
_NAMES = {FEMALE: "women", MALE: "men", BOTH: "total"}  # of columns in the downloads


def by_year(counts: pd.DataFrame, share: pd.DataFrame, ratio: pd.DataFrame) -> PublicationTable:
    """Population of every year by sex, with share and sex ratio; the newest year first."""
    frame = _side_by_side(of(counts, ages=ALL)).join(_column(of(share, ages=ALL), "share_of_women"))
    frame = frame.join(_column(of(ratio, ages=ALL), "men_per_100_women"))
    ratio = Column("men_per_100_women", _("Men per 100 women"), "decimal", of=Numbers("population_men_per_100_women"))
    columns = (*_count_columns(), ratio)
    caption = _("Population by year and sex (31 December)")
    return PublicationTable("population", caption, columns, _newest_first(frame))


def without_ages(
    counts: pd.DataFrame, share: pd.DataFrame, ratio: pd.DataFrame, flags: pd.DataFrame
) -> PublicationTable:
    """The population without ages 20-24, beside the ratio at these ages and the flag of the year."""
    frame = _side_by_side(of(counts, ages=OTHER_AGES)).join(_column(of(share, ages=OTHER_AGES), "share_of_women"))
    frame = frame.join(_column(of(ratio, ages=INSTITUTIONAL_AGES), "men_per_100_women_20_24")).join(_flag(flags))
    columns = (
        *_count_columns(OTHER_AGES),
        Column(
            "men_per_100_women_20_24",
            _("Men per 100 women at ages {ages}").format(ages=AGES),
            "decimal",
            of=Numbers("population_men_per_100_women", beyond={"ages": INSTITUTIONAL_AGES}),
        ),
        Column("institutional_effect", _("More than 150 men")),
    )
    caption = _("Population without ages {ages}").format(ages=AGES)
    return PublicationTable("population_without_20_24", caption, columns, _newest_first(frame))


def change(growth: pd.DataFrame, parts: pd.DataFrame, flags: pd.DataFrame) -> PublicationTable:
    """Growth rates and contributions of every year; the newest year first."""
    frame = _side_by_side(of(growth, ages=ALL), "growth_{}_per_1000")
    frame = frame.join(_side_by_side(of(parts, ages=ALL), "contribution_{}_pp")).join(_flag(flags))
    before = bridged(growth)
    frame["since"] = [before.get(year, year - 1) for year in frame.index]
    columns = (
        Column("year", _("Year"), "year"),
        *([Column("since", _("Compared with"), "year")] if before else []),
        Column("growth_women_per_1000", _("Women, per 1,000"), "signed", of=Numbers(GROWTH, sex=FEMALE)),
        Column("growth_men_per_1000", _("Men, per 1,000"), "signed", of=Numbers(GROWTH, sex=MALE)),
        Column("growth_total_per_1000", _("Total, per 1,000"), "signed", of=Numbers(GROWTH)),
        Column(
            "contribution_women_pp",
            _("Contribution of women, percentage points"),
            "signed2",
            of=Numbers(CONTRIBUTION, sex=FEMALE),
        ),
        Column(
            "contribution_men_pp",
            _("Contribution of men, percentage points"),
            "signed2",
            of=Numbers(CONTRIBUTION, sex=MALE),
        ),
        Column("institutional_effect", _("More than 150 men")),
    )
    caption = _("Annual growth and contributions")
    note = _(
        "Growth is from the year before. The contributions of women and men add up to the percentage change of the "
        "whole population."
    )
    if before:
        note = _(
            "Compared with the year before or, where it is missing, the latest year before it. Growth is "
            "always a rate a year; contributions cover all years since. The contributions of women and men "
            "add up to the percentage change of the whole population."
        )
    return PublicationTable("population_change", caption, columns, _newest_first(frame), note)


def outliers(found: pd.DataFrame) -> PublicationTable:
    """How far each year lies from the median of its series; the newest year first."""
    z = of(found, "population_outlier_z", ages=ALL)
    frame = _side_by_side(z if z["year"].nunique() >= SHORTEST_SERIES else z[:0], "{}_z")
    for indicator, name in (
        ("population_sex_ratio_change", "log_ratio_change"),
        ("population_sex_ratio_outlier_z", "log_ratio_change_z"),
    ):
        frame = frame.join(_column(of(found, indicator, ages=ALL), name))
    frame["stands_out"] = [_standing_out(found, year) for year in frame.index]
    columns = (
        Column("year", _("Year"), "year"),
        Column("women_z", _("Women"), "signed2", of=Numbers("population_outlier_z", sex=FEMALE)),
        Column("men_z", _("Men"), "signed2", of=Numbers("population_outlier_z", sex=MALE)),
        Column("total_z", _("Total"), "signed2", of=Numbers("population_outlier_z")),
        Column("log_ratio_change", _("Change of the balance"), "signed3", of=Numbers("population_sex_ratio_change")),
        Column(
            "log_ratio_change_z",
            _("Distance of this change"),
            "signed2",
            of=Numbers("population_sex_ratio_outlier_z"),
        ),
        Column("stands_out", _("Unusual in")),
    )
    note = _(
        "Women, men, total: distance from the median in units of the median deviation (modified z score); "
        "beyond 3.5 in either direction a year is unusual. Change of the balance: yearly change of the "
        "natural logarithm of men per woman."
    )
    caption = _("Distance of each year from its series")
    return PublicationTable("population_outliers", caption, columns, _newest_first(frame), note)


def trends(found: pd.DataFrame) -> PublicationTable:
    """Slope and direction of every series, with and without the ages 20-24."""
    whole_and_rest = (ALL, OTHER_AGES)
    rows = [_trend_row(found, sex, ages) for ages in whole_and_rest for sex in SERIES]
    rows += [_share_trend_row(found, ages) for ages in whole_and_rest]
    columns = (
        Column("name", _("Series")),
        Column("slope", _("Slope"), "signed2"),
        Column("lower", _("Lower limit"), "signed2"),
        Column("upper", _("Upper limit"), "signed2"),
        Column("unit", _("Unit")),
        Column("s", _("Rises minus falls"), "count"),
        Column("pairs", _("Pairs of years"), "count"),
        Column("p", _("p"), "probability"),
        Column("steady", _("Clear trend")),
    )
    tested = [row for row in rows if row["p"] == row["p"]]  # of so few years that none can be, nothing is told
    frame = pd.DataFrame(tested, columns=[column.key for column in columns])
    note = _(
        "Slope: median of the slopes between all pairs of years (Theil-Sen). Limits: the smallest and the "
        "largest slope that, taken out of the series, leaves an order that chance might give (at least "
        "95%, exact). They are no error of counting, and too narrow because years depend on one another. "
        "Rises minus falls: Kendall’s S. p: probability that a random order would have as strong a trend "
        "(exact); the trend is clear at {level} or below."
    ).format(level=number(LEVEL, 2))
    return PublicationTable("population_trends", _("Long-term trends of the population"), columns, frame, note)


def breaks(found: pd.DataFrame) -> PublicationTable:
    """Passages to another level that are told: only where no other description is about as good."""
    told = [one for one in passages_of(found) if one.are_told]
    columns = (
        Column("name", _("Series")),
        Column("year", _("From the year"), "year"),
        Column("denominator", _("Mean before"), "decimal"),
        Column("numerator", _("Mean after"), "decimal"),
        Column("value", _("Step"), "signed"),
        Column("unit", _("Unit")),
    )
    rows = [
        {"name": capitalised(one.name), "unit": _("percentage points") if one.sex is None else _("persons"), **step}
        for one in told
        for step in one.steps[["year", "denominator", "numerator", "value"]].to_dict("records")
    ]
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    caption = _("Lasting changes in level")
    note = _("Mean of each stretch of at least three years; the share of women in percent.")
    return PublicationTable("population_breaks", caption, columns, frame, note)


def _count_columns(ages: str = ALL) -> tuple[Column, ...]:
    beyond = {"ages": ages} if ages else {}
    women, men, total = (Numbers(COUNT, sex=sex, beyond=beyond) for sex in _NAMES)
    return (
        Column("year", _("Year"), "year"),
        Column("women", _("Women"), "count", of=women),
        Column("men", _("Men"), "count", of=men),
        Column("total", _("Total"), "count", of=total),
        Column("share_of_women", _("Share of women"), "share", of=Numbers(SHARE, beyond=beyond)),
    )


def _side_by_side(result: pd.DataFrame, name: str = "{}") -> pd.DataFrame:
    """Women, men and both of each year in columns of their own."""
    wide = result.pivot(index="year", columns="sex", values="value").rename_axis(columns=None)
    return wide.reindex(columns=_NAMES).rename(columns={sex: name.format(known) for sex, known in _NAMES.items()})


def _column(result: pd.DataFrame, name: str) -> pd.DataFrame:
    return result.set_index("year")[["value"]].rename(columns={"value": name})


def _flag(flags: pd.DataFrame) -> pd.DataFrame:
    frame = _column(flags, "institutional_effect")
    return frame.assign(institutional_effect=frame["institutional_effect"].map({1.0: _("yes"), 0.0: _("no")}))


def _newest_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_index(ascending=False).reset_index()


def _standing_out(found: pd.DataFrame, year: int) -> str:
    flagged = of(found, year=year, ages=ALL, value=1)
    levels = set(of(flagged, "population_outlier_year")["sex"])
    names = [series_name(sex) for sex in SERIES if sex in levels]
    has_balance = len(of(flagged, "population_sex_ratio_outlier_year")) > 0
    return ", ".join([*names, _("balance")] if has_balance else names)


def _trend_row(found: pd.DataFrame, sex: str, ages: str) -> dict:
    where = {"sex": sex, "ages": ages}
    return {
        **_test(pick(found, "population_trend_s", **where), value(found, "population_trend_p", **where)),
        "name": capitalised(series_name(sex, ages)),
        "unit": _("persons a year"),
        "slope": value(found, "population_trend_slope", **where),
        "lower": value(found, "population_trend_slope_lower", **where),
        "upper": value(found, "population_trend_slope_upper", **where),
    }


def _share_trend_row(found: pd.DataFrame, ages: str) -> dict:
    return {
        **_test(
            pick(found, "population_share_trend_s", ages=ages), value(found, "population_share_trend_p", ages=ages)
        ),
        "name": capitalised(share_name(ages)),
        "unit": _("percentage points a year"),
        "slope": value(found, "population_share_trend_slope_pp", ages=ages),
    }


def _test(s: pd.Series | None, p: float) -> dict:
    steady = {"p": p, "steady": _("yes") if p <= LEVEL else _("no")}
    return steady if s is None else {"s": s["value"], "pairs": s["denominator"], **steady}

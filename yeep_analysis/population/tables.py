"""Tables of the population."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.population.measures import INSTITUTIONAL_AGES
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _

AGES = INSTITUTIONAL_AGES.replace("-", "–")
_SERIES = ("women", "men", "total")


def series(result: pd.DataFrame, *, suffix: str = "") -> pd.DataFrame:
    """Women and men of a result as ``year, series, value``, for a chart."""
    names = {f"{name}{suffix}": name for name in ("women", "men")}
    rows = result[result["group"].isin(names)]
    return rows.assign(series=rows["group"].map(names))[["year", "series", "value"]].reset_index(drop=True)


def common_limits(*frames: pd.DataFrame) -> tuple[float, float] | None:
    """One value axis for charts that are to be compared, with some air at both ends."""
    values = pd.concat([frame["value"] for frame in frames])
    air = 0.06 * (values.max() - values.min())
    return None if values.empty else (values.min() - air, values.max() + air)


def by_year(counts: pd.DataFrame, share: pd.DataFrame, ratio: pd.DataFrame) -> PublicationTable:
    """Population of every year by sex, with share and sex ratio; the newest year first."""
    frame = _side_by_side(counts, "").join(_column(share, "share_of_women")).join(_column(ratio, "men_per_100_women"))
    columns = (*_count_columns(), Column("men_per_100_women", _("Men per 100 women"), "decimal"))
    caption = _("Population by year and sex (31 December)")
    return PublicationTable("population", caption, columns, _newest_first(frame))


def without_ages(
    counts: pd.DataFrame, share: pd.DataFrame, ratio_at_ages: pd.DataFrame, flags: pd.DataFrame
) -> PublicationTable:
    """The population without ages 20-24, beside the ratio at these ages and the flag of the year."""
    frame = _side_by_side(counts, "_without_20_24").join(_column(share, "share_of_women"))
    frame = frame.join(_column(ratio_at_ages, "men_per_100_women_20_24")).join(_column(flags, "institutional_effect"))
    frame["institutional_effect"] = frame["institutional_effect"].map({1.0: _("yes"), 0.0: _("no")})
    columns = (
        *_count_columns(),
        Column("men_per_100_women_20_24", _("Men per 100 women at ages {ages}").format(ages=AGES), "decimal"),
        Column("institutional_effect", _("Flagged year")),
    )
    caption = _("Population without ages {ages}").format(ages=AGES)
    return PublicationTable("population_without_20_24", caption, columns, _newest_first(frame))


def change(growth: pd.DataFrame, parts: pd.DataFrame, flags: pd.DataFrame) -> PublicationTable:
    """Growth rates and contributions of every year; the newest year first."""
    frame = _side_by_side(growth, "", "growth_{}_per_1000").join(_side_by_side(parts, "", "contribution_{}_pp"))
    frame = frame.join(_column(flags, "institutional_effect"))
    frame["institutional_effect"] = frame["institutional_effect"].map({1.0: _("yes"), 0.0: _("no")})
    columns = (
        Column("year", _("Year"), "year"),
        Column("growth_women_per_1000", _("Women, ‰"), "signed"),
        Column("growth_men_per_1000", _("Men, ‰"), "signed"),
        Column("growth_total_per_1000", _("Total, ‰"), "signed"),
        Column("contribution_women_pp", _("Contribution of women, pp"), "signed2"),
        Column("contribution_men_pp", _("Contribution of men, pp"), "signed2"),
        Column("institutional_effect", _("Flagged year")),
    )
    caption = _("Annual growth and contributions")
    note = _(
        "Growth against the year before. The contributions of the two sexes, in percentage points (pp), add up to the "
        "relative change of the whole population."
    )
    return PublicationTable("population_change", caption, columns, _newest_first(frame), note)


def _count_columns() -> tuple[Column, ...]:
    return (
        Column("year", _("Year"), "year"),
        Column("women", _("Women"), "count"),
        Column("men", _("Men"), "count"),
        Column("total", _("Total"), "count"),
        Column("share_of_women", _("Share of women"), "share"),
    )


def _side_by_side(result: pd.DataFrame, suffix: str, name: str = "{}") -> pd.DataFrame:
    wide = result.pivot(index="year", columns="group", values="value").rename_axis(columns=None)
    chosen = [series for series in _SERIES if f"{series}{suffix}" in wide]
    return wide[[f"{series}{suffix}" for series in chosen]].set_axis([name.format(s) for s in chosen], axis=1)


def _column(result: pd.DataFrame, name: str) -> pd.DataFrame:
    return result.set_index("year")[["value"]].rename(columns={"value": name})


def _newest_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_index(ascending=False).reset_index()

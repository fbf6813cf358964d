"""Tables of representation, and of the plan's own statements and steps."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pandas as pd

from yeep_analysis.representation.measures import SMALLEST_FOR_PERCENT
from yeep_analysis.representation.sentences import day, label
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words import language
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Managers, Office, Sex

MEASURED_OFFICES = [office.value for office in Office if office != Office.WOMENS_CENTRE_HEAD]


def measured(counts: pd.DataFrame) -> pd.DataFrame:
    """The offices whose holders' sex the source states clearly; the head of the women's centre is left out."""
    return counts[counts["group"].isin(MEASURED_OFFICES)].reset_index(drop=True)


def named(result: pd.DataFrame) -> pd.DataFrame:
    """The offices of a result with their readers' names, from the highest value to the lowest."""
    offices = result[result["group"].isin(MEASURED_OFFICES)]
    ordered = offices.sort_values(["value", "denominator"], ascending=False, ignore_index=True)
    return ordered.assign(name=[label(group) for group in ordered["group"]])


def posts(results: dict[str, pd.DataFrame], dates: dict[str, date | None]) -> PublicationTable:
    """Women and men in every post, with gap and posts short of each threshold.

    results  the measures ``share``, ``gap``, ``strict``, ``nearest``, ``forty``, ``either``, ``third``
    """
    frame = with_share(named(results["share"]))
    frame["gap_pp"] = _by_group(results["gap"], frame).where(frame["posts"] >= SMALLEST_FOR_PERCENT)
    for name in ("strict", "nearest", "forty", "either", "third"):
        frame[f"short_{name}"] = _by_group(results[name], frame)
    frame["when"] = [day(dates[group]) for group in frame["group"]]
    columns = (
        *post_columns(),
        Column("gap_pp", _("Gap, pp"), "signed2"),
        Column("short_strict", _("Short of half"), "count"),
        Column("short_nearest", _("Short of nearest half"), "count"),
        Column("short_forty", _("Short of 40%"), "count"),
        Column("short_either", _("Short of 40% for either sex"), "count"),
        Column("short_third", _("Short of one third"), "count"),
        Column("when", _("Date")),
    )
    note = _(
        "Gap: share of men minus share of women, in percentage points (pp). Short of: posts that would have to pass to "
        "women to reach the threshold; in a body of odd size the nearest attainable half is one post below at least "
        "half. Below five posts only counts are printed."
    )
    return PublicationTable("representation", _("Women and men in posts"), columns, frame, note)


def managers(share: pd.DataFrame) -> PublicationTable:
    """The published definitions of managers side by side."""
    chosen = share[share["group"].isin(list(Managers))].reset_index(drop=True)
    frame = with_share(chosen.assign(name=[label(group) for group in chosen["group"]]))
    caption = _("Women among managers under two definitions")
    return PublicationTable("managers", caption, post_columns(), frame)


def ratios(result: pd.DataFrame, population: pd.DataFrame, electorate: pd.DataFrame) -> PublicationTable:
    """Representation ratios with their declared reference population and its share of women."""
    described = described_references(population, electorate)
    parts = [group.split("/") for group in result["group"]]
    frame = result.assign(
        name=[label(group) for group, _name in parts],
        reference=[described[name] for _group, name in parts],
        value=result["value"].where(result["denominator"] >= SMALLEST_FOR_PERCENT),
    )
    columns = (
        Column("name", _("Post")),
        Column("reference", _("Reference population")),
        Column("numerator", _("Women"), "count"),
        Column("denominator", _("Total"), "count"),
        Column("value", _("Representation ratio"), "ratio"),
    )
    return PublicationTable("representation_ratio", _("Representation ratios"), columns, frame)


def described_references(population: pd.DataFrame, electorate: pd.DataFrame) -> dict[str, str]:
    """The reader's name of each reference population, by the name that stands behind a group."""
    return {
        f"population_{year}": _("Population of 31 December {year}, all ages").format(year=year)
        for year in population["year"]
    } | {f"electorate_{year}": _("Registered voters of {year}").format(year=year) for year in electorate["year"]}


def stated(statements: pd.DataFrame, shares: dict[tuple[int, str], tuple[int, int]]) -> PublicationTable:
    """The percentages that the plan prints, beside the value recomputed from its counts.

    shares   (year, group) -> (women, all) [persons]
    """
    rows = []
    for row in statements.to_dict("records"):
        women, whole = shares.get((row["year"], str(row["group"])), (0, 0))
        count = women if row["sex"] == Sex.FEMALE else whole - women
        recomputed = 100 * Fraction(count, whole) if whole else float("nan")
        agrees = language.number(recomputed, 2) == language.number(row["stated_percent"], 2)
        rows.append(
            {
                "statement": f"{label(str(row['group']))}: {Sex(row['sex']).label}",
                "fraction": f"{language.number(count)}/{language.number(whole)}" if whole else "",
                "stated": row["stated_percent"],
                "recomputed": float(recomputed),
                "agrees": (_("yes") if agrees else _("no")) if whole else _("no counts"),
            }
        )
    columns = (
        Column("statement", _("Statement")),
        Column("fraction", _("Counts")),
        Column("stated", _("In the plan"), "percent"),
        Column("recomputed", _("Recomputed"), "percent"),
        Column("agrees", _("Agrees")),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    note = _(
        "The plan does not say whom it counts as managers; its percentages are compared with department heads alone."
    )
    return PublicationTable(
        "stated_percentages", _("Percentages printed in the plan, recomputed"), columns, frame, note
    )


def events(table: pd.DataFrame) -> PublicationTable:
    """Decisions and steps that brought the plan about."""
    frame = table.assign(when=[_event_day(row) for row in table.to_dict("records")])
    columns = (Column("event", _("Step")), Column("when", _("Date")))
    return PublicationTable("events", _("How the plan came about"), columns, frame)


def commissions(table: pd.DataFrame) -> PublicationTable:
    """The commissions that prepared the plan."""
    frame = table.assign(number=[str(n) for n in range(1, len(table) + 1)])
    columns = (Column("number", _("No.")), Column("name", _("Commission")))
    return PublicationTable("commissions", _("Commissions that prepared the plan"), columns, frame)


def women_and_all(*shares: pd.DataFrame) -> dict[tuple[int, str], tuple[int, int]]:
    """(year, group) -> (women, all) of results, to recompute stated percentages from."""
    return {
        (int(row["year"]), str(row["group"])): (int(row["numerator"]), int(row["denominator"]))
        for share in shares
        for _index, row in share.iterrows()
    }


def post_columns() -> tuple[Column, ...]:
    """Columns of a table of posts: name, women, men, all, share of women."""
    return (
        Column("name", _("Post")),
        Column("women", _("Women"), "count"),
        Column("men", _("Men"), "count"),
        Column("posts", _("Total"), "count"),
        Column("share_of_women", _("Share of women"), "share"),
    )


def with_share(share: pd.DataFrame) -> pd.DataFrame:
    """A result with the columns of `post_columns`; below five posts without a percentage."""
    frame = share.assign(
        women=share["numerator"], men=share["denominator"] - share["numerator"], posts=share["denominator"]
    )
    return frame.assign(share_of_women=share["value"].where(share["denominator"] >= SMALLEST_FOR_PERCENT))


def _by_group(result: pd.DataFrame, frame: pd.DataFrame) -> pd.Series:
    return frame["group"].map(result.set_index("group")["value"])


def _event_day(row: dict) -> str:
    if pd.notna(row["happened_on"]) and row["happened_on"]:
        return language.date(row["happened_on"])
    if row["date_as_printed"]:
        return _("{printed} (no year printed)").format(printed=row["date_as_printed"])
    return _("undated")

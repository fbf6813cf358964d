"""Tables of representation, and of the plan's own statements and steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pandas as pd

from yeep_analysis.municipality.load import OFFICE
from yeep_analysis.representation import chance, scenarios, thresholds
from yeep_analysis.representation.measures import GAP, MANAGERS_KIND, SHARE, SMALLEST_FOR_PERCENT, measured
from yeep_analysis.representation.scenarios import Hiring
from yeep_analysis.representation.sentences import (
    Undated,
    body_name,
    breakdown_rows,
    day,
    is_undated,
    name_within_sentence,
)
from yeep_analysis.results import dimensions, of, value
from yeep_analysis.show.present import Column, CoverFact, Keyed, Numbers, PublicationTable
from yeep_analysis.show.small import Bars, Dots, Graphic
from yeep_analysis.words import language
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import BodyKind, Managers, Office, Sex, StaffDimension, StatedGroup, label_of
from yeep_analysis.words.turkish import sort_key

AT_A_GLANCE = (Office.COUNCIL_MEMBER, Office.MUHTAR, Office.DEPARTMENT_HEAD, Office.DEPUTY_MAYOR)
LARGEST_IN_DOTS = 30  # of more the fraction alone
IN_A_ROW = 25  # persons, in large letters
_SHORT = {  # column of the table of posts -> indicator
    "short_strict": thresholds.OF_HALF,
    "short_nearest": thresholds.OF_NEAREST_HALF,
    "short_forty": thresholds.OF_40_PERCENT,
    "short_either": thresholds.OF_40_PERCENT_EITHER_SEX,
    "short_third": thresholds.OF_ONE_THIRD,
}
_CHANGES = {  # column of the table of records -> indicator
    "pp": chance.CHANGE,
    "lower": chance.CHANGE_LOWER,
    "upper": chance.CHANGE_UPPER,
    "p": chance.CHANGE_P,
}


def named(balance: pd.DataFrame) -> pd.DataFrame:
    """The shares of the offices with their readers' names, from the highest to the lowest."""
    offices = measured(of(balance, SHARE))
    ordered = offices.sort_values(["value", "denominator"], ascending=False, ignore_index=True)
    return ordered.assign(name=[label_of(part) for part in ordered["part"]])


def posts(balance: pd.DataFrame, short: pd.DataFrame, dates: dict[str, date | None]) -> PublicationTable:
    """Women and men in every post, with gap and posts short of each threshold."""
    frame = with_share(named(balance))
    frame["gap_pp"] = beside(frame, of(balance, GAP)).where(frame["posts"] >= SMALLEST_FOR_PERCENT)
    for name, threshold in _SHORT.items():
        frame[name] = beside(frame, of(short, threshold))
    frame["when"] = [day(dates[part]) for part in frame["part"]]
    short_of = {
        "short_strict": _("Short of half"),
        "short_nearest": _("Short of nearest half"),
        "short_forty": _("Short of 40%"),
        "short_either": _("Short of 40% for either sex"),
        "short_third": _("Short of one third"),
    }
    columns = (
        *post_columns(),
        Column("gap_pp", _("Gap, percentage points"), "signed2", of=Numbers(GAP)),
        *(Column(name, head, "count", of=Numbers(_SHORT[name])) for name, head in short_of.items()),
        Column("when", _("Date")),
    )
    note = _(
        "Gap: share of men minus share of women, in percentage points. Short of: posts that would have to "
        "pass to women to reach the threshold. In a body of odd size the nearest attainable half is one "
        "below at least half. Below five posts only counts are given."
    )
    return PublicationTable("representation", _("Women and men in posts"), columns, frame, note)


def managers(balance: pd.DataFrame) -> PublicationTable:
    """The published definitions of managers side by side."""
    chosen = of(balance, SHARE, kind=MANAGERS_KIND)
    frame = with_share(chosen.assign(name=[label_of(part) for part in chosen["part"]]))
    caption = _("Women among managers by two definitions")
    return PublicationTable("managers", caption, post_columns(), frame)


def ratios(found: pd.DataFrame, undated: Undated) -> PublicationTable:
    """Representation ratios with their declared reference population, the population first."""
    rows = found.sort_values(["against", "year", "part"], ascending=[False, True, True], ignore_index=True)
    frame = rows.assign(
        name=[label_of(part) for part in rows["part"]],
        reference=_references(rows, undated),
        value=rows["value"].where(rows["denominator"] >= SMALLEST_FOR_PERCENT),
    )
    columns = (
        Column("name", _("Post")),
        Column("reference", _("Reference population")),
        Column("numerator", _("Women"), "count"),
        Column("denominator", _("Total"), "count"),
        Column("value", _("Representation ratio"), "ratio"),
    )
    return PublicationTable("representation_ratio", _("Representation ratios"), columns, frame)


def _references(rows: pd.DataFrame, undated: Undated) -> list[str]:
    """The reader's name of what each row is measured against."""
    named = {
        "population": _("Population of 31 December {year}, all ages"),
        "electorate": _("Registered voters of {year}"),
        Office.STAFF: _("Municipal staff of {year}"),
    }
    without_date = {"electorate": _("Registered voters (undated)"), Office.STAFF: _("Municipal staff (undated)")}
    return [
        without_date[row.against]
        if is_undated(row.against, row.against_year, undated)
        else named[row.against].format(year=row.against_year)
        for row in rows.itertuples()
    ]


def stated(statements: pd.DataFrame, balance: pd.DataFrame, population: pd.DataFrame) -> PublicationTable:
    """The percentages that the plan prints, beside the value recomputed from its counts.

    balance      of the posts, every record
    population   shares of women in the population
    """
    shares = _women_and_all(balance, population)
    rows = []
    for row in statements.to_dict("records"):
        women, whole = shares.get((row["year"], str(row["group"])), (0, 0))
        count = women if row["sex"] == Sex.FEMALE else whole - women
        recomputed = 100 * Fraction(count, whole) if whole else float("nan")
        agrees = language.number(recomputed, 2) == language.number(row["stated_percent"], 2)
        rows.append(
            {
                "statement": f"{label_of(str(row['group']))}: {Sex(row['sex']).label}",
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
        "The plan does not say whom it counts as managers. Its percentages are compared with department heads alone."
    )
    return PublicationTable("stated_percentages", _("Percentages in the plan, recomputed"), columns, frame, note)


def _women_and_all(balance: pd.DataFrame, population: pd.DataFrame) -> dict[tuple[int, str], tuple[int, int]]:
    """(year, group) -> (women, all), to recompute stated percentages from."""
    shares = pd.concat([of(balance, SHARE), population.assign(part=StatedGroup.POPULATION)])
    return {(row.year, row.part): (int(row.numerator), int(row.denominator)) for row in shares.itertuples()}


def events(table: pd.DataFrame) -> PublicationTable:
    """Decisions and steps that brought the plan about."""
    frame = table.assign(when=[_event_day(row) for row in table.to_dict("records")])
    columns = (Column("event", _("Step")), Column("when", _("Date")))
    return PublicationTable("events", _("How the plan came about"), columns, frame, _as_in_the_plan())


def commissions(table: pd.DataFrame) -> PublicationTable:
    """The commissions that prepared the plan."""
    frame = table.assign(number=[str(n) for n in range(1, len(table) + 1)])
    columns = (Column("number", _("No.")), Column("name", _("Commission")))
    return PublicationTable("commissions", _("Commissions that prepared the plan"), columns, frame, _as_in_the_plan())


def _as_in_the_plan() -> str:
    """In which language the names stand, for readers of another."""
    return _("In Turkish, as in the plan.") if language.active() != "tr" else ""


def post_columns() -> tuple[Column, ...]:
    """Columns of a table of posts: name, women, men, all, share of women."""
    return (
        Column("name", _("Post")),
        Column("women", _("Women"), "count", of=Numbers(SHARE, column="numerator")),
        Column("men", _("Men"), "count"),
        Column("posts", _("Total"), "count", of=Numbers(SHARE, column="denominator")),
        Column("share_of_women", _("Share of women"), "share", of=Numbers(SHARE, column="value")),
    )


def with_share(share: pd.DataFrame) -> pd.DataFrame:
    """A result with the columns of `post_columns`; below five posts without a percentage."""
    frame = share.assign(
        women=share["numerator"], men=share["denominator"] - share["numerator"], posts=share["denominator"]
    )
    return frame.assign(share_of_women=share["value"].where(share["denominator"] >= SMALLEST_FOR_PERCENT))


def beside(frame: pd.DataFrame, result: pd.DataFrame) -> pd.Series:
    """The values of a result, in the order of a frame that has the same dimensions."""
    by = [name for name in dimensions(frame) if name in result]
    values = result.set_index(by)["value"]
    return pd.Series(values.reindex(pd.MultiIndex.from_frame(frame[by])).to_numpy(), index=frame.index)


def _event_day(row: dict) -> str:
    if pd.notna(row["happened_on"]) and row["happened_on"]:
        return language.date(row["happened_on"])
    if row["date_as_printed"]:
        return _("{printed} (no year given)").format(printed=row["date_as_printed"])
    return _("undated")


def records(balance: pd.DataFrame, found: pd.DataFrame, undated: Undated) -> PublicationTable:
    """Every record of the posts of which there are two or more, with the change against the one before it."""
    shares = _without_heads_again(of(balance, SHARE))
    several = shares[shares.groupby("part")["year"].transform("nunique") > 1]
    several = several.sort_values(["part", "year"], ignore_index=True)
    frame = several.assign(
        name=[label_of(part) for part in several["part"]],
        year=_years(several, undated),
        record=several["year"],
        women=several["numerator"],
        posts=several["denominator"],
        share=several["value"].where(several["denominator"] >= SMALLEST_FOR_PERCENT),
        **{name: beside(several, of(found, indicator)) for name, indicator in _CHANGES.items()},
    )
    before = several.groupby("part")["denominator"].shift().fillna(several["denominator"])
    is_small = several["denominator"].where(several["denominator"] < before, before) < SMALLEST_FOR_PERCENT
    for name in ("pp", "lower", "upper"):
        frame[name] = frame[name].mask(is_small)
    columns = (
        Column("name", _("Post")),
        Column("year", _("Year"), "year"),
        Column("women", _("Women"), "count", of=Numbers(SHARE, column="numerator")),
        Column("posts", _("Total"), "count", of=Numbers(SHARE, column="denominator")),
        Column("share", _("Share of women"), "share", of=Numbers(SHARE, column="value")),
        Column("pp", _("Change, percentage points"), "signed", of=Numbers(_CHANGES["pp"])),
        Column("lower", _("Lower limit"), "signed", of=Numbers(_CHANGES["lower"])),
        Column("upper", _("Upper limit"), "signed", of=Numbers(_CHANGES["upper"])),
        Column("p", _("p"), "probability", of=Numbers(_CHANGES["p"])),
    )
    note = _(
        "Change from the record before, in percentage points. Limits (Newcombe, 95%) hold if both bodies were random "
        "samples of something larger. p: probability that chance divides the women of both records over the posts of "
        "both in a way no more likely than the one found (Fisher’s exact test, two-sided)."
    )
    note = " ".join([note, *_without_year(frame)])
    return PublicationTable("records", _("Women in posts, record by record"), columns, frame, note)


def _without_heads_again(rows: pd.DataFrame) -> pd.DataFrame:
    """Without the managers who are the department heads themselves: those are named once."""
    return rows[rows["part"] != Managers.DEPARTMENT_HEADS]


def by_lot(half: pd.DataFrame, reference: pd.DataFrame, pool: pd.DataFrame, undated: Undated) -> PublicationTable:
    """Every body of five posts or more with every lottery: half women, the population, the voters; for department heads
    the staff, too.
    """
    half, reference = (
        _without_heads_again(table[table["denominator"] >= SMALLEST_FOR_PERCENT]) for table in (half, reference)
    )
    half = half.sort_values(["year", "part"])
    rows = pd.concat([half, reference, pool], ignore_index=True)
    drawn_from = [*_references(reference, undated), *_references(pool, undated)]
    lotteries = [_("Half of the candidates are women")] * len(half) + drawn_from
    order = {part: place for place, part in enumerate(half["part"])}
    frame = pd.DataFrame(
        {
            "part": rows["part"],
            "name": [label_of(part) for part in rows["part"]],
            "lottery": lotteries,
            "women": rows["numerator"],
            "posts": rows["denominator"],
            "p": rows["value"],
        }
    )
    frame = frame[frame["part"].isin(order)]
    frame = frame.sort_values("part", key=lambda parts: parts.map(order), kind="stable", ignore_index=True)
    columns = (
        Column("name", _("Post")),
        Column("lottery", _("Drawn at random from")),
        Column("women", _("Women"), "count"),
        Column("posts", _("Total"), "count"),
        Column("p", _("p"), "probability"),
    )
    note = _(
        "p: probability of so few women or fewer, exact: binomial for half, population and voters; hypergeometric "
        "(without replacement) for the staff. Neighbourhood heads are each elected to a single seat."
    )
    return PublicationTable("plausibility", _("Could so few women be chance?"), columns, frame, note)


def breakdown(balance: pd.DataFrame, which: StaffDimension) -> PublicationTable:
    """Women and men in each part of one breakdown of the staff."""
    frame = with_share(breakdown_rows(balance, which))
    columns = (Column("name", which.label), *post_columns()[1:])
    return PublicationTable(f"staff_{which}", breakdown_caption(which), columns, frame)


def breakdown_caption(which: StaffDimension) -> str:
    """Caption of the table of one breakdown."""
    return _("Women and men among the staff by {dimension}").format(dimension=name_within_sentence(which))


def bodies(balance: pd.DataFrame, short: pd.DataFrame, undated: Undated) -> PublicationTable:
    """Women and men in each body, and the posts short of 40 % for either sex; of each kind in alphabetical order."""
    order = {kind.value: place for place, kind in enumerate(BodyKind)}
    share = of(balance, SHARE)
    keys = [(order[kind], sort_key(name)) for kind, name in zip(share["kind"], share["part"], strict=True)]
    rows = share.iloc[sorted(range(len(share)), key=keys.__getitem__)].reset_index(drop=True)
    names = [body_name(kind, name) for kind, name in zip(rows["kind"], rows["part"], strict=True)]
    frame = with_share(rows.assign(name=names))
    frame["short_either"] = beside(frame, of(short, thresholds.OF_40_PERCENT_EITHER_SEX))
    columns = (
        Column("name", _("Body")),
        Column("year", _("Year"), "year"),
        *post_columns()[1:],
        Column("short_either", _("Short of 40% for either sex"), "count"),
    )
    frame["record"], frame["year"] = frame["year"], _years(frame.assign(part=frame["kind"]), undated)
    caption = _("Women and men in bodies beside the council")
    return PublicationTable("bodies", caption, columns, frame, " ".join(_without_year(frame)))


def _years(rows: pd.DataFrame, undated: Undated) -> pd.Series:
    """The year of each record; empty where its source gives no date."""
    is_known = [not is_undated(part, year, undated) for part, year in zip(rows["part"], rows["year"], strict=True)]
    return rows["year"] if all(is_known) else rows["year"].where(is_known)


def _without_year(frame: pd.DataFrame) -> list[str]:
    return [_("No year: the source gives no date.")] if frame["year"].isna().any() else []


def scenario_seats(found: pd.DataFrame) -> PublicationTable:
    """Elections until half of the seats, by women more per election."""
    elections = of(found, scenarios.ELECTIONS)
    frame = pd.DataFrame(
        {
            "step": elections["denominator"],
            "short": elections["numerator"],
            "elections": elections["value"],
            "reached": _yes_or_never(beside(elections, of(found, scenarios.SEATS_REACHED))),
        }
    )
    columns = (
        Column("step", _("Additional women per election"), "count"),
        Column("short", _("Seats short of half"), "count"),
        Column("elections", _("After how many elections"), "count"),
        Column("reached", _("Reached")),
    )
    return PublicationTable("scenario_seats", _("Scenarios for the council"), columns, frame)


def scenario_staff(found: pd.DataFrame, hirings: Sequence[Hiring]) -> PublicationTable:
    """Years until half of the staff, by the share of women among those hired."""
    reached = pd.Series([value(found, scenarios.STAFF_REACHED, scenario=hiring.name) for hiring in hirings])
    frame = pd.DataFrame(
        {
            "women_hired": [float(hiring.women_hired) for hiring in hirings],
            "turnover": [float(hiring.turnover) for hiring in hirings],
            "years": [value(found, scenarios.YEARS, scenario=hiring.name) for hiring in hirings],
            "reached": _yes_or_never(reached),
        }
    )
    columns = (
        Column("women_hired", _("Share of women among recruits"), "share"),
        Column("turnover", _("Leave each year"), "share"),
        Column("years", _("After how many years"), "count"),
        Column("reached", _("Reached")),
    )
    return PublicationTable("scenario_staff", _("Scenarios for the staff"), columns, frame)


def _yes_or_never(flags: pd.Series) -> pd.Series:
    return flags.map({1.0: _("yes"), 0.0: _("never")})


def at_a_glance(balance: pd.DataFrame, name: str = "posts_at_a_glance", look: str = "small") -> PublicationTable:
    """Who holds the posts: on the page of the year as bars, in the brief every person as a dot."""
    found = measured(of(balance, SHARE, kind=OFFICE))
    found = found[found["part"].isin(AT_A_GLANCE)]
    most = int(found["denominator"].max()) if len(found) else 0
    rows = [
        {
            "post": label_of(row.part),
            "people": _people(int(row.numerator), int(row.denominator - row.numerator), most, look),
            "women": Keyed(
                row.value,
                SHARE,
                row.year,
                kind=row.kind,
                part=row.part,
                text=f"{int(row.numerator)} / {int(row.denominator)}",
            ),
        }
        for row in found.itertuples()
    ]
    columns = (
        Column("post", _("Post")),
        Column("people", _("● women ■ men"), "graphic"),
        Column("women", _("women / all"), "stated", look="newest"),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable(name, _("Who decides?"), columns, frame, look=look)


def _people(women: int, men: int, most: int, look: str) -> Graphic:
    return (
        Dots(women, men, IN_A_ROW) if look == "large" and women + men <= LARGEST_IN_DOTS else Bars(women, men, most, 30)
    )


def council_on_cover(balance: pd.DataFrame) -> list[CoverFact]:
    """Women in the council, now and in the record before; nothing without a record."""
    records = of(balance, SHARE, kind=OFFICE, part=Office.COUNCIL_MEMBER).sort_values("year")
    if records.empty:
        return []
    now, before = records.iloc[-1], records.iloc[-2] if len(records) > 1 else None
    women, seats = int(now["numerator"]), int(now["denominator"])
    told = _("The figures are of {year}.").format(year=int(now["year"]))
    if before is not None:
        told = _("In the previous council {women} of {seats} members were women.").format(
            women=int(before["numerator"]), seats=int(before["denominator"])
        )
    return [CoverFact(str(women), str(seats), _("council members are women."), told, Dots(women, seats - women))]

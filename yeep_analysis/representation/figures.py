"""Figures of representation: what is drawn, and the words beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
from matplotlib.axes import Axes

from yeep_analysis.municipality.load import OFFICE
from yeep_analysis.representation import charts, scenarios, tables
from yeep_analysis.representation.measures import SHARE, SMALLEST_FOR_PERCENT
from yeep_analysis.representation.scenarios import Hiring
from yeep_analysis.representation.sentences import (
    Undated,
    day,
    is_undated,
    name_within_sentence,
    seat_label,
    share_text,
    staff_label,
    year_of,
)
from yeep_analysis.results import of, pick, value
from yeep_analysis.show.present import FigureWords, PublicationFigure
from yeep_analysis.show.slope import slopegraph
from yeep_analysis.words.language import _, number
from yeep_analysis.words.terms import Office, StaffDimension, label_of

_ELECTIONS_SHOWN = 6  # on the chart; the table says the rest


def council(balance: pd.DataFrame, dates: dict[str, date | None]) -> PublicationFigure:
    """The council as seats."""
    row = of(balance, SHARE, part=Office.COUNCIL_MEMBER)
    if row.empty:
        words = FigureWords(_("The council as seats"), "")
        return PublicationFigure("council_seats", charts.council_seats, row, words)
    women, members = int(row["numerator"].iloc[0]), int(row["denominator"].iloc[0])
    caption = _("The council as seats, one mark per member ({when})").format(when=day(dates[Office.COUNCIL_MEMBER]))
    alt = _(
        "Seat chart: {caption}. {women} of {members} members are women, {men} are men; women hold {share}. Values: "
        "table “Women and men in posts”."
    ).format(caption=caption, women=women, members=members, men=members - women, share=share_text(row.iloc[0]))
    return PublicationFigure("council_seats", charts.council_seats, row, FigureWords(caption, alt))


def posts(balance: pd.DataFrame) -> PublicationFigure:
    """All posts beside 40 % and half."""
    frame = tables.named(balance)
    caption = alt = _("Share of women in each post and its distance to half; dotted line: 40%")
    if len(frame):
        parts = "; ".join(f"{row['name']} {share_text(row)}" for _index, row in frame.iterrows())
        alt = _("Dumbbell chart: {caption}. {parts}. Values: table “Women and men in posts”.").format(
            caption=caption, parts=parts
        )
    return PublicationFigure("representation", charts.representation_dumbbell, frame, FigureWords(caption, alt))


def then_and_now(balance: pd.DataFrame, undated: Undated) -> PublicationFigure:
    """The last two records of each office that has five posts in both; records of different posts have their years."""
    rows = []
    offices = of(balance, SHARE, kind=OFFICE)
    for part, record in offices.dropna(subset=["value"]).sort_values("year", kind="stable").groupby("part", sort=False):
        last = record.iloc[-2:]
        if len(last) == 2 and (last["denominator"] >= SMALLEST_FOR_PERCENT).all():
            years = [
                f"{share_text(one)} · {year_of(part, int(one['year']), undated)}" for _index, one in last.iterrows()
            ]
            rows.append((label_of(part), *last["value"], *years))
    frame = pd.DataFrame(rows, columns=["name", "before", "after", "fraction_before", "fraction_after"])
    caption, alt = _("Share of women in the earlier and in the latest record"), ""
    if len(frame):
        parts = "; ".join(
            f"{row.name} {row.fraction_before} → {row.fraction_after}" for row in frame.itertuples(index=False)
        )
        alt = _("Slopegraph: {caption}. {parts}. Values: table “Women in posts, record by record”.").format(
            caption=caption, parts=parts
        )
    options = {"start": _("Earlier record"), "end": _("Latest record")}
    return PublicationFigure("representation_then_and_now", slopegraph, frame, FigureWords(caption, alt), options)


def breakdown(balance: pd.DataFrame, which: StaffDimension, chart: Callable[..., Axes]) -> PublicationFigure:
    """Women and men in each part of one breakdown of the staff, as bars to both sides."""
    frame = tables.breakdown(balance, which).frame
    caption, alt = _("Municipal staff by {dimension} and sex").format(dimension=name_within_sentence(which)), ""
    if len(frame):
        parts = "; ".join(
            _("{name}: women {women}, men {men}").format(name=row.name, women=number(row.women), men=number(row.men))
            for row in frame.itertuples(index=False)
        )
        alt = _("Diverging bar chart: {caption}. {parts}. Values: table “{table}”.").format(
            caption=caption, parts=parts, table=tables.breakdown_caption(which)
        )
    return PublicationFigure(f"staff_{which}", chart, frame, FigureWords(caption, alt))


def scenario_seats(balance: pd.DataFrame, found: pd.DataFrame) -> PublicationFigure:
    """Women in the council after each election, no more than there are seats; a path per scenario."""
    row = pick(balance, SHARE, part=Office.COUNCIL_MEMBER)
    women, seats = (0, 0) if row is None else (int(row["numerator"]), int(row["denominator"]))
    elections = of(found, scenarios.ELECTIONS)
    steps = [(int(one.denominator), seat_label(int(one.denominator), one.value)) for one in elections.itertuples()]
    rows = [
        (step, election, min(women + election * step, seats), text)
        for step, text in steps
        for election in range(_ELECTIONS_SHOWN + 1)
        if seats
    ]
    frame = pd.DataFrame(rows, columns=["step", "election", "women", "label"])
    caption = alt = _("Women in the council after the next elections, if each brings as many more")
    if len(frame):
        alt = _("Line chart: {caption}. From {share}. {ends}. Values: table “Scenarios for the council”.").format(
            caption=caption, share=share_text(row), ends="; ".join(text for _step, text in steps)
        )
    options = {"half": -(-seats // 2), "seats": seats}
    return PublicationFigure("scenario_seats", charts.seat_paths, frame, FigureWords(caption, alt), options)


def scenario_staff(found: pd.DataFrame, hirings: Sequence[Hiring], undated: Undated) -> PublicationFigure:
    """The share of women among the staff, a path per scenario; of an undated record by years after it."""
    record = pick(found, scenarios.PATH)
    is_dated = record is None or not is_undated(Office.STAFF, record["year"], undated)
    start = record["year"] if record is not None and is_dated else 0
    paths, ends = [], []
    for hiring in hirings:
        path = of(found, scenarios.PATH, scenario=hiring.name).sort_values("years_after")
        years = value(found, scenarios.YEARS, scenario=hiring.name)
        ends.append(staff_label(hiring, years))
        when = {"year": start + path["years_after"], "reached": start + years}
        paths.append(path[["value"]].assign(name=hiring.name, label=ends[-1], **when))
    columns = ["year", "name", "value", "reached", "label"]
    frame = pd.concat(paths, ignore_index=True)[columns] if paths else pd.DataFrame(columns=columns)
    caption = alt = _("Share of women in the staff, by the share of women among recruits")
    if len(frame):
        alt = _("Line chart: {caption}. {ends}. Values: table “Scenarios for the staff”.").format(
            caption=caption, ends="; ".join(ends)
        )
    words = FigureWords(caption, alt)
    return PublicationFigure("scenario_staff", charts.staff_paths, frame, words, {"is_dated": is_dated})

"""Who decides, on two pages: the council before and now, every post beside its former record, staff by department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from yeep_analysis.municipality.load import OFFICE
from yeep_analysis.representation import page_sentences
from yeep_analysis.representation.measures import SHARE
from yeep_analysis.representation.page_sentences import now_and_before
from yeep_analysis.representation.sentences import Undated, breakdown_rows
from yeep_analysis.results import pick
from yeep_analysis.show import present
from yeep_analysis.show.present import Column, Foreign, Keyed, Output, PublicationTable
from yeep_analysis.show.small import Bars, HalfCircle, ShareMove
from yeep_analysis.words import language
from yeep_analysis.words.language import _, number
from yeep_analysis.words.terms import BodyKind, Office, StaffDimension, label_of

ELECTED = (Office.MAYOR, Office.COUNCIL_MEMBER, Office.MUHTAR)
APPOINTED = (Office.DEPUTY_MAYOR, Office.DEPARTMENT_HEAD, Office.STAFF)
SIDE_BY_SIDE = 6  # departments; more stand in two columns
LEGEND = "● {women} ■ {men}"


def legend() -> str:
    """What the two signs of persons mean."""
    return LEGEND.format(women=_("women"), men=_("men"))


def council(balance: pd.DataFrame, undated: Undated) -> Output:
    """The seats of the council in two half circles, before and now, or in one; nothing without a record of seats."""
    seats = now_and_before(balance)
    row = pick(seats, part=Office.COUNCIL_MEMBER)
    if row is None or not row["posts"]:
        return present.prose()
    now = _half_circle(row["women"], row["posts"], page_sentences.year_told(row["part"], row["year"], undated))
    head = present.heading(page_sentences.council_heading(row), legend())
    if pd.isna(row["posts_before"]):
        return present.stack(head, now)
    before = page_sentences.year_told(row["part"], row["year_before"], undated)
    return present.stack(
        head, present.side_by_side(_half_circle(row["women_before"], row["posts_before"], before), now)
    )


def _half_circle(women: float, posts: float, when: str) -> Output:
    return present.graphic(HalfCircle(int(women), int(posts - women)), when)


def posts(balance: pd.DataFrame, undated: Undated) -> Output:
    """Every post and body: where the share of women stood and stands, the fractions beside it; nothing without any."""
    found = now_and_before(balance)
    rows = [
        {
            "group": group,
            "name": _name(row),
            "move": ShareMove(
                row.women / row.posts, None if pd.isna(row.posts_before) else row.women_before / row.posts_before
            ),
            "before": _before(row),
            "now": _keyed(row, row.women, row.posts),
        }
        for group, members in _groups(found)
        for row in members.itertuples()
        if row.posts
    ]
    if not rows:
        return present.prose()
    has_before = found["posts_before"].notna().any()
    marks = tuple(language.percent(share, 0) for share in (0, 0.25, 0.5, 0.75, 1))
    columns = (
        Column("name", _("Post")),
        Column("move", _("share of women"), "graphic", heads=marks, span=(64, 2, 62)),
        *([Column("before", _("before"), "stated", look="quiet")] if has_before else []),
        Column("now", _("now"), "stated", look="newest"),
    )
    frame = pd.DataFrame(rows, columns=["group", *(column.key for column in columns)])
    table = PublicationTable("who_decides", _("Women in posts, before and now"), columns, frame, section="group")
    table = replace(table, notes=(page_sentences.records_told(found, undated), page_sentences.more_in_the_annex()))
    return present.stack(
        present.heading(_("Share of women in posts"), _("○ previous record ● latest record") if has_before else ""),
        present.table(table),
    )


def _before(row: tuple) -> str:
    return _("no record") if pd.isna(row.posts_before) else f"{_fraction(row.women_before, row.posts_before)} →"


def _groups(found: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    order = {part: place for place, part in enumerate((*ELECTED, *APPOINTED))}
    offices = found[(found["kind"] == OFFICE) & found["part"].isin(order)]
    offices = offices.sort_values("part", key=lambda parts: parts.map(order))
    bodies = found[found["kind"].isin([kind.value for kind in BodyKind])]
    return [
        (_("Elected"), offices[offices["part"].isin(ELECTED)]),
        (_("Appointed and employed"), offices[offices["part"].isin(APPOINTED)]),
        (_("Bodies"), bodies),
    ]


def _name(row: tuple) -> str | Foreign:
    if row.kind == OFFICE:
        return label_of(row.part)
    return _of_the_data(row.part)


def _of_the_data(name: str) -> str | Foreign:
    """A name that stands in the data, in the language of the plan."""
    return name if language.active() == "tr" else Foreign(name, "tr")


def _keyed(row: Any, women: float, posts: float) -> Keyed:
    return Keyed(women / posts, SHARE, row.year, kind=row.kind, part=row.part, text=_fraction(women, posts))


def _fraction(women: float, posts: float) -> str:
    return f"{number(int(women))} / {number(int(posts))}"


def departments(balance: pd.DataFrame, undated: Undated) -> Output:
    """Women and men in each department, the largest first; nothing where the staff is not broken down so."""
    rows = breakdown_rows(balance, StaffDimension.DEPARTMENT)
    rows = rows[rows["denominator"] > 0].reset_index(drop=True)
    if rows.empty:
        return present.prose()
    when = page_sentences.year_told(StaffDimension.DEPARTMENT, int(rows["year"].iloc[0]), undated)
    head = present.heading(page_sentences.departments_heading(rows), f"{when} · {legend()}")
    most, half = int(rows["denominator"].max()), -(-len(rows) // 2)
    if len(rows) <= SIDE_BY_SIDE:
        return present.stack(head, present.table(_departments(rows, most, "departments")))
    parts = (rows.iloc[:half], rows.iloc[half:])
    tables = [present.table(_departments(part, most, f"departments_{i}")) for i, part in enumerate(parts, start=1)]
    return present.stack(head, present.side_by_side(*tables))


def _departments(rows: pd.DataFrame, most: int, name: str) -> PublicationTable:
    shown: Sequence[dict] = [
        {
            "name": _of_the_data(row.name),
            "people": Bars(int(row.numerator), int(row.denominator - row.numerator), most, 20),
            "women": _keyed(row, row.numerator, row.denominator),
        }
        for row in rows.itertuples(index=False)
    ]
    columns = (
        Column("name", StaffDimension.DEPARTMENT.label),
        Column("people", _("● women ■ men"), "graphic"),
        Column("women", _("women / all"), "stated"),
    )
    frame = pd.DataFrame(shown, columns=[column.key for column in columns])
    return PublicationTable(name, _("Women and men in the departments"), columns, frame)

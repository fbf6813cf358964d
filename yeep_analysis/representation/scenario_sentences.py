"""Sentences on what would have to happen for parity: assumptions first, and "never" is an answer."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.representation.measures import HALF
from yeep_analysis.representation.scenarios import Hiring
from yeep_analysis.representation.sentences import share_text
from yeep_analysis.results import pick
from yeep_analysis.show.present import FigureWords
from yeep_analysis.words.language import _, ngettext, number, percent
from yeep_analysis.words.terms import Office


def seats(council: pd.DataFrame, elections: pd.DataFrame, reached: pd.DataFrame) -> str:
    """After how many elections women would hold half of the seats, for each number of women more per election."""
    row = pick(council, group=Office.COUNCIL_MEMBER)
    if row is None or not row["denominator"]:
        return _("For this edition no record of the council is at hand.")
    parts = [
        _("+{step} per election: {when}").format(step=number(entry.denominator), when=_elections(entry, flag))
        for entry, flag in zip(elections.itertuples(), reached["value"], strict=True)
    ]
    return _(
        "Assumption of this report: every election brings the same number of women more, and the council keeps its "
        "size. From {share} half of the seats would be reached thus: {parts}."
    ).format(share=share_text(row), parts="; ".join(parts))


def staff(share: pd.DataFrame, years: pd.DataFrame, hirings: list[Hiring]) -> str:
    """After how many years women would be half of the staff, for each share of women among those hired."""
    row = pick(share, group=Office.STAFF)
    if row is None or not row["denominator"]:
        return ""
    parts = [
        _("{women} of those hired are women: {when}").format(women=_hired(hiring), when=_years(entry.value))
        for hiring, entry in zip(hirings, years.itertuples(), strict=True)
    ]
    told = _(
        "Assumptions of this report, not from records: the staff keeps its size, {turnover} leave each year whatever "
        "their sex, and so many women are among those who come. From {share} half of the staff would be reached thus: "
        "{parts}."
    ).format(turnover=percent(hirings[0].turnover, 0), share=share_text(row), parts="; ".join(parts))
    approached = any(
        hiring.women_hired == HALF and 0 < hiring.turnover < 1 and pd.isna(entry.value)
        for hiring, entry in zip(hirings, years.itertuples(), strict=True)
    )
    if not approached:
        return told
    return told + " " + _("Where as many women are hired as men, half is only ever approached.")


def staff_label(hiring: Hiring, years: float) -> str:
    """What stands at the end of a path: the share of women among those hired, and when half is reached."""
    return _("{women} of hires: {when}").format(women=_hired(hiring), when=_years(years))


def seat_label(step: int, elections: float) -> str:
    """What stands at the end of a path of seats."""
    when = _("never") if pd.isna(elections) else _after_elections(int(elections))
    return _("+{step}: {when}").format(step=step, when=when)


def seat_words(table: pd.DataFrame, council: pd.DataFrame) -> FigureWords:
    """Words of the paths of seats."""
    caption = _("Women in the council after so many elections, if each brings as many women more")
    row = pick(council, group=Office.COUNCIL_MEMBER)
    if table.empty or row is None:
        return FigureWords(caption, caption)
    ends = table.drop_duplicates("step", keep="last")["label"]
    return FigureWords(
        caption,
        _("Line chart: {caption}. From {share}. {ends}. Values: table “Scenarios for the council”.").format(
            caption=caption, share=share_text(row), ends="; ".join(ends)
        ),
    )


def staff_words(table: pd.DataFrame) -> FigureWords:
    """Words of the paths of the staff."""
    caption = _("Share of women among the staff, by the share of women among those hired")
    if table.empty:
        return FigureWords(caption, caption)
    ends = table.drop_duplicates("name", keep="last")["label"]
    return FigureWords(
        caption,
        _("Line chart: {caption}. {ends}. Values: table “Scenarios for the staff”.").format(
            caption=caption, ends="; ".join(ends)
        ),
    )


def _hired(hiring: Hiring) -> str:
    """The share of women among those hired; with a digit where it is no whole percentage."""
    return percent(hiring.women_hired, 0 if (100 * hiring.women_hired).denominator == 1 else 1)


def _elections(entry, reached: float) -> str:
    if pd.isna(entry.value):
        return _("never") if reached == 0 else _("unknown")
    return _after_elections(int(entry.value))


def _after_elections(n: int) -> str:
    return _("already") if n == 0 else ngettext("after {n} election", "after {n} elections", n).format(n=n)


def _years(value: float) -> str:
    if pd.isna(value):
        return _("never")
    return (
        _("already") if value == 0 else ngettext("after {n} year", "after {n} years", int(value)).format(n=int(value))
    )

"""Sentences on how plausible the number of women in a body would be as the play of chance, and on the glass ceiling."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.representation.measures import SMALLEST_FOR_PERCENT
from yeep_analysis.representation.sentences import label, share_text
from yeep_analysis.results import pick
from yeep_analysis.words.language import _, number, probability
from yeep_analysis.words.terms import Office


def by_lot(share: pd.DataFrame, half: pd.DataFrame, pool: pd.DataFrame) -> str:
    """How often a lottery would give so few women; a statement on lotteries, not on the count."""
    offices = share[share["group"].isin(list(Office))]
    large = offices[offices["denominator"] >= SMALLEST_FOR_PERCENT]
    parts = [
        _("{post}: {p}").format(
            post=f"{label(row.group)} {share_text(pd.Series(row._asdict()))}",
            p=probability(pick(half, group=row.group)["value"]),
        )
        for row in large[large["value"] < 0.5].itertuples()
    ]
    if share.empty:
        return _("For this edition no record of posts and their holders is at hand.")
    if large.empty:
        return _("For this edition no body of five posts or more is on record.")
    if not parts:
        return _("In every body of five posts or more women hold at least half.")
    sentences = [
        _(
            "If half of those who draw lots are women, so few women or fewer come about with these probabilities: "
            "{parts}."
        ).format(parts="; ".join(parts)),
        _heads(share, pool),
        _(
            "All members are counted, so these counts carry no error of sampling. A small probability says only that "
            "chance is a poor explanation; it does not say which one is right. A large one does not show that posts "
            "are given under equal conditions."
        ),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def glass_ceiling(index: pd.DataFrame, share: pd.DataFrame) -> str:
    """Whether women are as present among the department heads as among the staff."""
    row = pick(index)
    if row is None:
        return ""
    staff, heads = pick(share, group=Office.STAFF), pick(share, group=Office.DEPARTMENT_HEAD)
    if not staff["denominator"] or not heads["denominator"]:
        return ""
    if pd.isna(row["value"]):
        return _(
            "Glass ceiling index: undefined, because no woman heads a department (women among the staff: {staff})."
        ).format(staff=share_text(staff))
    if heads["denominator"] < SMALLEST_FOR_PERCENT:
        return _("Glass ceiling index: not printed for fewer than five department heads.")
    reading = (
        _("Above 1 means: women are rarer at the head than among the staff.")
        if row["value"] > 1
        else _("Below 1 means: women are more frequent at the head than among the staff.")
        if row["value"] < 1
        else _("1 means: women are as frequent at the head as among the staff.")
    )
    return (
        _("Glass ceiling index: {index} (women among the staff: {staff}; among department heads: {heads}).").format(
            index=number(row["value"], 2), staff=share_text(staff), heads=share_text(heads)
        )
        + " "
        + reading
    )


def _heads(share: pd.DataFrame, pool: pd.DataFrame) -> str:
    row = pick(pool)
    if row is None or pd.isna(row["value"]):
        return ""
    return _(
        "If the department heads were drawn by lot from the staff, among whom they are taken to be counted, as few "
        "women as {heads} or fewer would come about with a probability of {p}."
    ).format(heads=share_text(pick(share, group=Office.DEPARTMENT_HEAD)), p=probability(row["value"]))

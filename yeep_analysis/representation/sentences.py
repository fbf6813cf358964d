"""Sentences on representation. Below five posts only the fraction is printed; below thirty k/n stands beside it."""

from __future__ import annotations

from datetime import date

import pandas as pd

from yeep_analysis.representation.measures import SMALLEST_FOR_PERCENT
from yeep_analysis.results import pick
from yeep_analysis.show.present import FigureWords, Tile
from yeep_analysis.words import language
from yeep_analysis.words.language import _, ngettext, percent
from yeep_analysis.words.terms import Managers, Office, StatedGroup


def share_text(row: pd.Series) -> str:
    """``9/25 (%36,00)``; the fraction alone below five posts."""
    fraction = f"{int(row['numerator'])}/{int(row['denominator'])}"
    if row["denominator"] < SMALLEST_FOR_PERCENT:
        return fraction
    return f"{fraction} ({percent(row['value'])})"


def label(group: str) -> str:
    """The reader's name of an office, a definition of managers, or the population."""
    return next(kind(group).label for kind in (Office, Managers, StatedGroup) if group in list(kind))


def council(share: pd.DataFrame, strict: pd.DataFrame, nearest: pd.DataFrame, forty: pd.DataFrame) -> str:
    """Women in the council, and how many seats are short of each threshold."""
    row = pick(share, group=Office.COUNCIL_MEMBER)
    if row is None:
        return _("For this edition no record of the council is at hand.")
    short = [int(pick(m, group=Office.COUNCIL_MEMBER)["value"]) for m in (strict, nearest, forty)]
    return _(
        "Women in the council: {share}. Seats short of 40%: {forty}; short of the nearest attainable half: {nearest}; "
        "short of at least half: {strict}."
    ).format(share=share_text(row), strict=short[0], nearest=short[1], forty=short[2])


def posts(share: pd.DataFrame) -> str:
    """All posts in one paragraph, from the highest share of women to the lowest."""
    share = share[share["group"].isin(list(Office))]
    if share.empty:
        return _("For this edition no record of posts and their holders is at hand.")
    ordered = share.sort_values("value", ascending=False)
    parts = [f"{label(row['group'])}: {share_text(row)}" for _index, row in ordered.iterrows()]
    held = share[share["denominator"] >= SMALLEST_FOR_PERCENT]
    above = int((5 * held["numerator"] >= 2 * held["denominator"]).sum())  # whole numbers: 40% exactly counts
    return _(
        "Women among the holders: {parts}. Kinds of posts in which women hold at least 40%, of those with five or more "
        "posts: {above} of {n}."
    ).format(parts="; ".join(parts), above=above, n=len(held))


def managers(share: pd.DataFrame) -> str:
    """The definitions of managers side by side."""
    share = share[share["group"].isin(list(Managers))]
    if share.empty:
        return _("For this edition no record of managers is at hand.")
    parts = [f"{label(row['group'])}: {share_text(row)}" for _index, row in share.iterrows()]
    return _("Who is counted as a manager decides the figure. {parts}.").format(parts="; ".join(parts))


def same_percentage(share: pd.DataFrame, with_centre_head: pd.DataFrame) -> str:
    """Said where a definition with another post gives the same percentage as the plan's."""
    first, other = pick(share, group=Managers.DEPARTMENT_HEADS), pick(with_centre_head)
    if first is None or other is None:
        return ""
    note = _(
        "The source's words on the post “{post}” can be read in two ways (see the notes on sources in the last "
        "chapter). The post is therefore in neither definition."
    ).format(post=label(Office.WOMENS_CENTRE_HEAD))
    if percent(first["value"]) != percent(other["value"]):
        return note
    return (
        note
        + " "
        + _(
            "If a woman is counted there together with the deputy mayors, the result is {other}, which prints the same "
            "percentage as {first}: a bare percentage does not tell who was counted."
        ).format(other=share_text(other), first=share_text(first))
    )


def stated(table: pd.DataFrame) -> str:
    """Whether the plan's own percentages are confirmed, and which could not be recomputed."""
    known = table.dropna(subset=["recomputed"])
    missing = len(table) - len(known)
    sentences = [_confirmed(known)] if len(known) else []
    if missing:
        sentences.append(
            ngettext(
                "For {k} percentage that the plan prints the data hold no counts of that year.",
                "For {k} percentages that the plan prints the data hold no counts of that year.",
                missing,
            ).format(k=missing)
        )
    return " ".join(sentences)


def _confirmed(table: pd.DataFrame) -> str:
    differing = table[table["agrees"] == _("no")]
    if differing.empty:
        return _(
            "All {n} percentages that the plan prints were recomputed from its own counts; all agree, if managers are "
            "department heads alone."
        ).format(n=len(table))
    return _("Of {n} percentages that the plan prints, {k} differ from the recomputed value; see the table.").format(
        n=len(table), k=len(differing)
    )


def ratios(table: pd.DataFrame) -> str:
    """How to read the representation ratio."""
    if table.empty:
        return ""
    return _(
        "A ratio of 1 means that women hold posts in the same share as they have in the reference; below 1 they hold "
        "fewer. The reference is named in each row."
    )


def figure_council(row: pd.DataFrame, dates: dict[str, date | None]) -> FigureWords:
    """Words of the seats."""
    if row.empty:
        return FigureWords(_("The council as seats"), "")
    women, members = int(row["numerator"].iloc[0]), int(row["denominator"].iloc[0])
    caption = _("The council as seats, one mark per member ({when})").format(when=day(dates[Office.COUNCIL_MEMBER]))
    alt = _(
        "Seat chart: {caption}. {women} of {members} members are women, {men} are men; women hold {share}. Values: "
        "table “Women and men in posts”."
    ).format(caption=caption, women=women, members=members, men=members - women, share=share_text(row.iloc[0]))
    return FigureWords(caption, alt)


def figure_posts(table: pd.DataFrame) -> FigureWords:
    """Words of the dumbbells."""
    caption = _("Share of women in each post and its distance to half; dotted line: 40%")
    if table.empty:
        return FigureWords(caption, caption)
    parts = "; ".join(f"{row['name']} {share_text(row)}" for _index, row in table.iterrows())
    return FigureWords(
        caption,
        _("Dumbbell chart: {caption}. {parts}. Values: table “Women and men in posts”.").format(
            caption=caption, parts=parts
        ),
    )


def tiles(share: pd.DataFrame, dates: dict[str, date | None]) -> list[Tile]:
    """Key figures of the summary, one per post."""
    return [
        Tile(label(row["group"]), f"{int(row['numerator'])}/{int(row['denominator'])}", _tile_note(row, dates))
        for _index, row in share.iterrows()
    ]


def day(when: date | None) -> str:
    """The day of a record, or that its source gives none."""
    return language.date(when) if when else _("undated")


def age_of_records(dates: dict[str, date | None], *, year: int) -> str:
    """Which records are older than the year of the edition, and which carry no date."""
    older = [f"{label(office)} ({day(when)})" for office, when in dates.items() if when and when.year < year]
    undated = [label(office) for office, when in dates.items() if when is None]
    sentences = []
    if older:
        sentences.append(
            _(
                "The newest record at hand is older than {year} for: {posts}. Whether its members are still in office, "
                "the data do not say."
            ).format(year=year, posts=language.listing(older))
        )
    if undated:
        sentences.append(_("The source gives no date for: {posts}.").format(posts=language.listing(undated)))
    return " ".join(sentences)


def _tile_note(row: pd.Series, dates: dict[str, date | None]) -> str:
    when = day(dates[row["group"]])
    if row["denominator"] < SMALLEST_FOR_PERCENT:
        return _("women; {when}").format(when=when)
    return _("women, {share}; {when}").format(share=percent(row["value"], 1), when=when)

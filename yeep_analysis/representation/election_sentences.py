"""Sentences on two or more records of a body: what changed, and from which number on a change would be clear."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from yeep_analysis.representation.measures import ELECTED, SMALLEST_FOR_PERCENT
from yeep_analysis.representation.sentences import label
from yeep_analysis.results import pick
from yeep_analysis.show.present import FigureWords
from yeep_analysis.words.language import _, listing, number, probability, signed

Changes = Mapping[str, pd.DataFrame]  # results ``pp``, ``lower``, ``upper``, ``p`` of one record after another


def changes(shares: pd.DataFrame, found: Changes, rise: pd.DataFrame) -> str:
    """What changed from record to record in the elected bodies; with one record, what a clear change would take."""
    rise = rise[rise["denominator"] > 0]
    if rise.empty:
        return _("For this edition no record of an elected body is at hand.")
    rows = found["pp"][found["pp"]["group"].isin(ELECTED)]
    sentences = [_change(row, shares, found) for row in rows.dropna(subset=["value"]).itertuples()]
    alone = [label(row.group) for row in rise.itertuples() if row.group not in set(rows["group"])]
    if alone:
        sentences.append(
            _("Only one record is at hand for: {posts}. With the next election both stand here side by side.").format(
                posts=listing(alone)
            )
        )
    sentences += [_clear(row) for row in rise.itertuples()]
    return " ".join(sentences)


def slope_words(table: pd.DataFrame) -> FigureWords:
    """Words of the slopegraph of two records."""
    caption = _("Share of women in the record before and in the newest one")
    if table.empty:
        return FigureWords(caption, "")
    parts = "; ".join(
        f"{row.name} {row.fraction_before} → {row.fraction_after}" for row in table.itertuples(index=False)
    )
    return FigureWords(
        caption,
        _("Slopegraph: {caption}. {parts}. Values: table “Women in posts, record by record”.").format(
            caption=caption, parts=parts
        ),
    )


def _change(row, shares: pd.DataFrame, found: Changes) -> str:
    now, before = _records(shares, row.group, row.year)
    p = pick(found["p"], year=row.year, group=row.group)["value"]
    lower, upper = (pick(found[name], year=row.year, group=row.group)["value"] for name in ("lower", "upper"))
    is_small = min(before["denominator"], now["denominator"]) < SMALLEST_FOR_PERCENT
    sentence = (
        _("{post}: women {before} in {before_year}, {now} in {year}.")
        if is_small
        else _(
            "{post}: women {before} in {before_year}, {now} in {year}; change of their share {change} percentage "
            "points."
        )
    ).format(
        post=label(row.group),
        before=_fraction(before),
        before_year=int(before["year"]),
        now=_fraction(now),
        year=int(row.year),
        change=signed(row.value, 1),
    )
    verdict = _(
        "If the women of both records were dealt out by lot to the posts of both, a difference as large or larger "
        "would come about with a probability of {p}."
    ).format(p=probability(p))
    if is_small:
        return f"{sentence} {verdict}"  # of so few posts no share, and so no limits of its change
    limits = _("If both bodies were draws from something larger, the change would lie between {lower} and {upper}.")
    return " ".join([sentence, verdict, limits.format(lower=signed(lower, 1), upper=signed(upper, 1))])


def _clear(row) -> str:
    posts = int(row.denominator)
    if pd.isna(row.value):
        return _(
            "{post}: in {n} posts no rise from {k} women is larger than a lottery makes in one of twenty cases."
        ).format(post=label(row.group), n=posts, k=int(row.numerator))
    return _(
        "{post}: all members are counted, so every rise is a rise. For a rise larger than a lottery makes in one of "
        "twenty cases, {rise} of {n} would have to be women (in the newest record: {k})."
    ).format(post=label(row.group), n=posts, rise=number(row.value), k=int(row.numerator))


def _records(shares: pd.DataFrame, group: str, year: int) -> tuple[pd.Series, pd.Series]:
    """The record of that year, and the one before it."""
    rows = shares[(shares["group"] == group) & (shares["year"] <= year)].sort_values("year")
    return rows.iloc[-1], rows.iloc[-2]


def _fraction(record: pd.Series) -> str:
    return f"{int(record['numerator'])}/{int(record['denominator'])}"

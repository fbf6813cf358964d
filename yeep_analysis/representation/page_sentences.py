"""Who decides, in headings and sentences: what changed from one record to the next, and who holds most posts."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.municipality.load import OFFICE
from yeep_analysis.representation.measures import SHARE
from yeep_analysis.representation.sentences import Undated, is_undated
from yeep_analysis.results import of
from yeep_analysis.show.present import in_language, plain, see_annex
from yeep_analysis.words.language import _, active, listing
from yeep_analysis.words.terms import BodyKind, Office

NAMED = 2  # departments with more women than men that a heading names
_HEADS = (
    Office.MAYOR,
    Office.COUNCIL_MEMBER,
    Office.MUHTAR,
    Office.DEPUTY_MAYOR,
    Office.DEPARTMENT_HEAD,
)  # the staff holds no posts of decision


def now_and_before(balance: pd.DataFrame) -> pd.DataFrame:
    """``kind, part, year, women, posts`` of the newest record of each post and body, and the same of the one before.

    Of bodies the newest year of their kind counts: one that is not in it is there no more. Without an earlier record,
    or where that one knows of no posts, ``year_before, women_before, posts_before`` are empty.
    """
    shares = of(balance, SHARE).rename(columns={"numerator": "women", "denominator": "posts"})
    shares = shares[["kind", "part", "year", "women", "posts"]].sort_values("year", kind="stable")
    for name in ("year", "women", "posts"):
        shares[f"{name}_before"] = shares.groupby(["kind", "part"])[name].shift()
    shares.loc[shares["posts_before"] == 0, ["year_before", "women_before", "posts_before"]] = float("nan")
    by = shares["kind"].where(shares["kind"] != OFFICE, shares["part"])
    return shares[shares["year"] == shares.groupby(by)["year"].transform("max")].sort_index().reset_index(drop=True)


def finding(balance: pd.DataFrame) -> str:
    """What the records say of posts of decision: whether women became more, and who holds most; empty without any."""
    found = now_and_before(balance)
    posts = found[(found["kind"] == OFFICE) & found["part"].isin(_HEADS)]
    if posts["posts"].sum() == 0:
        return ""
    compared = posts.dropna(subset=["posts_before"])
    more = int(compared["women"].sum() - compared["women_before"].sum()) if len(compared) else None
    women_hold_most = 2 * posts["women"].sum() > posts["posts"].sum()
    if 2 * posts["women"].sum() == posts["posts"].sum():
        return _("Half of the posts are held by women")
    if more is None:
        return _("Women hold most of the posts") if women_hold_most else _("Men hold most of the posts")
    if more > 0:
        return (
            _("The number of women rose, and they hold most of the posts")
            if women_hold_most
            else _("The number of women rose; men still hold most of the posts")
        )
    if more < 0:
        return (
            _("The number of women fell, but they still hold most of the posts")
            if women_hold_most
            else _("The number of women fell; men hold most of the posts")
        )
    return _("Women hold most of the posts") if women_hold_most else _("Men still hold most of the posts")


def bodies_told(balance: pd.DataFrame) -> str:
    """In how many of the bodies women are the majority, by name where there is one or none; empty without bodies."""
    found = now_and_before(balance)
    bodies = found[found["kind"].isin([kind.value for kind in BodyKind]) & (found["posts"] > 0)]
    if bodies.empty:
        return ""
    led = bodies[2 * bodies["women"] > bodies["posts"]]
    if led.empty:
        return _("In none of the {n} bodies are women the majority.").format(n=len(bodies))
    if len(led) == 1:
        return _("Of the {n} bodies only {body} has a majority of women.").format(
            n=len(bodies), body=_of_the_data(led["part"].iloc[0])
        )
    return _("In {led} of the {n} bodies women are the majority.").format(led=len(led), n=len(bodies))


def council_heading(row: pd.Series) -> str:
    """What became of the women in the council."""
    women, posts = int(row["women"]), int(row["posts"])
    if pd.isna(row["posts_before"]):
        return _("Municipal council: {women} of {posts} members are women").format(women=women, posts=posts)
    before = int(row["women_before"])
    if women > before:
        text = _("Municipal council: the number of women rose from {before} to {women}")
    elif women < before:
        text = _("Municipal council: the number of women fell from {before} to {women}")
    else:
        text = _("Municipal council: the number of women stayed at {women}")
    return text.format(before=before, women=women)


def departments_heading(rows: pd.DataFrame) -> str:
    """Where women are the majority of the staff: by name where that is so in one or two departments."""
    led = rows[2 * rows["numerator"] > rows["denominator"]]
    if led.empty:
        return _("Staff: women are the majority in no department")
    if len(led) <= NAMED:
        return _("Staff: women are the majority in {names}").format(
            names=listing([_of_the_data(name) for name in led["name"]])
        )
    return _("Staff: women are the majority in {led} of {n} departments").format(led=len(led), n=len(rows))


def records_told(found: pd.DataFrame, undated: Undated) -> str:
    """From which years the records are, and that one person more or less changes a small body much."""
    records = {
        (_dated_as(row), int(year))
        for row in found.itertuples()
        for year in (row.year, row.year_before)
        if not pd.isna(year)
    }
    years = sorted({str(year) for part, year in records if not is_undated(part, year, undated)})
    sentences = [
        _("Records: {years}.").format(years=listing(years)) if years else "",
        _("Some records carry no date.") if any(is_undated(part, year, undated) for part, year in records) else "",
        _("In small bodies one person changes the share a great deal."),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def year_told(part: str, year: float, undated: Undated) -> str:
    """The year of a record as readers see it."""
    return _("undated") if is_undated(part, int(year), undated) else str(int(year))


def _dated_as(row: tuple) -> str:
    return row.part if row.kind == OFFICE else row.kind


def more_in_the_annex() -> str:
    """Where chance, thresholds and every record stand."""
    return _("Thresholds, chance and every record: {place}.").format(place=see_annex("40_representation"))


def joined(*sentences: str) -> str:
    """Sentences in one paragraph; empty ones are left out."""
    return " ".join(filter(None, sentences))


def _of_the_data(name: str) -> str:
    """A name of the data in a sentence, with its language where that is not the reader's."""
    return plain(name) if active() == "tr" else in_language(plain(name), "tr")

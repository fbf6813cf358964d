"""Sentences on representation. Below five posts only the fraction is printed; below thirty k/n stands beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import pandas as pd

from yeep_analysis.municipality.elections import last_elections
from yeep_analysis.municipality.load import OFFICE
from yeep_analysis.representation import chance, scenarios, thresholds
from yeep_analysis.representation.measures import (
    HALF,
    MANAGERS,
    MANAGERS_KIND,
    SHARE,
    SMALLEST_FOR_PERCENT,
    elected,
)
from yeep_analysis.representation.scenarios import Hiring
from yeep_analysis.results import of, pick, value
from yeep_analysis.show.present import Tile, plain
from yeep_analysis.statistics.kendall import LEVEL
from yeep_analysis.words import language
from yeep_analysis.words.language import _, listing, ngettext, number, p_equals, percent, probability, signed
from yeep_analysis.words.terms import BodyKind, EmploymentType, Managers, Office, StaffDimension, label_of
from yeep_analysis.words.turkish import sort_key

Undated = Collection[tuple[str, int]]  # records without a date, see Facts.undated
_NAMED_ONE_BY_ONE = 6  # parts of a breakdown


# --- posts ---


def share_text(row: pd.Series) -> str:
    """``9/25 (%36,00)``; the fraction alone below five posts."""
    fraction = f"{int(row['numerator'])}/{int(row['denominator'])}"
    if row["denominator"] < SMALLEST_FOR_PERCENT:
        return fraction
    return f"{fraction} ({percent(row['value'])})"


def council(balance: pd.DataFrame, short: pd.DataFrame) -> str:
    """Women in the council, and how many seats are short of each threshold."""
    row = pick(balance, SHARE, part=Office.COUNCIL_MEMBER)
    if row is None:
        return _("This report has no figures on the council.")
    strict, nearest, forty = (
        int(value(short, threshold, part=Office.COUNCIL_MEMBER))
        for threshold in (thresholds.OF_HALF, thresholds.OF_NEAREST_HALF, thresholds.OF_40_PERCENT)
    )
    women, members = int(row["numerator"]), int(row["denominator"])
    if not women:
        held = _("None of the {members} council members is a woman.").format(members=members)
    else:
        held = _("Women hold {women} of the {members} council seats.").format(women=women, members=members)
    return " ".join([held, _to_40_percent(forty), _to_half(strict, nearest)])


def _to_40_percent(short: int) -> str:
    if not short:
        return _("The 40% threshold is met.")
    return ngettext(
        "It would take {n} more woman to meet the 40% threshold.",
        "It would take {n} more women to meet the 40% threshold.",
        short,
    ).format(n=short)


def _to_half(short: int, nearest: int) -> str:
    """How many are missing to at least half; in a body of odd size the nearest attainable half is one below."""
    if not short:
        return _("Women hold at least half of the seats.")
    told = ngettext(
        "It would take {n} more woman to make at least half.",
        "It would take {n} more women to make at least half.",
        short,
    ).format(n=short)
    if nearest and nearest != short:
        told += " " + _("For the nearest attainable half, {n} would be enough.").format(n=nearest)
    return told


def who_decides(balance: pd.DataFrame) -> str:
    """Women among council, department heads and muhtars, in one sentence."""
    held, without = [], []
    for office in (Office.COUNCIL_MEMBER, Office.DEPARTMENT_HEAD, Office.MUHTAR):
        row = pick(balance, SHARE, part=office)
        if row is not None and row["denominator"]:
            women, posts = int(row["numerator"]), int(row["denominator"])
            (held if women else without).append(_of_the_posts(office, women, posts))
    if not (held or without):
        return _("This report has no figures on posts and who holds them.")
    sentences = [
        _("Women hold {parts}.").format(parts=listing(held)) if held else "",
        _("There is no woman among {parts}.").format(parts=listing(without)) if without else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _of_the_posts(office: Office, women: int, posts: int) -> str:
    some, none, every = {
        Office.COUNCIL_MEMBER: (
            _("{women} of the {posts} council seats"),
            _("the {posts} council members"),
            _("all {posts} council seats"),
        ),
        Office.DEPARTMENT_HEAD: (
            _("{women} of the {posts} posts of department heads"),
            _("the {posts} department heads"),
            _("all {posts} posts of department heads"),
        ),
        Office.MUHTAR: (
            _("{women} of the {posts} posts of neighbourhood heads"),
            _("the {posts} neighbourhood heads"),
            _("all {posts} posts of neighbourhood heads"),
        ),
    }[office]
    words = none if not women else every if women == posts > 1 else some
    return words.format(women=women, posts=posts)


def age_told(dates: dict[str, date | None], before_elections: Sequence[str], *, year: int) -> str:
    """From which years the counts of elected posts are, where that is before the last elections; empty elsewhere."""
    old: dict[int, list[str]] = {}
    for office, when in dates.items():
        if office in before_elections and when and when.year < year:
            old.setdefault(when.year, []).append(_within(office))
    return " ".join(
        _("These counts date from {year}: {posts}.").format(year=when, posts=listing(posts))
        for when, posts in old.items()
    )


def to_be_added(before_elections: Sequence[str], *, year: int) -> str:
    """Which records of elected posts are older than the last local elections; empty where none is."""
    if not before_elections:
        return ""
    return _("Counts from after the local elections of {year} must be added for: {posts}.").format(
        year=last_elections(date(year, 12, 31)).year, posts=listing([_within(one) for one in before_elections])
    )


def _within(office: str) -> str:
    """The name of a post inside a sentence."""
    return language.uncapitalised(label_of(office))


def posts(balance: pd.DataFrame) -> str:
    """All posts in one paragraph, from the highest share of women to the lowest."""
    share = of(balance, SHARE, kind=OFFICE)
    if share.empty:
        return _("This report has no figures on posts and who holds them.")
    ordered = [row for _index, row in share.sort_values("value", ascending=False, kind="stable").iterrows()]
    parts = [_held(row["part"], int(row["numerator"]), int(row["denominator"])) for row in ordered if row["numerator"]]
    without = [_within(row["part"]) for row in ordered if row["denominator"] and not row["numerator"]]
    large = share[share["denominator"] >= SMALLEST_FOR_PERCENT]
    above = int((5 * large["numerator"] >= 2 * large["denominator"]).sum())  # whole numbers: 40% exactly counts
    sentences = [
        language.capitalised(_("Women hold {parts}.").format(parts=listing(parts))) if parts else "",
        ngettext("Post without a woman: {names}.", "Posts without a woman: {names}.", len(without)).format(
            names=listing(without)
        )
        if without
        else "",
        _above_40_percent(above, len(large)) if len(large) else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _above_40_percent(above: int, n: int) -> str:
    if n == 1:
        return (
            _("In the one kind of posts with five or more holders women hold at least 40%.")
            if above
            else _("In the one kind of posts with five or more holders women hold less than 40%.")
        )
    if not above:
        return _("In none of the {n} kinds of posts with five or more holders do women hold at least 40%.").format(n=n)
    some = _("In {above} of the {n} kinds of posts with five or more holders women hold at least 40%.")
    return some.format(above=_("all") if above == n else above, n=n)


def _held(part: str, women: int, of_all: int) -> str:
    """What women hold of a kind of post, as the object of a sentence."""
    if of_all == 1:
        return _("the post of {post}").format(post=_within(part))
    form = {
        Office.COUNCIL_MEMBER: _("{n} of the {all} council seats"),
        Office.MUHTAR: _("{n} of the {all} neighbourhood head posts"),
        Office.STAFF: _("{n} of the {all} jobs in the municipality"),
        Office.DEPARTMENT_HEAD: _("{n} of the {all} department head posts"),
        Office.DEPUTY_MAYOR: _("{n} of the {all} deputy mayor posts"),
    }.get(part, _("{n} of {all} posts"))
    return form.format(n=language.number(women), all=language.number(of_all))


def managers(balance: pd.DataFrame) -> str:
    """The definitions of managers side by side."""
    share = of(balance, SHARE, kind=MANAGERS_KIND)
    if share.empty:
        return _("This report has no figures on managers.")
    parts = [f"{_within(row['part'])} {share_text(row)}" for _index, row in share.iterrows()]
    return _("The figure depends on who is counted as a manager: {parts}.").format(parts="; ".join(parts))


def same_percentage(balance: pd.DataFrame, with_centre_head: pd.DataFrame) -> str:
    """Said where a definition with another post gives the same percentage as the plan's."""
    first, other = pick(balance, SHARE, part=Managers.DEPARTMENT_HEADS), pick(with_centre_head, SHARE)
    if first is None or other is None:
        return ""
    note = _(
        "The source's wording on the post “{post}” can be read in two ways (see the notes on sources in the last "
        "chapter). The post is therefore in neither definition."
    ).format(post=label_of(Office.WOMENS_CENTRE_HEAD))
    if percent(first["value"]) != percent(other["value"]):
        return note
    return (
        note
        + " "
        + _(
            "If it is counted as a woman together with the deputy mayors, the result is {other}. It gives the same "
            "percentage as {first}: a percentage alone does not tell who was counted."
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
                "For {k} percentage of the plan the data hold no counts of that year.",
                "For {k} percentages of the plan the data hold no counts of that year.",
                missing,
            ).format(k=missing)
        )
    return " ".join(sentences)


def _confirmed(table: pd.DataFrame) -> str:
    differing = table[table["agrees"] == _("no")]
    if differing.empty:
        return _(
            "All {n} percentages in the plan were recomputed from its own counts. All agree if managers are department "
            "heads alone."
        ).format(n=len(table))
    return ngettext(
        "Of the {n} percentages in the plan, {k} differs from the recomputed value (see the table).",
        "Of the {n} percentages in the plan, {k} differ from the recomputed value (see the table).",
        len(differing),
    ).format(n=len(table), k=len(differing))


def ratios(table: pd.DataFrame) -> str:
    """How to read the representation ratio."""
    if table.empty:
        return ""
    return _(
        "A ratio of 1 means that women have the same share of the posts as of the reference population. Below 1 they "
        "hold fewer. The reference is named in each row."
    )


def is_undated(part: str, year: int, undated: Undated) -> bool:
    """Whether the source of a record gives no date, or that of a post that a definition of managers adds up."""
    return any((office, year) in undated for office in MANAGERS.get(part, (part,)))


def year_of(part: str, year: int, undated: Undated) -> str:
    """The year of a record, or that its source gives no date: the year under which it is entered is none."""
    return _("undated") if is_undated(part, year, undated) else str(year)


def tiles(balance: pd.DataFrame, dates: dict[str, date | None]) -> list[Tile]:
    """Key figures of the summary, one per post."""
    return [
        Tile(label_of(row["part"]), f"{int(row['numerator'])}/{int(row['denominator'])}", _tile_note(row, dates))
        for _index, row in of(balance, SHARE).iterrows()
    ]


def _tile_note(row: pd.Series, dates: dict[str, date | None]) -> str:
    when = day(dates[row["part"]])
    if row["denominator"] < SMALLEST_FOR_PERCENT:
        return _("women; {when}").format(when=when)
    return _("women, {share}; {when}").format(share=percent(row["value"], 1), when=when)


def day(when: date | None) -> str:
    """The day of a record, or that its source gives none."""
    return language.date(when) if when else _("undated")


def age_of_records(dates: dict[str, date | None], before_elections: Sequence[str], *, year: int) -> str:
    """Which records are older than the last local elections or the year of the edition, and which carry no date."""
    outdated = [f"{_within(office)}, {day(when)}" for office, when in dates.items() if office in before_elections]
    older = [
        f"{_within(office)}, {day(when)}"
        for office, when in dates.items()
        if when and when.year < year and office not in before_elections
    ]
    undated = [_within(office) for office, when in dates.items() if when is None]
    sentences = [_from_before_elections(outdated, year)]
    if older:
        sentences.append(
            _("Latest figures from before {year}: {posts}. Later changes are not recorded.").format(
                year=year, posts="; ".join(older)
            )
        )
    if undated:
        sentences.append(_("The source gives no date for: {posts}.").format(posts=listing(undated)))
    return " ".join(sentence for sentence in sentences if sentence)


def _from_before_elections(posts: list[str], year: int) -> str:
    elections = last_elections(date(year, 12, 31))
    if not posts:
        return ""
    return _(
        "Latest figures from before the local elections of {day}: {posts}. They show who held these posts before the "
        "elections, not who was elected."
    ).format(day=day(elections), posts="; ".join(posts))


# --- from record to record ---


def changes(balance: pd.DataFrame, found: pd.DataFrame, rise: pd.DataFrame, undated: Undated) -> str:
    """What changed from record to record in the elected bodies; with one record, what a clear change would take."""
    rise = rise[rise["denominator"] > 0]
    if rise.empty:
        return _("This report has no figures on elected bodies.")
    rows = elected(of(found, chance.CHANGE))
    told = [_change(row, balance, found, undated) for row in rows.dropna(subset=["value"]).itertuples()]
    sentences = [sentence for sentence, _limits in told]
    if any(limits for _sentence, limits in told):
        sentences.append(_("The limits would hold if both records were random samples of something larger."))
    alone = [_within(row.part) for row in rise.itertuples() if row.part not in set(rows["part"])]
    if alone:
        only = ngettext(
            "Only one record so far: {posts}. With a second one the two can be compared here.",
            "Only one record each so far: {posts}. With a second one the two can be compared here.",
            len(alone),
        )
        sentences.append(only.format(posts=listing(alone)))
    if rise["value"].notna().any():
        sentences.append(_("Everyone is counted, so any rise is real."))
    sentences += [_clear(row) for row in rise.itertuples()]
    return " ".join(sentences)


def _change(row, balance: pd.DataFrame, found: pd.DataFrame, undated: Undated) -> tuple[str, bool]:
    """What a later record says beside the one before, and whether limits are told with it."""
    now, before = _records(balance, row.part, row.year)
    p, lower, upper = (
        value(found, name, year=row.year, part=row.part)
        for name in (chance.CHANGE_P, chance.CHANGE_LOWER, chance.CHANGE_UPPER)
    )
    years = [int(record["year"]) for record in (before, now)]
    is_small = min(before["denominator"], now["denominator"]) < SMALLEST_FOR_PERCENT
    if any(is_undated(row.part, year, undated) for year in years):
        sentence = _("{post}: {before} women in the earlier record ({before_year}) and {now} in the later one, {year}.")
    else:
        sentence = _("{post}: {before} women in {before_year}, {now} in {year}.")
    before_year, this_year = (year_of(row.part, year, undated) for year in years)
    sentence = sentence.format(
        post=label_of(row.part),
        before=_fraction(before),
        before_year=before_year,
        now=_fraction(now),
        year=this_year,
    )
    if not is_small:
        sentence += " " + _share_moved(row.value)
    by_chance = (
        _("Chance would rarely give a result as unlikely as this ({p}).")
        if p <= LEVEL
        else _("A result like this could also arise by chance ({p}).")
    )
    verdict = by_chance.format(p=p_equals(p))
    if is_small:
        return f"{sentence} {verdict}", False  # of so few posts no share, and so no limits of its change
    limits = _("The limits of the change are {lower} and {upper} percentage points.")
    return f"{sentence} {verdict} {limits.format(lower=signed(lower, 1), upper=signed(upper, 1))}", True


def _share_moved(change: float) -> str:
    if signed(change, 1) == number(0, 1):
        return _("Their share did not change.")
    form = (
        _("Their share rose by {change} percentage points.")
        if change > 0
        else _("Their share fell by {change} percentage points.")
    )
    return form.format(change=number(abs(change), 1))


def _clear(row) -> str:
    posts = int(row.denominator)
    if pd.isna(row.value):
        return _("{post}: starting from {k} of {n}, any rise could be chance.").format(
            post=label_of(row.part), n=posts, k=int(row.numerator)
        )
    return _("{post}: starting from {k} of {n}, only a rise to {rise} would be unlikely to be chance.").format(
        post=label_of(row.part), n=posts, rise=number(row.value), k=int(row.numerator)
    )


def _records(balance: pd.DataFrame, part: str, year: int) -> tuple[pd.Series, pd.Series]:
    """The record of that year, and the one before it."""
    rows = of(balance, SHARE, part=part)
    rows = rows[rows["year"] <= year].sort_values("year")
    return rows.iloc[-1], rows.iloc[-2]


def _fraction(record: pd.Series) -> str:
    return f"{int(record['numerator'])}/{int(record['denominator'])}"


# --- chance ---


def by_lot(balance: pd.DataFrame, half: pd.DataFrame, pool: pd.DataFrame) -> str:
    """How often a lottery would give so few women; a statement on lotteries, not on the count."""
    offices = of(balance, SHARE, kind=OFFICE)
    large = offices[offices["denominator"] >= SMALLEST_FOR_PERCENT]
    parts = [
        _("{post}: {p}").format(
            post=f"{_within(row.part)} {int(row.numerator)}/{int(row.denominator)}",
            p=probability(value(half, part=row.part)),
        )
        for row in large[large["value"] < 0.5].itertuples()
    ]
    if offices.empty:
        return _("This report has no figures on posts and who holds them.")
    if large.empty:
        return _("No body of five posts or more is on record.")
    if not parts:
        return _("In every body of five posts or more women hold at least half.")
    sentences = [
        _(
            "If half of the candidates were women and chance decided, so few women or fewer would come about with "
            "these probabilities: {parts}."
        ).format(parts="; ".join(parts)),
        _heads(balance, pool),
        _(
            "Everyone is counted, so there is no sampling error. A small probability says only that chance explains "
            "little; it names no other explanation. A large one does not show that conditions are equal."
        ),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _heads(balance: pd.DataFrame, pool: pd.DataFrame) -> str:
    row = pick(pool)
    if row is None or pd.isna(row["value"]):
        return ""
    return _(
        "If department heads were drawn at random from the staff, {n} women or fewer would come about with a "
        "probability of {p}. Department heads are taken to be counted among the staff."
    ).format(n=int(row["numerator"]), p=probability(row["value"]))


def glass_ceiling(index: pd.DataFrame, balance: pd.DataFrame) -> str:
    """Whether women are as present among the department heads as among the staff."""
    row = pick(index)
    if row is None:
        return ""
    staff, heads = (pick(balance, SHARE, part=office) for office in (Office.STAFF, Office.DEPARTMENT_HEAD))
    if not staff["denominator"] or not heads["denominator"]:
        return ""
    if pd.isna(row["value"]):
        return _(
            "Glass ceiling index: undefined, because no woman heads a department. Women make up {staff} of the staff."
        ).format(staff=percent(staff["value"]))
    if heads["denominator"] < SMALLEST_FOR_PERCENT:
        return _("Glass ceiling index: not printed for fewer than five department heads.")
    reading = (
        _("Above 1: women are rarer among department heads than among the staff.")
        if row["value"] > 1
        else _("Below 1: women are more common among department heads than among the staff.")
        if row["value"] < 1
        else _("1: women are as common among department heads as among the staff.")
    )
    return (
        _(
            "Glass ceiling index: {index}. Women make up {staff} of the staff and {heads} of the department heads."
        ).format(index=number(row["value"], 2), staff=percent(staff["value"]), heads=percent(heads["value"]))
        + " "
        + reading
    )


# --- staff and bodies ---


def missing_breakdowns(balance: pd.DataFrame) -> str:
    """Which breakdowns of the staff were not given; nothing where all were."""
    missing = [name_within_sentence(which) for which in StaffDimension if of(balance, SHARE, kind=which).empty]
    if not missing:
        return ""
    return _("No figures by sex were given for: {missing}.").format(missing=listing(missing))


def breakdown(balance: pd.DataFrame, which: StaffDimension, undated: Undated) -> str:
    """Women in each part of a breakdown of the staff; of many parts, how many have women at all."""
    rows = breakdown_rows(balance, which)
    if rows.empty:
        return ""
    which_and_when = {
        "dimension": name_within_sentence(which),
        "year": year_of(which, int(rows["year"].max()), undated),
    }
    if len(rows) <= _NAMED_ONE_BY_ONE:
        parts = "; ".join(f"{plain(row['name'])} {share_text(row)}" for _index, row in rows.iterrows())
        return _("Women by {dimension} ({year}): {parts}.").format(**which_and_when, parts=parts)
    held = rows[rows["denominator"] > 0]
    half = int((2 * held["numerator"] >= held["denominator"]).sum())
    none = int((held["numerator"] == 0).sum())
    words = (
        _("By {dimension} ({year}), women hold at least half in {half} of {n} groups; groups without a woman: {none}.")
        if none
        else _("By {dimension} ({year}), women hold at least half in {half} of {n} groups; each group has a woman.")
    )
    return words.format(**which_and_when, half=half, n=len(held), none=none)


def breakdown_rows(balance: pd.DataFrame, which: StaffDimension) -> pd.DataFrame:
    """The rows of one breakdown with a reader's ``name``: employment types in their order, the others by size."""
    rows = of(balance, SHARE, kind=which)
    rows = rows.assign(name=[category_name(which, category) for category in rows["part"]])
    if which == StaffDimension.EMPLOYMENT_TYPE:
        order = {kind.value: place for place, kind in enumerate(EmploymentType)}
        return rows.iloc[rows["part"].map(order).argsort()].reset_index(drop=True)
    keys = [(-posts, sort_key(name)) for posts, name in zip(rows["denominator"], rows["name"], strict=True)]
    return rows.iloc[sorted(range(len(rows)), key=keys.__getitem__)].reset_index(drop=True)


def category_name(which: StaffDimension, category: str) -> str:
    """The reader's name of a part of a breakdown: a term for the employment type, otherwise the words of the data."""
    return EmploymentType(category).label if which == StaffDimension.EMPLOYMENT_TYPE else category


def name_within_sentence(which: StaffDimension) -> str:
    """What a breakdown is called within a sentence."""
    return {
        StaffDimension.EMPLOYMENT_TYPE: _("employment type"),
        StaffDimension.GRADE: _("grade"),
        StaffDimension.DEPARTMENT: _("department"),
    }[which]


def bodies(balance: pd.DataFrame, before_elections: Sequence[str], *, year: int) -> str:
    """In how many bodies neither sex is below 40 %, and how many have no woman; which are of an earlier council."""
    share = of(balance, SHARE)
    if share.empty:
        return _(
            "No figures by sex were given for the executive committee, the council committees, the boards of municipal "
            "companies and the Kent Konseyi."
        )
    held = share[share["denominator"] > 0]
    fewer = pd.concat([held["numerator"], held["denominator"] - held["numerator"]], axis=1).min(axis=1)
    balanced = int((5 * fewer >= 2 * held["denominator"]).sum())  # whole numbers: 40 % exactly counts
    none = int((held["numerator"] == 0).sum())
    words = (
        _("Bodies in which neither sex is below 40%: {balanced} of {n}. Bodies without a woman: {none}.")
        if none
        else _("Bodies in which neither sex is below 40%: {balanced} of {n}. Each body has at least one woman.")
    )
    told = words.format(balanced=number(balanced), n=number(len(held)), none=number(none))
    outdated = [language.uncapitalised(kind.label) for kind in BodyKind if kind in before_elections]
    return f"{told} {_from_before_elections(outdated, year)}".rstrip()


def body_name(kind: str, name: str) -> str:
    """The name of a body, with its kind where the name does not say it."""
    return f"{BodyKind(kind).label}: {name}" if name.casefold() != BodyKind(kind).label.casefold() else name


# --- scenarios ---


def scenario_seats(balance: pd.DataFrame, found: pd.DataFrame) -> str:
    """After how many elections women would hold half of the seats, for each number of women more per election."""
    row = pick(balance, SHARE, part=Office.COUNCIL_MEMBER)
    if row is None or not row["denominator"]:
        return _("This report has no figures on the council.")
    told = [
        _("Assumption of this report: each election brings the same number of additional women."),
        _("The council keeps its size; women now hold {women} of {all} seats.").format(
            women=int(row["numerator"]), all=int(row["denominator"])
        ),
    ]
    for entry in of(found, scenarios.ELECTIONS).itertuples():
        step = number(entry.denominator)
        condition = (
            _("If the number of women rises by {step} at each election,").format(step=step)
            if entry.denominator
            else _("If the number of women stays the same,")
        )
        told.append(f"{condition} {_seats_reached(entry, found)}")
    return " ".join(told)


def _seats_reached(entry, found: pd.DataFrame) -> str:
    if pd.isna(entry.value):
        never = value(found, scenarios.SEATS_REACHED, scenario=entry.scenario) == 0
        return _("half of the seats is never reached.") if never else _("it is not known when half is reached.")
    if not entry.value:
        return _("half of the seats is reached already.")
    n = int(entry.value)
    return ngettext(
        "half of the seats is reached after {n} election.", "half of the seats is reached after {n} elections.", n
    ).format(n=n)


def scenario_staff(balance: pd.DataFrame, found: pd.DataFrame, hirings: list[Hiring]) -> str:
    """After how many years women would be half of the staff, for each share of women among those hired."""
    row = pick(balance, SHARE, part=Office.STAFF)
    if row is None or not row["denominator"]:
        return ""
    years = {hiring: value(found, scenarios.YEARS, scenario=hiring.name) for hiring in hirings}
    told = [
        _("Assumption of this report: the staff keeps its size."),
        _("Each year {turnover} leave, women and men alike.").format(turnover=percent(hirings[0].turnover, 0)),
    ]
    for hiring, until in years.items():
        condition = _("If {women} of recruits are women,").format(women=_hired(hiring))
        told.append(f"{condition} {_staff_reached(until)}")
    approached = any(
        hiring.women_hired == HALF and 0 < hiring.turnover < 1 and pd.isna(until) for hiring, until in years.items()
    )
    if approached:
        told.append(_("Where as many women are recruited as men, the share nears half but never reaches it."))
    return " ".join(told)


def _staff_reached(until: float) -> str:
    if pd.isna(until):
        return _("women never reach half of the staff.")
    if not until:
        return _("women are at least half of the staff already.")
    n = int(until)
    return ngettext(
        "women reach half of the staff after {n} year.", "women reach half of the staff after {n} years.", n
    ).format(n=n)


def staff_label(hiring: Hiring, years: float) -> str:
    """What stands at the end of a path: the share of women among those hired, and when half is reached."""
    return _("{women} of recruits: {when}").format(women=_hired(hiring), when=_years(years))


def seat_label(step: int, elections: float) -> str:
    """What stands at the end of a path of seats."""
    when = _("never") if pd.isna(elections) else _after_elections(int(elections))
    return _("+{step}: {when}").format(step=step, when=when)


def _hired(hiring: Hiring) -> str:
    """The share of women among those hired; with a digit where it is no whole percentage."""
    return percent(hiring.women_hired, 0 if (100 * hiring.women_hired).denominator == 1 else 1)


def _elections(entry, found: pd.DataFrame) -> str:
    if pd.isna(entry.value):
        reached = value(found, scenarios.SEATS_REACHED, scenario=entry.scenario)
        return _("never") if reached == 0 else _("unknown")
    return _after_elections(int(entry.value))


def _after_elections(n: int) -> str:
    return _("already") if n == 0 else ngettext("after {n} election", "after {n} elections", n).format(n=n)


def _years(until: float) -> str:
    if pd.isna(until):
        return _("never")
    return (
        _("already") if until == 0 else ngettext("after {n} year", "after {n} years", int(until)).format(n=int(until))
    )

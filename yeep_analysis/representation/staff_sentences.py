"""Sentences on the staff by employment type, grade and department, and on the bodies beside the council."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.representation.sentences import share_text
from yeep_analysis.show.present import FigureWords, plain
from yeep_analysis.words.language import _, listing, number
from yeep_analysis.words.terms import BodyKind, EmploymentType, StaffDimension
from yeep_analysis.words.turkish import sort_key

_NAMED_ONE_BY_ONE = 6  # parts of a breakdown


def given(share: pd.DataFrame) -> str:
    """Which breakdowns of the staff were not given; nothing where all were."""
    missing = [_lower(which) for which in StaffDimension if of_dimension(share, which).empty]
    if not missing:
        return ""
    return _("No figures by sex were given for: {missing}. When they are given, they stand here.").format(
        missing=listing(missing)
    )


def dimension(share: pd.DataFrame, which: StaffDimension) -> str:
    """Women in each part of a breakdown of the staff; of many parts, how many have women at all."""
    rows = of_dimension(share, which)
    if rows.empty:
        return ""
    which_and_when = {"dimension": _lower(which), "year": int(rows["year"].max())}
    if len(rows) <= _NAMED_ONE_BY_ONE:
        parts = "; ".join(f"{plain(row['name'])}: {share_text(row)}" for _index, row in rows.iterrows())
        return _("Women by {dimension} ({year}): {parts}.").format(**which_and_when, parts=parts)
    held = rows[rows["denominator"] > 0]
    half = int((2 * held["numerator"] >= held["denominator"]).sum())
    none = int((held["numerator"] == 0).sum())
    return _(
        "By {dimension} ({year}): parts in which women hold at least half: {half} of {n}; parts without a woman: "
        "{none}."
    ).format(**which_and_when, half=half, n=len(held), none=none)


def of_dimension(share: pd.DataFrame, which: StaffDimension) -> pd.DataFrame:
    """The rows of one breakdown with a reader's ``name``: employment types in their order, the others by size."""
    rows = share[share["group"].str.startswith(f"{which}/")]
    categories = rows["group"].str.removeprefix(f"{which}/")
    rows = rows.assign(name=[category_name(which, category) for category in categories])
    if which == StaffDimension.EMPLOYMENT_TYPE:
        order = {kind.value: place for place, kind in enumerate(EmploymentType)}
        return rows.iloc[categories.map(order).argsort()].reset_index(drop=True)
    keys = [(-posts, sort_key(name)) for posts, name in zip(rows["denominator"], rows["name"], strict=True)]
    return rows.iloc[sorted(range(len(rows)), key=keys.__getitem__)].reset_index(drop=True)


def category_name(which: StaffDimension, category: str) -> str:
    """The reader's name of a part of a breakdown: a term for the employment type, otherwise the words of the data."""
    return EmploymentType(category).label if which == StaffDimension.EMPLOYMENT_TYPE else category


def bodies(share: pd.DataFrame) -> str:
    """In how many bodies neither sex is below 40 %, and how many have no woman; or that nothing was given."""
    if share.empty:
        return _(
            "No composition by sex was given for the executive committee, the commissions of the council, the boards "
            "of municipal companies and the citizens’ assembly. When it is given, it stands here."
        )
    held = share[share["denominator"] > 0]
    fewer = pd.concat([held["numerator"], held["denominator"] - held["numerator"]], axis=1).min(axis=1)
    balanced = int((5 * fewer >= 2 * held["denominator"]).sum())  # whole numbers: 40 % exactly counts
    return _("Bodies in which neither sex is below 40%: {balanced} of {n}. Bodies without a woman: {none}.").format(
        balanced=number(balanced), n=number(len(held)), none=number(int((held["numerator"] == 0).sum()))
    )


def body_name(group: str) -> str:
    """The name of a body, with its kind where the name does not say it."""
    kind, _slash, name = group.partition("/")
    return f"{BodyKind(kind).label}: {name}" if name.casefold() != BodyKind(kind).label.casefold() else name


def figure_dimension(table: pd.DataFrame, which: StaffDimension) -> FigureWords:
    """Words of the bars of one breakdown."""
    caption = _("Municipal staff by {dimension} and sex").format(dimension=_lower(which))
    if table.empty:
        return FigureWords(caption, "")
    parts = "; ".join(
        _("{name}: women {women}, men {men}").format(name=row.name, women=number(row.women), men=number(row.men))
        for row in table.itertuples(index=False)
    )
    return FigureWords(
        caption,
        _("Diverging bar chart: {caption}. {parts}. Values: table “{table}”.").format(
            caption=caption, parts=parts, table=table_caption(which)
        ),
    )


def table_caption(which: StaffDimension) -> str:
    """Caption of the table of one breakdown."""
    return _("Women and men among the staff by {dimension}").format(dimension=_lower(which))


def _lower(which: StaffDimension) -> str:
    return {
        StaffDimension.EMPLOYMENT_TYPE: _("employment type"),
        StaffDimension.GRADE: _("grade"),
        StaffDimension.DEPARTMENT: _("department"),
    }[which]

"""What would have to happen for parity, and when it would be reached: arithmetic on assumptions that are named.

Scenarios, no forecasts: nothing is extrapolated from two points, and "never" is an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, log

import pandas as pd

from yeep_analysis.representation.measures import HALF
from yeep_analysis.results import Indicator, dimensions, measure, women_and_men
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import Unit

STEPS = (0, 1, 2, 3)  # women more per election; with none, half is never reached
YEARS_SHOWN = 30  # of a path of the staff
ELECTIONS, SEATS_REACHED = "scenario_seats_elections", "scenario_seats_reached"
YEARS, STAFF_REACHED, PATH = "scenario_staff_years", "scenario_staff_reached", "scenario_staff_share"


@dataclass(frozen=True)
class Hiring:
    """A scenario for a staff of constant size: part that leaves in a year, share of women among those who come."""

    turnover: Fraction
    women_hired: Fraction

    def __post_init__(self) -> None:
        for part in (self.turnover, self.women_hired):
            if not isinstance(part, Fraction | int) or not 0 <= part <= 1:
                raise MeasureError(
                    _("A scenario holds {part}. Write an exact fraction from 0 to 1, such as Fraction(1, 20).").format(
                        part=part
                    )
                )

    @property
    def name(self) -> str:
        """What its rows are called: ``turnover_1/20_women_1/2``."""
        return f"turnover_{self.turnover}_women_{self.women_hired}"

    def after(self, share: Fraction, years: int) -> Fraction:
        """The share of women after so many years."""
        return self.women_hired - (self.women_hired - share) * (1 - self.turnover) ** years

    def years_to(self, goal: Fraction, share: Fraction) -> int | None:
        """The first year in which the share of women is at least the goal; None where it never is.

        The logarithm of the share that is still missing gives the year to within one; the exact shares decide.
        """
        if share >= goal:
            return 0
        if self.turnover == 0 or self.women_hired < goal:
            return None
        if self.turnover == 1:
            return 1
        if self.women_hired == goal:
            return None
        left = Fraction(self.women_hired - goal) / (self.women_hired - share)
        years = max(ceil(_log(left) / _log(1 - Fraction(self.turnover))), 1)
        while years > 1 and self.after(share, years - 1) >= goal:
            years -= 1
        while self.after(share, years) < goal:
            years += 1
        return years


def hirings(staff: pd.DataFrame, *, turnover_percent: int, women_hired_percent: str) -> list[Hiring]:
    """The scenarios of a staff: hiring as it is today, and with each of the given shares of women; none without staff.

    Parameters
    ----------
    staff : one year, one group, both sexes, columns ``sex, n`` [persons], or no rows
    turnover_percent : of the posts that become free each year
    women_hired_percent : shares of women among the hired, separated by commas: ``"50,60"``

    Returns
    -------
    list of Hiring, the one of today first

    Raises
    ------
    MeasureError
        with every assumption that is no percentage, by the name of its parameter

    Examples
    --------
    >>> staff = pd.DataFrame({"sex": ["female", "male"], "n": [48, 124]})
    >>> [str(one.women_hired) for one in hirings(staff, turnover_percent=5, women_hired_percent="50")]
    ['12/43', '1/2']
    """
    given = {"turnover_percent": [str(turnover_percent)], "women_hired_percent": women_hired_percent.split(",")}
    wrong = [
        _(
            "{name}: “{text}” is not a percentage. Write whole numbers from 0 to 100, more than one only "
            "for women_hired_percent (50,60,75)."
        ).format(name=name, text=text)
        for name, texts in given.items()
        for text in texts
        if not (text.strip().isdecimal() and int(text) <= 100)
    ]
    if wrong:
        raise MeasureError("\n".join(wrong))
    today = [
        Fraction(int(row.women), int(row.women + row.men))
        for row in women_and_men(staff).itertuples()
        if row.women + row.men
    ]
    shares = [Fraction(int(text), 100) for text in given["women_hired_percent"]]
    turnover = Fraction(int(turnover_percent), 100)
    return [Hiring(turnover, women) for women in dict.fromkeys([*today, *shares])] if today else []


@measure(
    Indicator(ELECTIONS, N_("Elections until half of the seats"), Unit.ELECTIONS),
    Indicator(SEATS_REACHED, N_("Whether half of the seats is reached"), Unit.FLAG),
)
def seats(counts: pd.DataFrame, *, steps: Sequence[int]) -> dict[str, pd.DataFrame]:
    """Elections until women hold half of the seats, if each brings so many women more.

    Parameters
    ----------
    counts : one row per record and sex, columns ``part, sex, n`` [persons] and the other dimensions of the record
    steps : women more per election, a scenario each (``women_+1``)

    Returns
    -------
    elections [0 or more], a row per scenario, empty where it is never; 0 or 1, whether half is ever reached; both empty
    where there are no seats; numerator seats short of half, denominator step

    Raises
    ------
    `MeasureError` where a sex or a count is missing: missing is not zero

    Notes
    -----
    ⌈max(0, ⌈n / 2⌉ - k) / step⌉, k women among n holders; 1 where k ≥ n / 2 or step > 0, otherwise 0 (never)

    References
    ----------
    arithmetic on an assumption; CEDAW General Recommendation No. 40 (2024): parity is 50:50

    Examples
    --------
    >>> council = pd.DataFrame({"part": ["council_member"] * 2, "sex": ["female", "male"], "n": [9, 16]})
    >>> seats(council, steps=[1, 3])["value"].tolist()
    [4.0, 2.0, 1.0, 1.0]
    """
    wide = women_and_men(counts, "part")
    posts = wide["women"] + wide["men"]
    short = (posts.map(lambda n: ceil(HALF * n)).astype("int64") - wide["women"]).clip(lower=0)
    rows = wide[dimensions(wide)].assign(numerator=short, has_seats=posts > 0)
    steps_named = pd.DataFrame({"scenario": [f"women_{step:+d}" for step in steps], "denominator": list(steps)})
    rows = rows.merge(steps_named, how="cross")
    never, done = rows["denominator"] <= 0, rows["numerator"] == 0
    elections = -(-rows["numerator"] // rows["denominator"].mask(never, 1))
    return {
        ELECTIONS: _told(rows, elections.mask(never & ~done), rows["has_seats"]),
        SEATS_REACHED: _told(rows, done | ~never, rows["has_seats"]),
    }


@measure(
    Indicator(YEARS, N_("Years until half of the staff"), Unit.YEARS),
    Indicator(STAFF_REACHED, N_("Whether half of the staff is reached"), Unit.FLAG),
    Indicator(PATH, N_("Share of women among the staff in a scenario"), Unit.FRACTION),
)
def staff(counts: pd.DataFrame, *, hirings: Sequence[Hiring], years: int) -> dict[str, pd.DataFrame]:
    """Path of a staff of constant size to half: years, whether it gets there, and the share of women by year.

    Parameters
    ----------
    counts : one row per record and sex, columns ``part, sex, n`` [persons] and the other dimensions of the record
    hirings : τ and h as exact fractions, a scenario each (``turnover_1/20_women_1/2``)
    years : of how many the share is told

    Returns
    -------
    years [0 or more], a row per scenario, empty where it is never; 0 or 1, whether half is ever reached; the share as a
    fraction [0-1], a row per scenario and year after the newest record (t in ``years_after``, 0 the record itself); all
    empty where there is no staff; numerator women, denominator staff of the record

    Raises
    ------
    `MeasureError` where a sex or a count is missing, or τ or h is no fraction from 0 to 1

    Notes
    -----
    s(t) = h - (h - s0) · (1 - τ)^t; τ turnover a year, h share of women among those hired, s0 share today; smallest
    whole t with s(t) ≥ 1/2; 1 where there is one, otherwise 0 (never): with h = 1/2 the half is only approached

    References
    ----------
    arithmetic on assumptions: those who leave are a mirror of the staff

    Examples
    --------
    >>> today = pd.DataFrame({"year": [2022] * 2, "part": ["staff"] * 2, "sex": ["female", "male"], "n": [48, 124]})
    >>> staff(today, hirings=[Hiring(Fraction(1, 20), Fraction(3, 5))], years=1)["value"].round(3).tolist()
    [23.0, 1.0, 0.279, 0.295]
    """
    rows = _with_hirings(women_and_men(counts, "part"), hirings)
    until = [each.years_to(HALF, share) if share is not None else None for each, share in _pairs(rows)]
    has_staff, is_reached = rows["denominator"] > 0, pd.Series([year is not None for year in until], dtype=bool)
    by = [name for name in dimensions(rows) if name not in ("year", "scenario")]
    newest = rows[rows["year"] == (rows.groupby(by) if by else rows)["year"].transform("max")]
    path = newest.merge(pd.DataFrame({"years_after": range(years + 1)}), how="cross")
    after = zip(_pairs(path), path["years_after"], strict=True)
    shares = [each.after(share, t) if share is not None else None for (each, share), t in after]
    return {
        YEARS: _told(rows, _floats(until), has_staff),
        STAFF_REACHED: _told(rows, is_reached, has_staff),
        PATH: _told(path, _floats(shares), path["denominator"] > 0),
    }


def _with_hirings(wide: pd.DataFrame, hirings: Sequence[Hiring]) -> pd.DataFrame:
    """Each record with each scenario, and with the share of women of the record (empty without staff)."""
    held = wide["women"] + wide["men"]
    shares = [Fraction(k, n) if n else None for k, n in zip(wide["women"].tolist(), held.tolist(), strict=True)]
    rows = wide[dimensions(wide)].assign(
        numerator=wide["women"], denominator=held, share=pd.Series(shares, dtype=object)
    )
    named = pd.DataFrame({"scenario": [hiring.name for hiring in hirings], "hiring": list(hirings)})
    return rows.merge(named, how="cross")


def _pairs(rows: pd.DataFrame) -> list[tuple[Hiring, Fraction | None]]:
    return list(zip(rows["hiring"], rows["share"], strict=True))


def _told(rows: pd.DataFrame, value: Iterable[float], is_known: pd.Series) -> pd.DataFrame:
    values = pd.Series(value, index=rows.index, dtype=float).where(is_known)
    return rows[[*dimensions(rows), "numerator", "denominator"]].assign(value=values)


def _floats(values: Iterable[Fraction | float | None]) -> list[float]:
    return [float("nan") if one is None else float(one) for one in values]


def _log(part: Fraction) -> float:
    """Natural logarithm of a fraction of any size."""
    return log(part.numerator) - log(part.denominator)

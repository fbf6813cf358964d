"""What would have to happen for parity, and when it would be reached: arithmetic on assumptions that are named.

Scenarios, no forecasts: nothing is extrapolated from two points, and "never" is an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, log

import pandas as pd

from yeep_analysis.representation.measures import HALF
from yeep_analysis.results import KEY, measure, women_and_men
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import Unit

STEPS = (0, 1, 2, 3)  # women more per election; with none, half is never reached
YEARS_SHOWN = 30  # of a path of the staff


@dataclass(frozen=True)
class Hiring:
    """A scenario for a staff of constant size: part that leaves in a year, share of women among those who come."""

    turnover: Fraction
    women_hired: Fraction

    def __post_init__(self) -> None:
        for part in (self.turnover, self.women_hired):
            if not isinstance(part, Fraction | int) or not 0 <= part <= 1:
                raise MeasureError(
                    _("A scenario holds {part}. Expected an exact fraction from 0 to 1. Write Fraction(1, 20).").format(
                        part=part
                    )
                )

    @property
    def name(self) -> str:
        """The name behind the group: ``turnover_1/20_women_1/2``."""
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

    staff   one year, one group, both sexes, or no rows

    Raises   `MeasureError` with every assumption that is no percentage, by the name of its parameter
    """
    given = {"turnover_percent": [str(turnover_percent)], "women_hired_percent": women_hired_percent.split(",")}
    wrong = [
        _(
            "{name}: “{text}” is no percentage. Expected whole numbers from 0 to 100, more than one only of "
            "women_hired_percent (50,60,75)."
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


@measure("scenario_seats_elections", N_("Elections until half of the seats"), Unit.ELECTIONS)
def seats_elections(counts: pd.DataFrame, *, steps: Sequence[int]) -> pd.DataFrame:
    """Elections until women hold at least half of the seats, if each brings so many women more.

    Formula  ⌈max(0, ⌈n / 2⌉ - k) / step⌉, k women among n holders
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]; ``steps``, women more per election
    Output   elections [0 or more], a row per step (``council_member/+1``); empty where it is never or there are no
             seats; numerator seats short of half, denominator step
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   arithmetic on an assumption; CEDAW General Recommendation No. 40 (2024): parity is 50:50
    """
    return _seats(counts, steps, lambda short, step: -(-short // step) if short and step > 0 else None if short else 0)


@measure("scenario_seats_reached", N_("Whether half of the seats is reached"), Unit.FLAG)
def seats_reached(counts: pd.DataFrame, *, steps: Sequence[int]) -> pd.DataFrame:
    """Whether women ever hold at least half of the seats, if each election brings so many women more.

    Formula  1 where k ≥ n / 2 or step > 0, otherwise 0 (never), k women among n holders
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]; ``steps``, women more per election
    Output   0 or 1, a row per step (``council_member/+1``); empty where there are no seats; numerator seats short of
             half, denominator step
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   arithmetic on an assumption; CEDAW General Recommendation No. 40 (2024): parity is 50:50
    """
    return _seats(counts, steps, lambda short, step: float(short == 0 or step > 0))


@measure("scenario_staff_years", N_("Years until half of the staff"), Unit.YEARS)
def staff_years(counts: pd.DataFrame, *, hirings: Sequence[Hiring]) -> pd.DataFrame:
    """Years until women are at least half of a staff of constant size.

    Formula  smallest whole t with s(t) ≥ 1/2, s(t) = h - (h - s0) · (1 - τ)^t; τ turnover a year, h share of women
             among those hired, s0 share today
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]; ``hirings``, τ and h as exact fractions
    Output   years [0 or more], a row per scenario (``staff/turnover_1/20_women_1/2``); empty where it is never or there
             is no staff; numerator women, denominator staff
    Raises   `MeasureError` where a sex or a count is missing, or τ or h is no fraction from 0 to 1
    Source   arithmetic on assumptions: those who leave are a mirror of the staff
    """
    return _staff(counts, hirings, lambda hiring, share: hiring.years_to(HALF, share))


@measure("scenario_staff_reached", N_("Whether half of the staff is reached"), Unit.FLAG)
def staff_reached(counts: pd.DataFrame, *, hirings: Sequence[Hiring]) -> pd.DataFrame:
    """Whether women are ever at least half of a staff of constant size.

    Formula  1 where a whole t with s(t) ≥ 1/2 exists, otherwise 0 (never): with h = 1/2 the half is only approached
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]; ``hirings``, τ and h as exact fractions
    Output   0 or 1, a row per scenario (``staff/turnover_1/20_women_1/2``); empty where there is no staff; numerator
             women, denominator staff
    Raises   `MeasureError` where a sex or a count is missing, or τ or h is no fraction from 0 to 1
    Source   arithmetic on assumptions: those who leave are a mirror of the staff
    """
    return _staff(counts, hirings, lambda hiring, share: float(hiring.years_to(HALF, share) is not None))


@measure("scenario_staff_share", N_("Share of women among the staff in a scenario"), Unit.FRACTION)
def staff_share(counts: pd.DataFrame, *, hirings: Sequence[Hiring], years: int) -> pd.DataFrame:
    """Share of women among a staff of constant size, year by year.

    Formula  s(t) = h - (h - s0) · (1 - τ)^t; τ turnover a year, h share of women among those hired, s0 share today
    Input    one row per year, group and sex: ``year, group, sex, n`` [persons]; ``hirings``, τ and h as exact
             fractions; ``years``, how many
    Output   fraction [0-1], a row per scenario and year, t = 0 in the year of the newest record; empty where there is
             no staff; numerator women and denominator staff of that record
    Raises   `MeasureError` where a sex or a count is missing, or τ or h is no fraction from 0 to 1
    Source   arithmetic on assumptions: those who leave are a mirror of the staff
    """
    wide = women_and_men(counts)
    newest = wide[wide["year"] == wide.groupby("group")["year"].transform("max")]
    rows = [
        (row.year + t, f"{row.group}/{hiring.name}", row.women, staff, hiring.after(share, t) if staff else None)
        for row in newest.itertuples()
        for staff in [row.women + row.men]
        for share in [Fraction(row.women, staff or 1)]
        for hiring in hirings
        for t in range(years + 1)
    ]
    return _table(rows)


def _seats(counts: pd.DataFrame, steps: Sequence[int], told: Callable[[int, int], float | None]) -> pd.DataFrame:
    wide = women_and_men(counts)
    rows = [
        (row.year, f"{row.group}/{step:+d}", short, step, told(short, step) if row.women + row.men else None)
        for row in wide.itertuples()
        for short in [max(0, ceil(HALF * (row.women + row.men)) - row.women)]
        for step in steps
    ]
    return _table(rows)


def _staff(
    counts: pd.DataFrame, hirings: Sequence[Hiring], told: Callable[[Hiring, Fraction], Fraction | float | None]
) -> pd.DataFrame:
    wide = women_and_men(counts)
    rows = [
        (
            row.year,
            f"{row.group}/{hiring.name}",
            row.women,
            staff,
            told(hiring, Fraction(row.women, staff)) if staff else None,
        )
        for row in wide.itertuples()
        for staff in [row.women + row.men]
        for hiring in hirings
    ]
    return _table(rows)


def _table(rows: list[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=[*KEY, "numerator", "denominator", "value"])
    return table.assign(value=[float("nan") if one is None else float(one) for one in table["value"].tolist()])


def _log(part: Fraction) -> float:
    """Natural logarithm of a fraction of any size."""
    return log(part.numerator) - log(part.denominator)

"""What was reported of a measure, year by year, the target set for it, and the rule by which its values are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from numbers import Rational
from operator import index

from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Direction, MeasureKind, Missing, Reason, TargetBound

SIGNS = {Direction.INCREASE: 1, Direction.REACH: 1, Direction.DECREASE: -1, Direction.NONE: 0}
MILESTONES = (MeasureKind.MILESTONE, MeasureKind.REPORT)


@dataclass(frozen=True)
class Observation:
    """What was reported of a year: a value, the two counts of a ratio, or the reason why there is no value.

    value                    exact; of a ratio it is 100 · numerator / denominator and need not be given
    numerator, denominator   both or neither; 0 of 0 has no value, for the reason ``no_cases``
    is_partial               the year was not over when the value was taken

    Raises   `MeasureError` where it is neither or both a value and a reason, below 0, or at odds with its counts
    """

    year: int
    value: Fraction | None = None
    numerator: int | None = None
    denominator: int | None = None
    missing: Missing | None = None
    is_partial: bool = False

    def __post_init__(self):
        for name in ("numerator", "denominator"):
            count = getattr(self, name)
            object.__setattr__(self, name, count if count is None else index(count))
        given = exact(self.value)
        self._check_parts(given)
        if self.denominator:
            computed = Fraction(100 * self.numerator, self.denominator)
            self._refuse_if(
                given not in (None, computed), _("{year}: the value {value} does not follow from its counts.")
            )
            given = computed
        self._refuse_if(given is not None and given < 0, _("{year}: the value {value} is below 0."))
        object.__setattr__(self, "value", given)

    @property
    def reason(self) -> Reason | None:
        """Why there is no value; None where there is one."""
        if self.value is not None:
            return None
        return Reason(self.missing.value) if self.missing else Reason.NO_CASES

    def _check_parts(self, given: Fraction | None) -> None:
        counts = (self.numerator, self.denominator)
        self._refuse_if(counts.count(None) == 1, _("{year}: a ratio needs both its counts."))
        has_value = given is not None or counts.count(None) == 0
        self._refuse_if(
            has_value == (self.missing is not None),
            _("{year}: give either a value or the reason why there is none."),
        )
        self._refuse_if(
            self.denominator is not None and (min(counts) < 0 or (self.denominator == 0 and (self.numerator or given))),
            _("{year}: {numerator} of {denominator} cannot be a part and its whole."),
        )

    def _refuse_if(self, wrong: bool, message: str) -> None:
        if wrong:
            raise MeasureError(message.format(**vars(self)))


@dataclass(frozen=True)
class Target:
    """A level to be reached: in which year, set in which year, counted from which year (None: the newest then)."""

    year: int
    value: Fraction
    set_in: int
    base_year: int | None = None
    bound: TargetBound | None = None

    def __post_init__(self):
        object.__setattr__(self, "value", exact(self.value))

    def sign(self, rule: Rule) -> int:
        """1 where it is to be reached, -1 where it is not to be passed, 0 where neither bound nor direction says."""
        if self.bound is None:
            return rule.sign
        return -1 if self.bound == TargetBound.AT_MOST else 1


@dataclass(frozen=True)
class Rule:
    """How the values of a measure are read: what they are, and which change the plan wants."""

    kind: MeasureKind
    direction: Direction

    @property
    def sign(self) -> int:
        """1 where more is wanted, -1 where less is wanted, 0 without a direction."""
        return SIGNS[self.direction]

    @property
    def is_flow(self) -> bool:
        """Whether the values grow while the year lasts; all others are states."""
        return self.kind == MeasureKind.YEARLY_FLOW

    @property
    def is_milestone(self) -> bool:
        """Whether the values only say done or not done."""
        return self.kind in MILESTONES


@dataclass(frozen=True)
class History:
    """The observations of a measure up to the assessed year, oldest first. Made by ``known``."""

    rule: Rule
    year: int
    observations: tuple[Observation, ...]

    @cached_property
    def now(self) -> Observation:
        """The observation of the assessed year; a year of which nothing is on record is not reported."""
        if self.observations and self.observations[-1].year == self.year:
            return self.observations[-1]
        return Observation(self.year, missing=Missing.NOT_REPORTED)

    @cached_property
    def bases(self) -> tuple[Observation, ...]:
        """The values from which a change may be counted: all but those of flows of a year that was not over."""
        return tuple(
            one for one in self.observations if one.value is not None and not (self.rule.is_flow and one.is_partial)
        )

    @property
    def baseline(self) -> Observation | None:
        """The earliest base."""
        return self.bases[0] if self.bases else None

    @property
    def previous(self) -> Observation | None:
        """The newest base before the assessed year; years may lie in between."""
        return next((one for one in reversed(self.bases) if one.year < self.year), None)

    @property
    def ends_within_a_year(self) -> bool:
        """Whether the assessed value is a flow of a year that was not over: it can only grow."""
        return self.rule.is_flow and self.now.is_partial and self.now.value is not None


def known(observations: Iterable[Observation], rule: Rule, year: int) -> History:
    """What was known of a measure in a year; later years are left out.

    Raises   `MeasureError` where a year stands twice, or where a value cannot be one of its kind
    """
    upto = tuple(sorted((one for one in observations if one.year <= year), key=lambda one: one.year))
    years = [one.year for one in upto]
    for one in upto:
        if years.count(one.year) > 1:
            raise MeasureError(_("{year}: there are two observations. Keep one.").format(year=one.year))
        if one.value is not None:
            _check(one, rule.kind)
    return History(rule, year, upto)


def _check(one: Observation, kind: MeasureKind) -> None:
    wrong = None
    if kind in MILESTONES and one.value not in (0, 1):
        wrong = _("{year}: a milestone is 1 (done) or 0 (not done), not {value}.")
    elif kind == MeasureKind.YEARLY_FLOW and one.value.denominator != 1:
        wrong = _("{year}: a count within a year is a whole number, not {value}.")
    elif kind == MeasureKind.COMPLETION_RATE and one.value > 100:
        wrong = _("{year}: a completion rate is at most 100, not {value}.")
    elif kind == MeasureKind.RATIO_OF_COUNTS and one.denominator is None:
        wrong = _("{year}: a ratio needs both its counts.")
    elif kind == MeasureKind.RATIO_OF_COUNTS and one.numerator > one.denominator:
        wrong = _("{year}: {numerator} of {denominator} cannot be a part and its whole.")
    if wrong:
        raise MeasureError(wrong.format(**vars(one)))


def exact(number: Rational | None) -> Fraction | None:
    """The same number as a fraction; a float is refused, because it no longer is the number that was reported."""
    if number is None:
        return None
    if not isinstance(number, Rational):
        raise TypeError(f"expected an int or a Fraction, not {number!r}")
    return Fraction(int(number.numerator), int(number.denominator))

"""What was reported of a measure in a year, and the target set for it: the shape in which results are measured."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational
from operator import index

from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Missing, Reason


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
            _("{year}: expected either a value or the reason why there is none."),
        )
        self._refuse_if(
            self.denominator is not None and (min(counts) < 0 or (self.denominator == 0 and (self.numerator or given))),
            _("{year}: {numerator} of {denominator} are no counts of a part and its whole."),
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

    def __post_init__(self):
        object.__setattr__(self, "value", exact(self.value))


def exact(number: Rational | None) -> Fraction | None:
    """The same number as a fraction; a float is refused, because it no longer is the number that was reported."""
    if number is None:
        return None
    if not isinstance(number, Rational):
        raise TypeError(f"expected an int or a Fraction, not {number!r}")
    return Fraction(int(number.numerator), int(number.denominator))

"""How a reported value, a change and a status are written for readers: the one place, for tables and sentences."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from yeep_analysis.municipality.catalogue import Measure
from yeep_analysis.progress import Assessment
from yeep_analysis.progress.observations import Observation
from yeep_analysis.reporting.questions import ANSWERS
from yeep_analysis.words import language
from yeep_analysis.words.language import _, number, percent_value, signed
from yeep_analysis.words.terms import Answer, Field, MeasureKind, MeasureUnit, Reason, Status

MILESTONES = (MeasureKind.MILESTONE, MeasureKind.REPORT)
_TOLD = (Reason.SMALL_CHANGE, Reason.PARTIAL_YEAR, Reason.DONE_EARLIER)  # reasons that a reader needs beside the status


def value(
    measure: Measure,
    one: Observation,
    *,
    sexes: tuple[int, int] | None = None,
    done_on: date | None = None,
    last_month: int = 12,
) -> str:
    """A value with its sexes, counts or date; or the reason why there is none."""
    if one.value is None:
        return one.reason.label
    if measure.kind in MILESTONES:
        return _milestone(bool(one.value), done_on)
    text = amount(measure, one.value)
    if one.denominator is not None:
        text = _("{value} ({part} of {whole})").format(
            value=text, part=number(one.numerator), whole=number(one.denominator)
        )
    if sexes is not None:
        text = _("{value} ({women} women, {men} men)").format(value=text, women=number(sexes[0]), men=number(sexes[1]))
    if one.is_partial:
        text = _("{value} (up to month {month})").format(value=text, month=last_month)
    return text


def stored(which: Field, text: str) -> str:
    """A value as it lies in the results, in the reader's form."""
    if not text or which not in ANSWERS:
        return text
    if which == Field.DONE:
        return Answer(text).label
    if which == Field.DONE_ON:
        return language.date(date.fromisoformat(text))
    return number(Fraction(text), 1 if "." in text else 0)


def amount(measure: Measure, quantity) -> str:
    """A quantity in the unit of its measure."""
    if is_percent(measure):
        return percent_value(quantity, 1)
    return number(quantity)


def change(measure: Measure, one: Assessment) -> str:
    """The change since the baseline, with its sign; a dash where there is none to tell."""
    if one.change is None:
        return language.NO_VALUE
    if is_percent(measure):
        return _("{change} points").format(change=signed(one.change, 1))
    return signed(one.change) if one.change else "0"


def status(one: Assessment) -> str:
    """The status in words, with its reason where that needs saying."""
    if one.status == Status.NO_DATA and one.reason:
        return one.reason.label
    if one.reason in _TOLD:
        return _("{status} ({reason})").format(status=one.status.label, reason=one.reason.label)
    return one.status.label


def is_percent(measure: Measure) -> bool:
    """Whether its values are percentages."""
    return measure.unit == MeasureUnit.PERCENT


def _milestone(done: bool, done_on: date | None) -> str:
    if not done:
        return Status.NOT_DONE.label
    if done_on is None:
        return Status.DONE.label
    return _("done ({day})").format(day=language.date(done_on))

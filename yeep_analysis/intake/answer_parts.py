"""Checks of the parts of a measure (by mahalle, age, disability, month) beside its whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.questions import COUNTS, UNKNOWN
from yeep_analysis.reporting.replies import WHOLE_YEAR, Reply
from yeep_analysis.words.language import _, number
from yeep_analysis.words.terms import Breakdown, Field

Finding = tuple[RowKey, Field, str, str, str]  # row, field, what is wrong, what was expected, what to do


def check_parts(breakdown: Breakdown, whole: Reply, parts: Mapping[RowKey, Reply]) -> Iterator[Finding]:
    """The parts of a measure beside its whole; where all are told apart they must add up to it."""
    for which in COUNTS:
        total = _total(whole, which)
        given = {key: part.number(which) for key, part in parts.items() if which in part.fields}
        if not given:
            continue
        if total is None:
            yield _parts_without_whole(next(iter(given)), which, breakdown)
        elif breakdown == Breakdown.MONTH:
            yield from _months(whole, which, total, given)
        elif sum(given.values()) > total or (
            UNKNOWN in {key.category for key in given} and sum(given.values()) != total
        ):
            yield _wrong_parts(next(iter(given)), which, breakdown, sum(given.values()), total)


def _total(whole: Reply, which: Field) -> Fraction | None:
    return whole.value if which == Field.VALUE else whole.number(which)


def _months(whole: Reply, which: Field, total: Fraction, given: Mapping[RowKey, Fraction]) -> Iterator[Finding]:
    """Distinct persons do not add up over months: a month is at most the year, all months together at least."""
    last = int(whole.fields.get(Field.LAST_MONTH, WHOLE_YEAR))
    for key, value in given.items():
        if value > total:
            yield _wrong_parts(key, which, Breakdown.MONTH, value, total)
        if int(key.category) > last:
            yield (
                key,
                which,
                _("A month after the last month covered ({last}) has a value.").format(last=last),
                _("Expected values up to month {last}.").format(last=last),
                _("Clear the month, or correct the last month covered."),
            )
    if len(given) == last and sum(given.values()) < total:
        yield _wrong_parts(next(iter(given)), which, Breakdown.MONTH, sum(given.values()), total)


def _parts_without_whole(key: RowKey, which: Field, breakdown: Breakdown) -> Finding:
    return (
        key,
        which,
        _("Parts by {breakdown} are given, but the whole (“{column}”) is not.").format(
            breakdown=breakdown.label, column=which.label
        ),
        _("Expected the whole beside its parts."),
        _("Write the whole on the sheet of the measures."),
    )


def _wrong_parts(key: RowKey, which: Field, breakdown: Breakdown, parts: Fraction, total: Fraction) -> Finding:
    return (
        key,
        which,
        _("By {breakdown}, “{column}”: the parts give {parts}, the whole is {total}.").format(
            breakdown=breakdown.label, column=which.label, parts=number(parts), total=number(total)
        ),
        _("Expected the parts to add up to the whole.")
        if breakdown != Breakdown.MONTH
        else _("Expected no month above the year, and all months together not below it."),
        _("Correct the parts or the whole; those not known go into their own row."),
    )

"""Two units that report one measure must report the same: otherwise the merge stops and names both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from yeep_analysis.intake.corrections import NEED_A_REASON
from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.result_tables import ResultRow, RowKey
from yeep_analysis.reporting.questions import ANSWERS
from yeep_analysis.reporting.replies import Reply, replies_by_unit
from yeep_analysis.reporting.reported import Reported, described
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _, number


def units_differ(rows: Iterable[ResultRow], delivered: Iterable[Reported], plan: Plan) -> Iterator[Problem]:
    """A problem for each delivered row that says something else than another unit says of the same."""
    by_row: dict[RowKey, dict[str, Reply]] = defaultdict(dict)
    for (unit, key), reply in replies_by_unit(rows).items():
        by_row[key][unit] = reply
    told: set[tuple[str, RowKey]] = set()
    for one in delivered:
        own = by_row[one.key].get(one.unit_id)
        if own is None or one.field not in NEED_A_REASON or (one.unit_id, one.key) in told:
            continue
        for unit, other in by_row[one.key].items():
            if unit != one.unit_id and _disagree(own, other):
                told.add((one.unit_id, one.key))
                yield _differ(one, own, other, plan)


def _disagree(one: Reply, other: Reply) -> bool:
    if one.status and other.status:
        return one.status != other.status
    if one.has_answer and other.has_answer:
        is_known = one.value is not None and other.value is not None  # half a ratio is told by itself
        return (is_known and one.value != other.value) or _differ_in_a_field(one.fields, other.fields)
    if one.missing and other.missing:
        return one.missing != other.missing
    return bool((one.has_answer and other.missing) or (one.missing and other.has_answer))


def _differ_in_a_field(one: Mapping, other: Mapping) -> bool:
    return any(one[which] != other[which] for which in ANSWERS if which in one and which in other)


def _differ(one: Reported, own: Reply, other: Reply, plan: Plan) -> Problem:
    return Problem(
        described(one, plan),
        _("{unit} reports “{value}”, {other} reports “{other_value}”.").format(
            unit=plan.units[own.unit_id].name,
            value=_said(own),
            other=plan.units[other.unit_id].name,
            other_value=_said(other),
        ),
        _("Expected one value of a measure."),
        _("Settle with both units which value is right, and have the other form corrected."),
    )


def _said(reply: Reply) -> str:
    if reply.status or reply.missing:
        return (reply.status or reply.missing).label
    if reply.value is None:
        return "0/0"
    sexes = [number(value) for value in reply.sexes if value is not None]
    return f"{number(reply.value, 1 if reply.value.denominator > 1 else 0)}" + (
        f" ({' + '.join(sexes)})" if sexes else ""
    )

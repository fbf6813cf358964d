"""Checks of merged results, row beside row and year beside year: what no single cell can show.

Each check takes the reply of a unit to one measure or action, as it stands after the merge, and tells what is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from yeep_analysis.municipality.catalogue import Action, Plan, PlanMeasure
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.progress.assessment import assess
from yeep_analysis.progress.evaluation import observation, rules_of
from yeep_analysis.progress.observations import Observation, Target
from yeep_analysis.reporting.questions import AMOUNTS, COUNTS, UNKNOWN, is_milestone, is_percent, is_women_only
from yeep_analysis.reporting.replies import WHOLE_YEAR, Reply
from yeep_analysis.reporting.reporters import Reporters
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import _, number, percent_value
from yeep_analysis.words.terms import ActionStatus, Answer, Breakdown, Field, MeasureKind, Missing, PathStatus, Status

PLAUSIBLE_FACTOR = 3  # from one year to the next; more asks for a confirmation
PLAUSIBLE_DIFFERENCE = 10  # a smaller change never asks, whatever its factor
Finding = tuple[RowKey, Field, str, str, str]  # row, field, what is wrong, what was expected, what to do


@dataclass(frozen=True)
class Circumstances:
    """What the checks of a year stand on besides the replies themselves."""

    plan: Plan
    year: int
    received_on: date
    earlier: Mapping[str, tuple[int, Fraction]]  # newest earlier value of each measure, with its year
    population: int | None = None
    reporters: Reporters = field(default_factory=lambda: Reporters(()))
    histories: Mapping[str, tuple[Observation, ...]] = field(default_factory=dict)  # of the years before
    targets: Mapping[str, Target] = field(default_factory=dict)

    def is_off_its_path(self, reply: Reply) -> bool:
        """Whether a value lies behind the path to its target; without a target, whether it went the wrong way."""
        key = reply.key.subject_id
        history = (*self.histories.get(key, ()), observation(self.year, reply))
        try:
            found = assess(history, rules_of(self.plan)[key], self.year, self.targets.get(key))
        except MeasureError:  # no such value can be; the check of the measure says why
            return False
        if found.path_status == PathStatus.NO_TARGET:
            return found.status == Status.AWAY
        return found.path_status in (PathStatus.BEHIND, PathStatus.AWAY, PathStatus.NOT_MET)


def check_measure(
    measure: PlanMeasure, whole: Reply, parts: Mapping[RowKey, Reply], about: Circumstances
) -> Iterator[Finding]:
    """Everything that can be wrong with what one unit reported of a measure."""
    key = whole.key
    if whole.missing and whole.has_answer:
        yield (
            key,
            Field.MISSING,
            _("There is a value, and also a reason why there is none."),
            "",
            _("If the value is right, clear the reason."),
        )
    if whole.missing == Missing.SUPPRESSED:
        yield (
            key,
            Field.MISSING,
            _("“{reason}” is not a reason that a unit gives.").format(reason=whole.missing.label),
            _("Small counts are protected when the report is made."),
            _("Write the value."),
        )
    if is_milestone(measure):
        yield from _milestone(whole, about)
    elif measure.kind == MeasureKind.RATIO_OF_COUNTS:
        yield from _ratio(whole)
    elif _by_sex(measure):
        yield from _sexes(whole)
    yield from _period(whole, about)
    for part in parts.values():
        if measure.kind == MeasureKind.RATIO_OF_COUNTS:
            yield from _ratio(part)
        elif _by_sex(measure):
            yield from _sexes(part)
    for breakdown in measure.breakdowns:
        own = {key: part for key, part in parts.items() if key.breakdown == breakdown}
        if own:
            yield from check_parts(breakdown, whole, own)
    yield from _beside_earlier(measure, whole, about)


def check_deviation(whole: Reply, about: Circumstances) -> Iterator[Finding]:
    """Whether a reason for the deviation is missing: off the path to the target, or without a value that could be."""
    if whole.text(Field.DEVIATION):
        return
    is_unanswered = whole.missing not in (None, Missing.NOT_APPLICABLE) and not whole.has_answer
    if is_unanswered or (whole.value is not None and about.is_off_its_path(whole)):
        yield (
            whole.key,
            Field.DEVIATION,
            _("There is no value, and nothing says why.")
            if is_unanswered
            else _("The value ({value}) is not on the path to its target, and nothing says why.").format(
                value=number(whole.value, 0 if whole.value.denominator == 1 else 1)
            ),
            "",
            _("Fill in the column “{column}”.").format(column=Field.DEVIATION.label),
        )


def check_money(reply: Reply) -> Iterator[Finding]:
    """Everything that can be wrong with the money of an action."""
    if reply.no_money and any(which in reply.fields for which in AMOUNTS):
        yield (
            reply.key,
            Field.NO_MONEY,
            _("There is an amount, and a reason why there is none."),
            "",
            _("Clear the amount or the reason."),
        )


def check_action(
    action: Action, reply: Reply, own: Mapping[str, Reply], earlier: Collection[str] = ()
) -> Iterator[Finding]:
    """Everything that can be wrong with the status of an action.

    own       what the unit says of those measures of the action that it reports; empty replies where it says nothing
    earlier   measures that have a value of an earlier year: what was completed then is not asked again
    """
    evidence = _evidence(reply) or any(_evidence(one) for one in own.values())
    if reply.status == ActionStatus.COMPLETED:
        if not evidence:
            yield _without_evidence(reply.key)
        if own and not any(one.has_answer or key in earlier for key, one in own.items()):
            yield (
                reply.key,
                Field.STATUS,
                _("The action is reported as completed, and none of its indicators has a value."),
                "",
                _("Write the value on the sheet of the indicators, or correct the status."),
            )
    if reply.status == ActionStatus.NOT_STARTED:
        for one in own.values():
            if one.value and len(action.plan.measures[one.key.subject_id].actions) == 1:
                yield (
                    reply.key,
                    Field.STATUS,
                    _("The action is reported as not started, and its indicator has the value {value}.").format(
                        value=number(one.value)
                    ),
                    "",
                    _("Correct the status or the value."),
                )


def _by_sex(measure: PlanMeasure) -> bool:
    return Breakdown.SEX in measure.breakdowns and not is_women_only(measure)


def check_undertaking(reply: Reply) -> Iterator[Finding]:
    """Everything that can be wrong with what was reported of an undertaking."""
    yield from _sexes(reply)
    if reply.status == ActionStatus.COMPLETED and not _evidence(reply):
        yield _without_evidence(reply.key)


def _evidence(reply: Reply) -> str:
    """What shows that something was done; forms of the first version had a column of its own for it."""
    return reply.text(Field.EVIDENCE) or reply.text(Field.EXPLANATION)


def _without_evidence(key: RowKey) -> Finding:
    return (
        key,
        Field.EXPLANATION,
        _("It is reported as completed, without evidence."),
        "",
        _("Fill in the column “{column}”.").format(column=Field.EXPLANATION.label),
    )


def _sexes(reply: Reply) -> Iterator[Finding]:
    women, men, total = (reply.number(which) for which in (Field.FEMALE, Field.MALE, Field.VALUE))
    if (women is None) != (men is None):
        blank = Field.FEMALE if women is None else Field.MALE
        yield (
            reply.key,
            blank,
            _("“{column}” is blank, the other sex has a value.").format(column=blank.label),
            _("Both sexes are needed, or the total alone where the sexes are not known."),
            _("Write the figure (0 where there was none), or clear the other sex."),
        )
    elif women is not None and total is not None and women + men != total:
        yield (
            reply.key,
            Field.VALUE,
            _("{women} women + {men} men = {sum}, but the total is {total}.").format(
                women=number(women), men=number(men), sum=number(women + men), total=number(total)
            ),
            "",
            _("Correct the figures that are wrong; a total that was reported before must be corrected too."),
        )


def _ratio(reply: Reply) -> Iterator[Finding]:
    part, whole = reply.number(Field.NUMERATOR), reply.number(Field.DENOMINATOR)
    if (part is None) != (whole is None):
        blank = Field.NUMERATOR if part is None else Field.DENOMINATOR
        yield (
            reply.key,
            blank,
            _("“{column}” is blank, the other count has a value.").format(column=blank.label),
            _("The ratio is computed from both counts."),
            _("Write the missing count."),
        )
    elif part is not None and part > whole:
        yield (
            reply.key,
            Field.NUMERATOR,
            _("The numerator ({part}) is larger than the denominator ({whole}).").format(
                part=number(part), whole=number(whole)
            ),
            "",
            _("Correct the two counts."),
        )


def _milestone(reply: Reply, about: Circumstances) -> Iterator[Finding]:
    done, day = reply.text(Field.DONE), reply.done_on
    if done == Answer.YES and day is None:
        yield (
            reply.key,
            Field.DONE_ON,
            _("The milestone is done, without its date."),
            "",
            _("Write the date (day.month.year)."),
        )
    if done != Answer.YES and day is not None:
        yield (
            reply.key,
            Field.DONE,
            _("There is a date, but the milestone is not reported as done."),
            "",
            _("Choose “{yes}”, or clear the date.").format(yes=Answer.YES.label),
        )
    if day is not None and day > min(date(about.year, 12, 31), about.received_on):
        yield (
            reply.key,
            Field.DONE_ON,
            _("The date lies after the year of the form or in the future."),
            _("The latest day is the last of {year}.").format(year=about.year),
            _("Correct the date; what was done later belongs to the next form."),
        )


def _period(reply: Reply, about: Circumstances) -> Iterator[Finding]:
    ended = about.received_on > date(about.year, 12, 31)
    if not ended and reply.has_answer and Field.DONE not in reply.fields and not reply.is_partial:
        yield (
            reply.key,
            Field.LAST_MONTH,
            _("The year {year} has not ended, and nothing says up to when the value counts.").format(year=about.year),
            _("Write the last month that is covered (1-11)."),
            _("Fill in the column “{column}”.").format(column=Field.LAST_MONTH.label),
        )
    if Field.LAST_MONTH in reply.fields and not reply.has_answer:
        yield (
            reply.key,
            Field.LAST_MONTH,
            _("A last month is given, but no value."),
            "",
            _("Write the value, or clear the month."),
        )


def _beside_earlier(measure: PlanMeasure, reply: Reply, about: Circumstances) -> Iterator[Finding]:
    if reply.is_confirmed or reply.value is None or is_milestone(measure):
        return
    year, earlier = about.earlier.get(measure.id, (0, None))
    value = reply.value
    if measure.kind == MeasureKind.COMPLETION_RATE and earlier is not None and value < earlier:
        yield _to_confirm(
            reply.key,
            _("The completion rate falls: {earlier} in {year}, now {value}.").format(
                earlier=percent_value(earlier, 1), year=year, value=percent_value(value, 1)
            ),
        )
    elif is_percent(measure) and 0 < value < 1:
        yield _to_confirm(
            reply.key,
            _("“{value}” may be meant as {percent}.").format(
                value=number(value, 2), percent=percent_value(100 * value, 0)
            ),
        )
    elif measure.kind in (MeasureKind.YEARLY_FLOW, MeasureKind.STOCK):
        if earlier is not None and not reply.is_partial and _is_a_jump(earlier, value):
            yield _to_confirm(
                reply.key,
                _("The value jumps: {earlier} in {year}, now {value}.").format(
                    earlier=number(earlier), year=year, value=number(value)
                ),
            )
        elif measure.counts_persons and about.population is not None and value > about.population:
            yield _to_confirm(
                reply.key,
                _("{value} persons are more than the population of the district ({population}).").format(
                    value=number(value), population=number(about.population)
                ),
            )


def _is_a_jump(earlier: Fraction, value: Fraction) -> bool:
    low, high = sorted((earlier, value))
    return high - low >= PLAUSIBLE_DIFFERENCE and high > PLAUSIBLE_FACTOR * low


def _to_confirm(key: RowKey, what: str) -> Finding:
    return (
        key,
        Field.CONFIRMED,
        what,
        "",
        _("Correct the value, or choose “{yes}” in the column “{column}” and explain it.").format(
            yes=Answer.YES.label, column=Field.CONFIRMED.label
        ),
    )


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
                "",
                _("Clear the month, or correct the last month covered."),
            )
    if len(given) == last and sum(given.values()) < total:
        yield _wrong_parts(next(iter(given)), which, Breakdown.MONTH, sum(given.values()), total)


def _parts_without_whole(key: RowKey, which: Field, breakdown: Breakdown) -> Finding:
    return (
        key,
        which,
        _("A breakdown by {breakdown} is given, but no total (“{column}”).").format(
            breakdown=breakdown.label, column=which.label
        ),
        "",
        _("Write the total on the sheet of the indicators."),
    )


def _wrong_parts(key: RowKey, which: Field, breakdown: Breakdown, parts: Fraction, total: Fraction) -> Finding:
    return (
        key,
        which,
        _("By {breakdown}, “{column}”: the categories add up to {parts}, but the total is {total}.").format(
            breakdown=breakdown.label, column=which.label, parts=number(parts), total=number(total)
        ),
        ""
        if breakdown != Breakdown.MONTH
        else _("No month can be above the year, and all months together not below it."),
        _("Correct the categories or the total. Those not known go into their own row."),
    )

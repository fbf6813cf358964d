"""The year on one page, as facts: statuses of the actions, verdicts on targets, the largest moves, persons reached.

Nothing here adds up persons of different services: the same person may stand in several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from yeep_analysis.municipality.catalogue import Action, PlanMeasure
from yeep_analysis.progress.assessment import COMPARED, Assessment, is_clear
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.observations import Target, known
from yeep_analysis.reporting.questions import is_women_only
from yeep_analysis.words.terms import ActionStatus, PathStatus, Reason, Status, Subject

LARGEST = 3  # moves told on the page of the year, each way
NAMED = 6  # at most so many are told by name; of more the number
_JUDGED_LATER = (PathStatus.ON_PATH, PathStatus.BEHIND, PathStatus.AWAY, PathStatus.NO_CHANGE)


@dataclass(frozen=True)
class Move:
    """A clear change of one indicator since its baseline.

    size   the change as a part of the larger of both values: 0 to 1, also from or to zero
    """

    measure: PlanMeasure
    one: Assessment
    size: Fraction

    @property
    def is_rise(self) -> bool:
        """Whether the value grew, wanted or not."""
        return self.one.change > 0


@dataclass(frozen=True)
class Service:
    """Persons whom one service reached in the year; never to be added to those of another.

    women, men   None where the count came without sex
    last_month   up to which month it counts
    """

    measure: PlanMeasure
    total: int
    women: int | None
    men: int | None
    last_month: int


@dataclass(frozen=True)
class Asked:
    """How many were asked, and how many were answered."""

    asked: int
    answered: int


def action_statuses(evaluation: Evaluation) -> Mapping[ActionStatus | None, tuple[Action, ...]]:
    """The actions by their status in the assessed year, None for those not reported; only statuses that occur."""
    order = (
        ActionStatus.COMPLETED,
        ActionStatus.ONGOING,
        ActionStatus.NOT_STARTED,
        ActionStatus.POSTPONED,
        ActionStatus.CANCELLED,
        ActionStatus.NO_DATA,
        None,
    )
    found: dict[ActionStatus | None, list[Action]] = {status: [] for status in order}
    for key, action in evaluation.plan.actions.items():
        found[evaluation.reply(evaluation.last, Subject.ACTION, key).status].append(action)
    return {status: tuple(actions) for status, actions in found.items() if actions}


def verdict(one: Assessment, target: Target | None) -> PathStatus:
    """What is said of a target: met, on the way, behind, moving away; once its year is over only met or not met.

    ``NOT_COMPUTABLE`` where it cannot be judged, for whatever reason.
    """
    if target is None or one.path_status == PathStatus.NO_TARGET:
        return PathStatus.NO_TARGET
    if one.path_status == PathStatus.NO_DATA:
        return PathStatus.NOT_COMPUTABLE
    if one.path_status in _JUDGED_LATER:
        if one.year >= target.year:
            return PathStatus.NOT_MET
        return PathStatus.BEHIND if one.path_status == PathStatus.NO_CHANGE else one.path_status
    return one.path_status


def verdicts(evaluation: Evaluation) -> Mapping[PathStatus, tuple[PlanMeasure, ...]]:
    """The indicators with a target by the verdict on it, in the order of the plan; only verdicts that occur."""
    order = (
        PathStatus.MET,
        PathStatus.ON_PATH,
        PathStatus.BEHIND,
        PathStatus.AWAY,
        PathStatus.NOT_MET,
        PathStatus.NOT_COMPUTABLE,
    )
    found: dict[PathStatus, list[PlanMeasure]] = {one: [] for one in order}
    for key, measure in evaluation.plan.measures.items():
        said = verdict(evaluation.assessed[key], evaluation.targets.get(key))
        if said != PathStatus.NO_TARGET:
            found[said].append(measure)
    return {said: tuple(measures) for said, measures in found.items() if measures}


def moves(evaluation: Evaluation, status: Status) -> tuple[Move, ...]:
    """The clear changes toward (or away from) the objectives, the largest first.

    Formula  |value - baseline| / max(value, baseline); of equal ones the first of the plan; values that do not cover
             the whole year are left out
    """
    found = [
        Move(evaluation.plan.measures[key], one, abs(one.change) / max(one.value, one.baseline))
        for key, one in evaluation.assessed.items()
        if one.status == status and one.change is not None and not one.is_partial
    ]
    return tuple(sorted(found, key=lambda move: -move.size))


def is_compared(evaluation: Evaluation) -> bool:
    """Whether any indicator can be compared with an earlier year."""
    return any(one.status in COMPARED for one in evaluation.assessed.values())


def watched(evaluation: Evaluation) -> tuple[Move, ...]:
    """The changes of indicators that are only monitored, as far as they are no chance; the largest first."""
    found = []
    for key, one in evaluation.assessed.items():
        if one.status == Status.NO_DIRECTION and one.change and _is_clear(evaluation, key):
            found.append(Move(evaluation.plan.measures[key], one, abs(one.change) / max(one.value, one.baseline)))
    return tuple(sorted(found, key=lambda move: -move.size))


def services(evaluation: Evaluation) -> tuple[Service, ...]:
    """Persons reached in the year, service by service, in the order of the plan.

    A service is an indicator that counts those who benefit (`PlanMeasure.counts_beneficiaries`) and is not sensitive.
    """
    return tuple(_services(evaluation))


def sexes(evaluation: Evaluation, measure: PlanMeasure) -> tuple[int | None, int | None]:
    """Women and men of the newest value; None where it came without."""
    one = evaluation.assessed[measure.id]
    if one.value is not None and is_women_only(measure):
        return int(one.value), None
    return evaluation.women_and_men(evaluation.last, measure.id) or (None, None)


def indicators_answered(evaluation: Evaluation) -> Asked:
    """How many indicators were asked and answered."""
    assessed = evaluation.assessed.values()
    return Asked(len(assessed), sum(one.is_answered for one in assessed))


def actions_answered(evaluation: Evaluation) -> Asked:
    """The same of the actions."""
    replies = [evaluation.reply(evaluation.last, Subject.ACTION, key) for key in evaluation.plan.actions]
    return Asked(len(replies), sum(reply.status is not None for reply in replies))


def units_answered(evaluation: Evaluation) -> Asked:
    """How many units were asked, and how many sent anything."""
    return Asked(len(evaluation.units), sum(one.has_begun for one in evaluation.units))


def part_years(evaluation: Evaluation) -> Mapping[tuple[str, int], tuple[PlanMeasure, ...]]:
    """The values of the year that do not cover all of it, by unit and last month."""
    found: dict[tuple[str, int], list[PlanMeasure]] = {}
    for key, one in evaluation.assessed.items():
        reply = evaluation.reply(evaluation.last, Subject.MEASURE, key)
        if one.is_partial and one.value is not None:
            found.setdefault((reply.unit_id, reply.last_month), []).append(evaluation.plan.measures[key])
    return {key: tuple(measures) for key, measures in found.items()}


def not_reported(evaluation: Evaluation) -> tuple[PlanMeasure, ...]:
    """The indicators of which nothing came for the year."""
    return tuple(evaluation.plan.measures[key] for key, one in evaluation.assessed.items() if not one.is_answered)


def is_done_earlier(one: Assessment) -> bool:
    """Whether something to be done once was done before the assessed year, of which nothing was reported."""
    return one.reason == Reason.DONE_EARLIER


def _services(evaluation: Evaluation) -> Iterator[Service]:
    for key, measure in evaluation.plan.measures.items():
        one = evaluation.assessed[key]
        if not measure.counts_beneficiaries or measure.is_sensitive or one.value is None:
            continue
        women, men = sexes(evaluation, measure)
        month = evaluation.reply(evaluation.last, Subject.MEASURE, key).last_month
        yield Service(measure, int(one.value), women, 0 if is_women_only(measure) else men, month)


def _is_clear(evaluation: Evaluation, key: str) -> bool:
    """Whether the change of an indicator is more than chance, whatever is wanted of it."""
    rule = evaluation.rules[key]
    seen = known(evaluation.seen(key), rule, evaluation.last)
    return is_clear(rule.kind, seen.baseline, seen.now)

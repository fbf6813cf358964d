"""Sentences on the plan's progress, and how a value, a change and a status are written: for tables and sentences alike.

Nothing is said of what was not reported but that it was not.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import pandas as pd

from yeep_analysis.municipality.catalogue import Action, Goal, PlanMeasure
from yeep_analysis.progress.assessment import Assessment, Assessments, changes
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.observations import MILESTONES, Observation, Target
from yeep_analysis.reporting.questions import ANSWERS
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.results import pick
from yeep_analysis.show.present import plain
from yeep_analysis.words import counted, language
from yeep_analysis.words.language import (
    N_,
    _,
    in_words,
    listing,
    ngettext,
    number,
    percent,
    percent_value,
    signed,
    year_range,
)
from yeep_analysis.words.terms import (
    ActionStatus,
    Answer,
    Direction,
    Field,
    MeasureUnit,
    PathStatus,
    Reason,
    Role,
    Status,
    Subject,
    Term,
)

_TOLD = (Reason.SMALL_CHANGE, Reason.PARTIAL_YEAR, Reason.DONE_EARLIER)  # reasons that a reader needs beside the status


def overall(evaluation: Evaluation) -> str:
    """How much of the plan was reported, and what the reports say: two sentences."""
    if not evaluation.plan.measures:
        return _("The data hold no catalogue of the plan.")
    assessed = evaluation.assessed
    if any(one.is_answered for one in assessed.values()):
        return f"{_answered(assessed, evaluation.last)} {_statuses(assessed)}"
    none = _answered(assessed, evaluation.last)
    if any(one.status != Status.NO_DATA for one in assessed.values()):  # milestones done earlier stay done
        return f"{none} {_statuses(assessed)}"
    return f"{none} " + _("Progress cannot be assessed. “Not reported” does not mean that nothing was done.")


def theme(evaluation: Evaluation, theme_id: str) -> str:
    """What a theme promises, and how much of it was reported."""
    found = evaluation.plan.themes[theme_id]
    ids = [measure.id for measure in found.measures]
    promise = _("This theme has {goals}, {actions} and {indicators}.").format(
        goals=counted.goals(len(found.goals)),
        actions=counted.actions(len(found.actions)),
        indicators=counted.indicators(len(ids)),
    )
    own = {key: evaluation.assessed[key] for key in ids}
    if not any(one.is_answered for one in own.values()):
        return f"{promise} {_answered(own, evaluation.last)}"
    return " ".join([promise, _answered(own, evaluation.last), _statuses(own)])


def since_last_year(evaluation: Evaluation) -> str:
    """What changed since the year before: statuses that are others now, and reports that are new or missing."""
    now, before = evaluation.assessed, evaluation.by_year.get(evaluation.previous)
    years = {"before": evaluation.last - 1, "year": evaluation.last}
    if not before:
        return _("{year} is the first year of the plan. There is no earlier year to compare it with.").format(**years)
    first = [key for key, one in now.items() if one.is_answered and not before[key].is_answered]
    gone = [key for key, one in now.items() if not one.is_answered and before[key].is_answered]
    both = [key for key, one in now.items() if one.is_answered and before[key].is_answered]
    changed = [key for key in both if now[key].status != before[key].status]
    if not first and not gone and not both:
        return _("Nothing was reported for {before} or {year}. There is nothing to compare.").format(**years)
    told = []
    if first:
        told.append(
            ngettext(
                "In {year}, {n} indicator was reported that had not been reported in {before}.",
                "In {year}, {n} indicators were reported that had not been reported in {before}.",
                len(first),
            ).format(n=in_words(len(first)), **years)
        )
    if gone:
        told.append(
            ngettext(
                "In {year}, {n} indicator was not reported that had been reported in {before}.",
                "In {year}, {n} indicators were not reported that had been reported in {before}.",
                len(gone),
            ).format(n=in_words(len(gone)), **years)
        )
    return " ".join([*told, *_changed(len(changed), len(both))])


def _changed(changed: int, both: int) -> list[str]:
    """How many of the indicators that were reported in both years have another status."""
    if not both:
        return []
    if not changed:
        none = ngettext(
            "The one indicator reported in both years kept its status.",
            "The {n} indicators reported in both years kept their status.",
            both,
        )
        return [none.format(n=both)]
    if changed == both:
        every = ngettext(
            "The one indicator reported in both years changed status.",
            "All {n} indicators reported in both years changed status.",
            both,
        )
        return [every.format(n=both)]
    some = _("Of the {both} indicators reported in both years, {n} changed status.")
    return [some.format(both=both, n=changed)]


def actions(evaluation: Evaluation) -> str:
    """The statuses of the actions, as the units reported them."""
    found = Counter(evaluation.reply(evaluation.last, Subject.ACTION, key).status for key in evaluation.plan.actions)
    total = len(evaluation.plan.actions)
    reported = total - found[None]
    if not total:
        return ""
    if not reported:
        none = ngettext(
            "No status was reported for the one action in {year}.",
            "No status was reported for any of the {total} actions in {year}.",
            total,
        )
        return none.format(total=total, year=evaluation.last)
    if total == 1:
        return _("The status of the one action was reported: {status}.").format(status=next(iter(found)).label)
    parts = listing([_(_ACTIONS[status]).format(n=found[status]) for status in ActionStatus if found[status]])
    if reported == total:
        return _("The status of all {n} actions was reported: {parts}.").format(n=total, parts=parts)
    some = _("The status of {n} of the {total} actions was reported: {parts}.")
    return some.format(n=reported, total=total, parts=parts)


_ACTIONS = {
    ActionStatus.NOT_STARTED: N_("{n} not started"),
    ActionStatus.ONGOING: N_("{n} ongoing"),
    ActionStatus.COMPLETED: N_("{n} completed"),
    ActionStatus.POSTPONED: N_("{n} postponed"),
    ActionStatus.CANCELLED: N_("{n} cancelled"),
    ActionStatus.NO_DATA: N_("{n} not known"),
}


def completeness(years: pd.DataFrame, *, year: int) -> str:
    """How complete the data of a year are: response rate, and counts of people broken down by sex."""
    rate = pick(years, "progress_response_rate", year=year)
    if rate is None or not rate["numerator"]:
        return _("No response rate is given for {year}: nothing was reported.").format(year=year)
    answered, asked = int(rate["numerator"]), int(rate["denominator"])
    sentence = _("In {year}, {rate} of the indicators were reported ({answered} of {asked}).").format(
        year=year, rate=_("all") if answered == asked else percent(rate["value"], 1), answered=answered, asked=asked
    )
    by_sex = pick(years, "progress_sex_coverage", year=year)
    n, total = int(by_sex["numerator"] or 0), int(by_sex["denominator"] or 0)
    return f"{sentence} {_by_sex(n, total)}" if total else sentence


def _by_sex(n: int, total: int) -> str:
    if not n:
        none = ngettext(
            "The one count of people is not broken down by sex.",
            "None of the {n} counts of people is broken down by sex.",
            total,
        )
        return none.format(n=total)
    if n == total:
        every = ngettext(
            "The one count of people is broken down by sex.",
            "All {n} counts of people are broken down by sex.",
            total,
        )
        return every.format(n=total)
    return ngettext(
        "Of the {total} counts of people, {n} is broken down by sex.",
        "Of the {total} counts of people, {n} are broken down by sex.",
        n,
    ).format(n=n, total=total)


def methods_differ(evaluation: Evaluation) -> str:
    """How many statuses depend on the method."""
    answers = evaluation.by_method.values()
    differing = sum(changes(found) for found in answers)
    judged = sum(any(found.values()) for found in answers)
    if not judged:
        return _("The change of no indicator has been assessed yet. There is nothing to compare.")
    if not differing:
        none = ngettext(
            "The change of one indicator was assessed; other methods give the same status.",
            "The change of {n} indicators was assessed; other methods give the same status for all of them.",
            judged,
        )
        return none.format(n=judged)
    return ngettext(
        "The change of {judged} indicators was assessed; another method would give {n} of them another status.",
        "The change of {judged} indicators was assessed; other methods would give {n} of them another status.",
        differing,
    ).format(n=differing, judged=judged)


def closing(evaluation: Evaluation) -> str:
    """What was reached over all years, and what was never reported."""
    last = evaluation.by_year.get(evaluation.last, {})
    never = len(never_reported(evaluation))
    years = year_range(evaluation.years[0], evaluation.years[-1]) if evaluation.years else str(evaluation.year)
    reached = sum(one.is_reached for one in last.values())
    if never == len(last):
        none = _("No value was reported for any of the {n} indicators in {years}.")
        return none.format(years=years, n=len(last))
    told = _("At the end of {years}, {reached} of the {n} indicators had met their target, improved or been done.")
    told = told.format(years=years, reached=reached, n=len(last))
    if not never:
        return told
    missing = ngettext("{n} was never reported.", "{n} were never reported.", never)
    return f"{told} {missing.format(n=language.capitalised(in_words(never)))}"


def never_reported(evaluation: Evaluation) -> list[str]:
    """Measures of which no year has an answer."""
    years = evaluation.by_year.values()
    return [key for key in evaluation.assessed if years and not any(assessed[key].is_answered for assessed in years)]


def never(evaluation: Evaluation) -> str:
    """That nothing was left unreported; empty where something was, which a table names."""
    return "" if never_reported(evaluation) else _("Every indicator was reported in at least one year.")


def goal(one: Goal) -> str:
    """The heading of a goal: the promise of the plan."""
    text = plain(one.shown)
    heading = _("Goal {code}: {text}").format(code=plain(one.code), text=text) if one.code else text
    return f"## {heading}"


def action(evaluation: Evaluation, one: Action) -> tuple[str, str]:
    """The heading of an action, and what the plan and the units say of it."""
    text = plain(one.shown)
    heading = _("Action {code}: {text}").format(code=plain(one.code), text=text) if one.code else text
    return f"### {heading}", _report(evaluation, one)


def _report(evaluation: Evaluation, action: Action) -> str:
    """What the plan and the units say of an action, as a list; texts only where they were released."""
    reply = evaluation.reply(evaluation.last, Subject.ACTION, action.id)
    lines = {
        _("Wording of the plan"): plain(action.text) if action.wording != action.text else "",
        _("Objective"): plain(action.objective.wording),
        _("Period"): year_range(*action.period) if action.period else "",
        Role.RESPONSIBLE.label: listing([plain(unit.shown) for unit in action.responsible]),
        _("Data provider"): listing(_reporting(evaluation, action)),
        _("Status of {year}").format(year=evaluation.last): reply.status.label if reply.status else _("not reported"),
        _("Explanation"): _text(reply, Field.EXPLANATION),
        _("Evidence"): _text(reply, Field.EVIDENCE),
        **_explained(evaluation, action),
    }
    return "\n".join(f"- **{plain(name)}:** {text}" for name, text in lines.items() if text)


def _explained(evaluation: Evaluation, action: Action) -> dict[str, str]:
    """Explanations that units gave beside a measure."""
    found = {}
    for measure in action.measures:
        reply = evaluation.reply(evaluation.last, Subject.MEASURE, measure.id)
        if text := _text(reply, Field.EXPLANATION):
            found[measure.shown] = text
    return found


def _reporting(evaluation: Evaluation, action: Action) -> list[str]:
    """The names of the units that report an action or its measures."""
    units = [unit for one in action.measures for unit in evaluation.reporters.of(Subject.MEASURE, one.id)]
    keys = dict.fromkeys([*units, *evaluation.reporters.of(Subject.ACTION, action.id)])
    return [plain(evaluation.plan.units[key].shown) for key in keys]


def _text(reply: Reply, which: Field) -> str:
    return plain(reply.released(which))


# --- values, changes and statuses --------------------------------------------


def value_text(
    measure: PlanMeasure,
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
    text = amount_text(measure, one.value)
    if one.denominator is not None:
        text = _("{value} ({part} of {whole})").format(
            value=text, part=number(one.numerator), whole=number(one.denominator)
        )
    if sexes is not None:
        text = _("{value} (women {women}, men {men})").format(value=text, women=number(sexes[0]), men=number(sexes[1]))
    if one.is_partial:
        text = _("{value} (up to month {month})").format(value=text, month=last_month)
    return text


def stored_text(which: Field, text: str) -> str:
    """A value as it lies in the results, in the reader's form."""
    if not text or which not in ANSWERS:
        return text
    if which == Field.DONE:
        return Answer(text).label
    if which == Field.DONE_ON:
        return language.date(date.fromisoformat(text))
    return number(Fraction(text), 1 if "." in text else 0)


def amount_text(measure: PlanMeasure, quantity) -> str:
    """A quantity in the unit of its measure."""
    if is_percent(measure):
        return percent_value(quantity, 1)
    return number(quantity)


def change_text(measure: PlanMeasure, one: Assessment) -> str:
    """The change since the baseline, with its sign; a dash where there is none to tell."""
    if one.change is None:
        return language.NO_VALUE
    if is_percent(measure):
        return _("{change} points").format(change=signed(one.change, 1))
    return signed(one.change) if one.change else "0"


def status_word(one: Assessment) -> Term:
    """The word of the closed list that stands for a year; without a value, the reason why there is none."""
    return one.reason if one.status == Status.NO_DATA and one.reason else one.status


def status_text(measure: PlanMeasure, one: Assessment) -> str:
    """The status in words, with its reason where that needs saying."""
    word = status_word(one).label
    if one.reason in _TOLD:
        return _("{status} ({reason})").format(status=word, reason=one.reason.label)
    if measure.direction == Direction.DECREASE and one.status in (Status.TOWARD, Status.AWAY):
        return _("{status} (a fall is wanted)").format(status=word)
    return word


def target_word(one: Assessment, target: Target | None) -> PathStatus:
    """The word that stands for the way to a target; once its year is over it is met, not met or not assessed."""
    underway = (PathStatus.BEHIND, PathStatus.NO_CHANGE, PathStatus.AWAY)
    if target is not None and target.year <= one.year and one.path_status in underway:
        return PathStatus.NOT_MET
    return one.path_status


def target_text(one: Assessment, target: Target | None) -> str:
    """The same in words, with its reason."""
    word = target_word(one, target).label
    reason = one.reason if one.path_status == PathStatus.NO_DATA else one.path_reason
    return word if reason is None else _("{status} ({reason})").format(status=word, reason=reason.label)


def is_percent(measure: PlanMeasure) -> bool:
    """Whether its values are percentages."""
    return measure.unit == MeasureUnit.PERCENT


def _milestone(done: bool, done_on: date | None) -> str:
    if not done:
        return Status.NOT_DONE.label
    if done_on is None:
        return Status.DONE.label
    return _("Done ({day})").format(day=language.date(done_on))


def _answered(assessed: Assessments, year: int) -> str:
    """How many indicators were reported: none, all, or so many."""
    asked, answered = len(assessed), sum(one.is_answered for one in assessed.values())
    if not answered:
        none = ngettext(
            "The one indicator was not reported for {year}.",
            "None of the {n} indicators was reported for {year}.",
            asked,
        )
        return none.format(n=asked, year=year)
    if answered == asked:
        every = ngettext(
            "Units reported on the one indicator for {year}.", "Units reported on all {n} indicators for {year}.", asked
        )
        return every.format(n=asked, year=year)
    return _("Units reported on {n} of the {asked} indicators for {year}.").format(n=answered, asked=asked, year=year)


def _statuses(assessed: Assessments) -> str:
    """How many indicators have each status, as one sentence."""
    found = Counter(one.status for one in assessed.values())
    if len(assessed) == 1:
        return _("Its status: {status}.").format(status=next(iter(found)).label)
    every = _("all") if len(found) == 1 else None
    parts = [_part(status, found[status]).format(n=every or found[status]) for status in Status if found[status]]
    return _("Of the indicators, {parts}.").format(parts=listing(parts))


def _part(status: Status, n: int) -> str:
    return {
        Status.TOWARD: ngettext("{n} has improved", "{n} have improved", n),
        Status.NO_CHANGE: ngettext("{n} shows no clear change", "{n} show no clear change", n),
        Status.AWAY: ngettext("{n} has worsened", "{n} have worsened", n),
        Status.BASE_YEAR: ngettext("{n} has its first value", "{n} have their first value", n),
        Status.NO_DIRECTION: ngettext("{n} is monitored only", "{n} are monitored only", n),
        Status.DONE: ngettext("{n} was done", "{n} were done", n),
        Status.NOT_DONE: ngettext("{n} was not done", "{n} were not done", n),
        Status.NO_DATA: ngettext("{n} has no value", "{n} have no value", n),
        Status.NOT_COMPUTABLE: ngettext("{n} cannot be compared", "{n} cannot be compared", n),
    }[status]

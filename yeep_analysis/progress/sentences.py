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
from yeep_analysis.progress.observations import MILESTONES, Observation
from yeep_analysis.reporting.questions import ANSWERS
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.results import pick
from yeep_analysis.show.present import plain
from yeep_analysis.words import language
from yeep_analysis.words.language import _, listing, ngettext, number, percent, percent_value, signed, year_range
from yeep_analysis.words.terms import (
    ActionStatus,
    Answer,
    Field,
    MeasureUnit,
    Reason,
    Role,
    Status,
    Subject,
)

_TOLD = (Reason.SMALL_CHANGE, Reason.PARTIAL_YEAR, Reason.DONE_EARLIER)  # reasons that a reader needs beside the status


def overall(evaluation: Evaluation) -> str:
    """How much of the plan was answered, and what the answers say: two sentences."""
    if not evaluation.plan.measures:
        return _("The data hold no catalogue of the plan.")
    assessed = evaluation.assessed
    asked = len(assessed)
    answered = sum(one.is_answered for one in assessed.values())
    if not answered:
        none = _("Of none of the {asked} measures has a value been reported for {year}.")
        none = none.format(asked=asked, year=evaluation.last)
        if any(one.status != Status.NO_DATA for one in assessed.values()):  # milestones done earlier stay done
            return f"{none} {_statuses(assessed)}"
        return f"{none} " + _("Every measure therefore stands as “not reported”; nothing is said of its progress.")
    return " ".join([_answered(answered, asked, evaluation.last), _statuses(assessed)])


def theme(evaluation: Evaluation, theme_id: str) -> str:
    """What a theme promises, and how much of it was answered."""
    found = evaluation.plan.themes[theme_id]
    ids = [measure.id for measure in found.measures]
    promise = _("This theme has {goals} goals and {actions} actions, measured by {measures} measures.").format(
        goals=len(found.goals), actions=len(found.actions), measures=len(ids)
    )
    own = {key: evaluation.assessed[key] for key in ids}
    answered = sum(one.is_answered for one in own.values())
    if not answered:
        return f"{promise} " + _("None of them has been reported for {year}.").format(year=evaluation.last)
    return " ".join([promise, _answered(answered, len(ids), evaluation.last), _statuses(own)])


def since_last_year(evaluation: Evaluation) -> str:
    """What changed since the year before: statuses that are others now, and answers that are new."""
    now, before = evaluation.assessed, evaluation.by_year.get(evaluation.previous)
    if not before:
        return _("{year} is the first year of the plan; there is no year before it to compare with.").format(
            year=evaluation.last
        )
    first = [key for key, one in now.items() if one.is_answered and not before[key].is_answered]
    gone = [key for key, one in now.items() if not one.is_answered and before[key].is_answered]
    other = [key for key, one in now.items() if one.is_answered and before[key].is_answered]
    changed = [key for key in other if now[key].status != before[key].status]
    if not first and not gone and not other:
        return _("Neither for {before} nor for {year} was anything reported; nothing can be compared.").format(
            before=evaluation.last - 1, year=evaluation.last
        )
    return _(
        "Beside {before}: {first} measures were answered anew, {gone} are no longer answered, and of the {other} "
        "answered in both years {changed} have another status."
    ).format(before=evaluation.last - 1, first=len(first), gone=len(gone), other=len(other), changed=len(changed))


def actions(evaluation: Evaluation) -> str:
    """The statuses of the actions, as the units reported them."""
    counted = Counter(evaluation.reply(evaluation.last, Subject.ACTION, key).status for key in evaluation.plan.actions)
    total = len(evaluation.plan.actions)
    reported = total - counted[None]
    if not total:
        return ""
    if not reported:
        return _("The status of none of the {total} actions was reported for {year}.").format(
            total=total, year=evaluation.last
        )
    parts = [
        _("{status} {n}").format(status=status.label, n=counted[status]) for status in ActionStatus if counted[status]
    ]
    return _("Statuses of actions were reported for {reported} of {total}: {parts}.").format(
        reported=reported, total=total, parts=listing(parts)
    )


def completeness(years: pd.DataFrame, *, year: int) -> str:
    """How complete the data of a year are: response rate, and person counts with sex."""
    rate = pick(years, "progress_response_rate", year=year)
    if rate is None or not rate["numerator"]:
        return _("No response rate is given for {year}: nothing was reported.").format(year=year)
    sentence = _("Response rate of {year}: {rate} ({answered} of {asked} measures).").format(
        year=year, rate=percent(rate["value"], 1), answered=int(rate["numerator"]), asked=int(rate["denominator"])
    )
    by_sex = pick(years, "progress_sex_coverage", year=year)
    if not by_sex["denominator"]:
        return sentence
    return f"{sentence} " + _("Counts of persons with sex: {n} of {total}.").format(
        n=int(by_sex["numerator"]), total=int(by_sex["denominator"])
    )


def methods_differ(evaluation: Evaluation) -> str:
    """How many statuses depend on the method."""
    answers = evaluation.by_method.values()
    differing = sum(changes(found) for found in answers)
    judged = sum(any(found.values()) for found in answers)
    if not judged:
        return _("No measure has a status of change yet; there is nothing to compare.")
    return ngettext(
        "Under other methods {n} of {judged} measure with a status of change would get another one.",
        "Under other methods {n} of {judged} measures with a status of change would get another one.",
        judged,
    ).format(n=differing, judged=judged)


def closing(evaluation: Evaluation) -> str:
    """What was reached over all years, and what was never reported."""
    last = evaluation.by_year.get(evaluation.last, {})
    never = never_reported(evaluation)
    years = year_range(evaluation.years[0], evaluation.years[-1]) if evaluation.years else str(evaluation.year)
    reached = sum(one.is_reached for one in last.values())
    if len(never) == len(last):
        return _("In the years {years} no value of any of the {n} measures was reported.").format(
            years=years, n=len(last)
        )
    return _(
        "In the years {years} {reached} of {n} measures met their target or, without one, ended with a change toward "
        "the objective or were done; {never} were never reported."
    ).format(years=years, reached=reached, n=len(last), never=len(never))


def never_reported(evaluation: Evaluation) -> list[str]:
    """Measures of which no year has an answer."""
    years = evaluation.by_year.values()
    return [key for key in evaluation.assessed if years and not any(assessed[key].is_answered for assessed in years)]


def never(evaluation: Evaluation) -> str:
    """That nothing was left unreported; empty where something was, which a table names."""
    return "" if never_reported(evaluation) else _("Every measure was answered in at least one year.")


def goal(one: Goal) -> str:
    """The heading of a goal: the promise of the plan."""
    text = plain(one.reading or one.text)
    heading = _("Goal {code}: {text}").format(code=plain(one.code), text=text) if one.code else text
    return f"## {heading}"


def action(evaluation: Evaluation, one: Action) -> tuple[str, str]:
    """The heading of an action, and what the plan and the units say of it."""
    text = plain(one.reading or one.text)
    heading = _("Action {code}: {text}").format(code=plain(one.code), text=text) if one.code else text
    return f"### {heading}", _report(evaluation, one)


def _report(evaluation: Evaluation, action: Action) -> str:
    """What the plan and the units say of an action, as a list; texts only where they were released."""
    reply = evaluation.reply(evaluation.last, Subject.ACTION, action.id)
    lines = {
        _("Objective"): plain(action.objective.text),
        _("Period"): year_range(*action.period) if action.period else "",
        Role.RESPONSIBLE.label: listing([plain(unit.name) for unit in action.responsible]),
        _("Reporting"): listing(_reporting(evaluation, action)),
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
            found[measure.name] = text
    return found


def _reporting(evaluation: Evaluation, action: Action) -> list[str]:
    """The names of the units that report an action or its measures."""
    units = [unit for one in action.measures for unit in evaluation.reporters.of(Subject.MEASURE, one.id)]
    keys = dict.fromkeys([*units, *evaluation.reporters.of(Subject.ACTION, action.id)])
    return [plain(evaluation.plan.units[key].name) for key in keys]


def _text(reply: Reply, which: Field) -> str:
    return plain(reply.text(which)) if reply.may_be_published else ""


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
        text = _("{value} ({women} women, {men} men)").format(value=text, women=number(sexes[0]), men=number(sexes[1]))
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


def status_text(one: Assessment) -> str:
    """The status in words, with its reason where that needs saying."""
    if one.status == Status.NO_DATA and one.reason:
        return one.reason.label
    if one.reason in _TOLD:
        return _("{status} ({reason})").format(status=one.status.label, reason=one.reason.label)
    return one.status.label


def is_percent(measure: PlanMeasure) -> bool:
    """Whether its values are percentages."""
    return measure.unit == MeasureUnit.PERCENT


def _milestone(done: bool, done_on: date | None) -> str:
    if not done:
        return Status.NOT_DONE.label
    if done_on is None:
        return Status.DONE.label
    return _("done ({day})").format(day=language.date(done_on))


def _answered(answered: int, asked: int, year: int) -> str:
    return _("{answered} of {asked} measures were answered for {year}.").format(
        answered=answered, asked=asked, year=year
    )


def _statuses(assessed: Assessments) -> str:
    counted = Counter(one.status for one in assessed.values())
    parts = [_("{status} {n}").format(status=status.label, n=counted[status]) for status in Status if counted[status]]
    return _("Status: {parts}.").format(parts=listing(parts))

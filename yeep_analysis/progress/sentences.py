"""Sentences on the plan's progress. Nothing is said of what was not reported but that it was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.progress import Assessment, changes
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.show.present import FigureWords, plain
from yeep_analysis.words.language import _, listing, ngettext, percent, year_range
from yeep_analysis.words.terms import ActionStatus, Method, Status, Subject

Assessments = Mapping[str, Assessment]


def overall(evaluation: Evaluation, assessed: Assessments) -> str:
    """How much of the plan was answered, and what the answers say: two sentences."""
    if not evaluation.plan.measures:
        return _("The data hold no catalogue of the plan.")
    asked = len(assessed)
    answered = sum(one.is_answered for one in assessed.values())
    if not answered:
        none = _("Of none of the {asked} measures has a value been reported for {year}.")
        none = none.format(asked=asked, year=evaluation.last)
        if any(one.status != Status.NO_DATA for one in assessed.values()):  # milestones done earlier stay done
            return f"{none} {_statuses(assessed)}"
        return f"{none} " + _("Every measure therefore stands as “not reported”; nothing is said of its progress.")
    return " ".join([_answered(answered, asked, evaluation.last), _statuses(assessed)])


def theme(evaluation: Evaluation, theme_id: str, assessed: Assessments) -> str:
    """What a theme promises, and how much of it was answered."""
    found = evaluation.plan.themes[theme_id]
    ids = [measure.id for measure in found.measures]
    promise = _("This theme has {goals} goals and {actions} actions, measured by {measures} measures.").format(
        goals=len(found.goals), actions=len(found.actions), measures=len(ids)
    )
    own = {key: assessed[key] for key in ids}
    answered = sum(one.is_answered for one in own.values())
    if not answered:
        return f"{promise} " + _("None of them has been reported for {year}.").format(year=evaluation.last)
    return " ".join([promise, _answered(answered, len(ids), evaluation.last), _statuses(own)])


def since_last_year(evaluation: Evaluation, now: Assessments, before: Assessments) -> str:
    """What changed since the year before: statuses that are others now, and answers that are new."""
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


def completeness(rates: pd.DataFrame, sexes: pd.DataFrame, *, year: int) -> str:
    """How complete the data of a year are: response rate, and person counts with sex."""
    own = rates[rates["year"] == year]
    if own.empty or not own["numerator"].iloc[0]:
        return _("No response rate is given for {year}: nothing was reported.").format(year=year)
    sentence = _("Response rate of {year}: {rate} ({answered} of {asked} measures).").format(
        year=year,
        rate=percent(own["value"].iloc[0], 1),
        answered=int(own["numerator"].iloc[0]),
        asked=int(own["denominator"].iloc[0]),
    )
    by_sex = sexes[sexes["year"] == year]
    if by_sex.empty or not by_sex["denominator"].iloc[0]:
        return sentence
    return f"{sentence} " + _("Counts of persons with sex: {n} of {total}.").format(
        n=int(by_sex["numerator"].iloc[0]), total=int(by_sex["denominator"].iloc[0])
    )


def figure_heat(table: pd.DataFrame, *, year: int) -> FigureWords:
    """Words of the grid of themes and statuses."""
    caption = _("Themes by status of their measures, {year} (number of measures)").format(year=year)
    rows = [
        _("{theme}: {parts}").format(
            theme=row["name"],
            parts=", ".join(
                f"{Status(key).label} {int(row[key])}"
                for key in table.columns
                if key not in ("name", "asked") and row[key]
            ),
        )
        for _index, row in table.iterrows()
    ]
    return FigureWords(
        caption,
        _("Grid of numbers: {caption}. {rows}. Values: table “Themes by status of their measures”.").format(
            caption=caption, rows="; ".join(rows)
        ),
    )


def methods_differ(answers: Mapping[str, Mapping[Method, Status | None]]) -> str:
    """How many statuses depend on the method."""
    differing = sum(changes(found) for found in answers.values())
    judged = sum(any(found.values()) for found in answers.values())
    if not judged:
        return _("No measure has a status of change yet; there is nothing to compare.")
    return ngettext(
        "Under other methods {n} of {judged} measure with a status of change would get another one.",
        "Under other methods {n} of {judged} measures with a status of change would get another one.",
        judged,
    ).format(n=differing, judged=judged)


def closing(evaluation: Evaluation, assessed_by_year: Mapping[int, Assessments]) -> str:
    """What was reached over all years, and what was never reported."""
    last = assessed_by_year[evaluation.last] if assessed_by_year else {}
    never = never_reported(assessed_by_year)
    years = year_range(evaluation.years[0], evaluation.years[-1]) if evaluation.years else str(evaluation.year)
    reached = sum(one.status in (Status.TOWARD, Status.DONE) for one in last.values())
    if len(never) == len(last):
        return _("In the years {years} no value of any of the {n} measures was reported.").format(
            years=years, n=len(last)
        )
    return _(
        "In the years {years} {reached} of {n} measures ended with a change toward the objective or were done; "
        "{never} were never reported."
    ).format(years=years, reached=reached, n=len(last), never=len(never))


def never_reported(assessed_by_year: Mapping[int, Assessments]) -> list[str]:
    """Measures of which no year has an answer."""
    keys = next(iter(assessed_by_year.values()), {})
    return [key for key in keys if not any(assessed[key].is_answered for assessed in assessed_by_year.values())]


def never(by_year: Mapping[int, Assessments]) -> str:
    """That nothing was left unreported; empty where something was, which a table names."""
    return "" if never_reported(by_year) else _("Every measure was answered in at least one year.")


def units_of(plan: Plan, unit_ids: tuple[str, ...]) -> str:
    """The names of units, for a sentence."""
    return listing([plain(plan.units[key].name) for key in unit_ids])


def _answered(answered: int, asked: int, year: int) -> str:
    return _("{answered} of {asked} measures were answered for {year}.").format(
        answered=answered, asked=asked, year=year
    )


def _statuses(assessed: Assessments) -> str:
    counted = Counter(one.status for one in assessed.values())
    parts = [_("{status} {n}").format(status=status.label, n=counted[status]) for status in Status if counted[status]]
    return _("Status: {parts}.").format(parts=listing(parts))

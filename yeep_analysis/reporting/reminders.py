"""The status of a year in words: a line for each unit, and a reminder that can be sent as it is."""

from __future__ import annotations

from collections.abc import Iterator

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.reporting.reported import subject_name
from yeep_analysis.reporting.status import UnitStatus
from yeep_analysis.words import language
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Subject


def status_lines(found: list[UnitStatus], plan: Plan) -> Iterator[str]:
    """One line for each unit, and the sum of all."""
    width = max(len(plan.units[one.unit_id].name) for one in found)
    for one in found:
        yield f"{plan.units[one.unit_id].name.ljust(width)}  {_line(one)}"
    asked = sum(one.measures for one in found)
    answered = sum(one.with_value + one.with_reason for one in found)
    yield _(
        "All units: {answered} of {asked} measures answered, {status} of {actions} statuses of actions given."
    ).format(
        answered=answered,
        asked=asked,
        status=sum(one.with_status for one in found),
        actions=sum(one.actions for one in found),
    )


def reminder(one: UnitStatus, plan: Plan, municipality: Municipality, year: int) -> str:
    """A text to be sent to a unit: what is missing, by the plan's words."""
    unit = plan.units[one.unit_id].name
    subject = _("Subject: {plan}, results of {year}: {unit}").format(plan=municipality.plan, year=year, unit=unit)
    if municipality.is_fictional:
        example = _("Example: this municipality is fictional; all figures are invented.")
        subject = f"{subject}\n{example}"
    if one.is_complete:
        thanks = _("All that was asked of {unit} for {year} has been received. Thank you.")
        return f"{subject}\n\n{thanks.format(unit=unit, year=year)}\n\n{municipality.equality_unit}"
    opening = (
        _("For the yearly evaluation of the plan we still miss the following of {year}:")
        if one.has_begun
        else _("For the yearly evaluation of the plan we have not yet received your form of {year}. We miss:")
    )
    lines = [subject, "", opening.format(year=year), ""]
    for kind, heading in (
        (Subject.MEASURE, _("Values of measures")),
        (Subject.ACTION, _("Statuses of actions")),
        (Subject.UNDERTAKING, _("Undertakings of the methodology")),
    ):
        names = [subject_name(key, plan) for key in one.open if key.subject == kind]
        if names:
            lines += [f"{heading}:", *[f"- {name}" for name in names], ""]
    lines += [
        _("If a figure does not exist, choose the reason in the form: that, too, is an answer."),
        "",
        municipality.equality_unit,
    ]
    return "\n".join(lines)


def _line(one: UnitStatus) -> str:
    if not one.has_begun:
        return _("nothing received ({measures} measures, {actions} actions asked)").format(
            measures=one.measures, actions=one.actions
        )
    text = _("{answered} of {measures} measures, {status} of {actions} actions; last received {day}").format(
        answered=one.with_value + one.with_reason,
        measures=one.measures,
        status=one.with_status,
        actions=one.actions,
        day=language.date(one.last_received),
    )
    return text if one.is_complete else _("{text}; {n} still missing").format(text=text, n=len(one.open))

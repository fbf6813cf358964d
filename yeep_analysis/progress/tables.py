"""Tables of the plan's progress: themes by status, the measures of a goal, methods beside each other, targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from yeep_analysis.municipality.catalogue import Goal, Measure, Plan
from yeep_analysis.progress import Assessment, changes, values
from yeep_analysis.progress.coverage import of_measures, response_rate, status_shares
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.result_rows import result_table
from yeep_analysis.results import collect
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Field, Method, Status, Subject

Assessments = Mapping[str, Assessment]
ALL = "all"  # group of the whole plan


def shares_of_statuses(plan: Plan, assessed: Assessments, *, year: int) -> pd.DataFrame:
    """The result rows of all statuses, for each theme and for the whole plan; each measure once in each."""
    groups = {theme.id: [measure.id for measure in theme.measures] for theme in plan.themes.values()}
    parts = [status_shares(of_measures(assessed, ids), year=year, group=key) for key, ids in groups.items()]
    return pd.concat([*parts, status_shares(assessed, year=year, group=ALL)], ignore_index=True)


def response_rates(plan: Plan, assessed: Assessments, *, year: int) -> pd.DataFrame:
    """The response rate of each theme and of the whole plan."""
    groups = {theme.id: [measure.id for measure in theme.measures] for theme in plan.themes.values()}
    parts = [response_rate(of_measures(assessed, ids), year=year, group=key) for key, ids in groups.items()]
    return pd.concat([*parts, response_rate(assessed, year=year, group=ALL)], ignore_index=True)


def heat(plan: Plan, shares: pd.DataFrame) -> pd.DataFrame:
    """``name, asked`` and a column for each status that occurs [measures]; themes in their order, the plan last."""
    groups = shares["group"].str.split("/", n=1, expand=True)
    wide = shares.assign(key=groups[0], status=groups[1]).pivot(index="key", columns="status", values="numerator")
    asked = shares.assign(key=groups[0]).groupby("key")["denominator"].first()
    order = [key for key in (*plan.themes, ALL) if key in wide.index]
    used = [status.value for status in Status if status.value in wide and wide[status.value].sum() > 0]
    frame = wide.loc[order, used].astype("int64").reset_index(drop=True).rename_axis(columns=None)
    return frame.assign(name=[_theme_name(plan, key) for key in order], asked=[int(asked[key]) for key in order])[
        ["name", "asked", *used]
    ]


def if_reported(table: pd.DataFrame, has_results: bool) -> pd.DataFrame:
    """The table where anything was reported; empty otherwise, so that nothing is drawn of nothing."""
    return table if has_results else table.iloc[:0]


def published(evaluation: Evaluation, assessed: Assessments, rates: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The result rows of an evaluation: every measure with its status, and the rates; ready to be published."""
    units = {key: measure.unit for key, measure in evaluation.plan.measures.items()}
    source = _("Results reported by the units")
    own = result_table(assessed, units).assign(source=source)
    shared = collect(rates, source=source).drop_duplicates(["indicator", "year", "group"])
    return pd.concat([own, shared], ignore_index=True)


def statuses(plan: Plan, shares: pd.DataFrame, answered: pd.DataFrame) -> PublicationTable:
    """Themes × statuses, with how much was asked and answered."""
    frame = heat(plan, shares)
    used = [column for column in frame.columns if column not in ("name", "asked")]
    order = [key for key in (*plan.themes, ALL) if key in set(answered["group"])]
    replies = answered.set_index("group").loc[order, "numerator"].astype("int64")
    frame = frame.assign(answered=replies.to_list())
    counted = [*used, "answered"]
    frame[counted] = frame[counted].astype(object).where(frame[counted] > 0, None)
    columns = (
        Column("name", _("Theme")),
        Column("asked", _("Measures asked"), "count"),
        Column("answered", _("Answered"), "count"),
        *(Column(key, Status(key).label, "count") for key in used),
    )
    note = _(
        "Number of measures. A measure that serves several themes stands in each, and once in the whole plan. Only "
        "statuses that occur have a column; a dash means none."
    )
    return PublicationTable("theme_status", _("Themes by status of their measures"), columns, frame, note)


def measures_of(goal: Goal, evaluation: Evaluation, assessed: Assessments) -> PublicationTable:
    """The measures of a goal under their actions: every year, change since the baseline, status."""
    rows = [
        {
            "action": f"{action.code}. {action.text}",
            "measure": measure.name,
            **{str(year): reported(evaluation, measure, year) for year in evaluation.years},
            "change": values.change(measure, assessed[measure.id]),
            "status": values.status(assessed[measure.id]),
        }
        for action in goal.actions
        for measure in action.measures
    ]
    columns = (
        Column("measure", _("Measure")),
        *(Column(str(year), str(year)) for year in evaluation.years),
        Column("change", _("Change")),
        Column("status", _("Status")),
    )
    frame = pd.DataFrame(rows, columns=["action", *(column.key for column in columns)])
    caption = _("Goal {code}, {theme}: measures of its actions").format(code=goal.code, theme=goal.theme.name)
    return PublicationTable(f"progress_{goal.id}", caption, columns, frame, _baseline_note(goal, assessed), "action")


def targets(evaluation: Evaluation, assessed: Assessments) -> PublicationTable:
    """The measures that have a target: where they started, where they stand, where they should be."""
    rows = []
    for key, target in evaluation.targets.items():
        measure, one = evaluation.plan.measures[key], assessed[key]
        rows.append(
            {
                "measure": measure.name,
                "base": _amount(measure, one.path_base, one.path_base_year),
                "value": _amount(measure, one.value, one.year),
                "target": _amount(measure, target.value, target.year),
                "progress": None if one.progress is None else float(one.progress),
                "expected": None if one.expected is None else float(one.expected),
                "status": _path(one),
            }
        )
    columns = (
        Column("measure", _("Measure")),
        Column("base", _("Start")),
        Column("value", _("Now")),
        Column("target", _("Target")),
        Column("progress", _("Way covered"), "share"),
        Column("expected", _("Expected by now"), "share"),
        Column("status", _("Status")),
    )
    note = _("Way covered: (now − start) / (target − start). Expected: the part of the years that has passed.")
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("targets", _("Measures with a target"), columns, frame, note)


def methods(plan: Plan, answers: Mapping[str, Mapping[Method, Status | None]]) -> PublicationTable:
    """The status of each measure under each method; only measures on which at least one method answers."""
    rows = []
    for key, found in answers.items():
        if any(found.values()):
            labels = {method.value: answer.label if (answer := found[method]) else None for method in Method}
            rows.append(
                {"measure": plan.measures[key].name, **labels, "differs": _("differs") if changes(found) else None}
            )
    columns = (
        Column("measure", _("Measure")),
        *(Column(method.value, method.label[:1].upper() + method.label[1:]) for method in Method),
        Column("differs", _("Methods")),
    )
    note = _(
        "A dash stands where a method may not be used: a trend needs three years, a growth rate a baseline of at least "
        "20 and two later years. “Differs” marks measures on which the methods do not agree."
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("sensitivity", _("The same year under several methods"), columns, frame, note)


def _theme_name(plan: Plan, key: str) -> str:
    return _("Whole plan") if key == ALL else plan.themes[key].name


def reported(evaluation: Evaluation, measure: Measure, year: int) -> str:
    """What was reported of a measure in a year, as readers see it."""
    one = next(one for one in evaluation.histories[measure.id] if one.year == year)
    reply = evaluation.reply(year, Subject.MEASURE, measure.id)
    return values.value(
        measure,
        one,
        sexes=evaluation.women_and_men(year, measure.id),
        done_on=reply.done_on,
        last_month=int(reply.fields.get(Field.LAST_MONTH, 12)),
    )


def _amount(measure: Measure, quantity, year: int | None) -> str | None:
    if quantity is None:
        return None
    return _("{value} ({year})").format(value=values.amount(measure, quantity), year=year)


def _path(one: Assessment) -> str:
    if one.path_reason is None:
        return one.path_status.label
    return _("{status} ({reason})").format(status=one.path_status.label, reason=one.path_reason.label)


def _baseline_note(goal: Goal, assessed: Assessments) -> str:
    """From which year the changes of a table are counted; nothing where there is no change to tell."""
    years = sorted(
        {
            one.baseline_year
            for action in goal.actions
            for measure in action.measures
            if (one := assessed[measure.id]).change is not None
        }
    )
    if not years:
        return ""
    return _("Change: since the first year with a value ({years}).").format(years=", ".join(map(str, years)))

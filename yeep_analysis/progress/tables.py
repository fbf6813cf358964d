"""Tables of the plan's progress: measures, targets and methods, the reporting itself, what units wrote, all years.

Parts of a measure (by mahalle, age, disability, month) are shown as the units reported them: never of sensitive
measures, and of persons only where no part is so small that somebody might be known by it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from yeep_analysis.municipality.catalogue import Action, Goal, Plan, PlanMeasure
from yeep_analysis.municipality.result_tables import CorrectionRow
from yeep_analysis.progress import sentences
from yeep_analysis.progress.assessment import changes
from yeep_analysis.progress.disclosure import any_small
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.sentences import amount_text, change_text, status_text, stored_text, value_text
from yeep_analysis.progress.year_sentences import foreign, target_cell
from yeep_analysis.reporting.questions import ANSWERS, categories
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.results import ALL, of
from yeep_analysis.show import present
from yeep_analysis.show.present import Column, Keyed, Numbers, Output, PublicationTable
from yeep_analysis.words.language import _, date, number
from yeep_analysis.words.terms import Breakdown, Fate, Field, Method, Missing, PathStatus, Reason, Status, Subject

RATE, BY_SEX, SHARES = "progress_response_rate", "progress_sex_coverage", "progress_status_share"

# --- themes, measures, targets, methods --------------------------------------


def heat(plan: Plan, shares: pd.DataFrame) -> pd.DataFrame:
    """``name, asked`` and a column for each status that occurs [measures]; themes in their order, the plan last."""
    wide = shares.pivot(index="part", columns="status", values="numerator")
    order = [key for key in (*plan.themes, ALL) if key in wide.index]
    used = [status.value for status in Status if status.value in wide and wide[status.value].sum() > 0]
    frame = wide.loc[order, used].astype("int64")
    asked = shares.groupby("part")["denominator"].first()[order].astype("int64")
    frame = frame.assign(name=[_theme_name(plan, key) for key in order], asked=asked)[["name", "asked", *used]]
    return frame.reset_index(drop=True).rename_axis(columns=None)


def statuses(plan: Plan, shares: pd.DataFrame, answered: pd.DataFrame) -> PublicationTable:
    """Themes × statuses, with how much was asked and answered."""
    frame, year = heat(plan, shares), int(answered["year"].max())
    used = [column for column in frame.columns if column not in ("name", "asked")]
    order = [key for key in (*plan.themes, ALL) if key in set(answered["part"])]
    replies = answered.set_index("part").loc[order, "numerator"].astype("int64")
    frame = frame.assign(answered=replies.to_list(), part=order, kind=["theme" if key else ALL for key in order])
    counted = [*used, "answered"]
    frame[counted] = frame[counted].astype(object).where(frame[counted] > 0, None)
    columns = (
        Column("name", _("Theme")),
        Column("asked", _("Indicators"), "count", of=Numbers(RATE, year, column="denominator")),
        Column("answered", _("Reported"), "count", of=Numbers(RATE, year, column="numerator")),
        *(
            Column(
                key, Status(key).label, "count", of=Numbers(SHARES, year, column="numerator", beyond={"status": key})
            )
            for key in used
        ),
    )
    note = _(
        "Number of indicators. An indicator that serves several themes is counted in each of them, and "
        "once in the whole plan. A dash means none."
    )
    return PublicationTable("theme_status", _("Themes by status of their indicators"), columns, frame, note)


def goals(evaluation: Evaluation, theme_id: str) -> Output:
    """Goal by goal of a theme: its promise, its measures year by year, and what the units reported of its actions."""
    parts = []
    for goal in evaluation.plan.themes[theme_id].goals:
        parts += [present.prose(sentences.goal(goal)), present.table(measures_of(goal, evaluation))]
        parts += [present.prose(*sentences.action(evaluation, action)) for action in goal.actions]
    return present.stack(*parts)


def measures_of(goal: Goal, evaluation: Evaluation) -> PublicationTable:
    """The measures of a goal under their actions: every year, change since the baseline, status."""
    rows = [
        {
            "action": action.coded,
            "measure": measure.shown,
            **{str(year): reported(evaluation, measure, year) for year in evaluation.years},
            "change": change_text(measure, evaluation.assessed[measure.id]),
            "status": status_text(measure, evaluation.assessed[measure.id]),
        }
        for action in goal.actions
        for measure in action.measures
    ]
    columns = (
        Column("measure", _("Indicator")),
        *(Column(str(year), str(year)) for year in evaluation.years),
        Column("change", _("Change")),
        Column("status", _("Status")),
    )
    frame = pd.DataFrame(rows, columns=["action", *(column.key for column in columns)])
    if goal.code:
        caption = _("Goal {code}, {theme}: its indicators").format(code=goal.code, theme=goal.theme.shown)
    else:
        caption = _("{theme}, {goal}: its indicators").format(theme=goal.theme.shown, goal=goal.shown)
    note = _baseline_note(goal, evaluation)
    return PublicationTable(f"progress_{goal.id}", caption, columns, frame, note, "action")


def targets(evaluation: Evaluation) -> PublicationTable:
    """The measures that have a target: where they started, where they stand, where they should be."""
    rows = []
    for key in evaluation.targets:
        measure, one = evaluation.plan.measures[key], evaluation.assessed[key]
        rows.append(
            {
                "measure": measure.shown,
                "base": _amount(evaluation, measure, one.path_base, one.path_base_year),
                "value": _amount(evaluation, measure, one.value, one.year),
                "target": _target(evaluation, measure),
                "progress": None if one.progress is None else float(one.progress),
                "expected": None if one.expected is None else float(one.expected),
                "status": _path(evaluation, key),
            }
        )
    columns = (
        Column("measure", _("Indicator")),
        Column("base", _("Baseline")),
        Column("value", _("Actual")),
        Column("target", _("Target")),
        Column("progress", _("Progress towards target"), "share"),
        Column("expected", _("Time elapsed"), "share"),
        Column("status", _("Status")),
    )
    note = _(
        "Progress towards target: (actual − baseline) / (target − baseline). Time elapsed: share of the years "
        "up to the target that has passed."
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("targets", _("Indicators with a target"), columns, frame, note)


def methods(evaluation: Evaluation) -> PublicationTable:
    """The status of each measure under each method; only measures on which at least one method answers."""
    rows = []
    for key, found in evaluation.by_method.items():
        if any(found.values()):
            name = evaluation.plan.measures[key].shown
            labels = {method.value: answer.label if (answer := found[method]) else None for method in Method}
            rows.append({"measure": name, **labels, "differs": _("differs") if changes(found) else None})
    columns = (
        Column("measure", _("Indicator")),
        *(Column(method.value, method.label[:1].upper() + method.label[1:]) for method in Method),
        Column("differs", _("Methods")),
    )
    note = _(
        "A dash: the method cannot be used. A trend needs three years; a growth rate needs a baseline of "
        "at least 20 and two later years. “Differs” marks indicators on which the methods disagree."
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("sensitivity", _("The same year by several methods"), columns, frame, note)


def parts(evaluation: Evaluation, theme_id: str) -> PublicationTable:
    """What was reported of the parts of a theme's measures in the assessed year."""
    theme = evaluation.plan.themes[theme_id]
    rows = [row for measure in theme.measures for row in _parts_of(evaluation, measure)]
    columns = (
        Column("part", _("Category")),
        Column("women", _("Women"), "count"),
        Column("men", _("Men"), "count"),
        Column("value", _("Total"), "count"),
    )
    frame = pd.DataFrame(rows, columns=["measure", *(column.key for column in columns)])
    note = [_("As reported."), _("A dash: not reported by sex, or not asked.")]
    if evaluation.smallest_shown > 1:
        hidden = _(
            "Breakdowns of sensitive indicators are not published, nor those of people with a category of 1 to {most}."
        )
        note.insert(1, hidden.format(most=evaluation.smallest_shown - 1))
    caption = _("{theme}: breakdowns of the indicators, {year}").format(theme=theme.shown, year=evaluation.last)
    return PublicationTable(f"parts_{theme_id}", caption, columns, frame, " ".join(note), section="measure")


# --- the reporting itself ----------------------------------------------------


def response_by_unit(plan: Plan, rates: pd.DataFrame) -> PublicationTable:
    """Who answered how much, in the order of the table of reporters; no ranking."""
    names = [plan.units[key].shown for key in rates["part"]]
    return _rates("reporting_units", _("Data completeness by unit"), _("Unit"), names, rates)


def response_by_theme(plan: Plan, rates: pd.DataFrame) -> PublicationTable:
    """How much was answered in each theme."""
    names = [_("Whole plan") if key == ALL else plan.themes[key].shown for key in rates["part"]]
    return _rates("reporting_themes", _("Data completeness by theme"), _("Theme"), names, rates)


def response_by_year(years: pd.DataFrame) -> PublicationTable:
    """How much was answered in each year of the plan."""
    rates = of(years, "progress_response_rate")
    names = [str(year) for year in rates["year"]]
    return _rates("reporting_years", _("Data completeness by year"), _("Year"), names, rates)


def persons_by_sex(years: pd.DataFrame) -> PublicationTable:
    """How many of the person counts came with sex, year by year."""
    rates = of(years, "progress_sex_coverage")
    frame = rates.assign(name=[str(year) for year in rates["year"]])
    columns = (
        Column("name", _("Year")),
        Column("denominator", _("Counts of people with a value"), "count", of=Numbers(BY_SEX, column="denominator")),
        Column("numerator", _("of these, by sex"), "count", of=Numbers(BY_SEX, column="numerator")),
        Column("value", _("Share"), "share", of=Numbers(BY_SEX, column="value")),
    )
    note = _(
        "Counts of women only are taken as broken down by sex. That a count is not broken down is a finding, "
        "not an error of the report."
    )
    return PublicationTable("reporting_sex", _("Counts of people by sex"), columns, _present(frame), note)


def without_value(evaluation: Evaluation) -> PublicationTable:
    """Every measure without a value, with the reason and the unit that reports it."""
    rows = [
        {
            "measure": evaluation.plan.measures[key].shown,
            "unit": _reporting_units(evaluation, key),
            "reason": (one.missing or Reason.NO_CASES).label,
        }
        for key, one in evaluation.assessed.items()
        if one.value is None and one.missing != Missing.SUPPRESSED
    ]
    columns = (
        Column("measure", _("Indicator")),
        Column("unit", _("Data provider")),
        Column("reason", _("Why there is no value")),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("reporting_missing", _("Indicators without a value"), columns, frame)


def corrections(evaluation: Evaluation) -> PublicationTable:
    """The corrections of published numbers: counts only; what a unit wrote stays inside unless it is a number."""
    hidden = {key for key in evaluation.plan.measures if evaluation.is_protected(key)}
    rows = [
        {
            "day": date(row.corrected_on),
            "year": row.year,
            "measure": evaluation.plan.measures[row.subject_id].shown,
            "field": row.field.label,
            "old": None if row.subject_id in hidden else stored_text(row.field, row.old_value),
            "new": None if row.subject_id in hidden else stored_text(row.field, row.new_value) or _("taken back"),
            "reason": released_reason(evaluation, row) or None,
        }
        for row in evaluation.corrections
        if row.subject == Subject.MEASURE and not row.breakdown and row.field in ANSWERS
    ]
    columns = (
        Column("day", _("Date")),
        Column("year", _("Year"), "year"),
        Column("measure", _("Indicator")),
        Column("field", _("Field")),
        Column("old", _("Before")),
        Column("new", _("Corrected value")),
        Column("reason", _("Reason"), language=foreign()),
    )
    note = _(
        "Corrections of texts and of breakdowns are kept in the log of corrections. Values of sensitive "
        "indicators are not shown; reasons only where the unit released them."
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("corrections", _("Corrected values"), columns, frame, note)


# --- what units wrote --------------------------------------------------------


def questions(evaluation: Evaluation) -> PublicationTable:
    """Impact, effectiveness, ownership and relevance, as the units wrote them."""
    return _texts(
        evaluation,
        "assessment_questions",
        _("Impact, effectiveness, ownership and relevance, as the units wrote"),
        {
            Field.IMPACT: _("Impact"),
            Field.EFFECTIVENESS: _("Effectiveness"),
            Field.OWNERSHIP: _("Ownership"),
            Field.RELEVANCE: _("Relevance"),
        },
    )


def proposals(evaluation: Evaluation) -> PublicationTable:
    """Obstacles and proposals for revision, as the units wrote them."""
    return _texts(
        evaluation,
        "assessment_proposals",
        _("Obstacles and proposals for revision, as the units wrote"),
        {Field.OBSTACLE: _("Obstacles"), Field.REVISION: _("Proposal for revision")},
    )


def capacity(evaluation: Evaluation) -> PublicationTable:
    """The undertakings of the methodology: what each unit was bound to, and what it reported of it."""
    rows = []
    for undertaking in evaluation.plan.undertakings.values():
        reply = evaluation.reply(evaluation.last, Subject.UNDERTAKING, undertaking.id)
        rows.append(
            {
                "unit": evaluation.plan.units[undertaking.unit_id].shown,
                "part": undertaking.part.label,
                "text": undertaking.text,
                "status": reply.status.label if reply.status else _("not reported"),
                "count": _count(reply),
                "explanation": _published(reply, Field.EXPLANATION),
            }
        )
    columns = (
        Column("text", _("What the methodology asks")),
        Column("part", _("Category")),
        Column("status", _("Status")),
        Column("count", _("Count")),
        Column("explanation", _("Explanation")),
    )
    frame = pd.DataFrame(rows, columns=["unit", *(column.key for column in columns)])
    return PublicationTable(
        "capacity", _("Institutional duties, as the units reported them"), columns, frame, section="unit"
    )


def crosswalk(evaluation: Evaluation) -> PublicationTable:
    """What becomes of actions and measures in the plan that follows, as the equality unit decided."""
    rows = [
        {
            "text": _words(evaluation, row.subject, row.subject_id),
            "kind": row.subject.label,
            "fate": row.fate.label,
            "next": row.next_text or None,
            "reason": row.reason or None,
        }
        for fate in Fate
        for row in evaluation.crosswalk
        if row.fate == fate
    ]
    columns = (
        Column("text", _("In this plan")),
        Column("kind", _("Kind")),
        Column("fate", _("Decision")),
        Column("next", _("In the next plan")),
        Column("reason", _("Reason")),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("crosswalk", _("From this plan to the next"), columns, frame)


# --- all years side by side --------------------------------------------------


def all_years(evaluation: Evaluation) -> PublicationTable:
    """Every measure with its status in every year."""
    rows = [
        {
            "theme": measure.actions[0].theme.shown,
            "measure": measure.shown,
            **{str(year): status_text(measure, assessed[key]) for year, assessed in evaluation.by_year.items()},
        }
        for key, measure in evaluation.plan.measures.items()
    ]
    columns = (Column("measure", _("Indicator")), *(Column(str(year), str(year)) for year in evaluation.by_year))
    order = {theme.shown: place for place, theme in enumerate(evaluation.plan.themes.values())}
    frame = pd.DataFrame(rows, columns=["theme", *(column.key for column in columns)])
    frame = frame.sort_values("theme", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    note = _("An indicator that serves several themes stands under the first of them.")
    return PublicationTable(
        "closing_years", _("Status of every indicator, year by year"), columns, frame, note, "theme"
    )


def reached(evaluation: Evaluation) -> PublicationTable:
    """Measures that met their target or, without one, changed toward the objective or were done."""
    rows = [
        {
            "measure": measure.shown,
            "first": reported(evaluation, measure, one.baseline_year) if one.baseline_year else None,
            "last": reported(evaluation, measure, one.year),
            "target": _target(evaluation, measure),
            "status": _path(evaluation, key) if one.path_status == PathStatus.MET else status_text(measure, one),
        }
        for key, one in evaluation.assessed.items()
        if one.is_reached
        for measure in [evaluation.plan.measures[key]]
    ]
    columns = (
        Column("measure", _("Indicator")),
        Column("first", _("First year with a value")),
        Column("last", _("Latest year")),
        Column("target", _("Target")),
        Column("status", _("Status")),
    )
    note = _(
        "Listed: indicators that met their target. Without a target, or with one on the wrong side, those "
        "that improved or were done."
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("closing_reached", _("What was reached"), columns, frame, note)


def never_reported(evaluation: Evaluation) -> PublicationTable:
    """Measures of which no year has an answer, with the unit that was to report them."""
    rows = [
        {
            "measure": evaluation.plan.measures[key].shown,
            "unit": _reporting_units(evaluation, key),
        }
        for key in sentences.never_reported(evaluation)
    ]
    columns = (Column("measure", _("Indicator")), Column("unit", _("Data provider")))
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("closing_never", _("What was never reported"), columns, frame)


# --- parts of the tables -----------------------------------------------------


def _theme_name(plan: Plan, key: str) -> str:
    return _("Whole plan") if key == ALL else plan.themes[key].shown


def reported(evaluation: Evaluation, measure: PlanMeasure, year: int) -> str:
    """What was reported of a measure in a year, as readers see it."""
    one = next(one for one in evaluation.seen(measure.id) if one.year == year)
    reply = evaluation.reply(year, Subject.MEASURE, measure.id)
    return value_text(
        measure,
        one,
        sexes=evaluation.women_and_men(year, measure.id),
        done_on=reply.done_on,
        last_month=reply.last_month,
    )


def _amount(evaluation: Evaluation, measure: PlanMeasure, quantity, year: int | None) -> Keyed | None:
    """A reported quantity with its year, and up to which month it counts where the year was not over."""
    if quantity is None:
        return None
    reply, text = evaluation.reply(year, Subject.MEASURE, measure.id), amount_text(measure, quantity)
    told = _("{value} ({year})").format(value=text, year=year)
    if reply.is_partial:
        told = _("{value} ({year}, up to month {month})").format(value=text, year=year, month=reply.last_month)
    return Keyed(told, measure.id, year, text=told)


def _target(evaluation: Evaluation, measure: PlanMeasure) -> Keyed | None:
    target = evaluation.targets.get(measure.id)
    if target is None:
        return None
    text = _("{value} ({year})").format(value=amount_text(measure, target.value), year=target.year)
    return target_cell(evaluation, measure, text)


def _path(evaluation: Evaluation, key: str) -> str:
    return sentences.target_text(evaluation.assessed[key], evaluation.targets.get(key))


def _baseline_note(goal: Goal, evaluation: Evaluation) -> str:
    """From which year the changes of a table are counted; nothing where there is no change to tell."""
    years = sorted(
        {
            one.baseline_year
            for action in goal.actions
            for measure in action.measures
            if (one := evaluation.assessed[measure.id]).change is not None
        }
    )
    if not years:
        return ""
    note = _("Change is counted from the first year with a value ({years}).").format(years=", ".join(map(str, years)))
    if years[0] >= evaluation.years[0]:
        return note
    return " ".join((note, _("Values before {year} are of the previous plan.").format(year=evaluation.years[0])))


def _reporting_units(evaluation: Evaluation, measure_id: str) -> str | None:
    names = [evaluation.plan.units[unit].shown for unit in evaluation.reporters.of(Subject.MEASURE, measure_id)]
    return ", ".join(names) or None


def _parts_of(evaluation: Evaluation, measure: PlanMeasure) -> Iterator[dict]:
    for breakdown in measure.breakdowns:
        found = evaluation.parts(evaluation.last, measure.id, breakdown)
        if measure.counts_persons and any(
            any_small(_counts(reply).values(), evaluation.smallest_shown) for reply in found.values()
        ):
            continue
        for category, name in categories(breakdown, evaluation.mahalles).items():
            if category in found and found[category].value is not None:
                yield {
                    "measure": _("{measure}, by {breakdown}").format(
                        measure=measure.shown, breakdown=Breakdown(breakdown).label
                    ),
                    "part": name,
                    **_counts(found[category]),
                }


def _counts(reply: Reply) -> dict[str, int | None]:
    women, men = (int(reply.fields[sex]) if sex in reply.fields else None for sex in (Field.FEMALE, Field.MALE))
    is_count = reply.value is not None and reply.value.denominator == 1
    return {"women": women, "men": men, "value": int(reply.value) if is_count else None}


def released_reason(evaluation: Evaluation, row: CorrectionRow) -> str:
    """The reason of a correction where it was released, and does not stand beside a small count."""
    return row.reason if evaluation.releases_reason(row) and not evaluation.is_protected(row.subject_id) else ""


def _rates(name: str, caption: str, head: str, names: list[str], rates: pd.DataFrame) -> PublicationTable:
    columns = (
        Column("name", head),
        Column("denominator", _("Indicators"), "count", of=Numbers(RATE, column="denominator")),
        Column("numerator", _("Reported"), "count", of=Numbers(RATE, column="numerator")),
        Column("value", _("Response rate"), "share", of=Numbers(RATE, column="value")),
    )
    note = _(
        "Reported: with a value, or with a reason other than “not reported”. An indicator that several "
        "units report is counted for each of them, and once in the total."
    )
    return PublicationTable(name, caption, columns, _present(rates.assign(name=names)), note)


def _present(frame: pd.DataFrame) -> pd.DataFrame:
    """Without what nobody answered: where nothing came, nothing is said, not a zero."""
    empty = frame["numerator"] == 0
    return frame.assign(
        denominator=frame["denominator"].astype(object).where(frame["denominator"] > 0, None),
        numerator=frame["numerator"].astype(object).where(~empty, None),
        value=frame["value"].astype(object).where(~empty, None),
    )


def _texts(evaluation: Evaluation, name: str, caption: str, heads: dict[Field, str]) -> PublicationTable:
    rows = []
    for action, reply in _action_replies(evaluation):
        texts = {which.value: _published(reply, which) for which in heads}
        if any(texts.values()):
            rows.append({"theme": action.theme.shown, "action": action.coded, **texts})
    columns = (Column("action", _("Action")), *(Column(which.value, head) for which, head in heads.items()))
    frame = pd.DataFrame(rows, columns=["theme", *(column.key for column in columns)])
    note = _("Only texts that the units released for publication.")
    return PublicationTable(name, caption, columns, frame, note, section="theme")


def _action_replies(evaluation: Evaluation) -> Iterator[tuple[Action, Reply]]:
    for action in evaluation.plan.actions.values():
        yield action, evaluation.reply(evaluation.last, Subject.ACTION, action.id)


def _published(reply: Reply, which: Field) -> str | None:
    return reply.released(which) or None


def _count(reply: Reply) -> str | None:
    if reply.value is None:
        return None
    women, men = reply.number(Field.FEMALE), reply.number(Field.MALE)
    if women is None or men is None:
        return number(reply.value)
    return _("{value} (women {women}, men {men})").format(
        value=number(reply.value), women=number(women), men=number(men)
    )


def _words(evaluation: Evaluation, subject: Subject, subject_id: str) -> str | None:
    if not subject_id:
        return None
    if subject == Subject.MEASURE:
        return evaluation.plan.measures[subject_id].shown
    action = evaluation.plan.actions[subject_id]
    return action.coded

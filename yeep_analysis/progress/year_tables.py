"""The year on one page, as readers see it: the plan as blocks, targets and persons with small graphics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from yeep_analysis.municipality.catalogue import PlanMeasure
from yeep_analysis.progress import overview, tables, year_sentences
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.overview import NAMED, Service
from yeep_analysis.progress.theme_tables import BLANK, counted_targets, quoted, way
from yeep_analysis.progress.year_sentences import action_mark, foreign, mark_of, name_cell, named_in
from yeep_analysis.reporting.replies import WHOLE_YEAR
from yeep_analysis.reporting.status import UnitStatus
from yeep_analysis.show import present
from yeep_analysis.show.present import Column, CoverFact, Foreign, Keyed, Output, PublicationTable, plain
from yeep_analysis.show.small import Bars, Blocks, Signs
from yeep_analysis.words import language
from yeep_analysis.words.language import _, ngettext, number
from yeep_analysis.words.terms import ActionStatus, Field, PathStatus, Subject

COVER = 60.0  # mm, of a picture on the cover
SERVICES = 4  # told on the page of the year
CORRECTED = 12  # corrections that stand in the report one by one


def cover(evaluation: Evaluation) -> list[CoverFact]:
    """What the cover tells of actions and targets; of a year without reports that nothing came."""
    if not evaluation.years:
        return []
    found = overview.action_statuses(evaluation)
    blocks = Blocks([action_mark(status) for status, actions in found.items() for _action in actions], COVER)
    total = sum(map(len, found.values()))
    if not evaluation.has_results:
        nothing = _("No unit has reported anything yet.")
        return [CoverFact("0", number(total), _("actions were reported on."), nothing, blocks)] if total else []
    facts = []
    if total:
        done = len(found.get(ActionStatus.COMPLETED, ()))
        others = [(status, len(actions)) for status, actions in found.items() if status != ActionStatus.COMPLETED]
        told = ", ".join(f"{action_mark(status).word} {number(n)}" for status, n in others)
        facts.append(CoverFact(number(done), number(total), _("actions were completed."), told, blocks))
    return facts + _targets_on_cover(evaluation)


def _targets_on_cover(evaluation: Evaluation) -> list[CoverFact]:
    found = overview.verdicts(evaluation)
    total = sum(map(len, found.values()))
    if not total:
        return []
    marks = Signs([mark_of(said) for said, measures in found.items() for _measure in measures])
    others = [(said, len(measures)) for said, measures in found.items() if said != PathStatus.MET]
    told = ", ".join(f"{mark_of(said).word} {number(n)}" for said, n in others)
    met = number(len(found.get(PathStatus.MET, ())))
    return [CoverFact(met, number(total), _("targets were met."), told, marks)]


def year_strip(evaluation: Evaluation) -> Output:
    """The plan as blocks, one for each action, and by name what was completed, cancelled or never reported."""
    if not evaluation.has_results:
        return present.prose()
    found = overview.action_statuses(evaluation)
    marks = [action_mark(status) for status, actions in found.items() for _action in actions]
    told = [
        f"**{plain(_heading_of(status))}:** " + "; ".join(named_in(one) for one in actions) + "."
        for status, actions in found.items()
        if status != ActionStatus.ONGOING and len(actions) <= NAMED
    ]
    counted = [f"{number(len(actions))} {action_mark(status).word}" for status, actions in found.items()]
    return present.stack(
        present.heading(_("Actions and their status"), " · ".join(counted)),
        present.graphic(Blocks(marks)),
        present.prose(*told),
    )


def year_targets(evaluation: Evaluation) -> Output:
    """Targets that were met, and those that were not, side by side; by name where there are at most six of a kind."""
    found = overview.verdicts(evaluation)
    good = [PathStatus.MET, PathStatus.ON_PATH]
    bad = [PathStatus.NOT_MET, PathStatus.BEHIND, PathStatus.AWAY]
    sides = [[said for said in side if said in found][:1] for side in (good, bad)]
    outputs = [_year_side(evaluation, side[0], found[side[0]]) for side in sides if side]
    if not outputs:
        return present.prose()
    return outputs[0] if len(outputs) == 1 else present.side_by_side(*outputs)


def _year_side(evaluation: Evaluation, said: PathStatus, measures: Sequence[PlanMeasure]) -> Output:
    head = present.heading(mark_of(said).word, counted_targets(len(measures)))
    shown = way(evaluation, measures[:NAMED], f"year_targets_{said.value}", said, short=True)
    if len(measures) <= NAMED:
        return present.stack(head, present.table(shown))
    rest = ngettext(
        "{n} more is listed under “Targets”.", "{n} more are listed under “Targets”.", len(measures) - NAMED
    )
    return present.stack(head, present.table(shown), present.prose(rest.format(n=len(measures) - NAMED)))


def persons(evaluation: Evaluation, name: str = "year_persons", look: str = "small") -> Output:
    """Persons reached, service by service; of more than four services those with the most."""
    services = overview.services(evaluation)
    found = sorted(services, key=lambda one: -one.total)[:SERVICES]
    most = max(one.total for one in found)
    rows = [
        {
            "service": _service(one),
            "people": Bars(one.women, one.men, most, 30 if look == "small" else 60) if one.women is not None else BLANK,
            "total": Keyed(one.total, one.measure.id, evaluation.last, text=number(one.total)),
        }
        for one in found
    ]
    columns = (
        Column("service", _("Service")),
        Column("people", _("● women ■ men"), "graphic"),
        Column("total", _("persons"), "stated", look="newest"),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    notes = [_("Do not add these up: one person may have used several services.")]
    if any(one.last_month != WHOLE_YEAR for one in found):
        notes.append(_("² The value covers a part of the year only."))
    if len(services) > len(found):
        notes.append(_("The other services are listed in their themes."))
    return present.stack(
        present.heading(_("Who was reached?")),
        present.table(PublicationTable(name, _("Who was reached?"), columns, frame, look=look)),
        present.prose(" ".join(notes)),
    )


def _service(one: Service) -> str | Foreign:
    name = one.measure.short_in(language.active())
    mark = "" if one.last_month == WHOLE_YEAR else "²"
    return name_cell(replace(name, text=f"{name.text}{mark}"))


def year_answers(evaluation: Evaluation) -> Output:
    """The strip at the foot of the page: how much was reported; before the plan nothing was asked."""
    if not evaluation.years:
        return present.prose()
    items = [
        (_("Indicators reported"), overview.indicators_answered(evaluation)),
        (_("Actions reported"), overview.actions_answered(evaluation)),
        (_("Units that reported"), overview.units_answered(evaluation)),
    ]
    return present.strip([f"{words} {number(one.answered)} / {number(one.asked)}" for words, one in items])


def _heading_of(status: ActionStatus | None) -> str:
    return {
        ActionStatus.COMPLETED: _("Completed"),
        ActionStatus.NOT_STARTED: _("Not started"),
        ActionStatus.POSTPONED: _("Postponed"),
        ActionStatus.CANCELLED: _("Cancelled"),
        ActionStatus.NO_DATA: _("No data"),
        None: _("Not reported"),
    }[status]


# --- what units say, how complete the data are -------------------------------


def units_say(evaluation: Evaluation) -> PublicationTable:
    """Obstacles and proposals beside the action of which they speak; only what the unit released."""
    rows = []
    for action in evaluation.plan.actions.values():
        reply = evaluation.reply(evaluation.last, Subject.ACTION, action.id)
        texts = {which: reply.text(which) for which in (Field.OBSTACLE, Field.REVISION)}
        if reply.may_be_published and any(texts.values()):
            rows.append(
                {
                    "theme": action.theme.name_in(language.active()).text,
                    "action": name_cell(action.name_in(language.active())),
                    "unit": name_cell(evaluation.plan.units[reply.unit_id].name_in(language.active())),
                    **{which.value: quoted(text) if text else BLANK for which, text in texts.items()},
                }
            )
    columns = (
        Column("action", _("Action")),
        Column("unit", _("Unit")),
        Column("obstacle", _("Obstacle"), language=foreign()),
        Column("revision", _("Proposal"), language=foreign()),
    )
    frame = pd.DataFrame(rows, columns=["theme", *(column.key for column in columns)])
    return PublicationTable("units_say", _("Obstacles and proposals"), columns, frame, section="theme")


def units_words(evaluation: Evaluation) -> Output:
    """What units wrote down for publication; nothing at all where they wrote nothing."""
    shown = units_say(evaluation)
    if shown.frame.empty:
        return present.prose()
    return present.stack(
        present.lead(year_sentences.units_say(evaluation)),
        present.table(shown),
        present.prose(year_sentences.units_say_more()),
    )


def who_reported(evaluation: Evaluation) -> PublicationTable:
    """What was asked of each unit and what came, in the order of the table of reporters; no ranking."""
    rows = [
        {
            "unit": name_cell(evaluation.plan.units[one.unit_id].name_in(language.active())),
            "indicators": _indicators_of(evaluation, one),
            "actions": f"{number(one.with_status)} / {number(one.actions)}",
            "received": language.date(one.last_received) if one.last_received else _("nothing received"),
        }
        for one in evaluation.units
    ]
    columns = (
        Column("unit", _("Unit")),
        Column("indicators", _("indicators reported"), "stated"),
        Column("actions", _("actions reported"), "stated"),
        Column("received", _("last received"), "stated"),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("who_reported", _("What was asked and what came"), columns, frame)


def _indicators_of(evaluation: Evaluation, one: UnitStatus) -> Keyed | str:
    """How many indicators a unit reported of those that it was asked for."""
    text = f"{number(one.with_value + one.with_reason)} / {number(one.measures)}"
    return (
        Keyed(text, year_sentences.RESPONSE, evaluation.last, kind="unit", part=one.unit_id, text=text)
        if one.measures
        else text
    )


def corrected(evaluation: Evaluation) -> Output:
    """Values of these years that were corrected, where they are few enough for the page; all stand in the annex."""
    shown = tables.corrections(evaluation)
    n = len(shown.frame)
    if not n:
        return present.prose(_("No published value was corrected."))
    told = ngettext("{n} value was corrected.", "{n} values were corrected.", n).format(n=n)
    hidden = ("day",) if shown.frame["reason"].notna().any() else ("day", "reason")
    columns = tuple(column for column in shown.columns if column.key not in hidden)
    columns = tuple(sorted(columns, key=lambda column: column.key != "measure"))  # what it is about stands first
    names = {one.shown: name_cell(one.name_in(language.active())) for one in evaluation.plan.measures.values()}
    reasons = shown.frame["reason"].map(quoted, na_action="ignore")
    frame = shown.frame.assign(measure=[names[name] for name in shown.frame["measure"]], reason=reasons)
    short = PublicationTable("corrected", _("Corrected values"), columns, frame[[one.key for one in columns]])
    everything = _("Dates and reasons: {place}.").format(place=present.see_annex("corrections"))
    listed = [present.table(short)] if n <= CORRECTED else []
    return present.stack(present.heading(_("Corrections"), told), *listed, present.prose(everything))


# --- what is known where nothing was reported --------------------------------


def well_and_ill(evaluation: Evaluation) -> Output:
    """What went well and what needs attention, beside each other; then what is missing."""
    if not evaluation.has_results:
        return present.prose()
    told = (
        (_("What went well?"), year_sentences.went_well(evaluation)),
        (_("What needs attention?"), year_sentences.attention(evaluation)),
    )
    parts = [_paragraph(heading, sentences) for heading, sentences in told if any(sentences)]
    return present.side_by_side(*parts) if len(parts) == len(told) else present.stack(*parts)


def known(evaluation: Evaluation, *facts: str, to_be_added: str) -> Output:
    """Where units reported nothing: why nothing can be measured, what is known all the same, and what comes next."""
    if evaluation.has_results:
        return present.prose()
    if not evaluation.years:
        return _paragraph(_("What is known?"), [year_sentences.planned(evaluation), *facts])
    return present.stack(
        _paragraph(_("Why can nothing be measured?"), [year_sentences.not_measurable(evaluation)]),
        _paragraph(_("What is known?"), facts),
        _paragraph(_("What should be done now?"), [year_sentences.to_be_done(evaluation), to_be_added]),
    )


def persons_and_posts(evaluation: Evaluation, posts: PublicationTable, sentence: str) -> Output:
    """Persons reached beside the holders of posts."""
    if not evaluation.years and not posts.frame.empty:
        sentence = ""  # before the plan begins, the chapter that follows opens with it on the same page
    holders = present.stack(present.heading(_("Who decides?")), present.table_if_any(posts), present.prose(sentence))
    if not evaluation.has_results or not overview.services(evaluation):
        return holders
    return present.side_by_side(persons(evaluation), holders)


def _paragraph(heading: str, sentences: Sequence[str]) -> Output:
    return present.stack(present.heading(heading), present.prose(" ".join(one for one in sentences if one)))


def indicators(evaluation: Evaluation) -> Output:
    """What the values of the indicators say, in a paragraph; nothing where nothing was reported."""
    return present.prose(year_sentences.indicators(evaluation) if evaluation.has_results else "")

"""The year in plain sentences: what was done, what went well, what needs attention, what is missing.

For the first page and the brief: short sentences, finding first; zero, one and all have sentences of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from yeep_analysis.municipality.catalogue import Action, Goal, Name, PlanMeasure, PlanUnit
from yeep_analysis.progress import overview
from yeep_analysis.progress.assessment import Assessment
from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.observations import Target
from yeep_analysis.progress.overview import LARGEST, NAMED, Move
from yeep_analysis.progress.sentences import is_percent, status_word
from yeep_analysis.show.present import Foreign, Keyed, in_language, keyed, plain, see_annex
from yeep_analysis.show.small import Mark
from yeep_analysis.words import counted
from yeep_analysis.words.language import _, active, capitalised, in_words, listing, ngettext, number, percent_value
from yeep_analysis.words.terms import (
    NO_SIGN,
    ActionStatus,
    Direction,
    Field,
    Missing,
    PathStatus,
    Reason,
    Status,
    Subject,
    Term,
)

Named = PlanMeasure | Action | Goal | PlanUnit
PLAN = "tr"  # language of the plan, its names, and what units write
SMALLEST_FOR_DECIMALS = 100  # of fewer counted a decimal says nothing
RESPONSE = "progress_response_rate"


def lead(evaluation: Evaluation) -> str:
    """Where the plan stands: its years, actions, indicators and targets."""
    if not evaluation.years:
        return before_the_plan(evaluation)
    if not evaluation.has_results:
        return nothing_reported(evaluation)
    return _joined([period(evaluation), actions(evaluation), targets(evaluation)])


def before_the_plan(evaluation: Evaluation) -> str:
    """What an edition of a year before the plan can tell."""
    return _joined(
        [
            _("The plan begins in {year}.").format(year=evaluation.municipality.plan_start),
            _("This report describes where things stood before it."),
            _("There are therefore no results of its actions yet."),
        ]
    )


def planned(evaluation: Evaluation) -> str:
    """How large the plan is; empty without one."""
    plan = evaluation.plan
    if not plan.actions:
        return ""
    return _("The plan has {themes}, {actions} and {indicators}.").format(
        themes=counted.themes(len(plan.themes)),
        actions=counted.actions(len(plan.actions)),
        indicators=counted.indicators(len(plan.measures)),
    )


def nothing_reported(evaluation: Evaluation) -> str:
    """That no unit reported anything, and what that means."""
    total = len(evaluation.plan.actions)
    return _joined(
        [
            period(evaluation),
            _("No unit has reported anything yet."),
            _("This report can therefore not say which of the {total} actions were carried out.").format(total=total),
            _("That nothing was reported does not mean that nothing was done."),
        ]
    )


def not_measurable(evaluation: Evaluation) -> str:
    """Why nothing can be measured yet: what the plan gives, and who is to report."""
    measures = list(evaluation.plan.measures.values())
    if not measures:
        return _("The data hold no catalogue of the plan.")
    baselines = sum(one.has_baseline or one.id in evaluation.carried for one in measures)
    aims = len(evaluation.targets)
    if not baselines and not aims:
        given = _("None of them has a baseline or a target.")
    elif not baselines:
        given = _("None of them has a baseline; {targets} have a target.").format(targets=aims)
    elif not aims:
        given = _("None of them has a target; the plan gives a baseline for {baselines}.").format(baselines=baselines)
    else:
        words = _("The plan gives a baseline for {baselines} of them and a target for {targets}.")
        given = words.format(baselines=baselines, targets=aims)
    followed = _("There are {n} indicators to be followed.").format(n=len(measures))
    return _joined([followed, given, _who_reports(evaluation)])


def to_be_done(evaluation: Evaluation) -> str:
    """What has to happen so that the next report can say more."""
    if evaluation.reporters.has_proposals or not evaluation.reporters.units:
        return _("The units that report must be settled, and the forms sent to them.")
    return _("The units must fill in their forms and send them back.")


def period(evaluation: Evaluation) -> str:
    """Which year of the plan it is, or that the plan has ended."""
    start, end = evaluation.municipality.plan_start, evaluation.municipality.plan_end
    if evaluation.last == end:
        return _("The plan period ended in {year}.").format(year=end)
    return _("The plan was in year {n} of its {total} years.").format(
        n=evaluation.last - start + 1, total=end - start + 1
    )


def actions(evaluation: Evaluation) -> str:
    """How many actions were completed, go on, stand still."""
    found = overview.action_statuses(evaluation)
    total = sum(map(len, found.values()))
    if not total:
        return ""
    if len(found) == 1:
        return _all_actions(next(iter(found)), total)
    parts = [_some_actions(status, len(actions)) for status, actions in found.items()]
    return _("Of the {total} actions, {parts}.").format(total=total, parts=listing(parts))


def indicators(evaluation: Evaluation) -> str:
    """On how many indicators units reported, and what their values say."""
    asked, found = overview.indicators_answered(evaluation), _statuses(evaluation)
    if not asked.asked:
        return ""
    same = found[Status.NO_CHANGE]
    compared = [
        (Status.TOWARD, ngettext("{n} improved", "{n} improved", found[Status.TOWARD])),
        (Status.AWAY, ngettext("{n} worsened", "{n} worsened", found[Status.AWAY])),
        (Status.NO_CHANGE, ngettext("{n} shows no clear change", "{n} show no clear change", same)),
    ]
    parts = [words.format(n=in_words(found[status])) for status, words in compared if found[status]]
    said = _("None can be compared with a year before.")
    if parts:
        said = _("Of the indicators, {parts}.").format(parts=listing(parts))
    return _joined([_reported(asked, evaluation.last), said, *_done_and_left(found)])


def targets(evaluation: Evaluation) -> str:
    """How many targets were met, are on the way, were missed."""
    found = overview.verdicts(evaluation)
    total = sum(map(len, found.values()))
    if not total:
        return _("No indicator has a target.")
    if len(found) == 1:
        return _all_targets(next(iter(found)), total)
    parts = [_some_targets(said, len(measures)) for said, measures in found.items()]
    return _("Of the {total} targets, {parts}.").format(total=total, parts=listing(parts))


def went_well(evaluation: Evaluation) -> list[str]:
    """The largest moves toward the objectives, with both values, each a sentence."""
    found = overview.moves(evaluation, Status.TOWARD)[:LARGEST]
    if not found and not overview.is_compared(evaluation):
        return [_("There is no earlier year to compare with yet.")]
    return [move_told(evaluation, one) for one in found] or [_("No indicator shows a clear improvement.")]


def attention(evaluation: Evaluation) -> list[str]:
    """The largest moves away, targets that were missed, and clear changes of what is only monitored."""
    away = overview.moves(evaluation, Status.AWAY)[:LARGEST]
    told = {one.measure.id for one in away} | {
        one.measure.id for one in overview.moves(evaluation, Status.TOWARD)[:LARGEST]
    }
    missed = [one for one in overview.verdicts(evaluation).get(PathStatus.NOT_MET, ()) if one.id not in told]
    sentences = [move_told(evaluation, one) for one in away]
    if not away and overview.is_compared(evaluation):
        sentences = [_("No indicator shows a clear decline.")]
    sentences += [_beside_target(evaluation, one) for one in missed[: LARGEST - len(away)]]
    for one in overview.watched(evaluation)[:1]:
        neutral = _("For this indicator neither a rise nor a fall is good or bad in itself.")
        sentences.append(f"{move_told(evaluation, one)} {neutral}")
    return sentences


def missing(evaluation: Evaluation) -> str:
    """What was not reported, or only for a part of the year."""
    if not evaluation.has_results:
        return _joined([_("No unit has reported anything yet."), not_measurable(evaluation)])
    sentences = [_part_year(evaluation, *key, len(found)) for key, found in overview.part_years(evaluation).items()]
    sentences += [_unreported(evaluation), *_done_before(evaluation)]
    return _joined(sentences) or _("Nothing is missing: all that was asked was reported.")


def units_say(evaluation: Evaluation) -> str:
    """How many obstacles and proposals units wrote down for publication; empty where there are none."""
    obstacles, proposals = (_released(evaluation, which) for which in (Field.OBSTACLE, Field.REVISION))
    parts = [
        (obstacles, ngettext("{n} obstacle", "{n} obstacles", obstacles)),
        (proposals, ngettext("{n} proposal", "{n} proposals", proposals)),
    ]
    told = [words.format(n=in_words(n)) for n, words in parts if n]
    return _("Units reported {parts}.").format(parts=listing(told)) if told else ""


def units_say_more() -> str:
    """Where all words of the units stand."""
    return _("Only texts that the units released are shown. All of them: {place}.").format(
        place=see_annex("78_assessments")
    )


def more_in_the_annex(evaluation: Evaluation) -> str:
    """Where the indicators without a value stand with their reasons."""
    return _("Indicators without a value, each with its reason: {place}.").format(place=see_annex("reporting_missing"))


def absent(evaluation: Evaluation, *, has_places: bool) -> str:
    """Which sections the report does not have, because the data hold nothing for them."""
    lacking = [
        "" if overview.verdicts(evaluation) else _("“Targets”"),
        "" if units_say(evaluation) else _("“What do the units say?”"),
        "" if has_places else _("“Comparison with other districts”"),
    ]
    names = [name for name in lacking if name]
    if not names:
        return ""
    return ngettext(
        "For want of data this section is absent: {names}.",
        "For want of data these sections are absent: {names}.",
        len(names),
    ).format(names=listing(names))


def how_to_read(evaluation: Evaluation) -> str:
    """How the pages are to be read, and what they do not say."""
    return _joined(
        [
            _("Each sign is shown with its name and has one meaning only."),
            _("This report does not interpret causes."),
            _("Units and themes are not ranked."),
        ]
    )


def where_the_rest_is() -> str:
    """What stands in the other documents."""
    return "\n".join(
        [
            _("- **Annex:** statistics in depth, methods with worked numbers, the plan's full tables, sources."),
            _("- **Brief:** the same year on two pages in plain words."),
            _("- **Sheets of the units:** what each unit promised and reported."),
            _("- **Workbook and tables:** every number, to be computed with."),
        ]
    )


def move_told(evaluation: Evaluation, move: Move, *, in_cell: bool = False) -> str:
    """One move in a sentence: from which value to which, and what became of the target; Markdown but in a cell."""
    one, measure = move.one, move.measure
    target = evaluation.targets.get(measure.id)
    said = overview.verdict(one, target)
    rose = move.is_rise
    if said == PathStatus.MET:
        words = (
            _("{name} rose from {before} to {now}; the target of {target} was met.")
            if rose
            else _("{name} fell from {before} to {now}; the target of {target} was met.")
        )
    elif said == PathStatus.NOT_MET:
        words = (
            _("{name} rose from {before} to {now}; the target was {target}.")
            if rose
            else _("{name} fell from {before} to {now}; the target was {target}.")
        )
    else:
        words = _("{name} rose from {before} to {now}.") if rose else _("{name} fell from {before} to {now}.")
    sentence = words.format(
        name=spoken(measure, in_cell=in_cell),
        before=_level(evaluation, measure, one.baseline_year, in_cell=in_cell),
        now=_level(evaluation, measure, one.year, in_cell=in_cell),
        target=_target(evaluation, measure, in_cell=in_cell) if target else "",
    )
    return capitalised(sentence)


def level_text(evaluation: Evaluation, measure: PlanMeasure, year: int) -> str:
    """The value of a year; a percentage without decimals where it has none, or where fewer than 100 were counted."""
    one = next(one for one in evaluation.seen(measure.id) if one.year == year)
    if not is_percent(measure):
        return number(one.value)
    is_small = one.denominator is not None and one.denominator < SMALLEST_FOR_DECIMALS
    return percent_value(one.value, 0 if is_small or one.value.denominator == 1 else 1)


def _target(evaluation: Evaluation, measure: PlanMeasure, *, in_cell: bool) -> str:
    text = target_text(evaluation, measure)
    return text if in_cell else keyed(text, measure.id, year=evaluation.last, column="target")


def _level(evaluation: Evaluation, measure: PlanMeasure, year: int, *, in_cell: bool) -> str:
    """The value of a year, with its key but in a cell, which holds text."""
    text = level_text(evaluation, measure, year)
    return text if in_cell else keyed(text, measure.id, year=year)


def told(evaluation: Evaluation, measure: PlanMeasure) -> str:
    """An indicator in a sentence for a cell: its move since the baseline, or its value beside the target."""
    one = evaluation.assessed[measure.id]
    if one.change:
        return move_told(evaluation, Move(measure, one, abs(one.change)), in_cell=True)
    return _beside_target(evaluation, measure, in_cell=True) if measure.id in evaluation.targets else ""


def spoken(measure: PlanMeasure, *, in_cell: bool = False) -> str:
    """The name of an indicator as the subject of a sentence: in Turkish a count is “… sayısı”."""
    name = measure.name_in(active()).text if in_cell else named_in(measure)
    if measure.name_in(active()).language != PLAN:
        return f"“{name}”"
    if is_percent(measure) or measure.name.endswith(("sayısı", "oranı")):
        return _("the rate “{name}”").format(name=name)
    return _("the count “{name}”").format(name=name)


def named_in(node: Named) -> str:
    """The name of an entry of the plan inside a sentence: safe, and marked where it is of another language."""
    name = node.name_in(active())
    return plain(name.text) if name.language == active() else in_language(plain(name.text), name.language)


def name_cell(name: Name) -> str | Foreign:
    """The name of an entry of the plan in a cell."""
    return name.text if name.language == active() else Foreign(name.text, name.language)


def foreign() -> str:
    """The language of the plan where it is not that of the edition, for a column of a table; else empty."""
    return PLAN if active() != PLAN else ""


def target_text(evaluation: Evaluation, measure: PlanMeasure) -> str:
    """A target as a level; “at most” where less is wanted."""
    target = evaluation.targets[measure.id]
    value = target.value
    text = percent_value(value, 0 if value.denominator == 1 else 1) if is_percent(measure) else number(value)
    return _("at most {value}").format(value=text) if is_at_most(evaluation, measure) else text


def target_cell(evaluation: Evaluation, measure: PlanMeasure, text: str = "") -> Keyed:
    """A target in a cell, with its key."""
    text = text or target_text(evaluation, measure)
    return Keyed(text, measure.id, evaluation.last, column="target", text=text)


def is_at_most(evaluation: Evaluation, measure: PlanMeasure) -> bool:
    """Whether the target of an indicator is not to be passed."""
    target = evaluation.targets.get(measure.id)
    return target is not None and target.sign(evaluation.rules[measure.id]) < 0


def listed(nodes: Sequence[Named]) -> str:
    """Names, separated by commas where they hold none, else by semicolons; they are told only up to a number."""
    texts = [named_in(node) for node in nodes]
    return ("; " if any("," in text for text in texts) else ", ").join(texts)


def _joined(sentences: Iterable[str]) -> str:
    return " ".join(capitalised(sentence) for sentence in sentences if sentence)


def _who_reports(evaluation: Evaluation) -> str:
    units = len(evaluation.reporters.units)
    if not units:
        return _("No unit has been asked to report yet.")
    if evaluation.reporters.has_proposals:
        return ngettext(
            "Which unit reports what has not been confirmed; the proposal names {n} unit.",
            "Which unit reports what has not been confirmed; the proposal names {n} units.",
            units,
        ).format(n=units)
    return ngettext("It is settled that {n} unit reports.", "It is settled that {n} units report.", units).format(
        n=units
    )


def _reported(asked: overview.Asked, year: int) -> str:
    every = keyed(number(asked.asked), RESPONSE, year=year, column="denominator")
    some = keyed(number(asked.answered), RESPONSE, year=year, column="numerator")
    if not asked.answered:
        return _("Units reported on none of the {asked} indicators.").format(asked=every)
    if asked.answered == asked.asked:
        return _("Units reported on all {asked} indicators.").format(asked=every)
    return _("Units reported on {answered} of the {asked} indicators.").format(asked=every, answered=some)


def _statuses(evaluation: Evaluation) -> Counter[Status]:
    return Counter(one.status for one in evaluation.assessed.values())


def _done_and_left(found: Counter[Status]) -> list[str]:
    """Tasks done and not done, first values, and what is left over."""
    told = (Status.TOWARD, Status.AWAY, Status.NO_CHANGE, Status.DONE, Status.NOT_DONE, Status.BASE_YEAR)
    left = found.total() - sum(found[status] for status in told)
    left *= left < found.total()  # that none can be compared says it of all
    done, undone, first = (found[status] for status in told[3:])
    sentences = [
        (done, ngettext("In addition, {n} task was done.", "In addition, {n} tasks were done.", done)),
        (undone, ngettext("One task was not done.", "Not done were {n} tasks.", undone)),
        (first, ngettext("For {n} this is the first value.", "For {n} this is the first value.", first)),
        (left, ngettext("The remaining one could not be assessed.", "The other {n} could not be assessed.", left)),
    ]
    return [words.format(n=in_words(n)) for n, words in sentences if n]


def _some_actions(status: ActionStatus | None, n: int) -> str:
    words = {
        ActionStatus.COMPLETED: ngettext("{n} was completed", "{n} were completed", n),
        ActionStatus.ONGOING: ngettext("{n} is ongoing", "{n} are ongoing", n),
        ActionStatus.NOT_STARTED: ngettext("{n} has not started", "{n} have not started", n),
        ActionStatus.POSTPONED: ngettext("{n} was postponed", "{n} were postponed", n),
        ActionStatus.CANCELLED: ngettext("{n} was cancelled", "{n} were cancelled", n),
        ActionStatus.NO_DATA: ngettext("{n} has no data", "{n} have no data", n),
        None: ngettext("{n} was not reported on", "{n} were not reported on", n),
    }
    return words[status].format(n=in_words(n))


def _all_actions(status: ActionStatus | None, n: int) -> str:
    words = {
        ActionStatus.COMPLETED: ngettext("The only action was completed.", "All {n} actions were completed.", n),
        ActionStatus.ONGOING: ngettext("The only action is ongoing.", "All {n} actions are ongoing.", n),
        ActionStatus.NOT_STARTED: ngettext(
            "The only action has not started.", "None of the {n} actions has started.", n
        ),
        ActionStatus.POSTPONED: ngettext("The only action was postponed.", "All {n} actions were postponed.", n),
        ActionStatus.CANCELLED: ngettext("The only action was cancelled.", "All {n} actions were cancelled.", n),
        ActionStatus.NO_DATA: ngettext("The only action has no data.", "None of the {n} actions has data.", n),
        None: ngettext("The only action was not reported on.", "None of the {n} actions was reported on.", n),
    }
    return words[status].format(n=n)


def _some_targets(said: PathStatus, n: int) -> str:
    words = {
        PathStatus.MET: ngettext("{n} was met", "{n} were met", n),
        PathStatus.ON_PATH: ngettext("{n} is on track", "{n} are on track", n),
        PathStatus.BEHIND: ngettext("{n} is behind", "{n} are behind", n),
        PathStatus.AWAY: ngettext("{n} is moving away", "{n} are moving away", n),
        PathStatus.NOT_MET: ngettext("{n} was not met", "{n} were not met", n),
        PathStatus.NOT_COMPUTABLE: ngettext("{n} could not be assessed", "{n} could not be assessed", n),
    }
    return words[said].format(n=in_words(n))


def _all_targets(said: PathStatus, n: int) -> str:
    words = {
        PathStatus.MET: ngettext("The only target was met.", "All {n} targets were met.", n),
        PathStatus.ON_PATH: ngettext("The only target is on track.", "All {n} targets are on track.", n),
        PathStatus.BEHIND: ngettext("The only target is behind.", "All {n} targets are behind.", n),
        PathStatus.AWAY: ngettext("The only target is moving away.", "All {n} targets are moving away.", n),
        PathStatus.NOT_MET: ngettext("The only target was not met.", "None of the {n} targets was met.", n),
        PathStatus.NOT_COMPUTABLE: ngettext(
            "The only target could not be assessed.", "None of the {n} targets could be assessed.", n
        ),
    }
    return words[said].format(n=n)


def _released(evaluation: Evaluation, which: Field) -> int:
    """How many texts of a kind units released of their actions."""
    replies = [evaluation.reply(evaluation.last, Subject.ACTION, key) for key in evaluation.plan.actions]
    return sum(one.may_be_published and bool(one.text(which)) for one in replies)


def _beside_target(evaluation: Evaluation, measure: PlanMeasure, *, in_cell: bool = False) -> str:
    is_met = overview.verdict(evaluation.assessed[measure.id], evaluation.targets[measure.id]) == PathStatus.MET
    words = (
        _("{name} was at {now}; the target of {target} was met.")
        if is_met
        else _("{name} stood at {now}; the target was {target}.")
    )
    sentence = words.format(
        name=spoken(measure, in_cell=in_cell),
        now=_level(evaluation, measure, evaluation.last, in_cell=in_cell),
        target=_target(evaluation, measure, in_cell=in_cell),
    )
    return capitalised(sentence)


def _part_year(evaluation: Evaluation, unit: str, months: int, n: int) -> str:
    return ngettext(
        "{unit} gave {n} figure for the first {months} months only.",
        "{unit} gave {n} figures for the first {months} months only.",
        n,
    ).format(unit=named_in(evaluation.plan.units[unit]), n=n, months=months)


def _unreported(evaluation: Evaluation) -> str:
    found = overview.not_reported(evaluation)
    if not found:
        return ""
    if len(found) > NAMED:
        return _("Nothing was reported on {n} indicators; they are listed in their themes.").format(n=len(found))
    return ngettext(
        "Nothing was reported on one indicator: {names}.",
        "Nothing was reported on {n} indicators: {names}.",
        len(found),
    ).format(n=len(found), names=listed(found))


def _done_before(evaluation: Evaluation) -> list[str]:
    """Of what was not reported, what had been done before."""
    return [
        _("This was already done in {year}.").format(year=one.previous_year)
        for one in evaluation.assessed.values()
        if one.reason == Reason.DONE_EARLIER
    ][:1]


# --- signs -------------------------------------------------------------------

_FOOTNOTES = {Reason.SMALL_CHANGE: "¹", Reason.PARTIAL_YEAR: "²", Reason.DONE_EARLIER: "³"}


def status_mark(evaluation: Evaluation, measure: PlanMeasure) -> Mark:
    """Sign and word of what is said of an indicator; why there is no value where there is none."""
    one = evaluation.assessed[measure.id]
    said = status_word(one)
    word = capitalised(said.label)
    if measure.direction == Direction.DECREASE and said in (Status.TOWARD, Status.AWAY):
        word = _("{status} (a fall is wanted)").format(status=word)
    return Mark(said.sign or NO_SIGN, word, _FOOTNOTES.get(one.reason, "²" if one.is_partial else ""))


def target_mark(one: Assessment, target: Target) -> Mark:
    """Sign and word of what is said of a target."""
    return mark_of(overview.verdict(one, target))


def action_mark(status: ActionStatus | None) -> Mark:
    """Sign and word of an action's status."""
    return mark_of(status or Missing.NOT_REPORTED)


def mark_of(term: Term) -> Mark:
    """The sign and the word of a closed list."""
    return Mark(term.sign, capitalised(term.label))

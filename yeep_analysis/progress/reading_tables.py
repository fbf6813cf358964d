"""How to read the report: the signs with their words and meanings, and the words that it uses."""

from __future__ import annotations

import pandas as pd

from yeep_analysis.progress.evaluation import Evaluation
from yeep_analysis.progress.year_sentences import mark_of
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import ActionStatus, Missing, PathStatus, Status, Term

_INDICATORS: dict[Term, str] = {
    Status.TOWARD: N_("a clear change in the wanted direction"),
    Status.NO_CHANGE: N_("the change is small, or may be chance"),
    Status.AWAY: N_("a clear change against the wanted direction"),
    Status.DONE: N_("something to be done once was done"),
    Status.NOT_DONE: N_("something to be done once was not done"),
    Status.BASE_YEAR: N_("compared from next year on"),
    Status.NO_DIRECTION: N_("neither a rise nor a fall is good or bad in itself"),
    Status.NOT_COMPUTABLE: N_("the values of two years cannot be compared"),
    Missing.NOT_REPORTED: N_("the unit sent nothing; in a line of years a ring"),
    Status.NO_DATA: N_("the unit answered that there is no value, or it is confidential"),
}
_TARGETS: dict[Term, str] = {
    PathStatus.MET: N_("the value is at the target or beyond it"),
    PathStatus.ON_PATH: N_("the target year is not over; progress fits the time elapsed"),
    PathStatus.BEHIND: N_("the target year is not over; progress falls short of the time elapsed"),
    PathStatus.AWAY: N_("the target year is not over; the value moved the other way"),
    PathStatus.NOT_MET: N_("the target year is over; the value does not reach the target"),
    PathStatus.NOT_COMPUTABLE: N_("it cannot be assessed; the reason is given beside it"),
}
_ACTIONS: dict[Term, str] = {
    ActionStatus.NOT_STARTED: N_("the unit says that work has not begun"),
    ActionStatus.ONGOING: N_("the unit says that work goes on"),
    ActionStatus.COMPLETED: N_("the unit says that the work is done"),
    ActionStatus.POSTPONED: N_("the unit put the work off to a later time"),
    ActionStatus.CANCELLED: N_("the unit gave the work up"),
}
_WORDS = (
    (N_("indicator"), N_("a number that is followed from year to year")),
    (N_("target"), N_("the level that an indicator should reach in a named year")),
    (N_("baseline"), N_("the first value with which later ones are compared")),
    (N_("clear change"), N_("a change that chance alone would rarely bring about; counted exactly in the annex")),
    (N_("chance"), N_("what differs from year to year though nothing changed; it weighs most in small numbers")),
    (N_("not reported"), N_("the unit sent nothing; that does not mean that nothing was done")),
)


def signs(evaluation: Evaluation) -> PublicationTable:
    """Every sign of the report with its word and what it means; none where nothing was reported."""
    if not evaluation.has_results:
        return PublicationTable("signs", _("Signs"), (), pd.DataFrame())
    groups = ((_("Indicators"), _INDICATORS), (_("Targets"), _TARGETS), (_("Actions"), _ACTIONS))
    rows = [
        {"group": group, "sign": mark_of(term), "meaning": _(meaning)}
        for group, terms in groups
        for term, meaning in terms.items()
    ]
    columns = (Column("sign", _("Sign and word")), Column("meaning", _("Meaning")))
    frame = pd.DataFrame(rows, columns=["group", *(column.key for column in columns)])
    return PublicationTable("signs", _("Signs"), columns, frame, section="group")


def words(evaluation: Evaluation) -> PublicationTable:
    """The words that the report uses, explained."""
    rows = [{"word": _(word), "meaning": _(meaning)} for word, meaning in _WORDS]
    if evaluation.smallest_shown > 1:
        hidden = _("counts of 1 to {most} in sensitive matters, which are not published")
        rows.append({"word": _("confidential"), "meaning": hidden.format(most=evaluation.smallest_shown - 1)})
    columns = (Column("word", _("Word")), Column("meaning", _("Meaning")))
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("words", _("Words"), columns, frame)

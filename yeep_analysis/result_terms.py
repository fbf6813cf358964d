"""Closed word lists of a year's results: what units report, and what is said of it.

Data files and code use the values; readers see ``label``.
"""

from __future__ import annotations

from yeep_analysis.language import N_
from yeep_analysis.terms import Term


class Subject(Term):
    """What a reported value speaks of."""

    MEASURE = "measure", N_("Measure")
    ACTION = "action", N_("Action")
    UNDERTAKING = "undertaking", N_("Undertaking of the methodology")


class ActionStatus(Term):
    """How far an action has come, as its unit reports it."""

    NOT_STARTED = "not_started", N_("not started")
    ONGOING = "ongoing", N_("ongoing")
    COMPLETED = "completed", N_("completed")
    POSTPONED = "postponed", N_("postponed")
    CANCELLED = "cancelled", N_("cancelled")
    NO_DATA = "no_data", N_("no data")


class Missing(Term):
    """Why there is no value. Never zero: a true zero is a value."""

    NOT_REPORTED = "not_reported", N_("not reported")
    NOT_COLLECTED = "not_collected", N_("not collected")
    NOT_APPLICABLE = "not_applicable", N_("does not apply")
    SUPPRESSED = "suppressed", N_("suppressed")


class Answer(Term):
    """Yes or no, where a form asks for one."""

    YES = "yes", N_("yes")
    NO = "no", N_("no")


class ReporterBasis(Term):
    """How it was settled which unit reports something."""

    PROPOSAL = "proposal", N_("proposal made from the plan's catalogue")
    CONFIRMED = "confirmed", N_("confirmed by the municipality")


class Field(Term):
    """What a unit reports of a measure or an action; one cell of a form, one row of the results."""

    FEMALE = "female", N_("Women")
    MALE = "male", N_("Men")
    VALUE = "value", N_("Total / value")
    NUMERATOR = "numerator", N_("Part (numerator)")
    DENOMINATOR = "denominator", N_("Whole (denominator)")
    DONE = "done", N_("Done?")
    DONE_ON = "done_on", N_("Date done")
    MISSING = "missing", N_("If there is no value: why?")
    LAST_MONTH = "last_month", N_("Last month covered (if not the whole year)")
    CONFIRMED = "confirmed", N_("Unusual value confirmed?")
    STATUS = "status", N_("Status of the action")
    IMPACT = "impact", N_("Impact: what changed for those served?")
    EFFECTIVENESS = "effectiveness", N_("Effectiveness: did the service work as intended?")
    OWNERSHIP = "ownership", N_("Ownership: who took it up?")
    RELEVANCE = "relevance", N_("Relevance: does it fit the need?")
    OBSTACLE = "obstacle", N_("Obstacles met")
    REVISION = "revision", N_("Proposal for revision")
    EXPLANATION = "explanation", N_("Explanation")
    EVIDENCE = "evidence", N_("Evidence (document, date, number)")
    MAY_PUBLISH = "may_publish", N_("May the texts of this row be published?")
    CORRECTION = "correction", N_("Reason for correction (if an earlier value changes)")


class AgeGroup(Term):
    """Age groups in which units report; the plan names young children, pupils, the young and the old without bounds."""

    PRESCHOOL = "0-5", N_("Age 0-5")
    SCHOOL = "6-14", N_("Age 6-14")
    YOUTH = "15-24", N_("Age 15-24")
    ADULT = "25-64", N_("Age 25-64")
    OLDER = "65+", N_("Age 65 and over")


class Disability(Term):
    """Whether the persons counted are disabled."""

    DISABLED = "disabled", N_("Disabled")
    NOT_DISABLED = "not_disabled", N_("Not disabled")


class Fate(Term):
    """What becomes of an action or a measure in the plan that follows."""

    KEPT = "kept", N_("kept")
    CHANGED = "changed", N_("changed")
    DROPPED = "dropped", N_("dropped")
    NEW = "new", N_("new")
    UNDECIDED = "undecided", N_("not decided yet")


class Status(Term):
    """What a year's value of a measure says beside its baseline."""

    TOWARD = "toward", N_("toward the objective")
    NO_CHANGE = "no_change", N_("no change")
    AWAY = "away", N_("away from the objective")
    BASE_YEAR = "base_year", N_("base year")
    NO_DIRECTION = "no_direction", N_("no direction set")
    DONE = "done", N_("done")
    NOT_DONE = "not_done", N_("not done")
    NO_DATA = "no_data", N_("no data")
    NOT_COMPUTABLE = "not_computable", N_("cannot be computed")


class PathStatus(Term):
    """Where a year's value lies beside the path to its target."""

    MET = "met", N_("target met")
    ON_PATH = "on_path", N_("on the path to the target")
    BEHIND = "behind", N_("behind the path to the target")
    NO_CHANGE = "no_change", N_("no change")
    AWAY = "away", N_("away from the target")
    NO_TARGET = "no_target", N_("no target set")
    NO_DATA = "no_data", N_("no data")
    NOT_COMPUTABLE = "not_computable", N_("cannot be computed")


class Reason(Term):
    """Why a status is what it is, where that needs saying."""

    NOT_REPORTED = "not_reported", N_("not reported")
    NOT_COLLECTED = "not_collected", N_("not collected")
    NOT_APPLICABLE = "not_applicable", N_("does not apply")
    SUPPRESSED = "suppressed", N_("suppressed")
    NO_CASES = "no_cases", N_("no case in the year (0 of 0)")
    PARTIAL_YEAR = "partial_year", N_("the year is not complete")
    SMALL_CHANGE = "small_change", N_("small counts: the change may be chance")
    DONE_EARLIER = "done_earlier", N_("done in an earlier year")
    NOT_YET_SET = "not_yet_set", N_("the target was set later")
    NO_DIRECTION = "no_direction", N_("the measure has no direction")
    NO_BASE = "no_base", N_("no value to start from")
    MET_AT_BASE = "met_at_base", N_("the target was already met at the start")
    TARGET_ON_WRONG_SIDE = "target_on_wrong_side", N_("the target lies on the wrong side of the baseline")
    TARGET_YEAR_NOT_AFTER_BASE = "target_year_not_after_base", N_("the target year is not after the base year")


class Method(Term):
    """Methods under which a status is looked at again."""

    GUIDED = "guided", N_("this report's method")
    DIRECTION_ONLY = "direction_only", N_("direction only")
    LINEAR = "linear", N_("linear trend")
    GROWTH_RATE = "growth_rate", N_("growth rate")

"""Closed word lists of the plan's catalogue. Data files and code use the values; readers see ``label``."""

from __future__ import annotations

from yeep_analysis.language import N_
from yeep_analysis.terms import Term


class UnitKind(Term):
    """What kind of body a unit is."""

    MUNICIPAL_DIRECTORATE = "municipal_directorate", N_("municipal directorate")
    MUNICIPAL_UNIT = "municipal_unit", N_("municipal unit")
    COMPANY = "company", N_("municipal company")
    OTHER_MUNICIPALITY = "other_municipality", N_("other municipality")
    STATE_BODY = "state_body", N_("state body")
    UNIVERSITY = "university", N_("university")
    CIVIL_SOCIETY = "civil_society", N_("civil society or chamber")
    CITIZENS_ASSEMBLY = "citizens_assembly", N_("citizens' assembly")
    MUHTARS = "muhtars", N_("muhtars")
    COLLECTIVE = "collective", N_("bodies named together")


class Role(Term):
    """What a unit has to do with an action."""

    RESPONSIBLE = "responsible", N_("Responsible")
    PARTNER = "partner", N_("Partner")


class MeasureUnit(Term):
    """What one of a measure is."""

    PERSON = "person", N_("person")
    STUDENT = "student", N_("student")
    COUPLE = "couple", N_("couple")
    FAMILY = "family", N_("family")
    EVENT = "event", N_("event")
    TRAINING = "training", N_("training")
    COURSE = "course", N_("course")
    MEETING = "meeting", N_("meeting")
    INTERVIEW = "interview", N_("interview")
    VISIT = "visit", N_("visit")
    SERVICE = "service", N_("service")
    ACTIVITY = "activity", N_("activity")
    PUBLICATION = "publication", N_("publication")
    DOCUMENT = "document", N_("document")
    COPY = "copy", N_("copy")
    PLACE = "place", N_("place")
    SPORTS_BRANCH = "sports_branch", N_("branch of sports")
    PERCENT = "percent", N_("percent")
    MILESTONE = "milestone", N_("milestone (done or not)")


class MeasureKind(Term):
    """How the values of a measure behave over time."""

    YEARLY_FLOW = "yearly_flow", N_("count within the year")
    STOCK = "stock", N_("state at the end of the year")
    COMPLETION_RATE = "completion_rate", N_("completion rate")
    RATIO_OF_COUNTS = "ratio_of_counts", N_("ratio of two counts")
    MILESTONE = "milestone", N_("milestone")
    REPORT = "report", N_("report")


class Direction(Term):
    """Which change of a measure the plan wants."""

    INCREASE = "increase", N_("increase")
    DECREASE = "decrease", N_("decrease")
    NONE = "none", N_("no direction")
    REACH = "reach", N_("state to be reached")


class Breakdown(Term):
    """By what a measure is to be broken down."""

    SEX = "sex", N_("sex")
    AGE = "age", N_("age")
    DISABILITY = "disability", N_("disability")
    MAHALLE = "mahalle", N_("mahalle")
    MONTH = "month", N_("month")


class BreakdownBasis(Term):
    """Where the plan asks for a breakdown."""

    INDICATOR = "indicator", N_("indicator")
    ACTION = "action", N_("action")
    OBJECTIVE = "objective", N_("objective")
    METHODOLOGY = "methodology", N_("methodology of the plan")
    FEMALE_ONLY = "female_only", N_("counts women only")


class Verdict(Term):
    """Answer to a question of the audit; ``not_applicable`` where the question does not arise."""

    YES = "yes", N_("yes")
    PARTLY = "partly", N_("partly")
    NO = "no", N_("no")
    NOT_APPLICABLE = "not_applicable", N_("not applicable")


class MethodPart(Term):
    """Columns of the plan's methodology table."""

    UNIT_OF_ANALYSIS = "unit_of_analysis", N_("Unit of analysis")
    TOOL = "tool", N_("Tool of data collection")
    APPLICATION = "application", N_("Application")

"""Closed word lists: of the facts, of the plan's catalogue, of a year's results.

Data files and code use the values; readers see ``label``, in their language.
"""

from __future__ import annotations

from enum import StrEnum

from yeep_analysis.words.language import N_, _

# Signs that stand in several lists, each time with the same meaning.
NOT_REPORTED_SIGN = "○"
NO_SIGN = "–"


class Term(StrEnum):
    """A word from a closed list: its value, the name under which a reader sees it, and the sign beside that name."""

    def __new__(cls, value: str, name_for_readers: str, sign: str = "") -> Term:
        """A member from its value, its name for readers and its sign; no sign has two meanings."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.name_for_readers = name_for_readers
        member.sign = sign
        return member

    @property
    def label(self) -> str:
        """The reader's name of this word, in the language in use."""
        return _(self.name_for_readers)


class Sex(Term):
    """Sex as the population register and the plan record it."""

    FEMALE = "female", N_("Women"), "●"
    MALE = "male", N_("Men"), "■"


class CountedSex(Term):
    """What a row of a data table may count: one sex, or the total that the source printed."""

    FEMALE = "female", N_("Women")
    MALE = "male", N_("Men")
    TOTAL = "total", N_("Total")


class Office(Term):
    """Posts and bodies whose holders are counted by sex."""

    COUNCIL_MEMBER = "council_member", N_("Council members")
    MUHTAR = "muhtar", N_("Neighbourhood heads")
    MAYOR = "mayor", N_("Mayor")
    STAFF = "staff", N_("Municipal staff")
    DEPARTMENT_HEAD = "department_head", N_("Department heads")
    DEPUTY_MAYOR = "deputy_mayor", N_("Deputy mayors")
    WOMENS_CENTRE_HEAD = "womens_centre_head", N_("Head of the women's counselling centre")


class BodyKind(Term):
    """Bodies that decide or advise beside the council; each may exist more than once."""

    EXECUTIVE_COMMITTEE = "executive_committee", N_("Executive committee")
    COUNCIL_COMMISSION = "council_commission", N_("Council committee")
    COMPANY_BOARD = "company_board", N_("Board of a municipal company")
    CITIZENS_ASSEMBLY = "citizens_assembly", N_("Kent Konseyi")
    CITIZENS_ASSEMBLY_BOARD = "citizens_assembly_board", N_("Executive board of the Kent Konseyi")


class StaffDimension(Term):
    """By what the municipal staff is broken down."""

    EMPLOYMENT_TYPE = "employment_type", N_("Employment type")
    GRADE = "grade", N_("Grade")
    DEPARTMENT = "department", N_("Department")


class EmploymentType(Term):
    """How municipal staff is employed (Civil Servants Law No. 657, Labour Law No. 4857, Decree Law No. 696)."""

    CIVIL_SERVANT = "civil_servant", N_("Civil servants")
    CONTRACT = "contract", N_("Contract staff")
    PERMANENT_WORKER = "permanent_worker", N_("Permanent workers")
    TEMPORARY_WORKER = "temporary_worker", N_("Temporary workers")
    COMPANY_WORKER = "company_worker", N_("Workers of municipal companies")


class PlaceLevel(Term):
    """What a place of comparison is."""

    DISTRICT = "district", N_("District")
    PROVINCE = "province", N_("Province")
    COUNTRY = "country", N_("Country")


class Managers(Term):
    """The definitions of "managers" that stand side by side; never a bare percentage."""

    DEPARTMENT_HEADS = "managers_department_heads", N_("Managers (department heads)")
    WITH_DEPUTY_MAYORS = "managers_with_deputy_mayors", N_("Managers (department heads and deputy mayors)")
    WITH_CENTRE_HEAD = (
        "managers_with_centre_head",
        N_("Managers (department heads, deputy mayors and head of the women's centre)"),
    )


class StatedGroup(Term):
    """Whom a percentage printed in the plan describes."""

    POPULATION = "population", N_("Population of the district")
    COUNCIL_MEMBER = "council_member", N_("Council members")
    MUHTAR = "muhtar", N_("Neighbourhood heads")
    STAFF = "staff", N_("Municipal staff")
    DEPARTMENT_HEADS = "managers_department_heads", N_("Managers (department heads)")
    WITH_DEPUTY_MAYORS = "managers_with_deputy_mayors", N_("Managers (department heads and deputy mayors)")


class Basis(Term):
    """How a figure came out of its source."""

    PRINTED = "printed", N_("as in the plan")
    DERIVED = "derived", N_("computed from figures of the plan")
    READING = "reading", N_("one of two readings")


class Unit(Term):
    """Units of published values."""

    PERSONS = "persons", N_("persons")
    POSTS = "posts", N_("posts")
    FRACTION = "fraction", N_("fraction (0-1)")
    PERCENT = "percent", N_("percent")
    PERCENTAGE_POINTS = "percentage_points", N_("percentage points")
    PER_1000 = "per_1000", N_("per thousand a year")
    APPLICATIONS = "applications", N_("applications")
    PER_1000_WOMEN = "per_1000_women", N_("per 1000 women")
    HOUSEHOLDS = "households", N_("households")
    MEN_PER_100_WOMEN = "men_per_100_women", N_("men per 100 women")
    RATIO = "ratio", N_("ratio")
    FLAG = "flag", N_("1 = yes, 0 = no")
    PROBABILITY = "probability", N_("probability (0-1)")
    Z_SCORE = "z_score", N_("z score")
    LOG_RATIO_A_YEAR = "log_ratio_a_year", N_("natural logarithm of a ratio, a year")
    PAIRS = "pairs", N_("pairs of years")
    PERSONS_A_YEAR = "persons_a_year", N_("persons a year")
    PERCENTAGE_POINTS_A_YEAR = "percentage_points_a_year", N_("percentage points a year")
    BREAKS = "breaks", N_("changes in level")
    BIC = "bic", N_("points of the Bayesian information criterion")
    INDEX = "index", N_("index")
    YEARS = "years", N_("years")
    ELECTIONS = "elections", N_("elections")


# --- counts of which small ones are hidden ---


class ApplicationSource(Term):
    """To whom an application because of violence was made; one woman may have applied to both, so they never add up."""

    POLICE = "police", N_("District Police Department")
    WOMENS_CENTRE = "womens_centre", N_("Women's Counselling Centre")


class Violence(Term):
    """Kinds of violence (Law No. 6284, Article 2; Istanbul Convention, Articles 33-36); an application counts once."""

    PHYSICAL = "physical", N_("Physical")
    PSYCHOLOGICAL = "psychological", N_("Psychological, verbal")
    ECONOMIC = "economic", N_("Economic")
    SEXUAL = "sexual", N_("Sexual")
    STALKING = "stalking", N_("Stalking")
    OTHER = "other", N_("Other or not stated")


class Stage(Term):
    """How far an application was at the end of its month: the last stage that it reached."""

    RECEIVED = "received", N_("Application received")
    REFERRED = "referred", N_("Referred to another body")
    ORDER = "order", N_("Protective or preventive order")
    SHELTER = "shelter", N_("Placed in a shelter")
    PROSECUTION = "prosecution", N_("Criminal proceedings begun")
    CONCLUDED = "concluded", N_("Concluded")


class Deprivation(Term):
    """What a household of a survey goes without for want of money; it may go without several."""

    FOOD = "food", N_("Proper food")
    HEATING = "heating", N_("A warm home")
    BILLS = "bills", N_("Rent and bills on time")
    HEALTH = "health", N_("Health care when needed")
    UNEXPECTED = "unexpected", N_("Unexpected expenses")


# --- the plan's catalogue ---


class UnitKind(Term):
    """What kind of body a unit is."""

    MUNICIPAL_DIRECTORATE = "municipal_directorate", N_("municipal department")
    MUNICIPAL_UNIT = "municipal_unit", N_("municipal unit")
    COMPANY = "company", N_("municipal company")
    OTHER_MUNICIPALITY = "other_municipality", N_("other municipality")
    STATE_BODY = "state_body", N_("state body")
    UNIVERSITY = "university", N_("university")
    CIVIL_SOCIETY = "civil_society", N_("civil society or chamber")
    CITIZENS_ASSEMBLY = "citizens_assembly", N_("Kent Konseyi (civic advisory council)")
    MUHTARS = "muhtars", N_("neighbourhood heads")
    COLLECTIVE = "collective", N_("bodies named together")
    OTHER = "other", N_("other body")


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
    NUMBER = "number", N_("item")
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
    """By what an indicator is to be broken down."""

    SEX = "sex", N_("sex")
    AGE = "age", N_("age")
    DISABILITY = "disability", N_("disability")
    MAHALLE = "mahalle", N_("neighbourhood")
    MONTH = "month", N_("month")


class BreakdownBasis(Term):
    """Where the plan asks for a breakdown."""

    INDICATOR = "indicator", N_("plan indicator")
    ACTION = "action", N_("action")
    OBJECTIVE = "objective", N_("objective")
    METHODOLOGY = "methodology", N_("methodology of the plan")
    FEMALE_ONLY = "female_only", N_("counts women only")
    PERSONS = "persons", N_("counts persons")


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


# --- a year's results ---


class Subject(Term):
    """What a reported value speaks of."""

    MEASURE = "measure", N_("Indicator")
    ACTION = "action", N_("Action")
    UNDERTAKING = "undertaking", N_("Institutional duty")
    GOAL = "goal", N_("Goal")


class ActionStatus(Term):
    """How far an action has come, as its unit reports it."""

    NOT_STARTED = "not_started", N_("Not started"), "☐"
    ONGOING = "ongoing", N_("Ongoing"), "◧"
    COMPLETED = "completed", N_("Completed"), "☑"
    POSTPONED = "postponed", N_("Postponed"), "‖"
    CANCELLED = "cancelled", N_("Cancelled"), "⊠"
    NO_DATA = "no_data", N_("Not known"), NO_SIGN


class Missing(Term):
    """Why there is no value. Never zero: a true zero is a value."""

    NOT_REPORTED = "not_reported", N_("not reported"), NOT_REPORTED_SIGN
    NOT_COLLECTED = "not_collected", N_("not recorded"), NO_SIGN
    NOT_APPLICABLE = "not_applicable", N_("not applicable to this unit"), NO_SIGN
    SUPPRESSED = "suppressed", N_("confidential"), NO_SIGN


class Answer(Term):
    """Yes or no, where a form asks for one."""

    YES = "yes", N_("yes")
    NO = "no", N_("no")


class MoneySource(Term):
    """From where the money of an action comes."""

    MUNICIPALITY = "municipality", N_("budget of the municipality")
    STATE = "state", N_("other public funds")
    GRANT = "grant", N_("project or grant")
    DONATION = "donation", N_("donation or sponsor")
    SEVERAL = "several", N_("several sources")


class NoMoney(Term):
    """Why no amount stands beside an action."""

    NOT_SEPARABLE = "not_separable", N_("not separable from other expenses")
    NONE = "none", N_("no expense")


class ReporterBasis(Term):
    """How it was settled which unit reports something."""

    PROPOSAL = "proposal", N_("proposal made from the plan's catalogue")
    CONFIRMED = "confirmed", N_("confirmed by the municipality")


class Field(Term):
    """What a unit reports of a measure or an action; one cell of a form, one row of the results."""

    FEMALE = "female", N_("Women")
    MALE = "male", N_("Men")
    VALUE = "value", N_("Total / value")
    NUMERATOR = "numerator", N_("Numerator (part)")
    DENOMINATOR = "denominator", N_("Denominator (whole)")
    DONE = "done", N_("Done?")
    DONE_ON = "done_on", N_("Date done")
    MISSING = "missing", N_("If there is no value: why?")
    LAST_MONTH = "last_month", N_("Last month covered (if not the whole year)")
    CONFIRMED = "confirmed", N_("Unusual value confirmed?")
    DEVIATION = "deviation", N_("Reason for the deviation")
    STATUS = "status", N_("Status of the action")
    IMPACT = "impact", N_("Impact: what changed for those served?")
    EFFECTIVENESS = "effectiveness", N_("Effectiveness: did the service work as intended?")
    OWNERSHIP = "ownership", N_("Ownership: who took it up?")
    RELEVANCE = "relevance", N_("Relevance: does it fit the need?")
    OBSTACLE = "obstacle", N_("Obstacles met")
    REVISION = "revision", N_("Proposal for revision")
    EXPLANATION = "explanation", N_("Explanation")
    EVIDENCE = "evidence", N_("Evidence (document, date, number)")
    PLANNED = "planned", N_("Planned in the year (TL)")
    SPENT = "spent", N_("Spent in the year (TL)")
    MONEY_SOURCE = "money_source", N_("Source of the money")
    NO_MONEY = "no_money", N_("If there is no amount: why?")
    MAY_PUBLISH = "may_publish", N_("May the texts of this row be published?")
    PUBLISH_EVIDENCE = "may_publish_evidence", N_("May the evidence be published?")
    PUBLISH_REASON = "may_publish_correction", N_("May the reason for the correction be published?")
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


class TargetBound(Term):
    """On which side of a target a value is to lie."""

    AT_LEAST = "at_least", N_("at least")
    AT_MOST = "at_most", N_("at most")


class TitleStatus(Term):
    """What the title of an article is."""

    OFFICIAL = "official", N_("official wording")
    RENDERING = "rendering", N_("rendering, not the official wording")
    PLAN = "plan", N_("words of the plan")


class Fate(Term):
    """What becomes of an action or a measure in the plan that follows."""

    KEPT = "kept", N_("kept")
    CHANGED = "changed", N_("changed")
    DROPPED = "dropped", N_("dropped")
    NEW = "new", N_("new")
    UNDECIDED = "undecided", N_("not decided yet")


class Status(Term):
    """What a year's value of a measure says beside its baseline."""

    TOWARD = "toward", N_("Improved"), "▲"
    NO_CHANGE = "no_change", N_("No clear change"), "▬"
    AWAY = "away", N_("Worsened"), "▼"
    BASE_YEAR = "base_year", N_("First value"), "◆"
    NO_DIRECTION = "no_direction", N_("Monitored only"), "◇"
    DONE = "done", N_("Done"), "✓"
    NOT_DONE = "not_done", N_("Not done"), "✗"
    NO_DATA = "no_data", N_("No value"), NO_SIGN
    NOT_COMPUTABLE = "not_computable", N_("Not comparable"), "?"


class PathStatus(Term):
    """Where a year's value lies beside the path to its target; once its year is over a target is met or it is not."""

    MET = "met", N_("Target met"), "◉"
    NOT_MET = "not_met", N_("Target not met"), "⊘"
    ON_PATH = "on_path", N_("On track"), "◑"
    BEHIND = "behind", N_("Behind target"), "◔"
    NO_CHANGE = "no_change", N_("Behind target"), "◔"
    AWAY = "away", N_("Moving away from target"), "◁"
    NO_TARGET = "no_target", N_("No target")
    NO_DATA = "no_data", N_("Not assessed"), "⌀"
    NOT_COMPUTABLE = "not_computable", N_("Not assessed"), "⌀"


class Reason(Term):
    """Why a status is what it is, where that needs saying."""

    NOT_REPORTED = Missing.NOT_REPORTED.value, Missing.NOT_REPORTED.name_for_readers, Missing.NOT_REPORTED.sign
    NOT_COLLECTED = Missing.NOT_COLLECTED.value, Missing.NOT_COLLECTED.name_for_readers, Missing.NOT_COLLECTED.sign
    NOT_APPLICABLE = Missing.NOT_APPLICABLE.value, Missing.NOT_APPLICABLE.name_for_readers, Missing.NOT_APPLICABLE.sign
    SUPPRESSED = Missing.SUPPRESSED.value, Missing.SUPPRESSED.name_for_readers, Missing.SUPPRESSED.sign
    NO_CASES = "no_cases", N_("no case this year (0 of 0)")
    PARTIAL_YEAR = "partial_year", N_("part of the year only")
    SMALL_CHANGE = "small_change", N_("small numbers; may be chance")
    DONE_EARLIER = "done_earlier", N_("done in an earlier year")
    NOT_YET_SET = "not_yet_set", N_("the target was set later")
    NO_DIRECTION = "no_direction", N_("monitored only")
    NO_BASE = "no_base", N_("no baseline")
    MET_AT_BASE = "met_at_base", N_("already met at the start")
    TARGET_ON_WRONG_SIDE = "target_on_wrong_side", N_("the target lies on the wrong side of the baseline")
    TARGET_YEAR_NOT_AFTER_BASE = "target_year_not_after_base", N_("the target year is not after the baseline year")


class Method(Term):
    """Methods under which a status is looked at again."""

    GUIDED = "guided", N_("this report's method")
    DIRECTION_ONLY = "direction_only", N_("direction only")
    LINEAR = "linear", N_("linear trend")
    GROWTH_RATE = "growth_rate", N_("growth rate")


def label_of(word: str) -> str:
    """The reader's name of a post, a reference or a want; a word in no list, such as a department's name, as it is."""
    for words in (Office, Managers, StatedGroup, Deprivation):
        if word in list(words):
            return words(word).label
    return word

"""Closed word lists. Data files and code use the values; readers see ``label``, in their language."""

from __future__ import annotations

from enum import StrEnum

from yeep_analysis.language import N_, _


class Term(StrEnum):
    """A word from a closed list: its value, and the name under which a reader sees it."""

    def __new__(cls, value: str, name_for_readers: str) -> Term:
        """A member from its value and its name for readers."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.name_for_readers = name_for_readers
        return member

    @property
    def label(self) -> str:
        """The reader's name of this word, in the language in use."""
        return _(self.name_for_readers)


class Sex(Term):
    """Sex as the population register and the plan record it."""

    FEMALE = "female", N_("Women")
    MALE = "male", N_("Men")


class CountedSex(Term):
    """What a row of a data table may count: one sex, or the total that the source printed."""

    FEMALE = "female", N_("Women")
    MALE = "male", N_("Men")
    TOTAL = "total", N_("Total")


class Office(Term):
    """Posts and bodies whose holders are counted by sex."""

    COUNCIL_MEMBER = "council_member", N_("Council members")
    MUHTAR = "muhtar", N_("Muhtars")
    MAYOR = "mayor", N_("Mayor")
    STAFF = "staff", N_("Municipal staff")
    DEPARTMENT_HEAD = "department_head", N_("Department heads")
    DEPUTY_MAYOR = "deputy_mayor", N_("Deputy mayors")
    WOMENS_CENTRE_HEAD = "womens_centre_head", N_("Head of the women's counselling centre")


class BodyKind(Term):
    """Bodies that decide or advise beside the council; each may exist more than once."""

    EXECUTIVE_COMMITTEE = "executive_committee", N_("Executive committee")
    COUNCIL_COMMISSION = "council_commission", N_("Council commission")
    COMPANY_BOARD = "company_board", N_("Board of a municipal company")
    CITIZENS_ASSEMBLY = "citizens_assembly", N_("Citizens' assembly")
    CITIZENS_ASSEMBLY_BOARD = "citizens_assembly_board", N_("Executive board of the citizens' assembly")


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

    DEPARTMENT_HEADS = "managers_department_heads", N_("Managers: department heads")
    WITH_DEPUTY_MAYORS = "managers_with_deputy_mayors", N_("Managers: department heads and deputy mayors")
    WITH_CENTRE_HEAD = (
        "managers_with_centre_head",
        N_("Managers: department heads, deputy mayors and head of the women's centre"),
    )


class StatedGroup(Term):
    """Whom a percentage printed in the plan describes."""

    POPULATION = "population", N_("Population of the district")
    COUNCIL_MEMBER = "council_member", N_("Council members")
    MUHTAR = "muhtar", N_("Muhtars")
    STAFF = "staff", N_("Municipal staff")
    DEPARTMENT_HEADS = "managers_department_heads", N_("Managers: department heads")
    WITH_DEPUTY_MAYORS = "managers_with_deputy_mayors", N_("Managers: department heads and deputy mayors")


class Basis(Term):
    """How a figure came out of its source."""

    PRINTED = "printed", N_("as printed")
    DERIVED = "derived", N_("computed from printed figures")
    READING = "reading", N_("one of two readings")


class Unit(Term):
    """Units of published values."""

    PERSONS = "persons", N_("persons")
    POSTS = "posts", N_("posts")
    FRACTION = "fraction", N_("fraction (0-1)")
    PERCENT = "percent", N_("percent")
    PERCENTAGE_POINTS = "percentage_points", N_("percentage points")
    PER_1000 = "per_1000", N_("per thousand a year")
    MEN_PER_100_WOMEN = "men_per_100_women", N_("men per 100 women")
    RATIO = "ratio", N_("ratio")
    FLAG = "flag", N_("1 = yes, 0 = no")
    PROBABILITY = "probability", N_("probability (0-1)")
    Z_SCORE = "z_score", N_("z score")
    LOG_RATIO_A_YEAR = "log_ratio_a_year", N_("natural logarithm of a ratio, a year")
    PAIRS = "pairs", N_("pairs of years")
    PERSONS_A_YEAR = "persons_a_year", N_("persons a year")
    PERCENTAGE_POINTS_A_YEAR = "percentage_points_a_year", N_("percentage points a year")
    BREAKS = "breaks", N_("breaks")
    BIC = "bic", N_("points of the Bayesian information criterion")
    INDEX = "index", N_("index")
    YEARS = "years", N_("years")
    ELECTIONS = "elections", N_("elections")

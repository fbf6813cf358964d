"""Closed word lists. Data files and code use the values; readers see ``label``, in their language."""

from __future__ import annotations

from enum import StrEnum

from yeep_analysis.language import N_, _


class Term(StrEnum):
    """A word from a closed list, with the name under which a reader sees it."""

    @property
    def label(self) -> str:
        """The reader's name of this word, in the language in use."""
        return _(_LABELS[self])


class Sex(Term):
    """Sex as the population register and the plan record it."""

    FEMALE = "female"
    MALE = "male"


class CountedSex(Term):
    """What a row of a data table may count: one sex, or the total that the source printed."""

    FEMALE = "female"
    MALE = "male"
    TOTAL = "total"


class Office(Term):
    """Posts and bodies whose holders are counted by sex."""

    COUNCIL_MEMBER = "council_member"
    MUHTAR = "muhtar"
    STAFF = "staff"
    DEPARTMENT_HEAD = "department_head"
    DEPUTY_MAYOR = "deputy_mayor"
    WOMENS_CENTRE_HEAD = "womens_centre_head"


class Managers(Term):
    """The definitions of "managers" that stand side by side; never a bare percentage."""

    DEPARTMENT_HEADS = "managers_department_heads"
    WITH_DEPUTY_MAYORS = "managers_with_deputy_mayors"
    WITH_CENTRE_HEAD = "managers_with_centre_head"


class StatedGroup(Term):
    """Whom a percentage printed in the plan describes."""

    POPULATION = "population"
    COUNCIL_MEMBER = "council_member"
    MUHTAR = "muhtar"
    STAFF = "staff"
    DEPARTMENT_HEADS = "managers_department_heads"
    WITH_DEPUTY_MAYORS = "managers_with_deputy_mayors"


class Basis(Term):
    """How a figure came out of its source."""

    PRINTED = "printed"
    DERIVED = "derived"
    READING = "reading"


class Unit(Term):
    """Units of published values."""

    PERSONS = "persons"
    POSTS = "posts"
    FRACTION = "fraction"
    PERCENT = "percent"
    PERCENTAGE_POINTS = "percentage_points"
    PER_1000 = "per_1000"
    MEN_PER_100_WOMEN = "men_per_100_women"
    RATIO = "ratio"
    FLAG = "flag"


_LABELS: dict[Term, str] = {
    Sex.FEMALE: N_("Women"),
    Sex.MALE: N_("Men"),
    CountedSex.TOTAL: N_("Total"),
    StatedGroup.POPULATION: N_("Population of the district"),
    Office.COUNCIL_MEMBER: N_("Council members"),
    Office.MUHTAR: N_("Muhtars"),
    Office.STAFF: N_("Municipal staff"),
    Office.DEPARTMENT_HEAD: N_("Department heads"),
    Office.DEPUTY_MAYOR: N_("Deputy mayors"),
    Office.WOMENS_CENTRE_HEAD: N_("Head of the women's counselling centre"),
    Managers.DEPARTMENT_HEADS: N_("Managers: department heads"),
    Managers.WITH_DEPUTY_MAYORS: N_("Managers: department heads and deputy mayors"),
    Managers.WITH_CENTRE_HEAD: N_("Managers: department heads, deputy mayors and head of the women's centre"),
    Basis.PRINTED: N_("as printed"),
    Basis.DERIVED: N_("computed from printed figures"),
    Basis.READING: N_("one of two readings"),
    Unit.PERSONS: N_("persons"),
    Unit.POSTS: N_("posts"),
    Unit.FRACTION: N_("fraction (0-1)"),
    Unit.PERCENT: N_("percent"),
    Unit.PERCENTAGE_POINTS: N_("percentage points"),
    Unit.PER_1000: N_("per thousand a year"),
    Unit.MEN_PER_100_WOMEN: N_("men per 100 women"),
    Unit.RATIO: N_("ratio"),
    Unit.FLAG: N_("1 = yes, 0 = no"),
}

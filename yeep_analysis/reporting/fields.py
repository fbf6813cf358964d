"""Of what kind the cells of a field are, and by which rule of the grammar they are read."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from yeep_analysis.municipality import grammar
from yeep_analysis.municipality.catalogue import Measure
from yeep_analysis.municipality.grammar import SentCell
from yeep_analysis.reporting.questions import COUNTS, is_percent
from yeep_analysis.words.terms import ActionStatus, Answer, Field, Missing, Term


class Kind(StrEnum):
    """What a cell may hold."""

    COUNT = "count"
    PERCENT = "percent"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    TEXT = "text"


class UnitReason(Term):
    """The reasons a unit may give for having no value; protecting small counts is not the unit's to decide."""

    NOT_REPORTED = Missing.NOT_REPORTED.value, Missing.NOT_REPORTED.name_for_readers
    NOT_COLLECTED = Missing.NOT_COLLECTED.value, Missing.NOT_COLLECTED.name_for_readers
    NOT_APPLICABLE = Missing.NOT_APPLICABLE.value, Missing.NOT_APPLICABLE.name_for_readers


_KINDS = {
    **dict.fromkeys(COUNTS, Kind.COUNT),
    Field.DONE_ON: Kind.DATE,
    Field.LAST_MONTH: Kind.MONTH,
    **dict.fromkeys((Field.DONE, Field.MISSING, Field.CONFIRMED, Field.STATUS, Field.MAY_PUBLISH), Kind.CHOICE),
}
_WORDS: dict[Field, type[Term]] = {
    Field.DONE: Answer,
    Field.MISSING: UnitReason,
    Field.CONFIRMED: Answer,
    Field.STATUS: ActionStatus,
    Field.MAY_PUBLISH: Answer,
}


def kind_of(which: Field, measure: Measure | None) -> Kind:
    """What the cells of a field hold, in the row of a measure or of an action."""
    if which == Field.VALUE and measure is not None and is_percent(measure):
        return Kind.PERCENT
    return _KINDS.get(which, Kind.TEXT)


def words_of(which: Field) -> type[Term]:
    """The closed list of a field of choice."""
    return _WORDS[which]


def in_words(which: Field, value: str) -> str:
    """A stored value as readers see it: words of a closed list by their name."""
    return words_of(which)(value).label if value and kind_of(which, None) == Kind.CHOICE else value


def rule_of(which: Field, measure: Measure | None) -> Callable[[SentCell], str]:
    """The rule of the grammar that reads a field."""
    kind = kind_of(which, measure)
    if kind == Kind.CHOICE:
        return grammar.choice(words_of(which))
    return {
        Kind.COUNT: grammar.count,
        Kind.PERCENT: grammar.percentage,
        Kind.DATE: grammar.day,
        Kind.MONTH: grammar.month,
        Kind.TEXT: grammar.text,
    }[kind]

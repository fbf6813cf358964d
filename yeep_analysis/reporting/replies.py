"""What was reported of one row, as values: the one reading of the results for checks, forms, status and progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from yeep_analysis.municipality.result_tables import Answered, RowKey
from yeep_analysis.reporting.questions import COUNTS
from yeep_analysis.words.terms import ActionStatus, Answer, Field, Missing

WHOLE_YEAR = 12


@dataclass(frozen=True)
class Reply:
    """The fields that one unit reported of one row; a property is None where nothing was said."""

    key: RowKey
    unit_id: str = ""
    fields: Mapping[Field, str] = field(default_factory=dict)

    def number(self, which: Field) -> Fraction | None:
        """A reported number, exact."""
        return Fraction(self.fields[which]) if which in self.fields else None

    def text(self, which: Field) -> str:
        """A reported text; empty where there is none."""
        return self.fields.get(which, "")

    @property
    def value(self) -> Fraction | None:
        """The value of the measure: done is 1, a ratio is in percent, persons are the total of both sexes."""
        if Field.DONE in self.fields:
            return Fraction(self.fields[Field.DONE] == Answer.YES)
        if Field.DENOMINATOR in self.fields and Field.NUMERATOR in self.fields:
            whole = self.number(Field.DENOMINATOR)
            return 100 * self.number(Field.NUMERATOR) / whole if whole else None
        if Field.VALUE in self.fields:
            return self.number(Field.VALUE)
        sexes = [self.number(sex) for sex in (Field.FEMALE, Field.MALE) if sex in self.fields]
        return sum(sexes, Fraction(0)) if sexes else None

    @property
    def sexes(self) -> tuple[Fraction | None, Fraction | None]:
        """Women and men."""
        return self.number(Field.FEMALE), self.number(Field.MALE)

    @property
    def has_answer(self) -> bool:
        """Whether a value was reported, 0 of 0 included."""
        return Field.DONE in self.fields or any(field in self.fields for field in COUNTS)

    @property
    def missing(self) -> Missing | None:
        """The reason that was given for having no value."""
        return Missing(self.fields[Field.MISSING]) if Field.MISSING in self.fields else None

    @property
    def is_partial(self) -> bool:
        """Whether the value covers a part of the year only."""
        return int(self.fields.get(Field.LAST_MONTH, WHOLE_YEAR)) < WHOLE_YEAR

    @property
    def status(self) -> ActionStatus | None:
        """The status of an action."""
        return ActionStatus(self.fields[Field.STATUS]) if Field.STATUS in self.fields else None

    @property
    def done_on(self) -> date | None:
        """The day on which a milestone was reached."""
        return date.fromisoformat(self.fields[Field.DONE_ON]) if Field.DONE_ON in self.fields else None

    @property
    def is_confirmed(self) -> bool:
        """Whether the unit confirmed a value that looks unusual."""
        return self.fields.get(Field.CONFIRMED) == Answer.YES

    @property
    def may_be_published(self) -> bool:
        """Whether its texts may be published."""
        return self.fields.get(Field.MAY_PUBLISH) == Answer.YES


def replies_by_unit(rows: Iterable[Answered]) -> dict[tuple[str, RowKey], Reply]:
    """The replies of all units, by unit and row."""
    fields: dict[tuple[str, RowKey], dict[Field, str]] = {}
    for row in rows:
        fields.setdefault((row.unit_id, row.key), {})[row.field] = row.value
    return {(unit, key): Reply(key, unit, found) for (unit, key), found in fields.items()}


def replies(rows: Iterable[Answered]) -> dict[RowKey, Reply]:
    """One reply for each row. Where several units reported it (the same, or the merge would have stopped) the first."""
    found: dict[RowKey, Reply] = {}
    for (_unit, key), reply in replies_by_unit(rows).items():
        if key not in found or (reply.has_answer and not found[key].has_answer):
            found[key] = reply
    return found

"""What was reported of one row, as values: the one reading of the results for checks, forms, status and progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from yeep_analysis.municipality.result_tables import Answered, RowKey
from yeep_analysis.reporting.questions import COUNTS
from yeep_analysis.words.terms import ActionStatus, Answer, Field, Missing, MoneySource, NoMoney

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

    def without(self, fields: Iterable[Field]) -> Reply:
        """The reply as if these fields had not been filled in."""
        gone = set(fields)
        return replace(self, fields={which: text for which, text in self.fields.items() if which not in gone})

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
        return self.last_month < WHOLE_YEAR

    @property
    def last_month(self) -> int:
        """Up to which month of the year the value counts."""
        return int(self.fields.get(Field.LAST_MONTH, WHOLE_YEAR))

    @property
    def status(self) -> ActionStatus | None:
        """The status of an action."""
        return ActionStatus(self.fields[Field.STATUS]) if Field.STATUS in self.fields else None

    @property
    def no_money(self) -> NoMoney | None:
        """Why no amount was given for an action."""
        return NoMoney(self.fields[Field.NO_MONEY]) if Field.NO_MONEY in self.fields else None

    @property
    def money_source(self) -> MoneySource | None:
        """From where the money of an action comes."""
        return MoneySource(self.fields[Field.MONEY_SOURCE]) if Field.MONEY_SOURCE in self.fields else None

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

    def released(self, which: Field) -> str:
        """A text that may be published, else nothing; evidence may bear a mark of its own, which then counts."""
        if which == Field.EVIDENCE and Field.PUBLISH_EVIDENCE in self.fields:
            return self.text(which) if self.fields[Field.PUBLISH_EVIDENCE] == Answer.YES else ""
        return self.text(which) if self.may_be_published else ""


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
        if key not in found or _weight(reply) > _weight(found[key]):
            found[key] = reply
    return found


def answered_by_unit(rows: Iterable[Answered]) -> dict[str, frozenset[RowKey]]:
    """The rows of which each unit reported something: there a change needs a reason."""
    found: dict[str, set[RowKey]] = {}
    for row in rows:
        found.setdefault(row.unit_id, set()).add(row.key)
    return {unit: frozenset(keys) for unit, keys in found.items()}


def _weight(reply: Reply) -> int:
    """A value counts more than a reason or a status, and that more than texts or amounts of another unit."""
    return 2 if reply.has_answer else int(bool(reply.missing or reply.status))

"""The log of corrections: what a value was, what took its place, and why; a change without a reason is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.result_tables import ANSWER_KEY, CorrectionRow, ResultRow, RowKey
from yeep_analysis.reporting.fields import in_words
from yeep_analysis.reporting.questions import ANSWERS, TEXTS
from yeep_analysis.reporting.reported import Reported, described
from yeep_analysis.reporting.results_folder import YearResults
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Field

NEED_A_REASON = (*ANSWERS, Field.MISSING, Field.STATUS)
Reasons = Mapping[tuple[str, RowKey], str]


def reasons(reported: Iterable[Reported], for_all: str) -> Reasons:
    """The reasons that the forms give, by unit and row; ``for_all`` where a row gives none."""
    given: dict[tuple[str, RowKey], str] = {}
    for one in reported:
        if one.field == Field.CORRECTION:
            given[one.unit_id, one.key] = one.value
        elif for_all.strip():
            given.setdefault((one.unit_id, one.key.whole), for_all.strip())
    return given


@dataclass
class Log:
    """Collects the corrections of one merge."""

    before: YearResults
    plan: Plan
    day: date
    reasons: Reasons
    entries: list[CorrectionRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, old: ResultRow, one: Reported) -> None:
        """Log that ``one`` takes the place of ``old``."""
        reason = self._reason(old, one)
        if not reason:
            self.problems.append(_without_reason(old, one, self.plan))
        is_same_cell = (old.unit_id, old.key, old.field) == (one.unit_id, one.key, one.field)
        self.entries.append(
            CorrectionRow.model_construct(
                **{name: getattr(old, name) for name in ANSWER_KEY},
                year=self.before.year,
                merge=self.before.next_merge,
                old_value=old.value,
                new_value=one.value if is_same_cell else "",
                reason=reason,
                corrected_on=self.day,
                old_file=old.file,
                old_sha256=old.sha256,
                old_received_on=old.received_on,
                new_file=one.place.file,
                new_sha256=one.place.sha256,
                replaced_results=self.before.sha256,
            )
        )

    def _reason(self, old: ResultRow, one: Reported) -> str:
        given = self.reasons.get((one.unit_id, one.key)) or self.reasons.get((one.unit_id, one.key.whole))
        return given or _by_itself(old, one)


def _by_itself(old: ResultRow, one: Reported) -> str:
    """Where the change explains itself: another reporting unit, a value that came late, a text."""
    if old.unit_id != one.unit_id:
        return _("The unit that reports this changed.")
    if old.field == Field.MISSING and one.field in ANSWERS:
        return _("The value was reported later.")
    if old.field in TEXTS:
        return _("The text was written anew.")
    return "" if old.field in NEED_A_REASON else _("A note beside the value changed.")


def _without_reason(old: ResultRow, one: Reported, plan: Plan) -> Problem:
    return Problem(
        described(one, plan),
        _("The value changes from “{old}” to “{new}”, and no reason is given.").format(
            old=in_words(old.field, old.value), new=in_words(one.field, one.value)
        ),
        _("Expected a reason for the correction."),
        _("Fill in the column “{column}” of the row, or name the reason with --reason.").format(
            column=Field.CORRECTION.label
        ),
    )

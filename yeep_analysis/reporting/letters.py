"""Texts for the mails to a unit: with its form, as a reminder, with a form to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.reported import subject_name
from yeep_analysis.reporting.status import UnitStatus
from yeep_analysis.words import language
from yeep_analysis.words.language import _, ngettext
from yeep_analysis.words.terms import Subject


@dataclass(frozen=True)
class Letter:
    """A mail to a unit."""

    subject: str
    body: str
    attachment: str = ""

    @property
    def text(self) -> str:
        """All of it, to be copied."""
        lines = [_("Subject: {subject}").format(subject=self.subject), "", self.body]
        if self.attachment:
            lines += ["", _("Attached: {file}").format(file=self.attachment)]
        return "\n".join(lines)


@dataclass(frozen=True)
class Sender:
    """Who writes, of which year, until when an answer is wanted, and who helps."""

    municipality: Municipality
    year: int
    deadline: date | None = None
    contact: str = ""

    def letter(self, subject: str, paragraphs: Sequence[str], attachment: str = "") -> Letter:
        """The letter with greeting, help and signature."""
        help_at = _("If anything is unclear, {name} will help.").format(
            name=self.contact or self.municipality.equality_unit
        )
        parts = [_("Dear colleague,"), *paragraphs, help_at, self.municipality.equality_unit]
        if self.municipality.is_fictional:
            parts.insert(0, _("Example: this municipality is fictional; all figures are invented."))
        return Letter(subject, "\n\n".join(parts), attachment)

    def until(self, with_day: str, without: str) -> str:
        """A sentence with the last day, or the one without."""
        return with_day.format(day=language.long_date(self.deadline)) if self.deadline else without


def first_letter(one: UnitStatus, sender: Sender, unit: str, attachment: str) -> Letter:
    """The letter with which a unit gets its form."""
    subject = _("Form of {year}: {unit}").format(year=sender.year, unit=unit)
    opening = _("We are preparing the report of {year} on the “{plan}”. The form of your unit is attached.").format(
        year=sender.year, plan=sender.municipality.plan
    )
    fill_in = _(
        "Please fill in the yellow cells; the first sheet of the form says how. Save the file as an Excel "
        "workbook and send it back by replying to this e-mail."
    )
    paragraphs = [f"{opening} {_awaited(one.asked)}", f"{fill_in} {_last_day(sender)}".strip(), _no_record()]
    return sender.letter(subject, paragraphs, attachment)


def reminder(one: UnitStatus, plan: Plan, sender: Sender) -> Letter:
    """The letter to a unit that has not answered everything: what is missing, by the plan's words."""
    unit = plan.units[one.unit_id].name
    subject = _("Results of {year}: {unit}").format(year=sender.year, unit=unit)
    if one.is_complete:
        thanks = _("All that was asked of {unit} for {year} has been received. Thank you.")
        return sender.letter(subject, [thanks.format(unit=unit, year=sender.year)])
    opening = _("We are preparing the report of {year} on the “{plan}”.").format(
        year=sender.year, plan=sender.municipality.plan
    )
    came = (
        _("The form of your unit has reached us; some answers are still missing.")
        if one.has_begun
        else _("The form of your unit has not reached us yet.")
    )
    first = " ".join(part for part in (opening, came, _last_day(sender), _awaited(one.open)) if part)
    consequence = sender.until(
        _("What has not arrived by {day} will be shown in the report as “not reported”."),
        _("What does not arrive will be shown in the report as “not reported”."),
    )
    return sender.letter(subject, [first, *_by_name(one.open, plan), f"{_no_record()} {consequence}"])


def correction_letter(points: Sequence[str], sender: Sender, attachment: str, *, is_fresh: bool = False) -> Letter:
    """The letter that goes with a form to be corrected.

    points     one sentence for each: where, what is asked, what is wrong, what to do
    is_fresh   the attached form is a new one, filled in with what could be read
    """
    n = len(points)
    subject = ngettext(
        "{n} point to correct in your form of {year}", "{n} points to correct in your form of {year}", n
    ).format(n=n, year=sender.year)
    opening = _("We have received your form for {year}. Thank you.").format(year=sender.year)
    asked = ngettext(
        "So that we can record the figures we ask you to correct the following point:",
        "So that we can record the figures we ask you to correct the following {n} points:",
        n,
    ).format(n=n)
    how = (
        _("The attached form is a new one into which we copied what could be read. Please go on in it.")
        if is_fresh
        else _("The cells are marked in the attached form. Changing these alone is enough.")
    )
    back = sender.until(
        _("Please send the corrected form by {day}; you can simply reply to this e-mail."),
        _("You can send the corrected form by replying to this e-mail."),
    )
    listed = "\n".join(f"{number}. {point}" for number, point in enumerate(points, start=1))
    return sender.letter(subject, [f"{opening} {asked}", listed, f"{how} {back}"], attachment)


def _last_day(sender: Sender) -> str:
    return sender.until(_("Last day: {day}."), "")


def _no_record() -> str:
    return _("If you keep no record of a figure, choosing the reason in the form is enough; that, too, is an answer.")


def _awaited(keys: Sequence[RowKey]) -> str:
    """How much is asked, in a sentence."""
    names = {
        Subject.MEASURE: lambda n: ngettext("the value of {n} indicator", "the values of {n} indicators", n),
        Subject.ACTION: lambda n: ngettext("the status of {n} action", "the statuses of {n} actions", n),
        Subject.UNDERTAKING: lambda n: ngettext(
            "the status of {n} institutional duty", "the statuses of {n} institutional duties", n
        ),
    }
    parts = []
    for subject, name in names.items():
        if n := sum(key.subject == subject for key in keys):
            parts.append(name(n).format(n=n))
    return _("We ask you for {things}.").format(things=language.listing(parts)) if parts else ""


def _by_name(keys: Sequence[RowKey], plan: Plan) -> list[str]:
    """What is missing, by name, in a paragraph for each kind."""
    headings = {
        Subject.MEASURE: _("Values of indicators"),
        Subject.ACTION: _("Statuses of actions"),
        Subject.UNDERTAKING: _("Institutional duties"),
    }
    paragraphs = []
    for subject, heading in headings.items():
        names = [f"- {subject_name(key, plan)}" for key in keys if key.subject == subject]
        if names:
            paragraphs.append("\n".join([f"{heading}:", *names]))
    return paragraphs

"""The sheet that tells how a form is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from yeep_analysis.intake.forms.layout import Form, SheetKind
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import ActionStatus, Answer, Field, Missing

Line = tuple[str, bool]  # text, whether it is a heading


def how_to(form: Form, equality_unit: str) -> Iterator[Line]:
    """The lines of the sheet; only what concerns the sheets that the form has."""
    kinds = {sheet.kind for sheet in form.sheets}
    yield _heading(_("How this form is filled in"))
    yield _plain(_("Fill in the yellow cells; grey cells are not asked. Everything else is locked and stays as it is."))
    send = _("Save the file as an Excel workbook (.xlsx), without a password, and send it back to: {unit}.")
    yield _plain(send.format(unit=equality_unit))
    if SheetKind.ACTIONS in kinds:
        yield from _actions()
    if SheetKind.MEASURES in kinds:
        yield from _measures(form.identity.year)
    if SheetKind.BREAKDOWNS in kinds:
        yield from _breakdowns()
    if SheetKind.UNDERTAKINGS in kinds:
        yield from _undertakings()
    yield from _for_all()


def _heading(text: str) -> Line:
    return text, True


def _plain(text: str) -> Line:
    return text, False


def _measures(year: int) -> Iterator[Line]:
    yield _heading(_("Sheet “{sheet}”").format(sheet=SheetKind.MEASURES.label))
    digits = _("Write whole numbers, digits only: 1250, not 1.250, not “5 adet”. The figures are those of {year}.")
    yield _plain(digits.format(year=year))
    yield _plain(_("0 means that there was none. If the figure is not known leave the cell blank and choose a reason:"))
    yield _plain(_("“{reason}”: it could be found out, but was not sent.").format(reason=Missing.NOT_REPORTED.label))
    yield _plain(_("“{reason}”: nobody keeps a record of it.").format(reason=Missing.NOT_COLLECTED.label))
    yield _plain(_("“{reason}”: it cannot occur in your unit.").format(reason=Missing.NOT_APPLICABLE.label))
    yield _plain(_("Give people by sex. If the sexes are not known write the total alone; that is a finding too."))
    yield _plain(
        _("A completion rate is a percentage from 0 to 100. A milestone is done or not; if done, with its date.")
    )
    yield _plain(_("If the figures cover only a part of the year, write the number of the last month covered (1-11)."))
    yield _plain(_("A value that is far from that of the year before must be confirmed and explained in its row."))


def _actions() -> Iterator[Line]:
    yield _heading(_("Sheet “{sheet}”").format(sheet=SheetKind.ACTIONS.label))
    status = _("Choose the status of each action from the list. “{status}” needs a value and evidence.")
    yield _plain(status.format(status=ActionStatus.COMPLETED.label))
    yield _plain(
        _(
            "Answer the plan’s own four questions in a sentence or two each: impact, effectiveness, ownership, "
            "relevance. Name obstacles and proposals for revision if there are any."
        )
    )


def _breakdowns() -> Iterator[Line]:
    yield _heading(_("Sheet “{sheet}”").format(sheet=SheetKind.BREAKDOWNS.label))
    parts = _(
        "The categories of a figure must add up to the figure on the sheet “{sheet}”. Whoever cannot be "
        "placed goes into the last row of the group. People who came in several months are counted in each "
        "month, once in the year."
    )
    yield _plain(parts.format(sheet=SheetKind.MEASURES.label))


def _undertakings() -> Iterator[Line]:
    yield _heading(_("Sheet “{sheet}”").format(sheet=SheetKind.UNDERTAKINGS.label))
    yield _plain(
        _(
            "The plan's methodology gives your unit these duties. Choose the status of each. Where there "
            "is something to count (trainings, meetings, people by sex), write the count and say what was "
            "counted."
        )
    )


def _for_all() -> Iterator[Line]:
    yield _heading(_("Do not write personal data"))
    yield _plain(
        _(
            "No identity numbers, telephone numbers, e-mail addresses or bank accounts, and no names of persons who "
            "were served: a form that holds any is not taken in."
        )
    )
    publish = _("Texts are published only if “{column}” says “{yes}”.")
    yield _plain(publish.format(column=Field.MAY_PUBLISH.label, yes=Answer.YES.label))
    yield _heading(_("Correcting a form that was sent"))
    correct = _(
        "Change the cell, write why into “{column}”, and send the form again. What you leave blank stays as it was "
        "reported before."
    )
    yield _plain(correct.format(column=Field.CORRECTION.label))

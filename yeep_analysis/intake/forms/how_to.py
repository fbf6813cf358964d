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
    if SheetKind.GOALS in kinds:
        yield from _goals()
    if SheetKind.MONEY in kinds:
        yield from _money(form.identity.year)
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
    once = _("If the figures cover only a part of the year, write above the table the last month covered (1-11).")
    yield _plain(once)
    deviation = _(
        "“{column}” is needed where a value is behind its target or a target is moved away from, and where there is no "
        "value; elsewhere it may stay blank."
    )
    yield _plain(deviation.format(column=Field.DEVIATION.label))
    yield _plain(_("A value that is far from that of the year before is asked back, to be confirmed and explained."))


def _actions() -> Iterator[Line]:
    yield _heading(_("Sheet “{sheet}”").format(sheet=SheetKind.ACTIONS.label))
    status = _(
        "Choose the status of each action from the list, and say in one sentence what was done. “{status}” needs a "
        "value, and in that sentence the document, date or number that shows it."
    )
    yield _plain(status.format(status=ActionStatus.COMPLETED.label))


def _goals() -> Iterator[Line]:
    yield _heading(_("Sheet “{sheet}”").format(sheet=SheetKind.GOALS.label))
    yield _plain(
        _(
            "Answer three questions for each goal, in a sentence or two: they are the plan’s own. The other questions "
            "are asked of other units, or next year. What does not concern your unit may stay blank."
        )
    )


def _money(year: int) -> Iterator[Line]:
    yield _heading(_("Sheet “{sheet}”").format(sheet=SheetKind.MONEY.label))
    amounts = _(
        "Write what was planned and what was spent on each action in {year}, in whole liras, digits only: 1250000. If "
        "the expense cannot be told apart from others, or there was none, choose that instead of an amount."
    )
    yield _plain(amounts.format(year=year))


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
    publish = _("Texts of a sheet are published only if “{yes}” is chosen above its table.")
    yield _plain(publish.format(yes=Answer.YES.label))
    yield _heading(_("Correcting a form that was sent"))
    change = _(
        "Change the cell and send the form again. Write the reason in the column “{column}”; where its cell is grey, "
        "or the sheet has no such column, write it in your mail. What you leave blank stays as it was reported before."
    )
    yield _plain(change.format(column=Field.CORRECTION.label))

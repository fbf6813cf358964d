"""What goes back to a unit whose answers cannot go in: its own form with the cells marked, and the text of the mail."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl.utils import coordinate_to_tuple

from yeep_analysis.intake.forms.collect import FORMS, UnitDelivery
from yeep_analysis.intake.forms.columns import WIDTHS
from yeep_analysis.intake.forms.expected import Expected
from yeep_analysis.intake.forms.layout import SheetKind
from yeep_analysis.intake.forms.read import (
    Delivered,
    Places,
    RowPlace,
    SentSheet,
    find,
    place_name,
    place_of,
    row_places,
)
from yeep_analysis.intake.forms.write import FormCover, write_form
from yeep_analysis.intake.sandbox import Limits, Sandbox
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.reporting.letters import Letter, Sender, correction_letter
from yeep_analysis.reporting.questions import ASKED_ONCE, Kind, kind_of, words_of
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.reporting.reported import Reported, row_name
from yeep_analysis.words import language
from yeep_analysis.words.errors import Problem, Spot, UsageError
from yeep_analysis.words.language import _, ngettext
from yeep_analysis.words.terms import Field

MARKING = Sandbox("yeep_analysis.intake.forms.marking", Limits(seconds=30.0, memory=350 * 2**20))
_LONGEST = 120  # letters of what was written, as the list shows it


@dataclass(frozen=True)
class Point:
    """One thing that the unit must correct: the cell, what is asked there, what was written, what to do."""

    sheet: str
    cell: str
    question: str
    written: str
    what: str
    expected: str
    action: str
    on_desk: str

    @property
    def sentence(self) -> str:
        """All of it in the mail."""
        where = _("sheet “{sheet}”, cell {cell}").format(sheet=self.sheet, cell=self.cell) if self.cell else self.sheet
        head = f"{where} ({self.question})" if where and self.question else where or self.question
        told = f"{self.what} {self.action}"
        return f"{head}: {told}" if head else told


@dataclass(frozen=True)
class Package:
    """A form to be corrected, under the name of its file, with the mail and the points that both tell.

    is_fresh   it is a new form, filled in with what could be read: the unit's own could not be marked
    """

    unit_id: str
    file: str
    content: bytes
    letter: Letter
    points: tuple[Point, ...]
    is_fresh: bool


def why_no_package(unit: UnitDelivery) -> str:
    """Why nothing can be sent back to be corrected; empty where it can."""
    if unit.is_clean:
        return _("Nothing is to be corrected.")
    if unit.holds_personal_data:
        return _(
            "A form with personal data is not passed on. Have the unit delete them in its own file and send it again."
        )
    if unit.to_choose:
        return _("The unit sent several forms that differ. Name the valid one first.")
    if not any(each.places or each.reported for each in unit.files):
        return _("Nothing of the file could be read. Send the unit a fresh form.")
    return ""


def points_of(unit: UnitDelivery, wanted: Expected) -> tuple[Point, ...]:
    """What the unit must correct, in the order of its sheets."""
    base = _base(unit)
    return tuple(_point(problem, base.places if base else {}, wanted) for problem in unit.problems)


def package(unit: UnitDelivery, wanted: Expected, earlier: Mapping[RowKey, Reply], sender: Sender) -> Package:
    """What goes back to a unit.

    earlier   the replies of the year before, for a fresh form

    Raises   `UsageError` where nothing may or can be sent back, with the reason
    """
    if reason := why_no_package(unit):
        raise UsageError(f"{wanted.plan.units[unit.unit_id].name}: {reason}")
    base = _base(unit)
    content = _marked(base.path, unit, base.places, [], wanted, sender) if base else None
    points = points_of(unit, wanted)
    if is_fresh := content is None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "form.xlsx"
            path.write_bytes(_blank(unit, wanted, earlier))
            places = _places_in(path)
            points = tuple(_point(problem, places, wanted) for problem in unit.problems)
            content = _marked(path, unit, places, list(_readable(unit, places)), wanted, sender)
    word = _("correction")
    file = f"{wanted.year}-{unit.unit_id}-{word}.xlsx"
    letter = correction_letter([point.sentence for point in points], sender, file, is_fresh=is_fresh)
    return Package(unit.unit_id, file, content, letter, points, is_fresh)


def _base(unit: UnitDelivery) -> Delivered | None:
    """The form that can be marked: one whole workbook; None where a fresh one must take its place."""
    forms = [each for each in unit.files if each.is_form]
    if len(unit.files) != 1 or len(forms) != 1 or not forms[0].is_intact:
        return None
    return forms[0] if forms[0].path.suffix.lower() == ".xlsx" else None


def _point(problem: Problem, places: Places, wanted: Expected) -> Point:
    spot = problem.spot or Spot()
    sheet, cell = spot.sheet, spot.cell
    if spot.row in places:
        which = next(iter((*spot.refused, *spot.fill)), "")
        place = place_of(places, spot.row, which)
        sheet, cell = place.sheet, place_name(place.number, place.columns[which]) if which in place.columns else ""
    written = spot.written if len(spot.written) <= _LONGEST else spot.written[:_LONGEST] + "…"
    question = _question(spot, wanted) if spot.row else ("" if cell else problem.where)
    return Point(sheet, cell, question, written, problem.what, problem.expected, problem.action, problem.on_desk)


def _question(spot: Spot, wanted: Expected) -> str:
    key = RowKey.read(spot.row)
    name = row_name(key, wanted.plan, wanted.mahalles)
    columns = [Field(which).label for which in (spot.refused or spot.fill)[:2]]
    return f"{name}: {language.listing(columns)}" if columns else name


def _task(
    unit: UnitDelivery, points: tuple[Point, ...], places: Places, wanted: Expected, sender: Sender
) -> dict[str, Any]:
    """What the child process is told, as plain data."""
    n = len(points)
    form = wanted.form(unit.unit_id)
    title = ngettext("To be corrected: {n} point", "To be corrected: {n} points", n).format(n=n)
    cover = FormCover.of(wanted.municipality, wanted.plan.units[unit.unit_id].name).titles(wanted.year)[1]
    day = sender.until(_("Last day: {day}."), "")
    return {
        "sheet": SheetKind.CORRECTIONS.label,
        "mark": form.identity.mark(SheetKind.CORRECTIONS),
        "above": [
            title,
            f"{cover}. {day}".strip(),
            _(
                "If Excel shows a yellow bar, choose “Enable Editing” first. A click on a blue text leads to its "
                "cell. Thick red frame: correct what is written there. Dashed red frame: fill it in. Save the "
                "file and send it back. Your other answers stay as they are."
            ),
        ],
        "head": [_("No."), _("Go to"), _("What is asked?"), _("Written"), _("What to do")],
        "below": _("This sheet is a help for you only; it is not read when the form comes back. It may stay."),
        "points": [
            {
                "number": number,
                "sheet": point.sheet,
                "cell": point.cell,
                "question": point.question,
                "written": point.written,
                "action": " ".join(filter(None, (point.what, point.expected, point.action))),
            }
            for number, point in enumerate(points, start=1)
        ],
        "marks": list(_marks(unit, points, places)),
    }


def _marks(unit: UnitDelivery, points: tuple[Point, ...], places: Places) -> Iterator[dict[str, Any]]:
    for number, (problem, point) in enumerate(zip(unit.problems, points, strict=True), start=1):
        spot = problem.spot
        if spot is None:
            continue
        head = _("Correction {n} of {all}").format(n=number, all=len(points))
        text = "\n".join(filter(None, (head, point.what, point.expected, point.action)))
        if spot.row in places:
            for which, is_refused in [(one, True) for one in spot.refused] + [(one, False) for one in spot.fill]:
                place = place_of(places, spot.row, which)
                if which in place.columns or not is_refused:
                    yield _mark(place, which, number, text, is_refused=is_refused)
        elif spot.cell:
            row, column = coordinate_to_tuple(spot.cell)
            yield _mark(RowPlace(spot.sheet, row, {"": column}), "", number, text, is_refused=True)


def _mark(place: RowPlace, which: str, point: int, text: str, *, is_refused: bool) -> dict[str, Any]:
    field = Field(which) if which else None
    is_choice = field is not None and kind_of(field, None) == Kind.CHOICE
    return {
        "sheet": place.sheet,
        "row": place.number,
        "column": place.columns.get(which),
        "field": which,
        "label": field.label if field else "",
        "words": [term.label for term in words_of(field)] if is_choice else [],
        "width": WIDTHS[field] if field else 0,
        "point": point,
        "text": text,
        "is_refused": is_refused,
    }


def _marked(
    path: Path, unit: UnitDelivery, places: Places, values: list[Any], wanted: Expected, sender: Sender
) -> bytes | None:
    """A form with ``values`` written into it, marked in a child process; None where it cannot be opened any more."""
    points = tuple(_point(problem, places, wanted) for problem in unit.problems)
    task = {**_task(unit, points, places, wanted, sender), "values": values}
    (answer,) = MARKING.read([path], tasks=[task])
    return base64.b64decode(answer["content"]) if "content" in answer else None


def _blank(unit: UnitDelivery, wanted: Expected, earlier: Mapping[RowKey, Reply]) -> bytes:
    cover = FormCover.of(wanted.municipality, wanted.plan.units[unit.unit_id].name)
    return write_form(wanted.form(unit.unit_id), cover, earlier)


def _places_in(path: Path) -> Places:
    """Where the rows of a form are."""
    places: Places = {}
    (answer,) = FORMS.read([path])
    for sheet in answer["sheets"]:
        if found := find(SentSheet.of(sheet)):
            row_places(found, places)
    return places


def _readable(unit: UnitDelivery, places: Places) -> Iterator[tuple[str, int, int, Any, bool]]:
    """What could be read of the files of a unit, and what was refused as it was written: sheet, row, column, value."""
    for one in (one for each in unit.files for one in each.reported if one.unit_id == unit.unit_id):
        if str(one.key) not in places or (one.field in ASKED_ONCE and not one.of_sheet):
            continue  # what was said of one row, in a form of the first version, is not said of a sheet
        place = place_of(places, str(one.key), one.field)
        if one.field in place.columns:
            yield place.sheet, place.number, place.columns[one.field], *_typed(one)
    for spot in (problem.spot for problem in unit.problems if problem.spot):
        if spot.row in places and len(spot.refused) == 1:
            place = place_of(places, spot.row, spot.refused[0])
            if spot.refused[0] in place.columns:
                yield place.sheet, place.number, place.columns[spot.refused[0]], spot.written, False


def _typed(one: Reported) -> tuple[Any, bool]:
    """A value as somebody would type it, and whether it is a day."""
    kind = kind_of(one.field, None)
    if kind == Kind.CHOICE:
        return words_of(one.field)(one.value).label, False
    if kind in (Kind.COUNT, Kind.MONTH, Kind.MONEY):
        return (int(one.value) if one.value.isdigit() else float(one.value)), False
    return one.value, kind == Kind.DATE

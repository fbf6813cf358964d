"""Makes the results of the fictional municipality anew, by the route that real results take.

python examples/make.py

The forms of a year are written by ``yeep forms``, filled in from ``story.csv`` cell by cell, and merged by
``yeep collect`` in the order of ``deliveries.csv``: late forms and corrected forms come as they would in life. Forms of
the first version, with their questions to each action, are those that units still have. The forms of the months are
filled in from ``months.csv`` and come back in the same way. The same tables give the same bytes. Nothing of
``ornek/results/`` and ``ornek/monthly/`` is written by hand.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree.ElementTree import canonicalize

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from yeep_analysis.cli.main import main as yeep
from yeep_analysis.intake.forms.expected import expected
from yeep_analysis.intake.forms.layout import COLUMNS_ROW, VERSION, asked_once
from yeep_analysis.intake.forms.write import FormCover, write_form
from yeep_analysis.reporting.questions import Kind, kind_of, words_of
from yeep_analysis.reporting.replies import replies
from yeep_analysis.reporting.results_folder import load_results
from yeep_analysis.words import language
from yeep_analysis.words.terms import Field

EXAMPLES = Path(__file__).resolve().parent
SPOKEN = "tr"  # what the forms speak; the bytes of the results depend on it
_EPOCH = (2020, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")

Line = dict[str, str]  # a line of the story: year, delivery, unit_id, row, field, value
At = tuple[str, str]  # key of a row, key of a column


def build(data: Path) -> None:
    """Make ``results/`` and ``monthly/`` of a data folder from the story; both are replaced once all is done."""
    before = language.active()
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(data, Path(folder) / "data", ignore=shutil.ignore_patterns("results", "monthly")))
        collect_all(copy, Path(folder))
        collect_months(copy, Path(folder))
        tables = shutil.ignore_patterns("*.former*", ".*")  # what only an undo needs
        for made in ("results", "monthly"):
            shutil.rmtree(data / made, ignore_errors=True)
            shutil.copytree(copy / made, data / made, ignore=tables)
    language.use(before)


def collect_all(data: Path, folder: Path) -> None:
    """Write, fill in and collect the forms of all deliveries, in the order in which they were received."""
    story = table("story.csv")
    for delivery in sorted(table("deliveries.csv"), key=itemgetter("received_on")):
        year, number = delivery["year"], delivery["delivery"]
        forms = folder / f"forms-{delivery['form_version']}" / year
        sent = folder / "sent" / f"{year}-{number}"
        if not forms.exists():
            write_forms(data, year, forms, delivery["form_version"])
        lines = [line for line in story if (line["year"], line["delivery"]) == (year, number)]
        sent.mkdir(parents=True)
        for unit in dict.fromkeys(line["unit_id"] for line in lines):
            form = forms / f"{year}-{unit}.xlsx"
            fill(form, [line for line in lines if line["unit_id"] == unit])
            again = "" if number == "1" else f"-{number}"
            shutil.copy(form, sent / f"{form.stem}{again}.xlsx")  # a later form is the former one, changed
        run("collect", year, str(sent), "--data", str(data), "--received", delivery["received_on"])


def collect_months(data: Path, folder: Path) -> None:
    """Write, fill in and take in the forms of the months, in the order in which they were received."""
    story = table("months.csv")
    deliveries = {(line["received_on"], line["month"], line["delivery"]) for line in story}
    for received_on, month, delivery in sorted(deliveries):
        lines = [line for line in story if (line["month"], line["delivery"]) == (month, delivery)]
        form = folder / "months" / f"{month}.xlsx"
        if delivery != "1":  # the form that was sent, with room for the reason, and with the counts of before
            lines = [line for line in story if line["month"] == month and line["delivery"] == "1"] + lines
        run("forms", month, "--data", str(data), "--out", str(form.parent), "--force")
        fill_month(form, lines)
        sent = form.with_name(f"{month}.xlsx" if delivery == "1" else f"{month}-{delivery}.xlsx")
        form.replace(sent)
        run("collect", month, str(sent), "--data", str(data), "--received", received_on)


def fill_month(form: Path, lines: Sequence[Line]) -> None:
    """Write the lines of a month into its form."""
    workbook = load_workbook(form)
    for sheet in workbook.worksheets:
        source = str(sheet["A1"].value).rpartition("|")[2]
        rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
        kinds = {sheet.cell(rows[COLUMNS_ROW], column).value: column for column in range(3, sheet.max_column + 1)}
        for line in (line for line in lines if line["source"] == source):
            value = line["value"] if line["row"] == "reason" else int(line["value"])
            sheet.cell(rows[line["row"]], kinds.get(line["kind"], 3)).value = value
    form.write_bytes(settled(workbook))


def write_forms(data: Path, year: str, forms: Path, version: str) -> None:
    """The forms of a year, of the version that the units had."""
    if version == VERSION:
        run("forms", year, "--data", str(data), "--out", str(forms))
        return
    language.use(SPOKEN)
    wanted = expected(data, int(year))
    earlier = replies(load_results(data, int(year) - 1).rows)
    forms.mkdir(parents=True)
    for unit in wanted.reporters.units:
        cover = FormCover.of(wanted.municipality, wanted.plan.units[unit].name)
        (forms / f"{year}-{unit}.xlsx").write_bytes(write_form(wanted.form(unit, version), cover, earlier))


def table(name: str) -> list[Line]:
    """The rows of one of the two tables beside this file."""
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def run(*arguments: str) -> None:
    """A command of ``yeep``; ends everything where it is refused."""
    if code := yeep([*arguments, "--lang", SPOKEN]):
        sys.exit(f"yeep {' '.join(arguments)}: {code}")


def fill(form: Path, lines: Sequence[Line]) -> None:
    """Write the lines of the story into a form; an empty value clears its cell."""
    workbook = load_workbook(form)
    cells = dict(open_cells(workbook))
    for line in lines:
        at = line["row"], line["field"]
        if at not in cells:
            sys.exit(f"story.csv: {form.name} has no open cell {' '.join(at)}")
        cells[at].value = typed(Field(line["field"]), line["value"])
    form.write_bytes(settled(workbook))


def open_cells(workbook: Workbook) -> Iterator[tuple[At, Cell]]:
    """The cells into which a unit writes, by the keys that the form itself carries."""
    for sheet in workbook.worksheets:
        head = next((cell for row in sheet.iter_rows() for cell in row if cell.value == COLUMNS_ROW), None)
        if head is None:  # the sheet that tells how the form is filled in
            continue
        names = {cell.column: str(cell.value) for cell in sheet[head.row] if cell.value and cell is not head}
        for row in range(1, head.row):
            key = str(sheet.cell(row, head.column).value)
            if which := asked_once(key):
                yield (key, which.value), next(cell for cell in sheet[row] if not cell.protection.locked)
        for row in range(head.row + 1, sheet.max_row + 1):
            key = sheet.cell(row, head.column).value
            for column, name in names.items():
                cell = sheet.cell(row, column)
                if key and not cell.protection.locked:
                    yield (str(key), name), cell


def typed(which: Field, text: str) -> Any:
    """A value as somebody would type it: a number, a date, the word that the list of the cell offers, or a text."""
    if text == "":
        return None
    language.use(SPOKEN)
    kind = kind_of(which, None)
    if kind == Kind.CHOICE:
        return words_of(which)(text).label
    if kind == Kind.DATE:
        return date.fromisoformat(text)
    return int(text) if kind in (Kind.COUNT, Kind.MONTH, Kind.MONEY) else text


def settled(workbook: Workbook) -> bytes:
    """The workbook without what changes from run to run or from machine to machine: times, spelling of the XML, zip."""
    made, content = io.BytesIO(), io.BytesIO()
    workbook.save(made)
    parts: Mapping[str, bytes]
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, part in sorted(parts.items()):
            text = canonicalize(_TIMES.sub(rb"\g<1>2020-01-01T00:00:00Z", part).decode())
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode())
    return content.getvalue()


if __name__ == "__main__":
    build(EXAMPLES / "ornek")

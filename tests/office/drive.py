"""Fills in forms in a running LibreOffice, cell by cell as a person would. Run by a Python that has UNO.

python drive.py PIPE TASK    TASK is a JSON file: forms to fill in, where to save them, the words of the lists;
                             what was typed goes into the file that it names
"""

import json
import re
import sys
import time
from itertools import product
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from person import Person

LONGEST_START = 90  # seconds
NUMBERS = ("WHOLE", "DECIMAL", "DATE")  # rules about numbers
VALUE = uno.Enum("com.sun.star.table.CellContentType", "VALUE")


def connect(pipe):
    """The desktop of the LibreOffice that listens at a pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + LONGEST_START
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def options(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


class Sheet:
    """A sheet of a form that is open in LibreOffice."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.name = sheet.Name

    @property
    def used(self):
        cursor = self.sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return cursor

    @property
    def content(self):
        return self.used.FormulaArray

    def areas(self, locked):
        """Rows and columns of the areas in which all cells are locked, or are not, as far as anything is used."""
        used = self.used.RangeAddress
        for formats in self.sheet.UniqueCellFormatRanges:
            if formats.CellProtection.IsLocked == locked:
                for area in formats.RangeAddresses:
                    rows = range(area.StartRow, min(area.EndRow, used.EndRow) + 1)
                    columns = range(area.StartColumn, min(area.EndColumn, used.EndColumn) + 1)
                    if rows and columns:
                        yield rows, columns

    def keys(self):
        """Keys of the rows by their number, names of the fields by the number of their column."""
        content = self.content
        place = next((r, c) for r, row in enumerate(content) for c, text in enumerate(row) if "yeep-form|" in text)
        rows = {number: row[place[1]] for number, row in enumerate(content) if row[place[1]] and number > place[0]}
        names = next(number for number, key in rows.items() if key == "@")
        fields = {column: text for column, text in enumerate(content[names]) if text and column != place[1]}
        return {number: key for number, key in rows.items() if "/" in key}, fields

    @property
    def head(self):
        """How many rows there are down to the names of the columns."""
        content = self.content
        return 1 + next(number for number, row in enumerate(content) if "@@" in row)

    def open_cells(self):
        """``{(row key, field): cell}`` of the cells that are not locked; in the form as sent there are no others."""
        rows, fields = self.keys()
        found = {}
        for row, column in (place for area in self.areas(locked=False) for place in product(*area)):
            if rows.get(row, "").startswith("once/"):  # asked once above the rows
                field = rows[row].split("/")[1]
                found[rows[row], field] = Cell(self.sheet.getCellByPosition(column, row), f"{self.name}, {rows[row]}")
            elif row in rows and column in fields:
                where = f"{self.name}, {rows[row]}, {fields[column]}"
                found[rows[row], fields[column]] = Cell(self.sheet.getCellByPosition(column, row), where)
            else:
                assert not self.sheet.isProtected(), f"{self.name}, row {row + 1}: an open cell asks nothing"
        return found

    def try_locked_cells(self):
        """Nothing can be typed into a locked area: neither into its first cell nor into its last."""
        assert self.sheet.isProtected(), self.name
        before = self.content
        for rows, columns in self.areas(locked=True):
            for row, column in {(rows[0], columns[0]), (rows[-1], columns[-1])}:
                self.sheet.getCellByPosition(column, row).FormulaLocal = "9"
        assert self.content == before, f"{self.name}: a locked cell took a value"

    def insert_and_unprotect(self):
        """What somebody does who would rather have it otherwise: a row, a column, no protection."""
        self.sheet.unprotect("")
        assert not self.sheet.isProtected(), self.name
        rows, fields = self.keys()
        of_values = sorted(number for number, key in rows.items() if not key.startswith("once/"))
        self.sheet.Rows.insertByIndex(of_values[len(of_values) // 2], 1)
        self.sheet.Columns.insertByIndex(sorted(fields)[len(fields) // 2], 1)
        for row in (0, self.head + 1):
            self.sheet.getCellByPosition(sorted(fields)[len(fields) // 2], row).FormulaLocal = "Kendi notum 99"

    def sort(self):
        """All rows below the head, by what was typed into the first field, the largest first."""
        rows, fields = self.keys()
        area = self.used.RangeAddress
        below = self.sheet.getCellRangeByPosition(0, self.head, area.EndColumn, area.EndRow)
        by = uno.createUnoStruct("com.sun.star.table.TableSortField")
        by.Field, by.IsAscending = min(fields), False
        below.sort(options(SortFields=uno.Any("[]com.sun.star.table.TableSortField", (by,)), ContainsHeader=False))
        assert list(rows.values()) != list(self.keys()[0].values()) or len(rows) <= 3, f"{self.name}: nothing moved"


class Cell:
    """An open cell, with the rule by which it accepts what is typed."""

    def __init__(self, cell, where):
        self.cell, self.where = cell, where
        rule = cell.Validation
        self.kind = rule.Type.value
        self.words = re.findall(r'"([^"]*)"', rule.getFormula1()) if self.kind == "LIST" else []
        self.limits = (float(rule.getFormula1()), float(rule.getFormula2())) if self.kind in NUMBERS else ()

    def take(self, text):
        """Type a text; the cell accepts it by its own rule, as Excel would ask before it takes it."""
        self.cell.FormulaLocal = text
        if self.words:
            assert self.cell.String in self.words, f"{self.where}: {text!r} is not in {self.words}"
        elif self.limits:
            value = self.cell.Value
            assert self.cell.Type == VALUE, f"{self.where}: {text!r} was not taken for a number"
            assert self.limits[0] <= value <= self.limits[1], f"{self.where}: {value} is not within {self.limits}"
            assert self.kind != "WHOLE" or value == int(value), f"{self.where}: {value} is not whole"


def fill_in(desktop, form, words):
    """One form: opened, tried, filled in, saved. Returns what stands open and what was typed."""
    book = desktop.loadComponentFromURL(Path(form["form"]).as_uri(), "_blank", 0, options(Hidden=True))
    try:
        sheets = [Sheet(sheet) for sheet in book.Sheets]
        if form["tries_locked_cells"]:
            for sheet in sheets:
                sheet.try_locked_cells()
        guide, *sheets = sheets
        assert not list(guide.areas(locked=False)), "the guide has an open cell"
        if form["spoilt"]:
            for sheet in sheets:
                sheet.insert_and_unprotect()
        cells = {(sheet.name, *place): cell for sheet in sheets for place, cell in sheet.open_cells().items()}
        rows = {}
        for (_name, key, field), cell in cells.items():
            rows.setdefault(key, {})[field] = cell.kind
        typed = Person(form["form"], words, form["with_reasons"]).fill_in(rows)
        places = {(key, field): cell for (_name, key, field), cell in cells.items()}
        for place, (text, _meant) in typed.items():
            places[place].take(text)
        if form["spoilt"]:
            typed.update(compute_one(places, typed))
            for sheet in sheets:
                sheet.sort()
        book.storeToURL(Path(form["to"]).as_uri(), options(FilterName="Calc MS Excel 2007 XML", Overwrite=True))
    finally:
        book.close(True)
    return {
        "open": [[key, field] for _name, key, field in cells],
        "typed": [[key, field, meant] for (key, field), (_text, meant) in typed.items()],
    }


def compute_one(places, typed):
    """A formula instead of a figure, in a row where nothing else depends on it."""
    keys = {key for key, _field in places}
    place = next(
        (key, field)
        for (key, field), (text, _meant) in typed.items()
        if field == "value"
        and text.isdigit()
        and (key, "male") not in typed
        and not any(key != other and other.startswith(f"{key}/") for other in keys)
        and key.count("/") == 1
    )
    cell = places[place].cell
    cell.FormulaLocal = "=5+7"
    assert cell.Value == 12, places[place].where
    return {place: ("=5+7", "12")}


def main():
    pipe, task = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    desktop = connect(pipe)
    try:
        found = {form["to"]: fill_in(desktop, form, task["words"]) for form in task["forms"]}
        Path(task["written"]).write_text(json.dumps(found), encoding="utf-8")
    finally:
        desktop.terminate()


if __name__ == "__main__":
    main()

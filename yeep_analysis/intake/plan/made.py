"""Makes the tables of a plan from a workbook and from what the folder has already.

A sheet that is not in the workbook leaves its table as it is; a column that is not there leaves its cells. What a new
plan does not say of an indicator gets the plainest reading: one count within the year, no direction.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from yeep_analysis.intake.plan import entries
from yeep_analysis.intake.plan.entries import Entry, Known, Outline, key_of_words, likeness, unused
from yeep_analysis.intake.plan.sheets import (
    ALL_TABLES,
    DERIVED,
    FURTHER_SHEETS,
    KEY_HEAD,
    PLAN,
    SUBJECT,
    ColumnKind,
    PlanColumn,
    PlanSheet,
    own_key,
    plain,
)
from yeep_analysis.intake.plan.stored import SUBJECTS, Names, TableRow, Tables, state_of, table_of
from yeep_analysis.intake.plan.typed import TypedBook, TypedRow
from yeep_analysis.words import language
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import (
    Breakdown,
    BreakdownBasis,
    Direction,
    Fate,
    MeasureKind,
    MeasureUnit,
    ReporterBasis,
    Role,
    TitleStatus,
    UnitKind,
    Verdict,
)

_LEVEL_TABLES = {"theme": "themes", "goal": "goals", "objective": "objectives", "action": "actions"}
_ROLES = (Role.RESPONSIBLE, Role.PARTNER)
_BRACKET = re.compile(r"\s*\(([^()]{1,30})\)\s*$")
_SHARE = re.compile(r"%|\b(oran|yüzde|pay)\w*", re.IGNORECASE)
_WOMEN = re.compile(r"\bkadın(lar|ların)? sayısı", re.IGNORECASE)  # and nobody else
_VIOLENCE = re.compile(r"\b(şiddet|sığınma|konukev)\w*", re.IGNORECASE)  # small counts of it are protected
# words in the name of a unit -> its kind; the first that fits
_UNIT_KINDS = (
    (r"muhtar", UnitKind.MUHTARS),
    (r"kent konseyi", UnitKind.CITIZENS_ASSEMBLY),
    (r"üniversite", UnitKind.UNIVERSITY),
    (r"dernek|derneği|vakıf|vakfı|odası|baro|sendika|stk|sivil toplum", UnitKind.CIVIL_SOCIETY),
    (r"valili|kaymakam|bakanlı|emniyet|jandarma|il müdürlüğü|ilçe .*müdürlüğü|müftülü|işkur", UnitKind.STATE_BODY),
    (r"a\.ş|şirket", UnitKind.COMPANY),
    (r"ilgili|tüm |bütün |diğer ", UnitKind.COLLECTIVE),
    (r"belediyesi$", UnitKind.OTHER_MUNICIPALITY),
    (r"müdürlüğü$", UnitKind.MUNICIPAL_DIRECTORATE),
    (r"birimi$|merkezi$|başkanlığı$|evi$|şefliği$|servisi$", UnitKind.MUNICIPAL_UNIT),
)
_OWN_UNITS = (UnitKind.MUNICIPAL_DIRECTORATE.value, UnitKind.MUNICIPAL_UNIT.value)
_PLAIN_MEASURE: TableRow = {
    "unit_printed": "",
    "unit": MeasureUnit.NUMBER.value,
    "kind": MeasureKind.YEARLY_FLOW.value,
    "direction": Direction.NONE.value,
    "counts_persons": "false",
    "is_sensitive": "false",
    "has_baseline": "false",
    "has_target": "false",
    "measures_action": Verdict.NOT_APPLICABLE.value,
    "measures_action_note": "",
    "note": "",
}
_NEVER_BLANK = ("measure_text", "name", "unit", "kind", "direction", "counts_persons", "is_sensitive")
_NEVER_BLANK += ("has_baseline", "has_target", "measures_action")
# what a blank cell of a closed list means, where it means anything
_BLANK: dict[str, TableRow] = {
    "reporters": {"basis": ReporterBasis.CONFIRMED.value},
    "crosswalk": {"fate": Fate.UNDECIDED.value},
    "links": {  # of the municipality itself: its word needs no reading
        "basis": ReporterBasis.CONFIRMED.value,
        "first_reading": "false",
        "second_reading": "false",
    },
}


@dataclass
class Made:
    """The tables that a workbook makes, the cells from which each row comes, and what is wrong."""

    tables: dict[str, list[TableRow]] = field(default_factory=dict)
    origins: dict[str, list[TypedRow | None]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)
    plainly_read: list[str] = field(default_factory=list)  # keys of measures of which the workbook says nothing

    def add(self, table: str, row: TableRow, origin: TypedRow | None) -> None:
        """Add a row of a table, in the order of its columns."""
        ordered = {column: row.get(column, "") for column in ALL_TABLES[table].columns}
        self.tables.setdefault(table, []).append(ordered)
        self.origins[table].append(origin)

    def keys(self, table: str) -> set[str]:
        """The keys of a table that has one."""
        return {row[own_key(table)] for row in self.tables.get(table, ())}


def make_tables(book: TypedBook, old: Tables, first_year: int) -> Made:
    """The tables of the plan that a workbook describes; ``old`` are those of the folder.

    first_year   first year of the plan: in it a target was set where no other year is written
    """
    made = Made(tables={name: [] for name in ALL_TABLES})
    outline = entries.outline_of(book.rows.get(PLAN, ()))
    entries.settle_keys(outline, _known(old))
    _Builder(book, old, made, outline, first_year).build()
    made.problems = [*outline.problems, *made.problems]
    return made


def _known(old: Tables) -> dict[str, list[Known]]:
    return {
        "theme": [Known(row["theme"], "", "", row["name"]) for row in old["themes"]],
        "goal": [Known(row["goal_id"], row["theme"], row["goal_code"], row["goal_text"]) for row in old["goals"]],
        "objective": [
            Known(row["objective_id"], row["goal_id"], row["objective_code"], row["objective_text"])
            for row in old["objectives"]
        ],
        "action": [
            Known(row["action_id"], row["objective_id"], row["action_code"], row["action_text"])
            for row in old["actions"]
        ],
    }


@dataclass
class _Builder:
    """Builds the tables in the order in which they lean on one another."""

    book: TypedBook
    old: Tables
    made: Made
    outline: Outline
    first_year: int

    @property
    def is_of_now(self) -> bool:
        """Whether the workbook was exported from the plan as it is: an empty sheet then means that its rows go."""
        return self.book.state == state_of(self.old)

    def build(self) -> None:
        self._levels()
        self._units()
        self._action_units()
        self._indicators()
        self._measures()
        self.names = Names.of(self.made.tables, self.old)
        self._more_of_the_plan()
        for table in ("unit_names", "principles", "monitoring_aspects", "methodology"):
            self._defined(table)
        self._new_printed_names()
        self.names = Names.of(self.made.tables, self.old)
        self._defined("measure_breakdowns")
        self._women_and_men()
        for table in ("audit_judgements", "reporters", "targets", "baselines", "frameworks", "links", "crosswalk"):
            self._defined(table)

    # --- the first sheet -----------------------------------------------------

    def _levels(self) -> None:
        before = {table: {row[own_key(table)]: row for row in self.old[table]} for table in _LEVEL_TABLES.values()}
        places = self._positions()
        for level, table in _LEVEL_TABLES.items():
            for entry in self.outline.entries[level]:
                row = dict(before[table].get(entry.key, {}))
                row |= self._of_entry(entry, row) | {"position": str(places[entry])}
                self.made.add(table, row, entry.row)

    def _of_entry(self, entry: Entry, before: TableRow) -> TableRow:
        code, text, parent = entry.code, entry.text, entry.parent.key if entry.parent else ""
        if entry.level == "theme":
            return {"theme": entry.key, "name": text, "heading": before.get("heading") or entry.row["theme"]}
        if entry.level == "goal":
            return {"goal_id": entry.key, "theme": parent, "goal_code": code, "goal_text": text}
        if entry.level == "objective":
            return {"objective_id": entry.key, "goal_id": parent, "objective_code": code, "objective_text": text}
        objective = entry.parent if entry.parent.level == "objective" else None
        row = {"action_id": entry.key, "theme": entry.theme.key, "objective_id": parent}
        row |= {"action_code": code, "action_text": text, "period_start": entry.start, "period_end": entry.end}
        if not before:
            row |= {"goal_code": entry.goal.code, "objective_code": objective.code if objective else ""}
        return row

    def _positions(self) -> dict[Entry, int]:
        """The place of each entry; those of the folder hold while they tell the same order."""
        old = {level: {one[own_key(t)]: one for one in self.old[t]} for level, t in _LEVEL_TABLES.items()}
        parents = {"goal": "theme", "objective": "goal_id", "action": "theme"}
        groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for level in entries.LEVELS:
            for entry in self.outline.entries[level]:
                groups[
                    level, entry.theme.key if level == "action" else entry.parent.key if entry.parent else ""
                ].append(entry)
        places = {}
        for (level, parent), group in groups.items():
            found = [
                int(one["position"])
                if (one := old[level].get(entry.key)) and one.get(parents.get(level, ""), "") == parent
                else 0
                for entry in group
            ]
            places |= dict(zip(group, _in_order(found), strict=True))
        return places

    def _units(self) -> None:
        """The units of their sheet; without one those of the folder, and whoever the first sheet names besides."""
        rows = self.book.rows.get("units", [])
        if rows:
            self._defined("units")
        else:
            for row in self.old["units"]:
                self.made.add("units", row, None)
        self.units = {plain(row["name"]): row["unit_id"] for row in self.made.tables["units"]}
        known = self.made.keys("units")
        for row in self.old["unit_names"]:
            if row["unit_id"] in known:
                self.units.setdefault(plain(row["printed"]), row["unit_id"])
        for row in self.book.rows.get("unit_names", []):
            if key := self._unit_of_printed_name(row):
                self.units[plain(row["printed"])] = key
        self.are_units_listed = bool(rows)

    def _unit_of_printed_name(self, row: TypedRow) -> str:
        key = self.units.get(plain(row["unit_id"]), row[f"{KEY_HEAD}unit_id"])
        return key if key in self.made.keys("units") else ""

    def _action_units(self) -> None:
        old: dict[tuple[str, str], list[TableRow]] = defaultdict(list)
        for row in self.old["action_units"]:
            old[row["action_id"], row["role"]].append(row)
        for action in self.outline.entries["action"]:
            for role in _ROLES:
                lines = [(row, line, self._unit(row, role.value, line)) for row, line in action.lines[role.value]]
                cells = [{"unit_id": unit, "printed": line} for _row, line, unit in lines]
                places = _places(cells, old[action.key, role.value])
                for (row, _line, _unit), cell, place in zip(lines, cells, places, strict=True):
                    self.made.add(
                        "action_units", cell | {"action_id": action.key, "role": role.value, "position": place}, row
                    )
            if not action.lines[Role.RESPONSIBLE]:
                self.outline.tell(
                    action.row,
                    Role.RESPONSIBLE.value,
                    _("The cell is empty."),
                    _("The action needs at least one responsible unit."),
                    _("Fill in the cell."),
                )

    def _unit(self, row: TypedRow, column: str, printed: str) -> str:
        name = plain(printed)
        if name in self.units:
            return self.units[name]
        if self.are_units_listed:
            close = get_close_matches(name, self.units, n=1, cutoff=0.8)
            names = {one["unit_id"]: one["name"] for one in self.made.tables["units"]}
            meant = _("Did you mean “{name}”?").format(name=names[self.units[close[0]]]) + " " if close else ""
            self.outline.tell(
                row,
                column,
                _("The unit “{name}” is unknown.").format(name=printed[:80]),
                meant + _("Write a name of the sheet “{sheet}”.").format(sheet=FURTHER_SHEETS["units"].label),
                _(
                    "Correct the cell, or add the unit to that sheet; another spelling goes on the sheet “{sheet}”."
                ).format(sheet=FURTHER_SHEETS["unit_names"].label),
            )
            return ""
        parts = [part.strip() for part in printed.split(",")]
        if len(parts) > 1 and all(_unit_kind(part) in _OWN_UNITS for part in parts):
            self.outline.tell(
                row,
                column,
                _("Several units stand on one line: “{text}”.").format(text=printed[:80]),
                _("Each entry stands on a line of its own."),
                _("Break the line (Alt+Enter) after “{first}”.").format(first=f"{parts[0][:40]},"),
            )
            return ""
        key = unused(
            key_of_words(re.sub(r"\s+müdürlüğü$", "", name)),
            self.made.keys("units") | {r["unit_id"] for r in self.old["units"]},
        )
        self.made.add("units", {"unit_id": key, "name": printed, "kind": _unit_kind(printed)}, row)
        self.units[name] = key
        return key

    def _new_printed_names(self) -> None:
        """Names that the first sheet has and the list of names, where there is one, has not."""
        if not self.made.tables["unit_names"]:
            return
        printed = {(row["unit_id"], row["printed"]) for row in self.made.tables["unit_names"]}
        for row, origin in zip(self.made.tables["action_units"], self.made.origins["action_units"], strict=True):
            name = (row["unit_id"], row["printed"])
            if row["unit_id"] and name not in printed:
                printed.add(name)
                self.made.add("unit_names", {"unit_id": name[0], "printed": name[1]}, origin)

    def _indicators(self) -> None:
        known = _KnownIndicators(self.old, self.book)
        for action in self.outline.entries["action"]:
            keys = action.row["indicator_keys"].split("\n") if action.row["indicator_keys"] else []
            lines = action.lines["indicators"]
            given = keys if len(keys) == len(lines) else [""] * len(lines)
            found = [known.key(action.key, line, key) for (_row, line), key in zip(lines, given, strict=True)]
            cells = [{"indicator_id": key, "printed": line} for (_row, line), key in zip(lines, found, strict=True)]
            old = [row for row in self.old["action_indicators"] if row["action_id"] == action.key]
            for (row, _line), cell, place in zip(lines, cells, _places(cells, old), strict=True):
                self.made.add("action_indicators", cell | {"action_id": action.key, "position": place}, row)
        before = {row["indicator_id"]: row for row in self.old["indicators"]}
        origins = {}
        for row, origin in zip(
            self.made.tables["action_indicators"], self.made.origins["action_indicators"], strict=True
        ):
            origins.setdefault(row["indicator_id"], origin)
        for key, origin in origins.items():
            row = before.get(key, {}) | {"indicator_id": key, "indicator_text": self._indicator_text(key, known)}
            self.made.add("indicators", row, origin)

    def _indicator_text(self, key: str, known: _KnownIndicators) -> str:
        """The words of an indicator: those that were there while any action prints them, or no action changed."""
        printed = [row["printed"] for row in self.made.tables["action_indicators"] if row["indicator_id"] == key]
        before = known.texts.get(key) or known.listed.get(key, "")
        is_as_before = set(printed) == known.printed.get(
            key, set(printed if key in known.listed and key not in known.texts else ())
        )
        return before if before and (before in printed or is_as_before) else printed[0]

    # --- measures ------------------------------------------------------------

    def _measures(self) -> None:
        """Measures of their sheet; of an indicator without any there, those of the folder, or a plain one."""
        self.names = Names.of(self.made.tables, self.old)
        self._defined("measures")
        indicators = self.made.tables["indicators"]
        described = {row["indicator_id"] for row in self.made.tables["measures"]}
        kept: dict[str, list[TableRow]] = defaultdict(list)
        for row in self.old["measures"] if not self.book.rows.get("measures") else ():
            kept[row["indicator_id"]].append(row)
        used = self.made.keys("measures") | {row["measure_id"] for row in self.old["measures"]}
        if not self.book.rows.get("measures"):
            self.made.tables["measures"], self.made.origins["measures"] = [], []
            described = set()
        for row, origin in zip(indicators, self.made.origins["indicators"], strict=True):
            if row["indicator_id"] in described:
                continue
            for measure in kept[row["indicator_id"]]:
                self.made.add("measures", measure, origin)
            if not kept[row["indicator_id"]]:
                measure = _plain_measure(row)
                is_known = any(
                    one["measure_id"] == row["indicator_id"] and one["indicator_id"] == row["indicator_id"]
                    for one in self.old["measures"]
                )
                measure["measure_id"] = row["indicator_id"] if is_known else unused(row["indicator_id"], used)
                self.made.plainly_read.append(measure["measure_id"])
                self.made.add("measures", measure, origin)
        self._order_measures()

    def _order_measures(self) -> None:
        """Beside their indicators, in the order of those; a file that is in another order stays so."""
        old = {row["measure_id"]: row for row in self.old["measures"]}
        order = {row["indicator_id"]: place for place, row in enumerate(self.made.tables["indicators"])}
        both = list(zip(self.made.tables["measures"], self.made.origins["measures"], strict=True))
        both.sort(key=lambda one: order.get(one[0]["indicator_id"], 0))
        groups: dict[str, list[TableRow]] = defaultdict(list)
        for row, _origin in both:
            groups[row["indicator_id"]].append(row)
        for group in groups.values():
            found = [int(old[row["measure_id"]]["position"]) if row["measure_id"] in old else 0 for row in group]
            for row, place in zip(group, _in_order(found), strict=True):
                row["position"] = str(place)
        self.made.tables["measures"] = [row for row, _origin in both]
        self.made.origins["measures"] = [origin for _row, origin in both]

    def _women_and_men(self) -> None:
        """Whoever is new and counts persons counts them by sex."""
        known = {row["measure_id"] for row in self.old["measures"]}
        known |= {
            row["measure_id"] for row in self.made.tables["measure_breakdowns"] if row["breakdown"] == Breakdown.SEX
        }
        for row, origin in zip(self.made.tables["measures"], self.made.origins["measures"], strict=True):
            if row["measure_id"] not in known and row["counts_persons"] == "true":
                cells = {"breakdown": Breakdown.SEX.value, "basis": _basis_by_sex(row)}
                self.made.add("measure_breakdowns", cells | {"measure_id": row["measure_id"]}, origin)

    # --- the further sheets --------------------------------------------------

    def _more_of_the_plan(self) -> None:
        """What the further sheets say of themes, goals, objectives, actions and indicators."""
        for table in DERIVED:
            rows = {row[own_key(table)]: row for row in self.made.tables[table]}
            for typed in self.book.rows.get(table, ()):
                sheet = FURTHER_SHEETS[table]
                if self._goes_along(sheet, typed):
                    continue
                key = self._entry(typed, sheet.columns[0])
                if key in rows:
                    rows[key] |= self._cells(sheet, typed, {}, skip=own_key(table))

    def _defined(self, table: str) -> None:
        """The rows of a sheet that makes its whole table; without it those of the folder, as far as they hold."""
        sheet = FURTHER_SHEETS[table]
        if table not in self.book.columns or not (self.book.rows[table] or self.is_of_now):
            for row in self.old[table]:
                if self._still_holds(table, row):
                    self.made.add(table, row, None)
            return
        key = sheet.own_key if sheet.own_key and sheet.columns[0].kind == ColumnKind.KEY else ""
        before = {row[key]: row for row in self.old[table]} if key else {}
        used = set(before) | {typed[key] for typed in self.book.rows[table]} if key else set()
        first: dict[str, TypedRow] = {}
        for typed in self.book.rows[table]:
            if self._goes_along(sheet, typed):
                continue
            row: TableRow = {}
            if key:
                row[key] = typed[key] or self._key_of(table, typed, before, used)
                used.add(row[key])
                if (other := first.setdefault(row[key], typed)) is not typed:
                    self._tell_copy(typed, sheet, other)
                    continue
            row = before.get(row.get(key, ""), {}) | row | self._cells(sheet, typed, before.get(row.get(key, ""), {}))
            self._complete(table, row, typed)
            self.made.add(table, row, typed)
        self._number_rows(table)

    def _goes_along(self, sheet: PlanSheet, typed: TypedRow) -> bool:
        """Whether a row is about an entry that the workbook takes out of the plan: it goes with it."""
        for column in sheet.columns:
            if column.kind != ColumnKind.ENTRY or not column.is_needed or not typed[column.field]:
                continue
            tables, given = self._tables(column, typed), typed[f"{KEY_HEAD}{column.field}"]
            named = {table: self.names.keys(table, typed[column.field]) for table in tables}
            if any(given in self.made.keys(table) or keys & self.made.keys(table) for table, keys in named.items()):
                continue
            if any((given in keys) if given else keys for keys in named.values()):
                return True
        return False

    def _tables(self, column: PlanColumn, typed: TypedRow) -> list[str]:
        """The tables whose entries a cell can name."""
        if column.refers != SUBJECT:
            return [column.refers]
        return [SUBJECTS[typed["subject"]]] if typed["subject"] else list(SUBJECTS.values())

    def _tell_copy(self, typed: TypedRow, sheet: PlanSheet, other: TypedRow) -> None:
        name = next(column.field for column in sheet.columns if column.is_needed)
        self.outline.tell(
            typed,
            name,
            _("“{text}” stands twice, first in row {row}.").format(text=typed[name][:60], row=other.number),
            "",
            _("Delete or correct one of the two rows."),
        )

    def _key_of(self, table: str, typed: TypedRow, before: Mapping[str, TableRow], used: set[str]) -> str:
        """The key of a row that brings none: that of the row of the folder with its words, or a new one."""
        columns = {"units": ("name",), "measures": ("name", "measure_text"), "methodology": ("text",)}.get(
            table, ("name",)
        )
        words = [plain(typed[column]) for column in columns if typed[column]]
        for key, row in before.items():
            if any(plain(row[column]) in words for column in columns) and key not in self._given(table):
                return key
        text = next((typed[column] for column in columns if typed[column]), "")
        if table == "measures" and not text:
            text = typed["indicator_id"]
        if table == "methodology":
            text = f"{typed['body_name']} {typed['part']}"
        if table == "units":
            text = re.sub(r"\s+müdürlüğü$", "", plain(text))
        if table == "measures":
            own = self._entry(typed, next(c for c in FURTHER_SHEETS[table].columns if c.field == "indicator_id"))
            if own and own not in used:
                return own  # one measure of an indicator bears its key
        key = unused(key_of_words(text), used)
        return key

    def _given(self, table: str) -> set[str]:
        key = own_key(table)
        return {typed[key] for typed in self.book.rows[table] if typed[key]}

    def _cells(self, sheet: PlanSheet, typed: TypedRow, before: TableRow, skip: str = "") -> TableRow:
        """The cells of a row as the table holds them; a column that the sheet has not leaves what was there."""
        row: TableRow = {}
        for column in sheet.columns:
            if column.field not in typed.columns or column.field == skip or column.is_key_of(sheet):
                continue
            text = typed[column.field]
            if column.kind == ColumnKind.ENTRY:
                text = self._entry(typed, column)
            elif column.kind == ColumnKind.DECIMAL and text and before.get(column.field):
                text = before[column.field] if float(before[column.field]) == float(text) else text
            elif not text:
                text = _BLANK.get(sheet.table, {}).get(column.field, "")
                if column.is_needed and not text and typed[column.field] == "":
                    self._tell_blank(typed, column)
            row[column.field] = text
        return row

    def _tell_blank(self, typed: TypedRow, column: PlanColumn) -> None:
        if any(problem.where == typed.place(column.field) for problem in self.book.problems):
            return  # refused, which is told
        self.outline.tell(
            typed,
            column.field,
            _("The cell is empty."),
            _("Expected: {head}.").format(head=_(column.head)),
            _("Fill in the cell."),
        )

    def _entry(self, typed: TypedRow, column: PlanColumn) -> str:
        """The key of the entry that a cell names."""
        text, given = typed[column.field], typed[f"{KEY_HEAD}{column.field}"]
        if not text:
            if column.is_needed and not (column.refers == SUBJECT and typed["fate"] == Fate.NEW):
                self._tell_blank(typed, column)
            return ""
        tables = self._tables(column, typed)
        keys = {key for table in tables for key in self.names.keys(table, text) if key in self.made.keys(table)}
        if given in keys:
            return given
        if len(keys) == 1:
            return keys.pop()
        if (
            not keys
            and "units" not in tables
            and any(
                given in self.made.keys(table) and likeness(self.names.label(table, given), text) >= 0.6
                for table in tables
            )
        ):
            return given  # its words were corrected on another sheet
        self._tell_unknown(typed, column, tables, keys)
        return ""

    def _tell_unknown(self, typed: TypedRow, column: PlanColumn, tables: list[str], keys: set[str]) -> None:
        text = typed[column.field]
        offered = [label for table in tables for label in self.names.labels.get(table, {}).values()]
        close = get_close_matches(text, offered, n=1, cutoff=0.6)
        if keys:
            what = _("“{text}” can mean {n} entries.").format(text=text[:60], n=len(keys))
            expected = _("Choose one of: {words}.").format(words=", ".join(f"[{key}]" for key in sorted(keys)))
        else:
            what = _("“{text}” is not in the plan.").format(text=text[:60])
            expected = _("Did you mean “{name}”?").format(name=close[0]) if close else _("Choose a word of the list.")
        self.outline.tell(typed, column.field, what, expected, _("Choose a word from the list of the cell."))

    def _complete(self, table: str, row: TableRow, typed: TypedRow) -> None:
        """What a row leaves open and its words settle."""
        if "subject" in row and not row["subject"]:
            row["subject"] = next((s for s, t in SUBJECTS.items() if row["subject_id"] in self.made.keys(t)), "measure")
        if table == "units":
            row["kind"] = row.get("kind") or _unit_kind(row["name"])
        elif table == "targets":
            row["set_in"] = row.get("set_in") or str(self.first_year)
        elif table == "methodology" and not row.get("body"):
            row["body"] = self.units.get(plain(row["body_name"])) or key_of_words(row["body_name"])
        elif table == "measures":
            texts = {one["indicator_id"]: one for one in self.made.tables["indicators"]}
            default = _plain_measure(
                texts.get(row["indicator_id"], {"indicator_id": "", "indicator_text": row.get("name", "")})
            )
            for name, text in default.items():
                if name not in typed.columns or name in _NEVER_BLANK:
                    if name in ("kind", "direction") and not row.get(name):
                        self.made.plainly_read.append(row["measure_id"])
                    row[name] = row.get(name) or text
        elif table in ("frameworks", "measure_breakdowns", "audit_judgements"):
            self._settle_blank(table, row, typed)

    def _settle_blank(self, table: str, row: TableRow, typed: TypedRow) -> None:
        """A word of a closed list that was left blank: what the row itself says, or it has to be chosen."""
        if table == "frameworks":
            name, own = (
                "title_status",
                "" if row.get("title") else TitleStatus.PLAN.value,
            )  # a principle of the plan itself
        elif table == "audit_judgements":
            name, own = "holder_is_named", "" if row.get("holder_unit_id") else "false"
        else:
            measure = next(
                (one for one in self.made.tables["measures"] if one["measure_id"] == row["measure_id"]), None
            )
            is_of_persons = measure and measure["counts_persons"] == "true" and row.get("breakdown") == Breakdown.SEX
            name, own = "basis", _basis_by_sex(measure) if is_of_persons else ""
        row[name] = row.get(name) or own
        if not row[name]:
            column = next(one for one in FURTHER_SHEETS[table].columns if one.field == name)
            self._tell_blank(typed, column)

    def _number_rows(self, table: str) -> None:
        """Positions from the order of the rows, within the cell of the plan to which they belong."""
        if "position" not in ALL_TABLES[table].columns or table == "measures":
            return
        old = {row[own_key(table)]: int(row["position"]) for row in self.old[table]}
        groups: dict[tuple, list[TableRow]] = defaultdict(list)
        for row in self.made.tables[table]:
            groups[row.get("body"), row.get("part")].append(row)
        for group in groups.values():
            found = [old.get(row[own_key(table)], 0) for row in group]
            for row, place in zip(group, _in_order(found), strict=True):
                row["position"] = str(place)

    def _still_holds(self, table: str, row: TableRow) -> bool:
        """Whether all that a row names is still there."""
        named = [
            (column.field, table_of(column.refers, row)) for column in FURTHER_SHEETS[table].columns if column.refers
        ]
        return all(not row[name] or row[name] in self.made.keys(of) for name, of in named if of != table and of)


class _KnownIndicators:
    """Which indicator a printed line is: one of the folder, one that the workbook had already, or a new one."""

    def __init__(self, old: Tables, book: TypedBook):
        self.texts = {row["indicator_id"]: row["indicator_text"] for row in old["indicators"]}
        self.listed = {
            (key := typed[f"{KEY_HEAD}indicator_id"]): typed["indicator_id"].removesuffix(f" [{key}]")
            for typed in book.rows.get("indicators", ())
            if typed[f"{KEY_HEAD}indicator_id"]
        }
        self.printed: dict[str, set[str]] = defaultdict(set)
        self.at_action: dict[str, dict[str, str]] = defaultdict(dict)
        self.by_text: dict[str, set[str]] = defaultdict(set)
        for row in old["action_indicators"]:
            self.printed[row["indicator_id"]].add(row["printed"])
            self.at_action[row["action_id"]][row["printed"]] = row["indicator_id"]
            self.by_text[plain(row["printed"])].add(row["indicator_id"])
        for key, text in self.texts.items():
            self.by_text[plain(text)].add(key)
        self.used = set(self.texts)

    def key(self, action: str, line: str, given: str) -> str:
        """The key of a printed line at an action."""
        meant = self.by_text[plain(line)]
        found = self.at_action[action].get(line)
        if found is None and given and (given in meant or not meant or given not in self.texts):
            found = given
        if found is None and len(meant) == 1:
            (found,) = meant
        if found is None and given:
            found = given
        if found is None:
            found = self._corrected(action, line) or unused(key_of_words(_BRACKET.sub("", line)), self.used)
        self.used.add(found)
        self.by_text[plain(line)].add(found)
        return found

    def _corrected(self, action: str, line: str) -> str:
        """The one indicator of this action in the folder that has nearly these words."""
        near = {key for text, key in self.at_action[action].items() if likeness(text, line) >= 0.75}
        return near.pop() if len(near) == 1 else ""


def _in_order(found: Sequence[int]) -> Sequence[int]:
    """The places that rows have in the folder, while they tell their order; else new ones, from 1."""
    is_in_order = all(found) and all(one < other for one, other in itertools.pairwise(found))
    return found if is_in_order else range(1, len(found) + 1)


def _places(cells: list[TableRow], old: list[TableRow]) -> list[str]:
    """The places of the lines of a cell; those of the folder where nothing moved."""
    before = [{name: row[name] for name in cell} for cell, row in zip(cells, old, strict=False)]
    if before == cells and len(old) == len(cells):
        return [row["position"] for row in old]
    return [str(place) for place in range(1, len(cells) + 1)]


def _basis_by_sex(measure: TableRow) -> str:
    """Why women and men are asked for apart: the measure counts women alone, or persons."""
    is_of_women = _WOMEN.search(measure["measure_text"])
    return (BreakdownBasis.FEMALE_ONLY if is_of_women else BreakdownBasis.PERSONS).value


def _unit_kind(name: str) -> str:
    words = plain(name)
    return next((kind.value for pattern, kind in _UNIT_KINDS if re.search(pattern, words)), UnitKind.OTHER.value)


def _plain_measure(indicator: Mapping[str, str]) -> TableRow:
    """The one measure of an indicator of which nothing more is said: what its words say, and no more."""
    text = indicator["indicator_text"]
    bracket = _BRACKET.search(text)
    words = _BRACKET.sub("", text)
    row = _PLAIN_MEASURE | {"indicator_id": indicator["indicator_id"], "measure_text": words, "name": words}
    if bracket:
        row["unit_printed"] = bracket[1]
        row["unit"] = _measure_unit(bracket[1])
    if _SHARE.search(text):
        row |= {"unit": MeasureUnit.PERCENT.value, "kind": MeasureKind.RATIO_OF_COUNTS.value}
    if row["unit"] == MeasureUnit.PERSON:
        row["counts_persons"] = "true"
    if _VIOLENCE.search(text):
        row["is_sensitive"] = "true"
    return row


def _measure_unit(printed: str) -> str:
    for spoken in language.LANGUAGES:
        say = language.catalogue("library", spoken).gettext
        for unit in MeasureUnit:
            if plain(printed) in (plain(say(unit.name_for_readers)), unit.value):
                return unit.value
    return MeasureUnit.NUMBER.value

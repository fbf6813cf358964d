"""The sheets of the plan workbook: which tables they hold, in which columns.

The first sheet looks like the printed plan. Each further one holds one table; what a column is follows from the
declaration of the table, only its head is said here. Keys stand in hidden columns, whose head is ``@`` and the column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_args

from yeep_analysis.municipality.fact_tables import Table
from yeep_analysis.municipality.plan_tables import FOLLOW_UP_TABLES, PLAN_TABLES
from yeep_analysis.words import language, turkish
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import Term

ALL_TABLES: dict[str, Table] = PLAN_TABLES | FOLLOW_UP_TABLES
KEY_HEAD = "@"  # before the head of a hidden column
MARK = "@@"  # before the table of a sheet, in its first cell: it is known under whatever name
PLAN = "plan"  # name of the first sheet
STATE = "#"  # behind the mark of the first sheet: the plan from which the workbook was written
SUBJECT = "subject"  # a column that names a measure or an action, according to the column beside it


class ColumnKind(StrEnum):
    """What stands in the cells of a column."""

    KEY = "key"
    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    TERM = "term"
    ENTRY = "entry"  # an entry of another table, by its name; its key stands in a hidden column


@dataclass(frozen=True)
class PlanColumn:
    """A column of a sheet: the column of the table that it fills, its head, and what stands in it."""

    field: str
    head: str
    kind: ColumnKind
    refers: str = ""  # table whose entries it names
    terms: type[Term] | None = None
    is_needed: bool = False
    also: tuple[str, ...] = ()  # other heads under which plans print it

    def is_key_of(self, sheet: PlanSheet) -> bool:
        """Whether it is the hidden key of the rows of a sheet."""
        return self.kind == ColumnKind.KEY and self.field == sheet.own_key

    @property
    def names(self) -> frozenset[str]:
        """Every head under which it is known, plain."""
        return _names(self.head, self.also) | ({f"{KEY_HEAD}{self.field}"} if self.kind == ColumnKind.KEY else set())


@dataclass(frozen=True)
class PlanSheet:
    """One sheet: its table, its name, and its columns."""

    table: str
    title: str
    columns: tuple[PlanColumn, ...]
    defines: bool = True  # the rows of its table are those of the sheet; else it only says more of the plan's entries

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return _(self.title)

    @property
    def names(self) -> frozenset[str]:
        """Every name under which it is known, plain."""
        return _names(self.title, ())

    @property
    def own_key(self) -> str:
        """The column that is the key of the table; empty where several are, or another entry is."""
        return own_key(self.table)


def own_key(table: str) -> str:
    """The column that alone is the key of a table, and no name; empty where there is none."""
    key = ALL_TABLES[table].key if table in ALL_TABLES else ()
    return key[0] if len(key) == 1 and key[0] != "printed" else ""


def plain(text: str) -> str:
    """A head, a name or a text as it is compared: small letters, single spaces, no point at its end."""
    return re.sub(r"\s+", " ", turkish.lower(text.replace("\u00a0", " "))).strip(" .:*")


@cache
def _names(head: str, also: tuple[str, ...]) -> frozenset[str]:
    spoken = {language.catalogue("library", one).gettext(head) for one in language.LANGUAGES}
    return frozenset(plain(name) for name in (head, *spoken, *also))


def _text(field: str, head: str, *also: str, is_needed: bool = False) -> PlanColumn:
    return PlanColumn(field, head, ColumnKind.TEXT, is_needed=is_needed, also=also)


def _number(field: str, head: str, *also: str) -> PlanColumn:
    return PlanColumn(field, head, ColumnKind.NUMBER, also=also)


FIRST_SHEET = PlanSheet(
    PLAN,
    N_("Plan"),
    (
        *(PlanColumn(f"{name}_key", "", ColumnKind.KEY) for name in ("theme", "goal", "objective", "action")),
        PlanColumn("indicator_keys", "", ColumnKind.KEY),
        _text(
            "theme", N_("Theme"), "tema", "tema adı", "tematik alan", "öncelikli alan", "müdahale alanı", is_needed=True
        ),
        _text("goal_code", N_("Goal no."), "amaç kodu", "amaç numarası"),
        _text("goal", N_("Goal"), "amaç", "stratejik amaç", "amaçlar", is_needed=True),
        _text("objective_code", N_("Objective no."), "hedef kodu", "hedef numarası"),
        _text("objective", N_("Objective"), "hedef", "stratejik hedef", "hedefler"),
        _text("action_code", N_("Action no."), "eylem kodu", "faaliyet no", "eylem numarası"),
        _text("action", N_("Action"), "eylem", "faaliyet", "eylem/faaliyet", "eylemler", "faaliyetler", is_needed=True),
        _number("start", N_("Start"), "başlangıç", "başlangıç yılı", "başlama", "başlangıç tarihi"),
        _number("end", N_("End"), "bitiş", "bitiş yılı", "bitiş tarihi"),
        _text("period", N_("Period"), "süre", "uygulama dönemi", "takvim", "zaman"),
        PlanColumn(
            "responsible",
            N_("Responsible units"),
            ColumnKind.LINES,
            is_needed=True,
            also=(
                "sorumlu birimler",
                "sorumlu birim",
                "sorumlu",
                "sorumlu müdürlük",
                "sorumlu kurum",
                "sorumlu birim/birimler",
            ),
        ),
        PlanColumn(
            "partner",
            N_("Cooperation"),
            ColumnKind.LINES,
            also=(
                *(
                    "işbirliği",
                    "iş birliği",
                    "iş birliği yapılacak birimler",
                    "iş birliği yapılacak kurumlar",
                    "paydaşlar",
                ),
                *("işbirliği yapılacak birimler", "işbirliği yapılacak kurum/kuruluşlar", "ilgili birimler"),
            ),
        ),
        PlanColumn(
            "indicators", N_("Indicators"), ColumnKind.LINES, also=("göstergeler", "gösterge", "performans göstergesi")
        ),
    ),
    defines=False,
)

# column of a table -> its head on the sheet
_HEADS = {
    "subject": N_("What"),
    "subject_id": N_("Indicator or action"),
    "unit_id": N_("Unit"),
    "basis": N_("Basis"),
    "note": N_("Note"),
    "measure_id": N_("Indicator"),
    "target_year": N_("Target year"),
    "value": N_("Target value"),
    "set_in": N_("Set in the year"),
    "base_year": N_("Base year"),
    "year": N_("Year"),
    "indicator_id": N_("Indicator"),
    "measure_text": N_("Wording of the plan"),
    "unit_printed": N_("Unit as printed"),
    "unit": N_("Unit of measurement"),
    "kind": N_("Kind"),
    "direction": N_("Direction"),
    "counts_persons": N_("Counts persons"),
    "is_sensitive": N_("Sensitive"),
    "has_baseline": N_("Plan gives a baseline"),
    "has_target": N_("Plan gives a target"),
    "measures_action": N_("Reflects its actions"),
    "measures_action_note": N_("Why not, or not wholly"),
    "breakdown": N_("Breakdown"),
    "printed": N_("Name as printed"),
    "fate": N_("In the next plan"),
    "next_id": N_("Key in the next plan"),
    "next_text": N_("Words of the next plan"),
    "reason": N_("Why"),
    "is_specific": N_("Specific"),
    "specific_note": N_("Specific: why not"),
    "is_measurable": N_("Measurable"),
    "measurable_note": N_("Measurable: why not"),
    "is_related": N_("Related to its objective"),
    "related_note": N_("Related: why not"),
    "holder_unit_id": N_("Unit that holds the figure"),
    "holder_is_named": N_("Named as responsible"),
    "suggested_wording": N_("Suggested wording"),
    "name": N_("Name"),
    "text": N_("Text"),
    "quote": N_("Quotation"),
    "body_name": N_("Body"),
    "part": N_("Column of the methodology"),
    "theme": N_("Theme"),
    "heading": N_("Heading as printed"),
    "goal_id": N_("Goal"),
    "objective_id": N_("Objective"),
    "action_id": N_("Action"),
    "goal_code": N_("Goal no. as printed here"),
    "objective_code": N_("Objective no. as printed here"),
    "reading": N_("Corrected reading"),
    "line_start": N_("First line"),
    "line_end": N_("Last line"),
    "name_en": N_("Name in English"),
    "short_name": N_("Short name"),
    "short_name_en": N_("Short name in English"),
    "strategic_goal": N_("Goal of the strategic plan"),
    "counts_beneficiaries": N_("Counts those who benefit"),
    "bound": N_("At least or at most"),
    "framework": N_("Framework, key"),
    "framework_name": N_("Framework"),
    "framework_name_en": N_("Framework in English"),
    "article": N_("Article"),
    "title": N_("Title"),
    "title_en": N_("Title in English"),
    "title_status": N_("Wording of the title"),
    "source": N_("Source"),
    "left_out": N_("Left out, and why"),
    "left_out_en": N_("Left out, in English"),
    "first_reading": N_("First reading"),
    "numerator": N_("Part"),
    "denominator": N_("Whole"),
    "is_changed": N_("Something else is counted now"),
    "second_reading": N_("Second reading"),
}
# What the first sheet says already, or the order of the rows.
_ELSEWHERE = {
    "themes": {"position", "name"},
    "goals": {"theme", "position", "goal_code", "goal_text"},
    "objectives": {"goal_id", "position", "objective_code", "objective_text"},
    "actions": {"theme", "objective_id", "position", "action_code", "action_text", "period_start", "period_end"},
    "indicators": {"indicator_text"},
}
_NEEDED = {
    "reporters": ("subject_id", "unit_id"),
    "targets": ("measure_id", "target_year", "value"),
    "baselines": ("measure_id", "year", "value"),
    "measures": ("indicator_id",),
    "measure_breakdowns": ("measure_id", "breakdown"),
    "units": ("name",),
    "unit_names": ("unit_id", "printed"),
    "crosswalk": ("subject_id", "fate"),
    "audit_judgements": ("measure_id", "is_specific", "is_measurable", "is_related", "suggested_wording"),
    "methodology": ("body_name", "part", "text"),
    "principles": ("name", "text"),
    "monitoring_aspects": ("name", "quote"),
    "frameworks": ("framework", "framework_name", "article", "source"),
    "links": ("subject_id", "framework", "article"),
}
_LINKS = {
    "unit_id": "units",
    "holder_unit_id": "units",
    "measure_id": "measures",
    "indicator_id": "indicators",
}
_HIDDEN = {"methodology": ("body",)}  # keys that are no entry of a table
_TITLES = {
    "reporters": N_("Who reports"),
    "targets": N_("Targets"),
    "baselines": N_("Values in the previous plan"),
    "measures": N_("The indicators"),
    "measure_breakdowns": N_("Breakdowns"),
    "units": N_("Units"),
    "unit_names": N_("Printed names"),
    "crosswalk": N_("Next plan"),
    "frameworks": N_("Frameworks"),
    "links": N_("Links to frameworks"),
    "audit_judgements": N_("Audit"),
    "methodology": N_("Methodology"),
    "principles": N_("Principles"),
    "monitoring_aspects": N_("Aspects"),
    "themes": N_("Themes"),
    "goals": N_("Goals"),
    "objectives": N_("Objectives"),
    "actions": N_("Actions, more"),
    "indicators": N_("Indicators, more"),
}
DERIVED = ("themes", "goals", "objectives", "actions", "indicators")  # tables whose rows the first sheet makes


def _columns(table: str) -> Iterator[PlanColumn]:
    declared = ALL_TABLES[table]
    key = own_key(table)
    links = {name: target for name, target in _LINKS.items() if target != table}
    elsewhere = _ELSEWHERE.get(table, {"position"})
    needed = _NEEDED.get(table, ())
    for hidden in (*([key] if key and key not in links and table not in DERIVED else ()), *_HIDDEN.get(table, ())):
        yield PlanColumn(hidden, "", ColumnKind.KEY)
    for name, field in declared.row.model_fields.items():
        if name in elsewhere or name in _HIDDEN.get(table, ()) or (name == key and name not in links):
            if name == key and table in DERIVED:
                yield PlanColumn(name, _HEADS[name], ColumnKind.ENTRY, table, is_needed=True)
            continue
        kind = _kind(name, field.annotation, links)
        refers = SUBJECT if name == "subject_id" else links.get(name, "")
        terms = _unless_empty(field.annotation) if kind == ColumnKind.TERM else None
        head = _HEADS[name] if (table, name) != ("baselines", "value") else N_("Last value")
        yield PlanColumn(name, head, kind, refers, terms, name in needed)


def _unless_empty(annotation: Any) -> Any:
    """The type of a column that may be empty, without that."""
    return next((one for one in get_args(annotation) if one is not type(None)), annotation)


def _kind(name: str, annotation: Any, links: dict[str, str]) -> ColumnKind:
    annotation = _unless_empty(annotation)
    if name in links or name == "subject_id":
        return ColumnKind.ENTRY
    if isinstance(annotation, type) and issubclass(annotation, Term):
        return ColumnKind.TERM
    if annotation is bool:
        return ColumnKind.YES_NO
    if annotation is float:
        return ColumnKind.DECIMAL
    return ColumnKind.TEXT if annotation is str else ColumnKind.NUMBER


def _further() -> Iterator[PlanSheet]:
    for table, title in _TITLES.items():
        yield PlanSheet(table, title, tuple(_columns(table)), defines=table not in DERIVED)


FURTHER_SHEETS: dict[str, PlanSheet] = {sheet.table: sheet for sheet in _further()}


def words_of_yes_and_no() -> dict[str, str]:
    """The words for a cell that says yes or no, plain, with what the tables hold."""
    spoken = {one: language.catalogue("library", one).gettext for one in language.LANGUAGES}
    return {
        plain(word): value
        for value, key in (("true", N_("yes")), ("false", N_("no")))
        for word in (value, key, *(say(key) for say in spoken.values()))
    }


def yes_or_no(value: str) -> str:
    """``true`` as ``evet``."""
    return {"true": _("yes"), "false": _("no")}.get(value, value)

"""The plan's tables as they lie in a data folder, as text, and the names under which people know their entries."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from yeep_analysis.intake.plan.sheets import ALL_TABLES, SUBJECT, plain, yes_or_no
from yeep_analysis.intake.tuik.update import TableFile, read_table_file
from yeep_analysis.municipality.csv_text import guarded, unguarded
from yeep_analysis.municipality.validate import PLAN_FOLDER, has_plan, validate_plan
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import MethodPart, Subject, Term

TableRow = dict[str, str]
Tables = Mapping[str, list[TableRow]]


def files_of(data: Path) -> dict[str, TableFile]:
    """All tables of the plan in a data folder, as they lie there; without rows where there is none.

    Raises   `DataError` where they are wrong
    """
    if has_plan(data) and any((data / PLAN_FOLDER).glob("*.csv")):
        validate_plan(data)
    return {name: read_table_file(data / PLAN_FOLDER / table.file, table.columns) for name, table in ALL_TABLES.items()}


def rows_of(files: Mapping[str, TableFile]) -> dict[str, list[TableRow]]:
    """The rows of these files, each cell as it was meant."""
    return {
        name: [
            dict.fromkeys(ALL_TABLES[name].columns, "") | {column: unguarded(cell) for column, cell in row.items()}
            for row in file.rows
        ]
        for name, file in files.items()
    }


def content_of(name: str, file: TableFile, rows: Sequence[TableRow]) -> bytes:
    """A table in the manner of its file; a column that it may lack comes in where a row has something in it."""
    table, text = ALL_TABLES[name], io.StringIO()
    had = [column for column in file.columns if file.content or column not in table.optional]
    filled = [column for column in table.columns if column not in had and any(row[column] for row in rows)]
    writer = csv.DictWriter(text, [*had, *filled], delimiter=file.delimiter, lineterminator=file.newline)
    writer.writeheader()
    writer.writerows({column: guarded(row[column]) for column in writer.fieldnames} for row in rows)
    return (b"\xef\xbb\xbf" if file.has_mark else b"") + text.getvalue().encode("utf-8")


def state_of(tables: Tables) -> str:
    """A short mark of all rows of a plan, in whatever order its files have them."""
    rows = {name: sorted(tuple(row.items()) for row in tables[name]) for name in ALL_TABLES}
    return sha256(repr(rows).encode()).hexdigest()[:12]


@dataclass
class Names:
    """The entries of a plan by the names that people write for them."""

    labels: dict[str, dict[str, str]] = field(default_factory=dict)  # table -> key -> the name that is offered
    known: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    @classmethod
    def of(cls, *plans: Tables) -> Names:
        """The names of the first plan; those of the others are understood, too."""
        names = cls()
        for tables in plans:
            for table, entries in _named(tables).items():
                for key, (label, *others) in entries.items():
                    for text in (label, *others):
                        names.known[table][plain(text)].add(key)
                    names.known[table][plain(f"[{key}]")].add(key)
        for table, entries in _named(plans[0]).items():
            found = {key: label for key, (label, *_others) in entries.items()}
            texts = list(found.values())
            names.labels[table] = {
                key: f"{label} [{key}]" if texts.count(label) > 1 else label for key, label in found.items()
            }
            for key, label in names.labels[table].items():
                names.known[table][plain(label)].add(key)
        return names

    def label(self, table: str, key: str) -> str:
        """The name of an entry; its key where it has none."""
        return self.labels.get(table, {}).get(key, key)

    def keys(self, table: str, text: str) -> set[str]:
        """The entries that a text can mean."""
        return self.known[table].get(plain(text), set())


# what a value or status is reported of -> its table
SUBJECTS = {
    Subject.MEASURE.value: "measures",
    Subject.ACTION.value: "actions",
    Subject.UNDERTAKING.value: "methodology",
}


def _named(tables: Tables) -> dict[str, dict[str, tuple[str, ...]]]:
    """Table, key -> the name of an entry, and other words for it."""
    themes = {row["theme"]: row["name"] for row in tables["themes"]}
    goals = {row["goal_id"]: row for row in tables["goals"]}
    theme_of_goal = {key: themes.get(row["theme"], "") for key, row in goals.items()}
    printed = defaultdict(list)
    for row in tables["unit_names"]:
        printed[row["unit_id"]].append(row["printed"])

    def coded(theme: str, code: str, text: str) -> tuple[str, ...]:
        return f"{code} {text}".strip(), text, *([f"{theme} {code}"] if code else [])

    return {
        "themes": {key: (name,) for key, name in themes.items()},
        "goals": {k: coded(theme_of_goal[k], row["goal_code"], row["goal_text"]) for k, row in goals.items()},
        "objectives": {
            row["objective_id"]: coded(
                theme_of_goal.get(row["goal_id"], ""), row["objective_code"], row["objective_text"]
            )
            for row in tables["objectives"]
        },
        "actions": {
            row["action_id"]: coded(themes.get(row["theme"], ""), row["action_code"], row["action_text"])
            for row in tables["actions"]
        },
        "indicators": {row["indicator_id"]: (row["indicator_text"],) for row in tables["indicators"]},
        "measures": {row["measure_id"]: (row["name"], row["measure_text"]) for row in tables["measures"]},
        "units": {row["unit_id"]: (row["name"], *printed[row["unit_id"]]) for row in tables["units"]},
        "methodology": {
            row["row_id"]: (f"{row['body_name']}: {row['text']}", row["text"])
            for row in tables["methodology"]
            if row["part"] != MethodPart.TOOL
        },
    }


def table_of(refers: str, row: Mapping[str, str]) -> str:
    """The table whose entry a cell names; of a subject it is the cell beside it that says which."""
    return SUBJECTS.get(row.get("subject", ""), "") if refers == SUBJECT else refers


def file_in_plan(table: str) -> str:
    """The table as messages name it."""
    return f"{PLAN_FOLDER}/{ALL_TABLES[table].file}"


def said(table: str, row: Mapping[str, str], names: Names) -> str:
    """What a row is about, in the words of people."""
    parts = [shown_cell(table, column, row, names) for column in _TELLING[table] if row[column]]
    return " · ".join(parts) or _("row")


def shown_cell(table: str, column: str, row: Mapping[str, str], names: Names) -> str:
    """A cell of a table as people read it."""
    text, of = row[column], table_of({"subject_id": SUBJECT}.get(column, _REFERRED.get(column, "")), row)
    if of and text:
        return names.label(of, text)
    kind = ALL_TABLES[table].row.model_fields[column].annotation
    if text and isinstance(kind, type) and issubclass(kind, Term):
        return kind(text).label
    return yes_or_no(text) if kind is bool else text


_REFERRED = {
    "holder_unit_id": "units",
    "unit_id": "units",
    "measure_id": "measures",
    "indicator_id": "indicators",
    "action_id": "actions",
    "goal_id": "goals",
    "objective_id": "objectives",
    "theme": "themes",
}
# the columns by which people know a row of a table
_TELLING = {
    "themes": ("name",),
    "goals": ("goal_code", "goal_text"),
    "objectives": ("objective_code", "objective_text"),
    "actions": ("action_code", "action_text"),
    "units": ("name",),
    "unit_names": ("printed",),
    "action_units": ("action_id", "printed"),
    "indicators": ("indicator_text",),
    "action_indicators": ("action_id", "printed"),
    "measures": ("name",),
    "measure_breakdowns": ("measure_id", "breakdown"),
    "audit_judgements": ("measure_id",),
    "principles": ("name",),
    "monitoring_aspects": ("name",),
    "methodology": ("body_name", "text"),
    "reporters": ("subject_id", "unit_id"),
    "targets": ("measure_id", "target_year"),
    "baselines": ("measure_id", "year"),
    "crosswalk": ("subject_id", "next_text"),
    "frameworks": ("framework_name", "article", "title"),
    "links": ("subject_id", "framework", "article"),
}

"""Writes ``datapackage.json``, the Frictionless description of a data folder, from the declarations of its tables.

python -m yeep_analysis.municipality.descriptor data
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotated_types import Ge, Le, MaxLen
from pydantic.fields import FieldInfo

from yeep_analysis.edition import DESK_FOLDER
from yeep_analysis.municipality.count_tables import CORRECTIONS as MONTHLY_CORRECTIONS
from yeep_analysis.municipality.count_tables import MONTHLY, MONTHLY_FOLDER, SURVEY
from yeep_analysis.municipality.csv_text import CsvRefusedError, records_in
from yeep_analysis.municipality.fact_tables import LEDGER, TABLES, Table
from yeep_analysis.municipality.plan_tables import FOLLOW_UP_TABLES, PLAN_TABLES
from yeep_analysis.municipality.result_tables import CORRECTIONS, FOLDER, results_table, years_with_results
from yeep_analysis.municipality.validate import PLAN_FOLDER
from yeep_analysis.transaction import write_file
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Term

FILE = "datapackage.json"
_TYPES = {"int": "integer", "float": "number", "bool": "boolean", "date": "date", "str": "string"}

_OF_THE_DESK = {
    "profile": "data-resource",
    "name": "desk",
    "path": f"{DESK_FOLDER}/desk.json",
    "description": "What the desk remembers: last days, files that came, what was sent back; no input of a report.",
    "format": "json",
    "mediatype": "application/json",
    "encoding": "utf-8",
}


def descriptor(folder: Path) -> dict[str, Any]:
    """The description of the tables that are in ``folder``: columns, types, constraints, keys, links."""
    resources = _resources(folder, TABLES | {SURVEY.name: SURVEY, LEDGER.name: LEDGER}, "")
    resources += _resources(folder / PLAN_FOLDER, {**PLAN_TABLES, **FOLLOW_UP_TABLES}, PLAN_FOLDER)
    results = {str(year): results_table(year) for year in years_with_results(folder)}
    resources += _resources(folder / FOLDER, {**results, CORRECTIONS.name: CORRECTIONS}, FOLDER)
    monthly = {table.name: table for table in (MONTHLY, MONTHLY_CORRECTIONS)}
    resources += _resources(folder / MONTHLY_FOLDER, monthly, MONTHLY_FOLDER)
    resources += [_OF_THE_DESK] if (folder / _OF_THE_DESK["path"]).exists() else []
    return {
        "profile": "tabular-data-package",
        "name": "yeep-data",
        "title": "Yerel Eşitlik Eylem Planı: veri tabloları",
        "description": "Written from the declarations of its tables in yeep_analysis; see docs/DATA.md.",
        "resources": resources,
    }


def write(folder: Path) -> Path:
    """Write the descriptor into the folder that it describes."""
    path = folder / FILE
    write_file(path, (json.dumps(descriptor(folder), ensure_ascii=False, indent=1) + "\n").encode())
    return path


def check(folder: Path) -> list[Problem]:
    """What is wrong with the descriptor of a folder; nothing where there is none.

    Only this program's own columns are compared: whoever added a word of their own to the description may have it.
    """
    path = folder / FILE
    if not path.exists():
        return []
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        return [_wrong(_("The file is no JSON from line {line} on.").format(line=error.lineno))]
    except (OSError, ValueError, RecursionError):  # a folder in its place, other bytes, nested too deep
        return [_wrong(_("The file cannot be read."))]
    resources = content.get("resources") if isinstance(content, dict) else None
    if not isinstance(resources, list) or not all(isinstance(one, dict) for one in resources):
        return [_wrong(_("The file holds no list of resources."))]
    try:
        declared = descriptor(folder)["resources"]
    except OSError:  # a table that cannot be looked at is told with the tables
        return []
    given, wanted = ({one.get("path"): _columns(one) for one in some} for some in (resources, declared))
    wrong = [path for path in wanted if path in given and given[path] != wanted[path]]
    what = _("It describes other columns than the tables have: {files}.")
    return [_wrong(what.format(files=", ".join(wrong)))] if wrong else []


def remarks(folder: Path) -> Iterator[str]:
    """Tables that a sound descriptor does not name, or that it names and that are not there; results come later."""
    path = folder / FILE
    if not path.exists():
        return
    given = {str(one.get("path")) for one in json.loads(path.read_bytes().decode("utf-8-sig"))["resources"]}
    wanted = {one["path"] for one in descriptor(folder)["resources"]}
    gone = [one for one in given - wanted if not (folder / one).is_file()]
    later = (f"{FOLDER}/", f"{MONTHLY_FOLDER}/", f"{DESK_FOLDER}/", LEDGER.file)
    lacking = [one for one in wanted - given if not one.startswith(later)]
    if gone or lacking:
        yield _("{file} does not name the tables that are there ({files}). Have it written anew: {command}").format(
            file=FILE,
            files=", ".join(sorted(gone + lacking)),
            command=f"python -m yeep_analysis.municipality.descriptor {folder}",
        )


def _columns(resource: Mapping[str, Any]) -> list[Any]:
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return [one.get("name") if isinstance(one, dict) else one for one in fields] if isinstance(fields, list) else []


def _wrong(what: str) -> Problem:
    return Problem(
        FILE,
        what,
        _("It must describe the tables in this folder."),
        _("Have it written anew (python -m yeep_analysis.municipality.descriptor FOLDER), or take it out."),
    )


def _resources(folder: Path, tables: Mapping[str, Table], group: str) -> list[dict[str, Any]]:
    present = {table.name for table in tables.values() if (folder / table.file).exists()}
    return [_resource(folder, tables[name], present, group) for name in tables if name in present]


def _resource(folder: Path, table: Table, present: set[str], group: str) -> dict[str, Any]:
    prefix, path = (f"{group}_", f"{group}/") if group else ("", "")
    return {
        "profile": "tabular-data-resource",
        "name": prefix + table.name,
        "path": path + table.file,
        "description": table.row.__doc__,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(name, table.row.model_fields[name], name in table.key) for name in _there(folder, table)],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": prefix + target, "fields": [column]}}
                for column, target in table.links
                if target in present
            ],
            "missingValues": [""],
        },
    }


def _there(folder: Path, table: Table) -> list[str]:
    """The columns of a table: of those that it may lack only what stands in its first row."""
    if not table.optional:
        return table.columns
    try:
        header = records_in((folder / table.file).read_bytes())[0]
    except (CsvRefusedError, OSError):  # told with the tables
        return table.columns
    return [name for name in table.columns if name not in table.optional or name in header]


def _field(name: str, info: FieldInfo, is_key: bool) -> dict[str, Any]:
    kind, optional = _kind(info)
    constraints: dict[str, Any] = {"required": True} if is_key or not (optional or _may_be_blank(info)) else {}
    if isinstance(kind, type) and issubclass(kind, Term):
        constraints["enum"] = [term.value for term in kind]
    for limit in info.metadata:
        if isinstance(limit, Ge):
            constraints["minimum"] = limit.ge
        elif isinstance(limit, Le):
            constraints["maximum"] = limit.le
        elif isinstance(limit, MaxLen):
            constraints["maxLength"] = limit.max_length
        elif pattern := getattr(limit, "pattern", None):
            constraints["pattern"] = pattern.removeprefix("^").removesuffix("$")
    field = {"name": name, "type": _TYPES.get(kind.__name__, "string"), "description": info.description}
    return field | ({"constraints": constraints} if constraints else {})


def _kind(info: FieldInfo) -> tuple[type, bool]:
    parts = getattr(info.annotation, "__args__", ())
    kinds = [part for part in parts if part is not type(None)]
    return (kinds[0], True) if kinds else (info.annotation, False)


def _may_be_blank(info: FieldInfo) -> bool:
    """A plain text column takes an empty cell, and so does one with a default; one with its own grammar does not."""
    return not info.is_required() or (info.annotation is str and not info.metadata)


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))

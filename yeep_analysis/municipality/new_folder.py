"""Starts the data folder of a municipality: every table with its columns and no rows, and how to fill them in.

What is said of a table and of a column comes from its declaration; nothing of it is said here a second time.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from yeep_analysis import shipped
from yeep_analysis.municipality.cell_messages import cell_problem
from yeep_analysis.municipality.descriptor import descriptor, write
from yeep_analysis.municipality.fact_tables import PLAN_SOURCE, TABLES, Municipality, Table
from yeep_analysis.municipality.plan_tables import FOLLOW_UP_TABLES, PLAN_TABLES
from yeep_analysis.municipality.result_tables import FOLDER as RESULTS_FOLDER
from yeep_analysis.municipality.table_files import table_text
from yeep_analysis.municipality.texts import FOLDER as TEXTS_FOLDER
from yeep_analysis.municipality.texts import TEXTS
from yeep_analysis.municipality.validate import PLAN_FOLDER
from yeep_analysis.transaction import new_folder, reason_of
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _, active
from yeep_analysis.words.terms import Term

_LICENCE = "Belediyenin kendi planı"  # data are in Turkish, whatever the reader's language
BOM = "\ufeff"  # tells Excel and Notepad that a file is UTF-8
GUIDES = {"tr": "BENIOKU.md", "en": "README.md"}
# column of municipality.csv -> option of the command that gives it
OPTIONS = {
    "district_code": "--district-code",
    "district": "--district",
    "province": "--province",
    "municipality": "--municipality",
    "plan": "--plan-name",
    "plan_start": "--plan-years",
    "plan_end": "--plan-years",
    "equality_unit": "--equality-unit",
}


def descriptions() -> list[str]:
    """What the declarations say of tables and columns, for the catalogue of translations."""
    tables = [*TABLES.values(), *PLAN_TABLES.values(), *FOLLOW_UP_TABLES.values()]
    said = [
        text for table in tables for text in (_of(table), *(f.description for f in table.row.model_fields.values()))
    ]
    return list(dict.fromkeys(said))


def refuse_used(folder: Path) -> None:
    """Refuse a folder in which something lies: nothing is ever overwritten.

    Raises   `UsageError` where it is no folder, or not empty
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            _("“{folder}” is there already and not empty. Nothing was changed. Choose another name.").format(
                folder=folder
            )
        )


def municipality(cells: Mapping[str, str]) -> Municipality:
    """The row of ``municipality.csv``.

    Raises   `UsageError` with everything that is wrong with the cells, by the option that gave each
    """
    try:
        row = Municipality.model_validate(cells)
    except ValidationError as error:
        found = [cell_problem("municipality.csv", 2, e) for e in error.errors(include_url=False)]
        options = [OPTIONS[str(e["loc"][-1])] for e in error.errors(include_url=False)]
        lines = [f"{option}: {p.fault}" for option, p in zip(options, found, strict=True)]
        raise UsageError(" ".join(dict.fromkeys(lines))) from error
    if row.plan_end < row.plan_start:
        raise UsageError(_("{option}: the plan ends before it begins.").format(option=OPTIONS["plan_end"]))
    return row


def plan_source(row: Municipality, locator: str) -> dict[str, str]:
    """The row of ``sources.csv`` from which the plan's tables come: the municipality's own plan."""
    cells = {"source_id": PLAN_SOURCE, "title": row.plan, "producer": row.municipality, "locator": locator}
    return dict.fromkeys(TABLES["sources"].columns, "") | cells | {"licence": _LICENCE}


def years(text: str) -> tuple[str, str]:
    """``2026-2028`` as its two years; one year is a plan of one year."""
    first, _dash, last = re.sub(r"\s*[-–]\s*", "-", text).partition("-")
    return first, last or first


def start(folder: Path, row: Municipality) -> Path:
    """Make the folder with all its tables; returns the path of the guide that lies in it.

    Raises   `UsageError` where something lies in the folder, or nothing can be written there
    """
    made_whole(folder, lambda work: fill(work, row))
    return guide_of(folder)


def guide_of(folder: Path) -> Path:
    """The guide that lies in a folder that was made."""
    return folder / GUIDES[active()]


def copy_example(folder: Path) -> None:
    """Make a copy of the data folder of the fictional municipality.

    Raises   `UsageError` where something lies in the folder, or nothing can be written there
    """
    made_whole(folder, lambda work: shutil.copytree(shipped.example(), work, dirs_exist_ok=True))


def made_whole(folder: Path, fill: Callable[[Path], Any]) -> None:
    """Fill a folder beside its place, then put everything into it; a folder in which something lies is refused."""
    refuse_used(folder)
    try:
        with new_folder(folder) as work:
            fill(work)
    except OSError as error:
        raise UsageError(
            _("“{path}” cannot be written ({reason}). See that files may be made in its folder.").format(
                path=folder, reason=reason_of(error)
            )
        ) from error


def fill(folder: Path, row: Municipality) -> None:
    """Put all tables and the guide into a folder that is being made."""
    for name in (PLAN_FOLDER, TEXTS_FOLDER, RESULTS_FOLDER):
        (folder / name).mkdir()
    for path, table in _tables():
        rows = [row] if table.row is Municipality else []
        (folder / path).write_text(BOM + table_text(table, rows), encoding="utf-8", newline="\n")
    write(folder)
    (folder / GUIDES[active()]).write_text("\n".join(_guide(folder, row)) + "\n", encoding="utf-8", newline="\n")


def _tables() -> Iterator[tuple[str, Table]]:
    """Every table with its path, in the order in which they are filled in."""
    yield from ((table.file, table) for table in TABLES.values())
    for table in (*PLAN_TABLES.values(), *FOLLOW_UP_TABLES.values()):
        yield f"{PLAN_FOLDER}/{table.file}", table


# --- the guide ---------------------------------------------------------------


def _guide(folder: Path, row: Municipality) -> Iterator[str]:
    yield f"# {row.municipality}"
    yield ""
    yield _("The data folder of “{plan}”. Its tables have columns and no rows yet.").format(plan=row.plan)
    yield from ("", "## " + _("In which order"), "")
    for number, step in enumerate(_steps(row), start=1):
        yield f"{number}. {step}"
    yield from ("", "## " + _("How to write"), "")
    for rule in _rules():
        yield f"- {rule}"
    yield from ("", "## " + _("The tables"))
    fields = {resource["path"]: resource["schema"]["fields"] for resource in descriptor(folder)["resources"]}
    for path, table in _tables():
        yield from _about(path, table, fields[path])


def _steps(row: Municipality) -> Iterator[str]:
    yield _("`municipality.csv` is filled in. Look it through.")
    yield _(
        "`sources.csv`: one row for each source, before any figure that stands on it. The source of the plan's tables "
        "has the key `{key}`."
    ).format(key=PLAN_SOURCE)
    yield _(
        "`population.csv` and `mahalles.csv`: required. Women and men in rows of their own, for every year that is to "
        "be reported and for as many years before as there are."
    )
    yield _(
        "These two, `population_by_age.csv`, `mahalle_population.csv` and their sources fill themselves from the files "
        "of TÜİK: `yeep tuik {file} --into {folder}`. No coordinates are needed; without outlines there is no map."
    ).format(file=_("FILE"), folder=_("FOLDER"))
    yield _("The other tables of figures, as far as the figures exist. The report says what is missing.")
    yield from _folders(row)
    yield _("After each table: `yeep check --data {folder}`. It names what is wrong and what is still empty.").format(
        folder=_("FOLDER")
    )


def _folders(row: Municipality) -> Iterator[str]:
    yield _(
        "The folder `{folder}`, the plan itself, fills itself from one workbook that looks like the printed plan: "
        "`yeep plan export`, fill it in, `yeep plan import {file}`. Theme, goal, action and responsible unit are "
        "enough; a report of the facts alone can be made before."
    ).format(folder=PLAN_FOLDER, file="plan.xlsx")
    yield _(
        "The folder `{folder}` fills itself: `yeep reporters --propose`, `yeep forms {year}`, and when the forms are "
        "back `yeep collect {year}`. Nobody writes there by hand."
    ).format(folder=RESULTS_FOLDER, year=row.plan_start)
    yield _(
        "The folder `{folder}` holds what you write yourselves for the report of a year, as text files: {files}. "
        "They may be absent."
    ).format(folder=TEXTS_FOLDER, files=", ".join(f"`{TEXTS_FOLDER}/{row.plan_start}/{name}.md`" for name in TEXTS))


def _rules() -> Iterator[str]:
    yield _(
        "Text with commas between the cells, in UTF-8. Do not change the first row. A text with a comma needs quotes."
    )
    yield _(
        "For a few rows use Notepad. In Excel open a table with Data > From Text/CSV (65001: UTF-8, comma), and save "
        "it as “CSV UTF-8”."
    )
    yield _("Counts are digits only (62923), decimal numbers have a point (27.0060), dates are written 2026-12-31.")
    yield _("What is unknown has no row. Zero is written only where it is really none.")
    yield _("Names, numbers and addresses of persons do not belong here.")


def _about(path: str, table: Table, fields: list[dict[str, Any]]) -> Iterator[str]:
    yield from ("", f"### `{path}`", "")
    about = _of(table)
    need = _("Required.") if table.required else _("May stay empty.")
    key = _("One row for each: {columns}.").format(columns=", ".join(f"`{column}`" for column in table.key))
    yield f"{_(about)} {need} {key}"
    yield from ("", "| {} | {} | {} |".format(_("column"), _("what is written"), _("may be empty")), "|---|---|---|")
    for field in fields:
        may_be_empty = _("no") if field.get("constraints", {}).get("required") else _("yes")
        yield f"| `{field['name']}` | {_meaning(table, field)} | {may_be_empty} |"


def _meaning(table: Table, field: dict[str, Any]) -> str:
    kind, description = table.row.model_fields[field["name"]].annotation, field["description"]
    meaning = _(description)
    if isinstance(kind, type) and issubclass(kind, Term):
        meaning += ": " + ", ".join(f"`{term.value}` ({term.label})" for term in kind)
    return meaning


def _of(table: Table) -> str:
    return table.row.__doc__ or ""

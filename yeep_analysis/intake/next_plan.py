"""Begins the data folder of the plan that follows: what the crosswalk carries over, and the old plan, closed.

The folder of the old plan stays as it is. In the new one lies a copy of it, ``previous/<years>/``; results belong to
the plan in whose folder they lie, in a year that both plans have, too. Facts go on and lie in the new folder alone,
and so do monthly counts and the survey: they are of the municipality, and each is protected together with what the
ledger says was published of it before, by the same secret.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from yeep_analysis.intake.plan.sheets import ALL_TABLES
from yeep_analysis.intake.plan.stored import TableRow, content_of, files_of, rows_of
from yeep_analysis.intake.tuik.update import read_table_file, written
from yeep_analysis.municipality import descriptor
from yeep_analysis.municipality.fact_tables import PLAN_SOURCE, TABLES, Municipality
from yeep_analysis.municipality.new_folder import made_whole, plan_source
from yeep_analysis.municipality.result_tables import FOLDER as RESULTS_FOLDER
from yeep_analysis.municipality.table_files import table_text
from yeep_analysis.municipality.texts import FOLDER as TEXTS_FOLDER
from yeep_analysis.municipality.validate import PLAN_FOLDER
from yeep_analysis.progress.observations import Observation
from yeep_analysis.words.language import _, year_range
from yeep_analysis.words.terms import Fate, Subject

PREVIOUS = "previous"
_CLOSED = (PLAN_FOLDER, RESULTS_FOLDER, TEXTS_FOLDER)  # what belongs to one plan
_OWN_WORDS = ("principles", "monitoring_aspects", "methodology", "crosswalk")  # that a plan has for itself


@dataclass(frozen=True)
class NextPlan:
    """What was begun: how much goes on, and the words of what is to be added."""

    actions: int
    measures: int
    values: int
    to_add: tuple[str, ...]


def begin_next(
    folder: Path, old: Path, row: Municipality, before: Municipality, values: Mapping[str, Observation]
) -> NextPlan:
    """Make the folder of the plan that follows.

    old      data folder of the plan that ends
    before   its row of ``municipality.csv``
    values   the last value of each of its measures, small counts of sensitive ones left out

    Raises   `UsageError` where something lies in the new folder, or nothing can be written there
    """
    tables = rows_of(files_of(old))
    carried = _carried(tables, values, before)
    made_whole(folder, lambda work: _fill(work, old, row, before, carried))
    new = tuple(one["next_text"] for one in tables["crosswalk"] if one["fate"] == Fate.NEW and one["next_text"])
    return NextPlan(len(carried["actions"]), len(carried["measures"]), len(carried["baselines"]), new)


def _fill(
    work: Path, old: Path, row: Municipality, before: Municipality, carried: Mapping[str, list[TableRow]]
) -> None:
    closed = work / PREVIOUS / f"{before.plan_start}-{before.plan_end}"
    hidden = shutil.ignore_patterns(".*")
    shutil.copytree(old, work, ignore=_without(old, (*_CLOSED, ".*")), dirs_exist_ok=True)
    closed.mkdir(parents=True)
    shutil.copy(old / "municipality.csv", closed)
    for name in _CLOSED:
        if (old / name).is_dir():
            shutil.copytree(old / name, closed / name, ignore=hidden)
        (work / name).mkdir()
    table = TABLES["municipality"]
    (work / table.file).write_text(table_text(table, [row]), encoding="utf-8", newline="\n")
    _write_sources(work, row, before)
    files = files_of(old)
    for name, rows in carried.items():
        if rows:
            (work / PLAN_FOLDER / ALL_TABLES[name].file).write_bytes(content_of(name, files[name], rows))
    if (work / descriptor.FILE).exists():
        descriptor.write(work)


def _write_sources(work: Path, row: Municipality, before: Municipality) -> None:
    """The plan's tables come from the new plan; what stands on the old one goes on naming that one, by another key."""
    former = f"{PLAN_SOURCE}_{before.plan_start}_{before.plan_end}"
    for name, table in TABLES.items():
        file = read_table_file(work / table.file, table.columns)
        rows = [one | {"source_id": former} if one.get("source_id") == PLAN_SOURCE else one for one in file.rows]
        if name == "sources":
            rows.append(plan_source(row, f"{row.plan_start}-{row.plan_end}"))
        if rows != list(file.rows):
            (work / table.file).write_bytes(written(file, name, rows))


def _without(old: Path, names: tuple[str, ...]) -> Callable[[str, list[str]], set[str]]:
    """What a copy of the folder leaves out, at its top."""

    def ignored(place: str, found: list[str]) -> set[str]:
        hidden = {name for name in found if name.startswith(".")}
        return hidden | ({name for name in found if name in names} if Path(place) == old else set())

    return ignored


def _carried(
    tables: Mapping[str, list[TableRow]], values: Mapping[str, Observation], before: Municipality
) -> dict[str, list[TableRow]]:
    """The tables of the plan that follows, as far as the crosswalk decides them; what is undecided goes on."""
    decided = {(one["subject"], one["subject_id"]): one for one in tables["crosswalk"] if one["fate"] != Fate.NEW}
    keys = {
        subject: {
            one[column]: decided.get((subject, one[column]), {}).get("next_id") or one[column]
            for one in tables[table]
            if decided.get((subject, one[column]), {}).get("fate") != Fate.DROPPED
        }
        for subject, table, column in (
            (Subject.ACTION.value, "actions", "action_id"),
            (Subject.MEASURE.value, "measures", "measure_id"),
        )
    }
    actions, measures = keys[Subject.ACTION], keys[Subject.MEASURE]
    at_actions = {one["indicator_id"] for one in tables["action_indicators"] if one["action_id"] in actions}
    of_measures = {one["indicator_id"] for one in tables["measures"] if one["measure_id"] in measures}
    indicators = at_actions & of_measures
    measures = {
        one["measure_id"]: measures[one["measure_id"]]
        for one in tables["measures"]
        if one["measure_id"] in measures and one["indicator_id"] in indicators
    }
    known = {"action_id": actions, "measure_id": measures, "indicator_id": {key: key for key in indicators}}
    subjects = {Subject.ACTION.value: actions, Subject.MEASURE.value: measures}
    carried: dict[str, list[TableRow]] = {}
    for name, rows in tables.items():
        kept = (
            [] if name in _OWN_WORDS else [new for one in rows if (new := _renamed(one, known, subjects)) is not None]
        )
        carried[name] = kept
    for one in carried["actions"]:
        one |= {"period_start": "", "period_end": "", "line_start": "", "line_end": "", "reading": ""}
    _leave_own_principles(carried)
    _write_new_words(carried, decided, keys)
    carried["targets"] = [one for one in carried["targets"] if int(one["target_year"]) > before.plan_end]
    note = _("last value of the plan of {years}").format(years=year_range(before.plan_start, before.plan_end))
    carried["baselines"] = [
        _baseline(values[key], decided.get((Subject.MEASURE.value, key), {})) | {"measure_id": new, "note": note}
        for key, new in measures.items()
        if key in values
    ]
    return carried


def _baseline(last: Observation, decision: Mapping[str, str]) -> TableRow:
    """A last value as the table holds it; with new words of the plan, something else may be counted."""
    value = last.value
    row = dict.fromkeys(ALL_TABLES["baselines"].columns, "")
    row |= {"year": str(last.year), "value": str(value) if value.denominator == 1 else repr(float(value))}
    if last.denominator is not None:
        row |= {"numerator": str(last.numerator), "denominator": str(last.denominator)}
    if decision.get("fate") == Fate.CHANGED and decision["next_text"]:
        row["is_changed"] = "true"
    return row


def _renamed(
    row: TableRow, known: Mapping[str, Mapping[str, str]], subjects: Mapping[str, Mapping[str, str]]
) -> TableRow | None:
    """The row with the keys of the plan that follows; None where it is about something that does not go on."""
    new = dict(row)
    for column, keys in known.items():
        if column in new:
            if new[column] not in keys:
                return None
            new[column] = keys[new[column]]
    if "subject_id" in new:
        keys = subjects.get(new["subject"], {})
        if new["subject_id"] not in keys:
            return None
        new["subject_id"] = keys[new["subject_id"]]
    return new


def _leave_own_principles(carried: dict[str, list[TableRow]]) -> None:
    """The principles of the plan that ends are no framework of the next one, which has its own."""
    own = {(one["framework"], one["article"]) for one in carried["frameworks"] if not one["title"]}
    for name in ("frameworks", "links"):
        carried[name] = [one for one in carried[name] if (one["framework"], one["article"]) not in own]


def _write_new_words(
    carried: dict[str, list[TableRow]], decided: Mapping, keys: Mapping[str, Mapping[str, str]]
) -> None:
    """What the crosswalk says in other words bears them."""
    words = {
        (subject, keys[subject][key]): one["next_text"]
        for (subject, key), one in decided.items()
        if one["fate"] == Fate.CHANGED and one["next_text"] and key in keys.get(subject, {})
    }
    for one in carried["actions"]:
        one["action_text"] = words.get((Subject.ACTION, one["action_id"]), one["action_text"])
    for one in carried["measures"]:
        text = words.get((Subject.MEASURE, one["measure_id"]))
        if text:
            one |= {"name": text, "measure_text": text}

"""Reported values, stored values and tables of reporters, made in a line each; nothing of it touches a disk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from forms.filling import run

from yeep_analysis.intake.merge import Delivery, GivenReason, Merge, merge
from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.municipality.plan_tables import ReporterRow
from yeep_analysis.municipality.result_tables import CorrectionRow, ResultRow, RowKey
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.reporting.reported import CellPlace, Reported
from yeep_analysis.reporting.reporters import Reporters
from yeep_analysis.reporting.results_folder import YearResults
from yeep_analysis.words.terms import Field, ReporterBasis, Subject

ROOT = Path(__file__).parents[2]
YEAR = 2024
FIRST_DAY, SECOND_DAY = date(2025, 1, 20), date(2025, 2, 10)
SHA = "a" * 64
BEFORE = "0" * 64  # hash of the table to which a delivery is added

# Units and measures by which the tests speak
KDM, IK, FEN, EB = "kadin_danisma_merkezi", "insan_kaynaklari", "fen_isleri", "esitlik_birimi"
KRES = "measure/kres"  # a number of places
STAFF = "measure/kadro_bazli_istihdam"  # persons by sex
WOMEN = "measure/siddet_goren_kadin"  # women only, by month and mahalle
NEEDS = "measure/ihtiyac_analizi"  # a number, by mahalle
MAP = "measure/kadin_yoksunlugu_haritasi"  # a milestone
RATIO = "measure/cocuk_ergen_danismanligi"  # part and whole
BUILDING = "measure/spor_kompleksi_yapimi"  # a completion rate
ACTION = "action/istihdam_g2_h3_e1"


@cache
def plan() -> Plan:
    """The plan of the repository."""
    return load_plan(ROOT / "data")


def key(text: str) -> RowKey:
    """``measure/kres`` as a key."""
    subject, subject_id, *part = text.split("/")
    return RowKey(Subject(subject), subject_id, *part)


def said(unit: str, row: str, which: Field, value: str, file: str = "form.xlsx", cell: str = "K7") -> Reported:
    """One cell of a delivery."""
    return Reported(unit, key(row), which, value, CellPlace(file, SHA, "The measures", cell))


def kept(unit: str, row: str, which: Field, value: str, file: str = "former.xlsx", day: date = FIRST_DAY) -> ResultRow:
    """One value of the results."""
    at = key(row)
    return ResultRow.model_construct(
        unit_id=unit,
        subject=at.subject,
        subject_id=at.subject_id,
        breakdown=at.breakdown,
        category=at.category,
        field=which,
        value=value,
        file=file,
        sha256="b" * 64,
        sheet="The measures",
        cell="K7",
        received_on=day,
    )


def results(*rows: ResultRow, corrections: Iterable[CorrectionRow] = (), sha256: str = BEFORE) -> YearResults:
    """The results of the year before a delivery."""
    return YearResults(YEAR, rows, tuple(corrections), sha256)


def reporting(**units: str | list[str]) -> Reporters:
    """``reporting(kres="a", kadro_bazli_istihdam=["a", "b"])``: which units report which measures and actions."""
    return Reporters(
        tuple(
            ReporterRow(
                subject=Subject.MEASURE if name in plan().measures else Subject.ACTION,
                subject_id=name,
                unit_id=unit,
                basis=ReporterBasis.CONFIRMED,
                note="",
            )
            for name, named in units.items()
            for unit in ([named] if isinstance(named, str) else named)
        )
    )


def merged(
    before: YearResults, *reported: Reported, who: Reporters | None = None, reason: str = "", day: date = SECOND_DAY
) -> Merge:
    """What a delivery does; where nobody is named, each unit reports what it delivers."""
    if who is None:
        said_by = {(one.key.subject_id, one.unit_id) for one in reported}
        said_by |= {(row.subject_id, row.unit_id) for row in before.rows}
        who = reporting(**{name: sorted(unit for one, unit in said_by if one == name) for name, _unit in said_by})
    return merge(before, Delivery(reported, day, GivenReason(reason)), plan(), who)


def values(rows: Iterable[ResultRow]) -> dict[tuple[str, str, Field], str]:
    """The values of a table, without where they came from."""
    return {(row.unit_id, str(row.key), row.field): row.value for row in rows}


def reply(row: str, unit: str = "unit", **fields: str) -> Reply:
    """``reply("measure/kres", value="3")``: what a unit reported of a row."""
    return Reply(key(row), unit, {Field(name): value for name, value in fields.items()})


def yeep(*arguments: object) -> tuple[int, str, str]:
    """A command in English: exit code, what it printed, what it complained."""
    return run(*arguments, "--lang", "en")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

"""Forms on their way there and back: written, filled in by LibreOffice as a person would, collected."""

from __future__ import annotations

import csv
import json
import runpy
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import psutil
import pytest
from forms.filling import cells, fill, spread

from yeep_analysis.cli.main import main
from yeep_analysis.intake.forms.layout import once_key
from yeep_analysis.words import language
from yeep_analysis.words.terms import Field

pytestmark = pytest.mark.office
HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
YEAR = "2024"
FEMALE = ("measure/egitim_sonrasi_istihdam", Field.FEMALE)
SPOILT = "kadin_danisma_merkezi"  # its form has every kind of cell
LONGEST = 180  # seconds for all forms of a hand-over

# The office speaks Turkish to itself: 45,5 is a number, 12.05.2024 a date, as for whoever fills in the form.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>tr-TR</value></prop></item>
</oor:items>"""


@pytest.fixture(scope="session")
def office() -> tuple[str, str]:
    """LibreOffice, and the Python that drives it."""
    found = runpy.run_path(str(ROOT / "tools" / "office.py"))
    soffice = found["soffice"]()
    assert soffice, "LibreOffice is missing: python tools/office.py"
    python = found["python"](soffice)
    assert python, "A Python that can drive LibreOffice is missing: python tools/office.py"
    return soffice, python


@contextmanager
def running(soffice: str, profile: Path) -> Iterator[str]:
    """A LibreOffice of our own, with its own profile, listening at its own pipe; nothing of it is left behind."""
    pipe = f"yeep-{uuid.uuid4().hex}"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    command = [soffice, "--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    process = psutil.Popen(
        [*command, f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp;"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield pipe
    finally:
        _end(process)


def _end(process: psutil.Popen) -> None:
    """Wait for a program that was asked to end; end it with its children where it does not."""
    try:
        family = [*process.children(recursive=True), process]
    except psutil.NoSuchProcess:
        family = [process]
    for end, patience in ((None, 10), (psutil.Process.terminate, 10), (psutil.Process.kill, 10)):
        for one in family if end else ():
            with suppress(psutil.NoSuchProcess):
                end(one)
        _gone, family = psutil.wait_procs(family, timeout=patience)


def _words() -> dict[str, dict[str, str]]:
    """The words of the lists, as a Turkish form shows them."""
    from yeep_analysis.reporting.questions import UnitReason
    from yeep_analysis.words.terms import ActionStatus, Answer, MoneySource, NoMoney

    language.use("tr")
    lists = {
        "done": Answer,
        "confirmed": Answer,
        "may_publish": Answer,
        "money_source": MoneySource,
        "no_money": NoMoney,
        "missing": UnitReason,
        "status": ActionStatus,
    }
    return {field: {term.value: term.label for term in terms} for field, terms in lists.items()}


@dataclass(frozen=True)
class HandOver:
    """Data from which forms were written, the forms, the same filled in, and what was typed into them."""

    data: Path
    forms: Path
    returned: Path
    filled: dict[str, dict]  # unit -> {"open": [[row, field]], "typed": [[row, field, meant]]}

    @property
    def table(self) -> Path:
        return self.data / "results" / f"{YEAR}.csv"

    def collect(self) -> int:
        return main(["collect", YEAR, str(self.returned), "--data", str(self.data)])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the data with its reporters, and the forms of all units."""
    folder = tmp_path_factory.mktemp("written")
    data = Path(shutil.copytree(ROOT / "data", folder / "data"))
    shutil.rmtree(data / "results", ignore_errors=True)
    assert main(["reporters", "--propose", "--data", str(data)]) == 0
    assert main(["forms", YEAR, "--data", str(data), "--out", str(folder / "forms")]) == 0
    return data, folder / "forms"


WAYS = {
    "figures": {"with_reasons": False, "spoilt": False, "tries_locked_cells": True},
    "reasons": {"with_reasons": True, "spoilt": False, "tries_locked_cells": False},
    "spoilt": {"with_reasons": False, "spoilt": True, "tries_locked_cells": False},
}


@pytest.fixture(scope="module")
def all_filled(office, written, tmp_path_factory) -> dict[str, HandOver]:
    """All forms filled in, in every way, by one LibreOffice."""
    soffice, python = office
    folder = tmp_path_factory.mktemp("returned")
    tasks = []
    for way, how in WAYS.items():
        (folder / way).mkdir()
        names = sorted(path.name for path in written[1].glob("*.xlsx") if not how["spoilt"] or SPOILT in path.name)
        tasks += [{"form": str(written[1] / name), "to": str(folder / way / name), **how} for name in names]
    task, typed = folder / "task.json", folder / "typed.json"
    task.write_text(json.dumps({"forms": tasks, "words": _words(), "written": str(typed)}), encoding="utf-8")
    with running(soffice, folder / "profile") as pipe:
        command = [python, str(HERE / "drive.py"), pipe, str(task)]
        driven = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=LONGEST)
        assert driven.returncode == 0, driven.stderr
    found = {Path(name): filled for name, filled in json.loads(typed.read_text(encoding="utf-8")).items()}
    handed = {}
    for way in WAYS:
        data = Path(shutil.copytree(written[0], folder / f"{way}-data"))
        filled = {_unit(path): one for path, one in found.items() if path.parent.name == way}
        handed[way] = HandOver(data, written[1], folder / way, filled)
    return handed


def _unit(path: Path) -> str:
    return path.stem.removeprefix(f"{YEAR}-")


@pytest.fixture(scope="module", params=WAYS)
def filled(request, all_filled) -> HandOver:
    """The forms, filled in one way."""
    return all_filled[request.param]


@pytest.fixture(scope="module")
def collected(filled) -> dict[tuple[str, str, str], str]:
    """The results, after the forms were collected."""
    assert filled.collect() == 0
    with filled.table.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    places = ("subject", "subject_id", "breakdown", "category")
    found = {(r["unit_id"], "/".join(r[p] for p in places if r[p]), r["field"]): r["value"] for r in rows}
    assert len(found) == len(rows)
    return found


def typed(filled: HandOver) -> dict[tuple[str, str, str], str]:
    """What should have arrived: the reason for a correction is read, and kept only where something was corrected."""
    return {
        (unit, key, which): meant
        for unit, one in filled.filled.items()
        for (key, which), meant in spread({(key, which): meant for key, which, meant in one["typed"]}).items()
        if which != "correction"
    }


def test_a_form_went_to_every_unit(all_filled):
    with (all_filled["figures"].data / "plan" / "reporters.csv").open(encoding="utf-8", newline="") as table:
        units = {row["unit_id"] for row in csv.DictReader(table)}
    assert set(all_filled["figures"].filled) == set(all_filled["reasons"].filled) == units
    assert len(units) == 13


def test_exactly_the_cells_that_are_asked_stand_open(filled):
    from yeep_analysis.intake.forms.expected import expected

    wanted = expected(filled.data, int(YEAR))
    for unit, one in filled.filled.items():
        form = wanted.form(unit)
        asked = [[key, which.value] for key, row in form.asked.items() for which in row.fields]
        asked += [[once_key(which, sheet.kind), which.value] for sheet in form.sheets for which in sheet.once]
        assert sorted(one["open"]) == sorted(asked), unit


def test_every_open_cell_was_filled_in_one_way_or_the_other(all_filled):
    for unit in all_filled["figures"].filled:
        ways = [all_filled[way].filled[unit] for way in ("figures", "reasons")]
        filled = {(key, which) for one in ways for key, which, _meant in one["typed"]}
        left = {(key, which) for key, which in ways[0]["open"]} - filled
        assert {which for _key, which in left} <= {"missing", "last_month"}, unit


def test_no_two_figures_of_a_form_are_alike(all_filled):
    for unit, one in all_filled["figures"].filled.items():
        figures = [
            meant for _key, which, meant in one["typed"] if which in ("female", "male", "numerator", "denominator")
        ]
        assert len(set(figures)) == len(figures), unit


def test_every_value_arrives_and_nothing_else(filled, collected):
    wanted = typed(filled)
    places = wanted.keys() | collected.keys()
    differs = {place: (wanted.get(place), collected.get(place)) for place in places}
    assert {place: pair for place, pair in differs.items() if pair[0] != pair[1]} == {}, "typed, arrived"


def test_a_second_collection_changes_nothing(filled, collected):
    before = {path: path.read_bytes() for path in filled.data.rglob("*.csv")}
    assert filled.collect() == 0
    assert {path: path.read_bytes() for path in filled.data.rglob("*.csv")} == before


@pytest.mark.parametrize("way", ["figures", "reasons"])
def test_protection_and_rules_survive_in_what_libreoffice_saves(all_filled, way):
    for sent in sorted(all_filled[way].forms.glob("*.xlsx")):
        before, after = openpyxl.load_workbook(sent), openpyxl.load_workbook(all_filled[way].returned / sent.name)
        assert before.sheetnames == after.sheetnames
        for sheet in before.sheetnames:
            assert after[sheet].protection.sheet, (sent.name, sheet)
            assert _rules(after[sheet]) == _rules(before[sheet]), (sent.name, sheet)


def _rules(sheet) -> dict[tuple[int, int], tuple]:
    """What each cell with a rule accepts."""
    return {
        place: (rule.type, rule.formula1, rule.type != "list" and rule.formula2, rule.error, rule.showErrorMessage)
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for place in area.cells
    }


def test_a_form_to_be_corrected_comes_through_libreoffice_with_its_marks_and_without_a_word(office, written, tmp_path):
    from yeep_analysis.intake.forms.collect import check, read_files
    from yeep_analysis.intake.forms.expected import expected
    from yeep_analysis.intake.forms.send_back import package
    from yeep_analysis.reporting.letters import Sender
    from yeep_analysis.reporting.results_folder import load_results

    data, forms = written
    wanted = expected(data, int(YEAR))
    sent = fill(forms / f"{YEAR}-iskur.xlsx", {FEMALE: "yok"}, to=tmp_path / "sent.xlsx")
    before, about = load_results(data, int(YEAR)), wanted.circumstances(data, date(2025, 2, 1))
    one = check(read_files([sent], wanted), wanted, before, about).by_unit["iskur"]
    made = package(one, wanted, {}, Sender(wanted.municipality, int(YEAR)))
    (tmp_path / made.file).write_bytes(made.content)
    command = [
        office[0],
        "--headless",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "back"), str(tmp_path / made.file)], check=True, timeout=LONGEST
    )
    returned = tmp_path / "back" / made.file
    again = check(read_files([returned], wanted), wanted, before, about)
    assert [problem.what for problem in again.problems] == [problem.what for problem in one.problems]
    assert not again.remarks and again.by_unit["iskur"].files[0].is_form
    marked = cells(openpyxl.load_workbook(returned))[FEMALE]
    assert marked.comment and marked.fill.fgColor.rgb.endswith("FFD34D") and marked.border.left.style == "thick"
    fill(returned, {FEMALE: 12, (FEMALE[0], Field.MALE): 8})
    assert check(read_files([returned], wanted), wanted, before, about).units == ("iskur",)

"""Forms of one year, written once; a copy for whoever spoils them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import Workbook, load_workbook

from forms.filling import At, data_folder, fill_clean, read_here, run, written
from yeep_analysis.intake.forms import opening
from yeep_analysis.intake.forms.csv_delivery import read_csv_delivery
from yeep_analysis.intake.forms.expected import Expected, expected
from yeep_analysis.intake.forms.read import Delivered, read_form
from yeep_analysis.words import language

YEAR = 2024
RECEIVED = date(2025, 2, 1)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """``data``: a copy of ``data/`` with its reporters; ``forms``: unit -> its blank form of 2024. Not to be spoiled."""
    language.use("tr")
    home = tmp_path_factory.mktemp("forms")
    data = data_folder(home)
    return SimpleNamespace(data=data, forms=written(data, YEAR, home / "sent"), year=YEAR)


@pytest.fixture(scope="session")
def wanted(house: SimpleNamespace) -> Expected:
    """What is expected back of that year."""
    return expected(house.data, house.year)


@pytest.fixture(scope="session")
def opened(house: SimpleNamespace) -> dict[str, Workbook]:
    """The blank forms as a spreadsheet program opens them: unit -> workbook."""
    return {unit: load_workbook(path) for unit, path in house.forms.items()}


@pytest.fixture(scope="session")
def full(house: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, dict[At, object]]]:
    """Every form with all its cells filled in, and what was written: unit -> (file, values)."""
    language.use("tr")
    folder = tmp_path_factory.mktemp("full")
    return {unit: (folder / path.name, fill_clean(path, to=folder / path.name)) for unit, path in house.forms.items()}


@pytest.fixture
def data(house: SimpleNamespace, tmp_path: Path) -> Path:
    """A copy of that data folder, to collect into."""
    return Path(shutil.copytree(house.data, tmp_path / "data"))


@pytest.fixture(scope="session")
def read(wanted: Expected) -> Callable[[Path], Delivered]:
    """``read(path)``: what a form or a CSV brings, read in this process instead of in a child of it."""

    def brought(path: Path) -> Delivered:
        if path.suffix == ".csv":
            return read_csv_delivery(path.name, opening.answer(path), wanted)
        return read_form(path.name, opening.answer(path), wanted)

    return brought


@pytest.fixture
def collected(data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """``collected(*files)``: ``yeep collect`` in English, into the data folder of this test, files read in-process."""
    monkeypatch.setattr("yeep_analysis.intake.sandbox.Sandbox.read", read_here)

    def collect(*files: object, lang: str = "en") -> tuple[int, str, str]:
        return run("collect", YEAR, *files, "--data", data, "--lang", lang, "--received", RECEIVED)

    return collect

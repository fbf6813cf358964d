"""A data folder with its reporters, the forms of 2024 as they were sent and as they came back, made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from forms.filling import data_folder as with_reporters
from forms.filling import written

from results.desk import Desk, fill_in
from results.making import FEN, IK, YEAR, kept
from yeep_analysis.intake.forms.expected import Expected, expected
from yeep_analysis.intake.forms.opening import answer
from yeep_analysis.intake.sandbox import Sandbox
from yeep_analysis.municipality.result_tables import results_table
from yeep_analysis.municipality.table_files import write_table
from yeep_analysis.words import language
from yeep_analysis.words.terms import Field

TWO_REPORT = """\
measure,kihep_egitimi,halk_egitim,confirmed,beside kadin_danisma_merkezi
measure,kadin_yoksunlugu_haritasi,park_bahceler,confirmed,beside esitlik_birimi
measure,cocuk_ergen_danismanligi,park_bahceler,confirmed,beside kadin_danisma_merkezi
"""


@pytest.fixture(autouse=True)
def in_english(turkish_again: None) -> Iterator[None]:
    """Messages are compared in the language of the source."""
    language.use("en")
    yield


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """``data``, ``sent`` and ``clean`` forms (folders). Not to be spoiled."""
    home = tmp_path_factory.mktemp("results")
    data = with_reporters(home)
    with (data / "plan" / "reporters.csv").open("a", encoding="utf-8") as table:
        table.write(TWO_REPORT)
    clean = home / "clean"
    clean.mkdir()
    for path in written(data, YEAR, home / "sent", "--lang", "en").values():
        fill_in(path, clean / path.name)
    return SimpleNamespace(data=data, sent=home / "sent", clean=clean)


@pytest.fixture
def data(house: SimpleNamespace, tmp_path: Path) -> Path:
    """A copy of the data folder, to collect into."""
    return Path(shutil.copytree(house.data, tmp_path / "data"))


@pytest.fixture
def desk(house: SimpleNamespace, tmp_path: Path) -> Desk:
    """The clean forms, to spoil."""
    return Desk(house.clean, tmp_path / "returned")


@pytest.fixture(scope="session")
def wanted(house: SimpleNamespace) -> Expected:
    """What is expected of the year."""
    language.use("en")
    return expected(house.data, YEAR)


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks are read in this process: what the children do is tested with the forms."""
    monkeypatch.setattr(Sandbox, "read", lambda _sandbox, paths, advance: [answer(path) for path in paths])


def year_before(data: Path) -> None:
    """Results of 2023 beside which those of 2024 look odd, where a test makes them so."""
    rows = [
        kept(FEN, "measure/mesleki_egitim_merkezi_yapimi", Field.VALUE, "30"),
        kept(FEN, "measure/spor_kompleksi_yapimi", Field.VALUE, "35.5"),
        kept(FEN, "measure/sosyokulturel_merkez", Field.VALUE, "30"),
        kept(IK, "measure/kadro_bazli_istihdam", Field.FEMALE, "28"),
        kept(IK, "measure/kadro_bazli_istihdam", Field.MALE, "11"),
    ]
    write_table(data / "results" / f"{YEAR - 1}.csv", results_table(YEAR - 1), rows)

"""``datapackage.json`` is read by ``yeep check``: whoever takes the tables by it must find what it says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from yeep_analysis.cli.main import main
from yeep_analysis.municipality import descriptor

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


def renamed_column(content: dict) -> None:
    content["resources"][0]["schema"]["fields"][0]["name"] = "other"


def renamed_table(content: dict) -> None:
    content["resources"][0]["path"] = "gone.csv"


def own_words(content: dict) -> None:
    content["title"] = content["resources"][0]["description"] = "In our own words"


WRONG: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a brace": (lambda _content: b"{", "no JSON from line 1 on"),
    "other bytes": (lambda _content: b"\xff\xfe\0", "cannot be read"),
    "a list": (lambda _content: b"[]", "no list of resources"),
    "words": (lambda _content: b'{"resources": ["a"]}', "no list of resources"),
    "nested without end": (lambda _content: b"[" * 200_000, "cannot be read"),
    "another column": (lambda content: changed(content, renamed_column), "other columns than the tables have"),
}


def changed(content: bytes, change: Callable[[dict], None]) -> bytes:
    made = json.loads(content)
    change(made)
    return json.dumps(made).encode()


@pytest.mark.parametrize("name", WRONG)
def test_a_descriptor_that_does_not_fit_is_told(data: Path, capsys: pytest.CaptureFixture, name: str) -> None:
    change, words = WRONG[name]
    path = data / descriptor.FILE
    path.write_bytes(change(path.read_bytes()))
    assert main(["check", "--data", str(data), "--lang", "en"]) == 3
    errors = capsys.readouterr().err
    assert "datapackage.json" in errors and words in errors


def test_a_broken_descriptor_and_a_broken_table_are_told_at_once(data: Path, capsys: pytest.CaptureFixture) -> None:
    (data / "datapackage.json").write_text("{", encoding="utf-8")
    population = data / "population.csv"
    population.write_text(population.read_text(encoding="utf-8").replace("27456", "27.456", 1), encoding="utf-8")
    assert main(["check", "--data", str(data)]) == 3
    said = capsys.readouterr()
    assert "datapackage.json" in said.err and "27.456" in said.err and said.out == ""


def test_a_table_that_it_does_not_name_is_remarked(data: Path, capsys: pytest.CaptureFixture) -> None:
    path = data / descriptor.FILE
    path.write_bytes(changed(path.read_bytes(), renamed_table))
    assert main(["check", "--data", str(data), "--lang", "en"]) == 0
    assert "does not name the tables that are there (gone.csv, municipality.csv)" in capsys.readouterr().out


def test_own_words_and_no_descriptor_at_all_are_fine(data: Path) -> None:
    path = data / descriptor.FILE
    path.write_bytes(changed(path.read_bytes(), own_words))
    assert main(["check", "--data", str(data)]) == 0
    path.unlink()
    assert main(["check", "--data", str(data)]) == 0

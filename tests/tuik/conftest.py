"""What the tests of several files need."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from yeep_analysis.intake.sandbox import Sandbox
from yeep_analysis.intake.tuik.files import answer

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def opened_here(request, monkeypatch):
    """Files are opened in this process: a child costs more than all the rest of a test."""
    if "in_a_child" not in request.fixturenames:
        monkeypatch.setattr(Sandbox, "read", lambda _sandbox, paths: [json.loads(json.dumps(answer(p))) for p in paths])


@pytest.fixture
def in_a_child():
    """Of a test whose files are opened in a process of their own, as always but in tests."""


@pytest.fixture
def data(tmp_path):
    """The facts of the repository, without the catalogue of the plan and the places of comparison."""
    left_out = shutil.ignore_patterns("plan", "reference_*.csv")
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data", ignore=left_out))

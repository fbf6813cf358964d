"""What the tests of several files need."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path):
    """The facts of the repository, without the catalogue of the plan and the places of comparison."""
    left_out = shutil.ignore_patterns("plan", "reference_*.csv")
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data", ignore=left_out))

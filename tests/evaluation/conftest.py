"""What several files share: copies of the example that a test may change."""

import shutil

import pytest

from evaluation.making import EXAMPLE, Folder
from yeep_analysis.publishing import build as building


@pytest.fixture
def ornek(tmp_path):
    """A copy of the fictional municipality's data."""
    return Folder(shutil.copytree(EXAMPLE, tmp_path / "ornek"))


@pytest.fixture
def no_kernel(monkeypatch):
    """A test in which nothing may be run."""

    def refuse(*_arguments, **_options):
        pytest.fail("a kernel was started")

    monkeypatch.setattr(building, "Run", refuse)

"""What the tests of charts share."""

from __future__ import annotations

from collections import Counter

import pytest
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine


@pytest.fixture
def work(monkeypatch) -> Counter:
    """How often a figure was laid out, and how often drawn."""
    done: Counter = Counter()
    for owner, method, name in ((ConstrainedLayoutEngine, "execute", "layouts"), (Figure, "draw", "drawings")):
        monkeypatch.setattr(owner, method, _counting(getattr(owner, method), done, name))
    return done


def _counting(function, done: Counter, name: str):
    def counted(*args, **options):
        done[name] += 1
        return function(*args, **options)

    return counted

"""Where the chapters and the fictional example lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_IN_CHECKOUT = {"notebooks": "notebooks", "example": "examples/ornek"}


def chapters() -> Path:
    """The folder of the report's own chapters."""
    return _folder("notebooks")


def example() -> Path:
    """The data folder of the fictional municipality."""
    return _folder("example")


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / _IN_CHECKOUT[name]

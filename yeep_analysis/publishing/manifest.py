"""What produced a report: inputs and outputs with their hashes, parameters, versions, commit. No time of day."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import platform
import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from yeep_analysis import __version__
from yeep_analysis.edition import DESK_FOLDER

DATA_FILES = ("*.csv", "*.geojson", "emblem.*", "editions/**/*.md")  # what a report is made from, beside the chapters
TOOLS = ("matplotlib", "nbclient", "nbconvert", "numpy", "pandas", "papermill", "pydantic", "seaborn", "typst")


def describe(files: Iterable[Path], folder: Path) -> list[dict[str, Any]]:
    """Path relative to ``folder``, SHA-256, bytes, and rows where it is a table; in order of the paths."""
    return [_described(path, path.relative_to(folder).as_posix()) for path in sorted(files)]


def data_inputs(data: Path) -> list[dict[str, Any]]:
    """What a report is made from in a data folder; what the desk remembers is no input."""
    files = (path for kind in DATA_FILES for path in data.rglob(kind) if path.is_file())
    return describe((path for path in files if path.relative_to(data).parts[0] != DESK_FOLDER), data)


def manifest(
    *, parameters: Mapping[str, Any], inputs: Mapping[str, list], outputs: list, package: Path, audit: Mapping[str, Any]
) -> str:
    """The manifest as JSON text, the same for the same inputs, versions and commit."""
    content = {
        "made_with": {"yeep_analysis": __version__, "commit": commit(package)},
        "parameters": dict(sorted(parameters.items())),
        "inputs": inputs,
        "outputs": outputs,
        "audit": dict(audit),
        "versions": {"python": platform.python_version(), **{tool: version(tool) for tool in TOOLS}},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def commit(folder: Path) -> str:
    """The commit of the package's checkout, marked where it has uncommitted changes; empty outside a checkout."""
    try:
        # A package that merely lies inside a foreign checkout (a venv, say) is not of its commit.
        _git(folder, "ls-files", "--error-unmatch", "__init__.py")
        head = _git(folder, "rev-parse", "HEAD")
        changed = _git(folder, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return ""
    return head + ("+changes" if changed else "")


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _described(path: Path, name: str) -> dict[str, Any]:
    content = path.read_bytes()
    name = name.encode("utf-8", "replace").decode()  # of a file whose name is no text
    described = {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    if path.suffix == ".csv":
        described |= _rows_of(content)
    return described


def _rows_of(content: bytes) -> dict[str, int]:
    """How many rows a table has; nothing is said of a file that is none."""
    try:
        return {"rows": max(sum(1 for _row in csv.reader(io.StringIO(content.decode("utf-8-sig")))) - 1, 0)}
    except (UnicodeDecodeError, csv.Error):
        return {}

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
from yeep_analysis.edition import DESK_FOLDER, INTERNAL, LEDGER, SECRET_DATA

DATA_FILES = ("*.csv", "*.geojson", "emblem.*", "editions/**/*.md")  # what a report is made from, beside the chapters
TOOLS = ("matplotlib", "nbclient", "nbconvert", "numpy", "pandas", "papermill", "pydantic", "seaborn", "typst")


def describe(files: Iterable[Path], folder: Path) -> list[dict[str, Any]]:
    """Path relative to ``folder``, SHA-256, bytes, and rows where it is a table; in order of the paths."""
    return [_described(path, path.relative_to(folder).as_posix()) for path in sorted(files)]


def data_inputs(data: Path) -> list[dict[str, Any]]:
    """What a report is made from in a data folder; what the desk remembers is no input."""
    files = (path for kind in DATA_FILES for path in data.rglob(kind) if path.is_file())
    return describe((path for path in files if path.relative_to(data).parts[0] != DESK_FOLDER), data)


def has_secrets(described: list[dict[str, Any]]) -> bool:
    """Whether files with small counts are among inputs."""
    return without_secrets(described) != described


def without_secrets(described: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same for readers: of a file with small counts its name alone. From a hash they could be guessed.

    Results of the plan before lie in a folder of that plan: ``previous/2023-2025/results/2025.csv``.
    """
    return [{"path": one["path"]} if {*one["path"].split("/")} & {*SECRET_DATA} else one for one in described]


def without_ledger(described: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same without the ledger: that something was published makes no report old."""
    return [one for one in described if one["path"] != LEDGER]


def changed_outputs(folder: Path) -> list[str]:
    """The files of a finished report that are no longer as they were made, or gone."""
    try:
        made = json.loads((folder / "manifest.json").read_bytes())["outputs"]
        return [one["path"] for one in made if sha256_of(folder / one["path"]) != one["sha256"]]
    except (OSError, ValueError, KeyError, TypeError):
        return [folder.name]


def record_of(out: Path, folder: Path) -> Path:
    """Where it is kept, for the unit alone, from what exactly a public report was made.

    folder   of the report, below the out folder: ``2025/tr``
    """
    return out / INTERNAL / folder.parent / f"{folder.name}-public.json"


def recorded(out: Path, folder: Path) -> dict[str, Any] | None:
    """What is kept of the public report that lies in the out folder; None where nothing is, or of another report.

    A report that was made without any secret says all of it in its manifest.
    """
    path = out / folder / "manifest.json"
    try:
        inputs = json.loads(path.read_bytes())["inputs"]["data"]
        if all("sha256" in one for one in inputs):
            return {"manifest": sha256_of(path), "inputs": inputs, "told": []}
        record = json.loads(record_of(out, folder).read_bytes())
        return record if record["manifest"] == sha256_of(path) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def sha256_of(path: Path) -> str:
    """The hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


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

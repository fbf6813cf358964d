"""Sees to it that the office tests have LibreOffice Calc, and a Python that can drive it: what is there, or Debian's.

Prints the path of both. Where one is missing and cannot be installed it stops with an error and says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("soffice", "libreoffice")
PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
PACKAGES = ("libreoffice-calc", "python3-uno")


def soffice() -> str | None:
    """Path of an installed LibreOffice."""
    named = os.environ.get("OFFICE_PATH")
    paths = [named] if named else [*map(shutil.which, NAMES), *PLACES]
    return next((path for path in paths if path and Path(path).is_file()), None)


def python(office: str) -> str | None:
    """Path of a Python that can drive this LibreOffice: its own, or the system's."""
    return next((path for path in _pythons(Path(office).resolve().parent) if _drives(path)), None)


def _pythons(program: Path) -> Iterator[str]:
    if named := os.environ.get("OFFICE_PYTHON"):
        yield named
    own = (program / "python.exe", program / "python", program.parent / "Resources" / "python")
    yield from (str(path) for path in own if path.is_file())
    yield from (path for path in ("/usr/bin/python3", shutil.which("python3"), sys.executable) if path)


def _drives(path: str) -> bool:
    try:
        return subprocess.run([path, "-c", "import uno"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    """Install what is missing with what this machine offers."""
    if shutil.which("apt-get") and os.name == "posix" and os.geteuid() == 0:
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=quietly)


def main() -> int:
    """Install LibreOffice where there is none."""
    if not ((office := soffice()) and python(office)):
        install()
    office = soffice()
    if office is None:
        return _stop("LibreOffice was not found.")
    driver = python(office)
    if driver is None:
        return _stop(f"No Python was found that can drive {office} (import uno).")
    print(office, driver, sep="\n")
    return 0


def _stop(what: str) -> int:
    print(
        f"{what} Install LibreOffice Calc with its Python: on Debian and Ubuntu “sudo apt-get install "
        f"{' '.join(PACKAGES)}”, elsewhere from libreoffice.org. Or name them: OFFICE_PATH=…/soffice, "
        "OFFICE_PYTHON=…/python.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())

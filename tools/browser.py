"""Sees to it that the browser tests have a browser: one that is there, Debian's, or Playwright's own.

Prints its path. Without a browser it stops with an error and says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def found() -> str | None:
    """Path of an installed browser of the Chromium family."""
    return os.environ.get("BROWSER_PATH") or next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Install a browser with what this machine offers."""
    if shutil.which("apt-get") and os.name == "posix" and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=True, stdout=subprocess.DEVNULL)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def main() -> int:
    """Install a browser where there is none."""
    if not found():
        install()
    print(found() or "Playwright's own browser")
    return 0


if __name__ == "__main__":
    sys.exit(main())

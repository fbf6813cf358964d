"""How long the desk takes to start, and each of its pages to be answered, with the fictional municipality on it.

python benchmarks/desk.py
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("durum", "plan", "formlar", "gelenler", "veriler", "metinler", "rapor", "yedek", "yardim")
YEAR, TIMES = 2025, 7
AIM_START, AIM_PAGE = 3.0, 0.2  # seconds, on a quiet machine


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        data = Path(shutil.copytree(ROOT / "examples" / "ornek", home / "house" / "data"))
        environment = os.environ | {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "settings")}
        environment["PYTHONUNBUFFERED"] = "1"
        command = [sys.executable, "-m", "yeep_analysis", "desk", "--no-browser", "--data", str(data)]
        began = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
            address = next(
                found.group(1) for line in process.stdout if (found := re.search(r"http://([\d.:]+\d)", line))
            )
            print(f"start: {time.perf_counter() - began:.2f} s (aim {AIM_START} s)")
            entrance = next((home / "settings").rglob("yeep-masa.html")).read_text(encoding="utf-8")
            measure(address, re.search(r'value="([^"]+)"', entrance).group(1))
            process.terminate()
    return 0


def measure(address: str, ticket: str) -> None:
    connection = http.client.HTTPConnection(address)
    headers = {"Origin": "null", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/enter", urlencode({"ticket": ticket}), headers)
    answer = connection.getresponse()
    answer.read()
    cookie = {"Cookie": answer.headers["Set-Cookie"].split(";")[0]}
    for name in PAGES:
        spent = []
        for _time in range(TIMES):
            began = time.perf_counter()
            connection.request("GET", f"/{YEAR}/{name}", headers=cookie)
            answer = connection.getresponse()
            assert answer.status == 200 and answer.read()
            spent.append(time.perf_counter() - began)
        print(
            f"{name}: {statistics.median(spent) * 1000:.0f} ms, first {spent[0] * 1000:.0f} (aim {AIM_PAGE * 1000:.0f})"
        )


if __name__ == "__main__":
    sys.exit(main())

"""The process that opens what others sent: path in, plain data out, one line of JSON each. Run by ``readers``.

Nothing that a file does in here (fill the memory, never end, crash) reaches the command that asked.
"""

from __future__ import annotations

import contextlib
import json
import sys
import warnings
from hashlib import sha256
from pathlib import Path
from typing import Any

from yeep_analysis.intake.forms.archive import what_is_wrong
from yeep_analysis.intake.forms.parsers import parse

MEMORY = 2**30  # bytes of address space, libraries included


def answer(path: str) -> dict[str, Any]:
    """What a file holds, or the code of why it was not read."""
    try:
        content = Path(path).read_bytes()
    except OSError:
        return {"refused": "no_access", "sha256": "", "detail": ""}
    found: dict[str, Any] = {"sha256": sha256(content).hexdigest(), "detail": ""}
    if code := what_is_wrong(content):
        return found | {"refused": code}
    try:
        return found | parse(content)
    except MemoryError:
        return found | {"refused": "limits"}
    except Exception as error:  # a parser may raise anything at all on what was sent
        return found | {"refused": "damaged", "detail": type(error).__name__}


def main() -> None:
    """Answer one path a line until there are no more."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit: there the parent watches
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("ignore")  # openpyxl tells what it leaves out; nothing of that is read
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()

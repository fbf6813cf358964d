"""The entry of the commands: whoever interrupts one before it has begun gets a sentence, too."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
INTERRUPTED_ONCE = """
import builtins, sys
from yeep_analysis.__main__ import main
real, left = builtins.__import__, ["yeep_analysis.words.language"]
def interrupted(name, *arguments, **named):
    if name.startswith("babel") and left:
        left.pop()
        raise KeyboardInterrupt
    return real(name, *arguments, **named)
builtins.__import__ = interrupted
sys.argv = ["yeep", "collect", "2024"]
code = main()
sys.exit(code if not left else 99)
"""


def test_interrupted_while_it_still_imports():
    said = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_ONCE], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert said.returncode == 130 and "Traceback" not in said.stderr
    assert said.stderr.startswith("Durduruldu. Hiçbir şey değiştirilmedi")

#!/bin/sh
# What must hold before a commit: style, and every message translated. Installed by `make hooks`.
set -e
cd "$(git rev-parse --show-toplevel)"
python=.venv/bin/python
[ -x "$python" ] || { echo "pre-commit: .venv is missing; run make lint once" >&2; exit 1; }
"$python" -m ruff check .
"$python" -m ruff format --check .
"$python" tools/catalogues.py --check

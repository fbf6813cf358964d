"""What the docs name is there: modules, files, commands of make."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FILE = re.compile(r"`([\w./-]*\w+\.(?:py|pyi|po|lock|typ|j2|css))`")
TARGET = re.compile(r"`?make ([a-z-]+)")
MADE_UP = ("my_measures.py", "my-chapters/my_measures.py")


def is_there(name: str) -> bool:
    folders = [path for top in ("yeep_analysis", "tests") for path in (ROOT / top).rglob("*") if path.is_dir()]
    return any((place / name).exists() for place in (ROOT, ROOT / "yeep_analysis", *folders))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_of_code_that_a_page_names_is_there(page):
    named = set(FILE.findall(page.read_text(encoding="utf-8"))) - set(MADE_UP)
    named = {name for name in named if not name.startswith("_") or "/" in name}  # the end of a name told before
    assert [name for name in sorted(named) if not is_there(name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_target_of_make_that_a_page_names_is_there(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    text = "\n".join(re.findall(r"`[^`\n]+`|^make .*$", page.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert set(TARGET.findall(text)) - targets == set()

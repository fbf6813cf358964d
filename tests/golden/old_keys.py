"""The key under which the second routes know a row of results: they speak of groups, as result tables once did."""

import runpy
from pathlib import Path

TOOL = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "same_numbers.py"))
NUMBERS = ("level", "against_year", "years_after")


def old_key(row):
    """Indicator, year and group of a row of a frame of results."""
    texts = {name: "" if cell is None or cell != cell else cell for name, cell in row.items()}
    texts |= {name: f"{texts[name]:g}" for name in NUMBERS if texts[name] != ""}
    texts["year"] = str(row["year"])
    return TOOL["indicator"](texts), TOOL["year"](texts), TOOL["packed"](texts)

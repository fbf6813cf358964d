"""Every registered measure that takes counts, and counts that fit it."""

from __future__ import annotations

import importlib
import pkgutil
from fractions import Fraction

import pandas as pd
from population.typed import counts

import yeep_analysis
from yeep_analysis.representation.scenarios import Hiring
from yeep_analysis.results import Measure, registered

for module in pkgutil.walk_packages(yeep_analysis.__path__, f"{yeep_analysis.__name__}."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)  # which registers its measures

OURS = [one for one in registered() if one.is_ours]
# The measures of an evaluation take assessments, those of sensitive counts take protected ones: tests of their own.
MEASURES = {
    f"{one.place[0].removeprefix('yeep_analysis.')}.{one.function.__name__}": one
    for one in OURS
    if not one.place[0].startswith(("yeep_analysis.progress", "yeep_analysis.sensitive"))
}
INDICATORS = {one.name: measure for measure in MEASURES.values() for one in measure.indicators}
HIRINGS = [Hiring(Fraction(1, 20), Fraction(3, 5))]
MORE = {
    "representation_ratio": {"reference": counts((30, 20), year=2022)},
    "plausibility_reference": {"reference": counts((30, 20), year=2022)},
    "plausibility_pool": {"pool": counts((300, 200), year=2022)},
    "seats": {"steps": [0, 1, 2]},
    "staff": {"hirings": HIRINGS, "years": 3},
    "period_growth": {"base": 2007},
}
PARTS = {"representation": ("part", "staff", "department_head")}  # what tells two groups apart; otherwise their place


def call(measure: Measure, frame: pd.DataFrame) -> pd.DataFrame:
    """A measure of these counts, with whatever else it takes."""
    return measure.function(frame, **MORE.get(measure.function.__name__, {}))


def two_groups(measure: Measure, one: list[tuple[int, int]], other: list[tuple[int, int]]) -> pd.DataFrame:
    """Counts of two groups in years from 2007 on, as (women, men), with the dimensions that the measure knows."""
    name, *groups = PARTS.get(measure.place[0].split(".")[1], ("place", "41300", "41301"))
    dimensions = {"ages": "20-24"} if measure.function.__name__ == "institutional_effect" else {}
    frames = [counts(*years, **{name: group}, **dimensions) for years, group in zip((one, other), groups, strict=True)]
    return pd.concat(frames, ignore_index=True)


def ordinary(measure: Measure) -> pd.DataFrame:
    """Two groups in nine years, one of which is nobody's for a while."""
    return two_groups(
        measure, [(31 + 3 * at, 40 + (at % 4)) for at in range(9)], [(at % 3, 2 * (at % 5)) for at in range(9)]
    )

"""All measures of the population on as many districts as Türkiye has, with invented counts.

python benchmarks/districts.py       two runs: 973 districts, both sexes, 19 years, with and without the ages 20-24
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from yeep_analysis.population import level_shifts as breaks
from yeep_analysis.population import measures as demography
from yeep_analysis.population import outlier_years as outliers
from yeep_analysis.population import trend

DISTRICTS, FIRST, YEARS, SEED = 973, 2007, 19, 20250101
LIMIT = 10.0  # seconds, on two cores


def invented(districts: int = DISTRICTS, years: int = YEARS) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Counts of all ages and of the ages 20-24 by ``place``; every tenth district with barracks."""
    random = np.random.default_rng(SEED)
    size = np.exp(random.normal(10.5, 1.2, size=(districts, 1, 1)))
    steps = random.normal(0.005, 0.02, size=(districts, 2, years)).cumsum(axis=2)
    barracks = size / 5 * (random.random((districts, 1, 1)) < 0.1) * random.random((districts, 1, years))
    young = random.poisson(size * 0.04 * np.exp(steps))
    young[:, 1:] += random.poisson(barracks)
    everyone = young + random.poisson(size * 0.46 * np.exp(steps))
    return counts(everyone), counts(young).assign(ages=demography.INSTITUTIONAL_AGES)


def counts(n: np.ndarray) -> pd.DataFrame:
    districts, sexes, years = n.shape
    codes = np.array([str(1000 + code) for code in range(districts)])
    return pd.DataFrame(
        {
            "year": np.tile(np.arange(FIRST, FIRST + years), districts * sexes),
            "place": np.repeat(codes, sexes * years),
            "sex": np.tile(np.repeat(["female", "male"], years), districts),
            "n": n.reshape(-1),
        }
    )


def measures() -> Iterator[tuple[str, Callable[[pd.DataFrame], pd.DataFrame]]]:
    """Every measure of the population, as a function of counts alone."""
    for module in (demography, outliers, breaks, trend):
        for name, function in vars(module).items():
            if hasattr(function, "__wrapped__") and name not in ("period_growth", "institutional_effect"):
                yield f"{module.__name__.rsplit('.', 1)[-1]}.{name}", function
    yield "demography.period_growth", lambda frame: demography.period_growth(frame, base=FIRST)


def run(everyone: pd.DataFrame, young: pd.DataFrame) -> dict[str, float]:
    """Seconds of each measure, with and without the ages 20-24 together."""
    seconds = {}
    start = time.perf_counter()
    rest = demography.without_age_group(everyone, young)
    demography.institutional_effect(young)
    seconds["demography.without_age_group, institutional_effect"] = time.perf_counter() - start
    for name, function in measures():
        start = time.perf_counter()
        rows = sum(len(function(frame)) for frame in (everyone, rest))
        assert rows, name
        seconds[name] = time.perf_counter() - start
    return seconds


def main() -> int:
    """Two runs; 1 where the second one is over the limit."""
    everyone, young = invented()
    for number in (1, 2):
        start = time.process_time()
        seconds = run(everyone, young)
        whole, busy = sum(seconds.values()), time.process_time() - start
        print(
            f"run {number}: {whole:.2f} s wall, {busy:.2f} s processor; {DISTRICTS} districts x 2 sexes x {YEARS} years"
        )
    for name, taken in sorted(seconds.items(), key=lambda item: -item[1]):
        print(f"  {taken:6.3f} s  {name}")
    return 0 if whole < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())

"""The assessments of many measures as one result table. Only here their exact numbers become floats."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from yeep_analysis.progress.assessment import Assessment
from yeep_analysis.results import COLUMNS
from yeep_analysis.words.terms import MeasureUnit

NUMBERS = ["numerator", "denominator", "value", "target"]


def result_table(
    assessments: Mapping[str, Assessment], units: Mapping[str, MeasureUnit], *, group: str = "all"
) -> pd.DataFrame:
    """One row per measure: ``indicator, year, group, numerator, denominator, value, unit, target, status, source``.

    indicator                the id of the measure
    numerator, denominator   the two counts of a ratio; of a count the count itself, without a denominator
    target                   empty where none was set by that year
    source                   empty, for the caller to fill in

    Raises   `KeyError` where a measure has no unit (the catalogue's checks forbid it)
    """
    rows = [_row(measure_id, one, units[measure_id]) for measure_id, one in assessments.items()]
    frame = pd.DataFrame(rows, columns=[name for name in COLUMNS if name not in ("group", "source")])
    return frame.astype(dict.fromkeys(NUMBERS, float)).assign(group=group, source=None)[COLUMNS]


def _row(measure_id: str, one: Assessment, unit: MeasureUnit) -> dict:
    counted = one.value if one.denominator is None else one.numerator
    return {
        "indicator": measure_id,
        "year": one.year,
        "numerator": _float(counted),
        "denominator": _float(one.denominator),
        "value": _float(one.value),
        "unit": unit.value,
        "target": _float(one.target),
        "status": one.status.value,
    }


def _float(number: Fraction | int | None) -> float:
    return float("nan") if number is None else float(number)

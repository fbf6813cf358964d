from . import comparison, mahalles, plan, population, progress, representation
from .face import PlanProgress, chapter, load, load_progress, measures
from .municipality.load import Facts
from .results import (
    FEMALE,
    MALE,
    Indicator,
    by_sex_and_total,
    collect,
    measure,
    of,
    pick,
    quotient,
    value,
    women_and_men,
)
from .shipped import example
from .show import present
from .words.errors import DataError, MeasureError, UsageError, YeepError
from .words.language import number, percent, speaking
from .words.terms import Unit

__version__: str

__all__ = [
    "FEMALE",
    "MALE",
    "DataError",
    "Facts",
    "Indicator",
    "MeasureError",
    "PlanProgress",
    "Unit",
    "UsageError",
    "YeepError",
    "by_sex_and_total",
    "chapter",
    "collect",
    "comparison",
    "example",
    "load",
    "load_progress",
    "mahalles",
    "measure",
    "measures",
    "number",
    "of",
    "percent",
    "pick",
    "plan",
    "population",
    "present",
    "progress",
    "quotient",
    "representation",
    "speaking",
    "value",
    "women_and_men",
]

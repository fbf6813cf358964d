from . import charts, figures, level_shifts, measures, outlier_years, sentences, tables, trend
from .level_shifts import breaks
from .measures import (
    annual_growth,
    contribution,
    institutional_effect,
    period_growth,
    population_count,
    sex_ratio,
    share_of_women,
    without_age_group,
)
from .outlier_years import outliers
from .trend import trends

__all__ = [
    "annual_growth",
    "breaks",
    "charts",
    "contribution",
    "figures",
    "institutional_effect",
    "level_shifts",
    "measures",
    "outlier_years",
    "outliers",
    "period_growth",
    "population_count",
    "sentences",
    "sex_ratio",
    "share_of_women",
    "tables",
    "trend",
    "trends",
    "without_age_group",
]

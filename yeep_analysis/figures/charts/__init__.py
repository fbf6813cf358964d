"""The charts: a finished table in, Axes out. They compute nothing, save nothing and set no global style.

Every chart has the form ``chart(table, *, ..., ax=None) -> Axes``. The style is put around them by ``figures.present``.
"""

from yeep_analysis.figures.charts.mahalles import mahalle_population, mahalle_share
from yeep_analysis.figures.charts.plan import audit_answers, plan_overview, unit_roles
from yeep_analysis.figures.charts.population import (
    contributions,
    population_by_sex,
    sex_ratio_by_year,
)
from yeep_analysis.figures.charts.progress import status_heat
from yeep_analysis.figures.charts.representation import council_seats, representation_dumbbell

__all__ = [
    "audit_answers",
    "contributions",
    "council_seats",
    "mahalle_population",
    "mahalle_share",
    "plan_overview",
    "population_by_sex",
    "representation_dumbbell",
    "sex_ratio_by_year",
    "status_heat",
    "unit_roles",
]

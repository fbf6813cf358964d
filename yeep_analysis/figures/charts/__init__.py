"""The charts: a finished table in, Axes out. They compute nothing, save nothing and set no global style.

Every chart has the form ``chart(table, *, ..., ax=None) -> Axes``. The style is put around them by ``figures.present``.
"""

from yeep_analysis.figures.charts.comparison import reference_dots
from yeep_analysis.figures.charts.funnel import funnel
from yeep_analysis.figures.charts.mahalles import mahalle_population, mahalle_share
from yeep_analysis.figures.charts.map import mahalle_map
from yeep_analysis.figures.charts.plan import audit_answers, plan_overview, unit_roles
from yeep_analysis.figures.charts.population import (
    contributions,
    population_by_sex,
    sex_ratio_by_year,
)
from yeep_analysis.figures.charts.progress import status_heat
from yeep_analysis.figures.charts.representation import council_seats, representation_dumbbell
from yeep_analysis.figures.charts.scenarios import seat_paths, staff_paths
from yeep_analysis.figures.charts.slope import slopegraph

__all__ = [
    "audit_answers",
    "contributions",
    "council_seats",
    "funnel",
    "mahalle_map",
    "mahalle_population",
    "mahalle_share",
    "plan_overview",
    "population_by_sex",
    "reference_dots",
    "representation_dumbbell",
    "seat_paths",
    "sex_ratio_by_year",
    "slopegraph",
    "staff_paths",
    "status_heat",
    "unit_roles",
]

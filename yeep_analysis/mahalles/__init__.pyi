from . import charts, figures, funnel_chart, funnel_limits, map_chart, measures, segregation, sentences, tables
from .funnel_limits import adjusted_funnel, dispersion, funnel
from .measures import composition
from .segregation import comparable_years, dissimilarity, location_quotient

__all__ = [
    "adjusted_funnel",
    "charts",
    "comparable_years",
    "composition",
    "dispersion",
    "dissimilarity",
    "figures",
    "funnel",
    "funnel_chart",
    "funnel_limits",
    "location_quotient",
    "map_chart",
    "measures",
    "segregation",
    "sentences",
    "tables",
]

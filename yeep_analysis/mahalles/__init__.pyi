from . import charts, figures, funnel_chart, funnel_limits, map_chart, measures, segregation, sentences, tables
from .funnel_limits import adjusted_funnel, dispersion, funnel
from .measures import composition
from .segregation import comparable_years, dissimilarity, location_quotient

__all__ = [
    "charts",
    "figures",
    "funnel_chart",
    "funnel_limits",
    "map_chart",
    "measures",
    "segregation",
    "sentences",
    "tables",
    "adjusted_funnel",
    "comparable_years",
    "composition",
    "dispersion",
    "dissimilarity",
    "funnel",
    "location_quotient",
]

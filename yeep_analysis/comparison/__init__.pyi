from . import charts, figures, measures, sentences, tables
from .measures import in_common_years, of_the_year, of_two_years, side_by_side

__all__ = [
    "charts",
    "figures",
    "measures",
    "sentences",
    "tables",
    "in_common_years",
    "of_the_year",
    "of_two_years",
    "side_by_side",
]

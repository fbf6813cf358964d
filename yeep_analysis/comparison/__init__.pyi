from . import charts, figures, measures, sentences, tables
from .measures import in_common_years, of_the_year, of_two_years, side_by_side

__all__ = [
    "charts",
    "figures",
    "in_common_years",
    "measures",
    "of_the_year",
    "of_two_years",
    "sentences",
    "side_by_side",
    "tables",
]

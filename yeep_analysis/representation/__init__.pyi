from . import chance, charts, figures, measures, scenarios, sentences, tables, thresholds
from .chance import changes, plausibility, plausibility_pool, plausibility_reference, smallest_clear_rise
from .measures import balance, managers, representation_ratio
from .scenarios import hirings, seats, staff
from .thresholds import glass_ceiling_index, short_of

__all__ = [
    "balance",
    "chance",
    "changes",
    "charts",
    "figures",
    "glass_ceiling_index",
    "hirings",
    "managers",
    "measures",
    "plausibility",
    "plausibility_pool",
    "plausibility_reference",
    "representation_ratio",
    "scenarios",
    "seats",
    "sentences",
    "short_of",
    "smallest_clear_rise",
    "staff",
    "tables",
    "thresholds",
]

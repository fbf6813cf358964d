from . import charts, figures, measures, sentences, tables
from .assessment import Assessment, assess, changes, sensitivity, smallest_clear_rise
from .measures import coverage, mean_capped_progress, status_shares
from .observations import Observation, Rule, Target

__all__ = [
    "Assessment",
    "Observation",
    "Rule",
    "Target",
    "assess",
    "changes",
    "charts",
    "coverage",
    "figures",
    "mean_capped_progress",
    "measures",
    "sensitivity",
    "sentences",
    "smallest_clear_rise",
    "status_shares",
    "tables",
]

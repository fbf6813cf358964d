"""The progress of the plan: what a year's value of a measure says beside its baseline and the path to its target.

One measure, one history, one assessed year give one assessment. The arithmetic is exact; floats appear only in the
frames of ``measures`` and in tables.
"""

from yeep_analysis.progress.assessment import Assessment, assess, changes, sensitivity, smallest_clear_rise
from yeep_analysis.progress.observations import Observation, Rule, Target

__all__ = [
    "Assessment",
    "Observation",
    "Rule",
    "Target",
    "assess",
    "changes",
    "sensitivity",
    "smallest_clear_rise",
]

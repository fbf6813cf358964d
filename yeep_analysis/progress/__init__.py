"""The progress of the plan: what a year's value of a measure says beside its baseline and the path to its target.

One measure, one history, one assessed year give one assessment. The arithmetic is exact; floats appear only in the
tables of ``coverage`` and ``table``.
"""

from yeep_analysis.progress.assessment import Assessment, assess
from yeep_analysis.progress.clear_change import smallest_clear_rise
from yeep_analysis.progress.history import Rule
from yeep_analysis.progress.observations import Observation, Target
from yeep_analysis.progress.sensitivity import changes, sensitivity

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

"""The progress of the plan: what a year's value of a measure says beside its baseline and the path to its target.

One measure, one history, one assessed year give one assessment. The arithmetic is exact; floats appear only in the
frames of ``measures`` and in tables. What is public stands in ``__init__.pyi`` and is loaded when it is first used.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)

"""Calculations and documents for the yearly evaluation of a Local Equality Action Plan (YEEP).

``import yeep_analysis as ya`` loads nothing; what is public stands in ``__init__.pyi`` and is loaded when it is first
used: ``ya.load(2025, data=ya.example())``, ``ya.population.share_of_women(counts)``, ``ya.measures()``.
"""

from lazy_loader import attach_stub

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)

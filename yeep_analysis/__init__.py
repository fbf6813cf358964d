"""Calculations and documents for the yearly evaluation of a Local Equality Action Plan (YEEP)."""

__version__ = "0.1.0"

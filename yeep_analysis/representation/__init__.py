"""Representation: measures, charts, tables, sentences."""

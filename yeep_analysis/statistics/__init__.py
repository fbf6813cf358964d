"""Exact tests and the arithmetic of series; nothing here knows what is counted."""

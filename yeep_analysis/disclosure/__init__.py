"""Disclosure control: which counts of a table are hidden, and what its readers can find out all the same."""

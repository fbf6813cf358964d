"""Counts of which small ones are hidden: applications because of violence by month, and a survey of deprivation."""

"""The mahalles: measures, charts, tables, sentences."""

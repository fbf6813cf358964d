"""The population: measures, charts, tables, sentences."""

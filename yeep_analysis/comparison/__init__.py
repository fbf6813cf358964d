"""The district beside other places: measures, charts, tables, sentences."""
